/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/materials.h"

#include "proto/writer.h"
#include "tests/sim/model.h"
#include "tests/sim/world.h"
#include "tests/support/procedure_builder.h"

#include <stdio.h>

#define FOREIGN_ONE_IN 24
#define DIGEST_BYTES 32

/* What is known of a document; a place, and a size and digest that may be left out. */
struct document {
    bool is_there;
    char place[3];
    uint32_t size;  /* 0: it is not said */
    uint8_t digest; /* each byte of it; 0: it is not said */
};

static struct document document_of(uint8_t number)
{
    static const struct document kinds[MATERIALS_DOCUMENTS] = {
        { true, "a", 0, 0 },  { true, "b", 0, 0 },  { true, "a", 9, 0 },  { true, "b", 9, 0 },
        { true, "a", 0, 17 }, { true, "b", 0, 17 }, { true, "a", 9, 17 }, { true, "b", 9, 17 },
        { true, "a", 0, 99 }, { true, "b", 0, 99 }, { true, "a", 9, 99 }, { true, "b", 9, 99 },
    };
    assert(number <= MATERIALS_DOCUMENTS);
    static const struct document none;
    return number == 0 ? none : kinds[number - 1];
}

bool materials_are_on(void)
{
    return world_option(OPTION_correct) != 0 || world_option(OPTION_intake) != 0 ||
           world_option(OPTION_tolerate) != 0 || world_option(OPTION_pre_review) != 0;
}

/* ---- The plan -------------------------------------------------------------------------------- */

/* Two procedures of three have some. One of four is read by all stages, which is said by not saying
 * by whom. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("materials", index + 100 * (uint64_t)world_option(OPTION_variant));
    if (!materials_are_on() || chance_one_in(&chance, 3)) return;
    procedure->material_count = 1 + chance_below(&chance, PLAN_MATERIALS_MAX);
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        struct procedure_material *material = &procedure->materials[i];
        char name[16];
        snprintf(name, sizeof name, "m%u", i);
        material->name = named(name);
        memcpy(material->title, name, sizeof name);
        material->required = chance_one_in(&chance, 2);
        material->stages = (set32)(chance_next(&chance) & chance_next(&chance)) &
                           set_first(procedure->stage_count);
        if (chance_one_in(&chance, 4)) material->stages = 0;
    }
}

uint8_t materials_draw(struct chance *chance)
{
    uint8_t document = (uint8_t)(1 + chance_below(chance, MATERIALS_DOCUMENTS));
    return chance_one_in(chance, 8) ? 0 : document;
}

static void draw_bundle(struct plan_bundle *bundle, uint32_t index)
{
    const struct procedure *procedure = bundle->governing;
    struct chance chance = world_chance("documents", index);
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        bundle->documents[i] = materials_draw(&chance);
    }
    bool is_foreign = chance_one_in(&chance, FOREIGN_ONE_IN) && procedure->material_count > 0;
    bool is_twice = chance_one_in(&chance, 2) && bundle->documents[0] != 0;
    if (is_foreign) bundle->foreign = is_twice ? 2 : 1;
}

uint8_t materials_document(const struct plan_bundle *bundle, uint32_t material)
{
    return material < bundle->material_count ? bundle->documents[material] : 0;
}

bool materials_are_unknown(const struct plan_bundle *bundle)
{
    for (uint32_t i = bundle->governing->material_count; i < bundle->material_count; i++) {
        if (bundle->documents[i] != 0) return true;
    }
    return false;
}

static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    bool is_unknown = bundle->foreign != 0 || materials_are_unknown(bundle);
    if (is_unknown) made->refused = ERR_MATERIAL_UNKNOWN;
}

/* ---- As bytes -------------------------------------------------------------------------------- */

static void write_one(struct buffer *buffer, const char *name, uint8_t number)
{
    struct document document = document_of(number);
    uint8_t digest[DIGEST_BYTES];
    memset(digest, document.digest, sizeof digest);
    writer_map(buffer, 2u + (document.size != 0) + (document.digest != 0));
    writer_text(buffer, "name");
    writer_text(buffer, name);
    writer_text(buffer, "uri");
    writer_text(buffer, document.place);
    if (document.size != 0) {
        writer_text(buffer, "size");
        writer_int(buffer, document.size);
    }
    if (document.digest == 0) return;
    writer_text(buffer, "digest");
    writer_bin(buffer, (struct span){ digest, sizeof digest });
}

void materials_write(struct buffer *buffer, const struct plan_bundle *bundle)
{
    const struct procedure *procedure = bundle->governing;
    uint32_t count = bundle->foreign != 0;
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        count += bundle->documents[i] != 0;
    }
    writer_text(buffer, "materials");
    writer_array(buffer, count);
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        if (bundle->documents[i] == 0) continue;
        write_one(buffer, procedure->materials[i].name.text, bundle->documents[i]);
    }
    if (bundle->foreign != 0) write_one(buffer, bundle->foreign == 2 ? "m0" : "nowhere", 1);
}

/* ---- What is another one --------------------------------------------------------------------- */

/* Where it lies says something only of documents without a digest. */
static bool is_same(uint8_t left_number, uint8_t right_number)
{
    struct document left = document_of(left_number);
    struct document right = document_of(right_number);
    if (!left.is_there || !right.is_there) return left.is_there == right.is_there;
    if (left.size != right.size || left.digest != right.digest) return false;
    return left.digest != 0 || strcmp(left.place, right.place) == 0;
}

uint64_t materials_changed(const struct procedure *procedure, const struct plan_bundle *before,
                           const struct plan_bundle *after)
{
    uint64_t changed = 0;
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        bool is_kept = is_same(materials_document(before, i), materials_document(after, i));
        if (!is_kept) changed |= UINT64_C(1) << i;
    }
    return changed;
}

set32 materials_readers(const struct procedure *procedure, uint64_t materials)
{
    set32 readers = 0;
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        set32 stages = procedure->materials[i].stages;
        if ((materials >> i & 1) == 0) continue;
        readers |= stages == 0 ? set_first(procedure->stage_count) : stages;
    }
    return readers;
}

const struct feature feature_materials = {
    .draw_procedure = draw_procedure,
    .draw_bundle = draw_bundle,
    .predict = predict,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/story/damage.h"

#include "proto/record.h"

#include <stddef.h>
#include <stdlib.h>

/* A field of a type of fact, and what is written there. */
struct slip {
    enum fact_type type;
    size_t offset;
    size_t size;
    uint64_t value;
};

#define ALL UINT64_MAX
#define STRAYS 64 /* records before and after, that are tried too early and again */
#define SLIP(type_, member_, value_) \
    { \
        type_, offsetof(struct fact, member_), sizeof(((struct fact *)NULL)->member_), value_ \
    }

/* clang-format off */
static const struct slip slips[] = {
    SLIP(FACT_ACTED, acted.stage, 0), SLIP(FACT_ACTED, acted.stage, 1),
    SLIP(FACT_ACTED, acted.stage, 31), SLIP(FACT_ACTED, acted.stage, STAGE_WHOLE),
    SLIP(FACT_ACTED, acted.detail, 0), SLIP(FACT_ACTED, acted.detail, 1), SLIP(FACT_ACTED, acted.detail, 2),
    SLIP(FACT_ACTED, acted.detail, 3), SLIP(FACT_ACTED, acted.detail, 200),
    SLIP(FACT_ACTED, acted.role, 0), SLIP(FACT_ACTED, acted.role, 200),
    SLIP(FACT_ACTED, acted.amount, 0), SLIP(FACT_ACTED, acted.amount, 1), SLIP(FACT_ACTED, acted.amount, ALL),
    SLIP(FACT_ACTED, acted.stages, 0), SLIP(FACT_ACTED, acted.stages, 1), SLIP(FACT_ACTED, acted.stages, 3),
    SLIP(FACT_ACTED, acted.stages, ALL),
    SLIP(FACT_ACTED, acted.materials, 0), SLIP(FACT_ACTED, acted.materials, 1),
    SLIP(FACT_ACTED, acted.materials, ALL),
    SLIP(FACT_ACTED, acted.until_ms, 0), SLIP(FACT_ACTED, acted.until_ms, 1),
    SLIP(FACT_ACTED, acted.by, 0), SLIP(FACT_ACTED, acted.on, 0), SLIP(FACT_ACTED, acted.on, 'x'),
    SLIP(FACT_ACTED, acted.onward.opened, 1), SLIP(FACT_ACTED, acted.onward.opened, 2),
    SLIP(FACT_ACTED, acted.onward.opened, ALL),
    SLIP(FACT_ACTED, acted.onward.granted, 1), SLIP(FACT_ACTED, acted.onward.granted, 2),
    SLIP(FACT_SUPPLIED, supplied.changed, 0), SLIP(FACT_SUPPLIED, supplied.changed, 1),
    SLIP(FACT_SUPPLIED, supplied.changed, ALL),
    SLIP(FACT_SUPPLIED, supplied.stages, 0), SLIP(FACT_SUPPLIED, supplied.stages, 1),
    SLIP(FACT_SUPPLIED, supplied.stages, ALL),
    SLIP(FACT_SUPPLIED, supplied.onward.opened, 1), SLIP(FACT_SUPPLIED, supplied.onward.granted, 1),
    SLIP(FACT_MIGRATED, migrated.version, 0), SLIP(FACT_MIGRATED, migrated.version, 1),
    SLIP(FACT_MIGRATED, migrated.version, 99), SLIP(FACT_MIGRATED, migrated.from, 0),
    SLIP(FACT_MIGRATED, migrated.onward.opened, 1), SLIP(FACT_MIGRATED, migrated.onward.granted, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.stage, 0), SLIP(FACT_VERDICT_GIVEN, verdict_given.stage, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.stage, 31),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 0), SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 2), SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 6),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 7), SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 9),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 12), SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 200),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.materials, 1), SLIP(FACT_VERDICT_GIVEN, verdict_given.materials, ALL),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.special, 0), SLIP(FACT_VERDICT_GIVEN, verdict_given.special, 200),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.days, 0), SLIP(FACT_VERDICT_GIVEN, verdict_given.days, ALL),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.until_ms, 1), SLIP(FACT_VERDICT_GIVEN, verdict_given.on, 'x'),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.stages, 1), SLIP(FACT_VERDICT_GIVEN, verdict_given.to_signers, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.onward.opened, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.onward.granted, 1),
    SLIP(FACT_PERMITS_ISSUED, permits_issued.tolerated, 1), SLIP(FACT_PERMITS_ISSUED, permits_issued.gate, 7),
    SLIP(FACT_PERMITS_ISSUED, permits_issued.permit_count, 0),
    SLIP(FACT_BUNDLE_WITHDRAWN, bundle_withdrawn.early, 1), SLIP(FACT_BUNDLE_ENDED, bundle_ended.result, 1),
    SLIP(FACT_BUNDLE_ENDED, bundle_ended.result, 200),
};
/* clang-format on */
#define SLIP_COUNT (sizeof slips / sizeof slips[0])

/* Numbers stand low byte first; a name becomes one of one letter, or none. */
static void write_slip(struct fact *fact, const struct slip *slip)
{
    uint8_t *at = (uint8_t *)fact + slip->offset;
    for (size_t i = 0; i < slip->size; i++) {
        at[i] = (uint8_t)(i < 8 ? slip->value >> 8 * i : 0);
    }
}

static struct engine *replay(struct world *world, uint32_t count, void **memory)
{
    static struct procedure procedure;
    struct engine *engine = world_engine_new(memory);
    for (uint32_t i = 0; i < count; i++) {
        struct fact fact;
        enum err err = record_read(world->records[i], i + 1u, &procedure, &fact);
        if (err == OK) err = engine_apply(engine, &fact);
        if (err != OK) world_fail(world, "record %u: %s", i + 1, err_name(err));
    }
    return engine;
}

/* Where a record of a story stands: what a fact that came in its place would have to say. */
struct place {
    struct world *world;
    struct engine *engine; /* has applied all records before it */
    void *memory;
    uint32_t index;
};

/* Try it. If the engine takes it, a new engine stands in the same place. */
static void try_fact(struct place *place, const struct fact *fact)
{
    struct hash before = engine_hash(place->engine);
    enum err err = engine_apply(place->engine, fact);
    struct hash after = engine_hash(place->engine);

    if (err == OK) {
        free(place->memory);
        place->engine = replay(place->world, place->index, &place->memory);
    } else if (!hash_is_equal(&before, &after)) {
        world_fail(place->world, "a refused record %llu has changed the engine (%s)",
                   (unsigned long long)fact->position, err_name(err));
    }
}

static void try_slips(struct place *place, const struct fact *fact)
{
    for (size_t n = 0; n < SLIP_COUNT; n++) {
        struct fact damaged = *fact;
        if (slips[n].type != fact->type) continue;
        write_slip(&damaged, &slips[n]);
        try_fact(place, &damaged);
    }
}

static bool is_of_law(const struct fact *fact)
{
    return fact->type == FACT_ACTED || fact->type == FACT_SUPPLIED || fact->type == FACT_MIGRATED ||
           fact->type == FACT_VERDICT_GIVEN || fact->type == FACT_PERMITS_ISSUED ||
           fact->type == FACT_MILESTONE_REACHED || fact->type == FACT_GATE_LAPSED ||
           fact->type == FACT_BUNDLE_WITHDRAWN || fact->type == FACT_BUNDLE_ENDED;
}

/* What the story tells of the same bundle a little earlier or later, as if it came now. */
static void try_strays(struct place *place, const struct fact *now)
{
    static struct procedure procedure;
    uint32_t first = place->index < STRAYS ? 0 : place->index - STRAYS;

    for (uint32_t i = first; i < place->index + STRAYS && i < place->world->record_count; i++) {
        struct fact stray;
        if (record_read(place->world->records[i], i + 1u, &procedure, &stray) != OK) return;
        if (i == place->index || !is_of_law(&stray) || stray.bundle != now->bundle) continue;
        stray.position = now->position;
        stray.previous = now->previous;
        stray.at_ms = now->at_ms;
        try_fact(place, &stray);
    }
}

void damage_records(struct world *world)
{
    static struct procedure procedure;
    struct place place = { .world = world };
    place.engine = replay(world, 0, &place.memory);

    for (; place.index < world->record_count && world->failure[0] == '\0'; place.index++) {
        struct fact fact;
        uint32_t number = place.index + 1u;
        if (record_read(world->records[place.index], number, &procedure, &fact) != OK) break;
        try_slips(&place, &fact);
        if (is_of_law(&fact)) try_strays(&place, &fact);
        enum err err = engine_apply(place.engine, &fact);
        if (err != OK) world_fail(world, "record %u after damaged ones: %s", number, err_name(err));
    }
    free(place.memory);
}

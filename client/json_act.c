/* SPDX-License-Identifier: Apache-2.0 */
#include "client/json.h"
#include "proto/symbols.h"

/* "materials" as names; left out where there are none. */
static void name_materials(json_t *json, uint64_t materials, const struct procedure *names)
{
    json_t *list = json_array();

    for (uint32_t i = 0; i < MATERIALS_MAX; i++) {
        if ((materials >> i & 1) == 0) continue;
        bool is_known = names != NULL && i < names->material_count;
        json_array_append_new(list, is_known ? json_string(names->materials[i].name.text)
                                             : json_integer(i));
    }
    if (materials == 0) {
        json_object_del(json, "materials");
        json_decref(list);
    } else {
        json_object_set_new(json, "materials", list);
    }
}

static void name_stage(json_t *json, uint8_t stage, const struct procedure *names)
{
    if (stage == STAGE_WHOLE) {
        json_object_del(json, "stage");
    } else {
        json_object_set_new(json, "stage", json_name(names, NAMES_STAGE, stage));
    }
}

/* The word for it, if it has one; left out where it says nothing. */
static void name_detail(json_t *json, const struct symbols *symbols, uint8_t detail)
{
    const char *word = symbols == NULL ? NULL : symbols_name(symbols, detail);

    if (detail == 0) {
        json_object_del(json, "detail");
    } else if (word != NULL) {
        json_object_set_new(json, "detail", json_string(word));
    }
}

void json_name_act(json_t *json, const struct fact_acted *acted, const struct procedure *names)
{
    json_t *stages = json_array();

    name_stage(json, acted->stage, names);
    name_detail(json, symbols_act_detail(acted->act), acted->detail);
    name_materials(json, acted->materials, names);
    if (acted->amount == 0) json_object_del(json, "amount");
    if (acted->role == 0) json_object_del(json, "role");
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (!set_has(acted->stages, i)) continue;
        json_array_append_new(stages, json_name(names, NAMES_STAGE, i));
    }
    json_object_set(json, "stages", stages);
    if (acted->stages == 0) json_object_del(json, "stages");
    json_decref(stages);
}

static void name_state(json_t *json, const struct symbols *symbols, uint8_t state)
{
    const char *word = symbols == NULL ? NULL : symbols_name(symbols, state);

    if (state == 0) {
        json_object_del(json, "state");
    } else if (word != NULL) {
        json_object_set_new(json, "state", json_string(word));
    }
}

void json_name_entries(json_t *image, const struct bundle_image *of, const struct procedure *names)
{
    size_t i;
    json_t *item;

    json_array_foreach(json_object_get(image, "entries"), i, item)
    {
        if (i >= of->entry_count) break;
        const struct entry *entry = &of->entries[i];
        name_stage(item, entry->stage, names);
        name_detail(item, symbols_entry_detail(entry->kind), entry->detail);
        name_materials(item, entry->materials, names);
        if (entry->amount == 0) json_object_del(item, "amount");
        name_state(item, symbols_entry_state(entry->kind), entry->state);
    }
}

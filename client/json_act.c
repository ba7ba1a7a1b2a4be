/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/exchange.h"
#include "client/json.h"
#include "proto/symbols.h"

void json_name_materials(json_t *json, const char *key, uint64_t materials,
                         const struct procedure *names)
{
    json_t *list = json_array();

    for (uint32_t i = 0; i < MATERIALS_MAX; i++) {
        if ((materials >> i & 1) == 0) continue;
        bool is_known = names != NULL && i < names->material_count;
        json_array_append_new(list, is_known ? json_string(names->materials[i].name.text)
                                             : json_integer(i));
    }
    if (materials == 0) {
        json_object_del(json, key);
        json_decref(list);
    } else {
        json_object_set_new(json, key, list);
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

/* A number that is a role, under a name of its own. */
static void name_to(json_t *json, const char *key, uint32_t role)
{
    const char *word = symbols_name(&symbols_card_to, role);

    json_object_del(json, key);
    if (word != NULL) json_object_set_new(json, "to", json_string(word));
}

/* Who must act is no author, and a priority no amount. */
static void name_supervision(json_t *json, const struct fact_acted *acted)
{
    if (acted->act == ACT_RAISE_CARD) name_to(json, "role", acted->role);
    if (acted->act != ACT_URGE) return;
    json_object_set_new(json, "priority", json_integer(acted->amount));
    json_object_del(json, "amount");
}

/* A set of stages as names; left out where it is empty. */
static void name_stages(json_t *json, set32 set, const struct procedure *names)
{
    json_t *stages = json_array();

    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (!set_has(set, i)) continue;
        json_array_append_new(stages, json_name(names, NAMES_STAGE, i));
    }
    json_object_set(json, "stages", stages);
    if (set == 0) json_object_del(json, "stages");
    json_decref(stages);
}

void json_name_verdict(json_t *json, const struct fact_verdict_given *given,
                       const struct procedure *names)
{
    name_stages(json, given->stages, names);
    if (given->days == 0) json_object_del(json, "days");
}

void json_name_act(json_t *json, const struct fact_acted *acted, const struct procedure *names)
{
    name_stage(json, acted->stage, names);
    name_detail(json, symbols_act_detail(acted->act), acted->detail);
    json_name_materials(json, "materials", acted->materials, names);
    if (acted->act == ACT_NOTIFY) {
        json_object_set(json, "round", json_object_get(json, "amount"));
    }
    if (acted->amount == 0 || acted->act == ACT_NOTIFY) json_object_del(json, "amount");
    if (acted->role == 0) json_object_del(json, "role");
    name_supervision(json, acted);
    name_stages(json, acted->stages, names);
}

/* A return: which stage it came from, and which ones wait. */
static void name_return(json_t *item, const struct entry *entry, const struct procedure *names)
{
    json_object_del(item, "materials");
    json_object_set_new(item, "detail", json_name(names, NAMES_STAGE, entry->detail));
    name_stages(item, (set32)entry->materials, names);
}

/* The word for it, also for the first one; without words left out where it says nothing. */
static void name_state(json_t *json, const struct entry *entry)
{
    const struct symbols *symbols = symbols_entry_state(entry->kind);
    const char *word = symbols == NULL ? NULL : symbols_name(symbols, entry->state);

    if (word != NULL) {
        json_object_set_new(json, "state", json_string(word));
    } else if (entry->state == 0) {
        json_object_del(json, "state");
    }
}

/* Of a missing material the amount is the set of the stages that were issued without it. */
static void name_amount(json_t *json, const struct entry *entry, const struct procedure *names)
{
    json_t *stages = json_array();

    if (entry->amount == 0 || entry->kind == ENTRY_TOLERANCE) json_object_del(json, "amount");
    for (uint32_t i = 0; entry->kind == ENTRY_TOLERANCE && i < STAGES_MAX; i++) {
        if (!set_has(entry->amount, i)) continue;
        json_array_append_new(stages, json_name(names, NAMES_STAGE, i));
    }
    if (json_array_size(stages) > 0) json_object_set(json, "issued_without", stages);
    json_decref(stages);
}

/* Of a card who must act, and about what somebody is called in; of an urgent bundle its priorities. */
static void name_supervision_entry(json_t *json, const struct entry *entry,
                                   const struct procedure *names)
{
    if (entry->kind == ENTRY_CARD) {
        name_to(json, "amount", entry->amount);
        for (uint32_t i = 0; names != NULL && i < names->supervision.escalate_count; i++) {
            const struct escalation *step = &names->supervision.escalate[i];
            if (step->at != entry->detail || step->interview[0] == '\0') continue;
            json_object_set_new(json, "interview", json_string(step->interview));
        }
    } else if (entry->kind == ENTRY_URGENCY) {
        json_object_set_new(json, "priority", json_integer(entry->amount));
        json_object_set_new(json, "priority_before", json_integer(entry->detail));
        json_object_del(json, "amount");
        json_object_del(json, "detail");
    }
}

static void name_entry(json_t *item, const struct entry *entry, const struct procedure *names)
{
    const bool is_special = entry->kind == ENTRY_PAUSE && entry->detail == PAUSE_SPECIAL;
    const char *special = symbols_name(&symbols_special_kind, entry->state);

    name_stage(item, entry->stage, names);
    name_detail(item, symbols_entry_detail(entry->kind), entry->detail);
    json_name_materials(item, "materials", entry->materials, names);
    name_amount(item, entry, names);
    name_state(item, entry);
    name_supervision_entry(item, entry, names);
    if (is_special && special != NULL) json_object_set_new(item, "state", json_string(special));
    if (entry->kind == ENTRY_RETURN) name_return(item, entry, names);
}

/* A verdict that nobody gave is marked wherever it is shown (domain.md 5.4), and a stage that stands for
 * a special procedure has the code of that. */
static void mark_stages(json_t *image, const struct bundle_image *of)
{
    const json_t *stages = json_object_get(image, "stages");

    for (uint32_t i = 0; i < of->entry_count; i++) {
        const struct entry *entry = &of->entries[i];
        json_t *stage = json_array_get(stages, entry->stage);
        if (entry->until_ms != 0) continue;
        if (entry->kind == ENTRY_DEEMED) json_object_set_new(stage, "deemed", json_true());
        if (entry->kind == ENTRY_PAUSE && entry->detail == PAUSE_SPECIAL) {
            json_object_set_new(stage, "exchange_code", json_integer(EXCHANGE_SPECIAL_BEGUN));
        }
    }
}

void json_name_entries(json_t *image, const struct bundle_image *of, const struct procedure *names)
{
    size_t i;
    json_t *item;

    json_array_foreach(json_object_get(image, "entries"), i, item)
    {
        if (i >= of->entry_count) break;
        name_entry(item, &of->entries[i], names);
    }
    mark_stages(image, of);
}

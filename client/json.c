/* SPDX-License-Identifier: Apache-2.0 */
/* jansson takes NULL for a value and then returns an error, so members are made and added in one
 * go, and running out of memory shows at the end: as a member that is missing. That is accepted:
 * what is made here is shown to people, never computed with. */
#include "client/json.h"

#include "broker/core/exchange.h"
#include "broker/core/permit_number.h"
#include "client/application.h"
#include "client/text.h"
#include "proto/message.h"
#include "proto/record.h"
#include "proto/structs.h"

#include <inttypes.h>
#include <stdio.h>

/* Size of the well-formed UTF-8 sequence at the beginning, 0 if there is none. */
static size_t utf8_head(struct span text)
{
    for (size_t size = 1; size <= 4 && size <= text.size; size++) {
        if (utf8_is_valid((struct span){ text.at, size })) return size;
    }
    return 0;
}

/* Where jansson finds its memory: a program that does without half an answer guards both at once. */
static char *json_borrow(size_t size, json_free_t *give_back)
{
    json_malloc_t allocate;

    json_get_alloc_funcs(&allocate, give_back);
    return allocate(size);
}

json_t *json_text(struct span text)
{
    static const char replacement[] = "\xef\xbf\xbd";
    json_free_t give_back;

    json_t *json = json_stringn(text.size > 0 ? (const char *)text.at : "", text.size);
    if (json != NULL) return json;
    char *mended = json_borrow(3 * text.size + 1, &give_back);
    if (mended == NULL) return NULL;

    size_t size = 0;
    while (text.size > 0) {
        size_t head = utf8_head(text);
        size_t step = head > 0 ? head : 1;
        size_t added = head > 0 ? head : 3;
        memcpy(mended + size, head > 0 ? (const char *)text.at : replacement, added);
        size += added;
        text.at += step;
        text.size -= step;
    }
    json = json_stringn(mended, size);
    give_back(mended);
    return json;
}

/* Bytes have no form in JSON; hexadecimal is what people compare. */
static json_t *json_bytes(struct span bytes)
{
    json_free_t give_back;
    char *text = json_borrow(2 * bytes.size + 1, &give_back);
    if (text == NULL) return NULL;

    hex_from_bytes(text, bytes);
    json_t *json = json_string(text);
    give_back(text);
    return json;
}

/* A lease token has 64 bits, of which a double keeps 53: it is shown as text. */
static json_t *json_number(const struct field *field, const void *object)
{
    uint64_t number = field_number(field, object);

    if (strcmp(field->name, "token") == 0) return json_sprintf("%016" PRIx64, number);
    if (number > INT64_MAX) return json_real((double)number);
    return json_integer((json_int_t)number);
}

/* A set as the list of its indices; names take their place where the procedure is known. */
static json_t *json_set(uint64_t set)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < 32; i++) {
        if (set_has((set32)set, i)) json_array_append_new(array, json_integer(i));
    }
    return array;
}

/* The name of a value; one of a newer release stays a number, 0 without a name is left out. */
static json_t *json_enum(const struct field *field, const void *object)
{
    const char *symbol = field_symbol(field, object);
    if (symbol != NULL) return json_string(symbol);
    uint64_t number = field_number(field, object);
    return number == 0 ? NULL : json_integer((json_int_t)number);
}

/* What is in a journal was checked by the broker; what is in a damaged one is shown as it is. */
static json_t *json_application(struct span bytes)
{
    json_t *json = NULL;
    if (application_to_json(bytes, &json) == OK) return json;
    return json_bytes(bytes);
}

static json_t *json_list(const struct field *field, const void *object)
{
    json_t *array = json_array();
    uint32_t count = field_length(field, object);
    for (uint32_t i = 0; i < count; i++) {
        json_array_append_new(array, json_struct(field->schema, field_element(field, object, i)));
    }
    return array;
}

/* One field; NULL: it is left out. */
static json_t *json_field(const struct field *field, const void *object)
{
    const bool is_set = field_is_set(field, object);

    switch (field->kind) {
        case FIELD_UINT: return json_number(field, object);
        case FIELD_ENUM: return json_enum(field, object);
        case FIELD_SET: return json_set(field_number(field, object));
        case FIELD_BOOL: return json_boolean(field_number(field, object) != 0);
        case FIELD_LIST: return json_list(field, object);
        case FIELD_TIME: return is_set ? json_integer(field_time(field, object)) : NULL;
        case FIELD_NAME:
        case FIELD_TITLE:
        case FIELD_TEXT: return is_set ? json_text(field_bytes(field, object)) : NULL;
        case FIELD_HASH: return is_set ? json_bytes(field_bytes(field, object)) : NULL;
        case FIELD_BIN:
        case FIELD_SHARE:
            if (!is_set) return NULL;
            if (strcmp(field->name, "application") == 0) {
                return json_application(field_bytes(field, object));
            }
            return json_bytes(field_bytes(field, object));
        case FIELD_MAP:
            return is_set ? json_struct(field->schema, field_element(field, object, 0)) : NULL;
        case FIELD_DEFINITION:
            return is_set ? json_procedure(field_element(field, object, 0)) : NULL;
    }
    return NULL;
}

json_t *json_struct(const struct schema *schema, const void *object)
{
    json_t *json = json_object();
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        json_t *member = json_field(field, object);
        if (member != NULL) json_object_set_new(json, field->name, member);
    }
    return json;
}

/* ---- Names in place of indices ------------------------------------------------------------- */

json_t *json_name(const struct procedure *names, enum names_of of, uint64_t index)
{
    const struct name *name = NULL;

    if (names != NULL && of == NAMES_STAGE && index < names->stage_count) {
        name = &names->stages[index].name;
    } else if (names != NULL && of == NAMES_MILESTONE && index < names->milestone_count) {
        name = &names->milestones[index].name;
    } else if (names != NULL && of == NAMES_GATE && index < names->gate_count) {
        name = &names->gates[index].name;
    }
    return name != NULL ? json_string(name->text) : json_integer((json_int_t)index);
}

/* Replace the member of an object, an index, by its name. */
static void name_member(json_t *object, const char *key, const struct procedure *names,
                        enum names_of of)
{
    json_t *index = json_object_get(object, key);
    if (!json_is_integer(index)) return;
    json_object_set_new(object, key, json_name(names, of, (uint64_t)json_integer_value(index)));
}

/* The same for each element of a member that is a list of indices. */
static void name_list(json_t *object, const char *key, const struct procedure *names,
                      enum names_of of)
{
    size_t i;
    json_t *index;
    json_t *list = json_object_get(object, key);

    json_array_foreach(list, i, index)
    {
        json_array_set_new(list, i, json_name(names, of, (uint64_t)json_integer_value(index)));
    }
}

static void name_edges(json_t *stage, const char *key, const struct procedure *names)
{
    json_t *edges = json_object_get(stage, key);
    name_list(edges, "stages", names, NAMES_STAGE);
    name_list(edges, "milestones", names, NAMES_MILESTONE);
}

json_t *json_procedure(const struct procedure *procedure)
{
    size_t i;
    json_t *item;
    json_t *json = json_struct(&schema_procedure, procedure);

    json_array_foreach(json_object_get(json, "stages"), i, item)
    {
        name_edges(item, "start_after", procedure);
        name_edges(item, "decide_after", procedure);
    }
    json_array_foreach(json_object_get(json, "gates"), i, item)
    {
        name_list(item, "members", procedure, NAMES_STAGE);
    }
    json_array_foreach(json_object_get(json, "materials"), i, item)
    {
        name_list(item, "stages", procedure, NAMES_STAGE);
    }
    return json;
}

/* ---- Facts --------------------------------------------------------------------------------- */

/* Left out where there is none. */
static void set_exchange_code(json_t *object, enum exchange_code code)
{
    if (code == EXCHANGE_NONE) return;
    json_object_set_new(object, "exchange_code", json_integer((json_int_t)code));
}

/* FACT_STAGE_BLOCKED: the index means what the cause says; "on" is its name. */
static void name_cause(json_t *json, const struct fact *fact, const struct procedure *names)
{
    static const enum names_of of[] = {
        [BLOCK_STAGE] = NAMES_STAGE,
        [BLOCK_MILESTONE] = NAMES_MILESTONE,
        [BLOCK_GATE] = NAMES_GATE,
    };
    uint8_t cause = fact->stage_blocked.cause;

    if (cause < BLOCK_STAGE || cause > BLOCK_GATE) return;
    json_object_set_new(json, "on", json_name(names, of[cause], fact->stage_blocked.index));
    json_object_del(json, "index");
}

/* Stages that go on because of a fact, or do not apply; left out where there are none. */
static void name_onward(json_t *json, const char *key, const struct procedure *names)
{
    if (json_array_size(json_object_get(json, key)) == 0) json_object_del(json, key);
    name_list(json, key, names, NAMES_STAGE);
}

/* The number of a permit as its procedure writes it; left out if it has no way of its own. */
static void set_permit_number(json_t *object, const char *key, const struct procedure *names,
                              const struct permit *permit, uint16_t year)
{
    char text[PERMIT_NUMBER_BYTES_MAX + 1];

    if (names == NULL || permit->stage >= names->stage_count) return;
    if (!permit_number_write(names, permit->stage, year, permit->number, text)) return;
    json_object_set_new(object, key, json_text(span_of_text(text)));
}

static void name_leases(json_t *json, const struct fact *fact, const struct procedure *names)
{
    size_t i;
    json_t *lease;

    json_array_foreach(json_object_get(json, "leases"), i, lease)
    {
        name_member(lease, "stage", names, NAMES_STAGE);
        set_exchange_code(lease, exchange_of_lease(&fact->jobs_leased.leases[i]));
    }
}

/* FACT_PERMITS_ISSUED: GATE_NONE is no gate that has a name. */
static void name_permits(json_t *json, const struct fact *fact, const struct procedure *names)
{
    size_t i;
    json_t *permit;

    if (fact->permits_issued.gate == GATE_NONE) json_object_del(json, "gate");
    json_array_foreach(json_object_get(json, "permits"), i, permit)
    {
        name_member(permit, "stage", names, NAMES_STAGE);
        set_permit_number(permit, "number_text", names, &fact->permits_issued.permits[i],
                          fact->permits_issued.year);
        if (fact->permits_issued.tolerated == 0) continue; /* all have the fact's code */
        set_exchange_code(permit, exchange_of_permit(&fact->permits_issued,
                                                     fact->permits_issued.permits[i].stage));
    }
}

/* FACT_CALENDAR_PUBLISHED: which years it names; their days are in `calendar`. */
static void set_years(json_t *json, const struct calendar_notice *calendar)
{
    json_t *years = json_array();

    for (uint32_t i = 0; i < calendar->year_count; i++) {
        json_array_append_new(years, json_integer(calendar->years[i].year));
    }
    json_object_set_new(json, "years", years);
}

/* What all facts have comes first, then the members of the type's own, then names replace indices. */
json_t *json_fact(const struct fact *fact, const struct procedure *names)
{
    json_t *json = json_object();
    const char *type = fact_type_name(fact->type);
    const struct schema *schema = fact_schema(fact->type);

    json_object_set_new(json, "position", json_integer((json_int_t)fact->position));
    json_object_set_new(json, "at_ms", json_integer(fact->at_ms));
    json_object_set_new(json, "type", type ? json_string(type) : json_integer(fact->type));
    if (fact->bundle != 0) {
        json_object_set_new(json, "bundle", json_integer((json_int_t)fact->bundle));
        json_object_set_new(json, "previous", json_integer((json_int_t)fact->previous));
    }
    if (schema == NULL) return json;

    json_t *body = json_struct(schema, fact_body(fact));
    json_object_update(json, body);
    json_decref(body);
    name_member(json, "stage", names, NAMES_STAGE);
    name_member(json, "milestone", names, NAMES_MILESTONE);
    name_onward(json, "opened", names);
    name_onward(json, "granted", names);
    name_onward(json, "skipped", names);
    name_onward(json, "tolerated", names);
    if (fact->type == FACT_ACTED) json_name_act(json, &fact->acted, names);
    if (fact->type == FACT_SUPPLIED) {
        name_onward(json, "stages", names);
        json_name_materials(json, "changed", fact->supplied.changed, names);
    }
    if (fact->type == FACT_VERDICT_GIVEN) json_name_verdict(json, &fact->verdict_given, names);
    if (fact->type == FACT_VERDICT_GIVEN) {
        json_name_materials(json, "materials", fact->verdict_given.materials, names);
        if (!fact->verdict_given.pre_review) json_object_del(json, "pre_review");
    }
    if (fact->type == FACT_JOBS_LEASED) name_leases(json, fact, names);
    if (fact->type == FACT_PERMITS_ISSUED) name_permits(json, fact, names);
    if (fact->type == FACT_STAGE_BLOCKED) name_cause(json, fact, names);
    if (fact->type == FACT_CALENDAR_PUBLISHED) set_years(json, &fact->calendar_published.calendar);
    name_member(json, "gate", names, NAMES_GATE);
    set_exchange_code(json, exchange_of_fact(fact));
    return json;
}

/* ---- Bundles ------------------------------------------------------------------------------- */

/* Put members in front: what a thing is called comes before how it is. */
static void prepend(json_t *list, size_t index, json_t *head)
{
    json_object_update(head, json_array_get(list, index));
    json_array_set_new(list, index, head);
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text[0] != '\0') json_object_set_new(object, key, json_text(span_of_text(text)));
}

static void name_stages(json_t *stages, const struct procedure *names)
{
    for (uint32_t i = 0; i < json_array_size(stages) && i < names->stage_count; i++) {
        const struct procedure_stage *stage = &names->stages[i];
        json_t *head = json_object();
        set_text(head, "name", stage->name.text);
        set_text(head, "title", stage->title);
        set_text(head, "department", stage->department.text);
        set_text(head, "permit", stage->permit);
        set_text(head, "applies_if", stage->applies_if);
        set_text(head, "for_each", stage->for_each);
        if (stage->element != 0) json_object_set_new(head, "element", json_integer(stage->element));
        prepend(stages, i, head);
    }
}

/* The permits of the stages that have one. */
static void name_issued(json_t *stages, const struct bundle_image *image,
                        const struct procedure *names)
{
    for (uint32_t i = 0; i < json_array_size(stages); i++) {
        const struct permit permit = { .stage = (uint8_t)i,
                                       .number = image->stages[i].permit_number };
        set_permit_number(json_array_get(stages, i), "permit_number_text", names, &permit,
                          image->stages[i].permit_year);
    }
}

static void name_milestones(json_t *milestones, const struct procedure *names)
{
    for (uint32_t i = 0; i < json_array_size(milestones) && i < names->milestone_count; i++) {
        json_t *head = json_object();
        set_text(head, "name", names->milestones[i].name.text);
        set_text(head, "title", names->milestones[i].title);
        prepend(milestones, i, head);
    }
}

static void name_gates(json_t *gates, const struct procedure *names)
{
    for (uint32_t i = 0; i < json_array_size(gates) && i < names->gate_count; i++) {
        json_t *head = json_object();
        set_text(head, "name", names->gates[i].name.text);
        json_object_set_new(head, "members", json_set(names->gates[i].members));
        name_list(head, "members", names, NAMES_STAGE);
        prepend(gates, i, head);
    }
}

/* What the exchange calls the state of each stage. */
static void code_stages(json_t *stages, const struct bundle_image *image)
{
    for (uint32_t i = 0; i < json_array_size(stages); i++) {
        set_exchange_code(json_array_get(stages, i), exchange_of_image(image, i));
    }
}

json_t *json_bundle(const struct msg_bundle *bundle, const struct procedure *names)
{
    json_t *json = json_object();
    json_t *image = json_struct(&schema_image, &bundle->image);

    json_object_set_new(json, "bundle", json_integer((json_int_t)bundle->image.bundle));
    json_object_set_new(json, "key", json_text(bundle->key));
    if (bundle->clock_count > 0) {
        const struct field *clocks = schema_field(message_schema(MSG_BUNDLE), "clocks");
        json_object_set_new(json, "clocks", json_list(clocks, bundle));
    }
    if (bundle->term_count > 0) {
        const struct field *terms = schema_field(message_schema(MSG_BUNDLE), "terms");
        json_object_set_new(json, "terms", json_list(terms, bundle));
    }
    code_stages(json_object_get(image, "stages"), &bundle->image);
    json_name_entries(image, &bundle->image, names);
    if (names != NULL) {
        set_text(json, "title", names->title);
        name_stages(json_object_get(image, "stages"), names);
        name_issued(json_object_get(image, "stages"), &bundle->image, names);
        name_milestones(json_object_get(image, "milestones"), names);
        name_gates(json_object_get(image, "gates"), names);
    }
    json_object_update(json, image);
    json_decref(image);
    return json;
}

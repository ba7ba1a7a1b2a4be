/* SPDX-License-Identifier: Apache-2.0 */
/* proto/SPEC.md and the codec's tables say the same: every message, record and refusal, field by
 * field. Whoever changes one side and forgets the other is told here.
 *
 * A section of SPEC begins with "### NAME (number)". Its tables of fields have a head of five
 * columns that begins with "| key |". The first is the message's own; the line above each other
 * one names the list or map that it describes: "`image.stages`:". */
#include "proto/envelope.h"
#include "proto/message.h"
#include "proto/record.h"
#include "proto/structs.h"
#include "tests/support/spec_page.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Where a comparison is, for its messages; and whether the broker is the one who writes it. */
struct side {
    const char *section;
    bool is_brokers;
};

static struct spec_page page;

/* ---- One field ------------------------------------------------------------------------------- */

/* The word for a field in SPEC's column of types. */
static const char *type_word(const struct field *field)
{
    switch (field->kind) {
        case FIELD_ENUM: return "u8";
        case FIELD_SET: return "set";
        case FIELD_TIME: return "time";
        case FIELD_BOOL: return "bool";
        case FIELD_NAME: return "name";
        case FIELD_TITLE:
        case FIELD_TEXT: return "text";
        case FIELD_BIN: return "bin";
        case FIELD_HASH: return "hash";
        case FIELD_SHARE: return "share";
        case FIELD_MAP:
        case FIELD_DEFINITION: return "map";
        case FIELD_LIST: return "list";
        case FIELD_UINT: break;
    }
    if (field->size == 4 && strstr(field->name, "_ms") != NULL) return "ms";
    return field->size == 1 ? "u8" : field->size == 2 ? "u16" : field->size == 4 ? "u32" : "u64";
}

/* The largest value of the type alone, where no bound is written; 0: SPEC must write one. */
static uint64_t type_max(const struct field *field)
{
    switch (field->kind) {
        case FIELD_UINT:
            return field->size == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * field->size) - 1;
        case FIELD_SET: return UINT32_MAX;
        case FIELD_NAME: return NAME_BYTES_MAX;
        case FIELD_HASH: return HASH_BYTES;
        case FIELD_TITLE:
        case FIELD_TEXT:
        case FIELD_BIN:
        case FIELD_SHARE:
        case FIELD_LIST: return 0;
        case FIELD_ENUM:
        case FIELD_TIME:
        case FIELD_BOOL:
        case FIELD_MAP:
        case FIELD_DEFINITION: break;
    }
    return field->max; /* these have no bounds to write */
}

static void compare_bounds(struct side side, const struct field *field, const struct spec_row *row)
{
    uint64_t min = 0;
    uint64_t max = type_max(field);

    spec_bounds(row->meaning, &min, &max);
    if (min == field->min && max == field->max) return;
    fail_msg("%s.%s: SPEC bounds it by %" PRIu64 " and %" PRIu64 " (\"%s\"), the codec by %" PRIu64
             " and %" PRIu64,
             side.section, field->name, min, max, row->meaning, field->min, field->max);
}

/* What a peer may send is listed whole; of what the broker sends, what really comes. */
static void compare_symbols(struct side side, const struct field *field, const struct spec_row *row)
{
    const char *at = row->meaning;
    uint32_t value;
    char word[32];
    uint32_t listed = 0;
    uint32_t named = 0;

    while (spec_symbol(&at, &value, word)) {
        const char *name = symbols_name(field->symbols, value);
        if (name == NULL || strcmp(name, word) != 0) {
            fail_msg("%s.%s: SPEC calls %u %s, the codec %s", side.section, field->name, value,
                     word, name == NULL ? "nothing" : name);
        }
        listed++;
    }
    for (uint32_t i = 0; i < field->symbols->count; i++) {
        named += field->symbols->names[i] != NULL;
    }
    if (listed == 0 || (listed != named && !side.is_brokers)) {
        fail_msg("%s.%s: SPEC lists %u values, the codec %u", side.section, field->name, listed,
                 named);
    }
}

static void compare_field(struct side side, const struct field *field, uint32_t key,
                          const struct spec_row *row)
{
    const char *required = field->needed != NULL ? "if " : field->required ? "yes" : "no";

    if (row->key != key || strcmp(row->name, field->name) != 0) {
        fail_msg("%s: the codec has %u %s where SPEC has %u %s", side.section, key, field->name,
                 row->key, row->name);
    }
    if (strcmp(row->type, type_word(field)) != 0) {
        fail_msg("%s.%s: SPEC says %s, the codec %s", side.section, field->name, row->type,
                 type_word(field));
    }
    if (strncmp(row->required, required, strlen(required)) != 0) {
        fail_msg("%s.%s: required \"%s\" in SPEC, \"%s\" in the codec", side.section, field->name,
                 row->required, required);
    }
    if (field->kind == FIELD_ENUM) {
        compare_symbols(side, field, row);
    } else {
        compare_bounds(side, field, row);
    }
}

/* ---- One table, and those of its lists and maps ----------------------------------------------- */

static void compare_table(struct side side, const struct schema *schema,
                          const struct spec_table *table)
{
    for (uint32_t i = 0; i < schema->field_count && i < table->row_count; i++) {
        compare_field(side, &schema->fields[i], i + 1, &table->rows[i]);
    }
    if (schema->field_count != table->row_count) {
        fail_msg("%s: SPEC has %u fields, the codec %u", side.section, table->row_count,
                 schema->field_count);
    }
}

static void compare_schema(struct side side, const struct schema *schema);

/* Each table of the section that is called after a list or map of this schema, and so on down. */
static uint32_t compare_nested(struct side side, const struct schema *schema, const char *prefix)
{
    static struct spec_table table;
    uint32_t compared = 0;

    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        char path[128];
        if (field->kind != FIELD_LIST && field->kind != FIELD_MAP) continue;
        if (field->schema == &schema_calendar) { /* has a section of its own */
            compare_schema((struct side){ "13.7 Calendars", false }, &schema_calendar);
            continue;
        }
        snprintf(path, sizeof path, "%s%s", prefix, field->name);
        if (!spec_table(&page, side.section, path, &table)) {
            fail_msg("%s: SPEC has no table for `%s`", side.section, path);
        }
        compare_table(side, field->schema, &table);
        snprintf(path, sizeof path, "%s%s.", prefix, field->name);
        compared += 1 + compare_nested(side, field->schema, path);
    }
    return compared;
}

static void compare_schema(struct side side, const struct schema *schema)
{
    static struct spec_table table;

    bool has_table = spec_table(&page, side.section, "", &table);
    if (!has_table && schema->field_count > 0) fail_msg("%s: SPEC has no table", side.section);
    if (has_table) compare_table(side, schema, &table);
    compare_nested(side, schema, "");
}

/* ---- The claims ------------------------------------------------------------------------------ */

static void test_message(void **state)
{
    const struct schema *schema = *state;
    enum message_type type = MSG_HELLO;

    for (uint32_t i = 0; i < message_type_count(); i++) {
        if (message_schema(message_type_at(i)) == schema) type = message_type_at(i);
    }
    uint32_t number = 0;
    if (!spec_section(&page, schema->name, &number)) fail_msg("SPEC lacks %s", schema->name);
    assert_int_equal(number, type);
    compare_schema((struct side){ schema->name, type >= MSG_WELCOME }, schema);
}

static void test_record(void **state)
{
    const struct schema *schema = *state;
    static struct spec_table table;
    const struct side side = { schema->name, true };
    uint32_t number = 0;

    if (!spec_fact(&page, schema->name, &number, &table)) fail_msg("SPEC lacks %s", schema->name);
    assert_ptr_equal(fact_schema((enum fact_type)number), schema);
    compare_table(side, schema, &table);
    compare_nested((struct side){ "13.1 Facts", true }, schema, "");
}

static void test_procedures_are_encoded_as_spec_says(void **state)
{
    (void)state;
    compare_schema((struct side){ "13.2 Procedures", false }, &schema_procedure);
}

static void test_spec_has_no_message_that_the_codec_lacks(void **state)
{
    char name[64];
    uint32_t number;
    uint32_t count = 0;
    size_t line = 0;

    (void)state;
    while (spec_next_message(&page, &line, name, &number)) {
        const char *known = message_type_name((enum message_type)number);
        if (known == NULL || strcmp(known, name) != 0) fail_msg("no message %u %s", number, name);
        count++;
    }
    assert_int_equal(count, message_type_count());
}

static void test_refusals_stand_in_one_order_in_spec_and_errors_h(void **state)
{
    static const char *const retries[] = { "", "never", "after", "when" };
#define REFUSAL(number, name, retry, text) ERR_##name,
    static const enum err errors[] = { ERROR_TABLE(REFUSAL) };
    struct spec_refusal refusal;
    size_t line = 0;

    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0] && errors[i] < ERR_IO; i++) {
        if (!spec_next_refusal(&page, &line, &refusal)) fail_msg("SPEC lacks the last refusals");
        assert_int_equal(refusal.number, errors[i]);
        assert_string_equal(refusal.name, err_name(errors[i]));
        assert_string_equal(refusal.retry, retries[err_retry(errors[i])]);
        assert_string_equal(refusal.text, err_text(errors[i]));
    }
    assert_false(spec_next_refusal(&page, &line, &refusal)); /* what stays inside is not there */
}

/* ---- One case for each message and record ----------------------------------------------------- */

#define CASES_MAX 128

static void add_case(struct CMUnitTest *test, CMUnitTestFunction run, const char *what,
                     const struct schema *schema)
{
    static char names[CASES_MAX][64];
    static uint32_t count;

    assert(count < CASES_MAX);
    snprintf(names[count], sizeof names[count], "%s %s is as SPEC says", what, schema->name);
    *test = (struct CMUnitTest){
        .name = names[count++],
        .test_func = run,
        .initial_state = (void *)(uintptr_t)schema,
    };
}

int main(void)
{
    static struct CMUnitTest tests[CASES_MAX] = {
        cmocka_unit_test(test_procedures_are_encoded_as_spec_says),
        cmocka_unit_test(test_spec_has_no_message_that_the_codec_lacks),
        cmocka_unit_test(test_refusals_stand_in_one_order_in_spec_and_errors_h),
    };
    uint32_t count = 3;

    if (!spec_open(&page, TONGFA_SOURCE "/proto/SPEC.md")) return 1;
    for (uint32_t i = 0; i < message_type_count(); i++) {
        add_case(&tests[count++], test_message, "message", message_schema(message_type_at(i)));
    }
    for (int type = 1; type < FACT_TYPE_COUNT; type++) {
        add_case(&tests[count++], test_record, "record", fact_schema((enum fact_type)type));
    }
    int failed = _cmocka_run_group_tests("spec", tests, count, NULL, NULL);
    spec_close(&page);
    return failed;
}

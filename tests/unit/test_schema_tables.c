/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of all schemas: that each row fits its member, and that types and symbols are found. */
#include "tests/support/schemas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void check_number(const struct field *field)
{
    assert_true(field->size == 1 || field->size == 2 || field->size == 4 || field->size == 8);
    if (field->size < 8) assert_true(field->max < UINT64_C(1) << 8 * field->size);
    assert_true(field->min <= field->max);
}

static void check_list(const struct schema *schema, const struct field *field)
{
    assert_non_null(field->schema);
    assert_int_equal(field->size, field->max * field->schema->size);
    assert_true(field->count_offset + sizeof(uint32_t) <= schema->size);
    assert_true(field->offset >= schema->head_size); /* a list is never cleared whole */
}

/* The bytes of a member that say whether it is set: how many, and where they begin; 0: none do. */
static uint32_t telling_bytes(const struct field *field, uint32_t *at)
{
    *at = field->offset;
    switch ((int)field->kind) {
        case FIELD_NAME:
        case FIELD_TITLE: return 1;
        case FIELD_TEXT:
        case FIELD_BIN:
        case FIELD_SHARE: *at += offsetof(struct span, size); return sizeof(size_t);
        case FIELD_HASH:
        case FIELD_MAP:
        case FIELD_LIST: return 0;
        default: return field->size;
    }
}

static uint64_t probe(const struct field *field, const uint8_t *object)
{
    uint64_t word;
    memcpy(&word, object + field->probe_offset, sizeof word);
    return word & field->probe_mask;
}

static void check_probe(const struct schema *schema, const struct field *field)
{
    static uint8_t object[sizeof(union schemas_any)];
    uint32_t at;
    uint32_t size = telling_bytes(field, &at);

    if (field->required || size == 0 || schema->size < 8) {
        assert_true(field->probe_mask == 0);
        return;
    }
    assert_true(field->probe_offset + 8 <= schema->size);
    memset(object, 0xff, schema->size);
    memset(object + at, 0, size);
    assert_true(probe(field, object) == 0);
    for (uint32_t i = at; i < at + size; i++) {
        object[i] = 1;
        assert_true(probe(field, object) != 0);
        object[i] = 0;
    }
}

static void check_table(const struct schema *schema)
{
    assert_non_null(schema->name);
    assert_true(schema->field_count <= 64);
    assert_true(schema->head_size <= schema->size);
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        const char *end = field->path + strlen(field->path) - strlen(field->name);
        assert_string_equal(end, field->name);
        assert_true(field->offset + field->size <= schema->size);
        assert_ptr_equal(schema_field(schema, field->name), field); /* no name twice */
        bool is_number = field->kind == FIELD_UINT || field->kind == FIELD_SET;
        if (is_number) check_number(field);
        check_probe(schema, field);
        if (field->kind == FIELD_ENUM) assert_non_null(field->symbols);
        if (field->kind == FIELD_LIST) check_list(schema, field);
        if (field->kind == FIELD_MAP) assert_int_equal(field->size, field->schema->size);
    }
    assert_null(schema_field(schema, "no such field"));
}

static void test_every_table_fits_its_struct(void **state)
{
    (void)state;
    schemas_visit(check_table, true);
}

static void test_types_are_found_by_number_and_no_others(void **state)
{
    (void)state;
    uint32_t found = 0;
    for (uint32_t type = 0; type < 1000; type++) {
        if (message_schema((enum message_type)type) != NULL) found++;
    }
    assert_int_equal(found, message_type_count());
    assert_null(message_schema(MSG_BATCH));
    assert_null(fact_schema((enum fact_type)0));
    assert_null(fact_schema(FACT_TYPE_COUNT));
    assert_null(fact_schema((enum fact_type)1000));
    assert_string_equal(fact_type_name(FACT_JOB_LEASED), "JOB_LEASED");
}

static void test_symbols_are_found_by_value_and_by_name(void **state)
{
    (void)state;
    uint32_t value = 99;
    assert_string_equal(symbols_name(&symbols_verdict, VERDICT_PARK), "park");
    assert_null(symbols_name(&symbols_verdict, 0));
    assert_null(symbols_name(&symbols_verdict, VERDICT_GRANT + 99));
    assert_null(symbols_name(&symbols_verdict, UINT64_MAX));
    assert_true(symbols_find(&symbols_gate_policy, "issue_rest", &value));
    assert_int_equal(value, GATE_ISSUE_REST);
    assert_false(symbols_find(&symbols_gate_policy, "issue", &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_table_fits_its_struct),
        cmocka_unit_test(test_types_are_found_by_number_and_no_others),
        cmocka_unit_test(test_symbols_are_found_by_value_and_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of names: errors, message types, fact types. */
#include "tongfa/errors.h"

#include "proto/envelope.h"
#include "proto/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const enum err numbers[] = {
#define ERROR_NUMBER(number, name, retry, text) ERR_##name,
    ERROR_TABLE(ERROR_NUMBER)
#undef ERROR_NUMBER
};

static void test_numbers_grow_with_precedence(void **state)
{
    (void)state;
    for (size_t i = 1; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_true(numbers[i - 1] < numbers[i]);
    }
}

static void test_every_error_has_a_name_a_text_and_a_hint(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_true(numbers[i] <= UINT8_MAX); /* msg_error.number */
        assert_string_not_equal(err_name(numbers[i]), "UNKNOWN");
        assert_true(strlen(err_text(numbers[i])) > 10);
        enum retry_hint hint = err_retry(numbers[i]);
        assert_true(hint >= RETRY_NEVER && hint <= RETRY_WHEN);
    }
    assert_string_equal(err_name(OK), "OK");
    assert_string_equal(err_name(ERR_LEASE_STALE), "LEASE_STALE");
    assert_int_equal(err_retry(ERR_BUSY), RETRY_AFTER);
    assert_int_equal(err_retry(ERR_HELLO_FIRST), RETRY_WHEN);
    assert_int_equal(err_retry(ERR_KEY_CONFLICT), RETRY_NEVER);
}

static void test_a_number_from_the_future_is_unknown_and_not_tried_again(void **state)
{
    (void)state;
    assert_string_equal(err_name((enum err)255), "UNKNOWN");
    assert_non_null(err_text((enum err)255));
    assert_int_equal(err_retry((enum err)255), RETRY_NEVER);
}

static void test_types_have_the_names_of_the_specification(void **state)
{
    (void)state;
    assert_string_equal(message_type_name(MSG_BATCH), "BATCH");
    assert_string_equal(message_type_name(MSG_PARKED_JOBS), "PARKED_JOBS");
    assert_null(message_type_name((enum message_type)99));
    assert_string_equal(fact_type_name(FACT_MILESTONE_CALLED_OFF), "MILESTONE_CALLED_OFF");
    assert_null(fact_type_name(FACT_TYPE_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_grow_with_precedence),
        cmocka_unit_test(test_every_error_has_a_name_a_text_and_a_hint),
        cmocka_unit_test(test_a_number_from_the_future_is_unknown_and_not_tried_again),
        cmocka_unit_test(test_types_have_the_names_of_the_specification),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

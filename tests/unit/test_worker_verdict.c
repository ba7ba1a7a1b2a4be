/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts as departments fill them in, and what is made of careless ones. */
#include "workers/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct tongfa_verdict *fresh(void)
{
    static struct tongfa_verdict verdict;
    memset(&verdict, 0, sizeof verdict);
    verdict.kind = TONGFA_GRANT;
    return &verdict;
}

static void set_reason(struct tongfa_verdict *verdict, const char *bytes, size_t size)
{
    memcpy(verdict->reason, bytes, size);
    verdict->reason_size = size;
    verdict->reason[size] = '\0';
}

static void test_a_verdict_left_alone_is_a_grant(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_GRANT);
    assert_int_equal(verdict->reason_size, 0);
}

static void test_refusals_add_up_line_by_line(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    tongfa_refuse(verdict, "容积率%d", 1);
    tongfa_refuse(verdict, "%s", "高度");
    assert_int_equal(verdict->kind, TONGFA_REFUSE);
    assert_string_equal(verdict->reason, "容积率1\n高度");
    assert_int_equal(verdict->reason_size, strlen(verdict->reason));
}

static void test_corrections_add_up_and_name_their_materials(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    tongfa_correct(verdict, "site-plan", "no scale");
    tongfa_correct(verdict, NULL, "the form is not signed");
    tongfa_correct(verdict, "photo", "blurred");
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_CORRECT);
    assert_string_equal(verdict->reason, "no scale\nthe form is not signed\nblurred");
    assert_string_equal(verdict->materials, "site-plan,photo");
    verdict->reason_size = 0;
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_PARK);
    assert_string_equal(verdict->materials, "");
}

static void test_fail_and_park_set_their_kind(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    tongfa_fail(verdict, 250, "registry is down");
    assert_int_equal(verdict->kind, TONGFA_FAIL);
    assert_int_equal(verdict->delay_ms, 250);
    verdict = fresh();
    tongfa_park(verdict, "unclear");
    assert_int_equal(verdict->kind, TONGFA_PARK);
}

static void test_opinions_and_ways_out_set_their_kind(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    tongfa_agree(verdict);
    tongfa_remark(verdict, "with %d stairs", 2);
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_AGREE);
    assert_string_equal(verdict->reason, "with 2 stairs");
    verdict = fresh();
    tongfa_disagree(verdict, "消防车道");
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_DISAGREE);
    verdict = fresh();
    tongfa_forward(verdict, NULL);
    assert_string_equal(verdict->on, "");
    tongfa_forward(verdict, "province");
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_FORWARD);
    assert_string_equal(verdict->on, "province");
    verdict = fresh();
    tongfa_special(verdict, TONGFA_TESTING, 5, "soil");
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_SPECIAL);
    assert_int_equal(verdict->special, TONGFA_TESTING);
    assert_int_equal(verdict->days, 5);
    verdict = fresh();
    tongfa_return(verdict, "design-scheme", "no parking");
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_RETURN);
    assert_string_equal(verdict->on, "design-scheme");
}

static void test_what_the_broker_would_refuse_is_parked(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    verdict->kind = TONGFA_DISAGREE;
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_PARK);
    verdict = fresh();
    tongfa_special(verdict, TONGFA_HEARING, 0, "r");
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_PARK);
    assert_int_equal(verdict->special, 0);
    verdict = fresh();
    tongfa_return(verdict, "", "r");
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_PARK);
    verdict = fresh();
    tongfa_return(verdict, "Design Scheme", "r");
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_PARK);
    assert_string_equal(verdict->reason,
                        "r\nthe department said return to \"Design Scheme\", which is no name");
    assert_string_equal(verdict->on, "");
    verdict = fresh();
    verdict->kind = (enum tongfa_verdict_kind)99;
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_PARK);
}

static void test_what_is_of_another_kind_is_not_said(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    tongfa_special(verdict, TONGFA_TENDER, 5, "r");
    verdict->kind = TONGFA_GRANT; /* it thought better of it */
    memcpy(verdict->remedies, "x", 2);
    reason_check(verdict);
    assert_int_equal(verdict->days, 0);
    assert_int_equal(verdict->special, 0);
    assert_string_equal(verdict->remedies, "");
}

static void test_long_reasons_are_cut_between_characters(void **state)
{
    (void)state;
    for (size_t lead = 0; lead < 4; lead++) {
        struct tongfa_verdict *verdict = fresh();
        char text[TONGFA_REASON_BYTES_MAX + 64] = "";
        memset(text, 'a', lead);
        size_t size = lead;
        while (size + 3 < sizeof text) {
            memcpy(text + size, "同", 3);
            size += 3;
        }
        text[size] = '\0';
        tongfa_refuse(verdict, "%s", text);
        assert_true(verdict->reason_size <= TONGFA_REASON_BYTES_MAX);
        assert_true(verdict->reason_size > TONGFA_REASON_BYTES_MAX - 3);
        assert_int_equal((verdict->reason_size - lead) % 3, 0);
        assert_int_equal(verdict->reason_size, strlen(verdict->reason));
        tongfa_refuse(verdict, "more");
        tongfa_refuse(verdict, "and more");
        assert_true(verdict->reason_size <= TONGFA_REASON_BYTES_MAX);
        assert_int_equal(verdict->reason_size, strlen(verdict->reason));
    }
}

static void test_bytes_that_are_no_utf8_become_question_marks(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        const char *text;
    } cases[] = {
        { "\xff", "?" },
        { "a\xc3", "a?" },
        { "\xc0\xaf", "??" },
        { "\xe4\xbd", "??" },
        { "\xe4\xbd\x41", "??A" },
        { "\xed\xa0\x80", "???" },
        { "\xf4\x90\x80\x80", "????" },
        { "\xe5\x90\x8c\x01\n\x7f", "\xe5\x90\x8c?\n?" },
        { "\xf0\x9f\x8f\x9b", "\xf0\x9f\x8f\x9b" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tongfa_verdict *verdict = fresh();
        set_reason(verdict, cases[i].bytes, strlen(cases[i].bytes));
        reason_check(verdict);
        assert_string_equal(verdict->reason, cases[i].text);
    }
}

static void test_a_nul_inside_a_reason_becomes_a_question_mark(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    set_reason(verdict, "a\0b", 3);
    reason_check(verdict);
    assert_string_equal(verdict->reason, "a?b");
}

static void test_a_size_beyond_the_bound_is_cut(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    memset(verdict->reason, 'a', TONGFA_REASON_BYTES_MAX);
    verdict->reason_size = SIZE_MAX;
    reason_check(verdict);
    assert_int_equal(verdict->reason_size, TONGFA_REASON_BYTES_MAX);
}

static void test_a_refusal_without_a_reason_is_parked(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    verdict->kind = TONGFA_REFUSE;
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_PARK);
    assert_true(verdict->reason_size > 0);
}

static void test_an_unknown_kind_is_parked(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    verdict->kind = (enum tongfa_verdict_kind)0;
    reason_check(verdict);
    assert_int_equal(verdict->kind, TONGFA_PARK);
    assert_non_null(strstr(verdict->reason, "unknown kind 0"));
}

static void test_delays_are_bounded_and_only_of_failures(void **state)
{
    (void)state;
    struct tongfa_verdict *verdict = fresh();
    verdict->kind = TONGFA_FAIL;
    verdict->delay_ms = UINT32_MAX;
    reason_check(verdict);
    assert_int_equal(verdict->delay_ms, 24 * 3600 * 1000);
    verdict = fresh();
    verdict->delay_ms = 5;
    reason_check(verdict);
    assert_int_equal(verdict->delay_ms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_verdict_left_alone_is_a_grant),
        cmocka_unit_test(test_refusals_add_up_line_by_line),
        cmocka_unit_test(test_corrections_add_up_and_name_their_materials),
        cmocka_unit_test(test_fail_and_park_set_their_kind),
        cmocka_unit_test(test_opinions_and_ways_out_set_their_kind),
        cmocka_unit_test(test_what_the_broker_would_refuse_is_parked),
        cmocka_unit_test(test_what_is_of_another_kind_is_not_said),
        cmocka_unit_test(test_long_reasons_are_cut_between_characters),
        cmocka_unit_test(test_bytes_that_are_no_utf8_become_question_marks),
        cmocka_unit_test(test_a_nul_inside_a_reason_becomes_a_question_mark),
        cmocka_unit_test(test_a_size_beyond_the_bound_is_cut),
        cmocka_unit_test(test_a_refusal_without_a_reason_is_parked),
        cmocka_unit_test(test_an_unknown_kind_is_parked),
        cmocka_unit_test(test_delays_are_bounded_and_only_of_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

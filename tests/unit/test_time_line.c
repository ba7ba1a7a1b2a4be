/* SPDX-License-Identifier: Apache-2.0 */
/* What is read from the facts of a bundle, and where the ticks of the axis stand. */
#include "client/time_line.h"
#include "client/time_ticks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static struct time_line line;
static json_t *bundle;
static json_t *history;

/* A bundle of two stages with a gate, as show gives it, and a history in short. */
static void read_line(const char *ends, const char *facts)
{
    char text[1000];

    snprintf(text, sizeof text,
             "{'bundle': 7, 'key': 'k', 'title': 'T', 'result': 'all', 'submitted_ms': 1000, %s}",
             ends);
    for (char *at = text; *at != '\0'; at++) {
        if (*at == '\'') *at = '"';
    }
    bundle = json_loads(text, 0, NULL);
    snprintf(text, sizeof text, "[%s]", facts);
    for (char *at = text; *at != '\0'; at++) {
        if (*at == '\'') *at = '"';
    }
    history = json_loads(text, 0, NULL);
    assert_non_null(bundle);
    assert_non_null(history);
    assert_int_equal(time_line_read(&line, bundle, history, 9000), OK);
}

static int tear_down(void **state)
{
    (void)state;
    time_line_fini(&line);
    json_decref(bundle);
    json_decref(history);
    bundle = NULL;
    history = NULL;
    return 0;
}

#define STAGES \
    "'ended_ms': 2000, 'stages': [{'name': 'a', 'title': 'A', 'state': 'issued'}, " \
    "{'name': 'b', 'title': 'B', 'state': 'refused'}]"

static void assert_span(uint32_t index, enum span_kind kind, uint32_t stage, int64_t from_ms)
{
    assert_true(index < line.span_count);
    assert_int_equal(line.spans[index].kind, kind);
    assert_int_equal(line.spans[index].stage, stage);
    assert_int_equal(line.spans[index].from_ms, from_ms);
}

static void test_a_stage_goes_from_span_to_span(void **state)
{
    (void)state;
    read_line(STAGES, "{'type': 'MILESTONE_REACHED', 'opened': ['a'], 'at_ms': 1100},"
                      "{'type': 'JOBS_LEASED', 'at_ms': 1200, 'leases':"
                      " [{'stage': 'a', 'attempt': 1, 'worker': 'w'}]},"
                      "{'type': 'JOB_FAILED', 'stage': 'a', 'at_ms': 1300},"
                      "{'type': 'JOB_READIED', 'stage': 'a', 'at_ms': 1400},"
                      "{'type': 'JOB_LEASED', 'stage': 'a', 'at_ms': 1450, 'attempt': 2},"
                      "{'type': 'VERDICT_GIVEN', 'stage': 'a', 'at_ms': 1500, 'verdict': 'grant'},"
                      "{'type': 'VERDICT_GIVEN', 'stage': 'none', 'at_ms': 1600,"
                      " 'verdict': 'grant', 'granted': ['a']},"
                      "{'type': 'PERMITS_ISSUED', 'gate': 'g', 'at_ms': 1700,"
                      " 'permits': [{'stage': 'a', 'number': 3}]}");
    static const enum span_kind kinds[] = { SPAN_WAITING, SPAN_READY,  SPAN_LEASED, SPAN_DELAYED,
                                            SPAN_READY,   SPAN_LEASED, SPAN_SEALED, SPAN_GRANTED };
    static const int64_t from_ms[] = { 1000, 1100, 1200, 1300, 1400, 1450, 1500, 1600 };
    for (uint32_t i = 0; i < 8; i++) {
        assert_span(i, kinds[i], 0, from_ms[i]);
        assert_int_equal(line.spans[i].until_ms, i < 7 ? from_ms[i + 1] : 1700);
    }
    assert_string_equal(line.spans[2].worker, "w");
    assert_int_equal(line.spans[5].attempt, 2);
    assert_span(8, SPAN_WAITING, 1, 1000); /* the other one, to the end */
    assert_int_equal(line.spans[8].until_ms, 2000);
    assert_int_equal(line.span_count, 9);
    assert_int_equal(line.event_count, 1);
    assert_int_equal(line.events[0].kind, EVENT_ISSUED);
    assert_int_equal(line.events[0].count, 1);
    assert_int_equal(line.marks[line.mark_count - 1].kind, MARK_ISSUED);
}

static void test_a_refusal_ends_a_stage_at_once(void **state)
{
    (void)state;
    read_line(STAGES,
              "{'type': 'JOB_LEASED', 'stage': 'b', 'at_ms': 1000},"
              "{'type': 'VERDICT_GIVEN', 'stage': 'b', 'at_ms': 1500, 'verdict': 'refuse'}");
    assert_span(0, SPAN_LEASED, 1, 1000); /* waiting took no time and is not kept */
    assert_int_equal(line.spans[0].until_ms, 1500);
    assert_int_equal(line.mark_count, 1);
    assert_int_equal(line.marks[0].kind, MARK_REFUSED);
    assert_int_equal(line.marks[0].stage, 1);
}

static void test_corrections_stop_a_stage_and_send_it_back(void **state)
{
    (void)state;
    read_line(STAGES,
              "{'type': 'JOB_LEASED', 'stage': 'a', 'at_ms': 1000},"
              "{'type': 'VERDICT_GIVEN', 'stage': 'a', 'at_ms': 1100, 'verdict': 'correct'},"
              "{'type': 'ACTED', 'act': 'notify', 'stages': ['a'], 'at_ms': 1200},"
              "{'type': 'SUPPLIED', 'stages': ['a'], 'at_ms': 1300},"
              "{'type': 'ACTED', 'act': 'correct', 'stage': 'a', 'at_ms': 1400},"
              "{'type': 'ACTED', 'act': 'retract', 'stages': ['a'], 'at_ms': 1500},"
              "{'type': 'ACTED', 'act': 'unanswered', 'detail': 'refuse', 'stages': ['a'],"
              " 'at_ms': 1600}");
    static const enum span_kind kinds[] = { SPAN_LEASED, SPAN_WAITING, SPAN_READY, SPAN_WAITING,
                                            SPAN_READY };
    static const int64_t from_ms[] = { 1000, 1100, 1300, 1400, 1500 };
    for (uint32_t i = 0; i < 5; i++) {
        assert_span(i, kinds[i], 0, from_ms[i]);
    }
    assert_int_equal(line.spans[4].until_ms, 1600);
    assert_int_equal(line.mark_count, 1);
    assert_int_equal(line.marks[0].kind, MARK_REFUSED);
}

static void test_a_pre_verdict_is_sealed_whatever_it_says(void **state)
{
    (void)state;
    read_line(STAGES, "{'type': 'VERDICT_GIVEN', 'stage': 'a', 'at_ms': 1100, 'verdict': 'refuse',"
                      " 'pre_review': true},"
                      "{'type': 'ACTED', 'act': 'convert', 'stages': ['a'], 'granted': ['b'],"
                      " 'at_ms': 1500}");
    assert_span(1, SPAN_SEALED, 0, 1100);
    assert_int_equal(line.spans[1].until_ms, 1500);
    assert_int_equal(line.marks[line.mark_count - 2].kind, MARK_REFUSED);
    assert_int_equal(line.marks[line.mark_count - 1].kind, MARK_GRANTED);
}

static void test_what_only_the_bundle_tells_is_marked_too(void **state)
{
    (void)state;
    read_line("'ended_ms': 2000, 'stages': ["
              "{'name': 'a', 'state': 'lapsed', 'since_ms': 1800},"
              "{'name': 'b', 'state': 'withdrawn', 'since_ms': 1900}]",
              "{'type': 'STAGE_GRANTED', 'stage': 'a', 'at_ms': 1500},"
              "{'type': 'GATE_LAPSED', 'gate': 'g', 'at_ms': 1800},"
              "{'type': 'BUNDLE_WITHDRAWN', 'by': 'li', 'at_ms': 1900}");
    assert_span(1, SPAN_GRANTED, 0, 1500);
    assert_int_equal(line.spans[1].until_ms, 1800);
    assert_int_equal(line.marks[1].kind, MARK_LAPSED);
    assert_int_equal(line.marks[2].kind, MARK_WITHDRAWN);
    assert_int_equal(line.event_count, 2);
}

static void test_cards_are_marks_and_change_nothing(void **state)
{
    (void)state;
    read_line(STAGES, "{'type': 'ACTED', 'act': 'raise_card', 'stage': 'a', 'detail': 'notice',"
                      " 'at_ms': 1100},"
                      "{'type': 'ACTED', 'act': 'raise_card', 'stage': 'a', 'detail': 'yellow',"
                      " 'at_ms': 1200},"
                      "{'type': 'ACTED', 'act': 'appeal_card', 'stage': 'a', 'detail': 'yellow',"
                      " 'at_ms': 1300},"
                      "{'type': 'ACTED', 'act': 'raise_card', 'stage': 'b', 'detail': 'deep_red',"
                      " 'at_ms': 1400},"
                      "{'type': 'ACTED', 'act': 'raise_card', 'detail': 'red', 'at_ms': 1500}");
    assert_int_equal(line.mark_count, 2); /* that of all stages together has no row */
    assert_int_equal(line.marks[0].kind, MARK_YELLOW);
    assert_int_equal(line.marks[0].at_ms, 1200);
    assert_int_equal(line.marks[1].kind, MARK_DEEP_RED);
    assert_int_equal(line.marks[1].stage, 1);
    assert_int_equal(line.span_count, 2);
}

static void test_an_open_bundle_lasts_until_now(void **state)
{
    (void)state;
    read_line("'stages': [{'name': 'a', 'state': 'waiting'}]", "");
    assert_true(line.is_open);
    assert_int_equal(line.end_ms, 9000);
    assert_span(0, SPAN_WAITING, 0, 1000);
    assert_int_equal(line.spans[0].until_ms, 9000);
}

static void test_what_is_unknown_or_broken_is_passed_over(void **state)
{
    (void)state;
    read_line(STAGES, "{'type': 'CLOCK_PAUSED', 'stage': 'a', 'at_ms': 1100}, 5, null, {},"
                      "{'type': 'STAGE_OPENED', 'stage': 'none', 'at_ms': 1100},"
                      "{'type': 'STAGE_OPENED', 'at_ms': 1100},"
                      "{'type': 'PERMITS_ISSUED', 'permits': [{}, {'stage': 3}, 7]}");
    assert_int_equal(line.span_count, 2);
    assert_int_equal(line.mark_count, 0);
    assert_int_equal(line.event_count, 0);
}

/* ---- Ticks --------------------------------------------------------------------------------- */

/* Written out, since not every machine has a database of time zones. */
#define SHANGHAI "CST-8"
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"

static int64_t moment(const char *zone, const char *text)
{
    struct tm local = { .tm_isdst = -1 };

    setenv("TZ", zone, 1);
    tzset();
    assert_non_null(strptime(text, "%Y-%m-%d %H:%M:%S", &local));
    return (int64_t)mktime(&local) * 1000;
}

/* The first ticks from a moment on, "text text ...". */
static void assert_ticks(int64_t from_ms, int64_t apart_ms, const char *expected)
{
    struct time_ticks ticks;
    struct time_tick tick;
    char text[200] = "";

    time_ticks_begin(&ticks, from_ms, apart_ms);
    while (strlen(text) < strlen(expected)) {
        int64_t before_ms = ticks.next_ms;
        time_ticks_next(&ticks, &tick);
        assert_true(tick.at_ms >= from_ms);
        assert_true(ticks.next_ms > before_ms);
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s", used > 0 ? " " : "", tick.text);
    }
    assert_string_equal(text, expected);
}

static void test_ticks_stand_at_round_local_times(void **state)
{
    (void)state;
    const int64_t from_ms = moment(SHANGHAI, "2026-11-23 16:24:05") + 120;
    assert_ticks(from_ms, 90, "16:24:05.200 16:24:05.300");
    assert_ticks(from_ms, 4000, "16:24:10 16:24:15");
    assert_ticks(from_ms, 50 * 60000, "17:00 18:00");
    assert_ticks(from_ms, 5 * 3600000, "18:00 00:00 06:00");
    assert_ticks(from_ms, 20 * 3600000, "11-24 11-25");
    assert_ticks(from_ms, (int64_t)20 * 86400000, "2026-12 2027-01 2027-02");
    assert_ticks(from_ms, (int64_t)300 * 86400000, "2027-01 2028-01");
    assert_ticks(moment("NPT-5:45", "2026-11-23 16:24:05"), 3600000, "17:00 18:00");
}

static void test_ticks_stay_round_when_the_clock_is_changed(void **state)
{
    (void)state;
    const int64_t from_ms = moment(BERLIN, "2026-10-24 20:00:00");
    assert_ticks(from_ms, 5 * 3600000, "00:00 06:00 12:00 18:00");
    assert_ticks(from_ms, 20 * 3600000, "10-25 10-26 10-27");
    const int64_t spring_ms = moment(BERLIN, "2026-03-29 00:30:00");
    assert_ticks(spring_ms, 3600000, "01:00 03:00 04:00");
}

static void test_ticks_come_to_an_end_of_time_unharmed(void **state)
{
    (void)state;
    struct time_ticks ticks;
    struct time_tick tick;

    moment("UTC0", "2026-11-23 00:00:00");
    time_ticks_begin(&ticks, 0, INT64_MAX);
    time_ticks_next(&ticks, &tick);
    time_ticks_begin(&ticks, -1, 1);
    time_ticks_next(&ticks, &tick);
    assert_int_equal(tick.at_ms, -1);
    assert_string_equal(tick.text, "23:59:59.999");
}

static void test_zones_are_named_by_their_offset(void **state)
{
    (void)state;
    char text[TICK_TEXT_MAX + 1];

    time_zone_text(text, moment(SHANGHAI, "2026-11-23 16:24:05"));
    assert_string_equal(text, "UTC+08:00");
    time_zone_text(text, moment("NST3:30", "2026-11-23 16:24:05"));
    assert_string_equal(text, "UTC-03:30");
}

static void test_special_procedures_and_returns_are_waits(void **state)
{
    (void)state;
    read_line(STAGES, "{'type': 'JOBS_LEASED', 'at_ms': 1000, 'leases': ["
                      "{'stage': 'a', 'attempt': 1, 'worker': 'w'}]},"
                      "{'type': 'ACTED', 'act': 'special_start', 'stage': 'a', 'at_ms': 1100},"
                      "{'type': 'ACTED', 'act': 'special_end', 'stage': 'a', 'at_ms': 1200},"
                      "{'type': 'VERDICT_GIVEN', 'verdict': 'grant', 'stage': 'a', 'at_ms': 1300},"
                      "{'type': 'VERDICT_GIVEN', 'verdict': 'return', 'stage': 'b', 'on': 'a',"
                      " 'stages': ['b'], 'at_ms': 1400}");
    assert_span(0, SPAN_LEASED, 0, 1000);
    assert_span(1, SPAN_WAITING, 0, 1100);
    assert_span(2, SPAN_READY, 0, 1200);
    assert_span(3, SPAN_WAITING, 1, 1000); /* b, until it returned: its lease is not told here */
    assert_span(4, SPAN_SEALED, 0, 1300);
    assert_span(5, SPAN_READY, 0, 1400);
    assert_span(6, SPAN_WAITING, 1, 1400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_special_procedures_and_returns_are_waits, tear_down),
        cmocka_unit_test_teardown(test_a_stage_goes_from_span_to_span, tear_down),
        cmocka_unit_test_teardown(test_a_refusal_ends_a_stage_at_once, tear_down),
        cmocka_unit_test_teardown(test_corrections_stop_a_stage_and_send_it_back, tear_down),
        cmocka_unit_test_teardown(test_a_pre_verdict_is_sealed_whatever_it_says, tear_down),
        cmocka_unit_test_teardown(test_what_only_the_bundle_tells_is_marked_too, tear_down),
        cmocka_unit_test_teardown(test_cards_are_marks_and_change_nothing, tear_down),
        cmocka_unit_test_teardown(test_an_open_bundle_lasts_until_now, tear_down),
        cmocka_unit_test_teardown(test_what_is_unknown_or_broken_is_passed_over, tear_down),
        cmocka_unit_test(test_ticks_stand_at_round_local_times),
        cmocka_unit_test(test_ticks_stay_round_when_the_clock_is_changed),
        cmocka_unit_test(test_ticks_come_to_an_end_of_time_unharmed),
        cmocka_unit_test(test_zones_are_named_by_their_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Facts and texts as JSON, and lengths of time in words. */
#include "client/explain.h"
#include "client/json.h"
#include "client/text.h"
#include "proto/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

/* Two stages a, b; a milestone m; a gate g over both. */
static const struct procedure names = {
    .name = { "p" },
    .version = 1,
    .on_refusal = ON_REFUSAL_FINISH,
    .stage_count = 2,
    .milestone_count = 1,
    .gate_count = 1,
    .material_count = 1,
    .stages = { { .name = { "a" },
                  .department = { "x" },
                  .title = "甲",
                  .lease_ms = 1000,
                  .attempts_max = 1 },
                { .name = { "b" },
                  .department = { "y" },
                  .start_after = { .stages = 1, .milestones = 1 },
                  .statutory = { .value = 20, .unit = LIMIT_WORKING_DAYS },
                  .lease_ms = 1000,
                  .attempts_max = 1 } },
    .milestones = { { .name = { "m" } } },
    .gates = { { .name = { "g" }, .policy = GATE_ALL_OR_NOTHING, .members = 3 } },
    .materials = { { .name = { "plan" }, .required = true, .stages = 2 } },
};

static void assert_json(json_t *json, const char *expected)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
    json_decref(json);
}

static struct fact fact_of(enum fact_type type)
{
    return (struct fact){ .type = type, .position = 9, .bundle = 2, .at_ms = 5, .previous = 8 };
}

#define HEAD(type_) \
    "{\"position\":9,\"at_ms\":5,\"type\":\"" type_ "\",\"bundle\":2,\"previous\":8,"

static void test_indices_become_names(void **state)
{
    (void)state;
    struct fact fact = fact_of(FACT_JOB_LEASED);
    fact.job_leased.stage = 1;
    fact.job_leased.attempt = 3;
    fact.job_leased.token = UINT64_C(0xfedcba9876543210);
    fact.job_leased.until_ms = 77;
    snprintf(fact.job_leased.worker.text, NAME_BYTES_MAX, "w");
    assert_json(json_fact(&fact, &names),
                HEAD("JOB_LEASED") "\"stage\":\"b\",\"attempt\":3,\"token\":\"fedcba9876543210\","
                                   "\"until_ms\":77,\"worker\":\"w\"}");
    fact = fact_of(FACT_JOBS_LEASED);
    fact.jobs_leased.lease_count = 2;
    fact.jobs_leased.leases[0] = (struct lease){ .attempt = 1, .token = 1, .until_ms = 7 };
    fact.jobs_leased.leases[1] = (struct lease){ 1, 2, 10, 8, { "w" } };
    assert_json(
        json_fact(&fact, &names),
        HEAD("JOBS_LEASED") "\"leases\":[{\"stage\":\"a\",\"attempt\":1,"
                            "\"token\":\"0000000000000001\",\"until_ms\":7,\"exchange_code\":8},"
                            "{\"stage\":\"b\",\"attempt\":2,"
                            "\"token\":\"000000000000000a\",\"until_ms\":8,"
                            "\"worker\":\"w\"}]}");
    fact = fact_of(FACT_MILESTONE_REACHED);
    snprintf(fact.milestone.by.text, NAME_BYTES_MAX, "wang");
    assert_json(json_fact(&fact, &names),
                HEAD("MILESTONE_REACHED") "\"milestone\":\"m\",\"by\":\"wang\"}");
    fact = fact_of(FACT_GATE_LAPSED);
    assert_json(json_fact(&fact, &names),
                HEAD("GATE_LAPSED") "\"gate\":\"g\",\"exchange_code\":13}");
}

static void test_what_goes_on_is_named_if_anything_does(void **state)
{
    (void)state;
    struct fact fact = fact_of(FACT_MILESTONE_REACHED);
    fact.milestone.onward = (struct onward){ .opened = set_of(1) };
    assert_json(json_fact(&fact, &names),
                HEAD("MILESTONE_REACHED") "\"milestone\":\"m\",\"opened\":[\"b\"]}");
    fact.milestone.onward =
        (struct onward){ .opened = set_of(0), .granted = set_of(1) | set_of(9) };
    assert_json(json_fact(&fact, &names),
                HEAD("MILESTONE_REACHED") "\"milestone\":\"m\",\"opened\":[\"a\"],"
                                          "\"granted\":[\"b\",9]}");
}

static void test_without_a_procedure_indices_stay(void **state)
{
    (void)state;
    struct fact fact = fact_of(FACT_STAGE_GRANTED);
    assert_json(json_fact(&fact, NULL), HEAD("STAGE_GRANTED") "\"stage\":0}");
    fact.stage_granted.stage = 7; /* beyond the procedure that is known */
    assert_json(json_fact(&fact, &names), HEAD("STAGE_GRANTED") "\"stage\":7}");
}

static void test_a_block_names_what_its_cause_says(void **state)
{
    (void)state;
    static const char *const expected[] = {
        [BLOCK_STAGE] = HEAD(
            "STAGE_BLOCKED") "\"stage\":\"b\",\"cause\":\"stage\",\"on\":\"a\",\"exchange_code\":13}",
        [BLOCK_MILESTONE] = HEAD(
            "STAGE_BLOCKED") "\"stage\":\"b\",\"cause\":\"milestone\",\"on\":\"m\",\"exchange_code\":13}",
        [BLOCK_GATE] = HEAD(
            "STAGE_BLOCKED") "\"stage\":\"b\",\"cause\":\"gate\",\"on\":\"g\",\"exchange_code\":13}",
    };
    for (int cause = BLOCK_STAGE; cause <= BLOCK_GATE; cause++) {
        struct fact fact = fact_of(FACT_STAGE_BLOCKED);
        fact.stage_blocked.stage = 1;
        fact.stage_blocked.cause = (uint8_t)cause;
        assert_json(json_fact(&fact, &names), expected[cause]);
    }
}

static void test_verdicts_and_acts_of_the_law_are_told_in_words(void **state)
{
    (void)state;
    const struct fact back = {
        .type = FACT_VERDICT_GIVEN,
        .position = 9,
        .bundle = 1,
        .verdict_given = { .stage = 1,
                           .verdict = VERDICT_RETURN,
                           .on = names.stages[0].name,
                           .stages = set_of(1) },
    };
    json_t *json = json_fact(&back, &names);
    assert_string_equal(json_string_value(json_object_get(json, "verdict")), "return");
    assert_int_equal(json_array_size(json_object_get(json, "stages")), 1);
    assert_string_equal(json_string_value(json_array_get(json_object_get(json, "stages"), 0)),
                        names.stages[1].name.text);
    assert_null(json_object_get(json, "days"));
    json_decref(json);

    const struct fact special = {
        .type = FACT_ACTED,
        .position = 10,
        .bundle = 1,
        .acted = { .act = ACT_SPECIAL_START, .stage = 0, .detail = SPECIAL_TENDER, .amount = 5 },
    };
    json = json_fact(&special, &names);
    assert_string_equal(json_string_value(json_object_get(json, "act")), "special_start");
    assert_string_equal(json_string_value(json_object_get(json, "detail")), "tender");
    json_decref(json);
}

/* What happened stands in the dossier, in words; silence that counted is marked at its stage. */
static void test_a_dossier_is_told_in_words(void **state)
{
    (void)state;
    static struct msg_bundle bundle;
    bundle.image = (struct bundle_image){
        .bundle = 1,
        .stage_count = 2,
        .stages = { { .state = STAGE_ISSUED, .verdict = VERDICT_AGREE },
                    { .state = STAGE_PAUSED } },
        .entry_count = 3,
        .entries = { { .kind = ENTRY_DEEMED, .stage = 0, .detail = VERDICT_AGREE },
                     { .kind = ENTRY_PAUSE,
                       .stage = 1,
                       .detail = PAUSE_SPECIAL,
                       .state = SPECIAL_HEARING,
                       .amount = 10 },
                     { .kind = ENTRY_RETURN, .stage = 0, .detail = 1, .materials = 2 } },
    };
    json_t *json = json_bundle(&bundle, &names);
    const json_t *entries = json_object_get(json, "entries");
    const json_t *stages = json_object_get(json, "stages");
    assert_true(json_is_true(json_object_get(json_array_get(stages, 0), "deemed")));
    assert_null(json_object_get(json_array_get(stages, 1), "deemed"));
    assert_string_equal(json_string_value(json_object_get(json_array_get(entries, 0), "detail")),
                        "agree");
    assert_string_equal(json_string_value(json_object_get(json_array_get(entries, 1), "state")),
                        "hearing");
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(stages, 1), "exchange_code")), 9);
    const json_t *back = json_array_get(entries, 2);
    assert_string_equal(json_string_value(json_object_get(back, "detail")),
                        names.stages[1].name.text);
    assert_int_equal(json_array_size(json_object_get(back, "stages")), 1);
    json_decref(json);
}

static void test_permits_name_their_stages(void **state)
{
    (void)state;
    struct fact fact = fact_of(FACT_PERMITS_ISSUED);
    fact.permits_issued.year = 2026;
    fact.permits_issued.permit_count = 2;
    fact.permits_issued.permits[0] = (struct permit){ .stage = 1, .number = 12 };
    assert_json(json_fact(&fact, &names),
                HEAD("PERMITS_ISSUED") "\"gate\":\"g\",\"year\":2026,\"permits\":["
                                       "{\"stage\":\"b\",\"number\":12},"
                                       "{\"stage\":\"a\",\"number\":0}],\"exchange_code\":11}");
    fact.permits_issued.gate = GATE_NONE;
    fact.permits_issued.permit_count = 1;
    assert_json(json_fact(&fact, &names), HEAD("PERMITS_ISSUED") "\"year\":2026,\"permits\":["
                                                                 "{\"stage\":\"b\",\"number\":12}],"
                                                                 "\"exchange_code\":11}");
}

static void test_numbers_are_written_as_the_procedure_says(void **state)
{
    (void)state;
    struct procedure formats = names;
    formats.area = 421000;
    snprintf(formats.stages[1].number, sizeof formats.stages[1].number, "%s",
             "地字第{area}{year}YG{serial:7}");
    struct fact fact = fact_of(FACT_PERMITS_ISSUED);
    fact.permits_issued.year = 2026;
    fact.permits_issued.permit_count = 2;
    fact.permits_issued.permits[0] = (struct permit){ .stage = 1, .number = 12 };
    fact.permits_issued.permits[1] = (struct permit){ .stage = 0, .number = 3 };
    json_t *json = json_fact(&fact, &formats);
    assert_json(json_incref(json_object_get(json, "permits")),
                "[{\"stage\":\"b\",\"number\":12,\"number_text\":\"地字第4210002026YG0000012\"},"
                "{\"stage\":\"a\",\"number\":3}]");
    json_decref(json);

    struct msg_bundle bundle = { .image = { .bundle = 2, .stage_count = 2 } };
    bundle.image.stages[1].permit_number = 12;
    bundle.image.stages[1].permit_year = 2026;
    json = json_bundle(&bundle, &formats);
    const json_t *stages = json_object_get(json, "stages");
    assert_null(json_object_get(json_array_get(stages, 0), "permit_number_text"));
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(stages, 1), "permit_number_text")),
        "地字第4210002026YG0000012");
    json_decref(json);
}

static void test_stages_and_facts_have_the_codes_of_the_exchange(void **state)
{
    (void)state;
    struct msg_bundle bundle = { .image = { .bundle = 2, .stage_count = 3 } };
    bundle.image.stages[0].state = STAGE_REVIEWING;
    bundle.image.stages[1].state = STAGE_REVIEWING;
    bundle.image.stages[1].attempt = 1;
    bundle.image.stages[2].state = 99; /* of a newer release */
    json_t *json = json_bundle(&bundle, NULL);
    const json_t *stages = json_object_get(json, "stages");
    assert_json(json_incref(json_object_get(json_array_get(stages, 0), "exchange_code")), "3");
    assert_json(json_incref(json_object_get(json_array_get(stages, 1), "exchange_code")), "8");
    assert_null(json_object_get(json_array_get(stages, 2), "exchange_code"));
    json_decref(json);

    struct fact fact = fact_of(FACT_JOB_LEASED);
    fact.job_leased.attempt = 1;
    json = json_fact(&fact, &names);
    assert_json(json_incref(json_object_get(json, "exchange_code")), "8");
    json_decref(json);
    fact = fact_of(FACT_JOB_EXPIRED);
    json = json_fact(&fact, &names);
    assert_null(json_object_get(json, "exchange_code"));
    json_decref(json);
}

static void test_an_application_is_decoded(void **state)
{
    (void)state;
    struct fact fact = fact_of(FACT_BUNDLE_SUBMITTED);
    struct fact_bundle_submitted *submitted = &fact.bundle_submitted;
    *submitted = (struct fact_bundle_submitted){ .procedure = { "p" },
                                                 .version = 1,
                                                 .submitter = { "wang" },
                                                 .key = span_of_text("k"),
                                                 .priority = 4 };
    submitted->application = span_of_text("\x81\xa1n\x2a");
    fact.previous = 0;
    json_t *json = json_fact(&fact, NULL);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(json, "application"), "n")),
                     42);
    json_decref(json);
    submitted->application = span_of_text("\xc1"); /* never journaled, but then shown as it is */
    json = json_fact(&fact, NULL);
    assert_string_equal(json_string_value(json_object_get(json, "application")), "c1");
    json_decref(json);
}

static void test_every_type_of_fact_becomes_json(void **state)
{
    (void)state;
    for (int type = 1; type < FACT_TYPE_COUNT; type++) {
        struct fact fact = fact_of((enum fact_type)type);
        json_t *json = json_fact(&fact, &names);
        assert_non_null(json_string_value(json_object_get(json, "type")));
        json_decref(json);
    }
    struct fact later = fact_of((enum fact_type)99); /* of a newer release */
    assert_json(json_fact(&later, &names),
                "{\"position\":9,\"at_ms\":5,\"type\":99,\"bundle\":2,\"previous\":8}");
}

static void test_a_definition_lists_names(void **state)
{
    (void)state;
    json_t *json = json_procedure(&names);
    json_t *stage = json_array_get(json_object_get(json, "stages"), 1);
    json_t *gate = json_array_get(json_object_get(json, "gates"), 0);
    json_t *material = json_array_get(json_object_get(json, "materials"), 0);

    assert_json(json_incref(json_object_get(stage, "start_after")),
                "{\"stages\":[\"a\"],\"milestones\":[\"m\"]}");
    assert_json(json_incref(json_object_get(stage, "statutory")),
                "{\"value\":20,\"unit\":\"working_days\"}");
    assert_null(json_object_get(stage, "decide_after"));
    assert_json(json_incref(gate),
                "{\"name\":\"g\",\"policy\":\"all_or_nothing\",\"members\":[\"a\",\"b\"],"
                "\"hold_days\":0}");
    assert_json(json_incref(material), "{\"name\":\"plan\",\"required\":true,\"stages\":[\"b\"]}");
    json_decref(json);
}

static void test_broken_text_is_mended(void **state)
{
    (void)state;
    assert_json(json_text(span_of_text("好\xff\xe5\xa5"
                                       "b")),
                "\"好\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                "b\"");
    assert_json(json_text((struct span){ 0 }), "\"\"");
    assert_json(json_text((struct span){ (const uint8_t *)"a\0b", 3 }), "\"a\\u0000b\"");
}

static void test_a_text_is_cut_between_characters(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "", "" },
        { "abc", "abc" },
        { "好", "好" },
        { "a好\xe5\xa5", "a好" },
        { "a\xf0\x9f\x98", "a" },
        { "a\xc3", "a" },
        { "é", "é" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[16];
        snprintf(text, sizeof text, "%s", cases[i][0]);
        text_trim(text);
        assert_string_equal(text, cases[i][1]);
    }
}

static void test_lengths_of_time_have_two_units(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *text;
    } cases[] = {
        { -5, "0.0 s" },
        { 0, "0.0 s" },
        { 420, "0.4 s" },
        { 9999, "9.9 s" },
        { 10000, "10 s" },
        { 59999, "59 s" },
        { 60000, "1 min" },
        { 185000, "3 min 5 s" },
        { 3600000, "1 h" },
        { 7860000, "2 h 11 min" },
        { 86400000, "1 d" },
        { 187200000, "2 d 4 h" },
        { 86400000LL * 400, "400 d" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[DURATION_BYTES_MAX + 1];
        duration_phrase(cases[i].ms, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_every_wait_is_a_sentence(void **state)
{
    (void)state;
    static const struct {
        struct wait wait;
        const char *piece;
    } cases[] = {
        { { .edge = EDGE_START, .kind = WAIT_MILESTONE, .on = { "m" } },
          "The review of a \"甲\" waits for the milestone m" },
        { { .edge = EDGE_DECIDE, .kind = WAIT_STAGE, .on = { "b" }, .department = { "y" } },
          "The decision on a \"甲\" waits for b, which is with y" },
        { { .kind = WAIT_WORKER, .department = { "x" } }, "no worker of x is connected" },
        { { .kind = WAIT_WORKER, .department = { "x" }, .workers = 2, .queued_before = 5 },
          "all 2 workers of x are busy, and 5 other jobs go first" },
        { { .kind = WAIT_WORKER, .department = { "x" }, .workers = 2, .workers_free = 1 },
          "goes to a worker of x next" },
        { { .kind = WAIT_VERDICT, .department = { "x" }, .until_ms = 130000 },
          "being reviewed by a worker of x; if it falls silent, another may have it in 30 s" },
        { { .kind = WAIT_RETRY, .department = { "x" }, .until_ms = 101000 },
          "x will be asked again in 1.0 s" },
        { { .kind = WAIT_OPERATOR, .department = { "x" } }, "`tongfa retry 12 a`" },
        { { .kind = WAIT_GATE, .on = { "b" } }, "together with the others of its gate" },
        { { .kind = WAIT_SPECIAL, .on = { "hearing" }, .department = { "x" }, .until_ms = 160000 },
          "stands for its hearing, whose time is not counted; the days planned for it end in 1 min" },
        { { .kind = WAIT_SPECIAL, .on = { "tender" }, .department = { "x" }, .until_ms = 40000 },
          "the days planned for it ended 1 min ago. x ends it: `tongfa act special_end 12 a`" },
        { { .kind = 99 }, "a \"甲\" waits" },
    };
    const struct msg_explanation explanation = { .bundle = 12, .now_ms = 100000 };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[SENTENCE_BYTES_MAX + 1];
        struct wait wait = cases[i].wait;
        snprintf(wait.stage.text, NAME_BYTES_MAX, "a");
        explain_wait(&explanation, &wait, &names, text);
        if (strstr(text, cases[i].piece) == NULL) fail_msg("%s", text);
        wait.since_ms = 40000;
        explain_wait(&explanation, &wait, NULL, text);
        assert_non_null(strstr(text, "It has waited 1 min."));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_indices_become_names),
        cmocka_unit_test(test_what_goes_on_is_named_if_anything_does),
        cmocka_unit_test(test_without_a_procedure_indices_stay),
        cmocka_unit_test(test_a_block_names_what_its_cause_says),
        cmocka_unit_test(test_verdicts_and_acts_of_the_law_are_told_in_words),
        cmocka_unit_test(test_a_dossier_is_told_in_words),
        cmocka_unit_test(test_permits_name_their_stages),
        cmocka_unit_test(test_numbers_are_written_as_the_procedure_says),
        cmocka_unit_test(test_stages_and_facts_have_the_codes_of_the_exchange),
        cmocka_unit_test(test_an_application_is_decoded),
        cmocka_unit_test(test_every_type_of_fact_becomes_json),
        cmocka_unit_test(test_a_definition_lists_names),
        cmocka_unit_test(test_broken_text_is_mended),
        cmocka_unit_test(test_a_text_is_cut_between_characters),
        cmocka_unit_test(test_lengths_of_time_have_two_units),
        cmocka_unit_test(test_every_wait_is_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The codes of the national exchange, by state and by fact. */
#include "broker/core/exchange.h"
#include "broker/core/stage.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* --- by state --- */

/* The second picture: the code before the first lease, and after it. */
static const uint8_t picture[STAGE_STATE_COUNT][2] = {
    /*                    before after */
    [STAGE_NONE] = { 0, 0 },        [STAGE_WAITING] = { 3, 8 },   [STAGE_REVIEWING] = { 3, 8 },
    [STAGE_SEALED] = { 8, 8 },      [STAGE_GRANTED] = { 8, 8 },   [STAGE_ISSUED] = { 11, 11 },
    [STAGE_REFUSED] = { 13, 13 },   [STAGE_BLOCKED] = { 13, 13 }, [STAGE_LAPSED] = { 13, 13 },
    [STAGE_WITHDRAWN] = { 14, 14 }, [STAGE_SKIPPED] = { 0, 0 },   [STAGE_PAUSED] = { 3, 8 },
};

static void test_every_state_has_its_code(void **state)
{
    (void)state;
    for (int of = 0; of < STAGE_STATE_COUNT; of++) {
        assert_int_equal(exchange_of_stage((enum stage_state)of, 0), picture[of][0]);
        assert_int_equal(exchange_of_stage((enum stage_state)of, 1), picture[of][1]);
        assert_int_equal(exchange_of_stage((enum stage_state)of, UINT32_MAX), picture[of][1]);
        bool is_told = of != STAGE_NONE && of != STAGE_SKIPPED;
        assert_int_equal(is_told, picture[of][0] != EXCHANGE_NONE);
    }
    assert_int_equal(exchange_of_stage((enum stage_state)STAGE_STATE_COUNT, 1), EXCHANGE_NONE);
    assert_int_equal(exchange_of_stage((enum stage_state)255, 1), EXCHANGE_NONE);
}

static bool code_closes(unsigned code)
{
    return code >= EXCHANGE_PASSED && code <= EXCHANGE_REVOKED;
}

static void test_a_code_closes_a_stage_exactly_when_its_state_is_final(void **state)
{
    (void)state;
    for (int of = STAGE_WAITING; of < STAGE_STATE_COUNT; of++) {
        for (uint32_t attempt = 0; attempt < 2; attempt++) {
            if (of == STAGE_SKIPPED) continue; /* never reported */
            unsigned code = exchange_of_stage((enum stage_state)of, attempt);
            assert_int_equal(code_closes(code), stage_is_final((enum stage_state)of));
        }
    }
}

/* The checks of the exchange want a row 3 or 8 before the row that closes. */
static void test_every_stage_begins_with_a_code_that_may_be_closed(void **state)
{
    (void)state;
    const struct fact submitted = { .type = FACT_BUNDLE_SUBMITTED };
    assert_int_equal(exchange_of_fact(&submitted), EXCHANGE_ACCEPTED);
}

static void test_a_special_procedure_is_told_by_its_facts(void **state)
{
    (void)state;
    struct fact fact = { .type = FACT_ACTED, .acted = { .act = ACT_SPECIAL_START } };
    assert_int_equal(exchange_of_fact(&fact), 9);
    fact.acted.act = ACT_SPECIAL_END;
    assert_int_equal(exchange_of_fact(&fact), 10);
    fact.acted.act = ACT_EXTEND;
    assert_int_equal(exchange_of_fact(&fact), EXCHANGE_NONE);
    fact = (struct fact){ .type = FACT_VERDICT_GIVEN,
                          .verdict_given = { .verdict = VERDICT_SPECIAL } };
    assert_int_equal(exchange_of_fact(&fact), 9);
    fact.verdict_given.verdict = VERDICT_DISAGREE; /* it is closed when it is issued */
    assert_int_equal(exchange_of_fact(&fact), EXCHANGE_NONE);
}

/* A material that may come later is no correction; what is reviewed before acceptance is not reported. */
static void test_what_the_exchange_does_not_know_is_not_told(void **state)
{
    (void)state;
    struct fact fact = { .type = FACT_SUPPLIED, .supplied = { .stages = set_of(1) } };
    static struct bundle_image image = { .stage_count = 1, .phase = PHASE_REVIEW };
    assert_int_equal(exchange_of_fact(&fact), EXCHANGE_CORRECTION_ENDED);
    fact.supplied.stages = 0;
    assert_int_equal(exchange_of_fact(&fact), EXCHANGE_NONE);
    fact.supplied.early = true;
    assert_int_equal(exchange_of_fact(&fact), EXCHANGE_CORRECTION_ENDED);
    image.stages[0].state = STAGE_REVIEWING;
    assert_int_equal(exchange_of_image(&image, 0), EXCHANGE_ACCEPTED);
    image.phase = PHASE_PRE_REVIEW;
    assert_int_equal(exchange_of_image(&image, 0), EXCHANGE_NONE);
}

/* --- by fact: a follower of the facts comes to the codes that the states have --- */

static struct fixture fixture;
static struct procedure five;
static uint32_t followed;                    /* facts taken so far */
static enum exchange_code codes[STAGES_MAX]; /* of the stages of bundle 1 */
static bool is_granted[STAGES_MAX];
static uint32_t seen; /* bit of each code that was */

static void follow_permits(const struct fact_permits_issued *issued, enum exchange_code code)
{
    for (uint32_t i = 0; i < issued->permit_count; i++) {
        codes[issued->permits[i].stage] = code;
    }
}

static void follow_gate(const struct fact_gate_lapsed *lapsed, enum exchange_code code)
{
    for (uint32_t i = 0; i < five.stage_count; i++) {
        if (!set_has(five.gates[lapsed->gate].members, i)) continue;
        if (is_granted[i] && !code_closes(codes[i])) codes[i] = code;
    }
}

static void follow_leases(const struct fact_jobs_leased *leased)
{
    for (uint32_t i = 0; i < leased->lease_count; i++) {
        enum exchange_code code = exchange_of_lease(&leased->leases[i]);
        if (code != EXCHANGE_NONE) codes[leased->leases[i].stage] = code;
    }
}

static uint32_t before[STAGES_MAX]; /* a notice */

/* Corrections after acceptance; false: the fact is none of those. */
static bool follow_correction(const struct fact *fact, enum exchange_code code)
{
    const struct fact_acted *acted = &fact->acted;
    bool is_act = fact->type == FACT_ACTED;
    bool is_end = (is_act && acted->act == ACT_RETRACT) ||
                  (fact->type == FACT_SUPPLIED && !fact->supplied.early);
    bool is_listed = is_act && (acted->act == ACT_NOTIFY ||
                                (acted->act == ACT_UNANSWERED && code == EXCHANGE_NOT_PASSED));
    set32 ended = is_act ? acted->stages : fact->supplied.stages;

    if (!is_end && !is_listed) return false;
    for (uint32_t i = 0; i < five.stage_count; i++) {
        if (is_listed && set_has(acted->stages, i)) {
            before[i] = codes[i];
            codes[i] = code;
        } else if (is_end && set_has(ended, i) && codes[i] == EXCHANGE_CORRECTION_BEGUN) {
            seen |= 1u << code;
            codes[i] = before[i];
        }
    }
    return true;
}

static void follow_fact(const struct fact *fact)
{
    enum exchange_code code = exchange_of_fact(fact);

    const struct onward *onward = fact_onward(fact);
    for (uint32_t i = 0; onward != NULL && i < STAGES_MAX; i++) {
        if (set_has(onward->granted, i)) is_granted[i] = true;
    }
    if (fact->type == FACT_JOBS_LEASED) follow_leases(&fact->jobs_leased);
    if (code == EXCHANGE_NONE) return;
    if (fact->type == FACT_VERDICT_GIVEN) codes[fact->verdict_given.stage] = code;
    if (fact->type == FACT_STAGE_BLOCKED) codes[fact->stage_blocked.stage] = code;
    if (fact->type == FACT_PERMITS_ISSUED) follow_permits(&fact->permits_issued, code);
    if (fact->type == FACT_GATE_LAPSED) follow_gate(&fact->gate_lapsed, code);
    if (follow_correction(fact, code)) return;
    bool is_of_all = fact->type == FACT_BUNDLE_SUBMITTED || fact->type == FACT_BUNDLE_WITHDRAWN ||
                     fact->type == FACT_ACTED || fact->type == FACT_SUPPLIED;
    for (uint32_t i = 0; is_of_all && i < five.stage_count; i++) {
        if (!code_closes(codes[i])) codes[i] = code;
    }
}

static void follow(void)
{
    for (; followed < fixture.journal_count; followed++) {
        follow_fact(&fixture.journal[followed]);
    }
    for (uint32_t i = 0; i < five.stage_count; i++) {
        struct bundle_image image = fixture_image(&fixture, 1);
        const struct stage_image *stage = &image.stages[i];
        enum exchange_code code = exchange_of_image(&image, i);
        if (code != codes[i]) printf("# stage %u, state %u\n", i, stage->state);
        assert_int_equal(code, codes[i]);
        seen |= UINT32_C(1) << code;
    }
}

/* Workers of some departments come only after the submission: until then jobs are queued. */
static void begin(void)
{
    fixture_open(&fixture, NULL);
    followed = 0;
    seen = 0;
    memset(codes, 0, sizeof codes);
    memset(is_granted, 0, sizeof is_granted);
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    assert_int_equal(fixture_submit(&fixture, five.name.text, "k"), OK);
    follow();
    for (uint32_t i = 0; i < five.stage_count; i++) {
        assert_int_equal(
            fixture_join(&fixture, 10 + i, ROLE_WORKER, five.stages[i].department.text), OK);
        fixture_credit(&fixture, 10 + i, 5);
        follow();
    }
}

static void judge(uint32_t stage, enum verdict verdict)
{
    const struct msg_job *job = fixture_job(&fixture, 1, stage);
    assert_non_null(job);
    assert_int_equal(fixture_verdict(&fixture, 10 + stage, job, verdict), OK);
    follow();
}

static void reach(uint32_t milestone)
{
    assert_int_equal(fixture_signal(&fixture, 1, five.milestones[milestone].name.text), OK);
    follow();
}

static void assert_seen(uint32_t code_a, uint32_t code_b, uint32_t code_c)
{
    assert_int_equal(seen, 1U << code_a | 1U << code_b | 1U << code_c);
    fixture_close(&fixture);
}

static int set_up(void **state)
{
    (void)state;
    procedure_five_permits(&five);
    return 0;
}

static void test_facts_lead_to_the_same_codes_when_all_is_issued(void **state)
{
    (void)state;
    begin();
    judge(FIVE_F, VERDICT_FAIL); /* a second lease is no second beginning */
    fixture_tick(&fixture, 10000);
    follow();
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        judge(i, VERDICT_GRANT);
    }
    for (uint32_t i = 0; i < FIVE_MILESTONES; i++) {
        reach(i);
    }
    assert_seen(3, 8, 11);
}

static void test_facts_lead_to_the_same_codes_when_one_is_refused(void **state)
{
    (void)state;
    begin();
    for (uint32_t i = 0; i < FIVE_MILESTONES; i++) {
        reach(i);
    }
    judge(FIVE_A, VERDICT_GRANT);
    judge(FIVE_D, VERDICT_REFUSE); /* B and with it F are blocked, the grants lapse */
    judge(FIVE_B, VERDICT_GRANT);
    judge(FIVE_C, VERDICT_GRANT);
    judge(FIVE_F, VERDICT_GRANT);
    assert_seen(3, 8, 13);
}

static void test_facts_lead_to_the_same_codes_when_reviews_are_cancelled(void **state)
{
    (void)state;
    five.on_refusal = ON_REFUSAL_CANCEL;
    begin();
    judge(FIVE_A, VERDICT_GRANT);
    reach(FIVE_PRJ);
    reach(FIVE_LAN);
    judge(FIVE_D, VERDICT_REFUSE);
    assert_seen(3, 8, 13);
}

static void test_facts_lead_to_the_same_codes_when_it_is_withdrawn(void **state)
{
    (void)state;
    five.stages[FIVE_F].start_after = five.stages[FIVE_F].decide_after; /* waits */
    begin();
    judge(FIVE_A, VERDICT_GRANT);
    judge(FIVE_C, VERDICT_GRANT);
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    follow();
    assert_seen(3, 8, 14);
}

/* --- corrections --- */

/* A's reviewer asks, all others have answered; C is sealed, its payments are to come. */
static void ask(void)
{
    begin();
    reach(FIVE_LAN);
    judge(FIVE_C, VERDICT_GRANT);
    judge(FIVE_D, VERDICT_GRANT);
    judge(FIVE_B, VERDICT_GRANT);
    judge(FIVE_F, VERDICT_GRANT);
    judge(FIVE_A, VERDICT_CORRECT);
    assert_int_equal(codes[FIVE_A], EXCHANGE_CORRECTION_BEGUN);
}

static void supply_nothing(void)
{
    static const uint8_t map[] = { 0x80 };
    struct event *event = fixture_event(&fixture, EVENT_SUPPLY, 0);
    event->supply.ref.bundle = 1;
    event->supply.application = (struct span){ map, sizeof map };
    fixture_step(&fixture);
    assert_null(fixture_effect(&fixture, EFFECT_REFUSED, 0));
    follow();
}

static void test_facts_lead_to_the_same_codes_when_something_is_corrected(void **state)
{
    (void)state;
    ask();
    supply_nothing();
    assert_int_equal(codes[FIVE_A], EXCHANGE_REVIEW_BEGUN);
    judge(FIVE_A, VERDICT_REFUSE);
    assert_int_equal(seen, 1u << 3 | 1u << 6 | 1u << 7 | 1u << 8 | 1u << 13);
    fixture_close(&fixture);
}

static void test_facts_lead_to_the_same_codes_when_nothing_is_supplied(void **state)
{
    (void)state;
    static const uint8_t codes_at_the_end[] = { [ON_UNANSWERED_REFUSE] = EXCHANGE_NOT_PASSED,
                                                [ON_UNANSWERED_WITHDRAW] = EXCHANGE_WITHDRAWN,
                                                [ON_UNANSWERED_RETURN] = EXCHANGE_WITHDRAWN };
    for (uint8_t end = ON_UNANSWERED_REFUSE; end <= ON_UNANSWERED_RETURN; end++) {
        five.corrections =
            (struct corrections){ { 5, LIMIT_WORKING_DAYS }, { 5, LIMIT_WORKING_DAYS }, 1, end };
        ask();
        fixture_tick(&fixture, INT64_C(20) * 24 * 3600 * 1000);
        follow();
        assert_int_equal(codes[FIVE_A], codes_at_the_end[end]);
        fixture_close(&fixture);
    }
}

/* --- at the counter --- */

/* Some of these, in this order, and what the stages are called in the end. */
struct course {
    enum act acts[3]; /* 0: SUPPLY */
    uint32_t act_count;
    int64_t after_ms;  /* ... and then time passes */
    bool is_withdrawn; /* ... and then it is taken back */
    uint32_t seen;     /* sets of codes */
};

static void do_act(enum act what)
{
    static const uint8_t map[] = { 0x80 };
    struct event *event = fixture_event(&fixture, what == 0 ? EVENT_SUPPLY : EVENT_ACT, 0);

    if (what == 0) {
        event->supply.ref.bundle = 1;
        event->supply.application = (struct span){ map, sizeof map };
    } else {
        event->act = (struct msg_act){ .ref.bundle = 1, .act = (uint8_t)what, .materials = 1 };
        event->act.on = named("county");
        event->act.reason = (struct span){ map, 1 };
    }
    fixture_step(&fixture);
    assert_null(fixture_effect(&fixture, EFFECT_REFUSED, 0));
    follow();
}

#define CODE(n) (UINT32_C(1) << (n))

static void test_facts_lead_to_the_same_codes_at_the_counter(void **state)
{
    (void)state;
    static const struct course courses[] = {
        { { ACT_ACCEPT }, 1, 0, false, CODE(1) | CODE(3) },
        { { ACT_PUT_RIGHT }, 1, 0, true, CODE(1) | CODE(3) | CODE(14) },
        { { ACT_NOT_REQUIRE }, 1, 0, false, CODE(1) | CODE(4) },
        { { ACT_NOT_ACCEPT }, 1, 0, false, CODE(1) | CODE(5) },
        { { 0 }, 0, 0, true, CODE(1) | CODE(2) }, /* 撤件, not 撤回 */
        { { 0 }, 0, INT64_C(30) * 86400000, false, CODE(1) | CODE(3) },
        { { ACT_ASK_CORRECTIONS }, 1, 0, true, CODE(1) | CODE(6) | CODE(2) },
        { { ACT_ASK_CORRECTIONS }, 1, INT64_C(60) * 86400000, false, CODE(1) | CODE(6) | CODE(2) },
        { { ACT_ASK_CORRECTIONS, 0, ACT_ACCEPT },
          3,
          0,
          false,
          CODE(1) | CODE(6) | CODE(7) | CODE(3) },
        { { ACT_ASK_CORRECTIONS, 0, ACT_NOT_ACCEPT },
          3,
          0,
          false,
          CODE(1) | CODE(6) | CODE(7) | CODE(5) },
    };
    five.intake = (struct procedure_intake){ .counter = true,
                                             .on_silence = ON_SILENCE_ACCEPT,
                                             .on_lapse = ON_LAPSE_RETURN,
                                             .within = { 5, LIMIT_WORKING_DAYS },
                                             .correct_within = { 5, LIMIT_WORKING_DAYS } };
    five.material_count = 1;
    five.materials[0] = (struct procedure_material){ .name = named("form") };
    for (size_t i = 0; i < sizeof courses / sizeof courses[0]; i++) {
        const struct course *course = &courses[i];
        fixture_open(&fixture, NULL);
        followed = seen = 0;
        memset(codes, 0, sizeof codes);
        assert_int_equal(fixture_publish(&fixture, &five), OK);
        assert_int_equal(fixture_submit(&fixture, five.name.text, "k"), OK);
        follow();
        for (uint32_t n = 0; n < course->act_count; n++) {
            do_act(course->acts[n]);
        }
        if (course->after_ms != 0) fixture_tick(&fixture, course->after_ms);
        follow();
        if (course->is_withdrawn) assert_int_equal(fixture_withdraw(&fixture, 1), OK);
        follow();
        assert_int_equal(seen, course->seen);
        fixture_close(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_state_has_its_code),
        cmocka_unit_test(test_a_special_procedure_is_told_by_its_facts),
        cmocka_unit_test(test_what_the_exchange_does_not_know_is_not_told),
        cmocka_unit_test(test_a_code_closes_a_stage_exactly_when_its_state_is_final),
        cmocka_unit_test(test_every_stage_begins_with_a_code_that_may_be_closed),
        cmocka_unit_test_setup(test_facts_lead_to_the_same_codes_when_all_is_issued, set_up),
        cmocka_unit_test_setup(test_facts_lead_to_the_same_codes_when_one_is_refused, set_up),
        cmocka_unit_test_setup(test_facts_lead_to_the_same_codes_when_reviews_are_cancelled,
                               set_up),
        cmocka_unit_test_setup(test_facts_lead_to_the_same_codes_when_it_is_withdrawn, set_up),
        cmocka_unit_test_setup(test_facts_lead_to_the_same_codes_when_something_is_corrected,
                               set_up),
        cmocka_unit_test_setup(test_facts_lead_to_the_same_codes_when_nothing_is_supplied, set_up),
        cmocka_unit_test_setup(test_facts_lead_to_the_same_codes_at_the_counter, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What can follow on what has become of a permit: every act in every state, as facts that are put into
 * a replay; and a picture of it that was drawn by hand. (The stories have who may, and when.) */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct fixture fixture;
static struct engine *engine;
static struct bundle_image image;

enum { PERMIT, WAITING, OPINION };

/* What has happened to the permit, one act after the other. */
#define ACTS_MAX 5
static const struct {
    const char *name;
    uint8_t acts[ACTS_MAX];
    uint8_t detail; /* of the last one */
} states[] = {
    { "in force", { 0 }, 0 },
    { "delivered", { ACT_DELIVER }, 0 },
    { "deferral asked for", { ACT_ASK_DEFERRAL }, 0 },
    { "deferred once", { ACT_ASK_DEFERRAL, ACT_DEFER }, 0 },
    { "deferred twice", { ACT_ASK_DEFERRAL, ACT_DEFER, ACT_ASK_DEFERRAL, ACT_DEFER }, 0 },
    { "deferral refused", { ACT_ASK_DEFERRAL, ACT_REFUSE_DEFERRAL }, 0 },
    { "begun", { ACT_START_WORKS }, 0 },
    { "standing still", { ACT_START_WORKS, ACT_STOP_WORKS }, 0 },
    { "going on", { ACT_START_WORKS, ACT_STOP_WORKS, ACT_GO_ON_WORKS }, 0 },
    { "renewal asked for", { ACT_ASK_RENEWAL }, 0 },
    { "renewed", { ACT_ASK_RENEWAL, ACT_RENEW }, 0 },
    { "renewal refused", { ACT_ASK_RENEWAL, ACT_REFUSE_RENEWAL }, 0 },
    { "deemed renewed", { ACT_ASK_RENEWAL, ACT_DEEM_RENEWED }, 0 },
    { "revoked", { ACT_REVOKE }, 0 },
    { "recalled", { ACT_RECALL }, 0 },
    { "lapsed", { ACT_LAPSE }, 0 },
    { "expired", { ACT_EXPIRE }, 0 },
    { "deregistered", { ACT_DEREGISTER }, DEREGISTER_BY_LAW },
    { "revoked and deregistered", { ACT_REVOKE, ACT_DEREGISTER }, DEREGISTER_REVOKED },
};
#define STATE_COUNT (sizeof states / sizeof states[0])

/* Columns: deliver revoke reCall | ask-deferral defer refuse | start stop go-on | ask-renewal renew refuse
 * deem | lapse expire | deregister by grounds 1 to 6. '+' can follow. */
static const char *const picture[STATE_COUNT] = {
    /*                             DVC ADR STG ARRD LX 123456 */
    /* in force */ "+++ +-- +-- +--- ++ -++-++",
    /* delivered */ "-++ +-- +-- +--- ++ -++-++",
    /* deferral asked for */ "+++ -++ +-- +--- -+ -++-++",
    /* deferred once */ "+++ +-- +-- +--- ++ -++-++",
    /* deferred twice */ "+++ --- +-- +--- ++ -++-++",
    /* deferral refused */ "+++ +-- +-- +--- ++ -++-++",
    /* begun */ "+++ --- -+- +--- -+ -++-++",
    /* standing still */ "+++ --- --+ +--- -+ -++-++",
    /* going on */ "+++ --- -+- +--- -+ -++-++",
    /* renewal asked for */ "+++ +-- +-- -+++ +- -++-++",
    /* renewed */ "+++ +-- +-- +--- ++ -++-++",
    /* renewal refused */ "+++ +-- +-- +--- ++ -++-++",
    /* deemed renewed */ "+++ +-- +-- +--- ++ -++-++",
    /* revoked */ "--- --- --- ---- -- ---+-+",
    /* recalled */ "--- --- --- ---- -- ---+-+",
    /* lapsed */ "--- --- --- ---- -- -----+",
    /* expired */ "--- --- --- ---- -- +----+",
    /* deregistered */ "--- --- --- ---- -- ------",
    /* revoked and deregistered */ "--- --- --- ---- -- ------",
};

static const uint8_t columns[] = {
    ACT_DELIVER,         ACT_REVOKE,         ACT_RECALL,       ACT_ASK_DEFERRAL, ACT_DEFER,
    ACT_REFUSE_DEFERRAL, ACT_START_WORKS,    ACT_STOP_WORKS,   ACT_GO_ON_WORKS,  ACT_ASK_RENEWAL,
    ACT_RENEW,           ACT_REFUSE_RENEWAL, ACT_DEEM_RENEWED, ACT_LAPSE,        ACT_EXPIRE,
    ACT_DEREGISTER,      ACT_DEREGISTER,     ACT_DEREGISTER,   ACT_DEREGISTER,   ACT_DEREGISTER,
    ACT_DEREGISTER,
};
#define COLUMN_COUNT (sizeof columns / sizeof columns[0])
#define GROUND_FIRST 15 /* the first column of ACT_DEREGISTER */

static void open_with(const struct engine_limits *limits)
{
    static struct procedure procedure;

    fixture_open(&fixture, limits);
    procedure_begin(&procedure, "after");
    procedure_add_stage(&procedure, "permit", "works");
    procedure_add_stage(&procedure, "waiting", "works");
    procedure_add_stage(&procedure, "opinion", "fire");
    struct procedure_stage *stage = &procedure.stages[PERMIT];
    stage->delivery = (struct limit){ 10, LIMIT_WORKING_DAYS };
    stage->start_within = stage->deferral = (struct limit){ 3, LIMIT_MONTHS };
    stage->deferrals = 2;
    stage->valid = (struct limit){ 36, LIMIT_MONTHS };
    stage->renew_before = (struct limit){ 30, LIMIT_NATURAL_DAYS };
    procedure.stages[OPINION].permit[0] = '\0';
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_submit(&fixture, "after", "k"), OK);
    assert_int_equal(fixture_join(&fixture, 1, ROLE_WORKER, "works"), OK);
    assert_int_equal(fixture_join(&fixture, 2, ROLE_WORKER, "fire"), OK);
    fixture_credit(&fixture, 1, 2);
    fixture_credit(&fixture, 2, 1);
    const struct msg_job permit = *fixture_job(&fixture, 1, PERMIT);
    const struct msg_job opinion = *fixture_job(&fixture, 1, OPINION);
    assert_int_equal(fixture_verdict(&fixture, 1, &permit, VERDICT_GRANT), OK);
    assert_int_equal(fixture_verdict(&fixture, 2, &opinion, VERDICT_GRANT), OK);
    engine = NULL;
}

static int set_up(void **state)
{
    (void)state;
    open_with(NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    if (engine != NULL) engine_off_heap(engine);
    fixture_close(&fixture);
    return 0;
}

/* The engine of a replay so far. */
static void fresh(void)
{
    if (engine != NULL) engine_off_heap(engine);
    engine = fixture_replay(&fixture);
}

static struct fact_acted act_of(uint8_t act, uint8_t detail)
{
    struct fact_acted acted = { .act = act, .stage = PERMIT, .detail = detail };

    if (act == ACT_DEFER) acted.amount = 3;
    return acted;
}

/* Put an act behind all that was applied; what is refused leaves no trace. */
static enum err act(struct fact_acted acted)
{
    struct totals_image totals;
    struct hash before = engine_hash(engine);

    engine_export_totals(engine, &totals);
    assert_int_equal(engine_image(engine, 1, &image), OK);
    struct fact fact = { .position = engine_position_next(engine),
                         .previous = image.last_position,
                         .bundle = 1,
                         .at_ms = totals.now_ms,
                         .type = FACT_ACTED,
                         .acted = acted };
    enum err err = engine_apply(engine, &fact);
    struct hash after = engine_hash(engine);
    assert_int_equal(hash_is_equal(&before, &after), err != OK);
    return err;
}

static void reach(size_t state)
{
    fresh();
    for (size_t i = 0; i < ACTS_MAX && states[state].acts[i] != 0; i++) {
        bool is_last = i + 1 == ACTS_MAX || states[state].acts[i + 1] == 0;
        assert_int_equal(act(act_of(states[state].acts[i], is_last ? states[state].detail : 0)),
                         OK);
    }
}

static bool is_drawn(size_t state, size_t column)
{
    const char *at = picture[state];

    for (;; at++) {
        assert_int_not_equal(*at, '\0');
        if (*at == ' ') continue;
        if (column-- == 0) return *at == '+';
    }
}

static void test_every_act_in_every_state_is_as_drawn(void **state)
{
    (void)state;
    for (size_t i = 0; i < STATE_COUNT; i++) {
        for (size_t k = 0; k < COLUMN_COUNT; k++) {
            uint8_t detail = k < GROUND_FIRST ? 0 : (uint8_t)(k - GROUND_FIRST + 1);
            reach(i);
            enum err err = act(act_of(columns[k], detail));
            if ((err == OK) == is_drawn(i, k)) continue;
            fail_msg("%s, then act %u %u: %s", states[i].name, columns[k], detail,
                     err == OK ? "it was taken" : "it was refused");
        }
    }
}

/* The same by somebody who asks, where the time does not matter: what the rules refuse is refused. */
static void test_what_is_asked_for_is_judged_by_the_same_picture(void **state)
{
    (void)state;
    for (size_t k = 0; k < COLUMN_COUNT; k++) {
        uint8_t detail = k < GROUND_FIRST ? 0 : (uint8_t)(k - GROUND_FIRST + 1);
        if (act_roles(columns[k]) == ACT_BY_NOBODY) continue;
        tear_down(NULL);
        set_up(NULL);
        struct event *event = fixture_event(&fixture, EVENT_ACT, 0);
        event->act = (struct msg_act){ .ref.bundle = 1,
                                       .act = columns[k],
                                       .stage = named("permit"),
                                       .detail = detail,
                                       .reason = { (const uint8_t *)"r", 1 } };
        fixture_step(&fixture);
        bool is_recorded = fixture_fact(&fixture, FACT_ACTED, 0) != NULL;
        assert_int_equal(is_recorded, is_drawn(0, k));
        if (is_recorded) continue;
        const struct effect *refusal = fixture_effect(&fixture, EFFECT_REFUSED, 0);
        assert_int_equal(refusal->refused.err, ERR_ACT_IMPOSSIBLE);
        assert_true(strlen(refusal->refused.text) > 10);
    }
}

static void test_only_a_permit_that_was_issued_has_a_life(void **state)
{
    (void)state;
    for (size_t k = 0; k < COLUMN_COUNT; k++) {
        for (uint8_t stage = WAITING; stage <= OPINION; stage++) {
            struct fact_acted acted = act_of(columns[k], k < GROUND_FIRST ? 0 : 6);
            acted.stage = stage;
            fresh();
            assert_int_equal(act(acted), ERR_CORRUPT);
        }
    }
}

static void test_what_a_fact_must_not_say_besides(void **state)
{
    (void)state;
    struct fact_acted good = act_of(ACT_DELIVER, 0);
    struct fact_acted bad = good;

    fresh();
    bad.stage = STAGE_WHOLE;
    assert_int_equal(act(bad), ERR_CORRUPT);
    bad.stage = 3;
    assert_int_equal(act(bad), ERR_CORRUPT);
    bad = good;
    bad.stages = set_of(WAITING);
    assert_int_equal(act(bad), ERR_CORRUPT);
    bad = good;
    bad.onward.opened = set_of(WAITING);
    assert_int_equal(act(bad), ERR_CORRUPT);
    assert_int_equal(act(act_of(ACT_REVOKE, REVOKE_FRAUD + 1)), ERR_CORRUPT);
    assert_int_equal(act(act_of(ACT_RECALL, RECALL_CIRCUMSTANCES + 1)), ERR_CORRUPT);
    assert_int_equal(act(act_of(ACT_DEREGISTER, 0)), ERR_CORRUPT);
    assert_int_equal(act(act_of(ACT_ASK_DEFERRAL, 0)), OK);
    bad = act_of(ACT_DEFER, 0);
    bad.amount = 0;
    assert_int_equal(act(bad), ERR_CORRUPT);
    bad.amount = 4;
    assert_int_equal(act(bad), ERR_CORRUPT);
}

static void test_a_procedure_without_terms_has_only_what_all_permits_have(void **state)
{
    (void)state;
    static struct procedure procedure;
    static const uint8_t possible[] = { ACT_DELIVER, ACT_REVOKE, ACT_RECALL };

    procedure_begin(&procedure, "plain");
    procedure_add_stage(&procedure, "permit", "works");
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_submit(&fixture, "plain", "k2"), OK);
    fixture_credit(&fixture, 1, 9);
    const struct msg_job job = *fixture_job(&fixture, 2, 0);
    assert_int_equal(fixture_verdict(&fixture, 1, &job, VERDICT_GRANT), OK);
    assert_int_equal(fixture_image(&fixture, 2).result, RESULT_ALL);
    for (size_t k = 0; k < GROUND_FIRST; k++) {
        struct totals_image totals;
        fresh();
        engine_export_totals(engine, &totals);
        assert_int_equal(engine_image(engine, 2, &image), OK);
        struct fact fact = { .position = engine_position_next(engine),
                             .previous = image.last_position,
                             .bundle = 2,
                             .at_ms = totals.now_ms,
                             .type = FACT_ACTED,
                             .acted = act_of(columns[k], 0) };
        bool is_possible = memchr(possible, columns[k], sizeof possible) != NULL;
        assert_int_equal(engine_apply(engine, &fact), is_possible ? OK : ERR_CORRUPT);
    }
    assert_int_equal(engine_wake_ms(engine, &image, 0), INT64_MAX);
}

/* ---- By itself ------------------------------------------------------------------------------- */

static void test_of_two_terms_the_first_ends_the_permit(void **state)
{
    (void)state;
    assert_int_equal(fixture_withdraw(&fixture, 1), OK); /* no lease is left to run out */
    const int64_t due_ms = engine_next_due_ms(fixture.engine);

    fixture_tick(&fixture, due_ms - 1 - fixture.now_ms);
    assert_null(fixture_fact(&fixture, FACT_ACTED, 0));
    fixture_tick(&fixture, 1);
    const struct fact *fact = fixture_fact(&fixture, FACT_ACTED, 0);
    assert_non_null(fact);
    assert_int_equal(fact->acted.act, ACT_LAPSE);
    assert_int_equal(fact->acted.until_ms, due_ms - 1);
    assert_true(name_is_empty(&fact->acted.by));
}

static void test_a_permit_may_be_renewed_again_and_again(void **state)
{
    (void)state;
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    struct event *event = fixture_event(&fixture, EVENT_ACT, 0);
    event->act = (struct msg_act){ .ref.bundle = 1, .act = ACT_START_WORKS };
    event->act.stage = named("permit");
    fixture_step(&fixture);
    for (int term = 0; term < 20; term++) {
        int64_t due_ms = engine_next_due_ms(fixture.engine);
        fixture_tick(&fixture, due_ms - INT64_C(40) * 86400000 - fixture.now_ms);
        event = fixture_event(&fixture, EVENT_ACT, 0);
        event->act = (struct msg_act){ .ref.bundle = 1, .act = ACT_ASK_RENEWAL };
        event->act.stage = named("permit");
        fixture_step(&fixture);
        assert_non_null(fixture_fact(&fixture, FACT_ACTED, 0));
        fixture_tick(&fixture, due_ms - fixture.now_ms);
        assert_int_equal(fixture_fact(&fixture, FACT_ACTED, 0)->acted.act, ACT_DEEM_RENEWED);
    }
    fixture_tick(&fixture, engine_next_due_ms(fixture.engine) - fixture.now_ms);
    assert_int_equal(fixture_fact(&fixture, FACT_ACTED, 0)->acted.act, ACT_EXPIRE);
    assert_true(engine_next_due_ms(fixture.engine) == INT64_MAX);
}

static enum err ask(uint64_t bundle, uint8_t act)
{
    struct event *event = fixture_event(&fixture, EVENT_ACT, 0);

    event->act = (struct msg_act){ .ref.bundle = bundle,
                                   .act = act,
                                   .stage = named("permit"),
                                   .reason = { (const uint8_t *)"r", 1 } };
    fixture_step(&fixture);
    const struct effect *refusal = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refusal == NULL ? OK : refusal->refused.err;
}

/* A second bundle with the same permit, whose dossier takes every block that is left. */
static void fill_up(void)
{
    enum err err = OK;

    assert_int_equal(fixture_submit(&fixture, "after", "k2"), OK);
    fixture_credit(&fixture, 1, 9);
    const struct msg_job job = *fixture_job(&fixture, 2, PERMIT);
    assert_int_equal(fixture_verdict(&fixture, 1, &job, VERDICT_GRANT), OK);
    assert_int_equal(fixture_withdraw(&fixture, 2), OK);
    assert_int_equal(ask(2, ACT_START_WORKS), OK);
    while (err == OK) {
        err = ask(2, ACT_STOP_WORKS);
        if (err == OK) err = ask(2, ACT_GO_ON_WORKS);
    }
    assert_int_equal(err, ERR_BUSY);
}

/* Where dossiers have taken all blocks, a permit cannot end before one of them goes. */
static void test_without_room_in_the_dossier_a_lapse_is_put_off(void **state)
{
    (void)state;
    struct engine_limits limits = fixture_limits;

    tear_down(NULL);
    limits.stage_blocks_max = 16;
    open_with(&limits);
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    fill_up();
    fixture_tick(&fixture, INT64_C(100) * 86400000);
    assert_int_equal(fixture_image(&fixture, 1).entry_count, 0);
    int64_t due_ms = engine_next_due_ms(fixture.engine);
    assert_true(due_ms > fixture.now_ms);
    fixture_tick(&fixture, due_ms - fixture.now_ms);
    assert_int_equal(fixture_image(&fixture, 1).entry_count, 0);
    fixture.is_shadow_stale = true; /* it keeps what leaves here */
    while (engine_export_dirty(fixture.engine, &image)) {
    }
    engine_evict(fixture.engine, 2);
    fixture_tick(&fixture, engine_next_due_ms(fixture.engine) - fixture.now_ms);
    assert_int_equal(fixture_image(&fixture, 1).entry_count, 1);
    assert_int_equal(fixture_image(&fixture, 1).entries[0].detail, PERMIT_LAPSED);
}

static void test_waking_what_is_not_there_does_nothing(void **state)
{
    (void)state;
    fixture_event(&fixture, EVENT_WAKE, 0)->wake = 99;
    fixture_step(&fixture);
    assert_int_equal(fixture.facts->count, 0);
    fixture_event(&fixture, EVENT_WAKE, 0)->wake = 1; /* open, and nothing is due */
    fixture_step(&fixture);
    assert_int_equal(fixture.facts->count, 0);
    assert_int_equal(fixture_image(&fixture, 1).bundle, 1);
}

int main(void)
{
#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLAIM(test_every_act_in_every_state_is_as_drawn),
        CLAIM(test_what_is_asked_for_is_judged_by_the_same_picture),
        CLAIM(test_only_a_permit_that_was_issued_has_a_life),
        CLAIM(test_what_a_fact_must_not_say_besides),
        CLAIM(test_a_procedure_without_terms_has_only_what_all_permits_have),
        CLAIM(test_of_two_terms_the_first_ends_the_permit),
        CLAIM(test_a_permit_may_be_renewed_again_and_again),
        CLAIM(test_without_room_in_the_dossier_a_lapse_is_put_off),
        CLAIM(test_waking_what_is_not_there_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

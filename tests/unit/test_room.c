/* SPDX-License-Identifier: Apache-2.0 */
/* What the engine refuses for want of room on the disk, and what it still does. */
#include "broker/shell/space.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define CLIENT 10
#define WORKER 20
#define OPERATOR 30
#define LAND 0 /* index of the stage */

static struct fixture fixture;
static struct procedure five;

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    procedure_five_permits(&five);
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    assert_int_equal(fixture_join(&fixture, CLIENT, ROLE_SUBMITTER, ""), OK);
    assert_int_equal(fixture_join(&fixture, WORKER, ROLE_WORKER, "planning"), OK);
    assert_int_equal(fixture_join(&fixture, OPERATOR, ROLE_OPERATOR, ""), OK);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "1"), OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

/* The refusal of an event under this room, or OK. */
static enum err step_in(enum room room, struct event *event)
{
    event->room = room;
    fixture_step(&fixture);
    const struct effect *effect = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    if (effect == NULL) return OK;
    if (effect->refused.err == ERR_DISK_FULL) {
        assert_int_equal(fixture.facts->count, 0);
        assert_int_equal(effect->refused.after_ms, fixture.limits.busy_after_ms);
        assert_string_equal(effect->refused.field, "journal");
    }
    return effect->refused.err;
}

static enum err submit_in(enum room room, const char *key, const char *procedure)
{
    struct event *event = fixture_event(&fixture, EVENT_SUBMIT, CLIENT);
    event->submit.procedure = named(procedure);
    event->submit.key = (struct span){ (const uint8_t *)key, strlen(key) };
    event->key_hash = hash_of_text(key);
    event->content_hash = hash_of_text(procedure);
    return step_in(room, event);
}

static enum err signal_in(enum room room, uint64_t bundle, const char *milestone)
{
    struct event *event = fixture_event(&fixture, EVENT_SIGNAL, CLIENT);
    event->signal.ref.bundle = bundle;
    event->signal.milestone = named(milestone);
    return step_in(room, event);
}

static enum err withdraw_in(enum room room, uint64_t bundle)
{
    struct event *event = fixture_event(&fixture, EVENT_WITHDRAW, CLIENT);
    event->withdraw.ref.bundle = bundle;
    return step_in(room, event);
}

static enum err retry_in(enum room room, uint64_t bundle, const char *stage)
{
    struct event *event = fixture_event(&fixture, EVENT_RETRY, OPERATOR);
    event->retry.bundle = bundle;
    event->retry.stage = named(stage);
    return step_in(room, event);
}

static enum err publish_in(enum room room, const struct procedure *procedure)
{
    struct event *event = fixture_event(&fixture, EVENT_PUBLISH, OPERATOR);
    event->publish.procedure = procedure;
    event->content_hash = hash_of_text(procedure->name.text);
    return step_in(room, event);
}

static enum err credit_in(enum room room, uint32_t credit)
{
    struct event *event = fixture_event(&fixture, EVENT_CREDIT, WORKER);
    event->credit.credit = credit;
    fixture.credit[WORKER] = credit;
    return step_in(room, event);
}

static enum err verdict_in(enum room room, const struct msg_job *job, enum verdict verdict)
{
    struct event *event = fixture_event(&fixture, EVENT_VERDICT, WORKER);
    event->verdict = (struct msg_verdict){ .bundle = job->bundle,
                                           .stage = job->stage,
                                           .attempt = job->attempt,
                                           .token = job->token,
                                           .verdict = (uint8_t)verdict };
    if (verdict == VERDICT_PARK) {
        event->verdict.reason = (struct span){ (const uint8_t *)"why", 3 };
    }
    return step_in(room, event);
}

static enum err renew_in(enum room room, const struct msg_job *job)
{
    struct event *event = fixture_event(&fixture, EVENT_RENEW, WORKER);
    event->renew = (struct msg_renew){
        .bundle = job->bundle, .stage = job->stage, .attempt = job->attempt, .token = job->token
    };
    return step_in(room, event);
}

/* The job of bundle 1 for land use, leased while there is room. */
static const struct msg_job *land_job(void)
{
    assert_int_equal(credit_in(ROOM_AMPLE, 1), OK);
    const struct msg_job *job = fixture_job(&fixture, 1, LAND);
    assert_non_null(job);
    return job;
}

/* ---- New work -------------------------------------------------------------------------------- */

static void test_on_the_reserve_nothing_new_is_taken(void **state)
{
    (void)state;
    static struct procedure other;
    other = five;
    other.version = 2;
    assert_int_equal(verdict_in(ROOM_AMPLE, land_job(), VERDICT_PARK), OK);
    for (enum room room = ROOM_RESERVE; room <= ROOM_NONE; room++) {
        assert_int_equal(submit_in(room, "2", "five-permits"), ERR_DISK_FULL);
        assert_int_equal(signal_in(room, 1, "pay"), ERR_DISK_FULL);
        assert_int_equal(publish_in(room, &other), ERR_DISK_FULL);
        assert_int_equal(retry_in(room, 1, "land-use"), ERR_DISK_FULL);
        assert_int_equal(withdraw_in(room, 1), ERR_DISK_FULL);
    }
    assert_int_equal(submit_in(ROOM_AMPLE, "2", "five-permits"), OK);
    assert_int_equal(signal_in(ROOM_AMPLE, 1, "pay"), OK);
    assert_int_equal(publish_in(ROOM_AMPLE, &other), OK);
    assert_int_equal(retry_in(ROOM_AMPLE, 1, "land-use"), OK);
    assert_int_equal(withdraw_in(ROOM_AMPLE, 1), OK);
}

static void test_every_other_refusal_but_busy_comes_before_disk_full(void **state)
{
    (void)state;
    assert_int_equal(submit_in(ROOM_NONE, "2", "nothing"), ERR_PROCEDURE_UNKNOWN);
    assert_int_equal(signal_in(ROOM_NONE, 9, "pay"), ERR_BUNDLE_UNKNOWN);
    assert_int_equal(signal_in(ROOM_NONE, 1, "nothing"), ERR_MILESTONE_UNKNOWN);
    assert_int_equal(retry_in(ROOM_NONE, 1, "land-use"), ERR_NOT_PARKED);
    assert_int_equal(withdraw_in(ROOM_NONE, 9), ERR_BUNDLE_UNKNOWN);
    assert_true(ERR_DISK_FULL < ERR_BUSY);
    assert_true(ERR_DISK_FULL > ERR_POSITION_UNKNOWN);
}

static void test_what_changes_nothing_is_answered_without_any_room(void **state)
{
    (void)state;
    assert_int_equal(submit_in(ROOM_AMPLE, "2", "five-permits"), OK);
    assert_int_equal(signal_in(ROOM_AMPLE, 1, "pay"), OK);
    assert_int_equal(withdraw_in(ROOM_AMPLE, 2), OK);

    assert_int_equal(submit_in(ROOM_NONE, "2", "five-permits"), OK);
    assert_true(fixture_recorded(&fixture)->repeated);
    assert_int_equal(signal_in(ROOM_NONE, 1, "pay"), OK);
    assert_true(fixture_recorded(&fixture)->repeated);
    assert_int_equal(withdraw_in(ROOM_NONE, 2), OK);
    assert_true(fixture_recorded(&fixture)->repeated);
    assert_int_equal(publish_in(ROOM_NONE, &five), OK);
    assert_true(fixture_recorded(&fixture)->repeated);
}

/* ---- Work under way -------------------------------------------------------------------------- */

static void test_on_the_reserve_jobs_go_out_and_verdicts_are_taken(void **state)
{
    (void)state;
    assert_int_equal(credit_in(ROOM_RESERVE, 1), OK);
    const struct msg_job *job = fixture_job(&fixture, 1, LAND);
    assert_non_null(job);
    fixture.now_ms += 1;
    assert_int_equal(renew_in(ROOM_RESERVE, job), OK);
    assert_int_equal(verdict_in(ROOM_RESERVE, job, VERDICT_GRANT), OK);
    assert_int_equal(fixture_stage(&fixture, 1, LAND), STAGE_SEALED);
}

static void test_without_any_room_verdicts_wait_and_pass_later(void **state)
{
    (void)state;
    const struct msg_job *job = land_job();
    assert_int_equal(verdict_in(ROOM_NONE, job, VERDICT_GRANT), ERR_DISK_FULL);
    assert_int_equal(verdict_in(ROOM_NONE, job, VERDICT_FAIL), ERR_DISK_FULL);
    assert_int_equal(renew_in(ROOM_NONE, job), OK); /* it would move nothing: answered */
    fixture.now_ms += 1;
    assert_int_equal(renew_in(ROOM_NONE, job), ERR_DISK_FULL);
    assert_int_equal(verdict_in(ROOM_AMPLE, job, VERDICT_GRANT), OK);
    assert_int_equal(verdict_in(ROOM_NONE, job, VERDICT_GRANT), OK);
    assert_true(fixture_recorded(&fixture)->repeated);
}

static void test_without_any_room_no_job_goes_out_until_there_is(void **state)
{
    (void)state;
    assert_int_equal(credit_in(ROOM_NONE, 1), OK);
    assert_int_equal(fixture.facts->count, 0);
    assert_null(fixture_job(&fixture, 1, LAND));
    assert_true(engine_is_pending(fixture.engine));
    fixture_tick(&fixture, 0);
    assert_non_null(fixture_job(&fixture, 1, LAND));
}

static void test_without_any_room_no_lease_ends_and_a_stale_claim_is_not_recorded(void **state)
{
    (void)state;
    const struct msg_job *job = land_job();
    fixture.now_ms = job->until_ms;
    assert_int_equal(step_in(ROOM_NONE, fixture_event(&fixture, EVENT_TICK, 0)), OK);
    assert_int_equal(fixture.facts->count, 0);
    assert_int_equal(fixture_job_state(&fixture, 1, LAND), JOB_LEASED);
    assert_int_equal(verdict_in(ROOM_NONE, job, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_int_equal(fixture.facts->count, 0);

    fixture_tick(&fixture, 0);
    assert_int_equal(fixture_job_state(&fixture, 1, LAND), JOB_READY);
    assert_int_equal(verdict_in(ROOM_AMPLE, job, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_non_null(fixture_fact(&fixture, FACT_CLAIM_REFUSED, 0));
}

/* ---- The marks ------------------------------------------------------------------------------- */

static void test_room_ends_below_the_reserve_and_below_its_quarter(void **state)
{
    (void)state;
    assert_int_equal(space_room(800, 800, ROOM_AMPLE), ROOM_AMPLE);
    assert_int_equal(space_room(799, 800, ROOM_AMPLE), ROOM_RESERVE);
    assert_int_equal(space_room(200, 800, ROOM_RESERVE), ROOM_RESERVE);
    assert_int_equal(space_room(199, 800, ROOM_RESERVE), ROOM_NONE);
    assert_int_equal(space_room(0, 800, ROOM_AMPLE), ROOM_NONE);
}

static void test_room_comes_back_an_eighth_above_the_mark(void **state)
{
    (void)state;
    assert_int_equal(space_room(224, 800, ROOM_NONE), ROOM_NONE);
    assert_int_equal(space_room(225, 800, ROOM_NONE), ROOM_RESERVE);
    assert_int_equal(space_room(899, 800, ROOM_RESERVE), ROOM_RESERVE);
    assert_int_equal(space_room(900, 800, ROOM_RESERVE), ROOM_AMPLE);
    assert_int_equal(space_room(900, 800, ROOM_NONE), ROOM_AMPLE);
}

static void test_a_small_map_keeps_a_quarter(void **state)
{
    (void)state;
    assert_int_equal(space_map_reserve(UINT64_C(64) << 30, 256 << 20), 256 << 20);
    assert_int_equal(space_map_reserve(16 << 20, 256 << 20), 4 << 20);
}

#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM(test_on_the_reserve_nothing_new_is_taken),
        CLAIM(test_every_other_refusal_but_busy_comes_before_disk_full),
        CLAIM(test_what_changes_nothing_is_answered_without_any_room),
        CLAIM(test_on_the_reserve_jobs_go_out_and_verdicts_are_taken),
        CLAIM(test_without_any_room_verdicts_wait_and_pass_later),
        CLAIM(test_without_any_room_no_job_goes_out_until_there_is),
        CLAIM(test_without_any_room_no_lease_ends_and_a_stale_claim_is_not_recorded),
        cmocka_unit_test(test_room_ends_below_the_reserve_and_below_its_quarter),
        cmocka_unit_test(test_room_comes_back_an_eighth_above_the_mark),
        cmocka_unit_test(test_a_small_map_keeps_a_quarter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

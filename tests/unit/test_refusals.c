/* SPDX-License-Identifier: Apache-2.0 */
/* Each refusal of each request, in order of precedence, and what is answered again. */
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define CLIENT 10
#define WORKER 20
#define OPERATOR 30

static struct fixture fixture;
static struct procedure five;
static struct engine_limits limits;

static int set_up(void **state)
{
    (void)state;
    limits = fixture_limits;
    limits.bundles_max = 3;
    limits.stage_blocks_max = 12;
    limits.procedures_max = 3;
    limits.departments_max = 6;
    limits.counters_max = 7;
    limits.sessions_max = 4;
    limits.requests_max = 4;
    fixture_open(&fixture, &limits);
    procedure_five_permits(&five);
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    assert_int_equal(fixture_join(&fixture, CLIENT, ROLE_SUBMITTER, ""), OK);
    assert_int_equal(fixture_join(&fixture, WORKER, ROLE_WORKER, "planning"), OK);
    assert_int_equal(fixture_join(&fixture, OPERATOR, ROLE_OPERATOR, ""), OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static void use_request(const char *id, const char *content)
{
    fixture.request.id = hash_of_text(id);
    fixture.request.content = hash_of_text(content);
}

static const struct effect_refused *refused(void)
{
    const struct effect *effect = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    assert_non_null(effect);
    assert_int_equal(fixture.facts->count, 0); /* a refusal changes nothing */
    return &effect->refused;
}

static void assert_repeated(uint64_t bundle, uint64_t position)
{
    assert_true(fixture_recorded(&fixture)->repeated);
    assert_int_equal(fixture_recorded(&fixture)->bundle, bundle);
    assert_int_equal(fixture_recorded(&fixture)->position, position);
    assert_int_equal(fixture.facts->count, 0);
}

/* Send the event as it stands, from another session. */
static enum err again_as(uint32_t session)
{
    fixture.event.session.n = session;
    fixture_step(&fixture);
    const struct effect *effect = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return effect == NULL ? OK : effect->refused.err;
}

/* ---- Roles and draining -------------------------------------------------------------------- */

static void test_each_role_does_its_own(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    static const uint32_t sessions[] = { CLIENT, WORKER, OPERATOR, 99 };
    for (uint32_t i = 0; i < 4; i++) {
        enum err by_client = sessions[i] == CLIENT ? OK : ERR_NOT_ALLOWED;
        enum err by_operator = sessions[i] == OPERATOR ? OK : ERR_NOT_ALLOWED;
        enum err by_worker = sessions[i] == WORKER ? OK : ERR_NOT_ALLOWED;
        fixture_submit(&fixture, "five-permits", "k");
        assert_int_equal(again_as(sessions[i]), by_client);
        fixture_signal(&fixture, 1, "lan");
        assert_int_equal(again_as(sessions[i]), by_client);
        fixture_publish(&fixture, &five);
        assert_int_equal(again_as(sessions[i]), by_operator);
        fixture_credit(&fixture, WORKER, 0);
        assert_int_equal(again_as(sessions[i]), by_worker);
    }
    fixture_withdraw(&fixture, 1);
    assert_int_equal(again_as(WORKER), ERR_NOT_ALLOWED);
    fixture_retry(&fixture, 1, "title");
    assert_int_equal(again_as(CLIENT), ERR_NOT_ALLOWED);
    assert_string_equal(refused()->field, "role");
    const struct msg_job job = { .bundle = 1 };
    assert_int_equal(fixture_verdict(&fixture, CLIENT, &job, VERDICT_GRANT), ERR_NOT_ALLOWED);
    assert_int_equal(fixture_renew(&fixture, OPERATOR, &job), ERR_NOT_ALLOWED);
    assert_int_equal(fixture_verdict(&fixture, 99, &job, VERDICT_GRANT), ERR_NOT_ALLOWED);
}

static void test_draining_takes_verdicts_but_nothing_new(void **state)
{
    (void)state;
    fixture_credit(&fixture, WORKER, 1);
    fixture_submit(&fixture, "five-permits", "k");
    struct msg_job job = *fixture_job(&fixture, 1, FIVE_A);
    fixture_drain(&fixture);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), ERR_DRAINING);
    assert_int_equal(refused()->after_ms, 250);
    assert_int_equal(fixture_signal(&fixture, 1, "nothing"), ERR_DRAINING);
    assert_int_equal(fixture_withdraw(&fixture, 9), ERR_DRAINING);
    assert_int_equal(fixture_retry(&fixture, 9, "nothing"), ERR_DRAINING);
    five.version = 0;
    assert_int_equal(fixture_publish(&fixture, &five), ERR_DRAINING);
    assert_int_equal(again_as(WORKER), ERR_DRAINING); /* before NOT_ALLOWED */
    fixture.now_ms++;
    assert_int_equal(fixture_renew(&fixture, WORKER, &job), OK);
    assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_RELEASE), OK);
    assert_int_equal(fixture_credit(&fixture, WORKER, 5), OK);
    assert_null(fixture_effect(&fixture, EFFECT_JOB, 0)); /* leases nothing */
    assert_false(engine_is_pending(fixture.engine));
}

static void test_sessions_are_admitted_while_there_is_room(void **state)
{
    (void)state;
    assert_int_equal(fixture_join(&fixture, 40, ROLE_WORKER, "nowhere"), ERR_DEPARTMENT_UNKNOWN);
    assert_int_equal(fixture_join(&fixture, 40, (enum role)9, ""), ERR_NOT_ALLOWED);
    assert_int_equal(fixture_join(&fixture, 40, ROLE_WORKER, "design"), OK);
    assert_int_equal(fixture_join(&fixture, 41, ROLE_WORKER, "nowhere"), ERR_DEPARTMENT_UNKNOWN);
    assert_int_equal(fixture_join(&fixture, 41, ROLE_WORKER, "works"), ERR_BUSY);
    assert_int_equal(fixture_join(&fixture, 40, ROLE_WORKER, "works"), OK); /* HELLO again */
    fixture_leave(&fixture, 40);
    fixture_leave(&fixture, 40); /* twice is as once */
    assert_int_equal(fixture_join(&fixture, 41, ROLE_SUBMITTER, ""), OK);
}

/* ---- PUBLISH ------------------------------------------------------------------------------- */

static void test_publish_refuses_what_is_invalid_with_the_reason(void **state)
{
    (void)state;
    five.version = 2;
    five.stages[FIVE_A].decide_after.stages = set_of(FIVE_F);
    assert_int_equal(fixture_publish(&fixture, &five), ERR_PROCEDURE_INVALID);
    assert_non_null(strstr(refused()->text, "\"land-use\" > \"construction\""));
}

static void test_publish_is_answered_again_or_conflicts(void **state)
{
    (void)state;
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    assert_repeated(0, 1);
    assert_int_equal(fixture_recorded(&fixture)->version, 1);
    struct event *event = fixture_event(&fixture, EVENT_PUBLISH, OPERATOR);
    event->publish.procedure = &five;
    event->content_hash = hash_of_text("something else");
    fixture_step(&fixture);
    assert_int_equal(refused()->err, ERR_PROCEDURE_CONFLICT);
}

static void test_publish_is_busy_without_room_for_it_or_its_departments(void **state)
{
    (void)state;
    five.version = 2;
    five.stages[0].department = named("sixth");
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    five.version = 3;
    five.stages[0].department = named("seventh");
    assert_int_equal(fixture_publish(&fixture, &five), ERR_BUSY);
    assert_int_equal(refused()->after_ms, 250);
    five.stages[0].department = named("planning");
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    five.version = 4;
    assert_int_equal(fixture_publish(&fixture, &five), ERR_BUSY);
    five.version = 2;
    assert_int_equal(fixture_publish(&fixture, &five), OK); /* known: needs no room */
    assert_true(fixture_recorded(&fixture)->repeated);
}

/* ---- SUBMIT -------------------------------------------------------------------------------- */

static void test_submit_takes_the_newest_version_unless_told(void **state)
{
    (void)state;
    five.version = 7;
    fixture_publish(&fixture, &five);
    five.version = 3;
    fixture_publish(&fixture, &five);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), OK);
    assert_int_equal(fixture_recorded(&fixture)->version, 7);
    assert_int_equal(fixture_fact(&fixture, FACT_BUNDLE_SUBMITTED, 0)->bundle_submitted.version, 7);
    struct event *event = fixture_event(&fixture, EVENT_SUBMIT, CLIENT);
    event->submit.procedure = named("five-permits");
    event->submit.version = 1;
    event->key_hash = hash_of_text("other");
    fixture_step(&fixture);
    assert_int_equal(fixture_recorded(&fixture)->version, 1);
}

static void test_submit_refuses_unknown_procedures_and_versions(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "six-permits", "k"), ERR_PROCEDURE_UNKNOWN);
    assert_string_equal(refused()->text, "no procedure \"six-permits\" is published");
    struct event *event = fixture_event(&fixture, EVENT_SUBMIT, CLIENT);
    event->submit.procedure = named("five-permits");
    event->submit.version = 9;
    fixture_step(&fixture);
    assert_string_equal(refused()->text, "no procedure \"five-permits\" version 9 is published");
    assert_int_equal(refused()->err, ERR_PROCEDURE_UNKNOWN);
}

static void test_the_same_submission_twice_is_one_bundle(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    uint64_t position = fixture_recorded(&fixture)->position;
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), OK);
    assert_repeated(1, position);
    fixture.event.content_hash = hash_of_text("other content");
    assert_int_equal(again_as(CLIENT), ERR_KEY_CONFLICT);
    assert_int_equal(refused()->bundle, 1);
    assert_string_equal(refused()->field, "key");
}

static void test_the_archive_knows_submissions_too(void **state)
{
    (void)state;
    fixture.archived = (struct archived){ .is_found = true,
                                          .bundle = 1,
                                          .submitted_position = 1,
                                          .version = 4,
                                          .content_hash = hash_of_text("five-permits") };
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), OK);
    assert_repeated(1, 1);
    assert_int_equal(fixture_recorded(&fixture)->version, 4);
    fixture.archived.content_hash = hash_of_text("other");
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), ERR_KEY_CONFLICT);
}

static void test_submit_refuses_unknown_materials(void **state)
{
    (void)state;
    struct event *event = fixture_event(&fixture, EVENT_SUBMIT, CLIENT);
    event->submit.procedure = named("five-permits");
    event->key_hash = hash_of_text("k");
    event->material_unknown = named("tarot");
    fixture_step(&fixture);
    assert_int_equal(refused()->err, ERR_MATERIAL_UNKNOWN);
    assert_non_null(strstr(refused()->text, "\"tarot\""));
}

static void test_submit_refuses_a_condition_that_gives_no_boolean(void **state)
{
    (void)state;
    memcpy(five.stages[FIVE_D].applies_if, ".special", sizeof ".special");
    five.version++;
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    fixture.conditions = (struct conditions){ .failed_stage = FIVE_D, .failure = "gives null" };
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), ERR_CONDITION_FAILED);
    assert_string_equal(refused()->text,
                        "stage \"design-scheme\": applies_if gives null: .special");
    fixture.event.material_unknown = named("tarot");
    assert_int_equal(again_as(CLIENT), ERR_MATERIAL_UNKNOWN);
    fixture.event.material_unknown = named("");
    fixture.event.room = ROOM_RESERVE;
    assert_int_equal(again_as(CLIENT), ERR_CONDITION_FAILED);
    fixture.conditions = (struct conditions){ 0 };
}

static void test_submit_refuses_what_no_stage_applies_to(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        memcpy(five.stages[i].applies_if, ".a", sizeof ".a");
    }
    five.version++;
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    fixture.conditions.skipped = set_first(FIVE_STAGES);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "k"), ERR_NOTHING_APPLIES);
    fixture.event.room = ROOM_NONE;
    assert_int_equal(again_as(CLIENT), ERR_NOTHING_APPLIES);
    fixture.event.conditions.skipped &= ~set_of(FIVE_F);
    assert_int_equal(again_as(CLIENT), ERR_DISK_FULL);
    fixture.conditions = (struct conditions){ 0 };
}

static void test_publish_refuses_conditions_by_their_field(void **state)
{
    (void)state;
    five.version = 7;
    memcpy(five.stages[FIVE_C].applies_if, "range(9)", sizeof "range(9)");
    assert_int_equal(fixture_publish(&fixture, &five), ERR_PROCEDURE_INVALID);
    assert_string_equal(refused()->field, "stages.applies_if");
    assert_non_null(strstr(refused()->text, "\"title\", applies_if, byte 1: "));
    memset(five.stages[FIVE_C].applies_if, 'x', sizeof five.stages[FIVE_C].applies_if);
    assert_int_equal(fixture_publish(&fixture, &five), ERR_PROCEDURE_INVALID);
    memset(five.stages[FIVE_C].applies_if, 0, sizeof five.stages[FIVE_C].applies_if);
    fixture.conditions = (struct conditions){ .failed_stage = FIVE_C, .failure = "jq: no" };
    assert_int_equal(fixture_publish(&fixture, &five), ERR_PROCEDURE_INVALID);
    assert_string_equal(refused()->field, "stages.applies_if");
    assert_string_equal(refused()->text, "stage \"title\", applies_if: jq: no");
    fixture.conditions = (struct conditions){ 0 };
    assert_int_equal(fixture_publish(&fixture, &five), OK);
}

static void test_submit_is_busy_when_full_but_answers_what_it_knows(void **state)
{
    (void)state;
    static const char *const keys[] = { "1", "2", "3" };
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(fixture_submit(&fixture, "five-permits", keys[i]), OK);
    }
    assert_int_equal(fixture_submit(&fixture, "five-permits", "4"), ERR_BUSY);
    assert_int_equal(refused()->after_ms, 250);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "2"), OK);
    assert_true(fixture_recorded(&fixture)->repeated);
    assert_int_equal(fixture_submit(&fixture, "nothing", "4"), ERR_PROCEDURE_UNKNOWN);
}

static void test_it_is_cramped_when_bundles_that_ended_take_the_last_room(void **state)
{
    (void)state;
    assert_false(engine_is_cramped(fixture.engine));
    assert_int_equal(fixture_submit(&fixture, "five-permits", "1"), OK);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "2"), OK);
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    assert_false(engine_is_cramped(fixture.engine)); /* there is room */
    assert_int_equal(fixture_submit(&fixture, "five-permits", "3"), OK);
    assert_true(engine_is_cramped(fixture.engine));
    assert_int_equal(fixture_submit(&fixture, "five-permits", "4"), ERR_BUSY);
}

static void test_open_bundles_alone_do_not_make_it_cramped(void **state)
{
    (void)state;
    assert_int_equal(fixture_submit(&fixture, "five-permits", "1"), OK);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "2"), OK);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "3"), OK);
    assert_int_equal(fixture_submit(&fixture, "five-permits", "4"), ERR_BUSY);
    assert_false(engine_is_cramped(fixture.engine)); /* storing them would not help */
}

static void test_an_evicted_bundle_makes_room(void **state)
{
    (void)state;
    static struct bundle_image image;
    static const char *const keys[] = { "1", "2", "3", "4", "5", "6", "7", "8" };
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(fixture_submit(&fixture, "five-permits", keys[i]), OK);
        assert_int_equal(fixture_withdraw(&fixture, i + 1), OK);
        while (engine_export_dirty(fixture.engine, &image)) {
        }
        while (engine_export_dirty(fixture.shadow, &image)) {
        }
        engine_evict(fixture.engine, i + 1);
        engine_evict(fixture.shadow, i + 1);
        assert_int_equal(engine_image(fixture.engine, i + 1, &image), ERR_BUNDLE_UNKNOWN);
        assert_int_equal(engine_find_key(fixture.engine, &fixture.event.key_hash), 0);
    }
}

/* ---- SIGNAL, WITHDRAW, RETRY --------------------------------------------------------------- */

static void test_what_is_addressed_must_exist(void **state)
{
    (void)state;
    assert_int_equal(fixture_signal(&fixture, 1, "lan"), ERR_BUNDLE_UNKNOWN);
    assert_int_equal(fixture_signal(&fixture, 0, "lan"), ERR_BUNDLE_UNKNOWN);
    assert_int_equal(fixture_withdraw(&fixture, 1), ERR_BUNDLE_UNKNOWN);
    assert_int_equal(fixture_retry(&fixture, 1, "title"), ERR_BUNDLE_UNKNOWN);
    fixture_submit(&fixture, "five-permits", "k");
    assert_int_equal(fixture_signal(&fixture, 1, "title"), ERR_MILESTONE_UNKNOWN);
    assert_string_equal(refused()->field, "milestone");
    assert_int_equal(fixture_retry(&fixture, 1, "lan"), ERR_STAGE_UNKNOWN);
    assert_int_equal(fixture_retry(&fixture, 1, "title"), ERR_NOT_PARKED);
    assert_int_equal(refused()->bundle, 1);
}

static void test_a_milestone_is_settled_once(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    assert_int_equal(fixture_signal(&fixture, 1, "lan"), OK);
    uint64_t position = fixture_recorded(&fixture)->position;
    fixture_signal(&fixture, 1, "tax");
    assert_int_equal(fixture_signal(&fixture, 1, "lan"), OK);
    assert_repeated(1, position);
    assert_int_equal(fixture_call_off(&fixture, 1, "lan"), ERR_MILESTONE_SETTLED);
    assert_int_equal(fixture_call_off(&fixture, 1, "pay"), OK);
    assert_int_equal(fixture_call_off(&fixture, 1, "pay"), OK);
    assert_int_equal(fixture_signal(&fixture, 1, "pay"), ERR_MILESTONE_SETTLED);
}

static void test_an_ended_bundle_takes_nothing_more(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    fixture_signal(&fixture, 1, "lan");
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    uint64_t position = fixture_recorded(&fixture)->position;
    assert_int_equal(fixture_signal(&fixture, 1, "nothing"), ERR_MILESTONE_UNKNOWN);
    assert_int_equal(fixture_signal(&fixture, 1, "lan"), ERR_BUNDLE_ENDED);
    assert_int_equal(fixture_call_off(&fixture, 1, "lan"), ERR_BUNDLE_ENDED);
    assert_int_equal(fixture_retry(&fixture, 1, "nothing"), ERR_STAGE_UNKNOWN);
    assert_int_equal(fixture_retry(&fixture, 1, "title"), ERR_BUNDLE_ENDED);
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    assert_repeated(1, position);
}

static void test_an_archived_bundle_answers_as_one_in_memory(void **state)
{
    (void)state;
    fixture.archived = (struct archived){ .is_found = true,
                                          .bundle = 77,
                                          .version = 1,
                                          .procedure = named("five-permits"),
                                          .result = RESULT_ALL,
                                          .withdrawn_position = 0 };
    assert_int_equal(fixture_signal(&fixture, 77, "nothing"), ERR_MILESTONE_UNKNOWN);
    assert_int_equal(fixture_signal(&fixture, 77, "lan"), ERR_BUNDLE_ENDED);
    assert_int_equal(fixture_retry(&fixture, 77, "nothing"), ERR_STAGE_UNKNOWN);
    assert_int_equal(fixture_retry(&fixture, 77, "title"), ERR_BUNDLE_ENDED);
    assert_int_equal(fixture_withdraw(&fixture, 77), ERR_BUNDLE_ENDED);
    assert_int_equal(fixture_withdraw(&fixture, 78), ERR_BUNDLE_UNKNOWN); /* not that one */
    fixture_submit(&fixture, "five-permits", "k"); /* some position to point at */
    fixture.archived.is_found = true;
    fixture.archived.result = RESULT_WITHDRAWN;
    fixture.archived.withdrawn_position = 1;
    assert_int_equal(fixture_withdraw(&fixture, 77), OK);
    assert_repeated(77, 1);
    fixture.archived.procedure = named("forgotten"); /* a shell that does not say which */
    assert_int_equal(fixture_signal(&fixture, 77, "lan"), ERR_BUNDLE_ENDED);
    assert_int_equal(fixture_retry(&fixture, 77, "title"), ERR_BUNDLE_ENDED);
}

static void test_signal_and_verdict_are_busy_without_room_for_counters(void **state)
{
    (void)state;
    limits.counters_max = 5;
    fixture_close(&fixture);
    fixture_open(&fixture, &limits);
    five.stages[FIVE_A].department = named("planning");
    fixture_publish(&fixture, &five);
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    fixture_credit(&fixture, WORKER, 5);
    fixture_submit(&fixture, "five-permits", "k");
    assert_int_equal(fixture_signal(&fixture, 1, "lan"), OK);
    five.version = 2;
    five.gate_count = 0; /* every stage by itself */
    memset(&five.stages[FIVE_A].decide_after, 0, sizeof five.stages[FIVE_A].decide_after);
    fixture_publish(&fixture, &five);
    fixture_submit(&fixture, "five-permits", "k2");
    struct msg_job job = *fixture_job(&fixture, 2, FIVE_A);
    assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_GRANT), OK);
    assert_non_null(fixture_fact(&fixture, FACT_PERMITS_ISSUED, 0));
    fixture.year++;
    job = *fixture_job(&fixture, 1, FIVE_A);
    assert_int_equal(fixture_signal(&fixture, 1, "pay"), ERR_BUSY);
    assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_GRANT), ERR_BUSY);
    assert_int_equal(fixture_job_state(&fixture, 1, FIVE_A), JOB_LEASED); /* try again later */
    fixture.year--;
    assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_GRANT), OK);
}

static void test_a_department_takes_room_for_one_counter(void **state)
{
    (void)state;
    limits.counters_max = 1;
    fixture_close(&fixture);
    fixture_open(&fixture, &limits);
    for (uint32_t i = 0; i < FIVE_STAGES; i++) {
        five.stages[i].department = named("planning");
    }
    fixture_publish(&fixture, &five);
    fixture_submit(&fixture, "five-permits", "k");
    assert_int_equal(fixture_signal(&fixture, 1, "lan"), OK);
}

/* ---- Request ids --------------------------------------------------------------------------- */

static void test_a_request_id_gets_its_first_answer(void **state)
{
    (void)state;
    fixture_submit(&fixture, "five-permits", "k");
    use_request("id", "lan");
    fixture_signal(&fixture, 1, "lan");
    uint64_t position = fixture_recorded(&fixture)->position;
    fixture.request = (struct request_mark){ { { 0 } }, { { 0 } } };
    fixture_withdraw(&fixture, 1);
    use_request("id", "lan");
    assert_int_equal(fixture_signal(&fixture, 1, "lan"), OK); /* although the bundle has ended */
    assert_repeated(1, position);
    use_request("id", "other");
    assert_int_equal(fixture_signal(&fixture, 1, "nothing"), ERR_REQUEST_CONFLICT);
    assert_int_equal(fixture_withdraw(&fixture, 9), ERR_REQUEST_CONFLICT);
    assert_int_equal(again_as(WORKER), ERR_NOT_ALLOWED);
}

static void test_every_kind_of_request_is_remembered(void **state)
{
    (void)state;
    use_request("p", "p");
    five.version = 2;
    fixture_publish(&fixture, &five);
    uint64_t published = fixture_recorded(&fixture)->position;
    use_request("", "");
    fixture.request = (struct request_mark){ { { 0 } }, { { 0 } } };
    fixture_credit(&fixture, WORKER, 1);
    fixture_submit(&fixture, "five-permits", "k");
    struct msg_job job = *fixture_job(&fixture, 1, FIVE_A);
    fixture_verdict(&fixture, WORKER, &job, VERDICT_PARK);
    use_request("r", "r");
    assert_int_equal(fixture_retry(&fixture, 1, "land-use"), OK);
    uint64_t retried = fixture_recorded(&fixture)->position;
    assert_int_equal(fixture_retry(&fixture, 1, "land-use"), OK);
    assert_repeated(1, retried);
    use_request("w", "w");
    fixture_withdraw(&fixture, 1);
    uint64_t withdrawn = fixture_recorded(&fixture)->position;
    fixture_withdraw(&fixture, 1);
    assert_repeated(1, withdrawn);
    use_request("p", "p");
    assert_int_equal(fixture_publish(&fixture, &five), OK);
    assert_repeated(0, published);
    assert_int_equal(fixture_recorded(&fixture)->version, 2);
}

static void test_the_window_forgets_the_oldest(void **state)
{
    (void)state;
    static const char *const ids[] = { "1", "2", "3", "4", "5" };
    static const char *const milestones[] = { "prj", "lan", "pay", "tax", "prj" };
    fixture_submit(&fixture, "five-permits", "k");
    fixture_submit(&fixture, "five-permits", "k2");
    for (uint32_t i = 0; i < 5; i++) {
        use_request(ids[i], ids[i]);
        assert_int_equal(fixture_signal(&fixture, i < 4 ? 1 : 2, milestones[i]), OK);
        assert_false(fixture_recorded(&fixture)->repeated);
    }
    use_request("1", "other"); /* forgotten: no conflict any more */
    assert_int_equal(fixture_signal(&fixture, 2, "lan"), OK);
    use_request("3", "other");
    assert_int_equal(fixture_signal(&fixture, 2, "pay"), ERR_REQUEST_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_each_role_does_its_own),
        TEST(test_draining_takes_verdicts_but_nothing_new),
        TEST(test_sessions_are_admitted_while_there_is_room),
        TEST(test_publish_refuses_what_is_invalid_with_the_reason),
        TEST(test_publish_is_answered_again_or_conflicts),
        TEST(test_publish_is_busy_without_room_for_it_or_its_departments),
        TEST(test_submit_takes_the_newest_version_unless_told),
        TEST(test_submit_refuses_unknown_procedures_and_versions),
        TEST(test_the_same_submission_twice_is_one_bundle),
        TEST(test_the_archive_knows_submissions_too),
        TEST(test_submit_refuses_unknown_materials),
        TEST(test_submit_refuses_a_condition_that_gives_no_boolean),
        TEST(test_submit_refuses_what_no_stage_applies_to),
        TEST(test_publish_refuses_conditions_by_their_field),
        TEST(test_submit_is_busy_when_full_but_answers_what_it_knows),
        TEST(test_it_is_cramped_when_bundles_that_ended_take_the_last_room),
        TEST(test_open_bundles_alone_do_not_make_it_cramped),
        TEST(test_an_evicted_bundle_makes_room),
        TEST(test_what_is_addressed_must_exist),
        TEST(test_a_milestone_is_settled_once),
        TEST(test_an_ended_bundle_takes_nothing_more),
        TEST(test_an_archived_bundle_answers_as_one_in_memory),
        TEST(test_signal_and_verdict_are_busy_without_room_for_counters),
        TEST(test_a_department_takes_room_for_one_counter),
        TEST(test_a_request_id_gets_its_first_answer),
        TEST(test_every_kind_of_request_is_remembered),
        TEST(test_the_window_forgets_the_oldest),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

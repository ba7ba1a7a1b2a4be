/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs that could not be sent come back, each of them once, whoever put the message together. */
#include "broker/shell/post.h"

#include "broker/shell/log.h"
#include "broker/shell/prepare.h"
#include "tests/support/directory.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>

#include <cmocka.h>

#define POSITION 1
#define PLACES 4

static struct directory directory;
static struct fixture fixture; /* of an engine that is asked for nothing but opinions */
static struct broker *broker;
static struct round *round_at;
static uint8_t application[] = { 0x81, 0xa1, 'a', 0x01 };
static char counter[300], office[300];

static int make(void **state)
{
    (void)state;
    static struct facts facts;
    log_set_level(LOG_ERROR);
    directory_make(&directory);
    fixture_open(&fixture, &fixture_limits);
    broker = mmap(NULL, sizeof *broker, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert_ptr_not_equal(broker, MAP_FAILED);
    broker->engine = fixture.engine;
    broker->said = round_at = &broker->rounds[0];
    round_at->desk = &broker->desk;
    snprintf(counter, sizeof counter, "ipc://%s/counter", directory.path);
    snprintf(office, sizeof office, "ipc://%s/office", directory.path);
    struct transport_options options = { .endpoints = { counter, office } };
    assert_int_equal(transport_open(&broker->transport, &options), OK);
    assert_int_equal(sessions_init(&broker->sessions, PLACES), OK);
    assert_int_equal(outbox_init(&round_at->outbox, &broker->sessions), OK);
    assert_int_equal(draft_init(&round_at->draft), OK);
    draft_begin(&round_at->draft, POSITION);
    facts.count = 1;
    facts.facts[0] = (struct fact){ .type = FACT_BUNDLE_SUBMITTED,
                                    .position = POSITION,
                                    .bundle = 1,
                                    .bundle_submitted = {
                                        .procedure = { "p" },
                                        .version = 1,
                                        .application = { application, sizeof application },
                                    } };
    draft_record(&round_at->draft, &facts);
    round_at->draft.batch.owner = round_at;
    round_at->handed_elapsed_ms = clock_elapsed_ms();
    return 0;
}

static int forget(void **state)
{
    (void)state;
    outbox_fini(&round_at->outbox);
    draft_fini(&round_at->draft);
    sessions_fini(&broker->sessions);
    transport_close(&broker->transport);
    munmap(broker, sizeof *broker);
    fixture_close(&fixture);
    directory_remove(&directory);
    return 0;
}

/* A session of a connection that there is no more. */
static session_id come_and_go(void)
{
    static uint32_t number = 1000;
    number++;
    struct session *session;
    struct msg_hello hello = { .role = ROLE_WORKER, .principal = { "worker" } };
    struct address address = { .number = number, .door = DOOR_OFFICE };
    assert_int_equal(sessions_add(&broker->sessions, address, &hello, &session), OK);
    return session->id;
}

/* Hold so many jobs for it; their tokens say which they are. */
static void hold(session_id session, uint32_t count)
{
    static uint64_t token;
    if (round_at->outbox.count == 0) token = 0;
    for (uint32_t i = 0; i < count; i++) {
        token++;
        struct effect effect = {
            .type = EFFECT_JOB,
            .session = session,
            .job = { .application_position = POSITION,
                     .job = { .bundle = 1, .attempt = 1, .token = token, .stage_name = { "s" } } }
        };
        outbox_hold_effect(&round_at->outbox, &effect);
    }
}

static void assert_returned(uint32_t count)
{
    static bool is_back[4 * BATCH_ITEMS_MAX];
    memset(is_back, 0, sizeof is_back);
    assert_int_equal(broker->returned_count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_in_range(broker->returned[i].token, 1, count);
        assert_false(is_back[broker->returned[i].token]);
        is_back[broker->returned[i].token] = true;
    }
    assert_int_equal(round_at->outbox.count, 0);
}

static void test_jobs_of_prepared_messages_come_back(void **state)
{
    (void)state;
    session_id session = come_and_go();
    hold(session, 2 * BATCH_ITEMS_MAX + 1);
    prepare_answers(&round_at->draft.batch);
    assert_int_equal(round_at->outbox.parcel_count, 3);
    post_outbox(broker, &round_at->outbox);
    assert_returned(2 * BATCH_ITEMS_MAX + 1);
    assert_true(sessions_find(&broker->sessions, session)->is_gone);
    assert_int_equal(broker->gone_count, 1);
}

static void test_jobs_of_messages_that_are_put_together_here_come_back(void **state)
{
    (void)state;
    session_id session = come_and_go();
    hold(session, 2 * BATCH_ITEMS_MAX + 1);
    post_outbox(broker, &round_at->outbox);
    assert_returned(2 * BATCH_ITEMS_MAX + 1);
    assert_true(sessions_find(&broker->sessions, session)->is_gone);
    assert_int_equal(broker->gone_count, 1);
}

static void test_jobs_of_a_session_that_is_over_come_back(void **state)
{
    (void)state;
    session_id session = come_and_go();
    hold(session, 3);
    prepare_answers(&round_at->draft.batch);
    sessions_remove(&broker->sessions, sessions_find(&broker->sessions, session));
    post_outbox(broker, &round_at->outbox);
    assert_returned(3);
    assert_int_equal(broker->gone_count, 0);

    broker->returned_count = 0;
    hold(session, 3);
    post_outbox(broker, &round_at->outbox);
    assert_returned(3);
}

/* The second one came to the first one's place in the table, and neither is there any more. */
static void test_jobs_of_two_sessions_of_one_place_come_back(void **state)
{
    (void)state;
    session_id first = come_and_go();
    hold(first, 2);
    sessions_remove(&broker->sessions, sessions_find(&broker->sessions, first));
    session_id second = first;
    for (int i = 0; i < PLACES; i++) {
        second = come_and_go();
    }
    assert_int_equal(session_place(&broker->sessions, second),
                     session_place(&broker->sessions, first));
    hold(second, 2);
    prepare_answers(&round_at->draft.batch);
    assert_int_equal(round_at->outbox.parcel_count, 0);
    post_outbox(broker, &round_at->outbox);
    assert_returned(4);
    assert_int_equal(broker->gone_count, 1);
}

static void test_what_was_prepared_and_never_said_is_forgotten(void **state)
{
    (void)state;
    hold(come_and_go(), 3);
    prepare_answers(&round_at->draft.batch);
    assert_int_equal(round_at->outbox.parcel_count, 1);
    outbox_clear(&round_at->outbox);
    assert_int_equal(round_at->outbox.parcel_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_jobs_of_prepared_messages_come_back, make, forget),
        cmocka_unit_test_setup_teardown(test_jobs_of_messages_that_are_put_together_here_come_back,
                                        make, forget),
        cmocka_unit_test_setup_teardown(test_jobs_of_a_session_that_is_over_come_back, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_jobs_of_two_sessions_of_one_place_come_back, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_what_was_prepared_and_never_said_is_forgotten, make,
                                        forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

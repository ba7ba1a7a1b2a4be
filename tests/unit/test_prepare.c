/* SPDX-License-Identifier: Apache-2.0 */
/* What the journal's thread puts into bytes is what the engine's thread would have said. */
#include "broker/shell/prepare.h"

#include "tests/support/directory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <zmq.h>
#include <cmocka.h>

#define OLDER 1    /* position of a submission that is in the journal, ... */
#define POSITION 2 /* ... and of the one in the round */
#define HANDED_MS 1000000
#define LEASE_MS 60000
#define SESSION ((session_id){ 1 })
#define OTHER ((session_id){ 2 })

static struct directory directory;
static struct journal *journal;
static struct desk desk;
static struct sessions sessions;
static struct round *round_at;
static uint8_t older_application[] = { 0x81, 0xa1, 'o', 0x01 };
static uint8_t application[] = { 0x81, 0xa1, 'a', 0x01 };

static void record_submission(uint64_t position, const uint8_t *bytes, size_t size)
{
    static struct facts facts;
    facts.count = 1;
    facts.facts[0] = (struct fact){ .type = FACT_BUNDLE_SUBMITTED,
                                    .position = position,
                                    .bundle = position,
                                    .bundle_submitted = {
                                        .procedure = { "p" },
                                        .version = 1,
                                        .application = { bytes, size },
                                    } };
    draft_record(&round_at->draft, &facts);
}

/* A journal that has a submission, and a round whose first fact is another one. */
static int make(void **state)
{
    (void)state;
    static struct round memory;
    memory = (struct round){ 0 };
    round_at = &memory;
    directory_make(&directory);
    if (journal_open(&journal, directory.path, (size_t)16 << 20) != OK) return -1;
    if (view_open(&desk.view, journal) != OK) return -1;
    memory.desk = &desk;
    if (sessions_init(&sessions, 4) != OK) return -1;
    if (outbox_init(&memory.outbox, &sessions) != OK || draft_init(&memory.draft) != OK) return -1;
    draft_begin(&memory.draft, OLDER);
    record_submission(OLDER, older_application, sizeof older_application);
    if (journal_append_now(journal, &memory.draft.batch) != OK) return -1;
    draft_begin(&memory.draft, POSITION);
    record_submission(POSITION, application, sizeof application);
    memory.draft.batch.owner = round_at;
    memory.handed_ms = HANDED_MS;
    memory.handed_elapsed_ms = clock_elapsed_ms();
    return 0;
}

static int forget(void **state)
{
    (void)state;
    outbox_fini(&round_at->outbox);
    draft_fini(&round_at->draft);
    sessions_fini(&sessions);
    view_close(&desk.view);
    journal_close(&journal);
    directory_remove(&directory);
    return 0;
}

static struct effect job_effect(void)
{
    return (struct effect){ .type = EFFECT_JOB,
                            .session = SESSION,
                            .job = { .application_position = POSITION,
                                     .job = { .bundle = 1,
                                              .stage = 2,
                                              .attempt = 1,
                                              .token = UINT64_MAX,
                                              .until_ms = HANDED_MS + LEASE_MS,
                                              .lease_ms = LEASE_MS,
                                              .stage_name = { "s" } } } };
}

static void prepare(void)
{
    prepare_answers(&round_at->draft.batch);
}

static const struct held_thread *thread_of(session_id session)
{
    return &round_at->outbox.threads[session_place(&sessions, session)];
}

static struct span part_of(struct parcel *parcel, uint32_t at)
{
    zmq_msg_t *part = (zmq_msg_t *)(void *)parcel->outbound.parts[at];
    return (struct span){ zmq_msg_data(part), zmq_msg_size(part) };
}

/* The only message that the session would get. */
static const struct message *said(void)
{
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;

    assert_int_equal(thread_of(SESSION)->parcel_count, 1);
    struct parcel *parcel = &round_at->outbox.parcels[thread_of(SESSION)->parcel_first];
    assert_int_equal(parcel->end, HELD_END);
    assert_int_equal(
        envelope_open(&envelope, part_of(parcel, 0), part_of(parcel, 1), NULL, &refusal), OK);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, OK);
    return &message;
}

static void test_an_answer_is_what_was_recorded(void **state)
{
    (void)state;
    struct effect effect = { .type = EFFECT_RECORDED,
                             .session = SESSION,
                             .request_id = { (const uint8_t *)"id", 2 },
                             .recorded = { .bundle = 5, .position = 300, .repeated = true } };
    outbox_hold_effect(&round_at->outbox, &effect);
    prepare();
    const struct message *message = said();
    assert_int_equal(message->type, MSG_RECORDED);
    assert_int_equal(message->request_id.size, 2);
    assert_memory_equal(message->request_id.at, "id", 2);
    assert_int_equal(message->recorded.bundle, 5);
    assert_int_equal(message->recorded.position, 300);
    assert_true(message->recorded.repeated);
}

static void test_a_lease_is_as_long_as_is_left_of_it(void **state)
{
    (void)state;
    struct effect effect = job_effect();
    outbox_hold_effect(&round_at->outbox, &effect);
    round_at->handed_elapsed_ms -= 5000; /* so long the disk took */
    prepare();
    const struct message *message = said();
    assert_int_equal(message->type, MSG_JOB);
    assert_int_equal(message->job.token, UINT64_MAX);
    assert_int_equal(message->job.until_ms, HANDED_MS + LEASE_MS);
    assert_in_range(message->job.lease_ms, 1, LEASE_MS - 5000);
    assert_int_equal(message->job.application.size, sizeof application);
    assert_memory_equal(message->job.application.at, application, sizeof application);

    outbox_clear(&round_at->outbox);
    outbox_hold_effect(&round_at->outbox, &effect);
    round_at->handed_elapsed_ms -= LEASE_MS;
    prepare();
    assert_int_equal(said()->job.lease_ms, 0);
}

static void test_an_application_of_an_earlier_round_comes_from_the_journal(void **state)
{
    (void)state;
    struct effect effect = job_effect();
    effect.job.application_position = OLDER;
    outbox_hold_effect(&round_at->outbox, &effect);
    prepare();
    const struct message *message = said();
    assert_int_equal(message->job.application.size, sizeof older_application);
    assert_memory_equal(message->job.application.at, older_application, sizeof older_application);
}

/* A peer that is told anything else is left alone as a whole: it is told things in their order. */
static void test_what_the_engine_must_be_asked_for_is_left_alone(void **state)
{
    (void)state;
    struct effect usual = job_effect();
    struct effect elsewhere = job_effect();
    struct effect with_opinions = job_effect();
    const struct effect *effects[] = { &elsewhere, &with_opinions };
    elsewhere.job.application_position = POSITION + 9; /* nowhere: post.c will say so */
    with_opinions.job.job.opinions = 1;
    for (uint32_t i = 0; i < 3; i++) {
        outbox_clear(&round_at->outbox);
        outbox_hold_effect(&round_at->outbox, &usual);
        if (i < 2) outbox_hold_effect(&round_at->outbox, effects[i]);
        if (i == 2) {
            outbox_hold(&round_at->outbox, SESSION, (struct span){ 0 }, HELD_PONG,
                        (struct span){ 0 });
        }
        usual.session = OTHER;
        outbox_hold_effect(&round_at->outbox, &usual);
        usual.session = SESSION;
        prepare();
        assert_int_equal(thread_of(SESSION)->parcel_count, 0);
        assert_int_equal(thread_of(OTHER)->parcel_count, 1);
    }
}

/* Another session that came to the same place in the table is another peer. */
static void test_who_came_to_the_place_of_another_is_left_alone(void **state)
{
    (void)state;
    struct effect effect = job_effect();
    outbox_hold_effect(&round_at->outbox, &effect);
    effect.session.n = SESSION.n + sessions.capacity;
    assert_int_equal(session_place(&sessions, effect.session), session_place(&sessions, SESSION));
    outbox_hold_effect(&round_at->outbox, &effect);
    prepare();
    assert_int_equal(thread_of(SESSION)->parcel_count, 0);
}

static void test_what_is_too_much_for_a_message_comes_in_several(void **state)
{
    (void)state;
    struct effect effect = job_effect();
    for (int i = 0; i <= BATCH_ITEMS_MAX; i++) {
        outbox_hold_effect(&round_at->outbox, &effect);
    }
    prepare();
    assert_int_equal(thread_of(SESSION)->parcel_count, 2);
    struct parcel *parcels = &round_at->outbox.parcels[thread_of(SESSION)->parcel_first];
    assert_int_equal(parcels[0].end, BATCH_ITEMS_MAX);
    assert_int_equal(part_of(&parcels[0], 1).size, BATCH_ITEMS_MAX * sizeof application);
    assert_int_equal(parcels[1].end, HELD_END);
    assert_int_equal(part_of(&parcels[1], 1).size, sizeof application);
}

/* However many large applications go out at once: the rest is put together when what is before it has been
 * sent. */
static void test_what_is_prepared_has_a_bound(void **state)
{
    (void)state;
    static uint8_t large[DESK_BYTES / 2 + 1];
    struct effect effect = job_effect();
    record_submission(POSITION + 1, large, sizeof large);
    effect.job.application_position = POSITION + 1;
    const uint32_t fitting = (uint32_t)(PARCELS_BYTES_MAX / (sizeof large + 256));
    for (uint32_t i = 0; i < fitting; i++) {
        outbox_hold_effect(&round_at->outbox, &effect);
    }
    effect.session = OTHER;
    for (uint32_t i = 0; i < fitting; i++) {
        outbox_hold_effect(&round_at->outbox, &effect);
    }
    prepare();
    assert_int_equal(thread_of(SESSION)->parcel_count, fitting); /* two do not fit one message */
    assert_int_equal(thread_of(OTHER)->parcel_count, 0);
    assert_int_equal(round_at->outbox.parcel_count, fitting);
}

static void test_what_is_too_large_for_a_parcel_is_left_alone(void **state)
{
    (void)state;
    static uint8_t large[DESK_BYTES + 1];
    struct effect effect = job_effect();
    record_submission(POSITION + 1, large, sizeof large);
    effect.job.application_position = POSITION + 1;
    outbox_hold_effect(&round_at->outbox, &effect);
    prepare();
    assert_int_equal(thread_of(SESSION)->parcel_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_answer_is_what_was_recorded, make, forget),
        cmocka_unit_test_setup_teardown(test_a_lease_is_as_long_as_is_left_of_it, make, forget),
        cmocka_unit_test_setup_teardown(
            test_an_application_of_an_earlier_round_comes_from_the_journal, make, forget),
        cmocka_unit_test_setup_teardown(test_what_the_engine_must_be_asked_for_is_left_alone, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_who_came_to_the_place_of_another_is_left_alone, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_what_is_too_much_for_a_message_comes_in_several, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_what_is_prepared_has_a_bound, make, forget),
        cmocka_unit_test_setup_teardown(test_what_is_too_large_for_a_parcel_is_left_alone, make,
                                        forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What the journal's thread puts into bytes is what the engine's thread would have said. */
#include "broker/shell/prepare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define POSITION 7
#define HANDED_MS 1000000
#define LEASE_MS 60000

static struct sessions sessions;
static struct round *round_at;
static uint8_t application[] = { 0x81, 0xa1, 'a', 0x01 };

/* A round whose first fact is a submission. */
static int make(void **state)
{
    (void)state;
    static struct facts facts;
    static struct round memory;
    round_at = &memory;
    if (sessions_init(&sessions, 4) != OK) return -1;
    if (outbox_init(&memory.outbox, &sessions) != OK || draft_init(&memory.draft) != OK) return -1;
    draft_begin(&memory.draft, POSITION);
    facts.count = 1;
    facts.facts[0] = (struct fact){ .type = FACT_BUNDLE_SUBMITTED,
                                    .position = POSITION,
                                    .bundle = 1,
                                    .bundle_submitted = {
                                        .procedure = { "p" },
                                        .version = 1,
                                        .application = { application, sizeof application },
                                    } };
    draft_record(&memory.draft, &facts);
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
    return 0;
}

static struct effect job_effect(void)
{
    return (struct effect){ .type = EFFECT_JOB,
                            .session = { 1 },
                            .job = { .application_position = POSITION,
                                     .job = { .bundle = 1,
                                              .stage = 2,
                                              .attempt = 1,
                                              .token = UINT64_MAX,
                                              .until_ms = HANDED_MS + LEASE_MS,
                                              .lease_ms = LEASE_MS,
                                              .stage_name = { "s" } } } };
}

/* The message that the nth entry would be. */
static const struct message *said(uint32_t nth)
{
    static uint8_t items[4096], payload[4096], frame[4096];
    static struct message message;
    struct buffer items_buffer, payload_buffer, frame_buffer;
    struct outgoing outgoing;
    struct envelope envelope;
    struct refusal refusal;

    const struct held *held = &round_at->outbox.entries[nth];
    assert_true(held->item_size > 0);
    buffer_init(&items_buffer, items, sizeof items);
    buffer_init(&payload_buffer, payload, sizeof payload);
    buffer_init(&frame_buffer, frame, sizeof frame);
    outgoing_init(&outgoing, items_buffer, payload_buffer);
    struct span share = { application, held->kind == HELD_JOB ? sizeof application : 0 };
    assert_int_equal(outgoing_add_item(&outgoing, outbox_item(&round_at->outbox, held), share), OK);
    assert_int_equal(outgoing_finish(&outgoing, &frame_buffer), OK);
    assert_int_equal(envelope_open(&envelope, buffer_span(&frame_buffer),
                                   buffer_span(&outgoing.payload), NULL, &refusal),
                     OK);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, OK);
    return &message;
}

static void test_an_answer_is_what_was_recorded(void **state)
{
    (void)state;
    struct effect effect = { .type = EFFECT_RECORDED,
                             .session = { 1 },
                             .request_id = { (const uint8_t *)"id", 2 },
                             .recorded = { .bundle = 5, .position = 300, .repeated = true } };
    outbox_hold_effect(&round_at->outbox, &effect);
    prepare_answers(&round_at->draft.batch);
    const struct message *message = said(0);
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
    prepare_answers(&round_at->draft.batch);
    const struct message *message = said(0);
    assert_int_equal(message->type, MSG_JOB);
    assert_int_equal(message->job.token, UINT64_MAX);
    assert_int_equal(message->job.until_ms, HANDED_MS + LEASE_MS);
    assert_in_range(message->job.lease_ms, 1, LEASE_MS - 5000);
    assert_int_equal(message->job.application.size, sizeof application);
    assert_memory_equal(message->job.application.at, application, sizeof application);

    outbox_clear(&round_at->outbox);
    outbox_hold_effect(&round_at->outbox, &effect);
    round_at->handed_elapsed_ms -= LEASE_MS;
    prepare_answers(&round_at->draft.batch);
    assert_int_equal(said(0)->job.lease_ms, 0);
}

static void test_what_needs_more_than_its_round_is_left_alone(void **state)
{
    (void)state;
    struct effect elsewhere = job_effect();
    struct effect with_opinions = job_effect();
    elsewhere.job.application_position = POSITION - 1;
    with_opinions.job.job.opinions = 1;
    outbox_hold_effect(&round_at->outbox, &elsewhere);
    outbox_hold_effect(&round_at->outbox, &with_opinions);
    outbox_hold(&round_at->outbox, (session_id){ 1 }, (struct span){ 0 }, HELD_PONG,
                (struct span){ 0 });
    prepare_answers(&round_at->draft.batch);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(round_at->outbox.entries[i].item_size, 0);
    }
}

static void test_what_finds_no_room_is_left_alone(void **state)
{
    (void)state;
    struct effect effect = job_effect();
    for (int i = 0; i < 3; i++) {
        outbox_hold_effect(&round_at->outbox, &effect);
    }
    prepare_answers(&round_at->draft.batch);
    size_t size = round_at->outbox.entries[0].item_size;
    round_at->outbox.items.size = 0;
    round_at->outbox.items.capacity = 2 * size + size / 2;
    round_at->outbox.entries[2].item_size = 0;
    prepare_answers(&round_at->draft.batch);
    assert_int_equal(said(1)->job.stage, 2);
    assert_int_equal(round_at->outbox.entries[2].item_size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_answer_is_what_was_recorded, make, forget),
        cmocka_unit_test_setup_teardown(test_a_lease_is_as_long_as_is_left_of_it, make, forget),
        cmocka_unit_test_setup_teardown(test_what_needs_more_than_its_round_is_left_alone, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_what_finds_no_room_is_left_alone, make, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

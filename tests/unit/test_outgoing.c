/* SPDX-License-Identifier: Apache-2.0 */
/* Messages to a frame: what does not fit, and the room before the first item. */
#include "proto/envelope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define BYTES(literal) ((struct span){ (const uint8_t *)(literal), sizeof(literal) - 1 })

static uint8_t frame_memory[ENVELOPE_BYTES_MAX];
static struct outgoing outgoing;

static void reset(void)
{
    struct buffer frame;
    struct buffer payload;
    buffer_init(&frame, frame_memory, sizeof frame_memory);
    buffer_init(&payload, NULL, 0);
    outgoing_init(&outgoing, frame, payload);
}

/* Read a frame of PINGs. Returns how many there are. */
static uint32_t read_all(struct span frame)
{
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;
    uint32_t count = 0;

    assert_int_equal(envelope_open(&envelope, frame, (struct span){ 0 }, NULL, &refusal), OK);
    for (; envelope_next(&envelope, &message, &refusal); count++) {
        assert_int_equal(refusal.err, OK);
        assert_int_equal(message.type, MSG_PING);
    }
    return count;
}

static void test_what_does_not_fit_leaves_the_rest_as_it_was(void **state)
{
    (void)state;
    uint8_t small[OUTGOING_HEAD_BYTES + 40];
    uint8_t tiny[4];
    struct buffer frame;
    struct buffer payload;
    struct message ping = { .type = MSG_PING, .request_id = BYTES("first") };
    struct message large = { .type = MSG_WITHDRAW,
                             .withdraw = {
                                 .ref = { .bundle = 1 },
                                 .reason = BYTES("a reason that has no room in forty bytes") } };
    struct message submit = { .type = MSG_SUBMIT,
                              .submit = { .procedure = { "p" },
                                          .key = BYTES("k"),
                                          .application = BYTES("\x81\xa2xx\x05") } };

    buffer_init(&frame, small, sizeof small);
    buffer_init(&payload, tiny, sizeof tiny);
    outgoing_init(&outgoing, frame, payload);
    assert_int_equal(outgoing_add(&outgoing, &ping), OK);
    size_t size = outgoing.frame.size;
    assert_int_equal(outgoing_add(&outgoing, &large), ERR_TOO_LARGE);
    assert_int_equal(outgoing_add(&outgoing, &submit), ERR_TOO_LARGE);
    assert_int_equal(outgoing.frame.size, size);
    assert_int_equal(outgoing.payload.size, 0);
    assert_int_equal(outgoing.item_count, 1);
    assert_int_equal(read_all(outgoing_finish(&outgoing)), 1);
}

/* It may not be taken by a socket, and be sent later with what came meanwhile. */
static void test_a_frame_that_is_finished_can_become_a_batch(void **state)
{
    (void)state;
    struct message ping = { .type = MSG_PING, .request_id = BYTES("p") };

    reset();
    assert_int_equal(outgoing_add(&outgoing, &ping), OK);
    assert_int_equal(read_all(outgoing_finish(&outgoing)), 1);
    assert_int_equal(outgoing_add(&outgoing, &ping), OK);
    assert_int_equal(read_all(outgoing_finish(&outgoing)), 2);
}

/* With one item and with as many as there can be, in memory of the size of the largest envelope. */
static void test_a_frame_stays_within_its_memory(void **state)
{
    (void)state;
    struct message ping = { .type = MSG_PING };

    reset();
    assert_int_equal(outgoing_add(&outgoing, &ping), OK);
    assert_true(outgoing_finish(&outgoing).at >= frame_memory);
    while (outgoing_add(&outgoing, &ping) == OK) {
    }
    struct span frame = outgoing_finish(&outgoing);
    assert_true(frame.at >= frame_memory);
    assert_ptr_equal(frame.at + frame.size, frame_memory + outgoing.frame.size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_does_not_fit_leaves_the_rest_as_it_was),
        cmocka_unit_test(test_a_frame_that_is_finished_can_become_a_batch),
        cmocka_unit_test(test_a_frame_stays_within_its_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

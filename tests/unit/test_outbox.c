/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct sessions sessions;
static struct outbox outbox;

static int make(void **state)
{
    (void)state;
    assert_int_equal(sessions_init(&sessions, 4), OK);
    return outbox_init(&outbox, &sessions) == OK ? 0 : -1;
}

static int forget(void **state)
{
    (void)state;
    outbox_fini(&outbox);
    sessions_fini(&sessions);
    return 0;
}

static struct span id_of(const char *text)
{
    return (struct span){ (const uint8_t *)text, strlen(text) };
}

static void hold(uint32_t session, const char *id, enum held_kind kind)
{
    outbox_hold(&outbox, (session_id){ session }, id_of(id), kind, (struct span){ 0 });
}

/* The request ids of the nth session that has something, in order. */
static const char *thread(uint32_t nth)
{
    static char ids[256];
    size_t size = 0;
    assert_true(nth < outbox.order_count);
    uint32_t entry = outbox.threads[outbox.order[nth]].first;
    for (; entry != HELD_END; entry = outbox.entries[entry].next) {
        const struct held *held = &outbox.entries[entry];
        assert_true(size + held->request_id_size < sizeof ids);
        memcpy(ids + size, held->request_id, held->request_id_size);
        size += held->request_id_size;
    }
    ids[size] = '\0';
    return ids;
}

static void test_entries_are_threaded_by_session_in_order(void **state)
{
    (void)state;
    hold(2, "a", HELD_PONG);
    hold(1, "b", HELD_PONG);
    hold(2, "c", HELD_PONG);
    hold(3, "d", HELD_PONG);
    hold(2, "e", HELD_PONG);
    assert_int_equal(outbox.order_count, 3);
    assert_string_equal(thread(0), "ace");
    assert_string_equal(thread(1), "b");
    assert_string_equal(thread(2), "d");
}

static void test_after_clearing_nothing_of_before_is_left(void **state)
{
    (void)state;
    hold(1, "a", HELD_PONG);
    hold(2, "b", HELD_PONG);
    outbox_clear(&outbox);
    assert_int_equal(outbox.order_count, 0);
    hold(2, "c", HELD_PONG);
    assert_int_equal(outbox.order_count, 1);
    assert_string_equal(thread(0), "c");
}

static void test_what_is_held_is_a_copy(void **state)
{
    (void)state;
    char id[] = "request-1";
    struct effect effect = { .type = EFFECT_RECORDED,
                             .session = { 1 },
                             .request_id = id_of(id),
                             .recorded = { .bundle = 7, .position = 9 } };
    outbox_hold_effect(&outbox, &effect);
    memset(id, 'x', sizeof id);
    memset(&effect, 0, sizeof effect);
    const struct msg_recorded *recorded = outbox.entries[0].body;
    assert_int_equal(outbox.entries[0].kind, HELD_RECORDED);
    assert_memory_equal(outbox.entries[0].request_id, "request-1", 9);
    assert_int_equal(recorded->bundle, 7);
    assert_int_equal(recorded->position, 9);
}

static void test_every_effect_has_its_kind(void **state)
{
    (void)state;
    static const struct {
        enum effect_type type;
        enum held_kind kind;
    } kinds[] = { { EFFECT_RECORDED, HELD_RECORDED },
                  { EFFECT_REFUSED, HELD_REFUSED },
                  { EFFECT_JOB, HELD_JOB },
                  { EFFECT_CANCEL, HELD_CANCEL } };
    for (uint32_t i = 0; i < 4; i++) {
        struct effect effect = { .type = kinds[i].type, .session = { 1 } };
        outbox_hold_effect(&outbox, &effect);
        assert_int_equal(outbox.entries[i].kind, kinds[i].kind);
    }
}

static void test_nobody_waits_for_answers_to_the_broker_itself(void **state)
{
    (void)state;
    struct effect effect = { .type = EFFECT_RECORDED };
    outbox_hold_effect(&outbox, &effect);
    assert_int_equal(outbox.count, 0);
}

static void test_a_refusal_keeps_its_field_within_bounds(void **state)
{
    (void)state;
    outbox_refuse(&outbox, (session_id){ 1 }, id_of("r"), ERR_FIELD_INVALID,
                  "stages.this-name-is-longer-than-a-field-may-be");
    const struct effect_refused *refused = outbox.entries[0].body;
    assert_int_equal(refused->err, ERR_FIELD_INVALID);
    assert_int_equal(strlen(refused->field), NAME_BYTES_MAX);
}

static void test_room_is_left_for_a_whole_step_until_it_is_said(void **state)
{
    (void)state;
    struct effect effect = { .type = EFFECT_JOB };
    uint32_t steps = 0;
    while (outbox_has_room(&outbox)) {
        for (uint32_t i = 0; i < STEP_EFFECTS_MAX; i++) {
            effect.session.n = 1 + i % 4;
            outbox_hold_effect(&outbox, &effect); /* asserts that it fits */
        }
        steps++;
    }
    assert_true(steps >= 8);
    assert_true(outbox.count <= OUTBOX_ENTRIES_MAX);
    outbox_clear(&outbox);
    assert_true(outbox_has_room(&outbox));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_entries_are_threaded_by_session_in_order, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_after_clearing_nothing_of_before_is_left, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_what_is_held_is_a_copy, make, forget),
        cmocka_unit_test_setup_teardown(test_every_effect_has_its_kind, make, forget),
        cmocka_unit_test_setup_teardown(test_nobody_waits_for_answers_to_the_broker_itself, make,
                                        forget),
        cmocka_unit_test_setup_teardown(test_a_refusal_keeps_its_field_within_bounds, make, forget),
        cmocka_unit_test_setup_teardown(test_room_is_left_for_a_whole_step_until_it_is_said, make,
                                        forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A link against a broker that does what the test says. Both live in this thread: nothing happens
 * but in link_wait and fake_broker_take. */
#include "client/link.h"
#include "client/text.h"
#include "tests/support/fake_broker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <cmocka.h>

#define PATIENCE_MS 10000 /* a condition that takes longer is a failure */
#define CALM_MS 60000     /* heartbeats that never matter */

struct world {
    const char *endpoint;
    struct fake_broker *broker;
    struct link *link;
    struct message heard; /* by the broker */
    struct message read;  /* by the link's owner */
};

static struct world *world_of(void **state)
{
    return *state;
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->endpoint = fake_broker_endpoint();
    world->broker = fake_broker_open(world->endpoint);
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    link_close(&world->link);
    if (world->broker != NULL) fake_broker_close(&world->broker);
    free(world);
    return 0;
}

static void open_link(struct world *world)
{
    struct link_options options = { .endpoint = world->endpoint,
                                    .role = ROLE_WORKER,
                                    .principal = "a",
                                    .department = "planning",
                                    .software = "test 1" };
    assert_int_equal(link_open(&world->link, &options), OK);
}

/* Let both act until the broker hears a message of the type, which is in world->heard. */
static void hear(struct world *world, enum message_type type)
{
    int64_t until_ms = link_now_ms() + PATIENCE_MS;
    do {
        while (fake_broker_take(world->broker, &world->heard, 0)) {
            if (world->heard.type == type) return;
        }
        assert_int_equal(link_wait(world->link, -1, 5), OK);
    } while (link_now_ms() < until_ms);
    fail_msg("the broker did not hear message type %d", (int)type);
}

/* Wait until the link is up for the epoch-th time. */
static void come_up(struct world *world, uint32_t epoch)
{
    int64_t until_ms = link_now_ms() + PATIENCE_MS;
    while (link_epoch(world->link) != epoch || !link_is_up(world->link)) {
        assert_int_equal(link_wait(world->link, -1, 100), OK);
        assert_true(link_now_ms() < until_ms);
    }
}

static void welcome(struct world *world, uint32_t heartbeat_ms, uint32_t liveness_ms)
{
    uint32_t epoch = link_epoch(world->link);
    hear(world, MSG_HELLO);
    fake_broker_welcome(world->broker, &world->heard, heartbeat_ms, liveness_ms);
    come_up(world, epoch + 1);
}

static void up(struct world *world)
{
    open_link(world);
    welcome(world, CALM_MS, CALM_MS);
}

static void refuse_hello(struct world *world, enum err err, uint32_t after_ms)
{
    struct message error = { .type = MSG_ERROR, .request_id = world->heard.request_id };
    error.error.number = (uint8_t)err;
    error.error.name = span_of_text(err_name(err));
    error.error.text = span_of_text(err_text(err));
    error.error.retry = (uint8_t)err_retry(err);
    error.error.after_ms = after_ms;
    fake_broker_say(world->broker, &error);
}

static struct message recorded(const char *id, uint64_t bundle)
{
    struct message message = { .type = MSG_RECORDED, .request_id = span_of_text(id) };
    message.recorded.bundle = bundle;
    message.recorded.position = bundle;
    return message;
}

static void test_hello_says_who_it_is(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    hear(world, MSG_HELLO);
    assert_int_equal(world->heard.hello.role, ROLE_WORKER);
    assert_string_equal(world->heard.hello.principal.text, "a");
    assert_string_equal(world->heard.hello.department.text, "planning");
    assert_true(span_is_equal(world->heard.hello.software, span_of_text("test 1")));
    assert_true(world->heard.request_id.size > 0);
    assert_false(link_is_up(world->link));
    assert_int_equal(link_epoch(world->link), 0);
}

static void test_welcome_brings_it_up(void **state)
{
    struct world *world = world_of(state);
    up(world);
    assert_int_equal(link_epoch(world->link), 1);
    assert_int_equal(link_welcome(world->link)->position, 41);
    assert_int_equal(link_refusal(world->link)->number, 0);
}

static void test_bad_options_are_refused_at_once(void **state)
{
    (void)state;
    static const struct link_options cases[] = {
        { .endpoint = "nowhere", .role = ROLE_SUBMITTER, .principal = "a" },
        { .endpoint = "tcp://", .role = ROLE_SUBMITTER, .principal = "a" },
        { .endpoint = "inproc://x", .role = ROLE_SUBMITTER, .principal = "a" },
        { .endpoint = NULL, .role = ROLE_SUBMITTER, .principal = "a" },
        { .endpoint = "ipc:///tmp/x", .role = ROLE_SUBMITTER, .principal = "Big" },
        { .endpoint = "ipc:///tmp/x", .role = ROLE_SUBMITTER, .principal = NULL },
        { .endpoint = "ipc:///tmp/x", .role = ROLE_WORKER, .principal = "a" },
        { .endpoint = "ipc:///tmp/x", .role = ROLE_SUBMITTER, .principal = "a", .department = "d" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct link *link = NULL;
        assert_int_equal(link_open(&link, &cases[i]), ERR_FIELD_INVALID);
        assert_null(link);
    }
}

static void test_a_refusal_for_good_ends_it(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    hear(world, MSG_HELLO);
    refuse_hello(world, ERR_WRONG_DOOR, 0);
    int64_t until_ms = link_now_ms() + PATIENCE_MS;
    enum err err = OK;
    while (err == OK && link_now_ms() < until_ms) {
        err = link_wait(world->link, -1, 100);
    }
    assert_int_equal(err, ERR_REFUSED);
    assert_int_equal(link_refusal(world->link)->number, ERR_WRONG_DOOR);
    assert_true(span_is_equal(link_refusal(world->link)->name, span_of_text("WRONG_DOOR")));
    assert_int_equal(link_wait(world->link, -1, 0), ERR_REFUSED); /* and stays so */
}

static void test_a_refusal_for_now_is_tried_again(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    hear(world, MSG_HELLO);
    refuse_hello(world, ERR_DEPARTMENT_UNKNOWN, 0);
    hear(world, MSG_HELLO);
    assert_int_equal(link_refusal(world->link)->number, ERR_DEPARTMENT_UNKNOWN);
    refuse_hello(world, ERR_BUSY, 700); /* longer than the backoff at this point */
    int64_t asked_ms = link_now_ms();
    hear(world, MSG_HELLO);
    assert_true(link_now_ms() - asked_ms >= 690);
    fake_broker_welcome(world->broker, &world->heard, CALM_MS, CALM_MS);
    come_up(world, 1);
}

static void test_many_messages_leave_in_one_frame(void **state)
{
    struct world *world = world_of(state);
    up(world);
    uint32_t frames = fake_broker_frames(world->broker);
    for (uint32_t i = 1; i <= 100; i++) {
        struct message verdict = { .type = MSG_VERDICT };
        verdict.verdict.bundle = i;
        verdict.verdict.attempt = 1;
        verdict.verdict.token = 7;
        verdict.verdict.verdict = VERDICT_GRANT;
        assert_int_equal(link_send(world->link, &verdict), OK);
    }
    for (uint32_t i = 1; i <= 100; i++) {
        hear(world, MSG_VERDICT);
        assert_int_equal(world->heard.verdict.bundle, i);
    }
    assert_int_equal(fake_broker_frames(world->broker), frames + 1);
}

static void test_more_than_a_batch_needs_more_frames(void **state)
{
    struct world *world = world_of(state);
    up(world);
    uint32_t frames = fake_broker_frames(world->broker);
    struct message credit = { .type = MSG_CREDIT };
    credit.credit.credit = 1;
    for (uint32_t i = 0; i < BATCH_ITEMS_MAX + 1; i++) {
        assert_int_equal(link_send(world->link, &credit), OK);
    }
    for (uint32_t i = 0; i < BATCH_ITEMS_MAX + 1; i++) {
        hear(world, MSG_CREDIT);
    }
    assert_int_equal(fake_broker_frames(world->broker), frames + 2);
}

static void test_what_can_never_be_sent_is_told(void **state)
{
    struct world *world = world_of(state);
    up(world);
    size_t size = 2 * ENVELOPE_BYTES_MAX;
    uint8_t *bytes = calloc(1, size);
    struct message publish = { .type = MSG_PUBLISH };
    publish.publish.encoded = (struct span){ bytes, size };
    assert_int_equal(link_send(world->link, &publish), ERR_TOO_LARGE);
    free(bytes);
}

static void test_nothing_can_be_sent_while_it_is_down(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    struct message ping = { .type = MSG_PING };
    assert_int_equal(link_send(world->link, &ping), ERR_TIMEOUT);
    assert_int_equal(link_flush(world->link), ERR_TIMEOUT);
}

static void test_silence_of_its_own_is_broken_by_ping(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    welcome(world, 30, CALM_MS);
    hear(world, MSG_PING);
    hear(world, MSG_PING);
}

static void test_silence_of_the_broker_means_a_fresh_connection(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    welcome(world, 20, 60);
    uint32_t peers = fake_broker_peers(world->broker);
    hear(world, MSG_HELLO);
    assert_int_equal(fake_broker_peers(world->broker), peers + 1);
    fake_broker_welcome(world->broker, &world->heard, CALM_MS, CALM_MS);
    come_up(world, 2);
}

static void test_pong_keeps_it_up(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    welcome(world, 40, 600); /* half a second is what a loaded machine may stand still */
    struct message pong = { .type = MSG_PONG };
    for (int i = 0; i < 45; i++) { /* three times the liveness */
        hear(world, MSG_PING);
        fake_broker_say(world->broker, &pong);
    }
    assert_true(link_is_up(world->link));
    assert_int_equal(link_epoch(world->link), 1);
    assert_false(link_next(world->link, &world->read)); /* PONG is the link's own business */
}

/* The broker says PONG, and the link has read it. */
static void say_pong(struct world *world)
{
    struct message messages[] = { { .type = MSG_PONG }, recorded("after it", 1) };
    fake_broker_say_all(world->broker, messages, 2);
    while (!link_next(world->link, &world->read)) {
        assert_int_equal(link_wait(world->link, -1, 5), OK);
    }
    assert_int_equal(world->read.type, MSG_RECORDED);
    assert_int_equal(link_wait(world->link, -1, 0), OK);
}

static void test_pong_is_answered_by_who_was_silent_for_half_a_heartbeat(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    int64_t hello_ms = link_now_ms();
    welcome(world, 3000, CALM_MS);
    say_pong(world);
    assert_false(fake_broker_take(world->broker, &world->heard, 50));
    while (link_now_ms() < hello_ms + 1600) {
        assert_int_equal(link_wait(world->link, -1, 50), OK);
    }
    say_pong(world);
    hear(world, MSG_PING);
    assert_in_range(link_now_ms() - hello_ms, 1500, 2900); /* before its own heartbeat */
}

static void test_bye_and_hello_first_mean_hello_again(void **state)
{
    struct world *world = world_of(state);
    up(world);
    struct message bye = { .type = MSG_BYE };
    fake_broker_say(world->broker, &bye);
    welcome(world, CALM_MS, CALM_MS);
    assert_int_equal(link_epoch(world->link), 2);
    world->heard.request_id = (struct span){ 0 };
    refuse_hello(world, ERR_HELLO_FIRST, 0);
    welcome(world, CALM_MS, CALM_MS);
    assert_int_equal(link_epoch(world->link), 3);
}

static void test_a_broker_that_vanishes_is_found_again(void **state)
{
    struct world *world = world_of(state);
    up(world);
    fake_broker_close(&world->broker);
    int64_t until_ms = link_now_ms() + PATIENCE_MS;
    while (link_is_up(world->link)) { /* long before any heartbeat would tell */
        assert_int_equal(link_wait(world->link, -1, 1000), OK);
        assert_true(link_now_ms() < until_ms);
    }
    assert_int_equal(link_wait(world->link, -1, 150), OK); /* dials in vain */
    world->broker = fake_broker_open(world->endpoint);
    welcome(world, CALM_MS, CALM_MS);
    assert_int_equal(link_epoch(world->link), 2);
}

static void test_a_wait_without_a_broker_ends_on_time(void **state)
{
    struct world *world = world_of(state);
    fake_broker_close(&world->broker);
    open_link(world);
    int64_t began_ms = link_now_ms();
    assert_int_equal(link_wait(world->link, -1, 300), OK);
    int64_t took_ms = link_now_ms() - began_ms;
    assert_in_range(took_ms, 295, 2000);
}

static void test_a_wake_up_ends_the_wait(void **state)
{
    struct world *world = world_of(state);
    up(world);
    int fd = eventfd(1, 0);
    int64_t began_ms = link_now_ms();
    assert_int_equal(link_wait(world->link, fd, PATIENCE_MS), OK);
    assert_true(link_now_ms() - began_ms < PATIENCE_MS / 2);
    close(fd);
}

static void test_messages_stay_readable_until_the_next_wait(void **state)
{
    struct world *world = world_of(state);
    struct message read[3];
    up(world);
    struct message said[2] = { recorded("one", 1), recorded("two", 2) };
    struct message last = recorded("three", 3);
    fake_broker_say_all(world->broker, said, 2);
    fake_broker_say(world->broker, &last);
    assert_int_equal(link_wait(world->link, -1, PATIENCE_MS), OK);
    int64_t until_ms = link_now_ms() + PATIENCE_MS;
    for (int i = 0; i < 3;) { /* the second frame may come a moment later */
        i += link_next(world->link, &read[i]);
        assert_true(link_now_ms() < until_ms);
    }
    assert_true(span_is_equal(read[0].request_id, span_of_text("one")));
    assert_true(span_is_equal(read[1].request_id, span_of_text("two")));
    assert_true(span_is_equal(read[2].request_id, span_of_text("three")));
    assert_false(link_next(world->link, &world->read));
}

static void test_unread_messages_survive_the_next_wait(void **state)
{
    struct world *world = world_of(state);
    up(world);
    struct message said[2] = { recorded("one", 1), recorded("two", 2) };
    fake_broker_say_all(world->broker, said, 2);
    assert_int_equal(link_wait(world->link, -1, PATIENCE_MS), OK);
    assert_int_equal(link_wait(world->link, -1, PATIENCE_MS), OK); /* returns at once */
    assert_true(link_next(world->link, &world->read));
    assert_true(span_is_equal(world->read.request_id, span_of_text("one")));
    assert_int_equal(link_wait(world->link, -1, PATIENCE_MS), OK);
    assert_true(link_next(world->link, &world->read));
    assert_true(span_is_equal(world->read.request_id, span_of_text("two")));
}

static void test_what_the_broker_said_before_it_vanished_is_read(void **state)
{
    struct world *world = world_of(state);
    up(world);
    struct message said[2] = { recorded("one", 1), { .type = MSG_BYE } };
    fake_broker_say_all(world->broker, said, 2);
    assert_int_equal(link_wait(world->link, -1, PATIENCE_MS), OK);
    assert_true(link_next(world->link, &world->read));
    assert_int_equal(world->read.recorded.bundle, 1);
    assert_false(link_next(world->link, &world->read));
    assert_false(link_is_up(world->link));
}

static void test_a_caller_that_was_away_reads_what_waited_for_it(void **state)
{
    struct world *world = world_of(state);
    open_link(world);
    welcome(world, 20, 50);
    struct message said = recorded("one", 1);
    fake_broker_say(world->broker, &said);
    int64_t until_ms = link_now_ms() + 200; /* longer than the liveness, not waiting */
    while (link_now_ms() < until_ms) {
        continue;
    }
    assert_int_equal(link_wait(world->link, -1, PATIENCE_MS), OK);
    assert_true(link_next(world->link, &world->read));
    assert_int_equal(world->read.recorded.bundle, 1);
}

static void test_rubbish_means_a_fresh_connection(void **state)
{
    static const char *const rubbish[] = { "", "\xc1", "\x95\xa6tongfa\x01\xcc\x82", "hello" };
    struct world *world = world_of(state);
    up(world);
    for (uint32_t i = 0; i < sizeof rubbish / sizeof rubbish[0]; i++) {
        fake_broker_say_bytes(world->broker, span_of_text(rubbish[i]));
        welcome(world, CALM_MS, CALM_MS);
        assert_int_equal(link_epoch(world->link), i + 2);
    }
}

static void test_closing_says_bye(void **state)
{
    struct world *world = world_of(state);
    up(world);
    link_close(&world->link);
    assert_null(world->link);
    assert_true(fake_broker_take(world->broker, &world->heard, PATIENCE_MS));
    assert_int_equal(world->heard.type, MSG_BYE);
    link_close(&world->link); /* accepts NULL */
}

#define TEST(name_) cmocka_unit_test_setup_teardown(name_, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_hello_says_who_it_is),
        TEST(test_welcome_brings_it_up),
        TEST(test_bad_options_are_refused_at_once),
        TEST(test_a_refusal_for_good_ends_it),
        TEST(test_a_refusal_for_now_is_tried_again),
        TEST(test_many_messages_leave_in_one_frame),
        TEST(test_more_than_a_batch_needs_more_frames),
        TEST(test_what_can_never_be_sent_is_told),
        TEST(test_nothing_can_be_sent_while_it_is_down),
        TEST(test_silence_of_its_own_is_broken_by_ping),
        TEST(test_silence_of_the_broker_means_a_fresh_connection),
        TEST(test_pong_keeps_it_up),
        TEST(test_pong_is_answered_by_who_was_silent_for_half_a_heartbeat),
        TEST(test_bye_and_hello_first_mean_hello_again),
        TEST(test_a_broker_that_vanishes_is_found_again),
        TEST(test_a_wait_without_a_broker_ends_on_time),
        TEST(test_a_wake_up_ends_the_wait),
        TEST(test_messages_stay_readable_until_the_next_wait),
        TEST(test_unread_messages_survive_the_next_wait),
        TEST(test_what_the_broker_said_before_it_vanished_is_read),
        TEST(test_a_caller_that_was_away_reads_what_waited_for_it),
        TEST(test_rubbish_means_a_fresh_connection),
        TEST(test_closing_says_bye),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Following a journal of numbered facts: each comes once and in order, whatever happens to the
 * connection. */
#include "client/text.h"
#include "proto/record.h"
#include "tests/support/fake_broker.h"
#include "tongfa/client.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <jansson.h>

#define PATIENT_MS 20000
#define PAGE 100
#define NEWEST 41 /* what WELCOME says */

struct world {
    const char *endpoint;
    struct fake_server *server;
    struct tongfa_client *client;

    /* the broker's */
    uint64_t newest;
    uint64_t forget_at; /* forget the session once, after this position */
    bool is_repeating;  /* send the last page twice */
    bool is_broken;     /* records are rubbish */
    enum err refusal;   /* of FOLLOW */
    uint32_t follow_count;
    uint64_t credit_left;
    uint64_t next;
    uint64_t given; /* credit, in all */
    bool overdrawn;
    struct msg_follow first_follow;
    atomic_bool is_unfollowed;
    char id[REQUEST_ID_BYTES_MAX];
    size_t id_size;
    uint8_t records[PAGE][64];

    /* the follower's */
    uint64_t expected;
    uint64_t stop_at;
    uint64_t count;
};

static struct span record(struct world *world, uint32_t slot, uint64_t position)
{
    struct buffer buffer;
    struct fact fact = { .type = FACT_STAGE_GRANTED, .at_ms = (int64_t)position };

    buffer_init(&buffer, world->records[slot], sizeof world->records[slot]);
    if (world->is_broken) {
        buffer_add(&buffer, "rubbish", 7);
        return buffer_span(&buffer);
    }
    fact.stage_granted.stage = 3; /* of no bundle: nobody asks for names */
    record_write(&buffer, &fact);
    return buffer_span(&buffer);
}

/* Send pages as long as there is credit. */
static void push(struct world *world, struct fake_broker *broker)
{
    struct message *message = calloc(1, sizeof *message);

    message->type = MSG_FACTS;
    message->request_id = (struct span){ (uint8_t *)world->id, world->id_size };
    do {
        struct msg_facts *facts = &message->facts;
        facts->fact_count = 0;
        while (facts->fact_count < PAGE && world->credit_left > 0 && world->next <= world->newest) {
            uint32_t slot = facts->fact_count++;
            facts->facts[slot].position = world->next;
            facts->facts[slot].record = record(world, slot, world->next++);
            world->credit_left--;
        }
        facts->next = world->next;
        facts->is_live = world->next > world->newest;
        fake_broker_say(broker, message);
        if (world->is_repeating) fake_broker_say(broker, message);
        if (world->forget_at != 0 && world->next > world->forget_at) {
            world->forget_at = 0;
            fake_broker_forget(broker);
            break;
        }
    } while (world->credit_left > 0 && world->next <= world->newest);
    free(message);
}

static void handle(struct fake_broker *broker, const struct message *request, void *self)
{
    struct world *world = self;

    if (request->type == MSG_UNFOLLOW) world->is_unfollowed = true;
    if (request->type == MSG_MORE) {
        world->credit_left += request->more.credit;
        if (world->credit_left > FOLLOW_CREDIT_MAX) world->overdrawn = true;
        push(world, broker);
    }
    if (request->type != MSG_FOLLOW) return;
    if (world->follow_count++ == 0) world->first_follow = request->follow;
    if (world->refusal != OK) {
        fake_broker_refuse(broker, request, world->refusal, 10);
        if (err_retry(world->refusal) == RETRY_AFTER) world->refusal = OK;
        return;
    }
    memcpy(world->id, request->request_id.at, request->request_id.size);
    world->id_size = request->request_id.size;
    world->next = request->follow.from;
    world->credit_left = request->follow.credit;
    push(world, broker);
}

static bool take(const json_t *fact, void *self)
{
    struct world *world = self;

    assert_int_equal(json_integer_value(json_object_get(fact, "position")), world->expected);
    assert_int_equal(json_integer_value(json_object_get(fact, "at_ms")), world->expected);
    assert_string_equal(json_string_value(json_object_get(fact, "type")), "STAGE_GRANTED");
    world->expected++;
    world->count++;
    return world->expected <= world->stop_at;
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->endpoint = fake_broker_endpoint();
    world->newest = 10000;
    world->expected = 1;
    world->stop_at = 10000;
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    tongfa_close(&world->client);
    if (world->server != NULL) fake_server_stop(&world->server);
    free(world);
    return 0;
}

static int follow(struct world *world, const struct tongfa_follow *how)
{
    struct tongfa_follow follow = *how;
    struct tongfa_options options = { .endpoint = world->endpoint,
                                      .principal = "screen",
                                      .timeout_ms = PATIENT_MS };

    follow.fact = take;
    follow.self = world;
    world->server = fake_server_start(world->endpoint, handle, world);
    assert_int_equal(tongfa_open(&world->client, &options), 0);
    int number = tongfa_follow(world->client, &follow);
    tongfa_close(&world->client); /* what it said last leaves */
    return number;
}

static void test_each_fact_comes_once_and_in_order(void **state)
{
    struct world *world = *state;
    assert_int_equal(follow(world, &(struct tongfa_follow){ .from = 1 }), 0);
    assert_int_equal(world->count, 10000);
    for (int i = 0; i < PATIENT_MS && !world->is_unfollowed; i++) {
        poll(NULL, 0, 1); /* it is on its way */
    }
    fake_server_stop(&world->server);
    assert_false(world->overdrawn);
    assert_int_equal(world->follow_count, 1);
    assert_true(world->is_unfollowed);
}

static void test_it_goes_on_where_it_was_when_the_connection_is_lost(void **state)
{
    struct world *world = *state;
    world->forget_at = 5000;
    assert_int_equal(follow(world, &(struct tongfa_follow){ .from = 1 }), 0);
    assert_int_equal(world->count, 10000);
    fake_server_stop(&world->server);
    assert_int_equal(world->follow_count, 2);
}

static void test_facts_that_come_twice_are_taken_once(void **state)
{
    struct world *world = *state;
    world->is_repeating = true;
    assert_int_equal(follow(world, &(struct tongfa_follow){ .from = 1 }), 0);
    assert_int_equal(world->count, 10000);
}

static void test_it_stops_when_the_taker_says_so(void **state)
{
    struct world *world = *state;
    world->stop_at = 55; /* in the middle of a page */
    assert_int_equal(follow(world, &(struct tongfa_follow){ .from = 1 }), 0);
    assert_int_equal(world->count, 55);
}

static void test_it_stops_at_the_live_end_if_asked(void **state)
{
    struct world *world = *state;
    world->stop_at = UINT64_MAX;
    world->expected = 9000;
    assert_int_equal(follow(world, &(struct tongfa_follow){ .from = 9000, .until_live = true }), 0);
    assert_int_equal(world->count, 1001);
}

static void test_from_zero_means_from_now_on(void **state)
{
    struct world *world = *state;
    world->expected = NEWEST + 1;
    world->stop_at = NEWEST + 5;
    assert_int_equal(follow(world, &(struct tongfa_follow){ 0 }), 0);
    assert_int_equal(world->count, 5);
}

static void test_filters_go_to_the_broker(void **state)
{
    struct world *world = *state;
    world->stop_at = 1;
    struct tongfa_follow how = { .from = 1, .bundle = 7, .submitter = "wang", .types = 6 };
    assert_int_equal(follow(world, &how), 0);
    fake_server_stop(&world->server);
    assert_int_equal(world->first_follow.bundle, 7);
    assert_int_equal(world->first_follow.types, 6);
    assert_string_equal(world->first_follow.submitter.text, "wang");
}

static void test_a_refusal_ends_it_unless_it_is_for_now(void **state)
{
    struct world *world = *state;
    world->refusal = ERR_POSITION_UNKNOWN;
    assert_int_equal(follow(world, &(struct tongfa_follow){ .from = 99 }), ERR_POSITION_UNKNOWN);
    fake_server_stop(&world->server);
    world->refusal = ERR_BUSY;
    world->stop_at = 3;
    assert_int_equal(follow(world, &(struct tongfa_follow){ .from = 1 }), 0);
    assert_int_equal(world->count, 3);
}

static void test_a_record_that_cannot_be_read_is_an_error(void **state)
{
    struct world *world = *state;
    world->is_broken = true;
    assert_int_equal(follow(world, &(struct tongfa_follow){ .from = 1 }), ERR_CORRUPT);
}

static void test_a_bad_submitter_is_refused_before_it_is_sent(void **state)
{
    struct world *world = *state;
    struct tongfa_follow how = { .from = 1, .submitter = "Wang" };
    assert_int_equal(follow(world, &how), ERR_FIELD_INVALID);
    fake_server_stop(&world->server);
    assert_int_equal(world->follow_count, 0);
}

#define TEST(name_) cmocka_unit_test_setup_teardown(name_, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_fact_comes_once_and_in_order),
        TEST(test_it_goes_on_where_it_was_when_the_connection_is_lost),
        TEST(test_facts_that_come_twice_are_taken_once),
        TEST(test_it_stops_when_the_taker_says_so),
        TEST(test_it_stops_at_the_live_end_if_asked),
        TEST(test_from_zero_means_from_now_on),
        TEST(test_filters_go_to_the_broker),
        TEST(test_a_refusal_ends_it_unless_it_is_for_now),
        TEST(test_a_record_that_cannot_be_read_is_an_error),
        TEST(test_a_bad_submitter_is_refused_before_it_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

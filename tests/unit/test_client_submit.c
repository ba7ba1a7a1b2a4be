/* SPDX-License-Identifier: Apache-2.0 */
/* Batches: the window, repetition, refusals, and a broker that forgets the session. */
#include "client/link.h"
#include "client/text.h"
#include "tests/support/fake_broker.h"
#include "tongfa/client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <jansson.h>

#define PATIENT_MS 20000
#define COUNT_MAX 3000

enum mood {
    MOOD_RECORD,
    MOOD_HOARD,  /* answers when HOARD requests have come, the newest first */
    MOOD_BUSY,   /* every third is BUSY once */
    MOOD_FORGET, /* forgets the session once, in the middle */
    MOOD_REFUSE, /* refuses keys with a 7 in them */
    MOOD_SILENT,
    MOOD_TWICE, /* answers everything twice */
    MOOD_LATER, /* the first is BUSY for LATER_MS */
};
#define LATER_MS 150
#define HOARD 64

struct world {
    const char *endpoint;
    struct fake_server *server;
    struct tongfa_client *client;
    enum mood mood;

    /* the broker's */
    uint32_t seen[COUNT_MAX]; /* how often each number came */
    uint32_t recorded[COUNT_MAX];
    uint32_t heard;
    uint32_t unanswered_most;
    struct message hoard[HOARD];
    char hoard_ids[HOARD][REQUEST_ID_BYTES_MAX];
    uint32_t hoard_count;
    uint32_t application_bytes;
    bool has_forgotten;
    int64_t busy_ms;  /* when BUSY was said */
    int64_t again_ms; /* ... and the next request came */

    /* the client's */
    uint32_t count;
    uint32_t given;
    uint32_t bad; /* this one is no submission */
    json_t *application;
    char key[KEY_BYTES_MAX + 8];
    uint32_t answered[COUNT_MAX];
    uint32_t refused;
    char last_error[32];
};

static uint32_t number_of(struct span key)
{
    char text[KEY_BYTES_MAX + 1] = { 0 };
    memcpy(text, key.at, key.size);
    return (uint32_t)strtoul(text + 2, NULL, 10);
}

static void record(struct world *world, struct fake_broker *broker, const struct message *request)
{
    uint32_t number = number_of(request->submit.key);
    world->recorded[number]++;
    fake_broker_record(broker, request, number + 1, number + 1);
}

static void hoard(struct world *world, struct fake_broker *broker, const struct message *request)
{
    struct message *kept = &world->hoard[world->hoard_count];
    char *id = world->hoard_ids[world->hoard_count++];

    kept->submit = request->submit;
    memcpy(id, request->request_id.at, request->request_id.size);
    kept->request_id = (struct span){ (uint8_t *)id, request->request_id.size };
    if (world->hoard_count > world->unanswered_most) world->unanswered_most = world->hoard_count;
    if (world->hoard_count < HOARD && world->heard < world->count) return;
    while (world->hoard_count > 0) {
        kept = &world->hoard[--world->hoard_count];
        fake_broker_record(broker, kept, 1, 1);
    }
}

static void handle(struct fake_broker *broker, const struct message *request, void *self)
{
    struct world *world = self;

    if (request->type != MSG_SUBMIT) return;
    uint32_t number = number_of(request->submit.key);
    bool is_new = world->seen[number]++ == 0;
    world->heard++;
    world->application_bytes = (uint32_t)request->submit.application.size;
    switch (world->mood) {
        case MOOD_RECORD: record(world, broker, request); return;
        case MOOD_HOARD: hoard(world, broker, request); return;
        case MOOD_SILENT: return;
        case MOOD_TWICE:
            record(world, broker, request);
            record(world, broker, request);
            return;
        case MOOD_LATER:
            if (world->heard == 1) {
                world->busy_ms = link_now_ms();
                fake_broker_refuse(broker, request, ERR_BUSY, LATER_MS);
                return;
            }
            if (world->heard == 2) world->again_ms = link_now_ms();
            record(world, broker, request);
            return;
        case MOOD_BUSY:
            if (is_new && number % 3 == 0) {
                fake_broker_refuse(broker, request, ERR_BUSY, 5);
            } else {
                record(world, broker, request);
            }
            return;
        case MOOD_FORGET:
            if (!world->has_forgotten && world->heard > world->count / 2) {
                world->has_forgotten = true;
                fake_broker_forget(broker);
            } else {
                record(world, broker, request);
            }
            return;
        case MOOD_REFUSE:
            if (number % 10 == 7) {
                fake_broker_refuse(broker, request, ERR_KEY_CONFLICT, 0);
            } else {
                record(world, broker, request);
            }
            return;
    }
}

static bool next(struct tongfa_submission *submission, void *self)
{
    struct world *world = self;

    if (world->given == world->count) return false;
    snprintf(world->key, sizeof world->key, "k-%05u", world->given);
    submission->procedure = world->given == world->bad ? "No Name" : "five-permits";
    submission->key = world->key;
    submission->application = world->application;
    world->given++;
    return true;
}

static void answered(const struct tongfa_answer *answer, void *self)
{
    struct world *world = self;

    world->answered[answer->index]++;
    assert_int_equal(number_of(span_of_text(answer->key)), answer->index);
    assert_true((answer->error == NULL) != (answer->recorded == NULL));
    if (answer->recorded != NULL && world->mood != MOOD_HOARD) {
        assert_int_equal(answer->recorded->bundle, answer->index + 1);
    }
    if (answer->error != NULL) {
        world->refused++;
        snprintf(world->last_error, sizeof world->last_error, "%s", answer->error->name);
    }
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->endpoint = fake_broker_endpoint();
    world->application = json_pack("{s:s}", "applicant", "荆州中科达科技产业园有限公司");
    world->bad = UINT32_MAX;
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    tongfa_close(&world->client);
    if (world->server != NULL) fake_server_stop(&world->server);
    json_decref(world->application);
    free(world);
    return 0;
}

static void begin(struct world *world, enum mood mood, uint32_t count, int64_t timeout_ms)
{
    world->mood = mood;
    world->count = count;
    world->server = fake_server_start(world->endpoint, handle, world);
    struct tongfa_options options = { .endpoint = world->endpoint,
                                      .principal = "wang",
                                      .timeout_ms = timeout_ms };
    assert_int_equal(tongfa_open(&world->client, &options), 0);
}

static int submit(struct world *world, uint32_t window)
{
    const struct tongfa_batch batch = {
        .next = next, .answered = answered, .self = world, .window = window
    };
    int number = tongfa_submit_all(world->client, &batch);
    fake_server_stop(&world->server);
    return number;
}

static void assert_each_answered_once(const struct world *world)
{
    for (uint32_t i = 0; i < world->count; i++) {
        assert_int_equal(world->answered[i], 1);
    }
}

static void test_every_submission_is_answered_once(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_RECORD, COUNT_MAX, PATIENT_MS);
    assert_int_equal(submit(world, 0), 0);
    assert_each_answered_once(world);
    assert_int_equal(world->heard, COUNT_MAX);
    assert_int_equal(world->application_bytes, 1 + 10 + 2 + 42);
}

static void test_the_window_is_never_exceeded_and_order_does_not_matter(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_HOARD, 1000, PATIENT_MS);
    assert_int_equal(submit(world, HOARD), 0);
    assert_each_answered_once(world);
    assert_int_equal(world->unanswered_most, HOARD);
}

static void test_busy_ones_are_sent_again(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_BUSY, 300, PATIENT_MS);
    assert_int_equal(submit(world, 50), 0);
    assert_each_answered_once(world);
    assert_int_equal(world->heard, 400);
    assert_int_equal(world->refused, 0);
}

static void test_busy_is_not_asked_again_too_early(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_LATER, 3, PATIENT_MS);
    assert_int_equal(submit(world, 1), 0);
    assert_each_answered_once(world);
    assert_true(world->again_ms - world->busy_ms >= LATER_MS);
}

static void test_a_second_answer_is_not_taken_for_that_of_another(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_TWICE, 1000, PATIENT_MS);
    assert_int_equal(submit(world, 2), 0); /* slots are used again and again */
    assert_each_answered_once(world);
    assert_int_equal(world->heard, 1000);
}

static void test_after_a_lost_connection_only_the_unanswered_come_again(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_FORGET, 1000, PATIENT_MS);
    assert_int_equal(submit(world, 100), 0);
    assert_each_answered_once(world);
    assert_in_range(world->heard, 1001, 1100); /* at most a window came twice */
    for (uint32_t i = 0; i < 1000; i++) {
        assert_true(world->recorded[i] >= 1);
    }
}

static void test_refusals_do_not_stop_the_rest(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_REFUSE, 200, PATIENT_MS);
    assert_int_equal(submit(world, 10), ERR_REFUSED);
    assert_each_answered_once(world);
    assert_int_equal(world->refused, 20);
    assert_string_equal(world->last_error, "KEY_CONFLICT");
    assert_string_equal(tongfa_last_error(world->client)->text, "20 of 200 were refused");
}

static void test_what_is_no_submission_is_answered_without_being_sent(void **state)
{
    struct world *world = *state;
    world->bad = 5;
    begin(world, MOOD_RECORD, 20, PATIENT_MS);
    assert_int_equal(submit(world, 4), ERR_REFUSED);
    assert_each_answered_once(world);
    assert_int_equal(world->refused, 1);
    assert_int_equal(world->seen[5], 0);
    assert_string_equal(world->last_error, "FIELD_INVALID");
}

static void test_silence_ends_the_batch(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_SILENT, 20, 300);
    assert_int_equal(submit(world, 4), ERR_TIMEOUT);
    assert_int_equal(world->answered[0], 0);
    assert_false(tongfa_last_error(world->client)->is_unreachable);
}

static void test_an_empty_batch_is_done_at_once(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_SILENT, 0, PATIENT_MS);
    assert_int_equal(submit(world, 0), 0);
}

static void test_one_submission_gives_its_answer(void **state)
{
    struct world *world = *state;
    struct tongfa_recorded recorded;
    struct tongfa_submission submission = { .procedure = "five-permits",
                                            .key = "k-00041",
                                            .priority = 4,
                                            .application = world->application };
    begin(world, MOOD_REFUSE, 1, PATIENT_MS);
    assert_int_equal(tongfa_submit(world->client, &submission, &recorded), 0);
    assert_int_equal(recorded.bundle, 42);
    submission.key = "k-00047";
    assert_int_equal(tongfa_submit(world->client, &submission, &recorded), ERR_KEY_CONFLICT);
    assert_string_equal(tongfa_last_error(world->client)->name, "KEY_CONFLICT");
}

static void test_bad_submissions_name_their_field(void **state)
{
    struct world *world = *state;
    json_t *list = json_array();
    char long_key[KEY_BYTES_MAX + 2];
    memset(long_key, 'k', sizeof long_key - 1);
    long_key[sizeof long_key - 1] = '\0';
    const struct {
        struct tongfa_submission submission;
        int number;
        const char *field;
    } cases[] = {
        { { "", 0, "k", 4, world->application }, ERR_FIELD_INVALID, "procedure" },
        { { NULL, 0, "k", 4, world->application }, ERR_FIELD_INVALID, "procedure" },
        { { "p", 0, NULL, 4, world->application }, ERR_FIELD_INVALID, "key" },
        { { "p", 0, long_key, 4, world->application }, ERR_FIELD_INVALID, "key" },
        { { "p", 0, "\xff", 4, world->application }, ERR_FIELD_INVALID, "key" },
        { { "p", 0, "k", 8, world->application }, ERR_FIELD_INVALID, "priority" },
        { { "p", 0, "k", -1, world->application }, ERR_FIELD_INVALID, "priority" },
        { { "p", 0, "k", 4, NULL }, ERR_APPLICATION_MALFORMED, "" },
        { { "p", 0, "k", 4, list }, ERR_APPLICATION_MALFORMED, "" },
    };
    begin(world, MOOD_RECORD, 1, PATIENT_MS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int number = tongfa_submit(world->client, &cases[i].submission, NULL);
        assert_int_equal(number, cases[i].number);
        assert_string_equal(tongfa_last_error(world->client)->field, cases[i].field);
    }
    fake_server_stop(&world->server);
    assert_int_equal(world->heard, 0);
    json_decref(list);
}

#define TEST(name_) cmocka_unit_test_setup_teardown(name_, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_submission_is_answered_once),
        TEST(test_the_window_is_never_exceeded_and_order_does_not_matter),
        TEST(test_busy_ones_are_sent_again),
        TEST(test_busy_is_not_asked_again_too_early),
        TEST(test_a_second_answer_is_not_taken_for_that_of_another),
        TEST(test_after_a_lost_connection_only_the_unanswered_come_again),
        TEST(test_refusals_do_not_stop_the_rest),
        TEST(test_what_is_no_submission_is_answered_without_being_sent),
        TEST(test_silence_ends_the_batch),
        TEST(test_an_empty_batch_is_done_at_once),
        TEST(test_one_submission_gives_its_answer),
        TEST(test_bad_submissions_name_their_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of libtongfa against a broker that answers as a test says. The broker has a thread of its
 * own; what it saw is looked at when it has been stopped. */
#include "client/text.h"
#include "proto/record.h"
#include "tests/support/fake_broker.h"
#include "tongfa/client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <jansson.h>

#define PATIENT_MS 20000
#define SHORT_MS 300

enum mood {
    MOOD_RECORD,    /* answer everything with RECORDED */
    MOOD_REFUSE,    /* ... with an error */
    MOOD_BUSY_ONCE, /* BUSY at first, then RECORDED */
    MOOD_BUSY,      /* BUSY for ever */
    MOOD_SILENT,    /* no answer */
    MOOD_FORGET,    /* the session ends before the first answer */
    MOOD_INTERRUPT, /* interrupts the client instead of answering */
    MOOD_ANSWER,    /* queries, from `world` */
};

struct world {
    const char *endpoint;
    struct fake_server *server;
    struct tongfa_client *client;
    _Atomic(struct tongfa_client *) shared; /* the same, for the server's thread */
    enum mood mood;
    enum err refusal;
    uint32_t asked; /* requests, PING and BYE apart */
    struct message first;
    char ids[4][REQUEST_ID_BYTES_MAX + 1]; /* of the first requests */
    struct procedure procedure;
    uint8_t encoded[65536];
    struct buffer definition;
};

static void note(struct world *world, const struct message *request)
{
    if (world->asked < 4) {
        memcpy(world->ids[world->asked], request->request_id.at, request->request_id.size);
    }
    if (world->asked == 0) world->first = *request;
    world->asked++;
}

/* Two pages of departments. */
static void answer_stats(struct fake_broker *broker, const struct message *request)
{
    struct message answer = { .type = MSG_STATISTICS, .request_id = request->request_id };
    bool is_first = name_is_empty(&request->stats.after);

    answer.statistics.bundles_open = 5;
    answer.statistics.department_count = 1;
    snprintf(answer.statistics.departments[0].department.text, NAME_BYTES_MAX, "%s",
             is_first ? "design" : "land");
    if (is_first) snprintf(answer.statistics.next.text, NAME_BYTES_MAX, "design");
    fake_broker_say(broker, &answer);
}

static void answer_parked(struct fake_broker *broker, const struct message *request)
{
    struct message answer = { .type = MSG_PARKED_JOBS, .request_id = request->request_id };
    struct parked_job *job = &answer.parked_jobs.jobs[0];

    answer.parked_jobs.job_count = 1;
    job->bundle = request->parked.after + 1;
    job->cause = PARK_ATTEMPTS;
    job->reason = span_of_text("登记系统停机");
    snprintf(job->stage.text, NAME_BYTES_MAX, "works");
    answer.parked_jobs.next = request->parked.after < 2 ? job->bundle : 0;
    fake_broker_say(broker, &answer);
}

static void answer_show(struct fake_broker *broker, const struct message *request)
{
    struct message answer = { .type = MSG_BUNDLE, .request_id = request->request_id };
    struct bundle_image *image = &answer.bundle.image;

    image->bundle = 12;
    snprintf(image->procedure.text, NAME_BYTES_MAX, "two");
    image->version = 3;
    snprintf(image->submitter.text, NAME_BYTES_MAX, "wang");
    image->submitted_ms = 1000;
    image->submitted_position = 1;
    image->last_position = 9;
    image->stage_count = 2;
    image->stages[0].state = STAGE_ISSUED;
    image->stages[0].permit_number = 4;
    image->stages[1].state = STAGE_REVIEWING;
    image->stages[1].token = UINT64_MAX;
    answer.bundle.key = span_of_text("k-1");
    fake_broker_say(broker, &answer);
}

/* Facts 9 to 1, three a page. */
static void answer_history(struct fake_broker *broker, const struct message *request)
{
    struct message answer = { .type = MSG_FACTS, .request_id = request->request_id };
    static uint8_t memory[3][256];
    uint64_t position = request->history.before != 0 ? request->history.before - 1 : 9;

    for (uint32_t i = 0; i < 3 && i < request->history.limit && position > 0; i++) {
        struct buffer buffer;
        buffer_init(&buffer, memory[i], sizeof memory[i]);
        struct fact fact = { .type = FACT_STAGE_OPENED,
                             .position = position,
                             .bundle = 12,
                             .at_ms = 1000 + (int64_t)position,
                             .previous = position - 1 };
        fact.stage_opened.stage = 1;
        record_write(&buffer, &fact);
        answer.facts.facts[i].position = position--;
        answer.facts.facts[i].record = buffer_span(&buffer);
        answer.facts.fact_count++;
    }
    answer.facts.next = position > 0 ? position + 1 : 0;
    fake_broker_say(broker, &answer);
}

static void answer_definition(struct world *world, struct fake_broker *broker,
                              const struct message *request)
{
    struct message answer = { .type = MSG_PROCEDURE, .request_id = request->request_id };
    answer.procedure.encoded = buffer_span(&world->definition);
    fake_broker_say(broker, &answer);
}

static void answer_explain(struct fake_broker *broker, const struct message *request)
{
    struct message answer = { .type = MSG_EXPLANATION, .request_id = request->request_id };
    struct wait *wait = &answer.explanation.waits[0];

    answer.explanation.bundle = 12;
    answer.explanation.now_ms = 100000;
    answer.explanation.wait_count = 1;
    wait->edge = EDGE_DECIDE;
    wait->kind = WAIT_MILESTONE;
    wait->since_ms = 10000;
    snprintf(wait->stage.text, NAME_BYTES_MAX, "works");
    snprintf(wait->on.text, NAME_BYTES_MAX, "paid");
    fake_broker_say(broker, &answer);
}

static void answer(struct world *world, struct fake_broker *broker, const struct message *request)
{
    switch ((int)request->type) {
        case MSG_STATS: answer_stats(broker, request); return;
        case MSG_PARKED: answer_parked(broker, request); return;
        case MSG_SHOW: answer_show(broker, request); return;
        case MSG_HISTORY: answer_history(broker, request); return;
        case MSG_DEFINITION: answer_definition(world, broker, request); return;
        case MSG_EXPLAIN: answer_explain(broker, request); return;
        default: fake_broker_refuse(broker, request, ERR_TYPE_UNKNOWN, 0); return;
    }
}

static void handle(struct fake_broker *broker, const struct message *request, void *self)
{
    struct world *world = self;
    bool is_first = world->asked == 0;

    if (request->type == MSG_PING || request->type == MSG_BYE) return;
    note(world, request);
    switch (world->mood) {
        case MOOD_RECORD: fake_broker_record(broker, request, 12, 34); return;
        case MOOD_REFUSE: fake_broker_refuse(broker, request, world->refusal, 0); return;
        case MOOD_BUSY: fake_broker_refuse(broker, request, ERR_BUSY, 20); return;
        case MOOD_SILENT: return;
        case MOOD_INTERRUPT: tongfa_interrupt(world->shared); return;
        case MOOD_ANSWER: answer(world, broker, request); return;
        case MOOD_BUSY_ONCE:
            if (is_first) {
                fake_broker_refuse(broker, request, ERR_BUSY, 50);
            } else {
                fake_broker_record(broker, request, 12, 34);
            }
            return;
        case MOOD_FORGET:
            if (is_first) {
                fake_broker_forget(broker);
            } else {
                fake_broker_record(broker, request, 12, 34);
            }
            return;
    }
}

static void begin(struct world *world, enum mood mood, int64_t timeout_ms)
{
    world->mood = mood;
    world->server = fake_server_start(world->endpoint, handle, world);
    struct tongfa_options options = { .endpoint = world->endpoint,
                                      .role = TONGFA_OPERATOR,
                                      .principal = "boss",
                                      .timeout_ms = timeout_ms };
    assert_int_equal(tongfa_open(&world->client, &options), 0);
    world->shared = world->client;
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    struct procedure *procedure = &world->procedure;

    assert_non_null(world);
    world->endpoint = fake_broker_endpoint();
    snprintf(procedure->name.text, NAME_BYTES_MAX, "two");
    procedure->version = 3;
    procedure->on_refusal = ON_REFUSAL_FINISH;
    procedure->stage_count = 2;
    for (uint32_t i = 0; i < 2; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        snprintf(stage->name.text, NAME_BYTES_MAX, "%s", i == 0 ? "land" : "works");
        snprintf(stage->title, TITLE_BYTES_MAX, "%s", i == 0 ? "用地" : "工程");
        snprintf(stage->department.text, NAME_BYTES_MAX, "planning");
        stage->lease_ms = LEASE_MS_DEFAULT;
        stage->attempts_max = 3;
    }
    procedure->stages[1].decide_after.stages = set_of(0);
    buffer_init(&world->definition, world->encoded, sizeof world->encoded);
    procedure_write(&world->definition, procedure);
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

static const struct tongfa_ref bundle_12 = { .bundle = 12 };

static void test_what_is_recorded_comes_back(void **state)
{
    struct world *world = *state;
    struct tongfa_recorded recorded;

    begin(world, MOOD_RECORD, PATIENT_MS);
    assert_int_equal(tongfa_signal(world->client, &bundle_12, "paid", true, &recorded), 0);
    assert_int_equal(recorded.bundle, 12);
    assert_int_equal(recorded.position, 34);
    fake_server_stop(&world->server);
    assert_int_equal(world->first.type, MSG_SIGNAL);
    assert_int_equal(world->first.signal.ref.bundle, 12);
    assert_string_equal(world->first.signal.milestone.text, "paid");
    assert_true(world->first.signal.called_off);
}

static void test_a_refusal_is_told_with_all_its_parts(void **state)
{
    struct world *world = *state;
    world->refusal = ERR_MILESTONE_SETTLED;
    begin(world, MOOD_REFUSE, PATIENT_MS);
    assert_int_equal(tongfa_signal(world->client, &bundle_12, "paid", false, NULL), 72);
    const struct tongfa_error *error = tongfa_last_error(world->client);
    assert_int_equal(error->number, 72);
    assert_string_equal(error->name, "MILESTONE_SETTLED");
    assert_string_equal(error->field, "some-field");
    assert_string_equal(error->text, err_text(ERR_MILESTONE_SETTLED));
    assert_int_equal(error->retry, TONGFA_RETRY_NEVER);
    assert_int_equal(error->bundle, 7);
    assert_false(error->is_unreachable);
}

static void test_busy_is_waited_out_under_the_same_id(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_BUSY_ONCE, PATIENT_MS);
    assert_int_equal(tongfa_retry(world->client, 12, "works", NULL), 0);
    fake_server_stop(&world->server);
    assert_int_equal(world->asked, 2);
    assert_true(world->ids[0][0] != '\0');
    assert_string_equal(world->ids[0], world->ids[1]);
}

static void test_busy_until_the_end_is_told_as_busy(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_BUSY, SHORT_MS);
    assert_int_equal(tongfa_retry(world->client, 12, "works", NULL), ERR_BUSY);
    assert_int_equal(tongfa_last_error(world->client)->retry, TONGFA_RETRY_AFTER);
    assert_false(tongfa_last_error(world->client)->is_unreachable);
}

static void test_no_answer_is_not_no_broker(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_SILENT, SHORT_MS);
    assert_int_equal(tongfa_retry(world->client, 12, "works", NULL), ERR_TIMEOUT);
    assert_false(tongfa_last_error(world->client)->is_unreachable);
    fake_server_stop(&world->server);
    for (int i = 0; i < PATIENT_MS / SHORT_MS; i++) { /* until it has noticed */
        assert_int_equal(tongfa_retry(world->client, 12, "works", NULL), ERR_TIMEOUT);
        if (tongfa_last_error(world->client)->is_unreachable) break;
    }
    assert_true(tongfa_last_error(world->client)->is_unreachable);
    assert_non_null(strstr(tongfa_last_error(world->client)->text, world->endpoint));
}

static void test_a_lost_connection_means_the_same_request_again(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_FORGET, PATIENT_MS);
    assert_int_equal(tongfa_withdraw(world->client, &bundle_12, "no more", NULL), 0);
    fake_server_stop(&world->server);
    assert_int_equal(world->asked, 2);
    assert_string_equal(world->ids[0], world->ids[1]);
}

static void test_two_requests_have_two_ids(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_RECORD, PATIENT_MS);
    assert_int_equal(tongfa_retry(world->client, 12, "works", NULL), 0);
    assert_int_equal(tongfa_retry(world->client, 12, "works", NULL), 0);
    fake_server_stop(&world->server);
    assert_string_not_equal(world->ids[0], world->ids[1]);
}

static void test_an_interrupt_ends_the_call_and_those_after(void **state)
{
    struct world *world = *state;
    begin(world, MOOD_INTERRUPT, PATIENT_MS);
    assert_int_equal(tongfa_retry(world->client, 12, "works", NULL), ERR_INTERRUPTED);
    assert_int_equal(tongfa_retry(world->client, 12, "works", NULL), ERR_INTERRUPTED);
    fake_server_stop(&world->server); /* whoever interrupts is done before the close */
}

static void test_bad_arguments_are_refused_before_they_are_sent(void **state)
{
    struct world *world = *state;
    struct tongfa_ref nothing = { 0 };
    struct tongfa_ref foreign = { .key = "k", .submitter = "Not A Name" };
    char reason[REASON_BYTES_MAX + 2];

    memset(reason, 'x', sizeof reason - 1);
    reason[sizeof reason - 1] = '\0';
    begin(world, MOOD_RECORD, PATIENT_MS);
    struct tongfa_client *client = world->client;
    assert_int_equal(tongfa_signal(client, &nothing, "paid", false, NULL), ERR_FIELD_INVALID);
    assert_string_equal(tongfa_last_error(client)->field, "key");
    assert_int_equal(tongfa_signal(client, &foreign, "paid", false, NULL), ERR_FIELD_INVALID);
    assert_string_equal(tongfa_last_error(client)->field, "submitter");
    assert_int_equal(tongfa_signal(client, &bundle_12, "PAID!", false, NULL), ERR_FIELD_INVALID);
    assert_string_equal(tongfa_last_error(client)->field, "milestone");
    assert_int_equal(tongfa_withdraw(client, &bundle_12, reason, NULL), ERR_FIELD_INVALID);
    assert_int_equal(tongfa_withdraw(client, &bundle_12, "\xff", NULL), ERR_FIELD_INVALID);
    assert_int_equal(tongfa_retry(client, 0, "works", NULL), ERR_FIELD_INVALID);
    assert_int_equal(tongfa_retry(client, 1, "", NULL), ERR_FIELD_INVALID);
    assert_int_equal(tongfa_parked(client, "Ä", NULL), ERR_FIELD_INVALID);
    assert_int_equal(tongfa_definition(client, "", 0, NULL), ERR_FIELD_INVALID);
    fake_server_stop(&world->server);
    assert_int_equal(world->asked, 0);
}

static void test_bad_options_open_nothing(void **state)
{
    (void)state;
    static const struct tongfa_options cases[] = {
        { .endpoint = "http://x", .principal = "a" },
        { .endpoint = "ipc:///tmp/x", .principal = "A" },
        { .endpoint = "ipc:///tmp/x", .principal = NULL },
        { .endpoint = "ipc:///tmp/x", .principal = "a", .role = (enum tongfa_role)2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tongfa_client *client = NULL;
        assert_int_equal(tongfa_open(&client, &cases[i]), ERR_FIELD_INVALID);
        assert_null(client);
    }
}

static const char *text_at(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text != NULL ? text : "(none)";
}

static void test_pages_are_put_together(void **state)
{
    struct world *world = *state;
    json_t *stats = NULL;
    json_t *jobs = NULL;

    begin(world, MOOD_ANSWER, PATIENT_MS);
    assert_int_equal(tongfa_stats(world->client, &stats), 0);
    const json_t *departments = json_object_get(stats, "departments");
    assert_int_equal(json_array_size(departments), 2);
    assert_string_equal(text_at(json_array_get(departments, 1), "department"), "land");
    assert_null(json_object_get(stats, "next"));
    json_decref(stats);
    assert_int_equal(tongfa_parked(world->client, NULL, &jobs), 0);
    assert_int_equal(json_array_size(jobs), 3);
    assert_string_equal(text_at(json_array_get(jobs, 2), "reason"), "登记系统停机");
    assert_string_equal(text_at(json_array_get(jobs, 2), "cause"), "attempts");
    json_decref(jobs);
}

static void test_show_names_the_stages(void **state)
{
    struct world *world = *state;
    json_t *bundle = NULL;

    begin(world, MOOD_ANSWER, PATIENT_MS);
    assert_int_equal(tongfa_show(world->client, &bundle_12, &bundle), 0);
    const json_t *stages = json_object_get(bundle, "stages");
    assert_int_equal(json_array_size(stages), 2);
    assert_string_equal(text_at(json_array_get(stages, 0), "name"), "land");
    assert_string_equal(text_at(json_array_get(stages, 0), "state"), "issued");
    assert_string_equal(text_at(json_array_get(stages, 1), "title"), "工程");
    assert_string_equal(text_at(json_array_get(stages, 1), "token"), "ffffffffffffffff");
    assert_string_equal(text_at(bundle, "key"), "k-1");
    assert_string_equal(text_at(bundle, "result"), "open");
    json_decref(bundle);
}

static void test_history_is_whole_and_begins_with_the_oldest(void **state)
{
    struct world *world = *state;
    json_t *history = NULL;

    begin(world, MOOD_ANSWER, PATIENT_MS);
    assert_int_equal(tongfa_history(world->client, &bundle_12, 0, &history), 0);
    assert_int_equal(json_array_size(history), 9);
    for (size_t i = 0; i < 9; i++) {
        const json_t *fact = json_array_get(history, i);
        assert_int_equal(json_integer_value(json_object_get(fact, "position")), i + 1);
        assert_string_equal(text_at(fact, "stage"), "works");
    }
    json_decref(history);
    assert_int_equal(tongfa_history(world->client, &bundle_12, 4, &history), 0);
    assert_int_equal(json_array_size(history), 4); /* the newest four */
    assert_int_equal(json_integer_value(json_object_get(json_array_get(history, 0), "position")),
                     6);
    json_decref(history);
}

static void test_explain_speaks_in_sentences(void **state)
{
    struct world *world = *state;
    json_t *explanation = NULL;

    begin(world, MOOD_ANSWER, PATIENT_MS);
    assert_int_equal(tongfa_explain(world->client, &bundle_12, &explanation), 0);
    const json_t *wait = json_array_get(json_object_get(explanation, "waits"), 0);
    assert_string_equal(
        text_at(wait, "sentence"),
        "The decision on works \"工程\" waits for the milestone paid, which an "
        "outside party reports: `tongfa signal 12 paid`. It has waited 1 min 30 s.");
    json_decref(explanation);
}

static void test_a_definition_has_names_in_its_sets(void **state)
{
    struct world *world = *state;
    json_t *definition = NULL;

    begin(world, MOOD_ANSWER, PATIENT_MS);
    assert_int_equal(tongfa_definition(world->client, "two", 0, &definition), 0);
    const json_t *works = json_array_get(json_object_get(definition, "stages"), 1);
    const json_t *after = json_object_get(json_object_get(works, "decide_after"), "stages");
    assert_string_equal(json_string_value(json_array_get(after, 0)), "land");
    json_decref(definition);
}

static void test_a_file_is_published_as_its_definition(void **state)
{
    struct world *world = *state;
    struct tongfa_recorded recorded;

    begin(world, MOOD_RECORD, PATIENT_MS);
    const char *path = TONGFA_SOURCE "/procedures/five-permits.yaml";
    assert_int_equal(tongfa_publish(world->client, path, &recorded), 0);
    assert_int_equal(recorded.position, 34);
    fake_server_stop(&world->server);
    assert_int_equal(world->first.type, MSG_PUBLISH);
    assert_true(world->first.publish.encoded.size > 500);
}

static void test_a_file_with_errors_is_not_published(void **state)
{
    struct world *world = *state;

    begin(world, MOOD_RECORD, PATIENT_MS);
    const char *path = TONGFA_SOURCE "/LICENSE";
    assert_int_equal(tongfa_publish(world->client, path, NULL), ERR_PROCEDURE_INVALID);
    assert_string_equal(tongfa_last_error(world->client)->field, path);
    assert_non_null(strstr(tongfa_last_error(world->client)->text, "line "));
    assert_int_equal(tongfa_publish(world->client, "/none", NULL), ERR_IO);
    fake_server_stop(&world->server);
    assert_int_equal(world->asked, 0);
}

#define TEST(name_) cmocka_unit_test_setup_teardown(name_, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_is_recorded_comes_back),
        TEST(test_a_refusal_is_told_with_all_its_parts),
        TEST(test_busy_is_waited_out_under_the_same_id),
        TEST(test_busy_until_the_end_is_told_as_busy),
        TEST(test_no_answer_is_not_no_broker),
        TEST(test_a_lost_connection_means_the_same_request_again),
        TEST(test_two_requests_have_two_ids),
        TEST(test_an_interrupt_ends_the_call_and_those_after),
        TEST(test_bad_arguments_are_refused_before_they_are_sent),
        cmocka_unit_test(test_bad_options_open_nothing),
        TEST(test_pages_are_put_together),
        TEST(test_show_names_the_stages),
        TEST(test_history_is_whole_and_begins_with_the_oldest),
        TEST(test_explain_speaks_in_sentences),
        TEST(test_a_file_is_published_as_its_definition),
        TEST(test_a_file_with_errors_is_not_published),
        TEST(test_a_definition_has_names_in_its_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

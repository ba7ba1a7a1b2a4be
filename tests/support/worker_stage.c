/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/worker_stage.h"

#include <jansson.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void hold(const struct tongfa_job *job, struct worker_stage *stage)
{
    while (sem_trywait(&stage->go) != 0) {
        if (tongfa_job_wait(job, 1)) continue;
        atomic_fetch_add(&stage->cancelled, 1);
        return;
    }
}

void stage_judge(const struct tongfa_job *job, struct tongfa_verdict *verdict, void *self)
{
    struct worker_stage *stage = self;
    atomic_fetch_add(&stage->judging, 1);
    enum behaviour behaviour = (enum behaviour)atomic_load(&stage->behaviour);
    if (behaviour == HOLD) hold(job, stage);
    while (behaviour == HANG && sem_wait(&stage->go) != 0) {
        continue;
    }
    if (behaviour == REFUSE) {
        const char *text = json_string_value(json_object_get(job->application, "text"));
        tongfa_refuse(verdict, "%s %s %d %s", job->stage, job->procedure, job->priority,
                      text == NULL ? "-" : text);
    }
    atomic_fetch_add(&stage->returned, 1);
}

static void *run(void *argument)
{
    struct worker_stage *stage = argument;
    stage->code = tongfa_worker_run(&stage->options);
    return NULL;
}

struct worker_stage *stage_open(unsigned concurrency)
{
    struct worker_stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    assert_int_equal(sem_init(&stage->go, 0, 0), 0);
    stage->endpoint = fake_broker_endpoint();
    stage->broker = fake_broker_open(stage->endpoint);
    atomic_store(&stage->behaviour, GRANT);
    stage->options = (struct tongfa_worker_options){
        .endpoint = stage->endpoint,
        .department = "land",
        .name = "land.1",
        .concurrency = concurrency,
        .quiet = true,
        .keep_signals = true,
        .judge = stage_judge,
        .self = stage,
    };
    return stage;
}

void stage_start(struct worker_stage *stage)
{
    assert_int_equal(pthread_create(&stage->thread, NULL, run, stage), 0);
}

/* Take a message; a PING that wants to be answered is. */
static bool take_any(struct worker_stage *stage, struct message *message, int timeout_ms)
{
    if (!fake_broker_take(stage->broker, message, timeout_ms)) return false;
    if (message->type != MSG_PING || message->request_id.size == 0) return true;
    struct message pong = { .type = MSG_PONG, .request_id = message->request_id };
    fake_broker_say(stage->broker, &pong);
    return true;
}

struct message stage_take(struct worker_stage *stage, enum message_type type)
{
    struct message message;
    do {
        if (!take_any(stage, &message, PATIENCE_MS)) {
            fail_msg("no message, wanted %d", (int)type);
        }
    } while (message.type == MSG_PING && type != MSG_PING);
    assert_int_equal(message.type, type);
    return message;
}

void stage_welcome(struct worker_stage *stage, uint32_t heartbeat_ms)
{
    struct message hello = stage_take(stage, MSG_HELLO);
    assert_int_equal(hello.hello.role, ROLE_WORKER);
    assert_string_equal(hello.hello.department.text, "land");
    assert_string_equal(hello.hello.principal.text, "land.1");
    fake_broker_welcome(stage->broker, &hello, heartbeat_ms, 600000);
}

void stage_take_credit(struct worker_stage *stage, uint32_t credit)
{
    assert_int_equal(stage_take(stage, MSG_CREDIT).credit.credit, credit);
}

struct message stage_job(uint64_t bundle, uint32_t lease_ms)
{
    static const uint8_t application[] = { 0x81, 0xa4, 't', 'e', 'x', 't', 0xa2, 'h', 'i' };
    return (struct message){
        .type = MSG_JOB,
        .job = { .bundle = bundle,
                 .stage = 1,
                 .attempt = 3,
                 .token = 0xfedcba9876543210 + bundle,
                 .until_ms = 1700000000000,
                 .lease_ms = lease_ms,
                 .stage_name = { "land-use" },
                 .procedure = { "five-permits" },
                 .version = 2,
                 .priority = 4,
                 .submitted_ms = 1600000000000,
                 .application = { application, sizeof application } },
    };
}

void stage_send_job(struct worker_stage *stage, uint64_t bundle, uint32_t lease_ms)
{
    struct message job = stage_job(bundle, lease_ms);
    fake_broker_say(stage->broker, &job);
}

struct message stage_take_verdict(struct worker_stage *stage, uint64_t bundle, enum verdict kind)
{
    struct message message = stage_take(stage, MSG_VERDICT);
    assert_int_equal(message.verdict.bundle, bundle);
    assert_int_equal(message.verdict.stage, 1);
    assert_int_equal(message.verdict.attempt, 3);
    assert_true(message.verdict.token == 0xfedcba9876543210 + bundle);
    assert_int_equal(message.verdict.verdict, kind);
    return message;
}

void stage_record(struct worker_stage *stage, const struct message *request)
{
    struct message answer = { .type = MSG_RECORDED,
                              .request_id = request->request_id,
                              .recorded = { .bundle = 1, .position = 1 } };
    fake_broker_say(stage->broker, &answer);
}

void stage_decline(struct worker_stage *stage, const struct message *request, enum err err)
{
    struct message answer = { .type = MSG_ERROR,
                              .request_id = request->request_id,
                              .error = { .number = (uint8_t)err,
                                         .retry = (uint8_t)err_retry(err) } };
    fake_broker_say(stage->broker, &answer);
}

void stage_wait_for(atomic_int *count, int wanted)
{
    for (int i = 0; i < PATIENCE_MS && atomic_load(count) < wanted; i++) {
        (void)poll(NULL, 0, 1);
    }
    assert_int_equal(atomic_load(count), wanted);
}

void stage_join(struct worker_stage *stage, int code)
{
    struct message message;
    for (int i = 0; pthread_tryjoin_np(stage->thread, NULL) != 0; i++) {
        assert_in_range(i, 0, PATIENCE_MS);
        if (stage->broker == NULL || !take_any(stage, &message, 1)) (void)poll(NULL, 0, 1);
    }
    assert_int_equal(stage->code, code);
    if (stage->broker != NULL) fake_broker_close(&stage->broker);
    sem_destroy(&stage->go);
    free(stage);
}

void stage_stop(struct worker_stage *stage)
{
    tongfa_worker_stop();
    stage_join(stage, 0);
}

struct worker_stage *stage_ready(unsigned concurrency)
{
    struct worker_stage *stage = stage_open(concurrency);
    stage_start(stage);
    stage_welcome(stage, 60000);
    stage_take_credit(stage, concurrency);
    return stage;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/size/crowd.h"

#include "broker/shell/recovery.h"
#include "tests/support/procedure_builder.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BASE_MS INT64_C(1790000000000)
#define COMMIT_STEP_FACTS 64 /* facts of one call below, at most */

enum { OPERATOR = 1, SUBMITTER, FIRST_WORKER };

/* Stands before the C library's, also for LMDB: what is built here need not survive a power cut. */
int fdatasync(int fildes)
{
    (void)fildes;
    return 0;
}

static void must(enum err err, const char *what)
{
    if (err == OK) return;
    fprintf(stderr, "size: %s: %s\n", what, err_text(err));
    exit(1);
}

static uint64_t chance(struct crowd *crowd)
{
    crowd->random = crowd->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return crowd->random >> 20 ^ crowd->random << 44;
}

static struct hash hash_of(const char *kind, uint64_t number)
{
    char text[64];
    struct hash hash;

    int size = snprintf(text, sizeof text, "%s %llu", kind, (unsigned long long)number);
    crypto_generichash(hash.bytes, HASH_BYTES, (const uint8_t *)text, (unsigned long long)size,
                       NULL, 0);
    return hash;
}

/* ---- Steps --------------------------------------------------------------------------------- */

static void take_jobs(struct crowd *crowd)
{
    for (uint32_t i = 0; i < crowd->effects.count; i++) {
        const struct effect *effect = &crowd->effects.effects[i];
        if (effect->type == EFFECT_REFUSED) must(effect->refused.err, "refused");
        if (effect->type != EFFECT_JOB) continue;
        uint32_t worker = effect->session.n - FIRST_WORKER;
        if (worker > 0 && worker < STAGES_MAX / 4) continue; /* it keeps what it has */
        if (crowd->job_count == sizeof crowd->jobs / sizeof crowd->jobs[0]) exit(1);
        crowd->jobs[crowd->job_count++] = effect->job.job;
    }
}

static void step(struct crowd *crowd, struct event event)
{
    do {
        event.now_ms = crowd->now_ms;
        event.civil_year = 2026;
        event.entropy = chance(crowd);
        engine_step(crowd->engine, &event, &crowd->facts, &crowd->effects);
        if (crowd->journal != NULL) draft_record(&crowd->draft, &crowd->facts);
        take_jobs(crowd);
        event = (struct event){ .type = EVENT_TICK };
    } while (engine_is_pending(crowd->engine));
}

void crowd_submit(struct crowd *crowd, int procedure)
{
    static uint8_t application[200] = { 0x81, 0xa1, 'a', 0xd9, sizeof application - 5 };
    uint64_t bundle = ++crowd->submitted;
    struct event event = { .type = EVENT_SUBMIT, .session = { .n = SUBMITTER } };

    memset(application + 5, 'x', sizeof application - 5);
    crowd->now_ms += bundle % 8 == 0;
    event.principal = named("platform");
    event.submit.procedure = crowd->procedures[procedure].name;
    event.submit.key = (struct span){ .at = (const uint8_t *)"2026-330100-000001", .size = 18 };
    event.submit.priority = PRIORITY_DEFAULT;
    event.submit.application = (struct span){ .at = application, .size = sizeof application };
    event.key_hash = hash_of("key", bundle);
    event.content_hash = hash_of("application", bundle);
    step(crowd, event);
}

void crowd_work(struct crowd *crowd)
{
    while (crowd->job_count > 0) {
        struct msg_job job = crowd->jobs[--crowd->job_count];
        struct event event = { .type = EVENT_VERDICT, .principal = named("worker") };
        bool is_pass = name_is_equal(&job.procedure, &crowd->procedures[CROWD_PASS].name);
        event.session.n = FIRST_WORKER + (is_pass ? STAGES_MAX / 4U : 0U) + job.stage;
        event.verdict.bundle = job.bundle;
        event.verdict.stage = job.stage;
        event.verdict.attempt = job.attempt;
        event.verdict.token = job.token;
        event.verdict.verdict = VERDICT_GRANT;
        event.verdict.credit = 1;
        step(crowd, event);
    }
}

void crowd_tick(struct crowd *crowd, int64_t ms)
{
    crowd->now_ms += ms;
    step(crowd, (struct event){ .type = EVENT_TICK });
}

void crowd_commit(struct crowd *crowd, uint32_t facts)
{
    struct draft *draft = &crowd->draft;

    if (crowd->journal == NULL || draft->batch.record_count <= facts) return;
    checkpoint_fill(&crowd->checkpoint, crowd->engine, draft, false);
    must(journal_append_now(crowd->journal, &draft->batch), "commit");
    checkpoint_committed(&crowd->checkpoint, crowd->engine, draft);
    crowd->commits++;
    crowd->writes += draft->batch.write_count;
    draft_begin(draft, engine_position_next(crowd->engine));
}

/* ---- Opening ------------------------------------------------------------------------------- */

static void join(struct crowd *crowd, enum role role, const struct name *department,
                 uint32_t credit)
{
    struct event event = { .type = EVENT_JOINED, .session = { .n = ++crowd->sessions } };

    event.principal = named(role == ROLE_WORKER ? "worker" : "platform");
    event.joined.role = (uint8_t)role;
    event.joined.principal = event.principal;
    if (department != NULL) event.joined.department = *department;
    step(crowd, event);
    if (credit == 0) return;
    event = (struct event){ .type = EVENT_CREDIT, .session = { .n = crowd->sessions } };
    event.principal = named("worker");
    event.credit.credit = credit;
    step(crowd, event);
}

/* The five permits without milestones end when they are granted; with them they stay. */
static void publish(struct crowd *crowd, int index)
{
    struct procedure *procedure = &crowd->procedures[index];
    struct event event = { .type = EVENT_PUBLISH, .session = { .n = OPERATOR } };

    procedure_five_permits(procedure);
    if (index == CROWD_PASS) {
        procedure->name = named("pass");
        procedure->milestone_count = 0;
        for (uint32_t i = 0; i < procedure->stage_count; i++) {
            procedure->stages[i].decide_after.milestones = 0;
            procedure->stages[i].department.text[0] = 'z';
        }
    }
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        procedure->stages[i].lease_ms = LEASE_MS_MAX;
    }
    event.principal = named("platform");
    event.request.id = hash_of("request", (uint64_t)index);
    event.request.content = hash_of("definition", (uint64_t)index);
    event.publish.procedure = procedure;
    event.content_hash = event.request.content;
    step(crowd, event);
}

/* The first department of `stay` answers everything, the second takes what it may, the others have
 * nobody; those of `pass` answer everything. Workers stand at fixed places, see take_jobs. */
static void join_workers(struct crowd *crowd)
{
    const struct procedure *stay = &crowd->procedures[CROWD_STAY];
    const struct procedure *pass = &crowd->procedures[CROWD_PASS];

    join(crowd, ROLE_WORKER, &stay->stages[FIVE_A].department, CREDIT_MAX);
    for (uint32_t i = 1; i < STAGES_MAX / 4; i++) {
        join(crowd, ROLE_WORKER, &stay->stages[FIVE_D].department, CREDIT_MAX);
    }
    for (uint32_t i = 0; i < pass->stage_count; i++) {
        join(crowd, ROLE_WORKER, &pass->stages[i].department, CREDIT_MAX);
    }
}

struct crowd *crowd_open(uint32_t bundles_max, const char *dir)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);
    struct recovery_report report;

    if (crowd == NULL || sodium_init() < 0) exit(1);
    crowd->limits = (struct engine_limits){
        .bundles_max = bundles_max + bundles_max / 7 + 1, /* one submitter gets 7/8 */
        .stage_blocks_max = 2 * (bundles_max + bundles_max / 7 + 1) + 16,
        .procedures_max = 256,
        .departments_max = 256,
        .counters_max = 4096,
        .sessions_max = 4096,
        .requests_max = 65536,
        .busy_after_ms = 500,
    };
    crowd->random = 20260701;
    crowd->now_ms = BASE_MS;
    must(recovery_engine_new(&crowd->engine, &crowd->limits), "engine");
    must(draft_init(&crowd->draft), "draft");
    if (dir != NULL) {
        must(journal_open(&crowd->journal, dir, 0), "journal");
        must(recovery_run(crowd->journal, crowd->engine, &report), "recovery");
        checkpoint_init(&crowd->checkpoint, CHECKPOINT_BEHIND_DEFAULT, CHECKPOINT_PORTION_DEFAULT);
    }
    join(crowd, ROLE_OPERATOR, NULL, 0);
    join(crowd, ROLE_SUBMITTER, NULL, 0);
    publish(crowd, CROWD_STAY);
    publish(crowd, CROWD_PASS);
    join_workers(crowd);
    return crowd;
}

void crowd_close(struct crowd *crowd)
{
    journal_close(&crowd->journal);
    recovery_engine_free(&crowd->engine, &crowd->limits);
    draft_fini(&crowd->draft);
    free(crowd);
}

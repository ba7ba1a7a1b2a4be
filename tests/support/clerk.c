/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/clerk.h"

#include "broker/shell/store.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define BASE_MS INT64_C(1790000000000)
#define WORKER_CREDIT 1000

/* Sessions in the order of their coming. */
enum { OPERATOR = 1, SUBMITTER, FIRST_WORKER };

/* Stands before the C library's, also for LMDB: no power fails in these tests, and a killed process
 * loses nothing that it has written. */
int fdatasync(int fildes)
{
    (void)fildes;
    return 0;
}

static const struct engine_limits limits_default = {
    .bundles_max = 20000,
    .stage_blocks_max = 60000,
    .procedures_max = 16,
    .departments_max = 64,
    .counters_max = 128,
    .sessions_max = 64,
    .requests_max = 256,
    .busy_after_ms = 1000,
};

static uint64_t chance(struct clerk *clerk, uint64_t below)
{
    clerk->random = clerk->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (clerk->random >> 33) % below;
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

struct hash clerk_key_hash(uint64_t bundle)
{
    return hash_of("key", bundle);
}

/* ---- Steps --------------------------------------------------------------------------------- */

static void take_effects(struct clerk *clerk)
{
    for (uint32_t i = 0; i < clerk->effects->count; i++) {
        const struct effect *effect = &clerk->effects->effects[i];
        if (effect->type == EFFECT_REFUSED) clerk->refused = effect->refused.err;
        if (effect->type != EFFECT_JOB) continue;
        assert_in_range(clerk->held_count, 0, CLERK_HELD_MAX - 1);
        clerk->held[clerk->held_count++] = effect->job.job;
    }
}

static void step(struct clerk *clerk, struct event *event)
{
    event->now_ms = clerk->now_ms;
    event->civil_year = 2026;
    event->entropy = chance(clerk, UINT64_MAX);
    for (;;) {
        assert_true(draft_has_room(clerk->draft));
        engine_step(clerk->engine, event, clerk->facts, clerk->effects);
        draft_record(clerk->draft, clerk->facts);
        take_effects(clerk);
        if (!engine_is_pending(clerk->engine)) return;
        *event = (struct event){ .type = EVENT_TICK,
                                 .now_ms = clerk->now_ms,
                                 .civil_year = 2026,
                                 .entropy = chance(clerk, UINT64_MAX) };
    }
}

/* Each of them is a request of its own; the position makes it so. */
static struct event request(struct clerk *clerk, enum event_type type)
{
    struct event event = { .type = type, .principal = named("office") };

    event.session.n = type == EVENT_PUBLISH ? OPERATOR : SUBMITTER;
    event.request.id = hash_of("request", engine_position_next(clerk->engine));
    event.request.content = hash_of("content", engine_position_next(clerk->engine));
    return event;
}

static void join(struct clerk *clerk, enum role role, const struct name *department)
{
    struct event event = { .type = EVENT_JOINED, .session = { .n = ++clerk->sessions } };

    event.principal = named(role == ROLE_WORKER ? "worker" : "office");
    event.joined.role = (uint8_t)role;
    event.joined.principal = event.principal;
    if (department != NULL) event.joined.department = *department;
    step(clerk, &event);
    if (role != ROLE_WORKER) return;
    event = (struct event){ .type = EVENT_CREDIT, .session = { .n = clerk->sessions } };
    event.principal = named("worker");
    event.credit.credit = WORKER_CREDIT;
    step(clerk, &event);
}

static void join_workers(struct clerk *clerk)
{
    for (uint32_t i = 0; i < clerk->procedure.stage_count; i++) {
        join(clerk, ROLE_WORKER, &clerk->procedure.stages[i].department);
    }
}

void clerk_publish(struct clerk *clerk)
{
    struct event event = request(clerk, EVENT_PUBLISH);

    event.publish.procedure = &clerk->procedure;
    event.content_hash = hash_of("definition", clerk->procedure.version);
    step(clerk, &event);
    join_workers(clerk);
}

static void signal_all(struct clerk *clerk, uint64_t bundle)
{
    for (uint32_t i = 0; i < clerk->procedure.milestone_count; i++) {
        struct event event = request(clerk, EVENT_SIGNAL);
        event.signal.ref.bundle = bundle;
        event.signal.milestone = clerk->procedure.milestones[i].name;
        step(clerk, &event);
    }
}

uint64_t clerk_submit(struct clerk *clerk)
{
    uint64_t bundle = ++clerk->submitted;
    struct event event = { .type = EVENT_SUBMIT, .session = { .n = SUBMITTER } };
    char key[CLERK_KEY_BYTES];

    snprintf(key, sizeof key, "key %llu", (unsigned long long)bundle);
    event.principal = named(clerk->submitter == NULL ? "office" : clerk->submitter);
    event.submit.procedure = clerk->procedure.name;
    event.submit.key = (struct span){ .at = (const uint8_t *)key, .size = strlen(key) };
    event.submit.priority = PRIORITY_DEFAULT;
    event.submit.application = (struct span){ .at = (const uint8_t *)"\x80", .size = 1 };
    event.key_hash = clerk_key_hash(bundle);
    event.content_hash = hash_of("application", bundle);
    step(clerk, &event);
    assert_int_equal(engine_find_key(clerk->engine, &event.key_hash), bundle);
    signal_all(clerk, bundle);
    return bundle;
}

void clerk_withdraw(struct clerk *clerk, uint64_t bundle)
{
    struct event event = request(clerk, EVENT_WITHDRAW);

    event.withdraw.ref.bundle = bundle;
    event.withdraw.reason = (struct span){ .at = (const uint8_t *)"moved away", .size = 10 };
    step(clerk, &event);
}

/* As the shell does it: what the committed journal has of a bundle that is not in memory. */
static void find_archived(struct clerk *clerk, uint64_t bundle, struct event *event)
{
    if (engine_image(clerk->engine, bundle, &clerk->image) == OK) return;
    assert_int_equal(view_begin(clerk->view), OK);
    assert_int_equal(store_archived(clerk->view, bundle, &clerk->image, &event->archived), OK);
    view_end(clerk->view);
}

enum err clerk_act(struct clerk *clerk, enum act act, uint64_t bundle, uint32_t stage)
{
    struct event event = request(clerk, EVENT_ACT);

    event.session.n = 0;
    event.act.act = (uint8_t)act;
    event.act.ref.bundle = bundle;
    event.act.stage = clerk->procedure.stages[stage].name;
    event.act.reason = (struct span){ .at = (const uint8_t *)"as found", .size = 8 };
    find_archived(clerk, bundle, &event);
    clerk->refused = OK;
    step(clerk, &event);
    return clerk->refused;
}

void clerk_wake(struct clerk *clerk, uint64_t bundle)
{
    struct event event = { .type = EVENT_WAKE, .wake = bundle };

    find_archived(clerk, bundle, &event);
    step(clerk, &event);
}

static void answer(struct clerk *clerk, uint32_t index, enum verdict verdict)
{
    struct msg_job job = clerk->held[index];
    struct event event = { .type = EVENT_VERDICT, .principal = named("worker") };

    clerk->held[index] = clerk->held[--clerk->held_count];
    event.session.n = FIRST_WORKER + job.stage;
    event.verdict.bundle = job.bundle;
    event.verdict.stage = job.stage;
    event.verdict.attempt = job.attempt;
    event.verdict.token = job.token;
    event.verdict.verdict = (uint8_t)verdict;
    event.verdict.reason = (struct span){ .at = (const uint8_t *)"as reviewed", .size = 11 };
    event.verdict.credit = 1;
    step(clerk, &event);
}

void clerk_work(struct clerk *clerk, uint32_t count)
{
    static const uint8_t verdicts[] = {
        VERDICT_GRANT, VERDICT_GRANT,  VERDICT_GRANT,   VERDICT_GRANT, VERDICT_GRANT,
        VERDICT_GRANT, VERDICT_REFUSE, VERDICT_RELEASE, VERDICT_FAIL,  VERDICT_GRANT,
    };

    while (count-- > 0 && clerk->held_count > 0) {
        enum verdict verdict = verdicts[chance(clerk, sizeof verdicts)];
        answer(clerk, (uint32_t)chance(clerk, clerk->held_count), verdict);
    }
}

bool clerk_answer(struct clerk *clerk, uint64_t bundle, enum verdict verdict)
{
    for (uint32_t i = 0; i < clerk->held_count; i++) {
        if (clerk->held[i].bundle != bundle) continue;
        answer(clerk, i, verdict);
        return true;
    }
    return false;
}

void clerk_wait(struct clerk *clerk, int64_t ms)
{
    struct event event = { .type = EVENT_TICK };

    clerk->now_ms += ms;
    step(clerk, &event);
}

void clerk_bustle(struct clerk *clerk)
{
    uint64_t what = chance(clerk, 10);

    if (what < 4) clerk_submit(clerk);
    if (what < 9) clerk_work(clerk, 1 + (uint32_t)chance(clerk, 8));
    if (what == 8) clerk_wait(clerk, (int64_t)chance(clerk, 20000));
    if (what == 9 && clerk->submitted > 0) {
        clerk_withdraw(clerk, 1 + chance(clerk, clerk->submitted));
    }
}

void clerk_finish(struct clerk *clerk)
{
    for (int i = 0; i < 1000; i++) {
        clerk_work(clerk, CLERK_HELD_MAX);
        if (engine_next_due_ms(clerk->engine) == INT64_MAX && clerk->held_count == 0) return;
        clerk_wait(clerk, 10000);
    }
    fail_msg("the work does not end");
}

/* ---- Turns --------------------------------------------------------------------------------- */

struct draft *clerk_fill(struct clerk *clerk, bool is_idle)
{
    struct draft *draft = clerk->draft;

    checkpoint_fill(&clerk->checkpoint, clerk->engine, draft, is_idle);
    clerk->draft = draft == &clerk->drafts[0] ? &clerk->drafts[1] : &clerk->drafts[0];
    draft_begin(clerk->draft, engine_position_next(clerk->engine));
    return draft;
}

void clerk_settle(struct clerk *clerk, struct draft *draft)
{
    if (draft_is_empty(draft)) return;
    assert_int_equal(journal_append_now(clerk->journal, &draft->batch), OK);
    checkpoint_committed(&clerk->checkpoint, clerk->engine, draft);
}

void clerk_commit(struct clerk *clerk, bool is_idle)
{
    clerk_settle(clerk, clerk_fill(clerk, is_idle));
}

void clerk_rest(struct clerk *clerk)
{
    for (int i = 0; i < 10000; i++) {
        struct draft *draft = clerk_fill(clerk, true);
        if (draft_is_empty(draft)) return;
        clerk_settle(clerk, draft);
    }
    fail_msg("the checkpoint does not end");
}

/* ---- Looking ------------------------------------------------------------------------------- */

uint64_t clerk_find(struct clerk *clerk, uint64_t bundle)
{
    struct hash hash = clerk_key_hash(bundle);
    uint64_t found = engine_find_key(clerk->engine, &hash);

    if (found != 0) return found;
    assert_int_equal(view_begin(clerk->view), OK);
    found = store_find_key(clerk->view, &hash);
    view_end(clerk->view);
    return found;
}

struct hash clerk_restored_hash(struct clerk *clerk, struct recovery_report *report)
{
    struct engine *engine = NULL;

    assert_int_equal(recovery_engine_new(&engine, &clerk->limits), OK);
    assert_int_equal(recovery_run(clerk->journal, engine, report), OK);
    struct hash hash = engine_hash(engine);
    recovery_engine_free(&engine, &clerk->limits);
    return hash;
}

uint32_t clerk_rows(struct clerk *clerk, enum store_table table)
{
    struct span key = { 0 };
    struct span value;
    uint32_t count = 0;

    assert_int_equal(view_begin(clerk->view), OK);
    while (view_table_next(clerk->view, table, &key, &value)) {
        count++;
    }
    view_end(clerk->view);
    return count;
}

/* ---- Opening ------------------------------------------------------------------------------- */

void clerk_open(struct clerk *clerk, const char *dir, uint64_t behind_max)
{
    memset(clerk, 0, sizeof *clerk);
    clerk->limits = limits_default;
    clerk->random = 20260701;
    procedure_five_permits(&clerk->procedure);
    clerk->facts = calloc(1, sizeof *clerk->facts);
    clerk->effects = calloc(1, sizeof *clerk->effects);
    assert_non_null(clerk->facts);
    assert_non_null(clerk->effects);
    assert_int_equal(draft_init(&clerk->drafts[0]), OK);
    assert_int_equal(draft_init(&clerk->drafts[1]), OK);
    assert_int_equal(recovery_engine_new(&clerk->engine, &clerk->limits), OK);
    assert_int_equal(journal_open(&clerk->journal, dir, 0), OK);
    assert_int_equal(view_open(&clerk->view, clerk->journal), OK);
    assert_int_equal(recovery_run(clerk->journal, clerk->engine, &clerk->recovered), OK);
    clerk->restored = engine_hash(clerk->engine);
    checkpoint_init(&clerk->checkpoint, behind_max, CHECKPOINT_PORTION_DEFAULT);
    clerk->draft = &clerk->drafts[0];
    draft_begin(clerk->draft, engine_position_next(clerk->engine));
    struct totals_image totals;
    engine_export_totals(clerk->engine, &totals);
    clerk->submitted = totals.bundles_submitted;
    clerk->now_ms = totals.now_ms > BASE_MS ? totals.now_ms : BASE_MS;
    join(clerk, ROLE_OPERATOR, NULL);
    join(clerk, ROLE_SUBMITTER, NULL);
    if (clerk->recovered.procedures > 0) join_workers(clerk);
}

void clerk_close(struct clerk *clerk)
{
    view_close(&clerk->view);
    journal_close(&clerk->journal);
    recovery_engine_free(&clerk->engine, &clerk->limits);
    draft_fini(&clerk->drafts[0]);
    draft_fini(&clerk->drafts[1]);
    free(clerk->facts);
    free(clerk->effects);
    clerk->facts = NULL;
    clerk->effects = NULL;
}

#define ROWS_MAX 16384

void clerk_delete_tables(struct clerk *clerk)
{
    static uint8_t keys[ROWS_MAX][64];
    static struct store_write writes[ROWS_MAX];
    struct view *view = NULL;
    struct batch batch = { .position_first = journal_position_next(clerk->journal),
                           .writes = writes };

    assert_int_equal(view_open(&view, clerk->journal), OK);
    assert_int_equal(view_begin(view), OK);
    for (enum store_table table = STORE_OPEN; table < STORE_TABLE_COUNT; table++) {
        struct span key = { 0 };
        struct span value;
        while (view_table_next(view, table, &key, &value)) {
            if (key.size == 6 && memcmp(key.at, "format", 6) == 0) continue;
            assert_in_range(key.size, 1, 64);
            assert_in_range(batch.write_count, 0, ROWS_MAX - 1);
            memcpy(keys[batch.write_count], key.at, key.size);
            writes[batch.write_count] = (struct store_write){
                .table = table,
                .key = { .at = keys[batch.write_count], .size = key.size },
            };
            batch.write_count++;
        }
    }
    view_close(&view);
    assert_int_equal(journal_append_now(clerk->journal, &batch), OK);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A shadow engine applies each fact as it becomes durable, and nothing else. It is what every other
 * way to the same state is compared with: the live engine whenever it holds nothing that is not
 * durable, an engine restored from the disk after a commit taken by chance, the engine of each
 * restart, and at the end replays of the whole journal. Comparing is dear, so the cheap checks are
 * made at every turn and the dear ones at turns with news, or by chance. */
#include "tests/sim/check.h"

#include "broker/shell/replay.h"
#include "broker/shell/store.h"
#include "proto/record.h"
#include "tests/sim/audit.h"
#include "tests/sim/disk.h"
#include "tests/sim/ended.h"
#include "tests/sim/model.h"
#include "tests/sim/world.h"

#include <stdio.h>
#include <stdlib.h>

#define RESTORE_ONE_IN 24 /* commits after which a restart is tried */
#define CHUNKS 3
#define REQUESTS_SEEN 1024
#define DEPARTMENTS_MAX_SEEN 16
#define UNSENT_MAX 64
#define UNSENT_MS 500 /* in which an unsent job must have gone back */

/* A job that its worker was never sent. */
struct unsent {
    uint64_t bundle;
    uint32_t attempt;
    uint8_t stage;
    int64_t noted_ms;
};

static struct {
    struct engine_limits limits;
    struct engine *shadow;
    struct ended *ended; /* which the shadow has let go */
    struct chance chance;
    const struct broker *broker; /* NULL: it is dead */
    int64_t offset_ms;           /* broker time less all time that has passed */
    uint64_t compared;           /* durable facts when the live engine was compared last */
    uint64_t explained;          /* bundle */
    uint64_t looked;             /* ended bundle */
    uint32_t unsent_count;
    struct unsent unsent[UNSENT_MAX];
    struct bundle_image image; /* scratch */
    struct msg_explanation explanation;
    struct msg_statistics statistics;
} check;

void check_begin(const struct engine_limits *limits)
{
    assert(limits->requests_max <= REQUESTS_SEEN);
    check.limits = *limits;
    check.broker = NULL;
    check.compared = UINT64_MAX;
    check.chance = world_chance("check", 0);
    enum err err = recovery_engine_new(&check.shadow, limits);
    assert(err == OK);
    check.ended = ended_new();
}

void check_end(void)
{
    ended_free(&check.ended);
    recovery_engine_free(&check.shadow, &check.limits);
}

const struct engine *check_shadow(void)
{
    return check.shadow;
}

const struct bundle_image *check_ended(uint64_t bundle)
{
    return ended_find(check.ended, bundle);
}

uint32_t check_requests_max(void)
{
    return check.limits.requests_max;
}

int64_t check_broker_ms(void)
{
    return world_elapsed_ms() + check.offset_ms;
}

uint32_t check_planned(uint64_t bundle)
{
    const struct audit_bundle *audited = audit_bundle(bundle);
    assert(audited != NULL);
    return audited->planned;
}

/* ---- The shadow ------------------------------------------------------------------------------ */

static void compare(const struct engine *engine, const char *what)
{
    struct hash expected = engine_hash(check.shadow);
    struct hash found = engine_hash(engine);
    if (hash_is_equal(&expected, &found)) {
        model_look(engine, check_broker_ms(), what);
        return;
    }
    world_fail("%s is not the sum of the %llu durable facts: its hash differs", what,
               (unsigned long long)disk_count());
}

void check_applied(const struct fact *fact)
{
    if (world_has_failed()) return;
    enum err err = ended_recall(check.ended, check.shadow, fact);
    if (err == OK) err = engine_apply(check.shadow, fact);
    if (err != OK) {
        world_fail("position %llu cannot be replayed: %s", (unsigned long long)fact->position,
                   err_name(err));
    }
}

/* An ended bundle is what the facts make of it: in memory, or else where the store has it (NULL: it
 * is not asked). */
static void compare_ended(const struct engine *engine, struct view *view, uint64_t bundle,
                          const char *what)
{
    if (ended_find(check.ended, bundle) == NULL) return;
    if (engine_image(engine, bundle, &check.image) != OK) {
        if (view == NULL) return;
        enum err err = store_image(view, bundle, &check.image);
        if (err != OK) {
            world_fail("%s: bundle %llu has ended and cannot be found: %s", what,
                       (unsigned long long)bundle, err_name(err));
            return;
        }
    }
    if (ended_is_same(check.ended, &check.image)) return;
    world_fail("%s: bundle %llu has ended and is not the sum of its facts", what,
               (unsigned long long)bundle);
}

/* What a restart would begin with. */
static void try_restart(void)
{
    struct recovery_report report;
    struct engine *engine;
    if (recovery_engine_new(&engine, &check.limits) != OK) return;
    enum err err = recovery_load(disk_view(), engine, true, &report);
    if (err == OK) {
        compare(engine, "what a restart would load");
        for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
            compare_ended(engine, disk_view(), i, "what a restart would load");
        }
    } else {
        world_fail("a restart after %llu facts would fail: %s", (unsigned long long)disk_count(),
                   err_name(err));
    }
    recovery_engine_free(&engine, &check.limits);
}

void check_committed(void)
{
    if (world_has_failed()) return;
    ended_forget(check.ended, check.shadow);
    bool is_rebuilding = check.broker == NULL; /* then the tables may lack facts */
    if (chance_one_in(&check.chance, RESTORE_ONE_IN) && !is_rebuilding) try_restart();
}

/* ---- The live engine ------------------------------------------------------------------------- */

void check_started(const struct broker *broker)
{
    check.broker = broker;
    check.compared = UINT64_MAX;
    check.unsent_count = 0; /* its leases run out */
    if (broker == NULL) return;
    check.offset_ms = broker->now_ms - world_elapsed_ms();
    compare(broker->engine, "the restarted engine");
}

static void check_counts(const struct engine *engine)
{
    struct audit_department expected[DEPARTMENTS_MAX_SEEN];
    uint32_t count = audit_departments(expected, DEPARTMENTS_MAX_SEEN);
    check.statistics = (struct msg_statistics){ 0 };
    engine_statistics(engine, &check.statistics.next, &check.statistics);
    for (uint32_t i = 0; i < check.statistics.department_count; i++) {
        const struct department_statistics *found = &check.statistics.departments[i];
        struct audit_department none = { .name = found->department };
        const struct audit_department *own = &none;
        for (uint32_t k = 0; k < count; k++) {
            if (name_is_equal(&expected[k].name, &found->department)) own = &expected[k];
        }
        if (found->ready == own->ready && found->leased == own->leased &&
            found->delayed == own->delayed && found->parked == own->parked) {
            continue;
        }
        world_fail("%s: %llu ready, %llu leased, %llu delayed, %llu parked; should be %llu, %llu, "
                   "%llu, %llu",
                   own->name.text, (unsigned long long)found->ready,
                   (unsigned long long)found->leased, (unsigned long long)found->delayed,
                   (unsigned long long)found->parked, (unsigned long long)own->ready,
                   (unsigned long long)own->leased, (unsigned long long)own->delayed,
                   (unsigned long long)own->parked);
    }
    if (check.statistics.bundles_open != audit_open_count()) {
        world_fail("%llu open bundles, should be %u",
                   (unsigned long long)check.statistics.bundles_open, audit_open_count());
    }
}

/* No department has both a ready job and a worker with credit, unless it is about to lease. */
static void check_idle_hands(const struct broker *broker)
{
    if (broker->room == ROOM_NONE) return; /* nothing new may be decided */
    if (broker->phase != PHASE_OPEN || engine_is_pending(broker->engine)) return;
    for (uint32_t i = 0; i < check.statistics.department_count; i++) {
        const struct department_statistics *department = &check.statistics.departments[i];
        if (department->ready == 0 || department->credit == 0) continue;
        world_fail("%s: %llu jobs are ready, workers have credit for %u, nothing is leased",
                   department->department.text, (unsigned long long)department->ready,
                   department->credit);
    }
    model_look_at_time(broker->now_ms);
    if (engine_next_due_ms(broker->engine) <= broker->now_ms) {
        world_fail("a deadline of %lld ms ago was not met",
                   (long long)(broker->now_ms - engine_next_due_ms(broker->engine)));
    }
}

bool check_tells(const struct name *stage, enum wait_kind kind, const struct name *on)
{
    for (uint32_t i = 0; i < check.explanation.wait_count; i++) {
        const struct wait *wait = &check.explanation.waits[i];
        if (!name_is_equal(&wait->stage, stage) || wait->kind != kind) continue;
        if (on == NULL || name_is_equal(&wait->on, on)) return true;
    }
    return check.explanation.wait_count == WAITS_MAX; /* more than are told */
}

/* Every stage that has not ended waits for what the rules say it waits for. */
static void check_wait(const struct audit_bundle *bundle, uint32_t index)
{
    static const enum wait_kind of_job[JOB_STATE_COUNT] = {
        [JOB_READY] = WAIT_WORKER,
        [JOB_LEASED] = WAIT_VERDICT,
        [JOB_DELAYED] = WAIT_RETRY,
        [JOB_PARKED] = WAIT_OPERATOR,
    };
    const struct procedure_stage *stage = &bundle->procedure->stages[index];
    enum stage_state state = bundle->stages[index].state;
    const struct edges *edges = state == STAGE_WAITING ? &stage->start_after : &stage->decide_after;
    bool is_told = true;
    if (state == STAGE_REVIEWING) {
        is_told = check_tells(&stage->name, of_job[bundle->stages[index].job], NULL);
    } else if (state == STAGE_PAUSED) {
    } else if (state == STAGE_PAUSED || model_holds(bundle, (uint8_t)index) != 0) {
        uint8_t wait = model_holds(bundle, (uint8_t)index);
        is_told = check_tells(&stage->name, (enum wait_kind)wait, NULL) &&
                  model_explains(bundle, (uint8_t)index);
    } else if (state == STAGE_GRANTED) {
        bool is_withheld = set_has(model_withholds(bundle), index);
        is_told = check_tells(&stage->name, WAIT_TOLERANCE, NULL);
        if (!is_withheld) is_told |= check_tells(&stage->name, WAIT_GATE, NULL);
        if (!is_withheld) is_told |= check_tells(&stage->name, WAIT_HOLD, NULL);
    }
    for (uint32_t i = 0; i < bundle->procedure->milestone_count && is_told; i++) {
        bool is_waiting = state == STAGE_WAITING || state == STAGE_SEALED;
        set32 settled = bundle->reached | bundle->called_off;
        bool is_open = is_waiting && set_has(edges->milestones & ~settled, i);
        if (!is_open) continue;
        is_told = check_tells(&stage->name, WAIT_MILESTONE, &bundle->procedure->milestones[i].name);
    }
    if (is_told) return;
    world_fail("bundle %llu: explain does not say what stage %s waits for",
               (unsigned long long)bundle->number, stage->name.text);
}

static void check_waits(const struct audit_bundle *bundle)
{
    if (check.explanation.wait_count == 0) {
        world_fail("bundle %llu is open, and nobody can say what it waits for",
                   (unsigned long long)bundle->number);
    }
    enum wait_kind still = bundle->is_correcting  ? WAIT_SUPPLY
                           : bundle->is_received  ? WAIT_ACCEPTANCE
                           : bundle->is_suspended ? WAIT_RESUMPTION
                                                  : (enum wait_kind)0;
    if (still != 0) {
        const struct wait *wait = &check.explanation.waits[0];
        if (check.explanation.wait_count == 1 && wait->kind == still) return;
        world_fail("bundle %llu: explain does not say that it waits for %u as a whole",
                   (unsigned long long)bundle->number, still);
    }
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        check_wait(bundle, i);
    }
}

/* An open bundle waits for something that has a name. One bundle at a time, in turn. */
static void check_explain(const struct broker *broker)
{
    uint64_t count = audit_bundle_count();
    for (uint64_t i = 0; i < count; i++) {
        uint64_t number = (check.explained + i) % count + 1;
        if (audit_bundle(number)->result != RESULT_OPEN) continue;
        check.explained = number;
        enum err err = engine_explain(broker->engine, number, broker->now_ms, &check.explanation);
        if (err != OK) {
            world_fail("bundle %llu is open, and not in memory", (unsigned long long)number);
        } else {
            check_waits(audit_bundle(number));
        }
        return;
    }
}

void check_note_unsent(const struct msg_job *job)
{
    if (check.unsent_count == UNSENT_MAX) return;
    check.unsent[check.unsent_count++] =
        (struct unsent){ job->bundle, job->attempt, job->stage, world.now_ms };
}

/* Jobs that were not sent wait for nobody. */
static void check_returned(const struct broker *broker)
{
    for (uint32_t i = 0; i < check.unsent_count; i++) {
        const struct unsent *unsent = &check.unsent[i];
        const struct audit_stage *stage = &audit_bundle(unsent->bundle)->stages[unsent->stage];
        bool is_held = stage->job == JOB_LEASED && stage->attempt == unsent->attempt;
        bool is_late = world.now_ms > unsent->noted_ms + UNSENT_MS;
        if (is_held && is_late && broker->room != ROOM_NONE) {
            world_fail("bundle %llu stage %u stays leased, though its job was never sent",
                       (unsigned long long)unsent->bundle, unsent->stage);
        }
        if (is_held && !is_late) continue;
        check.unsent[i--] = check.unsent[--check.unsent_count];
    }
}

void check_turn(const struct broker *broker)
{
    bool is_durable = broker->under_way == NULL && broker->open->draft.batch.record_count == 0;
    if (broker->now_ms != check_broker_ms()) {
        world_fail("broker time runs otherwise than time: by %lld ms",
                   (long long)(broker->now_ms - check_broker_ms()));
    }
    if (!is_durable || world_has_failed()) return;
    check_returned(broker);
    bool is_news = check.compared != disk_count();
    if (engine_position_next(broker->engine) != disk_count() + 1) {
        world_fail("the engine is at position %llu, the journal at %llu",
                   (unsigned long long)engine_position_next(broker->engine) - 1,
                   (unsigned long long)disk_count());
    }
    if (is_news) {
        compare(broker->engine, "the live state");
        if (audit_bundle_count() > 0) {
            uint64_t number = check.looked++ % audit_bundle_count() + 1;
            compare_ended(broker->engine, NULL, number, "the live state");
        }
        check_counts(broker->engine);
        check_explain(broker);
        check.compared = disk_count();
    } else if (chance_one_in(&check.chance, 16)) {
        check_counts(broker->engine);
    } else {
        return;
    }
    check_idle_hands(broker);
}

/* ---- Replays --------------------------------------------------------------------------------- */

/* The globals as a checkpoint would have them, row by row. */
struct globals {
    uint32_t counter_count;
    struct counter_image counters[64];
    uint32_t request_count;
    struct request_image requests[REQUESTS_SEEN];
    struct ended *ended; /* no globals, but they go the same way */
};

/* What changed since the last time goes into the rows. */
static void export_globals(struct engine *engine, struct globals *globals)
{
    struct counter_image counter;
    struct request_image request;
    uint32_t slot;
    while (engine_export_counter(engine, &counter)) {
        uint32_t at = 0;
        while (at < globals->counter_count &&
               (globals->counters[at].year != counter.year ||
                !name_is_equal(&globals->counters[at].department, &counter.department))) {
            at++;
        }
        if (at == globals->counter_count) globals->counter_count++;
        globals->counters[at] = counter;
    }
    while (engine_export_request(engine, &request, &slot)) {
        globals->requests[slot] = request;
        if (slot >= globals->request_count) globals->request_count = slot + 1;
    }
}

static enum err restore_globals(struct engine *engine, uint64_t until,
                                const struct globals *globals)
{
    static struct procedure procedure;
    struct fact fact;
    enum err err = OK;
    for (uint64_t i = 1; i <= until && err == OK; i++) {
        if (audit_fact(i)->type != FACT_PROCEDURE_PUBLISHED) continue;
        err = record_read(disk_record(i), i, &procedure, &fact);
        if (err != OK) break;
        err = engine_restore_procedure(engine, &procedure, &fact.procedure_published.content, i);
    }
    for (uint32_t i = 0; i < globals->counter_count && err == OK; i++) {
        err = engine_restore_counter(engine, &globals->counters[i]);
    }
    for (uint32_t i = 0; i < globals->request_count && err == OK; i++) {
        err = engine_restore_request(engine, &globals->requests[i]);
    }
    return err;
}

/* Everything that an engine knows goes into another, as a checkpoint would carry it. */
static enum err hand_over(struct engine *from, struct engine *to, struct globals *globals)
{
    struct totals_image totals;
    ended_keep(globals->ended, from);
    export_globals(from, globals);
    enum err err = restore_globals(to, engine_position_next(from) - 1, globals);
    engine_export_totals(from, &totals);
    if (err == OK && engine_calendar(from)->position != 0) {
        err = engine_restore_calendar(to, engine_calendar(from));
    }
    if (err == OK) err = engine_restore_totals(to, &totals);
    for (uint64_t i = 1; i <= totals.bundles_submitted && err == OK; i++) {
        bool is_open =
            engine_image(from, i, &check.image) == OK && check.image.result == RESULT_OPEN;
        if (is_open) err = engine_restore_bundle(to, &check.image);
    }
    return err == OK ? engine_restore_end(to) : err;
}

static enum err apply_until(struct engine *engine, const struct ended *ended, uint64_t until)
{
    static struct procedure procedure;
    struct fact fact;
    enum err err = OK;
    for (uint64_t i = engine_position_next(engine); i <= until && err == OK; i++) {
        err = record_read(disk_record(i), i, &procedure, &fact);
        if (err == OK) err = ended_recall(ended, engine, &fact);
        if (err == OK) err = engine_apply(engine, &fact);
    }
    return err;
}

/* Images are taken between commits only, as the checkpoint takes them. */
static uint64_t end_of_commit(uint64_t position)
{
    while (position > 0 && !audit_fact(position)->ends_commit) {
        position++;
    }
    return position;
}

/* The whole journal in pieces, each by an engine of its own that begins where the last one ended. */
static void replay_in_chunks(void)
{
    static struct globals globals;
    struct engine_limits limits = check.limits;
    struct engine *engine;
    globals = (struct globals){ .ended = ended_new() };
    limits.bundles_max = PLAN_BUNDLES_MAX; /* nothing is forgotten within a piece */
    limits.stage_blocks_max = PLAN_BUNDLES_MAX * 48;
    enum err err = recovery_engine_new(&engine, &limits);
    for (int i = 0; i < CHUNKS && err == OK; i++) {
        uint64_t left = disk_count() + 1 - engine_position_next(engine);
        uint64_t part = left == 0 ? 0 : chance_next(&check.chance) % left;
        struct engine *next = NULL;
        uint64_t until = end_of_commit(engine_position_next(engine) - 1 + part);
        err = apply_until(engine, globals.ended, until);
        if (err == OK) err = recovery_engine_new(&next, &limits);
        if (err == OK) err = hand_over(engine, next, &globals);
        recovery_engine_free(&engine, &limits);
        engine = next;
    }
    if (err == OK) err = apply_until(engine, globals.ended, disk_count());
    if (err != OK) {
        world_fail("the journal cannot be replayed in chunks: %s", err_name(err));
    } else {
        compare(engine, "a replay in chunks");
    }
    ended_free(&globals.ended);
    recovery_engine_free(&engine, &limits);
}

/* As `tongfa journal verify` does it. */
static void replay_at_once(void)
{
    struct survey survey = { 0 };
    struct recovery_report report;
    struct engine *whole = NULL;
    struct engine *loaded = NULL;
    struct engine_limits limits = { 0 };
    enum err err = survey_init(&survey, disk_view());
    if (err == OK) err = survey_run(&survey, disk_view());
    if (err == OK) limits = survey_limits(&survey);
    if (err == OK) err = recovery_engine_new(&whole, &limits);
    if (err == OK) err = replay_run(&survey, disk_view(), whole, NULL, NULL);
    if (err == OK) err = recovery_engine_new(&loaded, &check.limits);
    if (err == OK) err = recovery_load(disk_view(), loaded, false, &report);
    if (err != OK) {
        world_fail("the journal cannot be replayed at once: %s", err_name(err));
    } else {
        struct hash left = engine_hash(whole);
        struct hash right = engine_hash(loaded);
        if (!hash_is_equal(&left, &right)) world_fail("a replay at once has another hash");
    }
    recovery_engine_free(&whole, &limits);
    recovery_engine_free(&loaded, &check.limits);
    survey_fini(&survey);
}

void check_replays(void)
{
    if (!world_has_failed()) try_restart();
    if (!world_has_failed()) replay_in_chunks();
    if (!world_has_failed()) replay_at_once();
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/run.h"

#include "broker/shell/turn.h"
#include "tests/sim/audit.h"
#include "tests/sim/check.h"
#include "tests/sim/disk.h"
#include "tests/sim/model.h"
#include "tests/sim/network.h"
#include "tests/sim/peer.h"
#include "tests/sim/plan.h"
#include "tests/sim/platform.h"
#include "tests/sim/trace.h"
#include "tests/sim/world.h"

#include <stdlib.h>

#define CALM_MS_MAX (10 * 60 * 1000) /* of simulated time, to finish everything */
#define DOWN_MS_MAX 3000
#define STILL_MS 6000
#define STALL_MS_MAX 20000
#define FULL_MS_MAX 20000
#define SENDS_MAX 12 /* until a broker that is to die while it answers does */
#define CLOCK_JUMP_MS 100000
#define MINUTE_MS 60000
#define DAY_MINUTES 1440
#define AGES_RESTART_ONE_IN 8 /* deadlines */
#define MONTH_MINUTES (31 * DAY_MINUTES)
#define LEAP_SHIFTS 10
#define BUNDLES_TIGHT 5
#define REQUESTS_TIGHT 4

static struct {
    struct config config;
    struct broker *broker;
    struct chance chance;
    bool is_drain_wanted;
    bool has_ended_politely;
    bool is_leap_gradual;
    int64_t stall_ms;
    int64_t leap_ms; /* that are yet to pass */
    int64_t next_ms; /* when people want something, in broker time; INT64_MAX: never */
    int64_t calm_ms;
    int64_t fact_ms; /* when the newest fact was seen */
    uint64_t fact_count;
    bool has_aged;
} run;

static void configure(void)
{
    bool is_tight = world_option(OPTION_tight) != 0;
    run.config = (struct config){
        .counter = "counter",
        .office = "office",
        .time_zone = "UTC",
        .heartbeat_ms = PEER_HEARTBEAT_MS,
        .liveness_ms = PEER_LIVENESS_MS,
        .drain_ms = 4000,
        .checkpoint_distance = world_option(OPTION_behind),
        .sign_after_records = 1 + world_option(OPTION_behind),
        .sign_after_ms = 30000,
        .disk_reserve = DISK_RESERVE_BYTES,
        .inbound_bytes_max = UINT64_MAX / 2,
        .limits = {
            .bundles_max = is_tight ? BUNDLES_TIGHT : PLAN_BUNDLES_MAX,
            .stage_blocks_max = PLAN_BUNDLES_MAX * 24,
            .procedures_max = PLAN_PROCEDURES_MAX * PLAN_VERSIONS_MAX + 1,
            .departments_max = 8,
            .counters_max = 64,
            .sessions_max = PEERS_MAX,
            .requests_max = is_tight ? REQUESTS_TIGHT : 256,
            .busy_after_ms = 500,
        },
    };
}

/* ---- What happens ---------------------------------------------------------------------------- */

static void plan_some(enum happening_kind kind, uint32_t count, uint32_t until_ms)
{
    for (uint32_t i = 0; i < count; i++) {
        world_plan(500 + chance_below(&run.chance, until_ms), kind, 0, NULL);
    }
}

static void plan_faults(void)
{
    uint32_t until_ms = world_option(OPTION_seconds) * 1000;
    plan_some(HAPPENS_CRASH, world_option(OPTION_crash), until_ms);
    plan_some(HAPPENS_DRAIN, world_option(OPTION_drain), until_ms);
    plan_some(HAPPENS_STALL, world_option(OPTION_stall), until_ms);
    plan_some(HAPPENS_FULL, world_option(OPTION_no_space), until_ms);
    plan_some(HAPPENS_CLOCK, world_option(OPTION_clock_jump), until_ms);
    plan_some(HAPPENS_LEAP, world_option(OPTION_leap), until_ms);
    world_plan(until_ms, HAPPENS_CALM, 0, NULL);
}

static void crash(void)
{
    if (run.broker == NULL || !world_fault_takes_place()) return;
    if (chance_one_in(&run.chance, 2)) {
        network_kill(1 + chance_below(&run.chance, SENDS_MAX));
    } else {
        trace_note("the broker dies");
        network_kill(0);
    }
}

static void fill_disk(void)
{
    if (!world_fault_takes_place()) return;
    trace_note("the journal is nearly full");
    disk_set_full(chance_one_in(&run.chance, 2) ? DISK_RESERVE_BYTES / 2 : DISK_RESERVE_BYTES / 8);
    world_plan(world.now_ms + chance_below(&run.chance, FULL_MS_MAX), HAPPENS_ROOM, 0, NULL);
}

static bool is_quiet(void)
{
    return audit_open_count() == 0 && peers_are_done();
}

static void set_clock(void)
{
    if (world_option(OPTION_clock_jump) == 0 || !world_fault_takes_place()) return;
    int64_t by_ms = (int64_t)chance_below(&run.chance, 2 * CLOCK_JUMP_MS) - CLOCK_JUMP_MS;
    trace_note("the wall clock is set by %lld ms", (long long)by_ms);
    world.wall_ms += by_ms;
}

/* Minutes more often than months. */
static void begin_leap(void)
{
    uint32_t minutes = world_option(OPTION_leap_days) * DAY_MINUTES;
    minutes = chance_below(&run.chance, minutes) >> chance_below(&run.chance, LEAP_SHIFTS);
    run.is_leap_gradual = chance_one_in(&run.chance, 2);
    if (world.is_calm) return;
    trace_note("%u minutes pass%s", 1 + minutes, run.is_leap_gradual ? "" : " at once");
    run.leap_ms += (int64_t)(1 + minutes) * MINUTE_MS;
}

/* What comes next by the broker's clock: a deadline of what is open, of what has ended, or people's. What of the
 * others is past waits for room, and not for a time. */
static int64_t next_deadline(void)
{
    int64_t next_ms = engine_next_due_ms(run.broker->engine);
    int64_t now_ms = check_broker_ms();
    bool is_wake = disk_wake_ms() > now_ms && disk_wake_ms() < next_ms;
    if (is_wake) next_ms = disk_wake_ms();
    return run.next_ms > now_ms && run.next_ms < next_ms ? run.next_ms : next_ms;
}

/* No fault: in months a machine is switched off now and then. */
static void sleep_or_die(void)
{
    if (!chance_one_in(&run.chance, AGES_RESTART_ONE_IN) || run.broker == NULL) return;
    if (chance_one_in(&run.chance, 2)) {
        run.is_drain_wanted = world_option(OPTION_drain) != 0;
    } else if (world_option(OPTION_crash) != 0) {
        trace_note("the broker dies");
        network_kill(0);
    }
}

/* Faults have stopped, nobody reviews anything, and nothing has happened for a while: what is open, or has
 * no room before that has ended, waits for a time to be over. */
static bool is_waiting(void)
{
    struct audit_department departments[AUDIT_DEPARTMENTS_MAX];
    if (disk_count() != run.fact_count) run.fact_ms = world.now_ms;
    run.fact_count = disk_count();
    bool is_still = peers_are_done() || world.now_ms - run.fact_ms > STILL_MS;
    return world.is_calm && audit_open_count() > 0 && is_still &&
           audit_departments(departments, AUDIT_DEPARTMENTS_MAX) == 0;
}

/* The next that is not past: what people want of ended bundles waits until nothing is open; and where memory
 * is tight, what is due of one may have to wait for room, and is due all the while. */
static void leap_to_deadline(void)
{
    const int64_t deadlines[] = { engine_next_due_ms(run.broker->engine), disk_wake_ms(),
                                  run.next_ms };
    int64_t now_ms = check_broker_ms();
    int64_t next_ms = INT64_MAX;
    for (size_t i = 0; i < sizeof deadlines / sizeof deadlines[0]; i++) {
        if (deadlines[i] > now_ms && deadlines[i] < next_ms) next_ms = deadlines[i];
    }
    if (next_ms != INT64_MAX) world.leapt_ms += next_ms - now_ms;
}

/* Time goes on, for the machine's clocks only: the broker finds it later than it was. Either all at
 * once, as where a machine slept or was off; or as days do that nobody asks anything, from one deadline
 * to the next, and the broker has its turn at each. When faults have stopped, only while nobody waits for
 * anything, but for a time to be over. */
static void leap(void)
{
    int64_t step_ms = run.leap_ms;
    if (run.broker != NULL && is_waiting()) leap_to_deadline();
    if (world.is_calm && !is_quiet()) return;
    if (world.is_calm && step_ms > 0) sleep_or_die();
    if (world.is_calm && run.broker == NULL && !chance_one_in(&run.chance, 4)) return;
    if (run.broker != NULL && run.is_leap_gradual) {
        int64_t due_ms = next_deadline() - check_broker_ms();
        if (due_ms < step_ms) step_ms = due_ms;
    }
    if (step_ms <= 0) return;
    world.leapt_ms += step_ms;
    run.leap_ms -= step_ms;
}

/* Everything has ended, but for what runs on after the end: months pass, or years. */
static void age(void)
{
    run.has_aged = true;
    if (run.broker == NULL || next_deadline() == INT64_MAX) return;
    uint32_t months = world_option(OPTION_age);
    if (months == 0) return;
    months = 1 + chance_below(&run.chance, months);
    trace_note("%u months pass", months);
    run.is_leap_gradual = true;
    run.leap_ms = (int64_t)months * MONTH_MINUTES * MINUTE_MS;
}

static void calm_down(void)
{
    run.leap_ms = 0;
    trace_note("faults stop: everything must finish now");
    world.is_calm = true;
    run.calm_ms = world.now_ms;
    disk_set_full(UINT64_MAX);
    peers_calm();
}

void world_happen(struct happening *happening)
{
    switch (happening->kind) {
        case HAPPENS_ARRIVAL: network_arrive(happening->letter); break;
        case HAPPENS_DELIVERY:
            if (network_reaches(happening->peer, happening->letter)) {
                peer_receive(happening->peer, happening->letter);
            }
            free(happening->letter);
            break;
        case HAPPENS_WAKE: peer_wake(happening->peer); break;
        case HAPPENS_CRASH: crash(); break;
        case HAPPENS_DRAIN: run.is_drain_wanted = world_fault_takes_place(); break;
        case HAPPENS_STALL:
            if (world_fault_takes_place()) run.stall_ms = chance_below(&run.chance, STALL_MS_MAX);
            break;
        case HAPPENS_FULL: fill_disk(); break;
        case HAPPENS_ROOM: disk_set_full(UINT64_MAX); break;
        case HAPPENS_CLOCK: set_clock(); break;
        case HAPPENS_LEAP: begin_leap(); break;
        case HAPPENS_CALM: calm_down(); break;
    }
}

/* ---- Lives of a broker ----------------------------------------------------------------------- */

static void start(void)
{
    disk_before_start();
    enum err err = broker_open(&run.broker, &run.config);
    if (err != OK) {
        trace_note("the broker does not start: %s", err_name(err));
        if (err != ERR_IO || world.is_calm) {
            world_fail("the broker cannot start: %s", err_name(err));
        }
        return;
    }
    if (run.broker->now_ms < audit_newest_ms()) world_fail("broker time falls at a restart");
    audit_restarted();
    check_started(run.broker);
}

static void stop(void)
{
    check_started(NULL);
    broker_close(&run.broker);
}

static void die(void)
{
    world.crash_count++;
    network_kill(0);
    stop();
    set_clock();
}

static void turn(void)
{
    bool is_signal;
    enum err err = broker_turn(run.broker, -1, &is_signal);
    if (err != OK || network_is_dead()) {
        die();
        return;
    }
    check_turn(run.broker);
    if (run.broker->phase == PHASE_CLOSED) {
        trace_note("the broker has ended as asked");
        run.has_ended_politely = true;
        stop();
        return;
    }
    if (run.is_drain_wanted && run.broker->phase == PHASE_OPEN) {
        trace_note("the broker is asked to end");
        broker_drain(run.broker);
    }
    run.is_drain_wanted = false;
    if (run.stall_ms == 0) return;
    trace_note("the broker stands still for %lld ms", (long long)run.stall_ms);
    network_stall(run.stall_ms);
    run.stall_ms = 0;
}

static bool is_finished(void)
{
    if (!world.is_calm || !is_quiet()) return false;
    if (!run.has_aged) age();
    return run.leap_ms == 0;
}

static void explain_standstill(void)
{
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->result != RESULT_OPEN) continue;
        for (uint32_t k = 0; k < bundle->procedure->stage_count; k++) {
            const struct audit_stage *stage = &bundle->stages[k];
            if (stage->state != STAGE_REVIEWING) continue;
            world_fail("bundle %llu does not end: stage %s is in state %u, its job in state %u",
                       (unsigned long long)i, bundle->procedure->stages[k].name.text, stage->state,
                       stage->job);
        }
    }
    for (uint32_t i = 0; i < duty_count(); i++) {
        char text[128];
        if (duty_at(i)->is_done) continue;
        duty_describe(duty_at(i), text, sizeof text);
        world_fail("%s > %s is never answered", peer_at(duty_at(i)->peer)->label, text);
    }
    world_fail("the run does not come to an end");
}

static void play(void)
{
    while (!world_has_failed() && !is_finished()) {
        if (run.broker == NULL) {
            network_idle(world.now_ms + 1 + chance_below(&run.chance, DOWN_MS_MAX));
            start();
        } else {
            turn();
            run.next_ms = model_next_ms(check_broker_ms());
        }
        leap();
        if (world.is_calm && world.now_ms - run.calm_ms > CALM_MS_MAX) explain_standstill();
    }
}

/* Ask the broker to end, and start it as often as it dies before it has. */
static void end_politely(void)
{
    run.has_ended_politely = false;
    while (!world_has_failed() && !run.has_ended_politely) {
        if (run.broker == NULL) {
            network_idle(world.now_ms + 1);
            start();
            continue;
        }
        bool can_write = run.broker->room == ROOM_AMPLE;
        if (run.broker->phase == PHASE_OPEN && can_write) broker_drain(run.broker);
        turn();
    }
}

/* Drained, a broker leaves nothing that its successor has to replay. */
static void finish(void)
{
    end_politely();
    if (world_has_failed()) return;
    start();
    if (run.broker == NULL) return;
    if (run.broker->recovery.records_read > 0) {
        world_fail("after a polite end %llu facts had to be replayed",
                   (unsigned long long)run.broker->recovery.records_read);
    }
    stop();
    check_replays();
}

static void begin(const struct options *options, const struct run_story *story)
{
    world_begin(options);
    trace_begin(story->file, story->is_brief);
    memset(&run, 0, sizeof run);
    run.chance = world_chance("run", 0);
    configure();
    platform_begin();
    model_begin();
    plan_begin();
    duty_begin();
    network_begin();
    disk_begin();
    audit_begin();
    check_begin(&run.config.limits);
    peers_begin();
    plan_faults();
}

static void end(struct run_result *result)
{
    *result = (struct run_result){
        .is_good = !world_has_failed(),
        .simulated_ms = world_elapsed_ms(),
        .facts = disk_count(),
        .letters = world.letter_count,
        .commits = world.commit_count,
        .crashes = world.crash_count,
        .faults = world.fault_count,
        .bundles = (uint32_t)audit_bundle_count(),
        .clocks = world.clock_count,
        .clocks_late = world.late_count,
        .clocks_provisional = world.provisional_count,
    };
    memcpy(result->failure, world.failure, sizeof result->failure);
    if (run.broker != NULL) stop();
    check_end();
    audit_end();
    disk_end();
    network_end();
    duty_end();
    plan_end();
    world_end();
}

void run_play(const struct options *options, const struct run_story *story,
              struct run_result *result)
{
    begin(options, story);
    start();
    if (!world_has_failed()) play();
    if (!world_has_failed()) finish();
    if (world_has_failed()) trace_note("FAILED: %s", world.failure);
    end(result);
}

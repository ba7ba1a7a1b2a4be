/* SPDX-License-Identifier: Apache-2.0 */
/* Three rounds take turns. While the journal thread commits round n, the engine decides into round
 * n + 1. When round n comes back the journal gets n + 1 first; then what round n holds is
 * said, and the engine decides into the third. An answer that changes nothing waits too, if anything before it
 * does: it was given by a state that is not yet durable. When nothing is under way and nothing was
 * changed, answers leave at once.
 *
 * Reading stops for a journal that is idle, if the open round is large enough to be worth a commit. How
 * large that is follows from the doors: the goal doubles when more waits there than was read, so that
 * under heavy load commits are few, and falls when they are found empty, so that nobody waits.
 *
 * When a round is full, the doors are not read until the journal returns: the peers wait in their
 * queues, then in their own.
 *
 * While the disk has no room at all the engine records nothing, so there is nothing to commit, and
 * images that could be stored wait until there is room again. */
#include "broker/shell/turn.h"

#include "broker/shell/heartbeat.h"
#include "broker/shell/intake.h"
#include "broker/shell/log.h"
#include "broker/shell/notary.h"
#include "broker/shell/post.h"
#include "broker/shell/prepare.h"
#include "broker/shell/space.h"

#include <inttypes.h>

#define ITEMS_PER_TURN 4096 /* read before the journal gets its turn */
#define TICKS_PER_TURN 64   /* of the engine, while it has more to do */
#define LOOK_EVERY 8        /* items, whether the journal is idle */
#define GOAL_LEAST 16       /* records of a round, for which reading stops */
#define GOAL_MOST 1024 /* ... at most, or peers wait for the disk and the broker then for them */

#define QUIET_MS 20       /* without facts; then followers may take their time */
#define FOLLOW_EVERY_MS 1 /* until then */
#define FULL_RETRY_MS 10  /* followers who have much unread are tried again */

/* Units of followers (follow.h) in one turn: for those that are nearly up to date; for the others,
 * while it is quiet and while it is not. */
#define LAG_NEAR 8192
#define FOLLOW_UNITS_NEAR 262144
#define FOLLOW_UNITS_QUIET 65536
#define FOLLOW_UNITS_LEAST 4096
#define IDLE_MS 1000 /* without facts; then bundles are stored that could wait */

/* Keys of ended bundles are learnt after a start: so many with each turn, and while nothing happens. */
#define LEARN_KEYS 1024
#define LEARN_EVERY_MS 1

/* ---- The journal's side ---------------------------------------------------------------------- */

static bool is_idle(const struct broker *broker)
{
    if (broker->phase == PHASE_CLOSING) return true;
    return broker->now_ms >= broker->fact_ms + IDLE_MS;
}

/* One that neither the journal has nor is being said. */
static struct round *free_round(struct broker *broker)
{
    struct round *round = broker->rounds;
    while (round == broker->under_way || round == broker->said) {
        round++;
    }
    assert(round < broker->rounds + ROUND_COUNT);
    return round;
}

/* Give the open round to the journal, or say at once what needs none. */
static void hand_over(struct broker *broker)
{
    struct round *round = broker->open;
    if (broker->under_way != NULL) return;

    notary_turn(broker);
    bool must_wait = broker->room == ROOM_NONE && draft_is_empty(&round->draft);
    if (!must_wait) {
        checkpoint_fill(&broker->checkpoint, broker->engine, &round->draft, is_idle(broker));
    }
    if (draft_is_empty(&round->draft)) {
        post_outbox(broker, &round->outbox);
        return;
    }
    round->handed_ms = broker->now_ms;
    round->handed_elapsed_ms = clock_elapsed_ms();
    round->draft.batch.owner = round;
    round->draft.batch.then = prepare_answers;
    journal_append(broker->journal, &round->draft.batch);
    broker->under_way = round;
    broker->open = free_round(broker);
    draft_begin(&broker->open->draft, engine_position_next(broker->engine));
}

/* A round came back: what it holds may be said. What was decided in the meantime goes to the journal
 * before, so that it is not idle while that is done. */
static enum err collect(struct broker *broker)
{
    struct batch *batch = NULL;
    enum err err = journal_committed(broker->journal, &batch);
    if (err != OK || batch == NULL) return err;

    struct round *round = broker->under_way;
    assert(round != NULL);
    assert(batch == &round->draft.batch);
    broker->under_way = NULL;
    broker->said = round;
    broker->commit_count++;
    broker_end_view(broker);
    checkpoint_committed(&broker->checkpoint, broker->engine, &round->draft);
    wake_committed(broker, &round->draft);
    if (broker->open->draft.batch.record_count > 0) hand_over(broker);
    post_outbox(broker, &round->outbox);
    broker->said = NULL;
    return OK;
}

/* ---- The engine's side ----------------------------------------------------------------------- */

/* Jobs that could not be sent go back into their queues. */
static void give_back(struct broker *broker)
{
    if (broker->room == ROOM_NONE) return;
    while (broker->returned_count > 0 && broker_has_room(broker)) {
        const struct returned_job *job = &broker->returned[--broker->returned_count];
        struct event event;
        broker_event(broker, EVENT_VERDICT, (session_id){ 0 }, &event);
        event.verdict = (struct msg_verdict){ .bundle = job->bundle,
                                              .stage = job->stage,
                                              .attempt = job->attempt,
                                              .token = job->token,
                                              .verdict = VERDICT_RELEASE };
        broker_step(broker, &event, "VERDICT release, not sent");
    }
}

/* Time has passed: leases and delays end, and what did not fit a step goes on. */
static void tick(struct broker *broker)
{
    if (broker->room == ROOM_NONE) return;
    for (int i = 0; i < TICKS_PER_TURN && broker_has_room(broker); i++) {
        bool is_due = engine_next_due_ms(broker->engine) <= broker->now_ms;
        if (!is_due && !engine_is_pending(broker->engine)) break;
        struct event event;
        broker_event(broker, EVENT_TICK, (session_id){ 0 }, &event);
        broker_step(broker, &event, "clock");
    }
}

/* The journal is idle, and the open round is worth a commit. */
static bool is_awaited(const struct broker *broker)
{
    if (broker->under_way == NULL) return false;
    if (broker->open->draft.batch.record_count < broker->round_goal) return false;
    return journal_is_back(broker->journal);
}

static uint32_t goal_doubled(uint32_t goal)
{
    if (goal < GOAL_LEAST) return GOAL_LEAST;
    return goal < GOAL_MOST ? 2 * goal : GOAL_MOST;
}

static uint32_t goal_lowered(uint32_t goal)
{
    return goal > GOAL_LEAST ? goal - goal / 4 : GOAL_LEAST;
}

/* Read both doors in turn, so that neither keeps the other waiting. Returns true if nothing more waits
 * there. */
static bool read_doors(struct broker *broker)
{
    uint32_t empty_count = 0; /* doors in a row that had nothing */
    for (int i = 0; i < ITEMS_PER_TURN && broker_has_room(broker); i++) {
        if (i % LOOK_EVERY == LOOK_EVERY - 1 && is_awaited(broker)) {
            broker->round_goal = goal_doubled(broker->round_goal);
            return false;
        }
        if (intake_next(broker)) continue;
        bool is_any = intake_receive(broker, broker->door_next);
        empty_count = is_any ? 0 : empty_count + 1;
        if (empty_count == DOOR_COUNT) {
            broker->round_goal = goal_lowered(broker->round_goal);
            return true;
        }
        broker->door_next = broker->door_next == DOOR_COUNTER ? DOOR_OFFICE : DOOR_COUNTER;
    }
    return false;
}

/* Nothing was decided for some milliseconds: nobody is kept waiting by what is done for followers. */
static bool is_quiet(const struct broker *broker)
{
    return broker->now_ms >= broker->fact_ms + QUIET_MS;
}

/* A page each, round and round, until nobody has news or the units are used up. */
static void feed_round(struct broker *broker, const struct followers_feed *feed, int64_t *units)
{
    static struct message message;
    session_id session;
    uint32_t in_vain = 0; /* looked at one after the other */
    while (*units > 0 && in_vain < broker->followers.active_count) {
        in_vain++;
        if (!followers_page(&broker->followers, feed, &message, &session, units)) continue;
        if (!post_page(broker, session, &message)) {
            followers_put_off(&broker->followers, session, &message.facts,
                              broker->now_ms + FULL_RETRY_MS);
        }
        in_vain = 0;
    }
}

/* First those that are nearly up to date: what they get is cheap, and somebody waits for it. Those
 * that read history get what time there is. */
static void feed_followers(struct broker *broker)
{
    int64_t units = FOLLOW_UNITS_NEAR;
    broker->follow_is_cut = false;
    followers_retry(&broker->followers, broker->now_ms);
    if (!followers_are_behind(&broker->followers, broker_position(broker) + 1)) return;
    struct followers_feed feed = { .view = broker_view(broker),
                                   .engine = broker->engine,
                                   .lag_max = LAG_NEAR };
    if (feed.view == NULL) return;
    feed_round(broker, &feed, &units);
    broker->follow_is_cut = units <= 0;
    feed.lag_max = UINT64_MAX;
    units = is_quiet(broker) ? FOLLOW_UNITS_QUIET : FOLLOW_UNITS_LEAST;
    feed_round(broker, &feed, &units);
}

/* After a start, a few keys in each turn. */
static void learn_keys(struct broker *broker)
{
    struct key_filter *filter = &broker->late_keys.filter;
    if (!filter->is_learning) return;
    struct view *view = broker_view(broker);
    if (view != NULL) key_filter_learn(filter, view, LEARN_KEYS);
}

/* ---- Draining -------------------------------------------------------------------------------- */

static void order_all(struct broker *broker, enum message_type type)
{
    uint32_t place = 0;
    const struct session *session;
    while ((session = sessions_next(&broker->sessions, &place)) != NULL) {
        post_order(broker, session->id, type);
    }
}

void broker_drain(struct broker *broker)
{
    assert(broker->phase == PHASE_OPEN);
    broker->phase = PHASE_ASKED;
}

static void begin_drain(struct broker *broker)
{
    struct event event;
    broker_event(broker, EVENT_DRAIN, (session_id){ 0 }, &event);
    broker->phase = PHASE_DRAINING;
    broker->drain_until_ms = broker->now_ms + broker->config->drain_ms;
    log_info("draining: new work is refused; up to %" PRIu32 " ms for verdicts",
             broker->config->drain_ms);
    broker_step(broker, &event, "drain");
    order_all(broker, MSG_DRAIN);
}

static uint64_t leased_count(const struct broker *broker)
{
    static struct msg_statistics statistics;
    struct name after = { "" };
    uint64_t count = 0;
    do {
        statistics = (struct msg_statistics){ 0 };
        engine_statistics(broker->engine, &after, &statistics);
        for (uint32_t i = 0; i < statistics.department_count; i++) {
            count += statistics.departments[i].leased;
        }
        after = statistics.next;
    } while (!name_is_empty(&after));
    return count;
}

/* The steps from draining to the end. */
static void advance_drain(struct broker *broker)
{
    if (broker->phase == PHASE_ASKED && broker_has_room(broker)) begin_drain(broker);
    if (broker->phase == PHASE_DRAINING) {
        uint64_t leased = leased_count(broker);
        if (leased > 0 && broker->now_ms < broker->drain_until_ms) return;
        if (leased > 0) {
            log_warn("%" PRIu64 " jobs are still out; their leases go on after the restart",
                     leased);
        }
        broker->phase = PHASE_CLOSING; /* the next turns store what is not yet stored */
        return;
    }
    bool is_done = broker->under_way == NULL && draft_is_empty(&broker->open->draft) &&
                   broker->open->outbox.count == 0;
    if (!is_done || broker->phase != PHASE_CLOSING) return;
    order_all(broker, MSG_BYE);
    broker->phase = PHASE_CLOSED;
}

/* ---- The turn -------------------------------------------------------------------------------- */

/* How long the loop may wait. Closing does not wait for anything but the journal. */
static int64_t timeout_ms(struct broker *broker)
{
    bool has_room = broker_has_room(broker);
    bool can_record = has_room && broker->room != ROOM_NONE;
    bool has_work = engine_is_pending(broker->engine) || broker->returned_count > 0;
    bool is_busy = (has_work && can_record) || broker->gone_count > 0 || intake_is_any(broker);
    if (has_room && is_busy) return 0;
    bool is_behind = followers_are_behind(&broker->followers, broker_position(broker) + 1);
    if (is_behind && (broker->follow_is_cut || is_quiet(broker))) return 0;

    int64_t due_ms = heartbeat_due_ms(broker);
    int64_t engine_ms = engine_next_due_ms(broker->engine);
    int64_t idle_ms = broker->fact_ms + IDLE_MS;
    int64_t follow_ms = broker->now_ms + FOLLOW_EVERY_MS;
    if (is_behind && follow_ms < due_ms) due_ms = follow_ms;
    int64_t learn_ms = broker->now_ms + LEARN_EVERY_MS;
    if (broker->late_keys.filter.is_learning && learn_ms < due_ms) due_ms = learn_ms;
    bool is_full = broker->followers.full_count > 0;
    if (is_full && broker->followers.retry_ms < due_ms) due_ms = broker->followers.retry_ms;
    if (can_record && engine_ms < due_ms) due_ms = engine_ms;
    int64_t wake_ms = wake_due_ms(broker);
    if (can_record && wake_ms < due_ms) due_ms = wake_ms;
    if (idle_ms > broker->now_ms && idle_ms < due_ms) due_ms = idle_ms;
    bool is_ending = broker->phase == PHASE_CLOSING && broker->under_way == NULL;
    if (is_ending || broker->phase == PHASE_ASKED) return 0;
    if (broker->phase == PHASE_DRAINING && broker->drain_until_ms < due_ms) {
        due_ms = broker->drain_until_ms;
    }
    return due_ms > broker->now_ms ? due_ms - broker->now_ms : 0;
}

enum err broker_turn(struct broker *broker, int signal_fd, bool *is_signal)
{
    const int fds[] = { journal_fd(broker->journal), signal_fd };
    bool reads = broker->phase < PHASE_CLOSING && broker_has_room(broker);
    uint32_t ready = transport_wait(broker->transport, fds, 2, reads, timeout_ms(broker));
    *is_signal = (ready & 1u << (WAIT_FD_FIRST + 1)) != 0;
    int64_t before_ms = broker->now_ms;
    broker->now_ms = clock_now_ms(&broker->clock);
    heartbeat_gap(broker, broker->now_ms - before_ms);

    uint64_t commit_count = broker->commit_count;
    enum err err = collect(broker);
    if (err != OK) return err;
    space_look(broker, broker->commit_count != commit_count);
    heartbeat_gone(broker);
    give_back(broker);
    tick(broker);
    wake_run(broker);
    bool is_all_read = reads && read_doors(broker);
    heartbeat_sessions(broker, is_all_read);
    heartbeat_memory(broker);
    hand_over(broker);
    feed_followers(broker);
    learn_keys(broker);
    if (broker->phase != PHASE_OPEN) advance_drain(broker);
    broker_end_view(broker);
    return OK;
}

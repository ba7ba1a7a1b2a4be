/* SPDX-License-Identifier: Apache-2.0 */
/* The engine: event in, facts and effects out. Pure and deterministic: no input or output, no
 * clock, no random number, no allocation after engine_init.
 *
 *     live     engine_step(event)   decides, records facts, applies each at once
 *     replay   engine_apply(fact)   the same function; nothing is decided again
 *
 * Two halves of the state never mix. Durable: procedures, bundles, permit counters, answered
 * requests, the calendar; changed by engine_apply only, covered by engine_hash, exported as images. Volatile:
 * sessions and their credit (presence.h); gone with the process, not in the hash.
 *
 * Reading order: job.c, stage.c (state tables), bundle.h, apply.c, cascade.c, dispatch.c, then one
 * file per message: submit.c, verdict.c, ... */
#ifndef BROKER_CORE_ENGINE_H
#define BROKER_CORE_ENGINE_H

#include "broker/core/calendar.h"
#include "broker/core/effect.h"
#include "broker/core/event.h"
#include "tongfa/state.h"

/* Facts and effects of one step. An event needs at most STEP_RESERVE of each for itself; leases to
 * waiting workers fill the rest and go on at the next step (engine_is_pending). */
#define STEP_FACTS_MAX 512
#define STEP_EFFECTS_MAX 512
#define STEP_RESERVE 128

struct facts {
    uint32_t count;
    struct fact facts[STEP_FACTS_MAX];
};

struct effects {
    uint32_t count;
    struct effect effects[STEP_EFFECTS_MAX];
};

/* Capacity of the engine; its memory follows from these and is reserved once. */
struct engine_limits {
    uint32_t bundles_max;      /* open, or closed and not yet evicted */
    uint32_t stage_blocks_max; /* blocks of 4 stages; 4 milestones count as one more stage */
    uint32_t procedures_max;
    uint32_t departments_max;
    uint32_t counters_max; /* departments times years of permit numbers */
    uint32_t sessions_max;
    uint32_t requests_max;  /* mutating requests whose answer is remembered */
    uint32_t busy_after_ms; /* retry hint of BUSY */
};

struct engine;

/* Bytes of memory that engine_init needs for these limits. */
size_t engine_bytes(const struct engine_limits *limits);

/* Make an empty engine in the caller's memory.
 *
 * Shape: memory - engine_bytes(limits) zero bytes, aligned to 64 (mmap gives both).
 * Owns:  memory stays the caller's and must outlive the engine. */
struct engine *engine_init(void *memory, const struct engine_limits *limits);

/* The limits that the engine was made with. */
const struct engine_limits *engine_limits_of(const struct engine *engine);

/* Decide one event. facts and effects are emptied first, then filled; what they point to lives as
 * long as the event's own bytes. Every fact is already applied when this returns. */
void engine_step(struct engine *engine, const struct event *event, struct facts *facts,
                 struct effects *effects);

/* More work is possible at once (leases that did not fit a step, deadlines already due): step
 * again with EVENT_TICK before waiting. */
bool engine_is_pending(const struct engine *engine);

/* Broker time of the next deadline (lease end, delay end), or INT64_MAX. */
int64_t engine_next_due_ms(const struct engine *engine);

/* ---- Replay and recovery ------------------------------------------------------------------- */

/* Apply one journaled fact. Facts that an image already contains are skipped, so that recovery may
 * load images of different ages and replay from before the oldest.
 *
 * Errors: ERR_CORRUPT - the fact contradicts the state or the positions are not dense;
 *         ERR_NO_MEMORY - a pool is full: raise the limits. */
enum err engine_apply(struct engine *engine, const struct fact *fact);

/* Recovery: first the globals (procedures in order of position, then counters, then requests in
 * order of slot, then the calendar if one is stored, then totals), then images of open bundles in any order, then engine_restore_end,
 * then engine_apply from recover_from to the end of the journal (which is never before
 * totals.position), then nothing: the queues are in order.
 *
 * Errors of each: ERR_CORRUPT - it contradicts what is there; ERR_NO_MEMORY - a pool is full. */
enum err engine_restore_bundle(struct engine *engine, const struct bundle_image *image);

/* An ended bundle that has left memory comes back from its stored image, since something is done to
 * it, or a fact of it is replayed. No fact and no part of the hash: it only can have facts again.
 * With its next fact it is dirty, is stored anew, and leaves again.
 *
 * Errors: ERR_CORRUPT - the image contradicts what is there, or is of an open bundle;
 *         ERR_NO_MEMORY - a pool is full. Nothing has changed then. */
enum err engine_recall(struct engine *engine, const struct bundle_image *image);

/* A fact that is about to be applied is of an ended bundle that is not in memory, as far as the
 * engine can tell: if the store has an image of it that ended before the fact, recall that first. */
bool engine_wants_recall(const struct engine *engine, const struct fact *fact);

/* This image comes soon: let the processor fetch what it will need. Changes nothing. */
void engine_restore_expect(const struct engine *engine, const struct bundle_image *image);

/* Small durable state outside bundles. Exported whole by kind, restored item by item. */
struct counter_image { /* the last permit number of a department in a year */
    struct name department;
    uint16_t year;
    uint32_t last;
};
struct request_image { /* an answered mutating request */
    struct request_mark mark;
    uint64_t bundle;
    uint64_t position;
    uint32_t version;
};
struct calendar_image { /* which days count */
    uint64_t position;  /* of the newest CALENDAR_PUBLISHED; 0: none, what follows is the default */
    struct office_hours hours;
    struct calendar calendar;
};
struct totals_image {           /* sequences and sums */
    uint64_t position;          /* globals contain all facts up to here */
    uint64_t bundles_submitted; /* also the last bundle number given */
    uint64_t bundles_ended;
    uint64_t permits_issued;
    uint64_t claims_refused;
    uint64_t jobs_expired;
    uint64_t leases; /* given ever: part of the tokens */
    int64_t now_ms;  /* time of the last fact */
};
enum err engine_restore_procedure(struct engine *engine, const struct procedure *procedure,
                                  const struct hash *content, uint64_t position);
enum err engine_restore_counter(struct engine *engine, const struct counter_image *image);
enum err engine_restore_request(struct engine *engine, const struct request_image *image);
enum err engine_restore_calendar(struct engine *engine, const struct calendar_image *image);
enum err engine_restore_totals(struct engine *engine, const struct totals_image *image);
enum err engine_restore_end(struct engine *engine);

/* Before engine_restore_end, if the caller knows where the replay will begin: queues are then built
 * once, when it has caught up with totals.position, instead of before it and after it. */
void engine_restore_rewind(struct engine *engine, uint64_t position);

/* Order-independent digest of all durable state that is in memory and not ended.
 * Always true: hash(replay of the journal) == hash(live). */
struct hash engine_hash(const struct engine *engine);

/* ---- Checkpoint ---------------------------------------------------------------------------- */

/* Oldest position that a restart would have to replay from if nothing more is stored: the first
 * fact not yet covered by an exported image. position_next if everything is covered. */
uint64_t engine_dirty_from(const struct engine *engine);

/* Take the bundle that has been dirty longest, export it, and mark it clean. An ended bundle is
 * exported with its result and stays in memory until engine_evict.
 * Returns false when nothing is dirty. */
bool engine_export_dirty(struct engine *engine, struct bundle_image *image);

/* An image of this bundle in memory, as an open one, was ever exported or restored: the store has a
 * row of it that must go when the bundle is stored as ended. */
bool engine_is_stored_open(const struct engine *engine, uint64_t bundle);

/* The bundle in memory had ended and left it before: the store has its key. */
bool engine_is_recalled(const struct engine *engine, uint64_t bundle);

/* Little room is left for new bundles, and some of what is taken has ended: storing it makes room. */
bool engine_is_cramped(const struct engine *engine);

/* The committed store now has this ended bundle: forget it, unless it has changed since. */
void engine_evict(struct engine *engine, uint64_t bundle);

/* Globals that changed since the last call, for storing with the facts that changed them. Each
 * returns false when there is no more. */
bool engine_export_counter(struct engine *engine, struct counter_image *image);
bool engine_export_request(struct engine *engine, struct request_image *image, uint32_t *slot);
bool engine_export_calendar(struct engine *engine, struct calendar_image *image);
void engine_export_totals(const struct engine *engine, struct totals_image *image);

/* ---- Ended bundles that have left memory ----------------------------------------------------- */

/* What an event says of an ended bundle by its stored image, which must live as long as the event. */
struct archived engine_archived(const struct bundle_image *image);

/* When an ended bundle must be looked at again with EVENT_WAKE, if nothing changes it before: not
 * after the first instant at which anything can be due for it, by whatever calendar, and later than
 * now_ms. INT64_MAX: nothing ever will be. */
int64_t engine_wake_ms(const struct engine *engine, const struct bundle_image *image,
                       int64_t now_ms);

/* ---- Reading ------------------------------------------------------------------------------- */

uint64_t engine_position_next(const struct engine *engine);

/* Image of a bundle in memory. Errors: ERR_BUNDLE_UNKNOWN - it is not (any more). */
enum err engine_image(const struct engine *engine, uint64_t bundle, struct bundle_image *image);

/* Who submitted a bundle in memory. NULL: it is not (any more). */
const struct name *engine_submitter(const struct engine *engine, uint64_t bundle);

/* Position of the fact that has the newest application of a bundle in memory; 0: it is not (any more). */
uint64_t engine_application_position(const struct engine *engine, uint64_t bundle);

/* Number of a bundle in memory by key, or 0. */
uint64_t engine_find_key(const struct engine *engine, const struct hash *key_hash);

/* A bundle in memory, then a stage of it, or a key will be asked for soon: fetch them into the processor's
 * cache, the bundle well before its stage. Changes nothing. Returns the place of the bundle, which
 * engine_expect_stage wants before the next step. */
uint32_t engine_expect(const struct engine *engine, uint64_t bundle);
void engine_expect_stage(const struct engine *engine, uint32_t place, uint32_t stage);
void engine_expect_key(const struct engine *engine, const struct hash *key_hash);

/* A published procedure; version 0: the newest. NULL: none. */
const struct procedure *engine_procedure(const struct engine *engine, const struct name *name,
                                         uint32_t version);

/* The version that a submission gets at an instant: the one it names, or else the newest in force.
 * NULL: none. */
const struct procedure *engine_procedure_in_force(const struct engine *engine,
                                                  const struct name *name, uint32_t version,
                                                  int64_t now_ms);

/* What the reviewers of these stages of a bundle in memory said, as far as it still holds. Returns: how
 * many there are. */
uint32_t engine_opinions(const struct engine *engine, uint64_t bundle, set32 stages,
                         struct opinion opinions[STAGES_MAX]);

/* The calendar that every clock is counted by. */
const struct calendar_image *engine_calendar(const struct engine *engine);

/* The clocks of a bundle that have begun to run, as they stand now; of an ended one as they stood.
 * Fills clock_count and clocks of the answer, and says when open entries of its image are due. */
void engine_clocks(const struct engine *engine, const struct bundle_image *image, int64_t now_ms,
                   struct msg_bundle *answer);

/* The terms of its permits, likewise. Fills term_count and terms. */
void engine_terms(const struct engine *engine, const struct bundle_image *image, int64_t now_ms,
                  struct msg_bundle *answer);

/* When the notices that are open in a bundle's image are due, to be given or to be answered: fills their
 * due_ms, which is not stored. Nothing for a bundle that is not in memory, or stands still. */
void engine_notices(const struct engine *engine, struct bundle_image *image);

/* What a bundle waits for, since when and who could act. now_ms is the caller's broker time.
 * Errors: ERR_BUNDLE_UNKNOWN - not in memory. */
enum err engine_explain(const struct engine *engine, uint64_t bundle, int64_t now_ms,
                        struct msg_explanation *explanation);

/* The same for a bundle that has ended and left memory. */
void engine_explain_ended(const struct engine *engine, const struct bundle_image *image,
                          int64_t now_ms, struct msg_explanation *explanation);

/* Fill the engine's share of a statistics page: totals and departments after a name. */
void engine_statistics(const struct engine *engine, const struct name *after,
                       struct msg_statistics *statistics);

/* Parked jobs of bundles after a number, in order; fills all but the reasons and sets next. */
void engine_parked(const struct engine *engine, const struct msg_parked *query,
                   struct msg_parked_jobs *jobs);

#endif

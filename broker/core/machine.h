/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the engine: struct engine, and one step of it. Included by the core alone. */
#ifndef BROKER_CORE_MACHINE_H
#define BROKER_CORE_MACHINE_H

#include "broker/core/agenda.h"
#include "broker/core/bundle.h"
#include "broker/core/department.h"
#include "broker/core/engine.h"
#include "broker/core/permit_counter.h"
#include "broker/core/presence.h"
#include "broker/core/published.h"
#include "broker/core/request_window.h"
#include "broker/core/timers.h"

struct engine {
    struct engine_limits limits;
    /* Durable: changed by engine_apply and by restoring only. */
    struct totals_image totals;
    struct published_list published;
    struct permit_counters counters;
    struct request_window requests;
    struct calendar_image calendar;
    struct bundles bundles;
    /* Derived from it. */
    struct departments departments; /* and volatile: who is free */
    struct agenda deadlines;        /* ends of leases and delays */
    struct timers timers;           /* when something follows for a bundle by itself */
    uint64_t position_next;
    uint32_t open_count;    /* bundles in memory that have not ended */
    bool is_calendar_dirty; /* it is to be stored with the next batch */
    bool is_restoring;      /* queues and agenda are not kept, but built anew at the end */
    bool may_rewind;        /* the first fact of a replay may lie before totals.position */
    bool will_rewind;       /* ... and does: no queues before it has caught up */
    /* Volatile. */
    struct presence presence;
    int64_t now_ms; /* of the last event */
    bool is_draining;
};

/* One step: an event, and what follows from it. */
struct step {
    struct engine *engine;
    const struct event *event;
    uint32_t session; /* of the event, among those present when it came; or SESSION_NONE */
    struct facts *facts;
    struct effects *effects;
};

/* Make a fact true: number it, link it to the previous fact of its bundle, and apply it. The caller
 * gives type, bundle and body. A refusal by engine_apply is our bug, since the caller has checked. */
void engine_record(struct step *step, const struct fact *fact);

/* Where the next fact will stand, with its type and bundle and a body that is still to be given, all of it; for
 * engine_record, which need not copy it then. Good until that. */
struct fact *engine_fact(struct step *step, enum fact_type type, uint64_t bundle);

/* ---- Answers (answer.c) -------------------------------------------------------------------- */

/* Done. */
void step_answer(struct step *step, const struct msg_recorded *recorded);

/* Refused. field: the offending field; text: more than err_text says, or empty. */
struct refusal {
    enum err err;
    const char *field;
    char text[sizeof((struct effect_refused *)0)->text];
    uint64_t bundle;
};
void step_refuse(struct step *step, const struct refusal *refusal);

/* The same, where err and field say it all. */
void step_refuse_field(struct step *step, enum err err, const char *field, uint64_t bundle);

/* Refuse an application whose materials or conditions are wrong. Returns: true - refused. */
bool step_refuse_application(struct step *step, const struct procedure *procedure, uint64_t bundle);

/* The disk has room for one more fact of this kind, else the request is refused. Called when nothing
 * but BUSY can be wrong. Source: proto/SPEC.md 12 "DISK_FULL".
 *
 * Shape: is_new - what it begins is not under way yet. */
bool step_has_disk(struct step *step, bool is_new, uint64_t bundle);

/* A worker that holds a lease on this job, and is connected, need not go on. */
void step_cancel(struct step *step, const struct bundle *bundle, uint32_t index,
                 enum cancel_cause cause);

/* What every mutating request passes first: refuses it while draining, answers it again if it was
 * answered before, refuses the wrong role and a request id that was used otherwise.
 *
 * Returns: true - go on; false - it has been answered. */
bool step_admit(struct step *step, enum role role);

/* The same for whoever has one of these roles (bit i: role i). is_new: refused while draining. */
bool step_admit_any(struct step *step, uint32_t roles, bool is_new);

/* A bundle that a request names. */
struct target {
    uint32_t index;
    struct bundle *bundle;             /* NULL: it ended and left memory */
    const struct published *published; /* NULL: the shell did not say which */
    bool is_ended;
    bool is_recalled; /* by this step */
};

/* Returns: false - there is none, and the request has been refused. */
bool step_find(struct step *step, uint64_t number, struct target *target);

/* Bring an ended bundle that has left memory back, from the image in the event; and let it go again
 * at the end of the step, if nothing has happened to it.
 *
 * Errors: ERR_CORRUPT - the event has no good image of it; ERR_NO_MEMORY - a pool is full. */
enum err step_recall(struct step *step, struct target *target);
void step_dismiss(struct step *step, const struct target *target);

/* ---- What follows (cascade.c, dispatch.c, deadline.c) -------------------------------------- */

/* How a bundle stands, as far as edges ask: sets of stages, and of milestones. */
struct standing {
    set32 waiting;
    set32 sealed;
    set32 granted;
    set32 met; /* issued or skipped: for every edge */
    set32 reached;
};
struct standing cascade_standing(const struct bundle *bundle);

/* As if it were in review: for the fact that puts it there. */
struct standing cascade_standing_in_review(const struct bundle *bundle);

/* What goes on where a bundle stands like this: as it will, once the fact that is to be recorded is
 * true. */
struct onward cascade_onward(const struct published *published, const struct standing *from);

/* Derive the further facts of the bundle at an index until nothing more follows. */
void cascade(struct step *step, uint32_t index);

/* The permit counters could hold whatever a change to a bundle of this procedure may issue. */
bool cascade_has_room(const struct step *step, const struct published *published);

/* Lease ready jobs to free sessions while there is room. */
void dispatch(struct step *step);

/* Expire leases and end delays that are due, while there is room. */
void deadlines_run(struct step *step);

/* Do what is due by the timers of bundles, while there is room. */
void timers_run(struct step *step);

/* Do what is due for the bundle at an index. */
void timers_run_for(struct step *step, uint32_t index);

/* Link a job into queue, list or agenda by its state, and out of it before the state changes. */
void job_enter(struct engine *engine, stage_ref ref);
void job_leave(struct engine *engine, stage_ref ref);

/* This ready job is about to be leased: another submitter is next. */
void job_pass_turn(struct engine *engine, stage_ref ref);

/* Build queues, lists and agenda from the bundles. */
void jobs_rebuild(struct engine *engine);

/* ---- One function per event ---------------------------------------------------------------- */

void step_wake(struct step *step);
void step_joined(struct step *step);
void step_left(struct step *step);
void step_credit(struct step *step);
void step_publish(struct step *step);
void step_submit(struct step *step);
void step_signal(struct step *step);
void step_withdraw(struct step *step);
void step_retry(struct step *step);
void step_publish_calendar(struct step *step);
void step_act(struct step *step);
void step_supply(struct step *step);
void step_migrate(struct step *step);
void step_verdict(struct step *step);
void step_renew(struct step *step);

#endif

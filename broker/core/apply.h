/* SPDX-License-Identifier: Apache-2.0 */
/* Applying facts: what apply.c, apply_job.c and apply_permit.c share. Each function first checks the
 * whole fact against the state and then changes it, so that a damaged journal is refused with
 * ERR_CORRUPT and nothing half done. */
#ifndef BROKER_CORE_APPLY_H
#define BROKER_CORE_APPLY_H

#include "broker/core/job.h"
#include "broker/core/machine.h"

struct change {
    struct engine *engine;
    const struct fact *fact;
    bool is_new;    /* the globals do not contain it yet */
    uint32_t index; /* of the bundle */
    struct bundle *bundle;
    const struct published *published; /* of the bundle */
};

/* The record of a stage, or NULL if there is none of this index. */
static inline struct stage *change_stage(const struct change *change, uint32_t stage)
{
    assert(change->bundle != NULL);
    if (stage >= change->bundle->stage_count) return NULL;
    return bundle_stage(&change->engine->bundles, change->bundle, stage);
}

/* Remember the answered request behind the fact, if there is one. */
void change_remember(const struct change *change, const struct request_mark *mark,
                     uint32_t version);

/* The stage or its job moved by this fact: the queue's order and the reader's "since". */
void change_touch(const struct change *change, struct stage *stage);

/* The clock of a stage whose limits count. */
struct ledger *change_ledger(const struct change *change, uint32_t stage);

/* Move a stage's state, and with it its clock; the caller has asked stage_next before. */
void change_set_state(const struct change *change, uint32_t stage, enum stage_state state);

/* Move a job: out of its queue or agenda, and into that of the new state. due_ms is the end of a
 * lease or delay, else 0. The token survives in LEASED and DONE only. */
void change_set_job(const struct change *change, uint32_t stage, enum job_state job,
                    int64_t due_ms);

/* ... into the new state only: it has left the old one (job_leave). */
void change_put_job(const struct change *change, uint32_t stage, enum job_state job,
                    int64_t due_ms);

/* Call the stage's job off, if it was offered and no verdict was given. */
void change_cancel_job(const struct change *change, uint32_t stage);

/* A review stands, its job is called off; and it begins again, its job READY. What the reviewer said
 * before is forgotten here; it stands in the journal. */
bool change_may_pause(const struct change *change, set32 stages);
void change_pause(const struct change *change, set32 stages);
bool change_may_resume(const struct change *change, set32 stages);
void change_resume(const struct change *change, set32 stages);

/* Reviews begin anew, whatever came of them so far: of stages under review, sealed or paused. */
void change_reopen(const struct change *change, set32 stages);

/* All stages that have not ended are withdrawn, and open gates lapse. */
void change_withdraw(const struct change *change);

/* All stages that have not ended are withdrawn, open gates lapse. */
void change_withdraw(const struct change *change);

/* Nothing of a stage's job is left: what was said of it stands in the journal. It is offered anew by
 * change_reoffer, once its stage is under review. */
void change_void(const struct change *change, uint32_t stage);
void change_reoffer(const struct change *change, uint32_t stage);

/* A new entry of the bundle's dossier, with the fact's position, instant and author. There must be
 * room (bundle_has_entries). */
struct entry *change_enter(const struct change *change, enum entry_kind kind);

/* The bundle has ended: no clock of it stands any more. */
void change_end_pauses(const struct change *change);

/* What a fact lets go on: whether it can, before the fact changes anything, and that it does, after
 * the fact itself has been applied.
 *
 * Shape:   sealed - stages whose grant will be sealed by then.
 * Returns: false - a stage is not waiting, or not sealed. */
bool change_may_go_on(const struct change *change, const struct onward *onward, set32 sealed);
void change_go_on(const struct change *change, const struct onward *onward);

/* STAGE_OPENED, JOB_*, JOBS_LEASED, VERDICT_GIVEN, CLAIM_REFUSED, STAGE_GRANTED.
 *
 * Errors: ERR_CORRUPT. */
enum err apply_job_fact(const struct change *change);

/* STAGE_BLOCKED, PERMITS_ISSUED, GATE_LAPSED. Errors: ERR_CORRUPT, ERR_NO_MEMORY. */
enum err apply_permit_fact(const struct change *change);

/* ACTED (act.c). Errors: ERR_CORRUPT, ERR_NO_MEMORY. */
enum err apply_acted(const struct change *change);

/* SUPPLIED (supply.c). Errors: ERR_CORRUPT, ERR_NO_MEMORY. */
enum err apply_supplied(const struct change *change);

/* MIGRATED (migration.c). Errors: ERR_CORRUPT, ERR_NO_MEMORY. */
enum err apply_migrated(const struct change *change);

/* CALENDAR_PUBLISHED (publish_calendar.c). Errors: ERR_CORRUPT. */
enum err apply_calendar(const struct change *change);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* A stage of a bundle: which state may follow which, and its record in the pool.
 *
 *   WAITING --open--> REVIEWING --seal--> SEALED --decide--> GRANTED --issue--> ISSUED
 *      |                  |   \              |                  |
 *    block              block  refuse      block              lapse
 *     skip
 *
 * The record is 64 bytes and there are millions of them: fields that no state needs together share
 * their place, and names stand in the procedure. */
#ifndef BROKER_CORE_STAGE_H
#define BROKER_CORE_STAGE_H

#include "tongfa/state.h"

enum stage_move {
    STAGE_MOVE_OPEN = 0, /* every start_after is met */
    STAGE_MOVE_SEAL,     /* a grant was given */
    STAGE_MOVE_REFUSE,   /* a refusal was given: needs no upstream */
    STAGE_MOVE_DECIDE,   /* every decide_after is met */
    STAGE_MOVE_BLOCK,    /* it can never be granted */
    STAGE_MOVE_ISSUE,
    STAGE_MOVE_LAPSE, /* its gate lapsed */
    STAGE_MOVE_WITHDRAW,
    STAGE_MOVE_SKIP,  /* its condition is false */
    STAGE_MOVE_PAUSE, /* its review stands */
    STAGE_MOVE_RESUME,
    STAGE_MOVE_RETURN, /* what it rests on is reviewed again */
    STAGE_MOVE_REOPEN, /* what was said of it counts no more: it is reviewed again */
    STAGE_MOVE_COUNT
};

/* The state after a move; STAGE_NONE: the move is refused. */
enum stage_state stage_next(enum stage_state state, enum stage_move move);

/* Issued, refused, blocked, lapsed, withdrawn or skipped: the bundle waits for it no more. */
bool stage_is_final(enum stage_state state);

/* Stages are pointed at by 32 bits: index of the bundle times 32, plus index of the stage. */
typedef uint32_t stage_ref;
#define STAGE_REF_NONE UINT32_MAX

struct stage {
    uint64_t changed_position; /* as in struct stage_image */
    int64_t since_ms;
    union {
        int64_t due_ms;            /* LEASED, DELAYED; else 0 */
        uint64_t verdict_position; /* DONE */
    };
    uint64_t token;
    uint32_t attempt;
    uint32_t claim_refused;
    uint32_t permit_number;
    union { /* derived: not hashed, not exported */
        struct {
            stage_ref previous;
            stage_ref next;
            uint32_t lane;
        } queue; /* READY: in its lane; PARKED: in its department's list */
        struct {
            union {
                stage_ref previous;
                uint32_t heap_index;
            };
            stage_ref next;
            uint32_t session; /* LEASED: who was sent the job; may be gone */
        } clock;              /* LEASED, DELAYED: in the agenda */
    };
    uint16_t failures;
    uint16_t permit_year;
    uint8_t state;      /* enum stage_state */
    uint8_t job;        /* enum job_state */
    uint8_t verdict;    /* enum verdict, 0: none yet */
    uint8_t clock_list; /* derived; LEASED, DELAYED: where in the agenda */
};
_Static_assert(sizeof(struct stage) == 64, "the memory budget of a bundle counts on it");

#endif

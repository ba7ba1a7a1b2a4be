/* SPDX-License-Identifier: Apache-2.0 */
/* Wishes: what people want to do to bundles (ACT, ACTED), and what is wrong with some of them. Roles,
 * needs and the refusals that are the same for every act are here; what an act is about, and when it is
 * impossible, its feature knows. Sources: proto/SPEC.md 8.1, and the table of include/tongfa/act.h,
 * which the tests hold against it. */
#ifndef TESTS_SIM_WISH_H
#define TESTS_SIM_WISH_H

#include "tests/sim/audit.h"
#include "tests/sim/duty.h"
#include "tests/sim/world.h"

enum flaw {
    FLAW_NONE,
    FLAW_ROLE,    /* by somebody who may not */
    FLAW_REASON,  /* without one */
    FLAW_STAGE,   /* of a stage, where only the whole can be meant */
    FLAW_UNKNOWN, /* of a stage that there is not */
    FLAW_OWN,     /* what its feature knows */
};

struct wish {
    const struct feature *feature; /* whose act it is */
    uint8_t act;
    uint8_t flaw;
    uint8_t stage; /* STAGE_WHOLE: the bundle as a whole */
    uint8_t detail;
    uint16_t amount;
    uint32_t peer;
    uint64_t bundle;
    set32 materials;
    struct name on;
    int64_t until_ms; /* broker time; 0: none */
};

/* Somebody wants it from this world time on; in the liveness phase at once. */
void wish_for(const struct wish *wish, uint32_t planned, int64_t due_ms);

/* ... some time in the safety phase: soon more often than late. World time. */
int64_t wish_when(struct chance *chance);

/* A flaw that such a wish can have, in one of four; FLAW_OWN is for the caller to draw. */
enum flaw wish_flaw(struct chance *chance, uint8_t act);

/* Somebody who may do such a thing by the role alone, or one of the others. */
uint32_t wish_peer(struct chance *chance, uint8_t act, bool is_allowed);

/* One of those who may, but not whoever accepted the bundle, and so may not. */
uint32_t wish_decider(struct chance *chance, uint8_t act, const struct audit_bundle *bundle);

/* The officer of a stage's department; its head. */
uint32_t wish_officer(const struct procedure *procedure, uint8_t stage);
uint32_t wish_head(const struct procedure *procedure, uint8_t stage);

/* Somebody of a department by name: an officer or a head; 0, the operator: there is nobody. */
uint32_t wish_person(const struct name *department, const struct name *who);

/* The wish of a duty. */
const struct wish *wish_of(const struct duty *duty);

/* Somebody who may wanted just this, and nothing is wrong with it. */
bool wish_is_wanted(const struct fact *fact);

/* By the broker itself. */
bool wish_is_own(const struct fact *fact);

/* A fact of this bundle has become durable in this very millisecond: a refusal may be older. */
bool wish_is_new(const struct wish *wish);

/* Whether anybody acts in this run: there are peers of those roles then. */
bool wishes_are_on(void);

#endif

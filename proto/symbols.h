/* SPDX-License-Identifier: Apache-2.0 */
/* Names of enum values as people read and write them: "grant", "working_days". One table an enum;
 * a value without a name is no value of it. */
#ifndef PROTO_SYMBOLS_H
#define PROTO_SYMBOLS_H

#include "tongfa/base.h"

struct symbols {
    const char *const *names; /* by value; NULL: no such value */
    uint32_t count;
};

extern const struct symbols symbols_role;
extern const struct symbols symbols_verdict;
extern const struct symbols symbols_decision; /* the verdicts that end a review */
extern const struct symbols symbols_given;    /* those that a fact of their own tells */
extern const struct symbols symbols_special_kind;
extern const struct symbols symbols_extends;
extern const struct symbols symbols_on_unanswered;
extern const struct symbols symbols_stage_verdict; /* what a stage may show of them */
extern const struct symbols symbols_bundle_result;
extern const struct symbols symbols_bundle_end; /* the results of a bundle that has ended */
extern const struct symbols symbols_stage_state;
extern const struct symbols symbols_job_state;
extern const struct symbols symbols_milestone_state;
extern const struct symbols symbols_gate_state;
extern const struct symbols symbols_park_cause;
extern const struct symbols symbols_ready_cause;
extern const struct symbols symbols_block_cause;
extern const struct symbols symbols_cancel_cause;
extern const struct symbols symbols_receipt_of;
extern const struct symbols symbols_wait_kind;
extern const struct symbols symbols_wait_edge;
extern const struct symbols symbols_retry_hint;
extern const struct symbols symbols_gate_policy;
extern const struct symbols symbols_on_refusal;
extern const struct symbols symbols_limit_unit;
extern const struct symbols symbols_clock_from;
extern const struct symbols symbols_clock_kind;
extern const struct symbols symbols_intake_outcome;
extern const struct symbols symbols_on_silence;
extern const struct symbols symbols_on_lapse;
extern const struct symbols symbols_on_timeout;
extern const struct symbols symbols_act;
extern const struct symbols symbols_phase;
extern const struct symbols symbols_entry_kind;
extern const struct symbols symbols_permit_end;
extern const struct symbols symbols_request_state;
extern const struct symbols symbols_revocation;
extern const struct symbols symbols_recall;
extern const struct symbols symbols_deregistration;
extern const struct symbols symbols_go_on;
extern const struct symbols symbols_term_kind;
extern const struct symbols symbols_pause_cause;
extern const struct symbols symbols_on_tolerance;
extern const struct symbols symbols_on_overdue;
extern const struct symbols symbols_sign_answer;
extern const struct symbols symbols_card_level;
extern const struct symbols symbols_card_to; /* the roles that must act */
extern const struct symbols symbols_card_state;
extern const struct symbols symbols_order_state;
extern const struct symbols symbols_notice_state;

/* What the detail of an act stands for; NULL: it has none, or a number alone. */
const struct symbols *symbols_act_detail(uint8_t act);

/* The same of an entry in a dossier, and what its state stands for. */
const struct symbols *symbols_entry_detail(uint8_t kind);
const struct symbols *symbols_entry_state(uint8_t kind);

/* The name of a value, or NULL. */
const char *symbols_name(const struct symbols *symbols, uint64_t value);

/* The value of a name. False: there is none of that name. */
bool symbols_find(const struct symbols *symbols, const char *name, uint32_t *value);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Permits after their issue: what has become of each by the facts that are durable, when its terms end by
 * a count of days, and what can still be done to it. Source: proto/SPEC.md 8 "Terms" and 8.1. */
#ifndef TESTS_SIM_PERMIT_H
#define TESTS_SIM_PERMIT_H

#include "tests/sim/audit.h"
#include "tests/support/chance.h"
#include "tests/support/day_count.h"
#include "tongfa/message.h"

/* Of a stage that has issued one. */
struct issued {
    uint64_t bundle;
    uint8_t stage;
    const struct procedure_stage *definition;
    int64_t issued_ms;
    int64_t delivered_ms;
    int64_t works_ms;      /* begun */
    int64_t standstill_ms; /* stand still since */
    int64_t deferral_ms;   /* asked for, and not decided */
    int64_t renewal_ms;
    uint32_t deferrals; /* granted */
    uint32_t deferred;  /* months */
    uint32_t renewals;
    uint8_t end; /* enum permit_end; 0: it is in force */
    int64_t ended_ms;
    bool is_struck_off;
    uint32_t wish_count;
    struct {
        int64_t at_ms; /* INT64_MAX: nothing will happen by itself */
        uint8_t kind;
        uint32_t calendar; /* by which; 0: it must be looked up */
    } due;
};

/* Somebody wants to do something to it at a time, by a calendar. */
struct permit_question {
    const struct issued *permit; /* NULL: nothing was issued */
    uint8_t act;
    uint8_t detail;
    uint32_t amount;
    int64_t at_ms;
    const struct day_count *calendar;
};

void permits_begin(void);

/* What the procedure says of the permits of a stage that issues some. */
void permit_draw_terms(struct chance *chance, struct procedure_stage *stage);
void permit_clear_terms(struct procedure_stage *stage);

/* A new one, when it is issued. */
struct issued *permit_issue(const struct audit_bundle *bundle, uint8_t stage, int64_t at_ms);

/* NULL: nothing was issued, or no permit. */
struct issued *permit_of(uint64_t bundle, uint32_t stage);

uint32_t permit_count(void);
struct issued *permit_at(uint32_t index);

/* Months or days, with what deferrals and renewals added; value 0: there is no such term. */
struct limit permit_limit(const struct issued *permit, enum term_kind kind);

/* The last instant of a term that is set. */
int64_t permit_end_ms(const struct issued *permit, enum term_kind kind,
                      const struct day_count *calendar);

/* When the broker must do something by itself, by the calendar that holds, and for which term;
 * INT64_MAX: never. */
int64_t permit_due_ms(struct issued *permit, uint8_t *kind);

/* It has changed; the calendar has. */
void permit_changed(struct issued *permit);
void permits_recount(void);

/* Why it cannot be done; NULL: it can. */
const char *permit_obstacle(const struct permit_question *question);

/* ---- What the dossier must say: permit_dossier.c ---------------------------------------------- */

void permit_dossier_begin(void);

/* This was done. */
void permit_dossier_note(const struct fact *fact);

/* The image, the terms and the explanation of a bundle are what an engine must answer at this time;
 * what is wrong with them is in failure. explanation - NULL: it is not asked for. */
struct permit_answer {
    const struct audit_bundle *bundle;
    const struct msg_bundle *told;
    const struct msg_explanation *explanation;
    const struct day_count *calendar;
    int64_t at_ms;
    char failure[400];
};
bool permit_answer_is_right(struct permit_answer *answer);

/* ---- What people want of them: permit_wishes.c ----------------------------------------------- */

void permit_wishes_begin(void);

/* Before anything is issued: too early. */
void permit_wish_early(const struct audit_bundle *bundle);

/* What follows from an issue (act 0), or from something that was done to it. */
void permit_wish_on(struct issued *permit, uint8_t act, uint64_t position);

/* What has to be wanted by now is; when is the next? INT64_MAX: never. */
int64_t permit_wishes_next_ms(int64_t now_ms);

#endif

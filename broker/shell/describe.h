/* SPDX-License-Identifier: Apache-2.0 */
/* Facts and effects as lines that people read: the broker's log and the stories use the same words.
 * Ids and names only, never what an applicant wrote. */
#ifndef BROKER_SHELL_DESCRIBE_H
#define BROKER_SHELL_DESCRIBE_H

#include "broker/core/engine.h"

#define DESCRIBE_LINE_MAX 512

/* How to say it. engine (may be NULL) gives the names behind indices; with base_ms != 0 times are
 * seconds since then ("31s"), else UTC, or local time where ahead_ms says how far that is ahead. */
struct describe {
    const struct engine *engine;
    int64_t base_ms;
    int64_t ahead_ms;
    int64_t now_ms; /* waits that should be over by then are overdue; 0: nobody asks */
};

/* A fact in lines without line end, such as "bundle 1 land-use LEASED to a until 31s (attempt 1)":
 * one for itself (of leases for each), then one for each stage that goes on because of it.
 *
 * Returns: false - it has no more than `at` lines. */
bool describe_fact(const struct describe *how, const struct fact *fact, uint32_t at,
                   char text[DESCRIBE_LINE_MAX]);

/* "reply RECORDED bundle 1", "send JOB bundle 1 land-use (attempt 1)"; peer names the session. */
void describe_effect(const struct describe *how, const struct effect *effect, const char *peer,
                     char text[DESCRIBE_LINE_MAX]);

/* A clock as a line: "plan runs since ...: promised 5 working days, 2 used, ends ...". */
void describe_clock(const struct describe *how, const struct clock_view *clock,
                    char text[DESCRIBE_LINE_MAX]);

/* A term after issue: "permit of works, to begin works, from ...; 3 months, 20 days used, ends ...". */
void describe_term(const struct describe *how, const struct term_view *term,
                   char text[DESCRIBE_LINE_MAX]);

/* One wait of an explanation as a sentence. */
void describe_wait(const struct describe *how, const struct wait *wait,
                   char text[DESCRIBE_LINE_MAX]);

/* Symbolic names; "?" for numbers that have none. */
const char *describe_stage_state(uint8_t state);
const char *describe_job_state(uint8_t state);
const char *describe_result(uint8_t result);
const char *describe_verdict(uint8_t verdict);

/* What supervision there was of a bundle: a line for each card, order, reminder and urgency of its
 * dossier. False: the entry is of another kind. */
bool describe_supervision(const struct describe *how, uint64_t bundle, const struct entry *entry,
                          char text[DESCRIBE_LINE_MAX]);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What happened to the stages of a bundle and when, read from its facts: spans and marks.
 *
 * When you add a fact that moves a stage: its row in time_line.c; a new kind of span or mark also
 * has its look in draw_time_line.c. A fact that is not known is passed over. */
#ifndef CLIENT_TIME_LINE_H
#define CLIENT_TIME_LINE_H

#include "tongfa/base.h"
#include "tongfa/errors.h"

#include <jansson.h>

enum span_kind {
    SPAN_NONE, /* it has ended */
    SPAN_WAITING,
    SPAN_READY, /* in its department's queue */
    SPAN_LEASED,
    SPAN_DELAYED,
    SPAN_PARKED,
    SPAN_SEALED,  /* grant given */
    SPAN_GRANTED, /* held by its gate */
    SPAN_KIND_COUNT
};

enum mark_kind {
    MARK_NONE,
    MARK_EXPIRED,
    MARK_RELEASED,
    MARK_FAILED,
    MARK_PARKED,
    MARK_VERDICT, /* a grant was given */
    MARK_GRANTED, /* it took effect */
    MARK_ISSUED,
    MARK_REFUSED,
    MARK_BLOCKED,
    MARK_LAPSED,
    MARK_WITHDRAWN,
    MARK_SKIPPED,
    MARK_YELLOW, /* cards: they change nothing */
    MARK_RED,
    MARK_DEEP_RED,
    MARK_KIND_COUNT
};

/* Texts are those of the JSON, which must outlive the line. */
struct time_span {
    enum span_kind kind;
    uint32_t stage;
    int64_t from_ms;
    int64_t until_ms;
    int64_t attempt;    /* LEASED */
    const char *worker; /* LEASED; else "" */
};

struct time_mark {
    enum mark_kind kind;
    uint32_t stage;
    int64_t at_ms;
};

/* What is no single stage's: a line from top to bottom. */
enum event_kind { EVENT_REACHED, EVENT_CALLED_OFF, EVENT_ISSUED, EVENT_LAPSED, EVENT_WITHDRAWN };

struct time_event {
    enum event_kind kind;
    int64_t at_ms;
    const char *name; /* of the milestone or gate; may be "" */
    uint32_t count;   /* ISSUED: of what was issued */
};

struct time_row {
    const char *name;
    const char *title;
    const char *department;
    const char *state;
    int64_t permit_year; /* 0: none */
    int64_t permit_number;
};

struct time_line {
    int64_t bundle;
    const char *key;
    const char *title; /* of the procedure */
    const char *result;
    int64_t begin_ms;
    int64_t end_ms; /* or now, while it is open */
    bool is_open;
    struct time_row *rows; /* a stage each */
    uint32_t row_count;
    struct time_span *spans;
    uint32_t span_count;
    struct time_mark *marks;
    uint32_t mark_count;
    struct time_event *events;
    uint32_t event_count;
};

/* bundle - as tongfa_show gives it; history - all its facts, oldest first.
 *
 * Owns:    line - the caller's, until time_line_fini, also on error.
 * Errors:  ERR_NO_MEMORY. */
enum err time_line_read(struct time_line *line, const json_t *bundle, const json_t *history,
                        int64_t now_ms);

/* Accepts one that is all zero. */
void time_line_fini(struct time_line *line);

#endif

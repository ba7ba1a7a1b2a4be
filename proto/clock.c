/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of clocks and terms: proto/SPEC.md 8, "BUNDLE", one row a field, in order of keys. */
#include "proto/schema_rows.h"
#include "proto/structs.h"
#include "tongfa/message.h"

#define PATH ""

/* clang-format off */
static const struct field limit_view_fields[] = {
    ROW_UINT(struct limit_view, value,       OPTIONAL, 0, UINT16_MAX),
    ROW_ENUM(struct limit_view, unit,        OPTIONAL, symbols_limit_unit),
    ROW_TIME(struct limit_view, due_ms),
    ROW_UINT(struct limit_view, used,        OPTIONAL, 0, UINT64_MAX),
    ROW_BOOL(struct limit_view, late),
    ROW_BOOL(struct limit_view, provisional),
};
static const struct schema schema_limit_view =
    SCHEMA("limit_view", struct limit_view, limit_view_fields);

#undef PATH
#define PATH "clocks."
static const struct field clock_fields[] = {
    ROW_NAME(struct clock_view, stage,     OPTIONAL),
    ROW_TIME(struct clock_view, started_ms),
    ROW_TIME(struct clock_view, stopped_ms),
    ROW_MAP(struct clock_view,  statutory, OPTIONAL, schema_limit_view),
    ROW_MAP(struct clock_view,  promised,  OPTIONAL, schema_limit_view),
    ROW_ENUM(struct clock_view, pause,     OPTIONAL, symbols_pause_cause),
    ROW_TIME(struct clock_view, paused_ms),
    ROW_ENUM(struct clock_view, kind,      OPTIONAL, symbols_clock_kind),
    ROW_UINT(struct clock_view, extended,  OPTIONAL, 0, UINT16_MAX),
    ROW_ENUM(struct clock_view, special,   OPTIONAL, symbols_special_kind),
    ROW_MAP(struct clock_view,  planned,   OPTIONAL, schema_limit_view),
};
const struct schema schema_clock = SCHEMA("clock", struct clock_view, clock_fields);

#undef PATH
#define PATH "terms."
static const struct field term_fields[] = {
    ROW_NAME(struct term_view, stage,      REQUIRED),
    ROW_ENUM(struct term_view, kind,       REQUIRED, symbols_term_kind),
    ROW_TIME(struct term_view, started_ms),
    ROW_TIME(struct term_view, stopped_ms),
    ROW_MAP(struct term_view,  limit,      OPTIONAL, schema_limit_view),
};
const struct schema schema_term = SCHEMA("term", struct term_view, term_fields);
/* clang-format on */

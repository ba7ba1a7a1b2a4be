/* SPDX-License-Identifier: Apache-2.0 */
/* Values of one line in a definition: each reads a node, checks it, and reports what is wrong.
 *
 * All: `key` is the key that the value stands under, for messages. They write *out and return true,
 * or add one error to the report, leave *out alone and return false; a YAML_BROKEN node returns
 * false without a further error. */
#ifndef CLIENT_YAML_VALUE_H
#define CLIENT_YAML_VALUE_H

#include "client/yaml.h"
#include "tongfa/procedure.h"

/* A value to read: the node, the key above it, and where errors go. */
struct value {
    const struct yaml_node *node;
    const char *key;
    struct lint_report *report;
};

/* The node is of this kind. Rules "missing-value", "wrong-type". */
bool value_is(struct value value, enum yaml_kind kind);

/* 1..TITLE_BYTES_MAX bytes on one line. Rule "bad-text". */
bool value_title(struct value value, char out[TITLE_BYTES_MAX + 1]);

/* 1..bytes_max bytes on one line; out has room for one more. Rule "bad-text". */
bool value_text(struct value value, char *out, size_t bytes_max);

/* How permit numbers are written (broker/core/permit_number.h). Rules "bad-text", "bad-number". */
bool value_permit_number(struct value value, char out[TITLE_BYTES_MAX + 1]);

/* A condition (broker/core/condition.h). Rules "bad-text", "bad-condition". */
bool value_condition(struct value value, char out[CONDITION_BYTES_MAX + 1]);

/* Rule "bad-name". */
bool value_name(struct value value, struct name *out);

/* Rule "out-of-range". */
bool value_number(struct value value, uint32_t *out, uint32_t min, uint32_t max);

bool value_flag(struct value value, bool *out);

/* 500ms, 30s, 5m, 2h. Units: out, min, max - milliseconds. Rules "bad-duration", "out-of-range". */
bool value_duration(struct value value, uint32_t *out, uint32_t min, uint32_t max);

/* 20 working days, 1 working day, 48 natural hours. Rule "bad-limit". */
bool value_limit(struct value value, struct limit *out);

/* A day of a year that a calendar can have, 2026-03-01, as the number 20260301. Rule "bad-date". */
bool value_date(struct value value, uint32_t *out);

/* By how much a limit may be extended: 1..9999, or none. Rules "out-of-range", "unknown-word". */
bool value_extension(struct value value, uint16_t *out);

/* One of the words, the n-th of which means n. words[0] is not used and NULL; the list ends with
 * NULL. Rule "unknown-word". */
bool value_choice(struct value value, uint8_t *out, const char *const *words);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "client/yaml_value.h"

#include "broker/core/condition.h"
#include "broker/core/in_force.h"
#include "broker/core/permit_number.h"
#include "client/date.h"
#include "client/suggest.h"
#include "client/text.h"

#include <stdio.h>
#include <stdlib.h>

#define WORDS_MAX 8

bool value_is(struct value value, enum yaml_kind kind)
{
    const struct yaml_node *node = value.node;

    if (node->kind == kind) return true;
    if (node->kind == YAML_BROKEN) return false;
    if (node->kind == YAML_NULL) {
        lint_error(value.report, node->place, "missing-value",
                   "%s has no value; write %s, or remove the line", value.key,
                   yaml_kind_text(kind));
    } else if (kind == YAML_TEXT && node->text != NULL) {
        lint_error(value.report, node->place, "wrong-type",
                   "%s is %s, a text is expected; put it in quotes", value.key,
                   yaml_kind_text(node->kind));
    } else if (kind == YAML_LIST && node->text != NULL) {
        lint_error(value.report, node->place, "wrong-type",
                   "%s is %s, a list is expected; write [%s]", value.key,
                   yaml_kind_text(node->kind), node->text);
    } else {
        lint_error(value.report, node->place, "wrong-type", "%s is %s, %s is expected", value.key,
                   yaml_kind_text(node->kind), yaml_kind_text(kind));
    }
    return false;
}

static bool text_is_one_line(const char *text)
{
    for (; *text != '\0'; text++) {
        uint8_t byte = (uint8_t)text[0];
        if (byte < 0x20 || byte == 0x7f) return false;
        if (byte == 0xc2 && (uint8_t)text[1] < 0xa0) return false;
    }
    return true;
}

bool value_title(struct value value, char out[TITLE_BYTES_MAX + 1])
{
    return value_text(value, out, TITLE_BYTES_MAX);
}

bool value_text(struct value value, char *out, size_t bytes_max)
{
    if (!value_is(value, YAML_TEXT)) return false;

    const char *text = value.node->text;
    size_t size = strlen(text);
    if (size == 0) {
        lint_error(value.report, value.node->place, "bad-text",
                   "%s is empty; write what people call it", value.key);
        return false;
    }
    if (size > bytes_max) {
        lint_error(value.report, value.node->place, "bad-text",
                   "%s has %zu bytes, at most %zu are possible; shorten it", value.key, size,
                   bytes_max);
        return false;
    }
    if (!text_is_one_line(text)) {
        lint_error(value.report, value.node->place, "bad-text",
                   "%s holds a line end or a control character; write it on one line", value.key);
        return false;
    }
    memset(out, 0, bytes_max + 1);
    memcpy(out, text, size + 1);
    return true;
}

/* The placeholder that was probably meant, "{serial}"; NULL: none of them. */
static const char *placeholder_meant(const char *piece)
{
    static const char *const words[] = { "{serial}", "{year}", "{area}" };
    return suggest(piece, words, sizeof words / sizeof words[0]);
}

bool value_permit_number(struct value value, char out[TITLE_BYTES_MAX + 1])
{
    char title[TITLE_BYTES_MAX + 1];
    char piece[TITLE_BYTES_MAX + 1];

    if (!value_title(value, title)) return false;
    struct permit_number_finding finding = permit_number_check(title);
    if (finding.fault == PERMIT_NUMBER_GOOD) {
        memcpy(out, title, sizeof title);
        return true;
    }
    (void)snprintf(piece, sizeof piece, "%.*s", (int)finding.size, title + finding.at);
    const char *meant = NULL;
    if (finding.fault == PERMIT_NUMBER_UNKNOWN) meant = placeholder_meant(piece);
    if (meant != NULL) {
        lint_error(value.report, value.node->place, "bad-number",
                   "%s: there is no placeholder %s; did you mean %s?", value.key, piece, meant);
    } else {
        lint_error(value.report, value.node->place, "bad-number", "%s: %s%s%s", value.key, piece,
                   finding.size > 0 ? ": " : "", permit_number_fault_text(finding.fault));
    }
    return false;
}

bool value_condition(struct value value, char out[CONDITION_BYTES_MAX + 1])
{
    const struct yaml_node *node = value.node;
    if (!value_is(value, YAML_TEXT)) return false;
    struct condition_finding finding = condition_check(node->text);
    if (finding.fault != NULL) {
        lint_error(value.report, node->place, "bad-condition", "%s, byte %u, '%.*s': %s", value.key,
                   finding.at + 1, (int)finding.size, node->text + finding.at, finding.fault);
        return false;
    }
    memset(out, 0, CONDITION_BYTES_MAX + 1);
    memcpy(out, node->text, strlen(node->text) + 1);
    return true;
}

bool value_name(struct value value, struct name *out)
{
    if (!value_is(value, YAML_TEXT)) return false;
    if (value.node->text[0] != '\0' && text_to_name(out, value.node->text)) return true;
    lint_error(value.report, value.node->place, "bad-name",
               "%s: '%s' is not a name; a name has 1 to %d of a-z, 0-9, '.', '_' and '-' and "
               "begins with a letter or digit",
               value.key, value.node->text, NAME_BYTES_MAX);
    return false;
}

/* Digits at the front; *end is what follows. False: none, a zero in front, or too large. */
static bool digits_read(const char *text, uint64_t *out, const char **end)
{
    uint64_t number = 0;
    const char *at = text;

    for (; *at >= '0' && *at <= '9'; at++) {
        if (number > UINT32_MAX) return false;
        number = number * 10 + (uint64_t)(*at - '0');
    }
    if (at == text || (text[0] == '0' && at > text + 1)) return false;
    *out = number;
    *end = at;
    return true;
}

bool value_number(struct value value, uint32_t *out, uint32_t min, uint32_t max)
{
    uint64_t number;
    const char *end;

    if (!value_is(value, YAML_NUMBER)) return false;
    if (!digits_read(value.node->text, &number, &end) || *end != '\0' || number < min ||
        number > max) {
        lint_error(value.report, value.node->place, "out-of-range",
                   "%s is %s; write a whole number from %u to %u", value.key, value.node->text, min,
                   max);
        return false;
    }
    *out = (uint32_t)number;
    return true;
}

bool value_flag(struct value value, bool *out)
{
    if (!value_is(value, YAML_BOOL)) return false;
    *out = value.node->text[0] == 't' || value.node->text[0] == 'T';
    return true;
}

struct unit {
    const char *text;
    uint32_t ms;
};

static const struct unit duration_units[] = {
    { "ms", 1 }, { "s", 1000 }, { "m", 60 * 1000 }, { "h", 3600 * 1000 }
};

/* A number without its unit deserves the message about units, not the one about quotes. */
static bool value_is_amount(struct value value)
{
    return value.node->kind == YAML_NUMBER || value_is(value, YAML_TEXT);
}

bool value_duration(struct value value, uint32_t *out, uint32_t min, uint32_t max)
{
    const char *end = "";
    uint64_t number = 0;
    uint64_t unit_ms = 0;

    if (!value_is_amount(value)) return false;
    if (digits_read(value.node->text, &number, &end)) {
        for (size_t i = 0; i < sizeof duration_units / sizeof duration_units[0]; i++) {
            if (strcmp(end, duration_units[i].text) == 0) unit_ms = duration_units[i].ms;
        }
    }
    if (unit_ms == 0) {
        lint_error(value.report, value.node->place, "bad-duration",
                   "%s: '%s' is no duration; write a whole number and a unit, such as 500ms, 30s, "
                   "5m or 2h",
                   value.key, value.node->text);
        return false;
    }
    if (number * unit_ms < min || number * unit_ms > max) {
        lint_error(value.report, value.node->place, "out-of-range",
                   "%s is %s; it must be between %gs and %gs", value.key, value.node->text,
                   min / 1000.0, max / 1000.0);
        return false;
    }
    *out = (uint32_t)(number * unit_ms);
    return true;
}

struct limit_form {
    const char *text;
    enum limit_unit unit;
    uint8_t times;
};

/* clang-format off */
static const struct limit_form limit_forms[] = {
    { " working days",  LIMIT_WORKING_DAYS,  1 }, { " working day",  LIMIT_WORKING_DAYS,  1 },
    { " natural days",  LIMIT_NATURAL_DAYS,  1 }, { " natural day",  LIMIT_NATURAL_DAYS,  1 },
    { " working hours", LIMIT_WORKING_HOURS, 1 }, { " working hour", LIMIT_WORKING_HOURS, 1 },
    { " natural hours", LIMIT_NATURAL_HOURS, 1 }, { " natural hour", LIMIT_NATURAL_HOURS, 1 },
    { " months",        LIMIT_MONTHS,        1 }, { " month",        LIMIT_MONTHS,        1 },
    { " years",         LIMIT_MONTHS,       12 }, { " year",         LIMIT_MONTHS,       12 },
};
/* clang-format on */

bool value_limit(struct value value, struct limit *out)
{
    const char *end = "";
    uint64_t number = 0;

    if (!value_is_amount(value)) return false;
    if (digits_read(value.node->text, &number, &end) && number >= 1 && number <= 9999) {
        for (size_t i = 0; i < sizeof limit_forms / sizeof limit_forms[0]; i++) {
            if (strcmp(end, limit_forms[i].text) != 0) continue;
            if (number * limit_forms[i].times > 9999) break;
            *out = (struct limit){ .value = (uint16_t)(number * limit_forms[i].times),
                                   .unit = (uint8_t)limit_forms[i].unit };
            return true;
        }
    }
    lint_error(value.report, value.node->place, "bad-limit",
               "%s: '%s' is no limit; write 1 to 9999 and 'working days', 'natural days', "
               "'working hours' or 'natural hours'; of a term after issue 'months' or 'years'",
               value.key, value.node->text);
    return false;
}

bool value_date(struct value value, uint32_t *out)
{
    const char *at = value.node->text;
    int32_t day = 0;

    if (!value_is(value, YAML_TEXT)) return false;
    bool is_read = date_read(&at, &day) && *at == '\0';
    const struct civil date = civil_from_day(day);
    uint32_t number = (uint32_t)date.year * 10000 + date.month * 100 + date.day;
    if (is_read && in_force_is_day(number)) {
        *out = number;
        return true;
    }
    lint_error(value.report, value.node->place, "bad-date",
               "%s: '%s' is no day that can be; write one of 2000 to 2063, such as 2026-03-01",
               value.key, value.node->text);
    return false;
}

bool value_extension(struct value value, uint16_t *out)
{
    static const char *const words[] = { NULL, "none", NULL };
    uint32_t number;
    uint8_t word;

    if (value.node->kind == YAML_TEXT) {
        if (!value_choice(value, &word, words)) return false;
        *out = EXTENSION_NONE;
        return true;
    }
    if (!value_number(value, &number, 1, 9999)) return false;
    *out = (uint16_t)number;
    return true;
}

bool value_choice(struct value value, uint8_t *out, const char *const *words)
{
    char list[128] = "";
    size_t size = 0;
    uint8_t count = 1;

    if (!value_is(value, YAML_TEXT)) return false;
    for (; words[count] != NULL; count++) {
        if (strcmp(value.node->text, words[count]) == 0) {
            *out = count;
            return true;
        }
        int added = snprintf(list + size, sizeof list - size, "%s%s", count == 1 ? "" : " or ",
                             words[count]);
        assert(added > 0);
        size += (size_t)added;
        assert(size < sizeof list);
    }
    const char *meant = suggest(value.node->text, words + 1, count - 1u);
    if (meant != NULL) {
        lint_error(value.report, value.node->place, "unknown-word",
                   "%s: '%s' is not known; did you mean %s?", value.key, value.node->text, meant);
    } else {
        lint_error(value.report, value.node->place, "unknown-word",
                   "%s: '%s' is not known; write %s", value.key, value.node->text, list);
    }
    return false;
}

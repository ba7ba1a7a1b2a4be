/* SPDX-License-Identifier: Apache-2.0 */
/* Findings are kept sorted by insertion: there are few, and every reader wants them in the order
 * of the file. What the author wrote is quoted in the texts, so each text is made harmless for a
 * terminal before it is kept. */
#include "client/lint.h"

#include <stdarg.h>

static bool place_is_before(const struct lint_finding *left, const struct lint_finding *right)
{
    if (left->line != right->line) return left->line < right->line;
    return left->column < right->column;
}

/* Replace control characters, C1 ones too, and drop a character that was cut at the end. */
static void text_make_harmless(char *text)
{
    size_t size = strlen(text);
    size_t at = 0;

    while (at < size) {
        uint8_t byte = (uint8_t)text[at];
        size_t length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        if (length > size - at) {
            text[at] = '\0';
            return;
        }
        if (byte < 0x20 || byte == 0x7f) text[at] = '?';
        if (byte == 0xc2 && (uint8_t)text[at + 1] < 0xa0) memcpy(&text[at], "??", 2);
        at += length;
    }
}

static void finding_insert(struct lint_report *report, const struct lint_finding *finding)
{
    if (report->count == LINT_FINDINGS_MAX) {
        report->omitted++;
        return;
    }
    uint32_t at = report->count++;
    while (at > 0 && place_is_before(finding, &report->findings[at - 1])) {
        report->findings[at] = report->findings[at - 1];
        at--;
    }
    report->findings[at] = *finding;
}

static void finding_write(struct lint_report *report, struct lint_finding *finding,
                          const char *format, va_list arguments)
{
    (void)vsnprintf(finding->text, sizeof finding->text, format, arguments);
    text_make_harmless(finding->text);
    if (finding->severity == LINT_ERROR) {
        report->error_count++;
    } else {
        report->warning_count++;
    }
    finding_insert(report, finding);
}

void lint_error(struct lint_report *report, struct lint_place place, const char *rule,
                const char *format, ...)
{
    struct lint_finding finding = {
        .line = place.line, .column = place.column, .severity = LINT_ERROR, .rule = rule
    };
    va_list arguments;
    va_start(arguments, format);
    finding_write(report, &finding, format, arguments);
    va_end(arguments);
}

void lint_warning(struct lint_report *report, struct lint_place place, const char *rule,
                  const char *format, ...)
{
    struct lint_finding finding = {
        .line = place.line, .column = place.column, .severity = LINT_WARNING, .rule = rule
    };
    va_list arguments;
    va_start(arguments, format);
    finding_write(report, &finding, format, arguments);
    va_end(arguments);
}

const char *lint_severity_name(enum lint_severity severity)
{
    return severity == LINT_ERROR ? "error" : "warning";
}

void lint_finding_print(FILE *file, const char *path, const struct lint_finding *finding)
{
    const char *severity = lint_severity_name(finding->severity);

    if (finding->line == 0) {
        (void)fprintf(file, "%s: %s: %s [%s]\n", path, severity, finding->text, finding->rule);
        return;
    }
    (void)fprintf(file, "%s:%u:%u: %s: %s [%s]\n", path, finding->line, finding->column, severity,
                  finding->text, finding->rule);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/describe_line.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

void line_say(struct line *line, const char *format, ...)
{
    va_list arguments;

    assert(line->size < DESCRIBE_LINE_MAX);
    va_start(arguments, format);
    int added =
        vsnprintf(line->text + line->size, DESCRIBE_LINE_MAX - line->size, format, arguments);
    va_end(arguments);
    if (added < 0) return;
    size_t room = DESCRIBE_LINE_MAX - 1 - line->size;
    line->size += (size_t)added < room ? (size_t)added : room;
}

const char *line_name_at(const char *const *names, size_t count, size_t index)
{
    return index < count && names[index] != NULL ? names[index] : "?";
}

const char *line_symbol(const struct symbols *symbols, uint8_t value)
{
    const char *name = symbols_name(symbols, value);
    return name == NULL ? "?" : name;
}

void line_say_time(struct line *line, const struct describe *how, int64_t at_ms)
{
    if (how->base_ms != 0) {
        int64_t after_ms = at_ms - how->base_ms;
        if (after_ms % 1000 == 0) {
            line_say(line, "%" PRId64 "s", after_ms / 1000);
        } else {
            line_say(line, "%" PRId64 ".%03ds", after_ms / 1000, (int)(after_ms % 1000));
        }
        return;
    }
    time_t seconds = (time_t)((at_ms + how->ahead_ms) / 1000);
    struct tm civil;
    char text[32];
    if (gmtime_r(&seconds, &civil) == NULL) return;
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &civil);
    if (how->ahead_ms == 0) {
        line_say(line, "%s.%03dZ", text, (int)(at_ms % 1000));
    } else {
        line_say(line, "%s", text);
    }
}

void line_say_stage(struct line *line, const struct procedure *procedure, uint8_t stage)
{
    if (procedure != NULL && stage < procedure->stage_count) {
        line_say(line, "%s", procedure->stages[stage].name.text);
    } else {
        line_say(line, "stage %u", stage);
    }
}

const char *line_department(const struct procedure *procedure, uint8_t stage)
{
    if (procedure == NULL || stage >= procedure->stage_count) return "its department";
    return procedure->stages[stage].department.text;
}

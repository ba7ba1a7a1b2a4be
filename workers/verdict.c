/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts as a department fills them in. The reason grows line by line; what does not fit is cut
 * between two characters, never inside one. */
#include "tongfa/worker.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The largest size <= wanted at which the text can be cut between two characters of UTF-8. */
static size_t cut_at_character(const char *text, size_t wanted)
{
    while (wanted > 0 && ((unsigned char)text[wanted] & 0xc0) == 0x80) {
        wanted--;
    }
    return wanted;
}

static void append_line(struct tongfa_verdict *verdict, const char *format, va_list arguments)
{
    assert(verdict->reason_size <= TONGFA_REASON_BYTES_MAX);
    char line[TONGFA_REASON_BYTES_MAX + 8]; /* more than a reason: shows where a character ends */
    int wanted = vsnprintf(line, sizeof line, format, arguments);
    if (wanted <= 0) return;

    size_t size = (size_t)wanted < sizeof line ? (size_t)wanted : sizeof line - 1;
    size_t room = TONGFA_REASON_BYTES_MAX - verdict->reason_size;
    if (verdict->reason_size > 0) {
        if (room < 2) return;
        verdict->reason[verdict->reason_size++] = '\n';
        room--;
    }
    if (size > room) size = cut_at_character(line, room);
    memcpy(verdict->reason + verdict->reason_size, line, size);
    verdict->reason_size += size;
    verdict->reason[verdict->reason_size] = '\0';
}

void tongfa_refuse(struct tongfa_verdict *verdict, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verdict->kind = TONGFA_REFUSE;
    append_line(verdict, format, arguments);
    va_end(arguments);
}

/* A name that has no room is left out; the reason says what is wrong all the same. */
void tongfa_correct(struct tongfa_verdict *verdict, const char *material, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (verdict->kind != TONGFA_CORRECT) verdict->materials[0] = '\0';
    verdict->kind = TONGFA_CORRECT;
    append_line(verdict, format, arguments);
    va_end(arguments);
    size_t used = strlen(verdict->materials);
    size_t room = sizeof verdict->materials - used;
    if (material == NULL || strlen(material) + 2 > room) return;
    (void)snprintf(verdict->materials + used, room, "%s%s", used > 0 ? "," : "", material);
}

void tongfa_fail(struct tongfa_verdict *verdict, uint32_t delay_ms, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verdict->kind = TONGFA_FAIL;
    verdict->delay_ms = delay_ms;
    append_line(verdict, format, arguments);
    va_end(arguments);
}

void tongfa_park(struct tongfa_verdict *verdict, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verdict->kind = TONGFA_PARK;
    append_line(verdict, format, arguments);
    va_end(arguments);
}

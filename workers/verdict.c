/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts as a department fills them in. The reason grows line by line; what does not fit is cut
 * between two characters, never inside one. */
#include "workers/verdict.h"

#include "client/text.h"

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

void tongfa_agree(struct tongfa_verdict *verdict)
{
    verdict->kind = TONGFA_AGREE;
}

/* A name that is too long is cut. */
static void set_on(struct tongfa_verdict *verdict, const char *name)
{
    (void)snprintf(verdict->on, sizeof verdict->on, "%s", name == NULL ? "" : name);
}

void tongfa_forward(struct tongfa_verdict *verdict, const char *to)
{
    verdict->kind = TONGFA_FORWARD;
    set_on(verdict, to);
}

void tongfa_disagree(struct tongfa_verdict *verdict, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verdict->kind = TONGFA_DISAGREE;
    append_line(verdict, format, arguments);
    va_end(arguments);
}

void tongfa_remark(struct tongfa_verdict *verdict, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    append_line(verdict, format, arguments);
    va_end(arguments);
}

void tongfa_special(struct tongfa_verdict *verdict, enum tongfa_special_kind special, uint32_t days,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verdict->kind = TONGFA_SPECIAL;
    verdict->special = special;
    verdict->days = days;
    append_line(verdict, format, arguments);
    va_end(arguments);
}

void tongfa_return(struct tongfa_verdict *verdict, const char *stage, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verdict->kind = TONGFA_RETURN;
    set_on(verdict, stage);
    append_line(verdict, format, arguments);
    va_end(arguments);
}

/* ---- Inside the runtime ---------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *word;
    bool needs_reason;
} kinds[] = {
    [TONGFA_GRANT]    = { "grant",    false },
    [TONGFA_REFUSE]   = { "refuse",   true },
    [TONGFA_FAIL]     = { "fail",     false },
    [TONGFA_PARK]     = { "park",     true },
    [TONGFA_RELEASE]  = { "release",  false },
    [TONGFA_CORRECT]  = { "correct",  true },
    [TONGFA_SPECIAL]  = { "special",  true },
    [TONGFA_AGREE]    = { "agree",    false },
    [TONGFA_DISAGREE] = { "disagree", true },
    [TONGFA_FORWARD]  = { "forward",  false },
    [TONGFA_RETURN]   = { "return",   true },
};
/* clang-format on */
#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

const char *verdict_word(enum tongfa_verdict_kind kind)
{
    return kind > 0 && (size_t)kind < KIND_COUNT ? kinds[kind].word : NULL;
}

bool verdict_of_word(const char *word, enum tongfa_verdict_kind *kind)
{
    for (size_t i = 0; word != NULL && i < KIND_COUNT; i++) {
        if (kinds[i].word == NULL || strcmp(kinds[i].word, word) != 0) continue;
        *kind = (enum tongfa_verdict_kind)i;
        return true;
    }
    return false;
}

bool verdict_needs_reason(enum tongfa_verdict_kind kind)
{
    assert(verdict_word(kind) != NULL);
    return kinds[kind].needs_reason;
}

void verdict_set(struct tongfa_verdict *verdict, enum tongfa_verdict_kind kind)
{
    verdict->kind = kind;
    verdict->delay_ms = 0;
    verdict->special = (enum tongfa_special_kind)0;
    verdict->days = 0;
    verdict->until_ms = 0;
    memset(verdict->on, 0, sizeof verdict->on);
    verdict->reason_size = 0;
    verdict->reason[0] = '\0';
    verdict->remedies[0] = '\0';
    verdict->materials[0] = '\0';
}

void verdict_copy(struct tongfa_verdict *to, const struct tongfa_verdict *from)
{
    assert(from->reason_size <= TONGFA_REASON_BYTES_MAX);
    to->kind = from->kind;
    to->delay_ms = from->delay_ms;
    to->special = from->special;
    to->days = from->days;
    to->until_ms = from->until_ms;
    memcpy(to->on, from->on, sizeof to->on);
    to->reason_size = from->reason_size;
    memcpy(to->reason, from->reason, from->reason_size);
    to->reason[from->reason_size] = '\0';
    memcpy(to->remedies, from->remedies, strnlen(from->remedies, TONGFA_REMEDIES_BYTES_MAX));
    to->remedies[strnlen(from->remedies, TONGFA_REMEDIES_BYTES_MAX)] = '\0';
    memcpy(to->materials, from->materials, sizeof to->materials);
}

void verdict_write(const struct tongfa_verdict *verdict, struct msg_verdict *message)
{
    message->verdict = (uint8_t)verdict->kind;
    message->reason =
        (struct span){ .at = (const uint8_t *)verdict->reason, .size = verdict->reason_size };
    message->materials = span_of_text(verdict->materials);
    message->remedies = span_of_text(verdict->remedies);
    message->delay_ms = verdict->delay_ms;
    message->special = (uint8_t)verdict->special;
    message->days = verdict->days;
    message->until_ms = verdict->until_ms;
    message->on = (struct name){ 0 };
    memcpy(message->on.text, verdict->on, strnlen(verdict->on, TONGFA_NAME_BYTES_MAX));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "client/cli/output.h"

#include "client/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- Width --------------------------------------------------------------------------------- */

struct range {
    uint32_t first;
    uint32_t last;
};

/* Source: Unicode 15, EastAsianWidth.txt, classes W and F; blocks rounded to whole ones. */
static const struct range wide[] = {
    { 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },
    { 0xa960, 0xa97c },   { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe30, 0xfe6f },
    { 0xff00, 0xff60 },   { 0xffe0, 0xffe6 },   { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff },
    { 0x1f900, 0x1faff }, { 0x20000, 0x3fffd },
};

/* Source: the same, combining marks and what has no width; again whole blocks. */
static const struct range narrow[] = {
    { 0x0300, 0x036f }, { 0x200b, 0x200f }, { 0x20d0, 0x20ff },
    { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
};

/* The tables are short and texts are too: no need to search cleverly. */
static bool ranges_have(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last) return true;
    }
    return false;
}

/* Columns on a terminal. */
static size_t character_width(uint32_t code)
{
    if (ranges_have(narrow, sizeof narrow / sizeof narrow[0], code)) return 0;
    return ranges_have(wide, sizeof wide / sizeof wide[0], code) ? 2 : 1;
}

size_t text_width(const char *text)
{
    size_t width = 0;
    size_t size;

    while (*text != '\0') {
        width += character_width(text_character(&text, &size));
    }
    return width;
}

/* Write one character, or a dot in place of one that could command the terminal or turn the
 * direction of writing around. */
static void character_print(FILE *file, uint32_t code, const char *bytes, size_t size)
{
    if (code == 0xfffd) {
        fputs("\xef\xbf\xbd", file);
    } else if (text_character_is_unsafe(code)) {
        fputc('.', file);
    } else {
        fwrite(bytes, 1, size, file);
    }
}

void text_print(FILE *file, const char *text)
{
    size_t size;

    while (*text != '\0') {
        const char *bytes = text;
        uint32_t code = text_character(&text, &size);
        character_print(file, code, bytes, size);
    }
}

void text_print_padded(FILE *file, const char *text, size_t width)
{
    size_t used = 0;
    size_t size;

    while (*text != '\0') {
        const char *bytes = text;
        uint32_t code = text_character(&text, &size);
        if (used + character_width(code) > width) break;
        used += character_width(code);
        character_print(file, code, bytes, size);
    }
    fprintf(file, "%*s", (int)(width - used), "");
}

/* ---- Memory -------------------------------------------------------------------------------- */

static bool says_json;

void *memory_checked(void *memory)
{
    if (memory == NULL) memory_is_short();
    return memory;
}

static void *json_memory(size_t size)
{
    return memory_checked(malloc(size));
}

void memory_guard(bool json)
{
    says_json = json;
    json_set_alloc_funcs(json_memory, free);
}

/* Nothing here may want memory. */
void memory_is_short(void)
{
    static const char json[] = "{\"error\":{\"number\":91,\"name\":\"NO_MEMORY\","
                               "\"text\":\"not enough memory\",\"retry\":\"never\",\"exit\":70}}\n";
    fflush(stdout);
    if (says_json) {
        fputs(json, stdout);
    } else {
        fputs("tongfa: not enough memory\n", stderr);
    }
    fflush(stdout);
    _exit(70); /* EXIT_INTERNAL */
}

/* ---- Colours ------------------------------------------------------------------------------- */

static bool colors_are_enabled;

void color_enable(bool is_enabled)
{
    colors_are_enabled = is_enabled;
}

void color_begin(FILE *file, enum color color)
{
    static const char *const codes[] = {
        [COLOR_NONE] = "",         [COLOR_GOOD] = "\033[32m", [COLOR_BAD] = "\033[31m",
        [COLOR_BUSY] = "\033[33m", [COLOR_DIM] = "\033[2m",   [COLOR_BOLD] = "\033[1m",
    };
    if (colors_are_enabled) fputs(codes[color], file);
}

void color_end(FILE *file, enum color color)
{
    if (colors_are_enabled && color != COLOR_NONE) fputs("\033[0m", file);
}

enum color color_of(const char *state)
{
    static const struct {
        const char *state;
        enum color color;
    } colors[] = {
        { "issued", COLOR_GOOD },   { "granted", COLOR_GOOD },   { "all", COLOR_GOOD },
        { "reached", COLOR_GOOD },  { "grant", COLOR_GOOD },     { "refused", COLOR_BAD },
        { "refuse", COLOR_BAD },    { "blocked", COLOR_BAD },    { "lapsed", COLOR_BAD },
        { "none", COLOR_BAD },      { "parked", COLOR_BAD },     { "called_off", COLOR_BAD },
        { "partial", COLOR_BUSY },  { "reviewing", COLOR_BUSY }, { "sealed", COLOR_BUSY },
        { "leased", COLOR_BUSY },   { "delayed", COLOR_BUSY },   { "ready", COLOR_BUSY },
        { "withdrawn", COLOR_DIM }, { "waiting", COLOR_DIM },    { "skipped", COLOR_DIM },
    };
    for (size_t i = 0; i < sizeof colors / sizeof colors[0]; i++) {
        if (strcmp(colors[i].state, state) == 0) return colors[i].color;
    }
    return COLOR_NONE;
}

/* ---- Times --------------------------------------------------------------------------------- */

/* In the local time zone, which the reader's clock on the wall shows too. */
static void time_format(int64_t time_ms, const char *format, char text[TIME_TEXT_MAX + 1])
{
    time_t seconds = (time_t)(time_ms / 1000);
    struct tm local;

    if (time_ms <= 0 || localtime_r(&seconds, &local) == NULL ||
        strftime(text, TIME_TEXT_MAX + 1, format, &local) == 0) {
        snprintf(text, TIME_TEXT_MAX + 1, "-");
    }
}

void time_text(int64_t time_ms, char text[TIME_TEXT_MAX + 1])
{
    time_format(time_ms, "%Y-%m-%d %H:%M:%S", text);
}

void time_of_day_text(int64_t time_ms, char text[TIME_TEXT_MAX + 1])
{
    time_format(time_ms, "%H:%M:%S", text);
    size_t size = strlen(text);
    if (time_ms <= 0) return;
    snprintf(text + size, TIME_TEXT_MAX + 1 - size, ".%03d", (int)(time_ms % 1000));
}

void time_short_text(int64_t time_ms, char text[TIME_TEXT_MAX + 1])
{
    char today[TIME_TEXT_MAX + 1];

    time_text(time_now_ms(), today);
    time_text(time_ms, text);
    if (strncmp(text, today, strlen("2026-11-23")) == 0) time_of_day_text(time_ms, text);
}

int64_t time_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

void json_line(const json_t *json)
{
    json_dumpf(json, stdout, JSON_COMPACT);
    putchar('\n');
}

const char *json_text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

int64_t json_number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

bool json_flag_of(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

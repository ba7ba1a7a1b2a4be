/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/options.h"

#include "tests/support/chance.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name;
    uint32_t least;
    uint32_t most;
    bool may_miss;
    const char *text;
} rows[OPTION_COUNT] = {
#define OPTION_ROW(name, least, most, may_miss, text) \
    [OPTION_##name] = { #name, least, most, may_miss, text },
    OPTION_TABLE(OPTION_ROW)
#undef OPTION_ROW
};

/* Small values more often than large ones: half of the range, a quarter, an eighth. */
static uint32_t draw(struct chance *chance, enum option option)
{
    uint32_t range = rows[option].most - rows[option].least;
    bool is_missing = chance_one_in(chance, 2);
    uint32_t shift = chance_below(chance, 4);
    uint32_t value = chance_below(chance, (range >> shift) + 1);
    if (rows[option].may_miss && is_missing) return rows[option].least;
    return rows[option].least + value + (rows[option].may_miss && value == 0 && range > 0);
}

void options_draw(struct options *options, uint64_t seed)
{
    *options = (struct options){ .seed = seed, .faults_max = UINT32_MAX };
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        struct chance chance = { .state = seed * UINT64_C(0xd1342543de82ef95) + i };
        chance_next(&chance);
        options->values[i] = draw(&chance, (enum option)i);
    }
}

uint32_t options_least(enum option option)
{
    return rows[option].least;
}

const char *options_name(enum option option)
{
    return rows[option].name;
}

bool options_set(struct options *options, const char *text)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals[1] == '\0') return false;
    size_t size = (size_t)(equals - text);
    char *end;
    uint64_t value = strtoull(equals + 1, &end, 0);
    if (*end != '\0') return false;

    if (size == strlen("leave-out") && memcmp(text, "leave-out", size) == 0) {
        options->bundles_left_out = value;
        return true;
    }
    if (size == strlen("faults") && memcmp(text, "faults", size) == 0) {
        options->faults_max = (uint32_t)value;
        return true;
    }
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        if (strlen(rows[i].name) != size || memcmp(text, rows[i].name, size) != 0) continue;
        if (value < rows[i].least || value > UINT32_MAX) return false;
        options->values[i] = (uint32_t)value;
        return true;
    }
    return false;
}

void options_text(const struct options *options, char text[OPTIONS_TEXT_MAX])
{
    struct options drawn;
    options_draw(&drawn, options->seed);
    size_t at = (size_t)snprintf(text, OPTIONS_TEXT_MAX, "%" PRIu64, options->seed);
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        if (options->values[i] == drawn.values[i] || at >= OPTIONS_TEXT_MAX) continue;
        at += (size_t)snprintf(text + at, OPTIONS_TEXT_MAX - at, " %s=%" PRIu32, rows[i].name,
                               options->values[i]);
    }
    if (options->bundles_left_out != 0 && at < OPTIONS_TEXT_MAX) {
        at += (size_t)snprintf(text + at, OPTIONS_TEXT_MAX - at, " leave-out=0x%" PRIx64,
                               options->bundles_left_out);
    }
    if (options->faults_max != UINT32_MAX && at < OPTIONS_TEXT_MAX) {
        snprintf(text + at, OPTIONS_TEXT_MAX - at, " faults=%" PRIu32, options->faults_max);
    }
}

void options_print(void)
{
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        printf("  %-12s %3" PRIu32 "..%-4" PRIu32 " %s\n", rows[i].name, rows[i].least,
               rows[i].most, rows[i].text);
    }
    printf("  %-12s %9s bundles that are never submitted, as a set\n", "leave-out", "");
    printf("  %-12s %9s single faults that happen at most\n", "faults", "");
}

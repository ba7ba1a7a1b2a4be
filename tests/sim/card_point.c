/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/card_point.h"

#include "tests/sim/calendars.h"
#include "tests/sim/clocks.h"

#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)

static const char *const rule_names[RULES_COUNT] = { "", "default-1", "yulin-1", "apl-1" };

const char *card_rules_name(enum rules rules)
{
    assert(rules < RULES_COUNT);
    return rule_names[rules];
}

enum rules card_rules_in(const struct procedure *procedure)
{
    enum rules rules = RULES_NONE;
    while (strcmp(rule_names[rules], procedure->supervision.rules.text) != 0) {
        rules++;
        assert(rules < RULES_COUNT);
    }
    return rules;
}

static int64_t office_ms(const struct day_count *calendar)
{
    int64_t minutes = 0;
    for (uint32_t i = 0; i < calendar->hour_count; i++) {
        minutes += calendar->hours[i].close_minute - calendar->hours[i].open_minute;
    }
    return minutes * MINUTE_MS;
}

/* A limit at a time: all of it, what is used, and a day, in days or milliseconds. */
struct reading {
    int64_t all;
    int64_t used;
    int64_t day;
    bool is_hours;
    int64_t due_ms;
    bool late;
};

static struct reading read_limit(struct limit limit, const struct day_course *course)
{
    const struct day_count *calendar = calendars_now();
    struct day_counted counted = day_count_limit(calendar, limit, course);
    struct reading reading = { .all = limit.value,
                               .used = (int64_t)counted.used,
                               .day = 1,
                               .due_ms = counted.due_ms,
                               .late = counted.late };
    reading.is_hours = limit.unit == LIMIT_WORKING_HOURS || limit.unit == LIMIT_NATURAL_HOURS;
    if (!reading.is_hours) return reading;
    reading.all *= HOUR_MS;
    reading.day = limit.unit == LIMIT_WORKING_HOURS ? office_ms(calendar) : 24 * HOUR_MS;
    return reading;
}

static bool is_left(const struct reading *reading, int64_t left)
{
    return reading->used + left >= reading->all;
}

static bool is_used(const struct reading *reading, int64_t percent)
{
    return reading->used * 100 >= reading->all * percent;
}

/* The table of SPEC, word by word. */
static bool says(const struct card_case *card, const struct clock_now *clock, bool is_standing)
{
    struct limit nearest = clock->promised.value != 0 ? clock->promised : clock->statutory;
    struct limit limit = nearest;
    if (card->level == CARD_DEEP_RED) limit = clock->statutory;
    if (card->level == CARD_RED && card->rules != RULES_APL) limit = clock->promised;
    if (card->rules == RULES_YULIN) limit = clock->promised;
    if (limit.value == 0) return false;
    struct reading reading = read_limit(limit, &clock->course);
    switch (card->rules) {
        case RULES_DEFAULT:
            if (card->level == CARD_NOTICE) {
                return reading.all > reading.day && is_left(&reading, reading.day);
            }
            if (card->level == CARD_YELLOW) {
                bool is_near = reading.all > 3 * reading.day && is_left(&reading, 2 * reading.day);
                return is_near || is_used(&reading, 90);
            }
            return reading.late;
        case RULES_YULIN:
            if (card->level == CARD_YELLOW) return is_used(&reading, 90);
            return card->level == CARD_RED && reading.late;
        case RULES_APL:
            if (card->level == CARD_YELLOW) {
                return is_left(&reading, reading.is_hours ? 48 * HOUR_MS : 2);
            }
            if (card->level != CARD_RED) return false;
            return is_standing ? reading.late : clock->course.until_ms >= reading.due_ms;
        case RULES_NONE:
        case RULES_COUNT: break;
    }
    return false;
}

/* The clock counts from then on: what is received at night begins in the morning. */
static int64_t counts_from(const struct day_course *course)
{
    int64_t from_ms = day_count_from(calendars_now(), course->started_ms);
    for (uint32_t i = 0; i < course->pause_count; i++) {
        const struct day_pause *pause = &course->pauses[i];
        if (pause->from_ms > from_ms || pause->from_ms >= course->until_ms) break;
        if (pause->until_ms == 0) return INT64_MAX;
        if (pause->until_ms > from_ms) from_ms = pause->until_ms;
    }
    return from_ms;
}

/* A clock that stands reaches nothing: it is where it was when it began to stand. */
bool card_is_reached(const struct card_case *card, int64_t at_ms)
{
    struct clock_now clock;
    bool is_standing = false;
    if (!clock_read(card->bundle, card->stage, at_ms, &clock)) return false;
    if (at_ms < counts_from(&clock.course)) return false;
    for (uint32_t i = 0; i < clock.course.pause_count; i++) {
        const struct day_pause *pause = &clock.course.pauses[i];
        bool stands = pause->from_ms < at_ms && (pause->until_ms == 0 || pause->until_ms > at_ms);
        if (stands) is_standing = true;
    }
    return says(card, &clock, is_standing);
}

int64_t card_reached_ms(const struct card_case *card, int64_t now_ms)
{
    struct clock_now clock;
    clock_read(card->bundle, card->stage, now_ms, &clock);
    int64_t before_ms = clock.course.started_ms - 1;
    while (now_ms - before_ms > 1) {
        int64_t middle_ms = before_ms + (now_ms - before_ms) / 2;
        *(card_is_reached(card, middle_ms) ? &now_ms : &before_ms) = middle_ms;
    }
    return now_ms;
}

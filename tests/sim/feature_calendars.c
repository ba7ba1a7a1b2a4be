/* SPDX-License-Identifier: Apache-2.0 */
/* The operator publishes calendars: years like China's, with holidays and days that make up for them,
 * other office hours now and then, in the beginning or late in the run, and some of them twice. Source:
 * proto/SPEC.md 9 "PUBLISH_CALENDAR". */
#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/world.h"

#include <stdio.h>
#include <stdlib.h>

#define PUBLICATIONS_MAX 8
#define OPERATOR 0
#define YEAR_FIRST 2026
#define YEARS_AHEAD 4
#define HOLIDAYS 7
#define HOLIDAY_DAYS_MAX 8
#define MAKE_UP_WITHIN 10 /* days of the holiday */

struct publication {
    struct calendar_notice notice;
    uint8_t days[CALENDAR_YEARS_PER_FACT][CALENDAR_DAYS_BYTES];
    int64_t publish_ms;
    bool was_known; /* its first answer was: it is so already; then nobody remembers its id */
};

/* After a fact; the first is before all of them. */
struct durable {
    uint64_t position;
    int64_t at_ms;
    struct day_count calendar;
};

static struct publication publications[PUBLICATIONS_MAX];
static uint32_t publication_count;
static struct durable *durables;
static uint32_t durable_count;

/* ---- The plan -------------------------------------------------------------------------------- */

static void set_day(uint8_t *days, uint32_t index, bool is_working)
{
    uint8_t bit = (uint8_t)(1u << index % 8);
    days[index / 8] = (uint8_t)(is_working ? days[index / 8] | bit : days[index / 8] & ~bit);
}

/* Some days of rest, and for every other one a weekend nearby on which people work. */
static void draw_holiday(struct chance *chance, uint8_t *days, uint32_t year)
{
    uint32_t length = day_count_length(year);
    int32_t first_day = day_count_first(year);
    uint32_t first = chance_below(chance, length);
    uint32_t count = 1 + chance_below(chance, HOLIDAY_DAYS_MAX);
    for (uint32_t i = first; i < first + count && i < length; i++) {
        uint32_t other = first + count + chance_below(chance, MAKE_UP_WITHIN);
        bool is_made_up = chance_one_in(chance, 2) && other < length &&
                          day_count_weekday(first_day + (int32_t)other) >= 5;
        set_day(days, i, false);
        if (is_made_up) set_day(days, other, true);
    }
}

static void draw_year(struct chance *chance, struct publication *made, uint32_t year)
{
    static const char source[] = "as drawn";
    uint32_t at = made->notice.year_count++;
    uint8_t *days = made->days[at];
    for (uint32_t i = 0; i < day_count_length(year); i++) {
        set_day(days, i, day_count_weekday(day_count_first(year) + (int32_t)i) < 5);
    }
    for (uint32_t i = 0; i < HOLIDAYS; i++) {
        draw_holiday(chance, days, year);
    }
    made->notice.years[at] = (struct calendar_days){
        .year = (uint16_t)year,
        .working = { days, CALENDAR_DAYS_BYTES },
        .source = { (const uint8_t *)source, sizeof source - 1 },
    };
}

static void draw_office(struct chance *chance, struct calendar_notice *notice)
{
    static const struct {
        uint32_t count;
        struct calendar_hours hours[CALENDAR_HOURS_MAX];
    } offices[] = {
        { 1, { { 540, 1050 } } },               /* as without a calendar */
        { 2, { { 540, 720 }, { 810, 1050 } } }, /* closed over lunch */
        { 3, { { 480, 600 }, { 660, 661 }, { 840, 1020 } } },
        { 1, { { 0, 1440 } } }, /* never closed */
        { 1, { { 1320, 1440 } } },
    };
    uint32_t which = chance_below(chance, sizeof offices / sizeof offices[0]);
    uint32_t minutes = 15 * chance_below(chance, 1 + 840 / 15);
    bool is_behind = chance_one_in(chance, 2) && minutes <= 720;
    notice->hour_count = offices[which].count;
    memcpy(notice->hours, offices[which].hours, sizeof notice->hours);
    notice->ahead_minutes = 480;
    if (!chance_one_in(chance, 3)) return;
    notice->ahead_minutes = (uint16_t)(is_behind ? 0 : minutes);
    notice->behind_minutes = (uint16_t)(is_behind ? minutes : 0);
}

static void draw_new(struct chance *chance, struct publication *made, uint32_t index)
{
    uint32_t year = YEAR_FIRST + chance_below(chance, index == 0 ? 2 : YEARS_AHEAD);
    uint32_t years = chance_one_in(chance, 6) ? 0 : 1 + chance_below(chance, 3);
    if (index > 0 && !chance_one_in(chance, 4)) { /* the office stays as it is */
        made->notice = publications[index - 1].notice;
        made->notice.year_count = 0;
        memset(made->notice.years, 0, sizeof made->notice.years);
    } else {
        draw_office(chance, &made->notice);
    }
    for (uint32_t i = 0; i < years; i++) {
        draw_year(chance, made, year);
        year += 1 + chance_below(chance, 2);
    }
}

static void copy(struct publication *made, const struct publication *from)
{
    *made = *from;
    for (uint32_t i = 0; i < made->notice.year_count; i++) {
        made->notice.years[i].working.at = made->days[i];
    }
}

static void draw(uint32_t index)
{
    struct chance chance = world_chance("calendar", index);
    struct publication *made = &publications[index];
    bool is_again = index > 0 && chance_one_in(&chance, 4);
    if (is_again) {
        copy(made, &publications[chance_below(&chance, index)]);
    } else {
        draw_new(&chance, made, index);
    }
    made->publish_ms = chance_below(&chance, world_option(OPTION_seconds) * 1000);
    if (index == 0 && chance_one_in(&chance, 2)) made->publish_ms = 0;
}

static void begin(void)
{
    memset(publications, 0, sizeof publications);
    publication_count = world_option(OPTION_calendars);
    if (publication_count > PUBLICATIONS_MAX) publication_count = PUBLICATIONS_MAX;
    for (uint32_t i = 0; i < publication_count; i++) {
        draw(i);
    }
    if (durables == NULL) durables = malloc(sizeof *durables);
    assert(durables != NULL);
    durable_count = 1;
    durables[0] = (struct durable){ .at_ms = INT64_MIN };
    day_count_begin(&durables[0].calendar);
}

/* ---- Duties ---------------------------------------------------------------------------------- */

static void add_duties(void)
{
    for (uint32_t i = 0; i < publication_count; i++) {
        struct duty *duty = duty_add(DUTY_FEATURE, OPERATOR, publications[i].publish_ms);
        if (duty == NULL) return;
        duty->feature = &feature_calendars;
        duty->planned = i;
    }
}

static void put_message(const struct duty *duty, struct message *message)
{
    message->type = MSG_PUBLISH_CALENDAR;
    message->publish_calendar.calendar = publications[duty->planned].notice;
}

static void describe(const struct duty *duty, char *text, size_t size)
{
    const struct calendar_notice *notice = &publications[duty->planned].notice;
    size_t at = (size_t)snprintf(text, size, "PUBLISH_CALENDAR");
    for (uint32_t i = 0; i < notice->year_count && at < size; i++) {
        at += (size_t)snprintf(text + at, size - at, " %u", notice->years[i].year);
    }
}

static const struct durable *durable_of(uint64_t position)
{
    for (uint32_t i = 1; i < durable_count; i++) {
        if (durables[i].position == position) return &durables[i];
    }
    return NULL;
}

/* After the fact that the answer names, everything is as the notice says. */
static void judge_recorded(const struct duty *duty, const struct msg_recorded *recorded)
{
    struct publication *own = &publications[duty->planned];
    const struct durable *durable = durable_of(recorded->position);
    bool is_forgotten =
        own->was_known || audit_requests_since(duty->position) >= check_requests_max();
    if (durable == NULL) {
        world_fail("a calendar is RECORDED at %llu, where none is",
                   (unsigned long long)recorded->position);
    } else if (!day_count_has(&durable->calendar, &own->notice)) {
        world_fail("calendar %u is RECORDED at %llu, where another one is", duty->planned,
                   (unsigned long long)recorded->position);
    }
    if (duty->position == 0) {
        own->was_known = recorded->repeated;
    } else if (duty->position != recorded->position && !is_forgotten) {
        world_fail("calendar %u was published twice under one request id", duty->planned);
    }
}

static bool judge_refused(const struct duty *duty, const struct msg_error *error)
{
    (void)duty;
    (void)error;
    return false;
}

/* ---- Facts ----------------------------------------------------------------------------------- */

static bool are_same(struct span left, struct span right)
{
    return left.size == right.size && memcmp(left.at, right.at, left.size) == 0;
}

static bool is_it(const struct calendar_notice *notice, const struct calendar_notice *planned)
{
    bool is_good = notice->ahead_minutes == planned->ahead_minutes &&
                   notice->behind_minutes == planned->behind_minutes &&
                   notice->hour_count == planned->hour_count &&
                   notice->year_count == planned->year_count;
    for (uint32_t i = 0; is_good && i < notice->hour_count; i++) {
        is_good = notice->hours[i].open_minute == planned->hours[i].open_minute &&
                  notice->hours[i].close_minute == planned->hours[i].close_minute;
    }
    for (uint32_t i = 0; is_good && i < notice->year_count; i++) {
        is_good = notice->years[i].year == planned->years[i].year &&
                  are_same(notice->years[i].working, planned->years[i].working) &&
                  are_same(notice->years[i].source, planned->years[i].source);
    }
    return is_good;
}

static bool is_planned(const struct calendar_notice *notice)
{
    for (uint32_t i = 0; i < publication_count; i++) {
        if (is_it(notice, &publications[i].notice)) return true;
    }
    return false;
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    (void)bundle;
    if (fact->type != FACT_CALENDAR_PUBLISHED) return;
    const struct calendar_notice *notice = &fact->calendar_published.calendar;
    bool is_first = durable_count == 1;
    if (fact->bundle != 0 || fact->previous != 0) audit_fault(fact, "a calendar of a bundle");
    if (!is_planned(notice)) audit_fault(fact, "nobody planned to publish it");
    if (!is_first && day_count_has(calendars_now(), notice)) {
        audit_fault(fact, "it changes nothing, and had to be answered so");
    }
    if (world_has_failed()) return;
    struct durable *grown = realloc(durables, (durable_count + 1) * sizeof *durables);
    assert(grown != NULL);
    durables = grown;
    struct durable *durable = &durables[durable_count++];
    *durable = (struct durable){ .position = fact->position, .at_ms = fact->at_ms };
    durable->calendar = durable[-1].calendar;
    day_count_publish(&durable->calendar, notice);
}

const struct day_count *calendars_now(void)
{
    return &durables[durable_count - 1].calendar;
}

const struct day_count *calendars_at(int64_t at_ms, bool with_those_of_now)
{
    uint32_t at = durable_count - 1;
    while (at > 0 &&
           (with_those_of_now ? durables[at].at_ms > at_ms : durables[at].at_ms >= at_ms)) {
        at--;
    }
    return &durables[at].calendar;
}

const struct feature feature_calendars = {
    .begin = begin,
    .add_duties = add_duties,
    .duty_message = put_message,
    .duty_describe = describe,
    .judge_recorded = judge_recorded,
    .judge_refused = judge_refused,
    .take_fact = take_fact,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/day_count.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define DAY_FIRST 18262 /* 2020-01-01 */
#define THURSDAY 3      /* 1970-01-01 */

/* Somebody goes through the days, and remembers whether one was not published. */
struct walk {
    const struct day_count *calendar;
    bool was_unsaid;
};

/* ---- Days ------------------------------------------------------------------------------------ */

uint32_t day_count_length(uint32_t year)
{
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return is_leap ? 366 : 365;
}

int32_t day_count_first(uint32_t year)
{
    int32_t day = DAY_FIRST;
    assert(year >= DAY_COUNT_YEAR_FIRST);
    for (uint32_t before = DAY_COUNT_YEAR_FIRST; before < year; before++) {
        day += (int32_t)day_count_length(before);
    }
    return day;
}

uint32_t day_count_weekday(int32_t day)
{
    assert(day >= 0);
    return ((uint32_t)day + THURSDAY) % 7;
}

static bool is_working(struct walk *walk, int32_t day)
{
    bool is_known = day >= DAY_FIRST && day < DAY_FIRST + DAY_COUNT_DAYS;
    uint8_t kind = is_known ? walk->calendar->days[day - DAY_FIRST] : DAY_UNSAID;
    if (kind != DAY_UNSAID) return kind == DAY_WORKING;
    walk->was_unsaid = true;
    return day_count_weekday(day) < 5;
}

static int64_t local_ms(const struct day_count *calendar, int64_t at_ms)
{
    int64_t local = at_ms + calendar->ahead_minutes * MINUTE_MS;
    assert(local >= 0);
    return local;
}

static int32_t day_of(const struct day_count *calendar, int64_t at_ms)
{
    return (int32_t)(local_ms(calendar, at_ms) / DAY_MS);
}

static int64_t instant(const struct day_count *calendar, int32_t day, int64_t time_ms)
{
    return day * DAY_MS + time_ms - calendar->ahead_minutes * MINUTE_MS;
}

static int64_t closing_ms(const struct day_count *calendar)
{
    return calendar->hours[calendar->hour_count - 1].close_minute * MINUTE_MS;
}

/* ---- Publishing ------------------------------------------------------------------------------ */

void day_count_begin(struct day_count *calendar)
{
    *calendar =
        (struct day_count){ .ahead_minutes = 480, .hour_count = 1, .hours = { { 540, 1050 } } };
}

static enum day_kind kind_in(const struct calendar_days *days, uint32_t index)
{
    return days->working.at[index / 8] >> index % 8 & 1 ? DAY_WORKING : DAY_REST;
}

void day_count_publish(struct day_count *calendar, const struct calendar_notice *notice)
{
    calendar->ahead_minutes = (int32_t)notice->ahead_minutes - (int32_t)notice->behind_minutes;
    calendar->hour_count = notice->hour_count;
    memcpy(calendar->hours, notice->hours, sizeof calendar->hours);
    for (uint32_t i = 0; i < notice->year_count; i++) {
        int32_t first = day_count_first(notice->years[i].year) - DAY_FIRST;
        for (uint32_t day = 0; day < day_count_length(notice->years[i].year); day++) {
            calendar->days[first + (int32_t)day] = (uint8_t)kind_in(&notice->years[i], day);
        }
    }
}

bool day_count_has(const struct day_count *calendar, const struct calendar_notice *notice)
{
    if (calendar->ahead_minutes != notice->ahead_minutes - notice->behind_minutes) return false;
    if (calendar->hour_count != notice->hour_count) return false;
    for (uint32_t i = 0; i < notice->hour_count; i++) {
        if (calendar->hours[i].open_minute != notice->hours[i].open_minute) return false;
        if (calendar->hours[i].close_minute != notice->hours[i].close_minute) return false;
    }
    for (uint32_t i = 0; i < notice->year_count; i++) {
        int32_t first = day_count_first(notice->years[i].year) - DAY_FIRST;
        for (uint32_t day = 0; day < day_count_length(notice->years[i].year); day++) {
            enum day_kind kind = kind_in(&notice->years[i], day);
            if (calendar->days[first + (int32_t)day] != kind) return false;
        }
    }
    return true;
}

/* ---- Counting -------------------------------------------------------------------------------- */

/* What comes after the office has closed, or on a rest day, has come when it opens next. */
static int64_t counted_from(struct walk *walk, int64_t started_ms)
{
    const struct day_count *calendar = walk->calendar;
    int32_t day = day_of(calendar, started_ms);
    int32_t came = day;
    if (local_ms(calendar, started_ms) % DAY_MS > closing_ms(calendar)) day++;
    while (!is_working(walk, day)) {
        day++;
    }
    if (day == came) return started_ms;
    return instant(calendar, day, calendar->hours[0].open_minute * MINUTE_MS);
}

int64_t day_count_from(const struct day_count *calendar, int64_t started_ms)
{
    struct walk walk = { .calendar = calendar };
    return counted_from(&walk, started_ms);
}

/* The last day ends when the office closes; one that is open until midnight still ends that day. */
static int64_t end_of(const struct day_count *calendar, int32_t day)
{
    int64_t time_ms = closing_ms(calendar);
    return instant(calendar, day, time_ms == DAY_MS ? DAY_MS - 1 : time_ms);
}

/* ---- Standing -------------------------------------------------------------------------------- */

/* The times at which a clock ran: one more than it stood. */
struct runs {
    uint32_t count;
    struct day_pause at[DAY_PAUSES_MAX + 1];
};

/* A pause that is over before anything is counted takes nothing away, nor does what comes afterwards. */
static struct runs runs_of(const struct day_course *course, int64_t from_ms)
{
    struct runs runs = { 0 };
    assert(course->pause_count <= DAY_PAUSES_MAX);
    for (uint32_t i = 0; i < course->pause_count; i++) {
        struct day_pause pause = course->pauses[i];
        if (pause.from_ms >= course->until_ms) break;
        bool lasts = pause.until_ms == 0 || pause.until_ms > course->until_ms;
        if (lasts) pause.until_ms = course->until_ms;
        if (pause.until_ms <= from_ms) continue;
        if (pause.from_ms < from_ms) pause.from_ms = from_ms;
        runs.at[runs.count++] = (struct day_pause){ from_ms, pause.from_ms };
        from_ms = pause.until_ms;
    }
    runs.at[runs.count++] = (struct day_pause){ from_ms, course->until_ms };
    return runs;
}

/* It stood from one day up to this one. */
static bool is_taken_away(const struct walk *walk, const struct runs *runs, int32_t day)
{
    for (uint32_t i = 1; i < runs->count; i++) {
        bool is_after = day > day_of(walk->calendar, runs->at[i - 1].until_ms);
        if (is_after && day <= day_of(walk->calendar, runs->at[i].from_ms)) return true;
    }
    return false;
}

/* Days are crossed off, but for those that are taken away. Whoever stands when the last one ends has
 * until the office closes on the day on which it goes on. */
static int64_t due_days(struct walk *walk, struct limit limit, const struct runs *runs)
{
    int32_t day = day_of(walk->calendar, runs->at[0].from_ms);
    bool is_natural = limit.unit == LIMIT_NATURAL_DAYS;
    for (uint32_t left = limit.value; left > 0;) {
        day++;
        if (is_taken_away(walk, runs, day)) continue;
        if (is_natural || is_working(walk, day)) left--;
    }
    while (is_natural && !is_working(walk, day)) {
        day++;
    }
    int64_t due_ms = end_of(walk->calendar, day);
    for (uint32_t i = 1; i < runs->count; i++) {
        bool stands = due_ms > runs->at[i - 1].until_ms && due_ms < runs->at[i].from_ms;
        if (!stands) continue;
        walk->was_unsaid = false; /* this was not what decides */
        day = day_of(walk->calendar, counted_from(walk, runs->at[i].from_ms));
        due_ms = end_of(walk->calendar, day);
    }
    return due_ms;
}

/* How long an interval of the office is open between two times of a day, and from when on. */
static int64_t open_within(const struct calendar_hours *hours, int64_t *from_ms, int64_t to_ms)
{
    int64_t open_ms = hours->open_minute * MINUTE_MS;
    int64_t close_ms = hours->close_minute * MINUTE_MS;
    if (open_ms > *from_ms) *from_ms = open_ms;
    if (close_ms > to_ms) close_ms = to_ms;
    return close_ms > *from_ms ? close_ms - *from_ms : 0;
}

static int64_t due_working_hours(struct walk *walk, int64_t left_ms, int64_t from_ms)
{
    const struct day_count *calendar = walk->calendar;
    int64_t time_ms = local_ms(calendar, from_ms) % DAY_MS;
    for (int32_t day = day_of(calendar, from_ms);; day++, time_ms = 0) {
        bool is_open = is_working(walk, day);
        for (uint32_t i = 0; i < calendar->hour_count && is_open; i++) {
            int64_t begin_ms = time_ms;
            int64_t open_ms = open_within(&calendar->hours[i], &begin_ms, DAY_MS);
            if (open_ms >= left_ms) return instant(calendar, day, begin_ms + left_ms);
            left_ms -= open_ms;
        }
    }
}

static uint64_t used_working_hours(struct walk *walk, int64_t from_ms, int64_t until_ms)
{
    const struct day_count *calendar = walk->calendar;
    int32_t last = day_of(calendar, until_ms - 1);
    int64_t time_ms = local_ms(calendar, from_ms) % DAY_MS;
    int64_t used_ms = 0;
    for (int32_t day = day_of(calendar, from_ms); day <= last; day++, time_ms = 0) {
        int64_t end_ms = day < last ? DAY_MS : local_ms(calendar, until_ms - 1) % DAY_MS + 1;
        bool is_open = is_working(walk, day);
        for (uint32_t i = 0; i < calendar->hour_count && is_open; i++) {
            int64_t begin_ms = time_ms;
            used_ms += open_within(&calendar->hours[i], &begin_ms, end_ms);
        }
    }
    return (uint64_t)used_ms;
}

static uint64_t used_working_days(struct walk *walk, int64_t from_ms, int64_t until_ms)
{
    int32_t last = day_of(walk->calendar, until_ms);
    uint64_t used = 0;
    for (int32_t day = day_of(walk->calendar, from_ms) + 1; day <= last; day++) {
        if (is_working(walk, day)) used++;
    }
    return used;
}

static uint64_t used_between(struct walk *walk, uint8_t unit, int64_t from_ms, int64_t until_ms)
{
    if (until_ms <= from_ms) return 0;
    if (unit == LIMIT_WORKING_DAYS) return used_working_days(walk, from_ms, until_ms);
    if (unit == LIMIT_WORKING_HOURS) return used_working_hours(walk, from_ms, until_ms);
    if (unit == LIMIT_NATURAL_HOURS) return (uint64_t)(until_ms - from_ms);
    int32_t from = day_of(walk->calendar, from_ms);
    return (uint64_t)(day_of(walk->calendar, until_ms) - from);
}

/* Hours end in the run in which they are used up, or in the last. */
static int64_t due_hours(struct walk *walk, struct limit limit, const struct runs *runs)
{
    int64_t left_ms = limit.value * HOUR_MS;
    int64_t due_ms = 0;
    for (uint32_t i = 0; i < runs->count; i++) {
        const struct day_pause *run = &runs->at[i];
        walk->was_unsaid = false;
        due_ms = limit.unit == LIMIT_NATURAL_HOURS ? run->from_ms + left_ms
                                                   : due_working_hours(walk, left_ms, run->from_ms);
        if (due_ms <= run->until_ms) break;
        left_ms -= (int64_t)used_between(walk, limit.unit, run->from_ms, run->until_ms);
    }
    return due_ms;
}

struct day_counted day_count_limit(const struct day_count *calendar, struct limit limit,
                                   const struct day_course *course)
{
    bool is_days = limit.unit == LIMIT_NATURAL_DAYS || limit.unit == LIMIT_WORKING_DAYS;
    struct walk begun = { .calendar = calendar };
    struct walk ended = { .calendar = calendar };
    struct walk gone = { .calendar = calendar };
    struct day_counted counted = { 0 };
    struct runs runs = runs_of(course, counted_from(&begun, course->started_ms));
    counted.due_ms = (is_days ? due_days : due_hours)(&ended, limit, &runs);
    for (uint32_t i = 0; i < runs.count; i++) {
        counted.used += used_between(&gone, limit.unit, runs.at[i].from_ms, runs.at[i].until_ms);
    }
    counted.late = course->until_ms > counted.due_ms;
    counted.provisional = begun.was_unsaid || ended.was_unsaid || gone.was_unsaid;
    return counted;
}

int64_t day_count_receipt_end(const struct day_count *calendar, int64_t came_ms)
{
    struct walk walk = { .calendar = calendar };
    return end_of(calendar, day_of(calendar, counted_from(&walk, came_ms)));
}

/* ---- Terms ----------------------------------------------------------------------------------- */

/* A month has so many days. */
static int32_t month_length(uint32_t year, uint32_t month)
{
    if (month == 2) return day_count_length(year) == 366 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* From the first of a month to the first of the next; the day of the month, or the last one there is. */
int32_t day_count_months(int32_t day, uint32_t months)
{
    uint32_t year = DAY_COUNT_YEAR_FIRST;
    uint32_t month = 1;
    int32_t first = DAY_FIRST;
    int32_t of_month = 0;
    assert(day >= DAY_FIRST);
    for (bool is_there = false; months > 0 || !is_there;) {
        int32_t length = month_length(year, month);
        if (!is_there && day < first + length) {
            is_there = true;
            of_month = day - first;
            if (months == 0) break;
        }
        if (is_there) months--;
        first += length;
        year += month == 12;
        month = month == 12 ? 1 : month + 1;
    }
    int32_t last = month_length(year, month) - 1;
    return first + (of_month < last ? of_month : last);
}

int32_t day_count_of(const struct day_count *calendar, int64_t at_ms)
{
    return day_of(calendar, at_ms);
}

struct day_counted day_count_term(const struct day_count *calendar, struct limit limit,
                                  int64_t from_ms, int64_t until_ms)
{
    struct walk walk = { .calendar = calendar };
    struct day_counted counted = { 0 };
    int32_t day = day_of(calendar, from_ms);
    if (limit.unit == LIMIT_MONTHS) day = day_count_months(day, limit.value);
    if (limit.unit == LIMIT_NATURAL_DAYS) day += limit.value;
    for (uint32_t left = limit.unit == LIMIT_WORKING_DAYS ? limit.value : 0; left > 0;) {
        day++;
        if (is_working(&walk, day)) left--;
    }
    while (!is_working(&walk, day)) {
        day++;
    }
    counted.due_ms = end_of(calendar, day);
    counted.used = used_between(&walk, limit.unit, from_ms, until_ms);
    counted.late = until_ms > counted.due_ms;
    counted.provisional = walk.was_unsaid;
    return counted;
}

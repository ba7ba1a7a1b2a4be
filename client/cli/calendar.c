/* SPDX-License-Identifier: Apache-2.0 */
/* calendar, calendar add, calendar count: working days, without a broker. */
#include "client/calendar_yaml.h"
#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "client/date.h"
#include "client/suggest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- Loading ------------------------------------------------------------------------------- */

int cli_calendar(struct cli *cli, const char *path, struct calendar_file *file)
{
    char found[CALENDAR_PATH_MAX + 1];
    bool is_found = path == NULL;
    struct lint_report *report = memory_checked(calloc(1, sizeof *report));
    int code = EXIT_OK;

    if (is_found) {
        calendar_path(found);
        path = found;
    }
    enum err err = calendar_load(path, file, report);
    if (err == ERR_NO_MEMORY) memory_is_short();
    if (err == ERR_IO) {
        code = cli_stop(cli, EXIT_NO_INPUT, "%s %s%s", path, report->findings[0].text,
                        is_found ? "; name another calendar with --file" : "");
    } else if (err != OK) {
        cli_findings(cli, path, report);
        code = cli_stop(cli, EXIT_BAD_DATA, "%s is not used: it has the errors above", path);
    }
    free(report);
    return code;
}

/* For people: that an answer may still change, and when. */
static void provisional_say(const struct calendar_file *file)
{
    fflush(stdout);
    fprintf(stderr,
            "tongfa: this is provisional: %s has the years %d to %d, in others Monday to Friday "
            "are taken\nfor working days; ask again when the year is published\n",
            file->name.text, (int)file->sources[0].year,
            (int)file->sources[file->source_count - 1].year);
}

/* ---- A year -------------------------------------------------------------------------------- */

enum day_kind {
    DAY_WORKING,
    DAY_WEEKEND,
    DAY_HOLIDAY, /* off, from Monday to Friday */
    DAY_MAKEUP,  /* worked, on a Saturday or Sunday */
    DAY_KIND_COUNT
};

static const struct {
    char mark; /* behind the number: a picture without colours says the same */
    enum color color;
} day_marks[DAY_KIND_COUNT] = {
    [DAY_WORKING] = { ' ', COLOR_NONE },
    [DAY_WEEKEND] = { '.', COLOR_DIM },
    [DAY_HOLIDAY] = { '*', COLOR_BAD },
    [DAY_MAKEUP] = { '+', COLOR_BUSY },
};

static enum day_kind day_kind_of(const struct calendar *calendar, int32_t day)
{
    bool is_working = calendar_is_working(calendar, day);
    if (civil_is_weekend(day)) return is_working ? DAY_MAKEUP : DAY_WEEKEND;
    return is_working ? DAY_WORKING : DAY_HOLIDAY;
}

/* A month on its page: which days, and how many of each kind. */
struct month {
    int32_t first;
    int32_t last;
    uint32_t counts[DAY_KIND_COUNT];
};

static struct month month_of(const struct calendar *calendar, int32_t year, uint32_t number)
{
    struct month month = { .first = civil_to_day((struct civil){ year, number, 1 }) };

    month.last = month.first + (int32_t)civil_month_days(year, number) - 1;
    for (int32_t day = month.first; day <= month.last; day++) {
        month.counts[day_kind_of(calendar, day)]++;
    }
    return month;
}

static uint32_t month_working(const struct month *month)
{
    return month->counts[DAY_WORKING] + month->counts[DAY_MAKEUP];
}

/* One line of a month: the week that begins `week` weeks after that of the first. */
static void week_print(const struct calendar *calendar, const struct month *month, int32_t week)
{
    int32_t monday = month->first - (int32_t)civil_weekday(month->first) + 7 * week;

    for (int32_t day = monday; day < monday + 7; day++) {
        if (day < month->first || day > month->last) {
            fputs("   ", stdout);
            continue;
        }
        enum day_kind kind = day_kind_of(calendar, day);
        color_begin(stdout, day_marks[kind].color);
        printf("%2d%c", (int)(day - month->first + 1), day_marks[kind].mark);
        color_end(stdout, day_marks[kind].color);
    }
}

/* Three months side by side. */
static void quarter_print(const struct calendar *calendar, const struct month *months,
                          const char *const *names)
{
    putchar('\n');
    for (int i = 0; i < 3; i++) {
        color_begin(stdout, COLOR_BOLD);
        printf("%s%-18s%2" PRIu32, i == 0 ? "" : "   ", names[i], month_working(&months[i]));
        color_end(stdout, COLOR_BOLD);
    }
    putchar('\n');
    for (int i = 0; i < 3; i++) {
        printf("%sMo Tu We Th Fr Sa Su", i == 0 ? "" : "   ");
    }
    putchar('\n');
    for (int32_t week = 0; week < 6; week++) {
        bool is_needed = false;
        for (int i = 0; i < 3; i++) {
            int32_t weekday = (int32_t)civil_weekday(months[i].first);
            is_needed |= months[i].first - weekday + 7 * week <= months[i].last;
        }
        if (!is_needed) break;
        for (int i = 0; i < 3; i++) {
            if (i > 0) fputs("  ", stdout);
            week_print(calendar, &months[i], week);
        }
        putchar('\n');
    }
}

static const char *source_of(const struct calendar_file *file, int32_t year)
{
    for (uint32_t i = 0; i < file->source_count; i++) {
        if (file->sources[i].year == year) return file->sources[i].text;
    }
    return NULL;
}

static void year_print(const struct calendar_file *file, int32_t year)
{
    static const char *const names[CIVIL_MONTHS] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December",
    };
    struct month months[CIVIL_MONTHS];
    uint32_t counts[DAY_KIND_COUNT] = { 0 };
    const char *source = source_of(file, year);

    for (uint32_t i = 0; i < CIVIL_MONTHS; i++) {
        months[i] = month_of(&file->calendar, year, i + 1);
        for (uint32_t kind = 0; kind < DAY_KIND_COUNT; kind++) {
            counts[kind] += months[i].counts[kind];
        }
    }
    printf("%d: %" PRIu32 " working days; %" PRIu32 " holidays from Monday to Friday, %" PRIu32
           " make-up days\n",
           (int)year, counts[DAY_WORKING] + counts[DAY_MAKEUP], counts[DAY_HOLIDAY],
           counts[DAY_MAKEUP]);
    text_print(stdout, source != NULL ? source : "not published");
    putchar('\n');
    for (uint32_t i = 0; i < CIVIL_MONTHS; i += 3) {
        quarter_print(&file->calendar, &months[i], &names[i]);
    }
    puts(
        "\n*  holiday    +  make-up day, worked    .  weekend    beside a month: its working days");
}

static void days_append(json_t *list, const struct calendar *calendar, const struct month *month,
                        enum day_kind kind)
{
    for (int32_t day = month->first; day <= month->last; day++) {
        char text[DATE_TEXT_MAX + 1];
        if (day_kind_of(calendar, day) != kind) continue;
        date_write(day, text);
        json_array_append_new(list, json_string(text));
    }
}

static void year_json(const struct calendar_file *file, int32_t year)
{
    const char *source = source_of(file, year);
    json_t *months = json_array();
    json_t *holidays = json_array();
    json_t *makeup_days = json_array();

    for (uint32_t i = 1; i <= CIVIL_MONTHS; i++) {
        struct month month = month_of(&file->calendar, year, i);
        json_array_append_new(months, json_integer(month_working(&month)));
        days_append(holidays, &file->calendar, &month, DAY_HOLIDAY);
        days_append(makeup_days, &file->calendar, &month, DAY_MAKEUP);
    }
    json_t *json =
        json_pack("{s:s, s:i, s:b, s:i, s:o, s:o, s:o}", "calendar", file->name.text, "year",
                  (int)year, "provisional", source == NULL, "working_days",
                  (int)calendar_working_count(&file->calendar, year), "working_days_by_month",
                  months, "holidays", holidays, "makeup_days", makeup_days);
    if (source != NULL) json_object_set_new(json, "source", json_string(source));
    json_line(json);
    json_decref(json);
}

/* The year that is asked for, or this one. */
static int year_read(struct cli *cli, int32_t *year)
{
    struct tm now;
    time_t seconds = (time_t)(time_now_ms() / 1000);

    if (cli->argument_count == 0) {
        if (localtime_r(&seconds, &now) == NULL) return cli_usage(cli, "give a year");
        *year = (int32_t)now.tm_year + 1900;
        return EXIT_OK;
    }
    const char *text = cli->arguments[0];
    long number = strtol(text, NULL, 10);
    size_t digits = strspn(text, "0123456789");
    if (text[digits] != '\0' || digits != 4 || number < CIVIL_YEAR_MIN) {
        return cli_usage(cli,
                         "\"%s\" is no year; give one such as 2025, or `calendar add` or "
                         "`calendar count`",
                         text);
    }
    *year = (int32_t)number;
    return EXIT_OK;
}

int command_calendar(struct cli *cli)
{
    static struct calendar_file file;
    int32_t year = 0;

    int code = year_read(cli, &year);
    if (code == EXIT_OK) code = cli_calendar(cli, cli->file, &file);
    if (code != EXIT_OK) return code;
    if (cli->json) {
        year_json(&file, year);
        return EXIT_OK;
    }
    year_print(&file, year);
    if (!calendar_is_published(&file.calendar, year)) provisional_say(&file);
    return EXIT_OK;
}

/* ---- Periods ------------------------------------------------------------------------------- */

static const char *const unit_names[] = {
    [LIMIT_WORKING_DAYS] = "working-days",
    [LIMIT_NATURAL_DAYS] = "natural-days",
    [LIMIT_WORKING_HOURS] = "working-hours",
    [LIMIT_NATURAL_HOURS] = "natural-hours",
    [LIMIT_MONTHS] = "months",
};

/* What both commands need: a calendar, a unit, and the instant that the first argument names. */
struct period {
    struct calendar_file file;
    enum limit_unit unit;
    bool is_days;
    int64_t from_ms;
};

static int unit_read(struct cli *cli, struct period *period)
{
    const char *text = cli->unit != NULL ? cli->unit : unit_names[LIMIT_WORKING_DAYS];

    for (int unit = LIMIT_WORKING_DAYS; unit <= LIMIT_MONTHS; unit++) {
        if (strcmp(text, unit_names[unit]) != 0) continue;
        period->unit = (enum limit_unit)unit;
        period->is_days = unit != LIMIT_WORKING_HOURS && unit != LIMIT_NATURAL_HOURS;
        return EXIT_OK;
    }
    const char *meant = suggest(text, &unit_names[LIMIT_WORKING_DAYS], LIMIT_MONTHS);
    if (meant != NULL) {
        return cli_usage(cli, "--unit %s is not known; did you mean %s?", text, meant);
    }
    return cli_usage(cli,
                     "--unit %s is not known; give working-days, natural-days, working-hours, "
                     "natural-hours or months",
                     text);
}

/* 2023-03-30, or 2023-03-30T16:30. Days need no time, hours do. */
static int instant_read(struct cli *cli, const struct period *period, int argument, int64_t *at_ms)
{
    const char *what = argument == 0 ? "FROM" : "TO";
    const char *text = cli->arguments[argument];
    const char *at = text;
    int32_t day;
    uint32_t minute = 0;

    bool is_read = date_read(&at, &day);
    bool has_time = is_read && *at == 'T';
    if (has_time) {
        at++;
        is_read = date_read_time(&at, &minute);
    }
    if (!is_read || *at != '\0') {
        return cli_usage(cli,
                         "%s: \"%s\" is no date; write 2023-03-30, or 2023-03-30T16:30 with a time",
                         what, text);
    }
    if (!has_time && !period->is_days) {
        return cli_usage(cli, "%s: hours are counted from a time; write %sT09:00", what, text);
    }
    *at_ms = office_hours_instant(&period->file.hours, day, (int64_t)minute * OFFICE_MINUTE_MS);
    if (*at_ms < CALENDAR_AT_MS_MIN || *at_ms > CALENDAR_AT_MS_MAX) {
        return cli_usage(cli, "%s: %s is out of bounds; give a date from 0001-01-03 to 9999-12-29",
                         what, text);
    }
    return EXIT_OK;
}

static int period_read(struct cli *cli, struct period *period)
{
    int code = unit_read(cli, period);
    if (code == EXIT_OK) code = cli_calendar(cli, cli->file, &period->file);
    if (code == EXIT_OK) code = instant_read(cli, period, 0, &period->from_ms);
    return code;
}

/* "2023-04-27", or "2023-04-27T10:30" for hours. */
static void instant_text(const struct period *period, int64_t at_ms, char text[32])
{
    char date[DATE_TEXT_MAX + 1];
    int64_t minute = office_hours_time(&period->file.hours, at_ms) / OFFICE_MINUTE_MS;

    date_write(office_hours_day(&period->file.hours, at_ms), date);
    if (period->is_days) {
        snprintf(text, 32, "%s", date);
    } else {
        snprintf(text, 32, "%sT%02d:%02d", date, (int)(minute / 60), (int)(minute % 60));
    }
}

int command_calendar_add(struct cli *cli)
{
    static struct period period;
    uint64_t amount;
    char end[32];

    int code = period_read(cli, &period);
    if (code == EXIT_OK) code = cli_number(cli, "AMOUNT", cli->arguments[1], &amount);
    if (code != EXIT_OK) return code;
    if (amount > CALENDAR_UNITS_MAX) {
        return cli_usage(cli, "AMOUNT: give at most %d", CALENDAR_UNITS_MAX);
    }
    int64_t units = (int64_t)amount * (period.is_days ? 1 : 60 * OFFICE_MINUTE_MS);
    struct calendar_instant instant =
        calendar_add(&period.file.calendar, &period.file.hours, period.unit, period.from_ms, units);
    instant_text(&period, instant.at_ms, end);
    if (!cli->json) {
        puts(end);
        if (instant.is_provisional) provisional_say(&period.file);
        return EXIT_OK;
    }
    json_t *json = json_pack("{s:s, s:I, s:s, s:s, s:b}", "from", cli->arguments[0], "amount",
                             (json_int_t)amount, "unit", unit_names[period.unit], "end", end,
                             "provisional", instant.is_provisional);
    json_line(json);
    json_decref(json);
    return EXIT_OK;
}

/* Days as a number; hours with their minutes. */
static void amount_say(struct cli *cli, const struct period *period, struct calendar_amount amount)
{
    int64_t minutes = amount.amount / OFFICE_MINUTE_MS;

    if (cli->json) {
        json_t *json = json_pack("{s:s, s:s, s:s, s:I, s:b}", "from", cli->arguments[0], "to",
                                 cli->arguments[1], "unit", unit_names[period->unit],
                                 period->is_days ? "days" : "minutes",
                                 (json_int_t)(period->is_days ? amount.amount : minutes),
                                 "provisional", amount.is_provisional);
        json_line(json);
        json_decref(json);
        return;
    }
    if (period->is_days) {
        printf("%" PRId64 "\n", amount.amount);
    } else {
        printf("%" PRId64 ":%02d\n", minutes / 60, (int)(minutes % 60));
    }
    if (amount.is_provisional) provisional_say(&period->file);
}

int command_calendar_count(struct cli *cli)
{
    static struct period period;
    int64_t to_ms = 0;

    int code = period_read(cli, &period);
    if (code == EXIT_OK) code = instant_read(cli, &period, 1, &to_ms);
    if (code != EXIT_OK) return code;
    if (to_ms < period.from_ms) {
        return cli_usage(cli, "%s is before %s; exchange them", cli->arguments[1],
                         cli->arguments[0]);
    }
    amount_say(cli, &period,
               calendar_count(&period.file.calendar, &period.file.hours, period.unit,
                              period.from_ms, to_ms));
    return EXIT_OK;
}

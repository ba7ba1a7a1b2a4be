/* SPDX-License-Identifier: Apache-2.0 */
/* Dates are written out, year and all, so that one that was copied from another year's notice is
 * seen. A day is checked against the weekday rule that it is an exception to, and against itself
 * (calendar_mark refuses what changes nothing); the count of working days, which the author gives
 * beside the lists, checks the year as a whole.
 *
 * When you add a key: its slot here, its line in procedures/README.md, and a case in
 * tests/unit/test_calendar_yaml.c. */
#include "client/calendar_yaml.h"

#include "client/date.h"
#include "client/suggest.h"
#include "client/yaml_value.h"

#define SLOTS_MAX 8

/* ---- Mappings ------------------------------------------------------------------------------ */

/* A key of a mapping, and the value that was found under it. */
struct slot {
    const char *key;
    bool required;
    const struct yaml_node *node; /* NULL: it is not there */
};

/* The slot of a key, or NULL and an error that says which was probably meant. */
static struct slot *slot_find(struct slot *slots, uint32_t count, const struct yaml_node *key,
                              struct lint_report *report)
{
    const char *words[SLOTS_MAX];
    const char *text = key->text == NULL ? "" : key->text;

    assert(count <= SLOTS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(slots[i].key, text) == 0) return &slots[i];
        words[i] = slots[i].key;
    }
    const char *meant = suggest(text, words, count);
    if (meant != NULL) {
        lint_error(report, key->place, "unknown-key", "there is no key '%s' here; did you mean %s?",
                   text, meant);
    } else {
        lint_error(report, key->place, "unknown-key", "there is no key '%s' here; remove it", text);
    }
    return NULL;
}

/* Find the values of a mapping; everything that is wrong with its keys goes into the report. */
static bool slots_fill(struct value mapping, struct slot *slots, uint32_t count)
{
    uint32_t errors = mapping.report->error_count;

    if (!value_is(mapping, YAML_MAPPING)) return false;
    for (const struct yaml_node *key = mapping.node->first; key != NULL; key = key->next->next) {
        struct slot *slot = slot_find(slots, count, key, mapping.report);
        if (slot == NULL) continue;
        if (slot->node != NULL) {
            lint_error(mapping.report, key->place, "duplicate", "%s stands here twice; remove one",
                       slot->key);
            continue;
        }
        slot->node = key->next;
    }
    /* A key may be missed that was mistyped: one error is enough for that. */
    if (errors != mapping.report->error_count) return true;
    for (uint32_t i = 0; i < count; i++) {
        if (!slots[i].required || slots[i].node != NULL) continue;
        lint_error(mapping.report, mapping.node->place, "missing-key",
                   "%s lacks the key %s; add it", mapping.key, slots[i].key);
    }
    return true;
}

static struct value slot_value(const struct slot *slot, struct lint_report *report)
{
    return (struct value){ slot->node, slot->key, report };
}

/* ---- Days ---------------------------------------------------------------------------------- */

/* A list of days that are an exception to the weekday rule. */
struct exceptions {
    struct calendar *calendar;
    int32_t year;
    bool is_working; /* make-up days; else holidays */
    struct value list;
};

static const char *const weekday_names[WEEKDAY_COUNT] = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};

/* One day of an entry. Returns false, and has said why, if it makes no sense. */
static bool day_mark(const struct exceptions *exceptions, const struct yaml_node *entry,
                     int32_t day)
{
    const struct value *list = &exceptions->list;
    char date[DATE_TEXT_MAX + 1];

    date_write(day, date);
    if (civil_from_day(day).year != exceptions->year) {
        lint_error(list->report, entry->place, "wrong-year",
                   "%s: %s is not in %d; move it to its own year", list->key, date,
                   (int)exceptions->year);
        return false;
    }
    if (civil_is_weekend(day) != exceptions->is_working) {
        lint_error(list->report, entry->place, "wrong-weekday",
                   "%s: %s is a %s, which %s; remove it", list->key, date,
                   weekday_names[civil_weekday(day)],
                   exceptions->is_working ? "is worked anyway" : "is a rest day anyway");
        return false;
    }
    if (!calendar_mark(exceptions->calendar, day, exceptions->is_working)) {
        lint_error(list->report, entry->place, "duplicate", "%s names %s twice; remove one",
                   list->key, date);
        return false;
    }
    return true;
}

/* 2025-01-01, or 2025-01-28..2025-01-31. */
static bool entry_read(struct value entry, int32_t *first, int32_t *last)
{
    if (!value_is(entry, YAML_TEXT)) return false;
    const char *at = entry.node->text;
    bool is_read = date_read(&at, first);
    *last = *first;
    if (is_read && strncmp(at, "..", 2) == 0) {
        at += 2;
        is_read = date_read(&at, last);
    }
    if (!is_read || *at != '\0') {
        lint_error(entry.report, entry.node->place, "bad-date",
                   "%s: '%s' is no date; write 2025-01-31, or 2025-01-28..2025-01-31 for all days "
                   "from one to another",
                   entry.key, entry.node->text);
        return false;
    }
    if (*last >= *first) return true;
    lint_error(entry.report, entry.node->place, "bad-date",
               "%s: '%s' ends before it begins; write the earlier day first", entry.key,
               entry.node->text);
    return false;
}

static void read_exceptions(const struct exceptions *exceptions)
{
    const struct value *list = &exceptions->list;

    if (list->node == NULL || !value_is(*list, YAML_LIST)) return;
    for (const struct yaml_node *node = list->node->first; node != NULL; node = node->next) {
        int32_t day = 0;
        int32_t last = 0;
        if (!entry_read((struct value){ node, list->key, list->report }, &day, &last)) continue;
        while (day <= last && day_mark(exceptions, node, day)) {
            day++;
        }
    }
}

/* ---- Years --------------------------------------------------------------------------------- */

static void check_working_days(const struct calendar *calendar, int32_t year, struct value value)
{
    uint32_t given;

    if (!value_number(value, &given, 1, 366)) return;
    uint32_t counted = calendar_working_count(calendar, year);
    if (given == counted) return;
    lint_error(
        value.report, value.node->place, "wrong-count",
        "%s is %u, but with these holidays and make-up days %d has %u; compare the lists with "
        "the notice",
        value.key, given, (int)year, counted);
}

/* Sources stand in the order of their years, whatever the order in the file. */
static struct calendar_source *source_add(struct calendar_file *file, int32_t year)
{
    uint32_t at = file->source_count++;
    assert(at < CALENDAR_YEARS);
    for (; at > 0 && file->sources[at - 1].year > year; at--) {
        file->sources[at] = file->sources[at - 1];
    }
    file->sources[at] = (struct calendar_source){ .year = year };
    return &file->sources[at];
}

static void read_year(struct calendar_file *file, int32_t year, struct value mapping)
{
    enum { SOURCE, WORKING_DAYS, HOLIDAYS, MAKEUP_DAYS, SLOT_COUNT };
    struct slot slots[SLOT_COUNT] = {
        [SOURCE] = { "source", true, NULL },
        [WORKING_DAYS] = { "working_days", true, NULL },
        [HOLIDAYS] = { "holidays", true, NULL },
        [MAKEUP_DAYS] = { "makeup_days", false, NULL },
    };
    struct lint_report *report = mapping.report;
    uint32_t errors = report->error_count;
    struct calendar_source *source = source_add(file, year);

    calendar_publish(&file->calendar, year);
    if (!slots_fill(mapping, slots, SLOT_COUNT)) return;
    if (slots[SOURCE].node != NULL) value_title(slot_value(&slots[SOURCE], report), source->text);
    read_exceptions(
        &(struct exceptions){ &file->calendar, year, false, slot_value(&slots[HOLIDAYS], report) });
    read_exceptions(&(struct exceptions){ &file->calendar, year, true,
                                          slot_value(&slots[MAKEUP_DAYS], report) });
    if (slots[WORKING_DAYS].node == NULL || errors != report->error_count) return;
    check_working_days(&file->calendar, year, slot_value(&slots[WORKING_DAYS], report));
}

static void read_years(struct calendar_file *file, struct value mapping)
{
    struct lint_report *report = mapping.report;

    if (!value_is(mapping, YAML_MAPPING)) return;
    if (mapping.node->first == NULL) {
        lint_error(report, mapping.node->place, "missing-value", "%s is empty; write at least one",
                   mapping.key);
    }
    for (const struct yaml_node *key = mapping.node->first; key != NULL; key = key->next->next) {
        char text[16];
        struct yaml_node number = *key;
        uint32_t year;
        if (number.kind == YAML_TEXT) number.kind = YAML_NUMBER; /* as a key, "2025" is 2025 */
        if (!value_number((struct value){ &number, "a year", report }, &year, CALENDAR_YEAR_FIRST,
                          CALENDAR_YEAR_LAST)) {
            continue;
        }
        if (calendar_is_published(&file->calendar, (int32_t)year)) {
            lint_error(report, key->place, "duplicate", "%u stands here twice; remove one", year);
            continue;
        }
        (void)snprintf(text, sizeof text, "%u", year);
        read_year(file, (int32_t)year, (struct value){ key->next, text, report });
    }
}

/* ---- Hours --------------------------------------------------------------------------------- */

/* +08:00 */
static void read_utc_offset(struct office_hours *hours, struct value value)
{
    uint32_t minutes = 0;

    if (!value_is(value, YAML_TEXT)) return;
    const char *at = value.node->text;
    bool is_west = at[0] == '-';
    bool is_read = is_west || at[0] == '+';
    if (is_read) at++;
    is_read = is_read && date_read_time(&at, &minutes) && *at == '\0';
    int32_t offset = is_west ? -(int32_t)minutes : (int32_t)minutes;
    if (is_read && offset >= OFFICE_UTC_OFFSET_MIN && offset <= OFFICE_UTC_OFFSET_MAX) {
        hours->utc_offset_minutes = (int16_t)offset;
        return;
    }
    lint_error(value.report, value.node->place, "bad-offset",
               "%s: '%s' is no offset from UTC; write it from -12:00 to +14:00, such as +08:00",
               value.key, value.node->text);
}

/* 09:00-12:00 */
static bool interval_read(struct value entry, struct office_interval *out)
{
    uint32_t open = 0;
    uint32_t close = 0;

    if (!value_is(entry, YAML_TEXT)) return false;
    const char *at = entry.node->text;
    bool is_read = date_read_time(&at, &open) && *at == '-';
    if (is_read) at++;
    is_read = is_read && date_read_time(&at, &close) && *at == '\0' && open < close;
    if (is_read) {
        *out = (struct office_interval){ (uint16_t)open, (uint16_t)close };
        return true;
    }
    lint_error(entry.report, entry.node->place, "bad-hours",
               "%s: '%s' is no span of office hours; write when it opens and closes on one day, "
               "such as 09:00-12:00",
               entry.key, entry.node->text);
    return false;
}

static void read_office_hours(struct office_hours *hours, struct value list)
{
    hours->interval_count = 0;
    if (!value_is(list, YAML_LIST)) return;
    if (list.node->first == NULL) {
        lint_error(list.report, list.node->place, "bad-hours",
                   "%s is empty; for an office that never closes write [00:00-24:00]", list.key);
    }
    for (const struct yaml_node *node = list.node->first; node != NULL; node = node->next) {
        struct office_interval interval;
        if (!interval_read((struct value){ node, list.key, list.report }, &interval)) return;
        if (hours->interval_count == OFFICE_INTERVALS_MAX) {
            lint_error(list.report, node->place, "too-many",
                       "%s: a day has at most %d spans; leave out the shortest breaks", list.key,
                       OFFICE_INTERVALS_MAX);
            return;
        }
        hours->intervals[hours->interval_count++] = interval;
        if (office_hours_is_valid(hours)) continue;
        lint_error(list.report, node->place, "bad-hours",
                   "%s: '%s' does not begin after the span before it; write them in the order of "
                   "the day, and one for two that touch",
                   list.key, node->text);
        return;
    }
}

/* ---- The file ------------------------------------------------------------------------------ */

static void read_file(struct calendar_file *file, struct value root)
{
    enum { NAME, TITLE, UTC_OFFSET, OFFICE_HOURS, YEARS, SLOT_COUNT };
    struct slot slots[SLOT_COUNT] = {
        [NAME] = { "name", true, NULL },
        [TITLE] = { "title", true, NULL },
        [UTC_OFFSET] = { "utc_offset", true, NULL },
        [OFFICE_HOURS] = { "office_hours", true, NULL },
        [YEARS] = { "years", true, NULL },
    };
    struct lint_report *report = root.report;

    if (!slots_fill(root, slots, SLOT_COUNT)) return;
    if (slots[NAME].node != NULL) value_name(slot_value(&slots[NAME], report), &file->name);
    if (slots[TITLE].node != NULL) value_title(slot_value(&slots[TITLE], report), file->title);
    if (slots[UTC_OFFSET].node != NULL) {
        read_utc_offset(&file->hours, slot_value(&slots[UTC_OFFSET], report));
    }
    if (slots[OFFICE_HOURS].node != NULL) {
        read_office_hours(&file->hours, slot_value(&slots[OFFICE_HOURS], report));
    }
    if (slots[YEARS].node != NULL) read_years(file, slot_value(&slots[YEARS], report));
}

/* Closes the tree. */
static enum err load_yaml(struct yaml *yaml, struct calendar_file *out, struct lint_report *report)
{
    struct calendar_file file = { .source_count = 0 };

    read_file(&file, (struct value){ yaml_root(yaml), "the calendar", report });
    yaml_close(yaml);
    if (report->error_count > 0) return ERR_FIELD_INVALID;
    assert(office_hours_is_valid(&file.hours));
    *out = file;
    return OK;
}

enum err calendar_load_text(struct span text, struct calendar_file *out, struct lint_report *report)
{
    struct yaml *yaml;

    memset(report, 0, sizeof *report);
    enum err err = yaml_open(&yaml, text, report);
    if (err == ERR_PROCEDURE_INVALID) return ERR_FIELD_INVALID;
    return err == OK ? load_yaml(yaml, out, report) : err;
}

enum err calendar_load(const char *path, struct calendar_file *out, struct lint_report *report)
{
    struct yaml *yaml;

    memset(report, 0, sizeof *report);
    enum err err = yaml_open_file(&yaml, path, report);
    if (err == ERR_PROCEDURE_INVALID) return ERR_FIELD_INVALID;
    return err == OK ? load_yaml(yaml, out, report) : err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One bundle in time.
 *
 *                  project-record
 *                  |  land-contract           five-permits issues 5      labels of events: an earlier
 *     land-use     |..|=====review=====o------granted------<> issued     one stands higher, so that
 *     design       |..|=========review=======o--granted----<> issued     its line passes no label
 *                  +----+----+----+----+----+----+----+----+             local time
 */
#include "client/draw.h"
#include "client/explain.h"
#include "client/svg.h"
#include "client/time_ticks.h"
#include "tongfa/limits.h"

#include <inttypes.h>

#define MARGIN 28
#define HEAD 92 /* above the labels */
#define CHART 860
#define ROW 44
#define BAR 18
#define TRACK 19 /* from one label to the next */
#define LABEL_GAP 10
#define NAMES_MIN 110
#define NAMES_MAX 250
#define OUTCOME 150 /* right of the chart */
#define TICK_SPACE 92
#define LEGEND_ROW 24
#define EVENTS_MAX (MILESTONES_MAX + GATES_MAX + 1) /* each happens once */

struct look {
    const char *classes;
    const char *word; /* in the bar, if it fits, and in the legend */
    const char *tone; /* of the word in the bar */
};

/* clang-format off */
static const struct look spans[SPAN_KIND_COUNT] = {
    [SPAN_WAITING] = { "line dotted l-mute",        "waits",   "mute" },
    [SPAN_READY]   = { "a-plain l-mute thin",       "ready",   "mute" },
    [SPAN_LEASED]  = { "a-link",                    "review",  "page" },
    [SPAN_DELAYED] = { "a-sand l-warm thin dashed", "delayed", "warm" },
    [SPAN_PARKED]  = { "a-rose l-bad thin",         "parked",  "bad" },
    [SPAN_SEALED]  = { "a-sky l-link thin",         "sealed",  "link" },
    [SPAN_GRANTED] = { "a-grass l-good thin",       "granted", "good" },
};
enum shape { SHAPE_NONE, SHAPE_CIRCLE, SHAPE_DIAMOND, SHAPE_CROSS };
static const struct {
    enum shape shape;
    const char *classes;
    const char *word;
} marks[MARK_KIND_COUNT] = {
    [MARK_EXPIRED]   = { SHAPE_CROSS,   "line bold l-warm",       "lease ran out" },
    [MARK_RELEASED]  = { SHAPE_CIRCLE,  "page l-warm bold",       "given back" },
    [MARK_FAILED]    = { SHAPE_CROSS,   "line bold l-warm",       "could not be reviewed" },
    [MARK_PARKED]    = { SHAPE_NONE,    "",                       "" },
    [MARK_VERDICT]   = { SHAPE_CIRCLE,  "a-link",                 "grant given" },
    [MARK_GRANTED]   = { SHAPE_DIAMOND, "page l-good bold",       "takes effect" },
    [MARK_ISSUED]    = { SHAPE_DIAMOND, "a-good l-good",          "issued" },
    [MARK_REFUSED]   = { SHAPE_CROSS,   "line bold l-bad",        "refused" },
    [MARK_BLOCKED]   = { SHAPE_CIRCLE,  "page l-bad bold",        "blocked" },
    [MARK_LAPSED]    = { SHAPE_DIAMOND, "page l-bad bold",        "lapsed" },
    [MARK_WITHDRAWN] = { SHAPE_CROSS,   "line bold l-mute",       "withdrawn" },
    [MARK_SKIPPED]   = { SHAPE_CIRCLE,  "page l-mute bold",       "does not apply" },
    [MARK_YELLOW]    = { SHAPE_CIRCLE,  "a-sand l-warm bold",     "yellow card" },
    [MARK_RED]       = { SHAPE_CIRCLE,  "a-rose l-bad bold",      "red card" },
    [MARK_DEEP_RED]  = { SHAPE_DIAMOND, "a-rose l-bad bold",      "deep red card" },
};
static const struct {
    const char *line;
    const char *tone;
} events[] = {
    [EVENT_REACHED]    = { "line thin l-warm", "warm" },
    [EVENT_CALLED_OFF] = { "line thin l-bad",  "bad" },
    [EVENT_ISSUED]     = { "line bold l-good", "good" },
    [EVENT_LAPSED]     = { "line bold l-bad",  "bad" },
    [EVENT_WITHDRAWN]  = { "line bold l-mute", "mute" },
};
/* clang-format on */

struct chart {
    const struct time_line *line;
    int32_t height; /* of the rows; their corner is the origin */
    int32_t names;  /* width of the column on the left */
    int32_t right;  /* how far labels and outcomes reach */
    uint32_t event_count;
    uint32_t track_count;
    uint32_t tracks[EVENTS_MAX]; /* of labels, counted upward */
};

static const struct svg_style note_style = { SVG_NOTE, SVG_START, "mute" };

static int64_t length_ms(const struct time_line *line)
{
    const int64_t length = line->end_ms - line->begin_ms;
    return length > 0 ? length : 1;
}

/* Where a moment is; what is before or after the line is at its ends. */
static int32_t place_x(const struct time_line *line, int64_t at_ms)
{
    const int64_t since_ms = at_ms - line->begin_ms;
    if (since_ms <= 0) return 0;
    if (since_ms >= length_ms(line)) return CHART;
    return (int32_t)((double)since_ms / (double)length_ms(line) * CHART);
}

static int32_t row_y(uint32_t row)
{
    return (int32_t)row * ROW + ROW / 2;
}

static struct svg_point point(int32_t x, int32_t y)
{
    return (struct svg_point){ x, y };
}

/* ---- Events -------------------------------------------------------------------------------- */

static void event_text(char text[100], const struct time_event *event)
{
    switch (event->kind) {
        case EVENT_REACHED: snprintf(text, 100, "%.60s", event->name); break;
        case EVENT_CALLED_OFF: snprintf(text, 100, "%.60s called off", event->name); break;
        case EVENT_ISSUED:
            snprintf(text, 100, "gate %.60s issues %" PRIu32, event->name, event->count);
            break;
        case EVENT_LAPSED: snprintf(text, 100, "gate %.60s lapses", event->name); break;
        case EVENT_WITHDRAWN: snprintf(text, 100, "withdrawn by %.60s", event->name); break;
    }
}

static int32_t event_width(const struct time_event *event)
{
    char text[100];

    event_text(text, event);
    return svg_text_width(SVG_NOTE, text) + LABEL_GAP;
}

/* From the last to the first: a label stands above those of later events that begin where it would
 * still go on. Labels are to the right of their lines, so no line passes a label. */
static void set_tracks(struct chart *chart)
{
    const struct time_line *line = chart->line;

    for (uint32_t i = chart->event_count; i-- > 0;) {
        const int32_t x = place_x(line, line->events[i].at_ms);
        const int32_t end = x + event_width(&line->events[i]);
        chart->tracks[i] = 0;
        for (uint32_t j = i + 1; j < chart->event_count; j++) {
            if (place_x(line, line->events[j].at_ms) >= end) break;
            if (chart->tracks[j] >= chart->tracks[i]) chart->tracks[i] = chart->tracks[j] + 1;
        }
        if (chart->tracks[i] >= chart->track_count) chart->track_count = chart->tracks[i] + 1;
        if (end > chart->right) chart->right = end;
    }
}

static void draw_event(struct svg *svg, const struct chart *chart, uint32_t index)
{
    const struct time_event *event = &chart->line->events[index];
    const int32_t x = place_x(chart->line, event->at_ms);
    const int32_t y = -10 - (int32_t)chart->tracks[index] * TRACK;
    const struct svg_style style = { SVG_NOTE, SVG_START, events[event->kind].tone };
    char text[100];
    char at[TICK_TEXT_MAX + 1];
    char title[160];

    event_text(text, event);
    time_moment_text(at, event->at_ms);
    snprintf(title, sizeof title, "%s, %s", text, at);
    svg_group_begin(svg, title);
    svg_line(svg, events[event->kind].line, point(x, y - 10), point(x, chart->height));
    svg_text(svg, style, point(x + 5, y), text);
    svg_group_end(svg);
}

/* ---- Rows ---------------------------------------------------------------------------------- */

static void draw_fitted(struct svg *svg, struct svg_style style, struct svg_point at,
                        const char *text, int32_t width)
{
    char fitted[SVG_LINE_BYTES_MAX + 1];

    svg_fit(fitted, style.font, text, width);
    svg_text(svg, style, at, fitted);
}

/* What became of it, right of the chart. */
static void outcome_text(const struct time_row *row, char text[60])
{
    if (row->permit_number > 0) {
        snprintf(text, 60, "%.20s %" PRId64 "-%06" PRId64, row->state, row->permit_year,
                 row->permit_number);
    } else {
        snprintf(text, 60, "%.40s", row->state);
    }
}

/* Name and department on the left, what became of it on the right. */
static void draw_row(struct svg *svg, const struct chart *chart, uint32_t index)
{
    const struct time_row *row = &chart->line->rows[index];
    const int32_t x = -chart->names - LABEL_GAP;
    const int32_t y = row_y(index);
    char outcome[60];

    outcome_text(row, outcome);
    svg_group_begin(svg, row->title);
    draw_fitted(svg, (struct svg_style){ SVG_NAME, SVG_START, "ink" }, point(x, y - 2), row->name,
                chart->names);
    draw_fitted(svg, note_style, point(x, y + 14), row->department, chart->names);
    draw_fitted(svg, (struct svg_style){ SVG_NOTE, SVG_START, "ink" },
                point(CHART + LABEL_GAP + 6, y + 4), outcome, OUTCOME);
    svg_group_end(svg);
    svg_line(svg, "l-faint thin", point(x, y + ROW / 2), point(CHART + OUTCOME, y + ROW / 2));
}

/* "#2 planning-1", or less. */
static void span_text(const struct time_span *span, char text[100])
{
    if (span->kind != SPAN_LEASED) {
        snprintf(text, 100, "%s", spans[span->kind].word);
    } else if (span->attempt > 1) {
        snprintf(text, 100, "#%" PRId64 " %.60s", span->attempt, span->worker);
    } else {
        snprintf(text, 100, "%.60s", span->worker);
    }
}

static void span_title(const struct time_line *line, const struct time_span *span, char title[300])
{
    char from[TICK_TEXT_MAX + 1];
    char took[DURATION_BYTES_MAX + 1];

    time_moment_text(from, span->from_ms);
    duration_phrase(span->until_ms - span->from_ms, took);
    if (span->kind == SPAN_LEASED) {
        snprintf(title, 300, "%.60s: %s, attempt %" PRId64 " by %.60s, from %s for %s",
                 line->rows[span->stage].name, spans[span->kind].word, span->attempt, span->worker,
                 from, took);
    } else {
        snprintf(title, 300, "%.60s: %s from %s for %s", line->rows[span->stage].name,
                 spans[span->kind].word, from, took);
    }
}

/* Also what took no pixel is seen: at least two are drawn. */
static void draw_span(struct svg *svg, const struct chart *chart, const struct time_span *span)
{
    const int32_t from = place_x(chart->line, span->from_ms);
    const int32_t until = place_x(chart->line, span->until_ms);
    const int32_t width = until - from < 2 ? 2 : until - from;
    const int32_t y = row_y(span->stage);
    char text[100];
    char title[300];

    span_title(chart->line, span, title);
    span_text(span, text);
    svg_group_begin(svg, title);
    if (span->kind == SPAN_WAITING) {
        svg_line(svg, spans[span->kind].classes, point(from, y), point(until, y));
    } else {
        svg_rect(svg, spans[span->kind].classes, (struct svg_box){ from, y - BAR / 2, width, BAR },
                 2);
        const struct svg_style style = { SVG_NOTE, SVG_MIDDLE, spans[span->kind].tone };
        if (svg_text_width(SVG_NOTE, text) + 20 <= width) {
            svg_text(svg, style, point(from + width / 2, y + 4), text);
        }
    }
    svg_group_end(svg);
}

static void draw_shape(struct svg *svg, enum mark_kind kind, struct svg_point at)
{
    switch (marks[kind].shape) {
        case SHAPE_NONE: break;
        case SHAPE_CIRCLE: svg_circle(svg, marks[kind].classes, at, 5); break;
        case SHAPE_DIAMOND: svg_diamond(svg, marks[kind].classes, at, 7); break;
        case SHAPE_CROSS: svg_cross(svg, marks[kind].classes, at, 5); break;
    }
}

static void draw_mark(struct svg *svg, const struct chart *chart, const struct time_mark *mark)
{
    char at[TICK_TEXT_MAX + 1];
    char title[160];

    time_moment_text(at, mark->at_ms);
    snprintf(title, sizeof title, "%.60s: %s, %s", chart->line->rows[mark->stage].name,
             marks[mark->kind].word, at);
    svg_group_begin(svg, title);
    draw_shape(svg, mark->kind, point(place_x(chart->line, mark->at_ms), row_y(mark->stage)));
    svg_group_end(svg);
}

/* ---- Axis ---------------------------------------------------------------------------------- */

/* The day stands under the first tick, and under each that is of another day than the one before. */
static void draw_axis(struct svg *svg, const struct chart *chart)
{
    const struct time_line *line = chart->line;
    const struct svg_style style = { SVG_NOTE, SVG_MIDDLE, "mute" };
    const int64_t apart_ms = (length_ms(line) * TICK_SPACE + CHART - 1) / CHART;
    char day[TICK_TEXT_MAX + 1] = "";
    struct time_ticks ticks;
    struct time_tick tick;

    svg_line(svg, "l-mute thin", point(0, chart->height), point(CHART, chart->height));
    time_ticks_begin(&ticks, line->begin_ms, apart_ms);
    for (time_ticks_next(&ticks, &tick); tick.at_ms <= line->end_ms;
         time_ticks_next(&ticks, &tick)) {
        const int32_t x = place_x(line, tick.at_ms);
        svg_line(svg, "l-faint thin", point(x, 0), point(x, chart->height + 5));
        svg_text(svg, style, point(x, chart->height + 20), tick.text);
        if (strcmp(day, tick.day) != 0) {
            svg_text(svg, style, point(x, chart->height + 36), tick.day);
        }
        memcpy(day, tick.day, sizeof day);
    }
}

/* ---- Legend -------------------------------------------------------------------------------- */

static bool has_span(const struct time_line *line, enum span_kind kind)
{
    for (uint32_t i = 0; i < line->span_count; i++) {
        if (line->spans[i].kind == kind) return true;
    }
    return false;
}

static bool has_mark(const struct time_line *line, enum mark_kind kind)
{
    for (uint32_t i = 0; i < line->mark_count; i++) {
        if (line->marks[i].kind == kind) return true;
    }
    return false;
}

/* The place of the next word of the legend, on a new row if this one is full. */
static struct svg_point legend_next(const struct chart *chart, struct svg_point *at,
                                    const char *word, int32_t symbol)
{
    const int32_t width = symbol + svg_text_width(SVG_NOTE, word) + 22;

    if (at->x + width > chart->right) *at = point(-chart->names - LABEL_GAP, at->y + LEGEND_ROW);
    const struct svg_point place = *at;
    at->x += width;
    return place;
}

/* Only what appears in the picture. Returns: how far down it reaches. With svg NULL it is measured. */
static int32_t draw_legend(struct svg *svg, const struct chart *chart)
{
    const struct svg_style style = { SVG_NOTE, SVG_START, "ink" };
    struct svg_point at = { -chart->names - LABEL_GAP, chart->height + 68 };

    for (int kind = SPAN_NONE + 1; kind < SPAN_KIND_COUNT; kind++) {
        if (!has_span(chart->line, (enum span_kind)kind)) continue;
        const struct svg_point place = legend_next(chart, &at, spans[kind].word, 34);
        if (svg == NULL) continue;
        if (kind == SPAN_WAITING) {
            svg_line(svg, spans[kind].classes, place, point(place.x + 26, place.y));
        } else {
            svg_rect(svg, spans[kind].classes, (struct svg_box){ place.x, place.y - 7, 26, 14 }, 2);
        }
        svg_text(svg, style, point(place.x + 34, place.y + 4), spans[kind].word);
    }
    for (int kind = MARK_NONE + 1; kind < MARK_KIND_COUNT; kind++) {
        bool is_shown = marks[kind].shape != SHAPE_NONE;
        if (!is_shown || !has_mark(chart->line, (enum mark_kind)kind)) continue;
        const struct svg_point place = legend_next(chart, &at, marks[kind].word, 22);
        if (svg == NULL) continue;
        draw_shape(svg, (enum mark_kind)kind, point(place.x + 8, place.y));
        svg_text(svg, style, point(place.x + 22, place.y + 4), marks[kind].word);
    }
    return at.y + LEGEND_ROW / 2;
}

/* ---- The whole ----------------------------------------------------------------------------- */

static void chart_init(struct chart *chart, const struct time_line *line)
{
    *chart = (struct chart){ .line = line,
                             .names = NAMES_MIN,
                             .height = (int32_t)line->row_count * ROW,
                             .right = CHART + OUTCOME };
    chart->event_count = line->event_count < EVENTS_MAX ? line->event_count : EVENTS_MAX;
    for (uint32_t i = 0; i < line->row_count; i++) {
        const int32_t name = svg_text_width(SVG_NAME, line->rows[i].name);
        const int32_t department = svg_text_width(SVG_NOTE, line->rows[i].department);
        if (name > chart->names) chart->names = name;
        if (department > chart->names) chart->names = department;
    }
    if (chart->names > NAMES_MAX) chart->names = NAMES_MAX;
    set_tracks(chart);
}

static void draw_head(struct svg *svg, const struct chart *chart, struct svg_point at)
{
    const struct time_line *line = chart->line;
    const int32_t width = chart->right + chart->names;
    char text[400];
    char begin[TICK_TEXT_MAX + 1];
    char zone[TICK_TEXT_MAX + 1];
    char took[DURATION_BYTES_MAX + 1];

    snprintf(text, sizeof text, "Bundle %" PRId64 ": %.200s", line->bundle, line->key);
    draw_fitted(svg, (struct svg_style){ SVG_TITLE, SVG_START, "ink" }, at, text, width);
    time_second_text(begin, line->begin_ms);
    time_zone_text(zone, line->begin_ms);
    duration_phrase(line->end_ms - line->begin_ms, took);
    if (line->is_open) {
        snprintf(text, sizeof text, "%.200s. Submitted %s (%s), open for %s.", line->title, begin,
                 zone, took);
    } else {
        snprintf(text, sizeof text, "%.200s. Submitted %s (%s), ended after %s, result: %.20s.",
                 line->title, begin, zone, took, line->result);
    }
    draw_fitted(svg, note_style, point(at.x, at.y + 22), text, width);
}

void draw_time_line(FILE *file, const struct time_line *line)
{
    struct svg svg;
    struct chart chart;
    char title[60];

    chart_init(&chart, line);
    const int32_t left = -chart.names - LABEL_GAP - MARGIN;
    const int32_t top = -HEAD - (int32_t)chart.track_count * TRACK;
    const int32_t bottom = draw_legend(NULL, &chart) + MARGIN;
    snprintf(title, sizeof title, "Time line of bundle %" PRId64, line->bundle);
    svg_begin(&svg, file, (struct svg_box){ left, top, chart.right + MARGIN - left, bottom - top },
              title);
    draw_head(&svg, &chart, point(left + MARGIN, top + 46));
    draw_axis(&svg, &chart);
    for (uint32_t i = 0; i < line->row_count; i++) {
        draw_row(&svg, &chart, i);
    }
    for (uint32_t i = 0; i < chart.event_count; i++) {
        draw_event(&svg, &chart, i);
    }
    for (uint32_t i = 0; i < line->span_count; i++) {
        draw_span(&svg, &chart, &line->spans[i]);
    }
    for (uint32_t i = 0; i < line->mark_count; i++) {
        draw_mark(&svg, &chart, &line->marks[i]);
    }
    draw_legend(&svg, &chart);
    svg_end(&svg);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One line of characters for each stage; the whole life of the bundle is as wide as the line.
 *
 *     land-use       ····━━━━━━━●······◆     · waits  ━ is reviewed  ● verdict
 *     construction   ·━━━●─────────────◇◆    ─ sealed  ◇ takes effect  ◆ issued  ✕ refused */
#include "client/cli/picture.h"

#include "client/cli/output.h"
#include "client/explain.h"

#include <inttypes.h>
#include <string.h>

#define STAGES_SHOWN 32
#define WIDTH 56

/* What happened to a stage; 0: it did not. */
struct track {
    const char *name;
    int64_t opened_ms;
    int64_t leased_ms; /* the first time */
    int64_t verdict_ms;
    int64_t granted_ms;
    int64_t issued_ms;
    int64_t ended_badly_ms; /* refused, blocked */
};

struct picture {
    struct track tracks[STAGES_SHOWN];
    size_t count;
    int64_t begin_ms;
    int64_t end_ms;
};

/* The track of the stage that a fact or permit names; NULL: it names none. */
static struct track *picture_track(struct picture *picture, const json_t *fact)
{
    const char *name = json_text_of(fact, "stage");

    for (size_t i = 0; i < picture->count; i++) {
        if (strcmp(picture->tracks[i].name, name) == 0) return &picture->tracks[i];
    }
    return NULL;
}

static void picture_issue(struct picture *picture, const json_t *fact, int64_t at_ms)
{
    size_t i;
    json_t *permit;

    json_array_foreach(json_object_get(fact, "permits"), i, permit)
    {
        struct track *track = picture_track(picture, permit);
        if (track != NULL) track->issued_ms = at_ms;
    }
}

/* Where a review was tried several times, the first lease and the last verdict count. */
static void picture_add(struct picture *picture, const json_t *fact)
{
    const char *type = json_text_of(fact, "type");
    const int64_t at_ms = json_number_of(fact, "at_ms");
    struct track *track = picture_track(picture, fact);

    if (strcmp(type, "PERMITS_ISSUED") == 0) picture_issue(picture, fact, at_ms);
    if (track == NULL) return;
    if (strcmp(type, "STAGE_OPENED") == 0) track->opened_ms = at_ms;
    if (strcmp(type, "JOB_LEASED") == 0 && track->leased_ms == 0) track->leased_ms = at_ms;
    if (strcmp(type, "STAGE_GRANTED") == 0) track->granted_ms = at_ms;
    if (strcmp(type, "STAGE_BLOCKED") == 0) track->ended_badly_ms = at_ms;
    if (strcmp(type, "VERDICT_GIVEN") == 0) {
        track->verdict_ms = at_ms;
        bool is_refused = strcmp(json_text_of(fact, "verdict"), "refuse") == 0;
        if (is_refused) track->ended_badly_ms = at_ms;
    }
}

/* The column of a moment. */
static size_t picture_column(const struct picture *picture, int64_t at_ms)
{
    int64_t length_ms = picture->end_ms - picture->begin_ms;
    if (length_ms <= 0 || at_ms <= picture->begin_ms) return 0;
    if (at_ms >= picture->end_ms) return WIDTH - 1;
    return (size_t)((at_ms - picture->begin_ms) * (WIDTH - 1) / length_ms);
}

static void line_fill(const char *line[WIDTH], size_t from, size_t until, const char *mark)
{
    for (size_t i = from; i < until && i < WIDTH; i++) {
        line[i] = mark;
    }
}

/* Put a mark at a moment, or one column later where it would hide another. */
static void line_mark(const struct picture *picture, const char *line[WIDTH], int64_t at_ms,
                      const char *mark)
{
    if (at_ms == 0) return;
    size_t column = picture_column(picture, at_ms);
    bool is_taken = strcmp(line[column], "●") == 0 || strcmp(line[column], "◇") == 0;
    if (is_taken && column + 1 < WIDTH) column++;
    line[column] = mark;
}

/* Later layers are painted over earlier ones: waiting, review, sealed, marks. */
static void track_print(FILE *file, const struct picture *picture, const struct track *track,
                        size_t name_width)
{
    const char *line[WIDTH];
    int64_t review_end_ms = track->verdict_ms != 0 ? track->verdict_ms : picture->end_ms;
    int64_t sealed_end_ms = track->granted_ms != 0 ? track->granted_ms : picture->end_ms;

    if (track->ended_badly_ms != 0 && track->verdict_ms == 0) review_end_ms = track->ended_badly_ms;
    if (track->ended_badly_ms != 0) sealed_end_ms = track->ended_badly_ms;
    line_fill(line, 0, WIDTH, " ");
    if (track->opened_ms != 0) {
        size_t opened = picture_column(picture, track->opened_ms);
        line_fill(line, opened, picture_column(picture, picture->end_ms), "·");
    }
    if (track->leased_ms != 0) {
        size_t leased = picture_column(picture, track->leased_ms);
        line_fill(line, leased, picture_column(picture, review_end_ms), "━");
    }
    if (track->verdict_ms != 0) {
        size_t verdict = picture_column(picture, track->verdict_ms);
        line_fill(line, verdict, picture_column(picture, sealed_end_ms), "─");
    }
    line_mark(picture, line, track->verdict_ms, "●");
    line_mark(picture, line, track->granted_ms, "◇");
    line_mark(picture, line, track->issued_ms, "◆");
    line_mark(picture, line, track->ended_badly_ms, "✕");
    fputs("  ", file);
    text_print_padded(file, track->name, name_width);
    fputs("  ", file);
    for (size_t i = 0; i < WIDTH; i++) {
        fputs(line[i], file);
    }
    fputc('\n', file);
}

void picture_print(FILE *file, const json_t *bundle, const json_t *history)
{
    struct picture picture = { .begin_ms = json_number_of(bundle, "submitted_ms") };
    size_t name_width = 0;
    size_t i;
    json_t *item;
    char length[DURATION_BYTES_MAX + 1];

    json_array_foreach(json_object_get(bundle, "stages"), i, item)
    {
        if (picture.count == STAGES_SHOWN || json_object_get(item, "name") == NULL) return;
        picture.tracks[picture.count].name = json_text_of(item, "name");
        size_t width = text_width(picture.tracks[picture.count++].name);
        if (width > name_width) name_width = width;
    }
    json_array_foreach(history, i, item)
    {
        picture_add(&picture, item);
        picture.end_ms = json_number_of(item, "at_ms");
    }
    if (json_number_of(bundle, "ended_ms") == 0) picture.end_ms = time_now_ms();
    if (picture.end_ms < picture.begin_ms) picture.end_ms = picture.begin_ms;

    duration_phrase(picture.end_ms - picture.begin_ms, length);
    color_begin(file, COLOR_DIM);
    fprintf(file, "  %*s  |%*s|\n", (int)name_width, "", WIDTH - 2, length);
    color_end(file, COLOR_DIM);
    for (i = 0; i < picture.count; i++) {
        track_print(file, &picture, &picture.tracks[i], name_width);
    }
    color_begin(file, COLOR_DIM);
    fputs("  · waits  ━ review  ● verdict  ─ sealed  ◇ decision takes effect  ◆ issued  "
          "✕ refused, blocked\n",
          file);
    color_end(file, COLOR_DIM);
}

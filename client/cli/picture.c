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

/* What happens to a stage. */
enum moment {
    MOMENT_OPENED,
    MOMENT_LEASED, /* the first time */
    MOMENT_VERDICT,
    MOMENT_GRANTED,
    MOMENT_ISSUED,
    MOMENT_ENDED_BADLY, /* refused, blocked */
    MOMENT_COUNT
};

struct track {
    const char *name;
    int64_t at_ms[MOMENT_COUNT]; /* 0: it did not happen */
};

struct picture {
    struct track tracks[STAGES_SHOWN];
    size_t count;
    int64_t begin_ms;
    int64_t end_ms;
};

/* The track of a stage; NULL: there is none of that name. */
static struct track *picture_track(struct picture *picture, const json_t *name)
{
    for (size_t i = 0; i < picture->count && json_is_string(name); i++) {
        if (strcmp(picture->tracks[i].name, json_string_value(name)) == 0) {
            return &picture->tracks[i];
        }
    }
    return NULL;
}

/* What happened at this time to each stage of a list of names, or of objects that name their "stage".
 * Where it happened several times, the first counts. */
static void picture_note(struct picture *picture, const json_t *list, enum moment moment,
                         int64_t at_ms)
{
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item)
    {
        const json_t *name = json_is_object(item) ? json_object_get(item, "stage") : item;
        struct track *track = picture_track(picture, name);
        if (track != NULL && track->at_ms[moment] == 0) track->at_ms[moment] = at_ms;
    }
}

/* A fact that is of one stage alone. Those of release 0.1.0 opened, leased and granted by such. */
static void track_add(struct track *track, const json_t *fact, int64_t at_ms)
{
    const char *type = json_text_of(fact, "type");
    bool is_verdict = strcmp(type, "VERDICT_GIVEN") == 0;
    bool is_refused = is_verdict && strcmp(json_text_of(fact, "verdict"), "refuse") == 0;
    bool is_first_lease = strcmp(type, "JOB_LEASED") == 0 && track->at_ms[MOMENT_LEASED] == 0;

    if (strcmp(type, "STAGE_OPENED") == 0) track->at_ms[MOMENT_OPENED] = at_ms;
    if (is_first_lease) track->at_ms[MOMENT_LEASED] = at_ms;
    if (is_verdict) track->at_ms[MOMENT_VERDICT] = at_ms;
    if (strcmp(type, "STAGE_GRANTED") == 0) track->at_ms[MOMENT_GRANTED] = at_ms;
    if (is_refused || strcmp(type, "STAGE_BLOCKED") == 0) track->at_ms[MOMENT_ENDED_BADLY] = at_ms;
}

static void picture_add(struct picture *picture, const json_t *fact)
{
    static const char *const lists[MOMENT_COUNT] = {
        [MOMENT_OPENED] = "opened",
        [MOMENT_LEASED] = "leases",
        [MOMENT_GRANTED] = "granted",
        [MOMENT_ISSUED] = "permits",
    };
    const int64_t at_ms = json_number_of(fact, "at_ms");
    struct track *track = picture_track(picture, json_object_get(fact, "stage"));

    if (track != NULL) track_add(track, fact, at_ms);
    for (uint32_t i = 0; i < MOMENT_COUNT; i++) {
        if (lists[i] == NULL) continue;
        picture_note(picture, json_object_get(fact, lists[i]), (enum moment)i, at_ms);
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
    const int64_t *at_ms = track->at_ms;
    int64_t bad_end_ms = at_ms[MOMENT_ENDED_BADLY];
    int64_t review_end_ms = at_ms[MOMENT_VERDICT] != 0 ? at_ms[MOMENT_VERDICT] : picture->end_ms;
    int64_t sealed_end_ms = at_ms[MOMENT_GRANTED] != 0 ? at_ms[MOMENT_GRANTED] : picture->end_ms;

    if (bad_end_ms != 0 && at_ms[MOMENT_VERDICT] == 0) review_end_ms = bad_end_ms;
    if (bad_end_ms != 0) sealed_end_ms = bad_end_ms;
    line_fill(line, 0, WIDTH, " ");
    if (at_ms[MOMENT_OPENED] != 0) {
        size_t opened = picture_column(picture, at_ms[MOMENT_OPENED]);
        line_fill(line, opened, picture_column(picture, picture->end_ms), "·");
    }
    if (at_ms[MOMENT_LEASED] != 0) {
        size_t leased = picture_column(picture, at_ms[MOMENT_LEASED]);
        line_fill(line, leased, picture_column(picture, review_end_ms), "━");
    }
    if (at_ms[MOMENT_VERDICT] != 0) {
        size_t verdict = picture_column(picture, at_ms[MOMENT_VERDICT]);
        line_fill(line, verdict, picture_column(picture, sealed_end_ms), "─");
    }
    line_mark(picture, line, at_ms[MOMENT_VERDICT], "●");
    line_mark(picture, line, at_ms[MOMENT_GRANTED], "◇");
    line_mark(picture, line, at_ms[MOMENT_ISSUED], "◆");
    line_mark(picture, line, bad_end_ms, "✕");
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

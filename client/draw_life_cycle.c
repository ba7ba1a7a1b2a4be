/* SPDX-License-Identifier: Apache-2.0 */
/* The life cycles of client/life_cycle.h.
 *
 *       .------ back ------.
 *       v                  |
 *     (one) --forward--> (two) --...       states that something can follow, in the order of their
 *       |                  |               numbers; moves further than the next state run above
 *       |                  |
 *       *--block-----------*--block--> [blocked]    final states, one a row: a dot is a way out
 *       *--withdraw--------------- ... [withdrawn]
 *
 * Nothing here knows a state or a move by name. */
#include "client/draw.h"
#include "client/life_cycle.h"
#include "client/svg.h"

#define MARGIN 28
#define BOX_HEIGHT 58
#define GAP 92   /* between states: the longest word of a move fits */
#define ROW 52   /* from one final state to the next */
#define TRACK 30 /* from one way above the states to the next */
#define PORT 13  /* between ways that meet a state from above */
#define CORNER 8
#define PADDING 14
#define HEAD 44      /* room for a title */
#define BEGINNING 40 /* left of the first state */

/* ---- Ways above the states ----------------------------------------------------------------- */

/* The first living state from this number on; state_count: there is none. */
static uint32_t living_from(const struct life_cycle *cycle, uint32_t state)
{
    while (state < cycle->state_count &&
           (cycle->states[state].name == NULL || cycle->states[state].is_final)) {
        state++;
    }
    return state;
}

/* Between living states, and not simply to the next one. */
static bool way_is_above(const struct life_cycle *cycle, const struct life_way *way)
{
    return !cycle->states[way->to].is_final && way->to != living_from(cycle, way->from + 1);
}

static uint32_t way_length(const struct life_way *way)
{
    return way->from < way->to ? way->to - way->from : way->from - way->to;
}

static bool ways_meet(const struct life_way *one, const struct life_way *two)
{
    const uint32_t one_low = one->from < one->to ? one->from : one->to;
    const uint32_t one_high = one->from < one->to ? one->to : one->from;
    const uint32_t two_low = two->from < two->to ? two->from : two->to;
    const uint32_t two_high = two->from < two->to ? two->to : two->from;
    return one_low <= two_high && two_low <= one_high;
}

/* The lowest track that no way beside it takes. */
static uint32_t free_track(const struct life_cycle *cycle, const struct life_way *way)
{
    uint32_t track = 1;

    for (uint32_t i = 0; i < cycle->way_count; i++) {
        const struct life_way *other = &cycle->ways[i];
        if (other->track != track || !ways_meet(way, other)) continue;
        track++;
        i = UINT32_MAX; /* from the start again */
    }
    return track;
}

/* Short ways go under long ones. */
static void set_tracks(struct life_cycle *cycle)
{
    for (uint32_t length = 0; length < LIFE_STATES_MAX; length++) {
        for (uint32_t i = 0; i < cycle->way_count; i++) {
            struct life_way *way = &cycle->ways[i];
            if (way_length(way) != length || !way_is_above(cycle, way)) continue;
            way->track = free_track(cycle, way);
            if (way->track > cycle->track_count) cycle->track_count = way->track;
        }
    }
}

/* The order of ends on a state's upper edge, from the left. Ways to the left come first, low ones
 * outermost, then loops, then ways to the right, low ones outermost again: so they do not cross. */
static uint32_t end_key(const struct life_way *way, uint32_t at, bool is_from)
{
    const uint32_t beyond = is_from ? way->to : way->from;
    if (beyond == at) return LIFE_WAYS_MAX + (is_from ? 0 : 1);
    return beyond < at ? way->track : 3 * LIFE_WAYS_MAX - way->track;
}

/* A loop is as wide as its words. */
static int32_t loop_width(const struct life_way *way)
{
    const int32_t width = svg_text_width(SVG_NOTE, way->words) + 26;
    return width > PORT ? width : PORT;
}

/* How far right of the first end on a state's upper edge the end of this key is. */
static int32_t port_offset(const struct life_cycle *cycle, uint32_t at, uint32_t key)
{
    int32_t offset = 0;

    for (uint32_t i = 0; i < cycle->way_count; i++) {
        const struct life_way *way = &cycle->ways[i];
        if (way->track == 0) continue;
        bool is_after_from = way->from == at && end_key(way, at, true) < key;
        bool is_after_to = way->to == at && end_key(way, at, false) < key;
        if (is_after_from) offset += way->to == at ? loop_width(way) : PORT;
        if (is_after_to) offset += PORT;
    }
    return offset;
}

/* Room that the ends on a state's upper edge take. */
static int32_t ports_width(const struct life_cycle *cycle, uint32_t at)
{
    const int32_t beyond_last = port_offset(cycle, at, UINT32_MAX);
    return beyond_last > 0 ? beyond_last - PORT : 0;
}

/* ---- Places -------------------------------------------------------------------------------- */

static int32_t state_width(const struct life_cycle *cycle, uint32_t index)
{
    const struct life_state *state = &cycle->states[index];
    const int32_t name = svg_text_width(SVG_NAME, state->name);
    const int32_t note = svg_text_width(SVG_NOTE, state->note);
    int32_t width = name > note ? name : note;
    const int32_t ports = ports_width(cycle, index) + PADDING;
    if (ports > width) width = ports;
    return width + 2 * PADDING;
}

/* The one final state that goes on straight: the first one, if only the last living one leads there. */
static void find_straight(struct life_cycle *cycle)
{
    uint32_t first = 0;
    uint32_t count = 0;

    while (cycle->states[first].name == NULL || !cycle->states[first].is_final) {
        first++;
        assert(first < cycle->state_count);
    }
    for (uint32_t i = 0; i < cycle->way_count; i++) {
        const struct life_way *way = &cycle->ways[i];
        if (way->to != first) continue;
        count += way->from == cycle->last ? 1 : 2;
    }
    cycle->states[first].is_straight = count == 1;
}

static void set_living_places(struct life_cycle *cycle, int32_t top)
{
    cycle->width = 0;
    for (uint32_t i = 0; i < cycle->state_count; i++) {
        struct life_state *state = &cycle->states[i];
        if (state->name == NULL || state->is_final) continue;
        cycle->last = i;
        state->box = (struct svg_box){ cycle->width, top, state_width(cycle, i), BOX_HEIGHT };
        cycle->width += state->box.width + GAP;
    }
}

/* Final states in a column, all of one width. */
static void set_final_places(struct life_cycle *cycle, int32_t top)
{
    int32_t y = top + BOX_HEIGHT + ROW;
    int32_t width = 0;

    for (uint32_t i = 0; i < cycle->state_count; i++) {
        if (cycle->states[i].name == NULL || !cycle->states[i].is_final) continue;
        if (state_width(cycle, i) > width) width = state_width(cycle, i);
    }
    for (uint32_t i = 0; i < cycle->state_count; i++) {
        struct life_state *state = &cycle->states[i];
        if (state->name == NULL || !state->is_final) continue;
        state->box =
            (struct svg_box){ cycle->width, state->is_straight ? top : y, width, BOX_HEIGHT };
        if (!state->is_straight) y += BOX_HEIGHT + 14;
    }
    cycle->width += width;
    cycle->bottom = y - 14;
}

static int32_t port_x(const struct life_cycle *cycle, const struct life_way *way, bool is_from)
{
    const uint32_t at = is_from ? way->from : way->to;
    const struct svg_box *box = &cycle->states[at].box;
    return box->x + (box->width - ports_width(cycle, at)) / 2 +
           port_offset(cycle, at, end_key(way, at, is_from));
}

static void set_ports(struct life_cycle *cycle)
{
    for (uint32_t i = 0; i < cycle->way_count; i++) {
        if (cycle->ways[i].track == 0) continue;
        cycle->ways[i].from_x = port_x(cycle, &cycle->ways[i], true);
        cycle->ways[i].to_x = port_x(cycle, &cycle->ways[i], false);
    }
}

/* ---- Drawing ------------------------------------------------------------------------------- */

/* A word on a line, with a ground of its own. */
static void draw_word(struct svg *svg, struct svg_point middle, const char *word, const char *tone)
{
    const int32_t width = svg_text_width(SVG_NOTE, word) + 6;

    svg_rect(svg, "page", (struct svg_box){ middle.x - width / 2, middle.y - 8, width, 16 }, 3);
    svg_text(svg, (struct svg_style){ SVG_NOTE, SVG_MIDDLE, tone },
             (struct svg_point){ middle.x, middle.y + 4 }, word);
}

static void draw_state(struct svg *svg, const struct life_state *state)
{
    const struct svg_box box = state->box;
    const int32_t middle = box.x + box.width / 2;

    svg_rect(svg, state->is_final ? "a-plain l-mute" : "a-sky l-link", box,
             state->is_final ? 6 : BOX_HEIGHT / 2);
    svg_text(svg, (struct svg_style){ SVG_NAME, SVG_MIDDLE, "ink" },
             (struct svg_point){ middle, box.y + 26 }, state->name);
    svg_text(svg, (struct svg_style){ SVG_NOTE, SVG_MIDDLE, "mute" },
             (struct svg_point){ middle, box.y + 44 }, state->note);
}

/* Up, along its track and down again. */
static void draw_above(struct svg *svg, const struct life_cycle *cycle, const struct life_way *way)
{
    const int32_t top = cycle->states[way->from].box.y;
    const int32_t y = top - (int32_t)way->track * TRACK;
    const int32_t turn = way->from_x <= way->to_x ? CORNER : -CORNER;

    svg_path_begin(svg, "line l-link", SVG_HEAD_LINK);
    svg_path_move(svg, (struct svg_point){ way->from_x, top });
    svg_path_line(svg, (struct svg_point){ way->from_x, y + CORNER });
    svg_path_bend(svg, (struct svg_point){ way->from_x, y },
                  (struct svg_point){ way->from_x + turn, y });
    svg_path_line(svg, (struct svg_point){ way->to_x - turn, y });
    svg_path_bend(svg, (struct svg_point){ way->to_x, y },
                  (struct svg_point){ way->to_x, y + CORNER });
    svg_path_line(svg, (struct svg_point){ way->to_x, top });
    svg_path_end(svg, NULL);
}

/* Some way on its way up or down passes this track between two places. */
static bool is_crossed(const struct life_cycle *cycle, const struct life_way *way, int32_t from,
                       int32_t to)
{
    for (uint32_t i = 0; i < cycle->way_count; i++) {
        const struct life_way *other = &cycle->ways[i];
        if (other->track <= way->track) continue;
        if (other->from_x >= from && other->from_x <= to) return true;
        if (other->to_x >= from && other->to_x <= to) return true;
    }
    return false;
}

/* Where the words of a way above hide no line: near its middle. */
static int32_t word_x(const struct life_cycle *cycle, const struct life_way *way)
{
    const int32_t middle = (way->from_x + way->to_x) / 2;
    const int32_t room = svg_text_width(SVG_NOTE, way->words) / 2 + 8;

    for (int32_t offset = 0; offset < 400; offset += 5) {
        if (!is_crossed(cycle, way, middle - offset - room, middle - offset + room)) {
            return middle - offset;
        }
        if (!is_crossed(cycle, way, middle + offset - room, middle + offset + room)) {
            return middle + offset;
        }
    }
    return middle;
}

static void draw_straight(struct svg *svg, const struct life_cycle *cycle,
                          const struct life_way *way)
{
    const struct svg_box *from = &cycle->states[way->from].box;
    const struct svg_box *to = &cycle->states[way->to].box;
    const int32_t y = from->y + BOX_HEIGHT / 2;

    svg_path_begin(svg, "line l-link", SVG_HEAD_LINK);
    svg_path_move(svg, (struct svg_point){ from->x + from->width, y });
    svg_path_line(svg, (struct svg_point){ to->x, y });
    svg_path_end(svg, NULL);
}

/* Out of a living state: down to the row of the final one, and along it. */
static void draw_exit(struct svg *svg, const struct life_cycle *cycle, const struct life_way *way)
{
    const struct svg_box *from = &cycle->states[way->from].box;
    const struct svg_box *to = &cycle->states[way->to].box;
    const int32_t x = from->x + from->width / 2;
    const int32_t y = to->y + BOX_HEIGHT / 2;

    svg_path_begin(svg, "line l-mute", SVG_HEAD_MUTE);
    svg_path_move(svg, (struct svg_point){ x, from->y + BOX_HEIGHT });
    svg_path_line(svg, (struct svg_point){ x, y });
    svg_path_line(svg, (struct svg_point){ to->x, y });
    svg_path_end(svg, NULL);
}

static void draw_way(struct svg *svg, const struct life_cycle *cycle, const struct life_way *way)
{
    const struct life_state *to = &cycle->states[way->to];

    if (way->track > 0) {
        draw_above(svg, cycle, way);
    } else if (to->is_final && !to->is_straight) {
        draw_exit(svg, cycle, way);
    } else {
        draw_straight(svg, cycle, way);
    }
}

static void draw_way_words(struct svg *svg, const struct life_cycle *cycle,
                           const struct life_way *way)
{
    const struct life_state *to = &cycle->states[way->to];
    const struct svg_box *from = &cycle->states[way->from].box;
    const int32_t half = svg_text_width(SVG_NOTE, way->words) / 2;

    if (way->track > 0) {
        const int32_t y = from->y - (int32_t)way->track * TRACK;
        draw_word(svg, (struct svg_point){ word_x(cycle, way), y }, way->words, "link");
    } else if (to->is_final && !to->is_straight) {
        const struct svg_point dot = { from->x + from->width / 2, to->box.y + BOX_HEIGHT / 2 };
        svg_circle(svg, "a-mute", dot, 4);
        draw_word(svg, (struct svg_point){ dot.x + half + 14, dot.y }, way->words, "ink");
    } else {
        const int32_t x = (from->x + from->width + to->box.x - 6) / 2;
        draw_word(svg, (struct svg_point){ x, from->y + BOX_HEIGHT / 2 }, way->words, "link");
    }
}

/* Where it begins: an arrow out of a dot. */
static void draw_beginning(struct svg *svg, const struct life_cycle *cycle)
{
    const struct svg_box *box = &cycle->states[living_from(cycle, 0)].box;
    const int32_t y = box->y + BOX_HEIGHT / 2;

    svg_circle(svg, "a-link", (struct svg_point){ box->x - BEGINNING, y }, 5);
    svg_path_begin(svg, "line l-link", SVG_HEAD_LINK);
    svg_path_move(svg, (struct svg_point){ box->x - BEGINNING, y });
    svg_path_line(svg, (struct svg_point){ box->x, y });
    svg_path_end(svg, NULL);
}

static void draw_cycle(struct svg *svg, const struct life_cycle *cycle, int32_t top)
{
    svg_text(svg, (struct svg_style){ SVG_TITLE, SVG_START, "ink" },
             (struct svg_point){ -BEGINNING, top + 18 }, cycle->title);
    draw_beginning(svg, cycle);
    for (uint32_t i = 0; i < cycle->way_count; i++) {
        draw_way(svg, cycle, &cycle->ways[i]);
    }
    for (uint32_t i = 0; i < cycle->way_count; i++) {
        draw_way_words(svg, cycle, &cycle->ways[i]);
    }
    for (uint32_t i = 0; i < cycle->state_count; i++) {
        if (cycle->states[i].name != NULL) draw_state(svg, &cycle->states[i]);
    }
}

/* Returns: how far down it reaches. */
static int32_t cycle_place(struct life_cycle *cycle, int32_t top)
{
    set_tracks(cycle);
    const int32_t line = top + HEAD + (int32_t)cycle->track_count * TRACK;
    set_living_places(cycle, line);
    find_straight(cycle);
    set_final_places(cycle, line);
    set_ports(cycle);
    return cycle->bottom;
}

void draw_life_cycle(FILE *file)
{
    struct svg svg;
    struct life_cycle stage = { 0 };
    struct life_cycle job = { 0 };

    life_cycle_of_stage(&stage);
    life_cycle_of_job(&job);
    const int32_t middle = cycle_place(&stage, 0) + 2 * MARGIN;
    const int32_t bottom = cycle_place(&job, middle);
    const int32_t width = stage.width > job.width ? stage.width : job.width;
    const struct svg_box size = { -BEGINNING - MARGIN, -MARGIN, width + BEGINNING + 2 * MARGIN,
                                  bottom + 2 * MARGIN };
    svg_begin(&svg, file, size, "The life of a stage and of its job");
    draw_cycle(&svg, &stage, 0);
    draw_cycle(&svg, &job, middle);
    svg_end(&svg);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The graph of a procedure. Columns are the order of dependence: a stage stands right of everything
 * that it waits for, and right of a whole gate if it waits for one of its members, since such an edge
 * is met when the gate issues (procedures/README.md "Edges and gates"). */
#include "client/draw.h"
#include "client/layout.h"
#include "client/svg.h"

#include <inttypes.h>
#include <stdlib.h>

#define WIDTH_MIN 150
#define WIDTH_MAX 250
#define PADDING 14
#define MARGIN 28
#define HEAD 78 /* above the graph, whose corner is the origin */

enum edge_kind { EDGE_START, EDGE_DECIDE };

struct graph {
    const struct procedure *procedure;
    uint32_t gate_of[STAGES_MAX]; /* LAYOUT_NO_GROUP: none */
    struct svg_lines titles[LAYOUT_NODES_MAX];
    struct layout layout; /* nodes are stages, then milestones */
    bool has_kind[2];     /* edges of it are there */
    bool waits_for_gate;  /* an edge leaves a gate */
};

static const struct svg_style name_style = { SVG_NAME, SVG_START, "ink" };
static const struct svg_style note_style = { SVG_NOTE, SVG_START, "mute" };
static const struct svg_style body_style = { SVG_BODY, SVG_START, "ink" };

/* ---- Columns ------------------------------------------------------------------------------- */

/* A stage is in one gate at most. */
static void find_gates(struct graph *graph)
{
    const struct procedure *procedure = graph->procedure;

    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        graph->gate_of[i] = LAYOUT_NO_GROUP;
        for (uint32_t gate = 0; gate < procedure->gate_count; gate++) {
            if (set_has(procedure->gates[gate].members, i)) graph->gate_of[i] = gate;
        }
    }
}

/* The last column that has to be before the stage that waits for an upstream. */
static uint32_t column_needed(const struct graph *graph, uint32_t stage, uint32_t upstream)
{
    const uint32_t gate = graph->gate_of[upstream];
    uint32_t column = graph->layout.nodes[upstream].column;

    if (gate == LAYOUT_NO_GROUP || gate == graph->gate_of[stage]) return column;
    for (uint32_t i = 0; i < graph->procedure->stage_count; i++) {
        if (graph->gate_of[i] != gate) continue;
        if (graph->layout.nodes[i].column > column) column = graph->layout.nodes[i].column;
    }
    return column;
}

static uint32_t stage_column(const struct graph *graph, uint32_t stage)
{
    const struct procedure_stage *definition = &graph->procedure->stages[stage];
    const set32 upstreams = definition->start_after.stages | definition->decide_after.stages;
    uint32_t column = graph->procedure->milestone_count > 0 ? 1 : 0;

    for (uint32_t i = 0; i < graph->procedure->stage_count; i++) {
        if (!set_has(upstreams, i)) continue;
        const uint32_t needed = column_needed(graph, stage, i) + 1;
        if (needed > column) column = needed;
    }
    return column;
}

/* Each round is right for one stage more of every chain; a sound procedure has no circles. */
static void place_stages(struct graph *graph)
{
    const uint32_t count = graph->procedure->stage_count;

    for (uint32_t round = 0; round <= count; round++) {
        for (uint32_t i = 0; i < count; i++) {
            graph->layout.nodes[i].column = stage_column(graph, i);
        }
    }
}

/* The first column of a stage's gate, or its own. */
static uint32_t first_column(const struct graph *graph, uint32_t stage)
{
    uint32_t column = graph->layout.nodes[stage].column;

    for (uint32_t i = 0; i < graph->procedure->stage_count; i++) {
        bool is_mate =
            graph->gate_of[stage] != LAYOUT_NO_GROUP && graph->gate_of[i] == graph->gate_of[stage];
        if (is_mate && graph->layout.nodes[i].column < column) {
            column = graph->layout.nodes[i].column;
        }
    }
    return column;
}

/* A milestone comes from outside: it stands left of the first that waits for it, and of its gate. */
static uint32_t milestone_column(const struct graph *graph, uint32_t milestone)
{
    uint32_t column = UINT32_MAX;

    for (uint32_t i = 0; i < graph->procedure->stage_count; i++) {
        const struct procedure_stage *stage = &graph->procedure->stages[i];
        const set32 waits = stage->start_after.milestones | stage->decide_after.milestones;
        if (set_has(waits, milestone) && first_column(graph, i) < column) {
            column = first_column(graph, i);
        }
    }
    assert(column > 0);
    return column == UINT32_MAX ? 0 : column - 1;
}

/* ---- Nodes and edges ----------------------------------------------------------------------- */

static void widen(int32_t *width, enum svg_font font, const char *text)
{
    int32_t wanted = svg_text_width(font, text) + 2 * PADDING;
    if (wanted > WIDTH_MAX) wanted = WIDTH_MAX;
    if (wanted > *width) *width = wanted;
}

/* Titles may take two lines or more, so half of their width will do, but for what stands before a
 * translation in brackets. */
static void widen_for_title(int32_t *width, const char *title)
{
    char before[TITLE_BYTES_MAX + 1];
    const char *bracket = strstr(title, " (");
    int32_t wanted = svg_text_width(SVG_BODY, title) * 11 / 20 + 2 * PADDING;

    if (wanted > WIDTH_MAX) wanted = WIDTH_MAX;
    if (wanted > *width) *width = wanted;
    if (bracket == NULL) return;
    snprintf(before, sizeof before, "%.*s", (int)(bracket - title), title);
    widen(width, SVG_BODY, before);
}

/* A column is as wide as its widest node needs, so that boxes line up. */
static void set_widths(struct graph *graph)
{
    const struct procedure *procedure = graph->procedure;
    struct layout *layout = &graph->layout;

    for (uint32_t i = 0; i < layout->node_count; i++) {
        int32_t *width = &layout->column_width[layout->nodes[i].column];
        if (*width < WIDTH_MIN) *width = WIDTH_MIN;
        if (i >= procedure->stage_count) {
            const struct procedure_milestone *milestone =
                &procedure->milestones[i - procedure->stage_count];
            widen(width, SVG_NAME, milestone->name.text);
            widen_for_title(width, milestone->title);
            continue;
        }
        const struct procedure_stage *stage = &procedure->stages[i];
        widen(width, SVG_NAME, stage->name.text);
        widen(width, SVG_NOTE, stage->department.text);
        widen(width, SVG_BODY, stage->permit);
        widen_for_title(width, stage->title);
    }
}

static int32_t lines_height(const struct svg_lines *lines)
{
    return (int32_t)lines->count * svg_line_height(SVG_BODY);
}

/* Titles are broken into lines once the width of their column is known; that makes the height. */
static void set_heights(struct graph *graph)
{
    const struct procedure *procedure = graph->procedure;
    struct layout *layout = &graph->layout;

    for (uint32_t i = 0; i < layout->node_count; i++) {
        struct layout_node *node = &layout->nodes[i];
        const bool is_stage = i < procedure->stage_count;
        const char *title = is_stage ? procedure->stages[i].title
                                     : procedure->milestones[i - procedure->stage_count].title;
        svg_wrap(&graph->titles[i], SVG_BODY, title,
                 layout->column_width[node->column] - 2 * PADDING);
        node->height = 18 + svg_line_height(SVG_NAME) + lines_height(&graph->titles[i]);
        if (is_stage) node->height += svg_line_height(SVG_NOTE) + 12 + svg_line_height(SVG_BODY);
    }
}

static void add_edges(struct graph *graph, uint32_t stage, enum edge_kind kind)
{
    const struct procedure *procedure = graph->procedure;
    struct layout *layout = &graph->layout;
    const struct edges *edges = kind == EDGE_START ? &procedure->stages[stage].start_after
                                                   : &procedure->stages[stage].decide_after;

    for (uint32_t i = 0; i < layout->node_count; i++) {
        const bool is_stage = i < procedure->stage_count;
        bool is_there = is_stage ? set_has(edges->stages, i)
                                 : set_has(edges->milestones, i - procedure->stage_count);
        if (!is_there) continue;
        assert(layout->edge_count < LAYOUT_EDGES_MAX);
        layout->edges[layout->edge_count++] =
            (struct layout_edge){ .from = i, .to = stage, .kind = kind };
        graph->has_kind[kind] = true;
        bool leaves_gate = is_stage && graph->gate_of[i] != LAYOUT_NO_GROUP &&
                           graph->gate_of[i] != graph->gate_of[stage];
        if (leaves_gate) graph->waits_for_gate = true;
    }
}

/* A frame's head is its name and what a refusal does. */
static void gate_texts(const struct procedure_gate *gate, char name[SVG_LINE_BYTES_MAX + 1],
                       const char **policy)
{
    snprintf(name, SVG_LINE_BYTES_MAX + 1, "gate %s", gate->name.text);
    *policy = gate->policy == GATE_ISSUE_REST ? "issues the granted, when all have ended"
                                              : "issues all together, or nothing";
}

static void graph_build(struct graph *graph)
{
    const struct procedure *procedure = graph->procedure;
    struct layout *layout = &graph->layout;

    find_gates(graph);
    layout->node_count = procedure->stage_count + procedure->milestone_count;
    layout->group_count = procedure->gate_count;
    place_stages(graph);
    for (uint32_t i = 0; i < layout->node_count; i++) {
        const bool is_stage = i < procedure->stage_count;
        struct layout_node *node = &layout->nodes[i];
        node->group = is_stage ? graph->gate_of[i] : LAYOUT_NO_GROUP;
        if (!is_stage) node->column = milestone_column(graph, i - procedure->stage_count);
        if (node->column >= layout->column_count) layout->column_count = node->column + 1;
    }
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        layout->groups[i].header = svg_line_height(SVG_NAME) + svg_line_height(SVG_NOTE);
    }
    set_widths(graph);
    set_heights(graph);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        add_edges(graph, i, EDGE_START);
        add_edges(graph, i, EDGE_DECIDE);
    }
}

/* ---- Drawing ------------------------------------------------------------------------------- */

/* Texts longer than their box are cut; the title of the group has them in full. */
static void draw_fitted(struct svg *svg, struct svg_style style, struct svg_point at,
                        const char *text, int32_t width)
{
    char fitted[SVG_LINE_BYTES_MAX + 1];

    svg_fit(fitted, style.font, text, width);
    svg_text(svg, style, at, fitted);
}

static void draw_gate(struct svg *svg, const struct procedure_gate *gate, struct svg_box box)
{
    char name[SVG_LINE_BYTES_MAX + 1];
    const char *policy;
    const struct svg_style style = { SVG_NAME, SVG_START, "link" };
    const int32_t width = box.width - 2 * LAYOUT_FRAME;

    if (box.height == 0) return;
    gate_texts(gate, name, &policy);
    svg_group_begin(svg, name);
    svg_rect(svg, "a-sky veil l-link thin", box, 14);
    draw_fitted(svg, style, (struct svg_point){ box.x + LAYOUT_FRAME, box.y + 26 }, name, width);
    draw_fitted(svg, note_style, (struct svg_point){ box.x + LAYOUT_FRAME, box.y + 43 }, policy,
                width);
    svg_group_end(svg);
}

static void draw_title_lines(struct svg *svg, const struct svg_lines *lines, struct svg_point at)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        svg_text(svg, body_style, at, lines->text[i]);
        at.y += svg_line_height(SVG_BODY);
    }
}

static void draw_stage(struct svg *svg, const struct graph *graph, uint32_t index)
{
    const struct procedure_stage *stage = &graph->procedure->stages[index];
    const struct svg_box box = graph->layout.nodes[index].box;
    const struct svg_style permit = { SVG_BODY, SVG_START, "good" };
    const int32_t width = box.width - 2 * PADDING;
    struct svg_point at = { box.x + PADDING, box.y + 23 };
    char title[1000];

    snprintf(title, sizeof title, "%s (%s): %s; %s%s%s%s%s", stage->name.text,
             stage->department.text, stage->title,
             stage->permit[0] != '\0' ? stage->permit : "opinion",
             stage->applies_if[0] != '\0' ? "; applies if " : "", stage->applies_if,
             stage->for_each[0] != '\0' ? "; for each of " : "", stage->for_each);
    svg_group_begin(svg, title);
    svg_rect(svg, "a-plain l-mute thin", box, 6);
    draw_fitted(svg, name_style, at, stage->name.text, width);
    at.y += svg_line_height(SVG_NOTE);
    draw_fitted(svg, note_style, at, stage->department.text, width);
    at.y += svg_line_height(SVG_NAME);
    draw_title_lines(svg, &graph->titles[index], at);
    at.y += lines_height(&graph->titles[index]) - 9;
    svg_line(svg, "l-faint thin", (struct svg_point){ box.x, at.y },
             (struct svg_point){ box.x + box.width, at.y });
    at.y += 20;
    if (stage->permit[0] != '\0') {
        draw_fitted(svg, permit, at, stage->permit, width);
    } else {
        draw_fitted(svg, note_style, at, "opinion, no permit", width);
    }
    svg_group_end(svg);
}

static void draw_milestone(struct svg *svg, const struct graph *graph, uint32_t index)
{
    const uint32_t node = graph->procedure->stage_count + index;
    const struct procedure_milestone *milestone = &graph->procedure->milestones[index];
    const struct svg_box box = graph->layout.nodes[node].box;
    const struct svg_style style = { SVG_NAME, SVG_START, "warm" };
    struct svg_point at = { box.x + PADDING, box.y + 23 };
    char title[200];

    snprintf(title, sizeof title, "milestone %s: %s", milestone->name.text, milestone->title);
    svg_group_begin(svg, title);
    svg_rect(svg, "a-sand l-warm thin", box, 16);
    draw_fitted(svg, style, at, milestone->name.text, box.width - 2 * PADDING);
    at.y += svg_line_height(SVG_NAME);
    draw_title_lines(svg, &graph->titles[node], at);
    svg_group_end(svg);
}

static const char *node_name(const struct graph *graph, uint32_t node)
{
    const uint32_t count = graph->procedure->stage_count;
    return node < count ? graph->procedure->stages[node].name.text
                        : graph->procedure->milestones[node - count].name.text;
}

static void begin_edge(struct svg *svg, enum edge_kind kind)
{
    if (kind == EDGE_START) {
        svg_path_begin(svg, "line bold l-ink", SVG_HEAD_INK);
    } else {
        svg_path_begin(svg, "line dashed l-link", SVG_HEAD_LINK);
    }
}

static void draw_edge(struct svg *svg, const struct graph *graph, const struct layout_edge *edge)
{
    char title[100];

    snprintf(title, sizeof title, "%s %s %s", node_name(graph, edge->to),
             edge->kind == EDGE_START ? "start_after" : "decide_after",
             node_name(graph, edge->from));
    begin_edge(svg, (enum edge_kind)edge->kind);
    layout_draw_edge(&graph->layout, edge, svg);
    svg_path_end(svg, title);
}

/* ---- Legend -------------------------------------------------------------------------------- */

struct legend_row {
    bool is_there;
    int kind; /* enum edge_kind; -1: no line */
    const char *word;
    const char *text;
};

/* Draw the legend, or with svg NULL only measure it. */
static struct svg_point draw_legend(struct svg *svg, const struct graph *graph, struct svg_point at)
{
    const struct legend_row rows[] = {
        { graph->has_kind[EDGE_START], EDGE_START, "start_after",
          "the review may not begin before" },
        { graph->has_kind[EDGE_DECIDE], EDGE_DECIDE, "decide_after",
          "the review runs at once; a grant takes effect after" },
        { graph->waits_for_gate, -1, "out of a frame", "met when the gate issues" },
        { true, -1, "after a refusal",
          graph->procedure->on_refusal == ON_REFUSAL_CANCEL
              ? "reviews that became pointless are cancelled"
              : "the other reviews go on, so that all is said in one round" },
    };
    int32_t right = at.x;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!rows[i].is_there) continue;
        const struct svg_point word = { at.x + 60, at.y + 13 };
        const struct svg_point text = { at.x + 170, at.y + 13 };
        const int32_t end = text.x + svg_text_width(SVG_NOTE, rows[i].text);
        if (end > right) right = end;
        if (svg != NULL && rows[i].kind >= 0) {
            begin_edge(svg, (enum edge_kind)rows[i].kind);
            svg_path_move(svg, (struct svg_point){ at.x, at.y + 9 });
            svg_path_line(svg, (struct svg_point){ at.x + 46, at.y + 9 });
            svg_path_end(svg, NULL);
        }
        if (svg != NULL) {
            svg_text(svg, (struct svg_style){ SVG_NOTE, SVG_START, "ink" }, word, rows[i].word);
            svg_text(svg, note_style, text, rows[i].text);
        }
        at.y += 20;
    }
    return (struct svg_point){ right, at.y };
}

/* ---- The whole ----------------------------------------------------------------------------- */

static void draw_head(struct svg *svg, const struct procedure *procedure)
{
    char name[80];

    snprintf(name, sizeof name, "%s, version %" PRIu32, procedure->name.text, procedure->version);
    svg_text(svg, (struct svg_style){ SVG_TITLE, SVG_START, "ink" },
             (struct svg_point){ 0, 46 - HEAD }, procedure->title);
    svg_text(svg, note_style, (struct svg_point){ 0, 66 - HEAD }, name);
}

/* Frames lie under lines, lines under boxes. */
static void draw_all(struct svg *svg, const struct graph *graph)
{
    const struct layout *layout = &graph->layout;
    const struct procedure *procedure = graph->procedure;

    draw_head(svg, procedure);
    for (uint32_t i = 0; i < layout->group_count; i++) {
        draw_gate(svg, &procedure->gates[i], layout->groups[i].box);
    }
    for (uint32_t i = 0; i < layout->edge_count; i++) {
        draw_edge(svg, graph, &layout->edges[i]);
    }
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        draw_stage(svg, graph, i);
    }
    for (uint32_t i = 0; i < procedure->milestone_count; i++) {
        draw_milestone(svg, graph, i);
    }
    draw_legend(svg, graph, (struct svg_point){ 0, layout->height + MARGIN });
}

enum err draw_procedure(FILE *file, const struct procedure *procedure)
{
    struct svg svg;
    struct graph *graph = calloc(1, sizeof *graph);

    assert(procedure->stage_count > 0);
    if (graph == NULL) return ERR_NO_MEMORY;
    graph->procedure = procedure;
    graph_build(graph);
    enum err err = layout_place(&graph->layout);
    if (err == OK) {
        const struct svg_point legend = { 0, graph->layout.height + MARGIN };
        const struct svg_point end = draw_legend(NULL, graph, legend);
        int32_t width = svg_text_width(SVG_TITLE, procedure->title);
        if (graph->layout.width > width) width = graph->layout.width;
        if (end.x > width) width = end.x;
        const struct svg_box size = { -MARGIN, -HEAD, width + 2 * MARGIN, HEAD + end.y + MARGIN };
        svg_begin(&svg, file, size, procedure->title);
        draw_all(&svg, graph);
        svg_end(&svg);
    }
    layout_fini(&graph->layout);
    free(graph);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What only the whole of a procedure shows.
 *
 * The core's procedure_check decides what may be published; its problems are given their places
 * here. Beyond that, lint follows the best case, in which every milestone is reached and every
 * reviewer grants: a stage that is not granted even then never will be, and a gate with such a
 * member never opens. */
#include "broker/core/procedure_check.h"
#include "client/procedure_yaml.h"

#define PROBLEMS_MAX 64

struct graph {
    const struct procedure *procedure;
    const struct procedure_marks *marks;
    struct lint_report *report;
    uint32_t gates[STAGES_MAX]; /* of each stage; gate_count: it is in none */
    set32 granted;              /* in the best case */
    bool is_whole;              /* nothing had to be left out because of an error */
};

/* --- the core's rules --- */

static const char *problem_rule(enum problem_kind kind)
{
    switch (kind) {
        case PROBLEM_NONE: break;
        case PROBLEM_NO_STAGE: return "no-stage";
        case PROBLEM_BAD_NAME: return "bad-name";
        case PROBLEM_NAME_TWICE: return "duplicate";
        case PROBLEM_OUT_OF_RANGE: return "out-of-range";
        case PROBLEM_CYCLE: return "cycle";
        case PROBLEM_CYCLE_THROUGH_GATE: return "cycle-through-gate";
        case PROBLEM_TWO_GATES: return "two-gates";
        case PROBLEM_GATE_EMPTY: return "gate-empty";
        case PROBLEM_NUMBER: return "bad-number";
        case PROBLEM_CONDITION:
        case PROBLEM_ELEMENTS: return "bad-condition";
    }
    assert(false);
    return "";
}

/* The edge into a stage from another one if there is one, else the stage's name. */
static struct lint_place stage_place(const struct procedure_marks *marks, uint32_t index,
                                     uint32_t other)
{
    const struct stage_marks *stage = &marks->stages[index];

    assert(index < STAGES_MAX);
    if (other < STAGES_MAX && stage->decide_after[other].line != 0) {
        return stage->decide_after[other];
    }
    if (other < STAGES_MAX && stage->start_after[other].line != 0) return stage->start_after[other];
    return stage->name;
}

static struct lint_place problem_find(const struct procedure_marks *marks,
                                      const struct problem *problem)
{
    switch (problem->place) {
        case PLACE_PROCEDURE: break;
        case PLACE_STAGE:
            if (problem->kind == PROBLEM_NUMBER) return marks->stages[problem->index].number;
            return stage_place(marks, problem->index, problem->other);
        case PLACE_MILESTONE: return marks->milestones[problem->index];
        case PLACE_GATE: return marks->gates[problem->index];
        case PLACE_MATERIAL: return marks->materials[problem->index];
    }
    return (struct lint_place){ 1, 1 };
}

/* Where the file has errors already, the core sees what is missing because of them; only what it
 * says of the edges that could be read is news then. */
static void report_problems(struct graph *graph)
{
    struct problem problems[PROBLEMS_MAX];
    uint32_t count = procedure_check(graph->procedure, problems, PROBLEMS_MAX);

    for (uint32_t i = 0; i < count; i++) {
        enum problem_kind kind = problems[i].kind;
        bool is_news = kind == PROBLEM_CYCLE || kind == PROBLEM_CYCLE_THROUGH_GATE ||
                       kind == PROBLEM_TWO_GATES;
        if (!graph->is_whole && !is_news) continue;
        lint_error(graph->report, problem_find(graph->marks, &problems[i]), problem_rule(kind),
                   "%s", problems[i].text);
    }
}

/* --- the best case --- */

static set32 gate_members(const struct graph *graph, uint32_t gate)
{
    assert(gate < graph->procedure->gate_count);
    return graph->procedure->gates[gate].members;
}

/* The stages that have to be granted before this one's edge from an upstream is met. */
static set32 edge_needs(const struct graph *graph, uint32_t stage, uint32_t upstream)
{
    uint32_t gate = graph->gates[upstream];
    bool leaves_gate = gate < graph->procedure->gate_count && gate != graph->gates[stage];
    return set_of(upstream) | (leaves_gate ? gate_members(graph, gate) : 0);
}

static set32 stage_upstreams(const struct graph *graph, uint32_t stage)
{
    const struct procedure_stage *definition = &graph->procedure->stages[stage];
    return definition->start_after.stages | definition->decide_after.stages;
}

static set32 stage_needs(const struct graph *graph, uint32_t stage)
{
    set32 upstreams = stage_upstreams(graph, stage);
    set32 needs = 0;

    for (uint32_t i = 0; i < graph->procedure->stage_count; i++) {
        if (set_has(upstreams, i)) needs |= edge_needs(graph, stage, i);
    }
    return needs;
}

static void play_best_case(struct graph *graph)
{
    uint32_t count = graph->procedure->stage_count;

    for (uint32_t round = 0; round < count; round++) {
        for (uint32_t i = 0; i < count; i++) {
            if ((stage_needs(graph, i) & ~graph->granted) == 0) graph->granted |= set_of(i);
        }
    }
}

/* Everything that a stage waits for, directly and through others. */
static set32 stage_reach(const struct graph *graph, uint32_t stage)
{
    uint32_t count = graph->procedure->stage_count;
    set32 reach = stage_needs(graph, stage);

    for (uint32_t round = 0; round < count; round++) {
        for (uint32_t i = 0; i < count; i++) {
            if (set_has(reach, i)) reach |= stage_needs(graph, i);
        }
    }
    return reach;
}

/* Stages on a cycle are the core's to report; this is about those behind one. */
static void report_unreachable(struct graph *graph, uint32_t stage)
{
    const struct procedure_stage *definition = &graph->procedure->stages[stage];
    set32 upstreams = stage_upstreams(graph, stage);
    uint32_t upstream = 0;

    if (set_has(stage_reach(graph, stage), stage)) return;
    while (!set_has(upstreams, upstream) ||
           (edge_needs(graph, stage, upstream) & ~graph->granted) == 0) {
        upstream++;
        assert(upstream < graph->procedure->stage_count);
    }
    const char *what = set_has(definition->start_after.stages, upstream) ? "can never be reviewed"
                                                                         : "can never be granted";
    lint_error(graph->report, stage_place(graph->marks, stage, upstream), "unreachable-stage",
               "%s %s: it waits for %s, which waits for itself; see the cycle there",
               definition->name.text, what, graph->procedure->stages[upstream].name.text);
}

static void report_shut_gate(struct graph *graph, uint32_t gate)
{
    set32 stuck = gate_members(graph, gate) & ~graph->granted;
    uint32_t member = 0;

    if (stuck == 0) return;
    while (!set_has(stuck, member)) {
        member++;
    }
    lint_error(graph->report, graph->marks->gates[gate], "gate-never-opens",
               "gate %s can never open: its member %s can never be granted",
               graph->procedure->gates[gate].name.text, graph->procedure->stages[member].name.text);
}

static void report_stuck(struct graph *graph)
{
    play_best_case(graph);
    for (uint32_t i = 0; i < graph->procedure->stage_count; i++) {
        if (!set_has(graph->granted, i)) report_unreachable(graph, i);
    }
    for (uint32_t i = 0; i < graph->procedure->gate_count; i++) {
        report_shut_gate(graph, i);
    }
}

/* --- what is allowed but hardly meant --- */

static void warn_of_unused(struct graph *graph)
{
    const struct procedure *procedure = graph->procedure;
    set32 waited_for = 0;

    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        waited_for |= stage->start_after.milestones | stage->decide_after.milestones;
    }
    for (uint32_t i = 0; i < procedure->milestone_count; i++) {
        if (set_has(waited_for, i)) continue;
        lint_warning(graph->report, graph->marks->milestones[i], "unused-milestone",
                     "nothing waits for milestone %s; name it in a stage, or remove it",
                     procedure->milestones[i].name.text);
    }
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        if (procedure->materials[i].stages != 0) continue;
        lint_warning(graph->report, graph->marks->materials[i], "read-by-all",
                     "material %s names no stages, so all read it; name those that do",
                     procedure->materials[i].name.text);
    }
}

static void warn_of_redundant(struct graph *graph, uint32_t index, set32 twice,
                              const struct lint_place *places)
{
    for (uint32_t i = 0; twice != 0; twice >>= 1, i++) {
        if ((twice & 1) == 0) continue;
        lint_warning(graph->report, places[i], "redundant-edge",
                     "%s: start_after names this, too, and says more; remove it here",
                     graph->procedure->stages[index].name.text);
    }
}

static void warn_of_stage(struct graph *graph, uint32_t index)
{
    const struct procedure_stage *stage = &graph->procedure->stages[index];
    const struct stage_marks *marks = &graph->marks->stages[index];

    warn_of_redundant(graph, index, stage->start_after.stages & stage->decide_after.stages,
                      marks->decide_after);
    warn_of_redundant(graph, index, stage->start_after.milestones & stage->decide_after.milestones,
                      marks->decide_after + STAGES_MAX);
    bool is_comparable =
        stage->statutory.value != 0 && stage->promised.unit == stage->statutory.unit;
    if (is_comparable && stage->promised.value > stage->statutory.value) {
        lint_warning(graph->report, marks->promised, "promise-too-long",
                     "%s promises more time than the law allows; lower it", stage->name.text);
    }
}

/* Cards are raised on clocks. */
static void warn_of_supervision(struct graph *graph)
{
    const struct procedure *procedure = graph->procedure;
    bool has_clock = procedure->statutory.value != 0 || procedure->promised.value != 0;

    if (name_is_empty(&procedure->supervision.rules) || !graph->is_whole) return;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        has_clock |= procedure->stages[i].clock_from != CLOCK_NONE;
    }
    if (has_clock) return;
    lint_warning(graph->report, graph->marks->supervision, "no-clock",
                 "no limit counts here, so no card will be raised; set one, or remove supervision");
}

static void graph_init(struct graph *graph)
{
    const struct procedure *procedure = graph->procedure;

    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        graph->gates[i] = procedure->gate_count;
    }
    for (uint32_t gate = 0; gate < procedure->gate_count; gate++) {
        for (uint32_t i = 0; i < procedure->stage_count; i++) {
            if (set_has(procedure->gates[gate].members, i)) graph->gates[i] = gate;
        }
    }
}

void procedure_graph_lint(const struct procedure *procedure, const struct procedure_marks *marks,
                          struct lint_report *report)
{
    struct graph graph = { .procedure = procedure,
                           .marks = marks,
                           .report = report,
                           .is_whole = report->error_count == 0 };

    graph_init(&graph);
    report_problems(&graph);
    report_stuck(&graph);
    if (graph.is_whole) warn_of_unused(&graph); /* else a mistyped name may be the use */
    warn_of_supervision(&graph);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        warn_of_stage(&graph, i);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of procedures, checked place by place.
 *
 * The struct may come from anywhere: a count out of bounds ends the check at once, a set is masked
 * by what exists before it is walked, a name need not end.
 *
 * Circles are looked for with one set per stage, "waits for", closed transitively (Warshall on
 * bits): first along the edges as written, then with every edge that leaves a gate widened to all
 * members of that gate, since it is met by the gate's issue, which waits for all of them. A circle
 * is reported once, at its first stage, with a shortest way around it. */
#include "broker/core/procedure_check.h"

#include "broker/core/card_rules.h"
#include "broker/core/condition.h"
#include "broker/core/law_check.h"
#include "broker/core/permit_number.h"
#include "broker/core/procedure_terms.h"
#include "broker/core/procedure_law.h"
#include "broker/core/words.h"

struct check {
    const struct procedure *procedure;
    struct problem *problems;
    uint32_t problem_max;
    uint32_t problem_count;
    uint8_t gates[STAGES_MAX]; /* of each stage, or GATES_MAX */
    set32 direct[STAGES_MAX];  /* upstreams as written */
    set32 widened[STAGES_MAX]; /* ... with gates looked through */
    set32 reach[STAGES_MAX];   /* transitive closure of one of the two */
    set32 reach_wide[STAGES_MAX];
};

/* A new problem with an empty sentence, or NULL when there is no room. */
static struct problem *problem_add(struct check *check, enum problem_kind kind,
                                   enum problem_place place, uint32_t index, struct words *words)
{
    assert(kind != PROBLEM_NONE);
    assert(check->problem_count <= check->problem_max);
    if (check->problem_count == check->problem_max) return NULL;
    struct problem *problem = &check->problems[check->problem_count++];
    *problem = (struct problem){ .kind = kind, .place = place, .index = index, .other = index };
    words_init(words, problem->text, sizeof problem->text);
    return problem;
}

static const char *place_word(enum problem_place place)
{
    static const char *const texts[] = {
        [PLACE_PROCEDURE] = "procedure", [PLACE_STAGE] = "stage",
        [PLACE_MILESTONE] = "milestone", [PLACE_GATE] = "gate",
        [PLACE_MATERIAL] = "material",
    };
    assert(place <= PLACE_MATERIAL);
    assert(texts[place] != NULL);
    return texts[place];
}

/* ---- Names and texts ----------------------------------------------------------------------- */

/* As struct name promises, the zeros after its end included. */
bool procedure_name_is_good(const struct name *name)
{
    size_t size = 0;

    for (; size < sizeof name->text && name->text[size] != '\0'; size++) {
        char c = name->text[size];
        bool is_alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        bool is_mark = c == '.' || c == '_' || c == '-';
        if (!is_alphanumeric && (size == 0 || !is_mark)) return false;
    }
    if (size == 0 || size == sizeof name->text) return false;
    for (size_t i = size; i < sizeof name->text; i++) {
        if (name->text[i] != '\0') return false; /* memcmp must be able to compare */
    }
    return true;
}

/* It ends within its field. Whether it is UTF-8 is the codec's business. */
static bool title_is_well_formed(const char *title)
{
    for (size_t i = 0; i <= TITLE_BYTES_MAX; i++) {
        if (title[i] == '\0') return true;
    }
    return false;
}

static void check_name(struct check *check, enum problem_place place, uint32_t index,
                       const struct name *name)
{
    struct words words;

    if (procedure_name_is_good(name)) return;
    if (problem_add(check, PROBLEM_BAD_NAME, place, index, &words) == NULL) return;
    words_add(&words, place_word(place));
    words_add(&words, " ");
    words_add_number(&words, index + 1);
    words_add(&words, ": the name ");
    words_add_name(&words, name);
    words_add(&words,
              " is not 1 to 31 of a-z, 0-9, '.', '_', '-', beginning with a letter or digit");
}

/* The name of the n-th thing of a kind. */
static const struct name *name_at(const struct procedure *procedure, enum problem_place place,
                                  uint32_t index)
{
    switch (place) {
        case PLACE_STAGE: return &procedure->stages[index].name;
        case PLACE_MILESTONE: return &procedure->milestones[index].name;
        case PLACE_GATE: return &procedure->gates[index].name;
        case PLACE_MATERIAL: return &procedure->materials[index].name;
        case PLACE_PROCEDURE: break;
    }
    assert(place == PLACE_PROCEDURE);
    return &procedure->name;
}

/* A name twice in its list. A milestone may not be named as a stage either: edges and explanations
 * speak of both by name alone. */
static void check_name_twice(struct check *check, enum problem_place place, uint32_t index)
{
    const struct procedure *procedure = check->procedure;
    const struct name *name = name_at(procedure, place, index);
    enum problem_place other_place = place;
    uint32_t other = 0;
    struct words words;

    while (other < index && !name_is_equal(name, name_at(procedure, place, other))) {
        other++;
    }
    if (other == index && place == PLACE_MILESTONE) {
        other_place = PLACE_STAGE;
        other = 0;
        while (other < procedure->stage_count &&
               !name_is_equal(name, &procedure->stages[other].name)) {
            other++;
        }
        if (other == procedure->stage_count) return;
    } else if (other == index) {
        return;
    }
    struct problem *problem = problem_add(check, PROBLEM_NAME_TWICE, place, index, &words);
    if (problem == NULL) return;
    problem->other = other;
    words_add(&words, place_word(place));
    words_add(&words, " ");
    words_add_number(&words, index + 1);
    words_add(&words, " has the name of ");
    words_add(&words, place_word(other_place));
    words_add(&words, " ");
    words_add_number(&words, other + 1);
    words_add(&words, ", ");
    words_add_name(&words, name);
    words_add(&words, "; rename one of them");
}

/* "stage "x": lease_ms must be 1000 to 86400000" */
static void check_range(struct check *check, enum problem_place place, uint32_t index, bool is_good,
                        const char *rule)
{
    struct words words;

    assert(rule != NULL);
    if (is_good) return;
    if (problem_add(check, PROBLEM_OUT_OF_RANGE, place, index, &words) == NULL) return;
    words_add(&words, place_word(place));
    words_add(&words, " ");
    words_add_name(&words, name_at(check->procedure, place, index));
    words_add(&words, ": ");
    words_add(&words, rule);
}

/* ---- Circles ------------------------------------------------------------------------------- */

/* Whom does each stage wait for in the end? */
static void close_transitively(set32 reach[STAGES_MAX], const set32 direct[STAGES_MAX],
                               uint32_t count)
{
    assert(count <= STAGES_MAX);
    memcpy(reach, direct, STAGES_MAX * sizeof *reach);
    for (uint32_t middle = 0; middle < count; middle++) {
        for (uint32_t from = 0; from < count; from++) {
            if (set_has(reach[from], middle)) reach[from] |= reach[middle];
        }
    }
}

/* Upstreams of a stage that must have ended before it can, looking through gates. */
static set32 widen(const struct check *check, uint32_t stage)
{
    const struct procedure *procedure = check->procedure;
    set32 known = set_first(procedure->stage_count);
    set32 upstreams = check->direct[stage];

    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        if (!set_has(check->direct[stage], i)) continue;
        uint8_t gate = check->gates[i];
        if (gate < GATES_MAX && gate != check->gates[stage]) {
            upstreams |= procedure->gates[gate].members & known;
        }
    }
    assert((upstreams & ~known) == 0);
    return upstreams;
}

/* Edges as written, as widened, and both closed. */
static void prepare_graph(struct check *check)
{
    const struct procedure *procedure = check->procedure;
    uint32_t count = procedure->stage_count;
    set32 known = set_first(count);

    assert(count <= STAGES_MAX);
    for (uint32_t i = 0; i < count; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        check->direct[i] = (stage->start_after.stages | stage->decide_after.stages) & known;
        check->gates[i] = GATES_MAX;
        for (uint32_t gate = procedure->gate_count; gate-- > 0;) {
            if (set_has(procedure->gates[gate].members, i)) check->gates[i] = (uint8_t)gate;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        check->widened[i] = widen(check, i);
    }
    close_transitively(check->reach, check->direct, count);
    close_transitively(check->reach_wide, check->widened, count);
}

/* A shortest way from a stage back to itself: next[i] is who i waits for on it. */
static void find_way(const set32 edges[STAGES_MAX], uint32_t count, uint32_t start,
                     uint8_t next[STAGES_MAX])
{
    set32 found = set_of(start); /* stages from which the way to start is known */
    uint8_t queue[STAGES_MAX];
    uint32_t queued = 1;

    assert(start < count);
    queue[0] = (uint8_t)start;
    for (uint32_t at = 0;; at++) {
        assert(at < queued); /* only called for stages on a circle */
        for (uint32_t i = 0; i < count; i++) {
            if (!set_has(edges[i], queue[at])) continue;
            if (i == start) {
                next[start] = queue[at];
                return;
            }
            if (set_has(found, i)) continue;
            found |= set_of(i);
            next[i] = queue[at];
            queue[queued++] = (uint8_t)i;
        }
    }
}

/* "a" > "b" > gate "g" with "c" > "a" */
static void add_way(const struct check *check, uint32_t start, const set32 edges[STAGES_MAX],
                    struct words *words)
{
    const struct procedure *procedure = check->procedure;
    uint8_t next[STAGES_MAX] = { 0 };
    uint32_t at = start;

    find_way(edges, procedure->stage_count, start, next);
    words_add_name(words, &procedure->stages[at].name);
    do {
        uint8_t to = next[at];
        words_add(words, " > ");
        if (!set_has(check->direct[at], to)) {
            assert(check->gates[to] < GATES_MAX);
            words_add(words, "gate ");
            words_add_name(words, &procedure->gates[check->gates[to]].name);
            words_add(words, " > ");
        }
        words_add_name(words, &procedure->stages[to].name);
        at = to;
    } while (at != start);
}

/* Report the circle that a stage is the first of. */
static void check_circle(struct check *check, uint32_t index)
{
    bool is_plain = set_has(check->reach[index], index);
    const set32 *reach = is_plain ? check->reach : check->reach_wide;
    struct words words;

    if (!set_has(reach[index], index)) return;
    for (uint32_t i = 0; i < index; i++) {
        bool is_same = set_has(reach[i], index) && set_has(reach[index], i);
        if (is_same) return; /* reported at the circle's first stage */
    }
    enum problem_kind kind = is_plain ? PROBLEM_CYCLE : PROBLEM_CYCLE_THROUGH_GATE;
    struct problem *problem = problem_add(check, kind, PLACE_STAGE, index, &words);
    if (problem == NULL) return;
    const set32 *edges = is_plain ? check->direct : check->widened;
    uint8_t next[STAGES_MAX] = { 0 };
    find_way(edges, check->procedure->stage_count, index, next);
    problem->other = next[index];
    words_add(&words, is_plain ? "take one edge out, none of these can be granted: "
                               : "nobody can be issued, take one edge out: ");
    add_way(check, index, edges, &words);
}

/* ---- Places -------------------------------------------------------------------------------- */

/* With a count out of bounds nothing else can be looked at. */
static bool counts_are_good(struct check *check)
{
    const struct procedure *procedure = check->procedure;
    uint32_t before = check->problem_count;

    check_range(check, PLACE_PROCEDURE, 0, procedure->stage_count <= STAGES_MAX,
                "it may have at most 32 stages");
    check_range(check, PLACE_PROCEDURE, 0, procedure->milestone_count <= MILESTONES_MAX,
                "it may have at most 16 milestones");
    check_range(check, PLACE_PROCEDURE, 0, procedure->gate_count <= GATES_MAX,
                "it may have at most 8 gates");
    check_range(check, PLACE_PROCEDURE, 0, procedure->material_count <= MATERIALS_MAX,
                "it may have at most 64 materials");
    check_range(check, PLACE_PROCEDURE, 0, procedure->signer_count <= SIGNERS_MAX,
                "it may name at most 64 signers");
    return check->problem_count == before;
}

static void check_procedure(struct check *check)
{
    const struct procedure *procedure = check->procedure;
    const char *fault = procedure_terms_fault(procedure);
    const char *flaw = supervision_flaw(&procedure->supervision);
    struct words words;

    check_name(check, PLACE_PROCEDURE, 0, &procedure->name);
    check_range(check, PLACE_PROCEDURE, 0, procedure->version >= 1, "versions count from 1");
    check_range(check, PLACE_PROCEDURE, 0, title_is_well_formed(procedure->title),
                "the title is over 95 bytes");
    check_range(check, PLACE_PROCEDURE, 0,
                procedure->on_refusal == ON_REFUSAL_FINISH ||
                    procedure->on_refusal == ON_REFUSAL_CANCEL,
                "on_refusal must be finish or cancel");
    check_range(check, PLACE_PROCEDURE, 0,
                procedure->area == 0 ||
                    (procedure->area >= AREA_MIN && procedure->area <= AREA_MAX),
                "the area must have six digits");
    check_range(check, PLACE_PROCEDURE, 0, fault == NULL, fault == NULL ? "" : fault);
    const char *at_intake = procedure_intake_flaw(procedure);
    check_range(check, PLACE_PROCEDURE, 0, at_intake == NULL, at_intake == NULL ? "" : at_intake);
    const char *law = law_of_procedure(procedure);
    check_range(check, PLACE_PROCEDURE, 0, law == NULL, law == NULL ? "" : law);
    if (flaw != NULL) check_range(check, PLACE_PROCEDURE, 0, false, flaw);
    if (procedure->stage_count > 0) return;
    if (problem_add(check, PROBLEM_NO_STAGE, PLACE_PROCEDURE, 0, &words) == NULL) return;
    words_add(&words, "procedure ");
    words_add_name(&words, &procedure->name);
    words_add(&words, " has no stage; add at least one");
}

static bool edges_are_good(const struct procedure *procedure, const struct edges *edges)
{
    return (edges->stages & ~set_first(procedure->stage_count)) == 0 &&
           (edges->milestones & ~set_first(procedure->milestone_count)) == 0;
}

/* Another department counts serials of its own: one format for both would give a number twice.
 * Returns the first stage before this one that does, or the stage itself. */
static uint32_t number_shared_with(const struct procedure *procedure, uint32_t index)
{
    const struct procedure_stage *stage = &procedure->stages[index];
    uint32_t other = 0;

    assert(index < procedure->stage_count);
    while (other < index) {
        const struct procedure_stage *before = &procedure->stages[other];
        size_t end = 0; /* both formats end within their fields: this one has been looked at */
        while (stage->number[end] != '\0' && stage->number[end] == before->number[end]) {
            end++;
        }
        bool is_same = stage->number[end] == before->number[end];
        if (is_same && !name_is_equal(&before->department, &stage->department)) break;
        other++;
    }
    return other;
}

/* What keeps a stage's permits from being numbered as its format says; NULL: nothing. */
static const char *number_problem(const struct procedure *procedure, uint32_t index)
{
    const struct procedure_stage *stage = &procedure->stages[index];

    assert(index < procedure->stage_count);
    if (!title_is_well_formed(stage->number)) return NULL; /* has been said */
    if (stage->number[0] == '\0') return NULL;
    struct permit_number_finding finding = permit_number_check(stage->number);
    if (finding.fault != PERMIT_NUMBER_GOOD) return permit_number_fault_text(finding.fault);
    if (stage->permit[0] == '\0') return "an opinion has no number; name its permit, or remove it";
    if (finding.has_area && procedure->area == 0) return "the procedure has no area; add one";
    return NULL;
}

static void check_number(struct check *check, uint32_t index)
{
    const struct procedure *procedure = check->procedure;
    const struct procedure_stage *stage = &procedure->stages[index];
    const char *text = number_problem(procedure, index);
    uint32_t other = index;
    struct words words;

    if (text == NULL && title_is_well_formed(stage->number) && stage->number[0] != '\0') {
        other = number_shared_with(procedure, index);
        if (other == index) return;
        text = "another department counts by the same format: change one, stage ";
    }
    if (text == NULL) return;
    struct problem *problem = problem_add(check, PROBLEM_NUMBER, PLACE_STAGE, index, &words);
    if (problem == NULL) return;
    assert(other <= index);
    problem->other = other;
    words_add(&words, "stage ");
    words_add_name(&words, &stage->name);
    words_add(&words, ", number: ");
    words_add(&words, text);
    if (other != index) words_add_name(&words, &procedure->stages[other].name);
}

/* Only what costs little may be asked of an application. */
static void check_condition(struct check *check, uint32_t index)
{
    const char *key;
    struct condition_finding finding = condition_check_stage(check->procedure, index, &key);
    enum problem_kind kind = key[0] == 'a' ? PROBLEM_CONDITION : PROBLEM_ELEMENTS;
    struct words words;

    if (finding.fault == NULL) return;
    if (problem_add(check, kind, PLACE_STAGE, index, &words) == NULL) return;
    words_add(&words, "stage ");
    words_add_name(&words, &check->procedure->stages[index].name);
    words_add(&words, ", ");
    words_add(&words, key);
    words_add(&words, ", byte ");
    words_add_number(&words, finding.at + 1);
    words_add(&words, ": ");
    words_add(&words, finding.fault);
}

static void check_stage(struct check *check, uint32_t index)
{
    const struct procedure *procedure = check->procedure;
    const struct procedure_stage *stage = &procedure->stages[index];

    assert(index < procedure->stage_count);
    check_name(check, PLACE_STAGE, index, &stage->name);
    check_name_twice(check, PLACE_STAGE, index);
    check_range(check, PLACE_STAGE, index, procedure_name_is_good(&stage->department),
                "the department is not a name (a-z, 0-9, '.', '_', '-', at most 31)");
    check_range(check, PLACE_STAGE, index,
                title_is_well_formed(stage->title) && title_is_well_formed(stage->permit) &&
                    title_is_well_formed(stage->number),
                "the title, permit or number is over 95 bytes");
    check_range(check, PLACE_STAGE, index,
                edges_are_good(procedure, &stage->start_after) &&
                    edges_are_good(procedure, &stage->decide_after),
                "an edge names a stage or milestone that does not exist");
    check_range(check, PLACE_STAGE, index,
                procedure_limit_is_good(&stage->statutory) &&
                    procedure_limit_is_good(&stage->promised),
                "a limit needs a unit: working or natural days or hours");
    check_range(check, PLACE_STAGE, index,
                stage->lease_ms >= LEASE_MS_MIN && stage->lease_ms <= LEASE_MS_MAX,
                "the lease must be 1 second to 24 hours");
    check_range(check, PLACE_STAGE, index,
                stage->backoff_ms <= stage->backoff_ms_max &&
                    stage->backoff_ms_max <= BACKOFF_MS_MAX,
                "the backoff must be at most its maximum, and that at most 24 hours");
    check_range(check, PLACE_STAGE, index,
                stage->attempts_max >= 1 && stage->attempts_max <= ATTEMPTS_MAX,
                "attempts must be 1 to 100");
    const char *law = law_of_stage(stage);
    check_range(check, PLACE_STAGE, index, law == NULL, law == NULL ? "" : law);
    const char *terms = procedure_stage_terms_fault(stage);
    check_range(check, PLACE_STAGE, index, terms == NULL, terms == NULL ? "" : terms);
    check_number(check, index);
    check_condition(check, index);
    check_circle(check, index);
}

static void check_milestone(struct check *check, uint32_t index)
{
    check_name(check, PLACE_MILESTONE, index, &check->procedure->milestones[index].name);
    check_name_twice(check, PLACE_MILESTONE, index);
    check_range(check, PLACE_MILESTONE, index,
                title_is_well_formed(check->procedure->milestones[index].title),
                "the title is over 95 bytes");
}

/* Two gates may not hold the same stage: which of them would issue it? */
static void check_two_gates(struct check *check, uint32_t index)
{
    const struct procedure *procedure = check->procedure;
    struct words words;

    for (uint32_t other = 0; other < index; other++) {
        set32 both = procedure->gates[index].members & procedure->gates[other].members &
                     set_first(procedure->stage_count);
        if (both == 0) continue;
        struct problem *problem = problem_add(check, PROBLEM_TWO_GATES, PLACE_GATE, index, &words);
        if (problem == NULL) return;
        problem->other = other;
        uint32_t stage = 0;
        while (!set_has(both, stage)) {
            stage++;
        }
        words_add(&words, "stage ");
        words_add_name(&words, &procedure->stages[stage].name);
        words_add(&words, " is in gate ");
        words_add_name(&words, &procedure->gates[other].name);
        words_add(&words, " and in gate ");
        words_add_name(&words, &procedure->gates[index].name);
        words_add(&words, "; leave it in one");
    }
}

static void check_gate(struct check *check, uint32_t index)
{
    const struct procedure_gate *gate = &check->procedure->gates[index];
    struct words words;

    check_name(check, PLACE_GATE, index, &gate->name);
    check_name_twice(check, PLACE_GATE, index);
    check_range(check, PLACE_GATE, index,
                gate->policy >= GATE_ALL_OR_NOTHING && gate->policy <= GATE_HOLD_UNTIL,
                "the policy must be all_or_nothing, issue_rest or hold_until");
    check_range(check, PLACE_GATE, index,
                (gate->members & ~set_first(check->procedure->stage_count)) == 0,
                "a member does not exist");
    check_two_gates(check, index);
    if (gate->members != 0) return;
    if (problem_add(check, PROBLEM_GATE_EMPTY, PLACE_GATE, index, &words) == NULL) return;
    words_add(&words, "gate ");
    words_add_name(&words, &gate->name);
    words_add(&words, " has no members; add some or take it out");
}

static void check_material(struct check *check, uint32_t index)
{
    const struct procedure_material *material = &check->procedure->materials[index];

    check_name(check, PLACE_MATERIAL, index, &material->name);
    check_name_twice(check, PLACE_MATERIAL, index);
    check_range(check, PLACE_MATERIAL, index, title_is_well_formed(material->title),
                "the title is over 95 bytes");
    check_range(check, PLACE_MATERIAL, index,
                (material->stages & ~set_first(check->procedure->stage_count)) == 0,
                "a stage that reads it does not exist");
}

uint32_t procedure_check(const struct procedure *procedure, struct problem *problems,
                         uint32_t problem_max)
{
    struct check check = {
        .procedure = procedure,
        .problems = problems,
        .problem_max = problem_max,
    };

    assert(procedure != NULL);
    assert(problems != NULL);
    assert(problem_max > 0);
    check_procedure(&check);
    if (!counts_are_good(&check)) return check.problem_count;
    prepare_graph(&check);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        check_stage(&check, i);
    }
    for (uint32_t i = 0; i < procedure->milestone_count; i++) {
        check_milestone(&check, i);
    }
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        check_gate(&check, i);
    }
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        check_material(&check, i);
    }
    struct law_finding law;
    for (uint32_t at = 0; procedure_law_next(procedure, &at, &law);) {
        check_range(&check, law.place, law.index, false, law.rule);
    }
    return check.problem_count;
}

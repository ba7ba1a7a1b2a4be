/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/fits.h"

#include "tests/sim/edges.h"
#include "tests/sim/model.h"

struct question {
    const struct audit_bundle *bundle;
    const struct procedure *from;
    const struct procedure *to;
};

uint32_t fits_stage(const struct procedure *procedure, const struct name *name)
{
    uint32_t index = 0;
    while (index < procedure->stage_count && !name_is_equal(&procedure->stages[index].name, name)) {
        index++;
    }
    return index < procedure->stage_count ? index : STAGES_MAX;
}

/* What a stage of the old version is in the new one, or STAGES_MAX. */
static uint32_t moved(const struct question *question, uint32_t stage)
{
    return fits_stage(question->to, &question->from->stages[stage].name);
}

static enum stage_state state_of(const struct question *question, uint32_t stage)
{
    return question->bundle->stages[stage].state;
}

static bool has_begun(const struct question *question, uint32_t stage)
{
    enum stage_state state = state_of(question, stage);
    return state != STAGE_WAITING && state != STAGE_SKIPPED;
}

static bool is_decided(const struct question *question, uint32_t stage)
{
    enum stage_state state = state_of(question, stage);
    return state == STAGE_GRANTED || state == STAGE_ISSUED;
}

/* ---- Stages ---------------------------------------------------------------------------------- */

static bool is_gone(const struct question *question, uint32_t stage)
{
    return has_begun(question, stage) && moved(question, stage) == STAGES_MAX;
}

static bool is_elsewhere(const struct question *question, uint32_t stage)
{
    uint32_t to = moved(question, stage);
    return has_begun(question, stage) && !name_is_equal(&question->from->stages[stage].department,
                                                        &question->to->stages[to].department);
}

/* It gives an opinion now, or no more; it is only signed, or is reviewed as well. */
static bool is_of_another_kind(const struct question *question, uint32_t stage)
{
    if (!has_begun(question, stage)) return false;
    const struct procedure_stage *before = &question->from->stages[stage];
    const struct procedure_stage *after = &question->to->stages[moved(question, stage)];
    return before->opinion != after->opinion || before->by_signers != after->by_signers;
}

/* Whoever signs it in the one version signs it in the other. */
static bool is_signed_by_all(const struct procedure *from, uint32_t stage,
                             const struct procedure *to, uint32_t moved_to)
{
    for (uint32_t i = 0; i < from->signer_count; i++) {
        bool is_there = !set_has(from->signers[i].stages, stage);
        for (uint32_t k = 0; k < to->signer_count && !is_there; k++) {
            is_there = set_has(to->signers[k].stages, moved_to) &&
                       name_is_equal(&from->signers[i].name, &to->signers[k].name);
        }
        if (!is_there) return false;
    }
    return true;
}

/* It is being signed now. */
static bool is_signed_otherwise(const struct question *question, uint32_t stage)
{
    if (model_holds(question->bundle, (uint8_t)stage) != WAIT_SIGNERS) return false;
    uint32_t to = moved(question, stage);
    const struct procedure_stage *before = &question->from->stages[stage];
    const struct procedure_stage *after = &question->to->stages[to];
    return before->sign_need != after->sign_need || before->sign_veto != after->sign_veto ||
           !is_signed_by_all(question->from, stage, question->to, to) ||
           !is_signed_by_all(question->to, to, question->from, stage);
}

static bool is_asked_otherwise(const struct question *question, uint32_t stage)
{
    uint32_t to = moved(question, stage);
    if (to == STAGES_MAX) return false;
    const struct procedure_stage *before = &question->from->stages[stage];
    const struct procedure_stage *after = &question->to->stages[to];
    return strcmp(before->applies_if, after->applies_if) != 0 ||
           strcmp(before->for_each, after->for_each) != 0 || before->at_most != after->at_most ||
           before->element != after->element;
}

/* The old version's stage of this name has what the new one's other stage needs of it. */
static bool is_met(const struct question *question, uint32_t upstream, uint32_t stage)
{
    uint32_t before = fits_stage(question->from, &question->to->stages[upstream].name);
    uint8_t gate = plan_gate(question->to, stage);
    if (before == STAGES_MAX) return false;
    enum stage_state state = state_of(question, before);
    bool is_inside = gate != GATE_NONE && gate == plan_gate(question->to, upstream);
    return state == STAGE_ISSUED || state == STAGE_SKIPPED || (state == STAGE_GRANTED && is_inside);
}

static bool is_reached(const struct question *question, uint32_t milestone)
{
    const struct name *name = &question->to->milestones[milestone].name;
    for (uint32_t i = 0; i < question->from->milestone_count; i++) {
        bool is_it = name_is_equal(&question->from->milestones[i].name, name);
        if (is_it) return set_has(question->bundle->reached, i);
    }
    return false;
}

static bool are_open(const struct question *question, uint32_t stage, const struct edges *edges)
{
    for (uint32_t i = 0; i < question->to->milestone_count; i++) {
        if (set_has(edges->milestones, i) && !is_reached(question, i)) return true;
    }
    for (uint32_t i = 0; i < question->to->stage_count; i++) {
        if (set_has(edges->stages, i) && !is_met(question, i, stage)) return true;
    }
    return false;
}

/* What ended without a grant is not judged again. */
static bool has_begun_early(const struct question *question, uint32_t stage)
{
    enum stage_state state = state_of(question, stage);
    bool is_on = state == STAGE_REVIEWING || state == STAGE_PAUSED || state == STAGE_SEALED ||
                 is_decided(question, stage);
    uint32_t to = moved(question, stage);
    return is_on && are_open(question, to, &question->to->stages[to].start_after);
}

static bool is_decided_early(const struct question *question, uint32_t stage)
{
    uint32_t to = moved(question, stage);
    return is_decided(question, stage) &&
           are_open(question, to, &question->to->stages[to].decide_after);
}

static const struct name *gate_name(const struct procedure *procedure, uint32_t stage)
{
    static const struct name none = { "" };
    uint8_t gate = plan_gate(procedure, stage);
    return gate == GATE_NONE ? &none : &procedure->gates[gate].name;
}

static bool is_in_another_gate(const struct question *question, uint32_t stage)
{
    bool is_held = is_decided(question, stage) || state_of(question, stage) == STAGE_LAPSED;
    return is_held && !name_is_equal(gate_name(question->from, stage),
                                     gate_name(question->to, moved(question, stage)));
}

/* A member of a gate that has settled, whose members are others now. */
static bool is_of_another_gate(const struct question *question, uint32_t stage)
{
    uint8_t gate = plan_gate(question->from, stage);
    if (gate == GATE_NONE || !set_has(question->bundle->gates_settled, gate)) return false;
    const struct name *name = &question->from->gates[gate].name;
    for (uint32_t i = 0; i < question->from->stage_count; i++) {
        uint32_t to = moved(question, i);
        if (plan_gate(question->from, i) != gate) continue;
        if (to == STAGES_MAX || !name_is_equal(gate_name(question->to, to), name)) return true;
    }
    for (uint32_t i = 0; i < question->to->stage_count; i++) {
        if (!name_is_equal(gate_name(question->to, i), name)) continue;
        uint32_t before = fits_stage(question->from, &question->to->stages[i].name);
        if (before == STAGES_MAX || plan_gate(question->from, before) != gate) return true;
    }
    return false;
}

static bool is_numbered_otherwise(const struct question *question, uint32_t stage)
{
    if (state_of(question, stage) != STAGE_ISSUED) return false;
    const struct procedure_stage *before = &question->from->stages[stage];
    const struct procedure_stage *after = &question->to->stages[moved(question, stage)];
    bool has_area = after->number[0] != '\0' && question->from->area != question->to->area;
    return strcmp(before->number, after->number) != 0 || has_area ||
           (before->permit[0] == '\0') != (after->permit[0] == '\0');
}

static bool is_limit(struct limit left, struct limit right)
{
    return left.value == right.value && left.unit == right.unit;
}

/* What its holder was given stays so (许可法 8). */
static bool has_other_terms(const struct question *question, uint32_t stage)
{
    if (state_of(question, stage) != STAGE_ISSUED) return false;
    const struct procedure_stage *before = &question->from->stages[stage];
    const struct procedure_stage *after = &question->to->stages[moved(question, stage)];
    bool is_same = is_limit(before->delivery, after->delivery) &&
                   is_limit(before->start_within, after->start_within) &&
                   is_limit(before->deferral, after->deferral) &&
                   before->deferrals == after->deferrals && is_limit(before->valid, after->valid) &&
                   is_limit(before->renew_before, after->renew_before);
    return !is_same;
}

/* In the order of SPEC: the later ones are asked only where the earlier ones do not hold. */
static bool (*const reasons[])(const struct question *question, uint32_t stage) = {
    is_gone,
    is_elsewhere,
    is_of_another_kind,
    is_signed_otherwise,
    is_asked_otherwise,
    has_begun_early,
    is_decided_early,
    is_in_another_gate,
    is_of_another_gate,
    is_numbered_otherwise,
    has_other_terms,
};

/* ---- The rest -------------------------------------------------------------------------------- */

/* The dossier may speak of a stage that has not begun. */
static bool is_any_gone(const struct question *question)
{
    for (uint32_t i = 0; i < question->from->stage_count; i++) {
        if (moved(question, i) == STAGES_MAX) return true;
    }
    return false;
}

static bool is_new_on_condition(const struct question *question)
{
    for (uint32_t i = 0; i < question->to->stage_count; i++) {
        const struct procedure_stage *stage = &question->to->stages[i];
        bool is_new = fits_stage(question->from, &stage->name) == STAGES_MAX;
        if (is_new && (stage->applies_if[0] != '\0' || stage->for_each[0] != '\0')) return true;
    }
    return false;
}

struct fit fits_under(const struct audit_bundle *bundle, const struct procedure *to)
{
    const struct question question = { bundle, bundle->procedure, to };
    struct fit fit = { FITS, 0 };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0] && fit.stages == 0; i++) {
        for (uint32_t k = 0; k < bundle->procedure->stage_count; k++) {
            if (reasons[i](&question, k)) fit.stages |= set_of(k);
        }
    }
    bool has_no_counter = bundle->is_received && !to->intake.counter;
    bool is_against = fit.stages != 0 || is_new_on_condition(&question) || has_no_counter ||
                      !model_bears(bundle, to);
    if (is_against) {
        fit.fits = FITS_NOT;
    } else if (is_any_gone(&question)) {
        fit.fits = FITS_PERHAPS;
    }
    return fit;
}

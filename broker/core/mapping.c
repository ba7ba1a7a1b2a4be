/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/mapping.h"

#include "broker/core/condition.h"
#include "broker/core/in_force.h"
#include "tongfa/fact.h"

#define BEGUN \
    (set_of(STAGE_REVIEWING) | set_of(STAGE_SEALED) | set_of(STAGE_GRANTED) | \
     set_of(STAGE_ISSUED) | set_of(STAGE_REFUSED) | set_of(STAGE_BLOCKED) | set_of(STAGE_LAPSED) | \
     set_of(STAGE_WITHDRAWN) | set_of(STAGE_PAUSED))

/* ---- Names ----------------------------------------------------------------------------------- */

static uint8_t gate_named(const struct procedure *procedure, const struct name *name)
{
    assert(procedure->gate_count <= GATES_MAX);
    for (uint8_t i = 0; i < procedure->gate_count; i++) {
        if (name_is_equal(&procedure->gates[i].name, name)) return i;
    }
    return MAPPING_GONE;
}

static uint8_t material_named(const struct procedure *procedure, const struct name *name)
{
    assert(procedure->material_count <= MATERIALS_MAX);
    for (uint8_t i = 0; i < procedure->material_count; i++) {
        if (name_is_equal(&procedure->materials[i].name, name)) return i;
    }
    return MAPPING_GONE;
}

void mapping_names(struct mapping *mapping)
{
    const struct procedure *from = &mapping->from->procedure;
    const struct procedure *to = &mapping->to->procedure;

    _Static_assert(PUBLISHED_NONE > UINT8_MAX && (uint8_t)PUBLISHED_NONE == MAPPING_GONE,
                   "it is cut off");
    assert(name_is_equal(&from->name, &to->name));
    for (uint32_t i = 0; i < from->stage_count; i++) {
        mapping->stages[i] = (uint8_t)published_stage(mapping->to, &from->stages[i].name);
    }
    for (uint32_t i = 0; i < from->milestone_count; i++) {
        mapping->milestones[i] =
            (uint8_t)published_milestone(mapping->to, &from->milestones[i].name);
    }
    for (uint32_t i = 0; i < from->gate_count; i++) {
        mapping->gates[i] = gate_named(to, &from->gates[i].name);
    }
    for (uint32_t i = 0; i < from->material_count; i++) {
        mapping->materials[i] = material_named(to, &from->materials[i].name);
    }
}

/* A set of the old version's stages in terms of the new one; those that are gone are left out. */
static set32 moved_stages(const struct mapping *mapping, set32 stages)
{
    set32 moved = 0;

    for (uint32_t i = 0; i < mapping->from->procedure.stage_count; i++) {
        if (!set_has(stages, i) || mapping->stages[i] == MAPPING_GONE) continue;
        assert(mapping->stages[i] < STAGES_MAX);
        moved |= set_of(mapping->stages[i]);
    }
    return moved;
}

/* Materials of the old version as those of the new one; what is gone is left out. */
static uint64_t moved_materials(const struct mapping *mapping, uint64_t materials)
{
    uint64_t moved = 0;

    for (uint32_t i = 0; i < mapping->from->procedure.material_count; i++) {
        if ((materials >> i & 1) == 0 || mapping->materials[i] == MAPPING_GONE) continue;
        assert(mapping->materials[i] < MATERIALS_MAX);
        moved |= UINT64_C(1) << mapping->materials[i];
    }
    return moved;
}

/* All stages that an entry speaks of. */
static set32 stages_of(const struct entry *entry)
{
    set32 stages = entry->stage == STAGE_WHOLE ? 0 : set_of(entry->stage);

    assert(entry->kind > 0 && entry->kind < ENTRY_KIND_COUNT);
    if (entry->kind == ENTRY_TOLERANCE) stages |= (set32)entry->amount;
    if (entry->kind == ENTRY_RETURN) stages |= (set32)entry->materials | set_of(entry->detail);
    return stages;
}

void mapping_entry(const struct mapping *mapping, struct entry *entry)
{
    assert(moved_stages(mapping, stages_of(entry)) != 0 || stages_of(entry) == 0);
    if (entry->kind == ENTRY_RETURN) {
        entry->materials = moved_stages(mapping, (set32)entry->materials);
        entry->detail = mapping->stages[entry->detail];
    } else {
        entry->materials = moved_materials(mapping, entry->materials);
    }
    if (entry->kind == ENTRY_TOLERANCE) {
        entry->amount = moved_stages(mapping, (set32)entry->amount);
    }
    if (entry->stage == STAGE_WHOLE) return;
    assert(mapping->stages[entry->stage] != MAPPING_GONE);
    entry->stage = mapping->stages[entry->stage];
}

/* The old version's stages whose state is one of a set of states. */
static set32 stages_in(const struct mapping *mapping, set32 states)
{
    set32 stages = 0;

    assert(mapping->image->stage_count == mapping->from->procedure.stage_count);
    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (set_has(states, mapping->image->stages[i].state)) stages |= set_of(i);
    }
    return stages;
}

/* ---- What stands against it: sets of the old version's stages -------------------------------- */

static set32 find_gone(const struct mapping *mapping)
{
    set32 begun = stages_in(mapping, BEGUN);
    set32 found = 0;

    assert(mapping->image->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (set_has(begun, i) && mapping->stages[i] == MAPPING_GONE) found |= set_of(i);
    }
    return found;
}

static set32 find_elsewhere(const struct mapping *mapping)
{
    set32 begun = stages_in(mapping, BEGUN);
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(begun, i)) continue;
        assert(mapping->stages[i] != MAPPING_GONE); /* that is asked first */
        uint16_t department = mapping->to->departments[mapping->stages[i]];
        if (mapping->from->departments[i] != department) found |= set_of(i);
    }
    return found;
}

static const struct procedure_stage *before(const struct mapping *mapping, uint32_t stage)
{
    assert(stage < mapping->from->procedure.stage_count);
    return &mapping->from->procedure.stages[stage];
}

/* What a stage is in the new version, that has it. */
static const struct procedure_stage *after(const struct mapping *mapping, uint32_t stage)
{
    assert(mapping->stages[stage] != MAPPING_GONE);
    assert(mapping->stages[stage] < mapping->to->procedure.stage_count);
    return &mapping->to->procedure.stages[mapping->stages[stage]];
}

/* A verdict that was meant as an opinion is no permit; and who has no job is not reviewed. */
static set32 find_other_kind(const struct mapping *mapping)
{
    set32 begun = stages_in(mapping, BEGUN);
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(begun, i)) continue;
        bool is_same = before(mapping, i)->opinion == after(mapping, i)->opinion &&
                       before(mapping, i)->by_signers == after(mapping, i)->by_signers;
        if (!is_same) found |= set_of(i);
    }
    return found;
}

/* Its signers are asked (signing.h). */
static bool is_being_signed(const struct mapping *mapping, uint32_t stage)
{
    const struct bundle_image *image = mapping->image;
    const struct stage_image *record = &image->stages[stage];
    bool is_reviewed = record->job == JOB_DONE && record->verdict == VERDICT_GRANT;
    bool has_no_review = record->job == JOB_NONE && before(mapping, stage)->by_signers;

    assert(stage < image->stage_count);
    if (record->state != STAGE_PAUSED || (!is_reviewed && !has_no_review)) return false;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_PAUSE || entry->stage != stage) continue;
        if (entry->until_ms == 0) return false;
    }
    return true;
}

/* Everybody who signs a stage of the one version signs that of the other. */
static bool signs_also(const struct procedure *from, uint32_t stage, const struct procedure *to,
                       uint32_t other)
{
    assert(stage < from->stage_count);
    assert(other < to->stage_count);
    for (uint32_t i = 0; i < from->signer_count; i++) {
        if (!set_has(from->signers[i].stages, stage)) continue;
        uint32_t k = 0;
        while (k < to->signer_count &&
               (!set_has(to->signers[k].stages, other) ||
                !name_is_equal(&to->signers[k].name, &from->signers[i].name))) {
            k++;
        }
        if (k == to->signer_count) return false;
    }
    return true;
}

/* What some have signed by one rule is not decided by another. */
static set32 find_other_signers(const struct mapping *mapping)
{
    const struct procedure *from = &mapping->from->procedure;
    const struct procedure *to = &mapping->to->procedure;
    set32 found = 0;

    assert(mapping->image->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!is_being_signed(mapping, i)) continue;
        uint32_t other = mapping->stages[i];
        bool is_same = before(mapping, i)->sign_need == after(mapping, i)->sign_need &&
                       before(mapping, i)->sign_veto == after(mapping, i)->sign_veto &&
                       signs_also(from, i, to, other) && signs_also(to, other, from, i);
        if (!is_same) found |= set_of(i);
    }
    return found;
}

static bool is_same_text(const char *left, const char *right)
{
    size_t at = 0;

    while (left[at] == right[at] && left[at] != '\0') {
        at++;
    }
    return left[at] == right[at];
}

static bool is_same_condition(const struct procedure_stage *left,
                              const struct procedure_stage *right)
{
    return is_same_text(left->applies_if, right->applies_if) &&
           is_same_text(left->for_each, right->for_each) && left->at_most == right->at_most &&
           left->element == right->element;
}

static set32 find_other_conditions(const struct mapping *mapping)
{
    set32 found = 0;

    assert(mapping->image->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (mapping->stages[i] == MAPPING_GONE) continue;
        if (!is_same_condition(&mapping->from->procedure.stages[i],
                               &mapping->to->procedure.stages[mapping->stages[i]])) {
            found |= set_of(i);
        }
    }
    return found;
}

/* Edges of the new version that are open as the bundle stands. */
static bool has_open(const struct mapping *mapping, uint32_t to, const struct edges *edges)
{
    set32 met =
        moved_stages(mapping, stages_in(mapping, set_of(STAGE_ISSUED) | set_of(STAGE_SKIPPED)));
    set32 granted = moved_stages(mapping, stages_in(mapping, set_of(STAGE_GRANTED)));
    set32 milestones = edges->milestones;

    assert(to < mapping->to->procedure.stage_count);
    met |= granted & published_same_gate(mapping->to, to);
    for (uint32_t i = 0; i < mapping->image->milestone_count; i++) {
        bool is_reached = mapping->image->milestones[i].state == MILESTONE_REACHED;
        if (is_reached && mapping->milestones[i] != MAPPING_GONE) {
            milestones &= ~set_of(mapping->milestones[i]);
        }
    }
    return (edges->stages & ~met) != 0 || milestones != 0;
}

/* What ended without a grant is not judged again. */
static set32 find_early(const struct mapping *mapping)
{
    set32 begun =
        stages_in(mapping, set_of(STAGE_REVIEWING) | set_of(STAGE_PAUSED) | set_of(STAGE_SEALED) |
                               set_of(STAGE_GRANTED) | set_of(STAGE_ISSUED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(begun, i)) continue;
        assert(mapping->stages[i] != MAPPING_GONE);
        const struct procedure_stage *stage = &mapping->to->procedure.stages[mapping->stages[i]];
        if (has_open(mapping, mapping->stages[i], &stage->start_after)) found |= set_of(i);
    }
    return found;
}

static set32 find_decided_early(const struct mapping *mapping)
{
    set32 decided = stages_in(mapping, set_of(STAGE_GRANTED) | set_of(STAGE_ISSUED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(decided, i)) continue;
        assert(mapping->stages[i] != MAPPING_GONE);
        const struct procedure_stage *stage = &mapping->to->procedure.stages[mapping->stages[i]];
        if (has_open(mapping, mapping->stages[i], &stage->decide_after)) found |= set_of(i);
    }
    return found;
}

/* Held, issued or lapsed together with others than before. */
static set32 find_other_gates(const struct mapping *mapping)
{
    set32 held =
        stages_in(mapping, set_of(STAGE_GRANTED) | set_of(STAGE_ISSUED) | set_of(STAGE_LAPSED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(held, i)) continue;
        uint8_t gate = mapping->from->gates[i];
        assert(gate == GATE_NONE || gate < GATES_MAX);
        uint8_t expected = gate == GATE_NONE ? GATE_NONE : mapping->gates[gate];
        bool is_gone = gate != GATE_NONE && expected == MAPPING_GONE;
        if (is_gone || mapping->to->gates[mapping->stages[i]] != expected) found |= set_of(i);
    }
    return found;
}
_Static_assert(GATE_NONE == MAPPING_GONE,
               "a gate that is gone is told from none by the old version");

/* All members of gates that have settled, if those are others now. */
static set32 find_other_members(const struct mapping *mapping)
{
    set32 found = 0;

    assert(mapping->image->gate_count <= GATES_MAX);
    for (uint32_t i = 0; i < mapping->image->gate_count; i++) {
        set32 members = mapping->from->procedure.gates[i].members;
        if (mapping->image->gates[i].state == GATE_OPEN) continue;
        uint8_t gate = mapping->gates[i];
        bool is_same = gate != MAPPING_GONE &&
                       mapping->to->procedure.gates[gate].members == moved_stages(mapping, members);
        for (uint32_t stage = 0; stage < mapping->image->stage_count; stage++) {
            is_same &= !set_has(members, stage) || mapping->stages[stage] != MAPPING_GONE;
        }
        if (!is_same) found |= members;
    }
    return found;
}

/* A permit's number is written as its procedure says; it must read the same tomorrow. */
static set32 find_other_numbers(const struct mapping *mapping)
{
    const struct procedure *from = &mapping->from->procedure;
    const struct procedure *to = &mapping->to->procedure;
    set32 issued = stages_in(mapping, set_of(STAGE_ISSUED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(issued, i)) continue;
        assert(mapping->stages[i] != MAPPING_GONE);
        const struct procedure_stage *stage = &to->stages[mapping->stages[i]];
        bool is_same = is_same_text(stage->number, from->stages[i].number) &&
                       (stage->permit[0] == '\0') == (from->stages[i].permit[0] == '\0') &&
                       (stage->number[0] == '\0' || from->area == to->area);
        if (!is_same) found |= set_of(i);
    }
    return found;
}

static bool is_same_limit(struct limit left, struct limit right)
{
    return left.value == right.value && left.unit == right.unit;
}

/* What the holder of a permit was given is not cut short (许可法 8). */
static set32 find_other_terms(const struct mapping *mapping)
{
    set32 issued = stages_in(mapping, set_of(STAGE_ISSUED));
    set32 found = 0;

    for (uint32_t i = 0; i < mapping->image->stage_count; i++) {
        if (!set_has(issued, i)) continue;
        const struct procedure_stage *earlier = before(mapping, i);
        const struct procedure_stage *later = after(mapping, i);
        assert(earlier->permit[0] != '\0' || earlier->valid.value == 0);
        bool is_same = is_same_limit(earlier->delivery, later->delivery) &&
                       is_same_limit(earlier->start_within, later->start_within) &&
                       is_same_limit(earlier->deferral, later->deferral) &&
                       earlier->deferrals == later->deferrals &&
                       is_same_limit(earlier->valid, later->valid) &&
                       is_same_limit(earlier->renew_before, later->renew_before);
        if (!is_same) found |= set_of(i);
    }
    return found;
}

static set32 find_entries_gone(const struct mapping *mapping)
{
    set32 found = 0;

    assert(mapping->image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < mapping->image->entry_count; i++) {
        set32 stages = stages_of(&mapping->image->entries[i]);
        for (uint32_t stage = 0; stage < mapping->image->stage_count; stage++) {
            bool is_gone = set_has(stages, stage) && mapping->stages[stage] == MAPPING_GONE;
            if (is_gone) found |= set_of(stage);
        }
    }
    return found;
}

/* A commitment must be checked within some time. */
static set32 find_commitments(const struct mapping *mapping)
{
    set32 found = 0;

    assert(mapping->image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < mapping->image->entry_count; i++) {
        const struct entry *entry = &mapping->image->entries[i];
        if (entry->kind != ENTRY_COMMITMENT || entry->state != COMMITMENT_GIVEN) continue;
        if (after(mapping, entry->stage)->check_within.value == 0) found |= set_of(entry->stage);
    }
    return found;
}

/* In the order in which they are asked: the later ones rely on the earlier ones. */
static const struct {
    set32 (*find)(const struct mapping *mapping);
    const char *says;
} reasons[] = {
    { find_gone, "stages have begun that are not in version " },
    { find_elsewhere, "stages have begun that are another department's in version " },
    { find_other_kind, "stages have begun that are asked for something else in version " },
    { find_other_signers, "stages are being signed by others, or by another rule, in version " },
    { find_other_conditions, "the conditions of stages are others in version " },
    { find_early, "stages have begun that may not begin yet in version " },
    { find_decided_early, "stages are decided that may not be decided yet in version " },
    { find_other_gates, "stages are granted, issued or lapsed in another gate than in version " },
    { find_other_members, "a gate has settled whose members are others in version " },
    { find_other_numbers, "permits are issued that would be numbered otherwise in version " },
    { find_other_terms, "permits are issued that would have other terms in version " },
    { find_entries_gone, "the dossier speaks of stages that are not in version " },
    { find_commitments, "stages stand on commitments that are not taken in version " },
};

/* ---- ... and the rest ------------------------------------------------------------------------- */

static void say_stages(struct words *why, const struct procedure *procedure, set32 stages)
{
    const char *before = ": ";

    assert(stages != 0);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        if (!set_has(stages, i)) continue;
        words_add(why, before);
        words_add_name(why, &procedure->stages[i].name);
        before = ", ";
    }
}

/* New stages whose condition nobody has evaluated. */
static set32 new_conditions(const struct mapping *mapping)
{
    const struct procedure *to = &mapping->to->procedure;
    set32 found = 0;

    for (uint32_t i = 0; i < to->stage_count; i++) {
        bool is_new = published_stage(mapping->from, &to->stages[i].name) == PUBLISHED_NONE;
        if (is_new && condition_is_on(&to->stages[i])) found |= set_of(i);
    }
    return found;
}

/* An open notice asks for a material that is gone. */
static bool asks_in_vain(const struct mapping *mapping)
{
    assert(mapping->image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < mapping->image->entry_count; i++) {
        const struct entry *entry = &mapping->image->entries[i];
        if (entry->kind == ENTRY_RETURN) continue; /* these are stages */
        if (entry->until_ms != 0 || entry->materials == 0) continue;
        for (uint32_t bit = 0; bit < mapping->from->procedure.material_count; bit++) {
            bool is_asked = (entry->materials >> bit & 1) != 0;
            if (is_asked && mapping->materials[bit] == MAPPING_GONE) return true;
        }
    }
    return false;
}

/* What is missing may not come later. */
static bool may_not_miss(const struct mapping *mapping)
{
    assert(mapping->image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < mapping->image->entry_count; i++) {
        const struct entry *entry = &mapping->image->entries[i];
        if (entry->kind != ENTRY_TOLERANCE || entry->state != TOLERANCE_MISSING) continue;
        uint64_t materials = moved_materials(mapping, entry->materials);
        for (uint32_t bit = 0; bit < mapping->to->procedure.material_count; bit++) {
            bool is_it = (materials >> bit & 1) != 0;
            if (is_it && mapping->to->procedure.materials[bit].may_miss.value == 0) return true;
        }
    }
    return false;
}

/* The milestone at which a bundle is accepted also says when it was. */
static bool has_other_pre_review(const struct mapping *mapping)
{
    uint8_t from = mapping->from->procedure.pre_review_until;
    uint8_t to = mapping->to->procedure.pre_review_until;

    assert(from <= MILESTONES_MAX);
    assert(to <= MILESTONES_MAX);
    if (from == 0 || to == 0) return from != to;
    return mapping->milestones[from - 1] != to - 1;
}

static bool has_no_counter(const struct mapping *mapping)
{
    assert(mapping->image->result == RESULT_OPEN);
    return phase_is_intake(mapping->image->phase) && !mapping->to->procedure.intake.counter;
}

static const struct {
    bool (*is_against)(const struct mapping *mapping);
    const char *says;
} others[] = {
    { asks_in_vain, "the applicant was told to supply what is not in version " },
    { may_not_miss, "materials are missing that may not come later in version " },
    { has_other_pre_review, "there is no pre-review, or another one, in version " },
    { has_no_counter, "the bundle is not accepted yet, and there is no counter in version " },
};

bool mapping_fits(const struct mapping *mapping, struct words *why)
{
    const struct procedure *to = &mapping->to->procedure;

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        set32 found = reasons[i].find(mapping);
        if (found == 0) continue;
        words_add(why, reasons[i].says);
        words_add_number(why, to->version);
        say_stages(why, &mapping->from->procedure, found);
        return false;
    }
    set32 unevaluated = new_conditions(mapping);
    if (unevaluated != 0) {
        words_add(why, "stages with a condition are new in version ");
        words_add_number(why, to->version);
        say_stages(why, to, unevaluated);
        return false;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (!others[i].is_against(mapping)) continue;
        words_add(why, others[i].says);
        words_add_number(why, to->version);
        return false;
    }
    return true;
}

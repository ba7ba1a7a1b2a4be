/* SPDX-License-Identifier: Apache-2.0 */
/* ACT: somebody does something to a bundle that is neither a submission nor a verdict.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED (the role), REQUEST_CONFLICT, BUNDLE_UNKNOWN, STAGE_UNKNOWN,
 * NOT_ALLOWED (another department's stage), BUNDLE_ENDED, SEPARATION, REASON_MISSING, MATERIAL_UNKNOWN, what the
 * rule of the act says (mostly ACT_IMPOSSIBLE), DISK_FULL, BUSY (no room for a permit counter, or in the dossier). A
 * bundle that has ended and left memory must come back to be looked at: where there is no room for it,
 * BUSY comes where BUNDLE_ENDED would. */
#include "broker/core/act.h"

#include "broker/core/correction.h"
#include "broker/core/intake.h"
#include "broker/core/reopening.h"

enum err act_impossible(struct refusal *refusal, const char *why)
{
    size_t size = strlen(why);

    assert(size > 0);
    assert(size < sizeof refusal->text);
    memcpy(refusal->text, why, size);
    return ERR_ACT_IMPOSSIBLE;
}

/* Officers and heads act for their own department (DESIGN 6: nobody acts outside it). */
static bool is_of_department(const struct act_case *act)
{
    const struct presence *presence = &act->step->engine->presence;
    uint32_t session = presence_find(presence, act->step->event->session);

    assert(act->target.published != NULL);
    if (session == SESSION_NONE || act->stage == STAGE_WHOLE) return true;
    if (!role_has_department((enum role)presence->at[session].role)) return true;
    return act->target.published->departments[act->stage] == presence->at[session].department;
}

static uint8_t role_of(const struct step *step)
{
    uint32_t session = presence_find(&step->engine->presence, step->event->session);
    return session == SESSION_NONE ? 0 : step->engine->presence.at[session].role;
}

/* Whoever accepted a bundle does nothing in the office about it, where it is decided (受审分离: 许可法 24;
 * 滨州 10). */
static bool is_own_acceptance(const struct act_case *act)
{
    uint8_t role = role_of(act->step);
    bool decides = role == ROLE_OFFICER || role == ROLE_HEAD || role == ROLE_GOVERNMENT;

    assert(act->target.bundle != NULL);
    if (!decides) return false;
    const struct name *acceptor = intake_acceptor(&act->step->engine->bundles, act->target.bundle);
    return acceptor != NULL && name_is_equal(acceptor, &act->step->event->principal);
}

/* What it is about, as far as it must be known before anything else. */
static enum err find_subject(struct act_case *act, struct refusal *refusal)
{
    const struct msg_act *msg = act->msg;

    assert(act->stage == STAGE_WHOLE);
    if (!name_is_empty(&msg->stage) && act->target.published != NULL) {
        uint32_t stage = published_stage(act->target.published, &msg->stage);
        refusal->field = "stage";
        if (stage == PUBLISHED_NONE) return ERR_STAGE_UNKNOWN;
        act->stage = (uint8_t)stage;
        refusal->field = "department";
        if (!is_of_department(act)) return ERR_NOT_ALLOWED;
    }
    refusal->field = "bundle";
    bool is_possible = !act->target.is_ended || (act_needs(msg->act) & ALSO_ENDED) != 0;
    return is_possible ? OK : ERR_BUNDLE_ENDED;
}

/* What all acts ask of the bundle and of the message. */
static enum err check_all(const struct act_case *act, struct refusal *refusal)
{
    const struct msg_act *msg = act->msg;
    uint32_t needs = act_needs(msg->act);

    assert(act->target.bundle != NULL);
    refusal->field = "principal";
    if (is_own_acceptance(act)) return ERR_SEPARATION;
    refusal->field = "reason";
    if ((needs & NEEDS_REASON) != 0 && msg->reason.size == 0) return ERR_REASON_MISSING;
    refusal->field = NULL;
    bool is_early = !act->target.is_ended && phase_is_intake(act->target.bundle->phase);
    if (is_early && (needs & AT_INTAKE) == 0) {
        return act_impossible(refusal, "the bundle has not been accepted yet");
    }
    refusal->field = "stage";
    if (!name_is_empty(&msg->stage) && (needs & (NEEDS_STAGE | TAKES_STAGE)) == 0) {
        return act_impossible(refusal, "this is done to a bundle as a whole, not to a stage");
    }
    refusal->field = "materials";
    if ((needs & NEEDS_MATERIALS) != 0 && msg->materials == 0) return ERR_FIELD_MISSING;
    return correction_knows(act->target.published, msg->materials) ? OK : ERR_MATERIAL_UNKNOWN;
}

/* In memory, whatever has become of it. */
static enum err bring_back(struct act_case *act, struct refusal *refusal)
{
    if (act->target.bundle != NULL) return OK;
    refusal->field = "bundle";
    switch ((int)step_recall(act->step, &act->target)) {
        case OK: return OK;
        case ERR_NO_MEMORY: return ERR_BUSY;
        default: break;
    }
    assert(act->target.bundle == NULL);
    return act_impossible(refusal, "the bundle's stored image cannot be read; verify the journal");
}

/* Room for what it may lead to. */
static enum err find_room(const struct act_case *act, const struct act_rule *rule,
                          struct refusal *refusal)
{
    const struct bundles *bundles = &act->step->engine->bundles;

    assert(act->target.bundle != NULL);
    assert(act->target.published != NULL);
    refusal->field = "counters";
    bool goes_on = !act->target.is_ended;
    if (goes_on && !cascade_has_room(act->step, act->target.published)) return ERR_BUSY;
    refusal->field = "dossier";
    if (rule->entry_count == 0) return OK;
    return bundle_has_entries(bundles, act->target.bundle, rule->entry_count, ENTRIES_ACT_MAX)
               ? OK
               : ERR_BUSY;
}

static void record(const struct act_case *act, const struct act_rule *rule)
{
    const struct msg_act *msg = act->msg;
    struct fact fact = {
        .type = FACT_ACTED,
        .bundle = act->target.bundle->number,
        .acted = {
            .act = msg->act,
            .stage = act->stage,
            .detail = msg->detail,
            .role = role_of(act->step),
            .amount = msg->amount,
            .materials = msg->materials,
            .until_ms = msg->until_ms,
            .by = act->step->event->principal,
            .on = msg->on,
            .reason = msg->reason,
            .request = act->step->event->request,
        },
    };

    assert(rule->apply != NULL);
    if (rule->decide != NULL) rule->decide(act, &fact.acted);
    engine_record(act->step, &fact);
    step_answer(act->step, &(struct msg_recorded){
                               .bundle = fact.bundle,
                               .position = act->step->engine->position_next - 1,
                           });
    if (!act->target.is_ended) cascade(act->step, act->target.index);
}

/* What can be wrong with it, in order; then it is done. */
static void judge(struct act_case *act, const struct act_rule *rule, struct refusal *refusal)
{
    enum err err = find_subject(act, refusal);

    assert(act->target.is_ended || act->target.bundle != NULL);
    if (err == OK) err = bring_back(act, refusal);
    if (err == OK) err = check_all(act, refusal);
    if (err == OK && rule->check != NULL) {
        refusal->field = NULL;
        err = rule->check(act, refusal);
    }
    if (err == OK && !step_has_disk(act->step, true, refusal->bundle)) return;
    if (err == OK) err = find_room(act, rule, refusal);
    if (err == OK) {
        record(act, rule);
        return;
    }
    refusal->err = err;
    step_refuse(act->step, refusal);
}

void step_act(struct step *step)
{
    struct act_case act = { .step = step, .msg = &step->event->act, .stage = STAGE_WHOLE };
    struct refusal refusal = { .bundle = step->event->act.ref.bundle };

    assert(step->event->type == EVENT_ACT);
    const struct act_rule *rule = act_rule_of(act.msg->act);
    assert(rule != NULL); /* the codec knows no other */
    if (!step_admit_any(step, act_roles(act.msg->act), true)) return;
    if (!step_find(step, act.msg->ref.bundle, &act.target)) return;
    judge(&act, rule, &refusal);
    step_dismiss(step, &act.target);
}

void act_by_itself(struct step *step, uint32_t index, const struct fact_acted *acted)
{
    assert(name_is_empty(&acted->by));
    assert(act_rule_of(acted->act) != NULL);
    engine_record(step, &(struct fact){
                            .type = FACT_ACTED,
                            .bundle = step->engine->bundles.at[index].number,
                            .acted = *acted,
                        });
    if (step->engine->bundles.at[index].result == RESULT_OPEN) cascade(step, index);
}

/* ---- Applying ------------------------------------------------------------------------------ */

/* Whether the fact says what such an act says, of whatever bundle it may be. */
static bool is_well_said(const struct change *change, const struct act_rule *rule)
{
    const struct fact_acted *body = &change->fact->acted;
    uint32_t needs = act_needs(body->act);
    bool is_of_stage = body->stage != STAGE_WHOLE;
    bool may_be_said = act_roles(body->act) != ACT_BY_NOBODY;

    assert(rule == act_rule_of(body->act));
    assert(change->published != NULL);
    if (is_of_stage && body->stage >= change->bundle->stage_count) return false;
    if (is_of_stage && (needs & (NEEDS_STAGE | TAKES_STAGE)) == 0) return false;
    if (!is_of_stage && (needs & NEEDS_STAGE) != 0) return false;
    if (!may_be_said && !name_is_empty(&body->by)) return false;
    if ((needs & NEEDS_MATERIALS) != 0 && body->materials == 0) return false;
    if (!correction_knows(change->published, body->materials)) return false;
    if ((rule->effects & TOUCHES) == 0 && body->stages != 0) return false;
    if ((rule->effects & GOES_ON) != 0 || onward_is_empty(&body->onward)) return true;
    return (rule->effects & FREES) != 0 && reopening_frees_well(change->bundle, &body->onward);
}

enum err apply_acted(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct act_rule *rule = act_rule_of(body->act);
    const struct bundle *bundle = change->bundle;
    set32 sealed = bundle->in[STAGE_SEALED];

    assert(bundle != NULL);
    assert(bundle->result == RESULT_OPEN || (act_needs(body->act) & ALSO_ENDED) != 0);
    if (rule == NULL || !is_well_said(change, rule)) return ERR_CORRUPT;
    if (act_seals(body->act) && body->stage != STAGE_WHOLE) sealed |= set_of(body->stage);
    if ((body->stages & ~set_first(bundle->stage_count)) != 0) return ERR_CORRUPT;
    bool is_early = bundle->result == RESULT_OPEN && phase_is_intake(bundle->phase);
    if (is_early && (act_needs(body->act) & AT_INTAKE) == 0) return ERR_CORRUPT;
    if (!change_may_go_on(change, &body->onward, sealed)) return ERR_CORRUPT;
    if (!rule->is_good(change)) return ERR_CORRUPT;
    if (!bundle_has_entries(&change->engine->bundles, bundle, rule->entry_count, ENTRIES_MAX)) {
        return bundle->entry_count + rule->entry_count > ENTRIES_MAX ? ERR_CORRUPT : ERR_NO_MEMORY;
    }
    rule->apply(change);
    change_go_on(change, &body->onward);
    change_remember(change, &body->request, 0);
    return OK;
}

struct entry *change_enter(const struct change *change, enum entry_kind kind)
{
    struct entry *entry = bundle_enter(&change->engine->bundles, change->bundle);

    assert(kind > 0 && kind < ENTRY_KIND_COUNT);
    entry->kind = (uint8_t)kind;
    entry->stage = STAGE_WHOLE;
    entry->position = change->fact->position;
    entry->from_ms = change->fact->at_ms;
    switch ((int)change->fact->type) {
        case FACT_ACTED:
            entry->stage = change->fact->acted.stage;
            entry->by = change->fact->acted.by;
            break;
        case FACT_VERDICT_GIVEN:
            entry->stage = change->fact->verdict_given.stage;
            entry->by = change->fact->verdict_given.worker;
            break;
        case FACT_MIGRATED: entry->by = change->fact->migrated.by; break;
        case FACT_SUPPLIED: entry->by = change->fact->supplied.by; break;
        default: assert(false);
    }
    return entry;
}

void change_end_pauses(const struct change *change)
{
    assert(change->bundle->result != RESULT_OPEN);
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&change->engine->bundles, change->bundle, i);
        assert(entry->kind > 0);
        bool lasts = entry->kind == ENTRY_PAUSE || entry->kind == ENTRY_DEFICIENCY ||
                     entry->kind == ENTRY_NOTICE;
        if (!lasts || entry->until_ms != 0) continue;
        entry->until_ms = change->fact->at_ms;
    }
}

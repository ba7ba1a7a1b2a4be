/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/special.h"

/* A hearing is held within twenty days, and its day is told seven days before (许可法 47, 48). */
#define HEARING_NOTICE_DAYS 7
#define HEARING_DAYS_MAX 20

#define SPECIAL_DAYS_MAX 9999

/* ---- What it needs ------------------------------------------------------------------------- */

/* Working days (许可法 82) from now to the day of the hearing, which is counted. */
static enum err check_hearing(const struct step *step, int64_t until_ms, struct refusal *refusal)
{
    const struct calendar_image *image = &step->engine->calendar;

    assert(step->event->now_ms > 0);
    refusal->field = "until_ms";
    if (until_ms == 0) {
        return act_impossible(refusal, "a hearing needs its day: the applicant is told it seven "
                                       "days before");
    }
    struct calendar_amount days = calendar_count(
        &image->calendar, &image->hours, LIMIT_WORKING_DAYS, step->event->now_ms, until_ms - 1);
    assert(days.amount >= 0);
    if (days.amount < HEARING_NOTICE_DAYS) {
        return act_impossible(refusal, "a hearing is announced seven working days before its day");
    }
    if (days.amount > HEARING_DAYS_MAX) {
        return act_impossible(refusal, "a hearing is held within twenty working days");
    }
    return OK;
}

enum err special_check(const struct step *step, const struct special_demand *demand,
                       struct refusal *refusal)
{
    assert(step->engine != NULL);
    refusal->field = "special";
    if (demand->kind < SPECIAL_HEARING || demand->kind > SPECIAL_OTHER) {
        return act_impossible(refusal, "there is no such special procedure");
    }
    refusal->field = "days";
    if (demand->days == 0 || demand->days > SPECIAL_DAYS_MAX) {
        return act_impossible(refusal, "the days that it needs are 1 to 9999");
    }
    refusal->field = "until_ms";
    if (demand->kind == SPECIAL_HEARING) return check_hearing(step, demand->until_ms, refusal);
    if (demand->until_ms == 0) return OK;
    return act_impossible(refusal, "only a hearing has a day that is announced");
}

struct name special_name(uint8_t kind)
{
    static const struct name names[] = {
        [SPECIAL_HEARING] = { "hearing" },     [SPECIAL_TENDER] = { "tender" },
        [SPECIAL_AUCTION] = { "auction" },     [SPECIAL_INSPECTION] = { "inspection" },
        [SPECIAL_TESTING] = { "testing" },     [SPECIAL_QUARANTINE] = { "quarantine" },
        [SPECIAL_APPRAISAL] = { "appraisal" }, [SPECIAL_EXPERT_REVIEW] = { "expert_review" },
        [SPECIAL_OTHER] = { "other" },
    };

    assert(kind > 0 && kind <= SPECIAL_OTHER);
    assert(!name_is_empty(&names[kind]));
    return names[kind];
}

/* ---- Beginning ----------------------------------------------------------------------------- */

struct entry *special_find(const struct engine *engine, const struct bundle *bundle, uint32_t stage)
{
    assert(stage < bundle->stage_count);
    struct entry *entry = bundle_open_entry(&engine->bundles, bundle, ENTRY_PAUSE, (uint8_t)stage);
    assert(entry == NULL || entry->kind == ENTRY_PAUSE);
    return entry != NULL && entry->detail == PAUSE_SPECIAL ? entry : NULL;
}

bool special_is_good(const struct change *change, uint8_t stage,
                     const struct special_demand *demand)
{
    assert(change->bundle != NULL);
    assert(change->bundle->result == RESULT_OPEN);
    if (stage >= change->bundle->stage_count) return false;
    if (demand->kind < SPECIAL_HEARING || demand->kind > SPECIAL_OTHER) return false;
    if (demand->days == 0 || demand->days > SPECIAL_DAYS_MAX) return false;
    return change_may_pause(change, set_of(stage));
}

void special_begin(const struct change *change, uint8_t stage, const struct special_demand *demand)
{
    struct entry *entry = change_enter(change, ENTRY_PAUSE);

    assert(entry->stage == stage);
    assert(demand->days > 0);
    entry->detail = PAUSE_SPECIAL;
    entry->state = demand->kind;
    entry->amount = demand->days;
    change_pause(change, set_of(stage));
}

static struct special_demand demand_of(const struct fact_acted *body)
{
    return (struct special_demand){ body->detail, body->amount, body->until_ms };
}

enum err special_check_start(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;
    const struct special_demand demand = { act->msg->detail, act->msg->amount, act->msg->until_ms };

    assert(act->stage < bundle->stage_count);
    refusal->field = "stage";
    if (bundle->phase != PHASE_REVIEW) {
        return act_impossible(refusal, "the bundle as a whole is not under review");
    }
    if (special_find(act->step->engine, bundle, act->stage) != NULL) {
        return act_impossible(refusal, "the stage stands for a special procedure already");
    }
    if (!set_has(bundle->in[STAGE_REVIEWING], act->stage)) {
        return act_impossible(refusal, "the stage is not under review");
    }
    return special_check(act->step, &demand, refusal);
}

/* Whoever is at work on it is told. */
void special_decide_start(const struct act_case *act, struct fact_acted *fact)
{
    assert(fact->act == ACT_SPECIAL_START);
    assert(fact->stage == act->stage);
    step_cancel(act->step, act->target.bundle, act->stage, CANCEL_PAUSED);
}

bool special_starts_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct special_demand demand = demand_of(body);

    assert(body->act == ACT_SPECIAL_START);
    return change->bundle->phase == PHASE_REVIEW && special_is_good(change, body->stage, &demand);
}

void special_start(const struct change *change)
{
    const struct special_demand demand = demand_of(&change->fact->acted);

    assert(change->bundle->phase == PHASE_REVIEW);
    special_begin(change, change->fact->acted.stage, &demand);
}

/* ---- Ending -------------------------------------------------------------------------------- */

enum err special_check_end(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(act->stage < bundle->stage_count);
    refusal->field = "stage";
    if (special_find(act->step->engine, bundle, act->stage) == NULL ||
        !set_has(bundle->in[STAGE_PAUSED], act->stage)) {
        return act_impossible(refusal, "the stage stands for no special procedure");
    }
    if (bundle->phase == PHASE_REVIEW) return OK;
    return act_impossible(refusal, "the bundle as a whole stands; resume it first");
}

bool special_ends_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_SPECIAL_END);
    return change->bundle->phase == PHASE_REVIEW &&
           change_may_resume(change, set_of(body->stage)) &&
           special_find(change->engine, change->bundle, body->stage) != NULL;
}

/* The review begins again; its clock counts from the next day on (domain.md 6). */
void special_end(const struct change *change)
{
    uint8_t stage = change->fact->acted.stage;
    struct entry *entry = special_find(change->engine, change->bundle, stage);

    assert(entry != NULL);
    assert(set_has(change->bundle->in[STAGE_PAUSED], stage));
    entry->until_ms = change->fact->at_ms;
    change_resume(change, set_of(stage));
}

void special_drop(const struct change *change, uint32_t stage)
{
    struct entry *entry = special_find(change->engine, change->bundle, stage);

    assert(stage < change->bundle->stage_count);
    assert(entry == NULL || entry->until_ms == 0);
    if (entry != NULL) entry->until_ms = change->fact->at_ms;
}

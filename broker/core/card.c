/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/card.h"

#include "broker/core/card_rules.h"
#include "broker/core/time_limit.h"

static const uint8_t moves[CARD_STATE_COUNT][CARD_MOVE_COUNT] = {
    [CARD_RAISED] = { [CARD_MOVE_APPEAL] = CARD_APPEALED, [CARD_MOVE_WITHDRAW] = CARD_WITHDRAWN },
    [CARD_APPEALED] = { [CARD_MOVE_UPHOLD] = CARD_UPHELD, [CARD_MOVE_WITHDRAW] = CARD_WITHDRAWN },
    [CARD_UPHELD] = { 0 },    /* final: one appeal, one answer */
    [CARD_WITHDRAWN] = { 0 }, /* final */
};

enum card_state card_next(enum card_state state, enum card_move move)
{
    assert(state < CARD_STATE_COUNT);
    assert(move < CARD_MOVE_COUNT);
    return (enum card_state)moves[state][move];
}

/* The card of a clock and level, or NULL. */
static struct entry *find(const struct engine *engine, const struct bundle *bundle, uint8_t stage,
                          uint8_t level)
{
    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind > 0);
        if (entry->kind != ENTRY_CARD) continue;
        if (entry->stage == stage && entry->detail == level) return entry;
    }
    return NULL;
}

/* ---- Counts of departments ----------------------------------------------------------------- */

/* A card begins to count for the department of its stage, or ceases to. While queues are not kept,
 * these are not kept either. */
static void count(struct engine *engine, const struct bundle *bundle, const struct entry *entry,
                  bool is_more)
{
    const struct published *published = &engine->published.at[bundle->procedure];

    assert(entry->kind == ENTRY_CARD);
    assert(entry->detail > 0 && entry->detail < CARD_LEVEL_COUNT);
    if (engine->is_restoring || entry->stage == STAGE_WHOLE) return;
    struct department *department = &engine->departments.at[published->departments[entry->stage]];
    assert(is_more || department->card_counts[entry->detail] > 0);
    department->card_counts[entry->detail] += is_more ? 1 : UINT32_MAX;
}

static void count_all(struct engine *engine, const struct bundle *bundle, bool is_more)
{
    assert(bundle->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        assert(entry->kind < ENTRY_KIND_COUNT);
        if (entry->kind != ENTRY_CARD || entry->state == CARD_WITHDRAWN) continue;
        count(engine, bundle, entry, is_more);
    }
}

void cards_end(const struct change *change)
{
    assert(change->bundle != NULL);
    assert(change->bundle->result != RESULT_OPEN);
    count_all(change->engine, change->bundle, false);
}

void cards_count_anew(struct engine *engine)
{
    assert(!engine->is_restoring);
    for (uint32_t i = 0; i < engine->bundles.high; i++) {
        const struct bundle *bundle = &engine->bundles.at[i];
        assert(bundle->number == 0 || bundle->procedure < engine->published.count);
        if (bundle->number == 0 || bundle->result != RESULT_OPEN) continue;
        count_all(engine, bundle, true);
    }
}

/* ---- Raised by the broker ------------------------------------------------------------------ */

struct next_card {
    int64_t at_ms; /* INT64_MAX: there is none */
    uint8_t stage;
    uint8_t level;
};

/* No clock reaches a point before this: a day counts from the midnight before it on, and hours take their
 * time. Most points lie behind one that has been found, and need not be looked for in the calendar. */
static int64_t not_before(const struct ledger *clock, const struct threshold *threshold)
{
    bool is_days = threshold->unit == LIMIT_WORKING_DAYS || threshold->unit == LIMIT_NATURAL_DAYS;
    int64_t whole_days = threshold->amount > 0 ? threshold->amount - 1 : 0;

    assert(clock->started_ms != 0);
    assert(threshold->amount >= 0);
    return clock->started_ms + (is_days ? whole_days * CIVIL_DAY_MS : threshold->amount);
}

/* The next cards of one clock, if any comes before what has been found. */
static void look_at(const struct engine *engine, uint32_t index, uint8_t stage,
                    struct next_card *next)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    const struct card_rules *rules = card_rules_of(&procedure->supervision.rules);
    const struct office_hours *hours = &engine->calendar.hours;
    struct limit statutory = time_limit_now(engine, bundle, stage, EXTENDS_STATUTORY);
    struct limit promised = time_limit_now(engine, bundle, stage, EXTENDS_PROMISED);
    struct course course;

    assert(rules != NULL);
    if (!time_limit_course(engine, bundle, stage, &course)) return;
    if (course.clock.stopped_ms != 0) return;
    for (uint8_t level = CARD_NOTICE; level < CARD_LEVEL_COUNT; level++) {
        const struct card_condition *condition = &rules->levels[level];
        struct threshold threshold;
        if (condition->point == CARD_POINT_NONE) continue;
        struct limit limit = card_limit_of(condition, statutory, promised);
        if (limit.value == 0) continue;
        if (!card_threshold(condition, limit, office_hours_day_ms(hours), &threshold)) continue;
        if (not_before(&course.clock, &threshold) >= next->at_ms) continue;
        if (find(engine, bundle, stage, level) != NULL) continue;
        int64_t at_ms = ledger_when(&engine->calendar.calendar, hours, &course, &threshold);
        if (at_ms != INT64_MAX && condition->point == CARD_POINT_PASSED) at_ms++;
        if (at_ms >= next->at_ms) continue;
        *next = (struct next_card){ at_ms, stage, level };
    }
}

/* The earliest of all clocks; among equals that of the first stage, and the mildest. */
static struct next_card find_next(const struct engine *engine, uint32_t index)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct published *published = &engine->published.at[bundle->procedure];
    struct next_card next = { .at_ms = INT64_MAX };

    assert(bundle->result == RESULT_OPEN);
    if (name_is_empty(&published->procedure.supervision.rules)) return next;
    if (!bundle_has_entries(&engine->bundles, bundle, 1, ENTRIES_MAX)) return next;
    for (uint8_t i = 0; i < bundle->stage_count; i++) {
        if (set_has(published->clocked, i)) look_at(engine, index, i, &next);
    }
    look_at(engine, index, STAGE_WHOLE, &next);
    return next;
}

int64_t card_due(const struct engine *engine, uint32_t index)
{
    assert(index < engine->bundles.high);
    assert(engine->bundles.at[index].number != 0);
    return find_next(engine, index).at_ms;
}

/* Who must act by the ladder of the procedure; 0: it does not say. */
static uint8_t must_act(const struct procedure *procedure, uint8_t level)
{
    const struct escalation *step = supervision_step(&procedure->supervision, level);
    assert(procedure->stage_count > 0);
    return step == NULL ? 0 : step->to;
}

void card_run(struct step *step, uint32_t index)
{
    const struct engine *engine = step->engine;
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    struct next_card next = find_next(engine, index);

    assert(next.at_ms <= step->event->now_ms);
    assert(next.level > 0 && next.level < CARD_LEVEL_COUNT);
    act_by_itself(step, index,
                  &(struct fact_acted){
                      .act = ACT_RAISE_CARD,
                      .stage = next.stage,
                      .detail = next.level,
                      .role = must_act(procedure, next.level),
                      .on = procedure->supervision.rules,
                  });
}

/* Whether its time had come was asked when it was raised, by the calendar of that day. */
bool card_raised_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct supervision *supervision = &change->published->procedure.supervision;

    assert(body->act == ACT_RAISE_CARD);
    assert(change->bundle->result == RESULT_OPEN);
    if (name_is_empty(&supervision->rules)) return false;
    if (!name_is_equal(&body->on, &supervision->rules)) return false;
    if (body->detail < CARD_NOTICE || body->detail >= CARD_LEVEL_COUNT) return false;
    if (body->role != must_act(&change->published->procedure, body->detail)) return false;
    bool has_clock = body->stage == STAGE_WHOLE || set_has(change->published->clocked, body->stage);
    return has_clock && find(change->engine, change->bundle, body->stage, body->detail) == NULL;
}

void card_raise(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    struct entry *entry = change_enter(change, ENTRY_CARD);

    assert(body->detail > 0 && body->detail < CARD_LEVEL_COUNT);
    entry->detail = body->detail;
    entry->state = CARD_RAISED;
    entry->amount = body->role;
    count(change->engine, change->bundle, entry, true);
}

/* ---- Appealed against, upheld, withdrawn --------------------------------------------------- */

static enum card_move move_of(uint8_t act)
{
    assert(act >= ACT_APPEAL_CARD && act <= ACT_WITHDRAW_CARD);
    _Static_assert(ACT_WITHDRAW_CARD == ACT_APPEAL_CARD + 2, "in the order of the moves");
    _Static_assert(CARD_MOVE_WITHDRAW == CARD_MOVE_APPEAL + 2, "in the order of the acts");
    return (enum card_move)(act - ACT_APPEAL_CARD);
}

/* A card of all stages together concerns each of their departments, and no other. */
static bool is_concerned(const struct act_case *act)
{
    const struct presence *presence = &act->step->engine->presence;
    uint32_t session = presence_find(presence, act->step->event->session);

    assert(act->target.published != NULL);
    if (session == SESSION_NONE || act->stage != STAGE_WHOLE) return true;
    if (!role_has_department((enum role)presence->at[session].role)) return true;
    for (uint32_t i = 0; i < act->target.published->procedure.stage_count; i++) {
        if (act->target.published->departments[i] == presence->at[session].department) return true;
    }
    return false;
}

enum err card_check(const struct act_case *act, struct refusal *refusal)
{
    assert(act->target.bundle != NULL);
    refusal->field = "department";
    if (!is_concerned(act)) return ERR_NOT_ALLOWED;
    refusal->field = "detail";
    const struct entry *entry =
        find(act->step->engine, act->target.bundle, act->stage, act->msg->detail);
    if (entry == NULL) return act_impossible(refusal, "no such card was raised");
    assert(entry->state < CARD_STATE_COUNT);
    if (card_next((enum card_state)entry->state, move_of(act->msg->act)) != 0) return OK;
    switch ((enum card_state)entry->state) {
        case CARD_RAISED: return act_impossible(refusal, "nobody has appealed against the card");
        case CARD_APPEALED: return act_impossible(refusal, "the appeal has not been answered yet");
        case CARD_UPHELD: return act_impossible(refusal, "the card was upheld: that is final");
        case CARD_WITHDRAWN:
        case CARD_STATE_COUNT: break;
    }
    return act_impossible(refusal, "the card was withdrawn");
}

bool card_moved_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(change->bundle->result == RESULT_OPEN);
    const struct entry *entry = find(change->engine, change->bundle, body->stage, body->detail);
    return entry != NULL && card_next((enum card_state)entry->state, move_of(body->act)) != 0;
}

void card_move(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    struct entry *entry = find(change->engine, change->bundle, body->stage, body->detail);

    assert(entry != NULL);
    enum card_state next = card_next((enum card_state)entry->state, move_of(body->act));
    assert(next != 0);
    entry->state = (uint8_t)next;
    if (next == CARD_WITHDRAWN) count(change->engine, change->bundle, entry, false);
}

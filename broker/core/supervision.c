/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/supervision.h"

#include "broker/core/signing.h"

#define APPEAL_DAYS 30 /* 督查条例: an objection within 30 days */

/* clang-format off */
static const uint8_t moves[ORDER_STATE_COUNT][ORDER_MOVE_COUNT] = {
    [ORDER_ISSUED]     = { [ORDER_MOVE_ACK]     = ORDER_ACKED,
                           [ORDER_MOVE_APPEAL]  = ORDER_APPEALED },
    [ORDER_ACKED]      = { [ORDER_MOVE_REPORT]  = ORDER_REPORTED,
                           [ORDER_MOVE_APPEAL]  = ORDER_APPEALED },
    [ORDER_REPORTED]   = { [ORDER_MOVE_RETURN]  = ORDER_RETURNED,
                           [ORDER_MOVE_RECTIFY] = ORDER_RECTIFYING,
                           [ORDER_MOVE_CLOSE]   = ORDER_CLOSED },
    [ORDER_RETURNED]   = { [ORDER_MOVE_REPORT]  = ORDER_REPORTED,
                           [ORDER_MOVE_RECTIFY] = ORDER_RECTIFYING,
                           [ORDER_MOVE_APPEAL]  = ORDER_APPEALED },
    [ORDER_RECTIFYING] = { [ORDER_MOVE_RETURN]  = ORDER_RETURNED,
                           [ORDER_MOVE_VERIFY]  = ORDER_VERIFIED },
    [ORDER_VERIFIED]   = { [ORDER_MOVE_CLOSE]   = ORDER_CLOSED },
    [ORDER_CLOSED]     = { 0 }, /* final */
    [ORDER_APPEALED]   = { [ORDER_MOVE_CLOSE]   = ORDER_CLOSED, /* the objection holds */
                           [ORDER_MOVE_UPHOLD]  = ORDER_ACKED },
};
/* clang-format on */
_Static_assert(ORDER_NONE == 0, "an unwritten cell must mean: refused");

enum order_state order_next(enum order_state state, enum order_move move)
{
    assert(state < ORDER_STATE_COUNT);
    assert(move < ORDER_MOVE_COUNT);
    return (enum order_state)moves[state][move];
}

/* ---- Reminders ----------------------------------------------------------------------------- */

static int32_t day_of(const struct engine *engine, int64_t at_ms)
{
    return office_hours_day(&engine->calendar.hours, at_ms);
}

/* The one entry of a stage, open for ever; or NULL. */
static struct entry *find_reminder(const struct engine *engine, const struct bundle *bundle,
                                   uint8_t stage)
{
    assert(stage < bundle->stage_count);
    return bundle_open_entry(&engine->bundles, bundle, ENTRY_REMINDER, stage);
}

/* Its department has it: reviews it, or signs it. While the bundle is suspended nobody may. */
static bool is_in_hand(const struct engine *engine, const struct bundle *bundle, uint8_t stage)
{
    assert(stage < bundle->stage_count);
    if (bundle->phase == PHASE_SUSPENDED) return false;
    if (set_has(bundle->in[STAGE_REVIEWING], stage)) return true;
    return signing_is_on(engine, bundle, stage);
}

enum err reminder_check(const struct act_case *act, struct refusal *refusal)
{
    const struct engine *engine = act->step->engine;

    assert(act->stage < act->target.bundle->stage_count);
    refusal->field = "stage";
    if (!is_in_hand(engine, act->target.bundle, act->stage)) {
        return act_impossible(refusal, "the stage is not under review: nobody is late with it");
    }
    const struct entry *last = find_reminder(engine, act->target.bundle, act->stage);
    if (last == NULL) return OK;
    struct calendar_amount since = calendar_count_days(
        &engine->calendar.calendar, LIMIT_WORKING_DAYS, day_of(engine, last->from_ms),
        day_of(engine, act->step->event->now_ms));
    if (since.amount > 0) return OK; /* 督查条例 15: no repeated supervision */
    return act_impossible(refusal, "its department was reminded on this working day already");
}

bool reminder_is_good(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_REMIND);
    return is_in_hand(change->engine, change->bundle, body->stage);
}

void reminder_apply(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    struct entry *entry = find_reminder(change->engine, change->bundle, body->stage);

    assert(body->act == ACT_REMIND);
    if (entry == NULL) entry = change_enter(change, ENTRY_REMINDER);
    assert(entry->from_ms <= change->fact->at_ms);
    entry->from_ms = change->fact->at_ms;
    entry->by = body->by;
    entry->amount++;
}

/* ---- Giving an order ----------------------------------------------------------------------- */

/* The open order to the department of a stage, or NULL. */
static struct entry *find_order(const struct engine *engine, const struct bundle *bundle,
                                uint8_t stage)
{
    const uint16_t *departments = engine->published.at[bundle->procedure].departments;

    assert(stage < bundle->stage_count);
    assert(bundle->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (entry->kind != ENTRY_ORDER || entry->until_ms != 0) continue;
        if (departments[entry->stage] == departments[stage]) return entry;
    }
    return NULL;
}

/* 督查条例 15: no repeated, no many-headed supervision. */
enum err order_check_issue(const struct act_case *act, struct refusal *refusal)
{
    assert(act->stage < act->target.bundle->stage_count);
    refusal->field = "until_ms";
    if (act->msg->until_ms != 0 && act->msg->until_ms <= act->step->event->now_ms) {
        return act_impossible(refusal, "what is ordered would be due before it is ordered");
    }
    refusal->field = "stage";
    if (find_order(act->step->engine, act->target.bundle, act->stage) == NULL) return OK;
    return act_impossible(refusal, "the department has an open order about this bundle already");
}

/* The fact names the department. */
void order_decide(const struct act_case *act, struct fact_acted *fact)
{
    const struct engine *engine = act->step->engine;
    uint16_t department = act->target.published->departments[act->stage];

    assert(act->stage < act->target.bundle->stage_count);
    assert(department < engine->departments.count);
    fact->on = engine->departments.at[department].name;
}

bool order_issued_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_ORDER);
    return find_order(change->engine, change->bundle, body->stage) == NULL;
}

void order_issue(const struct change *change)
{
    struct entry *entry = change_enter(change, ENTRY_ORDER);

    assert(change->fact->acted.act == ACT_ORDER);
    assert(entry->until_ms == 0);
    entry->state = ORDER_ISSUED;
    entry->due_ms = change->fact->acted.until_ms;
}

/* ---- What becomes of it -------------------------------------------------------------------- */

static enum order_move move_of(uint8_t act)
{
    static const uint8_t of[] = {
        [ACT_ACK_ORDER - ACT_ORDER] = ORDER_MOVE_ACK,
        [ACT_REPORT_ORDER - ACT_ORDER] = ORDER_MOVE_REPORT,
        [ACT_RETURN_ORDER - ACT_ORDER] = ORDER_MOVE_RETURN,
        [ACT_RECTIFY_ORDER - ACT_ORDER] = ORDER_MOVE_RECTIFY,
        [ACT_VERIFY_ORDER - ACT_ORDER] = ORDER_MOVE_VERIFY,
        [ACT_CLOSE_ORDER - ACT_ORDER] = ORDER_MOVE_CLOSE,
        [ACT_APPEAL_ORDER - ACT_ORDER] = ORDER_MOVE_APPEAL,
        [ACT_UPHOLD_ORDER - ACT_ORDER] = ORDER_MOVE_UPHOLD,
    };
    assert(act > ACT_ORDER && act <= ACT_UPHOLD_ORDER);
    assert(of[act - ACT_ORDER] < ORDER_MOVE_COUNT);
    return (enum order_move)of[act - ACT_ORDER];
}

static enum err say_state(const struct entry *entry, struct refusal *refusal)
{
    static const char *const texts[ORDER_STATE_COUNT] = {
        [ORDER_ISSUED] = "the department has not acknowledged the order yet",
        [ORDER_ACKED] = "the department has not reported on the order yet",
        [ORDER_REPORTED] = "the department's report is with the supervisor",
        [ORDER_RETURNED] = "the order was returned to the department",
        [ORDER_RECTIFYING] = "the department is putting it right",
        [ORDER_VERIFIED] = "what was put right has been verified; the order can be closed",
        [ORDER_APPEALED] = "the department's appeal has not been answered yet",
    };
    assert(entry->state < ORDER_STATE_COUNT);
    assert(texts[entry->state] != NULL);
    return act_impossible(refusal, texts[entry->state]);
}

/* 督查条例: within 30 days, and once. */
static enum err check_appeal(const struct act_case *act, const struct entry *order,
                             struct refusal *refusal)
{
    const struct calendar_image *calendar = &act->step->engine->calendar;
    struct calendar_instant end = calendar_add(&calendar->calendar, &calendar->hours,
                                               LIMIT_NATURAL_DAYS, order->from_ms, APPEAL_DAYS);

    assert(order->kind == ENTRY_ORDER);
    assert(order->from_ms <= act->step->event->now_ms);
    if (order->detail != 0) return act_impossible(refusal, "the order was upheld: that is final");
    if (act->step->event->now_ms <= end.at_ms) return OK;
    return act_impossible(refusal, "the 30 days in which to appeal are over");
}

enum err order_check_move(const struct act_case *act, struct refusal *refusal)
{
    enum order_move move = move_of(act->msg->act);

    assert(act->stage < act->target.bundle->stage_count);
    refusal->field = "stage";
    const struct entry *order = find_order(act->step->engine, act->target.bundle, act->stage);
    if (order == NULL) return act_impossible(refusal, "its department has no open order");
    if (order_next((enum order_state)order->state, move) == ORDER_NONE) {
        return say_state(order, refusal);
    }
    if (move == ORDER_MOVE_APPEAL) return check_appeal(act, order, refusal);
    /* 督查条例: whoever was involved steps aside in the review. */
    bool is_review = order->state == ORDER_APPEALED;
    if (!is_review || !name_is_equal(&order->by, &act->step->event->principal)) return OK;
    return act_impossible(refusal, "whoever gave the order does not decide on the appeal");
}

bool order_moved_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(change->bundle->result == RESULT_OPEN);
    const struct entry *order = find_order(change->engine, change->bundle, body->stage);
    return order != NULL &&
           order_next((enum order_state)order->state, move_of(body->act)) != ORDER_NONE;
}

void order_move(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    struct entry *order = find_order(change->engine, change->bundle, body->stage);

    assert(order != NULL);
    enum order_state next = order_next((enum order_state)order->state, move_of(body->act));
    assert(next != ORDER_NONE);
    order->state = (uint8_t)next;
    if (next == ORDER_APPEALED) order->detail = 1;
    if (next == ORDER_CLOSED) order->until_ms = change->fact->at_ms;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reminders, once a working day for each stage that is under review; and supervision orders, one open at a
 * time for each department of a bundle, from state to state. Nothing follows from either.
 * Source: proto/SPEC.md 8.1 "Orders", acts 84 to 93. */
#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define TRIES_MAX 4
#define FOLLOWING_MAX 24 /* wishes that follow from others, for each bundle */
#define ORDERS_MAX 16    /* of a bundle */
#define APPEAL_DAYS 30
#define SOON_MS 600
#define LEAPS 6 /* that are a month, where leaps are long */
#define MINUTE_MS 60000
#define DAY_MINUTES 1440

struct reminder {
    uint32_t count; /* 0: there was none */
    int64_t last_ms;
    uint64_t position; /* of the first */
    struct name by;    /* ... and of the last */
};

struct order {
    uint8_t state; /* enum order_state */
    uint8_t stage;
    bool was_appealed;
    int64_t from_ms;
    int64_t due_ms;
    int64_t closed_ms; /* 0: it is open */
    uint64_t position;
    struct name by;
};

/* What supervisors did about a bundle. */
struct watched {
    struct reminder reminders[STAGES_MAX];
    uint32_t order_count;
    struct order orders[ORDERS_MAX];
    uint32_t following;
};

static struct watched watched[PLAN_BUNDLES_MAX];
static uint64_t looked;

static void begin(void)
{
    memset(watched, 0, sizeof watched);
    looked = 0;
}

static struct watched *watched_of(uint64_t bundle)
{
    return &watched[bundle - 1];
}

/* ---- The rules ------------------------------------------------------------------------------- */

/* Its department has it: somebody there reviews or signs it. */
static bool is_in_hand(const struct audit_bundle *bundle, uint8_t stage)
{
    if (bundle->is_suspended) return false;
    return bundle->stages[stage].state == STAGE_REVIEWING ||
           model_holds(bundle, stage) == WAIT_SIGNERS;
}

/* The first working day after the last reminder has begun. */
static bool is_day_over(const struct reminder *reminder, int64_t now_ms)
{
    static const struct limit next = { 1, LIMIT_WORKING_DAYS };
    const struct day_count *calendar = calendars_now();
    if (reminder->count == 0) return true;
    int64_t day_ms = day_count_term(calendar, next, reminder->last_ms, now_ms).due_ms;
    return day_count_of(calendar, now_ms) >= day_count_of(calendar, day_ms);
}

/* The open one to the department of a stage, or NULL. */
static struct order *open_order(const struct audit_bundle *bundle, uint8_t stage)
{
    const struct procedure_stage *stages = bundle->procedure->stages;
    struct watched *own = watched_of(bundle->number);
    for (uint32_t i = 0; i < own->order_count; i++) {
        struct order *order = &own->orders[i];
        bool is_to = name_is_equal(&stages[order->stage].department, &stages[stage].department);
        if (is_to && order->closed_ms == 0) return order;
    }
    return NULL;
}

/* 0: it cannot be. */
static uint8_t state_after(uint8_t state, uint8_t act)
{
    static const struct {
        uint8_t from;
        uint8_t act;
        uint8_t to;
    } table[] = {
        { 1, ACT_ACK_ORDER, 2 },    { 1, ACT_APPEAL_ORDER, 8 }, { 2, ACT_REPORT_ORDER, 3 },
        { 2, ACT_APPEAL_ORDER, 8 }, { 3, ACT_RETURN_ORDER, 4 }, { 3, ACT_RECTIFY_ORDER, 5 },
        { 3, ACT_CLOSE_ORDER, 7 },  { 4, ACT_REPORT_ORDER, 3 }, { 4, ACT_RECTIFY_ORDER, 5 },
        { 4, ACT_APPEAL_ORDER, 8 }, { 5, ACT_RETURN_ORDER, 4 }, { 5, ACT_VERIFY_ORDER, 6 },
        { 6, ACT_CLOSE_ORDER, 7 },  { 8, ACT_UPHOLD_ORDER, 2 }, { 8, ACT_CLOSE_ORDER, 7 },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].from == state && table[i].act == act) return table[i].to;
    }
    return 0;
}

/* The 30 days end when the office closes on the last of them. */
static bool is_too_late(const struct order *order, int64_t now_ms)
{
    static const struct limit term = { APPEAL_DAYS, LIMIT_NATURAL_DAYS };
    return day_count_term(calendars_now(), term, order->from_ms, now_ms).late;
}

/* What forbids it, or NULL. */
static const char *forbids(const struct order *order, uint8_t act, const struct name *by,
                           int64_t now_ms)
{
    bool is_appeal = act == ACT_APPEAL_ORDER;
    if (order == NULL) return "its department has no open order";
    if (state_after(order->state, act) == 0) return "the order is in another state";
    if (is_appeal && order->was_appealed) return "there was an appeal";
    if (is_appeal && is_too_late(order, now_ms)) return "the 30 days are over";
    bool is_own = order->state == ORDER_APPEALED && name_is_equal(&order->by, by);
    return is_own ? "it is their own order" : NULL;
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

/* By the department of the stage, if it is for officers to do; now and then by another. */
static void want(struct chance *chance, uint32_t planned, struct wish *wish, int64_t when_ms)
{
    const struct procedure *procedure = plan_procedure(planned);
    wish->feature = &feature_orders;
    wish->flaw = (uint8_t)wish_flaw(chance, wish->act);
    wish->peer = wish_peer(chance, wish->act, wish->flaw != FLAW_ROLE);
    bool is_of_officers = (act_roles(wish->act) & ACT_BY_OFFICER) != 0;
    if (is_of_officers && wish->flaw != FLAW_ROLE && !chance_one_in(chance, 8)) {
        wish->peer = chance_one_in(chance, 3) ? wish_head(procedure, wish->stage)
                                              : wish_officer(procedure, wish->stage);
    }
    wish_for(wish, planned, when_ms);
}

/* Sooner or later, or before it is given. */
static int64_t draw_until(struct chance *chance)
{
    uint32_t minutes = world_option(OPTION_leap_days) * DAY_MINUTES;
    int64_t span_ms =
        (int64_t)(chance_below(chance, minutes) >> chance_below(chance, 12)) * MINUTE_MS;
    return chance_one_in(chance, 3) ? check_broker_ms() + 1 + span_ms : 0;
}

static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    const struct procedure *procedure = plan_procedure(own.planned);
    struct chance chance = world_chance("orders", own.planned);
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_orders);
    uint32_t tries = is_chosen ? 1 + chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .act = ACT_ORDER, .bundle = own.bundle };
        wish.stage = (uint8_t)chance_below(&chance, procedure->stage_count);
        if (chance_one_in(&chance, 2)) wish.act = ACT_REMIND;
        if (chance_one_in(&chance, 8)) wish.act = (uint8_t)(ACT_ORDER + chance_below(&chance, 9));
        if (wish.act == ACT_ORDER) wish.until_ms = draw_until(&chance);
        want(&chance, own.planned, &wish, wish_when(&chance));
    }
}

/* What may be done next; or by somebody who has not heard how things stand, anything. */
static uint8_t draw_act(struct chance *chance, const struct order *order)
{
    uint8_t act = (uint8_t)(ACT_ORDER + chance_below(chance, ACT_UPHOLD_ORDER - ACT_ORDER + 1));
    if (chance_one_in(chance, 4)) return act;
    if (order == NULL) return ACT_ORDER;
    while (state_after(order->state, act) == 0) {
        act = act == ACT_UPHOLD_ORDER ? ACT_ORDER : (uint8_t)(act + 1);
    }
    return act;
}

static void want_next(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    struct chance chance = world_chance("order", fact->position);
    uint32_t tries = 1 + chance_below(&chance, 2);
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .bundle = bundle->number, .stage = acted->stage };
        if (watched_of(bundle->number)->following++ >= FOLLOWING_MAX) return;
        wish.act = draw_act(&chance, open_order(bundle, acted->stage));
        if (wish.act == ACT_ORDER) wish.until_ms = draw_until(&chance);
        want(&chance, bundle->planned, &wish, wish_when(&chance));
    }
}

/* So much time passes that the department may have lost its appeal. */
static void want_late_appeal(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("late_appeal", fact->position);
    struct wish wish = { .act = ACT_APPEAL_ORDER,
                         .bundle = bundle->number,
                         .stage = fact->acted.stage };
    if (world.is_calm || !chance_one_in(&chance, 6)) return;
    for (uint32_t i = 0; i < LEAPS; i++) {
        world_plan(world.now_ms + SOON_MS / 2, HAPPENS_LEAP, 0, NULL);
    }
    want(&chance, bundle->planned, &wish, world.now_ms + SOON_MS);
}

/* Somebody reminds again, soon or when days have passed. */
static void want_again(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("reminder", fact->position);
    struct wish wish = { .act = ACT_REMIND, .bundle = bundle->number, .stage = fact->acted.stage };
    int64_t when_ms = chance_one_in(&chance, 4) ? wish_when(&chance) : world.now_ms + SOON_MS;
    bool has_leap = chance_one_in(&chance, 2) && !world.is_calm;
    if (watched_of(bundle->number)->following++ >= FOLLOWING_MAX) return;
    if (has_leap) world_plan(world.now_ms + SOON_MS / 2, HAPPENS_LEAP, 0, NULL);
    want(&chance, bundle->planned, &wish, when_ms);
}

/* At one of the moments in which the broker may have judged it. */
static bool was_reminded(const struct audit_bundle *bundle, const struct wish *wish)
{
    const struct reminder *reminder = &watched_of(bundle->number)->reminders[wish->stage];
    const struct peer *asking = peer_at(wish->peer);
    for (uint32_t i = 0; i < PEER_READS && i < asking->read_count; i++) {
        int64_t at_ms = asking->read_ms[(asking->read_count - 1 - i) % PEER_READS];
        if (at_ms >= reminder->last_ms && !is_day_over(reminder, at_ms)) return true;
    }
    return false;
}

static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    const struct order *order = open_order(bundle, wish->stage);
    int64_t now_ms = check_broker_ms();
    bool is_right;
    if (wish->act == ACT_REMIND) {
        is_right = is_in_hand(bundle, wish->stage) && !was_reminded(bundle, wish);
    } else if (wish->act == ACT_ORDER) {
        is_right = order == NULL && (wish->until_ms == 0 || wish->until_ms > now_ms);
    } else {
        is_right = forbids(order, wish->act, &peer_at(wish->peer)->principal, now_ms) == NULL;
    }
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* ---- Facts ----------------------------------------------------------------------------------- */

static void remind(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    struct reminder *reminder = &watched_of(bundle->number)->reminders[acted->stage];
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (!is_in_hand(bundle, acted->stage)) audit_fault(fact, "nobody is late with it");
    if (!is_day_over(reminder, fact->at_ms)) audit_fault(fact, "again on one working day");
    if (reminder->count++ == 0) reminder->position = fact->position;
    reminder->last_ms = fact->at_ms;
    reminder->by = acted->by;
}

/* Of orders the fact names the department, whatever was said. */
static void expect_wanted(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct name *department = &bundle->procedure->stages[fact->acted.stage].department;
    struct fact said = *fact;
    said.acted.on = (struct name){ "" };
    if (!wish_is_wanted(&said)) audit_fault(fact, "nobody who may wanted that");
    if (!name_is_equal(&fact->acted.on, department)) audit_fault(fact, "to another department");
}

static void give(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    struct watched *own = watched_of(bundle->number);
    bool is_past = acted->until_ms != 0 && acted->until_ms <= fact->at_ms;
    expect_wanted(bundle, fact);
    if (open_order(bundle, acted->stage) != NULL) audit_fault(fact, "its department has one");
    if (is_past) audit_fault(fact, "due before it is given");
    if (own->order_count == ORDERS_MAX) {
        audit_fault(fact, "more orders than the model remembers");
        return;
    }
    own->orders[own->order_count++] = (struct order){
        .state = ORDER_ISSUED,
        .stage = acted->stage,
        .from_ms = fact->at_ms,
        .due_ms = acted->until_ms,
        .position = fact->position,
        .by = acted->by,
    };
}

static void move(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    struct order *order = open_order(bundle, acted->stage);
    const char *why = forbids(order, acted->act, &acted->by, fact->at_ms);
    expect_wanted(bundle, fact);
    if (why != NULL) {
        audit_fault(fact, "%s", why);
        return;
    }
    order->state = state_after(order->state, acted->act);
    if (order->state == ORDER_APPEALED) order->was_appealed = true;
    if (order->state == ORDER_CLOSED) order->closed_ms = fact->at_ms;
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    bool is_own =
        fact->type == FACT_ACTED && acted->act >= ACT_REMIND && acted->act <= ACT_UPHOLD_ORDER;
    if (!is_own) return false;
    if (acted->stage >= bundle->procedure->stage_count) {
        audit_fault(fact, "of no stage");
        return true;
    }
    if (acted->stages != 0 || !onward_is_empty(&acted->onward)) {
        audit_fault(fact, "something goes on");
    }
    if (acted->act == ACT_REMIND) {
        remind(bundle, fact);
    } else if (acted->act == ACT_ORDER) {
        give(bundle, fact);
    } else {
        move(bundle, fact);
    }
    if (world_has_failed()) return true;
    if (acted->act == ACT_ORDER) want_late_appeal(bundle, fact);
    (acted->act == ACT_REMIND ? want_again : want_next)(bundle, fact);
    return true;
}

/* ---- What an engine tells -------------------------------------------------------------------- */

static bool is_reminder(const struct watched *own, const struct entry *entry)
{
    const struct reminder *reminder = &own->reminders[entry->stage];
    return entry->amount == reminder->count && entry->position == reminder->position &&
           entry->from_ms == reminder->last_ms && entry->until_ms == 0 &&
           name_is_equal(&entry->by, &reminder->by);
}

static bool is_order(const struct watched *own, const struct entry *entry)
{
    for (uint32_t i = 0; i < own->order_count; i++) {
        const struct order *order = &own->orders[i];
        if (order->position != entry->position) continue;
        return entry->state == order->state && entry->stage == order->stage &&
               entry->detail == order->was_appealed && entry->from_ms == order->from_ms &&
               entry->due_ms == order->due_ms && entry->until_ms == order->closed_ms &&
               name_is_equal(&entry->by, &order->by);
    }
    return false;
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    (void)now_ms;
    if (world_option(OPTION_orders) == 0 || number == 0) return;
    if (order_image(engine, number, &image) != OK) return;
    const struct watched *own = watched_of(number);
    uint32_t left = own->order_count;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        left += own->reminders[i].count != 0;
    }
    for (uint32_t i = 0; i < image.entry_count; i++) {
        const struct entry *entry = &image.entries[i];
        bool is_one = entry->kind == ENTRY_REMINDER || entry->kind == ENTRY_ORDER;
        if (!is_one) continue;
        left--;
        bool is_right = entry->kind == ENTRY_ORDER ? is_order(own, entry) : is_reminder(own, entry);
        if (is_right) continue;
        world_fail("%s: bundle %llu: entry %u, of stage %u, is not as the facts have it", what,
                   (unsigned long long)number, i, entry->stage);
    }
    if (left == 0) return;
    world_fail("%s: bundle %llu lacks reminders or orders", what, (unsigned long long)number);
}

const struct feature feature_orders = {
    .begin = begin,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .look = look,
};

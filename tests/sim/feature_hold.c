/* SPDX-License-Identifier: Apache-2.0 */
/* Gates that hold: they wait for their members until the first grant has waited as long as it may. Then they
 * issue what is granted, and each further member as soon as it is. Source: proto/SPEC.md 13.2
 * "hold_until". */
#include "tests/sim/model.h"
#include "tests/sim/stand.h"
#include "tests/sim/world.h"

#define QUARTER 250

/* The end of a hold, as it was counted last. */
struct hold {
    int64_t from_ms; /* 0: it is to be counted anew */
    int64_t end_ms;
};

static struct {
    int64_t granted_ms[STAGES_MAX];
    struct hold holds[GATES_MAX];
} held[PLAN_BUNDLES_MAX];

static uint64_t looked;

static void begin(void)
{
    memset(held, 0, sizeof held);
    looked = 0;
}

/* Some gates that issue the rest. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("hold", index + 100 * (uint64_t)world_option(OPTION_variant));
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        struct procedure_gate *gate = &procedure->gates[i];
        uint32_t days = chance_below(&chance, HOLD_DAYS_MAX);
        days >>= chance_below(&chance, 4);
        uint32_t rate = world_option(OPTION_hold);
        bool is_chosen = rate != 0 && chance_below(&chance, 1000) < QUARTER + rate;
        if (!is_chosen || gate->policy != GATE_ISSUE_REST) continue;
        gate->policy = GATE_HOLD_UNTIL;
        gate->hold_days = (uint8_t)(1 + days);
    }
}

/* Members that nothing but the others keeps. */
static set32 ready_of(const struct audit_bundle *bundle, uint32_t gate)
{
    set32 ready = bundle->procedure->gates[gate].members & ~model_withholds(bundle);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (bundle->stages[i].state != STAGE_GRANTED) ready &= ~set_of(i);
    }
    return ready;
}

/* The instant at which the hold is over; INT64_MAX: none runs. */
static int64_t end_of(const struct audit_bundle *bundle, uint32_t gate, int64_t now_ms)
{
    const struct procedure_gate *definition = &bundle->procedure->gates[gate];
    struct hold *hold = &held[bundle->number - 1].holds[gate];
    bool is_open = !set_has(bundle->gates_settled, gate);
    int64_t first_ms = INT64_MAX;
    set32 ready = ready_of(bundle, gate);
    if (definition->policy != GATE_HOLD_UNTIL || !is_open) return INT64_MAX;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        int64_t granted_ms = held[bundle->number - 1].granted_ms[i];
        if (set_has(ready, i) && granted_ms < first_ms) first_ms = granted_ms;
    }
    if (first_ms == INT64_MAX) return INT64_MAX;
    if (hold->from_ms != first_ms) {
        struct limit limit = { definition->hold_days, LIMIT_WORKING_DAYS };
        hold->from_ms = first_ms;
        hold->end_ms = stand_due_ms(bundle->number, first_ms, limit, now_ms);
    }
    return hold->end_ms;
}

/* A calendar came, or the bundle was suspended meanwhile. */
static void count_anew(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle != NULL && fact->type != FACT_ACTED) return;
    for (uint32_t i = 0; i < PLAN_BUNDLES_MAX; i++) {
        if (bundle != NULL && bundle->number != i + 1) continue;
        memset(held[i].holds, 0, sizeof held[i].holds);
    }
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct onward *onward = bundle == NULL ? NULL : fact_onward(fact);
    count_anew(bundle, fact);
    for (uint32_t i = 0; onward != NULL && i < STAGES_MAX; i++) {
        if (set_has(onward->granted, i)) held[bundle->number - 1].granted_ms[i] = fact->at_ms;
    }
}

static bool releases(const struct audit_bundle *bundle, uint32_t gate, int64_t now_ms)
{
    return end_of(bundle, gate, now_ms) <= now_ms;
}

/* The first hold that is over, and in which bundle. */
static int64_t first_end_ms(int64_t now_ms, uint64_t *number)
{
    int64_t first_ms = INT64_MAX;
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        bool is_moving = !bundle->is_suspended && !bundle->is_received;
        if (bundle->result != RESULT_OPEN || !is_moving) continue;
        for (uint32_t gate = 0; gate < bundle->procedure->gate_count; gate++) {
            int64_t end_ms = end_of(bundle, gate, now_ms);
            if (end_ms >= first_ms) continue;
            first_ms = end_ms;
            *number = i;
        }
    }
    return first_ms;
}

static int64_t next_ms(int64_t now_ms)
{
    uint64_t number;
    return first_end_ms(now_ms, &number);
}

static void look_at_time(int64_t now_ms)
{
    uint64_t number = 0;
    if (first_end_ms(now_ms, &number) > now_ms) return;
    world_fail("bundle %llu: a gate holds longer than it may", (unsigned long long)number);
}

/* Of each stage, explain says until when its gate holds it. */
static void look_at_stage(const struct audit_bundle *bundle, uint32_t stage, int64_t now_ms,
                          const struct msg_explanation *explanation)
{
    uint8_t gate = plan_gate(bundle->procedure, stage);
    bool is_held = gate != GATE_NONE && set_has(ready_of(bundle, gate), stage);
    int64_t end_ms = is_held ? end_of(bundle, gate, now_ms) : INT64_MAX;
    int64_t told_ms = INT64_MAX;
    for (uint32_t i = 0; i < explanation->wait_count; i++) {
        const struct wait *wait = &explanation->waits[i];
        bool is_it = wait->kind == WAIT_HOLD &&
                     name_is_equal(&wait->stage, &bundle->procedure->stages[stage].name);
        if (is_it) told_ms = wait->until_ms;
    }
    if (told_ms == end_ms || explanation->wait_count == WAITS_MAX) return;
    world_fail("bundle %llu: stage %s is held until %lld, explain says %lld",
               (unsigned long long)bundle->number, bundle->procedure->stages[stage].name.text,
               (long long)end_ms, (long long)told_ms);
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct msg_explanation explanation;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    (void)what;
    if (bundle == NULL || bundle->result != RESULT_OPEN) return;
    if (bundle->is_suspended || bundle->is_received || bundle->procedure->gate_count == 0) return;
    if (engine_explain(engine, number, now_ms, &explanation) != OK) return;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        look_at_stage(bundle, i, now_ms, &explanation);
    }
}

const struct feature feature_hold = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .take_fact = take_fact,
    .releases = releases,
    .look_at_time = look_at_time,
    .next_ms = next_ms,
    .look = look,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Returns: reviewers, officers and heads send a review back to a stage that it rests on. That one and
 * whatever rests on it, and nothing else, are reviewed again, and may come to another end.
 * Source: proto/SPEC.md 8.1 "return", 10 "VERDICT". */
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/returns.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"
#include "tongfa/message.h"
#include "tongfa/state.h"

#include <stdio.h>

#define TRIES_MAX 2048
#define TRIES_PER_BUNDLE 12
#define RETURNS_MAX 64 /* of a bundle */
#define NOWHERE STAGE_WHOLE

/* A worker tries to return a review to this stage. */
struct
try {
    uint8_t on;
    bool is_bare; /* without a reason */
};

/* A stage was returned to. */
struct reopened {
    uint8_t on;
    uint8_t stage; /* who returned it */
    set32 stages;  /* that wait for its verdict */
    uint64_t position;
    int64_t over_ms; /* 0: they still do */
};

static struct {
    uint32_t count;
    struct reopened list[RETURNS_MAX];
} returns[PLAN_BUNDLES_MAX];

static struct try tries[TRIES_MAX];
static uint32_t try_count;
static uint8_t try_counts[PLAN_BUNDLES_MAX];
static uint8_t rounds[PLAN_BUNDLES_MAX][STAGES_MAX]; /* of reviews, from 0 on */
static uint64_t looked;

static void begin(void)
{
    memset(returns, 0, sizeof returns);
    memset(try_counts, 0, sizeof try_counts);
    memset(rounds, 0, sizeof rounds);
    try_count = 0;
    looked = 0;
}

/* A stage can be returned to as long as its gate holds it: in one procedure of three one gate holds all,
 * and some reviews begin only after what they would otherwise run beside. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("held", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool is_chosen = chance_one_in(&chance, 3) && world_option(OPTION_return) != 0;
    uint8_t policy = chance_one_in(&chance, 3) ? GATE_ALL_OR_NOTHING : GATE_ISSUE_REST;
    if (!is_chosen) return;
    memset(procedure->gates, 0, sizeof procedure->gates);
    procedure->gate_count = 1;
    procedure->gates[0].name = (struct name){ "g0" };
    procedure->gates[0].policy = policy;
    procedure->gates[0].members = set_first(procedure->stage_count);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        if (chance_one_in(&chance, 2)) stage->start_after.stages |= stage->decide_after.stages;
    }
}

/* ---- What rests on what ---------------------------------------------------------------------- */

/* Stages that rest on one, directly or through others. Nothing rests on a stage that does not apply. */
static set32 resting_on(const struct audit_bundle *bundle, uint32_t on)
{
    set32 found = set_of(on);
    for (set32 before = 0; before != found;) {
        before = found;
        for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
            const struct procedure_stage *stage = &bundle->procedure->stages[i];
            set32 edges = stage->start_after.stages | stage->decide_after.stages;
            bool applies = bundle->stages[i].state != STAGE_SKIPPED;
            if (applies && (edges & found) != 0) found |= set_of(i);
        }
    }
    return found & ~set_of(on);
}

static bool is_begun(enum stage_state state)
{
    return state == STAGE_REVIEWING || state == STAGE_SEALED || state == STAGE_GRANTED ||
           state == STAGE_PAUSED;
}

static bool is_undecided(enum stage_state state)
{
    return state == STAGE_WAITING || state == STAGE_REVIEWING || state == STAGE_PAUSED;
}

/* Stages that will be granted no more, or cannot be reviewed because of such: nobody waits for these. */
static set32 lost_of(const struct audit_bundle *bundle)
{
    set32 lost = 0;
    set32 before;
    do {
        before = lost;
        for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
            enum stage_state state = bundle->stages[i].state;
            bool is_over = state == STAGE_REFUSED || state == STAGE_BLOCKED ||
                           state == STAGE_LAPSED || state == STAGE_WITHDRAWN;
            bool is_stuck = is_undecided(state) &&
                            (bundle->procedure->stages[i].start_after.stages & lost) != 0;
            if (is_over || is_stuck) lost |= set_of(i);
        }
    } while (before != lost);
    return lost;
}

/* What has begun of that has to wait. */
static set32 waiting_for(const struct audit_bundle *bundle, uint32_t on)
{
    set32 stages = resting_on(bundle, on);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (!is_begun(bundle->stages[i].state)) stages &= ~set_of(i);
    }
    return stages;
}

/* Why a review cannot be returned to that stage; NULL: it can. */
static const char *why_not(const struct audit_bundle *bundle, uint32_t stage, uint32_t on)
{
    if (audit_stands(bundle)) return "nothing is decided now";
    if (on >= bundle->procedure->stage_count) return "there is no such stage";
    if (!set_has(resting_on(bundle, on), stage)) return "it does not rest on that one";
    enum stage_state state = bundle->stages[on].state;
    if (state != STAGE_SEALED && state != STAGE_GRANTED) return "that one has said nothing";
    set32 stages = waiting_for(bundle, on);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        bool stands = set_has(stages, i) && bundle->stages[i].state == STAGE_PAUSED;
        if (stands && model_holds(bundle, (uint8_t)i) != WAIT_SPECIAL) return "something stands";
    }
    return NULL;
}

/* One to which the review can be returned, or another, or none that there is. */
static uint8_t choose(struct chance *chance, const struct audit_bundle *bundle, uint8_t stage)
{
    uint32_t count = bundle->procedure->stage_count;
    uint32_t from = chance_below(chance, count);
    if (chance_one_in(chance, 8)) return NOWHERE;
    if (chance_one_in(chance, 6)) return (uint8_t)from;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t on = (from + i) % count;
        if (why_not(bundle, stage, on) == NULL) return (uint8_t)on;
    }
    return (uint8_t)from;
}

static bool is_bundle_chosen(uint32_t planned)
{
    struct chance chance = world_chance("return", planned);
    return chance_below(&chance, 1000) < world_option(OPTION_return);
}

static struct name name_of(const struct procedure *procedure, uint8_t stage)
{
    static const struct name nowhere = { "nowhere" };
    return stage == NOWHERE ? nowhere : procedure->stages[stage].name;
}

/* ---- The outcome ----------------------------------------------------------------------------- */

/* Reviewed again, a stage may be refused that was not, or not be. What was refused stays so, though
 * what its review could begin after may not be granted this time. */
static void predict(const struct plan_bundle *planned, struct prediction *made)
{
    uint32_t index = (uint32_t)(planned - plan.bundles);
    const struct audit_bundle *bundle = audit_bundle(audit_number(index));
    if (bundle == NULL || returns[bundle->number - 1].count == 0) return;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        uint8_t round = rounds[bundle->number - 1][i];
        struct chance chance = world_chance("round", round + 256 * (i + 32 * (uint64_t)index));
        bool is_refused = chance_below(&chance, 1000) < world_option(OPTION_refuse);
        if (bundle->stages[i].state == STAGE_REFUSED) made->opened |= set_of(i);
        if (round == 0) continue;
        made->refusals &= ~set_of(i);
        if (is_refused) made->refusals |= set_of(i);
        made->reviewers = (made->reviewers & ~set_of(i)) | (made->refusals & set_of(i));
    }
}

/* ---- Workers --------------------------------------------------------------------------------- */

static bool may_try(const struct audit_bundle *bundle)
{
    return !world.is_calm && is_bundle_chosen(bundle->planned) && try_count < TRIES_MAX &&
           bundle->result == RESULT_OPEN && try_counts[bundle->number - 1] < TRIES_PER_BUNDLE;
}

/* Whoever holds the job, or a colleague with its token. */
static void send_back(uint32_t peer, const struct duty *claim, const struct try *try,
                      int64_t due_ms)
{
    struct duty *duty = duty_add(DUTY_FEATURE, peer, due_ms);
    if (duty == NULL) return;
    try_counts[claim->bundle - 1]++;
    duty->feature = &feature_return;
    duty->planned = try_count;
    duty->verdict = VERDICT_RETURN;
    duty->bundle = claim->bundle;
    duty->index = claim->index;
    duty->place = claim->place;
    duty->attempt = claim->attempt;
    duty->token = claim->token;
    tries[try_count++] = *try;
    peer_look_at(peer, due_ms);
}

static void on_job(uint32_t peer, const struct msg_job *job)
{
    const struct audit_bundle *bundle = audit_bundle(job->bundle);
    struct chance chance = world_chance("send_back", job->token);
    struct try try = { .on = choose(&chance, bundle, job->stage) };
    struct duty claim = {
        .bundle = job->bundle,
        .index = job->stage,
        .attempt = job->attempt,
        .token = job->token,
        .place = order_place(plan_version(plan_named(&job->procedure), job->version), job->stage),
    };
    if (!may_try(bundle) || !chance_one_in(&chance, 6)) return;
    try.is_bare = chance_one_in(&chance, 6);
    send_back(peer, &claim, &try, world.now_ms + 1 + chance_below(&chance, job->lease_ms / 3 + 1));
}

static void put_message(const struct duty *duty, struct message *message)
{
    static const char why[] = "this cannot stay";
    const struct try *try = &tries[duty->planned];
    message->type = MSG_VERDICT;
    message->verdict = (struct msg_verdict){
        .bundle = duty->bundle,
        .stage = duty->place,
        .attempt = duty->attempt,
        .token = duty->token,
        .verdict = VERDICT_RETURN,
        .on = name_of(audit_bundle(duty->bundle)->procedure, try->on),
    };
    if (!try->is_bare) {
        message->verdict.reason = (struct span){ (const uint8_t *)why, sizeof why - 1 };
    }
}

static void describe(const struct duty *duty, char *text, size_t size)
{
    const struct try *try = &tries[duty->planned];
    const struct procedure *procedure = audit_bundle(duty->bundle)->procedure;
    struct name on = name_of(procedure, try->on);
    snprintf(text, size, "RETURN %llu %s attempt=%u to %s%s", (unsigned long long)duty->bundle,
             procedure->stages[duty->index].name.text, duty->attempt, on.text,
             try->is_bare ? " without a reason" : "");
}

static void judge_recorded(const struct duty *duty, const struct msg_recorded *recorded)
{
    const struct try *try = &tries[duty->planned];
    const struct audit_fact *fact = audit_fact(recorded->position);
    char text[128];
    bool is_it = fact->type == FACT_VERDICT_GIVEN && fact->kind == VERDICT_RETURN &&
                 fact->bundle == duty->bundle && fact->stage == duty->index &&
                 fact->attempt == duty->attempt;
    describe(duty, text, sizeof text);
    if (try->is_bare || try->on == NOWHERE) world_fail("%s: RECORDED, it had to be refused", text);
    if (!is_it) world_fail("%s: RECORDED, but the position is that of another fact", text);
}

/* A fact of the bundle has become durable in this very millisecond: the refusal may be older. */
static bool is_new(const struct audit_bundle *bundle)
{
    const struct wish wish = { .bundle = bundle->number };
    return wish_is_new(&wish);
}

static bool judge_refused(const struct duty *duty, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(duty->bundle);
    const struct try *try = &tries[duty->planned];
    if (duty_is_separated(duty) && error->number == ERR_SEPARATION) return true;
    if (duty_is_misplaced(duty, error)) return true;
    if (error->number == ERR_LEASE_STALE) return !duty_is_holding(duty);
    if (try->is_bare) return error->number == ERR_REASON_MISSING;
    bool is_gone =
        try->on >= bundle->procedure->stage_count; /* of a version that governed before */
    if (is_gone) return error->number == ERR_STAGE_UNKNOWN;
    bool is_right = why_not(bundle, duty->index, try->on) == NULL;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || is_new(bundle));
}

/* It is what a worker wanted who holds the job. */
static bool is_tried(const struct audit_bundle *bundle, const struct fact_verdict_given *given)
{
    for (uint32_t i = 0; i < duty_count(); i++) {
        const struct duty *duty = duty_at(i);
        if (duty->kind != DUTY_FEATURE || duty->feature != &feature_return) continue;
        const struct try *try = &tries[duty->planned];
        const struct name on = name_of(bundle->procedure, try->on);
        bool is_it = duty->bundle == bundle->number && duty->index == given->stage &&
                     duty->attempt == given->attempt && name_is_equal(&on, &given->on);
        if (is_it && !try->is_bare) return true;
    }
    return false;
}

/* ---- Officers and heads ---------------------------------------------------------------------- */

static void want(const struct audit_bundle *bundle, struct chance *chance, uint8_t stage)
{
    struct wish wish = {
        .feature = &feature_return, .act = ACT_RETURN, .bundle = bundle->number, .stage = stage
    };
    uint8_t on = choose(chance, bundle, stage);
    wish.flaw = (uint8_t)wish_flaw(chance, wish.act);
    if (on == NOWHERE && wish.flaw == FLAW_NONE) wish.flaw = FLAW_OWN;
    wish.on = name_of(bundle->procedure, on);
    wish.peer = wish_peer(chance, wish.act, wish.flaw != FLAW_ROLE);
    bool is_own = wish.flaw != FLAW_ROLE && !chance_one_in(chance, 6);
    if (is_own) wish.peer = wish_officer(bundle->procedure, stage);
    try_counts[bundle->number - 1]++;
    wish_for(&wish, bundle->planned, world.now_ms + 1 + chance_below(chance, 2000));
}

static void want_verdict(const struct audit_bundle *bundle, struct chance *chance, uint8_t stage)
{
    const struct audit_stage *own = &bundle->stages[stage];
    struct try try = { .on = choose(chance, bundle, stage) };
    struct duty claim = {
        .bundle = bundle->number,
        .index = stage,
        .attempt = own->attempt,
        .token = own->token,
        .place = own->places[own->attempt % AUDIT_PLACES_MAX],
    };
    uint32_t from = chance_below(chance, peer_count());
    for (uint32_t i = 0; i < peer_count(); i++) {
        uint32_t peer = (from + i) % peer_count();
        bool is_theirs =
            name_is_equal(&peer_at(peer)->department, &bundle->procedure->stages[stage].department);
        if (peer_at(peer)->role != ROLE_WORKER || !is_theirs) continue;
        send_back(peer, &claim, &try, world.now_ms + 1 + chance_below(chance, 500));
        return;
    }
}

/* There is a stage to which it can be returned now. */
static bool can_return(const struct audit_bundle *bundle, uint8_t stage)
{
    if (bundle->stages[stage].state != STAGE_REVIEWING) return false;
    for (uint32_t on = 0; on < bundle->procedure->stage_count; on++) {
        if (why_not(bundle, stage, on) == NULL) return true;
    }
    return false;
}

/* Somebody looks at what others have decided: of a stage that can be returned, mostly. */
static void look_around(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("look_around", fact->position);
    uint32_t count = bundle->procedure->stage_count;
    uint32_t from = chance_below(&chance, count);
    uint8_t stage = (uint8_t)from;
    if (!may_try(bundle)) return;
    for (uint32_t i = 0; i < count && !can_return(bundle, stage); i++) {
        stage = (uint8_t)((from + i) % count);
    }
    if (!chance_one_in(&chance, can_return(bundle, stage) ? 3 : 60)) return;
    bool is_leased = bundle->stages[stage].job == JOB_LEASED && chance_one_in(&chance, 2);
    (is_leased ? want_verdict : want)(bundle, &chance, stage);
}

static uint32_t stage_named(const struct procedure *procedure, const struct name *name)
{
    uint32_t i = 0;
    while (i < procedure->stage_count && !name_is_equal(&procedure->stages[i].name, name)) {
        i++;
    }
    return i;
}

static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    uint32_t on = stage_named(bundle->procedure, &wish->on);
    bool is_reviewed = bundle->stages[wish->stage].state == STAGE_REVIEWING;
    if (audit_stands(bundle)) is_reviewed = false;
    if (error->number == ERR_STAGE_UNKNOWN) {
        bool is_gone = on >= bundle->procedure->stage_count;
        return (wish->flaw == FLAW_OWN || is_gone) && (is_reviewed || is_new(bundle));
    }
    bool is_right = is_reviewed && why_not(bundle, wish->stage, on) == NULL;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || is_new(bundle));
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* That one is reviewed again, and what rests on it waits. */
static void reopen(struct audit_bundle *bundle, const struct fact *fact,
                   const struct reopened *made)
{
    uint32_t on = made->on;
    const char *why = why_not(bundle, made->stage, on);
    set32 stages = why == NULL ? waiting_for(bundle, on) : 0;
    if (why != NULL) audit_fault(fact, "to stage %u: %s", on, why);
    if (made->stages != stages) audit_fault(fact, "0x%x wait, not 0x%x", made->stages, stages);
    if (returns[bundle->number - 1].count == RETURNS_MAX) audit_fault(fact, "too many");
    if (world_has_failed()) return;
    returns[bundle->number - 1].list[returns[bundle->number - 1].count++] = *made;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct audit_stage *stage = &bundle->stages[i];
        if (!set_has(stages | set_of(on), i)) continue;
        rounds[bundle->number - 1][i]++;
        stage->state = STAGE_WAITING;
        if (stage->job != JOB_NONE) stage->job = JOB_CANCELLED; /* signers have none */
        stage->failures = 0;
    }
    if (model_open(bundle, fact, (uint8_t)on)) return;
    bundle->stages[on].state = STAGE_REVIEWING;
    audit_make_ready(bundle, &bundle->stages[on], fact);
}

static struct reopened reopened_by(const struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_act = fact->type == FACT_ACTED;
    const struct name *on = is_act ? &fact->acted.on : &fact->verdict_given.on;
    return (struct reopened){
        .on = (uint8_t)stage_named(bundle->procedure, on),
        .stage = is_act ? fact->acted.stage : fact->verdict_given.stage,
        .stages = is_act ? fact->acted.stages : fact->verdict_given.stages,
        .position = fact->position,
    };
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_act = fact->type == FACT_ACTED && fact->acted.act == ACT_RETURN;
    bool is_verdict =
        fact->type == FACT_VERDICT_GIVEN && fact->verdict_given.verdict == VERDICT_RETURN;
    if (!is_act && !is_verdict) return false;
    struct reopened made = reopened_by(bundle, fact);
    if (made.stage >= bundle->procedure->stage_count) {
        audit_fault(fact, "of no stage");
        return true;
    }
    struct audit_stage *stage = &bundle->stages[made.stage];
    if (stage->state != STAGE_REVIEWING) audit_fault(fact, "its review is not open");
    if (!onward_is_empty(fact_onward(fact))) audit_fault(fact, "something goes on");
    if (is_verdict) {
        audit_expect_live(fact, stage, fact->verdict_given.attempt);
        if (!is_tried(bundle, &fact->verdict_given)) audit_fault(fact, "nobody wanted that");
    } else if (!wish_is_wanted(fact)) {
        audit_fault(fact, "nobody who may wanted that");
    }
    reopen(bundle, fact, &made);
    return true;
}

/* A verdict, or that there will be none, ends the waiting. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) return;
    for (uint32_t i = 0; i < returns[bundle->number - 1].count; i++) {
        struct reopened *one = &returns[bundle->number - 1].list[i];
        bool is_over = !is_undecided(bundle->stages[one->on].state);
        if (one->over_ms == 0 && is_over) one->over_ms = fact->at_ms;
    }
    look_around(bundle, fact);
}

static uint8_t holds(const struct audit_bundle *bundle, uint8_t stage)
{
    set32 lost = returns[bundle->number - 1].count == 0 ? 0 : lost_of(bundle);
    if (bundle->stages[stage].state != STAGE_WAITING) return 0;
    for (uint32_t i = 0; i < returns[bundle->number - 1].count; i++) {
        const struct reopened *one = &returns[bundle->number - 1].list[i];
        bool is_open = one->over_ms == 0 && is_undecided(bundle->stages[one->on].state) &&
                       !set_has(lost, one->on);
        if (is_open && set_has(one->stages, stage)) return WAIT_STAGE;
    }
    return 0;
}

bool returns_await(const struct audit_bundle *bundle, uint8_t stage)
{
    for (uint32_t i = 0; i < returns[bundle->number - 1].count; i++) {
        const struct reopened *one = &returns[bundle->number - 1].list[i];
        bool is_open = one->over_ms == 0 && is_undecided(bundle->stages[one->on].state);
        if (is_open && one->on == stage) return true;
    }
    return false;
}

/* ---- What it looks like ---------------------------------------------------------------------- */

/* An engine that has applied what the audit has: by turns one bundle. Its dossier has each return, and
 * until when others waited for it. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    uint32_t seen = 0;
    (void)now_ms;
    if (bundle == NULL || order_image(engine, number, &image) != OK) return;
    for (uint32_t i = 0; i < image.entry_count; i++) {
        const struct entry *entry = &image.entries[i];
        if (entry->kind != ENTRY_RETURN) continue;
        const struct reopened *own = &returns[number - 1].list[seen++];
        bool is_good = seen <= returns[number - 1].count && entry->position == own->position &&
                       entry->stage == own->on && entry->detail == own->stage &&
                       entry->materials == own->stages && entry->until_ms == own->over_ms;
        if (is_good) continue;
        world_fail("%s: bundle %llu: the return of %llu is not as it was", what,
                   (unsigned long long)number, (unsigned long long)entry->position);
        return;
    }
    if (seen == returns[number - 1].count) return;
    world_fail("%s: bundle %llu has %u returns, should have %u", what, (unsigned long long)number,
               seen, returns[number - 1].count);
}

const struct feature feature_return = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .predict = predict,
    .on_job = on_job,
    .duty_message = put_message,
    .duty_describe = describe,
    .judge_recorded = judge_recorded,
    .judge_refused = judge_refused,
    .act_refused = is_refused,
    .apply = apply,
    .take_fact = take_fact,
    .holds = holds,
    .look = look,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* People act: heads and the government suspend bundles and resume them, some until a day on which the
 * broker itself has to; they and supervisors make bundles urgent for a while; officers begin special
 * procedures of their stages and end them. Others try who may not, and some say too little.
 * Source: proto/SPEC.md 8.1. */
#include "tests/sim/acts.h"
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/peer.h"
#include "tests/sim/stand.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#include <stdio.h>

#define WISHES_MAX 4096
#define TRIES_MAX 4 /* suspensions that are tried of a bundle */
#define MINUTE_MS 60000
#define DAY_MINUTES 1440

/* What is wrong with an act. */
enum flaw {
    FLAW_NONE,
    FLAW_ROLE,    /* by somebody who may not */
    FLAW_REASON,  /* without one */
    FLAW_STAGE,   /* of a stage, where only the whole can be meant */
    FLAW_UNKNOWN, /* of a stage that there is not */
    FLAW_SPECIAL, /* a special procedure that there cannot be */
};

/* What a peer wants to do; its duty names it. */
struct wish {
    uint8_t act;
    uint8_t flaw;
    uint8_t stage;   /* of special procedures, and FLAW_STAGE */
    uint8_t detail;  /* enum special_kind */
    uint16_t amount; /* ACT_URGE: the priority; days of a special procedure */
    uint32_t peer;
    uint64_t bundle;
    int64_t until_ms; /* broker time; 0: until somebody resumes it */
};

/* What was done to a bundle. */
struct done {
    int64_t until_ms;   /* of the last suspension; 0: it does not say */
    int64_t changed_ms; /* world time at which its last fact became durable */
};

static uint64_t looked;
static struct wish wishes[WISHES_MAX];
static uint32_t wish_count;
static struct done dones[PLAN_BUNDLES_MAX];

static void begin(void)
{
    wish_count = 0;
    looked = 0;
    memset(dones, 0, sizeof dones);
    stands_begin();
}

bool acts_are_on(void)
{
    return world_option(OPTION_suspend) != 0 || world_option(OPTION_urge) != 0 ||
           world_option(OPTION_special) != 0;
}

/* A stage that has ended stands for nothing. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) return;
    dones[bundle->number - 1].changed_ms = world.now_ms;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct stand *stand = stand_find(bundle->number, (uint8_t)i);
        bool is_over = stand != NULL && bundle->stages[i].state != STAGE_PAUSED;
        if (is_over) stand->time.until_ms = fact->at_ms;
    }
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

static bool may(uint8_t act, enum role role)
{
    bool is_urgency = act == ACT_URGE || act == ACT_RELAX;
    bool is_special = act == ACT_SPECIAL_START || act == ACT_SPECIAL_END;
    if (is_special) return role == ROLE_HEAD || role == ROLE_OFFICER;
    return role == ROLE_HEAD || role == ROLE_GOVERNMENT || (is_urgency && role == ROLE_SUPERVISOR);
}

/* One of those who may, or of the others. */
static uint32_t pick(struct chance *chance, uint8_t act, bool is_allowed)
{
    uint32_t at = chance_below(chance, peer_count());
    for (uint32_t i = 0; i < peer_count(); i++) {
        uint32_t peer = (at + i) % peer_count();
        if (may(act, peer_at(peer)->role) == is_allowed) return peer;
    }
    return 0;
}

/* Where bundles become urgent, half of them are not so yet. */
static void draw_bundle(struct plan_bundle *bundle, uint32_t index)
{
    struct chance chance = world_chance("patience", index);
    bool is_patient = chance_one_in(&chance, 2) && world_option(OPTION_urge) != 0;
    if (is_patient) bundle->priority |= PRIORITY_COUNT / 2;
}

/* The officer of a stage's department. */
static uint32_t officer_of(const struct procedure *procedure, uint8_t stage)
{
    const struct name *department = &procedure->stages[stage].department;
    uint32_t peer = 0;
    while (peer_at(peer)->role != ROLE_OFFICER ||
           !name_is_equal(&peer_at(peer)->department, department)) {
        peer++;
    }
    return peer;
}

static bool is_special(const struct wish *wish)
{
    return wish->act == ACT_SPECIAL_START || wish->act == ACT_SPECIAL_END;
}

static void want(const struct wish *wish, uint32_t planned, int64_t due_ms)
{
    if (wish_count == WISHES_MAX) {
        world_fail("more than %u acts: the run does not come to an end", WISHES_MAX);
        return;
    }
    if (world.is_calm || due_ms <= world.now_ms) due_ms = world.now_ms + 1;
    struct duty *duty = duty_add(DUTY_FEATURE, wish->peer, due_ms);
    if (duty == NULL) return;
    duty->feature = &feature_acts;
    duty->planned = planned;
    duty->bundle = wish->bundle;
    duty->attempt = wish_count;
    wishes[wish_count++] = *wish;
    peer_look_at(wish->peer, due_ms);
}

/* Minutes more often than days. */
static int64_t draw_span(struct chance *chance)
{
    if (chance_one_in(chance, 2)) return 1 + (int64_t)chance_below(chance, 2 * MINUTE_MS);
    uint32_t minutes = world_option(OPTION_leap_days) * DAY_MINUTES;
    minutes = 1 + (chance_below(chance, minutes) >> chance_below(chance, 10));
    return (int64_t)minutes * MINUTE_MS + chance_below(chance, MINUTE_MS);
}

/* What goes wrong with it, and who does it when. */
static void draw_act(struct chance *chance, const struct duty *submit, struct wish *wish)
{
    static const enum flaw flaws[] = { FLAW_ROLE, FLAW_REASON, FLAW_STAGE, FLAW_UNKNOWN };
    uint32_t phase_ms = world_option(OPTION_seconds) * 1000;
    bool is_flawed = chance_one_in(chance, 4);
    int64_t span_ms = draw_span(chance);
    uint32_t after_ms = chance_below(chance, phase_ms) >> (2 + chance_below(chance, 4));
    wish->bundle = submit->bundle;
    if (is_flawed) wish->flaw = (uint8_t)flaws[chance_below(chance, 4)];
    if (wish->act == ACT_RESUME && wish->flaw == FLAW_REASON) wish->flaw = FLAW_NONE;
    if (is_special(wish) && wish->flaw == FLAW_STAGE) wish->flaw = FLAW_NONE;
    bool is_unset = wish->detail == SPECIAL_HEARING && wish->flaw == FLAW_NONE;
    if (is_unset) wish->flaw = FLAW_SPECIAL; /* it does not say its day */
    wish->stage = (uint8_t)chance_below(chance, plan_procedure(submit->planned)->stage_count);
    wish->peer = pick(chance, wish->act, wish->flaw != FLAW_ROLE);
    bool is_own = is_special(wish) && !chance_one_in(chance, 6) && wish->flaw != FLAW_ROLE;
    if (is_own) wish->peer = officer_of(plan_procedure(submit->planned), wish->stage);
    bool has_end = chance_one_in(chance, 2) && wish->act == ACT_SUSPEND;
    if (has_end) wish->until_ms = check_broker_ms() + after_ms + span_ms;
    want(wish, submit->planned, world.now_ms + after_ms);
}

static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    struct chance chance = world_chance("acts", own.planned);
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_suspend);
    uint32_t tries = is_chosen ? 1 + chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .act = chance_one_in(&chance, 6) ? ACT_RESUME : ACT_SUSPEND };
        draw_act(&chance, &own, &wish);
    }
    chance = world_chance("urge", own.planned);
    is_chosen = chance_below(&chance, 1000) < world_option(OPTION_urge);
    tries = is_chosen ? 2 + chance_below(&chance, TRIES_MAX) : 0;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .act = chance_one_in(&chance, 3) ? ACT_RELAX : ACT_URGE };
        uint32_t amount = chance_below(&chance, PRIORITY_COUNT) >> chance_below(&chance, 4);
        if (wish.act == ACT_URGE) wish.amount = (uint16_t)amount;
        draw_act(&chance, &own, &wish);
    }
    chance = world_chance("special", own.planned);
    is_chosen = chance_below(&chance, 1000) < world_option(OPTION_special);
    tries = is_chosen ? 2 + chance_below(&chance, 2 * TRIES_MAX) : 0;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .act = ACT_SPECIAL_START };
        wish.detail = (uint8_t)(SPECIAL_HEARING + chance_below(&chance, SPECIAL_OTHER));
        wish.amount = (uint16_t)(1 + chance_below(&chance, 40));
        draw_act(&chance, &own, &wish);
    }
}

/* ... or end what its stage stands for. */
static void want_ended(const struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    struct chance chance = world_chance("special_end", fact->position);
    uint32_t phase_ms = world_option(OPTION_seconds) * 1000;
    struct wish wish = { .act = ACT_SPECIAL_END, .bundle = bundle->number, .stage = stage };
    wish.peer = officer_of(bundle->procedure, stage);
    want(&wish, bundle->planned, world.now_ms + 1 + (chance_below(&chance, phase_ms) >> 3));
}

/* Whatever happens, somebody will resume it. */
static void want_resumed(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("resume", fact->position);
    struct wish wish = { .act = ACT_RESUME, .bundle = bundle->number };
    uint32_t phase_ms = world_option(OPTION_seconds) * 1000;
    wish.peer = pick(&chance, ACT_RESUME, true);
    want(&wish, bundle->planned, world.now_ms + 1 + (chance_below(&chance, phase_ms) >> 2));
}

static struct span text_of(const char *text)
{
    return (struct span){ (const uint8_t *)text, strlen(text) };
}

static void put_message(const struct duty *duty, struct message *message)
{
    const struct wish *wish = &wishes[duty->attempt];
    message->type = MSG_ACT;
    message->act = (struct msg_act){
        .ref = { .bundle = wish->bundle },
        .act = wish->act,
        .amount = wish->amount,
        .detail = wish->detail,
        .until_ms = wish->until_ms,
    };
    if (wish->flaw != FLAW_REASON) message->act.reason = text_of("as it must be");
    bool has_stage = wish->flaw == FLAW_STAGE || is_special(wish);
    if (has_stage) message->act.stage = plan_procedure(duty->planned)->stages[wish->stage].name;
    if (wish->flaw == FLAW_UNKNOWN) message->act.stage = (struct name){ "nowhere" };
}

static void describe(const struct duty *duty, char *text, size_t size)
{
    static const char *const flaws[] = {
        "", " (may not)", " without a reason", " of a stage", " of no stage", " that cannot be"
    };
    const struct wish *wish = &wishes[duty->attempt];
    const char *stage =
        is_special(wish) ? plan_procedure(duty->planned)->stages[wish->stage].name.text : "";
    static const char *const acts[ACT_COUNT] = {
        [ACT_SUSPEND] = "suspend",
        [ACT_RESUME] = "resume",
        [ACT_URGE] = "urge",
        [ACT_RELAX] = "relax",
        [ACT_SPECIAL_START] = "special_start",
        [ACT_SPECIAL_END] = "special_end",
    };
    snprintf(text, size, "ACT %s %llu%s %s%s", acts[wish->act], (unsigned long long)wish->bundle,
             wish->until_ms != 0 ? " until" : "", stage, flaws[wish->flaw]);
}

/* ---- Answers --------------------------------------------------------------------------------- */

static void judge_recorded(const struct duty *duty, const struct msg_recorded *recorded)
{
    const struct wish *wish = &wishes[duty->attempt];
    const struct audit_fact *fact = audit_fact(recorded->position);
    char text[96];
    describe(duty, text, sizeof text);
    bool is_it = fact->type == FACT_ACTED && fact->bundle == wish->bundle &&
                 fact->kind == wish->act && recorded->bundle == wish->bundle;
    bool is_forgotten = audit_requests_since(duty->position) >= check_requests_max();
    if (wish->flaw != FLAW_NONE) world_fail("%s: RECORDED, it had to be refused", text);
    if (!is_it) world_fail("%s: RECORDED, but the position is that of another fact", text);
    if (duty->position == 0 || duty->position == recorded->position || is_forgotten) return;
    world_fail("%s: done again under the same request id", text);
}

/* A stage of their own department, or of any for the government. */
static bool is_theirs(const struct duty *duty, const struct wish *wish)
{
    const struct peer *peer = peer_at(wish->peer);
    const struct procedure *procedure = plan_procedure(duty->planned);
    bool is_of_department = peer->role == ROLE_HEAD || peer->role == ROLE_OFFICER;
    return !is_of_department ||
           name_is_equal(&peer->department, &procedure->stages[wish->stage].department);
}

/* The bundle is not as the act wants it, or was not a moment ago. */
static bool is_impossible(const struct wish *wish)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool is_new = dones[wish->bundle - 1].changed_ms == world.now_ms;
    if (wish->flaw == FLAW_STAGE || wish->flaw == FLAW_SPECIAL || is_new) return true;
    bool stands = stand_find(wish->bundle, wish->stage) != NULL;
    if (wish->act == ACT_SPECIAL_END) return bundle->is_suspended || !stands;
    if (wish->act == ACT_SPECIAL_START) {
        return bundle->is_suspended || bundle->stages[wish->stage].state != STAGE_REVIEWING;
    }
    if (wish->act == ACT_RESUME) return !bundle->is_suspended;
    if (wish->act == ACT_URGE) return bundle->is_urgent || wish->amount >= bundle->priority;
    if (wish->act == ACT_RELAX) return !bundle->is_urgent;
    bool is_over = wish->until_ms != 0 && wish->until_ms <= check_broker_ms();
    return bundle->is_suspended || is_over;
}

static bool judge_refused(const struct duty *duty, const struct msg_error *error)
{
    const struct wish *wish = &wishes[duty->attempt];
    bool has_stage = wish->flaw == FLAW_STAGE || is_special(wish);
    if (wish->flaw == FLAW_ROLE) return error->number == ERR_NOT_ALLOWED;
    if (wish->flaw == FLAW_UNKNOWN) return error->number == ERR_STAGE_UNKNOWN;
    if (has_stage && !is_theirs(duty, wish)) return error->number == ERR_NOT_ALLOWED;
    bool has_ended = audit_bundle(wish->bundle)->result != RESULT_OPEN;
    if (error->number == ERR_BUNDLE_ENDED) return has_ended;
    if (wish->flaw == FLAW_REASON) return error->number == ERR_REASON_MISSING;
    return error->number == ERR_ACT_IMPOSSIBLE && is_impossible(wish);
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* Somebody who may wanted just this. */
static bool is_wanted(const struct fact *fact)
{
    for (uint32_t i = 0; i < wish_count; i++) {
        const struct wish *wish = &wishes[i];
        const struct peer *peer = peer_at(wish->peer);
        bool is_act = wish->act == fact->acted.act && wish->bundle == fact->bundle &&
                      wish->until_ms == fact->acted.until_ms &&
                      wish->amount == fact->acted.amount && wish->detail == fact->acted.detail &&
                      wish->flaw == FLAW_NONE;
        bool is_by = name_is_equal(&peer->principal, &fact->acted.by) &&
                     peer->role == (enum role)fact->acted.role;
        bool is_there = !is_special(wish) || wish->stage == fact->acted.stage;
        if (is_act && is_by && is_there) return true;
    }
    return false;
}

/* Reviews that are open are called off. */
static void suspend(struct audit_bundle *bundle, const struct fact *fact)
{
    struct done *done = &dones[bundle->number - 1];
    const struct fact_acted *acted = &fact->acted;
    set32 stood = 0;
    if (!is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_suspended) audit_fault(fact, "it is suspended already");
    if (acted->until_ms != 0 && acted->until_ms <= fact->at_ms) audit_fault(fact, "until before");
    if (!onward_is_empty(&acted->onward)) audit_fault(fact, "something goes on");
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct audit_stage *stage = &bundle->stages[i];
        if (stage->state != STAGE_REVIEWING) continue;
        stood |= set_of(i);
        stage->state = STAGE_PAUSED;
        stage->job = JOB_CANCELLED;
    }
    if (acted->stages != stood) audit_fault(fact, "stops 0x%x, not 0x%x", acted->stages, stood);
    bundle->is_suspended = true;
    done->until_ms = acted->until_ms;
    stand_begin(fact, 0);
    want_resumed(bundle, fact);
}

/* By somebody who may, or by itself in its time; reviews begin anew. */
static void resume(struct audit_bundle *bundle, const struct fact *fact)
{
    struct done *done = &dones[bundle->number - 1];
    bool is_own = name_is_empty(&fact->acted.by) && fact->acted.role == 0;
    bool is_due = done->until_ms != 0 && fact->at_ms >= done->until_ms;
    set32 stood = 0;
    if (!bundle->is_suspended) audit_fault(fact, "it is not suspended");
    if (is_own && !is_due) audit_fault(fact, "by itself, before its time");
    if (!is_own && !is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (!is_own && is_due) audit_fault(fact, "it had to go on by itself before");
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct audit_stage *stage = &bundle->stages[i];
        if (stage->state != STAGE_PAUSED) continue;
        if (stand_find(bundle->number, (uint8_t)i) != NULL) { /* its own procedure lasts */
            want_ended(bundle, fact, (uint8_t)i);
            continue;
        }
        stood |= set_of(i);
        stage->state = STAGE_REVIEWING;
        stage->failures = 0;
        audit_make_ready(bundle, stage, fact);
    }
    if (fact->acted.stages != stood) {
        audit_fault(fact, "sets 0x%x going, not 0x%x", fact->acted.stages, stood);
    }
    bundle->is_suspended = false;
    struct stand *stand = stand_find(bundle->number, STAGE_WHOLE);
    if (stand != NULL) stand->time.until_ms = fact->at_ms;
}

/* Its ready jobs stand in line anew, as if they had become ready now. */
static void set_priority(struct audit_bundle *bundle, const struct fact *fact, uint8_t priority)
{
    set32 ready = 0;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (bundle->stages[i].job != JOB_READY) continue;
        ready |= set_of(i);
        bundle->stages[i].job = JOB_NONE;
    }
    bundle->priority = priority;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(ready, i)) audit_make_ready(bundle, &bundle->stages[i], fact);
    }
}

static void change_urgency(struct audit_bundle *bundle, const struct fact *fact, bool is_urgent)
{
    const struct fact_acted *acted = &fact->acted;
    uint8_t planned = plan.bundles[bundle->planned].priority;
    if (!is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_urgent == is_urgent) audit_fault(fact, "it changes nothing");
    if (is_urgent && acted->amount >= planned) audit_fault(fact, "that is no higher priority");
    if (!onward_is_empty(&acted->onward) || acted->stages != 0) {
        audit_fault(fact, "something goes on");
    }
    bundle->is_urgent = is_urgent;
    set_priority(bundle, fact, is_urgent ? (uint8_t)acted->amount : planned);
}

/* The stage stands until somebody of its department says what came of it. */
static void begin_special(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    if (acted->stage >= bundle->procedure->stage_count) {
        audit_fault(fact, "of no stage");
        return;
    }
    struct audit_stage *stage = &bundle->stages[acted->stage];
    if (!is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_suspended) audit_fault(fact, "the bundle is suspended");
    if (stage->state != STAGE_REVIEWING) audit_fault(fact, "its review is not open");
    if (!onward_is_empty(&acted->onward) || acted->stages != 0) {
        audit_fault(fact, "something goes on");
    }
    stage->state = STAGE_PAUSED;
    stage->job = JOB_CANCELLED;
    stand_begin(fact, acted->detail);
    want_ended(bundle, fact, acted->stage);
}

static void end_special(struct audit_bundle *bundle, const struct fact *fact)
{
    struct stand *stand = stand_find(bundle->number, fact->acted.stage);
    if (fact->acted.stage >= bundle->procedure->stage_count || stand == NULL) {
        audit_fault(fact, "it stands for nothing");
        return;
    }
    struct audit_stage *stage = &bundle->stages[fact->acted.stage];
    if (!is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_suspended) audit_fault(fact, "the bundle is suspended");
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    stand->time.until_ms = fact->at_ms;
    stage->state = STAGE_REVIEWING;
    stage->failures = 0;
    audit_make_ready(bundle, stage, fact);
}

void acts_apply(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    bool is_of_stage = acted->act == ACT_SPECIAL_START || acted->act == ACT_SPECIAL_END;
    if (is_of_stage == (acted->stage == STAGE_WHOLE) || acted->materials != 0 ||
        !name_is_empty(&acted->on)) {
        audit_fault(fact, "it says more than was said");
    }
    switch ((int)acted->act) {
        case ACT_SUSPEND: suspend(bundle, fact); break;
        case ACT_RESUME: resume(bundle, fact); break;
        case ACT_SPECIAL_START: begin_special(bundle, fact); break;
        case ACT_SPECIAL_END: end_special(bundle, fact); break;
        case ACT_URGE: change_urgency(bundle, fact, true); break;
        case ACT_RELAX: change_urgency(bundle, fact, false); break;
        default: audit_fault(fact, "nobody acted like that"); break;
    }
}

void acts_check_due(int64_t now_ms)
{
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        int64_t until_ms = dones[i - 1].until_ms;
        bool is_over = until_ms != 0 && until_ms <= now_ms;
        if (bundle->result != RESULT_OPEN || !bundle->is_suspended || !is_over) continue;
        world_fail("bundle %llu stays suspended, though its time is over", (unsigned long long)i);
    }
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    (void)now_ms;
    if (bundle == NULL || bundle->result != RESULT_OPEN) return;
    if (engine_image(engine, number, &image) != OK) return;
    if (image.priority != bundle->priority) {
        world_fail("%s: bundle %llu has priority %u, should be %u", what,
                   (unsigned long long)number, image.priority, bundle->priority);
    }
    if ((image.phase == PHASE_SUSPENDED) != bundle->is_suspended) {
        world_fail("%s: bundle %llu is%s suspended", what, (unsigned long long)number,
                   bundle->is_suspended ? " not" : "");
    }
}

const struct feature feature_acts = {
    .begin = begin,
    .draw_bundle = draw_bundle,
    .on_submitted = on_submitted,
    .duty_message = put_message,
    .duty_describe = describe,
    .judge_recorded = judge_recorded,
    .judge_refused = judge_refused,
    .take_fact = take_fact,
    .look = look,
};

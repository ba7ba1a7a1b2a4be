/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/wish.h"

#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/peer.h"
#include "tongfa/act.h"

#include <stdio.h>

#define WISHES_MAX 4096

static struct wish wishes[WISHES_MAX];
static uint32_t wish_count;
static int64_t changed_ms[PLAN_BUNDLES_MAX]; /* world time at which its last fact became durable */

static void begin(void)
{
    wish_count = 0;
    memset(changed_ms, 0, sizeof changed_ms);
}

bool wishes_are_on(void)
{
    static const enum option acting[] = {
        OPTION_return,   OPTION_suspend, OPTION_urge,   OPTION_special, OPTION_correct,
        OPTION_intake,   OPTION_permits, OPTION_commit, OPTION_sign,    OPTION_cards,
        OPTION_tolerate, OPTION_extend,  OPTION_orders,
    };
    for (size_t i = 0; i < sizeof acting / sizeof acting[0]; i++) {
        if (world_option(acting[i]) != 0) return true;
    }
    return false;
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    (void)fact;
    if (bundle != NULL) changed_ms[bundle->number - 1] = world.now_ms;
}

/* ---- What is wanted -------------------------------------------------------------------------- */

static bool may(uint8_t act, enum role role)
{
    return (act_roles(act) & 1u << role) != 0;
}

static bool needs(uint8_t act, uint32_t what)
{
    return (act_needs(act) & what) != 0;
}

uint32_t wish_decider(struct chance *chance, uint8_t act, const struct audit_bundle *bundle)
{
    uint32_t at = chance_below(chance, peer_count());
    for (uint32_t i = 0; i < peer_count(); i++) {
        const struct peer *peer = peer_at((at + i) % peer_count());
        bool has_accepted = name_is_equal(&peer->principal, &bundle->acceptor);
        if (may(act, peer->role) && !has_accepted) return (at + i) % peer_count();
    }
    return 0;
}

uint32_t wish_peer(struct chance *chance, uint8_t act, bool is_allowed)
{
    uint32_t at = chance_below(chance, peer_count());
    for (uint32_t i = 0; i < peer_count(); i++) {
        uint32_t peer = (at + i) % peer_count();
        if (may(act, peer_at(peer)->role) == is_allowed) return peer;
    }
    return 0;
}

/* Of this role and department; 0, the operator: there is nobody. */
static uint32_t find(enum role role, const struct name *department)
{
    for (uint32_t i = 0; i < peer_count(); i++) {
        const struct peer *peer = peer_at(i);
        if (peer->role == role && name_is_equal(&peer->department, department)) return i;
    }
    return 0;
}

uint32_t wish_officer(const struct procedure *procedure, uint8_t stage)
{
    return find(ROLE_OFFICER, &procedure->stages[stage].department);
}

uint32_t wish_head(const struct procedure *procedure, uint8_t stage)
{
    return find(ROLE_HEAD, &procedure->stages[stage].department);
}

uint32_t wish_person(const struct name *department, const struct name *who)
{
    for (uint32_t i = 0; i < peer_count(); i++) {
        const struct peer *peer = peer_at(i);
        bool decides = peer->role == ROLE_OFFICER || peer->role == ROLE_HEAD;
        bool is_there = decides && name_is_equal(&peer->department, department);
        if (is_there && name_is_equal(&peer->principal, who)) return i;
    }
    return 0;
}

enum flaw wish_flaw(struct chance *chance, uint8_t act)
{
    static const enum flaw flaws[] = { FLAW_ROLE, FLAW_REASON, FLAW_STAGE, FLAW_UNKNOWN };
    enum flaw flaw = flaws[chance_below(chance, 4)];
    bool has_stage = needs(act, NEEDS_STAGE | TAKES_STAGE);
    if (!chance_one_in(chance, 4)) return FLAW_NONE;
    if (flaw == FLAW_REASON && !needs(act, NEEDS_REASON)) return FLAW_NONE;
    return flaw == FLAW_STAGE && has_stage ? FLAW_NONE : flaw;
}

int64_t wish_when(struct chance *chance)
{
    uint32_t phase_ms = world_option(OPTION_seconds) * 1000;
    return world.now_ms + 1 + (chance_below(chance, phase_ms) >> (2 + chance_below(chance, 4)));
}

void wish_for(const struct wish *wish, uint32_t planned, int64_t due_ms)
{
    if (wish_count == WISHES_MAX) {
        world_fail("more than %u acts: the run does not come to an end", WISHES_MAX);
        return;
    }
    if (world.is_calm || due_ms <= world.now_ms) due_ms = world.now_ms + 1;
    struct duty *duty = duty_add(DUTY_FEATURE, wish->peer, due_ms);
    if (duty == NULL) return;
    duty->feature = &feature_wishes;
    duty->planned = planned;
    duty->bundle = wish->bundle;
    duty->attempt = wish_count;
    wishes[wish_count++] = *wish;
    peer_look_at(wish->peer, due_ms);
}

const struct wish *wish_of(const struct duty *duty)
{
    assert(duty->feature == &feature_wishes);
    return &wishes[duty->attempt];
}

static struct span text_of(const char *text)
{
    return (struct span){ (const uint8_t *)text, strlen(text) };
}

/* Everybody has a reason of their own. Good until the next call. */
static struct span reason_of(const struct wish *wish)
{
    static char text[sizeof peer_at(0)->label + 16];
    if (wish->flaw == FLAW_REASON) return (struct span){ 0 };
    snprintf(text, sizeof text, "so says %s", peer_at(wish->peer)->label);
    return text_of(text);
}

static bool is_said(const struct wish *wish, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    const struct peer *peer = peer_at(wish->peer);
    if (wish->act != acted->act || wish->bundle != fact->bundle) return false;
    struct span reason = reason_of(wish);
    bool is_by =
        name_is_equal(&peer->principal, &acted->by) && peer->role == (enum role)acted->role;
    bool is_reason = world_is_same(acted->reason, reason);
    return is_by && is_reason && wish->stage == acted->stage && wish->detail == acted->detail &&
           wish->amount == acted->amount && wish->until_ms == acted->until_ms &&
           wish->materials == acted->materials && name_is_equal(&wish->on, &acted->on);
}

/* Whoever accepted a bundle does nothing to it in the office. */
static bool is_separated(const struct audit_bundle *bundle, const struct name *who, uint8_t role)
{
    bool decides = role == ROLE_OFFICER || role == ROLE_HEAD || role == ROLE_GOVERNMENT;
    return decides && name_is_equal(&bundle->acceptor, who);
}

bool wish_is_wanted(const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    if (is_separated(audit_bundle(fact->bundle), &acted->by, acted->role)) return false;
    for (uint32_t i = 0; i < wish_count; i++) {
        if (wishes[i].flaw == FLAW_NONE && is_said(&wishes[i], fact)) return true;
    }
    return false;
}

bool wish_is_own(const struct fact *fact)
{
    return name_is_empty(&fact->acted.by) && fact->acted.role == 0;
}

bool wish_is_new(const struct wish *wish)
{
    return changed_ms[wish->bundle - 1] == world.now_ms;
}

/* ---- As a message ---------------------------------------------------------------------------- */

/* The stage that its message names. */
static uint8_t stage_of(const struct wish *wish)
{
    return wish->flaw == FLAW_STAGE ? 0 : wish->stage;
}

static void put_message(const struct duty *duty, struct message *message)
{
    const struct wish *wish = wish_of(duty);
    const struct procedure *procedure = plan_procedure(duty->planned);
    message->type = MSG_ACT;
    message->act = (struct msg_act){
        .ref = { .bundle = wish->bundle },
        .act = wish->act,
        .amount = wish->amount,
        .detail = wish->detail,
        .materials = wish->materials,
        .on = wish->on,
        .until_ms = wish->until_ms,
        .reason = reason_of(wish),
    };
    uint8_t stage = stage_of(wish);
    if (stage != STAGE_WHOLE) message->act.stage = procedure->stages[stage].name;
    if (wish->flaw == FLAW_UNKNOWN) message->act.stage = (struct name){ "nowhere" };
}

static const char *act_word(uint8_t act)
{
    switch (act) {
#define ACT_WORD(number, name, word, by, needs) \
    case ACT_##name: return word;
        ACT_TABLE(ACT_WORD)
#undef ACT_WORD
        default: return "?";
    }
}

static void describe(const struct duty *duty, char *text, size_t size)
{
    static const char *const flaws[] = {
        "", " (may not)", " without a reason", " of a stage", " of no stage", " that cannot be"
    };
    const struct wish *wish = wish_of(duty);
    const struct procedure *procedure = plan_procedure(duty->planned);
    const char *stage = wish->stage == STAGE_WHOLE ? "" : procedure->stages[wish->stage].name.text;
    snprintf(text, size, "ACT %s %llu%s %s%s", act_word(wish->act),
             (unsigned long long)wish->bundle, wish->until_ms != 0 ? " until" : "", stage,
             flaws[wish->flaw]);
}

/* ---- Answers --------------------------------------------------------------------------------- */

/* A stage of their own department, or of any for those who have none. */
static bool is_theirs(const struct duty *duty, const struct wish *wish)
{
    const struct peer *peer = peer_at(wish->peer);
    const struct procedure *procedure = plan_procedure(duty->planned);
    uint8_t stage = stage_of(wish);
    return stage == STAGE_WHOLE || !role_has_department(peer->role) ||
           name_is_equal(&peer->department, &procedure->stages[stage].department);
}

/* What its message must say is not in it. */
static bool lacks_field(const struct wish *wish)
{
    return (needs(wish->act, NEEDS_MATERIALS) && wish->materials == 0) ||
           (needs(wish->act, NEEDS_DETAIL) && wish->detail == 0) ||
           (needs(wish->act, NEEDS_AMOUNT) && wish->amount == 0);
}

/* The version that governs has no such stage. */
static bool is_gone(const struct audit_bundle *bundle, const struct wish *wish)
{
    uint8_t stage = stage_of(wish);
    return stage != STAGE_WHOLE && stage >= bundle->procedure->stage_count;
}

static void judge_recorded(const struct duty *duty, const struct msg_recorded *recorded)
{
    const struct wish *wish = wish_of(duty);
    const struct audit_fact *fact = audit_fact(recorded->position);
    char text[96];
    describe(duty, text, sizeof text);
    bool is_it = fact->type == FACT_ACTED && fact->bundle == wish->bundle &&
                 fact->kind == wish->act && fact->stage == wish->stage &&
                 recorded->bundle == wish->bundle;
    bool is_forgotten = audit_requests_since(duty->position) >= check_requests_max();
    bool may_be = wish->flaw == FLAW_NONE && is_theirs(duty, wish);
    if (!may_be) world_fail("%s: RECORDED, it had to be refused", text);
    if (!is_it) world_fail("%s: RECORDED, but the position is that of another fact", text);
    if (duty->position == 0 || duty->position == recorded->position || is_forgotten) return;
    world_fail("%s: done again under the same request id", text);
}

/* In the order of precedence (proto/SPEC.md 8.1). */
static bool judge_refused(const struct duty *duty, const struct msg_error *error)
{
    const struct wish *wish = wish_of(duty);
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    const struct peer *peer = peer_at(wish->peer);
    bool has_ended = bundle->result != RESULT_OPEN;
    bool is_own = is_separated(bundle, &peer->principal, (uint8_t)peer->role);
    if (lacks_field(wish)) return error->number == ERR_FIELD_MISSING;
    if (wish->flaw == FLAW_ROLE) return error->number == ERR_NOT_ALLOWED;
    if (wish->flaw == FLAW_UNKNOWN) return error->number == ERR_STAGE_UNKNOWN;
    bool is_unknown = error->number == ERR_STAGE_UNKNOWN;
    if (is_gone(bundle, wish)) return is_unknown || wish_is_new(wish);
    bool has_versions = plan.procedures[plan.bundles[duty->planned].procedure].version_count > 1;
    if (is_unknown && has_versions && wish_is_new(wish)) return true; /* a moment ago it was */
    if (!is_theirs(duty, wish)) return error->number == ERR_NOT_ALLOWED;
    if (error->number == ERR_BUNDLE_ENDED) return has_ended && !needs(wish->act, ALSO_ENDED);
    bool is_separation = error->number == ERR_SEPARATION;
    if (is_own && (is_separation || !wish_is_new(wish))) return is_separation;
    bool lacks_reason = wish->flaw == FLAW_REASON && needs(wish->act, NEEDS_REASON);
    if (lacks_reason) return error->number == ERR_REASON_MISSING;
    if (wish->flaw == FLAW_STAGE) return error->number == ERR_ACT_IMPOSSIBLE;
    if (!needs(wish->act, AT_INTAKE) && bundle->is_received) {
        return error->number == ERR_ACT_IMPOSSIBLE; /* it was not accepted yet */
    }
    bool is_known = (wish->materials & ~set_first(bundle->procedure->material_count)) == 0;
    bool was_other = (bundle->procedure->intake.counter || has_versions) && wish_is_new(wish);
    if (!is_known && !(was_other && error->number == ERR_ACT_IMPOSSIBLE)) {
        return error->number == ERR_MATERIAL_UNKNOWN;
    }
    if (error->number == ERR_MATERIAL_UNKNOWN) return has_versions && wish_is_new(wish);
    return wish->feature->act_refused != NULL && wish->feature->act_refused(wish, error);
}

const struct feature feature_wishes = {
    .begin = begin,
    .duty_message = put_message,
    .duty_describe = describe,
    .judge_recorded = judge_recorded,
    .judge_refused = judge_refused,
    .take_fact = take_fact,
};

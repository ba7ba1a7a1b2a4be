/* SPDX-License-Identifier: Apache-2.0 */
/* Counter-signing: stages that several officers must sign, besides their reviewer or instead of one.
 * What each would answer is drawn; heads ask one more, or one fewer. Source: proto/SPEC.md 8.1
 * "Counter-signing", 13.2. */
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/signers.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#include <stdio.h>

#define TRIES_MAX 6
#define CHANGES_MAX 3 /* of a round */
#define REASON_SHOWN 95

/* Somebody who is or was asked to sign a stage. */
struct signer {
    struct name who;
    uint8_t stage;
    uint8_t state;     /* enum signer_state */
    uint64_t position; /* from when on the dossier has it; 0: not yet */
    int64_t from_ms;
    int64_t until_ms; /* 0: it is open */
};

/* All who were ever asked about a bundle, and the round of each stage: those from `first` on. */
struct asking {
    uint32_t count;
    struct signer signers[ENTRIES_MAX];
    set32 on; /* stages that are being signed */
    set32 decided;
    uint32_t first[STAGES_MAX];
    uint64_t moved[STAGES_MAX];                /* position of the last act about the round */
    char reason[STAGES_MAX][REASON_SHOWN + 1]; /* ... and its reason */
    uint8_t decision[STAGES_MAX];
};

static struct asking askings[PLAN_BUNDLES_MAX];
static uint64_t looked;

static void begin(void)
{
    for (uint32_t i = 0; i < PLAN_BUNDLES_MAX; i++) {
        struct asking *asking = &askings[i];
        asking->count = 0;
        asking->on = asking->decided = 0;
    }
    signers_begin();
    looked = 0;
}

/* ---- What they come to ----------------------------------------------------------------------- */

static struct asking *asking_of(const struct audit_bundle *bundle)
{
    return &askings[bundle->number - 1];
}

/* The next signer of the stage's round from this index on, who was not removed, or NULL. */
static struct signer *next_signer(struct asking *asking, uint8_t stage, uint32_t *at)
{
    for (; *at < asking->count; ++*at) {
        struct signer *signer = &asking->signers[*at];
        bool is_of_round = *at >= asking->first[stage] && signer->stage == stage;
        if (is_of_round && signer->state != SIGNER_REMOVED) return signer;
    }
    return NULL;
}

static struct signer *find_signer(struct asking *asking, uint8_t stage, const struct name *who)
{
    struct signer *signer;
    for (uint32_t i = 0; (signer = next_signer(asking, stage, &i)) != NULL; i++) {
        if (name_is_equal(&signer->who, who)) return signer;
    }
    return NULL;
}

static struct votes votes_of(struct asking *asking, uint8_t stage)
{
    struct votes votes = { 0 };
    const struct signer *signer;
    for (uint32_t i = 0; (signer = next_signer(asking, stage, &i)) != NULL; i++) {
        votes.agreed += signer->state == SIGNER_AGREED;
        votes.disagreed += signer->state == SIGNER_DISAGREED;
        votes.asked += signer->state == SIGNER_ASKED;
    }
    return votes;
}

/* What all who were asked in the end would say. */
static uint8_t foreseen_of_round(const struct audit_bundle *bundle, uint8_t stage)
{
    struct asking *asking = asking_of(bundle);
    struct votes votes = { 0 };
    const struct signer *signer;
    for (uint32_t i = 0; (signer = next_signer(asking, stage, &i)) != NULL; i++) {
        bool agrees = signers_answer(bundle->planned, stage, &signer->who) == SIGN_AGREE;
        votes.agreed += agrees;
        votes.disagreed += !agrees;
    }
    return signers_foresee(&bundle->procedure->stages[stage], votes);
}

/* A stage is refused by its reviewer, if it has one, or by its signers: as they decided, or would have. */
static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    uint32_t planned = (uint32_t)(bundle - plan.bundles);
    const struct procedure *procedure = plan_procedure(planned);
    uint64_t number = audit_number(planned);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        uint8_t decision = 0;
        if (signers_count(procedure, i) == 0 || set_has(made->fixed, i)) continue;
        if (procedure->stages[i].by_signers) made->refusals &= ~set_of(i);
        if (number != 0 && set_has(askings[number - 1].decided, i)) {
            decision = askings[number - 1].decision[i];
        } else {
            decision = signers_foresee_plan(planned, (uint8_t)i);
        }
        if (decision == SIGN_DISAGREE) made->refusals |= set_of(i);
    }
}

/* A reviewer does not know what the signers will say. */
static void intend(const struct audit_bundle *bundle, uint32_t stage, uint8_t *verdict)
{
    bool is_signed = signers_count(bundle->procedure, stage) > 0;
    bool refuses = set_has(model_predict(bundle->planned).reviewers, stage);
    if (is_signed && !refuses && *verdict == VERDICT_REFUSE) *verdict = VERDICT_GRANT;
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

static struct wish wish_to(uint8_t act, uint64_t bundle, uint8_t stage)
{
    return (
        struct wish){ .feature = &feature_signing, .act = act, .bundle = bundle, .stage = stage };
}

static struct name draw_person(struct chance *chance, const struct name *department)
{
    struct name who;
    signers_person(department, chance_below(chance, signers_person_count(department)), &who);
    return who;
}

/* Somebody signs, who may be no signer, or too early, or without a word. */
static void draw_signature(struct wish *wish, uint32_t planned, struct chance *chance)
{
    const struct procedure *procedure = plan_procedure(planned);
    const struct name *department = &procedure->stages[wish->stage].department;
    uint32_t elsewhere = chance_below(chance, procedure->stage_count);
    if (chance_one_in(chance, 8)) department = &procedure->stages[elsewhere].department;
    struct name who = draw_person(chance, department);
    wish->detail = signers_answer(planned, wish->stage, &who);
    if (wish->flaw != FLAW_ROLE) wish->peer = wish_person(department, &who);
    if (wish->flaw != FLAW_NONE) return;
    if (chance_one_in(chance, 4)) {
        wish->flaw = FLAW_OWN;
        wish->detail = SIGN_DISAGREE + 1;
    } else if (chance_one_in(chance, 3) && wish->detail == SIGN_DISAGREE) {
        wish->flaw = FLAW_REASON;
    }
}

/* One of those whom the procedure names, if it does. */
static struct name draw_named(struct chance *chance, const struct procedure *procedure,
                              uint8_t stage)
{
    uint32_t count = procedure->signer_count;
    uint32_t at = count == 0 ? 0 : chance_below(chance, count);
    for (uint32_t i = 0; i < count; i++, at++) {
        const struct procedure_signer *signer = &procedure->signers[at % count];
        if (set_has(signer->stages, stage)) return signer->name;
    }
    return (struct name){ "nobody" };
}

/* A head asks one more, or one fewer; now and then whoever accepted the bundle, who may not sign. */
static void draw_change(struct wish *wish, const struct procedure *procedure, struct chance *chance)
{
    wish->on = draw_person(chance, &procedure->stages[wish->stage].department);
    bool is_named = wish->act == ACT_REMOVE_SIGNER && !chance_one_in(chance, 4);
    if (is_named) wish->on = draw_named(chance, procedure, wish->stage);
    const struct name *acceptor = &audit_bundle(wish->bundle)->acceptor;
    bool is_acceptor = chance_one_in(chance, 4) && !name_is_empty(acceptor);
    if (is_acceptor && wish->act == ACT_ADD_SIGNER) wish->on = *acceptor;
    if (wish->flaw != FLAW_ROLE) wish->peer = wish_head(procedure, wish->stage);
}

static uint8_t draw_act(struct chance *chance)
{
    static const uint8_t acts[] = { ACT_SIGN, ACT_SIGN, ACT_ADD_SIGNER, ACT_REMOVE_SIGNER };
    return acts[chance_below(chance, 4)];
}

static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    const struct procedure *procedure = plan_procedure(own.planned);
    struct chance chance = world_chance("signatures", own.planned);
    bool is_chosen = procedure->signer_count > 0 && chance_one_in(&chance, 2);
    uint32_t tries = is_chosen ? 1 + chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        uint8_t stage = (uint8_t)chance_below(&chance, procedure->stage_count);
        if (signers_count(procedure, stage) == 0 && !chance_one_in(&chance, 4)) continue;
        struct wish wish = wish_to(draw_act(&chance), own.bundle, stage);
        wish.flaw = (uint8_t)wish_flaw(&chance, wish.act);
        wish.peer = wish_peer(&chance, wish.act, wish.flaw != FLAW_ROLE);
        if (wish.act == ACT_SIGN) {
            draw_signature(&wish, own.planned, &chance);
        } else {
            draw_change(&wish, procedure, &chance);
        }
        wish_for(&wish, own.planned, wish_when(&chance));
    }
}

static void want_signature(const struct audit_bundle *bundle, const struct fact *fact,
                           const struct signer *signer)
{
    const struct name *department = &bundle->procedure->stages[signer->stage].department;
    uint64_t which = (uint64_t)(signer - asking_of(bundle)->signers);
    struct chance chance = world_chance("sign", fact->position * ENTRIES_MAX + which);
    struct wish wish = wish_to(ACT_SIGN, bundle->number, signer->stage);
    wish.detail = signers_answer(bundle->planned, signer->stage, &signer->who);
    wish.peer = wish_person(department, &signer->who);
    wish_for(&wish, bundle->planned, wish_when(&chance));
}

/* Whoever has not signed will. */
static void want_round(const struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    const struct signer *signer;
    for (uint32_t i = 0; (signer = next_signer(asking_of(bundle), stage, &i)) != NULL; i++) {
        if (signer->state == SIGNER_ASKED) want_signature(bundle, fact, signer);
    }
}

/* Heads change their minds, about a person, too. */
static void want_changes(const struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    struct chance chance = world_chance("signers", fact->position * STAGES_MAX + stage);
    uint32_t tries = chance_below(&chance, CHANGES_MAX + 1);
    struct name last = { "" };
    for (uint32_t i = 0; i < tries; i++) {
        bool is_more = chance_one_in(&chance, 2);
        struct wish wish =
            wish_to(is_more ? ACT_ADD_SIGNER : ACT_REMOVE_SIGNER, bundle->number, stage);
        draw_change(&wish, bundle->procedure, &chance);
        bool is_same = chance_one_in(&chance, 3) && !name_is_empty(&last);
        if (is_same) wish.on = last;
        last = wish.on;
        int64_t wait_ms = wish_when(&chance) - world.now_ms;
        wish_for(&wish, bundle->planned, world.now_ms + wait_ms / 4); /* before most have signed */
    }
}

/* Why it cannot be, as the bundle stands: in the order in which an act is looked at. */
static enum err judge_wish(const struct wish *wish)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    const struct procedure_stage *stage = &bundle->procedure->stages[wish->stage];
    struct asking *asking = asking_of(bundle);
    if (audit_stands(bundle) || !set_has(asking->on, wish->stage)) return ERR_ACT_IMPOSSIBLE;
    struct votes votes = votes_of(asking, wish->stage);
    uint32_t all = votes.agreed + votes.disagreed + votes.asked;
    const struct name *who = wish->act == ACT_SIGN ? &peer_at(wish->peer)->principal : &wish->on;
    const struct signer *signer = find_signer(asking, wish->stage, who);
    if (wish->act == ACT_ADD_SIGNER) {
        if (name_is_equal(&wish->on, &bundle->acceptor)) return ERR_SEPARATION;
        return signer != NULL || all >= SIGNERS_PER_STAGE_MAX ? ERR_ACT_IMPOSSIBLE : OK;
    }
    if (signer == NULL || signer->state != SIGNER_ASKED) return ERR_ACT_IMPOSSIBLE;
    if (wish->act == ACT_REMOVE_SIGNER) {
        bool are_two = all > (stage->by_signers ? 2 : 1);
        bool are_enough = votes.agreed + votes.asked > stage->sign_need;
        return are_two && are_enough ? OK : ERR_ACT_IMPOSSIBLE;
    }
    if (wish->detail > SIGN_DISAGREE) return ERR_ACT_IMPOSSIBLE;
    return wish->flaw == FLAW_REASON ? ERR_REASON_MISSING : OK;
}

static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    bool is_usual = error->number == ERR_ACT_IMPOSSIBLE || error->number == ERR_SEPARATION ||
                    (error->number == ERR_REASON_MISSING && wish->flaw == FLAW_REASON);
    return is_usual && (judge_wish(wish) == (enum err)error->number || wish_is_new(wish));
}

/* ---- Rounds ---------------------------------------------------------------------------------- */

static struct signer *ask(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage,
                          const struct name *who)
{
    struct asking *asking = asking_of(bundle);
    if (asking->count == ENTRIES_MAX) {
        audit_fault(fact, "more signers than the model can count");
        return &asking->signers[0];
    }
    struct signer *signer = &asking->signers[asking->count++];
    *signer = (struct signer){ .who = *who, .stage = stage, .from_ms = fact->at_ms };
    return signer;
}

/* Whoever was asked to sign it is asked no more. */
static void end_round(const struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    struct asking *asking = asking_of(bundle);
    struct signer *signer;
    if (!set_has(asking->on, stage)) return;
    for (uint32_t i = 0; (signer = next_signer(asking, stage, &i)) != NULL; i++) {
        if (signer->state != SIGNER_ASKED) continue;
        signer->state = SIGNER_CANCELLED;
        signer->until_ms = fact->at_ms;
    }
    asking->on &= ~set_of(stage);
}

/* The stage stands until its signers have decided. */
static void begin_round(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    const struct procedure *procedure = bundle->procedure;
    struct asking *asking = asking_of(bundle);
    bundle->stages[stage].state = STAGE_PAUSED;
    end_round(bundle, fact, stage);
    asking->first[stage] = asking->count;
    asking->on |= set_of(stage);
    asking->decided &= ~set_of(stage);
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        if (!set_has(procedure->signers[i].stages, stage)) continue;
        ask(bundle, fact, stage, &procedure->signers[i].name);
    }
    want_round(bundle, fact, stage);
    want_changes(bundle, fact, stage);
}

static bool open(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    if (!bundle->procedure->stages[stage].by_signers) return false;
    begin_round(bundle, fact, stage);
    return true;
}

static bool grant(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage)
{
    if (signers_count(bundle->procedure, stage) == 0) return false;
    if (fact->verdict_given.to_signers == 0) audit_fault(fact, "its signers were passed over");
    if (!onward_is_empty(&fact->verdict_given.onward)) audit_fault(fact, "something goes on");
    begin_round(bundle, fact, stage);
    return true;
}

static uint8_t holds(const struct audit_bundle *bundle, uint8_t stage)
{
    return set_has(asking_of(bundle)->on, stage) ? WAIT_SIGNERS : 0;
}

/* Everybody who has not signed, and nobody else. */
static bool explains(const struct audit_bundle *bundle, uint8_t stage)
{
    const struct name *name = &bundle->procedure->stages[stage].name;
    struct asking *asking = asking_of(bundle);
    if (!set_has(asking->on, stage)) return true;
    const struct name *department = &bundle->procedure->stages[stage].department;
    bool is_cut = check_tells(name, WAIT_SIGNERS, &(struct name){ "nobody" });
    struct name who;
    for (uint32_t i = 0; signers_person(department, i, &who); i++) {
        const struct signer *signer = find_signer(asking, stage, &who);
        bool is_open = signer != NULL && signer->state == SIGNER_ASKED;
        if (check_tells(name, WAIT_SIGNERS, &who) != (is_open || is_cut)) return false;
    }
    return true;
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* Common to all acts about a round. From the first one on the dossier has all who are asked. */
static struct signer *take_act(struct audit_bundle *bundle, const struct fact *fact,
                               const struct name *who)
{
    struct asking *asking = asking_of(bundle);
    uint8_t stage = fact->acted.stage;
    if (stage >= bundle->procedure->stage_count || !set_has(asking->on, stage)) {
        audit_fault(fact, "nobody is asked to sign it");
        return NULL;
    }
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (audit_stands(bundle)) audit_fault(fact, "the bundle stands still");
    if (fact->acted.stages != 0 || !onward_is_empty(&fact->acted.onward)) {
        audit_fault(fact, "something goes on");
    }
    asking->moved[stage] = fact->position;
    snprintf(asking->reason[stage], sizeof asking->reason[stage], "%.*s",
             (int)fact->acted.reason.size, (const char *)fact->acted.reason.at);
    struct signer *signer;
    for (uint32_t i = 0; (signer = next_signer(asking, stage, &i)) != NULL; i++) {
        if (signer->position == 0) signer->position = fact->position;
    }
    return find_signer(asking, stage, who);
}

static void take_signature(struct audit_bundle *bundle, const struct fact *fact)
{
    struct signer *signer = take_act(bundle, fact, &fact->acted.by);
    if (signer == NULL || signer->state != SIGNER_ASKED) {
        audit_fault(fact, "%s", signer == NULL ? "by somebody who is not asked" : "signed before");
        return;
    }
    bool agrees = fact->acted.detail == SIGN_AGREE;
    signer->state = agrees ? SIGNER_AGREED : SIGNER_DISAGREED;
    signer->until_ms = fact->at_ms;
}

static void take_added(struct audit_bundle *bundle, const struct fact *fact)
{
    struct asking *asking = asking_of(bundle);
    struct signer *signer = take_act(bundle, fact, &fact->acted.on);
    if (signer != NULL) audit_fault(fact, "one of its signers is asked once more");
    if (world_has_failed()) return;
    struct votes votes = votes_of(asking, fact->acted.stage);
    if (votes.agreed + votes.disagreed + votes.asked >= SIGNERS_PER_STAGE_MAX) {
        audit_fault(fact, "they are too many");
    }
    if (name_is_equal(&fact->acted.on, &bundle->acceptor)) audit_fault(fact, "who accepted it");
    signer = ask(bundle, fact, fact->acted.stage, &fact->acted.on);
    signer->position = fact->position;
    want_signature(bundle, fact, signer);
}

/* As many as must agree remain, and two officials where there is no reviewer. */
static void take_removed(struct audit_bundle *bundle, const struct fact *fact)
{
    struct signer *signer = take_act(bundle, fact, &fact->acted.on);
    if (signer == NULL || signer->state != SIGNER_ASKED) {
        audit_fault(fact, "%s",
                    signer == NULL ? "of nobody who is asked" : "of one who has signed");
        return;
    }
    signer->state = SIGNER_REMOVED;
    signer->until_ms = fact->at_ms;
    const struct procedure_stage *stage = &bundle->procedure->stages[fact->acted.stage];
    struct votes votes = votes_of(asking_of(bundle), fact->acted.stage);
    uint32_t left = votes.agreed + votes.disagreed + votes.asked;
    bool is_enough = votes.agreed + votes.asked >= stage->sign_need;
    if (left < (stage->by_signers ? 2 : 1) || !is_enough) audit_fault(fact, "too few are left");
}

/* By itself, right behind the act that decides; a refusal has its reason. */
static void take_decision(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    struct asking *asking = asking_of(bundle);
    uint8_t stage = acted->stage;
    if (stage >= bundle->procedure->stage_count || !set_has(asking->on, stage)) {
        audit_fault(fact, "nobody is asked to sign it");
        return;
    }
    bool is_refused = acted->detail == SIGN_DISAGREE;
    uint8_t expected = signers_outcome(&bundle->procedure->stages[stage], votes_of(asking, stage));
    uint8_t planned = foreseen_of_round(bundle, stage);
    const char *reason = is_refused ? asking->reason[stage] : "";
    bool is_reason = world_is_same(acted->reason, world_span(reason));
    if (!wish_is_own(fact)) audit_fault(fact, "by somebody");
    if (audit_stands(bundle)) audit_fault(fact, "the bundle stands still");
    if (acted->detail != expected) audit_fault(fact, "they come to %u", expected);
    if (planned != 0 && planned != acted->detail) audit_fault(fact, "all together say otherwise");
    if (fact->position != asking->moved[stage] + 1) audit_fault(fact, "not behind what decides");
    if (!is_reason) audit_fault(fact, "its reason is not that of the signature that decides");
    if (is_refused && acted->onward.granted != 0) audit_fault(fact, "something is granted");
    if (acted->stages != 0) audit_fault(fact, "it is of other stages");
    asking->decision[stage] = acted->detail;
    asking->decided |= set_of(stage);
    bundle->stages[stage].state = is_refused ? STAGE_REFUSED : STAGE_SEALED;
}

/* Nobody signs while the bundle is suspended, or not accepted yet: they are asked again. */
static void want_rest(const struct audit_bundle *bundle, const struct fact *fact)
{
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(asking_of(bundle)->on, i)) want_round(bundle, fact, (uint8_t)i);
    }
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    if (fact->type != FACT_ACTED) return false;
    bool goes_on = fact->acted.act == ACT_RESUME || fact->acted.act == ACT_CONVERT;
    if (goes_on) want_rest(bundle, fact);
    switch ((int)fact->acted.act) {
        case ACT_SIGN: take_signature(bundle, fact); return true;
        case ACT_ADD_SIGNER: take_added(bundle, fact); return true;
        case ACT_REMOVE_SIGNER: take_removed(bundle, fact); return true;
        case ACT_SIGNED: take_decision(bundle, fact); return true;
        default: return false;
    }
}

/* A stage that has moved on asks nobody any more; nor does one that is reviewed again, and stands only
 * because its bundle does. What has its grant needs no signature that another version asks for. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) return;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        enum stage_state state = bundle->stages[i].state;
        bool is_open = state == STAGE_WAITING || state == STAGE_REVIEWING;
        bool is_again = fact->type == FACT_SUPPLIED && set_has(fact->supplied.stages, i) &&
                        !bundle->procedure->stages[i].by_signers;
        if (is_again || is_open) asking_of(bundle)->decided &= ~set_of(i);
        if (is_again || state != STAGE_PAUSED) end_round(bundle, fact, (uint8_t)i);
        bool has_grant = state == STAGE_SEALED || state == STAGE_GRANTED;
        bool is_spared =
            fact->type == FACT_MIGRATED && has_grant && !set_has(asking_of(bundle)->decided, i);
        if (is_spared) asking_of(bundle)->decision[i] = SIGN_AGREE;
        if (is_spared) asking_of(bundle)->decided |= set_of(i);
    }
}

static void settled(const struct audit_bundle *bundle)
{
    struct asking *asking = asking_of(bundle);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (!set_has(asking->on, i)) continue;
        struct votes votes = votes_of(asking, (uint8_t)i);
        if (signers_outcome(&bundle->procedure->stages[i], votes) == 0) continue;
        world_fail("bundle %llu: the signatures of stage %s decide, and it is not decided",
                   (unsigned long long)bundle->number, bundle->procedure->stages[i].name.text);
    }
}

/* ---- What an engine shows -------------------------------------------------------------------- */

static bool is_entry(const struct entry *entry, const struct signer *signer)
{
    return entry->kind == ENTRY_SIGNER && entry->stage == signer->stage &&
           entry->state == signer->state && entry->position == signer->position &&
           entry->from_ms == signer->from_ms && entry->until_ms == signer->until_ms &&
           name_is_equal(&entry->by, &signer->who);
}

/* Whoever has an entry has this one. */
static bool has_entry(const struct bundle_image *image, const struct signer *signer)
{
    for (uint32_t i = 0; i < image->entry_count; i++) {
        if (is_entry(&image->entries[i], signer)) return true;
    }
    return false;
}

/* The dossier of one bundle, by turns, has all who were asked, and what they said. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    uint32_t left = 0;
    (void)now_ms;
    if (bundle == NULL || order_image(engine, number, &image) != OK) return;
    for (uint32_t i = 0; i < image.entry_count; i++) {
        left += image.entries[i].kind == ENTRY_SIGNER;
    }
    const struct asking *asking = asking_of(bundle);
    for (uint32_t i = 0; i < asking->count; i++) {
        const struct signer *signer = &asking->signers[i];
        if (signer->position == 0) continue;
        left--;
        if (has_entry(&image, signer)) continue;
        world_fail("%s: bundle %llu does not show how %s stands to stage %u", what,
                   (unsigned long long)number, signer->who.text, signer->stage);
    }
    if (left == 0) return;
    world_fail("%s: bundle %llu shows signers that it has not", what, (unsigned long long)number);
}

const struct feature feature_signing = {
    .begin = begin,
    .draw_procedure = signers_draw,
    .predict = predict,
    .intend = intend,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .open = open,
    .grant = grant,
    .holds = holds,
    .explains = explains,
    .take_fact = take_fact,
    .settled = settled,
    .look = look,
};

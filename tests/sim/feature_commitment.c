/* SPDX-License-Identifier: Apache-2.0 */
/* Commitments: applicants sign that the conditions of a stage are met, and it is sealed without a review;
 * they take that back, officers let no more of them be taken, find them kept or false, also when all is over,
 * and the time for the check passes. A stage that stands on a commitment grants, whatever its reviewer meant.
 * Source: proto/SPEC.md 8.1. */
#include "tests/sim/late.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/stand.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define TRIES_MAX 4
#define OWN_MAX 48 /* commitments and bars of a bundle */
#define SOON_MS 4000
#define QUARTER 250
#define DAY_MS (INT64_C(24) * 3600 * 1000)

/* An entry of the dossier. */
struct promise {
    uint8_t kind; /* ENTRY_COMMITMENT, ENTRY_NO_COMMITMENT */
    uint8_t stage;
    uint8_t state; /* enum commitment_state */
    bool is_late;
    int64_t from_ms;
    int64_t until_ms;
    int64_t due_ms; /* of the check; 0: to be counted anew */
    uint64_t position;
};

static struct {
    uint32_t count;
    struct promise promises[OWN_MAX];
    set32 decided; /* stages that stand on one */
} given[PLAN_BUNDLES_MAX];

static uint64_t looked;
static int64_t calendar_ms; /* when the newest one came */

static void begin(void)
{
    memset(given, 0, sizeof given);
    looked = 0;
    calendar_ms = 0;
}

/* Three procedures of four have stages that are decided like this: two of three, but no opinions, and none
 * that are signed. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("commit", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool is_chosen = !chance_one_in(&chance, 4) && world_option(OPTION_commit) != 0;
    set32 signed_stages = 0;
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        signed_stages |= procedure->signers[i].stages;
    }
    for (uint32_t i = 0; i < procedure->stage_count && is_chosen; i++) {
        uint32_t amount = chance_below(&chance, 20);
        struct limit within = { .value = (uint16_t)(1 + (amount >> chance_below(&chance, 5))) };
        within.unit = (uint8_t)(1 + chance_below(&chance, LIMIT_NATURAL_HOURS));
        bool is_ordinary = !procedure->stages[i].opinion && !set_has(signed_stages, i);
        if (!chance_one_in(&chance, 3) && is_ordinary) procedure->stages[i].check_within = within;
    }
}

/* ---- What stands ----------------------------------------------------------------------------- */

/* The commitment of a stage that has been neither checked nor withdrawn, or NULL. */
static struct promise *find_open(uint64_t bundle, uint8_t stage)
{
    for (uint32_t i = 0; i < given[bundle - 1].count; i++) {
        struct promise *promise = &given[bundle - 1].promises[i];
        bool is_open = promise->kind == ENTRY_COMMITMENT && promise->state == COMMITMENT_GIVEN;
        if (is_open && promise->stage == stage) return promise;
    }
    return NULL;
}

static bool is_barred(uint64_t bundle, uint8_t stage)
{
    for (uint32_t i = 0; i < given[bundle - 1].count; i++) {
        const struct promise *promise = &given[bundle - 1].promises[i];
        bool is_meant = promise->stage == stage || promise->stage == STAGE_WHOLE;
        if (promise->kind == ENTRY_NO_COMMITMENT && is_meant) return true;
    }
    return false;
}

/* The last instant at which the check is in time, of a bundle that is not suspended. */
static int64_t due_ms(const struct audit_bundle *bundle, struct promise *promise, int64_t now_ms)
{
    struct limit within = bundle->procedure->stages[promise->stage].check_within;
    if (promise->due_ms == 0) {
        promise->due_ms = stand_due_ms(bundle->number, promise->from_ms, within, now_ms);
    }
    return promise->due_ms;
}

/* A calendar came, or the bundle was suspended meanwhile. */
static void count_anew(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (fact->type == FACT_CALENDAR_PUBLISHED) calendar_ms = fact->at_ms;
    bool is_of_time = fact->type == FACT_ACTED || fact->type == FACT_MIGRATED;
    if (bundle != NULL && !is_of_time) return;
    for (uint32_t i = 0; i < PLAN_BUNDLES_MAX; i++) {
        if (bundle != NULL && bundle->number != i + 1) continue;
        for (uint32_t k = 0; k < given[i].count; k++) {
            given[i].promises[k].due_ms = 0;
        }
    }
}

/* Whatever is still to be checked has a time for that under that version. */
static bool bears(const struct audit_bundle *bundle, const struct procedure *to)
{
    for (uint32_t i = 0; i < to->stage_count; i++) {
        bool is_open = find_open(bundle->number, (uint8_t)i) != NULL;
        if (is_open && to->stages[i].check_within.value == 0) return false;
    }
    return true;
}

/* It can be given now. */
static bool can_commit(const struct audit_bundle *bundle, uint8_t stage)
{
    return bundle->procedure->stages[stage].check_within.value != 0 && !audit_stands(bundle) &&
           !is_barred(bundle->number, stage) && bundle->stages[stage].state == STAGE_REVIEWING;
}

static bool can_withdraw(const struct audit_bundle *bundle, uint8_t stage)
{
    return find_open(bundle->number, stage) != NULL && !audit_stands(bundle) &&
           bundle->stages[stage].state == STAGE_SEALED;
}

/* While it is open, and afterwards if something was issued on it. */
static bool can_check(const struct audit_bundle *bundle, uint8_t stage)
{
    bool is_open = bundle->result == RESULT_OPEN;
    bool is_right = is_open ? !audit_stands(bundle) : bundle->stages[stage].state == STAGE_ISSUED;
    return find_open(bundle->number, stage) != NULL && is_right;
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

/* Somebody of the stage's department, or whoever may. */
static void want(struct chance *chance, struct wish wish, uint32_t planned, int64_t due_ms)
{
    wish.feature = &feature_commitment;
    wish.flaw = (uint8_t)wish_flaw(chance, wish.act);
    wish.peer = wish_peer(chance, wish.act, wish.flaw != FLAW_ROLE);
    bool is_office = wish.act != ACT_COMMIT && wish.act != ACT_WITHDRAW_COMMITMENT;
    bool is_own = is_office && wish.stage != STAGE_WHOLE && !chance_one_in(chance, 6);
    if (is_own && wish.flaw != FLAW_ROLE) {
        wish.peer = wish_officer(plan_procedure(planned), wish.stage);
    }
    wish_for(&wish, planned, due_ms);
}

static bool is_chosen(uint32_t planned)
{
    struct chance chance = world_chance("promise", planned);
    uint32_t rate = world_option(OPTION_commit);
    return rate != 0 && chance_below(&chance, 1000) < QUARTER + rate;
}

/* At any time, of any stage: mostly wrong. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    static const uint8_t acts[] = { ACT_COMMIT,          ACT_COMMIT,
                                    ACT_BAR_COMMITMENT,  ACT_WITHDRAW_COMMITMENT,
                                    ACT_COMMITMENT_KEPT, ACT_COMMITMENT_FALSE };
    const struct duty own = *submit; /* the list may move on */
    const struct procedure *procedure = plan_procedure(own.planned);
    struct chance chance = world_chance("promises", own.planned);
    uint32_t tries = is_chosen(own.planned) ? chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .bundle = own.bundle,
                             .act = acts[chance_below(&chance, sizeof acts)],
                             .stage = (uint8_t)chance_below(&chance, procedure->stage_count) };
        bool is_whole = wish.act == ACT_BAR_COMMITMENT && chance_one_in(&chance, 3);
        if (is_whole) wish.stage = STAGE_WHOLE;
        want(&chance, wish, own.planned, wish_when(&chance));
    }
}

/* Where a review begins the applicant may commit, before or after somebody has it in hand. */
/* A stage that is reviewed again stands on no commitment any more. */
static void take_again(const struct audit_bundle *bundle, const struct fact *fact)
{
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        enum stage_state state = bundle->stages[i].state;
        struct promise *promise = find_open(bundle->number, (uint8_t)i);
        bool is_again = state == STAGE_WAITING || state == STAGE_REVIEWING;
        if (!is_again || promise == NULL) continue;
        promise->state = COMMITMENT_WITHDRAWN;
        promise->until_ms = fact->at_ms;
        given[bundle->number - 1].decided &= ~set_of(i);
    }
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct onward *onward = bundle == NULL ? NULL : fact_onward(fact);
    count_anew(bundle, fact);
    if (bundle != NULL) take_again(bundle, fact);
    if (onward == NULL || !is_chosen(bundle->planned)) return;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct chance chance = world_chance("commit_soon", 32 * fact->position + i);
        bool is_apt = bundle->procedure->stages[i].check_within.value != 0;
        struct wish wish = { .bundle = bundle->number, .act = ACT_COMMIT, .stage = (uint8_t)i };
        if (!set_has(onward->opened, i) || !is_apt || chance_one_in(&chance, 3)) continue;
        uint32_t soon_ms = chance_below(&chance, SOON_MS);
        soon_ms >>= 2 + chance_below(&chance, 6);
        want(&chance, wish, bundle->planned, world.now_ms + 1 + soon_ms);
    }
}

/* Some think better of it. */
static void want_withdrawn(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("withdraw_commitment", fact->position);
    struct wish wish = { .bundle = bundle->number,
                         .act = ACT_WITHDRAW_COMMITMENT,
                         .stage = fact->acted.stage };
    if (!chance_one_in(&chance, 3)) return;
    want(&chance, wish, bundle->planned, wish_when(&chance));
}

/* Most are checked: soon, or when all has ended. */
static void want_checked(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("check_commitment", fact->position);
    struct wish wish = { .bundle = bundle->number, .stage = fact->acted.stage };
    uint32_t checks = chance_below(&chance, 3);
    for (uint32_t i = 0; i < checks; i++) {
        int64_t soon_ms = world.now_ms + 1 + chance_below(&chance, 2 * SOON_MS);
        bool is_kept = chance_one_in(&chance, 3);
        wish.act = is_kept ? ACT_COMMITMENT_KEPT : ACT_COMMITMENT_FALSE;
        bool is_soon = chance_one_in(&chance, 2);
        want(&chance, wish, bundle->planned, is_soon ? soon_ms : wish_when(&chance));
    }
}

/* The stage is not as the act wants it, or was not a moment ago. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool is_right = wish->stage == STAGE_WHOLE || !is_barred(wish->bundle, wish->stage);
    if (wish->act == ACT_COMMIT) is_right = can_commit(bundle, wish->stage);
    bool is_check = wish->act == ACT_COMMITMENT_KEPT || wish->act == ACT_COMMITMENT_FALSE;
    if (is_check) is_right = can_check(bundle, wish->stage);
    if (wish->act == ACT_WITHDRAW_COMMITMENT) is_right = can_withdraw(bundle, wish->stage);
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* ---- Facts ----------------------------------------------------------------------------------- */

static void enter(const struct fact *fact, uint8_t kind)
{
    uint64_t at = fact->bundle - 1;
    if (given[at].count == OWN_MAX) {
        audit_fault(fact, "more commitments than the model can hold");
        return;
    }
    given[at].promises[given[at].count++] = (struct promise){
        .kind = kind,
        .stage = fact->acted.stage,
        .from_ms = fact->at_ms,
        .position = fact->position,
    };
}

/* Sealed at once, and whoever has it in hand goes home. */
static void commit(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = &bundle->stages[fact->acted.stage];
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (!can_commit(bundle, fact->acted.stage)) audit_fault(fact, "no commitment can be taken");
    if (fact->acted.stages != 0) audit_fault(fact, "it is about other stages");
    stage->state = STAGE_SEALED;
    stage->job = JOB_CANCELLED;
    given[bundle->number - 1].decided |= set_of(fact->acted.stage);
    enter(fact, ENTRY_COMMITMENT);
    want_withdrawn(bundle, fact);
    want_checked(bundle, fact);
}

/* Then it is reviewed after all. */
static void withdraw(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = &bundle->stages[fact->acted.stage];
    struct promise *promise = find_open(bundle->number, fact->acted.stage);
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (!can_withdraw(bundle, fact->acted.stage)) {
        audit_fault(fact, "no commitment can be withdrawn");
        return;
    }
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    promise->state = COMMITMENT_WITHDRAWN;
    promise->until_ms = fact->at_ms;
    given[bundle->number - 1].decided &= ~set_of(fact->acted.stage);
    stage->state = STAGE_REVIEWING;
    stage->failures = 0;
    audit_make_ready(bundle, stage, fact);
}

/* What was granted on a false one, and is not issued yet, is refused after all. */
static void check(struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t index = fact->acted.stage;
    bool is_false = fact->acted.act == ACT_COMMITMENT_FALSE;
    enum stage_state state = bundle->stages[index].state;
    bool is_undone = is_false && (state == STAGE_SEALED || state == STAGE_GRANTED);
    set32 refused = is_undone ? set_of(index) : 0;
    struct promise *promise = find_open(bundle->number, index);
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (!can_check(bundle, index)) {
        audit_fault(fact, "nothing is to be checked");
        return;
    }
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    if (fact->acted.stages != refused) {
        audit_fault(fact, "refuses 0x%x, not 0x%x", fact->acted.stages, refused);
    }
    promise->state = is_false ? COMMITMENT_FALSE : COMMITMENT_KEPT;
    promise->until_ms = fact->at_ms;
    if (refused != 0) late_refuse(bundle, refused);
}

static void bar(const struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t stage = fact->acted.stage;
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_received) audit_fault(fact, "the bundle is not accepted yet");
    if (stage != STAGE_WHOLE && is_barred(bundle->number, stage)) audit_fault(fact, "it was so");
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    enter(fact, ENTRY_NO_COMMITMENT);
}

/* By itself, once, and not while everything stands. */
static void tell_late(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct promise *promise = find_open(bundle->number, fact->acted.stage);
    if (promise == NULL || promise->is_late) {
        audit_fault(fact, "no check is awaited");
        return;
    }
    if (!wish_is_own(fact)) audit_fault(fact, "it is for the broker to say");
    if (bundle->is_suspended) audit_fault(fact, "the bundle is suspended");
    if (fact->at_ms <= due_ms(bundle, promise, fact->at_ms)) audit_fault(fact, "it is in time");
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    promise->is_late = true;
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t act = fact->type == FACT_ACTED ? fact->acted.act : 0;
    bool is_check = act == ACT_COMMITMENT_KEPT || act == ACT_COMMITMENT_FALSE;
    bool is_own =
        act == ACT_COMMIT || act == ACT_WITHDRAW_COMMITMENT || is_check || act == ACT_CHECK_OVERDUE;
    bool is_known = fact->acted.stage < bundle->procedure->stage_count;
    if (act == ACT_BAR_COMMITMENT) bar(bundle, fact);
    if (!is_own) return act == ACT_BAR_COMMITMENT;
    if (!is_known) {
        audit_fault(fact, "of no stage");
    } else if (act == ACT_COMMIT) {
        commit(bundle, fact);
    } else if (act == ACT_WITHDRAW_COMMITMENT) {
        withdraw(bundle, fact);
    } else if (is_check) {
        check(bundle, fact);
    } else {
        tell_late(bundle, fact);
    }
    return true;
}

/* ---- Outcome, time, answers ------------------------------------------------------------------ */

static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    uint64_t number = audit_number((uint32_t)(bundle - plan.bundles));
    if (number != 0) made->refusals &= ~given[number - 1].decided;
}

/* Also when the bundle has ended, if something was issued on it. */
static bool is_owed(const struct audit_bundle *bundle, const struct promise *promise)
{
    return bundle->result == RESULT_OPEN || bundle->stages[promise->stage].state == STAGE_ISSUED;
}

/* When the first check becomes late, and in which bundle; INT64_MAX: none does. */
static int64_t first_late_ms(int64_t from_ms, int64_t now_ms, uint64_t *number)
{
    int64_t first_ms = INT64_MAX;
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->is_suspended) continue;
        for (uint32_t k = 0; k < given[i - 1].count; k++) {
            struct promise *promise = &given[i - 1].promises[k];
            bool is_open = promise->kind == ENTRY_COMMITMENT && promise->state == COMMITMENT_GIVEN;
            if (!is_open || promise->is_late || !is_owed(bundle, promise)) continue;
            int64_t late_ms = due_ms(bundle, promise, now_ms) + 1;
            if (late_ms >= first_ms || late_ms < from_ms) continue;
            first_ms = late_ms;
            *number = i;
        }
    }
    return first_ms;
}

static int64_t next_ms(int64_t now_ms)
{
    uint64_t number;
    return first_late_ms(now_ms, now_ms, &number);
}

/* Of ended bundles the broker learns within a day that a calendar has brought it nearer, and where memory is
 * tight there must be room for them first. */
static void look_at_time(int64_t now_ms)
{
    uint64_t number = 0;
    if (first_late_ms(0, now_ms, &number) > now_ms) return;
    bool is_ended = audit_bundle(number)->result != RESULT_OPEN;
    bool is_excused = now_ms <= calendar_ms + DAY_MS || world_option(OPTION_tight) != 0;
    if (is_ended && is_excused) return;
    world_fail("bundle %llu: nobody says that a check is late", (unsigned long long)number);
}

/* The dossier has these entries, in the order in which they were made. */
static void look_at_dossier(const struct engine *engine, const struct audit_bundle *bundle,
                            const char *what)
{
    static struct bundle_image image;
    uint32_t at = 0;
    if (order_image(engine, bundle->number, &image) != OK) return;
    for (uint32_t i = 0; i < image.entry_count; i++) {
        const struct entry *entry = &image.entries[i];
        if (entry->kind != ENTRY_COMMITMENT && entry->kind != ENTRY_NO_COMMITMENT) continue;
        const struct promise *promise = &given[bundle->number - 1].promises[at++];
        if (at <= given[bundle->number - 1].count && entry->kind == promise->kind &&
            entry->stage == promise->stage && entry->state == promise->state &&
            entry->detail == promise->is_late && entry->from_ms == promise->from_ms &&
            entry->until_ms == promise->until_ms && entry->position == promise->position) {
            continue;
        }
        world_fail("%s: bundle %llu: commitment %u is not what was recorded", what,
                   (unsigned long long)bundle->number, at);
        return;
    }
    if (at == given[bundle->number - 1].count) return;
    world_fail("%s: bundle %llu: %u commitments of %u", what, (unsigned long long)bundle->number,
               at, given[bundle->number - 1].count);
}

static const struct wait *find_wait(const struct msg_explanation *explanation,
                                    const struct name *stage)
{
    for (uint32_t i = 0; i < explanation->wait_count; i++) {
        const struct wait *wait = &explanation->waits[i];
        if (wait->kind == WAIT_CHECK && name_is_equal(&wait->stage, stage)) return wait;
    }
    return NULL;
}

/* Explain says which checks are awaited, and until when. */
static void look_at_checks(const struct engine *engine, const struct audit_bundle *bundle,
                           int64_t now_ms, const char *what)
{
    static struct msg_explanation explanation;
    if (bundle->is_suspended) return;
    if (engine_explain(engine, bundle->number, now_ms, &explanation) != OK) return;
    bool is_full = explanation.wait_count == WAITS_MAX;
    for (uint32_t i = 0; i < bundle->procedure->stage_count && !is_full; i++) {
        const struct name *name = &bundle->procedure->stages[i].name;
        struct promise *promise = find_open(bundle->number, (uint8_t)i);
        const struct wait *wait = find_wait(&explanation, name);
        enum stage_state state = bundle->stages[i].state;
        bool is_awaited = promise != NULL && (state == STAGE_SEALED || state == STAGE_GRANTED);
        bool may_be = promise != NULL && (is_awaited || state == STAGE_ISSUED);
        bool is_good = wait == NULL ? !is_awaited
                                    : may_be && wait->since_ms == promise->from_ms &&
                                          wait->until_ms == due_ms(bundle, promise, now_ms);
        if (is_good) continue;
        world_fail("%s: bundle %llu: explain says of the check of stage %s what is not so", what,
                   (unsigned long long)bundle->number, name->text);
    }
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    if (bundle == NULL) return;
    look_at_dossier(engine, bundle, what);
    if (bundle->result == RESULT_OPEN) look_at_checks(engine, bundle, now_ms, what);
}

const struct feature feature_commitment = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .predict = predict,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .bears = bears,
    .take_fact = take_fact,
    .look_at_time = look_at_time,
    .next_ms = next_ms,
    .look = look,
};

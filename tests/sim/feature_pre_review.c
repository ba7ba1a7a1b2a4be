/* SPDX-License-Identifier: Apache-2.0 */
/* Pre-reviews: in some procedures everybody reviews what there is until a milestone is settled. Nothing that is
 * said before takes effect, no clock runs, and the applicant may supply another application at any time;
 * then the bundle is accepted, with what was said of it, or given up. What is reviewed again may come to
 * another end. Source: proto/SPEC.md 8.3, 13.2 "pre_review_until". */
#include "tests/sim/corrections.h"
#include "tests/sim/materials.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/supplies.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define SUPPLIES_MAX 3
#define TRIES_MAX 2
#define MILESTONE_NONE 255

static struct {
    set32 refused; /* stages whose pre-verdict refuses */
    bool is_given_up;
    uint8_t rounds[STAGES_MAX]; /* of reviews, from 0 on */
} early[PLAN_BUNDLES_MAX];

static uint64_t looked;

static void begin(void)
{
    memset(early, 0, sizeof early);
    looked = 0;
}

/* ---- The plan -------------------------------------------------------------------------------- */

/* Until a milestone for which some stages may wait, too, or until one of its own. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    static const struct procedure_milestone plot = { .name = { "plot" },
                                                     .title = "The plot is won" };
    struct chance chance =
        world_chance("pre_review", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool is_chosen = chance_below(&chance, 2000) < world_option(OPTION_pre_review);
    bool is_own = procedure->milestone_count == 0 || chance_one_in(&chance, 2);
    if (!is_chosen) return;
    if (is_own && procedure->milestone_count < MILESTONES_MAX) {
        procedure->milestones[procedure->milestone_count++] = plot;
        procedure->pre_review_until = (uint8_t)procedure->milestone_count;
    } else {
        uint32_t milestone = chance_below(&chance, procedure->milestone_count);
        procedure->pre_review_until = (uint8_t)(milestone + 1);
    }
}

/* The milestone of its pre-review, or MILESTONE_NONE. */
static uint8_t milestone_of(const struct procedure *procedure)
{
    return procedure->pre_review_until == 0 ? MILESTONE_NONE
                                            : (uint8_t)(procedure->pre_review_until - 1);
}

/* Without the milestone there is nothing to approve. What is reviewed again before, by another application,
 * may be refused that was not, or not be. */
static void predict(const struct plan_bundle *planned, struct prediction *made)
{
    uint32_t index = (uint32_t)(planned - plan.bundles);
    const struct procedure *procedure = plan_procedure(index);
    uint64_t number = audit_number(index);
    uint8_t milestone = milestone_of(procedure);
    if (milestone == MILESTONE_NONE) return;
    if (set_has(planned->called_off, milestone)) made->lost = set_first(procedure->stage_count);
    for (uint32_t i = 0; i < procedure->stage_count && number != 0; i++) {
        uint8_t round = early[number - 1].rounds[i];
        struct chance chance =
            world_chance("early round", round + 256 * (i + 32 * (uint64_t)index));
        if (round == 0 || set_has(made->fixed, i)) continue;
        bool is_refused = chance_below(&chance, 1000) < world_option(OPTION_refuse);
        made->refusals &= ~set_of(i);
        if (is_refused) made->refusals |= set_of(i);
        made->reviewers = (made->reviewers & ~set_of(i)) | (made->refusals & set_of(i));
    }
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

/* Applicants mend what they have, asked or not, some of them when it is too late. People try to accept it, or
 * to give it up, which the milestone alone does. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    const struct audit_bundle *bundle = audit_bundle(own.bundle);
    struct chance chance = world_chance("mend", own.planned);
    uint32_t supplies = chance_below(&chance, SUPPLIES_MAX + 1);
    uint32_t tries = chance_below(&chance, TRIES_MAX + 1);
    (void)peer;
    if (bundle->procedure->pre_review_until == 0) return;
    for (uint32_t i = 0; i < supplies; i++) {
        uint64_t asked = chance_next(&chance) & chance_next(&chance);
        supply_for(bundle, &chance, asked, wish_when(&chance));
    }
    for (uint32_t i = 0; i < tries; i++) {
        bool is_off = chance_one_in(&chance, 2);
        struct wish wish = { .feature = &feature_pre_review,
                             .act = is_off ? ACT_FORGO : ACT_CONVERT,
                             .flaw = FLAW_ROLE,
                             .bundle = own.bundle,
                             .stage = STAGE_WHOLE };
        wish.peer = wish_peer(&chance, wish.act, false);
        wish_for(&wish, own.planned, wish_when(&chance));
    }
}

/* It is, or was, or will never be reviewed until the same milestone. */
static bool bears(const struct audit_bundle *bundle, const struct procedure *to)
{
    return bundle->procedure->pre_review_until == to->pre_review_until;
}

/* At any time before it is accepted. */
static bool awaits(const struct audit_bundle *bundle)
{
    return bundle->is_pre_reviewed && bundle->result == RESULT_OPEN;
}

/* Whoever asked for something, and whoever has read what is another document now: a job that nobody holds
 * goes out with the new application in any case. */
static set32 reviewed_again(const struct audit_bundle *bundle, uint64_t changed)
{
    set32 have_read = 0;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        const struct audit_stage *stage = &bundle->stages[i];
        bool is_taken = stage->state == STAGE_REVIEWING && stage->job != JOB_READY;
        bool is_signed = model_holds(bundle, (uint8_t)i) == WAIT_SIGNERS;
        bool has_read = stage->state == STAGE_SEALED || is_taken || is_signed;
        if (has_read) have_read |= set_of(i);
    }
    set32 readers = materials_readers(bundle->procedure, changed);
    return corrections_of(bundle)->raised | (have_read & readers);
}

static void supplied(struct audit_bundle *bundle, const struct fact *fact)
{
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(fact->supplied.stages, i)) early[bundle->number - 1].rounds[i]++;
    }
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* Its milestone is reached, or was called off. */
static bool is_settled(const struct audit_bundle *bundle)
{
    return set_has(bundle->reached | bundle->called_off, milestone_of(bundle->procedure));
}

/* What can be done to a bundle that nobody has accepted: nothing that needs a decision or a clock. */
static bool may_be_early(uint8_t act)
{
    switch (act) {
        case ACT_CORRECT:
        case ACT_RETRACT:
        case ACT_TOLERATE:
        case ACT_MATERIAL_SUPPLIED:
        case ACT_BAR_COMMITMENT:
        case ACT_REMIND:
        case ACT_URGE:
        case ACT_RELAX: return true;
        default: return act >= ACT_ORDER && act <= ACT_UPHOLD_ORDER;
    }
}

/* A verdict that is a result, or asks for corrections. */
static bool may_be_said_early(uint8_t verdict)
{
    return verdict != VERDICT_SPECIAL && verdict != VERDICT_RETURN;
}

/* Before the acceptance reviews begin, and nothing takes effect. */
static void expect_early(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct onward *onward = fact_onward(fact);
    bool is_over = bundle->is_withdrawn || early[bundle->number - 1].is_given_up;
    bool is_wrong = false;
    switch ((int)fact->type) {
        case FACT_STAGE_BLOCKED:
        case FACT_PERMITS_ISSUED:
        case FACT_GATE_LAPSED: is_wrong = true; break;
        case FACT_BUNDLE_ENDED: is_wrong = !is_over; break;
        case FACT_ACTED: is_wrong = !may_be_early(fact->acted.act); break;
        case FACT_VERDICT_GIVEN: is_wrong = !may_be_said_early(fact->verdict_given.verdict); break;
        default: break;
    }
    if (is_wrong) audit_fault(fact, "the bundle is not accepted yet");
    if (is_settled(bundle) && !is_over) audit_fault(fact, "its pre-review is over");
    if (onward != NULL && onward->granted != 0) audit_fault(fact, "granted before acceptance");
}

/* By the broker, right behind the milestone, and of the bundle as a whole. */
static void expect_milestone(const struct audit_bundle *bundle, const struct fact *fact,
                             enum fact_type type)
{
    const struct fact_acted *acted = &fact->acted;
    const struct audit_fact *before = audit_fact(fact->previous);
    bool is_its = before->type == type && before->stage == milestone_of(bundle->procedure);
    bool is_more = acted->detail != 0 || acted->amount != 0 || acted->materials != 0 ||
                   acted->until_ms != 0 || acted->reason.size != 0;
    if (!wish_is_own(fact)) audit_fault(fact, "it is for the broker to say");
    if (!bundle->is_pre_reviewed) audit_fault(fact, "it is accepted already");
    if (!is_its) audit_fault(fact, "not behind its milestone");
    if (fact->position != fact->previous + 1) audit_fault(fact, "another step");
    if (acted->stage != STAGE_WHOLE) audit_fault(fact, "it is of a stage");
    if (is_more) audit_fault(fact, "it says more");
}

/* Accepted: what was refused before is refused now. Which grants take effect the audit finds itself. */
static void convert(struct audit_bundle *bundle, const struct fact *fact)
{
    set32 refused = early[bundle->number - 1].refused;
    expect_milestone(bundle, fact, FACT_MILESTONE_REACHED);
    if (fact->acted.stages != refused) {
        audit_fault(fact, "refuses 0x%x, not 0x%x", fact->acted.stages, refused);
    }
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(refused, i)) bundle->stages[i].state = STAGE_REFUSED;
    }
    bundle->is_pre_reviewed = false;
}

/* Nothing was decided, so nothing is refused: no stage can be granted any more. It was never accepted. */
static void give_up(struct audit_bundle *bundle, const struct fact *fact)
{
    expect_milestone(bundle, fact, FACT_MILESTONE_CALLED_OFF);
    if (fact->acted.stages != 0) audit_fault(fact, "it is about stages");
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    audit_withdraw(bundle);
    bundle->is_withdrawn = false;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        bool has_ended = bundle->stages[i].state == STAGE_WITHDRAWN;
        if (has_ended) bundle->stages[i].state = STAGE_BLOCKED;
    }
    bundle->gates_settled = set_first(bundle->procedure->gate_count);
    early[bundle->number - 1].is_given_up = true;
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t act = fact->type == FACT_ACTED ? fact->acted.act : 0;
    if (fact->type == FACT_BUNDLE_SUBMITTED) {
        bundle->is_pre_reviewed = bundle->procedure->pre_review_until != 0;
    }
    if (act == ACT_CONVERT || act == ACT_FORGO) {
        (act == ACT_CONVERT ? convert : give_up)(bundle, fact);
        return true;
    }
    bool is_said = fact->type == FACT_VERDICT_GIVEN &&
                   fact->verdict_given.pre_review != bundle->is_pre_reviewed;
    if (is_said) audit_fault(fact, "a pre-verdict, or none, wrongly");
    if (bundle->is_pre_reviewed) expect_early(bundle, fact);
    return false;
}

/* A stage that is sealed with a refusal, until it is reviewed again. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL || !bundle->is_pre_reviewed) return;
    set32 *refused = &early[bundle->number - 1].refused;
    bool is_refusal =
        fact->type == FACT_VERDICT_GIVEN && fact->verdict_given.verdict == VERDICT_REFUSE;
    if (is_refusal) *refused |= set_of(fact->verdict_given.stage);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (bundle->stages[i].state != STAGE_SEALED) *refused &= ~set_of(i);
    }
}

static void settled(const struct audit_bundle *bundle)
{
    if (!bundle->is_pre_reviewed || bundle->is_withdrawn || !is_settled(bundle)) return;
    world_fail("bundle %llu: its pre-review is over, and it is neither accepted nor given up",
               (unsigned long long)bundle->number);
}

/* ---- What an engine shows -------------------------------------------------------------------- */

/* How often explain says that a stage waits for the milestone. */
static uint32_t count_waits(const struct msg_explanation *explanation, const struct name *stage,
                            const struct name *milestone)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < explanation->wait_count; i++) {
        const struct wait *wait = &explanation->waits[i];
        bool is_its = wait->kind == WAIT_MILESTONE && name_is_equal(&wait->on, milestone);
        count += is_its && name_is_equal(&wait->stage, stage);
    }
    return count;
}

/* What is sealed waits for it, or can begin no more, whatever its edges say; the others if their edges do. */
static const char *wrong_word(const struct audit_bundle *bundle,
                              const struct msg_explanation *explanation)
{
    const struct procedure *procedure = bundle->procedure;
    uint8_t milestone = milestone_of(procedure);
    if (explanation->wait_count == WAITS_MAX) return NULL; /* more than are told */
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        enum stage_state state = bundle->stages[i].state;
        uint32_t told =
            count_waits(explanation, &stage->name, &procedure->milestones[milestone].name);
        const struct edges *edges =
            state == STAGE_WAITING ? &stage->start_after : &stage->decide_after;
        bool is_on_edge = set_has(edges->milestones, milestone);
        bool is_stuck = state == STAGE_WAITING && (edges->milestones & bundle->called_off) != 0;
        bool is_for_it = state == STAGE_SEALED || is_stuck || is_on_edge;
        uint32_t wanted = bundle->is_pre_reviewed && is_for_it;
        bool is_loose = state == STAGE_PAUSED || state == STAGE_SKIPPED;
        if (told > 1) return "waits twice for the end of its pre-review";
        if (!is_loose && told != wanted) return "waits for the end of its pre-review, or not";
    }
    return NULL;
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    static struct msg_explanation explanation;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    const char *wrong = NULL;
    if (bundle == NULL || bundle->procedure->pre_review_until == 0) return;
    if (order_image(engine, number, &image) != OK) return;
    bool is_phase = image.phase == PHASE_PRE_REVIEW;
    if (is_phase != bundle->is_pre_reviewed) wrong = "is pre-reviewed, or not";
    bool is_open = wrong == NULL && bundle->result == RESULT_OPEN && !bundle->is_suspended;
    if (is_open && engine_explain(engine, number, now_ms, &explanation) == OK) {
        wrong = wrong_word(bundle, &explanation);
    }
    if (wrong != NULL) world_fail("%s: bundle %llu %s", what, (unsigned long long)number, wrong);
}

const struct feature feature_pre_review = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .predict = predict,
    .on_submitted = on_submitted,
    .apply = apply,
    .take_fact = take_fact,
    .awaits = awaits,
    .bears = bears,
    .reviewed_again = reviewed_again,
    .supplied = supplied,
    .settled = settled,
    .look = look,
};

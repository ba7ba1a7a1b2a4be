/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of one bundle, rule by rule as proto/SPEC.md states them. Each function says what must
 * hold before its fact, then draws the fact into the picture. */
#include "tests/sim/audit.h"

#include "tests/sim/duty.h"
#include "tests/sim/edges.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

/* ---- Jobs ------------------------------------------------------------------------------------ */

struct audit_stage *audit_stage_at(struct audit_bundle *bundle, const struct fact *fact,
                                   uint32_t index)
{
    if (index < bundle->procedure->stage_count) return &bundle->stages[index];
    audit_fault(fact, "there is no stage %u", index);
    return &bundle->stages[0];
}

/* The job is leased, under this attempt. */
static void expect_held(const struct fact *fact, const struct audit_stage *stage, uint32_t attempt)
{
    if (stage->job != JOB_LEASED) audit_fault(fact, "nobody holds the job");
    if (stage->attempt != attempt) {
        audit_fault(fact, "attempt %u, but attempt %u holds the job", attempt, stage->attempt);
    }
}

/* ... and the lease has not run out. */
void audit_expect_live(const struct fact *fact, const struct audit_stage *stage, uint32_t attempt)
{
    expect_held(fact, stage, attempt);
    if (fact->at_ms >= stage->due_ms) audit_fault(fact, "the lease had run out");
}

void audit_make_ready(const struct audit_bundle *bundle, struct audit_stage *stage,
                      const struct fact *fact)
{
    audit_line_up(bundle, (uint32_t)(stage - bundle->stages), fact->position);
    stage->job = JOB_READY;
    stage->ready_position = fact->position;
}

static void take_lease(struct audit_bundle *bundle, const struct fact *fact,
                       const struct lease *leased)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, leased->stage);
    const struct procedure_stage *definition = &bundle->procedure->stages[leased->stage];
    if (stage->job == JOB_LEASED) audit_fault(fact, "two holders of one job");
    if (stage->job != JOB_READY) audit_fault(fact, "the job is not ready");
    audit_queue(fact, bundle, leased->stage);
    if (leased->attempt != stage->attempt + 1) audit_fault(fact, "attempt %u", leased->attempt);
    if (leased->token == 0 || leased->token == stage->token) audit_fault(fact, "no new token");
    if (leased->until_ms != fact->at_ms + definition->lease_ms) audit_fault(fact, "wrong length");
    stage->job = JOB_LEASED;
    stage->attempt = leased->attempt;
    stage->places[leased->attempt % AUDIT_PLACES_MAX] =
        order_place(order_of(bundle), leased->stage);
    stage->token = leased->token;
    stage->due_ms = leased->until_ms;
    stage->supplied = bundle->supplied;
}

static void take_leased(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_jobs_leased *leased = &fact->jobs_leased;
    if (leased->lease_count == 0) audit_fault(fact, "nothing is leased");
    for (uint32_t i = 0; i < leased->lease_count; i++) {
        take_lease(bundle, fact, &leased->leases[i]);
    }
}

static void take_renewed(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, fact->job_renewed.stage);
    audit_expect_live(fact, stage, fact->job_renewed.attempt);
    if (fact->job_renewed.until_ms < stage->due_ms) audit_fault(fact, "it becomes shorter");
    stage->due_ms = fact->job_renewed.until_ms;
}

static void take_expired(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, fact->job_expired.stage);
    expect_held(fact, stage, fact->job_expired.attempt);
    if (fact->at_ms < stage->due_ms) audit_fault(fact, "before its deadline");
    audit_make_ready(bundle, stage, fact);
    stage->failures++;
}

/* By its worker in time, or, whenever the broker finds that it could not send the job, by itself. */
static void take_released(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_job_released *released = &fact->job_released;
    struct audit_stage *stage = audit_stage_at(bundle, fact, released->stage);
    expect_held(fact, stage, released->attempt);
    if (duty_releases(bundle->number, released->stage, released->attempt)) {
        audit_expect_live(fact, stage, released->attempt);
    }
    audit_make_ready(bundle, stage, fact);
}

static void take_failed(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, fact->job_failed.stage);
    const struct procedure_stage *definition = &bundle->procedure->stages[fact->job_failed.stage];
    audit_expect_live(fact, stage, fact->job_failed.attempt);
    uint64_t backoff_ms = (uint64_t)definition->backoff_ms << stage->failures;
    if (backoff_ms > definition->backoff_ms_max) backoff_ms = definition->backoff_ms_max;
    stage->failures++;
    if (fact->job_failed.ready_at_ms != fact->at_ms + (int64_t)backoff_ms) {
        audit_fault(fact, "ready after %lld ms instead of %llu",
                    (long long)(fact->job_failed.ready_at_ms - fact->at_ms),
                    (unsigned long long)backoff_ms);
    }
    stage->job = JOB_DELAYED;
    stage->due_ms = fact->job_failed.ready_at_ms;
}

/* A worker's wish, or an expiry or a failure, just noted, that was one too many. */
static void take_parked(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, fact->job_parked.stage);
    const struct procedure_stage *definition = &bundle->procedure->stages[fact->job_parked.stage];
    if (fact->job_parked.cause == PARK_ASKED) {
        audit_expect_live(fact, stage, fact->job_parked.attempt);
    } else if (stage->failures < definition->attempts_max) {
        audit_fault(fact, "after %u of %u attempts", stage->failures, definition->attempts_max);
    } else if (stage->job != JOB_READY && stage->job != JOB_DELAYED) {
        audit_fault(fact, "neither an expiry nor a failure went before");
    }
    stage->job = JOB_PARKED;
}

static void take_readied(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, fact->job_readied.stage);
    bool is_retry = fact->job_readied.cause == READY_RETRIED;
    if (stage->job != (is_retry ? JOB_PARKED : JOB_DELAYED)) audit_fault(fact, "it does not wait");
    if (!is_retry && fact->at_ms < stage->due_ms) audit_fault(fact, "too early");
    if (is_retry) stage->failures = 0;
    audit_make_ready(bundle, stage, fact);
}

static void take_verdict(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_verdict_given *given = &fact->verdict_given;
    struct audit_stage *stage = audit_stage_at(bundle, fact, given->stage);
    uint8_t meant = model_verdict(bundle, given->stage);
    audit_expect_live(fact, stage, given->attempt);
    if (stage->state != STAGE_REVIEWING) audit_fault(fact, "its review is not open");
    if (name_is_equal(&given->worker, &bundle->acceptor)) audit_fault(fact, "by who accepted it");
    if (given->verdict != meant) audit_fault(fact, "the reviewer meant to say %u", meant);
    stage->job = JOB_DONE;
    bool is_refused = meant == VERDICT_REFUSE && !bundle->is_pre_reviewed;
    stage->state = is_refused ? STAGE_REFUSED : STAGE_SEALED;
    if (meant == VERDICT_GRANT && model_grant(bundle, fact, given->stage)) return;
    if (given->to_signers != 0) audit_fault(fact, "to signers that there are not");
}

/* Noted once for each attempt, so that a liar cannot grow the journal. */
static void take_claim_refused(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, fact->claim_refused.stage);
    uint32_t attempt = fact->claim_refused.attempt;
    if (attempt > stage->attempt) attempt = stage->attempt;
    if (attempt + 1 <= stage->claim_refused) audit_fault(fact, "noted before");
    stage->claim_refused = attempt + 1;
}

/* ---- Stages, gates, the end ------------------------------------------------------------------ */

static void open_stage(struct audit_bundle *bundle, const struct fact *fact, uint32_t index)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, index);
    if (stage->state != STAGE_WAITING) audit_fault(fact, "stage %u was opened before", index);
    if (!edges_are_met(bundle, index, &bundle->procedure->stages[index].start_after)) {
        audit_fault(fact, "an upstream of the review of stage %u is open", index);
    }
    if (model_holds(bundle, (uint8_t)index) != 0) audit_fault(fact, "stage %u has to wait", index);
    if (model_open(bundle, fact, (uint8_t)index)) return;
    stage->state = STAGE_REVIEWING;
    audit_make_ready(bundle, stage, fact);
}

/* What the fact lets go on: each grant must be met by what was there before it or by other grants
 * of the same fact, and the reviews by all of it. */
static void take_onward(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct onward *onward = fact_onward(fact);
    set32 left = onward == NULL ? 0 : onward->granted;
    for (bool has_moved = true; left != 0 && has_moved;) {
        has_moved = false;
        for (uint32_t i = 0; i < STAGES_MAX; i++) {
            if (!set_has(left, i)) continue;
            struct audit_stage *stage = audit_stage_at(bundle, fact, i);
            if (stage->state != STAGE_SEALED) audit_fault(fact, "nobody sealed stage %u", i);
            if (!edges_are_met(bundle, i, &bundle->procedure->stages[i].decide_after)) continue;
            stage->state = STAGE_GRANTED;
            left &= ~set_of(i);
            has_moved = true;
        }
    }
    if (left != 0) audit_fault(fact, "grants 0x%x before their upstreams'", left);
    for (uint32_t i = 0; onward != NULL && i < STAGES_MAX; i++) {
        if (set_has(onward->opened, i)) open_stage(bundle, fact, i);
    }
}

/* What the broker's jq makes of the conditions is what was planned. Where there is a counter, it is
 * received. */
static void take_submitted(struct audit_bundle *bundle, const struct fact *fact)
{
    set32 skipped = fact->bundle_submitted.skipped;
    set32 planned = model_predict(bundle->planned).skipped;
    bool is_received = bundle->procedure->intake.counter;
    bundle->is_received = is_received;
    if (fact->bundle_submitted.received != is_received) audit_fault(fact, "received wrongly");
    if (skipped != planned) audit_fault(fact, "skips 0x%x, not 0x%x", skipped, planned);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(skipped, i)) bundle->stages[i].state = STAGE_SKIPPED;
    }
}

static void end_job(struct audit_stage *stage)
{
    if (stage->job != JOB_NONE && stage->job != JOB_DONE) stage->job = JOB_CANCELLED;
}

static void take_blocked(struct audit_bundle *bundle, const struct fact *fact)
{
    struct audit_stage *stage = audit_stage_at(bundle, fact, fact->stage_blocked.stage);
    if (!edges_must_block(bundle, fact->stage_blocked.stage)) {
        audit_fault(fact, "stage %u could still be granted", fact->stage_blocked.stage);
    }
    stage->state = STAGE_BLOCKED;
    end_job(stage);
}

static void take_issued(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_permits_issued *issued = &fact->permits_issued;
    set32 permits = 0;
    for (uint32_t i = 0; i < issued->permit_count; i++) {
        uint8_t index = issued->permits[i].stage;
        struct audit_stage *stage = audit_stage_at(bundle, fact, index);
        const struct procedure_stage *definition = &bundle->procedure->stages[index];
        bool is_opinion = definition->permit[0] == '\0';
        if (stage->state != STAGE_GRANTED) audit_fault(fact, "stage %u is not granted", index);
        uint8_t gate =
            edges_is_alone(bundle, index) ? GATE_NONE : plan_gate(bundle->procedure, index);
        if (gate != issued->gate) audit_fault(fact, "wrong gate");
        if (is_opinion && issued->permits[i].number != 0) audit_fault(fact, "an opinion's number");
        if (!is_opinion) {
            audit_number_permit(fact, &definition->department, issued->permits[i].number);
        }
        permits |= set_of(index);
    }
    if (issued->gate != GATE_NONE) {
        set32 wanted = edges_issue(bundle, issued->gate);
        if (wanted == 0) wanted = edges_release(bundle, issued->gate, fact->at_ms);
        if (permits != wanted) audit_fault(fact, "issues 0x%x, not 0x%x", permits, wanted);
        bundle->gates_settled |= set_of(issued->gate);
    } else if ((permits & model_withholds(bundle)) != 0) {
        audit_fault(fact, "of 0x%x some must wait", permits);
    }
    for (uint32_t i = 0; i < issued->permit_count; i++) {
        audit_stage_at(bundle, fact, issued->permits[i].stage)->state = STAGE_ISSUED;
    }
}

static void take_lapsed(struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t gate = fact->gate_lapsed.gate;
    bool is_due;
    set32 granted = edges_granted(bundle, gate, &is_due);
    if (!edges_must_lapse(bundle, gate)) audit_fault(fact, "it could be issued");
    if (set_has(bundle->gates_settled, gate)) audit_fault(fact, "settled before");
    bundle->gates_settled |= set_of(gate);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(granted, i)) bundle->stages[i].state = STAGE_LAPSED;
    }
}

static void take_milestone(struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t index = fact->milestone.milestone;
    bool is_off = fact->type == FACT_MILESTONE_CALLED_OFF;
    set32 settled = bundle->reached | bundle->called_off;
    if (index >= bundle->procedure->milestone_count) audit_fault(fact, "there is none such");
    if (set_has(settled, index)) audit_fault(fact, "settled before");
    if (set_has(plan.bundles[bundle->planned].called_off, index) != is_off) {
        audit_fault(fact, "nobody signalled that");
    }
    *(is_off ? &bundle->called_off : &bundle->reached) |= set_of(index);
}

void audit_withdraw(struct audit_bundle *bundle)
{
    bundle->is_withdrawn = true;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct audit_stage *stage = &bundle->stages[i];
        if (edges_is_final(stage->state)) continue;
        stage->state = STAGE_WITHDRAWN;
        end_job(stage);
    }
}

static void take_withdrawn(struct audit_bundle *bundle, const struct fact *fact)
{
    if (plan.bundles[bundle->planned].withdraw_ms == PLAN_NEVER) audit_fault(fact, "nobody did");
    if (fact->bundle_withdrawn.early != bundle->is_received) audit_fault(fact, "early wrongly");
    audit_withdraw(bundle);
}

/* One stage against the model. A review that was called off has said nothing. */
static void compare(const struct audit_bundle *bundle, const struct fact *fact, uint32_t index)
{
    struct prediction made = model_predict(bundle->planned);
    enum stage_state state = bundle->stages[index].state;
    bool may_cancel = bundle->may_cancel;
    enum stage_state expected = STAGE_BLOCKED;
    if (set_has(made.skipped, index)) {
        expected = STAGE_SKIPPED;
    } else if (set_has(made.issued, index)) {
        expected = STAGE_ISSUED;
    } else if (set_has(made.granted, index)) {
        expected = STAGE_LAPSED;
    } else if (set_has(made.opened & made.refusals, index)) {
        expected = STAGE_REFUSED;
    }
    bool is_good = state == expected || (may_cancel && state == STAGE_BLOCKED &&
                                         expected != STAGE_ISSUED && expected != STAGE_SKIPPED);
    if (!is_good) audit_fault(fact, "stage %u ends in state %u, not %u", index, state, expected);
}

static void take_ended(struct audit_bundle *bundle, const struct fact *fact)
{
    enum bundle_result result = (enum bundle_result)fact->bundle_ended.result;
    bundle->result = result;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        bool has_ended = edges_is_final(bundle->stages[i].state);
        if (!has_ended) audit_fault(fact, "stage %u has not ended", i);
    }
    if (bundle->is_withdrawn) {
        enum bundle_result due =
            bundle->sent_off == RESULT_OPEN ? RESULT_WITHDRAWN : bundle->sent_off;
        if (result != due) audit_fault(fact, "it was withdrawn or sent back: result %u", due);
        return;
    }
    enum bundle_result expected = model_predict(bundle->planned).result;
    if (result != expected) audit_fault(fact, "result %u, predicted %u", result, expected);
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        compare(bundle, fact, i);
    }
}

/* Nothing takes effect: it is suspended, or was not accepted yet. */
static const char *why_still(const struct audit_bundle *bundle)
{
    if (bundle->is_suspended) return "suspended";
    return bundle->is_received ? "not accepted" : NULL;
}

/* What a bundle hears that stands still, or is told of it; whether it may be withdrawn. */
static bool is_heard(const struct audit_bundle *bundle, const struct fact *fact)
{
    switch ((int)fact->type) {
        case FACT_MILESTONE_REACHED:
        case FACT_MILESTONE_CALLED_OFF:
        case FACT_CLAIM_REFUSED:
        case FACT_BUNDLE_WITHDRAWN:
        case FACT_ACTED:
        case FACT_SUPPLIED:
        case FACT_MIGRATED: return true;
        case FACT_BUNDLE_ENDED: return bundle->is_withdrawn;
        default: return false;
    }
}

static void expect_moving(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct onward *onward = fact_onward(fact);
    const char *why = why_still(bundle);
    bool is_office = fact->type == FACT_ACTED && (act_needs(fact->acted.act) & AT_INTAKE) == 0;
    if (bundle->is_received && is_office) audit_fault(fact, "before it is accepted");
    if (why == NULL) return;
    if (!is_heard(bundle, fact)) audit_fault(fact, "the bundle is %s", why);
    bool goes_on = onward != NULL && !onward_is_empty(onward);
    if (goes_on && fact->type != FACT_ACTED) audit_fault(fact, "it goes on while %s", why);
}

/* An act lets go on only what stood because of it: acceptance and the end of a suspension do. */
static void expect_still(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct onward *onward = fact_onward(fact);
    const char *why = why_still(bundle);
    bool goes_on = onward != NULL && !onward_is_empty(onward);
    if (why != NULL && goes_on) audit_fault(fact, "it goes on, and is still %s", why);
}

static void apply_plain(struct audit_bundle *bundle, const struct fact *fact)
{
    switch (fact->type) {
        case FACT_MILESTONE_REACHED:
        case FACT_MILESTONE_CALLED_OFF: take_milestone(bundle, fact); break;
        case FACT_JOBS_LEASED: take_leased(bundle, fact); break;
        case FACT_JOB_RENEWED: take_renewed(bundle, fact); break;
        case FACT_JOB_EXPIRED: take_expired(bundle, fact); break;
        case FACT_JOB_RELEASED: take_released(bundle, fact); break;
        case FACT_JOB_FAILED: take_failed(bundle, fact); break;
        case FACT_JOB_PARKED: take_parked(bundle, fact); break;
        case FACT_JOB_READIED: take_readied(bundle, fact); break;
        case FACT_VERDICT_GIVEN: take_verdict(bundle, fact); break;
        case FACT_CLAIM_REFUSED: take_claim_refused(bundle, fact); break;
        case FACT_STAGE_BLOCKED: take_blocked(bundle, fact); break;
        case FACT_PERMITS_ISSUED: take_issued(bundle, fact); break;
        case FACT_GATE_LAPSED: take_lapsed(bundle, fact); break;
        case FACT_BUNDLE_WITHDRAWN: take_withdrawn(bundle, fact); break;
        case FACT_BUNDLE_ENDED: take_ended(bundle, fact); break;
        case FACT_BUNDLE_SUBMITTED: take_submitted(bundle, fact); break;
        case FACT_SUPPLIED: audit_fault(fact, "nobody asked for an application"); break;
        case FACT_ACTED: audit_fault(fact, "nobody acted like that"); break;
        case FACT_MIGRATED: audit_fault(fact, "nobody migrated it"); break;
        case FACT_STAGE_OPENED:
        case FACT_JOB_LEASED:
        case FACT_STAGE_GRANTED: audit_fault(fact, "of an earlier release"); break;
        case FACT_PROCEDURE_PUBLISHED:
        case FACT_CALENDAR_PUBLISHED:
        case FACT_TYPE_COUNT: audit_fault(fact, "out of place"); break;
    }
}

void audit_apply(struct audit_bundle *bundle, const struct fact *fact)
{
    expect_moving(bundle, fact);
    if (!model_apply(bundle, fact)) apply_plain(bundle, fact);
    expect_still(bundle, fact);
    take_onward(bundle, fact);
    model_take_fact(bundle, fact);
}

/* ---- Nothing is left undone ------------------------------------------------------------------ */

static void settled_stage(const struct audit_bundle *bundle, uint32_t index)
{
    const struct procedure_stage *definition = &bundle->procedure->stages[index];
    const struct audit_stage *stage = &bundle->stages[index];
    const char *undone = NULL;
    bool is_decided = !bundle->is_pre_reviewed;
    bool must_block = is_decided && edges_must_block(bundle, index);
    if (must_block) undone = "can never be granted, and is not blocked";
    bool may_begin = stage->state == STAGE_WAITING && model_holds(bundle, (uint8_t)index) == 0;
    if (may_begin && edges_are_met(bundle, index, &definition->start_after)) {
        undone = "waits, although nothing forbids its review";
    }
    bool is_ready = edges_are_met(bundle, index, &definition->decide_after);
    if (is_decided && stage->state == STAGE_SEALED && is_ready) {
        undone = "is sealed, although its upstreams are there";
    }
    bool must_wait = set_has(model_withholds(bundle), index);
    if (stage->state == STAGE_GRANTED && edges_is_alone(bundle, index) && !must_wait) {
        undone = "is granted, nothing keeps it, and it is not issued";
    }
    bool is_offered = stage->job == JOB_READY || stage->job == JOB_DELAYED;
    bool is_used_up = stage->failures >= definition->attempts_max;
    if (is_offered && is_used_up && stage->failures != stage->failures_moved) {
        undone = "has used up its attempts, and is not parked";
    }
    if (undone == NULL) return;
    world_fail("bundle %llu: stage %s %s", (unsigned long long)bundle->number,
               definition->name.text, undone);
}

void audit_settled(const struct audit_bundle *bundle)
{
    bool is_over = true;
    model_settled(bundle);
    if (why_still(bundle) != NULL && !bundle->is_withdrawn) return;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        settled_stage(bundle, i);
        is_over = is_over && edges_is_final(bundle->stages[i].state);
    }
    for (uint32_t i = 0; i < bundle->procedure->gate_count; i++) {
        bool is_due = edges_must_lapse(bundle, i) || edges_issue(bundle, i) != 0;
        if (bundle->is_withdrawn || bundle->is_pre_reviewed) continue;
        if (!is_due || set_has(bundle->gates_settled, i)) continue;
        world_fail("bundle %llu: gate %s is not settled", (unsigned long long)bundle->number,
                   bundle->procedure->gates[i].name.text);
    }
    if (!is_over) return;
    world_fail("bundle %llu: every stage has ended, the bundle has not",
               (unsigned long long)bundle->number);
}

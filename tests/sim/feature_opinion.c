/* SPDX-License-Identifier: Apache-2.0 */
/* Opinions, and what a verdict needs. In one procedure of three some stages give opinions: they agree,
 * disagree or forward, nothing waits longer for what they say, and whoever rests on them is told. Here and
 * there a worker says what its stage cannot say, or nothing of why.
 * Source: proto/SPEC.md 10 "JOB", "VERDICT". */
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"
#include "tongfa/state.h"

#include <stdio.h>

#define TRIES_MAX 2048
#define TRIES_PER_STAGE 2

/* A verdict that has to be refused. */
struct
try {
    uint8_t verdict;
    bool is_bare; /* without a reason */
};

/* What a stage has said, until it is reviewed again. */
struct said {
    uint8_t verdict; /* 0: nothing yet */
    bool is_deemed;
    uint64_t position;
    uint64_t lease; /* the fact that leased its job last */
};

static struct try tries[TRIES_MAX];
static uint32_t try_count;
static uint8_t try_counts[PLAN_BUNDLES_MAX][STAGES_MAX];
static struct said said[PLAN_BUNDLES_MAX][STAGES_MAX];
static uint64_t looked;

static void begin(void)
{
    try_count = 0;
    looked = 0;
    memset(try_counts, 0, sizeof try_counts);
    memset(said, 0, sizeof said);
}

/* ---- The plan -------------------------------------------------------------------------------- */

static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    static const char remedies[] = "ask the people's government of the city to look at it again";
    struct chance chance =
        world_chance("opinion", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool is_chosen = chance_one_in(&chance, 3) && world_option(OPTION_opinion) != 0;
    if (chance_one_in(&chance, 2)) memcpy(procedure->remedies, remedies, sizeof remedies);
    for (uint32_t i = 0; i < procedure->stage_count && is_chosen; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        bool is_one = chance_below(&chance, 1000) < world_option(OPTION_opinion);
        bool is_free = stage->permit[0] == '\0' || chance_one_in(&chance, 4);
        if (!is_one || !is_free) continue;
        stage->opinion = true;
        memset(stage->permit, 0, sizeof stage->permit);
    }
}

/* Nothing is refused by an opinion. */
static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    const struct procedure *procedure = bundle->governing;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        bool is_one = procedure->stages[i].opinion && !set_has(made->fixed, i);
        if (is_one) made->refusals &= ~set_of(i);
    }
}

static void intend(const struct audit_bundle *bundle, uint32_t stage, uint8_t *verdict)
{
    struct chance chance =
        world_chance("say", bundle->stages[stage].attempt + 1000 * (uint64_t)stage +
                                100000 * (uint64_t)bundle->planned);
    if (!bundle->procedure->stages[stage].opinion) return;
    *verdict = (uint8_t)(VERDICT_AGREE + chance_below(&chance, 3));
    bool is_against = set_has(model_predict(bundle->planned).reviewers, stage);
    if (is_against) *verdict = VERDICT_DISAGREE;
}

/* ---- What cannot be said --------------------------------------------------------------------- */

static struct try draw_try(struct chance *chance, bool is_opinion)
{
    static const uint8_t bare[] = { VERDICT_REFUSE, VERDICT_DISAGREE, VERDICT_PARK,
                                    VERDICT_CORRECT };
    struct try made = { .is_bare = chance_one_in(chance, 2) };
    if (made.is_bare) {
        made.verdict = bare[chance_below(chance, sizeof bare)];
    } else if (is_opinion) {
        made.verdict = (uint8_t)(VERDICT_GRANT + chance_below(chance, 2));
    } else {
        made.verdict = (uint8_t)(VERDICT_AGREE + chance_below(chance, 3));
    }
    return made;
}

static void on_job(uint32_t peer, const struct msg_job *job)
{
    const struct audit_bundle *bundle = audit_bundle(job->bundle);
    struct chance chance = world_chance("bare", job->token);
    uint8_t *count = &try_counts[job->bundle - 1][job->stage];
    bool is_chosen = chance_below(&chance, 4000) < world_option(OPTION_opinion);
    if (!is_chosen || world.is_calm || *count == TRIES_PER_STAGE || try_count == TRIES_MAX) return;
    int64_t due_ms = world.now_ms + 1 + chance_below(&chance, job->lease_ms / 2 + 1);
    struct duty *duty = duty_add(DUTY_FEATURE, peer, due_ms);
    if (duty == NULL) return;
    ++*count;
    tries[try_count] = draw_try(&chance, bundle->procedure->stages[job->stage].opinion);
    duty->feature = &feature_opinion;
    duty->verdict = tries[try_count].verdict;
    duty->planned = try_count++;
    duty->bundle = job->bundle;
    duty->index = job->stage;
    duty->place = order_place(plan_version(plan_named(&job->procedure), job->version), job->stage);
    duty->attempt = job->attempt;
    duty->token = job->token;
    peer_look_at(peer, due_ms);
}

static void put_message(const struct duty *duty, struct message *message)
{
    static const char why[] = "for this";
    const struct try *try = &tries[duty->planned];
    message->type = MSG_VERDICT;
    message->verdict = (struct msg_verdict){
        .bundle = duty->bundle,
        .stage = duty->place,
        .attempt = duty->attempt,
        .token = duty->token,
        .verdict = try->verdict,
    };
    if (!try->is_bare) {
        message->verdict.reason = (struct span){ (const uint8_t *)why, sizeof why - 1 };
    }
}

static void describe(const struct duty *duty, char *text, size_t size)
{
    const struct try *try = &tries[duty->planned];
    snprintf(text, size, "%s %llu %s attempt=%u %s", duty_verdict_name(try->verdict),
             (unsigned long long)duty->bundle,
             audit_bundle(duty->bundle)->procedure->stages[duty->index].name.text, duty->attempt,
             try->is_bare ? "without a reason" : "where it cannot be said");
}

/* What was said properly before is said again. */
static void judge_recorded(const struct duty *duty, const struct msg_recorded *recorded)
{
    char text[128];
    const struct audit_fact *fact = audit_fact(recorded->position);
    bool is_same = recorded->repeated && fact->type == FACT_VERDICT_GIVEN &&
                   fact->bundle == duty->bundle && fact->stage == duty->index &&
                   fact->attempt == duty->attempt && fact->kind == tries[duty->planned].verdict;
    if (is_same) return;
    describe(duty, text, sizeof text);
    world_fail("%s: RECORDED, it had to be refused", text);
}

/* The lease may have been running when the verdict came, and be over as the answer leaves. */
static bool judge_refused(const struct duty *duty, const struct msg_error *error)
{
    uint8_t wrong = tries[duty->planned].is_bare ? ERR_REASON_MISSING : ERR_ACT_IMPOSSIBLE;
    if (duty_is_separated(duty) && error->number == ERR_SEPARATION) return true;
    if (duty_is_misplaced(duty, error)) return true;
    return error->number == wrong || (error->number == ERR_LEASE_STALE && !duty_is_holding(duty));
}

/* ---- What was said --------------------------------------------------------------------------- */

/* Nobody can do without a reason; a refusal says what can be done against it (许可法 38). */
static void check_verdict(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_verdict_given *given = &fact->verdict_given;
    bool needs_reason = given->verdict != VERDICT_GRANT && given->verdict != VERDICT_AGREE &&
                        given->verdict != VERDICT_FORWARD;
    bool is_refusal = given->verdict == VERDICT_REFUSE;
    bool is_own = duty_has_remedies(bundle->stages[given->stage].token);
    const char *remedies = is_own ? DUTY_REMEDIES : bundle->procedure->remedies;
    bool is_same = world_is_same(given->remedies, world_span(remedies));
    if (needs_reason && given->reason.size == 0) audit_fault(fact, "without a reason");
    if (is_refusal && given->remedies.size == 0) audit_fault(fact, "without remedies");
    if (is_refusal && remedies[0] != '\0' && !is_same) audit_fault(fact, "with other remedies");
    if (!is_refusal && given->remedies.size != 0) audit_fault(fact, "remedies against nothing");
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) return;
    struct said *own = said[bundle->number - 1];
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        enum stage_state state = bundle->stages[i].state;
        bool is_again = state == STAGE_REVIEWING || state == STAGE_WAITING;
        bool is_reopened = fact->type == FACT_SUPPLIED && set_has(fact->supplied.stages, i);
        if (is_again || is_reopened) own[i].verdict = 0;
    }
    if (fact->type == FACT_JOBS_LEASED) {
        for (uint32_t i = 0; i < fact->jobs_leased.lease_count; i++) {
            own[fact->jobs_leased.leases[i].stage].lease = fact->position;
        }
    }
    bool is_deemed = fact->type == FACT_ACTED && fact->acted.act == ACT_DEEM;
    if (fact->type == FACT_VERDICT_GIVEN) check_verdict(bundle, fact);
    if (!is_deemed && fact->type != FACT_VERDICT_GIVEN) return;
    struct said *one = &own[is_deemed ? fact->acted.stage : fact->verdict_given.stage];
    one->verdict = is_deemed ? fact->acted.detail : fact->verdict_given.verdict;
    one->is_deemed = is_deemed;
    one->position = fact->position;
    bool lasts = verdict_is_final(one->verdict) || one->verdict == VERDICT_CORRECT;
    if (!lasts) one->verdict = 0;
}

static uint32_t stage_named(const struct procedure *procedure, const struct name *name)
{
    uint32_t i = 0;
    while (i < procedure->stage_count && !name_is_equal(&procedure->stages[i].name, name)) {
        i++;
    }
    return i;
}

/* A durable fact has it; that it still holds nobody can know who is told. */
static bool is_true(const struct audit_bundle *bundle, uint32_t stage, const struct opinion *told)
{
    const struct audit_fact *fact = audit_fact(told->position);
    if (fact == NULL || fact->bundle != bundle->number || fact->stage != stage) return false;
    if (told->deemed) {
        return fact->type == FACT_ACTED && fact->kind == ACT_DEEM && told->verdict == VERDICT_AGREE;
    }
    return fact->type == FACT_VERDICT_GIVEN && fact->kind == told->verdict;
}

/* What the stages that it rests on said: each opinion that was there when the job was leased, and is
 * still, and nothing else. */
static void judge(uint32_t peer, const struct message *message)
{
    if (message->type != MSG_JOB) return;
    const struct msg_job *job = &message->job_told.job;
    const struct audit_bundle *bundle = audit_bundle(job->bundle);
    const struct procedure_stage *stage = &bundle->procedure->stages[job->stage];
    set32 upstreams = stage->start_after.stages | stage->decide_after.stages;
    set32 told = 0;
    for (uint32_t i = 0; i < message->job_told.opinion_count; i++) {
        const struct opinion *opinion = &message->job_told.opinions[i];
        uint32_t from = stage_named(bundle->procedure, &opinion->stage);
        if (!set_has(upstreams, from) || !is_true(bundle, from, opinion)) {
            world_fail("%s is sent JOB: %s did not say that", peer_at(peer)->label,
                       opinion->stage.text);
        }
        told |= set_of(from);
    }
    bool is_over =
        bundle->result != RESULT_OPEN || bundle->stages[job->stage].attempt != job->attempt;
    for (uint32_t i = 0; i < bundle->procedure->stage_count && !is_over; i++) {
        const struct said *one = &said[job->bundle - 1][i];
        bool is_wanted = set_has(upstreams, i) && bundle->procedure->stages[i].opinion;
        bool has_one = verdict_is_final(one->verdict); /* none yet where it must be corrected */
        if (!is_wanted || !has_one || set_has(told, i)) continue;
        if (one->position > said[job->bundle - 1][job->stage].lease) continue;
        world_fail("%s is sent JOB: it is not told what %s said", peer_at(peer)->label,
                   bundle->procedure->stages[i].name.text);
    }
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    (void)now_ms;
    if (bundle == NULL || order_image(engine, number, &image) != OK) return;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        const struct said *one = &said[number - 1][i];
        if (!bundle->procedure->stages[i].opinion) continue;
        uint64_t position = one->verdict == 0 || one->is_deemed ? 0 : one->position;
        if (image.stages[i].verdict == one->verdict &&
            (one->verdict == 0 || one->is_deemed || image.stages[i].verdict_position == position)) {
            continue;
        }
        world_fail("%s: bundle %llu: %s has said %u at %llu, should be %u at %llu", what,
                   (unsigned long long)number, bundle->procedure->stages[i].name.text,
                   image.stages[i].verdict, (unsigned long long)image.stages[i].verdict_position,
                   one->verdict, (unsigned long long)position);
    }
}

const struct feature feature_opinion = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .predict = predict,
    .intend = intend,
    .on_job = on_job,
    .duty_message = put_message,
    .duty_describe = describe,
    .judge_recorded = judge_recorded,
    .judge_refused = judge_refused,
    .take_fact = take_fact,
    .judge = judge,
    .look = look,
};

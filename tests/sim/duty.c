/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/duty.h"

#include "tests/sim/audit.h"
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/versions.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#include <stdio.h>
#include <stdlib.h>

#define DUTIES_MAX 20000

static struct {
    struct duty *list;
    uint32_t count;
} duties;

void duty_begin(void)
{
    if (duties.list == NULL) duties.list = malloc(DUTIES_MAX * sizeof *duties.list);
    assert(duties.list != NULL);
    duties.count = 0;
}

void duty_end(void)
{
    free(duties.list);
    duties.list = NULL;
}

struct duty *duty_add(enum duty_kind kind, uint32_t peer, int64_t due_ms)
{
    if (duties.count == DUTIES_MAX) {
        world_fail("more than %u duties: the run does not come to an end", DUTIES_MAX);
        return NULL;
    }
    struct duty *duty = &duties.list[duties.count++];
    *duty = (struct duty){ .kind = kind, .peer = peer, .due_ms = due_ms, .next_ms = due_ms };
    return duty;
}

uint32_t duty_count(void)
{
    return duties.count;
}

struct duty *duty_at(uint32_t index)
{
    assert(index < duties.count);
    return &duties.list[index];
}

struct duty *duty_of(struct span request_id)
{
    uint32_t index = 0;
    if (request_id.size < 2 || request_id.at[0] != 'd') return NULL;
    for (size_t i = 1; i < request_id.size; i++) {
        if (request_id.at[i] < '0' || request_id.at[i] > '9' || index > DUTIES_MAX) return NULL;
        index = 10 * index + (uint32_t)(request_id.at[i] - '0');
    }
    return index < duties.count ? &duties.list[index] : NULL;
}

bool duty_releases(uint64_t bundle, uint8_t stage, uint32_t attempt)
{
    for (uint32_t i = 0; i < duties.count; i++) {
        const struct duty *duty = &duties.list[i];
        bool is_it = duty->kind == DUTY_VERDICT && duty->verdict == VERDICT_RELEASE &&
                     duty->bundle == bundle && duty->index == stage && duty->attempt == attempt;
        if (is_it) return true;
    }
    return false;
}

/* ---- As a message ---------------------------------------------------------------------------- */

static struct span text_of(const char *text)
{
    return (struct span){ (const uint8_t *)text, strlen(text) };
}

static struct bundle_ref ref_of(const struct duty *duty)
{
    if (!duty->by_key) return (struct bundle_ref){ .bundle = duty->bundle };
    return (struct bundle_ref){ .key = text_of(plan.bundles[duty->planned].key) };
}

static void submit_of(const struct duty *duty, struct msg_submit *submit)
{
    const struct procedure *procedure = plan_procedure(duty->planned);
    *submit = (struct msg_submit){
        .procedure = procedure->name,
        .version = plan.bundles[duty->planned].version,
        .key = text_of(plan.bundles[duty->planned].key),
        .priority = plan.bundles[duty->planned].priority,
        .application =
            duty->kind == DUTY_SUBMIT ? plan_application(duty->planned) : plan_other_application(),
    };
}

static void signal_of(const struct duty *duty, struct msg_signal *signal)
{
    bool is_off = set_has(plan.bundles[duty->planned].called_off, duty->index);
    *signal = (struct msg_signal){
        .ref = ref_of(duty),
        .milestone = plan_procedure(duty->planned)->milestones[duty->index].name,
        .called_off = duty->kind == DUTY_SIGNAL ? is_off : !is_off,
    };
}

bool duty_has_remedies(uint64_t token)
{
    return token % 3 == 0;
}

/* Their names with commas between. */
static struct span materials_of(const struct duty *duty)
{
    static char text[PLAN_MATERIALS_MAX * (NAME_BYTES_MAX + 1) + 16];
    const struct procedure *procedure = plan_procedure(duty->planned);
    size_t size = 0;
    for (uint32_t i = 0; i <= PLAN_MATERIALS_MAX; i++) {
        bool is_one = i < PLAN_MATERIALS_MAX;
        if ((duty->materials >> i & 1) == 0) continue;
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%s", size > 0 ? "," : "",
                                 is_one ? procedure->materials[i].name.text : "nowhere");
    }
    return (struct span){ (const uint8_t *)text, size };
}

static void verdict_of(const struct duty *duty, struct msg_verdict *verdict)
{
    *verdict = (struct msg_verdict){
        .bundle = duty->bundle,
        .stage = duty->place,
        .attempt = duty->attempt,
        .token = duty->token,
        .verdict = duty->verdict,
        .reason = text_of("as reviewed"),
        .credit = duty->kind == DUTY_VERDICT ? 1 : 0,
    };
    bool has_remedies = duty->verdict == VERDICT_REFUSE && duty_has_remedies(duty->token);
    if (has_remedies) verdict->remedies = text_of(DUTY_REMEDIES);
    if (duty->verdict == VERDICT_FORWARD) verdict->on = (struct name){ "province" };
    if (duty->verdict == VERDICT_CORRECT) verdict->materials = materials_of(duty);
}

void duty_message(const struct duty *duty, struct message *message)
{
    static char id[16];
    snprintf(id, sizeof id, "d%u", (uint32_t)(duty - duties.list));
    message->request_id = text_of(id);
    switch (duty->kind) {
        case DUTY_PUBLISH:
            message->type = MSG_PUBLISH;
            message->publish = (struct msg_publish){
                .procedure = &plan.procedures[duty->planned].versions[duty->index].procedure,
                .encoded = plan.procedures[duty->planned].versions[duty->index].definition,
            };
            break;
        case DUTY_SUBMIT:
        case DUTY_SUBMIT_OTHER:
            message->type = MSG_SUBMIT;
            submit_of(duty, &message->submit);
            break;
        case DUTY_SIGNAL:
        case DUTY_CONTRADICT:
            message->type = MSG_SIGNAL;
            signal_of(duty, &message->signal);
            break;
        case DUTY_WITHDRAW:
            message->type = MSG_WITHDRAW;
            message->withdraw =
                (struct msg_withdraw){ .ref = ref_of(duty), .reason = text_of("no more") };
            break;
        case DUTY_VERDICT:
        case DUTY_FORGE:
            message->type = MSG_VERDICT;
            verdict_of(duty, &message->verdict);
            break;
        case DUTY_RENEW:
            message->type = MSG_RENEW;
            message->renew =
                (struct msg_renew){ duty->bundle, duty->place, duty->attempt, duty->token };
            break;
        case DUTY_FEATURE: duty->feature->duty_message(duty, message); break;
        case DUTY_RETRY:
            message->type = MSG_RETRY;
            message->retry = (struct msg_retry){
                .bundle = duty->bundle,
                .stage = plan_procedure(duty->planned)->stages[duty->index].name,
            };
            break;
    }
}

const char *duty_verdict_name(uint8_t verdict)
{
    static const char *const names[] = {
        "?",       "GRANT", "REFUSE", "FAIL",     "PARK",    "RELEASE", "CORRECT",
        "SPECIAL", "?",     "AGREE",  "DISAGREE", "FORWARD", "RETURN",
    };
    return verdict <= VERDICT_RETURN ? names[verdict] : names[0];
}

void duty_describe(const struct duty *duty, char *text, size_t size)
{
    if (duty->kind == DUTY_FEATURE) {
        duty->feature->duty_describe(duty, text, size);
        return;
    }
    if (duty->kind == DUTY_PUBLISH) {
        const struct plan_procedure *procedure = &plan.procedures[duty->planned];
        snprintf(text, size, "PUBLISH %s %u", procedure->versions[duty->index].procedure.name.text,
                 duty->index + 1u);
        return;
    }
    const struct plan_bundle *bundle = &plan.bundles[duty->planned];
    const struct procedure *procedure = plan_procedure(duty->planned);
    unsigned long long number = (unsigned long long)duty->bundle;
    bool is_stage = duty->kind >= DUTY_VERDICT;
    const char *stage = is_stage ? procedure->stages[duty->index].name.text : "";
    bool is_off = set_has(bundle->called_off, duty->index) == (duty->kind == DUTY_SIGNAL);
    switch (duty->kind) {
        case DUTY_SUBMIT:
            snprintf(text, size, "SUBMIT %s %s", procedure->name.text, bundle->key);
            break;
        case DUTY_SUBMIT_OTHER:
            snprintf(text, size, "SUBMIT %s %s content=other", procedure->name.text, bundle->key);
            break;
        case DUTY_SIGNAL:
        case DUTY_CONTRADICT:
            snprintf(text, size, "SIGNAL %llu %s%s", number,
                     procedure->milestones[duty->index].name.text, is_off ? " called-off" : "");
            break;
        case DUTY_WITHDRAW: snprintf(text, size, "WITHDRAW %llu", number); break;
        case DUTY_VERDICT:
        case DUTY_FORGE:
            snprintf(text, size, "%s %llu %s attempt=%u%s", duty_verdict_name(duty->verdict),
                     number, stage, duty->attempt, duty->kind == DUTY_FORGE ? " (forged)" : "");
            break;
        case DUTY_RENEW:
            snprintf(text, size, "RENEW %llu %s attempt=%u", number, stage, duty->attempt);
            break;
        case DUTY_RETRY: snprintf(text, size, "RETRY %llu %s", number, stage); break;
        case DUTY_FEATURE:
        case DUTY_PUBLISH: break;
    }
}

/* ---- What the broker may say ------------------------------------------------------------------ */

static bool has_ended(const struct duty *duty)
{
    const struct audit_bundle *bundle = audit_bundle(duty->bundle);
    return bundle != NULL && bundle->result != RESULT_OPEN;
}

static void fault(const struct duty *duty, const char *what)
{
    char text[128];
    duty_describe(duty, text, sizeof text);
    world_fail("%s: %s", text, what);
}

/* The fact that made a verdict or renewal true is of that lease and that kind. */
static void judge_claim(const struct duty *duty, const struct audit_fact *fact)
{
    static const enum fact_type types[] = {
        [VERDICT_GRANT] = FACT_VERDICT_GIVEN,    [VERDICT_REFUSE] = FACT_VERDICT_GIVEN,
        [VERDICT_FAIL] = FACT_JOB_FAILED,        [VERDICT_PARK] = FACT_JOB_PARKED,
        [VERDICT_RELEASE] = FACT_JOB_RELEASED,   [VERDICT_AGREE] = FACT_VERDICT_GIVEN,
        [VERDICT_DISAGREE] = FACT_VERDICT_GIVEN, [VERDICT_FORWARD] = FACT_VERDICT_GIVEN,
        [VERDICT_CORRECT] = FACT_VERDICT_GIVEN,
    };
    bool is_type = fact->type == types[duty->verdict];
    if (duty->kind == DUTY_RENEW) { /* one that moves nothing is answered with the lease */
        bool is_lease = audit_fact_leased(fact, duty->index, duty->attempt);
        if (is_lease && fact->bundle == duty->bundle) return;
        is_type = fact->type == FACT_JOB_RENEWED;
    }
    if (fact->bundle != duty->bundle || fact->stage != duty->index ||
        fact->attempt != duty->attempt || !is_type) {
        fault(duty, "RECORDED, but the position is that of another fact");
    }
}

/* The applicant did; or counts as having done so before, who did not answer. */
static bool has_withdrawn(const struct audit_fact *fact, bool is_repeated)
{
    bool is_silent = fact->type == FACT_ACTED &&
                     (fact->kind == ACT_UNANSWERED || fact->kind == ACT_LAPSE_INTAKE);
    bool is_withdrawn = audit_bundle(fact->bundle)->result == RESULT_WITHDRAWN;
    return fact->type == FACT_BUNDLE_WITHDRAWN || (is_repeated && is_silent && is_withdrawn);
}

static void judge_first(const struct duty *duty, const struct msg_recorded *recorded,
                        const struct audit_fact *fact)
{
    bool is_off = set_has(plan.bundles[duty->planned].called_off, duty->index);
    enum fact_type milestone = is_off ? FACT_MILESTONE_CALLED_OFF : FACT_MILESTONE_REACHED;
    bool is_good = true;
    switch (duty->kind) {
        case DUTY_PUBLISH:
            is_good = versions_are_at(recorded->position, duty->planned, duty->index + 1u) &&
                      recorded->version == duty->index + 1u;
            break;
        case DUTY_SUBMIT:
            is_good = fact->type == FACT_BUNDLE_SUBMITTED &&
                      recorded->bundle == audit_number(duty->planned) &&
                      fact->bundle == recorded->bundle;
            break;
        case DUTY_SIGNAL:
            is_good = fact->type == milestone && fact->bundle == duty->bundle &&
                      fact->stage == duty->index;
            break;
        case DUTY_WITHDRAW:
            is_good = fact->bundle == duty->bundle && has_withdrawn(fact, recorded->repeated);
            break;
        case DUTY_RETRY:
            is_good = fact->type == FACT_JOB_READIED && fact->bundle == duty->bundle &&
                      fact->stage == duty->index;
            break;
        case DUTY_VERDICT:
            if (duty_is_separated(duty)) fault(duty, "RECORDED, by whoever accepted the bundle");
            judge_claim(duty, fact);
            break;
        case DUTY_RENEW: judge_claim(duty, fact); break;
        case DUTY_SUBMIT_OTHER:
        case DUTY_CONTRADICT:
        case DUTY_FORGE: fault(duty, "RECORDED, it had to be refused"); break;
        case DUTY_FEATURE: break;
    }
    if (!is_good) fault(duty, "RECORDED, but the position is that of another fact");
}

void duty_judge_recorded(struct duty *duty, const struct msg_recorded *recorded)
{
    const struct audit_fact *fact = audit_fact(recorded->position);
    if (fact == NULL) {
        fault(duty, "RECORDED, but its fact is not durable");
        return;
    }
    if (duty->kind == DUTY_FEATURE) {
        duty->feature->judge_recorded(duty, recorded);
        if (duty->position == 0) duty->position = recorded->position;
        return;
    }
    judge_first(duty, recorded, fact);
    bool is_same = duty->position == 0 || duty->position == recorded->position;
    bool is_again = duty->kind == DUTY_RETRY || duty->kind == DUTY_SIGNAL;
    bool may_differ = duty->kind == DUTY_RENEW ||
                      (is_again && audit_requests_since(duty->position) >= check_requests_max());
    if (!is_same && !may_differ) fault(duty, "done again under the same request id");
    if (duty->position == 0) duty->position = recorded->position;
}

/* A claim that had to be taken: the lease was running, and still is. */
bool duty_is_holding(const struct duty *duty)
{
    const struct audit_bundle *bundle = audit_bundle(duty->bundle);
    if (bundle == NULL || bundle->result != RESULT_OPEN) return false;
    const struct audit_stage *stage = &bundle->stages[duty->index];
    return stage->job == JOB_LEASED && stage->attempt == duty->attempt &&
           stage->token == duty->token && check_broker_ms() < stage->due_ms;
}

static bool is_new(const struct duty *duty)
{
    return wish_is_new(&(struct wish){ .bundle = duty->bundle });
}

/* It names a material that the version which governs does not have, or a moment ago did not. */
static bool names_unknown(const struct duty *duty)
{
    uint32_t count = plan_procedure(duty->planned)->material_count;
    bool is_unknown = duty->materials >> count != 0 || (duty->materials != 0 && is_new(duty));
    return duty->verdict == VERDICT_CORRECT && is_unknown;
}

static bool may_lack_milestone(const struct duty *duty)
{
    return duty->index >= plan_procedure(duty->planned)->milestone_count || is_new(duty);
}

/* Refusals that say nothing about the request itself. */
static bool is_passing(uint8_t number)
{
    return number == ERR_HELLO_FIRST || number == ERR_DRAINING || number == ERR_BUSY ||
           number == ERR_DISK_FULL || number == ERR_MALFORMED;
}

/* Whoever accepted a bundle decides nothing of it, and gives its jobs back. */
bool duty_is_separated(const struct duty *duty)
{
    const struct audit_bundle *bundle = audit_bundle(duty->bundle);
    bool decides = duty->kind != DUTY_RENEW && duty->verdict != VERDICT_FAIL &&
                   duty->verdict != VERDICT_PARK && duty->verdict != VERDICT_RELEASE;
    return bundle != NULL && decides &&
           name_is_equal(&bundle->acceptor, &peer_at(duty->peer)->principal);
}

/* Its place is another stage's now, or was a moment ago, and the answer is about that one. */
bool duty_is_misplaced(const struct duty *duty, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(duty->bundle);
    if (bundle == NULL || duty_is_holding(duty)) return false;
    bool is_moved = order_place(order_of(bundle), duty->index) != duty->place || is_new(duty);
    return is_moved && (error->number == ERR_LEASE_STALE || error->number == ERR_NOT_ALLOWED ||
                        error->number == ERR_STAGE_UNKNOWN || error->number == ERR_SEPARATION);
}

void duty_judge_refused(const struct duty *duty, const struct msg_error *error)
{
    bool is_good = false;
    bool is_claim = duty->kind == DUTY_VERDICT || duty->kind == DUTY_RENEW;
    if (is_passing(error->number) && !(is_claim && error->number == ERR_DRAINING)) return;
    switch (duty->kind) {
        case DUTY_PUBLISH: break;
        case DUTY_SUBMIT:
            is_good = error->number == ERR_PROCEDURE_UNKNOWN ||
                      error->number == model_predict(duty->planned).refused;
            break;
        case DUTY_FEATURE: is_good = duty->feature->judge_refused(duty, error); break;
        case DUTY_SUBMIT_OTHER: is_good = error->number == ERR_KEY_CONFLICT; break;
        case DUTY_CONTRADICT:
            is_good = error->number == ERR_MILESTONE_SETTLED ||
                      (error->number == ERR_BUNDLE_ENDED && has_ended(duty));
            break;
        case DUTY_SIGNAL:
            is_good = error->number == ERR_MILESTONE_UNKNOWN
                          ? may_lack_milestone(duty)
                          : error->number == ERR_BUNDLE_ENDED && has_ended(duty);
            break;
        case DUTY_WITHDRAW: is_good = error->number == ERR_BUNDLE_ENDED && has_ended(duty); break;
        case DUTY_VERDICT:
        case DUTY_RENEW:
            if (duty_is_misplaced(duty, error)) return;
            is_good = (error->number == ERR_LEASE_STALE && !duty_is_holding(duty)) ||
                      (error->number == ERR_MATERIAL_UNKNOWN && names_unknown(duty));
            if (duty_is_separated(duty)) { /* ended, it may be in memory or not */
                is_good = error->number == ERR_SEPARATION || (is_good && has_ended(duty));
            }
            break;
        case DUTY_FORGE:
            if (duty_is_misplaced(duty, error)) return;
            is_good = error->number == ERR_LEASE_STALE || error->number == ERR_NOT_ALLOWED ||
                      (duty_is_separated(duty) && error->number == ERR_SEPARATION);
            break;
        case DUTY_RETRY:
            is_good = error->number == ERR_NOT_PARKED ||
                      (error->number == ERR_BUNDLE_ENDED && has_ended(duty));
            break;
    }
    char text[128];
    snprintf(text, sizeof text, "refused with %s %.*s", err_name((enum err)error->number),
             (int)(error->text.size < 90 ? error->text.size : 90), (const char *)error->text.at);
    if (!is_good) fault(duty, text);
}

/* ---- What came of it ------------------------------------------------------------------------- */

bool duty_recorded(struct duty *duty, const struct msg_recorded *recorded)
{
    bool was_done = duty->is_done;
    duty->bundle = duty->kind == DUTY_SUBMIT ? recorded->bundle : duty->bundle;
    duty->is_done = true;
    duty->is_echo = false;
    return !was_done;
}

bool duty_refused(struct duty *duty, const struct msg_error *error)
{
    bool was_done = duty->is_done;
    bool is_early = error->number == ERR_PROCEDURE_UNKNOWN && duty->kind != DUTY_FEATURE;
    if (is_passing(error->number) || is_early) return false;
    duty->is_done = true;
    duty->is_echo = false;
    return !was_done;
}

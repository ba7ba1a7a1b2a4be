/* SPDX-License-Identifier: Apache-2.0 */
/* What clients and operators want besides the plan's submissions. */
#include "tests/sim/audit.h"
#include "tests/sim/model.h"
#include "tests/sim/peer.h"
#include "tests/sim/plan.h"

#include <stdio.h>

static bool happens(struct peer *peer, enum option rate)
{
    return chance_below(&peer->chance, 1000) < world_option(rate) && !world.is_calm;
}

static struct duty *add(uint32_t index, const struct duty *submit, enum duty_kind kind,
                        int64_t due_ms)
{
    int64_t at_ms = due_ms > world.now_ms && !world.is_calm ? due_ms : world.now_ms + 1;
    struct duty *duty = duty_add(kind, index, at_ms);
    if (duty == NULL) return NULL;
    duty->planned = submit->planned;
    duty->bundle = submit->bundle;
    duty->by_key = chance_one_in(&peer_at(index)->chance, 3);
    peer_look_at(index, at_ms);
    return duty;
}

/* The bundle has its number: its milestones come, or it is withdrawn. */
static void go_on(uint32_t index, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    const struct plan_bundle *bundle = &plan.bundles[own.planned];
    const struct procedure *procedure = plan_procedure(own.planned);
    for (uint32_t i = 0; i < procedure->milestone_count; i++) {
        struct duty *duty = add(index, &own, DUTY_SIGNAL, bundle->signal_ms[i]);
        if (duty != NULL) duty->index = (uint8_t)i;
    }
    model_on_submitted(index, &own);
    if (bundle->withdraw_ms != PLAN_NEVER) add(index, &own, DUTY_WITHDRAW, bundle->withdraw_ms);
    if (happens(peer_at(index), OPTION_again)) {
        int64_t after_ms = chance_below(&peer_at(index)->chance, 60000);
        add(index, &own, DUTY_SUBMIT_OTHER, world.now_ms + after_ms);
    }
}

/* What some version does not have may be open again, and could be settled otherwise. */
static uint32_t common_milestones(uint32_t planned)
{
    const struct plan_procedure *procedure = &plan.procedures[plan.bundles[planned].procedure];
    uint32_t count = MILESTONES_MAX;
    for (uint32_t i = 0; i < procedure->version_count; i++) {
        uint32_t own = procedure->versions[i].procedure.milestone_count;
        if (own < count) count = own;
    }
    return count;
}

void client_take_answer(uint32_t index, struct duty *duty, bool is_recorded)
{
    struct peer *peer = peer_at(index);
    uint8_t milestone = duty->index;
    if (is_recorded && happens(peer, OPTION_again)) {
        duty->is_echo = true;
        duty->tries = 0;
        duty->next_ms = world.now_ms + chance_below(&peer->chance, 60000);
        if (peer->duty_first > 0) peer->duty_first = 0;
        peer_look_at(index, duty->next_ms);
    }
    if (duty->kind == DUTY_SUBMIT && is_recorded) go_on(index, duty);
    bool may_contradict = duty->kind == DUTY_SIGNAL && milestone < common_milestones(duty->planned);
    if (may_contradict && is_recorded && happens(peer, OPTION_again)) {
        const struct duty own = *duty;
        int64_t after_ms = chance_below(&peer->chance, 20000);
        struct duty *other = add(index, &own, DUTY_CONTRADICT, world.now_ms + after_ms);
        if (other != NULL) other->index = milestone;
    }
}

void client_ask(uint32_t index)
{
    struct peer *peer = peer_at(index);
    static const enum message_type questions[] = { MSG_SHOW,  MSG_EXPLAIN,    MSG_HISTORY,
                                                   MSG_STATS, MSG_CHECKPOINT, MSG_RECEIPT };
    if (peer->role == ROLE_WORKER || !happens(peer, OPTION_ask)) return;
    uint32_t planned = chance_below(&peer->chance, plan.bundle_count);
    struct message message = {
        .type = questions[chance_below(&peer->chance, 6)],
        .request_id = { (const uint8_t *)"q", 1 },
    };
    struct bundle_ref ref = { .bundle = audit_number(planned) };
    if (message.type == MSG_STATS) {
        message.stats = (struct msg_stats){ 0 };
    } else if (message.type == MSG_CHECKPOINT) {
        message.checkpoint = (struct msg_checkpoint){ 0 };
    } else if (ref.bundle == 0) {
        return;
    } else if (message.type == MSG_HISTORY) {
        message.history = (struct msg_history){ .ref = ref, .limit = 20 };
    } else if (message.type == MSG_RECEIPT) {
        message.receipt = (struct msg_receipt){ .ref = ref, .of = RECEIPT_SUBMISSION };
    } else {
        message.show = (struct msg_show){ .ref = ref };
    }
    peer_say(index, &message);
}

/* ---- The operator ---------------------------------------------------------------------------- */

static uint8_t stage_named(const struct procedure *procedure, const struct name *name)
{
    uint8_t index = 0;
    while (index < procedure->stage_count && !name_is_equal(&procedure->stages[index].name, name)) {
        index++;
    }
    return index;
}

static bool is_wanted(uint32_t index, uint64_t bundle, uint8_t stage)
{
    for (uint32_t i = peer_at(index)->duty_first; i < duty_count(); i++) {
        const struct duty *duty = duty_at(i);
        bool is_it = duty->kind == DUTY_RETRY && duty->bundle == bundle && duty->index == stage;
        if (is_it && !duty->is_done) return true;
    }
    return false;
}

void operator_take_parked(uint32_t index, const struct msg_parked_jobs *jobs)
{
    for (uint32_t i = 0; i < jobs->job_count; i++) {
        const struct audit_bundle *bundle = audit_bundle(jobs->jobs[i].bundle);
        if (bundle == NULL) {
            world_fail("bundle %llu is parked, but not durable",
                       (unsigned long long)jobs->jobs[i].bundle);
            return;
        }
        uint8_t stage = stage_named(bundle->procedure, &jobs->jobs[i].stage);
        if (is_wanted(index, bundle->number, stage)) continue;
        struct duty *duty = duty_add(DUTY_RETRY, index, world.now_ms + 1);
        if (duty == NULL) return;
        duty->planned = bundle->planned;
        duty->bundle = bundle->number;
        duty->index = stage;
        peer_look_at(index, world.now_ms + 1);
    }
}

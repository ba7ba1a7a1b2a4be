/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/late.h"

#include "tests/sim/model.h"

static struct {
    set32 refused; /* so */
    set32 said;    /* reviews that had ended before in a refusal */
    set32 issued;  /* before */
} late[PLAN_BUNDLES_MAX];

static void begin(void)
{
    memset(late, 0, sizeof late);
}

static set32 stages_in(const struct audit_bundle *bundle, set32 states)
{
    set32 stages = 0;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(states, bundle->stages[i].state)) stages |= set_of(i);
    }
    return stages;
}

set32 late_open_stages(const struct audit_bundle *bundle)
{
    return stages_in(bundle, set_of(STAGE_WAITING) | set_of(STAGE_REVIEWING) |
                                 set_of(STAGE_PAUSED) | set_of(STAGE_SEALED) |
                                 set_of(STAGE_GRANTED));
}

void late_refuse(struct audit_bundle *bundle, set32 stages)
{
    uint64_t at = bundle->number - 1;
    late[at].issued |= stages_in(bundle, set_of(STAGE_ISSUED));
    late[at].said |= stages_in(bundle, set_of(STAGE_REFUSED));
    late[at].refused |= stages;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        struct audit_stage *stage = &bundle->stages[i];
        if (!set_has(stages, i)) continue;
        stage->state = STAGE_REFUSED;
        if (stage->job != JOB_NONE && stage->job != JOB_DONE) stage->job = JOB_CANCELLED;
    }
}

static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    uint64_t number = audit_number((uint32_t)(bundle - plan.bundles));
    if (number == 0) return;
    made->refusals |= late[number - 1].refused;
    made->opened |= late[number - 1].refused | late[number - 1].said | late[number - 1].issued;
    made->granted |= late[number - 1].issued;
    made->issued |= late[number - 1].issued;
}

const struct feature feature_late = {
    .begin = begin,
    .predict = predict,
};

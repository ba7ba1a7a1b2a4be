/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/urgency.h"

static struct entry *find_open(const struct engine *engine, const struct bundle *bundle)
{
    assert(bundle->number != 0);
    assert(bundle->priority < PRIORITY_COUNT);
    return bundle_open_entry(&engine->bundles, bundle, ENTRY_URGENCY, STAGE_WHOLE);
}

/* A lane knows its priority, so jobs leave theirs before it changes. They queue up anew, as if they
 * had become ready by this fact, so that a queue that is built after a restart has the same order. */
static void set_priority(const struct change *change, uint8_t priority)
{
    struct bundle *bundle = change->bundle;
    set32 ready = 0;

    assert(priority < PRIORITY_COUNT);
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (change_stage(change, i)->job != JOB_READY) continue;
        ready |= set_of(i);
        job_leave(change->engine, stage_ref_of(change->index, i));
    }
    bundle->priority = priority;
    for (uint32_t i = 0; i < bundle->stage_count; i++) {
        if (!set_has(ready, i)) continue;
        change_stage(change, i)->changed_position = change->fact->position;
        job_enter(change->engine, stage_ref_of(change->index, i));
    }
    assert(bundle->result == RESULT_OPEN);
}

/* ---- Beginning ----------------------------------------------------------------------------- */

enum err urgency_check_begin(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(bundle->result == RESULT_OPEN);
    if (find_open(act->step->engine, bundle) != NULL) {
        return act_impossible(refusal, "the bundle is urgent already");
    }
    refusal->field = "amount";
    if (act->msg->amount < bundle->priority) return OK;
    return act_impossible(refusal,
                          "that is no higher priority than the bundle has; 0 is the highest");
}

bool urgency_begins_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_URGE);
    return body->amount < change->bundle->priority &&
           find_open(change->engine, change->bundle) == NULL;
}

void urgency_begin(const struct change *change)
{
    struct entry *entry = change_enter(change, ENTRY_URGENCY);

    assert(change->fact->acted.amount < PRIORITY_COUNT);
    assert(entry->until_ms == 0);
    entry->detail = change->bundle->priority;
    entry->amount = change->fact->acted.amount;
    set_priority(change, (uint8_t)entry->amount);
}

/* ---- Ending -------------------------------------------------------------------------------- */

enum err urgency_check_end(const struct act_case *act, struct refusal *refusal)
{
    assert(act->target.bundle->result == RESULT_OPEN);
    assert(act->stage == STAGE_WHOLE);
    if (find_open(act->step->engine, act->target.bundle) != NULL) return OK;
    return act_impossible(refusal, "the bundle is not urgent");
}

bool urgency_ends_well(const struct change *change)
{
    assert(change->fact->acted.act == ACT_RELAX);
    return find_open(change->engine, change->bundle) != NULL;
}

void urgency_end(const struct change *change)
{
    struct entry *entry = find_open(change->engine, change->bundle);

    assert(entry != NULL);
    assert(entry->detail < PRIORITY_COUNT);
    entry->until_ms = change->fact->at_ms;
    set_priority(change, entry->detail);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines: leases that have run out and delays that are over. A lease ends at its deadline, not
 * before; the session that held it is not told, it learns so from its next claim. */
#include "broker/core/machine.h"

#define FACTS_PER_DEADLINE 2

/* No attempt is left: an operator has to look at it. */
static void park(struct step *step, const struct bundle *bundle, uint32_t index)
{
    const struct stage *stage = bundle_stage(&step->engine->bundles, bundle, index);

    assert(stage->job == JOB_READY);
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_PARKED,
                            .bundle = bundle->number,
                            .job_parked = {
                                .stage = (uint8_t)index,
                                .attempt = stage->attempt,
                                .cause = PARK_ATTEMPTS,
                            },
                        });
}

/* READY for anyone again, or parked. */
static void expire(struct step *step, const struct bundle *bundle, uint32_t index)
{
    const struct stage *stage = bundle_stage(&step->engine->bundles, bundle, index);
    const struct procedure *procedure = &step->engine->published.at[bundle->procedure].procedure;

    assert(stage->job == JOB_LEASED);
    assert(stage->due_ms <= step->event->now_ms);
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_EXPIRED,
                            .bundle = bundle->number,
                            .job_expired = { .stage = (uint8_t)index, .attempt = stage->attempt },
                        });
    if (stage->failures >= procedure->stages[index].attempts_max) park(step, bundle, index);
}

/* Its failure was long enough ago. */
static void end_delay(struct step *step, const struct bundle *bundle, uint32_t index)
{
    assert(bundle_stage(&step->engine->bundles, bundle, index)->job == JOB_DELAYED);
    assert(bundle->result == RESULT_OPEN);
    engine_record(step, &(struct fact){
                            .type = FACT_JOB_READIED,
                            .bundle = bundle->number,
                            .job_readied = { .stage = (uint8_t)index, .cause = READY_DELAY_OVER },
                        });
}

void deadlines_run(struct step *step)
{
    struct engine *engine = step->engine;

    assert(step->event->type == EVENT_TICK);
    if (step->event->room == ROOM_NONE) return;
    while (agenda_next_due_ms(&engine->deadlines) <= step->event->now_ms) {
        assert(step->facts->count <= STEP_FACTS_MAX);
        if (step->facts->count + FACTS_PER_DEADLINE > STEP_FACTS_MAX) return;
        uint32_t index;
        stage_ref ref = agenda_first(&engine->deadlines);
        const struct bundle *bundle = bundles_of_ref(&engine->bundles, ref, &index);
        if (bundle_stage(&engine->bundles, bundle, index)->job == JOB_LEASED) {
            expire(step, bundle, index);
        } else {
            end_delay(step, bundle, index);
        }
    }
}

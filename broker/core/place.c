/* SPDX-License-Identifier: Apache-2.0 */
/* Where a job stands by its state: READY in the queue of its department and priority, PARKED in the
 * department's list, LEASED and DELAYED in the agenda.
 *
 * All of this follows from the bundles. While they are being restored nothing is kept; afterwards
 * jobs_rebuild puts every job into its place, ready ones in the order in which they became ready. */
#include "broker/core/card.h"
#include "broker/core/machine.h"

#include "broker/core/job_order.h"

/* Index of the department of a job. */
static uint16_t department_of(const struct engine *engine, stage_ref ref)
{
    uint32_t stage;
    const struct bundle *bundle = bundles_of_ref(&engine->bundles, ref, &stage);

    assert(bundle->procedure < engine->published.count);
    uint16_t index = engine->published.at[bundle->procedure].departments[stage];
    assert(index < engine->departments.count);
    return index;
}

/* Most jobs that move come from no place or go to none. */
static bool has_place(const struct stage *stage)
{
    assert(stage->job < JOB_STATE_COUNT);
    return stage->job != JOB_NONE && stage->job != JOB_DONE;
}

void job_enter(struct engine *engine, stage_ref ref)
{
    if (engine->is_restoring) return;
    const struct stage *stage = bundles_stage_of_ref(&engine->bundles, ref);
    if (!has_place(stage)) return;
    uint16_t index = department_of(engine, ref);
    struct department *department = &engine->departments.at[index];

    assert(stage->job < JOB_STATE_COUNT);
    switch ((enum job_state)stage->job) {
        case JOB_READY:
            departments_add_ready(&engine->departments, index, &engine->bundles, ref);
            departments_heat(&engine->departments, index);
            break;
        case JOB_LEASED:
            department->leased_count++;
            agenda_add(&engine->deadlines, ref);
            break;
        case JOB_DELAYED:
            department->delayed_count++;
            agenda_add(&engine->deadlines, ref);
            break;
        case JOB_PARKED: job_queue_append(&department->parked, &engine->bundles, ref); break;
        case JOB_NONE:
        case JOB_DONE:
        case JOB_CANCELLED:
        case JOB_STATE_COUNT: break;
    }
}

/* The mirror image of job_enter: to be called before the state, or anything that orders it, changes. */
void job_leave(struct engine *engine, stage_ref ref)
{
    if (engine->is_restoring) return;
    const struct stage *stage = bundles_stage_of_ref(&engine->bundles, ref);
    if (!has_place(stage)) return;
    uint16_t index = department_of(engine, ref);
    struct department *department = &engine->departments.at[index];

    assert(stage->job < JOB_STATE_COUNT);
    switch ((enum job_state)stage->job) {
        case JOB_READY:
            departments_remove_ready(&engine->departments, index, &engine->bundles, ref);
            break;
        case JOB_LEASED:
            assert(department->leased_count > 0);
            department->leased_count--;
            agenda_remove(&engine->deadlines, ref);
            break;
        case JOB_DELAYED:
            assert(department->delayed_count > 0);
            department->delayed_count--;
            agenda_remove(&engine->deadlines, ref);
            break;
        case JOB_PARKED: job_queue_remove(&department->parked, &engine->bundles, ref); break;
        case JOB_NONE:
        case JOB_DONE:
        case JOB_CANCELLED:
        case JOB_STATE_COUNT: break;
    }
}

void job_pass_turn(struct engine *engine, stage_ref ref)
{
    assert(bundles_stage_of_ref(&engine->bundles, ref)->job == JOB_READY);
    if (engine->is_restoring) return;
    departments_pass_turn(&engine->departments, department_of(engine, ref), &engine->bundles, ref);
}

/* In the order in which they were gathered, or sorted. */
static void enter_all(struct engine *engine, stage_ref ref)
{
    while (ref != STAGE_REF_NONE) {
        stage_ref next = bundles_stage_of_ref(&engine->bundles, ref)->queue.next;
        assert(next != ref);
        job_enter(engine, ref);
        ref = next;
    }
}

/* Leases and delays go into the agenda as they come, the others wait until they can be sorted. */
struct rebuild {
    struct job_order ready;
    struct job_order parked;
};

static void rebuild_stage(struct engine *engine, struct rebuild *rebuild, stage_ref ref)
{
    struct stage *stage = bundles_stage_of_ref(&engine->bundles, ref);

    assert(stage->job < JOB_STATE_COUNT);
    switch ((enum job_state)stage->job) {
        case JOB_READY: job_order_add(&rebuild->ready, ref); break;
        case JOB_PARKED: job_order_add(&rebuild->parked, ref); break;
        case JOB_LEASED:
        case JOB_DELAYED:
            stage->clock.session = 0; /* whoever holds it will come back under another one */
            job_enter(engine, ref);
            break;
        case JOB_NONE:
        case JOB_DONE:
        case JOB_CANCELLED:
        case JOB_STATE_COUNT: break;
    }
}

void jobs_rebuild(struct engine *engine)
{
    struct rebuild rebuild;

    assert(!engine->is_restoring);
    departments_forget_jobs(&engine->departments);
    agenda_forget(&engine->deadlines);
    timers_rebuild(engine);
    cards_count_anew(engine);
    job_order_init(&rebuild.ready, &engine->bundles);
    job_order_init(&rebuild.parked, &engine->bundles);
    for (uint32_t index = 0; index < engine->bundles.high; index++) {
        const struct bundle *bundle = &engine->bundles.at[index];
        uint32_t stage_count = bundle->number == 0 ? 0 : bundle->stage_count;
        for (uint32_t i = 0; i < stage_count; i++) {
            rebuild_stage(engine, &rebuild, stage_ref_of(index, i));
        }
    }
    enter_all(engine, job_order_sort(&rebuild.ready));
    enter_all(engine, job_order_sort(&rebuild.parked));
}

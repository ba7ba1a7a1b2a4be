/* SPDX-License-Identifier: Apache-2.0 */
/* Where a job stands by its state: READY in the queue of its department and priority, PARKED in the
 * department's list, LEASED and DELAYED in the heap of deadlines.
 *
 * All of this follows from the bundles. While they are being restored nothing is kept; afterwards
 * jobs_rebuild puts every job into its place, ready ones in the order in which they became ready. */
#include "broker/core/machine.h"

#include "broker/core/job.h"

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

void job_enter(struct engine *engine, stage_ref ref)
{
    if (engine->is_restoring) return;
    const struct stage *stage = bundles_stage_of_ref(&engine->bundles, ref);
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
            heap_add(&engine->deadlines, ref);
            break;
        case JOB_DELAYED:
            department->delayed_count++;
            heap_add(&engine->deadlines, ref);
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
            heap_remove(&engine->deadlines, stage->clock.heap_index);
            break;
        case JOB_DELAYED:
            assert(department->delayed_count > 0);
            department->delayed_count--;
            heap_remove(&engine->deadlines, stage->clock.heap_index);
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

/* Ties are broken by position, so that the order does not depend on how the heap came to be. */
bool deadline_is_before(const void *context, uint32_t left, uint32_t right)
{
    const struct stage *a = bundles_stage_of_ref(context, left);
    const struct stage *b = bundles_stage_of_ref(context, right);

    assert(a->job == JOB_LEASED || a->job == JOB_DELAYED);
    assert(b->job == JOB_LEASED || b->job == JOB_DELAYED);
    if (a->due_ms != b->due_ms) return a->due_ms < b->due_ms;
    return a->changed_position < b->changed_position;
}

bool change_is_before(const void *context, uint32_t left, uint32_t right)
{
    const struct stage *a = bundles_stage_of_ref(context, left);
    const struct stage *b = bundles_stage_of_ref(context, right);

    assert(a->job == b->job);
    if (a->changed_position != b->changed_position) {
        return a->changed_position < b->changed_position;
    }
    return left < right;
}

/* The heap tells where each reference stands. */
void heap_is_placed(void *context, uint32_t ref, uint32_t index)
{
    struct stage *stage = bundles_stage_of_ref(context, ref);
    assert(!job_is_final((enum job_state)stage->job));
    stage->clock.heap_index = index;
}

/* Sorted through the heap, which is empty at this moment: no memory of its own. */
static void rebuild_state(struct engine *engine, enum job_state job)
{
    struct heap *heap = &engine->deadlines;

    assert(heap->count == 0);
    heap->is_before = change_is_before;
    for (uint32_t index = 0; index < engine->bundles.high; index++) {
        const struct bundle *bundle = &engine->bundles.at[index];
        uint32_t stage_count = bundle->number == 0 ? 0 : bundle->stage_count;
        for (uint32_t i = 0; i < stage_count; i++) {
            if (bundle_stage(&engine->bundles, bundle, i)->job != job) continue;
            heap_add(heap, stage_ref_of(index, i));
        }
    }
    while (heap->count > 0) {
        stage_ref ref = heap_first(heap);
        heap_remove(heap, 0);
        job_enter(engine, ref);
    }
    heap->is_before = deadline_is_before;
}

/* Leases and delays go into the heap as they are. */
static void rebuild_timed(struct engine *engine)
{
    assert(engine->deadlines.count == 0);
    assert(engine->deadlines.is_before == deadline_is_before);
    for (uint32_t index = 0; index < engine->bundles.high; index++) {
        const struct bundle *bundle = &engine->bundles.at[index];
        uint32_t stage_count = bundle->number == 0 ? 0 : bundle->stage_count;
        for (uint32_t i = 0; i < stage_count; i++) {
            struct stage *stage = bundle_stage(&engine->bundles, bundle, i);
            if (stage->job != JOB_LEASED && stage->job != JOB_DELAYED) continue;
            stage->clock.session = 0; /* whoever holds it will come back under another one */
            job_enter(engine, stage_ref_of(index, i));
        }
    }
}

void jobs_rebuild(struct engine *engine)
{
    assert(!engine->is_restoring);
    departments_forget_jobs(&engine->departments);
    engine->deadlines.count = 0;
    rebuild_state(engine, JOB_READY);
    rebuild_state(engine, JOB_PARKED);
    rebuild_timed(engine);
}

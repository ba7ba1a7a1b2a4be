/* SPDX-License-Identifier: Apache-2.0 */
/* Counts for operators, and the list of what needs one. */
#include "broker/core/machine.h"

#define LANES_LOOKED_AT 64 /* at each priority: a question must not take long */

/* Since when the oldest ready job waits: each lane is in order, so look at their heads. Where more
 * submitters wait than are looked at, those are whose turn is longest ago. */
static int64_t oldest_ready_ms(const struct engine *engine, const struct department *department)
{
    const struct lanes *lanes = &engine->departments.lanes;
    int64_t oldest_ms = 0;

    assert((department->ready_count == 0) == (department->ready_levels == 0));
    for (uint32_t priority = 0; priority < PRIORITY_COUNT; priority++) {
        uint32_t index = department->ready[priority].first;
        for (uint32_t i = 0; i < LANES_LOOKED_AT && index != LANE_NONE; i++) {
            const struct lane *lane = &lanes->at[index];
            const struct stage *stage = bundles_stage_of_ref(&engine->bundles, lane->jobs.first);
            if (oldest_ms == 0 || stage->since_ms < oldest_ms) oldest_ms = stage->since_ms;
            index = lane->next;
        }
    }
    return oldest_ms;
}

/* One row of the page. */
static void fill_department(const struct engine *engine, const struct department *department,
                            struct department_statistics *statistics)
{
    assert(!name_is_empty(&department->name));
    assert(department->free_count <= department->session_count);
    *statistics = (struct department_statistics){
        .department = department->name,
        .ready = department->ready_count,
        .leased = department->leased_count,
        .delayed = department->delayed_count,
        .parked = department->parked.count,
        .workers = department->session_count,
        .credit = department->credit,
        .oldest_ready_ms = oldest_ready_ms(engine, department),
        .yellow = department->card_counts[CARD_YELLOW],
        .red = department->card_counts[CARD_RED],
        .deep_red = department->card_counts[CARD_DEEP_RED],
    };
}

void engine_statistics(const struct engine *engine, const struct name *after,
                       struct msg_statistics *statistics)
{
    const struct departments *departments = &engine->departments;
    uint32_t at = departments_after(departments, after);

    assert(statistics != NULL);
    statistics->bundles_open = engine->open_count;
    statistics->bundles_submitted = engine->totals.bundles_submitted;
    statistics->bundles_ended = engine->totals.bundles_ended;
    statistics->permits_issued = engine->totals.permits_issued;
    statistics->claims_refused = engine->totals.claims_refused;
    statistics->jobs_expired = engine->totals.jobs_expired;
    statistics->sessions = engine->presence.count;
    statistics->is_draining = engine->is_draining;
    statistics->department_count = 0;
    statistics->next = (struct name){ { 0 } };
    for (; at < departments->count && statistics->department_count < DEPARTMENT_PAGE_MAX; at++) {
        fill_department(engine, &departments->at[departments->sorted[at]],
                        &statistics->departments[statistics->department_count++]);
    }
    assert(statistics->department_count <= DEPARTMENT_PAGE_MAX);
    if (at < departments->count) {
        statistics->next = statistics->departments[statistics->department_count - 1].department;
    }
}

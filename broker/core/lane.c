/* SPDX-License-Identifier: Apache-2.0 */
/* A lane is found by its owner when a job comes, and by the job's own record when it goes.
 *
 * Rejected: tags of virtual time, as in fair queueing of packets. They would have to be kept for
 * each job, in the facts too, since no replay that begins in the middle could work them out again,
 * and cost a heap for each queue. Jobs count one each here, and taking turns does the same. */
#include "broker/core/lane.h"

#include "broker/core/mix.h"

void lanes_init(struct lanes *lanes, struct arena *arena, uint32_t count_max)
{
    assert(lanes != NULL);
    assert(count_max > 0);

    *lanes = (struct lanes){
        .at = arena_take(arena, count_max, sizeof(struct lane)),
        .count_max = count_max,
    };
    map_init(&lanes->by_owner, arena, count_max);
}

static uint32_t tag_of_owner(const struct lane_owner *owner)
{
    uint64_t place = (uint64_t)owner->department << 8 | owner->priority;

    assert(owner->submitter != SUBMITTER_NONE);
    assert(owner->priority < PRIORITY_COUNT);
    return (uint32_t)mix64(place << 32 | owner->submitter);
}

static uint32_t find(const struct lanes *lanes, const struct lane_owner *owner)
{
    uint32_t tag = tag_of_owner(owner);
    uint32_t index = 0;

    assert(lanes->count <= lanes->count_max);
    for (uint32_t at = map_first(&lanes->by_owner, tag, &index); at != MAP_END;
         at = map_after(&lanes->by_owner, at, tag, &index)) {
        assert(index < lanes->high);
        const struct lane_owner *other = &lanes->at[index].owner;
        bool is_same_line =
            other->department == owner->department && other->priority == owner->priority;
        if (is_same_line && other->submitter == owner->submitter) return index;
    }
    return LANE_NONE;
}

/* An empty lane, in no line yet. */
static uint32_t take(struct lanes *lanes, const struct lane_owner *owner)
{
    assert(lanes->count < lanes->count_max);
    uint32_t index = lanes->high;
    if (lanes->free_first != 0) {
        index = lanes->free_first - 1;
        lanes->free_first = lanes->at[index].next;
    } else {
        lanes->high++;
    }
    assert(index < lanes->high);
    lanes->at[index] = (struct lane){ .owner = *owner };
    job_queue_init(&lanes->at[index].jobs);
    lanes->count++;
    map_add(&lanes->by_owner, tag_of_owner(owner), index);
    return index;
}

static void give_back(struct lanes *lanes, uint32_t index)
{
    struct lane *lane = &lanes->at[index];

    assert(lane->jobs.count == 0);
    assert(lanes->count > 0);
    map_remove(&lanes->by_owner, tag_of_owner(&lane->owner), index);
    lane->next = lanes->free_first;
    lanes->free_first = index + 1;
    lanes->count--;
}

void lanes_forget(struct lanes *lanes)
{
    assert(lanes->high <= lanes->count_max);
    for (uint32_t i = 0; i < lanes->high; i++) {
        if (lanes->at[i].jobs.count == 0) continue;
        lanes->at[i].jobs.count = 0;
        give_back(lanes, i);
    }
    assert(lanes->count == 0);
    lanes->high = 0;
    lanes->free_first = 0;
}

/* ---- A line -------------------------------------------------------------------------------- */

void line_init(struct line *line)
{
    assert(line != NULL);
    *line = (struct line){ .first = LANE_NONE, .last = LANE_NONE };
}

static void append_lane(struct line *line, struct lanes *lanes, uint32_t index)
{
    struct lane *lane = &lanes->at[index];

    assert((line->first == LANE_NONE) == (line->last == LANE_NONE));
    lane->previous = line->last;
    lane->next = LANE_NONE;
    if (line->last == LANE_NONE) {
        line->first = index;
    } else {
        lanes->at[line->last].next = index;
    }
    line->last = index;
}

static void remove_lane(struct line *line, struct lanes *lanes, uint32_t index)
{
    const struct lane *lane = &lanes->at[index];

    assert((lane->previous == LANE_NONE) == (line->first == index));
    assert((lane->next == LANE_NONE) == (line->last == index));
    if (lane->previous == LANE_NONE) {
        line->first = lane->next;
    } else {
        lanes->at[lane->previous].next = lane->next;
    }
    if (lane->next == LANE_NONE) {
        line->last = lane->previous;
    } else {
        lanes->at[lane->next].previous = lane->previous;
    }
}

void line_append(struct line *line, struct lanes *lanes, const struct bundles *bundles,
                 stage_ref ref, const struct lane_owner *owner)
{
    uint32_t index = find(lanes, owner);

    assert(bundles_stage_of_ref(bundles, ref)->job == JOB_READY);
    if (index == LANE_NONE) {
        index = take(lanes, owner);
        append_lane(line, lanes, index);
    }
    assert(lanes->at[index].owner.submitter == owner->submitter);
    job_queue_append(&lanes->at[index].jobs, bundles, ref);
    bundles_stage_of_ref(bundles, ref)->queue.lane = index;
    line->job_count++;
}

/* The lane in which a job stands. */
static uint32_t lane_of(const struct lanes *lanes, const struct bundles *bundles, stage_ref ref)
{
    const struct stage *stage = bundles_stage_of_ref(bundles, ref);

    assert(stage->job == JOB_READY);
    assert(stage->queue.lane < lanes->high);
    assert(lanes->at[stage->queue.lane].jobs.count > 0);
    return stage->queue.lane;
}

void line_remove(struct line *line, struct lanes *lanes, const struct bundles *bundles,
                 stage_ref ref)
{
    uint32_t index = lane_of(lanes, bundles, ref);

    assert(line->job_count > 0);
    job_queue_remove(&lanes->at[index].jobs, bundles, ref);
    line->job_count--;
    if (lanes->at[index].jobs.count > 0) return;
    remove_lane(line, lanes, index);
    give_back(lanes, index);
    assert((line->job_count == 0) == (line->first == LANE_NONE));
}

void line_pass(struct line *line, struct lanes *lanes, const struct bundles *bundles, stage_ref ref)
{
    uint32_t index = lane_of(lanes, bundles, ref);

    assert(line->job_count > 0);
    if (line->last == index) return;
    remove_lane(line, lanes, index);
    append_lane(line, lanes, index);
}

stage_ref line_next(const struct line *line, const struct lanes *lanes)
{
    assert(line->job_count > 0);
    assert(line->first < lanes->high);
    return lanes->at[line->first].jobs.first;
}

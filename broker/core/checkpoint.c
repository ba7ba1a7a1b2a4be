/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoint's side of the engine: what has changed goes out, a little at a time, and what was
 * stored comes back. */
#include "broker/core/image.h"

uint64_t engine_dirty_from(const struct engine *engine)
{
    assert(engine != NULL);
    uint32_t index = engine->bundles.dirty_first;
    if (index == BUNDLE_NONE) return engine->position_next;
    assert(engine->bundles.at[index].dirty_position != 0);
    return engine->bundles.at[index].dirty_position;
}

/* Longest dirty first, so that recover_from moves on with every bundle that is stored. */
bool engine_export_dirty(struct engine *engine, struct bundle_image *image)
{
    assert(engine != NULL);
    assert(image != NULL);
    uint32_t index = bundles_take_dirty(&engine->bundles);
    if (index == BUNDLE_NONE) return false;
    image_of(engine, index, image);
    if (image->result == RESULT_OPEN) engine->bundles.at[index].is_stored = true;
    return true;
}

bool engine_is_stored_open(const struct engine *engine, uint64_t bundle)
{
    assert(engine != NULL);
    uint32_t index = bundles_find(&engine->bundles, bundle);
    assert(index != BUNDLE_NONE);
    return engine->bundles.at[index].is_stored;
}

bool engine_is_recalled(const struct engine *engine, uint64_t bundle)
{
    assert(engine != NULL);
    uint32_t index = bundles_find(&engine->bundles, bundle);
    assert(index != BUNDLE_NONE);
    return engine->bundles.at[index].is_recalled;
}

/* Full to all but an eighth. Bundles that are open would not leave by being stored. */
bool engine_is_cramped(const struct engine *engine)
{
    const struct bundles *bundles = &engine->bundles;

    assert(bundles->count >= engine->open_count);
    assert(bundles->block_count <= bundles->block_count_max);
    if (bundles->count == engine->open_count) return false;
    return bundles->count_max - bundles->count <= bundles->count_max / 8 ||
           bundles->block_count_max - bundles->block_count <= bundles->block_count_max / 8;
}

void engine_evict(struct engine *engine, uint64_t bundle)
{
    uint32_t index = bundles_find(&engine->bundles, bundle);

    assert(index != BUNDLE_NONE);
    assert(engine->bundles.at[index].result != RESULT_OPEN);
    if (engine->bundles.at[index].dirty_position != 0) return; /* that image is not the last */
    timers_forget(engine, index);
    bundles_remove(&engine->bundles, index);
}

bool engine_export_counter(struct engine *engine, struct counter_image *image)
{
    assert(engine != NULL);
    assert(image != NULL);
    uint32_t index = permit_counters_take_dirty(&engine->counters);
    if (index == COUNTER_NONE) return false;
    const struct permit_counter *counter = &engine->counters.at[index];
    assert(counter->department < engine->departments.count);
    *image = (struct counter_image){
        .department = engine->departments.at[counter->department].name,
        .year = counter->year,
        .last = counter->last,
    };
    return true;
}

bool engine_export_request(struct engine *engine, struct request_image *image, uint32_t *slot)
{
    assert(engine != NULL);
    assert(slot != NULL);
    uint32_t found = request_window_take_unsaved(&engine->requests);
    if (found == REQUEST_NONE) return false;
    *slot = found;
    *image = engine->requests.at[found];
    return true;
}

void engine_export_totals(const struct engine *engine, struct totals_image *image)
{
    assert(engine != NULL);
    assert(image != NULL);
    *image = engine->totals;
}

/* ---- Back ---------------------------------------------------------------------------------- */

/* A number near the end of its range would let the next issue run over it. */
enum err engine_restore_counter(struct engine *engine, const struct counter_image *image)
{
    struct permit_counters *counters = &engine->counters;

    assert(image != NULL);
    uint16_t department = departments_find(&engine->departments, &image->department);
    if (department == DEPARTMENT_NONE) return ERR_CORRUPT;
    if (image->last == 0 || image->last > UINT32_MAX / 2) return ERR_CORRUPT;
    if (permit_counters_find(counters, department, image->year) != COUNTER_NONE) {
        return ERR_CORRUPT;
    }
    if (!permit_counters_set(counters, department, image->year, image->last)) {
        return ERR_NO_MEMORY;
    }
    uint32_t index = permit_counters_take_dirty(counters); /* it comes from the store */
    assert(index != COUNTER_NONE);
    return OK;
}

enum err engine_restore_request(struct engine *engine, const struct request_image *image)
{
    struct request_window *window = &engine->requests;

    assert(image != NULL);
    if (request_mark_is_empty(&image->mark) || image->position == 0) return ERR_CORRUPT;
    uint32_t slot = request_window_find(window, &image->mark.id);
    if (slot == REQUEST_NONE) {
        request_window_add(window, image);
    } else if (window->at[slot].position < image->position) {
        window->at[slot] = *image; /* left over in the store from a larger window */
    }
    return OK;
}

/* From here on queues are not kept: the bundles that follow come in any order. */
enum err engine_restore_totals(struct engine *engine, const struct totals_image *image)
{
    assert(image != NULL);
    assert(engine->bundles.count == 0);
    if (engine->totals.position != 0) return ERR_CORRUPT;
    assert(engine->position_next == 1);
    if (image->position == UINT64_MAX) return ERR_CORRUPT;
    if (image->bundles_ended > image->bundles_submitted) return ERR_CORRUPT;
    engine->totals = *image;
    engine->position_next = image->position + 1;
    engine->is_restoring = true;
    return OK;
}

/* Answers point back into the journal. */
static bool positions_are_good(const struct engine *engine)
{
    assert(engine->requests.count <= engine->requests.count_max);
    assert(engine->published.count <= engine->published.count_max);
    for (uint32_t i = 0; i < engine->requests.count; i++) {
        if (engine->requests.at[i].position > engine->totals.position) return false;
    }
    for (uint32_t i = 0; i < engine->published.count; i++) {
        if (engine->published.at[i].position > engine->totals.position) return false;
    }
    return engine->calendar.position <= engine->totals.position;
}

void engine_restore_rewind(struct engine *engine, uint64_t position)
{
    assert(position > 0);
    assert(engine->position_next == engine->totals.position + 1);
    engine->will_rewind = position < engine->position_next;
}

enum err engine_restore_end(struct engine *engine)
{
    assert(engine != NULL);
    assert(engine->position_next == engine->totals.position + 1);
    assert(engine->open_count <= engine->totals.bundles_submitted);
    if (!positions_are_good(engine)) return ERR_CORRUPT;
    request_window_restored(&engine->requests);
    engine->may_rewind = true;
    if (engine->will_rewind) return OK; /* is_restoring until the replay has caught up */
    engine->is_restoring = false;
    jobs_rebuild(engine);
    return OK;
}

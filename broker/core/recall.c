/* SPDX-License-Identifier: Apache-2.0 */
/* Ended bundles that have left memory, and come back.
 *
 *     an act on it      the shell finds its image and puts it into the event
 *     a term is over    the store keeps, in order of time, when a bundle must be looked at; the shell
 *                       finds its image then, and makes an event of it (EVENT_WAKE)
 *     a replay          has a fact that the stored image lacks: engine_wants_recall
 *
 * Coming back is no fact: an image says nothing that the journal does not. Whoever is recalled and
 * gets no new fact leaves in the same step; whoever gets one is dirty, is stored anew, and leaves with
 * the commit of that (engine_evict).
 *
 * Rejected: to keep bundles in memory while a term of theirs runs. Works must begin within three
 * months, a permit is valid for three years or without end, and the memory of a broker is for what
 * is open. A restart would have to load them all, too. */
#include "broker/core/machine.h"

bool engine_wants_recall(const struct engine *engine, const struct fact *fact)
{
    assert(engine != NULL);
    if (fact->type != FACT_ACTED || (act_needs(fact->acted.act) & ALSO_ENDED) == 0) return false;
    return bundles_find(&engine->bundles, fact->bundle) == BUNDLE_NONE;
}

/* Where a withdrawal touched a stage last is where it stands itself. */
static uint64_t withdrawn_position(const struct bundle_image *image)
{
    for (uint32_t i = 0; i < image->stage_count && i < STAGES_MAX; i++) {
        if (image->stages[i].state == STAGE_WITHDRAWN) return image->stages[i].changed_position;
    }
    return 0;
}

struct archived engine_archived(const struct bundle_image *image)
{
    assert(image != NULL);
    assert(image->result != RESULT_OPEN);
    return (struct archived){
        .is_found = true,
        .bundle = image->bundle,
        .submitted_position = image->submitted_position,
        .version = image->version,
        .content_hash = image->content_hash,
        .procedure = image->procedure,
        .result = image->result,
        .withdrawn_position = withdrawn_position(image),
        .image = image,
    };
}

enum err step_recall(struct step *step, struct target *target)
{
    struct engine *engine = step->engine;
    const struct archived *archived = &step->event->archived;

    assert(target->is_ended);
    assert(target->bundle == NULL);
    if (archived->image == NULL || archived->image->bundle != archived->bundle) return ERR_CORRUPT;
    enum err err = engine_recall(engine, archived->image);
    if (err != OK) return err;
    target->index = bundles_find(&engine->bundles, archived->bundle);
    target->bundle = &engine->bundles.at[target->index];
    target->is_recalled = true;
    return OK;
}

void step_dismiss(struct step *step, const struct target *target)
{
    struct engine *engine = step->engine;

    if (!target->is_recalled || target->bundle->dirty_position != 0) return;
    assert(target->bundle->result != RESULT_OPEN);
    timers_forget(engine, target->index);
    bundles_remove(&engine->bundles, target->index);
}

/* Nobody is told where it cannot be done now: the shell will ask again. */
void step_wake(struct step *step)
{
    const struct engine *engine = step->engine;
    struct target target = { .index = bundles_find(&engine->bundles, step->event->wake) };

    assert(step->event->type == EVENT_WAKE);
    assert(step->event->session.n == 0);
    if (step->event->room == ROOM_NONE) return;
    if (target.index == BUNDLE_NONE) {
        target.is_ended = true;
        if (step_recall(step, &target) != OK) return;
    }
    timers_run_for(step, target.index);
    step_dismiss(step, &target);
}

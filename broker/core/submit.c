/* SPDX-License-Identifier: Apache-2.0 */
/* SUBMIT: a bundle comes in; every stage that may start is opened, unless it has to be accepted first.
 *
 * The submitter's key makes it safe to repeat for ever: a key that is known answers with the first
 * bundle, from memory or from the archive. Refusals in order: DRAINING, NOT_ALLOWED,
 * PROCEDURE_UNKNOWN, KEY_CONFLICT, MATERIAL_UNKNOWN, CONDITION_FAILED, ELEMENTS_TOO_MANY,
 * NOTHING_APPLIES, MATERIAL_MISSING, DISK_FULL, BUSY; a known submission is answered also while the broker is BUSY or its disk is full. */
#include "broker/core/in_force.h"
#include "broker/core/tolerance.h"
#include "broker/core/words.h"

#define SHARE_OF_ONE 7 /* times what it leaves to others */
#define DOSSIER_SHARE 64

/* What is known under the event's key: false if nothing. */
static bool find_known(const struct step *step, struct archived *known)
{
    const struct bundles *bundles = &step->engine->bundles;
    uint32_t index = bundles_find_key(bundles, &step->event->key_hash);

    if (index == BUNDLE_NONE) {
        *known = step->event->archived;
        return known->is_found;
    }
    const struct bundle *bundle = &bundles->at[index];
    assert(bundle->number != 0);
    assert(bundle->procedure < step->engine->published.count);
    *known = (struct archived){
        .is_found = true,
        .bundle = bundle->number,
        .submitted_position = bundle->submitted_position,
        .version = step->engine->published.at[bundle->procedure].procedure.version,
        .content_hash = bundle->content_hash,
    };
    return true;
}

/* Answer again what was answered first, or refuse the key for other content. */
static void answer_known(struct step *step, const struct archived *known)
{
    assert(known->is_found);
    assert(known->bundle > 0);
    if (!hash_is_equal(&known->content_hash, &step->event->content_hash)) {
        step_refuse_field(step, ERR_KEY_CONFLICT, "key", known->bundle);
        return;
    }
    step_answer(step, &(struct msg_recorded){
                          .bundle = known->bundle,
                          .position = known->submitted_position,
                          .repeated = true,
                          .version = known->version,
                      });
}

/* Say which one is missing. */
static void refuse_procedure(struct step *step)
{
    const struct msg_submit *submit = &step->event->submit;
    struct refusal refusal = { .err = ERR_PROCEDURE_UNKNOWN, .field = "procedure" };
    struct words words;

    assert(step->effects->count == 0);
    words_init(&words, refusal.text, sizeof refusal.text);
    words_add(&words, "no procedure ");
    words_add_name(&words, &submit->procedure);
    if (submit->version != 0) {
        words_add(&words, " version ");
        words_add_number(&words, submit->version);
    }
    bool is_early =
        published_find(&step->engine->published, &submit->procedure, 0) != PUBLISHED_NONE;
    bool is_named = submit->version != 0;
    words_add(&words, is_early && !is_named ? " is in force yet" : " is published");
    step_refuse(step, &refusal);
}

static void refuse_material(struct step *step, uint64_t bundle)
{
    struct refusal refusal = { .err = ERR_MATERIAL_UNKNOWN,
                               .field = "materials",
                               .bundle = bundle };
    struct words words;

    assert(!name_is_empty(&step->event->material_unknown));
    words_init(&words, refusal.text, sizeof refusal.text);
    words_add(&words, "the procedure has no material ");
    words_add_name(&words, &step->event->material_unknown);
    words_add(&words, ", or it is given twice");
    step_refuse(step, &refusal);
}

/* "stage "works.1": for_each gives 7 elements, at most 4 are possible: .buildings". */
static void refuse_condition(struct step *step, const struct procedure_stage *stage,
                             uint64_t bundle)
{
    const struct conditions *conditions = &step->event->conditions;
    bool is_failed = conditions->failure != NULL;
    bool is_for_each = !is_failed || conditions->is_for_each;
    struct refusal refusal = { .err = is_failed ? ERR_CONDITION_FAILED : ERR_ELEMENTS_TOO_MANY,
                               .field = "application",
                               .bundle = bundle };
    struct words words;

    assert(is_failed || conditions->element_count > stage->at_most);
    words_init(&words, refusal.text, sizeof refusal.text);
    words_add(&words, "stage ");
    words_add_name(&words, &stage->name);
    words_add(&words, is_for_each ? ": for_each " : ": applies_if ");
    if (is_failed) {
        words_add(&words, conditions->failure);
    } else {
        words_add(&words, "gives ");
        words_add_number(&words, conditions->element_count);
        words_add(&words, " elements, at most ");
        words_add_number(&words, stage->at_most);
        words_add(&words, " are possible");
    }
    words_add(&words, ": ");
    words_add(&words, is_for_each ? stage->for_each : stage->applies_if);
    step_refuse(step, &refusal);
}

bool step_refuse_application(struct step *step, const struct procedure *procedure, uint64_t bundle)
{
    const struct conditions *conditions = &step->event->conditions;
    bool is_failed = conditions->failure != NULL;

    assert((conditions->skipped & ~set_first(procedure->stage_count)) == 0);
    if (!name_is_empty(&step->event->material_unknown)) {
        refuse_material(step, bundle);
        return true;
    }
    if (!is_failed && conditions->element_count == 0) return false;
    uint32_t stage = is_failed ? conditions->failed_stage : conditions->too_many_stage;
    assert(stage < procedure->stage_count);
    refuse_condition(step, &procedure->stages[stage], bundle);
    return true;
}

/* Places for bundles like this one. A 64th of the blocks is kept for the dossiers of those that are
 * there: what the law does to a bundle must not wait for room that new ones take. */
static uint32_t places_for(const struct bundles *bundles, const struct procedure *procedure)
{
    const struct bundle_size size = procedure_size(procedure);
    uint32_t kept = bundles->block_count_max / DOSSIER_SHARE;
    uint32_t left = bundles->block_count_max - bundles->block_count;
    uint32_t places = bundles_places(bundles, &size);
    uint32_t by_blocks = left <= kept ? 0 : (left - kept) / bundle_blocks(&size);

    assert(bundles->block_count <= bundles->block_count_max);
    return by_blocks < places ? by_blocks : places;
}

/* What may not come later must come now. Returns: true - refused. */
static bool refuse_missing(struct step *step, const struct procedure *procedure,
                           const struct lack *lack)
{
    struct refusal refusal = { .err = ERR_MATERIAL_MISSING, .field = "materials" };
    struct words words;
    uint32_t first = 0;

    assert(step->event->type == EVENT_SUBMIT);
    if (lack->fatal == 0) return false;
    while ((lack->fatal >> first & 1) == 0) {
        first++;
    }
    assert(first < procedure->material_count);
    words_init(&words, refusal.text, sizeof refusal.text);
    words_add(&words, "the material ");
    words_add_name(&words, &procedure->materials[first].name);
    words_add(&words, " is missing, and may not come later");
    step_refuse(step, &refusal);
    return true;
}

/* Nothing stands against it: record it, answer, say what is missing, and open what may begin. */
static void open_bundle(struct step *step, const struct published *published, uint64_t tolerated)
{
    const struct event *event = step->event;
    const struct procedure *procedure = &published->procedure;
    const set32 skipped = event->conditions.skipped;
    const bool is_received = procedure->intake.counter;
    const struct standing standing = {
        .waiting = is_received ? 0 : set_first(procedure->stage_count) & ~skipped,
        .met = skipped,
    };
    uint64_t number = step->engine->totals.bundles_submitted + 1;

    assert(event->submit.priority < PRIORITY_COUNT);
    assert(event->submit.key.size <= KEY_BYTES_MAX);
    struct fact *fact = engine_fact(step, FACT_BUNDLE_SUBMITTED, number);
    fact->bundle_submitted = (struct fact_bundle_submitted){
        .procedure = procedure->name,
        .version = procedure->version,
        .submitter = event->principal,
        .key = event->submit.key,
        .key_hash = event->key_hash,
        .content_hash = event->content_hash,
        .priority = event->submit.priority,
        .application = event->submit.application,
        .onward = cascade_onward(published, &standing),
        .skipped = skipped,
        .received = is_received,
    };
    engine_record(step, fact);
    step_answer(step, &(struct msg_recorded){
                          .bundle = number,
                          .position = step->engine->position_next - 1,
                          .version = procedure->version,
                      });
    uint32_t index = bundles_find(&step->engine->bundles, number);
    if (tolerated != 0) tolerance_begin(step, index, tolerated);
    cascade(step, index);
}

/* One submitter has at most seven times the room that it leaves to others: alone it fills seven
 * eighths of all, two fill seven fifteenths each, and a newcomer always finds some. The rule knows
 * nobody but who asks (Choudhury and Hahne: dynamic queue length thresholds, 1998).
 * Source: proto/SPEC.md 8 "SUBMIT". */
static bool leaves_room(const struct step *step, uint32_t places)
{
    const struct submitters *submitters = &step->engine->bundles.submitters;

    assert(places > 0);
    if (places >= step->engine->bundles.count_max / 8) return true;
    uint32_t index = submitters_find(submitters, &step->event->principal);
    if (index == SUBMITTER_NONE) return true;
    assert(index < submitters->high);
    return submitters->at[index].bundle_count / SHARE_OF_ONE <= places;
}

/* A dossier begins with an entry for each missing material. */
static bool has_dossier_room(const struct bundles *bundles, const struct procedure *procedure,
                             uint64_t tolerated)
{
    struct bundle_size size = procedure_size(procedure);

    assert(bundles->block_count <= bundles->block_count_max);
    size.entry_count += tolerance_count(tolerated);
    return bundle_blocks(&size) <= bundles->block_count_max - bundles->block_count;
}

void step_submit(struct step *step)
{
    struct engine *engine = step->engine;
    const struct msg_submit *submit = &step->event->submit;
    struct archived known;

    assert(step->event->type == EVENT_SUBMIT);
    if (!step_admit(step, ROLE_SUBMITTER)) return;
    uint32_t today = in_force_day(&engine->calendar.hours, step->event->now_ms);
    uint32_t index = in_force_find(&engine->published, &submit->procedure, submit->version, today);
    if (index == PUBLISHED_NONE) {
        refuse_procedure(step);
        return;
    }
    if (find_known(step, &known)) {
        answer_known(step, &known);
        return;
    }
    const struct procedure *procedure = &engine->published.at[index].procedure;
    if (step_refuse_application(step, procedure, 0)) return;
    if (step->event->conditions.skipped == set_first(procedure->stage_count)) {
        step_refuse_field(step, ERR_NOTHING_APPLIES, "application", 0);
        return;
    }
    const struct lack lack =
        tolerance_lack(procedure, step->event->materials_missing, step->event->conditions.skipped);
    bool is_asked_for = procedure->intake.counter; /* by the counter, all at once (许可法 32(4)) */
    if (!is_asked_for && refuse_missing(step, procedure, &lack)) return;
    if (!step_has_disk(step, true, 0)) return;
    assert(procedure->version > 0);
    uint32_t places = places_for(&engine->bundles, procedure);
    bool has_room = places > 0 && has_dossier_room(&engine->bundles, procedure, lack.tolerated);
    if (!has_room || !leaves_room(step, places)) {
        step_refuse_field(step, ERR_BUSY, has_room ? "submitter" : "bundles", 0);
        return;
    }
    open_bundle(step, &engine->published.at[index], lack.tolerated);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/intake.h"

#include "broker/core/migration.h"

/* The entry of the counter stands first, if there is one. */
static struct entry *entry_of(const struct bundles *bundles, const struct bundle *bundle)
{
    if (bundle->entry_count == 0) return NULL;
    struct entry *entry = bundle_entry(bundles, bundle, 0);
    return entry->kind == ENTRY_INTAKE ? entry : NULL;
}

static struct entry *entry_of_change(const struct change *change)
{
    struct entry *entry = entry_of(&change->engine->bundles, change->bundle);

    assert(phase_is_intake(change->bundle->phase));
    assert(entry != NULL && entry->detail == INTAKE_OPEN);
    return entry;
}

/* The applicant has been told before what to correct. */
static bool was_asked(const struct bundles *bundles, const struct bundle *bundle)
{
    assert(bundle->number != 0);
    assert(bundle->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        if (bundle_entry(bundles, bundle, i)->kind == ENTRY_INTAKE_NOTICE) return true;
    }
    return false;
}

/* ---- Receipt --------------------------------------------------------------------------------- */

void intake_begin(const struct change *change)
{
    struct entry *entry = bundle_enter(&change->engine->bundles, change->bundle);

    assert(change->fact->type == FACT_BUNDLE_SUBMITTED);
    assert(change->bundle->entry_count == 1);
    entry->kind = ENTRY_INTAKE;
    entry->stage = STAGE_WHOLE;
    entry->amount = 1;
    entry->position = change->fact->position;
    entry->from_ms = change->fact->at_ms;
    change->bundle->phase = PHASE_RECEIVED;
}

/* ---- What can be done ------------------------------------------------------------------------ */

/* It is at the counter, and not with the applicant. */
enum err intake_check(const struct act_case *act, struct refusal *refusal)
{
    const struct bundle *bundle = act->target.bundle;

    assert(bundle->result == RESULT_OPEN);
    if (bundle->phase == PHASE_CORRECTING) {
        return act_impossible(refusal, "the applicant has been told what to correct, and has not "
                                       "supplied it yet");
    }
    if (bundle->phase != PHASE_RECEIVED) {
        return act_impossible(refusal, "the bundle is accepted already");
    }
    return OK;
}

/* Accepted, it may come under a newer version, which needs its room. */
enum err intake_check_accept(const struct act_case *act, struct refusal *refusal)
{
    enum err err = intake_check(act, refusal);

    assert(act->msg->act == ACT_ACCEPT || act->msg->act == ACT_PUT_RIGHT);
    if (err != OK || migration_has_room_at_acceptance(act->step, act->target.index)) return err;
    refusal->field = "stages";
    return ERR_BUSY;
}

/* Whoever is sent away is told where to (许可法 32(2)); but where the corrections that were asked for
 * are not what was asked for, there is nowhere to send them. */
enum err intake_check_not_accept(const struct act_case *act, struct refusal *refusal)
{
    enum err err = intake_check(act, refusal);

    assert(act->msg->act == ACT_NOT_ACCEPT);
    if (err != OK || !name_is_empty(&act->msg->on)) return err;
    if (was_asked(&act->step->engine->bundles, act->target.bundle)) return OK;
    refusal->field = "on";
    return act_impossible(refusal, "say which authority is the right one (on): the applicant is "
                                   "told where to go");
}

/* All at once, and once only: 一次告知 (许可法 32(4)). */
enum err intake_check_ask(const struct act_case *act, struct refusal *refusal)
{
    enum err err = intake_check(act, refusal);

    assert(act->msg->act == ACT_ASK_CORRECTIONS);
    if (err != OK) return err;
    if (!was_asked(&act->step->engine->bundles, act->target.bundle)) return OK;
    return act_impossible(refusal, "the applicant was told once what to correct; all of it is told "
                                   "at once, and nothing afterwards");
}

/* ---- Acceptance ------------------------------------------------------------------------------ */

static void fill_acceptance(const struct engine *engine, const struct bundle *bundle,
                            struct fact_acted *fact)
{
    struct standing standing = cascade_standing_in_review(bundle);

    assert(bundle->phase == PHASE_RECEIVED);
    fact->onward = cascade_onward(&engine->published.at[bundle->procedure], &standing);
}

/* The version that is in force now governs, if it fits: a fact of its own, before this one. */
void intake_decide_accept(const struct act_case *act, struct fact_acted *fact)
{
    assert(act->stage == STAGE_WHOLE);
    migration_at_acceptance(act->step, act->target.index);
    fill_acceptance(act->step->engine, act->target.bundle, fact);
}

bool intake_accepts_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct entry *entry = entry_of(&change->engine->bundles, change->bundle);

    assert(body->act == ACT_ACCEPT || body->act == ACT_PUT_RIGHT || body->act == ACT_DEEM_ACCEPTED);
    if (change->bundle->phase != PHASE_RECEIVED) return false;
    assert(entry != NULL);
    if (entry->detail != INTAKE_OPEN) return false; /* its end is on its way */
    return body->act != ACT_DEEM_ACCEPTED || body->until_ms == entry->from_ms;
}

static void settle(const struct change *change, enum intake_outcome outcome)
{
    struct entry *entry = entry_of_change(change);

    assert(outcome > INTAKE_OPEN && outcome < INTAKE_OUTCOME_COUNT);
    entry->detail = (uint8_t)outcome;
    entry->until_ms = change->fact->at_ms;
    entry->position = change->fact->position;
    entry->by = change->fact->acted.by;
    entry->materials = change->fact->acted.materials;
}

void intake_accept(const struct change *change)
{
    enum intake_outcome outcome = INTAKE_ACCEPTED;

    assert(change->bundle->phase == PHASE_RECEIVED);
    if (change->fact->acted.act == ACT_PUT_RIGHT) outcome = INTAKE_PUT_RIGHT;
    if (change->fact->acted.act == ACT_DEEM_ACCEPTED) outcome = INTAKE_DEEMED;
    settle(change, outcome);
    change->bundle->phase = PHASE_REVIEW;
}

/* Silence makes it accepted from the day of receipt on, not from today (许可法 32(4)); where something
 * was supplied, from the day on which that was received. */
int64_t intake_effective_ms(const struct fact *fact)
{
    bool is_deemed = fact->type == FACT_ACTED && fact->acted.act == ACT_DEEM_ACCEPTED;
    return is_deemed ? fact->acted.until_ms : fact->at_ms;
}

const struct name *intake_acceptor(const struct bundles *bundles, const struct bundle *bundle)
{
    const struct entry *entry = entry_of(bundles, bundle);

    assert(bundle->number != 0);
    if (entry == NULL || !intake_is_accepted(entry->detail)) return NULL;
    return name_is_empty(&entry->by) ? NULL : &entry->by;
}

/* ---- The end --------------------------------------------------------------------------------- */

/* What an act makes of the bundle; a lapse says it itself. */
static enum intake_outcome outcome_of(const struct fact_acted *body)
{
    assert(body->act == ACT_NOT_REQUIRE || body->act == ACT_NOT_ACCEPT ||
           body->act == ACT_LAPSE_INTAKE);
    if (body->act == ACT_NOT_REQUIRE) return INTAKE_NOT_REQUIRED;
    if (body->act == ACT_NOT_ACCEPT) return INTAKE_NOT_ACCEPTED;
    return (enum intake_outcome)body->detail;
}

bool intake_ends_well(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;
    const struct entry *entry = entry_of(&change->engine->bundles, change->bundle);
    bool is_lapse = body->act == ACT_LAPSE_INTAKE;

    assert(change->bundle->result == RESULT_OPEN);
    if (change->bundle->phase != (is_lapse ? PHASE_CORRECTING : PHASE_RECEIVED)) return false;
    assert(entry != NULL);
    if (entry->detail != INTAKE_OPEN) return false; /* its end is on its way */
    bool is_outcome = body->detail >= INTAKE_NOT_ACCEPTED && body->detail <= INTAKE_RETURNED;
    return !is_lapse || is_outcome;
}

/* Nothing of it will be reviewed. */
void intake_end(const struct change *change)
{
    assert(phase_is_intake(change->bundle->phase));
    settle(change, outcome_of(&change->fact->acted));
    change_withdraw(change);
    assert(bundle_final(change->bundle) == set_first(change->bundle->stage_count));
}

enum bundle_result intake_result(const struct bundles *bundles, const struct bundle *bundle)
{
    static const uint8_t results[INTAKE_OUTCOME_COUNT] = {
        [INTAKE_NOT_REQUIRED] = RESULT_NOT_REQUIRED,
        [INTAKE_NOT_ACCEPTED] = RESULT_NOT_ACCEPTED,
        [INTAKE_WITHDRAWN] = RESULT_WITHDRAWN,
        [INTAKE_RETURNED] = RESULT_RETURNED,
    };
    const struct entry *entry = entry_of(bundles, bundle);

    if (entry == NULL) return RESULT_OPEN;
    assert(entry->detail < INTAKE_OUTCOME_COUNT);
    return (enum bundle_result)results[entry->detail];
}

void intake_close(const struct change *change)
{
    assert(change->bundle->result != RESULT_OPEN);
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(&change->engine->bundles, change->bundle, i);
        assert(entry->kind > 0);
        bool is_of_intake = entry->kind == ENTRY_INTAKE || entry->kind == ENTRY_INTAKE_NOTICE;
        if (is_of_intake && entry->until_ms == 0) entry->until_ms = change->fact->at_ms;
    }
}

/* ---- Corrections before acceptance ----------------------------------------------------------- */

bool intake_asks_well(const struct change *change)
{
    assert(change->fact->acted.act == ACT_ASK_CORRECTIONS);
    if (change->bundle->phase != PHASE_RECEIVED) return false;
    assert(entry_of(&change->engine->bundles, change->bundle) != NULL);
    return !was_asked(&change->engine->bundles, change->bundle);
}

/* The counter's clock is off, the applicant's on; clocks that count from the receipt stand meanwhile
 * (建筑法 8: they are shifted by the time that it takes). */
void intake_ask(const struct change *change)
{
    assert(change->bundle->phase == PHASE_RECEIVED);
    change_enter(change, ENTRY_INTAKE_NOTICE)->materials = change->fact->acted.materials;
    change_enter(change, ENTRY_PAUSE)->detail = PAUSE_INTAKE;
    change->bundle->phase = PHASE_CORRECTING;
}

bool intake_is_correcting(const struct engine *engine, const struct bundle *bundle)
{
    assert(engine != NULL);
    assert(bundle->number != 0);
    return bundle->phase == PHASE_CORRECTING;
}

/* Nothing of it has been reviewed before. */
set32 intake_reviews_nothing(const struct engine *engine, const struct bundle *bundle,
                             uint64_t changed)
{
    (void)changed;
    assert(intake_is_correcting(engine, bundle));
    return 0;
}

/* All that was asked for has come, so it is received again: the counter has its whole time, counted
 * from now on, and so does what silence means (许可法 32(4)). */
void intake_supplied(const struct change *change)
{
    static const enum entry_kind ended[] = { ENTRY_INTAKE_NOTICE, ENTRY_PAUSE };
    struct entry *entry = entry_of_change(change);

    assert(change->bundle->phase == PHASE_CORRECTING);
    for (uint32_t i = 0; i < sizeof ended / sizeof ended[0]; i++) {
        struct entry *open =
            bundle_open_entry(&change->engine->bundles, change->bundle, ended[i], STAGE_WHOLE);
        assert(open != NULL);
        open->until_ms = change->fact->at_ms;
    }
    entry->from_ms = change->fact->at_ms;
    entry->amount++;
    change->bundle->phase = PHASE_RECEIVED;
}

/* ---- Time ------------------------------------------------------------------------------------ */

/* Calendars end somewhere; who has a clock beyond that waits for ever. */
static bool is_countable(int64_t from_ms)
{
    return from_ms >= CALENDAR_AT_MS_MIN && from_ms <= CALENDAR_AT_MS_MAX;
}

/* The last instant of a limit that begins to count as something is received. */
static int64_t limit_end_ms(const struct engine *engine, struct limit limit, int64_t from_ms)
{
    const struct course course = { .clock = { .started_ms = from_ms } };
    const struct calendar_image *calendar = &engine->calendar;

    assert(limit.value != 0);
    if (!is_countable(from_ms)) return INT64_MAX;
    return ledger_read(&calendar->calendar, &calendar->hours, &course, limit, from_ms).due_ms;
}

/* On the spot (登记 17) is the day of receipt, until the office closes. */
int64_t intake_look_due_ms(const struct engine *engine, const struct procedure *procedure,
                           int64_t from_ms)
{
    const struct calendar_image *calendar = &engine->calendar;
    const struct procedure_intake *intake = &procedure->intake;

    assert(intake->counter);
    assert(procedure->stage_count > 0);
    if (intake->on_spot) {
        if (!is_countable(from_ms)) return INT64_MAX;
        int32_t day = calendar_receipt(&calendar->calendar, &calendar->hours, from_ms).day;
        return calendar_add(&calendar->calendar, &calendar->hours, LIMIT_WORKING_DAYS,
                            office_hours_instant(&calendar->hours, day, 0), 0)
            .at_ms;
    }
    return intake->within.value == 0 ? INT64_MAX : limit_end_ms(engine, intake->within, from_ms);
}

/* The applicant's; INT64_MAX: it is not limited. */
static int64_t correction_due_ms(const struct engine *engine, const struct bundle *bundle)
{
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    const struct entry *notice =
        bundle_open_entry(&engine->bundles, bundle, ENTRY_INTAKE_NOTICE, STAGE_WHOLE);

    assert(bundle->phase == PHASE_CORRECTING);
    assert(notice != NULL);
    if (procedure->intake.correct_within.value == 0) return INT64_MAX;
    return limit_end_ms(engine, procedure->intake.correct_within, notice->from_ms);
}

/* Whoever acts at the last instant is in time; so the next one is when it is over. */
int64_t intake_due(const struct engine *engine, uint32_t index)
{
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    int64_t due_ms = INT64_MAX;

    assert(bundle->result == RESULT_OPEN);
    if (bundle->phase == PHASE_RECEIVED && procedure->intake.on_silence == ON_SILENCE_ACCEPT) {
        due_ms = intake_look_due_ms(engine, procedure, entry_of(&engine->bundles, bundle)->from_ms);
    } else if (bundle->phase == PHASE_CORRECTING) {
        due_ms = correction_due_ms(engine, bundle);
    }
    return due_ms == INT64_MAX ? INT64_MAX : due_ms + 1;
}

/* National law is silent on an applicant who does not answer; places differ. */
static enum intake_outcome outcome_of_lapse(uint8_t on_lapse)
{
    assert(on_lapse >= ON_LAPSE_RETURN && on_lapse <= ON_LAPSE_NOT_ACCEPT);
    if (on_lapse == ON_LAPSE_RETURN) return INTAKE_RETURNED;
    return on_lapse == ON_LAPSE_WITHDRAW ? INTAKE_WITHDRAWN : INTAKE_NOT_ACCEPTED;
}

void intake_run(struct step *step, uint32_t index)
{
    const struct engine *engine = step->engine;
    const struct bundle *bundle = &engine->bundles.at[index];
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    struct fact_acted acted = { .act = ACT_DEEM_ACCEPTED, .stage = STAGE_WHOLE };

    assert(intake_due(engine, index) <= step->event->now_ms);
    if (bundle->phase == PHASE_CORRECTING) {
        acted.act = ACT_LAPSE_INTAKE;
        acted.detail = (uint8_t)outcome_of_lapse(procedure->intake.on_lapse);
    } else {
        acted.until_ms = entry_of(&engine->bundles, bundle)->from_ms;
        fill_acceptance(engine, bundle, &acted);
    }
    act_by_itself(step, index, &acted);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Migration: the operator moves open bundles to another version of their procedure, rightly and wrongly, and
 * others try to; a bundle that is accepted goes to a version that came into force while it stood at the
 * counter. From the fact on that version governs, which is what `bundle->procedure` says to everybody
 * else. Source: proto/SPEC.md 9 "MIGRATE", "PUBLISH". */
#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/edges.h"
#include "tests/sim/fits.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/versions.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#include <stdio.h>

#define TRIES_MAX 5
#define MOVES_MAX 1024
#define MIGRATIONS_MAX 32
#define MEANWHILE_MAX 4 /* moves of a bundle */
#define UNKNOWN_VERSION 9
#define UNKNOWN_BUNDLE 100000

/* What somebody wants. */
struct move {
    uint64_t bundle;
    uint32_t planned;
    uint32_t procedure; /* of the plan; PLAN_PROCEDURES_MAX: of no such name */
    uint32_t version;   /* 0: the newest in force */
    uint32_t peer;
    bool by_key;
};

/* What was done. */
struct migration {
    uint64_t position;
    uint32_t from;
};

static struct move moves[MOVES_MAX];
static uint32_t move_count;
static struct {
    int64_t received_ms;
    uint64_t received_position;
    uint8_t meanwhile; /* moves that were wanted because something was under way */
    uint32_t count;
    struct migration list[MIGRATIONS_MAX];
    set32 fixed;                 /* stages that had ended when the version that governs began to */
    uint64_t acceptance;         /* the position at which it must be accepted; 0: none */
    uint32_t leased[STAGES_MAX]; /* the version that governed at the last lease */
} histories[PLAN_BUNDLES_MAX];
static uint64_t looked;

static void begin(void)
{
    move_count = 0;
    looked = 0;
    memset(histories, 0, sizeof histories);
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

static uint32_t draw_version(struct chance *chance, uint32_t procedure)
{
    uint32_t count = plan.procedures[procedure].version_count;
    uint32_t version = 1 + chance_below(chance, count);
    if (chance_one_in(chance, 10)) return UNKNOWN_VERSION;
    return chance_one_in(chance, 4) ? 0 : version;
}

static struct move draw_move(struct chance *chance, const struct duty *submit)
{
    uint32_t own = plan.bundles[submit->planned].procedure;
    struct move move = { .bundle = submit->bundle, .planned = submit->planned, .procedure = own };
    uint32_t other = chance_below(chance, plan.procedure_count + 1);
    uint32_t peer = chance_below(chance, peer_count());
    if (chance_one_in(chance, 10)) {
        move.procedure = other == plan.procedure_count ? PLAN_PROCEDURES_MAX : other;
    }
    move.version = draw_version(chance, own);
    move.by_key = chance_one_in(chance, 4);
    if (chance_one_in(chance, 20)) move.bundle = UNKNOWN_BUNDLE;
    if (chance_one_in(chance, 8)) move.peer = peer;
    return move;
}

static void want(const struct move *move, int64_t due_ms)
{
    if (world.is_calm) due_ms = world.now_ms + 1;
    struct duty *duty = move_count == MOVES_MAX ? NULL : duty_add(DUTY_FEATURE, move->peer, due_ms);
    if (duty == NULL) return;
    duty->feature = &feature_migration;
    duty->planned = move->planned;
    duty->bundle = move->bundle;
    duty->attempt = move_count;
    moves[move_count++] = *move;
    peer_look_at(move->peer, due_ms);
}

static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    struct chance chance = world_chance("migrate", own.planned);
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_migrate);
    bool has_more = plan.procedures[plan.bundles[own.planned].procedure].version_count > 1;
    uint32_t tries = is_chosen ? 1 + chance_below(&chance, has_more ? TRIES_MAX : 1) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        int64_t due_ms = wish_when(&chance);
        struct move move = draw_move(&chance, &own);
        want(&move, due_ms);
    }
}

/* While something is under way in the bundle it is moved more often. */
static void want_meanwhile(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("meanwhile", fact->position);
    uint8_t verdict = fact->type == FACT_VERDICT_GIVEN ? fact->verdict_given.verdict : 0;
    uint8_t act = fact->type == FACT_ACTED ? fact->acted.act : 0;
    bool is_time = verdict == VERDICT_RETURN || verdict == VERDICT_CORRECT || act == ACT_RETURN ||
                   act == ACT_SUSPEND || act == ACT_ASK_CORRECTIONS || act == ACT_COMMIT ||
                   act == ACT_TOLERATE || (verdict == VERDICT_GRANT && chance_one_in(&chance, 4));
    struct move move = { .bundle = bundle->number,
                         .planned = bundle->planned,
                         .procedure = plan.bundles[bundle->planned].procedure };
    uint32_t count = plan.procedures[move.procedure].version_count;
    uint8_t *times = &histories[bundle->number - 1].meanwhile;
    bool is_chosen = chance_below(&chance, 2000) < world_option(OPTION_migrate);
    if (!is_time || !is_chosen || count == 1 || *times == MEANWHILE_MAX) return;
    ++*times;
    move.version = 1 + chance_below(&chance, count);
    want(&move, world.now_ms + 1 + chance_below(&chance, 4000));
}

static const struct move *move_of(const struct duty *duty)
{
    return &moves[duty->attempt];
}

static struct name procedure_name(const struct move *move)
{
    if (move->procedure == PLAN_PROCEDURES_MAX) return (struct name){ "nothing" };
    return plan.procedures[move->procedure].versions[0].procedure.name;
}

/* By the key of another bundle it is never meant. */
static void put_message(const struct duty *duty, struct message *message)
{
    const struct move *move = move_of(duty);
    message->type = MSG_MIGRATE;
    message->migrate = (struct msg_migrate){ .ref = { .bundle = move->bundle },
                                             .procedure = procedure_name(move),
                                             .version = move->version };
    if (!move->by_key || move->bundle == UNKNOWN_BUNDLE) return;
    message->migrate.ref = (struct bundle_ref){
        .key = world_span(plan.bundles[move->planned].key),
        .submitter = peer_at(1 + plan.bundles[move->planned].client)->principal,
    };
}

static void describe(const struct duty *duty, char *text, size_t size)
{
    const struct move *move = move_of(duty);
    const struct name name = procedure_name(move);
    snprintf(text, size, "MIGRATE %s %u %llu", name.text, move->version,
             (unsigned long long)move->bundle);
}

static bool is_operator(const struct move *move)
{
    return peer_at(move->peer)->role == ROLE_OPERATOR;
}

/* ---- Answers --------------------------------------------------------------------------------- */

static void judge_recorded(const struct duty *duty, const struct msg_recorded *recorded)
{
    const struct move *move = move_of(duty);
    const struct audit_fact *fact = audit_fact(recorded->position);
    bool is_forgotten = audit_requests_since(duty->position) >= check_requests_max();
    bool is_known = duty->position == 0 || duty->position == recorded->position || is_forgotten;
    bool is_it = fact->type == FACT_MIGRATED && fact->bundle == move->bundle &&
                 recorded->bundle == move->bundle && recorded->version == fact->kind;
    bool is_meant = move->version == 0 || move->version == fact->kind;
    char text[96];
    describe(duty, text, sizeof text);
    if (!is_operator(move)) world_fail("%s: RECORDED, it had to be refused", text);
    if (!is_it || !is_meant) world_fail("%s: RECORDED, but that is another fact", text);
    if (!is_known) world_fail("%s: done again under the same request id", text);
}

/* The text names the stages that stand against it, the first at least. */
static bool are_named(const struct msg_error *error, const struct audit_bundle *bundle,
                      set32 stages)
{
    const char *name = NULL;
    for (uint8_t place = 0; place < bundle->procedure->stage_count && name == NULL; place++) {
        uint8_t stage = order_stage(order_of(bundle), place);
        if (set_has(stages, stage)) name = bundle->procedure->stages[stage].name.text;
    }
    if (name == NULL) return true;
    size_t size = strlen(name);
    for (size_t i = 0; i + size <= error->text.size; i++) {
        if (memcmp(error->text.at + i, name, size) == 0) return true;
    }
    return false;
}

/* In the order of precedence, for a request that the broker read at that time. */
static bool is_deserved(const struct move *move, const struct msg_error *error, int64_t at_ms,
                        const struct day_count *calendar)
{
    const struct audit_bundle *bundle = audit_bundle(move->bundle);
    uint32_t version = move->version;
    bool is_new = bundle != NULL && wish_is_new(&(struct wish){ .bundle = move->bundle });
    if (version == 0 && move->procedure != PLAN_PROCEDURES_MAX) {
        version = versions_newest(move->procedure, at_ms, calendar);
    }
    bool is_unknown =
        move->procedure == PLAN_PROCEDURES_MAX || versions_position(move->procedure, version) == 0;
    if (error->number == ERR_PROCEDURE_UNKNOWN) return is_unknown || versions_are_new();
    if (is_unknown) return false;
    if (bundle == NULL) return error->number == ERR_BUNDLE_UNKNOWN;
    bool has_ended = bundle->result != RESULT_OPEN;
    if (error->number == ERR_BUNDLE_ENDED) return has_ended;
    if (error->number != ERR_ACT_IMPOSSIBLE || (has_ended && !is_new)) return false;
    if (is_new || versions_are_new()) return true;
    const struct procedure *to = &plan_version(move->procedure, version)->procedure;
    if (move->procedure != plan.bundles[move->planned].procedure) return true;
    if (to == bundle->procedure) return true;
    if (!versions_in_force(move->procedure, version, at_ms, calendar)) return true;
    struct fit fit = fits_under(bundle, to);
    return fit.fits == FITS_PERHAPS ||
           (fit.fits == FITS_NOT && are_named(error, bundle, fit.stages));
}

/* At one of the times at which the broker read something of this peer. */
static bool judge_refused(const struct duty *duty, const struct msg_error *error)
{
    const struct move *move = move_of(duty);
    const struct peer *peer = peer_at(move->peer);
    bool is_at_counter = peer->role == ROLE_SUBMITTER || peer->role == ROLE_CLERK;
    enum err barred = is_at_counter ? ERR_WRONG_DOOR : ERR_NOT_ALLOWED;
    if (!is_operator(move)) return error->number == barred;
    for (uint32_t i = 0; i < PEER_READS && i < peer->read_count; i++) {
        int64_t at_ms = peer->read_ms[(peer->read_count - 1 - i) % PEER_READS];
        if (is_deserved(move, error, at_ms, calendars_at(at_ms, true))) return true;
        if (is_deserved(move, error, at_ms, calendars_at(at_ms, false))) return true;
    }
    return false;
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* The version that came into force while the bundle stood at the counter; 0: none, or it is perhaps one that
 * does not fit (*is_sure). */
static uint32_t since_receipt(const struct audit_bundle *bundle, int64_t at_ms, bool *is_sure)
{
    uint32_t procedure = plan.bundles[bundle->planned].procedure;
    uint32_t newest = versions_newest(procedure, at_ms, calendars_now());
    *is_sure = true;
    if (newest <= bundle->procedure->version) return 0;
    const struct procedure *to = &plan_version(procedure, newest)->procedure;
    uint64_t received = histories[bundle->number - 1].received_position;
    int64_t received_ms = histories[bundle->number - 1].received_ms;
    bool is_later = to->in_force > versions_day(calendars_now(), received_ms) ||
                    versions_position(procedure, newest) > received;
    struct fit fit = fits_under(bundle, to);
    if (!is_later || fit.fits == FITS_NOT) return 0;
    *is_sure = fit.fits == FITS;
    return newest;
}

static bool is_wanted(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_migrated *migrated = &fact->migrated;
    uint32_t procedure = plan.bundles[bundle->planned].procedure;
    uint32_t newest = versions_newest(procedure, fact->at_ms, calendars_now());
    for (uint32_t i = 0; i < move_count; i++) {
        const struct move *move = &moves[i];
        bool is_it = move->bundle == fact->bundle && move->procedure == procedure &&
                     is_operator(move) &&
                     name_is_equal(&peer_at(move->peer)->principal, &migrated->by);
        uint32_t version = move->version == 0 ? newest : move->version;
        if (is_it && version == migrated->version) return true;
    }
    return false;
}

static void expect_reason(const struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_sure;
    if (!name_is_empty(&fact->migrated.by)) {
        if (!is_wanted(bundle, fact)) audit_fault(fact, "nobody who may wanted that");
        return;
    }
    if (!bundle->is_received) audit_fault(fact, "it is not about to be accepted");
    if (since_receipt(bundle, fact->at_ms, &is_sure) != fact->migrated.version) {
        audit_fault(fact, "that version did not come into force since the receipt");
    }
    histories[bundle->number - 1].acceptance = fact->position + 1;
}

/* Stages that are new wait; what was on record of those that are gone is forgotten. */
static void carry_over(struct audit_bundle *bundle, const struct procedure *to)
{
    set32 fixed = 0;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        bool is_new = i >= bundle->procedure->stage_count && i < to->stage_count;
        if (i >= to->stage_count) bundle->stages[i] = (struct audit_stage){ 0 };
        if (is_new) bundle->stages[i] = (struct audit_stage){ .state = STAGE_WAITING };
        bool is_skipped = bundle->stages[i].state == STAGE_SKIPPED;
        if (i < to->stage_count && edges_is_final(bundle->stages[i].state) && !is_skipped) {
            fixed |= set_of(i);
        }
    }
    histories[bundle->number - 1].fixed = fixed;
    bundle->reached &= set_first(to->milestone_count);
    bundle->called_off &= set_first(to->milestone_count);
}

/* Milestones that the version before did not have are open, whatever was said of them. */
static void want_signals(const struct audit_bundle *bundle, const struct procedure *to)
{
    uint32_t client = 1 + plan.bundles[bundle->planned].client;
    struct chance chance = world_chance("signal again", bundle->last_position);
    for (uint32_t i = bundle->procedure->milestone_count; i < to->milestone_count; i++) {
        int64_t due_ms = world.is_calm ? world.now_ms + 1 : wish_when(&chance);
        struct duty *duty = duty_add(DUTY_SIGNAL, client, due_ms);
        if (duty == NULL) return;
        duty->planned = bundle->planned;
        duty->bundle = bundle->number;
        duty->index = (uint8_t)i;
        peer_look_at(client, due_ms);
    }
}

/* What has ended stays as it is, and whatever else rests on it or not rests on that. */
static void predict(const struct plan_bundle *planned, struct prediction *made)
{
    uint64_t number = audit_number((uint32_t)(planned - plan.bundles));
    if (number == 0 || histories[number - 1].fixed == 0) return;
    const struct audit_bundle *bundle = audit_bundle(number);
    made->fixed = histories[number - 1].fixed;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (!set_has(made->fixed, i)) continue;
        enum stage_state state = bundle->stages[i].state;
        if (state != STAGE_BLOCKED) made->opened |= set_of(i);
        if (state == STAGE_REFUSED) made->refusals |= set_of(i);
        if (state == STAGE_ISSUED || state == STAGE_LAPSED) made->granted |= set_of(i);
        if (state == STAGE_ISSUED) made->issued |= set_of(i);
    }
}

/* Its holder knows it by another index than that of the version that governs now. */
static bool is_called_back(const struct audit_bundle *bundle, uint8_t index)
{
    const struct audit_stage *stage = &bundle->stages[index];
    uint8_t place = stage->places[stage->attempt % AUDIT_PLACES_MAX];
    return stage->job == JOB_LEASED && place != order_place(order_of(bundle), index);
}

/* Jobs that wait for a worker stand in line anew, as if they had become ready now. Those that have failed more
 * often than the version allows are parked at the next time only. */
static void line_up(struct audit_bundle *bundle, const struct fact *fact)
{
    set32 ready = 0;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        bundle->stages[i].failures_moved = bundle->stages[i].failures;
        if (is_called_back(bundle, (uint8_t)i)) bundle->stages[i].job = JOB_READY;
        if (bundle->stages[i].job != JOB_READY) continue;
        ready |= set_of(i);
        bundle->stages[i].job = JOB_NONE;
    }
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (set_has(ready, i)) audit_make_ready(bundle, &bundle->stages[i], fact);
    }
}

static void migrate(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_migrated *migrated = &fact->migrated;
    uint32_t procedure = plan.bundles[bundle->planned].procedure;
    const struct plan_version *to = plan_version(procedure, migrated->version);
    uint64_t at = bundle->number - 1;
    if (to == NULL || to->procedure.version == bundle->procedure->version) {
        audit_fault(fact, "to version %u", migrated->version);
        return;
    }
    if (migrated->from != bundle->procedure->version) {
        audit_fault(fact, "version %u governs", bundle->procedure->version);
    }
    if (!versions_in_force(procedure, migrated->version, fact->at_ms, calendars_now())) {
        audit_fault(fact, "that version is not in force");
    }
    if (fits_under(bundle, &to->procedure).fits == FITS_NOT) audit_fault(fact, "it does not fit");
    expect_reason(bundle, fact);
    if (histories[at].count == MIGRATIONS_MAX) {
        audit_fault(fact, "more migrations than the model has room for");
        return;
    }
    histories[at].list[histories[at].count++] =
        (struct migration){ fact->position, migrated->from };
    carry_over(bundle, &to->procedure);
    want_signals(bundle, &to->procedure);
    bundle->procedure = &to->procedure;
    bundle->may_cancel |= to->procedure.on_refusal == ON_REFUSAL_CANCEL;
    plan.bundles[bundle->planned].governing = &to->procedure;
    line_up(bundle, fact);
}

/* Whoever accepts it accepts it under the version that is in force. */
static void expect_governed(const struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_acceptance = fact->type == FACT_ACTED &&
                         (fact->acted.act == ACT_ACCEPT || fact->acted.act == ACT_PUT_RIGHT);
    uint64_t *acceptance = &histories[bundle->number - 1].acceptance;
    bool is_awaited = *acceptance != 0;
    bool is_sure;
    if (is_awaited && (!is_acceptance || *acceptance != fact->position)) {
        audit_fault(fact, "it was migrated to be accepted, and is not");
    }
    *acceptance = 0;
    if (!is_acceptance) return;
    uint32_t version = since_receipt(bundle, fact->at_ms, &is_sure);
    if (version != 0 && is_sure) audit_fault(fact, "version %u is in force since", version);
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    expect_governed(bundle, fact);
    if (fact->type != FACT_MIGRATED) return false;
    migrate(bundle, fact);
    return true;
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) return;
    uint64_t at = bundle->number - 1;
    if (fact->type == FACT_BUNDLE_SUBMITTED) {
        histories[at].received_ms = fact->at_ms;
        histories[at].received_position = fact->position;
    }
    want_meanwhile(bundle, fact);
    if (fact->type != FACT_JOBS_LEASED) return;
    for (uint32_t i = 0; i < fact->jobs_leased.lease_count; i++) {
        histories[at].leased[fact->jobs_leased.leases[i].stage] = bundle->procedure->version;
    }
}

static void settled(const struct audit_bundle *bundle)
{
    if (histories[bundle->number - 1].acceptance == 0) return;
    world_fail("bundle %llu was migrated to be accepted, and is not",
               (unsigned long long)bundle->number);
}

/* ---- What is told ---------------------------------------------------------------------------- */

/* A job is of the version that governed as it was leased; of older leases nobody knows it any more. */
static void judge_job(const struct msg_job *job)
{
    const struct audit_bundle *bundle = audit_bundle(job->bundle);
    if (bundle == NULL || bundle->stages[job->stage].attempt != job->attempt) return;
    const struct name *name = &bundle->procedure->name;
    bool is_it = job->version == histories[bundle->number - 1].leased[job->stage] &&
                 name_is_equal(&job->procedure, name);
    if (is_it) return;
    world_fail("bundle %llu: a job of version %u", (unsigned long long)job->bundle, job->version);
}

static void judge_image(const struct bundle_image *image, const char *what)
{
    const struct audit_bundle *bundle = audit_bundle(image->bundle);
    if (bundle == NULL || image->last_position != bundle->last_position) return;
    uint64_t at = bundle->number - 1;
    uint32_t count = 0;
    bool is_same = image->version == bundle->procedure->version &&
                   image->stage_count == bundle->procedure->stage_count &&
                   image->milestone_count == bundle->procedure->milestone_count &&
                   image->gate_count == bundle->procedure->gate_count;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_MIGRATION) continue;
        const struct migration *migration = &histories[at].list[count++];
        is_same = is_same && count <= histories[at].count && entry->stage == STAGE_WHOLE &&
                  entry->amount == migration->from && entry->position == migration->position;
    }
    for (uint32_t i = 0; i < bundle->procedure->stage_count && is_same; i++) {
        const struct audit_stage *stage = &bundle->stages[i];
        is_same = image->stages[i].state == stage->state && image->stages[i].job == stage->job &&
                  image->stages[i].attempt == stage->attempt;
    }
    if (is_same && count == histories[at].count) return;
    world_fail("%s: bundle %llu is not told as version %u has it after %u migrations", what,
               (unsigned long long)bundle->number, bundle->procedure->version, histories[at].count);
}

static void judge(uint32_t peer, const struct message *message)
{
    (void)peer;
    if (message->type == MSG_JOB) judge_job(&message->job);
    if (message->type == MSG_BUNDLE) judge_image(&message->bundle.image, "SHOW");
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    (void)now_ms;
    if (number == 0 || order_image(engine, number, &image) != OK) return;
    judge_image(&image, what);
}

const struct feature feature_migration = {
    .begin = begin,
    .predict = predict,
    .on_submitted = on_submitted,
    .duty_message = put_message,
    .duty_describe = describe,
    .judge_recorded = judge_recorded,
    .judge_refused = judge_refused,
    .apply = apply,
    .take_fact = take_fact,
    .settled = settled,
    .judge = judge,
    .look = look,
};

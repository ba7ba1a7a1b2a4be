/* SPDX-License-Identifier: Apache-2.0 */
/* The counter: in some procedures bundles are received, and accepted by a clerk or by nobody's saying
 * anything in time; others are not. Whoever accepts a bundle decides nothing of it (wish.c, duty.c).
 * Source: proto/SPEC.md 8.1 "At the counter". */
#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/intake.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/stand.h"
#include "tests/sim/supplies.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tests/support/day_count.h"
#include "tongfa/act.h"

#define TRIES_MAX 4
#define UNITS_MAX 12
#define NOT_YET INT64_MAX / 2 /* before faults stop */

/* What became of a bundle at the counter. */
static struct counter {
    struct counter_clock look;       /* the newest */
    struct counter_clock correction; /* there is one at most */
    uint32_t looks;
    uint8_t outcome; /* enum intake_outcome */
    struct name by;
    uint64_t put_right; /* materials */
    uint64_t asked;
    int64_t due_ms;   /* of whoever has it; 0: to be counted anew */
    int64_t moved_ms; /* when another version came to govern, with its own time */
} counters[PLAN_BUNDLES_MAX];
static uint64_t looked;

static void begin(void)
{
    looked = 0;
    memset(counters, 0, sizeof counters);
}

/* ---- The plan -------------------------------------------------------------------------------- */

static struct limit draw_limit(struct chance *chance)
{
    uint8_t unit = (uint8_t)(1 + chance_below(chance, LIMIT_NATURAL_HOURS));
    uint32_t value = chance_below(chance, UNITS_MAX) >> chance_below(chance, 4);
    return (struct limit){ (uint16_t)(1 + value), unit };
}

static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("intake", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_intake);
    struct procedure_intake *intake = &procedure->intake;
    if (!is_chosen || procedure->pre_review_until != 0) return;
    intake->counter = true;
    intake->on_silence = chance_one_in(&chance, 4) ? ON_SILENCE_WAIT : ON_SILENCE_ACCEPT;
    intake->on_spot = chance_one_in(&chance, 4);
    bool has_limit = intake->on_silence == ON_SILENCE_ACCEPT || chance_one_in(&chance, 2);
    struct limit within = draw_limit(&chance);
    if (has_limit && !intake->on_spot) intake->within = within;
    if (chance_one_in(&chance, 4)) return;
    intake->correct_within = draw_limit(&chance);
    intake->on_lapse = (uint8_t)(1 + chance_below(&chance, ON_LAPSE_NOT_ACCEPT));
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

static uint8_t draw_act(struct chance *chance)
{
    static const uint8_t acts[] = { ACT_ACCEPT,         ACT_PUT_RIGHT,       ACT_NOT_REQUIRE,
                                    ACT_NOT_ACCEPT,     ACT_ASK_CORRECTIONS, ACT_ASK_CORRECTIONS,
                                    ACT_ASK_CORRECTIONS };
    return acts[chance_below(chance, sizeof acts)];
}

/* The materials that it is about; now and then one that there is not, or none. */
static void draw_materials(struct chance *chance, const struct procedure *procedure,
                           struct wish *wish)
{
    uint32_t count = procedure->material_count;
    bool is_wrong = chance_one_in(chance, 4) || count == 0;
    uint32_t unknown = PLAN_MATERIALS_MAX; /* in any version */
    wish->materials = is_wrong ? set_of(unknown) : 1 + chance_below(chance, set_first(count));
    bool is_none = is_wrong && wish->act == ACT_ASK_CORRECTIONS && chance_one_in(chance, 2);
    if (is_none) wish->materials = 0;
    if (is_wrong && wish->flaw == FLAW_NONE) wish->flaw = FLAW_OWN;
}

/* Somebody at the counter says something; or somebody else does. */
static void try_some(struct chance *chance, const struct audit_bundle *bundle, uint32_t tries)
{
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .feature = &feature_intake,
                             .act = draw_act(chance),
                             .bundle = bundle->number,
                             .stage = STAGE_WHOLE };
        bool is_of_materials = wish.act == ACT_PUT_RIGHT || wish.act == ACT_ASK_CORRECTIONS;
        bool has_place = wish.act == ACT_NOT_ACCEPT && !chance_one_in(chance, 3);
        wish.flaw = (uint8_t)wish_flaw(chance, wish.act);
        if (is_of_materials) draw_materials(chance, bundle->procedure, &wish);
        if (has_place) wish.on = (struct name){ "elsewhere" };
        wish.peer = wish_peer(chance, wish.act, wish.flaw != FLAW_ROLE);
        wish_for(&wish, bundle->planned, wish_when(chance));
    }
}

/* Whatever happens, somebody will accept it. */
static void want_accepted(struct chance *chance, const struct audit_bundle *bundle)
{
    struct wish wish = { .feature = &feature_intake,
                         .act = ACT_ACCEPT,
                         .bundle = bundle->number,
                         .stage = STAGE_WHOLE };
    wish.peer = wish_peer(chance, ACT_ACCEPT, true);
    wish_for(&wish, bundle->planned, chance_one_in(chance, 3) ? wish_when(chance) : NOT_YET);
}

/* Where there is no counter somebody tries all the same, now and then. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct audit_bundle *bundle = audit_bundle(submit->bundle);
    struct chance chance = world_chance("counter", submit->planned);
    bool is_tried = bundle->procedure->intake.counter || chance_one_in(&chance, 8);
    (void)peer;
    if (world_option(OPTION_intake) == 0 || !is_tried) return;
    try_some(&chance, bundle, chance_below(&chance, TRIES_MAX));
    if (bundle->procedure->intake.counter) want_accepted(&chance, bundle);
}

/* It is not at the counter, or was not a moment ago; or the act cannot be. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool was_asked = counters[wish->bundle - 1].asked != 0;
    bool is_right = bundle->is_received && !bundle->is_correcting && wish->flaw != FLAW_OWN;
    if (wish->act == ACT_ASK_CORRECTIONS && was_asked) is_right = false;
    if (wish->act == ACT_NOT_ACCEPT && !was_asked && name_is_empty(&wish->on)) is_right = false;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* ---- Time ------------------------------------------------------------------------------------ */

static int64_t count_due(const struct audit_bundle *bundle)
{
    const struct procedure_intake *intake = &bundle->procedure->intake;
    const struct counter *counter = &counters[bundle->number - 1];
    bool is_look = !bundle->is_correcting;
    int64_t from_ms = is_look ? counter->look.started_ms : counter->correction.started_ms;
    struct limit limit = is_look ? intake->within : intake->correct_within;
    struct day_course course = { .started_ms = from_ms, .until_ms = from_ms };
    if (is_look && intake->on_silence == ON_SILENCE_WAIT) return INT64_MAX;
    if (is_look && intake->on_spot) return day_count_receipt_end(calendars_now(), from_ms);
    if (limit.value == 0) return INT64_MAX;
    return day_count_limit(calendars_now(), limit, &course).due_ms;
}

/* The last instant in time, of whoever has the bundle. */
static int64_t due_of(const struct audit_bundle *bundle)
{
    struct counter *counter = &counters[bundle->number - 1];
    if (counter->due_ms == 0) counter->due_ms = count_due(bundle);
    return counter->due_ms;
}

/* A calendar came, or somebody else has it. */
static void count_anew(const struct audit_bundle *bundle)
{
    for (uint32_t i = 0; i < PLAN_BUNDLES_MAX; i++) {
        if (bundle == NULL || bundle->number == i + 1) counters[i].due_ms = 0;
    }
}

/* Something follows by itself: silence accepts it, or the corrections have not come. */
static bool is_over(const struct audit_bundle *bundle, int64_t now_ms)
{
    return bundle->is_received && now_ms > due_of(bundle);
}

static int64_t next_ms(int64_t now_ms)
{
    int64_t first_ms = INT64_MAX;
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->result != RESULT_OPEN || !bundle->is_received) continue;
        int64_t due_ms = due_of(bundle);
        if (due_ms >= now_ms && due_ms < first_ms) first_ms = due_ms;
    }
    return first_ms == INT64_MAX ? INT64_MAX : first_ms + 1;
}

static void look_at_time(int64_t now_ms)
{
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->result != RESULT_OPEN || !is_over(bundle, now_ms)) continue;
        world_fail("bundle %llu is still with the %s, whose time is over", (unsigned long long)i,
                   bundle->is_correcting ? "applicant" : "counter");
    }
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* While the applicant has it nobody looks. */
struct counter_clock intake_clock_of_counter(uint64_t bundle)
{
    static const struct counter_clock none;
    return audit_bundle(bundle)->is_correcting ? none : counters[bundle - 1].look;
}

struct counter_clock intake_clock_of_applicant(uint64_t bundle)
{
    return counters[bundle - 1].correction;
}

int64_t intake_counts_from(const struct fact *fact)
{
    bool is_silence = fact->type == FACT_ACTED && fact->acted.act == ACT_DEEM_ACCEPTED;
    return is_silence ? fact->acted.until_ms : fact->at_ms;
}

/* By a clerk, in time and while the counter has it. */
static void expect_said(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (!bundle->is_received) audit_fault(fact, "it is not at the counter");
    if (bundle->is_correcting) audit_fault(fact, "the applicant has it");
    bool is_moved = counters[bundle->number - 1].moved_ms == fact->at_ms;
    bool is_late = is_over(bundle, fact->at_ms) && !is_moved;
    if (is_late) audit_fault(fact, "it had to be accepted before");
}

/* By the broker, when the time is over of whoever has it. */
static void expect_silence(const struct audit_bundle *bundle, const struct fact *fact,
                           bool is_applicants)
{
    if (!wish_is_own(fact)) audit_fault(fact, "somebody said so");
    if (!bundle->is_received) audit_fault(fact, "it is not at the counter");
    if (bundle->is_correcting != is_applicants) audit_fault(fact, "somebody else has it");
    if (!is_over(bundle, fact->at_ms)) audit_fault(fact, "before the time is over");
    if (fact->acted.materials != 0) audit_fault(fact, "of materials");
}

/* Whoever has accepted it tries to decide on it, as whatever he or she is in the office. */
static void try_to_decide(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("separation", fact->position);
    uint8_t stage = (uint8_t)chance_below(&chance, bundle->procedure->stage_count);
    const struct wish wishes[] = {
        { .feature = &feature_suspension, .act = ACT_SUSPEND, .stage = STAGE_WHOLE },
        { .feature = &feature_special,
          .act = ACT_SPECIAL_START,
          .detail = SPECIAL_OTHER,
          .amount = 1,
          .stage = stage },
    };
    for (uint32_t i = 0; i < peer_count(); i++) {
        const struct peer *peer = peer_at(i);
        struct wish wish = wishes[peer->role == ROLE_OFFICER];
        bool is_it = peer->role >= ROLE_OFFICER && peer->role <= ROLE_GOVERNMENT;
        if (!is_it || !name_is_equal(&peer->principal, &bundle->acceptor)) continue;
        wish.bundle = bundle->number;
        wish.peer = i;
        if (chance_one_in(&chance, 2)) wish_for(&wish, bundle->planned, wish_when(&chance));
    }
}

static void accept(struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_put_right = fact->acted.act == ACT_PUT_RIGHT;
    expect_said(bundle, fact);
    counters[bundle->number - 1].outcome = is_put_right ? INTAKE_PUT_RIGHT : INTAKE_ACCEPTED;
    counters[bundle->number - 1].put_right = fact->acted.materials;
    bundle->acceptor = fact->acted.by;
    bundle->is_received = false;
    try_to_decide(bundle, fact);
}

static void deem(struct audit_bundle *bundle, const struct fact *fact)
{
    struct counter *counter = &counters[bundle->number - 1];
    expect_silence(bundle, fact, false);
    if (fact->acted.until_ms != counter->look.started_ms) {
        audit_fault(fact, "with effect from another time than the receipt");
    }
    counter->outcome = INTAKE_DEEMED;
    bundle->is_received = false;
}

static void send_away(struct audit_bundle *bundle, const struct fact *fact)
{
    struct counter *counter = &counters[bundle->number - 1];
    bool is_needless = fact->acted.act == ACT_NOT_REQUIRE;
    bool is_lost = !is_needless && counter->asked == 0 && name_is_empty(&fact->acted.on);
    expect_said(bundle, fact);
    if (is_lost) audit_fault(fact, "nobody says where to go");
    counter->outcome = is_needless ? INTAKE_NOT_REQUIRED : INTAKE_NOT_ACCEPTED;
    bundle->sent_off = is_needless ? RESULT_NOT_REQUIRED : RESULT_NOT_ACCEPTED;
    audit_withdraw(bundle);
}

/* The corrections did not come; what follows the procedure says. */
static void lapse(struct audit_bundle *bundle, const struct fact *fact)
{
    static const struct {
        enum intake_outcome outcome;
        enum bundle_result result;
    } ends[] = {
        [ON_LAPSE_RETURN] = { INTAKE_RETURNED, RESULT_RETURNED },
        [ON_LAPSE_WITHDRAW] = { INTAKE_WITHDRAWN, RESULT_WITHDRAWN },
        [ON_LAPSE_NOT_ACCEPT] = { INTAKE_NOT_ACCEPTED, RESULT_NOT_ACCEPTED },
    };
    uint8_t on_lapse = bundle->procedure->intake.on_lapse;
    expect_silence(bundle, fact, true);
    if (fact->acted.detail != ends[on_lapse].outcome) audit_fault(fact, "it comes to another end");
    counters[bundle->number - 1].outcome = ends[on_lapse].outcome;
    bundle->sent_off = ends[on_lapse].result;
    audit_withdraw(bundle);
}

/* All at once and once only; clocks that run since the receipt stand. Some applicants answer. */
static void ask(struct audit_bundle *bundle, const struct fact *fact)
{
    struct counter *counter = &counters[bundle->number - 1];
    struct chance chance = world_chance("corrections", fact->position);
    expect_said(bundle, fact);
    if (fact->acted.materials == 0) audit_fault(fact, "nothing has to be corrected");
    if (counter->asked != 0) audit_fault(fact, "it was told before what to correct");
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    counter->asked = fact->acted.materials;
    counter->correction.started_ms = fact->at_ms;
    bundle->is_correcting = true;
    stand_begin(fact, (struct stand){ .why = PAUSE_INTAKE, .stage = STAGE_WHOLE });
    if (chance_one_in(&chance, 2)) supply_wrongly(bundle, &chance, wish_when(&chance));
    supply_for(bundle, &chance, counter->asked,
               chance_one_in(&chance, 3) ? NOT_YET : wish_when(&chance));
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    if (fact->type != FACT_ACTED) return false;
    switch (fact->acted.act) {
        case ACT_ACCEPT:
        case ACT_PUT_RIGHT: accept(bundle, fact); break;
        case ACT_NOT_REQUIRE:
        case ACT_NOT_ACCEPT: send_away(bundle, fact); break;
        case ACT_DEEM_ACCEPTED: deem(bundle, fact); break;
        case ACT_LAPSE_INTAKE: lapse(bundle, fact); break;
        case ACT_ASK_CORRECTIONS: ask(bundle, fact); return true;
        default: return false;
    }
    if (fact->acted.stage != STAGE_WHOLE || fact->acted.stages != 0) audit_fault(fact, "of stages");
    counters[bundle->number - 1].look.stopped_ms = fact->at_ms;
    counters[bundle->number - 1].by = fact->acted.by;
    return true;
}

/* What the applicant was told to correct is a material of that version. */
static bool bears(const struct audit_bundle *bundle, const struct procedure *to)
{
    return !bundle->is_correcting || counters[bundle->number - 1].asked >> to->material_count == 0;
}

static bool awaits(const struct audit_bundle *bundle)
{
    return bundle->is_correcting;
}

/* What was asked for has come: the counter has its whole time again. */
static void supplied(struct audit_bundle *bundle, const struct fact *fact)
{
    struct counter *counter = &counters[bundle->number - 1];
    struct chance chance = world_chance("counter again", fact->position);
    if (is_over(bundle, fact->at_ms)) audit_fault(fact, "it had lapsed before");
    struct stand *stand = stand_find(bundle->number, STAGE_WHOLE, PAUSE_INTAKE);
    if (stand != NULL) stand->time.until_ms = fact->at_ms;
    counter->correction.stopped_ms = fact->at_ms;
    counter->look.started_ms = fact->at_ms;
    counter->looks++;
    bundle->is_correcting = false;
    try_some(&chance, bundle, chance_below(&chance, 2));
    want_accepted(&chance, bundle);
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    count_anew(bundle);
    if (bundle == NULL) return;
    struct counter *counter = &counters[bundle->number - 1];
    if (fact->type == FACT_MIGRATED) {
        counter->moved_ms = fact->at_ms;
        counter->put_right &= set_first(bundle->procedure->material_count);
    }
    if (!bundle->procedure->intake.counter) return;
    if (fact->type == FACT_BUNDLE_SUBMITTED) {
        counter->look.started_ms = fact->at_ms;
        counter->looks = 1;
    }
    if (fact->type != FACT_BUNDLE_ENDED) return;
    if (counter->look.stopped_ms == 0) counter->look.stopped_ms = fact->at_ms;
    bool is_left = counter->correction.started_ms != 0 && counter->correction.stopped_ms == 0;
    if (is_left) counter->correction.stopped_ms = fact->at_ms;
}

/* ---- An engine ------------------------------------------------------------------------------- */

static const char *wrong_in_entry(const struct entry *entry, const struct counter *counter)
{
    if (entry->kind != ENTRY_INTAKE) return "does not begin its dossier with the counter";
    if (entry->detail != counter->outcome) return "has another outcome at the counter";
    if (entry->from_ms != counter->look.started_ms) return "was received at another time";
    if (entry->until_ms != counter->look.stopped_ms) return "left the counter at another time";
    if (entry->amount != counter->looks) return "was looked at another number of times";
    if (entry->materials != counter->put_right) return "had other materials put right";
    return name_is_equal(&entry->by, &counter->by) ? NULL : "was decided on by somebody else";
}

static const char *wrong_in_image(const struct bundle_image *image,
                                  const struct audit_bundle *bundle)
{
    bool is_received = image->phase == PHASE_RECEIVED || image->phase == PHASE_CORRECTING;
    bool is_correcting = image->phase == PHASE_CORRECTING;
    if (is_received != bundle->is_received) return "is accepted or not, wrongly";
    if (is_correcting != bundle->is_correcting) return "is with the applicant or not, wrongly";
    if (!bundle->procedure->intake.counter) return NULL;
    if (image->entry_count == 0) return "has no dossier";
    return wrong_in_entry(&image->entries[0], &counters[bundle->number - 1]);
}

/* Who has it, since when and until when. */
static const char *wrong_in_explanation(const struct engine *engine, int64_t now_ms,
                                        const struct audit_bundle *bundle)
{
    static struct msg_explanation explanation;
    const struct counter *counter = &counters[bundle->number - 1];
    bool is_applicants = bundle->is_correcting;
    int64_t since_ms = is_applicants ? counter->correction.started_ms : counter->look.started_ms;
    int64_t due_ms = due_of(bundle);
    const struct wait *wait = &explanation.waits[0];
    if (engine_explain(engine, bundle->number, now_ms, &explanation) != OK) return NULL;
    if (explanation.wait_count != 1) return "waits for more than the counter";
    if (wait->kind != (is_applicants ? WAIT_SUPPLY : WAIT_ACCEPTANCE)) return "waits for others";
    if (wait->since_ms != since_ms) return "waits since another time";
    return wait->until_ms == (due_ms == INT64_MAX ? 0 : due_ms) ? NULL : "waits until another time";
}

/* It has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    if (bundle == NULL || order_image(engine, number, &image) != OK) return;
    const char *wrong = wrong_in_image(&image, bundle);
    bool is_waiting = bundle->is_received && bundle->result == RESULT_OPEN;
    if (wrong == NULL && is_waiting) wrong = wrong_in_explanation(engine, now_ms, bundle);
    if (wrong != NULL) world_fail("%s: bundle %llu %s", what, (unsigned long long)number, wrong);
}

const struct feature feature_intake = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .take_fact = take_fact,
    .awaits = awaits,
    .bears = bears,
    .supplied = supplied,
    .look_at_time = look_at_time,
    .next_ms = next_ms,
    .look = look,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* The counter: in some procedures bundles are received, and accepted by a clerk or by nobody's saying
 * anything in time; others are not. Whoever accepts a bundle decides nothing of it (wish.c, duty.c).
 * Source: proto/SPEC.md 8.1 "At the counter". */
#include "tests/sim/intake.h"

#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/peer.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tests/support/day_count.h"
#include "tongfa/act.h"

#define TRIES_MAX 4
#define UNITS_MAX 12
#define NOT_YET INT64_MAX / 2 /* before faults stop */

/* What became of a bundle at the counter. */
static struct {
    struct counter_clock look;
    uint8_t outcome; /* enum intake_outcome */
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
    return (struct limit){ (uint16_t)(1 + chance_below(chance, UNITS_MAX)), unit };
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
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

static uint8_t draw_act(struct chance *chance)
{
    static const uint8_t acts[] = { ACT_ACCEPT, ACT_ACCEPT, ACT_PUT_RIGHT, ACT_NOT_REQUIRE,
                                    ACT_NOT_ACCEPT };
    return acts[chance_below(chance, sizeof acts)];
}

/* What it must say; now and then it does not, or names a material that there is not. */
static void fill(struct chance *chance, const struct procedure *procedure, struct wish *wish)
{
    bool is_of_materials = wish->act == ACT_PUT_RIGHT;
    bool lacks = chance_one_in(chance, 3) && (is_of_materials || wish->act == ACT_NOT_ACCEPT);
    uint32_t count = procedure->material_count;
    if (is_of_materials && count == 0) lacks = true;
    if (lacks && wish->flaw == FLAW_NONE) wish->flaw = FLAW_OWN;
    if (wish->act == ACT_NOT_ACCEPT && !lacks) wish->on = (struct name){ "elsewhere" };
    if (is_of_materials) wish->materials = set_of(count);
    if (is_of_materials && !lacks) wish->materials = 1 + chance_below(chance, set_first(count));
}

/* Whatever happens, somebody will accept it. */
static void want_accepted(struct chance *chance, const struct duty *submit)
{
    struct wish wish = { .feature = &feature_intake,
                         .act = ACT_ACCEPT,
                         .bundle = submit->bundle,
                         .stage = STAGE_WHOLE };
    wish.peer = wish_peer(chance, ACT_ACCEPT, true);
    wish_for(&wish, submit->planned, chance_one_in(chance, 2) ? wish_when(chance) : NOT_YET);
}

/* Where there is no counter somebody tries all the same, now and then. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    const struct procedure *procedure = plan_procedure(own.planned);
    struct chance chance = world_chance("counter", own.planned);
    uint32_t tries = chance_below(&chance, TRIES_MAX);
    (void)peer;
    if (world_option(OPTION_intake) == 0) return;
    if (!procedure->intake.counter && !chance_one_in(&chance, 8)) return;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .feature = &feature_intake,
                             .act = draw_act(&chance),
                             .bundle = own.bundle,
                             .stage = STAGE_WHOLE };
        wish.flaw = (uint8_t)wish_flaw(&chance, wish.act);
        fill(&chance, procedure, &wish);
        wish.peer = wish_peer(&chance, wish.act, wish.flaw != FLAW_ROLE);
        wish_for(&wish, own.planned, wish_when(&chance));
    }
    if (procedure->intake.counter) want_accepted(&chance, &own);
}

/* It is not at the counter, or was not a moment ago; or the act cannot be. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool is_right = bundle->is_received && !bundle->is_correcting && wish->flaw != FLAW_OWN;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* ---- Time ------------------------------------------------------------------------------------ */

/* The last instant at which something can be said in time. */
static int64_t due_of(const struct audit_bundle *bundle)
{
    const struct procedure_intake *intake = &bundle->procedure->intake;
    int64_t from_ms = counters[bundle->number - 1].look.started_ms;
    struct day_course course = { .started_ms = from_ms, .until_ms = from_ms };
    if (intake->on_spot) return day_count_receipt_end(calendars_now(), from_ms);
    if (intake->within.value == 0) return INT64_MAX;
    return day_count_limit(calendars_now(), intake->within, &course).due_ms;
}

/* Silence accepts it. */
static bool is_deemed(const struct audit_bundle *bundle, int64_t now_ms)
{
    bool accepts = bundle->procedure->intake.on_silence == ON_SILENCE_ACCEPT;
    return bundle->is_received && !bundle->is_correcting && accepts && now_ms > due_of(bundle);
}

static void look_at_time(int64_t now_ms)
{
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->result != RESULT_OPEN || !is_deemed(bundle, now_ms)) continue;
        world_fail("bundle %llu is not accepted, though nobody said anything in time",
                   (unsigned long long)i);
    }
}

/* ---- Facts ----------------------------------------------------------------------------------- */

struct counter_clock intake_clock_of_counter(uint64_t bundle)
{
    return counters[bundle - 1].look;
}

struct counter_clock intake_clock_of_applicant(uint64_t bundle)
{
    (void)bundle;
    return (struct counter_clock){ 0 };
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
    if (is_deemed(bundle, fact->at_ms)) audit_fault(fact, "it had to be accepted before");
    if (fact->acted.stages != 0) audit_fault(fact, "stages stop or begin again");
}

static void accept(struct audit_bundle *bundle, const struct fact *fact)
{
    expect_said(bundle, fact);
    bundle->acceptor = fact->acted.by;
    bundle->is_received = false;
}

static void deem(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    if (!wish_is_own(fact)) audit_fault(fact, "somebody said so");
    if (!is_deemed(bundle, fact->at_ms)) audit_fault(fact, "before the time is over");
    if (acted->until_ms != counters[bundle->number - 1].look.started_ms) {
        audit_fault(fact, "with effect from another time than the receipt");
    }
    if (acted->stage != STAGE_WHOLE || acted->stages != 0) audit_fault(fact, "of stages");
    bundle->is_received = false;
}

static void send_away(struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_needless = fact->acted.act == ACT_NOT_REQUIRE;
    expect_said(bundle, fact);
    bundle->sent_off = is_needless ? RESULT_NOT_REQUIRED : RESULT_NOT_ACCEPTED;
    audit_withdraw(bundle);
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
        default: return false;
    }
    counters[bundle->number - 1].look.stopped_ms = fact->at_ms;
    return true;
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL || !bundle->procedure->intake.counter) return;
    struct counter_clock *look = &counters[bundle->number - 1].look;
    bool is_end = fact->type == FACT_BUNDLE_ENDED && look->stopped_ms == 0;
    if (fact->type == FACT_BUNDLE_SUBMITTED) look->started_ms = fact->at_ms;
    if (is_end) look->stopped_ms = fact->at_ms;
}

/* ---- An engine ------------------------------------------------------------------------------- */

/* It has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    (void)now_ms;
    if (bundle == NULL || engine_image(engine, number, &image) != OK) return;
    bool is_received = image.phase == PHASE_RECEIVED || image.phase == PHASE_CORRECTING;
    bool is_correcting = image.phase == PHASE_CORRECTING;
    if (is_received == bundle->is_received && is_correcting == bundle->is_correcting) return;
    world_fail("%s: bundle %llu is in phase %u", what, (unsigned long long)number, image.phase);
}

const struct feature feature_intake = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .take_fact = take_fact,
    .look_at_time = look_at_time,
    .look = look,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Extensions: the head of a department gives a stage more time, the government all stages together; before the
 * limit has ended, once, and no more than the procedure or the law allows. What the clocks show
 * afterwards feature_clocks.c counts. Source: proto/SPEC.md 8.1 "extend", 13.2. */
#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/clocks.h"
#include "tests/sim/extension.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define TRIES_MAX 6
#define OWN_MAX 60 /* what a procedure allows */
#define LAW_STAGE 10
#define LAW_WHOLE 15

/* Of each stage, and of all together in the last place. */
struct extension {
    uint16_t amount; /* 0: it was not extended */
    uint8_t which;   /* enum extends */
    uint64_t position;
    int64_t at_ms;
    struct name by;
};

static struct extension extensions[PLAN_BUNDLES_MAX][STAGES_MAX + 1];
static uint64_t looked;

static void begin(void)
{
    memset(extensions, 0, sizeof extensions);
    looked = 0;
}

static struct extension *extension_of(uint64_t bundle, uint8_t stage)
{
    return &extensions[bundle - 1][stage == STAGE_WHOLE ? STAGES_MAX : stage];
}

uint16_t extension_grow(uint64_t bundle, uint8_t stage, struct limit *statutory,
                        struct limit *promised)
{
    const struct extension *extension = extension_of(bundle, stage);
    bool is_legal = (extension->which & EXTENDS_STATUTORY) != 0 && statutory->value != 0;
    bool is_promise = (extension->which & EXTENDS_PROMISED) != 0 && promised->value != 0;
    if (is_legal) statutory->value += extension->amount;
    if (is_promise) promised->value += extension->amount;
    return extension->amount;
}

/* ---- The plan -------------------------------------------------------------------------------- */

/* A quarter none at all, a quarter another amount than the law. */
static uint16_t draw_extension(struct chance *chance, struct limit statutory, struct limit promised)
{
    uint16_t own = (uint16_t)(1 + chance_below(chance, OWN_MAX));
    uint32_t kind = chance_below(chance, 4);
    if (statutory.value == 0 && promised.value == 0) return 0;
    if (kind == 0) return EXTENSION_NONE;
    return kind == 1 ? own : 0;
}

/* A promise grows together with the law's limit where their units are the same: half of them are. */
static void draw_unit(struct chance *chance, struct limit statutory, struct limit *promised)
{
    bool are_both = statutory.value != 0 && promised->value != 0;
    if (chance_one_in(chance, 2) && are_both) promised->unit = statutory.unit;
}

static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("extension", index + 100 * (uint64_t)world_option(OPTION_variant));
    if (world_option(OPTION_extend) == 0) return;
    draw_unit(&chance, procedure->statutory, &procedure->promised);
    procedure->extension = draw_extension(&chance, procedure->statutory, procedure->promised);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        draw_unit(&chance, stage->statutory, &stage->promised);
        stage->extension = draw_extension(&chance, stage->statutory, stage->promised);
    }
}

/* By so much at most. */
static uint32_t most_of(const struct procedure *procedure, uint8_t stage)
{
    bool is_whole = stage == STAGE_WHOLE;
    uint16_t own = is_whole ? procedure->extension : procedure->stages[stage].extension;
    if (own == EXTENSION_NONE) return 0;
    if (own != 0) return own;
    return is_whole ? LAW_WHOLE : LAW_STAGE;
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

/* One with a limit that counts, mostly. */
static uint8_t draw_stage(struct chance *chance, const struct procedure *procedure)
{
    uint32_t at = chance_below(chance, procedure->stage_count);
    bool is_any = chance_one_in(chance, 6);
    bool has_joint = procedure->statutory.value != 0 || procedure->promised.value != 0;
    if (chance_one_in(chance, 3) && (has_joint || is_any)) return STAGE_WHOLE;
    for (uint32_t i = 0; i < procedure->stage_count && !is_any; i++) {
        uint32_t stage = (at + i) % procedure->stage_count;
        if (procedure->stages[stage].clock_from != CLOCK_NONE) return (uint8_t)stage;
    }
    return (uint8_t)at;
}

static uint32_t government(void)
{
    uint32_t peer = 0;
    while (peer_at(peer)->role != ROLE_GOVERNMENT) {
        peer++;
    }
    return peer;
}

static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    const struct procedure *procedure = plan_procedure(own.planned);
    struct chance chance = world_chance("extend", own.planned);
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_extend);
    uint32_t tries = is_chosen ? 2 + chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .feature = &feature_extension,
                             .act = ACT_EXTEND,
                             .bundle = own.bundle,
                             .stage = draw_stage(&chance, procedure) };
        uint32_t most = most_of(procedure, wish.stage);
        bool is_whole = wish.stage == STAGE_WHOLE;
        uint32_t amount = most == 0 ? 0 : chance_below(&chance, most);
        wish.flaw = (uint8_t)wish_flaw(&chance, wish.act);
        wish.peer = wish_peer(&chance, wish.act, wish.flaw != FLAW_ROLE);
        bool is_right = wish.flaw != FLAW_ROLE && !chance_one_in(&chance, 6);
        if (is_right && is_whole) wish.peer = government();
        if (is_right && !is_whole) wish.peer = wish_head(procedure, wish.stage);
        wish.amount = (uint16_t)(amount + 1); /* where nothing is allowed that is too much */
        if (chance_one_in(&chance, 8)) wish.amount = (uint16_t)(most + 1);
        wish_for(&wish, own.planned, wish_when(&chance));
    }
}

/* The head of a department for a stage of its own, that of the government for all. */
static bool is_competent(const struct wish *wish)
{
    enum role wanted = wish->stage == STAGE_WHOLE ? ROLE_GOVERNMENT : ROLE_HEAD;
    return peer_at(wish->peer)->role == wanted;
}

/* ---- How a limit stands ---------------------------------------------------------------------- */

static bool is_late(const struct day_count *calendar, struct limit limit,
                    const struct day_course *course)
{
    return limit.value != 0 && day_count_limit(calendar, limit, course).late;
}

/* What an extension at this time is of: enum extends; 0: there can be none. */
static uint8_t extends_at(const struct audit_bundle *bundle, uint8_t stage, int64_t at_ms,
                          const struct day_count *calendar)
{
    struct clock_now clock;
    if (!clock_read(bundle, stage, at_ms, &clock) || clock.has_stopped) return 0;
    if (extension_of(bundle->number, stage)->amount != 0) return 0;
    bool is_legal = clock.statutory.value != 0;
    struct limit first = is_legal ? clock.statutory : clock.promised;
    if (first.value == 0 || is_late(calendar, first, &clock.course)) return 0;
    if (!is_legal) return EXTENDS_PROMISED;
    bool is_both = clock.promised.value != 0 && clock.promised.unit == first.unit &&
                   !is_late(calendar, clock.promised, &clock.course);
    return is_both ? EXTENDS_BOTH : EXTENDS_STATUTORY;
}

/* It can be now, by the calendar that holds or held a moment ago. */
static bool can_be(const struct wish *wish, bool with_newest)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    int64_t now_ms = check_broker_ms();
    const struct day_count *calendar = calendars_at(now_ms, with_newest);
    bool is_little = wish->amount <= most_of(bundle->procedure, wish->stage);
    return is_little && extends_at(bundle, wish->stage, now_ms, calendar) != 0;
}

static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    if (error->number == ERR_NOT_ALLOWED) return !is_competent(wish);
    bool is_wrong = is_competent(wish) && (!can_be(wish, true) || !can_be(wish, false));
    return error->number == ERR_ACT_IMPOSSIBLE && (is_wrong || wish_is_new(wish));
}

/* ---- Facts ----------------------------------------------------------------------------------- */

static void extend(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    bool is_whole = acted->stage == STAGE_WHOLE;
    enum role wanted = is_whole ? ROLE_GOVERNMENT : ROLE_HEAD;
    if (!is_whole && acted->stage >= bundle->procedure->stage_count) {
        audit_fault(fact, "of no stage");
        return;
    }
    uint8_t which = extends_at(bundle, acted->stage, fact->at_ms, calendars_now());
    struct extension *extension = extension_of(bundle->number, acted->stage);
    struct fact wanted_as = *fact;
    wanted_as.acted.detail = 0; /* that is the broker's */
    if (!wish_is_wanted(&wanted_as)) audit_fault(fact, "nobody who may wanted that");
    if (acted->role != wanted) audit_fault(fact, "by somebody who is not competent");
    if (extension->amount != 0) audit_fault(fact, "it was extended before");
    if (which == 0) audit_fault(fact, "no limit counts that has not ended");
    if (which != acted->detail) audit_fault(fact, "it extends %u, not %u", which, acted->detail);
    if (acted->amount == 0 || acted->amount > most_of(bundle->procedure, acted->stage)) {
        audit_fault(fact, "by more than it may be");
    }
    if (acted->stages != 0 || !onward_is_empty(&acted->onward)) {
        audit_fault(fact, "something goes on");
    }
    *extension = (struct extension){
        .amount = (uint16_t)acted->amount,
        .which = acted->detail,
        .position = fact->position,
        .at_ms = fact->at_ms,
        .by = acted->by,
    };
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    if (fact->type != FACT_ACTED || fact->acted.act != ACT_EXTEND) return false;
    extend(bundle, fact);
    return true;
}

/* ---- What an engine shows -------------------------------------------------------------------- */

static bool is_entry(const struct entry *entry, uint64_t number)
{
    const struct extension *extension = extension_of(number, entry->stage);
    return extension->amount != 0 && entry->amount == extension->amount &&
           entry->detail == extension->which && entry->position == extension->position &&
           entry->from_ms == extension->at_ms && entry->until_ms == 0 &&
           name_is_equal(&entry->by, &extension->by);
}

/* The dossier of one bundle, by turns, has each extension, and no other. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    uint32_t count = 0;
    bool is_right = true;
    (void)now_ms;
    if (number == 0 || order_image(engine, number, &image) != OK) return;
    for (uint32_t i = 0; i <= STAGES_MAX; i++) {
        count += extensions[number - 1][i].amount != 0;
    }
    for (uint32_t i = 0; i < image.entry_count; i++) {
        if (image.entries[i].kind != ENTRY_EXTENSION) continue;
        is_right = is_right && count > 0 && is_entry(&image.entries[i], number);
        count--;
    }
    if (is_right && count == 0) return;
    world_fail("%s: bundle %llu does not show how it was extended", what,
               (unsigned long long)number);
}

const struct feature feature_extension = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .look = look,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Cards: as a clock runs out the broker raises them by the rules of the procedure, each once, and no
 * sooner or later than the days are used; people appeal against them, uphold and withdraw them. In one
 * procedure of three. Source: proto/SPEC.md 8.1 "Cards". */
#include "tests/sim/card_point.h"
#include "tests/sim/clocks.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#include <stdio.h>

#define MINUTE_MS INT64_C(60000)
#define WHOLE STAGES_MAX /* in place of STAGE_WHOLE, in lists */
#define CLOCKS (STAGES_MAX + 1)
#define CLOCKED_MAX 20 /* stages with limits: cards must find room in the dossier */
#define SHORT_UNITS 5  /* days or hours: most bundles do not live long */
#define WISHES_MAX 600 /* about cards, of a run */

struct card {
    uint8_t state; /* enum card_state; 0: not raised */
    uint8_t role;
    uint64_t position;
    int64_t at_ms;
};

static struct card cards[PLAN_BUNDLES_MAX][CLOCKS][CARD_LEVEL_COUNT];
static uint64_t moved[PLAN_BUNDLES_MAX]; /* position of the last fact that was no card */
static uint64_t calendar_position;
static uint32_t wished;
static uint64_t looked_turn;
static uint64_t looked_image;
static int64_t looked_ms;        /* broker time at which all that was due had been raised */
static uint64_t looked_position; /* ... and the newest fact then */
static uint64_t newest;

static void begin(void)
{
    memset(cards, 0, sizeof cards);
    memset(moved, 0, sizeof moved);
    calendar_position = looked_turn = looked_image = looked_position = newest = 0;
    looked_ms = 0;
    wished = 0;
}

static struct card *card_of(uint64_t bundle, uint8_t stage, uint8_t level)
{
    return &cards[bundle - 1][stage == STAGE_WHOLE ? WHOLE : stage][level];
}

/* ---- The plan -------------------------------------------------------------------------------- */

static void shorten(struct chance *chance, struct limit *limit)
{
    uint16_t value = (uint16_t)(1 + chance_below(chance, SHORT_UNITS));
    bool is_short = chance_one_in(chance, 2);
    if (limit->value != 0 && is_short) limit->value = value;
}

static void draw_ladder(struct chance *chance, struct supervision *supervision)
{
    static const char *const interviews[] = { "", "the head", "约谈 the officer in charge" };
    for (uint8_t level = CARD_DEEP_RED; level >= CARD_NOTICE; level--) {
        uint8_t to = (uint8_t)(ROLE_OFFICER + chance_below(chance, 4));
        const char *interview = interviews[chance_below(chance, 3)];
        if (chance_one_in(chance, 2)) continue;
        struct escalation *step = &supervision->escalate[supervision->escalate_count++];
        *step = (struct escalation){ .at = level, .to = to };
        memcpy(step->interview, interview, strlen(interview));
    }
}

static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("cards", index + 100 * (uint64_t)world_option(OPTION_variant));
    uint32_t clocked = 0;
    if (world_option(OPTION_cards) == 0 || !chance_one_in(&chance, 3)) return;
    enum rules rules = (enum rules)(1 + chance_below(&chance, RULES_COUNT - 1));
    const char *name = card_rules_name(rules);
    memcpy(procedure->supervision.rules.text, name, strlen(name));
    draw_ladder(&chance, &procedure->supervision);
    shorten(&chance, &procedure->statutory);
    shorten(&chance, &procedure->promised);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        shorten(&chance, &stage->statutory);
        shorten(&chance, &stage->promised);
        bool has_clock = stage->clock_from != CLOCK_NONE;
        if (has_clock && clocked++ >= CLOCKED_MAX) stage->clock_from = CLOCK_NONE;
    }
}

/* Who must act; 0: the ladder does not say. */
static uint8_t role_of(const struct procedure *procedure, uint8_t level)
{
    const struct supervision *supervision = &procedure->supervision;
    for (uint32_t i = 0; i < supervision->escalate_count; i++) {
        if (supervision->escalate[i].at == level) return supervision->escalate[i].to;
    }
    return 0;
}

/* Soon days pass, or nothing is ever used up. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    struct chance chance = world_chance("cards_leap", submit->planned);
    int64_t when_ms = wish_when(&chance);
    bool is_watched = card_rules_in(plan_procedure(submit->planned)) != RULES_NONE;
    (void)peer;
    if (!is_watched || world.is_calm || !chance_one_in(&chance, 3)) return;
    world_plan(when_ms, HAPPENS_LEAP, 0, NULL);
}

/* ---- What is due ---------------------------------------------------------------------------- */

/* The next card of a bundle that is due and not raised, from a case on; false: there is none. */
static bool next_due(struct card_case *card, int64_t now_ms)
{
    const struct procedure *procedure = card->bundle->procedure;
    for (;;) {
        struct clock_now clock;
        if (++card->level == CARD_LEVEL_COUNT) {
            if (card->stage == STAGE_WHOLE) return false;
            card->level = CARD_NOTICE;
            card->stage++;
            if (card->stage == procedure->stage_count) card->stage = STAGE_WHOLE;
        }
        if (card_of(card->bundle->number, card->stage, card->level)->state != 0) continue;
        bool is_running = clock_read(card->bundle, card->stage, now_ms, &clock);
        if (is_running && !clock.has_stopped && card_is_reached(card, now_ms)) return true;
    }
}

/* Before the first of them. */
static struct card_case first_case(const struct audit_bundle *bundle)
{
    return (struct card_case){ .bundle = bundle, .rules = card_rules_in(bundle->procedure) };
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* What was due before, on the same bundle, had to be raised before: first by time, then by stage, all
 * together last, then by level. */
static void expect_order(const struct fact *fact, const struct card_case *card, int64_t own_ms)
{
    const struct plan_version *version = order_of(card->bundle);
    struct card_case other = first_case(card->bundle);
    while (next_due(&other, fact->at_ms)) {
        int64_t other_ms = card_reached_ms(&other, fact->at_ms);
        uint8_t place = order_place(version, card->stage);
        uint8_t other_place = order_place(version, other.stage);
        bool is_earlier = place != other_place ? other_place < place : other.level < card->level;
        bool is_before = other_ms != own_ms ? other_ms < own_ms : is_earlier;
        if (!is_before) continue;
        audit_fault(fact, "card %u of stage %u comes first", other.level, other.stage);
    }
}

static void raise(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    struct card_case card = first_case(bundle);
    struct clock_now clock;
    card.stage = acted->stage;
    card.level = acted->detail;
    bool is_one = (card.stage == STAGE_WHOLE || card.stage < bundle->procedure->stage_count) &&
                  card.level >= CARD_NOTICE && card.level < CARD_LEVEL_COUNT;
    bool is_own =
        name_is_empty(&acted->by) && acted->role == role_of(bundle->procedure, acted->detail);
    bool is_plain = acted->amount == 0 && acted->materials == 0 && acted->until_ms == 0 &&
                    acted->reason.size == 0 && acted->stages == 0;
    if (!is_one || card.rules == RULES_NONE || !is_own) {
        audit_fault(fact, "no such card is raised");
        return;
    }
    struct card *own = card_of(bundle->number, card.stage, card.level);
    if (!is_plain || !onward_is_empty(&acted->onward)) audit_fault(fact, "more than a card");
    if (!name_is_equal(&acted->on, &bundle->procedure->supervision.rules)) {
        audit_fault(fact, "by other rules");
    }
    if (own->state != 0) audit_fault(fact, "it was raised before");
    bool is_running = clock_read(bundle, card.stage, fact->at_ms, &clock);
    if (!is_running || clock.has_stopped) audit_fault(fact, "its clock does not run");
    if (!card_is_reached(&card, fact->at_ms)) audit_fault(fact, "too early");
    if (world_has_failed()) return;
    int64_t own_ms = card_reached_ms(&card, fact->at_ms);
    bool is_news =
        moved[bundle->number - 1] > looked_position || calendar_position > looked_position;
    if (own_ms <= looked_ms && !is_news) audit_fault(fact, "too late");
    *own = (struct card){ CARD_RAISED, acted->role, fact->position, fact->at_ms };
    expect_order(fact, &card, own_ms);
}

/* 0: it cannot be. */
static uint8_t state_after(uint8_t state, uint8_t act)
{
    if (act == ACT_APPEAL_CARD) return state == CARD_RAISED ? CARD_APPEALED : 0;
    if (act == ACT_UPHOLD_CARD) return state == CARD_APPEALED ? CARD_UPHELD : 0;
    return state == CARD_RAISED || state == CARD_APPEALED ? CARD_WITHDRAWN : 0;
}

/* A department is concerned by the cards of its stages, and by those of all together. */
static bool is_concerned(const struct procedure *procedure, uint8_t stage, const struct peer *peer)
{
    if (!role_has_department(peer->role)) return true;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        bool is_own = name_is_equal(&procedure->stages[i].department, &peer->department);
        if (is_own && (stage == STAGE_WHOLE || stage == i)) return true;
    }
    return false;
}

static void move(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    bool is_one = (acted->stage == STAGE_WHOLE || acted->stage < bundle->procedure->stage_count) &&
                  acted->detail >= CARD_NOTICE && acted->detail < CARD_LEVEL_COUNT;
    if (!is_one) {
        audit_fault(fact, "there is no such card");
        return;
    }
    struct card *card = card_of(bundle->number, acted->stage, acted->detail);
    uint8_t next = state_after(card->state, acted->act);
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (next == 0) audit_fault(fact, "a card in state %u", card->state);
    if (acted->stages != 0 || !onward_is_empty(&acted->onward)) {
        audit_fault(fact, "something goes on");
    }
    card->state = next;
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

/* Mostly by somebody whom the card concerns. */
static void want(const struct audit_bundle *bundle, struct chance *chance, struct wish wish)
{
    const struct procedure *procedure = bundle->procedure;
    if (wished == WISHES_MAX) return;
    wished++;
    wish.feature = &feature_cards;
    wish.bundle = bundle->number;
    wish.flaw = (uint8_t)wish_flaw(chance, wish.act);
    wish.peer = wish_peer(chance, wish.act, wish.flaw != FLAW_ROLE);
    bool is_theirs =
        wish.flaw != FLAW_ROLE && wish.act == ACT_APPEAL_CARD && !chance_one_in(chance, 6);
    uint8_t stage = wish.stage;
    if (stage == STAGE_WHOLE) stage = (uint8_t)chance_below(chance, procedure->stage_count);
    if (is_theirs) wish.peer = wish_officer(procedure, stage);
    if (is_theirs && chance_one_in(chance, 4) && wish_head(procedure, stage) != 0) {
        wish.peer = wish_head(procedure, stage);
    }
    wish_for(&wish, bundle->planned, wish_when(chance));
}

/* A card may be appealed against, and upheld or withdrawn; or somebody takes it for another. */
static void want_more(const struct audit_bundle *bundle, const struct fact *fact)
{
    static const uint8_t acts[] = { ACT_APPEAL_CARD, ACT_APPEAL_CARD, ACT_UPHOLD_CARD,
                                    ACT_WITHDRAW_CARD };
    struct chance chance = world_chance("card", fact->position);
    const struct fact_acted *acted = &fact->acted;
    bool is_first = acted->act == ACT_RAISE_CARD;
    uint32_t tries = 1 + chance_below(&chance, 2);
    if (chance_below(&chance, 1000) >= world_option(OPTION_cards)) return;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .stage = acted->stage, .detail = acted->detail };
        wish.act = acts[chance_below(&chance, 4)];
        if (is_first && i == 0) wish.act = ACT_APPEAL_CARD;
        if (chance_one_in(&chance, 8)) wish.detail = (uint8_t)(1 + chance_below(&chance, 5));
        if (chance_one_in(&chance, 8)) wish.stage = STAGE_WHOLE;
        want(bundle, &chance, wish);
    }
}

/* Before any card is raised. */
static void want_early(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("card", fact->position);
    struct wish wish = { .act = (uint8_t)(ACT_APPEAL_CARD + chance_below(&chance, 3)) };
    wish.stage = (uint8_t)chance_below(&chance, bundle->procedure->stage_count);
    wish.detail = (uint8_t)(CARD_NOTICE + chance_below(&chance, CARD_LEVEL_COUNT));
    if (world_option(OPTION_cards) != 0 && chance_one_in(&chance, 8)) want(bundle, &chance, wish);
}

static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool is_level = wish->detail >= CARD_NOTICE && wish->detail < CARD_LEVEL_COUNT;
    uint8_t state = is_level ? card_of(wish->bundle, wish->stage, wish->detail)->state : 0;
    if (!is_concerned(bundle->procedure, wish->stage, peer_at(wish->peer))) {
        return error->number == ERR_NOT_ALLOWED;
    }
    bool is_right = state != 0 && state_after(state, wish->act) != 0;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t act = fact->type == FACT_ACTED ? fact->acted.act : 0;
    if (act < ACT_RAISE_CARD || act > ACT_WITHDRAW_CARD) return false;
    if (act == ACT_RAISE_CARD) {
        raise(bundle, fact);
    } else {
        move(bundle, fact);
    }
    if (!world_has_failed()) want_more(bundle, fact);
    return true;
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    newest = fact->position;
    if (fact->type == FACT_CALENDAR_PUBLISHED) calendar_position = fact->position;
    if (bundle == NULL) return;
    bool is_card = fact->type == FACT_ACTED && fact->acted.act == ACT_RAISE_CARD;
    if (!is_card) moved[bundle->number - 1] = fact->position;
    if (fact->type == FACT_BUNDLE_SUBMITTED) want_early(bundle, fact);
}

/* What concerns others was not theirs to say. */
static void judge(uint32_t peer, const struct message *message)
{
    const struct duty *duty = duty_of(message->request_id);
    if (message->type != MSG_RECORDED || duty == NULL || duty->feature != &feature_wishes) return;
    const struct wish *wish = wish_of(duty);
    if (wish->feature != &feature_cards) return;
    if (is_concerned(plan_procedure(duty->planned), wish->stage, peer_at(peer))) return;
    world_fail("%s appeals against a card of others", peer_at(peer)->label);
}

/* ---- What must have been raised -------------------------------------------------------------- */

static void look_for_late(const struct audit_bundle *bundle, int64_t now_ms)
{
    struct card_case card = first_case(bundle);
    if (bundle->result != RESULT_OPEN || card.rules == RULES_NONE) return;
    if (!next_due(&card, now_ms)) return;
    world_fail("bundle %llu: card %u of stage %u has not been raised",
               (unsigned long long)bundle->number, card.level, card.stage);
}

/* By turns one bundle; all of them when time has leapt. */
static void look_at_time(int64_t now_ms)
{
    uint64_t count = audit_bundle_count();
    bool has_leapt = now_ms - looked_ms > MINUTE_MS || calendar_position > looked_position;
    if (world_option(OPTION_cards) == 0) return;
    for (uint64_t i = 1; i <= count && has_leapt; i++) {
        look_for_late(audit_bundle(i), now_ms);
    }
    if (count != 0) look_for_late(audit_bundle(looked_turn++ % count + 1), now_ms);
    looked_ms = now_ms;
    looked_position = newest;
}

/* ---- What an engine tells -------------------------------------------------------------------- */

static void look_at_cards(const struct engine *engine, const struct audit_bundle *bundle,
                          const char *what)
{
    static struct bundle_image image;
    uint32_t count = 0;
    uint32_t raised = 0;
    if (order_image(engine, bundle->number, &image) != OK) return;
    for (uint32_t i = 0; i < CLOCKS * CARD_LEVEL_COUNT; i++) {
        raised += cards[bundle->number - 1][i / CARD_LEVEL_COUNT][i % CARD_LEVEL_COUNT].state != 0;
    }
    for (uint32_t i = 0; i < image.entry_count; i++) {
        const struct entry *entry = &image.entries[i];
        if (entry->kind != ENTRY_CARD) continue;
        const struct card *card = card_of(bundle->number, entry->stage, entry->detail);
        bool is_same = entry->state == card->state && entry->amount == card->role &&
                       entry->position == card->position && entry->from_ms == card->at_ms &&
                       entry->until_ms == 0 && name_is_empty(&entry->by);
        count++;
        if (is_same) continue;
        world_fail("%s: bundle %llu: card %u of stage %u is told in state %u, should be %u", what,
                   (unsigned long long)bundle->number, entry->detail, entry->stage, entry->state,
                   card->state);
    }
    if (count == raised) return;
    world_fail("%s: bundle %llu has %u cards, should have %u", what,
               (unsigned long long)bundle->number, count, raised);
}

/* Of open bundles, those that were not withdrawn. */
static uint32_t count_cards(const struct name *department, uint8_t level)
{
    uint32_t count = 0;
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->result != RESULT_OPEN) continue;
        for (uint32_t k = 0; k < bundle->procedure->stage_count; k++) {
            uint8_t state = cards[i - 1][k][level].state;
            bool is_own = name_is_equal(&bundle->procedure->stages[k].department, department);
            count += is_own && state != 0 && state != CARD_WITHDRAWN;
        }
    }
    return count;
}

static void look_at_counts(const struct engine *engine, const char *what)
{
    static struct msg_statistics statistics;
    statistics.department_count = 0;
    engine_statistics(engine, &(struct name){ "" }, &statistics);
    for (uint32_t i = 0; i < statistics.department_count; i++) {
        const struct department_statistics *found = &statistics.departments[i];
        bool is_right = found->yellow == count_cards(&found->department, CARD_YELLOW) &&
                        found->red == count_cards(&found->department, CARD_RED) &&
                        found->deep_red == count_cards(&found->department, CARD_DEEP_RED);
        if (is_right) continue;
        world_fail("%s: %s has %u yellow, %u red, %u deep red cards: not those of its stages", what,
                   found->department.text, found->yellow, found->red, found->deep_red);
    }
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    uint64_t count = audit_bundle_count();
    (void)now_ms;
    if (world_option(OPTION_cards) == 0 || count == 0) return;
    const struct audit_bundle *bundle = audit_bundle(looked_image++ % count + 1);
    look_at_counts(engine, what);
    if (bundle->result == RESULT_OPEN) look_at_cards(engine, bundle, what);
}

const struct feature feature_cards = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .take_fact = take_fact,
    .look_at_time = look_at_time,
    .judge = judge,
    .look = look,
};

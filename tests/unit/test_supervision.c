/* SPDX-License-Identifier: Apache-2.0 */
/* Supervision: the tables of cards and orders, cell by cell; facts and images that cannot be are
 * refused; counts of departments follow; the dossier may be full; and whoever is not supervised has no
 * timer. */
#include "broker/core/supervision.h"

#include "broker/core/card.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define DAY_MS INT64_C(86400000)

static struct fixture fixture;
static struct procedure procedure;

static int set_up(void **state)
{
    (void)state;
    fixture_open(&fixture, NULL);
    procedure_begin(&procedure, "p");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

/* ---- Tables ---------------------------------------------------------------------------------- */

/* Rows are states, columns moves, '-' is refused. */
static const char *const order_picture[ORDER_STATE_COUNT] = {
    /* clang-format off */
    /*                      ACK REPORT RETURN RECTIFY VERIFY CLOSE APPEAL UPHOLD */
    [ORDER_NONE]       =   "-"  "-"    "-"    "-"     "-"    "-"   "-"    "-",
    [ORDER_ISSUED]     =   "a"  "-"    "-"    "-"     "-"    "-"   "p"    "-",
    [ORDER_ACKED]      =   "-"  "r"    "-"    "-"     "-"    "-"   "p"    "-",
    [ORDER_REPORTED]   =   "-"  "-"    "b"    "f"     "-"    "c"   "-"    "-",
    [ORDER_RETURNED]   =   "-"  "r"    "-"    "f"     "-"    "-"   "p"    "-",
    [ORDER_RECTIFYING] =   "-"  "-"    "b"    "-"     "v"    "-"   "-"    "-",
    [ORDER_VERIFIED]   =   "-"  "-"    "-"    "-"     "-"    "c"   "-"    "-",
    [ORDER_CLOSED]     =   "-"  "-"    "-"    "-"     "-"    "-"   "-"    "-",
    [ORDER_APPEALED]   =   "-"  "-"    "-"    "-"     "-"    "c"   "-"    "a",
    /* clang-format on */
};

static void test_every_cell_of_orders_is_as_drawn(void **state)
{
    static const char letters[] = "-iarbfvcp"; /* by state */
    (void)state;
    for (int from = ORDER_NONE; from < ORDER_STATE_COUNT; from++) {
        assert_int_equal(strlen(order_picture[from]), ORDER_MOVE_COUNT);
        for (int move = 0; move < ORDER_MOVE_COUNT; move++) {
            enum order_state next = order_next((enum order_state)from, (enum order_move)move);
            assert_int_equal(letters[next], order_picture[from][move]);
        }
    }
}

static void test_every_cell_of_cards_is_as_drawn(void **state)
{
    /* APPEAL UPHOLD WITHDRAW */
    static const char *const picture[CARD_STATE_COUNT] = { "---", "a-w", "-uw", "---", "---" };
    static const char letters[] = "-rauw";
    (void)state;
    for (int from = 0; from < CARD_STATE_COUNT; from++) {
        for (int move = 0; move < CARD_MOVE_COUNT; move++) {
            enum card_state next = card_next((enum card_state)from, (enum card_move)move);
            assert_int_equal(letters[next], picture[from][move]);
        }
    }
}

/* ---- A bundle with everything ---------------------------------------------------------------- */

static enum err act(enum act what, const char *stage, uint8_t detail)
{
    struct event *event = fixture_event(&fixture, EVENT_ACT, 0);

    event->principal = named(what == ACT_UPHOLD_ORDER ? "other" : "tester");
    event->act = (struct msg_act){
        .ref.bundle = 1,
        .act = (uint8_t)what,
        .detail = detail,
        .reason = { (const uint8_t *)"why", 3 },
    };
    if (stage != NULL) event->act.stage = named(stage);
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

static uint32_t add_stage(const char *name, const char *department)
{
    uint32_t stage = procedure_add_stage(&procedure, name, department);
    procedure.stages[stage].promised = (struct limit){ 5, LIMIT_WORKING_DAYS };
    procedure.stages[stage].statutory = (struct limit){ 10, LIMIT_WORKING_DAYS };
    procedure.stages[stage].clock_from = CLOCK_FROM_ACCEPTANCE;
    return stage;
}

static void begin(void)
{
    add_stage("a", "land");
    add_stage("b", "water");
    procedure.supervision.rules = named("default-1");
    procedure.supervision.escalate_count = 1;
    procedure.supervision.escalate[0] = (struct escalation){ CARD_YELLOW, ROLE_HEAD, "" };
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
}

/* Cards of all levels, one of them withdrawn; an order, a reminder, and urgency. */
static void live(void)
{
    begin();
    fixture_tick(&fixture, 30 * DAY_MS);
    assert_int_equal(fixture_image(&fixture, 1).entry_count, 8);
    assert_int_equal(act(ACT_APPEAL_CARD, "a", CARD_RED), OK);
    assert_int_equal(act(ACT_WITHDRAW_CARD, "a", CARD_RED), OK);
    assert_int_equal(act(ACT_APPEAL_CARD, "b", CARD_RED), OK);
    assert_int_equal(act(ACT_UPHOLD_CARD, "b", CARD_RED), OK);
    assert_int_equal(act(ACT_REMIND, "a", 0), OK);
    assert_int_equal(act(ACT_ORDER, "a", 0), OK);
    assert_int_equal(act(ACT_ACK_ORDER, "a", 0), OK);
    assert_int_equal(act(ACT_URGE, NULL, 0), OK);
}

static struct department_statistics counts_of(const struct engine *engine, const char *department)
{
    static struct msg_statistics statistics;

    engine_statistics(engine, &(struct name){ { 0 } }, &statistics);
    for (uint32_t i = 0; i < statistics.department_count; i++) {
        if (strcmp(statistics.departments[i].department.text, department) == 0) {
            return statistics.departments[i];
        }
    }
    fail();
    return statistics.departments[0];
}

static void assert_counts(const struct engine *engine)
{
    struct department_statistics land = counts_of(engine, "land");
    struct department_statistics water = counts_of(engine, "water");

    assert_int_equal(land.yellow, 1);
    assert_int_equal(land.red, 0);
    assert_int_equal(land.deep_red, 1);
    assert_int_equal(water.yellow, 1);
    assert_int_equal(water.red, 1);
    assert_int_equal(water.deep_red, 1);
}

static void test_counts_are_the_same_live_replayed_and_restored(void **state)
{
    (void)state;
    live();
    assert_counts(fixture.engine);
    struct engine *replayed = fixture_replay(&fixture);
    struct engine *restored = fixture_restore(&fixture);
    assert_counts(replayed);
    assert_counts(restored);
    assert_same_hash(restored, fixture.engine);
    engine_off_heap(replayed);
    engine_off_heap(restored);
    assert_int_equal(fixture_withdraw(&fixture, 1), OK);
    struct department_statistics land = counts_of(fixture.engine, "land");
    assert_int_equal(land.yellow + land.red + land.deep_red, 0);
}

/* Who does not use it pays nothing: there is nothing to wait for. */
static void test_without_supervision_there_is_no_timer(void **state)
{
    (void)state;
    add_stage("a", "land");
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    assert_int_equal(engine_next_due_ms(fixture.engine), INT64_MAX);
    fixture_tick(&fixture, 100 * DAY_MS);
    assert_int_equal(fixture_image(&fixture, 1).entry_count, 0);
}

static void test_the_next_card_is_what_the_engine_waits_for(void **state)
{
    (void)state;
    begin();
    for (uint32_t cards = 0; cards < 8; cards++) {
        int64_t due_ms = engine_next_due_ms(fixture.engine);
        assert_int_not_equal(due_ms, INT64_MAX);
        if (due_ms > fixture.now_ms) {
            fixture_tick(&fixture, due_ms - 1 - fixture.now_ms);
            assert_int_equal(fixture_image(&fixture, 1).entry_count, cards);
            fixture_tick(&fixture, 1);
        }
        cards = fixture_image(&fixture, 1).entry_count - 1;
    }
    assert_int_equal(engine_next_due_ms(fixture.engine), INT64_MAX);
}

/* ---- Facts that cannot be -------------------------------------------------------------------- */

static struct fact_acted *acted_of(struct fact *fact)
{
    assert_int_equal(fact->type, FACT_ACTED);
    return &fact->acted;
}

/* The n-th fact of an act in the journal, from 0. */
static struct fact nth(enum act what, uint32_t n)
{
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact *fact = &fixture.journal[i];
        if (fact->type == FACT_ACTED && fact->acted.act == what && n-- == 0) return *fact;
    }
    fail();
    return fixture.journal[0];
}

static enum err apply_in_its_place(const struct fact *fact)
{
    struct engine *engine = engine_on_heap(&fixture.limits);

    for (uint64_t i = 1; i < fact->position; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i - 1]), OK);
    }
    enum err err = engine_apply(engine, fact);
    engine_off_heap(engine);
    return err;
}

#define ASSERT_CORRUPT(what, change) \
    do { \
        struct fact changed = nth(what, 0); \
        assert_int_equal(apply_in_its_place(&changed), OK); \
        acted_of(&changed)->change; \
        assert_int_equal(apply_in_its_place(&changed), ERR_CORRUPT); \
    } while (0)

static void test_cards_that_cannot_be_are_corrupt(void **state)
{
    (void)state;
    live();
    ASSERT_CORRUPT(ACT_RAISE_CARD, on = named("yulin-1"));
    ASSERT_CORRUPT(ACT_RAISE_CARD, by = named("li"));
    ASSERT_CORRUPT(ACT_RAISE_CARD, detail = 0);
    ASSERT_CORRUPT(ACT_RAISE_CARD, detail = CARD_LEVEL_COUNT);
    ASSERT_CORRUPT(ACT_RAISE_CARD, role = ROLE_GOVERNMENT);
    ASSERT_CORRUPT(ACT_RAISE_CARD, stages = 1);
    ASSERT_CORRUPT(ACT_RAISE_CARD, stage = 2);
    ASSERT_CORRUPT(ACT_APPEAL_CARD, detail = 9);
    ASSERT_CORRUPT(ACT_APPEAL_CARD, stage = STAGE_WHOLE);
    ASSERT_CORRUPT(ACT_APPEAL_CARD, stages = 1);
    ASSERT_CORRUPT(ACT_WITHDRAW_CARD, act = ACT_APPEAL_CARD);
    ASSERT_CORRUPT(ACT_UPHOLD_CARD, detail = CARD_YELLOW);
    struct fact twice = nth(ACT_RAISE_CARD, 1);
    twice.acted = nth(ACT_RAISE_CARD, 0).acted;
    assert_int_equal(apply_in_its_place(&twice), ERR_CORRUPT);
}

static void test_orders_and_urgency_that_cannot_be_are_corrupt(void **state)
{
    (void)state;
    live();
    ASSERT_CORRUPT(ACT_REMIND, stage = STAGE_WHOLE);
    ASSERT_CORRUPT(ACT_REMIND, stages = 1);
    ASSERT_CORRUPT(ACT_ORDER, stage = STAGE_WHOLE);
    ASSERT_CORRUPT(ACT_ORDER, stages = 1);
    ASSERT_CORRUPT(ACT_ACK_ORDER, act = ACT_ORDER);
    ASSERT_CORRUPT(ACT_ACK_ORDER, act = ACT_CLOSE_ORDER);
    ASSERT_CORRUPT(ACT_ACK_ORDER, stage = 1);
    ASSERT_CORRUPT(ACT_ACK_ORDER, stage = STAGE_WHOLE);
    ASSERT_CORRUPT(ACT_URGE, amount = PRIORITY_DEFAULT);
    ASSERT_CORRUPT(ACT_URGE, stage = 0);
    ASSERT_CORRUPT(ACT_URGE, stages = 1);
    ASSERT_CORRUPT(ACT_URGE, act = ACT_RELAX);
}

static void test_no_card_of_what_is_not_supervised(void **state)
{
    (void)state;
    live();
    struct fact card = nth(ACT_RAISE_CARD, 0);
    fixture_close(&fixture);
    fixture_open(&fixture, NULL);
    memset(&procedure.supervision, 0, sizeof procedure.supervision);
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    card.position = fixture.journal_count + 1u;
    card.previous = fixture.journal_count;
    assert_int_equal(apply_in_its_place(&card), ERR_CORRUPT);
}

/* ---- Images that cannot be ------------------------------------------------------------------- */

static enum err restore_with(const struct bundle_image *image)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    struct totals_image totals;
    const struct fact_procedure_published *body = &fixture.journal[0].procedure_published;

    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_procedure(engine, body->procedure, &body->content, 1), OK);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    enum err err = engine_restore_bundle(engine, image);
    engine_off_heap(engine);
    return err;
}

static struct bundle_image image;

/* The first entry of a kind in the image. */
static struct entry *entry_of(enum entry_kind kind)
{
    for (uint32_t i = 0; i < image.entry_count; i++) {
        if (image.entries[i].kind == kind) return &image.entries[i];
    }
    fail();
    return NULL;
}

#define ASSERT_BAD(kind, change) \
    do { \
        image = fixture_image(&fixture, 1); \
        assert_int_equal(restore_with(&image), OK); \
        entry_of(kind)->change; \
        assert_int_equal(restore_with(&image), ERR_CORRUPT); \
    } while (0)

static void test_images_that_cannot_be_are_refused(void **state)
{
    (void)state;
    live();
    ASSERT_BAD(ENTRY_CARD, detail = 0);
    ASSERT_BAD(ENTRY_CARD, detail = CARD_LEVEL_COUNT);
    ASSERT_BAD(ENTRY_CARD, state = 0);
    ASSERT_BAD(ENTRY_CARD, state = CARD_STATE_COUNT);
    ASSERT_BAD(ENTRY_CARD, stage = 2);
    ASSERT_BAD(ENTRY_REMINDER, stage = STAGE_WHOLE);
    ASSERT_BAD(ENTRY_ORDER, stage = STAGE_WHOLE);
    ASSERT_BAD(ENTRY_ORDER, state = ORDER_NONE);
    ASSERT_BAD(ENTRY_ORDER, state = ORDER_STATE_COUNT);
    ASSERT_BAD(ENTRY_ORDER, state = ORDER_CLOSED);
    ASSERT_BAD(ENTRY_ORDER, until_ms = fixture.now_ms);
    ASSERT_BAD(ENTRY_URGENCY, stage = 0);
    ASSERT_BAD(ENTRY_URGENCY, detail = PRIORITY_COUNT);
    ASSERT_BAD(ENTRY_URGENCY, amount = PRIORITY_DEFAULT);
}

/* ---- Room ------------------------------------------------------------------------------------ */

/* People may fill so much of a dossier, and no more: the rest is the broker's own. */
static void test_a_full_dossier_takes_cards_still(void **state)
{
    (void)state;
    begin();
    while (fixture_image(&fixture, 1).entry_count < ENTRIES_ACT_MAX) {
        assert_int_equal(act(ACT_URGE, NULL, 0), OK);
        assert_int_equal(act(ACT_RELAX, NULL, 0), OK);
    }
    assert_int_equal(act(ACT_URGE, NULL, 0), ERR_BUSY);
    fixture_tick(&fixture, 60 * DAY_MS);
    assert_int_equal(fixture_image(&fixture, 1).entry_count, ENTRIES_ACT_MAX + 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_every_cell_of_orders_is_as_drawn),
        TEST(test_every_cell_of_cards_is_as_drawn),
        TEST(test_counts_are_the_same_live_replayed_and_restored),
        TEST(test_without_supervision_there_is_no_timer),
        TEST(test_the_next_card_is_what_the_engine_waits_for),
        TEST(test_cards_that_cannot_be_are_corrupt),
        TEST(test_orders_and_urgency_that_cannot_be_are_corrupt),
        TEST(test_no_card_of_what_is_not_supervised),
        TEST(test_images_that_cannot_be_are_refused),
        TEST(test_a_full_dossier_takes_cards_still),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

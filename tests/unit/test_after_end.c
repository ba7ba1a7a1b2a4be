/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of bundles that have ended: they come back into memory for them, are stored anew and leave
 * again; and whenever the process ends on the way, a restart finds the same. */
#include "broker/core/bundle.h"
#include "broker/shell/offline.h"
#include "broker/shell/recovery.h"
#include "broker/shell/store.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define NEVER_STORED UINT64_MAX /* the checkpoint takes no image unless it is idle */

static struct directory directory;
static struct clerk *clerk;
static struct bundle_image image;

static int set_up(void **state)
{
    (void)state;
    directory_make(&directory);
    clerk = calloc(1, sizeof *clerk);
    return clerk == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    clerk_close(clerk);
    free(clerk);
    directory_remove(&directory);
    return 0;
}

static void begin(uint64_t behind_max)
{
    clerk_open(clerk, directory.path, behind_max);
    struct procedure_stage *works = &clerk->procedure.stages[FIVE_F];
    works->delivery = (struct limit){ 10, LIMIT_WORKING_DAYS };
    works->start_within = (struct limit){ 3, LIMIT_MONTHS };
    works->deferral = (struct limit){ 3, LIMIT_MONTHS };
    works->deferrals = 2;
    clerk_publish(clerk);
    clerk_commit(clerk, false);
}

static void reopen(uint64_t behind_max)
{
    clerk_close(clerk);
    clerk_open(clerk, directory.path, behind_max);
}

static bool is_in_memory(uint64_t bundle)
{
    return engine_image(clerk->engine, bundle, &image) == OK;
}

/* A bundle with all of its permits, in memory. */
static uint64_t finish_bundle(void)
{
    uint64_t bundle = clerk_submit(clerk);

    while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
    }
    assert_true(is_in_memory(bundle));
    assert_int_equal(image.result, RESULT_ALL);
    return bundle;
}

/* The same, stored and out of memory. */
static uint64_t finish_and_forget(void)
{
    uint64_t bundle = finish_bundle();

    clerk_commit(clerk, false);
    clerk_rest(clerk);
    assert_false(is_in_memory(bundle));
    return bundle;
}

static void take_stored(uint64_t bundle)
{
    assert_int_equal(view_begin(clerk->view), OK);
    assert_int_equal(store_image(clerk->view, bundle, &image), OK);
    view_end(clerk->view);
}

/* How many entries the newest that is known of a bundle has. */
static uint32_t entries(uint64_t bundle)
{
    if (!is_in_memory(bundle)) take_stored(bundle);
    return image.entry_count;
}

static char heard[256];

static bool complain(void *self, const struct offline_problem *problem)
{
    (void)self;
    if (heard[0] == '\0') snprintf(heard, sizeof heard, "%s", problem->text);
    return true;
}

/* What verify finds first; "" if all is as it was written. */
static const char *verify(void)
{
    struct offline_verified verified;

    heard[0] = '\0';
    assert_int_equal(offline_verify(clerk->journal, complain, NULL, &verified), OK);
    assert_true(verified.is_replayed);
    return heard;
}

static void assert_sound(void)
{
    struct recovery_report report;
    struct offline_replayed replayed;
    struct hash live = engine_hash(clerk->engine);
    struct hash restored = clerk_restored_hash(clerk, &report);

    assert_memory_equal(&restored, &live, sizeof live);
    assert_int_equal(report.records_rebuilt, 0);
    assert_string_equal(verify(), "");
    assert_int_equal(offline_replay(clerk->journal, &replayed), OK);
    assert_true(replayed.is_equal);
}

/* ---- Coming back ----------------------------------------------------------------------------- */

static void test_an_act_brings_an_ended_bundle_back_and_it_leaves_again(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();
    uint32_t keys = clerk_rows(clerk, STORE_KEY);

    assert_int_equal(clerk_act(clerk, ACT_DELIVER, bundle, FIVE_F), OK);
    assert_true(is_in_memory(bundle));
    assert_int_equal(image.result, RESULT_ALL);
    assert_int_equal(image.entry_count, 1);
    clerk_commit(clerk, false);
    assert_false(is_in_memory(bundle));
    take_stored(bundle);
    assert_int_equal(image.entry_count, 1);
    assert_int_equal(image.entries[0].kind, ENTRY_DELIVERY);
    assert_int_equal(image.entries[0].stage, FIVE_F);
    assert_int_equal(image.last_position, journal_position_next(clerk->journal) - 1);
    assert_int_equal(clerk_rows(clerk, STORE_KEY), keys);
    assert_int_equal(clerk_rows(clerk, STORE_OPEN), 0);
    assert_int_equal(clerk_find(clerk, bundle), bundle);
    assert_sound();
}

static void test_a_refused_act_leaves_everything_as_it_was(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();
    uint64_t position = engine_position_next(clerk->engine);
    struct hash before = engine_hash(clerk->engine);

    assert_int_equal(clerk_act(clerk, ACT_STOP_WORKS, bundle, FIVE_F), ERR_ACT_IMPOSSIBLE);
    assert_int_equal(clerk_act(clerk, ACT_SUSPEND, bundle, FIVE_F), ERR_BUNDLE_ENDED);
    struct hash after = engine_hash(clerk->engine);
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(engine_position_next(clerk->engine), position);
    assert_false(is_in_memory(bundle));
    assert_int_equal(engine_next_due_ms(clerk->engine), INT64_MAX);
    struct draft *draft = clerk_fill(clerk, true);
    assert_true(draft_is_empty(draft)); /* nothing is to be stored either */
}

/* The engine believes no image: a damaged one is refused before anything is taken from it. */
static void test_a_damaged_image_brings_nothing_back(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();
    take_stored(bundle);
    const struct bundle_image good = image;

    for (uint32_t i = 0; i < 9; i++) {
        image = good;
        if (i == 0) image.result = RESULT_OPEN;
        if (i == 1) image.stages[FIVE_F].state = STAGE_REVIEWING;
        if (i == 2) image.stages[FIVE_A].job = JOB_READY;
        if (i == 3) image.ended_ms = image.submitted_ms - 1;
        if (i == 4) image.last_position = engine_position_next(clerk->engine);
        if (i == 5) image.version++;
        if (i == 6) image.gates[0].state = GATE_OPEN;
        if (i == 7) image.result = 200;
        if (i == 8) image.bundle = 99;
        assert_int_equal(engine_recall(clerk->engine, &image), ERR_CORRUPT);
        assert_int_equal(engine_find_key(clerk->engine, &image.key_hash), 0);
    }
    assert_int_equal(engine_recall(clerk->engine, &good), OK);
    assert_int_equal(engine_recall(clerk->engine, &good), ERR_CORRUPT); /* it is here */
}

static void test_what_came_back_is_the_image_that_it_came_from(void **state)
{
    (void)state;
    begin(0);
    for (int turn = 0; turn < 200; turn++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, true);
    }
    clerk_finish(clerk);
    clerk_commit(clerk, true);
    clerk_rest(clerk);
    assert_true(clerk->submitted > 20);
    for (uint64_t bundle = 1; bundle <= clerk->submitted; bundle++) {
        static struct bundle_image back;
        take_stored(bundle);
        assert_int_equal(engine_recall(clerk->engine, &image), OK);
        assert_int_equal(engine_image(clerk->engine, bundle, &back), OK);
        assert_memory_equal(&back, &image, offsetof(struct bundle_image, entries));
    }
}

/* ---- Crashes --------------------------------------------------------------------------------- */

/* The fact is durable, its bundle's image is not: the restart brings the old image back first. */
static void test_a_crash_between_the_fact_and_its_image_loses_nothing(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();

    clerk->checkpoint.behind_max = NEVER_STORED;
    assert_int_equal(clerk_act(clerk, ACT_DELIVER, bundle, FIVE_F), OK);
    clerk_commit(clerk, false);
    take_stored(bundle);
    assert_int_equal(image.entry_count, 0);
    assert_sound();
    reopen(NEVER_STORED);
    assert_true(is_in_memory(bundle));
    assert_int_equal(image.entry_count, 1);
    assert_int_equal(clerk_act(clerk, ACT_DELIVER, bundle, FIVE_F), ERR_ACT_IMPOSSIBLE);
    assert_int_equal(clerk_act(clerk, ACT_START_WORKS, bundle, FIVE_F), OK);
    clerk_commit(clerk, false);
    assert_sound();
    reopen(0); /* two facts behind the image */
    assert_true(is_in_memory(bundle));
    assert_int_equal(image.entry_count, 2);
    clerk_rest(clerk);
    assert_false(is_in_memory(bundle));
    assert_int_equal(entries(bundle), 2);
    assert_sound();
}

/* Neither is durable: nobody was told, and it has not happened. */
static void test_a_crash_before_the_fact_is_durable_undoes_it(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();

    assert_int_equal(clerk_act(clerk, ACT_DELIVER, bundle, FIVE_F), OK);
    reopen(0);
    assert_false(is_in_memory(bundle));
    assert_int_equal(entries(bundle), 0);
    assert_int_equal(clerk_act(clerk, ACT_DELIVER, bundle, FIVE_F), OK);
    clerk_commit(clerk, false);
    assert_sound();
}

/* Both are durable, and recover_from lies before them: the restart passes over what the image has. */
static void test_facts_that_the_image_has_are_passed_over(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();

    clerk->checkpoint.behind_max = NEVER_STORED;
    uint64_t other = clerk_submit(clerk); /* dirty from here on, and never stored below */
    assert_int_equal(clerk_act(clerk, ACT_DELIVER, bundle, FIVE_F), OK);
    clerk_commit(clerk, false);
    struct draft *draft = clerk->draft;
    clerk->checkpoint.behind_max = 0;
    clerk->checkpoint.portion = 2; /* both bundles: but the other one is dirty again at once */
    draft = clerk_fill(clerk, false);
    clerk_settle(clerk, draft);
    assert_int_equal(entries(bundle), 1);
    assert_true(is_in_memory(other));
    clerk->checkpoint.behind_max = NEVER_STORED;
    assert_int_equal(clerk_act(clerk, ACT_START_WORKS, bundle, FIVE_F), OK);
    clerk_commit(clerk, false);
    assert_sound();
    reopen(0);
    assert_int_equal(entries(bundle), 2);
    clerk_rest(clerk);
    assert_int_equal(entries(bundle), 2);
    assert_sound();
}

/* An ended bundle is on its way into the store when something happens to it: it stays. */
static void test_a_bundle_that_changes_while_its_image_is_under_way_stays(void **state)
{
    (void)state;
    for (int crash = 0; crash < 3; crash++) {
        begin(0);
        uint64_t bundle = finish_bundle();
        struct draft *draft = clerk_fill(clerk, true);
        assert_int_equal(draft->ended_count, 1);
        assert_int_equal(clerk_act(clerk, ACT_DELIVER, bundle, FIVE_F), OK);
        clerk_settle(clerk, draft);
        assert_true(is_in_memory(bundle));
        take_stored(bundle);
        assert_int_equal(image.entry_count, 0);
        if (crash == 0) { /* the fact was not committed */
            reopen(0);
            assert_int_equal(entries(bundle), 0);
        } else if (crash == 1) { /* it was, its image was not */
            clerk->checkpoint.behind_max = NEVER_STORED;
            clerk_commit(clerk, false);
            reopen(0);
            assert_int_equal(entries(bundle), 1);
        }
        clerk_commit(clerk, true);
        clerk_rest(clerk);
        assert_false(is_in_memory(bundle));
        assert_int_equal(entries(bundle), crash == 0 ? 0 : 1);
        assert_sound();
        clerk_close(clerk);
        directory_remove(&directory);
        directory_make(&directory);
    }
    begin(0);
}

/* The same while the image of an earlier fact is under way, and once more when that has arrived. */
static void test_facts_one_after_the_other_overtake_their_images(void **state)
{
    (void)state;
    static const enum act acts[] = { ACT_DELIVER, ACT_START_WORKS, ACT_STOP_WORKS, ACT_GO_ON_WORKS,
                                     ACT_REVOKE };

    begin(0);
    uint64_t bundle = finish_and_forget();
    struct draft *draft = NULL;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        assert_int_equal(clerk_act(clerk, acts[i], bundle, FIVE_F), OK);
        if (draft != NULL) clerk_settle(clerk, draft);
        assert_true(is_in_memory(bundle));
        draft = clerk_fill(clerk, false);
    }
    clerk_settle(clerk, draft);
    assert_false(is_in_memory(bundle));
    assert_int_equal(entries(bundle), 4);
    assert_sound();
}

/* By chance, at every possible moment: acts on ended bundles among everyday work, and a kill. */
static void test_restarts_equal_live_whatever_comes_after_the_end(void **state)
{
    (void)state;
    static const uint64_t bounds[] = { 0, 1, 20, 200, NEVER_STORED };
    static const enum act acts[] = { ACT_DELIVER,    ACT_START_WORKS, ACT_ASK_DEFERRAL,
                                     ACT_STOP_WORKS, ACT_GO_ON_WORKS, ACT_RECALL };
    uint32_t done = 0;

    begin(bounds[0]);
    for (int turn = 0; turn < 400; turn++) {
        clerk->checkpoint.behind_max = bounds[turn / 20 % 5];
        clerk->checkpoint.portion = 1 + (uint32_t)turn % 3;
        clerk_bustle(clerk);
        uint64_t bundle = 1 + (uint64_t)turn * 7 % (clerk->submitted + 1);
        enum act act = acts[turn * 5 % 6];
        if (bundle <= clerk->submitted) done += clerk_act(clerk, act, bundle, FIVE_F) == OK;
        clerk_commit(clerk, turn % 40 == 0);
        struct hash live = engine_hash(clerk->engine);
        struct recovery_report report;
        struct hash restored = clerk_restored_hash(clerk, &report);
        assert_memory_equal(&restored, &live, sizeof live);
        if (turn % 50 == 49) {
            assert_string_equal(verify(), "");
            reopen(bounds[turn % 5]);
        }
    }
    assert_true(done > 40);
    clerk_rest(clerk);
    assert_sound();
}

/* The tables are gone: bundles leave memory while they are rebuilt, and come back for later facts. */
static void test_tables_are_rebuilt_with_what_came_after_the_end(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();
    for (int i = 0; i < 700; i++) { /* more than a portion of a rebuild */
        finish_bundle();
        clerk_commit(clerk, true);
    }
    assert_int_equal(clerk_act(clerk, ACT_DELIVER, bundle, FIVE_F), OK);
    clerk_commit(clerk, true);
    clerk_rest(clerk);
    take_stored(bundle);
    static struct bundle_image before;
    before = image;
    clerk_delete_tables(clerk);
    reopen(0);
    assert_true(clerk->recovered.records_rebuilt > 4096);
    clerk_rest(clerk);
    take_stored(bundle);
    assert_int_equal(image.entry_count, 1);
    assert_memory_equal(&image, &before, offsetof(struct bundle_image, entries));
    assert_sound();
}

/* ---- Terms that run while nobody looks ------------------------------------------------------- */

static void test_a_row_says_when_to_look_as_long_as_a_term_runs(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();

    assert_int_equal(clerk_rows(clerk, STORE_WAKE), 1);
    assert_int_equal(engine_next_due_ms(clerk->engine), INT64_MAX); /* memory holds nothing of it */
    clerk->now_ms += 90 * DAY_MS;
    clerk_wake(clerk, bundle); /* too early: it leaves again */
    assert_false(is_in_memory(bundle));
    clerk->now_ms += 6 * DAY_MS;
    clerk_wake(clerk, bundle);
    assert_true(is_in_memory(bundle));
    assert_int_equal(image.entries[0].kind, ENTRY_PERMIT_END);
    assert_int_equal(image.entries[0].detail, PERMIT_LAPSED);
    assert_true(image.entries[0].from_ms < clerk->now_ms);
    clerk_commit(clerk, false);
    assert_int_equal(entries(bundle), 1);
    assert_sound();
}

static void test_an_ended_bundle_in_memory_needs_no_row(void **state)
{
    (void)state;
    begin(NEVER_STORED);
    uint64_t bundle = finish_bundle();

    clerk_commit(clerk, false);
    assert_int_equal(clerk_rows(clerk, STORE_WAKE), 0);
    reopen(NEVER_STORED);
    assert_true(is_in_memory(bundle));
    assert_true(engine_next_due_ms(clerk->engine) < clerk->now_ms + 97 * DAY_MS);
    clerk_wait(clerk, 97 * DAY_MS);
    assert_int_equal(entries(bundle), 1);
    clerk_commit(clerk, false);
    assert_sound();
}

static void write_row(struct store_write write)
{
    struct batch batch = { .position_first = journal_position_next(clerk->journal),
                           .write_count = 1,
                           .writes = &write };
    assert_int_equal(journal_append_now(clerk->journal, &batch), OK);
}

static void test_verify_misses_a_row_and_finds_one_too_many(void **state)
{
    (void)state;
    static uint8_t memory[256];
    struct buffer buffer;
    struct span key = { 0 };
    struct span value;
    struct wake_row row;

    begin(0);
    uint64_t bundle = finish_and_forget();
    buffer_init(&buffer, memory, sizeof memory);
    assert_int_equal(view_begin(clerk->view), OK);
    assert_true(view_table_next(clerk->view, STORE_WAKE, &key, &value));
    assert_int_equal(store_read_wake(key, value, &row), OK);
    assert_int_equal(row.bundle, bundle);
    view_end(clerk->view);
    write_row(store_delete_wake(&buffer, &row));
    assert_string_equal(verify(), "its permits end some day, and no row says when");
    write_row(store_put_wake(&buffer, &row));
    assert_string_equal(verify(), "");
    row.bundle++;
    write_row(store_put_wake(&buffer, &row));
    assert_string_equal(verify(), "a row says to look at an ended bundle, and there is none");
}

/* ---- Room ------------------------------------------------------------------------------------ */

static void test_without_room_to_come_back_the_answer_is_busy(void **state)
{
    (void)state;
    begin(0);
    uint64_t bundle = finish_and_forget();
    take_stored(bundle);
    struct engine_limits small = clerk->limits;
    struct engine *engine = NULL;
    struct recovery_report report;
    const struct event event = {
        .type = EVENT_ACT,
        .now_ms = clerk->now_ms,
        .principal = clerk->procedure.name,
        .archived = engine_archived(&image),
        .act = { .ref.bundle = bundle,
                 .act = ACT_DELIVER,
                 .stage = clerk->procedure.stages[4].name },
    };

    small.stage_blocks_max = 24;
    assert_int_equal(recovery_engine_new(&engine, &small), OK);
    assert_int_equal(view_begin(clerk->view), OK);
    assert_int_equal(recovery_load(clerk->view, engine, true, &report), OK);
    view_end(clerk->view);
    struct bundle_image many = image;
    many.entry_count = ENTRIES_MAX;
    for (uint32_t i = 0; i < ENTRIES_MAX; i++) {
        many.entries[i] = (struct entry){ .kind = ENTRY_WORKS, .position = many.last_position };
    }
    assert_int_equal(engine_recall(engine, &many), ERR_NO_MEMORY);
    assert_int_equal(engine_image(engine, bundle, &image), ERR_BUNDLE_UNKNOWN);
    struct event crowded = event;
    crowded.archived = engine_archived(&many);
    engine_step(engine, &crowded, clerk->facts, clerk->effects);
    assert_int_equal(clerk->facts->count, 0);
    assert_int_equal(clerk->effects->effects[0].refused.err, ERR_BUSY);
    engine_step(engine, &event, clerk->facts, clerk->effects);
    assert_int_equal(clerk->facts->count, 1);
    recovery_engine_free(&engine, &small);
}

int main(void)
{
#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLAIM(test_an_act_brings_an_ended_bundle_back_and_it_leaves_again),
        CLAIM(test_a_refused_act_leaves_everything_as_it_was),
        CLAIM(test_a_damaged_image_brings_nothing_back),
        CLAIM(test_what_came_back_is_the_image_that_it_came_from),
        CLAIM(test_a_crash_between_the_fact_and_its_image_loses_nothing),
        CLAIM(test_a_crash_before_the_fact_is_durable_undoes_it),
        CLAIM(test_facts_that_the_image_has_are_passed_over),
        CLAIM(test_a_bundle_that_changes_while_its_image_is_under_way_stays),
        CLAIM(test_facts_one_after_the_other_overtake_their_images),
        CLAIM(test_restarts_equal_live_whatever_comes_after_the_end),
        CLAIM(test_tables_are_rebuilt_with_what_came_after_the_end),
        CLAIM(test_a_row_says_when_to_look_as_long_as_a_term_runs),
        CLAIM(test_an_ended_bundle_in_memory_needs_no_row),
        CLAIM(test_verify_misses_a_row_and_finds_one_too_many),
        CLAIM(test_without_room_to_come_back_the_answer_is_busy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

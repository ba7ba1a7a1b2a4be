/* SPDX-License-Identifier: Apache-2.0 */
/* Ended bundles whose time comes after they have left memory: a broker without doors looks at the rows
 * that say when, and moves them. */
#include "broker/shell/broker.h"
#include "broker/shell/store.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <cmocka.h>

#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define MINUTE_MS INT64_C(60000)

static struct directory directory;
static struct clerk *clerk;
static struct broker *broker;
static struct bundle_image image;

/* What of a broker wake.c needs, around the clerk's engine and journal. */
static void make_broker(void)
{
    broker->engine = clerk->engine;
    broker->journal = clerk->journal;
    broker->view = clerk->view;
    broker->now_ms = clerk->now_ms;
    assert_int_equal(clock_init(&broker->clock, broker->now_ms, "Asia/Shanghai"), OK);
    assert_int_equal(sessions_init(&broker->sessions, 4), OK);
    assert_int_equal(followers_init(&broker->followers, 4), OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(draft_init(&broker->rounds[i].draft), OK);
        assert_int_equal(outbox_init(&broker->rounds[i].outbox, &broker->sessions), OK);
    }
    broker->open = &broker->rounds[0];
    draft_begin(&broker->open->draft, engine_position_next(broker->engine));
    checkpoint_init(&broker->checkpoint, 0, CHECKPOINT_PORTION_DEFAULT);
}

static int set_up(void **state)
{
    (void)state;
    directory_make(&directory);
    clerk = calloc(1, sizeof *clerk);
    broker = mmap(NULL, sizeof *broker, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return clerk == NULL || broker == MAP_FAILED;
}

static int tear_down(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        draft_fini(&broker->rounds[i].draft);
        outbox_fini(&broker->rounds[i].outbox);
    }
    followers_fini(&broker->followers);
    sessions_fini(&broker->sessions);
    munmap(broker, sizeof *broker);
    clerk_close(clerk);
    free(clerk);
    directory_remove(&directory);
    return 0;
}

/* So many bundles with all their permits, out of memory; works must begin within three months. */
static void begin(uint32_t count)
{
    clerk_open(clerk, directory.path, 0);
    clerk->procedure.stages[FIVE_F].start_within = (struct limit){ 3, LIMIT_MONTHS };
    clerk->procedure.stages[FIVE_F].deferral = (struct limit){ 3, LIMIT_MONTHS };
    clerk->procedure.stages[FIVE_F].deferrals = 2;
    clerk_publish(clerk);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bundle = clerk_submit(clerk);
        while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
        }
    }
    clerk_commit(clerk, false);
    clerk_rest(clerk);
    make_broker();
}

/* The part of a turn that is about rows; and what was written becomes durable, or not yet. */
static void look(void)
{
    wake_run(broker);
    broker_end_view(broker);
}

static void commit(void)
{
    struct round *round = broker->open;

    checkpoint_fill(&broker->checkpoint, broker->engine, &round->draft, false);
    if (!draft_is_empty(&round->draft)) {
        assert_int_equal(journal_append_now(broker->journal, &round->draft.batch), OK);
        checkpoint_committed(&broker->checkpoint, broker->engine, &round->draft);
        wake_committed(broker, &round->draft);
    }
    broker->open = round == &broker->rounds[0] ? &broker->rounds[1] : &broker->rounds[0];
    draft_begin(&broker->open->draft, engine_position_next(broker->engine));
}

/* A turn each hour, as a quiet broker has them at least, until so many days have passed. */
static void pass(int days)
{
    for (int hour = 0; hour < 24 * days; hour++) {
        broker->now_ms += 60 * MINUTE_MS;
        look();
        commit();
    }
}

static uint32_t lapsed(void)
{
    uint32_t count = 0;

    assert_int_equal(view_begin(clerk->view), OK);
    for (uint64_t bundle = 1; bundle <= clerk->submitted; bundle++) {
        assert_int_equal(store_image(clerk->view, bundle, &image), OK);
        count += image.entry_count == 1 && image.entries[0].detail == PERMIT_LAPSED;
    }
    view_end(clerk->view);
    return count;
}

static void test_permits_lapse_when_their_bundles_are_not_in_memory(void **state)
{
    (void)state;
    begin(3);
    assert_int_equal(clerk_rows(clerk, STORE_WAKE), 3);
    pass(80);
    assert_int_equal(lapsed(), 0);
    pass(15);
    assert_int_equal(lapsed(), 3);
    assert_int_equal(engine_image(broker->engine, 1, &image), ERR_BUNDLE_UNKNOWN);
    pass(3);
    assert_int_equal(clerk_rows(clerk, STORE_WAKE), 0); /* nothing is left to be looked at */
    assert_true(wake_due_ms(broker) == INT64_MAX);
    broker_end_view(broker);
}

static void test_the_first_row_is_when_the_loop_must_wake(void **state)
{
    (void)state;
    begin(1);
    int64_t due_ms = wake_due_ms(broker);
    broker_end_view(broker);
    assert_true(due_ms >
                broker->now_ms + 85 * DAY_MS); /* some days before, for other UTC offsets */
    assert_true(due_ms < broker->now_ms + 89 * DAY_MS);
    broker->now_ms = due_ms - 1;
    look();
    assert_true(draft_is_empty(&broker->open->draft));
    broker->now_ms = due_ms;
    look();
    assert_false(draft_is_empty(&broker->open->draft)); /* the row has moved */
}

/* What was moved is not seen moved before it is durable, and must not be done twice. */
static void test_nothing_is_looked_at_while_rows_are_under_way(void **state)
{
    (void)state;
    begin(1);
    broker->now_ms += 100 * DAY_MS;
    look();
    uint32_t count = broker->open->draft.batch.record_count;
    assert_int_equal(count, 1);
    look();
    look();
    assert_int_equal(broker->open->draft.batch.record_count, count);
    assert_int_equal(broker->open->draft.wake_count, 2);
    assert_true(wake_due_ms(broker) == INT64_MAX);
    commit();
    assert_int_equal(lapsed(), 1);
}

/* More than one turn takes: the rest comes with the next. */
static void test_many_at_once_are_taken_in_portions(void **state)
{
    (void)state;
    begin(3 * DRAFT_WAKES_MAX);
    broker->now_ms += 100 * DAY_MS;
    for (uint32_t turn = 1; turn <= 3; turn++) {
        look();
        assert_int_equal(broker->open->draft.batch.record_count, DRAFT_WAKES_MAX);
        commit();
        assert_int_equal(lapsed(), turn * DRAFT_WAKES_MAX);
    }
    look();
    assert_int_equal(broker->open->draft.batch.record_count, 0);
}

/* The row outlives its fact by a day: if the process ends before the image is stored, nothing is lost. */
static void test_a_kill_after_the_fact_finds_it_again(void **state)
{
    (void)state;
    struct recovery_report report;

    begin(1);
    broker->now_ms += 100 * DAY_MS;
    look();
    broker->checkpoint.behind_max = UINT64_MAX;
    commit();
    assert_int_equal(lapsed(), 0);
    struct hash live = engine_hash(broker->engine);
    struct hash restored = clerk_restored_hash(clerk, &report);
    assert_memory_equal(&live, &restored, sizeof live);
    clerk_close(clerk);
    clerk_open(clerk, directory.path, 0);
    assert_int_equal(engine_image(clerk->engine, 1, &image), OK);
    assert_int_equal(image.entry_count, 1);
    clerk_rest(clerk);
    assert_int_equal(lapsed(), 1);
}

/* A request that nobody decides keeps it: the row goes on, and nothing happens until it is refused. */
static void test_rows_follow_what_is_done_in_between(void **state)
{
    (void)state;
    begin(1);
    pass(1);
    clerk->draft = &broker->open->draft; /* the clerk writes where the broker does */
    clerk->now_ms = broker->now_ms;
    assert_int_equal(clerk_act(clerk, ACT_ASK_DEFERRAL, 1, FIVE_F), OK);
    commit();
    pass(120);
    assert_int_equal(lapsed(), 0);
    clerk->draft = &broker->open->draft;
    clerk->now_ms = broker->now_ms;
    assert_int_equal(clerk_act(clerk, ACT_REFUSE_DEFERRAL, 1, FIVE_F), OK);
    commit();
    pass(1);
    assert_int_equal(view_begin(clerk->view), OK);
    assert_int_equal(store_image(clerk->view, 1, &image), OK);
    view_end(clerk->view);
    assert_int_equal(image.entry_count, 2);
    assert_int_equal(image.entries[1].detail, PERMIT_LAPSED);
}

static void test_a_full_disk_puts_it_off(void **state)
{
    (void)state;
    begin(1);
    broker->now_ms += 100 * DAY_MS;
    broker->room = ROOM_NONE;
    look();
    assert_true(draft_is_empty(&broker->open->draft));
    broker->room = ROOM_AMPLE;
    look();
    commit();
    assert_int_equal(lapsed(), 1);
}

int main(void)
{
#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLAIM(test_permits_lapse_when_their_bundles_are_not_in_memory),
        CLAIM(test_the_first_row_is_when_the_loop_must_wake),
        CLAIM(test_nothing_is_looked_at_while_rows_are_under_way),
        CLAIM(test_many_at_once_are_taken_in_portions),
        CLAIM(test_a_kill_after_the_fact_finds_it_again),
        CLAIM(test_rows_follow_what_is_done_in_between),
        CLAIM(test_a_full_disk_puts_it_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that lack facts are rebuilt from the records: all of them, or those behind what they hold;
 * in portions, each of which is a state that a start may begin with. */
#include "broker/shell/recovery.h"
#include "broker/shell/store.h"
#include "proto/record.h"
#include "proto/schema.h"
#include "tests/support/calls.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/engine_fixture.h"
#include "tests/support/vandal.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define PORTION 4096 /* facts, as in broker/shell/recovery.c */
#define WORKER 1

static struct directory directory;
static struct fixture fixture;
static struct journal *journal;
static struct clerk *clerk;

static int set_up(void **state)
{
    (void)state;
    struct engine_limits limits = fixture_limits;

    limits.procedures_max = 128;
    directory_make(&directory);
    fixture_open(&fixture, &limits);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    clerk = calloc(1, sizeof *clerk);
    return clerk == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    calls_disarm();
    clerk_close(clerk);
    free(clerk);
    journal_close(&journal);
    fixture_close(&fixture);
    directory_remove(&directory);
    return 0;
}

/* ---- Records without tables ------------------------------------------------------------------ */

#define RECORDS_MAX (PORTION + 64)

/* Write facts, and nothing else. */
static void write_records(const struct fact *facts, uint32_t count)
{
    static uint8_t bytes[RECORDS_MAX * 128];
    static struct span records[RECORDS_MAX];
    struct batch batch = { .position_first = 1, .record_count = count, .records = records };
    struct buffer buffer;

    assert_in_range(count, 1, RECORDS_MAX);
    buffer_init(&buffer, bytes, sizeof bytes);
    for (uint32_t i = 0; i < count; i++) {
        size_t before = buffer_span(&buffer).size;
        record_write(&buffer, &facts[i]);
        struct span all = buffer_span(&buffer);
        records[i] = (struct span){ .at = all.at + before, .size = all.size - before };
    }
    assert_int_equal(journal_append_now(journal, &batch), OK);
}

/* Recover; OK: into the state of the fixture's engine. */
static enum err recover(struct recovery_report *report)
{
    struct engine *engine = NULL;

    assert_int_equal(recovery_engine_new(&engine, &fixture.limits), OK);
    enum err err = recovery_run(journal, engine, report);
    if (err == OK) {
        static struct bundle_image image;
        struct totals_image totals;
        engine_export_totals(engine, &totals);
        assert_int_equal(totals.position, fixture.journal_count);
        assert_int_equal(totals.bundles_ended, 1);
        assert_int_equal(engine_image(engine, 2, &image), OK);
        assert_int_equal(image.stages[0].job, fixture_job_state(&fixture, 2, 0));
    }
    recovery_engine_free(&engine, &fixture.limits);
    return err;
}

static void reopen(void)
{
    journal_close(&journal);
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
}

/* The newest fact that the tables hold. */
static uint64_t stored(void)
{
    struct view *view = NULL;
    struct totals_image totals;

    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    assert_int_equal(store_totals(view, &totals), OK);
    view_close(&view);
    return totals.position;
}

#define LAST_STEP_FACTS 3 /* of bundle 1: the verdict, the permit, the end */

/* A life in which the fact of that number in the last step of bundle 1 is the last fact of the first
 * portion; bundle 2 follows. */
static void live(uint32_t nth)
{
    static struct procedure procedure;

    fixture.is_shadow_stale = true; /* thousands of steps need not be compared */
    procedure_begin(&procedure, "one");
    procedure_add_stage(&procedure, "review", "planning");
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_join(&fixture, WORKER, ROLE_WORKER, "planning"), OK);
    assert_int_equal(fixture_credit(&fixture, WORKER, 2), OK);
    assert_int_equal(fixture_submit(&fixture, "one", "1"), OK);
    while (fixture.journal_count + 1 + nth < PORTION) {
        const struct msg_job job = *fixture_job(&fixture, 1, 0);
        fixture.now_ms++;
        assert_int_equal(fixture_renew(&fixture, WORKER, &job), OK);
    }
    const struct msg_job job = *fixture_job(&fixture, 1, 0);
    assert_int_equal(fixture_verdict(&fixture, WORKER, &job, VERDICT_GRANT), OK);
    assert_int_equal(fixture.facts->count, LAST_STEP_FACTS);
    assert_int_equal(fixture.facts->facts[nth].position, PORTION);
    assert_int_equal(fixture_submit(&fixture, "one", "2"), OK);
    write_records(fixture.journal, fixture.journal_count);
}

/* Between its permit and its end a bundle is in no state that a start would believe in. */
static void test_a_portion_ends_between_steps_only(void **state)
{
    (void)state;
    struct recovery_report report;

    for (uint32_t nth = 0; nth < LAST_STEP_FACTS; nth++) {
        const uint64_t end = PORTION + LAST_STEP_FACTS - 1 - nth;
        live(nth);
        calls_arm_only("mdb_txn_commit", 2, EIO); /* killed after the first portion */
        assert_int_equal(recover(&report), ERR_IO);
        assert_non_null(calls_disarm());
        reopen();
        assert_int_equal(stored(), end);
        assert_int_equal(recover(&report), OK);
        assert_int_equal(report.records_rebuilt, fixture.journal_count - end);
        tear_down(NULL);
        set_up(NULL);
    }
}

/* The record after a portion is looked at early, and there may be anything. */
static void test_a_record_missing_or_broken_behind_a_portion_ends_the_rebuild(void **state)
{
    (void)state;
    for (int is_missing = 0; is_missing < 2; is_missing++) {
        struct recovery_report report;
        struct vandal *vandal = vandal_new(directory.path);
        live(LAST_STEP_FACTS - 1);
        journal_close(&journal);
        if (is_missing) vandal_delete_record(vandal, PORTION + 1);
        if (!is_missing) vandal_cut_record(vandal, PORTION + 1, CHAIN_BYTES + 1);
        vandal_free(&vandal);
        assert_int_equal(journal_open(&journal, directory.path, 0), OK);
        assert_int_equal(recover(&report), ERR_CORRUPT);
        tear_down(NULL);
        set_up(NULL);
    }
}

static void test_procedures_are_as_many_as_were_published(void **state)
{
    (void)state;
    enum { COUNT = 70 };
    static struct procedure procedures[COUNT];
    struct fact facts[COUNT];
    struct recovery_report report;

    for (uint32_t i = 0; i < COUNT; i++) {
        procedure_begin(&procedures[i], "versions");
        procedures[i].version = i + 1;
        procedure_add_stage(&procedures[i], "review", "planning");
        facts[i] = (struct fact){
            .position = i + 1,
            .type = FACT_PROCEDURE_PUBLISHED,
            .procedure_published = { .procedure = &procedures[i], .by = named("office") },
        };
    }
    write_records(facts, COUNT);
    struct engine *engine = NULL;
    for (uint32_t round = 0; round < 2; round++) {
        assert_int_equal(recovery_engine_new(&engine, &fixture.limits), OK);
        assert_int_equal(recovery_run(journal, engine, &report), OK);
        recovery_engine_free(&engine, &fixture.limits);
        assert_int_equal(report.procedures, round == 0 ? 0 : COUNT);
        assert_int_equal(report.records_rebuilt, round == 0 ? COUNT : 0);
    }
}

/* ---- Records behind the tables --------------------------------------------------------------- */

/* A clerk whose last turn left records only; images are kept back, so replay begins early. */
static struct hash leave_records_behind(void)
{
    journal_close(&journal);
    clerk_open(clerk, directory.path, 100000);
    clerk_publish(clerk);
    clerk_submit(clerk);
    clerk_work(clerk, 3);
    clerk_commit(clerk, false);
    clerk_submit(clerk);
    clerk_work(clerk, 4);
    struct draft *draft = clerk_fill(clerk, false);
    assert_true(draft->batch.record_count > 0);
    draft->batch.write_count = 0;
    assert_int_equal(journal_append_now(clerk->journal, &draft->batch), OK);
    struct hash hash = engine_hash(clerk->engine);
    clerk_close(clerk);
    return hash;
}

static void test_only_what_the_tables_lack_is_rebuilt(void **state)
{
    (void)state;
    struct hash live = leave_records_behind();

    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    uint64_t before = stored();
    journal_close(&journal);
    clerk_open(clerk, directory.path, 100000);
    assert_memory_equal(&clerk->restored, &live, sizeof live);
    uint64_t records = journal_position_next(clerk->journal) - 1;
    assert_in_range(clerk->recovered.recover_from, 1, before); /* it reads more than it rebuilds */
    assert_in_range(before, 1, records - 1);
    assert_int_equal(clerk->recovered.records_rebuilt, records - before);
}

/* Then it would begin with the tables as they are, and call that the newest state. */
static void test_a_recovery_from_the_end_is_refused_where_the_tables_lack_facts(void **state)
{
    (void)state;
    static uint8_t bytes[64];
    struct buffer buffer;
    struct recovery_report report;
    struct engine *engine = NULL;

    leave_records_behind();
    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    buffer_init(&buffer, bytes, sizeof bytes);
    struct store_write write = store_put_recover_from(&buffer, journal_position_next(journal));
    struct batch batch = { .position_first = journal_position_next(journal),
                           .write_count = 1,
                           .writes = &write };
    assert_int_equal(journal_append_now(journal, &batch), OK);
    assert_int_equal(recovery_engine_new(&engine, &clerk->limits), OK);
    assert_int_equal(recovery_run(journal, engine, &report), ERR_CORRUPT);
    recovery_engine_free(&engine, &clerk->limits);
}

/* A fact that keeps its request would leave another state behind in an engine that remembers none. */
static void test_every_request_of_a_fact_can_be_forgotten(void **state)
{
    (void)state;
    static const struct request_mark none;
    uint32_t count = 0;

    for (int type = 1; type < FACT_TYPE_COUNT; type++) {
        struct fact fact = { .type = (enum fact_type)type };
        const struct schema *schema = fact_schema(fact.type);
        const struct field *field = schema == NULL ? NULL : schema_field(schema, "request");
        if (field == NULL) continue;
        uint8_t *mark = (uint8_t *)(uintptr_t)fact_body(&fact) + field->offset;
        memset(mark, 0xa5, sizeof none);
        recovery_forget_request(&fact);
        assert_memory_equal(mark, &none, sizeof none);
        count++;
    }
    assert_true(count >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_request_of_a_fact_can_be_forgotten),
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_a_portion_ends_between_steps_only),
        CLAIM(test_a_record_missing_or_broken_behind_a_portion_ends_the_rebuild),
        CLAIM(test_procedures_are_as_many_as_were_published),
        CLAIM(test_only_what_the_tables_lack_is_rebuilt),
        CLAIM(test_a_recovery_from_the_end_is_refused_where_the_tables_lack_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

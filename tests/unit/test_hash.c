/* SPDX-License-Identifier: Apache-2.0 */
/* The state hash, as a yardstick: it is what "replay equals live" is judged by, so it must tell apart
 * any two states that differ. Each test changes one thing that the engine keeps, and looks whether the
 * hash changes with it. */
#include "proto/record.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct fixture fixture;

/* What an engine is restored from. */
struct parts {
    struct totals_image totals;
    struct counter_image counter;
    struct request_image request;
    struct hash content; /* of the procedure */
    uint64_t published;  /* its position */
    struct bundle_image bundle;
};
static struct parts parts;

static const struct engine_limits small = {
    .bundles_max = 4,
    .stage_blocks_max = 64,
    .procedures_max = 1,
    .departments_max = 8,
    .counters_max = 8,
    .sessions_max = 1,
    .requests_max = 4,
    .busy_after_ms = 1,
};

/* A bundle of which much can be told: a failure, an expiry, a false claim, a milestone, a seal. */
static void work(void)
{
    static struct procedure procedure;
    struct msg_job lie;
    fixture_open(&fixture, NULL);
    procedure_five_permits(&procedure);
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    const char *const departments[] = { "planning", "design", "works", "registry", "construction" };
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(fixture_join(&fixture, i + 1, ROLE_WORKER, departments[i]), OK);
        assert_int_equal(fixture_credit(&fixture, i + 1, 4), OK);
    }
    assert_int_equal(fixture_submit(&fixture, "five-permits", "park"), OK);
    assert_int_equal(fixture_signal(&fixture, 1, "prj"), OK);
    assert_int_equal(fixture_verdict(&fixture, 2, fixture_job(&fixture, 1, FIVE_D), VERDICT_GRANT),
                     OK);
    lie = *fixture_job(&fixture, 1, FIVE_A);
    lie.token++;
    assert_int_equal(fixture_verdict(&fixture, 1, &lie, VERDICT_GRANT), ERR_LEASE_STALE);
    assert_int_equal(fixture_verdict(&fixture, 3, fixture_job(&fixture, 1, FIVE_B), VERDICT_FAIL),
                     OK);
}

static int set_up(void **state)
{
    (void)state;
    work();
    const struct fact *published = &fixture.journal[0];
    assert_int_equal(published->type, FACT_PROCEDURE_PUBLISHED);
    parts = (struct parts){
        .counter = { .department = fixture.procedures[0]->stages[0].department,
                     .year = FIXTURE_YEAR,
                     .last = 7 },
        .request = { .mark = { .id = hash_of_text("id"), .content = hash_of_text("content") },
                     .bundle = 1,
                     .position = 2,
                     .version = 1 },
        .content = published->procedure_published.content,
        .published = published->position,
        .bundle = fixture_image(&fixture, 1),
    };
    engine_export_totals(fixture.engine, &parts.totals);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

/* A state as bytes: what the checkpoint would store of it. */
struct encoded {
    size_t size;
    uint8_t bytes[16384];
};

/* Restore an engine from parts; its hash and its bundle's encoding. Returns false where the engine
 * refuses the parts. */
static bool restore(const struct parts *from, struct hash *hash, struct encoded *encoded)
{
    struct engine *engine = engine_on_heap(&small);
    struct bundle_image image;
    struct buffer buffer;
    bool is_good = engine_restore_procedure(engine, fixture.procedures[0], &from->content,
                                            from->published) == OK &&
                   engine_restore_counter(engine, &from->counter) == OK &&
                   engine_restore_request(engine, &from->request) == OK &&
                   engine_restore_totals(engine, &from->totals) == OK &&
                   engine_restore_bundle(engine, &from->bundle) == OK &&
                   engine_restore_end(engine) == OK;
    if (is_good) {
        *hash = engine_hash(engine);
        assert_int_equal(engine_image(engine, from->bundle.bundle, &image), OK);
        buffer_init(&buffer, encoded->bytes, sizeof encoded->bytes);
        image_write(&buffer, &image);
        assert_false(buffer.is_full);
        encoded->size = buffer.size;
    }
    engine_off_heap(engine);
    return is_good;
}

/* Change one bit of each byte of a part in turn, and then two. Where the engine takes it and would
 * store something else than before, the hash is another one.
 *
 * Returns: how many changes the engine took and noticed. */
static uint32_t change_each_byte(size_t from, size_t size, bool is_bundle)
{
    static struct encoded before, after;
    struct hash right, found;
    uint32_t count = 0;

    assert_true(restore(&parts, &right, &before));
    for (size_t at = from; at < from + size; at++) {
        for (uint8_t bits = 1; bits <= 3; bits++) {
            struct parts changed = parts;
            ((uint8_t *)&changed)[at] ^= bits;
            if (!restore(&changed, &found, &after)) continue;
            bool is_same =
                before.size == after.size && memcmp(before.bytes, after.bytes, before.size) == 0;
            if (is_bundle && is_same) continue; /* padding, or beyond the count of a list */
            if (hash_is_equal(&found, &right)) {
                fail_msg("byte %zu, from %zu on, changes the state and not its hash", at - from,
                         from);
            }
            count++;
        }
    }
    return count;
}

static void test_every_field_of_a_bundle_is_in_the_hash(void **state)
{
    (void)state;
    const size_t from = offsetof(struct parts, bundle);
    const size_t size = offsetof(struct bundle_image, stages) + 5 * sizeof(struct stage_image);
    assert_true(change_each_byte(from, size, true) > 300);
    const size_t milestones = from + offsetof(struct bundle_image, milestones);
    assert_true(change_each_byte(milestones, 4 * sizeof(struct milestone_image), true) > 20);
}

/* These structs have no padding that a restored engine would forget. */
#define CHANGE(part, member) \
    assert_true(change_each_byte(offsetof(struct parts, part.member), sizeof parts.part.member, \
                                 false) > 0)

static void test_every_sum_is_in_the_hash(void **state)
{
    (void)state;
    CHANGE(totals, position);
    CHANGE(totals, bundles_submitted);
    CHANGE(totals, bundles_ended);
    CHANGE(totals, permits_issued);
    CHANGE(totals, claims_refused);
    CHANGE(totals, jobs_expired);
    CHANGE(totals, leases);
    CHANGE(totals, now_ms);
}

static void test_counters_requests_and_procedures_are_in_the_hash(void **state)
{
    (void)state;
    CHANGE(counter, year);
    CHANGE(counter, last);
    CHANGE(request, mark.id);
    CHANGE(request, mark.content);
    CHANGE(request, bundle);
    CHANGE(request, position);
    CHANGE(request, version);
    assert_true(change_each_byte(offsetof(struct parts, content), sizeof parts.content, false) > 0);
    assert_true(change_each_byte(offsetof(struct parts, published), sizeof parts.published, false) >
                0);
}

/* The same two bundles, restored one after the other in either order, lie differently in memory. */
static void test_the_order_in_memory_is_not_in_the_hash(void **state)
{
    (void)state;
    struct bundle_image images[2];
    struct hash hashes[2];
    assert_int_equal(fixture_submit(&fixture, "five-permits", "tower"), OK);
    images[0] = fixture_image(&fixture, 1);
    images[1] = fixture_image(&fixture, 2);
    engine_export_totals(fixture.engine, &parts.totals);
    for (uint32_t first = 0; first < 2; first++) {
        struct engine *engine = engine_on_heap(&small);
        assert_int_equal(engine_restore_procedure(engine, fixture.procedures[0], &parts.content,
                                                  parts.published),
                         OK);
        assert_int_equal(engine_restore_totals(engine, &parts.totals), OK);
        assert_int_equal(engine_restore_bundle(engine, &images[first]), OK);
        assert_int_equal(engine_restore_bundle(engine, &images[1 - first]), OK);
        assert_int_equal(engine_restore_end(engine), OK);
        hashes[first] = engine_hash(engine);
        engine_off_heap(engine);
    }
    assert_memory_equal(hashes[0].bytes, hashes[1].bytes, HASH_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_every_field_of_a_bundle_is_in_the_hash),
        TEST(test_every_sum_is_in_the_hash),
        TEST(test_counters_requests_and_procedures_are_in_the_hash),
        TEST(test_the_order_in_memory_is_not_in_the_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A journal under attack: every bit of what is stored, records taken away, exchanged and forged,
 * tables changed, the end cut off, the whole rolled back or replaced. */
#include "broker/shell/offline.h"
#include "broker/shell/store.h"
#include "proto/record.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/procedure_builder.h"
#include "tests/support/vandal.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#define SIGNED_MAX 64

static struct directory directory;
static struct clerk *clerk;
static struct signing_key key;
static uint64_t newest; /* position in the journal that set_up has made */

/* What a witness has kept. */
static struct signed_checkpoint kept[SIGNED_MAX];
static size_t kept_count;

static void store(struct journal *journal, const struct signed_checkpoint *checkpoint)
{
    uint8_t memory[STORE_SMALL_BYTES_MAX + 8];
    struct buffer buffer;

    buffer_init(&buffer, memory, sizeof memory);
    const struct store_write write = store_put_signed(&buffer, checkpoint);
    struct batch batch = { .position_first = journal_position_next(journal),
                           .write_count = 1,
                           .writes = &write };
    assert_int_equal(journal_append_now(journal, &batch), OK);
}

/* Sign where the journal stands, store that, and tell the witness. */
static void sign(struct journal *journal)
{
    struct signed_checkpoint checkpoint = {
        .journal = journal_id(journal),
        .position = journal_position_next(journal) - 1,
        .at_ms = 1767225600000,
    };

    if (checkpoint.position > 0) journal_chain_head(journal, checkpoint.chain);
    evidence_sign_checkpoint(&checkpoint, &key);
    store(journal, &checkpoint);
    assert_in_range(kept_count, 0, SIGNED_MAX - 1);
    kept[kept_count++] = checkpoint;
}

static void make_journal(const char *dir, int turns)
{
    clerk_open(clerk, dir, 30);
    kept_count = 0;
    sign(clerk->journal);
    clerk_publish(clerk);
    for (int turn = 0; turn < turns; turn++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, turn % 5 == 4);
        if (turn % 10 == 9) sign(clerk->journal);
    }
    newest = journal_position_next(clerk->journal) - 1;
    clerk_close(clerk);
}

static int set_up(void **state)
{
    (void)state;
    uint8_t seed[SIGNING_SEED_BYTES];

    memset(seed, 7, sizeof seed);
    if (evidence_start() != OK) return 1;
    signing_key_from_seed(&key, seed);
    directory_make(&directory);
    clerk = calloc(1, sizeof *clerk);
    if (clerk == NULL) return 1;
    make_journal(directory.path, 40);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(clerk);
    directory_remove(&directory);
    return 0;
}

/* ---- Looking --------------------------------------------------------------------------------- */

static struct offline_problem first;
static uint64_t heard;

static bool listen(void *self, const struct offline_problem *problem)
{
    (void)self;
    if (heard++ == 0) first = *problem;
    return true;
}

/* Verify in an environment that is open already. */
static uint64_t verify(struct journal *journal)
{
    struct offline_verified verified;

    heard = 0;
    first = (struct offline_problem){ 0 };
    assert_int_equal(offline_verify(journal, listen, NULL, &verified), OK);
    return verified.problems;
}

static struct offline_testimony ask_witness(const uint8_t *only_key)
{
    struct journal *journal = NULL;
    struct offline_testimony testimony = { .list = kept, .count = kept_count, .key = only_key };

    heard = 0;
    first = (struct offline_problem){ 0 };
    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(offline_witness(journal, &testimony, listen, NULL), OK);
    assert_int_equal(testimony.problems, heard);
    journal_close(&journal);
    return testimony;
}

static uint64_t verify_closed(void)
{
    struct journal *journal = NULL;

    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    uint64_t problems = verify(journal);
    journal_close(&journal);
    return problems;
}

static void assert_says(const char *words)
{
    if (strstr(first.text, words) == NULL) fail_msg("\"%s\" lacks \"%s\"", first.text, words);
}

/* ---- Every bit ------------------------------------------------------------------------------- */

/* A disk that flips bits: straight in LMDB's map, which is a map of the file. */
static void flip_bit(const uint8_t *at, size_t bit)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uint8_t *byte = (uint8_t *)(uintptr_t)at + bit / 8;
    void *begin = (void *)((uintptr_t)byte & ~(page - 1));

    assert_int_equal(mprotect(begin, page, PROT_READ | PROT_WRITE), 0);
    *byte ^= (uint8_t)(1u << bit % 8);
    assert_int_equal(mprotect(begin, page, PROT_READ), 0);
}

/* Each bit of a value in turn, or one bit of each byte. position - of the record that must be named;
 * 0: any. */
static void flip_bits(struct journal *journal, struct span value, uint64_t position, bool each)
{
    for (size_t bit = each ? 0 : value.size % 8; bit < 8 * value.size; bit += each ? 1 : 9) {
        flip_bit(value.at, bit);
        if (verify(journal) == 0) fail_msg("bit %zu of %zu bytes is not missed", bit, value.size);
        if (position != 0 && first.position != position) {
            fail_msg("bit %zu of position %" PRIu64 " is found at %" PRIu64 ": %s", bit, position,
                     first.position, first.text);
        }
        flip_bit(value.at, bit);
    }
}

/* Its key stands in a row of late keys, and not yet in the table of keys. */
static void end_with_late_key(uint64_t bundle)
{
    struct late_keys late;

    assert_int_equal(late_keys_init(&late), OK);
    while (clerk_answer(clerk, bundle, VERDICT_GRANT)) {
    }
    clerk->checkpoint.late = &late;
    clerk_commit(clerk, false);
    clerk->checkpoint.late = NULL;
    late_keys_fini(&late);
}

/* A journal with a row in each table and few records. */
static void open_small(const char *dir)
{
    clerk_open(clerk, dir, 0);
    kept_count = 0;
    sign(clerk->journal);
    clerk->procedure.stages[FIVE_F].start_within = (struct limit){ 3, LIMIT_MONTHS };
    clerk_publish(clerk);
    clerk_submit(clerk);
    while (clerk_answer(clerk, 1, VERDICT_GRANT)) {
    }
    clerk_rest(clerk);
    end_with_late_key(clerk_submit(clerk));
    clerk_submit(clerk);
    clerk_rest(clerk);
    sign(clerk->journal);
    assert_int_equal(verify(clerk->journal), 0);
}

/* Each bit of the first record of each type; of those like it, which can differ in nothing but their
 * numbers, a bit of each byte. */
static void test_flipped_bits_of_records_are_found_and_named(void **state)
{
    (void)state;
    struct directory small = { "" };
    struct view *view = NULL;
    struct record_head head;
    uint64_t position;
    struct span record;
    uint8_t chain[CHAIN_BYTES];
    bool has_ended = false;
    uint32_t seen = 0; /* types of records, as a set */

    directory_make(&small);
    open_small(small.path);
    assert_int_equal(view_open(&view, clerk->journal), OK);
    assert_int_equal(view_begin(view), OK);
    while (!has_ended && view_next(view, &position, &record, chain)) {
        if (position == 1) continue; /* the definition alone is as long as all others */
        assert_int_equal(record_read_head(record, &head), OK);
        has_ended = head.type == FACT_BUNDLE_ENDED;
        flip_bits(clerk->journal,
                  (struct span){ record.at - CHAIN_BYTES, record.size + CHAIN_BYTES }, position,
                  !set_has(seen, (uint32_t)head.type));
        seen |= set_of((uint32_t)head.type);
    }
    assert_true(has_ended);
    assert_int_equal(verify(clerk->journal), 0);
    view_close(&view);
    clerk_close(clerk);
    directory_remove(&small);
}

/* The same for tables: each bit of the first row. */
static void test_flipped_bits_of_tables_are_found(void **state)
{
    (void)state;
    struct directory small = { "" };
    struct view *view = NULL;

    directory_make(&small);
    open_small(small.path);
    assert_int_equal(view_open(&view, clerk->journal), OK);
    assert_int_equal(view_begin(view), OK);
    for (enum store_table table = STORE_OPEN; table < STORE_TABLE_COUNT; table++) {
        struct span at = { 0 };
        struct span value;
        uint32_t rows = 0;
        while (view_table_next(view, table, &at, &value)) {
            bool is_totals = at.size == 6 && memcmp(at.at, "totals", 6) == 0;
            /* Definitions are long, and all alike to verify: their first bytes do. */
            if (table == STORE_PROCEDURE && value.size > 64) value.size = 64;
            if (table != STORE_META || is_totals) flip_bits(clerk->journal, value, 0, rows == 0);
            rows++;
        }
        assert_true(rows > 0);
    }
    view_close(&view);
    clerk_close(clerk);
    directory_remove(&small);
}

/* ---- Attacks on records ---------------------------------------------------------------------- */

static void test_each_record_taken_away_is_named(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    for (uint64_t position = 1; position < newest; position += 5) {
        vandal_take_record(vandal, position);
        assert_true(verify_closed() > 0);
        assert_int_equal(first.position, position);
        assert_says("missing");
        vandal_bring_back(vandal);
    }
    assert_int_equal(verify_closed(), 0);
    vandal_free(&vandal);
}

static void test_exchanged_neighbours_are_named(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);

    for (uint64_t position = 1; position < newest; position += 5) {
        vandal_exchange_records(vandal, position, position + 1);
        assert_true(verify_closed() > 0);
        assert_int_equal(first.position, position);
        vandal_exchange_records(vandal, position, position + 1);
    }
    assert_int_equal(verify_closed(), 0);
    vandal_free(&vandal);
}

/* What a reviewer said is in its record and nowhere else. Returns the position of one that was given
 * other words, with the chain right from there to the end. */
static uint64_t forge_a_reason(uint64_t from)
{
    static const char words[] = "as reviewed";
    static uint8_t bytes[1024];
    struct vandal *vandal = vandal_new(directory.path);
    struct journal *journal = NULL;
    struct view *view = NULL;
    struct span record = { 0 };
    struct record_head head;
    uint64_t position;
    uint8_t chain[CHAIN_BYTES];

    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    view_seek(view, from);
    do {
        assert_true(view_next(view, &position, &record, chain));
        assert_int_equal(record_read_head(record, &head), OK);
    } while (head.type != FACT_VERDICT_GIVEN);
    assert_in_range(record.size, 1, sizeof bytes);
    memcpy(bytes, record.at, record.size);
    record.at = bytes;
    view_close(&view);
    journal_close(&journal);
    uint8_t *found = memmem(bytes, record.size, words, strlen(words));
    assert_non_null(found);
    memcpy(found, "AS FORGED..", strlen(words));
    vandal_forge_record(vandal, position, record);
    vandal_free(&vandal);
    return position;
}

/* Index of the first signed checkpoint at or after a position. */
static size_t first_kept(uint64_t position)
{
    size_t i = 0;

    while (kept[i].position < position) {
        i++;
        assert_in_range(i, 0, kept_count - 1);
    }
    return i;
}

/* Someone who knows how the chain works, and has no key. */
static void test_forged_and_chained_anew_shows_by_what_was_signed(void **state)
{
    (void)state;
    const size_t i = first_kept(forge_a_reason(kept[1].position + 1));

    assert_int_equal(verify_closed(), 1);
    assert_int_equal(first.position, kept[i].position);
    assert_says("the stored signed checkpoint");
    struct offline_testimony testimony = ask_witness(NULL);
    assert_int_equal(testimony.problems, 1);
    assert_int_equal(first.position, kept[i].position);
    assert_int_equal(testimony.agreed, kept[i - 1].position);
    assert_says("changed, and chained anew");
}

/* Someone who has the key, too. */
static void test_forged_and_signed_anew_shows_by_the_witness_alone(void **state)
{
    (void)state;
    const size_t i = first_kept(forge_a_reason(kept[1].position + 1));
    struct journal *journal = NULL;
    struct view *view = NULL;

    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    assert_int_equal(view_open(&view, journal), OK);
    for (size_t at = i; at < kept_count; at++) {
        struct signed_checkpoint checkpoint = kept[at];
        assert_int_equal(view_begin(view), OK);
        view_record(view, checkpoint.position, checkpoint.chain);
        view_end(view);
        evidence_sign_checkpoint(&checkpoint, &key);
        store(journal, &checkpoint);
    }
    view_close(&view);
    journal_close(&journal);
    assert_int_equal(verify_closed(), 0);
    struct offline_testimony testimony = ask_witness(key.public_key);
    assert_int_equal(testimony.problems, 1);
    assert_int_equal(first.position, kept[i].position);
    assert_int_equal(testimony.agreed, kept[i - 1].position);
}

/* ---- What only a witness knows --------------------------------------------------------------- */

static void test_untouched_journal_agrees_with_the_witness(void **state)
{
    (void)state;
    struct offline_testimony testimony = ask_witness(key.public_key);

    assert_int_equal(testimony.problems, 0);
    assert_int_equal(testimony.agreed, kept[kept_count - 1].position);
}

static void test_cut_end_is_named_by_the_stored_and_by_the_witness(void **state)
{
    (void)state;
    struct vandal *vandal = vandal_new(directory.path);
    const uint64_t cut = kept[kept_count - 1].position;

    for (uint64_t position = newest; position >= cut; position--) {
        vandal_delete_record(vandal, position);
    }
    assert_true(verify_closed() > 0);
    struct offline_testimony testimony = ask_witness(NULL);
    assert_int_equal(testimony.problems, 1);
    assert_int_equal(first.position, cut);
    assert_int_equal(testimony.agreed, kept[kept_count - 2].position);
    assert_says("cut at its end or rolled back");
    vandal_free(&vandal);
}

/* Put an older copy in place of the journal. */
static void roll_back(const struct directory *older)
{
    char from[512];
    char to[512];

    snprintf(from, sizeof from, "%s/data.mdb", older->path);
    snprintf(to, sizeof to, "%s/data.mdb", directory.path);
    assert_int_equal(rename(from, to), 0);
}

/* A copy of the journal, then more work in it. */
static void copy_and_go_on(struct directory *older, int turns)
{
    directory_make(older);
    clerk_open(clerk, directory.path, 30);
    assert_int_equal(journal_copy(clerk->journal, older->path, 60000), OK);
    for (int turn = 0; turn < turns; turn++) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
    }
    sign(clerk->journal);
    clerk_close(clerk);
}

static void test_journal_that_was_rolled_back_is_sound_but_not_for_the_witness(void **state)
{
    (void)state;
    struct directory older = { "" };

    copy_and_go_on(&older, 10);
    assert_int_equal(ask_witness(NULL).problems, 0);
    roll_back(&older);
    assert_int_equal(verify_closed(), 0);
    struct offline_testimony testimony = ask_witness(key.public_key);
    assert_int_equal(testimony.problems, 1);
    assert_int_equal(first.position, newest + 1);
    assert_says("rolled back");
    directory_remove(&older);
}

/* ... and went on otherwise, beyond where it had been. */
static void test_journal_that_grew_again_after_it_was_rolled_back_is_named(void **state)
{
    (void)state;
    struct directory older = { "" };

    copy_and_go_on(&older, 10);
    const uint64_t signed_last = kept[kept_count - 1].position;
    roll_back(&older);
    clerk_open(clerk, directory.path, 30);
    clerk->random = 4711;
    while (journal_position_next(clerk->journal) <= signed_last) {
        clerk_bustle(clerk);
        clerk_commit(clerk, false);
    }
    clerk_close(clerk);
    assert_int_equal(verify_closed(), 0);
    struct offline_testimony testimony = ask_witness(NULL);
    assert_int_equal(testimony.problems, 1);
    assert_int_equal(first.position, signed_last);
    assert_says("changed, and chained anew");
    directory_remove(&older);
}

static void test_replaced_journal_is_named(void **state)
{
    (void)state;
    struct directory other = { "" };
    struct signed_checkpoint before[SIGNED_MAX];
    const size_t count = kept_count;

    memcpy(before, kept, sizeof kept);
    directory_make(&other);
    make_journal(other.path, 60); /* the same facts, but another journal */
    roll_back(&other);
    memcpy(kept, before, sizeof kept);
    kept_count = count;
    assert_int_equal(verify_closed(), 0);
    assert_int_equal(ask_witness(NULL).problems, 1);
    assert_int_equal(first.position, 1);
    assert_says("another journal");
    directory_remove(&other);
}

static void test_what_the_witness_has_must_be_genuine_and_of_the_key(void **state)
{
    (void)state;
    struct signing_key other;
    const uint8_t seed[SIGNING_SEED_BYTES] = { 9 };

    kept[1].at_ms++;
    assert_int_equal(ask_witness(NULL).problems, 1);
    assert_int_equal(first.position, kept[1].position);
    assert_says("signature does not fit");
    kept[1].at_ms--;
    signing_key_from_seed(&other, seed);
    evidence_sign_checkpoint(&kept[2], &other);
    assert_int_equal(ask_witness(NULL).problems, 0);
    assert_int_equal(ask_witness(key.public_key).problems, 1);
    assert_int_equal(first.position, kept[2].position);
    assert_says("another key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_flipped_bits_of_records_are_found_and_named),
        CLAIM(test_flipped_bits_of_tables_are_found),
        CLAIM(test_each_record_taken_away_is_named),
        CLAIM(test_exchanged_neighbours_are_named),
        CLAIM(test_forged_and_chained_anew_shows_by_what_was_signed),
        CLAIM(test_forged_and_signed_anew_shows_by_the_witness_alone),
        CLAIM(test_untouched_journal_agrees_with_the_witness),
        CLAIM(test_cut_end_is_named_by_the_stored_and_by_the_witness),
        CLAIM(test_journal_that_was_rolled_back_is_sound_but_not_for_the_witness),
        CLAIM(test_journal_that_grew_again_after_it_was_rolled_back_is_named),
        CLAIM(test_replaced_journal_is_named),
        CLAIM(test_what_the_witness_has_must_be_genuine_and_of_the_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The journals of all releases, tests/golden/VERSION/: each opens, is sound, agrees with its witness,
 * replays to the state that it had, and is gone on from. Others are refused without a scratch. */
#include "broker/shell/offline.h"
#include "broker/shell/recovery.h"
#include "broker/shell/store.h"
#include "client/evidence.h"
#include "client/text.h"
#include "proto/record.h"
#include "tests/support/directory.h"
#include "tests/support/vandal.h"

#include <dirent.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FOLDER TONGFA_SOURCE "/tests/golden"
#define RELEASES_MAX 64
#define FILE_BYTES_MAX (1024 * 1024)
#define TESTIMONY_MAX 256

static const struct engine_limits limits = {
    .bundles_max = 1000,
    .stage_blocks_max = 8000,
    .procedures_max = 16,
    .departments_max = 64,
    .counters_max = 128,
    .sessions_max = 1,
    .requests_max = 256,
    .busy_after_ms = 1,
};

static char releases[RELEASES_MAX][64];
static size_t release_count;
static struct directory directory; /* a copy of the release at hand */
static json_t *expected;

/* ---- Files ------------------------------------------------------------------------------------ */

static struct span read_file(const char *folder, const char *name)
{
    static uint8_t bytes[FILE_BYTES_MAX];
    char path[512];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail_msg("%s cannot be read", path);
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_in_range(size, 1, sizeof bytes - 1);
    bytes[size] = '\0';
    return (struct span){ bytes, size };
}

/* What a release left: read expected.json, copy data.mdb, since nothing may touch it. */
static const char *take(size_t index)
{
    static char folder[256];
    char path[512];

    snprintf(folder, sizeof folder, FOLDER "/%s", releases[index]);
    struct span text = read_file(folder, "expected.json");
    expected = json_loadb((const char *)text.at, text.size, 0, NULL);
    assert_non_null(expected);
    directory_make(&directory);
    struct span data = read_file(folder, "data.mdb");
    snprintf(path, sizeof path, "%s/data.mdb", directory.path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data.at, 1, data.size, file), data.size);
    assert_int_equal(fclose(file), 0);
    return folder;
}

static void put_away(void)
{
    json_decref(expected);
    directory_remove(&directory);
}

static int64_t number_of(const char *name)
{
    const json_t *member = json_object_get(expected, name);

    if (!json_is_integer(member)) fail_msg("expected.json lacks %s", name);
    return json_integer_value(member);
}

static void assert_hex(struct span bytes, const char *name)
{
    char text[2 * CHAIN_BYTES + 1];
    const char *wanted = json_string_value(json_object_get(expected, name));

    hex_from_bytes(text, bytes);
    assert_non_null(wanted);
    assert_string_equal(text, wanted);
}

static int find_releases(void)
{
    struct dirent **entries = NULL;
    int count = scandir(FOLDER, &entries, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        bool is_release = entries[i]->d_name[0] >= '0' && entries[i]->d_name[0] <= '9';
        if (is_release && release_count < RELEASES_MAX) {
            snprintf(releases[release_count], sizeof releases[0], "%.60s", entries[i]->d_name);
            release_count++;
        }
        free(entries[i]);
    }
    free(entries);
    return release_count > 0 ? 0 : 1;
}

/* ---- The claims ------------------------------------------------------------------------------- */

static bool complain(void *self, const struct offline_problem *problem)
{
    fail_msg("%s: %s", (const char *)self, problem->text);
    return false;
}

static void test_each_is_sound_as_it_was(void **state)
{
    (void)state;
    for (size_t i = 0; i < release_count; i++) {
        struct journal *journal = NULL;
        struct offline_verified verified;

        take(i);
        assert_int_equal(journal_open_read(&journal, directory.path), OK);
        assert_int_equal(offline_verify(journal, complain, releases[i], &verified), OK);
        assert_true(verified.is_replayed);
        assert_int_equal(verified.records, number_of("records"));
        assert_int_equal(verified.bundles, number_of("bundles"));
        assert_int_equal(verified.images_open, number_of("images_open"));
        assert_int_equal(verified.images_closed, number_of("images_closed"));
        assert_int_equal(verified.keys, number_of("keys"));
        assert_int_equal(verified.signed_checkpoints, number_of("signed_checkpoints"));
        assert_hex((struct span){ verified.chain, CHAIN_BYTES }, "chain");
        journal_close(&journal);
        put_away();
    }
}

static void test_each_agrees_with_its_witness(void **state)
{
    (void)state;
    static struct signed_checkpoint list[TESTIMONY_MAX];

    for (size_t i = 0; i < release_count; i++) {
        struct journal *journal = NULL;
        struct offline_testimony testimony = { .list = list };
        struct msg_signed_checkpoint message;
        uint8_t memory[CHECKPOINT_MEMORY_BYTES];
        char *rest = NULL;

        const char *folder = take(i);
        struct span text = read_file(folder, "witness.ndjson");
        for (char *line = strtok_r((char *)(uintptr_t)text.at, "\n", &rest); line != NULL;
             line = strtok_r(NULL, "\n", &rest)) {
            assert_in_range(testimony.count, 0, TESTIMONY_MAX - 1);
            assert_true(checkpoint_from_line(line, &message, memory));
            list[testimony.count++] = evidence_checkpoint_of(&message);
        }
        testimony.key = list[0].public_key;
        assert_hex((struct span){ testimony.key, PUBLIC_KEY_BYTES }, "public_key");
        assert_int_equal(journal_open_read(&journal, directory.path), OK);
        assert_int_equal(offline_witness(journal, &testimony, complain, releases[i]), OK);
        assert_int_equal(testimony.count, number_of("signed_checkpoints"));
        struct hash name = journal_id(journal);
        assert_hex((struct span){ name.bytes, HASH_BYTES }, "journal");
        journal_close(&journal);
        put_away();
    }
}

static void test_each_receipt_is_genuine(void **state)
{
    (void)state;
    for (size_t i = 0; i < release_count; i++) {
        static struct procedure procedure;
        struct receipt_records receipt;
        struct fact fact;

        const char *folder = take(i);
        assert_true(receipt_from_bytes(read_file(folder, "receipt.json"), &receipt));
        assert_in_range(receipt.count, 3, RECEIPT_RECORDS_MAX);
        for (size_t at = 0; at < receipt.count; at++) {
            struct receipt each = evidence_receipt_of(&receipt.records[at]);
            assert_true(evidence_receipt_is_genuine(&each));
            assert_hex((struct span){ each.public_key, PUBLIC_KEY_BYTES }, "public_key");
            assert_int_equal(record_read(each.record, each.position, &procedure, &fact), OK);
        }
        receipt_records_fini(&receipt);
        put_away();
    }
}

static void test_each_replays_to_the_state_that_it_had(void **state)
{
    (void)state;
    for (size_t i = 0; i < release_count; i++) {
        struct journal *journal = NULL;
        struct offline_replayed replayed;

        take(i);
        assert_int_equal(journal_open_read(&journal, directory.path), OK);
        assert_int_equal(offline_replay(journal, &replayed), OK);
        assert_true(replayed.is_equal);
        assert_int_equal(replayed.position, number_of("records"));
        assert_hex((struct span){ replayed.whole.bytes, HASH_BYTES }, "state");
        journal_close(&journal);
        put_away();
    }
}

/* As a broker of this release would begin. */
static void test_each_is_recovered_and_gone_on_from(void **state)
{
    (void)state;
    for (size_t i = 0; i < release_count; i++) {
        struct journal *journal = NULL;
        struct engine *engine = NULL;
        struct recovery_report report;

        take(i);
        assert_int_equal(journal_open(&journal, directory.path, 0), OK);
        assert_int_equal(recovery_engine_new(&engine, &limits), OK);
        assert_int_equal(recovery_run(journal, engine, &report), OK);
        assert_int_equal(report.position_next, number_of("records") + 1);
        struct hash name = journal_id(journal);
        assert_hex((struct span){ name.bytes, HASH_BYTES }, "journal"); /* and keeps its name */
        recovery_engine_free(&engine, &limits);
        journal_close(&journal);
        struct offline_verified verified;
        assert_int_equal(journal_open_read(&journal, directory.path), OK);
        assert_int_equal(offline_verify(journal, complain, releases[i], &verified), OK);
        journal_close(&journal);
        put_away();
    }
}

/* What a release stored of a bundle that ended is enough to bring it back, and to deliver its permits. */
static void test_ended_bundles_of_each_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < release_count; i++) {
        static struct bundle_image image;
        static struct bundle_image back;
        struct journal *journal = NULL;
        struct engine *engine = NULL;
        struct recovery_report report;
        struct view *view = NULL;
        struct span key = { 0 };
        struct span value;
        int count = 0;

        take(i);
        assert_int_equal(journal_open_read(&journal, directory.path), OK);
        assert_int_equal(recovery_engine_new(&engine, &limits), OK);
        assert_int_equal(view_open(&view, journal), OK);
        assert_int_equal(view_begin(view), OK);
        assert_int_equal(recovery_load(view, engine, true, &report), OK);
        while (view_table_next(view, STORE_CLOSED, &key, &value)) {
            assert_int_equal(store_read_image(key, value, &image), OK);
            assert_int_equal(engine_recall(engine, &image), OK);
            assert_int_equal(engine_image(engine, image.bundle, &back), OK);
            assert_memory_equal(&back, &image, offsetof(struct bundle_image, entries));
            count++;
        }
        assert_int_equal(count, number_of("images_closed"));
        view_close(&view);
        recovery_engine_free(&engine, &limits);
        journal_close(&journal);
        put_away();
    }
}

static void assert_refused_unharmed(void)
{
    struct journal *journal = NULL;
    static uint8_t before[FILE_BYTES_MAX];

    struct span data = read_file(directory.path, "data.mdb");
    memcpy(before, data.at, data.size);
    assert_int_equal(journal_open(&journal, directory.path, 0), ERR_CORRUPT);
    assert_int_equal(journal_open_read(&journal, directory.path), ERR_CORRUPT);
    data = read_file(directory.path, "data.mdb");
    assert_memory_equal(before, data.at, data.size);
}

static void test_journal_of_a_later_format_is_refused_unharmed(void **state)
{
    (void)state;
    take(0);
    struct vandal *vandal = vandal_new(directory.path);

    vandal_put(vandal, STORE_META, "format", "tongfa journal 2");
    vandal_free(&vandal);
    assert_refused_unharmed();
    put_away();
}

static void test_file_that_is_no_journal_is_refused_unharmed(void **state)
{
    (void)state;
    char path[512];

    take(0);
    snprintf(path, sizeof path, "%s/data.mdb", directory.path);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    for (int page = 0; page < 2; page++) { /* LMDB's magic number on both of its first pages */
        assert_int_equal(fseek(file, page * 4096 + 16, SEEK_SET), 0);
        assert_int_equal(fwrite("SQLite", 1, 6, file), 6);
    }
    assert_int_equal(fclose(file), 0);
    assert_refused_unharmed();
    put_away();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_is_sound_as_it_was),
        cmocka_unit_test(test_each_agrees_with_its_witness),
        cmocka_unit_test(test_each_receipt_is_genuine),
        cmocka_unit_test(test_each_replays_to_the_state_that_it_had),
        cmocka_unit_test(test_each_is_recovered_and_gone_on_from),
        cmocka_unit_test(test_ended_bundles_of_each_come_back),
        cmocka_unit_test(test_journal_of_a_later_format_is_refused_unharmed),
        cmocka_unit_test(test_file_that_is_no_journal_is_refused_unharmed),
    };
    if (find_releases() != 0) {
        puts("Bail out! there are no golden journals in " FOLDER);
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}

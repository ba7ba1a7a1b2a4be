/* SPDX-License-Identifier: Apache-2.0 */
/* Receipts and witnesses' lines as files: whatever is changed in one shows. */
#include "broker/shell/evidence.h"
#include "client/evidence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct signing_key key;
static const struct hash journal_name = { "a journal's name" };

static int set_up(void **state)
{
    (void)state;
    uint8_t seed[SIGNING_SEED_BYTES];

    memset(seed, 7, sizeof seed);
    signing_key_from_seed(&key, seed);
    return evidence_start() == OK ? 0 : 1;
}

/* A file of two facts; to be freed. */
static char *make_file(size_t *size)
{
    static const uint8_t records[2][5] = { { 0x95, 1, 2, 3, 4 }, { 0x95, 5, 6, 7, 8 } };
    struct receipt receipts[2];
    struct msg_signed_record messages[2];

    for (size_t i = 0; i < 2; i++) {
        receipts[i] = (struct receipt){
            .journal = journal_name,
            .position = 41 + i,
            .record = { records[i], sizeof records[i] },
            .at_ms = 1767225600000,
        };
        memset(receipts[i].chain_before, 0xcd, CHAIN_BYTES);
        evidence_sign_receipt(&receipts[i], &key);
        messages[i] = evidence_receipt_message(&receipts[i]);
    }
    json_t *json = receipt_json(messages, 2);
    char *text = receipt_text(json);
    json_decref(json);
    assert_non_null(text);
    *size = strlen(text) + 1;
    char *file = realloc(text, *size + 1);
    assert_non_null(file);
    file[*size - 1] = '\n';
    return file;
}

/* Does a file read as a receipt whose every signature is good and of our key? */
static bool is_genuine(const char *file, size_t size)
{
    struct receipt_records receipt;
    bool is_good = receipt_from_bytes((struct span){ (const uint8_t *)file, size }, &receipt);

    for (size_t i = 0; is_good && i < receipt.count; i++) {
        struct receipt each = evidence_receipt_of(&receipt.records[i]);
        is_good = evidence_receipt_is_genuine(&each) &&
                  memcmp(each.public_key, key.public_key, PUBLIC_KEY_BYTES) == 0;
    }
    receipt_records_fini(&receipt);
    return is_good;
}

static void test_every_flipped_bit_of_a_receipts_file_shows(void **state)
{
    (void)state;
    size_t size;
    char *file = make_file(&size);

    assert_true(is_genuine(file, size));
    for (size_t bit = 0; bit < 8 * size; bit++) {
        file[bit / 8] = (char)(file[bit / 8] ^ 1 << bit % 8);
        if (is_genuine(file, size)) fail_msg("bit %zu of byte %zu does not show", bit, bit / 8);
        file[bit / 8] = (char)(file[bit / 8] ^ 1 << bit % 8);
    }
    assert_true(is_genuine(file, size));
    free(file);
}

static void test_receipts_file_that_is_cut_or_longer_shows(void **state)
{
    (void)state;
    size_t size;
    char *file = make_file(&size);

    for (size_t cut = 0; cut < size; cut++) {
        assert_false(is_genuine(file, cut));
    }
    file[size] = '\n';
    assert_false(is_genuine(file, size + 1));
    free(file);
}

/* A member more, which nobody would look at. */
static void test_receipt_with_something_added_is_none(void **state)
{
    (void)state;
    size_t size;
    char *file = make_file(&size);
    struct receipt_records receipt;

    json_t *json = json_loadb(file, size, 0, NULL);
    json_object_set_new(json, "note", json_string("paid"));
    char *text = receipt_text(json);
    assert_false(
        receipt_from_bytes((struct span){ (const uint8_t *)text, strlen(text) }, &receipt));
    free(text);
    json_decref(json);
    free(file);
}

static void test_every_flipped_bit_of_a_witnesss_line_shows(void **state)
{
    (void)state;
    struct signed_checkpoint made = { .journal = journal_name, .position = 10000, .at_ms = 77 };
    struct msg_signed_checkpoint message;
    uint8_t memory[CHECKPOINT_MEMORY_BYTES];

    memset(made.chain, 0xab, CHAIN_BYTES);
    evidence_sign_checkpoint(&made, &key);
    message = evidence_checkpoint_message(&made);
    json_t *json = checkpoint_json(&message);
    char *line = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    assert_true(checkpoint_from_line(line, &message, memory));
    const size_t size = strlen(line);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        line[bit / 8] = (char)(line[bit / 8] ^ 1 << bit % 8);
        if (checkpoint_from_line(line, &message, memory)) {
            struct signed_checkpoint read = evidence_checkpoint_of(&message);
            if (evidence_checkpoint_is_genuine(&read)) fail_msg("bit %zu does not show", bit);
        }
        line[bit / 8] = (char)(line[bit / 8] ^ 1 << bit % 8);
    }
    free(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_every_flipped_bit_of_a_receipts_file_shows, set_up),
        cmocka_unit_test_setup(test_receipts_file_that_is_cut_or_longer_shows, set_up),
        cmocka_unit_test_setup(test_receipt_with_something_added_is_none, set_up),
        cmocka_unit_test_setup(test_every_flipped_bit_of_a_witnesss_line_shows, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Signed checkpoints, receipts and the key file, without a broker. */
#include "broker/shell/evidence.h"
#include "broker/shell/signing_key.h"
#include "broker/shell/store.h"
#include "tests/support/directory.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct directory directory;
static struct signing_key key;
static const struct hash journal_name = { "a journal's name" };

static int set_up(void **state)
{
    (void)state;
    uint8_t seed[SIGNING_SEED_BYTES];

    directory_make(&directory);
    memset(seed, 7, sizeof seed);
    signing_key_from_seed(&key, seed);
    return evidence_start() == OK ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    directory_remove(&directory);
    return 0;
}

static struct signed_checkpoint checkpoint_at(uint64_t position)
{
    struct signed_checkpoint checkpoint = {
        .journal = journal_name,
        .position = position,
        .at_ms = 1767225600000 + (int64_t)position,
    };

    if (position > 0) memset(checkpoint.chain, 0xab, CHAIN_BYTES);
    evidence_sign_checkpoint(&checkpoint, &key);
    return checkpoint;
}

static struct receipt receipt_of(struct span record)
{
    struct receipt receipt = { .journal = journal_name, .position = 41, .record = record };

    receipt.at_ms = 1767225600000;
    memset(receipt.chain_before, 0xcd, CHAIN_BYTES);
    evidence_sign_receipt(&receipt, &key);
    return receipt;
}

/* ---- Signatures ------------------------------------------------------------------------------ */

static void flip(void *bytes, size_t bit)
{
    ((uint8_t *)bytes)[bit / 8] ^= (uint8_t)(1u << bit % 8);
}

static void test_every_flipped_bit_of_a_signed_checkpoint_shows(void **state)
{
    (void)state;
    struct signed_checkpoint checkpoint = checkpoint_at(12345);
    _Static_assert(sizeof checkpoint ==
                       HASH_BYTES + 8 + CHAIN_BYTES + 8 + PUBLIC_KEY_BYTES + SIGNATURE_BYTES,
                   "no bytes that mean nothing");

    assert_true(evidence_checkpoint_is_genuine(&checkpoint));
    for (size_t bit = 0; bit < 8 * sizeof checkpoint; bit++) {
        flip(&checkpoint, bit);
        if (evidence_checkpoint_is_genuine(&checkpoint)) fail_msg("bit %zu does not show", bit);
        flip(&checkpoint, bit);
    }
    assert_true(evidence_checkpoint_is_genuine(&checkpoint));
}

static void flip_all(struct receipt *receipt, void *bytes, size_t size)
{
    for (size_t bit = 0; bit < 8 * size; bit++) {
        flip(bytes, bit);
        if (evidence_receipt_is_genuine(receipt)) fail_msg("bit %zu does not show", bit);
        flip(bytes, bit);
    }
}

static void test_every_flipped_bit_of_a_receipt_shows(void **state)
{
    (void)state;
    uint8_t record[] = "what is recorded";
    struct receipt receipt = receipt_of((struct span){ record, sizeof record });

    assert_true(evidence_receipt_is_genuine(&receipt));
    flip_all(&receipt, record, sizeof record);
    flip_all(&receipt, receipt.journal.bytes, HASH_BYTES);
    flip_all(&receipt, &receipt.position, sizeof receipt.position);
    flip_all(&receipt, receipt.chain_before, CHAIN_BYTES);
    flip_all(&receipt, receipt.chain, CHAIN_BYTES);
    flip_all(&receipt, &receipt.at_ms, sizeof receipt.at_ms);
    flip_all(&receipt, receipt.public_key, PUBLIC_KEY_BYTES);
    flip_all(&receipt, receipt.signature, SIGNATURE_BYTES);
    assert_true(evidence_receipt_is_genuine(&receipt));
    receipt.record.size--;
    assert_false(evidence_receipt_is_genuine(&receipt));
}

static void test_empty_journal_has_no_chain_hash(void **state)
{
    (void)state;
    struct signed_checkpoint checkpoint = checkpoint_at(0);

    assert_true(evidence_checkpoint_is_genuine(&checkpoint));
    checkpoint.chain[0] = 1;
    evidence_sign_checkpoint(&checkpoint, &key); /* even where the key's owner says so */
    assert_false(evidence_checkpoint_is_genuine(&checkpoint));
}

/* The strings of SPEC 13.4 and 13.5, put together by hand. */
static void test_what_is_signed_is_the_string_of_spec(void **state)
{
    (void)state;
    static const uint8_t record[] = { 0x95 };
    struct signed_checkpoint checkpoint = checkpoint_at(0x0102);
    struct receipt receipt = receipt_of((struct span){ record, 1 });
    uint8_t text[256] = "tongfa signed checkpoint 1";
    static const uint8_t numbers[] = { 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 41 };
    uint8_t time[8] = { 0 };

    for (int i = 0; i < 8; i++) {
        time[i] = (uint8_t)((uint64_t)checkpoint.at_ms >> (56 - 8 * i));
    }
    memcpy(text + 27, journal_name.bytes, 16);
    memcpy(text + 43, numbers, 8);
    memcpy(text + 51, checkpoint.chain, 32);
    memcpy(text + 83, time, 8);
    memcpy(text + 91, key.public_key, 32);
    assert_int_equal(crypto_sign_verify_detached(checkpoint.signature, text, 123, key.public_key),
                     0);

    for (int i = 0; i < 8; i++) {
        time[i] = (uint8_t)((uint64_t)receipt.at_ms >> (56 - 8 * i));
    }
    memcpy(text, "tongfa receipt 1", 17);
    memcpy(text + 17, journal_name.bytes, 16);
    memcpy(text + 33, numbers + 8, 8);
    memcpy(text + 41, receipt.chain_before, 32);
    memcpy(text + 73, receipt.chain, 32);
    memcpy(text + 105, time, 8);
    memcpy(text + 113, key.public_key, 32);
    assert_int_equal(crypto_sign_verify_detached(receipt.signature, text, 145, key.public_key), 0);
}

/* By Python's hashlib from the words of SPEC 13.6. */
static void test_content_hash_is_that_of_spec(void **state)
{
    (void)state;
    static const uint8_t application[] = "\x81\xa4name\xa4wang";
    const struct name procedure = { "five-permits" };
    char text[2 * HASH_BYTES + 1];

    struct hash hash = evidence_content_hash(&procedure, 3, 4,
                                             (struct span){ application, sizeof application - 1 });
    sodium_bin2hex(text, sizeof text, hash.bytes, HASH_BYTES);
    assert_string_equal(text, "77140a28ef05be8d95db2cfe94033529");
}

/* ---- The key file ---------------------------------------------------------------------------- */

static const char *path_of(const char *name)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s", directory.path, name);
    return path;
}

static void write_file(const char *name, const char *text, mode_t mode)
{
    int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static void test_key_is_made_once_for_its_owner_alone(void **state)
{
    (void)state;
    struct signing_key made;
    struct signing_key again;
    struct stat status;

    assert_int_equal(signing_key_open(&made, directory.path, "signing.key"), OK);
    assert_int_equal(stat(path_of("signing.key"), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(status.st_nlink, 1);
    assert_int_equal(signing_key_open(&again, "/nowhere", path_of("signing.key")), OK);
    assert_memory_equal(&made, &again, sizeof made);
    assert_memory_not_equal(made.public_key, key.public_key, PUBLIC_KEY_BYTES);
    signing_key_close(&made);
    assert_true(sodium_is_zero((uint8_t *)&made, sizeof made));
    signing_key_close(&again);
}

/* RFC 8032, 7.1, test 1. */
static void test_key_file_is_the_seed_in_hexadecimal(void **state)
{
    (void)state;
    static const char seed[] = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n";
    struct signing_key read;
    char text[PUBLIC_KEY_TEXT_MAX + 1];

    write_file("signing.key", seed, 0600);
    assert_int_equal(signing_key_open(&read, directory.path, "signing.key"), OK);
    public_key_text(read.public_key, text);
    assert_string_equal(text, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    signing_key_close(&read);
}

static void test_key_that_others_can_read_is_refused(void **state)
{
    (void)state;
    struct signing_key made;

    assert_int_equal(signing_key_open(&made, directory.path, "signing.key"), OK);
    signing_key_close(&made);
    assert_int_equal(chmod(path_of("signing.key"), 0640), 0);
    assert_int_equal(signing_key_open(&made, directory.path, "signing.key"), ERR_IO);
    assert_int_equal(chmod(path_of("signing.key"), 0604), 0);
    assert_int_equal(signing_key_open(&made, directory.path, "signing.key"), ERR_IO);
    signing_key_close(&made);
}

static void test_what_is_no_key_is_refused_and_left_alone(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\n",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f6\n",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f6x\n",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n\n",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f6000",
    };
    struct signing_key read;
    struct stat status;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        write_file("signing.key", texts[i], 0600);
        assert_int_equal(signing_key_open(&read, directory.path, "signing.key"), ERR_CORRUPT);
        assert_int_equal(stat(path_of("signing.key"), &status), 0);
        assert_int_equal(status.st_size, strlen(texts[i]));
    }
    assert_int_equal(signing_key_open(&read, directory.path, "none/signing.key"), ERR_IO);
    assert_int_equal(signing_key_open(&read, directory.path, directory.path), ERR_IO);
    signing_key_close(&read);
}

/* ---- The table ------------------------------------------------------------------------------- */

static void put(struct journal *journal, uint64_t position)
{
    uint8_t memory[STORE_SMALL_BYTES_MAX + 8];
    struct buffer buffer;
    struct signed_checkpoint checkpoint = checkpoint_at(position);

    buffer_init(&buffer, memory, sizeof memory);
    const struct store_write write = store_put_signed(&buffer, &checkpoint);
    struct batch batch = { .position_first = 1, .write_count = 1, .writes = &write };
    assert_int_equal(journal_append_now(journal, &batch), OK);
}

static int64_t found(struct view *view, uint64_t position, bool after)
{
    const struct signed_wanted wanted = { .position = position, .after = after };
    struct signed_checkpoint checkpoint;

    if (!store_signed(view, &journal_name, &wanted, &checkpoint)) return -1;
    assert_true(evidence_checkpoint_is_genuine(&checkpoint));
    return (int64_t)checkpoint.position;
}

static void test_signed_checkpoints_are_found_by_position(void **state)
{
    (void)state;
    struct journal *journal = NULL;
    struct view *view = NULL;

    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    assert_int_equal(view_open(&view, journal), OK);
    assert_int_equal(view_begin(view), OK);
    assert_int_equal(found(view, 0, false), -1);
    assert_int_equal(found(view, 0, true), -1);
    put(journal, 300);
    put(journal, 7);
    put(journal, 0);
    assert_int_equal(view_begin(view), OK);
    assert_int_equal(found(view, 0, false), 300);
    assert_int_equal(found(view, 0, true), 0);
    assert_int_equal(found(view, 1, true), 7);
    assert_int_equal(found(view, 7, true), 7);
    assert_int_equal(found(view, 8, true), 300);
    assert_int_equal(found(view, 301, true), -1);
    assert_int_equal(found(view, UINT64_MAX, false), 300);
    assert_int_equal(found(view, 299, false), 7);
    assert_int_equal(found(view, 7, false), 7);
    assert_int_equal(found(view, 6, false), 0);
    view_close(&view);
    journal_close(&journal);
}

static void test_journal_keeps_its_name(void **state)
{
    (void)state;
    static const struct hash zeros;
    struct journal *journal = NULL;
    struct directory other = { "" };

    assert_int_equal(journal_open(&journal, directory.path, 0), OK);
    struct hash name = journal_id(journal);
    assert_false(hash_is_equal(&name, &zeros));
    journal_close(&journal);
    assert_int_equal(journal_open_read(&journal, directory.path), OK);
    struct hash again = journal_id(journal);
    assert_true(hash_is_equal(&name, &again));
    journal_close(&journal);
    directory_make(&other);
    assert_int_equal(journal_open(&journal, other.path, 0), OK);
    again = journal_id(journal);
    assert_false(hash_is_equal(&name, &again));
    journal_close(&journal);
    directory_remove(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        CLAIM(test_every_flipped_bit_of_a_signed_checkpoint_shows),
        CLAIM(test_every_flipped_bit_of_a_receipt_shows),
        CLAIM(test_empty_journal_has_no_chain_hash),
        CLAIM(test_what_is_signed_is_the_string_of_spec),
        CLAIM(test_content_hash_is_that_of_spec),
        CLAIM(test_key_is_made_once_for_its_owner_alone),
        CLAIM(test_key_file_is_the_seed_in_hexadecimal),
        CLAIM(test_key_that_others_can_read_is_refused),
        CLAIM(test_what_is_no_key_is_refused_and_left_alone),
        CLAIM(test_signed_checkpoints_are_found_by_position),
        CLAIM(test_journal_keeps_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/vandal.h"

#include "broker/shell/store.h"

#include <lmdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define VALUE_BYTES_MAX 65536

static const char *const table_names[STORE_TABLE_COUNT] = {
    "open", "closed", "key", "procedure", "counter", "request", "meta", "signed",
};

struct vandal {
    char dir[4096];
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    uint8_t value[2][VALUE_BYTES_MAX];
    uint64_t taken; /* position of the record in value[1] */
    size_t taken_size;
};

struct vandal *vandal_new(const char *dir)
{
    struct vandal *vandal = calloc(1, sizeof *vandal);

    assert_non_null(vandal);
    snprintf(vandal->dir, sizeof vandal->dir, "%s", dir);
    return vandal;
}

void vandal_free(struct vandal **vandal)
{
    free(*vandal);
    *vandal = NULL;
}

/* ---- A deed: one transaction in a table ------------------------------------------------------ */

static void begin(struct vandal *vandal, const char *table)
{
    assert_int_equal(mdb_env_create(&vandal->env), 0);
    assert_int_equal(mdb_env_set_maxdbs(vandal->env, STORE_TABLE_COUNT + 1), 0);
    assert_int_equal(mdb_env_open(vandal->env, vandal->dir, MDB_NOSYNC, 0600), 0);
    assert_int_equal(mdb_txn_begin(vandal->env, NULL, 0, &vandal->txn), 0);
    assert_int_equal(mdb_dbi_open(vandal->txn, table, 0, &vandal->dbi), 0);
}

static void end(struct vandal *vandal)
{
    assert_int_equal(mdb_txn_commit(vandal->txn), 0);
    mdb_env_close(vandal->env);
}

/* Copy a value out. */
static MDB_val get(struct vandal *vandal, MDB_val key, int copy)
{
    MDB_val value;

    assert_int_equal(mdb_get(vandal->txn, vandal->dbi, &key, &value), 0);
    assert_in_range(value.mv_size, 0, VALUE_BYTES_MAX);
    memcpy(vandal->value[copy], value.mv_data, value.mv_size);
    value.mv_data = vandal->value[copy];
    return value;
}

static void put(struct vandal *vandal, MDB_val key, MDB_val value)
{
    assert_int_equal(mdb_put(vandal->txn, vandal->dbi, &key, &value, 0), 0);
}

static MDB_val key_of(uint64_t *position)
{
    return (MDB_val){ .mv_size = sizeof *position, .mv_data = position };
}

/* ---- Records --------------------------------------------------------------------------------- */

void vandal_flip_record(struct vandal *vandal, uint64_t position, size_t byte)
{
    begin(vandal, "facts");
    MDB_val value = get(vandal, key_of(&position), 0);
    assert_in_range(byte, 0, value.mv_size - 1);
    vandal->value[0][byte] ^= 1;
    put(vandal, key_of(&position), value);
    end(vandal);
}

void vandal_delete_record(struct vandal *vandal, uint64_t position)
{
    MDB_val key = key_of(&position);

    begin(vandal, "facts");
    assert_int_equal(mdb_del(vandal->txn, vandal->dbi, &key, NULL), 0);
    end(vandal);
}

void vandal_take_record(struct vandal *vandal, uint64_t position)
{
    MDB_val key = key_of(&position);

    begin(vandal, "facts");
    vandal->taken_size = get(vandal, key, 1).mv_size;
    vandal->taken = position;
    assert_int_equal(mdb_del(vandal->txn, vandal->dbi, &key, NULL), 0);
    end(vandal);
}

void vandal_bring_back(struct vandal *vandal)
{
    begin(vandal, "facts");
    put(vandal, key_of(&vandal->taken),
        (MDB_val){ .mv_size = vandal->taken_size, .mv_data = vandal->value[1] });
    end(vandal);
}

void vandal_cut_record(struct vandal *vandal, uint64_t position, size_t size)
{
    begin(vandal, "facts");
    MDB_val value = get(vandal, key_of(&position), 0);
    assert_in_range(size, 1, value.mv_size);
    value.mv_size = size;
    put(vandal, key_of(&position), value);
    end(vandal);
}

void vandal_exchange_records(struct vandal *vandal, uint64_t left, uint64_t right)
{
    begin(vandal, "facts");
    MDB_val first = get(vandal, key_of(&left), 0);
    MDB_val second = get(vandal, key_of(&right), 1);
    put(vandal, key_of(&left), second);
    put(vandal, key_of(&right), first);
    end(vandal);
}

/* Write a value's chain hash anew from the record before. Returns false at the end. */
static bool relink(struct vandal *vandal, uint64_t position, uint8_t chain[CHAIN_BYTES])
{
    MDB_val key = key_of(&position);
    MDB_val value;

    if (mdb_get(vandal->txn, vandal->dbi, &key, &value) != 0) return false;
    value = get(vandal, key, 0);
    chain_step(
        chain, position,
        (struct span){ .at = vandal->value[0] + CHAIN_BYTES, .size = value.mv_size - CHAIN_BYTES });
    memcpy(vandal->value[0], chain, CHAIN_BYTES);
    put(vandal, key, value);
    return true;
}

void vandal_forge_record(struct vandal *vandal, uint64_t position, struct span record)
{
    uint8_t chain[CHAIN_BYTES] = { 0 };
    uint64_t before = position - 1;

    begin(vandal, "facts");
    if (before > 0) {
        get(vandal, key_of(&before), 0);
        memcpy(chain, vandal->value[0], CHAIN_BYTES);
    }
    memcpy(vandal->value[0] + CHAIN_BYTES, record.at, record.size);
    MDB_val forged = { .mv_size = CHAIN_BYTES + record.size, .mv_data = vandal->value[0] };
    put(vandal, key_of(&position), forged);
    while (relink(vandal, position, chain)) {
        position++;
    }
    end(vandal);
}

/* ---- Tables ---------------------------------------------------------------------------------- */

void vandal_put_bytes(struct vandal *vandal, enum store_table table, const char *key,
                      struct span value)
{
    MDB_val row_key = { .mv_size = strlen(key), .mv_data = (void *)(uintptr_t)key };
    MDB_val row_value = { .mv_size = value.size, .mv_data = (void *)(uintptr_t)value.at };

    begin(vandal, table_names[table]);
    if (value.at == NULL) {
        assert_int_equal(mdb_del(vandal->txn, vandal->dbi, &row_key, NULL), 0);
    } else {
        put(vandal, row_key, row_value);
    }
    end(vandal);
}

void vandal_put(struct vandal *vandal, enum store_table table, const char *key, const char *value)
{
    struct span bytes = { .at = (const uint8_t *)value };

    if (value != NULL) bytes.size = strlen(value);
    vandal_put_bytes(vandal, table, key, bytes);
}

/* Stand at the first row of a table. */
static MDB_cursor *first_row(struct vandal *vandal, enum store_table table, MDB_val *key,
                             MDB_val *value)
{
    MDB_cursor *cursor = NULL;

    begin(vandal, table_names[table]);
    assert_int_equal(mdb_cursor_open(vandal->txn, vandal->dbi, &cursor), 0);
    assert_int_equal(mdb_cursor_get(cursor, key, value, MDB_FIRST), 0);
    return cursor;
}

void vandal_delete_first(struct vandal *vandal, enum store_table table)
{
    MDB_val key;
    MDB_val value;
    MDB_cursor *cursor = first_row(vandal, table, &key, &value);

    assert_int_equal(mdb_cursor_del(cursor, 0), 0);
    mdb_cursor_close(cursor);
    end(vandal);
}

void vandal_flip_first(struct vandal *vandal, enum store_table table)
{
    MDB_val key;
    MDB_val value;
    MDB_cursor *cursor = first_row(vandal, table, &key, &value);

    memcpy(vandal->value[0], value.mv_data, value.mv_size);
    vandal->value[0][value.mv_size - 1] ^= 1;
    value.mv_data = vandal->value[0];
    assert_int_equal(mdb_cursor_put(cursor, &key, &value, MDB_CURRENT), 0);
    mdb_cursor_close(cursor);
    end(vandal);
}

void vandal_read_image(struct vandal *vandal, enum store_table table, struct bundle_image *image)
{
    MDB_val key;
    MDB_val value;
    MDB_cursor *cursor = first_row(vandal, table, &key, &value);

    assert_int_equal(store_read_image((struct span){ .at = key.mv_data, .size = key.mv_size },
                                      (struct span){ .at = value.mv_data, .size = value.mv_size },
                                      image),
                     OK);
    mdb_cursor_close(cursor);
    end(vandal);
}

void vandal_write_image(struct vandal *vandal, enum store_table table,
                        const struct bundle_image *image)
{
    struct buffer bytes;

    buffer_init(&bytes, vandal->value[0], VALUE_BYTES_MAX);
    struct store_write write = store_put_image(&bytes, image);
    begin(vandal, table_names[table]);
    put(vandal, (MDB_val){ .mv_size = write.key.size, .mv_data = (void *)(uintptr_t)write.key.at },
        (MDB_val){ .mv_size = write.value.size, .mv_data = (void *)(uintptr_t)write.value.at });
    end(vandal);
}

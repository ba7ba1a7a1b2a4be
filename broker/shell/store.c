/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the tables. Formats are for ever: a row may grow at its end, nothing in it may change.
 *
 *     open, closed   bundle 8                 -> image, see packed.c; MessagePack in old journals
 *     key            hash 16                  -> bundle 8
 *     late key       row 8                    -> hash 16, bundle 8, and again
 *     procedure      name, 0, version 4       -> position 8, content hash 16, definition
 *     counter        department, 0, year 2    -> last number 4
 *     request        slot 4                   -> id 16, content 16, bundle 8, position 8, version 4
 *     meta           "totals"                 -> eight numbers of 8, see totals_fields
 *                    "recover_from"           -> position 8
 *                    "calendar"               -> see store_calendar.c
 *                    "format"                 -> a text, the journal's own
 *                    "journal"                -> 16, the journal's own
 *     signed         position 8               -> time 8, chain 32, public key 32, signature 64
 *     wake           time 8, bundle 8         -> 0, see store_wake.c */
#include "broker/shell/store.h"

#include "broker/shell/packed.h"
#include "proto/record.h"

#define REQUEST_BYTES (2 * HASH_BYTES + 8 + 8 + 4)
#define LATE_KEY_BYTES (HASH_BYTES + 8)
#define TOTALS_COUNT 8
#define SIGNED_BYTES (8 + CHAIN_BYTES + PUBLIC_KEY_BYTES + SIGNATURE_BYTES)

/* ---- Numbers ------------------------------------------------------------------------------- */

static void add_number(struct buffer *bytes, uint64_t number, size_t width)
{
    uint8_t text[8];

    assert(width <= sizeof text);
    for (size_t i = 0; i < width; i++) {
        text[i] = (uint8_t)(number >> (8 * (width - 1 - i)));
    }
    buffer_add(bytes, text, width);
}

static uint64_t number_at(const uint8_t *at, size_t width)
{
    uint64_t number = 0;

    for (size_t i = 0; i < width; i++) {
        number = number << 8 | at[i];
    }
    return number;
}

/* What was added to the buffer since it had a size. */
static struct span since(const struct buffer *bytes, size_t size)
{
    assert(!bytes->is_full); /* whoever owns the buffer keeps room for what he asks for */
    return (struct span){ .at = bytes->at + size, .size = bytes->size - size };
}

static struct span text_of(const char *text)
{
    return (struct span){ .at = (const uint8_t *)text, .size = strlen(text) };
}

static struct span add_name_key(struct buffer *bytes, const struct name *name, uint64_t number,
                                size_t width)
{
    size_t from = bytes->size;

    buffer_add(bytes, name->text, strlen(name->text) + 1);
    add_number(bytes, number, width);
    return since(bytes, from);
}

/* Take apart what add_name_key made. */
static enum err read_name_key(struct span key, struct name *name, uint64_t *number, size_t width)
{
    if (key.size < width + 1 || key.size - width > sizeof name->text) return ERR_CORRUPT;
    size_t size = key.size - width;
    if (memchr(key.at, 0, size) != key.at + size - 1) return ERR_CORRUPT;
    memset(name, 0, sizeof *name);
    memcpy(name->text, key.at, size);
    *number = number_at(key.at + size, width);
    return OK;
}

/* ---- Writing ------------------------------------------------------------------------------- */

static struct span add_bundle_key(struct buffer *bytes, uint64_t bundle)
{
    size_t from = bytes->size;

    add_number(bytes, bundle, 8);
    return since(bytes, from);
}

struct store_write store_put_image(struct buffer *bytes, const struct bundle_image *image)
{
    struct store_write write = {
        .table = image->result == RESULT_OPEN ? STORE_OPEN : STORE_CLOSED,
        .key = add_bundle_key(bytes, image->bundle),
    };
    size_t from = bytes->size;

    packed_write(bytes, image);
    write.value = since(bytes, from);
    assert(write.value.size <= STORE_IMAGE_BYTES_MAX);
    return write;
}

struct span store_image_like(struct buffer *bytes, const struct bundle_image *image, bool is_packed)
{
    size_t from = bytes->size;

    if (is_packed) {
        packed_write(bytes, image);
    } else {
        image_write(bytes, image);
    }
    return since(bytes, from);
}

struct store_write store_delete_open(struct buffer *bytes, uint64_t bundle)
{
    return (struct store_write){ .table = STORE_OPEN, .key = add_bundle_key(bytes, bundle) };
}

struct store_write store_put_key(struct buffer *bytes, const struct hash *key_hash, uint64_t bundle)
{
    struct store_write write = { .table = STORE_KEY };
    size_t from = bytes->size;

    buffer_add(bytes, key_hash->bytes, HASH_BYTES);
    write.key = since(bytes, from);
    from = bytes->size;
    add_number(bytes, bundle, 8);
    write.value = since(bytes, from);
    return write;
}

static struct span late_row_key(struct buffer *bytes, uint64_t row)
{
    size_t from = bytes->size;

    add_number(bytes, row, 8);
    return since(bytes, from);
}

struct store_write store_put_late_row(struct buffer *bytes, uint64_t row,
                                      const struct late_key *keys, uint32_t count)
{
    struct store_write write = { .table = STORE_LATE_KEY, .key = late_row_key(bytes, row) };
    size_t from = bytes->size;

    assert(count > 0);
    for (uint32_t i = 0; i < count; i++) {
        buffer_add(bytes, keys[i].key_hash.bytes, HASH_BYTES);
        add_number(bytes, keys[i].bundle, 8);
    }
    write.value = since(bytes, from);
    return write;
}

struct store_write store_delete_late_row(struct buffer *bytes, uint64_t row)
{
    return (struct store_write){ .table = STORE_LATE_KEY, .key = late_row_key(bytes, row) };
}

struct store_write store_put_procedure(struct buffer *bytes, uint64_t position,
                                       const struct fact_procedure_published *fact)
{
    struct store_write write = {
        .table = STORE_PROCEDURE,
        .key = add_name_key(bytes, &fact->procedure->name, fact->procedure->version, 4),
    };
    size_t from = bytes->size;

    add_number(bytes, position, 8);
    buffer_add(bytes, fact->content.bytes, HASH_BYTES);
    procedure_write(bytes, fact->procedure);
    write.value = since(bytes, from);
    return write;
}

struct store_write store_put_counter(struct buffer *bytes, const struct counter_image *image)
{
    struct store_write write = {
        .table = STORE_COUNTER,
        .key = add_name_key(bytes, &image->department, image->year, 2),
    };
    size_t from = bytes->size;

    add_number(bytes, image->last, 4);
    write.value = since(bytes, from);
    return write;
}

struct store_write store_put_request(struct buffer *bytes, const struct request_image *image,
                                     uint32_t slot)
{
    struct store_write write = { .table = STORE_REQUEST };
    size_t from = bytes->size;

    add_number(bytes, slot, 4);
    write.key = since(bytes, from);
    from = bytes->size;
    buffer_add(bytes, image->mark.id.bytes, HASH_BYTES);
    buffer_add(bytes, image->mark.content.bytes, HASH_BYTES);
    add_number(bytes, image->bundle, 8);
    add_number(bytes, image->position, 8);
    add_number(bytes, image->version, 4);
    write.value = since(bytes, from);
    return write;
}

struct store_write store_put_totals(struct buffer *bytes, const struct totals_image *image)
{
    const uint64_t numbers[TOTALS_COUNT] = {
        image->position,       image->bundles_submitted, image->bundles_ended,
        image->permits_issued, image->claims_refused,    image->jobs_expired,
        image->leases,         (uint64_t)image->now_ms,
    };
    struct store_write write = { .table = STORE_META, .key = text_of("totals") };
    size_t from = bytes->size;

    for (int i = 0; i < TOTALS_COUNT; i++) {
        add_number(bytes, numbers[i], 8);
    }
    write.value = since(bytes, from);
    return write;
}

struct store_write store_put_recover_from(struct buffer *bytes, uint64_t position)
{
    struct store_write write = { .table = STORE_META, .key = text_of("recover_from") };
    size_t from = bytes->size;

    add_number(bytes, position, 8);
    write.value = since(bytes, from);
    return write;
}

struct store_write store_put_signed(struct buffer *bytes,
                                    const struct signed_checkpoint *checkpoint)
{
    struct store_write write = { .table = STORE_SIGNED };
    size_t from = bytes->size;

    add_number(bytes, checkpoint->position, 8);
    write.key = since(bytes, from);
    from = bytes->size;
    add_number(bytes, (uint64_t)checkpoint->at_ms, 8);
    buffer_add(bytes, checkpoint->chain, CHAIN_BYTES);
    buffer_add(bytes, checkpoint->public_key, PUBLIC_KEY_BYTES);
    buffer_add(bytes, checkpoint->signature, SIGNATURE_BYTES);
    write.value = since(bytes, from);
    return write;
}

/* ---- Reading ------------------------------------------------------------------------------- */

enum err store_read_signed(struct span key, struct span value, const struct hash *journal,
                           struct signed_checkpoint *checkpoint)
{
    if (key.size != 8 || value.size < SIGNED_BYTES) return ERR_CORRUPT;
    checkpoint->journal = *journal;
    checkpoint->position = number_at(key.at, 8);
    checkpoint->at_ms = (int64_t)number_at(value.at, 8);
    memcpy(checkpoint->chain, value.at + 8, CHAIN_BYTES);
    memcpy(checkpoint->public_key, value.at + 8 + CHAIN_BYTES, PUBLIC_KEY_BYTES);
    memcpy(checkpoint->signature, value.at + 8 + CHAIN_BYTES + PUBLIC_KEY_BYTES, SIGNATURE_BYTES);
    return OK;
}

/* A number as a key, in the caller's bytes. */
static struct span number_key(uint8_t bytes[8], uint64_t number)
{
    struct buffer buffer;

    buffer_init(&buffer, bytes, 8);
    add_number(&buffer, number, 8);
    return buffer_span(&buffer);
}

bool store_signed(struct view *view, const struct hash *journal, const struct signed_wanted *wanted,
                  struct signed_checkpoint *checkpoint)
{
    uint8_t bytes[8];
    struct span key = { 0 };
    struct span value;
    bool is_there;

    if (wanted->after) {
        if (wanted->position > 0) key = number_key(bytes, wanted->position - 1);
        is_there = view_table_next(view, STORE_SIGNED, &key, &value);
    } else {
        uint64_t until = wanted->position == 0 ? UINT64_MAX : wanted->position;
        is_there = view_table_until(view, STORE_SIGNED, number_key(bytes, until), &key, &value);
    }
    return is_there && store_read_signed(key, value, journal, checkpoint) == OK;
}

enum err store_read_image(struct span key, struct span value, struct bundle_image *image)
{
    if (key.size != 8) return ERR_CORRUPT;
    enum err err = packed_is(value) ? packed_read(value, image) : image_read(value, image);
    if (err != OK) return err;
    return image->bundle == number_at(key.at, 8) ? OK : ERR_CORRUPT;
}

enum err store_read_key(struct span key, struct span value, struct hash *key_hash, uint64_t *bundle)
{
    if (key.size != HASH_BYTES || value.size != 8) return ERR_CORRUPT;
    memcpy(key_hash->bytes, key.at, HASH_BYTES);
    *bundle = number_at(value.at, 8);
    return OK;
}

enum err store_read_late_row(struct span key, struct span value, uint64_t *row)
{
    if (key.size != 8 || value.size == 0 || value.size % LATE_KEY_BYTES != 0) return ERR_CORRUPT;
    *row = number_at(key.at, 8);
    return OK;
}

bool store_late_key_at(struct span value, uint32_t place, struct late_key *key)
{
    size_t from = (size_t)place * LATE_KEY_BYTES;

    if (value.size < from + LATE_KEY_BYTES) return false;
    memcpy(key->key_hash.bytes, value.at + from, HASH_BYTES);
    key->bundle = number_at(value.at + from + HASH_BYTES, 8);
    return true;
}

enum err store_read_counter(struct span key, struct span value, struct counter_image *image)
{
    uint64_t year = 0;

    if (value.size != 4) return ERR_CORRUPT;
    enum err err = read_name_key(key, &image->department, &year, 2);
    image->year = (uint16_t)year;
    image->last = (uint32_t)number_at(value.at, 4);
    return err;
}

enum err store_read_request(struct span key, struct span value, struct request_image *image,
                            uint32_t *slot)
{
    if (key.size != 4 || value.size < REQUEST_BYTES) return ERR_CORRUPT;
    *slot = (uint32_t)number_at(key.at, 4);
    const uint8_t *at = value.at;
    memcpy(image->mark.id.bytes, at, HASH_BYTES);
    memcpy(image->mark.content.bytes, at + HASH_BYTES, HASH_BYTES);
    at += (size_t)2 * HASH_BYTES;
    image->bundle = number_at(at, 8);
    image->position = number_at(at + 8, 8);
    image->version = (uint32_t)number_at(at + 16, 4);
    return OK;
}

enum err store_read_procedure(struct span value, struct store_procedure *procedure)
{
    const size_t head = 8 + HASH_BYTES;

    if (value.size < head) return ERR_CORRUPT;
    procedure->position = number_at(value.at, 8);
    memcpy(procedure->content.bytes, value.at + 8, HASH_BYTES);
    procedure->definition = (struct span){ .at = value.at + head, .size = value.size - head };
    return OK;
}

uint64_t store_definition_position(struct view *view, const struct name *name, uint32_t version)
{
    uint8_t memory[NAME_BYTES_MAX + 1 + 4];
    struct buffer bytes;
    struct store_procedure procedure;

    buffer_init(&bytes, memory, sizeof memory);
    struct span value = view_get(view, STORE_PROCEDURE, add_name_key(&bytes, name, version, 4));
    return store_read_procedure(value, &procedure) == OK ? procedure.position : 0;
}

enum err store_image(struct view *view, uint64_t bundle, struct bundle_image *image)
{
    uint8_t memory[8];
    struct buffer bytes;

    buffer_init(&bytes, memory, sizeof memory);
    struct span key = add_bundle_key(&bytes, bundle);
    struct span value = view_get(view, STORE_CLOSED, key);
    if (value.at == NULL) value = view_get(view, STORE_OPEN, key);
    if (view_err(view) != OK) return view_err(view);
    return value.at == NULL ? ERR_BUNDLE_UNKNOWN : store_read_image(key, value, image);
}

uint64_t store_find_key(struct view *view, const struct hash *key_hash)
{
    struct span key = { .at = key_hash->bytes, .size = HASH_BYTES };
    struct span value = view_get(view, STORE_KEY, key);

    return value.size == 8 ? number_at(value.at, 8) : 0;
}

uint64_t store_find_late_key(struct view *view, const struct hash *key_hash)
{
    uint64_t bundle = store_find_key(view, key_hash);
    struct span row = { 0 };
    struct span value;
    struct late_key key;

    while (bundle == 0 && view_table_next(view, STORE_LATE_KEY, &row, &value)) {
        for (uint32_t i = 0; bundle == 0 && store_late_key_at(value, i, &key); i++) {
            if (hash_is_equal(&key.key_hash, key_hash)) bundle = key.bundle;
        }
    }
    return bundle;
}

enum err store_archived(struct view *view, uint64_t bundle, struct bundle_image *image,
                        struct archived *archived)
{
    enum err err = store_image(view, bundle, image);

    *archived = (struct archived){ 0 };
    if (err == ERR_BUNDLE_UNKNOWN || (err == OK && image->result == RESULT_OPEN)) return OK;
    if (err == OK) *archived = engine_archived(image);
    return err;
}

struct span store_definition(struct view *view, const struct name *name, uint32_t version)
{
    uint8_t memory[sizeof name->text + 4];
    struct buffer bytes;
    struct store_procedure procedure = { 0 };

    buffer_init(&bytes, memory, sizeof memory);
    struct span value = view_get(view, STORE_PROCEDURE, add_name_key(&bytes, name, version, 4));
    if (value.at == NULL || store_read_procedure(value, &procedure) != OK) {
        return (struct span){ 0 };
    }
    return procedure.definition;
}

enum err store_totals(struct view *view, struct totals_image *image)
{
    struct span value = view_get(view, STORE_META, text_of("totals"));
    uint64_t numbers[TOTALS_COUNT];

    *image = (struct totals_image){ 0 };
    if (value.at == NULL) return view_err(view);
    if (value.size < sizeof numbers) return ERR_CORRUPT;
    for (int i = 0; i < TOTALS_COUNT; i++) {
        numbers[i] = number_at(value.at + (ptrdiff_t)8 * i, 8);
    }
    *image = (struct totals_image){
        .position = numbers[0],
        .bundles_submitted = numbers[1],
        .bundles_ended = numbers[2],
        .permits_issued = numbers[3],
        .claims_refused = numbers[4],
        .jobs_expired = numbers[5],
        .leases = numbers[6],
        .now_ms = (int64_t)numbers[7],
    };
    return OK;
}

enum err store_recover_from(struct view *view, uint64_t *position)
{
    struct span value = view_get(view, STORE_META, text_of("recover_from"));

    *position = 1;
    if (value.at == NULL) return view_err(view);
    if (value.size < 8) return ERR_CORRUPT;
    *position = number_at(value.at, 8);
    return *position > 0 ? OK : ERR_CORRUPT;
}

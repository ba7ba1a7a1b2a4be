/* SPDX-License-Identifier: Apache-2.0 */
/* The calls that fetch evidence: signed checkpoints for a witness, receipts for whoever needs proof.
 * What is fetched is handed over as it came; checking it is for those who do not trust the broker,
 * with a public key that did not come from it (`tongfa receipt verify`). */
#include "client/evidence.h"

#include "client/client.h"
#include "client/json.h"
#include "client/text.h"
#include "proto/message.h"

#include <stdio.h>
#include <stdlib.h>

#define POLL_MS 500 /* a witness asks so often whether there is more */

/* ---- JSON, written ------------------------------------------------------------------------- */

json_t *checkpoint_json(const struct msg_signed_checkpoint *checkpoint)
{
    return json_struct(message_schema(MSG_SIGNED_CHECKPOINT), checkpoint);
}

/* Move a member from one object to another. */
static void move_member(json_t *target, json_t *source, const char *key)
{
    json_object_set(target, key, json_object_get(source, key));
    json_object_del(source, key);
}

json_t *receipt_json(const struct msg_signed_record *records, size_t count)
{
    json_t *receipt = json_pack("{s:s}", "format", RECEIPT_FORMAT);
    json_t *facts = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *fact = json_struct(message_schema(MSG_SIGNED_RECORD), &records[i]);
        move_member(receipt, fact, "journal"); /* the same in all */
        move_member(receipt, fact, "public_key");
        json_array_append_new(facts, fact);
    }
    json_object_set_new(receipt, "facts", facts);
    return receipt;
}

char *receipt_text(const json_t *receipt)
{
    return json_dumps(receipt, JSON_INDENT(2));
}

/* ---- JSON, read ---------------------------------------------------------------------------- */

/* Read a member of hexadecimal digits into the memory at *at, which moves on. */
static bool read_hex(const json_t *json, const char *key, size_t size, uint8_t **at)
{
    const json_t *member = json_object_get(json, key);

    if (!json_is_string(member)) return false;
    const struct span text = { (const uint8_t *)json_string_value(member),
                               json_string_length(member) };
    if (!hex_to_bytes(*at, size, text)) return false;
    *at += size;
    return true;
}

/* The same, with the span of what was read. */
static bool read_bin(const json_t *json, const char *key, size_t size, uint8_t **at,
                     struct span *span)
{
    *span = (struct span){ *at, size };
    return read_hex(json, key, size, at);
}

static bool read_hash(const json_t *json, const char *key, struct hash *hash)
{
    uint8_t *at = hash->bytes;

    return read_hex(json, key, HASH_BYTES, &at);
}

static bool read_number(const json_t *json, const char *key, int64_t *number)
{
    const json_t *member = json_object_get(json, key);

    if (!json_is_integer(member)) return false;
    *number = json_integer_value(member);
    return *number >= 0;
}

static bool read_position(const json_t *json, uint64_t *position)
{
    int64_t number;

    if (!read_number(json, "position", &number)) return false;
    *position = (uint64_t)number;
    return true;
}

bool checkpoint_from_json(const json_t *json, struct msg_signed_checkpoint *checkpoint,
                          uint8_t memory[CHECKPOINT_MEMORY_BYTES])
{
    uint8_t *at = memory;

    return read_hash(json, "journal", &checkpoint->journal) &&
           read_position(json, &checkpoint->position) &&
           read_bin(json, "chain", CHAIN_BYTES, &at, &checkpoint->chain) &&
           read_number(json, "at_ms", &checkpoint->at_ms) &&
           read_bin(json, "public_key", PUBLIC_KEY_BYTES, &at, &checkpoint->public_key) &&
           read_bin(json, "signature", SIGNATURE_BYTES, &at, &checkpoint->signature);
}

bool checkpoint_from_line(const char *line, struct msg_signed_checkpoint *checkpoint,
                          uint8_t memory[CHECKPOINT_MEMORY_BYTES])
{
    json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    bool is_it = json != NULL && checkpoint_from_json(json, checkpoint, memory);

    json_decref(json);
    if (!is_it) return false;
    json = checkpoint_json(checkpoint);
    char *text = json_dumps(json, JSON_COMPACT);
    is_it = text != NULL && strcmp(text, line) == 0;
    free(text);
    json_decref(json);
    return is_it;
}

static bool record_from_json(const json_t *json, struct msg_signed_record *record, uint8_t **at)
{
    const size_t digits = json_string_length(json_object_get(json, "record"));

    if (digits == 0 || digits % 2 != 0) return false;
    return read_position(json, &record->position) &&
           read_bin(json, "record", digits / 2, at, &record->record) &&
           read_bin(json, "chain_before", CHAIN_BYTES, at, &record->chain_before) &&
           read_bin(json, "chain", CHAIN_BYTES, at, &record->chain) &&
           read_number(json, "at_ms", &record->at_ms) &&
           read_bin(json, "signature", SIGNATURE_BYTES, at, &record->signature);
}

static bool receipt_from_json(const json_t *json, struct receipt_records *receipt)
{
    const json_t *facts = json_object_get(json, "facts");
    uint8_t *at = receipt->memory;
    struct msg_signed_record common = { .position = 0 };

    if (json_array_size(facts) == 0 || json_array_size(facts) > RECEIPT_RECORDS_MAX) return false;
    if (!read_hash(json, "journal", &common.journal)) return false;
    if (!read_bin(json, "public_key", PUBLIC_KEY_BYTES, &at, &common.public_key)) return false;
    for (size_t i = 0; i < json_array_size(facts); i++) {
        struct msg_signed_record *record = &receipt->records[receipt->count++];
        *record = common;
        if (!record_from_json(json_array_get(facts, i), record, &at)) return false;
    }
    return true;
}

/* Is this what would be written for it? */
static bool receipt_is_written_so(const struct receipt_records *receipt, struct span bytes)
{
    json_t *json = receipt_json(receipt->records, receipt->count);
    char *text = receipt_text(json);
    const size_t size = text == NULL ? 0 : strlen(text);

    bool is_it = size > 0 && bytes.size == size + 1 && memcmp(text, bytes.at, size) == 0 &&
                 bytes.at[size] == '\n';
    free(text);
    json_decref(json);
    return is_it;
}

bool receipt_from_bytes(struct span bytes, struct receipt_records *receipt)
{
    *receipt = (struct receipt_records){ .memory = malloc(bytes.size + 1) }; /* digits are longer */
    json_t *json = json_loadb((const char *)bytes.at, bytes.size, JSON_REJECT_DUPLICATES, NULL);

    bool is_it = receipt->memory != NULL && json != NULL && receipt_from_json(json, receipt) &&
                 receipt_is_written_so(receipt, bytes);
    json_decref(json);
    if (!is_it) receipt_records_fini(receipt);
    return is_it;
}

void receipt_records_fini(struct receipt_records *receipt)
{
    free(receipt->memory);
    *receipt = (struct receipt_records){ .count = 0 };
}

/* ---- Signed checkpoints -------------------------------------------------------------------- */

static int hand_over(struct tongfa_client *client, json_t *json, json_t **out)
{
    if (json == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
    if (out != NULL) {
        *out = json;
    } else {
        json_decref(json);
    }
    return 0;
}

int tongfa_signed_checkpoint(struct tongfa_client *client, uint64_t position, bool after,
                             struct json_t **out)
{
    struct message request = { .type = MSG_CHECKPOINT,
                               .checkpoint = { .position = position, .after = after } };

    int number = client_ask(client, &request, MSG_SIGNED_CHECKPOINT);
    if (number != 0) return number;
    return hand_over(client, checkpoint_json(&client->answer.signed_checkpoint), out);
}

/* Keep the connection alive for a while. */
static int rest(struct tongfa_client *client)
{
    const int64_t until_ms = link_now_ms() + POLL_MS;

    while (link_now_ms() < until_ms) {
        int number = client_wait(client, until_ms);
        if (number != 0) return number;
    }
    return 0;
}

int tongfa_witness(struct tongfa_client *client, const struct tongfa_witness *witness)
{
    uint64_t from = witness->from;

    for (;;) {
        json_t *json = NULL;
        int number = tongfa_signed_checkpoint(client, from, true, &json);
        if (number == ERR_CHECKPOINT_UNKNOWN && witness->until_live) return 0;
        if (number == ERR_CHECKPOINT_UNKNOWN) {
            number = rest(client);
            if (number != 0) return number;
            continue;
        }
        if (number != 0) return number;
        from = (uint64_t)json_integer_value(json_object_get(json, "position")) + 1;
        bool goes_on = witness->signed_checkpoint(json, witness->self);
        json_decref(json);
        if (!goes_on) return 0;
    }
}

/* ---- Receipts ------------------------------------------------------------------------------ */

/* The records of a receipt while they are collected; their bytes are copies. */
struct collected {
    struct msg_signed_record records[RECEIPT_RECORDS_MAX];
    size_t count;
};

static void collected_fini(struct collected *collected)
{
    for (size_t i = 0; i < collected->count; i++) {
        free((void *)(uintptr_t)collected->records[i].record.at);
    }
}

/* Copy a span behind the bytes that were copied before. */
static struct span copy(uint8_t **at, struct span span)
{
    struct span copied = { *at, span.size };

    memcpy(*at, span.at, span.size);
    *at += span.size;
    return copied;
}

static int collected_add(struct tongfa_client *client, struct collected *collected)
{
    struct msg_signed_record record = client->answer.signed_record;
    const struct msg_signed_record *first = &collected->records[0];

    for (size_t i = 0; i < collected->count; i++) {
        if (collected->records[i].position == record.position) return 0;
    }
    assert(collected->count < RECEIPT_RECORDS_MAX);
    if (collected->count > 0 && (!hash_is_equal(&first->journal, &record.journal) ||
                                 !span_is_equal(first->public_key, record.public_key))) {
        return client_fail(client, ERR_CORRUPT, "public_key",
                           "the broker changed its key or its journal meanwhile; ask again");
    }
    uint8_t *at = malloc(record.record.size + 2 * CHAIN_BYTES + PUBLIC_KEY_BYTES + SIGNATURE_BYTES);
    if (at == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
    record.record = copy(&at, record.record);
    record.chain_before = copy(&at, record.chain_before);
    record.chain = copy(&at, record.chain);
    record.public_key = copy(&at, record.public_key);
    record.signature = copy(&at, record.signature);
    collected->records[collected->count++] = record;
    return 0;
}

/* Ask for one record of a bundle. */
static int collect(struct tongfa_client *client, struct message *request, enum receipt_of of,
                   struct collected *collected)
{
    request->receipt.of = (uint8_t)of;
    int number = client_ask(client, request, MSG_SIGNED_RECORD);
    return number == 0 ? collected_add(client, collected) : number;
}

/* Verdict and outcome of a stage, as far as there are; at least one. */
static int collect_stage(struct tongfa_client *client, struct message *request,
                         struct collected *collected)
{
    const size_t before = collected->count;

    int number = collect(client, request, RECEIPT_VERDICT, collected);
    if (number != 0 && number != ERR_NOT_DECIDED) return number;
    number = collect(client, request, RECEIPT_OUTCOME, collected);
    bool is_enough = number == ERR_NOT_DECIDED && collected->count > before;
    return is_enough ? 0 : number;
}

#define MIGRATIONS_MAX 3 /* the newest; a receipt has room for no more */

/* The newest facts by which other versions came to govern: without them the definition would not be known
 * for that of the bundle. */
static int collect_migrations(struct tongfa_client *client, struct message *request,
                              struct collected *collected)
{
    struct message show = { .type = MSG_SHOW, .show = { .ref = request->receipt.ref } };
    uint64_t positions[MIGRATIONS_MAX];
    uint32_t count = 0;

    int number = client_ask(client, &show, MSG_BUNDLE);
    if (number != 0) return number;
    const struct bundle_image *image = &client->answer.bundle.image;
    for (uint32_t i = image->entry_count; i-- > 0 && count < MIGRATIONS_MAX;) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind == ENTRY_MIGRATION) positions[count++] = entry->position;
    }
    const uint64_t wanted = request->receipt.position;
    while (number == 0 && count > 0) {
        request->receipt.position = positions[--count];
        number = collect(client, request, RECEIPT_POSITION, collected);
    }
    request->receipt.position = wanted;
    return number;
}

int tongfa_receipt(struct tongfa_client *client, const struct tongfa_ref *ref,
                   const struct tongfa_receipt *wanted, struct json_t **out)
{
    struct message request = { .type = MSG_RECEIPT };
    struct collected collected = { .count = 0 };

    int number = client_ref(client, ref, &request.receipt.ref);
    if (number != 0) return number;
    if (!text_to_name(&request.receipt.stage, wanted->stage)) {
        return client_fail(client, ERR_FIELD_INVALID, "stage",
                           "a stage's name is [a-z0-9] then [a-z0-9._-], at most 31 bytes");
    }
    request.receipt.position = wanted->position;
    number = collect(client, &request, RECEIPT_DEFINITION, &collected);
    if (number == 0) number = collect(client, &request, RECEIPT_SUBMISSION, &collected);
    if (number == 0) number = collect_migrations(client, &request, &collected);
    if (number == 0 && wanted->acceptance) {
        number = collect(client, &request, RECEIPT_ACCEPTANCE, &collected);
    }
    if (number == 0 && !name_is_empty(&request.receipt.stage)) {
        number = collect_stage(client, &request, &collected);
    }
    if (number == 0 && wanted->position != 0) {
        number = collect(client, &request, RECEIPT_POSITION, &collected);
    }
    if (number == 0) {
        number = hand_over(client, receipt_json(collected.records, collected.count), out);
    }
    collected_fini(&collected);
    return number;
}

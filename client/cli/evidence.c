/* SPDX-License-Identifier: Apache-2.0 */
#include "client/cli/evidence.h"

#include "client/evidence.h"
#include "client/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int public_key_read(struct cli *cli, const char *text, uint8_t key[PUBLIC_KEY_BYTES])
{
    if (hex_to_bytes(key, PUBLIC_KEY_BYTES, span_of_text(text))) return EXIT_OK;
    return cli_usage(cli,
                     "--key: \"%s\" is no public key; it has 64 hexadecimal digits, as `tongfa "
                     "key` and the broker's log say it",
                     text);
}

/* ---- Members of objects -------------------------------------------------------------------- */

static bool read_hex(const json_t *json, const char *key, uint8_t *bytes, size_t size)
{
    const json_t *member = json_object_get(json, key);

    if (!json_is_string(member)) return false;
    const struct span text = { (const uint8_t *)json_string_value(member),
                               json_string_length(member) };
    return hex_to_bytes(bytes, size, text);
}

static bool read_number(const json_t *json, const char *key, int64_t *number)
{
    const json_t *member = json_object_get(json, key);

    if (!json_is_integer(member)) return false;
    *number = json_integer_value(member);
    return *number >= 0;
}

/* ---- Signed checkpoints -------------------------------------------------------------------- */

bool checkpoint_read(const json_t *json, struct signed_checkpoint *checkpoint)
{
    int64_t position;

    if (!read_number(json, "position", &position)) return false;
    checkpoint->position = (uint64_t)position;
    return read_number(json, "at_ms", &checkpoint->at_ms) &&
           read_hex(json, "journal", checkpoint->journal.bytes, HASH_BYTES) &&
           read_hex(json, "chain", checkpoint->chain, CHAIN_BYTES) &&
           read_hex(json, "public_key", checkpoint->public_key, PUBLIC_KEY_BYTES) &&
           read_hex(json, "signature", checkpoint->signature, SIGNATURE_BYTES);
}

/* Is a line what would be written for this? */
static bool is_written_so(const char *line, const struct signed_checkpoint *checkpoint)
{
    const struct msg_signed_checkpoint message = evidence_checkpoint_message(checkpoint);
    json_t *json = checkpoint_json(&message);
    char *text = json_dumps(json, JSON_COMPACT);

    bool is_it = text != NULL && strcmp(text, line) == 0;
    free(text);
    json_decref(json);
    return is_it;
}

static bool line_read(const char *line, struct signed_checkpoint *checkpoint)
{
    json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);

    bool is_it = json != NULL && checkpoint_read(json, checkpoint);
    json_decref(json);
    return is_it && is_written_so(line, checkpoint);
}

static bool testimony_add(struct testimony *testimony, const struct signed_checkpoint *checkpoint)
{
    const size_t count = testimony->count;

    if ((count & (count - 1)) == 0) { /* full: it grows at powers of two */
        size_t capacity = count == 0 ? 1 : 2 * count;
        struct signed_checkpoint *grown =
            realloc(testimony->list, capacity * sizeof *testimony->list);
        if (grown == NULL) return false;
        testimony->list = grown;
    }
    testimony->list[testimony->count++] = *checkpoint;
    return true;
}

int testimony_read(struct cli *cli, FILE *file, const char *path, struct testimony *testimony)
{
    struct signed_checkpoint checkpoint;
    char *line = NULL;
    size_t capacity = 0;
    uint64_t number = 0;
    int code = EXIT_OK;
    ssize_t size;

    while (code == EXIT_OK && (size = getline(&line, &capacity, file)) > 0) {
        number++;
        if (line[size - 1] != '\n') break; /* half a line */
        line[size - 1] = '\0';
        if (strlen(line) != (size_t)size - 1 || !line_read(line, &checkpoint)) {
            code = cli_stop(cli, EXIT_BAD_DATA,
                            "%s:%" PRIu64 ": this is no signed checkpoint as tongfa writes them",
                            path, number);
        } else if (!testimony_add(testimony, &checkpoint)) {
            code = cli_stop(cli, EXIT_INTERNAL, "not enough memory");
        } else {
            testimony->size += (size_t)size;
        }
    }
    if (code == EXIT_OK && ferror(file)) {
        code = cli_stop(cli, EXIT_IO, "%s: %s", path, strerror(errno));
    }
    free(line);
    return code;
}

void testimony_free(struct testimony *testimony)
{
    free(testimony->list);
    *testimony = (struct testimony){ 0 };
}

/* ---- Receipts ------------------------------------------------------------------------------ */

/* Read one fact; its record goes to *memory. */
static bool fact_read(const json_t *json, struct receipt *receipt, uint8_t **memory)
{
    const json_t *record = json_object_get(json, "record");
    int64_t position;

    if (!json_is_string(record) || json_string_length(record) % 2 != 0) return false;
    const size_t size = json_string_length(record) / 2;
    if (size == 0 || !read_hex(json, "record", *memory, size)) return false;
    receipt->record = (struct span){ *memory, size };
    *memory += size;
    if (!read_number(json, "position", &position)) return false;
    receipt->position = (uint64_t)position;
    return read_number(json, "at_ms", &receipt->at_ms) &&
           read_hex(json, "chain_before", receipt->chain_before, CHAIN_BYTES) &&
           read_hex(json, "chain", receipt->chain, CHAIN_BYTES) &&
           read_hex(json, "signature", receipt->signature, SIGNATURE_BYTES);
}

static bool facts_read(struct receipt_file *file, const json_t *json)
{
    const json_t *facts = json_object_get(json, "facts");
    uint8_t *memory = file->memory;
    struct receipt common = { 0 };

    if (json_array_size(facts) == 0 || json_array_size(facts) > RECEIPT_FACTS_MAX) return false;
    if (!read_hex(json, "journal", common.journal.bytes, HASH_BYTES)) return false;
    if (!read_hex(json, "public_key", common.public_key, PUBLIC_KEY_BYTES)) return false;
    for (size_t i = 0; i < json_array_size(facts); i++) {
        struct receipt *receipt = &file->facts[file->count];
        *receipt = common;
        if (!fact_read(json_array_get(facts, i), receipt, &memory)) return false;
        file->count++;
    }
    return true;
}

/* Is the file what would be written for this? */
static bool file_is_written_so(const struct receipt_file *file, struct span bytes)
{
    struct msg_signed_record records[RECEIPT_FACTS_MAX];

    for (size_t i = 0; i < file->count; i++) {
        records[i] = evidence_receipt_message(&file->facts[i]);
    }
    json_t *json = receipt_json(records, file->count);
    char *text = receipt_text(json);
    const size_t size = text == NULL ? 0 : strlen(text);
    bool is_it = size > 0 && bytes.size == size + 1 && memcmp(text, bytes.at, size) == 0 &&
                 bytes.at[size] == '\n';
    free(text);
    json_decref(json);
    return is_it;
}

bool receipt_file_read(struct receipt_file *file, struct span bytes)
{
    *file = (struct receipt_file){ .memory = malloc(bytes.size + 1) };
    json_t *json = json_loadb((const char *)bytes.at, bytes.size, JSON_REJECT_DUPLICATES, NULL);

    bool is_it = file->memory != NULL && json != NULL && facts_read(file, json);
    json_decref(json);
    return is_it && file_is_written_so(file, bytes);
}

void receipt_file_free(struct receipt_file *file)
{
    free(file->memory);
    *file = (struct receipt_file){ 0 };
}

int file_read(struct cli *cli, const char *path, size_t max, struct span *bytes)
{
    FILE *file = fopen(path, "re");
    uint8_t *memory = malloc(max + 1);

    *bytes = (struct span){ 0 };
    if (file == NULL || memory == NULL) {
        bool is_missing = file == NULL && (errno == ENOENT || errno == ENOTDIR);
        int code =
            cli_stop(cli, is_missing ? EXIT_NO_INPUT : EXIT_IO, "%s: %s", path, strerror(errno));
        if (file != NULL) fclose(file);
        free(memory);
        return code;
    }
    size_t size = fread(memory, 1, max + 1, file);
    const int reason = errno;
    bool is_read = ferror(file) == 0;
    fclose(file);
    if (is_read && size <= max) {
        *bytes = (struct span){ memory, size };
        return EXIT_OK;
    }
    free(memory);
    if (is_read) return cli_stop(cli, EXIT_BAD_DATA, "%s is too large", path);
    return cli_stop(cli, EXIT_IO, "%s: %s", path, strerror(reason));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* receipt, receipt verify: proof of what was recorded, and its check without a broker.
 *
 * What a receipt says rests on its bytes alone, in this order: the file is what tongfa writes; each
 * fact's chain hash and signature fit; the key is the one that was given; the facts belong
 * together. Only then is anything of it said in words. */
#include "client/cli/evidence.h"
#include "client/cli/fact.h"
#include "client/cli/output.h"
#include "client/application.h"
#include "client/evidence.h"
#include "client/json.h"
#include "client/text.h"
#include "proto/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define RECEIPT_BYTES_MAX (4 * 1024 * 1024)
#define APPLICATION_FILE_MAX (1024 * 1024)

/* ---- receipt ------------------------------------------------------------------------------- */

static int receipt_write(struct cli *cli, const json_t *receipt)
{
    char *text = receipt_text(receipt);
    FILE *file = cli->output != NULL ? fopen(cli->output, "wxe") : stdout;

    if (text == NULL) return cli_stop(cli, EXIT_INTERNAL, "not enough memory");
    if (file == NULL) {
        free(text);
        return cli_stop(cli, EXIT_IO, "%s: %s", cli->output, strerror(errno));
    }
    bool is_written = fprintf(file, "%s\n", text) > 0;
    if (file != stdout) is_written = fclose(file) == 0 && is_written;
    free(text);
    if (is_written || file == stdout) return EXIT_OK; /* main looks at standard output */
    return cli_stop(cli, EXIT_IO, "%s: %s", cli->output, strerror(errno));
}

/* BUNDLE [acceptance], or --key and [acceptance]. */
static int read_what(struct cli *cli, struct tongfa_ref *ref, struct tongfa_receipt *wanted)
{
    int used;

    int code = cli_ref(cli, ref, &used);
    if (code != EXIT_OK || cli->argument_count == used) return code;
    if (cli->argument_count > used + 1 || strcmp(cli->arguments[used], "acceptance") != 0) {
        return cli_usage(cli, "receipt takes one bundle, and \"acceptance\" behind it");
    }
    wanted->acceptance = true;
    return EXIT_OK;
}

int command_receipt(struct cli *cli)
{
    struct tongfa_ref ref;
    struct tongfa_receipt wanted = { .stage = cli->stage };
    json_t *receipt = NULL;

    int code = EXIT_OK;
    if (cli->position != NULL) {
        code = cli_number(cli, "--position", cli->position, &wanted.position);
    }
    if (code == EXIT_OK) code = read_what(cli, &ref, &wanted);
    if (code == EXIT_OK) code = cli_open(cli, DOOR_ANY);
    if (code != EXIT_OK) return code;
    if (tongfa_receipt(cli->client, &ref, &wanted, &receipt) != 0) return cli_failed(cli);
    code = receipt_write(cli, receipt);
    json_decref(receipt);
    return code;
}

/* ---- receipt verify: what it holds ---------------------------------------------------------- */

/* A receipt whose signatures are good. */
struct proof {
    struct cli *cli;
    const char *path;
    struct receipt receipts[RECEIPT_RECORDS_MAX]; /* of one journal and one key */
    size_t count;
    struct fact facts[RECEIPT_RECORDS_MAX];
    struct procedure *definition; /* NULL: not in it */
    const struct fact *submission;
};

static int not_proven(struct proof *proof, const char *why)
{
    return cli_stop(proof->cli, EXIT_NOT_SOUND, "%s proves nothing: %s", proof->path, why);
}

/* Decode the facts; the definition comes first, if it is there. */
static int proof_read(struct proof *proof)
{
    for (size_t i = 0; i < proof->count; i++) {
        struct fact *fact = &proof->facts[i];
        struct procedure *room = i == 0 ? proof->definition : NULL;
        if (record_read(proof->receipts[i].record, proof->receipts[i].position, room, fact) != OK) {
            return not_proven(proof, "a record in it cannot be read");
        }
        if (fact->type == FACT_BUNDLE_SUBMITTED) proof->submission = fact;
    }
    if (proof->facts[0].type != FACT_PROCEDURE_PUBLISHED) {
        free(proof->definition);
        proof->definition = NULL;
    }
    return EXIT_OK;
}

/* The version that governed at a position, as far as the facts in it say. */
static uint32_t version_at(const struct proof *proof, uint64_t position)
{
    uint32_t version = proof->submission->bundle_submitted.version;
    uint64_t since = 0;

    for (size_t i = 0; i < proof->count; i++) {
        const struct fact *fact = &proof->facts[i];
        if (fact->type != FACT_MIGRATED || fact->position > position) continue;
        if (fact->position < since) continue;
        since = fact->position;
        version = fact->migrated.version;
    }
    return version;
}

/* The definition, if it names the indices of this fact. */
static const struct procedure *names_of(const struct proof *proof, const struct fact *fact)
{
    if (proof->definition == NULL) return NULL;
    return version_at(proof, fact->position) == proof->definition->version ? proof->definition
                                                                           : NULL;
}

/* One bundle's facts, and the procedure that it lives by: else the names would be others'. */
static int proof_fits(struct proof *proof)
{
    const size_t from = proof->definition != NULL ? 1 : 0;
    const struct fact *submission = proof->submission;

    if (submission == NULL) return not_proven(proof, "it has no submission");
    for (size_t i = from; i < proof->count; i++) {
        if (proof->facts[i].bundle != submission->bundle) {
            return not_proven(proof, "its facts are of several bundles");
        }
    }
    if (proof->definition == NULL) return EXIT_OK;
    const struct fact_bundle_submitted *submitted = &submission->bundle_submitted;
    if (version_at(proof, UINT64_MAX) != proof->definition->version ||
        !name_is_equal(&submitted->procedure, &proof->definition->name)) {
        return not_proven(proof, "its definition is not the one that the bundle lives by");
    }
    return EXIT_OK;
}

/* ---- receipt verify: the application -------------------------------------------------------- */

/* The bytes of an application from a file: MessagePack as it travelled, a JSON object, or a bundle as
 * it is given to submit. */
static int application_bytes(struct cli *cli, struct buffer *buffer)
{
    struct span bytes;

    int code = file_read(cli, cli->application, APPLICATION_FILE_MAX, &bytes);
    if (code != EXIT_OK) return code;
    json_t *json = json_loadb((const char *)bytes.at, bytes.size, JSON_REJECT_DUPLICATES, NULL);
    struct application_problem problem = { "", "" };
    enum err err = OK;
    if (json != NULL) {
        err = application_from_json(application_within(json), buffer, &problem);
    } else {
        buffer_add(buffer, bytes.at, bytes.size);
    }
    json_decref(json);
    free((void *)(uintptr_t)bytes.at);
    if (err == OK && !buffer->is_full) return EXIT_OK;
    return cli_stop(cli, EXIT_BAD_DATA, "%s is no application: %s", cli->application, problem.text);
}

/* Is the application the one that was submitted? By the content hash in the record: which version was
 * asked for is not in it, but it was either the one it got, or the newest. */
static int proof_application(struct proof *proof)
{
    struct buffer buffer;
    uint8_t *memory = malloc(APPLICATION_FILE_MAX);
    const struct fact_bundle_submitted *submitted = &proof->submission->bundle_submitted;

    assert(proof->submission != NULL); /* proof_fits has seen to it */
    if (memory == NULL) return cli_stop(proof->cli, EXIT_INTERNAL, "not enough memory");
    buffer_init(&buffer, memory, APPLICATION_FILE_MAX);
    int code = application_bytes(proof->cli, &buffer);
    if (code == EXIT_OK) {
        struct span application = buffer_span(&buffer);
        struct hash newest =
            evidence_content_hash(&submitted->procedure, 0, submitted->priority, application);
        struct hash named = evidence_content_hash(&submitted->procedure, submitted->version,
                                                  submitted->priority, application);
        if (!hash_is_equal(&newest, &submitted->content_hash) &&
            !hash_is_equal(&named, &submitted->content_hash)) {
            code = cli_stop(proof->cli, EXIT_OTHER_CONTENT,
                            "the receipt is genuine, but %s is not what was submitted",
                            proof->cli->application);
        }
    }
    free(memory);
    return code;
}

/* ---- receipt verify: what it proves ---------------------------------------------------------- */

static void proof_say_json(const struct proof *proof, const char *journal, const char *key)
{
    json_t *facts = json_array();

    for (size_t i = 0; i < proof->count; i++) {
        json_t *fact = json_fact(&proof->facts[i], names_of(proof, &proof->facts[i]));
        json_object_set_new(fact, "signed_ms", json_integer(proof->receipts[i].at_ms));
        json_array_append_new(facts, fact);
    }
    json_t *json =
        json_pack("{s:b, s:s, s:s, s:b, s:o}", "genuine", 1, "journal", journal, "public_key", key,
                  "application_compared", proof->cli->application != NULL, "facts", facts);
    json_line(json);
    json_decref(json);
}

static void proof_say(const struct proof *proof)
{
    char journal[2 * HASH_BYTES + 1];
    char key[2 * PUBLIC_KEY_BYTES + 1];
    char content[2 * HASH_BYTES + 1];
    int64_t day_ms = 0;

    const struct receipt *first = &proof->receipts[0];
    hex_from_bytes(journal, (struct span){ first->journal.bytes, HASH_BYTES });
    hex_from_bytes(key, (struct span){ first->public_key, PUBLIC_KEY_BYTES });
    if (proof->cli->json) {
        proof_say_json(proof, journal, key);
        return;
    }
    color_begin(stdout, COLOR_GOOD);
    puts("GENUINE: this stands in the broker's journal");
    color_end(stdout, COLOR_GOOD);
    printf("journal %s, signed with key %s\n", journal, key);
    for (size_t i = 0; i < proof->count; i++) {
        json_t *fact = json_fact(&proof->facts[i], names_of(proof, &proof->facts[i]));
        fact_print(stdout, fact, &day_ms, true);
        json_decref(fact);
    }
    const struct fact_bundle_submitted *submitted = &proof->submission->bundle_submitted;
    hex_from_bytes(content, (struct span){ submitted->content_hash.bytes, HASH_BYTES });
    printf("content hash %s%s\n", content,
           proof->cli->application != NULL ? ", which is that of the application given" : "");
}

static int proof_make(struct proof *proof)
{
    proof->definition = calloc(1, sizeof *proof->definition);
    if (proof->definition == NULL) {
        return cli_stop(proof->cli, EXIT_INTERNAL, "not enough memory");
    }
    int code = proof_read(proof);
    if (code == EXIT_OK) code = proof_fits(proof);
    if (code == EXIT_OK && proof->cli->application != NULL) code = proof_application(proof);
    if (code == EXIT_OK) proof_say(proof);
    free(proof->definition);
    return code;
}

/* Each signature, then the key: a receipt of someone else is sound, but not of this broker. */
static int receipt_check(struct proof *proof, const uint8_t key[PUBLIC_KEY_BYTES])
{
    for (size_t i = 0; i < proof->count; i++) {
        if (!evidence_receipt_is_genuine(&proof->receipts[i])) {
            return not_proven(proof, "it was changed, or never signed");
        }
    }
    if (memcmp(proof->receipts[0].public_key, key, PUBLIC_KEY_BYTES) == 0) {
        return proof_make(proof);
    }
    return cli_stop(proof->cli, EXIT_OTHER_KEY, "%s is signed with another key than --key",
                    proof->path);
}

int command_receipt_verify(struct cli *cli)
{
    struct proof proof = { .cli = cli, .path = cli->arguments[0] };
    struct receipt_records receipt = { .count = 0 };
    uint8_t key[PUBLIC_KEY_BYTES];
    struct span bytes;

    if (cli->key == NULL) {
        return cli_usage(cli, "say whose receipt it must be: --key PUBLIC, from a place that you "
                              "trust");
    }
    int code = public_key_read(cli, cli->key, key);
    if (code != EXIT_OK) return code;
    if (evidence_start() != OK) return EXIT_INTERNAL;
    code = file_read(cli, proof.path, RECEIPT_BYTES_MAX, &bytes);
    if (code != EXIT_OK) return code;
    if (receipt_from_bytes(bytes, &receipt)) {
        for (; proof.count < receipt.count; proof.count++) {
            proof.receipts[proof.count] = evidence_receipt_of(&receipt.records[proof.count]);
        }
        code = receipt_check(&proof, key);
    } else {
        code = cli_stop(cli, EXIT_BAD_DATA, "%s is no receipt as tongfa writes them", proof.path);
    }
    receipt_records_fini(&receipt);
    free((void *)(uintptr_t)bytes.at);
    return code;
}

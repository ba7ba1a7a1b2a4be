/* SPDX-License-Identifier: Apache-2.0 */
/* journal dump, verify, replay: a journal read without its broker. */
#include "client/cli/journal.h"

#include "client/cli/evidence.h"
#include "client/cli/fact.h"
#include "client/cli/output.h"
#include "client/explain.h"
#include "client/json.h"
#include "client/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- Opening ------------------------------------------------------------------------------- */

int data_open(struct cli *cli, const char *data, struct journal **journal)
{
    struct stat status;

    if (data == NULL) return cli_usage(cli, "say which journal: --data DIR");
    if (stat(data, &status) != 0) {
        return cli_stop(cli, errno == ENOENT ? EXIT_NO_INPUT : EXIT_IO, "%s: %s", data,
                        strerror(errno));
    }
    if (!S_ISDIR(status.st_mode)) {
        return cli_stop(cli, EXIT_USAGE, "%s is no directory; give the broker's --data", data);
    }
    switch ((int)journal_open_read(journal, data)) {
        case OK: return EXIT_OK;
        case ERR_CORRUPT:
            return cli_stop(cli, EXIT_BAD_DATA, "%s holds no journal of a known format", data);
        case ERR_NO_MEMORY: memory_is_short();
        default: return cli_stop(cli, EXIT_IO, "%s: the journal cannot be opened", data);
    }
}

int data_failed(struct cli *cli, enum err err)
{
    if (err == ERR_CORRUPT) {
        return cli_stop(cli, EXIT_NOT_SOUND, "the journal is damaged: %s", err_text(err));
    }
    return cli_stop(cli, err == ERR_NO_MEMORY ? EXIT_INTERNAL : EXIT_IO, "%s", err_text(err));
}

/* ---- dump ---------------------------------------------------------------------------------- */

/* The names behind indices: bundles and definitions as they came by. Bundles are numbered densely,
 * so the bundle's number is the index of its procedure's. */
struct dump {
    struct cli *cli;
    const struct offline_range *range;
    struct procedure *procedures;
    size_t procedure_count;
    uint32_t *procedure_of; /* by bundle: index into procedures plus one; 0: not known */
    size_t bundle_capacity;
    int64_t day_ms;
    uint64_t unreadable;
    bool is_out_of_memory;
};

/* Keep a definition for the bundles that come behind it. */
static void dump_learn_procedure(struct dump *dump, const struct procedure *procedure)
{
    const size_t count = dump->procedure_count + 1;
    struct procedure *grown = realloc(dump->procedures, count * sizeof *grown);

    if (grown == NULL) {
        dump->is_out_of_memory = true;
        return;
    }
    grown[count - 1] = *procedure;
    dump->procedures = grown;
    dump->procedure_count = count;
}

/* Facts of a bundle are named by this version, if its definition was seen. */
static void dump_learn_version(struct dump *dump, uint64_t bundle, const struct name *name,
                               uint32_t version)
{
    for (size_t i = 0; i < dump->procedure_count; i++) {
        const struct procedure *procedure = &dump->procedures[i];
        if (procedure->version != version || !name_is_equal(&procedure->name, name)) continue;
        dump->procedure_of[bundle] = (uint32_t)i + 1;
    }
}

/* Remember which definition a bundle lives by. */
static void dump_learn_bundle(struct dump *dump, const struct fact *fact)
{
    const struct fact_bundle_submitted *submitted = &fact->bundle_submitted;

    if (fact->bundle >= dump->bundle_capacity) {
        size_t capacity = 2 * (size_t)fact->bundle + 64;
        uint32_t *grown = realloc(dump->procedure_of, capacity * sizeof *grown);
        if (grown == NULL) {
            dump->is_out_of_memory = true;
            return;
        }
        memset(grown + dump->bundle_capacity, 0,
               (capacity - dump->bundle_capacity) * sizeof *grown);
        dump->procedure_of = grown;
        dump->bundle_capacity = capacity;
    }
    dump_learn_version(dump, fact->bundle, &submitted->procedure, submitted->version);
}

static const struct procedure *dump_names(const struct dump *dump, uint64_t bundle)
{
    if (bundle == 0 || bundle >= dump->bundle_capacity) return NULL;
    uint32_t index = dump->procedure_of[bundle];
    return index == 0 ? NULL : &dump->procedures[index - 1];
}

/* From here on another version gives the names. */
static void dump_learn_migration(struct dump *dump, const struct fact *fact)
{
    const struct procedure *names = dump_names(dump, fact->bundle);
    if (names == NULL) return;
    const struct name procedure = names->name;
    dump_learn_version(dump, fact->bundle, &procedure, fact->migrated.version);
}

/* A record that is damaged is shown in its place, and remembered for the exit code. */
static void dump_unreadable(struct dump *dump, const struct offline_record *record)
{
    dump->unreadable++;
    if (!dump->cli->json) {
        color_begin(stdout, COLOR_BAD);
        printf("#%" PRIu64 "  cannot be read (%zu bytes)\n", record->position, record->record.size);
        color_end(stdout, COLOR_BAD);
        return;
    }
    json_t *json = json_pack("{s:I, s:{s:i, s:s}}", "position", (json_int_t)record->position,
                             "error", "number", (int)record->err, "name", err_name(record->err));
    json_line(json);
    json_decref(json);
}

static bool dump_show(void *self, const struct offline_record *record)
{
    struct dump *dump = self;
    const struct fact *fact = &record->fact;
    char chain[2 * CHAIN_BYTES + 1];

    const bool is_good = record->err == OK;
    if (is_good && fact->type == FACT_PROCEDURE_PUBLISHED &&
        fact->procedure_published.procedure != NULL) {
        dump_learn_procedure(dump, fact->procedure_published.procedure);
    }
    if (is_good && fact->type == FACT_BUNDLE_SUBMITTED) dump_learn_bundle(dump, fact);
    if (is_good && fact->type == FACT_MIGRATED) dump_learn_migration(dump, fact);
    if (record->position < dump->range->from) return true; /* only learned from */
    if (dump->range->bundle != 0 && (!is_good || fact->bundle != dump->range->bundle)) return true;
    if (!is_good) {
        dump_unreadable(dump, record);
        return !ferror(stdout);
    }
    json_t *json = json_fact(fact, dump_names(dump, fact->bundle));
    if (dump->cli->json) {
        hex_from_bytes(chain, (struct span){ record->chain, CHAIN_BYTES });
        json_object_set_new(json, "chain", json_string(chain));
        json_line(json);
    } else {
        fact_print(stdout, json, &dump->day_ms, true);
    }
    json_decref(json);
    return !ferror(stdout);
}

static void dump_fini(struct dump *dump)
{
    free(dump->procedures);
    free(dump->procedure_of);
}

int command_dump(struct cli *cli)
{
    struct journal *journal = NULL;
    struct offline_range range = { 0 };
    struct dump dump = { .cli = cli, .range = &range };

    int code = EXIT_OK;
    if (cli->from != NULL) code = cli_number(cli, "--from", cli->from, &range.from);
    if (code == EXIT_OK && cli->until != NULL) {
        code = cli_number(cli, "--until", cli->until, &range.until);
    }
    if (code == EXIT_OK && cli->bundle != NULL) {
        code = cli_number(cli, "--bundle", cli->bundle, &range.bundle);
    }
    if (code == EXIT_OK) code = data_open(cli, cli->data, &journal);
    if (code != EXIT_OK) return code;
    /* From the first on, whatever is wanted: names are in earlier facts. */
    const struct offline_range whole = { .until = range.until };
    enum err err = offline_dump(journal, &whole, dump_show, &dump);
    if (err != OK) {
        code = data_failed(cli, err);
    } else if (dump.is_out_of_memory) {
        code = cli_stop(cli, EXIT_INTERNAL, "not enough memory for all names");
    } else if (dump.unreadable > 0) {
        code = cli_stop(cli, EXIT_NOT_SOUND, "%" PRIu64 " records cannot be read", dump.unreadable);
    }
    dump_fini(&dump);
    journal_close(&journal);
    return code;
}

/* ---- verify -------------------------------------------------------------------------------- */

/* "#269, bundle 12: ", as far as it is known. */
static void say_where(const struct offline_problem *problem)
{
    if (problem->position != 0) printf("#%" PRIu64, problem->position);
    if (problem->position != 0 && problem->bundle != 0) fputs(", ", stdout);
    if (problem->bundle != 0) printf("bundle %" PRIu64, problem->bundle);
    if (problem->position != 0 || problem->bundle != 0) fputs(": ", stdout);
}

bool verify_complain(void *self, const struct offline_problem *problem)
{
    const struct cli *cli = self;

    if (cli->json) {
        json_t *json = json_pack("{s:I, s:I}", "position", (json_int_t)problem->position, "bundle",
                                 (json_int_t)problem->bundle);
        json_object_set_new(json, "problem", json_text(span_of_text(problem->text)));
        json_line(json);
        json_decref(json);
    } else {
        color_begin(stdout, COLOR_BAD);
        say_where(problem);
        text_print(stdout, problem->text);
        color_end(stdout, COLOR_BAD);
        putchar('\n');
    }
    return !ferror(stdout);
}

/* The chain hash is worth noting elsewhere: it pins all records up to the newest. */
void verify_say(const struct cli *cli, const struct offline_verified *verified)
{
    char chain[2 * CHAIN_BYTES + 1];
    char took[DURATION_BYTES_MAX + 1];

    hex_from_bytes(chain, (struct span){ verified->chain, CHAIN_BYTES });
    if (cli->json) {
        json_t *json =
            json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b, s:s, s:I}", "sound",
                      verified->problems == 0, "records", (json_int_t)verified->records, "bundles",
                      (json_int_t)verified->bundles, "images_open",
                      (json_int_t)verified->images_open, "images_closed",
                      (json_int_t)verified->images_closed, "keys", (json_int_t)verified->keys,
                      "signed_checkpoints", (json_int_t)verified->signed_checkpoints, "problems",
                      (json_int_t)verified->problems, "replayed", verified->is_replayed, "chain",
                      chain, "took_ms", (json_int_t)verified->took_ms);
        json_line(json);
        json_decref(json);
        return;
    }
    duration_phrase(verified->took_ms, took);
    printf("%" PRIu64 " records of %" PRIu64 " bundles; compared with a replay: %" PRIu64
           " open and %" PRIu64 " ended bundles, %" PRIu64 " keys, %" PRIu64 " other rows; %" PRIu64
           " signed checkpoints; %s\n",
           verified->records, verified->bundles, verified->images_open, verified->images_closed,
           verified->keys, verified->rows, verified->signed_checkpoints, took);
    if (!verified->is_replayed) puts("the records are too damaged to be replayed");
    printf("chain %s\n", chain);
    color_begin(stdout, verified->problems == 0 ? COLOR_GOOD : COLOR_BAD);
    if (verified->problems == 0) {
        puts("sound: everything is as it was written");
    } else {
        printf("NOT SOUND: %" PRIu64 " problems\n", verified->problems);
    }
    color_end(stdout, verified->problems == 0 ? COLOR_GOOD : COLOR_BAD);
}

/* What the comparison with a witness came to. */
static void witness_say(const struct cli *cli, const struct offline_testimony *testimony)
{
    bool agrees = testimony->problems == 0;

    if (cli->json) {
        json_t *json =
            json_pack("{s:b, s:I, s:I, s:I}", "witness_agrees", agrees, "signed_checkpoints",
                      (json_int_t)testimony->count, "agreed", (json_int_t)testimony->agreed,
                      "problems", (json_int_t)testimony->problems);
        json_line(json);
        json_decref(json);
        return;
    }
    color_begin(stdout, agrees ? COLOR_GOOD : COLOR_BAD);
    printf("%s: %zu signed checkpoints; as it was signed up to position %" PRIu64 "\n",
           agrees ? "agrees with the witness" : "DISAGREES WITH THE WITNESS", testimony->count,
           testimony->agreed);
    color_end(stdout, agrees ? COLOR_GOOD : COLOR_BAD);
}

/* Read the witness's file, and the key that must have signed it. */
static int witness_read(struct cli *cli, struct testimony *kept, uint8_t key[PUBLIC_KEY_BYTES])
{
    if (cli->key != NULL && cli->witness == NULL) {
        return cli_usage(cli, "--key says who must have signed what --witness has; give that too");
    }
    int code = cli->key != NULL ? public_key_read(cli, cli->key, key) : EXIT_OK;
    if (code != EXIT_OK || cli->witness == NULL) return code;

    FILE *file = fopen(cli->witness, "re");
    if (file == NULL) {
        return cli_stop(cli, errno == ENOENT ? EXIT_NO_INPUT : EXIT_IO, "%s: %s", cli->witness,
                        strerror(errno));
    }
    code = testimony_read(cli, file, cli->witness, kept);
    fclose(file);
    if (code == EXIT_OK && kept->count == 0) {
        code = cli_stop(cli, EXIT_BAD_DATA, "%s has no signed checkpoint", cli->witness);
    }
    return code;
}

/* Against itself, then against the witness if there is one. */
static int verify_run(struct cli *cli, struct journal *journal, struct offline_testimony *testimony)
{
    struct offline_verified verified;

    enum err err = offline_verify(journal, verify_complain, cli, &verified);
    if (err == OK) verify_say(cli, &verified);
    if (err == OK && testimony->count > 0) {
        err = offline_witness(journal, testimony, verify_complain, cli);
        if (err == OK) witness_say(cli, testimony);
    }
    if (err != OK) return data_failed(cli, err);
    return verified.problems + testimony->problems == 0 ? EXIT_OK : EXIT_NOT_SOUND;
}

int command_verify(struct cli *cli)
{
    struct journal *journal = NULL;
    struct testimony kept = { 0 };
    uint8_t key[PUBLIC_KEY_BYTES];

    int code = witness_read(cli, &kept, key);
    if (code == EXIT_OK) code = data_open(cli, cli->data, &journal);
    if (code == EXIT_OK) {
        struct offline_testimony testimony = { .list = kept.list, .count = kept.count };
        if (cli->key != NULL) testimony.key = key;
        code = verify_run(cli, journal, &testimony);
    }
    testimony_free(&kept);
    journal_close(&journal);
    return code;
}

/* ---- replay -------------------------------------------------------------------------------- */

static void replay_say(const struct cli *cli, const struct offline_replayed *replayed)
{
    char whole[2 * HASH_BYTES + 1];
    char restored[2 * HASH_BYTES + 1];

    hex_from_bytes(whole, (struct span){ replayed->whole.bytes, HASH_BYTES });
    hex_from_bytes(restored, (struct span){ replayed->restored.bytes, HASH_BYTES });
    if (cli->json) {
        json_t *json =
            json_pack("{s:b, s:I, s:s, s:s, s:I, s:I, s:I, s:I, s:I}", "equal", replayed->is_equal,
                      "position", (json_int_t)replayed->position, "whole", whole, "restored",
                      restored, "records_whole", (json_int_t)replayed->records_whole,
                      "records_restored", (json_int_t)replayed->records_restored, "recover_from",
                      (json_int_t)replayed->recover_from, "took_whole_ms",
                      (json_int_t)replayed->took_whole_ms, "took_restored_ms",
                      (json_int_t)replayed->took_restored_ms);
        json_line(json);
        json_decref(json);
        return;
    }
    printf("whole journal   state %s  %" PRIu64 " facts in %" PRId64 " ms\n", whole,
           replayed->records_whole, replayed->took_whole_ms);
    printf("as a restart    state %s  %" PRIu64 " facts in %" PRId64 " ms, from position %" PRIu64
           "\n",
           restored, replayed->records_restored, replayed->took_restored_ms,
           replayed->recover_from);
    color_begin(stdout, replayed->is_equal ? COLOR_GOOD : COLOR_BAD);
    puts(replayed->is_equal ? "equal: a restart begins with exactly what the journal says"
                            : "NOT EQUAL: a restart would begin with another state");
    color_end(stdout, replayed->is_equal ? COLOR_GOOD : COLOR_BAD);
}

int command_replay(struct cli *cli)
{
    struct journal *journal = NULL;
    struct offline_replayed replayed;

    int code = data_open(cli, cli->data, &journal);
    if (code != EXIT_OK) return code;
    enum err err = offline_replay(journal, &replayed);
    if (err != OK) {
        code = data_failed(cli, err);
    } else {
        replay_say(cli, &replayed);
        code = replayed.is_equal ? EXIT_OK : EXIT_NOT_SOUND;
    }
    journal_close(&journal);
    return code;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* witness, key, journal checkpoints: what the broker has signed of its journal.
 *
 * A witness trusts neither the broker nor what it told yesterday: before it writes a line down, it
 * asks whether the broker still has the one before. A journal that was rolled back and grew again
 * cannot give that answer. */
#include "client/cli/evidence.h"
#include "client/cli/journal.h"
#include "client/cli/output.h"
#include "client/evidence.h"
#include "client/text.h"
#include "tongfa/errors.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* ---- Saying one ---------------------------------------------------------------------------- */

static void checkpoint_say(const struct cli *cli, const struct signed_checkpoint *checkpoint)
{
    char at[TIME_TEXT_MAX + 1];
    char chain[2 * CHAIN_BYTES + 1];

    if (cli->json) {
        const struct msg_signed_checkpoint message = evidence_checkpoint_message(checkpoint);
        json_t *json = checkpoint_json(&message);
        json_line(json);
        json_decref(json);
    } else {
        time_text(checkpoint->at_ms, at);
        hex_from_bytes(chain, (struct span){ checkpoint->chain, CHAIN_BYTES });
        printf("%s  #%-8" PRIu64 "  %s\n", at, checkpoint->position, chain);
    }
    fflush(stdout);
}

/* ---- witness ------------------------------------------------------------------------------- */

struct witnessing {
    struct cli *cli;
    FILE *file;
    const char *path;
    uint8_t key[PUBLIC_KEY_BYTES];
    bool has_key;
    struct signed_checkpoint last; /* line of the file */
    bool has_last;
    int code; /* EXIT_OK, or why it ended */
};

/* Does the broker still have what it signed last? Returns EXIT_OK, or has said why not. */
static int still_holds(struct witnessing *witnessing)
{
    const struct signed_checkpoint *last = &witnessing->last;
    struct signed_checkpoint now = { .position = 0 };
    json_t *json = NULL;

    if (!witnessing->has_last) return EXIT_OK;
    int number = tongfa_signed_checkpoint(witnessing->cli->client, last->position, true, &json);
    if (number != 0 && number != ERR_CHECKPOINT_UNKNOWN) return cli_failed(witnessing->cli);
    bool is_there = number == 0 && checkpoint_read(json, &now);
    json_decref(json);
    if (is_there && !hash_is_equal(&now.journal, &last->journal)) {
        return cli_stop(witnessing->cli, EXIT_NOT_SOUND,
                        "the broker has another journal than that of %s: it was replaced",
                        witnessing->path);
    }
    if (is_there && now.position == last->position &&
        memcmp(now.chain, last->chain, CHAIN_BYTES) == 0) {
        return EXIT_OK;
    }
    return cli_stop(witnessing->cli, EXIT_NOT_SOUND,
                    "the broker's journal no longer has position %" PRIu64
                    " as it was signed: it was rolled back or changed; run tongfa journal verify "
                    "--witness %s",
                    last->position, witnessing->path);
}

/* Is it what the broker's owner has signed, and of the same journal? */
static int judge(struct witnessing *witnessing, const struct signed_checkpoint *checkpoint)
{
    struct cli *cli = witnessing->cli;

    if (!evidence_checkpoint_is_genuine(checkpoint)) {
        return cli_stop(cli, EXIT_NOT_SOUND,
                        "the broker's signed checkpoint of position %" PRIu64 " is not genuine",
                        checkpoint->position);
    }
    if (witnessing->has_key &&
        memcmp(witnessing->key, checkpoint->public_key, PUBLIC_KEY_BYTES) != 0) {
        return cli_stop(cli, EXIT_OTHER_KEY,
                        "position %" PRIu64 " was signed with another key than --key",
                        checkpoint->position);
    }
    return still_holds(witnessing);
}

static int keep(struct witnessing *witnessing, const struct signed_checkpoint *checkpoint)
{
    const struct msg_signed_checkpoint message = evidence_checkpoint_message(checkpoint);
    json_t *json = checkpoint_json(&message);

    bool is_kept = json_dumpf(json, witnessing->file, JSON_COMPACT) == 0 &&
                   fputc('\n', witnessing->file) != EOF && fflush(witnessing->file) == 0 &&
                   fsync(fileno(witnessing->file)) == 0;
    json_decref(json);
    if (!is_kept) {
        return cli_stop(witnessing->cli, EXIT_IO, "%s: %s", witnessing->path, strerror(errno));
    }
    witnessing->last = *checkpoint;
    witnessing->has_last = true;
    return EXIT_OK;
}

static bool witness_take(const json_t *json, void *self)
{
    struct witnessing *witnessing = self;
    struct signed_checkpoint checkpoint;

    if (!checkpoint_read(json, &checkpoint)) {
        witnessing->code = cli_stop(witnessing->cli, EXIT_INTERNAL, "the broker's answer is odd");
        return false;
    }
    witnessing->code = judge(witnessing, &checkpoint);
    if (witnessing->code == EXIT_OK) witnessing->code = keep(witnessing, &checkpoint);
    if (witnessing->code == EXIT_OK && !witnessing->cli->quiet) {
        checkpoint_say(witnessing->cli, &checkpoint);
    }
    return witnessing->code == EXIT_OK;
}

/* Open the file, and take note of its last line; half a line at its end is cut off. */
static int witness_open(struct witnessing *witnessing)
{
    struct cli *cli = witnessing->cli;
    struct testimony testimony = { 0 };

    witnessing->file = fopen(witnessing->path, "a+e");
    if (witnessing->file == NULL) {
        return cli_stop(cli, EXIT_IO, "%s: %s", witnessing->path, strerror(errno));
    }
    if (flock(fileno(witnessing->file), LOCK_EX | LOCK_NB) != 0) {
        return cli_stop(cli, EXIT_TEMPORARY, "%s: another witness is writing it", witnessing->path);
    }
    rewind(witnessing->file);
    int code = testimony_read(cli, witnessing->file, witnessing->path, &testimony);
    if (code == EXIT_OK && testimony.count > 0) {
        witnessing->last = testimony.list[testimony.count - 1];
        witnessing->has_last = true;
    }
    if (code == EXIT_OK && ftruncate(fileno(witnessing->file), (off_t)testimony.size) != 0) {
        code = cli_stop(cli, EXIT_IO, "%s: %s", witnessing->path, strerror(errno));
    }
    testimony_free(&testimony);
    return code;
}

static int witness_run(struct witnessing *witnessing)
{
    struct cli *cli = witnessing->cli;
    const struct tongfa_witness witness = {
        .from = witnessing->has_last ? witnessing->last.position + 1 : 0,
        .until_live = cli->end,
        .signed_checkpoint = witness_take,
        .self = witnessing,
    };

    int code = cli_open(cli, DOOR_ANY);
    if (code != EXIT_OK) return code;
    cli_catch_signals(cli);
    code = still_holds(witnessing);
    if (code != EXIT_OK) return cli_is_interrupted() ? EXIT_OK : code;
    int number = tongfa_witness(cli->client, &witness);
    if (number == ERR_INTERRUPTED) return EXIT_OK; /* that is how one stops */
    if (number != 0) return cli_failed(cli);
    return witnessing->code;
}

int command_witness(struct cli *cli)
{
    struct witnessing witnessing = { .cli = cli, .path = cli->arguments[0] };

    int code = evidence_start() == OK ? EXIT_OK : EXIT_INTERNAL;
    if (code == EXIT_OK && cli->key != NULL) {
        code = public_key_read(cli, cli->key, witnessing.key);
        witnessing.has_key = true;
    }
    if (code == EXIT_OK) code = witness_open(&witnessing);
    if (code == EXIT_OK) code = witness_run(&witnessing);
    if (witnessing.file != NULL && fclose(witnessing.file) != 0 && code == EXIT_OK) {
        code = cli_stop(cli, EXIT_IO, "%s: %s", witnessing.path, strerror(errno));
    }
    return code;
}

/* ---- journal checkpoints ------------------------------------------------------------------- */

static bool checkpoints_show(void *self, const struct signed_checkpoint *checkpoint)
{
    checkpoint_say(self, checkpoint);
    return !ferror(stdout);
}

int command_checkpoints(struct cli *cli)
{
    struct journal *journal = NULL;

    int code = data_open(cli, cli->data, &journal);
    if (code != EXIT_OK) return code;
    enum err err = offline_signed(journal, checkpoints_show, cli);
    if (err != OK) code = data_failed(cli, err);
    journal_close(&journal);
    return code;
}

/* ---- key ----------------------------------------------------------------------------------- */

static bool key_take(void *self, const struct signed_checkpoint *checkpoint)
{
    struct signed_checkpoint *newest = self;

    *newest = *checkpoint;
    return true;
}

/* The newest signed checkpoint of a data directory. */
static int key_offline(struct cli *cli, struct signed_checkpoint *newest)
{
    struct journal *journal = NULL;

    int code = data_open(cli, cli->data, &journal);
    if (code != EXIT_OK) return code;
    newest->at_ms = -1;
    enum err err = offline_signed(journal, key_take, newest);
    if (err != OK) {
        code = data_failed(cli, err);
    } else if (newest->at_ms < 0) {
        code = cli_stop(cli, EXIT_NOT_SOUND, "%s has no signed checkpoint yet", cli->data);
    }
    journal_close(&journal);
    return code;
}

/* That of a broker. */
static int key_online(struct cli *cli, struct signed_checkpoint *newest)
{
    json_t *json = NULL;

    int code = cli_open(cli, DOOR_ANY);
    if (code != EXIT_OK) return code;
    if (tongfa_signed_checkpoint(cli->client, 0, false, &json) != 0) return cli_failed(cli);
    bool is_read = checkpoint_read(json, newest);
    json_decref(json);
    return is_read ? EXIT_OK : cli_stop(cli, EXIT_INTERNAL, "the broker's answer is odd");
}

int command_key(struct cli *cli)
{
    struct signed_checkpoint newest;
    char key[2 * PUBLIC_KEY_BYTES + 1];
    char journal[2 * HASH_BYTES + 1];

    int code = cli->data != NULL ? key_offline(cli, &newest) : key_online(cli, &newest);
    if (code != EXIT_OK) return code;
    hex_from_bytes(key, (struct span){ newest.public_key, PUBLIC_KEY_BYTES });
    hex_from_bytes(journal, (struct span){ newest.journal.bytes, HASH_BYTES });
    if (cli->json) {
        json_t *json = json_pack("{s:s, s:s}", "public_key", key, "journal", journal);
        json_line(json);
        json_decref(json);
    } else {
        puts(key);
    }
    return EXIT_OK;
}

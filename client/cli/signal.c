/* SPDX-License-Identifier: Apache-2.0 */
/* signal and withdraw: what an outside party or the submitter says about a bundle. */
#include "client/cli/cli.h"
#include "client/cli/input.h"
#include "client/cli/output.h"

#include <inttypes.h>

#define SIGNALS_EXAMPLE "{\"key\": ..., \"reached\": [...], \"called_off\": [...]}"

/* Say that it is in the journal. */
static int recorded(struct cli *cli, const struct tongfa_recorded *recorded, const char *what)
{
    if (cli->json) {
        json_t *json =
            json_pack("{s:I, s:I, s:b}", "bundle", (json_int_t)recorded->bundle, "position",
                      (json_int_t)recorded->position, "repeated", recorded->repeated);
        json_line(json);
        json_decref(json);
        return EXIT_OK;
    }
    printf("bundle %" PRIu64 ": %s%s (position %" PRIu64 ")\n", recorded->bundle, what,
           recorded->repeated ? ", as before" : "", recorded->position);
    return EXIT_OK;
}

int command_withdraw(struct cli *cli)
{
    struct tongfa_ref ref;
    struct tongfa_recorded answer;
    int used;

    int code = cli_ref(cli, &ref, &used);
    if (code != EXIT_OK) return code;
    if (cli->argument_count > used) {
        return cli_usage(cli, "withdraw takes one bundle; a reason goes behind --reason");
    }
    code = cli_open(cli, DOOR_COUNTER);
    if (code != EXIT_OK) return code;
    if (tongfa_withdraw(cli->client, &ref, cli->reason, &answer) != 0) return cli_failed(cli);
    return recorded(cli, &answer, "withdrawn");
}

/* ---- Many signals -------------------------------------------------------------------------- */

/* Lines {"key" or "bundle", "reached": [...], "called_off": [...]}, taken apart into one signal for
 * each milestone. */
struct signalling {
    struct cli *cli;
    struct input *input;
    json_t *line; /* under way, or NULL */
    size_t at;    /* in its two lists, one behind the other */
    uint64_t done;
    uint64_t refused;
    uint64_t bad; /* lines that are no signals */
};

/* The at-th milestone of the line, or NULL after the last. */
static const char *milestone_at(const json_t *line, size_t at, bool *called_off)
{
    const json_t *reached = json_object_get(line, "reached");
    const json_t *off = json_object_get(line, "called_off");
    const size_t reached_count = json_array_size(reached);

    *called_off = at >= reached_count;
    const json_t *name =
        *called_off ? json_array_get(off, at - reached_count) : json_array_get(reached, at);
    return json_string_value(name);
}

static bool line_is_sound(struct signalling *signalling, const json_t *line)
{
    bool has_bundle =
        json_is_integer(json_object_get(line, "bundle")) && json_number_of(line, "bundle") > 0;
    bool has_key = json_is_string(json_object_get(line, "key"));
    bool called_off;

    if ((has_bundle || has_key) && milestone_at(line, 0, &called_off) != NULL) return true;
    signalling->bad++;
    cli_stop(signalling->cli, EXIT_BAD_DATA, "%s:%" PRIu64 ": give " SIGNALS_EXAMPLE,
             signalling->cli->batch, input_line(signalling->input));
    return false;
}

/* The next milestone of the line at hand, or the first of the next line. */
static bool signalling_next(struct tongfa_signal_item *item, void *self)
{
    struct signalling *signalling = self;
    const char *milestone;

    for (;;) {
        if (signalling->line == NULL) {
            signalling->line = input_next(signalling->input);
            signalling->at = 0;
            if (signalling->line == NULL) return false;
            if (!line_is_sound(signalling, signalling->line)) {
                json_decref(signalling->line);
                signalling->line = NULL;
                continue;
            }
        }
        milestone = milestone_at(signalling->line, signalling->at, &item->called_off);
        if (milestone != NULL) break;
        json_decref(signalling->line);
        signalling->line = NULL;
    }
    signalling->at++;
    item->milestone = milestone;
    item->ref.bundle = (uint64_t)json_number_of(signalling->line, "bundle");
    item->ref.key = json_string_value(json_object_get(signalling->line, "key"));
    item->ref.submitter = signalling->cli->submitter;
    return true;
}

static void signalling_answered(const struct tongfa_answer *answer, void *self)
{
    struct signalling *signalling = self;

    if (answer->error == NULL) {
        signalling->done++;
        return;
    }
    const struct tongfa_error *error = answer->error;
    signalling->refused++;
    if (!signalling->cli->json) {
        fputs("refused ", stdout);
        text_print(stdout, answer->key);
        if (answer->key[0] == '\0') printf("bundle %" PRIu64, error->bundle);
        printf(": %s %s: ", error->name, error->field);
        text_print(stdout, error->text);
        putchar('\n');
        return;
    }
    json_t *json = json_pack("{s:s, s:I, s:{s:i, s:s, s:s, s:s}}", "key", answer->key, "bundle",
                             (json_int_t)error->bundle, "error", "number", error->number, "name",
                             error->name, "field", error->field, "text", error->text);
    json_line(json);
    json_decref(json);
}

/* Thousands of signals in one go: what an upstream platform does every night. */
static int signal_batch(struct cli *cli)
{
    struct signalling signalling = { .cli = cli };

    int code = input_open(cli, &signalling.input, cli->batch, SIGNALS_EXAMPLE);
    if (code == EXIT_OK) code = cli_open(cli, DOOR_COUNTER);
    if (code != EXIT_OK) {
        input_close(&signalling.input);
        return code;
    }
    const struct tongfa_signals signals = { .next = signalling_next,
                                            .answered = signalling_answered,
                                            .self = &signalling };
    int number = tongfa_signal_all(cli->client, &signals);
    bool is_bad = signalling.bad > 0 || input_has_failed(signalling.input);
    json_decref(signalling.line);
    input_close(&signalling.input);
    if (number != 0 && signalling.done + signalling.refused == 0) return cli_failed(cli);
    if (cli->json) {
        json_t *json =
            json_pack("{s:{s:I, s:I}}", "summary", "recorded", (json_int_t)signalling.done,
                      "refused", (json_int_t)signalling.refused);
        json_line(json);
        json_decref(json);
    } else {
        printf("%" PRIu64 " signals recorded, %" PRIu64 " refused\n", signalling.done,
               signalling.refused);
    }
    if (number != 0 && tongfa_last_error(cli->client)->number != 94) return cli_failed(cli);
    if (is_bad) return EXIT_BAD_DATA;
    if (signalling.refused == 0) return EXIT_OK;
    return signalling.done > 0 ? EXIT_PARTIAL : EXIT_REFUSED;
}

/* One signal from the command line, or many from a file. */
int command_signal(struct cli *cli)
{
    struct tongfa_ref ref;
    struct tongfa_recorded answer;
    int used;

    if (cli->batch != NULL) {
        if (cli->argument_count > 0 || cli->key != NULL || cli->called_off) {
            return cli_usage(cli, "--batch takes everything from the file");
        }
        return signal_batch(cli);
    }
    int code = cli_ref(cli, &ref, &used);
    if (code != EXIT_OK) return code;
    if (cli->argument_count != used + 1) {
        return cli_usage(cli, "give one milestone behind the bundle");
    }
    code = cli_open(cli, DOOR_COUNTER);
    if (code != EXIT_OK) return code;
    const char *milestone = cli->arguments[used];
    int number = tongfa_signal(cli->client, &ref, milestone, cli->called_off, &answer);
    if (number != 0) return cli_failed(cli);
    return recorded(cli, &answer, cli->called_off ? "called off" : "reached");
}

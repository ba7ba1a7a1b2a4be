/* SPDX-License-Identifier: Apache-2.0 */
/* supply: a new application in place of the old one. */
#include "client/cli/cli.h"
#include "client/cli/input.h"
#include "client/cli/output.h"

#include <inttypes.h>

/* The bundle in a file, a new reference; there must be one, and no more. */
static int read_bundle(struct cli *cli, const char *path, json_t **bundle)
{
    struct input *input = NULL;

    *bundle = NULL;
    int code = input_open(cli, &input, path, INPUT_BUNDLE);
    if (code != EXIT_OK) return code;
    *bundle = input_next(input);
    json_t *second = *bundle == NULL ? NULL : input_next(input);
    bool has_failed = input_has_failed(input);
    input_close(&input);
    if (second != NULL) {
        json_decref(second);
        return cli_stop(cli, EXIT_BAD_DATA, "%s: supply takes one bundle at a time", path);
    }
    if (has_failed) return EXIT_BAD_DATA; /* which was said */
    if (*bundle == NULL || !json_is_object(json_object_get(*bundle, "application"))) {
        return cli_stop(cli, EXIT_BAD_DATA, "%s: give {\"application\": {...}}", path);
    }
    return EXIT_OK;
}

static void say(const struct cli *cli, const struct tongfa_recorded *answer)
{
    if (!cli->json) {
        printf("bundle %" PRIu64 ": supplied%s (position %" PRIu64 ")\n", answer->bundle,
               answer->repeated ? ", as before" : "", answer->position);
        return;
    }
    json_t *json = json_pack("{s:I, s:I, s:b}", "bundle", (json_int_t)answer->bundle, "position",
                             (json_int_t)answer->position, "repeated", answer->repeated);
    json_line(json);
    json_decref(json);
}

int command_supply(struct cli *cli)
{
    struct tongfa_recorded answer;
    struct tongfa_ref ref;
    json_t *bundle;
    int used;

    int code = cli_ref(cli, &ref, &used);
    if (code != EXIT_OK) return code;
    if (cli->argument_count != used + 1) {
        return cli_usage(cli, "give one file behind the bundle");
    }
    code = read_bundle(cli, cli->arguments[used], &bundle);
    if (code == EXIT_OK) code = cli_open(cli, DOOR_COUNTER);
    if (code == EXIT_OK) {
        int number = tongfa_supply(cli->client, &ref, json_object_get(bundle, "application"),
                                   cli->reason, &answer);
        code = number == 0 ? EXIT_OK : cli_failed(cli);
        if (number == 0) say(cli, &answer);
    }
    json_decref(bundle);
    return code;
}

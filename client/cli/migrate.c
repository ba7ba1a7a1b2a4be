/* SPDX-License-Identifier: Apache-2.0 */
/* migrate: open bundles move to another version of their procedure, each as far as it fits. */
#include "client/cli/cli.h"
#include "client/cli/output.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

static void say_moved(const struct cli *cli, const struct tongfa_recorded *recorded)
{
    if (!cli->json) {
        printf("bundle %" PRIu64 ": under version %" PRIu32 " now (position %" PRIu64 ")\n",
               recorded->bundle, recorded->version, recorded->position);
        return;
    }
    json_t *json = json_pack("{s:I, s:I, s:I, s:b}", "bundle", (json_int_t)recorded->bundle,
                             "version", (json_int_t)recorded->version, "position",
                             (json_int_t)recorded->position, "repeated", recorded->repeated);
    json_line(json);
    json_decref(json);
}

/* One that cannot be moved is said, and the others go on. Returns whether anything else is wrong. */
static bool say_stays(const struct cli *cli, uint64_t bundle)
{
    const struct tongfa_error *error = tongfa_last_error(cli->client);
    bool is_of_bundle = error->number == ERR_ACT_IMPOSSIBLE || error->number == ERR_BUNDLE_ENDED ||
                        error->number == ERR_BUNDLE_UNKNOWN;

    if (!is_of_bundle) return true;
    if (cli->json) {
        json_t *json = json_pack("{s:I, s:{s:i, s:s, s:s}}", "bundle", (json_int_t)bundle, "error",
                                 "number", error->number, "name", error->name, "text", error->text);
        json_line(json);
        json_decref(json);
    } else {
        color_begin(stdout, COLOR_BAD);
        printf("bundle %" PRIu64 ": stays as it is: ", bundle);
        text_print(stdout, error->text);
        color_end(stdout, COLOR_BAD);
        putchar('\n');
    }
    return false;
}

int command_migrate(struct cli *cli)
{
    uint64_t version = 0;
    int stayed = 0;
    int moved = 0;

    int code = cli_number(cli, "version", cli->arguments[1], &version);
    if (code == EXIT_OK && (version == 0 || version > UINT32_MAX)) {
        code = cli_usage(cli, "versions count from 1");
    }
    if (code == EXIT_OK) code = cli_open(cli, DOOR_OFFICE);
    for (int i = 2; code == EXIT_OK && i < cli->argument_count; i++) {
        struct tongfa_ref ref = { .bundle = 0 };
        struct tongfa_recorded recorded;
        code = cli_number(cli, "bundle", cli->arguments[i], &ref.bundle);
        if (code == EXIT_OK && ref.bundle == 0) {
            code = cli_usage(cli, "bundles are numbered from 1");
        }
        if (code != EXIT_OK) break;
        int number =
            tongfa_migrate(cli->client, &ref, cli->arguments[0], (uint32_t)version, &recorded);
        if (number == 0) {
            say_moved(cli, &recorded);
            moved++;
        } else if (say_stays(cli, ref.bundle)) {
            code = cli_failed(cli);
        } else {
            stayed++;
        }
    }
    if (code != EXIT_OK || stayed == 0) return code;
    return moved > 0 ? EXIT_PARTIAL : EXIT_REFUSED;
}

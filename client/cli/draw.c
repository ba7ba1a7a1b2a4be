/* SPDX-License-Identifier: Apache-2.0 */
/* draw: pictures. A picture is made as a whole before a byte of it is written, so that a mistake
 * leaves no half of one behind, and none in place of an older one. */
#include "client/draw.h"
#include "client/cli/cli.h"
#include "client/cli/output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- What is to be drawn ------------------------------------------------------------------- */

static int draw_file(struct cli *cli, FILE *canvas)
{
    struct procedure *procedure = memory_checked(calloc(1, sizeof *procedure));

    int code = cli_procedure(cli, cli->arguments[0], procedure);
    if (code == EXIT_NOT_SOUND) {
        code = cli_stop(cli, EXIT_BAD_DATA, "%s is not drawn: it has the errors above",
                        cli->arguments[0]);
    } else if (code == EXIT_OK && draw_procedure(canvas, procedure) != OK) {
        memory_is_short();
    }
    free(procedure);
    return code;
}

/* The bundle that --bundle or --key names. */
static int draw_ref(struct cli *cli, struct tongfa_ref *ref)
{
    *ref = (struct tongfa_ref){ .key = cli->key, .submitter = cli->submitter };
    if (cli->bundle == NULL) return EXIT_OK;
    int code = cli_number(cli, "--bundle", cli->bundle, &ref->bundle);
    if (code == EXIT_OK && ref->bundle == 0) return cli_usage(cli, "bundles are numbered from 1");
    return code;
}

static int draw_bundle(struct cli *cli, FILE *canvas)
{
    struct tongfa_ref ref;
    struct time_line line;
    json_t *bundle = NULL;
    json_t *history = NULL;

    int code = draw_ref(cli, &ref);
    if (code == EXIT_OK) code = cli_open(cli, DOOR_ANY);
    if (code != EXIT_OK) return code;
    if (tongfa_show(cli->client, &ref, &bundle) != 0) return cli_failed(cli);
    ref = (struct tongfa_ref){ .bundle = (uint64_t)json_number_of(bundle, "bundle") };
    if (tongfa_history(cli->client, &ref, 0, &history) == 0) {
        if (time_line_read(&line, bundle, history, time_now_ms()) != OK) memory_is_short();
        draw_time_line(canvas, &line);
        time_line_fini(&line);
    } else {
        code = cli_failed(cli);
    }
    json_decref(history);
    json_decref(bundle);
    return code;
}

/* ---- Where it goes ------------------------------------------------------------------------- */

static bool goes_to_stdout(const struct cli *cli)
{
    return cli->output == NULL || strcmp(cli->output, "-") == 0;
}

static int write_picture(struct cli *cli, const char *text, size_t size)
{
    if (goes_to_stdout(cli)) {
        fwrite(text, 1, size, stdout); /* main looks at standard output */
        return EXIT_OK;
    }
    FILE *file = fopen(cli->output, "we");
    if (file == NULL) return cli_stop(cli, EXIT_IO, "%s: %s", cli->output, strerror(errno));
    bool is_written = fwrite(text, 1, size, file) == size;
    is_written = fclose(file) == 0 && is_written;
    if (!is_written) return cli_stop(cli, EXIT_IO, "%s: %s", cli->output, strerror(errno));
    if (cli->json) {
        json_t *json = json_pack("{s:s, s:I}", "output", cli->output, "bytes", (json_int_t)size);
        json_line(json);
        json_decref(json);
    }
    return EXIT_OK;
}

/* Exactly one thing is drawn, and not onto a screen of characters. */
static int check_usage(struct cli *cli)
{
    const bool is_bundle = cli->bundle != NULL || cli->key != NULL;

    if (cli->argument_count + is_bundle + cli->life_cycle != 1) {
        return cli_usage(cli, "name one thing to draw: a procedure's FILE, --bundle NUMBER (or "
                              "--key KEY), or --life-cycle");
    }
    if (cli->bundle != NULL && cli->key != NULL) {
        return cli_usage(cli, "--bundle and --key name the same thing; give one of them");
    }
    if (cli->submitter != NULL && cli->key == NULL) {
        return cli_usage(cli, "--submitter says whose --key it is; give that too");
    }
    if (goes_to_stdout(cli) && cli->json) {
        return cli_usage(cli, "a picture is no JSON; say where it goes: --output FILE");
    }
    if (goes_to_stdout(cli) && isatty(STDOUT_FILENO)) {
        return cli_usage(cli, "a terminal cannot show SVG; say where it goes: --output FILE");
    }
    return EXIT_OK;
}

int command_draw(struct cli *cli)
{
    char *text = NULL;
    size_t size = 0;

    int code = check_usage(cli);
    if (code != EXIT_OK) return code;
    FILE *canvas = memory_checked(open_memstream(&text, &size));
    if (cli->life_cycle) {
        draw_life_cycle(canvas);
    } else if (cli->argument_count > 0) {
        code = draw_file(cli, canvas);
    } else {
        code = draw_bundle(cli, canvas);
    }
    bool is_whole = ferror(canvas) == 0;
    if (fclose(canvas) != 0 || !is_whole) memory_is_short();
    if (code == EXIT_OK) code = write_picture(cli, text, size);
    free(text);
    return code;
}

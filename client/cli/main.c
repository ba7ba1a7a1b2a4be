/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the command line by the tables of commands.c and runs one command. Every option is in a
 * table, every one that is read is used, and every word that is not understood is an error. */
#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "client/suggest.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COMMANDS_MAX 64

/* ---- Finding commands and options ---------------------------------------------------------- */

/* Does a command's name consist of these words? second is NULL for one word. */
static bool name_is(const char *name, const char *first, const char *second)
{
    size_t size = strcspn(name, " ");
    if (strncmp(name, first, size) != 0 || first[size] != '\0') return false;
    if (name[size] == '\0') return second == NULL;
    return second != NULL && strcmp(name + size + 1, second) == 0;
}

/* The command of one word or two; NULL: there is none. */
static const struct command *command_find(const char *first, const char *second)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (name_is(command->name, first, second)) return command;
    }
    return NULL;
}

/* True for "journal": the first of two words. */
static bool command_has_second(const char *first)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        size_t size = strcspn(command->name, " ");
        bool is_long = command->name[size] == ' ';
        if (is_long && strncmp(command->name, first, size) == 0 && first[size] == '\0') return true;
    }
    return false;
}

/* Say which command may have been meant. */
static int command_unknown(struct cli *cli, const char *word)
{
    const char *names[COMMANDS_MAX];
    size_t count = 0;

    for (const struct command *command = commands; command->name != NULL; command++) {
        if (count < COMMANDS_MAX) names[count++] = command->name;
    }
    const char *close = suggest(word, names, count);
    if (close != NULL) {
        return cli_usage(cli, "there is no command \"%s\"; did you mean \"%s\"?", word, close);
    }
    return cli_usage(cli, "there is no command \"%s\"", word);
}

/* The row of an option's name of `size` bytes, or NULL. */
static const struct option_row *option_in(const struct option_row *rows, const char *name,
                                          size_t size)
{
    for (; rows != NULL && rows->name != NULL; rows++) {
        if (strncmp(rows->name, name, size) == 0 && rows->name[size] == '\0') return rows;
    }
    return NULL;
}

/* The same for an option, among those of the command and of all commands. */
static int option_unknown(struct cli *cli, const char *name, size_t size)
{
    const char *names[COMMANDS_MAX];
    size_t count = 0;
    const struct option_row *tables[] = { cli->command != NULL ? cli->command->options : NULL,
                                          global_options };
    char word[64];

    for (size_t i = 0; i < 2; i++) {
        for (const struct option_row *row = tables[i]; row != NULL && row->name != NULL; row++) {
            if (count < COMMANDS_MAX) names[count++] = row->name;
        }
    }
    snprintf(word, sizeof word, "%.*s", (int)(size < 60 ? size : 60), name);
    const char *close = suggest(word, names, count);
    const char *where = cli->command != NULL ? cli->command->name : "tongfa";
    if (close != NULL) {
        return cli_usage(cli, "%s has no option --%s; did you mean --%s?", where, word, close);
    }
    return cli_usage(cli, "%s has no option --%s", where, word);
}

/* ---- Reading the command line -------------------------------------------------------------- */

/* The command line, and how far it has been read. */
struct line {
    int argc;
    char **argv;
    int at;
};

/* Read the option at the cursor. Returns EXIT_OK or has said what is wrong. */
static int line_option(struct cli *cli, struct line *line)
{
    const char *name = line->argv[line->at] + 2;
    size_t size = strcspn(name, "=");
    const char *value = name[size] == '=' ? name + size + 1 : NULL;
    const struct option_row *row = NULL;

    if (cli->command != NULL) row = option_in(cli->command->options, name, size);
    if (row == NULL) row = option_in(global_options, name, size);
    if (row == NULL) return option_unknown(cli, name, size);
    line->at++;
    void *member = (char *)cli + row->offset;
    if (row->value == NULL) {
        if (value != NULL) return cli_usage(cli, "--%s takes no value", row->name);
        *(bool *)member = true;
        return EXIT_OK;
    }
    if (value == NULL) {
        if (line->at == line->argc) {
            return cli_usage(cli, "--%s needs a value: %s", row->name, row->value);
        }
        value = line->argv[line->at++];
    }
    *(const char **)member = value;
    return EXIT_OK;
}

/* Read the command's name at the cursor. */
static int line_command(struct cli *cli, struct line *line)
{
    const char *first = line->argv[line->at++];
    const char *second = NULL;

    cli->command = command_find(first, NULL); /* "receipt", which has a longer sister */
    if (command_has_second(first)) {
        const char *word = line->at < line->argc ? line->argv[line->at] : "";
        const bool is_both = cli->command != NULL;
        if (is_both && command_find(first, word) == NULL) return EXIT_OK;
        if (line->at == line->argc || line->argv[line->at][0] == '-') {
            if (line->at < line->argc && strcmp(line->argv[line->at], "--help") == 0) {
                cli->help = true;
                return EXIT_OK;
            }
            return cli_usage(cli, "%s needs a second word; see `tongfa help`", first);
        }
        second = line->argv[line->at++];
    }
    cli->command = command_find(first, second);
    if (cli->command != NULL) return EXIT_OK;
    return command_unknown(cli, second != NULL ? second : first);
}

/* Options may stand before and behind the command and between its arguments; "--" ends them, "-" is
 * an argument (standard input). */
static int line_read(struct cli *cli, struct line *line)
{
    bool is_only_arguments = false;

    while (line->at < line->argc) {
        const char *word = line->argv[line->at];
        int code = EXIT_OK;
        if (!is_only_arguments && strcmp(word, "--") == 0) {
            is_only_arguments = true;
            line->at++;
        } else if (!is_only_arguments && strncmp(word, "--", 2) == 0) {
            code = line_option(cli, line);
        } else if (!is_only_arguments && strcmp(word, "-h") == 0) {
            cli->help = true;
            line->at++;
        } else if (!is_only_arguments && word[0] == '-' && word[1] != '\0') {
            code = cli_usage(cli, "options are written out: --name; there is no %s", word);
        } else if (cli->command == NULL) {
            code = line_command(cli, line);
        } else {
            cli->arguments[cli->argument_count++] = word;
            line->at++;
        }
        if (code != EXIT_OK) return code;
    }
    return EXIT_OK;
}

/* ---- Settings ------------------------------------------------------------------------------ */

/* Seconds as people write them; the library takes < 0 for ever. */
static int settle_timeout(struct cli *cli)
{
    char *end;

    if (cli->timeout == NULL) {
        cli->timeout_ms = TONGFA_TIMEOUT_MS;
        return EXIT_OK;
    }
    double seconds = strtod(cli->timeout, &end);
    if (end == cli->timeout || *end != '\0' || !(seconds >= 0) || seconds > 1e9) {
        return cli_usage(cli, "--timeout %s: give seconds, such as 2.5; 0 waits for ever",
                         cli->timeout);
    }
    cli->timeout_ms = (int64_t)(seconds * 1000);
    if (cli->timeout_ms == 0) cli->timeout_ms = seconds > 0 ? 1 : -1;
    return EXIT_OK;
}

/* "auto" is a terminal that is not dumb and whose owner has not set NO_COLOR (no-color.org). */
static int settle_color(struct cli *cli)
{
    const char *color = cli->color != NULL ? cli->color : "auto";
    const char *term = getenv("TERM");

    if (strcmp(color, "always") == 0) {
        cli->is_colored = true;
    } else if (strcmp(color, "auto") == 0) {
        bool is_dumb = term == NULL || strcmp(term, "dumb") == 0;
        cli->is_colored = isatty(STDOUT_FILENO) && !is_dumb && getenv("NO_COLOR") == NULL;
    } else if (strcmp(color, "never") != 0) {
        return cli_usage(cli, "--color %s: give auto, always or never", color);
    }
    color_enable(cli->is_colored && !cli->json);
    return EXIT_OK;
}

/* ---- Help ---------------------------------------------------------------------------------- */

static void help_options(const struct option_row *rows)
{
    for (; rows != NULL && rows->name != NULL; rows++) {
        char text[64];
        snprintf(text, sizeof text, "--%s%s%s", rows->name, rows->value != NULL ? " " : "",
                 rows->value != NULL ? rows->value : "");
        printf("  %-22s %s\n", text, rows->help);
    }
}

static void help_overview(void)
{
    printf("tongfa: hand in permit bundles, ask about them, and look after the broker.\n\n"
           "usage: tongfa [OPTION...] COMMAND [ARGUMENT...]\n\n");
    for (const struct command *command = commands; command->name != NULL; command++) {
        printf("  %-19s %s\n", command->name, command->summary);
    }
    printf("\nOptions of every command:\n");
    help_options(global_options);
    printf(
        "\nExample:\n"
        "  tongfa publish procedures/five-permits.yaml\n"
        "  tongfa submit --wait procedures/samples/zhongke-zhigu.json\n\n"
        "Exit codes: 0 done; 1 refused by the broker; 2 some of a batch were refused; 3 lint, "
        "verify,\nreplay or witness found something wrong; 4 signed with another key; 5 not the "
        "application\nof the receipt; 64 command line; 65 contents of an input file; "
        "66 no such file;\n69 no broker at the endpoint; 70 internal; 74 input or output failed; "
        "75 busy, no room\nor no answer, try again; 130 interrupted.\n\n"
        "`tongfa help COMMAND` says more about one.\n");
}

static void help_command(const struct command *command)
{
    printf("usage: tongfa %s %s\n\n%s.\n", command->name, command->synopsis, command->summary);
    if (command->details != NULL) printf("\n%s\n", command->details);
    if (command->options != NULL) {
        printf("\nOptions:\n");
        help_options(command->options);
    }
    printf("\nOptions of every command:\n");
    help_options(global_options);
    printf("\nExample:\n%s\n", command->example);
}

int command_help(struct cli *cli)
{
    if (cli->argument_count == 0) {
        help_overview();
        return EXIT_OK;
    }
    const char *second = cli->argument_count > 1 ? cli->arguments[1] : NULL;
    const struct command *command = command_find(cli->arguments[0], second);
    if (command == NULL && second == NULL && command_has_second(cli->arguments[0])) {
        help_overview();
        return EXIT_OK;
    }
    if (command == NULL) return command_unknown(cli, second ? second : cli->arguments[0]);
    help_command(command);
    return EXIT_OK;
}

/* ---- Running ------------------------------------------------------------------------------- */

/* Help and version come before anything can be wrong with the rest of the line. */
static int cli_run(struct cli *cli)
{
    if (cli->version) {
        puts("tongfa " TONGFA_VERSION);
        return EXIT_OK;
    }
    if (cli->help) {
        if (cli->command != NULL) {
            help_command(cli->command);
        } else {
            help_overview();
        }
        return EXIT_OK;
    }
    if (cli->command == NULL) return cli_usage(cli, "give a command");
    const struct command *command = cli->command;
    if (cli->argument_count < command->arguments_min) {
        return cli_usage(cli, "%s needs more: tongfa %s %s", command->name, command->name,
                         command->synopsis);
    }
    if (command->arguments_max >= 0 && cli->argument_count > command->arguments_max) {
        return cli_usage(cli, "%s does not take \"%s\"", command->name,
                         cli->arguments[command->arguments_max]);
    }
    int code = settle_timeout(cli);
    if (code == EXIT_OK) code = settle_color(cli);
    return code == EXIT_OK ? command->run(cli) : code;
}

int main(int argc, char **argv)
{
    struct cli cli = { 0 };
    struct line line = { .argc = argc, .argv = argv, .at = 1 };

    tzset();
    signal(SIGPIPE, SIG_DFL); /* a reader that goes away ends us quietly */
    cli.arguments = calloc((size_t)argc + 1, sizeof *cli.arguments);
    /* What is wrong with the command line is said in JSON, too. */
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0) cli.json = true;
    }
    memory_guard(cli.json);
    if (cli.arguments == NULL) memory_is_short();

    int code = line_read(&cli, &line);
    if (code == EXIT_OK) code = cli_run(&cli);
    tongfa_close(&cli.client);
    free(cli.arguments);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("tongfa: cannot write to standard output\n", stderr);
        code = EXIT_IO; /* whatever else was wrong has not been said */
    }
    return code;
}

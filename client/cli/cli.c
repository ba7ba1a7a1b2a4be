/* SPDX-License-Identifier: Apache-2.0 */
/* What commands have in common: doors, bundles by number or key, and what is said when something
 * is wrong: one sentence on standard error, or an object on standard output with --json. */
#include "client/cli/cli.h"
#include "tongfa/act.h"

#include "client/cli/output.h"
#include "client/text.h"
#include "tongfa/errors.h"

#include <errno.h>
#include <inttypes.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Errors -------------------------------------------------------------------------------- */

enum exit_code exit_code_of(const struct tongfa_error *error)
{
    if (error->is_unreachable) return EXIT_UNREACHABLE;
    switch (error->number) {
        case ERR_TIMEOUT:
        case ERR_BUSY:
        case ERR_DISK_FULL:
        case ERR_DRAINING: return EXIT_TEMPORARY;
        case ERR_INTERRUPTED: return EXIT_INTERRUPTED;
        case ERR_IO: return EXIT_IO;
        case ERR_NO_MEMORY:
        case ERR_CORRUPT: return EXIT_INTERNAL;
        default: return EXIT_REFUSED;
    }
}

static const char *retry_name(enum tongfa_retry retry)
{
    if (retry == TONGFA_RETRY_AFTER) return "after";
    return retry == TONGFA_RETRY_WHEN ? "when" : "never";
}

/* The same members as in proto/SPEC.md 7 "ERROR", and the exit code. */
static void error_json(const struct tongfa_error *error, int code)
{
    json_t *json =
        json_pack("{s:i, s:s, s:s, s:s, s:i}", "number", error->number, "name", error->name, "text",
                  error->text, "retry", retry_name(error->retry), "exit", code);
    if (error->field[0] != '\0') json_object_set_new(json, "field", json_string(error->field));
    if (error->after_ms != 0) json_object_set_new(json, "after_ms", json_integer(error->after_ms));
    if (error->bundle != 0) {
        json_object_set_new(json, "bundle", json_integer((json_int_t)error->bundle));
    }
    json_t *line = json_pack("{s:o}", "error", json);
    json_line(line);
    json_decref(line);
}

/* One line for people; what was printed before comes out before it. */
static void error_text(const struct tongfa_error *error)
{
    fflush(stdout);
    fputs("tongfa: ", stderr);
    text_print(stderr, error->name);
    if (error->field[0] != '\0') {
        fputs(" (", stderr);
        text_print(stderr, error->field);
        fputc(')', stderr);
    }
    fputs(": ", stderr);
    text_print(stderr, error->text);
    if (error->bundle != 0) fprintf(stderr, " (bundle %" PRIu64 ")", error->bundle);
    fputc('\n', stderr);
    if (error->is_unreachable) {
        fputs("Start tongfa-broker, or say where it is: --counter and --office, or "
              "$TONGFA_COUNTER and $TONGFA_OFFICE.\n",
              stderr);
    }
}

int cli_failed_with(struct cli *cli, const struct tongfa_error *error)
{
    int code = (int)exit_code_of(error);
    if (cli->json) {
        error_json(error, code);
    } else {
        error_text(error);
    }
    return code;
}

int cli_failed(struct cli *cli)
{
    return cli_failed_with(cli, tongfa_last_error(cli->client));
}

/* What is wrong here, not at the broker: it has a name but no number. */
static int cli_say(struct cli *cli, enum exit_code code, const char *name, const char *text)
{
    struct tongfa_error error = { .retry = TONGFA_RETRY_NEVER };

    snprintf(error.name, sizeof error.name, "%s", name);
    snprintf(error.text, sizeof error.text, "%s", text);
    text_trim(error.text);
    if (cli->json) {
        error_json(&error, (int)code);
    } else {
        fflush(stdout);
        fputs("tongfa: ", stderr);
        text_print(stderr, error.text);
        fputc('\n', stderr);
    }
    return (int)code;
}

int cli_usage(struct cli *cli, const char *format, ...)
{
    char text[400];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    text_trim(text);
    int code = cli_say(cli, EXIT_USAGE, "USAGE", text);
    const char *name = cli->command != NULL ? cli->command->name : "";
    if (!cli->json) fprintf(stderr, "Try `tongfa help%s%s`.\n", name[0] ? " " : "", name);
    return code;
}

int cli_stop(struct cli *cli, enum exit_code code, const char *format, ...)
{
    static const struct {
        enum exit_code code;
        const char *name;
    } names[] = {
        { EXIT_USAGE, "USAGE" },
        { EXIT_BAD_DATA, "BAD_DATA" },
        { EXIT_NO_INPUT, "NO_INPUT" },
        { EXIT_NOT_SOUND, "NOT_SOUND" },
        { EXIT_INTERNAL, "INTERNAL" },
        { EXIT_IO, "IO" },
        { EXIT_INTERRUPTED, "INTERRUPTED" },
    };
    const char *name = "FAILED";
    char text[400];
    va_list arguments;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].code == code) name = names[i].name;
    }
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return cli_say(cli, code, name, text);
}

/* ---- Arguments ----------------------------------------------------------------------------- */

int cli_number(struct cli *cli, const char *what, const char *text, uint64_t *number)
{
    char *end;

    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0) {
        return cli_usage(cli, "%s: \"%s\" is no number", what, text);
    }
    *number = value;
    return EXIT_OK;
}

int cli_ref(struct cli *cli, struct tongfa_ref *ref, int *used)
{
    *ref = (struct tongfa_ref){ .key = cli->key, .submitter = cli->submitter };
    *used = 0;
    if (cli->key != NULL) return EXIT_OK;
    if (cli->submitter != NULL) {
        return cli_usage(cli, "--submitter says whose --key it is; give that too");
    }
    if (cli->argument_count == 0) {
        return cli_usage(cli, "name the bundle: its number, or --key KEY");
    }
    *used = 1;
    int code = cli_number(cli, "bundle", cli->arguments[0], &ref->bundle);
    if (code == EXIT_OK && ref->bundle == 0) return cli_usage(cli, "bundles are numbered from 1");
    return code;
}

/* ---- The broker ---------------------------------------------------------------------------- */

/* Who asks: --as, $TONGFA_AS, the login name if it is a name here, or "cli". */
static const char *cli_principal(const struct cli *cli)
{
    static char login[NAME_BYTES_MAX + 1];
    struct name name;

    if (cli->as != NULL) return cli->as;
    const char *as = getenv("TONGFA_AS");
    if (as != NULL && as[0] != '\0') return as;
    const struct passwd *user = getpwuid(getuid());
    if (user == NULL || !text_to_name(&name, user->pw_name) || name_is_empty(&name)) return "cli";
    snprintf(login, sizeof login, "%s", name.text);
    return login;
}

/* An endpoint that was given, by option or environment; NULL if it was not. */
static const char *endpoint_given(const char *option, const char *variable)
{
    const char *value = option != NULL ? option : getenv(variable);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* Each role has its door (受审分离): submitters at the counter, operators at the office. Who only asks
 * uses the counter, or the office where only that is given: an operator's socket may be the only
 * one that file permissions let through. */
int cli_open(struct cli *cli, enum door door)
{
    const char *counter = endpoint_given(cli->counter, "TONGFA_COUNTER");
    const char *office = endpoint_given(cli->office, "TONGFA_OFFICE");
    bool is_office = door == DOOR_OFFICE;

    if (door == DOOR_ANY) is_office = counter == NULL && office != NULL;
    return cli_open_as(cli, is_office ? TONGFA_OPERATOR : TONGFA_SUBMITTER);
}

int cli_open_as(struct cli *cli, enum tongfa_role role)
{
    bool is_office = role != TONGFA_SUBMITTER && role != TONGFA_CLERK;
    struct name name;
    const struct tongfa_options options = {
        .endpoint = is_office ? endpoint_given(cli->office, "TONGFA_OFFICE")
                              : endpoint_given(cli->counter, "TONGFA_COUNTER"),
        .role = role, /* whose default an endpoint that is NULL takes */
        .principal = cli_principal(cli),
        .department = role_has_department((enum role)role) ? cli->department : NULL,
        .software = "tongfa " TONGFA_VERSION,
        .timeout_ms = cli->timeout_ms,
    };
    if (!text_to_name(&name, options.principal) || name_is_empty(&name)) {
        return cli_usage(cli, "--as %s: a name is [a-z0-9] then [a-z0-9._-], at most 31 bytes",
                         options.principal);
    }
    if (options.department != NULL && !text_to_name(&name, options.department)) {
        return cli_usage(cli, "--department %s: that is no name", options.department);
    }
    int number = tongfa_open(&cli->client, &options);
    if (number == ERR_FIELD_INVALID) {
        return cli_usage(cli,
                         "--%s %s is no endpoint; give ipc:///path/of/socket (at most 100 bytes) "
                         "or tcp://127.0.0.1:PORT",
                         is_office ? "office" : "counter",
                         options.endpoint != NULL ? options.endpoint : "");
    }
    if (number != 0) return cli_stop(cli, EXIT_INTERNAL, "%s", err_text((enum err)number));
    return EXIT_OK;
}

/* Written before the handlers are installed. */
static struct tongfa_client *caught_client;
static volatile sig_atomic_t caught_count;

/* SA_RESETHAND: the second signal does what it does by default. */
static void on_signal(int number)
{
    (void)number;
    caught_count++;
    tongfa_interrupt(caught_client);
}

void cli_catch_signals(struct cli *cli)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };

    caught_client = cli->client;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool cli_is_interrupted(void)
{
    return caught_count > 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* follow: facts as they become true. */
#include "client/cli/cli.h"
#include "client/cli/fact.h"
#include "client/cli/output.h"
#include "client/suggest.h"
#include "proto/record.h"
#include "tongfa/errors.h"

#include <string.h>
#include <unistd.h>

struct following {
    struct cli *cli;
    int64_t day_ms;
};

/* A fact is written and flushed before the next is taken. */
static bool following_fact(const json_t *fact, void *self)
{
    struct following *following = self;

    if (following->cli->json) {
        json_line(fact);
    } else {
        fact_print(stdout, fact, &following->day_ms, true);
    }
    fflush(stdout); /* who reads a pipe wants it now */
    return !ferror(stdout);
}

/* Find a type by its name in any case, "job_leased" or "JOB-LEASED". */
static bool type_find(const char *word, size_t size, uint32_t *type)
{
    char name[40];

    snprintf(name, sizeof name, "%.*s", (int)(size < 39 ? size : 39), word);
    for (char *at = name; *at != '\0'; at++) {
        if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 'a' + 'A');
        if (*at == '-') *at = '_';
    }
    for (uint32_t i = 1; i < FACT_TYPE_COUNT; i++) {
        const char *known = fact_type_name((enum fact_type)i);
        if (known == NULL || strcmp(known, name) != 0) continue;
        *type = i;
        return true;
    }
    return false;
}

/* Twenty types are too many to remember: say which was meant. */
static int types_unknown(struct cli *cli, const char *word, size_t size)
{
    const char *names[FACT_TYPE_COUNT];
    char upper[40];
    size_t count = 0;

    for (uint32_t i = 1; i < FACT_TYPE_COUNT; i++) {
        names[count] = fact_type_name((enum fact_type)i);
        count += names[count] != NULL;
    }
    snprintf(upper, sizeof upper, "%.*s", (int)(size < 39 ? size : 39), word);
    for (char *at = upper; *at != '\0'; at++) {
        if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 'a' + 'A');
    }
    const char *close = suggest(upper, names, count);
    return cli_usage(cli, "--types: there is no fact type \"%.*s\"%s%s; see proto/SPEC.md 13.1",
                     (int)size, word, close != NULL ? ", did you mean " : "",
                     close != NULL ? close : "");
}

/* "VERDICT_GIVEN,PERMITS_ISSUED" as a set. */
static int types_read(struct cli *cli, const char *text, uint32_t *types)
{
    while (*text != '\0') {
        size_t size = strcspn(text, ",");
        uint32_t type;
        if (!type_find(text, size, &type)) return types_unknown(cli, text, size);
        *types |= UINT32_C(1) << type;
        text += size;
        if (*text == ',') text++;
    }
    return EXIT_OK;
}

/* An interrupt is how one stops following; it is no failure. */
int command_follow(struct cli *cli)
{
    struct following following = { .cli = cli };
    struct tongfa_follow follow = { .submitter = cli->submitter,
                                    .until_live = cli->end,
                                    .fact = following_fact,
                                    .self = &following };

    int code = EXIT_OK;
    if (cli->from != NULL) code = cli_number(cli, "--from", cli->from, &follow.from);
    if (code == EXIT_OK && cli->from != NULL && follow.from == 0) follow.from = 1;
    if (code == EXIT_OK && cli->bundle != NULL) {
        code = cli_number(cli, "--bundle", cli->bundle, &follow.bundle);
    }
    if (code == EXIT_OK && cli->types != NULL) code = types_read(cli, cli->types, &follow.types);
    if (code == EXIT_OK) code = cli_open(cli, DOOR_ANY);
    if (code != EXIT_OK) return code;
    cli_catch_signals(cli);
    int number = tongfa_follow(cli->client, &follow);
    if (number == ERR_INTERRUPTED) return EXIT_OK; /* that is how one stops following */
    return number == 0 ? EXIT_OK : cli_failed(cli);
}

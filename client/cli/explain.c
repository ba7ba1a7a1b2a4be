/* SPDX-License-Identifier: Apache-2.0 */
/* explain: what a bundle waits for. The broker names each wait of each stage; here what waits for
 * the same thing is said in one sentence, and what somebody could do at once comes first. */
#include "client/explain.h"
#include "client/cli/cards.h"
#include "client/cli/cli.h"
#include "client/cli/clocks.h"
#include "client/cli/output.h"

#include <inttypes.h>
#include <string.h>

#define LIST_BYTES_MAX 1200

/* Kinds in the order in which they are said. Those that are shared are said once for all who wait. */
static const struct {
    const char *kind;
    bool is_shared;
} kinds[] = {
    { "resumption", false }, { "acceptance", false }, { "supply", false },   { "notice", false },
    { "operator", false },   { "worker", false },     { "retry", false },    { "verdict", false },
    { "special", false },    { "milestone", true },   { "stage", true },     { "gate", true },
    { "signers", false },    { "tolerance", false },  { "hold", false },     { "deferral", false },
    { "renewal", false },    { "works", false },      { "delivery", false }, { "check", false },
};

static bool is_same_wait(const json_t *left, const json_t *right)
{
    return strcmp(json_text_of(left, "kind"), json_text_of(right, "kind")) == 0 &&
           strcmp(json_text_of(left, "on"), json_text_of(right, "on")) == 0 &&
           strcmp(json_text_of(left, "edge"), json_text_of(right, "edge")) == 0;
}

/* True if an earlier wait is for the same thing. */
static bool is_said(const json_t *waits, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (is_same_wait(json_array_get(waits, i), json_array_get(waits, index))) return true;
    }
    return false;
}

/* The stages that wait for the same as `wait`, "land-use, works-planning"; since when the first. */
static void stages_text(const json_t *waits, const json_t *wait, char text[LIST_BYTES_MAX],
                        int64_t *since_ms)
{
    size_t i;
    json_t *other;

    text[0] = '\0';
    *since_ms = json_number_of(wait, "since_ms");
    json_array_foreach(waits, i, other)
    {
        if (!is_same_wait(wait, other)) continue;
        size_t used = strlen(text);
        snprintf(text + used, LIST_BYTES_MAX - used, "%s%s", used > 0 ? ", " : "",
                 json_text_of(other, "stage"));
        int64_t other_ms = json_number_of(other, "since_ms");
        if (other_ms < *since_ms) *since_ms = other_ms;
    }
}

static void print_on(const json_t *wait)
{
    color_begin(stdout, COLOR_BOLD);
    text_print(stdout, json_text_of(wait, "on"));
    color_end(stdout, COLOR_BOLD);
    if (json_text_of(wait, "on_title")[0] == '\0') return;
    fputs(" \"", stdout);
    text_print(stdout, json_text_of(wait, "on_title"));
    fputc('"', stdout);
}

static void print_shared(const json_t *explanation, const json_t *waits, const json_t *wait)
{
    char stages[LIST_BYTES_MAX];
    char since[DURATION_BYTES_MAX + 1];
    int64_t since_ms;
    const char *kind = json_text_of(wait, "kind");
    const char *what =
        strcmp(json_text_of(wait, "edge"), "start") == 0 ? "review of" : "decision on";

    stages_text(waits, wait, stages, &since_ms);
    duration_phrase(json_number_of(explanation, "now_ms") - since_ms, since);
    if (strcmp(kind, "milestone") == 0) {
        fputs("The milestone ", stdout);
        print_on(wait);
        printf(" has not been reached. It holds up the %s %s. An outside party reports it: "
               "`tongfa signal %" PRId64 " %s`.",
               what, stages, json_number_of(explanation, "bundle"), json_text_of(wait, "on"));
    } else if (strcmp(kind, "stage") == 0) {
        print_on(wait);
        printf(" has not been granted. It holds up the %s %s.", what, stages);
    } else {
        printf("%s: granted; the permits are issued together when ", stages);
        print_on(wait);
        fputs(" has been decided.", stdout);
    }
    printf(" That has lasted %s.\n", since);
}

/* Say all waits of one kind. */
static void print_kind(const json_t *explanation, const json_t *waits, size_t kind)
{
    size_t i;
    json_t *wait;

    json_array_foreach(waits, i, wait)
    {
        if (strcmp(json_text_of(wait, "kind"), kinds[kind].kind) != 0) continue;
        if (kinds[kind].is_shared && is_said(waits, i)) continue;
        fputs("- ", stdout);
        if (kinds[kind].is_shared) {
            print_shared(explanation, waits, wait);
        } else {
            text_print(stdout, json_text_of(wait, "sentence"));
            fputc('\n', stdout);
        }
    }
}

/* Until when it may go on waiting. */
static int explain_deadlines(struct cli *cli, int64_t bundle)
{
    const struct tongfa_ref ref = { .bundle = (uint64_t)bundle };
    json_t *shown = NULL;

    if (tongfa_show(cli->client, &ref, &shown) != 0) return cli_failed(cli);
    deadlines_print(shown);
    cards_explain(shown);
    json_decref(shown);
    return EXIT_OK;
}

/* As the broker explains it, and the clocks as SHOW tells them, unless it has ended. */
static int explain_as_json(struct cli *cli, json_t *explanation)
{
    const struct tongfa_ref ref = { .bundle = (uint64_t)json_number_of(explanation, "bundle") };
    bool has_ended = json_array_size(json_object_get(explanation, "waits")) == 0;
    json_t *shown = NULL;

    if (!has_ended) {
        if (tongfa_show(cli->client, &ref, &shown) != 0) return cli_failed(cli);
        json_object_set(explanation, "clocks", json_object_get(shown, "clocks"));
        json_decref(shown);
    }
    json_line(explanation);
    return EXIT_OK;
}

int command_explain(struct cli *cli)
{
    struct tongfa_ref ref;
    json_t *explanation = NULL;

    int code = cli_bundle(cli, &ref);
    if (code != EXIT_OK) return code;
    if (tongfa_explain(cli->client, &ref, &explanation) != 0) return cli_failed(cli);
    if (cli->json) {
        code = explain_as_json(cli, explanation);
        json_decref(explanation);
        return code;
    }
    const int64_t bundle = json_number_of(explanation, "bundle");
    const json_t *waits = json_object_get(explanation, "waits");
    const bool has_ended = strcmp(json_text_of(explanation, "result"), "open") != 0;
    if (json_array_size(waits) == 0) {
        printf("Bundle %" PRId64 " waits for nothing: it has ended (%s).\n", bundle,
               json_text_of(explanation, "result"));
    } else if (has_ended) {
        printf("Bundle %" PRId64 " has ended (%s). What its permits wait for:\n", bundle,
               json_text_of(explanation, "result"));
    } else {
        printf("Bundle %" PRId64 " is open and waits for this:\n", bundle);
    }
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        print_kind(explanation, waits, kind);
    }
    json_decref(explanation);
    return has_ended ? EXIT_OK : explain_deadlines(cli, bundle);
}

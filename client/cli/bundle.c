/* SPDX-License-Identifier: Apache-2.0 */
/* show and history: one bundle. */
#include "client/cli/cards.h"
#include "client/cli/cli.h"
#include "client/cli/clocks.h"
#include "client/cli/dossier.h"
#include "client/cli/fact.h"
#include "client/cli/output.h"
#include "client/cli/picture.h"
#include "client/cli/terms.h"
#include "client/explain.h"

#include <inttypes.h>
#include <string.h>

int cli_bundle(struct cli *cli, struct tongfa_ref *ref)
{
    int used;

    int code = cli_ref(cli, ref, &used);
    if (code == EXIT_OK && cli->argument_count > used) {
        code = cli_usage(cli, "%s takes one bundle", cli->command->name);
    }
    return code == EXIT_OK ? cli_open(cli, DOOR_ANY) : code;
}

/* ---- show ---------------------------------------------------------------------------------- */

/* Whose it is, under which procedure, since when, and how it ended. */
static void show_head(const json_t *bundle)
{
    char submitted[TIME_TEXT_MAX + 1];
    char ended[TIME_TEXT_MAX + 1];
    char took[DURATION_BYTES_MAX + 1];
    const int64_t submitted_ms = json_number_of(bundle, "submitted_ms");
    const int64_t ended_ms = json_number_of(bundle, "ended_ms");
    const char *result = json_text_of(bundle, "result");

    printf("bundle %" PRId64 "  ", json_number_of(bundle, "bundle"));
    color_begin(stdout, color_of(result));
    fputs(result, stdout);
    color_end(stdout, color_of(result));
    const char *phase = json_text_of(bundle, "phase");
    if (ended_ms == 0 && phase[0] != '\0' && strcmp(phase, "review") != 0) printf(", %s", phase);
    printf("\n  procedure  %s version %" PRId64 "  ", json_text_of(bundle, "procedure"),
           json_number_of(bundle, "version"));
    text_print(stdout, json_text_of(bundle, "title"));
    fputs("\n  key        ", stdout);
    text_print(stdout, json_text_of(bundle, "key"));
    printf("  of %s, priority %" PRId64 "\n", json_text_of(bundle, "submitter"),
           json_number_of(bundle, "priority"));
    time_text(submitted_ms, submitted);
    time_text(ended_ms, ended);
    if (ended_ms != 0) {
        duration_phrase(ended_ms - submitted_ms, took);
        printf("  submitted  %s, ended %s after %s\n", submitted, ended, took);
    } else {
        duration_phrase(time_now_ms() - submitted_ms, took);
        printf("  submitted  %s, open for %s\n", submitted, took);
    }
}

/* What became of it at the counter: "accepted   2026-03-02 10:15:00 by li". */
static void show_counter(const json_t *bundle)
{
    const json_t *entry = json_array_get(json_object_get(bundle, "entries"), 0);
    const char *outcome = json_text_of(entry, "detail");
    char at[TIME_TEXT_MAX + 1];

    if (strcmp(json_text_of(entry, "kind"), "intake") != 0) return;
    if (outcome[0] == '\0') {
        puts("  counter    not accepted yet");
        return;
    }
    const bool is_deemed = strcmp(outcome, "deemed") == 0;
    time_text(json_number_of(entry, is_deemed ? "from_ms" : "until_ms"), at);
    printf("  counter    %s%s %s", outcome, is_deemed ? " accepted, with effect from" : "", at);
    if (json_text_of(entry, "by")[0] != '\0') printf(" by %s", json_text_of(entry, "by"));
    putchar('\n');
}

/* "  notice     given 2026-03-02 10:15:00, to be answered by 2026-03-23 17:30:00". */
static void show_notice(const json_t *entry)
{
    const char *state = json_text_of(entry, "state");
    const bool is_pending = strcmp(state, "pending") == 0;
    const int64_t until_ms = json_number_of(entry, "until_ms");
    const int64_t due_ms = json_number_of(entry, "due_ms");
    char at[TIME_TEXT_MAX + 1];

    if (is_pending && due_ms == 0) return; /* explain says for whom it waits, if it does */
    if (is_pending) {
        time_text(due_ms, at);
        printf("  notice     to be given by %s\n", at);
        return;
    }
    time_text(json_number_of(entry, "from_ms"), at);
    printf("  notice     given %s", at);
    time_text(until_ms != 0 ? until_ms : due_ms, at);
    if (until_ms != 0) {
        printf(", %s %s\n", state, at);
    } else {
        printf("%s%s\n", due_ms != 0 ? ", to be answered by " : "", due_ms != 0 ? at : "");
    }
}

static void show_notices(const json_t *bundle)
{
    size_t i;
    json_t *entry;

    json_array_foreach(json_object_get(bundle, "entries"), i, entry)
    {
        if (strcmp(json_text_of(entry, "kind"), "notice") == 0) show_notice(entry);
    }
}

/* As the procedure writes it, "2026-000012", "opinion", or nothing yet. */
static void show_permit(struct table *table, const json_t *stage)
{
    const int64_t number = json_number_of(stage, "permit_number");

    const char *text = json_text_of(stage, "permit_number_text");

    if (text[0] != '\0') {
        table_cell(table, "%s", text);
    } else if (number > 0) {
        table_cell(table, "%" PRId64 "-%06" PRId64, json_number_of(stage, "permit_year"), number);
    } else {
        table_cell(table, "%s", json_text_of(stage, "permit")[0] ? "" : "(opinion)");
    }
}

/* One row a stage, in the order of the procedure. */
static void show_stages(const json_t *bundle)
{
    size_t i;
    json_t *stage;
    struct table *table =
        table_new("  STAGE|TITLE|DEPARTMENT|STATE|JOB|VERDICT|>ATTEMPT|SINCE|PERMIT");

    json_array_foreach(json_object_get(bundle, "stages"), i, stage)
    {
        char since[TIME_TEXT_MAX + 1];
        const char *state = json_text_of(stage, "state");
        const char *job = json_text_of(stage, "job");
        time_short_text(json_number_of(stage, "since_ms"), since);
        table_cell(table, "  %s", json_text_of(stage, "name"));
        table_cell(table, "%s", json_text_of(stage, "title"));
        table_cell(table, "%s", json_text_of(stage, "department"));
        table_cell_colored(table, color_of(state), state);
        table_cell_colored(table, strcmp(job, "parked") == 0 ? COLOR_BAD : COLOR_NONE,
                           strcmp(job, "none") == 0 ? "" : job);
        const char *verdict = json_text_of(stage, "verdict");
        if (json_flag_of(stage, "deemed")) {
            table_cell(table, "%s (deemed)", verdict);
        } else {
            table_cell_colored(table, color_of(verdict), verdict);
        }
        table_cell(table, "%" PRId64, json_number_of(stage, "attempt"));
        table_cell(table, "%s", since);
        show_permit(table, stage);
    }
    putchar('\n');
    table_print(table, stdout);
}

/* Either may be why a stage of an element does not apply; which of them, the facts do not say. */
static void show_reason(const json_t *stage)
{
    const char *applies_if = json_text_of(stage, "applies_if");
    const int64_t element = json_number_of(stage, "element");

    fputs(json_text_of(stage, "name"), stdout);
    if (applies_if[0] != '\0') {
        fputs(", since not: ", stdout);
        text_print(stdout, applies_if);
    }
    if (element != 0) {
        printf("%s element %" PRId64 " of ",
               applies_if[0] != '\0' ? "; or no" : ", since there is no", element);
        text_print(stdout, json_text_of(stage, "for_each"));
    }
    putchar('\n');
}

/* Why stages were skipped: "does not apply  fire-design, since not: .works.special". */
static void show_skipped(const json_t *bundle)
{
    const char *head = "\n  does not apply  ";
    size_t i;
    json_t *stage;

    json_array_foreach(json_object_get(bundle, "stages"), i, stage)
    {
        if (strcmp(json_text_of(stage, "state"), "skipped") != 0) continue;
        fputs(head, stdout);
        show_reason(stage);
        head = "                  ";
    }
}

/* Milestones or gates on one line: "milestones  land-contract reached 16:24:05.120". */
static void show_line(const json_t *bundle, const char *member)
{
    size_t i;
    json_t *item;
    const json_t *items = json_object_get(bundle, member);

    if (json_array_size(items) == 0) return;
    printf("\n  %-10s ", member);
    json_array_foreach(items, i, item)
    {
        char since[TIME_TEXT_MAX + 1];
        const char *state = json_text_of(item, "state");
        time_short_text(json_number_of(item, "since_ms"), since);
        printf("%s%s ", i > 0 ? "\n             " : "", json_text_of(item, "name"));
        color_begin(stdout, color_of(state));
        fputs(state, stdout);
        color_end(stdout, color_of(state));
        if (strcmp(state, "open") != 0) printf(" %s", since);
    }
    putchar('\n');
}

/* For people the history is asked for as well: the time line is drawn from it. */
int command_show(struct cli *cli)
{
    struct tongfa_ref ref;
    json_t *bundle = NULL;
    json_t *history = NULL;

    int code = cli_bundle(cli, &ref);
    if (code != EXIT_OK) return code;
    if (tongfa_show(cli->client, &ref, &bundle) != 0) return cli_failed(cli);
    if (cli->json) {
        json_line(bundle);
        json_decref(bundle);
        return EXIT_OK;
    }
    show_head(bundle);
    show_counter(bundle);
    show_notices(bundle);
    show_stages(bundle);
    show_skipped(bundle);
    show_line(bundle, "milestones");
    show_line(bundle, "gates");
    clocks_print(bundle);
    dossier_print(bundle);
    cards_print(bundle);
    terms_print(bundle);
    ref = (struct tongfa_ref){ .bundle = (uint64_t)json_number_of(bundle, "bundle") };
    if (tongfa_history(cli->client, &ref, 0, &history) == 0) {
        putchar('\n');
        picture_print(stdout, bundle, history);
    } else {
        code = cli_failed(cli);
    }
    json_decref(history);
    json_decref(bundle);
    return code;
}

/* ---- history ------------------------------------------------------------------------------- */

/* Facts as they are, oldest first. */
int command_history(struct cli *cli)
{
    struct tongfa_ref ref;
    json_t *history = NULL;
    uint64_t limit = 0;
    size_t i;
    json_t *fact;
    int64_t day_ms = 0;

    int code = cli->limit != NULL ? cli_number(cli, "--limit", cli->limit, &limit) : EXIT_OK;
    if (code == EXIT_OK && cli->limit != NULL && limit == 0) {
        code = cli_usage(cli, "--limit %s: give 1 or more", cli->limit); /* 0 on the wire is all */
    }
    if (code == EXIT_OK && limit > UINT32_MAX) limit = UINT32_MAX;
    if (code == EXIT_OK) code = cli_bundle(cli, &ref);
    if (code != EXIT_OK) return code;
    if (tongfa_history(cli->client, &ref, (uint32_t)limit, &history) != 0) return cli_failed(cli);
    json_array_foreach(history, i, fact)
    {
        if (cli->json) {
            json_line(fact);
        } else {
            fact_print(stdout, fact, &day_ms, false);
        }
    }
    json_decref(history);
    return EXIT_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* cards: the lights of supervision, for one bundle or for all that are open. Which bundles have some
 * stands in the journal, how they stand is asked of each: there are few. */
#include "client/cli/cards.h"

#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "proto/symbols.h"
#include "tongfa/fact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_kind(const json_t *entry, const char *kind)
{
    return strcmp(json_text_of(entry, "kind"), kind) == 0;
}

static bool is_in(const json_t *entry, const char *state)
{
    return strcmp(json_text_of(entry, "state"), state) == 0;
}

/* The department of the entry's stage; "" for all stages together. */
static const char *department_of(const json_t *bundle, const json_t *entry)
{
    const char *name = json_text_of(entry, "stage");
    size_t i;
    json_t *stage;

    json_array_foreach(json_object_get(bundle, "stages"), i, stage)
    {
        if (strcmp(json_text_of(stage, "name"), name) == 0) {
            return json_text_of(stage, "department");
        }
    }
    return "";
}

static const char *clock_of(const json_t *entry)
{
    const char *stage = json_text_of(entry, "stage");
    return stage[0] != '\0' ? stage : "(all stages)";
}

static enum color color_of_level(const char *level)
{
    if (strcmp(level, "notice") == 0) return COLOR_NONE;
    return strcmp(level, "yellow") == 0 ? COLOR_BUSY : COLOR_BAD;
}

/* ---- Tables -------------------------------------------------------------------------------- */

static void card_row(struct table *table, const json_t *bundle, const json_t *entry,
                     const char *indent)
{
    const char *level = json_text_of(entry, "detail");
    const char *interview = json_text_of(entry, "interview");
    char since[TIME_TEXT_MAX + 1];

    time_text(json_number_of(entry, "from_ms"), since);
    table_cell(table, "%s%s", indent, clock_of(entry));
    table_cell_colored(table, color_of_level(level), level);
    table_cell(table, "%s", department_of(bundle, entry));
    table_cell(table, "%.16s", since);
    table_cell(table, "%s", json_text_of(entry, "state"));
    table_cell(table, "%s%s%s", json_text_of(entry, "to"), interview[0] != '\0' ? ": " : "",
               interview);
}

static void print_cards(const json_t *bundle)
{
    size_t i;
    json_t *entry;
    struct table *table = NULL;

    json_array_foreach(json_object_get(bundle, "entries"), i, entry)
    {
        if (!is_kind(entry, "card")) continue;
        if (table == NULL) table = table_new("  CLOCK|CARD|DEPARTMENT|SINCE|STATE|MUST ACT");
        card_row(table, bundle, entry, "  ");
    }
    if (table == NULL) return;
    putchar('\n');
    table_print(table, stdout);
}

static void print_orders(const json_t *bundle)
{
    size_t i;
    json_t *entry;
    struct table *table = NULL;

    json_array_foreach(json_object_get(bundle, "entries"), i, entry)
    {
        char since[TIME_TEXT_MAX + 1];
        char due[TIME_TEXT_MAX + 1] = "";
        if (!is_kind(entry, "order")) continue;
        if (table == NULL) table = table_new("  ORDER TO|ABOUT|BY|SINCE|DUE|STATE");
        time_text(json_number_of(entry, "from_ms"), since);
        if (json_number_of(entry, "due_ms") != 0) time_text(json_number_of(entry, "due_ms"), due);
        table_cell(table, "  %s", department_of(bundle, entry));
        table_cell(table, "%s", json_text_of(entry, "stage"));
        table_cell(table, "%s", json_text_of(entry, "by"));
        table_cell(table, "%.16s", since);
        table_cell(table, "%.16s", due);
        table_cell(table, "%s", json_text_of(entry, "state"));
    }
    if (table == NULL) return;
    putchar('\n');
    table_print(table, stdout);
}

/* Reminders and urgency are a line each. */
static void print_rest(const json_t *bundle)
{
    size_t i;
    json_t *entry;

    json_array_foreach(json_object_get(bundle, "entries"), i, entry)
    {
        char at[TIME_TEXT_MAX + 1];
        time_text(json_number_of(entry, "from_ms"), at);
        if (is_kind(entry, "reminder")) {
            printf("\n  reminded   of %s: %" PRId64 " times, the last %.16s by %s\n",
                   json_text_of(entry, "stage"), json_number_of(entry, "amount"), at,
                   json_text_of(entry, "by"));
        } else if (is_kind(entry, "urgency")) {
            printf("\n  urgent     %s %.16s: priority %" PRId64 " instead of %" PRId64 "\n",
                   json_number_of(entry, "until_ms") == 0 ? "since" : "once, from", at,
                   json_number_of(entry, "priority"), json_number_of(entry, "priority_before"));
        }
    }
}

void cards_print(const json_t *bundle)
{
    print_cards(bundle);
    print_orders(bundle);
    print_rest(bundle);
}

/* ---- Sentences ----------------------------------------------------------------------------- */

static void explain_card(const json_t *bundle, const json_t *entry)
{
    const char *to = json_text_of(entry, "to");
    const char *stage = json_text_of(entry, "stage");
    char since[TIME_TEXT_MAX + 1];

    if (is_in(entry, "withdrawn")) return;
    time_text(json_number_of(entry, "from_ms"), since);
    printf("- A %s card of %s was raised %.16s", json_text_of(entry, "detail"),
           stage[0] != '\0' ? stage : "all stages together", since);
    if (strcmp(to, "officer") == 0 || strcmp(to, "head") == 0) {
        printf("; the %s of %s must act", to, department_of(bundle, entry));
    } else if (to[0] != '\0') {
        printf("; the %s must act", to);
    }
    if (is_in(entry, "appealed")) fputs("; a supervisor has an appeal to answer", stdout);
    puts(".");
}

static void explain_order(const json_t *bundle, const json_t *entry)
{
    char due[TIME_TEXT_MAX + 1];
    const bool is_supervisors = is_in(entry, "reported") || is_in(entry, "rectifying") ||
                                is_in(entry, "verified") || is_in(entry, "appealed");

    if (is_in(entry, "closed")) return;
    printf("- %s has a supervision order about %s, %s", department_of(bundle, entry),
           json_text_of(entry, "stage"), json_text_of(entry, "state"));
    if (json_number_of(entry, "due_ms") != 0) {
        time_text(json_number_of(entry, "due_ms"), due);
        printf(", due %.16s", due);
    }
    printf("; it is %s turn.\n", is_supervisors ? "a supervisor's" : "the department's");
}

void cards_explain(const json_t *bundle)
{
    size_t i;
    json_t *entry;

    json_array_foreach(json_object_get(bundle, "entries"), i, entry)
    {
        if (is_kind(entry, "card")) explain_card(bundle, entry);
        if (is_kind(entry, "order")) explain_order(bundle, entry);
    }
}

/* ---- The command --------------------------------------------------------------------------- */

/* Bundles that may have cards, in the order of their first one: { "12": true }. */
static bool take_fact(const json_t *fact, void *self)
{
    json_t *bundles = self;
    char number[24];

    snprintf(number, sizeof number, "%" PRId64, json_number_of(fact, "bundle"));
    if (strcmp(json_text_of(fact, "type"), "BUNDLE_ENDED") == 0) {
        json_object_del(bundles, number);
    } else if (strcmp(json_text_of(fact, "act"), "raise_card") == 0) {
        json_object_set_new(bundles, number, json_true());
    }
    return true;
}

/* Only cards have a level. */
static bool is_wanted(const struct cli *cli, const json_t *bundle, const json_t *entry)
{
    const bool is_card = is_kind(entry, "card");

    if (!is_card && !is_kind(entry, "order") && !is_kind(entry, "reminder") &&
        !is_kind(entry, "urgency")) {
        return false;
    }
    if (cli->level != NULL &&
        (!is_card || strcmp(cli->level, json_text_of(entry, "detail")) != 0)) {
        return false;
    }
    return cli->department == NULL || strcmp(cli->department, department_of(bundle, entry)) == 0;
}

static void entry_json(const json_t *bundle, json_t *entry)
{
    json_t *line = json_pack("{s:I}", "bundle", (json_int_t)json_number_of(bundle, "bundle"));

    json_object_update(line, entry);
    json_object_set_new(line, "department", json_string(department_of(bundle, entry)));
    json_line(line);
    json_decref(line);
}

/* The cards of one bundle that stand and are wanted: rows of the table, which is made for the first of
 * them, or a line of JSON each. */
static void list_cards(const struct cli *cli, const json_t *bundle, struct table **table)
{
    size_t i;
    json_t *entry;

    json_array_foreach(json_object_get(bundle, "entries"), i, entry)
    {
        if (!is_kind(entry, "card") || is_in(entry, "withdrawn")) continue;
        if (!is_wanted(cli, bundle, entry)) continue;
        if (cli->json) {
            entry_json(bundle, entry);
            continue;
        }
        if (*table == NULL) {
            *table = table_new(">BUNDLE|CLOCK|CARD|DEPARTMENT|SINCE|STATE|MUST ACT");
        }
        table_cell(*table, "%" PRId64, json_number_of(bundle, "bundle"));
        card_row(*table, bundle, entry, "");
    }
}

static int list_all(struct cli *cli, json_t *bundles)
{
    const char *number;
    json_t *unused;
    struct table *table = NULL;
    int code = EXIT_OK;

    json_object_foreach(bundles, number, unused)
    {
        struct tongfa_ref ref = { .bundle = strtoull(number, NULL, 10) };
        json_t *bundle = NULL;
        if (tongfa_show(cli->client, &ref, &bundle) != 0) {
            code = cli_failed(cli);
            break;
        }
        list_cards(cli, bundle, &table);
        json_decref(bundle);
    }
    if (table != NULL) {
        table_print(table, stdout);
    } else if (code == EXIT_OK && !cli->json) {
        puts("no open bundle has such a card");
    }
    return code;
}

static int cards_of_all(struct cli *cli)
{
    json_t *bundles = json_object();
    struct tongfa_follow follow = {
        .from = 1,
        .types = 1u << FACT_ACTED | 1u << FACT_BUNDLE_ENDED,
        .until_live = true,
        .fact = take_fact,
        .self = bundles,
    };

    int code = cli_open(cli, DOOR_ANY);
    if (code == EXIT_OK && tongfa_follow(cli->client, &follow) != 0) code = cli_failed(cli);
    if (code == EXIT_OK) code = list_all(cli, bundles);
    json_decref(bundles);
    return code;
}

/* Leaves what is wanted in the bundle's dossier; returns how much that is. */
static size_t keep_wanted(const struct cli *cli, json_t *bundle)
{
    json_t *wanted = json_array();
    size_t i;
    json_t *entry;

    json_array_foreach(json_object_get(bundle, "entries"), i, entry)
    {
        if (is_wanted(cli, bundle, entry)) json_array_append(wanted, entry);
    }
    json_object_set_new(bundle, "entries", wanted);
    return json_array_size(wanted);
}

/* All of supervision that is known of it: cards that were withdrawn and orders that are closed, too. */
static int cards_of_one(struct cli *cli)
{
    struct tongfa_ref ref;
    json_t *bundle = NULL;
    size_t i;
    json_t *entry;

    int code = cli_bundle(cli, &ref);
    if (code != EXIT_OK) return code;
    if (tongfa_show(cli->client, &ref, &bundle) != 0) return cli_failed(cli);
    const size_t count = keep_wanted(cli, bundle);
    if (cli->json) {
        json_array_foreach(json_object_get(bundle, "entries"), i, entry)
        {
            entry_json(bundle, entry);
        }
    } else if (count == 0) {
        puts("no card, no order, no reminder");
    } else {
        cards_print(bundle);
    }
    json_decref(bundle);
    return EXIT_OK;
}

int command_cards(struct cli *cli)
{
    uint32_t level;

    if (cli->level != NULL && !symbols_find(&symbols_card_level, cli->level, &level)) {
        return cli_usage(cli, "--level %s: give notice, yellow, red or deep_red", cli->level);
    }
    return cli->argument_count > 0 || cli->key != NULL ? cards_of_one(cli) : cards_of_all(cli);
}

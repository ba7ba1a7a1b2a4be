/* SPDX-License-Identifier: Apache-2.0 */
/* lint, publish, procedure: definitions. */
#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "client/client.h"
#include "client/json.h"
#include "client/lint.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- Loading ------------------------------------------------------------------------------- */

int cli_procedure(struct cli *cli, const char *path, struct procedure *procedure)
{
    struct lint_report *report = calloc(1, sizeof *report);
    if (report == NULL) return cli_stop(cli, EXIT_INTERNAL, "not enough memory");

    enum err err = procedure_load(path, procedure, report);
    cli_findings(cli, path, report);
    free(report);
    if (err == ERR_NO_MEMORY) memory_is_short();
    if (err == OK) return EXIT_OK;
    if (err == ERR_PROCEDURE_INVALID) return EXIT_NOT_SOUND;
    return err == ERR_IO ? EXIT_NO_INPUT : EXIT_INTERNAL;
}

/* All files are read; the worst of them decides the exit code. */
int command_lint(struct cli *cli)
{
    int worst = EXIT_OK;
    struct procedure *procedure = calloc(1, sizeof *procedure);
    if (procedure == NULL) return cli_stop(cli, EXIT_INTERNAL, "not enough memory");

    for (int i = 0; i < cli->argument_count; i++) {
        int code = cli_procedure(cli, cli->arguments[i], procedure);
        if (code > worst) worst = code;
        if (code != EXIT_OK || cli->json) continue;
        printf("%s: %s version %" PRIu32 " is sound: %" PRIu32 " stages, %" PRIu32
               " milestones, %" PRIu32 " gates\n",
               cli->arguments[i], procedure->name.text, procedure->version, procedure->stage_count,
               procedure->milestone_count, procedure->gate_count);
    }
    free(procedure);
    return worst;
}

/* ---- publish ------------------------------------------------------------------------------- */

/* The broker checks the definition once more, by the same rules (broker/core/procedure_check.h). */
static int publish(struct cli *cli, const struct procedure *procedure)
{
    struct tongfa_recorded recorded;

    int code = cli_open(cli, DOOR_OFFICE);
    if (code != EXIT_OK) return code;
    if (client_publish(cli->client, procedure, &recorded) != 0) return cli_failed(cli);
    if (cli->json) {
        json_t *json = json_pack("{s:s, s:I, s:I, s:b}", "procedure", procedure->name.text,
                                 "version", (json_int_t)procedure->version, "position",
                                 (json_int_t)recorded.position, "repeated", recorded.repeated);
        json_line(json);
        json_decref(json);
    } else {
        printf("%s version %" PRIu32 " %s (position %" PRIu64 ")\n", procedure->name.text,
               procedure->version, recorded.repeated ? "was published before" : "is published",
               recorded.position);
    }
    return EXIT_OK;
}

int command_publish(struct cli *cli)
{
    struct procedure *procedure = calloc(1, sizeof *procedure);
    if (procedure == NULL) return cli_stop(cli, EXIT_INTERNAL, "not enough memory");

    int code = cli_procedure(cli, cli->arguments[0], procedure);
    if (code == EXIT_NOT_SOUND) {
        code = cli_stop(cli, EXIT_BAD_DATA, "%s is not published: it has the errors above",
                        cli->arguments[0]);
    } else if (code == EXIT_OK) {
        code = publish(cli, procedure);
    }
    free(procedure);
    return code;
}

/* ---- procedure ----------------------------------------------------------------------------- */

/* Append the names of a list, "a, b". */
static void names_append(char *text, size_t size, const json_t *names)
{
    size_t i;
    json_t *name;

    json_array_foreach(names, i, name)
    {
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", json_string_value(name));
    }
}

static void edges_cell(struct table *table, const json_t *edges)
{
    char text[2048] = "";

    names_append(text, sizeof text, json_object_get(edges, "milestones"));
    names_append(text, sizeof text, json_object_get(edges, "stages"));
    table_cell(table, "%s", text);
}

/* "20 working days"; empty where none is set. */
static void limit_cell(struct table *table, const json_t *limit)
{
    const int64_t value = json_number_of(limit, "value");
    char unit[32];

    snprintf(unit, sizeof unit, "%s", json_text_of(limit, "unit"));
    char *underline = strchr(unit, '_');
    if (underline != NULL) *underline = ' ';
    if (value == 1 && unit[0] != '\0') unit[strlen(unit) - 1] = '\0'; /* 1 working day */
    if (value > 0) {
        table_cell(table, "%" PRId64 " %s", value, unit);
    } else {
        table_cell(table, "%s", "");
    }
}

static void procedure_stages(const json_t *procedure)
{
    size_t i;
    json_t *stage;
    struct table *table = table_new(
        "STAGE|TITLE|DEPARTMENT|REVIEW AFTER|DECISION AFTER|STATUTORY|PROMISED|PERMIT|NUMBER");

    json_array_foreach(json_object_get(procedure, "stages"), i, stage)
    {
        table_cell(table, "%s", json_text_of(stage, "name"));
        table_cell(table, "%s", json_text_of(stage, "title"));
        table_cell(table, "%s", json_text_of(stage, "department"));
        edges_cell(table, json_object_get(stage, "start_after"));
        edges_cell(table, json_object_get(stage, "decide_after"));
        limit_cell(table, json_object_get(stage, "statutory"));
        limit_cell(table, json_object_get(stage, "promised"));
        const char *permit = json_text_of(stage, "permit");
        table_cell(table, "%s", permit[0] != '\0' ? permit : "(opinion)");
        table_cell(table, "%s", json_text_of(stage, "number"));
    }
    table_print(table, stdout);
}

static void procedure_rest(const json_t *procedure)
{
    size_t i;
    json_t *item;
    char members[2048];

    json_array_foreach(json_object_get(procedure, "milestones"), i, item)
    {
        printf("milestone %s  ", json_text_of(item, "name"));
        text_print(stdout, json_text_of(item, "title"));
        putchar('\n');
    }
    json_array_foreach(json_object_get(procedure, "gates"), i, item)
    {
        members[0] = '\0';
        names_append(members, sizeof members, json_object_get(item, "members"));
        printf("gate %s (%s): %s\n", json_text_of(item, "name"), json_text_of(item, "policy"),
               members);
    }
    json_array_foreach(json_object_get(procedure, "materials"), i, item)
    {
        printf("material %s%s  ", json_text_of(item, "name"),
               json_flag_of(item, "required") ? " (required)" : "");
        text_print(stdout, json_text_of(item, "title"));
        putchar('\n');
    }
}

int command_procedure(struct cli *cli)
{
    json_t *procedure = NULL;
    uint64_t version = 0;

    int code = EXIT_OK;
    if (cli->argument_count > 1) code = cli_number(cli, "version", cli->arguments[1], &version);
    if (code == EXIT_OK && cli->argument_count > 1 && version == 0) {
        code = cli_usage(cli, "versions count from 1"); /* 0 on the wire is the newest */
    }
    if (code == EXIT_OK && version > UINT32_MAX) code = cli_usage(cli, "no such version");
    if (code == EXIT_OK) code = cli_open(cli, DOOR_ANY);
    if (code != EXIT_OK) return code;
    const char *name = cli->arguments[0];
    if (tongfa_definition(cli->client, name, (uint32_t)version, &procedure) != 0) {
        return cli_failed(cli);
    }
    if (cli->json) {
        json_line(procedure);
    } else {
        printf("%s version %" PRId64 "  ", json_text_of(procedure, "name"),
               json_number_of(procedure, "version"));
        text_print(stdout, json_text_of(procedure, "title"));
        const int64_t area = json_number_of(procedure, "area");
        if (area != 0) printf("\narea: %" PRId64, area);
        printf("\nafter a refusal: %s\n\n", json_text_of(procedure, "on_refusal"));
        procedure_stages(procedure);
        putchar('\n');
        procedure_rest(procedure);
    }
    json_decref(procedure);
    return EXIT_OK;
}

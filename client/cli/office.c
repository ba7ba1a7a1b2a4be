/* SPDX-License-Identifier: Apache-2.0 */
/* stats, parked, retry: looking after the broker. */
#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "client/explain.h"

#include <inttypes.h>

/* ---- stats --------------------------------------------------------------------------------- */

/* What an operator looks at first. */
static void stats_totals(const json_t *stats)
{
    char up[DURATION_BYTES_MAX + 1];
    const int64_t now_ms = json_number_of(stats, "now_ms");

    duration_phrase(now_ms - json_number_of(stats, "started_ms"), up);
    printf("up for %s%s\n", up,
           json_flag_of(stats, "is_draining") ? ", draining: takes no new work" : "");
    printf("  bundles    %" PRId64 " open, %" PRId64 " submitted, %" PRId64 " ended\n",
           json_number_of(stats, "bundles_open"), json_number_of(stats, "bundles_submitted"),
           json_number_of(stats, "bundles_ended"));
    printf("  permits    %" PRId64 " issued\n", json_number_of(stats, "permits_issued"));
    printf("  leases     %" PRId64 " ran out, %" PRId64 " foreign claims refused\n",
           json_number_of(stats, "jobs_expired"), json_number_of(stats, "claims_refused"));
    printf("  journal    position %" PRId64 ", %.1f MiB, %" PRId64
           " commits since start, a restart replays from %" PRId64 "\n",
           json_number_of(stats, "position"),
           (double)json_number_of(stats, "journal_bytes") / (1024 * 1024),
           json_number_of(stats, "commits"), json_number_of(stats, "recover_from"));
    printf("  sessions   %" PRId64 ", of them %" PRId64 " follow\n",
           json_number_of(stats, "sessions"), json_number_of(stats, "followers"));
}

/* A department with READY jobs and no credit is where the work stands still. */
static void stats_departments(const json_t *stats)
{
    size_t i;
    json_t *department;
    const int64_t now_ms = json_number_of(stats, "now_ms");
    static const char *const counts[] = { "ready",  "leased", "delayed", "parked",  "workers",
                                          "credit", "yellow", "red",     "deep_red" };

    if (json_array_size(json_object_get(stats, "departments")) == 0) return;
    struct table *table = table_new(
        "  DEPARTMENT|>READY|>LEASED|>DELAYED|>PARKED|>WORKERS|>CREDIT|>YELLOW|>RED|>DEEP RED|>OLDEST READY");
    json_array_foreach(json_object_get(stats, "departments"), i, department)
    {
        char age[DURATION_BYTES_MAX + 1] = "";
        const int64_t oldest_ms = json_number_of(department, "oldest_ready_ms");
        if (oldest_ms != 0) duration_phrase(now_ms - oldest_ms, age);
        table_cell(table, "  %s", json_text_of(department, "department"));
        for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
            table_cell(table, "%" PRId64, json_number_of(department, counts[k]));
        }
        table_cell(table, "%s", age);
    }
    putchar('\n');
    table_print(table, stdout);
}

int command_stats(struct cli *cli)
{
    json_t *stats = NULL;

    int code = cli_open(cli, DOOR_ANY);
    if (code != EXIT_OK) return code;
    if (tongfa_stats(cli->client, &stats) != 0) return cli_failed(cli);
    if (cli->json) {
        json_line(stats);
    } else {
        stats_totals(stats);
        stats_departments(stats);
    }
    json_decref(stats);
    return EXIT_OK;
}

/* ---- parked and retry ---------------------------------------------------------------------- */

/* The reason comes last: it may be long. */
static void parked_table(const json_t *jobs)
{
    size_t i;
    json_t *job;
    struct table *table = table_new(">BUNDLE|STAGE|DEPARTMENT|CAUSE|>ATTEMPT|SINCE|REASON");

    json_array_foreach(jobs, i, job)
    {
        char since[TIME_TEXT_MAX + 1];
        time_text(json_number_of(job, "since_ms"), since);
        table_cell(table, "%" PRId64, json_number_of(job, "bundle"));
        table_cell(table, "%s", json_text_of(job, "stage"));
        table_cell(table, "%s", json_text_of(job, "department"));
        table_cell(table, "%s", json_text_of(job, "cause"));
        table_cell(table, "%" PRId64, json_number_of(job, "attempt"));
        table_cell(table, "%s", since);
        table_cell(table, "%s", json_text_of(job, "reason"));
    }
    table_print(table, stdout);
}

int command_parked(struct cli *cli)
{
    json_t *jobs = NULL;
    size_t i;
    json_t *job;

    int code = cli_open(cli, DOOR_OFFICE);
    if (code != EXIT_OK) return code;
    if (tongfa_parked(cli->client, cli->department, &jobs) != 0) return cli_failed(cli);
    if (cli->json) {
        json_array_foreach(jobs, i, job)
        {
            json_line(job);
        }
    } else if (json_array_size(jobs) == 0) {
        puts("no job is parked");
    } else {
        parked_table(jobs);
        printf("\nWhen the cause is gone: tongfa retry BUNDLE STAGE\n");
    }
    json_decref(jobs);
    return EXIT_OK;
}

int command_retry(struct cli *cli)
{
    struct tongfa_recorded recorded;
    uint64_t bundle;

    int code = cli_number(cli, "bundle", cli->arguments[0], &bundle);
    if (code == EXIT_OK) code = cli_open(cli, DOOR_OFFICE);
    if (code != EXIT_OK) return code;
    const char *stage = cli->arguments[1];
    if (tongfa_retry(cli->client, bundle, stage, &recorded) != 0) return cli_failed(cli);
    if (cli->json) {
        json_t *json = json_pack("{s:I, s:s, s:I}", "bundle", (json_int_t)recorded.bundle, "stage",
                                 stage, "position", (json_int_t)recorded.position);
        json_line(json);
        json_decref(json);
    } else {
        printf("bundle %" PRIu64 ": %s is ready again (position %" PRIu64 ")\n", recorded.bundle,
               stage, recorded.position);
    }
    return EXIT_OK;
}

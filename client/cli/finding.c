/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a file that somebody wrote, as lint and the other commands say it. */
#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "client/json.h"

#include <inttypes.h>
#include <string.h>

/* Findings go where errors go, or onto a line of JSON each. */
static void finding_say(struct cli *cli, const char *path, const struct lint_finding *finding)
{
    if (!cli->json) {
        lint_finding_print(stderr, path, finding);
        return;
    }
    json_t *json =
        json_pack("{s:s, s:I, s:I, s:s, s:s}", "file", path, "line", (json_int_t)finding->line,
                  "column", (json_int_t)finding->column, "severity",
                  lint_severity_name(finding->severity), "rule", finding->rule);
    json_object_set_new(
        json, "text",
        json_text((struct span){ (const uint8_t *)finding->text, strlen(finding->text) }));
    json_line(json);
    json_decref(json);
}

void cli_findings(struct cli *cli, const char *path, const struct lint_report *report)
{
    fflush(stdout);
    for (uint32_t i = 0; i < report->count; i++) {
        finding_say(cli, path, &report->findings[i]);
    }
    if (report->omitted > 0 && !cli->json) {
        fprintf(stderr, "%s: %" PRIu32 " more findings are not shown\n", path, report->omitted);
    }
}

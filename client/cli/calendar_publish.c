/* SPDX-License-Identifier: Apache-2.0 */
/* calendar publish: the working days that a broker counts by. */
#include "client/calendar_yaml.h"
#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "client/client.h"

#include <inttypes.h>

static void published_json(const struct calendar_file *file, const struct calendar_notice *notice,
                           const struct tongfa_recorded *recorded)
{
    json_t *years = json_array();

    for (uint32_t i = 0; i < notice->year_count; i++) {
        json_array_append_new(years, json_integer(notice->years[i].year));
    }
    json_t *json =
        json_pack("{s:s, s:o, s:I, s:b}", "calendar", file->name.text, "years", years, "position",
                  (json_int_t)recorded->position, "repeated", recorded->repeated);
    json_line(json);
    json_decref(json);
}

static void published_print(const struct calendar_file *file, const struct calendar_notice *notice,
                            const struct tongfa_recorded *recorded)
{
    printf("%s", file->name.text);
    for (uint32_t i = 0; i < notice->year_count; i++) {
        printf("%s %u", i == 0 ? "" : ",", notice->years[i].year);
    }
    printf(" %s (position %" PRIu64 ")\n",
           recorded->repeated ? "was published before" : "is published", recorded->position);
}

/* A fact holds so many years, a file any number: they go one portion after the other. */
int command_calendar_publish(struct cli *cli)
{
    static struct calendar_file file;
    static calendar_bytes bytes;
    struct calendar_notice notice;
    struct tongfa_recorded recorded;
    uint32_t from = 0;

    int code = cli_calendar(cli, cli->arguments[0], &file);
    if (code == EXIT_OK) code = cli_open(cli, DOOR_OFFICE);
    if (code != EXIT_OK) return code;
    do {
        calendar_notice_of(&file, from, bytes, &notice);
        if (client_publish_calendar(cli->client, &notice, &recorded) != 0) return cli_failed(cli);
        if (cli->json) published_json(&file, &notice, &recorded);
        if (!cli->json) published_print(&file, &notice, &recorded);
        from += notice.year_count;
    } while (from < file.source_count);
    return EXIT_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* backup: a copy of a data directory, also while its broker runs. */
#include "broker/shell/backup.h"

#include "client/cli/journal.h"
#include "client/cli/output.h"
#include "client/explain.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

static void backup_say(const struct cli *cli, const struct backup_report *report)
{
    if (!cli->no_verify) verify_say(cli, &report->verified);
    if (cli->json) {
        json_t *json = json_pack("{s:s, s:I, s:I, s:b}", "backup", cli->arguments[0], "position",
                                 (json_int_t)report->position, "bytes", (json_int_t)report->bytes,
                                 "verified", !cli->no_verify);
        json_line(json);
        json_decref(json);
        return;
    }
    fputs("backup in ", stdout);
    text_print(stdout, cli->arguments[0]);
    printf(": up to position %" PRIu64 ", %" PRIu64 " KiB%s\n", report->position,
           report->bytes / 1024, cli->no_verify ? ", not verified" : ", verified");
}

/* The snapshot is freed by the end of the process, and by nothing else. */
static _Noreturn void backup_give_up(struct cli *cli)
{
    int code = cli_stop(cli, EXIT_TEMPORARY,
                        "the copy was not written within the time allowed, and was removed");
    fflush(stdout);
    _exit(code);
}

static int backup_failed(struct cli *cli, enum err err)
{
    switch ((int)err) {
        case ERR_TIMEOUT: backup_give_up(cli);
        case ERR_BUSY:
            return cli_stop(cli, EXIT_USAGE,
                            "%s exists, or %s.part of a backup that is under way or was broken "
                            "off; give a name that is new",
                            cli->arguments[0], cli->arguments[0]);
        case ERR_CORRUPT:
            return cli_stop(cli, EXIT_NOT_SOUND, "the journal is not sound, no backup was made");
        default: return data_failed(cli, err);
    }
}

int command_backup(struct cli *cli)
{
    struct journal *journal = NULL;
    struct backup_report report;
    struct backup_options options = {
        .target = cli->arguments[0],
        .limit_ms = BACKUP_LIMIT_MS,
        .is_verified = !cli->no_verify,
        .complain = verify_complain,
        .self = cli,
    };

    if (cli->within != NULL) {
        uint64_t seconds;
        int code = cli_number(cli, "--within", cli->within, &seconds);
        if (code != EXIT_OK) return code;
        if (seconds == 0 || seconds > 30 * 86400) {
            return cli_usage(cli, "--within: give 1 to 2592000 seconds");
        }
        options.limit_ms = (int64_t)seconds * 1000;
    }
    int code = data_open(cli, cli->data, &journal);
    if (code != EXIT_OK) return code;
    enum err err = backup_make(journal, &options, &report);
    if (err != OK) {
        code = backup_failed(cli, err);
    } else {
        backup_say(cli, &report);
    }
    journal_close(&journal);
    return code;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* act: what clerks, officers, heads and supervisors do to a bundle. Whoever does it says as whom:
 * --role and, of a department, --department; where only one role may, it is that one. */
#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "client/date.h"
#include "proto/symbols.h"
#include "tongfa/act.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char act_details[] =
    "The bundle as a whole:\n"
    "  suspend, resume   it stands still, its clocks too, --until, or until it goes on\n"
    "                    (head, government)\n"
    "  urge, relax       its priority is --amount [0] from now on, or as it was\n"
    "                    (government, head, supervisor)\n"
    "At the counter (clerk):\n"
    "  accept            it is accepted; put_right: --materials were put right on the spot\n"
    "  ask_corrections   --materials must be corrected: --reason; once only\n"
    "  not_require       no licence is needed: --reason\n"
    "  not_accept        it is for another authority: --reason, --on which one\n"
    "  material_supplied --materials came that may come later\n"
    "During the review of a stage (officer, head):\n"
    "  correct           the applicant must correct --materials: --reason; retract\n"
    "  notify            a further notice of corrections is given (supervisor)\n"
    "  special_start     it stands for a special procedure: --kind hearing, tender,\n"
    "                    auction, inspection, testing, quarantine, appraisal,\n"
    "                    expert_review or other; --amount the working days planned\n"
    "                    for it, --until the day of a hearing\n"
    "  special_end       it goes on; --reason what came of it\n"
    "  extend            its limit is extended by --amount (head); without STAGE that\n"
    "                    of all together (government)\n"
    "  return            it goes back to one that it rests on, --on\n"
    "  sign              --kind agree or disagree, as one of its signers\n"
    "  add_signer, remove_signer  --on whom, --reason (head)\n"
    "  commit, withdraw_commitment  instead of a review (submitter)\n"
    "  commitment_kept, commitment_false, bar_commitment  what the check found\n"
    "Supervision:\n"
    "  appeal_card       against a card, --kind its level (officer, head)\n"
    "  uphold_card, withdraw_card  the answer (supervisor)\n"
    "  remind            once a working day (submitter, supervisor)\n"
    "  order             to the department of STAGE, --until when (supervisor)\n"
    "  ack_order, report_order, rectify_order, appeal_order  (officer, head)\n"
    "  return_order, verify_order, close_order, uphold_order  (supervisor)\n"
    "After the issue of a permit, also when the bundle has ended:\n"
    "  deliver           it is handed over (clerk)\n"
    "  revoke            it should not have been granted; --kind abuse, powers,\n"
    "                    procedure, unqualified, other, fraud (head, government)\n"
    "  recall            what it rests on has changed; --kind law, circumstances (head)\n"
    "  deregister        it is struck off; --kind expired, holder_unable, revoked,\n"
    "                    holder_dissolved, force_majeure, by_law (head)\n"
    "  ask_deferral, defer, refuse_deferral  more time to begin works; --amount months\n"
    "  start_works, stop_works, go_on_works  after a year --kind checked\n"
    "  ask_renewal, renew, refuse_renewal    it is to be valid for another term";

/* The roles that may do it, with commas. */
static void roles_text(uint8_t act, char text[160])
{
    uint32_t roles = act_roles(act);

    text[0] = '\0';
    for (uint32_t role = ROLE_SUBMITTER; role <= ROLE_SUPERVISOR; role++) {
        if (!set_has(roles, role)) continue;
        size_t used = strlen(text);
        snprintf(text + used, 160 - used, "%s%s", used > 0 ? ", " : "",
                 symbols_name(&symbols_role, role));
    }
}

/* The role that was given, or the only one that may. Returns EXIT_OK, or has said what is wrong. */
static int find_role(struct cli *cli, uint8_t act, enum tongfa_role *role)
{
    uint32_t roles = act_roles(act);
    uint32_t given = 0;
    char text[160];

    roles_text(act, text);
    if (cli->role == NULL && roles != 0 && (roles & (roles - 1)) == 0) {
        while (!set_has(roles, given)) {
            given++;
        }
    } else if (cli->role == NULL) {
        return cli_usage(cli, "say as whom, by --role: %s", text);
    } else if (!symbols_find(&symbols_role, cli->role, &given)) {
        return cli_usage(cli, "--role %s: give one of %s", cli->role, text);
    }
    if (role_has_department((enum role)given) && cli->department == NULL) {
        return cli_usage(cli, "the %s of which department? Give --department",
                         symbols_name(&symbols_role, given));
    }
    *role = (enum tongfa_role)given;
    return EXIT_OK;
}

/* "2026-03-01" is the end of that day here, "2026-03-01T17:30" that minute. */
static int read_until(struct cli *cli, int64_t *until_ms)
{
    const char *at = cli->until;
    uint32_t minute = 24 * 60;
    int32_t day;

    *until_ms = 0;
    if (at == NULL) return EXIT_OK;
    bool is_read = date_read(&at, &day);
    if (is_read && *at == 'T') {
        at++;
        is_read = date_read_time(&at, &minute);
    }
    if (!is_read || *at != '\0') {
        return cli_usage(cli, "--until %s: give a date such as 2026-03-01, or 2026-03-01T17:30",
                         cli->until);
    }
    struct civil date = civil_from_day(day);
    struct tm local = { .tm_year = date.year - 1900,
                        .tm_mon = (int)date.month - 1,
                        .tm_mday = (int)date.day,
                        .tm_min = (int)minute,
                        .tm_isdst = -1 };
    *until_ms = (int64_t)mktime(&local) * 1000;
    return EXIT_OK;
}

static int read_amount(struct cli *cli, uint32_t *amount)
{
    uint64_t number = 0;

    int code = cli->amount == NULL ? EXIT_OK : cli_number(cli, "amount", cli->amount, &number);
    if (code == EXIT_OK && number > UINT32_MAX) code = cli_usage(cli, "--amount: too much");
    *amount = (uint32_t)number;
    return code;
}

/* BUNDLE [STAGE], or --key and [STAGE]. */
static int read_subject(struct cli *cli, struct tongfa_act *act)
{
    int used = 1;

    act->ref = (struct tongfa_ref){ .key = cli->key, .submitter = cli->submitter };
    if (cli->key == NULL) {
        if (cli->argument_count < 2) {
            return cli_usage(cli, "name the bundle: its number, or --key KEY");
        }
        int code = cli_number(cli, "bundle", cli->arguments[1], &act->ref.bundle);
        if (code != EXIT_OK) return code;
        if (act->ref.bundle == 0) return cli_usage(cli, "bundles are numbered from 1");
        used = 2;
    }
    if (cli->argument_count > used) act->stage = cli->arguments[used++];
    if (cli->argument_count > used) {
        return cli_usage(cli, "act does not take \"%s\"", cli->arguments[used]);
    }
    return EXIT_OK;
}

static void print_recorded(const struct cli *cli, const struct tongfa_act *act,
                           const struct tongfa_recorded *recorded)
{
    if (cli->json) {
        json_t *json = json_pack("{s:I, s:s, s:I, s:b}", "bundle", (json_int_t)recorded->bundle,
                                 "act", act->act, "position", (json_int_t)recorded->position,
                                 "repeated", recorded->repeated);
        json_line(json);
        json_decref(json);
        return;
    }
    printf("bundle %" PRIu64 ": %s%s%s is recorded (position %" PRIu64 ")\n", recorded->bundle,
           act->act, act->stage == NULL ? "" : " ", act->stage == NULL ? "" : act->stage,
           recorded->position);
}

int command_act(struct cli *cli)
{
    struct tongfa_act act = { .act = cli->arguments[0],
                              .detail = cli->kind,
                              .materials = cli->materials,
                              .on = cli->on,
                              .reason = cli->reason };
    struct tongfa_recorded recorded;
    enum tongfa_role role = TONGFA_SUBMITTER;
    uint32_t number;

    if (!symbols_find(&symbols_act, act.act, &number)) {
        return cli_usage(cli, "there is no act \"%s\"; `tongfa help act` lists them", act.act);
    }
    int code = read_subject(cli, &act);
    if (code == EXIT_OK) code = read_amount(cli, &act.amount);
    if (code == EXIT_OK) code = read_until(cli, &act.until_ms);
    if (code == EXIT_OK) code = find_role(cli, (uint8_t)number, &role);
    if (code == EXIT_OK) code = cli_open_as(cli, role);
    if (code != EXIT_OK) return code;
    if (tongfa_act(cli->client, &act, &recorded) != 0) return cli_failed(cli);
    print_recorded(cli, &act, &recorded);
    return EXIT_OK;
}

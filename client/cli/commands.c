/* SPDX-License-Identifier: Apache-2.0 */
/* Every command and every option, with what the help says about it. */
#include "client/cli/cli.h"

#define TO(member_) offsetof(struct cli, member_)
#define END_OF_ROWS \
    { \
        0 \
    }

/* clang-format off */
const struct option_row global_options[] = {
    { "counter", "ENDPOINT", "the broker's front door [$TONGFA_COUNTER, " TONGFA_ENDPOINT_COUNTER "]", TO(counter) },
    { "office",  "ENDPOINT", "its back door [$TONGFA_OFFICE, " TONGFA_ENDPOINT_OFFICE "]", TO(office) },
    { "as",      "NAME",     "who asks; keys belong to it [$TONGFA_AS, the login name]", TO(as) },
    { "timeout", "SECONDS",  "longest wait for an answer [10]; 0 waits for ever", TO(timeout) },
    { "json",    NULL,       "one JSON object a line, errors too, on standard output", TO(json) },
    { "color",   "WHEN",     "auto, always or never [auto]", TO(color) },
    { "help",    NULL,       "say how the command is used", TO(help) },
    { "version", NULL,       "say which version this is", TO(version) },
    END_OF_ROWS
};

#define OPTIONS_OF_BUNDLE \
    { "key",       "KEY",  "name the bundle by its submitter's key", TO(key) }, \
    { "submitter", "NAME", "whose key it is [the one who asks]", TO(submitter) }

static const struct option_row submit_options[] = {
    { "wait",   NULL, "follow until every bundle has ended, and say how", TO(wait) },
    { "window", "N",  "how many may be unanswered at a time, 1 to 4096 [512]", TO(window) },
    { "quiet",  NULL, "only what is refused, what ended, and the summary", TO(quiet) },
    END_OF_ROWS
};
static const struct option_row signal_options[] = {
    OPTIONS_OF_BUNDLE,
    { "called-off", NULL,   "the milestone will never be reached", TO(called_off) },
    { "batch",      "FILE", "many: {\"key\": ..., \"reached\": [...], \"called_off\": [...]} a line", TO(batch) },
    END_OF_ROWS
};
static const struct option_row withdraw_options[] = {
    OPTIONS_OF_BUNDLE,
    { "reason", "TEXT", "why", TO(reason) },
    END_OF_ROWS
};
static const struct option_row act_options[] = {
    OPTIONS_OF_BUNDLE,
    { "role",       "ROLE",  "as whom: clerk, officer, head, government, supervisor, ... [the only one that may]", TO(role) },
    { "department", "NAME",  "whose officer or head", TO(department) },
    { "reason",     "TEXT",  "why; the applicant can read it", TO(reason) },
    { "until",      "DATE",  "2026-03-01 or 2026-03-01T17:30, local time", TO(until) },
    { "amount",     "N",     "how many days, mostly", TO(amount) },
    { "kind",       "WORD",  "which of several kinds", TO(kind) },
    { "materials",  "A,B",   "materials of the procedure, by name", TO(materials) },
    { "on",         "NAME",  "another person, department, stage or rule", TO(on) },
    END_OF_ROWS
};
static const struct option_row bundle_options[] = {
    OPTIONS_OF_BUNDLE,
    END_OF_ROWS
};
static const struct option_row cards_options[] = {
    OPTIONS_OF_BUNDLE,
    { "level",      "LEVEL", "only cards of this level: notice, yellow, red or deep_red", TO(level) },
    { "department", "NAME",  "only those of this department's stages", TO(department) },
    END_OF_ROWS
};
static const struct option_row history_options[] = {
    OPTIONS_OF_BUNDLE,
    { "limit", "N", "only the newest N facts", TO(limit) },
    END_OF_ROWS
};
static const struct option_row follow_options[] = {
    { "from",      "POSITION", "begin there [now]; 1 is the whole journal", TO(from) },
    { "bundle",    "NUMBER",   "only this bundle's facts", TO(bundle) },
    { "submitter", "NAME",     "only facts of this submitter's bundles", TO(submitter) },
    { "types",     "TYPE,...", "only these types, such as VERDICT_GIVEN,PERMITS_ISSUED", TO(types) },
    { "end",       NULL,       "stop when nothing newer is in the journal", TO(end) },
    END_OF_ROWS
};
static const struct option_row parked_options[] = {
    { "department", "NAME", "only jobs of this department", TO(department) },
    END_OF_ROWS
};
static const struct option_row dump_options[] = {
    { "data",   "DIR",      "the broker's data directory", TO(data) },
    { "from",   "POSITION", "first fact wanted [1]", TO(from) },
    { "until",  "POSITION", "last fact wanted [the newest]", TO(until) },
    { "bundle", "NUMBER",   "only this bundle's facts", TO(bundle) },
    END_OF_ROWS
};
static const struct option_row verify_options[] = {
    { "data",    "DIR",    "the broker's data directory", TO(data) },
    { "witness", "FILE",   "compare it with what a witness has kept", TO(witness) },
    { "key",     "PUBLIC", "the public key that must have signed that [any]", TO(key) },
    END_OF_ROWS
};
static const struct option_row witness_options[] = {
    { "key",   "PUBLIC", "take only what was signed with this key [any]", TO(key) },
    { "end",   NULL,     "stop when the broker has signed no more", TO(end) },
    { "quiet", NULL,     "say nothing while all is well", TO(quiet) },
    END_OF_ROWS
};
static const struct option_row key_options[] = {
    { "data", "DIR", "read it there, without a broker", TO(data) },
    END_OF_ROWS
};
static const struct option_row receipt_options[] = {
    OPTIONS_OF_BUNDLE,
    { "stage",    "STAGE",    "also what this stage's reviewer said, and what became of it", TO(stage) },
    { "position", "POSITION", "also this fact of the bundle", TO(position) },
    { "output",   "FILE",     "write a new file [standard output]", TO(output) },
    END_OF_ROWS
};
static const struct option_row receipt_verify_options[] = {
    { "key",         "PUBLIC", "the broker's public key, from a place that you trust", TO(key) },
    { "application", "FILE",   "compare: a bundle or application in JSON, or its MessagePack bytes", TO(application) },
    END_OF_ROWS
};
static const struct option_row backup_options[] = {
    { "data",      "DIR",     "the broker's data directory", TO(data) },
    { "within",    "SECONDS", "give up after so long [3600]", TO(within) },
    { "no-verify", NULL,      "do not check the copy", TO(no_verify) },
    END_OF_ROWS
};
static const struct option_row code_options[] = {
    { "kind", "KIND", "uscc, id, licence or project [what it looks like]", TO(kind) },
    END_OF_ROWS
};
static const struct option_row draw_options[] = {
    { "output",     "FILE",   "write this file [standard output]", TO(output) },
    { "life-cycle", NULL,     "draw the states of a stage and of its job", TO(life_cycle) },
    { "bundle",     "NUMBER", "draw the time line of this bundle", TO(bundle) },
    { "key",        "KEY",    "the same by its submitter's key", TO(key) },
    { "submitter",  "NAME",   "whose key it is [the one who asks]", TO(submitter) },
    END_OF_ROWS
};
static const struct option_row calendar_options[] = {
    { "file", "FILE", "another calendar [China's]", TO(file) },
    END_OF_ROWS
};
static const struct option_row period_options[] = {
    { "unit", "UNIT", "working-days, natural-days, working-hours, natural-hours or months [working-days]", TO(unit) },
    { "file", "FILE", "another calendar [China's]", TO(file) },
    END_OF_ROWS
};
static const struct option_row journal_options[] = {
    { "data", "DIR", "the broker's data directory", TO(data) },
    END_OF_ROWS
};
/* clang-format on */

const struct command commands[] = {
    {
        .name = "publish",
        .run = command_publish,
        .synopsis = "FILE",
        .summary = "Publish a procedure, so that bundles can be submitted under it",
        .details = "A version is published once: the same content again changes nothing, other\n"
                   "content is refused. Bundles live and die under the version they began with.",
        .example = "  tongfa publish procedures/five-permits.yaml",
        .arguments_min = 1,
        .arguments_max = 1,
    },
    {
        .name = "lint",
        .run = command_lint,
        .synopsis = "FILE...",
        .summary = "Say everything that is wrong with procedure files, without a broker",
        .details = "Exit code 0: sound, warnings apart; 3: at least one error.",
        .example = "  tongfa lint procedures/*.yaml",
        .arguments_min = 1,
        .arguments_max = -1,
    },
    {
        .name = "procedure",
        .run = command_procedure,
        .synopsis = "NAME [VERSION]",
        .summary = "Show a published procedure; the newest version if none is given",
        .example = "  tongfa procedure five-permits",
        .arguments_min = 1,
        .arguments_max = 2,
    },
    {
        .name = "draw",
        .run = command_draw,
        .synopsis = "FILE|--bundle NUMBER|--key KEY|--life-cycle",
        .summary = "Draw a procedure, a bundle's time line, or the states, as SVG",
        .details =
            "FILE is a procedure; it is drawn without a broker: what waits for what, and which\n"
            "permits come out together. The time line is drawn from the facts of a bundle, in\n"
            "local time. A file that is there already is replaced.\n"
            "Exit code 65: the procedure has errors, and nothing is drawn.",
        .example = "  tongfa draw procedures/five-permits.yaml --output five-permits.svg\n"
                   "  tongfa draw --bundle 12 --output bundle-12.svg",
        .options = draw_options,
        .arguments_min = 0,
        .arguments_max = 1,
    },
    {
        .name = "submit",
        .run = command_submit,
        .synopsis = "FILE|-",
        .summary = "Submit bundles from a file or standard input",
        .details =
            "Each bundle is a JSON object: one in the file, one a line (NDJSON), or in an array:\n"
            "  { \"procedure\": \"five-permits\", \"key\": \"2026-0017\", \"application\": { ... } }\n"
            "\"version\" (the newest) and \"priority\" (4; 0 is the most urgent, 7 the least) may\n"
            "be left out. The key is yours and names one bundle for ever: submitting it again\n"
            "gives the first answer, so after any trouble the same command goes on where it was.",
        .example = "  tongfa submit --wait procedures/samples/zhongke-zhigu.json\n"
                   "  scripts/make-bundles 1000 --print bundles | tongfa submit --quiet -",
        .options = submit_options,
        .arguments_min = 1,
        .arguments_max = 1,
    },
    {
        .name = "signal",
        .run = command_signal,
        .synopsis = "BUNDLE|--key KEY MILESTONE",
        .summary = "Say that an outside event has happened, or never will",
        .example = "  tongfa signal 12 land-contract\n"
                   "  tongfa signal --key 2026-0017 price-paid --called-off\n"
                   "  tongfa signal --batch signals.ndjson",
        .options = signal_options,
        .arguments_min = 0,
        .arguments_max = 2,
    },
    {
        .name = "withdraw",
        .run = command_withdraw,
        .synopsis = "BUNDLE|--key KEY",
        .summary = "Withdraw a bundle; permits already issued stay",
        .example = "  tongfa withdraw --key 2026-0017 --reason \"sold the plot\"",
        .options = withdraw_options,
        .arguments_min = 0,
        .arguments_max = 1,
    },
    {
        .name = "act",
        .run = command_act,
        .synopsis = "ACT BUNDLE|--key KEY [STAGE]",
        .summary = "Do something to a bundle as a clerk, officer, head or supervisor",
        .details = act_details,
        .example = "  tongfa act suspend 12 --role head --department planning --reason \"flood\" "
                   "--until 2026-03-01\n"
                   "  tongfa act resume 12 --role government",
        .options = act_options,
        .arguments_min = 1,
        .arguments_max = 3,
    },
    {
        .name = "supply",
        .run = command_supply,
        .synopsis = "BUNDLE|--key KEY FILE",
        .summary = "Give a new application, since corrections were asked for",
        .details =
            "FILE is the bundle as for submit; of it only the application is read, and takes the\n"
            "place of the one before. What is reviewed again is what read a material that is\n"
            "different now, and what asked. - is standard input.",
        .example = "  tongfa supply --key 2026-0017 bundle.json --reason \"the plan as you asked\"",
        .options = withdraw_options,
        .arguments_min = 1,
        .arguments_max = 2,
    },
    {
        .name = "show",
        .run = command_show,
        .synopsis = "BUNDLE|--key KEY",
        .summary = "Show a bundle: its stages, permits and time line, also years later",
        .example = "  tongfa show 12",
        .options = bundle_options,
        .arguments_min = 0,
        .arguments_max = 1,
    },
    {
        .name = "explain",
        .run = command_explain,
        .synopsis = "BUNDLE|--key KEY",
        .summary = "Say what a bundle waits for, since when, and who could act",
        .example = "  tongfa explain 12",
        .options = bundle_options,
        .arguments_min = 0,
        .arguments_max = 1,
    },
    {
        .name = "cards",
        .run = command_cards,
        .synopsis = "[BUNDLE|--key KEY]",
        .summary =
            "List cards, orders and reminders of a bundle, or the cards of all that are open",
        .details =
            "Without a bundle the journal is read for those that have cards.\n"
            "With --json the member \"kind\" says which it is: card, order, reminder or urgency.",
        .example = "  tongfa cards 12\n  tongfa cards --level red --department planning",
        .options = cards_options,
        .arguments_min = 0,
        .arguments_max = 1,
    },
    {
        .name = "history",
        .run = command_history,
        .synopsis = "BUNDLE|--key KEY",
        .summary = "Show every fact of a bundle, oldest first",
        .details = "A long line is cut, and then ends with \"…\"; --json has all of it.",
        .example = "  tongfa history 12\n  tongfa history 12 --limit 5 --json",
        .options = history_options,
        .arguments_min = 0,
        .arguments_max = 1,
    },
    {
        .name = "follow",
        .run = command_follow,
        .synopsis = "",
        .summary = "Show facts as they become true, until interrupted",
        .details =
            "Goes on where it was when the broker was away for less than the time-out; with\n"
            "--timeout 0 however long it was away. A long line is cut, and then ends with \"…\";\n"
            "--json has all of it.",
        .example = "  tongfa follow --types VERDICT_GIVEN,PERMITS_ISSUED\n"
                   "  tongfa follow --from 1 --end --json > journal.ndjson",
        .options = follow_options,
        .arguments_min = 0,
        .arguments_max = 0,
    },
    {
        .name = "stats",
        .run = command_stats,
        .synopsis = "",
        .summary = "Show counts of the whole broker and of each department",
        .example = "  tongfa stats --json",
        .arguments_min = 0,
        .arguments_max = 0,
    },
    {
        .name = "parked",
        .run = command_parked,
        .synopsis = "",
        .summary = "List the jobs that need an operator",
        .example = "  tongfa parked --department planning",
        .options = parked_options,
        .arguments_min = 0,
        .arguments_max = 0,
    },
    {
        .name = "migrate",
        .run = command_migrate,
        .synopsis = "PROCEDURE VERSION BUNDLE...",
        .summary = "Move open bundles to another version of their procedure",
        .details =
            "What both versions have is known by its name and carried over; clocks go on. Where a\n"
            "bundle does not fit it stays as it is, and why is said. Exit code 0: all are moved;\n"
            "2: some are; 1: none is.",
        .example = "  tongfa migrate five-permits 2 12 13 14",
        .arguments_min = 3,
        .arguments_max = -1,
    },
    {
        .name = "retry",
        .run = command_retry,
        .synopsis = "BUNDLE STAGE",
        .summary = "Put a parked job back into its queue; its failures count from zero",
        .example = "  tongfa retry 12 works-planning",
        .arguments_min = 2,
        .arguments_max = 2,
    },
    {
        .name = "journal dump",
        .run = command_dump,
        .synopsis = "--data DIR",
        .summary = "Write the facts of a journal, without a broker",
        .details = "A long line is cut, and then ends with \"…\"; --json has all of it.",
        .example = "  tongfa journal dump --data /var/lib/tongfa --bundle 12",
        .options = dump_options,
        .arguments_min = 0,
        .arguments_max = 0,
    },
    {
        .name = "journal verify",
        .run = command_verify,
        .synopsis = "--data DIR",
        .summary = "Check that everything in a journal is as it was written",
        .details =
            "Checks the chain of hashes, the links between facts, every table against a replay,\n"
            "and every signed checkpoint. That nothing was cut off at the end, rolled back, or\n"
            "changed and chained anew by someone who has the signing key, only a witness knows.\n"
            "Exit code 0: sound; 3: not sound, each problem on a line, its place first.",
        .example = "  tongfa journal verify --data /var/lib/tongfa\n"
                   "  tongfa journal verify --data /var/lib/tongfa --witness witness.ndjson",
        .options = verify_options,
        .arguments_min = 0,
        .arguments_max = 0,
    },
    {
        .name = "journal checkpoints",
        .run = command_checkpoints,
        .synopsis = "--data DIR",
        .summary = "List the signed checkpoints of a journal, without a broker",
        .details = "With --json they are lines of a witness's file.",
        .example = "  tongfa journal checkpoints --data /var/lib/tongfa --json > witness.ndjson",
        .options = journal_options,
        .arguments_min = 0,
        .arguments_max = 0,
    },
    {
        .name = "journal replay",
        .run = command_replay,
        .synopsis = "--data DIR",
        .summary = "Replay a journal and compare with what a restart would begin with",
        .details = "Exit code 0: the two states are equal; 3: they are not.",
        .example = "  tongfa journal replay --data /var/lib/tongfa",
        .options = journal_options,
        .arguments_min = 0,
        .arguments_max = 0,
    },
    {
        .name = "witness",
        .run = command_witness,
        .synopsis = "FILE",
        .summary = "Keep what the broker signs of its journal, on a machine of your own",
        .details =
            "Appends each new signed checkpoint to the file, one JSON object a line, until\n"
            "interrupted; run again, it goes on. Before each it asks whether the broker still\n"
            "has the one before. Exit code 3: the broker's journal was rolled back, replaced or\n"
            "changed; 4: another key signed.",
        .example = "  tongfa witness /media/append-only/witness.ndjson --timeout 0",
        .options = witness_options,
        .arguments_min = 1,
        .arguments_max = 1,
    },
    {
        .name = "key",
        .run = command_key,
        .synopsis = "",
        .summary = "Say the public key that the broker signs with",
        .details = "Compare it with the one in the broker's log before you trust it.",
        .example = "  tongfa key",
        .options = key_options,
        .arguments_min = 0,
        .arguments_max = 0,
    },
    {
        .name = "receipt",
        .run = command_receipt,
        .synopsis = "BUNDLE|--key KEY [acceptance]",
        .summary = "Get proof of what the broker has recorded of a bundle",
        .details =
            "The receipt proves who submitted what and when; with --stage also what its reviewer\n"
            "said and which permits were issued, with acceptance that it was accepted at the\n"
            "counter, or not, when and by whom. It is checked without the broker.",
        .example = "  tongfa receipt 12 --stage works-planning --output 12.receipt\n"
                   "  tongfa receipt --key 2026-0017 acceptance --output accepted.receipt",
        .options = receipt_options,
        .arguments_min = 0,
        .arguments_max = 2,
    },
    {
        .name = "receipt verify",
        .run = command_receipt_verify,
        .synopsis = "FILE --key PUBLIC",
        .summary = "Check a receipt without a broker, and say what it proves",
        .details =
            "Exit code 0: genuine; 3: it was changed or proves nothing; 4: signed with another\n"
            "key; 5: genuine, but not of this application; 65: the file is no receipt.",
        .example = "  tongfa receipt verify 12.receipt --key $(cat broker.public)",
        .options = receipt_verify_options,
        .arguments_min = 1,
        .arguments_max = 1,
    },
    {
        .name = "backup",
        .run = command_backup,
        .synopsis = "--data DIR TARGET",
        .summary = "Copy a journal into a new directory, also while its broker runs",
        .details =
            "The copy is of one moment, synced, and verified (chain and replay). A broker started\n"
            "on it goes on from that moment. The signing key is not copied. While it runs, the\n"
            "broker's file grows by what the broker writes anew: hence --within.",
        .example = "  tongfa backup --data /var/lib/tongfa /backup/tongfa-2026-11-23",
        .options = backup_options,
        .arguments_min = 1,
        .arguments_max = 1,
    },
    {
        .name = "code verify",
        .run = command_code_verify,
        .synopsis = "CODE...|-",
        .summary = "Check codes that papers bear, without a broker",
        .details =
            "Unified social credit codes, citizens' identity numbers, electronic licences and\n"
            "project codes (of these only the shape). - reads one a line from standard input.\n"
            "Whether a code was ever given to anybody, only its register knows. Exit code 0: all\n"
            "are valid; 3: at least one is not.",
        .example = "  tongfa code verify 91110000802100433B 11010519491231002X\n"
                   "  cut -f 3 firms.tsv | tongfa code verify --kind uscc -",
        .options = code_options,
        .arguments_min = 1,
        .arguments_max = -1,
    },
    {
        .name = "calendar",
        .run = command_calendar,
        .synopsis = "[YEAR]",
        .summary = "Show the working days of a year, without a broker",
        .details =
            "A year that is not published yet is shown with Monday to Friday as working days, and\n"
            "said to be provisional. The format of calendars is in procedures/README.md.",
        .example = "  tongfa calendar 2025",
        .options = calendar_options,
        .arguments_min = 0,
        .arguments_max = 1,
    },
    {
        .name = "calendar add",
        .run = command_calendar_add,
        .synopsis = "FROM AMOUNT",
        .summary = "Say when a limit that begins on a date ends",
        .details =
            "The first day is not counted (民法典 201); a last day that is a rest day moves to the\n"
            "next working day (203). Hours are counted from a time, which FROM then has to name.\n"
            "A provisional answer is said to be so: the year that it rests on is not published.",
        .example = "  tongfa calendar add 2023-03-30 20\n"
                   "  tongfa calendar add 2023-03-30T16:30 4 --unit working-hours",
        .options = period_options,
        .arguments_min = 2,
        .arguments_max = 2,
    },
    {
        .name = "calendar count",
        .run = command_calendar_count,
        .synopsis = "FROM TO",
        .summary = "Count the working days, or other units, between two dates",
        .details = "FROM is not counted, TO is. Hours are shown as hours:minutes.",
        .example = "  tongfa calendar count 2023-03-30 2023-04-27\n"
                   "  tongfa calendar count 2023-03-30T16:30 2023-04-03T10:00 --unit working-hours",
        .options = period_options,
        .arguments_min = 2,
        .arguments_max = 2,
    },
    {
        .name = "calendar publish",
        .run = command_calendar_publish,
        .synopsis = "FILE",
        .summary = "Give the broker the working days that it counts by",
        .details =
            "The years of the file take the place of those that were published before, its hours\n"
            "hold for all years. The same calendar again changes nothing. What rested on a year\n"
            "that was not published is counted anew.",
        .example = "  tongfa calendar publish procedures/calendars/cn.yaml",
        .arguments_min = 1,
        .arguments_max = 1,
    },
    {
        .name = "help",
        .run = command_help,
        .synopsis = "[COMMAND]",
        .summary = "Say how to use tongfa, or one of its commands",
        .example = "  tongfa help submit",
        .arguments_min = 0,
        .arguments_max = 2,
    },
    { .name = NULL },
};

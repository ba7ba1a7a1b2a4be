/* SPDX-License-Identifier: Apache-2.0 */
/* The command `tongfa`: what its commands share.
 *
 *     main.c       finds the command and reads its options     commands.c   the table of commands
 *     output.c     tables, colours, times, errors              one file for each group of commands
 *
 * When you add a command: a row in commands.c, its function in the file of its group, its exit codes
 * in the help text, an end-to-end test. */
#ifndef CLIENT_CLI_CLI_H
#define CLIENT_CLI_CLI_H

#include "client/lint.h"
#include "tongfa/client.h"
#include "tongfa/procedure.h"

#include <jansson.h>

enum exit_code {
    EXIT_OK = 0,
    EXIT_REFUSED = 1,       /* by the broker, by name */
    EXIT_PARTIAL = 2,       /* some of a batch were refused */
    EXIT_NOT_SOUND = 3,     /* verify, replay, witness, lint: something is wrong */
    EXIT_OTHER_KEY = 4,     /* a receipt or signed checkpoint is sound, but not of this key */
    EXIT_OTHER_CONTENT = 5, /* a receipt is genuine, but not of this application */
    EXIT_USAGE = 64,        /* the command line */
    EXIT_BAD_DATA = 65,     /* the contents of an input file */
    EXIT_NO_INPUT = 66,     /* no such file or directory */
    EXIT_UNREACHABLE = 69,  /* no broker at the endpoint */
    EXIT_INTERNAL = 70,
    EXIT_IO = 74,
    EXIT_TEMPORARY = 75, /* busy, draining, no answer: the same again may pass */
    EXIT_INTERRUPTED = 130,
};

/* One option; its value goes to the member of struct cli at `offset`: const char * if it takes a
 * value, bool if it is a flag. */
struct option_row {
    const char *name;
    const char *value; /* what to call it in the help; NULL: a flag */
    const char *help;
    size_t offset;
};

struct cli;

struct command {
    const char *name; /* "submit", "journal dump" */
    int (*run)(struct cli *cli);
    const char *synopsis; /* after the name */
    const char *summary;  /* one line */
    const char *details;  /* paragraphs for the help; may be NULL */
    const char *example;
    const struct option_row *options; /* of its own, up to a row without a name; may be NULL */
    int arguments_min;
    int arguments_max; /* -1: any number */
};

struct cli {
    const struct command *command;
    const char **arguments;
    int argument_count;

    /* global options */
    const char *counter;
    const char *office;
    const char *as;
    const char *timeout;
    const char *color;
    bool json;
    bool help;
    bool version;

    /* options of commands */
    const char *key;
    const char *submitter;
    const char *reason;
    const char *limit;
    const char *from;
    const char *until;
    const char *bundle;
    const char *types;
    const char *department;
    const char *data;
    const char *window;
    const char *witness;
    const char *stage;
    const char *position;
    const char *output;
    const char *application;
    const char *within;
    const char *batch;
    const char *kind;
    const char *unit;
    const char *file;
    const char *role;
    const char *level;
    const char *amount;
    const char *materials;
    const char *on;
    bool called_off;
    bool wait;
    bool quiet;
    bool end;
    bool no_verify;
    bool life_cycle;

    /* what follows from them */
    int64_t timeout_ms;
    bool is_colored;
    struct tongfa_client *client; /* closed at the end of the program */
};

extern const struct command commands[]; /* up to a row without a name */
extern const struct option_row global_options[];

/* ---- The broker ---------------------------------------------------------------------------- */

enum door {
    DOOR_COUNTER, /* as a submitter */
    DOOR_OFFICE,  /* as an operator */
    DOOR_ANY,     /* only asking: the counter, or the office if only that is given */
};

/* Open cli->client. Returns EXIT_OK, or another code and has said why. */
int cli_open(struct cli *cli, enum door door);

/* The same in a role, at its door, for --department if it has one. */
int cli_open_as(struct cli *cli, enum tongfa_role role);

/* From now on SIGINT and SIGTERM end the client's call under way, so that what was done so far can
 * be said; a second one ends the program. */
void cli_catch_signals(struct cli *cli);
bool cli_is_interrupted(void);

/* The bundle named by the first argument or --key. Returns EXIT_OK, or has said why not; *used is how
 * many arguments it took. */
int cli_ref(struct cli *cli, struct tongfa_ref *ref, int *used);

/* The same for commands that take nothing else and only ask; also opens cli->client. */
int cli_bundle(struct cli *cli, struct tongfa_ref *ref);

/* Load the procedure in a file and say everything that is wrong with it. Returns EXIT_OK,
 * EXIT_NOT_SOUND, EXIT_NO_INPUT or EXIT_INTERNAL. */
int cli_procedure(struct cli *cli, const char *path, struct procedure *procedure);

/* Load the calendar in a file; NULL: China's. Returns EXIT_OK, or has said what is wrong with it.
 * (calendar.c) */
struct calendar_file;
int cli_calendar(struct cli *cli, const char *path, struct calendar_file *file);

/* Read a number of an option or argument. Returns EXIT_OK, or has said what is wrong with it. */
int cli_number(struct cli *cli, const char *what, const char *text, uint64_t *number);

/* ---- Saying what is wrong: each returns the exit code -------------------------------------- */

/* The last error of the client. */
int cli_failed(struct cli *cli);
int cli_failed_with(struct cli *cli, const struct tongfa_error *error);
enum exit_code exit_code_of(const struct tongfa_error *error);

/* A mistake on the command line; says how to get help. */
int cli_usage(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Anything else that keeps the command from its work. */
int cli_stop(struct cli *cli, enum exit_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Everything that was found in a file: on standard error, or an object a line. (finding.c) */
void cli_findings(struct cli *cli, const char *path, const struct lint_report *report);

/* ---- Commands, by file --------------------------------------------------------------------- */

int command_submit(struct cli *cli);           /* submit.c */
int command_signal(struct cli *cli);           /* signal.c */
int command_withdraw(struct cli *cli);         /* signal.c */
int command_act(struct cli *cli);              /* act.c */
extern const char act_details[];               /* what its help says of each act */
int command_supply(struct cli *cli);           /* supply.c */
int command_show(struct cli *cli);             /* bundle.c */
int command_history(struct cli *cli);          /* bundle.c */
int command_explain(struct cli *cli);          /* explain.c */
int command_cards(struct cli *cli);            /* cards.c */
int command_follow(struct cli *cli);           /* follow.c */
int command_stats(struct cli *cli);            /* office.c */
int command_parked(struct cli *cli);           /* office.c */
int command_retry(struct cli *cli);            /* office.c */
int command_migrate(struct cli *cli);          /* migrate.c */
int command_publish(struct cli *cli);          /* procedure.c */
int command_lint(struct cli *cli);             /* procedure.c */
int command_procedure(struct cli *cli);        /* procedure.c */
int command_draw(struct cli *cli);             /* draw.c */
int command_dump(struct cli *cli);             /* journal.c */
int command_verify(struct cli *cli);           /* journal.c */
int command_replay(struct cli *cli);           /* journal.c */
int command_witness(struct cli *cli);          /* witness.c */
int command_checkpoints(struct cli *cli);      /* witness.c */
int command_key(struct cli *cli);              /* witness.c */
int command_receipt(struct cli *cli);          /* receipt.c */
int command_receipt_verify(struct cli *cli);   /* receipt.c */
int command_backup(struct cli *cli);           /* backup.c */
int command_code_verify(struct cli *cli);      /* code.c */
int command_calendar(struct cli *cli);         /* calendar.c */
int command_calendar_add(struct cli *cli);     /* calendar.c */
int command_calendar_count(struct cli *cli);   /* calendar.c */
int command_calendar_publish(struct cli *cli); /* calendar_publish.c */
int command_help(struct cli *cli);             /* main.c */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* tongfa-worker: a worker process of one department, built in or any program. */
#include "client/application.h"
#include "tongfa/client.h"
#include "tongfa/worker.h"
#include "workers/departments/department.h"
#include "workers/exec.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define CONCURRENCY_MAX 256
#define MS_MAX (24UL * 3600 * 1000)
#define MAX_JOB_MS 600000
#define EXIT_NOT_GRANTED 3

struct options {
    struct tongfa_worker_options worker;
    const struct department *department; /* built in, or NULL */
    uint32_t delay_ms;
    char **arguments; /* of --exec, or NULL */
    uint32_t timeout_ms;
    const char *try_path;
};

static const char help[] =
    "usage: tongfa-worker --department NAME [OPTION...]\n"
    "       tongfa-worker --department NAME [OPTION...] --exec PROGRAM [ARG...]\n"
    "       tongfa-worker --department NAME --try FILE\n"
    "       tongfa-worker --list\n"
    "\n"
    "Takes the jobs of one department from a broker, reviews them and answers.\n"
    "\n"
    "  --office ENDPOINT    the broker's office: ipc://PATH or tcp://127.0.0.1:PORT\n"
    "                       (default: $TONGFA_OFFICE, or " TONGFA_ENDPOINT_OFFICE ")\n"
    "  --department NAME    the department; without --exec one of --list\n"
    "  --exec PROGRAM ARG.. run this for each job, without a shell; takes all that follows.\n"
    "                       The job is one JSON object on its standard input; on its standard\n"
    "                       output it says {\"verdict\":\"grant\"}, or with a reason \"refuse\", \"park\",\n"
    "                       \"correct\" (and \"materials\":[\"site-plan\"]), \"fail\" (and\n"
    "                       \"delay_ms\") or \"release\"; for an opinion \"agree\",\n"
    "                       \"disagree\" or \"forward\"; \"special\" and \"return\" as in\n"
    "                       README.md. Exit code 0: that counts;\n"
    "                       75, killed or out of time: try again; any other: an operator looks\n"
    "  --timeout MS         of one run of PROGRAM (default: nine tenths of --max-job)\n"
    "  --concurrency N      jobs at a time, 1 to 256 (default 1)\n"
    "  --name NAME          what the broker's journal calls this worker (default: host.process)\n"
    "  --delay MS           wait so long before each review; for demonstrations\n"
    "  --max-job MS         a review that takes longer is given up, its lease runs out\n"
    "                       (default 600000)\n"
    "  --drain MS           on SIGTERM: finish for so long, then give back (default 10000)\n"
    "  --quiet              log only what keeps the worker from working\n"
    "  --try FILE           judge one application, JSON (- for standard input), without a broker;\n"
    "                       a bundle as for tongfa submit will do, too\n"
    "  --list               the departments that are built in\n"
    "  --help, --version\n"
    "\n"
    "SIGTERM and SIGINT drain: no new jobs, what is under review is finished, the rest given back.\n"
    "A second one gives everything back at once.\n"
    "\n"
    "exit codes: 0 drained, or granted; 1 failed; 3 --try: not granted; 64 wrong options;\n"
    "            66 --try: no such file; 74 standard output failed; 77 refused by the broker\n"
    "\n"
    "examples:\n"
    "  tongfa-worker --department land --concurrency 4\n"
    "  tongfa-worker --office tcp://127.0.0.1:7701 --department registry --exec ./review.py --strict\n"
    "  tongfa-worker --department design --try application.json\n";

enum option_id {
    OPTION_OFFICE = 256,
    OPTION_DEPARTMENT,
    OPTION_EXEC,
    OPTION_TIMEOUT,
    OPTION_CONCURRENCY,
    OPTION_NAME,
    OPTION_DELAY,
    OPTION_MAX_JOB,
    OPTION_DRAIN,
    OPTION_QUIET,
    OPTION_TRY,
    OPTION_LIST,
    OPTION_HELP,
    OPTION_VERSION,
};

static const struct option option_table[] = {
    { "office", required_argument, NULL, OPTION_OFFICE },
    { "department", required_argument, NULL, OPTION_DEPARTMENT },
    { "exec", required_argument, NULL, OPTION_EXEC },
    { "timeout", required_argument, NULL, OPTION_TIMEOUT },
    { "concurrency", required_argument, NULL, OPTION_CONCURRENCY },
    { "name", required_argument, NULL, OPTION_NAME },
    { "delay", required_argument, NULL, OPTION_DELAY },
    { "max-job", required_argument, NULL, OPTION_MAX_JOB },
    { "drain", required_argument, NULL, OPTION_DRAIN },
    { "quiet", no_argument, NULL, OPTION_QUIET },
    { "try", required_argument, NULL, OPTION_TRY },
    { "list", no_argument, NULL, OPTION_LIST },
    { "help", no_argument, NULL, OPTION_HELP },
    { "version", no_argument, NULL, OPTION_VERSION },
    { NULL, 0, NULL, 0 },
};

static int usage_error(const char *text, const char *value)
{
    (void)fprintf(stderr, "tongfa-worker: %s%s%s; see tongfa-worker --help\n", text,
                  value == NULL ? "" : ": ", value == NULL ? "" : value);
    return EX_USAGE;
}

/* Options that are whole numbers. */
static const struct number_row {
    int id;
    const char *name;
    unsigned long min;
    unsigned long max;
    size_t offset; /* of a uint32_t in struct options */
} number_rows[] = {
    { OPTION_CONCURRENCY, "concurrency", 1, CONCURRENCY_MAX,
      offsetof(struct options, worker.concurrency) },
    { OPTION_DRAIN, "drain", 1, MS_MAX, offsetof(struct options, worker.drain_ms) },
    { OPTION_MAX_JOB, "max-job", 1, MS_MAX, offsetof(struct options, worker.max_job_ms) },
    { OPTION_DELAY, "delay", 0, MS_MAX, offsetof(struct options, delay_ms) },
    { OPTION_TIMEOUT, "timeout", 1, MS_MAX, offsetof(struct options, timeout_ms) },
};

/* Read a whole number within its bounds. Returns -1 to go on, or an exit code. */
static int read_number(struct options *options, const struct number_row *row, const char *text)
{
    char *end = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    const bool is_number = errno == 0 && end != text && *end == '\0' && text[0] != '-';
    if (is_number && value >= row->min && value <= row->max) {
        *(uint32_t *)(void *)((char *)options + row->offset) = (uint32_t)value;
        return -1;
    }
    (void)fprintf(stderr, "tongfa-worker: --%s %s: give %lu to %lu; see tongfa-worker --help\n",
                  row->name, text, row->min, row->max);
    return EX_USAGE;
}

/* Returns -1 to go on, or an exit code. */
static int read_option(struct options *options, int id, const char *value)
{
    struct tongfa_worker_options *worker = &options->worker;
    switch (id) {
        case OPTION_OFFICE: worker->endpoint = value; return -1;
        case OPTION_DEPARTMENT: worker->department = value; return -1;
        case OPTION_NAME: worker->name = value; return -1;
        case OPTION_TRY: options->try_path = value; return -1;
        case OPTION_QUIET: worker->quiet = true; return -1;
        default: break;
    }
    for (size_t i = 0; i < sizeof number_rows / sizeof number_rows[0]; i++) {
        if (number_rows[i].id == id) return read_number(options, &number_rows[i], value);
    }
    return usage_error("unknown option", value);
}

static int print_list(void)
{
    for (const struct department *const *at = departments; *at != NULL; at++) {
        (void)printf("%-14s %-18s %s\n", (*at)->name, (*at)->stage, (*at)->permit);
    }
    return EXIT_SUCCESS;
}

/* Read the command line. Returns -1 to go on, or an exit code. */
static int read_options(struct options *options, int count, char **arguments)
{
    opterr = 0;
    for (;;) {
        int id = getopt_long(count, arguments, "+", option_table, NULL);
        if (id == -1) break;
        if (id == '?') {
            return usage_error("unknown option, or its value is missing", arguments[optind - 1]);
        }
        if (id == OPTION_HELP) {
            (void)fputs(help, stdout);
            return EXIT_SUCCESS;
        }
        if (id == OPTION_LIST) return print_list();
        if (id == OPTION_VERSION) {
            (void)puts("tongfa-worker " TONGFA_VERSION);
            return EXIT_SUCCESS;
        }
        if (id == OPTION_EXEC) {
            /* The program takes the place of its option, its arguments follow. */
            arguments[optind - 1] = optarg;
            options->arguments = arguments + optind - 1;
            return -1;
        }
        int code = read_option(options, id, optarg);
        if (code >= 0) return code;
    }
    if (optind < count) return usage_error("unexpected", arguments[optind]);
    return -1;
}

/* What options demand of each other. Returns -1 to go on, or an exit code. */
static int check_options(struct options *options)
{
    const char *name = options->worker.department;
    if (name == NULL) return usage_error("--department is missing", NULL);
    options->department = department_find(name);
    bool is_built_in = options->arguments == NULL;
    if (is_built_in && options->department == NULL) {
        return usage_error("no such department is built in, use one of --list or --exec", name);
    }
    if (!is_built_in && options->try_path != NULL) {
        return usage_error("--try judges by a built-in department, not by --exec", NULL);
    }
    if (is_built_in && options->timeout_ms != 0) {
        return usage_error("--timeout is of --exec only", NULL);
    }
    if (options->worker.endpoint == NULL) options->worker.endpoint = getenv("TONGFA_OFFICE");
    if (options->worker.endpoint == NULL) options->worker.endpoint = TONGFA_ENDPOINT_OFFICE;
    if (options->worker.max_job_ms == 0) options->worker.max_job_ms = MAX_JOB_MS;
    if (options->timeout_ms == 0) { /* in time to say so before the job is given up */
        options->timeout_ms = options->worker.max_job_ms - options->worker.max_job_ms / 10;
    }
    return -1;
}

/* The judge of either kind, after the delay. */
static void judge(const struct tongfa_job *job, struct tongfa_verdict *verdict, void *self)
{
    const struct options *options = self;
    if (options->delay_ms > 0 && !tongfa_job_wait(job, options->delay_ms)) {
        verdict->kind = TONGFA_RELEASE; /* it is dropped, but a grant would be a lie */
        return;
    }
    if (options->arguments != NULL) {
        struct exec_program program = { options->arguments, options->timeout_ms };
        exec_judge(job, verdict, &program);
    } else {
        department_judge(options->department, job->application, verdict);
    }
}

/* Judge one application from a file. */
static int try_file(const struct options *options)
{
    bool is_standard = strcmp(options->try_path, "-") == 0;
    FILE *file = is_standard ? stdin : fopen(options->try_path, "rb");
    if (file == NULL) {
        (void)fprintf(stderr, "tongfa-worker: %s: %s\n", options->try_path, strerror(errno));
        return EX_NOINPUT;
    }
    json_error_t error;
    json_t *json = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    if (!is_standard) (void)fclose(file);
    if (json == NULL) {
        (void)fprintf(stderr, "tongfa-worker: %s, line %d: %s\n", options->try_path, error.line,
                      error.text);
        return EXIT_FAILURE;
    }
    static struct tongfa_verdict verdict = { .kind = TONGFA_GRANT };
    department_judge(options->department, application_within(json), &verdict);
    json_decref(json);
    (void)printf("%s\n", verdict.kind == TONGFA_GRANT ? "grant" : "refuse");
    if (verdict.reason_size > 0) (void)printf("%s\n", verdict.reason);
    return verdict.kind == TONGFA_GRANT ? EXIT_SUCCESS : EXIT_NOT_GRANTED;
}

/* An application of which a part is missing would be judged wrongly: rather end, and let the leases
 * run out. */
static void *json_memory(size_t size)
{
    void *memory = malloc(size);
    if (memory != NULL) return memory;
    (void)fputs("tongfa-worker: not enough memory\n", stderr); /* which is not buffered */
    _exit(EXIT_FAILURE);
}

int main(int count, char **arguments)
{
    struct options options = { .worker = { .judge = judge, .self = &options } };
    json_set_alloc_funcs(json_memory, free);
    int code = read_options(&options, count, arguments);
    if (code < 0) code = check_options(&options);
    if (code < 0 && options.try_path != NULL) code = try_file(&options);
    if (code < 0) return tongfa_worker_run(&options.worker);
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    (void)fputs("tongfa-worker: cannot write to standard output\n", stderr);
    return EX_IOERR;
}

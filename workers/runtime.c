/* SPDX-License-Identifier: Apache-2.0 */
/* The runtime: one thread talks to the broker and never waits for a judge, so that heartbeats and
 * renewals go on whatever a department does; the pool's threads judge.
 *
 *     broker <--link--> [ desk ] --begin--> pool --judge--> verdict --collect--> [ desk ]
 *
 * Everything that wakes this thread but the broker comes through one eventfd: the pool adds 1 for
 * each verdict, tongfa_worker_stop adds STOP. */
#include "tongfa/worker.h"

#include "client/link.h"
#include "workers/desk.h"
#include "workers/name.h"
#include "workers/pool.h"
#include "workers/verdict.h"

#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define EXIT_DRAINED 0
#define EXIT_FAILED 1
#define EXIT_OPTIONS 64
#define EXIT_REFUSED 77

#define DRAIN_MS_DEFAULT 10000
#define MAX_JOB_MS_DEFAULT 600000
#define GRACE_MS 2000 /* after the drain: for the last answers, and for judges to come back */
#define SLEEP_MS_MAX 1000

#define RUNS_MAX 64
#define STOP (UINT64_C(1) << 32)

struct runtime {
    struct tongfa_worker_options options; /* with the defaults put in */
    char name[NAME_BYTES_MAX + 1];
    struct link *link;
    struct pool *pool;
    struct desk desk;
    struct place *places;
    int wake_fd;
    uint32_t epoch;
    bool was_up;
    uint8_t refusal_logged;        /* number of the HELLO refusal that was logged last */
    unsigned stops;                /* how often we were told to stop */
    int64_t drain_until_ms;        /* 0: not draining */
    int64_t grace_until_ms;        /* 0: not yet */
    struct tongfa_verdict verdict; /* room for the one being collected */
};

/* Eventfds of the runs of this process, plus one, so that 0 means none: for signal handlers. */
static atomic_int runs[RUNS_MAX];

void tongfa_worker_stop(void)
{
    for (size_t i = 0; i < RUNS_MAX; i++) {
        int fd = atomic_load(&runs[i]) - 1;
        uint64_t stop = STOP;
        if (fd >= 0 && write(fd, &stop, sizeof stop) < 0) continue; /* full: it is told already */
    }
}

static void on_signal(int number)
{
    (void)number;
    tongfa_worker_stop();
}

static void log_text(const struct runtime *runtime, const char *format, va_list arguments)
{
    char text[512];
    (void)vsnprintf(text, sizeof text, format, arguments);
    (void)fprintf(stderr, "tongfa-worker %s %s: %s\n", runtime->options.department, runtime->name,
                  text);
}

static void log_line(const struct runtime *runtime, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void log_line(const struct runtime *runtime, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!runtime->options.quiet) log_text(runtime, format, arguments);
    va_end(arguments);
}

/* What ends the worker is logged in any case. */
static void log_fatal(const struct runtime *runtime, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void log_fatal(const struct runtime *runtime, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    log_text(runtime, format, arguments);
    va_end(arguments);
}

/* ---- What the broker says ------------------------------------------------------------------ */

static void on_job(struct runtime *runtime, const struct msg_job_told *told, int64_t now_ms)
{
    const struct msg_job *job = &told->job;
    uint32_t index = desk_on_job(&runtime->desk, job, now_ms);
    if (index == DESK_NONE) {
        struct message back = desk_refuse(job);
        (void)link_send(runtime->link, &back); /* if it is lost, the lease runs out */
        log_line(runtime, "job %" PRIu64 " %s: given back, there is no place for it", job->bundle,
                 job->stage_name.text);
        return;
    }
    if (pool_begin(runtime->pool, index, told) == OK) return;
    verdict_set(&runtime->verdict, TONGFA_RELEASE);
    (void)desk_on_judged(&runtime->desk, index, &runtime->verdict, now_ms);
    log_line(runtime, "job %" PRIu64 ": given back, no memory", job->bundle);
}

static void on_answer(struct runtime *runtime, const struct message *answer, int64_t now_ms)
{
    uint32_t index = DESK_NONE;
    enum desk_news news = desk_on_answer(&runtime->desk, answer, now_ms, &index);
    if (news == DESK_NOTHING || news == DESK_SETTLED) return;

    const struct place *place = &runtime->desk.places[index];
    if (news == DESK_STALE) {
        pool_cancel(runtime->pool, index);
        log_line(runtime, "job %" PRIu64 " attempt %" PRIu32 ": the lease is lost, job dropped",
                 place->bundle, place->attempt);
        return;
    }
    log_line(runtime, "job %" PRIu64 " attempt %" PRIu32 ": verdict %s: %s", place->bundle,
             place->attempt, news == DESK_DELAYED ? "will be repeated" : "refused",
             err_name((enum err)answer->error.number));
}

static void on_cancel(struct runtime *runtime, const struct msg_cancel *cancel)
{
    uint32_t index = desk_on_cancel(&runtime->desk, cancel);
    if (index == DESK_NONE) return;
    pool_cancel(runtime->pool, index);
    log_line(runtime, "job %" PRIu64 " attempt %" PRIu32 ": cancelled, %s", cancel->bundle,
             cancel->attempt,
             cancel->cause == CANCEL_WITHDRAWN ? "the bundle was withdrawn"
                                               : "it can no longer lead to a permit");
}

static void on_message(struct runtime *runtime, const struct message *message, int64_t now_ms)
{
    switch ((int)message->type) {
        case MSG_JOB: on_job(runtime, &message->job_told, now_ms); return;
        case MSG_CANCEL: on_cancel(runtime, &message->cancel); return;
        case MSG_RECORDED:
        case MSG_PONG:
        case MSG_ERROR: on_answer(runtime, message, now_ms); return;
        case MSG_DRAIN:
            runtime->desk.is_paused = true;
            log_line(runtime, "the broker drains, no new jobs from it");
            return;
        default: return; /* a newer broker may say more */
    }
}

/* ---- The connection ------------------------------------------------------------------------ */

/* Say once why the broker does not let us in; it is asked again all the same. */
static void log_refusal(struct runtime *runtime)
{
    const struct msg_error *refusal = link_refusal(runtime->link);
    if (refusal->number == runtime->refusal_logged) return;
    runtime->refusal_logged = refusal->number;
    if (refusal->number == 0) return;
    log_fatal(runtime, "refused by the broker: %.*s: %.*s", (int)refusal->name.size,
              (const char *)refusal->name.at, (int)refusal->text.size,
              (const char *)refusal->text.at);
}

static void watch_link(struct runtime *runtime, int64_t now_ms)
{
    bool is_up = link_is_up(runtime->link);
    log_refusal(runtime);
    if (runtime->was_up && (!is_up || runtime->epoch != link_epoch(runtime->link))) {
        runtime->was_up = false;
        desk_on_lost(&runtime->desk);
        log_line(runtime, "connection lost, trying again");
    }
    if (is_up && !runtime->was_up) {
        const struct msg_welcome *welcome = link_welcome(runtime->link);
        runtime->was_up = true;
        runtime->epoch = link_epoch(runtime->link);
        desk_on_welcome(&runtime->desk, now_ms);
        log_line(runtime, "connected to %s, session %" PRIu64, runtime->options.endpoint,
                 welcome->session);
    }
}

/* Hand everything over that is due. Returns when to come back. */
static int64_t speak(struct runtime *runtime, int64_t now_ms)
{
    struct message message;
    uint32_t index = DESK_NONE;
    int64_t due_ms = INT64_MAX;
    while (desk_next(&runtime->desk, now_ms, &message, &index, &due_ms)) {
        enum err err = link_send(runtime->link, &message);
        if (err != OK) return now_ms + 1; /* full for a moment, or down: watch_link will see */
        desk_sent(&runtime->desk, &message, index, now_ms);
    }
    (void)link_flush(runtime->link); /* what cannot leave now leaves with link_wait */
    return due_ms;
}

/* ---- The judges ---------------------------------------------------------------------------- */

static void collect(struct runtime *runtime, int64_t now_ms)
{
    uint32_t index = DESK_NONE;
    int64_t took_ms = 0;
    while (pool_collect(runtime->pool, &index, &runtime->verdict, &took_ms)) {
        const struct place *place = &runtime->desk.places[index];
        bool counts = desk_on_judged(&runtime->desk, index, &runtime->verdict, now_ms);
        log_line(runtime, "job %" PRIu64 " attempt %" PRIu32 ": %s after %" PRId64 " ms%s",
                 place->bundle, place->attempt, verdict_word(runtime->verdict.kind), took_ms,
                 counts ? "" : ", too late");
    }
}

static void watch_bounds(struct runtime *runtime, int64_t now_ms)
{
    for (;;) {
        uint32_t index = desk_over_bound(&runtime->desk, now_ms);
        if (index == DESK_NONE) return;
        pool_cancel(runtime->pool, index);
        log_line(runtime, "job %" PRIu64 ": no verdict after %u ms, given up",
                 runtime->desk.places[index].bundle, runtime->options.max_job_ms);
    }
}

/* ---- The end ------------------------------------------------------------------------------- */

/* Read the eventfd; begin to drain if somebody said stop. */
static void watch_stop(struct runtime *runtime, int64_t now_ms)
{
    uint64_t sum = 0;
    if (eventfd_read(runtime->wake_fd, &sum) != 0) return;
    unsigned stops = (unsigned)(sum / STOP);
    if (stops == 0) return;

    if (runtime->stops == 0) {
        desk_close(&runtime->desk);
        runtime->drain_until_ms = now_ms + runtime->options.drain_ms;
        log_line(runtime, "draining: %" PRIu32 " under review, at most %u ms",
                 runtime->desk.in_review, runtime->options.drain_ms);
    }
    runtime->stops += stops;
    if (runtime->stops > 1) runtime->drain_until_ms = now_ms;
}

/* Returns true when there is nothing left to wait for. */
static bool drain(struct runtime *runtime, int64_t now_ms)
{
    if (runtime->stops == 0) return false;
    if (desk_is_empty(&runtime->desk)) return true;
    if (now_ms < runtime->drain_until_ms) return false;
    if (runtime->grace_until_ms == 0) {
        if (runtime->desk.in_review > 0) {
            log_line(runtime, "giving back %" PRIu32 " jobs that are still under review",
                     runtime->desk.in_review);
        }
        desk_abandon(&runtime->desk, now_ms);
        for (uint32_t i = 0; i < runtime->desk.place_count; i++) {
            pool_cancel(runtime->pool, i);
        }
        runtime->grace_until_ms = now_ms + GRACE_MS;
    }
    return now_ms >= runtime->grace_until_ms;
}

/* How long the link may sleep. */
static int sleep_ms(const struct runtime *runtime, int64_t due_ms, int64_t now_ms)
{
    if (runtime->stops > 0) {
        int64_t end_ms =
            runtime->grace_until_ms > 0 ? runtime->grace_until_ms : runtime->drain_until_ms;
        if (end_ms < due_ms) due_ms = end_ms;
    }
    if (due_ms <= now_ms) return 0;
    return due_ms - now_ms < SLEEP_MS_MAX ? (int)(due_ms - now_ms) : SLEEP_MS_MAX;
}

static int work(struct runtime *runtime)
{
    int64_t now_ms = link_now_ms();
    int64_t due_ms = now_ms;
    for (;;) {
        enum err err =
            link_wait(runtime->link, runtime->wake_fd, sleep_ms(runtime, due_ms, now_ms));
        now_ms = link_now_ms();
        watch_link(runtime, now_ms);
        if (err == ERR_REFUSED) return EXIT_REFUSED;
        if (err != OK) {
            log_fatal(runtime, "the connection failed: %s", err_text(err));
            return EXIT_FAILED;
        }
        struct message message;
        while (link_next(runtime->link, &message)) {
            watch_link(runtime, now_ms); /* reading may have brought the session up */
            on_message(runtime, &message, now_ms);
        }
        watch_link(runtime, now_ms);
        watch_stop(runtime, now_ms);
        collect(runtime, now_ms);
        watch_bounds(runtime, now_ms);
        if (drain(runtime, now_ms)) return EXIT_DRAINED;
        due_ms = speak(runtime, now_ms);
    }
}

/* ---- Beginning ----------------------------------------------------------------------------- */

/* Take a row in the list of runs. Returns false if all are taken. */
static bool runs_add(int fd)
{
    for (size_t i = 0; i < RUNS_MAX; i++) {
        int none = 0;
        if (atomic_compare_exchange_strong(&runs[i], &none, fd + 1)) return true;
    }
    return false;
}

static void runs_remove(int fd)
{
    for (size_t i = 0; i < RUNS_MAX; i++) {
        int row = fd + 1;
        (void)atomic_compare_exchange_strong(&runs[i], &row, 0);
    }
}

/* Copy the options and put the defaults in. Errors: ERR_FIELD_INVALID. */
static enum err set_options(struct runtime *runtime, const struct tongfa_worker_options *options)
{
    runtime->options = *options;
    if (options->concurrency == 0) runtime->options.concurrency = 1;
    if (options->drain_ms == 0) runtime->options.drain_ms = DRAIN_MS_DEFAULT;
    if (options->max_job_ms == 0) runtime->options.max_job_ms = MAX_JOB_MS_DEFAULT;
    if (options->department == NULL) runtime->options.department = "";
    if (runtime->options.concurrency > CONCURRENCY_MAX) return ERR_FIELD_INVALID;
    if (options->endpoint == NULL || options->judge == NULL) return ERR_FIELD_INVALID;
    if (options->name == NULL) {
        worker_name(runtime->name, sizeof runtime->name);
    } else {
        int size = snprintf(runtime->name, sizeof runtime->name, "%s", options->name);
        if (size < 0 || (size_t)size >= sizeof runtime->name) return ERR_FIELD_INVALID;
    }
    return OK;
}

static enum err open_all(struct runtime *runtime)
{
    uint32_t place_count = desk_places(runtime->options.concurrency);
    runtime->places = calloc(place_count, sizeof *runtime->places);
    if (runtime->places == NULL) return ERR_NO_MEMORY;
    desk_init(&runtime->desk, runtime->places, runtime->options.concurrency,
              runtime->options.max_job_ms);
    runtime->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (runtime->wake_fd < 0 || !runs_add(runtime->wake_fd)) return ERR_IO;

    struct link_options link_options = {
        .endpoint = runtime->options.endpoint,
        .role = ROLE_WORKER,
        .principal = runtime->name,
        .department = runtime->options.department,
        .software = "tongfa-worker " TONGFA_VERSION,
    };
    enum err err = link_open(&runtime->link, &link_options);
    if (err != OK) return err;
    return pool_open(&runtime->pool, &runtime->options, runtime->wake_fd);
}

static void close_all(struct runtime *runtime)
{
    if (runtime->wake_fd >= 0) runs_remove(runtime->wake_fd);
    pool_close(runtime->pool);
    link_close(&runtime->link);
    if (runtime->wake_fd >= 0) (void)close(runtime->wake_fd);
    free(runtime->places);
    free(runtime);
}

static void watch_signals(struct sigaction before[2])
{
    struct sigaction action = { .sa_handler = on_signal };
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, &before[0]);
    sigaction(SIGINT, &action, &before[1]);
}

int tongfa_worker_run(const struct tongfa_worker_options *options)
{
    struct runtime *runtime = calloc(1, sizeof *runtime);
    if (runtime == NULL) {
        (void)fprintf(stderr, "tongfa-worker: cannot start: %s\n", err_text(ERR_NO_MEMORY));
        return EXIT_FAILED;
    }
    runtime->wake_fd = -1;

    enum err err = set_options(runtime, options);
    struct sigaction before[2];
    bool has_signals = err == OK && !runtime->options.keep_signals;
    if (err == OK) err = open_all(runtime);
    if (err != OK) {
        bool is_option = err == ERR_FIELD_INVALID;
        log_fatal(runtime, "cannot start: %s",
                  is_option ? "the endpoint, the department, the name or a number is no valid one"
                            : err_text(err));
        close_all(runtime);
        return err == ERR_FIELD_INVALID ? EXIT_OPTIONS : EXIT_FAILED;
    }
    if (has_signals) watch_signals(before);
    log_line(runtime, "looking for a broker at %s", runtime->options.endpoint);
    int code = work(runtime);
    if (code == EXIT_DRAINED) log_line(runtime, "drained");
    close_all(runtime);
    if (has_signals) { /* last: one that comes late changes nothing any more */
        sigaction(SIGTERM, &before[0], NULL);
        sigaction(SIGINT, &before[1], NULL);
    }
    return code;
}

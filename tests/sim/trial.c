/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/trial.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS_MAX 120 /* of real time, for one run */
#define LOOK_MS 50

static void *shared_new(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        perror("sim: mmap");
        exit(2);
    }
    return memory;
}

static pid_t fork_or_die(void)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) {
        perror("sim: fork");
        exit(2);
    }
    return pid;
}

/* ---- One run --------------------------------------------------------------------------------- */

static const struct run_story no_story;

static void play_alone(const struct options *options, const struct run_story *story, int error_fd,
                       struct run_result *result)
{
    struct run_result own;
    if (story == NULL) story = &no_story;
    dup2(error_fd, STDERR_FILENO);
    alarm(SECONDS_MAX);
    if (story->file != NULL) setvbuf(story->file, NULL, _IOLBF, 0); /* for those who abort */
    run_play(options, story, &own);
    *result = own;
    exit(0); /* not _exit: leaks are looked for */
}

/* What a process that died has said last: an assertion, or a sanitizer's summary. */
static void read_last_words(int fd, int status, char text[RUN_FAILURE_MAX])
{
    static char words[65536];
    ssize_t size = pread(fd, words, sizeof words - 1, 0);
    words[size < 0 ? 0 : size] = '\0';
    const char *found = strstr(words, "Assertion");
    if (found == NULL) found = strstr(words, "runtime error");
    if (found == NULL) found = strstr(words, "ERROR: ");
    if (found == NULL) found = words;
    int length = (int)strcspn(found, "\n");
    const char *why = WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "exit";
    snprintf(text, RUN_FAILURE_MAX, "the broker died (%s): %.*s", why, length, found);
}

void trial_run(const struct options *options, const struct run_story *story,
               struct run_result *result)
{
    struct run_result *shared = shared_new(sizeof *shared);
    int error_fd = memfd_create("sim-stderr", 0);
    int status = 0;
    pid_t pid = fork_or_die();
    if (pid == 0) play_alone(options, story, error_fd, shared);
    waitpid(pid, &status, 0);
    *result = *shared;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        *result = (struct run_result){ .is_good = false };
        read_last_words(error_fd, status, result->failure);
    }
    close(error_fd);
    munmap(shared, sizeof *shared);
}

/* ---- Many ------------------------------------------------------------------------------------ */

/* Written by the worker alone; the parent looks. */
struct worker {
    pid_t pid;
    volatile uint64_t seed; /* at hand */
    volatile bool has_failed;
    struct trial_sums sums;
};

static void add(struct trial_sums *sums, const struct run_result *result)
{
    sums->seeds++;
    sums->simulated_ms += result->simulated_ms;
    sums->facts += result->facts;
    sums->letters += result->letters;
    sums->commits += result->commits;
    sums->crashes += result->crashes;
    sums->faults += result->faults;
    sums->bundles += result->bundles;
    sums->clocks += result->clocks;
    sums->clocks_late += result->clocks_late;
    sums->clocks_provisional += result->clocks_provisional;
}

static void work(struct worker *worker, const struct trial_range *range, uint32_t first)
{
    struct options options;
    struct run_result result;
    FILE *nowhere = freopen("/dev/null", "w", stderr); /* it is run again, and heard then */
    (void)nowhere;
    for (uint64_t i = first; i < range->count; i += range->workers) {
        worker->seed = range->options.seed + i;
        options_draw(&options, worker->seed);
        for (int k = 0; k < range->setting_count; k++) {
            options_set(&options, range->settings[k]);
        }
        alarm(SECONDS_MAX);
        run_play(&options, &no_story, &result);
        worker->has_failed = !result.is_good;
        if (worker->has_failed) break;
        add(&worker->sums, &result);
    }
    exit(0); /* not _exit: leaks are looked for */
}

static void sum_up(const struct worker *workers, uint32_t count, struct trial_sums *sums)
{
    *sums = (struct trial_sums){ 0 };
    for (uint32_t i = 0; i < count; i++) {
        const struct trial_sums *own = &workers[i].sums;
        sums->seeds += own->seeds;
        sums->simulated_ms += own->simulated_ms;
        sums->facts += own->facts;
        sums->letters += own->letters;
        sums->commits += own->commits;
        sums->crashes += own->crashes;
        sums->faults += own->faults;
        sums->bundles += own->bundles;
        sums->clocks += own->clocks;
        sums->clocks_late += own->clocks_late;
        sums->clocks_provisional += own->clocks_provisional;
    }
}

/* Collect workers that have ended. Returns false when one of them failed, with its seed. */
static bool collect(struct worker *workers, uint32_t count, uint64_t *failed)
{
    bool is_good = true;
    for (uint32_t i = 0; i < count; i++) {
        int status;
        if (workers[i].pid == 0 || waitpid(workers[i].pid, &status, WNOHANG) == 0) continue;
        workers[i].pid = 0;
        bool has_died = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
        if (!has_died && !workers[i].has_failed) continue;
        if (is_good || workers[i].seed < *failed) *failed = workers[i].seed;
        is_good = false;
    }
    return is_good;
}

static bool is_at_work(const struct worker *workers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (workers[i].pid != 0) return true;
    }
    return false;
}

static void end_all(struct worker *workers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (workers[i].pid == 0) continue;
        kill(workers[i].pid, SIGKILL);
        waitpid(workers[i].pid, NULL, 0);
    }
}

bool trial_all(const struct trial_range *range, struct trial_sums *sums, uint64_t *failed,
               void (*progress)(const struct trial_sums *sums))
{
    struct worker *workers = shared_new(TRIAL_WORKERS_MAX * sizeof *workers);
    bool is_good = true;
    for (uint32_t i = 0; i < range->workers; i++) {
        pid_t pid = fork_or_die();
        if (pid == 0) work(&workers[i], range, i);
        workers[i].pid = pid;
    }
    while (is_good && is_at_work(workers, range->workers)) {
        poll(NULL, 0, LOOK_MS);
        is_good = collect(workers, range->workers, failed);
        sum_up(workers, range->workers, sums);
        if (progress != NULL) progress(sums);
    }
    end_all(workers, range->workers);
    sum_up(workers, range->workers, sums);
    munmap(workers, TRIAL_WORKERS_MAX * sizeof *workers);
    return is_good;
}

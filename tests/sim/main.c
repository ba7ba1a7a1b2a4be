/* SPDX-License-Identifier: Apache-2.0 */
/* The command behind scripts/sim. */
#include "tests/sim/shrink.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define STORY_LINES_MAX 30
#define TAP_GROUPS 10
#define STORY_BYTES_MAX (1 << 20)

enum { EXIT_GOOD = 0, EXIT_FOUND = 1, EXIT_USAGE = 2 };

static const char usage[] =
    "usage: sim [SEED [COUNT]] [NAME=VALUE...]   play COUNT runs (100) from SEED (1) on\n"
    "       sim --trace SEED [NAME=VALUE...]     play one and tell its story\n"
    "       sim --tap SEED COUNT                 the same as tests\n"
    "\n"
    "  --jobs N     processes at a time (default: cores)\n"
    "  --no-shrink  show a failing run as it is\n"
    "  --help       this text\n"
    "\n"
    "A seed draws all options; NAME=VALUE sets one of them:\n";

struct command {
    bool is_trace;
    bool is_tap;
    bool no_shrink;
    struct trial_range range;
    const char *settings[OPTION_COUNT + 2];
};

static int64_t real_ms(void)
{
    struct timespec now;
    timespec_get(&now, TIME_UTC); /* clock_gettime is the simulated one here */
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- Telling --------------------------------------------------------------------------------- */

/* Is this line about the bundle, or about no bundle at all that a peer names? */
static bool is_about(const char *line, size_t size, const char *number)
{
    char text[256];
    char fact[32];
    char command[32];
    snprintf(text, sizeof text, "%.*s ", (int)(size < 250 ? size : 250), line);
    snprintf(fact, sizeof fact, "bundle %s ", number);
    snprintf(command, sizeof command, " %s ", number);
    if (strstr(text, " -- ") != NULL || strstr(text, fact) != NULL) return true;
    const char *said = strstr(text, " > ");
    return said != NULL && strstr(said, command) != NULL;
}

/* The lines of a long story that are about the bundle that its failure names. */
static void keep_bundle(char *story, const char *failure)
{
    char number[16];
    char *kept = story;
    const char *named = strstr(failure, "bundle ");
    size_t digits = named == NULL ? 0 : strspn(named + 7, "0123456789");
    if (digits == 0 || digits >= sizeof number) return;
    snprintf(number, sizeof number, "%.*s", (int)digits, named + 7);
    for (const char *line = story; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        size_t whole = size + (line[size] == '\n');
        if (is_about(line, size, number)) {
            memmove(kept, line, whole);
            kept += whole;
        }
        line += whole;
    }
    *kept = '\0';
    printf("  (what is about bundle %s)\n", number);
}

static uint32_t count_lines(const char *story)
{
    uint32_t lines = 0;
    for (const char *at = story; *at != '\0'; at++) {
        lines += *at == '\n';
    }
    return lines;
}

/* The whole if it is short, else what matters of it, and of that the last lines. */
static void print_story(char *story, const char *failure)
{
    if (count_lines(story) > STORY_LINES_MAX) keep_bundle(story, failure);
    uint32_t lines = count_lines(story);
    uint32_t skipped = lines > STORY_LINES_MAX ? lines - STORY_LINES_MAX : 0;
    if (skipped > 0) printf("  ... %u lines before\n", skipped);
    const char *at = story;
    for (; skipped > 0; at++) {
        skipped -= *at == '\n';
    }
    fputs(at, stdout);
}

static void tell(const struct options *options, struct run_result *result)
{
    static char story[STORY_BYTES_MAX];
    int fd = memfd_create("sim-story", 0);
    struct run_story brief = { .file = fdopen(dup(fd), "w"), .is_brief = true };
    trial_run(options, &brief, result);
    fclose(brief.file);
    off_t size = lseek(fd, 0, SEEK_END);
    off_t from = size >= (off_t)sizeof story ? size - (off_t)sizeof story + 1 : 0;
    ssize_t got = pread(fd, story, sizeof story - 1, from);
    story[got < 0 ? 0 : got] = '\0';
    print_story(story, result->failure);
    close(fd);
}

/* A seed failed: make it small, tell it, and say how to see it again. */
static void report(const struct command *command, uint64_t seed)
{
    struct options options;
    struct run_result result;
    char text[OPTIONS_TEXT_MAX];
    options_draw(&options, seed);
    for (int i = 0; i < command->range.setting_count; i++) {
        options_set(&options, command->settings[i]);
    }
    trial_run(&options, NULL, &result);
    printf("seed %" PRIu64 " fails: %s\n", seed, result.failure);
    if (result.is_good) printf("... but not when it runs alone\n");
    options_text(&options, text);
    printf("as it is: scripts/sim --trace %s\n", text);
    if (!result.is_good && !command->no_shrink) {
        uint32_t runs = shrink(&options, &result);
        printf("shrunk by %u runs\n", runs);
    }
    printf("\n");
    tell(&options, &result);
    if (!result.is_good) printf("%s\n", result.failure);
    options_text(&options, text);
    printf("\nagain: scripts/sim --trace %s\n", text);
}

static void print_progress(const struct trial_sums *sums)
{
    static int64_t said_ms;
    int64_t now_ms = real_ms();
    if (!isatty(STDERR_FILENO) || now_ms - said_ms < 500) return;
    said_ms = now_ms;
    fprintf(stderr, "\r%" PRIu64 " seeds, %" PRIu64 " facts ", sums->seeds, sums->facts);
}

static void print_sums(const struct trial_sums *sums, int64_t took_ms)
{
    if (isatty(STDERR_FILENO)) fprintf(stderr, "\r%40s\r", "");
    if (took_ms == 0) took_ms = 1;
    printf("%" PRIu64
           " seeds in %.1f s: %.0f seeds/s; %.1f hours simulated, %.0f times real time\n",
           sums->seeds, (double)took_ms / 1000, (double)sums->seeds * 1000 / (double)took_ms,
           (double)sums->simulated_ms / 3600000, (double)sums->simulated_ms / (double)took_ms);
    printf("%" PRIu64 " bundles, %" PRIu64 " facts in %" PRIu64 " commits, %" PRIu64
           " letters, %" PRIu64 " crashes, %" PRIu64 " faults in all\n",
           sums->bundles, sums->facts, sums->commits, sums->letters, sums->crashes, sums->faults);
    printf("%" PRIu64 " clocks read, %" PRIu64 " of them late, %" PRIu64 " provisional\n",
           sums->clocks, sums->clocks_late, sums->clocks_provisional);
}

/* ---- Commands -------------------------------------------------------------------------------- */

static int run_all(struct command *command)
{
    struct trial_sums sums;
    uint64_t failed = 0;
    int64_t began_ms = real_ms();
    bool is_good = trial_all(&command->range, &sums, &failed, print_progress);
    print_sums(&sums, real_ms() - began_ms);
    if (is_good) return EXIT_GOOD;
    report(command, failed);
    return EXIT_FOUND;
}

static int run_trace(struct command *command)
{
    struct options options;
    struct run_result result;
    options_draw(&options, command->range.options.seed);
    for (int i = 0; i < command->range.setting_count; i++) {
        options_set(&options, command->settings[i]);
    }
    const struct run_story story = { .file = stdout };
    trial_run(&options, &story, &result);
    if (!result.is_good) printf("%s\n", result.failure);
    printf("%u bundles, %" PRIu64 " facts, %u crashes, %u faults, %.1f s simulated\n",
           result.bundles, result.facts, result.crashes, result.faults,
           (double)result.simulated_ms / 1000);
    return result.is_good ? EXIT_GOOD : EXIT_FOUND;
}

/* Each tenth of the range is a test. */
static int run_tap(struct command *command)
{
    uint64_t all = command->range.count;
    uint64_t first = command->range.options.seed;
    int code = EXIT_GOOD;
    printf("TAP version 13\n1..%d\n", TAP_GROUPS);
    for (uint64_t i = 0; i < TAP_GROUPS; i++) {
        struct trial_sums sums;
        uint64_t failed = 0;
        uint64_t from = first + all * i / TAP_GROUPS;
        uint64_t until = first + all * (i + 1) / TAP_GROUPS;
        command->range.options.seed = from;
        command->range.count = until - from;
        bool is_good = trial_all(&command->range, &sums, &failed, NULL);
        printf("%s %" PRIu64 " - seeds %" PRIu64 " to %" PRIu64 "\n", is_good ? "ok" : "not ok",
               i + 1, from, until - 1);
        if (is_good) continue;
        fflush(stdout);
        dup2(STDERR_FILENO, STDOUT_FILENO); /* the report is no TAP */
        report(command, failed);
        return EXIT_FOUND;
    }
    return code;
}

static bool is_number(const char *text)
{
    return text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
}

static bool read_arguments(struct command *command, int count, char **arguments)
{
    struct options probe;
    int numbers = 0;
    options_draw(&probe, 1);
    for (int i = 1; i < count; i++) {
        const char *argument = arguments[i];
        if (strcmp(argument, "--trace") == 0) {
            command->is_trace = true;
        } else if (strcmp(argument, "--tap") == 0) {
            command->is_tap = true;
        } else if (strcmp(argument, "--no-shrink") == 0) {
            command->no_shrink = true;
        } else if (strcmp(argument, "--jobs") == 0 && i + 1 < count &&
                   is_number(arguments[i + 1])) {
            command->range.workers = (uint32_t)strtoul(arguments[++i], NULL, 10);
        } else if (is_number(argument) && numbers == 0) {
            command->range.options.seed = strtoull(argument, NULL, 10);
            numbers++;
        } else if (is_number(argument) && numbers == 1) {
            command->range.count = strtoull(argument, NULL, 10);
            numbers++;
        } else if (options_set(&probe, argument) &&
                   command->range.setting_count < OPTION_COUNT + 2) {
            command->settings[command->range.setting_count++] = argument;
        } else {
            fprintf(stderr, "sim: what is %s?\n", argument);
            return false;
        }
    }
    return command->range.workers > 0 && command->range.workers <= TRIAL_WORKERS_MAX;
}

int main(int count, char **arguments)
{
    static struct command command;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    command.range.options.seed = 1;
    command.range.count = 100;
    command.range.workers = cores > 0 ? (uint32_t)cores : 1;
    command.range.settings = command.settings;
    if (count > 1 && strcmp(arguments[1], "--help") == 0) {
        fputs(usage, stdout);
        options_print();
        return EXIT_GOOD;
    }
    if (!read_arguments(&command, count, arguments)) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    if (command.is_trace) return run_trace(&command);
    return command.is_tap ? run_tap(&command) : run_all(&command);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What size costs: see tests/size/README.md. */
#include "broker/shell/clock.h"
#include "broker/shell/recovery.h"
#include "tests/size/crowd.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define COMMIT_FACTS 2000
#define STORE_EVERY 4096

static uint64_t number_of(const char *text)
{
    char *end;
    unsigned long long number = strtoull(text, &end, 10);

    if (*end == '\0' && end != text) return number;
    fprintf(stderr, "size: \"%s\" is not a number\n", text);
    exit(2);
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Resident memory by kind, KiB. */
static void print_memory(void)
{
    char line[256];
    FILE *file = fopen("/proc/self/status", "r");

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "VmRSS", 5) == 0 || strncmp(line, "Rss", 3) == 0) printf("%s", line);
    }
    if (file != NULL) fclose(file);
}

/* ---- Building a journal -------------------------------------------------------------------- */

static int build(const char *dir, uint32_t open, uint64_t facts)
{
    struct crowd *crowd = crowd_open(2 * open + 16384, dir);
    double began_s = now_s();
    uint32_t made = 0;

    while (made < open || engine_position_next(crowd->engine) <= facts) {
        /* The two kinds come mixed, so that both end together. */
        uint64_t position = engine_position_next(crowd->engine);
        bool is_behind = (double)made * (double)facts <= (double)open * (double)position;
        bool stays = made < open && (is_behind || position > facts);
        made += stays;
        crowd_submit(crowd, stays ? CROWD_STAY : CROWD_PASS);
        crowd_work(crowd);
        crowd_commit(crowd, COMMIT_FACTS);
    }
    crowd_commit(crowd, 0);
    double took_s = now_s() - began_s;
    uint64_t count = engine_position_next(crowd->engine) - 1;
    printf("%" PRIu64 " facts, %" PRIu32 " bundles open of %" PRIu64 ", in %.1f s\n", count, open,
           crowd->submitted, took_s);
    printf("%.2f writes to the tables a bundle, %" PRIu64 " commits\n",
           (double)crowd->writes / (double)crowd->submitted, crowd->commits);
    print_memory();
    crowd_close(crowd);
    return 0;
}

/* ---- Restart ------------------------------------------------------------------------------- */

static int restart(const char *dir, uint32_t bundles_max)
{
    struct crowd limits_only = { .limits = {
                                     .bundles_max = bundles_max,
                                     .stage_blocks_max = 2 * bundles_max + 16,
                                     .procedures_max = 256,
                                     .departments_max = 256,
                                     .counters_max = 4096,
                                     .sessions_max = 4096,
                                     .requests_max = 65536,
                                     .busy_after_ms = 500,
                                 } };
    struct journal *journal = NULL;
    struct engine *engine = NULL;
    struct recovery_report report;

    if (journal_open(&journal, dir, 0) != OK) return 1;
    double began_s = now_s();
    if (recovery_engine_new(&engine, &limits_only.limits) != OK) return 1;
    if (recovery_run(journal, engine, &report) != OK) return 1;
    printf("recovery: %.3f s; %" PRIu32 " images, %" PRIu64 " facts from %" PRIu64 "\n",
           now_s() - began_s, report.images_open, report.records_read, report.recover_from);
    began_s = now_s();
    struct hash hash = engine_hash(engine);
    printf("hash: %.3f s, %02x%02x%02x%02x\n", now_s() - began_s, hash.bytes[0], hash.bytes[1],
           hash.bytes[2], hash.bytes[3]);
    print_memory();
    recovery_engine_free(&engine, &limits_only.limits);
    journal_close(&journal);
    return 0;
}

/* ---- Steps --------------------------------------------------------------------------------- */

/* What a checkpoint does in life: everything is stored, what has ended leaves memory. */
static void store(struct crowd *crowd)
{
    static struct bundle_image image;

    while (engine_export_dirty(crowd->engine, &image)) {
        if (image.result != RESULT_OPEN) engine_evict(crowd->engine, image.bundle);
    }
}

static double pass(struct crowd *crowd, uint32_t count)
{
    double began_s = now_s();

    for (uint32_t i = 0; i < count; i++) {
        crowd_submit(crowd, CROWD_PASS);
        crowd_work(crowd);
        if (i % STORE_EVERY == 0) store(crowd);
    }
    return now_s() - began_s;
}

/* What a bundle that passes costs while others stay: all of its steps, and its export. */
static int steps(uint32_t open, uint32_t count)
{
    struct crowd *crowd = crowd_open(open + open / 2 + 16384, NULL);

    for (uint32_t i = 0; i < open; i++) {
        crowd_submit(crowd, CROWD_STAY);
        crowd_work(crowd);
    }
    store(crowd);
    print_memory();
    pass(crowd, STORE_EVERY); /* once through, as a warm-up */
    double took_s = pass(crowd, count);
    printf("%" PRIu32 " open: %.2f us a bundle of five stages, submitted, leased and granted\n",
           open, took_s * 1e6 / count);
    double began_s = now_s();
    for (uint32_t i = 0; i < count; i++) {
        crowd_tick(crowd, 0);
    }
    printf("%" PRIu32 " open: %.0f ns a tick\n", open, (now_s() - began_s) * 1e9 / count);
    crowd_close(crowd);
    return 0;
}

int main(int argument_count, char **arguments)
{
    const char *what = argument_count > 1 ? arguments[1] : "";

    if (strcmp(what, "build") == 0 && argument_count == 5) {
        return build(arguments[2], (uint32_t)number_of(arguments[3]), number_of(arguments[4]));
    }
    if (strcmp(what, "restart") == 0 && argument_count == 4) {
        return restart(arguments[2], (uint32_t)number_of(arguments[3]));
    }
    if (strcmp(what, "steps") == 0 && argument_count == 4) {
        return steps((uint32_t)number_of(arguments[2]), (uint32_t)number_of(arguments[3]));
    }
    fprintf(stderr, "usage: size build DIR OPEN FACTS | restart DIR BUNDLES_MAX | "
                    "steps OPEN COUNT\n");
    return 2;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One run: a broker's life, or several, among simulated peers, disk and network.
 *
 *     safety phase     everything that the options allow goes wrong
 *     liveness phase   nothing goes wrong any more; everything must finish, operators help
 *     the end          drained, started once more, replayed in every manner
 */
#ifndef TESTS_SIM_RUN_H
#define TESTS_SIM_RUN_H

#include "tests/sim/options.h"

#include <stdio.h>

#define RUN_FAILURE_MAX 512

struct run_result {
    bool is_good;
    int64_t simulated_ms;
    uint64_t facts;
    uint64_t letters;
    uint64_t commits;
    uint32_t crashes;
    uint32_t faults;
    uint32_t bundles;
    uint64_t clocks; /* read and compared with the model */
    uint64_t clocks_late;
    uint64_t clocks_provisional;
    char failure[RUN_FAILURE_MAX];
};

/* Where a run is told. */
struct run_story {
    FILE *file;    /* NULL: nowhere */
    bool is_brief; /* without what follows from the facts */
};

/* Play a run to its end or its first failure. A broker that trips an assertion takes the process
 * with it. */
void run_play(const struct options *options, const struct run_story *story,
              struct run_result *result);

#endif

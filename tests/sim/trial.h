/* SPDX-License-Identifier: Apache-2.0 */
/* Runs in processes of their own: a broker that trips an assertion, or hangs, takes nothing with it.
 * Either one run, or all seeds of a range by several workers. */
#ifndef TESTS_SIM_TRIAL_H
#define TESTS_SIM_TRIAL_H

#include "tests/sim/run.h"

#define TRIAL_WORKERS_MAX 64

/* One run. story (may be NULL) tells it; its file is not closed. */
void trial_run(const struct options *options, const struct run_story *story,
               struct run_result *result);

/* What workers have done together. */
struct trial_sums {
    uint64_t seeds;
    int64_t simulated_ms;
    uint64_t facts;
    uint64_t letters;
    uint64_t commits;
    uint64_t crashes;
    uint64_t faults;
    uint64_t bundles;
    uint64_t clocks;
    uint64_t clocks_late;
    uint64_t clocks_provisional;
};

struct trial_range {
    struct options options; /* settings for all seeds; seed is the first */
    uint64_t count;
    uint32_t workers;
    const char *const *settings; /* "name=value", on top of what each seed draws */
    int setting_count;
};

/* All seeds of a range, until one fails. progress (may be NULL) is called now and then.
 *
 * Returns: true - none failed; false - *failed is its seed. */
bool trial_all(const struct trial_range *range, struct trial_sums *sums, uint64_t *failed,
               void (*progress)(const struct trial_sums *sums));

#endif

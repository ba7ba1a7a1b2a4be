/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/shrink.h"

#include <ctype.h>
#include <string.h>

#define RUNS_MAX 1500
#define ROUNDS_MAX 4
#define STAGES_TRIED 6
#define VARIANTS_TRIED 16
#define FAULTS_TRIED 4096 /* where a run that died could not tell */

struct search {
    struct options *options; /* the smallest that fails so far */
    struct run_result *result;
    uint32_t run_count;
};

/* Failures are alike if they read the same but for numbers and names that hold some. */
static bool are_alike(const char *left, const char *right)
{
    while (*left != '\0' || *right != '\0') {
        while (isdigit((unsigned char)*left)) {
            left++;
        }
        while (isdigit((unsigned char)*right)) {
            right++;
        }
        if (*left != *right) return false;
        if (*left == '\0') return true;
        left++;
        right++;
    }
    return true;
}

/* Keep these options if the run still fails. */
static bool try(struct search *search, const struct options *options)
{
    struct run_result result;
    if (search->run_count >= RUNS_MAX) return false;
    search->run_count++;
    trial_run(options, NULL, &result);
    if (result.is_good || !are_alike(result.failure, search->result->failure)) return false;
    *search->options = *options;
    *search->result = result;
    return true;
}

/* The least value of an option that still fails: the least of all, then growing steps from there. */
static bool shrink_option(struct search *search, enum option option)
{
    uint32_t value = search->options->values[option];
    uint32_t least = options_least(option);
    for (uint32_t step = 0; least + step < value; step = step < 4 ? step + 1 : 2 * step) {
        struct options options = *search->options;
        options.values[option] = least + step;
        if (try(search, &options)) return true;
    }
    return false;
}

/* Fewer stages make another procedure: several of each size are tried. */
static bool shrink_stages(struct search *search)
{
    uint32_t stages = search->options->values[OPTION_stages];
    for (uint32_t i = 1; i < stages && i <= STAGES_TRIED; i++) {
        for (uint32_t variant = 0; variant < VARIANTS_TRIED; variant++) {
            struct options options = *search->options;
            options.values[OPTION_stages] = i;
            options.values[OPTION_variant] = variant;
            if (try(search, &options)) return true;
        }
    }
    return false;
}

static bool shrink_bundles(struct search *search)
{
    bool has_shrunk = false;
    for (uint32_t i = 0; i < search->options->values[OPTION_bundles] && i < 64; i++) {
        struct options options = *search->options;
        options.bundles_left_out |= (uint64_t)1 << i;
        if (options.bundles_left_out == search->options->bundles_left_out) continue;
        has_shrunk |= try(search, &options);
    }
    return has_shrunk;
}

/* Leave out all faults after the n-th. */
static bool shrink_faults(struct search *search)
{
    bool has_told = search->result->simulated_ms > 0;
    uint32_t until = has_told ? search->result->faults : FAULTS_TRIED;
    if (until > search->options->faults_max) until = search->options->faults_max;
    bool has_shrunk = false;
    for (uint32_t part = until / 2; until > 0; part /= 2) {
        struct options options = *search->options;
        options.faults_max = until - (part > 0 ? part : 1);
        if (try(search, &options)) {
            until = options.faults_max;
            has_shrunk = true;
        } else if (part == 0) {
            break;
        }
    }
    return has_shrunk;
}

uint32_t shrink(struct options *options, struct run_result *result)
{
    struct search search = { .options = options, .result = result };
    bool has_shrunk = true;
    for (int round = 0; round < ROUNDS_MAX && has_shrunk; round++) {
        has_shrunk = shrink_bundles(&search);
        has_shrunk |= shrink_stages(&search);
        for (uint32_t i = 0; i < OPTION_COUNT; i++) {
            has_shrunk |= shrink_option(&search, (enum option)i);
        }
        has_shrunk |= shrink_faults(&search);
    }
    return search.run_count;
}

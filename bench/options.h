/* SPDX-License-Identifier: Apache-2.0 */
/* What every load takes on its command line, and what it prints at the end. */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include "bench/latency.h"
#include "bench/usage.h"

#define IN_FLIGHT_MAX 65536

struct options {
    const char *program;
    uint32_t in_flight;
    uint32_t application_bytes;
    double warmup_s;
    double seconds;
    struct usage_source target;
};

/* An option of one program: its text goes to *value. */
struct option_text {
    const char *name;
    const char **value;
    bool required;
};

/* Read the common options and those of the program; ends the program with a usage text.
 *
 * Shape: texts - ended by one without a name. options - the defaults. */
void options_read(struct options *options, int argc, char **argv, const struct option_text *texts);

/* A number within bounds, or the end of the program. */
double options_number(const char *text, double min, double max);

/* ---- What was measured ----------------------------------------------------------------------- */

struct report {
    const struct options *options;
    const char *mode;
    uint64_t began_ns;
    struct usage target_before;
    struct usage self_before;
    uint64_t bundle_count;
    uint64_t verdict_count;
    uint64_t message_count; /* received */
    struct latency latency;
};

/* From now on it counts. */
void report_begin(struct report *report, const struct options *options, const char *mode);

/* Print everything as one line of JSON. */
void report_end(struct report *report);

#endif

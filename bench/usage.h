/* SPDX-License-Identifier: Apache-2.0 */
/* What a process has cost so far, read from /proc and from beside its data. */
#ifndef BENCH_USAGE_H
#define BENCH_USAGE_H

#include "tongfa/base.h"

struct usage_source {
    int pid;           /* 0: nobody */
    const char *data;  /* its folder, or NULL */
    const char *syncs; /* file that libbench-syncs counts into (bench/syncs.c), or NULL */
};

#define USAGE_THREADS_MAX 8

/* Threads of one name together; those beyond the last place count in it. */
struct usage_thread {
    char name[16];
    uint64_t cpu_ns;
};

struct usage {
    uint64_t cpu_ns; /* of all its threads, in the kernel too */
    uint32_t thread_count;
    struct usage_thread threads[USAGE_THREADS_MAX];
    uint64_t peak_bytes; /* resident, with the pages of mapped files */
    uint64_t rss_bytes;
    uint64_t anon_bytes;    /* ... without them */
    uint64_t written_bytes; /* given to the block layer */
    uint64_t data_bytes;    /* sizes of the files in its folder */
    uint64_t sync_count;
};

struct usage usage_of(const struct usage_source *source);
struct usage usage_of_self(void);

/* What threads of that name have cost; 0: there are none. */
uint64_t usage_thread_ns(const struct usage *usage, const char *name);

#endif

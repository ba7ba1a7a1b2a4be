/* SPDX-License-Identifier: Apache-2.0 */
/* Calls to the file system that fail on purpose.
 *
 * inject.c takes the place of open, write, fdatasync and their like for the whole process, liblmdb
 * included. Calls that concern the watched directory are counted by kind, and the n-th of one kind
 * fails as told. Everything else passes untouched.
 *
 *     linked into a test    inject_watch, inject_arm, inject_disarm
 *     LD_PRELOAD            FAULT_DIRECTORY, FAULT_KIND, FAULT_NTH, FAULT_ERROR, FAULT_FOR_GOOD say
 *                           the same; FAULT_COUNTS names a file that gets struct inject_counts,
 *                           always up to date, also when the process is killed */
#ifndef TESTS_FAULTS_INJECT_H
#define TESTS_FAULTS_INJECT_H

#include <stdbool.h>
#include <stdint.h>

enum inject_kind {
    INJECT_OPEN = 0,  /* open, openat, creat */
    INJECT_MKDIR,     /* mkdir, mkdirat */
    INJECT_WRITE,     /* write, writev, pwrite, pwritev */
    INJECT_FDATASYNC, /* of data; LMDB writes its meta page through O_DSYNC */
    INJECT_FSYNC,
    INJECT_FTRUNCATE,
    INJECT_FALLOCATE,
    INJECT_KIND_COUNT
};

/* Instead of an errno: half of the bytes are written, and that is what the call returns. */
#define INJECT_SHORT (-1)

/* A call that is interrupted for good is one that no program can survive or end; so many in a row
 * stand for it. */
#define INJECT_INTERRUPTS 50

struct inject_fault {
    enum inject_kind kind;
    uint32_t nth; /* from 1; 0: none fails */
    int error;    /* errno, or INJECT_SHORT */
    bool is_for_good;
};

struct inject_counts {
    uint32_t calls[INJECT_KIND_COUNT]; /* since inject_arm */
    uint32_t injected;                 /* of them, how many failed on purpose */
};

/* Watch a directory and what lies in it. */
void inject_watch(const char *directory);

void inject_arm(const struct inject_fault *fault); /* also sets the counts to zero */
void inject_disarm(void);
struct inject_counts inject_counts(void);

extern const char *const inject_kind_names[INJECT_KIND_COUNT];

#endif

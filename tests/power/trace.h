/* SPDX-License-Identifier: Apache-2.0 */
/* The trace: every file call that a broker made below its data directory, with the bytes, and
 * between them, in their true order, everything it said. Several lives of a broker follow one
 * another in one file.
 *
 *     event, bytes, event, bytes, ...      numbers as this machine has them
 *
 * A call that changes a file stands there twice: before it is made, with its bytes, and when it has
 * come back (TRACE_DONE). Between the two a power cut may leave any part of it. What is said
 * stands there before it is passed on: whatever is not durable by then could be missed. */
#ifndef TESTS_POWER_TRACE_H
#define TESTS_POWER_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_MAGIC 0x72776f70u

/* clang-format off */
enum trace_type {
    TRACE_LIFE = 1, /* a process begins; handles and calls count from 1 again */
    TRACE_SNAPSHOT, /* a file as that process finds it; bytes: name, 0, contents */
    TRACE_OPEN,     /* handle; bytes: name, "." the directory, ".." its parent; flags */
    TRACE_WRITE,    /* handle, at: offset, bytes */
    TRACE_TRUNCATE, /* handle, at: size */
    TRACE_DONE,     /* call came back; at: its result, as a signed number */
    TRACE_SYNC,     /* handle; came back without error */
    TRACE_MKDIR,    /* the data directory was made */
    TRACE_UNLINK,   /* bytes: name */
    TRACE_RENAME,   /* bytes: old name, 0, new name */
    TRACE_LINK,     /* bytes: old name, 0, new name */
    TRACE_COMMIT,   /* a transaction is about to be committed; at: position of its newest record */
    TRACE_SAY,      /* bytes: an envelope frame, about to be sent */
    TRACE_BLIND,    /* something that this trace cannot show; bytes: what */
    TRACE_TYPE_COUNT
};
/* clang-format on */

enum trace_flag {
    TRACE_CREATED = 1, /* OPEN made the file */
    TRACE_EMPTIED = 2, /* OPEN cut it to nothing */
    TRACE_DSYNC = 4,   /* OPEN: a write through this handle has been synced when it comes back */
};

struct trace_event {
    uint32_t magic;
    uint8_t type;
    uint8_t flags;
    uint16_t handle; /* numbers what was opened, from 1 */
    uint32_t call;   /* WRITE, TRUNCATE, COMMIT: its number; DONE: which one came back */
    uint32_t size;   /* of the bytes that follow */
    uint64_t at;
};

/* ---- Reading (trace.c) ----------------------------------------------------------------------- */

struct trace {
    const uint8_t *bytes; /* the file, mapped */
    size_t size;
    uint32_t count;
    const uint8_t **events; /* [count]: where each begins */
};

/* Errors: false - logged to standard error. */
bool trace_open(struct trace *trace, const char *path);
void trace_close(struct trace *trace);

struct trace_event trace_event(const struct trace *trace, uint32_t number);
const uint8_t *trace_bytes(const struct trace *trace, uint32_t number);

/* "WRITE", "SAY". */
const char *trace_type_name(uint8_t type);

#endif

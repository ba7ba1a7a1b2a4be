/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of LMDB, of the system and for memory that fail on demand.
 *
 * A program that is linked with tongfa_wrap_calls (tests/unit/CMakeLists.txt) has these stand before
 * the real ones wherever our own code calls them; what the libraries call among themselves is left
 * alone. So a test can let the first call fail, then the second, and so on until none was left to
 * fail, and ask each time whether what came back was true. */
#ifndef TESTS_SUPPORT_CALLS_H
#define TESTS_SUPPORT_CALLS_H

#include <stdint.h>

enum call_kind {
    CALL_LMDB = 1,   /* mdb_...: fails with the code */
    CALL_SYSTEM = 2, /* open, fsync, ...: fails with EIO */
    CALL_MEMORY = 4, /* calloc, realloc, mmap: fails with ENOMEM */
    CALL_ANY = 7,
};

/* Count calls of these kinds from now on, and let the one of that number (from 1) fail, 0: none.
 * The others do what they always do. */
void calls_arm(enum call_kind kinds, uint32_t number, int lmdb_code);

/* The same for calls of one name only. */
void calls_arm_only(const char *name, uint32_t number, int lmdb_code);

/* Let all be well again. Returns the name of the call that failed, NULL if there were not so many. */
const char *calls_disarm(void);

/* Let all be well for a while in an attempt, and then go on as before. */
uint32_t calls_pause(void);
void calls_go_on(uint32_t paused);

/* How a call of the system fails from now on: EIO unless said otherwise. */
void calls_set_system_error(int error);

/* Between these two mdb_env_copyfd2 does not come back. */
void calls_hang_copying(void);
void calls_go_on_copying(void);

/* What calloc gave last. */
void *calls_newest_memory(void);

/* The wrapped clock_gettime is so many seconds ahead from now on. */
void calls_set_clock_ahead(int64_t seconds);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Run a program once: bytes in, bytes out, bounded in size and time, nothing left behind.
 *
 * The program gets a process group of its own; when the program has ended, or its time is over,
 * whatever is left of the group is killed. It inherits no descriptor but the three standard ones,
 * no blocked and no ignored signals. */
#ifndef WORKERS_CHILD_H
#define WORKERS_CHILD_H

#include "tongfa/base.h"
#include "tongfa/errors.h"

#define CHILD_OUTPUT_MAX (64 * 1024)
#define CHILD_ERRORS_MAX 1000 /* the tail of standard error that is kept */

struct child_options {
    char *const *arguments;   /* program and arguments, ends with NULL; found by PATH */
    char *const *environment; /* ends with NULL */
    struct span input;
    uint32_t timeout_ms;
    int cancel_fd; /* readable: stop at once; -1: none */
};

enum child_end {
    CHILD_EXITED = 1, /* by itself, with `code` */
    CHILD_SIGNALLED,  /* by signal `code` */
    CHILD_TIMED_OUT,
    CHILD_CANCELLED,
    CHILD_TALKED, /* stopped: it wrote more than CHILD_OUTPUT_MAX */
};

struct child_result {
    enum child_end end;
    int code;
    size_t output_size;
    size_t errors_size;
    char output[CHILD_OUTPUT_MAX + 1]; /* NUL-terminated */
    char errors[CHILD_ERRORS_MAX + 1]; /* the last bytes of it, NUL-terminated */
};

/* Run the program to its end. SIGPIPE must be blocked or ignored in the calling thread.
 *
 * Errors: ERR_IO - it could not be started, errno says why. */
enum err child_run(const struct child_options *options, struct child_result *result);

#endif

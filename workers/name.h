/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker calls itself when nobody named it. */
#ifndef WORKERS_NAME_H
#define WORKERS_NAME_H

#include <stddef.h>

/* Write "host.process" as a name of the protocol; room >= 32. */
void worker_name(char *text, size_t room);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/name.h"

#include <assert.h>
#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HOST_BYTES_MAX 20 /* leaves room for a dot and the process number */

void worker_name(char *text, size_t room)
{
    assert(room >= 32);
    char host[HOST_NAME_MAX + 1] = "worker";
    (void)gethostname(host, sizeof host - 1);
    host[HOST_BYTES_MAX] = '\0';
    for (char *at = host; *at != '\0'; at++) {
        *at = (char)tolower((unsigned char)*at);
        bool fits = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '-';
        if (!fits) *at = '-';
    }
    if (host[0] == '-' || host[0] == '\0') host[0] = 'w';
    (void)snprintf(text, room, "%s.%ld", host, (long)getpid());
}

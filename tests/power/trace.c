/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/power/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    return false;
}

/* Shared, so that a fork copies no page tables. */
static bool map(struct trace *trace, const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) return failed(path, strerror(errno));
    if (fstat(fd, &status) != 0 || status.st_size == 0) {
        close(fd);
        return failed(path, "it is empty");
    }
    trace->size = (size_t)status.st_size;
    void *bytes = mmap(NULL, trace->size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (bytes == MAP_FAILED) return failed(path, strerror(errno));
    trace->bytes = bytes;
    return true;
}

/* Find where each event begins; list NULL: only count them. Returns false where there is no event. */
static bool walk(const struct trace *trace, const uint8_t **list, uint32_t *count)
{
    struct trace_event event;
    size_t at = 0;

    *count = 0;
    while (at < trace->size) {
        if (trace->size - at < sizeof event) return false;
        memcpy(&event, trace->bytes + at, sizeof event);
        if (event.magic != TRACE_MAGIC || event.size > trace->size - at - sizeof event) {
            return false;
        }
        if (list != NULL) list[*count] = trace->bytes + at;
        (*count)++;
        at += sizeof event + event.size;
    }
    return true;
}

bool trace_open(struct trace *trace, const char *path)
{
    *trace = (struct trace){ 0 };
    if (!map(trace, path)) return false;
    if (!walk(trace, NULL, &trace->count)) return failed(path, "it breaks off, or is no trace");
    trace->events = calloc(trace->count, sizeof *trace->events);
    if (trace->events == NULL) return failed(path, "no memory");
    return walk(trace, trace->events, &trace->count);
}

void trace_close(struct trace *trace)
{
    if (trace->bytes != NULL) munmap((void *)(uintptr_t)trace->bytes, trace->size);
    free(trace->events);
    *trace = (struct trace){ 0 };
}

struct trace_event trace_event(const struct trace *trace, uint32_t number)
{
    struct trace_event event;

    memcpy(&event, trace->events[number], sizeof event);
    return event;
}

const uint8_t *trace_bytes(const struct trace *trace, uint32_t number)
{
    return trace->events[number] + sizeof(struct trace_event);
}

const char *trace_type_name(uint8_t type)
{
    static const char *const names[TRACE_TYPE_COUNT] = {
        [TRACE_LIFE] = "LIFE",     [TRACE_SNAPSHOT] = "SNAPSHOT", [TRACE_OPEN] = "OPEN",
        [TRACE_WRITE] = "WRITE",   [TRACE_TRUNCATE] = "TRUNCATE", [TRACE_DONE] = "DONE",
        [TRACE_SYNC] = "SYNC",     [TRACE_MKDIR] = "MKDIR",       [TRACE_UNLINK] = "UNLINK",
        [TRACE_RENAME] = "RENAME", [TRACE_LINK] = "LINK",         [TRACE_COMMIT] = "COMMIT",
        [TRACE_SAY] = "SAY",       [TRACE_BLIND] = "BLIND",
    };
    return type < TRACE_TYPE_COUNT && names[type] != NULL ? names[type] : "?";
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/power/disk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define PAGE_BYTES 4096u

static bool refuse(struct disk *disk, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool refuse(struct disk *disk, const char *format, ...)
{
    va_list more;

    va_start(more, format);
    vsnprintf(disk->error, sizeof disk->error, format, more);
    va_end(more);
    return false;
}

/* ---- Contents -------------------------------------------------------------------------------- */

static void resize(struct content *content, size_t size)
{
    if (size > content->capacity) {
        size_t capacity = 2 * size + PAGE_BYTES;
        uint8_t *bytes = realloc(content->bytes, capacity);
        if (bytes == NULL) abort();
        content->bytes = bytes;
        content->capacity = capacity;
    }
    if (size > content->size) memset(content->bytes + content->size, 0, size - content->size);
    content->size = size;
}

static void apply_to(struct content *content, const struct disk_pending *pending)
{
    size_t end = pending->at + pending->size;

    if (pending->is_truncation) {
        resize(content, pending->at);
        return;
    }
    if (end > content->size) resize(content, end);
    memcpy(content->bytes + pending->at, pending->bytes, pending->size);
}

/* ---- Names ----------------------------------------------------------------------------------- */

int *disk_name(struct disk_names *names, const char *name)
{
    for (uint32_t i = 0; i < names->count; i++) {
        if (strcmp(names->list[i].name, name) == 0) return &names->list[i].file;
    }
    if (names->count == DISK_FILES_MAX) abort();
    snprintf(names->list[names->count].name, DISK_NAME_BYTES, "%s", name);
    names->list[names->count].file = -1;
    return &names->list[names->count++].file;
}

void disk_change_names(struct disk_names *names, const struct disk_change *change)
{
    int file = *disk_name(names, change->name);

    switch (change->move) {
        case DISK_MAKE: *disk_name(names, change->name) = change->file; break;
        case DISK_UNLINK: *disk_name(names, change->name) = -1; break;
        case DISK_LINK: *disk_name(names, change->target) = file; break;
        case DISK_RENAME:
            *disk_name(names, change->target) = file;
            *disk_name(names, change->name) = -1;
            break;
    }
}

static bool change(struct disk *disk, const struct disk_change *made)
{
    if (disk->change_count == DISK_FILES_MAX) {
        return refuse(disk, "more than %d changes of the directory before it is synced",
                      DISK_FILES_MAX);
    }
    disk->changes[disk->change_count++] = *made;
    disk_change_names(&disk->names_live, made);
    return true;
}

const struct content *disk_live(const struct disk *disk, const char *name)
{
    const struct disk_names *names = &disk->names_live;

    for (uint32_t i = 0; i < names->count; i++) {
        bool is_it = strcmp(names->list[i].name, name) == 0 && names->list[i].file >= 0;
        if (is_it) return &disk->files[names->list[i].file].live;
    }
    return NULL;
}

/* ---- Pending writes -------------------------------------------------------------------------- */

static void add_pending(struct disk *disk, struct disk_pending pending)
{
    if (disk->pending_count == disk->pending_capacity) {
        uint32_t capacity = disk->pending_capacity == 0 ? 1024 : 2 * disk->pending_capacity;
        struct disk_pending *list = realloc(disk->pending, capacity * sizeof *list);
        if (list == NULL) abort();
        disk->pending = list;
        disk->pending_capacity = capacity;
    }
    disk->pending[disk->pending_count++] = pending;
}

/* A write falls apart into pages: each reaches the disk by itself. */
static void add_write(struct disk *disk, const struct trace_event *event, const uint8_t *bytes)
{
    const struct disk_handle *handle = &disk->handles[event->handle];
    uint64_t at = event->at;
    uint64_t end = event->at + event->size;

    while (at < end) {
        uint64_t next = (at / PAGE_BYTES + 1) * PAGE_BYTES;
        uint64_t until = next < end ? next : end;
        add_pending(disk, (struct disk_pending){ .file = handle->file,
                                                 .is_dsync = handle->is_dsync,
                                                 .call = event->call,
                                                 .at = at,
                                                 .size = (uint32_t)(until - at),
                                                 .bytes = bytes + (at - event->at) });
        at = until;
    }
}

static bool is_same_page(const struct disk_pending *one, const struct disk_pending *other)
{
    return one->file == other->file && !one->is_truncation && !other->is_truncation &&
           one->at / PAGE_BYTES == other->at / PAGE_BYTES;
}

/* Make certain what is chosen, in order; the rest stays pending. */
static void settle(struct disk *disk, const bool *is_certain)
{
    uint32_t left = 0;

    for (uint32_t i = 0; i < disk->pending_count; i++) {
        struct disk_pending *pending = &disk->pending[i];
        if (is_certain[i]) {
            apply_to(&disk->files[pending->file].certain, pending);
        } else {
            disk->pending[left++] = *pending;
        }
    }
    disk->pending_count = left;
}

static bool *choices(const struct disk *disk)
{
    bool *list = calloc(disk->pending_count + 1, sizeof *list);

    if (list == NULL) abort();
    return list;
}

static void sync_file(struct disk *disk, int file)
{
    bool *is_certain = choices(disk);

    for (uint32_t i = 0; i < disk->pending_count; i++) {
        is_certain[i] = disk->pending[i].file == file;
    }
    settle(disk, is_certain);
    free(is_certain);
}

/* A synchronous write has come back: its pages are certain, with all that was in them before. */
static void sync_call(struct disk *disk, uint32_t call)
{
    bool *is_certain = choices(disk);

    for (uint32_t i = 0; i < disk->pending_count; i++) {
        const struct disk_pending *pending = &disk->pending[i];
        if (!pending->is_dsync || pending->call != call) continue;
        for (uint32_t j = 0; j <= i; j++) {
            if (is_same_page(pending, &disk->pending[j])) is_certain[j] = true;
        }
    }
    settle(disk, is_certain);
    free(is_certain);
}

/* A call came back: what it did is there for the process to see; what it did not do is not. */
static void finish(struct disk *disk, const struct trace_event *event)
{
    int64_t result = (int64_t)event->at;
    uint64_t seen = 0;
    uint32_t left = 0;
    bool is_dsync = false;

    for (uint32_t i = 0; i < disk->pending_count; i++) {
        struct disk_pending pending = disk->pending[i];
        if (pending.call == event->call && !pending.is_done) {
            uint64_t done = result > 0 && seen < (uint64_t)result ? (uint64_t)result - seen : 0;
            seen += pending.size;
            if (pending.size > done) pending.size = (uint32_t)done;
            bool has_failed = pending.is_truncation ? result != 0 : pending.size == 0;
            if (has_failed) continue;
            pending.is_done = true;
            is_dsync = is_dsync || pending.is_dsync;
            apply_to(&disk->files[pending.file].live, &pending);
        }
        disk->pending[left++] = pending;
    }
    disk->pending_count = left;
    if (is_dsync) sync_call(disk, event->call);
}

/* ---- Events ---------------------------------------------------------------------------------- */

static bool on_open(struct disk *disk, const struct trace_event *event, const char *bytes)
{
    struct disk_handle *handle = &disk->handles[event->handle];
    struct disk_change made = { .move = DISK_MAKE };

    if (event->size >= DISK_NAME_BYTES) return refuse(disk, "a name of %u bytes", event->size);
    memcpy(made.name, bytes, event->size);
    *handle = (struct disk_handle){ .is_dsync = (event->flags & TRACE_DSYNC) != 0 };
    if (strcmp(made.name, ".") == 0 || strcmp(made.name, "..") == 0) {
        handle->file = made.name[1] == '.' ? DISK_PARENT : DISK_FOLDER;
        return true;
    }
    int found = *disk_name(&disk->names_live, made.name);
    if (found >= 0) {
        handle->file = found;
    } else if ((event->flags & TRACE_CREATED) == 0 || disk->file_count == DISK_FILES_MAX) {
        return refuse(disk, "%s is opened, and nothing has made it", made.name);
    } else {
        made.file = handle->file = (int)disk->file_count++;
        if (!change(disk, &made)) return false;
    }
    if ((event->flags & TRACE_EMPTIED) != 0) {
        struct disk_pending cut = { .file = handle->file, .is_truncation = true, .is_done = true };
        add_pending(disk, cut);
        apply_to(&disk->files[handle->file].live, &cut);
    }
    return true;
}

static bool on_write(struct disk *disk, const struct trace_event *event, const uint8_t *bytes)
{
    int file = disk->handles[event->handle].file;

    if (file < 0) return refuse(disk, "a write to a directory");
    if (event->type == TRACE_WRITE) {
        add_write(disk, event, bytes);
    } else {
        add_pending(
            disk, (struct disk_pending){
                      .file = file, .is_truncation = true, .call = event->call, .at = event->at });
    }
    return true;
}

static void on_sync(struct disk *disk, int file)
{
    if (file >= 0) {
        sync_file(disk, file);
    } else if (file == DISK_PARENT) {
        disk->folder_is_certain = disk->folder_is_live;
    } else {
        disk->names_certain = disk->names_live;
        disk->change_count = 0;
    }
}

static bool on_change(struct disk *disk, const struct trace_event *event, const char *bytes)
{
    struct disk_change made = { .move = DISK_UNLINK };
    size_t size = strnlen(bytes, event->size);

    if (event->size >= DISK_NAME_BYTES) return refuse(disk, "names of %u bytes", event->size);
    memcpy(made.name, bytes, size);
    if (event->type != TRACE_UNLINK) {
        made.move = event->type == TRACE_RENAME ? DISK_RENAME : DISK_LINK;
        memcpy(made.target, bytes + size + 1, event->size - size - 1);
    }
    return change(disk, &made);
}

/* A new process: calls of the old one that did not come back were made or not; the snapshots that
 * follow tell. */
static void on_life(struct disk *disk)
{
    for (int i = 0; i < DISK_HANDLES_MAX; i++) {
        disk->handles[i] = (struct disk_handle){ .file = DISK_FOLDER };
    }
}

static bool was_made(const struct disk_pending *pending, const uint8_t *bytes, size_t size)
{
    if (pending->is_truncation) return size == pending->at;
    if (pending->at + pending->size > size) return false;
    return memcmp(bytes + pending->at, pending->bytes, pending->size) == 0;
}

/* Calls that were cut off by the end of a process: keep those whose effect shows. */
static void resolve(struct disk *disk, int file, const uint8_t *bytes, size_t size)
{
    uint32_t left = 0;

    for (uint32_t i = 0; i < disk->pending_count; i++) {
        struct disk_pending pending = disk->pending[i];
        if (pending.file == file && !pending.is_done) {
            if (!was_made(&pending, bytes, size)) continue;
            pending.is_done = true;
            apply_to(&disk->files[file].live, &pending);
        }
        disk->pending[left++] = pending;
    }
    disk->pending_count = left;
}

static bool on_snapshot(struct disk *disk, const struct trace_event *event, const uint8_t *bytes)
{
    const char *name = (const char *)bytes;
    size_t skip = strnlen(name, event->size) + 1;
    if (skip > event->size) return refuse(disk, "a snapshot without a name");
    bytes += skip;
    size_t size = event->size - skip;
    int found = *disk_name(&disk->names_live, name);
    if (found < 0) return refuse(disk, "%s is there, and nothing made it", name);
    resolve(disk, found, bytes, size);
    const struct content *live = &disk->files[found].live;
    if (live->size != size) {
        return refuse(disk, "%s has %zu bytes, by the trace it has %zu", name, size, live->size);
    }
    for (size_t i = 0; i < size; i++) {
        if (live->bytes[i] == bytes[i]) continue;
        return refuse(disk, "byte %zu of %s was changed by no call that was traced", i, name);
    }
    return true;
}

bool disk_apply(struct disk *disk, uint32_t number)
{
    struct trace_event event = trace_event(disk->trace, number);
    const uint8_t *bytes = trace_bytes(disk->trace, number);

    if (event.handle >= DISK_HANDLES_MAX) return refuse(disk, "too many handles");
    switch ((enum trace_type)event.type) {
        case TRACE_LIFE: on_life(disk); return true;
        case TRACE_SNAPSHOT: return on_snapshot(disk, &event, bytes);
        case TRACE_OPEN: return on_open(disk, &event, (const char *)bytes);
        case TRACE_WRITE:
        case TRACE_TRUNCATE: return on_write(disk, &event, bytes);
        case TRACE_DONE: finish(disk, &event); return true;
        case TRACE_SYNC: on_sync(disk, disk->handles[event.handle].file); return true;
        case TRACE_MKDIR: disk->folder_is_live = true; return true;
        case TRACE_UNLINK:
        case TRACE_LINK:
        case TRACE_RENAME: return on_change(disk, &event, (const char *)bytes);
        case TRACE_BLIND: return refuse(disk, "cannot be traced: %.*s", (int)event.size, bytes);
        case TRACE_COMMIT:
        case TRACE_SAY: return true;
        case TRACE_TYPE_COUNT: break;
    }
    return refuse(disk, "type %u", event.type);
}

void disk_init(struct disk *disk, const struct trace *trace)
{
    *disk = (struct disk){ .trace = trace };
}

void disk_fini(struct disk *disk)
{
    for (uint32_t i = 0; i < disk->file_count; i++) {
        free(disk->files[i].certain.bytes);
        free(disk->files[i].live.bytes);
    }
    free(disk->pending);
    *disk = (struct disk){ 0 };
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The disk under a traced broker: what is certain to be there after a power cut, and what may be.
 *
 *     write        pending, page by page; a power cut keeps any of it, torn at sectors
 *     fsync        everything that is pending on that file is certain
 *     O_DSYNC      the pages of that write are certain when it has come back
 *     a new file, a rename, an unlink
 *                  pending until the directory was synced; the directory itself, until its parent was
 *
 * Pending pages reach the disk in any order, so every subset is possible. A file that was made longer
 * by a page that is lost may have the length without the page. What POSIX does not promise is not
 * counted on: syncing a file does not keep its name. */
#ifndef TESTS_POWER_DISK_H
#define TESTS_POWER_DISK_H

#include "tests/power/trace.h"
#include "tests/support/chance.h"

#define DISK_FILES_MAX 64
#define DISK_NAME_BYTES 64
#define DISK_HANDLES_MAX 4096

struct content {
    uint8_t *bytes;
    size_t size;
    size_t capacity;
};

struct disk_file {
    struct content certain;
    struct content live; /* as a process sees it */
};

/* Which file has which name; file < 0: there is none. */
struct disk_names {
    uint32_t count;
    struct {
        char name[DISK_NAME_BYTES];
        int file;
    } list[DISK_FILES_MAX];
};

enum disk_move {
    DISK_MAKE = 1,
    DISK_UNLINK,
    DISK_RENAME,
    DISK_LINK, /* one more name */
};

/* A change of the directory that was not synced. */
struct disk_change {
    enum disk_move move;
    int file; /* MAKE */
    char name[DISK_NAME_BYTES];
    char target[DISK_NAME_BYTES]; /* RENAME, LINK */
};

/* A page of a write, or a truncation, that was not synced. */
struct disk_pending {
    int file;
    bool is_truncation;
    bool is_done; /* the call has come back */
    bool is_dsync;
    uint32_t call;
    uint32_t size;
    uint64_t at;
    const uint8_t *bytes; /* in the trace */
};

struct disk_handle {
    int file; /* < 0: the directory (DISK_FOLDER) or its parent (DISK_PARENT) */
    bool is_dsync;
};
enum { DISK_FOLDER = -1, DISK_PARENT = -2 };

struct disk {
    const struct trace *trace;
    uint32_t file_count;
    struct disk_file files[DISK_FILES_MAX];
    bool folder_is_live;
    bool folder_is_certain;
    struct disk_names names_certain;
    struct disk_names names_live;
    uint32_t change_count;
    struct disk_change changes[DISK_FILES_MAX];
    uint32_t pending_count;
    uint32_t pending_capacity;
    struct disk_pending *pending; /* in the order of the calls */
    struct disk_handle handles[DISK_HANDLES_MAX];
    char error[256]; /* why disk_apply refused */
};

void disk_init(struct disk *disk, const struct trace *trace);
void disk_fini(struct disk *disk);

/* Let the next event happen. Returns false where the trace contradicts itself, see disk->error: at a
 * snapshot that shows something that no event has brought, at what cannot be traced. */
bool disk_apply(struct disk *disk, uint32_t number);

/* Which file has a name, to be set; a name that is new to the list has none (< 0). */
int *disk_name(struct disk_names *names, const char *name);

/* Make a change in a list of names. */
void disk_change_names(struct disk_names *names, const struct disk_change *change);

/* The file of a name, as a process sees it; NULL: there is none. */
const struct content *disk_live(const struct disk *disk, const char *name);

/* What an image was made of. */
struct disk_image {
    const char *way;   /* how the pages were chosen */
    uint32_t at_stake; /* pages and truncations that were pending */
    uint32_t kept;
    uint32_t torn;
    uint32_t names_lost;
    bool folder_is_lost;
};

/* Cut the power: leave in a directory what chance lets the disk keep. The directory may hold an older
 * image; it is gone if the image lost it.
 *
 * Errors: false - logged to standard error. */
bool disk_build(const struct disk *disk, struct chance *chance, const char *path,
                struct disk_image *image);

#endif

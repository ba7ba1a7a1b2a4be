/* SPDX-License-Identifier: Apache-2.0 */
/* disk_build: one image of what a power cut may leave.
 *
 * How the pages are chosen is drawn first, since bugs differ: nothing kept finds what was told too
 * early, everything kept finds what was written too early, one page missing or alone finds an order
 * that nothing enforces, and the rest finds what nobody thought of. */
#include "tests/power/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECTOR_BYTES 512u
#define LOCK_BYTES 8192u
#define PATH_BYTES 512

enum way {
    WAY_NONE = 0,
    WAY_ALL,
    WAY_FIRST, /* in order up to some page, which is torn */
    WAY_FEW,
    WAY_HALF,
    WAY_MOST,
    WAY_BUT_ONE,
    WAY_ONLY_ONE,
    WAY_COUNT
};

static const char *const way_names[WAY_COUNT] = {
    [WAY_NONE] = "none kept",           [WAY_ALL] = "all kept",
    [WAY_FIRST] = "the first kept",     [WAY_FEW] = "few kept",
    [WAY_HALF] = "half kept",           [WAY_MOST] = "most kept",
    [WAY_BUT_ONE] = "all but one kept", [WAY_ONLY_ONE] = "only one kept",
};

struct cut {
    const struct disk *disk;
    struct chance *chance;
    struct disk_image *image;
    enum way way;
    uint32_t chosen;   /* FIRST, BUT_ONE, ONLY_ONE: which */
    bool keeps_length; /* a lost page leaves zeros behind the end of the file */
    bool *is_kept;
    bool *is_torn;
};

/* ---- Choosing -------------------------------------------------------------------------------- */

static bool keeps(struct cut *cut, uint32_t number)
{
    switch (cut->way) {
        case WAY_ALL: return true;
        case WAY_FIRST: return number <= cut->chosen;
        case WAY_FEW: return chance_one_in(cut->chance, 8);
        case WAY_HALF: return chance_one_in(cut->chance, 2);
        case WAY_MOST: return !chance_one_in(cut->chance, 8);
        case WAY_BUT_ONE: return number != cut->chosen;
        case WAY_ONLY_ONE: return number == cut->chosen;
        case WAY_NONE:
        case WAY_COUNT: break;
    }
    return false;
}

/* One in four pages that are kept by chance is torn. */
static bool tears(struct cut *cut, uint32_t number)
{
    switch (cut->way) {
        case WAY_FIRST: return number == cut->chosen;
        case WAY_FEW:
        case WAY_HALF:
        case WAY_MOST:
        case WAY_ONLY_ONE: return chance_one_in(cut->chance, 4);
        case WAY_NONE:
        case WAY_ALL:
        case WAY_BUT_ONE:
        case WAY_COUNT: break;
    }
    return false;
}

static void choose(struct cut *cut)
{
    uint32_t count = cut->disk->pending_count;

    cut->way = (enum way)chance_below(cut->chance, WAY_COUNT);
    cut->chosen = count > 0 ? chance_below(cut->chance, count) : 0;
    cut->keeps_length = chance_one_in(cut->chance, 4);
    cut->image->way = way_names[cut->way];
    cut->image->at_stake = count;
    for (uint32_t i = 0; i < count; i++) {
        cut->is_kept[i] = keeps(cut, i);
        cut->is_torn[i] =
            cut->is_kept[i] && cut->disk->pending[i].size > SECTOR_BYTES && tears(cut, i);
        cut->image->kept += cut->is_kept[i];
        cut->image->torn += cut->is_torn[i];
    }
}

/* ---- Contents -------------------------------------------------------------------------------- */

static void grow(struct content *content, size_t size)
{
    if (size > content->capacity) abort(); /* content_of made it large enough */
    if (size > content->size) memset(content->bytes + content->size, 0, size - content->size);
    if (size > content->size) content->size = size;
}

static void keep(struct content *content, const struct disk_pending *pending, size_t from,
                 size_t until)
{
    grow(content, pending->at + until);
    memcpy(content->bytes + pending->at + from, pending->bytes + from, until - from);
}

/* The first sectors of a page, the last ones, or any. */
static void tear(struct cut *cut, struct content *content, const struct disk_pending *pending)
{
    uint32_t how = chance_below(cut->chance, 3);
    uint32_t border = chance_below(cut->chance, 8);
    size_t at = 0;

    for (uint32_t sector = 0; at < pending->size; sector++) {
        size_t until = SECTOR_BYTES - (pending->at + at) % SECTOR_BYTES + at;
        if (until > pending->size) until = pending->size;
        bool is_kept = how == 0   ? sector < border
                       : how == 1 ? sector >= border
                                  : chance_one_in(cut->chance, 2);
        if (is_kept) keep(content, pending, at, until);
        at = until;
    }
}

static void apply(struct cut *cut, struct content *content, uint32_t number)
{
    const struct disk_pending *pending = &cut->disk->pending[number];

    if (cut->keeps_length && !pending->is_truncation) grow(content, pending->at + pending->size);
    if (!cut->is_kept[number]) return;
    if (pending->is_truncation) {
        grow(content, pending->at);
        content->size = pending->at;
    } else if (cut->is_torn[number]) {
        tear(cut, content, pending);
    } else {
        keep(content, pending, 0, pending->size);
    }
}

/* The bytes of a file after the cut; free them. */
static struct content content_of(struct cut *cut, int file)
{
    const struct disk_file *before = &cut->disk->files[file];
    struct content content = { .size = before->certain.size };
    size_t capacity = content.size;

    for (uint32_t i = 0; i < cut->disk->pending_count; i++) {
        const struct disk_pending *pending = &cut->disk->pending[i];
        size_t end = pending->at + pending->size;
        if (pending->file == file && end > capacity) capacity = end;
    }
    content.capacity = capacity;
    content.bytes = malloc(capacity + 1);
    if (content.bytes == NULL) abort();
    if (content.size > 0) memcpy(content.bytes, before->certain.bytes, content.size);
    for (uint32_t i = 0; i < cut->disk->pending_count; i++) {
        if (cut->disk->pending[i].file == file) apply(cut, &content, i);
    }
    return content;
}

/* ---- Files ----------------------------------------------------------------------------------- */

static bool failed(const char *path)
{
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return false;
}

/* Over whatever is there: no page of it is given up and taken again. */
static bool write_file(const char *path, const uint8_t *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);

    if (fd < 0) return failed(path);
    bool is_good = pwrite(fd, bytes, size, 0) == (ssize_t)size && ftruncate(fd, (off_t)size) == 0;
    close(fd);
    return is_good ? true : failed(path);
}

/* Lock files belong to processes; after a power cut they may be there or not, with anything in them. */
static bool leave_lock(struct cut *cut, const char *folder, const char *name)
{
    char path[PATH_BYTES];
    uint8_t bytes[LOCK_BYTES] = { 0 };
    uint32_t how = chance_below(cut->chance, 4);

    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (how < 2) return true;
    for (size_t i = 0; how == 3 && i + sizeof(uint64_t) <= sizeof bytes; i += sizeof(uint64_t)) {
        uint64_t word = chance_next(cut->chance);
        memcpy(bytes + i, &word, sizeof word);
    }
    return write_file(path, bytes, sizeof bytes);
}

/* Names after the cut: three times in four all changes got through, else any of them. */
static struct disk_names names_of(struct cut *cut)
{
    struct disk_names names = cut->disk->names_certain;
    bool loses = chance_one_in(cut->chance, 4);

    for (uint32_t i = 0; i < cut->disk->change_count; i++) {
        const struct disk_change *change = &cut->disk->changes[i];
        if (loses && chance_one_in(cut->chance, 2)) {
            cut->image->names_lost++;
            continue;
        }
        disk_change_names(&names, change);
    }
    return names;
}

/* Remove what is in a directory and has no file in the image: older images, and what the processes
 * left that opened them. names NULL: everything. */
static void sweep(const char *folder, struct disk_names *names)
{
    DIR *list = opendir(folder);
    struct dirent *entry;

    while (list != NULL && (entry = readdir(list)) != NULL) {
        bool is_wanted = names != NULL && *disk_name(names, entry->d_name) >= 0;
        if (!is_wanted) unlinkat(dirfd(list), entry->d_name, 0); /* fails on "." and ".." */
    }
    if (list != NULL) closedir(list);
}

static bool leave_files(struct cut *cut, const char *folder)
{
    struct disk_names names = names_of(cut);
    char path[PATH_BYTES];

    sweep(folder, &names);
    for (uint32_t i = 0; i < names.count; i++) {
        const char *name = names.list[i].name;
        int file = names.list[i].file;
        if (file < 0) continue;
        snprintf(path, sizeof path, "%s/%s", folder, name);
        struct content content = content_of(cut, file);
        bool is_good = write_file(path, content.bytes, content.size);
        free(content.bytes);
        if (!is_good) return false;
    }
    return leave_lock(cut, folder, "lock") && leave_lock(cut, folder, "lock.mdb");
}

/* The whole directory was never there. */
static bool leave_nothing(const char *folder)
{
    sweep(folder, NULL);
    if (rmdir(folder) != 0 && errno != ENOENT) return failed(folder);
    return true;
}

bool disk_build(const struct disk *disk, struct chance *chance, const char *path,
                struct disk_image *image)
{
    struct cut cut = { .disk = disk, .chance = chance, .image = image };

    *image = (struct disk_image){ 0 };
    cut.is_kept = calloc(disk->pending_count + 1, sizeof(bool));
    cut.is_torn = calloc(disk->pending_count + 1, sizeof(bool));
    if (cut.is_kept == NULL || cut.is_torn == NULL) abort();
    choose(&cut);
    bool may_lose = disk->folder_is_live && !disk->folder_is_certain;
    image->folder_is_lost = !disk->folder_is_live || (may_lose && chance_one_in(chance, 4));
    bool is_good = false;
    if (image->folder_is_lost) {
        is_good = leave_nothing(path);
    } else if (mkdir(path, 0750) != 0 && errno != EEXIST) {
        failed(path);
    } else {
        is_good = leave_files(&cut, path);
    }
    free(cut.is_kept);
    free(cut.is_torn);
    return is_good;
}

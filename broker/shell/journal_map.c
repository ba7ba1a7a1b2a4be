/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's file as it is mapped into our memory.
 *
 * LMDB reads through a map of the whole file, and every page that was ever looked at counts as
 * resident memory until the kernel needs it. It is only the page cache, seen from here; but who
 * gives the broker a budget cannot know that. So now and then all of it is let go: what is needed
 * again comes back from the page cache, sixteen pages at a time, without reading the disk.
 *
 * LMDB does not say where its map is. The kernel does, by the number of the file. */
#include "broker/shell/journal_lmdb.h"

#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* Read a number and move on behind the character that must follow it. */
static bool take_number(const char **at, int base, char end, uint64_t *number)
{
    char *after = NULL;

    *number = strtoull(*at, &after, base);
    if (after == *at || *after != end) return false;
    *at = after + 1;
    return true;
}

/* A line of /proc/self/maps: is it the shared map of a file from its beginning?
 *
 *     7f0c40000000-7f0d40000000 r--s 00000000 fe:00 1311 ... */
static bool is_map_of(const char *line, const struct stat *file, void **at, size_t *size)
{
    uint64_t from, to, offset, device, inode;

    if (!take_number(&line, 16, '-', &from) || !take_number(&line, 16, ' ', &to)) return false;
    if (strnlen(line, 5) < 5 || line[3] != 's') return false;
    line += strlen("r--s ");
    if (!take_number(&line, 16, ' ', &offset)) return false;
    if (!take_number(&line, 16, ':', &device)) return false;
    if (!take_number(&line, 16, ' ', &device) || !take_number(&line, 10, ' ', &inode)) return false;
    if (inode != file->st_ino || offset != 0) return false;
    *at = (void *)(uintptr_t)from;
    *size = (size_t)(to - from);
    return true;
}

void journal_find_map(struct journal *journal)
{
    char line[512];
    struct stat file;
    mdb_filehandle_t fd;

    if (mdb_env_get_fd(journal->env, &fd) != MDB_SUCCESS || fstat(fd, &file) != 0) return;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (maps == NULL) return;
    while (journal->map == NULL && fgets(line, sizeof line, maps) != NULL) {
        if (!is_map_of(line, &file, &journal->map, &journal->map_size)) journal->map = NULL;
    }
    fclose(maps);
}

/* Of a shared map of a file nothing can be lost this way; if it fails, nothing is let go. */
void journal_trim(struct journal *journal)
{
    if (journal->map != NULL) madvise(journal->map, journal->map_size, MADV_DONTNEED);
}

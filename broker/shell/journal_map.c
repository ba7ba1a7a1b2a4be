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

#include <inttypes.h>
#include <lmdb.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* A line of /proc/self/maps: is it the shared map of a file from its beginning? */
static bool is_map_of(const char *line, const struct stat *file, void **at, size_t *size)
{
    uint64_t from, to, offset, inode;
    char mode[5];

    if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*x:%*x %" SCNu64, &from, &to, mode,
               &offset, &inode) != 5) {
        return false;
    }
    if (inode != file->st_ino || offset != 0 || mode[3] != 's') return false;
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

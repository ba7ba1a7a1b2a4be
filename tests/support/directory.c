/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/directory.h"

#include <assert.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

void directory_make(struct directory *directory)
{
    const char *base = getenv("TMPDIR");

    int size = snprintf(directory->path, sizeof directory->path, "%s/tongfa-test-XXXXXX",
                        base != NULL ? base : "/tmp");
    assert(size < (int)sizeof directory->path);
    char *made = mkdtemp(directory->path);
    assert(made != NULL);
    (void)made;
}

static int remove_one(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
    (void)stat;
    (void)type;
    (void)walk;
    return remove(path);
}

void directory_remove(struct directory *directory)
{
    nftw(directory->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

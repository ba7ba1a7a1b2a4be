/* SPDX-License-Identifier: Apache-2.0 */
/* A directory of a test's own, gone at its end. */
#ifndef TESTS_SUPPORT_DIRECTORY_H
#define TESTS_SUPPORT_DIRECTORY_H

#define DIRECTORY_PATH_MAX 256

struct directory {
    char path[DIRECTORY_PATH_MAX];
};

/* Make one, empty, below TMPDIR or /tmp. Fails the test if it cannot. */
void directory_make(struct directory *directory);

/* Remove it with all that is in it. */
void directory_remove(struct directory *directory);

#endif

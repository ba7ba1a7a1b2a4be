/* SPDX-License-Identifier: Apache-2.0 */

/* Runs a fuzz target over stored inputs, without libFuzzer.
 *
 * usage: fuzz_NAME FOLDER...
 *
 * Prints one TAP line per input, and the input's name before it runs: where a target aborts,
 * the last name printed is the culprit's. The empty input always runs, so that a target is
 * tried even where its folder of seeds does not exist.
 */

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_BYTES_MAX = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static unsigned replay_count;

/* Give one input to the target. The copy has no spare byte, so that a sanitizer sees the first
 * step over its end. */
static void replay_bytes(const char *name, const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size);
    if (copy == NULL && size > 0) {
        perror("replay: malloc");
        exit(EXIT_FAILURE);
    }
    if (size > 0) memcpy(copy, bytes, size);
    printf("# %s\n", name);
    fflush(stdout);
    LLVMFuzzerTestOneInput(copy, size);
    replay_count++;
    printf("ok %u - %s\n", replay_count, name);
    fflush(stdout);
    free(copy);
}

static void replay_file(const char *folder, const char *name)
{
    static uint8_t bytes[INPUT_BYTES_MAX];
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    int failed = ferror(file) || !feof(file);
    fclose(file);
    if (failed) {
        fprintf(stderr, "replay: %s: unreadable or too large\n", path);
        exit(EXIT_FAILURE);
    }
    replay_bytes(name, bytes, size);
}

static int replay_is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void replay_folder(const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, replay_is_seed, alphasort);
    if (count < 0 && errno == ENOENT) return;
    if (count < 0) {
        perror(folder);
        exit(EXIT_FAILURE);
    }
    for (int i = 0; i < count; i++) {
        replay_file(folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    replay_bytes("the empty input", NULL, 0);
    for (int i = 1; i < argc; i++) {
        replay_folder(argv[i]);
    }
    printf("1..%u\n", replay_count);
    return EXIT_SUCCESS;
}

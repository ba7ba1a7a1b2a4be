/* SPDX-License-Identifier: Apache-2.0 */
#include "client/cli/evidence.h"

#include "client/evidence.h"
#include "client/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int public_key_read(struct cli *cli, const char *text, uint8_t key[PUBLIC_KEY_BYTES])
{
    if (hex_to_bytes(key, PUBLIC_KEY_BYTES, span_of_text(text))) return EXIT_OK;
    return cli_usage(cli,
                     "--key: \"%s\" is no public key; it has 64 hexadecimal digits, as `tongfa "
                     "key` and the broker's log say it",
                     text);
}

/* ---- Signed checkpoints -------------------------------------------------------------------- */

bool checkpoint_read(const json_t *json, struct signed_checkpoint *checkpoint)
{
    struct msg_signed_checkpoint message;
    uint8_t memory[CHECKPOINT_MEMORY_BYTES];

    if (!checkpoint_from_json(json, &message, memory)) return false;
    *checkpoint = evidence_checkpoint_of(&message);
    return true;
}

static bool line_read(const char *line, struct signed_checkpoint *checkpoint)
{
    struct msg_signed_checkpoint message;
    uint8_t memory[CHECKPOINT_MEMORY_BYTES];

    if (!checkpoint_from_line(line, &message, memory)) return false;
    *checkpoint = evidence_checkpoint_of(&message);
    return true;
}

static bool testimony_add(struct testimony *testimony, const struct signed_checkpoint *checkpoint)
{
    const size_t count = testimony->count;

    if ((count & (count - 1)) == 0) { /* full: it grows at powers of two */
        size_t capacity = count == 0 ? 1 : 2 * count;
        struct signed_checkpoint *grown =
            realloc(testimony->list, capacity * sizeof *testimony->list);
        if (grown == NULL) return false;
        testimony->list = grown;
    }
    testimony->list[testimony->count++] = *checkpoint;
    return true;
}

int testimony_read(struct cli *cli, FILE *file, const char *path, struct testimony *testimony)
{
    struct signed_checkpoint checkpoint;
    char *line = NULL;
    size_t capacity = 0;
    uint64_t number = 0;
    int code = EXIT_OK;
    ssize_t size;

    while (code == EXIT_OK && (size = getline(&line, &capacity, file)) > 0) {
        number++;
        if (line[size - 1] != '\n') break; /* half a line */
        line[size - 1] = '\0';
        if (strlen(line) != (size_t)size - 1 || !line_read(line, &checkpoint)) {
            code = cli_stop(cli, EXIT_BAD_DATA,
                            "%s:%" PRIu64 ": this is no signed checkpoint as tongfa writes them",
                            path, number);
        } else if (!testimony_add(testimony, &checkpoint)) {
            code = cli_stop(cli, EXIT_INTERNAL, "not enough memory");
        } else {
            testimony->size += (size_t)size;
        }
    }
    if (code == EXIT_OK && ferror(file)) {
        code = cli_stop(cli, EXIT_IO, "%s: %s", path, strerror(errno));
    }
    free(line);
    return code;
}

void testimony_free(struct testimony *testimony)
{
    free(testimony->list);
    *testimony = (struct testimony){ 0 };
}

/* ---- Files -------------------------------------------------------------------------------- */

int file_read(struct cli *cli, const char *path, size_t max, struct span *bytes)
{
    FILE *file = fopen(path, "re");
    uint8_t *memory = malloc(max + 1);

    *bytes = (struct span){ 0 };
    if (file == NULL || memory == NULL) {
        bool is_missing = file == NULL && (errno == ENOENT || errno == ENOTDIR);
        int code =
            cli_stop(cli, is_missing ? EXIT_NO_INPUT : EXIT_IO, "%s: %s", path, strerror(errno));
        if (file != NULL) fclose(file);
        free(memory);
        return code;
    }
    size_t size = fread(memory, 1, max + 1, file);
    const int reason = errno;
    bool is_read = ferror(file) == 0;
    fclose(file);
    if (is_read && size <= max) {
        bytes->at = memory;
        bytes->size = size;
        return EXIT_OK;
    }
    free(memory);
    if (is_read) return cli_stop(cli, EXIT_BAD_DATA, "%s is too large", path);
    return cli_stop(cli, EXIT_IO, "%s: %s", path, strerror(reason));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of one value are cut out first, by counting brackets outside strings, and then given to
 * jansson. So a line that is no JSON does not spoil the next, and errors have true line numbers.
 *
 * A bracket or quote that is never closed makes the cut swallow the lines behind it. Where one of
 * them begins with "{", it is likely to be the next bundle: reading goes back there. */
#include "client/cli/input.h"

#include "client/cli/output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define VALUE_BYTES_MAX (64 * 1024 * 1024)
#define FAILURES_MAX 1000 /* a file with more is no file of bundles */

struct input {
    struct cli *cli;
    FILE *file;
    const char *path;
    const char *example; /* of what an object looks like */
    char *bytes;         /* of the value being cut out */
    size_t size;
    size_t capacity;
    size_t restart; /* where in bytes a line begins with "{", inside the value; 0: nowhere */
    char *again;    /* bytes to read once more, before those of the file; or NULL */
    size_t again_at;
    size_t again_size;
    uint64_t line; /* of the next byte */
    uint64_t line_of_value;
    json_t *array; /* being handed out element by element, or NULL */
    size_t array_at;
    uint32_t failures;
};

int input_open(struct cli *cli, struct input **out, const char *path, const char *example)
{
    struct input *input = calloc(1, sizeof *input);
    if (input == NULL) return cli_stop(cli, EXIT_INTERNAL, "not enough memory");

    input->cli = cli;
    input->path = path;
    input->example = example;
    input->line = 1;
    bool is_standard = strcmp(path, "-") == 0;
    struct stat status;
    input->file = is_standard ? stdin : fopen(path, "re");
    if (input->file != NULL && fstat(fileno(input->file), &status) == 0 &&
        S_ISDIR(status.st_mode)) {
        input_close(&input);
        return cli_stop(cli, EXIT_NO_INPUT, "%s is a directory; give a file", path);
    }
    if (input->file == NULL) {
        int code = errno == ENOENT || errno == ENOTDIR ? EXIT_NO_INPUT : EXIT_IO;
        cli_stop(cli, (enum exit_code)code, "%s: %s", path, strerror(errno));
        free(input);
        return code;
    }
    *out = input;
    return EXIT_OK;
}

void input_close(struct input **input_pointer)
{
    struct input *input = *input_pointer;
    if (input == NULL) return;
    *input_pointer = NULL;

    if (input->file != stdin) fclose(input->file);
    json_decref(input->array);
    free(input->bytes);
    free(input->again);
    free(input);
}

uint64_t input_line(const struct input *input)
{
    return input->line_of_value;
}

bool input_has_failed(const struct input *input)
{
    return input->failures > 0;
}

/* Said at once, while the rest goes on; input_has_failed remembers. */
static void input_fail(struct input *input, uint64_t line, const char *text)
{
    input->failures++;
    cli_stop(input->cli, EXIT_BAD_DATA, "%s:%" PRIu64 ": %s", input->path, line, text);
}

/* The next byte: of what is read once more, then of the file. */
static int input_byte(struct input *input)
{
    int byte;

    if (input->again_at < input->again_size) {
        byte = (uint8_t)input->again[input->again_at++];
    } else {
        byte = getc_unlocked(input->file);
    }
    if (byte == '\n') input->line++;
    return byte;
}

/* After a value that is none: read on at the line that looks like the next. */
static void input_go_back(struct input *input)
{
    if (input->restart == 0) return;
    const size_t left = input->again_size - input->again_at;
    const size_t size = input->size - input->restart;
    char *again = memory_checked(malloc(size + left));

    memcpy(again, input->bytes + input->restart, size);
    if (left > 0) memcpy(again + size, input->again + input->again_at, left);
    for (size_t i = 0; i < size; i++) {
        if (again[i] == '\n') input->line--;
    }
    free(input->again);
    input->again = again;
    input->again_at = 0;
    input->again_size = size + left;
}

/* Returns false when the value is too large. */
static bool input_keep(struct input *input, int byte)
{
    if (input->size == input->capacity) {
        size_t capacity = input->capacity == 0 ? 4096 : 2 * input->capacity;
        if (capacity > VALUE_BYTES_MAX) return false;
        input->bytes = memory_checked(realloc(input->bytes, capacity));
        input->capacity = capacity;
    }
    input->bytes[input->size++] = (char)byte;
    return true;
}

/* Skip to the first byte of a value. Returns it, or EOF. */
static int input_begin(struct input *input)
{
    char text[160];

    for (;;) {
        int byte = input_byte(input);
        if (byte == EOF || byte == '{' || byte == '[') return byte;
        if (strchr(" \t\r\n,", byte) != NULL) continue;
        if (byte == 0xef || byte == 0xbb || byte == 0xbf) continue; /* byte order mark */
        snprintf(text, sizeof text, "this is no JSON object; give %s", input->example);
        input_fail(input, input->line, text);
        while (byte != '\n' && byte != EOF) {
            byte = input_byte(input);
        }
    }
}

/* Where the scan is inside a value. */
struct scan {
    uint32_t depth;
    bool is_string;
    bool is_escaped;
};

/* Brackets count outside strings only; whether they match in kind is jansson's business. */
static void scan_byte(struct scan *scan, int byte)
{
    if (scan->is_string) {
        if (scan->is_escaped) {
            scan->is_escaped = false;
        } else if (byte == '\\') {
            scan->is_escaped = true;
        } else if (byte == '"') {
            scan->is_string = false;
        }
        return;
    }
    if (byte == '"') scan->is_string = true;
    if (byte == '{' || byte == '[') scan->depth++;
    if (byte == '}' || byte == ']') scan->depth--;
}

enum cut {
    CUT_VALUE,
    CUT_OPEN, /* the bytes end inside it */
    CUT_END   /* there is no more, or it cannot be read */
};

/* Cut the next value out into input->bytes. */
static enum cut input_cut(struct input *input)
{
    struct scan scan = { 0 };
    int byte = input_begin(input);

    input->size = 0;
    input->restart = 0;
    input->line_of_value = input->line;
    while (byte != EOF) {
        if (!input_keep(input, byte)) {
            input_fail(input, input->line_of_value, "this value is too large; give one a line");
            return CUT_END;
        }
        scan_byte(&scan, byte);
        if (scan.depth == 0) return CUT_VALUE;
        bool is_line = byte == '{' && input->size > 1 && input->bytes[input->size - 2] == '\n';
        if (is_line && input->restart == 0 && input->bytes[0] == '{') {
            input->restart = input->size - 1;
        }
        byte = input_byte(input);
    }
    if (ferror(input->file) && !cli_is_interrupted()) {
        input_fail(input, input->line, "cannot be read");
        return CUT_END;
    }
    return input->size > 0 && !cli_is_interrupted() ? CUT_OPEN : CUT_END;
}

/* The next value as JSON; NULL at the end. */
static json_t *input_value(struct input *input)
{
    json_error_t error;

    for (;;) {
        if (input->failures >= FAILURES_MAX) {
            cli_stop(input->cli, EXIT_BAD_DATA,
                     "%s: too much is wrong with it; the rest is not read", input->path);
            return NULL;
        }
        enum cut cut = input_cut(input);
        if (cut == CUT_END) return NULL;
        if (cut == CUT_VALUE) {
            json_t *json = json_loadb(input->bytes, input->size,
                                      JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
            if (json != NULL) return json;
            uint64_t line = input->line_of_value;
            if (error.line > 1) line += (uint64_t)error.line - 1;
            input_fail(input, line, error.text);
        } else {
            input_fail(input, input->line_of_value,
                       "this value has no end; a bracket or quote is open");
        }
        input_go_back(input);
    }
}

/* An array is taken whole, its elements are handed out one by one. */
json_t *input_next(struct input *input)
{
    for (;;) {
        json_t *json = NULL;
        if (input->array != NULL) {
            json = json_incref(json_array_get(input->array, input->array_at++));
            if (json == NULL) {
                json_decref(input->array);
                input->array = NULL;
                continue;
            }
        } else {
            json = input_value(input);
        }
        if (json == NULL || json_is_object(json)) return json;
        if (json_is_array(json) && input->array == NULL) {
            input->array = json;
            input->array_at = 0;
            continue;
        }
        json_decref(json);
        input_fail(input, input->line_of_value, "an element of the array is no object");
    }
}

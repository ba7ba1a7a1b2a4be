/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of one value are cut out first, by counting brackets outside strings, and then given to
 * jansson. So a line that is no JSON does not spoil the next, and errors have true line numbers. */
#include "client/cli/input.h"

#include "client/cli/output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_BYTES_MAX (64 * 1024 * 1024)

struct input {
    struct cli *cli;
    FILE *file;
    const char *path;
    char *bytes; /* of the value being cut out */
    size_t size;
    size_t capacity;
    uint64_t line; /* of the next byte */
    uint64_t line_of_value;
    json_t *array; /* being handed out element by element, or NULL */
    size_t array_at;
    bool has_failed;
};

int input_open(struct cli *cli, struct input **out, const char *path)
{
    struct input *input = calloc(1, sizeof *input);
    if (input == NULL) return cli_stop(cli, EXIT_INTERNAL, "not enough memory");

    input->cli = cli;
    input->path = path;
    input->line = 1;
    bool is_standard = strcmp(path, "-") == 0;
    input->file = is_standard ? stdin : fopen(path, "re");
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
    free(input);
}

uint64_t input_line(const struct input *input)
{
    return input->line_of_value;
}

bool input_has_failed(const struct input *input)
{
    return input->has_failed;
}

static void input_fail(struct input *input, uint64_t line, const char *text)
{
    input->has_failed = true;
    cli_stop(input->cli, EXIT_BAD_DATA, "%s:%" PRIu64 ": %s", input->path, line, text);
}

static int input_byte(struct input *input)
{
    int byte = getc_unlocked(input->file);
    if (byte == '\n') input->line++;
    return byte;
}

/* Returns false when the value is too large. */
static bool input_keep(struct input *input, int byte)
{
    if (input->size == input->capacity) {
        size_t capacity = input->capacity == 0 ? 4096 : 2 * input->capacity;
        char *bytes = capacity > VALUE_BYTES_MAX ? NULL : realloc(input->bytes, capacity);
        if (bytes == NULL) return false;
        input->bytes = bytes;
        input->capacity = capacity;
    }
    input->bytes[input->size++] = (char)byte;
    return true;
}

/* Skip to the first byte of a value. Returns it, or EOF. */
static int input_begin(struct input *input)
{
    for (;;) {
        int byte = input_byte(input);
        if (byte == EOF || byte == '{' || byte == '[') return byte;
        if (strchr(" \t\r\n,", byte) != NULL) continue;
        if (byte == 0xef || byte == 0xbb || byte == 0xbf) continue; /* byte order mark */
        input_fail(input, input->line, "this is no JSON object; give { \"procedure\": ... }");
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

/* Cut the next value out into input->bytes. Returns false at the end. */
static bool input_cut(struct input *input)
{
    struct scan scan = { 0 };
    int byte = input_begin(input);

    input->size = 0;
    input->line_of_value = input->line;
    while (byte != EOF) {
        if (!input_keep(input, byte)) {
            input_fail(input, input->line_of_value, "this value is too large; give one a line");
            return false;
        }
        scan_byte(&scan, byte);
        if (scan.depth == 0) return true;
        byte = input_byte(input);
    }
    if (cli_is_interrupted()) return false;
    if (ferror(input->file)) {
        input_fail(input, input->line, "cannot be read");
    } else if (input->size > 0) {
        input_fail(input, input->line_of_value,
                   "this value has no end; a bracket or quote is open");
    }
    return false;
}

/* The next value as JSON; NULL at the end. */
static json_t *input_value(struct input *input)
{
    json_error_t error;

    while (input_cut(input)) {
        json_t *json =
            json_loadb(input->bytes, input->size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
        if (json != NULL) return json;
        uint64_t line = input->line_of_value;
        if (error.line > 1) line += (uint64_t)error.line - 1;
        input_fail(input, line, error.text);
    }
    return NULL;
}

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

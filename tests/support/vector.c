/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/vector.h"

#include <stdio.h>
#include <stdlib.h>

#define FILE_BYTES_MAX (1024 * 1024)
#define LINE_BYTES_MAX (64 * 1024)

static void vector_fail(const char *file, const char *what)
{
    fprintf(stderr, "vectors: %s: %s\n", file, what);
    exit(EXIT_FAILURE);
}

static char *text_copy(const char *file, const char *text)
{
    static char memory[4 * FILE_BYTES_MAX]; /* never given back: tests use it to their end */
    static size_t used;
    size_t size = strlen(text) + 1;

    if (size > sizeof memory - used) vector_fail(file, "too much text");
    char *copy = memory + used;
    memcpy(copy, text, size);
    used += size;
    return copy;
}

static struct span bytes_of(const char *file, const char *hex)
{
    static uint8_t memory[4 * FILE_BYTES_MAX];
    static size_t used;
    struct span bytes = { memory + used, 0 };

    for (const char *at = hex; *at != '\0';) {
        char *end;
        unsigned long byte = strtoul(at, &end, 16);
        unsigned long times = 1;
        if (end == at || byte > UINT8_MAX) vector_fail(file, hex);
        if (*end == '*') times = strtoul(end + 1, &end, 10);
        if (times > sizeof memory - used) vector_fail(file, "too many bytes");
        memset(memory + used, (int)byte, times);
        used += times;
        bytes.size += times;
        at = *end == ' ' ? end + 1 : end;
    }
    return bytes;
}

/* The value of `key: value`, or NULL if the line is about another key. */
static const char *value_of(const char *line, const char *key)
{
    size_t size = strlen(key);
    if (strncmp(line, key, size) != 0 || strncmp(line + size, ": ", 2) != 0) return NULL;
    return line + size + 2;
}

/* Lines about an item. */
static bool item_line(const char *file, struct vector *vector, const char *line)
{
    struct vector_item *item = &vector->items[vector->item_count == 0 ? 0 : vector->item_count - 1];
    const char *value;

    if ((value = value_of(line, "item")) != NULL) {
        if (vector->item_count == VECTOR_ITEMS_MAX) vector_fail(file, "too many items");
        vector->items[vector->item_count++].type = text_copy(file, value);
    } else if ((value = value_of(line, "id")) != NULL) {
        item->id = text_copy(file, value);
    } else if ((value = value_of(line, "body")) != NULL) {
        item->body = text_copy(file, value);
    } else if ((value = value_of(line, "definition")) != NULL) {
        item->definition = text_copy(file, value);
    } else if ((value = value_of(line, "refused")) != NULL) {
        item->refused = text_copy(file, value);
    } else {
        return false;
    }
    return true;
}

static void vector_line(const char *file, struct vector *vector, const char *line)
{
    const char *value;

    if (item_line(file, vector, line)) return;
    if ((value = value_of(line, "frame")) != NULL) {
        vector->frame = bytes_of(file, value);
    } else if ((value = value_of(line, "payload")) != NULL) {
        vector->payload = bytes_of(file, value);
    } else if ((value = value_of(line, "record")) != NULL) {
        vector->record = bytes_of(file, value);
    } else if ((value = value_of(line, "fact")) != NULL) {
        vector->fact = text_copy(file, value);
    } else if ((value = value_of(line, "head")) != NULL) {
        vector->head = text_copy(file, value);
    } else if ((value = value_of(line, "broken")) != NULL) {
        vector->broken = text_copy(file, value);
    } else if ((value = value_of(line, "rewritten")) != NULL) {
        vector->is_rewritten_alike = strcmp(value, "no") != 0;
    } else {
        vector_fail(file, line);
    }
}

/* The next line with those that continue it; false at the end of the text. */
static bool line_next(const char **at, char *line)
{
    size_t size = 0;

    if (**at == '\0') return false;
    do {
        bool is_continued = size > 0;
        const char *start = is_continued ? *at + 1 : *at; /* one of the two spaces stays */
        const char *end = strchr(start, '\n');
        size_t more = end == NULL ? strlen(start) : (size_t)(end - start);
        if (more > LINE_BYTES_MAX - 1 - size) vector_fail("", "a line is too long");
        memcpy(line + size, start, more);
        size += more;
        *at = end == NULL ? start + more : end + 1;
    } while (size > 0 && strncmp(*at, "  ", 2) == 0);
    line[size] = '\0';
    return true;
}

static void file_read(const char *file, char *text)
{
    const char *root = getenv("TONGFA_SOURCE");
    char path[4096];

    snprintf(path, sizeof path, "%s/tests/vectors/%s", root == NULL ? "." : root, file);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) vector_fail(path, "cannot be opened");
    size_t size = fread(text, 1, FILE_BYTES_MAX - 1, stream);
    if (ferror(stream) || !feof(stream)) vector_fail(path, "cannot be read");
    fclose(stream);
    text[size] = '\0';
}

uint32_t vector_load(const char *file, struct vector *vectors, uint32_t vector_max)
{
    static char text[FILE_BYTES_MAX];
    static char line[LINE_BYTES_MAX];
    const char *at = text;
    uint32_t count = 0;

    file_read(file, text);
    while (line_next(&at, line)) {
        if (line[0] == '\0' || line[0] == '#') continue;
        const char *name = value_of(line, "name");
        if (name == NULL) {
            if (count == 0) vector_fail(file, "a vector begins with its name");
            vector_line(file, &vectors[count - 1], line);
            continue;
        }
        if (count == vector_max) vector_fail(file, "too many vectors");
        vectors[count++] =
            (struct vector){ .name = text_copy(file, name), .is_rewritten_alike = true };
    }
    for (uint32_t i = 0; i < count; i++) { /* a record's refusal is about all of it */
        if (vectors[i].record.size > 0) vectors[i].refused = vectors[i].items[0].refused;
    }
    return count;
}

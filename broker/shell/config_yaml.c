/* SPDX-License-Identifier: Apache-2.0 */
/* The file is one mapping of names to values. It is read from libfyaml's events, which carry every
 * place and keep keys that stand twice. libfyaml 0.7.12 stops without a word at a NUL byte, and reads
 * on for ever in a directive that is not UTF-8, so bytes are checked before. */
#include "broker/shell/config.h"

#include "proto/reader.h"

#include <errno.h>
#include <libfyaml.h>

struct yaml_walk {
    struct config_reader *reader;
    const char *path;
    uint32_t depth; /* 1: inside the mapping */
    bool has_key;   /* a name was read, its value comes next */
    uint32_t documents;
    char key[CONFIG_TEXT_MAX + 1];
};

/* What is deeper was refused already, and is not read on: libfyaml 0.7 forgets where it is in lists within
 * lists of one line, and falls over that when it is closed. */
#define DEPTH_MAX 2

static void make_place(char *place, const char *path, int line, int column)
{
    snprintf(place, CONFIG_TEXT_MAX + 32, "%.255s:%d:%d", path, line, column);
}

/* The token that says where an event stands, or NULL. */
static struct fy_token *event_token(const struct fy_event *event)
{
    switch ((int)event->type) {
        case FYET_SCALAR: return event->scalar.value;
        case FYET_MAPPING_START: return event->mapping_start.mapping_start;
        case FYET_SEQUENCE_START: return event->sequence_start.sequence_start;
        case FYET_ALIAS: return event->alias.anchor;
        case FYET_DOCUMENT_START: return event->document_start.document_start;
        default: return NULL;
    }
}

static void take_text(struct yaml_walk *walk, struct fy_token *token, const char *place)
{
    size_t size = 0;
    const char *text = token == NULL ? NULL : fy_token_get_text(token, &size);
    char value[CONFIG_TEXT_MAX + 2] = "";
    if (size > CONFIG_TEXT_MAX + 1) size = CONFIG_TEXT_MAX + 1; /* refused as too long later */
    if (text != NULL) memcpy(value, text, size);

    if (!walk->has_key) {
        snprintf(walk->key, sizeof walk->key, "%.*s", CONFIG_TEXT_MAX, value);
        walk->has_key = true;
        return;
    }
    walk->has_key = false;
    config_set(walk->reader, walk->key, value, place);
}

/* A list or mapping where a text was expected. */
static void refuse_nested(struct yaml_walk *walk, const char *place)
{
    if (walk->depth > 0 && walk->has_key) {
        config_problem(walk->reader->problems, place,
                       "%.64s: a single value was expected, not a list or mapping", walk->key);
    } else {
        config_problem(walk->reader->problems, place, "lines of `name: value` were expected");
    }
    walk->has_key = false;
}

static void take_event(struct yaml_walk *walk, const struct fy_event *event)
{
    struct fy_token *token = event_token(event);
    const struct fy_mark *mark = token == NULL ? NULL : fy_token_start_mark(token);
    char place[CONFIG_TEXT_MAX + 32];
    make_place(place, walk->path, mark == NULL ? 1 : mark->line + 1,
               mark == NULL ? 1 : mark->column + 1);

    switch ((int)event->type) {
        case FYET_DOCUMENT_START:
            if (walk->documents++ > 0) {
                config_problem(walk->reader->problems, place, "a second document in the file");
            }
            break;
        case FYET_MAPPING_START:
            if (walk->depth > 0) refuse_nested(walk, place);
            walk->depth++;
            break;
        case FYET_SEQUENCE_START:
            refuse_nested(walk, place);
            walk->depth++;
            break;
        case FYET_MAPPING_END:
        case FYET_SEQUENCE_END: walk->depth--; break;
        case FYET_SCALAR:
            if (walk->depth == 1) take_text(walk, token, place);
            if (walk->depth == 0 && token != NULL && fy_token_get_text_length(token) > 0) {
                refuse_nested(walk, place);
            }
            break;
        case FYET_ALIAS: refuse_nested(walk, place); break;
        default: break;
    }
}

static void report_syntax(struct yaml_walk *walk, struct fy_diag *diag)
{
    void *iterator = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &iterator);
    char place[CONFIG_TEXT_MAX + 32];
    if (error == NULL) {
        make_place(place, walk->path, 1, 1);
        config_problem(walk->reader->problems, place, "this is not YAML");
    }
    for (; error != NULL; error = fy_diag_errors_iterate(diag, &iterator)) {
        make_place(place, walk->path, error->line, error->column);
        config_problem(walk->reader->problems, place, "this is not YAML: %.160s", error->msg);
    }
}

static void walk_text(struct yaml_walk *walk, const char *text, size_t size)
{
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    struct fy_parse_cfg cfg = {
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE,
        .diag = diag,
    };
    struct fy_parser *parser = NULL;
    if (diag != NULL) {
        fy_diag_set_collect_errors(diag, true);
        parser = fy_parser_create(&cfg);
    }
    if (parser == NULL || fy_parser_set_string(parser, text, size) != 0) {
        config_problem(walk->reader->problems, walk->path, "not enough memory to read the file");
    } else {
        struct fy_event *event;
        while (walk->depth <= DEPTH_MAX && (event = fy_parser_parse(parser)) != NULL) {
            take_event(walk, event);
            fy_parser_event_free(parser, event);
        }
        if (fy_parser_get_stream_error(parser)) report_syntax(walk, diag);
    }
    if (parser != NULL) fy_parser_destroy(parser);
    if (diag != NULL) fy_diag_destroy(diag);
}

/* Number of the first line that begins a key of its own, or 0: `?`, also behind what may stand before it. A
 * configuration has none, and libfyaml 0.7 loses its indentation over them and falls over it when it is
 * closed. */
static int find_key_line(const char *text, size_t size)
{
    int line = 1;
    bool is_begin = true; /* nothing but blanks and signs in this line */
    for (size_t i = 0; i < size; i++) {
        if (is_begin && text[i] == '?') return line;
        if (text[i] == '\n') line++;
        is_begin =
            text[i] == '\n' || text[i] == '\r' || (is_begin && strchr(" \t-:", text[i]) != NULL);
    }
    return 0;
}

/* Number of the first line that is no text, or 0. */
static int find_bad_line(const char *text, size_t size)
{
    for (int line = 1; size > 0; line++) {
        const char *end = memchr(text, '\n', size);
        size_t line_size = end == NULL ? size : (size_t)(end - text) + 1;
        bool is_text = memchr(text, '\0', line_size) == NULL &&
                       utf8_is_valid((struct span){ (const uint8_t *)text, line_size });
        if (!is_text) return line;
        text += line_size;
        size -= line_size;
    }
    return 0;
}

static void read_text(struct yaml_walk *walk, const char *text, size_t size)
{
    const char *problem = "this line is not text; save the file as UTF-8, without NUL bytes";
    int line = find_bad_line(text, size);
    if (line == 0) {
        problem = "lines of `name: value` were expected";
        line = find_key_line(text, size);
    }
    if (line == 0) {
        walk_text(walk, text, size);
        return;
    }
    char place[CONFIG_TEXT_MAX + 32];
    make_place(place, walk->path, line, 1);
    config_problem(walk->reader->problems, place, "%s", problem);
}

void config_read_file(struct config_reader *reader, const char *path)
{
    static char text[CONFIG_FILE_BYTES_MAX + 1];
    FILE *file = fopen(path, "re");
    size_t size = file == NULL ? 0 : fread(text, 1, sizeof text, file);
    bool is_read = file != NULL && ferror(file) == 0;
    int reason = errno;
    if (file != NULL) fclose(file);

    struct yaml_walk walk = { .reader = reader, .path = path };
    if (!is_read) {
        config_problem(reader->problems, path[0] == '\0' ? "--config" : path, "cannot be read: %s",
                       strerror(reason));
    } else if (size > CONFIG_FILE_BYTES_MAX) {
        config_problem(reader->problems, path, "has more than %d bytes", CONFIG_FILE_BYTES_MAX);
    } else if (size > 0) {
        read_text(&walk, text, size);
    }
}

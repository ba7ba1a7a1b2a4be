/* SPDX-License-Identifier: Apache-2.0 */
/* The tree is built from libfyaml's events, not from its documents: events carry every place, keep
 * keys that stand twice, resolve no alias and need no recursion. libfyaml 0.7.12 stops silently at
 * a NUL or a byte that is not UTF-8, so the bytes are checked before it sees them. */
#include "client/yaml.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdlib.h>

struct yaml {
    uint32_t node_count;
    struct yaml_node nodes[YAML_NODES_MAX];
};

/* An open list or mapping: where its next child goes. */
struct level {
    struct yaml_node *node;
    struct yaml_node *last;
};

struct builder {
    struct yaml *yaml;
    struct lint_report *report;
    uint32_t depth;
    struct level levels[NESTING_MAX];
    struct lint_place place; /* of the latest node that had one */
    uint32_t document_count;
};

/* Bytes of the UTF-8 character at the front, or 0 if it is none that may stand in a file. */
static size_t character_size(const uint8_t *at, size_t left)
{
    uint8_t byte = at[0];
    if (byte < 0x80) {
        bool is_text =
            (byte >= 0x20 && byte != 0x7f) || byte == '\n' || byte == '\r' || byte == '\t';
        return is_text ? 1 : 0;
    }
    size_t size = byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0;
    if (size == 0 || size > left) return 0;
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80) return 0;
    }
    if (byte == 0xe0 && at[1] < 0xa0) return 0; /* longer than needed */
    if (byte == 0xed && at[1] > 0x9f) return 0; /* half of a surrogate pair */
    if (byte == 0xf0 && at[1] < 0x90) return 0;
    if (byte == 0xf4 && at[1] > 0x8f) return 0;
    return size;
}

static bool bytes_are_text(struct span text, struct lint_report *report)
{
    struct lint_place place = { 1, 1 };
    size_t at = 0;

    if (text.size > YAML_BYTES_MAX) {
        lint_error(report, (struct lint_place){ 0, 0 }, "too-large",
                   "the file has more than %d bytes; make it shorter", YAML_BYTES_MAX);
        return false;
    }
    while (at < text.size) {
        size_t size = character_size(text.at + at, text.size - at);
        if (size == 0) {
            lint_error(report, place, "not-text",
                       "byte 0x%02x is not UTF-8 text; save the file as UTF-8",
                       (unsigned)text.at[at]);
            return false;
        }
        place.column++;
        if (text.at[at] == '\n') place = (struct lint_place){ place.line + 1, 1 };
        at += size;
    }
    return true;
}

/* words - separated and enclosed by blanks. */
static bool text_is_one_of(const char *text, const char *words)
{
    size_t size = strlen(text);
    if (strchr(text, ' ') != NULL) return false;
    for (const char *at = strstr(words, text); at != NULL; at = strstr(at + 1, text)) {
        if (at > words && at[-1] == ' ' && at[size] == ' ') return true;
    }
    return false;
}

/* YAML 1.2, 10.3.2 "Tag Resolution": what a plain scalar means. */
static enum yaml_kind plain_kind(const char *text)
{
    char *end;

    if (text[0] == '\0' || text_is_one_of(text, " ~ null Null NULL ")) return YAML_NULL;
    if (text_is_one_of(text, " true True TRUE false False FALSE ")) return YAML_BOOL;
    if (text_is_one_of(text, " .inf .Inf .INF -.inf +.inf .nan .NaN .NAN ")) return YAML_NUMBER;
    if (strspn(text, "+-.0123456789eExXoabcdfABCDF") != strlen(text)) return YAML_TEXT;
    if (strncmp(text, "0o", 2) == 0) {
        return text[2] != '\0' && strspn(text + 2, "01234567") == strlen(text + 2) ? YAML_NUMBER
                                                                                   : YAML_TEXT;
    }
    (void)strtod(text, &end);
    return *end == '\0' ? YAML_NUMBER : YAML_TEXT;
}

static struct fy_token *event_token(const struct fy_event *event)
{
    switch (event->type) { /* the rest has no token that matters */
        case FYET_SCALAR: return event->scalar.value;
        case FYET_SEQUENCE_START: return event->sequence_start.sequence_start;
        case FYET_MAPPING_START: return event->mapping_start.mapping_start;
        case FYET_ALIAS: return event->alias.anchor;
        case FYET_DOCUMENT_START: return event->document_start.document_start;
        case FYET_NONE:
        case FYET_STREAM_START:
        case FYET_STREAM_END:
        case FYET_DOCUMENT_END:
        case FYET_SEQUENCE_END:
        case FYET_MAPPING_END: break;
    }
    return NULL;
}

static bool token_is_quoted(struct fy_token *token)
{
    enum fy_scalar_style style = fy_token_scalar_style(token);
    return style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
}

/* An empty scalar has no place of its own: it gets that of what stands before it. libfyaml gives a
 * quoted one the place behind its quote. */
static void builder_move(struct builder *builder, const struct fy_event *event)
{
    struct fy_token *token = event_token(event);
    if (token == NULL) return;
    const struct fy_mark *mark = fy_token_start_mark(token);
    if (mark == NULL) return;
    bool is_quoted = event->type == FYET_SCALAR && token_is_quoted(token);
    builder->place = (struct lint_place){ (uint32_t)mark->line + 1,
                                          (uint32_t)mark->column + (is_quoted ? 0 : 1) };
}

static enum err builder_add(struct builder *builder, enum yaml_kind kind, struct yaml_node **out)
{
    struct yaml *yaml = builder->yaml;

    if (yaml->node_count == YAML_NODES_MAX) {
        lint_error(builder->report, builder->place, "too-large",
                   "the file has more than %d parts; make it shorter", YAML_NODES_MAX);
        return ERR_PROCEDURE_INVALID;
    }
    struct yaml_node *node = &yaml->nodes[yaml->node_count++];
    node->kind = kind;
    node->place = builder->place;
    if (builder->depth > 0) {
        struct level *level = &builder->levels[builder->depth - 1];
        if (level->last == NULL) {
            level->node->first = node;
        } else {
            level->last->next = node;
        }
        level->last = node;
    }
    *out = node;
    return OK;
}

static enum err builder_open(struct builder *builder, enum yaml_kind kind)
{
    struct yaml_node *node;

    if (builder->depth == NESTING_MAX) {
        lint_error(builder->report, builder->place, "too-large",
                   "lists and mappings are nested more than %d deep", NESTING_MAX);
        return ERR_PROCEDURE_INVALID;
    }
    enum err err = builder_add(builder, kind, &node);
    if (err != OK) return err;
    builder->levels[builder->depth++] = (struct level){ .node = node };
    return OK;
}

static enum err builder_scalar(struct builder *builder, struct fy_token *token)
{
    struct yaml_node *node;
    enum err err = builder_add(builder, YAML_TEXT, &node);
    if (err != OK) return err;

    size_t size = 0;
    const char *text = token == NULL ? "" : fy_token_get_text(token, &size);
    if (text == NULL) return ERR_NO_MEMORY;
    if (memchr(text, '\0', size) != NULL) {
        lint_error(builder->report, node->place, "not-text", "a text holds a NUL; leave it out");
        node->kind = YAML_BROKEN;
        size = 0;
    }
    char *copy = malloc(size + 1);
    if (copy == NULL) return ERR_NO_MEMORY;
    memcpy(copy, text, size);
    copy[size] = '\0';
    node->text = copy;
    bool is_plain = token == NULL || fy_token_scalar_style(token) == FYSS_PLAIN;
    if (is_plain && node->kind == YAML_TEXT) node->kind = plain_kind(copy);
    return OK;
}

static void refuse_reference(struct builder *builder, const char *what)
{
    lint_error(builder->report, builder->place, "reference",
               "%s are not part of the format; write the value itself", what);
}

static void builder_refuse_extras(struct builder *builder, struct fy_token *anchor,
                                  struct fy_token *tag)
{
    if (anchor != NULL) refuse_reference(builder, "anchors (&name)");
    if (tag != NULL) refuse_reference(builder, "tags (!name)");
}

static enum err builder_take(struct builder *builder, const struct fy_event *event)
{
    struct yaml_node *node;

    switch (event->type) {
        case FYET_DOCUMENT_START:
            if (++builder->document_count == 1) return OK;
            lint_error(builder->report, builder->place, "syntax",
                       "a second document begins here; give it a file of its own");
            return ERR_PROCEDURE_INVALID;
        case FYET_SCALAR:
            builder_refuse_extras(builder, event->scalar.anchor, event->scalar.tag);
            return builder_scalar(builder, event->scalar.value);
        case FYET_ALIAS:
            refuse_reference(builder, "aliases (*name)");
            return builder_add(builder, YAML_BROKEN, &node);
        case FYET_SEQUENCE_START:
            builder_refuse_extras(builder, event->sequence_start.anchor, event->sequence_start.tag);
            return builder_open(builder, YAML_LIST);
        case FYET_MAPPING_START:
            builder_refuse_extras(builder, event->mapping_start.anchor, event->mapping_start.tag);
            return builder_open(builder, YAML_MAPPING);
        case FYET_SEQUENCE_END:
        case FYET_MAPPING_END: builder->depth--; return OK;
        case FYET_NONE:
        case FYET_STREAM_START:
        case FYET_STREAM_END:
        case FYET_DOCUMENT_END: break;
    }
    return OK;
}

static void report_syntax(struct fy_diag *diag, struct builder *builder)
{
    void *iterator = NULL;
    bool said = false;

    for (const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &iterator); error != NULL;
         error = fy_diag_errors_iterate(diag, &iterator)) {
        struct lint_place place = { error->line < 1 ? 0 : (uint32_t)error->line,
                                    error->column < 1 ? 0 : (uint32_t)error->column };
        lint_error(builder->report, place, "syntax", "this is not YAML: %s", error->msg);
        said = true;
    }
    if (!said) lint_error(builder->report, builder->place, "syntax", "this is not YAML");
}

static enum err parse_events(struct fy_parser *parser, struct fy_diag *diag,
                             struct builder *builder)
{
    enum err err = OK;
    struct fy_event *event = fy_parser_parse(parser);

    while (event != NULL) {
        builder_move(builder, event);
        err = builder_take(builder, event);
        fy_parser_event_free(parser, event);
        if (err != OK) return err;
        event = fy_parser_parse(parser);
    }
    if (fy_parser_get_stream_error(parser)) {
        report_syntax(diag, builder);
        return ERR_PROCEDURE_INVALID;
    }
    if (builder->yaml->node_count == 0) {
        lint_error(builder->report, (struct lint_place){ 0, 0 }, "syntax", "the file is empty");
        return ERR_PROCEDURE_INVALID;
    }
    return OK;
}

static enum err parse(struct builder *builder, struct span text)
{
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    if (diag == NULL) return ERR_NO_MEMORY;
    fy_diag_set_collect_errors(diag, true);

    const struct fy_parse_cfg cfg = {
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE,
        .diag = diag,
    };
    struct fy_parser *parser = fy_parser_create(&cfg);
    enum err err = ERR_NO_MEMORY;
    if (parser != NULL && fy_parser_set_string(parser, (const char *)text.at, text.size) == 0) {
        err = parse_events(parser, diag, builder);
    }
    if (parser != NULL) fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return err;
}

enum err yaml_open(struct yaml **out, struct span text, struct lint_report *report)
{
    if (!bytes_are_text(text, report)) return ERR_PROCEDURE_INVALID;

    struct yaml *yaml = calloc(1, sizeof *yaml);
    if (yaml == NULL) return ERR_NO_MEMORY;
    struct builder builder = { .yaml = yaml, .report = report, .place = { 1, 1 } };
    static const uint8_t nothing[1] = { '\n' };
    if (text.size == 0) text = (struct span){ nothing, sizeof nothing };

    enum err err = parse(&builder, text);
    if (err != OK) {
        yaml_close(yaml);
        return err;
    }
    *out = yaml;
    return OK;
}

static enum err refuse_file(struct lint_report *report, const char *what)
{
    lint_error(report, (struct lint_place){ 0, 0 }, "unreadable", "cannot be read: %s", what);
    return ERR_IO;
}

/* One byte more than a document may have is read, so that one that is too long is seen. */
static enum err open_stream(struct yaml **out, FILE *file, struct lint_report *report)
{
    uint8_t *bytes = malloc(YAML_BYTES_MAX + 1);
    if (bytes == NULL) return ERR_NO_MEMORY;

    errno = 0;
    size_t size = fread(bytes, 1, YAML_BYTES_MAX + 1, file);
    enum err err = ferror(file) != 0 ? refuse_file(report, strerror(errno))
                                     : yaml_open(out, (struct span){ bytes, size }, report);
    free(bytes);
    return err;
}

enum err yaml_open_file(struct yaml **out, const char *path, struct lint_report *report)
{
    if (strcmp(path, "-") == 0) return open_stream(out, stdin, report);

    FILE *file = fopen(path, "rbe");
    if (file == NULL) return refuse_file(report, strerror(errno));
    enum err err = open_stream(out, file, report);
    (void)fclose(file);
    return err;
}

void yaml_close(struct yaml *yaml)
{
    if (yaml == NULL) return;
    for (uint32_t i = 0; i < yaml->node_count; i++) {
        free((char *)(uintptr_t)yaml->nodes[i].text);
    }
    free(yaml);
}

const struct yaml_node *yaml_root(const struct yaml *yaml)
{
    assert(yaml->node_count > 0);
    return &yaml->nodes[0];
}

const char *yaml_kind_text(enum yaml_kind kind)
{
    switch (kind) {
        case YAML_NULL: return "nothing";
        case YAML_BOOL: return "true or false";
        case YAML_NUMBER: return "a number";
        case YAML_TEXT: return "a text";
        case YAML_LIST: return "a list";
        case YAML_MAPPING: return "a mapping";
        case YAML_BROKEN: break;
    }
    return "something else";
}

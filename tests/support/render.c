/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/render.h"

#include <inttypes.h>
#include <stdio.h>

static void render_plain(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

static void render_number(struct buffer *buffer, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    render_plain(buffer, text);
}

void render_text(struct buffer *buffer, struct span text)
{
    render_plain(buffer, "\"");
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') render_plain(buffer, "\\");
        buffer_add(buffer, &text.at[i], 1);
    }
    render_plain(buffer, "\"");
}

void render_hex(struct buffer *buffer, struct span bytes)
{
    render_plain(buffer, "\"hex:");
    for (size_t i = 0; i < bytes.size; i++) {
        char text[3];
        snprintf(text, sizeof text, "%02x", bytes.at[i]);
        render_plain(buffer, text);
    }
    render_plain(buffer, "\"");
}

static void render_list(struct buffer *buffer, const struct field *field, const void *object)
{
    const uint32_t count = field_length(field, object);

    render_plain(buffer, "[");
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) render_plain(buffer, ", ");
        render_struct(buffer, field->schema, field_element(field, object, i));
    }
    render_plain(buffer, "]");
}

static void render_time(struct buffer *buffer, int64_t time)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, time);
    render_plain(buffer, text);
}

static void render_field(struct buffer *buffer, const struct field *field, const void *object)
{
    switch (field->kind) {
        case FIELD_UINT:
        case FIELD_ENUM:
        case FIELD_SET: render_number(buffer, field_number(field, object)); return;
        case FIELD_TIME: render_time(buffer, field_time(field, object)); return;
        case FIELD_BOOL:
            render_plain(buffer, field_number(field, object) != 0 ? "true" : "false");
            return;
        case FIELD_NAME:
        case FIELD_TITLE:
        case FIELD_TEXT: render_text(buffer, field_bytes(field, object)); return;
        case FIELD_BIN:
        case FIELD_HASH:
        case FIELD_SHARE: render_hex(buffer, field_bytes(field, object)); return;
        case FIELD_MAP:
        case FIELD_DEFINITION:
            render_struct(buffer, field->schema, field_element(field, object, 0));
            return;
        case FIELD_LIST: render_list(buffer, field, object); return;
    }
}

void render_struct(struct buffer *buffer, const struct schema *schema, const void *object)
{
    const char *before = "";

    render_plain(buffer, "{");
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct field *field = &schema->fields[i];
        if (!field->required && !field_is_set(field, object)) continue;
        render_plain(buffer, before);
        render_text(buffer, (struct span){ (const uint8_t *)field->name, strlen(field->name) });
        render_plain(buffer, ": ");
        render_field(buffer, field, object);
        before = ", ";
    }
    render_plain(buffer, "}");
}

const char *render_end(struct buffer *buffer)
{
    buffer_add(buffer, "", 1);
    assert(!buffer->is_full);
    return (const char *)buffer->at;
}

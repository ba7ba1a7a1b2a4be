/* SPDX-License-Identifier: Apache-2.0 */
#include "client/text.h"

struct span span_of_text(const char *text)
{
    if (text == NULL) return (struct span){ 0 };
    return (struct span){ .at = (const uint8_t *)text, .size = strlen(text) };
}

static bool name_byte_is_allowed(uint8_t byte, bool is_first)
{
    if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) return true;
    return !is_first && (byte == '.' || byte == '_' || byte == '-');
}

bool name_from_span(struct name *name, struct span text)
{
    if (text.size > NAME_BYTES_MAX) return false;
    for (size_t i = 0; i < text.size; i++) {
        if (!name_byte_is_allowed(text.at[i], i == 0)) return false;
    }
    memset(name, 0, sizeof *name);
    if (text.size > 0) memcpy(name->text, text.at, text.size);
    return true;
}

bool name_from_text(struct name *name, const char *text)
{
    return name_from_span(name, span_of_text(text));
}

void hex_from_bytes(char *text, struct span bytes)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < bytes.size; i++) {
        text[2 * i] = digits[bytes.at[i] >> 4];
        text[2 * i + 1] = digits[bytes.at[i] & 15];
    }
    text[2 * bytes.size] = '\0';
}

/* The value of a hexadecimal digit, or -1. */
static int hex_digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

bool hex_to_bytes(uint8_t *bytes, size_t size, struct span text)
{
    if (text.size != 2 * size) return false;
    for (size_t i = 0; i < size; i++) {
        int high = hex_digit(text.at[2 * i]);
        int low = hex_digit(text.at[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "client/text.h"

#include "proto/reader.h"
#include "proto/schema.h"

struct span span_of_text(const char *text)
{
    if (text == NULL) return (struct span){ 0 };
    return (struct span){ .at = (const uint8_t *)text, .size = strlen(text) };
}

bool text_to_name(struct name *name, const char *text)
{
    struct span span = span_of_text(text);
    if (span.size > 0) return name_from_text(name, span);
    *name = (struct name){ 0 };
    return true;
}

/* snprintf cuts at a byte; half a Chinese character is no UTF-8 any more. */
void text_trim(char *text)
{
    size_t size = strlen(text);
    size_t begin = size;

    while (begin > 0 && ((uint8_t)text[begin - 1] & 0xc0) == 0x80) {
        begin--; /* over continuation bytes */
    }
    if (begin == 0 || (uint8_t)text[begin - 1] < 0xc0) return;
    uint8_t first = (uint8_t)text[begin - 1];
    size_t wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (size - (begin - 1) < wanted) text[begin - 1] = '\0';
}

uint32_t text_character(const char **text, size_t *size)
{
    const uint8_t *at = (const uint8_t *)*text;
    size_t wanted = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;

    assert(at[0] != '\0');
    if (strnlen(*text, wanted) < wanted || !utf8_is_valid((struct span){ at, wanted })) {
        *text += 1;
        *size = 1;
        return 0xfffd;
    }
    uint32_t code = wanted == 1 ? at[0] : at[0] & (0xffu >> (wanted + 1));
    for (size_t i = 1; i < wanted; i++) {
        code = code << 6 | (at[i] & 0x3f);
    }
    *text += wanted;
    *size = wanted;
    return code;
}

bool text_character_is_unsafe(uint32_t code)
{
    bool is_control = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    bool is_direction = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return is_control || is_direction;
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

/* The value of a hexadecimal digit of either case, or -1. */
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

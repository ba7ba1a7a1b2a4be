/* SPDX-License-Identifier: Apache-2.0 */
/* A format is walked piece by piece, a piece being one placeholder or one literal byte: the check and
 * the writing walk the same way, so what passes the check can be written. */
#include "broker/core/permit_number.h"

#define YEAR_DIGITS_MAX 5 /* of a uint16_t */
#define AREA_DIGITS 6

enum piece_kind { PIECE_END, PIECE_BYTE, PIECE_YEAR, PIECE_SERIAL, PIECE_AREA, PIECE_BAD };

struct piece {
    enum piece_kind kind;
    enum permit_number_fault fault; /* BAD */
    uint32_t at;                    /* in the format */
    uint32_t size;
    uint32_t width; /* SERIAL: digits at least */
};

/* A text of so many bytes begins with a word. */
static bool begins_with(const char *at, uint32_t size, const char *word)
{
    assert(at != NULL);
    for (uint32_t i = 0; word[i] != '\0'; i++) {
        if (i == size || at[i] != word[i]) return false;
    }
    return true;
}

/* What stands between the braces is this word. */
static bool is_word(const char *at, uint32_t size, const char *word)
{
    return strlen(word) == size && begins_with(at, size, word);
}

/* "7" behind "serial:"; 0: it is no width. */
static uint32_t width_read(const char *at, uint32_t size)
{
    uint32_t width = 0;

    if (size < 1 || size > 2 || at[0] == '0') return 0;
    for (uint32_t i = 0; i < size; i++) {
        if (at[i] < '0' || at[i] > '9') return 0;
        width = width * 10 + (uint32_t)(at[i] - '0');
    }
    assert(width > 0);
    return width <= SERIAL_DIGITS_MAX ? width : 0;
}

/* The placeholder whose word is between braces. */
static void piece_placeholder(struct piece *piece, const char *word, uint32_t size)
{
    static const char serial[] = "serial:";
    const uint32_t serial_size = sizeof serial - 1;

    assert(piece->size == size + 2);
    if (is_word(word, size, "year")) {
        piece->kind = PIECE_YEAR;
    } else if (is_word(word, size, "area")) {
        piece->kind = PIECE_AREA;
    } else if (is_word(word, size, "serial")) {
        piece->kind = PIECE_SERIAL;
        piece->width = 1;
    } else if (begins_with(word, size, serial)) {
        piece->width = width_read(word + serial_size, size - serial_size);
        piece->kind = piece->width > 0 ? PIECE_SERIAL : PIECE_BAD;
        piece->fault = PERMIT_NUMBER_WIDTH;
    } else {
        piece->fault = PERMIT_NUMBER_UNKNOWN;
    }
}

/* The piece of a format that begins at a byte. */
static struct piece piece_at(const char *format, uint32_t at)
{
    struct piece piece = { .kind = PIECE_BAD, .at = at, .size = 1 };

    assert(at <= strlen(format));
    if (format[at] == '\0') return (struct piece){ .kind = PIECE_END, .at = at };
    if (format[at] == '}') {
        piece.fault = PERMIT_NUMBER_CLOSE;
        return piece;
    }
    if (format[at] != '{') {
        piece.kind = PIECE_BYTE;
        return piece;
    }
    uint32_t end = at + 1;
    while (format[end] != '\0' && format[end] != '{' && format[end] != '}') {
        end++;
    }
    if (format[end] != '}') {
        piece.fault = PERMIT_NUMBER_OPEN;
        return piece;
    }
    piece.size = end + 1 - at;
    piece_placeholder(&piece, format + at + 1, piece.size - 2);
    assert(piece.kind != PIECE_BYTE);
    return piece;
}

/* Bytes that a piece becomes at most. */
static uint32_t piece_bytes_max(const struct piece *piece)
{
    assert(piece->kind != PIECE_BAD);
    assert(piece->width <= SERIAL_DIGITS_MAX);
    switch (piece->kind) {
        case PIECE_YEAR: return YEAR_DIGITS_MAX;
        case PIECE_AREA: return AREA_DIGITS;
        case PIECE_SERIAL:
            return SERIAL_DIGITS_MAX; /* a serial beyond the width is written whole */
        case PIECE_BYTE: return 1;
        case PIECE_END:
        case PIECE_BAD: break;
    }
    return 0;
}

struct permit_number_finding permit_number_check(const char *format)
{
    struct permit_number_finding finding = { .fault = PERMIT_NUMBER_GOOD };
    struct piece piece;
    uint32_t kinds = 0;
    uint32_t bytes = 0;

    assert(format != NULL);
    for (uint32_t at = 0;; at += piece.size) {
        piece = piece_at(format, at);
        if (piece.kind == PIECE_END) break;
        if (piece.kind == PIECE_BAD) {
            assert(piece.fault != PERMIT_NUMBER_GOOD);
            return (struct permit_number_finding){ piece.fault, piece.at, piece.size, false };
        }
        kinds |= UINT32_C(1) << piece.kind;
        bytes += piece_bytes_max(&piece);
    }
    finding.has_area = (kinds >> PIECE_AREA & 1) != 0;
    if ((kinds >> PIECE_SERIAL & 1) == 0) {
        finding.fault = PERMIT_NUMBER_NO_SERIAL;
    } else if ((kinds >> PIECE_YEAR & 1) == 0) {
        finding.fault = PERMIT_NUMBER_NO_YEAR;
    } else if (bytes > PERMIT_NUMBER_BYTES_MAX) {
        finding.fault = PERMIT_NUMBER_LONG;
    }
    return finding;
}

const char *permit_number_fault_text(enum permit_number_fault fault)
{
    static const char *const texts[PERMIT_NUMBER_FAULT_COUNT] = {
        [PERMIT_NUMBER_GOOD] = "it is good",
        [PERMIT_NUMBER_OPEN] = "it has a { without its }; close it",
        [PERMIT_NUMBER_CLOSE] = "it has a } without its {; open it or remove it",
        [PERMIT_NUMBER_UNKNOWN] = "there is no such placeholder; write {serial}, {year} or {area}",
        [PERMIT_NUMBER_WIDTH] = "{serial:N} has 1 to 10 digits",
        [PERMIT_NUMBER_NO_SERIAL] = "it lacks {serial}: two permits would bear one number",
        [PERMIT_NUMBER_NO_YEAR] =
            "it lacks {year}: serials begin anew each year, and so would the numbers",
        [PERMIT_NUMBER_LONG] = "filled in, it can be over 95 bytes; shorten it",
    };
    assert(fault < PERMIT_NUMBER_FAULT_COUNT);
    assert(texts[fault] != NULL);
    return texts[fault];
}

/* With zeros in front; a number that has more digits is written whole. */
static void add_padded(struct words *words, uint32_t number, uint32_t width)
{
    uint32_t digits = 1;

    for (uint32_t rest = number; rest >= 10; rest /= 10) {
        digits++;
    }
    assert(digits <= SERIAL_DIGITS_MAX);
    for (; digits < width; digits++) {
        words_add(words, "0");
    }
    words_add_number(words, number);
}

bool permit_number_write(const struct procedure *procedure, uint32_t stage, uint16_t year,
                         uint32_t serial, char text[PERMIT_NUMBER_BYTES_MAX + 1])
{
    struct words words;
    struct piece piece;

    assert(procedure != NULL);
    assert(stage < procedure->stage_count);
    const char *format = procedure->stages[stage].number;
    if (serial == 0 || format[0] == '\0') return false;
    struct permit_number_finding finding = permit_number_check(format);
    if (finding.fault != PERMIT_NUMBER_GOOD) return false;
    if (finding.has_area && procedure->area == 0) return false;
    words_init(&words, text, PERMIT_NUMBER_BYTES_MAX + 1);
    for (uint32_t at = 0;; at += piece.size) {
        piece = piece_at(format, at);
        if (piece.kind == PIECE_END) break;
        const char byte[] = { format[at], '\0' };
        if (piece.kind == PIECE_BYTE) words_add(&words, byte);
        if (piece.kind == PIECE_YEAR) words_add_number(&words, year);
        if (piece.kind == PIECE_AREA) add_padded(&words, procedure->area, AREA_DIGITS);
        if (piece.kind == PIECE_SERIAL) add_padded(&words, serial, piece.width);
    }
    return true;
}

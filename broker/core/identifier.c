/* SPDX-License-Identifier: Apache-2.0 */
/* Each kind is checked from the left, so that the place of the first mistake is told: alphabet and
 * length first, then what the characters mean, the check character last. A character that cannot stand
 * where it stands says more than a sum that does not come out. */
#include "broker/core/identifier.h"

#define BODY_BYTES (USCC_BYTES - 1)
#define LICENCE_PARTS 5
#define LICENCE_BODY_PARTS (LICENCE_PARTS - 1)

_Static_assert(USCC_BYTES == ID_BYTES, "identifier_kind_of tells them apart by their characters");

static const char digits[] = "0123456789";
/* Digits and letters without I, O, S, V and Z; a character's place is its value. GB 32100, 4 and 5. */
static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const char licence_alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char licence_root[] = "1.2.156.3005.2.";
/* The remainder of an id's sum stands for this. GB 11643, ISO 7064 MOD 11-2. */
static const char id_check[] = "10X98765432";

/* Powers of 3 modulo 31, one for each character before the check character. GB 32100, 5. */
static const uint8_t uscc_weights[BODY_BYTES] = { 1,  3,  9,  27, 19, 26, 16, 17, 20,
                                                  29, 25, 13, 8,  24, 10, 30, 28 };
/* Powers of 2 modulo 11, from the right. GB 11643. */
static const uint8_t id_weights[BODY_BYTES] = {
    7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
};

static const struct identifier_finding good = { .fault = IDENTIFIER_GOOD };

static struct identifier_finding fault_at(enum identifier_fault fault, size_t index)
{
    assert(fault > IDENTIFIER_GOOD);
    assert(fault < IDENTIFIER_FAULT_COUNT);
    return (struct identifier_finding){ .fault = fault, .at = (uint32_t)index + 1 };
}

/* Value of a byte in an alphabet, or -1. */
static int value_of(const char *alphabet, uint8_t byte)
{
    assert(alphabet[0] == '0');
    for (int value = 0; alphabet[value] != '\0'; value++) {
        if ((uint8_t)alphabet[value] == byte) return value;
    }
    return -1;
}

static struct span part_of(struct span text, size_t from, size_t size)
{
    assert(from <= text.size);
    assert(size <= text.size - from);
    return (struct span){ text.at + from, size };
}

/* Index of the first byte that is not in the alphabet, or the size. */
static size_t alphabet_end(struct span text, const char *alphabet)
{
    size_t at = 0;

    while (at < text.size && value_of(alphabet, text.at[at]) >= 0) {
        at++;
    }
    assert(at <= text.size);
    return at;
}

/* Exactly so many characters of an alphabet; what is wrong first is reported. */
static struct identifier_finding check_shape(struct span text, const char *alphabet, size_t size)
{
    size_t end = alphabet_end(text, alphabet);

    assert(size > 0);
    if (end >= size) {
        return text.size > size ? fault_at(IDENTIFIER_LONG, size) : good;
    }
    return end == text.size ? fault_at(IDENTIFIER_SHORT, end) : fault_at(IDENTIFIER_CHARACTER, end);
}

/* Sum of weighted values of the first 17 characters, all of them in the alphabet. */
static uint32_t weighted_sum(struct span body, const char *alphabet, const uint8_t *weights)
{
    uint32_t sum = 0;

    assert(body.size >= BODY_BYTES);
    for (size_t i = 0; i < BODY_BYTES; i++) {
        int value = value_of(alphabet, body.at[i]);
        assert(value >= 0);
        sum += weights[i] * (uint32_t)value;
    }
    return sum;
}

/* Compare the check character, which is at an index. */
static struct identifier_finding check_character(struct span text, size_t index, char expected,
                                                 enum identifier_fault fault)
{
    assert(index < text.size);
    assert(expected != '\0');

    if (text.at[index] == (uint8_t)expected) return good;
    struct identifier_finding finding = fault_at(fault, index);
    finding.expected = expected;
    return finding;
}

/* ---- Unified social credit code ------------------------------------------------------------ */

static char uscc_expected(struct span body)
{
    uint32_t sum = weighted_sum(body, uscc_alphabet, uscc_weights);
    assert(sum < 31 * 31 * BODY_BYTES);
    return uscc_alphabet[(31 - sum % 31) % 31];
}

static struct identifier_finding check_uscc(struct span text, enum identifier_fault fault)
{
    struct identifier_finding shape = check_shape(text, uscc_alphabet, USCC_BYTES);
    if (shape.fault != IDENTIFIER_GOOD) return shape;
    return check_character(text, BODY_BYTES, uscc_expected(text), fault);
}

/* ---- Identity number ----------------------------------------------------------------------- */

static char id_expected(struct span body)
{
    uint32_t sum = weighted_sum(body, digits, id_weights);
    assert(sum <= 9 * 10 * BODY_BYTES);
    return id_check[sum % 11];
}

static uint32_t number_of(struct span text)
{
    uint32_t number = 0;

    assert(text.size <= 9);
    for (size_t i = 0; i < text.size; i++) {
        assert(text.at[i] >= '0' && text.at[i] <= '9');
        number = number * 10 + (uint32_t)(text.at[i] - '0');
    }
    return number;
}

/* A day of the calendar, written as YYYYMMDD. */
static bool date_exists(uint32_t date)
{
    static const uint8_t days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    uint32_t year = date / 10000;
    uint32_t month = date / 100 % 100;
    uint32_t day = date % 100;
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if (month < 1 || month > 12) return false;
    if (month == 2 && day == 29 && !is_leap) return false;
    return day >= 1 && day <= days[month - 1];
}

/* Places 7 to 14. Nobody who was born before 1800 was ever given a number; that bound only keeps out
 * what was put together wrongly. */
static bool birth_is_plausible(struct span text, uint32_t today)
{
    uint32_t date = number_of(part_of(text, 6, 8));
    assert(date <= 99999999);
    if (date < 18000101 || !date_exists(date)) return false;
    return today == 0 || date <= today;
}

/* The last place may be X, all others are digits. */
static struct identifier_finding check_id(struct span text, uint32_t today)
{
    size_t end = alphabet_end(text, digits);

    if (end < BODY_BYTES) {
        return end == text.size ? fault_at(IDENTIFIER_SHORT, end)
                                : fault_at(IDENTIFIER_CHARACTER, end);
    }
    if (text.size < ID_BYTES) return fault_at(IDENTIFIER_SHORT, text.size);
    if (end == BODY_BYTES && text.at[end] != 'X') return fault_at(IDENTIFIER_CHARACTER, end);
    if (text.size > ID_BYTES) return fault_at(IDENTIFIER_LONG, ID_BYTES);
    if (!birth_is_plausible(text, today)) return fault_at(IDENTIFIER_DATE, 6);
    return check_character(text, BODY_BYTES, id_expected(text), IDENTIFIER_CHECK);
}

/* ---- Electronic licence -------------------------------------------------------------------- */

/* Bytes of each part; GB/T 36904. How long a serial number is, every issuer decides for itself. */
static const struct {
    size_t min;
    size_t max;
} licence_parts[LICENCE_PARTS] = {
    { 21, 21 },                 /* type of the licence */
    { USCC_BYTES, USCC_BYTES }, /* its issuer */
    { 1, 64 },                  /* serial number */
    { 3, 3 },                   /* version */
    { 1, 1 },                   /* check character */
};

/* Check the part that begins at an index, and the dot behind it; *at moves behind both. */
static struct identifier_finding check_part(struct span text, size_t part, size_t *at)
{
    const bool is_last = part + 1 == LICENCE_PARTS;
    size_t begin = *at;
    size_t size = alphabet_end(part_of(text, begin, text.size - begin), licence_alphabet);
    size_t end = begin + size;

    assert(part < LICENCE_PARTS);
    if (size > licence_parts[part].max) {
        return fault_at(IDENTIFIER_LONG, begin + licence_parts[part].max);
    }
    if (end == text.size && (size < licence_parts[part].min || !is_last)) {
        return fault_at(IDENTIFIER_SHORT, end);
    }
    if (size < licence_parts[part].min) return fault_at(IDENTIFIER_CHARACTER, end);
    if (is_last) return end < text.size ? fault_at(IDENTIFIER_LONG, end) : good;
    if (text.at[end] != '.') return fault_at(IDENTIFIER_CHARACTER, end);
    *at = end + 1;
    return good;
}

/* ISO 7064 MOD 37,36 over a text, whose dots are passed over. The sum of the standard's recursion is
 * never 0 modulo 36: 36 stands for it. */
static char licence_expected(struct span body)
{
    uint32_t product = 36;

    for (size_t i = 0; i < body.size; i++) {
        if (body.at[i] == '.') continue;
        int value = value_of(licence_alphabet, body.at[i]);
        assert(value >= 0);
        uint32_t sum = (product + (uint32_t)value) % 36;
        product = (sum == 0 ? 36 : sum) * 2 % 37;
    }
    assert(product >= 1 && product <= 36);
    return licence_alphabet[(37 - product) % 36];
}

/* The parts of a licence from an index on: all of them, or those that are checked.
 * *issuer - where the second begins, if it was reached. */
static struct identifier_finding check_parts(struct span text, size_t *at, size_t count,
                                             size_t *issuer)
{
    struct identifier_finding finding = good;

    assert(count <= LICENCE_PARTS);
    for (size_t part = 0; part < count && finding.fault == IDENTIFIER_GOOD; part++) {
        if (part == 1) *issuer = *at;
        finding = check_part(text, part, at);
    }
    return finding;
}

static struct identifier_finding check_licence(struct span text)
{
    const size_t root = sizeof licence_root - 1;
    size_t at = root;
    size_t issuer = 0;

    for (size_t i = 0; i < root; i++) {
        if (i == text.size) return fault_at(IDENTIFIER_SHORT, i);
        if (text.at[i] != (uint8_t)licence_root[i]) return fault_at(IDENTIFIER_CHARACTER, i);
    }
    struct identifier_finding finding = check_parts(text, &at, LICENCE_PARTS, &issuer);
    if (finding.fault != IDENTIFIER_GOOD) return finding;
    assert(text.size <= LICENCE_BYTES_MAX);
    finding = check_uscc(part_of(text, issuer, USCC_BYTES), IDENTIFIER_ISSUER);
    if (finding.fault != IDENTIFIER_GOOD) {
        finding.at += (uint32_t)issuer;
        return finding;
    }
    char expected = licence_expected(part_of(text, root, at - root));
    return check_character(text, at, expected, IDENTIFIER_CHECK);
}

/* ---- Project code -------------------------------------------------------------------------- */

/* Year and month, region, department, type, number: the shape alone. GB/T 40058 says that the last
 * characters hold a check, the way it is made could not be verified: so none is made up here. */
static struct identifier_finding check_project(struct span text)
{
    static const char shape[PROJECT_BYTES + 1] = "9999-999999-99-99-999999";

    for (size_t i = 0; i < PROJECT_BYTES; i++) {
        if (i == text.size) return fault_at(IDENTIFIER_SHORT, i);
        bool is_digit = value_of(digits, text.at[i]) >= 0;
        bool fits = shape[i] == '9' ? is_digit : text.at[i] == (uint8_t)shape[i];
        if (!fits) return fault_at(IDENTIFIER_CHARACTER, i);
    }
    assert(shape[PROJECT_BYTES] == '\0');
    return text.size > PROJECT_BYTES ? fault_at(IDENTIFIER_LONG, PROJECT_BYTES) : good;
}

/* ---- All kinds ----------------------------------------------------------------------------- */

struct identifier_finding identifier_check(enum identifier_kind kind, struct span text,
                                           uint32_t today)
{
    assert(kind > IDENTIFIER_NONE);
    assert(text.size == 0 || text.at != NULL);

    switch (kind) {
        case IDENTIFIER_USCC: return check_uscc(text, IDENTIFIER_CHECK);
        case IDENTIFIER_ID: return check_id(text, today);
        case IDENTIFIER_LICENCE: return check_licence(text);
        case IDENTIFIER_PROJECT: return check_project(text);
        case IDENTIFIER_NONE:
        case IDENTIFIER_KIND_COUNT: break;
    }
    assert(false);
    return good;
}

/* The first four parts, each with its dot. */
static bool licence_body_is_good(struct span body)
{
    size_t at = 0;
    size_t issuer = 0;
    struct identifier_finding finding = check_parts(body, &at, LICENCE_BODY_PARTS, &issuer);

    assert(at <= body.size);
    return finding.fault == IDENTIFIER_GOOD && at == body.size;
}

char identifier_check_character(enum identifier_kind kind, struct span body)
{
    const char *alphabet = kind == IDENTIFIER_ID ? digits : uscc_alphabet;

    assert(kind > IDENTIFIER_NONE);
    assert(kind < IDENTIFIER_KIND_COUNT);
    if (kind == IDENTIFIER_PROJECT) return '\0';
    if (kind == IDENTIFIER_LICENCE) {
        return licence_body_is_good(body) ? licence_expected(body) : '\0';
    }
    if (check_shape(body, alphabet, BODY_BYTES).fault != IDENTIFIER_GOOD) return '\0';
    return kind == IDENTIFIER_ID ? id_expected(body) : uscc_expected(body);
}

/* 18 characters, all digits before the last, are an id if a date of birth is in them. Codes of legal
 * persons may be all digits as well: one that is right as a code, and not as an id, is a code. */
static enum identifier_kind kind_of_eighteen(struct span text)
{
    bool is_id = check_id(text, 0).fault == IDENTIFIER_GOOD;
    bool is_uscc = check_uscc(text, IDENTIFIER_CHECK).fault == IDENTIFIER_GOOD;

    if (is_id || is_uscc) return is_id ? IDENTIFIER_ID : IDENTIFIER_USCC;
    if (alphabet_end(text, digits) < BODY_BYTES) return IDENTIFIER_USCC;
    return birth_is_plausible(text, 0) ? IDENTIFIER_ID : IDENTIFIER_USCC;
}

enum identifier_kind identifier_kind_of(struct span text)
{
    size_t dots = 0;
    size_t dashes = 0;

    assert(text.size == 0 || text.at != NULL);
    for (size_t i = 0; i < text.size; i++) {
        dots += text.at[i] == '.';
        dashes += text.at[i] == '-';
    }
    if (dots >= 4) return IDENTIFIER_LICENCE;
    if (dashes >= 2) return IDENTIFIER_PROJECT;
    if (text.size == USCC_BYTES) return kind_of_eighteen(text);
    if (text.size < USCC_BYTES - 2 || text.size > USCC_BYTES + 2) return IDENTIFIER_NONE;
    size_t end = alphabet_end(text, digits);
    bool is_id = end == text.size || (end + 1 == text.size && (text.at[end] | 0x20) == 'x');
    return is_id ? IDENTIFIER_ID : IDENTIFIER_USCC;
}

const char *identifier_kind_name(enum identifier_kind kind)
{
    static const char *const names[IDENTIFIER_KIND_COUNT] = {
        [IDENTIFIER_USCC] = "uscc",
        [IDENTIFIER_ID] = "id",
        [IDENTIFIER_LICENCE] = "licence",
        [IDENTIFIER_PROJECT] = "project",
    };
    assert(kind < IDENTIFIER_KIND_COUNT);
    return names[kind];
}

const char *identifier_fault_name(enum identifier_fault fault)
{
    static const char *const names[IDENTIFIER_FAULT_COUNT] = {
        [IDENTIFIER_GOOD] = "good",
        [IDENTIFIER_SHORT] = "too-short",
        [IDENTIFIER_LONG] = "too-long",
        [IDENTIFIER_CHARACTER] = "bad-character",
        [IDENTIFIER_DATE] = "bad-date",
        [IDENTIFIER_ISSUER] = "issuer-check-character",
        [IDENTIFIER_CHECK] = "check-character",
    };
    assert(fault < IDENTIFIER_FAULT_COUNT);
    assert(names[fault] != NULL);
    return names[fault];
}

void identifier_explain(struct words *words, enum identifier_kind kind,
                        const struct identifier_finding *finding)
{
    static const char *const texts[IDENTIFIER_FAULT_COUNT] = {
        [IDENTIFIER_GOOD] = "nothing is wrong with it",
        [IDENTIFIER_SHORT] = "it is too short, or a part of it is: something is missing at place ",
        [IDENTIFIER_LONG] = "it is too long, or a part of it is: nothing can stand at place ",
        [IDENTIFIER_CHARACTER] = "a character that cannot stand there is at place ",
        [IDENTIFIER_DATE] = "nobody can be born on the date that begins at place ",
        [IDENTIFIER_ISSUER] = "the check character of its issuer is wrong, at place ",
        [IDENTIFIER_CHECK] = "the check character is wrong, at place ",
    };
    assert(finding->fault < IDENTIFIER_FAULT_COUNT);
    assert((finding->fault == IDENTIFIER_GOOD) == (finding->at == 0));
    if (finding->fault == IDENTIFIER_GOOD && kind == IDENTIFIER_PROJECT) {
        words_add(words, "its shape is right; its check character is not checked");
        return;
    }
    words_add(words, texts[finding->fault]);
    if (finding->fault == IDENTIFIER_GOOD) return;
    words_add_number(words, finding->at);
    if (finding->expected == '\0') return;
    const char expected[] = { finding->expected, '\0' };
    words_add(words, "; it should be ");
    words_add(words, expected);
}

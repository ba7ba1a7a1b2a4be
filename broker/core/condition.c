/* SPDX-License-Identifier: Apache-2.0 */
/* A parser by recursive descent that keeps nothing but where it is. */
#include "broker/core/condition.h"

struct parser {
    const char *text;
    uint32_t at;
    uint32_t depth;
    uint32_t sum_count;
    uint32_t loop_count;
    bool may_iterate; /* what is being read is collected */
    bool iterates;    /* the operand at hand gives several values */
    struct condition_loops loops;
    struct condition_finding finding;
};

enum argument { ARGUMENT_NONE = 1, ARGUMENT_LITERAL = 2, ARGUMENT_ONE = 4, ARGUMENT_TWO = 8 };

struct function {
    const char *name;
    uint8_t arguments; /* how it may be called */
    bool collects;     /* its only argument may give several values */
    bool iterates;
    bool loops; /* goes through a list */
};

/* clang-format off */
static const struct function functions[] = {
    { "not",            ARGUMENT_NONE,                               false, false, false },
    { "length",         ARGUMENT_NONE,                               false, false, false },
    { "type",           ARGUMENT_NONE,                               false, false, false },
    { "keys",           ARGUMENT_NONE,                               false, false, true },
    { "add",            ARGUMENT_NONE,                               false, false, true },
    { "min",            ARGUMENT_NONE,                               false, false, true },
    { "max",            ARGUMENT_NONE,                               false, false, true },
    { "first",          ARGUMENT_NONE,                               false, false, false },
    { "last",           ARGUMENT_NONE,                               false, false, false },
    { "floor",          ARGUMENT_NONE,                               false, false, false },
    { "tonumber",       ARGUMENT_NONE,                               false, false, false },
    { "ascii_downcase", ARGUMENT_NONE,                               false, false, false },
    { "has",            ARGUMENT_LITERAL,                            false, false, false },
    { "contains",       ARGUMENT_LITERAL,                            false, false, false },
    { "startswith",     ARGUMENT_LITERAL,                            false, false, false },
    { "endswith",       ARGUMENT_LITERAL,                            false, false, false },
    { "map",            ARGUMENT_ONE,                                true,  false, true },
    { "select",         ARGUMENT_ONE,                                false, true, false },
    { "any",            ARGUMENT_NONE | ARGUMENT_ONE | ARGUMENT_TWO, false, false, true },
    { "all",            ARGUMENT_NONE | ARGUMENT_ONE | ARGUMENT_TWO, false, false, true },
};
/* clang-format on */

static bool read_expression(struct parser *parser);

/* ---- Bytes --------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char peek(const struct parser *parser)
{
    return parser->text[parser->at];
}

/* The first fault is the one that is told. */
static bool fail(struct parser *parser, uint32_t at, uint32_t size, const char *fault)
{
    assert(fault != NULL);
    if (parser->finding.fault != NULL) return false;
    parser->finding = (struct condition_finding){ fault, at, size };
    return false;
}

static void skip_space(struct parser *parser)
{
    while (peek(parser) == ' ') {
        parser->at++;
    }
}

static uint32_t word_size(const struct parser *parser)
{
    const char *word = parser->text + parser->at;
    uint32_t size = 0;

    if (!is_letter(word[0])) return 0;
    while (is_letter(word[size]) || is_digit(word[size])) {
        size++;
    }
    return size;
}

/* The text goes on with a sign or word. */
static bool begins_with(const struct parser *parser, const char *piece)
{
    for (uint32_t i = 0; piece[i] != '\0'; i++) {
        if (parser->text[parser->at + i] != piece[i]) return false;
    }
    return true;
}

static bool word_is(const struct parser *parser, uint32_t size, const char *word)
{
    return size > 0 && strlen(word) == size && begins_with(parser, word);
}

/* Pass over a word, if it comes next. */
static bool take_word(struct parser *parser, const char *word)
{
    skip_space(parser);
    if (!word_is(parser, word_size(parser), word)) return false;
    parser->at += (uint32_t)strlen(word);
    return true;
}

/* The same for signs. */
static bool take(struct parser *parser, const char *sign)
{
    skip_space(parser);
    if (!begins_with(parser, sign)) return false;
    parser->at += (uint32_t)strlen(sign);
    return true;
}

static bool expect(struct parser *parser, const char *sign, const char *fault)
{
    if (take(parser, sign)) return true;
    return fail(parser, parser->at, peek(parser) != '\0', fault);
}

/* ---- Literals ------------------------------------------------------------------------------ */

static bool read_string(struct parser *parser)
{
    const uint32_t begin = parser->at;

    assert(peek(parser) == '"');
    for (parser->at++; peek(parser) != '"'; parser->at++) {
        const char c = peek(parser);
        if (c == '\0') return fail(parser, begin, 1, "a text lacks its closing quote; add it");
        if ((uint8_t)c < 0x20) {
            return fail(parser, parser->at, 1, "a text holds a control character; remove it");
        }
        if (c != '\\') continue;
        parser->at++;
        if (peek(parser) != '"' && peek(parser) != '\\') {
            return fail(parser, parser->at - 1, 1,
                        "after a backslash only a quote or a backslash may stand; remove it");
        }
    }
    parser->at++;
    return true;
}

/* Digits, perhaps a point and more digits. jq takes more; nobody needs it here. */
static bool read_number(struct parser *parser)
{
    const uint32_t begin = parser->at;

    if (peek(parser) == '-') parser->at++;
    const uint32_t digits = parser->at;
    while (is_digit(peek(parser))) {
        parser->at++;
    }
    bool is_good = parser->at > digits;
    if (is_good && peek(parser) == '.') {
        parser->at++;
        is_good = is_digit(peek(parser));
        while (is_digit(peek(parser))) {
            parser->at++;
        }
    }
    if (is_good && !is_letter(peek(parser)) && peek(parser) != '.') return true;
    return fail(parser, begin, parser->at - begin,
                "this is no number; write digits, as in 3 or 0.5");
}

static bool is_number_next(const struct parser *parser)
{
    return is_digit(peek(parser)) || peek(parser) == '-';
}

/* A text or a number, where nothing else may stand. */
static bool read_constant(struct parser *parser)
{
    skip_space(parser);
    if (peek(parser) == '"') return read_string(parser);
    if (is_number_next(parser)) return read_number(parser);
    return fail(parser, parser->at, peek(parser) != '\0',
                "a text in quotes or a number must stand here");
}

/* ---- Terms --------------------------------------------------------------------------------- */

/* An expression in brackets. */
static bool read_inner(struct parser *parser, bool may_iterate, bool *iterates)
{
    const struct parser outer = *parser;

    if (parser->depth == CONDITION_DEPTH_MAX) {
        return fail(parser, parser->at - 1, 1, "brackets are nested too deeply; make it simpler");
    }
    parser->depth++;
    parser->may_iterate = may_iterate;
    if (!read_expression(parser)) return false;
    *iterates = parser->iterates;
    parser->depth = outer.depth;
    parser->may_iterate = outer.may_iterate;
    parser->iterates = outer.iterates;
    return true;
}

static bool count_loop(struct parser *parser, uint32_t at, uint32_t size)
{
    if (++parser->loop_count <= CONDITION_LOOPS_MAX) return true;
    return fail(parser, at, size, "it goes through lists too often; make it simpler");
}

static bool iterate(struct parser *parser, uint32_t at, uint32_t size)
{
    parser->iterates = true;
    if (parser->may_iterate) return true;
    return fail(parser, at, size,
                "several values must be collected; put brackets [ ] around, or use any or all");
}

/* What follows a path in brackets: a place, a name, or nothing: all of them. */
static bool read_bracket(struct parser *parser, uint32_t term)
{
    const uint32_t begin = parser->at;

    assert(peek(parser) == '[');
    parser->at++;
    if (take(parser, "]")) {
        const uint32_t size = parser->at - begin;
        if (!count_loop(parser, begin, size) || !iterate(parser, begin, size)) return false;
        assert(parser->loops.count < CONDITION_LOOPS_MAX);
        parser->loops.list[parser->loops.count++] =
            (struct condition_loop){ term, begin, size, false };
        return true;
    }
    return read_constant(parser) && expect(parser, "]", "a ] is missing here");
}

/* A "?" comes next: it belongs to the "[]" before it, if there is one. */
static void make_optional(struct parser *parser)
{
    struct condition_loops *loops = &parser->loops;
    struct condition_loop *last = loops->count > 0 ? &loops->list[loops->count - 1] : NULL;

    if (last == NULL || last->at + last->size != parser->at) return;
    last->is_optional = true;
    last->size++;
}

static bool read_suffixes(struct parser *parser, uint32_t term)
{
    while (peek(parser) == '.' || peek(parser) == '[') {
        if (peek(parser) == '[') {
            if (!read_bracket(parser, term)) return false;
        } else {
            parser->at++;
            const uint32_t size = word_size(parser);
            if (size == 0 && peek(parser) != '"') {
                return fail(parser, parser->at - 1, 1, "a name must follow the point");
            }
            if (size == 0 && !read_string(parser)) return false;
            parser->at += size;
        }
        if (peek(parser) != '?') continue;
        make_optional(parser);
        parser->at++;
        if (peek(parser) == '/') return fail(parser, parser->at, 1, "put a space before the //");
    }
    return true;
}

/* "." alone is the whole; with a name it is its first suffix. */
static bool read_path(struct parser *parser)
{
    const uint32_t begin = parser->at;
    const char after = parser->text[begin + 1];

    assert(peek(parser) == '.');
    if (!is_letter(after) && after != '"') {
        parser->at++;
        if (after == '.') {
            return fail(parser, parser->at - 1, 2, "recursion is not allowed; name the path");
        }
    }
    return read_suffixes(parser, begin);
}

/* The arguments of a function, after its opening bracket. */
static bool read_arguments(struct parser *parser, const struct function *function)
{
    const uint32_t begin = parser->at - 1;
    const bool may_be_two = (function->arguments & ARGUMENT_TWO) != 0;
    bool iterates = false;

    if ((function->arguments & ARGUMENT_LITERAL) != 0) {
        return read_constant(parser) && expect(parser, ")", "a ) is missing here");
    }
    if ((function->arguments & ARGUMENT_ONE) == 0) {
        return fail(parser, begin, 1, "this function has no arguments; remove the brackets");
    }
    if (!read_inner(parser, function->collects || may_be_two, &iterates)) return false;
    if (may_be_two && take(parser, ";")) {
        if (!read_inner(parser, false, &iterates)) return false;
    } else if (iterates && !function->collects) {
        return fail(parser, begin, 1, "several values must stand before a semicolon here");
    }
    return expect(parser, ")", "a ) is missing here");
}

static bool read_function(struct parser *parser, uint32_t size)
{
    const uint32_t begin = parser->at;
    const struct function *function = NULL;

    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (word_is(parser, size, functions[i].name)) function = &functions[i];
    }
    if (function == NULL) {
        return fail(parser, begin, size, "this function is not among those that are allowed");
    }
    if (function->loops && !count_loop(parser, begin, size)) return false;
    parser->at += size;
    if (peek(parser) == '(') {
        parser->at++;
        if (!read_arguments(parser, function)) return false;
    } else if ((function->arguments & ARGUMENT_NONE) == 0) {
        return fail(parser, begin, size, "this function needs an argument in brackets");
    }
    if (function->iterates && !iterate(parser, begin, size)) return false;
    return read_suffixes(parser, begin);
}

static bool read_term(struct parser *parser)
{
    skip_space(parser);
    const uint32_t begin = parser->at;
    const char c = peek(parser);
    const uint32_t size = word_size(parser);
    bool iterates = false;

    if (c == '"') return read_string(parser);
    if (is_number_next(parser)) return read_number(parser);
    if (c == '.') return read_path(parser);
    if (word_is(parser, size, "true") || word_is(parser, size, "false") ||
        word_is(parser, size, "null")) {
        parser->at += size;
        return true;
    }
    if (size > 0) return read_function(parser, size);
    if (take(parser, "(")) {
        if (!read_inner(parser, parser->may_iterate, &iterates)) return false;
        parser->iterates |= iterates;
        return expect(parser, ")", "a ) is missing here") && read_suffixes(parser, begin);
    }
    if (take(parser, "[")) {
        if (!read_inner(parser, true, &iterates)) return false;
        return expect(parser, "]", "a ] is missing here") && read_suffixes(parser, begin);
    }
    if (c == '\0') return fail(parser, parser->at, 0, "something is missing at the end");
    return fail(parser, parser->at, 1, "this is not allowed here");
}

/* ---- Operators ----------------------------------------------------------------------------- */

/* Neither side of an operator gives several values: that would be every pair of them. */
static bool is_single(struct parser *parser, uint32_t at)
{
    if (!parser->iterates) return true;
    return fail(parser, at, 1, "several values are no operand; collect them in brackets [ ]");
}

static bool read_sum(struct parser *parser)
{
    if (!read_term(parser)) return false;
    while (take(parser, "+")) {
        const uint32_t at = parser->at - 1;
        if (++parser->sum_count > CONDITION_SUMS_MAX) {
            return fail(parser, at, 1, "there are too many sums; make it simpler");
        }
        if (!is_single(parser, at) || !read_term(parser) || !is_single(parser, at)) return false;
    }
    return true;
}

static bool take_comparison(struct parser *parser)
{
    static const char *const signs[] = { "==", "!=", "<=", ">=", "<", ">" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (take(parser, signs[i])) return true;
    }
    return false;
}

static bool read_comparison(struct parser *parser)
{
    if (!read_sum(parser)) return false;
    skip_space(parser);
    const uint32_t at = parser->at;
    if (!take_comparison(parser)) return true;
    return is_single(parser, at) && read_sum(parser) && is_single(parser, at);
}

static bool read_and(struct parser *parser)
{
    if (!read_comparison(parser)) return false;
    while (take_word(parser, "and")) {
        const uint32_t at = parser->at - 3;
        if (!is_single(parser, at) || !read_comparison(parser) || !is_single(parser, at)) {
            return false;
        }
    }
    return true;
}

static bool read_or(struct parser *parser)
{
    if (!read_and(parser)) return false;
    while (take_word(parser, "or")) {
        const uint32_t at = parser->at - 2;
        if (!is_single(parser, at) || !read_and(parser) || !is_single(parser, at)) return false;
    }
    return true;
}

/* jq reads them from the right; that makes no difference to what may stand here. */
static bool read_alternative(struct parser *parser)
{
    if (!read_or(parser)) return false;
    while (take(parser, "//")) {
        const uint32_t at = parser->at - 2;
        if (!is_single(parser, at) || !read_or(parser) || !is_single(parser, at)) return false;
    }
    return true;
}

static bool read_expression(struct parser *parser)
{
    bool iterates = false;

    do {
        parser->iterates = false;
        if (!read_alternative(parser)) return false;
        iterates |= parser->iterates;
    } while (take(parser, "|"));
    parser->iterates = iterates;
    return true;
}

static void read_all(struct parser *parser)
{
    if (strlen(parser->text) > CONDITION_BYTES_MAX) {
        fail(parser, CONDITION_BYTES_MAX, 1, "it is over 255 bytes; make it simpler");
    } else if (read_expression(parser)) {
        skip_space(parser);
        if (peek(parser) != '\0') fail(parser, parser->at, 1, "this is not allowed here");
    }
}

struct condition_finding condition_check(const char *text)
{
    struct parser parser = { .text = text };

    assert(text != NULL);
    read_all(&parser);
    return parser.finding;
}

void condition_find_loops(const char *text, struct condition_loops *loops)
{
    struct parser parser = { .text = text };

    assert(text != NULL);
    read_all(&parser);
    assert(parser.finding.fault == NULL);
    *loops = parser.loops;
}

bool condition_is_on(const struct procedure_stage *stage)
{
    return stage->applies_if[0] != '\0' || stage->for_each[0] != '\0';
}

static bool is_same_text(const char *left, const char *right)
{
    uint32_t i = 0;

    while (left[i] == right[i] && left[i] != '\0') {
        i++;
    }
    return left[i] == right[i];
}

/* The copy next to another one, of the same list. */
static bool is_next(const struct procedure_stage *stage, const struct procedure_stage *other,
                    uint32_t element)
{
    return other->element == element && other->at_most == stage->at_most &&
           is_same_text(other->for_each, stage->for_each);
}

/* An element without its stage would be forgotten, so there is no copy missing. */
static const char *copies_fault(const struct procedure *procedure, uint32_t index)
{
    const struct procedure_stage *stage = &procedure->stages[index];
    bool is_copy = stage->for_each[0] != '\0';

    if (is_copy != (stage->at_most != 0) || is_copy != (stage->element != 0)) {
        return "for_each, at_most and element belong together";
    }
    if (!is_copy) return NULL;
    if (stage->at_most > ELEMENTS_MAX || stage->element > stage->at_most) {
        return "at_most must be 1 to 32, and element 1 to at_most";
    }
    bool is_after = index > 0 && is_next(stage, stage - 1, stage->element - 1U);
    bool is_before =
        index + 1 < procedure->stage_count && is_next(stage, stage + 1, stage->element + 1U);
    if (stage->element > 1 && !is_after) return "the copy before it is missing";
    if (stage->element < stage->at_most && !is_before) return "the copy after it is missing";
    return NULL;
}

static struct condition_finding check_text(const char text[CONDITION_BYTES_MAX + 1])
{
    if (text[0] == '\0') return (struct condition_finding){ 0 };
    if (text[CONDITION_BYTES_MAX] == '\0') return condition_check(text);
    return (struct condition_finding){ .fault = "it is over 255 bytes; make it simpler" };
}

struct condition_finding condition_check_stage(const struct procedure *procedure, uint32_t stage,
                                               const char **key)
{
    assert(stage < procedure->stage_count);
    assert(key != NULL);
    *key = "applies_if";
    struct condition_finding finding = check_text(procedure->stages[stage].applies_if);
    if (finding.fault != NULL) return finding;
    *key = "for_each";
    finding = check_text(procedure->stages[stage].for_each);
    if (finding.fault == NULL) finding.fault = copies_fault(procedure, stage);
    return finding;
}

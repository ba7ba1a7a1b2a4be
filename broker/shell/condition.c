/* SPDX-License-Identifier: Apache-2.0 */
/* The program of a procedure is a list with two elements for each stage that may be skipped: the list of
 * what its applies_if gives, or the text of its error; and the same for its for_each, of which only the
 * length is wanted. */
#include "broker/shell/condition.h"

#include "broker/core/condition.h"
#include "broker/core/words.h"
#include "broker/shell/log.h"
#include "proto/reader.h"

#include <inttypes.h>
#include <jq.h>
#include <stdio.h>
#include <stdlib.h>

#define EXPRESSION_BYTES (CONDITION_BYTES_MAX + CONDITION_LOOPS_MAX * sizeof "(|_each?)")
#define PIECE_BYTES (2 * EXPRESSION_BYTES + 160)
#define PROGRAM_BYTES (sizeof prelude + STAGES_MAX * PIECE_BYTES + 8)

/* Only arrays are gone through. libjq 1.6 never frees the next key of an object when an error ends the
 * way through it (EACH in its execute.c), and a peer chooses which and how often: so "[]" becomes _each,
 * and what is built on it is built anew. */
static const char prelude[] =
    "def _list: if type == \"array\" then . else error(\"Cannot iterate over \" + type) end;"
    "def _each: _list | .[];"
    "def map(f): [_each | f];"
    "def add: _list | reduce .[] as $x (null; . + $x);"
    "def any: _list | reduce .[] as $x (false; . or $x);"
    "def all: _list | reduce .[] as $x (true; . and $x);"
    "def any(f): any(_each; f);"
    "def all(f): all(_each; f);";

/* ---- The application as JSON ----------------------------------------------------------------- */

static jv read_value(struct reader *reader, const struct value *value);

static jv text_of(struct span bytes)
{
    return jv_string_sized((const char *)bytes.at, (int)bytes.size);
}

/* Bytes have no form in JSON. */
static jv hex_of(struct span bytes)
{
    static const char digits[] = "0123456789abcdef";
    jv text = jv_string_empty((int)bytes.size * 2);

    for (size_t i = 0; i < bytes.size; i++) {
        char pair[2] = { digits[bytes.at[i] >> 4], digits[bytes.at[i] & 15] };
        text = jv_string_append_buf(text, pair, 2);
    }
    return text;
}

static jv read_array(struct reader *reader, uint32_t count)
{
    jv array = jv_array_sized((int)count);
    struct value value;

    for (uint32_t i = 0; i < count; i++) {
        if (reader_next(reader, &value) != OK) break;
        array = jv_array_append(array, read_value(reader, &value));
    }
    return array;
}

/* The name of a member; invalid: it has none that JSON knows. */
static jv read_key(struct reader *reader)
{
    const uint32_t depth = reader->depth;
    char number[24] = "";
    struct value key;

    if (reader_next(reader, &key) != OK) return jv_invalid();
    switch ((int)key.kind) {
        case VALUE_STR: return text_of(key.bytes);
        case VALUE_UINT: (void)snprintf(number, sizeof number, "%" PRIu64, key.natural); break;
        case VALUE_INT: (void)snprintf(number, sizeof number, "%" PRId64, key.integer); break;
        default: break;
    }
    if (number[0] != '\0') return jv_string(number);
    bool is_closed = reader_leave(reader, depth) == OK; /* a key may be a container */
    assert(is_closed || reader->depth > 0);
    return jv_invalid();
}

static jv read_map(struct reader *reader, uint32_t count)
{
    jv object = jv_object();
    struct value value;

    for (uint32_t i = 0; i < count; i++) {
        jv key = read_key(reader);
        jv member = jv_null();
        if (reader_next(reader, &value) == OK) member = read_value(reader, &value);
        if (jv_is_valid(key)) {
            object = jv_object_set(object, key, member);
        } else {
            jv_free(key);
            jv_free(member);
        }
    }
    return object;
}

/* A value whose head has been read. The reader bounds nesting, and so this recursion. */
static jv read_value(struct reader *reader, const struct value *value)
{
    switch (value->kind) {
        case VALUE_NIL: return jv_null();
        case VALUE_BOOL: return jv_bool(value->boolean);
        case VALUE_UINT: return jv_number((double)value->natural);
        case VALUE_INT: return jv_number((double)value->integer);
        case VALUE_REAL:
            if (value->real - value->real != 0) return jv_null(); /* NaN, infinity */
            return jv_number(value->real);
        case VALUE_STR: return text_of(value->bytes);
        case VALUE_BIN:
        case VALUE_EXT: return hex_of(value->bytes);
        case VALUE_ARRAY: return read_array(reader, value->count);
        case VALUE_MAP: return read_map(reader, value->count);
    }
    assert(false);
    return jv_null();
}

static jv read_application(struct span application)
{
    struct reader reader;
    struct value value;

    reader_init(&reader, application, APPLICATION_VALUES_MAX);
    if (reader_next(&reader, &value) != OK) return jv_null();
    return read_value(&reader, &value);
}

/* ---- Programs -------------------------------------------------------------------------------- */

/* Keep the first message. */
static void note_error(void *to, jv message)
{
    struct words *words = to;

    if (words->size == 0 && jv_get_kind(message) == JV_KIND_STRING) {
        words_add(words, jv_string_value(message));
    }
    jv_free(message);
}

/* Returns: NULL - jq does not take it, and says why. */
static jq_state *compile(const char *text, struct words *error)
{
    jq_state *state = jq_init();

    if (state == NULL) return NULL;
    jq_set_error_cb(state, note_error, error);
    bool is_good = jq_compile(state, text) != 0;
    jq_set_error_cb(state, note_error, NULL);
    if (!is_good) jq_teardown(&state);
    return state;
}

/* An expression with _each in place of "[]": (.a|_each).b for .a[].b */
static void put_expression(char out[EXPRESSION_BYTES], const char *text)
{
    struct condition_loops loops;
    struct words words;
    char one[2] = "";

    condition_find_loops(text, &loops);
    words_init(&words, out, EXPRESSION_BYTES);
    for (uint32_t at = 0; text[at] != '\0'; at++) {
        const struct condition_loop *loop = NULL;
        for (uint32_t i = 0; i < loops.count; i++) {
            if (loops.list[i].begin == at) words_add(&words, "(");
            if (loops.list[i].at == at) loop = &loops.list[i];
        }
        one[0] = text[at];
        const char *each = loop != NULL && loop->is_optional ? "|_each?)" : "|_each)";
        words_add(&words, loop != NULL ? each : one);
        if (loop != NULL) at += loop->size - 1;
    }
    assert(!words.is_cut);
}

static size_t add_piece(char *text, size_t size, const struct procedure_stage *stage)
{
    char applies_if[EXPRESSION_BYTES] = "true";
    char for_each[EXPRESSION_BYTES] = "0";
    bool is_copy = stage->for_each[0] != '\0';

    if (stage->applies_if[0] != '\0') put_expression(applies_if, stage->applies_if);
    if (is_copy) put_expression(for_each, stage->for_each);
    int added =
        snprintf(text + size, PIECE_BYTES, "%s(try ([%s]) catch (.)),(try ([(%s) | %s]) catch (.))",
                 text[size - 1] == '[' ? "" : ",", applies_if, for_each,
                 is_copy ? "if type == \"array\" then length else null end" : ".");

    assert(added > 0 && (size_t)added < PIECE_BYTES);
    return size + (size_t)added;
}

/* The program of the stages from first to last. */
static jq_state *compile_stages(const struct procedure *procedure, uint32_t first, uint32_t last,
                                struct words *error)
{
    static char text[PROGRAM_BYTES];
    size_t size = sizeof prelude;

    assert(first <= last);
    memcpy(text, prelude, sizeof prelude - 1);
    text[size - 1] = '[';
    for (uint32_t i = first; i <= last; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        const char *key;
        if (!condition_is_on(stage)) continue;
        if (condition_check_stage(procedure, i, &key).fault != NULL) return NULL;
        size = add_piece(text, size, stage);
    }
    text[size] = ']';
    text[size + 1] = '\0';
    return compile(text, error);
}

bool condition_is_any(const struct procedure *procedure)
{
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        if (condition_is_on(&procedure->stages[i])) return true;
    }
    return false;
}

void condition_init(struct condition_cache *cache)
{
    *cache = (struct condition_cache){ 0 };
    unsetenv("HOME");
}

void condition_fini(struct condition_cache *cache)
{
    for (uint32_t i = 0; i < cache->count; i++) {
        jq_state *state = cache->programs[i].state;
        if (state != NULL) jq_teardown(&state);
    }
    *cache = (struct condition_cache){ 0 };
}

/* What is written with applies_if and taken by broker/core/condition.h is taken by jq, as far as we
 * know; a jq of another version has the last word. Which one it is takes a try for each. */
void condition_try(struct condition_cache *cache, const struct procedure *procedure,
                   struct conditions *conditions)
{
    struct words error;

    if (procedure->stage_count == 0 || procedure->stage_count > STAGES_MAX) return;
    if (!condition_is_any(procedure)) return;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        const char *key;
        struct condition_finding finding = condition_check_stage(procedure, i, &key);
        if (finding.fault != NULL) return; /* the engine says so */
    }
    words_init(&error, cache->failure, sizeof cache->failure);
    jq_state *state = compile_stages(procedure, 0, procedure->stage_count - 1, &error);
    for (uint32_t i = 0; i < procedure->stage_count && state == NULL; i++) {
        if (!condition_is_on(&procedure->stages[i])) continue;
        words_init(&error, cache->failure, sizeof cache->failure);
        jq_state *alone = compile_stages(procedure, i, i, &error);
        if (alone != NULL) {
            jq_teardown(&alone);
            continue;
        }
        conditions->failure = cache->failure;
        conditions->failed_stage = i;
        conditions->is_for_each = procedure->stages[i].applies_if[0] == '\0';
        return;
    }
    if (state != NULL) jq_teardown(&state);
}

/* The program of a published procedure; compiled if it is not there. NULL: jq does not take it. */
static jq_state *find_program(struct condition_cache *cache, const struct procedure *procedure)
{
    struct words error;

    for (uint32_t i = 0; i < cache->count; i++) {
        if (cache->programs[i].procedure == procedure) return cache->programs[i].state;
    }
    words_init(&error, cache->failure, sizeof cache->failure);
    jq_state *state = compile_stages(procedure, 0, procedure->stage_count - 1, &error);
    if (state == NULL) {
        log_error("procedure %s %" PRIu32 ": jq does not take its conditions: %s",
                  procedure->name.text, procedure->version, cache->failure);
    }
    struct condition_program *program = &cache->programs[cache->next];
    if (cache->next < cache->count && program->state != NULL) jq_teardown(&program->state);
    *program = (struct condition_program){ procedure, state };
    cache->next = (cache->next + 1) % CONDITION_PROGRAMS_MAX;
    if (cache->count < CONDITION_PROGRAMS_MAX) cache->count++;
    return state;
}

/* ---- Evaluation ------------------------------------------------------------------------------ */

/* The only value that an expression gave; invalid: there is none, or not one, which is said. */
static jv only_value(jv answer, struct words *words)
{
    jv value = jv_invalid();

    if (jv_get_kind(answer) == JV_KIND_STRING) {
        words_add(words, "fails (");
        words_add(words, jv_string_value(answer));
        words_add(words, ")");
    } else if (jv_get_kind(answer) != JV_KIND_ARRAY) {
        words_add(words, "cannot be evaluated");
    } else if (jv_array_length(jv_copy(answer)) != 1) {
        words_add(words, "gives no value");
    } else {
        value = jv_array_get(jv_copy(answer), 0);
    }
    jv_free(answer);
    return value;
}

/* One boolean is what a condition must give. */
static bool read_applies(jv answer, bool *applies, struct words *words)
{
    jv value = only_value(answer, words);
    jv_kind kind = jv_get_kind(value);

    jv_free(value);
    *applies = kind == JV_KIND_TRUE;
    if (kind == JV_KIND_TRUE || kind == JV_KIND_FALSE) return true;
    if (kind == JV_KIND_INVALID) return false;
    words_add(words, "gives neither true nor false but ");
    words_add(words, jv_kind_name(kind));
    return false;
}

/* The length of the list that a for_each must give. */
static bool read_length(jv answer, uint32_t *length, struct words *words)
{
    jv value = only_value(answer, words);
    jv_kind kind = jv_get_kind(value);

    *length = kind == JV_KIND_NUMBER ? (uint32_t)jv_number_value(value) : 0;
    jv_free(value);
    if (kind == JV_KIND_NULL) words_add(words, "gives no list");
    return kind == JV_KIND_NUMBER;
}

/* What one stage's two answers say. */
static void judge_stage(struct conditions *conditions, const struct procedure *procedure,
                        uint32_t index, jv answers[2], struct words *words)
{
    const struct procedure_stage *stage = &procedure->stages[index];
    bool applies = false;
    uint32_t length = 0;

    bool is_good = read_applies(answers[0], &applies, words);
    bool is_for_each = is_good && applies && stage->for_each[0] != '\0';
    if (is_for_each) {
        is_good = read_length(answers[1], &length, words);
        applies = length >= stage->element;
    } else {
        jv_free(answers[1]);
    }
    if (!is_good) {
        conditions->failure = words->at;
        conditions->failed_stage = index;
        conditions->is_for_each = is_for_each;
    } else if (!applies) {
        conditions->skipped |= set_of(index);
    } else if (is_for_each && length > stage->at_most && conditions->element_count == 0) {
        conditions->element_count = length;
        conditions->too_many_stage = index;
    }
}

void condition_evaluate(struct condition_cache *cache, const struct procedure *procedure,
                        struct span application, struct conditions *conditions)
{
    jq_state *state = find_program(cache, procedure);
    jv answers = jv_invalid();
    int place = 0;

    if (state != NULL) {
        jq_start(state, read_application(application), 0);
        answers = jq_next(state);
    }
    bool is_list = jv_get_kind(answers) == JV_KIND_ARRAY;
    for (uint32_t i = 0; i < procedure->stage_count && conditions->failure == NULL; i++) {
        jv pair[2] = { jv_invalid(), jv_invalid() };
        struct words words;
        if (!condition_is_on(&procedure->stages[i])) continue;
        for (int n = 0; n < 2 && is_list; n++) {
            pair[n] = jv_array_get(jv_copy(answers), place++);
        }
        words_init(&words, cache->failure, sizeof cache->failure);
        judge_stage(conditions, procedure, i, pair, &words);
    }
    jv_free(answers);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Frames that end too early, at every byte; and which of several things that are wrong is told.
 * Source: proto/SPEC.md 4 and 12. */
#include "proto/envelope.h"
#include "proto/writer.h"
#include "tongfa/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define TYPE_UNKNOWN 250

static uint8_t memory[65536];
static struct buffer buffer;

/* [ "tongfa", version, type, id, and the body is to follow. */
static void begin(uint32_t version, uint32_t type, const char *id)
{
    buffer_init(&buffer, memory, sizeof memory);
    writer_array(&buffer, 5);
    writer_text(&buffer, "tongfa");
    writer_uint(&buffer, version);
    writer_uint(&buffer, type);
    writer_text(&buffer, id);
}

/* ---- Cut ------------------------------------------------------------------------------------- */

/* Read a frame to its end. Returns how many items were read before it, or -1 if it is malformed. The
 * frame is a copy of its own, so that a byte read beyond it is found. */
static int read_all(struct span frame)
{
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;
    uint8_t *copy = malloc(frame.size > 0 ? frame.size : 1);
    int count = 0;

    assert_non_null(copy);
    if (frame.size > 0) memcpy(copy, frame.at, frame.size);
    frame.at = copy;
    enum err err = envelope_open(&envelope, frame, (struct span){ 0 }, NULL, &refusal);
    if (err != OK) {
        assert_int_equal(err, ERR_MALFORMED);
        count = -1;
    }
    while (count >= 0 && envelope_next(&envelope, &message, &refusal)) {
        count = refusal.err == ERR_MALFORMED ? -1 : count + 1;
    }
    free(copy);
    return count;
}

static void check_cuts(int items)
{
    struct span frame = buffer_span(&buffer);

    assert_int_equal(read_all(frame), items);
    for (size_t size = 0; size < frame.size; size++) {
        assert_int_equal(read_all((struct span){ frame.at, size }), -1);
    }
}

static void test_a_message_cut_anywhere_is_malformed(void **state)
{
    (void)state;
    static const uint32_t types[] = { MSG_PING, MSG_SHOW, TYPE_UNKNOWN };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        begin(1, types[i], "id");
        writer_map(&buffer, 2);
        writer_uint(&buffer, 1);
        writer_uint(&buffer, 70000);
        writer_uint(&buffer, 99); /* what a newer peer says beyond this */
        writer_array(&buffer, 2);
        writer_text(&buffer, "more");
        writer_real(&buffer, 0.5);
        check_cuts(1);
    }
}

static void test_a_batch_cut_anywhere_is_malformed(void **state)
{
    (void)state;
    begin(1, MSG_BATCH, "");
    writer_map(&buffer, 4);
    writer_uint(&buffer, 7);
    writer_text(&buffer, "before the items");
    writer_uint(&buffer, 1);
    writer_array(&buffer, 2);
    for (uint32_t i = 0; i < 2; i++) {
        writer_array(&buffer, 3);
        writer_uint(&buffer, i == 0 ? MSG_PING : TYPE_UNKNOWN);
        writer_text(&buffer, "id");
        writer_map(&buffer, 1);
        writer_uint(&buffer, 9);
        writer_text(&buffer, "value");
    }
    writer_uint(&buffer, 8);
    writer_text(&buffer, "behind them");
    writer_uint(&buffer, 300);
    writer_map(&buffer, 1);
    writer_nil(&buffer);
    writer_nil(&buffer);
    check_cuts(2);
}

/* Without items there is nobody to answer, so the whole of it is looked at when it is opened. */
static void test_an_empty_batch_cut_anywhere_is_malformed(void **state)
{
    (void)state;
    begin(1, MSG_BATCH, "");
    writer_map(&buffer, 2);
    writer_uint(&buffer, 1);
    writer_array(&buffer, 0);
    writer_uint(&buffer, 8);
    writer_text(&buffer, "behind them");
    check_cuts(0);
}

static void test_keys_of_a_batch_are_numbers(void **state)
{
    (void)state;
    for (int is_behind = 0; is_behind < 2; is_behind++) {
        begin(1, MSG_BATCH, "");
        writer_map(&buffer, 2);
        if (!is_behind) writer_text(&buffer, "one");
        if (!is_behind) writer_nil(&buffer);
        writer_uint(&buffer, 1);
        writer_array(&buffer, 0);
        if (is_behind) writer_text(&buffer, "two");
        if (is_behind) writer_nil(&buffer);
        assert_int_equal(read_all(buffer_span(&buffer)), -1);
    }
}

/* ---- Whom to answer -------------------------------------------------------------------------- */

static void test_a_frame_that_is_refused_whole_keeps_an_id_that_is_one(void **state)
{
    (void)state;
    for (size_t size = 0; size <= REQUEST_ID_BYTES_MAX + 1; size++) {
        char id[REQUEST_ID_BYTES_MAX + 2] = "";
        struct envelope envelope;
        struct refusal refusal;
        memset(id, 'x', size);
        begin(99, MSG_PING, id);
        writer_map(&buffer, 0);
        enum err err =
            envelope_open(&envelope, buffer_span(&buffer), (struct span){ 0 }, NULL, &refusal);
        assert_int_equal(err, ERR_VERSION_UNSUPPORTED);
        assert_int_equal(refusal.request_id.size, size <= REQUEST_ID_BYTES_MAX ? size : 0);
    }
}

/* ---- What is told ---------------------------------------------------------------------------- */

static void read_one(enum err err, const char *field)
{
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;

    assert_int_equal(
        envelope_open(&envelope, buffer_span(&buffer), (struct span){ 0 }, NULL, &refusal), OK);
    assert_true(envelope_next(&envelope, &message, &refusal));
    assert_int_equal(refusal.err, err);
    assert_string_equal(refusal.field, field);
}

static void write_text_of(size_t size)
{
    static char text[REASON_BYTES_MAX + 2];

    memset(text, 'x', sizeof text);
    writer_str(&buffer, (struct span){ (const uint8_t *)text, size });
}

enum { GOOD, INVALID, LARGE };

/* A parked job whose name or reason is wrong. */
static void write_job(int how)
{
    writer_map(&buffer, 3);
    writer_uint(&buffer, 1); /* bundle */
    writer_uint(&buffer, 1);
    writer_uint(&buffer, 2); /* stage */
    writer_text(&buffer, how == INVALID ? "No Name" : "stage");
    writer_uint(&buffer, 7); /* reason */
    write_text_of(how == LARGE ? REASON_BYTES_MAX + 1 : REASON_BYTES_MAX);
}

/* Of the elements of a list the first that is too large is told, or else the first bad one. */
static void test_what_is_too_large_in_a_list_goes_before_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        int jobs[3];
        enum err err;
        const char *field;
    } cases[] = {
        { { GOOD, GOOD, GOOD }, OK, "" },
        { { GOOD, INVALID, INVALID }, ERR_FIELD_INVALID, "jobs.stage" },
        { { INVALID, LARGE, GOOD }, ERR_TOO_LARGE, "jobs.reason" },
        { { LARGE, INVALID, GOOD }, ERR_TOO_LARGE, "jobs.reason" },
        { { LARGE, LARGE, INVALID }, ERR_TOO_LARGE, "jobs.reason" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin(1, MSG_PARKED_JOBS, "id");
        writer_map(&buffer, 1);
        writer_uint(&buffer, 2); /* jobs */
        writer_array(&buffer, 3);
        for (int n = 0; n < 3; n++) {
            write_job(cases[i].jobs[n]);
        }
        read_one(cases[i].err, cases[i].field);
    }
}

/* Whatever the order on the wire. */
static void test_of_two_fields_too_large_the_lower_key_is_told(void **state)
{
    (void)state;
    static const uint32_t orders[2][2] = { { 2, 4 }, { 4, 2 } };

    for (int i = 0; i < 2; i++) {
        begin(1, MSG_ERROR, "id");
        writer_map(&buffer, 3);
        writer_uint(&buffer, orders[i][0]);
        write_text_of(REASON_BYTES_MAX + 1);
        writer_uint(&buffer, orders[i][1]);
        write_text_of(REASON_BYTES_MAX + 1);
        writer_uint(&buffer, 1);
        writer_uint(&buffer, 0); /* no error has this number */
        read_one(ERR_TOO_LARGE, "name");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_message_cut_anywhere_is_malformed),
        cmocka_unit_test(test_a_batch_cut_anywhere_is_malformed),
        cmocka_unit_test(test_an_empty_batch_cut_anywhere_is_malformed),
        cmocka_unit_test(test_keys_of_a_batch_are_numbers),
        cmocka_unit_test(test_a_frame_that_is_refused_whole_keeps_an_id_that_is_one),
        cmocka_unit_test(test_what_is_too_large_in_a_list_goes_before_what_is_wrong),
        cmocka_unit_test(test_of_two_fields_too_large_the_lower_key_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

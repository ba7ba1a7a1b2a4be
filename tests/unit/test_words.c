/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_pieces_are_joined(void **state)
{
    (void)state;
    char text[64];
    struct words words;
    struct name name = { .text = "land-use" };
    words_init(&words, text, sizeof text);
    assert_string_equal(text, "");
    words_add(&words, "stage ");
    words_add_name(&words, &name);
    words_add(&words, ", ");
    words_add_number(&words, 0);
    words_add(&words, " ");
    words_add_number(&words, UINT64_MAX);
    assert_string_equal(text, "stage \"land-use\", 0 18446744073709551615");
}

static void test_what_does_not_fit_is_cut_off(void **state)
{
    (void)state;
    char text[8];
    struct words words;
    memset(text, 'x', sizeof text);
    words_init(&words, text, 5);
    words_add(&words, "abcdefgh");
    words_add_number(&words, 12);
    assert_string_equal(text, "abcd");
    assert_int_equal(text[5], 'x');
}

static void test_a_name_is_printed_safely(void **state)
{
    (void)state;
    char text[64];
    struct words words;
    struct name name;
    memset(name.text, 'n', sizeof name.text); /* no end */
    name.text[0] = '\x1b';
    name.text[1] = (char)0xff;
    name.text[2] = '\x7f';
    words_init(&words, text, sizeof text);
    words_add_name(&words, &name);
    assert_string_equal(text, "\"???nnnnnnnnnnnnnnnnnnnnnnnnnnnn\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_are_joined),
        cmocka_unit_test(test_what_does_not_fit_is_cut_off),
        cmocka_unit_test(test_a_name_is_printed_safely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

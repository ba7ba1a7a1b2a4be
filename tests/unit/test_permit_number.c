/* SPDX-License-Identifier: Apache-2.0 */
/* How permit numbers are written, against a second way of filling in a format. */
#include "broker/core/permit_number.h"
#include "tests/support/chance.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct procedure procedure;

static int set_up(void **state)
{
    (void)state;
    procedure_five_permits(&procedure);
    procedure.area = 421000;
    return 0;
}

static void format_set(const char *format)
{
    memset(procedure.stages[0].number, 0, sizeof procedure.stages[0].number);
    snprintf(procedure.stages[0].number, sizeof procedure.stages[0].number, "%s", format);
}

static const char *written(const char *format, uint16_t year, uint32_t serial)
{
    static char text[PERMIT_NUMBER_BYTES_MAX + 1];

    format_set(format);
    memset(text, '#', sizeof text);
    if (!permit_number_write(&procedure, 0, year, serial, text)) return NULL;
    return text;
}

static void test_a_number_is_written_as_its_format_says(void **state)
{
    (void)state;
    assert_string_equal(written("地字第{area}{year}YG{serial:7}", 2026, 17),
                        "地字第4210002026YG0000017");
    assert_string_equal(written("{year}-{serial}", 2026, 1), "2026-1");
    assert_string_equal(written("{serial:1}/{year}", 2026, 10), "10/2026");
    assert_string_equal(written("{year}{serial:10}", 2026, 4294967295), "20264294967295");
    assert_string_equal(written("{serial:2}{year}{serial:2}", 2026, 5), "05202605");
}

static void test_a_serial_is_never_cut(void **state)
{
    (void)state;
    assert_string_equal(written("{year}-{serial:3}", 2026, 999), "2026-999");
    assert_string_equal(written("{year}-{serial:3}", 2026, 1000), "2026-1000");
}

static void test_an_opinion_and_a_stage_without_a_format_have_no_number(void **state)
{
    (void)state;
    assert_null(written("{year}-{serial}", 2026, 0));
    assert_null(written("", 2026, 1));
    procedure.area = 0;
    assert_null(written("{area}{year}-{serial}", 2026, 1));
    assert_non_null(written("{year}-{serial}", 2026, 1));
}

static void expect(const char *format, enum permit_number_fault fault, const char *piece)
{
    struct permit_number_finding finding = permit_number_check(format);

    if (finding.fault != fault) printf("# %s\n", format);
    assert_int_equal(finding.fault, fault);
    assert_int_equal(finding.size, strlen(piece));
    assert_memory_equal(format + finding.at, piece, finding.size);
    assert_true(permit_number_fault_text(fault)[0] != '\0');
    assert_int_equal(written(format, 2026, 1) == NULL, fault != PERMIT_NUMBER_GOOD);
}

static void test_what_is_wrong_with_a_format_is_named(void **state)
{
    (void)state;
    expect("{year}{serial}", PERMIT_NUMBER_GOOD, "");
    expect("第{yaer}{serial}", PERMIT_NUMBER_UNKNOWN, "{yaer}");
    expect("{}", PERMIT_NUMBER_UNKNOWN, "{}");
    expect("{Year}{serial}", PERMIT_NUMBER_UNKNOWN, "{Year}");
    expect("{year:2}{serial}", PERMIT_NUMBER_UNKNOWN, "{year:2}");
    expect("{year}{date}{serial}", PERMIT_NUMBER_UNKNOWN, "{date}");
    expect("{year}{serial", PERMIT_NUMBER_OPEN, "{");
    expect("{year{serial}", PERMIT_NUMBER_OPEN, "{");
    expect("{year}{serial}}", PERMIT_NUMBER_CLOSE, "}");
    expect("year}{serial", PERMIT_NUMBER_CLOSE, "}");
    expect("{year}{serial:}", PERMIT_NUMBER_WIDTH, "{serial:}");
    expect("{year}{serial:0}", PERMIT_NUMBER_WIDTH, "{serial:0}");
    expect("{year}{serial:07}", PERMIT_NUMBER_WIDTH, "{serial:07}");
    expect("{year}{serial:10}", PERMIT_NUMBER_GOOD, "");
    expect("{year}{serial:11}", PERMIT_NUMBER_WIDTH, "{serial:11}");
    expect("{year}{serial:1000000001}", PERMIT_NUMBER_WIDTH, "{serial:1000000001}");
    expect("{year}{serial:x}", PERMIT_NUMBER_WIDTH, "{serial:x}");
    expect("{year}", PERMIT_NUMBER_NO_SERIAL, "");
    expect("4711", PERMIT_NUMBER_NO_SERIAL, "");
    expect("{serial}", PERMIT_NUMBER_NO_YEAR, "");
}

static void test_a_number_has_room_for_every_serial(void **state)
{
    (void)state;
    char format[TITLE_BYTES_MAX + 1];

    for (int literal = 79; literal <= 81; literal++) {
        memset(format, 'x', sizeof format);
        snprintf(format + literal, sizeof format - (size_t)literal, "%s", "{year}{serial}");
        bool fits = literal + 5 + 10 <= PERMIT_NUMBER_BYTES_MAX;
        assert_int_equal(fits, literal <= 80);
        expect(format, fits ? PERMIT_NUMBER_GOOD : PERMIT_NUMBER_LONG, "");
        if (!fits) continue;
        assert_int_equal(strlen(written(format, UINT16_MAX, UINT32_MAX)), literal + 15);
    }
}

/* The second way: each placeholder searched for and replaced, until none is left. */
static void replaced(char *text, size_t size, const char *from, const char *to)
{
    char rest[256];
    char *at;

    while ((at = strstr(text, from)) != NULL) {
        snprintf(rest, sizeof rest, "%s", at + strlen(from));
        snprintf(at, size - (size_t)(at - text), "%s%s", to, rest);
    }
}

static void test_any_format_that_is_good_is_filled_in_alike(void **state)
{
    (void)state;
    static const char *const pieces[] = { "{year}", "{area}",     "{serial}", "{serial:4}", "第",
                                          "-",      "{serial:9}", "{",        "}",          "年" };
    struct chance chance = { 7 };
    unsigned good = 0;

    for (int round = 0; round < 20000; round++) {
        char format[TITLE_BYTES_MAX + 1] = "";
        char expected[256];
        char part[20];
        for (uint32_t i = chance_below(&chance, 7); i > 0; i--) {
            size_t used = strlen(format);
            snprintf(format + used, sizeof format - used, "%s",
                     pieces[chance_below(&chance, chance_one_in(&chance, 4) ? 10 : 7)]);
        }
        uint32_t serial = 1 + chance_below(&chance, 99999);
        const char *text = written(format, 2026, serial);
        snprintf(expected, sizeof expected, "%s", format);
        snprintf(part, sizeof part, "%u", serial);
        replaced(expected, sizeof expected, "{serial}", part);
        snprintf(part, sizeof part, "%04u", serial);
        replaced(expected, sizeof expected, "{serial:4}", part);
        snprintf(part, sizeof part, "%09u", serial);
        replaced(expected, sizeof expected, "{serial:9}", part);
        replaced(expected, sizeof expected, "{year}", "2026");
        replaced(expected, sizeof expected, "{area}", "421000");
        bool is_whole = strpbrk(expected, "{}") == NULL && strstr(format, "{serial") != NULL &&
                        strstr(format, "{year}") != NULL;
        assert_int_equal(text != NULL, is_whole);
        if (text == NULL) continue;
        assert_string_equal(text, expected);
        good++;
    }
    assert_true(good > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_number_is_written_as_its_format_says, set_up),
        cmocka_unit_test_setup(test_a_serial_is_never_cut, set_up),
        cmocka_unit_test_setup(test_an_opinion_and_a_stage_without_a_format_have_no_number, set_up),
        cmocka_unit_test_setup(test_what_is_wrong_with_a_format_is_named, set_up),
        cmocka_unit_test_setup(test_a_number_has_room_for_every_serial, set_up),
        cmocka_unit_test_setup(test_any_format_that_is_good_is_filled_in_alike, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers against a second implementation of each check, written from the other side: not "which
 * character belongs there" but "does the whole come out", as ISO 7064 words it. */
#include "broker/core/identifier.h"
#include "client/text.h"
#include "tests/support/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define ROUNDS 100
#define TODAY 20261123

static const char digits[] = "0123456789";
static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const char licence_alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char root[] = "1.2.156.3005.2.";

static struct chance seed;

static enum identifier_fault fault_of(enum identifier_kind kind, const char *text)
{
    return identifier_check(kind, span_of_text(text), TODAY).fault;
}

static bool is_good(enum identifier_kind kind, const char *text)
{
    return fault_of(kind, text) == IDENTIFIER_GOOD;
}

/* --- the second implementation --- */

static unsigned value_of(const char *alphabet, char character)
{
    const char *at = strchr(alphabet, character);
    assert_non_null(at);
    return (unsigned)(at - alphabet);
}

/* With the check character weighing 1 the sum of all is a multiple of 31; from the right, since 3 to the
 * power of 30 is 1: the weight of the first place is 1 as well. */
static bool uscc_comes_out(const char *text)
{
    unsigned power = 1;
    unsigned sum = value_of(uscc_alphabet, text[17]);
    for (int i = 0; i < 17; i++) {
        sum = (sum + power * value_of(uscc_alphabet, text[i])) % 31;
        power = power * 3 % 31;
    }
    return sum == 0;
}

/* Pure system MOD 11-2: doubled from the left, everything leaves 1. */
static bool id_comes_out(const char *text)
{
    unsigned product = 0;
    for (int i = 0; i < 17; i++) {
        product = (product + value_of(digits, text[i])) * 2 % 11;
    }
    return (product + value_of("0123456789X", text[17])) % 11 == 1;
}

/* Hybrid system MOD 37,36 over the characters that are no dots: the last sum leaves 1. */
static bool licence_comes_out(const char *text)
{
    unsigned product = 36;
    unsigned sum = 0;
    for (const char *at = text + sizeof root - 1; *at != '\0'; at++) {
        if (*at == '.') continue;
        sum = (product + value_of(licence_alphabet, *at)) % 36;
        product = 2 * (sum != 0 ? sum : 36) % 37;
    }
    return sum == 1;
}

/* --- texts at random --- */

static char character_of(const char *alphabet)
{
    return alphabet[chance_below(&seed, (uint32_t)strlen(alphabet))];
}

static void random_text(char *text, const char *alphabet, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        text[i] = character_of(alphabet);
    }
    text[size] = '\0';
}

static void complete(char *text, enum identifier_kind kind, size_t body)
{
    struct span span = { (const uint8_t *)text + (kind == IDENTIFIER_LICENCE ? sizeof root - 1 : 0),
                         0 };
    span.size = body - (size_t)(span.at - (const uint8_t *)text);
    text[body] = identifier_check_character(kind, span);
    assert_int_not_equal(text[body], '\0');
    text[body + 1] = '\0';
}

static void random_uscc(char text[USCC_BYTES + 1])
{
    random_text(text, uscc_alphabet, 17);
    complete(text, IDENTIFIER_USCC, 17);
}

static void random_id(char text[ID_BYTES + 1])
{
    random_text(text, digits, 17);
    char date[9];
    snprintf(date, sizeof date, "%04u%02u%02u", 1920 + (unsigned)chance_below(&seed, 100),
             1 + (unsigned)chance_below(&seed, 12), 1 + (unsigned)chance_below(&seed, 28));
    memcpy(text + 6, date, 8);
    complete(text, IDENTIFIER_ID, 17);
}

static void random_licence(char text[LICENCE_BYTES_MAX + 1])
{
    char type[22];
    char issuer[USCC_BYTES + 1];
    char serial[13];
    random_text(type, licence_alphabet, 21);
    random_uscc(issuer);
    random_text(serial, licence_alphabet, 12);
    snprintf(text, LICENCE_BYTES_MAX, "%s%s.%s.%s.001.", root, type, issuer, serial);
    complete(text, IDENTIFIER_LICENCE, strlen(text));
}

/* --- what is known from elsewhere --- */

static void test_real_codes_of_legal_persons_are_good(void **state)
{
    (void)state;
    static const char *const codes[] = { "91110000802100433B", "91330100799655058B",
                                         "9144030071526726XG", "11100000000013338W" };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        assert_true(is_good(IDENTIFIER_USCC, codes[i]));
        assert_int_equal(identifier_kind_of(span_of_text(codes[i])), IDENTIFIER_USCC);
    }
}

static void test_the_identity_number_of_the_standard_is_good(void **state)
{
    (void)state;
    assert_true(is_good(IDENTIFIER_ID, "11010519491231002X"));
    assert_int_equal(identifier_kind_of(span_of_text("11010519491231002X")), IDENTIFIER_ID);
}

static void test_real_electronic_licences_are_good(void **state)
{
    (void)state;
    static const char *const licences[] = {
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
    };
    for (size_t i = 0; i < sizeof licences / sizeof licences[0]; i++) {
        assert_true(is_good(IDENTIFIER_LICENCE, licences[i]));
        assert_int_equal(identifier_kind_of(span_of_text(licences[i])), IDENTIFIER_LICENCE);
    }
}

static void test_of_a_project_code_only_the_shape_is_looked_at(void **state)
{
    (void)state;
    char text[120];
    struct words words;
    static const char code[] = "2303-421003-04-01-123456";
    struct identifier_finding finding =
        identifier_check(IDENTIFIER_PROJECT, span_of_text(code), TODAY);

    assert_int_equal(finding.fault, IDENTIFIER_GOOD);
    words_init(&words, text, sizeof text);
    identifier_explain(&words, IDENTIFIER_PROJECT, &finding);
    assert_non_null(strstr(text, "its check character is not checked"));
    assert_true(is_good(IDENTIFIER_PROJECT, "2303-421003-04-01-123457"));
    assert_int_equal(identifier_check_character(IDENTIFIER_PROJECT, span_of_text("2303")), '\0');
    assert_int_equal(fault_of(IDENTIFIER_PROJECT, "2303-421003-04-01-12345"), IDENTIFIER_SHORT);
    assert_int_equal(fault_of(IDENTIFIER_PROJECT, "2303-421003-04-01-1234567"), IDENTIFIER_LONG);
    assert_int_equal(fault_of(IDENTIFIER_PROJECT, "2303-421003-0401-123456"), IDENTIFIER_CHARACTER);
    assert_int_equal(fault_of(IDENTIFIER_PROJECT, "2303-42100A-04-01-123456"),
                     IDENTIFIER_CHARACTER);
}

/* --- the reason and the place --- */

static void expect(enum identifier_kind kind, const char *text, struct identifier_finding wanted)
{
    struct identifier_finding finding = identifier_check(kind, span_of_text(text), TODAY);
    if (finding.fault != wanted.fault || finding.at != wanted.at) printf("# %s\n", text);
    assert_int_equal(finding.fault, wanted.fault);
    assert_int_equal(finding.at, wanted.at);
    assert_int_equal(finding.expected, wanted.expected);
}

#define EXPECT(kind, text, ...) expect(kind, text, (struct identifier_finding){ __VA_ARGS__ })

static void test_what_is_wrong_is_named_with_its_place(void **state)
{
    (void)state;
    EXPECT(IDENTIFIER_USCC, "", IDENTIFIER_SHORT, 1, 0);
    EXPECT(IDENTIFIER_USCC, "91110000802100433", IDENTIFIER_SHORT, 18, 0);
    EXPECT(IDENTIFIER_USCC, "91110000802100433BB", IDENTIFIER_LONG, 19, 0);
    EXPECT(IDENTIFIER_USCC, "91110000802100433b", IDENTIFIER_CHARACTER, 18, 0);
    EXPECT(IDENTIFIER_USCC, "9111000080210043IB", IDENTIFIER_CHARACTER, 17, 0);
    EXPECT(IDENTIFIER_USCC, "9111000080210043\xe4\xbd", IDENTIFIER_CHARACTER, 17, 0);
    EXPECT(IDENTIFIER_USCC, "91110000802100433C", IDENTIFIER_CHECK, 18, 'B');
    EXPECT(IDENTIFIER_ID, "11010519491231002", IDENTIFIER_SHORT, 18, 0);
    EXPECT(IDENTIFIER_ID, "1101051949123100", IDENTIFIER_SHORT, 17, 0);
    EXPECT(IDENTIFIER_ID, "11010519491231002XX", IDENTIFIER_LONG, 19, 0);
    EXPECT(IDENTIFIER_ID, "1101051949123100222", IDENTIFIER_LONG, 19, 0);
    EXPECT(IDENTIFIER_ID, "11010519491231002x", IDENTIFIER_CHARACTER, 18, 0);
    EXPECT(IDENTIFIER_ID, "1101051949123100X2", IDENTIFIER_CHARACTER, 17, 0);
    EXPECT(IDENTIFIER_ID, "110105194912310021", IDENTIFIER_CHECK, 18, 'X');
}

#define TYPE "11100000000013338W011"
#define ISSUER "11430000006122244L"

static void test_a_licence_is_checked_part_by_part(void **state)
{
    (void)state;
    EXPECT(IDENTIFIER_LICENCE, "", IDENTIFIER_SHORT, 1, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2", IDENTIFIER_SHORT, 15, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3006.2.", IDENTIFIER_CHARACTER, 12, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2.X." ISSUER ".1.001.U", IDENTIFIER_CHARACTER, 17, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE "1." ISSUER ".1.001.U", IDENTIFIER_LONG, 37,
           0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE, IDENTIFIER_SHORT, 37, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE "." ISSUER "..001.U", IDENTIFIER_CHARACTER,
           57, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE "." ISSUER ".20230000403.01.U",
           IDENTIFIER_CHARACTER, 71, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE "." ISSUER ".20230000403.001.",
           IDENTIFIER_SHORT, 73, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE "." ISSUER ".20230000403.001.UU",
           IDENTIFIER_LONG, 74, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE "." ISSUER ".20230000403.001.U.",
           IDENTIFIER_LONG, 74, 0);
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE "." ISSUER ".20230000403.001.V",
           IDENTIFIER_CHECK, 73, 'U');
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE ".11430000006122244M.20230000403.001.U",
           IDENTIFIER_ISSUER, 55, 'L');
    EXPECT(IDENTIFIER_LICENCE, "1.2.156.3005.2." TYPE ".1143000000612224OL.20230000403.001.U",
           IDENTIFIER_CHARACTER, 54, 0);
}

static void test_a_serial_number_has_its_bounds(void **state)
{
    (void)state;
    char text[LICENCE_BYTES_MAX + 40];
    char serial[66];

    for (size_t size = 63; size <= 65; size++) {
        memset(serial, '7', sizeof serial);
        serial[size] = '\0';
        snprintf(text, sizeof text, "%s" TYPE "." ISSUER ".%s.001.", root, serial);
        char check =
            identifier_check_character(IDENTIFIER_LICENCE, span_of_text(text + sizeof root - 1));
        assert_int_equal(check != '\0', size <= 64);
        if (check == '\0') continue;
        text[strlen(text) + 1] = '\0';
        text[strlen(text)] = check;
        assert_true(is_good(IDENTIFIER_LICENCE, text));
    }
}

static void test_a_date_of_birth_is_a_day_that_was(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        bool is_plausible;
    } cases[] = {
        { "20000229", true },  { "19000229", false }, { "20240229", true },  { "20230229", false },
        { "19991231", true },  { "19991232", false }, { "19990431", false }, { "19990430", true },
        { "19991301", false }, { "19990001", false }, { "19990100", false }, { "18000101", true },
        { "17991231", false }, { "20261123", true },  { "20261124", false }, { "99991231", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[ID_BYTES + 1] = "110105";
        memcpy(text + 6, cases[i].date, 8);
        memcpy(text + 14, "002", 4);
        complete(text, IDENTIFIER_ID, 17);
        enum identifier_fault fault = cases[i].is_plausible ? IDENTIFIER_GOOD : IDENTIFIER_DATE;
        if (fault_of(IDENTIFIER_ID, text) != fault) printf("# %s\n", text);
        assert_int_equal(fault_of(IDENTIFIER_ID, text), fault);
    }
    /* Where nobody knows the day, the future passes. */
    char text[ID_BYTES + 1] = "11010520991231002";
    complete(text, IDENTIFIER_ID, 17);
    assert_int_equal(identifier_check(IDENTIFIER_ID, span_of_text(text), 0).fault, IDENTIFIER_GOOD);
}

static void test_a_body_that_is_none_has_no_check_character(void **state)
{
    (void)state;
    static const struct {
        enum identifier_kind kind;
        const char *body;
    } cases[] = {
        { IDENTIFIER_USCC, "9111000080210043" },
        { IDENTIFIER_USCC, "911100008021004333" },
        { IDENTIFIER_USCC, "9111000080210043I" },
        { IDENTIFIER_ID, "1101051949123100X" },
        { IDENTIFIER_ID, "" },
        { IDENTIFIER_LICENCE, TYPE "." ISSUER ".1.001" },
        { IDENTIFIER_LICENCE, TYPE "." ISSUER ".1." },
        { IDENTIFIER_LICENCE, "" },
        { IDENTIFIER_LICENCE, TYPE "." ISSUER ".1.001.U" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(identifier_check_character(cases[i].kind, span_of_text(cases[i].body)),
                         '\0');
    }
}

static void test_a_finding_is_a_sentence(void **state)
{
    (void)state;
    char text[120];
    struct words words;
    struct identifier_finding finding =
        identifier_check(IDENTIFIER_USCC, span_of_text("91110000802100433C"), TODAY);

    words_init(&words, text, sizeof text);
    identifier_explain(&words, IDENTIFIER_USCC, &finding);
    assert_string_equal(text, "the check character is wrong, at place 18; it should be B");
    for (int fault = 1; fault < IDENTIFIER_FAULT_COUNT; fault++) {
        finding = (struct identifier_finding){ (enum identifier_fault)fault, 1234567890, 'X' };
        words_init(&words, text, sizeof text);
        identifier_explain(&words, IDENTIFIER_USCC, &finding);
        assert_non_null(strstr(text, "it should be X"));
    }
}

/* --- which kind --- */

static void test_the_kind_is_seen_although_something_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum identifier_kind kind;
    } cases[] = {
        { "", IDENTIFIER_NONE },
        { "hello", IDENTIFIER_NONE },
        { "91110000802100433C", IDENTIFIER_USCC },
        { "9111000080210043B", IDENTIFIER_USCC },
        { "110105194912310021", IDENTIFIER_ID },
        { "110105199902310021", IDENTIFIER_USCC }, /* no such day: then it is no id */
        { "1101051949123100", IDENTIFIER_ID },
        { "1101051949123100x", IDENTIFIER_ID },
        { "2303-421003-04-01", IDENTIFIER_PROJECT },
        { "1.2.156.3005.2", IDENTIFIER_LICENCE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (identifier_kind_of(span_of_text(cases[i].text)) != cases[i].kind) {
            printf("# %s\n", cases[i].text);
        }
        assert_int_equal(identifier_kind_of(span_of_text(cases[i].text)), cases[i].kind);
    }
}

/* --- what a check character proves, and what not --- */

/* Count what passes of all texts with one character exchanged; dots are left alone. */
static unsigned passing_substitutions(enum identifier_kind kind, const char *text, size_t from,
                                      const char *alphabet)
{
    char changed[LICENCE_BYTES_MAX + 1];
    unsigned passed = 0;

    for (size_t at = from; text[at] != '\0'; at++) {
        if (text[at] == '.') continue;
        for (const char *to = alphabet; *to != '\0'; to++) {
            if (*to == text[at]) continue;
            snprintf(changed, sizeof changed, "%s", text);
            changed[at] = *to;
            passed += is_good(kind, changed);
        }
    }
    return passed;
}

static void test_any_single_wrong_character_shows(void **state)
{
    (void)state;
    char text[LICENCE_BYTES_MAX + 1];

    seed.state = 1;
    for (int round = 0; round < ROUNDS; round++) {
        random_uscc(text);
        assert_true(is_good(IDENTIFIER_USCC, text));
        assert_int_equal(passing_substitutions(IDENTIFIER_USCC, text, 0, uscc_alphabet), 0);
        random_id(text);
        assert_true(is_good(IDENTIFIER_ID, text));
        assert_int_equal(passing_substitutions(IDENTIFIER_ID, text, 0, "0123456789X"), 0);
        random_licence(text);
        assert_true(is_good(IDENTIFIER_LICENCE, text));
        assert_int_equal(
            passing_substitutions(IDENTIFIER_LICENCE, text, sizeof root - 1, licence_alphabet), 0);
    }
}

/* Exchange a character with the next one that is no dot. False: they are equal. */
static bool exchange(char *text, size_t at)
{
    size_t next = text[at + 1] == '.' ? at + 2 : at + 1;
    char character = text[at];

    if (text[at] == '.' || text[next] == '\0' || text[next] == character) return false;
    text[at] = text[next];
    text[next] = character;
    return true;
}

static void test_neighbours_exchanged_show_in_codes_and_identity_numbers(void **state)
{
    (void)state;
    char text[USCC_BYTES + 1];
    char changed[USCC_BYTES + 1];

    seed.state = 2;
    for (int round = 0; round < 10 * ROUNDS; round++) {
        for (int kind = IDENTIFIER_USCC; kind <= IDENTIFIER_ID; kind++) {
            if (kind == IDENTIFIER_USCC) random_uscc(text);
            if (kind == IDENTIFIER_ID) random_id(text);
            for (size_t at = 0; at + 1 < USCC_BYTES; at++) {
                snprintf(changed, sizeof changed, "%s", text);
                if (!exchange(changed, at)) continue;
                assert_false(is_good((enum identifier_kind)kind, changed));
            }
        }
    }
}

/* The one weakness of the hybrid system: characters that follow each other in the alphabet. */
static void test_neighbours_exchanged_show_in_licences_unless_they_follow_each_other(void **state)
{
    (void)state;
    char text[LICENCE_BYTES_MAX + 1];
    char changed[LICENCE_BYTES_MAX + 1];
    unsigned following = 0;
    unsigned passed = 0;

    seed.state = 3;
    for (int round = 0; round < 5 * ROUNDS; round++) {
        random_licence(text);
        for (size_t at = sizeof root - 1; text[at + 1] != '\0'; at++) {
            snprintf(changed, sizeof changed, "%s", text);
            if (!exchange(changed, at)) continue;
            size_t next = text[at + 1] == '.' ? at + 2 : at + 1;
            unsigned distance = (36 + value_of(licence_alphabet, text[at]) -
                                 value_of(licence_alphabet, text[next])) %
                                36;
            bool is_following = distance == 1 || distance == 35;
            following += is_following;
            passed += is_good(IDENTIFIER_LICENCE, changed);
            if (!is_following) assert_false(is_good(IDENTIFIER_LICENCE, changed));
        }
    }
    assert_true(passed > 0); /* nobody may believe that this is caught */
    assert_true(passed < following / 18);
}

/* Two slips can make up for each other in every scheme, as often as two remainders agree. */
static void test_two_wrong_characters_can_pass(void **state)
{
    (void)state;
    unsigned passed[IDENTIFIER_KIND_COUNT] = { 0 };
    unsigned tried = 0;
    char text[LICENCE_BYTES_MAX + 1];

    seed.state = 4;
    for (int round = 0; round < 25 * ROUNDS; round++) {
        random_uscc(text);
        text[9] = character_of(uscc_alphabet);
        text[12] = character_of(uscc_alphabet);
        passed[IDENTIFIER_USCC] += is_good(IDENTIFIER_USCC, text);
        random_id(text);
        text[1] = character_of(digits);
        text[15] = character_of(digits);
        passed[IDENTIFIER_ID] += is_good(IDENTIFIER_ID, text);
        tried++;
    }
    assert_in_range(passed[IDENTIFIER_USCC], tried / 31 / 2, tried / 31 * 2);
    assert_in_range(passed[IDENTIFIER_ID], tried / 11 / 2, tried / 11 * 2);
}

static void test_both_implementations_agree(void **state)
{
    (void)state;
    char text[LICENCE_BYTES_MAX + 1];
    unsigned good = 0;

    seed.state = 5;
    for (int round = 0; round < 25 * ROUNDS; round++) {
        random_text(text, uscc_alphabet, USCC_BYTES);
        assert_int_equal(is_good(IDENTIFIER_USCC, text), uscc_comes_out(text));
        good += uscc_comes_out(text);
        random_id(text);
        text[17] = character_of("0123456789X");
        assert_int_equal(is_good(IDENTIFIER_ID, text), id_comes_out(text));
        good += id_comes_out(text);
        random_licence(text);
        text[strlen(text) - 1] = character_of(licence_alphabet);
        assert_int_equal(is_good(IDENTIFIER_LICENCE, text), licence_comes_out(text));
        good += licence_comes_out(text);
    }
    assert_true(good > 25 * ROUNDS / 12);
}

static void test_no_bytes_trip_an_assertion(void **state)
{
    (void)state;
    char text[160];

    seed.state = 6;
    for (int round = 0; round < 25 * ROUNDS; round++) {
        if (round % 2 == 0) random_licence(text);
        if (round % 2 == 1) random_text(text, "0123456789X.-", chance_below(&seed, 40));
        size_t size = strlen(text);
        for (uint32_t i = 0; i < 2 && size > 0; i++) {
            text[chance_below(&seed, (uint32_t)size)] = (char)chance_below(&seed, 256);
        }
        struct span span = { (const uint8_t *)text, chance_below(&seed, (uint32_t)size + 1) };
        (void)identifier_kind_of(span);
        for (int kind = 1; kind < IDENTIFIER_KIND_COUNT; kind++) {
            struct identifier_finding finding =
                identifier_check((enum identifier_kind)kind, span, 0);
            assert_true(finding.at <= span.size + 1);
            (void)identifier_check_character((enum identifier_kind)kind, span);
        }
    }
}

static void test_every_kind_and_fault_has_a_name_of_its_own(void **state)
{
    (void)state;
    assert_null(identifier_kind_name(IDENTIFIER_NONE));
    for (int kind = 2; kind < IDENTIFIER_KIND_COUNT; kind++) {
        assert_string_not_equal(identifier_kind_name((enum identifier_kind)kind),
                                identifier_kind_name((enum identifier_kind)(kind - 1)));
    }
    for (int fault = 1; fault < IDENTIFIER_FAULT_COUNT; fault++) {
        assert_string_not_equal(identifier_fault_name((enum identifier_fault)fault),
                                identifier_fault_name((enum identifier_fault)(fault - 1)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_codes_of_legal_persons_are_good),
        cmocka_unit_test(test_the_identity_number_of_the_standard_is_good),
        cmocka_unit_test(test_real_electronic_licences_are_good),
        cmocka_unit_test(test_of_a_project_code_only_the_shape_is_looked_at),
        cmocka_unit_test(test_what_is_wrong_is_named_with_its_place),
        cmocka_unit_test(test_a_licence_is_checked_part_by_part),
        cmocka_unit_test(test_a_serial_number_has_its_bounds),
        cmocka_unit_test(test_a_date_of_birth_is_a_day_that_was),
        cmocka_unit_test(test_a_body_that_is_none_has_no_check_character),
        cmocka_unit_test(test_a_finding_is_a_sentence),
        cmocka_unit_test(test_the_kind_is_seen_although_something_is_wrong),
        cmocka_unit_test(test_any_single_wrong_character_shows),
        cmocka_unit_test(test_neighbours_exchanged_show_in_codes_and_identity_numbers),
        cmocka_unit_test(test_neighbours_exchanged_show_in_licences_unless_they_follow_each_other),
        cmocka_unit_test(test_two_wrong_characters_can_pass),
        cmocka_unit_test(test_both_implementations_agree),
        cmocka_unit_test(test_no_bytes_trip_an_assertion),
        cmocka_unit_test(test_every_kind_and_fault_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

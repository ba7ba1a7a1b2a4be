/* SPDX-License-Identifier: Apache-2.0 */
/* What a number stands for depends on the act or entry that has it. */
#include "proto/symbols.h"

#include "tongfa/act.h"
#include "tongfa/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* One value of each, with its word; word NULL: its numbers stand for nothing. */
struct meaning {
    uint8_t kind;
    uint8_t value;
    const char *word;
};

static void assert_meanings(const struct meaning *meanings, size_t count,
                            const struct symbols *(*symbols_of)(uint8_t kind))
{
    for (size_t i = 0; i < count; i++) {
        const struct symbols *symbols = symbols_of(meanings[i].kind);
        if (meanings[i].word == NULL) {
            assert_null(symbols);
            continue;
        }
        uint32_t value;
        assert_non_null(symbols);
        assert_string_equal(symbols_name(symbols, meanings[i].value), meanings[i].word);
        assert_true(symbols_find(symbols, meanings[i].word, &value));
        assert_int_equal(value, meanings[i].value);
        assert_null(symbols_name(symbols, symbols->count));
        assert_false(symbols_find(symbols, "no such word", &value));
    }
}

static void test_the_detail_of_an_act(void **state)
{
    (void)state;
    static const struct meaning meanings[] = {
        { ACT_RAISE_CARD, CARD_YELLOW, "yellow" },
        { ACT_WITHDRAW_CARD, CARD_NOTICE, "notice" },
        { ACT_LAPSE_INTAKE, INTAKE_NOT_REQUIRED, "not_required" },
        { ACT_UNANSWERED, ON_UNANSWERED_RETURN, "return" },
        { ACT_SPECIAL_START, SPECIAL_HEARING, "hearing" },
        { ACT_EXTEND, EXTENDS_STATUTORY, "statutory" },
        { ACT_DEEM, VERDICT_GRANT, "grant" },
        { ACT_SIGN, SIGN_DISAGREE, "disagree" },
        { ACT_SIGNED, SIGN_AGREE, "agree" },
        { ACT_REVOKE, REVOKE_ABUSE, "abuse" },
        { ACT_RECALL, RECALL_LAW, "law" },
        { ACT_DEREGISTER, DEREGISTER_EXPIRED, "expired" },
        { ACT_GO_ON_WORKS, GO_ON_CHECKED, "checked" },
        { ACT_ACCEPT, 0, NULL },
        { 0, 0, NULL },
        { UINT8_MAX, 0, NULL },
    };
    assert_meanings(meanings, COUNT(meanings), symbols_act_detail);
}

static void test_the_detail_of_an_entry(void **state)
{
    (void)state;
    static const struct meaning meanings[] = {
        { ENTRY_PAUSE, PAUSE_SUSPENSION, "suspension" },
        { ENTRY_INTAKE, INTAKE_DEEMED, "deemed" },
        { ENTRY_EXTENSION, EXTENDS_PROMISED, "promised" },
        { ENTRY_DEEMED, VERDICT_AGREE, "agree" },
        { ENTRY_PERMIT_END, PERMIT_RECALLED, "recalled" },
        { ENTRY_CARD, CARD_YELLOW, "yellow" },
        { ENTRY_MIGRATION, 0, NULL },
        { UINT8_MAX, 0, NULL },
    };
    assert_meanings(meanings, COUNT(meanings), symbols_entry_detail);
}

static void test_the_state_of_an_entry(void **state)
{
    (void)state;
    static const struct meaning meanings[] = {
        { ENTRY_SIGNER, SIGNER_ASKED, "asked" },
        { ENTRY_TOLERANCE, TOLERANCE_OVERDUE, "overdue" },
        { ENTRY_COMMITMENT, COMMITMENT_FALSE, "false" },
        { ENTRY_DEFERRAL, REQUEST_GRANTED, "granted" },
        { ENTRY_RENEWAL, REQUEST_DEEMED, "deemed" },
        { ENTRY_NOTICE, NOTICE_PENDING, "pending" },
        { ENTRY_CARD, CARD_APPEALED, "appealed" },
        { ENTRY_ORDER, ORDER_ACKED, "acked" },
        { ENTRY_PAUSE, 0, NULL },
        { UINT8_MAX, 0, NULL },
    };
    assert_meanings(meanings, COUNT(meanings), symbols_entry_state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_detail_of_an_act),
        cmocka_unit_test(test_the_detail_of_an_entry),
        cmocka_unit_test(test_the_state_of_an_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rule sets of supervision: each point of each set, drawn a second time from domain.md 5.1, and what a
 * definition may not say. */
#include "broker/core/card_rules.h"

#include "tests/support/procedure_builder.h"
#include "tongfa/act.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HOUR INT64_C(3600000)
#define OFFICE_DAY (7 * HOUR)
#define NEVER (-1)
#define END (-2)    /* nothing is left */
#define PASSED (-3) /* later */

/* What is used of a limit when each level is reached. */
struct row {
    const char *rules;
    struct limit limit;
    int64_t levels[CARD_LEVEL_COUNT];
};

/* clang-format off */
static const struct row promised[] = {
    /*                                              notice     yellow     red     deep red */
    { "default-1", { 1, LIMIT_WORKING_DAYS },   { 0, NEVER,     1,         PASSED, NEVER } },
    { "default-1", { 2, LIMIT_WORKING_DAYS },   { 0, 1,         2,         PASSED, NEVER } },
    { "default-1", { 3, LIMIT_WORKING_DAYS },   { 0, 2,         3,         PASSED, NEVER } },
    { "default-1", { 4, LIMIT_WORKING_DAYS },   { 0, 3,         2,         PASSED, NEVER } },
    { "default-1", { 20, LIMIT_WORKING_DAYS },  { 0, 19,        18,        PASSED, NEVER } },
    { "default-1", { 21, LIMIT_WORKING_DAYS },  { 0, 20,        19,        PASSED, NEVER } },
    { "default-1", { 30, LIMIT_NATURAL_DAYS },  { 0, 29,        27,        PASSED, NEVER } },
    { "default-1", { 7, LIMIT_WORKING_HOURS },  { 0, NEVER,     63 * HOUR / 10, PASSED, NEVER } },
    { "default-1", { 14, LIMIT_WORKING_HOURS }, { 0, 7 * HOUR,  126 * HOUR / 10, PASSED, NEVER } },
    { "default-1", { 28, LIMIT_WORKING_HOURS }, { 0, 21 * HOUR, 14 * HOUR, PASSED, NEVER } },
    { "default-1", { 72, LIMIT_NATURAL_HOURS }, { 0, 48 * HOUR, 648 * HOUR / 10, PASSED, NEVER } },
    { "default-1", { 96, LIMIT_NATURAL_HOURS }, { 0, 72 * HOUR, 48 * HOUR, PASSED, NEVER } },
    { "yulin-1",   { 1, LIMIT_WORKING_DAYS },   { 0, NEVER,     1,         PASSED, NEVER } },
    { "yulin-1",   { 10, LIMIT_WORKING_DAYS },  { 0, NEVER,     9,         PASSED, NEVER } },
    { "yulin-1",   { 10, LIMIT_WORKING_HOURS }, { 0, NEVER,     9 * HOUR,  PASSED, NEVER } },
    { "apl-1",     { 1, LIMIT_WORKING_DAYS },   { 0, NEVER,     0,         END,    NEVER } },
    { "apl-1",     { 2, LIMIT_WORKING_DAYS },   { 0, NEVER,     0,         END,    NEVER } },
    { "apl-1",     { 20, LIMIT_NATURAL_DAYS },  { 0, NEVER,     18,        END,    NEVER } },
    { "apl-1",     { 24, LIMIT_NATURAL_HOURS }, { 0, NEVER,     0,         END,    NEVER } },
    { "apl-1",     { 96, LIMIT_WORKING_HOURS }, { 0, NEVER,     48 * HOUR, END,    NEVER } },
};
static const struct row statutory[] = {
    { "default-1", { 1, LIMIT_WORKING_DAYS },   { 0, NEVER,     1,         NEVER,  PASSED } },
    { "default-1", { 20, LIMIT_WORKING_DAYS },  { 0, 19,        18,        NEVER,  PASSED } },
    { "yulin-1",   { 20, LIMIT_WORKING_DAYS },  { 0, NEVER,     NEVER,     NEVER,  NEVER } },
    { "apl-1",     { 20, LIMIT_WORKING_DAYS },  { 0, NEVER,     18,        END,    NEVER } },
};
/* clang-format on */

static int64_t point_of(const struct card_condition *condition, struct limit by_law,
                        struct limit by_promise)
{
    struct threshold threshold;

    if (condition->point == CARD_POINT_NONE) return NEVER;
    struct limit limit = card_limit_of(condition, by_law, by_promise);
    if (limit.value == 0 || !card_threshold(condition, limit, OFFICE_DAY, &threshold)) return NEVER;
    assert_int_equal(threshold.unit, limit.unit);
    if (!threshold.is_end) return threshold.amount;
    assert_int_equal(threshold.amount, calendar_amount_of(limit));
    return condition->point == CARD_POINT_END ? END : PASSED;
}

static void check_row(const struct row *row, bool is_promise)
{
    struct limit none = { 0 };
    const struct name name = named(row->rules);
    const struct card_rules *rules = card_rules_of(&name);

    assert_non_null(rules);
    for (int level = CARD_NOTICE; level < CARD_LEVEL_COUNT; level++) {
        int64_t point = point_of(&rules->levels[level], is_promise ? none : row->limit,
                                 is_promise ? row->limit : none);
        if (point != row->levels[level]) {
            fail_msg("%s, %u of unit %u, level %d: %lld, drawn %lld", row->rules, row->limit.value,
                     row->limit.unit, level, (long long)point, (long long)row->levels[level]);
        }
    }
}

static void test_each_point_is_as_drawn(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof promised / sizeof promised[0]; i++) {
        check_row(&promised[i], true);
    }
    for (size_t i = 0; i < sizeof statutory / sizeof statutory[0]; i++) {
        check_row(&statutory[i], false);
    }
}

static void test_each_condition_has_a_source(void **state)
{
    static const char *const names[] = { "default-1", "yulin-1", "apl-1" };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const struct name name = named(names[i]);
        const struct card_rules *rules = card_rules_of(&name);
        assert_non_null(rules);
        for (int level = CARD_NOTICE; level < CARD_LEVEL_COUNT; level++) {
            bool is_raised = rules->levels[level].point != CARD_POINT_NONE;
            assert_int_equal(is_raised, rules->levels[level].source != NULL);
        }
    }
}

static void test_sets_are_known_by_their_whole_name(void **state)
{
    static const char *const wrong[] = { "default", "default-2", "default-11", "x", "yulin" };
    struct name none = { { 0 } };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const struct name name = named(wrong[i]);
        assert_null(card_rules_of(&name));
    }
    assert_null(card_rules_of(&none));
}

/* ---- The section of a definition ------------------------------------------------------------- */

static struct supervision good(void)
{
    return (struct supervision){
        .rules = named("default-1"),
        .escalate_count = 2,
        .escalate = { { .at = CARD_YELLOW, .to = ROLE_HEAD },
                      { .at = CARD_RED, .to = ROLE_SUPERVISOR, .interview = "约谈" } },
    };
}

#define ASSERT_FLAW(change) \
    do { \
        struct supervision changed = good(); \
        changed.change; \
        assert_non_null(supervision_flaw(&changed)); \
    } while (0)

static void test_each_flaw_is_found(void **state)
{
    (void)state;
    struct supervision supervision = good();
    assert_null(supervision_flaw(&supervision));
    supervision = (struct supervision){ 0 };
    assert_null(supervision_flaw(&supervision));
    ASSERT_FLAW(rules = named("default-9"));
    ASSERT_FLAW(rules = (struct name){ { 0 } });
    ASSERT_FLAW(escalate_count = ESCALATIONS_MAX + 1);
    ASSERT_FLAW(escalate[1].at = CARD_YELLOW);
    ASSERT_FLAW(escalate[1].at = 0);
    ASSERT_FLAW(escalate[1].at = CARD_LEVEL_COUNT);
    ASSERT_FLAW(escalate[1].to = ROLE_CLERK);
    ASSERT_FLAW(escalate[1].to = ROLE_SUPERVISOR + 1);
    supervision = good();
    memset(supervision.escalate[0].interview, 'x', sizeof supervision.escalate[0].interview);
    assert_non_null(supervision_flaw(&supervision));
}

static void test_the_ladder_names_who_must_act(void **state)
{
    (void)state;
    const struct supervision supervision = good();
    assert_null(supervision_step(&supervision, CARD_NOTICE));
    assert_int_equal(supervision_step(&supervision, CARD_YELLOW)->to, ROLE_HEAD);
    assert_string_equal(supervision_step(&supervision, CARD_RED)->interview, "约谈");
    assert_null(supervision_step(&supervision, CARD_DEEP_RED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_point_is_as_drawn),
        cmocka_unit_test(test_each_condition_has_a_source),
        cmocka_unit_test(test_sets_are_known_by_their_whole_name),
        cmocka_unit_test(test_each_flaw_is_found),
        cmocka_unit_test(test_the_ladder_names_who_must_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

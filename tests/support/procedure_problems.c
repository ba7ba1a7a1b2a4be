/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/procedure_problems.h"

#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct procedure procedure;
struct problem problems[PROBLEMS_MAX];

int problems_set_up(void **state)
{
    (void)state;
    procedure_five_permits(&procedure);
    return 0;
}

uint32_t problems_check(void)
{
    memset(problems, 0xee, sizeof problems);
    return procedure_check(&procedure, problems, PROBLEMS_MAX);
}

void problems_assert_one(enum problem_kind kind, enum problem_place place, uint32_t index,
                         const char *words)
{
    uint32_t count = problems_check();

    if (count != 1) {
        for (uint32_t i = 0; i < count && i < PROBLEMS_MAX; i++) {
            printf("# %s\n", problems[i].text);
        }
    }
    assert_int_equal(count, 1);
    assert_int_equal(problems[0].kind, kind);
    assert_int_equal(problems[0].place, place);
    assert_int_equal(problems[0].index, index);
    if (strstr(problems[0].text, words) == NULL) printf("# %s\n", problems[0].text);
    assert_non_null(strstr(problems[0].text, words));
}

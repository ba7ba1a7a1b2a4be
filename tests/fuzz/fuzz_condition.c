/* SPDX-License-Identifier: Apache-2.0 */
/* Any text as a condition, any bytes as an application: up to the first zero byte the condition, behind it
 * the application. What the core lets pass, jq takes; and evaluating it comes to an end soon, with one
 * answer. */
#include "broker/core/condition.h"
#include "broker/core/procedure_check.h"
#include "broker/shell/condition.h"
#include "proto/application.h"
#include "tests/support/procedure_builder.h"

#include <stdlib.h>
#include <time.h>

#define SECONDS_MAX 5 /* of this thread, with sanitizers; a loop without end has more */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct procedure procedure;
static struct condition_cache cache;

static int64_t cpu_seconds(void)
{
    struct timespec spent;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return spent.tv_sec;
}

/* The same text as the condition of one stage and as the list of another. */
static void make_procedure(const char text[CONDITION_BYTES_MAX + 1])
{
    procedure_begin(&procedure, "fuzzed");
    procedure_add_stage(&procedure, "condition", "d");
    procedure_add_stage(&procedure, "element", "d");
    memcpy(procedure.stages[0].applies_if, text, CONDITION_BYTES_MAX + 1);
    memcpy(procedure.stages[1].for_each, text, CONDITION_BYTES_MAX + 1);
    procedure.stages[1].at_most = procedure.stages[1].element = 1;
}

static void check_answer(const struct conditions *conditions)
{
    assert((conditions->skipped & ~set_first(procedure.stage_count)) == 0);
    if (conditions->failure != NULL) {
        assert(conditions->failed_stage < procedure.stage_count);
        assert(conditions->failure[0] != '\0');
        assert(!set_has(conditions->skipped, conditions->failed_stage));
    }
    if (conditions->element_count != 0) assert(conditions->element_count > 1);
}

static void evaluate(struct span application)
{
    struct conditions conditions = { 0 };
    const int64_t began = cpu_seconds();

    condition_init(&cache);
    condition_try(&cache, &procedure, &conditions);
    assert(conditions.failure == NULL);
    condition_evaluate(&cache, &procedure, application, &conditions);
    check_answer(&conditions);
    condition_fini(&cache);
    assert(cpu_seconds() - began <= SECONDS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char text[CONDITION_BYTES_MAX + 1] = "";
    struct problem problem;
    size_t length = 0;

    while (length < size && bytes[length] != '\0') {
        length++;
    }
    if (length == 0 || length > CONDITION_BYTES_MAX) return 0;
    memcpy(text, bytes, length);
    struct condition_finding finding = condition_check(text);
    assert(finding.fault != NULL || finding.at == 0);
    assert(finding.at + finding.size <= length);
    make_procedure(text);
    bool is_good = procedure_check(&procedure, &problem, 1) == 0;
    assert(is_good == (finding.fault == NULL));
    if (!is_good) return 0;
    struct span application = { (const uint8_t *)"\x80", 1 };
    if (length + 1 < size) application = (struct span){ bytes + length + 1, size - length - 1 };
    if (application_check(application) == OK) evaluate(application);
    return 0;
}

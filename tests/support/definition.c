/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct procedure definition;
struct lint_report definition_report;

enum err definition_load(const char *text)
{
    struct span bytes = { (const uint8_t *)text, strlen(text) };
    return procedure_load_text(bytes, &definition, &definition_report);
}

const struct lint_finding *definition_find(const char *rule)
{
    for (uint32_t i = 0; i < definition_report.count; i++) {
        const struct lint_finding *finding = &definition_report.findings[i];
        if (strcmp(finding->rule, rule) == 0) return finding;
    }
    return NULL;
}

void definition_expect(const char *text, struct definition_slip slip)
{
    enum err err = definition_load(text);
    const struct lint_finding *finding = &definition_report.findings[0];
    bool is_expected = definition_report.count == 1 && finding->line == slip.line &&
                       finding->column == slip.column && strcmp(finding->rule, slip.rule) == 0 &&
                       strstr(finding->text, slip.part) != NULL;

    if (!is_expected) {
        for (uint32_t i = 0; i < definition_report.count; i++) {
            lint_finding_print(stderr, "got", &definition_report.findings[i]);
        }
        fail_msg("wanted %u:%u ... %s ... [%s] of\n%s", slip.line, slip.column, slip.part,
                 slip.rule, text);
    }
    assert_int_equal(err, finding->severity == LINT_ERROR ? ERR_PROCEDURE_INVALID : OK);
}

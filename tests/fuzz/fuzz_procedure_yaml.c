/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes at all as a procedure definition: a report comes out, and a procedure only without an
 * error in it. */
#include "broker/core/procedure_check.h"
#include "client/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* libfyaml 0.7.12 loses the memory of a quoted scalar that it refuses. What our reader itself lost
 * would be seen by the unit tests, where nothing is left out. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so\n";
}

static void check_report(const struct lint_report *report)
{
    assert(report->count <= LINT_FINDINGS_MAX);
    assert(report->error_count + report->warning_count == report->count + report->omitted);
    for (uint32_t i = 0; i < report->count; i++) {
        const struct lint_finding *finding = &report->findings[i];
        assert(finding->rule != NULL);
        assert(finding->text[0] != '\0');
        for (const char *at = finding->text; *at != '\0'; at++) {
            assert((uint8_t)*at >= 0x20 && *at != 0x7f);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct lint_report report;
    static struct procedure procedure;
    struct problem problem;

    enum err err = procedure_load_text((struct span){ bytes, size }, &procedure, &report);
    check_report(&report);
    if (err == OK) {
        assert(report.error_count == 0);
        assert(procedure_check(&procedure, &problem, 1) == 0);
    } else {
        assert(err == ERR_PROCEDURE_INVALID);
        assert(report.error_count > 0);
    }
    return 0;
}

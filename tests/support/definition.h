/* SPDX-License-Identifier: Apache-2.0 */
/* Small definitions of procedures in YAML, and what lint says of them. */
#ifndef TESTS_SUPPORT_DEFINITION_H
#define TESTS_SUPPORT_DEFINITION_H

#include "client/lint.h"

/* Lines 1 to 3 of most definitions; what a test is about begins at line 4. */
#define DEFINITION_HEAD "name: p\nversion: 1\ntitle: T\n"

/* The keys that every stage needs. */
#define DEFINITION_STAGE "title: S, department: d"

/* The latest load. */
extern struct procedure definition;
extern struct lint_report definition_report;

enum err definition_load(const char *text);

/* The first finding of a rule in the latest report, or NULL. */
const struct lint_finding *definition_find(const char *rule);

/* Where lint is to find what. */
struct definition_slip {
    uint32_t line;
    uint32_t column;
    const char *rule;
    const char *part; /* of the finding's text */
};

/* Load; fail the test unless exactly one finding comes out, this one. */
void definition_expect(const char *text, struct definition_slip slip);

#endif

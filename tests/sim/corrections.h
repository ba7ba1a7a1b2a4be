/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of applicants, as far as facts have told: for whoever looks at what an engine shows of it. */
#ifndef TESTS_SIM_CORRECTIONS_H
#define TESTS_SIM_CORRECTIONS_H

#include "tests/sim/audit.h"

struct asked {
    set32 raised; /* stages that the applicant has not been told of */
    set32 told;   /* ... that wait for an answer */
    set32 lapsed; /* ... that were refused, since none came */
    uint64_t materials[STAGES_MAX];
    uint64_t noticed; /* of all stages, in the notice that waits for an answer */
    int64_t raised_ms[STAGES_MAX];
    uint8_t times[STAGES_MAX]; /* that the stage has asked */
    uint32_t rounds;
    int64_t told_ms;
    bool is_leave_asked; /* a supervisor will allow another round */
    uint64_t supplied;   /* materials that ever came otherwise */
};

const struct asked *corrections_of(const struct audit_bundle *bundle);

/* Only a supervisor can give the next notice. */
bool corrections_need_leave(const struct audit_bundle *bundle);

/* When the notice, or the answer, is due; INT64_MAX: neither is, now. */
int64_t corrections_due_ms(const struct audit_bundle *bundle);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* A department in any language: a program that is run once for each job.
 *
 *     standard input     one JSON object: bundle, stage, attempt, procedure, version, priority,
 *                        submitted_ms, until_ms, element (of a stage that is repeated for the
 *                        elements of a list: which one, from 1), opinions (what stages that it
 *                        rests on said: stage, verdict, deemed, position), application
 *     standard output    {"verdict":"grant"|"refuse"|"fail"|"park"|"release",
 *                         "reason":"...", "delay_ms":n, "remedies":"..."}
 *                        of a stage that gives an opinion
 *                        {"verdict":"agree"|"disagree"|"forward", "reason":"...", "on":"..."}
 *                        of any
 *                        {"verdict":"correct", "materials":["NAME"...], "reason":"..."}
 *                        {"verdict":"special", "special":"hearing"|..., "days":n, "reason":"...",
 *                         "until_ms":n}
 *                        {"verdict":"return", "on":"STAGE", "reason":"..."}
 *     environment        TONGFA_BUNDLE, TONGFA_STAGE, TONGFA_ATTEMPT, TONGFA_PROCEDURE,
 *                        TONGFA_VERSION
 *
 *     exit code 0        the verdict on standard output counts
 *     75 (EX_TEMPFAIL)   fail: try again later
 *     killed, time over  fail
 *     anything else      park, with the tail of standard error for the operator; so does an
 *                        answer that is no verdict, or larger than 64 KiB
 */
#ifndef WORKERS_EXEC_H
#define WORKERS_EXEC_H

#include "tongfa/worker.h"
#include "workers/child.h"

struct exec_program {
    char *const *arguments; /* program and arguments, ends with NULL; no shell in between */
    uint32_t timeout_ms;
};

/* The verdict that a program's run comes to, as listed above. */
void exec_judge_result(struct tongfa_verdict *verdict, const struct child_result *result,
                       uint32_t timeout_ms);

/* A tongfa_judge; self is a struct exec_program. */
void exec_judge(const struct tongfa_job *job, struct tongfa_verdict *verdict, void *self);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/exec.h"

#include "proto/symbols.h"
#include "workers/reason.h"
#include "workers/verdict.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#define VARIABLE_BYTES_MAX 96

static json_t *opinions_to_json(const struct tongfa_job *job)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < job->opinion_count; i++) {
        const struct tongfa_opinion *opinion = &job->opinions[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:I}", "stage", opinion->stage,
                                              "verdict", verdict_word(opinion->verdict), "deemed",
                                              (int)opinion->deemed, "position",
                                              (json_int_t)opinion->position));
    }
    return list;
}

/* The job as one JSON object; the caller frees it. NULL: no memory. */
static char *job_to_json(const struct tongfa_job *job)
{
    json_t *head = json_pack("{s:I, s:s, s:I, s:s, s:I, s:i, s:I, s:I}", "bundle",
                             (json_int_t)job->bundle, "stage", job->stage, "attempt",
                             (json_int_t)job->attempt, "procedure", job->procedure, "version",
                             (json_int_t)job->version, "priority", job->priority, "submitted_ms",
                             (json_int_t)job->submitted_ms, "until_ms", (json_int_t)job->until_ms);
    if (job->element != 0) json_object_set_new(head, "element", json_integer(job->element));
    if (job->opinion_count > 0) json_object_set_new(head, "opinions", opinions_to_json(job));
    char *front = json_dumps(head, JSON_COMPACT);
    char *application = json_dumps(job->application, JSON_COMPACT);
    char *text = NULL;
    if (front != NULL && application != NULL) {
        front[strlen(front) - 1] = '\0'; /* the closing brace */
        if (asprintf(&text, "%s,\"application\":%s}\n", front, application) < 0) text = NULL;
    }
    json_decref(head);
    free(front);
    free(application);
    return text;
}

/* Our environment and the job's variables in front of it. */
struct environment {
    char variables[5][VARIABLE_BYTES_MAX];
    char **list;
};

static bool environment_make(struct environment *environment, const struct tongfa_job *job)
{
    static const size_t own = sizeof environment->variables / sizeof environment->variables[0];
    size_t count = 0;
    while (environ[count] != NULL) {
        count++;
    }
    environment->list = calloc(own + count + 1, sizeof environment->list[0]);
    if (environment->list == NULL) return false;

    char(*at)[VARIABLE_BYTES_MAX] = environment->variables;
    (void)snprintf(at[0], VARIABLE_BYTES_MAX, "TONGFA_BUNDLE=%" PRIu64, job->bundle);
    (void)snprintf(at[1], VARIABLE_BYTES_MAX, "TONGFA_STAGE=%s", job->stage);
    (void)snprintf(at[2], VARIABLE_BYTES_MAX, "TONGFA_ATTEMPT=%" PRIu32, job->attempt);
    (void)snprintf(at[3], VARIABLE_BYTES_MAX, "TONGFA_PROCEDURE=%s", job->procedure);
    (void)snprintf(at[4], VARIABLE_BYTES_MAX, "TONGFA_VERSION=%" PRIu32, job->version);
    for (size_t i = 0; i < own; i++) {
        environment->list[i] = environment->variables[i];
    }
    memcpy(environment->list + own, environ, count * sizeof environ[0]);
    return true;
}

/* Park, with what the program said on standard error. */
static void park(struct tongfa_verdict *verdict, const char *what,
                 const struct child_result *result)
{
    if (result->errors_size == 0) {
        tongfa_park(verdict, "%s; standard error is empty", what);
    } else {
        tongfa_park(verdict, "%s; end of standard error:\n%s", what, result->errors);
    }
}

/* A member that may be left out; false: it is there and no text, or too long. */
static bool read_text(const json_t *answer, const char *key, char *out, size_t bytes_max)
{
    const json_t *text = json_object_get(answer, key);

    out[0] = '\0';
    if (text == NULL) return true;
    if (!json_is_string(text) || json_string_length(text) > bytes_max) return false;
    (void)snprintf(out, bytes_max + 1, "%s", json_string_value(text));
    return true;
}

/* The same for a number of at least 0. */
static bool read_number(const json_t *answer, const char *key, json_int_t max, json_int_t *out)
{
    const json_t *number = json_object_get(answer, key);

    *out = number == NULL ? 0 : json_integer_value(number);
    return number == NULL || (json_is_integer(number) && *out >= 0 && *out <= max);
}

/* What a special procedure, a return, a forwarding and a refusal say besides. */
static const char *read_rest(const json_t *answer, struct tongfa_verdict *verdict)
{
    const char *special = json_string_value(json_object_get(answer, "special"));
    json_int_t days;
    json_int_t until_ms;
    uint32_t kind = 0;

    if (!read_number(answer, "days", UINT32_MAX, &days)) return "\"days\" is out of bounds";
    if (!read_number(answer, "until_ms", INT64_MAX, &until_ms)) {
        return "\"until_ms\" is out of bounds";
    }
    if (!read_text(answer, "on", verdict->on, TONGFA_NAME_BYTES_MAX)) {
        return "\"on\" is not a name";
    }
    if (!read_text(answer, "remedies", verdict->remedies, TONGFA_REMEDIES_BYTES_MAX)) {
        return "\"remedies\" is not a text of at most 511 bytes";
    }
    if (verdict->kind == TONGFA_SPECIAL &&
        (special == NULL || !symbols_find(&symbols_special_kind, special, &kind))) {
        return "\"special\" is not hearing, tender, auction, inspection, testing, quarantine, "
               "appraisal, expert_review or other";
    }
    if (verdict->kind == TONGFA_SPECIAL && days == 0) return "\"days\" is missing";
    if (verdict->kind == TONGFA_RETURN && verdict->on[0] == '\0') return "\"on\" is missing";
    verdict->special = (enum tongfa_special_kind)kind;
    verdict->days = (uint32_t)days;
    verdict->until_ms = until_ms;
    return NULL;
}

/* ["site-plan"] as the broker wants it: names, commas between. */
static bool read_materials(const json_t *materials, struct tongfa_verdict *verdict)
{
    size_t used = 0;
    size_t i;
    json_t *name;

    verdict->materials[0] = '\0';
    if (materials != NULL && !json_is_array(materials)) return false;
    json_array_foreach(materials, i, name)
    {
        size_t room = sizeof verdict->materials - used;
        if (!json_is_string(name) || strchr(json_string_value(name), ',') != NULL) return false;
        if (json_string_length(name) + 2 > room) return false;
        used += (size_t)snprintf(verdict->materials + used, room, "%s%s", i > 0 ? "," : "",
                                 json_string_value(name));
    }
    return true;
}

/* What is wrong with the answer, or NULL; then the verdict is filled in. */
static const char *read_answer(const json_t *answer, struct tongfa_verdict *verdict)
{
    json_int_t delay_ms;

    if (!json_is_object(answer)) return "the answer is not one JSON object";
    enum tongfa_verdict_kind kind;
    if (!verdict_of_word(json_string_value(json_object_get(answer, "verdict")), &kind)) {
        return "\"verdict\" is not grant, refuse, correct, agree, disagree, forward, special, "
               "return, fail, park or release";
    }
    const json_t *reason = json_object_get(answer, "reason");
    const json_t *delay = json_object_get(answer, "delay_ms");
    if (reason != NULL && !json_is_string(reason)) return "\"reason\" is not a text";
    if (delay != NULL && !json_is_integer(delay)) return "\"delay_ms\" is not an integer";
    if (!read_number(answer, "delay_ms", UINT32_MAX, &delay_ms)) {
        return "\"delay_ms\" is out of bounds";
    }
    size_t size = reason == NULL ? 0 : json_string_length(reason);
    if (size > TONGFA_REASON_BYTES_MAX) return "\"reason\" is longer than 4000 bytes";
    if (verdict_needs_reason(kind) && size == 0) return "\"reason\" is missing";
    verdict_set(verdict, kind);
    if (!read_materials(json_object_get(answer, "materials"), verdict)) {
        return "\"materials\" is not a list of names";
    }
    verdict->delay_ms = (uint32_t)delay_ms;
    verdict->reason_size = size;
    if (size > 0) memcpy(verdict->reason, json_string_value(reason), size);
    verdict->reason[size] = '\0';
    return read_rest(answer, verdict);
}

static void judge_output(struct tongfa_verdict *verdict, const struct child_result *result)
{
    json_error_t error;
    json_t *answer =
        json_loadb(result->output, result->output_size, JSON_REJECT_DUPLICATES, &error);
    const char *fault = answer == NULL ? error.text : read_answer(answer, verdict);
    if (fault != NULL) {
        char what[320];
        verdict_set(verdict, TONGFA_PARK);
        (void)snprintf(what, sizeof what, "the program gave no verdict: %s", fault);
        park(verdict, what, result);
    }
    json_decref(answer);
}

static void judge_exit(struct tongfa_verdict *verdict, const struct child_result *result)
{
    if (result->code == 0) {
        judge_output(verdict, result);
    } else if (result->code == EX_TEMPFAIL) {
        tongfa_fail(verdict, 0, "the program asks to try again later (exit code 75)%s%s",
                    result->errors_size == 0 ? "" : ": ", result->errors);
    } else {
        char what[64];
        (void)snprintf(what, sizeof what, "the program ended with exit code %d", result->code);
        park(verdict, what, result);
    }
}

void exec_judge_result(struct tongfa_verdict *verdict, const struct child_result *result,
                       uint32_t timeout_ms)
{
    switch (result->end) {
        case CHILD_EXITED: judge_exit(verdict, result); return;
        case CHILD_SIGNALLED:
            tongfa_fail(verdict, 0, "the program was killed by signal %d", result->code);
            return;
        case CHILD_TIMED_OUT:
            tongfa_fail(verdict, 0, "the program gave no verdict in %" PRIu32 " ms", timeout_ms);
            return;
        case CHILD_TALKED:
            park(verdict, "the program wrote more than 64 KiB to standard output", result);
            return;
        case CHILD_CANCELLED: tongfa_fail(verdict, 0, "the program was stopped"); return;
    }
}

void exec_judge(const struct tongfa_job *job, struct tongfa_verdict *verdict, void *self)
{
    const struct exec_program *program = self;
    struct environment environment = { .list = NULL };
    struct child_result *result = malloc(sizeof *result);
    char *input = job_to_json(job);

    if (result == NULL || input == NULL || !environment_make(&environment, job)) {
        tongfa_fail(verdict, 0, "not enough memory to run the program");
    } else {
        struct child_options options = {
            .arguments = program->arguments,
            .environment = environment.list,
            .input = { .at = (const uint8_t *)input, .size = strlen(input) },
            .timeout_ms = program->timeout_ms,
            .cancel_fd = tongfa_job_cancel_fd(job),
        };
        if (child_run(&options, result) == OK) {
            exec_judge_result(verdict, result, program->timeout_ms);
        } else {
            tongfa_fail(verdict, 0, "cannot start %s: %s", program->arguments[0], strerror(errno));
        }
    }
    free(environment.list);
    free(input);
    free(result);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The calls that change something besides submitting: signal, withdraw, supply, migrate, retry,
 * publish. */
#include "client/application.h"
#include "client/client.h"
#include "client/lint.h"
#include "client/text.h"
#include "proto/record.h"

#include <stdio.h>
#include <stdlib.h>

/* Read a name that must be given. Returns 0 or the number of an error. */
static int client_name(struct tongfa_client *client, const char *field, const char *text,
                       struct name *out)
{
    if (text_to_name(out, text) && !name_is_empty(out)) return 0;
    return client_fail(client, ERR_FIELD_INVALID, field,
                       "\"%s\" is no name: [a-z0-9] then [a-z0-9._-], at most 31 bytes",
                       text != NULL ? text : "");
}

/* Ask for something that is answered by RECORDED. */
static int client_record(struct tongfa_client *client, struct message *request,
                         struct tongfa_recorded *out)
{
    int number = client_ask(client, request, MSG_RECORDED);
    if (number == 0) recorded_from_message(out, &client->answer.recorded);
    return number;
}

int tongfa_signal(struct tongfa_client *client, const struct tongfa_ref *ref, const char *milestone,
                  bool called_off, struct tongfa_recorded *out)
{
    struct message request = { .type = MSG_SIGNAL, .signal = { .called_off = called_off } };

    int number = client_ref(client, ref, &request.signal.ref);
    if (number != 0) return number;
    number = client_name(client, "milestone", milestone, &request.signal.milestone);
    return number == 0 ? client_record(client, &request, out) : number;
}

int tongfa_withdraw(struct tongfa_client *client, const struct tongfa_ref *ref, const char *reason,
                    struct tongfa_recorded *out)
{
    struct message request = { .type = MSG_WITHDRAW,
                               .withdraw = { .reason = span_of_text(reason) } };

    int number = client_ref(client, ref, &request.withdraw.ref);
    if (number != 0) return number;
    if (request.withdraw.reason.size > REASON_BYTES_MAX ||
        !utf8_is_valid(request.withdraw.reason)) {
        return client_fail(client, ERR_FIELD_INVALID, "reason",
                           "a reason is at most 4000 bytes of UTF-8");
    }
    return client_record(client, &request, out);
}

/* The application as it travels, in memory of its own. Returns 0 or the number of an error. */
static int client_pack(struct tongfa_client *client, const struct json_t *application,
                       uint8_t **memory, struct span *packed)
{
    struct application_problem problem;
    struct buffer buffer;

    *memory = malloc(APPLICATION_BYTES_MAX);
    if (*memory == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
    buffer_init(&buffer, *memory, APPLICATION_BYTES_MAX);
    enum err err = application_from_json(application, &buffer, &problem);
    if (err != OK) return client_fail(client, err, problem.place, "%s", problem.text);
    *packed = buffer_span(&buffer);
    return 0;
}

int tongfa_supply(struct tongfa_client *client, const struct tongfa_ref *ref,
                  const struct json_t *application, const char *reason, struct tongfa_recorded *out)
{
    struct message request = { .type = MSG_SUPPLY, .supply = { .reason = span_of_text(reason) } };
    uint8_t *memory = NULL;

    int number = client_ref(client, ref, &request.supply.ref);
    if (number != 0) return number;
    if (request.supply.reason.size > REASON_BYTES_MAX || !utf8_is_valid(request.supply.reason)) {
        return client_fail(client, ERR_FIELD_INVALID, "reason",
                           "a reason is at most 4000 bytes of UTF-8");
    }
    number = client_pack(client, application, &memory, &request.supply.application);
    if (number == 0) number = client_record(client, &request, out);
    free(memory);
    return number;
}

int tongfa_migrate(struct tongfa_client *client, const struct tongfa_ref *ref,
                   const char *procedure, uint32_t version, struct tongfa_recorded *out)
{
    struct message request = { .type = MSG_MIGRATE, .migrate = { .version = version } };

    int number = client_ref(client, ref, &request.migrate.ref);
    if (number == 0) {
        number = client_name(client, "procedure", procedure, &request.migrate.procedure);
    }
    return number == 0 ? client_record(client, &request, out) : number;
}

int tongfa_retry(struct tongfa_client *client, uint64_t bundle, const char *stage,
                 struct tongfa_recorded *out)
{
    struct message request = { .type = MSG_RETRY, .retry = { .bundle = bundle } };

    if (bundle == 0) {
        return client_fail(client, ERR_FIELD_INVALID, "bundle", "bundles are numbered from 1");
    }
    int number = client_name(client, "stage", stage, &request.retry.stage);
    return number == 0 ? client_record(client, &request, out) : number;
}

/* The definition travels in the bytes that the journal will hold: the broker compares versions by
 * their hash. */
int client_publish(struct tongfa_client *client, const struct procedure *procedure,
                   struct tongfa_recorded *out)
{
    struct buffer buffer;
    uint8_t *memory = malloc(ENVELOPE_BYTES_MAX);
    if (memory == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");

    buffer_init(&buffer, memory, ENVELOPE_BYTES_MAX);
    procedure_write(&buffer, procedure);
    struct message request = { .type = MSG_PUBLISH };
    request.publish.procedure = procedure;
    request.publish.encoded = buffer_span(&buffer); /* the largest procedure is far smaller */
    int number = client_record(client, &request, out);
    free(memory);
    return number;
}

int client_publish_calendar(struct tongfa_client *client, const struct calendar_notice *calendar,
                            struct tongfa_recorded *out)
{
    struct message request = { .type = MSG_PUBLISH_CALENDAR };

    request.publish_calendar.calendar = *calendar;
    return client_record(client, &request, out);
}

int tongfa_publish(struct tongfa_client *client, const char *path, struct tongfa_recorded *out)
{
    struct procedure *procedure = calloc(1, sizeof *procedure);
    struct lint_report *report = calloc(1, sizeof *report);
    int number = ERR_NO_MEMORY;

    if (procedure != NULL && report != NULL) {
        number = (int)procedure_load(path, procedure, report);
    }
    if (number == 0) {
        number = client_publish(client, procedure, out);
    } else {
        const char *text = report != NULL && report->count > 0 ? report->findings[0].text
                                                               : err_text((enum err)number);
        uint32_t line = report != NULL && report->count > 0 ? report->findings[0].line : 0;
        client_fail(client, (enum err)number, path, "line %u: %s", line, text);
    }
    free(procedure);
    free(report);
    return number;
}

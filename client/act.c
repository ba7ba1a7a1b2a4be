/* SPDX-License-Identifier: Apache-2.0 */
/* Acts: words in, the numbers of proto/SPEC.md 8.1 out. Materials are named by the bundle's procedure,
 * which is asked for first. */
#include "client/client.h"
#include "client/text.h"
#include "proto/symbols.h"

#include <stdio.h>
#include <stdlib.h>

static int act_name(struct tongfa_client *client, const char *field, const char *text,
                    struct name *name)
{
    if (text == NULL || text_to_name(name, text)) return 0;
    return client_fail(client, ERR_FIELD_INVALID, field,
                       "\"%s\" is no name: [a-z0-9] then [a-z0-9._-], at most 31 bytes", text);
}

/* A word of the act's kinds, or a number. */
static int act_detail(struct tongfa_client *client, const char *text, struct msg_act *msg)
{
    const struct symbols *symbols = symbols_act_detail(msg->act);
    uint32_t detail = 0;
    char *end;

    if (text == NULL) return 0;
    if (symbols == NULL || !symbols_find(symbols, text, &detail)) {
        unsigned long number = strtoul(text, &end, 10);
        if (text[0] < '0' || text[0] > '9' || *end != '\0' || number > UINT8_MAX) {
            return client_fail(client, ERR_FIELD_INVALID, "detail", "\"%s\" is no kind of this act",
                               text);
        }
        detail = (uint32_t)number;
    }
    msg->detail = (uint8_t)detail;
    return 0;
}

/* The number of the bundle that is meant. */
static int act_bundle(struct tongfa_client *client, const struct bundle_ref *ref, uint64_t *bundle)
{
    struct message request = { .type = MSG_SHOW, .show = { .ref = *ref } };

    int number = client_ask(client, &request, MSG_BUNDLE);
    if (number != 0) return number;
    const struct bundle_image *image = &client->answer.bundle.image;
    client_remember(client, image->bundle, &image->procedure, image->version);
    *bundle = image->bundle;
    return 0;
}

/* "site-plan,contract" by the bundle's procedure. */
static int act_materials(struct tongfa_client *client, const char *text, struct msg_act *msg)
{
    uint64_t bundle;

    if (text == NULL) return 0;
    int number = act_bundle(client, &msg->ref, &bundle);
    if (number != 0) return number;
    const struct procedure *names = client_procedure_of(client, bundle);
    if (names == NULL) return client->error.number;
    while (*text != '\0') {
        size_t size = strcspn(text, ",");
        uint32_t at = 0;
        while (at < names->material_count &&
               (strncmp(names->materials[at].name.text, text, size) != 0 ||
                names->materials[at].name.text[size] != '\0')) {
            at++;
        }
        if (at == names->material_count) {
            return client_fail(client, ERR_MATERIAL_UNKNOWN, "materials",
                               "the procedure has no material \"%.*s\"", (int)size, text);
        }
        msg->materials |= UINT64_C(1) << at;
        text += size + (text[size] == ',');
    }
    return 0;
}

int tongfa_act(struct tongfa_client *client, const struct tongfa_act *act,
               struct tongfa_recorded *out)
{
    struct message request = { .type = MSG_ACT };
    struct msg_act *msg = &request.act;
    uint32_t number_of_act = 0;

    if (act->act == NULL || !symbols_find(&symbols_act, act->act, &number_of_act)) {
        return client_fail(client, ERR_FIELD_INVALID, "act", "there is no act \"%s\"",
                           act->act == NULL ? "" : act->act);
    }
    msg->act = (uint8_t)number_of_act;
    msg->amount = act->amount;
    msg->until_ms = act->until_ms;
    msg->reason = span_of_text(act->reason);
    int number = client_ref(client, &act->ref, &msg->ref);
    if (number == 0) number = act_name(client, "stage", act->stage, &msg->stage);
    if (number == 0) number = act_name(client, "on", act->on, &msg->on);
    if (number == 0) number = act_detail(client, act->detail, msg);
    if (number == 0) number = act_materials(client, act->materials, msg);
    if (number == 0 && (msg->reason.size > REASON_BYTES_MAX || !utf8_is_valid(msg->reason))) {
        number = client_fail(client, ERR_FIELD_INVALID, "reason",
                             "a reason is at most 4000 bytes of UTF-8");
    }
    if (number == 0) number = client_ask(client, &request, MSG_RECORDED);
    if (number == 0) recorded_from_message(out, &client->answer.recorded);
    return number;
}

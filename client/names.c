/* SPDX-License-Identifier: Apache-2.0 */
/* The names behind the indices in facts and images: procedures are immutable once published, so
 * each is asked for once; which bundle lives by which is remembered for the last ones seen. */
#include "client/client.h"

#include "client/json.h"
#include "client/text.h"
#include "proto/record.h"

#include <stdlib.h>

/* Whom to ask for names: while following a second connection, opened when it is first needed.
 * NULL: it cannot be. */
static struct tongfa_client *client_side(struct tongfa_client *client)
{
    if (!client->is_following) return client;
    if (client->side != NULL) return client->side;

    const struct tongfa_options options = {
        .endpoint = client->endpoint,
        .role = (enum tongfa_role)client->role,
        .principal = client->principal,
        .department = client->department,
        .software = client->software,
        .timeout_ms = client->timeout_ms < 0 ? TONGFA_TIMEOUT_MS : client->timeout_ms,
    };
    if (tongfa_open(&client->side, &options) != 0) return NULL;
    return client->side;
}

const struct procedure *client_keep(struct tongfa_client *client, const struct procedure *procedure)
{
    struct procedure *copy = malloc(sizeof *copy);
    if (copy == NULL) return NULL;

    *copy = *procedure;
    if (client->procedure_count == PROCEDURES_KEPT) { /* forget the one known longest */
        free(client->procedures[0]);
        for (uint32_t i = 1; i < PROCEDURES_KEPT; i++) {
            client->procedures[i - 1] = client->procedures[i];
        }
        client->procedure_count--;
    }
    client->procedures[client->procedure_count++] = copy;
    return copy;
}

/* A definition that is kept, or NULL. There are few; a list is enough. */
static const struct procedure *client_find(const struct tongfa_client *client,
                                           const struct name *name, uint32_t version)
{
    for (uint32_t i = 0; i < client->procedure_count; i++) {
        const struct procedure *procedure = client->procedures[i];
        if (procedure->version == version && name_is_equal(&procedure->name, name)) {
            return procedure;
        }
    }
    return NULL;
}

/* Ask for a definition. Returns 0 or the number of an error. */
static int client_ask_definition(struct tongfa_client *client, const struct name *name,
                                 uint32_t version, struct procedure *procedure)
{
    const char *field;
    struct message request = { .type = MSG_DEFINITION,
                               .definition = { .procedure = *name, .version = version } };

    int number = client_ask(client, &request, MSG_PROCEDURE);
    if (number != 0) return number;
    enum err err = procedure_read(client->answer.procedure.encoded, procedure, &field);
    if (err != OK) return client_fail(client, err, field, "the definition is not readable");
    return 0;
}

const struct procedure *client_procedure(struct tongfa_client *client, const struct name *name,
                                         uint32_t version)
{
    const struct procedure *known = client_find(client, name, version);
    if (known != NULL) return known;
    struct tongfa_client *side = client_side(client);
    struct procedure *procedure = malloc(sizeof *procedure);
    if (side == NULL || procedure == NULL) {
        free(procedure);
        return NULL;
    }
    if (client_ask_definition(side, name, version, procedure) == 0) {
        known = client_keep(client, procedure);
    }
    free(procedure);
    return known;
}

/* A direct-mapped table: a newer bundle takes the place of an older one, which is asked for again if
 * it comes back. */
void client_remember(struct tongfa_client *client, uint64_t bundle, const struct name *procedure,
                     uint32_t version)
{
    client->bundles[bundle % BUNDLES_KEPT] = (struct known_bundle){
        .bundle = bundle,
        .procedure = *procedure,
        .version = version,
    };
}

void client_remember_version(struct tongfa_client *client, uint64_t bundle, uint32_t version)
{
    struct known_bundle *known = &client->bundles[bundle % BUNDLES_KEPT];
    if (known->bundle == bundle) known->version = version;
}

const struct procedure *client_procedure_of(struct tongfa_client *client, uint64_t bundle)
{
    return client_procedure_at(client, bundle, UINT64_MAX);
}

const struct procedure *client_procedure_at(struct tongfa_client *client, uint64_t bundle,
                                            uint64_t position)
{
    const struct known_bundle *known = &client->bundles[bundle % BUNDLES_KEPT];

    if (known->bundle != bundle) {
        struct tongfa_client *side = client_side(client);
        struct message request = { .type = MSG_SHOW, .show = { .ref = { .bundle = bundle } } };
        if (side == NULL || client_ask(side, &request, MSG_BUNDLE) != 0) return NULL;
        const struct bundle_image *image = &side->answer.bundle.image;
        client_remember(client, bundle, &image->procedure, image_version_at(image, position));
    }
    return client_procedure(client, &known->procedure, known->version);
}

/* ---- The public call ----------------------------------------------------------------------- */

int tongfa_definition(struct tongfa_client *client, const char *procedure, uint32_t version,
                      struct json_t **out)
{
    struct name name;

    if (!text_to_name(&name, procedure) || name_is_empty(&name)) {
        return client_fail(client, ERR_FIELD_INVALID, "procedure",
                           "a procedure's name is [a-z0-9] then [a-z0-9._-], at most 31 bytes");
    }
    struct procedure *definition = malloc(sizeof *definition);
    if (definition == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
    int number = client_ask_definition(client, &name, version, definition);
    if (number == 0 && out != NULL) *out = json_procedure(definition);
    free(definition);
    return number;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Structs that came from a broker or a journal, as JSON; driven by the schema tables of proto/.
 *
 *     numbers, enums, booleans, lists   always there (enums by name: "granted")
 *     times                             ms since 1970 UTC; left out if there is none
 *     names, texts, bytes, maps         left out if empty; bytes are hexadecimal
 *     token                             hexadecimal text: not every JSON reader keeps 64 bits
 *     application                       decoded
 *
 * Each function returns a new reference, or NULL when there is no memory. */
#ifndef CLIENT_JSON_H
#define CLIENT_JSON_H

#include "proto/schema.h"
#include "tongfa/message.h"

#include <jansson.h>

json_t *json_struct(const struct schema *schema, const void *object);

/* A text from a stranger; what is no UTF-8 becomes U+FFFD. */
json_t *json_text(struct span text);

/* The name of an index, or the index itself where the procedure is not known or has no such. */
enum names_of { NAMES_STAGE, NAMES_MILESTONE, NAMES_GATE };
json_t *json_name(const struct procedure *names, enum names_of of, uint64_t index);

/* Materials by name under a key; left out where there are none (json_act.c). */
void json_name_materials(json_t *json, const char *key, uint64_t materials,
                         const struct procedure *names);

/* What a fact VERDICT_GIVEN or ACTED, and an entry of a dossier, say by numbers, in words (json_act.c). */
void json_name_verdict(json_t *json, const struct fact_verdict_given *given,
                       const struct procedure *names);
void json_name_act(json_t *json, const struct fact_acted *acted, const struct procedure *names);
void json_name_entries(json_t *image, const struct bundle_image *of, const struct procedure *names);

/* A definition; its sets are lists of names. */
json_t *json_procedure(const struct procedure *procedure);

/* A fact, with the names of its bundle's procedure in place of indices; NULL: leave the indices. Where
 * the procedure says how permit numbers are written, "number_text" stands beside each "number". A fact that changes what the
 * national exchange calls its stages (broker/core/exchange.h) has an "exchange_code". */
json_t *json_fact(const struct fact *fact, const struct procedure *names);

/* What SHOW answers, with the names and titles of its procedure; NULL: without. Beside "permit_number"
 * stands "permit_number_text", as above; each stage has its "exchange_code". */
json_t *json_bundle(const struct msg_bundle *bundle, const struct procedure *names);

#endif

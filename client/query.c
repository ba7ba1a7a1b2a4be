/* SPDX-License-Identifier: Apache-2.0 */
/* The calls that only ask: show, explain, history, stats, parked. Answers of several pages are put
 * together here. */
#include "client/client.h"
#include "client/explain.h"
#include "client/json.h"
#include "client/text.h"
#include "proto/message.h"
#include "proto/record.h"

#include <stdlib.h>

#define ERAS_MAX (PROCEDURES_KEPT / 2) /* so that none is forgotten while it is used */

/* Hand over a result, or give it back if nobody wants it. */
static int result(struct tongfa_client *client, json_t *json, struct json_t **out)
{
    if (json == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
    if (out != NULL) {
        *out = json;
    } else {
        json_decref(json);
    }
    return 0;
}

/* SHOW or EXPLAIN; the answer is in client->answer. */
static int ask_about(struct tongfa_client *client, const struct tongfa_ref *ref,
                     enum message_type type)
{
    struct message request = { .type = type };

    int number = client_ref(client, ref, &request.show.ref);
    if (number != 0) return number;
    return client_ask(client, &request, type == MSG_SHOW ? MSG_BUNDLE : MSG_EXPLANATION);
}

/* The key is copied apart from the bundle: it points into a frame that the next wait gives back. */
int tongfa_show(struct tongfa_client *client, const struct tongfa_ref *ref, struct json_t **out)
{
    char key[KEY_BYTES_MAX];

    int number = ask_about(client, ref, MSG_SHOW);
    if (number != 0) return number;
    struct msg_bundle *bundle = malloc(sizeof *bundle); /* asking for names overwrites the answer */
    if (bundle == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
    *bundle = client->answer.bundle;
    if (bundle->key.size > sizeof key) bundle->key.size = sizeof key; /* the codec sees to that */
    if (bundle->key.size > 0) memcpy(key, bundle->key.at, bundle->key.size);
    bundle->key.at = (const uint8_t *)key;

    const struct bundle_image *image = &bundle->image;
    client_remember(client, image->bundle, &image->procedure, image->version);
    const struct procedure *names = client_procedure_of(client, image->bundle);
    json_t *json = json_bundle(bundle, names);
    free(bundle);
    return result(client, json, out);
}

int tongfa_explain(struct tongfa_client *client, const struct tongfa_ref *ref, struct json_t **out)
{
    int number = ask_about(client, ref, MSG_EXPLAIN);
    if (number != 0) return number;
    struct msg_explanation *explanation = malloc(sizeof *explanation);
    if (explanation == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");

    *explanation = client->answer.explanation;
    const struct procedure *names = client_procedure_of(client, explanation->bundle);
    json_t *json = explain_json(explanation, names);
    free(explanation);
    return result(client, json, out);
}

/* ---- History ------------------------------------------------------------------------------- */

/* Which version gives the names of which facts, newest first. */
struct eras {
    uint32_t count;
    struct {
        uint64_t from; /* the first position that it governs */
        const struct procedure *names;
    } at[ERAS_MAX];
};

/* The image must stay: definitions are asked for. Of more than so many versions the oldest are not named. */
static void eras_of(struct tongfa_client *client, const struct bundle_image *image,
                    struct eras *eras)
{
    uint32_t version = image->version;

    eras->count = 0;
    for (uint32_t i = image->entry_count; i-- > 0 && eras->count < ERAS_MAX;) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_MIGRATION) continue;
        eras->at[eras->count].from = entry->position;
        eras->at[eras->count++].names = client_procedure(client, &image->procedure, version);
        version = entry->amount;
    }
    if (eras->count == ERAS_MAX) return;
    eras->at[eras->count].from = 0;
    eras->at[eras->count++].names = client_procedure(client, &image->procedure, version);
}

static const struct procedure *eras_names(const struct eras *eras, uint64_t position)
{
    for (uint32_t i = 0; i < eras->count; i++) {
        if (position >= eras->at[i].from) return eras->at[i].names;
    }
    return NULL;
}

/* Put one page of facts, newest first, behind those that are already there. */
static int history_page(struct tongfa_client *client, const struct eras *eras, json_t *newest_first)
{
    const struct msg_facts *facts = &client->answer.facts;

    for (uint32_t i = 0; i < facts->fact_count; i++) {
        struct fact fact;
        enum err err = record_read(facts->facts[i].record, facts->facts[i].position, NULL, &fact);
        if (err != OK) return client_fail(client, err, "record", "%s", err_text(err));
        json_array_append_new(newest_first, json_fact(&fact, eras_names(eras, fact.position)));
    }
    return 0;
}

/* All pages up to a number of facts; 0: all. */
static int history_collect(struct tongfa_client *client, struct message *request, uint32_t limit,
                           const struct eras *eras, json_t *newest_first)
{
    const uint32_t page_max = HISTORY_PAGE_MAX;

    do {
        uint32_t left = limit == 0 ? page_max : limit - (uint32_t)json_array_size(newest_first);
        request->history.limit = left < page_max ? left : page_max;
        int number = client_ask(client, request, MSG_FACTS);
        if (number == 0) number = history_page(client, eras, newest_first);
        if (number != 0) return number;
        request->history.before = client->answer.facts.next;
    } while (request->history.before != 0 && (limit == 0 || json_array_size(newest_first) < limit));
    return 0;
}

/* The broker gives pages from the newest back; what is wanted reads from the oldest on. */
int tongfa_history(struct tongfa_client *client, const struct tongfa_ref *ref, uint32_t limit,
                   struct json_t **out)
{
    struct message request = { .type = MSG_HISTORY };

    int number = ask_about(client, ref, MSG_SHOW); /* a key becomes a number, and names come */
    if (number != 0) return number;
    const struct bundle_image *image = &client->answer.bundle.image;
    client_remember(client, image->bundle, &image->procedure, image->version);
    request.history.ref.bundle = image->bundle;
    struct bundle_image *copy = malloc(sizeof *copy);
    struct eras eras;
    if (copy == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
    *copy = *image;
    eras_of(client, copy, &eras);
    free(copy);

    json_t *newest_first = json_array();
    json_t *oldest_first = json_array();
    number = history_collect(client, &request, limit, &eras, newest_first);
    for (size_t i = json_array_size(newest_first); number == 0 && i > 0; i--) {
        json_array_append(oldest_first, json_array_get(newest_first, i - 1));
    }
    json_decref(newest_first);
    if (number != 0) {
        json_decref(oldest_first);
        return number;
    }
    return result(client, oldest_first, out);
}

/* ---- The whole broker ---------------------------------------------------------------------- */

/* Totals come with every page; those of the first are kept, departments are added up. */
int tongfa_stats(struct tongfa_client *client, struct json_t **out)
{
    struct message request = { .type = MSG_STATS };
    json_t *json = NULL;

    do {
        int number = client_ask(client, &request, MSG_STATISTICS);
        if (number != 0) {
            json_decref(json);
            return number;
        }
        const struct msg_statistics *page = &client->answer.statistics;
        json_t *next = json_struct(message_schema(MSG_STATISTICS), page);
        json_object_del(next, "next");
        if (json == NULL) {
            json = next;
        } else {
            json_array_extend(json_object_get(json, "departments"),
                              json_object_get(next, "departments"));
            json_decref(next);
        }
        request.stats.after = page->next;
    } while (!name_is_empty(&request.stats.after));
    return result(client, json, out);
}

int tongfa_parked(struct tongfa_client *client, const char *department, struct json_t **out)
{
    struct message request = { .type = MSG_PARKED, .parked = { .limit = PARKED_PAGE_MAX } };

    if (!text_to_name(&request.parked.department, department)) {
        return client_fail(client, ERR_FIELD_INVALID, "department",
                           "a department's name is [a-z0-9] then [a-z0-9._-], at most 31 bytes");
    }
    json_t *jobs = json_array();
    do {
        int number = client_ask(client, &request, MSG_PARKED_JOBS);
        if (number != 0) {
            json_decref(jobs);
            return number;
        }
        const struct msg_parked_jobs *page = &client->answer.parked_jobs;
        json_t *json = json_struct(message_schema(MSG_PARKED_JOBS), page);
        json_array_extend(jobs, json_object_get(json, "jobs"));
        json_decref(json);
        request.parked.after = page->next;
    } while (request.parked.after != 0);
    return result(client, jobs, out);
}

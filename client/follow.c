/* SPDX-License-Identifier: Apache-2.0 */
/* Following the journal. Credit keeps what is under way small: half of it is given back when half
 * is used. A new connection follows again from the position after the last fact that was taken, so
 * that each fact comes once.
 *
 * With filters the broker also moves `next` over facts that it did not send. */
#include "client/client.h"
#include "client/json.h"
#include "client/text.h"
#include "proto/record.h"

#include <stdlib.h>

#define CREDIT 2048

struct following {
    struct tongfa_client *client;
    const struct tongfa_follow *follow;
    struct name submitter;
    struct procedure *room; /* for definitions in facts */
    uint64_t next;          /* position to go on from */
    uint32_t epoch;         /* of the connection that follows; 0: none */
    uint32_t used;          /* credit used since MORE was last sent */
    char id[REQUEST_ID_BYTES_MAX + 1];
    int64_t not_before_ms;
    bool is_done;
};

/* Begin, or begin again on a new connection. */
static void following_send(struct following *following)
{
    struct tongfa_client *client = following->client;

    if (!link_is_up(client->link) || following->epoch == link_epoch(client->link)) return;
    if (link_now_ms() < following->not_before_ms) return;
    if (following->next == 0) following->next = link_welcome(client->link)->position + 1;
    client_request_id(client, following->id);
    struct message request = {
        .type = MSG_FOLLOW,
        .request_id = span_of_text(following->id),
        .follow = {
            .from = following->next,
            .credit = CREDIT,
            .types = following->follow->types,
            .bundle = following->follow->bundle,
            .submitter = following->submitter,
        },
    };
    if (link_send(client->link, &request) != OK) return;
    following->epoch = link_epoch(client->link);
    following->used = 0;
}

/* Names for a fact. A submission says under which procedure they are. */
static const struct procedure *following_names(struct following *following, const struct fact *fact)
{
    if (fact->bundle == 0) return NULL;
    if (fact->type == FACT_BUNDLE_SUBMITTED) {
        const struct fact_bundle_submitted *submitted = &fact->bundle_submitted;
        client_remember(following->client, fact->bundle, &submitted->procedure, submitted->version);
    }
    if (fact->type == FACT_MIGRATED) {
        client_remember_version(following->client, fact->bundle, fact->migrated.version);
    }
    return client_procedure_at(following->client, fact->bundle, fact->position);
}

/* One fact. What a page holds below `next` was taken before the connection was lost. */
static int following_take(struct following *following, const struct fact_record *record)
{
    struct fact fact;

    if (record->position < following->next) return 0; /* taken already */
    enum err err = record_read(record->record, record->position, following->room, &fact);
    if (err != OK) return client_fail(following->client, err, "record", "%s", err_text(err));
    json_t *json = json_fact(&fact, following_names(following, &fact));
    if (!following->follow->fact(json, following->follow->self)) following->is_done = true;
    json_decref(json);
    following->next = record->position + 1;
    following->used++;
    return 0;
}

/* One page. Credit goes back when half of it is used, so that the broker never stands still. */
static int following_facts(struct following *following, const struct msg_facts *facts)
{
    for (uint32_t i = 0; i < facts->fact_count && !following->is_done; i++) {
        int number = following_take(following, &facts->facts[i]);
        if (number != 0) return number;
    }
    if (following->is_done) return 0;
    if (facts->next > following->next) following->next = facts->next;
    if (facts->is_live && following->follow->until_live) following->is_done = true;
    if (following->used >= CREDIT / 2) {
        struct message more = { .type = MSG_MORE, .more = { .credit = following->used } };
        if (link_send(following->client->link, &more) == OK) following->used = 0;
    }
    return 0;
}

/* Read what came; FACTS of a FOLLOW that was replaced bear another id and are passed over. */
static int following_receive(struct following *following)
{
    struct tongfa_client *client = following->client;
    struct message *message = &client->answer;
    const struct span id = span_of_text(following->id);

    while (!following->is_done && link_next(client->link, message)) {
        if (!span_is_equal(message->request_id, id)) continue;
        int number = 0;
        if (message->type == MSG_FACTS) {
            number = following_facts(following, &message->facts);
        } else if (message->type == MSG_ERROR) {
            number = client_fail_as_told(client, &message->error);
            if (message->error.retry == RETRY_AFTER) {
                following->not_before_ms = link_now_ms() + message->error.after_ms;
                following->epoch = 0;
                number = 0;
            }
        }
        if (number != 0) return number;
    }
    return 0;
}

/* When to look again though nothing comes: soon if FOLLOW could not be sent, at the deadline if
 * there is no connection; a live journal may be silent for ever. */
static int64_t following_due(const struct following *following, int64_t deadline_ms)
{
    const struct link *link = following->client->link;

    if (!link_is_up(link)) return deadline_ms;
    if (following->epoch == link_epoch(link)) return INT64_MAX;
    int64_t soon_ms = link_now_ms() + 10;
    return following->not_before_ms > soon_ms ? following->not_before_ms : soon_ms;
}

/* As long as there is a connection there is no deadline: a quiet journal is no failure. */
static int following_run(struct following *following)
{
    struct tongfa_client *client = following->client;
    int64_t deadline_ms = client_deadline(client);

    while (!following->is_done) {
        if (link_is_up(client->link)) deadline_ms = client_deadline(client);
        following_send(following);
        int number = client_wait(client, following_due(following, deadline_ms));
        if (number == 0) number = following_receive(following);
        if (number != 0) return number;
        bool is_late = !link_is_up(client->link) && link_now_ms() >= deadline_ms;
        if (is_late) return client_fail_silent(client);
    }
    struct message unfollow = { .type = MSG_UNFOLLOW };
    link_send(client->link, &unfollow);
    return 0;
}

int tongfa_follow(struct tongfa_client *client, const struct tongfa_follow *follow)
{
    struct following following = { .client = client, .follow = follow, .next = follow->from };

    error_clear(&client->error);
    if (!text_to_name(&following.submitter, follow->submitter)) {
        return client_fail(client, ERR_FIELD_INVALID, "submitter",
                           "a submitter's name is [a-z0-9] then [a-z0-9._-], at most 31 bytes");
    }
    following.room = malloc(sizeof *following.room);
    if (following.room == NULL) return client_fail(client, ERR_NO_MEMORY, "", "not enough memory");
    client->is_following = true;
    int number = following_run(&following);
    client->is_following = false;
    free(following.room);
    return number;
}

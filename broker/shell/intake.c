/* SPDX-License-Identifier: Apache-2.0 */
/* Refusals come in the order of proto/SPEC.md 12: bytes, type, door, session, fields, then the
 * broker's and the role's, and only then does the engine see the message. */
#include "broker/shell/intake.h"

#include "broker/shell/log.h"
#include "broker/shell/post.h"
#include "broker/shell/query.h"
#include "broker/shell/route.h"
#include "broker/shell/store.h"
#include "broker/shell/supply.h"
#include "proto/application.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

/* ---- Hashes ---------------------------------------------------------------------------------- */

/* Parts of fixed size, or after their size: two different lists never give the same bytes. */
static void add_part(crypto_generichash_state *state, const void *at, size_t size)
{
    uint64_t prefix = size;
    crypto_generichash_update(state, (const uint8_t *)&prefix, sizeof prefix);
    crypto_generichash_update(state, at, size);
}

static struct hash hash_of(struct span bytes)
{
    struct hash hash;
    crypto_generichash(hash.bytes, HASH_BYTES, bytes.at, bytes.size, NULL, 0);
    return hash;
}

static void add_calendar(crypto_generichash_state *state, const struct calendar_notice *calendar)
{
    add_part(state, &calendar->ahead_minutes, sizeof calendar->ahead_minutes);
    add_part(state, &calendar->behind_minutes, sizeof calendar->behind_minutes);
    add_part(state, calendar->hours, calendar->hour_count * sizeof calendar->hours[0]);
    for (uint32_t i = 0; i < calendar->year_count; i++) {
        const struct calendar_days *days = &calendar->years[i];
        add_part(state, &days->year, sizeof days->year);
        add_part(state, days->working.at, days->working.size);
        add_part(state, days->source.at, days->source.size);
    }
}

static void add_act(crypto_generichash_state *state, const struct msg_act *act)
{
    add_part(state, &act->ref.bundle, sizeof act->ref.bundle);
    add_part(state, &act->act, sizeof act->act);
    add_part(state, &act->stage, sizeof act->stage);
    add_part(state, &act->detail, sizeof act->detail);
    add_part(state, &act->amount, sizeof act->amount);
    add_part(state, &act->materials, sizeof act->materials);
    add_part(state, &act->until_ms, sizeof act->until_ms);
    add_part(state, &act->on, sizeof act->on);
    add_part(state, act->reason.at, act->reason.size);
}

/* Type and meaning of a mutating request: the same by key or by number, however it was encoded. */
static struct hash content_of_request(const struct event *event)
{
    struct hash hash;
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
    add_part(&state, &event->type, sizeof event->type);
    switch ((int)event->type) {
        case EVENT_PUBLISH: add_part(&state, &event->content_hash, HASH_BYTES); break;
        case EVENT_SIGNAL:
            add_part(&state, &event->signal.ref.bundle, sizeof event->signal.ref.bundle);
            add_part(&state, &event->signal.milestone, sizeof event->signal.milestone);
            add_part(&state, &event->signal.called_off, sizeof event->signal.called_off);
            break;
        case EVENT_WITHDRAW:
            add_part(&state, &event->withdraw.ref.bundle, sizeof event->withdraw.ref.bundle);
            add_part(&state, event->withdraw.reason.at, event->withdraw.reason.size);
            break;
        case EVENT_RETRY:
            add_part(&state, &event->retry.bundle, sizeof event->retry.bundle);
            add_part(&state, &event->retry.stage, sizeof event->retry.stage);
            break;
        case EVENT_ACT: add_act(&state, &event->act); break;
        case EVENT_SUPPLY:
            add_part(&state, &event->supply.ref.bundle, sizeof event->supply.ref.bundle);
            add_part(&state, event->supply.reason.at, event->supply.reason.size);
            add_part(&state, event->supply.application.at, event->supply.application.size);
            break;
        case EVENT_MIGRATE:
            add_part(&state, &event->migrate.ref.bundle, sizeof event->migrate.ref.bundle);
            add_part(&state, &event->migrate.procedure, sizeof event->migrate.procedure);
            add_part(&state, &event->migrate.version, sizeof event->migrate.version);
            break;
        case EVENT_PUBLISH_CALENDAR: add_calendar(&state, &event->publish_calendar.calendar); break;
        default: assert(false);
    }
    crypto_generichash_final(&state, hash.bytes, HASH_BYTES);
    return hash;
}

/* Without a request id there is nothing to recognise a repetition by. */
static void mark_request(struct event *event)
{
    if (event->request_id.size == 0) return;
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
    add_part(&state, &event->principal, sizeof event->principal);
    add_part(&state, event->request_id.at, event->request_id.size);
    crypto_generichash_final(&state, event->request.id.bytes, HASH_BYTES);
    event->request.content = content_of_request(event);
}

/* ---- From message to event ------------------------------------------------------------------- */

/* What the journal knows of a bundle that has left the engine's memory. */
static void find_archived(struct broker *broker, uint64_t bundle, struct archived *archived)
{
    static struct bundle_image image; /* until the step is made */
    if (bundle == 0 || engine_image(broker->engine, bundle, &image) == OK) return;
    struct view *view = broker_view(broker);
    if (view != NULL) store_archived(view, bundle, &image, archived);
}

/* The two hashes of a SUBMIT as this session sends it. */
static void hash_submission(struct item *item, session_id session, const struct name *principal)
{
    const struct msg_submit *submit = &item->message.submit;
    item->hashed = session;
    item->key_hash = query_key_hash(principal, submit->key);
    item->content_hash = evidence_content_hash(&submit->procedure, submit->version,
                                               submit->priority, submit->application);
}

static enum err complete_submit(struct broker *broker, struct event *event)
{
    static struct material materials[MATERIALS_MAX];
    const struct msg_submit *submit = &event->submit;
    uint32_t count = 0;
    enum err err = application_materials(submit->application, materials, MATERIALS_MAX, &count);
    if (err != OK) return err;

    const struct procedure *procedure = engine_procedure_in_force(
        broker->engine, &submit->procedure, submit->version, broker->now_ms);
    if (procedure != NULL) {
        supply_check_materials(procedure, materials, count, &event->material_unknown);
        event->materials_missing = supply_missing(procedure, materials, count);
    }
    struct item *item = &broker->inbox.items[broker->inbox.item_next];
    if (item->hashed.n != event->session.n) {
        hash_submission(item, event->session, &event->principal);
    }
    event->key_hash = item->key_hash;
    event->content_hash = item->content_hash;
    if (engine_find_key(broker->engine, &event->key_hash) != 0) return OK;
    uint64_t bundle = late_keys_find(&broker->late_keys, broker_view(broker), &event->key_hash);
    find_archived(broker, bundle, &event->archived);
    if (bundle != 0 || procedure == NULL || !condition_is_any(procedure)) return OK;
    condition_evaluate(&broker->conditions, procedure, submit->application, &event->conditions);
    return OK;
}

/* Fill the event of a message for the engine. Errors: a refusal that only the shell can give. */
static enum err make_event(struct broker *broker, const struct session *session,
                           const struct message *message, struct event *event)
{
    switch ((int)message->type) {
        case MSG_PUBLISH:
            event->publish = message->publish;
            event->content_hash = hash_of(message->publish.encoded);
            condition_try(&broker->conditions, message->publish.procedure, &event->conditions);
            mark_request(event);
            return OK;
        case MSG_SUBMIT: event->submit = message->submit; return complete_submit(broker, event);
        case MSG_SIGNAL:
            event->signal = message->signal;
            event->signal.ref.bundle = query_bundle(broker, session, &message->signal.ref);
            find_archived(broker, event->signal.ref.bundle, &event->archived);
            mark_request(event);
            return OK;
        case MSG_WITHDRAW:
            event->withdraw = message->withdraw;
            event->withdraw.ref.bundle = query_bundle(broker, session, &message->withdraw.ref);
            find_archived(broker, event->withdraw.ref.bundle, &event->archived);
            mark_request(event);
            return OK;
        case MSG_RETRY:
            event->retry = message->retry;
            find_archived(broker, event->retry.bundle, &event->archived);
            mark_request(event);
            return OK;
        case MSG_PUBLISH_CALENDAR:
            event->publish_calendar = message->publish_calendar;
            mark_request(event);
            return OK;
        case MSG_ACT:
            event->act = message->act;
            event->act.ref.bundle = query_bundle(broker, session, &message->act.ref);
            find_archived(broker, event->act.ref.bundle, &event->archived);
            mark_request(event);
            return OK;
        case MSG_SUPPLY:
            event->supply = message->supply;
            event->supply.ref.bundle = query_bundle(broker, session, &message->supply.ref);
            find_archived(broker, event->supply.ref.bundle, &event->archived);
            mark_request(event);
            return supply_complete(broker, event);
        case MSG_MIGRATE:
            event->migrate = message->migrate;
            event->migrate.ref.bundle = query_bundle(broker, session, &message->migrate.ref);
            find_archived(broker, event->migrate.ref.bundle, &event->archived);
            mark_request(event);
            return OK;
        case MSG_CREDIT: event->credit = message->credit; return OK;
        case MSG_VERDICT: event->verdict = message->verdict; return OK;
        case MSG_RENEW: event->renew = message->renew; return OK;
        default: assert(false); return ERR_TYPE_UNKNOWN;
    }
}

/* The event of a message for the engine; 0 for those that the shell answers itself. */
static enum event_type event_of(enum message_type type)
{
    switch ((int)type) {
        case MSG_PUBLISH: return EVENT_PUBLISH;
        case MSG_SUBMIT: return EVENT_SUBMIT;
        case MSG_SIGNAL: return EVENT_SIGNAL;
        case MSG_WITHDRAW: return EVENT_WITHDRAW;
        case MSG_RETRY: return EVENT_RETRY;
        case MSG_PUBLISH_CALENDAR: return EVENT_PUBLISH_CALENDAR;
        case MSG_ACT: return EVENT_ACT;
        case MSG_SUPPLY: return EVENT_SUPPLY;
        case MSG_MIGRATE: return EVENT_MIGRATE;
        case MSG_CREDIT: return EVENT_CREDIT;
        case MSG_VERDICT: return EVENT_VERDICT;
        case MSG_RENEW: return EVENT_RENEW;
        default: return (enum event_type)0;
    }
}

static const struct inbound *at_hand(const struct broker *broker)
{
    const struct inbox *inbox = &broker->inbox;
    assert(inbox->item_next < inbox->item_count);
    return &inbox->messages[inbox->items[inbox->item_next].from];
}

/* ---- HELLO ----------------------------------------------------------------------------------- */

static void refuse_stranger(struct broker *broker, struct span request_id, enum err err,
                            const char *field)
{
    struct effect_refused refused = { .err = err };
    memcpy(refused.field, field, strnlen(field, NAME_BYTES_MAX));
    post_refusal(broker, at_hand(broker), request_id, &refused);
}

/* The engine's refusal of the session that was just made, or NULL. */
static const struct effect_refused *find_refusal(const struct effects *effects, session_id session)
{
    for (uint32_t i = 0; i < effects->count; i++) {
        const struct effect *effect = &effects->effects[i];
        bool is_it = effect->type == EFFECT_REFUSED && effect->session.n == session.n;
        if (is_it) return &effect->refused;
    }
    return NULL;
}

/* A session begins; what the peer said before is replaced. */
static void take_hello(struct broker *broker, const struct message *message)
{
    const struct msg_hello *hello = &message->hello;
    const struct inbound *inbound = at_hand(broker);
    struct session *session = sessions_at(&broker->sessions, inbound->address);
    enum err err = OK;

    if (!route_fits((enum role)hello->role, (enum door)inbound->address.door)) {
        err = ERR_WRONG_DOOR;
    } else if (role_has_department((enum role)hello->role) && name_is_empty(&hello->department)) {
        err = ERR_FIELD_MISSING;
    }
    if (err != OK) {
        refuse_stranger(broker, message->request_id, err,
                        err == ERR_FIELD_MISSING ? "department" : "role");
        return;
    }
    if (session != NULL) broker_drop(broker, session, "says HELLO anew");
    err = sessions_add(&broker->sessions, inbound->address, hello, &session);
    if (err != OK) {
        refuse_stranger(broker, message->request_id, err, "");
        return;
    }
    session->heard_ms = session->said_ms = broker->now_ms;
    session->fd = transport_fd(inbound);
    log_info("session %" PRIu32 " (%s%s%s) joins with %.*s", session->id.n, session->principal.text,
             name_is_empty(&session->department) ? "" : " of ", session->department.text,
             (int)hello->software.size,
             (const char *)(hello->software.size > 0 ? hello->software.at : (const uint8_t *)""));

    struct event event;
    broker_event(broker, EVENT_JOINED, session->id, &event);
    event.request_id = message->request_id;
    event.joined = *hello;
    engine_step(broker->engine, &event, &broker->facts, &broker->effects);
    const struct effect_refused *refused = find_refusal(&broker->effects, session->id);
    if (refused != NULL) {
        post_refusal(broker, inbound, message->request_id, refused);
        log_info("session %" PRIu32 " is refused: %s", session->id.n, err_name(refused->err));
        sessions_remove(&broker->sessions, session);
    } else {
        outbox_hold(&broker->open->outbox, session->id, message->request_id, HELD_WELCOME,
                    (struct span){ 0 });
    }
    broker_hold_step(broker, &event, "HELLO");
}

/* ---- One message ----------------------------------------------------------------------------- */

static void take_follow(struct broker *broker, const struct session *session,
                        const struct message *message)
{
    uint64_t position_next = broker_position(broker) + 1;
    enum err err = followers_start(&broker->followers, session->id, message, position_next);
    if (err != OK) {
        outbox_refuse(&broker->open->outbox, session->id, message->request_id, err, "from");
    }
}

/* What passed all refusals of the shell. */
static void take_message(struct broker *broker, struct session *session,
                         const struct message *message)
{
    switch ((int)message->type) {
        case MSG_BYE: broker_drop(broker, session, "says BYE"); return;
        case MSG_PING:
            if (message->request_id.size == 0) return; /* it says that it lives, and asks nothing */
            outbox_hold(&broker->open->outbox, session->id, message->request_id, HELD_PONG,
                        (struct span){ 0 });
            return;
        case MSG_FOLLOW: take_follow(broker, session, message); return;
        case MSG_MORE:
            followers_more(&broker->followers, session->id, message->more.credit);
            return;
        case MSG_UNFOLLOW: followers_stop(&broker->followers, session->id); return;
        default: break;
    }
    enum event_type type = event_of(message->type);
    if (type == 0) {
        query_answer(broker, session, message);
        return;
    }
    struct event event;
    broker_event(broker, type, session->id, &event);
    event.principal = session->principal;
    event.request_id = message->request_id;
    enum err err = make_event(broker, session, message, &event);
    if (err != OK) {
        outbox_refuse(&broker->open->outbox, session->id, message->request_id, err, "application");
        return;
    }
    broker_step(broker, &event, message_type_name(message->type));
}

/* The first refusal that holds, or OK. */
static enum err judge(const struct broker *broker, const struct session *session,
                      const struct message *message, const struct refusal *refusal)
{
    enum door door = (enum door)at_hand(broker)->address.door;
    if (refusal->err != OK && refusal->err < ERR_WRONG_DOOR) return refusal->err;
    enum err err = route_enter(message->type, door, session != NULL);
    if (err != OK) return err;
    if (refusal->err != OK) return refusal->err;
    if (session == NULL) return OK; /* a first HELLO */
    return route_allow(message->type, (enum role)session->role, broker->phase != PHASE_OPEN);
}

static void take_item(struct broker *broker, const struct message *message,
                      const struct refusal *refusal)
{
    struct session *session = sessions_at(&broker->sessions, at_hand(broker)->address);
    enum err err = judge(broker, session, message, refusal);
    const char *field = err == refusal->err ? refusal->field : "";

    if (err != OK) {
        log_debug("%s > %s refused %s %s", session == NULL ? "stranger" : session->principal.text,
                  message_type_name(message->type) == NULL ? "?" : message_type_name(message->type),
                  err_name(err), field);
    }
    if (err != OK && session == NULL) {
        refuse_stranger(broker, message->request_id, err, field);
    } else if (err != OK) {
        outbox_refuse(&broker->open->outbox, session->id, message->request_id, err, field);
    } else if (message->type == MSG_HELLO) {
        take_hello(broker, message);
    } else {
        take_message(broker, session, message);
    }
}

/* A message that cannot be read at all is refused with one answer. */
static void refuse_frame(struct broker *broker, const struct refusal *refusal)
{
    const struct inbound *inbound = at_hand(broker);
    const struct session *session =
        refusal->err == ERR_NOT_ALLOWED ? NULL : sessions_at(&broker->sessions, inbound->address);

    if (session == NULL) {
        refuse_stranger(broker, refusal->request_id, refusal->err, refusal->field);
    } else {
        outbox_refuse(&broker->open->outbox, session->id, refusal->request_id, refusal->err,
                      refusal->field);
    }
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* Begin to read a message. Returns false if it cannot be read at all. */
static bool open_message(struct broker *broker, struct refusal *refusal)
{
    struct inbox *inbox = &broker->inbox;
    const struct inbound *inbound = &inbox->messages[inbox->message_next];

    *refusal = (struct refusal){ .err = inbound->err, .field = "" };
    if (inbound->err == ERR_NOT_ALLOWED) {
        refusal->field = "identity";
        return false;
    }
    struct session *session = sessions_at(&broker->sessions, inbound->address);
    if (session != NULL) session->heard_ms = broker->now_ms;
    if (refusal->err != OK) return false;
    return envelope_open(&inbox->envelope, inbound->frame, inbound->payload, &broker->procedure,
                         refusal) == OK;
}

/* The next item of the messages at hand. Returns false behind the last. */
static bool read_item(struct broker *broker, struct item *item)
{
    struct inbox *inbox = &broker->inbox;

    for (; inbox->message_next < inbox->message_count; inbox->message_next++) {
        item->from = inbox->message_next;
        item->is_frame = false;
        if (!inbox->is_open && !open_message(broker, &item->refusal)) {
            item->is_frame = true;
            inbox->message_next++;
            return true;
        }
        inbox->is_open = envelope_next(&inbox->envelope, &item->message, &item->refusal);
        if (inbox->is_open) return true;
    }
    return false;
}

/* A PUBLISH is the last of a handful: there is room for one definition. */
static void read_items(struct broker *broker)
{
    struct inbox *inbox = &broker->inbox;
    bool is_more = true;

    inbox->item_next = inbox->item_count = 0;
    while (is_more && inbox->item_count < INBOX_ITEMS_MAX) {
        struct item *item = &inbox->items[inbox->item_count];
        is_more = read_item(broker, item);
        if (!is_more) break;
        inbox->item_count++;
        if (!item->is_frame && item->message.type == MSG_PUBLISH) is_more = false;
    }
}

/* What the items will ask for is far away in memory, and each would wait for it by itself: so it is
 * fetched for all of them beforehand. A stage is found through its bundle, therefore twice. */
static void expect_items(struct broker *broker)
{
    struct inbox *inbox = &broker->inbox;

    for (uint32_t i = 0; i < inbox->item_count; i++) {
        struct item *item = &inbox->items[i];
        item->hashed = (session_id){ 0 };
        if (item->is_frame || item->refusal.err != OK) continue;
        if (item->message.type == MSG_VERDICT) {
            item->expected = engine_expect(broker->engine, item->message.verdict.bundle);
        }
        if (item->message.type != MSG_SUBMIT) continue;
        const struct session *session =
            sessions_at(&broker->sessions, inbox->messages[item->from].address);
        if (session == NULL) continue;
        hash_submission(item, session->id, &session->principal);
        engine_expect_key(broker->engine, &item->key_hash);
        key_filter_expect(&broker->late_keys.filter, &item->key_hash);
    }
    for (uint32_t i = 0; i < inbox->item_count; i++) {
        const struct item *item = &inbox->items[i];
        if (item->is_frame || item->refusal.err != OK) continue;
        if (item->message.type != MSG_VERDICT) continue;
        engine_expect_stage(broker->engine, item->expected, item->message.verdict.stage);
    }
}

bool intake_receive(struct broker *broker, enum door door)
{
    struct inbox *inbox = &broker->inbox;
    assert(!intake_is_any(broker));
    while (inbox->message_count < INBOX_MESSAGES_MAX &&
           transport_receive(broker->transport, door, &inbox->messages[inbox->message_count])) {
        inbox->message_count++;
    }
    return inbox->message_count > 0;
}

bool intake_next(struct broker *broker)
{
    struct inbox *inbox = &broker->inbox;

    if (inbox->item_next == inbox->item_count) {
        read_items(broker);
        expect_items(broker);
    }
    if (inbox->item_count == 0) {
        intake_drop(broker);
        return false;
    }
    const struct item *item = &inbox->items[inbox->item_next];
    if (item->is_frame) {
        refuse_frame(broker, &item->refusal);
    } else {
        take_item(broker, &item->message, &item->refusal);
    }
    inbox->item_next++;
    return true;
}

bool intake_is_any(const struct broker *broker)
{
    return broker->inbox.message_count > 0;
}

void intake_drop(struct broker *broker)
{
    struct inbox *inbox = &broker->inbox;
    for (uint32_t i = 0; i < inbox->message_count; i++) {
        transport_release(&inbox->messages[i]);
    }
    inbox->message_next = inbox->message_count = 0;
    inbox->item_next = inbox->item_count = 0;
    inbox->is_open = false;
}

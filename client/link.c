/* SPDX-License-Identifier: Apache-2.0 */
/* How a link lives:
 *
 *          dial                WELCOME
 *     DOWN ----> GREETING ----------------> UP        UP, GREETING --lose--> DOWN
 *      ^  <------- lose                                   (silence, BYE, HELLO_FIRST,
 *      | backoff 100 ms .. 5 s                             connection gone, no WELCOME)
 *
 *     GREETING --HELLO refused, retry NEVER--> REFUSED (for good)
 *
 * A connection serves one HELLO. Whatever ends it (the dealer tells at once, silence tells later)
 * drops all that was queued, and a fresh one begins after the backoff. What must stay true:
 * messages of an old connection never reach the caller after a newer WELCOME.
 *
 * Received frames stay where they are until the next link_wait; messages point into them. */
#include "client/link.h"

#include "client/dealer.h"
#include "client/link_state.h"
#include "client/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BACKOFF_MS_FIRST 100
#define BACKOFF_MS_LAST 5000
#define WELCOME_WAIT_MS 3000 /* from connect to WELCOME, on one socket */
#define LINGER_MS 200        /* how long closing waits for BYE to leave */
#define HEARTBEAT_MS_MIN 10  /* a broker that says less is not followed into a busy loop */

#define ENDPOINT_BYTES_MAX 255
#define SOFTWARE_BYTES_MAX 64
#define REFUSAL_TEXT_MAX 512

struct link {
    enum link_state state;
    char endpoint[ENDPOINT_BYTES_MAX + 1];
    char software[SOFTWARE_BYTES_MAX + 1];
    struct msg_hello hello;
    char hello_id[REQUEST_ID_BYTES_MAX]; /* request id of the HELLO under way */

    struct dealer *dealer;
    uint32_t epoch;
    uint32_t dial_count;
    uint32_t backoff_ms;
    int64_t due_ms;   /* DOWN: dial again; GREETING: give up */
    int64_t heard_ms; /* when anything last came in */
    int64_t said_ms;  /* ... went out */

    struct msg_welcome welcome;
    char welcome_software[SOFTWARE_BYTES_MAX + 1];
    struct msg_error refusal;
    char refusal_texts[3][REFUSAL_TEXT_MAX]; /* name, field, text */

    struct outgoing outgoing;
    uint8_t *payload; /* PAYLOAD_BYTES_MAX */
    uint8_t *frame;   /* ENVELOPE_BYTES_MAX */

    struct envelope envelope; /* over the frame taken last */
    bool is_reading;          /* ... and it may have more items */
    struct message next;      /* read ahead by link_wait, */
    bool has_next;            /* if so */
};

int64_t link_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Every change of state goes through the table; a move that it refuses is our bug. */
static void link_move(struct link *link, enum link_move move)
{
    enum link_state state = link_next_state(link->state, move);
    assert(state != LINK_NONE);
    link->state = state;
}

/* ---- Coming up and going down -------------------------------------------------------------- */

/* Make room for the next frame, within the bounds of the broker at hand. */
static void outgoing_empty(struct link *link)
{
    size_t envelope = ENVELOPE_BYTES_MAX;
    size_t payload = PAYLOAD_BYTES_MAX;
    if (link->state == LINK_UP) { /* a broker may allow less than the protocol */
        uint32_t envelope_max = link->welcome.envelope_bytes_max;
        if (envelope_max > OUTGOING_HEAD_BYTES && envelope_max < envelope) envelope = envelope_max;
        uint32_t payload_max = link->welcome.payload_bytes_max;
        if (payload_max > 0 && payload_max < payload) payload = payload_max;
    }

    struct buffer frame_buffer;
    struct buffer payload_buffer;
    buffer_init(&frame_buffer, link->frame, envelope);
    buffer_init(&payload_buffer, link->payload, payload);
    outgoing_init(&link->outgoing, frame_buffer, payload_buffer);
}

/* Give the connection up and try again later: after the backoff, or after_ms if the broker asked for
 * more patience. What was queued is lost, as link_send promises. */
static void link_lose(struct link *link, uint32_t after_ms)
{
    link_move(link, LINK_MOVE_LOSE);
    dealer_hang_up(link->dealer, 0);
    outgoing_empty(link);

    uint32_t wait_ms = after_ms > link->backoff_ms ? after_ms : link->backoff_ms;
    if (wait_ms > BACKOFF_MS_LAST) wait_ms = BACKOFF_MS_LAST;
    link->due_ms = link_now_ms() + wait_ms;
    link->backoff_ms *= 2;
    if (link->backoff_ms > BACKOFF_MS_LAST) link->backoff_ms = BACKOFF_MS_LAST;
}

/* Send what is queued. Errors: ERR_BUSY - the socket takes nothing now; what is queued stays. */
static enum err link_push(struct link *link)
{
    if (link->outgoing.item_count == 0 || !dealer_is_connected(link->dealer)) return OK;

    struct span frame = outgoing_finish(&link->outgoing);
    enum err err = dealer_send(link->dealer, frame, buffer_span(&link->outgoing.payload));
    if (err != OK) return err;

    outgoing_empty(link);
    link->said_ms = link_now_ms();
    return OK;
}

/* Begin a connection and say HELLO on it. Errors: as dealer_connect; the link is DOWN then. */
static enum err link_dial(struct link *link)
{
    assert(link->state == LINK_DOWN);

    enum err err = dealer_connect(link->dealer, link->endpoint);
    link_move(link, LINK_MOVE_DIAL);
    if (err != OK) {
        link_lose(link, 0);
        return err;
    }
    outgoing_empty(link);
    snprintf(link->hello_id, sizeof link->hello_id, "hello-%u", ++link->dial_count);
    struct message hello = { .type = MSG_HELLO,
                             .request_id = span_of_text(link->hello_id),
                             .hello = link->hello };
    err = outgoing_add(&link->outgoing, &hello);
    assert(err == OK);
    link_push(link); /* it is kept until the connection stands */
    link->heard_ms = link_now_ms();
    link->due_ms = link->heard_ms + WELCOME_WAIT_MS;
    return OK;
}

/* Copy bytes that are about to go into memory that stays. */
static struct span span_keep(char *memory, size_t capacity, struct span span)
{
    size_t size = span.size < capacity ? span.size : capacity;
    if (size > 0) memcpy(memory, span.at, size);
    return (struct span){ .at = (const uint8_t *)memory, .size = size };
}

/* The session stands. A broker that names impossible heartbeats is corrected rather than refused. */
static void link_on_welcome(struct link *link, const struct msg_welcome *welcome)
{
    link_move(link, LINK_MOVE_WELCOME);
    link->epoch++;
    link->refusal = (struct msg_error){ 0 };
    link->welcome = *welcome;
    link->welcome.software =
        span_keep(link->welcome_software, SOFTWARE_BYTES_MAX, welcome->software);
    if (link->welcome.heartbeat_ms < HEARTBEAT_MS_MIN) {
        link->welcome.heartbeat_ms = HEARTBEAT_MS_MIN;
    }
    if (link->welcome.liveness_ms < 2 * link->welcome.heartbeat_ms) {
        link->welcome.liveness_ms = 2 * link->welcome.heartbeat_ms;
    }
    outgoing_empty(link); /* with the broker's bounds */
}

/* The broker answers HELLO with an error: give up, or try again later. */
static void link_on_refusal(struct link *link, const struct msg_error *error)
{
    link->refusal = *error;
    link->refusal.name = span_keep(link->refusal_texts[0], REFUSAL_TEXT_MAX, error->name);
    link->refusal.field = span_keep(link->refusal_texts[1], REFUSAL_TEXT_MAX, error->field);
    link->refusal.text = span_keep(link->refusal_texts[2], REFUSAL_TEXT_MAX, error->text);
    if (error->retry != RETRY_NEVER) {
        link_lose(link, error->after_ms);
        return;
    }
    link_move(link, LINK_MOVE_REFUSE);
    dealer_hang_up(link->dealer, 0);
}

/* ---- Receiving ----------------------------------------------------------------------------- */

/* Begin to read the next received message. Returns false if there is none. */
static bool link_take(struct link *link)
{
    struct span frame;
    struct span payload;
    struct refusal refusal;

    if (!dealer_take(link->dealer, &frame, &payload)) return false;
    link->heard_ms = link_now_ms();
    link->is_reading = envelope_open(&link->envelope, frame, payload, NULL, &refusal) == OK;
    if (!link->is_reading) link_lose(link, 0); /* an answer is lost in it: all is asked again */
    return link->is_reading;
}

static void link_ping(struct link *link, int64_t now_ms)
{
    outgoing_add(&link->outgoing, &(struct message){ .type = MSG_PING });
    link->said_ms = now_ms; /* also if it cannot leave: no busy loop */
}

/* The broker says PONG to many peers at once. Who answers it soon need not wake the broker alone
 * later, when nobody else has something to say. */
static void link_on_pong(struct link *link)
{
    bool is_up = link->state == LINK_UP;
    int64_t silent_ms = link->heard_ms - link->said_ms;
    if (is_up && silent_ms >= link->welcome.heartbeat_ms / 2) link_ping(link, link->heard_ms);
}

/* Deal with what is the link's own business. Returns false if the message is the caller's. */
static bool link_keep(struct link *link, const struct message *message)
{
    bool is_greeting = link->state == LINK_GREETING;
    if (!dealer_is_connected(link->dealer)) { /* what an ended connection still had to say */
        return message->type == MSG_WELCOME || message->type == MSG_PONG ||
               message->type == MSG_BYE;
    }
    if (!is_greeting && message->type != MSG_WELCOME) link->backoff_ms = BACKOFF_MS_FIRST;
    switch ((int)message->type) {
        case MSG_WELCOME:
            if (is_greeting) link_on_welcome(link, &message->welcome);
            return true;
        case MSG_PONG:
            if (message->request_id.size > 0) return false; /* the caller asked for it */
            link_on_pong(link);
            return true;
        case MSG_BYE: link_lose(link, 0); return true;
        case MSG_ERROR:
            if (is_greeting) {
                link_on_refusal(link, &message->error);
                return true;
            }
            if (message->error.number != ERR_HELLO_FIRST) return false;
            link_lose(link, 0); /* the broker has forgotten the session */
            return true;
        default: return is_greeting; /* nothing else may come before WELCOME */
    }
}

/* Read on to the next message for the caller. Returns false if there is none now. */
static bool link_read(struct link *link, struct message *message)
{
    struct refusal refusal;

    for (;;) {
        if (!link->is_reading && !link_take(link)) return false;
        link->is_reading = envelope_next(&link->envelope, message, &refusal);
        if (!link->is_reading) continue;
        if (refusal.err == ERR_MALFORMED) {
            link->is_reading = false;
            if (dealer_is_connected(link->dealer)) link_lose(link, 0);
        } else if (refusal.err == OK && !link_keep(link, message)) {
            return true;
        } /* what a newer broker says beyond this protocol is passed over */
    }
}

/* ---- Waiting ------------------------------------------------------------------------------- */

/* Say PING if it is time, and send what is queued. */
static void link_speak(struct link *link, int64_t now_ms)
{
    if (link->state == LINK_UP && now_ms - link->said_ms >= link->welcome.heartbeat_ms) {
        link_ping(link, now_ms);
    }
    link_push(link);
}

/* Do what time demands while nothing is to be read. Returns when to look again. */
static int64_t link_tend(struct link *link, int64_t now_ms)
{
    if (link->state == LINK_DOWN && now_ms >= link->due_ms) link_dial(link);
    if (link->state == LINK_GREETING && now_ms >= link->due_ms) link_lose(link, 0);
    if (link->state == LINK_UP && now_ms - link->heard_ms >= link->welcome.liveness_ms) {
        link_lose(link, 0);
    }
    link_speak(link, now_ms);

    if (link->state != LINK_UP) return link->due_ms;
    int64_t silent_ms = link->heard_ms + link->welcome.liveness_ms;
    int64_t ping_ms = link->said_ms + link->welcome.heartbeat_ms;
    return silent_ms < ping_ms ? silent_ms : ping_ms;
}

enum err link_wait(struct link *link, int wake_fd, int timeout_ms)
{
    assert(link != NULL);

    int64_t now_ms = link_now_ms();
    int64_t until_ms = now_ms + (timeout_ms < 0 ? 0 : timeout_ms);
    const enum link_state state = link->state;
    const uint32_t epoch = link->epoch;
    if (!link->has_next && !link->is_reading) dealer_release(link->dealer);
    for (;;) {
        bool is_gone = dealer_is_gone(link->dealer);
        /* Reading comes first: what was said before the connection ended still counts, and a
         * caller that was long away is not told of a silence that was its own. */
        if (!link->has_next) link->has_next = link_read(link, &link->next);
        if (link->has_next) {
            link_speak(link, now_ms);
            return OK;
        }
        dealer_release(link->dealer);
        if (link->state == LINK_REFUSED) return ERR_REFUSED;
        if (is_gone && dealer_is_connected(link->dealer)) link_lose(link, 0);
        if (link->epoch != epoch || (state == LINK_UP && link->state != LINK_UP)) return OK;

        int64_t due_ms = link_tend(link, now_ms);
        if (due_ms > until_ms) due_ms = until_ms;
        bool is_more = link->outgoing.item_count > 0;
        int rc =
            dealer_sleep(link->dealer, wake_fd, is_more, due_ms > now_ms ? due_ms - now_ms : 0);
        if (rc < 0 && errno != EINTR) return ERR_IO;
        if (rc != 0) return OK; /* a signal returns too: the caller may want to stop */
        now_ms = link_now_ms();
        if (now_ms >= until_ms) {
            if (!link->has_next) link->has_next = link_read(link, &link->next);
            return link->state == LINK_REFUSED ? ERR_REFUSED : OK;
        }
    }
}

/* Beyond what link_wait read ahead, frames are read straight into the caller's message. */
bool link_next(struct link *link, struct message *message)
{
    if (!link->has_next) return link_read(link, message);
    *message = link->next;
    link->has_next = false;
    return true;
}

/* A message that does not fit behind the others sends those off first. */
enum err link_send(struct link *link, const struct message *message)
{
    if (link->state != LINK_UP) return ERR_TIMEOUT;

    uint32_t items_max = link->welcome.batch_items_max;
    if (items_max == 0 || items_max > BATCH_ITEMS_MAX) items_max = BATCH_ITEMS_MAX;
    if (link->outgoing.item_count < items_max && outgoing_add(&link->outgoing, message) == OK) {
        return OK;
    }
    if (link->outgoing.item_count == 0) return ERR_TOO_LARGE;
    if (link_push(link) != OK) return ERR_BUSY;
    return outgoing_add(&link->outgoing, message);
}

enum err link_flush(struct link *link)
{
    if (link->state != LINK_UP) return ERR_TIMEOUT;
    return link_push(link);
}

/* ---- Opening and closing ------------------------------------------------------------------- */

/* Copy the options. Errors: ERR_FIELD_INVALID. */
static enum err link_set(struct link *link, const struct link_options *options)
{
    const char *endpoint = options->endpoint != NULL ? options->endpoint : "";
    const char *software = options->software != NULL ? options->software : "";

    if (strncmp(endpoint, "tcp://", 6) != 0 && strncmp(endpoint, "ipc://", 6) != 0) {
        return ERR_FIELD_INVALID;
    }
    if (strlen(endpoint) > ENDPOINT_BYTES_MAX) return ERR_FIELD_INVALID;
    if (strlen(software) > SOFTWARE_BYTES_MAX) return ERR_FIELD_INVALID;
    if (!text_to_name(&link->hello.principal, options->principal)) return ERR_FIELD_INVALID;
    if (!text_to_name(&link->hello.department, options->department)) return ERR_FIELD_INVALID;
    if (name_is_empty(&link->hello.principal)) return ERR_FIELD_INVALID;
    bool has_department = !name_is_empty(&link->hello.department);
    if (role_has_department(options->role) != has_department) return ERR_FIELD_INVALID;

    snprintf(link->endpoint, sizeof link->endpoint, "%s", endpoint);
    snprintf(link->software, sizeof link->software, "%s", software);
    link->hello.software = span_of_text(link->software);
    link->hello.role = (uint8_t)options->role;
    return OK;
}

enum err link_open(struct link **out, const struct link_options *options)
{
    struct link *link = calloc(1, sizeof *link);
    if (link == NULL) return ERR_NO_MEMORY;

    link->state = LINK_DOWN;
    link->backoff_ms = BACKOFF_MS_FIRST;
    link->payload = malloc(PAYLOAD_BYTES_MAX);
    link->frame = malloc(ENVELOPE_BYTES_MAX);
    enum err err = link_set(link, options);
    if (err == OK && (link->payload == NULL || link->frame == NULL)) err = ERR_NO_MEMORY;
    if (err == OK) err = dealer_new(&link->dealer);
    if (err == OK) err = link_dial(link);
    if (err != OK) {
        link_close(&link); /* accepts one that is half built */
        return err;
    }
    *out = link;
    return OK;
}

void link_close(struct link **link_pointer)
{
    struct link *link = *link_pointer;
    if (link == NULL) return;
    *link_pointer = NULL;

    if (link->state == LINK_UP) {
        struct message bye = { .type = MSG_BYE };
        link_send(link, &bye);
        link_push(link);
    }
    if (link->dealer != NULL) {
        dealer_hang_up(link->dealer, link->state == LINK_UP ? LINGER_MS : 0);
        dealer_free(&link->dealer);
    }
    free(link->payload);
    free(link->frame);
    free(link);
}

bool link_is_up(const struct link *link)
{
    return link->state == LINK_UP;
}

uint32_t link_epoch(const struct link *link)
{
    return link->epoch;
}

const struct msg_welcome *link_welcome(const struct link *link)
{
    return &link->welcome;
}

const struct msg_error *link_refusal(const struct link *link)
{
    return &link->refusal;
}

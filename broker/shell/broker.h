/* SPDX-License-Identifier: Apache-2.0 */
/* The broker: what its one thread owns. A round is the journal thread's while that has it.
 *
 *     broker.c   made, opened, closed; a step of the engine
 *     turn.c     the loop
 *     intake.c   a peer's message becomes an event, a question or a refusal
 *     query.c    questions
 *     post.c     what must be said becomes messages, one for each peer
 *     prepare.c  ... of which the journal's thread makes the usual ones
 *     follow.c   followers
 *     heartbeat.c  who is alive, and memory
 *     notary.c   signed checkpoints and receipts
 *     space.c    room on the disk
 *     wake.c     ended bundles whose time has come
 */
#ifndef BROKER_SHELL_BROKER_H
#define BROKER_SHELL_BROKER_H

#include "broker/shell/checkpoint.h"
#include "broker/shell/clock.h"
#include "broker/shell/condition.h"
#include "broker/shell/config.h"
#include "broker/shell/evidence.h"
#include "broker/shell/follow.h"
#include "broker/shell/outbox.h"
#include "broker/shell/recovery.h"
#include "broker/shell/session.h"
#include "broker/shell/transport.h"
#include "broker/shell/wake.h"
#include "proto/envelope.h"

/* What is decided between two commits: facts on their way to the disk, and what waits for them. */
struct round {
    struct draft draft;
    struct outbox outbox;
    int64_t handed_ms;         /* when the journal got it, and ... */
    int64_t handed_elapsed_ms; /* ... clock_elapsed_ms then */
    struct desk *desk;         /* the broker's */
};

/* What the journal's thread has to prepare answers with: a message that ZeroMQ can copy without asking the
 * system for memory. */
#define DESK_BYTES ((size_t)120 * 1024)
struct desk {
    struct view *view;
    uint8_t frame[DESK_BYTES];
    uint8_t payload[DESK_BYTES];
};

#define ROUND_COUNT 3 /* one is open, one under way, one is being said */

/* What is received is worked off in handfuls: so many messages are taken from a door, so many items are
 * read from them, and then these are taken one after the other. Each of the three fills the
 * processor's cache for instructions by itself; message by message they would be fetched anew each time. */
#define INBOX_MESSAGES_MAX 16
#define INBOX_ITEMS_MAX 16

struct item {
    uint32_t from; /* which of the messages */
    bool is_frame; /* all of that message is refused */
    struct refusal refusal;
    uint32_t expected; /* VERDICT: what engine_expect said */
    session_id hashed; /* SUBMIT: the session that these hashes hold for; 0: they are not known */
    struct hash key_hash;
    struct hash content_hash;
    struct message message;
};

struct inbox {
    struct inbound messages[INBOX_MESSAGES_MAX];
    uint32_t message_count;
    uint32_t message_next; /* the one whose items are read */
    bool is_open;          /* its envelope is */
    struct envelope envelope;
    struct item items[INBOX_ITEMS_MAX];
    uint32_t item_count;
    uint32_t item_next; /* the one that is taken */
};

/* A job that was leased but certainly not sent: it is given back at the next turn. */
struct returned_job {
    uint64_t bundle;
    uint64_t token;
    uint32_t attempt;
    uint8_t stage;
};
#define RETURNED_MAX OUTBOX_ENTRIES_MAX /* more than that expire by themselves */

/* A message being put together for one peer. */
struct post {
    struct outgoing outgoing;
    uint8_t frame[ENVELOPE_BYTES_MAX];
    uint8_t payload[PAYLOAD_BYTES_MAX];
};

/* What space.c saw last. */
struct space {
    int64_t looked_ms;
    enum room map_room;
    enum room disk_room;
    uint64_t disk_free; /* bytes */
    bool is_map_warned;
    bool is_disk_warned;
};

/* What notary.c signs with, and where it signed last. */
struct notary {
    struct signing_key key;
    struct hash journal;
    uint64_t position;
    int64_t at_ms;
    bool is_due; /* whatever the position: there is none yet, or it is another key's */
};

/* What heartbeat.c knows of the bytes in transit. */
struct memory {
    uint64_t base; /* bytes allocated when the doors opened */
    int64_t looked_ms;
    int64_t tight_ms;    /* since when there have been too many; 0: there are not */
    int64_t cut_ms;      /* when connections were cut last */
    int64_t rehang_ms;   /* when a door is hung anew, if they are too many still */
    int64_t patience_ms; /* how long that takes */
    int64_t trim_ms;     /* when free memory goes back to the system; 0: not */
    bool is_half_done;   /* one of the doors was hung anew */
    enum door suspect;   /* that one first */
};

#define ENTROPY_WORDS 512

enum broker_phase {
    PHASE_OPEN = 0,
    PHASE_ASKED,    /* to drain; begins when there is room for the step */
    PHASE_DRAINING, /* verdicts are taken until no lease is out, or drain_until_ms */
    PHASE_CLOSING,  /* nothing is read; the rest is made durable and said */
    PHASE_CLOSED,
};

struct broker {
    const struct config *config;
    struct clock clock;
    int64_t now_ms; /* one reading for each turn */
    int64_t started_ms;
    struct engine *engine;
    struct journal *journal;
    struct view *view;
    bool view_is_begun;
    struct transport *transport;
    struct sessions sessions;
    struct checkpoint checkpoint;
    struct late_keys late_keys;
    struct wakes wakes;
    struct condition_cache conditions;
    struct recovery_report recovery;
    struct notary notary;

    struct round rounds[ROUND_COUNT];
    struct round *open;      /* the engine writes here */
    struct round *under_way; /* the journal has it; NULL: it is idle */
    struct round *said;      /* it has come back, and what it holds is being said; else NULL */
    uint64_t commit_count;
    int64_t fact_ms; /* when a fact was decided last */

    struct inbox inbox;
    uint32_t round_goal; /* records: for so many, reading stops for an idle journal (turn.c) */
    enum door door_next; /* whose turn it is to be read */
    struct followers followers;
    bool follow_is_cut; /* some that are nearly up to date had to be left for the next turn */
    struct post post;
    struct desk desk;
    uint32_t returned_count;
    struct returned_job returned[RETURNED_MAX];

    enum broker_phase phase;
    int64_t drain_until_ms;
    uint32_t gone_count; /* sessions that could not be written to and are still in the table */
    int64_t sessions_checked_ms;
    struct memory memory;
    enum room room; /* the smaller of the two in space */
    struct space space;

    uint64_t entropy[ENTROPY_WORDS];
    uint32_t entropy_left;
    struct facts facts;
    struct effects effects;
    struct procedure procedure; /* of the PUBLISH at hand */
};

/* Open the journal, recover, open the doors.
 *
 * Errors: logged; ERR_BUSY - directory or endpoint in use; ERR_IO; ERR_CORRUPT; ERR_NO_MEMORY. */
enum err broker_open(struct broker **out, const struct config *config);
void broker_close(struct broker **out); /* accepts NULL and half-open ones; nulls the pointer */

/* There is room in memory for the facts and effects of one more step, whatever it brings. */
bool broker_has_room(const struct broker *broker);

/* An event of this broker time, with fresh random bits. All of it is cleared but what each type has of
 * its own (the union, which is large): whoever makes a message of it assigns that. */
void broker_event(struct broker *broker, enum event_type type, session_id session,
                  struct event *event);

/* Let the engine decide, and hold what came of it. Call with room.
 *
 * Shape: cause - a word for the log: the message's name, or what else happened. */
void broker_step(struct broker *broker, const struct event *event, const char *cause);

/* Hold what the step that was just made has left in facts and effects. */
void broker_hold_step(struct broker *broker, const struct event *event, const char *cause);

/* The journal as it is committed, until broker_end_view. NULL: it cannot be read, logged. */
struct view *broker_view(struct broker *broker);
void broker_end_view(struct broker *broker);

/* Position of the newest committed fact. */
uint64_t broker_position(const struct broker *broker);

/* End a session: the engine hears of it, its credit and its FOLLOW are gone. Call with room. */
void broker_drop(struct broker *broker, struct session *session, const char *why);

#endif

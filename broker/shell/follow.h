/* SPDX-License-Identifier: Apache-2.0 */
/* Followers: peers that read the facts from any position on, and then live.
 *
 * A follower is a place in the journal and a credit, nothing more: one that stops granting credit
 * costs nothing, and one that is far behind reads what it missed at its own pace. Only committed
 * facts are read. What all of them cost together in one turn of the broker is bounded by the caller,
 * so that however many there are, and whatever they look for, the doors stay open. */
#ifndef BROKER_SHELL_FOLLOW_H
#define BROKER_SHELL_FOLLOW_H

#include "broker/core/engine.h"
#include "broker/shell/journal.h"

struct follower {
    session_id session;
    uint64_t next;      /* position to go on from */
    uint64_t next_said; /* ... as the peer knows it */
    uint64_t bundle;
    struct name submitter;
    uint32_t credit;
    uint32_t types;
    bool is_live_said;  /* the peer knows that nothing newer was committed */
    bool is_full;       /* its connection takes no more for now */
    uint64_t page_from; /* where its last page began */
    uint8_t request_id_size;
    uint8_t request_id[REQUEST_ID_BYTES_MAX];
};

/* Who submitted a bundle, remembered: a filter asks it of every fact. */
struct bundle_owner {
    uint64_t bundle;
    struct name submitter;
};

struct followers {
    uint32_t capacity;
    uint32_t count;
    uint32_t active_count; /* the first so many in the list have credit */
    uint32_t turn;         /* who is next among the active */
    uint32_t full_count;
    int64_t retry_ms;          /* broker time when those that are full are tried again */
    uint64_t settled_position; /* nobody is behind if this is after the newest fact; 0: unknown */
    struct follower *list;
    uint32_t *places; /* by place of the session: index in the list + 1, or 0 */
    struct bundle_owner *owners;
    struct fact_note *notes;   /* by position */
    struct bundle_image image; /* scratch */
};

/* Errors: ERR_NO_MEMORY. */
enum err followers_init(struct followers *followers, uint32_t capacity);
void followers_fini(struct followers *followers); /* accepts a zeroed one */

/* Begin to follow, instead of what the session followed before.
 *
 * Shape:  position_next - after the newest committed fact.
 * Errors: ERR_POSITION_UNKNOWN - from is 0 or beyond position_next.
 * Source: proto/SPEC.md 8 FOLLOW. */
enum err followers_start(struct followers *followers, session_id session,
                         const struct message *message, uint64_t position_next);

/* More credit for what the session follows; if it follows nothing, nothing happens. */
void followers_more(struct followers *followers, session_id session, uint32_t credit);
void followers_stop(struct followers *followers, session_id session);

/* A follower has something to read: come back soon. */
bool followers_are_behind(struct followers *followers, uint64_t position_next);

/* The page that was just made was not taken, since so much lies unread: it will be made again. */
void followers_put_off(struct followers *followers, session_id session,
                       const struct msg_facts *page, int64_t retry_ms);

/* Try those again that are full, if it is time. */
void followers_retry(struct followers *followers, int64_t now_ms);

/* These facts were decided: who waits for them need not read what a filter holds back. */
void followers_note(struct followers *followers, const struct facts *facts);

/* The next page for the next follower in turn, if it has one.
 *
 * Units:   *units - what may be spent, of about 3 ns each; what the page cost is taken off.
 * Shape:   view - of the committed state; what *message points to is good until the view ends.
 * Returns: false - that follower has nothing to be told now. */
struct followers_feed {
    struct view *view;
    const struct engine *engine;
    uint64_t lag_max; /* only who is behind by no more facts than this */
};
bool followers_page(struct followers *followers, const struct followers_feed *feed,
                    struct message *message, session_id *session, int64_t *units);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What keeps a thousand followers cheap:
 *
 * Those with credit stand first in the list, so that whoever stopped granting it is not even looked
 * at. Type and bundle of the newest facts are noted as they are decided, and those of older ones
 * when somebody reads them first, in a small table by position: a filter mostly answers from there,
 * and the journal is read for what is sent. The filter by submitter needs the submitter of each
 * fact's bundle, which only the bundle's first fact names: it is noted in the same way, else asked of
 * the engine's memory or of the stored images. A submitter never changes.
 *
 * All of it costs units, of about three nanoseconds each; the caller says how many there are. */
#include "broker/shell/follow.h"

#include "broker/shell/store.h"
#include "proto/record.h"

#include <stdlib.h>

#define OWNERS_MAX 8192
#define HEADS_MAX 32768
#define PAGE_BYTES_MAX (ENVELOPE_BYTES_MAX / 2) /* soft: one fact always fits */
#define PAGE_UNITS_MAX 16384                    /* for one page, so that others get theirs */
#define SILENT_MAX 65536 /* facts a filter holds back before the peer is told where it is */

/* What things cost. */
#define UNITS_LOOK 1    /* at what was noted of a fact */
#define UNITS_READ 32   /* a fact from the journal */
#define UNITS_SEEK 64   /* ... that is not the next one */
#define UNITS_OWNER 256 /* whose bundle that is */
#define UNITS_PAGE 1024 /* to be sent */

/* What was noted of a fact. */
struct fact_note {
    uint64_t position;
    uint64_t bundle_and_type; /* bundle << 8 | type */
};

enum err followers_init(struct followers *followers, uint32_t capacity)
{
    *followers = (struct followers){
        .capacity = capacity,
        .list = calloc(capacity, sizeof(struct follower)),
        .places = calloc(capacity, sizeof(uint32_t)),
        .owners = calloc(OWNERS_MAX, sizeof(struct bundle_owner)),
        .notes = calloc(HEADS_MAX, sizeof(struct fact_note)),
    };
    bool is_whole = followers->list != NULL && followers->places != NULL;
    if (is_whole && followers->owners != NULL && followers->notes != NULL) return OK;
    followers_fini(followers);
    return ERR_NO_MEMORY;
}

void followers_fini(struct followers *followers)
{
    free(followers->list);
    free(followers->places);
    free(followers->owners);
    free(followers->notes);
    *followers = (struct followers){ 0 };
}

/* Index of a session's follower in the list plus 1, or 0. */
static uint32_t *place_of(const struct followers *followers, session_id session)
{
    assert(session.n > 0);
    return &followers->places[(session.n - 1) % followers->capacity];
}

static struct follower *find(const struct followers *followers, session_id session)
{
    uint32_t place = *place_of(followers, session);
    if (place == 0) return NULL;
    struct follower *follower = &followers->list[place - 1];
    return follower->session.n == session.n ? follower : NULL;
}

static void exchange(struct followers *followers, uint32_t left, uint32_t right)
{
    struct follower *list = followers->list;
    struct follower moved = list[left];
    list[left] = list[right];
    list[right] = moved;
    *place_of(followers, list[left].session) = left + 1;
    *place_of(followers, list[right].session) = right + 1;
}

static void set_full(struct followers *followers, struct follower *follower, bool is_full)
{
    if (follower->is_full) followers->full_count--;
    follower->is_full = is_full;
    if (is_full) followers->full_count++;
}

/* Put a follower among those that may be sent something, or among the others. Those before `turn` have had their
 * turn in this round, and it stays so: whoever comes waits for the others. Returns where it is now. */
static struct follower *arrange(struct followers *followers, struct follower *follower)
{
    uint32_t index = (uint32_t)(follower - followers->list);
    bool is_active = index < followers->active_count;
    followers->settled_position = 0;
    if (is_active == (follower->credit > 0 && !follower->is_full)) return follower;
    if (!is_active) {
        exchange(followers, index, followers->active_count);
        return &followers->list[followers->active_count++];
    }
    if (index < followers->turn) {
        exchange(followers, index, --followers->turn);
        index = followers->turn;
    }
    exchange(followers, index, --followers->active_count);
    if (followers->turn >= followers->active_count) followers->turn = 0;
    return &followers->list[followers->active_count];
}

enum err followers_start(struct followers *followers, session_id session,
                         const struct message *message, uint64_t position_next)
{
    const struct msg_follow *follow = &message->follow;
    assert(message->request_id.size <= REQUEST_ID_BYTES_MAX);
    if (follow->from == 0 || follow->from > position_next) return ERR_POSITION_UNKNOWN;

    followers_stop(followers, session);
    assert(followers->count < followers->capacity); /* there is one for each session */
    struct follower *follower = &followers->list[followers->count++];
    *place_of(followers, session) = followers->count;
    *follower = (struct follower){
        .session = session,
        .next = follow->from,
        .next_said = follow->from,
        .bundle = follow->bundle,
        .submitter = follow->submitter,
        .credit = follow->credit,
        .types = follow->types,
        .request_id_size = (uint8_t)message->request_id.size,
    };
    if (message->request_id.size > 0) {
        memcpy(follower->request_id, message->request_id.at, message->request_id.size);
    }
    arrange(followers, follower);
    return OK;
}

void followers_more(struct followers *followers, session_id session, uint32_t credit)
{
    struct follower *follower = find(followers, session);
    if (follower == NULL) return;
    uint32_t room = FOLLOW_CREDIT_MAX - follower->credit;
    follower->credit += credit < room ? credit : room;
    set_full(followers, follower, false);
    arrange(followers, follower);
}

void followers_stop(struct followers *followers, session_id session)
{
    struct follower *follower = find(followers, session);
    if (follower == NULL) return;
    follower->credit = 0;
    set_full(followers, follower, false);
    follower = arrange(followers, follower);
    exchange(followers, (uint32_t)(follower - followers->list), followers->count - 1);
    *place_of(followers, session) = 0;
    followers->count--;
}

static bool is_behind(const struct follower *follower, uint64_t position_next)
{
    return follower->credit > 0 && (follower->next < position_next || !follower->is_live_said);
}

bool followers_are_behind(struct followers *followers, uint64_t position_next)
{
    if (followers->settled_position == position_next) return false;
    for (uint32_t i = 0; i < followers->active_count; i++) {
        uint32_t index = (followers->turn + i) % followers->active_count;
        if (is_behind(&followers->list[index], position_next)) return true;
    }
    followers->settled_position = position_next;
    return false;
}

void followers_put_off(struct followers *followers, session_id session,
                       const struct msg_facts *page, int64_t retry_ms)
{
    struct follower *follower = find(followers, session);
    assert(follower != NULL);
    follower->next = follower->next_said = follower->page_from;
    follower->credit += page->fact_count;
    follower->is_live_said = false;
    if (followers->full_count == 0) followers->retry_ms = retry_ms;
    set_full(followers, follower, true);
    arrange(followers, follower);
}

void followers_retry(struct followers *followers, int64_t now_ms)
{
    if (followers->full_count == 0 || now_ms < followers->retry_ms) return;
    for (uint32_t i = followers->active_count; i < followers->count; i++) {
        if (!followers->list[i].is_full) continue;
        set_full(followers, &followers->list[i], false);
        arrange(followers, &followers->list[i]); /* who stands here now was looked at before */
    }
    assert(followers->full_count == 0);
}

/* ---- What is known of facts ------------------------------------------------------------------ */

static void note(struct followers *followers, uint64_t position, uint64_t bundle,
                 enum fact_type type)
{
    followers->notes[position % HEADS_MAX] = (struct fact_note){
        .position = position,
        .bundle_and_type = bundle << 8 | (uint64_t)type,
    };
}

/* NULL: nothing is. */
static const struct fact_note *noted_of(const struct followers *followers, uint64_t position)
{
    const struct fact_note *noted = &followers->notes[position % HEADS_MAX];
    return noted->position == position ? noted : NULL;
}

static void note_owner(struct followers *followers, uint64_t bundle, const struct name *submitter)
{
    followers->owners[bundle % OWNERS_MAX] =
        (struct bundle_owner){ .bundle = bundle, .submitter = *submitter };
}

void followers_note(struct followers *followers, const struct facts *facts)
{
    if (followers->active_count == 0) return; /* nobody will ask */
    for (uint32_t i = 0; i < facts->count; i++) {
        const struct fact *fact = &facts->facts[i];
        note(followers, fact->position, fact->bundle, fact->type);
        if (fact->type != FACT_BUNDLE_SUBMITTED) continue;
        note_owner(followers, fact->bundle, &fact->bundle_submitted.submitter);
    }
}

/* What a page is read from. */
struct source {
    struct followers *followers;
    struct view *view;
    const struct engine *engine;
    int64_t units; /* that are left for it */
    uint64_t at;   /* where the view stands; 0: elsewhere */
};

static const struct name *owner_of(struct source *source, uint64_t bundle)
{
    struct bundle_owner *owner = &source->followers->owners[bundle % OWNERS_MAX];
    if (owner->bundle == bundle) return &owner->submitter;

    source->units -= UNITS_OWNER;
    const struct name *submitter = engine_submitter(source->engine, bundle);
    struct bundle_image *image = &source->followers->image;
    if (submitter == NULL && store_image(source->view, bundle, image) == OK) {
        submitter = &image->submitter;
    }
    static const struct name unknown;
    note_owner(source->followers, submitter == NULL ? 0 : bundle,
               submitter == NULL ? &unknown : submitter);
    return &owner->submitter;
}

static bool is_wanted(struct source *source, const struct follower *follower,
                      const struct fact_note *noted)
{
    uint64_t bundle = noted->bundle_and_type >> 8;
    uint32_t type = noted->bundle_and_type & 0xff;
    if (follower->types != 0 && (follower->types >> type & 1) == 0) return false;
    if (follower->bundle != 0 && follower->bundle != bundle) return false;
    if (name_is_empty(&follower->submitter)) return true;
    return bundle != 0 && name_is_equal(owner_of(source, bundle), &follower->submitter);
}

/* The next fact of the journal, if there is one, and a note of it; NULL: it cannot be read. */
static bool read_fact(struct source *source, struct follower *follower, struct fact_record *fact,
                      const struct fact_note **noted)
{
    struct record_head head;
    if (source->at != follower->next) {
        view_seek(source->view, follower->next);
        source->units -= UNITS_SEEK;
    }
    source->units -= UNITS_READ;
    if (!view_next(source->view, &fact->position, &fact->record, NULL)) return false;
    follower->next = source->at = fact->position + 1;
    *noted = noted_of(source->followers, fact->position);
    if (*noted == NULL && fact->record.at != NULL && record_read_head(fact->record, &head) == OK) {
        note(source->followers, fact->position, head.bundle, head.type);
        *noted = noted_of(source->followers, fact->position);
    }
    if (fact->record.at == NULL) *noted = NULL;
    return true;
}

/* Fill a page from where the follower stands. */
static void read_page(struct source *source, struct follower *follower, struct msg_facts *page)
{
    uint32_t page_max = follower->credit < HISTORY_PAGE_MAX ? follower->credit : HISTORY_PAGE_MAX;
    uint64_t position_next = view_position_next(source->view);
    size_t bytes = 0;
    while (follower->next < position_next && page->fact_count < page_max && source->units > 0) {
        const struct fact_note *noted = noted_of(source->followers, follower->next);
        if (noted != NULL && !is_wanted(source, follower, noted)) {
            follower->next++;
            source->units -= UNITS_LOOK;
            continue;
        }
        struct fact_record fact;
        bool was_noted = noted != NULL;
        if (bytes > PAGE_BYTES_MAX || !read_fact(source, follower, &fact, &noted)) break;
        if (noted == NULL || (!was_noted && !is_wanted(source, follower, noted))) continue;
        page->facts[page->fact_count++] = fact;
        bytes += fact.record.size;
    }
    follower->credit -= page->fact_count;
}

bool followers_page(struct followers *followers, const struct followers_feed *feed,
                    struct message *message, session_id *session, int64_t *units)
{
    *units -= UNITS_LOOK;
    if (followers->active_count == 0) return false;
    assert(followers->turn < followers->active_count);
    struct follower *follower = &followers->list[followers->turn++];
    if (followers->turn == followers->active_count) followers->turn = 0; /* the next round */
    uint64_t position_next = view_position_next(feed->view);
    if (!is_behind(follower, position_next)) return false;
    if (position_next - follower->next > feed->lag_max) return false;

    int64_t units_max = *units < PAGE_UNITS_MAX ? *units : PAGE_UNITS_MAX;
    struct source source = {
        .followers = followers, .view = feed->view, .engine = feed->engine, .units = units_max
    };
    struct msg_facts *page = &message->facts;
    message->type = MSG_FACTS;
    *page = (struct msg_facts){ 0 };
    follower->page_from = follower->next;
    read_page(&source, follower, page);
    *units -= units_max - source.units;

    page->next = follower->next;
    page->is_live = follower->next >= position_next;
    bool is_news = page->fact_count > 0 || (page->is_live && !follower->is_live_said) ||
                   follower->next - follower->next_said >= SILENT_MAX;
    follower->is_live_said = follower->is_live_said || page->is_live;
    if (!is_news) return false;
    *units -= UNITS_PAGE + (int64_t)page->fact_count * UNITS_READ;
    follower->next_said = follower->next;
    follower->is_live_said = page->is_live;
    *session = follower->session;
    if (follower->credit == 0) follower = arrange(followers, follower);
    message->request_id = (struct span){ follower->request_id, follower->request_id_size };
    return true;
}

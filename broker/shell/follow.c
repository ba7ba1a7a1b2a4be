/* SPDX-License-Identifier: Apache-2.0 */
/* The filter by submitter needs the submitter of each fact's bundle, which only the bundle's first
 * fact names. It is asked of the engine's memory, else of the stored images, and then remembered in
 * a small direct-mapped table: a bundle's facts lie close together, so that near the end of the
 * journal nearly every question is answered from there. A submitter never changes. */
#include "broker/shell/follow.h"

#include "broker/shell/store.h"
#include "proto/record.h"

#include <stdlib.h>

#define OWNERS_MAX 8192
#define PAGE_BYTES_MAX (ENVELOPE_BYTES_MAX / 2) /* soft: one fact always fits */
#define PAGE_SCAN_MAX 4096                      /* facts looked at for one page */
#define SILENT_MAX 65536 /* facts a filter holds back before the peer is told where it is */

enum err followers_init(struct followers *followers, uint32_t capacity)
{
    *followers = (struct followers){
        .capacity = capacity,
        .list = calloc(capacity, sizeof(struct follower)),
        .owners = calloc(OWNERS_MAX, sizeof(struct bundle_owner)),
    };
    if (followers->list != NULL && followers->owners != NULL) return OK;
    followers_fini(followers);
    return ERR_NO_MEMORY;
}

void followers_fini(struct followers *followers)
{
    free(followers->list);
    free(followers->owners);
    *followers = (struct followers){ 0 };
}

static struct follower *find(const struct followers *followers, session_id session)
{
    for (uint32_t i = 0; i < followers->count; i++) {
        if (followers->list[i].session.n == session.n) return &followers->list[i];
    }
    return NULL;
}

enum err followers_start(struct followers *followers, session_id session,
                         const struct message *message, uint64_t position_next)
{
    const struct msg_follow *follow = &message->follow;
    assert(message->request_id.size <= REQUEST_ID_BYTES_MAX);
    if (follow->from == 0 || follow->from > position_next) return ERR_POSITION_UNKNOWN;

    struct follower *follower = find(followers, session);
    if (follower == NULL) {
        assert(followers->count < followers->capacity); /* there is one for each session */
        follower = &followers->list[followers->count++];
    }
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
    return OK;
}

void followers_more(struct followers *followers, session_id session, uint32_t credit)
{
    struct follower *follower = find(followers, session);
    if (follower == NULL) return;
    uint32_t room = FOLLOW_CREDIT_MAX - follower->credit;
    follower->credit += credit < room ? credit : room;
}

void followers_stop(struct followers *followers, session_id session)
{
    struct follower *follower = find(followers, session);
    if (follower != NULL) *follower = followers->list[--followers->count];
}

static bool is_behind(const struct follower *follower, uint64_t position_next)
{
    return follower->credit > 0 && (follower->next < position_next || !follower->is_live_said);
}

bool followers_are_behind(const struct followers *followers, uint64_t position_next)
{
    for (uint32_t i = 0; i < followers->count; i++) {
        if (is_behind(&followers->list[i], position_next)) return true;
    }
    return false;
}

/* What a page is read from. */
struct source {
    struct followers *followers;
    struct view *view;
    const struct engine *engine;
};

static const struct name *owner_of(struct source *source, uint64_t bundle)
{
    struct bundle_owner *owner = &source->followers->owners[bundle % OWNERS_MAX];
    if (owner->bundle == bundle) return &owner->submitter;

    struct bundle_image *image = &source->followers->image;
    enum err err = engine_image(source->engine, bundle, image);
    if (err != OK) err = store_image(source->view, bundle, image);
    *owner = (struct bundle_owner){ .bundle = err == OK ? bundle : 0 };
    if (err == OK) owner->submitter = image->submitter;
    return &owner->submitter;
}

static bool is_wanted(struct source *source, const struct follower *follower,
                      const struct record_head *head)
{
    if (follower->types != 0 && (follower->types >> head->type & 1) == 0) return false;
    if (follower->bundle != 0 && follower->bundle != head->bundle) return false;
    if (name_is_empty(&follower->submitter)) return true;
    return head->bundle != 0 && name_is_equal(owner_of(source, head->bundle), &follower->submitter);
}

/* Fill a page from where the follower stands. */
static void read_page(struct source *source, struct follower *follower, struct msg_facts *page)
{
    uint32_t page_max = follower->credit < HISTORY_PAGE_MAX ? follower->credit : HISTORY_PAGE_MAX;
    size_t bytes = 0;
    uint64_t position;
    struct span record;
    struct record_head head;

    view_seek(source->view, follower->next);
    for (uint32_t i = 0; i < PAGE_SCAN_MAX && page->fact_count < page_max; i++) {
        if (bytes > PAGE_BYTES_MAX || !view_next(source->view, &position, &record, NULL)) break;
        follower->next = position + 1;
        if (record.at == NULL || record_read_head(record, &head) != OK) continue;
        if (!is_wanted(source, follower, &head)) continue;
        page->facts[page->fact_count++] =
            (struct fact_record){ .position = position, .record = record };
        bytes += record.size;
    }
    follower->credit -= page->fact_count;
}

bool followers_page(struct followers *followers, struct view *view, const struct engine *engine,
                    struct message *message, session_id *session)
{
    if (followers->count == 0) return false;
    followers->turn = (followers->turn + 1) % followers->count;
    struct follower *follower = &followers->list[followers->turn];
    uint64_t position_next = view_position_next(view);
    if (!is_behind(follower, position_next)) return false;

    struct source source = { .followers = followers, .view = view, .engine = engine };
    struct msg_facts *page = &message->facts;
    message->type = MSG_FACTS;
    message->request_id = (struct span){ follower->request_id, follower->request_id_size };
    *page = (struct msg_facts){ 0 };
    read_page(&source, follower, page);

    page->next = follower->next;
    page->is_live = follower->next >= position_next;
    bool is_news = page->fact_count > 0 || (page->is_live && !follower->is_live_said) ||
                   follower->next - follower->next_said >= SILENT_MAX;
    follower->is_live_said = follower->is_live_said || page->is_live;
    if (!is_news) return false;
    follower->next_said = follower->next;
    follower->is_live_said = page->is_live;
    *session = follower->session;
    return true;
}

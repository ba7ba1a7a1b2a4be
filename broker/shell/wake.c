/* SPDX-License-Identifier: Apache-2.0 */
/* How it works. A row is written with each image of an ended bundle that has a term (checkpoint.c), for
 * the first instant at which anything can be due by whatever calendar. It is a hint, and is moved
 * rather than believed:
 *
 *     the row's time ──► the bundle comes back ──► a fact: it is dirty, and its next image brings a row
 *                                              ──► nothing was due: the row moves to the next time,
 *                                                  or goes if there is none
 *
 * After a fact the row moves on by a day all the same, and goes when that day has come: so as long as
 * an image with a term stands in the store, a row leads to it, whenever the process ends. Rows that
 * are left over from older images find nothing due, and go.
 *
 * Rows that were moved in one draft are seen as they were until it is durable, so until then no others
 * are looked at. */
#include "broker/shell/wake.h"

#include "broker/shell/broker.h"
#include "broker/shell/log.h"
#include "broker/shell/store.h"

#include <inttypes.h>

#define AGAIN_MS ((int64_t)24 * 3600 * 1000)

int64_t wake_due_ms(struct broker *broker)
{
    struct wakes *wakes = &broker->wakes;
    struct span key = { 0 };
    struct span value;
    struct wake_row row;

    if (wakes->moving != NULL || broker->phase != PHASE_OPEN) return INT64_MAX;
    if (wakes->is_known) return wakes->next_ms;
    struct view *view = broker_view(broker);
    if (view == NULL) return INT64_MAX;
    wakes->is_known = true;
    wakes->next_ms = INT64_MAX;
    if (!view_table_next(view, STORE_WAKE, &key, &value)) return INT64_MAX;
    if (store_read_wake(key, value, &row) == OK) wakes->next_ms = row.at_ms;
    return wakes->next_ms;
}

/* When to look again; INT64_MAX: never. */
static int64_t look(struct broker *broker, uint64_t bundle)
{
    static struct bundle_image image;
    struct event event;
    bool is_here = engine_image(broker->engine, bundle, &image) == OK;

    broker_event(broker, EVENT_WAKE, (session_id){ 0 }, &event);
    event.wake = bundle;
    if (!is_here && store_archived(broker_view(broker), bundle, &image, &event.archived) != OK) {
        log_error("the image of bundle %" PRIu64 " cannot be read", bundle);
        return broker->now_ms + AGAIN_MS;
    }
    if (!is_here && !event.archived.is_found) return INT64_MAX;
    broker_step(broker, &event, "clock, ended bundle");
    if (is_here || broker->facts.count > 0) return broker->now_ms + AGAIN_MS;
    return engine_wake_ms(broker->engine, &image, broker->now_ms);
}

static void move(struct broker *broker, struct wake_row row)
{
    struct draft *draft = &broker->open->draft;
    int64_t next_ms = look(broker, row.bundle);

    broker->wakes.moving = draft;
    draft_write(draft, store_delete_wake(&draft->write_bytes, &row));
    if (next_ms == INT64_MAX) return;
    row.at_ms = next_ms;
    draft_write(draft, store_put_wake(&draft->write_bytes, &row));
}

void wake_run(struct broker *broker)
{
    struct wake_row rows[DRAFT_WAKES_MAX];
    struct span key = { 0 };
    struct span value;
    uint32_t count = 0;

    if (broker->room == ROOM_NONE || wake_due_ms(broker) > broker->now_ms) return;
    struct view *view = broker_view(broker);
    if (view == NULL) return;
    while (count < DRAFT_WAKES_MAX && view_table_next(view, STORE_WAKE, &key, &value)) {
        bool is_good = store_read_wake(key, value, &rows[count]) == OK;
        if (!is_good || rows[count].at_ms > broker->now_ms) break;
        count++;
    }
    for (uint32_t i = 0; i < count && broker_has_room(broker); i++) {
        move(broker, rows[i]);
    }
}

void wake_committed(struct broker *broker, const struct draft *draft)
{
    struct wakes *wakes = &broker->wakes;

    if (draft->wake_count > 0) wakes->is_known = false;
    if (wakes->moving == draft) wakes->moving = NULL;
}

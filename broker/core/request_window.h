/* SPDX-License-Identifier: Apache-2.0 */
/* The answered requests that are still remembered: the newest of PUBLISH, SIGNAL, WITHDRAW and
 * RETRY. The same id with the same content gets the same answer; with other content it is a
 * conflict. A ring: the oldest makes room. */
#ifndef BROKER_CORE_REQUEST_WINDOW_H
#define BROKER_CORE_REQUEST_WINDOW_H

#include "broker/core/arena.h"
#include "broker/core/engine.h"
#include "broker/core/map.h"

#define REQUEST_NONE UINT32_MAX

struct request_window {
    struct request_image *at; /* slot = index in the ring */
    uint32_t count;
    uint32_t count_max;
    uint32_t next;    /* slot of the next one */
    uint32_t unsaved; /* newest ones not exported yet */
    struct map by_id;
};

void request_window_init(struct request_window *window, struct arena *arena, uint32_t count_max);

/* A mark that stands for no request. */
bool request_mark_is_empty(const struct request_mark *mark);

/* Slot of a remembered request by its id, or REQUEST_NONE. */
uint32_t request_window_find(const struct request_window *window, const struct hash *id);

/* Remember an answer; its id must not be there. The oldest is forgotten if there is no room. */
void request_window_add(struct request_window *window, const struct request_image *image);

/* Take the oldest one that was not exported: its slot, or REQUEST_NONE. */
uint32_t request_window_take_unsaved(struct request_window *window);

/* All that were added come from the store: go on after the newest of them. */
void request_window_restored(struct request_window *window);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Free pages inside the journal's file are not counted as room, though LMDB would use them first:
 * how many of them a batch can use is not known before it is written.
 *
 * The free space of a file system may be asked for when there is none, unlike anything that writes.
 * Quotas and thin volumes cannot be asked; there the commit that fails is the first to know. */
#include "broker/shell/space.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/statvfs.h>

#define LOOK_EVERY_MS 500
#define MIB_SHIFT 20
#define MAP_WARN_PERCENT 90

static bool is_below(uint64_t free_bytes, uint64_t mark, bool was_below)
{
    return free_bytes < mark + (was_below ? mark / 8 : 0);
}

enum room space_room(uint64_t free_bytes, uint64_t reserve, enum room before)
{
    if (is_below(free_bytes, reserve / 4, before == ROOM_NONE)) return ROOM_NONE;
    if (is_below(free_bytes, reserve, before != ROOM_AMPLE)) return ROOM_RESERVE;
    return ROOM_AMPLE;
}

uint64_t space_map_reserve(uint64_t map_bytes, uint64_t disk_reserve)
{
    return map_bytes / 4 < disk_reserve ? map_bytes / 4 : disk_reserve;
}

static void look_at_map(struct broker *broker)
{
    struct space *space = &broker->space;
    uint64_t used, max;

    journal_bytes(broker->journal, &used, &max);
    uint64_t left = used < max ? max - used : 0;
    uint64_t reserve = space_map_reserve(max, broker->config->disk_reserve);
    space->map_room = space_room(left, reserve, space->map_room);
    if (space->is_map_warned || used / MAP_WARN_PERCENT < max / 100) return;
    space->is_map_warned = true;
    log_warn("the journal has used %" PRIu64 " of %" PRIu64
             " MiB of map-bytes; raise it at the next restart",
             used >> MIB_SHIFT, max >> MIB_SHIFT);
}

/* What cannot be asked stays as it was. */
static void look_at_disk(struct broker *broker)
{
    struct space *space = &broker->space;
    struct statvfs disk;

    if (statvfs(broker->config->data, &disk) != 0) {
        if (!space->is_disk_warned) {
            log_warn("the free space of %s cannot be asked for: %s", broker->config->data,
                     strerror(errno));
        }
        space->is_disk_warned = true;
        return;
    }
    space->disk_free = (uint64_t)disk.f_bavail * disk.f_frsize;
    space->disk_room = space_room(space->disk_free, broker->config->disk_reserve, space->disk_room);
}

static void log_change(const struct broker *broker, enum room before)
{
    const struct space *space = &broker->space;
    bool is_map = space->map_room >= space->disk_room;
    const char *remedy = is_map ? "map-bytes is nearly used up; raise it and start again"
                                : "the disk is nearly full; make room";

    if (broker->room == ROOM_AMPLE) {
        log_info("there is room again: everything is taken");
    } else if (broker->room == ROOM_NONE) {
        log_error("nothing is written any more, questions are answered: %s", remedy);
    } else if (before == ROOM_NONE) {
        log_warn("work under way goes on, new work is still refused: %s", remedy);
    } else {
        log_error("new work is refused as DISK_FULL: %s", remedy);
    }
    if (!is_map) {
        log_more(LOG_INFO, "%" PRIu64 " MiB are free, disk-reserve is %" PRIu64 " MiB",
                 space->disk_free >> MIB_SHIFT, broker->config->disk_reserve >> MIB_SHIFT);
    }
}

void space_look(struct broker *broker, bool has_committed)
{
    struct space *space = &broker->space;
    enum room before = broker->room;
    bool is_due = broker->now_ms >= space->looked_ms + LOOK_EVERY_MS;

    if (!is_due && !has_committed) return;
    space->looked_ms = broker->now_ms;
    look_at_map(broker);
    look_at_disk(broker);
    broker->room = space->map_room > space->disk_room ? space->map_room : space->disk_room;
    if (broker->room != before) log_change(broker, before);
}

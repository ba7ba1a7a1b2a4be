/* SPDX-License-Identifier: Apache-2.0 */
/* How much room the journal has: on its disk and in its map. A full disk is foreseen, not met.
 *
 *      0        a quarter of the reserve      the reserve                        all
 *      ├── none ──────────┼──────── reserve ───────┼──────────── ample ───────────┤  free bytes
 *        nothing is written  work under way goes on   all is taken
 *
 * The reserve holds at least what is decided and not yet committed: two batches. Whoever eats the
 * rest of the disk meanwhile is met by the commit that fails, and that ends the process. */
#ifndef BROKER_SHELL_SPACE_H
#define BROKER_SHELL_SPACE_H

#include "broker/shell/broker.h"

/* What so many free bytes are room for. A mark that was passed downward counts an eighth higher on
 * the way back, so that nobody flaps at it. */
enum room space_room(uint64_t free_bytes, uint64_t reserve, enum room before);

/* The reserve of a map: that of the disk, but at most a quarter of the map. */
uint64_t space_map_reserve(uint64_t map_bytes, uint64_t disk_reserve);

/* Look again, after each commit and twice a second, and set broker->room. */
void space_look(struct broker *broker, bool has_committed);

#endif

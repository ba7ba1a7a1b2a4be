/* SPDX-License-Identifier: Apache-2.0 */
/* Published procedures, each with what follows from its definition and is asked all the time. They
 * are never forgotten, so pointers to them stay good. */
#ifndef BROKER_CORE_PUBLISHED_H
#define BROKER_CORE_PUBLISHED_H

#include "broker/core/arena.h"
#include "broker/core/bundle.h"
#include "broker/core/map.h"
#include "tongfa/procedure.h"

#define PUBLISHED_NONE UINT32_MAX
#define PUBLISHED_MAX UINT16_MAX
#define DEPARTMENTS_MAX UINT16_MAX

struct published {
    struct procedure procedure;
    struct hash content;
    uint64_t position;
    uint8_t order[STAGES_MAX];        /* stages, upstreams first */
    uint8_t gates[STAGES_MAX];        /* of each stage: its gate, or GATE_NONE */
    uint16_t departments[STAGES_MAX]; /* of each stage: its department's index */
    set32 clocked;                    /* stages whose limits count */
    set32 opinions;                   /* stages that give an opinion */
    set32 timed;                      /* stages that count as agreed when their time is over */
    set32 holding;                    /* members of gates that hold until a date */
    bool
        is_timed; /* timers.c has to look at its bundles, also where nothing has happened to them */
    set32 termed; /* stages whose permits end by themselves */
};

struct published_list {
    struct published *at;
    uint32_t count;
    uint32_t count_max;
    struct map by_name; /* all versions of a name */
};

void published_init(struct published_list *list, struct arena *arena, uint32_t count_max);

/* Index of a version; version 0: the newest, which is the highest. PUBLISHED_NONE: there is none. */
uint32_t published_find(const struct published_list *list, const struct name *name,
                        uint32_t version);

/* Add a checked procedure that is not there yet; there must be room. The caller fills in content,
 * position and departments of the new entry. Returns its index. */
uint32_t published_add(struct published_list *list, const struct procedure *procedure);

/* Upstreams of a stage among `upstreams` whose grant is enough, since they share its gate; the
 * others must be issued. */
set32 published_same_gate(const struct published *published, uint32_t stage);

/* Which of the clocks of a bundle is that of a stage; and how many there are.
 *
 * Shape:   stage - one of clocked. */
uint32_t published_ledger(const struct published *published, uint32_t stage);
uint32_t procedure_clock_count(const struct procedure *procedure);

/* What a bundle of it needs as it comes in. */
struct bundle_size procedure_size(const struct procedure *procedure);

/* Index of a stage or milestone by name, or PUBLISHED_NONE. */
uint32_t published_stage(const struct published *published, const struct name *name);
uint32_t published_milestone(const struct published *published, const struct name *name);

#endif

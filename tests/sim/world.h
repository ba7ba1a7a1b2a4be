/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated world: its time, its chances, its agenda, and the first thing that went wrong.
 *
 * A process plays one world at a time, so its parts are modules with one state each; world_begin
 * and world_end bracket a run. Nothing in it depends on anything but the options: no real time, no
 * addresses, no threads. */
#ifndef TESTS_SIM_WORLD_H
#define TESTS_SIM_WORLD_H

#include "tests/sim/options.h"
#include "tests/support/chance.h"

/* A letter on its way: an envelope frame and its payload. */
struct letter {
    uint32_t connection;
    size_t frame_size;
    size_t payload_size;
    uint8_t bytes[];
};

enum happening_kind {
    HAPPENS_ARRIVAL = 1, /* a letter comes to the broker */
    HAPPENS_DELIVERY,    /* a letter comes to a peer */
    HAPPENS_WAKE,        /* a peer looks at its duties */
    HAPPENS_CRASH,       /* the broker dies, now or at its next chance */
    HAPPENS_DRAIN,       /* the broker is asked to end */
    HAPPENS_STALL,       /* the broker stands still for a while */
    HAPPENS_FULL,        /* the journal is nearly full for a while */
    HAPPENS_ROOM,        /* ... and no more */
    HAPPENS_CLOCK,       /* somebody sets the wall clock */
    HAPPENS_LEAP,        /* hours, days or months pass */
    HAPPENS_CALM,        /* faults stop, everything must finish */
};

struct happening {
    int64_t at_ms;
    uint64_t order; /* among those of one time: first come first */
    enum happening_kind kind;
    uint32_t peer;
    struct letter *letter; /* the happening's own */
};

struct world {
    struct options options;
    int64_t now_ms;   /* since the beginning, without leaps: what peers, network and disk live by */
    int64_t leapt_ms; /* ... and what has passed in leaps: only the machine's clocks show it */
    int64_t wall_ms;  /* what the wall clock shows at 0; it may be set */
    bool is_calm;     /* the liveness phase */
    uint32_t fault_count;
    uint64_t letter_count;
    uint64_t commit_count;
    uint32_t crash_count;
    uint64_t clock_count; /* that were read, and compared with the model */
    uint64_t late_count;  /* ... of which so many were late */
    uint64_t provisional_count;
    char failure[512];
};
extern struct world world;

#define WORLD_START_MS INT64_C(1767574800000)    /* Monday, 2026-01-05 09:00 in Beijing */
#define WORLD_NEW_YEAR_MS INT64_C(1798761600000) /* 2027-01-01 00:00 UTC */

void world_begin(const struct options *options);
void world_end(void);

/* Something that must not be: the first one ends the run. */
void world_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool world_has_failed(void);

/* Chances of one thing, which do not change when another draws more or fewer. */
struct chance world_chance(const char *what, uint64_t which);

/* All the time that has passed. */
static inline int64_t world_elapsed_ms(void)
{
    return world.now_ms + world.leapt_ms;
}

static inline uint32_t world_option(enum option option)
{
    return world.options.values[option];
}

/* A fault of this rate per mille happens now. Never when calm; counted, so that shrinking can leave
 * out all after the n-th. */
bool world_fault(struct chance *chance, enum option rate);

/* One that was decided otherwise. */
bool world_fault_takes_place(void);

/* ---- Agenda -------------------------------------------------------------------------------- */

/* Takes the letter. */
void world_plan(int64_t at_ms, enum happening_kind kind, uint32_t peer, struct letter *letter);

/* When something is next; INT64_MAX: nothing more. */
int64_t world_next_ms(void);

/* Take what is next. */
struct happening world_take(void);

/* Where it goes (run.c). */
void world_happen(struct happening *happening);

static inline struct span world_span(const char *text)
{
    return (struct span){ (const uint8_t *)text, strlen(text) };
}

static inline bool world_is_same(struct span left, struct span right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.at, right.at, left.size) == 0);
}

#endif

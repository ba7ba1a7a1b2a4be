/* SPDX-License-Identifier: Apache-2.0 */
/* Bundles and their stages in memory: two pools and two indexes.
 *
 * There may be a million of them, so a bundle is about 200 bytes, and its stages and milestones
 * stand in blocks of four cells of 64 bytes: first one cell for each stage, then one for every four
 * milestones. Free entries are found through a high-water mark and a list of what was given back, so
 * memory is first touched when it is first used.
 *
 * What happens to a bundle besides (pauses, notices, ...) stands in its dossier: entries of one kind of
 * struct, three to a block, taken when they are needed.
 *
 * When you add a field that is durable: its place in struct bundle_image (tongfa/state.h), in
 * image.c both ways, in hash.c, and in proto/record.c. */
#ifndef BROKER_CORE_BUNDLE_H
#define BROKER_CORE_BUNDLE_H

#include "broker/core/arena.h"
#include "broker/core/ledger.h"
#include "broker/core/map.h"
#include "broker/core/milestone.h"
#include "broker/core/stage.h"
#include "broker/core/submitter.h"
#include "tongfa/state.h"

#define BUNDLE_NONE UINT32_MAX
#define BUNDLES_MAX (UINT32_MAX / STAGES_MAX) /* so that stage_ref has room */

#define CELLS_PER_BLOCK 4
#define MILESTONES_PER_CELL 4
#define BLOCKS_PER_BUNDLE_MAX \
    ((STAGES_MAX + MILESTONES_MAX / MILESTONES_PER_CELL + CELLS_PER_BLOCK - 1) / CELLS_PER_BLOCK)

union cell {
    struct stage stage;
    struct milestone milestones[MILESTONES_PER_CELL];
    uint32_t free_next; /* first cell of a free block: the next free block + 1 */
};

/* Clocks stand in blocks of their own, in order of their stages, and only where the procedure has
 * some: whoever has none pays nothing. */
#define LEDGERS_PER_BLOCK 12

/* Entries of a dossier stand in blocks of their own, too, in the order in which they came. */
#define ENTRIES_PER_BLOCK 3

struct block {
    union {
        union cell cells[CELLS_PER_BLOCK];
        struct {
            struct ledger at[LEDGERS_PER_BLOCK];
            uint32_t next; /* block of the next twelve + 1; 0: none */
        } ledgers;
        struct {
            struct entry at[ENTRIES_PER_BLOCK];
            uint32_t next; /* block of the next three + 1; 0: none */
        } dossier;
    };
};

struct bundle {
    /* Durable: covered by images and hash. */
    uint64_t number; /* 0: the entry is free */
    struct hash key_hash;
    struct hash content_hash;
    int64_t submitted_ms;
    int64_t ended_ms;
    uint64_t submitted_position;
    uint64_t last_position;
    set32 in[STAGE_STATE_COUNT]; /* in[s]: the stages whose state is s */
    uint16_t milestones_reached;
    uint16_t milestones_called_off;
    uint8_t gates_issued;
    uint8_t gates_lapsed;
    uint8_t priority;
    uint8_t result; /* enum bundle_result */
    uint8_t phase;  /* enum phase */
    uint8_t entry_count;
    uint32_t submitter; /* index among the submitters; its name is what is durable */
    /* Derived. */
    uint16_t procedure; /* index among the published ones */
    uint8_t stage_count;
    uint8_t milestone_count;
    set32 held;       /* stages that wait until another one is reviewed again: reopening.h */
    bool is_stored;   /* an image of it as an open bundle was exported, or restored */
    bool is_recalled; /* it had ended and left memory before: its key is stored */
    uint32_t blocks[BLOCKS_PER_BUNDLE_MAX];
    uint32_t dirty_next;  /* in the list of dirty ones; in a free entry: the next free + 1 */
    uint32_t ledgers;     /* first block of its clocks + 1; 0: none */
    uint32_t dossier;     /* first block of its entries + 1; 0: none */
    uint32_t timer_index; /* in the heap of timers + 1; 0: it is not in it */
    int64_t timer_due_ms;
    uint64_t dirty_position; /* its first fact that no exported image has; 0: clean */
};

struct bundles {
    struct bundle *at;
    struct block *blocks;
    uint32_t count; /* in memory, ended ones included */
    uint32_t count_max;
    uint32_t high;       /* entries from here on were never used */
    uint32_t free_first; /* index + 1; 0: none */
    uint32_t block_count;
    uint32_t block_count_max;
    uint32_t block_high;
    uint32_t block_free_first; /* index + 1; 0: none */
    struct submitters submitters;
    struct map by_number;
    struct map by_key;
    uint32_t dirty_first; /* longest dirty first */
    uint32_t dirty_last;
    uint32_t recent; /* mostly the one that is asked for next */
};

void bundles_init(struct bundles *bundles, struct arena *arena, uint32_t count_max,
                  uint32_t block_count_max);

/* Room for so many more bundles of a procedure with so many stages and milestones; entry_count: of its
 * dossier as it comes in. */
struct bundle_size {
    uint32_t stage_count;
    uint32_t milestone_count;
    uint32_t clock_count;
    uint32_t entry_count;
};
uint32_t bundles_places(const struct bundles *bundles, const struct bundle_size *size);
bool bundles_have_room(const struct bundles *bundles, const struct bundle_size *size);

/* Blocks that a bundle takes. */
uint32_t bundle_blocks(const struct bundle_size *size);

/* A new bundle, all stages WAITING, indexed. There must be room, and neither number nor key there.
 * Returns its index; the caller fills in the rest. */
struct bundle_shape {
    uint64_t number;
    struct hash key_hash;
    struct name submitter;
    uint32_t stage_count;
    uint32_t milestone_count;
    uint32_t clock_count;
};
uint32_t bundles_add(struct bundles *bundles, const struct bundle_shape *shape);

/* Give a bundle as many stages, milestones and clocks as a size says, new ones all, in place of those it
 * has; its dossier stays, and has room for so many entries more. There must be room: what it has is given
 * back first. */
bool bundle_can_reshape(const struct bundles *bundles, const struct bundle *bundle,
                        const struct bundle_size *size);
void bundle_reshape(struct bundles *bundles, struct bundle *bundle, const struct bundle_size *size);

/* Forget a bundle. It must be clean: whoever forgets it has its image. */
void bundles_remove(struct bundles *bundles, uint32_t index);

/* Index of a bundle, or BUNDLE_NONE. */
uint32_t bundles_find(const struct bundles *bundles, uint64_t number);
uint32_t bundles_find_key(const struct bundles *bundles, const struct hash *key_hash);

/* This key, and this bundle, will be asked for soon: fetch where they stand. */
void bundles_expect_key(const struct bundles *bundles, const struct hash *key_hash);
static inline void bundles_expect(const struct bundles *bundles, uint32_t index)
{
    const uint8_t *at = (const uint8_t *)&bundles->at[index];
    for (size_t i = 0; i < sizeof(struct bundle); i += 64) {
        __builtin_prefetch(at + i, 1);
    }
}

/* This one will be asked for next: bundles_find has it at once. */
static inline void bundles_recall(struct bundles *bundles, uint32_t index)
{
    assert(index < bundles->high);
    bundles->recent = index;
}

/* ---- Stages and milestones ----------------------------------------------------------------- */

/* Stages first, then milestones, four cells to a block. */
static inline union cell *bundle_cell(const struct bundles *bundles, const struct bundle *bundle,
                                      uint32_t cell)
{
    assert(cell / CELLS_PER_BLOCK < BLOCKS_PER_BUNDLE_MAX);
    uint32_t block = bundle->blocks[cell / CELLS_PER_BLOCK];
    assert(block < bundles->block_high);
    return &bundles->blocks[block].cells[cell % CELLS_PER_BLOCK];
}

static inline struct stage *bundle_stage(const struct bundles *bundles, const struct bundle *bundle,
                                         uint32_t stage)
{
    assert(bundle->number != 0);
    assert(stage < bundle->stage_count);
    return &bundle_cell(bundles, bundle, stage)->stage;
}

struct milestone *bundle_milestone(const struct bundles *bundles, const struct bundle *bundle,
                                   uint32_t milestone);

/* The n-th clock of a bundle, which has so many. */
struct ledger *bundle_ledger(const struct bundles *bundles, const struct bundle *bundle,
                             uint32_t nth);

/* ---- The dossier ----------------------------------------------------------------------------- */

/* There is room for so many more entries, up to a number of them in all. */
bool bundle_has_entries(const struct bundles *bundles, const struct bundle *bundle, uint32_t count,
                        uint32_t count_max);

/* A new entry of zeros behind the others; there must be room. */
struct entry *bundle_enter(struct bundles *bundles, struct bundle *bundle);

/* The n-th entry, from 0. */
struct entry *bundle_entry(const struct bundles *bundles, const struct bundle *bundle,
                           uint32_t nth);

/* The first entry of a kind, of a stage or STAGE_WHOLE, that is open: its until_ms is 0. Or NULL. */
struct entry *bundle_open_entry(const struct bundles *bundles, const struct bundle *bundle,
                                enum entry_kind kind, uint8_t stage);

static inline stage_ref stage_ref_of(uint32_t bundle, uint32_t stage)
{
    assert(bundle < BUNDLES_MAX);
    assert(stage < STAGES_MAX);
    return bundle * STAGES_MAX + stage;
}

/* The bundle of a reference, and the index of its stage. */
static inline struct bundle *bundles_of_ref(const struct bundles *bundles, stage_ref ref,
                                            uint32_t *stage)
{
    assert(ref != STAGE_REF_NONE);
    uint32_t index = ref / STAGES_MAX;
    assert(index < bundles->high);
    *stage = ref % STAGES_MAX;
    return &bundles->at[index];
}

static inline struct stage *bundles_stage_of_ref(const struct bundles *bundles, stage_ref ref)
{
    uint32_t stage;
    const struct bundle *bundle = bundles_of_ref(bundles, ref, &stage);
    return bundle_stage(bundles, bundle, stage);
}

/* Move a stage from its set to that of another state. */
void bundle_set_state(const struct bundles *bundles, struct bundle *bundle, uint32_t stage,
                      enum stage_state state);

enum milestone_state bundle_milestone_state(const struct bundle *bundle, uint32_t milestone);
enum gate_state bundle_gate_state(const struct bundle *bundle, uint32_t gate);

/* Stages that can be granted no more, and those that have ended one way or the other. */
set32 bundle_ungranted(const struct bundle *bundle);
set32 bundle_final(const struct bundle *bundle);

/* What the bundle comes to when all of its stages are final: everything issued, a part, nothing. */
enum bundle_result bundle_outcome(const struct bundle *bundle);

/* ---- Dirty bundles: changed since their last image, longest first -------------------------- */

/* It changed at this position; positions never fall from call to call. */
void bundles_mark_dirty(struct bundles *bundles, uint32_t index, uint64_t position);

/* Take the one that has been dirty longest; it is clean now. BUNDLE_NONE: there is none. */
uint32_t bundles_take_dirty(struct bundles *bundles);

#endif

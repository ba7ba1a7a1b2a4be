/* SPDX-License-Identifier: Apache-2.0 */
/* Pools and indexes of bundles.
 *
 * An entry is found again by a high-water mark first and a list of returned ones then: the engine's
 * memory is fresh zero pages, and a page that no bundle has needed yet is never touched. A returned
 * entry is cleared when it is taken again, not when it is returned, for the same reason.
 *
 * Rejected: one block per bundle with room for 32 stages (2 KB each, most of it never used), and
 * lists of stages (an edge test would walk them). Blocks of four keep a five-stage bundle with its
 * milestones at two blocks, and the sets in[] answer every question about edges without looking at
 * a stage at all.
 *
 * What must stay true: a stage is in exactly one of the sets, the one of its state. */
#include "broker/core/bundle.h"

#include "broker/core/mix.h"

void bundles_init(struct bundles *bundles, struct arena *arena, uint32_t count_max,
                  uint32_t block_count_max)
{
    assert(count_max > 0 && count_max <= BUNDLES_MAX);
    assert(block_count_max >= BLOCKS_PER_BUNDLE_MAX);
    assert(block_count_max < UINT32_MAX / CELLS_PER_BLOCK);

    *bundles = (struct bundles){
        .at = arena_take(arena, count_max, sizeof(struct bundle)),
        .blocks = arena_take(arena, block_count_max, sizeof(struct block)),
        .count_max = count_max,
        .block_count_max = block_count_max,
        .dirty_first = BUNDLE_NONE,
        .dirty_last = BUNDLE_NONE,
    };
    submitters_init(&bundles->submitters, arena, count_max);
    map_init(&bundles->by_number, arena, count_max);
    map_init(&bundles->by_key, arena, count_max);
}

static uint32_t ledgers_blocks(uint32_t clock_count)
{
    assert(clock_count <= STAGES_MAX);
    return (clock_count + LEDGERS_PER_BLOCK - 1) / LEDGERS_PER_BLOCK;
}

/* Blocks for the cells of so many stages and milestones. */
static uint32_t cell_blocks(uint32_t stage_count, uint32_t milestone_count)
{
    assert(stage_count <= STAGES_MAX);
    assert(milestone_count <= MILESTONES_MAX);

    uint32_t cells =
        stage_count + (milestone_count + MILESTONES_PER_CELL - 1) / MILESTONES_PER_CELL;
    return (cells + CELLS_PER_BLOCK - 1) / CELLS_PER_BLOCK;
}

uint32_t bundle_blocks(const struct bundle_size *size)
{
    return cell_blocks(size->stage_count, size->milestone_count) +
           ledgers_blocks(size->clock_count) +
           (size->entry_count + ENTRIES_PER_BLOCK - 1) / ENTRIES_PER_BLOCK;
}

uint32_t bundles_places(const struct bundles *bundles, const struct bundle_size *size)
{
    assert(bundles->count <= bundles->count_max);
    assert(bundles->block_count <= bundles->block_count_max);
    assert(size->stage_count > 0);

    uint32_t places = bundles->count_max - bundles->count;
    uint32_t by_blocks = (bundles->block_count_max - bundles->block_count) / bundle_blocks(size);
    return by_blocks < places ? by_blocks : places;
}

bool bundles_have_room(const struct bundles *bundles, const struct bundle_size *size)
{
    return bundles_places(bundles, size) > 0;
}

/* A block of zeros. */
static uint32_t block_take(struct bundles *bundles)
{
    assert(bundles->block_count < bundles->block_count_max);

    uint32_t index;
    if (bundles->block_free_first != 0) {
        index = bundles->block_free_first - 1;
        bundles->block_free_first = bundles->blocks[index].cells[0].free_next;
        if (bundles->block_free_first != 0) {
            __builtin_prefetch(&bundles->blocks[bundles->block_free_first - 1], 1);
        }
        memset(&bundles->blocks[index], 0, sizeof bundles->blocks[index]);
    } else {
        assert(bundles->block_high < bundles->block_count_max);
        index = bundles->block_high++;
    }
    bundles->block_count++;
    return index;
}

static void block_give_back(struct bundles *bundles, uint32_t index)
{
    assert(index < bundles->block_high);
    assert(bundles->block_count > 0);

    bundles->blocks[index].cells[0].free_next = bundles->block_free_first;
    bundles->block_free_first = index + 1;
    bundles->block_count--;
}

/* The last twelve first, so that the chain begins with the first. */
static void ledgers_take(struct bundles *bundles, struct bundle *bundle, uint32_t clock_count)
{
    assert(bundle->ledgers == 0);
    for (uint32_t i = 0; i < ledgers_blocks(clock_count); i++) {
        uint32_t block = block_take(bundles);
        bundles->blocks[block].ledgers.next = bundle->ledgers;
        bundle->ledgers = block + 1;
    }
}

static void ledgers_give_back(struct bundles *bundles, struct bundle *bundle)
{
    while (bundle->ledgers != 0) {
        uint32_t block = bundle->ledgers - 1;
        assert(block < bundles->block_high);
        bundle->ledgers = bundles->blocks[block].ledgers.next;
        block_give_back(bundles, block);
    }
}

struct ledger *bundle_ledger(const struct bundles *bundles, const struct bundle *bundle,
                             uint32_t nth)
{
    uint32_t from = bundle->ledgers;

    assert(bundle->number != 0);
    for (; nth >= LEDGERS_PER_BLOCK; nth -= LEDGERS_PER_BLOCK) {
        assert(from != 0);
        from = bundles->blocks[from - 1].ledgers.next;
    }
    assert(from != 0 && from - 1 < bundles->block_high);
    return &bundles->blocks[from - 1].ledgers.at[nth];
}

/* ---- The dossier ----------------------------------------------------------------------------- */

bool bundle_has_entries(const struct bundles *bundles, const struct bundle *bundle, uint32_t count,
                        uint32_t count_max)
{
    uint32_t wanted = (bundle->entry_count + count + ENTRIES_PER_BLOCK - 1) / ENTRIES_PER_BLOCK;
    uint32_t taken = (bundle->entry_count + ENTRIES_PER_BLOCK - 1u) / ENTRIES_PER_BLOCK;

    assert(bundle->number != 0);
    assert(count_max <= ENTRIES_MAX);
    return bundle->entry_count + count <= count_max &&
           bundles->block_count + wanted - taken <= bundles->block_count_max;
}

/* The block of the n-th entry; the link to it if there is none yet. */
static uint32_t *entry_block(const struct bundles *bundles, struct bundle *bundle, uint32_t nth)
{
    uint32_t *link = &bundle->dossier;

    for (; nth >= ENTRIES_PER_BLOCK; nth -= ENTRIES_PER_BLOCK) {
        assert(*link != 0 && *link - 1 < bundles->block_high);
        link = &bundles->blocks[*link - 1].dossier.next;
    }
    return link;
}

struct entry *bundle_enter(struct bundles *bundles, struct bundle *bundle)
{
    assert(bundle_has_entries(bundles, bundle, 1, ENTRIES_MAX));
    uint32_t *link = entry_block(bundles, bundle, bundle->entry_count);
    if (*link == 0) *link = block_take(bundles) + 1;
    bundle->entry_count++;
    return bundle_entry(bundles, bundle, bundle->entry_count - 1u);
}

struct entry *bundle_entry(const struct bundles *bundles, const struct bundle *bundle, uint32_t nth)
{
    uint32_t block = bundle->dossier;

    assert(nth < bundle->entry_count);
    for (; nth >= ENTRIES_PER_BLOCK; nth -= ENTRIES_PER_BLOCK) {
        assert(block != 0);
        block = bundles->blocks[block - 1].dossier.next;
    }
    assert(block != 0 && block - 1 < bundles->block_high);
    return &bundles->blocks[block - 1].dossier.at[nth];
}

struct entry *bundle_open_entry(const struct bundles *bundles, const struct bundle *bundle,
                                enum entry_kind kind, uint8_t stage)
{
    assert(bundle->number != 0);
    assert(bundle->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(bundles, bundle, i);
        if (entry->kind == kind && entry->stage == stage && entry->until_ms == 0) return entry;
    }
    return NULL;
}

static void dossier_give_back(struct bundles *bundles, struct bundle *bundle)
{
    while (bundle->dossier != 0) {
        uint32_t block = bundle->dossier - 1;
        assert(block < bundles->block_high);
        bundle->dossier = bundles->blocks[block].dossier.next;
        block_give_back(bundles, block);
    }
    bundle->entry_count = 0;
}

/* An entry of zeros in the pool. */
static uint32_t entry_take(struct bundles *bundles)
{
    assert(bundles->count < bundles->count_max);

    uint32_t index;
    if (bundles->free_first != 0) {
        index = bundles->free_first - 1;
        bundles->free_first = bundles->at[index].dirty_next;
        bundles->at[index] = (struct bundle){ 0 };
    } else {
        assert(bundles->high < bundles->count_max);
        index = bundles->high++;
    }
    bundles->count++;
    return index;
}

/* Stages that all wait, open milestones, and clocks that have not begun. */
static void take_stages(struct bundles *bundles, struct bundle *bundle,
                        const struct bundle_size *size)
{
    uint32_t block_count = cell_blocks(size->stage_count, size->milestone_count);

    assert(bundle->ledgers == 0);
    bundle->stage_count = (uint8_t)size->stage_count;
    bundle->milestone_count = (uint8_t)size->milestone_count;
    for (uint32_t i = 0; i < block_count; i++) {
        bundle->blocks[i] = block_take(bundles);
    }
    ledgers_take(bundles, bundle, size->clock_count);
    bundle->in[STAGE_WAITING] = set_first(size->stage_count);
    for (uint32_t i = 0; i < size->stage_count; i++) {
        bundle_stage(bundles, bundle, i)->state = STAGE_WAITING;
    }
}

static void give_back_stages(struct bundles *bundles, struct bundle *bundle)
{
    uint32_t block_count = cell_blocks(bundle->stage_count, bundle->milestone_count);

    assert(block_count <= BLOCKS_PER_BUNDLE_MAX);
    for (uint32_t i = 0; i < block_count; i++) {
        block_give_back(bundles, bundle->blocks[i]);
    }
    ledgers_give_back(bundles, bundle);
}

bool bundle_can_reshape(const struct bundles *bundles, const struct bundle *bundle,
                        const struct bundle_size *size)
{
    uint32_t given = cell_blocks(bundle->stage_count, bundle->milestone_count);

    assert(bundle->number != 0);
    for (uint32_t at = bundle->ledgers; at != 0; at = bundles->blocks[at - 1].ledgers.next) {
        given++;
    }
    uint32_t taken = cell_blocks(size->stage_count, size->milestone_count) +
                     ledgers_blocks(size->clock_count) +
                     (size->entry_count + ENTRIES_PER_BLOCK - 1) / ENTRIES_PER_BLOCK;
    return bundles->block_count - given + taken <= bundles->block_count_max;
}

void bundle_reshape(struct bundles *bundles, struct bundle *bundle, const struct bundle_size *size)
{
    assert(bundle_can_reshape(bundles, bundle, size));
    give_back_stages(bundles, bundle);
    memset(bundle->in, 0, sizeof bundle->in);
    bundle->milestones_reached = 0;
    bundle->milestones_called_off = 0;
    bundle->gates_issued = 0;
    bundle->gates_lapsed = 0;
    take_stages(bundles, bundle, size);
}

uint32_t bundles_add(struct bundles *bundles, const struct bundle_shape *shape)
{
    assert(shape->number > 0);
    assert(shape->stage_count > 0);
    assert(bundles_have_room(bundles,
                             &(struct bundle_size){ shape->stage_count, shape->milestone_count,
                                                    shape->clock_count, 0 }));
    assert(bundles_find(bundles, shape->number) == BUNDLE_NONE);
    assert(bundles_find_key(bundles, &shape->key_hash) == BUNDLE_NONE);

    uint32_t index = entry_take(bundles);
    struct bundle *bundle = &bundles->at[index];
    bundle->number = shape->number;
    bundle->key_hash = shape->key_hash;
    bundle->submitter = submitters_enter(&bundles->submitters, &shape->submitter);
    bundle->dirty_next = BUNDLE_NONE;
    take_stages(
        bundles, bundle,
        &(struct bundle_size){ shape->stage_count, shape->milestone_count, shape->clock_count, 0 });
    map_add(&bundles->by_number, tag_of_number(shape->number), index);
    map_add(&bundles->by_key, tag_of_hash(&shape->key_hash), index);
    return index;
}

void bundles_remove(struct bundles *bundles, uint32_t index)
{
    assert(index < bundles->high);
    struct bundle *bundle = &bundles->at[index];
    assert(bundle->number != 0);
    assert(bundle->dirty_position == 0);

    map_remove(&bundles->by_number, tag_of_number(bundle->number), index);
    map_remove(&bundles->by_key, tag_of_hash(&bundle->key_hash), index);
    submitters_leave(&bundles->submitters, bundle->submitter);
    give_back_stages(bundles, bundle);
    dossier_give_back(bundles, bundle);
    bundle->number = 0;
    bundle->dirty_next = bundles->free_first;
    bundles->free_first = index + 1;
    bundles->count--;
}

/* Both indexes hold 32-bit tags; the full key is compared here. */
uint32_t bundles_find(const struct bundles *bundles, uint64_t number)
{
    uint32_t tag = tag_of_number(number);
    uint32_t index = bundles->recent;

    if (number != 0 && bundles->at[index].number == number) return index;
    for (uint32_t at = map_first(&bundles->by_number, tag, &index); at != MAP_END;
         at = map_after(&bundles->by_number, at, tag, &index)) {
        assert(index < bundles->high);
        if (bundles->at[index].number == number) return index;
    }
    return BUNDLE_NONE;
}

uint32_t bundles_find_key(const struct bundles *bundles, const struct hash *key_hash)
{
    uint32_t tag = tag_of_hash(key_hash);
    uint32_t index = 0;

    for (uint32_t at = map_first(&bundles->by_key, tag, &index); at != MAP_END;
         at = map_after(&bundles->by_key, at, tag, &index)) {
        assert(index < bundles->high);
        if (hash_is_equal(&bundles->at[index].key_hash, key_hash)) return index;
    }
    return BUNDLE_NONE;
}

void bundles_expect_key(const struct bundles *bundles, const struct hash *key_hash)
{
    map_expect(&bundles->by_key, tag_of_hash(key_hash));
}

struct milestone *bundle_milestone(const struct bundles *bundles, const struct bundle *bundle,
                                   uint32_t milestone)
{
    assert(bundle->number != 0);
    assert(milestone < bundle->milestone_count);
    uint32_t cell = bundle->stage_count + milestone / MILESTONES_PER_CELL;
    return &bundle_cell(bundles, bundle, cell)->milestones[milestone % MILESTONES_PER_CELL];
}

void bundle_set_state(const struct bundles *bundles, struct bundle *bundle, uint32_t stage,
                      enum stage_state state)
{
    struct stage *record = bundle_stage(bundles, bundle, stage);

    assert(state > STAGE_NONE && state < STAGE_STATE_COUNT);
    assert(set_has(bundle->in[record->state], stage));
    bundle->in[record->state] &= ~set_of(stage);
    bundle->in[state] |= set_of(stage);
    record->state = (uint8_t)state;
}

enum milestone_state bundle_milestone_state(const struct bundle *bundle, uint32_t milestone)
{
    assert(milestone < bundle->milestone_count);
    assert((bundle->milestones_reached & bundle->milestones_called_off) == 0);
    if (set_has(bundle->milestones_reached, milestone)) return MILESTONE_REACHED;
    if (set_has(bundle->milestones_called_off, milestone)) return MILESTONE_CALLED_OFF;
    return MILESTONE_OPEN;
}

enum gate_state bundle_gate_state(const struct bundle *bundle, uint32_t gate)
{
    assert(gate < GATES_MAX);
    assert((bundle->gates_issued & bundle->gates_lapsed) == 0);
    if (set_has(bundle->gates_issued, gate)) return GATE_ISSUED;
    if (set_has(bundle->gates_lapsed, gate)) return GATE_LAPSED;
    return GATE_OPEN;
}

set32 bundle_ungranted(const struct bundle *bundle)
{
    assert(bundle->number != 0);
    return bundle->in[STAGE_REFUSED] | bundle->in[STAGE_BLOCKED] | bundle->in[STAGE_LAPSED] |
           bundle->in[STAGE_WITHDRAWN];
}

set32 bundle_final(const struct bundle *bundle)
{
    assert(bundle->number != 0);
    return bundle_ungranted(bundle) | bundle->in[STAGE_ISSUED] | bundle->in[STAGE_SKIPPED];
}

enum bundle_result bundle_outcome(const struct bundle *bundle)
{
    assert(bundle_final(bundle) == set_first(bundle->stage_count));
    if (bundle->in[STAGE_WITHDRAWN] != 0) return RESULT_WITHDRAWN;
    if (bundle->in[STAGE_ISSUED] == 0) return RESULT_NONE;
    return bundle_ungranted(bundle) == 0 ? RESULT_ALL : RESULT_PARTIAL;
}

void bundles_mark_dirty(struct bundles *bundles, uint32_t index, uint64_t position)
{
    assert(index < bundles->high);
    assert(position > 0);
    struct bundle *bundle = &bundles->at[index];

    bundles->recent = index;
    if (bundle->dirty_position != 0) return;
    bundle->dirty_position = position;
    bundle->dirty_next = BUNDLE_NONE;
    if (bundles->dirty_last == BUNDLE_NONE) {
        bundles->dirty_first = index;
    } else {
        assert(bundles->at[bundles->dirty_last].dirty_position <= position);
        bundles->at[bundles->dirty_last].dirty_next = index;
    }
    bundles->dirty_last = index;
}

uint32_t bundles_take_dirty(struct bundles *bundles)
{
    uint32_t index = bundles->dirty_first;
    if (index == BUNDLE_NONE) return BUNDLE_NONE;

    struct bundle *bundle = &bundles->at[index];
    assert(bundle->number != 0);
    assert(bundle->dirty_position != 0);
    bundles->dirty_first = bundle->dirty_next;
    if (bundles->dirty_first == BUNDLE_NONE) {
        bundles->dirty_last = BUNDLE_NONE;
    } else {
        bundles_expect(bundles, bundles->dirty_first);
    }
    bundle->dirty_position = 0;
    bundle->dirty_next = BUNDLE_NONE;
    return index;
}

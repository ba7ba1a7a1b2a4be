/* SPDX-License-Identifier: Apache-2.0 */
/* How it works.
 *
 * The engine keeps its dirty bundles in the order in which they became dirty. The oldest of them
 * decides where a restart must begin to replay; "behind" is how far that is from the newest fact:
 *
 *     recover_from                                                       newest fact
 *     ──┴──────────────────── behind <= behind_max ─────────────────────────┴──
 *       oldest dirty bundle ... dirty bundles ... 
 *
 * While behind exceeds its bound, the oldest go out as images, in portions. A fact makes at most
 * one bundle dirty, so a portion of as many images as the batch has facts keeps pace for ever, and
 * twice as many catches up; a batch stays as cheap as its facts. Bundles that began and ended within
 * the bound are written once. They stay in memory for that long: where they take the room that new
 * bundles want, the bound is nothing until they have gone.
 *
 * The images of a draft hold all facts up to the draft's last one and become durable in the same
 * transaction as those facts; so a stored image is never ahead of the stored records. It may be
 * behind them; replay from recover_from brings it up, and skips what it already holds. The globals
 * are written with every batch that has facts and are never behind.
 *
 * The key is always found. Who looks for a bundle by its key asks the engine's memory first and
 * then the late keys, which are in memory, too, and then STORE_KEY in a view. It must never be in
 * none of them:
 *
 *   1. From its submission on a bundle is in memory, until engine_evict, which is called here only.
 *   2. checkpoint_committed calls it for bundles whose CLOSED image was in that draft, with a KEY row
 *      or, in a late row, among the late keys; and the draft is durable then. A view begun later
 *      sees both rows, and the late keys have it. So at the moment in which the key leaves one
 *      place it is in the next, provided that the looker's view is no older: therefore the rule in
 *      the header. Key rows are never deleted; a late row is when its keys have KEY rows.
 *   3. After a restart: an ended bundle that is durable as CLOSED has its KEY row or stands in a late
 *      row, since they went in one transaction. Any other bundle comes back into memory, from its OPEN image or from
 *      its submission in the journal: while its rows are not durable, it is dirty or has an OPEN
 *      image, so recover_from does not pass its first fact that no image holds. The OPEN row is
 *      deleted in the transaction that writes CLOSED, not before.
 *
 * A KEY row for an open bundle would be dead weight: it is written when the bundle closes. And a
 * bundle that ends within the bound has no row to be deleted: the engine knows which were ever
 * exported as open.
 *
 * An ended bundle may get facts all the same: its permits are delivered, lapse, are revoked. If it does
 * while the draft is on its way, it is dirty again and stays (engine_evict), and goes with a later
 * draft. If it has left memory it comes back from its image (engine_recall); its key is stored then.
 * An image of an ended bundle with a term that runs brings a row that says when to look at it. */
#include "broker/shell/checkpoint.h"

#include "broker/shell/store.h"

#define AHEAD 8 /* bundles that are fetched into the processor's cache before they are evicted */

void checkpoint_init(struct checkpoint *checkpoint, uint64_t behind_max, uint32_t portion)
{
    assert(portion > 0);
    assert(portion <= DRAFT_IMAGES_MAX);
    *checkpoint = (struct checkpoint){ .behind_max = behind_max, .portion = portion };
}

static void fill_globals(struct engine *engine, struct draft *draft, bool with_totals)
{
    struct counter_image counter;
    struct request_image request;
    struct calendar_image calendar;
    struct totals_image totals;
    uint32_t slot;

    while (engine_export_counter(engine, &counter)) {
        draft_write(draft, store_put_counter(&draft->write_bytes, &counter));
    }
    while (engine_export_request(engine, &request, &slot)) {
        draft_write(draft, store_put_request(&draft->write_bytes, &request, slot));
    }
    if (engine_export_calendar(engine, &calendar)) {
        draft_write(draft, store_put_calendar(&draft->write_bytes, &calendar));
    }
    if (!with_totals) return;
    engine_export_totals(engine, &totals);
    assert(totals.position < draft->batch.position_first + draft->batch.record_count);
    draft_write(draft, store_put_totals(&draft->write_bytes, &totals));
}

/* A few keys go where they belong, many wait until they can go there together. */
static void fill_key(const struct checkpoint *checkpoint, struct draft *draft, bool is_idle)
{
    const struct bundle_image *image = &checkpoint->image;
    struct late_keys *late = checkpoint->late;

    if (late == NULL || is_idle || !late_keys_have_room(late, draft->late_count + 1)) {
        draft_write(draft, store_put_key(&draft->write_bytes, &image->key_hash, image->bundle));
        if (late != NULL) key_filter_add(&late->filter, &image->key_hash);
        return;
    }
    draft->late[draft->late_count++] =
        (struct late_key){ .key_hash = image->key_hash, .bundle = image->bundle };
}

static void fill_wake(const struct checkpoint *checkpoint, const struct engine *engine,
                      struct draft *draft)
{
    const struct bundle_image *image = &checkpoint->image;
    const struct wake_row row = { .at_ms = engine_wake_ms(engine, image, image->ended_ms),
                                  .bundle = image->bundle };

    if (row.at_ms == INT64_MAX) return;
    draft_write(draft, store_put_wake(&draft->write_bytes, &row));
}

static void fill_image(const struct checkpoint *checkpoint, const struct engine *engine,
                       struct draft *draft, bool is_idle)
{
    const struct bundle_image *image = &checkpoint->image;

    assert(image->last_position < draft->batch.position_first + draft->batch.record_count);
    draft_write(draft, store_put_image(&draft->write_bytes, image));
    draft->image_count++;
    if (image->result == RESULT_OPEN) return;
    if (engine_is_stored_open(engine, image->bundle)) {
        draft_write(draft, store_delete_open(&draft->write_bytes, image->bundle));
    }
    if (!engine_is_recalled(engine, image->bundle)) fill_key(checkpoint, draft, is_idle);
    fill_wake(checkpoint, engine, draft);
    draft->ended[draft->ended_count++] = image->bundle;
}

/* As many images as this draft may take. */
static uint32_t portion_of(const struct checkpoint *checkpoint, const struct draft *draft)
{
    uint32_t portion = 2 * draft->batch.record_count;

    if (portion < checkpoint->portion) portion = checkpoint->portion;
    return portion < DRAFT_IMAGES_MAX ? portion : DRAFT_IMAGES_MAX;
}

static void fill_recover_from(struct checkpoint *checkpoint, const struct engine *engine,
                              struct draft *draft)
{
    uint64_t recover_from = engine_dirty_from(engine);

    assert(recover_from <= engine_position_next(engine));
    if (recover_from == checkpoint->recover_from) return;
    draft_write(draft, store_put_recover_from(&draft->write_bytes, recover_from));
    checkpoint->recover_from = recover_from;
}

void checkpoint_fill(struct checkpoint *checkpoint, struct engine *engine, struct draft *draft,
                     bool is_idle)
{
    uint64_t position_next = engine_position_next(engine);
    bool is_hurried = is_idle || engine_is_cramped(engine);
    uint64_t behind_max = is_hurried ? 0 : checkpoint->behind_max;
    uint32_t portion = portion_of(checkpoint, draft);

    assert(checkpoint->under_way == NULL);
    assert(draft->batch.position_first + draft->batch.record_count == position_next);
    fill_globals(engine, draft, draft->batch.record_count > 0);
    while (draft->image_count < portion && position_next - engine_dirty_from(engine) > behind_max) {
        bool is_dirty = engine_export_dirty(engine, &checkpoint->image);
        assert(is_dirty); /* or the engine would be dirty from the next position on */
        fill_image(checkpoint, engine, draft, is_idle);
    }
    if (checkpoint->late != NULL) late_keys_fill(checkpoint->late, draft, is_idle);
    /* With nothing dirty recover_from moves with every fact: that alone is no reason to commit. */
    if (draft_is_empty(draft)) return;
    fill_recover_from(checkpoint, engine, draft);
    checkpoint->under_way = draft;
}

void checkpoint_catch_up(struct checkpoint *checkpoint, struct engine *engine, struct draft *draft)
{
    assert(checkpoint->under_way == NULL);
    assert(draft->batch.record_count == 0);
    fill_globals(engine, draft, true);
    while (draft->image_count < DRAFT_IMAGES_MAX &&
           engine_export_dirty(engine, &checkpoint->image)) {
        fill_image(checkpoint, engine, draft, true);
    }
    fill_recover_from(checkpoint, engine, draft);
    checkpoint->under_way = draft;
}

void checkpoint_committed(struct checkpoint *checkpoint, struct engine *engine,
                          const struct draft *draft)
{
    assert(checkpoint->under_way == draft);
    checkpoint->under_way = NULL;
    for (uint32_t i = 0; i < draft->ended_count; i++) {
        if (i + AHEAD < draft->ended_count) engine_expect(engine, draft->ended[i + AHEAD]);
        if (i + AHEAD < draft->late_count) {
            engine_expect_key(engine, &draft->late[i + AHEAD].key_hash);
        }
        engine_evict(engine, draft->ended[i]);
    }
    if (checkpoint->late != NULL) late_keys_committed(checkpoint->late, draft);
}

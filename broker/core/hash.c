/* SPDX-License-Identifier: Apache-2.0 */
/* The digest of durable state: for each thing a digest of its fields, and the sum of these, so that
 * neither the order in memory nor the way there matters. Bundles count as their images; ended ones
 * do not count, since when they leave memory is not part of the state. It finds mistakes and
 * damage; it does not resist somebody who looks for collisions. */
#include "broker/core/image.h"
#include "broker/core/mix.h"

struct digest {
    uint64_t lanes[2];
};

enum digest_kind {
    DIGEST_TOTALS = 1,
    DIGEST_PROCEDURE,
    DIGEST_COUNTER,
    DIGEST_REQUEST,
    DIGEST_BUNDLE,
    DIGEST_CALENDAR
};

static void add_word(struct digest *digest, uint64_t word)
{
    digest->lanes[0] = mix_in(digest->lanes[0], word);
    digest->lanes[1] = mix_in(digest->lanes[1], ~word ^ digest->lanes[0]);
}

static struct digest begin(enum digest_kind kind)
{
    struct digest digest = { { 0 } };

    assert(kind >= DIGEST_TOTALS && kind <= DIGEST_CALENDAR);
    add_word(&digest, kind);
    return digest;
}

static void add_hash(struct digest *digest, const struct hash *hash)
{
    add_word(digest, mix_word(hash->bytes, 0));
    add_word(digest, mix_word(hash->bytes, 1));
}

static void add_name(struct digest *digest, const struct name *name)
{
    for (size_t n = 0; n < sizeof name->text / 8; n++) {
        add_word(digest, mix_word(name->text, n));
    }
}

static void add_digest(struct digest *sum, const struct digest *digest)
{
    assert(sum != digest);
    sum->lanes[0] += digest->lanes[0];
    sum->lanes[1] += digest->lanes[1];
}

/* ---- Globals ------------------------------------------------------------------------------- */

static void sum_totals(struct digest *sum, const struct totals_image *totals)
{
    struct digest digest = begin(DIGEST_TOTALS);

    assert(totals->bundles_ended <= totals->bundles_submitted);
    add_word(&digest, totals->position);
    add_word(&digest, totals->bundles_submitted);
    add_word(&digest, totals->bundles_ended);
    add_word(&digest, totals->permits_issued);
    add_word(&digest, totals->claims_refused);
    add_word(&digest, totals->jobs_expired);
    add_word(&digest, totals->leases);
    add_word(&digest, (uint64_t)totals->now_ms);
    add_digest(sum, &digest);
}

static void sum_procedures(struct digest *sum, const struct published_list *list)
{
    assert(list->count <= list->count_max);
    for (uint32_t i = 0; i < list->count; i++) {
        struct digest digest = begin(DIGEST_PROCEDURE);
        add_name(&digest, &list->at[i].procedure.name);
        add_word(&digest, list->at[i].procedure.version);
        add_hash(&digest, &list->at[i].content);
        add_word(&digest, list->at[i].position);
        add_digest(sum, &digest);
    }
}

static void sum_counters(struct digest *sum, const struct engine *engine)
{
    assert(engine->counters.count <= engine->counters.count_max);
    for (uint32_t i = 0; i < engine->counters.count; i++) {
        const struct permit_counter *counter = &engine->counters.at[i];
        struct digest digest = begin(DIGEST_COUNTER);
        assert(counter->department < engine->departments.count);
        add_name(&digest, &engine->departments.at[counter->department].name);
        add_word(&digest, counter->year);
        add_word(&digest, counter->last);
        add_digest(sum, &digest);
    }
}

static void sum_requests(struct digest *sum, const struct request_window *window)
{
    assert(window->count <= window->count_max);
    for (uint32_t i = 0; i < window->count; i++) {
        struct digest digest = begin(DIGEST_REQUEST);
        add_hash(&digest, &window->at[i].mark.id);
        add_hash(&digest, &window->at[i].mark.content);
        add_word(&digest, window->at[i].bundle);
        add_word(&digest, window->at[i].position);
        add_word(&digest, window->at[i].version);
        add_digest(sum, &digest);
    }
}

/* Nothing before the first publication: journals without a calendar keep their hash. */
static void sum_calendar(struct digest *sum, const struct calendar_image *image)
{
    struct digest digest = begin(DIGEST_CALENDAR);
    const struct office_hours *hours = &image->hours;

    assert(hours->interval_count <= OFFICE_INTERVALS_MAX);
    if (image->position == 0) return;
    add_word(&digest, image->position);
    add_word(&digest, (uint64_t)(OFFICE_UTC_OFFSET_MAX + hours->utc_offset_minutes));
    for (uint32_t i = 0; i < hours->interval_count; i++) {
        const struct office_interval *interval = &hours->intervals[i];
        add_word(&digest, (uint64_t)interval->open_minute << 16 | interval->close_minute);
    }
    for (uint32_t i = 0; i < CALENDAR_YEARS; i++) {
        const struct calendar_year *year = &image->calendar.years[i];
        if (!year->is_published) continue;
        add_word(&digest, CALENDAR_YEAR_FIRST + i);
        for (uint32_t n = 0; n < sizeof year->working / sizeof year->working[0]; n++) {
            add_word(&digest, year->working[n]);
        }
    }
    add_digest(sum, &digest);
}

/* ---- Bundles ------------------------------------------------------------------------------- */

static void add_stage(struct digest *digest, const struct stage_image *stage)
{
    assert(stage->state > STAGE_NONE && stage->state < STAGE_STATE_COUNT);
    add_word(digest, (uint64_t)stage->state << 16 | (uint64_t)stage->job << 8 | stage->verdict);
    add_word(digest, (uint64_t)stage->failures << 32 | stage->attempt);
    add_word(digest, stage->claim_refused);
    add_word(digest, stage->token);
    add_word(digest, stage->changed_position);
    add_word(digest, (uint64_t)stage->since_ms);
    add_word(digest, (uint64_t)stage->due_ms);
    add_word(digest, (uint64_t)stage->permit_year << 32 | stage->permit_number);
    add_word(digest, stage->verdict_position);
    if (stage->clock_started_ms == 0 && stage->clock_stopped_ms == 0) return;
    add_word(digest, (uint64_t)stage->clock_started_ms);
    add_word(digest, (uint64_t)stage->clock_stopped_ms);
}

static void add_entry(struct digest *digest, const struct entry *entry)
{
    assert(entry->kind > 0 && entry->kind < ENTRY_KIND_COUNT);
    add_word(digest, (uint64_t)entry->kind << 24 | (uint64_t)entry->stage << 16 |
                         (uint64_t)entry->detail << 8 | entry->state);
    add_word(digest, entry->amount);
    add_word(digest, entry->materials);
    add_word(digest, entry->position);
    add_word(digest, (uint64_t)entry->from_ms);
    add_word(digest, (uint64_t)entry->until_ms);
    add_word(digest, (uint64_t)entry->due_ms);
    add_name(digest, &entry->by);
}

static void add_bundle(struct digest *digest, const struct bundle_image *image)
{
    assert(image->bundle != 0);
    add_word(digest, image->bundle);
    add_name(digest, &image->procedure);
    add_word(digest, image->version);
    add_name(digest, &image->submitter);
    add_hash(digest, &image->key_hash);
    add_hash(digest, &image->content_hash);
    add_word(digest, image->priority);
    add_word(digest, (uint64_t)image->submitted_ms);
    add_word(digest, image->submitted_position);
    add_word(digest, image->last_position);
    for (uint32_t i = 0; i < image->stage_count; i++) {
        add_stage(digest, &image->stages[i]);
    }
    for (uint32_t i = 0; i < image->milestone_count; i++) {
        add_word(digest, image->milestones[i].state);
        add_word(digest, (uint64_t)image->milestones[i].since_ms);
        add_word(digest, image->milestones[i].position);
    }
    for (uint32_t i = 0; i < image->gate_count; i++) {
        add_word(digest, image->gates[i].state);
        add_word(digest, (uint64_t)image->gates[i].since_ms);
    }
    if (image->phase != PHASE_REVIEW) add_word(digest, image->phase);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        add_entry(digest, &image->entries[i]);
    }
}

static void sum_bundles(struct digest *sum, const struct engine *engine)
{
    struct bundle_image image;

    assert(engine->bundles.high <= engine->bundles.count_max);
    for (uint32_t i = 0; i < engine->bundles.high; i++) {
        const struct bundle *bundle = &engine->bundles.at[i];
        if (bundle->number == 0 || bundle->result != RESULT_OPEN) continue;
        struct digest digest = begin(DIGEST_BUNDLE);
        image_of(engine, i, &image);
        add_bundle(&digest, &image);
        add_digest(sum, &digest);
    }
}

struct hash engine_hash(const struct engine *engine)
{
    struct digest sum = { { 0 } };
    struct hash hash;

    assert(engine != NULL);
    _Static_assert(sizeof hash.bytes == sizeof sum.lanes, "the digest fills the hash");
    sum_totals(&sum, &engine->totals);
    sum_procedures(&sum, &engine->published);
    sum_counters(&sum, engine);
    sum_requests(&sum, &engine->requests);
    sum_calendar(&sum, &engine->calendar);
    sum_bundles(&sum, engine);
    memcpy(hash.bytes, sum.lanes, sizeof hash.bytes);
    return hash;
}

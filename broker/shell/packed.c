/* SPDX-License-Identifier: Apache-2.0 */
/* The format, for ever:
 *
 *     image      C1 01, bundle, procedure, version, submitter, key hash 16, content hash 16,
 *                priority 1, result 1, submitted_ms 8, ended_ms unless it is open,
 *                submitted_position, last_position, stages 1, milestones 1, gates 1, then so many
 *                of each
 *     stage      state + 16 * job 1, mask 2, then those of these that are not zero, bit 0 first:
 *                verdict, failures, attempt, claim_refused, token 8, changed_position, since_ms,
 *                due_ms, permit_number, permit_year, verdict_position, clock_started_ms,
 *                clock_stopped_ms
 *     milestone  state 1, since_ms, position
 *     gate       state 1, since_ms
 *     dossier    phase 1, entries; then of each: kind 1, stage 1, mask 2, then those of these that are
 *                not zero: detail, state, amount, materials, position, from_ms, until_ms, due_ms, by
 *
 * Only an image that begins with C1 02 ends with a dossier: C1 01 is in review and has no entry.
 *
 * A digit is the width in bytes of a little-endian number; a name is its length in one byte and
 * its bytes. Everything else is a number in groups of seven bits, lowest first, the eighth bit
 * saying that more follow. last_position and the positions of a stage stand as distances from
 * submitted_position, times as distances from submitted_ms with the sign as the lowest bit, both
 * modulo 2^64.
 *
 * C1 begins no MessagePack, so the images of older releases cannot be mistaken. */
#include "broker/shell/packed.h"

#include "proto/schema.h"

#define MARK 0xc1
#define VERSION_PLAIN 1
#define VERSION_DOSSIER 2
#define HEAD_BYTES_MAX 192
#define STAGE_BYTES_MAX 100
#define MILESTONE_BYTES_MAX 24
#define GATE_BYTES_MAX 16
#define ENTRY_BYTES_MAX 112
_Static_assert(HEAD_BYTES_MAX + STAGES_MAX * STAGE_BYTES_MAX +
                       MILESTONES_MAX * MILESTONE_BYTES_MAX + GATES_MAX * GATE_BYTES_MAX + 8 +
                       ENTRIES_MAX * ENTRY_BYTES_MAX <=
                   PACKED_BYTES_MAX,
               "the largest image fits");

enum stage_part {
    PART_VERDICT,
    PART_FAILURES,
    PART_ATTEMPT,
    PART_CLAIM_REFUSED,
    PART_TOKEN,
    PART_CHANGED_POSITION,
    PART_SINCE_MS,
    PART_DUE_MS,
    PART_PERMIT_NUMBER,
    PART_PERMIT_YEAR,
    PART_VERDICT_POSITION,
    PART_CLOCK_STARTED_MS,
    PART_CLOCK_STOPPED_MS,
    PART_COUNT
};

enum entry_part {
    PART_DETAIL,
    PART_STATE,
    PART_AMOUNT,
    PART_MATERIALS,
    PART_POSITION,
    PART_FROM_MS,
    PART_UNTIL_MS,
    PART_ENTRY_DUE_MS,
    PART_BY,
    PART_ENTRY_COUNT
};

/* What positions and times are counted from. */
struct origin {
    uint64_t position;
    uint64_t ms;
};

/* ---- Writing ------------------------------------------------------------------------------- */

static uint8_t *put_number(uint8_t *at, uint64_t number)
{
    while (number >= 0x80) {
        *at++ = (uint8_t)(number | 0x80);
        number >>= 7;
    }
    *at++ = (uint8_t)number;
    return at;
}

static uint8_t *put_fixed(uint8_t *at, uint64_t number, uint32_t width)
{
    for (uint32_t i = 0; i < width; i++) {
        *at++ = (uint8_t)(number >> 8 * i);
    }
    return at;
}

static uint8_t *put_position(uint8_t *at, const struct origin *origin, uint64_t position)
{
    return put_number(at, position - origin->position);
}

static uint8_t *put_time(uint8_t *at, const struct origin *origin, int64_t ms)
{
    uint64_t distance = (uint64_t)ms - origin->ms;
    return put_number(at, distance << 1 ^ (distance >> 63 != 0 ? UINT64_MAX : 0));
}

static uint8_t *put_bytes(uint8_t *at, const void *bytes, size_t size)
{
    memcpy(at, bytes, size);
    return at + size;
}

static uint8_t *put_name(uint8_t *at, const struct name *name)
{
    size_t size = strlen(name->text);

    *at++ = (uint8_t)size;
    return put_bytes(at, name->text, size);
}

static uint32_t mask_of(const struct stage_image *stage)
{
    uint32_t mask = 0;

    mask |= (uint32_t)(stage->verdict != 0) << PART_VERDICT;
    mask |= (uint32_t)(stage->failures != 0) << PART_FAILURES;
    mask |= (uint32_t)(stage->attempt != 0) << PART_ATTEMPT;
    mask |= (uint32_t)(stage->claim_refused != 0) << PART_CLAIM_REFUSED;
    mask |= (uint32_t)(stage->token != 0) << PART_TOKEN;
    mask |= (uint32_t)(stage->changed_position != 0) << PART_CHANGED_POSITION;
    mask |= (uint32_t)(stage->since_ms != 0) << PART_SINCE_MS;
    mask |= (uint32_t)(stage->due_ms != 0) << PART_DUE_MS;
    mask |= (uint32_t)(stage->permit_number != 0) << PART_PERMIT_NUMBER;
    mask |= (uint32_t)(stage->permit_year != 0) << PART_PERMIT_YEAR;
    mask |= (uint32_t)(stage->verdict_position != 0) << PART_VERDICT_POSITION;
    mask |= (uint32_t)(stage->clock_started_ms != 0) << PART_CLOCK_STARTED_MS;
    mask |= (uint32_t)(stage->clock_stopped_ms != 0) << PART_CLOCK_STOPPED_MS;
    return mask;
}

static uint8_t *put_stage(uint8_t *at, const struct origin *origin, const struct stage_image *stage)
{
    uint32_t mask = mask_of(stage);

    *at++ = (uint8_t)(stage->state | stage->job << 4);
    at = put_fixed(at, mask, 2);
    if (set_has(mask, PART_VERDICT)) at = put_number(at, stage->verdict);
    if (set_has(mask, PART_FAILURES)) at = put_number(at, stage->failures);
    if (set_has(mask, PART_ATTEMPT)) at = put_number(at, stage->attempt);
    if (set_has(mask, PART_CLAIM_REFUSED)) at = put_number(at, stage->claim_refused);
    if (set_has(mask, PART_TOKEN)) at = put_fixed(at, stage->token, 8);
    if (set_has(mask, PART_CHANGED_POSITION)) {
        at = put_position(at, origin, stage->changed_position);
    }
    if (set_has(mask, PART_SINCE_MS)) at = put_time(at, origin, stage->since_ms);
    if (set_has(mask, PART_DUE_MS)) at = put_time(at, origin, stage->due_ms);
    if (set_has(mask, PART_PERMIT_NUMBER)) at = put_number(at, stage->permit_number);
    if (set_has(mask, PART_PERMIT_YEAR)) at = put_number(at, stage->permit_year);
    if (set_has(mask, PART_VERDICT_POSITION)) {
        at = put_position(at, origin, stage->verdict_position);
    }
    if (set_has(mask, PART_CLOCK_STARTED_MS)) at = put_time(at, origin, stage->clock_started_ms);
    if (set_has(mask, PART_CLOCK_STOPPED_MS)) at = put_time(at, origin, stage->clock_stopped_ms);
    return at;
}

static bool has_dossier(const struct bundle_image *image)
{
    return image->phase != PHASE_REVIEW || image->entry_count > 0;
}

static uint32_t mask_of_entry(const struct entry *entry)
{
    uint32_t mask = 0;

    mask |= (uint32_t)(entry->detail != 0) << PART_DETAIL;
    mask |= (uint32_t)(entry->state != 0) << PART_STATE;
    mask |= (uint32_t)(entry->amount != 0) << PART_AMOUNT;
    mask |= (uint32_t)(entry->materials != 0) << PART_MATERIALS;
    mask |= (uint32_t)(entry->position != 0) << PART_POSITION;
    mask |= (uint32_t)(entry->from_ms != 0) << PART_FROM_MS;
    mask |= (uint32_t)(entry->until_ms != 0) << PART_UNTIL_MS;
    mask |= (uint32_t)(entry->due_ms != 0) << PART_ENTRY_DUE_MS;
    mask |= (uint32_t)!name_is_empty(&entry->by) << PART_BY;
    return mask;
}

static uint8_t *put_entry(uint8_t *at, const struct origin *origin, const struct entry *entry)
{
    uint32_t mask = mask_of_entry(entry);

    *at++ = entry->kind;
    *at++ = entry->stage;
    at = put_fixed(at, mask, 2);
    if (set_has(mask, PART_DETAIL)) *at++ = entry->detail;
    if (set_has(mask, PART_STATE)) *at++ = entry->state;
    if (set_has(mask, PART_AMOUNT)) at = put_number(at, entry->amount);
    if (set_has(mask, PART_MATERIALS)) at = put_number(at, entry->materials);
    if (set_has(mask, PART_POSITION)) at = put_position(at, origin, entry->position);
    if (set_has(mask, PART_FROM_MS)) at = put_time(at, origin, entry->from_ms);
    if (set_has(mask, PART_UNTIL_MS)) at = put_time(at, origin, entry->until_ms);
    if (set_has(mask, PART_ENTRY_DUE_MS)) at = put_time(at, origin, entry->due_ms);
    if (set_has(mask, PART_BY)) at = put_name(at, &entry->by);
    return at;
}

static uint8_t *put_dossier(uint8_t *at, const struct origin *origin,
                            const struct bundle_image *image)
{
    *at++ = image->phase;
    at = put_number(at, image->entry_count);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        at = put_entry(at, origin, &image->entries[i]);
    }
    return at;
}

static uint8_t *put_head(uint8_t *at, const struct origin *origin, const struct bundle_image *image)
{
    *at++ = MARK;
    *at++ = has_dossier(image) ? VERSION_DOSSIER : VERSION_PLAIN;
    at = put_number(at, image->bundle);
    at = put_name(at, &image->procedure);
    at = put_number(at, image->version);
    at = put_name(at, &image->submitter);
    at = put_bytes(at, image->key_hash.bytes, HASH_BYTES);
    at = put_bytes(at, image->content_hash.bytes, HASH_BYTES);
    *at++ = image->priority;
    *at++ = image->result;
    at = put_fixed(at, (uint64_t)image->submitted_ms, 8);
    if (image->result != RESULT_OPEN) at = put_time(at, origin, image->ended_ms);
    at = put_number(at, image->submitted_position);
    at = put_position(at, origin, image->last_position);
    *at++ = (uint8_t)image->stage_count;
    *at++ = (uint8_t)image->milestone_count;
    *at++ = (uint8_t)image->gate_count;
    return at;
}

void packed_write(struct buffer *buffer, const struct bundle_image *image)
{
    const struct origin origin = { image->submitted_position, (uint64_t)image->submitted_ms };
    uint8_t bytes[PACKED_BYTES_MAX];

    assert(image->stage_count <= STAGES_MAX);
    assert(image->milestone_count <= MILESTONES_MAX);
    assert(image->gate_count <= GATES_MAX);
    uint8_t *at = put_head(bytes, &origin, image);
    for (uint32_t i = 0; i < image->stage_count; i++) {
        at = put_stage(at, &origin, &image->stages[i]);
    }
    for (uint32_t i = 0; i < image->milestone_count; i++) {
        *at++ = image->milestones[i].state;
        at = put_time(at, &origin, image->milestones[i].since_ms);
        at = put_number(at, image->milestones[i].position);
    }
    for (uint32_t i = 0; i < image->gate_count; i++) {
        *at++ = image->gates[i].state;
        at = put_time(at, &origin, image->gates[i].since_ms);
    }
    if (has_dossier(image)) at = put_dossier(at, &origin, image);
    buffer_add(buffer, bytes, (size_t)(at - bytes));
}

/* ---- Reading ------------------------------------------------------------------------------- */

/* After the first problem everything reads as 0. */
struct source {
    const uint8_t *at;
    const uint8_t *end;
    bool is_bad;
};

static const uint8_t *take(struct source *source, size_t size)
{
    static const uint8_t nothing[HASH_BYTES + NAME_BYTES_MAX] = { 0 };
    const uint8_t *at = source->at;

    if (source->is_bad || (size_t)(source->end - at) < size) {
        source->is_bad = true;
        return nothing;
    }
    source->at += size;
    return at;
}

static uint64_t take_fixed(struct source *source, uint32_t width)
{
    const uint8_t *at = take(source, width);
    uint64_t number = 0;

    for (uint32_t i = width; i > 0; i--) {
        number = number << 8 | at[i - 1];
    }
    return number;
}

/* Whatever is above max is bad. */
static uint64_t take_number(struct source *source, uint64_t max)
{
    uint64_t number = 0;

    for (uint32_t shift = 0; shift < 64 && source->at < source->end; shift += 7) {
        uint64_t group = *source->at++;
        number |= (group & 0x7f) << shift;
        if (shift == 63 && group > 1) break; /* more than 64 bits */
        if ((group & 0x80) != 0) continue;
        if (number <= max) return number;
        break;
    }
    source->is_bad = true;
    return 0;
}

static uint8_t take_byte(struct source *source, uint8_t max)
{
    uint8_t byte = *take(source, 1);

    if (byte <= max) return byte;
    source->is_bad = true;
    return 0;
}

static uint64_t take_position(struct source *source, const struct origin *origin)
{
    return take_number(source, UINT64_MAX) + origin->position;
}

static int64_t take_time(struct source *source, const struct origin *origin)
{
    uint64_t folded = take_number(source, UINT64_MAX);
    return (int64_t)(origin->ms + (folded >> 1 ^ ((folded & 1) != 0 ? UINT64_MAX : 0)));
}

static void take_hash(struct source *source, struct hash *hash)
{
    memcpy(hash->bytes, take(source, HASH_BYTES), HASH_BYTES);
}

static void take_name(struct source *source, struct name *name, bool may_be_empty)
{
    uint8_t size = take_byte(source, NAME_BYTES_MAX);
    const uint8_t *at = take(source, size);

    *name = (struct name){ { 0 } };
    if (size == 0 && may_be_empty) return;
    if (!name_from_text(name, (struct span){ .at = at, .size = size })) source->is_bad = true;
}

static void take_stage(struct source *source, const struct origin *origin,
                       struct stage_image *stage)
{
    uint8_t states = take_byte(source, UINT8_MAX);
    uint32_t mask = (uint32_t)take_fixed(source, 2);

    *stage = (struct stage_image){ .state = states & 0x0f, .job = states >> 4 };
    if (stage->state == STAGE_NONE || stage->state >= STAGE_STATE_COUNT) source->is_bad = true;
    if (stage->job >= JOB_STATE_COUNT || mask >> PART_COUNT != 0) source->is_bad = true;
    if (set_has(mask, PART_VERDICT)) {
        stage->verdict = (uint8_t)take_number(source, VERDICT_GRANT_TOLERANCE);
    }
    if (set_has(mask, PART_FAILURES)) {
        stage->failures = (uint16_t)take_number(source, UINT16_MAX);
    }
    if (set_has(mask, PART_ATTEMPT)) stage->attempt = (uint32_t)take_number(source, UINT32_MAX);
    if (set_has(mask, PART_CLAIM_REFUSED)) {
        stage->claim_refused = (uint32_t)take_number(source, UINT32_MAX);
    }
    if (set_has(mask, PART_TOKEN)) stage->token = take_fixed(source, 8);
    if (set_has(mask, PART_CHANGED_POSITION)) {
        stage->changed_position = take_position(source, origin);
    }
    if (set_has(mask, PART_SINCE_MS)) stage->since_ms = take_time(source, origin);
    if (set_has(mask, PART_DUE_MS)) stage->due_ms = take_time(source, origin);
    if (set_has(mask, PART_PERMIT_NUMBER)) {
        stage->permit_number = (uint32_t)take_number(source, UINT32_MAX);
    }
    if (set_has(mask, PART_PERMIT_YEAR)) {
        stage->permit_year = (uint16_t)take_number(source, UINT16_MAX);
    }
    if (set_has(mask, PART_VERDICT_POSITION)) {
        stage->verdict_position = take_position(source, origin);
    }
    if (set_has(mask, PART_CLOCK_STARTED_MS)) stage->clock_started_ms = take_time(source, origin);
    if (set_has(mask, PART_CLOCK_STOPPED_MS)) stage->clock_stopped_ms = take_time(source, origin);
}

static void take_entry(struct source *source, const struct origin *origin, struct entry *entry)
{
    *entry = (struct entry){ .kind = take_byte(source, ENTRY_KIND_COUNT - 1) };
    entry->stage = take_byte(source, UINT8_MAX);
    uint32_t mask = (uint32_t)take_fixed(source, 2);
    if (entry->kind == 0 || mask >> PART_ENTRY_COUNT != 0) source->is_bad = true;
    if (set_has(mask, PART_DETAIL)) entry->detail = take_byte(source, UINT8_MAX);
    if (set_has(mask, PART_STATE)) entry->state = take_byte(source, UINT8_MAX);
    if (set_has(mask, PART_AMOUNT)) entry->amount = (uint32_t)take_number(source, UINT32_MAX);
    if (set_has(mask, PART_MATERIALS)) entry->materials = take_number(source, UINT64_MAX);
    if (set_has(mask, PART_POSITION)) entry->position = take_position(source, origin);
    if (set_has(mask, PART_FROM_MS)) entry->from_ms = take_time(source, origin);
    if (set_has(mask, PART_UNTIL_MS)) entry->until_ms = take_time(source, origin);
    if (set_has(mask, PART_ENTRY_DUE_MS)) entry->due_ms = take_time(source, origin);
    if (set_has(mask, PART_BY)) take_name(source, &entry->by, false);
}

static void take_dossier(struct source *source, const struct origin *origin,
                         struct bundle_image *image)
{
    image->phase = take_byte(source, PHASE_COUNT - 1);
    image->entry_count = (uint32_t)take_number(source, ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        take_entry(source, origin, &image->entries[i]);
    }
}

/* Returns the version. */
static uint8_t take_head(struct source *source, struct origin *origin, struct bundle_image *image)
{
    bool is_marked = take_byte(source, MARK) == MARK;
    uint8_t version = take_byte(source, VERSION_DOSSIER);

    if (!is_marked || version == 0) source->is_bad = true;
    image->phase = PHASE_REVIEW;
    image->entry_count = 0;
    image->bundle = take_number(source, UINT64_MAX);
    take_name(source, &image->procedure, false);
    image->version = (uint32_t)take_number(source, UINT32_MAX);
    take_name(source, &image->submitter, true);
    take_hash(source, &image->key_hash);
    take_hash(source, &image->content_hash);
    image->priority = take_byte(source, PRIORITY_COUNT - 1);
    image->result = take_byte(source, RESULT_WITHDRAWN);
    image->submitted_ms = (int64_t)take_fixed(source, 8);
    origin->ms = (uint64_t)image->submitted_ms;
    image->ended_ms = image->result == RESULT_OPEN ? 0 : take_time(source, origin);
    image->submitted_position = take_number(source, UINT64_MAX);
    origin->position = image->submitted_position;
    image->last_position = take_position(source, origin);
    image->stage_count = take_byte(source, STAGES_MAX);
    image->milestone_count = take_byte(source, MILESTONES_MAX);
    image->gate_count = take_byte(source, GATES_MAX);
    if (image->bundle == 0 || image->version == 0) source->is_bad = true;
    return version;
}

bool packed_is(struct span bytes)
{
    return bytes.size > 0 && bytes.at[0] == MARK;
}

enum err packed_read(struct span bytes, struct bundle_image *image)
{
    struct source source = { .at = bytes.at, .end = bytes.at + bytes.size };
    struct origin origin;

    uint8_t version = take_head(&source, &origin, image);
    for (uint32_t i = 0; i < image->stage_count; i++) {
        take_stage(&source, &origin, &image->stages[i]);
    }
    for (uint32_t i = 0; i < image->milestone_count; i++) {
        struct milestone_image *milestone = &image->milestones[i];
        milestone->state = take_byte(&source, MILESTONE_CALLED_OFF);
        milestone->since_ms = take_time(&source, &origin);
        milestone->position = take_number(&source, UINT64_MAX);
        if (milestone->state == 0) source.is_bad = true;
    }
    for (uint32_t i = 0; i < image->gate_count; i++) {
        image->gates[i].state = take_byte(&source, GATE_LAPSED);
        image->gates[i].since_ms = take_time(&source, &origin);
        if (image->gates[i].state == 0) source.is_bad = true;
    }
    if (version == VERSION_DOSSIER) take_dossier(&source, &origin, image);
    return !source.is_bad && source.at == source.end ? OK : ERR_CORRUPT;
}

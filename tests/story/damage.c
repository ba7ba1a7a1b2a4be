/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/story/damage.h"

#include "proto/record.h"

#include <stddef.h>
#include <stdlib.h>

/* A field of a type of fact, and what is written there. */
struct slip {
    enum fact_type type;
    size_t offset;
    size_t size;
    uint64_t value;
};

#define ALL UINT64_MAX
#define SLIP(type_, member_, value_) \
    { \
        type_, offsetof(struct fact, member_), sizeof(((struct fact *)NULL)->member_), value_ \
    }

/* clang-format off */
static const struct slip slips[] = {
    SLIP(FACT_ACTED, acted.stage, 0), SLIP(FACT_ACTED, acted.stage, 1),
    SLIP(FACT_ACTED, acted.stage, 31), SLIP(FACT_ACTED, acted.stage, STAGE_WHOLE),
    SLIP(FACT_ACTED, acted.detail, 0), SLIP(FACT_ACTED, acted.detail, 1), SLIP(FACT_ACTED, acted.detail, 2),
    SLIP(FACT_ACTED, acted.detail, 3), SLIP(FACT_ACTED, acted.detail, 200),
    SLIP(FACT_ACTED, acted.role, 0), SLIP(FACT_ACTED, acted.role, 200),
    SLIP(FACT_ACTED, acted.amount, 0), SLIP(FACT_ACTED, acted.amount, 1), SLIP(FACT_ACTED, acted.amount, ALL),
    SLIP(FACT_ACTED, acted.stages, 0), SLIP(FACT_ACTED, acted.stages, 1), SLIP(FACT_ACTED, acted.stages, 3),
    SLIP(FACT_ACTED, acted.stages, ALL),
    SLIP(FACT_ACTED, acted.materials, 0), SLIP(FACT_ACTED, acted.materials, 1),
    SLIP(FACT_ACTED, acted.materials, ALL),
    SLIP(FACT_ACTED, acted.until_ms, 0), SLIP(FACT_ACTED, acted.until_ms, 1),
    SLIP(FACT_ACTED, acted.by, 0), SLIP(FACT_ACTED, acted.on, 0), SLIP(FACT_ACTED, acted.on, 'x'),
    SLIP(FACT_ACTED, acted.onward.opened, 1), SLIP(FACT_ACTED, acted.onward.opened, 2),
    SLIP(FACT_ACTED, acted.onward.opened, ALL),
    SLIP(FACT_ACTED, acted.onward.granted, 1), SLIP(FACT_ACTED, acted.onward.granted, 2),
    SLIP(FACT_SUPPLIED, supplied.changed, 0), SLIP(FACT_SUPPLIED, supplied.changed, 1),
    SLIP(FACT_SUPPLIED, supplied.changed, ALL),
    SLIP(FACT_SUPPLIED, supplied.stages, 0), SLIP(FACT_SUPPLIED, supplied.stages, 1),
    SLIP(FACT_SUPPLIED, supplied.stages, ALL),
    SLIP(FACT_SUPPLIED, supplied.onward.opened, 1), SLIP(FACT_SUPPLIED, supplied.onward.granted, 1),
    SLIP(FACT_MIGRATED, migrated.version, 0), SLIP(FACT_MIGRATED, migrated.version, 1),
    SLIP(FACT_MIGRATED, migrated.version, 99), SLIP(FACT_MIGRATED, migrated.from, 0),
    SLIP(FACT_MIGRATED, migrated.onward.opened, 1), SLIP(FACT_MIGRATED, migrated.onward.granted, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.stage, 0), SLIP(FACT_VERDICT_GIVEN, verdict_given.stage, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.stage, 31),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 0), SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 2), SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 6),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 7), SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 9),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 12), SLIP(FACT_VERDICT_GIVEN, verdict_given.verdict, 200),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.materials, 1), SLIP(FACT_VERDICT_GIVEN, verdict_given.materials, ALL),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.special, 0), SLIP(FACT_VERDICT_GIVEN, verdict_given.special, 200),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.days, 0), SLIP(FACT_VERDICT_GIVEN, verdict_given.days, ALL),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.until_ms, 1), SLIP(FACT_VERDICT_GIVEN, verdict_given.on, 'x'),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.stages, 1), SLIP(FACT_VERDICT_GIVEN, verdict_given.to_signers, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.onward.opened, 1),
    SLIP(FACT_VERDICT_GIVEN, verdict_given.onward.granted, 1),
    SLIP(FACT_PERMITS_ISSUED, permits_issued.tolerated, 1), SLIP(FACT_PERMITS_ISSUED, permits_issued.gate, 7),
    SLIP(FACT_PERMITS_ISSUED, permits_issued.permit_count, 0),
    SLIP(FACT_BUNDLE_WITHDRAWN, bundle_withdrawn.early, 1), SLIP(FACT_BUNDLE_ENDED, bundle_ended.result, 1),
    SLIP(FACT_BUNDLE_ENDED, bundle_ended.result, 200),
};
/* clang-format on */
#define SLIP_COUNT (sizeof slips / sizeof slips[0])

/* Numbers stand low byte first; a name becomes one of one letter, or none. */
static void write_slip(struct fact *fact, const struct slip *slip)
{
    uint8_t *at = (uint8_t *)fact + slip->offset;
    for (size_t i = 0; i < slip->size; i++) {
        at[i] = (uint8_t)(i < 8 ? slip->value >> 8 * i : 0);
    }
}

static struct engine *replay(struct world *world, uint32_t count, void **memory)
{
    static struct procedure procedure;
    struct engine *engine = world_engine_new(memory);
    for (uint32_t i = 0; i < count; i++) {
        struct fact fact;
        enum err err = record_read(world->records[i], i + 1u, &procedure, &fact);
        if (err == OK) err = engine_apply(engine, &fact);
        if (err != OK) world_fail(world, "record %u: %s", i + 1, err_name(err));
    }
    return engine;
}

/* Returns: false - the engine took it, and is another one now. */
static bool is_refused(struct world *world, struct engine *engine, const struct fact *fact)
{
    struct hash before = engine_hash(engine);
    enum err err = engine_apply(engine, fact);
    struct hash after = engine_hash(engine);

    if (err == OK) return false;
    if (!hash_is_equal(&before, &after)) {
        world_fail(world, "a refused record %llu has changed the engine (%s)",
                   (unsigned long long)fact->position, err_name(err));
    }
    return true;
}

void damage_records(struct world *world)
{
    static struct procedure procedure;
    void *memory;
    struct engine *engine = replay(world, 0, &memory);

    for (uint32_t i = 0; i < world->record_count && world->failure[0] == '\0'; i++) {
        struct fact fact;
        if (record_read(world->records[i], i + 1u, &procedure, &fact) != OK) break;
        for (size_t n = 0; n < SLIP_COUNT; n++) {
            struct fact damaged = fact;
            if (slips[n].type != fact.type) continue;
            write_slip(&damaged, &slips[n]);
            if (is_refused(world, engine, &damaged)) continue;
            free(memory);
            engine = replay(world, i, &memory);
        }
        enum err err = engine_apply(engine, &fact);
        if (err != OK) world_fail(world, "record %u after damaged ones: %s", i + 1, err_name(err));
    }
    free(memory);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/story/told.h"

#include "proto/record.h"

/* Position of the verdict of a stage; 0: it has none. */
static uint64_t verdict_position(const struct world *world, uint64_t bundle, const char *stage)
{
    struct bundle_image image;

    if (engine_image(world->engine, bundle, &image) != OK) return 0;
    const struct procedure *procedure =
        engine_procedure(world->engine, &image.procedure, image.version);
    for (uint32_t i = 0; i < image.stage_count; i++) {
        if (strcmp(procedure->stages[i].name.text, stage) != 0) continue;
        return image.stages[i].verdict_position;
    }
    return 0;
}

void told(struct world *world, uint64_t bundle, const char *stage)
{
    static struct procedure definition;
    struct fact fact;
    uint64_t position = verdict_position(world, bundle, stage);

    if (position == 0 ||
        record_read(world->records[position - 1], position, &definition, &fact) != OK) {
        world_trace(world, "        nothing\n");
        return;
    }
    const struct fact_verdict_given *given = &fact.verdict_given;
    world_trace(world, "        %s: %.*s\n", describe_verdict(given->verdict),
                (int)given->reason.size, (const char *)given->reason.at);
    if (given->remedies.size == 0) return;
    world_trace(world, "        remedies: %.*s\n", (int)given->remedies.size,
                (const char *)given->remedies.at);
}

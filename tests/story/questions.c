/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/story/questions.h"

#include "broker/core/exchange.h"
#include "proto/symbols.h"
#include "tests/story/told.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t bundle_of(const struct call *call)
{
    return strtoull(command_word(call->command, 1), NULL, 10);
}

void ask_explain(const struct call *call)
{
    static struct msg_explanation explanation;
    const struct describe how = world_describe(call->world);
    uint64_t bundle = bundle_of(call);
    char line[DESCRIBE_LINE_MAX];

    int64_t now_ms = call->world->base_ms + call->world->now_ms;
    struct archived archived = world_archived(call->world, bundle, NULL);
    enum err err = engine_explain(call->world->engine, bundle, now_ms, &explanation);
    if (err != OK && archived.is_found) {
        engine_explain_ended(call->world->engine, archived.image, now_ms, &explanation);
    } else if (err != OK) {
        world_trace(call->world, "        reply %s %s\n", call->peer->name, err_name(err));
        return;
    }
    for (uint32_t i = 0; i < explanation.wait_count; i++) {
        describe_wait(&how, &explanation.waits[i], line);
        world_trace(call->world, "        %s\n", line);
    }
    if (explanation.wait_count == 0) {
        world_trace(call->world, "        ended %s\n", describe_result(explanation.result));
    }
}

static bool is_deemed(const struct bundle_image *image, uint32_t stage)
{
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_DEEMED || entry->until_ms != 0) continue;
        if (entry->stage == stage) return true;
    }
    return false;
}

/* ", revoked, deregistered, exchange code 15": what became of the permit of a stage; "" while it is in force. */
static const char *permit_end_of(const struct bundle_image *image, uint32_t stage)
{
    static char text[96];
    size_t size = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_PERMIT_END || entry->stage != stage) continue;
        size += (size_t)snprintf(text + size, sizeof text - size, ", %s",
                                 symbols_name(&symbols_permit_end, entry->detail));
    }
    if (size == 0) return text;
    snprintf(text + size, sizeof text - size, ", exchange code %d",
             (int)exchange_of_image(image, stage));
    return text;
}

void ask_show(const struct call *call)
{
    struct bundle_image image;
    uint64_t bundle = bundle_of(call);

    enum err err = world_image(call->world, bundle, &image);
    if (err != OK) {
        world_trace(call->world, "        reply %s %s\n", call->peer->name, err_name(err));
        return;
    }
    const struct procedure *procedure =
        engine_procedure(call->world->engine, &image.procedure, image.version);
    for (uint32_t i = 0; i < image.stage_count; i++) {
        const struct stage_image *stage = &image.stages[i];
        world_trace(call->world, "        %s %s%s, job %s, attempt %" PRIu32 ", failures %u%s\n",
                    procedure->stages[i].name.text, describe_stage_state(stage->state),
                    is_deemed(&image, i) ? " (deemed)" : "", describe_job_state(stage->job),
                    stage->attempt, stage->failures, permit_end_of(&image, i));
    }
    world_trace(call->world, "        result %s\n", describe_result(image.result));
}

void ask_told(const struct call *call)
{
    told(call->world, bundle_of(call), command_word(call->command, 2));
}

void ask_clocks(const struct call *call)
{
    static struct msg_bundle answer;
    const struct world *world = call->world;
    const struct describe how = world_describe(world);
    uint64_t bundle = bundle_of(call);
    char line[DESCRIBE_LINE_MAX];

    enum err err = world_image(world, bundle, &answer.image);
    if (err != OK) {
        world_trace(call->world, "        reply %s %s\n", call->peer->name, err_name(err));
        return;
    }
    engine_clocks(world->engine, &answer.image, world->base_ms + world->now_ms, &answer);
    for (uint32_t i = 0; i < answer.clock_count; i++) {
        describe_clock(&how, &answer.clocks[i], line);
        world_trace(call->world, "        %s\n", line);
    }
    engine_terms(world->engine, &answer.image, world->base_ms + world->now_ms, &answer);
    for (uint32_t i = 0; i < answer.term_count; i++) {
        describe_term(&how, &answer.terms[i], line);
        world_trace(call->world, "        %s\n", line);
    }
    if (answer.clock_count + answer.term_count == 0) {
        world_trace(call->world, "        no clock\n");
    }
}

/* Cards, orders, reminders and urgency of a bundle, in the order in which they came. */
void ask_cards(const struct call *call)
{
    static struct bundle_image image;
    const struct describe how = world_describe(call->world);
    uint64_t bundle = bundle_of(call);
    uint32_t count = 0;
    char line[DESCRIBE_LINE_MAX];

    enum err err = engine_image(call->world->engine, bundle, &image);
    if (err != OK) {
        world_trace(call->world, "        reply %s %s\n", call->peer->name, err_name(err));
        return;
    }
    for (uint32_t i = 0; i < image.entry_count; i++) {
        if (!describe_supervision(&how, bundle, &image.entries[i], line)) continue;
        world_trace(call->world, "        %s\n", line);
        count++;
    }
    if (count == 0) world_trace(call->world, "        no card\n");
}

/* What STATISTICS says of each department's cards. */
void ask_stats(const struct call *call)
{
    static struct msg_statistics statistics;

    engine_statistics(call->world->engine, &(struct name){ { 0 } }, &statistics);
    for (uint32_t i = 0; i < statistics.department_count; i++) {
        const struct department_statistics *row = &statistics.departments[i];
        world_trace(call->world,
                    "        %s: yellow %" PRIu32 ", red %" PRIu32 ", deep red %" PRIu32 "\n",
                    row->department.text, row->yellow, row->red, row->deep_red);
    }
}

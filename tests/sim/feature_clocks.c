/* SPDX-License-Identifier: Apache-2.0 */
/* Limits and their clocks. Source: proto/SPEC.md 8 "Clocks". */
#include "tests/sim/model.h"
#include "tests/sim/world.h"

/* 0: not yet, or it has none. */
struct clock_times {
    int64_t started_ms;
    int64_t stopped_ms;
};

static struct clock_times clocks[PLAN_BUNDLES_MAX][STAGES_MAX];

static void begin(void)
{
    memset(clocks, 0, sizeof clocks);
}

static struct limit draw_limit(struct chance *chance)
{
    uint16_t value = (uint16_t)(1 + chance_below(chance, 30));
    uint8_t unit = (uint8_t)(1 + chance_below(chance, LIMIT_NATURAL_HOURS));
    return chance_one_in(chance, 3) ? (struct limit){ 0 } : (struct limit){ value, unit };
}

/* Every other stage has limits, of any unit; in one of eight they are for people only and count
 * nothing. Every third procedure has some for all its stages together. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("limits", index + 100 * (uint64_t)world_option(OPTION_variant));
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        uint8_t from = (uint8_t)(1 + chance_below(&chance, CLOCK_FROM_RECEIPT));
        if (chance_one_in(&chance, 2)) continue;
        stage->statutory = draw_limit(&chance);
        stage->promised = draw_limit(&chance);
        bool is_any = stage->statutory.value != 0 || stage->promised.value != 0;
        if (is_any && !chance_one_in(&chance, 8)) stage->clock_from = from;
    }
    if (!chance_one_in(&chance, 3)) return;
    procedure->statutory = draw_limit(&chance);
    procedure->promised = draw_limit(&chance);
}

/* A clock runs from the review, or from receipt, until there is a decision or can be none. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) return;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        enum stage_state state = bundle->stages[i].state;
        struct clock_times *clock = &clocks[bundle->number - 1][i];
        uint8_t from = bundle->procedure->stages[i].clock_from;
        bool is_received = from == CLOCK_FROM_RECEIPT && fact->type == FACT_BUNDLE_SUBMITTED &&
                           state != STAGE_SKIPPED;
        bool is_begun = from != CLOCK_NONE && state == STAGE_REVIEWING;
        bool is_undecided =
            state == STAGE_WAITING || state == STAGE_REVIEWING || state == STAGE_SEALED;
        if (clock->started_ms == 0 && (is_received || is_begun)) clock->started_ms = fact->at_ms;
        if (clock->started_ms == 0 || clock->stopped_ms != 0 || is_undecided) continue;
        clock->stopped_ms = fact->at_ms;
    }
}

/* Clocks are where the audit has them, as far as both know the same facts. */
static void judge(uint32_t peer, const struct message *message)
{
    (void)peer;
    if (message->type != MSG_BUNDLE) return;
    const struct bundle_image *image = &message->bundle.image;
    const struct audit_bundle *bundle = audit_bundle(image->bundle);
    if (bundle == NULL || bundle->last_position != image->last_position) return;
    for (uint32_t i = 0; i < image->stage_count; i++) {
        const struct clock_times *clock = &clocks[image->bundle - 1][i];
        const char *what = NULL;
        if (image->stages[i].clock_started_ms != clock->started_ms) what = "started";
        if (image->stages[i].clock_stopped_ms != clock->stopped_ms) what = "stopped";
        if (what == NULL) continue;
        world_fail("bundle %llu: the clock of stage %s %s at another time",
                   (unsigned long long)image->bundle, bundle->procedure->stages[i].name.text, what);
    }
}

const struct feature feature_clocks = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .take_fact = take_fact,
    .judge = judge,
};

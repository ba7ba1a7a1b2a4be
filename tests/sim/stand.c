/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/stand.h"

#include "tests/sim/audit.h"
#include "tests/sim/model.h"

static struct {
    uint32_t count;
    struct stand stands[DAY_PAUSES_MAX];
} stood[PLAN_BUNDLES_MAX];

void stands_begin(void)
{
    memset(stood, 0, sizeof stood);
}

static bool holds(const struct stand *stand, uint8_t stage)
{
    return stand->stage == STAGE_WHOLE || stage == STAGE_WHOLE || stand->stage == stage;
}

const struct day_pause *stand_pauses(uint64_t bundle, uint8_t stage, uint32_t *count)
{
    static struct day_pause pauses[DAY_PAUSES_MAX];
    *count = 0;
    for (uint32_t i = 0; i < stood[bundle - 1].count; i++) {
        const struct stand *stand = &stood[bundle - 1].stands[i];
        struct day_pause *last = *count == 0 ? NULL : &pauses[*count - 1];
        if (!holds(stand, stage)) continue;
        if (last == NULL || (last->until_ms != 0 && last->until_ms < stand->time.from_ms)) {
            pauses[(*count)++] = stand->time;
        } else if (stand->time.until_ms == 0 || stand->time.until_ms > last->until_ms) {
            if (last->until_ms != 0) last->until_ms = stand->time.until_ms;
        }
    }
    return pauses;
}

struct stand_cause stand_cause(uint64_t bundle, uint8_t stage)
{
    struct stand_cause found = { 0 };
    for (uint32_t i = 0; i < stood[bundle - 1].count; i++) {
        const struct stand *stand = &stood[bundle - 1].stands[i];
        if (!holds(stand, stage) || stand->time.until_ms != 0) continue;
        found.why = stand->special != 0 ? PAUSE_SPECIAL : PAUSE_SUSPENSION;
        found.special = stand->special;
        found.from_ms = stand->time.from_ms;
    }
    return found;
}

void stand_begin(const struct fact *fact, uint8_t special)
{
    uint64_t at = fact->bundle - 1;
    if (stood[at].count == DAY_PAUSES_MAX) {
        audit_fault(fact, "it stood too often for the model");
        return;
    }
    stood[at].stands[stood[at].count++] = (struct stand){
        .time = { .from_ms = fact->at_ms },
        .stage = fact->acted.stage,
        .special = special,
    };
}

struct stand *stand_find(uint64_t bundle, uint8_t stage)
{
    for (uint32_t i = 0; i < stood[bundle - 1].count; i++) {
        struct stand *stand = &stood[bundle - 1].stands[i];
        if (stand->stage == stage && stand->time.until_ms == 0) return stand;
    }
    return NULL;
}

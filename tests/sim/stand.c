/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/stand.h"

#include "tests/sim/audit.h"
#include "tests/sim/calendars.h"
#include "tests/sim/model.h"

#define STAGE_NONE 254 /* no special procedure is its own */

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

int64_t stand_due_ms(uint64_t bundle, int64_t from_ms, struct limit limit, int64_t now_ms)
{
    struct day_course course = { .started_ms = from_ms, .until_ms = now_ms };
    course.pauses = stand_pauses(bundle, STAGE_NONE, &course.pause_count);
    return day_count_limit(calendars_now(), limit, &course).due_ms;
}

bool stand_is(uint64_t bundle, uint8_t stage, struct stand_cause cause)
{
    bool stands = false;
    for (uint32_t i = 0; i < stood[bundle - 1].count; i++) {
        const struct stand *stand = &stood[bundle - 1].stands[i];
        if (!holds(stand, stage) || stand->time.until_ms != 0) continue;
        bool is_it = stand->why == cause.why && stand->special == cause.special &&
                     stand->time.from_ms == cause.from_ms;
        if (is_it) return true;
        stands = true;
    }
    return !stands && cause.why == 0 && cause.special == 0 && cause.from_ms == 0;
}

void stand_begin(const struct fact *fact, struct stand of)
{
    uint64_t at = fact->bundle - 1;
    if (stood[at].count == DAY_PAUSES_MAX) {
        audit_fault(fact, "it stood too often for the model");
        return;
    }
    of.time = (struct day_pause){ .from_ms = fact->at_ms };
    stood[at].stands[stood[at].count++] = of;
}

struct stand *stand_find(uint64_t bundle, uint8_t stage, uint8_t why)
{
    for (uint32_t i = 0; i < stood[bundle - 1].count; i++) {
        struct stand *stand = &stood[bundle - 1].stands[i];
        if (stand->stage != stage || stand->why != why) continue;
        if (stand->time.until_ms == 0) return stand;
    }
    return NULL;
}

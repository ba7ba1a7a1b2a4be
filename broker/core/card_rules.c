/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/card_rules.h"

#include "tongfa/act.h"

#define HOUR_MS INT64_C(3600000)

/* What to do when you add a set: its rows here, its name in procedures/README.md and SPEC 13.2, the
 * points of each level in tests/unit/test_card_rules.c, and a story. */
/* clang-format off */
static const struct card_rules sets[] = {
    { "default-1", {
        [CARD_NOTICE]   = { CARD_POINT_BEFORE, CARD_OF_NEAREST, 0, 1, 0, 1, "监察A: 1 working day before" },
        [CARD_YELLOW]   = { CARD_POINT_BEFORE, CARD_OF_NEAREST, 90, 2, 0, 3, "榆林 90 %, APL 2 days: the earlier" },
        [CARD_RED]      = { CARD_POINT_PASSED, CARD_OF_PROMISED, 0, 0, 0, 0, "榆林; 优化 36; 滨州 19" },
        [CARD_DEEP_RED] = { CARD_POINT_PASSED, CARD_OF_STATUTORY, 0, 0, 0, 0, "许可法 42" },
    } },
    { "yulin-1", {
        [CARD_YELLOW]   = { CARD_POINT_BEFORE, CARD_OF_PROMISED, 90, 0, 0, 0, "榆林" },
        [CARD_RED]      = { CARD_POINT_PASSED, CARD_OF_PROMISED, 0, 0, 0, 0, "榆林" },
    } },
    { "apl-1", {
        [CARD_YELLOW]   = { CARD_POINT_BEFORE, CARD_OF_NEAREST, 0, 2, 48, 0, "APL: 预警, remaining <= 2 days or 48 h" },
        [CARD_RED]      = { CARD_POINT_END, CARD_OF_NEAREST, 0, 0, 0, 0, "APL: 逾期, remaining <= 0" },
    } },
};
/* clang-format on */

const struct card_rules *card_rules_of(const struct name *name)
{
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct name known = { { 0 } };
        size_t size = strlen(sets[i].name);
        assert(size > 0 && size <= NAME_BYTES_MAX);
        memcpy(known.text, sets[i].name, size);
        if (name_is_equal(&known, name)) return &sets[i];
    }
    return NULL;
}

struct limit card_limit_of(const struct card_condition *condition, struct limit statutory,
                           struct limit promised)
{
    assert(condition->point != CARD_POINT_NONE);
    assert(condition->of >= CARD_OF_PROMISED && condition->of <= CARD_OF_NEAREST);
    if (condition->of == CARD_OF_STATUTORY) return statutory;
    if (condition->of == CARD_OF_NEAREST && promised.value == 0) return statutory;
    return promised;
}

/* A day in the unit of a limit. */
static int64_t day_of(enum limit_unit unit, int64_t day_ms)
{
    if (unit == LIMIT_WORKING_HOURS) return day_ms;
    return unit == LIMIT_NATURAL_HOURS ? 24 * HOUR_MS : 1;
}

bool card_threshold(const struct card_condition *condition, struct limit limit, int64_t day_ms,
                    struct threshold *threshold)
{
    int64_t granted = calendar_amount_of(limit);
    int64_t day = day_of((enum limit_unit)limit.unit, day_ms);
    int64_t left = condition->left_days * day;

    assert(condition->point != CARD_POINT_NONE);
    assert(limit.value != 0);
    *threshold = (struct threshold){ .unit = limit.unit, .is_end = true, .amount = granted };
    if (condition->point != CARD_POINT_BEFORE) return true;
    if (day != 1 && condition->left_hours != 0) left = condition->left_hours * HOUR_MS;
    bool counts_left = left != 0 && granted > condition->above_days * day;
    int64_t until_left = granted > left ? granted - left : 0;
    if (condition->percent == 0 && !counts_left) return false;
    threshold->is_end = false;
    if (condition->percent != 0) threshold->amount = (granted * condition->percent + 99) / 100;
    if (counts_left && until_left < threshold->amount) threshold->amount = until_left;
    return true;
}

/* ---- The section of a definition ----------------------------------------------------------- */

static bool ends(const char interview[TITLE_BYTES_MAX + 1])
{
    for (uint32_t i = 0; i <= TITLE_BYTES_MAX; i++) {
        if (interview[i] == '\0') return true;
    }
    return false;
}

const char *supervision_flaw(const struct supervision *supervision)
{
    set32 levels = 0;

    if (supervision->escalate_count > ESCALATIONS_MAX) return "a level may escalate once";
    if (supervision->escalate_count > 0 && name_is_empty(&supervision->rules)) {
        return "supervision escalates cards, but names no rules that raise them";
    }
    if (!name_is_empty(&supervision->rules) && card_rules_of(&supervision->rules) == NULL) {
        return "there is no rule set of this name; use default-1, yulin-1 or apl-1";
    }
    for (uint32_t i = 0; i < supervision->escalate_count; i++) {
        const struct escalation *step = &supervision->escalate[i];
        if (step->at < CARD_NOTICE || step->at >= CARD_LEVEL_COUNT) return "there is no such card";
        if (set_has(levels, step->at)) return "a level may escalate once";
        if (step->to < ROLE_OFFICER || step->to > ROLE_SUPERVISOR) {
            return "a card goes to officer, head, government or supervisor";
        }
        if (!ends(step->interview)) return "the interview is over 95 bytes";
        levels |= set_of(step->at);
    }
    return NULL;
}

const struct escalation *supervision_step(const struct supervision *supervision, uint8_t level)
{
    assert(level > 0 && level < CARD_LEVEL_COUNT);
    assert(supervision->escalate_count <= ESCALATIONS_MAX);
    for (uint32_t i = 0; i < supervision->escalate_count; i++) {
        if (supervision->escalate[i].at == level) return &supervision->escalate[i];
    }
    return NULL;
}

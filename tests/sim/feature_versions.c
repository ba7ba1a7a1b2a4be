/* SPDX-License-Identifier: Apache-2.0 */
/* Versions: two procedures of three have more than one, which come one after the other, some of them in force
 * from a later day on only. Submissions name one of them or none. What bundles that live under one
 * have to do with the next is feature_migration.c. Sources: proto/SPEC.md 8 "SUBMIT", 9 "PUBLISH". */
#include "tests/sim/versions.h"

#include "proto/record.h"
#include "tests/sim/calendars.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/revise.h"
#include "tests/sim/shape.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tests/support/procedure_builder.h"

#include <stdio.h>

#define OPERATOR 0
#define UNITS_MAX 30
#define DAY_MS INT64_C(86400000)
#define SOON_DAYS 40
#define LONG_DAYS 5000

static uint64_t positions[PLAN_PROCEDURES_MAX][PLAN_VERSIONS_MAX];
static int64_t published_ms; /* world time, of the last */

static void begin(void)
{
    memset(positions, 0, sizeof positions);
    published_ms = -1;
}

/* ---- Days ------------------------------------------------------------------------------------ */

static uint32_t month_days(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool is_leap_day = month == 2 && day_count_length(year) == 366;
    return days[month - 1] + (is_leap_day ? 1u : 0u);
}

static uint32_t day_number(int32_t day)
{
    uint32_t year = DAY_COUNT_YEAR_FIRST;
    uint32_t month = 1;
    while (day_count_first(year + 1) <= day) {
        year++;
    }
    uint32_t left = (uint32_t)(day - day_count_first(year));
    while (left >= month_days(year, month)) {
        left -= month_days(year, month++);
    }
    return year * 10000 + month * 100 + left + 1;
}

uint32_t versions_day(const struct day_count *calendar, int64_t at_ms)
{
    return day_number(day_count_of(calendar, at_ms));
}

/* ---- The plan -------------------------------------------------------------------------------- */

/* Of the first always: what is submitted must be taken some day. */
static uint32_t draw_in_force(struct chance *chance, bool is_first)
{
    uint32_t later = chance_below(chance, SOON_DAYS) >> chance_below(chance, 5);
    bool is_never = chance_one_in(chance, 12);
    bool is_past = is_first || chance_one_in(chance, 6);
    if (chance_one_in(chance, is_first ? 2 : 3)) return 0;
    int32_t day = (int32_t)(world.wall_ms / DAY_MS);
    day += is_past ? -1 - (int32_t)later : (int32_t)(is_never ? LONG_DAYS : later);
    return day_number(day);
}

/* Another value; sometimes another unit. */
static void change_limit(struct chance *chance, struct limit *limit)
{
    uint16_t value = (uint16_t)(1 + (chance_below(chance, UNITS_MAX) >> chance_below(chance, 4)));
    uint8_t unit = (uint8_t)(1 + chance_below(chance, LIMIT_NATURAL_HOURS));
    bool is_other_unit = chance_one_in(chance, 4);
    if (limit->value == 0 || chance_one_in(chance, 3)) return;
    limit->value = value;
    if (is_other_unit) limit->unit = unit;
}

/* Limits are others, are dropped, or are new; they count from another instant. Where cards are raised no more
 * clocks run than before. */
static void change_stage(struct chance *chance, struct procedure_stage *stage, bool has_cards)
{
    bool may_drop = stage->on_timeout != ON_TIMEOUT_AGREE && chance_one_in(chance, 6);
    bool is_new = !has_cards && chance_one_in(chance, 6);
    uint8_t from = (uint8_t)(1 + chance_below(chance, CLOCK_FROM_RECEIPT));
    bool is_from = chance_one_in(chance, 4);
    change_limit(chance, &stage->statutory);
    change_limit(chance, &stage->promised);
    stage->attempts_max = (uint16_t)(stage->attempts_max + chance_below(chance, 3));
    if (chance_one_in(chance, 2)) stage->lease_ms = 1000 + chance_below(chance, 30) * 1000;
    if (chance_one_in(chance, 2)) stage->backoff_ms_max = stage->backoff_ms * 2;
    if (stage->statutory.value == 0 && stage->promised.value == 0) {
        if (!is_new) return;
        stage->promised =
            (struct limit){ (uint16_t)(1 + chance_below(chance, UNITS_MAX)), LIMIT_WORKING_DAYS };
        stage->clock_from = from;
    } else if (may_drop) {
        stage->clock_from = CLOCK_NONE;
    } else if (stage->clock_from != CLOCK_NONE && is_from) {
        stage->clock_from = from;
    }
}

static void change_cards(struct chance *chance, struct supervision *supervision)
{
    static const char *const rules[] = { "default-1", "yulin-1", "apl-1" };
    const char *name = rules[chance_below(chance, 3)];
    if (name_is_empty(&supervision->rules)) return;
    if (chance_one_in(chance, 2)) supervision->rules = named(name);
    if (chance_one_in(chance, 8)) *supervision = (struct supervision){ 0 };
    for (uint32_t i = 0; i < supervision->escalate_count; i++) {
        supervision->escalate[i].to = (uint8_t)(ROLE_OFFICER + chance_below(chance, 4));
    }
}

/* The counter has another time; silence means something else. */
static void change_intake(struct chance *chance, struct procedure_intake *intake)
{
    uint8_t on_lapse = (uint8_t)(1 + chance_below(chance, ON_LAPSE_NOT_ACCEPT));
    bool is_silent = chance_one_in(chance, 4);
    if (!intake->counter) return;
    change_limit(chance, &intake->within);
    change_limit(chance, &intake->correct_within);
    if (intake->on_lapse != 0) intake->on_lapse = on_lapse;
    if (is_silent) intake->on_silence = ON_SILENCE_WAIT;
}

static void change_rest(struct chance *chance, struct procedure *procedure)
{
    static const char remedies[] = "ask the people's government of the province";
    struct corrections *corrections = &procedure->corrections;
    change_limit(chance, &procedure->statutory);
    change_limit(chance, &procedure->promised);
    change_cards(chance, &procedure->supervision);
    change_intake(chance, &procedure->intake);
    if (chance_one_in(chance, 2)) {
        memset(procedure->remedies, 0, sizeof procedure->remedies);
        memcpy(procedure->remedies, remedies, sizeof remedies);
    }
    if (chance_one_in(chance, 4)) {
        bool is_finish = procedure->on_refusal == ON_REFUSAL_FINISH;
        procedure->on_refusal = is_finish ? ON_REFUSAL_CANCEL : ON_REFUSAL_FINISH;
    }
    if (corrections->on_timeout == 0) return;
    change_limit(chance, &corrections->notice);
    change_limit(chance, &corrections->supply);
    corrections->rounds = (uint8_t)(1 + chance_below(chance, 3));
    corrections->on_timeout = (uint8_t)(1 + chance_below(chance, ON_UNANSWERED_RETURN));
}

static void draw_version(struct chance *chance, struct procedure *procedure, uint32_t version)
{
    bool has_cards = !name_is_empty(&procedure->supervision.rules);
    memset(procedure->title, 0, sizeof procedure->title);
    snprintf(procedure->title, sizeof procedure->title, "version %u", version);
    procedure->version = version;
    procedure->in_force = draw_in_force(chance, false);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        change_stage(chance, &procedure->stages[i], has_cards);
    }
    change_rest(chance, procedure);
}

/* Beyond its own stages, milestones and materials a version has those that others have in these places: people
 * know them by name. */
static void name_the_others(struct plan_procedure *planned)
{
    for (uint32_t i = 0; i < planned->version_count * planned->version_count; i++) {
        const struct procedure *from = &planned->versions[i / planned->version_count].procedure;
        struct procedure *to = &planned->versions[i % planned->version_count].procedure;
        for (uint32_t k = to->stage_count; k < from->stage_count; k++) {
            to->stages[k] = from->stages[k];
        }
        for (uint32_t k = to->milestone_count; k < from->milestone_count; k++) {
            to->milestones[k] = from->milestones[k];
        }
        for (uint32_t k = to->material_count; k < from->material_count; k++) {
            to->materials[k] = from->materials[k];
        }
    }
}

static void draw_versions(struct plan_procedure *planned, uint32_t index)
{
    struct chance chance =
        world_chance("versions", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool has_more = !chance_one_in(&chance, 3) && world_option(OPTION_migrate) != 0;
    if (!has_more) return;
    planned->versions[0].procedure.in_force = draw_in_force(&chance, true);
    planned->version_count = 2 + chance_below(&chance, PLAN_VERSIONS_MAX - 1);
    for (uint32_t i = 1; i < planned->version_count; i++) {
        struct procedure *procedure = &planned->versions[i].procedure;
        *procedure = planned->versions[chance_below(&chance, i)].procedure;
        shape_change(&chance, procedure, &planned->versions[0].procedure, index);
        revise_change(&chance, procedure, &planned->versions[0].procedure);
        draw_version(&chance, procedure, i + 1);
        order_draw(&planned->versions[i], index * PLAN_VERSIONS_MAX + i);
    }
    name_the_others(planned);
}

/* Who names no version must not be refused for what only some of them ask. */
static bool are_alike(uint32_t bundle)
{
    struct plan_bundle *planned = &plan.bundles[bundle];
    const struct procedure *governing = planned->governing;
    enum err refused = model_predict(bundle).refused;
    bool is_alike = true;
    for (uint32_t i = 1; i <= plan.procedures[planned->procedure].version_count; i++) {
        planned->governing = &plan_version(planned->procedure, i)->procedure;
        is_alike = is_alike && model_predict(bundle).refused == refused;
    }
    planned->governing = governing;
    return is_alike;
}

static void choose_version(uint32_t bundle)
{
    struct plan_bundle *planned = &plan.bundles[bundle];
    uint32_t count = plan.procedures[planned->procedure].version_count;
    struct chance chance = world_chance("version", bundle);
    bool is_named = count == 1 ? bundle % 2 == 1 : chance_one_in(&chance, 3);
    if (!is_named && are_alike(bundle)) return;
    planned->version = 1 + chance_below(&chance, count);
    planned->governing = &plan_version(planned->procedure, planned->version)->procedure;
}

/* ---- Duties ---------------------------------------------------------------------------------- */

/* The first versions come in the beginning (peer.c), the others when they come. */
static void add_duties(void)
{
    for (uint32_t i = 0; i < plan.procedure_count; i++) {
        struct chance chance = world_chance("publish", i);
        for (uint32_t k = 1; k < plan.procedures[i].version_count; k++) {
            int64_t due_ms = wish_when(&chance);
            bool is_at_once = chance_one_in(&chance, 4);
            struct duty *duty = duty_add(DUTY_PUBLISH, OPERATOR, is_at_once ? 0 : due_ms);
            if (duty == NULL) return;
            duty->planned = i;
            duty->index = (uint8_t)k;
        }
    }
    for (uint32_t i = 0; i < plan.bundle_count; i++) {
        choose_version(i);
    }
}

/* Another text under the same number: it must be refused. Or the same again, as if nobody had. */
static void want_again(uint32_t procedure, uint32_t version, uint64_t position)
{
    struct chance chance = world_chance("publish again", position);
    bool is_other = chance_one_in(&chance, 2);
    if (world_option(OPTION_migrate) == 0 || !chance_one_in(&chance, 4)) return;
    int64_t due_ms = world.is_calm ? world.now_ms + 1 : wish_when(&chance);
    struct duty *duty = duty_add(is_other ? DUTY_FEATURE : DUTY_PUBLISH, OPERATOR, due_ms);
    if (duty == NULL) return;
    duty->feature = &feature_versions;
    duty->planned = procedure;
    duty->index = (uint8_t)(version - 1);
    peer_look_at(OPERATOR, due_ms);
}

static void put_message(const struct duty *duty, struct message *message)
{
    static struct procedure other;
    static uint8_t bytes[PLAN_DEFINITION_BYTES];
    struct buffer buffer;
    other = plan_version(duty->planned, duty->index + 1u)->procedure;
    other.title[0] = 'V';
    buffer_init(&buffer, bytes, sizeof bytes);
    procedure_write(&buffer, &other);
    message->type = MSG_PUBLISH;
    message->publish = (struct msg_publish){ &other, buffer_span(&buffer) };
}

static void describe(const struct duty *duty, char *text, size_t size)
{
    const struct procedure *procedure = &plan_version(duty->planned, duty->index + 1u)->procedure;
    snprintf(text, size, "PUBLISH %s %u, another text", procedure->name.text, procedure->version);
}

static void judge_recorded(const struct duty *duty, const struct msg_recorded *recorded)
{
    (void)recorded;
    world_fail("version %u of procedure %u is published with two texts", duty->index + 1u,
               duty->planned);
}

static bool judge_refused(const struct duty *duty, const struct msg_error *error)
{
    (void)duty;
    return error->number == ERR_PROCEDURE_CONFLICT;
}

/* ---- Facts ----------------------------------------------------------------------------------- */

uint64_t versions_position(uint32_t procedure, uint32_t version)
{
    bool is_planned = procedure < plan.procedure_count && version > 0 &&
                      version <= plan.procedures[procedure].version_count;
    return is_planned ? positions[procedure][version - 1] : 0;
}

bool versions_are_at(uint64_t position, uint32_t procedure, uint32_t version)
{
    return position != 0 && versions_position(procedure, version) == position;
}

bool versions_are_new(void)
{
    return published_ms == world.now_ms;
}

bool versions_in_force(uint32_t procedure, uint32_t version, int64_t at_ms,
                       const struct day_count *calendar)
{
    if (versions_position(procedure, version) == 0) return false;
    uint32_t from = plan_version(procedure, version)->procedure.in_force;
    return from <= versions_day(calendar, at_ms);
}

uint32_t versions_newest(uint32_t procedure, int64_t at_ms, const struct day_count *calendar)
{
    uint32_t newest = 0;
    for (uint32_t i = 1; i <= plan.procedures[procedure].version_count; i++) {
        if (versions_in_force(procedure, i, at_ms, calendar)) newest = i;
    }
    return newest;
}

/* Of the name and version that the plan has (audit.c), once each. */
static void take_published(const struct fact *fact)
{
    const struct procedure *published = fact->procedure_published.procedure;
    uint32_t procedure = plan_named(&published->name);
    uint64_t *position = &positions[procedure][published->version - 1];
    if (*position != 0) audit_fault(fact, "published twice");
    *position = fact->position;
    published_ms = world.now_ms;
    want_again(procedure, published->version, fact->position);
}

/* The version that is named, else the newest that is in force as it comes. */
static void expect_version(const struct fact *fact)
{
    uint32_t index = audit_bundle(fact->bundle)->planned;
    const struct plan_bundle *bundle = &plan.bundles[index];
    uint32_t version = fact->bundle_submitted.version;
    uint32_t expected = bundle->version;
    if (expected == 0) {
        expected = versions_newest(bundle->procedure, fact->at_ms, calendars_now());
    }
    if (version != expected) audit_fault(fact, "under version %u, not %u", version, expected);
    if (versions_position(bundle->procedure, version) == 0) audit_fault(fact, "not published");
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    (void)bundle;
    if (fact->type == FACT_PROCEDURE_PUBLISHED) take_published(fact);
    if (fact->type == FACT_BUNDLE_SUBMITTED) expect_version(fact);
}

const struct feature feature_versions = {
    .begin = begin,
    .draw_versions = draw_versions,
    .add_duties = add_duties,
    .duty_message = put_message,
    .duty_describe = describe,
    .judge_recorded = judge_recorded,
    .judge_refused = judge_refused,
    .take_fact = take_fact,
};

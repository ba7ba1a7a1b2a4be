/* SPDX-License-Identifier: Apache-2.0 */
/* The engine: layout of its memory, one step, and the small questions about it. */
#include "broker/core/calendar_notice.h"
#include "broker/core/in_force.h"
#include "broker/core/machine.h"
#include "broker/core/supply.h"

#define ENGINE_BYTES_MAX ((size_t)1 << 44)

/* The same code measures and lays out; without memory it only counts. */
static void lay_out(struct engine *engine, struct arena *arena, const struct engine_limits *limits)
{
    assert(limits->bundles_max > 0);
    assert(limits->sessions_max > 0);
    assert(limits->requests_max > 0);
    assert(limits->counters_max > 0);

    engine->limits = *limits;
    published_init(&engine->published, arena, limits->procedures_max);
    departments_init(&engine->departments, arena, limits->departments_max,
                     limits->stage_blocks_max * CELLS_PER_BLOCK);
    permit_counters_init(&engine->counters, arena, limits->counters_max);
    request_window_init(&engine->requests, arena, limits->requests_max);
    presence_init(&engine->presence, arena, limits->sessions_max);
    bundles_init(&engine->bundles, arena, limits->bundles_max, limits->stage_blocks_max);
    agenda_init(&engine->deadlines, arena, &engine->bundles,
                limits->stage_blocks_max * CELLS_PER_BLOCK);
    timers_init(&engine->timers, arena, &engine->bundles, limits->bundles_max);
    assert(arena->used < ENGINE_BYTES_MAX);
}

size_t engine_bytes(const struct engine_limits *limits)
{
    struct engine scratch = { 0 };
    struct arena arena = { 0 };

    assert(limits != NULL);
    arena_take(&arena, 1, sizeof(struct engine));
    lay_out(&scratch, &arena, limits);
    assert(arena.used % ARENA_ALIGNMENT == 0);
    return arena.used;
}

struct engine *engine_init(void *memory, const struct engine_limits *limits)
{
    struct arena arena = { .base = memory };

    assert(memory != NULL);
    assert((uintptr_t)memory % ARENA_ALIGNMENT == 0);
    struct engine *engine = arena_take(&arena, 1, sizeof(struct engine));
    lay_out(engine, &arena, limits);
    engine->position_next = 1;
    engine->calendar.hours = office_hours_default;
    return engine;
}

/* ---- One step ------------------------------------------------------------------------------ */

struct fact *engine_fact(struct step *step, enum fact_type type, uint64_t bundle)
{
    assert(step->facts->count < STEP_FACTS_MAX);
    struct fact *fact = &step->facts->facts[step->facts->count];
    fact->type = type;
    fact->bundle = bundle;
    return fact;
}

void engine_record(struct step *step, const struct fact *fact)
{
    struct engine *engine = step->engine;

    assert(step->facts->count < STEP_FACTS_MAX);
    assert(!engine->is_restoring);
    struct fact *recorded = &step->facts->facts[step->facts->count++];
    assert(fact < step->facts->facts || fact >= recorded); /* nothing was recorded meanwhile */
    if (recorded != fact) *recorded = *fact;
    recorded->position = engine->position_next;
    recorded->at_ms = step->event->now_ms;
    uint32_t index = bundles_find(&engine->bundles, fact->bundle);
    recorded->previous = index == BUNDLE_NONE ? 0 : engine->bundles.at[index].last_position;
    enum err err = engine_apply(engine, recorded);
    assert(err == OK);
}

/* There is no way back: the next broker process begins afresh. */
static void step_drain(struct step *step)
{
    assert(step->event->type == EVENT_DRAIN);
    step->engine->is_draining = true;
}

static void step_by_type(struct step *step)
{
    switch (step->event->type) {
        case EVENT_TICK:
            deadlines_run(step);
            timers_run(step);
            break;
        case EVENT_WAKE: step_wake(step); break;
        case EVENT_JOINED: step_joined(step); break;
        case EVENT_LEFT: step_left(step); break;
        case EVENT_DRAIN: step_drain(step); break;
        case EVENT_PUBLISH: step_publish(step); break;
        case EVENT_SUBMIT: step_submit(step); break;
        case EVENT_SIGNAL: step_signal(step); break;
        case EVENT_WITHDRAW: step_withdraw(step); break;
        case EVENT_RETRY: step_retry(step); break;
        case EVENT_PUBLISH_CALENDAR: step_publish_calendar(step); break;
        case EVENT_ACT: step_act(step); break;
        case EVENT_SUPPLY: step_supply(step); break;
        case EVENT_MIGRATE: step_migrate(step); break;
        case EVENT_CREDIT: step_credit(step); break;
        case EVENT_VERDICT: step_verdict(step); break;
        case EVENT_RENEW: step_renew(step); break;
    }
}

void engine_step(struct engine *engine, const struct event *event, struct facts *facts,
                 struct effects *effects)
{
    struct step step = { .engine = engine, .event = event, .facts = facts, .effects = effects };

    assert(engine != NULL);
    step.session = presence_find(&engine->presence, event->session);
    assert(!engine->is_restoring); /* the replay has reached totals.position */
    assert(event->type >= EVENT_TICK && event->type <= EVENT_RENEW);
    assert(event->now_ms >= engine->now_ms);
    assert(event->now_ms >= engine->totals.now_ms);

    engine->may_rewind = false;
    engine->now_ms = event->now_ms;
    facts->count = 0;
    effects->count = 0;
    step_by_type(&step);
    /* Ticks fill a step as far as it goes; all other events leave room for leases. */
    bool is_tick = event->type == EVENT_TICK;
    assert(is_tick || facts->count <= STEP_RESERVE);
    assert(is_tick || effects->count <= STEP_RESERVE);
    dispatch(&step);
}

/* ---- Small questions ----------------------------------------------------------------------- */

/* Hot departments may have cooled down since they were put in the list, so each is looked at. */
bool engine_is_pending(const struct engine *engine)
{
    assert(engine != NULL);
    if (engine_next_due_ms(engine) <= engine->now_ms) return true;
    if (engine->is_draining) return false;
    for (uint16_t i = engine->departments.hot_first; i != DEPARTMENT_NONE;
         i = engine->departments.at[i].hot_next) {
        assert(engine->departments.at[i].is_hot);
        if (department_is_matching(&engine->departments.at[i])) return true;
    }
    return false;
}

int64_t engine_next_due_ms(const struct engine *engine)
{
    assert(engine != NULL);
    int64_t deadline_ms = agenda_next_due_ms(&engine->deadlines);
    int64_t timer_ms = timers_next_due_ms(&engine->timers);
    return deadline_ms < timer_ms ? deadline_ms : timer_ms;
}

const struct engine_limits *engine_limits_of(const struct engine *engine)
{
    assert(engine != NULL);
    assert(engine->limits.bundles_max > 0);
    return &engine->limits;
}

uint64_t engine_position_next(const struct engine *engine)
{
    assert(engine != NULL);
    assert(engine->position_next > 0);
    return engine->position_next;
}

const struct name *engine_submitter(const struct engine *engine, uint64_t bundle)
{
    assert(engine != NULL);
    uint32_t index = bundles_find(&engine->bundles, bundle);
    if (index == BUNDLE_NONE) return NULL;
    uint32_t submitter = engine->bundles.at[index].submitter;
    assert(submitter < engine->bundles.submitters.high);
    return &engine->bundles.submitters.at[submitter].name;
}

uint64_t engine_application_position(const struct engine *engine, uint64_t bundle)
{
    assert(engine != NULL);
    uint32_t index = bundles_find(&engine->bundles, bundle);
    if (index == BUNDLE_NONE) return 0;
    assert(engine->bundles.at[index].number == bundle);
    return supply_position(&engine->bundles, &engine->bundles.at[index]);
}

uint64_t engine_find_key(const struct engine *engine, const struct hash *key_hash)
{
    assert(engine != NULL);
    assert(key_hash != NULL);
    uint32_t index = bundles_find_key(&engine->bundles, key_hash);
    return index == BUNDLE_NONE ? 0 : engine->bundles.at[index].number;
}

uint32_t engine_expect(const struct engine *engine, uint64_t bundle)
{
    assert(engine != NULL);
    uint32_t index = bundles_find(&engine->bundles, bundle);
    if (index != BUNDLE_NONE) bundles_expect(&engine->bundles, index);
    return index;
}

void engine_expect_stage(const struct engine *engine, uint32_t place, uint32_t stage)
{
    assert(engine != NULL);
    assert(place == BUNDLE_NONE || place < engine->bundles.high);
    if (place == BUNDLE_NONE || stage >= engine->bundles.at[place].stage_count) return;
    __builtin_prefetch(bundle_stage(&engine->bundles, &engine->bundles.at[place], stage), 1);
}

void engine_expect_key(const struct engine *engine, const struct hash *key_hash)
{
    assert(engine != NULL);
    assert(key_hash != NULL);
    bundles_expect_key(&engine->bundles, key_hash);
}

const struct procedure *engine_procedure(const struct engine *engine, const struct name *name,
                                         uint32_t version)
{
    assert(engine != NULL);
    assert(name != NULL);
    uint32_t index = published_find(&engine->published, name, version);
    return index == PUBLISHED_NONE ? NULL : &engine->published.at[index].procedure;
}

const struct procedure *engine_procedure_in_force(const struct engine *engine,
                                                  const struct name *name, uint32_t version,
                                                  int64_t now_ms)
{
    assert(engine != NULL);
    assert(name != NULL);
    uint32_t today = in_force_day(&engine->calendar.hours, now_ms);
    uint32_t index = in_force_find(&engine->published, name, version, today);
    return index == PUBLISHED_NONE ? NULL : &engine->published.at[index].procedure;
}

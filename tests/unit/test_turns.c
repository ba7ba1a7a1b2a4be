/* SPDX-License-Identifier: Apache-2.0 */
/* Submitters take turns: whoever hands in much waits behind itself. The engine against a model that
 * is told what happens and works out from scratch, for each job, who must be next. */
#include "tests/support/chance.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define SUBMITTERS 6
#define PRIORITIES 3
#define BUNDLES_MAX 1024
#define WORKER 1

static struct fixture fixture;
static uint32_t key_count;

static int set_up(void **state)
{
    (void)state;
    struct procedure procedure;
    struct engine_limits limits = fixture_limits;
    limits.bundles_max = 2 * BUNDLES_MAX;
    limits.stage_blocks_max = 2 * BUNDLES_MAX;
    fixture_open(&fixture, &limits);
    procedure_begin(&procedure, "one");
    procedure_add_stage(&procedure, "review", "planning");
    fixture_publish(&fixture, &procedure);
    key_count = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static void submit(const char *submitter, uint8_t priority)
{
    char key[32];
    struct event *event = fixture_event(&fixture, EVENT_SUBMIT, 0);
    snprintf(key, sizeof key, "%u", ++key_count);
    event->principal = named(submitter);
    event->submit.procedure = named("one");
    event->submit.priority = priority;
    event->key_hash = hash_of_text(key);
    fixture_step(&fixture);
    assert_null(fixture_effect(&fixture, EFFECT_REFUSED, 0));
}

/* The bundle of the n-th job sent in the last step; 0: there are not so many. */
static uint64_t sent(uint32_t n)
{
    const struct effect *effect = fixture_effect(&fixture, EFFECT_JOB, n);
    return effect == NULL ? 0 : effect->job.job.bundle;
}

static void take(uint32_t count)
{
    fixture_credit(&fixture, WORKER, count);
}

/* ---- Single claims --------------------------------------------------------------------------- */

static void test_a_newcomer_is_second_behind_a_mass_submitter(void **state)
{
    (void)state;
    const uint32_t mass = 500;
    for (uint32_t i = 0; i < mass; i++) {
        submit("mass", 4);
    }
    submit("wang", 4);
    submit("wang", 4);
    submit("li", 4);
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    take(7);
    static const uint64_t expected[] = { 1, 501, 503, 2, 502, 3, 4 };
    for (uint32_t i = 0; i < 7; i++) {
        assert_int_equal(sent(i), expected[i]);
    }
}

static void test_one_submitters_jobs_go_in_the_order_in_which_they_came(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 100; i++) {
        submit("mass", 4);
    }
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    take(100);
    for (uint32_t i = 0; i < 100; i++) {
        assert_int_equal(sent(i), i + 1);
    }
}

static void test_the_urgent_does_not_wait_for_a_turn(void **state)
{
    (void)state;
    submit("mass", 0);
    submit("mass", 0);
    submit("mass", 0);
    submit("wang", 4);
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    take(4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(sent(i), i + 1);
    }
}

static void test_coming_and_going_gains_nothing(void **state)
{
    (void)state;
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    submit("a", 4); /* 1 */
    submit("a", 4); /* 2 */
    submit("b", 4); /* 3 */
    submit("c", 4); /* 4 */
    take(1);
    assert_int_equal(sent(0), 1);
    fixture_withdraw(&fixture, 2); /* a has nothing left ... */
    submit("a", 4);                /* ... and waits behind the others again: 5 */
    take(3);
    assert_int_equal(sent(0), 3);
    assert_int_equal(sent(1), 4);
    assert_int_equal(sent(2), 5);
}

static void test_what_is_withdrawn_costs_no_turn(void **state)
{
    (void)state;
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    submit("a", 4); /* 1 */
    submit("b", 4); /* 2 */
    submit("a", 4); /* 3 */
    submit("b", 4); /* 4 */
    fixture_withdraw(&fixture, 1);
    take(3);
    assert_int_equal(sent(0), 3);
    assert_int_equal(sent(1), 2);
    assert_int_equal(sent(2), 4);
}

static void test_turns_are_of_one_department_and_priority(void **state)
{
    (void)state;
    struct procedure procedure;
    procedure_begin(&procedure, "two");
    procedure_add_stage(&procedure, "left", "land");
    procedure_add_stage(&procedure, "right", "design");
    fixture_publish(&fixture, &procedure);
    fixture_join(&fixture, 1, ROLE_WORKER, "land");
    fixture_join(&fixture, 2, ROLE_WORKER, "design");
    static const char *const names[] = { "a", "a", "b", "b" };
    for (uint32_t i = 0; i < 4; i++) {
        struct event *event = fixture_event(&fixture, EVENT_SUBMIT, 0);
        char key[8];
        snprintf(key, sizeof key, "k%u", i);
        event->principal = named(names[i]);
        event->submit.procedure = named("two");
        event->key_hash = hash_of_text(key);
        fixture_step(&fixture);
    }
    static const uint64_t expected[] = { 1, 3, 2, 4 };
    for (uint32_t i = 0; i < 4; i++) { /* what land gives out is no turn at design */
        fixture_credit(&fixture, 1, 1);
        assert_int_equal(sent(0), expected[i]);
    }
    fixture_credit(&fixture, 2, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(sent(i), expected[i]);
    }
}

/* ---- Room ------------------------------------------------------------------------------------ */

static const char *try_submit(const char *submitter)
{
    char key[32];
    struct event *event = fixture_event(&fixture, EVENT_SUBMIT, 0);
    snprintf(key, sizeof key, "%u", ++key_count);
    event->principal = named(submitter);
    event->submit.procedure = named("one");
    event->key_hash = hash_of_text(key);
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    if (refused == NULL) return "";
    assert_int_equal(refused->refused.err, ERR_BUSY);
    assert_int_equal(refused->refused.after_ms, fixture_limits.busy_after_ms);
    return refused->refused.field;
}

/* Hand in until it is refused. Returns how many were taken; the refusal must name a field. */
static uint32_t hand_in(const char *submitter, const char *field)
{
    uint32_t count = 0;
    const char *refused = try_submit(submitter);
    for (; refused[0] == '\0'; refused = try_submit(submitter)) {
        count++;
    }
    assert_string_equal(refused, field);
    return count;
}

static void open_small(uint32_t bundles_max, uint32_t blocks_max)
{
    struct procedure procedure;
    struct engine_limits limits = fixture_limits;
    limits.bundles_max = bundles_max;
    limits.stage_blocks_max = blocks_max;
    fixture_close(&fixture);
    fixture_open(&fixture, &limits);
    procedure_begin(&procedure, "one");
    procedure_add_stage(&procedure, "review", "planning");
    fixture_publish(&fixture, &procedure);
}

static void test_a_newcomer_finds_room_whoever_came_before(void **state)
{
    (void)state;
    open_small(256, 256);
    uint32_t first = hand_in("mass", "submitter");
    uint32_t second = hand_in("more", "submitter");
    assert_in_range(first, 252 * 7 / 8, 252 * 7 / 8 + 2); /* four blocks are for dossiers */
    assert_in_range(second, 24, 32);
    assert_string_equal(try_submit("wang"), "");
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    take(100); /* what ends and is forgotten makes room, for those with little first */
    for (uint64_t bundle = 1; bundle <= 100; bundle++) {
        const struct msg_job *job = fixture_job(&fixture, bundle, 0);
        if (job == NULL) continue;
        assert_int_equal(fixture_verdict(&fixture, WORKER, job, VERDICT_GRANT), OK);
        fixture_credit(&fixture, WORKER, 0);
    }
    struct bundle_image image;
    while (engine_export_dirty(fixture.engine, &image)) {
        if (image.result != RESULT_OPEN) engine_evict(fixture.engine, image.bundle);
    }
    assert_string_equal(try_submit("wang"), "");
    assert_string_equal(try_submit("mass"), "");
}

static void test_room_is_shared_also_where_stages_are_what_is_short(void **state)
{
    (void)state;
    open_small(1000, 64);
    uint32_t first = hand_in("mass", "submitter");
    assert_in_range(first, 56, 58);
    assert_string_equal(try_submit("wang"), "");
}

static void test_without_any_room_the_refusal_says_so(void **state)
{
    (void)state;
    open_small(16, 64);
    for (uint32_t i = 0; i < 16; i++) {
        char name[8];
        snprintf(name, sizeof name, "s%u", i);
        assert_string_equal(try_submit(name), "");
    }
    assert_string_equal(try_submit("wang"), "bundles");
}

/* ---- A model --------------------------------------------------------------------------------- */

enum work { GONE = 0, READY, OUT };

static struct {
    struct {
        enum work work;
        uint32_t submitter;
        uint32_t priority;
        uint64_t since;                     /* READY */
    } jobs[BUNDLES_MAX + 1];                /* by bundle */
    uint64_t turns[PRIORITIES][SUBMITTERS]; /* served last, or began to wait: lowest is next */
    uint32_t bundle_count;
    uint32_t credit;
    uint64_t now; /* counts whatever happens */
} model;

static bool has_ready(uint32_t submitter, uint32_t priority)
{
    for (uint32_t i = 1; i <= model.bundle_count; i++) {
        bool is_its = model.jobs[i].submitter == submitter && model.jobs[i].priority == priority;
        if (is_its && model.jobs[i].work == READY) return true;
    }
    return false;
}

static void model_ready(uint32_t bundle)
{
    uint32_t submitter = model.jobs[bundle].submitter;
    uint32_t priority = model.jobs[bundle].priority;
    model.now++;
    if (!has_ready(submitter, priority)) model.turns[priority][submitter] = model.now;
    model.jobs[bundle].work = READY;
    model.jobs[bundle].since = model.now;
}

/* Urgency, then turn, then age, as one number each. */
static bool is_before(uint32_t left, uint32_t right)
{
    const uint32_t submitters[] = { model.jobs[left].submitter, model.jobs[right].submitter };
    const uint32_t priorities[] = { model.jobs[left].priority, model.jobs[right].priority };
    if (priorities[0] != priorities[1]) return priorities[0] < priorities[1];
    uint64_t left_turn = model.turns[priorities[0]][submitters[0]];
    uint64_t right_turn = model.turns[priorities[1]][submitters[1]];
    if (left_turn != right_turn) return left_turn < right_turn;
    return model.jobs[left].since < model.jobs[right].since;
}

/* What the engine must have sent in the last step: everything that credit and jobs allow. */
static void check_sent(void)
{
    uint32_t n = 0;
    for (;; n++) {
        uint32_t next = 0;
        for (uint32_t i = 1; i <= model.bundle_count; i++) {
            if (model.jobs[i].work != READY) continue;
            if (next == 0 || is_before(i, next)) next = i;
        }
        if (next == 0 || model.credit == 0) break;
        assert_int_equal(sent(n), next);
        model.jobs[next].work = OUT;
        model.turns[model.jobs[next].priority][model.jobs[next].submitter] = ++model.now;
        model.credit--;
    }
    assert_int_equal(sent(n), 0);
}

/* Turns begin anew: whose oldest job waits longest comes first. */
static void model_restart(void)
{
    for (uint32_t priority = 0; priority < PRIORITIES; priority++) {
        for (uint32_t submitter = 0; submitter < SUBMITTERS; submitter++) {
            uint64_t oldest = UINT64_MAX;
            for (uint32_t i = 1; i <= model.bundle_count; i++) {
                if (model.jobs[i].work != READY || model.jobs[i].submitter != submitter) continue;
                if (model.jobs[i].priority != priority) continue;
                if (model.jobs[i].since < oldest) oldest = model.jobs[i].since;
            }
            model.turns[priority][submitter] = oldest;
        }
    }
    model.credit = 0;
}

static void restart(void)
{
    struct engine *engine = fixture_restore(&fixture);
    assert_same_hash(engine, fixture.engine);
    engine_off_heap(fixture.engine);
    fixture.engine = engine;
    fixture.is_connected[WORKER] = false;
    fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
    model_restart();
}

/* A bundle whose job is in a state, from somewhere on; 0: none. */
static uint32_t find_work(struct chance *chance, enum work work)
{
    uint32_t from = chance_below(chance, BUNDLES_MAX);
    for (uint32_t i = 0; i < model.bundle_count; i++) {
        uint32_t bundle = (from + i) % model.bundle_count + 1;
        if (model.jobs[bundle].work == work) return bundle;
    }
    return 0;
}

static void submit_one(struct chance *chance)
{
    char name[8];
    uint32_t bundle = ++model.bundle_count;
    /* The first hands in half of all. */
    uint32_t submitter = chance_one_in(chance, 2) ? 0 : chance_below(chance, SUBMITTERS);
    model.jobs[bundle].submitter = submitter;
    model.jobs[bundle].priority = chance_below(chance, PRIORITIES);
    model_ready(bundle);
    snprintf(name, sizeof name, "s%u", submitter);
    submit(name, (uint8_t)model.jobs[bundle].priority);
}

static void step_once(struct chance *chance)
{
    uint32_t ready = find_work(chance, READY);
    uint32_t out = find_work(chance, OUT);
    switch (chance_below(chance, 8)) {
        case 0:
        case 1:
        case 2:
        case 3: submit_one(chance); break;
        case 4:
            model.credit = chance_below(chance, 6);
            take(model.credit);
            break;
        case 5:
            if (out == 0) return;
            model_ready(out);
            fixture_verdict(&fixture, WORKER, fixture_job(&fixture, out, 0), VERDICT_RELEASE);
            break;
        case 6:
            if (out == 0) return;
            model.jobs[out].work = GONE;
            fixture_verdict(&fixture, WORKER, fixture_job(&fixture, out, 0), VERDICT_GRANT);
            break;
        default:
            if (ready == 0 || !chance_one_in(chance, 3)) return;
            model.jobs[ready].work = GONE;
            fixture_withdraw(&fixture, ready);
            break;
    }
    check_sent();
}

static void test_order_is_that_of_the_model_whatever_happens(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct chance chance = { seed };
        memset(&model, 0, sizeof model);
        if (seed > 1) {
            tear_down(NULL);
            set_up(NULL);
        }
        fixture_join(&fixture, WORKER, ROLE_WORKER, "planning");
        for (uint32_t i = 0; i < 500; i++) {
            step_once(&chance);
            if (chance_one_in(&chance, 100)) restart();
        }
        restart();
        model.credit = CREDIT_MAX;
        take(model.credit);
        check_sent();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_a_newcomer_is_second_behind_a_mass_submitter),
        TEST(test_one_submitters_jobs_go_in_the_order_in_which_they_came),
        TEST(test_the_urgent_does_not_wait_for_a_turn),
        TEST(test_coming_and_going_gains_nothing),
        TEST(test_what_is_withdrawn_costs_no_turn),
        TEST(test_turns_are_of_one_department_and_priority),
        TEST(test_a_newcomer_finds_room_whoever_came_before),
        TEST(test_room_is_shared_also_where_stages_are_what_is_short),
        TEST(test_without_any_room_the_refusal_says_so),
        TEST(test_order_is_that_of_the_model_whatever_happens),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

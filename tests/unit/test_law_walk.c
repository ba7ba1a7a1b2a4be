/* SPDX-License-Identifier: Apache-2.0 */
/* Random lives of bundles under the law: special procedures, returns, extensions, suspensions, opinions and silence
 * that counts, in any order. The fixture holds after every step that a replay has the same hash and that a
 * bundle that waits can say for what; here besides: images bring back the same state, what was issued stays
 * issued, and in the end every bundle can be brought to its end. */
#include "broker/core/procedure_check.h"
#include "tests/support/chance.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define LIVES 300
#define STEPS 60
#define ROUNDS_MAX 400
#define OFFICERS 50 /* the session of the first officer */
#define HEADS 70
#define MAYOR 100
#define HOUR_MS (INT64_C(3600) * 1000)

static struct fixture fixture;
static struct procedure procedure;
static struct chance chance;
static set32 issued;             /* so far */
static uint32_t acts[ACT_COUNT]; /* facts of each kind in all lives */
static uint32_t verdicts[VERDICT_RETURN + 1];

/* ---- A procedure of chance ------------------------------------------------------------------- */

static void add_stage(uint32_t index)
{
    char name[8];
    char department[8];

    (void)snprintf(name, sizeof name, "s%u", index);
    (void)snprintf(department, sizeof department, "d%u", index);
    uint32_t at = procedure_add_stage(&procedure, name, department);
    struct procedure_stage *stage = &procedure.stages[at];
    for (uint32_t i = 0; i < index; i++) {
        if (chance_one_in(&chance, 4)) stage->start_after.stages |= set_of(i);
        if (chance_one_in(&chance, 3)) stage->decide_after.stages |= set_of(i);
    }
    if (chance_one_in(&chance, 3)) {
        stage->opinion = true;
        memset(stage->permit, 0, sizeof stage->permit);
    }
    if (chance_one_in(&chance, 3)) return;
    stage->statutory = (struct limit){ 3, LIMIT_NATURAL_HOURS };
    stage->promised = (struct limit){ 1, LIMIT_NATURAL_HOURS };
    stage->clock_from = CLOCK_FROM_ACCEPTANCE;
    if (chance_one_in(&chance, 2)) stage->on_timeout = ON_TIMEOUT_AGREE;
}

static void make_procedure(void)
{
    struct problem problem;

    do {
        procedure_begin(&procedure, "walk");
        if (chance_one_in(&chance, 3)) procedure.on_refusal = ON_REFUSAL_CANCEL;
        uint32_t count = 2 + chance_below(&chance, 5);
        for (uint32_t i = 0; i < count; i++) {
            add_stage(i);
        }
        set32 members = (set32)chance_next(&chance) & set_first(count);
        if (chance_one_in(&chance, 2)) members = set_first(count); /* so that returns are met */
        enum gate_policy policy = chance_one_in(&chance, 2) ? GATE_ISSUE_REST : GATE_ALL_OR_NOTHING;
        if (members != 0 && !chance_one_in(&chance, 4)) {
            procedure_add_gate(&procedure, "gate", policy, members);
        }
    } while (procedure_check(&procedure, &problem, 1) != 0);
}

/* Each day of 2023 works, around the clock. Where no year is published, nothing is deemed. */
static void publish_calendar(void)
{
    static uint8_t working[CALENDAR_DAYS_BYTES];
    struct event *event = fixture_event(&fixture, EVENT_PUBLISH_CALENDAR, 0);

    memset(working, 0xff, sizeof working);
    working[45] = 0x1f;
    event->publish_calendar.calendar = (struct calendar_notice){
        .hour_count = 1,
        .hours = { { 0, 24 * 60 } },
        .year_count = 1,
        .years = { { .year = 2023, .working = { working, sizeof working } } },
    };
    fixture_step(&fixture);
    assert_non_null(fixture_fact(&fixture, FACT_CALENDAR_PUBLISHED, 0));
}

static void come_together(void)
{
    if (!chance_one_in(&chance, 5)) publish_calendar();
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    for (uint32_t i = 0; i < procedure.stage_count; i++) {
        const char *department = procedure.stages[i].department.text;
        fixture_join(&fixture, 1 + i, ROLE_WORKER, department);
        fixture_credit(&fixture, 1 + i, CREDIT_MAX);
        fixture_join(&fixture, OFFICERS + i, ROLE_OFFICER, department);
        fixture_join(&fixture, HEADS + i, ROLE_HEAD, department);
    }
    fixture_join(&fixture, MAYOR, ROLE_GOVERNMENT, "");
    assert_int_equal(fixture_submit(&fixture, "walk", "key"), OK);
}

/* ---- Steps ------------------------------------------------------------------------------------- */

static bool is_open(void)
{
    struct bundle_image image = fixture_image(&fixture, 1);
    return image.result == RESULT_OPEN;
}

/* Mostly a stage that it rests on. */
static struct name upstream_of_chance(uint32_t stage)
{
    const struct procedure_stage *definition = &procedure.stages[stage];
    set32 upstreams = definition->start_after.stages | definition->decide_after.stages;
    uint32_t on = chance_below(&chance, procedure.stage_count);

    for (uint32_t i = 0; i < procedure.stage_count && upstreams != 0; i++) {
        if (set_has(upstreams, on)) break;
        on = (on + 1) % procedure.stage_count;
    }
    return procedure.stages[on].name;
}

static enum err act(uint32_t session, enum act what, uint32_t stage)
{
    struct event *event = fixture_event(&fixture, EVENT_ACT, session);

    event->act = (struct msg_act){
        .ref = { .bundle = 1 },
        .act = (uint8_t)what,
        .detail = what == ACT_SPECIAL_START ? SPECIAL_TESTING : 0,
        .amount = what == ACT_SPECIAL_START || what == ACT_EXTEND ? 2 : 0,
        .reason = { (const uint8_t *)"because", 7 },
    };
    if (stage != STAGE_WHOLE) event->act.stage = procedure.stages[stage].name;
    if (what == ACT_RETURN) event->act.on = upstream_of_chance(stage);
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

static enum err answer(uint32_t stage, enum verdict verdict)
{
    const struct msg_job *job = fixture_job(&fixture, 1, stage);

    if (job == NULL || fixture_job_state(&fixture, 1, stage) != JOB_LEASED) return ERR_LEASE_STALE;
    struct event *event = fixture_event(&fixture, EVENT_VERDICT, 1 + stage);
    event->verdict = (struct msg_verdict){
        .bundle = 1,
        .stage = job->stage,
        .attempt = job->attempt,
        .token = job->token,
        .verdict = (uint8_t)verdict,
        .reason = { (const uint8_t *)"because", 7 },
        .special = SPECIAL_INSPECTION,
        .days = 1,
        .on = upstream_of_chance(stage),
    };
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

static enum verdict yes_of(uint32_t stage)
{
    return procedure.stages[stage].opinion ? VERDICT_AGREE : VERDICT_GRANT;
}

static enum verdict verdict_of_chance(uint32_t stage)
{
    bool is_opinion = procedure.stages[stage].opinion;

    switch (chance_below(&chance, 12)) {
        case 0: return is_opinion ? VERDICT_DISAGREE : VERDICT_REFUSE;
        case 1: return VERDICT_SPECIAL;
        case 2:
        case 3:
        case 4: return VERDICT_RETURN;
        case 5: return VERDICT_FAIL;
        case 6: return VERDICT_RELEASE;
        case 7: return is_opinion ? VERDICT_FORWARD : VERDICT_GRANT;
        default: return yes_of(stage);
    }
}

/* What a life has met. */
static void count_facts(void)
{
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact *fact = &fixture.journal[i];
        if (fact->type == FACT_ACTED) acts[fact->acted.act]++;
        if (fact->type == FACT_VERDICT_GIVEN) verdicts[fact->verdict_given.verdict]++;
    }
}

/* Never undone, whatever happens. */
static void check_issued(void)
{
    struct bundle_image image = fixture_image(&fixture, 1);

    for (uint32_t i = 0; i < image.stage_count; i++) {
        bool is_issued = image.stages[i].state == STAGE_ISSUED;
        if (set_has(issued, i)) assert_true(is_issued);
        if (is_issued) issued |= set_of(i);
    }
}

static void check_images(void)
{
    if (!is_open()) return;
    struct engine *restored = fixture_restore(&fixture);
    assert_same_hash(restored, fixture.engine);
    engine_off_heap(restored);
}

static void one_step(void)
{
    uint32_t stage = chance_below(&chance, procedure.stage_count);

    switch (chance_below(&chance, 12)) {
        case 0: act(OFFICERS + stage, ACT_SPECIAL_START, stage); break;
        case 1: act(OFFICERS + stage, ACT_SPECIAL_END, stage); break;
        case 2: act(OFFICERS + stage, ACT_RETURN, stage); break;
        case 3: act(HEADS + stage, ACT_EXTEND, stage); break;
        case 4:
            act(MAYOR, chance_one_in(&chance, 3) ? ACT_SUSPEND : ACT_RESUME, STAGE_WHOLE);
            break;
        case 5: fixture_tick(&fixture, chance_below(&chance, 3 * (uint32_t)HOUR_MS)); break;
        case 6: fixture_retry(&fixture, 1, procedure.stages[stage].name.text); break;
        case 7: check_images(); break;
        default: answer(stage, verdict_of_chance(stage)); break;
    }
    check_issued();
}

/* Everything that stands is ended, everything that is asked is granted. */
static void bring_to_its_end(void)
{
    for (uint32_t round = 0; round < ROUNDS_MAX && is_open(); round++) {
        act(MAYOR, ACT_RESUME, STAGE_WHOLE);
        for (uint32_t i = 0; i < procedure.stage_count && is_open(); i++) {
            act(OFFICERS + i, ACT_SPECIAL_END, i);
            if (is_open()) fixture_retry(&fixture, 1, procedure.stages[i].name.text);
            if (is_open()) answer(i, yes_of(i));
        }
        if (is_open()) fixture_tick(&fixture, 10000);
        check_issued();
    }
    assert_false(is_open());
}

static void test_every_life_can_be_brought_to_its_end(void **state)
{
    (void)state;
    for (uint64_t life = 1; life <= LIVES; life++) {
        chance.state = life;
        issued = 0;
        fixture_open(&fixture, NULL);
        make_procedure();
        come_together();
        for (uint32_t i = 0; i < STEPS && is_open(); i++) {
            one_step();
        }
        bring_to_its_end();
        count_facts();
        fixture_close(&fixture);
    }
    static const uint8_t met[] = { ACT_SUSPEND, ACT_RESUME, ACT_SPECIAL_START, ACT_SPECIAL_END,
                                   ACT_EXTEND,  ACT_RETURN, ACT_DEEM };
    for (size_t i = 0; i < sizeof met; i++) {
        if (acts[met[i]] < 10) fail_msg("act %u was met %u times", met[i], acts[met[i]]);
    }
    for (uint32_t i = VERDICT_GRANT; i <= VERDICT_RETURN; i++) {
        bool is_one = verdict_is_final((uint8_t)i) || i == VERDICT_SPECIAL || i == VERDICT_RETURN;
        if (is_one && verdicts[i] < 10) fail_msg("verdict %u was met %u times", i, verdicts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_life_can_be_brought_to_its_end),
    };
    return cmocka_run_group_tests_name("law_walk", tests, NULL, NULL);
}

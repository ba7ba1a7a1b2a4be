/* SPDX-License-Identifier: Apache-2.0 */
/* Corrections and pre-review: what is damaged is refused, and what must never happen does not, whatever
 * departments, applicants and clocks do in whatever order. The stories in tests/story/correction-* and
 * pre-review-* say what they are for. */
#include "broker/core/exchange.h"
#include "tests/support/chance.h"
#include "tests/support/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define DAY_MS (INT64_C(24) * 3600 * 1000)

enum { PLAN, FIRE, TITLE, STAGES };
enum { SITE_PLAN, PHOTO, DEED, MATERIALS };

static struct fixture fixture;
static struct procedure definition;

static void define(const char *name, uint8_t on_timeout, bool is_pre)
{
    static const char *const names[] = { "site-plan", "photo", "deed" };
    static const set32 readers[] = { 3, 1, 4 };

    procedure_begin(&definition, name);
    procedure_add_stage(&definition, "plan", "planning");
    procedure_add_stage(&definition, "fire", "fire");
    procedure_add_stage(&definition, "title", "registry");
    procedure_add_milestone(&definition, "land");
    definition.stages[TITLE].decide_after.milestones = 1;
    definition.material_count = MATERIALS;
    for (uint32_t i = 0; i < MATERIALS; i++) {
        snprintf(definition.materials[i].name.text, NAME_BYTES_MAX, "%s", names[i]);
        definition.materials[i].stages = readers[i];
    }
    if (on_timeout != 0) {
        definition.corrections = (struct corrections){
            { 2, LIMIT_NATURAL_DAYS }, { 3, LIMIT_NATURAL_DAYS }, 2, on_timeout
        };
    }
    definition.pre_review_until = is_pre;
    assert_int_equal(fixture_publish(&fixture, &definition), OK);
}

static int set_up(void **state)
{
    (void)state;
    static const char *const departments[] = { "planning", "fire", "registry" };
    fixture_open(&fixture, NULL);
    define("usual", 0, false);
    define("returned", ON_UNANSWERED_RETURN, false);
    define("refused", ON_UNANSWERED_REFUSE, false);
    define("pre", ON_UNANSWERED_WITHDRAW, true);
    for (uint32_t i = 0; i < STAGES; i++) {
        assert_int_equal(fixture_join(&fixture, i + 1, ROLE_WORKER, departments[i]), OK);
        assert_int_equal(fixture_credit(&fixture, i + 1, 60), OK);
        assert_int_equal(fixture_join(&fixture, i + 11, ROLE_OFFICER, departments[i]), OK);
    }
    assert_int_equal(fixture_join(&fixture, 20, ROLE_SUPERVISOR, ""), OK);
    assert_int_equal(fixture_join(&fixture, 21, ROLE_HEAD, "planning"), OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

/* ---- Words ----------------------------------------------------------------------------------- */

static enum err refusal(void)
{
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

static enum err correct(uint64_t bundle, uint32_t stage, const char *materials)
{
    const struct msg_job *job = fixture_job(&fixture, bundle, stage);
    assert_non_null(job);
    struct event *event = fixture_event(&fixture, EVENT_VERDICT, stage + 1);
    event->verdict = (struct msg_verdict){
        .bundle = bundle,
        .stage = (uint8_t)stage,
        .attempt = job->attempt,
        .token = job->token,
        .verdict = VERDICT_CORRECT,
        .reason = { (const uint8_t *)"because", 7 },
        .materials = { (const uint8_t *)materials, strlen(materials) },
    };
    fixture_step(&fixture);
    return refusal();
}

static enum err judge(uint64_t bundle, uint32_t stage, enum verdict verdict)
{
    const struct msg_job *job = fixture_job(&fixture, bundle, stage);
    assert_non_null(job);
    return fixture_verdict(&fixture, stage + 1, job, verdict);
}

static enum err supply(uint64_t bundle, uint64_t changed)
{
    struct event *event = fixture_event(&fixture, EVENT_SUPPLY, 0);
    event->supply.ref.bundle = bundle;
    event->supply.application = (struct span){ (const uint8_t *)"\x80", 1 };
    event->changed = changed;
    fixture_step(&fixture);
    return refusal();
}

static enum err act(uint32_t session, uint64_t bundle, enum act which, uint32_t stage)
{
    static const char *const stages[] = { "plan", "fire", "title" };
    struct event *event = fixture_event(&fixture, EVENT_ACT, session);
    event->act.act = (uint8_t)which;
    event->act.ref.bundle = bundle;
    event->act.reason = (struct span){ (const uint8_t *)"because", 7 };
    if (stage < STAGES) {
        snprintf(event->act.stage.text, sizeof event->act.stage.text, "%s", stages[stage]);
    }
    fixture_step(&fixture);
    return refusal();
}

/* An engine that has applied the journal up to a position, this one not included. */
static struct engine *replay_to(uint64_t position)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    for (uint64_t i = 1; i < position; i++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[i - 1]), OK);
    }
    return engine;
}

/* The newest fact of a type. */
static struct fact newest(enum fact_type type)
{
    for (uint32_t i = fixture.journal_count; i > 0; i--) {
        if (fixture.journal[i - 1].type == type) return fixture.journal[i - 1];
    }
    fail();
    return fixture.journal[0];
}

/* Each line spoils one thing in a copy of a fact. */
#define REFUSED(good, ...) \
    do { \
        struct fact fact = (good); \
        __VA_ARGS__; \
        struct engine *engine = replay_to(fact.position); \
        struct engine *untouched = replay_to(fact.position); \
        assert_int_equal(engine_apply(engine, &fact), ERR_CORRUPT); \
        assert_same_hash(engine, untouched); \
        assert_int_equal(engine_apply(engine, &(good)), OK); \
        engine_off_heap(engine); \
        engine_off_heap(untouched); \
    } while (0)

/* ---- Damaged facts ----------------------------------------------------------------------------- */

static void test_a_damaged_deficiency_is_refused(void **state)
{
    (void)state;
    fixture_submit(&fixture, "usual", "k");
    assert_int_equal(correct(1, PLAN, "site-plan"), OK);
    const struct fact given = newest(FACT_VERDICT_GIVEN);
    assert_int_equal(given.verdict_given.materials, 1u << SITE_PLAN);
    REFUSED(given, fact.verdict_given.materials = 1u << MATERIALS);
    REFUSED(given, fact.verdict_given.verdict = VERDICT_GRANT); /* it names materials */
    REFUSED(given, fact.verdict_given.pre_review = true);
    REFUSED(given, fact.verdict_given.onward.granted = 1u << PLAN);
    REFUSED(given, fact.verdict_given.verdict = VERDICT_CORRECT + 1);
}

static void test_a_damaged_notice_is_refused(void **state)
{
    (void)state;
    fixture_submit(&fixture, "usual", "k");
    assert_int_equal(correct(1, PLAN, "site-plan,photo"), OK);
    assert_int_equal(judge(1, FIRE, VERDICT_GRANT), OK);
    assert_int_equal(correct(1, TITLE, "deed"), OK);
    const struct fact notice = newest(FACT_ACTED);
    assert_int_equal(notice.acted.act, ACT_NOTIFY);
    assert_int_equal(notice.acted.materials, 7);
    assert_int_equal(notice.acted.stages, 1u << PLAN | 1u << TITLE);
    REFUSED(notice, fact.acted.stages = 1u << PLAN);
    REFUSED(notice, fact.acted.stages = 7);
    REFUSED(notice, fact.acted.stages = 0);
    REFUSED(notice, fact.acted.materials = 3);
    REFUSED(notice, fact.acted.amount = 2);
    REFUSED(notice, fact.acted.stage = PLAN);
    REFUSED(notice, fact.acted.onward.granted = 1u << TITLE);
    REFUSED(notice, fact.acted.act = ACT_UNANSWERED; fact.acted.detail = ON_UNANSWERED_REFUSE);
    REFUSED(notice, fact.acted.act = ACT_CONVERT);
    REFUSED(notice, fact.acted.act = ACT_FORGO);
    REFUSED(notice, fact.acted.act = ACT_RETRACT);
    REFUSED(notice, fact.acted.act = ACT_CORRECT);
}

static void test_a_damaged_answer_is_refused(void **state)
{
    (void)state;
    fixture_submit(&fixture, "usual", "k");
    assert_int_equal(judge(1, TITLE, VERDICT_GRANT), OK);
    assert_int_equal(judge(1, FIRE, VERDICT_GRANT), OK);
    assert_int_equal(correct(1, PLAN, ""), OK);
    assert_int_equal(supply(1, 1u << DEED), OK);
    const struct fact supplied = newest(FACT_SUPPLIED);
    assert_int_equal(supplied.supplied.stages, 1u << PLAN | 1u << TITLE);
    REFUSED(supplied, fact.supplied.stages = 1u << PLAN);
    REFUSED(supplied, fact.supplied.stages = 7); /* fire has been issued */
    REFUSED(supplied, fact.supplied.changed = 0);
    REFUSED(supplied, fact.supplied.changed = 1u << MATERIALS);
    REFUSED(supplied, fact.supplied.onward.granted = 1u << TITLE);
    REFUSED(supplied, fact.supplied.onward.opened = 1u << PLAN);
    assert_int_equal(supply(1, 0), ERR_ACT_IMPOSSIBLE);
}

static void test_what_follows_without_an_answer_is_as_the_procedure_says(void **state)
{
    (void)state;
    fixture_submit(&fixture, "returned", "k");
    assert_int_equal(judge(1, TITLE, VERDICT_GRANT), OK);
    assert_int_equal(correct(1, FIRE, "site-plan"), OK);
    fixture_tick(&fixture, 4 * DAY_MS); /* plan has not answered: its lease has run out, too */
    assert_int_equal(newest(FACT_ACTED).acted.act, ACT_NOTIFY);
    fixture_tick(&fixture, 6 * DAY_MS);
    const struct fact ended = newest(FACT_ACTED);
    assert_int_equal(ended.acted.act, ACT_UNANSWERED);
    assert_int_equal(newest(FACT_BUNDLE_ENDED).bundle_ended.result, RESULT_RETURNED);
    REFUSED(ended, fact.acted.detail = ON_UNANSWERED_REFUSE);
    REFUSED(ended, fact.acted.detail = 0);
    REFUSED(ended, fact.acted.stages = 0);
    REFUSED(ended, fact.acted.stages = 3);
    REFUSED(ended, fact.acted.act = ACT_NOTIFY);
}

/* Not stored: SHOW alone has it, and the engine finds it anew whenever it is asked. */
static void test_an_open_notice_is_shown_with_its_due(void **state)
{
    (void)state;
    fixture_submit(&fixture, "refused", "k");
    assert_int_equal(correct(1, PLAN, ""), OK);
    struct bundle_image image = fixture_image(&fixture, 1);
    assert_int_equal(image.entries[1].due_ms, 0);
    engine_notices(fixture.engine, &image);
    int64_t notice_ms = image.entries[1].due_ms;
    assert_true(notice_ms > fixture.now_ms + DAY_MS);
    fixture_tick(&fixture, notice_ms - fixture.now_ms);
    assert_int_not_equal(newest(FACT_JOB_EXPIRED).position, 0);
    assert_int_equal(fixture_image(&fixture, 1).entries[1].state, NOTICE_PENDING); /* in time */
    fixture_tick(&fixture, 1);
    image = fixture_image(&fixture, 1);
    assert_int_equal(image.entries[1].state, NOTICE_GIVEN);
    engine_notices(fixture.engine, &image);
    assert_true(image.entries[1].due_ms > notice_ms + 2 * DAY_MS);
    act(21, 1, ACT_SUSPEND, STAGES);
    image = fixture_image(&fixture, 1);
    engine_notices(fixture.engine, &image);
    assert_int_equal(image.entries[1].due_ms, 0); /* it stands */
}

static void test_a_damaged_conversion_is_refused(void **state)
{
    (void)state;
    fixture_submit(&fixture, "pre", "k");
    assert_int_equal(judge(1, PLAN, VERDICT_GRANT), OK);
    assert_int_equal(judge(1, FIRE, VERDICT_REFUSE), OK);
    assert_int_equal(fixture_stage(&fixture, 1, FIRE), STAGE_SEALED);
    assert_int_equal(fixture_signal(&fixture, 1, "land"), OK);
    const struct fact reached = newest(FACT_MILESTONE_REACHED);
    const struct fact converted = newest(FACT_ACTED);
    assert_int_equal(converted.acted.act, ACT_CONVERT);
    assert_int_equal(fixture_stage(&fixture, 1, FIRE), STAGE_REFUSED);
    assert_int_equal(fixture_stage(&fixture, 1, PLAN), STAGE_ISSUED);
    REFUSED(reached, fact.milestone.onward.granted = 1u << PLAN); /* nothing takes effect yet */
    REFUSED(converted, fact.acted.stages = 0);
    REFUSED(converted, fact.acted.stages = 3);
    REFUSED(converted, fact.acted.onward.granted |= 1u << FIRE);
    REFUSED(converted, fact.acted.act = ACT_FORGO);
    REFUSED(converted, fact.acted.stage = PLAN);
}

/* ---- Damaged images ---------------------------------------------------------------------------- */

static enum err restore(const struct bundle_image *image)
{
    struct engine *engine = engine_on_heap(&fixture.limits);
    struct totals_image totals;

    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact *fact = &fixture.journal[i];
        if (fact->type != FACT_PROCEDURE_PUBLISHED) continue;
        assert_int_equal(engine_restore_procedure(engine, fact->procedure_published.procedure,
                                                  &fact->procedure_published.content,
                                                  fact->position),
                         OK);
    }
    engine_export_totals(fixture.engine, &totals);
    assert_int_equal(engine_restore_totals(engine, &totals), OK);
    bool has_ended = image->result != RESULT_OPEN;
    enum err err = has_ended ? OK : engine_restore_bundle(engine, image);
    if (err == OK) assert_int_equal(engine_restore_end(engine), OK);
    if (has_ended) err = engine_recall(engine, image);
    engine_off_heap(engine);
    return err;
}

#define SPOILED(good, ...) \
    do { \
        struct bundle_image image = (good); \
        __VA_ARGS__; \
        assert_int_equal(restore(&image), ERR_CORRUPT); \
    } while (0)

static void test_a_dossier_that_contradicts_its_stages_is_refused(void **state)
{
    (void)state;
    fixture_submit(&fixture, "usual", "k");
    assert_int_equal(correct(1, PLAN, "photo"), OK);
    const struct bundle_image raised = fixture_image(&fixture, 1);
    assert_int_equal(restore(&raised), OK);
    assert_int_equal(raised.entry_count, 2);
    SPOILED(raised, image.entries[0].stage = FIRE); /* under review */
    SPOILED(raised, image.entries[0].stage = STAGE_WHOLE);
    SPOILED(raised, image.entries[1].stage = PLAN);
    SPOILED(raised, image.entries[1].state = NOTICE_GIVEN); /* and another one to come? */
    SPOILED(raised, image.entries[1].state = NOTICE_RETURNED + 1);
    SPOILED(raised, image.entries[1].state = NOTICE_ANSWERED); /* and still open */
    SPOILED(raised, image.entries[1].kind = ENTRY_SUPPLY);
    SPOILED(raised, image.entries[1] = image.entries[0]; image.entries[0].stage = TITLE);
    SPOILED(raised, image.stages[PLAN].verdict = VERDICT_FAIL);
    SPOILED(raised, image.stages[PLAN].state = STAGE_SEALED);
    SPOILED(raised, image.phase = PHASE_PRE_REVIEW);

    assert_int_equal(judge(1, FIRE, VERDICT_GRANT), OK);
    assert_int_equal(judge(1, TITLE, VERDICT_GRANT), OK);
    const struct bundle_image told = fixture_image(&fixture, 1);
    assert_int_equal(restore(&told), OK);
    assert_int_equal(told.entries[0].kind, ENTRY_PAUSE);
    assert_int_equal(told.entries[1].state, NOTICE_GIVEN);
    SPOILED(told, image.entries[1].state = NOTICE_PENDING);
    SPOILED(told, image.entries[0].stage = TITLE);
    SPOILED(told, image.entries[1].until_ms = image.entries[1].from_ms);
    SPOILED(told, image.entries[2] = image.entries[1]; image.entry_count = 3);
}

static void test_a_pre_review_that_has_decided_something_is_refused(void **state)
{
    (void)state;
    fixture_submit(&fixture, "pre", "k");
    assert_int_equal(judge(1, FIRE, VERDICT_REFUSE), OK);
    const struct bundle_image good = fixture_image(&fixture, 1);
    assert_int_equal(restore(&good), OK);
    SPOILED(good, image.phase = PHASE_REVIEW); /* with a refusal that is sealed */
    SPOILED(good, image.stages[FIRE].state = STAGE_REFUSED);
    SPOILED(good, image.milestones[0].state = MILESTONE_REACHED;
            image.milestones[0].position = image.last_position);
    SPOILED(good, image.procedure = fixture_image(&fixture, 1).submitter);
}

/* What was given up was never accepted, and the exchange hears nothing of it. */
static void test_a_pre_review_that_is_given_up_stays_one(void **state)
{
    (void)state;
    fixture_submit(&fixture, "pre", "k");
    assert_int_equal(judge(1, FIRE, VERDICT_REFUSE), OK);
    assert_int_equal(fixture_call_off(&fixture, 1, "land"), OK);
    const struct fact given_up = newest(FACT_ACTED);
    assert_int_equal(given_up.acted.act, ACT_FORGO);
    REFUSED(given_up, fact.acted.act = ACT_CONVERT);
    const struct bundle_image image = fixture_image(&fixture, 1);
    assert_int_equal(image.result, RESULT_NONE);
    assert_int_equal(image.phase, PHASE_PRE_REVIEW);
    assert_int_equal(restore(&image), OK);
    for (uint32_t i = 0; i < STAGES; i++) {
        assert_int_equal(image.stages[i].state, STAGE_BLOCKED);
        assert_int_equal(exchange_of_image(&image, i), EXCHANGE_NONE);
    }
}

/* ---- Room -------------------------------------------------------------------------------------- */

/* Each deficiency takes two entries at most; when there is no room for those, that is BUSY. */
static void test_a_full_dossier_is_busy_and_never_more(void **state)
{
    (void)state;
    uint32_t rounds = 0;
    fixture_submit(&fixture, "pre", "k");
    while (correct(1, PLAN, "") == OK) {
        assert_int_equal(supply(1, 0), OK);
        assert_true(++rounds < ENTRIES_MAX);
        fixture_credit(&fixture, PLAN + 1, 2);
    }
    assert_int_equal(refusal(), ERR_BUSY);
    assert_true(fixture_image(&fixture, 1).entry_count <= ENTRIES_ACT_MAX);
    assert_true(rounds > 32);
    assert_int_equal(judge(1, PLAN, VERDICT_GRANT), OK);
}

/* ---- Whatever happens -------------------------------------------------------------------------- */

/* A random deed of anybody; most of them are refused. */
static void happen(struct chance *chance, uint64_t bundle)
{
    uint32_t stage = (uint32_t)chance_below(chance, STAGES);
    const struct msg_job *job = fixture_job(&fixture, bundle, stage);
    static const char *const materials[] = { "", "site-plan", "photo,deed", "deed", "map" };

    switch (chance_below(chance, 12)) {
        case 0:
        case 1:
        case 2:
            if (job != NULL) correct(bundle, stage, materials[chance_below(chance, 5)]);
            break;
        case 3:
            if (job != NULL) judge(bundle, stage, VERDICT_GRANT);
            break;
        case 4:
            if (job != NULL && chance_below(chance, 3) == 0) judge(bundle, stage, VERDICT_REFUSE);
            break;
        case 5: supply(bundle, chance_below(chance, 8)); break;
        case 6: fixture_tick(&fixture, (int64_t)chance_below(chance, 2 * DAY_MS)); break;
        case 7: act(stage + 11, bundle, ACT_CORRECT, stage); break;
        case 8: act(stage + 11, bundle, ACT_RETRACT, stage); break;
        case 9: act(20, bundle, ACT_NOTIFY, STAGES); break;
        case 10:
            act(21, bundle, chance_below(chance, 2) == 0 ? ACT_SUSPEND : ACT_RESUME, STAGES);
            break;
        default:
            if (chance_below(chance, 6) == 0) fixture_signal(&fixture, bundle, "land");
            break;
    }
}

/* DESIGN 6.6: no notice before the last one is answered, taken back, or nothing came of it. */
static void assert_one_notice_at_a_time(uint64_t bundle)
{
    set32 asked = 0;

    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact *fact = &fixture.journal[i];
        if (fact->bundle != bundle) continue;
        if (fact->type == FACT_SUPPLIED) asked = 0;
        if (fact->type == FACT_STAGE_BLOCKED) asked &= ~set_of(fact->stage_blocked.stage);
        if (fact->type != FACT_ACTED) continue;
        if (fact->acted.act == ACT_RETRACT) asked &= ~fact->acted.stages;
        if (fact->acted.act == ACT_UNANSWERED) asked = 0;
        if (fact->acted.act != ACT_NOTIFY) continue;
        assert_int_equal(asked, 0);
        assert_int_not_equal(fact->acted.stages, 0);
        asked = fact->acted.stages;
    }
}

/* DESIGN 6.9: whoever waits is told for what. */
static void assert_explained(uint64_t bundle)
{
    static struct msg_explanation explanation;
    const struct bundle_image image = fixture_image(&fixture, bundle);

    if (image.result != RESULT_OPEN) return;
    assert_int_equal(engine_explain(fixture.engine, bundle, fixture.now_ms, &explanation), OK);
    assert_true(explanation.wait_count > 0);
    for (uint32_t i = 0; i < STAGES && image.phase != PHASE_SUSPENDED; i++) {
        bool is_explained =
            image.stages[i].state >= STAGE_GRANTED && image.stages[i].state != STAGE_PAUSED;
        for (uint32_t w = 0; w < explanation.wait_count; w++) {
            is_explained |= name_is_equal(&explanation.waits[w].stage, &definition.stages[i].name);
        }
        assert_true(is_explained);
    }
}

/* Before acceptance nothing is decided. */
static void assert_nothing_decided(uint64_t bundle)
{
    const struct bundle_image image = fixture_image(&fixture, bundle);

    if (image.phase != PHASE_PRE_REVIEW || image.result != RESULT_OPEN) return;
    for (uint32_t i = 0; i < STAGES; i++) {
        uint8_t state = image.stages[i].state;
        assert_true(state == STAGE_WAITING || state == STAGE_REVIEWING || state == STAGE_SEALED ||
                    state == STAGE_PAUSED);
        assert_int_equal(image.stages[i].clock_started_ms, 0);
    }
}

/* Eight bundles of each procedure in turn; returns how many notices went out. */
static uint32_t play(uint64_t seed)
{
    static const char *const procedures[] = { "usual", "returned", "refused", "pre" };
    struct chance chance = { seed };
    uint32_t notices = 0;

    for (uint64_t bundle = 1; bundle <= 8; bundle++) {
        char key[24];
        snprintf(key, sizeof key, "k%u", (unsigned)bundle);
        for (uint32_t i = 0; i < STAGES; i++) {
            fixture_credit(&fixture, i + 1, 60);
        }
        assert_int_equal(fixture_submit(&fixture, procedures[bundle % 4], key), OK);
        for (uint32_t deed = 0; deed < 40; deed++) {
            happen(&chance, bundle);
            assert_explained(bundle);
            assert_nothing_decided(bundle);
        }
        struct engine *restored = fixture_restore(&fixture);
        assert_same_hash(restored, fixture.engine);
        engine_off_heap(restored);
        assert_one_notice_at_a_time(bundle);
    }
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact *fact = &fixture.journal[i];
        notices += fact->type == FACT_ACTED && fact->acted.act == ACT_NOTIFY;
    }
    return notices;
}

static void test_whatever_happens_there_is_one_notice_at_a_time(void **state)
{
    uint32_t notices = 0;

    for (uint64_t seed = 1; seed <= 40; seed++) {
        notices += play(seed);
        tear_down(state);
        set_up(state);
    }
    assert_true(notices > 200);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_a_damaged_deficiency_is_refused),
        TEST(test_a_damaged_notice_is_refused),
        TEST(test_a_damaged_answer_is_refused),
        TEST(test_what_follows_without_an_answer_is_as_the_procedure_says),
        TEST(test_an_open_notice_is_shown_with_its_due),
        TEST(test_a_damaged_conversion_is_refused),
        TEST(test_a_pre_review_that_is_given_up_stays_one),
        TEST(test_a_dossier_that_contradicts_its_stages_is_refused),
        TEST(test_a_pre_review_that_has_decided_something_is_refused),
        TEST(test_a_full_dossier_is_busy_and_never_more),
        TEST(test_whatever_happens_there_is_one_notice_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

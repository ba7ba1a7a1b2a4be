/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures against a plain count: random rules, signers and answers; signers come and go. The count
 * goes through a list of what happened and knows no entries, states or facts. */
#include "tests/support/engine_fixture.h"
#include "tests/support/outcome_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define ROUNDS 500
#define PEOPLE 12 /* more than a stage has signers */

enum said { NOT_ASKED, ASKED, FOR, AGAINST };

struct count {
    enum said said[PEOPLE];
    uint32_t need; /* 0: all */
    bool veto;
    bool panel; /* it has no review */
};

static struct fixture fixture;
static struct procedure procedure;

static const char *name_of(uint32_t person)
{
    static char names[PEOPLE][16];
    snprintf(names[person], sizeof names[person], "p%u", person);
    return names[person];
}

static uint32_t how_many(const struct count *count, enum said said)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < PEOPLE; i++) {
        sum += count->said[i] == said;
    }
    return sum;
}

static uint32_t members(const struct count *count)
{
    return PEOPLE - how_many(count, NOT_ASKED);
}

/* STAGE_PAUSED while it is open. */
static enum stage_state model(const struct count *count)
{
    uint32_t need = count->need == 0 ? members(count) : count->need;
    uint32_t possible = how_many(count, FOR) + how_many(count, ASKED);

    if (how_many(count, AGAINST) > 0 && (count->veto || possible < need)) return STAGE_REFUSED;
    return how_many(count, FOR) >= need ? STAGE_ISSUED : STAGE_PAUSED;
}

static enum err act(uint8_t number, const char *by, const char *on, uint8_t detail)
{
    struct event *event = fixture_event(&fixture, EVENT_ACT, 0);

    event->principal = named(by);
    event->act = (struct msg_act){ .ref.bundle = 1, .act = number, .detail = detail };
    event->act.stage = named("s");
    if (on != NULL) event->act.on = named(on);
    event->act.reason = (struct span){ (const uint8_t *)"so", 2 };
    fixture_step(&fixture);
    const struct effect *refused = fixture_effect(&fixture, EFFECT_REFUSED, 0);
    return refused == NULL ? OK : refused->refused.err;
}

/* A stage that is being signed, under a random rule; the model of it. */
static struct count begin(uint64_t *random)
{
    uint32_t signers = 2 + random_below(random, 5);
    struct count count = { .veto = random_below(random, 3) == 0,
                           .panel = random_below(random, 3) == 0 };

    count.need = random_below(random, signers + 1);
    procedure_begin(&procedure, "p");
    procedure_add_stage(&procedure, "s", "d");
    procedure_add_stage(&procedure, "idle", "e"); /* so that the bundle stays open */
    procedure.stages[0].sign_need = (uint8_t)count.need;
    procedure.stages[0].sign_veto = count.veto;
    procedure.stages[0].by_signers = count.panel;
    procedure.signer_count = signers;
    for (uint32_t i = 0; i < signers; i++) {
        count.said[i] = ASKED;
        procedure.signers[i].name = named(name_of(i));
        procedure.signers[i].stages = set_of(0);
    }
    fixture_open(&fixture, NULL);
    assert_int_equal(fixture_publish(&fixture, &procedure), OK);
    assert_int_equal(fixture_submit(&fixture, "p", "k"), OK);
    if (count.panel) return count;
    assert_int_equal(fixture_join(&fixture, 1, ROLE_WORKER, "d"), OK);
    assert_int_equal(fixture_credit(&fixture, 1, 1), OK);
    assert_int_equal(fixture_verdict(&fixture, 1, fixture_job(&fixture, 1, 0), VERDICT_GRANT), OK);
    return count;
}

static bool may_remove(const struct count *count, uint32_t person)
{
    uint32_t left = members(count) - 1;
    uint32_t possible = how_many(count, FOR) + how_many(count, ASKED) - 1;

    if (count->said[person] != ASKED || left < (count->panel ? 2u : 1u)) return false;
    return left >= count->need && (count->need == 0 || possible >= count->need);
}

/* Somebody does something; the engine takes it exactly when the model does. */
static void play(struct count *count, uint64_t *random)
{
    uint32_t person = random_below(random, PEOPLE);
    const char *name = name_of(person);
    bool is_possible;
    enum err err;

    switch (random_below(random, 6)) {
        case 0:
            is_possible = count->said[person] == NOT_ASKED && members(count) < 8;
            err = act(ACT_ADD_SIGNER, "head", name, 0);
            if (is_possible) count->said[person] = ASKED;
            break;
        case 1:
            is_possible = may_remove(count, person);
            err = act(ACT_REMOVE_SIGNER, "head", name, 0);
            if (is_possible) count->said[person] = NOT_ASKED;
            break;
        default: {
            bool agrees = random_below(random, 3) != 0;
            is_possible = count->said[person] == ASKED;
            err = act(ACT_SIGN, name, NULL, agrees ? SIGN_AGREE : SIGN_DISAGREE);
            if (is_possible) count->said[person] = agrees ? FOR : AGAINST;
        }
    }
    assert_int_equal(err, is_possible ? OK : ERR_ACT_IMPOSSIBLE);
}

/* Nobody is asked any more once it is decided, and everybody's answer stands as it was given. */
static void compare_entries(const struct count *count, const struct bundle_image *image)
{
    bool is_over = model(count) != STAGE_PAUSED;

    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        uint32_t person = 0;
        while (strcmp(entry->by.text, name_of(person)) != 0) {
            person++;
        }
        assert_int_equal(entry->kind, ENTRY_SIGNER);
        if (entry->state == SIGNER_REMOVED) continue; /* may have been asked again */
        static const uint8_t states[] = {
            [ASKED] = SIGNER_ASKED, [FOR] = SIGNER_AGREED, [AGAINST] = SIGNER_DISAGREED
        };
        uint8_t expected = states[count->said[person]];
        if (is_over && expected == SIGNER_ASKED) expected = SIGNER_CANCELLED;
        assert_int_equal(entry->state, expected);
        assert_int_equal(entry->until_ms == 0, entry->state == SIGNER_ASKED);
    }
}

static void test_signatures_decide_as_a_plain_count_says(void **state)
{
    (void)state;
    uint64_t random = 34;
    uint32_t ends[STAGE_STATE_COUNT] = { 0 };

    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct count count = begin(&random);
        for (uint32_t turn = 0; turn < 40 && model(&count) == STAGE_PAUSED; turn++) {
            play(&count, &random);
            const struct bundle_image image = fixture_image(&fixture, 1);
            assert_int_equal(image.stages[0].state, model(&count));
            compare_entries(&count, &image);
        }
        ends[model(&count)]++;
        if (round % 50 == 0) {
            struct engine *restored = fixture_restore(&fixture);
            assert_same_hash(fixture.engine, restored);
            engine_off_heap(restored);
        }
        fixture_close(&fixture);
    }
    assert_true(ends[STAGE_ISSUED] > ROUNDS / 10); /* the sample is worth something */
    assert_true(ends[STAGE_REFUSED] > ROUNDS / 10);
}

/* ---- Facts that cannot be true --------------------------------------------------------------- */

static void assert_corrupt(struct fact_acted acted)
{
    struct engine *engine = fixture_replay(&fixture);
    const struct bundle_image image = fixture_image(&fixture, 1);
    const struct fact fact = { .type = FACT_ACTED,
                               .position = fixture.journal_count + 1,
                               .previous = image.last_position,
                               .bundle = 1,
                               .at_ms = fixture.now_ms,
                               .acted = acted };

    assert_int_equal(engine_apply(engine, &fact), ERR_CORRUPT);
    assert_same_hash(engine, fixture.engine);
    engine_off_heap(engine);
}

static struct fact_acted forged(uint8_t number, const char *by, const char *on, uint8_t detail)
{
    struct fact_acted acted = { .act = number, .detail = detail };
    if (by != NULL) acted.by = named(by);
    if (on != NULL) acted.on = named(on);
    return acted;
}

static void test_signatures_that_cannot_be_are_refused_in_a_replay(void **state)
{
    (void)state;
    uint64_t random = 1;
    struct count count;

    do {
        if (fixture.engine != NULL) fixture_close(&fixture);
        count = begin(&random);
    } while (count.need != 2 || members(&count) != 3 || count.veto || count.panel);
    assert_int_equal(act(ACT_SIGN, "p0", NULL, SIGN_AGREE), OK);
    assert_corrupt(forged(ACT_SIGN, "p0", NULL, SIGN_AGREE)); /* twice */
    assert_corrupt(forged(ACT_SIGN, "p7", NULL, SIGN_AGREE)); /* nobody asked */
    assert_corrupt(forged(ACT_SIGN, NULL, NULL, SIGN_AGREE));
    assert_corrupt(forged(ACT_SIGN, "p1", NULL, 0));
    assert_corrupt(forged(ACT_SIGN, "p1", NULL, 3));
    assert_corrupt(forged(ACT_SIGNED, NULL, NULL, SIGN_AGREE)); /* one of two is not enough */
    assert_corrupt(forged(ACT_SIGNED, NULL, NULL, SIGN_DISAGREE));
    assert_corrupt(forged(ACT_ADD_SIGNER, "head", "p1", 0)); /* is one */
    assert_corrupt(forged(ACT_ADD_SIGNER, "head", NULL, 0));
    assert_corrupt(forged(ACT_REMOVE_SIGNER, "head", "p0", 0)); /* has signed */
    assert_corrupt(forged(ACT_REMOVE_SIGNER, "head", NULL, 0));
    assert_int_equal(act(ACT_REMOVE_SIGNER, "head", "p1", 0), OK);
    assert_corrupt(forged(ACT_REMOVE_SIGNER, "head", "p2", 0)); /* too few would be left */
    for (uint8_t number = ACT_SIGN; number <= ACT_SIGNED; number++) {
        struct fact_acted acted = forged(number, "p2", "p9", SIGN_AGREE);
        acted.stage = 1; /* is not signed at all */
        assert_corrupt(acted);
        acted.stage = STAGE_WHOLE;
        assert_corrupt(acted);
    }
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signatures_decide_as_a_plain_count_says),
        cmocka_unit_test(test_signatures_that_cannot_be_are_refused_in_a_replay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

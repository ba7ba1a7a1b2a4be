/* SPDX-License-Identifier: Apache-2.0 */
/* Random work with a store beside it, as the shell keeps one: after every event the globals and a
 * few dirty bundles are stored, ended ones leave memory; now and then the engine dies and comes back
 * from the store and the rest of the journal. The fixture compares the hash with a pure replay after
 * every single event. */
#include "tests/support/engine_fixture.h"
#include "tests/support/outcome_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define PROCEDURES 4
#define DEPARTMENTS 4
#define BUNDLES_MAX 4000
#define WORKERS 8

struct store {
    struct bundle_image *open; /* by bundle number; bundle 0: not there */
    struct bundle_image *closed;
    struct counter_image counters[256];
    uint32_t counter_count;
    struct request_image requests[256];
    struct totals_image totals;
    uint64_t recover_from;
    uint64_t bundle_count;
};

static const char *const departments[DEPARTMENTS] = { "north", "east", "south", "west" };
static struct fixture fixture;
static struct procedure procedures[PROCEDURES];
static struct store store;
static uint64_t seed;
static uint32_t session_last; /* sessions of workers are the newest WORKERS ones */
static uint32_t alive[WORKERS];

/* ---- The store ----------------------------------------------------------------------------- */

static void store_counter(const struct counter_image *image)
{
    for (uint32_t i = 0; i < store.counter_count; i++) {
        struct counter_image *known = &store.counters[i];
        if (known->year != image->year) continue;
        if (!name_is_equal(&known->department, &image->department)) continue;
        *known = *image;
        return;
    }
    store.counters[store.counter_count++] = *image;
}

static void store_globals(void)
{
    struct counter_image counter;
    struct request_image request;
    uint32_t slot;

    while (engine_export_counter(fixture.engine, &counter)) {
        store_counter(&counter);
    }
    while (engine_export_request(fixture.engine, &request, &slot)) {
        store.requests[slot] = request;
    }
    engine_export_totals(fixture.engine, &store.totals);
    store.bundle_count = store.totals.bundles_submitted;
    assert_true(store.bundle_count < BUNDLES_MAX);
}

static void forget_in_shadow(uint64_t bundle)
{
    static struct bundle_image image;
    while (engine_export_dirty(fixture.shadow, &image)) {
    }
    engine_evict(fixture.shadow, bundle);
}

/* Store some of what is dirty; what has ended leaves memory. */
static void checkpoint(uint32_t count)
{
    static struct bundle_image image;

    store_globals();
    while (count-- > 0 && engine_export_dirty(fixture.engine, &image)) {
        if (image.result == RESULT_OPEN) {
            store.open[image.bundle] = image;
            continue;
        }
        store.open[image.bundle].bundle = 0;
        store.closed[image.bundle] = image;
        engine_evict(fixture.engine, image.bundle);
        forget_in_shadow(image.bundle);
    }
    store.recover_from = engine_dirty_from(fixture.engine);
}

static void restore_globals(struct engine *engine)
{
    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact *fact = &fixture.journal[i];
        if (fact->type != FACT_PROCEDURE_PUBLISHED) continue;
        const struct fact_procedure_published *body = &fact->procedure_published;
        assert_int_equal(
            engine_restore_procedure(engine, body->procedure, &body->content, fact->position), OK);
    }
    for (uint32_t i = 0; i < store.counter_count; i++) {
        assert_int_equal(engine_restore_counter(engine, &store.counters[i]), OK);
    }
    for (uint32_t i = 0; i < fixture.limits.requests_max; i++) {
        if (store.requests[i].position == 0) continue;
        assert_int_equal(engine_restore_request(engine, &store.requests[i]), OK);
    }
    assert_int_equal(engine_restore_totals(engine, &store.totals), OK);
}

static void compare_statistics(const struct engine *left, const struct engine *right)
{
    static struct msg_statistics a;
    static struct msg_statistics b;
    const struct name all = { "" };

    engine_statistics(left, &all, &a);
    engine_statistics(right, &all, &b);
    assert_int_equal(a.department_count, b.department_count);
    assert_int_equal(a.bundles_open, b.bundles_open);
    for (uint32_t i = 0; i < a.department_count; i++) {
        assert_int_equal(a.departments[i].ready, b.departments[i].ready);
        assert_int_equal(a.departments[i].leased, b.departments[i].leased);
        assert_int_equal(a.departments[i].delayed, b.departments[i].delayed);
        assert_int_equal(a.departments[i].parked, b.departments[i].parked);
        assert_int_equal(a.departments[i].oldest_ready_ms, b.departments[i].oldest_ready_ms);
    }
    assert_int_equal(engine_next_due_ms(left), engine_next_due_ms(right));
}

static struct engine *recover(void)
{
    struct engine *engine = engine_on_heap(&fixture.limits);

    restore_globals(engine);
    for (uint64_t bundle = 1; bundle <= store.bundle_count; bundle++) {
        if (store.open[bundle].bundle == 0) continue;
        assert_int_equal(engine_restore_bundle(engine, &store.open[bundle]), OK);
    }
    assert_int_equal(engine_restore_end(engine), OK);
    assert_true(store.recover_from > 0);
    for (uint64_t position = store.recover_from; position <= fixture.journal_count; position++) {
        assert_int_equal(engine_apply(engine, &fixture.journal[position - 1]), OK);
    }
    assert_int_equal(engine_position_next(engine), fixture.journal_count + 1);
    return engine;
}

/* Hand out everything that is ready in a department, to the end; what came in which order. */
static uint32_t hand_out(struct engine *engine, const char *department, uint64_t *jobs)
{
    static struct facts facts;
    static struct effects effects;
    struct event event = { .type = EVENT_JOINED, .session = { FIXTURE_SESSIONS_MAX } };
    uint32_t count = 0;

    event.now_ms = fixture.now_ms;
    event.civil_year = fixture.year;
    event.joined.role = ROLE_WORKER;
    event.joined.department = named(department);
    engine_step(engine, &event, &facts, &effects);
    event.type = EVENT_CREDIT;
    event.credit.credit = CREDIT_MAX;
    engine_step(engine, &event, &facts, &effects);
    for (uint32_t i = 0; i < effects.count; i++) {
        if (effects.effects[i].type != EFFECT_JOB) continue;
        jobs[count++] = effects.effects[i].job.job.bundle * 32 + effects.effects[i].job.job.stage;
    }
    event.type = EVENT_LEFT;
    engine_step(engine, &event, &facts, &effects);
    return count;
}

/* The queues have come back in their order. Both engines are used up by this. */
static void compare_queues(struct engine *left, struct engine *right)
{
    static uint64_t left_jobs[STEP_EFFECTS_MAX];
    static uint64_t right_jobs[STEP_EFFECTS_MAX];

    for (uint32_t i = 0; i < DEPARTMENTS; i++) {
        uint32_t count = hand_out(left, departments[i], left_jobs);
        assert_int_equal(count, hand_out(right, departments[i], right_jobs));
        assert_memory_equal(left_jobs, right_jobs, count * sizeof *left_jobs);
    }
}

static void crash_and_recover(void)
{
    struct engine *engine = recover();
    struct engine *other = recover();

    assert_same_hash(engine, fixture.engine);
    compare_statistics(engine, fixture.engine);
    assert_true(engine_dirty_from(engine) >= store.recover_from);
    for (uint32_t i = 0; i < WORKERS; i++) {
        if (alive[i] != 0) fixture_leave(&fixture, alive[i]);
    }
    compare_queues(fixture.engine, other);
    engine_off_heap(fixture.engine);
    engine_off_heap(other);
    fixture.engine = engine;
    memset(fixture.credit, 0, sizeof fixture.credit);
    memset(fixture.is_connected, 0, sizeof fixture.is_connected);
    memset(alive, 0, sizeof alive);
}

/* ---- The work ------------------------------------------------------------------------------ */

static void address(uint64_t bundle)
{
    const struct bundle_image *closed = &store.closed[bundle];

    fixture.archived = (struct archived){ 0 };
    if (bundle == 0 || closed->bundle == 0) return;
    fixture.archived = engine_archived(closed);
}

static uint64_t random_bundle(void)
{
    if (store.bundle_count == 0) return 0;
    uint64_t newest = store.bundle_count;
    uint64_t back = random_below(&seed, 20);
    return back >= newest ? 1 : newest - back;
}

static void do_submit(void)
{
    char key[32];
    uint64_t number = store.bundle_count + 1;
    if (number > 1 && random_below(&seed, 10) == 0) number = random_bundle(); /* once more */

    snprintf(key, sizeof key, "key-%llu", (unsigned long long)number);
    address(number);
    const char *name = procedures[number % PROCEDURES].name.text;
    enum err err = fixture_submit(&fixture, name, key);
    if (err == ERR_BUSY) return;
    assert_int_equal(err, OK);
    assert_int_equal(fixture_recorded(&fixture)->bundle, number);
    assert_int_equal(fixture_recorded(&fixture)->repeated, number <= store.bundle_count);
}

static void do_signal(void)
{
    uint64_t bundle = random_bundle();
    char name[8] = { 'm', (char)('0' + random_below(&seed, 5)), '\0' };
    char id[32];

    if (bundle == 0) return;
    address(bundle);
    snprintf(id, sizeof id, "signal-%u", random_below(&seed, 100000));
    fixture.request.id = hash_of_text(id);
    fixture.request.content = hash_of_text(id);
    bool called_off = random_below(&seed, 10) == 0;
    enum err err = called_off ? fixture_call_off(&fixture, bundle, name)
                              : fixture_signal(&fixture, bundle, name);
    fixture.request = (struct request_mark){ 0 };
    assert_true(err == OK || err == ERR_MILESTONE_UNKNOWN || err == ERR_BUNDLE_ENDED ||
                err == ERR_MILESTONE_SETTLED);
}

static void do_withdraw(void)
{
    if (store.bundle_count == 0) return;
    uint64_t bundle = 1 + random_below(&seed, (uint32_t)store.bundle_count); /* any, old ones too */
    address(bundle);
    enum err err = fixture_withdraw(&fixture, bundle);
    assert_true(err == OK || err == ERR_BUNDLE_ENDED);
}

/* A session for a job: mostly of its department, sometimes any; 0: nobody is there. */
static uint32_t session_for(const struct msg_job *job)
{
    uint32_t worker = random_below(&seed, WORKERS);
    const struct procedure *procedure = &procedures[job->bundle % PROCEDURES];
    const char *department = procedure->stages[job->stage].department.text;

    if (random_below(&seed, 10) == 0) return alive[worker];
    for (uint32_t i = 0; i < WORKERS; i++) {
        uint32_t one = (worker + i) % WORKERS;
        if (alive[one] != 0 && strcmp(departments[one % DEPARTMENTS], department) == 0) {
            return alive[one];
        }
    }
    return 0;
}

static void do_verdict(void)
{
    static const enum verdict kinds[] = { VERDICT_GRANT, VERDICT_GRANT,  VERDICT_GRANT,
                                          VERDICT_GRANT, VERDICT_REFUSE, VERDICT_FAIL,
                                          VERDICT_PARK,  VERDICT_RELEASE };
    if (fixture.job_count == 0) return;
    uint32_t back = random_below(&seed, fixture.job_count < 30 ? fixture.job_count : 30);
    struct msg_job job = fixture.jobs[fixture.job_count - 1 - back];
    uint32_t session = session_for(&job);
    if (session == 0) return;
    if (random_below(&seed, 20) == 0) job.token ^= 1;
    fixture.archived = (struct archived){ 0 };
    enum err err = fixture_verdict(&fixture, session, &job, kinds[random_below(&seed, 8)]);
    assert_true(err == OK || err == ERR_LEASE_STALE);
}

static void do_renew(void)
{
    if (fixture.job_count == 0) return;
    uint32_t back = random_below(&seed, fixture.job_count < 30 ? fixture.job_count : 30);
    const struct msg_job job = fixture.jobs[fixture.job_count - 1 - back];
    uint32_t session = session_for(&job);
    if (session == 0) return;
    enum err err = fixture_renew(&fixture, session, &job);
    assert_true(err == OK || err == ERR_LEASE_STALE);
}

static void do_worker(void)
{
    uint32_t worker = random_below(&seed, WORKERS);

    if (alive[worker] != 0 && random_below(&seed, 10) == 0) {
        fixture_leave(&fixture, alive[worker]);
        alive[worker] = 0;
    }
    if (alive[worker] == 0) {
        session_last = session_last % (FIXTURE_SESSIONS_MAX - 1) + 1;
        enum err err =
            fixture_join(&fixture, session_last, ROLE_WORKER, departments[worker % DEPARTMENTS]);
        if (err != OK) return;
        alive[worker] = session_last;
    }
    assert_int_equal(fixture_credit(&fixture, alive[worker], random_below(&seed, 6)), OK);
}

static void do_retry(void)
{
    static struct msg_parked_jobs parked;
    const struct msg_parked query = { .limit = PARKED_PAGE_MAX };

    engine_parked(fixture.engine, &query, &parked);
    if (parked.job_count == 0) return;
    const struct parked_job *job = &parked.jobs[random_below(&seed, parked.job_count)];
    assert_int_equal(fixture_retry(&fixture, job->bundle, job->stage.text), OK);
}

static void do_anything(void)
{
    uint32_t dice = random_below(&seed, 100);

    if (dice < 12) {
        do_submit();
    } else if (dice < 35) {
        do_signal();
    } else if (dice < 37) {
        do_withdraw();
    } else if (dice < 72) {
        do_verdict();
    } else if (dice < 77) {
        do_renew();
    } else if (dice < 90) {
        do_worker();
    } else if (dice < 97) {
        do_retry();
    } else {
        fixture_tick(&fixture, random_below(&seed, 10000));
    }
    while (engine_is_pending(fixture.engine)) {
        fixture_tick(&fixture, 0);
        assert_true(fixture.facts->count > 0);
    }
}

/* ---- What must hold at the end ------------------------------------------------------------- */

static const struct procedure *procedure_of(uint64_t bundle)
{
    return &procedures[bundle % PROCEDURES];
}

/* Per department, all permits ever issued count 1, 2, 3, ... Returns how many there are. */
static uint32_t check_numbers(void)
{
    uint32_t last[DEPARTMENTS] = { 0 };
    uint32_t permits = 0;

    for (uint32_t i = 0; i < fixture.journal_count; i++) {
        const struct fact *fact = &fixture.journal[i];
        if (fact->type != FACT_PERMITS_ISSUED) continue;
        for (uint32_t n = 0; n < fact->permits_issued.permit_count; n++) {
            const struct permit *permit = &fact->permits_issued.permits[n];
            const char *department =
                procedure_of(fact->bundle)->stages[permit->stage].department.text;
            uint32_t which = 0;
            while (strcmp(departments[which], department) != 0) {
                which++;
            }
            if (permit->number == 0) continue;
            assert_int_equal(permit->number, ++last[which]);
            permits++;
        }
    }
    return permits;
}

/* Returns how many permits were issued. */
static uint32_t walk(uint64_t walk_seed)
{
    struct engine_limits limits = fixture_limits;
    limits.requests_max = 32;
    limits.bundles_max = 64;
    seed = walk_seed;
    session_last = 0;
    memset(alive, 0, sizeof alive);
    memset(&store, 0, sizeof store);
    store.open = calloc(BUNDLES_MAX, sizeof *store.open);
    store.closed = calloc(BUNDLES_MAX, sizeof *store.closed);
    fixture_open(&fixture, &limits);
    for (uint32_t i = 0; i < PROCEDURES; i++) {
        char name[] = { 'p', (char)('0' + i), '\0' };
        procedure_random(&procedures[i], &seed, 5);
        procedures[i].name = named(name);
        procedures[i].on_refusal = i % 2 == 0 ? ON_REFUSAL_FINISH : ON_REFUSAL_CANCEL;
        assert_int_equal(fixture_publish(&fixture, &procedures[i]), OK);
    }
    checkpoint(0);
    for (uint32_t turn = 0; turn < 2500; turn++) {
        do_anything();
        checkpoint(random_below(&seed, 4));
        if (random_below(&seed, 100) == 0) crash_and_recover();
    }
    uint32_t permits = check_numbers();
    crash_and_recover();
    fixture_close(&fixture);
    free(store.open);
    free(store.closed);
    return permits;
}

static void test_random_work_survives_crashes(void **state)
{
    (void)state;
    uint32_t permits = 0;
    for (uint64_t i = 1; i <= 6; i++) {
        permits += walk(i * 1000003);
    }
    assert_true(permits > 300); /* the walks were worth something */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_work_survives_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

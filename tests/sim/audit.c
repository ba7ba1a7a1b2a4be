/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/audit.h"

#include "proto/record.h"
#include "tests/sim/check.h"
#include "tests/sim/disk.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/trace.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNTERS_MAX 64

/* The last permit number of a department in a year. */
struct counter {
    struct name department;
    uint16_t year;
    uint32_t last;
};

/* A submitter's turn among others at a priority of a department: the lowest position is next. It is
 * that of its last lease there, or of when it began to wait, or where the broker started again. */
struct turn {
    const struct name *department;
    uint32_t client;
    uint8_t priority;
    uint64_t position;
};
#define TURNS_MAX 512

static struct {
    struct audit_fact *facts; /* position i + 1 */
    uint64_t fact_count;
    uint64_t fact_capacity;
    struct audit_bundle bundles[PLAN_BUNDLES_MAX]; /* number i + 1 */
    uint64_t bundle_count;
    uint32_t open_count;
    uint32_t counter_count;
    struct counter counters[COUNTERS_MAX];
    uint32_t turn_count;
    struct turn turns[TURNS_MAX];
    struct procedure procedure; /* of the record at hand */
} audit;

void audit_begin(void)
{
    memset(&audit, 0, sizeof audit);
}

void audit_end(void)
{
    free(audit.facts);
    audit.facts = NULL;
}

void audit_fault(const struct fact *fact, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    world_fail("position %llu, %s of bundle %llu: %s", (unsigned long long)fact->position,
               fact_type_name(fact->type), (unsigned long long)fact->bundle, text);
}

/* ---- Sequences ------------------------------------------------------------------------------- */

const struct audit_fact *audit_fact(uint64_t position)
{
    bool is_there = position > 0 && position <= audit.fact_count;
    return is_there ? &audit.facts[position - 1] : NULL;
}

const struct audit_bundle *audit_bundle(uint64_t number)
{
    return number > 0 && number <= audit.bundle_count ? &audit.bundles[number - 1] : NULL;
}

uint64_t audit_number(uint32_t planned)
{
    for (uint64_t i = 0; i < audit.bundle_count; i++) {
        if (audit.bundles[i].planned == planned) return i + 1;
    }
    return 0;
}

uint64_t audit_bundle_count(void)
{
    return audit.bundle_count;
}

uint32_t audit_open_count(void)
{
    return audit.open_count;
}

int64_t audit_newest_ms(void)
{
    return audit.fact_count == 0 ? 0 : audit.facts[audit.fact_count - 1].at_ms;
}

uint64_t audit_requests_since(uint64_t position)
{
    static const struct hash none;
    uint64_t count = 0;
    for (uint64_t i = position; i < audit.fact_count; i++) {
        count += !hash_is_equal(&audit.facts[i].request, &none);
    }
    return count;
}

void audit_number_permit(const struct fact *fact, const struct name *department, uint32_t number)
{
    uint16_t year = fact->permits_issued.year;
    struct counter *counter = audit.counters;
    struct counter *end = audit.counters + audit.counter_count;
    while (counter < end &&
           (counter->year != year || !name_is_equal(&counter->department, department))) {
        counter++;
    }
    if (counter == end) {
        assert(audit.counter_count < COUNTERS_MAX);
        *counter = (struct counter){ .department = *department, .year = year };
        audit.counter_count++;
    }
    counter->last++;
    if (number != counter->last) {
        audit_fault(fact, "permit %u of %s in %u; the next one is %u", number, department->text,
                    year, counter->last);
    }
}

/* ---- Whose turn it is ------------------------------------------------------------------------ */

/* The turn of a bundle's submitter in the department of a stage. */
static struct turn *turn_of(const struct audit_bundle *bundle, uint32_t stage)
{
    const struct plan_bundle *planned = &plan.bundles[bundle->planned];
    const struct name *department = &bundle->procedure->stages[stage].department;
    struct turn *turn = audit.turns;
    struct turn *end = audit.turns + audit.turn_count;
    for (; turn < end; turn++) {
        bool is_same_line =
            turn->priority == bundle->priority && name_is_equal(turn->department, department);
        if (is_same_line && turn->client == planned->client) return turn;
    }
    assert(audit.turn_count < TURNS_MAX);
    audit.turn_count++;
    *turn = (struct turn){ department, planned->client, bundle->priority, 0 };
    return turn;
}

/* Ready jobs of the same department in the order of bundles; NULL: no more. */
static const struct audit_bundle *next_ready(const struct name *department, uint64_t *bundle,
                                             uint32_t *stage)
{
    for (; *bundle < audit.bundle_count; ++*bundle, *stage = 0) {
        const struct audit_bundle *one = &audit.bundles[*bundle];
        for (; *stage < one->procedure->stage_count; ++*stage) {
            if (one->stages[*stage].job != JOB_READY) continue;
            if (name_is_equal(&one->procedure->stages[*stage].department, department)) return one;
        }
    }
    return NULL;
}

void audit_line_up(const struct audit_bundle *bundle, uint32_t stage, uint64_t position)
{
    struct turn *turn = turn_of(bundle, stage);
    uint64_t number = 0;
    const struct audit_bundle *other;
    for (uint32_t k = 0; (other = next_ready(turn->department, &number, &k)) != NULL; k++) {
        if (turn_of(other, k) == turn) return;
    }
    turn->position = position;
}

void audit_restarted(void)
{
    for (uint32_t i = 0; i < audit.turn_count; i++) {
        audit.turns[i].position = audit.fact_count;
    }
}

/* Is one ready job to be served before another? First the urgent; then the submitter whose turn it
 * is; then what was ready first. */
static bool is_before(const struct audit_bundle *left, uint32_t left_stage,
                      const struct audit_bundle *right, uint32_t right_stage)
{
    const struct turn *left_turn = turn_of(left, left_stage);
    const struct turn *right_turn = turn_of(right, right_stage);
    if (left_turn->priority != right_turn->priority) {
        return left_turn->priority < right_turn->priority;
    }
    if (left_turn != right_turn) return left_turn->position < right_turn->position;
    uint64_t left_ready = left->stages[left_stage].ready_position;
    uint64_t right_ready = right->stages[right_stage].ready_position;
    return left_ready != right_ready ? left_ready < right_ready
                                     : order_place(order_of(left), (uint8_t)left_stage) <
                                           order_place(order_of(right), (uint8_t)right_stage);
}

void audit_queue(const struct fact *fact, const struct audit_bundle *bundle, uint32_t stage)
{
    const struct name *department = &bundle->procedure->stages[stage].department;
    uint64_t number = 0;
    const struct audit_bundle *other;
    for (uint32_t k = 0; (other = next_ready(department, &number, &k)) != NULL; k++) {
        if (!is_before(other, k, bundle, stage)) continue;
        audit_fault(fact, "bundle %llu stage %u should have been served before",
                    (unsigned long long)other->number, k);
    }
    turn_of(bundle, stage)->position = fact->position;
}

/* A request within the window must not have had an effect before. */
static void check_request(const struct fact *fact, const struct request_mark *mark)
{
    static const struct hash none;
    uint32_t seen = 0;
    if (hash_is_equal(&mark->id, &none)) return;
    for (uint64_t i = audit.fact_count - 1; i-- > 0 && seen < check_requests_max();) {
        if (hash_is_equal(&audit.facts[i].request, &none)) continue;
        seen++;
        if (!hash_is_equal(&audit.facts[i].request, &mark->id)) continue;
        audit_fault(fact, "the same request had its effect at position %llu",
                    (unsigned long long)i + 1);
    }
    audit.facts[audit.fact_count - 1].request = mark->id;
}

static const struct request_mark *request_of(const struct fact *fact)
{
    switch ((int)fact->type) {
        case FACT_PROCEDURE_PUBLISHED: return &fact->procedure_published.request;
        case FACT_CALENDAR_PUBLISHED: return &fact->calendar_published.request;
        case FACT_ACTED: return &fact->acted.request;
        case FACT_SUPPLIED: return &fact->supplied.request;
        case FACT_MIGRATED: return &fact->migrated.request;
        case FACT_MILESTONE_REACHED:
        case FACT_MILESTONE_CALLED_OFF: return &fact->milestone.request;
        case FACT_JOB_READIED: return &fact->job_readied.request;
        case FACT_BUNDLE_WITHDRAWN: return &fact->bundle_withdrawn.request;
        default: return NULL;
    }
}

/* ---- Procedures and submissions ----------------------------------------------------------- */

static bool is_planned(const struct procedure *published, struct span definition)
{
    static uint8_t bytes[PLAN_DEFINITION_BYTES];
    struct buffer buffer;
    buffer_init(&buffer, bytes, sizeof bytes);
    procedure_write(&buffer, published);
    return buffer.size == definition.size && memcmp(bytes, definition.at, definition.size) == 0;
}

static const struct plan_version *version_of(const struct name *name, uint32_t version)
{
    uint32_t procedure = plan_named(name);
    return procedure == PLAN_PROCEDURES_MAX ? NULL : plan_version(procedure, version);
}

static void take_published(const struct fact *fact)
{
    const struct procedure *published = fact->procedure_published.procedure;
    const struct plan_version *planned = version_of(&published->name, published->version);
    if (planned == NULL) {
        audit_fault(fact, "nobody planned to publish %s", published->name.text);
        return;
    }
    if (!is_planned(published, planned->definition)) {
        audit_fault(fact, "%s is not what was published", published->name.text);
    }
    model_take_fact(NULL, fact);
}

static void take_submitted(const struct fact *fact)
{
    const struct fact_bundle_submitted *submitted = &fact->bundle_submitted;
    uint32_t planned = plan_find(submitted->key);
    if (planned == PLAN_BUNDLES_MAX || plan.bundles[planned].is_left_out) {
        audit_fault(fact, "nobody planned to submit it");
        return;
    }
    struct name name = submitted->procedure;
    const struct plan_version *version = version_of(&name, submitted->version);
    if (version == NULL || plan_named(&name) != plan.bundles[planned].procedure) {
        audit_fault(fact, "of another procedure");
        return;
    }
    plan.bundles[planned].governing = &version->procedure;
    if (model_predict(planned).refused != OK) {
        audit_fault(fact, "it had to be refused with %s", err_name(model_predict(planned).refused));
    }
    if (audit_number(planned) != 0) {
        audit_fault(fact, "its key was submitted before, as bundle %llu",
                    (unsigned long long)audit_number(planned));
    }
    if (fact->bundle != audit.bundle_count + 1) audit_fault(fact, "numbers are not dense");
    struct span application = plan_application(planned);
    bool is_same = submitted->application.size == application.size &&
                   memcmp(submitted->application.at, application.at, application.size) == 0;
    if (!is_same) audit_fault(fact, "the application is not what was submitted");
    if (audit.bundle_count == PLAN_BUNDLES_MAX || world_has_failed()) return;
    struct audit_bundle *bundle = &audit.bundles[audit.bundle_count++];
    *bundle = (struct audit_bundle){
        .number = fact->bundle,
        .planned = planned,
        .procedure = plan_procedure(planned),
        .may_cancel = plan_procedure(planned)->on_refusal == ON_REFUSAL_CANCEL,
        .priority = plan.bundles[planned].priority,
    };
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        bundle->stages[i].state = STAGE_WAITING;
    }
    audit.open_count++;
}

/* ---- A fact ------------------------------------------------------------------------------- */

static void remember_leases(const struct fact_jobs_leased *leased, struct audit_fact *brief)
{
    for (uint32_t i = 0; i < leased->lease_count; i++) {
        brief->leased |= set_of(leased->leases[i].stage);
        brief->stages[i] = leased->leases[i].stage;
        brief->attempts[i] = leased->leases[i].attempt;
    }
}

bool audit_fact_leased(const struct audit_fact *fact, uint8_t stage, uint32_t attempt)
{
    uint32_t at = 0;
    if (!set_has(fact->leased, stage)) return false;
    while (fact->stages[at] != stage) {
        at++;
    }
    return fact->attempts[at] == attempt;
}

static struct audit_fact brief_of(const struct fact *fact)
{
    struct audit_fact brief = { .type = fact->type, .bundle = fact->bundle, .at_ms = fact->at_ms };
    switch (fact->type) {
        case FACT_JOBS_LEASED: remember_leases(&fact->jobs_leased, &brief); break;
        case FACT_JOB_RENEWED:
            brief.stage = fact->job_renewed.stage;
            brief.attempt = fact->job_renewed.attempt;
            break;
        case FACT_JOB_RELEASED:
            brief.stage = fact->job_released.stage;
            brief.attempt = fact->job_released.attempt;
            break;
        case FACT_JOB_FAILED:
            brief.stage = fact->job_failed.stage;
            brief.attempt = fact->job_failed.attempt;
            break;
        case FACT_JOB_PARKED:
            brief.stage = fact->job_parked.stage;
            brief.attempt = fact->job_parked.attempt;
            brief.kind = fact->job_parked.cause;
            break;
        case FACT_JOB_READIED: brief.stage = fact->job_readied.stage; break;
        case FACT_VERDICT_GIVEN:
            brief.stage = fact->verdict_given.stage;
            brief.attempt = fact->verdict_given.attempt;
            brief.kind = fact->verdict_given.verdict;
            break;
        case FACT_MILESTONE_REACHED:
        case FACT_MILESTONE_CALLED_OFF: brief.stage = fact->milestone.milestone; break;
        case FACT_ACTED:
            brief.stage = fact->acted.stage;
            brief.kind = fact->acted.act;
            break;
        case FACT_MIGRATED: brief.kind = (uint8_t)fact->migrated.version; break;
        case FACT_SUPPLIED:
        case FACT_CALENDAR_PUBLISHED:
        case FACT_PROCEDURE_PUBLISHED:
        case FACT_BUNDLE_SUBMITTED:
        case FACT_STAGE_OPENED:
        case FACT_JOB_LEASED:
        case FACT_JOB_EXPIRED:
        case FACT_CLAIM_REFUSED:
        case FACT_STAGE_GRANTED:
        case FACT_STAGE_BLOCKED:
        case FACT_PERMITS_ISSUED:
        case FACT_GATE_LAPSED:
        case FACT_BUNDLE_WITHDRAWN:
        case FACT_BUNDLE_ENDED:
        case FACT_TYPE_COUNT: break;
    }
    return brief;
}

static void remember(const struct fact *fact)
{
    if (audit.fact_count == audit.fact_capacity) {
        audit.fact_capacity = 2 * audit.fact_capacity + 256;
        audit.facts = realloc(audit.facts, audit.fact_capacity * sizeof *audit.facts);
        assert(audit.facts != NULL);
    }
    if (fact->at_ms < audit_newest_ms()) audit_fault(fact, "time falls");
    audit.facts[audit.fact_count++] = brief_of(fact);
    const struct request_mark *mark = request_of(fact);
    if (mark != NULL) check_request(fact, mark);
}

/* The facts of a bundle are a chain from its first to its last. After its end there are some acts. */
static void check_chain(const struct audit_bundle *bundle, const struct fact *fact)
{
    bool may_follow = fact->type == FACT_ACTED && (act_needs(fact->acted.act) & ALSO_ENDED) != 0;
    if (bundle->result != RESULT_OPEN && !may_follow) audit_fault(fact, "the bundle has ended");
    if (fact->previous == bundle->last_position) return;
    audit_fault(fact, "linked to position %llu instead of %llu", (unsigned long long)fact->previous,
                (unsigned long long)bundle->last_position);
}

static void take_fact(const struct fact *fact)
{
    remember(fact);
    if (fact->type == FACT_PROCEDURE_PUBLISHED) {
        take_published(fact);
        return;
    }
    if (fact->type == FACT_CALENDAR_PUBLISHED) {
        model_take_fact(NULL, fact);
        return;
    }
    if (fact->type == FACT_BUNDLE_SUBMITTED) take_submitted(fact);
    if (world_has_failed()) return;
    if (fact->bundle == 0 || fact->bundle > audit.bundle_count) {
        audit_fault(fact, "there is no such bundle");
        return;
    }
    struct audit_bundle *bundle = &audit.bundles[fact->bundle - 1];
    check_chain(bundle, fact);
    bundle->last_position = fact->position;
    audit_apply(bundle, fact);
    if (fact->type == FACT_BUNDLE_ENDED) audit.open_count--;
}

static void expect_order(const struct fact *fact)
{
    const struct fact_jobs_leased *leased = &fact->jobs_leased;
    for (uint32_t i = 1; i < leased->lease_count; i++) {
        bool is_in_order = leased->leases[i].stage > leased->leases[i - 1].stage;
        if (!is_in_order) audit_fault(fact, "leases out of order");
    }
}

/* Everything below knows stages, milestones and gates by their places in the plan. */
static void read_order(struct fact *fact)
{
    const struct audit_bundle *bundle = audit_bundle(fact->bundle);
    const struct plan_version *version = bundle == NULL ? NULL : order_of(bundle);
    if (fact->type == FACT_BUNDLE_SUBMITTED) {
        version = version_of(&fact->bundle_submitted.procedure, fact->bundle_submitted.version);
    }
    if (fact->type == FACT_MIGRATED && bundle != NULL) {
        uint32_t procedure = plan.bundles[bundle->planned].procedure;
        version = plan_version(procedure, fact->migrated.version);
    }
    if (fact->type == FACT_JOBS_LEASED) expect_order(fact);
    if (version != NULL) order_read(version, fact);
}

void audit_commit(uint64_t position_first, uint32_t count)
{
    struct fact fact;
    for (uint32_t i = 0; i < count && !world_has_failed(); i++) {
        uint64_t position = position_first + i;
        enum err err = record_read(disk_record(position), position, &audit.procedure, &fact);
        if (err != OK) {
            world_fail("position %llu is not a record", (unsigned long long)position);
            return;
        }
        trace_fact(&fact);
        struct fact own = fact;
        read_order(&own);
        take_fact(&own);
        check_applied(&fact);
    }
    if (count > 0 && audit.fact_count > 0) audit.facts[audit.fact_count - 1].ends_commit = true;
    for (uint64_t i = 0; i < audit.bundle_count && count > 0 && !world_has_failed(); i++) {
        if (audit.bundles[i].result == RESULT_OPEN) audit_settled(&audit.bundles[i]);
    }
    check_committed();
}

/* ---- Counts of jobs ----------------------------------------------------------------------- */

static struct audit_department *department_of(struct audit_department *list, uint32_t *count,
                                              const struct name *name)
{
    uint32_t i = 0;
    while (i < *count && !name_is_equal(&list[i].name, name)) {
        i++;
    }
    if (i == *count) list[(*count)++] = (struct audit_department){ .name = *name };
    return &list[i];
}

uint32_t audit_departments(struct audit_department *list, uint32_t list_max)
{
    uint32_t count = 0;
    for (uint64_t i = 0; i < audit.bundle_count; i++) {
        const struct audit_bundle *bundle = &audit.bundles[i];
        for (uint32_t k = 0; k < bundle->procedure->stage_count; k++) {
            enum job_state job = bundle->stages[k].job;
            if (job == JOB_NONE || job >= JOB_DONE) continue;
            assert(count < list_max);
            struct audit_department *department =
                department_of(list, &count, &bundle->procedure->stages[k].department);
            department->ready += job == JOB_READY;
            department->leased += job == JOB_LEASED;
            department->delayed += job == JOB_DELAYED;
            department->parked += job == JOB_PARKED;
        }
    }
    return count;
}

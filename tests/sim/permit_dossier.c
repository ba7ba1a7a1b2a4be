/* SPDX-License-Identifier: Apache-2.0 */
/* What SHOW and EXPLAIN say of permits: the entries of the dossier, one after the other as they were
 * made; the terms; and what an ended bundle still waits for. */
#include "tests/sim/order.h"
#include "tests/sim/permit.h"
#include "tongfa/act.h"

#include <stdio.h>

static struct {
    uint32_t count;
    struct entry entries[ENTRIES_MAX];
} dossiers[PLAN_BUNDLES_MAX];

void permit_dossier_begin(void)
{
    memset(dossiers, 0, sizeof dossiers);
}

/* ---- The dossier ----------------------------------------------------------------------------- */

static struct entry *enter(const struct fact *fact, enum entry_kind kind)
{
    uint64_t at = fact->bundle - 1;
    assert(dossiers[at].count < ENTRIES_MAX);
    struct entry *entry = &dossiers[at].entries[dossiers[at].count++];
    *entry = (struct entry){
        .kind = (uint8_t)kind,
        .stage = fact->acted.stage,
        .position = fact->position,
        .from_ms = fact->at_ms,
        .by = fact->acted.by,
    };
    return entry;
}

static void enter_end(const struct fact *fact, enum permit_end how)
{
    struct entry *entry = enter(fact, ENTRY_PERMIT_END);
    entry->detail = (uint8_t)how;
    entry->amount = fact->acted.detail;
    if (fact->acted.until_ms != 0) entry->from_ms = fact->acted.until_ms;
}

/* The one that lasts. */
static void close_entry(const struct fact *fact, enum entry_kind kind, uint8_t state)
{
    uint64_t at = fact->bundle - 1;
    for (uint32_t i = 0; i < dossiers[at].count; i++) {
        struct entry *entry = &dossiers[at].entries[i];
        bool is_it = entry->kind == kind && entry->stage == fact->acted.stage;
        if (!is_it || entry->until_ms != 0) continue;
        entry->until_ms = fact->at_ms;
        entry->state = state;
        if (state == REQUEST_GRANTED) entry->amount = fact->acted.amount;
    }
}

void permit_dossier_note(const struct fact *fact)
{
    switch (fact->acted.act) {
        case ACT_DELIVER: enter(fact, ENTRY_DELIVERY); break;
        case ACT_REVOKE: enter_end(fact, PERMIT_REVOKED); break;
        case ACT_RECALL: enter_end(fact, PERMIT_RECALLED); break;
        case ACT_LAPSE: enter_end(fact, PERMIT_LAPSED); break;
        case ACT_EXPIRE: enter_end(fact, PERMIT_EXPIRED); break;
        case ACT_DEREGISTER: enter_end(fact, PERMIT_DEREGISTERED); break;
        case ACT_ASK_DEFERRAL: enter(fact, ENTRY_DEFERRAL)->state = REQUEST_OPEN; break;
        case ACT_DEFER: close_entry(fact, ENTRY_DEFERRAL, REQUEST_GRANTED); break;
        case ACT_REFUSE_DEFERRAL: close_entry(fact, ENTRY_DEFERRAL, REQUEST_REFUSED); break;
        case ACT_START_WORKS: enter(fact, ENTRY_WORKS); break;
        case ACT_STOP_WORKS: enter(fact, ENTRY_STANDSTILL); break;
        case ACT_GO_ON_WORKS: close_entry(fact, ENTRY_STANDSTILL, 0); break;
        case ACT_ASK_RENEWAL: enter(fact, ENTRY_RENEWAL)->state = REQUEST_OPEN; break;
        case ACT_RENEW: close_entry(fact, ENTRY_RENEWAL, REQUEST_GRANTED); break;
        case ACT_REFUSE_RENEWAL: close_entry(fact, ENTRY_RENEWAL, REQUEST_REFUSED); break;
        case ACT_DEEM_RENEWED: close_entry(fact, ENTRY_RENEWAL, REQUEST_DEEMED); break;
        default: break;
    }
}

static void wrong(struct permit_answer *answer, uint32_t stage, const char *what)
{
    if (answer->failure[0] != '\0') return;
    snprintf(answer->failure, sizeof answer->failure, "bundle %llu, the permit of stage %u: %s",
             (unsigned long long)answer->bundle->number, stage, what);
}

static bool is_entry_same(const struct entry *left, const struct entry *right)
{
    return left->kind == right->kind && left->stage == right->stage &&
           left->detail == right->detail && left->state == right->state &&
           left->amount == right->amount && left->position == right->position &&
           left->from_ms == right->from_ms && left->until_ms == right->until_ms &&
           name_is_equal(&left->by, &right->by);
}

static void compare_entries(struct permit_answer *answer)
{
    const struct bundle_image *image = &answer->told->image;
    uint64_t own = answer->bundle->number - 1;
    uint32_t at = 0;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->kind < ENTRY_DELIVERY || entry->kind > ENTRY_STANDSTILL) continue;
        bool is_more = at >= dossiers[own].count;
        if (is_more || !is_entry_same(entry, &dossiers[own].entries[at])) {
            wrong(answer, entry->stage, "the dossier says something else");
            return;
        }
        at++;
    }
    if (at < dossiers[own].count) {
        wrong(answer, dossiers[own].entries[at].stage, "the dossier does not say what was done");
    }
}

/* ---- Terms ----------------------------------------------------------------------------------- */

static struct term_view term_of(const struct permit_answer *answer, const struct issued *permit,
                                enum term_kind kind)
{
    struct limit limit = permit_limit(permit, kind);
    struct term_view view = { .stage = permit->definition->name,
                              .kind = (uint8_t)kind,
                              .started_ms = permit->issued_ms,
                              .stopped_ms = permit->ended_ms };
    bool is_delivered = kind == TERM_DELIVERY && permit->delivered_ms != 0;
    if (is_delivered) view.stopped_ms = permit->delivered_ms;
    if (kind == TERM_START && permit->works_ms != 0) view.stopped_ms = permit->works_ms;
    int64_t until_ms = view.stopped_ms != 0 ? view.stopped_ms : answer->at_ms;
    struct day_counted counted =
        day_count_term(answer->calendar, limit, permit->issued_ms, until_ms);
    view.limit = (struct limit_view){ .value = limit.value,
                                      .unit = limit.unit,
                                      .due_ms = counted.due_ms,
                                      .used = counted.used,
                                      .late = counted.late,
                                      .provisional = counted.provisional };
    return view;
}

static const char *wrong_in(const struct term_view *found, const struct term_view *expected)
{
    if (!name_is_equal(&found->stage, &expected->stage) || found->kind != expected->kind) {
        return "a term is not told in its place";
    }
    if (found->started_ms != expected->started_ms) return "a term began at another time";
    if (found->stopped_ms != expected->stopped_ms) return "a term stopped at another time";
    if (found->limit.value != expected->limit.value) return "a term is of another length";
    if (found->limit.unit != expected->limit.unit) return "a term is in another unit";
    if (found->limit.due_ms != expected->limit.due_ms) return "a term ends at another time";
    if (found->limit.used != expected->limit.used) return "of a term another part is over";
    if (found->limit.late != expected->limit.late) return "a term is late, or is not";
    if (found->limit.provisional != expected->limit.provisional) return "a term is provisional";
    return NULL;
}

static void compare_terms(struct permit_answer *answer)
{
    uint32_t at = 0;
    for (uint8_t place = 0; place < answer->bundle->procedure->stage_count; place++) {
        uint8_t i = order_stage(order_of(answer->bundle), place);
        const struct issued *permit = permit_of(answer->bundle->number, i);
        for (enum term_kind kind = TERM_DELIVERY; permit != NULL && kind <= TERM_VALID; kind++) {
            if (permit_limit(permit, kind).value == 0) continue;
            struct term_view expected = term_of(answer, permit, kind);
            bool is_there = at < answer->told->term_count;
            const char *what =
                is_there ? wrong_in(&answer->told->terms[at], &expected) : "a term is not told";
            if (what != NULL) wrong(answer, i, what);
            at++;
        }
    }
    if (at < answer->told->term_count) wrong(answer, 0, "a term is told that there is not");
}

/* ---- What is waited for ---------------------------------------------------------------------- */

/* The next wait that is about permits is this one. */
static void expect_wait(struct permit_answer *answer, const struct issued *permit, uint32_t *at,
                        struct wait expected)
{
    const struct msg_explanation *told = answer->explanation;
    while (*at < told->wait_count &&
           (told->waits[*at].kind < WAIT_DELIVERY || told->waits[*at].kind > WAIT_RENEWAL)) {
        ++*at;
    }
    if (*at >= told->wait_count) {
        if (told->wait_count < WAITS_MAX) wrong(answer, permit->stage, "it waits, untold");
        return;
    }
    const struct wait *found = &told->waits[(*at)++];
    bool is_same = found->kind == expected.kind && found->edge == EDGE_AFTER &&
                   name_is_equal(&found->stage, &permit->definition->name) &&
                   found->since_ms == expected.since_ms && found->until_ms == expected.until_ms;
    if (!is_same) wrong(answer, permit->stage, "it waits for something else");
}

static void compare_waits_of(struct permit_answer *answer, const struct issued *permit,
                             uint32_t *at)
{
    int64_t ends[TERM_VALID + 1] = { 0 };
    if (permit->end != 0) return;
    for (enum term_kind kind = TERM_DELIVERY; kind <= TERM_VALID; kind++) {
        if (permit_limit(permit, kind).value == 0) continue;
        ends[kind] = permit_end_ms(permit, kind, answer->calendar);
    }
    if (ends[TERM_DELIVERY] != 0 && permit->delivered_ms == 0) {
        expect_wait(answer, permit, at,
                    (struct wait){ .kind = WAIT_DELIVERY,
                                   .since_ms = permit->issued_ms,
                                   .until_ms = ends[TERM_DELIVERY] });
    }
    if (permit->deferral_ms != 0) {
        expect_wait(answer, permit, at,
                    (struct wait){ .kind = WAIT_DEFERRAL, .since_ms = permit->deferral_ms });
    } else if (ends[TERM_START] != 0 && permit->works_ms == 0) {
        expect_wait(answer, permit, at,
                    (struct wait){ .kind = WAIT_WORKS,
                                   .since_ms = permit->issued_ms,
                                   .until_ms = ends[TERM_START] });
    }
    if (permit->renewal_ms == 0) return;
    expect_wait(answer, permit, at,
                (struct wait){ .kind = WAIT_RENEWAL,
                               .since_ms = permit->renewal_ms,
                               .until_ms = ends[TERM_VALID] });
}

static void compare_waits(struct permit_answer *answer)
{
    uint32_t at = 0;
    for (uint8_t place = 0; place < answer->bundle->procedure->stage_count; place++) {
        uint8_t i = order_stage(order_of(answer->bundle), place);
        const struct issued *permit = permit_of(answer->bundle->number, i);
        if (permit != NULL) compare_waits_of(answer, permit, &at);
    }
    for (; at < answer->explanation->wait_count; at++) {
        uint8_t kind = answer->explanation->waits[at].kind;
        bool is_more = kind >= WAIT_DELIVERY && kind <= WAIT_RENEWAL;
        if (is_more) wrong(answer, 0, "something waits that is nobody's");
    }
}

bool permit_answer_is_right(struct permit_answer *answer)
{
    answer->failure[0] = '\0';
    compare_entries(answer);
    compare_terms(answer);
    if (answer->explanation != NULL) compare_waits(answer);
    return answer->failure[0] == '\0';
}

/* SPDX-License-Identifier: Apache-2.0 */
/* How credit is kept: credit_out is the number of jobs that the broker may still send. It falls
 * with each JOB and grows with what a verdict or a CREDIT grants; it is never more than the judges
 * and the places that are free for it. CREDIT replaces what the broker knows, so a CREDIT that
 * crosses a JOB on its way would grant too much; it is sent only while credit_out is 0 (nothing can
 * cross), everything else travels with verdicts. */
#include "workers/desk.h"

#include "client/text.h"
#include "workers/reason.h"
#include "workers/verdict.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RENEW_MS_MIN 20
#define BARRIER_ID "drain"
#define RETRY_MS 1000 /* where the broker names no time */

/* clang-format off */
static const uint8_t moves[PLACE_STATE_COUNT][PLACE_MOVE_COUNT] = {
    [PLACE_FREE]      = { [MOVE_JOB]     = PLACE_REVIEWING },
    [PLACE_REVIEWING] = { [MOVE_JUDGE]   = PLACE_ANSWERED,
                          [MOVE_LOSE]    = PLACE_LOST,
                          [MOVE_RELEASE] = PLACE_ABANDONED },
    [PLACE_LOST]      = { [MOVE_JUDGE]   = PLACE_FREE },
    [PLACE_ABANDONED] = { [MOVE_JUDGE]   = PLACE_ANSWERED,
                          [MOVE_LOSE]    = PLACE_LOST,
                          [MOVE_SETTLE]  = PLACE_LOST },
    [PLACE_ANSWERED]  = { [MOVE_LOSE]    = PLACE_FREE,
                          [MOVE_SETTLE]  = PLACE_FREE },
};
/* clang-format on */
_Static_assert(PLACE_NONE == 0, "an unwritten cell must mean: refused");

enum place_state place_next(enum place_state state, enum place_move move)
{
    assert(state > PLACE_NONE && state < PLACE_STATE_COUNT);
    assert(move < PLACE_MOVE_COUNT);
    return (enum place_state)moves[state][move];
}

static bool state_has_judge(enum place_state state)
{
    return state == PLACE_REVIEWING || state == PLACE_LOST || state == PLACE_ABANDONED;
}

static void place_move(struct desk *desk, struct place *place, enum place_move move)
{
    enum place_state next = place_next(place->state, move);
    assert(next != PLACE_NONE);
    desk->in_review -= state_has_judge(place->state);
    desk->in_review += state_has_judge(next);
    place->state = next;
}

uint32_t desk_places(uint32_t concurrency)
{
    /* Each judge may be at work while the verdict before is still on its way; and a few more for
     * what crosses on the wire. */
    return 2 * concurrency + 8;
}

void desk_init(struct desk *desk, struct place *places, uint32_t concurrency, uint32_t max_job_ms)
{
    assert(concurrency >= 1 && concurrency <= CONCURRENCY_MAX);
    *desk = (struct desk){
        .places = places,
        .place_count = desk_places(concurrency),
        .concurrency = concurrency,
        .max_job_ms = max_job_ms,
    };
    for (uint32_t i = 0; i < desk->place_count; i++) {
        places[i].state = PLACE_FREE;
        places[i].generation = 0;
    }
}

static struct place *place_at(struct desk *desk, uint32_t index)
{
    assert(index < desk->place_count);
    return &desk->places[index];
}

static uint32_t count_in(const struct desk *desk, enum place_state state)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < desk->place_count; i++) {
        count += desk->places[i].state == state;
    }
    return count;
}

static uint32_t find_in(const struct desk *desk, enum place_state state)
{
    for (uint32_t i = 0; i < desk->place_count; i++) {
        if (desk->places[i].state == state) return i;
    }
    return DESK_NONE;
}

/* How many more jobs the broker may be allowed to send. */
static uint32_t grantable(const struct desk *desk)
{
    if (desk->is_closed || desk->is_paused) return 0;
    uint32_t taken = desk->in_review + desk->credit_out;
    uint32_t judges = taken < desk->concurrency ? desk->concurrency - taken : 0;
    uint32_t room = count_in(desk, PLACE_FREE);
    room = room > desk->credit_out ? room - desk->credit_out : 0;
    return judges < room ? judges : room;
}

void desk_on_welcome(struct desk *desk, int64_t now_ms)
{
    desk->is_up = true;
    desk->must_grant = !desk->is_closed; /* a new session has no credit by itself */
    desk->is_paused = false;
    desk->credit_out = 0;
    for (uint32_t i = 0; i < desk->place_count; i++) {
        struct place *place = &desk->places[i];
        place->is_sent = false;
        place->send_at_ms = now_ms;
        place->renew_at_ms = now_ms;
    }
}

void desk_on_lost(struct desk *desk)
{
    desk->is_up = false;
    desk->must_grant = false;
    desk->credit_out = 0;
    desk->barrier = BARRIER_NONE; /* what was on its way is lost */
}

uint32_t desk_on_job(struct desk *desk, const struct msg_job *job, int64_t now_ms)
{
    if (desk->credit_out > 0) desk->credit_out--;
    uint32_t index = find_in(desk, PLACE_FREE);
    if (index == DESK_NONE || desk->is_closed) return DESK_NONE;
    if (desk->in_review >= desk->concurrency) return DESK_NONE;

    struct place *place = place_at(desk, index);
    uint32_t every_ms = job->lease_ms / 3;
    place_move(desk, place, MOVE_JOB);
    place->generation++;
    place->bundle = job->bundle;
    place->stage = job->stage;
    place->attempt = job->attempt;
    place->token = job->token;
    place->renew_every_ms = every_ms > RENEW_MS_MIN ? every_ms : RENEW_MS_MIN;
    place->renew_at_ms = now_ms + place->renew_every_ms;
    place->bound_at_ms = now_ms + desk->max_job_ms;
    return index;
}

struct message desk_refuse(const struct msg_job *job)
{
    return (struct message){
        .type = MSG_VERDICT,
        .verdict = { .bundle = job->bundle,
                     .stage = job->stage,
                     .attempt = job->attempt,
                     .token = job->token,
                     .verdict = VERDICT_RELEASE },
    };
}

/* Put a verdict without a reason onto the place. */
static void set_verdict(struct place *place, enum tongfa_verdict_kind kind, int64_t now_ms)
{
    verdict_set(&place->verdict, kind);
    place->is_sent = false;
    place->send_at_ms = now_ms;
}

bool desk_on_judged(struct desk *desk, uint32_t index, const struct tongfa_verdict *verdict,
                    int64_t now_ms)
{
    struct place *place = place_at(desk, index);
    bool counts = place->state == PLACE_REVIEWING;
    place_move(desk, place, MOVE_JUDGE);
    if (!counts) return false;

    set_verdict(place, verdict->kind, now_ms);
    verdict_copy(&place->verdict, verdict);
    return true;
}

/* Whose answer it is: "v" verdict or "r" renewal, place, generation. */
static uint32_t read_request_id(const struct desk *desk, struct span id, char *kind)
{
    char text[REQUEST_ID_BYTES_MAX + 1];
    if (id.size == 0 || id.size >= sizeof text) return DESK_NONE;
    memcpy(text, id.at, id.size);
    text[id.size] = '\0';

    char *end = text;
    unsigned long index = strtoul(text + 1, &end, 10);
    if (*end != '.' || index >= desk->place_count) return DESK_NONE;
    unsigned long generation = strtoul(end + 1, &end, 10);
    const struct place *place = &desk->places[index];
    if (*end != '\0' || generation != place->generation) return DESK_NONE;
    *kind = text[0];
    return (uint32_t)index;
}

/* A verdict awaits its answer here. */
static bool place_awaits(const struct place *place)
{
    return (place->state == PLACE_ANSWERED || place->state == PLACE_ABANDONED) && place->is_sent;
}

/* A verdict that the broker will never take leaves the job to an operator, who reads why; the end
 * of the lease would say nothing, and the next review come to the same. Whoever accepted the bundle
 * may not decide it (受审分离): that job is tried again, by somebody else if there is one. */
static void replace_declined(struct place *place, const struct msg_error *error, int64_t now_ms)
{
    const char *word = verdict_word(place->verdict.kind);
    set_verdict(place, TONGFA_PARK, now_ms);
    tongfa_park(&place->verdict, "the broker refused the verdict %s: %s: %.*s", word,
                err_name((enum err)error->number), (int)error->text.size,
                (const char *)error->text.at);
    if (error->number == ERR_SEPARATION) place->verdict.kind = TONGFA_FAIL;
    reason_check(&place->verdict);
}

static enum desk_news on_verdict_error(struct desk *desk, struct place *place,
                                       const struct msg_error *error, int64_t now_ms)
{
    /* What the law does not let be said now will not become right by being repeated. */
    bool is_for_good = error->retry == RETRY_NEVER || error->number == ERR_ACT_IMPOSSIBLE;
    if (!is_for_good) {
        place->is_sent = false;
        place->send_at_ms = now_ms + (error->after_ms > 0 ? error->after_ms : RETRY_MS);
        return DESK_DELAYED;
    }
    bool is_stale = error->number == ERR_LEASE_STALE;
    enum tongfa_verdict_kind kind = place->verdict.kind;
    if (is_stale || kind == TONGFA_PARK || kind == TONGFA_RELEASE) {
        place_move(desk, place, MOVE_SETTLE);
    } else {
        replace_declined(place, error, now_ms);
    }
    return is_stale ? DESK_STALE : DESK_DECLINED;
}

static enum desk_news on_renew_error(struct desk *desk, struct place *place,
                                     const struct msg_error *error)
{
    if (error->retry != RETRY_NEVER) return DESK_NOTHING; /* the next third asks again */
    if (place_next(place->state, MOVE_LOSE) == PLACE_NONE) return DESK_NOTHING;
    /* A verdict on its way gets an answer of its own. */
    if (place_awaits(place)) return DESK_NOTHING;
    place_move(desk, place, MOVE_LOSE);
    return DESK_STALE;
}

enum desk_news desk_on_answer(struct desk *desk, const struct message *answer, int64_t now_ms,
                              uint32_t *index)
{
    if (answer->type == MSG_PONG) {
        if (desk->barrier == BARRIER_SENT) desk->barrier = BARRIER_NONE;
        return DESK_NOTHING;
    }
    char kind = 0;
    uint32_t found = read_request_id(desk, answer->request_id, &kind);
    if (found == DESK_NONE) return DESK_NOTHING;

    struct place *place = place_at(desk, found);
    *index = found;
    if (kind == 'r') {
        if (answer->type != MSG_ERROR) return DESK_NOTHING;
        return on_renew_error(desk, place, &answer->error);
    }
    if (kind != 'v' || !place_awaits(place)) return DESK_NOTHING;
    if (answer->type == MSG_ERROR) return on_verdict_error(desk, place, &answer->error, now_ms);
    place_move(desk, place, MOVE_SETTLE);
    return DESK_SETTLED;
}

uint32_t desk_on_cancel(struct desk *desk, const struct msg_cancel *cancel)
{
    for (uint32_t i = 0; i < desk->place_count; i++) {
        struct place *place = &desk->places[i];
        if (place_next(place->state, MOVE_LOSE) == PLACE_NONE) continue;
        if (place->bundle != cancel->bundle || place->stage != cancel->stage) continue;
        if (place->attempt != cancel->attempt) continue;
        /* A verdict that is already on its way will be answered; nothing is lost by waiting. */
        if (place_awaits(place)) return DESK_NONE;
        place_move(desk, place, MOVE_LOSE);
        return i;
    }
    return DESK_NONE;
}

void desk_close(struct desk *desk)
{
    desk->is_closed = true;
    if (!desk->is_up) return;
    desk->must_grant = true; /* a grant of nothing */
    desk->barrier = BARRIER_DUE;
}

void desk_abandon(struct desk *desk, int64_t now_ms)
{
    for (uint32_t i = 0; i < desk->place_count; i++) {
        if (desk->places[i].state != PLACE_REVIEWING) continue;
        place_move(desk, &desk->places[i], MOVE_RELEASE);
        set_verdict(&desk->places[i], TONGFA_RELEASE, now_ms);
    }
}

static struct span make_request_id(struct desk *desk, char kind, uint32_t index)
{
    (void)snprintf(desk->request_id, sizeof desk->request_id, "%c%" PRIu32 ".%" PRIu32, kind, index,
                   desk->places[index].generation);
    return span_of_text(desk->request_id);
}

static void make_verdict(struct desk *desk, uint32_t index, struct message *message)
{
    const struct place *place = &desk->places[index];
    *message = (struct message){
        .type = MSG_VERDICT,
        .request_id = make_request_id(desk, 'v', index),
        .verdict = { .bundle = place->bundle,
                     .stage = place->stage,
                     .attempt = place->attempt,
                     .token = place->token,
                     .credit = desk->must_grant ? 0 : grantable(desk) },
    };
    verdict_write(&place->verdict, &message->verdict);
}

static void make_renewal(struct desk *desk, uint32_t index, struct message *message)
{
    const struct place *place = &desk->places[index];
    *message = (struct message){
        .type = MSG_RENEW,
        .request_id = make_request_id(desk, 'r', index),
        .renew = { .bundle = place->bundle,
                   .stage = place->stage,
                   .attempt = place->attempt,
                   .token = place->token },
    };
}

/* When this place has something to say; INT64_MAX: not until something happens. */
static int64_t place_due_ms(const struct place *place)
{
    if (place->state == PLACE_ANSWERED || place->state == PLACE_ABANDONED) {
        return place->is_sent ? INT64_MAX : place->send_at_ms;
    }
    if (place->state != PLACE_REVIEWING) return INT64_MAX;
    return place->renew_at_ms < place->bound_at_ms ? place->renew_at_ms : place->bound_at_ms;
}

bool desk_next(struct desk *desk, int64_t now_ms, struct message *message, uint32_t *index,
               int64_t *due_ms)
{
    *due_ms = INT64_MAX;
    *index = DESK_NONE;
    if (!desk->is_up) return false;
    if (desk->must_grant) {
        *message = (struct message){ .type = MSG_CREDIT, .credit = { grantable(desk) } };
        return true;
    }
    if (desk->barrier == BARRIER_DUE) {
        *message = (struct message){ .type = MSG_PING, .request_id = span_of_text(BARRIER_ID) };
        return true;
    }
    for (uint32_t i = 0; i < desk->place_count; i++) {
        struct place *place = &desk->places[i];
        int64_t place_ms = place_due_ms(place);
        if (place_ms > now_ms) {
            if (place_ms < *due_ms) *due_ms = place_ms;
            continue;
        }
        bool is_verdict = place->state == PLACE_ANSWERED || place->state == PLACE_ABANDONED;
        if (!is_verdict && place->renew_at_ms > now_ms) continue; /* at its bound only */
        if (is_verdict) {
            make_verdict(desk, i, message);
        } else {
            make_renewal(desk, i, message);
        }
        *index = i;
        return true;
    }
    if (desk->credit_out == 0 && grantable(desk) > 0) {
        *message = (struct message){ .type = MSG_CREDIT, .credit = { grantable(desk) } };
        return true;
    }
    return false;
}

void desk_sent(struct desk *desk, const struct message *message, uint32_t index, int64_t now_ms)
{
    if (message->type == MSG_CREDIT) {
        desk->must_grant = false;
        desk->credit_out = message->credit.credit;
        return;
    }
    if (message->type == MSG_PING) {
        desk->barrier = BARRIER_SENT;
        return;
    }
    struct place *place = place_at(desk, index);
    if (message->type == MSG_VERDICT) {
        place->is_sent = true;
        desk->credit_out += message->verdict.credit;
    } else {
        place->renew_at_ms = now_ms + place->renew_every_ms;
    }
}

uint32_t desk_over_bound(struct desk *desk, int64_t now_ms)
{
    for (uint32_t i = 0; i < desk->place_count; i++) {
        struct place *place = &desk->places[i];
        if (place->state != PLACE_REVIEWING) continue;
        if (place->bound_at_ms > now_ms) continue;
        place_move(desk, place, MOVE_LOSE);
        return i;
    }
    return DESK_NONE;
}

bool desk_is_empty(const struct desk *desk)
{
    return desk->barrier == BARRIER_NONE && count_in(desk, PLACE_FREE) == desk->place_count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A worker reviews as the plan says, and misbehaves as the options say. */
#include "tests/sim/audit.h"
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/plan.h"

#define CALM_THINK_MS 300

static bool happens(struct peer *peer, enum option rate)
{
    bool is_drawn = chance_below(&peer->chance, 1000) < world_option(rate);
    return is_drawn && !world.is_calm;
}

static struct duty *claim(uint32_t index, const struct msg_job *job, enum duty_kind kind,
                          int64_t due_ms)
{
    struct duty *duty = duty_add(kind, index, due_ms);
    if (duty == NULL) return NULL;
    duty->planned = check_planned(job->bundle);
    duty->bundle = job->bundle;
    duty->index = job->stage;
    duty->place = order_place(plan_version(plan_named(&job->procedure), job->version), job->stage);
    duty->attempt = job->attempt;
    duty->token = job->token;
    duty->verdict = model_verdict(audit_bundle(job->bundle), job->stage);
    model_review(duty);
    peer_look_at(index, due_ms);
    return duty;
}

/* A worker of another department, or the operator, who is none. */
static uint32_t stranger(uint32_t index)
{
    for (uint32_t i = index + 1; i < peer_count(); i++) {
        bool is_other = !name_is_equal(&peer_at(i)->department, &peer_at(index)->department);
        if (is_other) return i;
    }
    return 0;
}

/* A claim by a guessed token, for another attempt, or with all that is right by a stranger. */
static void forge(uint32_t index, const struct msg_job *job)
{
    struct peer *peer = peer_at(index);
    int64_t due_ms = world.now_ms + chance_below(&peer->chance, job->lease_ms + 500);
    struct duty *duty = claim(index, job, DUTY_FORGE, due_ms);
    if (duty == NULL) return;
    switch (chance_below(&peer->chance, 4)) {
        case 0: duty->token ^= 1; break;
        case 3: duty->peer = stranger(index); break;
        case 1: duty->attempt += 1; break;
        default: duty->attempt = job->attempt > 1 ? job->attempt - 1 : 2; break;
    }
    peer_look_at(duty->peer, due_ms);
}

/* It accepted the bundle itself: it may not decide, and mostly knows that. */
static bool knows_better(struct peer *peer, uint64_t bundle)
{
    bool is_own = name_is_equal(&audit_bundle(bundle)->acceptor, &peer->principal);
    return is_own && (world.is_calm || !chance_one_in(&peer->chance, 3));
}

static enum verdict choose(struct peer *peer, enum verdict planned)
{
    if (happens(peer, OPTION_fail)) return VERDICT_FAIL;
    if (happens(peer, OPTION_park)) return VERDICT_PARK;
    if (happens(peer, OPTION_release)) return VERDICT_RELEASE;
    return planned;
}

/* The next of the department, after the last the first; or the same, if there is nobody else. */
static uint32_t colleague_of(uint32_t index)
{
    uint32_t at = index;
    do {
        at = (at + 1) % peer_count();
    } while (peer_at(at)->role != ROLE_WORKER ||
             !name_is_equal(&peer_at(at)->department, &peer_at(index)->department));
    return at;
}

/* The same verdict over again, perhaps by a colleague. */
static void repeat(uint32_t index, const struct msg_job *job, enum verdict verdict, int64_t due_ms)
{
    struct peer *peer = peer_at(index);
    bool is_colleague = chance_one_in(&peer->chance, 2);
    struct duty *duty = claim(is_colleague ? colleague_of(index) : index, job, DUTY_VERDICT,
                              due_ms + chance_below(&peer->chance, 4000));
    if (duty != NULL) duty->verdict = (uint8_t)verdict;
}

/* When the verdict is to be sent: in time, or as near to the end of the lease as can be. */
static int64_t verdict_ms(struct peer *peer, const struct msg_job *job)
{
    int64_t left_ms = job->until_ms - check_broker_ms();
    int64_t think_ms = chance_below(&peer->chance, job->lease_ms / 2 + 1);
    if (left_ms < 1) left_ms = 1;
    if (world.is_calm) return world.now_ms + chance_below(&peer->chance, CALM_THINK_MS);
    if (!happens(peer, OPTION_late)) return world.now_ms + think_ms;
    int64_t beside_ms = (int64_t)chance_below(&peer->chance, 4) - 2;
    if (chance_one_in(&peer->chance, 3)) beside_ms = chance_below(&peer->chance, 5000);
    return world.now_ms + left_ms - 1 + beside_ms;
}

/* A colleague who accepted the bundle tries to decide it, with all that is right for somebody else. */
static void try_own(uint32_t index, const struct msg_job *job)
{
    struct peer *peer = peer_at(index);
    uint32_t colleague = colleague_of(index);
    bool is_own =
        name_is_equal(&audit_bundle(job->bundle)->acceptor, &peer_at(colleague)->principal);
    if (world.is_calm || !is_own || !chance_one_in(&peer->chance, 4)) return;
    int64_t due_ms = world.now_ms + chance_below(&peer->chance, job->lease_ms + 1);
    struct duty *duty = claim(colleague, job, DUTY_VERDICT, due_ms);
    if (duty == NULL) return;
    duty->verdict = chance_one_in(&peer->chance, 2) ? VERDICT_GRANT : VERDICT_REFUSE;
}

void worker_take_job(uint32_t index, const struct msg_job *job)
{
    struct peer *peer = peer_at(index);
    try_own(index, job);
    model_on_job(index, job);
    if (happens(peer, OPTION_forge)) forge(index, job);
    if (happens(peer, OPTION_renew)) {
        claim(index, job, DUTY_RENEW, world.now_ms + job->lease_ms / 3);
    }
    if (happens(peer, OPTION_silent)) return;
    int64_t due_ms = verdict_ms(peer, job);
    struct duty *duty = claim(index, job, DUTY_VERDICT, due_ms);
    if (duty == NULL) return;
    enum verdict verdict = choose(peer, (enum verdict)duty->verdict);
    if (knows_better(peer, job->bundle)) verdict = VERDICT_RELEASE;
    duty->verdict = (uint8_t)verdict;
    if (happens(peer, OPTION_repeat)) repeat(index, job, verdict, due_ms);
}

void worker_cancel(uint32_t index, const struct msg_cancel *cancel)
{
    struct peer *peer = peer_at(index);
    if (chance_one_in(&peer->chance, 4)) return; /* it answers nevertheless */
    for (uint32_t i = peer->duty_first; i < duty_count(); i++) {
        struct duty *duty = duty_at(i);
        bool is_it = duty->peer == index && duty->kind >= DUTY_VERDICT &&
                     duty->kind <= DUTY_RENEW && duty->bundle == cancel->bundle &&
                     duty->place == cancel->stage && duty->attempt == cancel->attempt;
        if (is_it) duty->is_done = true;
    }
}

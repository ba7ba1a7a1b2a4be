/* SPDX-License-Identifier: Apache-2.0 */
/* What people want to do to permits, and when: soon, or at a time of the office's clock, which passes by
 * leaps. Many aim at the last instant of a term, or at the first after it. Some want what cannot be. */
#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/model.h"
#include "tests/sim/peer.h"
#include "tests/sim/permit.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define APPOINTMENTS_MAX 4096
#define WISHES_PER_PERMIT 12
#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define AIM_MS 500
#define SOON 0
#define NOBODY UINT32_MAX

/* Somebody wants something from then on, in broker time. */
struct appointment {
    int64_t at_ms;
    uint32_t planned;
    struct wish wish;
};

static struct appointment appointments[APPOINTMENTS_MAX];
static uint32_t appointment_count;

void permit_wishes_begin(void)
{
    appointment_count = 0;
}

int64_t permit_wishes_next_ms(int64_t now_ms)
{
    int64_t next_ms = INT64_MAX;
    for (uint32_t i = 0; i < appointment_count; i++) {
        const struct appointment own = appointments[i];
        if (own.at_ms > now_ms) {
            if (own.at_ms < next_ms) next_ms = own.at_ms;
            continue;
        }
        appointments[i--] = appointments[--appointment_count];
        wish_for(&own.wish, own.planned, world.now_ms + 1);
    }
    return next_ms;
}

/* ---- Who, and of what ------------------------------------------------------------------------ */

/* Somebody who may do it to this stage, or NOBODY: not every department has a head. */
static uint32_t somebody(struct chance *chance, uint8_t act, const struct name *department)
{
    uint32_t at = chance_below(chance, peer_count());
    for (uint32_t i = 0; i < peer_count(); i++) {
        uint32_t index = (at + i) % peer_count();
        const struct peer *peer = peer_at(index);
        bool is_theirs =
            !role_has_department(peer->role) || name_is_equal(&peer->department, department);
        if (is_theirs && (act_roles(act) & 1u << peer->role) != 0) return index;
    }
    return NOBODY;
}

static void want(struct chance *chance, const struct audit_bundle *bundle, struct wish wish,
                 int64_t at_ms)
{
    const struct name *department = &bundle->procedure->stages[wish.stage].department;
    wish.feature = &feature_permits;
    wish.bundle = bundle->number;
    wish.flaw = (uint8_t)(chance_one_in(chance, 3) ? wish_flaw(chance, wish.act) : FLAW_NONE);
    wish.peer = somebody(chance, wish.act, department);
    bool is_other = wish.flaw == FLAW_ROLE || wish.peer == NOBODY;
    if (is_other || chance_one_in(chance, 12)) {
        wish.peer = wish_peer(chance, wish.act, wish.flaw != FLAW_ROLE);
    }
    if (at_ms == SOON || appointment_count == APPOINTMENTS_MAX) {
        wish_for(&wish, bundle->planned, wish_when(chance));
        return;
    }
    appointments[appointment_count++] = (struct appointment){ at_ms, bundle->planned, wish };
}

static void want_of(struct chance *chance, struct issued *permit, struct wish wish, int64_t at_ms)
{
    if (permit->wish_count == WISHES_PER_PERMIT) return;
    permit->wish_count++;
    wish.stage = permit->stage;
    want(chance, audit_bundle(permit->bundle), wish, at_ms);
}

static struct wish plain(uint8_t act)
{
    return (struct wish){ .act = act };
}

/* Anything, whatever the permit is like. */
static struct wish anything(struct chance *chance)
{
    struct wish wish = plain((uint8_t)(ACT_DELIVER + chance_below(chance, 13)));
    bool has_detail =
        wish.act == ACT_REVOKE || wish.act == ACT_RECALL || wish.act == ACT_DEREGISTER;
    if (has_detail) wish.detail = (uint8_t)(chance_below(chance, 8));
    if (wish.act == ACT_DEREGISTER && wish.detail == 0) wish.detail = DEREGISTER_BY_LAW;
    if (wish.act == ACT_DEFER) wish.amount = (uint16_t)chance_below(chance, 3);
    return wish;
}

/* ---- When ------------------------------------------------------------------------------------ */

static int64_t days_later(struct chance *chance, uint32_t days)
{
    return check_broker_ms() + 1 + (int64_t)chance_below(chance, days) * DAY_MS +
           chance_below(chance, (uint32_t)DAY_MS);
}

/* Letters take some time: aimed at the instant. */
static int64_t about(struct chance *chance, int64_t at_ms)
{
    int64_t aimed_ms = at_ms - chance_below(chance, AIM_MS);
    return aimed_ms > check_broker_ms() ? aimed_ms : SOON;
}

/* Before or after midnight. */
static int64_t about_midnight(struct chance *chance, int64_t at_ms)
{
    return about(chance, at_ms + chance_below(chance, AIM_MS));
}

static int64_t between_now_and(struct chance *chance, int64_t until_ms)
{
    int64_t days = (until_ms - check_broker_ms()) / DAY_MS;
    return days <= 0 ? SOON : days_later(chance, (uint32_t)days);
}

/* ---- What follows on what -------------------------------------------------------------------- */

/* 建筑法 9: works begin in time, or late, or somebody asks for more time. */
static void plan_works(struct chance *chance, struct issued *permit)
{
    if (permit_limit(permit, TERM_START).value == 0 && !chance_one_in(chance, 16)) return;
    struct limit limit = permit_limit(permit, TERM_START);
    int64_t end_ms = check_broker_ms();
    if (limit.value != 0) end_ms = permit_end_ms(permit, TERM_START, calendars_now());
    switch (chance_below(chance, 7)) {
        case 0: want_of(chance, permit, plain(ACT_START_WORKS), SOON); break;
        case 1:
            want_of(chance, permit, plain(ACT_START_WORKS), between_now_and(chance, end_ms));
            break;
        case 2: want_of(chance, permit, plain(ACT_START_WORKS), about(chance, end_ms)); break;
        case 3: want_of(chance, permit, plain(ACT_ASK_DEFERRAL), about(chance, end_ms)); break;
        case 4: want_of(chance, permit, plain(ACT_ASK_DEFERRAL), SOON); break;
        case 5:
            want_of(chance, permit, plain(ACT_ASK_DEFERRAL), between_now_and(chance, end_ms));
            break;
        default: break;
    }
}

/* In time, after the time, or never. */
static void plan_deferral(struct chance *chance, struct issued *permit)
{
    struct wish defer = plain(ACT_DEFER);
    uint32_t most = permit->definition->deferral.value;
    defer.amount = (uint16_t)chance_below(chance, most + 2);
    int64_t at_ms = chance_one_in(chance, 2) ? SOON : days_later(chance, 90);
    switch (chance_below(chance, 6)) {
        case 0: want_of(chance, permit, plain(ACT_REFUSE_DEFERRAL), at_ms); break;
        case 1: break;
        default: want_of(chance, permit, defer, at_ms); break;
    }
}

/* 建筑法 10: about a year later, to the day. */
static void plan_going_on(struct chance *chance, struct issued *permit)
{
    struct wish go_on = plain(ACT_GO_ON_WORKS);
    const struct day_count *calendar = calendars_now();
    int32_t today = day_count_of(calendar, check_broker_ms());
    int64_t year_ms = (day_count_months(today, 12) - today) * DAY_MS;
    int64_t midnight_ms = today * DAY_MS - calendar->ahead_minutes * INT64_C(60000) + year_ms;
    go_on.detail = chance_one_in(chance, 3) ? GO_ON_CHECKED : 0;
    int64_t at_ms = chance_one_in(chance, 3) ? SOON : about_midnight(chance, midnight_ms);
    if (chance_one_in(chance, 5)) at_ms = days_later(chance, 500);
    want_of(chance, permit, go_on, at_ms);
}

/* 许可法 50: in time to the day, too late, or not at all. */
static void plan_renewal(struct chance *chance, struct issued *permit)
{
    if (permit_limit(permit, TERM_VALID).value == 0 && !chance_one_in(chance, 16)) return;
    int64_t end_ms = check_broker_ms();
    int64_t day_ms = end_ms;
    if (permit_limit(permit, TERM_VALID).value != 0) {
        const struct day_count *calendar = calendars_now();
        end_ms = permit_end_ms(permit, TERM_VALID, calendar);
        int32_t last = day_count_of(calendar, end_ms) - permit->definition->renew_before.value;
        day_ms = (last + 1) * DAY_MS - calendar->ahead_minutes * INT64_C(60000);
    }
    switch (chance_below(chance, 6)) {
        case 0: want_of(chance, permit, plain(ACT_ASK_RENEWAL), SOON); break;
        case 1:
            want_of(chance, permit, plain(ACT_ASK_RENEWAL), between_now_and(chance, day_ms));
            break;
        case 2:
        case 3:
            want_of(chance, permit, plain(ACT_ASK_RENEWAL), about_midnight(chance, day_ms));
            break;
        case 4: want_of(chance, permit, plain(ACT_ASK_RENEWAL), about(chance, end_ms)); break;
        default: break;
    }
}

static void plan_decision(struct chance *chance, struct issued *permit)
{
    uint8_t act = chance_one_in(chance, 2) ? ACT_RENEW : ACT_REFUSE_RENEWAL;
    int64_t end_ms = permit_end_ms(permit, TERM_VALID, calendars_now());
    switch (chance_below(chance, 4)) {
        case 0: want_of(chance, permit, plain(act), SOON); break;
        case 1: want_of(chance, permit, plain(act), between_now_and(chance, end_ms)); break;
        case 2: want_of(chance, permit, plain(act), about(chance, end_ms)); break;
        default: break; /* it is deemed renewed */
    }
}

static void plan_issued(struct chance *chance, struct issued *permit)
{
    int64_t at_ms = chance_one_in(chance, 2) ? SOON : days_later(chance, 20);
    if (!chance_one_in(chance, 3)) want_of(chance, permit, plain(ACT_DELIVER), at_ms);
    plan_works(chance, permit);
    plan_renewal(chance, permit);
    at_ms = chance_one_in(chance, 2) ? SOON : days_later(chance, 200);
    if (chance_one_in(chance, 3)) want_of(chance, permit, anything(chance), at_ms);
}

static void plan_after_end(struct chance *chance, struct issued *permit)
{
    struct wish wish = plain(ACT_DEREGISTER);
    wish.detail = (uint8_t)(1 + chance_below(chance, 6));
    if (chance_one_in(chance, 2)) want_of(chance, permit, wish, SOON);
    if (chance_one_in(chance, 4)) want_of(chance, permit, anything(chance), SOON);
}

void permit_wish_on(struct issued *permit, uint8_t act, uint64_t position)
{
    struct chance chance = world_chance("permit", position * STAGES_MAX + permit->stage);
    switch (act) {
        case 0: plan_issued(&chance, permit); break;
        case ACT_REVOKE:
        case ACT_RECALL:
        case ACT_LAPSE:
        case ACT_EXPIRE:
        case ACT_DEREGISTER: plan_after_end(&chance, permit); break;
        case ACT_ASK_DEFERRAL: plan_deferral(&chance, permit); break;
        case ACT_DEFER:
        case ACT_REFUSE_DEFERRAL:
            plan_works(&chance, permit);
            if (!chance_one_in(&chance, 2)) break;
            want_of(&chance, permit, plain(ACT_ASK_DEFERRAL), SOON);
            break;
        case ACT_START_WORKS:
            if (chance_one_in(&chance, 4)) break;
            want_of(&chance, permit, plain(ACT_STOP_WORKS),
                    chance_one_in(&chance, 3) ? days_later(&chance, 100) : SOON);
            break;
        case ACT_STOP_WORKS: plan_going_on(&chance, permit); break;
        case ACT_ASK_RENEWAL: plan_decision(&chance, permit); break;
        case ACT_RENEW:
        case ACT_REFUSE_RENEWAL:
        case ACT_DEEM_RENEWED: plan_renewal(&chance, permit); break;
        default: break;
    }
}

void permit_wish_early(const struct audit_bundle *bundle)
{
    struct chance chance = world_chance("permit_early", bundle->number);
    struct wish wish = anything(&chance);
    wish.stage = (uint8_t)chance_below(&chance, bundle->procedure->stage_count);
    if (chance_one_in(&chance, 2)) want(&chance, bundle, wish, SOON);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Whose job is it? The token alone tells: it went to one session once, and a worker may come back
 * under another session. The department is compared besides, since nobody acts outside theirs. */
#include "broker/core/claim.h"

void claim_find(const struct step *step, struct claim *claim)
{
    struct engine *engine = step->engine;

    assert(claim->record == NULL);
    claim->index = bundles_find(&engine->bundles, claim->number);
    if (claim->index == BUNDLE_NONE) return;
    bundles_recall(&engine->bundles, claim->index);
    struct bundle *bundle = &engine->bundles.at[claim->index];
    assert(bundle->number == claim->number);
    if (claim->stage >= bundle->stage_count) return;
    claim->bundle = bundle;
    claim->published = &engine->published.at[bundle->procedure];
    claim->record = bundle_stage(&engine->bundles, bundle, claim->stage);
}

/* The quoted numbers are those of the last lease, and the session belongs to the department. */
static bool quotes_last_lease(const struct step *step, const struct claim *claim)
{
    const struct presence *presence = &step->engine->presence;

    if (claim->record == NULL) return false;
    assert(claim->bundle != NULL);
    assert(step->session != SESSION_NONE); /* or it would not have been admitted */
    assert(presence->at[step->session].id.n == step->event->session.n);
    if (presence->at[step->session].department != claim->published->departments[claim->stage]) {
        return false;
    }
    return claim->token != 0 && claim->record->token == claim->token &&
           claim->record->attempt == claim->attempt;
}

bool claim_holds(const struct step *step, const struct claim *claim)
{
    if (!quotes_last_lease(step, claim)) return false;
    assert(claim->record->token != 0);
    assert(claim->record->job == JOB_LEASED || claim->record->job == JOB_DONE);
    return claim->record->job == JOB_LEASED && step->event->now_ms < claim->record->due_ms;
}

bool claim_is_answered(const struct step *step, const struct claim *claim)
{
    if (!quotes_last_lease(step, claim)) return false;
    assert(claim->record->token != 0);
    assert(claim->record->job != JOB_DONE || claim->record->verdict_position != 0);
    return claim->record->job == JOB_DONE;
}

void claim_refuse(struct step *step, const struct claim *claim)
{
    assert(!claim_holds(step, claim));
    bool is_open = claim->record != NULL && claim->bundle->result == RESULT_OPEN;
    if (is_open) {
        uint32_t last = claim->record->attempt;
        assert(last < UINT32_MAX);
        uint32_t attempt = claim->attempt < last ? claim->attempt : last;
        bool is_news = attempt + 1 > claim->record->claim_refused;
        const struct fact fact = {
            .type = FACT_CLAIM_REFUSED,
            .bundle = claim->number,
            .claim_refused = {
                .stage = (uint8_t)claim->stage,
                .attempt = claim->attempt,
                .worker = step->event->principal,
            },
        };
        if (is_news && step->event->room != ROOM_NONE) engine_record(step, &fact);
    }
    step_refuse_field(step, ERR_LEASE_STALE, "token", claim->number);
}

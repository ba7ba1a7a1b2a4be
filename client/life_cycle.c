/* SPDX-License-Identifier: Apache-2.0 */
/* Words and notes are for people; a move without a word trips an assertion, and a test walks them all. */
#include "client/life_cycle.h"

#include "broker/core/job.h"
#include "broker/core/stage.h"
#include "proto/symbols.h"

/* clang-format off */
static const char *const stage_words[STAGE_MOVE_COUNT] = {
    [STAGE_MOVE_OPEN]     = "open",
    [STAGE_MOVE_SEAL]     = "seal",
    [STAGE_MOVE_REFUSE]   = "refuse",
    [STAGE_MOVE_DECIDE]   = "decide",
    [STAGE_MOVE_BLOCK]    = "block",
    [STAGE_MOVE_ISSUE]    = "issue",
    [STAGE_MOVE_LAPSE]    = "lapse",
    [STAGE_MOVE_WITHDRAW] = "withdraw",
    [STAGE_MOVE_SKIP]     = "skip",
    [STAGE_MOVE_PAUSE]    = "pause",
    [STAGE_MOVE_RESUME]   = "resume",
    [STAGE_MOVE_REOPEN]   = "reopen",
    [STAGE_MOVE_RETURN]   = "return",
};
static const char *const job_words[JOB_MOVE_COUNT] = {
    [JOB_MOVE_OFFER]   = "offer",
    [JOB_MOVE_LEASE]   = "lease",
    [JOB_MOVE_RENEW]   = "renew",
    [JOB_MOVE_EXPIRE]  = "expire",
    [JOB_MOVE_RELEASE] = "release",
    [JOB_MOVE_FAIL]    = "fail",
    [JOB_MOVE_PARK]    = "park",
    [JOB_MOVE_READY]   = "ready",
    [JOB_MOVE_RETRY]   = "retry",
    [JOB_MOVE_DECIDE]  = "decide",
    [JOB_MOVE_CANCEL]  = "cancel",
    [JOB_MOVE_REOPEN]  = "reopen",
};
static const char *const stage_notes[STAGE_STATE_COUNT] = {
    [STAGE_WAITING]   = "a start_after is open",
    [STAGE_REVIEWING] = "its job is offered or at work",
    [STAGE_SEALED]    = "grant given, a decide_after is open",
    [STAGE_GRANTED]   = "decided, held by its gate",
    [STAGE_ISSUED]    = "the permit has its number",
    [STAGE_REFUSED]   = "with a reason",
    [STAGE_BLOCKED]   = "it can never be granted",
    [STAGE_LAPSED]    = "its gate issued nothing",
    [STAGE_WITHDRAWN] = "with its bundle",
    [STAGE_SKIPPED]   = "it does not apply",
    [STAGE_PAUSED]    = "its review stands, or it is signed",
};
static const char *const job_notes[JOB_STATE_COUNT] = {
    [JOB_NONE]      = "not offered yet",
    [JOB_READY]     = "in its department's queue",
    [JOB_LEASED]    = "a worker has it, for a time",
    [JOB_DELAYED]   = "failed, tried again later",
    [JOB_PARKED]    = "waits for an operator",
    [JOB_DONE]      = "the verdict is given",
    [JOB_CANCELLED] = "nobody needs it any more",
};
/* clang-format on */

/* The way between two states; made if this is its first move. */
static struct life_way *way_find(struct life_cycle *cycle, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < cycle->way_count; i++) {
        struct life_way *way = &cycle->ways[i];
        if (way->from == from && way->to == to) return way;
    }
    assert(cycle->way_count < LIFE_WAYS_MAX);
    struct life_way *way = &cycle->ways[cycle->way_count++];
    *way = (struct life_way){ .from = from, .to = to };
    return way;
}

static void way_add(struct life_cycle *cycle, uint32_t from, uint32_t to, const char *word)
{
    struct life_way *way = way_find(cycle, from, to);
    const size_t used = strlen(way->words);

    assert(word != NULL);
    assert(cycle->states[to].name != NULL);
    snprintf(way->words + used, sizeof way->words - used, "%s%s", used > 0 ? ", " : "", word);
}

void life_cycle_of_stage(struct life_cycle *cycle)
{
    _Static_assert(STAGE_STATE_COUNT <= LIFE_STATES_MAX, "a state for each");
    cycle->title = "A stage";
    cycle->state_count = STAGE_STATE_COUNT;
    for (uint32_t i = STAGE_NONE + 1; i < STAGE_STATE_COUNT; i++) {
        assert(stage_notes[i] != NULL);
        cycle->states[i] = (struct life_state){ .name = symbols_name(&symbols_stage_state, i),
                                                .note = stage_notes[i],
                                                .is_final = stage_is_final((enum stage_state)i) };
    }
    for (uint32_t from = STAGE_NONE + 1; from < STAGE_STATE_COUNT; from++) {
        for (uint32_t move = 0; move < STAGE_MOVE_COUNT; move++) {
            uint32_t to = stage_next((enum stage_state)from, (enum stage_move)move);
            if (to != STAGE_NONE) way_add(cycle, from, to, stage_words[move]);
        }
    }
}

/* JOB_NONE is a state here: not offered yet; as an answer of job_next it means: refused. */
void life_cycle_of_job(struct life_cycle *cycle)
{
    _Static_assert(JOB_STATE_COUNT <= LIFE_STATES_MAX, "a state for each");
    cycle->title = "Its job";
    cycle->state_count = JOB_STATE_COUNT;
    for (uint32_t i = JOB_NONE; i < JOB_STATE_COUNT; i++) {
        assert(job_notes[i] != NULL);
        cycle->states[i] = (struct life_state){ .name = symbols_name(&symbols_job_state, i),
                                                .note = job_notes[i],
                                                .is_final = job_is_final((enum job_state)i) };
    }
    for (uint32_t from = JOB_NONE; from < JOB_STATE_COUNT; from++) {
        for (uint32_t move = 0; move < JOB_MOVE_COUNT; move++) {
            uint32_t to = job_next((enum job_state)from, (enum job_move)move);
            if (to != JOB_NONE) way_add(cycle, from, to, job_words[move]);
        }
    }
}

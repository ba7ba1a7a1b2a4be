/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/describe_line.h"

#include <inttypes.h>

const char *describe_stage_state(uint8_t state)
{
    static const char *const names[STAGE_STATE_COUNT] = {
        [STAGE_WAITING] = "WAITING",     [STAGE_REVIEWING] = "REVIEWING",
        [STAGE_SEALED] = "SEALED",       [STAGE_GRANTED] = "GRANTED",
        [STAGE_ISSUED] = "ISSUED",       [STAGE_REFUSED] = "REFUSED",
        [STAGE_BLOCKED] = "BLOCKED",     [STAGE_LAPSED] = "LAPSED",
        [STAGE_WITHDRAWN] = "WITHDRAWN", [STAGE_SKIPPED] = "SKIPPED",
        [STAGE_PAUSED] = "PAUSED",
    };
    return line_name_at(names, STAGE_STATE_COUNT, state);
}

const char *describe_job_state(uint8_t state)
{
    static const char *const names[JOB_STATE_COUNT] = {
        [JOB_NONE] = "-",
        [JOB_READY] = "READY",
        [JOB_LEASED] = "LEASED",
        [JOB_DELAYED] = "DELAYED",
        [JOB_PARKED] = "PARKED",
        [JOB_DONE] = "DONE",
        [JOB_CANCELLED] = "CANCELLED",
    };
    return line_name_at(names, JOB_STATE_COUNT, state);
}

const char *describe_result(uint8_t result)
{
    static const char *const names[] = {
        [RESULT_OPEN] = "open",
        [RESULT_ALL] = "all",
        [RESULT_PARTIAL] = "partial",
        [RESULT_NONE] = "none",
        [RESULT_WITHDRAWN] = "withdrawn",
        [RESULT_NOT_REQUIRED] = "not required",
        [RESULT_NOT_ACCEPTED] = "not accepted",
        [RESULT_RETURNED] = "returned",
    };
    return line_name_at(names, sizeof names / sizeof *names, result);
}

const char *describe_verdict(uint8_t verdict)
{
    static const char *const names[] = {
        [VERDICT_GRANT] = "grant",   [VERDICT_REFUSE] = "refuse",     [VERDICT_FAIL] = "fail",
        [VERDICT_PARK] = "park",     [VERDICT_RELEASE] = "release",   [VERDICT_SPECIAL] = "special",
        [VERDICT_AGREE] = "agree",   [VERDICT_DISAGREE] = "disagree", [VERDICT_FORWARD] = "forward",
        [VERDICT_RETURN] = "return", [VERDICT_CORRECT] = "correct",
    };
    return line_name_at(names, sizeof names / sizeof *names, verdict);
}

/* ---- Names behind indices ------------------------------------------------------------------ */

static const struct procedure *procedure_of(const struct describe *how, uint64_t bundle)
{
    struct bundle_image image;

    if (how->engine == NULL) return NULL;
    if (engine_image(how->engine, bundle, &image) != OK) return NULL;
    return engine_procedure(how->engine, &image.procedure, image.version);
}

/* Where a fact is told before the engine has it, its bundle may be unknown as yet. */
static const struct procedure *procedure_of_fact(const struct describe *how,
                                                 const struct fact *fact)
{
    const struct fact_bundle_submitted *submitted = &fact->bundle_submitted;

    if (how->engine == NULL || fact->type != FACT_BUNDLE_SUBMITTED) {
        return procedure_of(how, fact->bundle);
    }
    return engine_procedure(how->engine, &submitted->procedure, submitted->version);
}

static void say_milestone(struct line *line, const struct procedure *procedure, uint8_t milestone)
{
    if (procedure != NULL && milestone < procedure->milestone_count) {
        line_say(line, "%s", procedure->milestones[milestone].name.text);
    } else {
        line_say(line, "milestone %u", milestone);
    }
}

static void say_gate(struct line *line, const struct procedure *procedure, uint8_t gate)
{
    if (procedure != NULL && gate < procedure->gate_count) {
        line_say(line, "gate %s", procedure->gates[gate].name.text);
    } else {
        line_say(line, "gate %u", gate);
    }
}

/* ---- Facts --------------------------------------------------------------------------------- */

static void say_lease(struct line *line, const struct describe *how, const struct lease *lease,
                      const struct procedure *procedure)
{
    line_say_stage(line, procedure, lease->stage);
    line_say(line, " LEASED to %s:%s until ", line_department(procedure, lease->stage),
             lease->worker.text);
    line_say_time(line, how, lease->until_ms);
    line_say(line, " (attempt %" PRIu32 ")", lease->attempt);
}

static void say_job_fact(struct line *line, const struct describe *how, const struct fact *fact,
                         const struct procedure *procedure)
{
    switch ((int)fact->type) {
        case FACT_JOB_LEASED: say_lease(line, how, &fact->job_leased, procedure); break;
        case FACT_JOB_RENEWED:
            line_say_stage(line, procedure, fact->job_renewed.stage);
            line_say(line, " lease renewed until ");
            line_say_time(line, how, fact->job_renewed.until_ms);
            break;
        case FACT_JOB_EXPIRED:
            line_say_stage(line, procedure, fact->job_expired.stage);
            line_say(line, " READY (lease of attempt %" PRIu32 " expired)",
                     fact->job_expired.attempt);
            break;
        case FACT_JOB_RELEASED:
            line_say_stage(line, procedure, fact->job_released.stage);
            line_say(line, " READY (attempt %" PRIu32 " given back)", fact->job_released.attempt);
            break;
        case FACT_JOB_FAILED:
            line_say_stage(line, procedure, fact->job_failed.stage);
            line_say(line, " DELAYED until ");
            line_say_time(line, how, fact->job_failed.ready_at_ms);
            line_say(line, " (attempt %" PRIu32 " failed)", fact->job_failed.attempt);
            break;
        case FACT_JOB_PARKED:
            line_say_stage(line, procedure, fact->job_parked.stage);
            line_say(line, " PARKED (%s)",
                     fact->job_parked.cause == PARK_ASKED ? "the worker asked"
                                                          : "attempts used up");
            break;
        case FACT_JOB_READIED:
            line_say_stage(line, procedure, fact->job_readied.stage);
            line_say(line, " READY at %s (%s)", line_department(procedure, fact->job_readied.stage),
                     fact->job_readied.cause == READY_DELAY_OVER ? "delay over" : "retried");
            break;
        default: assert(false);
    }
}

static void say_blocked(struct line *line, const struct fact_stage_blocked *blocked,
                        const struct procedure *procedure)
{
    line_say_stage(line, procedure, blocked->stage);
    line_say(line, " BLOCKED by ");
    switch (blocked->cause) {
        case BLOCK_STAGE: line_say_stage(line, procedure, blocked->index); break;
        case BLOCK_MILESTONE: say_milestone(line, procedure, blocked->index); break;
        case BLOCK_GATE: say_gate(line, procedure, blocked->index); break;
        default: line_say(line, "?"); break;
    }
}

static void say_opened(struct line *line, const struct procedure *procedure, uint8_t stage)
{
    bool is_signed = procedure != NULL && procedure->stages[stage].by_signers;

    line_say_stage(line, procedure, stage);
    line_say(line, is_signed ? " TO SIGN at %s" : " READY at %s",
             line_department(procedure, stage));
}

static void say_granted(struct line *line, const struct procedure *procedure, uint8_t stage)
{
    line_say_stage(line, procedure, stage);
    line_say(line, " GRANTED");
}

static void say_stage_fact(struct line *line, const struct describe *how, const struct fact *fact,
                           const struct procedure *procedure)
{
    switch ((int)fact->type) {
        case FACT_STAGE_OPENED: say_opened(line, procedure, fact->stage_opened.stage); break;
        case FACT_VERDICT_GIVEN:
            line_say_verdict(line, how, &fact->verdict_given, procedure);
            break;
        case FACT_CLAIM_REFUSED:
            line_say_stage(line, procedure, fact->claim_refused.stage);
            line_say(line, " claim of %s refused (attempt %" PRIu32 ")",
                     fact->claim_refused.worker.text, fact->claim_refused.attempt);
            break;
        case FACT_STAGE_GRANTED: say_granted(line, procedure, fact->stage_granted.stage); break;
        case FACT_STAGE_BLOCKED: say_blocked(line, &fact->stage_blocked, procedure); break;
        default: assert(false);
    }
}

static void say_issued(struct line *line, const struct fact_permits_issued *issued,
                       const struct procedure *procedure)
{
    if (issued->gate != GATE_NONE) {
        say_gate(line, procedure, issued->gate);
        line_say(line, " ");
    }
    line_say(line, "ISSUED");
    for (uint32_t i = 0; i < issued->permit_count; i++) {
        const struct permit *permit = &issued->permits[i];
        line_say(line, "%s ", i == 0 ? "" : ",");
        line_say_stage(line, procedure, permit->stage);
        if (permit->number != 0) { /* no opinion */
            line_say(line, " %s-%u-%05" PRIu32, line_department(procedure, permit->stage),
                     issued->year, permit->number);
        }
        if (set_has(issued->tolerated, permit->stage)) line_say(line, " with tolerance");
    }
}

static void say_bundle_fact(struct line *line, const struct describe *how, const struct fact *fact,
                            const struct procedure *procedure)
{
    switch ((int)fact->type) {
        case FACT_BUNDLE_SUBMITTED:
            line_say(line, "submitted by %s under %s %" PRIu32,
                     fact->bundle_submitted.submitter.text, fact->bundle_submitted.procedure.text,
                     fact->bundle_submitted.version);
            if (fact->bundle_submitted.received) line_say(line, ", RECEIVED");
            break;
        case FACT_MILESTONE_REACHED:
            say_milestone(line, procedure, fact->milestone.milestone);
            line_say(line, " reached");
            break;
        case FACT_MILESTONE_CALLED_OFF:
            say_milestone(line, procedure, fact->milestone.milestone);
            line_say(line, " called off");
            break;
        case FACT_PERMITS_ISSUED: say_issued(line, &fact->permits_issued, procedure); break;
        case FACT_GATE_LAPSED:
            say_gate(line, procedure, fact->gate_lapsed.gate);
            line_say(line, " LAPSED");
            break;
        case FACT_BUNDLE_WITHDRAWN:
            line_say(line, "withdrawn by %s%s",
                     name_is_empty(&fact->bundle_withdrawn.by) ? "itself"
                                                               : fact->bundle_withdrawn.by.text,
                     fact->bundle_withdrawn.early ? " before acceptance" : "");
            break;
        case FACT_ACTED: line_say_act(line, how, &fact->acted, procedure); break;
        case FACT_SUPPLIED:
            line_say(line, "SUPPLIED by %s", fact->supplied.by.text);
            line_say_materials(line, procedure, fact->supplied.changed);
            break;
        case FACT_MIGRATED:
            line_say(line, "MIGRATED from version %" PRIu32 " to %" PRIu32, fact->migrated.from,
                     fact->migrated.version);
            if (name_is_empty(&fact->migrated.by)) {
                line_say(line, ", which is in force as it is accepted");
            } else {
                line_say(line, " by %s", fact->migrated.by.text);
            }
            break;
        case FACT_BUNDLE_ENDED:
            line_say(line, "ENDED %s", describe_result(fact->bundle_ended.result));
            break;
        default: assert(false);
    }
}

/* The n-th stage that goes on, or does not apply, from 0; false: there are fewer. */
static bool say_onward(struct line *line, const struct fact *fact, uint32_t nth,
                       const struct procedure *procedure)
{
    const struct onward *onward = fact_onward(fact);
    set32 skipped = fact->type == FACT_BUNDLE_SUBMITTED ? fact->bundle_submitted.skipped : 0;
    bool is_verdict = fact->type == FACT_VERDICT_GIVEN;
    set32 acted = fact->type == FACT_ACTED ? fact->acted.stages : 0;
    set32 supplied = fact->type == FACT_SUPPLIED ? fact->supplied.stages : 0;
    if (is_verdict) acted = fact->verdict_given.stages;

    for (uint32_t i = 0; onward != NULL && i < STAGES_MAX; i++) {
        set32 all = onward->opened | onward->granted | skipped | acted | supplied;
        if (!set_has(all, i) || nth-- > 0) continue;
        if (set_has(acted, i)) {
            line_say_act_stage(line, is_verdict ? NULL : &fact->acted, (uint8_t)i, procedure);
        } else if (set_has(supplied, i)) {
            line_say_stage(line, procedure, (uint8_t)i);
            line_say(line, " to be reviewed again");
        } else if (set_has(skipped, i)) {
            line_say_stage(line, procedure, (uint8_t)i);
            line_say(line, " SKIPPED: it does not apply");
        } else if (set_has(onward->opened, i)) {
            say_opened(line, procedure, (uint8_t)i);
        } else {
            say_granted(line, procedure, (uint8_t)i);
        }
        return true;
    }
    return false;
}

static void say_published(struct line *line, const struct fact_procedure_published *published)
{
    line_say(line, "procedure %s %" PRIu32 " published by %s", published->procedure->name.text,
             published->procedure->version, published->by.text);
}

static void say_calendar(struct line *line, const struct fact_calendar_published *published)
{
    const struct calendar_notice *calendar = &published->calendar;

    line_say(line, "calendar");
    for (uint32_t i = 0; i < calendar->year_count; i++) {
        line_say(line, "%s %u", i == 0 ? " of" : ",", calendar->years[i].year);
    }
    line_say(line, " published by %s", published->by.text);
}

/* The line of the fact itself. */
static void say_fact(struct line *line, const struct describe *how, const struct fact *fact,
                     const struct procedure *procedure)
{
    switch ((int)fact->type) {
        case FACT_JOB_LEASED:
        case FACT_JOB_RENEWED:
        case FACT_JOB_EXPIRED:
        case FACT_JOB_RELEASED:
        case FACT_JOB_FAILED:
        case FACT_JOB_PARKED:
        case FACT_JOB_READIED: say_job_fact(line, how, fact, procedure); break;
        case FACT_STAGE_OPENED:
        case FACT_VERDICT_GIVEN:
        case FACT_CLAIM_REFUSED:
        case FACT_STAGE_GRANTED:
        case FACT_STAGE_BLOCKED: say_stage_fact(line, how, fact, procedure); break;
        default: say_bundle_fact(line, how, fact, procedure); break;
    }
}

bool describe_fact(const struct describe *how, const struct fact *fact, uint32_t at,
                   char text[DESCRIBE_LINE_MAX])
{
    struct line line = { .text = text };

    text[0] = '\0';
    if (fact->type == FACT_PROCEDURE_PUBLISHED) {
        if (at == 0) say_published(&line, &fact->procedure_published);
        return at == 0;
    }
    if (fact->type == FACT_CALENDAR_PUBLISHED) {
        if (at == 0) say_calendar(&line, &fact->calendar_published);
        return at == 0;
    }
    const struct procedure *procedure = procedure_of_fact(how, fact);
    line_say(&line, "bundle %" PRIu64 " ", fact->bundle);
    if (fact->type == FACT_JOBS_LEASED) {
        if (at >= fact->jobs_leased.lease_count) return false;
        say_lease(&line, how, &fact->jobs_leased.leases[at], procedure);
        return true;
    }
    if (at > 0) return say_onward(&line, fact, at - 1, procedure);
    say_fact(&line, how, fact, procedure);
    return true;
}

/* ---- Effects and waits --------------------------------------------------------------------- */

static void say_recorded(struct line *line, const struct describe *how, const char *peer,
                         const struct msg_recorded *recorded)
{
    line_say(line, "reply %s RECORDED", peer);
    if (recorded->bundle != 0) line_say(line, " bundle %" PRIu64, recorded->bundle);
    if (recorded->until_ms != 0) {
        line_say(line, " until ");
        line_say_time(line, how, recorded->until_ms);
    }
    if (recorded->repeated) line_say(line, " repeated");
}

/* What the job says of its upstreams. */
static void say_opinions(struct line *line, const struct describe *how, const struct msg_job *offer)
{
    struct opinion opinions[STAGES_MAX];
    uint32_t count = 0;

    if (how->engine != NULL) {
        count = engine_opinions(how->engine, offer->bundle, offer->opinions, opinions);
    }
    for (uint32_t i = 0; i < count; i++) {
        line_say(line, "%s %s %s%s at %" PRIu64, i == 0 ? ", told:" : ",", opinions[i].stage.text,
                 describe_verdict(opinions[i].verdict), opinions[i].deemed ? " (deemed)" : "",
                 opinions[i].position);
    }
}

void describe_effect(const struct describe *how, const struct effect *effect, const char *peer,
                     char text[DESCRIBE_LINE_MAX])
{
    struct line line = { .text = text };

    text[0] = '\0';
    switch (effect->type) {
        case EFFECT_RECORDED: say_recorded(&line, how, peer, &effect->recorded); break;
        case EFFECT_REFUSED:
            line_say(&line, "reply %s %s", peer, err_name(effect->refused.err));
            if (effect->refused.field[0] != '\0') line_say(&line, " (%s)", effect->refused.field);
            break;
        case EFFECT_JOB:
            line_say(&line, "send %s JOB bundle %" PRIu64 " %s (attempt %" PRIu32 ")", peer,
                     effect->job.job.bundle, effect->job.job.stage_name.text,
                     effect->job.job.attempt);
            say_opinions(&line, how, &effect->job.job);
            break;
        case EFFECT_CANCEL:
            line_say(&line, "send %s CANCEL bundle %" PRIu64 " ", peer, effect->cancel.bundle);
            if (name_is_empty(&effect->cancel_stage)) {
                line_say_stage(&line, procedure_of(how, effect->cancel.bundle),
                               effect->cancel.stage);
            } else {
                line_say(&line, "%s", effect->cancel_stage.text);
            }
            line_say(&line, " (attempt %" PRIu32 ")", effect->cancel.attempt);
            break;
    }
}

static void say_limit(struct line *line, const struct describe *how, const char *what,
                      const struct limit_view *limit)
{
    static const char *const units[] = { [LIMIT_WORKING_DAYS] = "working day",
                                         [LIMIT_NATURAL_DAYS] = "natural day",
                                         [LIMIT_WORKING_HOURS] = "working hour",
                                         [LIMIT_NATURAL_HOURS] = "natural hour",
                                         [LIMIT_MONTHS] = "month" };
    bool is_hours = limit->unit == LIMIT_WORKING_HOURS || limit->unit == LIMIT_NATURAL_HOURS;
    uint64_t minutes = limit->used / 60000;

    if (limit->value == 0) return;
    line_say(line, "; %s%u %s%s, ", what, limit->value,
             line_name_at(units, sizeof units / sizeof *units, limit->unit),
             limit->value == 1 ? "" : "s");
    if (is_hours) {
        line_say(line, "%" PRIu64 ":%02u used, ends ", minutes / 60, (unsigned)(minutes % 60));
    } else if (limit->unit == LIMIT_MONTHS) {
        line_say(line, "%" PRIu64 " day%s used, ends ", limit->used, limit->used == 1 ? "" : "s");
    } else {
        line_say(line, "%" PRIu64 " used, ends ", limit->used);
    }
    line_say_time(line, how, limit->due_ms);
    if (limit->late) line_say(line, ", late");
    if (limit->provisional) line_say(line, ", provisional");
}

void describe_clock(const struct describe *how, const struct clock_view *clock,
                    char text[DESCRIBE_LINE_MAX])
{
    static const char *const pauses[] = { [PAUSE_SUSPENSION] = "suspension",
                                          [PAUSE_CORRECTION] = "correction",
                                          [PAUSE_SPECIAL] = "special",
                                          [PAUSE_INTAKE] = "correction before acceptance" };
    static const char *const kinds[] = { [CLOCK_OF_REVIEW] = "all",
                                         [CLOCK_OF_INTAKE] = "the counter",
                                         [CLOCK_OF_CORRECTION] = "the applicant" };
    struct line line = { .text = text };

    text[0] = '\0';
    line_say(&line, "clock of %s from ",
             name_is_empty(&clock->stage)
                 ? line_name_at(kinds, sizeof kinds / sizeof *kinds, clock->kind)
                 : clock->stage.text);
    line_say_time(&line, how, clock->started_ms);
    if (clock->stopped_ms != 0) {
        line_say(&line, " to ");
        line_say_time(&line, how, clock->stopped_ms);
    }
    if (clock->pause != 0) {
        line_say(&line, ", stands since ");
        line_say_time(&line, how, clock->paused_ms);
        line_say(&line, " (%s", line_name_at(pauses, sizeof pauses / sizeof *pauses, clock->pause));
        if (clock->special != 0) {
            line_say(&line, " %s", line_symbol(&symbols_special_kind, clock->special));
        }
        say_limit(&line, how, "planned ", &clock->planned);
        line_say(&line, ")");
    }
    if (clock->extended != 0) line_say(&line, ", extended by %u", clock->extended);
    say_limit(&line, how, "promised ", &clock->promised);
    say_limit(&line, how, "statutory ", &clock->statutory);
}

void describe_term(const struct describe *how, const struct term_view *term,
                   char text[DESCRIBE_LINE_MAX])
{
    static const char *const kinds[] = {
        [TERM_DELIVERY] = "to deliver", [TERM_START] = "to begin works", [TERM_VALID] = "valid"
    };
    struct line line = { .text = text };

    text[0] = '\0';
    line_say(&line, "permit of %s, %s, from ", term->stage.text,
             line_name_at(kinds, sizeof kinds / sizeof *kinds, term->kind));
    line_say_time(&line, how, term->started_ms);
    if (term->stopped_ms != 0) {
        line_say(&line, " to ");
        line_say_time(&line, how, term->stopped_ms);
    }
    say_limit(&line, how, "", &term->limit);
}

static void say_wait_cause(struct line *line, const struct describe *how, const struct wait *wait)
{
    switch (wait->kind) {
        case WAIT_MILESTONE: line_say(line, "milestone %s", wait->on.text); break;
        case WAIT_STAGE:
            line_say(line, "stage %s at %s", wait->on.text, wait->department.text);
            break;
        case WAIT_WORKER:
            line_say(line, "a free worker of %s (%" PRIu32 " here, %" PRIu32 " free)",
                     wait->department.text, wait->workers, wait->workers_free);
            break;
        case WAIT_VERDICT: line_say(line, "the verdict of %s", wait->department.text); break;
        case WAIT_RETRY: line_say(line, "the next attempt"); break;
        case WAIT_OPERATOR:
            line_say(line, "an operator of %s: the job is parked", wait->department.text);
            break;
        case WAIT_RESUMPTION: line_say(line, "the end of its suspension"); break;
        case WAIT_ACCEPTANCE: line_say(line, "the counter to accept it or not"); break;
        case WAIT_SUPPLY: line_say(line, "the applicant to supply what must be corrected"); break;
        case WAIT_NOTICE:
            line_say(line, "the notice that tells the applicant what to correct");
            if (!name_is_empty(&wait->on)) line_say(line, ", with leave of a %s", wait->on.text);
            break;
        case WAIT_SPECIAL:
            line_say(line, "the end of its %s at %s, planned", wait->on.text,
                     wait->department.text);
            break;
        case WAIT_SIGNERS:
            line_say(line, "the signature of %s at %s", wait->on.text, wait->department.text);
            break;
        case WAIT_TOLERANCE: line_say(line, "the missing material %s, due", wait->on.text); break;
        case WAIT_HOLD: line_say(line, "the end of its gate's hold"); break;
        case WAIT_DELIVERY: line_say(line, "its delivery"); break;
        case WAIT_WORKS: line_say(line, "works to begin"); break;
        case WAIT_DEFERRAL:
            line_say(line, "%s to decide on a deferral", wait->department.text);
            break;
        case WAIT_RENEWAL:
            line_say(line, "%s to decide on a renewal", wait->department.text);
            break;
        case WAIT_CHECK: line_say(line, "%s to check its commitment", wait->department.text); break;
        case WAIT_GATE:
            line_say(line, "%s at %s, member of its gate", wait->on.text, wait->department.text);
            break;
        default: line_say(line, "?"); break;
    }
    if (wait->until_ms != 0) {
        line_say(line, " until ");
        line_say_time(line, how, wait->until_ms);
    }
    bool is_overdue = wait->edge == EDGE_AFTER && wait->until_ms != 0;
    if (is_overdue && how->now_ms > wait->until_ms) line_say(line, " (overdue)");
}

void describe_wait(const struct describe *how, const struct wait *wait,
                   char text[DESCRIBE_LINE_MAX])
{
    static const char *const what[] = { [EDGE_START] = "review",
                                        [EDGE_DECIDE] = "decision",
                                        [EDGE_ISSUE] = "permit",
                                        [EDGE_AFTER] = "permit" };
    struct line line = { .text = text };

    text[0] = '\0';
    if (name_is_empty(&wait->stage)) {
        line_say(&line, "bundle waits for ");
    } else {
        line_say(&line, "%s %s waits for ", wait->stage.text,
                 line_name_at(what, sizeof what / sizeof *what, wait->edge));
    }
    say_wait_cause(&line, how, wait);
    line_say(&line, " since ");
    line_say_time(&line, how, wait->since_ms);
}

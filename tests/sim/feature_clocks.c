/* SPDX-License-Identifier: Apache-2.0 */
/* Limits and their clocks: when each starts and stops follows from the facts, what it shows then from
 * a count of days (tests/support/day_count.c) by the calendar that is durable. Source: proto/SPEC.md 8
 * "Clocks". */
#include "tests/sim/stand.h"
#include "tests/sim/calendars.h"
#include "tests/sim/clocks.h"
#include "tests/sim/extension.h"
#include "tests/sim/intake.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#include <stdio.h>

#define SHORT_MAX_UNITS 30
#define LONG_MAX_UNITS 600 /* days over three years: one between may be missing */

/* 0: not yet, or it has none. */
struct clock_times {
    int64_t started_ms;
    int64_t stopped_ms;
    enum clock_kind kind;
};

static struct clock_times clocks[PLAN_BUNDLES_MAX][STAGES_MAX];
static struct clock_times wholes[PLAN_BUNDLES_MAX]; /* of all stages together: acceptance to end */
static int64_t receipts_ms[PLAN_BUNDLES_MAX];
static uint64_t looked;

static void begin(void)
{
    memset(clocks, 0, sizeof clocks);
    memset(wholes, 0, sizeof wholes);
    looked = 0;
}

static struct limit draw_limit(struct chance *chance, uint32_t most)
{
    uint16_t value = (uint16_t)(1 + chance_below(chance, most));
    uint8_t unit = (uint8_t)(1 + chance_below(chance, LIMIT_NATURAL_HOURS));
    struct limit limit = { value, unit };
    if (chance_one_in(chance, 3)) limit = (struct limit){ 0 };
    return limit;
}

/* Every other stage has limits, of any unit; in one of eight they are for people only and count
 * nothing. Every third procedure has some for all its stages together. Some weeks, in one procedure of
 * four some years. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("limits", index + 100 * (uint64_t)world_option(OPTION_variant));
    uint32_t most = chance_one_in(&chance, 4) ? LONG_MAX_UNITS : SHORT_MAX_UNITS;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        struct procedure_stage *stage = &procedure->stages[i];
        uint8_t from = (uint8_t)(1 + chance_below(&chance, CLOCK_FROM_RECEIPT));
        if (chance_one_in(&chance, 2)) continue;
        stage->statutory = draw_limit(&chance, most);
        stage->promised = draw_limit(&chance, most);
        bool is_any = stage->statutory.value != 0 || stage->promised.value != 0;
        if (is_any && !chance_one_in(&chance, 8)) stage->clock_from = from;
    }
    if (!chance_one_in(&chance, 3)) return;
    procedure->statutory = draw_limit(&chance, most);
    procedure->promised = draw_limit(&chance, most);
}

/* Under another version: a clock that it does not know is gone; one that is new counts from the receipt,
 * or from now where something is decided or could be. */
static void migrate(const struct audit_bundle *bundle, const struct fact *fact, uint32_t stage,
                    bool is_undecided)
{
    struct clock_times *clock = &clocks[bundle->number - 1][stage];
    uint8_t from = bundle->procedure->stages[stage].clock_from;
    bool is_waiting = bundle->stages[stage].state == STAGE_WAITING;
    if (from == CLOCK_NONE) *clock = (struct clock_times){ 0 };
    if (from == CLOCK_NONE || clock->started_ms != 0 || !is_undecided) return;
    if (from == CLOCK_FROM_RECEIPT) clock->started_ms = receipts_ms[bundle->number - 1];
    if (from == CLOCK_FROM_ACCEPTANCE && !is_waiting) clock->started_ms = fact->at_ms;
}

/* A clock runs from the review, or from receipt, until there is a decision or can be none; that of all
 * stages together from the acceptance, as whatever begins with it. Before the end of a pre-review nothing
 * counts, and with it all that has begun. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) return;
    struct clock_times *whole = &wholes[bundle->number - 1];
    if (fact->type == FACT_BUNDLE_SUBMITTED) receipts_ms[bundle->number - 1] = fact->at_ms;
    bool is_accepted = whole->started_ms == 0 && !bundle->is_received && !bundle->is_pre_reviewed;
    if (is_accepted) whole->started_ms = intake_counts_from(fact);
    bool is_converted = fact->type == FACT_ACTED && fact->acted.act == ACT_CONVERT;
    bool is_first = fact->type == FACT_BUNDLE_SUBMITTED || is_converted;
    if (fact->type == FACT_BUNDLE_ENDED) whole->stopped_ms = fact->at_ms;
    for (uint32_t i = bundle->procedure->stage_count; i < STAGES_MAX; i++) {
        clocks[bundle->number - 1][i] = (struct clock_times){ 0 };
    }
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        enum stage_state state = bundle->stages[i].state;
        struct clock_times *clock = &clocks[bundle->number - 1][i];
        uint8_t from = bundle->procedure->stages[i].clock_from;
        bool is_over = state != STAGE_WAITING && is_converted; /* its review may be */
        bool has_begun = state == STAGE_REVIEWING || state == STAGE_PAUSED || is_over;
        bool is_received = from == CLOCK_FROM_RECEIPT && is_first && state != STAGE_SKIPPED;
        bool is_begun = from != CLOCK_NONE && has_begun && state != STAGE_SKIPPED;
        bool is_undecided = state == STAGE_WAITING || state == STAGE_REVIEWING ||
                            state == STAGE_SEALED || state == STAGE_PAUSED;
        if (bundle->is_pre_reviewed) continue;
        if (fact->type == FACT_MIGRATED) {
            bool is_decided = set_has(fact->migrated.onward.granted, i); /* by this very fact */
            migrate(bundle, fact, i, is_undecided || is_decided);
        }
        if (clock->started_ms == 0 && (is_received || is_begun)) {
            clock->started_ms = intake_counts_from(fact);
        }
        if (is_undecided) clock->stopped_ms = 0; /* what was decided may be taken back */
        if (clock->started_ms == 0 || clock->stopped_ms != 0 || is_undecided) continue;
        clock->stopped_ms = fact->at_ms;
    }
}

bool clock_read(const struct audit_bundle *bundle, uint8_t stage, int64_t at_ms,
                struct clock_now *clock)
{
    const struct procedure *procedure = bundle->procedure;
    bool is_whole = stage == STAGE_WHOLE;
    if (!is_whole && procedure->stages[stage].clock_from == CLOCK_NONE) return false;
    const struct clock_times *times =
        is_whole ? &wholes[bundle->number - 1] : &clocks[bundle->number - 1][stage];
    *clock = (struct clock_now){
        .statutory = is_whole ? procedure->statutory : procedure->stages[stage].statutory,
        .promised = is_whole ? procedure->promised : procedure->stages[stage].promised,
        .course = { .started_ms = times->started_ms, .until_ms = at_ms },
        .has_stopped = times->stopped_ms != 0,
    };
    extension_grow(bundle->number, stage, &clock->statutory, &clock->promised);
    if (times->stopped_ms != 0) clock->course.until_ms = times->stopped_ms;
    clock->course.pauses = stand_pauses(bundle->number, stage, &clock->course.pause_count);
    return times->started_ms != 0;
}

/* ---- What a clock must show ------------------------------------------------------------------ */

static struct limit_view view_of(struct limit limit, const struct day_count *calendar,
                                 const struct day_course *course)
{
    struct limit_view view = { .value = limit.value, .unit = limit.unit };
    if (limit.value == 0) return view;
    struct day_counted counted = day_count_limit(calendar, limit, course);
    view.due_ms = counted.due_ms;
    view.used = counted.used;
    view.late = counted.late;
    view.provisional = counted.provisional;
    return view;
}

/* The word for what is wrong, or NULL. */
static const char *wrong_in(const struct limit_view *found, const struct limit_view *expected)
{
    if (found->value != expected->value) return "another limit";
    if (found->unit != expected->unit) return "another unit";
    if (found->due_ms != expected->due_ms) return "is due at another time";
    if (found->used != expected->used) return "has used another amount";
    if (found->late != expected->late) return found->late ? "is not late" : "is late";
    if (found->provisional != expected->provisional) return "is provisional wrongly";
    return NULL;
}

static void put_limit(char *text, size_t size, const struct limit_view *view)
{
    snprintf(text, size, "%u units %u, due %lld, used %llu%s%s", view->value, view->unit,
             (long long)view->due_ms, (unsigned long long)view->used, view->late ? ", late" : "",
             view->provisional ? ", provisional" : "");
}

/* What is to be compared: an answer, and the model's calendar and time. */
struct question {
    const struct audit_bundle *bundle;
    const struct msg_bundle *answer;
    const struct day_count *calendar;
    int64_t at_ms;
    char failure[400]; /* empty: everything is as it must be */
};

static void wrong(struct question *question, const char *stage, const char *what)
{
    snprintf(question->failure, sizeof question->failure, "bundle %llu: the clock of %s: %s",
             (unsigned long long)question->bundle->number, stage, what);
}

static void compare_limit(struct question *question, const struct clock_view *found,
                          const struct limit_view *limit, struct limit_view expected)
{
    char texts[2][96];
    const char *what = wrong_in(limit, &expected);
    if (what == NULL || question->failure[0] != '\0') return;
    put_limit(texts[0], sizeof texts[0], limit);
    put_limit(texts[1], sizeof texts[1], &expected);
    snprintf(question->failure, sizeof question->failure,
             "bundle %llu: the clock of %s %s: says %s; should be %s",
             (unsigned long long)question->bundle->number,
             found->stage.text[0] == '\0' ? "all stages" : found->stage.text, what, texts[0],
             texts[1]);
}

/* A clock that has not stopped stands while its bundle is suspended, or a special procedure lasts, or the
 * applicant has to correct something. Where that is more than one thing, it tells one of them. Those of the
 * counter never stand. */
static void compare_pause(struct question *question, const struct clock_view *found, uint8_t stage)
{
    const char *label = found->stage.text[0] == '\0' ? "all stages" : found->stage.text;
    struct stand_cause told = { found->pause, found->special, found->paused_ms };
    if (found->stopped_ms == 0 && found->kind == 0) {
        if (stand_is(question->bundle->number, stage, told)) return;
        wrong(question, label, "does not stand as it does, for that and since then");
    } else if (told.why != 0 || told.from_ms != 0) {
        wrong(question, label, "stands, and cannot");
    }
}

/* The next clock of the answer is this one; nothing, if this one has not begun or has no limit. */
static void compare_clock(struct question *question, uint32_t *at, uint8_t stage,
                          struct clock_times clock, const struct limit limits[2])
{
    static const struct name all = { "" };
    bool is_whole = stage == STAGE_WHOLE;
    const struct name *name = is_whole ? &all : &question->bundle->procedure->stages[stage].name;
    const char *label = clock.kind != 0 ? "the counter" : is_whole ? "all stages" : name->text;
    if (clock.started_ms == 0 || (limits[0].value == 0 && limits[1].value == 0)) return;
    if (*at >= question->answer->clock_count) {
        wrong(question, label, "is not told");
        return;
    }
    const struct clock_view *found = &question->answer->clocks[(*at)++];
    if (!name_is_equal(&found->stage, name)) {
        wrong(question, label, "is not told in its place");
    } else if (found->kind != clock.kind) {
        wrong(question, label, "is of another kind");
    } else if (found->started_ms != clock.started_ms) {
        wrong(question, label, "started at another time");
    } else if (found->stopped_ms != clock.stopped_ms) {
        wrong(question, label, "stopped at another time");
    } else {
        compare_pause(question, found, stage);
    }
    struct limit own[2] = { limits[0], limits[1] };
    uint64_t number = question->bundle->number;
    uint16_t extended = clock.kind == 0 ? extension_grow(number, stage, &own[0], &own[1]) : 0;
    if (found->extended != extended) wrong(question, label, "is extended by another amount");
    if (question->failure[0] != '\0') return;
    struct day_course course = { .started_ms = clock.started_ms,
                                 .until_ms =
                                     clock.stopped_ms != 0 ? clock.stopped_ms : question->at_ms };
    if (clock.kind == 0) {
        course.pauses = stand_pauses(number, stage, &course.pause_count);
    }
    compare_limit(question, found, &found->statutory, view_of(own[0], question->calendar, &course));
    compare_limit(question, found, &found->promised, view_of(own[1], question->calendar, &course));
}

/* Those of the counter and of the applicant who corrects. */
static void compare_intake(struct question *question, uint32_t *at)
{
    const struct procedure_intake *intake = &question->bundle->procedure->intake;
    struct counter_clock look = intake_clock_of_counter(question->bundle->number);
    struct counter_clock correction = intake_clock_of_applicant(question->bundle->number);
    const struct limit limits[2][2] = { { intake->within }, { intake->correct_within } };
    compare_clock(question, at, STAGE_WHOLE,
                  (struct clock_times){ look.started_ms, look.stopped_ms, CLOCK_OF_INTAKE },
                  limits[0]);
    compare_clock(
        question, at, STAGE_WHOLE,
        (struct clock_times){ correction.started_ms, correction.stopped_ms, CLOCK_OF_CORRECTION },
        limits[1]);
}

static bool is_right(struct question *question)
{
    const struct procedure *procedure = question->bundle->procedure;
    uint64_t number = question->bundle->number;
    const struct limit joint[2] = { procedure->statutory, procedure->promised };
    uint32_t at = 0;
    question->failure[0] = '\0';
    compare_clock(question, &at, STAGE_WHOLE, wholes[number - 1], joint);
    compare_intake(question, &at);
    for (uint8_t place = 0; place < procedure->stage_count; place++) {
        uint8_t i = order_stage(order_of(question->bundle), place);
        const struct procedure_stage *stage = &procedure->stages[i];
        const struct limit own[2] = { stage->statutory, stage->promised };
        if (stage->clock_from == CLOCK_NONE || question->failure[0] != '\0') continue;
        compare_clock(question, &at, (uint8_t)i, clocks[number - 1][i], own);
    }
    bool is_more = at < question->answer->clock_count;
    if (question->failure[0] == '\0' && is_more) wrong(question, "nothing", "is told");
    return question->failure[0] == '\0';
}

/* ---- Where it shows -------------------------------------------------------------------------- */

static void count(const struct msg_bundle *answer)
{
    for (uint32_t i = 0; i < answer->clock_count; i++) {
        const struct clock_view *clock = &answer->clocks[i];
        world.clock_count++;
        world.late_count += clock->statutory.late || clock->promised.late;
        world.provisional_count += clock->statutory.provisional || clock->promised.provisional;
    }
}

/* An answer to SHOW is as of a moment at which the broker read something from this peer, by the
 * calendar of that moment. Which of the latest it was nobody can tell; one must be right. */
static void judge(uint32_t peer, const struct message *message)
{
    if (message->type != MSG_BUNDLE) return;
    const struct bundle_image *image = &message->bundle.image;
    const struct audit_bundle *bundle = audit_bundle(image->bundle);
    const struct peer *asking = peer_at(peer);
    struct question question = { .bundle = bundle, .answer = &message->bundle };
    if (bundle == NULL || bundle->last_position != image->last_position) return;
    for (uint32_t i = 0; i < PEER_READS && i < asking->read_count; i++) {
        question.at_ms = asking->read_ms[(asking->read_count - 1 - i) % PEER_READS];
        question.calendar = calendars_at(question.at_ms, true);
        if (is_right(&question)) break;
        question.calendar = calendars_at(question.at_ms, false);
        if (is_right(&question)) break;
    }
    count(&message->bundle);
    if (question.failure[0] != '\0') world_fail("%s", question.failure);
}

/* An engine that has applied what the audit has, at a time that is known: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct msg_bundle answer;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    struct question question = { .bundle = audit_bundle(number),
                                 .answer = &answer,
                                 .calendar = calendars_now(),
                                 .at_ms = now_ms };
    if (number == 0 || engine_image(engine, number, &answer.image) != OK) return; /* it ended */
    engine_clocks(engine, &answer.image, now_ms, &answer);
    count(&answer);
    if (!is_right(&question)) world_fail("%s: %s", what, question.failure);
}

const struct feature feature_clocks = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .take_fact = take_fact,
    .judge = judge,
    .look = look,
};

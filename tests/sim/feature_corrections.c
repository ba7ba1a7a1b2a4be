/* SPDX-License-Identifier: Apache-2.0 */
/* Corrections after acceptance: reviewers find what must be corrected, by verdict or act, each stage a few
 * times at most; the applicant hears of it once a round, and supplies another application, in time or
 * not; heads and officers take back what they asked for, supervisors allow more rounds. Which stages are
 * concerned, and which are reviewed again, follows from what was said. Source: proto/SPEC.md 8.2;
 * 许可法 32(4). */
#include "tests/sim/calendars.h"
#include "tests/sim/check.h"
#include "tests/sim/corrections.h"
#include "tests/sim/materials.h"
#include "tests/sim/model.h"
#include "tests/sim/peer.h"
#include "tests/sim/stand.h"
#include "tests/sim/supplies.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define TRIES_MAX 6
#define TIMES_MAX 3 /* that one stage asks by itself */
#define LIMIT_MAX_UNITS 12
#define NEVER_ONE_IN 5          /* notices that nobody answers */
#define NOT_YET (INT64_MAX / 2) /* before faults stop */
#define UNKNOWN_MATERIAL (UINT64_C(1) << PLAN_MATERIALS_MAX)

/* When the notice or the answer is due; found once for each fact of the bundle, and each calendar. */
struct due {
    uint64_t position;
    int64_t at_ms;
};

static bool is_on[PLAN_PROCEDURES_MAX];
static struct asked asked[PLAN_BUNDLES_MAX];
static struct due dues[PLAN_BUNDLES_MAX];
static uint64_t looked;

static void begin(void)
{
    memset(is_on, 0, sizeof is_on);
    memset(asked, 0, sizeof asked);
    memset(dues, 0, sizeof dues);
    looked = 0;
}

/* ---- The plan -------------------------------------------------------------------------------- */

static struct limit draw_limit(struct chance *chance)
{
    uint16_t value = (uint16_t)(1 + chance_below(chance, LIMIT_MAX_UNITS));
    return (struct limit){ value, (uint8_t)(1 + chance_below(chance, LIMIT_NATURAL_HOURS)) };
}

/* In every other procedure. Half of these say how, for the others holds what SPEC 13.2 says. */
static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("correct", index + 100 * (uint64_t)world_option(OPTION_variant));
    is_on[index] = world_option(OPTION_correct) != 0 && chance_one_in(&chance, 2);
    if (!is_on[index] || chance_one_in(&chance, 2)) return;
    procedure->corrections = (struct corrections){
        .notice = draw_limit(&chance),
        .supply = draw_limit(&chance),
        .rounds = (uint8_t)(1 + chance_below(&chance, TIMES_MAX)),
        .on_timeout = (uint8_t)(1 + chance_below(&chance, ON_UNANSWERED_RETURN)),
    };
}

static bool is_chosen(uint32_t planned)
{
    struct chance chance = world_chance("corrected", planned);
    bool is_drawn = chance_below(&chance, 500) < world_option(OPTION_correct);
    return is_drawn && is_on[plan.bundles[planned].procedure];
}

/* How often the reviewers of a stage find something. */
static uint32_t times_of(uint32_t planned, uint32_t stage)
{
    struct chance chance = world_chance("corrections", planned * STAGES_MAX + stage);
    if (!is_chosen(planned) || !chance_one_in(&chance, 3)) return 0;
    return 1 + (chance_below(&chance, TIMES_MAX) >> chance_below(&chance, 2));
}

static struct corrections terms_of(const struct procedure *procedure)
{
    static const struct corrections usual = {
        { 5, LIMIT_WORKING_DAYS }, { 15, LIMIT_WORKING_DAYS }, 1, ON_UNANSWERED_REFUSE
    };
    return procedure->corrections.on_timeout == 0 ? usual : procedure->corrections;
}

/* Some, or none: then it is the application itself. */
static uint64_t draw_materials(struct chance *chance, const struct procedure *procedure)
{
    uint64_t all = (UINT64_C(1) << procedure->material_count) - 1;
    return chance_next(chance) & all;
}

/* Without an answer in time its stages are refused, though their reviewers would not. */
static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    uint64_t number = audit_number((uint32_t)(bundle - plan.bundles));
    if (number != 0) made->refusals |= asked[number - 1].lapsed;
}

/* ---- How it stands --------------------------------------------------------------------------- */

static struct asked *asked_of(const struct audit_bundle *bundle)
{
    return &asked[bundle->number - 1];
}

const struct asked *corrections_of(const struct audit_bundle *bundle)
{
    return asked_of(bundle);
}

static set32 in_state(const struct audit_bundle *bundle, enum stage_state state)
{
    set32 stages = 0;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (bundle->stages[i].state == state) stages |= set_of(i);
    }
    return stages;
}

/* The bundle goes on, there is something to tell, and the last notice is answered. */
static bool is_tellable(const struct audit_bundle *bundle)
{
    const struct asked *own = asked_of(bundle);
    bool goes_on = bundle->result == RESULT_OPEN && !audit_stands(bundle);
    return goes_on && own->raised != 0 && own->told == 0;
}

static bool has_round(const struct audit_bundle *bundle)
{
    return asked_of(bundle)->rounds < terms_of(bundle->procedure).rounds;
}

/* Every review that is open has something to tell. */
static bool have_all_answered(const struct audit_bundle *bundle)
{
    set32 open = in_state(bundle, STAGE_REVIEWING) | in_state(bundle, STAGE_PAUSED);
    return (open & ~asked_of(bundle)->raised) == 0;
}

int64_t corrections_due_ms(const struct audit_bundle *bundle)
{
    const struct asked *own = asked_of(bundle);
    const struct corrections terms = terms_of(bundle->procedure);
    struct due *due = &dues[bundle->number - 1];
    int64_t now_ms = check_broker_ms();
    if (due->position == bundle->last_position) return due->at_ms;
    *due = (struct due){ bundle->last_position, INT64_MAX };
    if (own->told != 0 && !bundle->is_suspended) {
        due->at_ms = stand_due_ms(bundle->number, own->told_ms, terms.supply, now_ms);
    } else if (is_tellable(bundle) && has_round(bundle)) {
        int64_t first_ms = INT64_MAX;
        for (uint32_t i = 0; i < STAGES_MAX; i++) {
            bool is_first = set_has(own->raised, i) && own->raised_ms[i] < first_ms;
            if (is_first) first_ms = own->raised_ms[i];
        }
        due->at_ms = stand_due_ms(bundle->number, first_ms, terms.notice, now_ms);
    }
    return due->at_ms;
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

/* An officer of the stage or, where there is one, its head; or a supervisor, who may retract. */
static uint32_t draw_peer(struct chance *chance, const struct procedure *procedure,
                          const struct wish *wish)
{
    bool is_above = wish->act == ACT_RETRACT && chance_one_in(chance, 3);
    if (wish->act == ACT_NOTIFY || is_above) return wish_peer(chance, ACT_NOTIFY, true);
    uint32_t head = wish_head(procedure, wish->stage);
    return head != 0 && chance_one_in(chance, 2) ? head : wish_officer(procedure, wish->stage);
}

/* Sometimes too early, sometimes too late, some of them wrong. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    static const uint8_t acts[] = { ACT_CORRECT, ACT_CORRECT, ACT_RETRACT, ACT_NOTIFY };
    const struct duty own = *submit; /* the list may move on */
    const struct procedure *procedure = plan_procedure(own.planned);
    struct chance chance = world_chance("correct_acts", own.planned);
    uint32_t tries = is_chosen(own.planned) ? chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        struct wish wish = { .feature = &feature_corrections,
                             .act = acts[chance_below(&chance, 4)],
                             .bundle = own.bundle };
        uint8_t stage = (uint8_t)chance_below(&chance, procedure->stage_count);
        uint64_t materials = draw_materials(&chance, procedure);
        wish.stage = wish.act == ACT_NOTIFY ? STAGE_WHOLE : stage;
        wish.flaw = (uint8_t)wish_flaw(&chance, wish.act);
        if (wish.act == ACT_CORRECT) wish.materials = (set32)materials;
        bool is_unknown = chance_one_in(&chance, 6) && wish.act == ACT_CORRECT;
        if (is_unknown && wish.flaw == FLAW_NONE) {
            wish.flaw = FLAW_OWN;
            wish.materials |= (set32)UNKNOWN_MATERIAL;
        }
        wish.peer = wish_peer(&chance, wish.act, wish.flaw != FLAW_ROLE);
        bool is_own = wish.flaw != FLAW_ROLE && !chance_one_in(&chance, 6);
        if (is_own) wish.peer = draw_peer(&chance, procedure, &wish);
        wish_for(&wish, own.planned, wish_when(&chance));
    }
}

bool corrections_need_leave(const struct audit_bundle *bundle)
{
    return is_tellable(bundle) && !has_round(bundle);
}

/* Somebody will allow another round. */
static void want_leave(const struct audit_bundle *bundle)
{
    struct asked *own = asked_of(bundle);
    if (own->is_leave_asked || !corrections_need_leave(bundle)) return;
    struct chance chance = world_chance("leave", bundle->last_position);
    struct wish wish = { .feature = &feature_corrections,
                         .act = ACT_NOTIFY,
                         .bundle = bundle->number,
                         .stage = STAGE_WHOLE };
    own->is_leave_asked = true;
    wish.peer = wish_peer(&chance, ACT_NOTIFY, true);
    wish_for(&wish, bundle->planned, wish_when(&chance));
}

/* What is asked for now and then is not needed after all. */
static void want_retracted(const struct audit_bundle *bundle, const struct fact *fact,
                           uint8_t stage)
{
    struct chance chance = world_chance("retract", fact->position);
    struct wish wish = { .feature = &feature_corrections,
                         .act = ACT_RETRACT,
                         .bundle = bundle->number,
                         .stage = stage };
    if (!chance_one_in(&chance, 4)) return;
    wish.peer = draw_peer(&chance, bundle->procedure, &wish);
    wish_for(&wish, bundle->planned, wish_when(&chance));
}

/* The stage or bundle is not as the act wants it, or was not a moment ago. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    struct asked *own = asked_of(bundle);
    bool is_right = corrections_need_leave(bundle);
    if (wish->act == ACT_CORRECT) is_right = bundle->stages[wish->stage].state == STAGE_REVIEWING;
    if (wish->act == ACT_RETRACT) is_right = set_has(own->raised | own->told, wish->stage);
    if (wish->act == ACT_NOTIFY) {
        own->is_leave_asked = false;
        want_leave(bundle);
    }
    if (bundle->is_suspended) is_right = false;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* A reviewer finds something, as often as is planned. */
static void intend(const struct audit_bundle *bundle, uint32_t stage, uint8_t *verdict)
{
    bool is_left = asked_of(bundle)->times[stage] < times_of(bundle->planned, stage);
    if (is_left) *verdict = VERDICT_CORRECT;
}

/* ... of these materials; now and then of one that there is not, and must think again. */
static void review(struct duty *duty)
{
    const struct audit_bundle *bundle = audit_bundle(duty->bundle);
    uint8_t times = asked_of(bundle)->times[duty->index];
    struct chance chance = world_chance("review", duty->bundle * 1000 + duty->index * 10u + times);
    if (duty->verdict != VERDICT_CORRECT) return;
    duty->materials = draw_materials(&chance, bundle->procedure);
    bool is_wrong = duty->attempt % 4 == 1 && chance_one_in(&chance, 3) && !world.is_calm;
    if (is_wrong) duty->materials |= UNKNOWN_MATERIAL;
}

/* ---- Facts ----------------------------------------------------------------------------------- */

static void raise_one(struct audit_bundle *bundle, const struct fact *fact, uint8_t index,
                      uint64_t materials)
{
    struct asked *own = asked_of(bundle);
    if (bundle->stages[index].state != STAGE_REVIEWING) audit_fault(fact, "its review is not open");
    bundle->stages[index].state = STAGE_PAUSED;
    own->raised |= set_of(index);
    own->materials[index] = materials;
    own->raised_ms[index] = fact->at_ms;
    own->times[index]++;
    want_retracted(bundle, fact, index);
}

static bool is_meant(const struct fact *fact)
{
    const struct fact_verdict_given *given = &fact->verdict_given;
    for (uint32_t i = 0; i < duty_count(); i++) {
        const struct duty *duty = duty_at(i);
        bool is_it = duty->kind == DUTY_VERDICT && duty->verdict == VERDICT_CORRECT &&
                     duty->bundle == fact->bundle && duty->index == given->stage &&
                     duty->attempt == given->attempt && duty->materials == given->materials;
        if (is_it && name_is_equal(&peer_at(duty->peer)->principal, &given->worker)) return true;
    }
    return false;
}

static void raise_by_verdict(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_verdict_given *given = &fact->verdict_given;
    struct audit_stage *stage = audit_stage_at(bundle, fact, given->stage);
    audit_expect_live(fact, stage, given->attempt);
    if (!is_meant(fact)) audit_fault(fact, "no reviewer meant that");
    bool is_more = given->stages != 0 || given->to_signers;
    if (is_more || !onward_is_empty(&given->onward)) audit_fault(fact, "something goes on");
    stage->job = JOB_DONE;
    raise_one(bundle, fact, given->stage, given->materials);
}

static void raise_by_act(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    struct audit_stage *stage = audit_stage_at(bundle, fact, acted->stage);
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_suspended) audit_fault(fact, "the bundle is suspended");
    if (acted->stages != 0) audit_fault(fact, "it concerns 0x%x", acted->stages);
    stage->job = JOB_CANCELLED;
    raise_one(bundle, fact, acted->stage, acted->materials);
}

/* The fact without what the broker itself says in it: what somebody may have wanted. */
static bool is_wanted(const struct fact *fact)
{
    struct fact wanted = *fact;
    wanted.acted.materials = 0;
    wanted.acted.amount = 0;
    return wish_is_wanted(&wanted);
}

/* By itself when all have answered or the time is over, else by a supervisor. The applicant will answer:
 * soon, or perhaps too late; or never. */
static void tell(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_acted *acted = &fact->acted;
    struct asked *own = asked_of(bundle);
    uint64_t materials = 0;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (set_has(own->raised, i)) materials |= own->materials[i];
    }
    if (acted->stages != own->raised || acted->materials != materials) {
        audit_fault(fact, "tells 0x%x of 0x%llx, not 0x%x of 0x%llx", acted->stages,
                    (unsigned long long)acted->materials, own->raised,
                    (unsigned long long)materials);
    }
    if (!is_tellable(bundle)) audit_fault(fact, "there is nothing to tell now");
    if (acted->stage != STAGE_WHOLE) audit_fault(fact, "it is of a stage");
    if (acted->amount != own->rounds + 1) audit_fault(fact, "round %u", acted->amount);
    bool is_own = wish_is_own(fact);
    if (is_own != has_round(bundle)) audit_fault(fact, "it needs leave, or was given some in vain");
    if (!is_own && !is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (is_own && !have_all_answered(bundle) && fact->at_ms <= corrections_due_ms(bundle)) {
        audit_fault(fact, "others have not answered, and there is time");
    }
    if (!onward_is_empty(&acted->onward)) audit_fault(fact, "something goes on");
    own->told = own->raised;
    own->noticed = materials;
    own->raised = 0;
    own->rounds++;
    own->told_ms = fact->at_ms;
    own->is_leave_asked = false;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (!set_has(own->told, i)) continue;
        stand_begin(fact, (struct stand){ .why = PAUSE_CORRECTION, .stage = (uint8_t)i });
    }
    struct chance chance = world_chance("answer", fact->position);
    if (chance_one_in(&chance, 3)) supply_wrongly(bundle, &chance, wish_when(&chance));
    int64_t answer_ms = wish_when(&chance);
    if (chance_one_in(&chance, NEVER_ONE_IN)) return;
    if (chance_one_in(&chance, 3)) answer_ms = NOT_YET;
    supply_for(bundle, &chance, materials, answer_ms);
}

/* Nothing is asked of these stages any more. */
static void close(const struct audit_bundle *bundle, const struct fact *fact, set32 stages)
{
    struct asked *own = asked_of(bundle);
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        struct stand *stand = stand_find(bundle->number, (uint8_t)i, PAUSE_CORRECTION);
        if (set_has(stages, i) && stand != NULL) stand->time.until_ms = fact->at_ms;
    }
    own->raised &= ~stages;
    own->told &= ~stages;
}

static void retract(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct asked *own = asked_of(bundle);
    struct audit_stage *stage = audit_stage_at(bundle, fact, fact->acted.stage);
    set32 stages = set_of((uint32_t)(stage - bundle->stages));
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (bundle->is_suspended) audit_fault(fact, "the bundle is suspended");
    if (((own->raised | own->told) & stages) == 0) audit_fault(fact, "it asks for nothing");
    if (fact->acted.stages != stages) audit_fault(fact, "begins 0x%x again", fact->acted.stages);
    if (!onward_is_empty(&fact->acted.onward)) audit_fault(fact, "something goes on");
    close(bundle, fact, stages);
    stage->state = STAGE_REVIEWING;
    stage->failures = 0;
    audit_make_ready(bundle, stage, fact);
}

/* Refused, withdrawn or sent back, as the procedure says. */
static void lapse(struct audit_bundle *bundle, const struct fact *fact)
{
    struct asked *own = asked_of(bundle);
    const struct fact_acted *acted = &fact->acted;
    const struct corrections terms = terms_of(bundle->procedure);
    if (!wish_is_own(fact)) audit_fault(fact, "nobody may do that");
    if (acted->stage != STAGE_WHOLE) audit_fault(fact, "it is of a stage");
    if (own->told == 0 || bundle->is_suspended) audit_fault(fact, "no answer is owed now");
    if (fact->at_ms <= corrections_due_ms(bundle)) audit_fault(fact, "before its time");
    if (acted->stages != own->told) audit_fault(fact, "0x%x, not 0x%x", acted->stages, own->told);
    if (acted->detail != terms.on_timeout) audit_fault(fact, "that is not what follows here");
    bool is_more = acted->onward.granted != 0; /* a return may end with a refusal */
    if (is_more) audit_fault(fact, "something is granted");
    if (terms.on_timeout == ON_UNANSWERED_REFUSE) {
        own->lapsed |= own->told;
        for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
            if (set_has(own->told, i)) bundle->stages[i].state = STAGE_REFUSED;
        }
    } else {
        bool is_returned = terms.on_timeout == ON_UNANSWERED_RETURN;
        bundle->sent_off = is_returned ? RESULT_RETURNED : RESULT_WITHDRAWN;
        audit_withdraw(bundle);
    }
    close(bundle, fact, own->told);
}

static bool apply_act(struct audit_bundle *bundle, const struct fact *fact)
{
    switch (fact->acted.act) {
        case ACT_CORRECT: raise_by_act(bundle, fact); return true;
        case ACT_NOTIFY: tell(bundle, fact); return true;
        case ACT_RETRACT: retract(bundle, fact); return true;
        case ACT_UNANSWERED: lapse(bundle, fact); return true;
        default: return false;
    }
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_verdict =
        fact->type == FACT_VERDICT_GIVEN && fact->verdict_given.verdict == VERDICT_CORRECT;
    if (is_verdict) raise_by_verdict(bundle, fact);
    return is_verdict || (fact->type == FACT_ACTED && apply_act(bundle, fact));
}

/* What was found before the acceptance counts from it. */
static void ask_anew(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct asked *own = asked_of(bundle);
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (set_has(own->raised, i)) own->raised_ms[i] = fact->at_ms;
    }
}

/* A stage that has ended asks for nothing. */
static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    if (bundle == NULL) {
        memset(dues, 0, sizeof dues); /* there is another calendar */
        return;
    }
    if (fact->type == FACT_SUPPLIED) asked_of(bundle)->supplied |= fact->supplied.changed;
    if (fact->type == FACT_MIGRATED) {
        asked_of(bundle)->supplied &= set_first(bundle->procedure->material_count);
    }
    if (fact->type == FACT_ACTED && fact->acted.act == ACT_CONVERT) ask_anew(bundle, fact);
    close(bundle, fact, ~in_state(bundle, STAGE_PAUSED));
    dues[bundle->number - 1].position = 0; /* it may have been found amid the fact */
    want_leave(bundle);
}

static uint8_t holds(const struct audit_bundle *bundle, uint8_t stage)
{
    const struct asked *own = asked_of(bundle);
    if (set_has(own->told, stage)) return WAIT_SUPPLY;
    if (!set_has(own->raised, stage)) return 0;
    return bundle->is_pre_reviewed ? WAIT_SUPPLY : WAIT_NOTICE;
}

/* ---- The answer ------------------------------------------------------------------------------ */

/* Whatever is asked for, or will be, is a material of that version. */
static bool bears(const struct audit_bundle *bundle, const struct procedure *to)
{
    const struct asked *own = asked_of(bundle);
    if (own->told != 0 && own->noticed >> to->material_count != 0) return false;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        bool is_open = set_has(own->raised | own->told, i);
        if (is_open && own->materials[i] >> to->material_count != 0) return false;
    }
    return true;
}

static bool awaits(const struct audit_bundle *bundle)
{
    return asked_of(bundle)->told != 0;
}

/* Those that were told of, and who has read what is another document now, or has found fault with it. A job
 * that nobody holds goes out with the new application in any case. */
static set32 reviewed_again(const struct audit_bundle *bundle, uint64_t changed)
{
    const struct asked *own = asked_of(bundle);
    set32 readers = materials_readers(bundle->procedure, changed);
    set32 has_read = in_state(bundle, STAGE_SEALED) | own->raised;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        const struct audit_stage *stage = &bundle->stages[i];
        bool is_taken = stage->state == STAGE_REVIEWING && stage->job != JOB_READY;
        bool is_signed = model_holds(bundle, (uint8_t)i) == WAIT_SIGNERS;
        if (is_taken || is_signed) has_read |= set_of(i);
    }
    return own->told | (has_read & readers);
}

static void supplied(struct audit_bundle *bundle, const struct fact *fact)
{
    struct asked *own = asked_of(bundle);
    if (fact->at_ms > corrections_due_ms(bundle)) audit_fault(fact, "it came too late");
    close(bundle, fact, own->told | (own->raised & fact->supplied.stages));
}

/* ---- Nothing is left undone ------------------------------------------------------------------ */

static void settled(const struct audit_bundle *bundle)
{
    bool is_due = is_tellable(bundle) && has_round(bundle) && have_all_answered(bundle);
    if (!is_due) return;
    world_fail("bundle %llu: all have answered, and the applicant is not told",
               (unsigned long long)bundle->number);
}

static void look_at_time(int64_t now_ms)
{
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->result != RESULT_OPEN || now_ms <= corrections_due_ms(bundle)) continue;
        world_fail("bundle %llu: a %s is overdue", (unsigned long long)i,
                   awaits(bundle) ? "decision without corrections" : "notice");
    }
}

const struct feature feature_corrections = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .predict = predict,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .intend = intend,
    .review = review,
    .apply = apply,
    .take_fact = take_fact,
    .holds = holds,
    .awaits = awaits,
    .bears = bears,
    .reviewed_again = reviewed_again,
    .supplied = supplied,
    .settled = settled,
    .look_at_time = look_at_time,
};

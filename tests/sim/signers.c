/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/signers.h"

#include "tests/sim/plan.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define SIGNED_STAGES_MAX 5 /* of a procedure */

/* None of them is at the counter, and accepts what they could not sign. */
static const char *const persons[] = { "officer", "head", "wang",  "zhao", "qian",
                                       "feng",    "wu",   "zheng", "chen" };
#define PERSONS_USUAL 5 /* ... and all of them in the first department */
#define PERSONS_ALL (sizeof persons / sizeof persons[0])

static bool is_planned;

void signers_begin(void)
{
    is_planned = false;
}

/* ---- Plans ----------------------------------------------------------------------------------- */

bool signers_are_planned(void)
{
    return is_planned;
}

bool signers_person(const struct name *department, uint32_t nth, struct name *who)
{
    const struct name *first = &plan.procedures[0].versions[0].procedure.stages[0].department;
    uint32_t count = name_is_equal(department, first) ? PERSONS_ALL : PERSONS_USUAL;
    *who = (struct name){ "" };
    if (nth >= count) return false;
    memcpy(who->text, persons[nth], strlen(persons[nth]));
    return true;
}

uint32_t signers_person_count(const struct name *department)
{
    struct name who;
    uint32_t count = 0;
    while (signers_person(department, count, &who)) {
        count++;
    }
    return count;
}

/* A person signs stages of all departments that have one of that name. */
static void name_signer(struct procedure *procedure, const struct name *who, uint32_t stage)
{
    uint32_t at = 0;
    while (at < procedure->signer_count && !name_is_equal(&procedure->signers[at].name, who)) {
        at++;
    }
    if (at == procedure->signer_count) {
        procedure->signers[procedure->signer_count++] = (struct procedure_signer){ .name = *who };
    }
    procedure->signers[at].stages |= set_of(stage);
}

uint32_t signers_count(const struct procedure *procedure, uint32_t stage)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        count += set_has(procedure->signers[i].stages, stage);
    }
    return count;
}

static void draw_stage(struct procedure *procedure, uint32_t stage, struct chance *chance)
{
    struct procedure_stage *definition = &procedure->stages[stage];
    uint32_t all = signers_person_count(&definition->department);
    uint32_t most = chance_one_in(chance, 3) ? all : 3;
    if (most > SIGNERS_PER_STAGE_MAX) most = SIGNERS_PER_STAGE_MAX;
    uint32_t wanted = chance_one_in(chance, 4) ? 1 : 2 + chance_below(chance, most - 1);
    while (signers_count(procedure, stage) < wanted) {
        struct name who;
        signers_person(&definition->department, chance_below(chance, all), &who);
        name_signer(procedure, &who, stage);
    }
    definition->sign_need = (uint8_t)chance_below(chance, wanted + 1);
    definition->sign_veto = chance_one_in(chance, 4);
    definition->by_signers = wanted >= 2 && chance_one_in(chance, 3);
}

/* Opinions, stages that silence decides and those on a commitment have no signers. */
void signers_draw(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("signing", index + 100 * (uint64_t)world_option(OPTION_variant));
    bool is_chosen = chance_below(&chance, 1000) < world_option(OPTION_sign);
    uint32_t left = is_chosen ? SIGNED_STAGES_MAX : 0;
    for (uint32_t i = 0; i < procedure->stage_count && left > 0; i++) {
        const struct procedure_stage *stage = &procedure->stages[i];
        bool is_other = stage->opinion || stage->on_timeout != 0 || stage->check_within.value != 0;
        if (!chance_one_in(&chance, 3) || is_other) continue;
        draw_stage(procedure, i, &chance);
        is_planned = true;
        left--;
    }
}

/* Whoever signs nothing any more is not named. */
static void drop_signers(struct procedure *procedure, uint32_t stage)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        struct procedure_signer signer = procedure->signers[i];
        signer.stages &= ~set_of(stage);
        if (signer.stages != 0) procedure->signers[left++] = signer;
    }
    procedure->signer_count = left;
}

void signers_change(struct procedure *procedure, struct chance *chance)
{
    uint32_t at = chance_below(chance, procedure->stage_count);
    struct procedure_stage *stage = &procedure->stages[at];
    uint32_t count = signers_count(procedure, at);
    bool is_rule = count != 0 && chance_one_in(chance, 2);
    uint32_t kind = chance_below(chance, 4);
    if (world_option(OPTION_sign) == 0 || (count == 0 && chance_one_in(chance, 2))) return;
    if (is_rule) {
        if (kind < 2) stage->sign_need = (uint8_t)chance_below(chance, count + 1);
        if (kind == 2) stage->sign_veto = !stage->sign_veto;
        if (kind == 3) stage->by_signers = !stage->by_signers;
        return;
    }
    drop_signers(procedure, at);
    stage->sign_need = 0;
    stage->sign_veto = stage->by_signers = false;
    if (kind == 0 && count != 0) return;
    is_planned = true;
    draw_stage(procedure, at, chance);
}

/* Everybody has one opinion of a stage; of some bundles nobody thinks ill. */
uint8_t signers_answer(uint32_t planned, uint8_t stage, const struct name *who)
{
    uint64_t which = 0;
    for (const char *at = who->text; *at != '\0'; at++) {
        which = 31 * which + (uint8_t)*at;
    }
    struct chance bundle = world_chance("mood", planned);
    struct chance chance =
        world_chance("answer", (which * PLAN_BUNDLES_MAX + planned) * 256 + stage);
    bool is_content = chance_one_in(&bundle, 3);
    return chance_one_in(&chance, 5) && !is_content ? SIGN_DISAGREE : SIGN_AGREE;
}

/* ---- What they come to ----------------------------------------------------------------------- */

uint8_t signers_outcome(const struct procedure_stage *stage, struct votes votes)
{
    uint32_t all = votes.agreed + votes.disagreed + votes.asked;
    uint32_t need = stage->sign_need != 0 ? stage->sign_need : all;
    bool is_vetoed = stage->sign_veto && votes.disagreed > 0;
    bool is_possible = votes.agreed + votes.asked >= need;
    if (is_vetoed || !is_possible) return SIGN_DISAGREE;
    return votes.agreed >= need ? SIGN_AGREE : 0;
}

uint8_t signers_foresee(const struct procedure_stage *stage, struct votes votes)
{
    uint32_t all = votes.agreed + votes.disagreed;
    bool is_enough = votes.agreed >= (stage->sign_need != 0 ? stage->sign_need : all);
    if (!is_enough) return SIGN_DISAGREE;
    return stage->sign_veto && votes.disagreed > 0 ? 0 : SIGN_AGREE;
}

uint8_t signers_foresee_plan(uint32_t planned, uint8_t stage)
{
    const struct procedure *procedure = plan_procedure(planned);
    struct votes votes = { 0 };
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        const struct procedure_signer *signer = &procedure->signers[i];
        if (!set_has(signer->stages, stage)) continue;
        bool agrees = signers_answer(planned, stage, &signer->name) == SIGN_AGREE;
        votes.agreed += agrees;
        votes.disagreed += !agrees;
    }
    return signers_foresee(&procedure->stages[stage], votes);
}

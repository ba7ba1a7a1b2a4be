/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/procedure_law.h"

#include "broker/core/procedure_terms.h"

uint32_t procedure_signer_count(const struct procedure *procedure, uint32_t stage)
{
    uint32_t count = 0;

    assert(stage < STAGES_MAX);
    assert(procedure->signer_count <= SIGNERS_MAX);
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        count += set_has(procedure->signers[i].stages, stage);
    }
    return count;
}

/* Each names what must be; NULL: all is well. */

static const char *rule_of_whole(const struct procedure *procedure)
{
    assert(procedure->signer_count <= SIGNERS_MAX);
    for (uint32_t i = 0; i < procedure->signer_count; i++) {
        const struct procedure_signer *signer = &procedure->signers[i];
        if ((signer->stages & ~set_first(procedure->stage_count)) != 0) {
            return "a signer's stage does not exist";
        }
        if (!procedure_name_is_good(&signer->name)) return "a signer must be a principal's name";
        for (uint32_t other = 0; other < i; other++) {
            if (name_is_equal(&procedure->signers[other].name, &signer->name)) {
                return "two signers have one name; name each once";
            }
        }
    }
    if (procedure->on_overdue > ON_OVERDUE_WITHDRAW) return "on_overdue is refuse or withdraw";
    return NULL;
}

/* Two officials at least look at what is decided (许可法 34(3)): a reviewer and a signer, or two signers. */
static const char *rule_of_stage(const struct procedure *procedure, uint32_t index)
{
    const struct procedure_stage *stage = &procedure->stages[index];
    const uint32_t count = procedure_signer_count(procedure, index);

    assert(index < procedure->stage_count);
    if (count > SIGNERS_PER_STAGE_MAX) return "a stage has at most 8 signers";
    if (stage->sign_need > count) return "more signers must agree than it has; lower the rule";
    if (stage->by_signers && count < 2) return "by: signers needs two signers at least";
    if (count == 0 && stage->sign_veto) return "there is no signer who could have a veto";
    if (stage->opinion && (count > 0 || stage->check_within.value != 0)) {
        return "an opinion has no signers and needs no commitment; remove them";
    }
    if (stage->on_timeout == ON_TIMEOUT_AGREE && count > 0) {
        return "silence is no signature: remove on_timeout, or the signers";
    }
    if (!procedure_limit_is_good(&stage->check_within)) {
        return "check_within needs a unit: working or natural days or hours";
    }
    if (stage->check_within.value != 0 && count > 0) {
        return "it is signed or decided by commitment, not both; remove one";
    }
    return NULL;
}

static const char *rule_of_gate(const struct procedure_gate *gate)
{
    bool holds = gate->policy == GATE_HOLD_UNTIL;

    if (holds && (gate->hold_days == 0 || gate->hold_days > HOLD_DAYS_MAX)) { /* 许可法 44 */
        return "hold_until needs a hold of 1 to 10 working days";
    }
    if (!holds && gate->hold_days != 0) return "only hold_until has a hold; remove it";
    if (gate->on_tolerance > ON_TOLERANCE_GRANT) return "on_tolerance is wait or grant";
    return NULL;
}

static const char *rule_of_material(const struct procedure_material *material)
{
    if (!procedure_limit_is_good(&material->may_miss)) {
        return "may_miss needs a unit: working or natural days or hours";
    }
    if (material->may_miss.value != 0 && !material->required) {
        return "it is not required, so it may be missing anyway; remove may_miss";
    }
    return NULL;
}

/* The procedure, then each stage, gate and material. */
bool procedure_law_next(const struct procedure *procedure, uint32_t *at,
                        struct law_finding *finding)
{
    const uint32_t gates = 1 + procedure->stage_count;
    const uint32_t materials = gates + procedure->gate_count;
    const uint32_t end = materials + procedure->material_count;

    assert(procedure->stage_count <= STAGES_MAX);
    assert(procedure->material_count <= MATERIALS_MAX);
    while (*at < end) {
        const uint32_t i = (*at)++;
        if (i == 0) {
            *finding = (struct law_finding){ PLACE_PROCEDURE, 0, rule_of_whole(procedure) };
        } else if (i < gates) {
            *finding = (struct law_finding){ PLACE_STAGE, i - 1, rule_of_stage(procedure, i - 1) };
        } else if (i < materials) {
            *finding = (struct law_finding){ PLACE_GATE, i - gates,
                                             rule_of_gate(&procedure->gates[i - gates]) };
        } else {
            *finding =
                (struct law_finding){ PLACE_MATERIAL, i - materials,
                                      rule_of_material(&procedure->materials[i - materials]) };
        }
        if (finding->rule != NULL) return true;
    }
    return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "client/procedure_law.h"

static struct procedure_stage *reader_stage(const struct procedure_reader *reader)
{
    assert(reader->index < reader->procedure->stage_count);
    return &reader->procedure->stages[reader->index];
}

/* --- signers --- */

/* The stage, or all copies of it: they are read once. */
static set32 stages_read(const struct procedure_reader *reader)
{
    const struct section *section = &reader->sections[SECTION_STAGES];
    set32 stages = set_of(reader->index);

    for (uint32_t i = reader->index + 1; i < *section->count && section->elements[i] > 1; i++) {
        stages |= set_of(i);
    }
    return stages;
}

/* Somebody may sign several stages, but stands in the definition once. */
static void take_signer(struct procedure_reader *reader, struct value item, const struct name *name)
{
    struct procedure *procedure = reader->procedure;
    const set32 stages = stages_read(reader);
    uint32_t at = 0;

    while (at < procedure->signer_count && !name_is_equal(&procedure->signers[at].name, name)) {
        at++;
    }
    if (at == SIGNERS_MAX) {
        lint_error(item.report, item.node->place, "too-many",
                   "there are more than %d signers, the most that a procedure can have",
                   SIGNERS_MAX);
        return;
    }
    struct procedure_signer *signer = &procedure->signers[at];
    if (at == procedure->signer_count) procedure->signer_count++;
    if ((signer->stages & stages) != 0) {
        lint_error(item.report, item.node->place, "duplicate", "%s names %s twice; remove one",
                   item.key, name->text);
    }
    signer->name = *name;
    signer->stages |= stages;
}

static void read_signers_of(struct procedure_reader *reader, struct value list)
{
    if (!value_is(list, YAML_LIST)) return;
    for (const struct yaml_node *node = list.node->first; node != NULL; node = node->next) {
        struct value item = { node, list.key, list.report };
        struct name name;
        if (value_name(item, &name)) take_signer(reader, item, &name);
    }
}

/* all, any, or how many. */
static void read_signers_rule(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = { NULL, "all", "any", NULL };
    uint32_t need;
    uint8_t word = 0;

    if (value.node->kind == YAML_NUMBER) {
        if (!value_number(value, &need, 1, SIGNERS_PER_STAGE_MAX)) return;
        reader_stage(reader)->sign_need = (uint8_t)need;
    } else if (value_choice(value, &word, words)) {
        reader_stage(reader)->sign_need = word == 1 ? 0 : 1;
    }
}

static void read_signers_veto(struct procedure_reader *reader, struct value value)
{
    (void)value_flag(value, &reader_stage(reader)->sign_veto);
}

void read_stage_signers(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "of", true, read_signers_of },
        { "rule", false, read_signers_rule },
        { "veto", false, read_signers_veto },
        { NULL, false, NULL },
    };
    procedure_reader_fields(reader, value, fields);
}

void read_stage_by(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = { NULL, "worker", "signers", NULL };
    uint8_t word = 0;

    if (value_choice(value, &word, words)) reader_stage(reader)->by_signers = word == 2;
}

/* --- commitments --- */

static void read_check_within(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader_stage(reader)->check_within);
}

void read_stage_commitment(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "check_within", true, read_check_within },
        { NULL, false, NULL },
    };
    procedure_reader_fields(reader, value, fields);
}

/* --- gates, materials, the whole --- */

/* The law knows working days here, and no other unit (许可法 44, 82). */
void read_gate_hold(struct procedure_reader *reader, struct value value)
{
    struct limit hold;

    if (!value_limit(value, &hold)) return;
    if (hold.unit != LIMIT_WORKING_DAYS || hold.value == 0 || hold.value > HOLD_DAYS_MAX) {
        lint_error(value.report, value.node->place, "out-of-range",
                   "hold must be 1 to %d working days: no decision waits longer for its delivery",
                   HOLD_DAYS_MAX);
        return;
    }
    reader->procedure->gates[reader->index].hold_days = (uint8_t)hold.value;
}

void read_gate_on_tolerance(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = {
        [ON_TOLERANCE_WAIT] = "wait", [ON_TOLERANCE_GRANT] = "grant", NULL
    };
    (void)value_choice(value, &reader->procedure->gates[reader->index].on_tolerance, words);
}

void read_material_may_miss(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader->procedure->materials[reader->index].may_miss);
}

void read_on_overdue(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = {
        [ON_OVERDUE_REFUSE] = "refuse", [ON_OVERDUE_WITHDRAW] = "withdraw", NULL
    };
    (void)value_choice(value, &reader->procedure->on_overdue, words);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a definition says of corrections and of the pre-review. */
#include "client/procedure_reader.h"

#include "broker/core/correction.h"

/* ---- corrections ----------------------------------------------------------------------------- */

static void read_notice(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader->procedure->corrections.notice);
}

static void read_supply(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &reader->procedure->corrections.supply);
}

static void read_rounds(struct procedure_reader *reader, struct value value)
{
    uint32_t rounds;

    if (!value_number(value, &rounds, 1, CORRECTION_ROUNDS_MAX)) return;
    reader->procedure->corrections.rounds = (uint8_t)rounds;
}

static void read_on_timeout(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = { [ON_UNANSWERED_REFUSE] = "refuse",
                                         [ON_UNANSWERED_WITHDRAW] = "withdraw",
                                         [ON_UNANSWERED_RETURN] = "return",
                                         NULL };
    (void)value_choice(value, &reader->procedure->corrections.on_timeout, words);
}

/* What it leaves out is as usual, and written down: what holds must not change with the broker. */
void procedure_read_corrections(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "notice", false, read_notice },
        { "supply", false, read_supply },
        { "rounds", false, read_rounds },
        { "on_timeout", false, read_on_timeout },
        { NULL, false, NULL },
    };
    struct corrections *corrections = &reader->procedure->corrections;

    *corrections = correction_terms(reader->procedure);
    procedure_reader_fields(reader, value, fields);
}

/* ---- pre_review ------------------------------------------------------------------------------ */

static void read_until(struct procedure_reader *reader, struct value value)
{
    struct procedure *procedure = reader->procedure;
    struct name name;

    if (!value_name(value, &name)) return;
    for (uint32_t i = 0; i < procedure->milestone_count; i++) {
        if (!name_is_equal(&procedure->milestones[i].name, &name)) continue;
        procedure->pre_review_until = (uint8_t)(i + 1);
        return;
    }
    lint_error(reader->report, value.node->place, "unknown-name", "there is no milestone %s",
               name.text);
}

void procedure_read_pre_review(struct procedure_reader *reader, struct value value)
{
    static const struct field fields[] = {
        { "until", true, read_until },
        { NULL, false, NULL },
    };
    procedure_reader_fields(reader, value, fields);
    if (!reader->procedure->intake.counter) return;
    lint_error(reader->report, value.node->place, "two-intakes",
               "what is pre-reviewed is accepted by its milestone, not at a counter; keep "
               "pre_review or intake");
}

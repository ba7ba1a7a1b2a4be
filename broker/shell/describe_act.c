/* SPDX-License-Identifier: Apache-2.0 */
/* Acts in words. A phrase each; what else the act says follows in one order for all. */
#include "broker/shell/describe_line.h"

#include <inttypes.h>

struct phrase {
    const char *done;             /* what was done */
    const char *stages;           /* what became of its `stages` */
    const char *amount;           /* what the amount counts; NULL: it has none */
    const char *until;            /* what comes at until_ms; NULL: "until" */
    const struct symbols *detail; /* what its detail is called; NULL: it has none that is told */
};

/* clang-format off */
static const struct phrase phrases[ACT_COUNT] = {
    [ACT_SUSPEND] = { "SUSPENDED", "PAUSED", NULL, NULL, NULL },
    [ACT_RESUME]  = { "RESUMED", "READY again", NULL, NULL, NULL },
    [ACT_SPECIAL_START] = { "PAUSED for", NULL, "working days planned", "to be held by",
                            &symbols_special_kind },
    [ACT_SPECIAL_END]   = { "READY again after its special procedure", NULL, NULL, NULL, NULL },
    [ACT_EXTEND]        = { "EXTENDED", NULL, "more", NULL, &symbols_extends },
    [ACT_RETURN]        = { "RETURNED to", "WAITING again", NULL, NULL, NULL },
    [ACT_DEEM]          = { "DEEMED", NULL, NULL, NULL, &symbols_decision },
};
/* clang-format on */

static const struct phrase *phrase_of(uint8_t act)
{
    static const struct phrase unknown = { .done = "ACTED", .stages = "CHANGED" };
    return act < ACT_COUNT && phrases[act].done != NULL ? &phrases[act] : &unknown;
}

static void say_materials(struct line *line, const struct procedure *procedure, uint64_t materials)
{
    const char *before = " (";

    for (uint32_t i = 0; i < MATERIALS_MAX; i++) {
        if ((materials >> i & 1) == 0) continue;
        if (procedure != NULL && i < procedure->material_count) {
            line_say(line, "%s%s", before, procedure->materials[i].name.text);
        } else {
            line_say(line, "%smaterial %u", before, i);
        }
        before = ", ";
    }
    if (materials != 0) line_say(line, ")");
}

void line_say_act(struct line *line, const struct describe *how, const struct fact_acted *acted,
                  const struct procedure *procedure)
{
    const struct phrase *phrase = phrase_of(acted->act);

    if (acted->stage != STAGE_WHOLE) {
        line_say_stage(line, procedure, acted->stage);
        line_say(line, " ");
    }
    line_say(line, "%s", phrase->done);
    if (phrase->detail != NULL) line_say(line, " %s", line_symbol(phrase->detail, acted->detail));
    if (phrase->amount != NULL && acted->amount != 0) {
        line_say(line, " %" PRIu32 " %s", acted->amount, phrase->amount);
    }
    say_materials(line, procedure, acted->materials);
    if (!name_is_empty(&acted->on)) line_say(line, " %s", acted->on.text);
    if (acted->until_ms != 0) {
        line_say(line, " %s ", phrase->until == NULL ? "until" : phrase->until);
        line_say_time(line, how, acted->until_ms);
    }
    line_say(line, name_is_empty(&acted->by) ? " by itself" : " by %s", acted->by.text);
}

void line_say_act_stage(struct line *line, uint8_t act, uint8_t stage,
                        const struct procedure *procedure)
{
    const char *stages = phrase_of(act)->stages;

    line_say_stage(line, procedure, stage);
    line_say(line, " %s", stages == NULL ? "CHANGED" : stages);
}

void line_say_verdict(struct line *line, const struct describe *how,
                      const struct fact_verdict_given *given, const struct procedure *procedure)
{
    line_say_stage(line, procedure, given->stage);
    switch (given->verdict) {
        case VERDICT_REFUSE: line_say(line, " REFUSED"); break;
        case VERDICT_RETURN: line_say(line, " RETURNED to %s", given->on.text); break;
        case VERDICT_SPECIAL:
            line_say(line, " PAUSED for %s %" PRIu32 " working days planned",
                     line_symbol(&symbols_special_kind, given->special), given->days);
            break;
        default: line_say(line, " SEALED %s", describe_verdict(given->verdict)); break;
    }
    if (given->until_ms != 0) {
        line_say(line, " to be held by ");
        line_say_time(line, how, given->until_ms);
    }
    if (given->verdict == VERDICT_FORWARD && !name_is_empty(&given->on)) {
        line_say(line, " to %s", given->on.text);
    }
    line_say(line, " by %s:%s (attempt %" PRIu32 ")", line_department(procedure, given->stage),
             given->worker.text, given->attempt);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Acts in words. A phrase each; what else the act says follows in one order for all. */
#include "broker/shell/describe_line.h"

#include <inttypes.h>

struct phrase {
    const char *done;   /* what was done */
    const char *stages; /* what became of its `stages` */
    const char *amount; /* what the amount counts; NULL: it has none */
    const char *until;  /* what comes at until_ms; NULL: "until" */
};

/* clang-format off */
static const struct phrase phrases[ACT_COUNT] = {
    [ACT_SUSPEND] = { "SUSPENDED", "PAUSED", NULL, NULL },
    [ACT_RESUME]  = { "RESUMED", "READY again", NULL, NULL },
    [ACT_ACCEPT]  = { "ACCEPTED", NULL, NULL, NULL },
    [ACT_PUT_RIGHT]   = { "ACCEPTED, put right on the spot", NULL, NULL, NULL },
    [ACT_NOT_REQUIRE] = { "NOT REQUIRED", NULL, NULL, NULL },
    [ACT_NOT_ACCEPT]  = { "NOT ACCEPTED", NULL, NULL, NULL },
    [ACT_ASK_CORRECTIONS] = { "TO BE CORRECTED before acceptance", NULL, NULL, NULL },
    [ACT_DEEM_ACCEPTED] = { "DEEMED ACCEPTED, since nobody said anything,", NULL, NULL,
                            "with effect from" },
    [ACT_LAPSE_INTAKE]  = { "LAPSED, since corrections did not come in time", NULL, NULL, NULL },
    [ACT_CORRECT] = { "PAUSED to be corrected", "PAUSED", NULL, NULL },
    [ACT_NOTIFY]  = { "NOTICE of corrections", "waits for corrections", NULL, NULL },
    [ACT_RETRACT] = { "needs no correction any more", "READY again", NULL, NULL },
    [ACT_UNANSWERED] = { "NOT SUPPLIED in time", "REFUSED", NULL, NULL },
    [ACT_CONVERT] = { "ACCEPTED after pre-review", "REFUSED", NULL, NULL },
    [ACT_FORGO]   = { "pre-review came to nothing", "BLOCKED", NULL, NULL },
};
/* clang-format on */

static const struct phrase *phrase_of(uint8_t act)
{
    static const struct phrase unknown = { .done = "ACTED", .stages = "CHANGED" };
    return act < ACT_COUNT && phrases[act].done != NULL ? &phrases[act] : &unknown;
}

void line_say_materials(struct line *line, const struct procedure *procedure, uint64_t materials)
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

/* What follows when nothing is supplied. */
static const char *end_of(uint8_t detail)
{
    static const char *const ends[] = { [ON_TIMEOUT_REFUSE] = "refused",
                                        [ON_TIMEOUT_WITHDRAW] = "counts as withdrawn",
                                        [ON_TIMEOUT_RETURN] = "sent back" };
    return line_name_at(ends, sizeof ends / sizeof *ends, detail);
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
    if (acted->act == ACT_UNANSWERED) line_say(line, ": %s", end_of(acted->detail));
    if (phrase->amount != NULL && acted->amount != 0) {
        line_say(line, " %" PRIu32 " %s", acted->amount, phrase->amount);
    }
    line_say_materials(line, procedure, acted->materials);
    if (acted->act == ACT_NOT_ACCEPT && !name_is_empty(&acted->on)) {
        line_say(line, ", to be taken to %s", acted->on.text);
    } else if (!name_is_empty(&acted->on)) {
        line_say(line, " %s", acted->on.text);
    }
    if (acted->until_ms != 0) {
        line_say(line, " %s ", phrase->until == NULL ? "until" : phrase->until);
        line_say_time(line, how, acted->until_ms);
    }
    line_say(line, name_is_empty(&acted->by) ? " by itself" : " by %s", acted->by.text);
}

void line_say_act_stage(struct line *line, const struct fact_acted *acted, uint8_t stage,
                        const struct procedure *procedure)
{
    line_say_stage(line, procedure, stage);
    bool goes_on = acted->act == ACT_UNANSWERED && acted->detail != ON_TIMEOUT_REFUSE;
    line_say(line, " %s", goes_on ? "was not corrected" : phrase_of(acted->act)->stages);
}

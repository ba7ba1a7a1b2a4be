/* SPDX-License-Identifier: Apache-2.0 */
/* Acts in words. A phrase each; what else the act says follows in one order for all. */
#include "broker/shell/describe_line.h"

#include "proto/symbols.h"

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
    [ACT_ACCEPT]  = { "ACCEPTED", NULL, NULL, NULL, NULL },
    [ACT_PUT_RIGHT]   = { "ACCEPTED, put right on the spot", NULL, NULL, NULL, NULL },
    [ACT_NOT_REQUIRE] = { "NOT REQUIRED", NULL, NULL, NULL, NULL },
    [ACT_NOT_ACCEPT]  = { "NOT ACCEPTED", NULL, NULL, NULL, NULL },
    [ACT_ASK_CORRECTIONS] = { "TO BE CORRECTED before acceptance", NULL, NULL, NULL, NULL },
    [ACT_DEEM_ACCEPTED] = { "DEEMED ACCEPTED, since nobody said anything,", NULL, NULL,
                            "with effect from", NULL },
    [ACT_LAPSE_INTAKE]  = { "LAPSED, since corrections did not come in time", NULL, NULL, NULL, NULL },
    [ACT_CORRECT] = { "PAUSED to be corrected", "PAUSED", NULL, NULL, NULL },
    [ACT_NOTIFY]  = { "NOTICE of corrections", "waits for corrections", NULL, NULL, NULL },
    [ACT_RETRACT] = { "needs no correction any more", "READY again", NULL, NULL, NULL },
    [ACT_UNANSWERED] = { "NOT SUPPLIED in time", "REFUSED", NULL, NULL, NULL },
    [ACT_CONVERT] = { "ACCEPTED after pre-review", "REFUSED", NULL, NULL, NULL },
    [ACT_FORGO]   = { "pre-review came to nothing", "BLOCKED", NULL, NULL, NULL },
    [ACT_SPECIAL_START] = { "PAUSED for", NULL, "working days planned", "to be held by",
                            &symbols_special_kind },
    [ACT_SPECIAL_END]   = { "READY again after its special procedure", NULL, NULL, NULL, NULL },
    [ACT_EXTEND]        = { "EXTENDED", NULL, "more", NULL, &symbols_extends },
    [ACT_RETURN]        = { "RETURNED to", "WAITING again", NULL, NULL, NULL },
    [ACT_DEEM]          = { "DEEMED", NULL, NULL, NULL, &symbols_decision },
    [ACT_SIGN]              = { "SIGNED", NULL, NULL, NULL, NULL }, /* its detail says how */
    [ACT_ADD_SIGNER]        = { "signer ADDED:", NULL, NULL, NULL, NULL },
    [ACT_REMOVE_SIGNER]     = { "signer REMOVED:", NULL, NULL, NULL, NULL },
    [ACT_SIGNED]            = { "SIGNED OFF", NULL, NULL, NULL, NULL },
    [ACT_TOLERATE]          = { "taken with materials MISSING", NULL, NULL, NULL, NULL },
    [ACT_MATERIAL_SUPPLIED] = { "missing materials SUPPLIED", NULL, NULL, NULL, NULL },
    [ACT_MATERIAL_OVERDUE]  = { "missing materials OVERDUE", "REFUSED", NULL, NULL, NULL },
    [ACT_COMMIT]              = { "COMMITTED: SEALED without a review", NULL, NULL, NULL, NULL },
    [ACT_WITHDRAW_COMMITMENT] = { "commitment WITHDRAWN: READY for review", NULL, NULL, NULL, NULL },
    [ACT_COMMITMENT_KEPT]     = { "commitment KEPT", NULL, NULL, NULL, NULL },
    [ACT_COMMITMENT_FALSE]    = { "commitment FALSE", "REFUSED", NULL, NULL, NULL },
    [ACT_BAR_COMMITMENT]      = { "commitments BARRED", NULL, NULL, NULL, NULL },
    [ACT_CHECK_OVERDUE]       = { "check of the commitment LATE", NULL, NULL, NULL, NULL },
    [ACT_REMIND]        = { "REMINDED", NULL, NULL, NULL, NULL },
    [ACT_ORDER]         = { "ORDER issued to", NULL, NULL, "due", NULL },
    [ACT_ACK_ORDER]     = { "ORDER acknowledged at", NULL, NULL, NULL, NULL },
    [ACT_REPORT_ORDER]  = { "ORDER reported on at", NULL, NULL, NULL, NULL },
    [ACT_RETURN_ORDER]  = { "ORDER returned to", NULL, NULL, NULL, NULL },
    [ACT_RECTIFY_ORDER] = { "ORDER being put right at", NULL, NULL, NULL, NULL },
    [ACT_VERIFY_ORDER]  = { "ORDER verified at", NULL, NULL, NULL, NULL },
    [ACT_CLOSE_ORDER]   = { "ORDER closed at", NULL, NULL, NULL, NULL },
    [ACT_APPEAL_ORDER]  = { "ORDER appealed against at", NULL, NULL, NULL, NULL },
    [ACT_UPHOLD_ORDER]  = { "ORDER upheld at", NULL, NULL, NULL, NULL },
    [ACT_RELAX]         = { "urgent no more", NULL, NULL, NULL, NULL },
    [ACT_DELIVER]         = { "DELIVERED", NULL, NULL, NULL, NULL },
    [ACT_REVOKE]          = { "REVOKED", NULL, NULL, NULL, NULL },
    [ACT_RECALL]          = { "RECALLED", NULL, NULL, NULL, NULL },
    [ACT_DEREGISTER]      = { "DEREGISTERED", NULL, NULL, NULL, NULL },
    [ACT_ASK_DEFERRAL]    = { "DEFERRAL asked for", NULL, NULL, NULL, NULL },
    [ACT_DEFER]           = { "DEFERRED", NULL, "months", NULL, NULL },
    [ACT_REFUSE_DEFERRAL] = { "DEFERRAL refused", NULL, NULL, NULL, NULL },
    [ACT_START_WORKS]     = { "WORKS begun", NULL, NULL, NULL, NULL },
    [ACT_STOP_WORKS]      = { "WORKS stand still", NULL, NULL, NULL, NULL },
    [ACT_GO_ON_WORKS]     = { "WORKS go on", NULL, NULL, NULL, NULL },
    [ACT_ASK_RENEWAL]     = { "RENEWAL asked for", NULL, NULL, NULL, NULL },
    [ACT_RENEW]           = { "RENEWED", NULL, NULL, NULL, NULL },
    [ACT_REFUSE_RENEWAL]  = { "RENEWAL refused", NULL, NULL, NULL, NULL },
    [ACT_LAPSE]           = { "LAPSED", NULL, NULL, "since", NULL },
    [ACT_EXPIRE]          = { "EXPIRED", NULL, NULL, "since", NULL },
    [ACT_DEEM_RENEWED]    = { "DEEMED RENEWED", NULL, NULL, NULL, NULL },
};
/* clang-format on */

static const struct phrase *phrase_of(uint8_t act)
{
    static const struct phrase unknown = { .done = "ACTED", .stages = "CHANGED" };
    return act < ACT_COUNT && phrases[act].done != NULL ? &phrases[act] : &unknown;
}

/* What was done; of a signature, which one. */
static const char *done_of(const struct fact_acted *acted)
{
    bool is_against = acted->detail == SIGN_DISAGREE;

    if (acted->act == ACT_SIGN) return is_against ? "SIGNED against" : "SIGNED for";
    if (acted->act == ACT_SIGNED) {
        return is_against ? "REFUSED by its signers" : "SEALED by its signers";
    }
    return phrase_of(acted->act)->done;
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
    static const char *const ends[] = { [ON_UNANSWERED_REFUSE] = "refused",
                                        [ON_UNANSWERED_WITHDRAW] = "counts as withdrawn",
                                        [ON_UNANSWERED_RETURN] = "sent back" };
    return line_name_at(ends, sizeof ends / sizeof *ends, detail);
}

void line_say_act(struct line *line, const struct describe *how, const struct fact_acted *acted,
                  const struct procedure *procedure)
{
    const struct phrase *phrase = phrase_of(acted->act);
    bool is_said = phrase->detail != NULL || acted->act == ACT_UNANSWERED ||
                   acted->act == ACT_LAPSE_INTAKE || acted->act == ACT_SIGN ||
                   acted->act == ACT_SIGNED;
    const struct symbols *details = is_said ? NULL : symbols_act_detail(acted->act);

    if (acted->stage != STAGE_WHOLE) {
        line_say_stage(line, procedure, acted->stage);
        line_say(line, " ");
    }
    if (line_say_card(line, acted)) return;
    line_say(line, "%s", done_of(acted));
    if (acted->act == ACT_UNANSWERED) line_say(line, ": %s", end_of(acted->detail));
    if (phrase->detail != NULL) line_say(line, " %s", line_symbol(phrase->detail, acted->detail));
    if (phrase->amount != NULL && acted->amount != 0) {
        line_say(line, " %" PRIu32 " %s", acted->amount, phrase->amount);
    }
    line_say_materials(line, procedure, acted->materials);
    if (acted->act == ACT_NOT_ACCEPT && !name_is_empty(&acted->on)) {
        line_say(line, ", to be taken to %s", acted->on.text);
    } else if (!name_is_empty(&acted->on)) {
        line_say(line, " %s", acted->on.text);
    }
    const char *detail = details == NULL ? NULL : symbols_name(details, acted->detail);
    if (detail != NULL) line_say(line, " (%s)", detail);
    if (acted->until_ms != 0) {
        line_say(line, " %s ", phrase->until == NULL ? "until" : phrase->until);
        line_say_time(line, how, acted->until_ms);
    }
    if (acted->act == ACT_SIGNED || acted->act == ACT_TOLERATE) return; /* with what came before */
    line_say(line, name_is_empty(&acted->by) ? " by itself" : " by %s", acted->by.text);
}

void line_say_act_stage(struct line *line, const struct fact_acted *acted, uint8_t stage,
                        const struct procedure *procedure)
{
    const char *stages = phrase_of(acted == NULL ? ACT_RETURN : acted->act)->stages;
    bool goes_on =
        acted != NULL && acted->act == ACT_UNANSWERED && acted->detail != ON_UNANSWERED_REFUSE;

    if (goes_on) stages = "was not corrected";

    line_say_stage(line, procedure, stage);
    line_say(line, " %s", stages == NULL ? "CHANGED" : stages);
}

static const char *verdict_phrase(const struct fact_verdict_given *given)
{
    if (given->verdict == VERDICT_REFUSE) {
        return given->pre_review ? "SEALED pre-review refusal" : "REFUSED";
    }
    if (given->verdict == VERDICT_CORRECT) return "PAUSED to be corrected";
    if (given->to_signers) return "TO SIGN";
    return given->pre_review ? "SEALED pre-review" : "SEALED";
}

/* "SEALED" is a grant or an opinion, and before acceptance a refusal, too. */
void line_say_verdict(struct line *line, const struct describe *how,
                      const struct fact_verdict_given *given, const struct procedure *procedure)
{
    line_say_stage(line, procedure, given->stage);
    switch (given->verdict) {
        case VERDICT_RETURN: line_say(line, " RETURNED to %s", given->on.text); break;
        case VERDICT_SPECIAL:
            line_say(line, " PAUSED for %s %" PRIu32 " working days planned",
                     line_symbol(&symbols_special_kind, given->special), given->days);
            break;
        case VERDICT_REFUSE:
        case VERDICT_CORRECT: line_say(line, " %s", verdict_phrase(given)); break;
        default:
            line_say(line, " %s %s", verdict_phrase(given), describe_verdict(given->verdict));
            break;
    }
    line_say_materials(line, procedure, given->materials);
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

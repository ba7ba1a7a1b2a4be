/* SPDX-License-Identifier: Apache-2.0 */
/* Acts in words. A phrase each; what else the act says follows in one order for all. */
#include "broker/shell/describe_line.h"

#include "proto/symbols.h"

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
    [ACT_SIGN]              = { "SIGNED", NULL, NULL, NULL }, /* its detail says how */
    [ACT_ADD_SIGNER]        = { "signer ADDED:", NULL, NULL, NULL },
    [ACT_REMOVE_SIGNER]     = { "signer REMOVED:", NULL, NULL, NULL },
    [ACT_SIGNED]            = { "SIGNED OFF", NULL, NULL, NULL },
    [ACT_TOLERATE]          = { "taken with materials MISSING", NULL, NULL, NULL },
    [ACT_MATERIAL_SUPPLIED] = { "missing materials SUPPLIED", NULL, NULL, NULL },
    [ACT_MATERIAL_OVERDUE]  = { "missing materials OVERDUE", "REFUSED", NULL, NULL },
    [ACT_COMMIT]              = { "COMMITTED: SEALED without a review", NULL, NULL, NULL },
    [ACT_WITHDRAW_COMMITMENT] = { "commitment WITHDRAWN: READY for review", NULL, NULL, NULL },
    [ACT_COMMITMENT_KEPT]     = { "commitment KEPT", NULL, NULL, NULL },
    [ACT_COMMITMENT_FALSE]    = { "commitment FALSE", "REFUSED", NULL, NULL },
    [ACT_BAR_COMMITMENT]      = { "commitments BARRED", NULL, NULL, NULL },
    [ACT_CHECK_OVERDUE]       = { "check of the commitment LATE", NULL, NULL, NULL },
    [ACT_REMIND]        = { "REMINDED", NULL, NULL, NULL },
    [ACT_ORDER]         = { "ORDER issued to", NULL, NULL, "due" },
    [ACT_ACK_ORDER]     = { "ORDER acknowledged at", NULL, NULL, NULL },
    [ACT_REPORT_ORDER]  = { "ORDER reported on at", NULL, NULL, NULL },
    [ACT_RETURN_ORDER]  = { "ORDER returned to", NULL, NULL, NULL },
    [ACT_RECTIFY_ORDER] = { "ORDER being put right at", NULL, NULL, NULL },
    [ACT_VERIFY_ORDER]  = { "ORDER verified at", NULL, NULL, NULL },
    [ACT_CLOSE_ORDER]   = { "ORDER closed at", NULL, NULL, NULL },
    [ACT_APPEAL_ORDER]  = { "ORDER appealed against at", NULL, NULL, NULL },
    [ACT_UPHOLD_ORDER]  = { "ORDER upheld at", NULL, NULL, NULL },
    [ACT_RELAX]         = { "urgent no more", NULL, NULL, NULL },
    [ACT_DELIVER]         = { "DELIVERED", NULL, NULL, NULL },
    [ACT_REVOKE]          = { "REVOKED", NULL, NULL, NULL },
    [ACT_RECALL]          = { "RECALLED", NULL, NULL, NULL },
    [ACT_DEREGISTER]      = { "DEREGISTERED", NULL, NULL, NULL },
    [ACT_ASK_DEFERRAL]    = { "DEFERRAL asked for", NULL, NULL, NULL },
    [ACT_DEFER]           = { "DEFERRED", NULL, "months", NULL },
    [ACT_REFUSE_DEFERRAL] = { "DEFERRAL refused", NULL, NULL, NULL },
    [ACT_START_WORKS]     = { "WORKS begun", NULL, NULL, NULL },
    [ACT_STOP_WORKS]      = { "WORKS stand still", NULL, NULL, NULL },
    [ACT_GO_ON_WORKS]     = { "WORKS go on", NULL, NULL, NULL },
    [ACT_ASK_RENEWAL]     = { "RENEWAL asked for", NULL, NULL, NULL },
    [ACT_RENEW]           = { "RENEWED", NULL, NULL, NULL },
    [ACT_REFUSE_RENEWAL]  = { "RENEWAL refused", NULL, NULL, NULL },
    [ACT_LAPSE]           = { "LAPSED", NULL, NULL, "since" },
    [ACT_EXPIRE]          = { "EXPIRED", NULL, NULL, "since" },
    [ACT_DEEM_RENEWED]    = { "DEEMED RENEWED", NULL, NULL, NULL },
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
    bool is_said = acted->act == ACT_SIGN || acted->act == ACT_SIGNED; /* by done_of */
    const struct symbols *details = is_said ? NULL : symbols_act_detail(acted->act);

    if (acted->stage != STAGE_WHOLE) {
        line_say_stage(line, procedure, acted->stage);
        line_say(line, " ");
    }
    if (line_say_card(line, acted)) return;
    line_say(line, "%s", done_of(acted));
    if (phrase->amount != NULL && acted->amount != 0) {
        line_say(line, " %" PRIu32 " %s", acted->amount, phrase->amount);
    }
    say_materials(line, procedure, acted->materials);
    if (!name_is_empty(&acted->on)) line_say(line, " %s", acted->on.text);
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
    line_say_stage(line, procedure, stage);
    line_say(line, " %s", phrase_of(acted->act)->stages);
}

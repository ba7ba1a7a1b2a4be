/* SPDX-License-Identifier: Apache-2.0 */
/* What an engine shows of corrections: the dossier of a bundle has what each stage asks for, the notices
 * and the newest application; the explanation says whom each stage waits for, and until when. Source:
 * proto/SPEC.md 8 "BUNDLE", "EXPLANATION". */
#include "tests/sim/corrections.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/world.h"

static uint64_t looked;

static void begin(void)
{
    looked = 0;
}

/* 0: never, as in answers. */
static int64_t due_ms(const struct audit_bundle *bundle)
{
    int64_t at_ms = corrections_due_ms(bundle);
    return at_ms == INT64_MAX ? 0 : at_ms;
}

/* ---- The dossier ----------------------------------------------------------------------------- */

/* What of an open entry is not as it must be, or NULL; its stage is taken off those that it is about. */
static const char *wrong_in_demand(const struct entry *entry, const struct asked *own,
                                   set32 *raised, set32 *told)
{
    bool is_raised = entry->kind == ENTRY_DEFICIENCY;
    set32 *left = is_raised ? raised : told;
    bool is_left = entry->stage < STAGES_MAX && set_has(*left, entry->stage);
    if (!is_left) return "is asked twice, or not";
    *left &= ~set_of(entry->stage);
    int64_t from_ms = is_raised ? own->raised_ms[entry->stage] : own->told_ms;
    if (entry->from_ms != from_ms) return "is asked since another time";
    return entry->materials != own->materials[entry->stage] ? "is asked for something else" : NULL;
}

static const char *wrong_in_notice(const struct entry *entry, const struct audit_bundle *bundle)
{
    const struct asked *own = corrections_of(bundle);
    bool is_given = entry->state == NOTICE_GIVEN;
    uint64_t materials = 0;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        if (set_has(own->told, i)) materials |= own->materials[i];
    }
    if (is_given != (own->told != 0) && is_given) return "has a notice about nothing";
    if (is_given && entry->amount != own->rounds) return "has a notice of another round";
    if (is_given && entry->from_ms != own->told_ms) return "has a notice of another time";
    if (is_given && (materials & ~entry->materials) != 0) return "has a notice of something else";
    if (is_given == (own->told != 0) && entry->due_ms != due_ms(bundle)) {
        return "has something due at another time";
    }
    return NULL;
}

static const char *wrong_in_supply(const struct entry *entry, const struct audit_bundle *bundle)
{
    if (entry->amount != bundle->supplied) return "was supplied as often as it was not";
    if (entry->materials != corrections_of(bundle)->supplied) return "was supplied something else";
    return entry->stage != STAGE_WHOLE ? "was supplied for a stage" : NULL;
}

static const char *wrong_in(const struct bundle_image *image, const struct audit_bundle *bundle)
{
    const struct asked *own = corrections_of(bundle);
    set32 raised = own->raised;
    set32 told = own->told;
    uint32_t rounds = 0;
    uint32_t given = 0;
    uint32_t supplies = 0;
    const char *wrong = NULL;
    for (uint32_t i = 0; i < image->entry_count && wrong == NULL; i++) {
        const struct entry *entry = &image->entries[i];
        bool is_told = entry->kind == ENTRY_PAUSE && entry->detail == PAUSE_CORRECTION;
        bool is_notice = entry->kind == ENTRY_NOTICE;
        bool lasts = entry->until_ms == 0;
        rounds += is_notice && entry->state != NOTICE_PENDING;
        given += is_notice && entry->state == NOTICE_GIVEN && lasts;
        supplies += entry->kind == ENTRY_SUPPLY;
        if (lasts && (is_told || entry->kind == ENTRY_DEFICIENCY)) {
            wrong = wrong_in_demand(entry, own, &raised, &told);
        } else if (lasts && is_notice) {
            wrong = wrong_in_notice(entry, bundle);
        } else if (entry->kind == ENTRY_SUPPLY) {
            wrong = wrong_in_supply(entry, bundle);
        }
    }
    if (wrong != NULL) return wrong;
    if ((raised | told) != 0) return "does not show all that is asked";
    if (rounds != own->rounds) return "shows more or fewer notices than were given";
    if (given != (own->told != 0)) return "shows no notice that waits for an answer, or two";
    return supplies != (bundle->supplied != 0) ? "shows no application, or two" : NULL;
}

/* ---- The explanation ------------------------------------------------------------------------- */

/* A stage that has asked for something: one wait, by whom it can be ended and until when. */
static bool is_explained(const struct msg_explanation *explanation,
                         const struct audit_bundle *bundle, uint32_t stage)
{
    const struct asked *own = corrections_of(bundle);
    bool is_told = set_has(own->told, stage);
    int64_t until_ms = is_told || own->told == 0 ? due_ms(bundle) : 0;
    bool is_for_supply = is_told || bundle->is_pre_reviewed; /* then nobody is told */
    bool is_above = !is_told && corrections_need_leave(bundle);
    const char *on = is_above ? "supervisor" : "";
    for (uint32_t i = 0; i < explanation->wait_count; i++) {
        const struct wait *wait = &explanation->waits[i];
        bool is_its = name_is_equal(&wait->stage, &bundle->procedure->stages[stage].name);
        if (!is_its || wait->kind != (is_for_supply ? WAIT_SUPPLY : WAIT_NOTICE)) continue;
        int64_t since_ms = is_told ? own->told_ms : own->raised_ms[stage];
        return wait->until_ms == until_ms && strcmp(wait->on.text, on) == 0 &&
               wait->since_ms == since_ms;
    }
    return explanation->wait_count == WAITS_MAX; /* more than are told */
}

static const char *wrong_word(const struct engine *engine, const struct audit_bundle *bundle,
                              int64_t now_ms)
{
    static struct msg_explanation explanation;
    const struct asked *own = corrections_of(bundle);
    if (bundle->is_suspended || (own->raised | own->told) == 0) return NULL;
    if (engine_explain(engine, bundle->number, now_ms, &explanation) != OK) return NULL;
    for (uint32_t i = 0; i < bundle->procedure->stage_count; i++) {
        if (!set_has(own->raised | own->told, i)) continue;
        if (!is_explained(&explanation, bundle, i)) return "does not say what a stage waits for";
    }
    return NULL;
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    if (bundle == NULL || bundle->result != RESULT_OPEN) return;
    if (order_image(engine, number, &image) != OK) return;
    engine_notices(engine, &image);
    const char *wrong = wrong_in(&image, bundle);
    if (wrong == NULL) wrong = wrong_word(engine, bundle, now_ms);
    if (wrong == NULL) return;
    world_fail("%s: bundle %llu %s", what, (unsigned long long)number, wrong);
}

const struct feature feature_notices = {
    .begin = begin,
    .look = look,
};

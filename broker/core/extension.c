/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/extension.h"

#include "broker/core/time_limit.h"

/* What the law allows where the procedure says nothing: 许可法 42(1) and 42(2). */
#define EXTENSION_OF_STAGE_MAX 10
#define EXTENSION_OF_ALL_MAX 15

/* At most so much; 0: not at all. */
static uint32_t extension_max(const struct published *published, uint8_t stage)
{
    bool is_whole = stage == STAGE_WHOLE;

    assert(is_whole || stage < published->procedure.stage_count);
    uint32_t own =
        is_whole ? published->procedure.extension : published->procedure.stages[stage].extension;
    if (own == EXTENSION_NONE) return 0;
    if (own != 0) return own;
    return is_whole ? EXTENSION_OF_ALL_MAX : EXTENSION_OF_STAGE_MAX;
}

static bool is_extended(const struct engine *engine, const struct bundle *bundle, uint8_t stage)
{
    assert(bundle->number != 0);
    return bundle_open_entry(&engine->bundles, bundle, ENTRY_EXTENSION, stage) != NULL;
}

/* The one that the law is about: the statutory limit, or the promised one where there is no other. */
static enum extends main_limit(const struct published *published, uint8_t stage)
{
    bool has_statutory = time_limit_of(published, stage, EXTENDS_STATUTORY).value != 0;

    assert(stage == STAGE_WHOLE || stage < published->procedure.stage_count);
    return has_statutory ? EXTENDS_STATUTORY : EXTENDS_PROMISED;
}

/* How a limit stands at this very moment; false: there is none, or it does not count yet. */
static bool read_now(const struct act_case *act, enum extends which, struct limit_view *view)
{
    const struct time_limit_question question = {
        .bundle = act->target.bundle,
        .stage = act->stage,
        .which = which,
        .at_ms = act->step->event->now_ms,
    };

    assert(which == EXTENDS_STATUTORY || which == EXTENDS_PROMISED);
    assert(act->target.bundle != NULL);
    return time_limit_read(act->step->engine, &question, view);
}

/* Who may: the head of the stage's department (act.c looks which one), or of the government. */
static enum err check_authority(const struct act_case *act, struct refusal *refusal)
{
    const struct presence *presence = &act->step->engine->presence;
    uint32_t session = presence_find(presence, act->step->event->session);

    assert(session != SESSION_NONE);
    uint8_t wanted = act->stage == STAGE_WHOLE ? ROLE_GOVERNMENT : ROLE_HEAD;
    assert(presence->at[session].role > 0);
    refusal->field = "role";
    return presence->at[session].role == wanted ? OK : ERR_NOT_ALLOWED;
}

enum err extension_check(const struct act_case *act, struct refusal *refusal)
{
    const struct published *published = act->target.published;
    const struct bundle *bundle = act->target.bundle;
    struct limit_view view;

    assert(bundle->result == RESULT_OPEN);
    enum err err = check_authority(act, refusal);
    if (err != OK) return err;
    refusal->field = "stage";
    set32 decided = bundle_final(bundle) | bundle->in[STAGE_GRANTED];
    if (act->stage != STAGE_WHOLE && set_has(decided, act->stage)) {
        return act_impossible(refusal, "the stage has been decided: its clock has stopped");
    }
    if (!read_now(act, main_limit(published, act->stage), &view)) {
        return act_impossible(refusal, "there is no limit that counts, so none can be extended");
    }
    if (is_extended(act->step->engine, bundle, act->stage)) {
        return act_impossible(refusal, "a limit is extended once, and this one has been");
    }
    refusal->field = "amount";
    if (act->msg->amount == 0 || act->msg->amount > extension_max(published, act->stage)) {
        return act_impossible(refusal, "that is more than this limit may be extended by");
    }
    /* Asked for after the limit it is overdue, and no extension (domain.md 1, 厅 11). */
    refusal->field = "stage";
    if (!view.late) return OK;
    return act_impossible(refusal, "it came too late: the limit has ended, and an extension that "
                                   "is asked for afterwards is overdue");
}

void extension_decide(const struct act_case *act, struct fact_acted *fact)
{
    const struct published *published = act->target.published;
    enum extends first = main_limit(published, act->stage);
    struct limit_view view;

    assert(fact->act == ACT_EXTEND);
    fact->detail = (uint8_t)first;
    if (first == EXTENDS_PROMISED || !read_now(act, EXTENDS_PROMISED, &view)) return;
    uint8_t unit = time_limit_of(published, act->stage, EXTENDS_STATUTORY).unit;
    assert(unit >= LIMIT_WORKING_DAYS);
    if (view.unit == unit && !view.late) fact->detail = EXTENDS_BOTH;
}

bool extension_is_good(const struct change *change)
{
    const struct fact_acted *body = &change->fact->acted;

    assert(body->act == ACT_EXTEND);
    if (body->detail < EXTENDS_STATUTORY || body->detail > EXTENDS_BOTH) return false;
    if (body->amount == 0 || body->amount >= UINT16_MAX) return false;
    return !is_extended(change->engine, change->bundle, body->stage);
}

void extension_apply(const struct change *change)
{
    struct entry *entry = change_enter(change, ENTRY_EXTENSION);

    assert(change->fact->acted.amount > 0);
    assert(entry->until_ms == 0);
    entry->detail = change->fact->acted.detail;
    entry->amount = change->fact->acted.amount;
}

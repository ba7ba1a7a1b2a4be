/* SPDX-License-Identifier: Apache-2.0 */
/* Answers, and what every mutating request passes before it is looked at. */
#include "broker/core/machine.h"

/* A new effect for the session that asked. */
static struct effect *effect_add(struct step *step, enum effect_type type)
{
    assert(step->effects->count < STEP_EFFECTS_MAX);
    assert(type >= EFFECT_RECORDED && type <= EFFECT_CANCEL);
    struct effect *effect = &step->effects->effects[step->effects->count++];
    *effect = (struct effect){
        .type = type,
        .session = step->event->session,
        .request_id = step->event->request_id,
    };
    return effect;
}

void step_answer(struct step *step, const struct msg_recorded *recorded)
{
    assert(recorded->position > 0);
    assert(recorded->position < step->engine->position_next);
    effect_add(step, EFFECT_RECORDED)->recorded = *recorded;
}

static bool err_is_transient(enum err err)
{
    return err == ERR_BUSY || err == ERR_DISK_FULL || err == ERR_DRAINING;
}

void step_refuse(struct step *step, const struct refusal *refusal)
{
    struct effect_refused *refused = &effect_add(step, EFFECT_REFUSED)->refused;

    assert(refusal->err != OK);
    refused->err = refusal->err;
    refused->bundle = refusal->bundle;
    memcpy(refused->text, refusal->text, sizeof refused->text);
    if (refusal->field != NULL) {
        size_t size = strlen(refusal->field);
        assert(size < sizeof refused->field);
        memcpy(refused->field, refusal->field, size);
    }
    if (err_is_transient(refusal->err)) refused->after_ms = step->engine->limits.busy_after_ms;
}

void step_refuse_field(struct step *step, enum err err, const char *field, uint64_t bundle)
{
    const struct refusal refusal = { .err = err, .field = field, .bundle = bundle };
    step_refuse(step, &refusal);
}

bool step_has_disk(struct step *step, bool is_new, uint64_t bundle)
{
    enum room room = step->event->room;

    assert(room <= ROOM_NONE);
    assert(step->facts->count == 0);
    if (room == ROOM_AMPLE || (room == ROOM_RESERVE && !is_new)) return true;
    step_refuse_field(step, ERR_DISK_FULL, "journal", bundle);
    return false;
}

void step_cancel(struct step *step, const struct bundle *bundle, uint32_t index,
                 enum cancel_cause cause)
{
    const struct stage *stage = bundle_stage(&step->engine->bundles, bundle, index);

    assert(cause >= CANCEL_WITHDRAWN && cause <= CANCEL_COMMITTED);
    assert(bundle->result == RESULT_OPEN);
    if (stage->job != JOB_LEASED) return;
    const session_id session = { stage->clock.session };
    if (presence_find(&step->engine->presence, session) == SESSION_NONE) return;
    struct effect *effect = effect_add(step, EFFECT_CANCEL);
    effect->session = session;
    effect->request_id = (struct span){ 0 };
    effect->cancel = (struct msg_cancel){
        .bundle = bundle->number,
        .stage = (uint8_t)index,
        .attempt = stage->attempt,
        .cause = (uint8_t)cause,
    };
    effect->cancel_stage =
        step->engine->published.at[bundle->procedure].procedure.stages[index].name;
}

/* ---- Admission ----------------------------------------------------------------------------- */

/* Session 0 is the broker itself, which may do what its operators may, and submit. */
static bool has_role(const struct step *step, uint32_t roles)
{
    assert(roles >> (ROLE_SUPERVISOR + 1) == 0);
    if (step->event->session.n == 0) return roles != 0 && roles != 1u << ROLE_WORKER;
    if (step->session == SESSION_NONE) return false;
    assert(step->engine->presence.at[step->session].role >= ROLE_SUBMITTER);
    return (roles >> step->engine->presence.at[step->session].role & 1) != 0;
}

/* Submissions are known by their key, verdicts and renewals by their token. */
static bool counts_by_request_id(enum event_type type)
{
    assert(type >= EVENT_PUBLISH && type <= EVENT_RENEW);
    return type == EVENT_PUBLISH || type == EVENT_SIGNAL || type == EVENT_WITHDRAW ||
           type == EVENT_RETRY || type == EVENT_PUBLISH_CALENDAR || type == EVENT_ACT ||
           type == EVENT_SUPPLY || type == EVENT_MIGRATE;
}

/* The same request again, or its id for something else. */
static bool is_answered_before(struct step *step)
{
    const struct request_mark *mark = &step->event->request;
    const struct request_window *window = &step->engine->requests;

    assert(window->count <= window->count_max);
    if (!counts_by_request_id(step->event->type) || request_mark_is_empty(mark)) return false;
    uint32_t slot = request_window_find(window, &mark->id);
    if (slot == REQUEST_NONE) return false;
    const struct request_image *image = &window->at[slot];
    assert(image->position > 0);
    if (!hash_is_equal(&image->mark.content, &mark->content)) {
        step_refuse_field(step, ERR_REQUEST_CONFLICT, "request-id", image->bundle);
        return true;
    }
    step_answer(step, &(struct msg_recorded){
                          .bundle = image->bundle,
                          .position = image->position,
                          .repeated = true,
                          .version = image->version,
                      });
    return true;
}

bool step_admit(struct step *step, enum role role)
{
    return step_admit_any(step, 1u << role, role != ROLE_WORKER);
}

bool step_admit_any(struct step *step, uint32_t roles, bool is_new)
{
    assert(step->effects->count == 0);
    assert(step->facts->count == 0);
    if (step->engine->is_draining && is_new) {
        step_refuse_field(step, ERR_DRAINING, NULL, 0);
        return false;
    }
    if (!has_role(step, roles)) {
        step_refuse_field(step, ERR_NOT_ALLOWED, "role", 0);
        return false;
    }
    return !is_answered_before(step);
}

bool step_find(struct step *step, uint64_t number, struct target *target)
{
    const struct engine *engine = step->engine;
    const struct archived *archived = &step->event->archived;
    uint32_t procedure = PUBLISHED_NONE;

    *target = (struct target){ .index = bundles_find(&engine->bundles, number) };
    if (target->index != BUNDLE_NONE) {
        target->bundle = &engine->bundles.at[target->index];
        target->is_ended = target->bundle->result != RESULT_OPEN;
        procedure = target->bundle->procedure;
    } else if (number != 0 && archived->is_found && archived->bundle == number) {
        target->is_ended = true;
        procedure = published_find(&engine->published, &archived->procedure, archived->version);
    } else {
        step_refuse_field(step, ERR_BUNDLE_UNKNOWN, "bundle", number);
        return false;
    }
    assert(procedure == PUBLISHED_NONE || procedure < engine->published.count);
    assert(target->is_ended || target->bundle != NULL);
    if (procedure != PUBLISHED_NONE) target->published = &engine->published.at[procedure];
    return true;
}

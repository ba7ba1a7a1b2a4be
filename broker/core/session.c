/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions come, go, and say how much they will take. Nothing of this is durable; leases are not
 * touched by it.
 *
 * HELLO, refusals in order: NOT_ALLOWED (no such role), DEPARTMENT_UNKNOWN, BUSY (no room for a
 * session). CREDIT: NOT_ALLOWED. Neither has an answer when it is taken. */
#include "broker/core/machine.h"

void step_joined(struct step *step)
{
    struct engine *engine = step->engine;
    const struct msg_hello *hello = &step->event->joined;
    struct session session = {
        .id = step->event->session,
        .role = hello->role,
        .department = DEPARTMENT_NONE,
        .principal = hello->principal,
    };

    assert(step->event->type == EVENT_JOINED);
    assert(session.id.n != 0);
    uint32_t known = presence_find(&engine->presence, session.id);
    if (session.role < ROLE_SUBMITTER || session.role > ROLE_SUPERVISOR) {
        step_refuse_field(step, ERR_NOT_ALLOWED, "role", 0);
        return;
    }
    if (role_has_department((enum role)session.role)) {
        session.department = departments_find(&engine->departments, &hello->department);
        if (session.department == DEPARTMENT_NONE) {
            step_refuse_field(step, ERR_DEPARTMENT_UNKNOWN, "department", 0);
            return;
        }
    }
    if (known == SESSION_NONE && engine->presence.count == engine->presence.count_max) {
        step_refuse_field(step, ERR_BUSY, "session", 0);
        return;
    }
    if (known != SESSION_NONE) presence_leave(&engine->presence, &engine->departments, known);
    presence_join(&engine->presence, &engine->departments, &session);
}

void step_left(struct step *step)
{
    struct engine *engine = step->engine;
    uint32_t index = presence_find(&engine->presence, step->event->session);

    assert(step->event->type == EVENT_LEFT);
    if (index == SESSION_NONE) return; /* it was refused, or left before */
    presence_leave(&engine->presence, &engine->departments, index);
    assert(presence_find(&engine->presence, step->event->session) == SESSION_NONE);
}

void step_credit(struct step *step)
{
    struct engine *engine = step->engine;

    assert(step->event->type == EVENT_CREDIT);
    if (!step_admit(step, ROLE_WORKER)) return;
    uint32_t index = presence_find(&engine->presence, step->event->session);
    assert(index != SESSION_NONE);
    presence_set_credit(&engine->presence, &engine->departments, index, step->event->credit.credit);
}

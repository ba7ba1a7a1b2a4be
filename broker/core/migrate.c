/* SPDX-License-Identifier: Apache-2.0 */
/* MIGRATE: an operator moves an open bundle to another version of its procedure.
 *
 * Refusals in order: DRAINING, NOT_ALLOWED, REQUEST_CONFLICT, PROCEDURE_UNKNOWN, BUNDLE_UNKNOWN,
 * BUNDLE_ENDED, ACT_IMPOSSIBLE (the text says exactly why: migration.h), DISK_FULL, BUSY. */
#include "broker/core/in_force.h"
#include "broker/core/migration.h"

static void refuse(struct step *step, enum err err, const char *field, const struct words *why)
{
    struct refusal refusal = { .err = err,
                               .field = field,
                               .bundle = step->event->migrate.ref.bundle };

    assert(err != OK);
    if (why != NULL) {
        assert(why->size < sizeof refusal.text);
        memcpy(refusal.text, why->at, why->size);
    }
    step_refuse(step, &refusal);
}

/* "version 3 comes into force on 20260301" */
static void add_early(struct words *why, const struct procedure *procedure)
{
    assert(procedure->in_force != 0);
    words_add(why, "version ");
    words_add_number(why, procedure->version);
    words_add(why, " is not in force before ");
    words_add_number(why, procedure->in_force);
}

/* It is open, of this procedure, and the version is another and in force; and everything fits. */
static bool may_migrate(const struct step *step, const struct target *target, uint32_t to,
                        struct bundle_image *image, struct words *why)
{
    const struct engine *engine = step->engine;
    const struct procedure *procedure = &engine->published.at[to].procedure;
    uint32_t today = in_force_day(&engine->calendar.hours, step->event->now_ms);

    assert(target->bundle->result == RESULT_OPEN);
    if (!name_is_equal(&target->published->procedure.name, &procedure->name)) {
        words_add(why, "the bundle is of procedure ");
        words_add_name(why, &target->published->procedure.name);
        return false;
    }
    if (target->bundle->procedure == to) {
        words_add(why, "the bundle is under version ");
        words_add_number(why, procedure->version);
        words_add(why, " already");
        return false;
    }
    if (procedure->in_force > today) {
        add_early(why, procedure);
        return false;
    }
    return migration_plan(engine, target->index, to, image, why);
}

void step_migrate(struct step *step)
{
    const struct msg_migrate *msg = &step->event->migrate;
    const struct engine *engine = step->engine;
    struct target target;
    struct bundle_image image;
    struct words why;
    char text[sizeof((struct refusal *)0)->text];

    assert(step->event->type == EVENT_MIGRATE);
    if (!step_admit(step, ROLE_OPERATOR)) return;
    uint32_t today = in_force_day(&engine->calendar.hours, step->event->now_ms);
    uint32_t to = in_force_find(&engine->published, &msg->procedure, msg->version, today);
    if (to == PUBLISHED_NONE) {
        refuse(step, ERR_PROCEDURE_UNKNOWN, "procedure", NULL);
        return;
    }
    if (!step_find(step, msg->ref.bundle, &target)) return;
    if (target.is_ended) {
        refuse(step, ERR_BUNDLE_ENDED, "bundle", NULL);
        return;
    }
    words_init(&why, text, sizeof text);
    if (!may_migrate(step, &target, to, &image, &why)) {
        refuse(step, ERR_ACT_IMPOSSIBLE, "version", &why);
        return;
    }
    if (!step_has_disk(step, true, msg->ref.bundle)) return;
    if (!cascade_has_room(step, &engine->published.at[to])) {
        refuse(step, ERR_BUSY, "counters", NULL);
        return;
    }
    if (!migration_has_room(engine, target.index, to)) {
        refuse(step, ERR_BUSY, "stages", NULL);
        return;
    }
    migration_record(step, target.index, &image, step->event);
    step_answer(step, &(struct msg_recorded){
                          .bundle = msg->ref.bundle,
                          .position = engine->position_next - 1,
                          .version = image.version,
                      });
    cascade(step, target.index);
}

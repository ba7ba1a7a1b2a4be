/* SPDX-License-Identifier: Apache-2.0 */
/* The application that is to be replaced may be as young as this turn, so it is looked for in what is
 * being written before the journal is asked. */
#include "broker/shell/supply.h"

#include "broker/shell/evidence.h"
#include "broker/shell/log.h"
#include "proto/record.h"

#include <inttypes.h>

void supply_check_materials(const struct procedure *procedure, const struct material *materials,
                            uint32_t count, struct name *unknown)
{
    bool is_given[MATERIALS_MAX] = { false };
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = 0;
        while (at < procedure->material_count &&
               !name_is_equal(&procedure->materials[at].name, &materials[i].name)) {
            at++;
        }
        if (at == procedure->material_count || is_given[at]) {
            *unknown = materials[i].name;
            return;
        }
        is_given[at] = true;
    }
}

uint64_t supply_missing(const struct procedure *procedure, const struct material *materials,
                        uint32_t count)
{
    uint64_t missing = 0;
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        uint32_t at = 0;
        while (at < count && !name_is_equal(&procedure->materials[i].name, &materials[at].name)) {
            at++;
        }
        if (procedure->materials[i].required && at == count) missing |= UINT64_C(1) << i;
    }
    return missing;
}

/* ---- What is different ----------------------------------------------------------------------- */

static const struct material *find(const struct material *materials, uint32_t count,
                                   const struct name *name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (name_is_equal(&materials[i].name, name)) return &materials[i];
    }
    return NULL;
}

static bool span_is_equal(struct span left, struct span right)
{
    if (left.size != right.size) return false;
    return left.size == 0 || memcmp(left.at, right.at, left.size) == 0;
}

/* With a digest on both sides it alone says whether the document is the same, wherever it lies. */
static bool is_same(const struct material *before, const struct material *after)
{
    if (before == NULL || after == NULL) return before == after;
    if (before->size != after->size) return false;
    if (before->digest.size > 0 && after->digest.size > 0) {
        return span_is_equal(before->digest, after->digest);
    }
    return before->digest.size == after->digest.size && span_is_equal(before->uri, after->uri);
}

uint64_t supply_compare(const struct procedure *procedure, const struct material *before,
                        uint32_t before_count, const struct material *after, uint32_t after_count)
{
    uint64_t changed = 0;

    for (uint32_t i = 0; i < procedure->material_count; i++) {
        const struct name *name = &procedure->materials[i].name;
        bool is_kept = is_same(find(before, before_count, name), find(after, after_count, name));
        if (!is_kept) changed |= (uint64_t)1 << i;
    }
    return changed;
}

/* ---- The event ------------------------------------------------------------------------------- */

static struct span newest_application(struct broker *broker, uint64_t position)
{
    struct span application = draft_application(&broker->open->draft, position);
    if (application.at == NULL && broker->under_way != NULL) {
        application = draft_application(&broker->under_way->draft, position);
    }
    if (application.at != NULL) return application;
    struct view *view = broker_view(broker);
    struct span record = { 0 };
    if (view != NULL) record = view_record(view, position, NULL);
    if (record.at == NULL || record_read_application(record, &application) != OK) {
        log_error("position %" PRIu64 " cannot be read", position);
    }
    return application;
}

/* A bundle that has left memory has ended: the engine refuses it whatever it brings. */
enum err supply_complete(struct broker *broker, struct event *event)
{
    static struct material before[MATERIALS_MAX];
    static struct material after[MATERIALS_MAX];
    static struct bundle_image image;
    const struct span application = event->supply.application;
    uint32_t before_count = 0;
    uint32_t after_count = 0;

    enum err err = application_materials(application, after, MATERIALS_MAX, &after_count);
    if (err != OK) return err;
    if (engine_image(broker->engine, event->supply.ref.bundle, &image) != OK) return OK;
    event->content_hash =
        evidence_content_hash(&image.procedure, image.version, image.priority, application);
    const struct procedure *procedure =
        engine_procedure(broker->engine, &image.procedure, image.version);
    if (procedure == NULL) return OK;
    supply_check_materials(procedure, after, after_count, &event->material_unknown);
    const struct span newest =
        newest_application(broker, engine_application_position(broker->engine, image.bundle));
    if (application_materials(newest, before, MATERIALS_MAX, &before_count) != OK) before_count = 0;
    event->changed = supply_compare(procedure, before, before_count, after, after_count);
    if (condition_is_any(procedure)) {
        condition_evaluate(&broker->conditions, procedure, application, &event->conditions);
    }
    return OK;
}

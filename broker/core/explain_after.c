/* SPDX-License-Identifier: Apache-2.0 */
/* What the permits of a bundle wait for once they are issued. It is read from the image, so that a
 * bundle that ended years ago answers like one in memory:
 *
 *     not delivered yet, and the procedure says how soon         WAIT_DELIVERY
 *     works have not begun                                       WAIT_WORKS
 *     a deferral or renewal was asked for and nobody decided     WAIT_DEFERRAL, WAIT_RENEWAL
 *     it was issued while a material is missing                  WAIT_TOLERANCE
 *     it was decided on a commitment that nobody has checked     WAIT_CHECK, also before the issue
 *
 * A wait whose until_ms has passed is overdue. */
#include "broker/core/explain_after.h"

#include "broker/core/clocks.h"
#include "broker/core/permit_life.h"

struct permit_inquiry {
    const struct engine *engine;
    const struct published *published;
    const struct bundle_image *image;
    uint32_t stage;
    struct permit_life life;
    struct msg_explanation *explanation;
};

/* A new wait of the permit, or NULL when the answer is full. */
static struct wait *wait_add(const struct permit_inquiry *inquiry, enum wait_kind kind,
                             int64_t since_ms, int64_t until_ms)
{
    struct msg_explanation *explanation = inquiry->explanation;
    bool is_decided_by_department =
        kind == WAIT_DEFERRAL || kind == WAIT_RENEWAL || kind == WAIT_CHECK;

    assert(since_ms != 0);
    assert(explanation->wait_count <= WAITS_MAX);
    if (explanation->wait_count == WAITS_MAX) return NULL;
    struct wait *wait = &explanation->waits[explanation->wait_count++];
    *wait = (struct wait){
        .stage = inquiry->published->procedure.stages[inquiry->stage].name,
        .edge = EDGE_AFTER,
        .kind = (uint8_t)kind,
        .since_ms = since_ms,
        .until_ms = until_ms,
    };
    if (is_decided_by_department) {
        wait->department = inquiry->published->procedure.stages[inquiry->stage].department;
    }
    return wait;
}

/* The applicant owes a material that it was issued without (豫 35, 粤 32), the department the check of the
 * commitment that it was decided on (滨州 12). */
static void explain_owed(const struct permit_inquiry *inquiry)
{
    const struct procedure *procedure = &inquiry->published->procedure;
    const struct bundle_image *image = inquiry->image;
    uint8_t state = image->stages[inquiry->stage].state;

    assert(inquiry->stage < procedure->stage_count);
    assert(image->entry_count <= ENTRIES_MAX);
    if (state != STAGE_SEALED && state != STAGE_GRANTED && state != STAGE_ISSUED) return;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        int64_t due_ms = clocks_entry_due_ms(inquiry->engine, procedure, image, entry,
                                             inquiry->explanation->now_ms);
        bool is_own = entry->kind == ENTRY_COMMITMENT && entry->stage == inquiry->stage;
        bool lacks = entry->kind == ENTRY_TOLERANCE && set_has(entry->amount, inquiry->stage);
        if (is_own && entry->state == COMMITMENT_GIVEN) {
            (void)wait_add(inquiry, WAIT_CHECK, entry->from_ms, due_ms);
        }
        if (!lacks || entry->state != TOLERANCE_MISSING) continue;
        struct wait *wait = wait_add(inquiry, WAIT_TOLERANCE, entry->from_ms, due_ms);
        if (wait == NULL) return;
        uint32_t material = 0;
        while ((entry->materials >> material & 1) == 0) {
            material++;
        }
        assert(material < procedure->material_count);
        wait->on = procedure->materials[material].name;
    }
}

static int64_t end_of(const struct permit_inquiry *inquiry, enum term_kind kind)
{
    const struct procedure_stage *definition =
        &inquiry->published->procedure.stages[inquiry->stage];

    assert(term_is_set(definition, kind));
    return term_end(&inquiry->engine->calendar, definition, &inquiry->life, kind).at_ms;
}

static void explain_permit(const struct permit_inquiry *inquiry)
{
    const struct permit_life *life = &inquiry->life;
    const struct procedure_stage *definition =
        &inquiry->published->procedure.stages[inquiry->stage];
    bool is_owed = term_is_set(definition, TERM_DELIVERY) && life->delivered_ms == 0;
    bool is_idle = term_is_set(definition, TERM_START) && life->started_ms == 0;

    if (life->end != 0) return;
    explain_owed(inquiry);
    if (life->issued_ms == 0) return;
    if (is_owed) {
        (void)wait_add(inquiry, WAIT_DELIVERY, life->issued_ms, end_of(inquiry, TERM_DELIVERY));
    }
    if (life->deferral_asked_ms != 0) {
        (void)wait_add(inquiry, WAIT_DEFERRAL, life->deferral_asked_ms, 0);
    } else if (is_idle) {
        (void)wait_add(inquiry, WAIT_WORKS, life->issued_ms, end_of(inquiry, TERM_START));
    }
    if (life->renewal_asked_ms == 0) return;
    (void)wait_add(inquiry, WAIT_RENEWAL, life->renewal_asked_ms, end_of(inquiry, TERM_VALID));
}

void explain_permits(const struct engine *engine, const struct published *published,
                     const struct bundle_image *image, struct msg_explanation *explanation)
{
    assert(explanation->bundle == image->bundle);
    assert(image->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < image->stage_count && i < published->procedure.stage_count; i++) {
        const struct permit_inquiry inquiry = {
            .engine = engine,
            .published = published,
            .image = image,
            .stage = i,
            .life = permit_life_of_image(image, i),
            .explanation = explanation,
        };
        explain_permit(&inquiry);
    }
}

void engine_explain_ended(const struct engine *engine, const struct bundle_image *image,
                          int64_t now_ms, struct msg_explanation *explanation)
{
    uint32_t index = published_find(&engine->published, &image->procedure, image->version);

    assert(explanation != NULL);
    explanation->bundle = image->bundle;
    explanation->result = image->result;
    explanation->now_ms = now_ms;
    explanation->wait_count = 0;
    if (image->version == 0 || index == PUBLISHED_NONE) return;
    explain_permits(engine, &engine->published.at[index], image, explanation);
}

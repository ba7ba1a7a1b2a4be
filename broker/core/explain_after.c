/* SPDX-License-Identifier: Apache-2.0 */
/* What the permits of a bundle wait for once they are issued. It is read from the image, so that a
 * bundle that ended years ago answers like one in memory:
 *
 *     not delivered yet, and the procedure says how soon         WAIT_DELIVERY
 *     works have not begun                                       WAIT_WORKS
 *     a deferral or renewal was asked for and nobody decided     WAIT_DEFERRAL, WAIT_RENEWAL
 *
 * A wait whose until_ms has passed is overdue. */
#include "broker/core/explain_after.h"

#include "broker/core/permit_life.h"

struct permit_inquiry {
    const struct engine *engine;
    const struct published *published;
    uint32_t stage;
    struct permit_life life;
    struct msg_explanation *explanation;
};

static void wait_add(const struct permit_inquiry *inquiry, enum wait_kind kind, int64_t since_ms,
                     int64_t until_ms)
{
    struct msg_explanation *explanation = inquiry->explanation;
    bool is_decided_by_department = kind == WAIT_DEFERRAL || kind == WAIT_RENEWAL;

    assert(since_ms != 0);
    assert(explanation->wait_count <= WAITS_MAX);
    if (explanation->wait_count == WAITS_MAX) return;
    struct wait *wait = &explanation->waits[explanation->wait_count++];
    *wait = (struct wait){
        .stage = inquiry->published->procedure.stages[inquiry->stage].name,
        .edge = EDGE_AFTER,
        .kind = (uint8_t)kind,
        .since_ms = since_ms,
        .until_ms = until_ms,
    };
    if (!is_decided_by_department) return;
    wait->department = inquiry->published->procedure.stages[inquiry->stage].department;
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

    if (life->issued_ms == 0 || life->end != 0) return;
    if (is_owed) {
        wait_add(inquiry, WAIT_DELIVERY, life->issued_ms, end_of(inquiry, TERM_DELIVERY));
    }
    if (life->deferral_asked_ms != 0) {
        wait_add(inquiry, WAIT_DEFERRAL, life->deferral_asked_ms, 0);
    } else if (is_idle) {
        wait_add(inquiry, WAIT_WORKS, life->issued_ms, end_of(inquiry, TERM_START));
    }
    if (life->renewal_asked_ms == 0) return;
    wait_add(inquiry, WAIT_RENEWAL, life->renewal_asked_ms, end_of(inquiry, TERM_VALID));
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

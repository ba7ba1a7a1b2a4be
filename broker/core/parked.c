/* SPDX-License-Identifier: Apache-2.0 */
/* A page of parked jobs, by number of their bundles.
 *
 * The lists of parked jobs are not sorted, so a page is the smallest numbers after the last page's,
 * kept sorted while the lists are walked: pages cost a walk each, but parking and retrying, which
 * happen all the time, cost nothing. A page ends between bundles, so that "after this number" loses
 * nothing: the limit may be exceeded by the other parked jobs of one bundle. */
#include "broker/core/machine.h"

#define CANDIDATES_MAX PARKED_PAGE_MAX
_Static_assert(PARKED_PAGE_MAX >= STAGES_MAX, "all stages of one bundle fit a page");

struct page {
    const struct engine *engine;
    uint64_t after;
    uint32_t count;
    stage_ref refs[CANDIDATES_MAX]; /* by bundle, then stage */
    bool is_cut;                    /* there are more after the last one */
};

static uint64_t number_of(const struct page *page, stage_ref ref)
{
    uint32_t stage;
    return bundles_of_ref(&page->engine->bundles, ref, &stage)->number;
}

/* Bundles by number, their stages in the order of the procedure. */
static bool is_before(const struct page *page, stage_ref left, stage_ref right)
{
    uint64_t left_number = number_of(page, left);
    uint64_t right_number = number_of(page, right);

    assert(left != right);
    if (left_number != right_number) return left_number < right_number;
    return left % STAGES_MAX < right % STAGES_MAX;
}

/* Keep the smallest ones, sorted; note if any had to be left out. */
static void insert(struct page *page, stage_ref ref)
{
    uint32_t place = page->count;

    assert(page->count <= CANDIDATES_MAX);
    if (number_of(page, ref) <= page->after) return;
    while (place > 0 && is_before(page, ref, page->refs[place - 1])) {
        place--;
    }
    if (page->count == CANDIDATES_MAX) page->is_cut = true;
    if (place == CANDIDATES_MAX) return;
    if (page->count < CANDIDATES_MAX) page->count++;
    memmove(&page->refs[place + 1], &page->refs[place],
            (page->count - 1 - place) * sizeof *page->refs);
    page->refs[place] = ref;
}

/* Walk the lists of one department, or of all. */
static void collect(struct page *page, const struct name *department)
{
    const struct departments *departments = &page->engine->departments;

    assert(page->count == 0);
    assert(departments->count <= departments->count_max);
    for (uint32_t i = 0; i < departments->count; i++) {
        const struct department *one = &departments->at[i];
        if (!name_is_empty(department) && !name_is_equal(&one->name, department)) continue;
        for (stage_ref ref = one->parked.first; ref != STAGE_REF_NONE;
             ref = bundles_stage_of_ref(&page->engine->bundles, ref)->queue.next) {
            insert(page, ref);
        }
    }
}

/* How many of the candidates make the page: at least the limit, to the end of a bundle, but not
 * into a bundle of which some may have been cut off. */
static uint32_t page_end(const struct page *page, uint32_t limit)
{
    uint32_t end = 0;

    assert(limit > 0 && limit <= PARKED_PAGE_MAX);
    while (end < page->count) {
        uint32_t next = end + 1;
        while (next < page->count &&
               number_of(page, page->refs[next]) == number_of(page, page->refs[end])) {
            next++;
        }
        if (next == page->count && page->is_cut) break;
        end = next;
        if (end >= limit) break;
    }
    assert(end <= page->count);
    assert(end > 0 || page->count == 0);
    return end;
}

static void fill(const struct page *page, stage_ref ref, struct parked_job *job)
{
    uint32_t index;
    const struct bundle *bundle = bundles_of_ref(&page->engine->bundles, ref, &index);
    const struct stage *stage = bundle_stage(&page->engine->bundles, bundle, index);
    const struct procedure *procedure = &page->engine->published.at[bundle->procedure].procedure;
    bool is_used_up = stage->failures >= procedure->stages[index].attempts_max;

    assert(stage->job == JOB_PARKED);
    assert(stage->state == STAGE_REVIEWING);
    *job = (struct parked_job){
        .bundle = bundle->number,
        .stage = procedure->stages[index].name,
        .department = procedure->stages[index].department,
        .attempt = stage->attempt,
        .cause = is_used_up ? PARK_ATTEMPTS : PARK_ASKED,
        .since_ms = stage->since_ms,
    };
}

void engine_parked(const struct engine *engine, const struct msg_parked *query,
                   struct msg_parked_jobs *jobs)
{
    struct page page = { .engine = engine, .after = query->after };

    assert(engine != NULL);
    assert(jobs != NULL);
    collect(&page, &query->department);
    uint32_t limit = query->limit;
    if (limit == 0 || limit > PARKED_PAGE_MAX) limit = PARKED_PAGE_MAX;
    jobs->job_count = page_end(&page, limit);
    for (uint32_t i = 0; i < jobs->job_count; i++) {
        fill(&page, page.refs[i], &jobs->jobs[i]);
    }
    bool is_more = jobs->job_count < page.count; /* some always are not, where it was cut */
    jobs->next = is_more ? jobs->jobs[jobs->job_count - 1].bundle : 0;
}

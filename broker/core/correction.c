/* SPDX-License-Identifier: Apache-2.0 */
/* What is raised and told, when notice and answer are due, and what an answer leads to. The acts stand
 * in correction_acts.c. */
#include "broker/core/correction.h"

#include "broker/core/ledger.h"
#include "broker/core/supply.h"

struct corrections correction_terms(const struct procedure *procedure)
{
    static const struct corrections usual = {
        .notice = { 5, LIMIT_WORKING_DAYS },
        .supply = { 15, LIMIT_WORKING_DAYS },
        .rounds = 1,
        .on_timeout = ON_UNANSWERED_REFUSE,
    };
    bool is_said = procedure->corrections.on_timeout != 0;

    assert(!is_said || procedure->corrections.notice.value != 0);
    assert(!is_said || procedure->corrections.supply.value != 0);
    return is_said ? procedure->corrections : usual;
}

/* ---- What stands in the dossier ------------------------------------------------------------ */

static bool is_raised(const struct entry *entry)
{
    return entry->kind == ENTRY_DEFICIENCY && entry->until_ms == 0;
}

static bool is_told(const struct entry *entry)
{
    return entry->kind == ENTRY_PAUSE && entry->detail == PAUSE_CORRECTION && entry->until_ms == 0;
}

/* Stages with an entry of this kind; not those that were blocked or withdrawn meanwhile. */
static set32 stages_with(const struct bundles *bundles, const struct bundle *bundle,
                         bool (*is_it)(const struct entry *entry))
{
    set32 stages = 0;

    assert(bundle->number != 0);
    if (bundle->in[STAGE_PAUSED] == 0) return 0;
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(bundles, bundle, i);
        if (is_it(entry)) stages |= set_of(entry->stage);
    }
    return stages & bundle->in[STAGE_PAUSED];
}

set32 correction_raised(const struct bundles *bundles, const struct bundle *bundle)
{
    return stages_with(bundles, bundle, is_raised);
}

set32 correction_told(const struct bundles *bundles, const struct bundle *bundle)
{
    return stages_with(bundles, bundle, is_told);
}

struct entry *correction_notice(const struct bundles *bundles, const struct bundle *bundle,
                                enum notice_state state)
{
    assert(bundle->number != 0);
    assert(state <= NOTICE_GIVEN);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(bundles, bundle, i);
        if (entry->kind == ENTRY_NOTICE && entry->until_ms == 0 && entry->state == state) {
            return entry;
        }
    }
    return NULL;
}

bool correction_is_returned(const struct bundles *bundles, const struct bundle *bundle)
{
    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(bundles, bundle, i);
        if (entry->kind == ENTRY_NOTICE && entry->state == NOTICE_RETURNED) return true;
    }
    return false;
}

uint32_t correction_rounds(const struct bundles *bundles, const struct bundle *bundle)
{
    uint32_t rounds = 0;

    assert(bundle->number != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(bundles, bundle, i);
        rounds += entry->kind == ENTRY_NOTICE && entry->state != NOTICE_PENDING;
    }
    assert(rounds <= ENTRIES_MAX);
    return rounds;
}

bool correction_has_room(const struct bundles *bundles, const struct bundle *bundle,
                         uint32_t entries_max)
{
    /* Its deficiency, and the notice that it begins: giving that needs no room any more. */
    return bundle_has_entries(bundles, bundle, 2, entries_max);
}

bool correction_knows(const struct published *published, uint64_t materials)
{
    uint32_t count = published->procedure.material_count;

    assert(count <= MATERIALS_MAX);
    return count == MATERIALS_MAX || materials >> count == 0;
}

/* Whoever reviews knows the materials by name, and not the procedure that lists them. */
bool correction_find(const struct published *published, struct span names, uint64_t *materials)
{
    const struct procedure *procedure = &published->procedure;
    size_t from = 0;

    assert(names.size <= MATERIALS_TEXT_BYTES_MAX);
    *materials = 0;
    while (from < names.size) {
        size_t size = 0;
        while (from + size < names.size && names.at[from + size] != ',') {
            size++;
        }
        if (size == 0 || size > NAME_BYTES_MAX) return false;
        struct name name = { .text = "" };
        memcpy(name.text, names.at + from, size);
        uint32_t at = 0;
        while (at < procedure->material_count &&
               !name_is_equal(&procedure->materials[at].name, &name)) {
            at++;
        }
        if (at == procedure->material_count) return false;
        *materials |= (uint64_t)1 << at;
        from += size + 1;
    }
    assert(correction_knows(published, *materials));
    return true;
}

void correction_raise(const struct change *change, uint64_t materials)
{
    struct entry *entry = change_enter(change, ENTRY_DEFICIENCY);

    assert(entry->stage < change->bundle->stage_count);
    assert(set_has(change->bundle->in[STAGE_PAUSED], entry->stage));
    entry->materials = materials;
    if (correction_notice(&change->engine->bundles, change->bundle, NOTICE_PENDING) != NULL) return;
    entry = change_enter(change, ENTRY_NOTICE);
    entry->stage = STAGE_WHOLE;
    entry->by = (struct name){ "" };
}

/* ---- When ---------------------------------------------------------------------------------- */

/* The last instant of a limit that began then; a suspension of the whole does not count. It is read as of
 * the end of the last one, since that is all it depends on: no clock is asked, so it is found anew alike. */
static int64_t limit_due(const struct engine *engine, const struct bundle *bundle,
                         struct limit limit, int64_t from_ms)
{
    const struct calendar_image *calendar = &engine->calendar;
    struct course course = { .clock.started_ms = from_ms };
    int64_t at_ms = from_ms;

    assert(limit.value != 0);
    assert(from_ms != 0);
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (entry->kind != ENTRY_PAUSE || entry->stage != STAGE_WHOLE) continue;
        assert(entry->until_ms != 0); /* nothing is due while it lasts */
        course_add(&course, (struct pause){ entry->from_ms, entry->until_ms });
        if (entry->until_ms > at_ms) at_ms = entry->until_ms;
    }
    return ledger_read(&calendar->calendar, &calendar->hours, &course, limit, at_ms).due_ms;
}

/* A round is left that needs nobody's leave, and the last one is answered. */
static bool may_notify(const struct engine *engine, const struct bundle *bundle)
{
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;

    assert(bundle->result == RESULT_OPEN);
    if (bundle->entry_count == 0 || bundle->phase != PHASE_REVIEW) return false;
    if (correction_raised(&engine->bundles, bundle) == 0) return false;
    if (correction_told(&engine->bundles, bundle) != 0) return false;
    return correction_rounds(&engine->bundles, bundle) < correction_terms(procedure).rounds;
}

bool correction_is_complete(const struct engine *engine, const struct bundle *bundle)
{
    if (!may_notify(engine, bundle)) return false;
    set32 open = bundle->in[STAGE_REVIEWING] | bundle->in[STAGE_PAUSED];
    assert(open != 0);
    return (open & ~correction_raised(&engine->bundles, bundle)) == 0;
}

/* 许可法 32(4): within five days from when it could first be told. */
int64_t correction_notice_due(const struct engine *engine, const struct bundle *bundle)
{
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;
    const set32 raised = correction_raised(&engine->bundles, bundle);
    int64_t first_ms = INT64_MAX;

    if (!may_notify(engine, bundle)) return 0;
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (!is_raised(entry) || !set_has(raised, entry->stage)) continue;
        if (entry->from_ms < first_ms) first_ms = entry->from_ms;
    }
    assert(first_ms != INT64_MAX);
    return limit_due(engine, bundle, correction_terms(procedure).notice, first_ms);
}

int64_t correction_answer_due(const struct engine *engine, const struct bundle *bundle)
{
    const struct procedure *procedure = &engine->published.at[bundle->procedure].procedure;

    assert(bundle->result == RESULT_OPEN);
    if (bundle->entry_count == 0 || bundle->phase != PHASE_REVIEW) return 0;
    if (correction_told(&engine->bundles, bundle) == 0) return 0;
    const struct entry *notice = correction_notice(&engine->bundles, bundle, NOTICE_GIVEN);
    assert(notice != NULL);
    return limit_due(engine, bundle, correction_terms(procedure).supply, notice->from_ms);
}

int64_t correction_due(const struct engine *engine, uint32_t index)
{
    const struct bundle *bundle = &engine->bundles.at[index];

    assert(bundle->result == RESULT_OPEN);
    int64_t answer_ms = correction_answer_due(engine, bundle);
    int64_t due_ms = answer_ms != 0 ? answer_ms : correction_notice_due(engine, bundle);
    return due_ms == 0 ? INT64_MAX : due_ms + 1; /* that instant is still in time */
}

/* ---- The answer ---------------------------------------------------------------------------- */

bool correction_awaits(const struct engine *engine, const struct bundle *bundle)
{
    if (bundle->phase != PHASE_REVIEW && bundle->phase != PHASE_SUSPENDED) return false;
    return correction_told(&engine->bundles, bundle) != 0;
}

/* Those that asked, and of the others those that read what is another document now. What was granted,
 * issued or refused stays so. */
set32 correction_reviewed_again(const struct engine *engine, const struct bundle *bundle,
                                uint64_t changed)
{
    const struct published *published = &engine->published.at[bundle->procedure];
    const set32 readers = supply_readers(published, changed);

    assert(bundle->result == RESULT_OPEN);
    return correction_told(&engine->bundles, bundle) | supply_reviewed(engine, bundle, readers) |
           (correction_raised(&engine->bundles, bundle) & readers);
}

void correction_supplied(const struct change *change)
{
    const struct bundles *bundles = &change->engine->bundles;
    const int64_t now_ms = change->fact->at_ms;

    assert(change->fact->type == FACT_SUPPLIED);
    struct entry *notice = correction_notice(bundles, change->bundle, NOTICE_GIVEN);
    assert(notice != NULL);
    notice->state = NOTICE_ANSWERED;
    notice->until_ms = now_ms;
    correction_close(change, change->fact->supplied.stages);
}

void correction_close(const struct change *change, set32 stages)
{
    const struct bundles *bundles = &change->engine->bundles;

    assert(change->bundle->number != 0);
    for (uint32_t i = 0; i < change->bundle->entry_count; i++) {
        struct entry *entry = bundle_entry(bundles, change->bundle, i);
        if (!is_raised(entry) && !is_told(entry)) continue;
        bool is_moot = !set_has(change->bundle->in[STAGE_PAUSED], entry->stage);
        if (is_moot || set_has(stages, entry->stage)) entry->until_ms = change->fact->at_ms;
    }
}

void correction_drop(const struct change *change, uint32_t stage)
{
    const struct bundles *bundles = &change->engine->bundles;

    assert(stage < change->bundle->stage_count);
    assert(!set_has(change->bundle->in[STAGE_PAUSED], stage));
    correction_close(change, 0);
    struct entry *notice = correction_notice(bundles, change->bundle, NOTICE_GIVEN);
    if (notice == NULL || correction_told(bundles, change->bundle) != 0) return;
    notice->until_ms = change->fact->at_ms;
}

void engine_notices(const struct engine *engine, struct bundle_image *image)
{
    uint32_t index = bundles_find(&engine->bundles, image->bundle);

    assert(image->entry_count <= ENTRIES_MAX);
    if (index == BUNDLE_NONE || image->result != RESULT_OPEN) return;
    const struct bundle *bundle = &engine->bundles.at[index];
    assert(bundle->number == image->bundle);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        struct entry *entry = &image->entries[i];
        if (entry->kind != ENTRY_NOTICE || entry->until_ms != 0) continue;
        entry->due_ms = entry->state == NOTICE_GIVEN ? correction_answer_due(engine, bundle)
                                                     : correction_notice_due(engine, bundle);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Entries are added up in the order in which they came. A dossier in memory and one in an image are
 * the same entries in different places, so both are read by one function. */
#include "broker/core/permit_life.h"

#include "broker/core/wake.h"

/* ---- Reading the dossier --------------------------------------------------------------------- */

static void add_end(struct permit_life *life, const struct entry *entry)
{
    if (entry->detail == PERMIT_DEREGISTERED) life->is_deregistered = true;
    if (life->end != 0) return; /* struck off after it had ended */
    life->end = entry->detail;
    life->ended_ms = entry->from_ms;
}

static void add_deferral(struct permit_life *life, const struct entry *entry)
{
    if (entry->state == REQUEST_OPEN) life->deferral_asked_ms = entry->from_ms;
    if (entry->state != REQUEST_GRANTED) return;
    life->deferral_count++;
    life->deferred += entry->amount;
}

static void add_renewal(struct permit_life *life, const struct entry *entry)
{
    if (entry->state == REQUEST_OPEN) life->renewal_asked_ms = entry->from_ms;
    if (entry->state == REQUEST_GRANTED || entry->state == REQUEST_DEEMED) life->renewal_count++;
}

static void add_entry(struct permit_life *life, const struct entry *entry)
{
    switch ((int)entry->kind) {
        case ENTRY_DELIVERY: life->delivered_ms = entry->from_ms; break;
        case ENTRY_PERMIT_END: add_end(life, entry); break;
        case ENTRY_DEFERRAL: add_deferral(life, entry); break;
        case ENTRY_WORKS: life->started_ms = entry->from_ms; break;
        case ENTRY_RENEWAL: add_renewal(life, entry); break;
        case ENTRY_STANDSTILL:
            if (entry->until_ms == 0) life->standstill_ms = entry->from_ms;
            break;
        default: break;
    }
}

struct permit_life permit_life_of(const struct engine *engine, const struct bundle *bundle,
                                  uint32_t stage)
{
    struct permit_life life = { 0 };

    assert(stage < bundle->stage_count);
    if (!set_has(bundle->in[STAGE_ISSUED], stage)) return life;
    life.issued_ms = bundle_stage(&engine->bundles, bundle, stage)->since_ms;
    for (uint32_t i = 0; i < bundle->entry_count; i++) {
        const struct entry *entry = bundle_entry(&engine->bundles, bundle, i);
        if (entry->stage == stage) add_entry(&life, entry);
    }
    assert(life.issued_ms != 0);
    return life;
}

struct permit_life permit_life_of_image(const struct bundle_image *image, uint32_t stage)
{
    struct permit_life life = { 0 };

    assert(stage < image->stage_count);
    assert(image->entry_count <= ENTRIES_MAX);
    if (image->stages[stage].state != STAGE_ISSUED) return life;
    life.issued_ms = image->stages[stage].since_ms;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        if (image->entries[i].stage == stage) add_entry(&life, &image->entries[i]);
    }
    return life;
}

/* ---- Terms ----------------------------------------------------------------------------------- */

static const struct limit *limit_of(const struct procedure_stage *definition, enum term_kind kind)
{
    switch (kind) {
        case TERM_DELIVERY: return &definition->delivery;
        case TERM_START: return &definition->start_within;
        case TERM_VALID: break;
    }
    assert(kind == TERM_VALID);
    return &definition->valid;
}

bool term_is_set(const struct procedure_stage *definition, enum term_kind kind)
{
    return limit_of(definition, kind)->value != 0;
}

/* Days or months, with what deferrals and renewals have added. */
static uint32_t amount_of(const struct procedure_stage *definition, const struct permit_life *life,
                          enum term_kind kind)
{
    uint32_t value = limit_of(definition, kind)->value;
    uint32_t amount = value;

    assert(value > 0);
    if (kind == TERM_START) amount += life->deferred;
    if (kind == TERM_VALID) amount += value * life->renewal_count;
    return amount < CALENDAR_UNITS_MAX ? amount : CALENDAR_UNITS_MAX;
}

struct calendar_instant term_end(const struct calendar_image *calendar,
                                 const struct procedure_stage *definition,
                                 const struct permit_life *life, enum term_kind kind)
{
    enum limit_unit unit = (enum limit_unit)limit_of(definition, kind)->unit;

    assert(life->issued_ms != 0);
    return calendar_add(&calendar->calendar, &calendar->hours, unit, life->issued_ms,
                        amount_of(definition, life, kind));
}

/* A term of which something will follow by itself. Whoever has asked for a deferral in time does not
 * lose the permit while nobody decides (建筑法 9: 既不开工又不申请延期). */
static bool term_runs(const struct procedure_stage *definition, const struct permit_life *life,
                      enum term_kind kind)
{
    if (life->issued_ms == 0 || life->end != 0 || !term_is_set(definition, kind)) return false;
    if (kind == TERM_START) return life->started_ms == 0 && life->deferral_asked_ms == 0;
    return kind == TERM_VALID;
}

int64_t permit_due(const struct calendar_image *calendar, const struct procedure_stage *definition,
                   const struct permit_life *life, enum term_kind *kind)
{
    int64_t first_ms = INT64_MAX;

    for (enum term_kind each = TERM_START; each <= TERM_VALID; each++) {
        if (!term_runs(definition, life, each)) continue;
        int64_t due_ms = term_end(calendar, definition, life, each).at_ms + 1;
        if (due_ms >= first_ms) continue;
        first_ms = due_ms;
        *kind = each;
    }
    assert(first_ms == INT64_MAX || term_is_set(definition, *kind));
    return first_ms;
}

int64_t permit_wake_ms(const struct calendar_image *calendar,
                       const struct procedure_stage *definition, const struct permit_life *life,
                       int64_t now_ms)
{
    const struct office_hours *hours = &calendar->hours;
    int64_t wake_ms = INT64_MAX;

    for (enum term_kind each = TERM_START; each <= TERM_VALID; each++) {
        if (!term_runs(definition, life, each)) continue;
        int32_t day = office_hours_day(hours, life->issued_ms);
        day = civil_add_months(day, amount_of(definition, life, each));
        int64_t late_ms = term_end(calendar, definition, life, each).at_ms + 1;
        int64_t at_ms = wake_at(office_hours_instant(hours, day, 0), late_ms, now_ms);
        if (at_ms < wake_ms) wake_ms = at_ms;
    }
    return wake_ms;
}

/* ---- For those who ask ----------------------------------------------------------------------- */

/* When that which a term runs for has happened; 0: not yet. */
static int64_t stopped_of(const struct permit_life *life, enum term_kind kind)
{
    if (kind == TERM_DELIVERY && life->delivered_ms != 0) return life->delivered_ms;
    if (kind == TERM_START && life->started_ms != 0) return life->started_ms;
    return life->ended_ms;
}

static void view(const struct calendar_image *calendar, const struct procedure_stage *definition,
                 const struct permit_life *life, int64_t now_ms, struct term_view *out)
{
    enum term_kind kind = (enum term_kind)out->kind;
    const struct limit *limit = limit_of(definition, kind);
    struct calendar_instant end = term_end(calendar, definition, life, kind);

    out->stage = definition->name;
    out->started_ms = life->issued_ms;
    out->stopped_ms = stopped_of(life, kind);
    int64_t until_ms = out->stopped_ms != 0 ? out->stopped_ms : now_ms;
    struct calendar_amount used =
        calendar_count(&calendar->calendar, &calendar->hours, (enum limit_unit)limit->unit,
                       life->issued_ms, until_ms);
    assert(used.amount >= 0);
    out->limit = (struct limit_view){
        .value = (uint16_t)amount_of(definition, life, kind),
        .unit = limit->unit,
        .due_ms = end.at_ms,
        .used = (uint64_t)used.amount,
        .late = until_ms > end.at_ms,
        .provisional = end.is_provisional || used.is_provisional,
    };
}

void engine_terms(const struct engine *engine, const struct bundle_image *image, int64_t now_ms,
                  struct msg_bundle *answer)
{
    uint32_t index = published_find(&engine->published, &image->procedure, image->version);

    assert(answer != NULL);
    answer->term_count = 0;
    if (image->version == 0 || index == PUBLISHED_NONE) return;
    const struct procedure *procedure = &engine->published.at[index].procedure;
    for (uint32_t i = 0; i < image->stage_count && i < procedure->stage_count; i++) {
        const struct procedure_stage *definition = &procedure->stages[i];
        struct permit_life life = permit_life_of_image(image, i);
        for (enum term_kind kind = TERM_DELIVERY; kind <= TERM_VALID; kind++) {
            if (life.issued_ms == 0 || !term_is_set(definition, kind)) continue;
            struct term_view *out = &answer->terms[answer->term_count++];
            *out = (struct term_view){ .kind = (uint8_t)kind };
            view(&engine->calendar, definition, &life, now_ms, out);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/image_dossier.h"

#include "broker/core/intake.h"
#include "broker/core/intake_image.h"
#include "broker/core/job.h"
#include "broker/core/special.h"

set32 stages_in(const struct bundle_image *image, set32 states)
{
    set32 stages = 0;

    assert(image->stage_count <= STAGES_MAX);
    for (uint32_t i = 0; i < image->stage_count; i++) {
        assert(image->stages[i].state < STAGE_STATE_COUNT);
        if (set_has(states, image->stages[i].state)) stages |= set_of(i);
    }
    return stages;
}

/* A verdict that was nobody's stands in the dossier: the job was called off when its time was over. That a
 * permit was issued with tolerance is said of one on a commitment, too. */
static bool deemed_is_good(const struct stage_image *image, bool is_deemed)
{
    bool was_nobodys = image->job == JOB_CANCELLED && image->verdict != 0;

    assert(image->job < JOB_STATE_COUNT);
    if (was_nobodys && image->verdict == VERDICT_GRANT_TOLERANCE) return true;
    return was_nobodys == is_deemed;
}

/* A state that its kind has; what is settled has an end. */
static bool state_is_good(const struct entry *entry)
{
    static const uint8_t counts[ENTRY_KIND_COUNT] = {
        [ENTRY_SIGNER] = SIGNER_STATE_COUNT,
        [ENTRY_TOLERANCE] = TOLERANCE_STATE_COUNT,
        [ENTRY_COMMITMENT] = COMMITMENT_STATE_COUNT,
    };

    assert(entry->kind < ENTRY_KIND_COUNT);
    if (counts[entry->kind] == 0) return true;
    if (entry->state >= counts[entry->kind]) return false;
    if ((entry->kind == ENTRY_TOLERANCE) != (entry->materials != 0)) return false;
    if ((entry->kind == ENTRY_TOLERANCE) != (entry->stage == STAGE_WHOLE)) return false;
    return (entry->state == 0) == (entry->until_ms == 0);
}

/* What the rules of supervision rely on. */
static bool supervision_is_good(const struct entry *entry)
{
    bool is_whole = entry->stage == STAGE_WHOLE;

    assert(entry->kind > 0);
    assert(entry->kind < ENTRY_KIND_COUNT);
    switch ((int)entry->kind) {
        case ENTRY_CARD:
            return entry->detail >= CARD_NOTICE && entry->detail < CARD_LEVEL_COUNT &&
                   entry->state >= CARD_RAISED && entry->state < CARD_STATE_COUNT;
        case ENTRY_REMINDER: return !is_whole;
        case ENTRY_ORDER:
            if (entry->state < ORDER_ISSUED || entry->state >= ORDER_STATE_COUNT) return false;
            return !is_whole && (entry->state == ORDER_CLOSED) == (entry->until_ms != 0);
        case ENTRY_URGENCY:
            return is_whole && entry->detail < PRIORITY_COUNT && entry->amount < entry->detail;
        default: return true;
    }
}

static bool entry_is_good(const struct entry *entry, const struct bundle_image *image)
{
    bool is_of_stage = entry->stage != STAGE_WHOLE;

    assert(image->stage_count <= STAGES_MAX);
    if (entry->kind == 0 || entry->kind >= ENTRY_KIND_COUNT) return false;
    if (is_of_stage && entry->stage >= image->stage_count) return false;
    if (entry->until_ms != 0 && entry->until_ms < entry->from_ms) return false;
    if (!state_is_good(entry) || !supervision_is_good(entry)) return false;
    if (entry->position < image->submitted_position) return false;
    return entry->position <= image->last_position;
}

/* A verdict that nobody gave stands in the dossier, and nobody waits for one that will not come. */
static bool open_entries_are_good(const struct bundle_image *image)
{
    set32 deemed = 0;
    set32 awaited = 0;

    assert(image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->until_ms != 0) continue;
        if (entry->kind == ENTRY_DEEMED) deemed |= set_of(entry->stage);
        if (entry->kind == ENTRY_RETURN) awaited |= set_of(entry->stage);
    }
    for (uint32_t i = 0; i < image->stage_count; i++) {
        if (!deemed_is_good(&image->stages[i], set_has(deemed, i))) return false;
    }
    set32 undecided =
        stages_in(image, set_of(STAGE_WAITING) | set_of(STAGE_REVIEWING) | set_of(STAGE_PAUSED));
    return (awaited & ~undecided) == 0;
}

/* The counter's entry is the first and the only one of its kind, and open until it is accepted. Before that
 * nothing has been opened. */
static bool intake_is_good(const struct bundle_image *image, const struct procedure *procedure)
{
    const struct entry *entry = intake_of_image(image);
    bool is_early = phase_is_intake(image->phase);

    for (uint32_t i = 1; i < image->entry_count; i++) {
        if (image->entries[i].kind == ENTRY_INTAKE) return false;
    }
    if (entry == NULL) return !is_early;
    assert(entry->kind == ENTRY_INTAKE);
    if (entry->from_ms < image->submitted_ms || entry->stage != STAGE_WHOLE) return false;
    if (is_early) {
        set32 unopened = stages_in(image, set_of(STAGE_WAITING) | set_of(STAGE_SKIPPED));
        return entry->detail == INTAKE_OPEN && entry->until_ms == 0 && procedure->intake.counter &&
               unopened == set_first(image->stage_count);
    }
    return intake_is_accepted(entry->detail) && entry->until_ms != 0;
}

/* What is asked of a stage, for which it stands, or has ended meanwhile. */
static bool asks_well(const struct entry *entry, const struct bundle_image *image)
{
    if (entry->stage == STAGE_WHOLE) return false;
    uint8_t state = image->stages[entry->stage].state;
    assert(state < STAGE_STATE_COUNT);
    return entry->until_ms != 0 || state == STAGE_PAUSED || stage_is_final((enum stage_state)state);
}

/* What entries of its kind have in common. */
static bool kind_is_good(const struct entry *entry, const struct bundle_image *image)
{
    bool is_whole = entry->stage == STAGE_WHOLE;

    switch ((enum entry_kind)entry->kind) {
        case ENTRY_PAUSE:
            if (entry->detail == PAUSE_CORRECTION) return asks_well(entry, image);
            if (entry->detail != PAUSE_SPECIAL) return true;
            return !is_whole && entry->amount > 0 && entry->amount <= UINT16_MAX &&
                   entry->state > 0 && entry->state <= SPECIAL_OTHER;
        case ENTRY_EXTENSION: return entry->amount <= UINT16_MAX;
        case ENTRY_RETURN:
            return !is_whole && (entry->materials & ~(uint64_t)set_first(image->stage_count)) == 0;
        case ENTRY_DEEMED: return !is_whole;
        case ENTRY_DEFICIENCY: return asks_well(entry, image);
        case ENTRY_NOTICE: return is_whole && entry->state <= NOTICE_RETURNED;
        case ENTRY_INTAKE:
        case ENTRY_INTAKE_NOTICE:
        case ENTRY_MIGRATION:
        case ENTRY_SUPPLY: return is_whole;
        case ENTRY_SIGNER: /* see state_is_good */
        case ENTRY_TOLERANCE:
        case ENTRY_COMMITMENT:
        case ENTRY_NO_COMMITMENT:
        case ENTRY_DELIVERY:
        case ENTRY_PERMIT_END:
        case ENTRY_DEFERRAL:
        case ENTRY_WORKS:
        case ENTRY_RENEWAL:
        case ENTRY_STANDSTILL:
        case ENTRY_CARD: /* see supervision_is_good */
        case ENTRY_REMINDER:
        case ENTRY_ORDER:
        case ENTRY_URGENCY: return true;
        case ENTRY_KIND_COUNT: break;
    }
    return false;
}

/* Entries of a kind and state that are open. */
static uint32_t count_open(const struct bundle_image *image, enum entry_kind kind, uint8_t state)
{
    uint32_t count = 0;

    assert(image->entry_count <= ENTRIES_MAX);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        count += entry->kind == kind && entry->state == state && entry->until_ms == 0;
    }
    return count;
}

/* Who was told waits for an answer to the one notice that is given; who was not, for the next one. */
static bool notices_are_good(const struct bundle_image *image)
{
    uint32_t given = count_open(image, ENTRY_NOTICE, NOTICE_GIVEN);
    uint32_t pending = count_open(image, ENTRY_NOTICE, NOTICE_PENDING);

    if (given > 1 || pending > 1) return false;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (entry->until_ms != 0) continue;
        bool is_told = entry->kind == ENTRY_PAUSE && entry->detail == PAUSE_CORRECTION;
        if (is_told && given == 0) return false;
        if (entry->kind == ENTRY_DEFICIENCY && pending == 0) return false;
    }
    return count_open(image, ENTRY_NOTICE, NOTICE_ANSWERED) == 0;
}

/* Suspended is what a pause of the whole lasts for. Before acceptance nothing has been decided. */
bool dossier_is_good(const struct bundle_image *image, const struct procedure *procedure)
{
    const set32 decided =
        set_of(STAGE_GRANTED) | set_of(STAGE_ISSUED) | set_of(STAGE_REFUSED) | set_of(STAGE_LAPSED);
    uint32_t suspensions = 0;
    uint32_t notices = 0;

    if (image->phase >= PHASE_COUNT || image->entry_count > ENTRIES_MAX) return false;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        if (!entry_is_good(entry, image) || !kind_is_good(entry, image)) return false;
        bool lasts = entry->kind == ENTRY_PAUSE && entry->until_ms == 0;
        suspensions += lasts && entry->stage == STAGE_WHOLE;
        bool is_asked = entry->kind == ENTRY_INTAKE_NOTICE && entry->until_ms == 0;
        if (is_asked && entry->stage != STAGE_WHOLE) return false;
        notices += is_asked;
    }
    assert(suspensions <= ENTRIES_MAX);
    if (image->result != RESULT_OPEN) return suspensions == 0; /* with the bundle all have ended */
    if (!notices_are_good(image) || !open_entries_are_good(image)) return false;
    bool stands = image->phase == PHASE_SUSPENDED || image->phase == PHASE_CORRECTING;
    if (suspensions != stands || notices != (image->phase == PHASE_CORRECTING)) return false;
    if (!intake_is_good(image, procedure)) return false;
    if (image->phase != PHASE_PRE_REVIEW) return true;
    return stages_in(image, decided) == 0 && procedure->pre_review_until != 0 &&
           image->milestones[procedure->pre_review_until - 1].state == MILESTONE_OPEN;
}

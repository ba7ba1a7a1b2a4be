/* SPDX-License-Identifier: Apache-2.0 */
/* Materials that may come later: bundles are taken without them, and the stages that read them wait for them
 * before they are issued, unless their gate grants with tolerance. Clerks take them in, applicants give
 * new applications with them, or they do not come in time. Source: proto/SPEC.md 6, 8.1. */
#include "tests/sim/late.h"
#include "tests/sim/materials.h"
#include "tests/sim/model.h"
#include "tests/sim/order.h"
#include "tests/sim/peer.h"
#include "tests/sim/stand.h"
#include "tests/sim/supplies.h"
#include "tests/sim/wish.h"
#include "tests/sim/world.h"
#include "tongfa/act.h"

#define TRIES_MAX 3
#define QUARTER 250

/* One that was missing. */
struct lacking {
    uint8_t material;
    uint8_t state; /* enum tolerance_state */
    bool is_gone;  /* since it was settled some version did not have it */
    set32 issued;  /* stages whose permits went out without it */
    int64_t from_ms;
    int64_t until_ms;
    int64_t due_ms; /* 0: to be counted anew */
    uint64_t position;
};

static struct {
    uint32_t count;
    struct lacking list[PLAN_MATERIALS_MAX];
    const struct procedure *submitted_under;
    bool is_withdrawn_next; /* they did not come, and the application counts as withdrawn */
} lacks[PLAN_BUNDLES_MAX];

static uint64_t looked;

static void begin(void)
{
    memset(lacks, 0, sizeof lacks);
    looked = 0;
}

/* ---- The plan -------------------------------------------------------------------------------- */

static void draw_procedure(struct procedure *procedure, uint32_t index)
{
    struct chance chance =
        world_chance("tolerance", index + 100 * (uint64_t)world_option(OPTION_variant));
    if (world_option(OPTION_tolerate) == 0 || chance_one_in(&chance, 3)) return;
    procedure->on_overdue = (uint8_t)chance_below(&chance, ON_OVERDUE_WITHDRAW + 1);
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        procedure->gates[i].on_tolerance = (uint8_t)chance_below(&chance, ON_TOLERANCE_GRANT + 1);
    }
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        uint32_t amount = chance_below(&chance, 20);
        struct limit within = { .value = (uint16_t)(1 + (amount >> chance_below(&chance, 5))) };
        within.unit = (uint8_t)(1 + chance_below(&chance, LIMIT_NATURAL_HOURS));
        if (chance_one_in(&chance, 3)) continue;
        procedure->materials[i].required = true;
        procedure->materials[i].may_miss = within;
    }
}

static bool is_tolerant(const struct procedure *procedure)
{
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        if (procedure->materials[i].may_miss.value != 0) return true;
    }
    return false;
}

/* What may come later is mostly missing, what may not is mostly there. */
static void draw_bundle(struct plan_bundle *bundle, uint32_t index)
{
    const struct procedure *procedure = bundle->governing;
    struct chance chance = world_chance("lacking", index);
    bool is_lacking = chance_below(&chance, 1000) < QUARTER + world_option(OPTION_tolerate);
    if (!is_tolerant(procedure)) return;
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        bool may_miss = procedure->materials[i].may_miss.value != 0;
        uint8_t document = materials_draw(&chance);
        if (chance_one_in(&chance, 3) || (may_miss && !is_lacking)) continue;
        bundle->documents[i] = may_miss ? 0 : document;
    }
    if (bundle->foreign != 0 && bundle->documents[0] == 0) bundle->foreign = 1; /* not twice */
}

/* What is required, read by a stage that applies, and not there: what may come later, or the rest. */
static uint64_t lacking_of(const struct plan_bundle *bundle, set32 skipped, bool may_miss)
{
    const struct procedure *procedure = bundle->governing;
    uint64_t materials = 0;
    for (uint32_t i = 0; i < procedure->material_count; i++) {
        const struct procedure_material *material = &procedure->materials[i];
        bool is_read = (materials_readers(procedure, UINT64_C(1) << i) & ~skipped) != 0;
        bool is_it = (material->may_miss.value != 0) == may_miss && material->required;
        bool is_missing = materials_document(bundle, i) == 0;
        if (is_missing && is_read && is_it) materials |= UINT64_C(1) << i;
    }
    return is_tolerant(procedure) ? materials : 0;
}

/* At a counter nothing is refused for that. */
static void predict(const struct plan_bundle *bundle, struct prediction *made)
{
    if (made->refused != OK || bundle->governing->intake.counter) return;
    if (lacking_of(bundle, made->skipped, false) != 0) made->refused = ERR_MATERIAL_MISSING;
}

/* ---- What is missing ------------------------------------------------------------------------- */

/* Those that are awaited; of a bundle that has ended those that a permit was issued without. */
static uint64_t awaited_of(const struct audit_bundle *bundle)
{
    uint64_t materials = 0;
    for (uint32_t i = 0; i < lacks[bundle->number - 1].count; i++) {
        const struct lacking *lacking = &lacks[bundle->number - 1].list[i];
        bool is_owed = bundle->result == RESULT_OPEN || lacking->issued != 0;
        bool is_missing = lacking->state == TOLERANCE_MISSING && is_owed;
        if (is_missing) materials |= UINT64_C(1) << lacking->material;
    }
    return materials;
}

/* The last instant in time, of a bundle that is not suspended. */
static int64_t due_ms(const struct audit_bundle *bundle, struct lacking *lacking, int64_t now_ms)
{
    struct limit within = bundle->procedure->materials[lacking->material].may_miss;
    if (lacking->due_ms == 0) {
        lacking->due_ms = stand_due_ms(bundle->number, lacking->from_ms, within, now_ms);
    }
    return lacking->due_ms;
}

/* A calendar came, or the bundle was suspended meanwhile. */
static void count_anew(const struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_of_time =
        fact->type == FACT_ACTED || fact->type == FACT_SUPPLIED || fact->type == FACT_MIGRATED;
    if (bundle != NULL && !is_of_time) return;
    for (uint32_t i = 0; i < PLAN_BUNDLES_MAX; i++) {
        if (bundle != NULL && bundle->number != i + 1) continue;
        for (uint32_t k = 0; k < lacks[i].count; k++) {
            lacks[i].list[k].due_ms = 0;
        }
    }
}

static set32 withholds(const struct audit_bundle *bundle)
{
    const struct procedure *procedure = bundle->procedure;
    set32 stages = materials_readers(procedure, awaited_of(bundle));
    for (uint32_t i = 0; i < procedure->gate_count; i++) {
        bool grants = procedure->gates[i].on_tolerance == ON_TOLERANCE_GRANT;
        if (grants) stages &= ~procedure->gates[i].members;
    }
    return stages;
}

static void settle(const struct fact *fact, uint64_t materials, enum tolerance_state state)
{
    for (uint32_t i = 0; i < lacks[fact->bundle - 1].count; i++) {
        struct lacking *lacking = &lacks[fact->bundle - 1].list[i];
        bool is_it =
            lacking->state == TOLERANCE_MISSING && (materials >> lacking->material & 1) != 0;
        if (!is_it) continue;
        lacking->state = (uint8_t)state;
        lacking->until_ms = fact->at_ms;
    }
}

/* ---- Wishes ---------------------------------------------------------------------------------- */

static void want(struct chance *chance, const struct audit_bundle *bundle, uint64_t materials,
                 int64_t at_ms)
{
    struct wish wish = { .feature = &feature_tolerance,
                         .act = ACT_MATERIAL_SUPPLIED,
                         .bundle = bundle->number,
                         .stage = STAGE_WHOLE,
                         .materials = (set32)materials };
    wish.flaw = (uint8_t)wish_flaw(chance, wish.act);
    wish.peer = wish_peer(chance, wish.act, wish.flaw != FLAW_ROLE);
    wish_for(&wish, bundle->planned, at_ms);
}

/* Some bring what nobody waits for. */
static void on_submitted(uint32_t peer, const struct duty *submit)
{
    const struct duty own = *submit; /* the list may move on */
    const struct audit_bundle *bundle = audit_bundle(own.bundle);
    struct chance chance = world_chance("bring", own.planned);
    uint32_t tries = is_tolerant(bundle->procedure) ? chance_below(&chance, TRIES_MAX) : 0;
    (void)peer;
    for (uint32_t i = 0; i < tries; i++) {
        uint64_t materials = chance_next(&chance) & chance_next(&chance) &
                             set_first(bundle->procedure->material_count + 1);
        if (materials != 0) want(&chance, bundle, materials, wish_when(&chance));
    }
}

/* Each will come, at the latest when faults have stopped: over the counter or with a new application. */
static void want_all(const struct audit_bundle *bundle, const struct fact *fact)
{
    struct chance chance = world_chance("bring_all", fact->position);
    uint64_t materials = fact->acted.materials;
    int64_t end_ms = world.now_ms + 2000 * (int64_t)world_option(OPTION_seconds);
    for (uint32_t i = 0; i < bundle->procedure->material_count; i++) {
        struct wish wish = { .feature = &feature_tolerance,
                             .act = ACT_MATERIAL_SUPPLIED,
                             .bundle = bundle->number,
                             .stage = STAGE_WHOLE };
        int64_t soon_ms = wish_when(&chance);
        wish.peer = wish_peer(&chance, wish.act, true);
        wish.materials = set_of(i);
        if ((materials >> i & 1) == 0) continue;
        if (chance_one_in(&chance, 2)) want(&chance, bundle, materials, soon_ms);
        if (chance_one_in(&chance, 3)) supply_for(bundle, &chance, set_of(i), wish_when(&chance));
        wish_for(&wish, bundle->planned, chance_one_in(&chance, 3) ? wish_when(&chance) : end_ms);
    }
}

/* They are not all awaited, or were not a moment ago. */
static bool is_refused(const struct wish *wish, const struct msg_error *error)
{
    const struct audit_bundle *bundle = audit_bundle(wish->bundle);
    bool is_right = (wish->materials & ~awaited_of(bundle)) == 0;
    return error->number == ERR_ACT_IMPOSSIBLE && (!is_right || wish_is_new(wish));
}

/* All that is missing may come later under that version, too. */
static bool bears(const struct audit_bundle *bundle, const struct procedure *to)
{
    for (uint32_t i = 0; i < lacks[bundle->number - 1].count; i++) {
        const struct lacking *lacking = &lacks[bundle->number - 1].list[i];
        bool is_there = lacking->material < to->material_count;
        bool may_miss = is_there && to->materials[lacking->material].may_miss.value != 0;
        if (lacking->state == TOLERANCE_MISSING && !may_miss) return false;
    }
    return true;
}

static bool awaits(const struct audit_bundle *bundle)
{
    return awaited_of(bundle) != 0 && (!bundle->is_received || bundle->is_correcting);
}

/* ---- Facts ----------------------------------------------------------------------------------- */

/* Told once, right behind the submission. */
static void tolerate(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct plan_bundle *planned = &plan.bundles[bundle->planned];
    uint64_t lacking = lacking_of(planned, model_predict(bundle->planned).skipped, true);
    bool is_first = audit_fact(fact->previous)->type == FACT_BUNDLE_SUBMITTED;
    if (!is_first || lacks[bundle->number - 1].count != 0) audit_fault(fact, "it comes too late");
    if (!wish_is_own(fact)) audit_fault(fact, "it is for the broker to say");
    if (fact->acted.materials != lacking) {
        audit_fault(fact, "0x%llx, but 0x%llx are missing",
                    (unsigned long long)fact->acted.materials, (unsigned long long)lacking);
    }
    for (uint32_t i = 0; i < bundle->procedure->material_count; i++) {
        if ((lacking >> i & 1) == 0) continue;
        lacks[bundle->number - 1].list[lacks[bundle->number - 1].count++] = (struct lacking){
            .material = (uint8_t)i, .from_ms = fact->at_ms, .position = fact->position
        };
    }
    want_all(bundle, fact);
}

static void bring(const struct audit_bundle *bundle, const struct fact *fact)
{
    uint64_t materials = fact->acted.materials;
    if (!wish_is_wanted(fact)) audit_fault(fact, "nobody who may wanted that");
    if (materials == 0) audit_fault(fact, "nothing came");
    if ((materials & ~awaited_of(bundle)) != 0) audit_fault(fact, "that was not awaited");
    if (fact->acted.stages != 0) audit_fault(fact, "it is about stages");
    settle(fact, materials, TOLERANCE_SUPPLIED);
}

/* Those that have not come, and all of them. */
static void tell_overdue(struct audit_bundle *bundle, const struct fact *fact)
{
    const struct procedure *procedure = bundle->procedure;
    uint64_t late = 0;
    for (uint32_t i = 0; i < lacks[bundle->number - 1].count; i++) {
        struct lacking *lacking = &lacks[bundle->number - 1].list[i];
        if (lacking->state != TOLERANCE_MISSING) continue;
        bool is_late = due_ms(bundle, lacking, fact->at_ms) < fact->at_ms;
        if (is_late) late |= UINT64_C(1) << lacking->material;
    }
    bool is_withdrawn = procedure->on_overdue == ON_OVERDUE_WITHDRAW;
    set32 readers = materials_readers(procedure, late) & late_open_stages(bundle);
    set32 refused = is_withdrawn ? 0 : readers;
    if (!wish_is_own(fact)) audit_fault(fact, "it is for the broker to say");
    if (audit_stands(bundle)) audit_fault(fact, "the bundle stands still");
    if (fact->acted.materials != late || late == 0) {
        audit_fault(fact, "0x%llx, but 0x%llx are late", (unsigned long long)fact->acted.materials,
                    (unsigned long long)late);
    }
    if (fact->acted.stages != refused) {
        audit_fault(fact, "refuses 0x%x, not 0x%x", fact->acted.stages, refused);
    }
    settle(fact, late, TOLERANCE_OVERDUE);
    lacks[bundle->number - 1].is_withdrawn_next = is_withdrawn;
    late_refuse(bundle, refused);
}

/* By itself, since a material did not come. */
static bool is_given_up(const struct audit_bundle *bundle, const struct fact *fact)
{
    return fact->type == FACT_BUNDLE_WITHDRAWN && name_is_empty(&fact->bundle_withdrawn.by) &&
           lacks[bundle->number - 1].is_withdrawn_next;
}

static bool apply(struct audit_bundle *bundle, const struct fact *fact)
{
    uint8_t act = fact->type == FACT_ACTED ? fact->acted.act : 0;
    bool is_own =
        act == ACT_TOLERATE || act == ACT_MATERIAL_SUPPLIED || act == ACT_MATERIAL_OVERDUE;
    if (is_given_up(bundle, fact)) {
        audit_withdraw(bundle);
        lacks[bundle->number - 1].is_withdrawn_next = false;
        return true;
    }
    if (!is_own) return false;
    if (fact->acted.onward.granted != 0) audit_fault(fact, "something is granted");
    if (fact->acted.stage != STAGE_WHOLE) audit_fault(fact, "it is of a stage");
    if (act == ACT_TOLERATE) tolerate(bundle, fact);
    if (act == ACT_MATERIAL_SUPPLIED) bring(bundle, fact);
    if (act == ACT_MATERIAL_OVERDUE) tell_overdue(bundle, fact);
    return true;
}

/* With a new application. */
static void take_supplied(struct audit_bundle *bundle, const struct fact *fact)
{
    (void)bundle;
    settle(fact, fact->supplied.changed, TOLERANCE_SUPPLIED);
}

static set32 opinions_of(const struct procedure *procedure)
{
    set32 stages = 0;
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        if (procedure->stages[i].opinion) stages |= set_of(i);
    }
    return stages;
}

/* Permits that are issued while a material is missing say so; opinions stay what they are. */
static void take_issued(const struct audit_bundle *bundle, const struct fact *fact)
{
    const struct fact_permits_issued *issued = &fact->permits_issued;
    set32 permits = 0;
    for (uint32_t i = 0; i < issued->permit_count; i++) {
        permits |= set_of(issued->permits[i].stage);
    }
    permits &= ~opinions_of(bundle->procedure);
    set32 tolerated = permits & materials_readers(bundle->procedure, awaited_of(bundle));
    if (issued->tolerated != tolerated) {
        audit_fault(fact, "0x%x with tolerance, not 0x%x", issued->tolerated, tolerated);
    }
    for (uint32_t i = 0; i < lacks[bundle->number - 1].count; i++) {
        struct lacking *lacking = &lacks[bundle->number - 1].list[i];
        if (lacking->state != TOLERANCE_MISSING) continue;
        lacking->issued |=
            permits & materials_readers(bundle->procedure, UINT64_C(1) << lacking->material);
    }
}

/* After a pre-review their time is that of an accepted bundle. */
static void begin_anew(const struct fact *fact)
{
    for (uint32_t i = 0; i < lacks[fact->bundle - 1].count; i++) {
        struct lacking *lacking = &lacks[fact->bundle - 1].list[i];
        if (lacking->state == TOLERANCE_MISSING) lacking->from_ms = fact->at_ms;
    }
}

/* Nobody knows the names any more of what a version does not have. */
static void forget(const struct audit_bundle *bundle)
{
    for (uint32_t i = 0; i < lacks[bundle->number - 1].count; i++) {
        struct lacking *lacking = &lacks[bundle->number - 1].list[i];
        lacking->is_gone |= lacking->material >= bundle->procedure->material_count;
    }
}

static void take_fact(const struct audit_bundle *bundle, const struct fact *fact)
{
    bool is_accepted = fact->type == FACT_ACTED && fact->acted.act == ACT_CONVERT;
    if (is_accepted) begin_anew(fact);
    count_anew(bundle, fact);
    if (fact->type == FACT_MIGRATED) forget(bundle);
    if (fact->type == FACT_BUNDLE_SUBMITTED) {
        lacks[bundle->number - 1].submitted_under = bundle->procedure;
    }
    if (fact->type == FACT_PERMITS_ISSUED) take_issued(bundle, fact);
}

/* ---- Nothing is left undone ------------------------------------------------------------------ */

static void settled(const struct audit_bundle *bundle)
{
    const struct plan_bundle *planned = &plan.bundles[bundle->planned];
    bool is_tolerated = lacks[bundle->number - 1].count != 0;
    bool is_moved = planned->governing != lacks[bundle->number - 1].submitted_under;
    bool lacks_any = is_tolerant(bundle->procedure) && !is_tolerated && !is_moved &&
                     lacking_of(planned, model_predict(bundle->planned).skipped, true) != 0;
    if (lacks_any) {
        world_fail("bundle %llu: nobody says what is missing", (unsigned long long)bundle->number);
    }
    if (!lacks[bundle->number - 1].is_withdrawn_next) return;
    world_fail("bundle %llu: a material did not come, and it is not withdrawn",
               (unsigned long long)bundle->number);
}

/* When the first is late, and in which bundle; INT64_MAX: none is. */
static int64_t first_late_ms(int64_t now_ms, uint64_t *number)
{
    int64_t first_ms = INT64_MAX;
    for (uint64_t i = 1; i <= audit_bundle_count(); i++) {
        const struct audit_bundle *bundle = audit_bundle(i);
        if (bundle->result != RESULT_OPEN || audit_stands(bundle)) continue;
        for (uint32_t k = 0; k < lacks[i - 1].count; k++) {
            struct lacking *lacking = &lacks[i - 1].list[k];
            if (lacking->state != TOLERANCE_MISSING) continue;
            int64_t late_ms = due_ms(bundle, lacking, now_ms) + 1;
            if (late_ms >= first_ms) continue;
            first_ms = late_ms;
            *number = i;
        }
    }
    return first_ms;
}

static int64_t next_ms(int64_t now_ms)
{
    uint64_t number;
    return first_late_ms(now_ms, &number);
}

static void look_at_time(int64_t now_ms)
{
    uint64_t number = 0;
    if (first_late_ms(now_ms, &number) > now_ms) return;
    world_fail("bundle %llu: nobody says that a material is late", (unsigned long long)number);
}

/* ---- What it shows --------------------------------------------------------------------------- */

/* The dossier has these entries, in order, and the verdicts say which permits went out without. */
static void look_at_image(const struct bundle_image *image, const struct audit_bundle *bundle,
                          const char *what)
{
    uint32_t at = 0;
    uint32_t count = lacks[bundle->number - 1].count;
    set32 tolerated = 0;
    bool is_good = true;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        const struct lacking *own = &lacks[bundle->number - 1].list[at];
        if (entry->kind != ENTRY_TOLERANCE) continue;
        uint64_t material = own->is_gone ? 0 : UINT64_C(1) << own->material;
        is_good = is_good && at < count && entry->materials == material &&
                  entry->state == own->state && entry->amount == own->issued &&
                  entry->from_ms == own->from_ms && entry->until_ms == own->until_ms &&
                  entry->position == own->position;
        if (++at > count) break;
        tolerated |= own->issued;
    }
    for (uint32_t i = 0; i < image->stage_count; i++) {
        bool is_told = image->stages[i].verdict == VERDICT_GRANT_TOLERANCE;
        is_good = is_good && is_told == set_has(tolerated, i);
    }
    if (is_good && at == count) return;
    world_fail("%s: bundle %llu: its missing materials are not what was recorded", what,
               (unsigned long long)bundle->number);
}

static void look_at_wait(const struct audit_bundle *bundle, struct lacking *lacking, int64_t now_ms,
                         const struct msg_explanation *explanation)
{
    const struct procedure *procedure = bundle->procedure;
    set32 readers = materials_readers(procedure, UINT64_C(1) << lacking->material);
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        bool is_awaited =
            set_has(readers & withholds(bundle), i) && bundle->stages[i].state == STAGE_GRANTED;
        bool is_told = false;
        for (uint32_t k = 0; k < explanation->wait_count; k++) {
            const struct wait *wait = &explanation->waits[k];
            bool is_it = wait->kind == WAIT_TOLERANCE &&
                         name_is_equal(&wait->stage, &procedure->stages[i].name) &&
                         name_is_equal(&wait->on, &procedure->materials[lacking->material].name);
            is_told = is_told || (is_it && wait->until_ms == due_ms(bundle, lacking, now_ms));
        }
        if (is_told || !is_awaited || explanation->wait_count == WAITS_MAX) continue;
        world_fail("bundle %llu: explain does not say that stage %s waits for a material",
                   (unsigned long long)bundle->number, procedure->stages[i].name.text);
    }
}

/* An engine that has applied what the audit has: by turns one bundle. */
static void look(const struct engine *engine, int64_t now_ms, const char *what)
{
    static struct bundle_image image;
    static struct msg_explanation explanation;
    uint64_t number = audit_bundle_count() == 0 ? 0 : looked++ % audit_bundle_count() + 1;
    const struct audit_bundle *bundle = audit_bundle(number);
    if (bundle == NULL || lacks[number - 1].count == 0) return;
    if (order_image(engine, number, &image) != OK) return;
    look_at_image(&image, bundle, what);
    if (bundle->result != RESULT_OPEN || audit_stands(bundle)) return;
    if (engine_explain(engine, number, now_ms, &explanation) != OK) return;
    for (uint32_t i = 0; i < lacks[number - 1].count; i++) {
        struct lacking *lacking = &lacks[number - 1].list[i];
        if (lacking->state != TOLERANCE_MISSING) continue;
        look_at_wait(bundle, lacking, now_ms, &explanation);
    }
}

const struct feature feature_tolerance = {
    .begin = begin,
    .draw_procedure = draw_procedure,
    .draw_bundle = draw_bundle,
    .predict = predict,
    .on_submitted = on_submitted,
    .act_refused = is_refused,
    .apply = apply,
    .take_fact = take_fact,
    .withholds = withholds,
    .awaits = awaits,
    .bears = bears,
    .supplied = take_supplied,
    .settled = settled,
    .look_at_time = look_at_time,
    .next_ms = next_ms,
    .look = look,
};

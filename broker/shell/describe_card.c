/* SPDX-License-Identifier: Apache-2.0 */
/* Supervision in words: cards, orders, reminders, urgent bundles. */
#include "broker/core/card_rules.h"
#include "broker/shell/describe_line.h"

#include <inttypes.h>

static const char *level_of(uint8_t level)
{
    static const char *const names[CARD_LEVEL_COUNT] = {
        [CARD_NOTICE] = "NOTICE",
        [CARD_YELLOW] = "YELLOW",
        [CARD_RED] = "RED",
        [CARD_DEEP_RED] = "DEEP RED",
    };
    return line_name_at(names, CARD_LEVEL_COUNT, level);
}

static const char *role_of(uint32_t role)
{
    static const char *const names[] = {
        [ROLE_OFFICER] = "officer",
        [ROLE_HEAD] = "head",
        [ROLE_GOVERNMENT] = "government",
        [ROLE_SUPERVISOR] = "supervisor",
    };
    return line_name_at(names, sizeof names / sizeof *names, role);
}

bool line_say_card(struct line *line, const struct fact_acted *acted)
{
    const char *by = acted->by.text;

    switch ((int)acted->act) {
        case ACT_RAISE_CARD:
            line_say(line, "%s CARD by %s", level_of(acted->detail), acted->on.text);
            if (acted->role != 0) line_say(line, ", %s must act", role_of(acted->role));
            return true;
        case ACT_APPEAL_CARD:
            line_say(line, "%s CARD appealed against by %s", level_of(acted->detail), by);
            return true;
        case ACT_UPHOLD_CARD:
            line_say(line, "%s CARD upheld by %s", level_of(acted->detail), by);
            return true;
        case ACT_WITHDRAW_CARD:
            line_say(line, "%s CARD withdrawn by %s", level_of(acted->detail), by);
            return true;
        case ACT_URGE:
            line_say(line, "URGENT, priority %" PRIu32 " by %s", acted->amount, by);
            return true;
        default: return false;
    }
}

/* ---- The dossier --------------------------------------------------------------------------- */

static const struct procedure *procedure_of(const struct describe *how, uint64_t bundle)
{
    struct bundle_image image;

    if (how->engine == NULL) return NULL;
    if (engine_image(how->engine, bundle, &image) != OK) return NULL;
    return engine_procedure(how->engine, &image.procedure, image.version);
}

static void say_card(struct line *line, const struct describe *how,
                     const struct procedure *procedure, const struct entry *entry)
{
    static const char *const states[CARD_STATE_COUNT] = {
        [CARD_RAISED] = "raised",
        [CARD_APPEALED] = "appealed against",
        [CARD_UPHELD] = "upheld",
        [CARD_WITHDRAWN] = "withdrawn",
    };

    line_say(line, "%s card of ", level_of(entry->detail));
    if (entry->stage == STAGE_WHOLE) {
        line_say(line, "all");
    } else {
        line_say_stage(line, procedure, entry->stage);
    }
    line_say(line, " since ");
    line_say_time(line, how, entry->from_ms);
    line_say(line, ": %s", line_name_at(states, CARD_STATE_COUNT, entry->state));
    if (entry->amount != 0) line_say(line, "; %s must act", role_of(entry->amount));
    if (procedure == NULL) return;
    const struct escalation *step = supervision_step(&procedure->supervision, entry->detail);
    if (step != NULL && step->interview[0] != '\0') line_say(line, ": %s", step->interview);
}

static void say_order(struct line *line, const struct describe *how,
                      const struct procedure *procedure, const struct entry *entry)
{
    static const char *const states[ORDER_STATE_COUNT] = {
        [ORDER_ISSUED] = "issued",         [ORDER_ACKED] = "acknowledged",
        [ORDER_REPORTED] = "reported on",  [ORDER_RETURNED] = "returned",
        [ORDER_RECTIFYING] = "rectifying", [ORDER_VERIFIED] = "verified",
        [ORDER_CLOSED] = "closed",         [ORDER_APPEALED] = "appealed against",
    };

    line_say(line, "order to %s about ", line_department(procedure, entry->stage));
    line_say_stage(line, procedure, entry->stage);
    line_say(line, " since ");
    line_say_time(line, how, entry->from_ms);
    if (entry->due_ms != 0) {
        line_say(line, ", due ");
        line_say_time(line, how, entry->due_ms);
    }
    line_say(line, ": %s", line_name_at(states, ORDER_STATE_COUNT, entry->state));
}

bool describe_supervision(const struct describe *how, uint64_t bundle, const struct entry *entry,
                          char text[DESCRIBE_LINE_MAX])
{
    const struct procedure *procedure = procedure_of(how, bundle);
    struct line line = { .text = text };

    text[0] = '\0';
    switch ((int)entry->kind) {
        case ENTRY_CARD: say_card(&line, how, procedure, entry); return true;
        case ENTRY_ORDER: say_order(&line, how, procedure, entry); return true;
        case ENTRY_REMINDER:
            line_say(&line, "reminder of ");
            line_say_stage(&line, procedure, entry->stage);
            line_say(&line, ": %" PRIu32 ", the last by %s ", entry->amount, entry->by.text);
            line_say_time(&line, how, entry->from_ms);
            return true;
        case ENTRY_URGENCY:
            line_say(&line, "priority %" PRIu32 " instead of %u from ", entry->amount,
                     entry->detail);
            line_say_time(&line, how, entry->from_ms);
            if (entry->until_ms == 0) return true;
            line_say(&line, " to ");
            line_say_time(&line, how, entry->until_ms);
            return true;
        default: return false;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "client/explain.h"

#include "client/json.h"
#include "client/text.h"
#include "proto/message.h"

#include <inttypes.h>
#include <stdio.h>

#define LABEL_BYTES_MAX (NAME_BYTES_MAX + TITLE_BYTES_MAX + 8)

void duration_phrase(int64_t duration_ms, char text[DURATION_BYTES_MAX + 1])
{
    static const struct {
        int64_t ms;
        const char *name;
    } units[] = {
        { 86400000, "d" }, { 3600000, "h" }, { 60000, "min" }, { 1000, "s" }, { 0, NULL },
    };
    if (duration_ms < 0) duration_ms = 0;
    if (duration_ms < 10000) {
        snprintf(text, DURATION_BYTES_MAX + 1, "%" PRId64 ".%" PRId64 " s", duration_ms / 1000,
                 duration_ms % 1000 / 100);
        return;
    }
    size_t i = 0;
    while (duration_ms < units[i].ms) {
        i++;
    }
    int64_t large = duration_ms / units[i].ms;
    int64_t small = units[i + 1].ms > 0 ? duration_ms % units[i].ms / units[i + 1].ms : 0;
    int size = snprintf(text, DURATION_BYTES_MAX + 1, "%" PRId64 " %s", large, units[i].name);
    if (small > 0) {
        snprintf(text + size, DURATION_BYTES_MAX + 1 - (size_t)size, " %" PRId64 " %s", small,
                 units[i + 1].name);
    }
}

/* The title of a stage or milestone; "" where none is known. */
static const char *title_of(const struct name *name, const struct procedure *names)
{
    for (uint32_t i = 0; names != NULL && i < names->stage_count; i++) {
        if (name_is_equal(&names->stages[i].name, name)) return names->stages[i].title;
    }
    for (uint32_t i = 0; names != NULL && i < names->milestone_count; i++) {
        if (name_is_equal(&names->milestones[i].name, name)) return names->milestones[i].title;
    }
    return "";
}

/* `works "建设工程规划许可证"`, or the name alone where no title is known. */
static void label(const struct name *name, const struct procedure *names,
                  char text[LABEL_BYTES_MAX + 1])
{
    const char *title = title_of(name, names);
    const char *quote = title[0] != '\0' ? "\"" : "";

    snprintf(text, LABEL_BYTES_MAX + 1, "%s%s%s%s%s", name->text, quote[0] != '\0' ? " " : "",
             quote, title, quote);
}

/* What of a stage is held up. */
static const char *edge_subject(uint8_t edge)
{
    if (edge == EDGE_START) return "The review of";
    if (edge == EDGE_DECIDE) return "The decision on";
    return "The permit of";
}

/* Jobs that wait for somebody to take them. */
static int explain_worker(const struct wait *wait, const char *stage, char *text, size_t size)
{
    const char *department = wait->department.text;

    if (wait->workers == 0) {
        return snprintf(text, size,
                        "%s is ready for review, but no worker of %s is connected; "
                        "start one there",
                        stage, department);
    }
    if (wait->workers_free == 0) {
        return snprintf(text, size,
                        "%s is ready for review; all %" PRIu32 " workers of %s are busy, and "
                        "%" PRIu32 " other jobs go first",
                        stage, wait->workers, department, wait->queued_before);
    }
    return snprintf(text, size, "%s is ready for review and goes to a worker of %s next", stage,
                    department);
}

/* What is not accepted yet is with the counter, or back with the applicant. */
static int explain_intake(const struct msg_explanation *explanation, const struct wait *wait,
                          const char *left, char *text)
{
    const size_t size = SENTENCE_BYTES_MAX + 1;
    const bool is_supply = wait->kind == WAIT_SUPPLY;
    const char *until = is_supply ? "; if it does not come, the bundle ends by itself in "
                                  : "; if nobody says anything, it is accepted by itself in ";

    if (wait->until_ms == 0) {
        until = "";
        left = "";
    }
    if (is_supply) {
        return snprintf(text, size,
                        "The bundle is not accepted: the applicant was told what to correct, and "
                        "has to supply it%s%s",
                        until, left);
    }
    return snprintf(text, size,
                    "The bundle is received, and a clerk at the counter has to accept it or not: "
                    "`tongfa act accept %" PRIu64 "`%s%s",
                    explanation->bundle, until, left);
}

/* What the applicant must correct, and does not know yet, or has not supplied. left - until it is due. */
static int explain_correction(const struct wait *wait, const char *stage, const char *left,
                              char *text, size_t size)
{
    bool is_due = wait->until_ms != 0;

    if (wait->kind == WAIT_SUPPLY) {
        return snprintf(
            text, size,
            "The applicant must correct something before %s is reviewed again%s%s: `tongfa "
            "supply`",
            stage, is_due ? "; what follows without an answer follows in " : "",
            is_due ? left : "");
    }
    if (!name_is_empty(&wait->on)) {
        return snprintf(
            text, size,
            "%s asks for corrections once more; a supervisor must allow another notice, "
            "or the department take it back: `tongfa act notify`, `tongfa act retract`",
            stage);
    }
    return snprintf(text, size, "%s asks for corrections; the applicant is told once, %s%s", stage,
                    is_due ? "when all reviews have answered, at the latest in "
                           : "when the last notice is answered",
                    is_due ? left : "");
}

/* What was planned for it may be over, and ends nothing. */
static int explain_special(const struct msg_explanation *explanation, const struct wait *wait,
                           const char *stage, char *text)
{
    const int64_t left_ms = wait->until_ms - explanation->now_ms;
    char far[DURATION_BYTES_MAX + 1];

    duration_phrase(left_ms < 0 ? -left_ms : left_ms, far);
    return snprintf(
        text, SENTENCE_BYTES_MAX + 1,
        "The review of %s stands for its %s, whose time is not counted; the days planned "
        "for it %s %s%s. %s ends it: `tongfa act special_end %" PRIu64 " %s`",
        stage, wait->on.text, left_ms < 0 ? "ended" : "end in", far, left_ms < 0 ? " ago" : "",
        wait->department.text, explanation->bundle, wait->stage.text);
}

/* What follows for a permit after its issue: whom it waits for, and how long there is. */
static int explain_permit(const struct msg_explanation *explanation, const struct wait *wait,
                          const char *stage, char *text)
{
    const size_t size = SENTENCE_BYTES_MAX + 1;
    const bool is_over = explanation->now_ms > wait->until_ms;
    const char *department = wait->department.text;
    char left[DURATION_BYTES_MAX + 1];

    duration_phrase(is_over ? explanation->now_ms - wait->until_ms
                            : wait->until_ms - explanation->now_ms,
                    left);
    switch ((int)wait->kind) {
        case WAIT_DELIVERY:
            if (is_over) {
                return snprintf(text, size,
                                "The permit of %s has not been delivered: overdue for %s", stage,
                                left);
            }
            return snprintf(text, size, "The permit of %s is to be delivered within %s", stage,
                            left);
        case WAIT_WORKS:
            return snprintf(text, size,
                            "Works on the permit of %s have not begun; in %s it lapses, unless a "
                            "deferral is asked for",
                            stage, is_over ? "no time" : left);
        case WAIT_DEFERRAL:
            return snprintf(text, size,
                            "A deferral of works on the permit of %s was asked for; %s has not "
                            "decided",
                            stage, department);
        case WAIT_CHECK:
            return snprintf(text, size,
                            "%s was decided on a commitment, which %s has to check; the time for "
                            "it %s %s%s: `tongfa act commitment_kept %" PRIu64 " %s`",
                            stage, department, is_over ? "ended" : "ends in", left,
                            is_over ? " ago" : "", explanation->bundle, wait->stage.text);
        case WAIT_TOLERANCE:
            return snprintf(text, size,
                            "The permit of %s was issued without the material %s, which is "
                            "%s %s: `tongfa act material_supplied %" PRIu64 " --materials %s`",
                            stage, wait->on.text, is_over ? "overdue for" : "due in", left,
                            explanation->bundle, wait->on.text);
        default: break;
    }
    return snprintf(text, size,
                    "A renewal of the permit of %s was asked for; if %s does not decide within %s, "
                    "it is deemed granted",
                    stage, department, is_over ? "no time" : left);
}

/* What somebody has in hand: a worker, the clock, an operator. */
static int explain_job(const struct msg_explanation *explanation, const struct wait *wait,
                       const char *stage, char *text)
{
    const size_t size = SENTENCE_BYTES_MAX + 1;
    char left[DURATION_BYTES_MAX + 1];

    duration_phrase(wait->until_ms - explanation->now_ms, left);
    switch ((enum wait_kind)wait->kind) {
        case WAIT_WORKER: return explain_worker(wait, stage, text, size);
        case WAIT_VERDICT:
            return snprintf(text, size,
                            "%s is being reviewed by a worker of %s; if it falls silent, another "
                            "may have it in %s",
                            stage, wait->department.text, left);
        case WAIT_RETRY:
            return snprintf(text, size,
                            "The last review of %s failed; %s will be asked again in %s", stage,
                            wait->department.text, left);
        case WAIT_OPERATOR:
            return snprintf(text, size,
                            "The review of %s is parked and needs an operator of %s: see `tongfa "
                            "parked`, then `tongfa retry %" PRIu64 " %s`",
                            stage, wait->department.text, explanation->bundle, wait->stage.text);
        case WAIT_SPECIAL: return explain_special(explanation, wait, stage, text);
        case WAIT_RESUMPTION:
            return snprintf(text, size,
                            "The bundle is suspended, and its clocks stand; %s%s: `tongfa act "
                            "resume %" PRIu64 "`",
                            wait->until_ms == 0 ? "somebody must resume it"
                                                : "it is resumed by itself in ",
                            wait->until_ms == 0 ? "" : left, explanation->bundle);
        case WAIT_ACCEPTANCE: return explain_intake(explanation, wait, left, text);
        case WAIT_SUPPLY:
            if (name_is_empty(&wait->stage)) return explain_intake(explanation, wait, left, text);
            return explain_correction(wait, stage, left, text, size);
        case WAIT_NOTICE: return explain_correction(wait, stage, left, text, size);
        case WAIT_SIGNERS:
            return snprintf(text, size,
                            "%s waits for the signature of %s at %s: `tongfa act sign %" PRIu64
                            " %s --kind agree`",
                            stage, wait->on.text, wait->department.text, explanation->bundle,
                            wait->stage.text);
        case WAIT_TOLERANCE:
            if (wait->edge == EDGE_AFTER) return explain_permit(explanation, wait, stage, text);
            return snprintf(text, size,
                            "%s is granted; its permit waits for the material %s, which was "
                            "missing and is due in %s",
                            stage, wait->on.text, left);
        case WAIT_HOLD:
            return snprintf(text, size,
                            "%s is granted; its gate issues it in %s at the latest, whatever the "
                            "others come to",
                            stage, left);
        case WAIT_DELIVERY:
        case WAIT_WORKS:
        case WAIT_DEFERRAL:
        case WAIT_RENEWAL:
        case WAIT_CHECK: return explain_permit(explanation, wait, stage, text);
        case WAIT_MILESTONE:
        case WAIT_STAGE:
        case WAIT_GATE: break;
    }
    return snprintf(text, size, "%s waits", stage);
}

/* Who reads this wants to know what to do: where a command helps, it is named. */
void explain_wait(const struct msg_explanation *explanation, const struct wait *wait,
                  const struct procedure *names, char text[SENTENCE_BYTES_MAX + 1])
{
    const size_t size = SENTENCE_BYTES_MAX + 1;
    char stage[LABEL_BYTES_MAX + 1];
    char on[LABEL_BYTES_MAX + 1];
    char since[DURATION_BYTES_MAX + 1];
    int used;

    label(&wait->stage, names, stage);
    label(&wait->on, names, on);
    duration_phrase(explanation->now_ms - wait->since_ms, since);
    if (wait->kind == WAIT_MILESTONE) {
        used = snprintf(text, size,
                        "%s %s waits for the milestone %s, which an outside party reports: "
                        "`tongfa signal %" PRIu64 " %s`",
                        edge_subject(wait->edge), stage, on, explanation->bundle, wait->on.text);
    } else if (wait->kind == WAIT_STAGE) {
        used = snprintf(text, size, "%s %s waits for %s, which is with %s",
                        edge_subject(wait->edge), stage, on, wait->department.text);
    } else if (wait->kind == WAIT_GATE) {
        used = snprintf(text, size,
                        "%s is granted; its permit is issued together with the others of its "
                        "gate, which waits for %s",
                        stage, on);
    } else {
        used = explain_job(explanation, wait, stage, text);
    }
    if (used < 0 || (size_t)used >= size) used = SENTENCE_BYTES_MAX;
    if (wait->since_ms != 0) {
        snprintf(text + used, size - (size_t)used, ". It has waited %s.", since);
    } else {
        snprintf(text + used, size - (size_t)used, ".");
    }
    text_trim(text);
}

static void set_title(json_t *item, const char *key, const char *title)
{
    if (title[0] != '\0') json_object_set_new(item, key, json_text(span_of_text(title)));
}

json_t *explain_json(const struct msg_explanation *explanation, const struct procedure *names)
{
    char sentence[SENTENCE_BYTES_MAX + 1];
    json_t *json = json_struct(message_schema(MSG_EXPLANATION), explanation);
    json_t *waits = json_object_get(json, "waits");

    for (uint32_t i = 0; i < explanation->wait_count && i < json_array_size(waits); i++) {
        const struct wait *wait = &explanation->waits[i];
        json_t *item = json_array_get(waits, i);
        set_title(item, "stage_title", title_of(&wait->stage, names));
        set_title(item, "on_title", title_of(&wait->on, names));
        explain_wait(explanation, wait, names, sentence);
        json_object_set_new(item, "sentence", json_text(span_of_text(sentence)));
    }
    return json;
}

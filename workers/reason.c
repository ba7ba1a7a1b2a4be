/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/reason.h"

#include "client/text.h"
#include "proto/schema.h"
#include "tongfa/base.h"
#include "tongfa/limits.h"
#include "workers/verdict.h"

#include <string.h>

_Static_assert(TONGFA_REASON_BYTES_MAX == REASON_BYTES_MAX, "one bound, two names");
_Static_assert(TONGFA_REMEDIES_BYTES_MAX == REMEDIES_BYTES_MAX, "one bound, two names");
_Static_assert(TONGFA_NAME_BYTES_MAX == NAME_BYTES_MAX, "one bound, two names");

/* Length of the UTF-8 character at this place, or 0 if there is none. */
static size_t character_size(const unsigned char *at, size_t left)
{
    /* For each first byte: how many follow, and what the second may be. */
    unsigned char low = 0x80;
    unsigned char high = 0xbf;
    size_t follow = 0;
    if (at[0] < 0x80) return at[0] >= 0x20 && at[0] != 0x7f ? 1 : (size_t)(at[0] == '\n');
    if (at[0] >= 0xc2 && at[0] <= 0xdf) follow = 1;
    if (at[0] >= 0xe0 && at[0] <= 0xef) follow = 2;
    if (at[0] >= 0xf0 && at[0] <= 0xf4) follow = 3;
    if (at[0] == 0xe0) low = 0xa0;
    if (at[0] == 0xed) high = 0x9f;
    if (at[0] == 0xf0) low = 0x90;
    if (at[0] == 0xf4) high = 0x8f;
    if (follow == 0 || follow >= left || at[1] < low || at[1] > high) return 0;
    for (size_t i = 2; i <= follow; i++) {
        if (at[i] < 0x80 || at[i] > 0xbf) return 0;
    }
    return follow + 1;
}

static void clean(char *text, size_t length)
{
    unsigned char *at = (unsigned char *)text;
    for (size_t i = 0; i < length;) {
        size_t size = character_size(at + i, length - i);
        if (size == 0) at[i] = '?';
        i += size == 0 ? 1 : size;
    }
    text[length] = '\0';
}

/* What only a verdict of this kind says is left out of the others. */
static void strip(struct tongfa_verdict *verdict)
{
    bool is_special = verdict->kind == TONGFA_SPECIAL;
    bool has_on = verdict->kind == TONGFA_RETURN || verdict->kind == TONGFA_FORWARD;

    if (verdict->kind != TONGFA_FAIL) verdict->delay_ms = 0;
    if (verdict->kind != TONGFA_CORRECT) verdict->materials[0] = '\0';
    if (!is_special) {
        verdict->special = (enum tongfa_special_kind)0;
        verdict->days = 0;
        verdict->until_ms = 0;
    }
    if (!has_on) verdict->on[0] = '\0';
    if (verdict->kind != TONGFA_REFUSE) verdict->remedies[0] = '\0';
}

/* Whom or what a verdict names, if it names one. */
static bool is_on_usable(const struct tongfa_verdict *verdict)
{
    struct name name;

    if (verdict->kind != TONGFA_RETURN && verdict->kind != TONGFA_FORWARD) return true;
    return verdict->on[0] == '\0' || name_from_text(&name, span_of_text(verdict->on));
}

/* What the broker would refuse for good goes to an operator, who is told why. */
static void check_kind(struct tongfa_verdict *verdict)
{
    bool is_special = verdict->kind == TONGFA_SPECIAL;

    if (verdict_word(verdict->kind) == NULL) {
        tongfa_park(verdict, "the department gave a verdict of the unknown kind %d",
                    (int)verdict->kind);
    } else if (verdict->kind == TONGFA_REFUSE && verdict->reason_size == 0) {
        tongfa_park(verdict, "the department refused without a reason; the law asks for one");
    } else if (verdict->kind == TONGFA_CORRECT && verdict->reason_size == 0) {
        tongfa_park(verdict, "the department asked for corrections without saying which");
    } else if (verdict->kind == TONGFA_PARK && verdict->reason_size == 0) {
        tongfa_park(verdict, "the department gave no reason");
    } else if (verdict_needs_reason(verdict->kind) && verdict->reason_size == 0) {
        tongfa_park(verdict, "the department said %s without a reason",
                    verdict_word(verdict->kind));
    } else if (is_special && (verdict->special < TONGFA_HEARING ||
                              verdict->special > TONGFA_OTHER || verdict->days == 0)) {
        tongfa_park(verdict, "the department named no special procedure, or no days for it");
    } else if (verdict->kind == TONGFA_RETURN && verdict->on[0] == '\0') {
        tongfa_park(verdict, "the department named no stage to return to");
    } else if (!is_on_usable(verdict)) {
        tongfa_park(verdict, "the department said %s to \"%s\", which is no name",
                    verdict_word(verdict->kind), verdict->on);
    }
}

void reason_check(struct tongfa_verdict *verdict)
{
    if (verdict->reason_size > TONGFA_REASON_BYTES_MAX) {
        verdict->reason_size = TONGFA_REASON_BYTES_MAX;
    }
    clean(verdict->reason, verdict->reason_size);
    clean(verdict->remedies, strnlen(verdict->remedies, TONGFA_REMEDIES_BYTES_MAX));
    clean(verdict->materials, strnlen(verdict->materials, TONGFA_MATERIALS_BYTES_MAX));
    clean(verdict->on, strnlen(verdict->on, TONGFA_NAME_BYTES_MAX));
    if (verdict->delay_ms > BACKOFF_MS_MAX) verdict->delay_ms = BACKOFF_MS_MAX;
    check_kind(verdict);
    strip(verdict);
}

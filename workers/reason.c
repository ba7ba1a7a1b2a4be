/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/reason.h"

#include "tongfa/limits.h"

#include <string.h>

_Static_assert(TONGFA_REASON_BYTES_MAX == REASON_BYTES_MAX, "one bound, two names");

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

static void clean(struct tongfa_verdict *verdict)
{
    unsigned char *text = (unsigned char *)verdict->reason;
    if (verdict->reason_size > TONGFA_REASON_BYTES_MAX) {
        verdict->reason_size = TONGFA_REASON_BYTES_MAX;
    }
    for (size_t i = 0; i < verdict->reason_size;) {
        size_t size = character_size(text + i, verdict->reason_size - i);
        if (size == 0) text[i] = '?';
        i += size == 0 ? 1 : size;
    }
    verdict->reason[verdict->reason_size] = '\0';
}

static bool kind_is_known(enum tongfa_verdict_kind kind)
{
    return kind >= TONGFA_GRANT && kind <= TONGFA_CORRECT;
}

void reason_check(struct tongfa_verdict *verdict)
{
    clean(verdict);
    verdict->materials[sizeof verdict->materials - 1] = '\0';
    if (verdict->delay_ms > BACKOFF_MS_MAX) verdict->delay_ms = BACKOFF_MS_MAX;
    if (!kind_is_known(verdict->kind)) {
        tongfa_park(verdict, "the department gave a verdict of the unknown kind %d",
                    (int)verdict->kind);
    } else if (verdict->kind == TONGFA_REFUSE && verdict->reason_size == 0) {
        tongfa_park(verdict, "the department refused without a reason; the law asks for one");
    } else if (verdict->kind == TONGFA_CORRECT && verdict->reason_size == 0) {
        tongfa_park(verdict, "the department asked for corrections without saying which");
    } else if (verdict->kind == TONGFA_PARK && verdict->reason_size == 0) {
        tongfa_park(verdict, "the department gave no reason");
    }
    if (verdict->kind != TONGFA_FAIL) verdict->delay_ms = 0;
    if (verdict->kind != TONGFA_CORRECT) verdict->materials[0] = '\0';
}

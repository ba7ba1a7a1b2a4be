/* SPDX-License-Identifier: Apache-2.0 */
/* Every refusal Tongfa can give, in order of precedence: where several hold, the first is reported.
 *
 * One row: number, name, when to try again, what to do. Numbers are protocol and never change their
 * meaning; a new error gets a new number and its place in the order. */
#ifndef TONGFA_ERRORS_H
#define TONGFA_ERRORS_H

enum retry_hint {
    RETRY_NEVER = 1, /* the same message will be refused again */
    RETRY_AFTER = 2, /* the same message may pass after after_ms */
    RETRY_WHEN = 3,  /* ... when the condition in the text holds */
};

/* clang-format off */
#define ERROR_TABLE(ROW) \
    /* the bytes */ \
    ROW(10, MALFORMED,            NEVER, "the message is not the MessagePack that SPEC section 4 describes; mend the client") \
    ROW(11, TOO_LARGE,            NEVER, "a frame, text or list is over its bound; send less, WELCOME names the bounds") \
    ROW(12, PROTOCOL_UNKNOWN,     NEVER, "the envelope does not begin with \"tongfa\"; is this the right endpoint?") \
    ROW(13, VERSION_UNSUPPORTED,  NEVER, "this broker speaks protocol version 1; use a matching client") \
    ROW(14, TYPE_UNKNOWN,         NEVER, "this broker does not know the message type; use a matching client") \
    ROW(15, WRONG_DOOR,           NEVER, "this message belongs at the other endpoint (counter or office)") \
    ROW(16, HELLO_FIRST,          WHEN,  "say HELLO first; the broker has no session for this connection") \
    ROW(17, FIELD_MISSING,        NEVER, "a required field is missing; the answer names it") \
    ROW(18, FIELD_INVALID,        NEVER, "a field has the wrong type or is out of bounds; the answer names it") \
    ROW(19, APPLICATION_MALFORMED, NEVER, "the application is not one MessagePack map within the bounds of SPEC section 6") \
    /* the broker */ \
    ROW(30, DRAINING,             AFTER, "the broker is shutting down; reconnect and send the same again") \
    /* who asks */ \
    ROW(40, NOT_ALLOWED,          NEVER, "the role given in HELLO may not do this") \
    ROW(41, DEPARTMENT_UNKNOWN,   WHEN,  "no published procedure names this department; publish one first") \
    ROW(42, SEPARATION,           NEVER, "whoever accepted a bundle may not decide on it; let somebody else do it") \
    /* what is addressed */ \
    ROW(50, REQUEST_CONFLICT,     NEVER, "this request id was used before with other content; choose a new id") \
    ROW(51, PROCEDURE_UNKNOWN,    WHEN,  "no such procedure or version is published") \
    ROW(52, PROCEDURE_INVALID,    NEVER, "the procedure breaks a rule, see the text; run tongfa lint") \
    ROW(53, PROCEDURE_CONFLICT,   NEVER, "this version is published with other content; raise the version") \
    ROW(54, KEY_CONFLICT,         NEVER, "this key was submitted before with other content; choose a new key") \
    ROW(55, MATERIAL_UNKNOWN,     NEVER, "the procedure has no such material, or it is given twice") \
    ROW(56, BUNDLE_UNKNOWN,       NEVER, "there is no such bundle") \
    ROW(57, STAGE_UNKNOWN,        NEVER, "the bundle's procedure has no such stage") \
    ROW(58, MILESTONE_UNKNOWN,    NEVER, "the bundle's procedure has no such milestone") \
    ROW(59, CONDITION_FAILED,     NEVER, "the condition of a stage gives neither true nor false for this application; the answer names both") \
    ROW(60, NOTHING_APPLIES,      NEVER, "by their conditions no stage applies to this application; there is nothing to approve") \
    ROW(61, ELEMENTS_TOO_MANY,    NEVER, "a list of this application has more elements than the procedure has stages for; the answer names the list") \
    ROW(62, CALENDAR_INVALID,     NEVER, "the calendar's hours or years break a rule, see the text; nothing of it was taken") \
    ROW(63, MATERIAL_MISSING,     NEVER, "a required material is missing that may not come later; the answer names it") \
    /* what state it is in */ \
    ROW(70, LEASE_STALE,          NEVER, "the lease has ended or the token is not its token; drop the job") \
    ROW(71, BUNDLE_ENDED,         NEVER, "the bundle has ended; only what becomes of its permits can be recorded") \
    ROW(72, MILESTONE_SETTLED,    NEVER, "the milestone was settled the other way before") \
    ROW(73, NOT_PARKED,           NEVER, "the stage has no parked job") \
    ROW(74, REASON_MISSING,       NEVER, "this verdict needs a reason that the applicant can read") \
    ROW(75, POSITION_UNKNOWN,     NEVER, "the journal has no such position; it starts at 1") \
    ROW(76, NOT_DECIDED,          WHEN,  "it has not been decided yet") \
    ROW(77, CHECKPOINT_UNKNOWN,   WHEN,  "no signed checkpoint stands there yet; one is made as the journal grows") \
    ROW(78, ACT_IMPOSSIBLE,       WHEN,  "the bundle or the stage is not where this can be done; the text says why") \
    /* what it has room for: looked at when nothing else is wrong */ \
    ROW(79, DISK_FULL,            AFTER, "the journal is nearly out of room, on its disk or in its map; the same passes when there is room again") \
    ROW(80, BUSY,                 AFTER, "a limit of the broker is reached; send the same again later") \
    /* inside a program only, never sent */ \
    ROW(90, IO,                   NEVER, "the operating system failed; see the log") \
    ROW(91, NO_MEMORY,            NEVER, "not enough memory") \
    ROW(92, CORRUPT,              NEVER, "stored bytes are not what was written") \
    ROW(93, TIMEOUT,              AFTER, "no answer in time; is the broker running at this endpoint?") \
    ROW(94, REFUSED,              NEVER, "the answer was a refusal; see its error") \
    ROW(95, INTERRUPTED,          AFTER, "stopped before the end, as asked; run it again to go on")
/* clang-format on */

enum err {
    OK = 0,
#define ERROR_ENUM(number, name, retry, text) ERR_##name = number,
    ERROR_TABLE(ERROR_ENUM)
#undef ERROR_ENUM
};

/* The symbolic name, such as "LEASE_STALE"; "OK" for OK, "UNKNOWN" for a number not in the table. */
const char *err_name(enum err err);

/* What to do about it, one English sentence. */
const char *err_text(enum err err);

enum retry_hint err_retry(enum err err);

#endif

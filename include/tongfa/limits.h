/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds that peers can see; proto/SPEC.md states each of them. What only the broker sees (pool
 * sizes, queue depths) is configuration, see broker/core/engine.h. */
#ifndef TONGFA_LIMITS_H
#define TONGFA_LIMITS_H

#define PROTOCOL_NAME "tongfa"
#define PROTOCOL_VERSION 1

/* Frames, bytes. A message is one envelope frame and at most one payload frame. */
#define ENVELOPE_BYTES_MAX (256 * 1024)
#define PAYLOAD_BYTES_MAX (1024 * 1024)
#define APPLICATION_BYTES_MAX (64 * 1024) /* one bundle's share of a payload frame */

/* Shape of MessagePack that is read at all. */
#define NESTING_MAX 16
#define APPLICATION_VALUES_MAX 4096 /* values in one application, all levels together */
#define BATCH_ITEMS_MAX 1024

/* Texts, bytes of UTF-8. */
#define TITLE_BYTES_MAX 95
#define CONDITION_BYTES_MAX 255
#define REMEDIES_BYTES_MAX 511
#define KEY_BYTES_MAX 64
#define REQUEST_ID_BYTES_MAX 32
#define REASON_BYTES_MAX 4000
#define URI_BYTES_MAX 512
#define SOFTWARE_BYTES_MAX 64

/* Procedures. */
#define STAGES_MAX 32
#define ELEMENTS_MAX 32 /* of a list that a stage is repeated for */
#define MILESTONES_MAX 16
#define GATES_MAX 8
#define MATERIALS_MAX 64
#define MATERIALS_TEXT_BYTES_MAX 2047 /* names of all of them with commas between */
#define SIGNERS_MAX 64                /* persons that a procedure names */
#define SIGNERS_PER_STAGE_MAX 8       /* at a time, those added included */

#define HOLD_DAYS_MAX 10 /* working days that a decision may wait for its delivery (许可法 44) */
#define ESCALATIONS_MAX 4 /* a level of cards each */

/* Calendars. */
#define CALENDAR_YEARS_PER_FACT 8
#define CALENDAR_HOURS_MAX 4
#define CALENDAR_DAYS_BYTES 46 /* a bit a day, and two or three to spare */

/* Work. */
#define PRIORITY_COUNT 8 /* 0 is the most urgent */
#define PRIORITY_DEFAULT 4
#define CREDIT_MAX 1024         /* jobs a worker may be owed at a time */
#define FOLLOW_CREDIT_MAX 65536 /* facts a follower may be owed at a time */
#define LEASE_MS_MIN 1000
#define LEASE_MS_MAX (24 * 3600 * 1000)
#define LEASE_MS_DEFAULT 30000
#define ATTEMPTS_MAX 100
#define LEASES_PER_FACT_MAX 8
#define TERM_MONTHS_MAX 1200 /* of a permit's terms */
#define DEFERRALS_MAX 10
#define ENTRIES_MAX 160     /* of a dossier */
#define ENTRIES_ACT_MAX 128 /* the rest is for what the broker itself enters */
#define BACKOFF_MS_MAX (24 * 3600 * 1000)

/* Evidence, bytes: BLAKE2b-256 and Ed25519. */
#define CHAIN_BYTES 32
#define PUBLIC_KEY_BYTES 32
#define SIGNATURE_BYTES 64

/* Pages of answers. */
#define WAITS_MAX 256
#define PARKED_PAGE_MAX 64
#define DEPARTMENT_PAGE_MAX 64
#define HISTORY_PAGE_MAX 256

#endif

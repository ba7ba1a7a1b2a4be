/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers that papers bear, checked by themselves: no register is asked whether they exist.
 *
 *     uscc     91110000802100433B         unified social credit code of a legal person
 *     id       11010519491231002X         citizen's identity number
 *     licence  1.2.156.3005.2.TYPE.ISSUER.SERIAL.VERSION.CHECK   electronic licence
 *     project  2303-421003-04-01-123456   investment project
 *
 * What a right check character proves differs; each single wrong character shows in all but the last:
 *
 *     uscc     two neighbours exchanged always show, too; two other slips pass once in 31
 *     id       two neighbours exchanged always show, too; two other slips pass once in 11
 *     licence  neighbours exchanged show but for characters that follow each other in 0-9A-Z (Z before
 *              0), and then pass once in 36; the root and the dots are not part of the check
 *     project  nothing: how its check character is made is not published; only the shape is looked at
 *
 * Sources: GB 32100-2015 (uscc); GB 11643-1999 (id), ISO 7064 MOD 11-2; GB/T 36904-2018 (licence), ISO
 * 7064 MOD 37,36; GB/T 40058-2021 (project). */
#ifndef BROKER_CORE_IDENTIFIER_H
#define BROKER_CORE_IDENTIFIER_H

#include "broker/core/words.h"
#include "tongfa/base.h"

#define USCC_BYTES 18
#define ID_BYTES 18
#define PROJECT_BYTES 24
#define LICENCE_BYTES_MAX 128

enum identifier_kind {
    IDENTIFIER_NONE = 0, /* of no kind that is known here */
    IDENTIFIER_USCC = 1,
    IDENTIFIER_ID = 2,
    IDENTIFIER_LICENCE = 3,
    IDENTIFIER_PROJECT = 4,
    IDENTIFIER_KIND_COUNT
};

/* What is wrong with one; the first place that is wrong is reported. */
enum identifier_fault {
    IDENTIFIER_GOOD = 0,
    IDENTIFIER_SHORT,     /* ends before `at` */
    IDENTIFIER_LONG,      /* goes on at `at`, where it should have ended */
    IDENTIFIER_CHARACTER, /* a character at `at` that cannot stand there */
    IDENTIFIER_DATE,      /* the date of birth at `at` is none, or still to come */
    IDENTIFIER_ISSUER,    /* licence: the check character of the issuer's uscc */
    IDENTIFIER_CHECK,     /* the check character */
    IDENTIFIER_FAULT_COUNT
};

struct identifier_finding {
    enum identifier_fault fault;
    uint32_t at;   /* place from 1; 0 where all is good */
    char expected; /* ISSUER, CHECK: what should stand there; else '\0' */
};

/* Check a text of a kind. Any bytes may come.
 *
 * Units:   today - 20261123, for dates of birth to come; 0: they are not looked at.
 * Source:  the standards above; proof of each in tests/unit/test_identifier.c. */
struct identifier_finding identifier_check(enum identifier_kind kind, struct span text,
                                           uint32_t today);

/* The check character behind a body: 17 characters (uscc, id), or the first four parts of a licence, each
 * with the dot behind it, without the root.
 *
 * Returns: '\0' if the body is none, or if the kind has no check that is known. */
char identifier_check_character(enum identifier_kind kind, struct span body);

/* Which kind a text is, or was meant to be, by its shape; IDENTIFIER_NONE if it looks like none.
 * Where 18 digits are right as both, an id is taken for what it is by its date of birth. */
enum identifier_kind identifier_kind_of(struct span text);

/* "uscc"; NULL for IDENTIFIER_NONE. */
const char *identifier_kind_name(enum identifier_kind kind);

/* "check-character": the name of a fault; "good". */
const char *identifier_fault_name(enum identifier_fault fault);

/* One sentence: "the check character is wrong, place 18 should be B". */
void identifier_explain(struct words *words, enum identifier_kind kind,
                        const struct identifier_finding *finding);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions: jq expressions over an application that say whether a stage applies. The core does not
 * evaluate them, it only knows which may be written: a part of jq in which no expression takes longer
 * than its application is large.
 *
 *     expression  = alternative *( "|" alternative )
 *     alternative = or [ "//" alternative ]
 *     or          = and *( "or" and )
 *     and         = comparison *( "and" comparison )
 *     comparison  = sum [ ( "==" / "!=" / "<" / "<=" / ">" / ">=" ) sum ]
 *     sum         = term *( "+" term )                  at most CONDITION_SUMS_MAX in all
 *     term        = literal
 *                 / ( path / "(" expression ")" / "[" expression "]" / function ) *suffix
 *     literal     = "true" / "false" / "null" / number / string
 *     path        = "." / "." word / "." string
 *     suffix      = ( "." word / "." string / "[" number "]" / "[" string "]" / "[]" ) [ "?" ]
 *     function    = "not" / "length" / "type" / "keys" / "add" / "min" / "max" / "first" / "last"
 *                 / "floor" / "tonumber" / "ascii_downcase" / "any" / "all"
 *                 / ( "has" / "contains" / "startswith" / "endswith" ) "(" literal ")"
 *                 / ( "any" / "all" / "select" / "map" ) "(" expression ")"
 *                 / ( "any" / "all" ) "(" expression ";" expression ")"
 *
 * Several values at once, `[]` and `select`, stand only where they are collected: in "[ ]", in "map" and
 * before the semicolon; and they are no operands. Why nothing else: every product of lists, loop,
 * recursion, assignment, multiplication of text and regular expression can be made to take years, and
 * libjq cannot be stopped. What a sum makes larger, it makes at most twice as large; so sums are few, and
 * so are "[]" and the functions that go through a list. The worst that is left takes some 0.3 seconds
 * over the largest application. What may be written may grow, it never shrinks: a published procedure
 * stays valid.
 *
 * Source: proto/SPEC.md 13.2 "Conditions". */
#ifndef BROKER_CORE_CONDITION_H
#define BROKER_CORE_CONDITION_H

#include "tongfa/procedure.h"

#define CONDITION_SUMS_MAX 2
#define CONDITION_LOOPS_MAX 8  /* of what looks at every element of a list */
#define CONDITION_DEPTH_MAX 16 /* of brackets */

struct condition_finding {
    const char *fault; /* what is wrong and what to do; NULL: nothing */
    uint32_t at;       /* where, in bytes from 0 */
    uint32_t size;     /* of the offending piece; 0: the end of the text */
};

/* Where "[]" stands in an expression, so that whoever evaluates it can put something else there. */
struct condition_loop {
    uint32_t begin; /* of the term that it belongs to, in bytes from 0 */
    uint32_t at;    /* of the "[" */
    uint32_t size;  /* up to the "]", or the "?" behind it */
    bool is_optional;
};

struct condition_loops {
    uint32_t count;
    struct condition_loop list[CONDITION_LOOPS_MAX]; /* in order of at */
};

/* Check an expression, a NUL-terminated text of UTF-8. */
struct condition_finding condition_check(const char *text);

/* The same for one that was found good before. */
void condition_find_loops(const char *text, struct condition_loops *loops);

/* Check applies_if and for_each of a stage, and that its copies are all there, one after another.
 *
 * Shape: key - "applies_if" or "for_each", of the finding. */
struct condition_finding condition_check_stage(const struct procedure *procedure, uint32_t stage,
                                               const char **key);

/* The stage may be skipped: it has a condition, or is repeated for the elements of a list. */
bool condition_is_on(const struct procedure_stage *stage);

#endif

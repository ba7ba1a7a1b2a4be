/* SPDX-License-Identifier: Apache-2.0 */
/* Permit numbers as people know them, from the serial number in the facts and the format in the
 * procedure:
 *
 *     地字第{area}{year}YG{serial:7}    with area 421000, year 2026, serial 17
 *     地字第4210002026YG0000017
 *
 *     {serial}     consecutive by department and year; {serial:7} has zeros in front, up to 7 digits
 *     {year}       the year that it counts in
 *     {area}       the procedure's area, six digits (GB/T 2260)
 *
 * Only what the facts and the procedure hold can stand in a format: the same fact gives the same number
 * for ever, wherever it is read. The day of issue is not among it: its time zone is the broker's.
 *
 * Source:  proto/SPEC.md 13.2. */
#ifndef BROKER_CORE_PERMIT_NUMBER_H
#define BROKER_CORE_PERMIT_NUMBER_H

#include "broker/core/words.h"
#include "tongfa/procedure.h"

#define PERMIT_NUMBER_BYTES_MAX TITLE_BYTES_MAX
#define SERIAL_DIGITS_MAX 10
#define AREA_MIN 100000
#define AREA_MAX 999999

/* What is wrong with a format. The first that holds is the one reported, from the left; those about the
 * whole come last. */
enum permit_number_fault {
    PERMIT_NUMBER_GOOD = 0,
    PERMIT_NUMBER_OPEN,      /* a { without its } */
    PERMIT_NUMBER_CLOSE,     /* a } without its { */
    PERMIT_NUMBER_UNKNOWN,   /* no such placeholder */
    PERMIT_NUMBER_WIDTH,     /* {serial:N} with an N that is not 1 to SERIAL_DIGITS_MAX */
    PERMIT_NUMBER_NO_SERIAL, /* two permits would bear one number */
    PERMIT_NUMBER_NO_YEAR,   /* ... in two years */
    PERMIT_NUMBER_LONG,      /* over PERMIT_NUMBER_BYTES_MAX once it is filled in */
    PERMIT_NUMBER_FAULT_COUNT
};

struct permit_number_finding {
    enum permit_number_fault fault;
    uint32_t at; /* where the placeholder or brace begins, in bytes from 0; 0 if about the whole */
    uint32_t size;
    bool has_area; /* GOOD: {area} stands in it, so the procedure needs one */
};

/* Check a format, a NUL-terminated text of at least one byte. */
struct permit_number_finding permit_number_check(const char *format);

/* "it has a { without its }": what is wrong and what to do. */
const char *permit_number_fault_text(enum permit_number_fault fault);

/* Write the number of a permit of a stage; year and serial are those of the fact.
 *
 * Shape:   text - untouched on false.
 * Returns: false if the stage has no format, or one that is none, or serial is 0: an opinion. */
bool permit_number_write(const struct procedure *procedure, uint32_t stage, uint16_t year,
                         uint32_t serial, char text[PERMIT_NUMBER_BYTES_MAX + 1]);

#endif

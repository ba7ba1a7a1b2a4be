/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas of structs that travel in messages as well as in records, or that are a subject of their
 * own inside a message. */
#ifndef PROTO_STRUCTS_H
#define PROTO_STRUCTS_H

#include "proto/schema.h"
#include "tongfa/calendar.h"
#include "tongfa/procedure.h"
#include "tongfa/state.h"

extern const struct schema schema_procedure; /* struct procedure */
extern const struct schema schema_image;     /* struct bundle_image */
extern const struct schema schema_calendar;  /* struct calendar_notice */
extern const struct schema schema_clock;     /* struct clock_view */
extern const struct schema schema_term;      /* struct term_view */

#endif

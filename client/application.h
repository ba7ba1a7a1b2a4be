/* SPDX-License-Identifier: Apache-2.0 */
/* Applications as people write them (JSON) and as they travel (MessagePack).
 *
 *     JSON                               MessagePack
 *     object, array, string              map, array, str
 *     true false null                    bool, nil
 *     12, -3                             integer; above 2^63 - 1 it comes back as a real
 *     1.5                                double; NaN and infinity come back as null
 *     "materials":[{"digest":"<hex>"}]   bin of 32 bytes; every bin comes back as hexadecimal
 */
#ifndef CLIENT_APPLICATION_H
#define CLIENT_APPLICATION_H

#include "proto/buffer.h"
#include "tongfa/errors.h"

#include <jansson.h>

/* Why an application was refused, in words for whoever wrote it. */
struct application_problem {
    char place[120]; /* "materials[2].digest"; empty: the application as a whole */
    char text[120];
};

/* Append an application to a buffer.
 *
 * Shape:   problem - written on error; may be NULL. The buffer is not usable after an error.
 * Errors:  ERR_APPLICATION_MALFORMED - not an object, too deep, too many values, a digest that is
 *          none; ERR_TOO_LARGE - more than APPLICATION_BYTES_MAX, or than the buffer holds.
 * Source:  proto/SPEC.md 6 "Applications and materials" */
enum err application_from_json(const json_t *json, struct buffer *buffer,
                               struct application_problem *problem);

/* The application in what a file holds: of a bundle, as tongfa submit takes it, its own; else all of it.
 * Valid as long as json, which may be NULL. */
const json_t *application_within(const json_t *json);

/* Read an application from a stranger. The caller gives back *out with json_decref. Keys that are no text
 * become one.
 *
 * Errors: ERR_APPLICATION_MALFORMED - not one map within the bounds; ERR_NO_MEMORY. */
enum err application_to_json(struct span application, json_t **out);

#endif

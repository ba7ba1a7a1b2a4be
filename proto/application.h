/* SPDX-License-Identifier: Apache-2.0 */
/* The application of a bundle: one MessagePack map, opaque but for its shape and its list of
 * materials. Source: proto/SPEC.md 6. */
#ifndef PROTO_APPLICATION_H
#define PROTO_APPLICATION_H

#include "tongfa/base.h"
#include "tongfa/errors.h"

/* A document slot that is filled. Spans point into the application. */
struct material {
    struct name name;
    struct span uri;
    struct span digest; /* SHA-256, 32 bytes, or empty */
    uint64_t size;
};

/* Is it one map within the bounds, text UTF-8, with well-formed materials if it has any? Looks at
 * every byte once. Errors: ERR_APPLICATION_MALFORMED. */
enum err application_check(struct span application);

/* Read the materials of an application that was checked: the list under the key "materials". What comes
 * after it is not looked at, and what comes before it is passed over.
 *
 * Errors: ERR_APPLICATION_MALFORMED - also when there are more than material_max. */
enum err application_materials(struct span application, struct material *materials,
                               uint32_t material_max, uint32_t *material_count);

#endif

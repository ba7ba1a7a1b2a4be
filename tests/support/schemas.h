/* SPDX-License-Identifier: Apache-2.0 */
/* Every schema there is. */
#ifndef TESTS_SUPPORT_SCHEMAS_H
#define TESTS_SUPPORT_SCHEMAS_H

#include "proto/message.h"
#include "proto/record.h"
#include "proto/structs.h"

/* Room for any struct that has a schema. */
union schemas_any {
    struct message message;
    struct fact fact;
    struct procedure procedure;
    struct bundle_image image;
};

typedef void schema_visitor(const struct schema *schema);

/* Visit the schema of each message and fact, of a procedure and an image; deep: also those inside them. */
void schemas_visit(schema_visitor *visit, bool deep);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/schemas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void each_nested(const struct schema *schema, schema_visitor *visit)
{
    visit(schema);
    for (uint32_t i = 0; i < schema->field_count; i++) {
        if (schema->fields[i].schema != NULL) each_nested(schema->fields[i].schema, visit);
    }
}

void schemas_visit(schema_visitor *visit, bool deep)
{
    for (uint32_t i = 0; i < message_type_count(); i++) {
        const struct schema *schema = message_schema(message_type_at(i));
        assert_non_null(schema);
        if (deep) {
            each_nested(schema, visit);
        } else {
            visit(schema);
        }
    }
    for (uint32_t type = 1; type < FACT_TYPE_COUNT; type++) {
        const struct schema *schema = fact_schema((enum fact_type)type);
        assert_non_null(schema);
        if (deep) {
            each_nested(schema, visit);
        } else {
            visit(schema);
        }
    }
    visit(&schema_procedure);
    visit(&schema_image);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes from a damaged journal, or from a broker that is none: facts, definitions and images are
 * refused, or come back the same when they are written again. */
#include "proto/record.h"
#include "proto/structs.h"
#include "tests/support/fill.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static uint8_t memory[4 * 1024 * 1024];
static struct procedure definition;
static struct procedure definition_again;

static void check_record(struct span input)
{
    static struct fact fact;
    static struct fact again;
    struct record_head head;
    struct buffer buffer;
    const char *different;

    if (record_read(input, 1, &definition, &fact) != OK) return;
    assert(record_read_head(input, &head) == OK);
    assert(head.type == fact.type);
    assert(head.bundle == fact.bundle);
    assert(head.previous == fact.previous);
    buffer_init(&buffer, memory, sizeof memory);
    record_write(&buffer, &fact);
    assert(record_read(buffer_span(&buffer), 1, &definition_again, &again) == OK);
    assert(again.at_ms == fact.at_ms);
    assert(fill_is_equal(fact_schema(fact.type), fact_body(&fact), fact_body(&again), &different));
}

static void check_procedure(struct span input)
{
    struct buffer buffer;
    const char *field = NULL;
    const char *different;

    enum err err = procedure_read(input, &definition, &field);
    assert(field != NULL);
    if (err != OK) {
        assert(err == ERR_MALFORMED || field[0] != '\0');
        return;
    }
    buffer_init(&buffer, memory, sizeof memory);
    procedure_write(&buffer, &definition);
    assert(procedure_read(buffer_span(&buffer), &definition_again, &field) == OK);
    assert(fill_is_equal(&schema_procedure, &definition, &definition_again, &different));
}

static void check_image(struct span input)
{
    static struct bundle_image image;
    static struct bundle_image again;
    struct buffer buffer;
    const char *different;

    if (image_read(input, &image) != OK) return;
    buffer_init(&buffer, memory, sizeof memory);
    image_write(&buffer, &image);
    assert(image_read(buffer_span(&buffer), &again) == OK);
    assert(fill_is_equal(&schema_image, &image, &again, &different));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct span input = { bytes, size };

    check_record(input);
    check_procedure(input);
    check_image(input);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The MessagePack cursor on any bytes: it stays inside them, keeps its books, and reads what
 * msgpack-c reads. */
#include "proto/application.h"
#include "proto/reader.h"
#include "tests/support/oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Values that open containers still lack, by the reader's own stack. */
static uint64_t owed_in_all(const struct reader *reader)
{
    uint64_t owed = 0;
    for (uint32_t i = 0; i < reader->depth; i++) {
        owed += reader->open[i];
    }
    return owed;
}

static void walk(struct span input)
{
    struct reader reader;
    struct value value;

    reader_init(&reader, input, READER_VALUES_ANY);
    while (reader_next(&reader, &value) == OK) {
        assert(reader.at <= reader.end);
        assert(reader.depth <= NESTING_MAX);
        assert(reader.depth == 0 || reader.open[reader.depth - 1] > 0);
        assert(reader.owed == owed_in_all(&reader));
        assert(reader.owed <= (size_t)(reader.end - reader.at));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct material materials[MATERIALS_MAX];
    struct span input = { bytes, size };
    uint32_t count = 0;

    walk(input);
    assert(oracle_disagrees(input) == NULL);
    enum err whole = application_check(input);
    enum err part = application_materials(input, materials, MATERIALS_MAX, &count);
    if (whole == OK) assert(part == OK); /* the list alone is not refused for less */
    return 0;
}

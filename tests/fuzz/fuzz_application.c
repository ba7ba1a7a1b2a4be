/* SPDX-License-Identifier: Apache-2.0 */
/* Applications, from JSON as a client has it and from MessagePack as a stranger sent it. What the
 * client packs the broker takes; what the broker takes can be shown; and what was shown packs and
 * shows the same again. */
#include "client/application.h"
#include "proto/application.h"
#include "tongfa/limits.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* One byte more than is allowed, so that the bound itself is seen. */
static uint8_t packed_memory[2][APPLICATION_BYTES_MAX + 1];

static enum err pack(const json_t *json, uint8_t *memory, struct span *packed)
{
    struct application_problem problem = { "", "" };
    struct buffer buffer;

    buffer_init(&buffer, memory, sizeof packed_memory[0]);
    enum err err = application_from_json(json, &buffer, &problem);
    assert((err == OK) == (problem.text[0] == '\0'));
    assert(err == OK || err == ERR_APPLICATION_MALFORMED || err == ERR_TOO_LARGE);
    if (err == OK) *packed = buffer_span(&buffer);
    return err;
}

/* What comes back from MessagePack once packs and comes back the same for ever: bytes have become
 * hexadecimal, integer keys text, NaN null. Compared when packed, since jansson compares keys up to
 * their first zero byte only. */
static void check_settled(struct span packed)
{
    static uint8_t memory[APPLICATION_BYTES_MAX + 1];
    json_t *first = NULL;
    json_t *second = NULL;
    struct span once, twice;

    assert(application_to_json(packed, &first) == OK);
    if (pack(first, packed_memory[1], &once) == OK) {
        assert(application_to_json(once, &second) == OK);
        assert(pack(second, memory, &twice) == OK);
        assert(once.size == twice.size && memcmp(once.at, twice.at, once.size) == 0);
        json_decref(second);
    }
    json_decref(first);
}

static void from_json(const uint8_t *bytes, size_t size)
{
    struct span packed;
    json_t *json = json_loadb((const char *)bytes, size, JSON_REJECT_DUPLICATES, NULL);

    if (json == NULL) return;
    if (pack(json, packed_memory[0], &packed) == OK) {
        /* The list of materials has a shape of its own, which the broker looks at. */
        if (json_object_get(json, "materials") == NULL) assert(application_check(packed) == OK);
        check_settled(packed);
    }
    json_decref(json);
}

static void from_stranger(struct span bytes)
{
    json_t *json = NULL;

    enum err err = application_to_json(bytes, &json);
    assert(err == OK || err == ERR_APPLICATION_MALFORMED || err == ERR_NO_MEMORY);
    if (err == OK) {
        json_decref(json);
        check_settled(bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    from_json(bytes, size);
    from_stranger((struct span){ bytes, size });
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of an application, and the materials in it. Source: proto/SPEC.md 6. */
#include "proto/application.h"

#include "proto/buffer.h"
#include "proto/writer.h"
#include "tongfa/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
/* clang-format off */
#define SPAN(literal) { (const uint8_t *)(literal), sizeof(literal) - 1 } /* in an initialiser */
#define BYTES(literal) ((struct span)SPAN(literal))
#define MATERIALS "\x81\xa9materials" /* { "materials": */
/* clang-format on */

static uint8_t memory[APPLICATION_BYTES_MAX + 64];
static struct material materials[MATERIALS_MAX];

static void test_one_map_is_an_application_and_nothing_else_is(void **state)
{
    (void)state;
    static const struct span good[] = {
        SPAN("\x80"),
        SPAN("\x81\xa1x\x05"),
        SPAN("\x82\x01\xc0\x91\x01\x91\x80"), /* keys may be anything */
        SPAN("\x81\xa1x\xd4\x05\x01"),        /* values may be anything */
        SPAN(MATERIALS "\x90"),
    };
    static const struct span bad[] = {
        SPAN(""),
        SPAN("\x90"),
        SPAN("\xc0"),
        SPAN("\x80\x80"),              /* something behind it */
        SPAN("\x81\xa1x"),             /* cut */
        SPAN("\x81\xa1x\xa2\xc0\x80"), /* no UTF-8 */
        SPAN("\x81\xa1x\xc1"),
        SPAN("\xdf\x0f\xff\xff\xff\x01\x01"),
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(application_check(good[i]), OK);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(application_check(bad[i]), ERR_APPLICATION_MALFORMED);
    }
}

static void test_an_application_has_bounds(void **state)
{
    (void)state;
    struct buffer buffer;
    struct span depth[2] = {
        BYTES("\x81\x01\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x90"),
        BYTES("\x81\x01\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x90"),
    };
    assert_int_equal(application_check(depth[0]), OK);
    assert_int_equal(application_check(depth[1]), ERR_APPLICATION_MALFORMED);

    for (uint32_t extra = 0; extra < 2; extra++) {
        uint32_t count = APPLICATION_VALUES_MAX - 3 + extra; /* the map, a key, the array */
        buffer_init(&buffer, memory, sizeof memory);
        writer_map(&buffer, 1);
        writer_nil(&buffer);
        writer_array(&buffer, count);
        for (uint32_t i = 0; i < count; i++) {
            writer_nil(&buffer);
        }
        enum err expected = extra == 0 ? OK : ERR_APPLICATION_MALFORMED;
        assert_int_equal(application_check(buffer_span(&buffer)), expected);
    }
    for (uint32_t extra = 0; extra < 2; extra++) {
        size_t size = APPLICATION_BYTES_MAX - 5 + extra; /* map, key, head of the bin */
        static uint8_t zeros[APPLICATION_BYTES_MAX];
        buffer_init(&buffer, memory, sizeof memory);
        writer_map(&buffer, 1);
        writer_nil(&buffer);
        writer_bin(&buffer, (struct span){ zeros, size });
        assert_int_equal(buffer.size, APPLICATION_BYTES_MAX + extra);
        enum err expected = extra == 0 ? OK : ERR_APPLICATION_MALFORMED;
        assert_int_equal(application_check(buffer_span(&buffer)), expected);
    }
}

static struct span digest(void)
{
    static uint8_t bytes[32];
    memset(bytes, 0xd1, sizeof bytes);
    return (struct span){ bytes, sizeof bytes };
}

static void write_material(struct buffer *buffer, const char *name)
{
    writer_map(buffer, 5);
    writer_text(buffer, "uri");
    writer_text(buffer, "https://example.org/1");
    writer_text(buffer, "name");
    writer_text(buffer, name);
    writer_text(buffer, "pages"); /* unknown keys are skipped */
    writer_array(buffer, 2);
    writer_uint(buffer, 1);
    writer_uint(buffer, 2);
    writer_text(buffer, "digest");
    writer_bin(buffer, digest());
    writer_text(buffer, "size");
    writer_uint(buffer, 4096);
}

static void test_materials_are_found_wherever_they_are(void **state)
{
    (void)state;
    struct buffer buffer;
    uint32_t count = 99;

    buffer_init(&buffer, memory, sizeof memory);
    writer_map(&buffer, 3);
    writer_text(&buffer, "applicant");
    writer_map(&buffer, 1);
    writer_text(&buffer, "materials"); /* not at the top: just a value */
    writer_nil(&buffer);
    writer_text(&buffer, "materials");
    writer_array(&buffer, 2);
    write_material(&buffer, "contract");
    write_material(&buffer, "drawings");
    writer_text(&buffer, "x");
    writer_nil(&buffer);
    assert_int_equal(application_check(buffer_span(&buffer)), OK);
    assert_int_equal(
        application_materials(buffer_span(&buffer), materials, COUNT(materials), &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(materials[0].name.text, "contract");
    assert_string_equal(materials[1].name.text, "drawings");
    assert_int_equal(materials[1].uri.size, 21);
    assert_int_equal(materials[1].digest.size, 32);
    assert_true(materials[1].size == 4096);
    /* more than there is room for */
    assert_int_equal(application_materials(buffer_span(&buffer), materials, 1, &count),
                     ERR_APPLICATION_MALFORMED);
}

static void test_no_materials_are_none(void **state)
{
    (void)state;
    uint32_t count = 99;
    assert_int_equal(application_materials(BYTES("\x80"), materials, 1, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(application_materials(BYTES(MATERIALS "\x90"), materials, 1, &count), OK);
    assert_int_equal(count, 0);
}

static void test_what_may_be_left_out_of_a_material_is_empty(void **state)
{
    (void)state;
    uint32_t count = 99;
    struct span application = BYTES(MATERIALS "\x91\x82\xa4name\xa1m\xa3uri\xa1u");
    assert_int_equal(application_materials(application, materials, 1, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(materials[0].digest.size, 0);
    assert_true(materials[0].size == 0);
}

static void test_materials_that_are_none_make_the_application_malformed(void **state)
{
    (void)state;
    static const struct span bad[] = {
        SPAN(MATERIALS "\x80"), /* no list */
        SPAN(MATERIALS "\xc0"),
        SPAN(MATERIALS "\x91\xc0"),              /* no map in it */
        SPAN(MATERIALS "\x91\x80"),              /* no name */
        SPAN(MATERIALS "\x91\x81\xa4name\xa1m"), /* no uri */
        SPAN(MATERIALS "\x91\x81\xa3uri\xa1u"),
        SPAN(MATERIALS "\x91\x82\xa4name\xa1M\xa3uri\xa1u"), /* no name of ours */
        SPAN(MATERIALS "\x91\x82\xa4name\xa1m\xa3uri\xa0"),  /* an empty uri */
        SPAN(MATERIALS "\x91\x82\xa4name\xa1m\xa3uri\x05"),
        SPAN(MATERIALS "\x91\x83\xa4name\xa1m\xa3uri\xa1u\xa4size\xff"),
        SPAN(MATERIALS "\x91\x83\xa4name\xa1m\xa3uri\xa1u\xa6"
                       "digest\xc4\x02zz"),
        SPAN(MATERIALS "\x91\x83\xa4name\xa1m\xa3uri\xa1u\xa4name\xa1m"), /* twice */
        SPAN(MATERIALS "\x91\x83\xa4name\xa1m\xa3uri\xa1u\x01\x02"), /* a key that is no text */
        SPAN("\x82\xa9materials\x90\xa9materials\x90"),              /* two lists */
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(application_check(bad[i]), ERR_APPLICATION_MALFORMED);
    }
}

static void test_a_uri_has_a_bound(void **state)
{
    (void)state;
    static char uri[URI_BYTES_MAX + 1];
    struct buffer buffer;

    memset(uri, 'u', sizeof uri);
    for (size_t extra = 0; extra < 2; extra++) {
        buffer_init(&buffer, memory, sizeof memory);
        writer_map(&buffer, 1);
        writer_text(&buffer, "materials");
        writer_array(&buffer, 1);
        writer_map(&buffer, 2);
        writer_text(&buffer, "name");
        writer_text(&buffer, "m");
        writer_text(&buffer, "uri");
        writer_str(&buffer, (struct span){ (const uint8_t *)uri, URI_BYTES_MAX + extra });
        enum err expected = extra == 0 ? OK : ERR_APPLICATION_MALFORMED;
        assert_int_equal(application_check(buffer_span(&buffer)), expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_map_is_an_application_and_nothing_else_is),
        cmocka_unit_test(test_an_application_has_bounds),
        cmocka_unit_test(test_materials_are_found_wherever_they_are),
        cmocka_unit_test(test_no_materials_are_none),
        cmocka_unit_test(test_what_may_be_left_out_of_a_material_is_empty),
        cmocka_unit_test(test_materials_that_are_none_make_the_application_malformed),
        cmocka_unit_test(test_a_uri_has_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What the journal holds: facts, procedures, images; and the materials of an application. */
#include "proto/record.h"

#include "proto/structs.h"
#include "proto/writer.h"
#include "tests/support/fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
/* clang-format off */
#define SPAN(literal) { (const uint8_t *)(literal), sizeof(literal) - 1 } /* in an initialiser */
#define BYTES(literal) ((struct span)SPAN(literal))
/* clang-format on */

static uint8_t memory[256 * 1024];
static uint8_t texts[256 * 1024];
static struct fact source;
static struct fact target;
static struct procedure definition_source;
static struct procedure definition_target;

static struct span written_record(const struct fact *fact)
{
    struct buffer buffer;
    buffer_init(&buffer, memory, sizeof memory);
    record_write(&buffer, fact);
    return buffer_span(&buffer);
}

/* A random fact of the type in source. */
static void fill_fact(enum fact_type type, uint64_t seed)
{
    struct fill fill;

    fill_init(&fill, seed, texts, sizeof texts);
    fill.procedure = &definition_source;
    memset(&source, 0, sizeof source);
    fill_struct(&fill, fact_schema(type), &source.procedure_published);
    source.type = type;
    source.bundle = chance_next(&fill.chance) >> chance_below(&fill.chance, 64);
    source.previous = chance_next(&fill.chance) >> chance_below(&fill.chance, 64);
    source.at_ms = (int64_t)(chance_next(&fill.chance) >> 1);
}

static void test_every_fact_comes_back_as_it_was(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 60 * (FACT_TYPE_COUNT - 1); round++) {
        enum fact_type type = (enum fact_type)(1 + round % (FACT_TYPE_COUNT - 1));
        const char *different;
        fill_fact(type, round);
        struct span record = written_record(&source);
        memset(&target, 0xa5, sizeof target);
        assert_int_equal(record_read(record, 77, &definition_target, &target), OK);
        assert_true(target.position == 77);
        assert_int_equal(target.type, type);
        assert_true(target.at_ms == source.at_ms);
        assert_true(target.bundle == source.bundle);
        assert_true(target.previous == source.previous);
        if (!fill_is_equal(fact_schema(type), fact_body(&source), fact_body(&target), &different)) {
            fail_msg("%s.%s differs in round %u", fact_type_name(type), different, round);
        }
    }
}

static void test_the_head_is_read_without_the_body(void **state)
{
    (void)state;
    struct record_head head;
    fill_fact(FACT_BUNDLE_WITHDRAWN, 3);
    assert_int_equal(record_read_head(written_record(&source), &head), OK);
    assert_int_equal(head.type, FACT_BUNDLE_WITHDRAWN);
    assert_true(head.at_ms == source.at_ms);
    assert_true(head.bundle == source.bundle);
    assert_true(head.previous == source.previous);
    /* a body that breaks off is not looked at */
    assert_int_equal(record_read_head(BYTES("\x95\x05\x01\x02\x03\x81"), &head), OK);
}

static void test_the_application_is_read_without_the_rest(void **state)
{
    (void)state;
    struct span application;
    for (uint32_t round = 0; round < 100; round++) {
        fill_fact(FACT_BUNDLE_SUBMITTED, round);
        struct span record = written_record(&source);
        const struct span *expected = &source.bundle_submitted.application;
        assert_int_equal(record_read_application(record, &application), OK);
        assert_int_equal(application.size, expected->size);
        assert_true(expected->size == 0 ||
                    memcmp(application.at, expected->at, expected->size) == 0);
        /* only the stages that go on stand behind it, so that each cut before them is missed */
        size_t end =
            expected->size > 0 ? (size_t)(application.at + application.size - record.at) : 0;
        for (size_t size = 0; size < end; size += 1 + size / 16) {
            struct span cut = { record.at, size };
            assert_int_equal(record_read_application(cut, &application), ERR_CORRUPT);
        }
    }
    fill_fact(FACT_BUNDLE_WITHDRAWN, 1);
    assert_int_equal(record_read_application(written_record(&source), &application), ERR_CORRUPT);
    /* a body that is no map, keys that are no numbers, an application that is no bytes */
    assert_int_equal(record_read_application(BYTES("\x95\x02\x01\x02\x03\x01"), &application),
                     ERR_CORRUPT);
    assert_int_equal(
        record_read_application(BYTES("\x95\x02\x01\x02\x03\x81\xa1k\x01"), &application),
        ERR_CORRUPT);
    assert_int_equal(
        record_read_application(BYTES("\x95\x02\x01\x02\x03\x81\x08\x01"), &application),
        ERR_CORRUPT);
}

/* Into a buffer that has others before it, as a batch has. */
static void test_the_application_is_known_as_soon_as_it_is_written(void **state)
{
    (void)state;
    static uint8_t bytes[2 * (APPLICATION_BYTES_MAX + ENVELOPE_BYTES_MAX)];
    struct buffer buffer;

    buffer_init(&buffer, bytes, sizeof bytes);
    for (uint32_t round = 0; round < 100; round++) {
        const struct span *expected = &source.bundle_submitted.application;
        fill_fact(round % 4 == 0 ? FACT_VERDICT_GIVEN : FACT_BUNDLE_SUBMITTED, round);
        size_t from = buffer.size;
        record_write(&buffer, &source);
        assert_false(buffer.is_full);
        struct span found = record_application(&buffer, &source);
        struct span record = { bytes + from, buffer.size - from }, read = { 0 };
        enum err err = record_read_application(record, &read);
        assert_int_equal(err, source.type == FACT_BUNDLE_SUBMITTED ? OK : ERR_CORRUPT);
        assert_ptr_equal(found.at, read.at);
        assert_int_equal(found.size, read.size);
        if (err == OK) assert_int_equal(found.size, expected->size);
        if (buffer.size > sizeof bytes / 2) buffer.size = 0;
    }
}

static void test_every_cut_of_a_record_is_corrupt(void **state)
{
    (void)state;
    for (uint32_t type = 1; type < FACT_TYPE_COUNT; type++) {
        fill_fact((enum fact_type)type, type);
        struct span record = written_record(&source);
        for (size_t size = 0; size < record.size; size += 1 + size / 64) {
            struct span cut = { record.at, size };
            assert_int_equal(record_read(cut, 1, &definition_target, &target), ERR_CORRUPT);
        }
    }
}

static void test_records_that_are_none_are_corrupt(void **state)
{
    (void)state;
    static const struct span records[] = {
        SPAN(""),
        SPAN("\x80"),
        SPAN("\x94\x05\x01\x02\x03"),         /* four places */
        SPAN("\x96\x05\x01\x02\x03\x80\x80"), /* six */
        SPAN("\x95\x00\x01\x02\x03\x80"),     /* type 0 */
        SPAN("\x95\x15\x01\x02\x03\x80"),     /* type 21 */
        SPAN("\x95\xff\x01\x02\x03\x80"),     /* type -1 */
        SPAN("\x95\xcf\xff\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03\x80"),
        SPAN("\x95\xa1x\x01\x02\x03\x80"),        /* type "x" */
        SPAN("\x95\x05\xa1x\x02\x03\x80"),        /* at "x" */
        SPAN("\x95\x05\x01\xff\x03\x80"),         /* bundle -1 */
        SPAN("\x95\x05\x01\x02\xff\x80"),         /* previous -1 */
        SPAN("\x95\x05\x01\x02\x03\xc0"),         /* no body */
        SPAN("\x95\x05\x01\x02\x03\x81\x01\x20"), /* stage 32 */
        SPAN("\x95\x05\x01\x02\x03\x80\x80"),     /* something behind it */
        SPAN("\x95\x0d\x01\x02\x03\x81\x01\x01"), /* no verdict */
        SPAN("\x95\x14\x01\x02\x03\x81\x01\x08"), /* no such result */
    };
    for (size_t i = 0; i < COUNT(records); i++) {
        assert_int_equal(record_read(records[i], 1, &definition_target, &target), ERR_CORRUPT);
    }
}

static void test_a_record_of_a_later_release_is_read_by_what_is_known(void **state)
{
    (void)state;
    struct span record = BYTES("\x95\x05\x01\x02\x03\x82\x01\x07\x63\x92\x01\xa1x");
    assert_int_equal(record_read(record, 1, &definition_target, &target), OK);
    assert_int_equal(target.stage_opened.stage, 7);
}

static void test_a_definition_without_room_is_skipped(void **state)
{
    (void)state;
    fill_fact(FACT_PROCEDURE_PUBLISHED, 9);
    struct hash content = source.procedure_published.content;
    struct span record = written_record(&source);
    assert_int_equal(record_read(record, 1, NULL, &target), OK);
    assert_null(target.procedure_published.procedure);
    assert_true(hash_is_equal(&content, &target.procedure_published.content));
}

static void test_a_record_with_nothing_in_it_is_small(void **state)
{
    (void)state;
    struct fact opened = { .type = FACT_STAGE_OPENED, .bundle = 1, .at_ms = 2, .previous = 3 };
    struct span record = written_record(&opened);
    struct span expected = BYTES("\x95\x05\x02\x01\x03\x80");
    assert_int_equal(record.size, expected.size);
    assert_memory_equal(record.at, expected.at, expected.size);
}

/* ---- Procedures and images ------------------------------------------------------------------- */

static void test_procedures_come_back_as_they_were(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 200; round++) {
        struct fill fill;
        struct buffer buffer;
        const char *field = NULL;
        const char *different;

        fill_init(&fill, round, texts, sizeof texts);
        fill_struct(&fill, &schema_procedure, &definition_source);
        buffer_init(&buffer, memory, sizeof memory);
        procedure_write(&buffer, &definition_source);
        memset(&definition_target, 0xa5, sizeof definition_target);
        assert_int_equal(procedure_read(buffer_span(&buffer), &definition_target, &field), OK);
        assert_string_equal(field, "");
        assert_true(
            fill_is_equal(&schema_procedure, &definition_source, &definition_target, &different));
    }
}

static void stage_to_the_brim(struct procedure_stage *stage, const struct name *name,
                              const struct limit *limit)
{
    const struct edges edges = { UINT32_MAX, (1U << MILESTONES_MAX) - 1 };

    stage->name = stage->department = *name;
    stage->title[TITLE_BYTES_MAX] = stage->permit[TITLE_BYTES_MAX] = '\0';
    stage->number[TITLE_BYTES_MAX] = '\0';
    stage->applies_if[CONDITION_BYTES_MAX] = stage->for_each[CONDITION_BYTES_MAX] = '\0';
    stage->at_most = stage->element = ELEMENTS_MAX;
    stage->start_after = stage->decide_after = edges;
    stage->statutory = stage->promised = *limit;
    stage->lease_ms = stage->backoff_ms = stage->backoff_ms_max = LEASE_MS_MAX;
    stage->attempts_max = ATTEMPTS_MAX;
    stage->clock_from = CLOCK_FROM_RECEIPT;
    stage->opinion = true;
    stage->on_timeout = ON_TIMEOUT_AGREE;
    stage->extension = EXTENSION_NONE;
    stage->sign_need = SIGNERS_PER_STAGE_MAX;
    stage->sign_veto = stage->by_signers = true;
    stage->check_within = *limit;
    stage->delivery = stage->start_within = stage->deferral = *limit;
    stage->valid = stage->renew_before = *limit;
    stage->deferrals = DEFERRALS_MAX;
}

/* Fill every list and every text to its bound. */
static void fill_to_the_brim(struct procedure *procedure)
{
    memset(procedure, 'x', sizeof *procedure);
    struct name name = { "abcdefghijklmnopqrstuvwxyz01234" };
    struct limit limit = { UINT16_MAX, LIMIT_MONTHS };

    procedure->name = name;
    procedure->version = UINT32_MAX;
    procedure->title[TITLE_BYTES_MAX] = '\0';
    procedure->on_refusal = ON_REFUSAL_CANCEL;
    procedure->area = 999999;
    procedure->stage_count = STAGES_MAX;
    procedure->milestone_count = MILESTONES_MAX;
    procedure->gate_count = GATES_MAX;
    procedure->material_count = MATERIALS_MAX;
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        stage_to_the_brim(&procedure->stages[i], &name, &limit);
    }
    procedure->statutory = procedure->promised = limit;
    procedure->intake =
        (struct procedure_intake){ true, true, ON_SILENCE_WAIT, ON_LAPSE_NOT_ACCEPT, limit, limit };
    procedure->in_force = 20631231;
    procedure->corrections =
        (struct corrections){ limit, limit, CORRECTION_ROUNDS_MAX, ON_UNANSWERED_RETURN };
    procedure->pre_review_until = MILESTONES_MAX;
    procedure->extension = EXTENSION_NONE;
    procedure->remedies[REMEDIES_BYTES_MAX] = '\0';
    procedure->supervision.rules = name;
    procedure->supervision.escalate_count = ESCALATIONS_MAX;
    for (uint32_t i = 0; i < ESCALATIONS_MAX; i++) {
        procedure->supervision.escalate[i].at = CARD_DEEP_RED;
        procedure->supervision.escalate[i].to = ROLE_SUPERVISOR;
        procedure->supervision.escalate[i].interview[TITLE_BYTES_MAX] = '\0';
    }
    for (uint32_t i = 0; i < MILESTONES_MAX; i++) {
        procedure->milestones[i].name = name;
        procedure->milestones[i].title[TITLE_BYTES_MAX] = '\0';
    }
    for (uint32_t i = 0; i < GATES_MAX; i++) {
        procedure->gates[i] = (struct procedure_gate){ name, GATE_HOLD_UNTIL, UINT32_MAX,
                                                       ON_TOLERANCE_GRANT, HOLD_DAYS_MAX };
    }
    for (uint32_t i = 0; i < MATERIALS_MAX; i++) {
        procedure->materials[i].name = name;
        procedure->materials[i].title[TITLE_BYTES_MAX] = '\0';
        procedure->materials[i].required = true;
        procedure->materials[i].stages = UINT32_MAX;
        procedure->materials[i].may_miss = limit;
    }
    procedure->on_overdue = ON_OVERDUE_WITHDRAW;
    procedure->signer_count = SIGNERS_MAX;
    for (uint32_t i = 0; i < SIGNERS_MAX; i++) {
        procedure->signers[i] = (struct procedure_signer){ name, UINT32_MAX };
    }
}

static void test_the_largest_procedure_fits_into_a_message(void **state)
{
    (void)state;
    struct buffer buffer;
    const char *field;
    const char *different;

    fill_to_the_brim(&definition_source);
    buffer_init(&buffer, memory, ENVELOPE_BYTES_MAX - 1024);
    procedure_write(&buffer, &definition_source);
    assert_false(buffer.is_full);
    assert_int_equal(procedure_read(buffer_span(&buffer), &definition_target, &field), OK);
    assert_true(
        fill_is_equal(&schema_procedure, &definition_source, &definition_target, &different));
}

static void test_a_bad_procedure_is_refused_by_its_place(void **state)
{
    (void)state;
#define STAGE "\x84\x01\xa1s\x02\xa1\x64\x09\xcd\x75\x30\x0c\x03" /* s, of d, 30000 ms, 3 */
    static const struct {
        struct span bytes;
        enum err err;
        const char *field;
    } rows[] = {
        { SPAN("\x84\x01\xa1p\x02\x01\x04\x01\x05\x91" STAGE), OK, "" },
        { SPAN(""), ERR_MALFORMED, "" },
        { SPAN("\x90"), ERR_MALFORMED, "" },
        { SPAN("\x84\x01\xa1p\x02\x01\x04\x01\x05\x91" STAGE "\xc0"), ERR_MALFORMED, "" },
        { SPAN("\x80"), ERR_FIELD_MISSING, "name" },
        { SPAN("\x83\x01\xa1p\x02\x01\x04\x01"), ERR_FIELD_MISSING, "stages" },
        { SPAN("\x84\x01\xa1p\x02\x01\x04\x01\x05\x90"), ERR_FIELD_INVALID, "stages" },
        { SPAN("\x84\x01\xa1p\x02\x01\x04\x01\x05\x91\xc0"), ERR_FIELD_INVALID, "stages" },
        { SPAN("\x84\x01\xa1p\x02\x01\x04\x03\x05\x91" STAGE), ERR_FIELD_INVALID, "on_refusal" },
        { SPAN("\x84\x01\xa1p\x02\x01\x04\x01\x05\x92" STAGE "\x80"), ERR_FIELD_MISSING,
          "stages.name" },
        { SPAN("\x84\x01\xa1p\x02\x01\x04\x01\x05\x92\x80\xc0"), ERR_FIELD_MISSING,
          "stages.name" }, /* the first bad one */
        { SPAN("\x85\x01\xa1p\x02\x01\x04\x01\x05\x91" STAGE "\x07\x91\x82\x01\xa1g\x02\x04"),
          ERR_FIELD_INVALID, "gates.policy" },
        { SPAN("\x85\x01\xa1p\x02\x01\x04\x01\x05\x91" STAGE "\x08\x91\x82\x01\xa1m\x03\x01"),
          ERR_FIELD_INVALID, "materials.required" },
        { SPAN("\x85\x01\xa1p\x02\x01\x04\x01\x05\x91" STAGE
               "\x06\xdc\x00\x11\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0\xc0"
               "\xc0"),
          ERR_TOO_LARGE, "milestones" },
        { SPAN("\x85\x01\xa1p\x02\x01\x03\xa2x\x00\x04\x01\x05\x91" STAGE), ERR_FIELD_INVALID,
          "title" }, /* a NUL would cut it */
    };
#undef STAGE
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *field = NULL;
        assert_int_equal(procedure_read(rows[i].bytes, &definition_target, &field), rows[i].err);
        assert_string_equal(field, rows[i].field);
    }
}

static void test_a_map_inside_is_named_by_its_field(void **state)
{
    (void)state;
    const char *field = NULL;
    /* stages[0].decide_after.milestones is over its 16 bits: the schema of edges serves two */
    struct span bytes = BYTES("\x84\x01\xa1p\x02\x01\x04\x01\x05\x91\x85\x01\xa1s\x02\xa1\x64\x06"
                              "\x81\x02\xce\x00\x01\x00\x00\x09\xcd\x75\x30\x0c\x03");
    assert_int_equal(procedure_read(bytes, &definition_target, &field), ERR_FIELD_INVALID);
    assert_string_equal(field, "stages.decide_after");
}

static void test_images_come_back_as_they_were(void **state)
{
    (void)state;
    static struct bundle_image left;
    static struct bundle_image right;
    for (uint32_t round = 0; round < 200; round++) {
        struct fill fill;
        struct buffer buffer;
        const char *different;

        fill_init(&fill, round, texts, sizeof texts);
        fill_struct(&fill, &schema_image, &left);
        buffer_init(&buffer, memory, sizeof memory);
        image_write(&buffer, &left);
        memset(&right, 0xa5, sizeof right);
        assert_int_equal(image_read(buffer_span(&buffer), &right), OK);
        assert_true(fill_is_equal(&schema_image, &left, &right, &different));
        struct span cut = { memory, buffer.size - 1 };
        assert_int_equal(image_read(cut, &right), ERR_CORRUPT);
        buffer_add(&buffer, "\xc0", 1);
        assert_int_equal(image_read(buffer_span(&buffer), &right), ERR_CORRUPT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fact_comes_back_as_it_was),
        cmocka_unit_test(test_the_head_is_read_without_the_body),
        cmocka_unit_test(test_the_application_is_known_as_soon_as_it_is_written),
        cmocka_unit_test(test_every_cut_of_a_record_is_corrupt),
        cmocka_unit_test(test_records_that_are_none_are_corrupt),
        cmocka_unit_test(test_a_record_of_a_later_release_is_read_by_what_is_known),
        cmocka_unit_test(test_a_definition_without_room_is_skipped),
        cmocka_unit_test(test_a_record_with_nothing_in_it_is_small),
        cmocka_unit_test(test_procedures_come_back_as_they_were),
        cmocka_unit_test(test_the_largest_procedure_fits_into_a_message),
        cmocka_unit_test(test_the_application_is_read_without_the_rest),
        cmocka_unit_test(test_a_bad_procedure_is_refused_by_its_place),
        cmocka_unit_test(test_a_map_inside_is_named_by_its_field),
        cmocka_unit_test(test_images_come_back_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures as text: what must be in them is in them. */
#include "broker/core/job.h"
#include "broker/core/stage.h"
#include "client/draw.h"
#include "client/lint.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct procedure procedure;
static char *picture;

static void draw(void)
{
    size_t size = 0;

    free(picture);
    FILE *file = open_memstream(&picture, &size);
    assert_non_null(file);
    assert_int_equal(draw_procedure(file, &procedure), OK);
    assert_int_equal(fclose(file), 0);
}

static void draw_cycles(void)
{
    size_t size = 0;

    free(picture);
    FILE *file = open_memstream(&picture, &size);
    assert_non_null(file);
    draw_life_cycle(file);
    assert_int_equal(fclose(file), 0);
}

static int tear_down(void **state)
{
    (void)state;
    free(picture);
    picture = NULL;
    return 0;
}

static uint32_t count_of(const char *word)
{
    uint32_t count = 0;

    for (const char *at = strstr(picture, word); at != NULL; at = strstr(at + 1, word)) {
        count++;
    }
    return count;
}

/* Every edge is a path of its own, named by what it connects. */
static void assert_edges(set32 stages, set32 milestones, const char *name, const char *kind)
{
    char title[200];

    for (uint32_t i = 0; i < 32; i++) {
        if (i < procedure.stage_count && set_has(stages, i)) {
            snprintf(title, sizeof title, "<title>%s %s %s</title></path>", name, kind,
                     procedure.stages[i].name.text);
            assert_int_equal(count_of(title), 1);
        }
        if (i < procedure.milestone_count && set_has(milestones, i)) {
            snprintf(title, sizeof title, "<title>%s %s %s</title></path>", name, kind,
                     procedure.milestones[i].name.text);
            assert_int_equal(count_of(title), 1);
        }
    }
}

static void assert_all_edges(void)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < procedure.stage_count; i++) {
        const struct procedure_stage *stage = &procedure.stages[i];
        assert_edges(stage->start_after.stages, stage->start_after.milestones, stage->name.text,
                     "start_after");
        assert_edges(stage->decide_after.stages, stage->decide_after.milestones, stage->name.text,
                     "decide_after");
        count += (uint32_t)__builtin_popcount(stage->start_after.stages);
        count += (uint32_t)__builtin_popcount(stage->start_after.milestones);
        count += (uint32_t)__builtin_popcount(stage->decide_after.stages);
        count += (uint32_t)__builtin_popcount(stage->decide_after.milestones);
    }
    assert_int_equal(count_of("</title></path>"), count);
}

static void test_the_five_permits_are_drawn_with_every_edge(void **state)
{
    (void)state;
    procedure_five_permits(&procedure);
    draw();
    assert_all_edges();
    for (uint32_t i = 0; i < procedure.stage_count; i++) {
        assert_non_null(strstr(picture, procedure.stages[i].name.text));
        assert_non_null(strstr(picture, procedure.stages[i].department.text));
        assert_non_null(strstr(picture, procedure.stages[i].permit));
    }
    assert_non_null(strstr(picture, procedure.gates[0].name.text));
}

/* As many of everything as there may be: every stage waits for all before it. */
static void test_the_largest_procedure_is_drawn_with_every_edge(void **state)
{
    (void)state;
    char name[32];

    procedure_begin(&procedure, "largest");
    for (uint32_t i = 0; i < MILESTONES_MAX; i++) {
        snprintf(name, sizeof name, "milestone-%u", i);
        procedure_add_milestone(&procedure, name);
    }
    for (uint32_t i = 0; i < STAGES_MAX; i++) {
        snprintf(name, sizeof name, "stage-%u", i);
        procedure_add_stage(&procedure, name, "land");
        procedure.stages[i].start_after.stages = set_first(i) & 0x55555555u;
        procedure.stages[i].decide_after.stages = set_first(i) & 0xaaaaaaaau;
        procedure.stages[i].decide_after.milestones = set_first(MILESTONES_MAX);
        memset(procedure.stages[i].title, 'w', TITLE_BYTES_MAX);
    }
    for (uint32_t i = 0; i < GATES_MAX; i++) {
        snprintf(name, sizeof name, "gate-%u", i);
        procedure_add_gate(&procedure, name, GATE_ALL_OR_NOTHING, (set32)0xf << (4 * i));
    }
    draw();
    assert_all_edges();
    assert_int_equal(count_of("issues all together, or nothing"), GATES_MAX);
    assert_non_null(strstr(picture, "met when the gate issues"));
}

static void test_one_stage_alone_is_a_picture(void **state)
{
    (void)state;
    procedure_begin(&procedure, "one");
    procedure_add_stage(&procedure, "alone", "land");
    procedure.stages[0].permit[0] = '\0';
    draw();
    assert_non_null(strstr(picture, "alone"));
    assert_non_null(strstr(picture, "opinion, no permit"));
    assert_null(strstr(picture, "start_after")); /* the legend says only what there is */
    assert_null(strstr(picture, "decide_after"));
    assert_null(strstr(picture, "met when the gate issues"));
}

static void test_titles_cannot_break_out_of_the_picture(void **state)
{
    (void)state;
    procedure_begin(&procedure, "hostile");
    procedure_add_stage(&procedure, "stage", "land");
    procedure_add_milestone(&procedure, "milestone");
    snprintf(procedure.title, sizeof procedure.title, "</title><script>x</script>&\"'\x01");
    snprintf(procedure.stages[0].title, sizeof procedure.stages[0].title, "<b>\x1b[2J");
    snprintf(procedure.stages[0].permit, sizeof procedure.stages[0].permit, "]]><i>");
    snprintf(procedure.milestones[0].title, sizeof procedure.milestones[0].title, "<u onload='x'>");
    draw();
    for (const char *const *word =
             (const char *const[]){ "<script", "<b>", "<i>", "<u", "'x'", "\x1b", "\x01", NULL };
         *word != NULL; word++) {
        assert_null(strstr(picture, *word));
    }
    assert_non_null(strstr(picture, "&lt;script&gt;"));
}

/* ---- Life cycles --------------------------------------------------------------------------- */

/* As many lines as the tables have pairs of states, and every move by its word. */
static void test_the_life_cycles_have_every_move_of_the_tables(void **state)
{
    (void)state;
    uint32_t pairs = 0;

    draw_cycles();
    for (uint32_t from = STAGE_NONE + 1; from < STAGE_STATE_COUNT; from++) {
        set32 targets = 0;
        for (uint32_t move = 0; move < STAGE_MOVE_COUNT; move++) {
            targets |= set_of(stage_next((enum stage_state)from, (enum stage_move)move));
        }
        pairs += (uint32_t)__builtin_popcount(targets & ~set_of(STAGE_NONE));
    }
    for (uint32_t from = JOB_NONE; from < JOB_STATE_COUNT; from++) {
        set32 targets = 0;
        for (uint32_t move = 0; move < JOB_MOVE_COUNT; move++) {
            targets |= set_of(job_next((enum job_state)from, (enum job_move)move));
        }
        pairs += (uint32_t)__builtin_popcount(targets & ~set_of(JOB_NONE));
    }
    assert_int_equal(count_of("marker-end"), pairs + 2); /* and two beginnings */
    assert_int_equal(count_of(">withdraw<"), 5);
    assert_int_equal(count_of(">cancel<"), 4);
    assert_int_equal(count_of(">expire, release<"), 1);
}

static void test_the_life_cycles_have_every_state(void **state)
{
    (void)state;
    static const char *const names[] = {
        "waiting",   "reviewing", "sealed", "granted", "issued",  "refused", "blocked", "lapsed",
        "withdrawn", "none",      "ready",  "leased",  "delayed", "parked",  "done",    "cancelled",
    };

    draw_cycles();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char word[40];
        snprintf(word, sizeof word, ">%s</text>", names[i]);
        assert_non_null(strstr(picture, word));
    }
}

/* ---- Time lines ---------------------------------------------------------------------------- */

static void test_a_time_line_without_facts_is_a_picture(void **state)
{
    (void)state;
    struct time_line line;
    size_t size = 0;
    json_t *nothing = json_object();

    assert_int_equal(time_line_read(&line, nothing, NULL, 0), OK);
    FILE *file = open_memstream(&picture, &size);
    assert_non_null(file);
    draw_time_line(file, &line);
    assert_int_equal(fclose(file), 0);
    assert_non_null(strstr(picture, "</svg>"));
    time_line_fini(&line);
    json_decref(nothing);
}

static void test_names_from_a_broker_cannot_break_out(void **state)
{
    (void)state;
    struct time_line line;
    size_t size = 0;
    json_t *bundle = json_pack("{s:i, s:s, s:i, s:i, s:[{s:s, s:s, s:s}]}", "bundle", 1, "key",
                               "<k>&", "submitted_ms", 1, "ended_ms", 100, "stages", "name", "<n>",
                               "state", "<s>", "title", "<t>");
    json_t *history = json_pack("[{s:s, s:s, s:i, s:s}, {s:s, s:s, s:i}]", "type", "JOB_LEASED",
                                "stage", "<n>", "at_ms", 5, "worker", "<w>", "type",
                                "MILESTONE_REACHED", "milestone", "<m>", "at_ms", 50);

    assert_int_equal(time_line_read(&line, bundle, history, 0), OK);
    FILE *file = open_memstream(&picture, &size);
    assert_non_null(file);
    draw_time_line(file, &line);
    assert_int_equal(fclose(file), 0);
    for (const char *letter = "knstwm"; *letter != '\0'; letter++) {
        char raw[4] = { '<', *letter, '>', '\0' };
        char escaped[12];
        snprintf(escaped, sizeof escaped, "&lt;%c&gt;", *letter);
        assert_null(strstr(picture, raw));
        assert_non_null(strstr(picture, escaped));
    }
    time_line_fini(&line);
    json_decref(bundle);
    json_decref(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_five_permits_are_drawn_with_every_edge, tear_down),
        cmocka_unit_test_teardown(test_the_largest_procedure_is_drawn_with_every_edge, tear_down),
        cmocka_unit_test_teardown(test_one_stage_alone_is_a_picture, tear_down),
        cmocka_unit_test_teardown(test_titles_cannot_break_out_of_the_picture, tear_down),
        cmocka_unit_test_teardown(test_the_life_cycles_have_every_move_of_the_tables, tear_down),
        cmocka_unit_test_teardown(test_the_life_cycles_have_every_state, tear_down),
        cmocka_unit_test_teardown(test_a_time_line_without_facts_is_a_picture, tear_down),
        cmocka_unit_test_teardown(test_names_from_a_broker_cannot_break_out, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

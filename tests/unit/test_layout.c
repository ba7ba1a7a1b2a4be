/* SPDX-License-Identifier: Apache-2.0 */
/* Graphs made by chance, also the largest that there may be: whatever they look like, nothing
 * overlaps. */
#include "client/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SEEDS 30

static struct layout layout;
static uint32_t chance_state;

static uint32_t chance(uint32_t below)
{
    chance_state = chance_state * 1664525u + 1013904223u;
    return (chance_state >> 8) % below;
}

struct shape {
    uint32_t nodes;
    uint32_t groups;
    uint32_t columns;
    uint32_t edges_in_100; /* of all pairs */
};

static void graph_make(struct shape shape, uint32_t seed)
{
    layout = (struct layout){ .node_count = shape.nodes,
                              .group_count = shape.groups,
                              .column_count = shape.columns };
    chance_state = seed;
    for (uint32_t i = 0; i < shape.columns; i++) {
        layout.column_width[i] = 100 + (int32_t)chance(150);
    }
    for (uint32_t i = 0; i < shape.groups; i++) {
        layout.groups[i].header = 35;
    }
    for (uint32_t i = 0; i < shape.nodes; i++) {
        uint32_t group = chance(shape.groups + 2);
        layout.nodes[i] =
            (struct layout_node){ .column = chance(shape.columns),
                                  .group = group < shape.groups ? group : LAYOUT_NO_GROUP,
                                  .height = 40 + (int32_t)chance(110) };
    }
    for (uint32_t i = 0; i < shape.nodes; i++) {
        for (uint32_t j = 0; j < shape.nodes; j++) {
            if (layout.nodes[i].column >= layout.nodes[j].column) continue;
            if (chance(100) >= shape.edges_in_100) continue;
            assert_true(layout.edge_count < LAYOUT_EDGES_MAX);
            layout.edges[layout.edge_count++] =
                (struct layout_edge){ .from = i, .to = j, .kind = chance(2) };
        }
    }
}

static bool is_apart(struct svg_box a, struct svg_box b, int32_t space)
{
    return a.x + a.width + space <= b.x || b.x + b.width + space <= a.x ||
           a.y + a.height + space <= b.y || b.y + b.height + space <= a.y;
}

static bool is_inside(struct svg_box inner, struct svg_box outer)
{
    return inner.x > outer.x && inner.y > outer.y &&
           inner.x + inner.width < outer.x + outer.width &&
           inner.y + inner.height < outer.y + outer.height;
}

static void check_boxes(void)
{
    const struct svg_box picture = { -1, -1, layout.width + 2, layout.height + 2 };

    for (uint32_t i = 0; i < layout.node_count; i++) {
        const struct svg_box box = layout.nodes[i].box;
        assert_true(is_inside(box, picture));
        assert_int_equal(box.x, layout.column_x[layout.nodes[i].column]);
        for (uint32_t j = 0; j < i; j++) {
            assert_true(is_apart(box, layout.nodes[j].box, 12));
        }
    }
}

/* A frame holds its members and nobody else; a group without any has none. */
static void check_frame(uint32_t group)
{
    const struct svg_box frame = layout.groups[group].box;
    bool is_empty = true;

    for (uint32_t i = 0; i < layout.node_count; i++) {
        if (layout.nodes[i].group == group) is_empty = false;
    }
    assert_int_equal(is_empty, frame.width == 0);
    if (is_empty) return;
    for (uint32_t i = 0; i < layout.node_count; i++) {
        bool is_member = layout.nodes[i].group == group;
        if (is_member) assert_true(is_inside(layout.nodes[i].box, frame));
        if (!is_member) assert_true(is_apart(layout.nodes[i].box, frame, 8));
    }
    for (uint32_t other = 0; other < group; other++) {
        if (layout.groups[other].box.width == 0) continue;
        assert_true(is_apart(frame, layout.groups[other].box, 8));
    }
}

/* A line that passes a column keeps away from its boxes, and from the frames of strangers. */
static void check_bend(const struct layout_edge *edge, uint32_t column, int32_t y)
{
    const struct svg_box line = { layout.column_x[column], y, layout.column_width[column], 1 };

    for (uint32_t i = 0; i < layout.node_count; i++) {
        assert_true(is_apart(line, layout.nodes[i].box, 4));
    }
    for (uint32_t i = 0; i < layout.group_count; i++) {
        bool is_own = layout.nodes[edge->from].group == i || layout.nodes[edge->to].group == i;
        if (is_own || layout.groups[i].box.width == 0) continue;
        assert_true(is_apart(line, layout.groups[i].box, 4));
    }
}

static void check_edges(void)
{
    for (uint32_t i = 0; i < layout.edge_count; i++) {
        const struct layout_edge *edge = &layout.edges[i];
        const struct svg_box from = layout.nodes[edge->from].box;
        const struct svg_box to = layout.nodes[edge->to].box;
        assert_in_range(edge->from_y, from.y, from.y + from.height);
        assert_in_range(edge->to_y, to.y, to.y + to.height);
        uint32_t bend = edge->bend_0;
        for (uint32_t column = layout.nodes[edge->from].column + 1;
             column < layout.nodes[edge->to].column; column++) {
            check_bend(edge, column, layout.bends[bend++]);
        }
    }
}

static void check_seeds(struct shape shape, uint32_t seeds)
{
    for (uint32_t seed = 1; seed <= seeds; seed++) {
        graph_make(shape, seed);
        assert_int_equal(layout_place(&layout), OK);
        check_boxes();
        for (uint32_t group = 0; group < layout.group_count; group++) {
            check_frame(group);
        }
        check_edges();
        layout_fini(&layout);
    }
}

static void test_nothing_overlaps_in_graphs_of_every_size(void **state)
{
    (void)state;
    check_seeds((struct shape){ 1, 0, 1, 0 }, 1);
    check_seeds((struct shape){ 5, 1, 3, 40 }, SEEDS);
    check_seeds((struct shape){ 12, 3, 4, 20 }, SEEDS);
    check_seeds((struct shape){ 30, 8, 6, 5 }, SEEDS);
    check_seeds((struct shape){ 20, 8, 12, 50 }, 10);
}

static void test_nothing_overlaps_in_the_largest_graphs(void **state)
{
    (void)state;
    check_seeds((struct shape){ LAYOUT_NODES_MAX, LAYOUT_GROUPS_MAX, 6, 8 }, 8);
    check_seeds((struct shape){ LAYOUT_NODES_MAX, LAYOUT_GROUPS_MAX, 33, 100 }, 2);
    check_seeds((struct shape){ LAYOUT_NODES_MAX, 0, 2, 100 }, 2);
    check_seeds((struct shape){ LAYOUT_NODES_MAX, 0, 1, 0 }, 2);
}

/* Loose parts would be pushed outward round after round, and frames would grow with them. */
static void test_a_picture_is_not_higher_than_all_its_boxes_on_a_pile(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        graph_make((struct shape){ 40, 8, 6, 2 }, seed);
        assert_int_equal(layout_place(&layout), OK);
        int32_t pile = 8 * (35 + 52);
        for (uint32_t i = 0; i < layout.node_count; i++) {
            pile += layout.nodes[i].height + 24;
        }
        assert_true(layout.height < pile);
        layout_fini(&layout);
    }
}

static void test_the_same_graph_gives_the_same_picture(void **state)
{
    (void)state;
    static struct layout first;
    const struct shape shape = { 20, 4, 5, 15 };

    graph_make(shape, 7);
    assert_int_equal(layout_place(&layout), OK);
    first = layout;
    graph_make(shape, 7);
    assert_int_equal(layout_place(&layout), OK);
    assert_memory_equal(first.nodes, layout.nodes, sizeof layout.nodes);
    assert_memory_equal(first.edges, layout.edges, sizeof layout.edges);
    layout_fini(&first);
    layout_fini(&layout);
}

static void edge_add(uint32_t from, uint32_t to)
{
    layout.edges[layout.edge_count++] = (struct layout_edge){ .from = from, .to = to };
}

static void plain_nodes(uint32_t columns, uint32_t in_each)
{
    layout = (struct layout){ .column_count = columns };
    for (uint32_t i = 0; i < columns * in_each; i++) {
        layout.column_width[i / in_each] = 100;
        layout.nodes[layout.node_count++] =
            (struct layout_node){ .column = i / in_each, .group = LAYOUT_NO_GROUP, .height = 50 };
    }
}

static void test_lines_that_need_not_cross_do_not(void **state)
{
    (void)state;
    plain_nodes(2, 6); /* each to the one opposite, turned upside down */
    for (uint32_t i = 0; i < 6; i++) {
        edge_add(i, 11 - i);
    }
    assert_int_equal(layout_place(&layout), OK);
    assert_int_equal(layout.crossings, 0);
    layout_fini(&layout);

    plain_nodes(4, 2); /* two chains that change sides in the file, and one line over all columns */
    edge_add(0, 3), edge_add(3, 4), edge_add(4, 7);
    edge_add(1, 2), edge_add(2, 5), edge_add(5, 6);
    edge_add(0, 7);
    assert_int_equal(layout_place(&layout), OK);
    assert_int_equal(layout.crossings, 0);
    layout_fini(&layout);
}

static void test_a_chain_is_a_straight_line(void **state)
{
    (void)state;
    plain_nodes(5, 1);
    for (uint32_t i = 0; i < 4; i++) {
        edge_add(i, i + 1);
    }
    assert_int_equal(layout_place(&layout), OK);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(layout.edges[i].from_y, layout.edges[i].to_y);
    }
    layout_fini(&layout);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_overlaps_in_graphs_of_every_size),
        cmocka_unit_test(test_nothing_overlaps_in_the_largest_graphs),
        cmocka_unit_test(test_a_picture_is_not_higher_than_all_its_boxes_on_a_pile),
        cmocka_unit_test(test_the_same_graph_gives_the_same_picture),
        cmocka_unit_test(test_lines_that_need_not_cross_do_not),
        cmocka_unit_test(test_a_chain_is_a_straight_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The states of a stage and of a job as a graph. Which move leads where is asked of stage_next and
 * job_next, never written down here, so the picture cannot say anything else than what the broker does.
 *
 * When you add a state or a move: its word and its note in life_cycle.c; the rest follows. */
#ifndef CLIENT_LIFE_CYCLE_H
#define CLIENT_LIFE_CYCLE_H

#include "client/svg.h"

#define LIFE_STATES_MAX 24
#define LIFE_WAYS_MAX 128

struct life_state {
    const char *name; /* NULL: there is none of this number */
    const char *note;
    bool is_final;
    bool is_straight; /* final, and in one line with the living */
    struct svg_box box;
};

/* Everything that leads from one state to another. */
struct life_way {
    uint32_t from;
    uint32_t to;
    char words[160]; /* "expire, release" */
    uint32_t track;  /* above the states: from 1; 0: a straight line */
    int32_t from_x;
    int32_t to_x;
};

struct life_cycle {
    const char *title;
    struct life_state states[LIFE_STATES_MAX];
    uint32_t state_count;
    struct life_way ways[LIFE_WAYS_MAX];
    uint32_t way_count;
    uint32_t track_count;
    uint32_t last; /* of the living states */
    int32_t width;
    int32_t bottom;
};

/* Fill in states and ways; the rest is zero, for draw_life_cycle.c to find.
 *
 * Shape: *cycle - all zero. */
void life_cycle_of_stage(struct life_cycle *cycle);
void life_cycle_of_job(struct life_cycle *cycle);

#endif

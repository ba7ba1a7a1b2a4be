/* SPDX-License-Identifier: Apache-2.0 */
/* What a run is made of: sizes, and rates of everything that can go wrong.
 *
 * A seed draws them all. About half of the faults are left out of each run, so that rare mixtures
 * are tried as often as common ones ("swarm testing"); shrinking and people set single ones.
 *
 * When you add an option: its row here; nothing else knows the list. The least value must mean "less
 * of it", since shrinking goes there. */
#ifndef TESTS_SIM_OPTIONS_H
#define TESTS_SIM_OPTIONS_H

#include "tongfa/base.h"

/* name, least value, greatest value drawn, may be left out of a run, meaning */
/* clang-format off */
#define OPTION_TABLE(ROW) \
    ROW(bundles,     1,   60, false, "bundles that are submitted") \
    ROW(procedures,  1,    3, false, "procedures that are published") \
    ROW(stages,      1,   32, false, "stages of a procedure at most") \
    ROW(variant,     0,    0, false, "another set of procedures; shrinking tries some") \
    ROW(calendars,   0,    8, true,  "calendars that are published, some of them again") \
    ROW(workers,     1,    3, false, "workers of each department") \
    ROW(credit,      1,    6, false, "jobs that a worker takes at a time") \
    ROW(clients,     1,    3, false, "clients among whom the bundles are divided") \
    ROW(seconds,    10, 1200, false, "length of the safety phase") \
    ROW(followers,   0,    2, true,  "peers that follow the journal") \
    ROW(refuse,      0,  300, true,  "per mille of reviews that refuse") \
    ROW(call_off,    0,  300, true,  "per mille of milestones that are called off") \
    ROW(withdraw,    0,  200, true,  "per mille of bundles that are withdrawn") \
    ROW(again,       0,  500, true,  "per mille of requests that are made twice, or contradicted") \
    ROW(ask,         0,  500, true,  "per mille of chances at which a client asks a question") \
    ROW(fail,        0,  300, true,  "per mille of jobs answered FAIL") \
    ROW(park,        0,  200, true,  "per mille of jobs answered PARK") \
    ROW(release,     0,  200, true,  "per mille of jobs answered RELEASE") \
    ROW(silent,      0,  200, true,  "per mille of jobs never answered") \
    ROW(late,        0,  200, true,  "per mille of jobs answered about the end of their lease") \
    ROW(renew,       0,  300, true,  "per mille of jobs whose lease is renewed") \
    ROW(repeat,      0,  300, true,  "per mille of verdicts given twice") \
    ROW(forge,       0,  200, true,  "per mille of jobs claimed with a wrong token or attempt") \
    ROW(delay_ms,    1,  400, true,  "greatest delay of a message") \
    ROW(lose,        0,   80, true,  "per mille of messages lost") \
    ROW(duplicate,   0,   80, true,  "per mille of messages that arrive twice") \
    ROW(reorder,     0,   80, true,  "per mille of messages that overtake nothing and come late") \
    ROW(cut,         0,   10, true,  "per mille of chances at which a peer loses its connection") \
    ROW(half_dead,   0,   10, true,  "per mille of chances at which a peer is deaf or mute for a while") \
    ROW(full_pipe,   0,   10, true,  "per mille of sends that a peer does not take") \
    ROW(garbage,     0,   30, true,  "per mille of messages before which a cut-off one comes") \
    ROW(commit_ms,   0,  200, true,  "greatest time of a commit") \
    ROW(commit_fail, 0,   20, true,  "per mille of commits that fail") \
    ROW(crash,       0,   24, true,  "crashes of the broker") \
    ROW(drain,       0,    2, true,  "polite restarts of the broker") \
    ROW(bad_start,   0,  300, true,  "per mille of starts that fail while recovering") \
    ROW(lose_tables, 0,  300, true,  "per mille of starts that find records only") \
    ROW(stall,       0,    4, true,  "times at which the broker stands still") \
    ROW(no_space,    0,    2, true,  "times at which the journal is nearly full") \
    ROW(clock_jump,  0,    3, true,  "times at which the wall clock is set, besides restarts") \
    ROW(new_year,    0,    1, true,  "the run begins just before a new year") \
    ROW(leap,        0,   12, true,  "times at which hours, days or months pass at once") \
    ROW(leap_days,   1,  120, false, "... so many days at most") \
    ROW(behind,      0,  400, true,  "facts that a restart may have to replay") \
    ROW(tight,       0,    1, true,  "memory for few bundles and requests only") \
    ROW(priorities,  1,    8, true,  "different priorities of the bundles") \
    ROW(suspend,     0, 1000, true,  "per mille of bundles that are suspended, or that somebody tries to") \
    ROW(urge,        0, 1000, true,  "per mille of bundles that become urgent, and may do so no more") \
    ROW(special,     0, 1000, true,  "per mille of bundles with special procedures, each of one stage") \
    ROW(correct,     0, 1000, true,  "per mille of bundles in which something has to be corrected, doubled") \
    ROW(pre_review,  0, 1000, true,  "per mille of procedures, halved, whose bundles are reviewed before they are accepted") \
    ROW(intake,      0, 1000, true,  "per mille of procedures whose bundles are accepted at a counter") \
    ROW(deem,        0, 1000, true,  "per mille of stages that agree by silence, in one procedure of two") \
    ROW(opinion,     0, 1000, true,  "per mille of stages that give opinions, in one procedure of three") \
    ROW(permits,     0, 1000, true,  "per mille of bundles with whose permits something is done after their issue") \
    ROW(age,         0,   60, true,  "months that pass at most when all has ended") \
    ROW(commit,      0, 1000, true,  "per mille of bundles, and a quarter, whose applicants commit themselves") \
    ROW(sign,        0, 1000, true,  "per mille of procedures with stages that several people sign") \
    ROW(cards,       0, 1000, true,  "per mille of cards that people appeal against or withdraw; 0: none is raised") \
    ROW(hold,        0, 1000, true,  "per mille of gates that issue the rest, and a quarter, that hold before") \
    ROW(tolerate,    0, 1000, true,  "per mille of bundles, and a quarter, that lack materials that may come later") \
    ROW(extend,      0, 1000, true,  "per mille of bundles whose limits are extended, or that somebody tries to") \
    ROW(orders,      0, 1000, true,  "per mille of bundles whose departments supervisors remind and give orders to") \
    ROW(return,      0, 1000, true,  "per mille of bundles in which reviews are returned, or somebody tries to") \
    ROW(migrate,     0, 1000, true,  "per mille of bundles that are moved to another version, or that somebody tries to")
/* clang-format on */

enum option {
#define OPTION_ENUM(name, least, most, may_miss, text) OPTION_##name,
    OPTION_TABLE(OPTION_ENUM)
#undef OPTION_ENUM
        OPTION_COUNT
};

#define OPTIONS_TEXT_MAX 1024

struct options {
    uint64_t seed;
    uint32_t values[OPTION_COUNT];
    uint64_t bundles_left_out; /* set of bundles that are never submitted: by shrinking */
    uint32_t faults_max;       /* single faults happen up to so many; UINT32_MAX: all */
};

/* Draw all options from a seed. */
void options_draw(struct options *options, uint64_t seed);

uint32_t options_least(enum option option);
const char *options_name(enum option option);

/* Set one from "name=value", also "leave-out=SET" and "faults=N". False: there is none such. */
bool options_set(struct options *options, const char *text);

/* The seed and what differs from what it draws, as arguments: "7 lose=0 bundles=1". */
void options_text(const struct options *options, char text[OPTIONS_TEXT_MAX]);

/* What there is, for --help. */
void options_print(void);

#endif

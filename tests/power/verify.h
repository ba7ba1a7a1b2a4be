/* SPDX-License-Identifier: Apache-2.0 */
/* One image: opened by the real recovery, and held against what had been said. */
#ifndef TESTS_POWER_VERIFY_H
#define TESTS_POWER_VERIFY_H

#include "tests/power/truth.h"

#define VERIFY_TEXT_BYTES 400

struct verify {
    const struct truth *truth;
    const char *path;            /* the data directory; recovery may write to it */
    uint64_t told;               /* the image must hold everything up to here */
    bool in_full;                /* also verify and replay as `tongfa journal` does, and write on */
    uint64_t position;           /* out: the newest record of the image */
    char why[VERIFY_TEXT_BYTES]; /* out: what is wrong; empty: nothing */
};

/* Call in a process of its own: what is wrong with the image may end it. */
void verify_image(struct verify *verify);

#endif

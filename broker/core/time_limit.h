/* SPDX-License-Identifier: Apache-2.0 */
/* How the limits of a bundle in memory stand: what extensions, deemed agreements and explanations ask.
 * SHOW reads the same from an image (clocks.c). */
#ifndef BROKER_CORE_TIME_LIMIT_H
#define BROKER_CORE_TIME_LIMIT_H

#include "broker/core/ledger.h"
#include "broker/core/machine.h"

/* The limit of a stage, or the joint one (STAGE_WHOLE), as its definition has it. */
struct limit time_limit_of(const struct published *published, uint8_t stage, enum extends which);

/* The same in numbers: what one entry of a dossier adds to it.
 *
 * Source:  许可法 42: an extension makes the limit longer, and nothing else of it new. */
uint16_t time_limit_added(const struct entry *entry, uint8_t stage, enum extends which);

/* A limit and what extensions added to it. */
struct limit time_limit_extended(struct limit limit, uint32_t added);

/* A limit as it stands in a bundle, with what extensions added to it; value 0: there is none. */
struct limit time_limit_now(const struct engine *engine, const struct bundle *bundle, uint8_t stage,
                            enum extends which);

/* When the clock of a stage, or of all together (STAGE_WHOLE), began, ended and stood.
 *
 * Returns: false - it does not run yet. */
bool time_limit_course(const struct engine *engine, const struct bundle *bundle, uint8_t stage,
                       struct course *course);

struct time_limit_question {
    const struct bundle *bundle;
    uint8_t stage;      /* or STAGE_WHOLE */
    enum extends which; /* EXTENDS_STATUTORY or EXTENDS_PROMISED */
    int64_t at_ms;
};

/* How a limit stands at an instant, with its extensions and pauses.
 *
 * Returns: false - there is none, or its clock does not run yet. */
bool time_limit_read(const struct engine *engine, const struct time_limit_question *question,
                     struct limit_view *view);

/* An entry of a dossier during which a clock stands: of its own stage, or of the whole. The special procedure of
 * a stage stops the joint clock, too: no limit of that section counts its time (许可法 45); and so does a notice
 * while the applicant answers it. */
bool time_limit_stands(const struct entry *entry, uint8_t stage);

/* How the days planned for a special procedure stand: working days (许可法 82). */
struct limit_view time_limit_planned(const struct calendar_image *calendar,
                                     const struct entry *entry, int64_t at_ms);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* ACT: what all acts have in common. What is special to one stands in a rule; the rules stand in
 * act_rules.c, each made of functions of the file that is about its subject. */
#ifndef BROKER_CORE_ACT_H
#define BROKER_CORE_ACT_H

#include "broker/core/apply.h"

/* An act that somebody asks for. */
struct act_case {
    struct step *step;
    const struct msg_act *msg;
    struct target target; /* open, or ended where the rule allows it; its bundle is in memory */
    uint8_t stage;        /* its index, or STAGE_WHOLE */
};

/* What its fact may say beside what was asked for. */
enum act_effect {
    TOUCHES = 1, /* other stages than its own (stages) */
    GOES_ON = 2, /* what may begin or be granted because of it (onward) */
    FREES = 4,   /* ... or only what a return held back, as it refuses (reopening.h) */
};

struct act_rule {
    uint8_t effects;     /* enum act_effect */
    uint8_t entry_count; /* that it adds to the dossier, at most */
    /* Whether it can be done now. Errors: mostly ERR_ACT_IMPOSSIBLE, with a text in *refusal that
     * says why. NULL: always. */
    enum err (*check)(const struct act_case *act, struct refusal *refusal);
    /* Fill in what the message does not say (stages, onward), and tell workers what they must know
     * before the fact is recorded. NULL: nothing. */
    void (*decide)(const struct act_case *act, struct fact_acted *fact);
    /* The fact can be true of this bundle. Whoever asks has held it against the table of acts, and
     * against `effects`. */
    bool (*is_good)(const struct change *change);
    /* Make it true. What goes on (onward) follows afterwards. */
    void (*apply)(const struct change *change);
};

/* The rule of an act; NULL: there is no such act. */
const struct act_rule *act_rule_of(uint8_t act);

/* The act seals its stage, whose grant may take effect at once. */
bool act_seals(uint8_t act);

/* Record what the broker itself does because a time is over, and all that follows. */
void act_by_itself(struct step *step, uint32_t index, const struct fact_acted *acted);

/* Say why an act is impossible. Returns: ERR_ACT_IMPOSSIBLE. */
enum err act_impossible(struct refusal *refusal, const char *why);

#endif

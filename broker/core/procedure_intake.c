/* SPDX-License-Identifier: Apache-2.0 */
/* Without a counter there is nothing to say; on the spot means no other limit; who is silent for ever
 * cannot be taken to accept. */
#include "broker/core/in_force.h"
#include "broker/core/procedure_check.h"
#include "broker/core/procedure_terms.h"

static const char *flaw_without_counter(const struct procedure_intake *intake)
{
    assert(!intake->counter);
    bool is_silent = intake->on_silence == 0 && intake->on_lapse == 0 && !intake->on_spot &&
                     intake->within.value == 0 && intake->correct_within.value == 0;
    return is_silent ? NULL : "intake says something, and that there is no counter";
}

static const char *flaw_of_counter(const struct procedure_intake *intake)
{
    bool has_limit = intake->on_spot || intake->within.value != 0;
    bool can_lapse = intake->correct_within.value != 0;

    assert(intake->counter);
    if (intake->on_silence < ON_SILENCE_ACCEPT || intake->on_silence > ON_SILENCE_WAIT) {
        return "on_silence must be accept or wait";
    }
    if (intake->on_spot && intake->within.value != 0) {
        return "on the spot there is no other limit to accept within";
    }
    if (intake->on_silence == ON_SILENCE_ACCEPT && !has_limit) {
        return "silence that accepts needs a limit: within, or on_spot";
    }
    if (intake->on_lapse > ON_LAPSE_NOT_ACCEPT || (intake->on_lapse != 0) != can_lapse) {
        return "a limit to correct within, and what follows, come together";
    }
    return NULL;
}

const char *procedure_intake_flaw(const struct procedure *procedure)
{
    const struct procedure_intake *intake = &procedure->intake;

    assert(procedure != NULL);
    if (procedure->in_force != 0 && !in_force_is_day(procedure->in_force)) {
        return "in_force must be a date from 2000-01-01 to 2063-12-31";
    }
    if (!procedure_limit_is_good(&intake->within) ||
        !procedure_limit_is_good(&intake->correct_within)) {
        return "a limit needs a unit: working or natural days or hours";
    }
    return intake->counter ? flaw_of_counter(intake) : flaw_without_counter(intake);
}

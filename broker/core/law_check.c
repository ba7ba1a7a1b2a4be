/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/law_check.h"

const char *law_of_stage(const struct procedure_stage *stage)
{
    bool has_limit = stage->statutory.value != 0 || stage->promised.value != 0;

    if (stage->clock_from > CLOCK_FROM_RECEIPT || (stage->clock_from != CLOCK_NONE && !has_limit)) {
        return "a clock runs from acceptance or receipt, towards a limit";
    }
    if (stage->opinion && stage->permit[0] != '\0') {
        return "an opinion issues no permit; leave out one of the two";
    }
    if (stage->on_timeout > ON_TIMEOUT_AGREE) return "on_timeout must be wait or agree";
    if (stage->on_timeout == ON_TIMEOUT_AGREE && stage->clock_from == CLOCK_NONE) {
        return "on_timeout: agree needs a limit that counts";
    }
    if (stage->extension != 0 && !has_limit) return "an extension needs a limit";
    return NULL;
}

const char *law_of_procedure(const struct procedure *procedure)
{
    bool has_limit = procedure->statutory.value != 0 || procedure->promised.value != 0;
    size_t size = 0;

    while (size <= REMEDIES_BYTES_MAX && procedure->remedies[size] != '\0') {
        size++;
    }
    if (size > REMEDIES_BYTES_MAX) return "the remedies are over 511 bytes";
    if (procedure->extension != 0 && !has_limit) return "an extension needs a limit";
    return NULL;
}

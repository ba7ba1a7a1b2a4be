/* SPDX-License-Identifier: Apache-2.0 */
/* In which order stages are decided: of several that may come next, the one that is written first. */
#include "broker/core/procedure_check.h"

void procedure_order(const struct procedure *procedure, uint8_t order[STAGES_MAX])
{
    set32 placed = 0;

    assert(procedure->stage_count <= STAGES_MAX);
    for (uint32_t count = 0; count < procedure->stage_count; count++) {
        uint32_t i = 0;
        for (;; i++) {
            assert(i < procedure->stage_count); /* there is no circle */
            const struct procedure_stage *stage = &procedure->stages[i];
            set32 upstreams = stage->start_after.stages | stage->decide_after.stages;
            if (!set_has(placed, i) && (upstreams & ~placed) == 0) break;
        }
        order[count] = (uint8_t)i;
        placed |= set_of(i);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/core/submitter.h"

#include "broker/core/mix.h"

void submitters_init(struct submitters *submitters, struct arena *arena, uint32_t count_max)
{
    assert(submitters != NULL);
    assert(count_max > 0);

    *submitters = (struct submitters){
        .at = arena_take(arena, count_max, sizeof(struct submitter)),
        .count_max = count_max,
    };
    map_init(&submitters->by_name, arena, count_max);
}

uint32_t submitters_find(const struct submitters *submitters, const struct name *name)
{
    uint32_t tag = tag_of_name(name);
    uint32_t index = 0;

    assert(submitters->count <= submitters->count_max);
    for (uint32_t at = map_first(&submitters->by_name, tag, &index); at != MAP_END;
         at = map_after(&submitters->by_name, at, tag, &index)) {
        assert(index < submitters->high);
        if (name_is_equal(&submitters->at[index].name, name)) return index;
    }
    return SUBMITTER_NONE;
}

uint32_t submitters_enter(struct submitters *submitters, const struct name *name)
{
    uint32_t index = submitters_find(submitters, name);

    if (index == SUBMITTER_NONE) {
        assert(submitters->count < submitters->count_max);
        index = submitters->high;
        if (submitters->free_first != 0) {
            index = submitters->free_first - 1;
            submitters->free_first = submitters->at[index].free_next;
        } else {
            submitters->high++;
        }
        submitters->at[index] = (struct submitter){ .name = *name };
        submitters->count++;
        map_add(&submitters->by_name, tag_of_name(name), index);
    }
    assert(submitters->at[index].bundle_count < UINT32_MAX);
    submitters->at[index].bundle_count++;
    return index;
}

void submitters_leave(struct submitters *submitters, uint32_t index)
{
    assert(index < submitters->high);
    struct submitter *submitter = &submitters->at[index];
    assert(submitter->bundle_count > 0);

    if (--submitter->bundle_count > 0) return;
    map_remove(&submitters->by_name, tag_of_name(&submitter->name), index);
    submitter->free_next = submitters->free_first;
    submitters->free_first = index + 1;
    submitters->count--;
}

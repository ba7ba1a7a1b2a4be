/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions, and for each department a list of those with credit.
 *
 * A session stands in its department's list exactly while its credit is above zero. Whoever gets a
 * job goes to the end, whoever gets credit for the first time too: so jobs go round, and a session
 * that asks for more credit while it has some cannot jump the queue. */
#include "broker/core/presence.h"

#include "broker/core/mix.h"

void presence_init(struct presence *presence, struct arena *arena, uint32_t count_max)
{
    assert(count_max > 0);
    assert(count_max < SESSION_NONE);

    *presence = (struct presence){
        .at = arena_take(arena, count_max, sizeof(struct session)),
        .count_max = count_max,
    };
    map_init(&presence->by_id, arena, count_max);
}

uint32_t presence_find(const struct presence *presence, session_id id)
{
    uint32_t tag = tag_of_number(id.n);
    uint32_t index = 0;

    for (uint32_t at = map_first(&presence->by_id, tag, &index); at != MAP_END;
         at = map_after(&presence->by_id, at, tag, &index)) {
        assert(index < presence->high);
        if (presence->at[index].id.n == id.n) return index;
    }
    return SESSION_NONE;
}

void presence_join(struct presence *presence, struct departments *departments,
                   const struct session *session)
{
    assert(presence->count < presence->count_max);
    assert(session->id.n != 0);
    assert(session->credit == 0);
    assert(presence_find(presence, session->id) == SESSION_NONE);

    uint32_t index = presence->high;
    if (presence->free_first != 0) {
        index = presence->free_first - 1;
        presence->free_first = presence->at[index].next;
    } else {
        presence->high++;
    }
    presence->at[index] = *session;
    presence->count++;
    map_add(&presence->by_id, tag_of_number(session->id.n), index);
    if (session->department == DEPARTMENT_NONE) return;
    assert(session->department < departments->count);
    departments->at[session->department].session_count++;
}

/* Behind the others that wait for a job. */
static void append_free(struct presence *presence, struct department *department, uint32_t index)
{
    struct session *session = &presence->at[index];

    assert(session->credit > 0);
    assert((department->free_last == SESSION_NONE) == (department->free_count == 0));
    session->previous = department->free_last;
    session->next = SESSION_NONE;
    if (department->free_last == SESSION_NONE) {
        department->free_first = index;
    } else {
        presence->at[department->free_last].next = index;
    }
    department->free_last = index;
    department->free_count++;
}

/* From wherever it stands in the list. */
static void remove_free(struct presence *presence, struct department *department, uint32_t index)
{
    const struct session *session = &presence->at[index];

    assert(department->free_count > 0);
    assert((session->previous == SESSION_NONE) == (department->free_first == index));
    if (session->previous == SESSION_NONE) {
        department->free_first = session->next;
    } else {
        presence->at[session->previous].next = session->next;
    }
    if (session->next == SESSION_NONE) {
        department->free_last = session->previous;
    } else {
        presence->at[session->next].previous = session->previous;
    }
    department->free_count--;
}

void presence_set_credit(struct presence *presence, struct departments *departments, uint32_t index,
                         uint32_t credit)
{
    assert(index < presence->high);
    struct session *session = &presence->at[index];
    assert(session->id.n != 0);
    assert(session->department < departments->count);
    struct department *department = &departments->at[session->department];

    if (credit > CREDIT_MAX) credit = CREDIT_MAX;
    uint32_t before = session->credit;
    assert(department->credit >= before);
    department->credit = department->credit - before + credit;
    session->credit = credit;
    if (before == 0 && credit > 0) append_free(presence, department, index);
    if (before > 0 && credit == 0) remove_free(presence, department, index);
    departments_heat(departments, session->department);
}

void presence_leave(struct presence *presence, struct departments *departments, uint32_t index)
{
    assert(index < presence->high);
    struct session *session = &presence->at[index];
    assert(session->id.n != 0);

    if (session->department != DEPARTMENT_NONE) {
        presence_set_credit(presence, departments, index, 0);
        assert(departments->at[session->department].session_count > 0);
        departments->at[session->department].session_count--;
    }
    map_remove(&presence->by_id, tag_of_number(session->id.n), index);
    *session = (struct session){ .next = presence->free_first };
    presence->free_first = index + 1;
    presence->count--;
}

/* The first that is free and not this principal's; if all are, the first. */
static uint32_t first_free(const struct presence *presence, const struct department *department,
                           const struct name *except)
{
    uint32_t index = department->free_first;

    assert(department->free_count > 0);
    while (except != NULL && index != SESSION_NONE &&
           name_is_equal(&presence->at[index].principal, except)) {
        index = presence->at[index].next;
    }
    return index == SESSION_NONE ? department->free_first : index;
}

uint32_t presence_take(struct presence *presence, struct departments *departments,
                       uint16_t department_index, const struct name *except)
{
    assert(department_index < departments->count);
    struct department *department = &departments->at[department_index];
    uint32_t index = first_free(presence, department, except);
    assert(index != SESSION_NONE);
    assert(presence->at[index].credit > 0);

    remove_free(presence, department, index);
    presence->at[index].credit--;
    department->credit--;
    if (presence->at[index].credit > 0) append_free(presence, department, index);
    return index;
}

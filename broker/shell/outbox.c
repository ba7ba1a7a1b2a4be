/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/outbox.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <sys/mman.h>

#define ALIGNMENT ((size_t)16)

/* An effect is smaller than a job with all that belongs to it; an answer is at most a page of
 * waits. A session's thread may be begun by each entry. */
#define BODY_BYTES_MAX (sizeof(struct msg_explanation) + sizeof(struct held_parked))
#define STEP_BYTES_MAX (STEP_EFFECTS_MAX * (sizeof(struct effect) + ALIGNMENT) + BODY_BYTES_MAX)
#define BODIES_BYTES ((size_t)OUTBOX_ENTRIES_MAX * 512 + STEP_BYTES_MAX)

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

static void *cut(uint8_t **memory, size_t size)
{
    void *piece = *memory;
    *memory += aligned(size);
    return piece;
}

enum err outbox_init(struct outbox *outbox, const struct sessions *sessions)
{
    size_t entries_bytes = OUTBOX_ENTRIES_MAX * sizeof(struct held);
    size_t threads_bytes = sessions->capacity * sizeof(struct held_thread);
    size_t order_bytes = sessions->capacity * sizeof(uint32_t);
    size_t parcels_bytes = OUTBOX_ENTRIES_MAX * sizeof(struct parcel);
    size_t memory_size = aligned(entries_bytes) + aligned(threads_bytes) + aligned(order_bytes) +
                         aligned(parcels_bytes) + BODIES_BYTES;

    *outbox = (struct outbox){ 0 };
    void *memory = mmap(NULL, memory_size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        log_error("no memory for answers: %s", strerror(errno));
        return ERR_NO_MEMORY;
    }
    uint8_t *rest = memory;
    *outbox = (struct outbox){ .sessions = sessions,
                               .round = 1,
                               .memory = memory,
                               .memory_size = memory_size,
                               .entries = cut(&rest, entries_bytes),
                               .threads = cut(&rest, threads_bytes),
                               .order = cut(&rest, order_bytes),
                               .parcels = cut(&rest, parcels_bytes) };
    outbox->bodies = rest;
    return OK;
}

void outbox_fini(struct outbox *outbox)
{
    if (outbox->memory == NULL) return;
    outbox_clear(outbox);
    munmap(outbox->memory, outbox->memory_size);
    *outbox = (struct outbox){ 0 };
}

bool outbox_has_room(const struct outbox *outbox)
{
    return outbox->count + STEP_EFFECTS_MAX + 1 <= OUTBOX_ENTRIES_MAX &&
           BODIES_BYTES - outbox->bodies_size >= STEP_BYTES_MAX;
}

void outbox_clear(struct outbox *outbox)
{
    while (outbox->parcel_count > 0) {
        outbound_drop(&outbox->parcels[--outbox->parcel_count].outbound);
    }
    outbox->parcel_bytes = 0;
    outbox->count = 0;
    outbox->order_count = 0;
    outbox->bodies_size = 0;
    outbox->round++;
}

/* Append an entry to its session's thread. */
static void thread_add(struct outbox *outbox, session_id session, uint32_t entry)
{
    uint32_t place = session_place(outbox->sessions, session);
    struct held_thread *thread = &outbox->threads[place];
    if (thread->round != outbox->round) {
        *thread = (struct held_thread){ .first = entry, .last = entry, .round = outbox->round };
        outbox->order[outbox->order_count++] = place;
        return;
    }
    outbox->entries[thread->last].next = entry;
    thread->last = entry;
}

void outbox_hold(struct outbox *outbox, session_id session, struct span request_id,
                 enum held_kind kind, struct span body)
{
    assert(outbox->count < OUTBOX_ENTRIES_MAX);
    assert(request_id.size <= REQUEST_ID_BYTES_MAX);
    assert(aligned(body.size) <= BODIES_BYTES - outbox->bodies_size);

    uint8_t *copy = outbox->bodies + outbox->bodies_size;
    if (body.size > 0) memcpy(copy, body.at, body.size);
    outbox->bodies_size += aligned(body.size);

    struct held *held = &outbox->entries[outbox->count];
    held->session = session;
    held->next = HELD_END;
    held->kind = (uint8_t)kind;
    held->request_id_size = (uint8_t)request_id.size;
    held->body = copy;
    if (request_id.size > 0) memcpy(held->request_id, request_id.at, request_id.size);
    thread_add(outbox, session, outbox->count++);
}

void outbox_hold_effect(struct outbox *outbox, const struct effect *effect)
{
    enum held_kind kind = HELD_RECORDED;
    struct span body = { (const uint8_t *)&effect->recorded, sizeof effect->recorded };
    switch (effect->type) {
        case EFFECT_RECORDED: break;
        case EFFECT_REFUSED:
            kind = HELD_REFUSED;
            body = (struct span){ (const uint8_t *)&effect->refused, sizeof effect->refused };
            break;
        case EFFECT_JOB:
            kind = HELD_JOB;
            body = (struct span){ (const uint8_t *)&effect->job, sizeof effect->job };
            break;
        case EFFECT_CANCEL:
            kind = HELD_CANCEL;
            body = (struct span){ (const uint8_t *)&effect->cancel, sizeof effect->cancel };
            break;
    }
    if (effect->session.n == 0) return; /* the broker's own doing: nobody waits for an answer */
    outbox_hold(outbox, effect->session, effect->request_id, kind, body);
}

enum err parcel_add(struct outbox *outbox, struct held_thread *thread, struct outgoing *outgoing,
                    uint32_t end)
{
    assert(outbox->parcel_count < OUTBOX_ENTRIES_MAX); /* each has an entry of its own */
    struct parcel *parcel = &outbox->parcels[outbox->parcel_count];
    struct span frame = outgoing_finish(outgoing);
    struct span payload = buffer_span(&outgoing->payload);
    const size_t bytes = outbox->parcel_bytes + frame.size + payload.size;
    if (bytes > PARCELS_BYTES_MAX) return ERR_TOO_LARGE;
    enum err err = outbound_write(&parcel->outbound, frame, payload);
    if (err != OK) return err;
    outbox->parcel_bytes = bytes;
    parcel->end = end;
    if (thread->parcel_count++ == 0) thread->parcel_first = outbox->parcel_count;
    outbox->parcel_count++;
    return OK;
}

/* The newest are its own. */
void parcels_drop(struct outbox *outbox, struct held_thread *thread)
{
    for (; thread->parcel_count > 0; thread->parcel_count--) {
        outbound_drop(&outbox->parcels[--outbox->parcel_count].outbound);
    }
}

void outbox_refuse(struct outbox *outbox, session_id session, struct span request_id, enum err err,
                   const char *field)
{
    struct effect_refused refused = { .err = err };
    size_t size = strnlen(field, NAME_BYTES_MAX);
    memcpy(refused.field, field, size);
    outbox_hold(outbox, session, request_id, HELD_REFUSED,
                (struct span){ (const uint8_t *)&refused, sizeof refused });
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One piece of memory, cut into seven. It is larger than any batch that a broker will see, and costs
 * only what was ever used of it: whoever fills a draft never meets an allocation, or a span that
 * has moved. */
#include "broker/shell/draft.h"

#include "broker/shell/log.h"
#include "broker/shell/store.h"
#include "proto/record.h"

#include <errno.h>
#include <sys/mman.h>

/* One event brings one application, definition or reason at most; the other facts of its step are
 * names and numbers, below SMALL_FACT_BYTES_MAX each. */
#define SMALL_FACT_BYTES_MAX 512
#define STEP_BYTES_MAX \
    ((size_t)STEP_FACTS_MAX * SMALL_FACT_BYTES_MAX + APPLICATION_BYTES_MAX + ENVELOPE_BYTES_MAX)

/* A record carries each definition that the tables get, and each fact changes at most a counter of
 * each stage or one request; so these are never the bound that is met first. */
#define RECORD_BYTES ((size_t)32 << 20)
#define WRITE_BYTES \
    (RECORD_BYTES + (size_t)4 * DRAFT_RECORDS_MAX * STORE_SMALL_BYTES_MAX + \
     (size_t)DRAFT_IMAGES_MAX * (STORE_IMAGE_BYTES_MAX + 4 * STORE_SMALL_BYTES_MAX) + \
     (size_t)2 * DRAFT_WAKES_MAX * STORE_SMALL_BYTES_MAX + \
     (size_t)(DRAFT_LATE_KEYS_MAX + DRAFT_LATE_ROWS_MAX) * STORE_SMALL_BYTES_MAX + \
     (size_t)DRAFT_IMAGES_MAX * sizeof(struct late_key) + (size_t)16 * STORE_SMALL_BYTES_MAX + \
     STORE_CALENDAR_BYTES_MAX)

static size_t aligned(size_t size)
{
    return (size + 63) & ~(size_t)63;
}

static size_t memory_bytes(void)
{
    return aligned(RECORD_BYTES) + aligned(WRITE_BYTES) +
           2 * aligned(DRAFT_RECORDS_MAX * sizeof(struct span)) +
           aligned(DRAFT_WRITES_MAX * sizeof(struct store_write)) +
           aligned(DRAFT_IMAGES_MAX * sizeof(uint64_t)) +
           aligned(DRAFT_IMAGES_MAX * sizeof(struct late_key));
}

static void *cut(uint8_t **memory, size_t size)
{
    void *piece = *memory;

    *memory += aligned(size);
    return piece;
}

enum err draft_init(struct draft *draft)
{
    *draft = (struct draft){ 0 };
    void *memory = mmap(NULL, memory_bytes(), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        log_error("no memory for a batch: %s", strerror(errno));
        return ERR_NO_MEMORY;
    }
    draft->memory = memory;
    uint8_t *rest = memory;
    buffer_init(&draft->record_bytes, cut(&rest, RECORD_BYTES), RECORD_BYTES);
    buffer_init(&draft->write_bytes, cut(&rest, WRITE_BYTES), WRITE_BYTES);
    draft->records = cut(&rest, DRAFT_RECORDS_MAX * sizeof(struct span));
    draft->applications = cut(&rest, DRAFT_RECORDS_MAX * sizeof(struct span));
    draft->writes = cut(&rest, DRAFT_WRITES_MAX * sizeof(struct store_write));
    draft->ended = cut(&rest, DRAFT_IMAGES_MAX * sizeof(uint64_t));
    draft->late = cut(&rest, DRAFT_IMAGES_MAX * sizeof(struct late_key));
    draft_begin(draft, 1);
    return OK;
}

void draft_fini(struct draft *draft)
{
    if (draft->memory != NULL) munmap(draft->memory, memory_bytes());
    *draft = (struct draft){ 0 };
}

void draft_begin(struct draft *draft, uint64_t position_first)
{
    assert(position_first > 0);
    draft->record_bytes.size = 0;
    draft->write_bytes.size = 0;
    draft->ended_count = 0;
    draft->late_count = 0;
    draft->image_count = 0;
    draft->wake_count = 0;
    draft->batch = (struct batch){
        .position_first = position_first,
        .records = draft->records,
        .writes = draft->writes,
    };
}

bool draft_has_room(const struct draft *draft)
{
    size_t left = draft->record_bytes.capacity - draft->record_bytes.size;

    return left >= STEP_BYTES_MAX &&
           draft->batch.record_count + STEP_FACTS_MAX <= DRAFT_RECORDS_MAX;
}

bool draft_is_empty(const struct draft *draft)
{
    return draft->batch.record_count == 0 && draft->batch.write_count == 0;
}

struct span draft_application(const struct draft *draft, uint64_t position)
{
    const struct batch *batch = &draft->batch;

    if (position < batch->position_first) return (struct span){ 0 };
    uint64_t at = position - batch->position_first;
    return at < batch->record_count ? draft->applications[at] : (struct span){ 0 };
}

void draft_write(struct draft *draft, struct store_write write)
{
    assert(draft->batch.write_count < DRAFT_WRITES_MAX);
    draft->writes[draft->batch.write_count++] = write;
    draft->wake_count += write.table == STORE_WAKE;
}

void draft_record(struct draft *draft, const struct facts *facts)
{
    assert(draft->batch.record_count + facts->count <= DRAFT_RECORDS_MAX);
    for (uint32_t i = 0; i < facts->count; i++) {
        const struct fact *fact = &facts->facts[i];
        size_t from = draft->record_bytes.size;

        assert(fact->position == draft->batch.position_first + draft->batch.record_count);
        record_write(&draft->record_bytes, fact);
        assert(!draft->record_bytes.is_full);
        struct span record = { .at = draft->record_bytes.at + from,
                               .size = draft->record_bytes.size - from };
        draft->applications[draft->batch.record_count] =
            record_application(&draft->record_bytes, fact);
        draft->records[draft->batch.record_count++] = record;
        if (fact->type == FACT_PROCEDURE_PUBLISHED) {
            draft_write(draft, store_put_procedure(&draft->write_bytes, fact->position,
                                                   &fact->procedure_published));
        }
    }
}

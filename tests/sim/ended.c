/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/ended.h"

#include "proto/record.h"
#include "tests/sim/plan.h"

#include <stdlib.h>

#define IMAGE_BYTES 32768

struct ended {
    struct bundle_image images[PLAN_BUNDLES_MAX]; /* number i + 1; bundle 0: not kept */
};

struct ended *ended_new(void)
{
    struct ended *ended = calloc(1, sizeof *ended);
    assert(ended != NULL);
    return ended;
}

void ended_free(struct ended **ended)
{
    free(*ended);
    *ended = NULL;
}

const struct bundle_image *ended_find(const struct ended *ended, uint64_t bundle)
{
    bool is_there =
        bundle > 0 && bundle <= PLAN_BUNDLES_MAX && ended->images[bundle - 1].bundle != 0;
    return is_there ? &ended->images[bundle - 1] : NULL;
}

void ended_keep(struct ended *ended, const struct engine *engine)
{
    static struct bundle_image image;
    for (uint64_t i = 1; i <= PLAN_BUNDLES_MAX; i++) {
        if (engine_image(engine, i, &image) != OK || image.result == RESULT_OPEN) continue;
        ended->images[i - 1] = image;
    }
}

void ended_forget(struct ended *ended, struct engine *engine)
{
    static struct bundle_image image;
    while (engine_export_dirty(engine, &image)) {
        if (image.result == RESULT_OPEN) continue;
        ended->images[image.bundle - 1] = image;
        engine_evict(engine, image.bundle);
    }
}

enum err ended_recall(const struct ended *ended, struct engine *engine, const struct fact *fact)
{
    const struct bundle_image *image = ended_find(ended, fact->bundle);
    if (image == NULL || !engine_wants_recall(engine, fact)) return OK;
    return engine_recall(engine, image);
}

static struct span bytes_of(const struct bundle_image *image, uint8_t bytes[IMAGE_BYTES])
{
    struct buffer buffer;
    buffer_init(&buffer, bytes, IMAGE_BYTES);
    image_write(&buffer, image);
    assert(!buffer.is_full);
    return buffer_span(&buffer);
}

bool ended_is_same(const struct ended *ended, const struct bundle_image *image)
{
    static uint8_t memory[2][IMAGE_BYTES];
    const struct bundle_image *kept = ended_find(ended, image->bundle);
    if (kept == NULL) return false;
    struct span left = bytes_of(kept, memory[0]);
    struct span right = bytes_of(image, memory[1]);
    return left.size == right.size && memcmp(left.at, right.at, left.size) == 0;
}

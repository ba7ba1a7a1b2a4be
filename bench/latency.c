/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/latency.h"

#include "bench/tool.h"

#include <stdlib.h>

void latency_add(struct latency *latency, uint64_t ns)
{
    if (latency->count == latency->capacity) {
        latency->capacity = latency->capacity == 0 ? 1 << 16 : 2 * latency->capacity;
        latency->us = realloc(latency->us, latency->capacity * sizeof *latency->us);
        if (latency->us == NULL) die("no memory");
    }
    uint64_t us = ns / 1000;
    latency->us[latency->count++] = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
    latency->is_sorted = false;
}

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

double latency_ms(struct latency *latency, double share)
{
    if (latency->count == 0) return 0;
    if (!latency->is_sorted) qsort(latency->us, latency->count, sizeof *latency->us, compare);
    latency->is_sorted = true;
    size_t at = (size_t)(share * (double)latency->count);
    if (at >= latency->count) at = latency->count - 1;
    return latency->us[at] / 1000.0;
}

void latency_fini(struct latency *latency)
{
    free(latency->us);
    *latency = (struct latency){ 0 };
}

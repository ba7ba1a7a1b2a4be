/* SPDX-License-Identifier: Apache-2.0 */
/* What a broker wrote for each bundle, for the ceiling to write as much: reads a journal and prints
 * its --records, and how many records and bytes a bundle takes. */
#include "broker/shell/journal.h"
#include "proto/record.h"

#include "bench/tool.h"

#include <inttypes.h>
#include <stdio.h>

#define TYPES 64

/* Which message of a bundle's life brings a fact. */
static const char *group_of(uint32_t type)
{
    switch (type) {
        case FACT_BUNDLE_SUBMITTED:
        case FACT_JOBS_LEASED: return "submit";
        case FACT_VERDICT_GIVEN: return "verdict";
        case FACT_PERMITS_ISSUED:
        case FACT_BUNDLE_ENDED: return "end";
        default: return "";
    }
}

struct sum {
    uint64_t count;
    uint64_t bytes;
};

/* Sizes with counts, for the facts of one group; a bundle has `bundles` times fewer. */
static void print_group(const struct sum *sums, const char *group, double messages)
{
    const char *before = "";
    for (uint32_t type = 0; type < TYPES; type++) {
        const struct sum *sum = &sums[type];
        int count = (int)((double)sum->count / messages + 0.5);
        if (strcmp(group_of(type), group) != 0 || count == 0) continue;
        printf("%s%" PRIu64, before, sum->bytes / sum->count);
        if (count > 1) printf("x%d", count);
        before = ",";
    }
}

static void add(struct sum *sums, uint64_t position, struct span record)
{
    static struct procedure procedure;
    struct fact fact;
    if (record_read(record, position, &procedure, &fact) != OK) die("a record that is none");
    assert(fact.type < TYPES);
    size_t size = CHAIN_BYTES + record.size;
    if (fact.type == FACT_BUNDLE_SUBMITTED) size -= fact.bundle_submitted.application.size;
    sums[fact.type].count++;
    sums[fact.type].bytes += size;
}

int main(int argc, char **argv)
{
    static struct sum sums[TYPES];
    struct journal *journal;
    struct view *view;
    uint64_t position, count = 0, bytes = 0;
    struct span record;
    if (argc != 2) die("usage: bench-records FOLDER");
    if (journal_open_read(&journal, argv[1]) != OK || view_open(&view, journal) != OK) return 1;
    if (view_begin(view) != OK) return 1;
    view_seek(view, 1);
    while (view_next(view, &position, &record, NULL)) {
        add(sums, position, record);
        count++;
        bytes += CHAIN_BYTES + record.size;
    }
    double ended = (double)sums[FACT_BUNDLE_ENDED].count;
    double submitted = (double)sums[FACT_BUNDLE_SUBMITTED].count;
    double verdicts = (double)sums[FACT_VERDICT_GIVEN].count;
    if (ended < 1) die("no bundle has ended there");
    print_group(sums, "submit", submitted);
    putchar('/');
    print_group(sums, "verdict", verdicts);
    putchar('/');
    print_group(sums, "end", ended);
    printf(" %.1f %.1f\n", (double)count / ended, (double)bytes / ended);
    view_close(&view);
    journal_close(&journal);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/script.h"

#include "tests/support/chance.h"

#define HEAD_BYTES 4
#define STEPS_MAX 512 /* that are told apart when a script is changed */
#define SCRIPT_BYTES_MAX ((size_t)1 << 20)
#define STEP_BYTES_MAX 0xffff

static size_t number_at(const uint8_t *at)
{
    return (size_t)at[0] << 8 | at[1];
}

bool script_next(struct span *script, struct script_step *step)
{
    if (script->size < HEAD_BYTES) return false;
    size_t left = script->size - HEAD_BYTES;
    size_t size = number_at(script->at + 2);
    if (size > left) size = left;
    *step = (struct script_step){
        .operation = script->at[0],
        .argument = script->at[1],
        .bytes = { script->at + HEAD_BYTES, size },
    };
    *script = (struct span){ step->bytes.at + size, left - size };
    return true;
}

void script_split(struct span bytes, struct span *first, struct span *second)
{
    size_t left = bytes.size < 2 ? 0 : bytes.size - 2;
    size_t size = bytes.size < 2 ? 0 : number_at(bytes.at);
    const uint8_t *at = bytes.at + (bytes.size < 2 ? 0 : 2);

    if (size > left) size = left;
    *first = (struct span){ at, size };
    *second = (struct span){ at + size, left - size };
}

/* ---- Changing ------------------------------------------------------------------------------ */

/* A script taken apart: the k-th step, head included, is where[k]. */
struct parts {
    uint32_t count;
    struct span where[STEPS_MAX];
    struct span rest; /* behind them */
};

static void take_apart(struct span script, struct parts *parts)
{
    struct script_step step;
    const uint8_t *from = script.at;

    parts->count = 0;
    while (parts->count < STEPS_MAX && script_next(&script, &step)) {
        parts->where[parts->count++] = (struct span){ from, (size_t)(script.at - from) };
        from = script.at;
    }
    parts->rest = script;
}

/* Where a changed script is put together; what does not fit is left out. */
struct sheet {
    size_t size;
    size_t size_max;
    uint8_t bytes[SCRIPT_BYTES_MAX];
};

static void sheet_add(struct sheet *sheet, struct span bytes)
{
    if (bytes.size == 0 || bytes.size > sheet->size_max - sheet->size) return;
    memcpy(sheet->bytes + sheet->size, bytes.at, bytes.size);
    sheet->size += bytes.size;
}

static void put_together(struct sheet *sheet, const struct parts *parts)
{
    for (uint32_t i = 0; i < parts->count; i++) {
        sheet_add(sheet, parts->where[i]);
    }
    sheet_add(sheet, parts->rest);
}

static void take_out(struct parts *parts, uint32_t at)
{
    memmove(&parts->where[at], &parts->where[at + 1],
            (parts->count - at - 1) * sizeof parts->where[0]);
    parts->count--;
}

static void put_in(struct parts *parts, uint32_t at, struct span step)
{
    if (parts->count == STEPS_MAX) return;
    memmove(&parts->where[at + 1], &parts->where[at], (parts->count - at) * sizeof parts->where[0]);
    parts->where[at] = step;
    parts->count++;
}

/* One step with other bytes, in memory of its own. */
static struct span change_bytes(struct span step, size_t size_max,
                                script_mutate_bytes *mutate_bytes)
{
    static uint8_t changed[HEAD_BYTES + STEP_BYTES_MAX];
    size_t size = step.size - HEAD_BYTES;

    if (size_max > STEP_BYTES_MAX) size_max = STEP_BYTES_MAX;
    if (size > size_max) size = size_max;
    memcpy(changed, step.at, HEAD_BYTES + size);
    size = mutate_bytes(changed + HEAD_BYTES, size, size_max);
    changed[2] = (uint8_t)(size >> 8);
    changed[3] = (uint8_t)size;
    return (struct span){ changed, HEAD_BYTES + size };
}

/* One step with another operation or argument. */
static struct span change_head(struct span step, struct chance *chance)
{
    static uint8_t changed[HEAD_BYTES + STEP_BYTES_MAX];

    memcpy(changed, step.at, step.size);
    changed[chance_below(chance, 2)] = (uint8_t)chance_below(chance, 1u << chance_below(chance, 9));
    return (struct span){ changed, step.size };
}

static void change_steps(struct parts *parts, size_t size_max, struct chance *chance,
                         script_mutate_bytes *mutate_bytes)
{
    uint32_t at = chance_below(chance, parts->count);
    uint32_t other = chance_below(chance, parts->count);
    struct span step = parts->where[at];

    switch (chance_below(chance, 10)) {
        case 0: take_out(parts, at); break;
        case 1: put_in(parts, other, step); break;
        case 2:
            parts->where[at] = parts->where[other];
            parts->where[other] = step;
            break;
        case 3: parts->where[at] = change_head(step, chance); break;
        default: parts->where[at] = change_bytes(step, size_max, mutate_bytes); break;
    }
}

size_t script_mutate(uint8_t *bytes, size_t size, size_t size_max, unsigned seed,
                     script_mutate_bytes *mutate_bytes)
{
    static struct parts parts;
    static struct sheet sheet;
    struct chance chance = { seed };

    assert(size_max <= SCRIPT_BYTES_MAX);
    take_apart((struct span){ bytes, size }, &parts);
    if (parts.count == 0 || chance_one_in(&chance, 16)) return mutate_bytes(bytes, size, size_max);
    change_steps(&parts, size_max, &chance, mutate_bytes);
    sheet.size = 0;
    sheet.size_max = size_max;
    put_together(&sheet, &parts);
    if (sheet.size > 0) memcpy(bytes, sheet.bytes, sheet.size);
    return sheet.size;
}

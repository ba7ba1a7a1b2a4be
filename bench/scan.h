/* SPDX-License-Identifier: Apache-2.0 */
/* Walks over messages of our own programs, as cheaply as can be: a load that costs more than what
 * it measures measures itself. Nothing is checked but the end; strangers' bytes never come here. */
#ifndef BENCH_SCAN_H
#define BENCH_SCAN_H

#include "tongfa/base.h"

#include <endian.h>
#include <stdio.h>

/* An envelope up to its type: ["tongfa", 1, ... */
#define SCAN_HEAD_SIZE 9
#define SCAN_BATCH_TYPE 130

static const uint8_t scan_head[SCAN_HEAD_SIZE] = { 0x95, 0xa6, 't', 'o', 'n', 'g', 'f', 'a', 1 };

static inline uint64_t scan_big(const uint8_t *at, uint32_t size)
{
    uint64_t value = 0;
    for (uint32_t i = 0; i < size; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

/* How long the value at `at` is with all that it contains. */
static inline const uint8_t *scan_skip(const uint8_t *at)
{
    static const uint8_t fixed[32] = {
        [0x00] = 1, [0x02] = 1, [0x03] = 1,             /* nil, false, true */
        [0x0a] = 5, [0x0b] = 9,                         /* real */
        [0x0c] = 2, [0x0d] = 3, [0x0e] = 5, [0x0f] = 9, /* uint */
        [0x10] = 2, [0x11] = 3, [0x12] = 5, [0x13] = 9, /* int */
    };
    uint64_t left = 1; /* values still to be passed over */
    while (left > 0) {
        uint8_t head = *at;
        left--;
        if (head < 0x80 || head >= 0xe0) {
            at += 1;
        } else if (head < 0x90) {
            left += 2u * (head & 15u);
            at += 1;
        } else if (head < 0xa0) {
            left += head & 15u;
            at += 1;
        } else if (head < 0xc0) {
            at += 1 + (head & 31);
        } else if (fixed[head & 31] != 0) {
            at += fixed[head & 31];
        } else if (head == 0xc4 || head == 0xd9) {
            at += 2 + at[1];
        } else if (head == 0xc5 || head == 0xda) {
            at += 3 + scan_big(at + 1, 2);
        } else if (head == 0xc6 || head == 0xdb) {
            at += 5 + scan_big(at + 1, 4);
        } else {
            assert(head >= 0xdc); /* no extension types in our protocol */
            uint32_t size = (head & 1) != 0 ? 4 : 2;
            left += scan_big(at + 1, size) * (head >= 0xde ? 2 : 1);
            at += 1 + size;
        }
    }
    return at;
}

/* The unsigned integer at *at, and past it. */
static inline uint64_t scan_uint(const uint8_t **at)
{
    uint8_t head = *(*at)++;
    if (head < 0x80) return head;
    assert(head >= 0xcc && head <= 0xcf);
    uint32_t size = 1u << (head - 0xcc);
    uint64_t value = scan_big(*at, size);
    *at += size;
    return value;
}

/* The str or bin at *at, and past it. */
static inline struct span scan_bytes(const uint8_t **at)
{
    uint8_t head = *(*at)++;
    size_t size = head & 31;
    if (head >= 0xc0) {
        assert(head == 0xc4 || head == 0xc5 || head == 0xc6 || head == 0xd9 || head == 0xda);
        uint32_t width = head == 0xc6 ? 4 : head == 0xc5 || head == 0xda ? 2 : 1;
        size = scan_big(*at, width);
        *at += width;
    }
    struct span bytes = { .at = *at, .size = size };
    *at += size;
    return bytes;
}

/* The count of the array or map at *at, and past its head. */
static inline uint32_t scan_count(const uint8_t **at)
{
    uint8_t head = *(*at)++;
    if (head < 0xa0) return head & 15u;
    assert(head >= 0xdc && head <= 0xdf);
    uint32_t width = (head & 1) != 0 ? 4 : 2;
    uint32_t count = (uint32_t)scan_big(*at, width);
    *at += width;
    return count;
}

/* A frame, item by item. */
struct scan {
    const uint8_t *at;
    uint32_t left;
    bool is_batch;
};

struct scan_item {
    uint32_t type;
    struct span request_id;
    const uint8_t *body; /* a map */
    uint32_t pairs;      /* of it; body stands behind its head */
};

static inline struct scan scan_open(struct span frame)
{
    assert(frame.size > SCAN_HEAD_SIZE && memcmp(frame.at, scan_head, SCAN_HEAD_SIZE) == 0);
    struct scan scan = { .at = frame.at + SCAN_HEAD_SIZE, .left = 1 };
    if (scan.at[0] != 0xcc || scan.at[1] != SCAN_BATCH_TYPE) return scan;
    scan.is_batch = true;
    scan.at = scan_skip(scan.at + 2) + 2; /* request id; a map of one, its key */
    scan.left = scan_count(&scan.at);
    return scan;
}

/* The next item, or false at the end. Whoever reads the body stores in scan->at where it ended. */
static inline bool scan_next(struct scan *scan, struct scan_item *item)
{
    if (scan->left == 0) return false;
    scan->left--;
    if (scan->is_batch) scan->at++; /* an array of three */
    item->type = (uint32_t)scan_uint(&scan->at);
    item->request_id = scan_bytes(&scan->at);
    item->pairs = scan_count(&scan->at);
    item->body = scan->at;
    return true;
}

/* Past the body of an item that nobody has read. */
static inline void scan_pass(struct scan *scan, const struct scan_item *item)
{
    for (uint32_t i = 0; i < 2 * item->pairs; i++) {
        scan->at = scan_skip(scan->at);
    }
}

/* Print the name and the text of an ERROR. */
static inline void scan_refusal(const struct scan_item *item)
{
    const uint8_t *at = item->body;
    for (uint32_t i = 0; i < item->pairs; i++) {
        uint64_t key = scan_uint(&at);
        if (key == 2 || key == 4) {
            struct span text = scan_bytes(&at);
            fprintf(stderr, "%.*s\n", (int)text.size, (const char *)text.at);
        } else {
            at = scan_skip(at);
        }
    }
}

/* Append a uint in its shortest form. */
static inline uint8_t *scan_put_uint(uint8_t *at, uint64_t value)
{
    if (value < 0x80) {
        *at++ = (uint8_t)value;
        return at;
    }
    uint32_t width = value <= UINT8_MAX ? 0 : value <= UINT16_MAX ? 1 : value <= UINT32_MAX ? 2 : 3;
    *at++ = (uint8_t)(0xcc + width);
    for (uint32_t left = 1u << width; left > 0; left--) {
        *at++ = (uint8_t)(value >> (8 * (left - 1)));
    }
    return at;
}

#endif

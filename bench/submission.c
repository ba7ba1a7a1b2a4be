/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/submission.h"

#include "bench/scan.h"
#include "bench/tool.h"
#include "proto/writer.h"
#include "tongfa/message.h"

#include <inttypes.h>
#include <stdio.h>

#define ID_SIZE 8

void submission_init(struct submission *submission, const char *procedure, uint32_t bytes)
{
    static uint8_t filler[APPLICATION_BYTES_MAX];
    struct buffer buffer;
    memset(filler, 'x', sizeof filler);
    *submission = (struct submission){ .procedure = procedure };
    buffer_init(&buffer, submission->bytes, sizeof submission->bytes);
    writer_map(&buffer, 3);
    writer_text(&buffer, "applicant");
    writer_text(&buffer, "91421000MA4XXXXX0X");
    writer_text(&buffer, "project");
    writer_text(&buffer, "Zhongke Zhigu");
    writer_text(&buffer, "text");
    size_t rest = bytes > buffer.size + 3 ? bytes - buffer.size - 3 : 1;
    writer_str(&buffer, (struct span){ filler, rest });
    submission->application = buffer_span(&buffer);
    snprintf(submission->key, sizeof submission->key, "%012" PRIx64 "000000000000",
             (now_ns() / 1000) & 0xffffffffffff);
}

uint8_t *submission_text(uint8_t *at, const char *text, size_t size)
{
    assert(size < 32);
    *at++ = (uint8_t)(0xa0 | size);
    memcpy(at, text, size);
    return at + size;
}

void submission_digits(char *end, uint64_t number, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++, number >>= 4) {
        *--end = "0123456789abcdef"[number & 15];
    }
}

uint8_t *submission_write(struct submission *submission, uint8_t *at, uint32_t number)
{
    char id[ID_SIZE];
    submission_digits(id + sizeof id, number, sizeof id);
    submission_digits(submission->key + SUBMISSION_KEY_SIZE, ++submission->count, 12);
    *at++ = 0x93;
    *at++ = MSG_SUBMIT;
    at = submission_text(at, id, sizeof id);
    *at++ = 0x84;
    *at++ = 1;
    at = submission_text(at, submission->procedure, strlen(submission->procedure));
    *at++ = 3;
    at = submission_text(at, submission->key, SUBMISSION_KEY_SIZE);
    *at++ = 4;
    *at++ = PRIORITY_DEFAULT;
    *at++ = 5;
    return scan_put_uint(at, submission->application.size);
}

uint32_t submission_number(struct span request_id)
{
    uint32_t number = 0;
    assert(request_id.size == ID_SIZE);
    for (size_t i = 0; i < request_id.size; i++) {
        uint8_t digit = request_id.at[i];
        number = number << 4 | (uint32_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return number;
}

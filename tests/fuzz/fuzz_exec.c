/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a program of --exec leaves behind comes to a verdict that the broker can take.
 *
 * input = how it ended (1 byte), exit code or signal (1 byte), size of what it wrote to standard
 * output (2 bytes, big-endian), standard output, standard error */
#include "proto/envelope.h"
#include "proto/reader.h"
#include "tests/support/script.h"
#include "workers/exec.h"
#include "workers/reason.h"
#include "workers/verdict.h"

#define TIMEOUT_MS 1000

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool is_same(struct span left, struct span right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.at, right.at, left.size) == 0);
}

/* As broker and worker have it: written as a message, read by the rules of the broker, the same. */
static void check_sent(const struct tongfa_verdict *verdict)
{
    static uint8_t memory[4 * TONGFA_REASON_BYTES_MAX];
    static struct message again;
    struct buffer frame, payload;
    struct outgoing outgoing;
    struct envelope envelope;
    struct refusal refusal;
    struct message message = {
        .type = MSG_VERDICT,
        .verdict = { .bundle = 1, .attempt = 1, .token = 1 },
    };
    const struct msg_verdict *said = &message.verdict;
    const struct msg_verdict *read = &again.verdict;

    verdict_write(verdict, &message.verdict);
    buffer_init(&frame, memory, sizeof memory);
    buffer_init(&payload, NULL, 0);
    outgoing_init(&outgoing, frame, payload);
    assert(outgoing_add(&outgoing, &message) == OK);
    assert(envelope_open(&envelope, outgoing_finish(&outgoing), (struct span){ 0 }, NULL,
                         &refusal) == OK);
    assert(envelope_next(&envelope, &again, &refusal));
    assert(refusal.err == OK);
    assert(read->verdict == said->verdict && read->delay_ms == said->delay_ms);
    assert(read->special == said->special && read->days == said->days);
    assert(read->until_ms == said->until_ms);
    assert(name_is_equal(&read->on, &said->on));
    assert(is_same(read->reason, said->reason));
    assert(is_same(read->materials, said->materials));
    assert(is_same(read->remedies, said->remedies));
}

static void check_verdict(const struct tongfa_verdict *verdict)
{
    assert(verdict_word(verdict->kind) != NULL);
    assert(!verdict_needs_reason(verdict->kind) || verdict->reason_size > 0);
    assert(verdict->reason_size <= TONGFA_REASON_BYTES_MAX);
    assert(verdict->reason[verdict->reason_size] == '\0');
    assert(utf8_is_valid((struct span){ (const uint8_t *)verdict->reason, verdict->reason_size }));
    check_sent(verdict);
}

/* As child_run keeps it: the beginning of one, the end of the other. */
static void fill_result(struct child_result *result, struct span output, struct span errors)
{
    result->output_size = output.size < CHILD_OUTPUT_MAX ? output.size : CHILD_OUTPUT_MAX;
    if (result->output_size > 0) memcpy(result->output, output.at, result->output_size);
    result->output[result->output_size] = '\0';
    result->errors_size = errors.size < CHILD_ERRORS_MAX ? errors.size : CHILD_ERRORS_MAX;
    const uint8_t *from = errors.at + (errors.size - result->errors_size);
    if (result->errors_size > 0) memcpy(result->errors, from, result->errors_size);
    result->errors[result->errors_size] = '\0';
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct child_result result;
    static struct tongfa_verdict verdict;
    struct span output, errors;

    if (size < 2) return 0;
    script_split((struct span){ bytes + 2, size - 2 }, &output, &errors);
    result.end = (enum child_end)(CHILD_EXITED + bytes[0] % CHILD_TALKED);
    result.code = bytes[1];
    fill_result(&result, output, errors);
    verdict = (struct tongfa_verdict){ .kind = TONGFA_GRANT };
    exec_judge_result(&verdict, &result, TIMEOUT_MS);
    reason_check(&verdict);
    check_verdict(&verdict);
    return 0;
}

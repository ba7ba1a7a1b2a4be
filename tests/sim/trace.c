/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/trace.h"

#include "broker/shell/describe.h"
#include "proto/envelope.h"
#include "tests/sim/check.h"
#include "tests/sim/peer.h"
#include "tests/sim/world.h"

#include <stdarg.h>

static FILE *output;
static bool is_brief;

void trace_begin(FILE *file, bool brief)
{
    output = file;
    is_brief = brief;
}

bool trace_is_on(void)
{
    return output != NULL;
}

static void put_time(void)
{
    char text[32];
    snprintf(text, sizeof text, "%lld.%03llds", (long long)(world.now_ms / 1000),
             (long long)(world.now_ms % 1000));
    fprintf(output, "[%9s] ", text);
}

/* What keeps connections alive is left out. */
static bool is_chatter(enum message_type type)
{
    return type == MSG_PING || type == MSG_PONG || type == MSG_CREDIT || type == MSG_PARKED ||
           type == MSG_PARKED_JOBS || type == MSG_FOLLOW || type == MSG_MORE || type == MSG_FACTS ||
           type == MSG_WELCOME || type == MSG_STATS || type == MSG_STATISTICS ||
           type == MSG_HISTORY || type == MSG_SHOW || type == MSG_EXPLAIN || type == MSG_BUNDLE ||
           type == MSG_EXPLANATION || type == MSG_CHECKPOINT || type == MSG_SIGNED_CHECKPOINT ||
           type == MSG_RECEIPT || type == MSG_SIGNED_RECORD || type == MSG_HELLO;
}

/* ---- What is heard --------------------------------------------------------------------------- */

static void put_heard(uint32_t peer, const struct message *message, const char *fate)
{
    char text[128];
    const struct duty *duty = duty_of(message->request_id);
    if (is_chatter(message->type)) return;
    put_time();
    if (duty != NULL) {
        duty_describe(duty, text, sizeof text);
    } else {
        const char *name = message_type_name(message->type);
        snprintf(text, sizeof text, "%s", name == NULL ? "?" : name);
    }
    fprintf(output, "%s > %s%s\n", peer_at(peer)->label, text, fate);
}

typedef void put_message(uint32_t peer, const struct message *message, const char *fate);

static void each(uint32_t peer, struct span frame, struct span payload, put_message *put,
                 const char *fate)
{
    static struct message message;
    static struct procedure procedure;
    struct envelope envelope;
    struct refusal refusal;
    if (envelope_open(&envelope, frame, payload, &procedure, &refusal) != OK) return;
    while (envelope_next(&envelope, &message, &refusal)) {
        if (refusal.err == OK) put(peer, &message, fate);
    }
}

void trace_heard(uint32_t peer, struct span frame, struct span payload)
{
    if (trace_is_on()) each(peer, frame, payload, put_heard, "");
}

/* ---- What is said ---------------------------------------------------------------------------- */

static struct describe how(void)
{
    return (struct describe){ .engine = check_shadow(), .base_ms = world.wall_ms + world.leapt_ms };
}

static void put_said(uint32_t peer, const struct message *message, const char *fate)
{
    char line[DESCRIBE_LINE_MAX];
    struct effect effect = { .type = EFFECT_RECORDED };
    struct describe describe = how();
    if (is_chatter(message->type)) return;
    bool is_expected = message->type == MSG_RECORDED || message->type == MSG_JOB;
    if (is_brief && is_expected) return; /* the facts say the same */
    if (message->type == MSG_RECORDED) {
        effect.recorded = message->recorded;
    } else if (message->type == MSG_ERROR) {
        effect.type = EFFECT_REFUSED;
        effect.refused.err = (enum err)message->error.number;
    } else if (message->type == MSG_JOB) {
        effect.type = EFFECT_JOB;
        effect.job.job = message->job;
    } else if (message->type == MSG_CANCEL) {
        effect.type = EFFECT_CANCEL;
        effect.cancel = message->cancel;
    } else {
        fprintf(output, "%13s%s to %s%s\n", "", message_type_name(message->type),
                peer_at(peer)->label, fate);
        return;
    }
    describe_effect(&describe, &effect, peer_at(peer)->label, line);
    fprintf(output, "%13s%s%s\n", "", line, fate);
}

void trace_said(uint32_t peer, struct span frame, struct span payload)
{
    if (trace_is_on()) each(peer, frame, payload, put_said, "");
}

void trace_lost(uint32_t peer, bool is_to_broker, struct span frame, struct span payload)
{
    if (!trace_is_on()) return;
    each(peer, frame, payload, is_to_broker ? put_heard : put_said,
         is_to_broker ? "   (lost)" : "   (that is lost)");
}

void trace_fact(const struct fact *fact)
{
    char line[DESCRIBE_LINE_MAX];
    struct describe describe = how();
    if (!trace_is_on()) return;
    for (uint32_t at = 0; describe_fact(&describe, fact, at, line); at++) {
        fprintf(output, "%13s%s\n", "", line);
    }
}

void trace_note(const char *format, ...)
{
    if (!trace_is_on()) return;
    va_list arguments;
    put_time();
    fprintf(output, "-- ");
    va_start(arguments, format);
    vfprintf(output, format, arguments);
    va_end(arguments);
    fprintf(output, "\n");
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/desk_play.h"

#include "client/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct tongfa_verdict play_refusal = { .kind = TONGFA_REFUSE, .reason_size = 3, .reason = "no." };

struct desk *play_open(uint32_t concurrency)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct place *places = calloc(desk_places(concurrency), sizeof *places);
    assert_non_null(desk);
    assert_non_null(places);
    desk_init(desk, places, concurrency, PLAY_MAX_JOB_MS);
    return desk;
}

void play_close(struct desk *desk)
{
    free(desk->places);
    free(desk);
}

struct msg_job play_job(uint64_t bundle)
{
    return (struct msg_job){
        .bundle = bundle, .stage = 2, .attempt = 1, .token = 900 + bundle, .lease_ms = PLAY_LEASE_MS
    };
}

int play_say(struct desk *desk, int64_t now_ms, struct message *message)
{
    uint32_t index = DESK_NONE;
    int64_t due_ms = 0;
    if (!desk_next(desk, now_ms, message, &index, &due_ms)) return 0;
    desk_sent(desk, message, index, now_ms);
    return (int)message->type;
}

void play_assert_silent(struct desk *desk, int64_t now_ms)
{
    struct message message;
    assert_int_equal(play_say(desk, now_ms, &message), 0);
}

enum desk_news play_answer(struct desk *desk, enum message_type type, enum err err, int64_t now_ms)
{
    char id[REQUEST_ID_BYTES_MAX + 1];
    (void)snprintf(id, sizeof id, "%s", desk->request_id);
    struct message message = { .type = type, .request_id = span_of_text(id) };
    if (type == MSG_ERROR) {
        message.error =
            (struct msg_error){ .number = (uint8_t)err, .retry = (uint8_t)err_retry(err) };
    }
    uint32_t index = DESK_NONE;
    return desk_on_answer(desk, &message, now_ms, &index);
}

void play_welcome(struct desk *desk, int64_t now_ms, uint32_t credit)
{
    struct message message;
    desk_on_welcome(desk, now_ms);
    assert_int_equal(play_say(desk, now_ms, &message), MSG_CREDIT);
    assert_int_equal(message.credit.credit, credit);
}

struct desk *play_reviewing(uint32_t *index)
{
    struct desk *desk = play_open(1);
    struct msg_job job = play_job(1);
    play_welcome(desk, 0, 1);
    uint32_t place = desk_on_job(desk, &job, 0);
    assert_int_not_equal(place, DESK_NONE);
    if (index != NULL) *index = place;
    return desk;
}

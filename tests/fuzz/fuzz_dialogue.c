/* SPDX-License-Identifier: Apache-2.0 */
/* Whole dialogues: frames of several peers go through the envelope and the refusals of the broker
 * into a real engine, while time passes and bundles are stored. Whatever they say, what twin.h lists
 * holds.
 *
 * input = a script (tests/support/script.h). Argument: the peer (low 3 bits; 0 to 2 stand at the
 * counter), in CLAIM also which job of those given last (the other bits).
 *
 *     SAY     bytes = size of the envelope frame, the frame, the payload
 *     CLAIM   the same, but VERDICT and RENEW in it quote a job that was given
 *     TIME    2 to the power of the argument (modulo 36) milliseconds pass
 *     LEAVE   the peer is gone without a word
 *     STORE   the bundle that has been dirty longest is stored
 *     ROOM    the disk has from now on the room that the argument says (modulo 3)
 *     DRAIN   with the argument 255: the broker begins to drain */
#include "broker/shell/route.h"
#include "proto/application.h"
#include "proto/envelope.h"
#include "proto/message.h"
#include "tests/support/script.h"
#include "tests/support/twin.h"

enum operation { SAY, CLAIM, TIME, LEAVE, STORE, DRAIN, ROOM, OPERATION_COUNT };

#define PEERS 8
#define PEERS_AT_COUNTER 3
#define TIME_POWERS 36
#define DRAIN_ARGUMENT 255

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t size_max, unsigned seed);
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t size_max);

struct run {
    struct twin *twin;
    session_id sessions[PEERS]; /* of each peer; 0: it has not said HELLO */
    bool is_draining;
    const struct msg_job *claimed; /* CLAIM: what claims quote; else NULL */
};

static struct procedure definition;

/* ---- Who speaks ---------------------------------------------------------------------------- */

static enum door door_of(uint32_t peer)
{
    return peer < PEERS_AT_COUNTER ? DOOR_COUNTER : DOOR_OFFICE;
}

static struct twin_session *session_of(const struct run *run, uint32_t peer)
{
    session_id id = run->sessions[peer];
    for (uint32_t i = 0; i < TWIN_SESSIONS_MAX; i++) {
        if (id.n != 0 && run->twin->sessions[i].id.n == id.n) return &run->twin->sessions[i];
    }
    return NULL;
}

static void hang_up(struct run *run, uint32_t peer)
{
    struct twin_session *session = session_of(run, peer);
    run->sessions[peer].n = 0;
    if (session != NULL) twin_leave(run->twin, session);
}

static void take_hello(struct run *run, uint32_t peer, const struct message *message)
{
    const struct msg_hello *hello = &message->hello;

    if (!route_fits((enum role)hello->role, door_of(peer))) return;
    if (hello->role == ROLE_WORKER && name_is_empty(&hello->department)) return;
    hang_up(run, peer);
    struct twin_session *session = twin_join(run->twin, hello, message->request_id);
    if (session != NULL) run->sessions[peer] = session->id;
}

/* ---- Questions ----------------------------------------------------------------------------- */

static struct hash key_hash_of(const struct name *submitter, struct span key)
{
    struct hash name = twin_hash((struct span){ (const uint8_t *)submitter, sizeof *submitter }, 0);
    return twin_hash(key, name.bytes[0] | (uint64_t)name.bytes[1] << 8);
}

static uint64_t bundle_of(const struct run *run, const struct twin_session *session,
                          const struct bundle_ref *ref)
{
    if (ref->bundle != 0) return ref->bundle;
    bool is_own = name_is_empty(&ref->submitter) || session->role != ROLE_OPERATOR;
    struct hash hash = key_hash_of(is_own ? &session->principal : &ref->submitter, ref->key);
    uint64_t bundle = engine_find_key(run->twin->engine, &hash);
    return bundle != 0 ? bundle : twin_archived(run->twin, 0, &hash).bundle;
}

static void ask(const struct run *run, const struct twin_session *session,
                const struct message *message)
{
    static struct msg_explanation explanation;
    static struct msg_statistics statistics;
    static struct msg_parked_jobs parked;
    static struct bundle_image image;
    const struct engine *engine = run->twin->engine;

    switch ((int)message->type) {
        case MSG_SHOW:
        case MSG_EXPLAIN: {
            uint64_t bundle = bundle_of(run, session, &message->show.ref);
            enum err err = engine_image(engine, bundle, &image);
            assert(engine_explain(engine, bundle, run->twin->now_ms, &explanation) == err);
            break;
        }
        case MSG_STATS: engine_statistics(engine, &message->stats.after, &statistics); break;
        case MSG_PARKED: engine_parked(engine, &message->parked, &parked); break;
        case MSG_DEFINITION:
            (void)engine_procedure(engine, &message->definition.procedure,
                                   message->definition.version);
            break;
        default: break; /* of journal and connection: no engine in it */
    }
}

/* ---- Requests ------------------------------------------------------------------------------ */

static struct name material_unknown(const struct procedure *procedure, struct span application)
{
    static struct material materials[MATERIALS_MAX];
    uint32_t count = 0;

    assert(application_materials(application, materials, MATERIALS_MAX, &count) == OK);
    for (uint32_t i = 0; procedure != NULL && i < count; i++) {
        uint32_t at = 0;
        while (at < procedure->material_count &&
               !name_is_equal(&procedure->materials[at].name, &materials[i].name)) {
            at++;
        }
        if (at == procedure->material_count) return materials[i].name;
    }
    return (struct name){ "" };
}

static void fill_submit(const struct run *run, const struct message *message, struct event *event)
{
    const struct msg_submit *submit = &message->submit;
    uint64_t salt = submit->priority | (uint64_t)submit->version << 8;

    event->submit = *submit;
    event->material_unknown =
        material_unknown(engine_procedure(run->twin->engine, &submit->procedure, submit->version),
                         submit->application);
    event->key_hash = key_hash_of(&event->principal, submit->key);
    event->content_hash = twin_hash(submit->application, salt);
    if (engine_find_key(run->twin->engine, &event->key_hash) == 0) {
        event->archived = twin_archived(run->twin, 0, &event->key_hash);
    }
}

/* What else the shell brings along about the bundle that is meant. */
static void fill_archived(const struct run *run, uint64_t bundle, struct event *event)
{
    static struct bundle_image image;
    if (bundle == 0 || engine_image(run->twin->engine, bundle, &image) == OK) return;
    event->archived = twin_archived(run->twin, bundle, NULL);
}

static void mark(const struct message *message, struct event *event, uint64_t what)
{
    if (message->request_id.size == 0) return;
    event->request.id = key_hash_of(&event->principal, message->request_id);
    event->request.content = twin_hash((struct span){ 0 }, what << 8 | event->type);
}

static void fill_claim(const struct run *run, struct event *event)
{
    const struct msg_job *job = run->claimed;
    if (job == NULL) return;
    if (event->type == EVENT_VERDICT) {
        event->verdict.bundle = job->bundle;
        event->verdict.stage = job->stage;
        event->verdict.attempt = job->attempt;
        event->verdict.token = job->token;
    } else {
        event->renew = (struct msg_renew){ job->bundle, job->stage, job->attempt, job->token };
    }
}

static enum event_type event_of(enum message_type type)
{
    switch ((int)type) {
        case MSG_PUBLISH: return EVENT_PUBLISH;
        case MSG_SUBMIT: return EVENT_SUBMIT;
        case MSG_SIGNAL: return EVENT_SIGNAL;
        case MSG_WITHDRAW: return EVENT_WITHDRAW;
        case MSG_RETRY: return EVENT_RETRY;
        case MSG_PUBLISH_CALENDAR: return EVENT_PUBLISH_CALENDAR;
        case MSG_CREDIT: return EVENT_CREDIT;
        case MSG_VERDICT: return EVENT_VERDICT;
        case MSG_RENEW: return EVENT_RENEW;
        default: return (enum event_type)0;
    }
}

static void fill_event(const struct run *run, const struct twin_session *session,
                       const struct message *message, struct event *event)
{
    switch ((int)event->type) {
        case EVENT_PUBLISH:
            event->publish = message->publish;
            event->content_hash = twin_hash(message->publish.encoded, 0);
            mark(message, event, event->content_hash.bytes[0]);
            break;
        case EVENT_SUBMIT: fill_submit(run, message, event); break;
        case EVENT_SIGNAL:
            event->signal = message->signal;
            event->signal.ref.bundle = bundle_of(run, session, &message->signal.ref);
            fill_archived(run, event->signal.ref.bundle, event);
            mark(message, event, event->signal.ref.bundle);
            break;
        case EVENT_WITHDRAW:
            event->withdraw = message->withdraw;
            event->withdraw.ref.bundle = bundle_of(run, session, &message->withdraw.ref);
            fill_archived(run, event->withdraw.ref.bundle, event);
            mark(message, event, event->withdraw.ref.bundle);
            break;
        case EVENT_RETRY:
            event->retry = message->retry;
            fill_archived(run, event->retry.bundle, event);
            mark(message, event, event->retry.bundle);
            break;
        case EVENT_PUBLISH_CALENDAR:
            event->publish_calendar = message->publish_calendar;
            mark(message, event, message->publish_calendar.calendar.year_count);
            break;
        case EVENT_CREDIT: event->credit = message->credit; break;
        case EVENT_VERDICT:
            event->verdict = message->verdict;
            fill_claim(run, event);
            break;
        case EVENT_RENEW:
            event->renew = message->renew;
            fill_claim(run, event);
            break;
        default: assert(false);
    }
}

/* How much the worker may be owed once the engine has seen this. */
static void count_credit(struct twin_session *session, const struct event *event)
{
    uint32_t credit = session->credit;
    if (event->type == EVENT_CREDIT) credit = event->credit.credit;
    if (event->type == EVENT_VERDICT) credit += event->verdict.credit;
    session->credit = credit < CREDIT_MAX ? credit : CREDIT_MAX;
}

static void request(struct run *run, struct twin_session *session, const struct message *message)
{
    struct event event = twin_event(run->twin, event_of(message->type), session);

    event.request_id = message->request_id;
    fill_event(run, session, message, &event);
    count_credit(session, &event);
    twin_step(run->twin, &event);
    enum err err = run->twin->refused;
    assert(err == OK || (err_name(err) != NULL && err_text(err) != NULL));
}

/* ---- Frames -------------------------------------------------------------------------------- */

/* The first refusal that holds, as broker/shell/intake.c has them. */
static enum err judge(const struct run *run, uint32_t peer, const struct message *message,
                      const struct refusal *refusal)
{
    const struct twin_session *session = session_of(run, peer);
    if (refusal->err != OK && refusal->err < ERR_WRONG_DOOR) return refusal->err;
    enum err err = route_enter(message->type, door_of(peer), session != NULL);
    if (err != OK) return err;
    if (refusal->err != OK) return refusal->err;
    if (session == NULL) return OK;
    return route_allow(message->type, (enum role)session->role, run->is_draining);
}

static void take_item(struct run *run, uint32_t peer, const struct message *message,
                      const struct refusal *refusal)
{
    if (judge(run, peer, message, refusal) != OK) return;
    if (message->type == MSG_HELLO) {
        take_hello(run, peer, message);
    } else if (message->type == MSG_BYE) {
        hang_up(run, peer);
    } else if (event_of(message->type) != 0) {
        request(run, session_of(run, peer), message);
    } else {
        ask(run, session_of(run, peer), message);
    }
}

static void say(struct run *run, uint32_t peer, struct span bytes)
{
    static struct message message;
    struct envelope envelope;
    struct refusal refusal;
    struct span frame, payload;

    script_split(bytes, &frame, &payload);
    if (envelope_open(&envelope, frame, payload, &definition, &refusal) != OK) return;
    while (!twin_is_full(run->twin) && envelope_next(&envelope, &message, &refusal)) {
        take_item(run, peer, &message, &refusal);
    }
}

static void drain(struct run *run)
{
    struct event event = twin_event(run->twin, EVENT_DRAIN, NULL);
    run->is_draining = true;
    twin_step(run->twin, &event);
}

static void play(struct run *run, const struct script_step *step)
{
    uint32_t peer = step->argument % PEERS;
    const struct twin *twin = run->twin;

    run->claimed = NULL;
    switch ((enum operation)(step->operation % OPERATION_COUNT)) {
        case CLAIM:
            if (twin->job_count > 0) {
                uint32_t back = step->argument / PEERS % TWIN_JOBS_MAX;
                if (back >= twin->job_count) back = twin->job_count - 1;
                run->claimed = &twin->jobs[(twin->job_count - 1 - back) % TWIN_JOBS_MAX];
            }
            say(run, peer, step->bytes);
            break;
        case SAY: say(run, peer, step->bytes); break;
        case TIME: twin_wait(run->twin, INT64_C(1) << step->argument % TIME_POWERS); break;
        case LEAVE: hang_up(run, peer); break;
        case STORE: twin_store(run->twin); break;
        case ROOM: run->twin->room = (enum room)(step->argument % (ROOM_NONE + 1)); break;
        case DRAIN:
            if (step->argument == DRAIN_ARGUMENT) drain(run);
            break;
        case OPERATION_COUNT: break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct run run = { .twin = twin_begin() };
    struct span script = { bytes, size };
    struct script_step step;

    while (!twin_is_full(run.twin) && script_next(&script, &step)) {
        play(&run, &step);
    }
    twin_end(run.twin);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t size_max, unsigned seed)
{
    return script_mutate(bytes, size, size_max, seed, LLVMFuzzerMutate);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Each thread has a seat. A seat goes round: FREE -> GIVEN -> BUSY -> DONE -> FREE, under the
 * pool's lock; while it is BUSY its thread works on it without the lock, and the runtime's thread
 * touches nothing of it but the cancellation. */
#include "workers/pool.h"

#include "client/application.h"
#include "client/link.h"
#include "workers/desk.h"
#include "workers/reason.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum seat_state { SEAT_FREE = 1, SEAT_GIVEN, SEAT_BUSY, SEAT_DONE };

struct seat {
    struct tongfa_job job; /* first: a job leads to its seat */
    struct pool *pool;
    pthread_cond_t given;
    enum seat_state state;
    uint32_t ticket;
    int cancel_fd;
    atomic_bool is_cancelled;
    int64_t began_ms;
    int64_t took_ms;
    struct name stage;
    struct name procedure;
    uint8_t *application;
    size_t application_size;
    struct tongfa_verdict verdict;
    pthread_t thread;
};

struct pool {
    pthread_mutex_t lock;
    bool is_closing;
    unsigned left_behind; /* closed: judges still at work; the last of them frees the pool */
    tongfa_judge *judge;
    void *self;
    int wake_fd;
    unsigned seat_count;
    struct seat seats[];
};

static const struct seat *seat_of(const struct tongfa_job *job)
{
    return (const struct seat *)(const void *)job;
}

bool tongfa_job_is_cancelled(const struct tongfa_job *job)
{
    return atomic_load(&seat_of(job)->is_cancelled);
}

int tongfa_job_cancel_fd(const struct tongfa_job *job)
{
    return seat_of(job)->cancel_fd;
}

bool tongfa_job_wait(const struct tongfa_job *job, uint32_t wait_ms)
{
    int64_t until_ms = link_now_ms() + wait_ms;
    struct pollfd cancelled = { .fd = tongfa_job_cancel_fd(job), .events = POLLIN };
    for (;;) {
        if (tongfa_job_is_cancelled(job)) return false;
        int64_t left_ms = until_ms - link_now_ms();
        if (left_ms <= 0) return true;
        (void)poll(&cancelled, 1, left_ms < 60000 ? (int)left_ms : 60000);
    }
}

/* Let the judge see the job; nothing is locked. */
static void judge(struct seat *seat)
{
    json_t *application = NULL;
    enum err err = application_to_json(
        (struct span){ .at = seat->application, .size = seat->application_size }, &application);
    if (err == ERR_NO_MEMORY) {
        tongfa_fail(&seat->verdict, 0, "%s", err_text(err)); /* later, or elsewhere */
        return;
    }
    if (err != OK) {
        tongfa_park(&seat->verdict, "the application cannot be read: %s", err_text(err));
        return;
    }
    seat->job.application = application;
    seat->pool->judge(&seat->job, &seat->verdict, seat->pool->self);
    seat->job.application = NULL;
    json_decref(application);
    reason_check(&seat->verdict);
}

/* Wait for a job. Returns false when the pool closes. */
static bool seat_wait(struct pool *pool, struct seat *seat)
{
    pthread_mutex_lock(&pool->lock);
    while (seat->state != SEAT_GIVEN && !pool->is_closing) {
        pthread_cond_wait(&seat->given, &pool->lock);
    }
    bool is_given = seat->state == SEAT_GIVEN && !pool->is_closing;
    if (is_given) seat->state = SEAT_BUSY;
    pthread_mutex_unlock(&pool->lock);
    return is_given;
}

static void pool_free(struct pool *pool)
{
    for (unsigned i = 0; i < pool->seat_count; i++) {
        (void)close(pool->seats[i].cancel_fd);
        pthread_cond_destroy(&pool->seats[i].given);
        free(pool->seats[i].application);
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

/* The judge has ended. Returns true if the pool still wants to know. */
static bool seat_done(struct pool *pool, struct seat *seat)
{
    pthread_mutex_lock(&pool->lock);
    bool is_wanted = !pool->is_closing; /* else nobody owns wake_fd any more */
    bool is_last = !is_wanted && --pool->left_behind == 0;
    seat->took_ms = link_now_ms() - seat->began_ms;
    seat->state = SEAT_DONE;
    if (is_wanted) (void)eventfd_write(pool->wake_fd, 1);
    pthread_mutex_unlock(&pool->lock);
    if (is_last) pool_free(pool);
    return is_wanted;
}

static void *seat_main(void *argument)
{
    struct seat *seat = argument;
    struct pool *pool = seat->pool;
    do {
        if (!seat_wait(pool, seat)) return NULL;
        judge(seat);
        free(seat->application);
        seat->application = NULL;
    } while (seat_done(pool, seat));
    return NULL;
}

/* Start the thread of a seat, with all signals blocked. */
static enum err seat_open(struct pool *pool, struct seat *seat)
{
    seat->pool = pool;
    seat->state = SEAT_FREE;
    pthread_cond_init(&seat->given, NULL);
    seat->cancel_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (seat->cancel_fd < 0) return ERR_IO;

    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(&seat->thread, NULL, seat_main, seat);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (rc != 0) {
        (void)close(seat->cancel_fd);
        return ERR_IO;
    }
    pool->seat_count++; /* only now is there something to close */
    return OK;
}

enum err pool_open(struct pool **out, const struct tongfa_worker_options *options, int wake_fd)
{
    unsigned count = options->concurrency;
    assert(count >= 1 && count <= CONCURRENCY_MAX);
    struct pool *pool = calloc(1, sizeof *pool + count * sizeof pool->seats[0]);
    if (pool == NULL) return ERR_NO_MEMORY;

    pthread_mutex_init(&pool->lock, NULL);
    pool->judge = options->judge;
    pool->self = options->self;
    pool->wake_fd = wake_fd;
    for (unsigned i = 0; i < count; i++) {
        enum err err = seat_open(pool, &pool->seats[i]);
        if (err != OK) {
            pool_close(pool);
            return err;
        }
    }
    *out = pool;
    return OK;
}

void pool_close(struct pool *pool)
{
    if (pool == NULL) return;
    bool is_busy[CONCURRENCY_MAX] = { false };
    pthread_mutex_lock(&pool->lock);
    pool->is_closing = true;
    unsigned seat_count = pool->seat_count;
    for (unsigned i = 0; i < seat_count; i++) {
        is_busy[i] = pool->seats[i].state == SEAT_BUSY;
        pool->left_behind += is_busy[i];
        if (is_busy[i]) pthread_detach(pool->seats[i].thread);
        pthread_cond_signal(&pool->seats[i].given);
    }
    pool->left_behind += 1; /* us */
    pthread_mutex_unlock(&pool->lock);

    for (unsigned i = 0; i < seat_count; i++) {
        if (!is_busy[i]) pthread_join(pool->seats[i].thread, NULL);
    }
    pthread_mutex_lock(&pool->lock);
    bool is_last = --pool->left_behind == 0;
    pthread_mutex_unlock(&pool->lock);
    if (is_last) pool_free(pool);
}

/* Write the job onto a seat that nobody else touches. */
static void seat_set(struct seat *seat, const struct msg_job *job)
{
    uint64_t old = 0;
    (void)eventfd_read(seat->cancel_fd, &old);
    atomic_store(&seat->is_cancelled, false);
    seat->began_ms = link_now_ms();
    seat->stage = job->stage_name;
    seat->procedure = job->procedure;
    seat->job = (struct tongfa_job){
        .bundle = job->bundle,
        .attempt = job->attempt,
        .priority = job->priority,
        .stage = seat->stage.text,
        .procedure = seat->procedure.text,
        .version = job->version,
        .submitted_ms = job->submitted_ms,
        .until_ms = job->until_ms,
        .element = job->element,
    };
    seat->verdict.kind = TONGFA_GRANT;
    seat->verdict.delay_ms = 0;
    seat->verdict.reason_size = 0;
    seat->verdict.reason[0] = '\0';
    seat->verdict.materials[0] = '\0';
}

static struct seat *find_seat(struct pool *pool, enum seat_state state)
{
    for (unsigned i = 0; i < pool->seat_count; i++) {
        if (pool->seats[i].state == state) return &pool->seats[i];
    }
    return NULL;
}

enum err pool_begin(struct pool *pool, uint32_t ticket, const struct msg_job *job)
{
    uint8_t *application = malloc(job->application.size + 1);
    if (application == NULL) return ERR_NO_MEMORY;
    if (job->application.size > 0) {
        memcpy(application, job->application.at, job->application.size);
    }

    pthread_mutex_lock(&pool->lock);
    struct seat *seat = find_seat(pool, SEAT_FREE);
    assert(seat != NULL);
    seat_set(seat, job);
    seat->application = application;
    seat->application_size = job->application.size;
    seat->ticket = ticket;
    seat->state = SEAT_GIVEN;
    pthread_cond_signal(&seat->given);
    pthread_mutex_unlock(&pool->lock);
    return OK;
}

void pool_cancel(struct pool *pool, uint32_t ticket)
{
    pthread_mutex_lock(&pool->lock);
    for (unsigned i = 0; i < pool->seat_count; i++) {
        struct seat *seat = &pool->seats[i];
        bool is_at_work = seat->state == SEAT_GIVEN || seat->state == SEAT_BUSY;
        if (seat->ticket != ticket || !is_at_work) continue;
        atomic_store(&seat->is_cancelled, true);
        (void)eventfd_write(seat->cancel_fd, 1);
    }
    pthread_mutex_unlock(&pool->lock);
}

bool pool_collect(struct pool *pool, uint32_t *ticket, struct tongfa_verdict *verdict,
                  int64_t *took_ms)
{
    pthread_mutex_lock(&pool->lock);
    struct seat *seat = find_seat(pool, SEAT_DONE);
    if (seat != NULL) {
        *ticket = seat->ticket;
        *took_ms = seat->took_ms;
        verdict->kind = seat->verdict.kind;
        verdict->delay_ms = seat->verdict.delay_ms;
        verdict->reason_size = seat->verdict.reason_size;
        memcpy(verdict->reason, seat->verdict.reason, seat->verdict.reason_size + 1);
        memcpy(verdict->materials, seat->verdict.materials, strlen(seat->verdict.materials) + 1);
        seat->state = SEAT_FREE;
    }
    pthread_mutex_unlock(&pool->lock);
    return seat != NULL;
}

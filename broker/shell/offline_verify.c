/* SPDX-License-Identifier: Apache-2.0 */
/* How it works.
 *
 *     1. tables    what they claim at one moment, which ends at position `until`: as digests
 *     2. records   1 .. until: dense, chained, linked, readable
 *     3. replay    1 .. until: at the fact where an image claims to end, the engine's image of that
 *                  bundle must be that image, byte by byte; at the end the globals likewise
 *     4. signed    each signed checkpoint is genuine, and its chain hash is that of the record
 *
 * One changed record is one finding, not a thousand: after a break the chain goes on from the hash
 * that is stored. A changed hash therefore shows twice, at its record and at the next; the first is
 * the one. Records that are bad are not replayed: whatever came out would say nothing. */
#include "broker/shell/offline.h"

#include "broker/shell/clock.h"
#include "broker/shell/offline_evidence.h"
#include "broker/shell/offline_tables.h"
#include "broker/shell/recovery.h"
#include "broker/shell/replay.h"

#include <inttypes.h>
#include <stdlib.h>

struct verifier {
    struct journal *journal;
    struct view *view;
    struct tables tables;
    struct survey survey;
    struct findings findings;
    uint8_t chain[CHAIN_BYTES]; /* of the record before */
    uint64_t expected;          /* the position that comes next */
    int64_t at_ms;              /* of the record before */
    uint64_t records;
    struct procedure procedure; /* scratch */
};

/* ---- Records ------------------------------------------------------------------------------- */

static void check_fact(struct verifier *verifier, const struct fact *fact)
{
    struct findings *findings = &verifier->findings;
    uint64_t previous = 0;

    if (fact->at_ms < verifier->at_ms) {
        findings_add(findings, fact->position, fact->bundle, "its time is before that of %" PRIu64,
                     fact->position - 1);
    }
    verifier->at_ms = fact->at_ms;
    if (fact->bundle != 0 && fact->bundle <= verifier->survey.bundle_count) {
        previous = verifier->survey.last[fact->bundle];
    }
    if (fact->previous != previous) {
        findings_add(findings, fact->position, fact->bundle,
                     "it names position %" PRIu64 " as the previous one of its bundle, which is "
                     "%" PRIu64,
                     fact->previous, previous);
    }
    if (survey_note(&verifier->survey, fact) != OK) {
        findings_add(findings, fact->position, fact->bundle,
                     "its bundle number is not one that a submission has given");
        return;
    }
    tables_check_reach(&verifier->tables, fact, findings);
}

static void check_record(struct verifier *verifier, uint64_t position, struct span record,
                         const uint8_t chain[CHAIN_BYTES])
{
    struct findings *findings = &verifier->findings;
    struct fact fact;

    if (position != verifier->expected) {
        findings_add(findings, verifier->expected, 0,
                     "positions %" PRIu64 " to %" PRIu64 " are missing", verifier->expected,
                     position - 1);
    } else if (record.at != NULL) {
        chain_step(verifier->chain, position, record);
    }
    if (record.at == NULL) {
        findings_add(findings, position, 0, "it is too short to be a record");
    } else if (position == verifier->expected && memcmp(verifier->chain, chain, CHAIN_BYTES) != 0) {
        findings_add(findings, position, 0,
                     "its chain hash does not fit: the record or its hash was changed");
    }
    memcpy(verifier->chain, chain, CHAIN_BYTES);
    verifier->expected = position + 1;
    verifier->records++;
    if (record.at == NULL) return;
    if (record_read(record, position, &verifier->procedure, &fact) != OK) {
        findings_add(findings, position, 0, "it cannot be read: its bytes are not a fact");
        return;
    }
    check_fact(verifier, &fact);
}

static enum err check_records(struct verifier *verifier)
{
    struct view *view = verifier->view;
    uint8_t chain[CHAIN_BYTES];
    uint64_t position;
    struct span record;
    enum err err = OK;

    verifier->expected = 1;
    view_seek(view, 1);
    while (err == OK && !verifier->findings.is_stopped &&
           view_next(view, &position, &record, chain) && position < verifier->tables.until) {
        check_record(verifier, position, record, chain);
        if (position % REPLAY_RENEW_RECORDS == 0) err = view_begin(view);
    }
    if (err == OK && view_err(view) == ERR_IO) err = ERR_IO;
    return err;
}

/* ---- Replay -------------------------------------------------------------------------------- */

static enum err watch(void *self, const struct engine *engine, const struct fact *fact)
{
    struct verifier *verifier = self;

    tables_check_fact(&verifier->tables, engine, fact, &verifier->findings);
    return verifier->findings.is_stopped ? ERR_REFUSED : OK;
}

/* Replay what was found good, and compare. */
static enum err check_replay(struct verifier *verifier)
{
    struct engine_limits limits = survey_limits(&verifier->survey);
    struct engine *engine = NULL;
    enum err err = recovery_engine_new(&engine, &limits);

    if (err == OK) err = replay_run(&verifier->survey, verifier->view, engine, watch, verifier);
    if (err == ERR_CORRUPT) {
        findings_add(&verifier->findings, engine_position_next(engine), 0,
                     "it cannot be applied: it contradicts what was before it");
        err = OK;
    } else if (err == OK) {
        tables_check_end(&verifier->tables, engine, &verifier->findings);
    }
    recovery_engine_free(&engine, &limits);
    return err == ERR_REFUSED ? OK : err;
}

/* ---- The whole ----------------------------------------------------------------------------- */

static void summarise(const struct verifier *verifier, struct offline_verified *verified)
{
    const struct tables *tables = &verifier->tables;

    verified->records = verifier->records;
    verified->bundles = verifier->survey.bundle_count;
    verified->images_open = tables->images_open;
    verified->images_closed = tables->images_closed;
    verified->keys = tables->keys;
    verified->rows = (uint64_t)tables->procedures.count + tables->counters.count +
                     tables->request_count + tables->meta.count;
    verified->problems = verifier->findings.count;
    memcpy(verified->chain, verifier->chain, CHAIN_BYTES);
}

static enum err verify(struct verifier *verifier, struct offline_verified *verified)
{
    enum err err = view_begin(verifier->view);

    if (err == OK) err = survey_init(&verifier->survey, verifier->view);
    if (err == OK) err = tables_read(&verifier->tables, verifier->view, &verifier->findings);
    uint64_t before = verifier->findings.count;
    if (err == OK) err = check_records(verifier);
    verified->is_replayed =
        err == OK && verifier->findings.count == before && !verifier->findings.is_stopped;
    if (verified->is_replayed) err = check_replay(verifier);
    if (err == OK) err = view_begin(verifier->view); /* forget what could not be read */
    if (err == OK) {
        err = offline_check_signed(verifier->journal, verifier->view, &verifier->findings,
                                   &verified->signed_checkpoints);
    }
    if (err == OK) summarise(verifier, verified);
    return err;
}

enum err offline_verify(struct journal *journal, offline_complain *complain, void *self,
                        struct offline_verified *verified)
{
    int64_t began_ms = clock_elapsed_ms();
    struct verifier *verifier = calloc(1, sizeof *verifier);

    *verified = (struct offline_verified){ 0 };
    if (verifier == NULL) return ERR_NO_MEMORY;
    verifier->journal = journal;
    verifier->findings = (struct findings){ .complain = complain, .self = self };
    enum err err = view_open(&verifier->view, journal);
    if (err == OK) err = verify(verifier, verified);
    verified->took_ms = clock_elapsed_ms() - began_ms;
    view_close(&verifier->view);
    tables_fini(&verifier->tables);
    survey_fini(&verifier->survey);
    free(verifier);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* How it works.
 *
 *     1. tables    what they claim at one moment, which ends at position `until`: as digests
 *     2. records   1 .. until: dense and chained (offline_chain.c, beside), linked, readable
 *     3. replay    1 .. until: at the fact where an image claims to end, the engine's image of that
 *                  bundle must be that image, byte by byte; at the end the globals likewise
 *     4. signed    each signed checkpoint is genuine, and its chain hash is that of the record
 *
 * One changed record is one finding, not a thousand: after a break the chain goes on from the hash
 * that is stored. A changed hash therefore shows twice, at its record and at the next; the first is
 * the one. Records that are bad are not replayed: whatever came out would say nothing. */
#include "broker/shell/offline.h"

#include "broker/shell/clock.h"
#include "broker/shell/offline_chain.h"
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
    struct chain_check *check;
    struct findings portion;    /* of the records that are being read, into kept */
    struct kept_findings kept;  /* until the chain has been checked as far */
    int64_t at_ms;              /* of the record before */
    struct procedure procedure; /* scratch */
};

/* ---- Records ------------------------------------------------------------------------------- */

static void check_fact(struct verifier *verifier, const struct fact *fact)
{
    struct findings *findings = &verifier->portion;
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

static void check_record(struct verifier *verifier, uint64_t position, struct span record)
{
    struct fact fact;

    if (record.at == NULL) return; /* offline_chain.c says so */
    if (record_read(record, position, &verifier->procedure, &fact) != OK) {
        findings_add(&verifier->portion, position, 0,
                     "it cannot be read: its bytes are not a fact");
        return;
    }
    check_fact(verifier, &fact);
}

/* Read the records of [from, to); *next is where the one after them stands, or the end. */
static enum err check_portion(struct verifier *verifier, uint64_t from, uint64_t to, uint64_t *next)
{
    struct view *view = verifier->view;
    uint64_t position;
    struct span record;
    enum err err = view_begin(view);

    *next = verifier->tables.until;
    verifier->kept.count = 0;
    verifier->portion = (struct findings){ .complain = findings_keep, .self = &verifier->kept };
    view_seek(view, from);
    while (err == OK && view_next(view, &position, &record, NULL) &&
           position < verifier->tables.until) {
        if (position >= to) {
            *next = position;
            break;
        }
        check_record(verifier, position, record);
    }
    if (err == OK && view_err(view) == ERR_IO) err = ERR_IO;
    return verifier->portion.is_stopped ? ERR_NO_MEMORY : err;
}

/* What reading and hashing have found in a portion, in order of positions; of one record, first what its
 * hash says. */
static void tell(struct verifier *verifier, const struct kept_findings *chain)
{
    const struct kept_findings *facts = &verifier->kept;
    size_t i = 0;

    for (size_t k = 0; k < facts->count; k++) {
        for (; i < chain->count && chain->list[i].position <= facts->list[k].position; i++) {
            findings_pass(&verifier->findings, &chain->list[i]);
        }
        findings_pass(&verifier->findings, &facts->list[k]);
    }
    for (; i < chain->count; i++) {
        findings_pass(&verifier->findings, &chain->list[i]);
    }
}

static enum err check_records(struct verifier *verifier)
{
    uint64_t until = verifier->tables.until;
    const struct kept_findings *chain;
    enum err err = chain_check_open(&verifier->check, verifier->journal);

    for (uint64_t from = 1; err == OK && from < until && !verifier->findings.is_stopped;) {
        uint64_t to = until - from > CHAIN_PORTION_RECORDS ? from + CHAIN_PORTION_RECORDS : until;
        uint64_t next;
        chain_check_begin(verifier->check, from, to);
        err = check_portion(verifier, from, to, &next);
        enum err chain_err = chain_check_end(verifier->check, &chain);
        if (err == OK) err = chain_err;
        if (err == OK) tell(verifier, chain);
        from = next;
    }
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

    verified->records = chain_check_records(verifier->check);
    verified->bundles = verifier->survey.bundle_count;
    verified->images_open = tables->images_open;
    verified->images_closed = tables->images_closed;
    verified->keys = tables->keys;
    verified->rows = (uint64_t)tables->procedures.count + tables->counters.count +
                     tables->request_count + tables->meta.count;
    verified->problems = verifier->findings.count;
    chain_check_head(verifier->check, verified->chain);
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
    chain_check_close(&verifier->check);
    kept_fini(&verifier->kept);
    view_close(&verifier->view);
    tables_fini(&verifier->tables);
    survey_fini(&verifier->survey);
    free(verifier);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever can write the journal can change a record and make the chain right from there on; nothing
 * inside the chain shows it then. A signed checkpoint does, as far as its owner cannot sign anew or
 * take it away: those in the journal's own table against someone without the key, those with a
 * witness against everyone.
 *
 * A signed checkpoint that agrees pins all records before it. So the first that does not agree says
 * between which two positions the change lies; after it, all others say no more. */
#include "broker/shell/offline_evidence.h"

#include "broker/shell/offline.h"
#include "broker/shell/store.h"

#include <inttypes.h>
#include <stdlib.h>

struct comparison {
    struct view *view;
    struct findings *findings;
    struct hash journal;
    uint64_t newest;    /* position of the newest record */
    uint64_t agreed;    /* the last position that agreed */
    const char *whose;  /* "the witness's", "the stored" */
    const uint8_t *key; /* the only one that may have signed; NULL: any */
    bool is_over;       /* the first that does not agree was found */
};

static void disagree(struct comparison *comparison, const struct signed_checkpoint *checkpoint)
{
    struct findings *findings = comparison->findings;

    comparison->is_over = true;
    if (checkpoint->position > comparison->newest) {
        findings_add(findings, comparison->newest + 1, 0,
                     "the journal ends at position %" PRIu64 ", but %s signed checkpoint knows one "
                     "at %" PRIu64 ": it was cut at its end or rolled back",
                     comparison->newest, comparison->whose, checkpoint->position);
        return;
    }
    findings_add(findings, checkpoint->position, 0,
                 "the chain hash is not that of %s signed checkpoint: a record from position "
                 "%" PRIu64 " to here was changed, and chained anew",
                 comparison->whose, comparison->agreed + 1);
}

static void compare(struct comparison *comparison, const struct signed_checkpoint *checkpoint)
{
    struct findings *findings = comparison->findings;
    uint8_t chain[CHAIN_BYTES] = { 0 };

    if (!evidence_checkpoint_is_genuine(checkpoint)) {
        findings_add(
            findings, checkpoint->position, 0,
            "%s signed checkpoint of this position was changed: its signature does not fit",
            comparison->whose);
        return;
    }
    if (comparison->key != NULL &&
        memcmp(comparison->key, checkpoint->public_key, PUBLIC_KEY_BYTES) != 0) {
        findings_add(findings, checkpoint->position, 0,
                     "%s signed checkpoint of this position was signed with another key",
                     comparison->whose);
        return;
    }
    if (comparison->is_over) return;
    if (!hash_is_equal(&comparison->journal, &checkpoint->journal)) {
        comparison->is_over = true;
        findings_add(findings, 1, 0,
                     "this is another journal than that of %s signed checkpoint: it was replaced",
                     comparison->whose);
        return;
    }
    if (checkpoint->position > 0) view_record(comparison->view, checkpoint->position, chain);
    if (checkpoint->position > comparison->newest ||
        memcmp(chain, checkpoint->chain, CHAIN_BYTES) != 0) {
        disagree(comparison, checkpoint);
        return;
    }
    if (checkpoint->position > comparison->agreed) comparison->agreed = checkpoint->position;
}

/* ---- The journal's own --------------------------------------------------------------------- */

enum err offline_check_signed(struct journal *journal, struct view *view, struct findings *findings,
                              uint64_t *count)
{
    struct signed_checkpoint checkpoint;
    struct span key = { 0 };
    struct span value;
    struct comparison comparison = {
        .view = view,
        .findings = findings,
        .journal = journal_id(journal),
        .newest = view_position_next(view) - 1,
        .whose = "the stored",
    };

    while (!findings->is_stopped && view_table_next(view, STORE_SIGNED, &key, &value)) {
        (*count)++;
        if (store_read_signed(key, value, &comparison.journal, &checkpoint) == OK) {
            compare(&comparison, &checkpoint);
        } else {
            findings_add(findings, 0, 0, "a row of the signed checkpoints cannot be read");
        }
    }
    return view_err(view) == ERR_IO ? ERR_IO : OK;
}

enum err offline_signed(struct journal *journal, offline_show_signed *show, void *self)
{
    struct signed_checkpoint checkpoint;
    struct span key = { 0 };
    struct span value;
    struct view *view = NULL;
    const struct hash name = journal_id(journal);
    bool goes_on = true;

    enum err err = view_open(&view, journal);
    if (err == OK) err = view_begin(view);
    while (err == OK && goes_on && view_table_next(view, STORE_SIGNED, &key, &value)) {
        err = store_read_signed(key, value, &name, &checkpoint);
        if (err == OK) goes_on = show(self, &checkpoint);
    }
    if (err == OK) err = view_err(view);
    view_close(&view);
    return err;
}

/* ---- A witness's --------------------------------------------------------------------------- */

static int compare_positions(const void *left, const void *right)
{
    uint64_t a = ((const struct signed_checkpoint *)left)->position;
    uint64_t b = ((const struct signed_checkpoint *)right)->position;

    return (a > b) - (a < b);
}

enum err offline_witness(struct journal *journal, struct offline_testimony *testimony,
                         offline_complain *complain, void *self)
{
    struct view *view = NULL;
    struct findings findings = { .complain = complain, .self = self };

    enum err err = view_open(&view, journal);
    if (err == OK) err = view_begin(view);
    if (err == OK && testimony->count > 0) {
        qsort(testimony->list, testimony->count, sizeof *testimony->list, compare_positions);
        struct comparison comparison = {
            .view = view,
            .findings = &findings,
            .journal = journal_id(journal),
            .newest = view_position_next(view) - 1,
            .whose = "the witness's",
            .key = testimony->key,
        };
        for (size_t i = 0; i < testimony->count && !findings.is_stopped; i++) {
            compare(&comparison, &testimony->list[i]);
        }
        testimony->agreed = comparison.agreed;
        err = view_err(view) == ERR_IO ? ERR_IO : OK;
    }
    testimony->problems = findings.count;
    view_close(&view);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A journal read without its broker, also while one runs: dump, verify, replay.
 *
 * Nothing here writes. Results are structs and calls for each line, so that the caller says them in
 * words or in JSON. Open the journal with journal_open_read. */
#ifndef BROKER_SHELL_OFFLINE_H
#define BROKER_SHELL_OFFLINE_H

#include "broker/core/engine.h"
#include "broker/shell/evidence.h"
#include "broker/shell/journal.h"

/* ---- Dump ------------------------------------------------------------------------------------ */

struct offline_range {
    uint64_t from;   /* first position wanted; 0: the first there is */
    uint64_t until;  /* last position wanted; 0: the newest */
    uint64_t bundle; /* only its facts; 0: all */
};

struct offline_record {
    uint64_t position;
    uint8_t chain[CHAIN_BYTES]; /* as stored */
    struct span record;         /* NULL: too short to be one */
    enum err err;               /* OK: fact is good; ERR_CORRUPT: it cannot be read */
    struct fact fact;           /* describe_fact says it in words */
};

/* Returns false to stop. What record points to is valid during the call. */
typedef bool offline_show(void *self, const struct offline_record *record);

/* Show the records of a range in order; unreadable ones too, if no bundle was asked for.
 *
 * Errors: ERR_IO, ERR_CORRUPT - the file cannot be read, logged. */
enum err offline_dump(struct journal *journal, const struct offline_range *range,
                      offline_show *show, void *self);

/* ---- Verify ---------------------------------------------------------------------------------- */

/* Something that is not as it was written. */
struct offline_problem {
    uint64_t position; /* of the record concerned; 0: none, it is a row of a table */
    uint64_t bundle;   /* 0: none */
    char text[256];    /* one sentence: where, what is wrong */
};

/* Returns false to stop after this one. */
typedef bool offline_complain(void *self, const struct offline_problem *problem);

struct offline_verified {
    uint64_t records; /* that were read */
    uint64_t bundles;
    uint64_t images_open; /* compared with the replay, byte by byte */
    uint64_t images_closed;
    uint64_t keys;
    uint64_t rows;               /* of all other tables */
    uint64_t signed_checkpoints; /* of the journal's own table */
    uint64_t problems;           /* 0: all is as it was written */
    bool is_replayed;            /* false: the records are too bad to be replayed */
    uint8_t chain[CHAIN_BYTES];  /* the newest record's: note it elsewhere and compare some day */
    int64_t took_ms;
};

/* Check everything: positions are dense; every record is what its chain hash says; each names the
 * previous one of its bundle; time never falls; each can be read; every signed checkpoint in the
 * journal is genuine and agrees; and every other row of every table is what a replay of the records
 * gives. complain is called for each problem: rows that cannot be read, then records in order, then
 * what the replay shows, then what was signed.
 *
 * Returns: OK also with problems, see verified->problems.
 * Errors:  ERR_IO, ERR_NO_MEMORY - it could not be checked, logged. */
enum err offline_verify(struct journal *journal, offline_complain *complain, void *self,
                        struct offline_verified *verified);

/* ---- Signed checkpoints ---------------------------------------------------------------------- */

/* Returns false to stop. */
typedef bool offline_show_signed(void *self, const struct signed_checkpoint *checkpoint);

/* Show those of the journal's table, in order; whether they are genuine is not looked at.
 *
 * Errors: ERR_IO, ERR_CORRUPT - logged. */
enum err offline_signed(struct journal *journal, offline_show_signed *show, void *self);

/* What a witness kept, and what came of comparing it. */
struct offline_testimony {
    struct signed_checkpoint *list; /* sorted by the comparison */
    size_t count;
    const uint8_t *key; /* the only public key that may have signed; NULL: any */
    uint64_t agreed;    /* out: every record up to this position is as it was signed */
    uint64_t problems;  /* out */
};

/* Compare a journal with a witness: was it replaced, rolled back, cut at its end, or changed and
 * chained anew? complain hears the first position that disagrees, and every signed checkpoint
 * that is not genuine. That the records are what the chain says is for offline_verify.
 *
 * Returns: OK also with problems.
 * Errors:  ERR_IO, ERR_NO_MEMORY - it could not be compared, logged. */
enum err offline_witness(struct journal *journal, struct offline_testimony *testimony,
                         offline_complain *complain, void *self);

/* ---- Replay ---------------------------------------------------------------------------------- */

struct offline_replayed {
    uint64_t position;         /* of the newest fact in both */
    struct hash whole;         /* of the state after all facts from the first on */
    struct hash restored;      /* of the state that a restart would begin with */
    bool is_equal;             /* they are the same, as they must be */
    uint64_t records_whole;    /* facts applied */
    uint64_t records_restored; /* facts read by the restart */
    uint64_t recover_from;
    int64_t took_whole_ms;
    int64_t took_restored_ms;
};

/* Do both, and compare. The window of answered requests is left out: how many are remembered is
 * configuration, not state.
 *
 * Errors: ERR_CORRUPT, ERR_NO_MEMORY, ERR_IO - logged with the position. */
enum err offline_replay(struct journal *journal, struct offline_replayed *replayed);

#endif

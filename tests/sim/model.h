/* SPDX-License-Identifier: Apache-2.0 */
/* The model: what must come of the plan, in plain code that shares nothing with the engine's. model.c
 * follows edges and gates until nothing more follows; whatever else procedures, bundles and answers
 * are made of is a feature, in a file of its own.
 *
 * To add a feature NAME, write feature_NAME.c with one `const struct feature feature_NAME` and enter it
 * in FEATURE_TABLE; the hooks that it does not need are left out. In this order:
 *
 *     an option      its row in options.h; 0 must mean: without it, so that shrinking can leave it out
 *     draw_...       what plans contain of it. Draw from world_chance("NAME", ...), or all other
 *                    plans change with it. What only this feature reads is kept in its file, by the
 *                    index of the procedure or bundle; what peers act on stands in plan.h
 *     add_duties     what a peer wants because of it (DUTY_FEATURE): publish a calendar, receive,
 *                    correct, suspend. duty_message and duty_describe are its words; judge_recorded
 *                    and judge_refused say which answers it may get; on_submitted adds what follows
 *                    when a bundle has its number
 *     predict        what it changes of the outcome: sets in struct prediction, from the plan alone
 *     act_refused    what people want to do to a bundle (ACT) is a wish: wish.h, whose on_submitted
 *                    or take_fact calls wish_for
 *     intend         what reviewers say, if not what is planned; on_job: what they try before
 *     apply          the rules of its own facts, and what they change in the audit's picture;
 *                    audit_fault says what is wrong. open, grant, holds and explains are for stages
 *                    that go another way than from a job to a verdict
 *     take_fact      what it has to remember of all facts, after they were applied
 *     holds          a stage that is paused, or waits, for something of this feature's
 *     withholds      a stage that is granted, but must not be issued; releases: a gate that waits no more
 *     awaits, ...    SUPPLY is for it, too (supplies.h)
 *     settled        what must have followed at the end of a commit
 *     next_ms        when the broker must do the next thing by itself, or people want something that they want
 *                    not at once, but when so many days have passed: leaps end there (run.c)
 *     judge          what the broker may say to a peer, in the moment it says it
 *     look           what an engine must answer that has applied all durable facts: the live one, one
 *                    that a restart would load, one that has replayed everything
 *
 * The model may be slow and must be plain: sets, lists, loops from day to day. If it looks like the
 * engine, it will make the engine's mistakes. Then put a bug into the engine (tests/sabotage) that
 * `sim` has to catch. */
#ifndef TESTS_SIM_MODEL_H
#define TESTS_SIM_MODEL_H

#include "broker/core/engine.h"
#include "tests/sim/audit.h"
#include "tests/sim/duty.h"
#include "tests/sim/plan.h"

/* What a bundle that is not withdrawn comes to. Under on_refusal: cancel `granted` tells what would
 * be granted if everybody had their say; what is issued is the same. */
struct prediction {
    enum err refused; /* why its submission must be refused; OK: it is taken */
    set32 skipped;    /* stages that do not apply */
    set32 fixed;      /* ... that had ended when another version began to govern, and stay so */
    set32 lost;       /* stages that can come to nothing, whatever is said of them */
    set32 refusals;   /* reviews that refuse: as planned, unless a feature changes it */
    set32 reviewers;  /* ... whose reviewer refuses, whatever signers say */
    set32 opened;     /* reviews that can begin */
    set32 granted;
    set32 issued;
    enum bundle_result result;
};

struct wish;

struct feature {
    void (*begin)(void); /* forget the last run */
    void (*draw_procedure)(struct procedure *procedure, uint32_t index);
    void (*draw_versions)(struct plan_procedure *procedure, uint32_t index); /* but the first */
    void (*draw_bundle)(struct plan_bundle *bundle, uint32_t index);
    void (*predict)(const struct plan_bundle *bundle, struct prediction *made);
    /* What the reviewer of a stage means to say now, where that is not what it was. */
    void (*intend)(const struct audit_bundle *bundle, uint32_t stage, uint8_t *verdict);
    void (*review)(struct duty *duty); /* ... and what its verdict says besides */
    /* A worker has got this job: does it try something else before it answers? */
    void (*on_job)(uint32_t peer, const struct msg_job *job);
    void (*add_duties)(void);
    void (*on_submitted)(uint32_t peer, const struct duty *submit);
    void (*duty_message)(const struct duty *duty, struct message *message);
    void (*duty_describe)(const struct duty *duty, char *text, size_t size);
    void (*judge_recorded)(const struct duty *duty, const struct msg_recorded *recorded);
    bool (*judge_refused)(const struct duty *duty, const struct msg_error *error); /* is it good? */
    /* ACT was refused, for none of the reasons that hold for every act (wish.h): is it good? */
    bool (*act_refused)(const struct wish *wish, const struct msg_error *error);
    bool (*apply)(struct audit_bundle *bundle, const struct fact *fact); /* was it its own? */
    /* A stage begins otherwise than with a job; a grant does not seal it; the feature saw to it. */
    bool (*open)(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage);
    bool (*grant)(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage);
    /* The explanation at hand (check_tells) says what of the feature the paused stage waits for. */
    bool (*explains)(const struct audit_bundle *bundle, uint8_t stage);
    void (*take_fact)(const struct audit_bundle *bundle,
                      const struct fact *fact); /* NULL: of none */
    /* What a paused stage stands for that no resumption ends, or one waits for besides its upstreams:
     * enum wait_kind, or 0. */
    uint8_t (*holds)(const struct audit_bundle *bundle, uint8_t stage);
    /* Stages that are not issued yet, even if they are granted and their gate is ready; and a gate that
     * issues what is granted, although it has other members. */
    set32 (*withholds)(const struct audit_bundle *bundle);
    bool (*releases)(const struct audit_bundle *bundle, uint32_t gate, int64_t now_ms);
    /* SUPPLY: it waits for an application; which stages are reviewed again if these materials come
     * otherwise; that has happened (before they are) */
    bool (*awaits)(const struct audit_bundle *bundle);
    set32 (*reviewed_again)(const struct audit_bundle *bundle, uint64_t changed);
    void (*supplied)(struct audit_bundle *bundle, const struct fact *fact);
    /* What it knows of a bundle can be like that under another version (fits.h), too. */
    bool (*bears)(const struct audit_bundle *bundle, const struct procedure *to);
    void (*settled)(const struct audit_bundle *bundle);
    void (*look_at_time)(int64_t now_ms); /* of a broker that has done all it had to */
    /* Something must be done, or is wanted, once its time has come: when is the next? */
    int64_t (*next_ms)(int64_t now_ms);
    void (*judge)(uint32_t peer, const struct message *message);
    void (*look)(const struct engine *engine, int64_t now_ms, const char *what);
};

/* In the order in which they predict. */
#define FEATURE_TABLE(ROW) \
    ROW(conditions) \
    ROW(elements) \
    ROW(materials) \
    ROW(calendars) \
    ROW(versions) \
    ROW(migration) \
    ROW(wishes) \
    ROW(supplies) \
    ROW(pre_review) \
    ROW(intake) \
    ROW(suspension) \
    ROW(urgency) \
    ROW(special) \
    ROW(return ) \
    ROW(opinion) \
    ROW(permits) \
    ROW(commitment) \
    ROW(signing) \
    ROW(corrections) \
    ROW(notices) \
    ROW(tolerance) \
    ROW(hold) \
    ROW(clocks) \
    ROW(deemed) \
    ROW(extension) \
    ROW(cards) \
    ROW(orders) \
    ROW(late)

#define FEATURE_EXTERN(name) extern const struct feature feature_##name;
FEATURE_TABLE(FEATURE_EXTERN)
#undef FEATURE_EXTERN

struct prediction model_predict(uint32_t bundle);

/* The verdict that the reviewer of a stage means to give: of model_predict(...).refusals, or as a
 * feature has it. */
uint8_t model_verdict(const struct audit_bundle *bundle, uint32_t stage);

/* ---- Every feature's turn ------------------------------------------------------------------ */

void model_begin(void);
void model_draw_procedure(struct procedure *procedure, uint32_t index);
void model_draw_versions(struct plan_procedure *procedure, uint32_t index);
void model_draw_bundle(struct plan_bundle *bundle, uint32_t index);
void model_add_duties(void);
void model_on_job(uint32_t peer, const struct msg_job *job);
void model_on_submitted(uint32_t peer, const struct duty *submit);
bool model_apply(struct audit_bundle *bundle, const struct fact *fact);
bool model_open(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage);
bool model_grant(struct audit_bundle *bundle, const struct fact *fact, uint8_t stage);
bool model_explains(const struct audit_bundle *bundle, uint8_t stage);
void model_take_fact(const struct audit_bundle *bundle, const struct fact *fact);
void model_review(struct duty *duty);
uint8_t model_holds(const struct audit_bundle *bundle, uint8_t stage);
bool model_awaits(const struct audit_bundle *bundle);
set32 model_reviewed_again(const struct audit_bundle *bundle, uint64_t changed);
void model_supplied(struct audit_bundle *bundle, const struct fact *fact);
bool model_bears(const struct audit_bundle *bundle, const struct procedure *to);
void model_settled(const struct audit_bundle *bundle);
set32 model_withholds(const struct audit_bundle *bundle);
bool model_releases(const struct audit_bundle *bundle, uint32_t gate, int64_t now_ms);
void model_look_at_time(int64_t now_ms);
int64_t model_next_ms(int64_t now_ms); /* INT64_MAX: none */
void model_judge(uint32_t peer, const struct message *message);
void model_look(const struct engine *engine, int64_t now_ms, const char *what);

#endif

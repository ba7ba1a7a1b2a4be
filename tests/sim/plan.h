/* SPDX-License-Identifier: Apache-2.0 */
/* What the applicants and the reviewers of a world want, fixed before it begins: procedures, bundles,
 * which milestone is reached, which review refuses. What must come of it is model.h. */
#ifndef TESTS_SIM_PLAN_H
#define TESTS_SIM_PLAN_H

#include "proto/buffer.h"
#include "tongfa/procedure.h"
#include "tongfa/state.h"

#define PLAN_BUNDLES_MAX 64
#define PLAN_PROCEDURES_MAX 3
#define PLAN_VERSIONS_MAX 3 /* of each */
#define PLAN_DEFINITION_BYTES 65536
#define PLAN_KEY_BYTES 16
#define PLAN_NEVER INT64_MAX
#define PLAN_SIZES 6 /* 0 to 5 */
#define PLAN_LIST_MAX 8
#define PLAN_MATERIALS_MAX 5
#define PLAN_APPLICATION_BYTES 480

struct plan_version {
    struct procedure procedure;
    /* Of each place in the definition, which stage, milestone or gate it is (order.h). */
    uint8_t stages[STAGES_MAX];
    uint8_t milestones[MILESTONES_MAX];
    uint8_t gates[GATES_MAX];
    struct span definition; /* its bytes */
};

/* Its versions, from 1 on. */
struct plan_procedure {
    uint32_t version_count;
    struct plan_version versions[PLAN_VERSIONS_MAX];
};

struct plan_bundle {
    bool is_left_out;
    uint32_t procedure; /* index */
    uint32_t version;   /* that its submission names; 0: none */
    /* The version that governs it, as far as the facts go. Before it is submitted the one that it names, or
     * the first, which is then like any other in all that a submission is refused for. */
    const struct procedure *governing;
    uint32_t client; /* who submits it, from 0 */
    char key[PLAN_KEY_BYTES];
    uint8_t application[PLAN_APPLICATION_BYTES];
    uint32_t application_size;
    uint8_t priority;
    int64_t submit_ms;
    int64_t withdraw_ms; /* PLAN_NEVER: it is not */
    set32 called_off;    /* milestones; the others are reached */
    int64_t signal_ms[MILESTONES_MAX];
    set32 refusals; /* stages whose review refuses; the others grant */
    uint8_t size;   /* in its application, for conditions to ask for */
    uint8_t list_count;
    uint8_t list[PLAN_LIST_MAX]; /* ... and for stages to be repeated for: sizes */
    /* Of each material of its procedure: 0 - it is not there, else which document it is (materials.h). */
    uint8_t documents[PLAN_MATERIALS_MAX];
    uint8_t
        material_count; /* that its application could name: those of the version it was written for */
    uint8_t foreign; /* it names a material ... 1 - that there is not, 2 - that it names before */
};

struct plan {
    uint32_t procedure_count;
    uint32_t bundle_count;
    struct plan_procedure procedures[PLAN_PROCEDURES_MAX];
    struct plan_bundle bundles[PLAN_BUNDLES_MAX];
};
extern struct plan plan;

void plan_begin(void);
void plan_end(void);

/* The version that governs a bundle. */
const struct procedure *plan_procedure(uint32_t bundle);

/* A version of a procedure; NULL: it has none such. */
const struct plan_version *plan_version(uint32_t procedure, uint32_t version);

/* A procedure by its name, or PLAN_PROCEDURES_MAX. */
uint32_t plan_named(const struct name *name);

/* The bundle of a submitter's key, or PLAN_BUNDLES_MAX. */
uint32_t plan_find(struct span key);

/* Write the application of a bundle, or of one like it, from what it says. */
void plan_write_application(struct plan_bundle *bundle, uint32_t index);

/* Another application than the bundle's own. */
struct span plan_other_application(void);
struct span plan_application(uint32_t bundle);

/* The departments of all procedures, each once: how many, and the n-th. */
uint32_t plan_departments(struct name *names, uint32_t name_max);

/* The gate of a stage, or GATE_NONE. */
uint8_t plan_gate(const struct procedure *procedure, uint32_t stage);

#endif

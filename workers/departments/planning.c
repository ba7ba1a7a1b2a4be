/* SPDX-License-Identifier: Apache-2.0 */
/* Department `planning`: the planning permit for building works (建设工程规划许可证). */
#include "workers/departments/department.h"

#include "workers/departments/conditions.h"

#include <string.h>

#define LAW_40 "《城乡规划法》第四十条"

static const char *const fields[] = {
    "applicant.name",
    "applicant.uscc",
    "plot.no",
    "plot.area_m2",
    "planning_conditions.no",
    "planning_conditions.plot_no",
    "planning_conditions.floor_area_ratio.min",
    "planning_conditions.floor_area_ratio.max",
    "planning_conditions.height_m.min",
    "planning_conditions.height_m.max",
    "land_contract.no",
    "scheme.version",
    "scheme.drawing_digest",
    "scheme.floor_area_m2",
    "scheme.height_m",
    "works.plot_no",
    "works.scheme_version",
    "works.scheme_drawing_digest",
    "works.drawing_digest",
    "works.floor_area_m2",
    "works.height_m",
    "works.land_proof.kind",
    "works.land_proof.no",
    NULL,
};

static const char *const materials[] = {
    "application_form", "land_contract", "scheme_text", "working_drawings", NULL,
};

/* The works have no declared ratio of their own: the scheme's is judged by `design`. */
static const struct indicator floor_area_ratio = {
    .title = "施工图容积率",
    .unit = "",
    .area = "works.floor_area_m2",
    .min = "planning_conditions.floor_area_ratio.min",
    .max = "planning_conditions.floor_area_ratio.max",
    .scale = 100,
};

/* Source: Urban and Rural Planning Law, Art. 40 - proof of the right to use the land. The contract
 * is in the same application, so its number can be compared; other proofs are only asked for. */
static void check_land_proof(struct review *review)
{
    const char *kind = review_text(review, "works.land_proof.kind");
    if (kind != NULL && strcmp(kind, "contract") == 0) {
        review_same(review, "works.land_proof.no", "land_contract.no", LAW_40);
    }
}

static void rules(struct review *review)
{
    review_same(review, "planning_conditions.plot_no", "plot.no", "《城乡规划法》第三十八条");
    review_same(review, "works.plot_no", "plot.no", LAW_40);
    check_land_proof(review);
    review_same(review, "works.scheme_version", "scheme.version", LAW_40);
    review_same(review, "works.scheme_drawing_digest", "scheme.drawing_digest", LAW_40);
    review_same(review, "works.floor_area_m2", "scheme.floor_area_m2", LAW_40);
    review_same(review, "works.height_m", "scheme.height_m", LAW_40);
    conditions_check_bounds(review, &floor_area_ratio);
    conditions_check_height(review, "works.height_m");
}

const struct department department_planning = {
    .name = "planning",
    .stage = "works-planning",
    .permit = "建设工程规划许可证",
    .fields = fields,
    .materials = materials,
    .rules = rules,
};

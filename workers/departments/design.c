/* SPDX-License-Identifier: Apache-2.0 */
/* Department `design`: approval of the planning and design scheme (建设项目规划设计方案批复). */
#include "workers/departments/department.h"

#include "workers/departments/conditions.h"

static const char *const fields[] = {
    "applicant.name",
    "applicant.uscc",
    "plot.no",
    "plot.area_m2",
    "planning_conditions.no",
    "planning_conditions.plot_no",
    "planning_conditions.floor_area_ratio.min",
    "planning_conditions.floor_area_ratio.max",
    "planning_conditions.building_density_percent.min",
    "planning_conditions.building_density_percent.max",
    "planning_conditions.green_ratio_percent.min",
    "planning_conditions.green_ratio_percent.max",
    "planning_conditions.height_m.min",
    "planning_conditions.height_m.max",
    "scheme.plot_no",
    "scheme.version",
    "scheme.drawing_digest",
    "scheme.designer_name",
    "scheme.designer_uscc",
    "scheme.designer_qualification_no",
    "scheme.floor_area_m2",
    "scheme.base_area_m2",
    "scheme.green_area_m2",
    "scheme.floor_area_ratio",
    "scheme.building_density_percent",
    "scheme.green_ratio_percent",
    "scheme.height_m",
    NULL,
};

static const char *const materials[] = { "scheme_text", "site_plan", "indicator_table", NULL };

static const struct indicator indicators[] = {
    {
        .title = "容积率",
        .unit = "",
        .area = "scheme.floor_area_m2",
        .declared = "scheme.floor_area_ratio",
        .min = "planning_conditions.floor_area_ratio.min",
        .max = "planning_conditions.floor_area_ratio.max",
        .scale = 100,
    },
    {
        .title = "建筑密度",
        .unit = "%",
        .area = "scheme.base_area_m2",
        .declared = "scheme.building_density_percent",
        .min = "planning_conditions.building_density_percent.min",
        .max = "planning_conditions.building_density_percent.max",
        .scale = 10000,
    },
    {
        .title = "绿地率",
        .unit = "%",
        .area = "scheme.green_area_m2",
        .declared = "scheme.green_ratio_percent",
        .min = "planning_conditions.green_ratio_percent.min",
        .max = "planning_conditions.green_ratio_percent.max",
        .scale = 10000,
    },
};

static void rules(struct review *review)
{
    review_same(review, "planning_conditions.plot_no", "plot.no", "《城乡规划法》第三十八条");
    review_same(review, "scheme.plot_no", "plot.no", "《城乡规划法》第四十条");
    /* Source: Construction Law, Art. 13 - designers need a qualification, so they must exist. */
    review_uscc(review, "scheme.designer_uscc");
    for (size_t i = 0; i < sizeof indicators / sizeof indicators[0]; i++) {
        conditions_check_order(review, indicators[i].min, indicators[i].max);
        conditions_check_declared(review, &indicators[i]);
        conditions_check_bounds(review, &indicators[i]);
    }
    conditions_check_order(review, "planning_conditions.height_m.min",
                           "planning_conditions.height_m.max");
    conditions_check_height(review, "scheme.height_m");
}

const struct department department_design = {
    .name = "design",
    .stage = "design-scheme",
    .permit = "建设项目规划设计方案批复",
    .fields = fields,
    .materials = materials,
    .rules = rules,
};

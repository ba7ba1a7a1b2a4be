/* SPDX-License-Identifier: Apache-2.0 */
/* Department `land`: the planning permit for the use of building land (建设用地规划许可证). */
#include "workers/departments/department.h"

#include "workers/departments/figure.h"

#include <inttypes.h>
#include <string.h>

#define LAW_38 "《城乡规划法》第三十八条"

static const char *const fields[] = {
    "project.code",
    "project.name",
    "project.filing_no",
    "applicant.name",
    "applicant.uscc",
    "plot.no",
    "plot.location",
    "plot.area_m2",
    "plot.area_mu",
    "planning_conditions.no",
    "planning_conditions.plot_no",
    "planning_conditions.use",
    "land_contract.no",
    "land_contract.plot_no",
    "land_contract.grantee_uscc",
    "land_contract.conditions_no",
    "land_contract.use",
    "land_contract.term_years",
    "land_contract.area_m2",
    "red_line.plot_no",
    "red_line.contract_no",
    "red_line.area_m2",
    NULL,
};

static const char *const materials[] = {
    "application_form", "project_filing", "land_contract", "red_line_map", NULL,
};

/* Source: Urban and Rural Planning Law, Art. 39 - a contract without the planning conditions is
 * void. */
static void check_conditions(struct review *review)
{
    const char *attached = review_text(review, "land_contract.conditions_no");
    const char *valid = review_text(review, "planning_conditions.no");
    if (attached == NULL || valid == NULL || strcmp(attached, valid) == 0) return;
    review_refuse(review,
                  "出让合同所附规划条件是“%s”，本宗地的规划条件是“%s”。规划条件没有纳入合同的，"
                  "合同无效，请与出让方补正合同。依据：《城乡规划法》第三十九条。",
                  attached, valid);
}

/* Source: Interim Regulations on the Grant and Transfer of State-owned Land, Art. 12. */
static void check_term(struct review *review)
{
    const char *use = review_text(review, "land_contract.use");
    int64_t term = review_number(review, "land_contract.term_years");
    if (use == NULL || term == NUMBER_NONE) return;

    int64_t max = 50;
    if (strcmp(use, "residential") == 0) max = 70;
    if (strcmp(use, "commercial") == 0) max = 40;
    if (term <= max) return;
    review_refuse(review,
                  "出让年限%" PRId64 "年，超过%s用地的最高年限%" PRId64 "年。请与出让方更正合同。"
                  "依据：《城镇国有土地使用权出让和转让暂行条例》第十二条。",
                  term, field_use_title(use), max);
}

/* One mu is 2000/3 m²; an area in mu is given with two decimals, so it may be off by 0.005 mu. */
static void check_mu(struct review *review)
{
    int64_t area = review_number(review, "plot.area_m2");
    int64_t mu = review_number(review, "plot.area_mu");
    if (area == NUMBER_NONE || mu == NUMBER_NONE) return;

    int64_t difference = 3 * area - 2000 * mu; /* three hundredths of a m² */
    if (difference <= 1000 && difference >= -1000) return;
    review_refuse(review,
                  "宗地面积%s平方米折合%s亩，与填写的%s亩不一致。请核对面积后更正"
                  "（1亩等于2000/3平方米）。依据：" LAW_38 "。",
                  figure_measure(area).text, figure_measure(figure_scale(area, 3, 2000)).text,
                  figure_measure(mu).text);
}

static void rules(struct review *review)
{
    review_same(review, "planning_conditions.plot_no", "plot.no", LAW_38);
    review_same(review, "land_contract.plot_no", "plot.no", LAW_38);
    review_same(review, "red_line.plot_no", "plot.no", LAW_38);
    review_same(review, "red_line.contract_no", "land_contract.no", LAW_38);
    review_same(review, "land_contract.grantee_uscc", "applicant.uscc", LAW_38);
    check_conditions(review);
    review_same(review, "land_contract.use", "planning_conditions.use",
                "《城乡规划法》第三十八条、第三十九条");
    check_term(review);
    review_areas_agree(review, "land_contract.area_m2", "plot.area_m2", LAW_38);
    review_areas_agree(review, "red_line.area_m2", "plot.area_m2", LAW_38);
    check_mu(review);
}

const struct department department_land = {
    .name = "land",
    .stage = "land-use",
    .permit = "建设用地规划许可证",
    .fields = fields,
    .materials = materials,
    .rules = rules,
};

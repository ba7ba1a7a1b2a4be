/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/departments/conditions.h"

#include "workers/departments/figure.h"

#define LAW "《城乡规划法》第三十八条、第四十条"
#define PLOT_AREA "plot.area_m2"

/* The indicator in hundredths, rounded as it is printed, or NUMBER_NONE. */
static int64_t computed(struct review *review, const struct indicator *indicator)
{
    int64_t area = review_number(review, indicator->area);
    int64_t plot = review_number(review, PLOT_AREA);
    if (area == NUMBER_NONE || plot == NUMBER_NONE) return NUMBER_NONE;
    return figure_scale(area, indicator->scale, plot);
}

/* Source: Urban and Rural Planning Law, Art. 40 - what is submitted must be the design. */
void conditions_check_declared(struct review *review, const struct indicator *indicator)
{
    int64_t declared = review_number(review, indicator->declared);
    int64_t real = computed(review, indicator);
    if (declared == NUMBER_NONE || real == NUMBER_NONE) return;
    if (declared - real <= 1 && real - declared <= 1) return;

    review_refuse(review,
                  "申报的%s是%s%s，按%s%s平方米和宗地面积%s平方米计算应为%s%s。"
                  "请核对面积后更正。依据：《城乡规划法》第四十条。",
                  indicator->title, figure_measure(declared).text, indicator->unit,
                  field_at(field_index(indicator->area))->title,
                  figure_measure(review_number(review, indicator->area)).text,
                  figure_measure(review_number(review, PLOT_AREA)).text, figure_measure(real).text,
                  indicator->unit);
}

/* Source: Urban and Rural Planning Law, Arts. 38 and 40 - planning conditions bind the design. */
void conditions_check_bounds(struct review *review, const struct indicator *indicator)
{
    int64_t real = computed(review, indicator);
    int64_t plot = review_number(review, PLOT_AREA);
    int64_t min = review_number(review, indicator->min);
    int64_t max = review_number(review, indicator->max);
    const char *area = field_at(field_index(indicator->area))->title;

    if (real == NUMBER_NONE) return;
    if (max != NUMBER_NONE && real > max) {
        int64_t allowed = max * plot / indicator->scale;
        review_refuse(review,
                      "%s为%s%s，高于规划条件的上限%s%s。请修改设计，使%s不超过%s平方米。"
                      "依据：" LAW "。",
                      indicator->title, figure_measure(real).text, indicator->unit,
                      figure_measure(max).text, indicator->unit, area,
                      figure_measure(allowed).text);
    }
    if (min != NUMBER_NONE && real < min) {
        int64_t wanted = (min * plot + indicator->scale - 1) / indicator->scale;
        review_refuse(review,
                      "%s为%s%s，低于规划条件的下限%s%s。请修改设计，使%s不少于%s平方米。"
                      "依据：" LAW "。",
                      indicator->title, figure_measure(real).text, indicator->unit,
                      figure_measure(min).text, indicator->unit, area, figure_measure(wanted).text);
    }
}

/* Source: Urban and Rural Planning Law, Arts. 38 and 40. */
void conditions_check_height(struct review *review, const char *height)
{
    int64_t real = review_number(review, height);
    int64_t min = review_number(review, "planning_conditions.height_m.min");
    int64_t max = review_number(review, "planning_conditions.height_m.max");
    const char *title = field_at(field_index(height))->title;

    if (real == NUMBER_NONE) return;
    if (max != NUMBER_NONE && real > max) {
        review_refuse(review,
                      "%s%s米，高于规划条件的上限%s米，超出%s米。请降低建筑高度。依据：" LAW "。",
                      title, figure_measure(real).text, figure_measure(max).text,
                      figure_measure(real - max).text);
    }
    if (min != NUMBER_NONE && real < min) {
        review_refuse(review,
                      "%s%s米，低于规划条件的下限%s米，相差%s米。请提高建筑高度。依据：" LAW "。",
                      title, figure_measure(real).text, figure_measure(min).text,
                      figure_measure(min - real).text);
    }
}

void conditions_check_order(struct review *review, const char *min, const char *max)
{
    int64_t low = review_number(review, min);
    int64_t high = review_number(review, max);
    if (low == NUMBER_NONE || high == NUMBER_NONE || low <= high) return;
    review_refuse(review,
                  "%s%s高于%s%s，规划条件自相矛盾。请向出具规划条件的部门核实后更正。"
                  "依据：《城乡规划法》第三十八条。",
                  field_at(field_index(min))->title, figure_measure(low).text,
                  field_at(field_index(max))->title, figure_measure(high).text);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Department `construction`: the permit to begin building (建筑工程施工许可证). */
#include "workers/departments/department.h"

#include "workers/departments/figure.h"

#define LAW_FIRM "《建筑法》第八条第（四）项"
#define LAW_MEANS "《建筑法》第八条第（五）项"
#define LAW_FIRE "《消防法》第十二条"

static const char *const fields[] = {
    "project.code",
    "project.name",
    "applicant.name",
    "applicant.uscc",
    "works.drawing_digest",
    "contractor.name",
    "contractor.uscc",
    "contractor.qualification_no",
    "contractor.qualification_until",
    "contractor_choice.kind",
    "contractor_choice.no",
    "contractor_choice.contractor_uscc",
    "construction_contract.no",
    "construction_contract.owner_uscc",
    "construction_contract.contractor_uscc",
    "construction_contract.price_fen",
    "construction_contract.signed_on",
    "drawing_review.no",
    "drawing_review.passed",
    "drawing_review.drawing_digest",
    "funds_commitment.no",
    "funds_commitment.amount_fen",
    "safety_plan.no",
    "safety_plan.responsible",
    "site.clearing_required",
    "fire_review.required",
    NULL,
};

static const char *const materials[] = {
    "application_form", "working_drawings", "award_notice", "construction_contract",
    "drawing_review",   "funds_commitment", "safety_plan",  NULL,
};

/* Source: Construction Law, Art. 13 - only with a qualification that is in force. */
static void check_qualification(struct review *review)
{
    int64_t until = review_number(review, "contractor.qualification_until");
    int64_t signed_on = review_number(review, "construction_contract.signed_on");
    if (until == NUMBER_NONE || signed_on == NUMBER_NONE || until >= signed_on) return;
    review_refuse(review,
                  "施工企业资质%s到期，早于施工合同签订日期%s。请由施工企业办理资质延续，"
                  "或者另行确定施工企业。依据：《建筑法》第十三条。",
                  figure_date(until).text, figure_date(signed_on).text);
}

/* A flag that must be set; a missing one is reported as a missing field. */
static void check_passed(struct review *review, const char *path, const char *advice)
{
    if (review_number(review, path) != 0) return;
    review_refuse(review, "%s", advice);
}

/* Source: Construction Law, Art. 8 (5) - funds that meet the needs of construction. */
static void check_funds(struct review *review)
{
    int64_t funds = review_number(review, "funds_commitment.amount_fen");
    int64_t price = review_number(review, "construction_contract.price_fen");
    if (funds == NUMBER_NONE || price == NUMBER_NONE || funds >= price) return;
    review_refuse(review,
                  "承诺落实的资金%s，少于施工合同价款%s，相差%s。请补足资金安排后重新承诺。"
                  "依据：" LAW_MEANS "。",
                  figure_money(funds).text, figure_money(price).text,
                  figure_money(price - funds).text);
}

/* Source: Construction Law, Art. 8 (3) - clearing of the site, where it is needed. */
static void check_site(struct review *review)
{
    if (!review_flag(review, "site.clearing_required")) return;
    check_passed(review, "site.clearing_done",
                 "本工程需要征收拆迁，拆迁进度不符合施工要求。请完成施工场地的拆迁后再申请。"
                 "依据：《建筑法》第八条第（三）项。");
}

/* Source: Fire Protection Law, Art. 12 - special works need a passed review of their fire design. */
static void check_fire(struct review *review)
{
    if (!review_flag(review, "fire_review.required")) return;
    static const char *const needed[] = { "fire_review.no", NULL };
    review_need_fields(review, needed);
    check_passed(review, "fire_review.passed",
                 "特殊建设工程的消防设计审查不合格。请修改消防设计并重新报审。依据：" LAW_FIRE
                 "。");
    review_same(review, "fire_review.drawing_digest", "works.drawing_digest", LAW_FIRE);
    review_need_material(review, "fire_review");
}

static void rules(struct review *review)
{
    review_uscc(review, "contractor.uscc");
    review_same(review, "contractor_choice.contractor_uscc", "contractor.uscc", LAW_FIRM);
    review_same(review, "construction_contract.contractor_uscc", "contractor.uscc", LAW_FIRM);
    review_same(review, "construction_contract.owner_uscc", "applicant.uscc", LAW_FIRM);
    check_qualification(review);
    check_passed(review, "drawing_review.passed",
                 "施工图审查不合格。请按审查意见修改施工图并重新送审。依据：" LAW_MEANS "。");
    review_same(review, "drawing_review.drawing_digest", "works.drawing_digest", LAW_MEANS);
    check_funds(review);
    check_site(review);
    check_fire(review);
}

const struct department department_construction = {
    .name = "construction",
    .stage = "construction",
    .permit = "建筑工程施工许可证",
    .fields = fields,
    .materials = materials,
    .rules = rules,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Department `registry`: first registration of the right to use the land (不动产权证书). */
#include "workers/departments/department.h"

#include "workers/departments/figure.h"

#include <inttypes.h>

#define LAW_GRANT "《城镇国有土地使用权出让和转让暂行条例》"
#define LAW_REGISTER "《不动产登记暂行条例》第十六条、第十八条"
#define LAW_TAX "《契税法》"

#define PAYMENT_DAYS_MAX 60
#define TAX_RATE_MIN 300 /* hundredths of a percent */
#define TAX_RATE_MAX 500

static const char *const fields[] = {
    "applicant.name",
    "applicant.uscc",
    "plot.no",
    "plot.location",
    "plot.area_m2",
    "land_contract.no",
    "land_contract.plot_no",
    "land_contract.grantee_uscc",
    "land_contract.area_m2",
    "land_contract.price_fen",
    "land_contract.signed_on",
    "red_line.area_m2",
    "payment.contract_no",
    "payment.payer_uscc",
    "payment.paid_fen",
    "payment.paid_on",
    "deed_tax.contract_no",
    "deed_tax.taxpayer_uscc",
    "deed_tax.base_fen",
    "deed_tax.rate_percent",
    "deed_tax.amount_fen",
    "deed_tax.paid_on",
    "cadastral_survey.unit_no",
    "cadastral_survey.plot_no",
    "cadastral_survey.area_m2",
    NULL,
};

static const char *const materials[] = {
    "registration_form",
    "business_licence",
    "land_contract",
    "payment_receipt",
    "tax_receipt",
    "cadastral_survey",
    NULL,
};

/* Source: grant regulations, Art. 16 - registration follows payment of the whole price. */
static void check_price(struct review *review)
{
    int64_t price = review_number(review, "land_contract.price_fen");
    int64_t paid = review_number(review, "payment.paid_fen");
    if (price == NUMBER_NONE || paid == NUMBER_NONE || paid == price) return;
    if (paid < price) {
        review_refuse(
            review,
            "出让价款%s，已缴%s，尚欠%s。请缴清全部价款后再申请登记。依据：" LAW_GRANT "第十六条。",
            figure_money(price).text, figure_money(paid).text, figure_money(price - paid).text);
        return;
    }
    review_refuse(review,
                  "已缴价款%s，比出让合同价款%s多%s。请核对缴款凭证是否属于本合同。依据：" LAW_GRANT
                  "第十六条。",
                  figure_money(paid).text, figure_money(price).text,
                  figure_money(paid - price).text);
}

/* Source: grant regulations, Art. 14 - the whole price within sixty days of the contract. */
static void check_payment_date(struct review *review)
{
    int64_t signed_on = review_number(review, "land_contract.signed_on");
    int64_t paid_on = review_number(review, "payment.paid_on");
    if (signed_on == NUMBER_NONE || paid_on == NUMBER_NONE) return;

    int64_t days = paid_on - signed_on;
    if (days < 0) {
        review_refuse(review,
                      "价款缴清日期%s早于出让合同签订日期%s。请核对缴款凭证。依据：" LAW_GRANT
                      "第十四条。",
                      figure_date(paid_on).text, figure_date(signed_on).text);
    } else if (days > PAYMENT_DAYS_MAX) {
        review_refuse(review,
                      "出让合同%s签订，价款%s缴清，用了%" PRId64 "日，超过%d日。"
                      "请先与出让方处理逾期缴款。依据：" LAW_GRANT "第十四条。",
                      figure_date(signed_on).text, figure_date(paid_on).text, days,
                      PAYMENT_DAYS_MAX);
    }
}

/* Source: Deed Tax Law, Art. 4 (1) - the base is the price that the contract states. */
static void check_tax_base(struct review *review)
{
    int64_t price = review_number(review, "land_contract.price_fen");
    int64_t base = review_number(review, "deed_tax.base_fen");
    if (price == NUMBER_NONE || base == NUMBER_NONE || base == price) return;
    review_refuse(review,
                  "契税计税依据%s与出让合同价款%s不一致。请向税务机关更正申报。依据：" LAW_TAX
                  "第四条。",
                  figure_money(base).text, figure_money(price).text);
}

/* Source: Deed Tax Law, Art. 3 - between three and five percent, set by the province. Art. 5 - the
 * tax is base times rate; here to the fen, half a fen rounded up. */
static void check_tax_amount(struct review *review)
{
    int64_t base = review_number(review, "deed_tax.base_fen");
    int64_t rate = review_number(review, "deed_tax.rate_percent");
    int64_t amount = review_number(review, "deed_tax.amount_fen");
    if (rate == NUMBER_NONE) return;
    if (rate < TAX_RATE_MIN || rate > TAX_RATE_MAX) {
        review_refuse(review,
                      "契税税率%s%%不在法定的3%%至5%%之内。请按本省规定的税率申报。依据：" LAW_TAX
                      "第三条。",
                      figure_measure(rate).text);
        return;
    }
    if (base == NUMBER_NONE || amount == NUMBER_NONE) return;
    int64_t due = figure_scale(base, rate, 10000);
    if (amount == due) return;
    review_refuse(review,
                  "计税依据%s按税率%s%%应缴契税%s，完税凭证载明%s，%s%s。"
                  "请向税务机关%s后重新提交。依据：" LAW_TAX "第五条、第十一条。",
                  figure_money(base).text, figure_measure(rate).text, figure_money(due).text,
                  figure_money(amount).text, amount < due ? "少缴" : "多缴",
                  figure_money(amount < due ? due - amount : amount - due).text,
                  amount < due ? "补缴" : "更正");
}

/* Source: Deed Tax Law, Art. 9 - the tax arises on the day of the contract. */
static void check_tax_date(struct review *review)
{
    int64_t signed_on = review_number(review, "land_contract.signed_on");
    int64_t paid_on = review_number(review, "deed_tax.paid_on");
    if (signed_on == NUMBER_NONE || paid_on == NUMBER_NONE || paid_on >= signed_on) return;
    review_refuse(review,
                  "契税缴纳日期%s早于出让合同签订日期%s。请核对完税凭证。依据：" LAW_TAX "第九条。",
                  figure_date(paid_on).text, figure_date(signed_on).text);
}

static void rules(struct review *review)
{
    review_same(review, "land_contract.plot_no", "plot.no", LAW_REGISTER);
    review_same(review, "cadastral_survey.plot_no", "plot.no", LAW_REGISTER);
    review_same(review, "payment.contract_no", "land_contract.no", LAW_GRANT "第十六条");
    review_same(review, "deed_tax.contract_no", "land_contract.no", LAW_TAX "第十一条");
    review_same(review, "land_contract.grantee_uscc", "applicant.uscc", LAW_REGISTER);
    review_same(review, "payment.payer_uscc", "applicant.uscc", LAW_GRANT "第十六条");
    review_same(review, "deed_tax.taxpayer_uscc", "applicant.uscc", LAW_TAX "第一条");
    review_areas_agree(review, "land_contract.area_m2", "plot.area_m2", LAW_REGISTER);
    review_areas_agree(review, "red_line.area_m2", "plot.area_m2", LAW_REGISTER);
    review_areas_agree(review, "cadastral_survey.area_m2", "plot.area_m2", LAW_REGISTER);
    check_price(review);
    check_payment_date(review);
    check_tax_base(review);
    check_tax_amount(review);
    check_tax_date(review);
}

const struct department department_registry = {
    .name = "registry",
    .stage = "real-estate-title",
    .permit = "不动产权证书",
    .fields = fields,
    .materials = materials,
    .rules = rules,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* One table says what an application can hold; APPLICATION.md shows the same table to people, and
 * a test holds the two together. A reader never trusts a type: whatever is not of its kind is a
 * refusal that names the field. */
#include "workers/departments/field.h"

#include "workers/departments/figure.h"

#include <assert.h>
#include <string.h>

/* clang-format off */
static const struct field fields[] = {
    { "project.code", "项目代码", FIELD_PROJECT_CODE },
    { "project.name", "项目名称", FIELD_TEXT },
    { "project.filing_no", "备案证（核准文件）编号", FIELD_TEXT },
    { "applicant.name", "申请人名称", FIELD_TEXT },
    { "applicant.uscc", "申请人统一社会信用代码", FIELD_TEXT },
    { "plot.no", "宗地编号", FIELD_TEXT },
    { "plot.location", "宗地坐落", FIELD_TEXT },
    { "plot.area_m2", "宗地面积（平方米）", FIELD_MEASURE_POSITIVE },
    { "plot.area_mu", "宗地面积（亩）", FIELD_MEASURE_POSITIVE },
    { "planning_conditions.no", "规划条件文号", FIELD_TEXT },
    { "planning_conditions.plot_no", "规划条件所载宗地编号", FIELD_TEXT },
    { "planning_conditions.use", "规划条件规定的用途", FIELD_USE },
    { "planning_conditions.floor_area_ratio.min", "容积率下限", FIELD_MEASURE },
    { "planning_conditions.floor_area_ratio.max", "容积率上限", FIELD_MEASURE },
    { "planning_conditions.building_density_percent.min", "建筑密度下限", FIELD_MEASURE },
    { "planning_conditions.building_density_percent.max", "建筑密度上限", FIELD_MEASURE },
    { "planning_conditions.green_ratio_percent.min", "绿地率下限", FIELD_MEASURE },
    { "planning_conditions.green_ratio_percent.max", "绿地率上限", FIELD_MEASURE },
    { "planning_conditions.height_m.min", "建筑高度下限", FIELD_MEASURE },
    { "planning_conditions.height_m.max", "建筑高度上限", FIELD_MEASURE },
    { "land_contract.no", "出让合同编号", FIELD_TEXT },
    { "land_contract.plot_no", "出让合同所载宗地编号", FIELD_TEXT },
    { "land_contract.grantee_uscc", "出让合同受让人统一社会信用代码", FIELD_TEXT },
    { "land_contract.conditions_no", "出让合同所附规划条件文号", FIELD_TEXT },
    { "land_contract.use", "出让合同约定的用途", FIELD_USE },
    { "land_contract.term_years", "出让年限", FIELD_COUNT },
    { "land_contract.area_m2", "出让合同约定的面积", FIELD_MEASURE_POSITIVE },
    { "land_contract.price_fen", "出让合同价款", FIELD_MONEY_POSITIVE },
    { "land_contract.signed_on", "出让合同签订日期", FIELD_DATE },
    { "red_line.plot_no", "用地红线图所载宗地编号", FIELD_TEXT },
    { "red_line.contract_no", "用地红线图所载出让合同编号", FIELD_TEXT },
    { "red_line.area_m2", "用地红线图面积", FIELD_MEASURE_POSITIVE },
    { "payment.contract_no", "缴款凭证所载出让合同编号", FIELD_TEXT },
    { "payment.payer_uscc", "缴款人统一社会信用代码", FIELD_TEXT },
    { "payment.paid_fen", "已缴出让价款", FIELD_MONEY },
    { "payment.paid_on", "价款缴清日期", FIELD_DATE },
    { "deed_tax.contract_no", "完税凭证所载出让合同编号", FIELD_TEXT },
    { "deed_tax.taxpayer_uscc", "契税纳税人统一社会信用代码", FIELD_TEXT },
    { "deed_tax.base_fen", "契税计税依据", FIELD_MONEY },
    { "deed_tax.rate_percent", "契税税率", FIELD_MEASURE },
    { "deed_tax.amount_fen", "已缴契税", FIELD_MONEY },
    { "deed_tax.paid_on", "契税缴纳日期", FIELD_DATE },
    { "cadastral_survey.unit_no", "不动产单元号", FIELD_UNIT_NO },
    { "cadastral_survey.plot_no", "宗地图所载宗地编号", FIELD_TEXT },
    { "cadastral_survey.area_m2", "权籍调查面积", FIELD_MEASURE_POSITIVE },
    { "scheme.plot_no", "设计方案所载宗地编号", FIELD_TEXT },
    { "scheme.version", "设计方案版本", FIELD_COUNT },
    { "scheme.drawing_digest", "设计方案图纸摘要", FIELD_DIGEST },
    { "scheme.designer_name", "设计单位名称", FIELD_TEXT },
    { "scheme.designer_uscc", "设计单位统一社会信用代码", FIELD_TEXT },
    { "scheme.designer_qualification_no", "设计单位资质证书编号", FIELD_TEXT },
    { "scheme.floor_area_m2", "方案计容建筑面积", FIELD_MEASURE_POSITIVE },
    { "scheme.base_area_m2", "方案建筑基底面积", FIELD_MEASURE_POSITIVE },
    { "scheme.green_area_m2", "方案绿地面积", FIELD_MEASURE },
    { "scheme.floor_area_ratio", "方案申报容积率", FIELD_MEASURE },
    { "scheme.building_density_percent", "方案申报建筑密度", FIELD_MEASURE },
    { "scheme.green_ratio_percent", "方案申报绿地率", FIELD_MEASURE },
    { "scheme.height_m", "方案建筑高度", FIELD_MEASURE_POSITIVE },
    { "works.plot_no", "施工图所载宗地编号", FIELD_TEXT },
    { "works.scheme_version", "施工图所依据的方案版本", FIELD_COUNT },
    { "works.scheme_drawing_digest", "施工图所依据的方案图纸摘要", FIELD_DIGEST },
    { "works.drawing_digest", "施工图摘要", FIELD_DIGEST },
    { "works.floor_area_m2", "施工图计容建筑面积", FIELD_MEASURE_POSITIVE },
    { "works.height_m", "施工图建筑高度", FIELD_MEASURE_POSITIVE },
    { "works.land_proof.kind", "土地证明种类", FIELD_PROOF_KIND },
    { "works.land_proof.no", "土地证明编号", FIELD_TEXT },
    { "contractor.name", "施工企业名称", FIELD_TEXT },
    { "contractor.uscc", "施工企业统一社会信用代码", FIELD_TEXT },
    { "contractor.qualification_no", "施工企业资质证书编号", FIELD_TEXT },
    { "contractor.qualification_until", "施工企业资质有效期", FIELD_DATE },
    { "contractor_choice.kind", "发包方式", FIELD_CHOICE_KIND },
    { "contractor_choice.no", "中标通知书（直接发包文件）编号", FIELD_TEXT },
    { "contractor_choice.contractor_uscc", "中标（受托）企业统一社会信用代码", FIELD_TEXT },
    { "construction_contract.no", "施工合同编号", FIELD_TEXT },
    { "construction_contract.owner_uscc", "施工合同发包人统一社会信用代码", FIELD_TEXT },
    { "construction_contract.contractor_uscc", "施工合同承包人统一社会信用代码", FIELD_TEXT },
    { "construction_contract.price_fen", "施工合同价款", FIELD_MONEY_POSITIVE },
    { "construction_contract.signed_on", "施工合同签订日期", FIELD_DATE },
    { "drawing_review.no", "施工图审查合格书编号", FIELD_TEXT },
    { "drawing_review.passed", "施工图审查是否合格", FIELD_FLAG },
    { "drawing_review.drawing_digest", "审查合格的施工图摘要", FIELD_DIGEST },
    { "funds_commitment.no", "资金落实承诺书编号", FIELD_TEXT },
    { "funds_commitment.amount_fen", "承诺落实的资金", FIELD_MONEY },
    { "safety_plan.no", "质量安全措施文件编号", FIELD_TEXT },
    { "safety_plan.responsible", "质量安全责任单位", FIELD_TEXT },
    { "site.clearing_required", "是否需要征收拆迁", FIELD_FLAG },
    { "site.clearing_done", "拆迁进度是否符合施工要求", FIELD_FLAG },
    { "fire_review.required", "是否特殊建设工程", FIELD_FLAG },
    { "fire_review.no", "消防设计审查意见书编号", FIELD_TEXT },
    { "fire_review.passed", "消防设计审查是否合格", FIELD_FLAG },
    { "fire_review.drawing_digest", "消防审查的施工图摘要", FIELD_DIGEST },
};

static const struct field_group groups[] = {
    { "project",               "项目信息",       "请填写项目代码、项目名称和备案（核准）文件编号" },
    { "applicant",             "申请人信息",     "请按营业执照填写申请人名称和统一社会信用代码" },
    { "plot",                  "宗地信息",       "请按出让公告填写宗地编号、坐落和面积" },
    { "planning_conditions",   "规划条件",       "请附自然资源和规划部门为本宗地出具的规划条件" },
    { "land_contract",         "土地出让合同",   "请先签订国有建设用地使用权出让合同" },
    { "red_line",              "用地红线图",     "请附本宗地的用地红线图" },
    { "payment",               "出让价款缴款凭证", "请缴清出让价款后附缴款凭证" },
    { "deed_tax",              "契税完税凭证",   "请向税务机关申报缴纳契税后附完税凭证" },
    { "cadastral_survey",      "权籍调查成果",   "请先办理不动产权籍调查" },
    { "scheme",                "设计方案",       "请提交设计方案及其技术经济指标" },
    { "works",                 "施工图（规划部分）", "请提交依据设计方案绘制的施工图" },
    { "contractor",            "施工企业信息",   "请先确定具有相应资质的施工企业" },
    { "contractor_choice",     "中标通知书或者直接发包文件", "请先依法招标或者直接发包" },
    { "construction_contract", "施工合同",       "请先与施工企业签订书面施工合同" },
    { "drawing_review",        "施工图审查合格书", "请先委托施工图审查机构审查施工图" },
    { "funds_commitment",      "资金落实承诺书", "请由建设单位出具资金落实承诺书" },
    { "safety_plan",           "质量安全措施文件", "请与施工企业编制保证工程质量和安全的具体措施" },
    { "site",                  "施工现场信息",   "请说明是否需要征收拆迁以及拆迁进度" },
    { "fire_review",           "消防设计审查信息", "请说明是否特殊建设工程，是的，请先办理消防设计审查" },
};

static const char *const kind_texts[] = {
    [FIELD_TEXT]             = "应为不超过200字节、不含控制字符的文字",
    [FIELD_PROJECT_CODE]     = "应为24位项目代码，形如2303-421003-04-01-123456",
    [FIELD_UNIT_NO]          = "应为28位不动产单元号，由数字和大写字母组成",
    [FIELD_DIGEST]           = "应为64位十六进制的SHA-256摘要",
    [FIELD_DATE]             = "应为存在的日期，形如2023-03-30",
    [FIELD_MONEY]            = "应为整数，单位是分，不得为负",
    [FIELD_MONEY_POSITIVE]   = "应为大于零的整数，单位是分",
    [FIELD_MEASURE]          = "应为不小于零、最多两位小数的数",
    [FIELD_MEASURE_POSITIVE] = "应为大于零、最多两位小数的数",
    [FIELD_COUNT]            = "应为1至1000000的整数",
    [FIELD_FLAG]             = "应为是（true）或者否（false）",
    [FIELD_USE]              = "应为residential、industrial、education、commercial或者mixed",
    [FIELD_PROOF_KIND]       = "应为contract、land_permit或者title",
    [FIELD_CHOICE_KIND]      = "应为tender或者direct",
};

static const char *const uses[][2] = {
    { "residential", "居住" },
    { "industrial",  "工业" },
    { "education",   "教育、科技、文化、卫生、体育" },
    { "commercial",  "商业、旅游、娱乐" },
    { "mixed",       "综合或者其他" },
};

static const char *const proof_kinds[] = { "contract", "land_permit", "title", NULL };
static const char *const choice_kinds[] = { "tender", "direct", NULL };
/* clang-format on */

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])
#define COUNT_MAX 1000000

_Static_assert(COUNT_OF(fields) <= FIELDS_MAX, "reviews keep one state for each field");

unsigned field_count(void)
{
    return COUNT_OF(fields);
}

const struct field *field_at(unsigned index)
{
    assert(index < COUNT_OF(fields));
    return &fields[index];
}

unsigned field_index(const char *path)
{
    unsigned index = 0;
    while (index < COUNT_OF(fields) && strcmp(fields[index].path, path) != 0) {
        index++;
    }
    assert(index < COUNT_OF(fields)); /* a rule asks for a field that is not in the table */
    return index;
}

const struct field_group *field_group_of(const struct field *field)
{
    size_t size = strcspn(field->path, ".");
    size_t index = 0;
    while (index < COUNT_OF(groups) && (strncmp(groups[index].name, field->path, size) != 0 ||
                                        groups[index].name[size] != '\0')) {
        index++;
    }
    assert(index < COUNT_OF(groups));
    return &groups[index];
}

const char *field_kind_text(enum field_kind kind)
{
    return kind_texts[kind];
}

const char *field_use_title(const char *use)
{
    for (size_t i = 0; i < COUNT_OF(uses); i++) {
        if (strcmp(uses[i][0], use) == 0) return uses[i][1];
    }
    return use;
}

/* A text that can be quoted in a reason: 1..TEXT_BYTES_MAX bytes, none of them a control. */
static bool text_is_plain(const json_t *json)
{
    size_t size = json_string_length(json);
    if (size == 0 || size > TEXT_BYTES_MAX) return false;
    const char *text = json_string_value(json);
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) return false;
    }
    return true;
}

/* Holds a text against a shape: d digit, x hexadecimal digit, c digit or capital letter. */
static bool text_has_shape(const char *text, const char *shape)
{
    for (; *shape != '\0'; shape++, text++) {
        bool is_digit = *text >= '0' && *text <= '9';
        bool fits = *text == *shape;
        if (*shape == 'd') fits = is_digit;
        if (*shape == 'x') {
            fits = is_digit || (*text >= 'a' && *text <= 'f') || (*text >= 'A' && *text <= 'F');
        }
        if (*shape == 'c') fits = is_digit || (*text >= 'A' && *text <= 'Z');
        if (!fits) return false;
    }
    return *text == '\0';
}

static bool text_is_one_of(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(*words, text) == 0) return true;
    }
    return false;
}

static bool text_is_use(const char *text)
{
    return field_use_title(text) != text;
}

static bool text_fits(enum field_kind kind, const char *text, int64_t *number)
{
    static const char project_code[] = "dddd-dddddd-dd-dd-dddddd";
    static const char unit_no[] = "cccccccccccccccccccccccccccc";
    static const char digest[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    if (kind == FIELD_PROJECT_CODE) return text_has_shape(text, project_code);
    if (kind == FIELD_UNIT_NO) return text_has_shape(text, unit_no);
    if (kind == FIELD_DIGEST) return text_has_shape(text, digest);
    if (kind == FIELD_DATE) return figure_read_date(text, number);
    if (kind == FIELD_USE) return text_is_use(text);
    if (kind == FIELD_PROOF_KIND) return text_is_one_of(text, proof_kinds);
    if (kind == FIELD_CHOICE_KIND) return text_is_one_of(text, choice_kinds);
    return kind == FIELD_TEXT;
}

static bool integer_fits(enum field_kind kind, int64_t number)
{
    if (kind == FIELD_MONEY) return number >= 0 && number <= MONEY_MAX;
    if (kind == FIELD_MONEY_POSITIVE) return number > 0 && number <= MONEY_MAX;
    return kind == FIELD_COUNT && number >= 1 && number <= COUNT_MAX;
}

static bool value_fits(enum field_kind kind, const json_t *json, struct field_value *value)
{
    if (kind == FIELD_FLAG) {
        value->number = json_is_true(json);
        return json_is_boolean(json);
    }
    if (kind == FIELD_MEASURE || kind == FIELD_MEASURE_POSITIVE) {
        return json_is_number(json) &&
               figure_read_measure(json_number_value(json), &value->number) &&
               (kind == FIELD_MEASURE || value->number > 0);
    }
    if (json_is_integer(json)) {
        value->number = json_integer_value(json);
        return integer_fits(kind, value->number);
    }
    if (!json_is_string(json) || !text_is_plain(json)) return false;
    value->text = json_string_value(json);
    return text_fits(kind, value->text, &value->number);
}

/* The value at a dotted path, or NULL. */
static const json_t *value_at(const json_t *json, const char *path)
{
    while (json != NULL && *path != '\0') {
        size_t size = strcspn(path, ".");
        json = json_object_getn(json, path, size);
        path += size + (path[size] == '.');
    }
    return json;
}

enum field_state field_read(const struct field *field, const json_t *application,
                            struct field_value *value)
{
    const json_t *json = value_at(application, field->path);
    if (json == NULL || json_is_null(json)) return FIELD_MISSING;

    *value = (struct field_value){ 0 };
    return value_fits(field->kind, json, value) ? FIELD_GOOD : FIELD_WRONG;
}

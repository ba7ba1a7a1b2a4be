/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/departments/review.h"

#include "broker/core/identifier.h"
#include "workers/departments/figure.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define REASON_ROOM 1200 /* one reason, bytes; titles and texts of fields are bounded */
#define TAIL_ROOM 120    /* kept free for the line that says how many reasons are left out */
#define URI_BYTES_MAX 512

void review_init(struct review *review, const json_t *application, struct tongfa_verdict *verdict)
{
    *review = (struct review){ .application = application, .verdict = verdict };
}

void review_refuse(struct review *review, const char *format, ...)
{
    char reason[REASON_ROOM];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);

    size_t used = review->verdict->reason_size;
    if (size <= 0 || used + (size_t)size + TAIL_ROOM > TONGFA_REASON_BYTES_MAX) {
        review->left_out++;
        return;
    }
    review->reason_count++;
    tongfa_refuse(review->verdict, "%u. %s", review->reason_count, reason);
}

/* A paper that is missing as a whole is one reason, not one for each of its fields. */
static bool group_is_missing(const struct review *review, const struct field *field)
{
    const struct field_group *group = field_group_of(field);
    return !json_is_object(json_object_get(review->application, group->name));
}

static void report_groups(struct review *review)
{
    const struct field_group *reported = NULL;
    for (unsigned i = 0; i < field_count(); i++) {
        const struct field *field = field_at(i);
        const struct field_group *group = field_group_of(field);
        if (review->states[i] != FIELD_MISSING || group == reported) continue;
        if (!group_is_missing(review, field)) continue;
        review_refuse(review, "没有提供%s（%s）。%s。", group->title, group->name, group->advice);
        reported = group; /* fields of a group stand together in the table */
    }
}

static void report_fields(struct review *review)
{
    for (unsigned i = 0; i < field_count(); i++) {
        const struct field *field = field_at(i);
        if (review->states[i] == FIELD_WRONG) {
            review_refuse(review, "“%s”（%s）填写有误：%s。请更正。", field->title, field->path,
                          field_kind_text(field->kind));
        } else if (review->states[i] == FIELD_MISSING && !group_is_missing(review, field)) {
            review_refuse(review, "没有填写“%s”（%s）。请补充。", field->title, field->path);
        }
    }
}

void review_fini(struct review *review)
{
    report_groups(review);
    report_fields(review);
    if (review->left_out > 0) {
        tongfa_refuse(review->verdict,
                      "另有%u条理由因篇幅所限没有列出，请更正以上各项时一并咨询窗口。",
                      review->left_out);
    }
}

/* Read a field and remember how it was. Returns true if it is good. */
static bool read_field(struct review *review, const char *path, struct field_value *value)
{
    unsigned index = field_index(path);
    enum field_state state = field_read(field_at(index), review->application, value);
    review->states[index] = (uint8_t)state;
    return state == FIELD_GOOD;
}

const char *review_text(struct review *review, const char *path)
{
    struct field_value value;
    return read_field(review, path, &value) ? value.text : NULL;
}

int64_t review_number(struct review *review, const char *path)
{
    struct field_value value;
    return read_field(review, path, &value) ? value.number : NUMBER_NONE;
}

bool review_flag(struct review *review, const char *path)
{
    struct field_value value;
    return read_field(review, path, &value) && value.number != 0;
}

void review_need_fields(struct review *review, const char *const *paths)
{
    for (; *paths != NULL; paths++) {
        struct field_value value;
        (void)read_field(review, *paths, &value);
    }
}

/* A value as the applicant wrote it. */
static struct figure number_text(enum field_kind kind, int64_t number)
{
    struct figure figure = { { 0 } };
    switch (kind) {
        case FIELD_MONEY:
        case FIELD_MONEY_POSITIVE: return figure_money(number);
        case FIELD_MEASURE:
        case FIELD_MEASURE_POSITIVE: return figure_measure(number);
        case FIELD_DATE: return figure_date(number);
        case FIELD_COUNT:
        case FIELD_FLAG:
            (void)snprintf(figure.text, sizeof figure.text, "%" PRId64, number);
            return figure;
        case FIELD_TEXT:
        case FIELD_PROJECT_CODE:
        case FIELD_UNIT_NO:
        case FIELD_DIGEST:
        case FIELD_USE:
        case FIELD_PROOF_KIND:
        case FIELD_CHOICE_KIND: break;
    }
    return figure;
}

static bool values_are_same(enum field_kind kind, const struct field_value *left,
                            const struct field_value *right)
{
    if (left->text == NULL || right->text == NULL) return left->number == right->number;
    if (kind == FIELD_DIGEST) return strcasecmp(left->text, right->text) == 0;
    return strcmp(left->text, right->text) == 0;
}

static const char *value_text(enum field_kind kind, const struct field_value *value,
                              const struct figure *number)
{
    if (value->text == NULL) return number->text;
    return kind == FIELD_USE ? field_use_title(value->text) : value->text;
}

void review_same(struct review *review, const char *left, const char *right, const char *law)
{
    struct field_value values[2];
    bool left_is_good = read_field(review, left, &values[0]);
    if (!read_field(review, right, &values[1]) || !left_is_good) return;

    const struct field *fields[2] = { field_at(field_index(left)), field_at(field_index(right)) };
    if (values_are_same(fields[0]->kind, &values[0], &values[1])) return;

    struct figure numbers[2] = { number_text(fields[0]->kind, values[0].number),
                                 number_text(fields[1]->kind, values[1].number) };
    review_refuse(review, "%s“%s”与%s“%s”不一致。请核对两份材料，更正有误的一份。依据：%s。",
                  fields[0]->title, value_text(fields[0]->kind, &values[0], &numbers[0]),
                  fields[1]->title, value_text(fields[1]->kind, &values[1], &numbers[1]), law);
}

void review_areas_agree(struct review *review, const char *left, const char *right, const char *law)
{
    int64_t areas[2] = { review_number(review, left), review_number(review, right) };
    if (areas[0] == NUMBER_NONE || areas[1] == NUMBER_NONE) return;

    int64_t larger = areas[0] > areas[1] ? areas[0] : areas[1];
    int64_t difference = 2 * larger - areas[0] - areas[1];
    /* Surveys never agree to the last digit; the width of the tolerance is this program's choice. */
    if (difference * 1000 <= larger) return;
    review_refuse(review,
                  "%s%s平方米与%s%s平方米相差%s平方米，超过千分之一。请核对界址和面积，"
                  "更正有误的一份。依据：%s。",
                  field_at(field_index(left))->title, figure_measure(areas[0]).text,
                  field_at(field_index(right))->title, figure_measure(areas[1]).text,
                  figure_measure(difference).text, law);
}

void review_uscc(struct review *review, const char *path)
{
    const char *code = review_text(review, path);
    if (code == NULL) return;
    struct span text = { (const uint8_t *)code, strlen(code) };
    if (identifier_check(IDENTIFIER_USCC, text, 0).fault == IDENTIFIER_GOOD) return;
    review_refuse(review,
                  "%s“%s”不是有效的18位代码，校验位不符。请对照营业执照重新填写。"
                  "依据：GB 32100《法人和其他组织统一社会信用代码编码规则》。",
                  field_at(field_index(path))->title, code);
}

/* clang-format off */
static const char *const material_titles[][2] = {
    { "application_form",      "申请表" },
    { "business_licence",      "营业执照" },
    { "project_filing",        "项目备案证（核准文件）" },
    { "land_contract",         "国有建设用地使用权出让合同" },
    { "red_line_map",          "用地红线图" },
    { "scheme_text",           "设计方案文本" },
    { "site_plan",             "总平面图" },
    { "indicator_table",       "技术经济指标表" },
    { "working_drawings",      "施工图" },
    { "registration_form",     "不动产登记申请书" },
    { "payment_receipt",       "出让价款缴款凭证" },
    { "tax_receipt",           "契税完税凭证" },
    { "cadastral_survey",      "权籍调查表和宗地图" },
    { "award_notice",          "中标通知书（直接发包文件）" },
    { "construction_contract", "施工合同" },
    { "drawing_review",        "施工图审查合格书" },
    { "funds_commitment",      "资金落实承诺书" },
    { "safety_plan",           "质量安全措施文件" },
    { "fire_review",           "消防设计审查意见书" },
};
/* clang-format on */

const char *material_title(const char *name)
{
    for (size_t i = 0; i < sizeof material_titles / sizeof material_titles[0]; i++) {
        if (strcmp(material_titles[i][0], name) == 0) return material_titles[i][1];
    }
    return NULL;
}

/* What is wrong with one entry of the list of materials, or NULL. */
static const char *material_fault(const json_t *material)
{
    const json_t *uri = json_object_get(material, "uri");
    const json_t *size = json_object_get(material, "size");
    const json_t *digest = json_object_get(material, "digest");

    if (!json_is_string(uri) || json_string_length(uri) == 0) return "没有存放地址（uri）";
    if (json_string_length(uri) > URI_BYTES_MAX) return "存放地址（uri）超过512字节";
    if (!json_is_integer(size)) return "没有文件大小（size）";
    if (json_integer_value(size) <= 0) return "是空文件";
    if (digest != NULL && !json_is_null(digest)) {
        struct field field = { "digest", "", FIELD_DIGEST };
        struct field_value value;
        if (field_read(&field, material, &value) != FIELD_GOOD) return "摘要（digest）不是SHA-256";
    }
    return NULL;
}

void review_need_material(struct review *review, const char *name)
{
    const char *title = material_title(name);
    assert(title != NULL); /* a rule asks for a material that is not in the table */

    const json_t *found = NULL;
    unsigned count = 0;
    const json_t *list = json_object_get(review->application, "materials");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *material = json_array_get(list, i);
        const char *text = json_string_value(json_object_get(material, "name"));
        if (text == NULL || strcmp(text, name) != 0) continue;
        found = material;
        count++;
    }
    if (count == 0) {
        review_refuse(review, "缺少材料：%s（%s）。请补交。", title, name);
    } else if (count > 1) {
        review_refuse(review, "材料%s（%s）重复提交了%u份。请只保留一份。", title, name, count);
    } else if (material_fault(found) != NULL) {
        review_refuse(review, "材料%s（%s）%s。请重新上传。", title, name, material_fault(found));
    }
}

void review_need_materials(struct review *review, const char *const *names)
{
    for (; *names != NULL; names++) {
        review_need_material(review, *names);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "workers/departments/department.h"

#include <string.h>

const struct department *const departments[] = {
    &department_land,     &department_design,       &department_planning,
    &department_registry, &department_construction, NULL,
};

const struct department *department_find(const char *name)
{
    for (const struct department *const *at = departments; *at != NULL; at++) {
        if (strcmp((*at)->name, name) == 0) return *at;
    }
    return NULL;
}

/* Source: Administrative Licensing Law, Art. 32 (4) and 38 - all that is wrong is said at once,
 * with reasons. */
void department_judge(const struct department *department, const json_t *application,
                      struct tongfa_verdict *verdict)
{
    if (!json_is_object(application)) {
        tongfa_refuse(verdict, "申请内容不是一组字段。请按申请表格式重新提交。");
        return;
    }
    struct review review;
    review_init(&review, application, verdict);
    review_need_fields(&review, department->fields);
    review_uscc(&review, "applicant.uscc");
    department->rules(&review);
    review_need_materials(&review, department->materials);
    review_fini(&review);
}

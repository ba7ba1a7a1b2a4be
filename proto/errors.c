/* SPDX-License-Identifier: Apache-2.0 */
/* The error table's columns, by number. */
#include "tongfa/errors.h"

#include <stddef.h>

struct error {
    enum err number;
    const char *name;
    enum retry_hint retry;
    const char *text;
};

#define ERROR_ROW(number_, name_, retry_, text_) { ERR_##name_, #name_, RETRY_##retry_, text_ },
static const struct error errors[] = {
    { OK, "OK", RETRY_NEVER, "nothing is wrong" },
    ERROR_TABLE(ERROR_ROW) /* in ascending order of numbers */
};
#undef ERROR_ROW

static const struct error error_unknown = {
    OK, "UNKNOWN", RETRY_NEVER, "a number that this version does not know; use a newer one"
};

static const struct error *error_find(enum err err)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (errors[i].number == err) return &errors[i];
    }
    return &error_unknown;
}

const char *err_name(enum err err)
{
    return error_find(err)->name;
}

const char *err_text(enum err err)
{
    return error_find(err)->text;
}

enum retry_hint err_retry(enum err err)
{
    return error_find(err)->retry;
}

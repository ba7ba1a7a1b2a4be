/* SPDX-License-Identifier: Apache-2.0 */
/* code verify: identifiers that papers bear, checked without a broker or a register. */
#include "broker/core/identifier.h"
#include "client/cli/cli.h"
#include "client/cli/output.h"
#include "client/json.h"
#include "client/suggest.h"
#include "client/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SENTENCE_BYTES_MAX 160

struct verifying {
    struct cli *cli;
    enum identifier_kind kind; /* NONE: seen by the shape of each */
    uint32_t today;            /* 20261123, in the local time zone */
    bool is_wrong;             /* one was */
};

static uint32_t today(void)
{
    struct tm day;
    time_t now = time(NULL);

    if (localtime_r(&now, &day) == NULL) return 0;
    return (uint32_t)((day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 + day.tm_mday);
}

static int kind_read(struct cli *cli, enum identifier_kind *kind)
{
    const char *names[IDENTIFIER_KIND_COUNT];
    size_t count = 0;

    if (cli->kind == NULL) return EXIT_OK;
    for (int i = 1; i < IDENTIFIER_KIND_COUNT; i++) {
        const char *name = identifier_kind_name((enum identifier_kind)i);
        names[count++] = name;
        if (strcmp(name, cli->kind) != 0) continue;
        *kind = (enum identifier_kind)i;
        return EXIT_OK;
    }
    const char *close = suggest(cli->kind, names, count);
    return cli_usage(cli, "--kind: there is no kind \"%s\"%s%s; give uscc, id, licence or project",
                     cli->kind, close != NULL ? ", did you mean " : "", close != NULL ? close : "");
}

static void say_json(struct span code, enum identifier_kind kind,
                     const struct identifier_finding *finding, const char *sentence)
{
    bool is_good = kind != IDENTIFIER_NONE && finding->fault == IDENTIFIER_GOOD;
    json_t *json = json_object();

    json_object_set_new(json, "code", json_text(code));
    if (kind != IDENTIFIER_NONE) {
        json_object_set_new(json, "kind", json_string(identifier_kind_name(kind)));
    }
    json_object_set_new(json, "valid", json_boolean(is_good));
    json_object_set_new(
        json, "fault",
        json_string(kind == IDENTIFIER_NONE ? "unknown" : identifier_fault_name(finding->fault)));
    if (finding->at != 0) json_object_set_new(json, "at", json_integer(finding->at));
    if (finding->expected != '\0') {
        json_object_set_new(json, "expected", json_sprintf("%c", finding->expected));
    }
    if (is_good) {
        json_object_set_new(json, "check_verified", json_boolean(kind != IDENTIFIER_PROJECT));
    }
    json_object_set_new(json, "text", json_string(sentence));
    json_line(json);
    json_decref(json);
}

static void say_text(const char *code, enum identifier_kind kind, bool is_good,
                     const char *sentence)
{
    color_begin(stdout, is_good ? COLOR_GOOD : COLOR_BAD);
    fputs(is_good ? "valid    " : "INVALID  ", stdout);
    color_end(stdout, is_good ? COLOR_GOOD : COLOR_BAD);
    printf("%-8s ", kind == IDENTIFIER_NONE ? "?" : identifier_kind_name(kind));
    text_print(stdout, code);
    if (!is_good || kind == IDENTIFIER_PROJECT) printf(": %s", sentence);
    putchar('\n');
}

static void verify_one(struct verifying *verifying, const char *code)
{
    char sentence[SENTENCE_BYTES_MAX];
    struct words words;
    struct span text = span_of_text(code);
    struct identifier_finding finding = { .fault = IDENTIFIER_GOOD };
    enum identifier_kind kind = verifying->kind;

    words_init(&words, sentence, sizeof sentence);
    if (kind == IDENTIFIER_NONE) kind = identifier_kind_of(text);
    if (kind == IDENTIFIER_NONE) {
        words_add(&words, "it looks like no kind of code that is known here; try --kind");
    } else {
        finding = identifier_check(kind, text, verifying->today);
        identifier_explain(&words, kind, &finding);
    }
    bool is_good = kind != IDENTIFIER_NONE && finding.fault == IDENTIFIER_GOOD;
    if (!is_good) verifying->is_wrong = true;
    if (verifying->cli->json) {
        say_json(text, kind, &finding, sentence);
    } else {
        say_text(code, kind, is_good, sentence);
    }
}

/* One code a line; empty lines are passed over. */
static int verify_lines(struct verifying *verifying)
{
    char *line = NULL;
    size_t room = 0;
    int code = EXIT_OK;

    errno = 0;
    while (getline(&line, &room, stdin) >= 0) {
        char *begin = line + strspn(line, " \t\r\n");
        size_t size = strlen(begin);
        while (size > 0 && strchr(" \t\r\n", begin[size - 1]) != NULL) {
            size--;
        }
        begin[size] = '\0';
        if (size > 0) verify_one(verifying, begin);
        fflush(stdout); /* who writes one line at a time wants to know at once */
    }
    if (errno == ENOMEM) memory_is_short();
    if (ferror(stdin) != 0) {
        code = cli_stop(verifying->cli, EXIT_IO, "standard input: %s", strerror(errno));
    }
    free(line);
    return code;
}

int command_code_verify(struct cli *cli)
{
    struct verifying verifying = { .cli = cli, .today = today() };

    int code = kind_read(cli, &verifying.kind);
    for (int i = 0; code == EXIT_OK && i < cli->argument_count; i++) {
        if (strcmp(cli->arguments[i], "-") == 0) {
            code = verify_lines(&verifying);
        } else {
            verify_one(&verifying, cli->arguments[i]);
        }
    }
    if (code != EXIT_OK) return code;
    return verifying.is_wrong ? EXIT_NOT_SOUND : EXIT_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* submit: read bundles, send them in a window, say what became of each; with --wait follow the
 * journal until all that were recorded have ended. */
#include "client/cli/cli.h"
#include "client/cli/input.h"
#include "client/cli/output.h"
#include "client/cli/pending.h"
#include "client/explain.h"
#include "tongfa/errors.h"
#include "tongfa/fact.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_MS 100

struct submitting {
    struct cli *cli;
    struct input *input;
    json_t *bundle; /* the one given last; its texts are in use until the next */
    uint64_t recorded;
    uint64_t repeated;
    uint64_t refused;
    int first_refusal;       /* exit code of it */
    uint64_t position_first; /* of all that were recorded */
    struct pending pending;  /* --wait */
    uint64_t ended;
    bool has_progress; /* a terminal watches */
    int64_t began_ms;
    int64_t progress_ms; /* when it was last shown */
};

/* ---- Progress ------------------------------------------------------------------------------ */

/* A line of results is about to be written over the progress. */
static void progress_clear(const struct submitting *submitting)
{
    if (submitting->has_progress && submitting->progress_ms != 0) fputs("\r\033[K", stderr);
}

/* Show how far it is, and hand on what was written: who reads a pipe wants it soon. */
static void progress_show(struct submitting *submitting, bool is_waiting)
{
    int64_t now_ms = time_now_ms();

    if (now_ms - submitting->progress_ms < PROGRESS_MS) return;
    submitting->progress_ms = now_ms;
    fflush(stdout);
    if (!submitting->has_progress) return;
    if (is_waiting) {
        fprintf(stderr, "\r\033[K%" PRIu64 " ended, %zu under way", submitting->ended,
                submitting->pending.count);
        return;
    }
    uint64_t answered = submitting->recorded + submitting->refused;
    int64_t took_ms = now_ms - submitting->began_ms + 1;
    fprintf(stderr, "\r\033[K%" PRIu64 " submitted, %" PRIu64 " refused, %" PRId64 " a second",
            answered, submitting->refused, (int64_t)answered * 1000 / took_ms);
}

/* ---- Reading ------------------------------------------------------------------------------- */

/* What a bundle may hold besides names that begin with "_", which are comments. */
static bool member_is_known(const char *name)
{
    static const char *const names[] = { "procedure", "version", "key", "priority", "application" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) return true;
    }
    return name[0] == '_';
}

/* Say what is wrong with a bundle; NULL: nothing that can be seen here. */
static const char *bundle_fault(json_t *bundle, const char **field)
{
    const char *name;
    json_t *member;
    const json_t *version = json_object_get(bundle, "version");

    json_object_foreach(bundle, name, member)
    {
        *field = name;
        if (!member_is_known(name)) return "a bundle has no such member; begin comments with \"_\"";
    }
    *field = "procedure";
    if (!json_is_string(json_object_get(bundle, "procedure"))) return "give the procedure's name";
    *field = "key";
    if (!json_is_string(json_object_get(bundle, "key"))) return "give a key of your own";
    *field = "application";
    if (!json_is_object(json_object_get(bundle, "application"))) return "give the application";
    *field = "version";
    bool is_number = json_is_integer(version) && json_integer_value(version) >= 0 &&
                     json_integer_value(version) <= UINT32_MAX;
    if (version != NULL && !is_number) return "a version is a number";
    *field = "priority";
    const json_t *priority = json_object_get(bundle, "priority");
    if (priority != NULL && !json_is_integer(priority)) return "priorities are 0 to 7";
    return NULL;
}

static void say_refused(struct submitting *submitting, const char *key,
                        const struct tongfa_error *error);

/* What is no bundle is refused here, with its line; the next one takes its place. */
static bool submitting_next(struct tongfa_submission *submission, void *self)
{
    struct submitting *submitting = self;

    for (;;) {
        const char *field = "";
        json_decref(submitting->bundle);
        submitting->bundle = input_next(submitting->input);
        json_t *bundle = submitting->bundle;
        if (bundle == NULL) return false;
        const char *fault = bundle_fault(bundle, &field);
        if (fault != NULL) {
            struct tongfa_error error = { .number = ERR_FIELD_INVALID,
                                          .name = "FIELD_INVALID",
                                          .retry = TONGFA_RETRY_NEVER };
            snprintf(error.field, sizeof error.field, "%s", field);
            snprintf(error.text, sizeof error.text, "line %" PRIu64 ": %s",
                     input_line(submitting->input), fault);
            say_refused(submitting, json_text_of(bundle, "key"), &error);
            continue;
        }
        const json_t *priority = json_object_get(bundle, "priority");
        json_int_t urgency = priority ? json_integer_value(priority) : TONGFA_PRIORITY_NORMAL;
        submission->procedure = json_text_of(bundle, "procedure");
        submission->version = (uint32_t)json_number_of(bundle, "version");
        submission->key = json_text_of(bundle, "key");
        submission->priority = urgency < 0 || urgency > 255 ? -1 : (int)urgency;
        submission->application = json_object_get(bundle, "application");
        return true;
    }
}

/* ---- Answers ------------------------------------------------------------------------------- */

static void say_refused(struct submitting *submitting, const char *key,
                        const struct tongfa_error *error)
{
    if (submitting->refused++ == 0) submitting->first_refusal = (int)exit_code_of(error);
    progress_clear(submitting);
    if (submitting->cli->json) {
        json_t *json =
            json_pack("{s:s, s:{s:i, s:s, s:s, s:s}}", "key", key, "error", "number", error->number,
                      "name", error->name, "field", error->field, "text", error->text);
        json_line(json);
        json_decref(json);
        return;
    }
    color_begin(stdout, COLOR_BAD);
    printf("refused  ");
    color_end(stdout, COLOR_BAD);
    text_print(stdout, key);
    printf("  %s", error->name);
    if (error->field[0] != '\0') {
        fputs(" (", stdout);
        text_print(stdout, error->field);
        fputc(')', stdout);
    }
    fputs(": ", stdout);
    text_print(stdout, error->text);
    fputc('\n', stdout);
}

/* "known": the key was submitted before, with the same content. */
static void say_recorded(struct submitting *submitting, const char *key,
                         const struct tongfa_recorded *recorded)
{
    if (submitting->cli->quiet) return;
    progress_clear(submitting);
    if (submitting->cli->json) {
        json_t *json =
            json_pack("{s:s, s:I, s:I, s:I, s:b}", "key", key, "bundle",
                      (json_int_t)recorded->bundle, "position", (json_int_t)recorded->position,
                      "version", (json_int_t)recorded->version, "repeated", recorded->repeated);
        json_line(json);
        json_decref(json);
        return;
    }
    printf("%s  bundle %-6" PRIu64 " ", recorded->repeated ? "known   " : "recorded",
           recorded->bundle);
    text_print(stdout, key);
    putchar('\n');
}

static void submitting_answered(const struct tongfa_answer *answer, void *self)
{
    struct submitting *submitting = self;

    if (answer->error != NULL) {
        say_refused(submitting, answer->key, answer->error);
    } else {
        submitting->recorded++;
        submitting->repeated += answer->recorded->repeated;
        uint64_t position = answer->recorded->position;
        if (submitting->position_first == 0 || position < submitting->position_first) {
            submitting->position_first = position;
        }
        if (submitting->cli->wait) {
            pending_add(&submitting->pending, answer->recorded->bundle, answer->key);
        }
        say_recorded(submitting, answer->key, answer->recorded);
    }
    progress_show(submitting, false);
}

/* ---- Waiting for the end ------------------------------------------------------------------- */

static void say_ended(struct submitting *submitting, const struct pending_bundle *pending,
                      const json_t *fact)
{
    char took[DURATION_BYTES_MAX + 1];
    const char *result = json_text_of(fact, "result");
    const int64_t took_ms = json_number_of(fact, "at_ms") - pending->submitted_ms;

    progress_clear(submitting);
    if (submitting->cli->json) {
        json_t *json =
            json_pack("{s:I, s:s, s:s, s:I, s:I}", "bundle", (json_int_t)pending->bundle, "key",
                      pending->key, "result", result, "position",
                      (json_int_t)json_number_of(fact, "position"), "took_ms", (json_int_t)took_ms);
        json_line(json);
        json_decref(json);
        return;
    }
    duration_phrase(took_ms, took);
    printf("ended     bundle %-6" PRIu64 " ", pending->bundle);
    text_print(stdout, pending->key);
    fputs("  ", stdout);
    color_begin(stdout, color_of(result));
    fputs(result, stdout);
    color_end(stdout, color_of(result));
    printf(" after %s\n", took);
}

/* Facts from the first submission on: also ends that came before we began to wait. */
static bool waiting_fact(const json_t *fact, void *self)
{
    struct submitting *submitting = self;
    const uint64_t bundle = (uint64_t)json_number_of(fact, "bundle");
    struct pending_bundle *pending = pending_find(&submitting->pending, bundle);

    if (pending == NULL) return true;
    if (strcmp(json_text_of(fact, "type"), "BUNDLE_SUBMITTED") == 0) {
        pending->submitted_ms = json_number_of(fact, "at_ms");
        return true;
    }
    submitting->ended++;
    say_ended(submitting, pending, fact);
    pending_remove(&submitting->pending, bundle);
    progress_show(submitting, true);
    return submitting->pending.count > 0;
}

/* Two types of facts suffice, of all submitters: few bundles are not ours while we wait. */
static int submitting_wait(struct submitting *submitting)
{
    const struct tongfa_follow follow = {
        .from = submitting->position_first,
        .types = UINT32_C(1) << FACT_BUNDLE_SUBMITTED | UINT32_C(1) << FACT_BUNDLE_ENDED,
        .fact = waiting_fact,
        .self = submitting,
    };
    if (submitting->pending.count == 0) return 0;
    fflush(stdout);
    return tongfa_follow(submitting->cli->client, &follow);
}

/* ---- The command --------------------------------------------------------------------------- */

static void say_summary(const struct submitting *submitting)
{
    char took[DURATION_BYTES_MAX + 1];
    const int64_t took_ms = time_now_ms() - submitting->began_ms;
    const uint64_t known = submitting->repeated;

    if (submitting->cli->json) {
        json_t *json =
            json_pack("{s:{s:I, s:I, s:I, s:I, s:I}}", "summary", "recorded",
                      (json_int_t)(submitting->recorded - known), "repeated", (json_int_t)known,
                      "refused", (json_int_t)submitting->refused, "ended",
                      (json_int_t)submitting->ended, "took_ms", (json_int_t)took_ms);
        json_line(json);
        json_decref(json);
        return;
    }
    duration_phrase(took_ms, took);
    printf("%" PRIu64 " recorded, %" PRIu64 " known before, %" PRIu64 " refused",
           submitting->recorded - known, known, submitting->refused);
    if (submitting->cli->wait) {
        printf("; %" PRIu64 " ended, %zu under way", submitting->ended, submitting->pending.count);
    }
    printf("; %s\n", took);
}

/* Bad input weighs more than refusals: it is the caller's to mend. */
static int submitting_code(const struct submitting *submitting)
{
    if (input_has_failed(submitting->input)) return EXIT_BAD_DATA;
    if (submitting->refused == 0) return EXIT_OK;
    return submitting->recorded > 0 ? EXIT_PARTIAL : submitting->first_refusal;
}

static int submitting_run(struct submitting *submitting, uint64_t window)
{
    struct cli *cli = submitting->cli;
    const struct tongfa_batch batch = { .next = submitting_next,
                                        .answered = submitting_answered,
                                        .self = submitting,
                                        .window = (uint32_t)window };
    cli_catch_signals(cli);
    submitting->began_ms = time_now_ms();
    int number = tongfa_submit_all(cli->client, &batch);
    if ((number == 0 || number == ERR_REFUSED) && cli->wait) {
        int failed = submitting_wait(submitting);
        if (failed != 0) number = failed;
    }
    progress_clear(submitting);
    say_summary(submitting);
    if (number != 0 && number != ERR_REFUSED) {
        int code = cli_failed(cli);
        if (!cli->json) fputs("tongfa: the same command again goes on where it was\n", stderr);
        return code;
    }
    return cli_is_interrupted() ? EXIT_INTERRUPTED : submitting_code(submitting);
}

int command_submit(struct cli *cli)
{
    struct submitting submitting = { .cli = cli };
    uint64_t window = 0;

    submitting.has_progress = isatty(STDERR_FILENO) && !cli->json;
    int code = cli->window != NULL ? cli_number(cli, "--window", cli->window, &window) : EXIT_OK;
    if (code == EXIT_OK && (window > 4096 || (cli->window != NULL && window == 0))) {
        code = cli_usage(cli, "--window %s: give 1 to 4096", cli->window);
    }
    if (code == EXIT_OK) code = input_open(cli, &submitting.input, cli->arguments[0], INPUT_BUNDLE);
    if (code == EXIT_OK) code = cli_open(cli, DOOR_COUNTER);
    if (code == EXIT_OK) code = submitting_run(&submitting, window);
    json_decref(submitting.bundle);
    pending_fini(&submitting.pending);
    input_close(&submitting.input);
    return code;
}

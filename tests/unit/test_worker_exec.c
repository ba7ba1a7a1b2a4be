/* SPDX-License-Identifier: Apache-2.0 */
/* Programs as departments: what becomes of their output, exit codes, time and remains. */
#include "client/application.h"
#include "tongfa/limits.h"
#include "workers/exec.h"
#include "workers/pool.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define TICKET 3
#define PATIENCE_MS 30000

static struct tongfa_verdict verdict;
static char folder[] = "/tmp/tongfa-exec-XXXXXX";

/* A pool of one seat that runs programs, and a job for it. */
struct bench {
    struct exec_program program;
    struct pool *pool;
    int wake_fd;
    uint8_t application[APPLICATION_BYTES_MAX];
    struct msg_job_told job;
};

static struct bench bench;

static void set_application(const char *json)
{
    struct buffer buffer;
    json_t *application = json_loads(json, 0, NULL);
    assert_non_null(application);
    buffer_init(&buffer, bench.application, sizeof bench.application);
    assert_int_equal(application_from_json(application, &buffer, NULL), OK);
    json_decref(application);
    bench.job.job.application = buffer_span(&buffer);
}

static void begin(char *const *arguments, uint32_t timeout_ms)
{
    bench.program = (struct exec_program){ arguments, timeout_ms };
    bench.wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct tongfa_worker_options options = { .concurrency = 1,
                                             .judge = exec_judge,
                                             .self = &bench.program };
    assert_int_equal(pool_open(&bench.pool, &options, bench.wake_fd), OK);
    bench.job.job.bundle = 42;
    bench.job.job.attempt = 2;
    bench.job.job.version = 7;
    bench.job.job.priority = 4;
    bench.job.job.submitted_ms = 1700000000000;
    bench.job.job.until_ms = 1700000030000;
    bench.job.job.stage_name = (struct name){ "land-use" };
    bench.job.job.procedure = (struct name){ "five-permits" };
    if (bench.job.job.application.size == 0) set_application("{\"a\":[1,2.5,\"同发\",null,true]}");
    assert_int_equal(pool_begin(bench.pool, TICKET, &bench.job), OK);
}

static void finish(void)
{
    uint32_t ticket = 0;
    int64_t took_ms = 0;
    struct pollfd wake = { .fd = bench.wake_fd, .events = POLLIN };
    assert_int_equal(poll(&wake, 1, PATIENCE_MS), 1);
    assert_true(pool_collect(bench.pool, &ticket, &verdict, &took_ms));
    assert_int_equal(ticket, TICKET);
    pool_close(bench.pool);
    (void)close(bench.wake_fd);
    bench.job.job.application = (struct span){ 0 };
}

/* Run a line of shell as the department. */
static void run(const char *script, uint32_t timeout_ms)
{
    char text[1024];
    (void)snprintf(text, sizeof text, "%s", script);
    char *arguments[] = { "/bin/sh", "-c", text, NULL };
    begin(arguments, timeout_ms);
    finish();
}

static void assert_verdict(enum tongfa_verdict_kind kind, const char *piece)
{
    if (verdict.kind != kind || strstr(verdict.reason, piece) == NULL) {
        fail_msg("wanted %d with \"%s\", got %d: %s", (int)kind, piece, (int)verdict.kind,
                 verdict.reason);
    }
}

static void test_each_kind_of_verdict_is_taken(void **state)
{
    (void)state;
    run("cat >/dev/null; echo '{\"verdict\":\"grant\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_GRANT, "");
    assert_int_equal(verdict.reason_size, 0);
    run("echo '{\"verdict\":\"refuse\",\"reason\":\"高度超限\",\"unknown\":{}}'", PATIENCE_MS);
    assert_verdict(TONGFA_REFUSE, "高度超限");
    run("echo '{\"verdict\":\"fail\",\"delay_ms\":1500}'", PATIENCE_MS);
    assert_verdict(TONGFA_FAIL, "");
    assert_int_equal(verdict.delay_ms, 1500);
    run("echo '{\"verdict\":\"park\",\"reason\":\"ask\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_PARK, "ask");
    run("echo '{\"verdict\":\"release\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_RELEASE, "");
}

static void test_what_the_law_lets_a_department_say_is_taken(void **state)
{
    (void)state;
    run("echo '{\"verdict\":\"agree\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_AGREE, "");
    run("echo '{\"verdict\":\"disagree\",\"reason\":\"消防车道\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_DISAGREE, "消防车道");
    run("echo '{\"verdict\":\"forward\",\"on\":\"province\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_FORWARD, "");
    assert_string_equal(verdict.on, "province");
    run("echo '{\"verdict\":\"special\",\"special\":\"hearing\",\"days\":10,\"reason\":\"r\","
        "\"until_ms\":1700000000000}'",
        PATIENCE_MS);
    assert_verdict(TONGFA_SPECIAL, "r");
    assert_int_equal(verdict.special, TONGFA_HEARING);
    assert_int_equal(verdict.days, 10);
    assert_true(verdict.until_ms == INT64_C(1700000000000));
    run("echo '{\"verdict\":\"return\",\"on\":\"design\",\"reason\":\"r\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_RETURN, "r");
    assert_string_equal(verdict.on, "design");
    assert_int_equal(verdict.days, 0);
    run("echo '{\"verdict\":\"refuse\",\"reason\":\"r\",\"remedies\":\"行政复议\"}'", PATIENCE_MS);
    assert_string_equal(verdict.remedies, "行政复议");
}

static void test_the_job_tells_opinions(void **state)
{
    (void)state;
    char script[128];
    char path[64];
    bench.job.opinion_count = 2;
    bench.job.opinions[0] = (struct opinion){ { "fire" }, VERDICT_DISAGREE, false, 8 };
    bench.job.opinions[1] = (struct opinion){ { "water" }, VERDICT_AGREE, true, 9 };
    (void)snprintf(path, sizeof path, "%s/opinions", folder);
    (void)snprintf(script, sizeof script, "cat >%s; echo '{\"verdict\":\"grant\"}'", path);
    run(script, PATIENCE_MS);
    bench.job.opinion_count = 0;
    json_t *job = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    json_t *wanted = json_pack("[{s:s,s:s,s:b,s:i},{s:s,s:s,s:b,s:i}]", "stage", "fire", "verdict",
                               "disagree", "deemed", 0, "position", 8, "stage", "water", "verdict",
                               "agree", "deemed", 1, "position", 9);
    assert_true(json_equal(json_object_get(job, "opinions"), wanted));
    json_decref(job);
    json_decref(wanted);
    (void)unlink(path);
}

static void test_corrections_name_materials(void **state)
{
    (void)state;
    run("echo '{\"verdict\":\"correct\",\"reason\":\"no scale\",\"materials\":[\"site-plan\",\"photo\"]}'",
        PATIENCE_MS);
    assert_verdict(TONGFA_CORRECT, "no scale");
    assert_string_equal(verdict.materials, "site-plan,photo");
    run("echo '{\"verdict\":\"correct\",\"reason\":\"sign it\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_CORRECT, "sign it");
    assert_string_equal(verdict.materials, "");
    run("echo '{\"verdict\":\"correct\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_PARK, "\"reason\" is missing");
    run("echo '{\"verdict\":\"correct\",\"reason\":\"x\",\"materials\":[\"a,b\"]}'", PATIENCE_MS);
    assert_verdict(TONGFA_PARK, "\"materials\" is not a list of names");
    run("echo '{\"verdict\":\"correct\",\"reason\":\"x\",\"materials\":\"a\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_PARK, "\"materials\" is not a list of names");
}

static void test_the_job_comes_as_json(void **state)
{
    (void)state;
    char script[128];
    char path[64];
    (void)snprintf(path, sizeof path, "%s/job", folder);
    (void)snprintf(script, sizeof script, "cat >%s; echo '{\"verdict\":\"grant\"}'", path);
    run(script, PATIENCE_MS);
    assert_verdict(TONGFA_GRANT, "");

    json_t *job = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    json_t *wanted =
        json_pack("{s:i,s:s,s:i,s:s,s:i,s:i,s:I,s:I,s:{s:[i,f,s,n,b]}}", "bundle", 42, "stage",
                  "land-use", "attempt", 2, "procedure", "five-permits", "version", 7, "priority",
                  4, "submitted_ms", (json_int_t)1700000000000, "until_ms",
                  (json_int_t)1700000030000, "application", "a", 1, 2.5, "同发", 1);
    assert_non_null(job);
    assert_true(json_equal(job, wanted)); /* a stage that is not repeated has no element */
    json_decref(job);
    bench.job.job.element = 3;
    run(script, PATIENCE_MS);
    bench.job.job.element = 0;
    job = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    json_object_set_new(wanted, "element", json_integer(3));
    assert_true(json_equal(job, wanted));
    json_decref(job);
    json_decref(wanted);
}

static void test_the_environment_names_the_job(void **state)
{
    (void)state;
    run("printf '{\"verdict\":\"refuse\",\"reason\":\"%s %s %s %s %s %s\"}' $TONGFA_BUNDLE "
        "$TONGFA_STAGE $TONGFA_ATTEMPT $TONGFA_PROCEDURE $TONGFA_VERSION ${PATH:+path}",
        PATIENCE_MS);
    assert_verdict(TONGFA_REFUSE, "42 land-use 2 five-permits 7 path");
}

static void test_arguments_pass_no_shell(void **state)
{
    (void)state;
    char *arguments[] = { "/usr/bin/printf", "{\"verdict\":\"refuse\",\"reason\":\"%s\"}",
                          "$HOME `id` ; *", NULL };
    begin(arguments, PATIENCE_MS);
    finish();
    assert_verdict(TONGFA_REFUSE, "$HOME `id` ; *");
}

static void test_exit_75_is_tried_again(void **state)
{
    (void)state;
    run("echo 'registry down' >&2; echo '{\"verdict\":\"grant\"}'; exit 75", PATIENCE_MS);
    assert_verdict(TONGFA_FAIL, "registry down");
}

static void test_other_exit_codes_are_parked_with_the_end_of_stderr(void **state)
{
    (void)state;
    run("head -c 5000 /dev/zero | tr '\\0' x >&2; echo 'the end' >&2; exit 3", PATIENCE_MS);
    assert_verdict(TONGFA_PARK, "exit code 3");
    assert_verdict(TONGFA_PARK, "xxx");
    assert_verdict(TONGFA_PARK, "the end");
    assert_true(verdict.reason_size < 1200);
    run("exit 1", PATIENCE_MS);
    assert_verdict(TONGFA_PARK, "standard error is empty");
}

static void test_a_killed_program_is_tried_again(void **state)
{
    (void)state;
    run("kill -9 $$", PATIENCE_MS);
    assert_verdict(TONGFA_FAIL, "killed by signal 9");
}

static void test_answers_that_are_no_verdict_are_parked(void **state)
{
    (void)state;
    static const char *const answers[] = {
        "",
        "grant",
        "[]",
        "{}",
        "{\"verdict\":\"yes\"}",
        "{\"verdict\":1}",
        "{\"verdict\":\"grant\"} trailing",
        "{\"verdict\":\"grant\",\"verdict\":\"refuse\"}",
        "{\"verdict\":\"refuse\"}",
        "{\"verdict\":\"refuse\",\"reason\":\"\"}",
        "{\"verdict\":\"park\"}",
        "{\"verdict\":\"grant\",\"reason\":7}",
        "{\"verdict\":\"fail\",\"delay_ms\":-1}",
        "{\"verdict\":\"fail\",\"delay_ms\":\"soon\"}",
        "{\"verdict\":\"fail\",\"delay_ms\":4294967296}",
        "{\"verdict\":\"disagree\"}",
        "{\"verdict\":\"special\",\"special\":\"hearing\",\"days\":3}",
        "{\"verdict\":\"special\",\"special\":\"party\",\"days\":3,\"reason\":\"r\"}",
        "{\"verdict\":\"special\",\"special\":\"tender\",\"reason\":\"r\"}",
        "{\"verdict\":\"special\",\"special\":\"tender\",\"days\":-1,\"reason\":\"r\"}",
        "{\"verdict\":\"return\",\"reason\":\"r\"}",
        "{\"verdict\":\"return\",\"on\":7,\"reason\":\"r\"}",
        "{\"verdict\":\"refuse\",\"reason\":\"r\",\"remedies\":[]}",
        "\\377\\376",
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        char script[256];
        (void)snprintf(script, sizeof script, "printf '%s'; echo why >&2", answers[i]);
        run(script, PATIENCE_MS);
        assert_verdict(TONGFA_PARK, "no verdict");
        assert_verdict(TONGFA_PARK, "why");
    }
}

static void test_a_reason_over_the_bound_is_parked(void **state)
{
    (void)state;
    run("printf '{\"verdict\":\"refuse\",\"reason\":\"%4001d\"}' 0", PATIENCE_MS);
    assert_verdict(TONGFA_PARK, "longer than 4000 bytes");
    run("printf '{\"verdict\":\"refuse\",\"reason\":\"%4000d\"}' 0", PATIENCE_MS);
    assert_verdict(TONGFA_REFUSE, " 0");
}

static void test_endless_output_is_stopped_and_parked(void **state)
{
    (void)state;
    run("yes", PATIENCE_MS);
    assert_verdict(TONGFA_PARK, "more than 64 KiB");
    run("yes >&2 & printf '{\"verdict\":\"grant\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_GRANT, "");
}

static void test_a_program_that_reads_nothing_is_no_error(void **state)
{
    (void)state;
    char *json = malloc(60100);
    assert_non_null(json);
    (void)snprintf(json, 60100, "{\"text\":\"%060000d\"}", 0);
    set_application(json);
    free(json);
    run("exec <&-; echo '{\"verdict\":\"grant\"}'", PATIENCE_MS);
    assert_verdict(TONGFA_GRANT, "");
}

/* The first number in a file of the folder, once it is there. */
static long read_number(const char *name)
{
    char path[64];
    char text[32] = "";
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL) return 0;
    if (fgets(text, sizeof text, file) == NULL) text[0] = '\0';
    (void)fclose(file);
    return strtol(text, NULL, 10);
}

/* True when the process has ended, if only as somebody's zombie. */
static bool has_ended(long pid)
{
    char path[64];
    char state = 'Z';
    (void)snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) return true;
    if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1) state = 'Z';
    (void)fclose(file);
    return state == 'Z' || state == 'X';
}

static void wait_for_end(long pid)
{
    assert_true(pid > 0);
    for (int i = 0; i < PATIENCE_MS && !has_ended(pid); i++) {
        (void)poll(NULL, 0, 1);
    }
    assert_true(has_ended(pid));
}

static void test_time_over_ends_the_whole_group_and_is_tried_again(void **state)
{
    (void)state;
    char script[160];
    (void)snprintf(script, sizeof script,
                   "sleep 600 & echo $! >%s/late.new; mv %s/late.new %s/late; wait", folder, folder,
                   folder);
    run(script, 300);
    assert_verdict(TONGFA_FAIL, "in 300 ms");
    wait_for_end(read_number("late"));
}

static void test_a_grandchild_that_holds_the_pipe_is_not_waited_for(void **state)
{
    (void)state;
    char script[160];
    (void)snprintf(script, sizeof script,
                   "sleep 600 & echo $! >%s/grandchild; echo '{\"verdict\":\"grant\"}'", folder);
    run(script, PATIENCE_MS);
    assert_verdict(TONGFA_GRANT, "");
    wait_for_end(read_number("grandchild"));
}

static void test_a_program_deaf_to_sigterm_is_killed(void **state)
{
    (void)state;
    run("trap '' TERM; while :; do sleep 600; done", 100);
    assert_verdict(TONGFA_FAIL, "in 100 ms");
}

static void test_a_cancelled_job_stops_its_program(void **state)
{
    (void)state;
    char text[160];
    char *arguments[] = { "/bin/sh", "-c", text, NULL };
    (void)snprintf(text, sizeof text, "echo $$ >%s/c.new; mv %s/c.new %s/cancelled; exec sleep 600",
                   folder, folder, folder);
    begin(arguments, 20 * PATIENCE_MS);
    while (read_number("cancelled") == 0) {
        (void)poll(NULL, 0, 1);
    }
    pool_cancel(bench.pool, TICKET + 1);
    assert_false(has_ended(read_number("cancelled")));
    pool_cancel(bench.pool, TICKET);
    finish();
    wait_for_end(read_number("cancelled"));
}

static void test_a_program_that_is_not_there_is_tried_again(void **state)
{
    (void)state;
    /* Valgrind turns vfork into fork: there what cannot be started looks as if it had ended. */
    if (getenv("TONGFA_RUN_UNDER") != NULL) skip();
    char *arguments[] = { "/nowhere/review", NULL };
    begin(arguments, PATIENCE_MS);
    finish();
    assert_verdict(TONGFA_FAIL, "cannot start /nowhere/review: No such file");
}

/* The signals 1 to 31 of a mask that the reason quotes in hexadecimal. */
static unsigned long long quoted_mask(const char *name)
{
    const char *at = strstr(verdict.reason, name);
    assert_non_null(at);
    return strtoull(at + strlen(name), NULL, 16) & 0x7fffffff;
}

static void test_no_descriptor_and_no_signal_mask_is_inherited(void **state)
{
    (void)state;
    int leak = dup(STDERR_FILENO); /* without CLOEXEC, as a careless library would leave it */
    assert_true(leak > 2);
    void (*before)(int) = signal(SIGHUP, SIG_IGN);
    run("printf '{\"verdict\":\"refuse\",\"reason\":\"%s|%s\"}' \"$(ls /proc/self/fd | tr '\\n' ' ')\" "
        "\"$(grep -E 'SigBlk|SigIgn' /proc/self/status | tr '\\n\\t' '  ')\"",
        PATIENCE_MS);
    (void)signal(SIGHUP, before);
    (void)close(leak);
    assert_verdict(TONGFA_REFUSE, "0 1 2 3 |");
    assert_int_equal(quoted_mask("SigBlk: "), 0);
    assert_int_equal(quoted_mask("SigIgn: "), 0);
}

static void test_the_example_judges(void **state)
{
    (void)state;
    char *arguments[] = { TONGFA_SOURCE "/workers/examples/review.py", NULL };
    set_application("{\"scheme\":{\"version\":1,\"floors\":20}}");
    begin(arguments, PATIENCE_MS);
    finish();
    assert_verdict(TONGFA_REFUSE, "方案有20层，超过18层。请减少2层。");
    set_application("{\"scheme\":{\"version\":1,\"floors\":18}}");
    begin(arguments, PATIENCE_MS);
    finish();
    assert_verdict(TONGFA_GRANT, "");
}

static int count_descriptors(void)
{
    int count = 0;
    DIR *list = opendir("/proc/self/fd");
    assert_non_null(list);
    while (readdir(list) != NULL) {
        count++;
    }
    assert_int_equal(closedir(list), 0);
    return count;
}

static void test_nothing_is_left_behind(void **state)
{
    (void)state;
    run("true", PATIENCE_MS);
    int before = count_descriptors();
    for (int i = 0; i < 20; i++) {
        run(i % 2 == 0 ? "echo '{\"verdict\":\"grant\"}'" : "exit 1", PATIENCE_MS);
    }
    assert_int_equal(count_descriptors(), before);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind_of_verdict_is_taken),
        cmocka_unit_test(test_what_the_law_lets_a_department_say_is_taken),
        cmocka_unit_test(test_corrections_name_materials),
        cmocka_unit_test(test_the_job_comes_as_json),
        cmocka_unit_test(test_the_job_tells_opinions),
        cmocka_unit_test(test_the_environment_names_the_job),
        cmocka_unit_test(test_arguments_pass_no_shell),
        cmocka_unit_test(test_exit_75_is_tried_again),
        cmocka_unit_test(test_other_exit_codes_are_parked_with_the_end_of_stderr),
        cmocka_unit_test(test_a_killed_program_is_tried_again),
        cmocka_unit_test(test_answers_that_are_no_verdict_are_parked),
        cmocka_unit_test(test_a_reason_over_the_bound_is_parked),
        cmocka_unit_test(test_endless_output_is_stopped_and_parked),
        cmocka_unit_test(test_a_program_that_reads_nothing_is_no_error),
        cmocka_unit_test(test_time_over_ends_the_whole_group_and_is_tried_again),
        cmocka_unit_test(test_a_grandchild_that_holds_the_pipe_is_not_waited_for),
        cmocka_unit_test(test_a_program_deaf_to_sigterm_is_killed),
        cmocka_unit_test(test_a_cancelled_job_stops_its_program),
        cmocka_unit_test(test_a_program_that_is_not_there_is_tried_again),
        cmocka_unit_test(test_no_descriptor_and_no_signal_mask_is_inherited),
        cmocka_unit_test(test_the_example_judges),
        cmocka_unit_test(test_nothing_is_left_behind),
    };
    if (mkdtemp(folder) == NULL) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    static const char *const files[] = { "job", "late", "grandchild", "cancelled" };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[64];
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return failed;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

static struct config config;
static struct config_problems problems;
static char path[] = "/tmp/tongfa-config-XXXXXX";

static int make_file(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

/* Read a file of this text and up to three flags. */
static enum err read_with(const char *text, char *first, char *second, char *third)
{
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    char *arguments[] = { "--config", path, first, second, third };
    int count = 2;
    for (int at = 2; at < 5 && arguments[at] != NULL; at++) {
        count++;
    }
    return config_read(&config, count, arguments, &problems);
}

static void assert_problem(uint32_t at, const char *place, const char *words)
{
    char expected[400];
    snprintf(expected, sizeof expected, "%s%s", place[0] == ':' ? path : "", place);
    assert_true(at < problems.count);
    assert_string_equal(problems.list[at].place, expected);
    if (strstr(problems.list[at].text, words) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", words, problems.list[at].text);
    }
}

static void test_without_file_and_flags_the_defaults_hold(void **state)
{
    (void)state;
    assert_int_equal(config_read(&config, 0, NULL, &problems), OK);
    assert_int_equal(config.action, CONFIG_RUN);
    assert_string_equal(config.counter, "ipc:///run/tongfa/counter");
    assert_int_equal(config.heartbeat_ms, 10000);
    assert_int_equal(config.map_bytes, (uint64_t)64 << 30);
    assert_int_equal(config.log_level, LOG_INFO);
}

static void test_the_example_file_says_every_default(void **state)
{
    (void)state;
    char *arguments[] = { "--config", TONGFA_SOURCE "/broker/tongfa-broker.yaml" };
    struct config defaults;
    assert_int_equal(config_read(&defaults, 0, NULL, &problems), OK);
    assert_int_equal(config_read(&config, 2, arguments, &problems), OK);
    assert_memory_equal(&config, &defaults, sizeof config);
}

static void test_the_example_file_names_every_option(void **state)
{
    (void)state;
    static char example[CONFIG_FILE_BYTES_MAX + 1];
    FILE *file = fopen(TONGFA_SOURCE "/broker/tongfa-broker.yaml", "r");
    assert_non_null(file);
    size_t size = fread(example, 1, sizeof example - 1, file);
    fclose(file);
    assert_true(size > 0);

    char *help = NULL;
    FILE *out = open_memstream(&help, &size);
    config_print_options(out);
    fclose(out);
    uint32_t count = 0;
    for (const char *at = strstr(help, "  --"); at != NULL; at = strstr(at + 1, "\n  --")) {
        char name[64];
        assert_int_equal(sscanf(strchr(at, '-') + 2, "%60s", name), 1);
        char line[70];
        snprintf(line, sizeof line, "\n%s: ", name);
        if (strstr(example, line) == NULL) fail_msg("%s is missing in the example file", name);
        count++;
    }
    free(help);
    assert_int_equal(count, CONFIG_OPTION_COUNT);
}

static void test_a_flag_goes_before_the_file(void **state)
{
    (void)state;
    assert_int_equal(read_with("heartbeat-ms: 300\ndrain-ms: 5\n", "--heartbeat-ms", "400", NULL),
                     OK);
    assert_int_equal(config.heartbeat_ms, 400);
    assert_int_equal(config.drain_ms, 5);
    assert_int_equal(read_with("", "--map-bytes=20MiB", "--check", NULL), OK);
    assert_int_equal(config.map_bytes, 20 << 20);
    assert_int_equal(config.action, CONFIG_CHECK);
}

static void test_all_problems_of_a_file_are_reported_with_their_places(void **state)
{
    (void)state;
    assert_int_equal(read_with("# comment\n"
                               "heartbeat: 5\n"
                               "drain-ms: soon\n"
                               "data: [a, b]\n"
                               "office: tcp://0.0.0.0:5555\n"
                               "log-level: loud\n"
                               "busy-after-ms: 0\n"
                               "requests-max: 20\n"
                               "requests-max: 30\n"
                               "time-zone: Moon/Base\n",
                               NULL, NULL, NULL),
                     ERR_FIELD_INVALID);
    assert_int_equal(problems.count, 8);
    assert_problem(0, ":2:12", "\"heartbeat\" is no option");
    assert_problem(1, ":3:11", "not a whole number");
    assert_problem(2, ":4:7", "a single value was expected");
    assert_problem(3, ":5:9", "only loopback");
    assert_problem(4, ":6:12", "not one of error");
    assert_problem(5, ":7:16", "out of bounds, 1 to 3600000");
    assert_problem(6, ":9:15", "given twice");
    assert_problem(7, ":10:12", "no such time zone");
}

static void test_what_is_not_yaml_is_reported_with_its_place(void **state)
{
    (void)state;
    assert_int_equal(read_with("data: \"x\ndrain-ms: 4\n", NULL, NULL, NULL), ERR_FIELD_INVALID);
    assert_true(problems.count >= 1);
    assert_non_null(strstr(problems.list[0].text, "this is not YAML"));
    assert_int_equal(read_with("- data\n", NULL, NULL, NULL), ERR_FIELD_INVALID);
    assert_problem(0, ":1:1", "`name: value`");
    assert_int_equal(read_with("data\n", NULL, NULL, NULL), ERR_FIELD_INVALID);
    assert_problem(0, ":1:1", "`name: value`");
}

/* libfyaml is not asked about them. */
static void test_a_key_of_its_own_is_reported_with_its_line(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "drain-ms: 4\n? data\n: x\n",
        "drain-ms: 4\n \t- ? data\n",
        "drain-ms: 4\n: ? data\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(read_with(texts[i], NULL, NULL, NULL), ERR_FIELD_INVALID);
        assert_int_equal(problems.count, 1);
        assert_problem(0, ":2:1", "`name: value`");
    }
    assert_int_equal(read_with("data: what?\n", NULL, NULL, NULL), OK);
}

static void test_what_is_not_text_is_reported_with_its_line(void **state)
{
    (void)state;
    /* In the second, libfyaml would never come to an end. */
    assert_int_equal(read_with("# ok\n# caf\xe9\n", NULL, NULL, NULL), ERR_FIELD_INVALID);
    assert_problem(0, ":2:1", "not text");
    assert_int_equal(read_with("%--\xff\n...\n", NULL, NULL, NULL), ERR_FIELD_INVALID);
    assert_problem(0, ":1:1", "not text");
}

static void test_a_file_that_is_not_there_is_a_problem(void **state)
{
    (void)state;
    char *arguments[] = { "--config", "/nonexistent/tongfa.yaml" };
    assert_int_equal(config_read(&config, 2, arguments, &problems), ERR_FIELD_INVALID);
    assert_problem(0, "/nonexistent/tongfa.yaml", "cannot be read");
}

static void test_flags_are_checked_like_the_file(void **state)
{
    (void)state;
    char *arguments[] = { "--frobnicate", "1",  "--drain-ms",     "-4",         "extra",
                          "--config",     "/x", "--heartbeat-ms", "2000000000", "--office" };
    assert_int_equal(config_read(&config, 10, arguments, &problems), ERR_FIELD_INVALID);
    assert_int_equal(problems.count, 6);
    assert_problem(0, "/x", "cannot be read");
    assert_problem(1, "--frobnicate", "no such option");
    assert_problem(2, "--drain-ms", "not a whole number");
    assert_problem(3, "extra", "an option was expected");
    assert_problem(4, "--heartbeat-ms", "out of bounds");
    assert_problem(5, "--office", "a value is missing");
    char *empty[] = { "" };
    assert_int_equal(config_read(&config, 1, empty, &problems), ERR_FIELD_INVALID);
    assert_problem(0, "an empty argument", "an option was expected");
    char *nameless[] = { "--config", "" };
    assert_int_equal(config_read(&config, 2, nameless, &problems), ERR_FIELD_INVALID);
    assert_problem(0, "--config", "cannot be read");
}

static void test_contradictions_are_reported_where_they_were_set(void **state)
{
    (void)state;
    assert_int_equal(read_with("heartbeat-ms: 16000\n"
                               "bundles-max: 100\n"
                               "stage-blocks-max: 50\n"
                               "office: ipc:///run/tongfa/counter\n",
                               NULL, NULL, NULL),
                     ERR_FIELD_INVALID);
    assert_int_equal(problems.count, 3);
    assert_problem(0, ":1:15", "less than twice heartbeat-ms");
    assert_problem(1, ":4:9", "the same endpoint");
    assert_problem(2, ":3:19", "less than bundles-max");
}

static void test_only_endpoints_of_this_machine_may_be_bound(void **state)
{
    (void)state;
    static const char *const good[] = { "ipc:///run/x", "ipc://x", "tcp://127.0.0.1:5555",
                                        "tcp://127.8.0.1:*", "tcp://[::1]:65535" };
    static const char *const bad[] = {
        "ipc://",
        "ipc://@x",
        "tcp://0.0.0.0:5",
        "tcp://*:5555",
        "tcp://localhost:5",
        "tcp://127.0.0.1",
        "tcp://127.0.0.1:0",
        "tcp://127.0.0.1:70000",
        "tcp://10.1.1.1:5",
        "tcp://127.evil.org:5",
        "udp://127.0.0.1:5",
        "inproc://x",
        "/run/x",
        "tcp://[::]:5",
        "tcp://127.0.0.1:5x",
        "tcp://1270.0.0.1:5",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        if (config_endpoint_refusal(good[i]) != NULL) fail_msg("%s was refused", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (config_endpoint_refusal(bad[i]) == NULL) fail_msg("%s was taken", bad[i]);
    }
    char name[300] = "ipc://";
    memset(name + 6, 'x', 108);
    assert_non_null(config_endpoint_refusal(name));
    name[6 + 107] = '\0';
    assert_null(config_endpoint_refusal(name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_file_and_flags_the_defaults_hold),
        cmocka_unit_test(test_the_example_file_says_every_default),
        cmocka_unit_test(test_the_example_file_names_every_option),
        cmocka_unit_test(test_a_flag_goes_before_the_file),
        cmocka_unit_test(test_all_problems_of_a_file_are_reported_with_their_places),
        cmocka_unit_test(test_what_is_not_yaml_is_reported_with_its_place),
        cmocka_unit_test(test_a_key_of_its_own_is_reported_with_its_line),
        cmocka_unit_test(test_what_is_not_text_is_reported_with_its_line),
        cmocka_unit_test(test_a_file_that_is_not_there_is_a_problem),
        cmocka_unit_test(test_flags_are_checked_like_the_file),
        cmocka_unit_test(test_contradictions_are_reported_where_they_were_set),
        cmocka_unit_test(test_only_endpoints_of_this_machine_may_be_bound),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}

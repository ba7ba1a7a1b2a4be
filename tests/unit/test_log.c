/* SPDX-License-Identifier: Apache-2.0 */
#include "broker/shell/log.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static char text[4096];

/* What the log wrote to standard error between the two. */
static int capture_begin(FILE **file)
{
    int kept = dup(STDERR_FILENO);
    *file = tmpfile();
    dup2(fileno(*file), STDERR_FILENO);
    return kept;
}

static const char *capture_end(FILE *file, int kept)
{
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void test_a_line_has_time_level_and_text(void **state)
{
    (void)state;
    FILE *file;
    int kept = capture_begin(&file);
    log_warn("bundle %d waits", 7);
    log_more(LOG_WARN, "for %s", "planning");
    const char *lines = capture_end(file, kept);

    static const char head[] = "0000-00-00T00:00:00.000Z warn  "; /* 0: any digit */
    for (size_t i = 0; head[i] != '\0'; i++) {
        assert_true(head[i] == '0' ? isdigit((unsigned char)lines[i]) != 0 : lines[i] == head[i]);
    }
    assert_string_equal(lines + strlen(head), "bundle 7 waits\n        for planning\n");
}

static void test_less_important_lines_are_left_out(void **state)
{
    (void)state;
    FILE *file;
    int kept = capture_begin(&file);
    log_set_level(LOG_WARN);
    log_info("unseen");
    log_error("seen");
    log_set_level(LOG_INFO);
    const char *lines = capture_end(file, kept);
    assert_null(strstr(lines, "unseen"));
    assert_non_null(strstr(lines, "error seen\n"));
}

static void test_what_a_peer_wrote_cannot_forge_a_line(void **state)
{
    (void)state;
    FILE *file;
    int kept = capture_begin(&file);
    log_info("software %s", "x\n2026 info forged\033[2J");
    assert_string_equal(strstr(capture_end(file, kept), "software"),
                        "software x?2026 info forged?[2J\n");
}

static void test_a_long_line_is_cut_at_its_bound(void **state)
{
    (void)state;
    char word[2 * LOG_LINE_MAX];
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    FILE *file;
    int kept = capture_begin(&file);
    log_info("%s", word);
    assert_int_equal(strlen(capture_end(file, kept)), LOG_LINE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_has_time_level_and_text),
        cmocka_unit_test(test_less_important_lines_are_left_out),
        cmocka_unit_test(test_what_a_peer_wrote_cannot_forge_a_line),
        cmocka_unit_test(test_a_long_line_is_cut_at_its_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

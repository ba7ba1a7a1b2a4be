/* SPDX-License-Identifier: Apache-2.0 */
#include "client/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* What one text element looks like. */
static char *written(const char *text)
{
    char *bytes = NULL;
    size_t size = 0;
    struct svg svg = { .file = open_memstream(&bytes, &size) };

    assert_non_null(svg.file);
    svg_text(&svg, (struct svg_style){ SVG_BODY, SVG_START, "ink" }, (struct svg_point){ 1, 2 },
             text);
    assert_int_equal(fclose(svg.file), 0);
    return bytes;
}

static void assert_written(const char *text, const char *inside)
{
    char expected[400];
    char *bytes = written(text);

    snprintf(expected, sizeof expected, "<text class=\"body ink\" x=\"1\" y=\"2\">%s</text>\n",
             inside);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void test_what_means_something_in_xml_is_escaped(void **state)
{
    (void)state;
    assert_written("<&\"'>", "&lt;&amp;&quot;&#39;&gt;");
    assert_written("</text><script>", "&lt;/text&gt;&lt;script&gt;");
    assert_written("荆州 é 𠀀", "荆州 é 𠀀");
}

static void test_what_xml_has_no_form_for_is_replaced(void **state)
{
    (void)state;
    assert_written("a\x01"
                   "b\x1b[31m\tc\x7f",
                   "a\xef\xbf\xbd"
                   "b\xef\xbf\xbd[31m\xef\xbf\xbd"
                   "c\xef\xbf\xbd");
    assert_written("\xc2\x9b", "\xef\xbf\xbd");     /* C1 */
    assert_written("\xe2\x80\xae", "\xef\xbf\xbd"); /* turns writing around */
    assert_written("\xef\xbf\xbe\xef\xbf\xbf", "\xef\xbf\xbd\xef\xbf\xbd"); /* no characters */
}

static void test_bytes_that_are_no_text_are_replaced(void **state)
{
    (void)state;
    assert_written("\xff\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    assert_written("\xe8\x8d", "\xef\xbf\xbd\xef\xbf\xbd"); /* cut */
    assert_written("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void test_chinese_is_as_wide_as_high_and_bold_is_wider(void **state)
{
    (void)state;
    assert_int_equal(svg_text_width(SVG_BODY, "五证同发"), 4 * 13);
    assert_int_equal(svg_text_width(SVG_BODY, ""), 0);
    assert_true(svg_text_width(SVG_BODY, "iiii") < svg_text_width(SVG_BODY, "mmmm"));
    assert_true(svg_text_width(SVG_NAME, "mmmm") * 13 > svg_text_width(SVG_BODY, "mmmm") * 14);
}

/* Every line fits, and together they say what the text says. */
static void assert_wrapped(const char *text, int32_t width, uint32_t count)
{
    struct svg_lines lines;
    char together[800] = "";
    char wanted[800] = "";

    svg_wrap(&lines, SVG_BODY, text, width);
    assert_int_equal(lines.count, count);
    for (uint32_t i = 0; i < lines.count; i++) {
        assert_true(svg_text_width(SVG_BODY, lines.text[i]) <= width);
        snprintf(together + strlen(together), sizeof together - strlen(together), "%s",
                 lines.text[i]);
    }
    for (const char *at = text; *at != '\0'; at++) {
        size_t used = strlen(wanted);
        if (*at != ' ') wanted[used] = *at;
    }
    for (char *at = together; *at != '\0';) {
        if (*at == ' ') memmove(at, at + 1, strlen(at));
        if (*at != ' ') at++;
    }
    assert_string_equal(together, wanted);
}

static void test_lines_fit_and_lose_nothing(void **state)
{
    (void)state;
    assert_wrapped("国有建设用地使用权首次登记", 13 * 7, 2);
    assert_wrapped("works planning permit of the city", 130, 2);
    assert_wrapped("nospacesatallinthisword", 60, 3);
    assert_wrapped("", 100, 0);
    assert_wrapped("   ", 100, 0);
}

static void test_a_translation_in_brackets_stays_together(void **state)
{
    (void)state;
    struct svg_lines lines;

    svg_wrap(&lines, SVG_BODY, "出让价款缴清 (land price paid)", 140);
    assert_int_equal(lines.count, 2);
    assert_string_equal(lines.text[0], "出让价款缴清 ");
    assert_string_equal(lines.text[1], "(land price paid)");
}

static void test_a_line_does_not_begin_with_a_comma(void **state)
{
    (void)state;
    struct svg_lines lines;

    svg_wrap(&lines, SVG_BODY, "一二三四，五六", 4 * 13);
    assert_string_equal(lines.text[0], "一二三");
    assert_string_equal(lines.text[1], "四，五六");
}

static void test_what_is_too_long_ends_in_an_ellipsis(void **state)
{
    (void)state;
    struct svg_lines lines;
    char fitted[SVG_LINE_BYTES_MAX + 1];
    char text[2000];

    svg_fit(fitted, SVG_BODY, "五证同发五证同发", 5 * 13 + 13);
    assert_string_equal(fitted, "五证同发五\xe2\x80\xa6");
    svg_fit(fitted, SVG_BODY, "五证同发", 4 * 13);
    assert_string_equal(fitted, "五证同发");
    memset(text, 'w', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    svg_wrap(&lines, SVG_BODY, text, 100);
    assert_int_equal(lines.count, SVG_LINES_MAX);
    assert_non_null(strstr(lines.text[SVG_LINES_MAX - 1], "\xe2\x80\xa6"));
    svg_wrap(&lines, SVG_BODY, text, 1000000); /* wide, but not for ever */
    assert_true(strlen(lines.text[0]) <= SVG_LINE_BYTES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_means_something_in_xml_is_escaped),
        cmocka_unit_test(test_what_xml_has_no_form_for_is_replaced),
        cmocka_unit_test(test_bytes_that_are_no_text_are_replaced),
        cmocka_unit_test(test_chinese_is_as_wide_as_high_and_bold_is_wider),
        cmocka_unit_test(test_lines_fit_and_lose_nothing),
        cmocka_unit_test(test_a_translation_in_brackets_stays_together),
        cmocka_unit_test(test_a_line_does_not_begin_with_a_comma),
        cmocka_unit_test(test_what_is_too_long_ends_in_an_ellipsis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

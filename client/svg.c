/* SPDX-License-Identifier: Apache-2.0 */
/* Colours stand in one table, from which two style sheets are made: readers that know
 * prefers-color-scheme choose, others take the light one. Custom properties of CSS would be shorter,
 * but converters do not know them. */
#include "client/svg.h"

#include "client/text.h"

#include <inttypes.h>

/* ---- Colours ------------------------------------------------------------------------------- */

struct tone {
    const char *name; /* of the class */
    const char *property;
    const char *light;
    const char *dark;
};

/* clang-format off */
static const struct tone tones[] = {
    { "page",     "fill",   "#ffffff", "#0d1117" },
    /* texts */
    { "ink",      "fill",   "#1f2328", "#e6edf3" },
    { "mute",     "fill",   "#59636e", "#9198a1" },
    { "link",     "fill",   "#0550ae", "#79c0ff" },
    { "good",     "fill",   "#116329", "#56d364" },
    { "bad",      "fill",   "#a40e26", "#ff7b72" },
    { "warm",     "fill",   "#7d4e00", "#e3b341" },
    /* lines */
    { "l-ink",    "stroke", "#1f2328", "#e6edf3" },
    { "l-link",   "stroke", "#0969da", "#58a6ff" },
    { "l-mute",   "stroke", "#818b98", "#7d8590" },
    { "l-faint",  "stroke", "#d1d9e0", "#30363d" },
    { "l-good",   "stroke", "#1a7f37", "#3fb950" },
    { "l-bad",    "stroke", "#cf222e", "#f85149" },
    { "l-warm",   "stroke", "#bf8700", "#d29922" },
    /* areas */
    { "a-ink",    "fill",   "#1f2328", "#e6edf3" },
    { "a-link",   "fill",   "#0969da", "#58a6ff" },
    { "a-mute",   "fill",   "#818b98", "#7d8590" },
    { "a-good",   "fill",   "#1a7f37", "#3fb950" },
    { "a-plain",  "fill",   "#f6f8fa", "#161b22" },
    { "a-sky",    "fill",   "#ddf4ff", "#0c2d52" },
    { "a-grass",  "fill",   "#dafbe1", "#0f3a1d" },
    { "a-sand",   "fill",   "#fff8c5", "#3a2d08" },
    { "a-rose",   "fill",   "#ffebe9", "#4c1518" },
};
/* clang-format on */

/* What is the same on every ground. */
static const char rules[] =
    "text{font-family:'Helvetica Neue',Helvetica,Arial,'PingFang SC','Microsoft YaHei',"
    "'Noto Sans CJK SC','Source Han Sans SC',sans-serif}\n"
    ".title{font-size:20px;font-weight:600}.name{font-size:14px;font-weight:600}"
    ".body{font-size:13px}.note{font-size:12px}\n"
    ".middle{text-anchor:middle}.end{text-anchor:end}\n"
    ".line{fill:none;stroke-width:1.5}.bold{stroke-width:2.25}.thin{stroke-width:1}"
    ".dashed{stroke-dasharray:6 4}.dotted{stroke-dasharray:1.5 3.5}\n"
    ".veil{fill-opacity:.35}\n";

static void write_tones(const struct svg *svg, bool is_dark)
{
    for (size_t i = 0; i < sizeof tones / sizeof tones[0]; i++) {
        const struct tone *tone = &tones[i];
        fprintf(svg->file, ".%s{%s:%s}%s", tone->name, tone->property,
                is_dark ? tone->dark : tone->light, i % 6 == 5 ? "\n" : "");
    }
}

/* ---- Escaping ------------------------------------------------------------------------------ */

/* XML has no form for most control characters, not even an escaped one. */
static void write_escaped(const struct svg *svg, const char *text)
{
    size_t size;

    while (*text != '\0') {
        const char *bytes = text;
        uint32_t code = text_character(&text, &size);
        switch (code) {
            case '&': fputs("&amp;", svg->file); break;
            case '<': fputs("&lt;", svg->file); break;
            case '>': fputs("&gt;", svg->file); break;
            case '"': fputs("&quot;", svg->file); break;
            case '\'': fputs("&#39;", svg->file); break;
            default:
                if (code >= 0xfffd && code <= 0xffff) code = 0;
                if (text_character_is_unsafe(code)) {
                    fputs("\xef\xbf\xbd", svg->file);
                } else {
                    fwrite(bytes, 1, size, svg->file);
                }
        }
    }
}

static void write_title(const struct svg *svg, const char *title)
{
    fputs("<title>", svg->file);
    write_escaped(svg, title);
    fputs("</title>", svg->file);
}

/* ---- The whole ----------------------------------------------------------------------------- */

/* An arrow head takes the colour of its line only by having a marker of its own. */
static const char *const head_names[SVG_HEAD_COUNT] = {
    [SVG_HEAD_NONE] = "",
    [SVG_HEAD_INK] = "ink",
    [SVG_HEAD_LINK] = "link",
    [SVG_HEAD_MUTE] = "mute",
};

void svg_begin(struct svg *svg, FILE *file, struct svg_box size, const char *title)
{
    svg->file = file;
    fprintf(file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%" PRId32
            "\" height=\"%" PRId32 "\" viewBox=\"%" PRId32 " %" PRId32 " %" PRId32 " %" PRId32
            "\">\n",
            size.width, size.height, size.x, size.y, size.width, size.height);
    write_title(svg, title);
    fprintf(file, "\n<style>\n%s", rules);
    write_tones(svg, false);
    fputs("\n@media (prefers-color-scheme: dark) {\n", file);
    write_tones(svg, true);
    fputs("\n}\n</style>\n<defs>\n", file);
    for (int head = SVG_HEAD_NONE + 1; head < SVG_HEAD_COUNT; head++) {
        fprintf(file,
                "<marker id=\"head-%s\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" "
                "markerUnits=\"userSpaceOnUse\" markerWidth=\"9\" markerHeight=\"9\" "
                "orient=\"auto\"><path class=\"a-%s\" d=\"M0 0.5L10 5L0 9.5z\"/></marker>\n",
                head_names[head], head_names[head]);
    }
    fputs("</defs>\n", file);
    svg_rect(svg, "page", size, 0);
}

void svg_end(struct svg *svg)
{
    fputs("</svg>\n", svg->file);
}

void svg_group_begin(struct svg *svg, const char *title)
{
    fputs("<g>", svg->file);
    if (title != NULL) write_title(svg, title);
    fputc('\n', svg->file);
}

void svg_group_end(struct svg *svg)
{
    fputs("</g>\n", svg->file);
}

/* ---- Shapes -------------------------------------------------------------------------------- */

void svg_rect(struct svg *svg, const char *classes, struct svg_box box, int32_t radius)
{
    fprintf(svg->file,
            "<rect class=\"%s\" x=\"%" PRId32 "\" y=\"%" PRId32 "\" width=\"%" PRId32
            "\" height=\"%" PRId32 "\"",
            classes, box.x, box.y, box.width, box.height);
    if (radius > 0) fprintf(svg->file, " rx=\"%" PRId32 "\"", radius);
    fputs("/>\n", svg->file);
}

void svg_circle(struct svg *svg, const char *classes, struct svg_point centre, int32_t radius)
{
    fprintf(svg->file,
            "<circle class=\"%s\" cx=\"%" PRId32 "\" cy=\"%" PRId32 "\" r=\"%" PRId32 "\"/>\n",
            classes, centre.x, centre.y, radius);
}

void svg_diamond(struct svg *svg, const char *classes, struct svg_point centre, int32_t radius)
{
    fprintf(svg->file,
            "<path class=\"%s\" d=\"M%" PRId32 " %" PRId32 "l%" PRId32 " %" PRId32 "l-%" PRId32
            " %" PRId32 "l-%" PRId32 " -%" PRId32 "z\"/>\n",
            classes, centre.x, centre.y - radius, radius, radius, radius, radius, radius, radius);
}

void svg_cross(struct svg *svg, const char *classes, struct svg_point centre, int32_t radius)
{
    fprintf(svg->file,
            "<path class=\"%s\" d=\"M%" PRId32 " %" PRId32 "l%" PRId32 " %" PRId32 "m0 -%" PRId32
            "l-%" PRId32 " %" PRId32 "\"/>\n",
            classes, centre.x - radius, centre.y - radius, 2 * radius, 2 * radius, 2 * radius,
            2 * radius, 2 * radius);
}

void svg_line(struct svg *svg, const char *classes, struct svg_point from, struct svg_point to)
{
    svg_path_begin(svg, classes, SVG_HEAD_NONE);
    svg_path_move(svg, from);
    svg_path_line(svg, to);
    svg_path_end(svg, NULL);
}

void svg_path_begin(struct svg *svg, const char *classes, enum svg_head head)
{
    fprintf(svg->file, "<path class=\"%s\"", classes);
    if (head != SVG_HEAD_NONE) {
        fprintf(svg->file, " marker-end=\"url(#head-%s)\"", head_names[head]);
    }
    fputs(" d=\"", svg->file);
}

void svg_path_move(struct svg *svg, struct svg_point to)
{
    fprintf(svg->file, "M%" PRId32 " %" PRId32, to.x, to.y);
}

void svg_path_line(struct svg *svg, struct svg_point to)
{
    fprintf(svg->file, "L%" PRId32 " %" PRId32, to.x, to.y);
}

void svg_path_sway(struct svg *svg, struct svg_point from, struct svg_point to)
{
    const int32_t middle = (from.x + to.x) / 2;

    fprintf(svg->file, "C%" PRId32 " %" PRId32 " %" PRId32 " %" PRId32 " %" PRId32 " %" PRId32,
            middle, from.y, middle, to.y, to.x, to.y);
}

void svg_path_bend(struct svg *svg, struct svg_point corner, struct svg_point to)
{
    fprintf(svg->file, "Q%" PRId32 " %" PRId32 " %" PRId32 " %" PRId32, corner.x, corner.y, to.x,
            to.y);
}

void svg_path_end(struct svg *svg, const char *title)
{
    if (title == NULL) {
        fputs("\"/>\n", svg->file);
        return;
    }
    fputs("\">", svg->file);
    write_title(svg, title);
    fputs("</path>\n", svg->file);
}

/* ---- Texts --------------------------------------------------------------------------------- */

static const struct {
    const char *class;
    int32_t size;
    int32_t line;
    bool is_bold;
} fonts[SVG_FONT_COUNT] = {
    [SVG_TITLE] = { "title", 20, 28, true },
    [SVG_NAME] = { "name", 14, 19, true },
    [SVG_BODY] = { "body", 13, 18, false },
    [SVG_NOTE] = { "note", 12, 16, false },
};

void svg_text(struct svg *svg, struct svg_style style, struct svg_point at, const char *text)
{
    static const char *const anchors[] = {
        [SVG_START] = "", [SVG_MIDDLE] = " middle", [SVG_END] = " end"
    };

    fprintf(svg->file, "<text class=\"%s %s%s\" x=\"%" PRId32 "\" y=\"%" PRId32 "\">",
            fonts[style.font].class, style.classes, anchors[style.anchor], at.x, at.y);
    write_escaped(svg, text);
    fputs("</text>\n", svg->file);
}

/* Thousandths of the size. Source: the widths of Helvetica, 0x20 to 0x7e; a tenth is added below,
 * since what takes its place is often wider. */
static const uint16_t widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 999, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
};
_Static_assert(sizeof widths / sizeof widths[0] == 0x7f - 0x20, "one for each character");

static int32_t character_width(enum svg_font font, uint32_t code)
{
    int32_t width = 700;

    if (code >= 0x20 && code < 0x7f) width = widths[code - 0x20] * 11 / 10;
    if (code >= 0x2e80 || (code >= 0x1100 && code < 0x1200)) width = 1000;
    if (code >= 0x1f000 && code < 0x20000) width = 1350;
    if (fonts[font].is_bold && width < 1000) width += width / 14;
    return width;
}

int32_t svg_text_width(enum svg_font font, const char *text)
{
    int32_t width = 0;
    size_t size;

    while (*text != '\0') {
        width += character_width(font, text_character(&text, &size));
    }
    return (width * fonts[font].size + 999) / 1000;
}

int32_t svg_line_height(enum svg_font font)
{
    return fonts[font].line;
}

/* Between such characters a line may be broken. */
static bool is_wide(uint32_t code)
{
    return code >= 0x2e80;
}

/* Punctuation that does not begin a line: ASCII's, and 、。〉》」』】〕 ）， ：；！？ */
static bool clings(uint32_t code)
{
    bool is_ascii = code == ',' || code == '.' || code == ')' || code == ';' || code == ':';
    bool is_wide_mark =
        code == 0x3001 || code == 0x3002 || (code >= 0x3009 && code <= 0x3015 && code % 2 == 1);
    bool is_full_width = code == 0xff09 || code == 0xff0c || code == 0xff1a || code == 0xff1b ||
                         code == 0xff01 || code == 0xff1f;
    return is_ascii || is_wide_mark || is_full_width;
}

/* How many bytes of the text go onto a line of this width: up to the last good break, or else as
 * many characters as fit, but at least one. What stands in brackets at the end keeps together. */
static size_t line_bytes(enum svg_font font, const char *text, int32_t width)
{
    const char *at = text;
    size_t fits = 0;       /* bytes that fit */
    size_t break_at = 0;   /* ... up to the last place to break */
    size_t bracket_at = 0; /* ... before a bracket */
    int32_t used = 0;
    uint32_t before = 0;

    while (*at != '\0') {
        const char *begin = at;
        size_t size;
        uint32_t code = text_character(&at, &size);
        bool may_break = code == ' ' || before == ' ' || is_wide(before) || is_wide(code);
        if (may_break && !clings(code) && begin != text) break_at = (size_t)(begin - text);
        if (code == '(' && before == ' ') bracket_at = (size_t)(begin - text);
        used += character_width(font, code);
        bool is_over = used * fonts[font].size > width * 1000 && fits > 0;
        if ((is_over && code != ' ') || (size_t)(at - text) > SVG_LINE_BYTES_MAX - 3) {
            if (bracket_at > 0) return bracket_at;
            return break_at > 0 ? break_at : fits;
        }
        fits = (size_t)(at - text);
        before = code;
    }
    return fits;
}

void svg_fit(char fitted[SVG_LINE_BYTES_MAX + 1], enum svg_font font, const char *text,
             int32_t width)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    size_t bytes = 0;
    size_t size;

    if (svg_text_width(font, text) <= width && strlen(text) <= SVG_LINE_BYTES_MAX) {
        snprintf(fitted, SVG_LINE_BYTES_MAX + 1, "%s", text);
        return;
    }
    int32_t used = svg_text_width(font, ellipsis);
    for (const char *at = text; *at != '\0'; bytes = (size_t)(at - text)) {
        used += (character_width(font, text_character(&at, &size)) * fonts[font].size + 999) / 1000;
        if (used > width || (size_t)(at - text) > SVG_LINE_BYTES_MAX - 3) break;
    }
    snprintf(fitted, SVG_LINE_BYTES_MAX + 1, "%.*s%s", (int)bytes, text, ellipsis);
}

void svg_wrap(struct svg_lines *lines, enum svg_font font, const char *text, int32_t width)
{
    lines->count = 0;
    while (*text == ' ') {
        text++;
    }
    while (*text != '\0') {
        char *line = lines->text[lines->count++];
        if (lines->count == SVG_LINES_MAX) {
            svg_fit(line, font, text, width);
            return;
        }
        size_t bytes = line_bytes(font, text, width);
        snprintf(line, SVG_LINE_BYTES_MAX + 1, "%.*s", (int)bytes, text);
        text += bytes;
        while (*text == ' ') {
            text++;
        }
    }
}

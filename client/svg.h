/* SPDX-License-Identifier: Apache-2.0 */
/* A small writer of SVG: what the pictures of `tongfa draw` are made of.
 *
 * Every colour is a class, and each class has one for light and one for dark surroundings, so a
 * picture fits the page that shows it. Widths of texts are estimated from a table, generously: the
 * same input gives the same bytes everywhere, whatever fonts are installed. Texts come from files
 * and peers; all are escaped.
 *
 * Units: pixels, y grows downward. */
#ifndef CLIENT_SVG_H
#define CLIENT_SVG_H

#include "tongfa/base.h"

#include <stdio.h>

struct svg {
    FILE *file; /* the caller's; its errors show at the end, by ferror */
};

struct svg_point {
    int32_t x;
    int32_t y;
};

struct svg_box {
    int32_t x;
    int32_t y;
    int32_t width;
    int32_t height;
};

/* What a line ends in. */
enum svg_head { SVG_HEAD_NONE, SVG_HEAD_INK, SVG_HEAD_LINK, SVG_HEAD_MUTE, SVG_HEAD_COUNT };

/* The picture as a whole; the title is what is read aloud of it. */
void svg_begin(struct svg *svg, FILE *file, struct svg_box size, const char *title);
void svg_end(struct svg *svg);

/* What belongs together; the title, which may be NULL, appears under a pointer. */
void svg_group_begin(struct svg *svg, const char *title);
void svg_group_end(struct svg *svg);

/* ---- Shapes: classes are those of svg.c ---------------------------------------------------- */

void svg_rect(struct svg *svg, const char *classes, struct svg_box box, int32_t radius);
void svg_circle(struct svg *svg, const char *classes, struct svg_point centre, int32_t radius);
void svg_diamond(struct svg *svg, const char *classes, struct svg_point centre, int32_t radius);
void svg_cross(struct svg *svg, const char *classes, struct svg_point centre, int32_t radius);
void svg_line(struct svg *svg, const char *classes, struct svg_point from, struct svg_point to);

/* A path, piece by piece. */
void svg_path_begin(struct svg *svg, const char *classes, enum svg_head head);
void svg_path_move(struct svg *svg, struct svg_point to);
void svg_path_line(struct svg *svg, struct svg_point to);
void svg_path_sway(struct svg *svg, struct svg_point from, struct svg_point to); /* leaves and
                                                                                    arrives level */
void svg_path_bend(struct svg *svg, struct svg_point corner, struct svg_point to);
void svg_path_end(struct svg *svg, const char *title);

/* ---- Texts --------------------------------------------------------------------------------- */

enum svg_font { SVG_TITLE, SVG_NAME, SVG_BODY, SVG_NOTE, SVG_FONT_COUNT };
enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

struct svg_style {
    enum svg_font font;
    enum svg_anchor anchor;
    const char *classes; /* a colour */
};

/* One line, its base line at a point. */
void svg_text(struct svg *svg, struct svg_style style, struct svg_point at, const char *text);

/* How wide a text is at most, likely. */
int32_t svg_text_width(enum svg_font font, const char *text);

/* From one line of this font to the next. */
int32_t svg_line_height(enum svg_font font);

#define SVG_LINES_MAX 4
#define SVG_LINE_BYTES_MAX 199

struct svg_lines {
    uint32_t count;
    char text[SVG_LINES_MAX][SVG_LINE_BYTES_MAX + 1];
};

/* Break a text into lines at spaces and between Chinese characters, or anywhere if a word is wider
 * than the line. What is too much ends in an ellipsis. */
void svg_wrap(struct svg_lines *lines, enum svg_font font, const char *text, int32_t width);

/* The text, or as much of it as fits and an ellipsis. */
void svg_fit(char fitted[SVG_LINE_BYTES_MAX + 1], enum svg_font font, const char *text,
             int32_t width);

#endif

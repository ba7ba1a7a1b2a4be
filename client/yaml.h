/* SPDX-License-Identifier: Apache-2.0 */
/* A small YAML document as a tree of nodes, each with its place. client/yaml.c is the only file
 * that knows libfyaml.
 *
 * Bounded: YAML_BYTES_MAX, YAML_NODES_MAX, NESTING_MAX. Anchors, aliases and tags are refused: the
 * files are short, and what stands in them is to be read in its place. */
#ifndef CLIENT_YAML_H
#define CLIENT_YAML_H

#include "client/lint.h"
#include "tongfa/base.h"
#include "tongfa/errors.h"

#define YAML_BYTES_MAX (256 * 1024)
#define YAML_NODES_MAX 16384

enum yaml_kind {
    YAML_NULL = 1, /* nothing stands there, or ~ or null */
    YAML_BOOL,     /* plain true or false */
    YAML_NUMBER,   /* plain, by the rules of YAML 1.2; quoted digits are a text */
    YAML_TEXT,
    YAML_LIST,
    YAML_MAPPING, /* children are key, value, key, value, ... as written, twice if written twice */
    YAML_BROKEN,  /* was refused and is in the report already */
};

struct yaml_node {
    enum yaml_kind kind;
    struct lint_place place;
    const char *text; /* of a scalar: UTF-8, NUL-terminated, without a NUL inside; else NULL */
    const struct yaml_node *first; /* child, or NULL */
    const struct yaml_node *next;  /* sibling, or NULL */
};

struct yaml;

/* Read one document.
 *
 * Owns:    the text is not needed afterwards; yaml_close frees the nodes.
 * Errors:  ERR_PROCEDURE_INVALID - the bytes are no YAML document within the bounds, the report
 *          says where and why; ERR_NO_MEMORY. On OK the report may still have got errors. */
enum err yaml_open(struct yaml **out, struct span text, struct lint_report *report);
void yaml_close(struct yaml *yaml); /* accepts NULL */

/* The same for a file; path "-" is standard input.
 *
 * Errors:  as above; ERR_IO - it cannot be read, the report says why. */
enum err yaml_open_file(struct yaml **out, const char *path, struct lint_report *report);

const struct yaml_node *yaml_root(const struct yaml *yaml);

/* "a list", "a number", ...: for messages. */
const char *yaml_kind_text(enum yaml_kind kind);

#endif

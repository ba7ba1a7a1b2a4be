/* SPDX-License-Identifier: Apache-2.0 */
/* A story: plain text, commands with the trace that is expected of them.
 *
 *     # One line says what the story claims; more lines tell it.
 *     [   0s] client:jz > SUBMIT five-permits key-1
 *             bundle 1 submitted by jz under five-permits 1
 *     [  31s] clock
 *
 * A story whose times are civil ("[2025-01-24T10:00]", in Beijing) has none of the other kind.
 *
 * README.md beside the stories describes the commands. */
#ifndef TESTS_STORY_SCRIPT_H
#define TESTS_STORY_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCRIPT_WORDS_MAX 16
#define STORY_AHEAD_MS (INT64_C(8) * 3600 * 1000) /* Beijing's time is so much ahead of UTC */
#define SCRIPT_COMMANDS_MAX 400

struct command {
    uint32_t line_number;
    int64_t at_ms; /* since the story's beginning, or in civil time since 1970-01-01 UTC */
    bool is_civil;
    const char *text;  /* the whole line */
    const char *actor; /* "client:jz", "land:a", "clock", "broker" */
    uint32_t word_count;
    const char *words[SCRIPT_WORDS_MAX]; /* verb first; quotes removed */
    const char *expected; /* indented lines below, each with its line end; may be "" */
};

struct script {
    char *text;           /* the file, cut into the strings above */
    char *copies;         /* ... and the originals */
    const char *preamble; /* comment lines before the first command */
    uint32_t count;
    struct command commands[SCRIPT_COMMANDS_MAX];
};

/* Read a story. Returns false after saying on standard error which line is wrong. */
bool script_read(struct script *script, const char *path);
void script_free(struct script *script);

/* Value of "name=value" among the words, or fallback. */
const char *command_option(const struct command *command, const char *name, const char *fallback);

/* The index-th word that is no option, the verb being 0; NULL if there is none. */
const char *command_word(const struct command *command, uint32_t index);

#endif

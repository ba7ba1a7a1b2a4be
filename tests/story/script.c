/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/story/script.h"

#include "broker/core/civil.h"
#include "client/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *file_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    char *text = NULL;
    size_t size = 0;
    ssize_t got = getdelim(&text, &size, '\0', file); /* the whole file: it has no zero byte */
    fclose(file);
    if (got < 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* "[2025-01-24T10:00] "; returns as below. */
static char *parse_civil(char *line, int64_t *at_ms)
{
    const char *at = line + 1;
    int32_t day;
    uint32_t minute;

    if (!date_read(&at, &day) || *at++ != 'T' || !date_read_time(&at, &minute)) return NULL;
    if (at[0] != ']' || at[1] != ' ') return NULL;
    *at_ms = day * CIVIL_DAY_MS + (int64_t)minute * 60000 - STORY_AHEAD_MS;
    return line + (at + 2 - line);
}

/* "[  31.5s] " -> 31500; returns where the text goes on, or NULL. */
static char *parse_time(char *line, int64_t *at_ms)
{
    char *end;

    if (line[0] != '[') return NULL;
    double amount = strtod(line + 1, &end);
    double unit_ms = 0;
    switch (*end) {
        case 's': unit_ms = 1000; break;
        case 'm': unit_ms = 60 * 1000; break;
        case 'h': unit_ms = 3600 * 1000; break;
        case 'd': unit_ms = 24 * 3600 * 1000.0; break;
        default: return NULL;
    }
    if (end[1] != ']' || end[2] != ' ') return NULL;
    *at_ms = (int64_t)(amount * unit_ms + 0.5);
    return end + 3;
}

/* Cut "VERB word \"two words\" name=value" in place. */
static bool parse_words(char *at, struct command *command)
{
    while (true) {
        while (*at == ' ') {
            at++;
        }
        if (*at == '\0') return command->word_count > 0;
        if (command->word_count == SCRIPT_WORDS_MAX) return false;
        char stop = *at == '"' ? '"' : ' ';
        if (stop == '"') at++;
        command->words[command->word_count++] = at;
        while (*at != stop && *at != '\0') {
            at++;
        }
        if (*at == '\0') return stop == ' ';
        *at++ = '\0';
    }
}

static bool parse_command(char *line, struct command *command)
{
    char *at = parse_time(line, &command->at_ms);
    if (at == NULL) {
        at = parse_civil(line, &command->at_ms);
        command->is_civil = true;
    }
    if (at == NULL) return false;
    command->actor = at;
    char *arrow = strstr(at, " > ");
    if (arrow == NULL) {
        command->words[command->word_count++] = at;
        return strcmp(at, "clock") == 0;
    }
    *arrow = '\0';
    return parse_words(arrow + 3, command);
}

static bool is_indented(const char *line)
{
    return strncmp(line, "        ", 8) == 0;
}

/* Lines are cut in script->text; script->copies keeps them whole for messages and --update. */
static bool parse_lines(struct script *script, const char *path)
{
    char *line = script->text;
    char *copy = script->copies;

    for (uint32_t number = 1; *line != '\0'; number++) {
        size_t size = strcspn(line, "\n");
        char *next = line + size + (line[size] == '\n');
        char *copy_next = copy + (next - line);
        line[size] = '\0';
        bool is_command = line[0] == '[';
        if (is_command) {
            if (script->count == SCRIPT_COMMANDS_MAX) return false;
            struct command *command = &script->commands[script->count++];
            *command = (struct command){ .line_number = number, .text = copy, .expected = "" };
            copy[size] = '\0';
            if (!parse_command(line, command)) {
                fprintf(stderr, "%s:%u: not a command: %s\n", path, number, copy);
                return false;
            }
            command->expected = copy_next;
        } else if (!is_indented(line) && script->count > 0) {
            copy[0] = '\0'; /* ends the expected lines above; only blank lines may stand here */
            if (size != 0) fprintf(stderr, "%s:%u: neither command nor trace\n", path, number);
            if (size != 0) return false;
        }
        line = next;
        copy = copy_next;
    }
    return script->count > 0;
}

/* Expected text of a command ends where the next command or blank line begins. */
static void cut_expected(struct script *script)
{
    for (uint32_t i = 0; i < script->count; i++) {
        char *end = script->copies + (script->commands[i].expected - script->copies);
        while (is_indented(end)) {
            end += strcspn(end, "\n") + 1;
        }
        if (end > script->commands[i].expected) end[-1] = '\0';
        if (end == script->commands[i].expected) script->commands[i].expected = "";
    }
}

bool script_read(struct script *script, const char *path)
{
    memset(script, 0, sizeof *script);
    script->text = file_read(path);
    script->copies = script->text == NULL ? NULL : strdup(script->text);
    if (script->copies == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return false;
    }
    script->preamble = script->copies;
    if (!parse_lines(script, path)) return false;
    cut_expected(script);
    return true;
}

void script_free(struct script *script)
{
    free(script->text);
    free(script->copies);
    memset(script, 0, sizeof *script);
}

const char *command_option(const struct command *command, const char *name, const char *fallback)
{
    size_t size = strlen(name);

    for (uint32_t i = 1; i < command->word_count; i++) {
        const char *word = command->words[i];
        if (strncmp(word, name, size) == 0 && word[size] == '=') return word + size + 1;
    }
    return fallback;
}

const char *command_word(const struct command *command, uint32_t index)
{
    for (uint32_t i = 0; i < command->word_count; i++) {
        const char *word = command->words[i];
        const char *equals = strchr(word, '=');
        bool is_option = equals != NULL && i > 0 && strchr(word, ' ') == NULL;
        if (is_option) continue;
        if (index-- == 0) return word;
    }
    return NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Plays stories and compares their traces: story DIR [--update | --damage] [NAME...]
 *
 * Prints one TAP line for each *.story of DIR. With --update the traces in the files are replaced by
 * what happened: read the difference before you believe it. With --damage each record of the law is tried
 * with one field changed, too (damage.h). */
#include "tests/story/damage.h"
#include "tests/story/script.h"
#include "tests/story/world.h"

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum mode {
    MODE_PLAY,
    MODE_UPDATE, /* write down what happens */
    MODE_DAMAGE, /* play, then try damaged records */
};

struct result {
    bool is_ok;
    char reason[1024];
};

/* What happened, as a new file. */
static void write_story(const char *path, const struct script *script, char *const *traces)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) return;
    size_t preamble = strcspn(script->preamble, "[");
    fprintf(file, "%.*s", (int)preamble, script->preamble);
    for (uint32_t i = 0; i < script->count; i++) {
        fprintf(file, "%s\n%s", script->commands[i].text, traces[i]);
    }
    fclose(file);
}

static void compare(const struct command *command, const char *trace, struct result *result)
{
    size_t size = strlen(trace);
    size_t expected = strlen(command->expected);

    if (size > 0 && trace[size - 1] == '\n') size--;
    if (size == expected && memcmp(trace, command->expected, size) == 0) return;
    if (!result->is_ok) return;
    result->is_ok = false;
    snprintf(result->reason, sizeof result->reason,
             "line %u: %s\n  expected:\n%.300s\n  happened:\n%.300s", command->line_number,
             command->text, command->expected, trace);
}

static struct result play(const char *dir, const char *path, enum mode mode)
{
    struct result result = { .is_ok = true };
    bool is_update = mode == MODE_UPDATE;
    static struct script script;
    static char *traces[SCRIPT_COMMANDS_MAX];

    memset(traces, 0, sizeof traces);
    if (!script_read(&script, path)) {
        snprintf(result.reason, sizeof result.reason, "cannot be read");
        result.is_ok = false;
    }
    struct world *world = world_new(dir);
    for (uint32_t i = 0; i < script.count && result.is_ok; i++) {
        if (!world_play(world, &script.commands[i])) {
            result.is_ok = false;
            snprintf(result.reason, sizeof result.reason, "line %u: %s",
                     script.commands[i].line_number, world->failure);
            is_update = false;
        }
        traces[i] = strdup(world->trace);
        if (!is_update) compare(&script.commands[i], world->trace, &result);
    }
    if (mode == MODE_DAMAGE && result.is_ok) {
        damage_records(world);
        result.is_ok = world->failure[0] == '\0';
        snprintf(result.reason, sizeof result.reason, "%s", world->failure);
    }
    if (is_update && result.is_ok) write_story(path, &script, traces);
    for (uint32_t i = 0; i < script.count; i++) {
        free(traces[i]);
    }
    world_free(world);
    script_free(&script);
    return result;
}

static int is_story(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".story") == 0;
}

static bool is_wanted(const char *name, int argc, char **argv)
{
    bool is_named = false;

    for (int i = 2; i < argc; i++) {
        if (argv[i][0] == '-') continue;
        is_named = true;
        if (strncmp(name, argv[i], strlen(argv[i])) == 0) return true;
    }
    return !is_named;
}

static void print_reason(const char *reason)
{
    printf("# ");
    for (const char *at = reason; *at != '\0'; at++) {
        putchar(*at);
        if (*at == '\n') printf("# ");
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    struct dirent **entries;
    enum mode mode = MODE_PLAY;
    int failed = 0;
    int number = 0;

    if (argc < 2 || sodium_init() < 0) return 64;
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--update") == 0) mode = MODE_UPDATE;
        if (strcmp(argv[i], "--damage") == 0) mode = MODE_DAMAGE;
    }
    int count = scandir(argv[1], &entries, is_story, alphasort);
    if (count <= 0) {
        fprintf(stderr, "%s: no stories\n", argv[1]);
        return 66;
    }
    for (int i = 0; i < count; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        if (is_wanted(entries[i]->d_name, argc, argv)) {
            struct result result = play(argv[1], path, mode);
            printf("%sok %d - story %s\n", result.is_ok ? "" : "not ", ++number,
                   entries[i]->d_name);
            if (!result.is_ok) print_reason(result.reason);
            if (!result.is_ok) failed++;
            fflush(stdout);
        }
        free(entries[i]);
    }
    free(entries);
    printf("1..%d\n", number);
    return failed == 0 ? 0 : 1;
}

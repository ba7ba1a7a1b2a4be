/* SPDX-License-Identifier: Apache-2.0 */
/* The broker's configuration: defaults, then one YAML file, then flags of the same names.
 *
 * Everything is checked at once: a broker that refuses to start names all that is wrong, each with
 * file, line and column (or the flag) and the remedy.
 *
 * When you add an option: a member here, its row in config.c, its paragraph in
 * broker/tongfa-broker.yaml (a test holds the two together). */
#ifndef BROKER_SHELL_CONFIG_H
#define BROKER_SHELL_CONFIG_H

#include "broker/core/engine.h"
#include "broker/shell/log.h"

#include <stdio.h>

#define CONFIG_TEXT_MAX 255
#define CONFIG_FILE_BYTES_MAX (64 * 1024)
#define CONFIG_PROBLEMS_MAX 32
#define CONFIG_OPTION_COUNT 23

enum config_action {
    CONFIG_RUN = 0,
    CONFIG_CHECK,   /* --check: say whether the configuration is good */
    CONFIG_VERSION, /* --version */
    CONFIG_HELP,    /* --help */
};

struct config {
    enum config_action action;
    char data[CONFIG_TEXT_MAX + 1];    /* the journal's directory */
    char counter[CONFIG_TEXT_MAX + 1]; /* endpoints */
    char office[CONFIG_TEXT_MAX + 1];
    char time_zone[CONFIG_TEXT_MAX + 1];
    char signing_key[CONFIG_TEXT_MAX + 1]; /* its file; a relative path is below data */
    enum log_level log_level;
    uint32_t heartbeat_ms;
    uint32_t liveness_ms;
    uint32_t drain_ms;
    uint32_t checkpoint_distance; /* facts that a restart has to replay, about */
    uint32_t sign_after_records;  /* facts between two signed checkpoints at most */
    uint32_t sign_after_ms;
    uint64_t map_bytes;         /* what the journal can grow to */
    uint64_t disk_reserve;      /* free space below which new work is refused */
    uint64_t inbound_bytes_max; /* unread bytes of all peers together */
    struct engine_limits limits;
};

struct config_problem {
    char place[CONFIG_TEXT_MAX + 32]; /* "tongfa-broker.yaml:3:15", "--heartbeat-ms" */
    char text[256];
};

struct config_problems {
    uint32_t count; /* may be more than are kept */
    struct config_problem list[CONFIG_PROBLEMS_MAX];
};

/* Read the command line and the file it names.
 *
 * Shape:  arguments - as main gets them, without the program's name.
 * Errors: ERR_FIELD_INVALID - *problems says everything that is wrong; *config is not usable. */
enum err config_read(struct config *config, int argument_count, char *const *arguments,
                     struct config_problems *problems);

/* May a broker without transport security bind this? Returns the reason why not, or NULL. */
const char *config_endpoint_refusal(const char *endpoint);

/* What --help prints of the options: name, meaning, default, bounds. */
void config_print_options(FILE *file);

/* ---- Between config.c and config_yaml.c ----------------------------------------------------- */

struct config_reader {
    struct config *config;
    struct config_problems *problems;
    const char *file;                                        /* of --config, or NULL */
    bool is_set[CONFIG_OPTION_COUNT];                        /* by the source being read */
    char origins[CONFIG_OPTION_COUNT][CONFIG_TEXT_MAX + 32]; /* where the value in force is from */
};

void config_problem(struct config_problems *problems, const char *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Set an option by name from text; place names where the text stands. */
void config_set(struct config_reader *reader, const char *name, const char *value,
                const char *place);

/* Read a file into the reader. */
void config_read_file(struct config_reader *reader, const char *path);

#endif

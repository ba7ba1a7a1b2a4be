/* SPDX-License-Identifier: Apache-2.0 */
/* Options are one table. A value is text wherever it comes from, and is read by its row's kind; so a
 * file and a flag can never differ in what they take. */
#include "broker/shell/config.h"

#include "broker/shell/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/un.h>

enum option_kind {
    OPTION_PATH,
    OPTION_ENDPOINT,
    OPTION_ZONE,
    OPTION_LEVEL,
    OPTION_COUNT, /* uint32_t */
    OPTION_MS,    /* uint32_t */
    OPTION_BYTES, /* uint64_t, may end in KiB, MiB, GiB, TiB */
};

struct option {
    const char *name;
    enum option_kind kind;
    size_t offset;
    uint64_t min, max;
    const char *value; /* the default */
    const char *help;
};

#define AT(member) offsetof(struct config, member)
#define KIB ((uint64_t)1024)
#define GIB (KIB * KIB * KIB)
#define DAY_MS ((uint64_t)24 * 3600 * 1000)

/* clang-format off */
static const struct option options[] = {
    { "data", OPTION_PATH, AT(data), 0, 0, "/var/lib/tongfa",
      "directory of the journal" },
    { "counter", OPTION_ENDPOINT, AT(counter), 0, 0, "ipc:///run/tongfa/counter",
      "where submitters connect: ipc:// or tcp on loopback" },
    { "office", OPTION_ENDPOINT, AT(office), 0, 0, "ipc:///run/tongfa/office",
      "where workers and operators connect" },
    { "time-zone", OPTION_ZONE, AT(time_zone), 0, 0, "Asia/Shanghai",
      "permit numbers start again with each civil year of this zone" },
    { "log-level", OPTION_LEVEL, AT(log_level), 0, 0, "info",
      "error, warn, info or debug (every event with its facts)" },
    { "heartbeat-ms", OPTION_MS, AT(heartbeat_ms), 100, 60000, "10000",
      "peers and broker say something at least this often" },
    { "liveness-ms", OPTION_MS, AT(liveness_ms), 200, 600000, "30000",
      "a peer silent for so long is given up; at least twice the heartbeat" },
    { "drain-ms", OPTION_MS, AT(drain_ms), 0, DAY_MS, "10000",
      "on SIGTERM, time for workers to answer for what they hold" },
    { "checkpoint-distance", OPTION_COUNT, AT(checkpoint_distance), 256, 100000000, "100000",
      "facts that a restart has to replay, about" },
    { "signing-key", OPTION_PATH, AT(signing_key), 0, 0, "signing.key",
      "file of the signing key, made if there is none; relative: below data" },
    { "sign-after-records", OPTION_COUNT, AT(sign_after_records), 1, 100000000, "10000",
      "a signed checkpoint after so many facts at the latest" },
    { "sign-after-ms", OPTION_MS, AT(sign_after_ms), 10, DAY_MS, "60000",
      "... or after so long, if there are new facts" },
    { "map-bytes", OPTION_BYTES, AT(map_bytes), 16 * KIB * KIB, 64 * KIB * GIB, "64GiB",
      "what the journal can grow to; address space, not memory" },
    { "disk-reserve", OPTION_BYTES, AT(disk_reserve), KIB * KIB, 64 * KIB * GIB, "256MiB",
      "free space below which new work is refused; below a quarter of it nothing is written" },
    { "inbound-bytes-max", OPTION_BYTES, AT(inbound_bytes_max), 16 * KIB * KIB, 64 * GIB, "512MiB",
      "memory for bytes in transit; over it, silent connections are cut" },
    { "bundles-max", OPTION_COUNT, AT(limits.bundles_max), 16, 100000000, "3000000",
      "bundles in memory: open, or just ended" },
    { "stage-blocks-max", OPTION_COUNT, AT(limits.stage_blocks_max), 16, 250000000, "6000000",
      "blocks of 4 stages or 4 entries; at least one for each bundle, a 64th is kept for entries" },
    { "procedures-max", OPTION_COUNT, AT(limits.procedures_max), 1, 4096, "256",
      "published versions of procedures" },
    { "departments-max", OPTION_COUNT, AT(limits.departments_max), 1, 4096, "256",
      "departments that procedures name" },
    { "counters-max", OPTION_COUNT, AT(limits.counters_max), 1, 65536, "4096",
      "series of permit numbers: departments times years" },
    { "sessions-max", OPTION_COUNT, AT(limits.sessions_max), 2, 65536, "4096",
      "peers at a time, both doors" },
    { "requests-max", OPTION_COUNT, AT(limits.requests_max), 16, 16777216, "65536",
      "answered PUBLISH, SIGNAL, WITHDRAW and RETRY that are remembered" },
    { "busy-after-ms", OPTION_MS, AT(limits.busy_after_ms), 1, 3600000, "500",
      "when to try again, told with BUSY, DISK_FULL and DRAINING" },
};
/* clang-format on */

#define OPTION_ROWS (sizeof options / sizeof options[0])
static_assert(OPTION_ROWS == CONFIG_OPTION_COUNT, "set CONFIG_OPTION_COUNT");

void config_problem(struct config_problems *problems, const char *place, const char *format, ...)
{
    uint32_t at = problems->count++;
    if (at >= CONFIG_PROBLEMS_MAX) return;

    struct config_problem *problem = &problems->list[at];
    snprintf(problem->place, sizeof problem->place, "%s", place);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->text, sizeof problem->text, format, arguments);
    va_end(arguments);
}

static const char *ipc_refusal(const char *path)
{
    struct sockaddr_un address;
    if (path[0] == '\0') return "a path is missing after ipc://";
    if (path[0] == '@') return "an abstract socket has no file permissions; give it a path";
    if (strlen(path) >= sizeof address.sun_path) return "the path is longer than 107 bytes";
    return NULL;
}

static bool host_is_loopback(const char *host, size_t size)
{
    if (size == 5 && memcmp(host, "[::1]", 5) == 0) return true;
    return size >= 7 && memcmp(host, "127.", 4) == 0 &&
           strspn(host, "0123456789.") == size; /* 127.0.0.0/8, as a number */
}

static const char *tcp_refusal(const char *address)
{
    const char *colon = strrchr(address, ':');
    if (colon == NULL) return "a port is missing, as in tcp://127.0.0.1:5555";
    if (!host_is_loopback(address, (size_t)(colon - address))) {
        return "without transport security only loopback addresses (127.x.x.x, [::1]) may be "
               "bound; use ipc:// or a loopback address and a secure tunnel";
    }
    if (strcmp(colon + 1, "*") == 0) return NULL; /* any free port; the log says which */
    char *end;
    long port = strtol(colon + 1, &end, 10);
    if (*end != '\0' || end == colon + 1 || port < 1 || port > 65535) {
        return "the port is not a number from 1 to 65535";
    }
    return NULL;
}

const char *config_endpoint_refusal(const char *endpoint)
{
    if (strncmp(endpoint, "ipc://", 6) == 0) return ipc_refusal(endpoint + 6);
    if (strncmp(endpoint, "tcp://", 6) == 0) return tcp_refusal(endpoint + 6);
    return "an endpoint begins with ipc:// or tcp://";
}

/* "64GiB" to bytes. Returns false if it is no number with a unit, or overflows. */
static bool read_number(const char *text, bool has_unit, uint64_t *number)
{
    static const struct {
        const char *name;
        unsigned shift;
    } units[] = { { "", 0 }, { "KiB", 10 }, { "MiB", 20 }, { "GiB", 30 }, { "TiB", 40 } };

    if (text[0] < '0' || text[0] > '9') return false;
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0) return false;
    for (size_t i = 0; i < (has_unit ? 5 : 1); i++) {
        if (strcmp(end, units[i].name) != 0) continue;
        *number = (uint64_t)value << units[i].shift;
        return *number >> units[i].shift == value;
    }
    return false;
}

static void set_number(struct config_reader *reader, const struct option *option, const char *value,
                       const char *place)
{
    uint64_t number = 0;
    bool is_bytes = option->kind == OPTION_BYTES;
    if (!read_number(value, is_bytes, &number)) {
        config_problem(reader->problems, place, "%s: \"%s\" is not a whole number%s", option->name,
                       value, is_bytes ? " of bytes, or of KiB, MiB, GiB or TiB" : "");
        return;
    }
    if (number < option->min || number > option->max) {
        config_problem(reader->problems, place,
                       "%s: %" PRIu64 " is out of bounds, %" PRIu64 " to %" PRIu64, option->name,
                       number, option->min, option->max);
        return;
    }
    void *target = (char *)reader->config + option->offset;
    if (is_bytes) {
        memcpy(target, &number, sizeof number);
    } else {
        uint32_t narrow = (uint32_t)number;
        memcpy(target, &narrow, sizeof narrow);
    }
}

static void set_level(struct config_reader *reader, const char *value, const char *place)
{
    for (int level = 0; level < LOG_LEVEL_COUNT; level++) {
        if (strcmp(value, log_level_name((enum log_level)level)) != 0) continue;
        reader->config->log_level = (enum log_level)level;
        return;
    }
    config_problem(reader->problems, place,
                   "log-level: \"%s\" is not one of error, warn, info, debug", value);
}

static void set_text(struct config_reader *reader, const struct option *option, const char *value,
                     const char *place)
{
    const char *refusal = NULL;
    if (value[0] == '\0') {
        refusal = "it is empty";
    } else if (strlen(value) > CONFIG_TEXT_MAX) {
        refusal = "it is longer than 255 bytes";
    } else if (option->kind == OPTION_ENDPOINT) {
        refusal = config_endpoint_refusal(value);
    } else if (option->kind == OPTION_ZONE && !clock_zone_exists(value)) {
        refusal = "this machine knows no such time zone; use an IANA name such as Asia/Shanghai "
                  "(package tzdata), or UTC";
    }
    if (refusal != NULL) {
        config_problem(reader->problems, place, "%s: \"%.80s\": %s", option->name, value, refusal);
        return;
    }
    char *target = (char *)reader->config + option->offset;
    snprintf(target, CONFIG_TEXT_MAX + 1, "%s", value);
}

/* The row of a name, or OPTION_ROWS. */
static size_t option_find(const char *name)
{
    for (size_t at = 0; at < OPTION_ROWS; at++) {
        if (strcmp(options[at].name, name) == 0) return at;
    }
    return OPTION_ROWS;
}

void config_set(struct config_reader *reader, const char *name, const char *value,
                const char *place)
{
    size_t at = option_find(name);
    if (at == OPTION_ROWS) {
        config_problem(reader->problems, place, "\"%.64s\" is no option; see --help", name);
        return;
    }
    if (reader->is_set[at]) {
        config_problem(reader->problems, place, "%s is given twice, first at %s", name,
                       reader->origins[at]);
        return;
    }
    reader->is_set[at] = true;
    snprintf(reader->origins[at], sizeof reader->origins[at], "%s", place);

    switch (options[at].kind) {
        case OPTION_PATH:
        case OPTION_ENDPOINT:
        case OPTION_ZONE: set_text(reader, &options[at], value, place); break;
        case OPTION_LEVEL: set_level(reader, value, place); break;
        case OPTION_COUNT:
        case OPTION_MS:
        case OPTION_BYTES: set_number(reader, &options[at], value, place); break;
    }
}

/* Where a contradiction between two options is reported: at one that was set by hand. */
static const char *origin_of_pair(const struct config_reader *reader, const char *first,
                                  const char *second)
{
    const char *origin = reader->origins[option_find(first)];
    return origin[0] != '\0' ? origin : reader->origins[option_find(second)];
}

static void check_together(struct config_reader *reader)
{
    const struct config *config = reader->config;
    if (config->liveness_ms < 2 * config->heartbeat_ms) {
        config_problem(reader->problems, origin_of_pair(reader, "liveness-ms", "heartbeat-ms"),
                       "liveness-ms (%" PRIu32 ") is less than twice heartbeat-ms (%" PRIu32
                       "): one lost heartbeat would end a session",
                       config->liveness_ms, config->heartbeat_ms);
    }
    bool is_any_port = strstr(config->office, ":*") != NULL;
    if (!is_any_port && strcmp(config->counter, config->office) == 0) {
        config_problem(reader->problems, origin_of_pair(reader, "office", "counter"),
                       "counter and office are the same endpoint; they are two doors");
    }
    if (config->limits.stage_blocks_max < config->limits.bundles_max) {
        config_problem(reader->problems, origin_of_pair(reader, "stage-blocks-max", "bundles-max"),
                       "stage-blocks-max (%" PRIu32 ") is less than bundles-max (%" PRIu32
                       "): every bundle needs at least one block",
                       config->limits.stage_blocks_max, config->limits.bundles_max);
    }
}

/* --check and its like. Returns false if the flag is none of them. */
static bool read_action(struct config *config, const char *flag)
{
    static const struct {
        const char *flag;
        enum config_action action;
    } actions[] = { { "--check", CONFIG_CHECK },
                    { "--version", CONFIG_VERSION },
                    { "--help", CONFIG_HELP },
                    { "-h", CONFIG_HELP } };
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(flag, actions[i].flag) != 0) continue;
        config->action = actions[i].action;
        return true;
    }
    return false;
}

static void take_flag(struct config_reader *reader, const char *name, const char *value)
{
    bool is_file = strcmp(name, "--config") == 0;
    if (strncmp(name, "--", 2) != 0 || name[2] == '\0') {
        config_problem(reader->problems, name[0] == '\0' ? "an empty argument" : name,
                       "an option was expected here; see --help");
    } else if (!is_file && option_find(name + 2) == OPTION_ROWS) {
        config_problem(reader->problems, name, "there is no such option; see --help");
    } else if (value == NULL) {
        config_problem(reader->problems, name, "a value is missing");
    } else if (!is_file) {
        config_set(reader, name + 2, value, name);
    } else if (reader->file != NULL && strcmp(reader->file, value) != 0) {
        config_problem(reader->problems, name, "there can be one file only");
    }
}

/* The flags are read twice: first for --config alone, since the file comes before other flags. */
static void read_flags(struct config_reader *reader, int argument_count, char *const *arguments,
                       bool is_for_file)
{
    for (int at = 0; at < argument_count; at++) {
        const char *flag = arguments[at];
        if (read_action(reader->config, flag)) continue;

        char name[64];
        const char *equals = strchr(flag, '=');
        size_t size = equals != NULL ? (size_t)(equals - flag) : strlen(flag);
        if (size > sizeof name - 1) size = sizeof name - 1;
        snprintf(name, sizeof name, "%.*s", (int)size, flag);
        const char *value = equals != NULL ? equals + 1 : NULL;
        if (equals == NULL && strncmp(flag, "--", 2) == 0 && at + 1 < argument_count) {
            value = arguments[++at];
        }
        if (!is_for_file) {
            take_flag(reader, name, value);
        } else if (strcmp(name, "--config") == 0) {
            reader->file = value;
        }
    }
}

enum err config_read(struct config *config, int argument_count, char *const *arguments,
                     struct config_problems *problems)
{
    *config = (struct config){ 0 };
    problems->count = 0;
    struct config_reader reader = { .config = config, .problems = problems };

    for (size_t at = 0; at < OPTION_ROWS; at++) {
        config_set(&reader, options[at].name, options[at].value, "");
    }
    memset(reader.is_set, 0, sizeof reader.is_set);
    read_flags(&reader, argument_count, arguments, true);
    if (reader.file != NULL) config_read_file(&reader, reader.file);
    memset(reader.is_set, 0, sizeof reader.is_set); /* a flag may repeat what the file says */
    read_flags(&reader, argument_count, arguments, false);
    if (problems->count == 0) check_together(&reader);
    return problems->count == 0 ? OK : ERR_FIELD_INVALID;
}

void config_print_options(FILE *file)
{
    for (size_t at = 0; at < OPTION_ROWS; at++) {
        const struct option *option = &options[at];
        fprintf(file, "  --%-22s %s\n", option->name, option->help);
        fprintf(file, "  %-24s default %s", "", option->value);
        if (option->kind == OPTION_COUNT || option->kind == OPTION_MS) {
            fprintf(file, ", %" PRIu64 " to %" PRIu64, option->min, option->max);
        }
        fputc('\n', file);
    }
}

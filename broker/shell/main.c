/* SPDX-License-Identifier: Apache-2.0 */
/* tongfa-broker: the command line, signals, and the way out. */
#include "broker/shell/broker.h"
#include "broker/shell/config.h"
#include "broker/shell/log.h"
#include "broker/shell/turn.h"

#include <inttypes.h>
#include <malloc.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Memory from this size on is taken from the system and given back to it. So is what is free beyond the other
 * size at the end of a heap, of which each thread has one: the messages of some rounds stay below that. */
#define MAPPED_BYTES_MIN (128 * 1024)
#define KEPT_BYTES_MAX (2 * 1024 * 1024)

enum exit_code {
    EXIT_DONE = 0,
    EXIT_USAGE = 64,       /* options or configuration */
    EXIT_DATA = 65,        /* the journal is damaged */
    EXIT_UNAVAILABLE = 69, /* a door cannot be opened, or the data directory cannot be used */
    EXIT_INTERNAL = 70,
    EXIT_COMMIT = 74, /* the disk failed (nothing was said that is not on it), or standard output */
    EXIT_IN_USE = 75, /* data directory or endpoint belong to a running broker */
    EXIT_SIGNAL = 128,
};

static void print_help(void)
{
    printf("usage: tongfa-broker [--config FILE] [--NAME VALUE]...\n"
           "\n"
           "Takes bundles at the counter, gives their stages to the departments' workers at the\n"
           "office, and keeps every fact in its journal before anyone hears of it.\n"
           "\n"
           "  --config FILE            YAML file of the options below, without their dashes\n"
           "  --check                  say whether the configuration is good, then end\n"
           "  --version, --help\n"
           "\n"
           "Options; a flag goes before the file:\n");
    config_print_options(stdout);
    printf("\n"
           "SIGTERM and SIGINT drain: new work is refused, workers may answer, everything is\n"
           "stored for a quick restart. A second one ends at once; nothing that was said is lost.\n"
           "SIGHUP does nothing: there is no file to open anew.\n"
           "\n"
           "Socket files of ipc:// endpoints get mode 0660: owner and group may connect.\n"
           "\n"
           "exit status: 0 drained; 64 bad options or configuration; 65 the journal is damaged;\n"
           "  69 an endpoint or the data directory cannot be used; 70 internal error; 74 the disk\n"
           "  or standard output failed; 75 data directory or endpoint in use by another broker\n"
           "\n"
           "example:\n"
           "  tongfa-broker --data /var/lib/tongfa --counter ipc:///run/tongfa/counter \\\n"
           "                --office ipc:///run/tongfa/office\n");
}

static int report_problems(const struct config_problems *problems)
{
    uint32_t count = problems->count;
    uint32_t shown = count < CONFIG_PROBLEMS_MAX ? count : CONFIG_PROBLEMS_MAX;
    for (uint32_t i = 0; i < shown; i++) {
        fprintf(stderr, "%s: %s\n", problems->list[i].place, problems->list[i].text);
    }
    if (shown < count) fprintf(stderr, "... and %" PRIu32 " more\n", count - shown);
    return EXIT_USAGE;
}

/* Signals arrive as bytes of a file, so that the loop sees them between two turns. */
static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of write, not a death */
    if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void take_signal(struct broker *broker, int signal_fd)
{
    struct signalfd_siginfo info;
    while (read(signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGHUP) {
            log_info("SIGHUP: nothing to open anew");
        } else if (broker->phase == PHASE_OPEN) {
            log_info("%s", info.ssi_signo == SIGTERM ? "SIGTERM" : "SIGINT");
            broker_drain(broker);
        } else {
            log_warn("a second signal: ending at once");
            _exit(EXIT_SIGNAL + (int)info.ssi_signo);
        }
    }
}

/* Whether what was asked for on the command line has been said. */
static int printed(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return EXIT_DONE;
    fputs("tongfa-broker: cannot write to standard output\n", stderr);
    return EXIT_COMMIT;
}

static int exit_code_of(enum err err)
{
    switch ((int)err) {
        case OK: return EXIT_DONE;
        case ERR_BUSY: return EXIT_IN_USE;
        case ERR_CORRUPT: return EXIT_DATA;
        case ERR_IO: return EXIT_UNAVAILABLE;
        default: return EXIT_INTERNAL;
    }
}

static void log_ready(const struct broker *broker)
{
    struct msg_statistics statistics = { 0 };
    struct name after = { "" };
    engine_statistics(broker->engine, &after, &statistics);
    log_info("ready: counter %s, office %s, position %" PRIu64 ", %" PRIu64
             " bundles open, recovered %" PRIu64 " facts in %" PRId64 " ms",
             transport_endpoint(broker->transport, DOOR_COUNTER),
             transport_endpoint(broker->transport, DOOR_OFFICE), broker_position(broker),
             statistics.bundles_open, broker->recovery.records_read, broker->recovery.took_ms);
}

static int run(const struct config *config, int signal_fd)
{
    struct broker *broker = NULL;
    bool is_signal = false;

    log_info("tongfa-broker " TONGFA_VERSION ", data %s", config->data);
    enum err err = broker_open(&broker, config);
    if (err != OK) {
        log_error("cannot start: %s", err == ERR_BUSY ? "what it needs is in use" : err_text(err));
        return exit_code_of(err);
    }
    log_ready(broker);
    while (err == OK && broker->phase != PHASE_CLOSED) {
        err = broker_turn(broker, signal_fd, &is_signal);
        if (err == OK && is_signal) take_signal(broker, signal_fd);
    }
    if (err != OK) {
        log_error("the journal failed: ending, so that nothing is said that is not on the disk");
        _exit(EXIT_COMMIT);
    }
    log_info("closed at position %" PRIu64, broker_position(broker));
    broker_close(&broker);
    return EXIT_DONE;
}

int main(int argument_count, char **arguments)
{
    static struct config config;
    static struct config_problems problems;
    enum err err = config_read(&config, argument_count - 1, arguments + 1, &problems);

    if (config.action == CONFIG_HELP) {
        print_help();
        return printed();
    }
    if (config.action == CONFIG_VERSION) {
        printf("tongfa-broker " TONGFA_VERSION "\n");
        return printed();
    }
    if (err != OK) return report_problems(&problems);
    if (config.action == CONFIG_CHECK) {
        printf("the configuration is good\n");
        return printed();
    }

    log_set_level(config.log_level);
    /* glibc begins so, too, but the first large message makes it keep what the next ones are in. */
    mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES_MIN);
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES_MAX);
    int signal_fd = open_signals();
    if (signal_fd < 0 || sodium_init() < 0) {
        log_error("cannot start: no signals or no random numbers");
        return EXIT_INTERNAL;
    }
    int code = run(&config, signal_fd);
    close(signal_fd);
    return code;
}

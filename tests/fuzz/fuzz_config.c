/* SPDX-License-Identifier: Apache-2.0 */
/* Any file and any flags as a configuration: it is usable, or every problem says where and what.
 *
 * input = how many flags (1 byte, modulo 8), each ended by a zero byte; the rest is the file */
#include "broker/shell/config.h"

#include "tongfa/limits.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define FLAGS_MAX 8
#define FLAG_BYTES_MAX 512

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* libfyaml 0.7.12 loses the memory of a quoted scalar that it refuses. What our reader itself lost
 * would be seen by the unit tests, where nothing is left out. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so\n";
}

/* The same file in memory for every run. */
static const char *put_file(const uint8_t *bytes, size_t size)
{
    static char path[64];
    static int fd = -1;

    if (fd < 0) fd = memfd_create("config", MFD_CLOEXEC);
    assert(fd >= 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    assert(ftruncate(fd, 0) == 0);
    assert(pwrite(fd, bytes, size, 0) == (ssize_t)size);
    return path;
}

static void check_problems(const struct config_problems *problems)
{
    assert(problems->count > 0);
    for (uint32_t i = 0; i < problems->count && i < CONFIG_PROBLEMS_MAX; i++) {
        const struct config_problem *problem = &problems->list[i];
        assert(problem->place[0] != '\0');
        assert(problem->text[0] != '\0');
        assert(memchr(problem->place, '\0', sizeof problem->place) != NULL);
        assert(memchr(problem->text, '\0', sizeof problem->text) != NULL);
    }
}

/* What the broker builds on without asking again. */
static void check_config(const struct config *config)
{
    if (config->action == CONFIG_HELP || config->action == CONFIG_VERSION) return;
    assert(config->heartbeat_ms > 0);
    assert(config->liveness_ms > config->heartbeat_ms);
    assert(config->map_bytes > 0);
    assert(config->inbound_bytes_max > 0);
    assert(config->checkpoint_distance > 0);
    assert(config_endpoint_refusal(config->counter) == NULL);
    assert(config_endpoint_refusal(config->office) == NULL);
    assert(engine_bytes(&config->limits) > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char flags[FLAGS_MAX][FLAG_BYTES_MAX];
    static struct config_problems problems;
    static struct config config;
    char *arguments[FLAGS_MAX + 3] = { "--config", NULL };
    int count = 2;

    if (size == 0) return 0;
    uint32_t flag_count = bytes[0] % FLAGS_MAX;
    size_t at = 1;
    for (uint32_t i = 0; i < flag_count && at < size; i++) {
        size_t flag_size = strnlen((const char *)bytes + at, size - at);
        snprintf(flags[i], FLAG_BYTES_MAX, "%.*s", (int)flag_size, (const char *)bytes + at);
        arguments[count++] = flags[i];
        at += flag_size < size - at ? flag_size + 1 : flag_size;
    }
    arguments[1] = (char *)put_file(bytes + at, size - at);
    problems.count = 0;
    if (config_read(&config, count, arguments, &problems) == OK) {
        assert(problems.count == 0);
        check_config(&config);
    } else {
        check_problems(&problems);
    }
    return 0;
}

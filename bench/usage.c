/* SPDX-License-Identifier: Apache-2.0 */
/* CPU is the sum of the threads' schedstat, in nanoseconds: /proc/PID/stat counts in hundredths of
 * a second, which is coarse for a run of a few. A thread that ends takes its time with it; none of
 * the programs measured ends threads while it is measured. */
#define _XOPEN_SOURCE 700
#include "bench/usage.h"

#include "bench/tool.h"

#include <dirent.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t cpu_of(int pid)
{
    char path[320];
    uint64_t sum = 0;
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *folder = opendir(path);
    if (folder == NULL) die("process %d is gone", pid);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        uint64_t ns = 0;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "r");
        if (file == NULL) continue;
        if (fscanf(file, "%" SCNu64, &ns) == 1) sum += ns;
        fclose(file);
    }
    closedir(folder);
    return sum;
}

/* The number behind a name in a file of /proc/PID. */
static uint64_t field_of(int pid, const char *name, const char *key)
{
    char path[64], line[256];
    uint64_t value = 0;
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        size_t size = strlen(key);
        if (strncmp(line, key, size) == 0) value = strtoull(line + size, NULL, 10);
    }
    if (file != NULL) fclose(file);
    return value;
}

static uint64_t folder_sum;

static int add_size(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)path;
    (void)where;
    if (type == FTW_F) folder_sum += (uint64_t)status->st_size;
    return 0;
}

static uint64_t read_counter(const char *path)
{
    uint64_t value = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL || fread(&value, sizeof value, 1, file) != 1) die("no counter in %s", path);
    fclose(file);
    return value;
}

struct usage usage_of(const struct usage_source *source)
{
    struct usage usage = { 0 };
    if (source->pid > 0) {
        usage.cpu_ns = cpu_of(source->pid);
        usage.peak_bytes = field_of(source->pid, "status", "VmHWM:") * 1024;
        usage.rss_bytes = field_of(source->pid, "status", "VmRSS:") * 1024;
        usage.anon_bytes = field_of(source->pid, "status", "RssAnon:") * 1024;
        usage.written_bytes = field_of(source->pid, "io", "write_bytes:");
    }
    if (source->data != NULL) {
        folder_sum = 0;
        nftw(source->data, add_size, 16, FTW_PHYS);
        usage.data_bytes = folder_sum;
    }
    if (source->syncs != NULL) usage.sync_count = read_counter(source->syncs);
    return usage;
}

struct usage usage_of_self(void)
{
    return usage_of(&(struct usage_source){ .pid = (int)getpid() });
}

/* SPDX-License-Identifier: Apache-2.0 */
/* CPU is the sum of the threads' schedstat, in nanoseconds: /proc/PID/stat counts in hundredths of
 * a second, which is coarse for a run of a few. A thread that ends takes its time with it; none of
 * the programs measured ends threads while it is measured. */
#define _XOPEN_SOURCE 700
#include "bench/usage.h"

#include "bench/tool.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first line of a file of a thread. */
static bool read_line(int pid, const char *thread, const char *name, char line[64])
{
    char path[320];
    snprintf(path, sizeof path, "/proc/%d/task/%s/%s", pid, thread, name);
    FILE *file = fopen(path, "r");
    bool is_read = file != NULL && fgets(line, 64, file) != NULL;
    if (file != NULL) fclose(file);
    return is_read;
}

static void add_thread(struct usage *usage, const char *name, uint64_t ns)
{
    uint32_t at = 0;
    while (at < usage->thread_count && strcmp(usage->threads[at].name, name) != 0) {
        at++;
    }
    if (at == USAGE_THREADS_MAX) at--;
    if (at == usage->thread_count) {
        usage->thread_count++;
        snprintf(usage->threads[at].name, sizeof usage->threads[at].name, "%.15s", name);
    }
    usage->threads[at].cpu_ns += ns;
    usage->cpu_ns += ns;
}

static void read_threads(int pid, struct usage *usage)
{
    char path[64], name[64], times[64];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *folder = opendir(path);
    if (folder == NULL) die("process %d is gone", pid);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.' || !read_line(pid, entry->d_name, "schedstat", times)) continue;
        if (!read_line(pid, entry->d_name, "comm", name)) continue;
        name[strcspn(name, "\n")] = '\0';
        add_thread(usage, name, strtoull(times, NULL, 10));
    }
    closedir(folder);
}

uint64_t usage_thread_ns(const struct usage *usage, const char *name)
{
    for (uint32_t i = 0; i < usage->thread_count; i++) {
        if (strcmp(usage->threads[i].name, name) == 0) return usage->threads[i].cpu_ns;
    }
    return 0;
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
        read_threads(source->pid, &usage);
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

/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is not there. The programs are linked once more, with --wrap for everything that
 * allocates: so the calls that fail are those of our own objects, and of jansson, which asks us
 * for its memory. What libzmq, LMDB and libfyaml take for themselves is left alone: they end the
 * process when they get none, and that is their documented way.
 *
 *     SCARCE_COUNT      a file that gets the number of allocations, always up to date
 *     SCARCE_NTH        the n-th of them fails, from 1
 *     SCARCE_FOR_GOOD   and all that come after it
 *     SCARCE_BARE       the program may not see to jansson's memory itself, as if libtongfa and the
 *                       worker's runtime were in somebody else's program */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
char *__real_strdup(const char *text);
int __real_vasprintf(char **text, const char *format, va_list arguments);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t number, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
char *__wrap_strdup(const char *text);
int __wrap_vasprintf(char **text, const char *format, va_list arguments);
void __real_json_set_alloc_funcs(json_malloc_t allocate, json_free_t give_back);
void __wrap_json_set_alloc_funcs(json_malloc_t allocate, json_free_t give_back);
int __wrap_asprintf(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static _Atomic uint32_t own;
static _Atomic uint32_t *count = &own;
static uint32_t nth;
static bool is_for_good;
static bool is_over;

static bool fails(void)
{
    if (is_over) return false;
    uint32_t number = atomic_fetch_add(count, 1) + 1;
    if (nth == 0 || number < nth || (number > nth && !is_for_good)) return false;
    errno = ENOMEM;
    return true;
}

static void share_count(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof *count) != 0) return;
    void *map = __real_mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map != MAP_FAILED) count = map;
    close(fd);
}

__attribute__((constructor)) static void read_environment(void)
{
    const char *path = getenv("SCARCE_COUNT");
    const char *number = getenv("SCARCE_NTH");

    __real_json_set_alloc_funcs(__wrap_malloc, free);
    if (path != NULL) share_count(path);
    if (number != NULL) nth = (uint32_t)strtoul(number, NULL, 10);
    is_for_good = getenv("SCARCE_FOR_GOOD") != NULL;
}

/* The program is at its end. A build that counts what was run now writes its counters down, with
 * memory that is none of ours. */
__attribute__((destructor)) static void end(void)
{
    is_over = true;
}

void __wrap_json_set_alloc_funcs(json_malloc_t allocate, json_free_t give_back)
{
    if (getenv("SCARCE_BARE") == NULL) __real_json_set_alloc_funcs(allocate, give_back);
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t number, size_t size)
{
    return fails() ? NULL : __real_calloc(number, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    return fails() ? MAP_FAILED : __real_mmap(at, size, protection, flags, fd, offset);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

int __wrap_vasprintf(char **text, const char *format, va_list arguments)
{
    return fails() ? -1 : __real_vasprintf(text, format, arguments);
}

int __wrap_asprintf(char **text, const char *format, ...)
{
    va_list arguments;
    if (fails()) return -1;
    va_start(arguments, format);
    int size = __real_vasprintf(text, format, arguments);
    va_end(arguments);
    return size;
}

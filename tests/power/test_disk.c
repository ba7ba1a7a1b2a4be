/* SPDX-License-Identifier: Apache-2.0 */
/* The model of the disk that crash images come from: what must be in each of them, what may be in
 * some, what in none. */
#include "tests/power/disk.h"
#include "tests/support/directory.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PAGE 4096
#define SECTOR 512
#define IMAGES 400 /* so many are drawn where something must show in some and not in others */
#define EVENTS_MAX 64

/* ---- A trace, written by hand ---------------------------------------------------------------- */

static struct {
    uint8_t bytes[EVENTS_MAX][sizeof(struct trace_event) + 2 * PAGE];
    const uint8_t *events[EVENTS_MAX];
    uint32_t count;
} tape;
static struct trace trace;
static struct disk disk;
static struct directory directory;
static char data[DIRECTORY_PATH_MAX + 8];

static int set_up(void **state)
{
    (void)state;
    tape.count = 0;
    trace = (struct trace){ .events = tape.events };
    disk_init(&disk, &trace);
    directory_make(&directory);
    snprintf(data, sizeof data, "%s/d", directory.path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    disk_fini(&disk);
    directory_remove(&directory);
    return 0;
}

/* Append an event and let it happen. */
static bool happens(struct trace_event event, const void *bytes, size_t size)
{
    assert_true(tape.count < EVENTS_MAX && size <= 2 * PAGE);
    uint8_t *place = tape.bytes[tape.count];
    event.magic = TRACE_MAGIC;
    event.size = (uint32_t)size;
    memcpy(place, &event, sizeof event);
    if (size > 0) memcpy(place + sizeof event, bytes, size);
    tape.events[tape.count] = place;
    trace.count = ++tape.count;
    return disk_apply(&disk, tape.count - 1);
}

static void open_file(uint16_t handle, const char *name, uint8_t flags)
{
    struct trace_event event = { .type = TRACE_OPEN, .handle = handle, .flags = flags };
    assert_true(happens(event, name, strlen(name)));
}

/* Handle 1 is the file "f", 2 the directory, 3 its parent. */
static void begin(void)
{
    assert_true(happens((struct trace_event){ .type = TRACE_LIFE }, NULL, 0));
    assert_true(happens((struct trace_event){ .type = TRACE_MKDIR }, NULL, 0));
    open_file(1, "f", TRACE_CREATED);
    open_file(2, ".", 0);
    open_file(3, "..", 0);
}

static void sync_handle(uint16_t handle)
{
    assert_true(happens((struct trace_event){ .type = TRACE_SYNC, .handle = handle }, NULL, 0));
}

static void begin_synced(void)
{
    begin();
    sync_handle(2);
    sync_handle(3);
}

static uint32_t calls;

/* A write that has begun. */
static uint32_t writes(uint16_t handle, uint64_t at, int byte, size_t size)
{
    uint8_t bytes[2 * PAGE];
    struct trace_event event = { .type = TRACE_WRITE, .handle = handle, .at = at, .call = ++calls };

    memset(bytes, byte, sizeof bytes);
    assert_true(happens(event, bytes, size));
    return calls;
}

static void comes_back(uint32_t call, int64_t result)
{
    struct trace_event event = { .type = TRACE_DONE, .call = call, .at = (uint64_t)result };
    assert_true(happens(event, NULL, 0));
}

static void wrote(uint16_t handle, uint64_t at, int byte, size_t size)
{
    comes_back(writes(handle, at, byte, size), (int64_t)size);
}

/* ---- Images ---------------------------------------------------------------------------------- */

static uint8_t seen[4 * PAGE];
static ssize_t seen_size; /* < 0: the file is not there */
static struct disk_image image;

/* Cut the power, and read file "f". */
static void cut(uint64_t seed)
{
    struct chance chance = { seed };
    char path[sizeof data + 4];

    assert_true(disk_build(&disk, &chance, data, &image));
    snprintf(path, sizeof path, "%s/f", data);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    seen_size = fd < 0 ? -1 : read(fd, seen, sizeof seen);
    if (fd >= 0) close(fd);
}

/* In how many images bytes [from, until) are all `byte`. */
static int count_with(size_t from, size_t until, int byte)
{
    int count = 0;

    for (uint64_t seed = 1; seed <= IMAGES; seed++) {
        cut(seed);
        bool is_so = seen_size >= (ssize_t)until;
        for (size_t i = from; i < until && is_so; i++) {
            is_so = seen[i] == byte;
        }
        count += is_so;
    }
    return count;
}

static void assert_some(int count)
{
    assert_in_range(count, IMAGES / 20, IMAGES - IMAGES / 20);
}

/* ---- Claims ---------------------------------------------------------------------------------- */

static void test_what_was_synced_is_in_every_image(void **state)
{
    (void)state;
    begin_synced();
    wrote(1, 0, 'a', 2 * PAGE);
    sync_handle(1);
    wrote(1, 2 * PAGE, 'b', PAGE);
    assert_int_equal(count_with(0, 2 * PAGE, 'a'), IMAGES);
}

static void test_what_was_not_synced_is_in_some_images_only(void **state)
{
    (void)state;
    begin_synced();
    wrote(1, 0, 'a', PAGE);
    assert_some(count_with(0, PAGE, 'a'));
}

static void test_a_write_under_way_may_be_there_or_not(void **state)
{
    (void)state;
    begin_synced();
    writes(1, 0, 'a', PAGE);
    assert_some(count_with(0, PAGE, 'a'));
}

static void test_a_later_page_may_be_there_without_an_earlier_one(void **state)
{
    int count = 0;

    (void)state;
    begin_synced();
    wrote(1, 0, 'a', 2 * PAGE);
    sync_handle(1);
    wrote(1, 0, 'b', PAGE);
    wrote(1, PAGE, 'c', PAGE);
    for (uint64_t seed = 1; seed <= IMAGES; seed++) {
        cut(seed);
        count += seen[0] == 'a' && seen[PAGE - 1] == 'a' && seen[2 * PAGE - 1] == 'c';
    }
    assert_some(count);
}

static void test_pages_are_torn_at_sectors_and_nowhere_else(void **state)
{
    int torn = 0;

    (void)state;
    begin_synced();
    wrote(1, 0, 'a', 2 * PAGE);
    sync_handle(1);
    wrote(1, 0, 'b', PAGE);
    for (uint64_t seed = 1; seed <= IMAGES; seed++) {
        cut(seed);
        int changes = 0;
        for (size_t i = 1; i < PAGE; i++) {
            changes += seen[i] != seen[i - 1];
            if (seen[i] != seen[i - 1]) assert_int_equal(i % SECTOR, 0);
        }
        torn += changes > 0;
    }
    assert_some(torn);
}

static void test_a_write_within_a_sector_is_whole_or_not_there(void **state)
{
    (void)state;
    begin_synced();
    wrote(1, 0, 'a', PAGE);
    sync_handle(1);
    wrote(1, 32, 'b', 120);
    int kept = count_with(32, 152, 'b');
    assert_some(kept);
    assert_int_equal(count_with(32, 152, 'a'), IMAGES - kept);
}

static void test_a_synchronous_write_is_certain_when_it_comes_back(void **state)
{
    (void)state;
    begin_synced();
    open_file(4, "f", TRACE_DSYNC);
    wrote(1, PAGE, 'a', PAGE);
    uint32_t call = writes(4, 0, 'b', 120);
    assert_some(count_with(0, 120, 'b'));
    comes_back(call, 120);
    assert_int_equal(count_with(0, 120, 'b'), IMAGES);
    assert_some(count_with(PAGE, 2 * PAGE, 'a')); /* not the other pages of the file */
}

static void test_syncing_one_file_does_nothing_for_another(void **state)
{
    (void)state;
    begin();
    open_file(4, "g", TRACE_CREATED);
    sync_handle(2);
    sync_handle(3);
    wrote(1, 0, 'a', PAGE);
    wrote(4, 0, 'b', PAGE);
    sync_handle(4);
    assert_some(count_with(0, PAGE, 'a'));
}

static int count_there(void)
{
    int count = 0;

    for (uint64_t seed = 1; seed <= IMAGES; seed++) {
        cut(seed);
        count += seen_size >= 0;
    }
    return count;
}

static void test_a_file_is_certain_with_its_directory_and_that_with_its_parent(void **state)
{
    (void)state;
    begin();
    wrote(1, 0, 'a', PAGE);
    sync_handle(1);
    assert_some(count_there());
    sync_handle(2);
    assert_some(count_there());
    sync_handle(3);
    assert_int_equal(count_there(), IMAGES);
}

static void test_an_unlink_and_a_rename_are_certain_with_the_directory(void **state)
{
    (void)state;
    begin_synced();
    assert_true(happens((struct trace_event){ .type = TRACE_RENAME }, "f\0g", 3));
    assert_in_range(count_there(), IMAGES / 50, IMAGES - 1);
    sync_handle(2);
    assert_int_equal(count_there(), 0);
    assert_true(happens((struct trace_event){ .type = TRACE_LINK }, "g\0f", 3));
    assert_true(happens((struct trace_event){ .type = TRACE_UNLINK }, "g", 1));
    assert_in_range(count_there(), IMAGES / 2, IMAGES - 1);
    sync_handle(2);
    assert_int_equal(count_there(), IMAGES);
}

static void test_a_write_that_failed_or_was_short_leaves_no_more_than_it_did(void **state)
{
    (void)state;
    begin_synced();
    comes_back(writes(1, 0, 'a', PAGE), -1);
    assert_int_equal(disk.pending_count, 0);
    comes_back(writes(1, 0, 'b', 2 * PAGE), 1000);
    sync_handle(1);
    cut(1);
    assert_int_equal(seen_size, 1000);
}

static void test_a_truncation_is_pending_like_a_write(void **state)
{
    int cut_count = 0;

    (void)state;
    begin_synced();
    wrote(1, 0, 'a', PAGE);
    sync_handle(1);
    struct trace_event event = { .type = TRACE_TRUNCATE, .handle = 1, .at = 10, .call = ++calls };
    assert_true(happens(event, NULL, 0));
    comes_back(calls, 0);
    for (uint64_t seed = 1; seed <= IMAGES; seed++) {
        cut(seed);
        assert_true(seen_size == 10 || seen_size == PAGE);
        cut_count += seen_size == 10;
    }
    assert_some(cut_count);
}

/* ---- Lives ----------------------------------------------------------------------------------- */

static bool next_life_finds(int byte, size_t size)
{
    uint8_t snapshot[2 + 2 * PAGE - 2] = "f";

    memset(snapshot + 2, byte, size);
    assert_true(happens((struct trace_event){ .type = TRACE_LIFE }, NULL, 0));
    return happens((struct trace_event){ .type = TRACE_SNAPSHOT }, snapshot, size + 2);
}

static void test_a_write_cut_off_by_a_kill_was_made_if_the_next_life_finds_it(void **state)
{
    (void)state;
    begin_synced();
    writes(1, 0, 'a', PAGE);
    assert_true(next_life_finds('a', PAGE));
    assert_int_equal(disk_live(&disk, "f")->size, PAGE);
    assert_some(count_with(0, PAGE, 'a')); /* and is as pending as before */
}

static void test_a_write_cut_off_by_a_kill_was_not_made_if_the_next_life_lacks_it(void **state)
{
    (void)state;
    begin_synced();
    wrote(1, 0, 'a', PAGE);
    writes(1, 0, 'b', PAGE);
    assert_true(next_life_finds('a', PAGE));
    assert_int_equal(count_with(0, PAGE, 'b'), 0);
}

static void test_a_change_that_no_call_made_is_refused(void **state)
{
    (void)state;
    begin_synced();
    wrote(1, 0, 'a', PAGE);
    assert_false(next_life_finds('x', PAGE));
    assert_non_null(strstr(disk.error, "changed by no call"));
}

static void test_what_cannot_be_traced_is_refused(void **state)
{
    (void)state;
    begin_synced();
    assert_false(happens((struct trace_event){ .type = TRACE_BLIND }, "msync", 5));
    assert_non_null(strstr(disk.error, "msync"));
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest claims[] = {
        CLAIM(test_what_was_synced_is_in_every_image),
        CLAIM(test_what_was_not_synced_is_in_some_images_only),
        CLAIM(test_a_write_under_way_may_be_there_or_not),
        CLAIM(test_a_later_page_may_be_there_without_an_earlier_one),
        CLAIM(test_pages_are_torn_at_sectors_and_nowhere_else),
        CLAIM(test_a_write_within_a_sector_is_whole_or_not_there),
        CLAIM(test_a_synchronous_write_is_certain_when_it_comes_back),
        CLAIM(test_syncing_one_file_does_nothing_for_another),
        CLAIM(test_a_file_is_certain_with_its_directory_and_that_with_its_parent),
        CLAIM(test_an_unlink_and_a_rename_are_certain_with_the_directory),
        CLAIM(test_a_write_that_failed_or_was_short_leaves_no_more_than_it_did),
        CLAIM(test_a_truncation_is_pending_like_a_write),
        CLAIM(test_a_write_cut_off_by_a_kill_was_made_if_the_next_life_finds_it),
        CLAIM(test_a_write_cut_off_by_a_kill_was_not_made_if_the_next_life_lacks_it),
        CLAIM(test_a_change_that_no_call_made_is_refused),
        CLAIM(test_what_cannot_be_traced_is_refused),
    };
    return cmocka_run_group_tests(claims, NULL, NULL);
}

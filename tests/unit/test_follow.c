/* SPDX-License-Identifier: Apache-2.0 */
/* Followers: each gets every fact that it asked for, once and in order, whatever the others do and
 * however little may be done for them at a time. */
#include "broker/shell/follow.h"
#include "proto/record.h"
#include "tests/support/chance.h"
#include "tests/support/clerk.h"
#include "tests/support/directory.h"
#include "tests/support/procedure_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FOLLOWERS 24
#define CAPACITY 64
#define POSITIONS_MAX 40000
#define UNITS 100000

static struct directory directory;
static struct clerk clerk;
static struct followers followers;
static struct view *view;
static struct message message;

static int set_up(void **state)
{
    (void)state;
    directory_make(&directory);
    clerk_open(&clerk, directory.path, 2000);
    clerk_publish(&clerk);
    clerk_commit(&clerk, true);
    assert_int_equal(followers_init(&followers, CAPACITY), OK);
    assert_int_equal(view_open(&view, clerk.journal), OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    view_close(&view);
    followers_fini(&followers);
    clerk_close(&clerk);
    directory_remove(&directory);
    return 0;
}

static uint64_t position_next(void)
{
    return journal_position_next(clerk.journal);
}

static enum err follow(uint32_t session, const struct msg_follow *how)
{
    const struct message request = { .type = MSG_FOLLOW,
                                     .request_id = { (const uint8_t *)"f", 1 },
                                     .follow = *how };
    return followers_start(&followers, (session_id){ session }, &request, position_next());
}

/* One look at the next follower. Returns the session that gets a page, or 0. */
static uint32_t feed(int64_t *units)
{
    const struct followers_feed from = { .view = view,
                                         .engine = clerk.engine,
                                         .lag_max = UINT64_MAX };
    session_id session = { 0 };
    bool is_page = followers_page(&followers, &from, &message, &session, units);
    return is_page ? session.n : 0;
}

/* ---- What each was sent, and should have been ------------------------------------------------ */

static struct {
    struct msg_follow how;
    uint32_t credit; /* that it has left */
    uint32_t count;
    uint64_t *positions;
} peers[FOLLOWERS + 1]; /* by session */

static struct {
    enum fact_type type;
    uint64_t bundle;
} facts[POSITIONS_MAX];
static struct name submitters[POSITIONS_MAX]; /* by bundle */

static void read_all(void)
{
    static struct procedure procedure;
    struct span record;
    struct fact fact;
    uint64_t position;
    view_seek(view, 1);
    while (view_next(view, &position, &record, NULL)) {
        assert_true(position < POSITIONS_MAX);
        assert_int_equal(record_read(record, position, &procedure, &fact), OK);
        facts[position].type = fact.type;
        facts[position].bundle = fact.bundle;
        if (fact.type != FACT_BUNDLE_SUBMITTED) continue;
        submitters[fact.bundle] = fact.bundle_submitted.submitter;
    }
}

static bool is_for(const struct msg_follow *how, uint64_t position)
{
    uint64_t bundle = facts[position].bundle;
    if (how->types != 0 && (how->types & 1u << facts[position].type) == 0) return false;
    if (how->bundle != 0 && how->bundle != bundle) return false;
    if (name_is_empty(&how->submitter)) return true;
    return bundle != 0 && name_is_equal(&submitters[bundle], &how->submitter);
}

static void take_page(uint32_t session)
{
    const struct msg_facts *page = &message.facts;
    assert_int_equal(message.request_id.size, 1);
    assert_int_equal(message.request_id.at[0], 'f');
    assert_true(page->fact_count <= peers[session].credit);
    for (uint32_t i = 0; i < page->fact_count; i++) {
        assert_true(page->facts[i].position < page->next);
        peers[session].positions[peers[session].count++] = page->facts[i].position;
        peers[session].credit--;
    }
    if (page->is_live) assert_int_equal(page->next, position_next());
}

static void check_peer(uint32_t session)
{
    uint32_t n = 0;
    for (uint64_t position = peers[session].how.from; position < position_next(); position++) {
        if (!is_for(&peers[session].how, position)) continue;
        assert_true(n < peers[session].count);
        assert_int_equal(peers[session].positions[n], position);
        n++;
    }
    assert_int_equal(peers[session].count, n);
}

static struct msg_follow any_follow(struct chance *chance)
{
    static const char *const names[] = { "wang", "li", "nobody" };
    struct msg_follow how = { .from = 1 + chance_below(chance, (uint32_t)position_next()) };
    how.credit = chance_below(chance, 30);
    if (chance_one_in(chance, 2)) how.types = (uint32_t)chance_next(chance) & 0x1ffffe;
    if (chance_one_in(chance, 4)) how.bundle = 1 + chance_below(chance, 30);
    if (chance_one_in(chance, 3)) how.submitter = named(names[chance_below(chance, 3)]);
    return how;
}

/* A follower comes, gets credit, goes, or begins anew. */
static void change_one(struct chance *chance)
{
    uint32_t session = 1 + chance_below(chance, FOLLOWERS);
    if (peers[session].how.from == 0 || chance_one_in(chance, 40)) {
        peers[session].how = any_follow(chance);
        peers[session].credit = peers[session].how.credit;
        peers[session].count = 0;
        assert_int_equal(follow(session, &peers[session].how), OK);
    } else if (chance_one_in(chance, 60)) {
        followers_stop(&followers, (session_id){ session });
        peers[session].how.from = 0;
    } else {
        uint32_t credit = chance_below(chance, 200);
        peers[session].credit += credit;
        followers_more(&followers, (session_id){ session }, credit);
    }
}

static void feed_some(struct chance *chance, uint32_t times)
{
    assert_int_equal(view_begin(view), OK);
    for (uint32_t i = 0; i < times; i++) {
        int64_t units = chance_one_in(chance, 3) ? 1 + chance_below(chance, 50) : UNITS;
        uint32_t session = feed(&units);
        if (session != 0) take_page(session);
    }
    view_end(view);
}

static void feed_all(void)
{
    uint32_t rounds = 0;
    for (uint32_t session = 1; session <= FOLLOWERS; session++) {
        if (peers[session].how.from == 0) continue;
        peers[session].credit = FOLLOW_CREDIT_MAX;
        followers_more(&followers, (session_id){ session }, FOLLOW_CREDIT_MAX);
    }
    assert_int_equal(view_begin(view), OK);
    while (followers_are_behind(&followers, position_next())) {
        int64_t units = UNITS;
        uint32_t session = feed(&units);
        if (session != 0) take_page(session);
        assert_true(++rounds < 100000);
    }
    read_all();
    view_end(view);
}

static void test_everybody_gets_what_was_asked_for(void **state)
{
    (void)state;
    static const char *const names[] = { "wang", "li", NULL };
    struct chance chance = { 1 };
    for (uint32_t i = 1; i <= FOLLOWERS; i++) {
        peers[i].how.from = 0;
        peers[i].positions = calloc(POSITIONS_MAX, sizeof(uint64_t));
        assert_non_null(peers[i].positions);
    }
    for (uint32_t i = 0; i < 150; i++) {
        clerk.submitter = names[chance_below(&chance, 3)];
        clerk_submit(&clerk);
        if (chance_one_in(&chance, 2)) followers_note(&followers, clerk.facts);
        clerk_bustle(&clerk);
        if (chance_one_in(&chance, 2)) followers_note(&followers, clerk.facts);
        clerk_commit(&clerk, chance_one_in(&chance, 4));
        change_one(&chance);
        change_one(&chance);
        feed_some(&chance, chance_below(&chance, 40));
    }
    feed_all();
    uint32_t all = 0;
    for (uint32_t i = 1; i <= FOLLOWERS; i++) {
        if (peers[i].how.from != 0) check_peer(i);
        all += peers[i].count;
        free(peers[i].positions);
    }
    printf("# %u facts for %u followers of %u records\n", all, followers.count,
           (uint32_t)position_next() - 1);
    assert_true(all > 1000);
}

/* ---- What it may cost ------------------------------------------------------------------------ */

static void fill(uint32_t bundles)
{
    for (uint32_t i = 0; i < bundles; i++) {
        clerk_submit(&clerk);
        clerk_work(&clerk, 10);
        if (i % 20 == 0) clerk_commit(&clerk, false);
    }
    clerk_finish(&clerk);
    clerk_rest(&clerk);
}

static void test_a_page_costs_no_more_than_it_may(void **state)
{
    (void)state;
    fill(200);
    const struct msg_follow nothing = { .from = 1, .credit = 100, .types = 1u << 31 };
    assert_int_equal(follow(1, &nothing), OK);
    assert_int_equal(view_begin(view), OK);
    uint64_t before = followers.list[0].next;
    for (uint32_t i = 0; i < 10; i++) {
        int64_t units = 1000;
        assert_int_equal(feed(&units), 0);
        assert_true(units <= 0); /* all of it was spent ... */
        assert_true(units > -200);
        uint64_t passed = followers.list[0].next - before;
        assert_true(passed >= 10 && passed <= 1000); /* ... on this */
        before = followers.list[0].next;
    }
    view_end(view);
}

static void test_what_was_read_for_one_is_known_for_all(void **state)
{
    (void)state;
    fill(100);
    const struct msg_follow nothing = { .from = 1, .credit = 100, .types = 1u << 31 };
    int64_t spent[3];
    assert_int_equal(view_begin(view), OK);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(follow(1 + i, &nothing), OK);
        spent[i] = 0;
        while (followers_are_behind(&followers, position_next())) {
            int64_t units = UNITS;
            feed(&units);
            spent[i] += UNITS - units;
        }
    }
    view_end(view);
    assert_true(spent[1] * 10 < spent[0]);
    assert_true(spent[2] * 10 < spent[0]);
}

static void test_without_credit_nobody_is_looked_at(void **state)
{
    (void)state;
    fill(10);
    const struct msg_follow stopped = { .from = 1 };
    for (uint32_t session = 1; session <= CAPACITY; session++) {
        assert_int_equal(follow(session, &stopped), OK);
    }
    assert_int_equal(followers.count, CAPACITY);
    assert_int_equal(followers.active_count, 0);
    assert_false(followers_are_behind(&followers, position_next()));
    followers_more(&followers, (session_id){ 7 }, 3);
    assert_int_equal(followers.active_count, 1);
    assert_true(followers_are_behind(&followers, position_next()));
    assert_int_equal(view_begin(view), OK);
    int64_t units = UNITS;
    assert_int_equal(feed(&units), 7);
    assert_int_equal(message.facts.fact_count, 3);
    view_end(view);
    assert_int_equal(followers.active_count, 0);
    assert_false(followers_are_behind(&followers, position_next()));
}

/* However credit runs out, nobody is passed over. */
static void test_pages_go_round(void **state)
{
    (void)state;
    fill(30);
    uint32_t pages[5] = { 0 };
    for (uint32_t session = 1; session <= 4; session++) {
        const struct msg_follow how = { .from = 1, .credit = session == 1 ? 1 : 60000 };
        assert_int_equal(follow(session, &how), OK);
    }
    assert_int_equal(view_begin(view), OK);
    for (uint32_t i = 0; i < 12; i++) {
        int64_t units = 400; /* a few facts */
        pages[feed(&units)]++;
        followers_more(&followers, (session_id){ 1 }, 1); /* a fact at a time */
    }
    view_end(view);
    for (uint32_t session = 1; session <= 4; session++) {
        assert_in_range(pages[session], 2, 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_everybody_gets_what_was_asked_for),
        TEST(test_a_page_costs_no_more_than_it_may),
        TEST(test_what_was_read_for_one_is_known_for_all),
        TEST(test_without_credit_nobody_is_looked_at),
        TEST(test_pages_go_round),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/story/verbs.h"

#include "broker/core/civil.h"
#include "client/calendar_yaml.h"
#include "client/lint.h"
#include "proto/symbols.h"
#include "tests/story/questions.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static struct span span_of(const char *text)
{
    return (struct span){ .at = (const uint8_t *)text, .size = text == NULL ? 0 : strlen(text) };
}

static struct hash hash_of(const char *first, const char *second)
{
    char text[1024];
    struct hash hash;

    int size = snprintf(text, sizeof text, "%s\n%s", first, second);
    assert(size > 0 && (size_t)size < sizeof text);
    crypto_generichash(hash.bytes, sizeof hash.bytes, (const uint8_t *)text,
                       (unsigned long long)size, NULL, 0);
    return hash;
}

static struct name name_of(const char *text)
{
    struct name name = { .text = "" };

    if (text != NULL) snprintf(name.text, sizeof name.text, "%s", text);
    return name;
}

static uint64_t number_of(const char *text)
{
    return text == NULL ? 0 : strtoull(text, NULL, 10);
}

/* The command after its verb and without id=: what a request id stands for. */
static struct hash content_of(const struct call *call)
{
    char text[900] = "";
    size_t size = 0;

    for (uint32_t i = 0; i < call->command->word_count; i++) {
        const char *word = call->command->words[i];
        if (strncmp(word, "id=", 3) == 0) continue;
        int added = snprintf(text + size, sizeof text - size, "%s ", word);
        assert(added > 0 && (size_t)added < sizeof text - size);
        size += (size_t)added;
    }
    return hash_of("content", text);
}

static struct event request(const struct call *call, enum event_type type)
{
    struct event event = { .type = type, .session = call->peer->session };
    char unique[32];

    snprintf(unique, sizeof unique, "line-%u", call->command->line_number);
    const char *id = command_option(call->command, "id", unique);
    event.principal = call->peer->principal;
    event.request_id = span_of(id);
    event.request.id = hash_of(call->peer->name, id);
    event.request.content = content_of(call);
    return event;
}

/* ---- Operators and clients ----------------------------------------------------------------- */

static void do_publish(const struct call *call)
{
    static struct procedure procedure;
    static struct lint_report report;
    char path[1024];

    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", call->world->procedure_dirs[i],
                 call->command->words[call->command->word_count > 1]);
        memset(&report, 0, sizeof report);
        if (procedure_load(path, &procedure, &report) == OK) break;
        if (i == 1) {
            world_fail(call->world, "%s: %s", path, report.findings[0].text);
            return;
        }
    }
    struct event event = request(call, EVENT_PUBLISH);
    event.publish.procedure = &procedure;
    event.content_hash =
        hash_of(procedure.name.text, command_option(call->command, "content", path));
    world_step(call->world, &event);
}

/* The set of stages in "a,b" of a procedure; unknown names are none. */
static set32 stages_of(const struct procedure *procedure, const char *names)
{
    set32 stages = 0;

    for (uint32_t i = 0; procedure != NULL && i < procedure->stage_count; i++) {
        const char *name = procedure->stages[i].name.text;
        size_t size = strlen(name);
        for (const char *at = names; (at = strstr(at, name)) != NULL; at += size) {
            bool is_begun = at == names || at[-1] == ',';
            if (is_begun && (at[size] == ',' || at[size] == '\0')) stages |= set_of(i);
        }
    }
    return stages;
}

/* What the conditions say, as the broker would have evaluated them. */
static void set_conditions(const struct call *call, struct event *event)
{
    const struct procedure *procedure = engine_procedure_in_force(
        call->world->engine, &event->submit.procedure, event->submit.version,
        call->world->base_ms + call->world->now_ms);
    const char *fails = command_option(call->command, "condition-fails", NULL);

    event->conditions.skipped = stages_of(procedure, command_option(call->command, "skipped", ""));
    const char *too_many = command_option(call->command, "too-many", NULL);
    if (too_many != NULL) {
        event->conditions.element_count = STAGES_MAX + 1;
        while (!set_has(stages_of(procedure, too_many), event->conditions.too_many_stage)) {
            event->conditions.too_many_stage++;
        }
    }
    if (fails == NULL) return;
    event->conditions.failure = "gives neither true nor false but null";
    while (!set_has(stages_of(procedure, fails), event->conditions.failed_stage)) {
        event->conditions.failed_stage++;
    }
}

/* CALENDAR FILE [YEAR...]: these years of it, or all. */
static void do_calendar(const struct call *call)
{
    static struct calendar_file file;
    static calendar_bytes bytes;
    static struct lint_report report;
    const struct command *command = call->command;
    char path[1024];

    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/calendars/%s", call->world->procedure_dirs[i],
                 command_word(command, 1));
        memset(&report, 0, sizeof report);
        if (calendar_load(path, &file, &report) == OK) break;
        if (i == 1) {
            world_fail(call->world, "%s: %s", path, report.findings[0].text);
            return;
        }
    }
    struct event event = request(call, EVENT_PUBLISH_CALENDAR);
    struct calendar_notice *notice = &event.publish_calendar.calendar;
    calendar_notice_of(&file, 0, bytes, notice);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < notice->year_count && command_word(command, 2) != NULL; i++) {
        bool is_wanted = false;
        for (uint32_t at = 2; command_word(command, at) != NULL; at++) {
            is_wanted |= number_of(command_word(command, at)) == notice->years[i].year;
        }
        if (is_wanted) notice->years[kept++] = notice->years[i];
    }
    if (command_word(command, 2) != NULL) notice->year_count = kept;
    world_step(call->world, &event);
}

/* The materials "a,b" of a procedure; "9" is the tenth, whether there is one or not. */
static uint64_t materials_in(const struct call *call, const struct procedure *procedure,
                             const char *names)
{
    uint64_t materials = 0;
    char rest[256];
    char *place = NULL;

    snprintf(rest, sizeof rest, "%s", names);
    for (char *name = strtok_r(rest, ",", &place); name != NULL && procedure != NULL;
         name = strtok_r(NULL, ",", &place)) {
        uint32_t i = 0;
        while (i < procedure->material_count &&
               strcmp(procedure->materials[i].name.text, name) != 0) {
            i++;
        }
        if (name[0] >= '0' && name[0] <= '9') {
            i = (uint32_t)number_of(name) % MATERIALS_MAX;
        } else if (i == procedure->material_count) {
            world_fail(call->world, "no material %s", name);
            return 0;
        }
        materials |= (uint64_t)1 << i;
    }
    return materials;
}

static void do_submit(const struct call *call)
{
    const char *procedure = command_word(call->command, 1);
    const char *key = command_word(call->command, 2);

    if (procedure == NULL || key == NULL) {
        world_fail(call->world, "SUBMIT PROCEDURE KEY [content=..] [priority=N] [version=N]");
        return;
    }
    struct event event = request(call, EVENT_SUBMIT);
    const char *content = command_option(call->command, "content", "as usual");
    event.submit.procedure = name_of(procedure);
    event.submit.version = (uint32_t)number_of(command_option(call->command, "version", "0"));
    event.submit.key = span_of(key);
    event.submit.priority = (uint8_t)number_of(command_option(call->command, "priority", "4"));
    event.submit.application = span_of("\x80");
    event.key_hash = hash_of(call->peer->principal.text, key);
    event.content_hash = hash_of(procedure, content);
    event.archived = world_archived(call->world, 0, &event.key_hash);
    event.material_unknown = name_of(command_option(call->command, "unknown-material", ""));
    event.materials_missing = materials_in(
        call, engine_procedure(call->world->engine, &event.submit.procedure, event.submit.version),
        command_option(call->command, "without", ""));
    set_conditions(call, &event);
    world_step(call->world, &event);
}

static void do_signal(const struct call *call)
{
    struct event event = request(call, EVENT_SIGNAL);

    event.signal.ref.bundle = number_of(command_word(call->command, 1));
    event.archived = world_archived(call->world, event.signal.ref.bundle, NULL);
    event.signal.milestone = name_of(command_word(call->command, 2));
    const char *third = command_word(call->command, 3);
    event.signal.called_off = third != NULL && strcmp(third, "called-off") == 0;
    world_step(call->world, &event);
}

static void do_withdraw(const struct call *call)
{
    struct event event = request(call, EVENT_WITHDRAW);

    event.withdraw.ref.bundle = number_of(command_word(call->command, 1));
    event.archived = world_archived(call->world, event.withdraw.ref.bundle, NULL);
    event.withdraw.reason = span_of(command_word(call->command, 2));
    world_step(call->world, &event);
}

/* "2026-03-01" is the end of that day in Beijing, "30d" so long from now. */
static int64_t instant_of(const struct call *call, const char *text)
{
    int year, month, day;

    if (text == NULL) return 0;
    if (sscanf(text, "%d-%d-%d", &year, &month, &day) == 3) {
        const struct civil civil = { year, (uint32_t)month, (uint32_t)day };
        return (civil_to_day(civil) + 1) * CIVIL_DAY_MS - 8 * 3600 * 1000;
    }
    int64_t after = (int64_t)number_of(text);
    const char *unit = text + strspn(text, "0123456789");
    if (*unit == 'd') after *= 24 * 3600;
    if (*unit == 'h') after *= 3600;
    if (*unit == 'm') after *= 60;
    return call->world->base_ms + call->world->now_ms + after * 1000;
}

/* The materials "a,b" of a bundle's procedure. */
static uint64_t materials_of(const struct call *call, uint64_t bundle, const char *names)
{
    struct bundle_image image;

    if (world_image(call->world, bundle, &image) != OK) return 0;
    return materials_in(
        call, engine_procedure(call->world->engine, &image.procedure, image.version), names);
}

/* detail=2, or in words: what a signature says, or which special procedure. */
static uint8_t detail_of(const struct command *command)
{
    const char *text = command_option(command, "detail", "0");
    uint32_t value = 0;

    if (symbols_find(&symbols_sign_answer, text, &value)) return (uint8_t)value;
    if (symbols_find(&symbols_special_kind, text, &value)) return (uint8_t)value;
    return (uint8_t)number_of(text);
}

/* ACT WORD BUNDLE [STAGE] ["reason"]: a third word is a stage if it is a name, a reason otherwise. */
static void do_act(const struct call *call)
{
    const struct command *command = call->command;
    struct event event = request(call, EVENT_ACT);
    uint32_t act = 0;

    if (!symbols_find(&symbols_act, command_word(command, 1), &act)) {
        world_fail(call->world, "no act %s", command_word(command, 1));
        return;
    }
    event.act.act = (uint8_t)act;
    event.act.ref.bundle = number_of(command_word(command, 2));
    event.archived = world_archived(call->world, event.act.ref.bundle, NULL);
    event.act.stage = name_of(command_option(command, "stage", ""));
    event.act.reason = span_of(command_word(command, 3));
    event.act.detail = detail_of(command);
    event.act.amount = (uint32_t)number_of(command_option(command, "amount", "0"));
    event.act.until_ms = instant_of(call, command_option(command, "until", NULL));
    event.act.on = name_of(command_option(command, "on", ""));
    const char *materials = command_option(command, "materials", NULL);
    if (materials != NULL) {
        event.act.materials = materials_of(call, event.act.ref.bundle, materials);
    }
    world_step(call->world, &event);
}

/* SUPPLY BUNDLE ["reason"]: changed= what is different in it; skipped= if other stages would apply to it. */
static void do_supply(const struct call *call)
{
    const struct command *command = call->command;
    struct event event = request(call, EVENT_SUPPLY);
    static struct bundle_image image;

    event.supply.ref.bundle = number_of(command_word(command, 1));
    event.archived = world_archived(call->world, event.supply.ref.bundle, NULL);
    event.supply.reason = span_of(command_word(command, 2));
    event.supply.application = span_of("\x80"); /* an empty map */
    event.content_hash = hash_of("supply", command_option(command, "content", ""));
    event.material_unknown = name_of(command_option(command, "unknown-material", ""));
    const char *changed = command_option(command, "changed", NULL);
    if (changed != NULL) {
        event.changed = materials_of(call, event.supply.ref.bundle, changed);
    }
    if (engine_image(call->world->engine, event.supply.ref.bundle, &image) == OK) {
        const struct procedure *procedure =
            engine_procedure(call->world->engine, &image.procedure, image.version);
        const char *skipped = command_option(command, "skipped", NULL);
        for (uint32_t i = 0; i < image.stage_count && skipped == NULL; i++) {
            bool is_skipped = image.stages[i].state == STAGE_SKIPPED;
            if (is_skipped) event.conditions.skipped |= set_of(i);
        }
        if (skipped != NULL) event.conditions.skipped = stages_of(procedure, skipped);
    }
    world_step(call->world, &event);
}

static void do_migrate(const struct call *call)
{
    struct event event = request(call, EVENT_MIGRATE);
    event.migrate.procedure = name_of(command_word(call->command, 1));
    event.migrate.version = (uint32_t)number_of(command_word(call->command, 2));
    event.migrate.ref.bundle = number_of(command_word(call->command, 3));
    event.archived = world_archived(call->world, event.migrate.ref.bundle, NULL);
    world_step(call->world, &event);
    world_say_why(call->world);
}

static void do_retry(const struct call *call)
{
    struct event event = request(call, EVENT_RETRY);

    event.retry.bundle = number_of(command_word(call->command, 1));
    event.archived = world_archived(call->world, event.retry.bundle, NULL);
    event.retry.stage = name_of(command_word(call->command, 2));
    world_step(call->world, &event);
}

/* ---- Workers ------------------------------------------------------------------------------- */

static void do_credit(const struct call *call)
{
    struct event event = request(call, EVENT_CREDIT);

    event.credit.credit = (uint32_t)number_of(call->command->words[1]);
    call->peer->owed = event.credit.credit;
    world_step(call->world, &event);
}

static void do_hello(const struct call *call)
{
    world_connect(call->world, call->peer);
    if (call->peer->session.n == 0) return;
    struct event event = request(call, EVENT_CREDIT);
    event.credit.credit = (uint32_t)number_of(command_option(call->command, "credit", "1"));
    call->peer->owed = event.credit.credit;
    world_step(call->world, &event);
}

static void do_bye(const struct call *call)
{
    struct event event = request(call, EVENT_LEFT);

    world_step(call->world, &event);
    call->peer->session.n = 0;
}

/* What the worker remembers of the job; attempt= picks an older one. */
static const struct held *find_held(const struct call *call)
{
    uint64_t bundle = number_of(command_word(call->command, 1));
    struct name stage = name_of(command_word(call->command, 2));
    uint64_t attempt = number_of(command_option(call->command, "attempt", "0"));
    const char *holder = command_option(call->command, "of", call->peer->name);

    for (uint32_t i = call->world->held_count; i-- > 0;) {
        const struct held *held = &call->world->held[i];
        if (strcmp(call->world->peers[held->peer].name, holder) != 0) continue;
        if (held->bundle != bundle || !name_is_equal(&held->stage_name, &stage)) continue;
        if (attempt != 0 && held->attempt != attempt) continue;
        return held;
    }
    world_fail(call->world, "%s never had this job", holder);
    return NULL;
}

/* GRANT, REFUSE and so on: the verb is the verdict. */
static void do_verdict(const struct call *call)
{
    char word[16] = "";
    uint32_t verdict = 0;

    for (size_t i = 0; i < sizeof word - 1 && call->command->words[0][i] != '\0'; i++) {
        word[i] = (char)(call->command->words[0][i] | 0x20);
    }
    bool is_known = symbols_find(&symbols_verdict, word, &verdict);
    assert(is_known); /* the table of verbs has no other */
    const struct held *held = find_held(call);
    if (held == NULL) return;
    struct event event = request(call, EVENT_VERDICT);
    const char *reason = command_word(call->command, 3);

    event.verdict.bundle = held->bundle;
    event.verdict.stage = held->stage;
    event.verdict.attempt = held->attempt;
    event.verdict.token =
        held->token + number_of(command_option(call->command, "forge-token-by", "0"));
    event.verdict.verdict = (uint8_t)verdict;
    event.verdict.reason = span_of(reason);
    event.verdict.delay_ms = (uint32_t)number_of(command_option(call->command, "delay-ms", "0"));
    event.verdict.credit = (uint32_t)number_of(command_option(call->command, "credit", "1"));
    event.verdict.materials = span_of(command_option(call->command, "materials", NULL));
    event.verdict.remedies = span_of(command_option(call->command, "remedies", NULL));
    event.verdict.special = detail_of(call->command);
    event.verdict.days = (uint32_t)number_of(command_option(call->command, "days", "0"));
    event.verdict.until_ms = instant_of(call, command_option(call->command, "until", NULL));
    event.verdict.on = name_of(command_option(call->command, "on", ""));
    call->peer->owed += event.verdict.credit;
    world_step(call->world, &event);
}

static void do_renew(const struct call *call)
{
    const struct held *held = find_held(call);
    if (held == NULL) return;
    struct event event = request(call, EVENT_RENEW);

    event.renew.bundle = held->bundle;
    event.renew.stage = held->stage;
    event.renew.attempt = held->attempt;
    event.renew.token = held->token;
    world_step(call->world, &event);
}

/* ---- The broker itself --------------------------------------------------------------------- */

static void do_restart(const struct call *call)
{
    world_restart(call->world);
}

static void do_drain(const struct call *call)
{
    struct event event = { .type = EVENT_DRAIN };

    world_step(call->world, &event);
}

static void do_disk(const struct call *call)
{
    static const char *const words[] = {
        [ROOM_AMPLE] = "ample", [ROOM_RESERVE] = "reserve", [ROOM_NONE] = "full"
    };

    for (enum room room = ROOM_AMPLE; room <= ROOM_NONE; room++) {
        if (strcmp(call->command->words[1], words[room]) != 0) continue;
        call->world->room = room;
        world_step(call->world, &(struct event){ .type = EVENT_TICK });
        return;
    }
    world_fail(call->world, "DISK ample|reserve|full");
}

struct verb {
    const char *name;
    uint32_t words_min; /* with the verb */
    void (*do_it)(const struct call *call);
};

/* clang-format off */
static const struct verb verbs[] = {
    { "PUBLISH",  2, do_publish },
    { "CALENDAR", 2, do_calendar },
    { "SUBMIT",   3, do_submit },
    { "SIGNAL",   3, do_signal },
    { "WITHDRAW", 2, do_withdraw },
    { "ACT",      3, do_act },
    { "SUPPLY",   2, do_supply },
    { "MIGRATE",  4, do_migrate },
    { "RETRY",    3, do_retry },
    { "EXPLAIN",  2, ask_explain },
    { "SHOW",     2, ask_show },
    { "CLOCKS",   2, ask_clocks },
    { "TOLD",     3, ask_told },
    { "CARDS",    2, ask_cards },
    { "STATS",    1, ask_stats },
    { "HELLO",    1, do_hello },
    { "CREDIT",   2, do_credit },
    { "BYE",      1, do_bye },
    { "GRANT",    3, do_verdict },
    { "REFUSE",   3, do_verdict },
    { "CORRECT",  3, do_verdict },
    { "FAIL",     3, do_verdict },
    { "PARK",     3, do_verdict },
    { "RELEASE",  3, do_verdict },
    { "SPECIAL",  3, do_verdict },
    { "AGREE",    3, do_verdict },
    { "DISAGREE", 3, do_verdict },
    { "FORWARD",  3, do_verdict },
    { "RETURN",   3, do_verdict },
    { "RENEW",    3, do_renew },
    { "RESTART",  1, do_restart },
    { "DRAIN",    1, do_drain },
    { "DISK",     2, do_disk },
};
/* clang-format on */

void verb_do(struct world *world, const struct command *command)
{
    struct call call = { .world = world, .command = command };

    if (strcmp(command->actor, "clock") == 0) return; /* time itself has been dealt with */
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, command->words[0]) != 0) continue;
        if (command->word_count < verbs[i].words_min) break;
        if (strcmp(command->actor, "broker") != 0) {
            call.peer = world_peer(world, command->actor);
            if (call.peer == NULL) break;
            if (call.peer->role != ROLE_WORKER) world_connect(world, call.peer);
        }
        verbs[i].do_it(&call);
        return;
    }
    world_fail(world, "unknown actor or command, or too few words");
}

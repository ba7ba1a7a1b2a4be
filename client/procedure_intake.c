/* SPDX-License-Identifier: Apache-2.0 */
/* The section `intake` of a definition: whether applications are accepted at a counter, within which
 * time, and what silence means. */
#include "client/procedure_reader.h"

static struct procedure_intake *intake_of(const struct procedure_reader *reader)
{
    return &reader->procedure->intake;
}

static void read_counter(struct procedure_reader *reader, struct value value)
{
    (void)value_flag(value, &intake_of(reader)->counter);
}

static void read_within(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &intake_of(reader)->within);
}

static void read_on_spot(struct procedure_reader *reader, struct value value)
{
    (void)value_flag(value, &intake_of(reader)->on_spot);
}

static void read_on_silence(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = {
        [0] = NULL, [ON_SILENCE_ACCEPT] = "accept", [ON_SILENCE_WAIT] = "wait", NULL
    };
    (void)value_choice(value, &intake_of(reader)->on_silence, words);
}

static void read_correct_within(struct procedure_reader *reader, struct value value)
{
    (void)value_limit(value, &intake_of(reader)->correct_within);
}

static void read_on_lapse(struct procedure_reader *reader, struct value value)
{
    static const char *const words[] = { [0] = NULL,
                                         [ON_LAPSE_RETURN] = "return",
                                         [ON_LAPSE_WITHDRAW] = "withdraw",
                                         [ON_LAPSE_NOT_ACCEPT] = "not_accept",
                                         NULL };
    (void)value_choice(value, &intake_of(reader)->on_lapse, words);
}

static const struct field intake_fields[] = {
    { "counter", true, read_counter },
    { "within", false, read_within },
    { "on_spot", false, read_on_spot },
    { "on_silence", false, read_on_silence },
    { "correct_within", false, read_correct_within },
    { "on_lapse", false, read_on_lapse },
    { NULL, false, NULL },
};

/* What the law says where the file does not: five working days, and silence accepts (许可法 32). */
static void set_defaults(struct procedure_intake *intake)
{
    bool has_limit = intake->on_spot || intake->within.value != 0;

    if (intake->on_silence == 0) intake->on_silence = ON_SILENCE_ACCEPT;
    if (!has_limit) intake->within = (struct limit){ .value = 5, .unit = LIMIT_WORKING_DAYS };
    if (intake->correct_within.value != 0 && intake->on_lapse == 0) {
        intake->on_lapse = ON_LAPSE_RETURN;
    }
}

void procedure_reader_intake(struct procedure_reader *reader, struct value value)
{
    struct procedure_intake *intake = intake_of(reader);
    const struct lint_place place = value.node->place;

    procedure_reader_fields(reader, value, intake_fields);
    if (intake->counter) {
        set_defaults(intake);
    } else if (intake->on_silence != 0 || intake->on_lapse != 0 || intake->on_spot ||
               intake->within.value != 0 || intake->correct_within.value != 0) {
        lint_error(reader->report, place, "no-counter",
                   "without a counter whatever is submitted is accepted; remove the rest of "
                   "intake, or set counter: true");
        *intake = (struct procedure_intake){ 0 };
    }
    if (intake->on_spot && intake->within.value != 0) {
        lint_error(reader->report, place, "two-limits",
                   "on_spot is a limit: the day of receipt; remove on_spot or within");
        intake->within = (struct limit){ 0 };
    }
    if (intake->on_lapse != 0 && intake->correct_within.value == 0) {
        lint_error(reader->report, place, "missing-key",
                   "on_lapse needs correct_within beside it; add it");
        intake->on_lapse = 0;
    }
}

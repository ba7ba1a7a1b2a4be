/* SPDX-License-Identifier: Apache-2.0 */
/* A line is built left to right in a fixed buffer; what does not fit is cut, never overrun. */
#ifndef BROKER_SHELL_DESCRIBE_LINE_H
#define BROKER_SHELL_DESCRIBE_LINE_H

#include "broker/shell/describe.h"
#include "proto/symbols.h"

struct line {
    char *text;
    size_t size;
};

void line_say(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

void line_say_time(struct line *line, const struct describe *how, int64_t at_ms);

/* Its name, or "stage 3" where the procedure is not known. */
void line_say_stage(struct line *line, const struct procedure *procedure, uint8_t stage);

const char *line_department(const struct procedure *procedure, uint8_t stage);

/* names[index], or "?". */
const char *line_name_at(const char *const *names, size_t count, size_t index);

/* " (contract, photo)", or nothing. */
void line_say_materials(struct line *line, const struct procedure *procedure, uint64_t materials);

/* The name of a value, or "?". */
const char *line_symbol(const struct symbols *symbols, uint8_t value);

/* VERDICT_GIVEN: what became of its stage. */
void line_say_verdict(struct line *line, const struct describe *how,
                      const struct fact_verdict_given *given, const struct procedure *procedure);

/* ACTED about a card, or what has no phrase: all of it but the stage. False: it is another act. */
bool line_say_card(struct line *line, const struct fact_acted *acted);

/* ACTED: what was done, and what became of one of its `stages`. */
void line_say_act(struct line *line, const struct describe *how, const struct fact_acted *acted,
                  const struct procedure *procedure);
/* acted NULL: of a verdict that sends back. */
void line_say_act_stage(struct line *line, const struct fact_acted *acted, uint8_t stage,
                        const struct procedure *procedure);

#endif

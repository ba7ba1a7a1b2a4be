/* SPDX-License-Identifier: Apache-2.0 */
#include "client/procedure_reader.h"

#include "client/suggest.h"
#include "client/text.h"

#include <stdio.h>

#define FIELDS_MAX 32

/* --- mappings --- */

/* Returns: the field that was probably meant, as a set; it is not missed then. */
static set32 report_unknown_key(struct lint_report *report, const struct yaml_node *key,
                                const struct field *fields)
{
    const char *words[FIELDS_MAX];
    uint32_t count = 0;
    uint32_t index = 0;

    for (; fields[count].key != NULL; count++) {
        assert(count < FIELDS_MAX);
        words[count] = fields[count].key;
    }
    const char *text = key->text == NULL ? "" : key->text;
    const char *meant = suggest(text, words, count);
    if (meant == NULL) {
        lint_error(report, key->place, "unknown-key", "there is no key '%s' here; remove it", text);
        return 0;
    }
    lint_error(report, key->place, "unknown-key", "there is no key '%s' here; did you mean %s?",
               text, meant);
    while (words[index] != meant) {
        index++;
    }
    return set_of(index);
}

static const struct field *field_find(const struct field *fields, const struct yaml_node *key)
{
    if (key->text == NULL) return NULL;
    for (; fields->key != NULL; fields++) {
        if (strcmp(fields->key, key->text) == 0) return fields;
    }
    return NULL;
}

void procedure_reader_fields(struct procedure_reader *reader, struct value mapping,
                             const struct field *fields)
{
    set32 seen = 0;
    set32 meant = 0;

    if (!value_is(mapping, YAML_MAPPING)) return;
    for (const struct yaml_node *key = mapping.node->first; key != NULL; key = key->next->next) {
        const struct field *field = field_find(fields, key);
        if (field == NULL) {
            meant |= report_unknown_key(reader->report, key, fields);
            continue;
        }
        if (set_has(seen, (uint32_t)(field - fields))) {
            lint_error(reader->report, key->place, "duplicate", "%s stands here twice; remove one",
                       field->key);
            continue;
        }
        seen |= set_of((uint32_t)(field - fields));
        field->read(reader, (struct value){ key->next, field->key, reader->report });
    }
    for (uint32_t i = 0; fields[i].key != NULL; i++) {
        if (!fields[i].required || set_has(seen | meant, i)) continue;
        lint_error(reader->report, mapping.node->place, "missing-key",
                   "%s lacks the key %s; add it", mapping.key, fields[i].key);
    }
}

/* --- sections --- */

static struct name *section_name(const struct section *section, uint32_t index)
{
    return (struct name *)(void *)(section->list + index * section->list_stride);
}

static struct lint_place *section_place(const struct section *section, uint32_t index)
{
    return (struct lint_place *)(void *)(section->places + index * section->places_stride);
}

/* The index of a name in a section, or the count of the section. */
static uint32_t section_find(const struct procedure_reader *reader, enum section_index which,
                             const struct name *name)
{
    const struct section *section = &reader->sections[which];
    uint32_t index = 0;

    while (index < *section->count && !name_is_equal(section_name(section, index), name)) {
        index++;
    }
    return index;
}

/* All stages that a name means: one, or the copies of one. */
static set32 stages_named(const struct procedure_reader *reader, const struct name *name)
{
    const struct section *section = &reader->sections[SECTION_STAGES];
    set32 stages = 0;

    for (uint32_t i = 0; i < *section->count; i++) {
        bool is_it = name_is_equal(section_name(section, i), name);
        if (is_it || name_is_equal(&section->written[i], name)) stages |= set_of(i);
    }
    return stages;
}

static bool section_has(const struct procedure_reader *reader, enum section_index which,
                        const struct name *name)
{
    if (which == SECTION_STAGES) return stages_named(reader, name) != 0;
    return section_find(reader, which, name) < *reader->sections[which].count;
}

/* The value of a key in a mapping, or NULL. */
static const struct yaml_node *member_find(const struct yaml_node *mapping, const char *name)
{
    if (mapping->kind != YAML_MAPPING) return NULL;
    for (const struct yaml_node *key = mapping->first; key != NULL; key = key->next->next) {
        if (key->text != NULL && strcmp(key->text, name) == 0) return key->next;
    }
    return NULL;
}

/* How many copies an entry stands for; 0: it is a stage of its own. What is wrong with the number is said
 * when the mapping is read. */
static uint32_t copies_of(const struct yaml_node *mapping)
{
    const struct yaml_node *at_most = member_find(mapping, "at_most");
    uint32_t count = 0;

    if (at_most == NULL || member_find(mapping, "for_each") == NULL) return 0;
    if (at_most->kind != YAML_NUMBER) return 0;
    for (const char *at = at_most->text; *at >= '0' && *at <= '9' && count <= ELEMENTS_MAX; at++) {
        count = count * 10 + (uint32_t)(*at - '0');
    }
    return count <= ELEMENTS_MAX ? count : 0;
}

/* One name of an entry: its own, or that of a copy. False: it cannot be taken. */
static bool take_name(struct procedure_reader *reader, enum section_index which,
                      const struct yaml_node *key, const struct name *name)
{
    struct section *section = &reader->sections[which];

    if (section_has(reader, which, name)) {
        lint_error(reader->report, key->place, "duplicate",
                   "there are two %ss named %s; rename or remove one", section->what, name->text);
        return false;
    }
    if (which == SECTION_STAGES && section_has(reader, SECTION_MILESTONES, name)) {
        lint_error(reader->report, key->place, "duplicate",
                   "a milestone is named %s, too, so that an edge could mean either; rename one",
                   name->text);
    }
    if (*section->count == section->count_max) {
        lint_error(reader->report, key->place, "too-many",
                   "there are more than %u %ss, the most that a procedure can have",
                   section->count_max, section->what);
        return false;
    }
    uint32_t index = (*section->count)++;
    *section_name(section, index) = *name;
    *section_place(section, index) = key->place;
    section->entries[index] = key->next;
    return true;
}

/* NAME.1 to NAME.N; the first that cannot be taken is the last. */
static void take_copies(struct procedure_reader *reader, const struct yaml_node *key,
                        const struct name *name, uint32_t count)
{
    struct section *section = &reader->sections[SECTION_STAGES];
    const uint32_t first = *section->count;
    char text[2 * NAME_BYTES_MAX];
    struct name copy;

    for (uint32_t element = 1; element <= count; element++) {
        (void)snprintf(text, sizeof text, "%s.%u", name->text, element);
        if (!text_to_name(&copy, text)) {
            lint_error(reader->report, key->place, "bad-name",
                       "the name of the copy %s would have over %d bytes; shorten it", text,
                       NAME_BYTES_MAX);
            break;
        }
        if (!take_name(reader, SECTION_STAGES, key, &copy)) break;
        section->elements[*section->count - 1] = (uint8_t)element;
    }
    for (uint32_t i = first; i < *section->count; i++) {
        section->written[i] = *name;
    }
}

static void collect_name(struct procedure_reader *reader, enum section_index which,
                         const struct yaml_node *key)
{
    const struct section *section = &reader->sections[which];
    struct yaml_node text = *key;
    struct name name;

    if (text.text != NULL) text.kind = YAML_TEXT; /* as a key, 2024 is as good as "2024" */
    if (!value_name((struct value){ &text, section->what, reader->report }, &name)) return;
    uint32_t copies = which == SECTION_STAGES ? copies_of(key->next) : 0;
    if (copies == 0) {
        (void)take_name(reader, which, key, &name);
    } else if (section_has(reader, which, &name)) {
        lint_error(reader->report, key->place, "duplicate",
                   "there are two stages named %s; rename or remove one", name.text);
    } else {
        take_copies(reader, key, &name, copies);
    }
}

void procedure_reader_collect(struct procedure_reader *reader, enum section_index which)
{
    const struct yaml_node *node = reader->sections[which].node;
    if (node == NULL) return;
    for (const struct yaml_node *key = node->first; key != NULL; key = key->next->next) {
        collect_name(reader, which, key);
    }
}

/* The second copy and those behind it are what the first is, but for its name and element. */
static void copy_stage(const struct procedure_reader *reader)
{
    const uint32_t index = reader->index;
    struct procedure_stage *stage = &reader->procedure->stages[index];
    const struct name name = stage->name;

    assert(index > 0);
    *stage = reader->procedure->stages[index - 1];
    reader->marks->stages[index] = reader->marks->stages[index - 1];
    stage->name = name;
    stage->element = reader->sections[SECTION_STAGES].elements[index];
}

void procedure_reader_section(struct procedure_reader *reader, enum section_index which,
                              const struct field *fields)
{
    const struct section *section = &reader->sections[which];

    for (reader->index = 0; reader->index < *section->count; reader->index++) {
        const uint8_t element = section->elements[reader->index];
        const struct name *name =
            element != 0 ? &section->written[reader->index] : section_name(section, reader->index);
        reader->backoff_max = (struct lint_place){ 0, 0 };
        if (element > 1) {
            copy_stage(reader);
            continue;
        }
        if (element == 1) reader->procedure->stages[reader->index].element = 1;
        procedure_reader_fields(
            reader, (struct value){ section->entries[reader->index], name->text, reader->report },
            fields);
    }
}

/* --- lists of names --- */

static void report_unknown_name(struct procedure_reader *reader, struct value value,
                                const struct name *name, bool milestones_too)
{
    const char *words[UPSTREAMS_MAX];
    size_t count = 0;
    const struct procedure *procedure = reader->procedure;
    const char *what = milestones_too ? "stage or milestone" : "stage";

    if (!milestones_too && section_has(reader, SECTION_MILESTONES, name)) {
        lint_error(reader->report, value.node->place, "unknown-name",
                   "%s: '%s' is a milestone; only stages can stand here", value.key, name->text);
        return;
    }
    for (uint32_t i = 0; i < procedure->stage_count; i++) {
        words[count++] = procedure->stages[i].name.text;
    }
    for (uint32_t i = 0; milestones_too && i < procedure->milestone_count; i++) {
        words[count++] = procedure->milestones[i].name.text;
    }
    const char *meant = suggest(name->text, words, count);
    if (meant != NULL) {
        lint_error(reader->report, value.node->place, "unknown-name",
                   "%s: there is no %s '%s'; did you mean %s?", value.key, what, name->text, meant);
    } else {
        lint_error(reader->report, value.node->place, "unknown-name",
                   "%s: there is no %s '%s'; define it or remove it", value.key, what, name->text);
    }
}

/* Put stages or a milestone into a set; a second time is an error. */
static void set_add(struct procedure_reader *reader, struct value value, set32 *set, set32 more)
{
    if ((*set & more) != 0) {
        lint_error(reader->report, value.node->place, "duplicate", "%s names %s twice; remove one",
                   value.key, value.node->text);
    }
    *set |= more;
}

void procedure_reader_edges(struct procedure_reader *reader, struct value list, struct edges *edges,
                            struct lint_place *places)
{
    if (!value_is(list, YAML_LIST)) return;
    for (const struct yaml_node *node = list.node->first; node != NULL; node = node->next) {
        struct value item = { node, list.key, list.report };
        struct name name;
        if (!value_name(item, &name)) continue;
        set32 stages = stages_named(reader, &name);
        uint32_t milestone = section_find(reader, SECTION_MILESTONES, &name);
        if (stages != 0) {
            set_add(reader, item, &edges->stages, stages);
            for (uint32_t i = 0; i < STAGES_MAX; i++) {
                if (set_has(stages, i)) places[i] = node->place;
            }
        } else if (milestone < reader->procedure->milestone_count) {
            set_add(reader, item, &edges->milestones, set_of(milestone));
            places[STAGES_MAX + milestone] = node->place;
        } else {
            report_unknown_name(reader, item, &name, true);
        }
    }
}

void procedure_reader_stages(struct procedure_reader *reader, struct value list, set32 *set)
{
    if (!value_is(list, YAML_LIST)) return;
    for (const struct yaml_node *node = list.node->first; node != NULL; node = node->next) {
        struct value item = { node, list.key, list.report };
        struct name name;
        if (!value_name(item, &name)) continue;
        set32 stages = stages_named(reader, &name);
        if (stages != 0) {
            set_add(reader, item, set, stages);
        } else {
            report_unknown_name(reader, item, &name, false);
        }
    }
}

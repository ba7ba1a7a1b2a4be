/* SPDX-License-Identifier: Apache-2.0 */
#include "client/procedure_reader.h"

#include "client/suggest.h"

#define FIELDS_MAX 16

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

static bool section_has(const struct procedure_reader *reader, enum section_index which,
                        const struct name *name)
{
    return section_find(reader, which, name) < *reader->sections[which].count;
}

static void collect_name(struct procedure_reader *reader, enum section_index which,
                         const struct yaml_node *key)
{
    struct section *section = &reader->sections[which];
    struct yaml_node text = *key;
    struct name name;

    if (text.text != NULL) text.kind = YAML_TEXT; /* as a key, 2024 is as good as "2024" */
    if (!value_name((struct value){ &text, section->what, reader->report }, &name)) return;
    if (section_has(reader, which, &name)) {
        lint_error(reader->report, key->place, "duplicate",
                   "there are two %ss named %s; rename or remove one", section->what, name.text);
        return;
    }
    if (which == SECTION_STAGES && section_has(reader, SECTION_MILESTONES, &name)) {
        lint_error(reader->report, key->place, "duplicate",
                   "a milestone is named %s, too, so that an edge could mean either; rename one",
                   name.text);
    }
    if (*section->count == section->count_max) {
        lint_error(reader->report, key->place, "too-many",
                   "there are more than %u %ss, the most that a procedure can have",
                   section->count_max, section->what);
        return;
    }
    uint32_t index = (*section->count)++;
    *section_name(section, index) = name;
    *section_place(section, index) = key->place;
    section->entries[index] = key->next;
}

void procedure_reader_collect(struct procedure_reader *reader, enum section_index which)
{
    const struct yaml_node *node = reader->sections[which].node;
    if (node == NULL) return;
    for (const struct yaml_node *key = node->first; key != NULL; key = key->next->next) {
        collect_name(reader, which, key);
    }
}

void procedure_reader_section(struct procedure_reader *reader, enum section_index which,
                              const struct field *fields)
{
    const struct section *section = &reader->sections[which];

    for (reader->index = 0; reader->index < *section->count; reader->index++) {
        const struct name *name = section_name(section, reader->index);
        reader->backoff_max = (struct lint_place){ 0, 0 };
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

/* Put a bit into a set; a second time is an error. */
static void set_add(struct procedure_reader *reader, struct value value, set32 *set, uint32_t index)
{
    if (set_has(*set, index)) {
        lint_error(reader->report, value.node->place, "duplicate", "%s names %s twice; remove one",
                   value.key, value.node->text);
    }
    *set |= set_of(index);
}

void procedure_reader_edges(struct procedure_reader *reader, struct value list, struct edges *edges,
                            struct lint_place *places)
{
    if (!value_is(list, YAML_LIST)) return;
    for (const struct yaml_node *node = list.node->first; node != NULL; node = node->next) {
        struct value item = { node, list.key, list.report };
        struct name name;
        if (!value_name(item, &name)) continue;
        uint32_t stage = section_find(reader, SECTION_STAGES, &name);
        uint32_t milestone = section_find(reader, SECTION_MILESTONES, &name);
        if (stage < reader->procedure->stage_count) {
            set_add(reader, item, &edges->stages, stage);
            places[stage] = node->place;
        } else if (milestone < reader->procedure->milestone_count) {
            set_add(reader, item, &edges->milestones, milestone);
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
        uint32_t stage = section_find(reader, SECTION_STAGES, &name);
        if (stage < reader->procedure->stage_count) {
            set_add(reader, item, set, stage);
        } else {
            report_unknown_name(reader, item, &name, false);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/options.h"

#include "bench/tool.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

double options_number(const char *text, double min, double max)
{
    char *end;
    double value = strtod(text, &end);
    if (*text == '\0' || *end != '\0' || !(value >= min && value <= max)) {
        die("%s is not a number from %g to %g", text, min, max);
    }
    return value;
}

static void usage(const struct options *options, const struct option_text *texts)
{
    fprintf(stderr,
            "usage: %s [--in-flight 200] [--seconds 5] [--warmup 1] [--application-bytes 256]\n"
            "           [--pid PROCESS] [--data FOLDER] [--syncs FILE]\n",
            options->program);
    for (; texts->name != NULL; texts++) {
        fprintf(stderr, texts->required ? "           --%s TEXT\n" : "           [--%s TEXT]\n",
                texts->name);
    }
    fputs(
        "\nPrints one line of JSON. PROCESS is what is being driven; FOLDER its data, FILE where\n"
        "libbench_syncs.so counts its syncs.\n",
        stderr);
    exit(2);
}

static bool is_common(struct options *options, const char *name, const char *value)
{
    if (strcmp(name, "in-flight") == 0) {
        options->in_flight = (uint32_t)options_number(value, 1, IN_FLIGHT_MAX);
    } else if (strcmp(name, "seconds") == 0) {
        options->seconds = options_number(value, 0.01, 86400);
    } else if (strcmp(name, "warmup") == 0) {
        options->warmup_s = options_number(value, 0, 86400);
    } else if (strcmp(name, "application-bytes") == 0) {
        options->application_bytes = (uint32_t)options_number(value, 64, 65000);
    } else if (strcmp(name, "pid") == 0) {
        options->target.pid = (int)options_number(value, 1, INT32_MAX);
    } else if (strcmp(name, "data") == 0) {
        options->target.data = value;
    } else if (strcmp(name, "syncs") == 0) {
        options->target.syncs = value;
    } else {
        return false;
    }
    return true;
}

static const struct option_text *find(const struct option_text *texts, const char *name)
{
    while (texts->name != NULL && strcmp(texts->name, name) != 0) {
        texts++;
    }
    return texts->name == NULL ? NULL : texts;
}

void options_read(struct options *options, int argc, char **argv, const struct option_text *texts)
{
    *options = (struct options){
        .program = argv[0], .in_flight = 200, .application_bytes = 256, .warmup_s = 1, .seconds = 5
    };
    for (int i = 1; i < argc; i += 2) {
        const char *name = argv[i] + 2;
        if (strncmp(argv[i], "--", 2) != 0 || i + 1 == argc) usage(options, texts);
        const struct option_text *text = find(texts, name);
        if (text != NULL) {
            *text->value = argv[i + 1];
        } else if (!is_common(options, name, argv[i + 1])) {
            usage(options, texts);
        }
    }
    for (const struct option_text *text = texts; text->name != NULL; text++) {
        if (text->required && *text->value == NULL) usage(options, texts);
    }
}

/* ---- What was measured ----------------------------------------------------------------------- */

void report_begin(struct report *report, const struct options *options, const char *mode)
{
    latency_fini(&report->latency);
    *report = (struct report){ .options = options, .mode = mode };
    report->target_before = usage_of(&options->target);
    report->self_before = usage_of_self();
    report->began_ns = now_ns();
}

void report_end(struct report *report)
{
    const struct options *options = report->options;
    double seconds = (double)(now_ns() - report->began_ns) / 1e9;
    struct usage after = usage_of(&options->target), self = usage_of_self();
    const struct usage *before = &report->target_before;
    double count = report->bundle_count > 0 ? (double)report->bundle_count : 1;
    printf("{\"in_flight\": %" PRIu32 ", \"mode\": \"%s\", \"seconds\": %.3f, ", options->in_flight,
           report->mode, seconds);
    printf("\"bundles\": %" PRIu64 ", \"bundles_per_s\": %.1f, \"verdicts_per_s\": %.1f, ",
           report->bundle_count, (double)report->bundle_count / seconds,
           (double)report->verdict_count / seconds);
    printf("\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"p999_ms\": %.3f, ",
           latency_ms(&report->latency, 0.5), latency_ms(&report->latency, 0.99),
           latency_ms(&report->latency, 0.999));
    printf("\"load_cpu_us\": %.3f, \"target_cpu_us\": %.3f, ",
           (double)(self.cpu_ns - report->self_before.cpu_ns) / 1e3 / count,
           (double)(after.cpu_ns - before->cpu_ns) / 1e3 / count);
    printf("\"target_peak_bytes\": %" PRIu64 ", \"target_anon_bytes\": %" PRIu64 ", ",
           after.peak_bytes, after.anon_bytes);
    printf("\"threads_us\": {");
    for (uint32_t i = 0; i < after.thread_count; i++) {
        const struct usage_thread *thread = &after.threads[i];
        uint64_t ns = thread->cpu_ns - usage_thread_ns(before, thread->name);
        printf("%s\"%s\": %.3f", i > 0 ? ", " : "", thread->name, (double)ns / 1e3 / count);
    }
    printf(
        "}, \"data_bytes\": %.1f, \"written_bytes\": %.1f, \"syncs\": %.5f, \"messages\": %.2f}\n",
        ((double)after.data_bytes - (double)before->data_bytes) / count,
        (double)(after.written_bytes - before->written_bytes) / count,
        (double)(after.sync_count - before->sync_count) / count,
        (double)report->message_count / count);
}

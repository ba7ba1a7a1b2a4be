/* SPDX-License-Identifier: Apache-2.0 */
/* power_images: crash images out of a trace, each opened by the real recovery.
 *
 *     power_images FOLDER --count 2000 --seed 1        FOLDER/trace, FOLDER/final/data.mdb
 *     power_images FOLDER --count 2000 --seed 1 --only 1234 --keep /tmp/seen
 *
 * How it works. The trace is followed event by event (disk.c); at chosen events the power is cut, what
 * may be left is written to a directory in memory (cut.c), and a forked child opens it and says what
 * it finds (verify.c): a child that crashes, or hangs, has found something, and the next image gets a
 * new one. Image i of n by a seed is
 * the same image always, whatever else runs: its event and its chances follow from these three. */
#include "tests/power/disk.h"
#include "tests/power/verify.h"
#include "tests/support/directory.h"

#include "broker/shell/log.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATH_BYTES 320
#define JOBS_MAX 64
#define HANG_S 30
#define IMAGES_A_CHILD 256 /* opened by one process, unless it ends before */
#define SHOWN_MAX 5        /* bad images that each job describes */
#define LOG_BYTES 2048

/* clang-format off */
enum exit_code { EXIT_GOOD = 0, EXIT_BAD = 1, EXIT_TRACE = 2, EXIT_USAGE = 64 };
/* clang-format on */

struct options {
    const char *folder;
    uint32_t count;
    uint64_t seed;
    int64_t only; /* < 0: all */
    uint32_t jobs;
    uint32_t full_every; /* so many images: one is verified in full */
    const char *keep;    /* where images are left that are bad, or asked for */
    const char *scratch; /* where images are written */
};

struct job {
    uint32_t images;
    uint32_t bad;
    uint32_t in_full;
    uint32_t at_stake; /* images with something pending */
    uint32_t torn;
    uint32_t names_lost;
    uint32_t behind;      /* images that had lost something that nobody was told of */
    int64_t bad_first;    /* number of the image; -1: none */
    bool is_broken;       /* the work itself could not be done */
    struct verify verify; /* a child's answer */
};

struct run {
    struct options options;
    struct trace trace;
    struct truth truth;
    uint32_t point_count;
    uint32_t *points; /* events to cut the power at, in order; the more often, the likelier */
    struct job *jobs; /* shared with the children */
};

/* ---- Where to cut ---------------------------------------------------------------------------- */

/* How many times an event counts. What follows a SAY without touching a file is the same image. */
static uint32_t weight(const struct trace *trace, uint32_t number, bool is_beginning)
{
    uint32_t factor = is_beginning ? 10 : 1;
    uint8_t next = number + 1 < trace->count ? trace_event(trace, number + 1).type : TRACE_LIFE;

    switch ((enum trace_type)trace_event(trace, number).type) {
        case TRACE_WRITE:
        case TRACE_TRUNCATE: return 3 * factor;
        case TRACE_OPEN:
        case TRACE_MKDIR:
        case TRACE_UNLINK:
        case TRACE_RENAME:
        case TRACE_LINK:
        case TRACE_SYNC: return 2 * factor;
        case TRACE_SAY: return next == TRACE_SAY ? 0 : 2;
        case TRACE_DONE: return 1;
        case TRACE_LIFE:
        case TRACE_SNAPSHOT:
        case TRACE_COMMIT:
        case TRACE_BLIND:
        case TRACE_TYPE_COUNT: break;
    }
    return 0;
}

static void list_points(struct run *run)
{
    bool is_beginning = true; /* of a life: nothing was said yet */

    for (int pass = 0; pass < 2; pass++) {
        run->point_count = 0;
        for (uint32_t i = 0; i < run->trace.count; i++) {
            uint8_t type = trace_event(&run->trace, i).type;
            if (type == TRACE_LIFE) is_beginning = true;
            if (type == TRACE_SAY) is_beginning = false;
            for (uint32_t n = weight(&run->trace, i, is_beginning); n > 0; n--) {
                if (pass == 1) run->points[run->point_count] = i;
                run->point_count++;
            }
        }
        if (pass == 0) run->points = calloc(run->point_count, sizeof *run->points);
        if (run->points == NULL) abort();
    }
}

/* The chances of an image: nothing but the seed and its number. */
static struct chance chance_of(const struct run *run, uint32_t number)
{
    struct chance chance = { run->options.seed * UINT64_C(0x2545f4914f6cdd1d) + number };
    (void)chance_next(&chance);
    return chance;
}

/* Images are spread evenly and in order over the points. */
static uint32_t event_of(const struct run *run, uint32_t number, struct chance *chance)
{
    uint64_t low = (uint64_t)number * run->point_count / run->options.count;
    uint64_t high = ((uint64_t)number + 1) * run->point_count / run->options.count;
    uint32_t width = high > low ? (uint32_t)(high - low) : 1;

    return run->points[low + chance_below(chance, width)];
}

/* ---- One image ------------------------------------------------------------------------------- */

static void print_image(const struct run *run, uint32_t number, uint32_t event,
                        const struct disk_image *image)
{
    struct trace_event cut = trace_event(&run->trace, event);

    printf("image %u: power cut after event %u of %u (%s", number, event, run->trace.count,
           trace_type_name(cut.type));
    if (cut.type == TRACE_WRITE) printf(" of %u bytes at %" PRIu64, cut.size, cut.at);
    if (image->folder_is_lost) {
        printf("), the directory is lost\n");
        return;
    }
    printf("); %u pages at stake, %s: %u kept, %u of them torn; %u names lost\n", image->at_stake,
           image->way, image->kept, image->torn, image->names_lost);
}

static void print_bad(const struct run *run, uint32_t number, const char *why, int log_fd)
{
    const struct options *options = &run->options;
    char log[LOG_BYTES + 1];
    ssize_t size = pread(log_fd, log, LOG_BYTES, 0);

    printf("  BAD: %s\n", why);
    log[size > 0 ? size : 0] = '\0';
    log[strcspn(log, "\n")] = '\0';
    if (log[0] != '\0') printf("  it logged: %s\n", log);
    printf("  again: power_images %s --count %u --seed %" PRIu64 " --only %u --keep DIR\n",
           options->folder, options->count, options->seed, number);
}

/* What the child's end says, where it could not say it itself. */
static void read_end(struct verify *verify, int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) {
        snprintf(verify->why, sizeof verify->why, "it hangs for more than %d s", HANG_S);
    } else if (WIFSIGNALED(status)) {
        snprintf(verify->why, sizeof verify->why, "it ends the process: %s",
                 strsignal(WTERMSIG(status)));
    } else {
        snprintf(verify->why, sizeof verify->why, "it ends the process with status %d",
                 WEXITSTATUS(status));
    }
}

struct place {
    struct directory root;
    char data[PATH_BYTES]; /* the directory that images are written to */
    int log_fd;            /* what the child logs */
    pid_t child;           /* opens images; 0: there is none */
    int ask_fd;            /* a byte to the child: open the image */
    int answer_fd;         /* a byte from it: done */
    uint32_t images_left;  /* until it is replaced by a fresh one */
};

/* A child's life: open an image whenever asked. */
static void serve(struct job *job, const struct place *place, int ask_fd, int answer_fd)
{
    char byte;

    dup2(place->log_fd, STDERR_FILENO);
    while (read(ask_fd, &byte, 1) == 1) {
        lseek(place->log_fd, 0, SEEK_SET);
        alarm(HANG_S);
        verify_image(&job->verify);
        alarm(0);
        if (write(answer_fd, &byte, 1) != 1) break;
    }
    _exit(0);
}

static bool start_child(struct job *job, struct place *place)
{
    int ask[2];
    int answer[2];

    fflush(stdout);
    if (pipe2(ask, O_CLOEXEC) != 0 || pipe2(answer, O_CLOEXEC) != 0) return false;
    place->child = fork();
    if (place->child == 0) {
        close(ask[1]);
        serve(job, place, ask[0], answer[1]);
    }
    close(ask[0]);
    close(answer[1]);
    place->ask_fd = ask[1];
    place->answer_fd = answer[0];
    place->images_left = IMAGES_A_CHILD;
    return place->child > 0;
}

/* Returns the child's exit status; it ends when nobody can ask it any more. */
static int end_child(struct place *place)
{
    int status = 0;

    if (place->child <= 0) return 0;
    close(place->ask_fd);
    close(place->answer_fd);
    while (waitpid(place->child, &status, 0) < 0 && errno == EINTR) {
    }
    place->child = 0;
    return status;
}

/* Have the image opened in another process, and learn what it found. */
static bool judge(struct job *job, struct place *place)
{
    char byte = 0;

    if (place->child > 0 && place->images_left == 0) end_child(place);
    if (place->child == 0 && !start_child(job, place)) return false;
    place->images_left--;
    if (ftruncate(place->log_fd, 0) != 0) return false;
    bool is_alive = write(place->ask_fd, &byte, 1) == 1 && read(place->answer_fd, &byte, 1) == 1;
    if (!is_alive) read_end(&job->verify, end_child(place));
    return true;
}

static bool keep_image(const struct run *run, const struct disk *disk, uint32_t number)
{
    char path[PATH_BYTES];
    struct disk_image image;
    struct chance chance = chance_of(run, number);

    (void)event_of(run, number, &chance);
    if (mkdir(run->options.keep, 0755) != 0 && errno != EEXIST) {
        fprintf(stderr, "%s: %s\n", run->options.keep, strerror(errno));
        return false;
    }
    snprintf(path, sizeof path, "%s/image-%u", run->options.keep, number);
    if (!disk_build(disk, &chance, path, &image)) return false;
    printf("  left in %s\n", path);
    return true;
}

static void count_image(struct job *job, const struct disk_image *image)
{
    job->images++;
    job->in_full += job->verify.in_full;
    job->at_stake += image->at_stake > 0;
    job->torn += image->torn > 0;
    job->names_lost += image->names_lost > 0 || image->folder_is_lost;
    job->behind += job->verify.position > job->verify.told;
}

static bool try_image(const struct run *run, struct job *job, const struct disk *disk,
                      struct place *place, uint32_t number)
{
    const struct options *options = &run->options;
    struct chance chance = chance_of(run, number);
    uint32_t event = event_of(run, number, &chance);
    struct disk_image image;
    bool is_asked = options->only == (int64_t)number;

    if (!disk_build(disk, &chance, place->data, &image)) return false;
    job->verify = (struct verify){
        .truth = &run->truth,
        .path = place->data,
        .told = run->truth.told[event],
        .in_full = is_asked || (options->full_every > 0 && number % options->full_every == 0),
    };
    if (!judge(job, place)) return false;
    bool is_bad = job->verify.why[0] != '\0';
    count_image(job, &image);
    if (is_bad && job->bad_first < 0) job->bad_first = number;
    job->bad += is_bad;
    bool is_shown = is_asked || (is_bad && job->bad <= SHOWN_MAX);
    if (is_shown) print_image(run, number, event, &image);
    if (is_shown && is_bad) print_bad(run, number, job->verify.why, place->log_fd);
    if (is_shown && !is_bad) {
        printf("  good: position %" PRIu64 " was told, the image ends at %" PRIu64 "\n",
               job->verify.told, job->verify.position);
    }
    return !is_shown || options->keep == NULL || keep_image(run, disk, number);
}

/* ---- A job ----------------------------------------------------------------------------------- */

static bool open_place(struct place *place, const struct options *options)
{
    char *root = place->root.path;

    snprintf(root, sizeof place->root.path, "%s/tongfa-power-XXXXXX", options->scratch);
    if (mkdtemp(root) == NULL) {
        fprintf(stderr, "%s: %s\n", root, strerror(errno));
        return false;
    }
    snprintf(place->data, sizeof place->data, "%s/data", root);
    place->log_fd = memfd_create("log", MFD_CLOEXEC);
    return place->log_fd >= 0;
}

static void close_place(struct place *place)
{
    end_child(place);
    directory_remove(&place->root);
    close(place->log_fd);
}

/* Follow the trace up to and with an event. */
static bool follow(struct disk *disk, uint32_t *at, uint32_t event)
{
    for (; *at <= event; (*at)++) {
        if (disk_apply(disk, *at)) continue;
        fprintf(stderr, "event %u (%s): %s\n", *at,
                trace_type_name(trace_event(disk->trace, *at).type), disk->error);
        return false;
    }
    return true;
}

static bool run_job(struct run *run, struct job *job, struct place *place, uint32_t first,
                    uint32_t until)
{
    static struct disk disk;
    uint32_t at = 0;
    bool is_good = true;

    disk_init(&disk, &run->trace);
    for (uint32_t number = first; number < until && is_good; number++) {
        struct chance chance = chance_of(run, number);
        is_good = follow(&disk, &at, event_of(run, number, &chance)) &&
                  try_image(run, job, &disk, place, number);
    }
    disk_fini(&disk);
    return is_good;
}

/* A process: a part of the images, in order. */
static void work(struct run *run, uint32_t number)
{
    const struct options *options = &run->options;
    struct job *job = &run->jobs[number];
    struct place place = { 0 };
    uint32_t first = (uint32_t)((uint64_t)options->count * number / options->jobs);
    uint32_t until = (uint32_t)((uint64_t)options->count * (number + 1) / options->jobs);

    if (options->only >= 0) {
        first = (uint32_t)options->only;
        until = first + 1;
    }
    job->is_broken = true;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!open_place(&place, options)) _exit(EXIT_TRACE);
    job->is_broken = !run_job(run, job, &place, first, until);
    close_place(&place);
    fflush(stdout);
    _exit(EXIT_GOOD);
}

/* The whole trace at once: it must lead to the file that was there in the end. */
static bool check_end(const struct run *run)
{
    static struct disk disk;
    char path[PATH_BYTES];
    uint32_t at = 0;

    snprintf(path, sizeof path, "%s/final/data.mdb", run->options.folder);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0) return false;
    uint8_t *bytes = malloc((size_t)status.st_size);
    bool is_read = bytes != NULL && read(fd, bytes, (size_t)status.st_size) == status.st_size;
    close(fd);

    disk_init(&disk, &run->trace);
    bool is_good = is_read && follow(&disk, &at, run->trace.count - 1);
    const struct content *live = is_good ? disk_live(&disk, "data.mdb") : NULL;
    is_good = live != NULL && live->size == (size_t)status.st_size &&
              memcmp(live->bytes, bytes, live->size) == 0;
    if (live != NULL && !is_good) fprintf(stderr, "the trace does not lead to %s\n", path);
    disk_fini(&disk);
    free(bytes);
    return is_good;
}

/* ---- The run --------------------------------------------------------------------------------- */

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct job sum(const struct run *run)
{
    struct job all = { .bad_first = -1 };

    for (uint32_t i = 0; i < run->options.jobs; i++) {
        const struct job *job = &run->jobs[i];
        all.images += job->images;
        all.bad += job->bad;
        all.in_full += job->in_full;
        all.at_stake += job->at_stake;
        all.torn += job->torn;
        all.names_lost += job->names_lost;
        all.behind += job->behind;
        all.is_broken = all.is_broken || job->is_broken;
        if (all.bad_first < 0) all.bad_first = job->bad_first;
    }
    return all;
}

static int run_all(struct run *run)
{
    const struct options *options = &run->options;
    double began_s = now_s();

    for (uint32_t i = 0; i < options->jobs; i++) {
        run->jobs[i].bad_first = -1;
        fflush(stdout);
        pid_t child = fork();
        if (child < 0) return EXIT_TRACE;
        if (child == 0) work(run, i);
    }
    while (wait(NULL) > 0) {
    }
    struct job all = sum(run);
    double took_s = now_s() - began_s;
    printf("%u images of %u events (%u commits, %" PRIu64 " records, %u messages), seed %" PRIu64
           ": %u bad\n",
           all.images, run->trace.count, run->truth.commit_count, run->truth.count,
           run->truth.message_count, options->seed, all.bad);
    printf("%u had writes at stake, %u torn pages, %u lost names; %u kept more than was told; "
           "%u verified in full; %.1f s, %.0f images/s\n",
           all.at_stake, all.torn, all.names_lost, all.behind, all.in_full, took_s,
           all.images / took_s);
    if (all.bad_first >= 0) printf("the first bad one is image %" PRId64 "\n", all.bad_first);
    if (all.is_broken) return EXIT_TRACE;
    return all.bad > 0 ? EXIT_BAD : EXIT_GOOD;
}

static bool open_run(struct run *run)
{
    char path[PATH_BYTES];
    const char *folder = run->options.folder;

    snprintf(path, sizeof path, "%s/trace", folder);
    if (!trace_open(&run->trace, path)) return false;
    snprintf(path, sizeof path, "%s/final", folder);
    if (!truth_open(&run->truth, &run->trace, path) || !check_end(run)) return false;
    list_points(run);
    run->jobs = mmap(NULL, JOBS_MAX * sizeof *run->jobs, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return run->jobs != MAP_FAILED;
}

/* ---- The command line ------------------------------------------------------------------------ */

static const char usage[] =
    "usage: power_images FOLDER [--count N] [--seed S] [--jobs J] [--full-every K]\n"
    "                           [--only I] [--keep DIR] [--scratch DIR]\n"
    "\n"
    "Makes N crash images out of FOLDER/trace and opens each with the real recovery.\n"
    "\n"
    "  --count N       so many images (2000)\n"
    "  --seed S        other images of the same trace (1)\n"
    "  --jobs J        so many at a time (one a core)\n"
    "  --full-every K  verify, replay and write on with each K-th (16; 0: none)\n"
    "  --only I        image I of N alone, in full\n"
    "  --keep DIR      leave bad images there, and the one of --only\n"
    "  --scratch DIR   where images are written (/dev/shm, or TMPDIR, or /tmp)\n"
    "\n"
    "exit status: 0 all are good; 1 some are bad; 2 the trace is of no use, or breaks the rule that\n"
    "  nothing is said before it is committed; 64 wrong options\n";

static bool read_number(const char *text, uint64_t *number)
{
    char *end;

    errno = 0;
    *number = strtoull(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && text[0] != '-';
}

static bool set_option(struct options *options, int name, const char *text)
{
    uint64_t number = 0;
    bool is_number = read_number(text, &number);

    if (name == 'k') options->keep = text;
    if (name == 't') options->scratch = text;
    if (name == 'k' || name == 't') return true;
    if (!is_number || (name != 's' && number > 1000000000)) return false;
    if (name == 'n') options->count = (uint32_t)number;
    if (name == 's') options->seed = number;
    if (name == 'j') options->jobs = number > JOBS_MAX ? JOBS_MAX : (uint32_t)number;
    if (name == 'f') options->full_every = (uint32_t)number;
    if (name == 'o') options->only = (int64_t)number;
    return true;
}

static bool read_options(struct options *options, int count, char **arguments)
{
    static const struct option names[] = {
        { "count", required_argument, NULL, 'n' },   { "seed", required_argument, NULL, 's' },
        { "jobs", required_argument, NULL, 'j' },    { "full-every", required_argument, NULL, 'f' },
        { "only", required_argument, NULL, 'o' },    { "keep", required_argument, NULL, 'k' },
        { "scratch", required_argument, NULL, 't' }, { 0 },
    };
    int name;

    while ((name = getopt_long(count, arguments, "", names, NULL)) != -1) {
        if (name == '?' || !set_option(options, name, optarg)) return false;
    }
    if (options->jobs == 0) options->jobs = 1;
    if (options->only >= 0) options->jobs = 1;
    if (optind + 1 != count || options->count == 0) return false;
    options->folder = arguments[optind];
    return options->only < (int64_t)options->count;
}

static const char *scratch_default(void)
{
    const char *folder = getenv("TMPDIR");

    if (access("/dev/shm", W_OK) == 0) return "/dev/shm";
    return folder != NULL ? folder : "/tmp";
}

int main(int count, char **arguments)
{
    static struct run run;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    run.options = (struct options){
        .count = 2000,
        .seed = 1,
        .only = -1,
        .jobs = cores > 0 && cores < JOBS_MAX ? (uint32_t)cores : 1,
        .full_every = 16,
        .scratch = scratch_default(),
    };
    if (!read_options(&run.options, count, arguments)) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    log_set_level(LOG_ERROR);
    signal(SIGPIPE, SIG_IGN); /* a child that has ended shows when it is asked */
    int code = open_run(&run) ? run_all(&run) : EXIT_TRACE;
    truth_close(&run.truth);
    trace_close(&run.trace);
    free(run.points);
    return code;
}

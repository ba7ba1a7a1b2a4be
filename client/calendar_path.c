/* SPDX-License-Identifier: Apache-2.0 */
/* Paths are relative to the running program, so that an installed tree can be moved; CMake says how
 * the data lies to the program, installed and built (client/CMakeLists.txt). */
#include "client/calendar_yaml.h"

#include <unistd.h>

#define PROGRAM_PATH_MAX 600

void calendar_path(char path[CALENDAR_PATH_MAX + 1])
{
    static const char *const ways[] = { TONGFA_CALENDARS_INSTALLED, TONGFA_CALENDARS_BUILT,
                                        TONGFA_CALENDARS_INSTALLED };
    char program[PROGRAM_PATH_MAX + 1];

    ssize_t size = readlink("/proc/self/exe", program, PROGRAM_PATH_MAX);
    program[size > 0 ? size : 0] = '\0';
    const char *slash = strrchr(program, '/');
    int folder_size = slash == NULL ? 0 : (int)(slash - program);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        (void)snprintf(path, CALENDAR_PATH_MAX + 1, "%.*s/%.300s/cn.yaml", folder_size, program,
                       ways[i]);
        if (access(path, R_OK) == 0) return;
    }
}

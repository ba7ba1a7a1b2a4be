# SPDX-License-Identifier: Apache-2.0
#
# How every file is compiled. Assertions are part of the product: NDEBUG is never defined,
# whatever build type somebody asks for.

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_MINSIZEREL "-Os")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g")
if(CMAKE_C_FLAGS MATCHES "NDEBUG")
    message(FATAL_ERROR "Assertions are never disabled: take NDEBUG out of CMAKE_C_FLAGS.")
endif()

# What every target of ours is compiled with.
add_library(tongfa_flags INTERFACE)
target_include_directories(tongfa_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
target_compile_options(tongfa_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum
    -Wstrict-prototypes -Wmissing-prototypes -Wvla
    -fno-common -fstack-protector-strong)

if(TONGFA_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "libFuzzer needs clang: use the preset `fuzz`.")
    endif()
    set(sanitizers -fsanitize=fuzzer-no-link,address,undefined)
elseif(TONGFA_SANITIZE)
    set(sanitizers -fsanitize=address,undefined)
elseif(TONGFA_SANITIZE_THREADS)
    set(sanitizers -fsanitize=thread)
endif()
if(sanitizers)
    list(APPEND sanitizers -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(tongfa_flags INTERFACE ${sanitizers})
    target_link_options(tongfa_flags INTERFACE ${sanitizers})
endif()
if(TONGFA_COVER)
    set(CMAKE_C_FLAGS_DEBUG "-O0 -g")
    target_compile_options(tongfa_flags INTERFACE --coverage -fprofile-update=atomic)
    target_link_options(tongfa_flags INTERFACE --coverage)
endif()

# The engine is many small functions in many files: optimised as one program a step takes a tenth
# less time. The objects stay whole for those who link the library without this.
if(CMAKE_BUILD_TYPE MATCHES "Rel" AND CMAKE_C_COMPILER_ID STREQUAL "GNU" AND NOT sanitizers)
    target_compile_options(tongfa_flags INTERFACE -flto=auto -ffat-lto-objects)
    target_link_options(tongfa_flags INTERFACE -flto=auto)
endif()

# What a load runs often and which way it branches is counted by one build and used by the next one:
# the engine takes a fifth less time for a bundle (scripts/release).
if(TONGFA_TRAIN OR TONGFA_PROFILE)
    if(NOT CMAKE_C_COMPILER_ID STREQUAL "GNU" OR sanitizers)
        message(FATAL_ERROR "TONGFA_TRAIN and TONGFA_PROFILE are for gcc without sanitizers.")
    endif()
    set(profile -fprofile-prefix-path=${PROJECT_BINARY_DIR})
endif()
if(TONGFA_TRAIN)
    list(APPEND profile -fprofile-generate=${PROJECT_BINARY_DIR}/profile -fprofile-update=atomic)
elseif(TONGFA_PROFILE)
    list(APPEND profile -O3 -fprofile-use=${TONGFA_PROFILE} -fprofile-partial-training
        -Wno-missing-profile -Wno-coverage-mismatch) # what was changed since is compiled as ever
endif()
target_compile_options(tongfa_flags INTERFACE ${profile})
target_link_options(tongfa_flags INTERFACE ${profile})

if(TONGFA_NATIVE)
    target_compile_options(tongfa_flags INTERFACE -march=native)
endif()

if(TONGFA_MEMCHECK)
    target_compile_definitions(tongfa_flags INTERFACE "JOURNAL_MAP_BYTES=((size_t)1<<30)")
endif()

# What layer 3 and the tests are compiled with besides: they talk to the operating system,
# while broker/core and proto are plain C17.
add_library(tongfa_flags_system INTERFACE)
target_link_libraries(tongfa_flags_system INTERFACE tongfa_flags)
target_compile_definitions(tongfa_flags_system INTERFACE
    _GNU_SOURCE TONGFA_VERSION="${PROJECT_VERSION}")
if(CMAKE_BUILD_TYPE MATCHES "Rel" AND NOT sanitizers)
    target_compile_definitions(tongfa_flags_system INTERFACE _FORTIFY_SOURCE=2)
endif()

# SPDX-License-Identifier: Apache-2.0
#
# What Tongfa stands on. A library whose pkg-config file is missing is named together with
# the remedy, and all of them at once.

find_package(PkgConfig REQUIRED)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

set(libraries_missing "")
# Finds one library under any of its pkg-config names.
macro(tongfa_find_library prefix)
    pkg_search_module(${prefix} QUIET IMPORTED_TARGET GLOBAL ${ARGN})
    if(NOT ${prefix}_FOUND)
        string(APPEND libraries_missing " ${ARGV1}")
    endif()
endmacro()

tongfa_find_library(ZMQ libzmq)
tongfa_find_library(CZMQ libczmq)
tongfa_find_library(MSGPACK msgpack msgpack-c)
tongfa_find_library(LMDB lmdb)
tongfa_find_library(SODIUM libsodium)
tongfa_find_library(FYAML libfyaml)
tongfa_find_library(JANSSON jansson)
# libjq has a pkg-config file only since version 1.7.
find_path(JQ_INCLUDE_DIR jq.h)
find_library(JQ_LIBRARY jq)
if(JQ_INCLUDE_DIR AND JQ_LIBRARY)
    add_library(JQ::jq UNKNOWN IMPORTED GLOBAL)
    set_target_properties(JQ::jq PROPERTIES IMPORTED_LOCATION ${JQ_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${JQ_INCLUDE_DIR})
else()
    string(APPEND libraries_missing " libjq")
endif()
mark_as_advanced(JQ_INCLUDE_DIR JQ_LIBRARY)

if(libraries_missing)
    message(FATAL_ERROR "Missing libraries:${libraries_missing}.\n"
        "Run scripts/setup (or scripts/setup build, which leaves out what only tests need).")
endif()

pkg_search_module(CMOCKA QUIET IMPORTED_TARGET GLOBAL cmocka)
if(TONGFA_TESTS AND NOT CMOCKA_FOUND)
    message(STATUS "cmocka is missing: the tests are left out; scripts/setup installs it")
    set(TONGFA_TESTS OFF)
endif()

# Adds what exists among ARGN to a target, so that a folder without sources is no error.
function(tongfa_link target scope)
    foreach(library IN LISTS ARGN)
        if(TARGET ${library})
            target_link_libraries(${target} ${scope} ${library})
        endif()
    endforeach()
endfunction()

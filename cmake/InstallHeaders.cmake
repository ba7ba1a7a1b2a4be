# SPDX-License-Identifier: Apache-2.0
#
# Installs the public headers and the headers that they include, and no others: what a
# program outside cannot reach from client.h or worker.h is ours to change.

cmake_policy(VERSION 3.24)
set(waiting client.h worker.h)
set(seen "")
while(waiting)
    list(POP_FRONT waiting header)
    set(path ${SOURCE_DIR}/include/tongfa/${header})
    if(header IN_LIST seen OR NOT EXISTS ${path})
        continue()
    endif()
    list(APPEND seen ${header})
    file(INSTALL ${path} DESTINATION ${INCLUDE_DIR}/tongfa)
    file(STRINGS ${path} lines REGEX "^#include \"tongfa/[a-z0-9_]+\\.h\"")
    foreach(line IN LISTS lines)
        string(REGEX REPLACE ".*\"tongfa/(.*)\".*" "\\1" included "${line}")
        list(APPEND waiting ${included})
    endforeach()
endwhile()

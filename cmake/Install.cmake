# SPDX-License-Identifier: Apache-2.0
#
# What goes onto a machine: three programs, the client and worker libraries with their public
# headers, the procedures, and a pkg-config file that names all that a static link needs.

set(libraries "")
foreach(target IN ITEMS tongfa_worker libtongfa tongfa_proto tongfa_core)
    if(TARGET ${target})
        install(TARGETS ${target} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
        string(REGEX REPLACE "^lib" "" name ${target})
        string(APPEND libraries " -l${name}")
    endif()
endforeach()
foreach(target IN ITEMS tongfa-broker tongfa-worker tongfa)
    if(TARGET ${target})
        install(TARGETS ${target} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
endforeach()

# The pkg-config file finds its prefix from where it lies, so that the tree can be moved.
file(RELATIVE_PATH pc_prefix /x/${CMAKE_INSTALL_LIBDIR}/pkgconfig /x)
string(REGEX REPLACE "/$" "" pc_prefix ${pc_prefix})
configure_file(${CMAKE_CURRENT_LIST_DIR}/tongfa.pc.in ${PROJECT_BINARY_DIR}/tongfa.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tongfa.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(CODE "set(SOURCE_DIR \"${PROJECT_SOURCE_DIR}\")
    set(INCLUDE_DIR \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_INCLUDEDIR}\")")
install(SCRIPT ${CMAKE_CURRENT_LIST_DIR}/InstallHeaders.cmake)

if(IS_DIRECTORY ${PROJECT_SOURCE_DIR}/procedures)
    install(DIRECTORY procedures/ DESTINATION ${CMAKE_INSTALL_DATADIR}/tongfa/procedures
        PATTERN CMakeLists.txt EXCLUDE)
endif()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

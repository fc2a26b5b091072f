# SPDX-License-Identifier: GPL-3.0-or-later
# The languages of the program: one .ts file for each word in LANGUAGES. "ninja update_translations" brings the files up
# to date with the sources (lupdate); the build compiles them (lrelease) into the program. en is the source language;
# its file holds the plural forms only.
function(mv_add_translations TARGET)
  set(folder ${PROJECT_SOURCE_DIR}/translations)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/LANGUAGES)
  file(STRINGS ${folder}/LANGUAGES languages)
  set(ts_files)
  foreach(language ${languages})
    list(APPEND ts_files ${folder}/mvviewer_${language}.ts)
  endforeach()
  qt_add_lrelease(${TARGET} TS_FILES ${ts_files} QM_FILES_OUTPUT_VARIABLE qm_files)
  set_source_files_properties(${qm_files} PROPERTIES GENERATED TRUE)
  qt_add_resources(${TARGET} translations PREFIX /mv/translations BASE ${CMAKE_CURRENT_BINARY_DIR} FILES ${qm_files})
  add_custom_target(update_translations)
  foreach(language ${languages})
    set(plurals "")
    if(language STREQUAL "en")
      set(plurals -pluralonly)
    endif()
    add_custom_command(TARGET update_translations POST_BUILD
      COMMAND Qt6::lupdate ${plurals} -silent -locations none -no-obsolete -recursive -I ${PROJECT_SOURCE_DIR}
        app camera widgets camtools -ts ${folder}/mvviewer_${language}.ts
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
  endforeach()
endfunction()

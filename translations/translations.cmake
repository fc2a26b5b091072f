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
  add_custom_target(update_translations
    COMMAND Qt6::lupdate -locations none -no-obsolete -extensions cpp,h
      ${PROJECT_SOURCE_DIR}/camera ${PROJECT_SOURCE_DIR}/widgets ${PROJECT_SOURCE_DIR}/camtools ${PROJECT_SOURCE_DIR}/app
      -I ${PROJECT_SOURCE_DIR} -ts ${ts_files}
    VERBATIM)
endfunction()

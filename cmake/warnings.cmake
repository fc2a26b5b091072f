# SPDX-License-Identifier: GPL-3.0-or-later
# One set of warnings for every target of ours.
add_library(mv_warnings INTERFACE)
target_compile_options(mv_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wimplicit-fallthrough
  $<$<BOOL:${MV_WERROR}>:-Werror>)
target_compile_definitions(mv_warnings INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060400
  QT_NO_URL_CAST_FROM_STRING MV_VERSION="${PROJECT_VERSION}")

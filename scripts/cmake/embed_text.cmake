# SPDX-License-Identifier: Apache-2.0
# Writes the file INPUT as C++ string literals to OUTPUT, in pieces that are short enough for every compiler.
file(READ "${INPUT}" text HEX)
string(LENGTH "${text}" length)
set(code "")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 4000 piece)
  string(REGEX REPLACE "(..)" "\\\\x\\1" piece "${piece}")
  string(APPEND code "\"${piece}\"\n")
  math(EXPR at "${at} + 4000")
endwhile()
file(WRITE "${OUTPUT}" "${code}")

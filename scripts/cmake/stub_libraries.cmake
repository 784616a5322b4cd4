# SPDX-License-Identifier: Apache-2.0
# Builds empty libraries with the names of the libraries that LibTorch links to but uses no symbol of. Debian builds
# LibTorch with Caffe2's readers of images and videos, and links the libraries that these once used: 1.13 links to 22
# such libraries (OpenCV, FFmpeg), which load 226 more. They take nearly half of LibTorch's start time.
#
#   cmake -DLIBRARY=libtorch_cpu.so -DCOMPILER=g++ -DOUTPUT=FOLDER -P stub_libraries.cmake
#
# A library gets a stub if LIBRARY does not use it (ldd -u) and no library that is loaded anyway needs it. With the
# stubs, every symbol must still be found (ldd -r); if not, no stubs are built.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${OUTPUT}")
file(MAKE_DIRECTORY "${OUTPUT}")

# The patterns below match the output of glibc's ldd. No stubs on other systems, or for another architecture's LibTorch.
find_program(LDD ldd)
find_program(OBJDUMP objdump)
if(NOT LDD OR NOT OBJDUMP)
  return()
endif()
set(ENV{LC_ALL} C)

execute_process(COMMAND "${LDD}" "${LIBRARY}" OUTPUT_VARIABLE loaded ERROR_QUIET)
execute_process(COMMAND "${LDD}" -u "${LIBRARY}" OUTPUT_VARIABLE unused ERROR_QUIET)
string(REGEX MATCHALL "[^\n]+ => /[^\n]+ \\(0x" loaded "${loaded}")
set(candidates)
foreach(line IN LISTS loaded)
  string(REGEX MATCH "([^ \t]+) => (/.*) \\(0x" ignored "${line}")
  set(name "${CMAKE_MATCH_1}")
  set(path_of_${name} "${CMAKE_MATCH_2}")
  string(FIND "${unused}" "\t${CMAKE_MATCH_2}\n" found)
  if(NOT found EQUAL -1)
    list(APPEND candidates "${name}")
  endif()
endforeach()

# The names of the libraries that the library at `path` needs.
function(needed_by path result)
  execute_process(COMMAND "${OBJDUMP}" -p "${path}" OUTPUT_VARIABLE headers ERROR_QUIET)
  string(REGEX MATCHALL "NEEDED +[^\n]+" names "${headers}")
  list(TRANSFORM names REPLACE "NEEDED +" "")
  set(${result} "${names}" PARENT_SCOPE)
endfunction()

# Libraries that are reachable without the candidates get no stub.
needed_by("${LIBRARY}" waiting)
list(REMOVE_ITEM waiting ${candidates})
set(kept)
while(waiting)
  list(POP_FRONT waiting name)
  if(name IN_LIST kept OR NOT DEFINED path_of_${name})
    continue()
  endif()
  list(APPEND kept "${name}")
  needed_by("${path_of_${name}}" names)
  list(APPEND waiting ${names})
endwhile()
list(REMOVE_ITEM candidates ${kept})
if(NOT candidates)
  return()
endif()

foreach(name IN LISTS candidates)
  execute_process(COMMAND "${COMPILER}" -shared -nostdlib -Wl,-soname,${name} -Wl,-z,noseparate-code -Wl,--build-id=none -s
      -o "${OUTPUT}/${name}" -x c /dev/null
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()

execute_process(COMMAND "${CMAKE_COMMAND}" -E env "LD_LIBRARY_PATH=${OUTPUT}:$ENV{LD_LIBRARY_PATH}" "${LDD}" -r "${LIBRARY}"
  OUTPUT_VARIABLE resolved ERROR_VARIABLE complaints)
if("${resolved}${complaints}" MATCHES "undefined symbol|no version information|not found|not defined")
  message(STATUS "LibTorch is loaded with all that it names: ${CMAKE_MATCH_0}, without")
  file(REMOVE_RECURSE "${OUTPUT}")
  file(MAKE_DIRECTORY "${OUTPUT}")
endif()

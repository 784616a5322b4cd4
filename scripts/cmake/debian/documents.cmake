# SPDX-License-Identifier: Apache-2.0
# cpack runs this on the staged files of both packages: adds copyright and changelogs, and compresses the man page.
function(aimet_compress file)
  # -n: omits name and time, so that equal files have equal compressed forms.
  execute_process(COMMAND gzip -9nf "${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The date of the changelog entry: SOURCE_DATE_EPOCH if it is set, else now.
set(ENV{LC_ALL} C)
set(now "")
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(now "--date=@$ENV{SOURCE_DATE_EPOCH}")
endif()
execute_process(COMMAND date -u -R ${now} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

foreach(component runtime development)
  set(root "${CPACK_TEMPORARY_DIRECTORY}/${component}")
  string(TOUPPER "${component}" upper)
  set(folder "${root}/usr/share/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME}")
  file(MAKE_DIRECTORY "${folder}")
  file(COPY "${CMAKE_CURRENT_LIST_DIR}/copyright" DESTINATION "${folder}"
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  file(WRITE "${folder}/changelog.Debian"
    "aimet-validate (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
    "  * Built by cpack. The changes are in changelog.gz.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  configure_file("${CPACK_AIMET_SOURCE}/CHANGELOG.md" "${folder}/changelog" COPYONLY)
  file(CHMOD "${folder}/changelog" "${folder}/changelog.Debian" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  aimet_compress("${folder}/changelog")
  aimet_compress("${folder}/changelog.Debian")
  file(CHMOD_RECURSE "${root}/usr/share/doc" DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  file(GLOB pages "${root}/usr/share/man/man1/*.1")
  foreach(page IN LISTS pages)
    aimet_compress("${page}")
  endforeach()
endforeach()

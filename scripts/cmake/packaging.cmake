# SPDX-License-Identifier: Apache-2.0
# cpack -G DEB makes aimet-validate (the program) and libaimet-validate-dev (header and CMake package for C++ programs).
set(AIMET_PACKAGE_CONTACT "aimet-validate maintainers <maintainers@aimet-validate.invalid>"
  CACHE STRING "who answers for the Debian packages: Name <address>")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME aimet-validate)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "${AIMET_PACKAGE_CONTACT}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime development)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME aimet-validate)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION utils)
# With OpenBLAS, LibTorch runs models ten times as fast as with the reference BLAS that it depends on.
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS "libopenblas0-openmp | libopenblas0")
# While the version is 0.x, packages that depend on the library need exactly this version. CPack's own shlibs would warn
# about the plugin, which has no soname.
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/debian/shlibs" NEWLINE_STYLE UNIX
  CONTENT "libaimet_validate ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR} aimet-validate (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})\n")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA
  "${CMAKE_CURRENT_LIST_DIR}/debian/triggers;${CMAKE_CURRENT_BINARY_DIR}/debian/shlibs")
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "check whether AIMET can quantize a PyTorch model
Reads TorchScript files (scripted or traced) and programs of torch.export,
and names for every problem the module, the line of Python and its
replacement. Files are opened in a confined process of their own. No Python
is needed.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libaimet-validate-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "aimet-validate (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "validate PyTorch models for AIMET from C++
The header and the CMake package of aimet-validate's C++ API: validates a
file with options and returns the report.")

# What Debian requires of a package and cmake --install does not do.
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_LIST_DIR}/debian/documents.cmake")
set(CPACK_AIMET_SOURCE "${PROJECT_SOURCE_DIR}")
include(CPack)

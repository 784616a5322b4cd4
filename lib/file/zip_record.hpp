// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads one record of a zip.

#include <cstdint>
#include <string>

#include "lib/file/byte_source.hpp"
#include "lib/file/zip_directory.hpp"

namespace aimet {

// Returns the bytes, inflated if necessary. Throws RunError: ErrorKind::corrupt, or ErrorKind::limit if there are more
// than `limit` bytes.
std::string read_zip_entry(const ByteSource& bytes, const ZipEntry& entry, std::uint64_t limit);

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#pragma once
// The directory of a zip (APPNOTE.TXT 4.3.12-4.3.16, zip64 included), with the byte range of each record. It is checked
// for consistency: every range is inside the file, no two overlap, and the local headers agree.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/file/byte_source.hpp"

namespace aimet {

enum class ZipMethod : std::uint16_t { stored = 0, deflated = 8 };

struct ZipEntry {
  std::string name;
  ZipMethod method = ZipMethod::stored;
  std::uint64_t offset = 0;       // of the record's first byte in the file, after its local header
  std::uint64_t stored_size = 0;  // bytes in the file
  std::uint64_t size = 0;         // bytes once inflated; equals stored_size for a stored record
};

struct ZipDirectory {
  std::vector<ZipEntry> entries;  // in the order of the central directory

  const ZipEntry* find(std::string_view name) const;
};

struct ZipLimits {
  std::uint64_t entries = 500'000;
  std::uint64_t directory_bytes = std::uint64_t{128} << 20;
  // All deflated records together may inflate to this size, or to `inflated_ratio` times the file, whichever is larger.
  std::uint64_t inflated_bytes = std::uint64_t{256} << 20;
  std::uint64_t inflated_ratio = 8;
};

// Whether there is an end-of-central-directory record where a reader looks for it.
bool has_zip_directory(const ByteSource& bytes);
// Throws RunError: ErrorKind::corrupt, or ErrorKind::limit for too many records or a decompression bomb.
ZipDirectory read_zip_directory(const ByteSource& bytes, const ZipLimits& limits = {});

}  // namespace aimet

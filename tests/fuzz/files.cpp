// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include "lib/file/bombs.hpp"
#include "lib/file/code_depth.hpp"
#include "lib/file/debug_info.hpp"
#include "lib/file/identify.hpp"
#include "lib/file/pickle_depth.hpp"
#include "lib/file/zip_directory.hpp"
#include "lib/file/zip_record.hpp"
#include "lib/model/error.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace aimet::fuzz {
namespace {

constexpr std::uint64_t kLargestRecord = std::uint64_t{1} << 20;

void check_ranges(ZipDirectory directory, std::uint64_t file_size) {
  auto& entries = directory.entries;
  std::sort(entries.begin(), entries.end(), [](const ZipEntry& a, const ZipEntry& b) { return a.offset < b.offset; });
  std::uint64_t end = 0;
  for (const ZipEntry& entry : entries) {
    promise(entry.offset >= end, "no record overlaps another");
    promise(entry.offset <= file_size && entry.stored_size <= file_size - entry.offset, "records lie inside the file");
    if (entry.method == ZipMethod::stored) promise(entry.size == entry.stored_size, "a stored record has one size");
    end = entry.offset + entry.stored_size;
  }
}

void check_record(const ByteSource& source, const ZipEntry& entry) {
  try {
    promise(read_zip_entry(source, entry, kLargestRecord).size() == entry.size, "a record is as long as it says");
  } catch (const RunError&) {
  }
}

}  // namespace

void zip_directory(std::string_view bytes) {
  const ByteSource source = memory_bytes(bytes);
  try {
    const ZipDirectory directory = read_zip_directory(source);
    check_ranges(directory, bytes.size());
    for (const ZipEntry& entry : directory.entries) check_record(source, entry);
  } catch (const RunError&) {
  }
  try {
    const TorchScriptFile file = identify(source, "m.pt");
    promise(!file.top.empty() && file.version >= 0, "a TorchScript file has a folder and a version");
    BombLimits limits;
    limits.record_bytes = kLargestRecord;
    refuse_bombs(source, file, limits);
  } catch (const RunError&) {
  }
}

void pickle_depth(std::string_view bytes) {
  const std::int64_t depth = aimet::pickle_depth(bytes);
  promise(depth >= 0, "no depth is negative");
}

void code_depth(std::string_view bytes) {
  const CodeDepth depth = aimet::code_depth(bytes);
  const auto size = static_cast<std::int64_t>(bytes.size());
  promise(depth.brackets >= 0 && depth.brackets <= size, "each bracket is a character");
  promise(depth.blocks >= 0 && depth.blocks <= size, "each block is indented further");
  promise(depth.operators >= 0 && depth.operators <= size, "each operator is a character");
  promise(depth.line >= 0 && depth.line <= 1 + std::count(bytes.begin(), bytes.end(), '\n'), "the line exists");
}

void debug_info(std::string_view bytes) {
  const auto info = DebugInfo::read(bytes);
  for (std::uint64_t offset = 0; info && offset <= bytes.size(); ++offset) {
    const DebugRange* range = info->find(offset);
    if (range == nullptr) continue;
    promise(range->source < info->sources(), "the source of a range exists");
    const DebugSource& source = info->source(range->source);
    promise(info->text(source.file).size() <= bytes.size(), "a text is in the pickle");
    promise(info->text_of(source, kLargestRecord).size() <= kLargestRecord, "no source is longer than asked for");
  }
}

}  // namespace aimet::fuzz

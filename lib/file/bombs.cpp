// SPDX-License-Identifier: Apache-2.0
#include "lib/file/bombs.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "lib/file/code_depth.hpp"
#include "lib/file/pickle_depth.hpp"
#include "lib/file/quote.hpp"
#include "lib/file/zip_record.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

// Ignores case, as LibTorch does when it looks up records (miniz's default).
bool ends_with(const std::string& name, std::string_view lower) {
  return name.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), name.end() - static_cast<std::ptrdiff_t>(lower.size()),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

[[noreturn]] void refuse(const std::string& what) {
  throw RunError(ErrorKind::limit, what + ". No model of PyTorch's looks like that; treat the file as hostile.");
}

void refuse_deep(const ZipEntry& entry, const char* what, std::int64_t depth, std::int64_t limit) {
  if (depth <= limit) return;
  refuse("In the record " + quoted(entry.name) + " " + what + " are nested " + std::to_string(depth) +
         " deep; at most " + std::to_string(limit) + " are followed");
}

}  // namespace

void refuse_bombs(const ByteSource& bytes, const TorchScriptFile& file, const BombLimits& limits) {
  std::uint64_t code_bytes = 0;
  for (const ZipEntry& entry : file.directory.entries) {
    if (ends_with(entry.name, "pkl")) {
      refuse_deep(entry, "values", pickle_depth(read_zip_entry(bytes, entry, limits.record_bytes)),
                  limits.pickle_depth);
    } else if (ends_with(entry.name, ".py")) {
      code_bytes += entry.size;
      if (code_bytes > limits.code_bytes) {
        refuse("The code in the file is larger than " + std::to_string(limits.code_bytes >> 20) + " MiB");
      }
      const CodeDepth depth = code_depth(read_zip_entry(bytes, entry, limits.record_bytes));
      refuse_deep(entry, "brackets", depth.brackets, limits.bracket_depth);
      refuse_deep(entry, "blocks", depth.blocks, limits.block_depth);
      refuse_deep(entry, "operators", depth.operators, limits.operator_depth);
    }
  }
}

}  // namespace aimet

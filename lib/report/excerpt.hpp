// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python line that a finding points at: from this disk when it is still the same line, else as the .pt holds it.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lib/model/model.hpp"
#include "lib/report/render.hpp"
#include "lib/report/source_file.hpp"
#include "lib/report/source_folders.hpp"

namespace aimet {

struct Excerpt {
  std::string where;       // "net.py:12:8", mapped, relative and escaped
  std::string line;        // escaped, without its indent; "" if there is nothing to show
  std::size_t caret = 0;   // in columns of `line`
  std::size_t length = 0;  // how much of `line` is meant; 0: unknown
};

// Reads each Python file below the working folder, or below where a path map leads, once for a whole report.
class SourceFiles {
 public:
  explicit SourceFiles(const RenderOptions& options);
  Excerpt excerpt(const SourceLocation& source);
  // A trace holds no line: gives the location that of the disk, which is about to change.
  void keep_line(SourceLocation& source);
  std::size_t files() const { return files_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  const SourceText& lines(const std::string& path);

  const RenderOptions& options_;
  SourceFolders folders_;
  std::map<std::string, std::string> real_paths_;  // links may give one file many names
  std::map<std::string, SourceText> files_;
  std::size_t bytes_ = 0;  // of all texts
};

}  // namespace aimet

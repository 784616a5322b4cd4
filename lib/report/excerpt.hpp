// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python line that a finding points at: from the local file if the line is still the same, else from the .pt.

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
  std::size_t length = 0;  // columns of `line` to mark from the caret; 0 if unknown
};

// Reads Python files below the working folder or below the target of a path map, each file once.
class SourceFiles {
 public:
  explicit SourceFiles(const RenderOptions& options);
  Excerpt excerpt(const SourceLocation& source);
  // Traces contain no source text: copies the line from the local file, which is about to change, into the location.
  void keep_line(SourceLocation& source);
  std::size_t files() const { return files_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  const SourceText& lines(const std::string& path);

  const RenderOptions& options_;
  SourceFolders folders_;
  std::map<std::string, std::string> real_paths_;  // one file may have many names through links
  std::map<std::string, SourceText> files_;
  std::size_t bytes_ = 0;  // of all texts
};

}  // namespace aimet

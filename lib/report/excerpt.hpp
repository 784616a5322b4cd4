#pragma once
// The Python line that a finding points at: from this disk when it is still the same line, else as the .pt holds it.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lib/model/model.hpp"
#include "lib/report/render.hpp"

namespace aimet {

struct Excerpt {
  std::string where;       // "net.py:12:8", mapped, relative and escaped
  std::string line;        // escaped, without its indent; "" if there is nothing to show
  std::size_t caret = 0;   // in columns of `line`
  std::size_t length = 0;  // how much of `line` is meant; 0: unknown
};

// Reads each Python file once for a whole report.
class SourceFiles {
 public:
  explicit SourceFiles(const RenderOptions& options) : options_(options) {}
  Excerpt excerpt(const SourceLocation& source);

 private:
  const std::vector<std::string>& lines(const std::string& path);

  const RenderOptions& options_;
  std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace aimet

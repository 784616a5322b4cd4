// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/unified_diff.hpp"

#include <dtl/dtl.hpp>
#include <sstream>
#include <vector>

#include "lib/report/source_file.hpp"

namespace aimet {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  auto lines = split_lines(text);
  if (!lines.empty() && text.back() != '\n') lines.back() += "\n\\ No newline at end of file";
  return lines;
}

}  // namespace

std::string unified_diff(const std::string& name, const std::string& before, const std::string& after) {
  dtl::Diff<std::string> diff(lines_of(before), lines_of(after));
  diff.compose();
  diff.composeUnifiedHunks();
  std::ostringstream out;
  diff.printUnifiedFormat(out);
  return "--- " + name + "\n+++ " + name + "\n" + out.str();
}

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/versions.hpp"

#include <torch/version.h>

#include <cstdlib>
#include <iterator>
#include <regex>
#include <utility>

namespace aimet {
namespace {

// An operator that takes more than `arguments` arguments since PyTorch `version`; -1: that exists since then. Sorted by
// name and version.
struct NewerOperator {
  const char* name;
  int arguments;
  const char* version;
};
const NewerOperator kNewerOperators[] = {
#include "lib/torch/newer_ops.inc"
};

// LibTorch's messages about unknown operators and arguments; $1 is the operator. Seen in 1.13.1, 2.6.0 and 2.14.1.
const std::regex& unknown_name() {
  static const std::regex pattern(R"(Unknown builtin op: ([A-Za-z0-9_]+::[A-Za-z0-9_]+))");
  return pattern;
}
const std::regex& unknown_arguments() {
  static const std::regex pattern(
      R"((aten::[A-Za-z0-9_]+)[.A-Za-z0-9_]*\(.*\n\s*(?:Expected at most|Unknown keyword argument|Keyword argument \S+ unknown))");
  return pattern;
}

std::pair<int, int> as_numbers(const char* version) {
  char* end = nullptr;
  const long major = std::strtol(version, &end, 10);
  return {static_cast<int>(major), static_cast<int>(std::strtol(*end == '.' ? end + 1 : end, nullptr, 10))};
}

// The oldest version after this one that has the operator or, if it is `known`, takes more arguments; nullptr if there
// is none.
const NewerOperator* newer(const std::string& name, bool known) {
  const auto here = std::make_pair(TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR);
  const NewerOperator* oldest = nullptr;
  for (const NewerOperator& row : kNewerOperators) {
    if (row.name != name || (row.arguments >= 0) != known || as_numbers(row.version) <= here) continue;
    if (oldest == nullptr || as_numbers(row.version) < as_numbers(oldest->version)) oldest = &row;
  }
  return oldest;
}

// "1.13", without the patch number: Debian's header of 1.13.1 says 1.13.0.
std::string own_version() { return std::to_string(TORCH_VERSION_MAJOR) + "." + std::to_string(TORCH_VERSION_MINOR); }

std::string remedy(const NewerOperator& row) {
  return std::string(". Save it with an older PyTorch, or use a build of this program with LibTorch ") + row.version +
         " or later";
}

}  // namespace

std::optional<std::string> newer_operator(const std::string& what) {
  constexpr std::size_t kLongest = 8192;  // the operator is in the first lines; a regex takes stack for each byte
  const std::string start = what.substr(0, kLongest);
  std::smatch match;
  if (std::regex_search(start, match, unknown_name())) {
    if (const NewerOperator* row = newer(match[1], false))
      return "saved by a newer PyTorch: the operator " + match[1].str() + " is in PyTorch " + row->version +
             " and not yet in LibTorch " + own_version() + ", which this program uses" + remedy(*row);
  } else if (std::regex_search(start, match, unknown_arguments())) {
    if (const NewerOperator* row = newer(match[1], true))
      return "saved by a newer PyTorch: it calls the operator " + match[1].str() + " with arguments that PyTorch " +
             row->version + " accepts and this program's LibTorch " + own_version() + " does not" + remedy(*row);
  }
  return std::nullopt;
}

}  // namespace aimet

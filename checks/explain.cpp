// SPDX-License-Identifier: Apache-2.0
#include "checks/explain.hpp"

#include <stdexcept>
#include <string>

namespace aimet {
namespace {

const std::string kReadme =
#include "explanations.inc"
    ;

}  // namespace

// A section begins with the heading "## id" and ends before the next heading of that level.
std::string explanation(std::string_view id) {
  const std::string heading = "## " + std::string(id) + "\n";
  const std::size_t begin = kReadme.rfind("\n" + heading);
  if (begin == std::string::npos) throw std::out_of_range("no section for " + std::string(id) + " in checks/README.md");
  const std::size_t end = kReadme.find("\n## ", begin + 1);
  return kReadme.substr(begin + 1, end == std::string::npos ? end : end - begin - 1);
}

}  // namespace aimet

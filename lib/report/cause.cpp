#include "lib/report/cause.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

#include "lib/check/suggestion_text.hpp"
#include "lib/report/names.hpp"

namespace aimet {
namespace {

// Two findings with equal keys have one cause. Without a line, an equal remedy for an equal kind of op tells; of the
// model itself, which has inputs and outputs that only the message names, the message.
std::string cause_key(const Finding& finding) {
  std::string key =
      fmt::format("{}\n{}\n{}\n", name_of(finding.severity), finding.op_kind.value_or(""), finding.calls.value_or(-1));
  if (finding.suggestion) key += define_text(*finding.suggestion) + "\n" + use_text(*finding.suggestion) + "\n";
  if (finding.sources.empty()) {
    if (!finding.op) key += finding.module_type + "\n" + (finding.module.empty() ? finding.message : "");
    return key + "\n" + finding.help;
  }
  key += finding.module_type;
  for (const SourceLocation& source : finding.sources) key += fmt::format("\n{}:{}", source.file, source.line);
  return key;
}

}  // namespace

std::vector<Cause> group_by_cause(const std::vector<Finding>& findings) {
  std::vector<Cause> causes;
  std::map<std::string, std::size_t> known;
  for (const Finding& finding : findings) {
    const auto [place, is_new] = known.emplace(cause_key(finding), causes.size());
    if (is_new) causes.emplace_back();
    causes[place->second].findings.push_back(&finding);
  }
  return causes;
}

}  // namespace aimet

#include "checks/hints.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "checks/replacements.hpp"
#include "lib/check/aimet_graph.hpp"
#include "lib/check/excluded.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/did_you_mean.hpp"

namespace aimet {
namespace {

template <typename Words>
std::string meant(std::string_view word, const Words& known) {
  const auto near = did_you_mean(word, known);
  return near ? "; did you mean " + *near + "?" : "";
}

// What stands before the first wildcard, without its dot.
std::string_view plain_part(std::string_view glob) {
  glob = glob.substr(0, glob.find_first_of("*?["));
  return glob.substr(0, glob.find_last_not_of('.') + 1);
}

std::set<std::string> types_of(const Model& model, const AimetRules& rules) {
  std::set<std::string> types;
  for (const AimetOp& op : aimet_ops(model, rules)) types.insert(op.type);
  return types;
}

}  // namespace

std::vector<std::string> hints(const Model& model, const CheckOptions& options) {
  std::vector<std::string> found;
  std::vector<std::string> paths;
  for (const Module& module : model.modules) paths.push_back(module.path);
  for (const std::string& glob : unmatched_globs(model, options.exclude_modules))
    found.push_back("the exclude '" + glob + "' matches no module of the model" + meant(plain_part(glob), paths));
  if (options.allowed_ops.empty()) return found;

  const AimetRules& rules = aimet_rules(options.aimet_version);
  std::set<std::string> known = types_of(model, rules);
  for (const std::string_view type : replaceable_op_types()) known.insert(op_type(rules, std::string(type)));
  for (const std::string& allowed : options.allowed_ops) {
    const std::string type = op_type(rules, allowed);
    const auto is_it = [&](const std::string& other) { return lower(other) == lower(type); };
    if (std::any_of(known.begin(), known.end(), is_it) || is_tolerated(rules, type)) continue;
    found.push_back("the allowed op '" + allowed + "' is no type of op in the model, and none that is known" +
                    meant(type, known));
  }
  return found;
}

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#include "tools/impossible_rules.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <string_view>

#include "lib/check/aimet_rules.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/did_you_mean.hpp"
#include "lib/model/op_name.hpp"
#include "lib/model/op_schemas.hpp"
#include "lib/model/text.hpp"
#include "lib/report/escape.hpp"
#include "tools/values.hpp"

namespace aimet {
namespace {

using Strings = std::vector<std::string>;
using Operators = std::vector<Strings>;

constexpr std::string_view kTorchNnClasses[] = {
#include "lib/model/torch_nn_classes.inc"
};

const Strings kDtypes = {"float32",   "float64",       "float16",     "bfloat16",        "int8",
                         "int16",     "int32",         "int64",       "uint8",           "bool",
                         "complex32", "complex64",     "complex128",  "qint8",           "quint8",
                         "qint32",    "quint4x2",      "quint2x4",    "uint16",          "uint32",
                         "uint64",    "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz"};

bool is_plain(const std::string& glob) { return glob.find_first_of("*?[") == std::string::npos; }

class Search {
 public:
  Search(const OwnRules& own, const Operators& operators, bool of_libtorch)
      : own_(own), operators_(operators), of_libtorch_(of_libtorch) {
    for (const Strings& row : operators) {
      kinds_.push_back(row.front());
      types_.push_back(lower(op_type(aimet_rules(""), row.front())));
    }
    for (const std::string_view name : kTorchNnClasses) {
      classes_.emplace_back(name);
      types_.push_back(lower(last_part(std::string(name))));
    }
    types_.insert(types_.end(), {"add", "subtract", "multiply", "divide", "concat", "matmul", "getitem", "fill"});
  }

  Strings run() {
    for (const Rule& rule : own_.rules) pattern("the rule " + rule.id, rule.match);
    if (own_.allow)
      for (const Pattern& allowed : *own_.allow) pattern("\"allow\"", allowed);
    return std::move(found_);
  }

 private:
  void report(const std::string& who, const std::string& what) { found_.push_back(who + " " + what); }

  void pattern(const std::string& who, const Pattern& pattern) {
    for (const std::string& glob : pattern.ops) op(who, glob);
    for (const std::string& glob : pattern.classes) python_class(who, glob);
    for (const std::string& glob : pattern.dtypes) {
      const auto named = [&](const std::string& dtype) { return glob_matches(glob, dtype); };
      if (std::none_of(kDtypes.begin(), kDtypes.end(), named))
        report(who, "can never match: there is no dtype " + escape(glob) + suggestion(glob, kDtypes));
    }
    for (const ArgumentPattern& wanted : pattern.where) argument(who, pattern, wanted.name);
  }

  void op(const std::string& who, const std::string& glob) {
    const bool is_kind = is_kind_glob(glob);
    const Strings& known = is_kind ? kinds_ : types_;
    const auto matches = [&](const std::string& name) {
      return is_kind ? kind_matches({glob}, name) : type_matches({glob}, name);
    };
    if (std::any_of(known.begin(), known.end(), matches)) return;
    if (is_kind) {
      if (is_prim(glob)) return;  // many prim ops have no schema and are in no list
      if (!of_libtorch_ && !is_aten(glob)) return;
      report(who, std::string("can never match") + (of_libtorch_ ? " with this LibTorch" : "") +
                      ": there is no operator " + escape(glob) + suggestion(glob, kinds_));
    } else if (is_plain(glob)) {
      report(who, "matches only if " + escape(glob) + " is a class of your own: no operator and no class of torch.nn " +
                      "is called that" + suggestion(lower(glob), types_));
    }
  }

  void python_class(const std::string& who, const std::string& glob) {
    if (!is_plain(glob) || glob.rfind("torch.nn.", 0) != 0) return;
    if (std::find(classes_.begin(), classes_.end(), glob) != classes_.end()) return;
    report(who, "can never match: torch.nn has no class " + escape(glob) + suggestion(glob, classes_));
  }

  // Checks the argument names only for op kinds, because the attributes of classes are not known here.
  void argument(const std::string& who, const Pattern& pattern, const std::string& name) {
    if (!pattern.classes.empty() || !std::all_of(pattern.ops.begin(), pattern.ops.end(), is_kind_glob)) return;
    std::set<std::string> names;
    for (const Strings& row : operators_)
      if (kind_matches(pattern.ops, row.front())) names.insert(row.begin() + 1, row.end());
    if (names.empty() || names.count(name) != 0) return;
    report(who, "can never match: none of its operators has an argument " + escape(name) +
                    suggestion(name, Strings(names.begin(), names.end())));
  }

  const OwnRules& own_;
  const Operators& operators_;
  bool of_libtorch_;  // whether the operators are LibTorch's, not only ATen's of all PyTorch versions
  Strings kinds_, types_, classes_, found_;
};

}  // namespace

Strings impossible(const OwnRules& rules, const Operators& operators) { return Search(rules, operators, true).run(); }

Strings impossible_without_libtorch(const OwnRules& rules) {
  Operators operators;
  for (const KnownOperator& known : known_operators()) {
    Strings& row = operators.emplace_back(1, std::string(known.name));
    std::istringstream words{std::string(known.arguments)};
    for (std::string word; words >> word;) row.push_back(word);
  }
  return Search(rules, operators, false).run();
}

}  // namespace aimet

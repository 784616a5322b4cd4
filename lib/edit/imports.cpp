// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/imports.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/edit/contains.hpp"

namespace aimet {
namespace {

class ImportReader {
 public:
  ImportReader(const PythonText& python, std::size_t statement) : python_(python), statement_(statement) {}

  std::vector<Import> read() {
    std::string prefix;
    if (accept("from")) {
      prefix = dotted();
      if (prefix.empty() || prefix.back() != '.') prefix += '.';
    }
    if (!accept("import")) return {};
    accept("(");
    std::vector<Import> found;
    do {
      const std::string module = dotted();
      if (module.empty()) break;
      found.push_back({prefix + module, accept("as") ? dotted() : module});
    } while (accept(","));
    return found;
  }

 private:
  std::string_view peek() const { return python_.word(statement_, at_); }
  bool accept(std::string_view word) {
    if (peek() != word) return false;
    ++at_;
    return true;
  }
  std::string dotted() {
    std::string name;
    while (!peek().empty() && peek() != "import" && peek() != "as" && peek() != "," && peek() != ")")
      name += python_.word(statement_, at_++);
    return name;
  }

  const PythonText& python_;
  std::size_t statement_;
  std::size_t at_ = 0;
};

bool is_import(const PythonText& python, std::size_t id) {
  return python.statements[id].indent == 0 && (python.word(id, 0) == "import" || python.word(id, 0) == "from");
}

// The first module that the statement names: "torch.nn" for "from torch.nn import Linear".
std::string module_of(const PythonText& python, std::size_t id) {
  std::string name;
  for (std::size_t i = 1; !python.word(id, i).empty(); ++i) {
    const std::string_view word = python.word(id, i);
    if (word == "import" || word == "as" || word == ",") break;
    name += word;
  }
  return name;
}

bool names_torch(const PythonText& python, std::size_t id) {
  const std::string module = module_of(python, id);
  return module == "torch" || module.rfind("torch.", 0) == 0;
}

// The sort key of isort: by module; with `by_form`, each "import x" before each "from x import y".
std::pair<bool, std::string> sort_key(const PythonText& python, std::size_t id, bool by_form) {
  return {by_form && python.word(id, 0) == "from", module_of(python, id)};
}

}  // namespace

std::vector<Import> read_import(const PythonText& python, std::size_t statement) {
  return ImportReader(python, statement).read();
}

std::optional<ImportPlace> place_of_import(const PythonText& python, const std::string& module, bool is_from) {
  std::vector<std::size_t> section;
  std::optional<std::size_t> last;
  bool has_torch = false;
  for (std::size_t id = 0; id < python.statements.size() && python.word(id, 0) != "class"; ++id) {
    const bool goes_on = !section.empty() && section.back() + 1 == id &&
                         python.statements[id].first_line == python.statements[section.back()].last_line + 1;
    if (!is_import(python, id) || python.statements[id].is_inline) continue;
    last = id;
    if (has_torch && !goes_on) continue;
    if (!goes_on) section.clear();
    section.push_back(id);
    has_torch = has_torch || names_torch(python, id);
  }
  if (!last) return std::nullopt;
  if (!has_torch) return ImportPlace{*last, false};
  bool by_form = true;
  for (std::size_t i = 1; i < section.size(); ++i)
    if (python.word(section[i - 1], 0) == "from" && python.word(section[i], 0) == "import") by_form = false;
  const auto less = [&](std::size_t a, std::size_t b) {
    return sort_key(python, a, by_form) < sort_key(python, b, by_form);
  };
  if (!std::is_sorted(section.begin(), section.end(), less)) return ImportPlace{section.back(), false};
  const std::pair<bool, std::string> key{by_form && is_from, module};
  for (std::size_t i = 0; i < section.size(); ++i) {
    if (sort_key(python, section[i], by_form) <= key) continue;
    return i == 0 ? ImportPlace{section[0], true} : ImportPlace{section[i - 1], false};
  }
  return ImportPlace{section.back(), false};
}

std::optional<StandardPlace> place_of_standard_import(const PythonText& python, const std::string& module) {
  // The modules of the standard library (Python 3.11) that model files import.
  constexpr std::array<std::string_view, 26> kStandard = {
      "abc",       "argparse", "ast",     "collections", "contextlib", "copy",    "csv",    "dataclasses", "enum",
      "functools", "glob",     "inspect", "itertools",   "json",       "logging", "math",   "numbers",     "operator",
      "os",        "pathlib",  "random",  "re",          "sys",        "time",    "typing", "warnings"};
  std::size_t first = 0;
  while (first < python.statements.size() && python.word(first, 0) != "class" &&
         (!is_import(python, first) || module_of(python, first) == "__future__"))
    ++first;
  if (first == python.statements.size() || !is_import(python, first) || python.statements[first].is_inline)
    return std::nullopt;
  const std::string name = module_of(python, first);
  if (!contains(kStandard, name.substr(0, name.find('.')))) return StandardPlace{{first, true}, true};
  std::size_t after = first;
  while (after < python.statements.size() && python.word(after, 0) == "import" && is_import(python, after) &&
         !python.statements[after].is_inline && module_of(python, after) < module &&
         contains(kStandard, module_of(python, after)))
    ++after;
  return after == first ? StandardPlace{{first, true}, false} : StandardPlace{{after - 1, false}, false};
}

}  // namespace aimet

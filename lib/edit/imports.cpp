#include "lib/edit/imports.hpp"

#include <algorithm>
#include <vector>

namespace aimet {
namespace {

// "import a.b as c" is {"a.b", "c"}, "import a.b" {"a.b", "a.b"}, "from a import b" {"a.b", "b"}.
struct Import {
  std::string module;
  std::string name;
};

class ImportReader {
 public:
  ImportReader(const PythonText& python, StatementId statement) : python_(python), statement_(statement) {}

  std::vector<Import> read() {
    std::string prefix;
    if (accept("from")) prefix = dotted() + ".";
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
  StatementId statement_;
  std::size_t at_ = 0;
};

bool is_import(const PythonText& python, StatementId id) {
  return python.statements[id].indent == 0 && (python.word(id, 0) == "import" || python.word(id, 0) == "from");
}

std::vector<Import> all_imports(const PythonText& python) {
  std::vector<Import> all;
  for (StatementId id = 0; id < python.statements.size(); ++id) {
    if (!is_import(python, id)) continue;
    const auto found = ImportReader(python, id).read();
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

}  // namespace

std::optional<std::string> name_of_torch_nn(const PythonText& python) {
  std::optional<std::string> name;
  for (const Import& import : all_imports(python)) {
    if (import.module == "torch.nn" && import.name != "torch.nn") return import.name;
    const bool binds_torch = import.name == "torch" || import.name.rfind("torch.", 0) == 0;
    if (binds_torch && import.module == import.name) name = "torch.nn";
  }
  return name;
}

bool imports(const PythonText& python, std::string_view module) {
  const auto all = all_imports(python);
  return std::any_of(all.begin(), all.end(),
                     [&](const Import& import) { return import.module == module && import.name == module; });
}

std::optional<StatementId> last_import(const PythonText& python) {
  std::optional<StatementId> last;
  for (StatementId id = 0; id < python.statements.size() && python.word(id, 0) != "class"; ++id)
    if (is_import(python, id)) last = id;
  return last;
}

}  // namespace aimet

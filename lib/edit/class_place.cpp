#include "lib/edit/class_place.hpp"

#include <algorithm>
#include <vector>

namespace aimet {
namespace {

StatementRange body_of(const PythonText& python, StatementId header) {
  StatementId last = header + 1;
  while (last < python.statements.size() && python.statements[last].indent > python.statements[header].indent) ++last;
  return {header + 1, last};
}

// The statement that this one is indented below.
std::optional<StatementId> header_of(const PythonText& python, StatementId statement) {
  const std::size_t indent = python.statements[statement].indent;
  for (StatementId i = statement; i-- > 0;)
    if (python.statements[i].indent < indent) return i;
  return std::nullopt;
}

bool is_method(const PythonText& python, StatementId id) {
  return python.word(id, 0) == "def" && python.word(id, 2) == "(" && python.word(id, 3) == "self";
}

// The names in "class A(b.B, C):", without what stands before a dot.
std::vector<std::string_view> bases_of(const PythonText& python, StatementId header) {
  std::vector<std::string_view> bases;
  for (std::size_t i = 3; !python.word(header, i).empty() && python.word(header, i - 1) != ")"; ++i)
    if (python.word(header, i) == "," || python.word(header, i) == ")") bases.push_back(python.word(header, i - 1));
  return bases;
}

bool is_plain_class(const PythonText& python, StatementId header, int depth) {
  constexpr int kDeepest = 16;
  const auto bases = bases_of(python, header);
  if (bases.size() != 1 || depth > kDeepest) return false;
  if (bases.front() == "Module") return true;
  for (StatementId i = 0; i < header; ++i)
    if (python.statements[i].indent == 0 && python.word(i, 0) == "class" && python.word(i, 1) == bases.front())
      return is_plain_class(python, i, depth + 1);
  return false;
}

bool calls_super_init(const PythonText& python, StatementId id) {
  const auto& tokens = python.statements[id].tokens;
  const auto is = [&](std::string_view word) {
    return [&python, word](const PythonToken& token) { return python.of(token) == word; };
  };
  return python.word(id, 0) == "super" && std::any_of(tokens.begin(), tokens.end(), is("__init__"));
}

}  // namespace

std::optional<StatementId> statement_at(const PythonText& python, int line) {
  const auto found = std::find_if(python.statements.begin(), python.statements.end(), [&](const PythonStatement& s) {
    return s.first_line <= line && line <= s.last_line;
  });
  if (found == python.statements.end()) return std::nullopt;
  return static_cast<StatementId>(found - python.statements.begin());
}

std::optional<MethodPlace> method_around(const PythonText& python, StatementId statement) {
  MethodPlace place;
  auto header = header_of(python, statement);
  for (; header && python.word(*header, 0) != "def"; header = header_of(python, *header)) {
    const std::string_view word = python.word(*header, 0);
    if (word == "class" || word == "async") return std::nullopt;
    place.in_loop = place.in_loop || word == "for" || word == "while";
  }
  if (!header || !is_method(python, *header)) return std::nullopt;
  const auto of_class = header_of(python, *header);
  if (!of_class || python.word(*of_class, 0) != "class" || python.statements[*of_class].indent != 0)
    return std::nullopt;
  place.class_name = python.word(*of_class, 1);
  place.class_body = body_of(python, *of_class);
  place.method_body = body_of(python, *header);
  return place;
}

bool is_plain_module(const PythonText& python, const MethodPlace& place) {
  return is_plain_class(python, place.class_body.first - 1, 0);
}

std::optional<StatementRange> find_init(const PythonText& python, const MethodPlace& place) {
  const std::size_t indent = python.statements[place.class_body.first].indent;
  std::optional<StatementRange> init;
  for (StatementId i = place.class_body.first; i < place.class_body.last; ++i) {
    if (python.statements[i].indent != indent || python.word(i, 0) != "def" || python.word(i, 1) != "__init__")
      continue;
    if (init || !is_method(python, i)) return std::nullopt;
    init = body_of(python, i);
  }
  if (!init || mentions(python, *init, "return")) return std::nullopt;
  for (StatementId i = init->first; i < init->last; ++i)
    if (calls_super_init(python, i)) return init;
  return std::nullopt;
}

std::optional<StatementId> find_definition(const PythonText& python, StatementRange range, std::string_view name) {
  std::optional<StatementId> found;
  for (StatementId i = range.first; i < range.last; ++i) {
    if (python.word(i, 0) != "self" || python.word(i, 1) != "." || python.word(i, 2) != name) continue;
    if (found || python.word(i, 3) != "=") return std::nullopt;
    found = i;
  }
  return found;
}

std::optional<StatementId> last_definition(const PythonText& python, StatementRange init) {
  const std::size_t indent = python.statements[init.first].indent;
  std::optional<StatementId> last;
  for (StatementId i = init.first; i < init.last; ++i) {
    if (python.statements[i].indent != indent) continue;
    const bool defines = python.word(i, 0) == "self" && python.word(i, 1) == "." && python.word(i, 3) == "=";
    if (calls_super_init(python, i) || (last && defines)) last = i;
  }
  return last;
}

bool mentions(const PythonText& python, StatementRange range, std::string_view name) {
  for (StatementId i = range.first; i < range.last; ++i)
    for (const PythonToken& token : python.statements[i].tokens)
      if (token.kind == PythonToken::Kind::name && python.of(token) == name) return true;
  return false;
}

bool has_attribute(const PythonText& python, StatementRange class_body, std::string_view name) {
  const std::size_t indent = python.statements[class_body.first].indent;
  for (StatementId i = class_body.first; i < class_body.last; ++i) {
    const bool at_top = python.statements[i].indent == indent;
    if (at_top && (python.word(i, 0) == name || (python.word(i, 0) == "def" && python.word(i, 1) == name))) return true;
    for (std::size_t t = 0; t < python.statements[i].tokens.size(); ++t)
      if (python.word(i, t) == "self" && python.word(i, t + 1) == "." && python.word(i, t + 2) == name) return true;
  }
  return false;
}

std::string unused_name(const PythonText& python, StatementRange class_body, const std::string& wanted, int first) {
  for (int n = first;; ++n) {
    std::string name = n == 1 ? wanted : wanted + "_" + std::to_string(n);
    if (!has_attribute(python, class_body, name)) return name;
  }
}

std::optional<StatementId> last_mention(const PythonText& python, const MethodPlace& place, StatementId before,
                                        std::string_view name) {
  for (StatementId i = before; i-- > place.method_body.first;)
    if (mentions(python, {i, i + 1}, name)) return i;
  return std::nullopt;
}

}  // namespace aimet

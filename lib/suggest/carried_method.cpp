// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/carried_method.hpp"

#include <algorithm>
#include <string_view>

#include "lib/edit/refusal.hpp"
#include "lib/report/source_file.hpp"

namespace aimet {
namespace {

// An annotation in a header: the tokens [first, last), beginning with the colon or the arrow.
struct Annotation {
  std::size_t first = 0;
  std::size_t last = 0;  // the first token after it
  bool contains(std::size_t i) const { return first <= i && i < last; }
};

std::vector<Annotation> annotations_of(const PythonText& python, StatementId header) {
  std::vector<Annotation> found;
  bool has_default = false;
  bool is_open = false;
  int depth = 0;
  const std::size_t count = python.statements[header].tokens.size();
  for (std::size_t i = 2; i < count; ++i) {
    const std::string_view word = python.word(header, i);
    const bool ends = (depth == 1 && (word == "," || word == "=" || word == ")")) || (depth == 0 && i + 1 == count);
    if (is_open && ends) {
      found.back().last = i;
      is_open = false;
    }
    if (depth == 1 && (word == "," || word == "=")) has_default = word == "=";
    if (word == "(" || word == "[" || word == "{") ++depth;
    if (word == ")" || word == "]" || word == "}") --depth;
    if ((word == ":" && depth == 1 && !has_default) || word == "->") {
      found.push_back({i, i});
      is_open = true;
    }
  }
  return found;
}

class Carrier {
 public:
  Carrier(const OtherFile& from, const PythonFile& to, StatementId place)
      : from_(from), python_(from.python), to_(to), place_(place) {}

  std::string text(const PythonMethod& method) const {
    for (StatementId id = method.header + 1; id < method.body.last; ++id)
      for (std::size_t i = 0; i < python_.statements[id].tokens.size(); ++i) must_mean_the_same(id, i);
    const auto& tokens = python_.statements[method.header].tokens;
    const std::size_t begin = python_.text.rfind('\n', tokens.front().begin) + 1;
    return header(method.header, begin) + text_of_method(python_, method).substr(tokens.back().end - begin);
  }

 private:
  std::string header(StatementId id, std::size_t begin) const {
    const auto& tokens = python_.statements[id].tokens;
    const auto annotations = annotations_of(python_, id);
    const auto is_annotation = [&](std::size_t i) {
      return std::any_of(annotations.begin(), annotations.end(), [&](const Annotation& of) { return of.contains(i); });
    };
    bool has_all = true;
    for (std::size_t i = 3; i < tokens.size(); ++i) {
      if (is_annotation(i))
        has_all = has_all && means_the_same(id, i);
      else if (python_.word(id, i - 1) == "=")
        must_mean_the_same(id, i);
    }
    if (has_all) return python_.text.substr(begin, tokens.back().end - begin);
    std::string text;
    for (const Annotation& of : annotations) {
      text += python_.text.substr(begin, tokens[of.first - 1].end - begin);
      begin = tokens[of.last - 1].end;
      if (python_.word(id, of.last) != "=") continue;
      text += "=";  // without the spaces around it, which only an annotated parameter has
      begin = tokens[of.last + 1].begin;
    }
    return text + python_.text.substr(begin, tokens.back().end - begin);
  }

  void must_mean_the_same(StatementId id, std::size_t i) const {
    if (!means_the_same(id, i))
      throw Refusal{"a method of an installed package uses " + std::string(python_.word(id, i)) +
                    ", which this file does not have"};
  }

  bool means_the_same(StatementId id, std::size_t i) const {
    const std::string word(python_.word(id, i));
    if (python_.statements[id].tokens[i].kind != PythonToken::Kind::name) return true;
    const bool is_private = word.rfind("__", 0) == 0 && word.substr(word.size() - 2) != "__";
    if (word == "super" || word == "__class__" || is_private) return false;
    if (i > 0 && python_.word(id, i - 1) == ".") return true;
    const Meaning meaning = from_.scopes.meaning(id, word);
    if (meaning.kind == Meaning::Kind::local) return true;
    if (meaning.kind == Meaning::Kind::imported) return to_.scopes().resolved(place_, word) == meaning.path;
    return meaning.kind == Meaning::Kind::unknown && to_.scopes().all().front().bindings.count(word) == 0;
  }

  const OtherFile& from_;
  const PythonText& python_;
  const PythonFile& to_;
  StatementId place_;
};

}  // namespace

std::string text_of_method(const PythonText& python, const PythonMethod& method) {
  const std::size_t begin = python.text.rfind('\n', python.statements[method.header].tokens.front().begin) + 1;
  const std::size_t last = python.statements[method.body.last - 1].tokens.back().end;
  return python.text.substr(begin, std::min(python.text.find('\n', last), python.text.size()) - begin);
}

std::vector<std::string> carried_method(const OtherFile& from, const PythonMethod& method, const PythonFile& to,
                                        StatementId place) {
  std::vector<std::string> lines = split_lines(Carrier(from, to, place).text(method));
  for (std::string& line : lines)
    if (!line.empty() && line.back() == '\r') line.pop_back();
  return lines;
}

}  // namespace aimet

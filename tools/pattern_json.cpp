// SPDX-License-Identifier: Apache-2.0
#include "tools/pattern_json.hpp"

#include <algorithm>
#include <sstream>

#include "lib/model/text.hpp"
#include "lib/report/escape.hpp"
#include "tools/values.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

[[noreturn]] void expected(const JsonPlace& place, const Json& found, const std::string& what) {
  place.fail("found " + describe_json(found) + ", expected " + what);
}

// Calls read(element, place) for each element of an array. Any other value counts as an array of one element.
template <typename Read>
void each(const Json& value, const JsonPlace& place, const std::string& what, const Read& read) {
  if (!value.is_array()) return read(value, place);
  if (value.empty()) expected(place, value, what);
  for (std::size_t i = 0; i < value.size(); ++i) read(value[i], place / i);
}

Strings globs(const Json& value, const JsonPlace& place, const std::string& what) {
  Strings texts;
  each(value, place, what, [&](const Json& one, const JsonPlace& at) {
    if (!one.is_string() || one.get<std::string>().empty()) expected(at, one, what);
    texts.push_back(one.get<std::string>());
  });
  return texts;
}

double number(const Json& value, const JsonPlace& place) {
  if (!value.is_number()) expected(place, value, "a number");
  return value.get<double>();
}

NumberRange range(const Json& value, const JsonPlace& place) {
  if (value.is_number()) return {value.get<double>(), value.get<double>()};
  if (!value.is_object() || value.empty()) expected(place, value, "a number or an object with \"min\" or \"max\"");
  NumberRange range;
  for (const auto& [key, bound] : value.items()) {
    if (key != "min" && key != "max") unknown_key(key, place, {"min", "max"});
    (key == "min" ? range.least : range.most) = number(bound, place / key);
  }
  if (range.least && range.most && *range.least > *range.most)
    place.fail("no number is above \"min\" and below \"max\"");
  return range;
}

std::vector<NumberRange> ranges(const Json& value, const JsonPlace& place) {
  std::vector<NumberRange> all;
  each(value, place, "numbers", [&](const Json& one, const JsonPlace& at) { all.push_back(range(one, at)); });
  return all;
}

ValuePattern value_pattern(const Json& value, const JsonPlace& place) {
  ValuePattern pattern;
  if (value.is_object() && value.contains("not")) {
    if (value.size() != 1) place.fail("\"not\" must be the only key");
    pattern = value_pattern(value["not"], place / "not");
    pattern.negated = !pattern.negated;
  } else if (value.is_boolean()) {
    pattern.kind = ValuePattern::Kind::boolean;
    pattern.boolean = value.get<bool>();
  } else if (value.is_string()) {
    pattern.kind = ValuePattern::Kind::text;
    pattern.glob = value.get<std::string>();
  } else if (value.is_number() || value.is_object()) {
    pattern.kind = ValuePattern::Kind::number;
    pattern.number = range(value, place);
  } else if (!value.is_null()) {
    expected(place, value, "a text, a number, true, false, null, or an object with min, max or not");
  }
  return pattern;
}

std::vector<ArgumentPattern> arguments(const Json& value, const JsonPlace& place) {
  if (!value.is_object() || value.empty()) expected(place, value, "an object such as {\"mode\": \"bicubic\"}");
  std::vector<ArgumentPattern> all;
  for (const auto& [name, values] : value.items()) {
    ArgumentPattern& argument = all.emplace_back();
    argument.name = name;
    each(values, place / name, "values",
         [&](const Json& one, const JsonPlace& at) { argument.any_of.push_back(value_pattern(one, at)); });
  }
  return all;
}

std::string printed(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

std::string printed(const NumberRange& range) {
  if (range.least && range.most && *range.least == *range.most) return printed(*range.least);
  if (!range.most) return "at least " + printed(*range.least);
  if (!range.least) return "at most " + printed(*range.most);
  return printed(*range.least) + " to " + printed(*range.most);
}

std::string printed(const ValuePattern& pattern) {
  std::string no = pattern.negated ? "not " : "";
  switch (pattern.kind) {
    case ValuePattern::Kind::none:
      return no + "`None`";
    case ValuePattern::Kind::boolean:
      return no + (pattern.boolean ? "`True`" : "`False`");
    case ValuePattern::Kind::number:
      return no + printed(pattern.number);
    case ValuePattern::Kind::text:
      return no + "`" + pattern.glob + "`";
  }
  return no;
}

template <typename List, typename Print>
std::string alternatives(const List& list, const Print& print) {
  return joined(list, " or ", print);
}

const Strings kKeys = {"op", "class", "where", "dtype", "rank", "uses", "modules"};

}  // namespace

Pattern read_pattern(const Json& object, const JsonPlace& place, const Strings& others) {
  Pattern pattern;
  Strings known = others;
  known.insert(known.end(), kKeys.begin(), kKeys.end());
  for (const auto& [key, value] : object.items()) {
    const JsonPlace at = place / key;
    if (std::find(others.begin(), others.end(), key) != others.end()) continue;
    if (key == "op")
      pattern.ops = globs(value, at, "an op such as \"aten::gelu\" or \"GELU\"");
    else if (key == "class")
      pattern.classes = globs(value, at, "a class such as \"Conv3d\"");
    else if (key == "where")
      pattern.where = arguments(value, at);
    else if (key == "dtype")
      pattern.dtypes = globs(value, at, "a dtype such as \"float64\"");
    else if (key == "rank")
      pattern.ranks = ranges(value, at);
    else if (key == "uses")
      pattern.uses = ranges(value, at);
    else if (key == "modules")
      pattern.modules = globs(value, at, "a module's path such as \"head.*\"");
    else
      unknown_key(key, place, known);
  }
  if (!pattern.where.empty() && pattern.ops.empty() && pattern.classes.empty())
    (place / "where").fail("of which op or class? name one under \"op\" or \"class\"");
  return pattern;
}

std::string described(const Pattern& pattern) {
  const auto quoted = [](const std::string& glob) { return "`" + glob + "`"; };
  const auto print_range = [](const NumberRange& range) { return printed(range); };
  std::string text;
  const auto add = [&](const std::string& what, const std::string& values) {
    if (!values.empty()) text += (text.empty() ? "- " : "; ") + what + values;
  };
  add("ops ", alternatives(pattern.ops, quoted));
  add("modules of class ", alternatives(pattern.classes, quoted));
  for (const ArgumentPattern& argument : pattern.where)
    add("`" + argument.name + "` is ",
        alternatives(argument.any_of, [](const ValuePattern& value) { return printed(value); }));
  add("tensors of dtype ", alternatives(pattern.dtypes, quoted));
  add("numbers of dimensions: ", alternatives(pattern.ranks, print_range));
  add("runs in one forward pass: ", alternatives(pattern.uses, print_range));
  add("in the modules ", alternatives(pattern.modules, quoted));
  return text + "\n";
}

}  // namespace aimet

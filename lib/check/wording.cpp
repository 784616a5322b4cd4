// SPDX-License-Identifier: Apache-2.0
#include "lib/check/wording.hpp"

#include <algorithm>
#include <cctype>

#include "lib/model/op_name.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

// The compiler gives a dict no source range, but its keys have theirs (1.13.1). Returns the line of a key if that line
// also contains an opening brace; empty if there is none.
std::vector<SourceLocation> lines_of_dict(const Model& model, const Op& dict) {
  for (std::int32_t i = 0; i + 1 < dict.inputs.count; i += 2) {
    const OpId key = model.value(model.operand(dict.inputs, i)).producer;
    if (key == kNone) continue;
    auto lines = user_lines(model, key);
    if (!lines.empty() && lines.front().text.find('{') != std::string::npos) return lines;
  }
  return {};
}

std::vector<SourceLocation> lines_of_value(const Model& model, ValueId value, int depth) {
  constexpr int kDeepest = 6;
  const OpId producer = model.value(value).producer;
  if (producer == kNone || depth > kDeepest) return {};
  const Op& op = model.op(producer);
  const std::string& kind = model.kind(producer);
  const bool by_tracer =
      model.module(model.call(op.call).module).traced && (is_prim(kind) || kind == "aten::__getitem__");
  if (!by_tracer && kind != "prim::Constant") {
    auto lines = user_lines(model, producer);
    if (lines.empty() && kind == "prim::DictConstruct") lines = lines_of_dict(model, op);
    if (!lines.empty()) return lines;
  }
  for (std::int32_t i = 0; i < op.inputs.count; ++i) {
    auto lines = lines_of_value(model, model.operand(op.inputs, i), depth + 1);
    if (!lines.empty()) return lines;
  }
  return {};
}

}  // namespace

std::string class_name(const Module& module) { return last_part(module.type); }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string forward_of(const Module& module) {
  return module.path.empty() ? "the model's forward" : "the forward of " + module.path;
}

std::string module_place(const Module& module) {
  return module.path.empty() ? "the model" : "the module " + module.path;
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  const std::size_t shown = names.size() > most + 1 ? most : names.size();  // never "and 1 more"
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
  return text;
}

std::vector<SourceLocation> lines_of_value(const Model& model, ValueId value) {
  return lines_of_value(model, value, 0);
}

void add_lines(std::vector<SourceLocation>& lines, const std::vector<SourceLocation>& more) {
  for (const SourceLocation& line : more) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
}

}  // namespace aimet

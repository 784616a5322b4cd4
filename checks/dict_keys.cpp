// SPDX-License-Identifier: Apache-2.0
#include "checks/dict_keys.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "lib/model/flow.hpp"

namespace aimet {
namespace {

const Constant* string_constant(const Model& model, ValueId value) {
  const ConstantId id = model.value(value).constant;
  const bool is_string = id != kNone && model.constant(id).kind == Constant::Kind::string;
  return is_string ? &model.constant(id) : nullptr;
}

bool is_keyword(std::string_view name) {
  constexpr std::array<std::string_view, 36> kKeywords = {
      "False",  "None",     "True",   "and",   "as",   "assert", "async",  "await",   "break",
      "class",  "continue", "def",    "del",   "elif", "else",   "except", "for",     "from",
      "global", "if",       "import", "in",    "is",   "lambda", "return", "finally", "nonlocal",
      "not",    "or",       "pass",   "raise", "self", "try",    "while",  "with",    "yield"};
  return std::find(kKeywords.begin(), kKeywords.end(), name) != kKeywords.end();
}

}  // namespace

std::vector<KeyRead> keys_read(const Model& model, CallId call, ValueId dict) {
  std::vector<KeyRead> reads;
  for (const OpId id : model.call(call).ops) {
    const Op& op = model.op(id);
    const std::string& kind = model.kind(id);
    const bool is_read = kind == "aten::__getitem__" || kind == "aten::get" || kind == "aten::pop" ||
                         kind == "prim::TupleIndex";  // for a dict in a dict of an exported program
    if (!is_read || runs(model, op.block) == 0 || op.inputs.count < 2 || op.outputs.count == 0 ||
        model.operand(op.inputs, 0) != dict)
      continue;
    const Constant* key = string_constant(model, model.operand(op.inputs, 1));
    if (key == nullptr) continue;
    const auto known =
        std::find_if(reads.begin(), reads.end(), [&](const KeyRead& read) { return read.key == key->string; });
    if (known == reads.end())
      reads.push_back({key->string, model.operand(op.outputs, 0), {id}});
    else
      known->ops.push_back(id);
  }
  return reads;
}

std::vector<std::string> keys_written(const Model& model, CallId call, ValueId dict) {
  std::vector<std::string> keys;
  const auto add = [&](ValueId value) {
    const Constant* key = string_constant(model, value);
    if (key != nullptr && std::find(keys.begin(), keys.end(), key->string) == keys.end()) keys.push_back(key->string);
  };
  const OpId producer = model.value(dict).producer;
  if (producer != kNone && model.kind(producer) == "prim::DictConstruct") {
    const IdRange<OperandId> inputs = model.op(producer).inputs;
    for (std::int32_t i = 0; i + 1 < inputs.count; i += 2) add(model.operand(inputs, i));
  }
  for (const OpId id : model.call(call).ops) {
    const Op& op = model.op(id);
    const bool writes = model.kind(id) == "aten::_set_item" && runs(model, op.block) > 0;
    if (writes && op.inputs.count > 1 && model.operand(op.inputs, 0) == dict) add(model.operand(op.inputs, 1));
  }
  return keys;
}

std::string key_identifier(const std::string& argument, const std::string& key) {
  std::string name;
  for (const char c : key) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  const bool is_name =
      !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 && !is_keyword(name);
  return is_name ? name : argument + "_" + name;
}

}  // namespace aimet

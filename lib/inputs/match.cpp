// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/match.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <utility>

#include "lib/inputs/fit.hpp"
#include "lib/inputs/printable.hpp"
#include "lib/model/did_you_mean.hpp"
#include "lib/model/error.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

constexpr std::size_t kLongestSchema = 600;  // bytes; keeps the message short

std::string format_argument(const Argument& argument, const IdVector<TypeId, Type>& types) {
  const bool known = argument.type >= 0 && static_cast<std::size_t>(argument.type) < types.size();
  const std::string type = known ? printable(types[argument.type].text, 160) : "?";
  return printable(argument.name) + ": " + type + (argument.has_default ? " = <default>" : "");
}

class Matching {
 public:
  Matching(const Sample& sample, const std::vector<Argument>& arguments, const IdVector<TypeId, Type>& types)
      : sample_(sample), arguments_(arguments), types_(types), input_of_(arguments.size(), kNone) {}

  InputMatch run() {
    assign();
    expect_complete();
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      if (input_of_[i] != kNone) expect_fit(input_at(input_of_[i]), arguments_[i]);
    }
    return {input_of_};
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw RunError(ErrorKind::inputs, what + "; the model takes " + format_schema(arguments_, types_));
  }

  const InputSpec& input_at(std::int32_t index) const { return sample_.inputs[static_cast<std::size_t>(index)]; }

  void assign() {
    std::size_t by_order = 0;
    bool named_before = false;
    for (std::size_t i = 0; i < sample_.inputs.size(); ++i) {
      const InputSpec& input = sample_.inputs[i];
      if (input.name.empty() && named_before) {
        fail(input.where + ": an input without a name follows one with a name; put it first, or name it too");
      }
      if (input.name.empty() && by_order == arguments_.size()) fail_too_many(input);
      named_before = named_before || !input.name.empty();
      const std::size_t parameter = input.name.empty() ? by_order++ : parameter_named(input);
      if (input_of_[parameter] != kNone) {
        fail(input.where + ": the parameter " + in_quotes(arguments_[parameter].name) + " was given before, by " +
             input_at(input_of_[parameter]).where);
      }
      input_of_[parameter] = static_cast<std::int32_t>(i);
    }
  }

  [[noreturn]] void fail_too_many(const InputSpec& first_too_many) const {
    fail(first_too_many.where + ": " + count_of(sample_.inputs.size(), "input") + " given, but forward has " +
         (arguments_.empty() ? "no parameters" : "only " + count_of(arguments_.size(), "parameter")));
  }

  std::size_t parameter_named(const InputSpec& input) const {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      if (arguments_[i].name == input.name) return i;
      names.push_back(arguments_[i].name);
    }
    const auto near = did_you_mean(input.name, names);
    fail(input.where + ": forward has no parameter " + in_quotes(input.name) +
         (near ? "; did you mean " + in_quotes(*near) + "?" : ""));
  }

  void expect_complete() const {
    std::string missing;
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      if (input_of_[i] != kNone || arguments_[i].has_default) continue;
      missing += (missing.empty() ? "" : ", ") + in_quotes(arguments_[i].name);
    }
    if (missing.empty()) return;
    fail(count_of(sample_.inputs.size(), "input") + " given, but nothing for " + printable(missing, 300) + ", which " +
         (missing.find(", ") == std::string::npos ? "has" : "have") + " no default");
  }

  void expect_fit(const InputSpec& input, const Argument& argument) const {
    const auto misfit = find_misfit(input, printable(argument.name), argument.type, types_);
    if (!misfit) return;
    fail(misfit->input->where + ": " + describe_input(*misfit->input) + " was given for " + misfit->target +
         ", expected " + misfit->expected);
  }

  const Sample& sample_;
  const std::vector<Argument>& arguments_;
  const IdVector<TypeId, Type>& types_;
  std::vector<std::int32_t> input_of_;
};

struct DescribeScalar {
  std::string operator()(std::monostate) const { return "None"; }
  std::string operator()(bool value) const { return value ? "True" : "False"; }
  std::string operator()(std::int64_t value) const { return "the number " + std::to_string(value); }
  std::string operator()(double value) const {
    char text[32];
    std::snprintf(text, sizeof text, "%.12g", value);
    return std::string("the number ") + text;
  }
  std::string operator()(const std::string& value) const { return "the string " + in_quotes(value, 60); }
};

struct DescribeInput {
  std::string operator()(const TensorSpec& tensor) const {
    if (tensor.shape.empty()) return "a scalar " + tensor.dtype + " tensor";
    return "a " + tensor.dtype + " tensor of shape [" + joined_sizes(tensor.shape) + "]";
  }
  std::string operator()(const TupleSpec& tuple) const {
    return "a tuple of " + count_of(tuple.elements.size(), "element");
  }
  std::string operator()(const ListSpec& list) const {
    return "a list of " + count_of(list.elements.size(), "element");
  }
  std::string operator()(const DictSpec& dict) const {
    return "a dict of " + std::to_string(dict.entries.size()) + (dict.entries.size() == 1 ? " entry" : " entries");
  }
  std::string operator()(const ScalarValue& value) const { return std::visit(DescribeScalar(), value); }
  std::string operator()(const FileSpec& file) const { return "the file " + in_quotes(file.path, 160); }
};

}  // namespace

InputMatch match_inputs(const Sample& sample, const std::vector<Argument>& arguments,
                        const IdVector<TypeId, Type>& types) {
  return Matching(sample, arguments, types).run();
}

std::string format_schema(const std::vector<Argument>& arguments, const IdVector<TypeId, Type>& types) {
  std::string text = "forward(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (text.size() > kLongestSchema) {
      text += ", ... " + std::to_string(arguments.size() - i) + " more";
      break;
    }
    text += (i == 0 ? "" : ", ") + format_argument(arguments[i], types);
  }
  return text + ")";
}

std::string describe_input(const InputSpec& input) { return std::visit(DescribeInput(), input.what); }

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#pragma once
// Constants of a model, and their Python literals.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// "(2, 3)", "1e-05", "None"; nullopt if the constant has no literal. With `square`, a list of equal numbers becomes one
// number, as people write the size of a kernel.
std::optional<std::string> python(const Constant& constant, bool square = true);
std::optional<std::string> python_sequence(const std::vector<Constant>& elements, bool square);

// The constant that the value always is; nullopt if that is not known. Follows the branches that ran.
std::optional<Constant> constant_of(const Model& model, ValueId value);

// The constant at the op's input; nullopt if there is no such input, or its constant is not known.
std::optional<Constant> constant_input(const Model& model, OpId op, std::int32_t input);

// The op's input if it is a known integer; else nullopt.
std::optional<std::int64_t> integer_input(const Model& model, OpId op, std::int32_t input);

// Whether the op's input is None or left out.
bool is_none_input(const Model& model, OpId op, std::int32_t input);

// "add" for aten::add_.
std::string bare_name(const std::string& kind);

}  // namespace aimet

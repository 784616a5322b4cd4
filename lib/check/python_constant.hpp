// SPDX-License-Identifier: Apache-2.0
#pragma once
// Constants of a model, and the Python that writes them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// "(2, 3)", "1e-05", "None"; none for what has no literal. With `square`, a list of equal numbers is one number, as
// people write the size of a kernel.
std::optional<std::string> python(const Constant& constant, bool square = true);
std::optional<std::string> python_sequence(const std::vector<Constant>& elements, bool square);

// What the value always is; none where the file does not hold it. Looks through the branches that ran.
std::optional<Constant> constant_of(const Model& model, ValueId value);

// The constant that the op is given as its input; none where it has no such input, or the file does not hold it.
std::optional<Constant> constant_input(const Model& model, OpId op, std::int32_t input);

// The op's input, where it is a whole number that the file holds.
std::optional<std::int64_t> integer_input(const Model& model, OpId op, std::int32_t input);

// Whether the op's input is None or left out.
bool is_none_input(const Model& model, OpId op, std::int32_t input);

// "add" of aten::add_.
std::string bare_name(const std::string& kind);

}  // namespace aimet

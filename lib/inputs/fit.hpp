// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether an input of the spec can be converted to a value of a type.

#include <optional>
#include <string>
#include <vector>

#include "lib/inputs/sample_spec.hpp"
#include "lib/model/model.hpp"

namespace aimet {

struct Misfit {
  const InputSpec* input = nullptr;  // the innermost one that does not fit
  std::string target;                // the parameter or its element that the input is for: "state[0]"
  std::string expected;              // "int: write {\"value\": 1}"
};

// Returns nullopt if the input fits. A file is not read yet and fits every type except a module. Every input fits a
// type that a spec cannot distinguish (Any, Union, ...).
std::optional<Misfit> find_misfit(const InputSpec& input, const std::string& target, TypeId type,
                                  const IdVector<TypeId, Type>& types);

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether one described input can become a value of one type.

#include <optional>
#include <string>
#include <vector>

#include "lib/inputs/sample_spec.hpp"
#include "lib/model/model.hpp"

namespace aimet {

struct Misfit {
  const InputSpec* input = nullptr;  // the innermost one that does not fit
  std::string target;                // what it was to be: "state[0]"
  std::string expected;              // "int: write {\"value\": 1}"
};

// A file fits everything until it is read; so does every input whose type a spec cannot distinguish
// (Any, Union, ...).
std::optional<Misfit> find_misfit(const InputSpec& input, const std::string& target, TypeId type,
                                  const IdVector<TypeId, Type>& types);

}  // namespace aimet

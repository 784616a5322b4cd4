// SPDX-License-Identifier: Apache-2.0
#pragma once
// How findings name things, so that all checks name them alike.

#include <cstddef>
#include <string>
#include <vector>

#include "lib/model/model.hpp"
#include "lib/model/text.hpp"

namespace aimet {

std::string class_name(const Module& module);    // "ReLU" of torch.nn.modules.activation.ReLU
std::string forward_of(const Module& module);    // "the model's forward", "the forward of layer1.0"
std::string module_place(const Module& module);  // "the model", "the module layer1.0"

// "a, b and c"; after `most` names "a, b, c and 7 more".
std::string listed(const std::vector<std::string>& names, std::size_t most = 10);

std::string lower(std::string text);  // of ASCII: an op's type is add to PyTorch and Add to AIMET

// Where the value comes from. What a tracer writes before and after forward (dicts taken apart and put together) has
// only the line that called the tracer, so there the search goes on to what it is made of.
std::vector<SourceLocation> lines_of_value(const Model& model, ValueId value);

// Appends the lines that are not there yet.
void add_lines(std::vector<SourceLocation>& lines, const std::vector<SourceLocation>& more);

}  // namespace aimet

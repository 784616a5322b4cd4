// SPDX-License-Identifier: Apache-2.0
#pragma once
// How findings name things, so that all checks name them alike.

#include <cstddef>
#include <string>
#include <vector>

#include "lib/model/model.hpp"
#include "lib/model/text.hpp"

namespace aimet {

std::string class_name(const Module& module);    // "ReLU" for torch.nn.modules.activation.ReLU
std::string forward_of(const Module& module);    // "the model's forward", "the forward of layer1.0"
std::string module_place(const Module& module);  // "the model", "the module layer1.0"

// "a, b and c"; after `most` names "a, b, c and 7 more".
std::string listed(const std::vector<std::string>& names, std::size_t most = 10);

std::string lower(std::string text);  // ASCII only: PyTorch calls an op's type add, AIMET Add

// The source lines of the op that made the value; empty if unknown. The ops that a tracer adds before and after forward
// (to unpack and to build dicts) only have the line that called the tracer, so the search continues with their inputs.
std::vector<SourceLocation> lines_of_value(const Model& model, ValueId value);

// Appends the lines of `more` that are not in `lines` yet.
void add_lines(std::vector<SourceLocation>& lines, const std::vector<SourceLocation>& more);

}  // namespace aimet

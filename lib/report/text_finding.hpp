// SPDX-License-Identifier: Apache-2.0
#pragma once
// Prints the findings of a check. Findings with the same cause are printed once.

#include <cstddef>
#include <string>
#include <vector>

#include "lib/report/cause.hpp"
#include "lib/report/excerpt.hpp"
#include "lib/report/page.hpp"
#include "lib/report/render.hpp"

namespace aimet {

inline constexpr std::size_t kFold = 10;  // printed items of a list; the rest is only counted

// Formats names without duplicates as AIMET prints a list: "['relu1', 'relu2', ... and 31 more (-v shows all)]".
std::string python_list(const std::vector<std::string>& names, bool whole);

void put_causes(Page& page, const std::vector<Cause>& causes, SourceFiles& files, const TextOptions& options);

}  // namespace aimet

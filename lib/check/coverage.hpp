// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which of the ops in AIMET's graph will carry encodings: facts for the report. checks/coverage.hpp finds them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

enum class Encoding {
  quantized,   // a module of a class that AIMET quantizes
  not_needed,  // only moves data, or makes no floating-point values
  none,        // computes values, and AIMET puts no quantizer behind it
};

struct CoveredOp {
  std::string op;      // "Add_3"
  std::string type;    // "Add"
  std::string module;  // the leaf itself; for a functional, the module whose forward holds it
  Encoding encoding = Encoding::none;
  std::string why;  // "" where it is quantized
  std::optional<SourceLocation> source;
  std::int64_t times = 1;                            // how often it ran, where rounds of a loop are one entry
  std::optional<std::int64_t> multiply_accumulates;  // of all times; nullopt where no shapes were seen
};

struct Coverage {
  std::string aimet_since;  // the first AIMET whose rules these are: "2.0"
  std::int64_t ops = 0, quantized = 0, not_needed = 0, none = 0;
  // Of all ops, and of those that are quantized; nullopt where the run did not show all shapes.
  std::optional<std::int64_t> multiply_accumulates, multiply_accumulates_quantized;
  std::vector<CoveredOp> list;  // in AIMET's order; cut where it is very long
};

}  // namespace aimet

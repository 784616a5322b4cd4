// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which ops of AIMET's graph will have encodings, for the report. checks/coverage.hpp computes it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

enum class Encoding {
  quantized,   // a module of a class that AIMET quantizes
  not_needed,  // only moves data, or makes no floating-point values
  none,        // computes values, but AIMET puts no quantizer after it
};

struct CoveredOp {
  std::string op;      // "Add_3"
  std::string type;    // "Add"
  std::string module;  // the leaf itself; for a functional, the module whose forward contains it
  Encoding encoding = Encoding::none;
  std::string why;  // empty if it is quantized
  std::optional<SourceLocation> source;
  std::int64_t times = 1;                            // AimetOp::times: runs that this entry represents
  std::optional<std::int64_t> multiply_accumulates;  // of all those runs; nullopt if no shapes were observed
};

struct Coverage {
  std::string aimet_since;  // the first AIMET version with these rules: "2.0"
  std::int64_t ops = 0, quantized = 0, not_needed = 0, none = 0;
  // Of all ops, and of the quantized ones; nullopt if the run did not observe all shapes.
  std::optional<std::int64_t> multiply_accumulates, multiply_accumulates_quantized;
  std::vector<CoveredOp> list;  // in AIMET's order; at most kMostCoveredOps (limits.hpp)
};

}  // namespace aimet

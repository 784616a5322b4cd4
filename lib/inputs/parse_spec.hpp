// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parses the file of --input-spec. Its grammar is input-spec.schema.json.

#include <string>
#include <string_view>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// `where` names the file in messages. Throws RunError(ErrorKind::usage), whose message gives the JSON pointer and says
// what was found there and what was expected.
SampleSpec parse_input_spec(std::string_view json, const std::string& where);

}  // namespace aimet

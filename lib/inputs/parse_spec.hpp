// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file of --input-spec; its grammar is input-spec.schema.json.

#include <string>
#include <string_view>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// `where` names the file in messages. Throws RunError(usage) that names the JSON pointer, and says what was found there
// and what was expected.
SampleSpec parse_input_spec(std::string_view json, const std::string& where);

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#pragma once
// The keys of a dict, as far as the code names them by constant strings.

#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

struct KeyRead {
  std::string key;
  ValueId value = kNone;  // what was read; of a key that is read twice the first
  std::vector<OpId> ops;  // all that read it
};

// What the call, and the calls below it, read from the dict, in the order of the code.
std::vector<KeyRead> keys_read(const Model& model, CallId call, ValueId dict);

// The keys that the call puts into the dict that it made.
std::vector<std::string> keys_written(const Model& model, CallId call, ValueId dict);

// A Python name for what `key` names in `argument`: "rgb", and "batch_0" for "0".
std::string key_identifier(const std::string& argument, const std::string& key);

}  // namespace aimet

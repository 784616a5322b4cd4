// SPDX-License-Identifier: Apache-2.0
#pragma once
// The keys of a dict that the code names by constant strings.

#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

struct KeyRead {
  std::string key;
  ValueId value = kNone;  // what was read; if the key is read more than once, the first
  std::vector<OpId> ops;  // all ops that read the key
};

// The keys that the call and the calls below it read from the dict, in the order of the code.
std::vector<KeyRead> keys_read(const Model& model, CallId call, ValueId dict);

// The keys that the call writes into the dict that it made.
std::vector<std::string> keys_written(const Model& model, CallId call, ValueId dict);

// A Python name for the value of `key` in `argument`: "rgb" for "rgb", "batch_0" for "0".
std::string key_identifier(const std::string& argument, const std::string& key);

}  // namespace aimet

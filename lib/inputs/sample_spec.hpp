// SPDX-License-Identifier: Apache-2.0
#pragma once
// The model's inputs as the user specified them: plain data, before any tensor exists. The grammar of --input-shape is
// in parse.hpp, that of the JSON spec in input-spec.schema.json.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace aimet {

struct Fill {
  enum class Kind { automatic, rand, randn, zeros, ones, arange, randint, constant };
  Kind kind = Kind::automatic;     // rand for floating and complex types, randint [0,2) for integers and bool
  std::int64_t low = 0, high = 2;  // randint: low <= x < high
  double constant = 0;
};

struct TensorSpec {
  std::vector<std::int64_t> shape;  // empty: a scalar tensor
  std::string dtype = "float32";
  Fill fill;
};

struct InputSpec;
struct TupleSpec {
  std::vector<InputSpec> elements;
};
struct ListSpec {
  std::vector<InputSpec> elements;
};
struct DictSpec {
  std::vector<std::pair<std::string, InputSpec>> entries;
};  // in the order of the file
// A tensor or a nest of them, written by torch.save. The bytes are read before the process that runs the model is
// confined (read_spec_files in files.hpp); null until then.
struct FileSpec {
  std::string path;  // as the user wrote it; a relative path starts at the folder of the spec file
  std::shared_ptr<const std::string> bytes;
};
using ScalarValue = std::variant<std::monostate, bool, std::int64_t, double, std::string>;  // monostate: None

struct InputSpec {
  std::string name;   // "" if the input is positional
  std::string where;  // where the user wrote it, for messages: "--input-shape 1,3,224,224", "inputs.json: /inputs/0"
  std::variant<TensorSpec, TupleSpec, ListSpec, DictSpec, ScalarValue, FileSpec> what;
};

struct Sample {
  std::vector<InputSpec> inputs;
};

struct SampleSpec {
  std::uint64_t seed = 0;
  std::vector<Sample> samples;  // at least one
};

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parser for every JSON file, whatever its source. It checks bounds on bytes, values, keys and nesting before it
// builds anything, and refuses duplicate keys, empty text, a byte order mark and text after the end.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace aimet {

struct JsonLimits {
  std::size_t depth = 64;     // nested arrays and objects
  std::size_t keys = 10'000;  // per object: lookup in an ordered object is linear
  std::size_t values = 1'000'000;
  std::size_t bytes = std::size_t{64} << 20;
};

// Objects keep the order of their keys. Throws RunError(ErrorKind::usage) with a message that begins with `where`.
nlohmann::ordered_json parse_strict_json(std::string_view text, const std::string& where,
                                         const JsonLimits& limits = {});

// A JSON pointer together with the file that it points into; prints as "inputs.json: /inputs/0".
class JsonPlace {
 public:
  explicit JsonPlace(std::string file) : file_(std::move(file)) {}
  JsonPlace operator/(std::string_view key) const;
  JsonPlace operator/(std::size_t index) const { return *this / std::string_view(std::to_string(index)); }
  std::string text() const { return pointer_.empty() ? file_ : file_ + ": " + pointer_; }
  [[noreturn]] void fail(const std::string& what) const;  // throws RunError(ErrorKind::usage)

 private:
  std::string file_;
  std::string pointer_;
};

// Describes a value for a message: "\"flaot\"", "3", "null", "an empty array", "an object".
std::string describe_json(const nlohmann::ordered_json& value);

}  // namespace aimet

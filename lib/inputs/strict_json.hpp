// SPDX-License-Identifier: Apache-2.0
#pragma once
// How every JSON file is read, whoever wrote it: bytes, values, keys and nesting are bounded before anything is built,
// duplicate keys are refused, and so is what is empty, begins with a byte order mark or goes on after the end.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace aimet {

struct JsonLimits {
  std::size_t depth = 64;     // nested arrays and objects
  std::size_t keys = 10'000;  // of one object: an ordered object is searched from front to back
  std::size_t values = 1'000'000;
  std::size_t bytes = std::size_t{64} << 20;
};

// Objects keep the order of the text. Throws RunError(kUsage) whose message begins with `where`.
nlohmann::ordered_json parse_strict_json(std::string_view text, const std::string& where,
                                         const JsonLimits& limits = {});

// A JSON pointer together with the file that it points into; prints as "inputs.json: /inputs/0".
class JsonPlace {
 public:
  explicit JsonPlace(std::string file) : file_(std::move(file)) {}
  JsonPlace operator/(std::string_view key) const;
  JsonPlace operator/(std::size_t index) const { return *this / std::string_view(std::to_string(index)); }
  std::string text() const { return pointer_.empty() ? file_ : file_ + ": " + pointer_; }
  [[noreturn]] void fail(const std::string& what) const;  // RunError(kUsage)

 private:
  std::string file_;
  std::string pointer_;
};

// What is there, in a few words: "\"flaot\"", "3", "null", "an empty array", "an object".
std::string describe_json(const nlohmann::ordered_json& value);

}  // namespace aimet

#pragma once
// JSON that people write by hand: duplicate keys are refused, nesting is bounded, and a syntax error names its line.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace aimet {

struct JsonLimits {
  std::size_t depth = 64;     // nested arrays and objects
  std::size_t keys = 10'000;  // of one object: an ordered object is searched from front to back
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

// What stands there, in a few words: "\"flaot\"", "3", "null", "an empty array", "an object".
std::string describe_json(const nlohmann::ordered_json& value);

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/strict_json.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "lib/inputs/printable.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

// A first pass over the text that builds nothing. It tracks its position, and refuses duplicate keys and whatever
// exceeds the limits. (The library's own callbacks during the build take time quadratic in the length of an array, seen
// in nlohmann-json 3.11.2.)
class Watch final : public nlohmann::json_sax<Json> {
 public:
  Watch(const std::string& where, const JsonLimits& limits) : where_(where), limits_(limits) {}

  bool null() override { return count(); }
  bool boolean(bool) override { return count(); }
  bool number_integer(number_integer_t) override { return count(); }
  bool number_unsigned(number_unsigned_t) override { return count(); }
  bool number_float(number_float_t, const string_t&) override { return count(); }
  bool string(string_t&) override { return count(); }
  bool binary(binary_t&) override { return count(); }
  bool start_object(std::size_t) override { return open(true); }
  bool start_array(std::size_t) override { return open(false); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& key) override {
    Frame& frame = frames_.back();
    frame.key = key;
    if (!frame.keys.insert(key).second) {
      place().fail("the key " + in_quotes(key) + " is twice in one object; keep one of them");
    }
    if (frame.keys.size() > limits_.keys) {
      place().fail("the object has more than " + std::to_string(limits_.keys) + " keys");
    }
    return true;
  }

  bool parse_error(std::size_t byte, const std::string&, const Json::exception& error) override {
    error_byte_ = byte;
    error_ = error.what();
    return false;
  }

  std::size_t error_byte() const { return error_byte_; }
  const std::string& error() const { return error_; }

 private:
  struct Frame {
    bool is_object = false;
    std::size_t elements = 0;
    std::string key;
    std::set<std::string> keys;
  };

  JsonPlace place() const {
    JsonPlace at(where_);
    for (const Frame& frame : frames_) {
      if (frame.is_object && !frame.keys.empty()) at = at / std::string_view(frame.key);
      if (!frame.is_object && frame.elements > 0) at = at / (frame.elements - 1);
    }
    return at;
  }

  bool count() {
    if (!frames_.empty()) ++frames_.back().elements;
    if (++values_ > limits_.values) {
      JsonPlace(where_).fail("there are more than " + std::to_string(limits_.values) + " values");
    }
    return true;
  }

  bool open(bool is_object) {
    count();
    if (frames_.size() >= limits_.depth) {
      place().fail("arrays and objects are nested more than " + std::to_string(limits_.depth) + " deep");
    }
    frames_.emplace_back();
    frames_.back().is_object = is_object;
    return true;
  }

  bool close() {
    frames_.pop_back();
    return true;
  }

  const std::string& where_;
  const JsonLimits& limits_;
  std::vector<Frame> frames_;
  std::size_t values_ = 0;
  std::size_t error_byte_ = 0;
  std::string error_;
};

[[noreturn]] void fail_syntax(std::string_view text, const std::string& where, const Watch& watch) {
  const std::size_t byte = std::min(watch.error_byte() == 0 ? 0 : watch.error_byte() - 1, text.size());
  const std::string_view before = text.substr(0, byte);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = newline == std::string_view::npos ? byte + 1 : byte - newline;
  // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error while ...", or
  // "[json.exception.out_of_range.406] number overflow parsing '1e999'"
  std::string_view reason = watch.error();
  const std::size_t prefix = reason.find(reason.find("] parse error") == std::string_view::npos ? "] " : ": ");
  if (prefix != std::string_view::npos) reason.remove_prefix(prefix + 2);
  throw RunError(ErrorKind::usage, where + ":" + std::to_string(line) + ":" + std::to_string(column) +
                                       ": not valid JSON: " + printable(reason, 240));
}

}  // namespace

Json parse_strict_json(std::string_view text, const std::string& where, const JsonLimits& limits) {
  const JsonPlace place(where);
  if (text.size() > limits.bytes) place.fail(std::to_string(text.size()) + " bytes are too many");
  // The library skips a byte order mark; other readers of the same file do not (RFC 8259, section 8.1).
  if (text.substr(0, 3) == "\xef\xbb\xbf") place.fail("there is a byte order mark; save the file as UTF-8 without one");
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) place.fail("this is not valid JSON: it is empty");
  Watch watch(where, limits);
  if (!Json::sax_parse(text.begin(), text.end(), &watch)) fail_syntax(text, where, watch);
  return Json::parse(text.begin(), text.end());
}

JsonPlace JsonPlace::operator/(std::string_view key) const {
  constexpr std::size_t kLongest = 200;  // bounds memory: every input stores a pointer
  std::string escaped = "/";
  for (const char c : printable(key, 60)) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  JsonPlace child(file_);
  child.pointer_ = pointer_.size() + escaped.size() > kLongest ? "/..." + escaped : pointer_ + escaped;
  return child;
}

void JsonPlace::fail(const std::string& what) const { throw RunError(ErrorKind::usage, text() + ": " + what); }

std::string describe_json(const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return value.empty() ? "an empty object" : "an object";
    case Json::value_t::array:
      return value.empty() ? "an empty array" : "an array";
    case Json::value_t::string:
      return in_quotes(value.get_ref<const std::string&>());
    default:
      return value.dump();
  }
}

}  // namespace aimet

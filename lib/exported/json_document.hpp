// SPDX-License-Identifier: Apache-2.0
#pragma once
// A JSON text, parsed once into a compact tree: equal texts are stored once, and a value takes 24 bytes. The parser is
// nlohmann's. Its own tree would need three times the memory and twice the time for a program of torch.export.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aimet {

class JsonDocument;

// A value of a document. The document must outlive it. A missing value reads as null, because PyTorch 2.6 leaves out
// what 2.14 writes as null.
class Json {
 public:
  Json() = default;

  bool is_null() const;
  bool is_object() const;
  bool is_array() const;
  bool is_text() const;

  // The member of that name; the last one if there are several, as in Python.
  Json operator[](std::string_view key) const;
  Json first() const;  // the first element or member
  Json next() const;   // the one after this one
  std::string_view key() const;

  std::string_view text() const;  // "" if it is not a text
  std::uint32_t text_id() const;  // equal for equal texts of one document
  std::optional<std::int64_t> integer() const;
  std::optional<double> number() const;  // also of an integer
  bool is_true() const;
  bool is_boolean() const;

  class Iterator;
  Iterator begin() const;
  Iterator end() const;

 private:
  friend class JsonDocument;
  static constexpr std::uint32_t kNothing = UINT32_MAX;
  Json(const JsonDocument* document, std::uint32_t index) : document_(document), index_(index) {}

  const JsonDocument* document_ = nullptr;
  std::uint32_t index_ = kNothing;
};

class Json::Iterator {
 public:
  explicit Iterator(Json at) : at_(at) {}
  Json operator*() const { return at_; }
  Iterator& operator++() {
    at_ = at_.next();
    return *this;
  }
  bool operator!=(const Iterator& other) const { return at_.index_ != other.at_.index_; }

 private:
  Json at_;
};

class JsonDocument {
 public:
  // `what` names the text in messages. Throws RunError(ErrorKind::corrupt), or ErrorKind::limit if it is nested too
  // deep.
  static JsonDocument parse(std::string text, const std::string& what);

  Json root() const { return nodes_.empty() ? Json() : Json(this, 0); }

 private:
  friend class Json;
  class Builder;
  enum class Kind : std::uint8_t { null, boolean, integer, floating, text, array, object };
  struct Node {
    Kind kind = Kind::null;
    std::uint32_t key = 0;  // id of its name in the object that contains it
    std::uint32_t next = Json::kNothing;
    union {
      std::int64_t integer = 0;
      double floating;
      std::uint32_t text;
      std::uint32_t first;
    };
  };

  const Node* node(const Json& json) const;

  std::vector<Node> nodes_;
  std::vector<std::string_view> texts_;
  std::deque<std::string> kept_;
};

// JSON as PyTorch 2.6 writes it: Infinity, -Infinity and NaN outside of texts become null.
std::string without_bare_numbers(std::string text);

}  // namespace aimet

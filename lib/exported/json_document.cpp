// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/json_document.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "lib/model/error.hpp"

namespace aimet {
namespace {

using Parser = nlohmann::json;

constexpr std::size_t kDeepest = 2000;  // a graph inside a graph takes 8 levels

// Members that no check needs and that are long: from_node is each op's history as a text (2.14 strict).
bool is_left_out(std::string_view key) { return key == "from_node" || key == "strides"; }

}  // namespace

// The callbacks of nlohmann's SAX parser, which prescribes their names.
class JsonDocument::Builder {
 public:
  explicit Builder(JsonDocument& document) : document_(document) {}

  bool null() {
    add(Kind::null);
    return true;
  }
  bool boolean(bool value) {
    if (Node* node = add(Kind::boolean)) node->integer = value ? 1 : 0;
    return true;
  }
  bool number_integer(std::int64_t value) {
    if (Node* node = add(Kind::integer)) node->integer = value;
    return true;
  }
  bool number_unsigned(std::uint64_t value) {
    return number_integer(value > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string& /*text*/) {
    if (Node* node = add(Kind::floating)) node->floating = value;
    return true;
  }
  bool string(std::string& value) {
    if (Node* node = add(Kind::text)) node->text = id_of(value);
    return true;
  }
  bool binary(Parser::binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return open(Kind::object); }
  bool start_array(std::size_t /*size*/) { return open(Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    left_out_ = skipping_ == 0 && is_left_out(name);
    if (skipping_ == 0 && !left_out_) key_ = id_of(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/, const Parser::exception& /*error*/) {
    problem_ = "it is not JSON at byte " + std::to_string(position);
    return false;
  }

  const std::string& problem() const { return problem_; }
  bool too_deep() const { return too_deep_; }

 private:
  struct Open {
    std::uint32_t index;
    std::uint32_t last = Json::kNothing;
  };

  // Returns nullptr if the value is left out.
  Node* add(Kind kind) {
    if (skipping_ > 0) return nullptr;
    if (std::exchange(left_out_, false)) return nullptr;
    const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
    document_.nodes_.emplace_back();
    Node& node = document_.nodes_.back();
    node.kind = kind;
    node.key = std::exchange(key_, 0U);
    if (kind == Kind::array || kind == Kind::object) node.first = Json::kNothing;
    if (open_.empty()) return &node;
    Open& above = open_.back();
    (above.last == Json::kNothing ? document_.nodes_[above.index].first : document_.nodes_[above.last].next) = index;
    above.last = index;
    return &node;
  }

  bool open(Kind kind) {
    if (open_.size() + skipping_ >= kDeepest) {
      too_deep_ = true;
      return false;
    }
    if (skipping_ > 0 || add(kind) == nullptr) {
      ++skipping_;
    } else {
      open_.push_back({static_cast<std::uint32_t>(document_.nodes_.size() - 1)});
    }
    return true;
  }

  bool close() {
    if (skipping_ > 0) {
      --skipping_;
    } else {
      open_.pop_back();
    }
    return true;
  }

  std::uint32_t id_of(std::string& text) {
    const auto known = ids_.find(text);
    if (known != ids_.end()) return known->second;
    document_.kept_.push_back(std::move(text));
    const auto id = static_cast<std::uint32_t>(document_.texts_.size());
    document_.texts_.emplace_back(document_.kept_.back());
    ids_.emplace(document_.kept_.back(), id);
    return id;
  }

  JsonDocument& document_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;
  std::vector<Open> open_;
  std::uint32_t key_ = 0;
  std::size_t skipping_ = 0;  // nesting depth inside a value that is left out
  bool left_out_ = false;
  bool too_deep_ = false;
  std::string problem_;
};

JsonDocument JsonDocument::parse(std::string text, const std::string& what) {
  text = without_bare_numbers(std::move(text));
  JsonDocument document;
  document.texts_.emplace_back();  // 0: no key
  Builder builder(document);
  if (Parser::sax_parse(text, &builder)) return document;
  if (builder.too_deep()) {
    throw RunError(ErrorKind::limit, what + " is nested deeper than " + std::to_string(kDeepest) +
                                         " levels. No program of PyTorch's looks like that; treat the file as "
                                         "hostile.");
  }
  throw RunError(ErrorKind::corrupt, what + " is damaged: " + builder.problem() + ". Export the model again.");
}

const JsonDocument::Node* JsonDocument::node(const Json& json) const {
  return json.index_ == Json::kNothing ? nullptr : &nodes_[json.index_];
}

namespace {

// The length of the token that `rest` begins with; 0 if there is none.
std::size_t bare_number(std::string_view rest) {
  for (const std::string_view token : {"-Infinity", "Infinity", "NaN"}) {
    if (rest.substr(0, token.size()) == token) return token.size();
  }
  return 0;
}

}  // namespace

std::string without_bare_numbers(std::string text) {
  std::string result;  // empty if there is nothing to replace
  std::size_t copied = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == 'I' || c == 'N' || c == '-') {
      const std::size_t length = bare_number(std::string_view(text).substr(i));
      if (length == 0) continue;
      result.append(text, copied, i - copied).append("null");
      copied = i + length;
      i = copied - 1;
    }
  }
  if (copied == 0) return text;
  return result.append(text, copied, std::string::npos);
}

bool Json::is_null() const {
  return document_ == nullptr || index_ == kNothing || document_->node(*this)->kind == JsonDocument::Kind::null;
}
bool Json::is_object() const { return !is_null() && document_->node(*this)->kind == JsonDocument::Kind::object; }
bool Json::is_array() const { return !is_null() && document_->node(*this)->kind == JsonDocument::Kind::array; }
bool Json::is_text() const { return !is_null() && document_->node(*this)->kind == JsonDocument::Kind::text; }
bool Json::is_boolean() const { return !is_null() && document_->node(*this)->kind == JsonDocument::Kind::boolean; }
bool Json::is_true() const { return is_boolean() && document_->node(*this)->integer != 0; }

Json Json::operator[](std::string_view key) const {
  Json found;
  if (!is_object()) return found;
  for (const Json member : *this) {
    if (member.key() == key) found = member;
  }
  return found;
}

Json Json::first() const {
  if (!is_object() && !is_array()) return {};
  const std::uint32_t index = document_->node(*this)->first;
  return index == kNothing ? Json() : Json(document_, index);
}

Json Json::next() const {
  if (document_ == nullptr || index_ == kNothing) return {};
  const std::uint32_t index = document_->node(*this)->next;
  return index == kNothing ? Json() : Json(document_, index);
}

std::string_view Json::key() const {
  return document_ == nullptr || index_ == kNothing ? std::string_view()
                                                    : document_->texts_[document_->node(*this)->key];
}

std::string_view Json::text() const { return is_text() ? document_->texts_[text_id()] : std::string_view(); }
std::uint32_t Json::text_id() const { return is_text() ? document_->node(*this)->text : 0; }

std::optional<std::int64_t> Json::integer() const {
  if (is_null() || document_->node(*this)->kind != JsonDocument::Kind::integer) return std::nullopt;
  return document_->node(*this)->integer;
}

std::optional<double> Json::number() const {
  if (const auto whole = integer()) return static_cast<double>(*whole);
  if (is_null() || document_->node(*this)->kind != JsonDocument::Kind::floating) return std::nullopt;
  return document_->node(*this)->floating;
}

Json::Iterator Json::begin() const { return Iterator(first()); }
Json::Iterator Json::end() const { return Iterator(Json()); }

}  // namespace aimet

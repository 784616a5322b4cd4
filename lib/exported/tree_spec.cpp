// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/tree_spec.hpp"

#include <numeric>

#include "lib/exported/json_document.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

constexpr int kDeepest = 64;

TreeSpec::Kind kind_of(std::string_view type) {
  if (type == "builtins.tuple" || type == "collections.namedtuple") return TreeSpec::Kind::tuple;
  if (type == "builtins.list" || type == "collections.deque") return TreeSpec::Kind::list;
  if (type == "builtins.dict" || type == "collections.OrderedDict" || type == "collections.defaultdict")
    return TreeSpec::Kind::dict;
  return TreeSpec::Kind::other;
}

std::string text_of(const Json& key) {
  if (key.is_text()) return std::string(key.text());
  return std::to_string(key.integer().value_or(0));
}

// The context of a dict is a JSON text: ["rgb", "bw"]. That of a defaultdict also contains its factory.
std::vector<std::string> keys_of(const Json& context) {
  std::vector<std::string> keys;
  if (!context.is_text()) return keys;
  const JsonDocument document = JsonDocument::parse(std::string(context.text()), "the keys of a dict");
  Json list = document.root();
  if (list.is_object()) list = list["dict_context"];
  for (const Json key : list) keys.push_back(text_of(key));
  return keys;
}

std::optional<TreeSpec> read(const Json& json, int depth) {
  if (!json.is_object() || depth > kDeepest) return std::nullopt;
  TreeSpec spec;
  if (json["type"].is_null()) return spec;
  spec.type = json["type"].text();
  spec.kind = kind_of(spec.type);
  if (spec.kind == TreeSpec::Kind::dict) spec.keys = keys_of(json["context"]);
  for (const Json child : json["children_spec"]) {
    auto below = read(child, depth + 1);
    if (!below) return std::nullopt;
    spec.children.push_back(std::move(*below));
  }
  if (spec.kind == TreeSpec::Kind::dict) spec.keys.resize(spec.children.size());
  return spec;
}

}  // namespace

std::optional<TreeSpec> parse_tree_spec(std::string_view text) {
  try {
    const JsonDocument document = JsonDocument::parse(std::string(text), "the shape of the arguments");
    const Json version = document.root().first();
    if (version.integer() != 1) return std::nullopt;
    return read(version.next(), 0);
  } catch (const RunError&) {
    return std::nullopt;
  }
}

std::size_t count_leaves(const TreeSpec& spec) {
  if (spec.kind == TreeSpec::Kind::leaf) return 1;
  return std::accumulate(spec.children.begin(), spec.children.end(), std::size_t{0},
                         [](std::size_t sum, const TreeSpec& child) { return sum + count_leaves(child); });
}

}  // namespace aimet

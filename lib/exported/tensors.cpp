// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/tensors.hpp"

#include <string_view>
#include <unordered_map>
#include <utility>

namespace aimet {
namespace {

// torch/_export/serde/schema.py, ScalarType, 8.20.
std::string_view dtype_name(std::int64_t number) {
  constexpr std::pair<std::int64_t, std::string_view> kNames[] = {{1, "uint8"},
                                                                  {2, "int8"},
                                                                  {3, "int16"},
                                                                  {4, "int32"},
                                                                  {5, "int64"},
                                                                  {6, "float16"},
                                                                  {7, "float32"},
                                                                  {8, "float64"},
                                                                  {9, "complex32"},
                                                                  {10, "complex64"},
                                                                  {11, "complex128"},
                                                                  {12, "bool"},
                                                                  {13, "bfloat16"},
                                                                  {28, "uint16"},
                                                                  {29, "float8_e4m3fn"},
                                                                  {30, "float8_e5m2"},
                                                                  {31, "float8_e4m3fnuz"},
                                                                  {32, "float8_e5m2fnuz"},
                                                                  {33, "float8_e8m0fnu"},
                                                                  {34, "uint32"},
                                                                  {35, "uint64"}};
  for (const auto& [known, name] : kNames)
    if (known == number) return name;
  return {};
}

std::optional<std::int64_t> size_of(const Json& size) {
  if (const auto known = size["as_int"].integer()) return known;
  const Json hint = size["as_expr"]["hint"];
  return hint.is_object() ? hint["as_int"].integer() : hint.integer();
}

class Collector {
 public:
  Collector(const Json& graph_module, const Json& weights) : graph_module_(graph_module), weights_(weights) {}

  std::vector<NamedTensor> run() {
    read_weights();
    read_signature();
    return std::move(tensors_);
  }

 private:
  void read_weights() {
    for (const Json entry : weights_["config"]) {
      NamedTensor& tensor = named(std::string(entry.key()));
      const Json is_param = entry["is_param"];
      tensor.is_buffer = is_param.is_boolean() && !is_param.is_true();
      const Json meta = entry["tensor_meta"];
      if (const auto fact = tensor_of(meta)) tensor.tensor = *fact;
      const std::string path(entry["path_name"].text());
      if (path.empty()) continue;
      tensor.storage = number_of("file " + path + " " + std::to_string(size_of(meta["storage_offset"]).value_or(0)));
    }
  }

  void read_signature() {
    const Json values = graph_module_["graph"]["tensor_values"];
    std::unordered_map<std::string_view, Json> metas;
    for (const Json meta : values) metas.emplace(meta.key(), meta);
    for (const Json spec : graph_module_["signature"]["input_specs"]) {
      const Json kind = spec.first();
      const bool is_parameter = kind.key() == "parameter";
      if (!is_parameter && kind.key() != "buffer") continue;
      const std::string name(kind[is_parameter ? "parameter_name" : "buffer_name"].text());
      if (name.empty()) continue;
      NamedTensor& tensor = named(name);
      tensor.is_buffer = !is_parameter;
      if (tensor.value.empty()) tensor.value = kind["arg"]["name"].text();
      const auto meta = metas.find(kind["arg"]["name"].text());
      if (const auto fact = meta == metas.end() ? std::nullopt : tensor_of(meta->second)) tensor.tensor = *fact;
      if (tensor.storage == kNone) tensor.storage = number_of("name " + name);
    }
  }

  NamedTensor& named(const std::string& name) {
    const auto [place, is_new] = places_.emplace(name, tensors_.size());
    if (is_new) {
      tensors_.emplace_back();
      tensors_.back().name = name;
    }
    return tensors_[place->second];
  }

  std::int32_t number_of(const std::string& storage) {
    return storages_.emplace(storage, static_cast<std::int32_t>(storages_.size())).first->second;
  }

  const Json& graph_module_;
  const Json& weights_;
  std::vector<NamedTensor> tensors_;
  std::unordered_map<std::string, std::size_t> places_;
  std::unordered_map<std::string, std::int32_t> storages_;
};

}  // namespace

std::optional<Tensor> tensor_of(const Json& meta) {
  if (!meta.is_object()) return std::nullopt;
  Tensor tensor;
  tensor.dtype = dtype_name(meta["dtype"].integer().value_or(0));
  for (const Json size : meta["sizes"]) {
    const auto known = size_of(size);
    if (!known) return std::nullopt;
    tensor.shape.push_back(*known);
  }
  return tensor;
}

std::vector<NamedTensor> named_tensors(const Json& graph_module, const Json& weights) {
  return Collector(graph_module, weights).run();
}

}  // namespace aimet

// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/fit.hpp"

#include <charconv>
#include <utility>

#include "lib/inputs/match.hpp"
#include "lib/inputs/printable.hpp"

namespace aimet {
namespace {

bool is_integer_text(const std::string& text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end;
}

class Fit {
 public:
  explicit Fit(const IdVector<TypeId, Type>& types) : types_(types) {}

  std::optional<Misfit> check(const InputSpec& input, const std::string& target, TypeId id) const {
    if (id < 0 || static_cast<std::size_t>(id) >= types_.size()) return std::nullopt;
    const Type& type = types_[id];
    if (type.kind == TypeKind::module) return misfit(input, target, type, "a module, which cannot be given");
    if (std::holds_alternative<FileSpec>(input.what) || type.kind == TypeKind::other) return std::nullopt;
    switch (type.kind) {
      case TypeKind::optional:
        return check_optional(input, target, type);
      case TypeKind::list:
        return check_list(input, target, type);
      case TypeKind::tuple:
        return check_tuple(input, target, type);
      case TypeKind::dict:
        return check_dict(input, target, type);
      case TypeKind::tensor:
        return check_tensor(input, target, type);
      default:
        return check_scalar(input, target, type);
    }
  }

 private:
  static Misfit misfit(const InputSpec& input, const std::string& target, const Type& type, const std::string& how) {
    return {&input, target, printable(type.text, 160) + (how.empty() ? "" : ": ") + how};
  }

  std::optional<Misfit> check_optional(const InputSpec& input, const std::string& target, const Type& type) const {
    const auto* scalar = std::get_if<ScalarValue>(&input.what);
    if (scalar != nullptr && std::holds_alternative<std::monostate>(*scalar)) return std::nullopt;
    if (type.elements.empty()) return std::nullopt;
    return check(input, target, type.elements[0]);
  }

  static std::optional<Misfit> check_tensor(const InputSpec& input, const std::string& target, const Type& type) {
    if (std::holds_alternative<TensorSpec>(input.what)) return std::nullopt;
    const auto* scalar = std::get_if<ScalarValue>(&input.what);
    const bool is_number = scalar != nullptr && !std::holds_alternative<std::monostate>(*scalar) &&
                           !std::holds_alternative<std::string>(*scalar);
    return misfit(input, target, type,
                  is_number ? R"(for a tensor of one number write {"shape": [], "fill": {"constant": 1}})"
                            : R"(write {"shape": [1, 3, 224, 224]})");
  }

  std::optional<Misfit> check_list(const InputSpec& input, const std::string& target, const Type& type) const {
    const auto* list = std::get_if<ListSpec>(&input.what);
    if (list == nullptr) return misfit(input, target, type, R"(write {"list": [...]})");
    if (type.elements.empty()) return std::nullopt;
    for (std::size_t i = 0; i < list->elements.size(); ++i) {
      auto found = check(list->elements[i], target + "[" + std::to_string(i) + "]", type.elements[0]);
      if (found) return found;
    }
    return std::nullopt;
  }

  std::optional<Misfit> check_tuple(const InputSpec& input, const std::string& target, const Type& type) const {
    const auto* tuple = std::get_if<TupleSpec>(&input.what);
    const std::size_t arity = type.elements.size();
    if (tuple == nullptr || tuple->elements.size() != arity) {
      return misfit(input, target, type, R"(write {"tuple": [...]} with )" + std::to_string(arity) + " elements");
    }
    for (std::size_t i = 0; i < arity; ++i) {
      auto found = check(tuple->elements[i], target + "[" + std::to_string(i) + "]", type.elements[i]);
      if (found) return found;
    }
    return std::nullopt;
  }

  std::optional<Misfit> check_dict(const InputSpec& input, const std::string& target, const Type& type) const {
    const auto* dict = std::get_if<DictSpec>(&input.what);
    if (dict == nullptr) return misfit(input, target, type, R"(write {"dict": {...}})");
    if (type.elements.size() < 2) return std::nullopt;
    const TypeKind key_kind = types_[type.elements[0]].kind;
    if (key_kind != TypeKind::string && key_kind != TypeKind::integer) {
      return misfit(
          input, target, type,
          R"(keys of that type cannot be written in JSON; save the dict with torch.save and write {"file": "..."})");
    }
    for (const auto& [key, value] : dict->entries) {
      const std::string inner = target + "[" + in_quotes(key) + "]";
      if (key_kind == TypeKind::integer && !is_integer_text(key))
        return misfit(input, inner, type, "the key must be a whole number");
      if (auto found = check(value, inner, type.elements[1])) return found;
    }
    return std::nullopt;
  }

  static std::optional<Misfit> check_scalar(const InputSpec& input, const std::string& target, const Type& type) {
    const auto* scalar = std::get_if<ScalarValue>(&input.what);
    const bool is_integer = scalar != nullptr && std::holds_alternative<std::int64_t>(*scalar);
    const bool is_number = is_integer || (scalar != nullptr && std::holds_alternative<double>(*scalar));
    const auto unless = [&](bool fits, const char* how) {
      return fits ? std::nullopt : std::optional<Misfit>(misfit(input, target, type, how));
    };
    switch (type.kind) {
      case TypeKind::integer:
        return unless(is_integer, R"(write {"value": 1})");
      case TypeKind::floating:
      case TypeKind::complex:
        return unless(is_number, R"(write {"value": 0.5})");
      case TypeKind::boolean:
        return unless(scalar != nullptr && std::holds_alternative<bool>(*scalar),
                      R"(write {"value": true} or {"value": false})");
      case TypeKind::string:
        return unless(scalar != nullptr && std::holds_alternative<std::string>(*scalar), R"(write {"value": "text"})");
      case TypeKind::device:
        return unless(scalar != nullptr && std::holds_alternative<std::string>(*scalar), R"(write {"value": "cpu"})");
      case TypeKind::none:
        return unless(scalar != nullptr && std::holds_alternative<std::monostate>(*scalar), R"(write {"value": null})");
      default:
        return std::nullopt;
    }
  }

  const IdVector<TypeId, Type>& types_;
};

}  // namespace

std::optional<Misfit> find_misfit(const InputSpec& input, const std::string& target, TypeId type,
                                  const IdVector<TypeId, Type>& types) {
  return Fit(types).check(input, target, type);
}

}  // namespace aimet

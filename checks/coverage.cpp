// SPDX-License-Identifier: Apache-2.0
#include "checks/coverage.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "checks/replacements.hpp"
#include "lib/check/aimet_graph.hpp"
#include "lib/check/aimet_registry.hpp"
#include "lib/check/excluded.hpp"
#include "lib/check/limits.hpp"
#include "lib/check/multiply_accumulates.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/quantized.hpp"
#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

struct EncodingVerdict {
  Encoding encoding = Encoding::quantized;
  std::string why;
};

bool is_floating(const std::string& dtype) {
  return dtype.find("float") != std::string::npos || dtype.find("complex") != std::string::npos;
}

// Whether the op makes integers, booleans or sizes, which have no encodings.
bool makes_no_floats(const Model& model, OpId op) {
  const IdRange<OperandId> outputs = model.op(op).outputs;
  if (outputs.count == 0) return false;
  const Value& value = model.value(model.operand(outputs, 0));
  const TypeKind kind = model.type(value.type).kind;
  if (kind == TypeKind::integer || kind == TypeKind::boolean) return true;
  if (value.observed.count == 0) return false;
  return std::none_of(value.observed.begin(), value.observed.end(),
                      [&](ObservationId seen) { return is_floating(model.observations[seen].dtype); });
}

class EncodingRules {
 public:
  EncodingRules(const Model& model, const CheckOptions& options)
      : model_(model), options_(options), rules_(aimet_rules(options.aimet_version)) {}

  EncodingVerdict of(const AimetOp& op) {
    EncodingVerdict verdict = op.op == kNone ? leaf(op) : functional(op);
    if (verdict.encoding == Encoding::not_needed || !excluded(op.module)) return verdict;
    return {Encoding::none, "its module is excluded"};
  }

 private:
  bool excluded(ModuleId id) {
    if (options_.exclude_modules.empty()) return false;
    const auto [entry, is_new] = excluded_.try_emplace(id);
    if (is_new) entry->second = is_excluded(model_.module(id).path, options_.exclude_modules);
    return entry->second;
  }

  EncodingVerdict leaf(const AimetOp& op) const {
    if (!op.has_module) return {Encoding::not_needed, "an empty container changes nothing"};
    const Conversion found = conversion(model_, op.module, options_.aimet_version);
    if (found == Conversion::exempt) return {Encoding::not_needed, "changes nothing"};
    if (!rules_.has_registry || found == Conversion::converted) return {};
    return {Encoding::none, "AIMET has no quantized definition for " + model_.module(op.module).type};
  }

  EncodingVerdict functional(const AimetOp& op) {
    const auto [entry, is_new] = needless_.try_emplace(op.type);
    if (is_new) entry->second = std::string(why_no_encoding_is_needed(op.type));
    if (!entry->second.empty()) return {Encoding::not_needed, entry->second};
    if (makes_no_floats(model_, op.op)) return {Encoding::not_needed, "makes no floating-point values"};
    // nn.MultiheadAttention: AIMET's definition of it consists of modules.
    if (rules_.has_registry && conversion(model_, op.module, options_.aimet_version) == Conversion::converted)
      return {};
    if (is_tolerated(rules_, op.type)) return {Encoding::none, "a function that AIMET lets stay, without a quantizer"};
    if (is_allowed(options_.allowed_ops, rules_, op.type))
      return {Encoding::none, "a function, allowed with --allow-op"};
    return {Encoding::none, "a function, not a module"};
  }

  const Model& model_;
  const CheckOptions& options_;
  const AimetRules& rules_;
  std::unordered_map<ModuleId, bool> excluded_;
  std::unordered_map<std::string, std::string> needless_;  // by type
};

std::optional<SourceLocation> line_of(const Model& model, const AimetOp& op) {
  auto lines = op.op == kNone ? call_site(model, op.call) : user_lines(model, op.op);
  if (lines.empty()) return std::nullopt;
  return std::move(lines.front());
}

std::optional<std::int64_t> work_of(const Model& model, const AimetOp& op) {
  if (model.mode != Mode::observed) return std::nullopt;
  const auto once = op.op == kNone ? multiply_accumulates_of_call(model, op.call) : multiply_accumulates(model, op.op);
  std::int64_t all = 0;
  if (!once || __builtin_mul_overflow(*once, op.times, &all)) return std::nullopt;
  return all;
}

void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& more) {
  std::int64_t both = 0;
  if (!sum) return;
  if (!more || __builtin_add_overflow(*sum, *more, &both))
    sum.reset();
  else
    sum = both;
}

void count(Coverage& coverage, const CoveredOp& op) {
  coverage.ops += op.times;
  switch (op.encoding) {
    case Encoding::quantized:
      coverage.quantized += op.times;
      add(coverage.multiply_accumulates_quantized, op.multiply_accumulates);
      break;
    case Encoding::not_needed:
      coverage.not_needed += op.times;
      break;
    case Encoding::none:
      coverage.none += op.times;
      break;
  }
  add(coverage.multiply_accumulates, op.multiply_accumulates);
}

}  // namespace

std::optional<Coverage> coverage(const Model& model, const CheckOptions& options) {
  const bool is_lost = model.form == SourceForm::frozen || model.modules_lost || model.classes_lost;
  if (is_lost || quantized_parts(model).any()) return std::nullopt;
  const AimetRules& rules = aimet_rules(options.aimet_version);
  Coverage coverage;
  coverage.aimet_since = rules.since;
  if (model.mode == Mode::observed) coverage.multiply_accumulates = coverage.multiply_accumulates_quantized = 0;
  EncodingRules encodings(model, options);
  for (const AimetOp& op : aimet_ops(model, rules)) {
    EncodingVerdict verdict = encodings.of(op);
    CoveredOp covered{
        op.name,  op.type,           model.module(op.module).path, verdict.encoding, std::move(verdict.why), {},
        op.times, work_of(model, op)};
    count(coverage, covered);
    if (coverage.list.size() >= kMostCoveredOps) continue;
    covered.source = line_of(model, op);
    coverage.list.push_back(std::move(covered));
  }
  if (!coverage.multiply_accumulates) coverage.multiply_accumulates_quantized.reset();
  return coverage;
}

}  // namespace aimet

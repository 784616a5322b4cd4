// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "checks/list.hpp"
#include "lib/check/check.hpp"
#include "lib/check/run_checks.hpp"
#include "lib/exported/exported.hpp"
#include "lib/model/error.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace aimet::fuzz {
namespace {

std::size_t at(std::int32_t id) { return static_cast<std::size_t>(id); }

template <typename IdType>
void check_range(IdRange<IdType> range, std::size_t size) {
  promise(range.first >= 0 && range.count >= 0 && at(range.first) + at(range.count) <= size, "a range lies inside");
}

void check_model(const Model& model) {
  promise(!model.modules.empty() && !model.calls.empty(), "a program has a root, and its forward");
  for (const Module& module : model.modules) promise(at(module.object) < model.modules.size(), "an object is a module");
  for (const Call& call : model.calls) {
    promise(call.module >= 0 && at(call.module) < model.modules.size(), "a call is one of a module");
    check_range(call.ops, model.ops.size());
  }
  for (const Op& op : model.ops) {
    check_range(op.inputs, model.operands.size());
    check_range(op.outputs, model.operands.size());
    check_range(op.blocks, model.blocks.size());
  }
  for (const ValueId value : model.operands)
    promise(value >= 0 && at(value) < model.values.size(), "an operand is a value");
}

// Runs every check, as the program does.
void check_all(const Model& model) {
  check_model(model);
  for (const CheckResult& result : run_checks(all_checks(), model, {}, nullptr))
    promise(result.status != CheckStatus::error, "a check answers whatever the program holds");
}

}  // namespace

void exported_archive(std::string_view bytes) {
  const ByteSource source = memory_bytes(bytes);
  try {
    const auto archive = find_exported(source);
    if (!archive) return;
    promise(!archive->programs.empty(), "an archive that is read holds a program");
    for (const std::string& program : archive->programs) check_all(read_exported(source, *archive, program));
  } catch (const RunError&) {
  }
}

void exported_program(std::string_view bytes) {
  try {
    check_all(read_program(std::string(bytes), ""));
  } catch (const RunError&) {
  }
}

}  // namespace aimet::fuzz

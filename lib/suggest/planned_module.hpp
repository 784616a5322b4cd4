// SPDX-License-Identifier: Apache-2.0
#pragma once
// The module that replaces a functional: its constructor, its name and the place of its definition.

#include <optional>
#include <string>
#include <vector>

#include "lib/edit/functional_call.hpp"
#include "lib/suggest/group.hpp"
#include "lib/suggest/loop.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

struct PlannedModule {
  std::string value;  // the constructor call of the definition
  std::string name;   // the wanted name
  std::vector<std::size_t> owners;
  std::vector<StatementId> after;  // per owner
  std::vector<StatementId> known;  // per owner: the statement after which all constructor arguments are known
};

// "torch.nn.ReLU()"; empty if the model does not say.
std::string constructor_of(const Suggestion& suggestion);

class ModulePlanner {
 public:
  // `loop`: set if each iteration gets its own module. All arguments must outlive the planner.
  ModulePlanner(EditedFile& of, const Group& group, StatementId statement, const Site& site,
                const std::optional<Loop>& loop)
      : of_(of),
        file_(of.file),
        group_(group),
        finding_(*group.findings.front()),
        statement_(statement),
        site_(site),
        loop_(loop) {}

  // Throws Refusal if a class cannot take the module, or if __init__ does not know its constructor arguments.
  PlannedModule plan(const FunctionalCall& call);
  // The statement of __init__ after which all constructor arguments of the layer are known; nullopt if there is none.
  std::optional<StatementId> stable_place(const FunctionalCall& call, std::size_t owner);

 private:
  const Suggestion* suggestion() const { return finding_.suggestion ? &*finding_.suggestion : nullptr; }
  std::string composite_constructor(const FunctionalCall& call) const;
  std::string layer_constructor(const FunctionalCall& call);

  EditedFile& of_;
  PythonFile& file_;
  const Group& group_;
  const Finding& finding_;
  StatementId statement_;
  const Site& site_;
  const std::optional<Loop>& loop_;
};

}  // namespace aimet

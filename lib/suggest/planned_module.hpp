// SPDX-License-Identifier: Apache-2.0
#pragma once
// The module that takes the place of a functional: how it is made, how it is called, and where it is defined.

#include <optional>
#include <string>
#include <vector>

#include "lib/edit/functional_call.hpp"
#include "lib/suggest/group.hpp"
#include "lib/suggest/loop.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

struct PlannedModule {
  std::string value;  // of the definition
  std::string name;   // wanted
  std::vector<std::size_t> owners;
  std::vector<StatementId> after;  // per owner
  std::vector<StatementId> known;  // per owner: behind this, all that it is made with is
};

// "torch.nn.ReLU()"; "" where the model does not tell.
std::string constructor_of(const Suggestion& suggestion);

class ModulePlanner {
 public:
  // What the call of the statement is to be, `loop` if it is one for each round. All outlive this.
  ModulePlanner(EditedFile& of, const Group& group, StatementId statement, const Site& site,
                const std::optional<Loop>& loop)
      : of_(of),
        file_(of.file),
        group_(group),
        finding_(*group.findings.front()),
        statement_(statement),
        site_(site),
        loop_(loop) {}

  // Throws Refusal where a class must not have the module, or __init__ does not know what it is made with.
  PlannedModule plan(const FunctionalCall& call);
  // Behind which statement of __init__ all that the layer is made with is known.
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

// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where code runs that is to call a new module, and how it reaches that module.

#include <optional>
#include <string>
#include <vector>

#include "lib/suggest/class_editor.hpp"

namespace aimet {

struct EditedFile;

// A call of a helper function or of a method, in a method of a class.
struct HelperCall {
  StatementId statement = 0;
  NodeId call = 0;
  std::size_t class_id = 0;
};

struct Site {
  std::vector<std::size_t> owners;    // the classes that define the module
  std::string receiver = "self";      // before the dot
  std::optional<std::size_t> helper;  // the scope of a function outside of classes, which gets the receiver passed in
  std::vector<HelperCall> calls;      // of the helper
  bool is_passed = false;             // the helper has it already
  bool in_loop = false;
};

// The method of a class of the file, or a function at its top that only methods of its classes call. Throws Refusal.
Site site_of(PythonFile& file, StatementId statement);

// Passes `self` to the helper function from all that call it. Once is enough.
void pass_receiver(PythonFile& file, const Site& site);

// The layer that the code at the node follows: the name in the nearest self.NAME(...), "" if none.
std::string layer_before(PythonFile& file, StatementId statement, NodeId node);

}  // namespace aimet

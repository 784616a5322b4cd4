// SPDX-License-Identifier: Apache-2.0
#pragma once
// The place of the code that will call a new module, and how the code reaches the module.

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
  std::string receiver = "self";      // the name before the dot
  std::optional<std::size_t> helper;  // the scope of a function outside of classes, to which the receiver is passed
  std::vector<HelperCall> calls;      // of the helper
  bool is_passed = false;             // the helper already has the receiver
  bool in_loop = false;
  bool is_static = false;  // in a static method, which has no receiver: each call of it passes the module
};

// Throws Refusal unless the statement is in a method of a class of the file, or in a function at the top level of the
// file that only methods of its classes call.
Site site_of(PythonFile& file, StatementId statement);

// As site_of, but also for a statement in a static method.
Site site_with_static_methods(PythonFile& file, StatementId statement);

// Passes `self` to the helper function in all its calls. Does nothing if that is already done.
void pass_receiver(PythonFile& file, const Site& site);

// The layer that runs before the code at the node: the name in the nearest self.NAME(...); "" if there is none.
std::string layer_before(PythonFile& file, StatementId statement, NodeId node);

}  // namespace aimet

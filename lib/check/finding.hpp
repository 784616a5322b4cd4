// SPDX-License-Identifier: Apache-2.0
#pragma once
// One thing that the user should change, and the outcome of one check.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

enum class Severity {
  note,     // worth knowing; never fails a check
  warning,  // AIMET accepts the model, but the result may be unexpected
  error,    // AIMET or the export rejects the model
};

// The parts of "torch.nn.MaxPool2d(3, stride=2)".
struct Constructor {
  struct Argument {
    std::string name;   // "" for a positional argument
    std::string value;  // Python
  };
  std::string type;  // "torch.nn.MaxPool2d"
  std::vector<Argument> arguments;
};

enum class SuggestionKind {
  module_for_op,     // each call of the op on the line becomes a call of its own module
  module_per_call,   // each call of an existing module after the first gets its own module, constructed alike
  module_per_place,  // each place that contains the module (an instance, an element) gets its own
  other_module,      // the attribute should be another module
  size_as_number,    // the op computes with sizes, which should be Python numbers
  text,              // Python to paste
};

// What to write instead. lib/check/suggestion_text.hpp converts it to Python, lib/suggest edits the user's Python.
struct Suggestion {
  SuggestionKind kind = SuggestionKind::text;
  std::vector<std::string> attributes = {};     // names to define in the module: "relu_2"
  std::optional<Constructor> constructor = {};  // nullopt: the same as the existing module's
  std::string passing = {};                     // AIMET's class that takes the function's arguments; "" if none does
  std::vector<std::string> arguments = {};      // what the module is called with: "x", "y"
  std::string text = {};                        // for the kinds text and size_as_number: what to write
  std::string caution = {};  // why the model may compute something else afterwards; "" if it does not
  int overwritten_line = 0;  // the line of the same forward that made the tensor which the op, or AIMET's module for
                             // it, writes into, if nothing else sees that tensor; 0 if there is no such line
  int owner_runs = 1;        // how many calls there are of the forward that contains the op
  std::optional<SourceLocation> library_line = {};  // the op's line in torchvision's files, if its code is there
};

// The number of names and arguments, which lib/check/limits.hpp bounds.
inline std::size_t parts_of(const Suggestion& suggestion) {
  const std::size_t parts = suggestion.attributes.size() + suggestion.arguments.size();
  return parts + (suggestion.constructor ? suggestion.constructor->arguments.size() : 0);
}

// What --fix or the report's diff does about a finding. Set only if one of them was requested.
struct Edit {
  std::string file;      // the Python file that the edit changes; "" if there is no edit
  std::string refused;   // why there is no edit
  bool written = false;  // the file was changed; if false, the report has the diff
};

// Where the HTML page's graph shows a finding; set by picture_of (lib/report/model_graph.hpp).
struct GraphPlace {
  std::int32_t module = kNone;  // in ModelGraph::modules
  std::int32_t node = kNone;    // in that module's level
};

struct Finding {
  std::string message;  // the rule, and what violates it: one sentence
  std::string help;     // what to do: one sentence
  Severity severity = Severity::error;
  std::string module;                   // dotted path, "" is the root; for an op, the module whose forward contains it
  std::string module_type;              // its Python class
  std::optional<std::string> op;        // "relu_3"
  std::optional<std::string> op_kind;   // "aten::relu"
  std::optional<std::string> op_type;   // "relu", if the selected AIMET version prints it beside the name
  std::optional<std::int64_t> calls;    // how many calls or runs the finding is about
  std::vector<SourceLocation> sources;  // the user's own Python lines, best first; empty if stripped
  std::optional<Suggestion> suggestion;
  std::optional<Edit> edit;          // set by plan_edits
  std::vector<std::string> modules;  // for a finding about a class, the paths of all its modules; else empty
  std::string snippet;               // Python to paste beside the model: whole definitions; may be ""
  std::string fingerprint;           // unchanged by a re-export with other line numbers and mangles; set by run_checks
  OpId op_id = kNone;                // in the Model, if the check knows it; not reported
  std::optional<GraphPlace> place;
};

enum class CheckStatus { passed, failed, skipped, error };

struct CheckResult {
  std::string id;
  CheckStatus status = CheckStatus::passed;
  std::optional<std::string> reason;  // why it was skipped, or what it threw
  Severity severity = Severity::error;
  std::vector<Finding> findings;
};

}  // namespace aimet

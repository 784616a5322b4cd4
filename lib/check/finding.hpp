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
  warning,  // AIMET accepts the model, and the result may surprise
  error,    // AIMET or the export rejects the model
};

// "torch.nn.MaxPool2d(3, stride=2)", taken apart.
struct Constructor {
  struct Argument {
    std::string name;   // "" for a positional one
    std::string value;  // Python
  };
  std::string type;  // "torch.nn.MaxPool2d"
  std::vector<Argument> arguments;
};

enum class SuggestionKind {
  module_for_op,     // each call of the op at the line becomes the call of a module of its own
  module_per_call,   // each further call of a module that is there gets a module of its own, made alike
  module_per_place,  // each place that holds the module gets one of its own: an instance, an element
  other_module,      // the attribute is to hold another module
  size_as_number,    // the op computes with sizes: they are to be Python's numbers
  text,              // Python to paste
};

// What to write instead. lib/check/suggestion_text.hpp makes Python of it, lib/suggest edits.
struct Suggestion {
  SuggestionKind kind = SuggestionKind::text;
  std::vector<std::string> attributes = {};     // of the module, to define: "relu_2"
  std::optional<Constructor> constructor = {};  // none: as that of the module that is there
  std::string passing = {};                     // AIMET's class that is called as the function is; "": none
  std::vector<std::string> arguments = {};      // what the module is called with: "x", "y"
  std::string text = {};                        // kind text: for forward
  std::string caution = {};  // why the model may compute something else afterwards; "" where it does not
  int overwritten_line = 0;  // the op writes into a tensor that this line of the same forward made, and nothing else
                             // sees; 0: it writes into none
  int owner_runs = 1;        // how often the forward that holds the op is called
  std::optional<SourceLocation> library_line = {};  // of an op in a class that torchvision has: its line there
};

// Names and arguments, which lib/check/limits.hpp bounds.
inline std::size_t parts_of(const Suggestion& suggestion) {
  const std::size_t parts = suggestion.attributes.size() + suggestion.arguments.size();
  return parts + (suggestion.constructor ? suggestion.constructor->arguments.size() : 0);
}

// What the diff of the report, or --fix, does about a finding, where one was asked for.
struct Edit {
  std::string file;      // the Python file that it changes; "": none
  std::string refused;   // why none
  bool written = false;  // the file was changed; else the report has the diff
};

// Where the HTML page's graph shows a finding; set by picture_of (lib/report/model_graph.hpp).
struct GraphPlace {
  std::int32_t module = kNone;  // in ModelGraph::modules
  std::int32_t node = kNone;    // of that module's level
};

struct Finding {
  std::string message;  // the rule, and what broke it: one sentence
  std::string help;     // what to do: one sentence, ready for 6 pm before a release
  Severity severity = Severity::error;
  std::string module;                   // dotted path, "" is the root; for an op, the module whose forward holds it
  std::string module_type;              // its Python class
  std::optional<std::string> op;        // "relu_3"
  std::optional<std::string> op_kind;   // "aten::relu"
  std::optional<std::string> op_type;   // "relu", where the AIMET asked for prints it beside the name
  std::optional<std::int64_t> calls;    // how often, where that is the point
  std::vector<SourceLocation> sources;  // the user's own Python lines, best first; empty if stripped
  std::optional<Suggestion> suggestion;
  std::optional<Edit> edit;          // set by plan_edits
  std::vector<std::string> modules;  // of a finding about a class: the paths of all its modules; else empty
  std::string snippet;               // Python to paste beside the model: whole definitions; may be ""
  std::string fingerprint;           // survives a re-export with other line numbers and mangles; set by run_checks
  OpId op_id = kNone;                // in the Model, where the check knows it; not reported
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

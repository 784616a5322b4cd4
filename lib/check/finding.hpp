#pragma once
// One thing that the user should change, and the outcome of one check.

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

// What to paste. Each entry is Python; empty where there is nothing to say with certainty.
struct Suggestion {
  std::string define;        // for __init__: "self.relu1_2 = torch.nn.ReLU(inplace=True)"
  std::string use;           // for forward: "self.relu1_2(x)"
  std::string caution = {};  // why the model may compute something else afterwards; "" where it does not
  int overwritten_line = 0;  // the op writes into a tensor that this line of the same forward made, and nothing else
                             // sees; 0: it writes into none
};

// What the diff of the report does about a finding, where one was asked for.
struct Edit {
  std::string file;     // the Python file that it changes; "": none
  std::string refused;  // why none
};

struct Finding {
  std::string message;  // the rule, and what broke it: one sentence
  std::string help;     // what to do: one sentence, ready for 6 pm before a release
  Severity severity = Severity::error;
  std::string module;                   // dotted path, "" is the root; for an op, the module whose forward holds it
  std::string module_type;              // its Python class
  std::optional<std::string> op;        // "relu_3"
  std::optional<std::string> op_kind;   // "aten::relu"
  std::optional<std::int64_t> calls;    // how often, where that is the point
  std::vector<SourceLocation> sources;  // the user's own Python lines, best first; empty if stripped
  std::optional<Suggestion> suggestion;
  std::optional<Edit> edit;  // set by suggest_edits
  std::string fingerprint;   // survives a re-export with other line numbers and mangles; set by run_checks
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

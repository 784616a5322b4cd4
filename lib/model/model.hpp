// SPDX-License-Identifier: Apache-2.0
#pragma once
// The facts about one model file, in plain C++: lib/torch or lib/exported writes them once, everything else reads them.
// They contain no torch types. Handles are indices into the vectors of Model; kNone means "no id".
//
// Reading order: Module (the tree) -> Graph (graph.hpp) -> Model.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/graph.hpp"
#include "lib/model/ids.hpp"

namespace aimet {

struct ExportGraph;  // lib/model/export_graph.hpp

// One line of Python. `line` and `column` count from 1; 0 means unknown. `text` is the line (or the expression) as the
// file contains it, and may be empty.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;
  std::string text;
  std::string function;  // the Python function that contains the line, if the file names it (traced files do)
};

inline bool operator==(const SourceLocation& a, const SourceLocation& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column && a.text == b.text && a.function == b.function;
}

// Where a module's class comes from. Decided by the class name, because the file contains nothing else of the class.
enum class ClassOrigin {
  torch_nn,     // exactly a public class of torch.nn: what AIMET's is_torch_nn_leaf_module tests for
  torch_other,  // another class below torch.*, e.g. torch.nn.modules.linear.NonDynamicallyQuantizableLinear
  aimet,        // aimet_torch.*
  torchvision,
  user,
  unknown,  // the file does not name it: an exported program only names the classes of modules that ran ops
};

struct Parameter {
  std::string name;  // attribute name in its module
  Tensor tensor;
  bool is_buffer = false;
  std::int32_t storage = kNone;  // parameters with equal numbers share one storage
};

struct Attribute {
  std::string name;
  Constant value;
};

struct Argument {
  std::string name;
  TypeId type = kNone;
  bool has_default = false;
};

struct Method {
  std::string name;                 // "forward"; in a trace also "forward1", "forward2" for the second and third call
  std::vector<Argument> arguments;  // without self
  TypeId returns = kNone;
  SourceId source = kNone;  // of the method's first line, if the file has it
};

struct Module {
  std::string path;  // "layer1.0.relu"; "" is the root
  std::string name;  // last component of the path
  std::string type;  // qualified Python class without mangling: "torch.nn.modules.activation.ReLU"
  ClassOrigin origin = ClassOrigin::user;
  ModuleId parent = kNone;
  std::vector<ModuleId> children;  // in the order of registration
  // Modules with equal ids here are one Python object under several names: the id is that of the first of them in
  // pre-order. The file does not show that modules without parameters are one object.
  ModuleId object = kNone;
  std::optional<bool> training;
  std::vector<Parameter> parameters;  // buffers included
  std::vector<Attribute> attributes;  // those that are neither tensors nor modules, and TorchScript constants
  std::vector<Method> methods;
  bool traced = false;  // its forward was made by torch.jit.trace

  bool is_leaf() const { return children.empty(); }
};

// A function that Python calls in a branch that a script does not contain:
// `if torch.jit.is_scripting(): ... else: ...`.
struct PythonCall {
  ModuleId module = kNone;  // whose code it is
  std::string function;     // as the user wrote it: "torch.relu", "F.relu"
  SourceLocation line;
};

enum class SourceForm { scripted, traced, frozen, mixed, unknown, exported };
enum class Mode { observed, static_run };

// What flow.hpp derives from the graph and the run; one entry per op.
struct OpLiveness {
  bool executed = true;  // ran in a sample; in a static run: is not in a branch that constants rule out
  bool live = true;      // its result reaches the model's outputs other than through the condition of an If or a Loop
  bool from_shape = false;  // a number that was computed from a tensor's size; in a trace such a number is a tensor
};

// The inherited graph is the one that the checks judge.
struct Model : Graph {
  SourceForm form = SourceForm::unknown;
  Mode mode = Mode::static_run;
  std::string static_reason;  // why nothing was executed; "" if observed
  std::int32_t samples = 0;   // how many were run
  std::string libtorch;       // "1.13.1"
  bool saved_in_training = false;
  bool inlined_when_saved = false;  // by PyTorch 1.0 or 1.1; then `form` is frozen, though the file has modules
  std::vector<std::string> unknown_operators;  // "torchvision::nms": LibTorch lacks them, which forces a static run
  std::vector<std::string> remarks;            // how it was judged, if the user would expect something else
  bool modules_lost = false;                   // an exported program without the names of modules
  bool classes_lost = false;  // an exported program of torch.export.unflatten, which gives all modules one class
  std::vector<PythonCall> python_calls;  // that the graph does not contain, but AIMET will see
  bool decomposed = false;  // an exported program of run_decompositions(): an op represents all parts of one call

  IdVector<ModuleId, Module> modules;  // pre-order, 0 is the root
  IdVector<SourceId, std::vector<SourceLocation>>
      sources;  // a trace keeps the Python stack, innermost first; else one entry

  std::vector<IdVector<BlockId, std::int64_t>> block_runs;  // [sample][block]
  IdVector<OpId, OpLiveness> liveness;                      // [op], see flow.hpp

  std::shared_ptr<const ExportGraph> export_graph;  // what the ONNX exporter would see; null unless requested

  const Module& module(ModuleId id) const { return modules[id]; }
};

}  // namespace aimet

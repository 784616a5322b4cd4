// SPDX-License-Identifier: Apache-2.0
#pragma once
// The facts about one TorchScript file, in plain C++: what lib/torch writes once and everything else reads.
// No torch type crosses this border. Handles are indices into the vectors of Model; kNone means "there is none".
//
// Reading order: Module (the tree) -> Call (who was called from where) -> Op (every node of the inlined graph,
// in program order) -> Value (what flows between ops) -> Block (the arms of an If, the body of a Loop).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/ids.hpp"

namespace aimet {

struct ExportGraph;  // lib/model/export_graph.hpp

// One line of Python. `line` and `column` count from 1; 0 means unknown. `text` is the line (or the expression)
// as the .pt carries it and may be empty.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;
  std::string text;
  std::string function;  // the Python function that holds the line, where the file has it (traced files do)
};

inline bool operator==(const SourceLocation& a, const SourceLocation& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column && a.text == b.text && a.function == b.function;
}

enum class TypeKind {
  tensor,
  integer,
  floating,
  complex,
  boolean,
  string,
  none,
  device,
  list,
  tuple,
  dict,
  optional,
  module,
  other
};

struct Type {
  TypeKind kind = TypeKind::other;
  std::string text;              // as PyTorch prints it in an annotation: "Tuple[Tensor, int]"
  std::vector<TypeId> elements;  // list, optional: 1; dict: key, value; tuple: each
  std::string name;              // a named tuple's or a class's qualified name
};

// Where a module's class comes from. Decided from the class name alone: that is all that the file holds.
enum class ClassOrigin {
  torch_nn,     // exactly a public class of torch.nn: what AIMET's is_torch_nn_leaf_module asks for
  torch_other,  // another class below torch.*, e.g. torch.nn.modules.linear.NonDynamicallyQuantizableLinear
  aimet,        // aimet_torch.*
  torchvision,
  user,
  unknown,  // the file does not name it: an exported program names the classes of modules that ran ops
};

struct Tensor {
  std::string dtype;                // PyTorch's name: "float32"
  std::vector<std::int64_t> shape;  // elements per dimension; empty for a scalar tensor
};

inline bool operator==(const Tensor& a, const Tensor& b) { return a.dtype == b.dtype && a.shape == b.shape; }

struct Parameter {
  std::string name;  // attribute name in its module
  Tensor tensor;
  bool is_buffer = false;
  std::int32_t storage = kNone;  // equal numbers share one storage
};

// A constant or a plain attribute, as far as its value is useful to a check or a remedy.
struct Constant {
  enum class Kind { none, boolean, integer, floating, string, tensor, list, tuple, other };
  Kind kind = Kind::other;
  std::int64_t integer = 0;  // boolean: 0 or 1
  double floating = 0;
  std::string string;
  std::vector<Constant> elements;
  Tensor tensor;
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
  // Modules with equal numbers are one Python object under several names, as far as the file shows: the number
  // is the id of the first of them in pre-order. An alias without parameters leaves no trace in the file.
  ModuleId object = kNone;
  std::optional<bool> training;
  std::vector<Parameter> parameters;  // buffers included
  std::vector<Attribute> attributes;  // non-tensor, non-module ones, and TorchScript constants
  std::vector<Method> methods;
  bool traced = false;  // its forward was made by torch.jit.trace

  bool is_leaf() const { return children.empty(); }
};

enum class CallKind {
  forward,   // prim::CallMethod of forward / forward1 / ... : what a forward hook would see
  method,    // another method of a module
  function,  // a free function, such as torch.nn.functional.relu
};

// One call site, inlined once. The root's forward is call 0.
struct Call {
  CallKind kind = CallKind::forward;
  ModuleId module = kNone;  // whose code it is; for a function, the module whose code calls it
  std::string name;         // method name, or the function's qualified name "torch.nn.functional.relu"
  CallId caller = kNone;
  BlockId block = kNone;                   // where the call is: it ran as often as this block
  SourceId source = kNone;                 // the call site
  IdRange ops;                             // ops of this call and of all calls below it
  IdRange arguments;                       // values passed, without self: in Model::operands
  IdRange results;                         // values returned: in Model::operands
  std::vector<CallId> children;            // in program order
  std::vector<ModuleId> module_arguments;  // modules handed over as arguments
};

// What the schema of an op's overload says: FunctionSchema and AliasInfo of LibTorch. Numbers are positions among the
// op's inputs and outputs.
struct OpSchema {
  struct Alias {
    std::int32_t output;
    std::int32_t input;
  };
  struct Store {
    std::int32_t container;
    std::int32_t element;
  };
  std::vector<std::string> arguments;  // names, in the order of Op::inputs
  std::vector<std::int32_t> writes;    // inputs that the op writes into
  std::vector<Alias> aliases;          // this output is, views, contains or is contained in this input
  std::vector<Store> stores;           // a container input that gets this input as an element
  bool may_return_input = false;       // an output may be an input itself, though the schema does not say so
  bool is_recorded = true;             // a tracer records the op; without: plain Python under a tracer
  bool is_random = false;              // draws numbers
  bool is_generic = false;             // of lists or dicts of anything: "append.t(t[](a!) self, t(c -> *) el)"
};

struct Op {
  SymbolId kind = kNone;  // "aten::relu"
  CallId call = kNone;    // innermost call whose code holds it
  BlockId block = kNone;
  SourceId source = kNone;
  IdRange inputs;               // in Model::operands
  IdRange outputs;              // in Model::operands
  IdRange blocks;               // an If's two arms, a Loop's body: consecutive BlockIds
  ConstantId constant = kNone;  // of a prim::Constant
  SymbolId attribute = kNone;   // attribute name of prim::GetAttr / SetAttr
  SymbolId name = kNone;        // in an exported program its own name, "add_1"; of a branch or loop "torch.cond"
  SchemaId schema = kNone;      // kNone: prim::If, prim::ListConstruct and other kinds without one
};

struct Value {
  OpId producer = kNone;  // kNone: a graph input or a block input
  TypeId type = kNone;
  ConstantId constant = kNone;
  ModuleId module = kNone;    // the module that this value is, if it is one
  bool is_attribute = false;  // a tensor or a constant read from a module by GetAttr
  IdRange observed;           // in Model::observations: distinct dtypes and shapes seen, first first, at most 4
};

struct Block {
  OpId owner = kNone;  // the If or Loop; kNone for the whole graph (block 0)
  BlockId parent = kNone;
  std::int32_t index = 0;  // which arm: 0 is then, 1 is else
  IdRange inputs;          // in Model::operands
  IdRange outputs;         // in Model::operands: what the block returns (a Loop's first is its condition)
};

// A function that Python calls in an arm that a script does not have: `if torch.jit.is_scripting(): ... else: ...`.
struct PythonCall {
  ModuleId module = kNone;  // whose code it is
  std::string function;     // as the user wrote it: "torch.relu", "F.relu"
  SourceLocation line;
};

enum class SourceForm { scripted, traced, frozen, mixed, unknown, exported };
enum class Mode { observed, static_run };

// What flow.hpp derives from the graph and the run; one entry per op.
struct OpLiveness {
  bool executed = true;  // ran in a sample; in a static run: is not in an arm that constants rule out
  bool live = true;      // its result reaches the model's outputs other than through the condition of an If or a Loop
  bool from_shape = false;  // a number that was computed from a tensor's size; in a trace such a number is a tensor
};

struct Model {
  SourceForm form = SourceForm::unknown;
  Mode mode = Mode::static_run;
  std::string static_reason;  // why nothing was executed; "" when observed
  std::int32_t samples = 0;   // how many were run
  std::string libtorch;       // "1.13.1"
  bool saved_in_training = false;
  bool inlined_when_saved = false;             // by PyTorch 1.0 or 1.1; `form` is frozen then, though modules are there
  std::vector<std::string> unknown_operators;  // "torchvision::nms": LibTorch does not have them; then a static run
  std::vector<std::string> remarks;            // how it was judged, where that is not as the user would expect
  bool modules_lost = false;                   // an exported program without the names of modules
  bool classes_lost = false;             // an exported program of torch.export.unflatten, in which all classes are one
  std::vector<PythonCall> python_calls;  // that the graph does not hold, but AIMET will see
  bool decomposed = false;  // an exported program of run_decompositions(): an op represents all parts of one call

  IdVector<Module> modules;  // pre-order, 0 is the root
  IdVector<Call> calls;      // program order, 0 is the root's forward
  IdVector<Op> ops;
  IdVector<Value> values;
  IdVector<Block> blocks;
  IdVector<OpSchema> schemas;
  IdVector<std::int32_t> operands;

  IdVector<std::string> symbols;
  IdVector<Type> types;
  IdVector<Constant> constants;
  IdVector<std::vector<SourceLocation>> sources;  // a trace keeps the Python stack, innermost first; else one entry
  IdVector<Tensor> observations;

  std::vector<ValueId> inputs;  // of the root's forward, without self
  std::vector<ValueId> outputs;

  std::vector<IdVector<std::int64_t>> block_runs;  // [sample][block]
  IdVector<OpLiveness> liveness;                   // [op], see flow.hpp

  std::shared_ptr<const ExportGraph> export_graph;  // what the ONNX exporter would see; null unless asked for

  const std::string& kind(OpId op) const { return symbols[ops[op].kind]; }
  // Null if the op's kind has no schema.
  const OpSchema* schema(OpId id) const {
    const SchemaId schema = ops[id].schema;
    return schema == kNone ? nullptr : &schemas[schema];
  }
  const Op& op(OpId id) const { return ops[id]; }
  const Value& value(ValueId id) const { return values[id]; }
  const Call& call(CallId id) const { return calls[id]; }
  const Module& module(ModuleId id) const { return modules[id]; }
  const Block& block(BlockId id) const { return blocks[id]; }
  const Type& type(TypeId id) const { return types[id]; }
  const Constant& constant(ConstantId id) const { return constants[id]; }
  std::int32_t operand(IdRange r, std::int32_t i) const { return operands[r.first + i]; }
};

}  // namespace aimet

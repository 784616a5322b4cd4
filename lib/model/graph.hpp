// SPDX-License-Identifier: Apache-2.0
#pragma once
// forward as one graph with its calls inlined: the graph that the checks judge (Model), and the one that the ONNX
// exporter converts (ExportGraph). Handles are indices into the vectors of Graph; kNone means "no id".
//
// Reading order: Call (who was called from where) -> Op (every node of the inlined graph, in program order: a branch or
// loop, then the ops in its blocks) -> Value (what flows between ops) -> Block (a branch of an If, the body of a Loop).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/ids.hpp"

namespace aimet {

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

struct Tensor {
  std::string dtype;                // PyTorch's name: "float32"
  std::vector<std::int64_t> shape;  // elements per dimension; empty for a scalar tensor
};

inline bool operator==(const Tensor& a, const Tensor& b) { return a.dtype == b.dtype && a.shape == b.shape; }

// A constant or a plain attribute. Has a value only if a check or a remedy can use it.
struct Constant {
  enum class Kind { none, boolean, integer, floating, string, tensor, list, tuple, other };
  Kind kind = Kind::other;
  std::int64_t integer = 0;  // boolean: 0 or 1
  double floating = 0;
  std::string string;
  std::vector<Constant> elements;
  Tensor tensor;
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
  BlockId block = kNone;                   // the block that contains the call, which ran as often as the block
  SourceId source = kNone;                 // the call site
  IdRange<OpId> ops;                       // ops of this call and of all calls below it
  IdRange<OperandId> arguments;            // values passed, without self: in Graph::operands
  IdRange<OperandId> results;              // values returned: in Graph::operands
  std::vector<CallId> children;            // in program order
  std::vector<ModuleId> module_arguments;  // modules passed as arguments
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
  bool is_recorded = true;             // a tracer records the op; if false, it is plain Python under a tracer
  bool is_random = false;              // draws numbers
  bool is_generic = false;             // on lists or dicts of any type: "append.t(t[](a!) self, t(c -> *) el)"
};

struct Op {
  SymbolId kind = kNone;  // "aten::relu"
  CallId call = kNone;    // innermost call whose code contains it
  BlockId block = kNone;
  SourceId source = kNone;
  IdRange<OperandId> inputs;    // in Graph::operands
  IdRange<OperandId> outputs;   // in Graph::operands
  IdRange<BlockId> blocks;      // an If's two branches, a Loop's body: consecutive BlockIds
  ConstantId constant = kNone;  // of a prim::Constant
  SymbolId attribute = kNone;   // attribute name of prim::GetAttr / SetAttr
  SymbolId name = kNone;        // in an exported program the op's name, "add_1"; for a branch or loop "torch.cond"
  SchemaId schema = kNone;      // kNone: prim::If, prim::ListConstruct and other kinds without a schema
};

struct Value {
  OpId producer = kNone;  // kNone: a graph input or a block input
  TypeId type = kNone;
  ConstantId constant = kNone;
  ModuleId module = kNone;          // the module that this value is, if it is one
  bool is_attribute = false;        // a tensor or a constant read from a module by GetAttr
  IdRange<ObservationId> observed;  // in Graph::observations: the distinct dtypes and shapes in order, at most 4
};

struct Block {
  OpId owner = kNone;  // the If or Loop; kNone for the whole graph (block 0)
  BlockId parent = kNone;
  std::int32_t index = 0;      // which branch: 0 is then, 1 is else
  IdRange<OperandId> inputs;   // in Graph::operands
  IdRange<OperandId> outputs;  // in Graph::operands: what the block returns (a Loop's first is its condition)
};

// Values that are next to each other in Graph::operands, which must outlive the span.
class ValueSpan {
 public:
  ValueSpan(const ValueId* first, const ValueId* last) : first_(first), last_(last) {}

  const ValueId* begin() const { return first_; }
  const ValueId* end() const { return last_; }
  std::size_t size() const { return static_cast<std::size_t>(last_ - first_); }
  bool empty() const { return first_ == last_; }
  ValueId operator[](std::size_t i) const { return first_[i]; }
  ValueId back() const { return last_[-1]; }

 private:
  const ValueId* first_;
  const ValueId* last_;
};

// Ids of modules and of source lines refer to the Model that the graph belongs to.
struct Graph {
  IdVector<CallId, Call> calls;  // program order, 0 is the root's forward
  IdVector<OpId, Op> ops;
  IdVector<ValueId, Value> values;
  IdVector<BlockId, Block> blocks;
  IdVector<SchemaId, OpSchema> schemas;
  IdVector<OperandId, ValueId> operands;

  IdVector<SymbolId, std::string> symbols;
  IdVector<TypeId, Type> types;
  IdVector<ConstantId, Constant> constants;
  IdVector<ObservationId, Tensor> observations;

  std::vector<ValueId> inputs;  // of the root's forward, without self
  std::vector<ValueId> outputs;

  const std::string& kind(OpId op) const { return symbols[ops[op].kind]; }
  // Null if the op's kind has no schema.
  const OpSchema* schema(OpId id) const {
    const SchemaId schema = ops[id].schema;
    return schema == kNone ? nullptr : &schemas[schema];
  }
  const Op& op(OpId id) const { return ops[id]; }
  const Value& value(ValueId id) const { return values[id]; }
  const Call& call(CallId id) const { return calls[id]; }
  const Block& block(BlockId id) const { return blocks[id]; }
  const Type& type(TypeId id) const { return types[id]; }
  const Constant& constant(ConstantId id) const { return constants[id]; }
  ValueId operand(IdRange<OperandId> range, std::int32_t i) const { return operands[range[i]]; }
  ValueSpan operands_of(IdRange<OperandId> range) const {
    const ValueId* first = operands.data() + range.first;
    return {first, first + range.count};
  }
};

}  // namespace aimet

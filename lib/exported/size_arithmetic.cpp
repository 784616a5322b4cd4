// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/size_arithmetic.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "lib/edit/signatures.hpp"
#include "lib/exported/size_expressions.hpp"
#include "lib/model/op_name.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

// Whether a call of the function runs the op: "torch.nn.functional.pad" runs aten::pad, x.add_ runs aten::add_, and
// interpolate has one op per mode. Never for split: Tensor.split makes a plain number of its size (torch/_tensor.py).
bool runs_op(std::string_view function, std::string_view op) {
  if (function == "split") return false;
  return function == op || (function == "interpolate" && starts_with(op, "upsample_"));
}

bool contains_slice(const std::vector<std::string>& ran) {
  return std::any_of(ran.begin(), ran.end(), [](const std::string& op) {
    return op == "slice" || op == "select" || op == "index" || op == "copy_" || op == "index_put_";
  });
}

// The ops to be added to one body.
class Insertions {
 public:
  explicit Insertions(const Body& body) {
    for (const Body::Item& item : body.items)
      if (!item.is_call) own_.insert(item.index);
  }

  // Inserts before the first of the line's ops that is directly in the body, not in a layer; at the end if there is
  // none.
  void add(std::size_t op, const QuotedLine& line) {
    const auto anchor =
        std::find_if(line.ops.begin(), line.ops.end(), [&](std::size_t ran) { return own_.count(ran) != 0; });
    (anchor == line.ops.end() ? last_ : before_[*anchor]).push_back(op);
  }

  void write(Body& body) const {
    std::vector<Body::Item> items;
    const auto add_all = [&](const std::vector<std::size_t>& ops) {
      for (const std::size_t op : ops) items.push_back({false, op});
    };
    for (const Body::Item& item : body.items) {
      const auto before = item.is_call ? before_.end() : before_.find(item.index);
      if (before != before_.end()) add_all(before->second);
      items.push_back(item);
    }
    add_all(last_);
    body.items = std::move(items);
  }

 private:
  std::unordered_set<std::size_t> own_;
  std::unordered_map<std::size_t, std::vector<std::size_t>> before_;
  std::vector<std::size_t> last_;
};

// Whether the graph itself contains the arithmetic, on symbolic numbers, because a size is dynamic. Then none is added.
bool contains_symbols(const std::vector<std::string>& ran) {
  return std::any_of(ran.begin(), ran.end(), [](const std::string& op) { return starts_with(op, "_operator."); });
}

class FunctionReader {
 public:
  FunctionReader(const QuotedFunction& function, Draft& draft, Tables& tables, Insertions& insertions)
      : function_(function), draft_(draft), tables_(tables), insertions_(insertions) {}

  void run() {
    std::vector<const QuotedLine*> lines;
    for (const QuotedLine& line : function_.lines) lines.push_back(&line);
    std::stable_sort(lines.begin(), lines.end(),
                     [](const QuotedLine* a, const QuotedLine* b) { return a->number < b->number; });
    for (const QuotedLine* line : lines) read(*line);
  }

 private:
  void read(const QuotedLine& line) {
    if (line.ops.empty()) return;  // all ops that it ran belong to other lines
    statements_ = read_line(line.text);
    line_ = &line;
    ran_ = ops_of(line, draft_, tables_);
    if (contains_symbols(ran_)) symbolic_.insert(line.source);
    sizes_.begin(line.source, ran_);
    for (const PythonExpressions& statement : statements_) {
      for (NodeId id = 0; id < statement.nodes.size(); ++id) read_node(statement, id);
      sizes_.assign(statement);
    }
  }

  // Emits the sizes that the node passes to an op.
  void read_node(const PythonExpressions& statement, NodeId id) {
    const PythonNode& node = statement.nodes[id];
    if (node.kind == Kind::call) {
      const std::size_t iterations = iterations_of(statement, id);
      for (std::size_t i = 1; i < node.children.size() && iterations > 0; ++i)
        if (node.keywords[i - 1] != "scale_factor") take(statement, node.children[i], iterations);
    } else if (node.kind == Kind::subscript) {
      if (!is_certain(statement.nodes[id]) || sizes_.value(statement, id).kind != SizeValue::Kind::none ||
          !contains_slice(ran_))
        return;
      for (std::size_t i = 1; i < node.children.size(); ++i) take(statement, node.children[i], 1);
    } else if (node.kind == Kind::binary) {
      take_operands(statement, id);
    }
  }

  // Emits the sizes in the operands of an operator on tensors: x / (h * w).
  void take_operands(const PythonExpressions& statement, NodeId id) {
    const PythonNode& node = statement.nodes[id];
    const std::string_view op = op_of_sign(node.word);
    if (op.empty() || std::find(ran_.begin(), ran_.end(), op) == ran_.end()) return;
    if (!is_certain(statement.nodes[id]) || sizes_.value(statement, id).kind != SizeValue::Kind::none) return;
    for (const NodeId operand : node.children) emit(sizes_.value(statement, operand), 1);
  }

  // How often the line made this call; 0 if it is not a call of an op.
  std::size_t iterations_of(const PythonExpressions& statement, NodeId call) const {
    const std::string_view function = function_called(statement, statement.nodes[call]);
    if (function.empty()) return 0;
    const auto is_op = [&](const std::string& op) { return runs_op(function, op); };
    const auto ops = static_cast<std::size_t>(std::count_if(ran_.begin(), ran_.end(), is_op));
    std::size_t calls = 0;
    for (const PythonExpressions& other : statements_) {
      for (const PythonNode& node : other.nodes)
        if (node.kind == Kind::call && function_called(other, node) == function) ++calls;
    }
    if (ops % calls != 0) return is_certain(statement.nodes[call]) ? 1 : 0;
    return std::min(ops / calls, kMostIterations);
  }

  static std::string_view function_called(const PythonExpressions& tree, const PythonNode& call) {
    const PythonNode& callee = tree.nodes[call.children[0]];
    if (callee.kind == Kind::name) return callee.word;
    if (callee.kind != Kind::attribute) return "";
    const std::string base = dotted(tree, callee.children[0]);
    return base == "math" || base == "np" || base == "numpy" || base == "self" ? std::string_view() : callee.word;
  }

  // Emits the sizes in an argument: the argument itself, or the elements of a list.
  void take(const PythonExpressions& statement, NodeId id, std::size_t iterations) {
    const PythonNode& node = statement.nodes[id];
    const SizeValue value = sizes_.value(statement, id);
    const bool is_list = node.kind == Kind::list || node.kind == Kind::tuple || node.kind == Kind::group;
    if (value.kind == SizeValue::Kind::size) {
      if (node.word != "/") emit(value, iterations);
    } else if (is_list || (node.kind == Kind::other && node.word == "*")) {
      for (const NodeId element : node.children) take(statement, element, iterations);
    }
  }

  void emit(const SizeValue& value, std::size_t iterations) {
    if (value.kind != SizeValue::Kind::size) return;
    for (const OperatorId id : value.operators) {
      if (emitted_.size() < sizes_.operators().size()) emitted_.resize(sizes_.operators().size(), false);
      if (emitted_[id]) continue;
      emitted_[id] = true;
      const SizeOperator& taken = sizes_.operators()[id];
      if (symbolic_.count(taken.source) != 0) continue;
      for (std::size_t i = 0; i < (taken.source == line_->source ? iterations : 1); ++i) add(taken);
    }
  }

  void add(const SizeOperator& taken) {
    OpDraft op;
    op.kind = tables_.symbol(taken.kind);
    op.source = taken.source;
    // torch.export counts the ops that it numbers, so this higher number is free.
    op.name = tables_.symbol(unqualified(taken.kind) + "_" + std::to_string(draft_.ops.size()));
    const ValueId number = tables_.value(tables_.type(TypeKind::integer, "int"));
    op.inputs = taken.reversed ? std::vector{number, size()} : std::vector{size(), number};
    op.outputs = {tables_.value(tables_.type(TypeKind::integer, "int"))};
    draft_.used.push_back(op.outputs.front());
    insertions_.add(draft_.ops.size(), *line_);
    draft_.ops.push_back(std::move(op));
  }

  // One op represents all sizes of the function.
  ValueId size() {
    if (size_ != kNone) return size_;
    OpDraft op;
    op.kind = tables_.symbol("aten::size");
    size_ = tables_.value(tables_.type(TypeKind::integer, "int"));
    op.outputs = {size_};
    insertions_.add(draft_.ops.size(), *line_);
    draft_.ops.push_back(std::move(op));
    return size_;
  }

  const QuotedFunction& function_;
  Draft& draft_;
  Tables& tables_;
  Insertions& insertions_;
  SizeExpressions sizes_;
  const QuotedLine* line_ = nullptr;
  std::vector<PythonExpressions> statements_;  // of the line
  std::vector<std::string> ran_;               // ops that the line ran: "view"
  std::vector<bool> emitted_;                  // by operator
  std::unordered_set<SourceId> symbolic_;      // lines whose arithmetic is in the graph
  ValueId size_ = kNone;
};

}  // namespace

void add_size_arithmetic(const QuotedCode& code, Draft& draft, Tables& tables) {
  std::map<BodyId, Insertions> insertions;
  for (const QuotedFunction& function : code.functions()) {
    const auto [entry, is_new] = insertions.try_emplace(function.body, draft.bodies[function.body]);
    FunctionReader(function, draft, tables, entry->second).run();
  }
  for (const auto& [body, added] : insertions) added.write(draft.bodies[body]);
}

}  // namespace aimet

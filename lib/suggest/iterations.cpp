// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/iterations.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/edit/contains.hpp"
#include "lib/suggest/init_value.hpp"
#include "lib/suggest/local_value.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

std::optional<int> number_of(const std::string& text) {
  if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::stoi(text);
}

// The values of the counter: first <= counter < end.
struct Domain {
  std::string counter;  // "" if there is none
  int first = 0;
  std::string end;       // as text for __init__; "" if only the elements are known
  std::string elements;  // the iterable, if it is not a range
  StatementId known = 0;
};

class IterationsFinder {
 public:
  IterationsFinder(EditedFile& of, const Site& site, const LoopHead& loop)
      : of_(of),
        file_(of.file),
        python_(of.file.python()),
        owner_(site.owners.front()),
        head_(loop),
        loop_(loop.statement) {}

  std::optional<Iterations> find(StatementId statement, const std::vector<NodeId>& nodes) {
    if (!read_header()) return std::nullopt;
    const Domain whole = domain_;
    std::optional<Iterations> found;
    for (const NodeId node : nodes) {
      domain_ = whole;
      if (!narrow(statement, node)) return std::nullopt;
      const Iterations iterations = written();
      if (found && (found->all != iterations.all || found->index != iterations.index)) return std::nullopt;
      found = iterations;
    }
    return found;
  }

 private:
  const PythonExpressions& tree() const { return file_.tree_of(loop_); }
  std::string text(StatementId statement, NodeId id) const { return file_.text_of(statement, id); }
  // The text for __init__, which does not have the locals of forward.
  std::string count_text(StatementId statement, NodeId id) const { return text_without_locals(file_, statement, id); }

  bool read_header() {
    const PythonNode& call = tree().nodes[head_.source];
    const std::size_t first = head_.first_target;
    const std::string callee = builtin_called(call);
    const bool is_plain = std::all_of(call.keywords.begin(), call.keywords.end(),
                                      [](const std::string& keyword) { return keyword.empty(); });
    if (callee == "range" && is_plain && head_.in == first + 1) return set_counter(first) && read_range(call);
    if (callee == "enumerate" && call.children.size() == 2 && is_plain && python_.word(loop_, first + 1) == ",")
      return set_counter(first) && read_elements(call.children[1]);
    return read_elements(head_.source);
  }

  // "range" for range(3); "" if the node is not a call, or if the file gives the name another meaning.
  std::string builtin_called(const PythonNode& node) const {
    const std::string name = node.kind == Kind::call ? dotted(tree(), node.children[0]) : "";
    return file_.scopes().meaning(loop_, name).kind == Meaning::Kind::unknown ? name : "";
  }

  // Sets the counter. false if the body binds the name too, or if it is "_", which means that it is not read.
  bool set_counter(std::size_t token) {
    domain_.counter = python_.word(loop_, token);
    return domain_.counter != "_" && !is_bound_in_body(domain_.counter);
  }

  bool is_bound_in_body(const std::string& name) const {
    if (head_.element) return false;
    const auto& bindings = file_.scopes().of(loop_).bindings;
    const auto found = bindings.find(name);
    const StatementRange body = body_of(python_, loop_);
    return found != bindings.end() && std::any_of(found->second.begin(), found->second.end(),
                                                  [&](const Meaning& meaning) { return body.contains(meaning.where); });
  }

  bool is_target(const std::string& name) const {
    for (std::size_t i = head_.first_target; i < head_.in; ++i)
      if (python_.word(loop_, i) == name) return true;
    return false;
  }

  bool read_range(const PythonNode& call) {
    const auto argument = [&](std::size_t i) { return call.children[i]; };
    const std::size_t count = call.children.size() - 1;
    if (count == 0) return false;
    if (count == 1) return set_end(loop_, argument(1));
    const auto from = number_of(count_text(loop_, argument(1)));
    if (count == 2 || count_text(loop_, argument(3)) == "1")
      return from && set_end(loop_, argument(2)) && set_first(*from);
    // Counts down from the last to the first.
    const std::string to = count_text(loop_, argument(2));
    const auto above = to == "-1" ? std::optional(-1) : number_of(to);
    return count_text(loop_, argument(3)) == "-1" && above && set_end_behind(loop_, argument(1)) &&
           set_first(*above + 1);
  }

  bool set_first(int first) {
    domain_.first = first;
    return true;
  }

  bool set_end(StatementId statement, NodeId id) {
    id = without_group(file_.tree_of(statement), id);
    const auto known = count_known_in_init(of_, statement, id, owner_);
    if (!known) return false;
    domain_.end = count_text(statement, id);
    domain_.known = std::max(domain_.known, *known);
    return true;
  }

  // Sets the end to one more than the node.
  bool set_end_behind(StatementId statement, NodeId id) {
    if (!set_end(statement, id)) return false;
    domain_.end = one_more(statement, id);
    return true;
  }

  std::string one_more(StatementId statement, NodeId id) const {
    if (const auto local = local_value(file_, statement, id)) return one_more(local->statement, local->value);
    const PythonExpressions& tree = file_.tree_of(statement);
    const PythonNode& node = tree.nodes[without_group(tree, id)];
    const std::string whole = count_text(statement, without_group(tree, id));
    if (const auto number = number_of(whole)) return std::to_string(*number + 1);
    const bool is_less_one =
        node.kind == Kind::binary && node.word == "-" && count_text(statement, node.children[1]) == "1";
    if (is_less_one) return count_text(statement, node.children[0]);
    constexpr std::array<std::string_view, 4> kBindsAsTight = {"+", "-", "*", "//"};
    const bool is_loose = node.kind == Kind::binary && !contains(kBindsAsTight, node.word);
    return is_loose ? "(" + whole + ") + 1" : whole + " + 1";
  }

  // The length of [a, b] or (a, b); nullopt for any other node.
  std::optional<std::size_t> length_of_display(const PythonNode& node) const {
    const bool is_display = node.kind == Kind::list || node.kind == Kind::tuple;
    const bool is_plain = std::none_of(node.children.begin(), node.children.end(), [&](NodeId child) {
      const PythonNode& element = tree().nodes[child];
      return element.kind == Kind::other && (element.word == "*" || element.word == "for");
    });
    return is_display && is_plain && !node.children.empty() ? std::optional(node.children.size()) : std::nullopt;
  }

  bool read_elements(NodeId id) {
    domain_.elements.clear();
    domain_.end.clear();
    const PythonNode& node = tree().nodes[id];
    if (const auto count = length_of_display(node)) {
      domain_.end = std::to_string(*count);
      return true;
    }
    const std::string callee = builtin_called(node);
    if (callee == "zip" && node.children.size() > 1) {
      // zip has as many iterations as its shortest argument has elements, so one argument that __init__ knows is
      // enough.
      return std::any_of(node.children.begin() + 1, node.children.end(),
                         [&](NodeId child) { return read_elements(child); });
    }
    std::optional<StatementId> known;
    if (callee == "reversed" && node.children.size() == 2) {
      known = list_known_in_init(of_, loop_, node.children[1], owner_, ModuleList::Kind::sequence);
      domain_.elements = count_text(loop_, node.children[1]);
    } else if (node.kind == Kind::call && node.children.size() == 1) {
      const PythonNode& method = tree().nodes[node.children[0]];
      constexpr std::array<std::string_view, 3> kViews = {"values", "items", "keys"};
      if (method.kind == Kind::attribute && contains(kViews, method.word))
        known = list_known_in_init(of_, loop_, method.children[0], owner_, ModuleList::Kind::dict);
      domain_.elements = count_text(loop_, id);
    } else if (node.kind == Kind::subscript && node.word.find(':') != std::string::npos) {
      known = list_known_in_init(of_, loop_, node.children[0], owner_, ModuleList::Kind::sequence);
      const bool is_literal_slice = std::all_of(node.children.begin() + 1, node.children.end(),
                                                [&](NodeId child) { return is_literal(tree(), child); });
      if (!is_literal_slice) return false;
      domain_.elements = count_text(loop_, id);
    } else {
      known = list_known_in_init(of_, loop_, id, owner_, ModuleList::Kind::sequence);
      domain_.elements = count_text(loop_, id);
      domain_.end = "len(" + domain_.elements + ")";
    }
    if (known) domain_.known = std::max(domain_.known, *known);
    return known.has_value();
  }

  // Narrows the domain by the conditions between the loop and the node. false if it cannot.
  bool narrow(StatementId statement, NodeId node) {
    for (auto inner = statement; !head_.element && inner != loop_;) {
      const auto header = header_of(python_, inner);
      if (!header) return false;
      const std::string_view word = python_.word(*header, 0);
      if (*header != loop_ && !narrow_by_header(*header, word)) return false;
      inner = *header;
    }
    return narrow_in(statement, node);
  }

  bool narrow_by_header(StatementId header, std::string_view word) {
    if (word == "if") return narrow_by(header, file_.tree_of(header).roots.front(), true);
    if (word != "else") return false;
    StatementId before = header;
    do --before;
    while (python_.statements[before].indent > python_.statements[header].indent);
    return python_.word(before, 0) == "if" && narrow_by(before, file_.tree_of(before).roots.front(), false);
  }

  // The same for conditions within the statement: a if c else b. false for `a and b` and `a or b` with the node in b.
  bool narrow_in(StatementId statement, NodeId node) {
    const PythonExpressions& tree = file_.tree_of(statement);
    const auto within = [&](NodeId outer) { return is_within(tree, node, outer); };
    for (NodeId id = 0; id < tree.nodes.size(); ++id) {
      const PythonNode& outer = tree.nodes[id];
      if (id == node || !within(id) || (head_.element && !is_within(tree, id, *head_.element))) continue;
      if (outer.kind == Kind::binary && (outer.word == "and" || outer.word == "or") && within(outer.children[1]))
        return false;
      if (outer.kind != Kind::other || outer.word != "if") continue;
      if (within(outer.children[0]) && !narrow_by(statement, outer.children[1], true)) return false;
      if (within(outer.children[2]) && !narrow_by(statement, outer.children[1], false)) return false;
    }
    return true;
  }

  // Narrows the domain to the iterations where the condition is `value`. false if it cannot.
  bool narrow_by(StatementId statement, NodeId id, bool value) {
    const PythonExpressions& tree = file_.tree_of(statement);
    id = without_group(tree, id);
    const PythonNode& node = tree.nodes[id];
    if (is_same_in_all_iterations(statement, node)) return true;
    if (node.kind == Kind::unary && node.word == "not") return narrow_by(statement, node.children[0], !value);
    if (node.kind == Kind::binary && node.word == (value ? "and" : "or"))
      return narrow_by(statement, node.children[0], value) && narrow_by(statement, node.children[1], value);
    if (domain_.counter.empty() || domain_.end.empty()) return false;
    if (node.kind == Kind::name && node.word == domain_.counter) return value && raise_first(0);
    if (node.kind != Kind::binary || text(statement, node.children[0]) != domain_.counter) return false;
    const std::string sign = value ? node.word : negated(node.word);
    const NodeId right = node.children[1];
    const auto number = number_of(count_text(statement, right));
    if (number && (sign == ">" || (sign == "!=" && *number == domain_.first))) return raise_first(*number);
    if (number && sign == ">=" && *number > 0) return raise_first(*number - 1);
    if (sign == "<") return set_end(statement, right);
    if (sign == "<=") return set_end_behind(statement, right);
    // All iterations but the last.
    return sign == "!=" && one_more(statement, right) == domain_.end && set_end(statement, right);
  }

  static std::string negated(const std::string& sign) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kPairs = {
        {{"==", "!="}, {"!=", "=="}, {"<", ">="}, {">=", "<"}, {">", "<="}, {"<=", ">"}}};
    for (const auto& [of, is] : kPairs)
      if (sign == of) return std::string(is);
    return "";
  }

  bool raise_first(int above) {
    domain_.first = std::max(domain_.first, above + 1);
    return true;
  }

  bool is_same_in_all_iterations(StatementId statement, const PythonNode& node) const {
    const auto& tokens = python_.statements[statement].tokens;
    return std::none_of(tokens.begin(), tokens.end(), [&](const PythonToken& token) {
      if (token.begin < node.begin || token.end > node.end) return false;
      const std::string word(python_.of(token));
      return word == "(" || (token.kind == PythonToken::Kind::name && (is_target(word) || is_bound_in_body(word)));
    });
  }

  Iterations written() const {
    Iterations iterations;
    iterations.known = domain_.known;
    const bool is_whole = domain_.first == 0 && (domain_.end.empty() || domain_.end == "len(" + domain_.elements + ")");
    if (is_whole && !domain_.elements.empty())
      iterations.all = domain_.elements;
    else
      iterations.all = "range(" + (domain_.first == 0 ? "" : std::to_string(domain_.first) + ", ") + domain_.end + ")";
    iterations.index = domain_.counter;
    if (!iterations.index.empty() && domain_.first != 0) iterations.index += " - " + std::to_string(domain_.first);
    return iterations;
  }

  EditedFile& of_;
  PythonFile& file_;
  const PythonText& python_;
  std::size_t owner_;
  LoopHead head_;
  StatementId loop_;
  Domain domain_;
};

}  // namespace

std::optional<Iterations> iterations_of(EditedFile& of, const Site& site, const LoopHead& loop, StatementId statement,
                                        const std::vector<NodeId>& nodes) {
  return IterationsFinder(of, site, loop).find(statement, nodes);
}

}  // namespace aimet

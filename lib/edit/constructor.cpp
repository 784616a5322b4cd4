// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/constructor.hpp"

#include "lib/edit/parse_statement.hpp"
#include "lib/edit/python_text.hpp"
#include "lib/edit/refusal.hpp"

namespace aimet {

void check_constructor(const std::string& constructor) {
  const auto refuse = [](bool is_odd) {
    if (is_odd) throw Refusal{"the constructor is not one of torch.nn's or AIMET's"};
  };
  const PythonText python = read_python(constructor);
  refuse(python.statements.size() != 1);
  const auto tree = parse_statement(python, python.statements[0]);
  refuse(!tree || tree->roots.size() != 1 || !tree->keyword.empty());
  const PythonNode& call = tree->nodes[tree->roots[0]];
  refuse(call.kind != PythonNode::Kind::call);
  const std::string name = dotted(*tree, call.children[0]);
  refuse(name.rfind("torch.nn.", 0) != 0 && name.rfind("aimet_torch.", 0) != 0);
  for (std::size_t i = 1; i < call.children.size(); ++i)
    refuse(!is_literal(*tree, call.children[i]) || call.keywords[i - 1].find('*') != std::string::npos);
}

}  // namespace aimet

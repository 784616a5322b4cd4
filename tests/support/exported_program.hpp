// SPDX-License-Identifier: Apache-2.0
#pragma once
// Builds the JSON of a small torch.export program.

#include <string>
#include <vector>

namespace aimet::test {

// The nodes of a program form a chain, in which each takes the value of the one before: x -> a -> b ...
struct Node {
  std::string target;
  std::string name;
  std::string stack;
  std::string trace = {};
};

inline std::string program(const std::vector<Node>& nodes, const std::vector<std::string>& modules,
                           const std::string& verifier = "TRAINING") {
  std::string text = R"({"schema_version":{"major":8,"minor":2},"verifiers":[")" + verifier +
                     R"("],"graph_module":{"graph":{"inputs":[{"as_tensor":{"name":"x"}}],"nodes":[)";
  std::string last = "x";
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    text += std::string(i == 0 ? "" : ",") + R"({"target":"torch.ops.aten.)" + nodes[i].target +
            R"(","inputs":[{"name":"self","arg":{"as_tensor":{"name":")" + last +
            R"("}}}],"outputs":[{"as_tensor":{"name":")" + nodes[i].name + R"("}}],"metadata":{"nn_module_stack":")" +
            nodes[i].stack + R"(","stack_trace":")" + nodes[i].trace + R"("}})";
    last = nodes[i].name;
  }
  text +=
      R"(],"outputs":[{"as_tensor":{"name":")" + last +
      R"("}}],"tensor_values":{}},"signature":{"input_specs":[)"
      R"({"user_input":{"arg":{"as_tensor":{"name":"x"}}}}],"output_specs":[{"user_output":{"arg":{"as_tensor":{"name":")" +
      last + R"("}}}}]},"module_call_graph":[{"fqn":""})";
  for (const std::string& module : modules) text += R"(,{"fqn":")" + module + R"("})";
  return text + "]}}";
}

}  // namespace aimet::test

// SPDX-License-Identifier: Apache-2.0

// Tests facts about whole files: their kind, their module trees, and that reading the weights makes no difference.

#include <filesystem>

#include "lib/model/error.hpp"
#include "tests/support/analyze_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_facts.hpp"
#include "tests/support/testdata_files.hpp"

using namespace aimet;
using namespace aimet::test;

namespace {

// The model's facts as text, without those that only a run can show.
std::string facts_of(const Model& model) {
  std::ostringstream out;
  for (const Module& m : model.modules) {
    out << m.path << ' ' << m.type << ' ' << m.object << ' ' << m.traced << (m.training ? *m.training : 2) << '\n';
    for (const Parameter& p : m.parameters) {
      out << "  " << p.name << ' ' << p.tensor.dtype << ' ' << p.is_buffer << ' ' << p.storage;
      for (const std::int64_t size : p.tensor.shape) out << ' ' << size;
      out << '\n';
    }
    for (const Attribute& a : m.attributes)
      out << "  ." << a.name << ' ' << static_cast<int>(a.value.kind) << ' ' << a.value.integer << ' '
          << a.value.floating << ' ' << a.value.string << ' ' << a.value.elements.size() << '\n';
  }
  for (const Call& c : model.calls) out << c.module << ' ' << c.name << ' ' << c.caller << ' ' << c.source << '\n';
  for (const OpId id : model.ops.ids())
    out << model.kind(id) << ' ' << model.op(id).call << ' ' << model.op(id).source << '\n';
  for (const Value& v : model.values)
    out << v.producer << ' ' << v.type << ' ' << v.constant << ' ' << v.module << '\n';
  for (const auto& source : model.sources)
    for (const SourceLocation& line : source) out << line.file << ':' << line.line << ':' << line.column << '\n';
  for (const Constant& c : model.constants)
    out << static_cast<int>(c.kind) << ' ' << c.integer << ' ' << c.floating << ' ' << c.string << '\n';
  return out.str();
}

std::vector<Tensor> tensors_of(const Module& module) {
  std::vector<Tensor> tensors;
  for (const Parameter& parameter : module.parameters) tensors.push_back(parameter.tensor);
  return tensors;
}

const Attribute& attribute(const Module& module, const std::string& name) {
  for (const Attribute& candidate : module.attributes) {
    if (candidate.name == name) return candidate;
  }
  throw std::runtime_error(module.path + " has no attribute " + name);
}

}  // namespace

TEST_CASE("a file has the same facts whether it is run or not") {
  const Strings files = files_that_run();
  REQUIRE(files.size() > 50);
  for (const std::string& file : files) {
    CAPTURE(file);
    CHECK(facts_of(read_file(file)) == facts_of(run_file(file)));
  }
}

TEST_CASE("a file is recognised as scripted, traced or frozen") {
  for (const std::string name : {"reused_nodes", "alias", "mobile", "stripped", "trained"}) {
    CAPTURE(name);
    CHECK(read_file(name + ".scripted.pt").form == SourceForm::scripted);
    CHECK(read_file(name + ".traced.pt").form == SourceForm::traced);
  }
  CHECK(read_file("frozen.scripted.pt").form == SourceForm::frozen);
  CHECK(read_file("frozen.traced.pt").form == SourceForm::frozen);
}

TEST_CASE("a frozen file has its ops and nothing but a root") {
  const Model model = run_file("frozen.traced.pt");
  CHECK(model.modules.size() == 1);
  CHECK(model.modules[kRootModule].parameters.empty());
  CHECK(outputs_seen(model, ops_of(model, "aten::linear").at(0)) == std::vector<Tensor>{{"float32", {1, 10}}});
}

TEST_CASE("a file saved for mobile is read like any other") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    CHECK(facts_of(run_file("mobile." + kind + ".pt")) == facts_of(run_file("reused_nodes." + kind + ".pt")));
  }
}

TEST_CASE("the mode that a file was saved in is kept, though it is run in evaluation mode") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model trained = run_file("trained.training." + kind + ".pt");
    CHECK(trained.saved_in_training);
    CHECK(trained.module(module_at(trained, "bn")).training == true);
    CHECK_FALSE(run_file("trained." + kind + ".pt").saved_in_training);
  }
  const Model model = run_file("trained.training.scripted.pt");
  CHECK_FALSE(liveness(model, ops_of(model, "aten::add_").at(0)).executed);
}

TEST_CASE("a module's class is its Python class, without TorchScript's mangling") {
  const Model model = read_file("small_resnet.traced.pt");
  CHECK(model.module(kRootModule).type == "models.SmallResNet");
  CHECK(model.module(module_at(model, "layer2.1.conv2")).type == "torch.nn.modules.conv.Conv2d");
  for (const Module& module : model.modules) CHECK(module.type.find("mangle") == std::string::npos);
}

TEST_CASE("torch.nn's public classes, PyTorch's other ones and the user's own are distinguished") {
  const Model model = read_file("attention.scripted.pt");
  CHECK(model.module(kRootModule).origin == ClassOrigin::user);
  CHECK(model.module(module_at(model, "attention")).origin == ClassOrigin::torch_nn);
  CHECK(model.module(module_at(model, "attention.out_proj")).origin == ClassOrigin::torch_other);
}

TEST_CASE("the tree has each module below its parent, in the order of registration") {
  const Model model = read_file("nested_sequential.traced.pt");
  Strings paths;
  for (const Module& module : model.modules) paths.push_back(module.path);
  CHECK(paths ==
        Strings{"", "net", "net.0", "net.0.0", "net.0.1", "net.0.2", "net.1", "net.1.0", "net.1.1", "net.1.1.0"});
  for (const ModuleId id : model.modules.ids()) {
    if (id == kRootModule) continue;
    const auto& siblings = model.module(model.module(id).parent).children;
    CHECK(std::count(siblings.begin(), siblings.end(), id) == 1);
  }
  CHECK(model.module(module_at(model, "net.0.2")).is_leaf());
  CHECK_FALSE(model.module(module_at(model, "net.0")).is_leaf());
}

TEST_CASE("parameters and buffers have their shape, dtype and storage") {
  const Model model = read_file("trained.traced.pt");
  const Module& bn = model.module(module_at(model, "bn"));
  Strings buffers;
  for (const Parameter& parameter : bn.parameters) {
    if (parameter.is_buffer) buffers.push_back(parameter.name);
  }
  CHECK(buffers == Strings{"running_mean", "running_var", "num_batches_tracked"});
  CHECK(tensors_of(bn) ==
        std::vector<Tensor>{{"float32", {8}}, {"float32", {8}}, {"float32", {8}}, {"float32", {8}}, {"int64", {}}});
}

TEST_CASE("a tensor that two modules share has one storage, and the modules stay two objects") {
  for (const std::string kind : {"scripted", "traced"}) {
    CAPTURE(kind);
    const Model model = read_file("shared_parameter." + kind + ".pt");
    const Module& embedding = model.module(module_at(model, "embedding"));
    const Module& decoder = model.module(module_at(model, "decoder"));
    CHECK(embedding.parameters.at(0).storage == decoder.parameters.at(0).storage);
    CHECK(embedding.object != decoder.object);
  }
}

TEST_CASE("a tensor that is neither parameter nor buffer, and a plain number, are attributes of their module") {
  const Model model = read_file("constants.scripted.pt");
  CHECK(attribute(model.module(kRootModule), "factor").value.floating == 4.0);
  const Model conv = read_file("reused_nodes.scripted.pt");
  const Constant& stride = attribute(conv.module(module_at(conv, "conv1")), "stride").value;
  CHECK(stride.kind == Constant::Kind::tuple);
  REQUIRE(stride.elements.size() == 2);
  CHECK(stride.elements[0].integer == 2);
}

TEST_CASE("forward's arguments have their names, types and defaults") {
  const Model model = read_file("many_inputs.scripted.pt");
  for (const Method& method : model.module(kRootModule).methods) {
    if (method.name != "forward") continue;
    REQUIRE(method.arguments.size() == 6);
    CHECK(method.arguments[3].name == "mask");
    CHECK(model.type(method.arguments[3].type).text == "Optional[Tensor]");
    CHECK(method.arguments[3].has_default);
    CHECK_FALSE(method.arguments[2].has_default);
    CHECK(model.type(method.arguments[2].type).kind == TypeKind::floating);
  }
  CHECK(model.inputs.size() == 6);
}

TEST_CASE("a named tuple, a list and a dict keep their types") {
  const Model point = read_file("named_tuple_out.scripted.pt");
  const Type& type = point.type(point.value(point.outputs.at(0)).type);
  CHECK(type.kind == TypeKind::tuple);
  CHECK(type.name == "models.Point");
  const Model dict = read_file("dict_io.scripted.pt");
  CHECK(dict.type(dict.value(dict.inputs.at(0)).type).text == "Dict[str, Tensor]");
  const Model list = read_file("list_io.scripted.pt");
  CHECK(list.type(list.value(list.inputs.at(0)).type).text == "List[Tensor]");
}

TEST_CASE("a file without forward is an error that lists the methods that there are") {
  try {
    read_file("no_forward.scripted.pt");
    FAIL("it was read");
  } catch (const RunError& error) {
    CHECK(error.kind() == ErrorKind::no_forward);
    CHECK_THAT(error.what(), ContainsSubstring("encode"));
    CHECK_THAT(error.what(), ContainsSubstring("decode"));
  }
}

TEST_CASE("files of PyTorch 2.6 and 2.14 give the same calls as those of 1.13") {
  for (const std::string version : {"2.6", "2.14"}) {
    for (const std::string file : {"reused_nodes.scripted.pt", "reused_nodes.traced.pt", "trained.scripted.pt"}) {
      CAPTURE(version, file);
      const Model newer = read_file("from/" + version + "/" + file);
      CHECK(calls_that_ran(newer) == calls_that_ran(read_file(file)));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
#include "checks/non_tensor_io.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

std::vector<Finding> findings_of(ModelBuilder& b) { return non_tensor_io(b.build(), {}); }

// A model with a submodule of the user's that takes a tensor and one value of the type of(*this).
struct Given : ModelBuilder {
  explicit Given(TypeId (*of)(ModelBuilder&), const std::string& class_of_module = "models.Sub") {
    const ValueId x = input("x", tensor());
    const ValueId given = result(op("prim::Uninitialized", {}, {of(*this)}));
    output(call(module("sub", class_of_module), {x, given}));
  }
};

}  // namespace

TEST_CASE("non-tensor-io: a dict is rewritten as one argument per key that the code reads") {
  ModelBuilder b;
  const ValueId batch = b.input("batch", b.dict());
  b.input("scale", b.tensor());
  const ValueId rgb = b.tensor_op("aten::__getitem__", {batch, b.key("image_rgb")}, 8);
  const ValueId bw = b.tensor_op("aten::__getitem__", {batch, b.key("0")}, 9);
  b.output(b.tensor_op("aten::add", {rgb, bw}));
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK_THAT(findings[0].message, ContainsSubstring("the model takes batch of type Dict[str, Tensor]"));
  CHECK_THAT(findings[0].help, ContainsSubstring("def forward(self, image_rgb, batch_0, scale)"));
  REQUIRE(findings[0].sources.size() == 2);
  CHECK(findings[0].sources[0].line == 8);
}

TEST_CASE("non-tensor-io: of a dict whose keys are not read by name, one argument per key is asked for") {
  ModelBuilder b;
  b.input("batch", b.dict());
  b.output(b.tensor_op("aten::relu", {}));
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].help, ContainsSubstring("one per key"));
  CHECK_FALSE(findings[0].suggestion.has_value());
}

TEST_CASE("non-tensor-io: a dict that is returned becomes a tuple in the order of its keys") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  b.output(b.result(b.op("prim::DictConstruct", {b.key("out"), x, b.key("aux"), x}, {b.dict()}, 12)));
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].help, ContainsSubstring("return out, aux"));
}

TEST_CASE("non-tensor-io: a module of one's own that takes a dict or an object is reported") {
  Given dict([](ModelBuilder& m) { return m.dict(); });
  REQUIRE(findings_of(dict).size() == 1);
  CHECK(findings_of(dict)[0].module == "sub");
  Given object([](ModelBuilder& m) { return m.type(TypeKind::other, "models.ImageList"); });
  CHECK_THAT(findings_of(object).at(0).message, ContainsSubstring("models.ImageList"));
}

TEST_CASE("non-tensor-io: tuples, lists, optionals and numbers are accepted") {
  Given tuple([](ModelBuilder& m) {
    return m.type(TypeKind::tuple, "Tuple[Tensor, Tensor]", {m.tensor(), m.tensor()});
  });
  CHECK(findings_of(tuple).empty());
  Given list([](ModelBuilder& m) { return m.type(TypeKind::list, "List[Tensor]", {m.tensor()}); });
  CHECK(findings_of(list).empty());
  Given optional([](ModelBuilder& m) { return m.type(TypeKind::optional, "Optional[Tensor]", {m.tensor()}); });
  CHECK(findings_of(optional).empty());
  Given integer([](ModelBuilder& m) { return m.integer(); });
  CHECK(findings_of(integer).empty());
  Given none([](ModelBuilder& m) { return m.none(); });
  CHECK(findings_of(none).empty());
}

TEST_CASE("non-tensor-io: a number that depends on the values of a tensor is reported") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  const ValueId number = b.result(b.op("aten::item", {x}, {b.integer()}));
  b.output(b.call(b.module("sub", "models.Sub"), {x, number}));
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].message, ContainsSubstring("which depends on the values of a tensor"));
}

TEST_CASE("non-tensor-io: modules of torch.nn are not judged") {
  Given b([](ModelBuilder& m) { return m.dict(); }, "torch.nn.modules.rnn.LSTM");
  CHECK(findings_of(b).empty());
}

TEST_CASE("non-tensor-io: a module that is never called is not judged") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  const ModuleId sub = b.module("sub", "models.Sub");
  b.at(sub).methods.push_back({"forward", {{"batch", b.dict(), false}}, b.tensor(), kNone});
  b.output(b.tensor_op("aten::relu", {x}));
  CHECK(findings_of(b).empty());
}

TEST_CASE("non-tensor-io: an optional dict with a default is judged where one is passed") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  const TypeId optional = b.type(TypeKind::optional, "Optional[Dict[str, Tensor]]", {b.dict()});
  const ModuleId sub = b.module("sub", "models.Sub");
  const ModuleId other = b.module("other", "models.Other");
  const ValueId none = b.constant(b.none(), Constant::Kind::none, 0);
  const ValueId targets = b.result(b.op("prim::DictConstruct", {}, {b.dict()}));
  const ValueId y = b.call(sub, {x, none});
  b.output(b.call(other, {y, targets}));
  for (const ModuleId id : {sub, other}) {
    Argument& argument = b.at(id).methods[0].arguments[1];
    argument.type = optional;
    argument.has_default = true;
  }
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].module == "other");
}

TEST_CASE("non-tensor-io: the model's own dicts are wrapped: tensors in, a tuple of tensors out") {
  ModelBuilder b;
  const ValueId batch = b.input("batch", b.dict());
  const ValueId x = b.input("x", b.tensor());
  b.input("flag", b.boolean());
  b.input("deep", b.boolean(), true);
  const ValueId rgb = b.tensor_op("aten::__getitem__", {batch, b.key("image_rgb")});
  const ValueId other = b.tensor_op("aten::__getitem__", {batch, b.key("x")});
  b.output(b.result(b.op("prim::DictConstruct", {b.key("out"), rgb, b.key("a\"b"), other}, {b.dict()})));
  b.tensor_op("aten::add", {rgb, x});
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 2);
  CHECK(findings[1].snippet.empty());
  CHECK_THAT(findings[0].help, ContainsSubstring("in the wrapper that is shown"));
  CHECK(findings[0].snippet ==
        "import torch\n\n\nclass NetOnTensors(torch.nn.Module):\n"
        "    def __init__(self, model, flag_value):\n"
        "        super().__init__()\n"
        "        self.model = model\n"
        "        self.flag_value = flag_value  # what the model was run with\n\n"
        "    def forward(self, image_rgb, x, x_x):\n"
        "        out = self.model(batch={\"image_rgb\": image_rgb, \"x\": x}, x=x_x, flag=self.flag_value)\n"
        "        return (out[\"out\"], out[\"a\\\"b\"])\n");
}

TEST_CASE("non-tensor-io: how an object is made, and read, is given to the wrapper") {
  ModelBuilder b;
  const TypeId cache = b.type(TypeKind::other, "transformers.cache_utils.DynamicCache");
  const TypeId output = b.type(TypeKind::other, "transformers.modeling_outputs.BaseModelOutputWithPast");
  b.model.types[output].name = "transformers.modeling_outputs.BaseModelOutputWithPast";
  const ValueId x = b.input("x", b.tensor());
  const ValueId past = b.input("past", cache);
  const ValueId key = b.tensor_op("prim::TupleIndex", {past});
  const ValueId value = b.tensor_op("prim::TupleIndex", {past});
  const ValueId next = b.result(b.op("prim::TupleConstruct", {key, value}, {cache}));
  b.output(b.result(b.op("prim::TupleConstruct", {x, next}, {output})));
  b.model.form = SourceForm::exported;
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 2);
  CHECK_THAT(findings[0].snippet,
             ContainsSubstring("def __init__(self, model, make_dynamic_cache, tensors_of_dynamic_cache):"));
  CHECK_THAT(findings[0].snippet, ContainsSubstring("def forward(self, x, past_1, past_2):"));
  CHECK_THAT(findings[0].snippet, ContainsSubstring("self.model(x=x, past=self.make_dynamic_cache(past_1, past_2))"));
  CHECK_THAT(findings[0].snippet, ContainsSubstring("return (out[0], *self.tensors_of_dynamic_cache(out[1]))"));
}

TEST_CASE("non-tensor-io: what a program of torch.export was given besides tensors is written into the wrapper") {
  ModelBuilder b;
  const ValueId x = b.input("x", b.tensor());
  for (const auto kind : {Constant::Kind::boolean, Constant::Kind::none}) {
    const ValueId given = b.constant(kind == Constant::Kind::none ? b.none() : b.boolean(), kind, 0);
    const ValueId input = b.input(kind == Constant::Kind::none ? "mask" : "use_cache", b.boolean());
    b.model.values[input].constant = b.model.value(given).constant;
  }
  b.output(b.tensor_op("aten::relu", {x}));
  b.model.form = SourceForm::exported;
  const auto findings = findings_of(b);
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].message, ContainsSubstring("use_cache of type bool"));
  CHECK_THAT(findings[0].help, ContainsSubstring("set it in __init__"));
  CHECK_THAT(findings[0].snippet, ContainsSubstring("return self.model(x=x, use_cache=False, mask=None)"));
}

TEST_CASE("non-tensor-io: a result without a tensor, or of unknown shape, is not wrapped") {
  ModelBuilder b;
  b.input("batch", b.dict());
  b.output(b.result(b.op("prim::Uninitialized", {}, {b.integer()})));
  REQUIRE(findings_of(b).size() == 1);
  CHECK(findings_of(b)[0].snippet.empty());
  ModelBuilder lists;
  const TypeId of_lists = lists.type(TypeKind::list, "List[Tensor]", {lists.tensor()});
  const TypeId dict = lists.type(TypeKind::dict, "Dict[str, List[Tensor]]", {lists.string(), of_lists});
  lists.output(lists.result(lists.op("prim::Uninitialized", {}, {dict})));
  REQUIRE(findings_of(lists).size() == 1);
  CHECK(findings_of(lists)[0].snippet.empty());
}

TEST_CASE("non-tensor-io: an optional container is as good as what is in it") {
  Given dict([](ModelBuilder& m) { return m.type(TypeKind::optional, "Optional[Dict[str, Tensor]]", {m.dict()}); });
  REQUIRE(findings_of(dict).size() == 1);
  Given deep([](ModelBuilder& m) {
    const TypeId list = m.type(TypeKind::list, "List[Dict[str, Tensor]]", {m.dict()});
    return m.type(TypeKind::optional, "Optional[List[Dict[str, Tensor]]]", {list});
  });
  CHECK(findings_of(deep).size() == 1);
  Given tensors([](ModelBuilder& m) {
    const TypeId list = m.type(TypeKind::list, "List[Tensor]", {m.tensor()});
    return m.type(TypeKind::optional, "Optional[List[Tensor]]", {list});
  });
  CHECK(findings_of(tensors).empty());
}

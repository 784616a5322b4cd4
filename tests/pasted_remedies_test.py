# SPDX-License-Identifier: Apache-2.0
"""The code that a report says to paste can be imported and run: pasted_remedies_test.py PROGRAM.

Wrappers of non-tensor-io run around the models that they were made for. Code that uses AIMET's modules imports them
from ../shared/fix/standin, which has AIMET's elementwise modules; if it is missing, those tests are skipped.
"""

import importlib
import json
import pathlib
import re
import sys
import types
import unittest

from support.program import SOURCE, TESTDATA, Test, run
from support.quantization_mixin import QuantizationMixin

STAND_IN = SOURCE.parent / "shared" / "fix" / "standin"
AIMET = TESTDATA / "aimet"

try:
    import torch
except ImportError as error:
    print(f"skipped: no torch: {error}")
    sys.exit(77)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "pasted"))
import styles


def report_of(path, *options):
    result = run(path, "--no-config", "-q", "--format", "json", *options)
    assert result.stdout, result.stderr
    (model,) = json.loads(result.stdout)["models"]
    assert model["error"] is None, model["error"]
    return {check["id"]: check["findings"] for check in model["checks"]}


def pasted(code, **given):
    """The classes that the code defines."""
    before = dict(given)
    exec(compile(code, "pasted", "exec"), before)
    return [value for value in before.values() if isinstance(value, type) and value.__module__ == "builtins"]


def tensor_spec(tensor):
    return {"shape": list(tensor.shape)}


class Wrappers(Test):
    def wrapper(self, model, kind, inputs, spec):
        """(class, code): the wrapper class that the report shows, and its code."""
        path = self.folder / f"{type(model).__name__}.{kind}.pt"
        compiled = torch.jit.script(model) if kind == "scripted" else torch.jit.trace(model, inputs, strict=False)
        compiled.save(path)
        inputs_file = self.folder / "inputs.json"
        inputs_file.write_text(json.dumps({"inputs": spec}))
        findings = report_of(path, "--input-spec", inputs_file, "--check", "non-tensor-io")["non-tensor-io"]
        self.assertIn("in the wrapper that is shown", findings[0]["help"])
        self.assertTrue(all(finding["snippet"] is None for finding in findings[1:]))
        (made,) = pasted(findings[0]["snippet"])
        return made, findings[0]["snippet"]

    def check(self, wrapper, tensors, wanted):
        """Asserts that the wrapper returns the model's tensors in a tuple and can be traced strictly, as by AIMET."""
        out = wrapper(*tensors)
        out = out if isinstance(out, tuple) else (out,)
        self.assertEqual(len(out), len(wanted))
        for a, b in zip(out, wanted):
            self.assertTrue(torch.equal(a, b))
        path = self.folder / "wrapped.traced.pt"
        with torch.no_grad():
            torch.jit.trace(wrapper, tensors).save(path)
        self.assertEqual(report_of(path, "--static", "--check", "non-tensor-io"), {"non-tensor-io": []})

    def test_dicts_numbers_and_arguments_that_may_be_left_out(self):
        model, x, mask = styles.Batch().eval(), torch.rand(2, 8), torch.rand(2, 8)
        given = {"input_ids": x, "0": mask}
        of_dict = {"dict": {key: tensor_spec(value) for key, value in given.items()}}
        for with_mask in (True, False):
            spec = [of_dict, {"value": 2.0}, *([tensor_spec(mask)] if with_mask else [])]
            made, code = self.wrapper(model, "scripted", None, spec)
            self.assertEqual(made.__name__, "BatchOnTensors")
            self.assertIn("def __init__(self, model, scale_value):", code)
            taken = "input_ids, inputs_0, mask" if with_mask else "input_ids, inputs_0"
            self.assertIn(f"def forward(self, {taken}):", code)
            tensors = (x, mask, mask) if with_mask else (x, mask)
            wanted = model(given, 2.0, mask if with_mask else None)
            self.check(made(model, 2.0).eval(), tensors, (wanted["logits"], wanted["hidden"]))

    def test_dicts_in_dicts_and_results_of_several_kinds(self):
        model, x, y, z = styles.Nested().eval(), torch.rand(2, 8), torch.rand(2, 8), torch.rand(2, 8)
        spec = [{"dict": {"left": {"dict": {"x": tensor_spec(x)}}, "right": {"dict": {"x": tensor_spec(y)}}}},
                {"dict": {"x": tensor_spec(z)}}]
        made, code = self.wrapper(model, "scripted", None, spec)
        self.assertIn("def forward(self, x, right_x, other_x):", code)
        left, right, _, both = model({"left": {"x": x}, "right": {"x": y}}, {"x": z})
        self.check(made(model).eval(), (x, y, z), (left, right["right"], *both))

    def test_keys_that_the_code_does_not_name_are_given_to_the_wrapper(self):
        model, x, y = styles.AnyKeys().eval(), torch.rand(2, 8), torch.rand(2, 8)
        made, code = self.wrapper(model, "scripted", None, [{"dict": {"a": tensor_spec(x), "b": tensor_spec(y)}}])
        self.assertIn("# the keys of the dict batch, in order", code)
        wanted = model({"a": x, "b": y})
        self.check(made(model, ("a", "b")).eval(), ((x, y),), (wanted["a_out"], wanted["b_out"]))

    def test_a_trace(self):
        model, x = styles.Pair().eval(), torch.rand(2, 8)
        given = ({"first": x, "second": x}, x)
        made, code = self.wrapper(model, "traced", given, [{"dict": {"first": tensor_spec(x), "second": tensor_spec(x)}}, tensor_spec(x)])
        self.assertIn("def forward(self, first, second, bias):", code)
        self.check(made(model).eval(), (x, x, x), (model(*given)["out"],))

    def test_an_exported_program(self):
        model, x = styles.DictIO().eval(), torch.rand(2, 8)
        findings = report_of(TESTDATA / "exported" / "dict_in_out.nonstrict.2.14.pt2")["non-tensor-io"]
        (made,) = pasted(findings[0]["snippet"])
        wanted = model({"rgb": x, "bw": x})
        self.check(made(model).eval(), (x, x), (wanted["p"], wanted["q"][0]))

    def test_a_module_inside_of_the_model_is_rewritten_and_not_wrapped(self):
        class Inner(torch.nn.Module):
            def forward(self, x: torch.Tensor):
                return {"x": torch.relu(x)}

        class Outer(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.inner = Inner()

            def forward(self, x: torch.Tensor):
                return self.inner(x)["x"]

        torch.jit.script(Outer()).save(self.folder / "outer.pt")
        (finding,) = report_of(self.folder / "outer.pt", "--static", "--check", "non-tensor-io")["non-tensor-io"]
        self.assertEqual((finding["module"], finding["snippet"]), ("inner", None))


@unittest.skipUnless(STAND_IN.exists(), "../shared/fix/standin is not here")
class AimetsModules(Test):
    def setUp(self):
        super().setUp()
        for folder in (STAND_IN, TESTDATA):
            sys.path.insert(0, str(folder))
            self.addCleanup(sys.path.remove, str(folder))
        self.addCleanup(lambda: [sys.modules.pop(name) for name in list(sys.modules) if name.startswith("aimet_torch")])
        importlib.import_module("aimet_torch.nn").QuantizationMixin = QuantizationMixin

    def findings(self, name, kind, *options):
        return report_of(AIMET / f"{name}.{kind}.pt", "--input-spec", AIMET / f"{name}.inputs.json", *options)

    def test_the_class_that_does_the_same_does_the_same(self):
        """QuantizationSimModel raises for user classes such as Add. The class to use instead computes the same."""
        models = importlib.import_module("aimet_models")
        x, y = torch.rand(2, 3), torch.rand(2, 3)
        for kind in ("scripted", "traced"):
            named = 0
            for finding in self.findings("unregistered", kind)["unregistered-module"]:
                same = re.search(r"use (aimet_torch\.[\w.]+)\.(\w+), which does the same", finding["help"])
                if same is None:
                    continue
                named += 1
                module = getattr(importlib.import_module(same[1]), same[2])
                own = getattr(models, finding["module_type"].rsplit(".", 1)[1])
                if own is models.Stacked:
                    self.assertTrue(torch.equal(own()([x, y], 1), module(1)(x, y)))
                else:
                    self.assertTrue(torch.equal(own()(x, y), module()(x, y)))
            self.assertEqual(named, 2)

    def test_the_modules_for_functionals_are_where_the_version_has_them(self):
        for version, package in (("1.33.0", "aimet_torch.elementwise_ops"), ("2.32.1", "aimet_torch.nn.modules.custom")):
            findings = self.findings("products", "scripted", "--aimet-version", version)["missing-module"]
            defined = {finding["suggestion"]["define"] for finding in findings if finding["suggestion"]}
            self.assertTrue(any(package in line for line in defined), defined)
            for line in defined:
                namespace = types.SimpleNamespace()
                exec(line, {"self": namespace, "torch": torch, "aimet_torch": self.package(line)})
                (made,) = vars(namespace).values()
                self.assertIsInstance(made, torch.nn.Module)

    @staticmethod
    def package(line):
        """Imports the aimet_torch module that the line uses and returns aimet_torch; None if the line uses none."""
        found = re.search(r"(aimet_torch[\w.]*)\.\w+\(", line)
        return found and (importlib.import_module(found[1]), sys.modules["aimet_torch"])[1]

    def test_a_definition_registers_its_class_and_computes_what_the_class_computes(self):
        models, x = importlib.import_module("aimet_models"), torch.rand(1, 4, 3, 3)
        findings = {finding["module_type"].rsplit(".", 1)[1]: finding for finding in self.findings("unregistered", "scripted")["unregistered-module"]}
        for name, inputs in {"Add": (x, x), "AddTwice": (x, x), "Swish": (x,), "Halves": (x,)}.items():
            with self.subTest(name):
                exec(compile(findings[name]["snippet"], "pasted", "exec"), {})
                own = getattr(models, name)
                module = QuantizationMixin.classes[own]()
                module.__quant_init__()
                self.assertEqual(len(module.input_quantizers), len(inputs))
                for a, b in zip(module(*inputs), own()(*inputs)):
                    self.assertTrue(torch.equal(a, b))


if __name__ == "__main__":
    unittest.main()

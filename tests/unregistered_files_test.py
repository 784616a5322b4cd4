# SPDX-License-Identifier: Apache-2.0
"""unregistered-module on testdata/aimet, and the definitions that it suggests: unregistered_files_test.py PROGRAM.

Runs the definitions with a stand-in for AIMET's QuantizationMixin, and compares them with the classes they are for.
"""

import importlib
import json
import sys
import types
import unittest

from support.program import TESTDATA, Test, run
from support.quantization_mixin import QuantizationMixin

AIMET = TESTDATA / "aimet"
KINDS = ("scripted", "traced")
WANTED = {  # class: (its modules, the class that does the same or None)
    "PlainGroupNorm": (["norm"], "torch.nn.GroupNorm"),
    "Add": (["add", "block.add"], "aimet_torch.nn.modules.custom.Add"),
    "AddTwice": (["add_twice"], None),
    "Scale": (["scale"], None),
    "Stacked": (["stacked"], "aimet_torch.nn.modules.custom.Concat"),
    "Halves": (["halves"], None),
    "Swish": (["never"], None),
}


def findings(name, kind, *options):
    result = run(AIMET / f"{name}.{kind}.pt", "--input-spec", AIMET / f"{name}.inputs.json", "--no-config", "-q",
                 "--format", "json", "--check", "unregistered-module", *options)
    assert result.stdout, result.stderr
    check = json.loads(result.stdout)["models"][0]["checks"][0]
    return check, {finding["module_type"].rsplit(".", 1)[1]: finding for finding in check["findings"]}


def stand_in():
    """The modules of the package that a definition imports QuantizationMixin from, by name."""
    package, nn = types.ModuleType("aimet_torch"), types.ModuleType("aimet_torch.nn")
    package.nn, nn.QuantizationMixin = nn, QuantizationMixin
    return {"aimet_torch": package, "aimet_torch.nn": nn}


class Unregistered(Test):
    def test_every_class_that_quantsim_raises_for_is_found_once_with_its_modules(self):
        for kind in KINDS:
            with self.subTest(kind=kind):
                check, found = findings("unregistered", kind)
                self.assertEqual(check["status"], "failed")
                self.assertEqual({name: finding["modules"] for name, finding in found.items()},
                                 {name: modules for name, (modules, _) in WANTED.items()})
                for name, (_, same) in WANTED.items():
                    wanted = f"use {same}, which does the same" if same else f"register {name} before"
                    self.assertTrue(found[name]["help"].startswith(wanted), found[name]["help"])

    def test_registered_classes_are_silent_called_or_not(self):
        for kind in KINDS:
            check, found = findings("registered", kind)
            self.assertEqual((check["status"], found), ("passed", {}))

    def test_before_2_0_it_is_not_run(self):
        check, found = findings("unregistered", "traced", "--aimet-version", "1.34.0")
        self.assertEqual((check["status"], found), ("skipped", {}))
        self.assertIn("since 2.0", check["reason"])

    def test_excluded_modules_are_not_named(self):
        _, found = findings("unregistered", "traced", "--exclude-module", "block", "--exclude-module", "never")
        self.assertEqual(found["Add"]["modules"], ["add"])
        self.assertNotIn("Swish", found)

    def test_the_text_says_what_quantsim_says_and_holds_the_definition(self):
        result = run(AIMET / "unregistered.scripted.pt", "--input-spec", AIMET / "unregistered.inputs.json", "--no-config",
                     "--check", "unregistered-module")
        self.assertIn("Quantized module definitions of the following modules are not registered: ['aimet_models.PlainGroupNorm', ",
                      result.stdout)
        self.assertIn("      @QuantizationMixin.implements(Add)\n      class QuantizedAdd(QuantizationMixin, Add):\n", result.stdout)


class Pasted(Test):
    def setUp(self):
        super().setUp()
        try:
            import torch
        except ImportError as error:
            self.skipTest(str(error))
        self.torch = torch

    def define(self, snippet, modules):
        before = {name: sys.modules.get(name) for name in modules}
        sys.modules.update(modules)
        sys.path.insert(0, str(TESTDATA))
        self.addCleanup(lambda: [sys.modules.pop(n) if m is None else sys.modules.update({n: m}) for n, m in before.items()])
        self.addCleanup(sys.path.remove, str(TESTDATA))
        exec(compile(snippet, "pasted", "exec"), {})

    def test_each_definition_quantizes_every_tensor_and_computes_what_the_class_computes(self):
        torch = self.torch
        x, y = torch.rand(1, 4, 3, 3), torch.rand(1, 4, 3, 3)
        given = {"PlainGroupNorm": ((x,), (2, 4)), "Add": ((x, y), ()), "AddTwice": ((x, y), ()), "Scale": ((x,), ()),
                 "Stacked": (([x, y, x], 1), ()), "Halves": ((x,), ()), "Swish": ((x,), ())}
        for kind in KINDS:
            _, found = findings("unregistered", kind)
            for name, (inputs, arguments) in given.items():
                if kind == "traced" and name == "Stacked":
                    continue  # a trace flattens the list, so its definition takes *args
                with self.subTest(kind=kind, name=name):
                    self.define(found[name]["snippet"], stand_in())
                    own = getattr(importlib.import_module("aimet_models"), name)
                    self.check(own, QuantizationMixin.classes[own], inputs, arguments)

    def check(self, own, definition, inputs, arguments):
        torch = self.torch
        module = definition(*arguments)
        module.__quant_init__()
        plain = own(*arguments)
        plain.load_state_dict(module.state_dict(), strict=False)
        wanted = plain(*inputs)
        seen = []
        for quantizers in (module.input_quantizers, module.output_quantizers):
            for i in range(len(quantizers)):
                quantizers[i] = Counting(torch, seen).module
        out = module(*inputs)
        tensors = sum(len(i) if isinstance(i, list) else isinstance(i, torch.Tensor) for i in inputs)
        outputs = len(wanted) if isinstance(wanted, tuple) else 1
        self.assertEqual(len(module.input_quantizers), tensors)
        self.assertEqual(len(module.output_quantizers), outputs)
        self.assertEqual(len(seen), tensors + outputs)
        self.assertEqual(module.patched, 1)
        for a, b in zip(out if outputs > 1 else [out], wanted if outputs > 1 else [wanted]):
            self.assertTrue(torch.equal(a, b))


class Counting:
    def __init__(self, torch, seen):
        class Quantizer(torch.nn.Module):
            def forward(self, x):
                seen.append(x)
                return x

        self.module = Quantizer()


if __name__ == "__main__":
    unittest.main()

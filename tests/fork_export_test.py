# SPDX-License-Identifier: Apache-2.0
"""The export loses a parameter that only the body of a torch.jit.fork reads. All other forks can be exported."""

import json
import sys
import unittest

from support.program import Test, run  # noqa: E402

# The comment on each class: the result of torch.onnx.export of PyTorch 1.13.1 for the scripted model, opsets 13 and 17.
SOURCE = """
import torch
from torch import Tensor
import torch.nn.functional as F

def twice(x: Tensor) -> Tensor:
    return torch.relu(x) * 2.0

def linear(x: Tensor, weight: Tensor) -> Tensor:
    return F.linear(x, weight)

class Function(torch.nn.Module):  # exported
    def __init__(self):
        super().__init__()
        self.a = torch.nn.Linear(4, 4)
    def forward(self, x):
        return torch.jit.wait(torch.jit.fork(twice, self.a(x)))

class WeightGiven(torch.nn.Module):  # exported
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(4, 4))
    def forward(self, x):
        return torch.jit.wait(torch.jit.fork(linear, x, self.weight))

class Attribute(torch.nn.Module):  # exported
    def __init__(self):
        super().__init__()
        self.factor = 3.0
    def branch(self, x: Tensor) -> Tensor:
        return x * self.factor
    def forward(self, x):
        return torch.jit.wait(torch.jit.fork(self.branch, x))

class ReadElsewhere(torch.nn.Module):  # exported
    def __init__(self):
        super().__init__()
        self.l = torch.nn.Linear(4, 4)
    def forward(self, x):
        return torch.jit.wait(torch.jit.fork(self.l, x)) + self.l(x)

class Layer(torch.nn.Module):  # CheckerError: Transpose's input is empty
    def __init__(self):
        super().__init__()
        self.l = torch.nn.Linear(4, 4)
    def forward(self, x):
        return torch.jit.wait(torch.jit.fork(self.l, x))

class Method(torch.nn.Module):  # RuntimeError: does not have a field with name 'l'
    def __init__(self):
        super().__init__()
        self.l = torch.nn.Linear(4, 4)
    def branch(self, x: Tensor) -> Tensor:
        return self.l(x)
    def forward(self, x):
        return torch.jit.wait(torch.jit.fork(self.branch, x))

class BatchNorm(torch.nn.Module):  # exported, normalized by the statistics of the input
    def __init__(self):
        super().__init__()
        self.norm = torch.nn.BatchNorm1d(4)
    def forward(self, x):
        return torch.jit.wait(torch.jit.fork(self.norm, x))
"""


class ForkExport(Test):
    def findings(self, name, how):
        import torch

        (self.folder / "forks.py").write_text(SOURCE)
        sys.path.insert(0, str(self.folder))
        self.addCleanup(sys.path.remove, str(self.folder))
        sys.modules.pop("forks", None)
        import forks

        model = getattr(forks, name)().eval()
        (torch.jit.script(model) if how == "scripted" else torch.jit.trace(model, torch.rand(2, 4))).save(
            str(self.folder / "model.pt"))
        result = run(self.folder / "model.pt", "--input-shape", "2,4", "--check", "onnx-unsupported", "--format", "json",
                     "-q", "--no-config")
        return [finding["message"] for finding in json.loads(result.stdout)["models"][0]["checks"][0]["findings"]]

    def test_forks_that_export(self):
        for name in ("Function", "WeightGiven", "Attribute", "ReadElsewhere"):
            with self.subTest(name):
                self.assertEqual(self.findings(name, "scripted"), [])

    def test_forks_that_lose_a_parameter(self):
        for name, parameter in (("Layer", "l.weight"), ("Method", "l.weight"), ("BatchNorm", "norm.")):
            with self.subTest(name):
                message, = self.findings(name, "scripted")
                self.assertIn(f"the parameter {parameter}", message)
                self.assertIn("only the body of a torch.jit.fork reads it", message)

    def test_a_trace_has_no_fork(self):
        for name in ("Layer", "Method"):
            with self.subTest(name):
                self.assertEqual(self.findings(name, "traced"), [])


if __name__ == "__main__":
    unittest.main()

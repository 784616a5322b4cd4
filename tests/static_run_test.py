# SPDX-License-Identifier: Apache-2.0
"""--static executes nothing, even if a model needs no inputs. Without it, a model runs once for all checks."""

import json
import sys
import unittest

from support.program import Test, run  # noqa: E402

SOURCE = """
import torch

class NoInputs(torch.nn.Module):
    def forward(self):
        print("it was run")
        return torch.ones(2).relu()

class Asserts(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = torch.nn.BatchNorm1d(2)

    def forward(self, x):
        print("it was run")
        assert x.dim() == 2
        return torch.relu(self.norm(x))
"""


class StaticRun(Test):
    def output(self, *arguments):
        result = run(self.folder / "model.pt", *arguments, "--format", "json", "-q", "--no-config")
        return json.loads(result.stdout)["models"][0]["output"]

    def saved(self, name):
        import torch

        (self.folder / "models.py").write_text(SOURCE)
        sys.path.insert(0, str(self.folder))
        self.addCleanup(sys.path.remove, str(self.folder))
        sys.modules.pop("models", None)
        import models

        torch.jit.script(getattr(models, name)().eval()).save(str(self.folder / "model.pt"))

    def test_a_model_without_inputs(self):
        self.saved("NoInputs")
        self.assertEqual(self.output("--static"), "")
        self.assertEqual(self.output(), "")
        spec = self.folder / "inputs.json"
        spec.write_text('{"inputs": []}')
        self.assertIn("it was run", self.output("--input-spec", spec))

    def test_a_run_for_all_checks(self):
        self.saved("Asserts")
        self.assertEqual(self.output("--static"), "")
        self.assertEqual(self.output("--input-shape", "3,2").count("it was run"), 1)


if __name__ == "__main__":
    unittest.main()

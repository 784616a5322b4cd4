"""--static executes nothing, also of a model that asks for no inputs."""

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
"""


class StaticRun(Test):
    def output(self, *arguments):
        result = run(self.folder / "model.pt", *arguments, "--format", "json", "-q", "--no-config")
        return json.loads(result.stdout)["models"][0]["output"]

    def test_a_model_without_inputs(self):
        import torch

        (self.folder / "no_inputs.py").write_text(SOURCE)
        sys.path.insert(0, str(self.folder))
        self.addCleanup(sys.path.remove, str(self.folder))
        import no_inputs

        torch.jit.script(no_inputs.NoInputs()).save(str(self.folder / "model.pt"))
        self.assertEqual(self.output("--static"), "")
        self.assertEqual(self.output(), "")
        spec = self.folder / "inputs.json"
        spec.write_text('{"inputs": []}')
        self.assertIn("it was run", self.output("--input-spec", spec))


if __name__ == "__main__":
    unittest.main()

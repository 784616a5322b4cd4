# SPDX-License-Identifier: Apache-2.0
"""The report is the same without the shortcuts of lib/torch/shortcuts.hpp: shortcuts_test.py PROGRAM."""

import json
import shutil
import unittest

from support.program import TESTDATA, Test, run

NAMES = ("mapped-weights", "shared-graph", "no-freezing", "skipped-passes", "spread-constants", "stub-libraries",
         "first-extent")
# Tested alone too: without "no-freezing", which "all" includes, these two have little effect.
ALONE = ("shared-graph", "skipped-passes")
NEVER_END = ("hungry", "never_ends")


class Shortcuts(Test):
    def config(self):
        """Writes a config with the inputs of all models of testdata. Returns its path."""
        inputs = [{"files": spec.name.replace(".inputs.json", ".*"), "input_spec": str(spec)}
                  for spec in sorted(TESTDATA.glob("*.inputs.json"))]
        config = self.folder / "config.json"
        config.write_text(json.dumps({"inputs": inputs}))
        return config

    def report(self, without, *arguments):
        """{path: report of the model} without the model's output: freezing copies the model and reruns its code."""
        result = run(*arguments, "--format", "json", "-q", environment={"AIMET_VALIDATE_WITHOUT": without})
        self.assertTrue(result.stdout, result.stderr)
        models = json.loads(result.stdout)["models"]
        for model in models:
            del model["output"]
        return {model["path"]: model for model in models}

    def check_same(self, *arguments, alone=()):
        expected = self.report("", *arguments)
        for without in ("all", *alone):
            found = self.report(without, *arguments)
            self.assertEqual(found.keys(), expected.keys())
            for path, model in expected.items():
                with self.subTest(without=without, path=path):
                    self.assertEqual(found[path], model)
        return expected

    def test_the_report_of_every_test_model_is_the_same(self):
        files = []
        for file in sorted(TESTDATA.glob("*.pt")):
            if not file.name.startswith(NEVER_END):
                files.append(shutil.copy(file, self.folder))
        models = self.check_same(*files, "--config", self.config(), alone=ALONE)
        ran = [model for model in models.values() if model["mode"] == "observed"]
        self.assertGreater(len(ran), 50)
        self.check_same(*files, "--static", "--no-config")

    def test_large_weights_are_the_same(self):
        import torch

        model = torch.nn.Sequential(torch.nn.Linear(300, 400), torch.nn.ReLU(), torch.nn.Linear(400, 300)).eval()
        torch.jit.trace(model, torch.rand(1, 300)).save(str(self.folder / "large.pt"))
        for inputs in (["--static"], ["--input-shape", "1,300"]):
            self.check_same(self.folder / "large.pt", "--no-config", *inputs)

    def test_each_name_is_known_and_others_are_refused(self):
        result = run("functional_linear.traced.pt", "--static", environment={"AIMET_VALIDATE_WITHOUT": ",".join(NAMES)})
        self.assertEqual(result.returncode, 1, result.stderr)
        result = run("functional_linear.traced.pt", "--static",
                     environment={"AIMET_VALIDATE_WITHOUT": "shared-graph,haste"})
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("no shortcut is called 'haste'", result.stderr)
        for name in NAMES:
            self.assertIn(name, result.stderr)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""Files saved by PyTorch 1.13, 2.6 and 2.14, traced and scripted: this build validates each, or refuses it and names
the version that is needed. The expected result depends on the LibTorch that the program was built with."""

import json
import pathlib
import re
import shutil
import tempfile
import unittest

from support.program import TESTDATA, run

# Files that older versions of LibTorch cannot read, and the first of the three versions that can.
NEEDS = {
    "rms_norm.scripted": "2.6", "rms_norm.traced": "2.6",          # torch.nn.RMSNorm
    "padded_left.scripted": "2.6", "padded_left.traced": "2.6",    # an argument of pad_sequence
    "attention.scripted": "2.6",                                   # scaled_dot_product_attention, on a path not taken
    "hashed_input.scripted": "2.14", "hashed_input.traced": "2.14",
    "aligned_window.scripted": "2.14", "aligned_window.traced": "2.14",
}
SAME_IN_ALL = ["reused_nodes.scripted", "reused_nodes.traced", "functional_linear_repaired.scripted",
               "functional_linear_repaired.traced", "trained.scripted", "trained.traced"]


GENERATIONS = {"1.13": TESTDATA, "2.6": TESTDATA / "from" / "2.6", "2.14": TESTDATA / "from" / "2.14"}


def number(version):
    return tuple(int(part) for part in re.match(r"(\d+)\.(\d+)", version).groups())


def reports(folder, *arguments):
    """(the program's LibTorch version, its reports on the files)"""
    result = run(*arguments, "--format", "json", "-q", folder=folder)
    report = json.loads(result.stdout)
    return report["tool"]["libtorch"], report["models"]


class Generations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """All files in one run, each with its own inputs."""
        with tempfile.TemporaryDirectory() as scratch:
            inputs, files = [], []
            for generation, source in GENERATIONS.items():
                folder = pathlib.Path(scratch, generation)
                folder.mkdir()
                for path in (*source.glob("*.pt"), *source.glob("*.inputs.json")):
                    shutil.copy(path, folder)
                names = SAME_IN_ALL if generation == "1.13" else [path.name[:-3] for path in sorted(folder.glob("*.pt"))]
                for name in names:
                    spec = f"{generation}/{name.split('.')[0]}.inputs.json"
                    inputs.append({"files": f"{generation}/{name}.pt", "input_spec": spec})
                    files.append(f"{generation}/{name}.pt")
            pathlib.Path(scratch, ".aimet-validate.json").write_text(json.dumps({"inputs": inputs}))
            libtorch, models = reports(scratch, *files)
        cls.libtorch = number(libtorch)
        cls.models = {model["path"]: model for model in models}

    def test_each_is_validated_or_refused_with_the_version_that_is_needed(self):
        self.assertGreater(len(self.models), 35)
        for path, model in self.models.items():
            needed = NEEDS.get(path.partition("/")[2][:-3], "1.13")
            with self.subTest(file=path):
                if self.libtorch >= number(needed):
                    self.assertIsNone(model["error"])
                    self.assertIn(model["status"], ("passed", "failed"))
                    self.assertEqual(model["mode"], "observed")
                else:
                    self.assertEqual(model["status"], "error")
                    self.assertEqual(model["error"]["kind"], "newer-pytorch", model["error"])
                    self.assertIn(f"PyTorch {needed}", model["error"]["message"])
                    self.assertIn(f"LibTorch {needed} or later", model["error"]["message"])

    def test_one_model_has_the_same_findings_whoever_saved_it(self):
        for name in SAME_IN_ALL:
            found = [[f["message"] for check in self.models[f"{generation}/{name}.pt"]["checks"] for f in check["findings"]
                      if check["id"] in ("reused-module", "missing-module")] for generation in GENERATIONS]
            with self.subTest(file=name):
                self.assertEqual(found, [found[0]] * 3)

    def test_a_trace_of_pytorch_2_is_run_with_the_inputs_that_it_stores(self):
        stored = [f"from/{generation}/{name}.traced.pt" for generation in ("2.6", "2.14")
                  for name in ("with_inputs", "reused_nodes")]
        _, models = reports(TESTDATA, *stored, "reused_nodes.traced.pt", "--no-config")
        self.assertEqual([(model["mode"], model["error"]) for model in models],
                         [("observed", None)] * len(stored) + [("static", None)])

    def test_a_program_of_torch_export_is_read_by_every_build(self):
        _, models = reports(TESTDATA, "from/2.6/exported.pt2", "from/2.14/exported.pt2", "--no-config")
        for model in models:
            self.assertEqual((model["error"], model["source"]), (None, "exported"))
            reused = next(check["findings"] for check in model["checks"] if check["id"] == "reused-module")
            self.assertEqual([finding["module"] for finding in reused], ["relu1"])


if __name__ == "__main__":
    unittest.main()

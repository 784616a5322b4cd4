# SPDX-License-Identifier: Apache-2.0
"""testdata/make_exported.py, if Python has a PyTorch that can run it: make_exported_test.py PROGRAM.

The files that it exports now must yield the findings that are expected of the committed files."""

import collections
import pathlib
import subprocess
import sys
import unittest

from cli_exported_test import EXPECTED
from support.exported import ExportedFiles, findings, models_of
from support.program import TESTDATA

VERSION = subprocess.run([sys.executable, "-c", "import torch, torch.export; torch.export.save; print(torch.__version__)"],
                         capture_output=True, text=True).stdout.strip()
RELEASE = ".".join(VERSION.split(".")[:2])
KEPT = {name: expected for name, expected in EXPECTED.items() if name.endswith("." + RELEASE)}


@unittest.skipUnless(KEPT, "Python has no PyTorch whose exports are kept (2.6, 2.14)")
class MakeExported(ExportedFiles):
    def test_what_it_exports_is_judged_as_what_is_kept(self):
        subprocess.run([sys.executable, TESTDATA / "make_exported.py", self.folder], check=True, capture_output=True, timeout=600)
        models = {pathlib.Path(model["path"]).stem: model for model in models_of(*sorted(self.folder.glob("*.pt2")))}
        for name, (reused, missing) in KEPT.items():
            with self.subTest(name):
                self.assertIsNone(models[name]["error"])
                self.assertEqual([f["module"] for f in findings(models[name], "reused-module")], reused)
                ops = [f"{f['op'].rpartition('_')[0] or f['op']} in {f['module']}" for f in findings(models[name], "missing-module")]
                self.assertEqual(collections.Counter(ops), collections.Counter(missing))


if __name__ == "__main__":
    unittest.main()

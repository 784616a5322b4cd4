# SPDX-License-Identifier: Apache-2.0
"""AIMET's verdicts on models exported by torch.export: exported_parity_test.py PROGRAM.

../shared/pt2 contains four corpora of the same models: PyTorch 2.6 and 2.14, strict and non-strict. compare.py there
counts the differences. AIMET judged two of the models with layers_to_exclude, which compare.py does not pass on. They
count as false alarms, and are the only ones."""

import pathlib
import re
import subprocess
import sys
import unittest

from support.program import PROGRAM, SOURCE

SHARED = SOURCE.parent / "shared"
COMPARE = SHARED / "pt2" / "compare.py"
VERDICTS = [SHARED / name / "verdicts.json" for name in ("parity", "parity-public")]


@unittest.skipUnless(COMPARE.exists(), "../shared/pt2 is not here")
class Parity(unittest.TestCase):
    def test_verdicts_are_aimets_but_for_what_an_export_does_not_hold(self):
        folders = sorted((SHARED / "pt2" / "corpus").iterdir())
        self.assertEqual(len(folders), 4)
        for folder in folders:
            with self.subTest(folder.name):
                said = subprocess.run([sys.executable, COMPARE, PROGRAM, folder, *VERDICTS], capture_output=True, text=True, check=True).stdout
                files, answered = map(int, re.search(r"(\d+) files, (\d+) answered", said).groups())
                self.assertEqual(answered, files, said)
                share = {name: float(value) for name, value in re.findall(r"(\w+) \d+ \(([0-9.]+) %\)", said)}
                self.assertGreaterEqual(share["verdict"], 95.3, said)
                self.assertGreaterEqual(share["exact"], 83.8, said)
                self.assertLessEqual(int(re.search(r"false alarms (\d+)", said)[1]), 2, said)


if __name__ == "__main__":
    unittest.main()

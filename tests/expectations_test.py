# SPDX-License-Identifier: Apache-2.0
"""The verdicts on the models of testdata are AIMET's, which expectations.json lists: expectations_test.py PROGRAM.

An op is written as `type in module`, with its number if the number is to be checked. If the scripted file contains less
than the trace, "scripted" lists the verdicts on the scripted file.
"""

import json
import re
import unittest

from support.program import SOURCE, TESTDATA, run

EXPECTED = json.loads((SOURCE / "tests" / "expectations.json").read_text())


def validated(name):
    """{file name: its element of `models`}, for the scripted and traced files of one model."""
    files = sorted(f for f in TESTDATA.glob(f"{name}.*") if f.suffix == ".pt")
    result = run(*files, "--input-spec", TESTDATA / f"{name}.inputs.json", "--format", "json", "-q", "--no-config")
    assert result.stdout, f"{name}: no report; {result.stderr}"
    return {file.name: model for file, model in zip(files, json.loads(result.stdout)["models"], strict=True)}


def found(model):
    checks = {check["id"]: check["findings"] for check in model["checks"]}
    reused = sorted(finding["module"] for finding in checks["reused-module"])
    return reused, [f"{finding['op']} in {finding['module']}" for finding in checks["missing-module"]]


def without_numbers(ops, expected):
    """Removes the number of each op that is not expected with its number."""
    return sorted(op if op in expected else re.sub(r"_\d+ in ", " in ", op) for op in ops)


class Expectations(unittest.TestCase):
    maxDiff = None

    def test_every_model_is_judged_as_expected(self):
        for name, both in EXPECTED.items():
            for file, model in validated(name).items():
                want = both.get("scripted", both) if file.endswith(".scripted.pt") else both
                with self.subTest(file=file):
                    self.assertIsNone(model["error"])
                    reused, missing = found(model)
                    self.assertEqual(reused, sorted(want["reused"]))
                    self.assertEqual(without_numbers(missing, want["missing"]), sorted(want["missing"]))


if __name__ == "__main__":
    unittest.main()

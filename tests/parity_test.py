# SPDX-License-Identifier: Apache-2.0
"""AIMET's verdicts on the models of testdata/parity, derived from its rules: parity_test.py PROGRAM.

parity/expected.json has a row for each model and set of options: the modules that AIMET calls reused, as a set, and the
ops with missing modules, as a multiset of `type in module`. If a scripted file contains less than a trace, "scripted"
has its verdicts and the reason. If PyTorch cannot script the model, "kinds" is ["traced"].
"""

import collections
import json
import pathlib
import re
import unittest

from support.program import TESTDATA, run

PARITY = TESTDATA / "parity"
EXPECTED = json.loads((PARITY / "expected.json").read_text())
KINDS = ("scripted", "traced")


def kinds(row):
    return row.get("kinds", KINDS)


def verdict(model):
    checks = {check["id"]: check["findings"] for check in model["checks"]}
    ops = (f"{re.sub(r'_[0-9]+$', '', finding['op'])} in {finding['module']}" for finding in checks["missing-module"])
    return {finding["module"] for finding in checks["reused-module"]}, collections.Counter(ops)


def validated(rows, options):
    """{(model, kind): its element of `models`}, with one run for all models that take the same inputs."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[(PARITY / f"{row['model']}.inputs.json").read_text()].append(row)
    found = {}
    for group in groups.values():
        files = [(row["model"], kind) for row in group for kind in kinds(row)]
        result = run(*[PARITY / f"{model}.{kind}.pt" for model, kind in files], *options,
                     "--input-spec", PARITY / f"{group[0]['model']}.inputs.json", "--format", "json", "-q", "--no-config",
                     "--check", "reused-module", "--check", "missing-module")
        assert result.stdout, result.stderr
        found.update(zip(files, json.loads(result.stdout)["models"], strict=True))
    return found


class Parity(unittest.TestCase):
    maxDiff = None

    def test_every_verdict_is_the_one_that_aimets_rules_give(self):
        by_options = collections.defaultdict(list)
        for row in EXPECTED:
            by_options[tuple(row.get("options", ()))].append(row)
        for options, rows in by_options.items():
            found = validated(rows, options)
            for row in rows:
                for kind in kinds(row):
                    want = row.get(kind, row)
                    with self.subTest(model=row["model"], kind=kind, options=options, why=want["why"]):
                        model = found[row["model"], kind]
                        self.assertIsNone(model["error"])
                        reused, missing = verdict(model)
                        self.assertEqual(reused, set(want["reused"]))
                        self.assertEqual(missing, collections.Counter(want["missing"]))

    def test_every_file_has_a_row_and_every_row_its_files(self):
        files = {path.name for path in PARITY.glob("*.pt")}
        rows = {f"{row['model']}.{kind}.pt" for row in EXPECTED for kind in kinds(row)}
        self.assertEqual(files, rows)


if __name__ == "__main__":
    unittest.main()

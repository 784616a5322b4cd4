# SPDX-License-Identifier: Apache-2.0
"""--baseline and --write-baseline: known findings do not fail the run, and gone findings are reported."""

import json
import shutil
import unittest

from support.program import BAD, GOOD, TESTDATA, Test, run


class Baseline(Test):
    def setUp(self):
        super().setUp()
        (self.folder / "models").mkdir()
        shutil.copyfile(TESTDATA / BAD, self.folder / "models" / "net.pt")
        self.file = self.folder / "known.json"

    def validate(self, *flags, model="models/net.pt", folder=None):
        return run(model, "--static", "--check", "*ed-module", "--check", "missing-module", *flags,
                   folder=folder or self.folder)

    def test_written_findings_are_known_from_then_on(self):
        self.assertEqual(self.validate().returncode, 1)
        written = self.validate("--write-baseline", "known.json")
        self.assertEqual(written.returncode, 0)
        self.assertIn("Findings written to known.json: 1", written.stderr)
        again = self.validate("--baseline", "known.json", "--format", "json")
        self.assertEqual(again.returncode, 0)
        self.assertIn("because the baseline contains them: 1", again.stderr)
        report = json.loads(again.stdout)
        self.assertEqual(report["summary"]["findings"], {"error": 0, "warning": 0, "note": 0})
        self.assertEqual({check["status"] for check in report["models"][0]["checks"]}, {"passed"})

    def test_it_does_not_matter_where_the_program_is_started(self):
        self.validate("--write-baseline", "known.json")
        result = self.validate("--baseline", "../known.json", model="net.pt", folder=self.folder / "models")
        self.assertEqual(result.returncode, 0)

    def test_another_model_and_a_new_finding_still_fail(self):
        self.validate("--write-baseline", "known.json")
        shutil.copyfile(TESTDATA / BAD, self.folder / "models" / "other.pt")
        self.assertEqual(self.validate("--baseline", "known.json", model="models").returncode, 1)
        shutil.copyfile(TESTDATA / "small_resnet.traced.pt", self.folder / "models" / "net.pt")
        self.assertEqual(self.validate("--baseline", "known.json").returncode, 1)

    def test_what_is_gone_is_told_unless_its_check_did_not_run(self):
        self.validate("--write-baseline", "known.json")
        shutil.copyfile(TESTDATA / GOOD, self.folder / "models" / "net.pt")
        result = self.validate("--baseline", "known.json")
        self.assertIn("Gone from the baseline: models/net.pt: missing-module: ", result.stderr)
        result = self.validate("--baseline", "known.json", "--ignore", "missing-module")
        self.assertNotIn("Gone", result.stderr)

    def test_a_re_export_does_not_matter(self):
        model = "functional_linear.scripted.pt"
        shutil.copyfile(TESTDATA / model, self.folder / "models" / "net.pt")
        self.validate("--write-baseline", "known.json")
        first = self.file.read_bytes()
        self.validate("--write-baseline", "known.json")
        self.assertEqual(self.file.read_bytes(), first)

    def test_what_is_no_baseline_is_refused(self):
        for text in ("[]", "{}", '{"schema_version": 2, "models": {}}', '{"schema_version": 1, "models": {"a": 1}}',
                     '{"schema_version": 1, "models": {"a": [{"check": "x"}]}}', "nonsense"):
            self.file.write_text(text)
            self.refuses("models/net.pt", "--baseline", "known.json", says="known.json", folder=self.folder)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""The SARIF rendering: the requirements of GitHub code scanning, and Microsoft's validator if it is installed.

scripts/install_report_tools.sh installs the validator.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

FILE = pathlib.Path(__file__).resolve().parent / "approved" / "report" / "report.sarif"
DEFAULT_TOOLS = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "aimet-validate" / "npm"
TOOLS = pathlib.Path(os.environ.get("AIMET_REPORT_TOOLS", DEFAULT_TOOLS))
MULTITOOL = TOOLS / "node_modules" / "@microsoft" / "sarif-multitool-linux"
SKIPPED = 77


def locations(result):
    return result["locations"] + result.get("relatedLocations", [])


class GitHubNeeds(unittest.TestCase):
    def setUp(self):
        log = json.loads(FILE.read_text(encoding="utf-8"))
        self.assertEqual(log["version"], "2.1.0")
        (self.run_,) = log["runs"]
        self.rules = self.run_["tool"]["driver"]["rules"]
        self.results = self.run_["results"]

    def test_every_location_has_a_start_line_and_a_uri_without_dots(self):
        for result in self.results:
            for location in locations(result):
                physical = location["physicalLocation"]
                self.assertGreaterEqual(physical["region"]["startLine"], 1)
                uri = physical["artifactLocation"]["uri"]
                self.assertNotIn("/../", uri)
                self.assertRegex(uri, r"^[A-Za-z0-9\-._~/%:]+$")
                self.assertNotEqual(uri.startswith("file:///"), "uriBaseId" in physical["artifactLocation"])

    def test_a_file_below_the_working_folder_is_relative(self):
        uris = {location["physicalLocation"]["artifactLocation"]["uri"] for r in self.results for location in locations(r)}
        self.assertLessEqual({"models/net.pt", "models/stripped.pt", "vision/resnet.py"}, uris)

    def test_every_result_names_a_rule_with_help(self):
        for result in self.results:
            rule = self.rules[result["ruleIndex"]]
            self.assertEqual(rule["id"], result["ruleId"])
            for text in ("shortDescription", "fullDescription", "help"):
                self.assertTrue(rule[text]["text"])
            self.assertTrue(rule["help"]["markdown"])
            self.assertIn(rule["defaultConfiguration"]["level"], ("error", "warning", "note"))
            self.assertTrue(result["partialFingerprints"]["primaryLocationLineHash"])

    def test_the_python_line_is_the_location_where_it_is_known(self):
        reused = [result for result in self.results if result["ruleId"] == "reused-module"]
        region = reused[0]["locations"][0]["physicalLocation"]["region"]
        self.assertEqual((region["startLine"], region["startColumn"]), (10, 13))
        self.assertEqual(reused[0]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 12)

    def test_without_python_lines_the_model_file_and_the_module_are_the_location(self):
        stripped = [r for r in self.results if r["properties"]["model"].endswith("stripped.pt")]
        (location,) = stripped[3]["locations"]
        self.assertEqual(location["physicalLocation"]["artifactLocation"]["uri"], "models/stripped.pt")
        self.assertEqual(location["physicalLocation"]["region"], {"startLine": 1})
        self.assertEqual(location["logicalLocations"][0]["fullyQualifiedName"], "block3.add_3")

    def test_what_could_not_be_validated_is_a_notification(self):
        (invocation,) = self.run_["invocations"]
        self.assertFalse(invocation["executionSuccessful"])
        ids = [one["descriptor"]["id"] for one in invocation["toolExecutionNotifications"]]
        self.assertEqual(ids, ["check-skipped", "hint", "check-error", "not-torchscript"])

    def test_a_model_cannot_form_a_link(self):
        for result in self.results:
            self.assertNotRegex(result["message"]["text"], r"(?<!\\)\]\(")


@unittest.skipUnless(MULTITOOL.is_dir(), "sarif-multitool is not installed: scripts/install_report_tools.sh")
class OfficialValidation(unittest.TestCase):
    def test_the_official_schema_accepts_it(self):
        schema = json.loads((MULTITOOL / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
        jsonschema.validate(json.loads(FILE.read_text(encoding="utf-8")), schema)

    def findings_of_multitool(self, file):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "validation.sarif"
            subprocess.run(
                [MULTITOOL / "Sarif.Multitool", "validate", file, "--rule-kind", "Sarif;Ghas", "--level", "Error",
                 "--kind", "Fail", "--output", out],
                check=True, capture_output=True, timeout=120)
            (run,) = json.loads(out.read_text(encoding="utf-8-sig"))["runs"]
        return [r["ruleId"] for r in run["results"] if r.get("level") == "error"]

    def test_the_rules_of_sarif_and_of_github_find_no_error(self):
        self.assertEqual(self.findings_of_multitool(FILE), [])

    def test_the_rules_would_find_an_error(self):
        log = json.loads(FILE.read_text(encoding="utf-8"))
        del log["runs"][0]["results"][0]["ruleId"]
        with tempfile.TemporaryDirectory() as folder:
            broken = pathlib.Path(folder) / "broken.sarif"
            broken.write_text(json.dumps(log), encoding="utf-8")
            self.assertTrue(self.findings_of_multitool(broken))


if __name__ == "__main__":
    if "--official" in sys.argv:
        sys.argv.remove("--official")
        if not MULTITOOL.is_dir():
            print("skipped: sarif-multitool is not installed; scripts/install_report_tools.sh installs it")
            sys.exit(SKIPPED)
        unittest.main(defaultTest="OfficialValidation")
    unittest.main(defaultTest="GitHubNeeds")

# SPDX-License-Identifier: Apache-2.0
"""--format html on the command line: the contents of the page, with and without a layout library."""

import json
import pathlib
import re
import subprocess
import sys
import unittest

NO_LAYOUT = str(pathlib.Path(sys.argv.pop(2)).resolve())

from support.program import TESTDATA, Test, run  # noqa: E402

EXPORTED = "exported/reused_relu.strict.2.6.pt2"
SEVERAL = "exported/two_models.2.14.pt2"
SCRIPTED = "small_resnet.scripted.pt"


def data_of(page):
    [text] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    return json.loads(text)


class Html(Test):
    def page(self, *arguments):
        result = run(*arguments, "--no-config", "--quiet", "--format", "html")
        self.assertIn(result.returncode, (0, 1), result.stderr)
        return result.stdout

    def test_a_program_of_torch_export_has_findings_with_places_and_a_graph_with_shapes(self):
        [model] = data_of(self.page(EXPORTED))["models"]
        [check] = [check for check in model["checks"] if check["id"] == "reused-module"]
        [finding] = check["causes"][0]["findings"]
        self.assertEqual(finding["module"], "r")
        if model["graph"] is None:
            self.skipTest("built without a library for layouts")
        module, node = finding["place"]
        [level] = [level for level in model["graph"]["levels"] if level[0] == module]
        self.assertGreaterEqual(node, 0)
        names = [module[0] for module in model["graph"]["modules"]]
        self.assertEqual(names[-level[2][2 * node] - 1], "r")  # modules are numbered from -1 down
        self.assertTrue(any(label.startswith("float32 ") for label in model["graph"]["labels"]), model["graph"]["labels"])

    def test_each_program_of_a_package_has_its_own_graph(self):
        models = data_of(self.page(SEVERAL))["models"]
        self.assertGreater(len(models), 1)
        for model in models:
            self.assertIn(".pt2:", model["path"])
        if models[0]["graph"] is None:
            self.skipTest("built without a library for layouts")
        self.assertEqual([bool(model["graph"]["levels"]) for model in models], [True] * len(models))

    def test_without_a_library_for_layouts_the_page_is_there_and_carries_no_graph(self):
        result = subprocess.run([NO_LAYOUT, EXPORTED, "--no-config", "--quiet", "--format", "html"], cwd=TESTDATA,
                                capture_output=True, text=True, timeout=300)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(result.stdout.count("<script"), 2)  # the data and the page's own script
        self.assertIn("the program was built without a library for layouts", result.stdout)
        [model] = data_of(result.stdout)["models"]
        self.assertIsNone(model["graph"])
        self.assertIn("reused-module", [check["id"] for check in model["checks"] if check["causes"]])

    def test_a_page_of_earlier_reports_has_findings_and_no_graph(self):
        report = self.folder / "report.json"
        run(SCRIPTED, "--static", "--no-config", "--quiet", "--format", "json", "--output", str(report))
        [model] = data_of(self.page("--from-report", str(report)))["models"]
        self.assertIsNone(model["graph"])
        self.assertTrue(any(check["causes"] for check in model["checks"]))


if __name__ == "__main__":
    unittest.main()

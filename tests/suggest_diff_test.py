# SPDX-License-Identifier: Apache-2.0
"""--suggest diff: after applying the diff to the Python files and exporting the models again, the findings are gone.
"""

import ast
import importlib
import json
import re
import shutil
import subprocess
import sys
import unittest

try:
    import torch
except ImportError as error:
    print(f"skipped: PyTorch for Python cannot be imported: {error}")
    sys.exit(77)
import jsonschema

from support.program import SOURCE, TESTDATA, Test, in_child, run

SUGGEST = SOURCE / "tests" / "suggest"

# {module.Class: (shape of its input, kinds of export after the edit)}. AIMET's Concat takes any number of tensors, so
# it cannot be scripted.
MODELS = {
    "models.ReusedNodes": ((1, 3, 8, 8), ("traced", "scripted")),
    "models.FunctionalLinear": ((1, 3, 8, 8), ("traced",)),
    "models.SmallResNet": ((1, 3, 32, 32), ("traced", "scripted")),
    "nets.Residual": ((1, 3, 16, 16), ("traced", "scripted")),
    "nets.Inception": ((1, 3, 8, 8), ("traced",)),
    "nets.Mobile": ((1, 3, 8, 8), ("traced", "scripted")),
    "nets.Attention": ((1, 4, 8), ("traced", "scripted")),
    "nets.Mlp": ((1, 4, 8), ("traced", "scripted")),
}
UNCERTAIN = ("uncertain", "uncertain_calls", "uncertain_walk")
RANDOM = "models.FunctionalLinear"  # draws new weights at each call


def export(folder):
    sys.path[:0] = [str(folder)]
    for name, (shape, kinds) in MODELS.items():
        module, class_name = name.split(".")
        torch.manual_seed(0)
        model = getattr(importlib.import_module(module), class_name)().eval()
        torch.manual_seed(1)
        x = torch.rand(shape)
        with torch.no_grad():
            if "traced" in kinds:
                torch.jit.trace(model, x.clone(), check_trace=False).save(folder / f"{name}.traced.pt")
            if "scripted" in kinds:
                torch.jit.script(model).save(folder / f"{name}.scripted.pt")
            torch.save(model(x.clone()), folder / f"{name}.output")


def export_uncertain(folder):
    sys.path[:0] = [str(folder)]
    for module in UNCERTAIN:
        for name, member in list(vars(importlib.import_module(module)).items()):
            if isinstance(member, type) and member.__module__ == module and "forward" in vars(member) and \
                    vars(member).get("__doc__"):
                with torch.no_grad():
                    traced = torch.jit.trace(member().eval(), torch.rand(2, 8), check_trace=False)
                traced.save(folder / f"{module}.{name}.traced.pt")


def findings(report):
    return [finding for model in report["models"] for check in model["checks"] for finding in check["findings"]]


class SuggestDiff(Test):
    def setUp(self):
        super().setUp()
        shutil.copytree(SUGGEST, self.folder, dirs_exist_ok=True)
        shutil.copy(TESTDATA / "models.py", self.folder)

    def export(self, how=export):
        in_child(how, self.folder)

    def validate(self, *arguments, only=""):
        """Validates the models with one run per input shape. Returns the path of the merged report."""
        models = []
        for shape in sorted({shape for shape, _ in MODELS.values()}):
            files = [f"{name}.{kind}.pt" for name, (of, kinds) in MODELS.items() for kind in ("traced", "scripted")
                     if of == shape and kind in kinds and only in name]
            if files:
                result = run(*files, "--input-shape", ",".join(map(str, shape)), "--check", "*-module", "--ignore",
                             "unused-module", "-q", "--format", "json", *arguments, folder=self.folder)
                self.assertIn(result.returncode, (0, 1), result.stderr)
                models += json.loads(result.stdout)["models"]
        report = self.folder / "all.json"
        report.write_text(json.dumps({"models": models}))
        return report

    def diff_of(self, report):
        merged = run("--from-report", str(report), "--suggest", "diff", "--format", "json", folder=self.folder)
        return json.loads(merged.stdout)

    def patch(self, diff):
        result = subprocess.run(["patch", "-p0"], input=diff, text=True, cwd=self.folder, capture_output=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_the_findings_are_gone_after_the_edit_and_the_outputs_are_the_same(self):
        self.export()
        before = {name: torch.load(self.folder / f"{name}.output") for name in MODELS}
        report = self.diff_of(self.validate())
        jsonschema.validate(report, json.loads((SOURCE / "lib" / "report" / "report.schema.json").read_text()))
        found = findings(report)
        self.assertGreater(len(found), 40)
        self.assertEqual({f["edit"]["refused"] for f in found if not f["edit"]["file"]}, set())
        self.assertEqual({f["edit"]["file"] for f in found}, {"models.py", "nets.py"})
        self.patch(report["diff"])
        self.export()
        after = findings(json.loads(self.validate().read_text()))
        self.assertEqual([f["message"] for f in after], [])
        for name in MODELS:
            output = torch.load(self.folder / f"{name}.output")
            self.assertEqual(output.shape, before[name].shape)
            if name != RANDOM:
                self.assertTrue(torch.equal(output, before[name]), name)

    def test_the_text_report_can_be_piped_into_patch_and_into_git(self):
        self.export()
        whole = run("nets.Residual.traced.pt", "--static", "--suggest", "diff", folder=self.folder).stdout
        self.assertIn("diff: below, of nets.py", whole)
        check = subprocess.run(["git", "apply", "-p0", "--check"], input=whole, text=True, cwd=self.folder,
                               capture_output=True)
        self.assertEqual(check.returncode, 0, check.stderr)
        self.patch(whole)
        ast.parse((self.folder / "nets.py").read_text())
        again = run("nets.Residual.traced.pt", "--static", "--suggest", "diff", folder=self.folder).stdout
        self.assertIn("no diff:", again)  # the lines have changed since the export

    def test_an_edit_that_is_not_certain_is_refused_with_the_reason(self):
        self.export(export_uncertain)
        classes = [node for module in UNCERTAIN for node in ast.parse((SUGGEST / f"{module}.py").read_text()).body]
        reasons = {node.name: ast.get_docstring(node) for node in classes if isinstance(node, ast.ClassDef)}
        files = sorted(path.name for path in self.folder.glob("uncertain*.pt"))
        self.assertGreater(len(files), 10)
        for file in files:
            with self.subTest(file):
                report = json.loads(run(file, "--input-shape", "2,8", "--check", "*-module", "--ignore", "unused-module",
                                        "--suggest", "diff", "--format", "json", "-q", folder=self.folder).stdout)
                refused = {re.sub(r"^line [0-9]+ ", "line N ", finding["edit"]["refused"] or "")
                           for finding in findings(report) if finding["edit"]}
                self.assertIn(reasons[file.split(".")[1]], refused)

    def test_the_users_file_is_left_alone_where_it_is_not_below_the_working_folder(self):
        self.export()
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        result = run("../nets.Residual.traced.pt", "--static", "--suggest", "diff", folder=elsewhere)
        self.assertIn("no diff: its Python file is not below the working folder", result.stdout)
        self.assertIn("No edit is certain enough for a diff.", result.stdout)

    def test_a_file_that_could_command_a_terminal_is_left_out(self):
        self.export()
        nets = self.folder / "nets.py"
        nets.write_text(nets.read_text().replace("# the shortcut", "# the \x1b[2Jshortcut"))
        result = run("nets.Residual.traced.pt", "--static", "--suggest", "diff", folder=self.folder)
        self.assertIn("no diff: there are control characters in the Python file", result.stdout)
        self.assertNotIn("\x1b", result.stdout)

    def test_line_ends_of_windows_stay(self):
        self.export()
        nets = self.folder / "nets.py"
        nets.write_bytes(nets.read_bytes().replace(b"\n", b"\r\n"))
        result = run("nets.Mobile.traced.pt", "--static", "--suggest", "diff", folder=self.folder, text=False)
        subprocess.run(["patch", "--binary", "-p0"], input=result.stdout, cwd=self.folder, check=True, capture_output=True)
        lines = nets.read_bytes().splitlines(keepends=True)
        self.assertTrue(all(line.endswith(b"\r\n") for line in lines))
        self.assertIn(b"        self.add_2 = custom.Add()\r\n", lines)

    def test_formats_without_a_place_for_a_diff_refuse_it(self):
        self.refuses("x.pt", "--suggest", "diff", "--format", "junit", says=["--suggest diff", "junit"])
        self.refuses("x.pt", "--suggest", "dif", says="did you mean diff?")


if __name__ == "__main__":
    unittest.main()

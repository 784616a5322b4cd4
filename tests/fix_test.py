# SPDX-License-Identifier: Apache-2.0
"""--fix edits the Python files. After another export of the models, the findings are gone and the outputs are equal.
"""

import ast
import importlib
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

try:
    import torch
except ImportError as error:
    print(f"skipped: PyTorch for Python cannot be imported: {error}")
    sys.exit(77)
import jsonschema

from support.program import SOURCE, Test, in_child, run

MODULES = ("certain", "containers", "fills", "heads", "loops", "names", "repeated", "shared")  # of tests/suggest
CHECKS = ("--check", "reused-module", "--check", "missing-module", "--input-shape", "2,8", "-q")


def export(folder, after):
    """Traces each class with a docstring and saves its output. After the edits, uses the weights from before them."""
    sys.path[:0] = [str(folder)]

    # A copy of the names: the first warning adds a registry to the module.
    for name, member in [pair for module in MODULES for pair in vars(importlib.import_module(module)).items()]:
        # Not hasattr: a class inherits the docstring of nn.Sequential and similar classes.
        has_doc = isinstance(member, type) and "__doc__" in vars(member) and member.__doc__
        if not (has_doc and member.__module__ in MODULES):
            continue
        torch.manual_seed(0)
        model = member().eval()
        if after:
            model.load_state_dict(torch.load(folder / f"{name}.state"), strict=True)
        else:
            torch.save(model.state_dict(), folder / f"{name}.state")
        torch.manual_seed(1)
        x = torch.rand(2, 8)
        with torch.no_grad():
            output = model(x.clone())
            if after:
                assert torch.equal(output, torch.load(folder / f"{name}.output")), name
            else:
                torch.save(output, folder / f"{name}.output")
            torch.jit.trace(model, x, check_trace=False).save(folder / f"{name}.pt")


POOLED = '''
import torch.nn.functional as F
from torch import nn


class Pooled(nn.Module):
    "tracing passes the kernel as a tensor"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = F.relu(self.fc(x)) + x
        z = y.unsqueeze(0)
        return y * F.max_pool1d(z, z.size(2)).squeeze(0)
'''


SQUARE = '''
import torch.nn.functional as F
from torch import nn


def swish(x):
    return x * x.sigmoid()


class Pooled(nn.Module):
    "a kernel that is one size of the tensor, and a function outside of the class"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = swish(self.fc(x)).view(2, 2, 2, 2)
        for i in range(2):
            y = F.relu(y)
        z = F.avg_pool2d(y, {kernel}) + F.max_pool2d(y, kernel_size=(y.shape[2], 2))
        return x + z.mean() - F.gelu(y.view(2, 8))
'''


def script(folder):
    sys.path[:0] = [str(folder)]
    import certain

    torch.manual_seed(0)
    model = certain.Pooled().eval()
    torch.save(model.state_dict(), folder / "Pooled.state")
    torch.manual_seed(1)
    with torch.no_grad():
        torch.save(model(torch.rand(2, 8)), folder / "Pooled.output")
    torch.jit.script(model).save(folder / "Pooled.pt")


class Fix(Test):
    """Each test starts with all models exported.

    A trace contains the paths of its Python files, so the folder is always the same.
    """

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.exported = pathlib.Path(scratch.name) / "exported"
        cls.place = pathlib.Path(scratch.name) / "models"
        shutil.copytree(SOURCE / "tests" / "suggest", cls.place)
        for name in ("uncertain.py", "uncertain_walk.py", "nets.py"):
            (cls.place / name).unlink()
        in_child(export, cls.place, False)
        shutil.move(cls.place, cls.exported)

    def setUp(self):
        super().setUp()
        self.folder = self.place
        shutil.copytree(self.exported, self.folder)
        self.addCleanup(shutil.rmtree, self.folder)
        self.net = self.folder / "certain.py"

    def keep(self, module):
        """Removes the models of all other modules, for tests of behaviour that is the same for every file."""
        classes = re.findall(r"^class (\w+)", (self.folder / f"{module}.py").read_text(), re.MULTILINE)
        for path in self.folder.glob("*.pt"):
            if path.stem not in classes:
                path.unlink()

    def start_with(self, text):
        """Writes the text to certain.py, empties the other modules, and removes all exported models."""
        for path in self.folder.glob("*.pt"):
            path.unlink()
        for module in MODULES:
            (self.folder / f"{module}.py").write_text(text if module == "certain" else "")

    def files(self):
        return sorted(path.name for path in self.folder.glob("*.pt"))

    def fix(self, *arguments, **more):
        return run(*self.files(), "--fix", *CHECKS, *arguments, folder=self.folder, **more)

    def must_be_clean(self):
        files = self.files()
        in_child(export, self.folder, True)
        result = run(*files, *CHECKS, folder=self.folder)
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)

    def test_all_is_fixed_and_the_models_compute_what_they_did(self):
        result = self.fix()
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("fixed: certain.py", result.stdout)
        self.assertIn(", 0 left.", result.stdout)
        self.assertIn("export them again", result.stdout)
        # A trace contains no source text, so the report shows the lines of the files before the edits.
        self.assertIn("| return F.cosine_similarity(x, y, dim=-1)", result.stdout)
        self.assertNotIn("| y = self.hardshrink", result.stdout)
        self.assertIn("torch.jit.trace", result.stdout)
        ast.parse(self.net.read_text())
        self.must_be_clean()

    def test_the_packages_of_a_virtual_environment_are_not_the_users(self):
        self.keep("certain")
        packages = self.folder / ".venv" / "lib" / "python3.11" / "site-packages"
        packages.mkdir(parents=True)
        for number in range(5001):
            (packages / f"m{number}.py").touch()
        (packages / "derived.py").write_text("from certain import Names\n\n\nclass Installed(Names):\n    exp = 1\n")
        self.fix()
        self.assertIn("self.exp = custom.Exponential()", self.net.read_text())
        self.must_be_clean()

    def test_the_report_says_what_was_written(self):
        report = json.loads(self.fix("--format", "json").stdout)
        jsonschema.validate(report, json.loads((SOURCE / "lib" / "report" / "report.schema.json").read_text()))
        self.assertEqual(report["fixes"], [{"file": file, "written": True, "refused": None} for file in (f"{module}.py" for module in MODULES)])
        self.assertIsNone(report["diff"])
        edits = [f["edit"] for m in report["models"] for c in m["checks"] for f in c["findings"]]
        self.assertTrue(edits and all(edit["written"] for edit in edits))

    def test_the_preview_is_what_is_written(self):
        sources = [self.folder / name for name in (f"{module}.py" for module in MODULES)]
        before = [source.read_bytes() for source in sources]
        preview = run(*self.files(), "--suggest", "diff", *CHECKS, "--format", "json", folder=self.folder)
        self.assertEqual([source.read_bytes() for source in sources], before)
        self.fix()
        written = [source.read_bytes() for source in sources]
        for source, text in zip(sources, before):
            source.write_bytes(text)
        subprocess.run(["patch", "-p0"], input=json.loads(preview.stdout)["diff"], text=True, cwd=self.folder, check=True,
                       capture_output=True)
        self.assertEqual([source.read_bytes() for source in sources], written)

    def test_definitions_and_imports_stand_where_an_engineer_would_put_them(self):
        self.fix()
        text = self.net.read_text()
        head = text[:text.index("\nclass ")]
        self.assertEqual(head.count("aimet_torch"), 1, head)
        self.assertRegex(head, r"import torch.nn.functional as F\nfrom aimet_torch[.a-z]* import \w+\nfrom torch import nn\n")
        self.assertIn("        self.fc = nn.Linear(8, width)\n        self.relu = nn.ReLU(inplace=True)\n", text)
        self.assertIn("        self.slope = slope\n        self.leaky_relu = nn.LeakyReLU(negative_slope=self.slope)\n", text)
        self.assertIn("self.shortcut = nn.Identity()", text)
        # A class of another file that derives from SeveralLines has the name `mul`.
        self.assertNotIn("self.mul = ", text[text.index("class SeveralLines"):text.index("class NotSeveralLines")])
        self.assertIn("elementwise_affine=False", text)

    def test_what_goes_through_a_container_leaves_its_new_elements_out(self):
        self.fix()
        text = (self.folder / "containers.py").read_text()
        self.assertIn("        for layer in list(self)[:-2]:\n", text)
        self.assertIn("        for layer in list(self)[:-1]:\n            x = layer(x)\n        return self.hardtanh(x)\n", text)
        self.assertIn("        for name, layer in list(self.items())[:-1]:\n", text)
        self.assertIn('            self.add_module("layer%d" % i, nn.Linear(8, 8))\n        self.concat = custom.Concat(axis=1)\n', text)
        self.assertIn("        self.add_2 = custom.Add()\n", text)  # an element is called add

    def test_line_ends_and_a_last_line_without_one_stay(self):
        self.keep("certain")
        text = self.net.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n")
        self.net.write_bytes(text)
        self.fix()
        lines = self.net.read_bytes().splitlines(keepends=True)
        self.assertTrue(all(line.endswith(b"\r\n") for line in lines[:-1]))
        self.assertFalse(lines[-1].endswith(b"\n"))
        self.must_be_clean()

    def test_permissions_stay(self):
        self.keep("certain")
        self.net.chmod(0o640)
        self.fix()
        self.assertEqual(self.net.stat().st_mode & 0o777, 0o640)

    def test_a_link_out_of_the_folder_is_not_followed(self):
        self.keep("certain")
        outside = self.folder.parent / (self.folder.name + ".elsewhere.py")
        self.addCleanup(outside.unlink)
        self.net.rename(outside)
        self.net.symlink_to(outside)
        before = outside.read_bytes()
        result = self.fix()
        self.assertIn("no diff: its Python file is not below the working folder: a link leads out of it", result.stdout)
        self.assertEqual(outside.read_bytes(), before)

    def test_a_link_within_the_folder_stays_a_link(self):
        self.keep("certain")
        (self.folder / "real").mkdir()
        real = self.folder / "real" / "certain.py"
        self.net.rename(real)
        self.net.symlink_to(real)
        self.fix()
        self.assertTrue(self.net.is_symlink())
        self.must_be_clean()

    def test_what_is_read_only_stays_as_it_is(self):
        self.keep("certain")
        self.net.chmod(0o444)
        before = self.net.read_bytes()
        result = self.fix()
        self.assertEqual(result.returncode, 1)
        self.assertIn("not fixed: certain.py: it is read-only", result.stdout)
        self.assertEqual(self.net.read_bytes(), before)

    def test_a_full_disk_leaves_the_file_whole(self):
        self.keep("certain")
        before = self.net.read_bytes()
        names = sorted(os.listdir(self.folder))

        def limit():  # every write to a file fails
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

        report = self.folder / "report.json"
        report.write_text(run(*self.files(), *CHECKS, "--format", "json", folder=self.folder).stdout)
        result = run("--from-report", "report.json", "--fix", folder=self.folder, preexec_fn=limit)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("not fixed: certain.py:", result.stdout)
        self.assertEqual(self.net.read_bytes(), before)
        report.unlink()
        self.assertEqual(sorted(os.listdir(self.folder)), names)

    def test_a_model_that_an_edit_makes_traceable_gets_modules_that_cannot_be_scripted(self):
        self.start_with(POOLED)
        in_child(script, self.folder)
        self.assertIn(", 0 left.", self.fix().stdout)
        self.assertIn("        self.max_pool1d = nn.AdaptiveMaxPool1d(1)\n", self.net.read_text())
        self.must_be_clean()

    def test_a_size_as_kernel_becomes_a_number_where_all_of_the_model_can_be_traced_then(self):
        self.start_with(SQUARE.format(kernel="y.size(2)"))
        in_child(script, self.folder)
        self.assertIn(", 0 left.", self.fix().stdout)
        text = self.net.read_text()
        self.assertIn("self.avg_pool2d(y, int(y.size(2)))", text)
        self.assertIn("self.max_pool2d(y, kernel_size=(int(y.shape[2]), 2))", text)
        self.assertIn("def swish(owner, x):", text)
        self.must_be_clean()

    def test_a_model_that_stays_scripted_gets_no_module_that_cannot_be(self):
        self.start_with(SQUARE.format(kernel="y.size(2) // 1"))
        in_child(script, self.folder)
        result = self.fix()
        text = self.net.read_text()
        self.assertNotIn("aimet_torch", text)
        self.assertNotIn("int(", text)
        self.assertIn("self.gelu = nn.GELU()", text)
        self.assertIn("AIMET's module cannot be scripted, and a call of the model keeps it from being traced", result.stdout)
        in_child(script, self.folder)

    def test_unsafe_fixes_pin_sizes_and_only_when_they_are_asked_for(self):
        self.start_with("import torch\nfrom torch import nn\n\n\nclass Half(nn.Module):\n    'sizes'\n\n"
                            "    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(8, 8)\n\n"
                            "    def forward(self, x):\n        half = x.shape[1] // 2\n        return self.fc(x)[:, :half]\n")
        in_child(export, self.folder, False)
        self.assertIn("--unsafe-fixes puts int(...) around them", self.fix().stdout)
        self.assertIn("fixed: certain.py", self.fix("--unsafe-fixes").stdout)
        self.assertIn("half = int(x.shape[1]) // 2", self.net.read_text())
        self.must_be_clean()

    def test_unsafe_fixes_alone_are_refused(self):
        self.refuses("x.pt", "--unsafe-fixes", says=["--unsafe-fixes", "--fix"])


if __name__ == "__main__":
    unittest.main()

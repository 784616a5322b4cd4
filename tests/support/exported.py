# SPDX-License-Identifier: Apache-2.0
"""Reports on torch.export files, unchanged or edited. testdata/make_exported.py makes the files."""

import json
import pathlib
import shutil
import tempfile
import unittest
import zipfile

from support.program import TESTDATA, run

FILES = TESTDATA / "exported"


def models_of(*arguments):
    result = run(*arguments, "--format", "json", "-q", "--no-config", "--fail-on", "never")
    assert result.stdout, result.stderr
    return json.loads(result.stdout)["models"]


def findings(model, check):
    return next(c["findings"] for c in model["checks"] if c["id"] == check)


def check(model, name):
    return next(c for c in model["checks"] if c["id"] == name)


class ExportedFiles(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def one(self, name, *arguments):
        (model,) = models_of(FILES / f"{name}.pt2", *arguments)
        self.assertIsNone(model["error"], model)
        return model

    def repacked(self, name, edit, method=zipfile.ZIP_STORED):
        """Copies the file with records changed, added or removed by `edit`. Returns the path of the copy."""
        with zipfile.ZipFile(FILES / f"{name}.pt2") as archive:
            records = {n: archive.read(n) for n in archive.namelist()}
        edit(records)
        path = self.folder / "edited.pt2"
        with zipfile.ZipFile(path, "w", method) as out:
            for n, content in records.items():
                out.writestr(n, content)
        return path

    def edited_program(self, name, edit):
        def change(records):
            record = next(n for n in records if n.endswith("models/model.json") or n.endswith("program.json"))
            program = json.loads(records[record])
            edit(program)
            records[record] = json.dumps(program).encode()
        return self.repacked(name, change)

    def error_of(self, path):
        (model,) = models_of(path)
        self.assertIsNotNone(model["error"], model)
        return model["error"]

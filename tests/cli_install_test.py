# SPDX-License-Identifier: Apache-2.0
"""cmake --install installs every file in its place, and the installed program works."""

import pathlib
import subprocess
import sys

BUILD = str(pathlib.Path(sys.argv.pop(2)).resolve())

import unittest  # noqa: E402

from support.program import BAD, TESTDATA, Test  # noqa: E402


class Install(Test):
    def setUp(self):
        super().setUp()
        subprocess.run(["cmake", "--install", BUILD, "--prefix", self.folder], check=True, capture_output=True)
        self.files = sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def test_everything_is_there(self):
        for name in ["bin/aimet-validate", "share/man/man1/aimet-validate.1",
                     "share/bash-completion/completions/aimet-validate",
                     "share/zsh/vendor-completions/_aimet-validate",
                     "share/fish/vendor_completions.d/aimet-validate.fish",
                     "share/aimet-validate/config.schema.json", "share/aimet-validate/input-spec.schema.json",
                     "share/aimet-validate/report.schema.json"]:
            self.assertIn(name, self.files)

    def test_the_program_finds_its_library_after_the_prefix_has_moved(self):
        moved = self.folder / "moved"
        moved.mkdir()
        for name in ("bin", *(n for n in ("lib", "lib64") if (self.folder / n).is_dir())):
            (self.folder / name).rename(moved / name)
        result = subprocess.run([moved / "bin" / "aimet-validate", BAD, "--static", "--no-config"], cwd=TESTDATA,
                                capture_output=True, text=True, timeout=300)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("Ops with missing modules: ['linear_8']", result.stdout)


if __name__ == "__main__":
    unittest.main()

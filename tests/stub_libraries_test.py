# SPDX-License-Identifier: Apache-2.0
"""LibTorch starts with empty libraries in place of those it does not use, unless the real ones may be needed."""

import pathlib
import shutil
import subprocess
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(2)).resolve()

from support.program import BAD, PROGRAM, TESTDATA, Test  # noqa: E402

FOLDER = BUILD / "lib" / "torch" / "stub-libraries"
NAMES = sorted(file.name for file in FOLDER.iterdir())
LIBRARY = BUILD / "lib" / "torch" / "libaimet_torch.so"


def loaded(*arguments, program=PROGRAM):
    """(the finished process, {name: path} of the libraries that the loader initialized)"""
    result = subprocess.run([program, BAD, "--static", "-q", "--no-config", *arguments], cwd=TESTDATA, timeout=300,
                            capture_output=True, text=True, env={"LD_DEBUG": "files", "PATH": "/usr/bin:/bin"})
    lines = [line for line in result.stderr.splitlines() if "calling init: " in line]
    files = [pathlib.Path(line.split("calling init: ")[1]) for line in lines]
    return result, {file.name: file for file in files}


class StubLibraries(Test):
    def own_installation(self, *names):
        """Copies the program and its library, with stub libraries of these names only. Returns the program's path."""
        (self.folder / "stub-libraries").mkdir()
        for name in names:
            subprocess.run(["g++", "-shared", "-nostdlib", f"-Wl,-soname,{name}", "-x", "c", "/dev/null", "-o",
                            self.folder / "stub-libraries" / name], check=True)
        shutil.copy(LIBRARY, self.folder)
        return shutil.copy(PROGRAM, self.folder)

    def assert_right_report(self, result):
        self.assertEqual(result.returncode, 1, result.stderr[-2000:])
        self.assertIn("Ops with missing modules: ['linear_8']", result.stdout)

    @unittest.skipUnless(NAMES, "this LibTorch uses something of every library that it names")
    def test_they_are_what_is_loaded(self):
        result, files = loaded()
        self.assert_right_report(result)
        for name in NAMES:
            self.assertEqual(files.get(name, FOLDER / name).resolve(), FOLDER / name)

    @unittest.skipUnless(NAMES, "this LibTorch uses something of every library that it names")
    def test_they_bring_no_library_and_the_same_report(self):
        result, files = loaded()
        with_all, all_files = loaded(program=self.own_installation())
        self.assertLessEqual(len(files), len(all_files))
        self.assertEqual(result.stdout, with_all.stdout)

    def test_an_op_library_comes_with_all_of_libtorch(self):
        library = next(pathlib.Path("/lib").glob("*/libm.so.6"))
        result, files = loaded("--op-library", library)
        self.assert_right_report(result)
        for name in NAMES:
            self.assertNotEqual(files.get(name, pathlib.Path()).parent, FOLDER)

    def test_a_library_that_is_used_after_all_is_the_real_one(self):
        """As after an upgrade to a LibTorch that uses a library which the LibTorch of the build did not use."""
        result, files = loaded(program=self.own_installation(*c10_sonames()))
        self.assert_right_report(result)
        for name in c10_sonames():
            self.assertNotEqual(files[name].parent, self.folder / "stub-libraries")

    def test_what_is_no_library_does_not_count(self):
        program = self.own_installation()
        (self.folder / "stub-libraries" / "notes.txt").write_text("not a library")
        self.assert_right_report(loaded(program=program)[0])


def c10_sonames():
    listing = subprocess.run(["ldd", LIBRARY], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in listing.splitlines() if line.split()[0].startswith("libc10.so")]


if __name__ == "__main__":
    unittest.main()

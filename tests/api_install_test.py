# SPDX-License-Identifier: Apache-2.0
"""Builds the example program of the C++ API against a prefix that cmake --install filled, and runs it."""

import pathlib
import subprocess
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(2)).resolve()

from support.program import BAD, GOOD, SOURCE, TESTDATA, Test  # noqa: E402


class Example(Test):
    def setUp(self):
        super().setUp()
        self.prefix = self.folder / "prefix"
        self.quietly("cmake", "--install", BUILD, "--prefix", self.prefix)

    def quietly(self, *command):
        result = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout + result.stderr

    def build(self, source, *settings):
        self.quietly("cmake", "-S", source, "-B", self.folder / "build", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                     "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror", *settings)
        self.quietly("cmake", "--build", self.folder / "build")

    def gate(self, *arguments):
        return subprocess.run([self.folder / "build" / "gate", *arguments], cwd=TESTDATA, capture_output=True, text=True)

    def test_the_example_judges_models_with_the_installed_program(self):
        # A copy elsewhere, so that the build cannot use the source tree.
        example = self.folder / "example"
        example.mkdir()
        for file in (SOURCE / "tests" / "example").iterdir():
            (example / file.name).write_bytes(file.read_bytes())
        self.build(example)

        good = self.gate(GOOD, "1,3,8,8")
        self.assertEqual((good.returncode, good.stderr), (0, ""))
        self.assertEqual(good.stdout.splitlines()[-1], f"{GOOD}: traced, executed, passed")
        bad = self.gate(BAD)
        self.assertEqual(bad.returncode, 1)
        self.assertIn("missing-module: the op linear", bad.stdout)
        self.assertRegex(bad.stdout, r"\n  testdata/models\.py:\d+\n")
        self.assertIn(f"{BAD}: traced, not executed, failed", bad.stdout)
        lost = self.gate("refused/lfs_pointer.pt")
        self.assertEqual(lost.returncode, 2)
        self.assertIn("git lfs pull", lost.stdout)
        wrong = self.gate(GOOD, "1,x")
        self.assertEqual((wrong.returncode, wrong.stdout), (2, ""))
        self.assertRegex(wrong.stderr, r"^gate: .*1,x.*\n$")

    def test_another_minor_version_is_not_taken(self):
        (self.folder / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.16)\nproject(p LANGUAGES CXX)\nfind_package(aimet_validate 0.99 REQUIRED)\n")
        result = subprocess.run(["cmake", "-S", self.folder, "-B", self.folder / "build",
                                 f"-DCMAKE_PREFIX_PATH={self.prefix}"], capture_output=True, text=True)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("0.99", result.stderr)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""Builds the example check library against a prefix that cmake --install filled, and runs it with --check-library."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(2)).resolve()

from support.program import GOOD, SOURCE, TESTDATA, Test, run  # noqa: E402

MODEL = "small_resnet.scripted.pt"


class CheckLibrary(Test):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.prefix = pathlib.Path(cls.scratch.name) / "prefix"
        cls.example = pathlib.Path(cls.scratch.name) / "example"
        shutil.copytree(SOURCE / "tests" / "check_library", cls.example)  # the build cannot use the source tree
        cls.quietly("cmake", "--install", BUILD, "--prefix", cls.prefix)
        cls.quietly("cmake", "-S", cls.example, "-B", cls.example / "build", f"-DCMAKE_PREFIX_PATH={cls.prefix}",
                    "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror")
        cls.quietly("cmake", "--build", cls.example / "build")
        cls.library = str(cls.example / "build" / "libour_checks.so")

    @classmethod
    def quietly(cls, *command):
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            raise AssertionError(result.stdout + result.stderr)

    def installed(self, *arguments):
        return subprocess.run([self.prefix / "bin" / "aimet-validate", "--no-config", *arguments], cwd=TESTDATA,
                              capture_output=True, text=True, timeout=300)

    def checks(self, *arguments):
        result = self.installed(MODEL, "--static", "--format", "json", "--check-library", self.library, *arguments)
        return result, {check["id"]: check for check in json.loads(result.stdout)["models"][0]["checks"]}

    def test_its_checks_run_like_ours_and_one_that_throws_is_its_own_error(self):
        result, checks = self.checks("--check", "wide-*")
        self.assertEqual(result.returncode, 0, result.stderr)  # there are only warnings
        self.assertEqual(list(checks), ["wide-kernel"])
        result, checks = self.checks()
        self.assertEqual(result.returncode, 2)
        self.assertEqual(checks["broken-check"]["status"], "error")
        self.assertIn(f"a defect of {self.library}: no module", checks["broken-check"]["reason"])
        self.assertEqual(checks["missing-module"]["status"], "failed")

    def test_it_finds_with_lines_and_obeys_excludes_and_severities(self):
        config = self.folder / "config.json"
        config.write_text(json.dumps({"checks": {"wide-kernel": "error"}}))
        arguments = [MODEL, "--static", "--check", "wide-kernel", "--check-library", self.library, "--format", "json"]
        wide = run(*arguments, "--config", str(config))
        [check] = json.loads(wide.stdout)["models"][0]["checks"]
        found = {finding["module"]: finding for finding in check["findings"]}
        self.assertEqual(check["severity"], "error")
        for finding in found.values():
            self.assertRegex(finding["message"], r"kernel of [4-9] by [4-9]")
            self.assertTrue(finding["sources"], finding)
        self.assertTrue(found, "small_resnet begins with a wide kernel")
        excluded = run(*arguments, "--config", str(config), *[f"--exclude-module={name}" for name in found])
        self.assertEqual(json.loads(excluded.stdout)["models"][0]["checks"][0]["findings"], [])

    def test_it_is_listed_and_explained(self):
        self.assertIn("wide-kernel  ", self.installed("--list-checks", "--check-library", self.library).stdout)
        self.assertIn("wider than our accelerator", self.installed("--explain", "wide-kernel", "--check-library", self.library).stdout)

    def test_what_is_no_such_library_is_refused_with_the_reason(self):
        text = self.folder / "text.so"
        text.write_text("no library")
        for path, says in [(str(text), "cannot be opened"), ("/no/such.so", "cannot be opened"),
                           (self.other("int x;\n"), "AIMET_CHECK_LIBRARY(...) is missing")]:
            self.refuses(GOOD, "--static", "--check-library", path, says=["--check-library", says])

    def test_another_version_of_the_headers_is_refused_before_anything_of_it_is_used(self):
        path = self.other('struct Library { const char* interface; void* checks; };\n'
                          'extern "C" { extern const Library aimet_check_library; }\n'
                          'const Library aimet_check_library = {"0.0.9 of long ago", nullptr};\n')
        self.refuses(GOOD, "--static", "--check-library", path, says=["0.0.9 of long ago", "build it again"])

    def test_an_id_that_is_taken_is_refused(self):
        source = (self.example / "our_checks.cpp").read_text().replace('"wide-kernel"', '"missing-module"')
        self.refuses(GOOD, "--static", "--check-library", self.other(source, against_prefix=True),
                     says="there is a check missing-module already")

    def other(self, text, against_prefix=False):
        source, library = self.folder / "other.cpp", self.folder / "other.so"
        source.write_text(text)
        include = [f"-I{self.prefix}/include/aimet_validate/checks"] if against_prefix else []
        archives = [f"{next(self.prefix.rglob(name))}" for name in ("libaimet_validate_checks.a", "libaimet_validate_facts.a")] if against_prefix else []
        self.quietly("c++", "-std=c++17", "-shared", "-fPIC", source, *include, *archives, "-o", library)
        return str(library)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""scripts/check_kits.py reports each missing part of a check's kit."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRIPT = pathlib.Path(__file__).resolve().parent.parent / "scripts" / "check_kits.py"
HEADINGS = ["What it does", "Why it matters", "Known limits", "Example", "Fix"]
WHOLE = {
    "checks/CMakeLists.txt": "add_library(aimet_checks some_rule.cpp)\n",
    "tests/cmake/checks.cmake": "target_sources(checks_test PRIVATE some_rule_test.cpp)\n",
    "README.md": "| `some-rule` | error | a summary |\n",
    "checks/list.cpp": '#include "checks/some_rule.hpp"\n      {"some-rule", "a summary", Severity::error, Needs::nothing, some_rule},\n',
    "checks/README.md": "# The checks\n\n## some-rule\n\n" + "".join(f"### {h}\nText.\n\n" for h in HEADINGS),
    "checks/some_rule.cpp": "",
    "tests/some_rule_test.cpp": "",
}


def run_on(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True)


class Kits(unittest.TestCase):
    def test_a_whole_kit_passes(self):
        run = run_on(WHOLE)
        self.assertEqual((run.returncode, run.stdout), (0, "Every check has its kit.\n"))

    def test_each_missing_file_is_named(self):
        for file in ("checks/some_rule.cpp", "tests/some_rule_test.cpp"):
            run = run_on({name: text for name, text in WHOLE.items() if name != file})
            self.assertEqual((run.returncode, run.stdout), (1, f"some-rule: {file} is missing\n"))

    def test_what_is_not_built_included_or_listed_is_named(self):
        for file, complaint in [
            ("checks/CMakeLists.txt", "some-rule: no list of CMake builds checks/some_rule.cpp\n"),
            ("tests/cmake/checks.cmake", "some-rule: no list of CMake builds tests/some_rule_test.cpp\n"),
            ("README.md", "some-rule: the table of README.md has no line for it, checks/list.cpp error\n"),
        ]:
            run = run_on({**WHOLE, file: ""})
            self.assertEqual((run.returncode, run.stdout), (1, complaint))
        row = WHOLE["checks/list.cpp"].split("\n", 1)[1]
        run = run_on({**WHOLE, "checks/list.cpp": row})
        self.assertEqual(run.stdout, "some-rule: checks/list.cpp does not include checks/some_rule.hpp\n")
        run = run_on({**WHOLE, "README.md": WHOLE["README.md"].replace("error", "note")})
        self.assertEqual(run.stdout, "some-rule: the table of README.md has note, checks/list.cpp error\n")

    def test_the_script_for_a_new_check_writes_a_whole_kit_but_for_its_words(self):
        lists = ("checks/list.cpp", "checks/README.md", "checks/CMakeLists.txt", "tests/cmake/checks.cmake", "README.md")
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for file in lists:
                (root / file).parent.mkdir(parents=True, exist_ok=True)
                (root / file).write_text((ROOT / file).read_text())
            for id in ("zz-last", "aa-first", "mm-middle"):
                new = [sys.executable, ROOT / "scripts" / "new_check.py", id, "a summary", "--root", root]
                self.assertEqual(subprocess.run(new, capture_output=True).returncode, 0)
                again = subprocess.run(new, capture_output=True, text=True)
                self.assertIn(f"there is a check {id} already", again.stderr)
            found = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True).stdout
        lines = [line for line in found.splitlines() if line.startswith(("zz-last", "aa-first", "mm-middle"))]
        self.assertTrue(lines)
        for line in lines:
            self.assertTrue(line.endswith("says TODO") or line.endswith("in checks/README.md is empty"), line)
        self.assertNotIn("not sorted", found)

    def test_missing_empty_and_superfluous_documentation_is_named(self):
        readme = WHOLE["checks/README.md"]
        for text, complaint in [
            ("# The checks\n", "some-rule: checks/README.md has no section '## some-rule'"),
            (readme.replace("### Fix\nText.\n", ""), "some-rule: its section in checks/README.md must have the headings"),
            (readme.replace("### Example\nText.\n", "### Example\n"), "some-rule: 'Example' in checks/README.md is empty"),
            (readme + "## other-rule\n", "other-rule: checks/README.md describes it, and checks/list.cpp has no such row"),
        ]:
            run = run_on({**WHOLE, "checks/README.md": text})
            self.assertEqual(run.returncode, 1)
            self.assertIn(complaint, run.stdout)

    def test_unsorted_rows_are_named(self):
        rows = '  {"some-rule", "", Severity::error},\n  {"other-rule", "", Severity::error},\n'
        self.assertIn("the rows are not sorted by id", run_on({**WHOLE, "checks/list.cpp": rows}).stdout)


if __name__ == "__main__":
    unittest.main()

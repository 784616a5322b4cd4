"""The kit rule names each part that a check lacks."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent.parent / "scripts" / "check_kits.py"
HEADINGS = ["What it does", "Why it matters", "Known limits", "Example", "Fix"]
WHOLE = {
    "checks/list.cpp": '      {"some-rule", "a summary", Severity::error, Needs::nothing, some_rule},\n',
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
        rows = '  {"some-rule", "", a, b, c},\n  {"other-rule", "", a, b, c},\n'
        self.assertIn("the rows are not sorted by id", run_on({**WHOLE, "checks/list.cpp": rows}).stdout)


if __name__ == "__main__":
    unittest.main()

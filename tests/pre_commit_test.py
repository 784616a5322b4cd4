# SPDX-License-Identifier: Apache-2.0
"""The pre-commit hook, run by pre-commit on git repositories; and the README's shell script and GitHub workflow."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from support.program import BAD, GOOD, PROGRAM, SOURCE, TESTDATA, Test

GIT = ["git", "-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]


class InRepository(Test):
    def setUp(self):
        super().setUp()
        self.work = self.folder / "work"
        self.work.mkdir()
        self.environment = {**os.environ, "HOME": str(self.folder), "PRE_COMMIT_HOME": str(self.folder / "cache"),
                            "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_COLOR": "never",
                            "PATH": os.pathsep.join([str(pathlib.Path(PROGRAM).parent), os.environ["PATH"]])}
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
            self.environment.pop(name, None)

    def command(self, *command, folder=None, check=True):
        result = subprocess.run(command, cwd=folder or self.work, env=self.environment, capture_output=True, text=True)
        if check:
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result

    def model(self, name, source):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TESTDATA / source, path)


@unittest.skipUnless(shutil.which("pre-commit") and shutil.which("git"), "pre-commit or git is not installed")
class Hook(InRepository):
    def setUp(self):
        super().setUp()
        # Makes a repository for the hook, because these sources may be an archive without a repository.
        hooks = self.folder / "hooks"
        hooks.mkdir()
        shutil.copyfile(SOURCE / ".pre-commit-hooks.yaml", hooks / ".pre-commit-hooks.yaml")
        self.revision = self.repository(hooks)
        self.hooks = hooks
        self.command("git", "init", "--quiet")

    def repository(self, folder):
        self.command("git", "init", "--quiet", folder=folder)
        self.command("git", "add", ".", folder=folder)
        self.command(*GIT, "commit", "--quiet", "--message", "hooks", folder=folder)
        return self.command("git", "rev-parse", "HEAD", folder=folder).stdout.strip()

    def install(self, arguments=""):
        (self.work / ".pre-commit-config.yaml").write_text(
            f"repos:\n  - repo: {self.hooks}\n    rev: {self.revision}\n    hooks:\n"
            f"      - id: aimet-validate\n{arguments}")
        self.command("pre-commit", "install")

    def commit(self):
        self.command("git", "add", "--all")
        result = self.command(*GIT, "commit", "--message", "models", check=False)
        return result.returncode, result.stdout + result.stderr

    def committed(self):
        return self.command("git", "rev-parse", "--verify", "--quiet", "HEAD", check=False).returncode == 0

    def test_a_good_model_is_committed(self):
        self.install("        args: [--static, --quiet, --]\n")
        self.model("models/with blank.pt", GOOD)
        self.model("-dash.pth", GOOD)
        status, said = self.commit()
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"aimet-validate\.+Passed")
        self.assertTrue(self.committed())

    def test_the_config_in_the_readme(self):
        text = re.search(r"```yaml\n(repos:.*?)```", (SOURCE / "README.md").read_text(), re.S)[1]
        text = re.sub(r"repo: \S+.*", f"repo: {self.hooks}", re.sub(r"rev: \S+", f"rev: {self.revision}", text))
        (self.work / ".pre-commit-config.yaml").write_text(text)
        self.command("pre-commit", "install")
        self.model("bad.pt", BAD)
        status, said = self.commit()
        self.assertEqual(status, 1, said)
        self.assertIn("=== bad.pt", said)

    def test_a_bad_model_stops_the_commit_and_says_why(self):
        self.install("        args: [--static, --quiet]\n")
        self.model("models/bad.pt", BAD)
        self.model("good.ptl", GOOD)
        status, said = self.commit()
        self.assertEqual(status, 1, said)
        self.assertRegex(said, r"aimet-validate\.+Failed")
        self.assertIn("- exit code: 1", said)
        self.assertIn("=== models/bad.pt", said)
        self.assertIn("missing-module", said)
        self.assertNotIn("=== good.ptl", said)
        self.assertFalse(self.committed())

    def test_a_pointer_of_git_lfs_says_what_to_run(self):
        self.install()
        self.model("model.pt", "refused/lfs_pointer.pt")
        _, said = self.commit()
        self.assertIn("- exit code: 2", said)
        self.assertIn("git lfs pull", said)

    def test_other_files_do_not_start_it(self):
        self.install()
        (self.work / "notes.pt.txt").write_text("no model\n")
        status, said = self.commit()
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"aimet-validate\.+\(no files to check\)Skipped")

    def test_a_name_that_begins_with_a_dash_is_a_file_without_arguments_too(self):
        self.install()
        self.model("-dash.pt", BAD)
        self.assertIn("=== -dash.pt", self.commit()[1])

    def test_arguments_and_a_config_hold(self):
        self.install("        args: [--static, --ignore, missing-module, --]\n")
        self.model("bad.pt", BAD)
        self.assertEqual(self.commit()[0], 0)
        (self.work / ".aimet-validate.json").write_text(json.dumps({"static": True, "exclude_modules": ["*"], "checks": {
            "missing-module": "off"}}))
        self.install()
        self.model("worse.pt", BAD)
        self.assertEqual(self.commit()[0], 0)

    def test_one_bad_model_among_many_is_found(self):
        self.install("        args: [--static, --quiet]\n")
        for i in range(40):
            self.model(f"models/{i:03d}.pt", GOOD)
        self.model("models/041.pt", BAD)
        _, said = self.commit()
        self.assertEqual(said.count("=== models/"), 1, said)
        self.assertIn("=== models/041.pt", said)


class Readme(InRepository):
    TEXT = (SOURCE / "README.md").read_text()

    def block(self, language, holds):
        [text] = [block for block in re.findall(rf"```{language}\n(.*?)```", self.TEXT, re.S) if holds in block]
        return text

    def test_the_shell_script_judges_every_model_and_tells_all_in_one_report(self):
        script = self.block("sh", "for model in")
        (self.work / "script.sh").write_text(script)
        self.model("models/a b.pt", GOOD)
        self.model("models/bad.pt", BAD)
        for shell in filter(shutil.which, ("sh", "bash", "zsh")):
            (self.work / "report.jsonl").unlink(missing_ok=True)
            result = self.command(shell, "script.sh", check=False)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn("models/bad.pt", result.stdout)
            self.assertIn("The following validator checks failed:", result.stdout)
            self.assertEqual(len((self.work / "report.jsonl").read_text().splitlines()), 2)

    def test_the_steps_of_the_github_workflow_run(self):
        steps = self.block("yaml", "upload-sarif")
        [command] = re.findall(r"- run: (.*)", steps)
        self.model("models/good.pt", GOOD)
        self.model("models/bad.pt", BAD)
        self.assertEqual(self.command("bash", "-e", "-c", command).returncode, 0)
        sarif = json.loads((self.work / "aimet.sarif").read_text())
        self.assertEqual(sarif["version"], "2.1.0")
        self.assertTrue(sarif["runs"][0]["results"])
        # For a file that cannot be validated, the step fails: there is no finding to upload.
        self.model("models/lost.pt", "refused/lfs_pointer.pt")
        self.assertNotEqual(self.command("bash", "-e", "-c", command, check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main()

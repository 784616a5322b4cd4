# SPDX-License-Identifier: Apache-2.0
"""MODEL... and --files-from: folders, links, and file names that are hard for shells and programs."""

import json
import os
import shutil
import subprocess
import unittest

from support.program import GOOD, PROGRAM, TESTDATA, Test, run


class Files(Test):
    def model(self, name):
        path = os.path.join(os.fsencode(self.folder), name if isinstance(name, bytes) else name.encode())
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copyfile(TESTDATA / GOOD, path)

    def paths(self, *arguments, status=0, **more):
        result = run(*arguments, "--static", "-q", "--format", "jsonl", folder=more.pop("folder", self.folder), **more)
        self.assertEqual(result.returncode, status, result.stderr + result.stdout)
        return [json.loads(line)["path"] for line in result.stdout.splitlines()]


class Folders(Files):
    def test_every_model_below_comes_in_the_order_of_bytes(self):
        for name in ("m/a/x.pt", "m/a.pt", "m/a-b.pth", "m/sub/deep/z.ptl", "m/B.pt", "m/.hidden.pt"):
            self.model(name)
        (self.folder / "m" / "notes.txt").write_text("no model")
        (self.folder / "m" / "folder.pt").mkdir()
        expected = ["m/.hidden.pt", "m/B.pt", "m/a-b.pth", "m/a.pt", "m/a/x.pt", "m/sub/deep/z.ptl"]
        self.assertEqual(self.paths("m"), expected)
        self.assertEqual(self.paths("m/"), expected)

    def test_links_are_followed_once_and_loops_end(self):
        self.model("m/sub/a.pt")
        self.model("elsewhere/b.pt")
        os.symlink("..", self.folder / "m" / "sub" / "up")
        os.symlink("../elsewhere", self.folder / "m" / "linked")
        os.symlink("sub/a.pt", self.folder / "m" / "file.pt")
        self.assertEqual(self.paths("m"), ["m/file.pt", "m/linked/b.pt", "m/sub/a.pt"])

    def test_a_dangling_link_is_an_error_of_that_file(self):
        self.model("m/a.pt")
        os.symlink("nowhere.pt", self.folder / "m" / "gone.pt")
        self.assertEqual(self.paths("m", status=2), ["m/a.pt", "m/gone.pt"])

    def test_pipes_in_a_folder_are_passed_over(self):
        self.model("m/a.pt")
        os.mkfifo(self.folder / "m" / "pipe.pt")
        self.assertEqual(self.paths("m"), ["m/a.pt"])

    def test_a_folder_without_models_is_an_error_in_its_place(self):
        self.model("a.pt")
        (self.folder / "empty" / "below").mkdir(parents=True)
        result = run("empty", "a.pt", "--static", "--format", "json", folder=self.folder)
        self.assertEqual(result.returncode, 2)
        models = json.loads(result.stdout)["models"]
        self.assertEqual([(m["path"], m["status"]) for m in models], [("empty", "error"), ("a.pt", "passed")])
        self.assertEqual(models[0]["error"]["kind"], "not-found")

    @unittest.skipIf(os.geteuid() == 0 and not shutil.which("setpriv"), "root reads every folder")
    def test_an_unreadable_folder_is_an_error_and_the_others_are_read(self):
        self.model("m/b.pt")
        (self.folder / "m" / "a").mkdir()
        (self.folder / "m" / "a").chmod(0)
        self.folder.chmod(0o755)
        command = [PROGRAM, "m", "--static", "-q", "--format", "jsonl", "--no-config"]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=300)
        (self.folder / "m" / "a").chmod(0o755)
        models = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual([(m["path"], m["status"]) for m in models], [("m/a", "error"), ("m/b.pt", "passed")], result.stderr)
        self.assertEqual(models[0]["error"]["kind"], "unreadable")
        self.assertEqual(result.returncode, 2)


class Names(Files):
    def test_blanks_newlines_dashes_brackets_and_bytes_that_are_no_text(self):
        names = ["with blank.pt", "new\nline.pt", "-dash.pt", "-", "--static", "[x]/a.pt", "--"]
        for name in names:
            self.model(name)
        self.model(b"not\xffutf8.pt")
        result = run("--static", "-q", "--format", "jsonl", "--", *names, b"not\xffutf8.pt", folder=self.folder)
        shown = [json.loads(line)["path"] for line in result.stdout.splitlines()]
        self.assertEqual(shown, names + ["not\\xffutf8.pt"])
        self.assertEqual(result.returncode, 0)

    def test_a_folder_in_brackets_is_one_folder(self):
        self.model("[a,b]/m.pt")
        self.assertEqual(self.paths("[a,b]"), ["[a,b]/m.pt"])

    def test_a_lone_dash_before_the_double_dash_is_refused(self):
        self.refuses("-", says=["standard input", "./-"])

    def test_find_and_xargs(self):
        for name in ("a b.pt", "c\nd.pt"):
            self.model(name)
        result = subprocess.run(
            ["sh", "-c", f'find . -name "*.pt" -print0 | sort -z | xargs -0 "{PROGRAM}" --static -q --format jsonl --'],
            cwd=self.folder, capture_output=True, text=True, timeout=300)
        self.assertEqual([json.loads(line)["path"] for line in result.stdout.splitlines()], ["./a b.pt", "./c\nd.pt"])

    def test_names_do_not_reach_a_terminal_unescaped(self):
        self.model("\x1b[31mred.pt")
        result = run(".", "--static", folder=self.folder)
        self.assertIn("\\x1b[31mred.pt", result.stdout)
        self.assertNotIn("\x1b", result.stdout + result.stderr)


class Lists(Files):
    def test_newlines_separate_and_blank_lines_and_carriage_returns_do_not_matter(self):
        for name in ("a.pt", "with blank.pt", "m/c.pt"):
            self.model(name)
        (self.folder / "list").write_text("a.pt\n\nwith blank.pt\r\nm")
        self.assertEqual(self.paths("--files-from", "list"), ["a.pt", "with blank.pt", "m/c.pt"])

    def test_one_nul_makes_nul_the_separator(self):
        self.model("new\nline.pt")
        self.model("a.pt")
        self.assertEqual(self.paths("--files-from", "-", input="new\nline.pt\0a.pt"), ["new\nline.pt", "a.pt"])

    def test_a_list_adds_to_the_arguments(self):
        self.model("a.pt")
        self.model("b.pt")
        self.assertEqual(self.paths("b.pt", "--files-from", "-", input="a.pt\n"), ["b.pt", "a.pt"])

    def test_a_list_that_names_nothing_or_is_not_there_is_refused(self):
        self.refuses("--files-from", "-", input="\n", says="names no file")
        self.refuses("--files-from", "nope", says=["nope", "No such file"])


if __name__ == "__main__":
    unittest.main()

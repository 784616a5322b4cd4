# SPDX-License-Identifier: Apache-2.0
"""Command lines in several shells: shapes need no quotes, and every file name reaches the program."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from support.program import GOOD, PROGRAM, TESTDATA, Test

SHELLS = {"bash": ["bash", "--norc", "-c"], "dash": ["dash", "-c"], "zsh": ["zsh", "-f", "-c"],
          "fish": ["fish", "--no-config", "-c"]}
# .pt2 files, for which the program does not load LibTorch: only their names matter, and each shell gets all of them.
NAMES = [b"a b.pt2", b"new\nline.pt2", b"-dash.pt2", b"--static.pt2", b"$HOME.pt2", b"quote'\".pt2", b"star*[x].pt2",
         b"no\xfftext.pt2", b"-.pt2"]
EXPORTED = TESTDATA / "exported" / "tied.strict.2.14.pt2"


class Shells(Test):
    def shells(self):
        """The installed shells, with their commands."""
        return {name: command for name, command in SHELLS.items() if shutil.which(name)}.items()

    def type(self, command, text, **more):
        environment = {**os.environ, "PATH": os.pathsep.join([str(pathlib.Path(PROGRAM).parent), os.environ["PATH"]]),
                       "HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        return subprocess.run([*command, text], cwd=more.pop("folder", self.folder), env=environment, capture_output=True,
                              timeout=300, **more)

    def models(self, names):
        for name in names:
            model = EXPORTED if name.endswith(b".pt2") else TESTDATA / GOOD
            shutil.copyfile(model, os.path.join(os.fsencode(self.folder), name))

    def shown(self, output):
        return sorted(json.loads(line)["path"] for line in output.splitlines())

    def expected(self, names):
        return sorted(name.decode("utf-8", "replace").replace("\ufffd", "\\xff") for name in names)


class Shapes(Shells):
    def test_every_form_of_a_shape_comes_through_unquoted(self):
        shapes = ["1,3,224,224", "image=1,3,320,320", "scale=1:float32", "1,8:int64", "scalar", "mask=scalar:bool"]
        # Files that a glob of the shell could match.
        for name in ("1", "image=1", "scalar"):
            (self.folder / name).touch()
        for shell, command in self.shells():
            text = "aimet-validate --no-config --print-config net.pt " + " ".join(f"--input-shape {s}" for s in shapes)
            result = self.type(command, text)
            self.assertEqual(result.returncode, 0, result.stderr)
            [settings] = json.loads(result.stdout)
            self.assertEqual(settings["settings"]["inputs"]["value"]["input_shape"], shapes)

    def test_a_model_is_run_with_a_shape_that_was_typed(self):
        for shell, command in self.shells():
            result = self.type(command, f"aimet-validate {GOOD} --input-shape 1,3,8,8 --no-config --format jsonl -q",
                               folder=TESTDATA)
            self.assertEqual((result.returncode, json.loads(result.stdout)["mode"]), (0, "observed"), result.stderr)


class Names(Shells):
    FLAGS = "--no-config -q --format jsonl"

    def check(self, text, only=SHELLS, names=NAMES):
        self.models(names)
        for shell, command in self.shells():
            if shell not in only:
                continue
            with self.subTest(shell=shell):
                result = self.type(command, text)
                self.assertEqual((result.returncode, result.stderr), (0, b""))
                self.assertEqual(self.shown(result.stdout), self.expected(names))

    def test_a_glob_after_the_double_dash(self):
        self.check(f"aimet-validate {self.FLAGS} -- *.pt2")

    def test_a_glob_of_files_that_libtorch_loads(self):
        self.check(f"aimet-validate --static {self.FLAGS} -- *.pt", only=("bash",), names=[name[:-1] for name in NAMES])

    def test_find_and_xargs(self):
        self.check(f"find . -name '*.pt2' -printf '%P\\0' | xargs -0 aimet-validate {self.FLAGS} --")

    def test_find_and_a_list_on_standard_input(self):
        self.check(f"find . -name '*.pt2' -printf '%P\\0' | aimet-validate {self.FLAGS} --files-from -")

    def test_a_loop_over_a_glob(self):
        self.check(f'for file in *.pt2; do aimet-validate {self.FLAGS} -- "$file" || exit; done', only=("bash", "dash", "zsh"), names=NAMES[:3])
        self.check(f"for file in *.pt2; aimet-validate {self.FLAGS} -- $file; or exit; end", only=("fish",), names=NAMES[:3])

    def test_the_file_called_dash(self):
        shutil.copyfile(TESTDATA / GOOD, self.folder / "-")
        for shell, command in self.shells():
            result = self.type(command, f"aimet-validate {self.FLAGS} -- -")
            self.assertEqual(self.shown(result.stdout), ["-"], result.stderr)


if __name__ == "__main__":
    unittest.main()

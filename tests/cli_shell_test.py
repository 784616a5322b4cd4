# SPDX-License-Identifier: Apache-2.0
"""The man page and the completions, as read by the programs that use them."""

import pathlib
import shutil
import subprocess
import sys
import unittest

GENERATOR = str(pathlib.Path(sys.argv.pop(2)).resolve())

from support.program import Test, run  # noqa: E402


def generated(what):
    return subprocess.run([GENERATOR, what], capture_output=True, text=True, check=True).stdout


def flags():
    return [line.split()[0].rstrip(",") for line in run("--help").stdout.splitlines() if line.startswith("  -")]


class ManPage(Test):
    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_groff_has_nothing_to_say_and_every_flag_is_there(self):
        page = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-P-cbou", "-rLL=100n"], input=generated("man"),
                              capture_output=True, text=True)
        self.assertEqual((page.returncode, page.stderr), (0, ""))
        for flag in flags():
            self.assertIn(flag, page.stdout)
        for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "FILES", "EXAMPLES"):
            self.assertRegex(page.stdout, rf"(?m)^{section}$")
        self.assertIn("--exclude-module 'head.*'", page.stdout)

    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_mandoc_finds_no_fault(self):
        lint = subprocess.run(["mandoc", "-Tlint", "-Wwarning"], input=generated("man"), capture_output=True, text=True)
        # The page has no date, so that equal sources give equal pages.
        self.assertEqual([line for line in lint.stdout.splitlines() if "missing date" not in line], [])


class Bash(Test):
    def complete(self, *words):
        (self.folder / "net.pt").touch()
        (self.folder / "notes.txt").touch()
        (self.folder / "a b.ptl").touch()
        (self.folder / "models").mkdir(exist_ok=True)
        (self.folder / "completion").write_text(generated("bash"))
        script = ('compopt() { :; }; . ./completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _aimet_validate; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        result = subprocess.run(["bash", "-uc", script, "bash", "aimet-validate", *words], cwd=self.folder,
                                capture_output=True, text=True)
        self.assertEqual(result.stderr, "")
        return sorted(result.stdout.split("\n")[:-1])

    def test_flags(self):
        self.assertEqual(self.complete("--inp"), ["--input-shape", "--input-spec"])
        self.assertTrue(set(flags()) <= set(self.complete("-")))

    def test_values(self):
        self.assertEqual(self.complete("--format", "js"), ["json", "jsonl"])
        self.assertEqual(self.complete("--format", "="), self.complete("--format", ""))
        self.assertEqual(self.complete("--format", "=", "js"), ["json", "jsonl"])
        self.assertIn("reused-module", self.complete("--explain", "reus"))
        self.assertEqual(self.complete("--opset", ""), [""])

    def test_models_and_files(self):
        self.assertEqual(self.complete(""), ["a b.ptl", "models", "net.pt"])
        self.assertIn("notes.txt", self.complete("--output", ""))


class OtherShells(Test):
    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_its_completion_and_knows_the_flags(self):
        (self.folder / "_aimet-validate").write_text(generated("zsh"))
        self.assertEqual(subprocess.run(["zsh", "-n", "_aimet-validate"], cwd=self.folder).returncode, 0)
        # Runs zsh in its own terminal, because completion needs the line editor.
        script = f"""
            zmodload zsh/zpty; zpty z zsh -f -i
            zpty -w z 'PS1=; fpath=({self.folder} $fpath); autoload -Uz compinit; compinit -u -D; echo READY-$((1+1))'
            zpty -r z text '*READY-2*'
            zpty -w -n z $'aimet-validate --format js\\t\\t'; zpty -r z text '*jsonl*' && print -r -- $text
            zpty -d z"""
        result = subprocess.run(["zsh", "-fc", script], cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertIn("jsonl", result.stdout, result.stderr)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes_flags_and_values(self):
        (self.folder / "completion.fish").write_text(generated("fish"))
        def complete(line):
            result = subprocess.run(["fish", "--no-config", "-c", f"source completion.fish; complete -C '{line}'"],
                                    cwd=self.folder, capture_output=True, text=True)
            self.assertEqual(result.stderr, "")
            return [row.split("\t")[0] for row in result.stdout.splitlines()]

        self.assertEqual(complete("aimet-validate --format js"), ["json", "jsonl"])
        self.assertIn("--input-shape", complete("aimet-validate --inp"))


if __name__ == "__main__":
    unittest.main()

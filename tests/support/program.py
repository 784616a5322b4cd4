"""Runs the program whose path is the first argument of the test, as a user would."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
SOURCE = pathlib.Path(__file__).resolve().parents[2]
TESTDATA = SOURCE / "testdata"

GOOD = "functional_linear_repaired.traced.pt"
BAD = "functional_linear.traced.pt"


def run(*arguments, folder=TESTDATA, text=True, environment=None, **more):
    """The finished process; a config above the folder must not change what is tested."""
    env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    env.update(environment or {})
    command = [PROGRAM, *arguments]
    if text:
        more.update(encoding="utf-8", errors="surrogateescape")
    return subprocess.run(command, cwd=folder, env=env, stdout=more.pop("stdout", subprocess.PIPE),
                          stderr=subprocess.PIPE, timeout=300, **more)


class Test(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name).resolve()

    def refuses(self, *arguments, says, **more):
        """A usage error: status 2, nothing on stdout, one line that names the program and says what is wrong."""
        result = run(*arguments, **more)
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        self.assertTrue(result.stderr.startswith("aimet-validate: "), result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        for part in [says] if isinstance(says, str) else says:
            self.assertIn(part, result.stderr)

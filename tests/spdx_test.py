# SPDX-License-Identifier: Apache-2.0
"""The script that puts the SPDX line at the head of a file."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent.parent / "scripts" / "spdx.py"
LINE = "SPDX-License-Identifier: Apache-2.0\n"
BEFORE = {
    "lib/a.hpp": "#pragma once\n",
    "lib/b.cpp": "// What b does.\nint b;\n",
    "scripts/c.sh": "#!/bin/bash\n# What c does.\n",
    "tests/d_test.py": '"""What d does."""\n',
    "tests/CMakeLists.txt": "",
}
AFTER = {
    "lib/a.hpp": f"// {LINE}#pragma once\n",
    "lib/b.cpp": f"// {LINE}\n// What b does.\nint b;\n",
    "scripts/c.sh": f"#!/bin/bash\n# {LINE}# What c does.\n",
    "tests/d_test.py": f'# {LINE}"""What d does."""\n',
    "tests/CMakeLists.txt": f"# {LINE}",
}
LEFT_ALONE = {"testdata/models.py": "import torch\n", "build/x.cpp": "int x;\n", "README.md": "# Title\n"}


class Spdx(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        for name, text in {**BEFORE, **LEFT_ALONE}.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text)

    def run_script(self, *flags):
        return subprocess.run([sys.executable, SCRIPT, *flags, self.root], capture_output=True, text=True)

    def texts(self):
        return {name: (self.root / name).read_text() for name in {**BEFORE, **LEFT_ALONE}}

    def test_check_names_each_file_that_lacks_the_line_and_writes_nothing(self):
        run = self.run_script("--check")
        self.assertEqual(run.returncode, 1)
        self.assertEqual([line.split(":")[0] for line in run.stdout.splitlines()], sorted(BEFORE))
        self.assertEqual(self.texts(), {**BEFORE, **LEFT_ALONE})

    def test_each_file_gets_the_line_once_after_what_the_system_reads_first(self):
        for _ in range(2):
            run = self.run_script()
            self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))
            self.assertEqual(self.texts(), {**AFTER, **LEFT_ALONE})
        self.assertEqual(self.run_script("--check").returncode, 0)


if __name__ == "__main__":
    unittest.main()

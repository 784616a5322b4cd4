# SPDX-License-Identifier: Apache-2.0
"""Edits of the Python that torch.export files were made from: cli_exported_edits_test.py PROGRAM."""

import json
import unittest

from support.program import TESTDATA, Test, run


class Edits(Test):
    """The program refers to /root/pt2/extra.py:145. SOURCE_TEXT has the same class with its forward on that line."""

    SOURCE_TEXT = "import torch\nfrom torch import nn\n" + "\n" * 134 + (
        "class ReusedRelu(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)\n        self.r = nn.ReLU(inplace=True)\n\n\n\n"
        "    def forward(self, x): return self.r(self.b(self.r(self.a(x)) + x))\n")

    def setUp(self):
        super().setUp()
        self.net = self.folder / "extra.py"
        self.net.write_text(self.SOURCE_TEXT)
        self.assertIn("def forward", self.SOURCE_TEXT.splitlines()[144])

    def validate(self, *flags):
        return run(str(TESTDATA / "exported" / "reused_relu.strict.2.6.pt2"), "--path-map", f"/root/pt2={self.folder}", "-q",
                   "--check", "reused-module", "--check", "missing-module", *flags, folder=self.folder)

    def test_the_diff_is_of_the_users_file(self):
        diff = json.loads(self.validate("--suggest", "diff", "--format", "json").stdout)["diff"]
        self.assertIn("--- extra.py", diff)
        self.assertIn("+    def forward(self, x): return self.r_2(self.b(self.add(self.r(self.a(x)), x)))", diff)

    def test_fix_writes_it_and_says_to_export_again(self):
        result = self.validate("--fix")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("fixed: extra.py", result.stdout)
        self.assertNotIn("torch.jit", result.stdout)  # the program was exported by torch.export
        text = self.net.read_text()
        compile(text, "extra.py", "exec")
        self.assertIn("        self.r_2 = nn.ReLU(inplace=True)\n", text)
        self.assertIn("        self.add = custom.Add()\n", text)

    def test_a_line_that_does_not_hold_the_op_is_left_alone(self):
        # In a program of a non-strict export, an op in a helper has the line of the helper's call.
        self.net.write_text(self.SOURCE_TEXT.replace("self.a(x)) + x))", "helped(x, self)))"))
        result = self.validate("--fix")
        self.assertIn("has changed since the model was exported", result.stdout)
        self.assertNotIn("custom", self.net.read_text())

    def test_arithmetic_on_sizes_that_a_quoted_line_shows_is_edited(self):
        # /tmp/st/me.py:144 is the second line of forward. make_exported.py exported this class.
        source = (TESTDATA / "make_exported.py").read_text()
        text = source[source.index("class QuotedLines"):source.index("ROWS = ")].rstrip() + "\n"
        before = text[:text.index("y = y.view")].count("\n")
        net = self.folder / "me.py"
        for flags, pinned in (([], False), (["--unsafe-fixes"], True)):
            net.write_text("import torch\nfrom torch import nn\n" + "\n" * (144 - 3 - before) + text)
            result = run(str(TESTDATA / "exported" / "quoted_lines.nonstrict.2.14.pt2"), "--path-map", f"/tmp/st={self.folder}",
                         "-q", "--check", "missing-module", "--fix", *flags, folder=self.folder)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn("y.view(b, n, self.heads, -1)", net.read_text())  # was c // self.heads
            self.assertEqual(": int(n) * 4 - 2" in net.read_text(), pinned, net.read_text())


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""Large weights are mapped from the file. Runs must read them correctly in any order of records, and never write."""

import struct
import sys
import unittest
import zipfile

sys.dont_write_bytecode = True

from support.program import Test, run  # noqa: E402

ALIGNMENT = 64  # of a record's bytes in the file, as PyTorch writes them


# The ReLU is called twice only if the sum of the second weight exceeds that of the first.
SOURCE = """
import torch

class Compares(torch.nn.Module):
    def __init__(self, write: bool):
        super().__init__()
        self.less = torch.nn.Parameter(torch.zeros(160, 160))
        self.more = torch.nn.Parameter(torch.ones(160, 160))
        self.relu = torch.nn.ReLU()
        self.write = write

    def forward(self, x):
        if self.write:
            self.less.add_(0.5)
        if bool(self.more.sum() > self.less.sum()):
            x = self.relu(x)
        return self.relu(x)
"""


def rewritten(path, out, order, aligned=True):
    """Writes the archive with its records uncompressed and in another order, at multiples of 64 bytes if `aligned`."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in order(old.namelist()):
            info = zipfile.ZipInfo(name)
            at = new.fp.tell() + 30 + len(name.encode()) + 4
            padding = -at % ALIGNMENT + (0 if aligned else 1)
            info.extra = struct.pack("<HH", 0x4246, padding) + b"Z" * padding
            new.writestr(info, old.read(name))
    return out


class Weights(Test):
    def saved(self, write=False):
        import torch

        source = self.folder / "compares.py"
        source.write_text(SOURCE)
        sys.path.insert(0, str(self.folder))
        sys.modules.pop("compares", None)
        self.addCleanup(sys.path.remove, str(self.folder))
        import compares

        with torch.no_grad():
            torch.jit.script(compares.Compares(write)).save(str(self.folder / "model.pt"))
        return self.folder / "model.pt"

    def assert_sees_the_weights(self, path):
        result = run(path, "--input-shape", "2", "--check", "reused-module", "-q", "--no-config")
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertIn("used more than once in the model: ['relu']", result.stdout)

    def test_as_saved(self):
        self.assert_sees_the_weights(self.saved())

    def test_records_in_another_order_than_they_are_read_in(self):
        path = rewritten(self.saved(), self.folder / "reversed.pt",
                         lambda names: sorted(names, key=lambda n: "/data/" in n)[::-1])
        self.assert_sees_the_weights(path)

    def test_records_that_cannot_be_mapped(self):
        self.assert_sees_the_weights(rewritten(self.saved(), self.folder / "odd.pt", list, aligned=False))

    def test_a_model_that_writes_into_a_weight_leaves_the_file_alone(self):
        path = self.saved(write=True)
        before = path.read_bytes()
        self.assert_sees_the_weights(path)
        self.assertEqual(path.read_bytes(), before)


if __name__ == "__main__":
    unittest.main()

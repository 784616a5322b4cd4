# SPDX-License-Identifier: Apache-2.0
"""--fix for an op in a class of an installed package: adds a derived class to the user's file."""

import ast
import json
import shutil
import sys
import unittest

try:
    import torch
except ImportError as error:
    print(f"skipped: PyTorch for Python cannot be imported: {error}")
    sys.exit(77)

from support.program import SOURCE, Test, in_child, run

CHECKS = ("--check", "reused-module", "--check", "missing-module", "--input-shape", "2,8", "-q")

# An installed package of that name.
LIBRARY = '''
import torch
import torch.nn.functional as F
from torch import Tensor, nn

LIMIT = 3


class Gate(nn.Module):
    def __init__(self, width: int, slope: float = 0.2, activation=nn.Sigmoid) -> None:
        super().__init__()
        self.fc = nn.Linear(width, width)
        self.activation = activation()
        self.slope = slope

    def _gate(self, x: Tensor) -> Tensor:
        # The gate.
        return torch.tanh(self.fc(x)) + x

    def forward(self, input: Tensor, scale: float = 1.0) -> Tensor:
        gate = self.activation(self._gate(input))
        return F.leaky_relu(gate * input, self.slope)


class Clipped(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return self.fc(x) * LIMIT


class Deep(Gate):
    def __init__(self):
        super().__init__(8)

    def forward(self, x):
        return super().forward(x) + x


class Functional(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    @torch.no_grad()
    def forward(self, x):
        return self.fc(x) * x


class Bare(Gate):
    def forward(self, x):
        return self.activation(x) * x


class Halved(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return halved(self.fc(x), x)


def halved(x, y):
    return x / y
'''

NO_TENSOR = '''
from torch import nn
from torchvision.ops import Gate


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = Gate(8)

    def forward(self, x):
        return self.gate(x)
'''

NET = '''
from functools import partial

import torchvision.ops
from torch import nn, Tensor
from torchvision.ops.misc import Bare, Clipped, Deep, Functional, Gate as Door, Halved

__all__ = ["Door", "Net"]


# A block.
class Block(nn.Module):
    def __init__(self, gate=partial(Door, slope=0.1)):
        super().__init__()
        self.first = gate(8)
        self.second = nn.Sequential(Door(8, activation=nn.ReLU))

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block()
        self.doors = isinstance(self.block.first, Door) + isinstance(self.block.second[0], Door)

    def forward(self, x):
        return self.block(x)
'''

SMALL = '''
import torchvision.ops.misc as misc
from torch import nn, Tensor
from torchvision.ops.misc import Bare, Clipped, Deep, Functional, Gate, Halved


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = {gate}

    def forward(self, x):
        return self.gate(x)
'''

# {how Net makes its module: the reason why it is not edited}
REFUSED = {
    "misc.Gate(8)": "the line is in Gate of an installed package, which this file does not create",
    "Clipped()": "a method of an installed package uses LIMIT, which this file does not have",
    "Deep()": "a method of an installed package uses super, which this file does not have",
    "Functional()": "the line is in forward of an installed package, which cannot be rewritten in a derived class",
    "Bare(8)": "Bare of an installed package has no __init__",
    "Halved()": "the line is in no method of Halved of an installed package",
    "Gate(8) if type(8) is not Gate else None": "the file uses Gate for more than creating instances of it",
    "list(nn.Sequential(Gate(8)).children())[0]": "the file iterates over the children of modules",
}


def export(folder, after):
    sys.path[:0] = [str(folder), str(folder / "env-packages")]
    import net

    torch.manual_seed(0)
    model = net.Net().eval()
    if after:
        model.load_state_dict(torch.load(folder / "net.state"), strict=True)
        assert getattr(model, "doors", 2) == 2
    else:
        torch.save(model.state_dict(), folder / "net.state")
    x = torch.rand(2, 8, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        if after:
            assert torch.equal(model(x), torch.load(folder / "net.output"))
        else:
            torch.save(model(x), folder / "net.output")
        torch.jit.trace(model, x, check_trace=False).save(folder / "net.pt")


def refusals(report):
    found = [f for m in report["models"] for c in m["checks"] for f in c["findings"]]
    return {(f["module_type"].split(".")[-1], (f["edit"] or {}).get("refused")) for f in found}


class LibraryClass(Test):
    def setUp(self):
        super().setUp()
        shutil.copytree(SOURCE / "tests" / "suggest" / "aimet_torch", self.folder / "aimet_torch")
        self.library = self.folder / "env-packages" / "torchvision" / "ops" / "misc.py"
        self.library.parent.mkdir(parents=True)
        for folder in (self.library.parent, self.library.parent.parent):
            (folder / "__init__.py").touch()
        (self.library.parent / "__init__.py").write_text("from .misc import Gate\n")
        self.library.write_text(LIBRARY)
        self.net = self.folder / "net.py"
        self.net.write_text(NET)

    def fix(self, *arguments):
        return run("net.pt", "--fix", *CHECKS, *arguments, folder=self.folder)

    def test_the_file_gets_a_class_that_derives_and_makes_that_one(self):
        in_child(export, self.folder, False)
        result = self.fix()
        self.assertIn("fixed: net.py", result.stdout)
        self.assertEqual(self.library.read_text(), LIBRARY)
        text = self.net.read_text()
        ast.parse(text)
        self.assertIn('''__all__ = ["Door", "Net"]


class QuantizableDoor(Door):
    """Gate with modules in place of functions, as AIMET needs them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.tanh = nn.Tanh()
        self.add = custom.Add()
        self.mul = custom.Multiply()
        self.leaky_relu = nn.LeakyReLU(negative_slope=self.slope)

    def _gate(self, x: Tensor) -> Tensor:
        # The gate.
        return self.add(self.tanh(self.fc(x)), x)

    def forward(self, input: Tensor, scale: float = 1.0) -> Tensor:
        gate = self.activation(self._gate(input))
        return self.leaky_relu(self.mul(gate, input))


# A block.
class Block(nn.Module):
    def __init__(self, gate=partial(QuantizableDoor, slope=0.1)):
''', text)
        self.assertIn("nn.Sequential(QuantizableDoor(8, activation=nn.ReLU))", text)
        self.assertIn("isinstance(self.block.first, Door)", text)
        in_child(export, self.folder, True)
        again = run("net.pt", *CHECKS, folder=self.folder)
        self.assertEqual((again.returncode, again.stdout), (0, ""), again.stderr)

    def test_annotations_that_the_file_has_no_names_for_are_left_out(self):
        self.net.write_text(NO_TENSOR)
        in_child(export, self.folder, False)
        self.fix()
        text = self.net.read_text()
        self.assertIn("class QuantizableGate(Gate):", text)
        self.assertIn("    def _gate(self, x):\n        # The gate.\n", text)
        self.assertIn("    def forward(self, input, scale=1.0):\n", text)
        in_child(export, self.folder, True)
        self.assertEqual(run("net.pt", *CHECKS, folder=self.folder).stdout, "")

    def test_what_the_class_does_not_allow_is_refused_with_the_reason(self):
        for gate, reason in REFUSED.items():
            with self.subTest(gate):
                self.net.write_text(SMALL.format(gate=gate))
                in_child(export, self.folder, False)
                before = self.net.read_bytes()
                report = json.loads(self.fix("--format", "json").stdout)
                self.assertIn(reason, {why for _, why in refusals(report)})
                self.assertEqual(self.net.read_bytes(), before)

    def test_a_file_that_others_may_write_is_not_copied_from(self):
        in_child(export, self.folder, False)
        self.library.chmod(0o666)
        report = json.loads(self.fix("--format", "json").stdout)
        self.assertEqual(refusals(report), {("Gate", "it is in an installed package, which others may write")})

    def test_a_package_that_has_changed_is_not_copied_from(self):
        in_child(export, self.folder, False)
        self.library.write_text("# shorter\n")
        report = json.loads(self.fix("--format", "json").stdout)
        self.assertEqual(refusals(report), {("Gate", "the installed package has no class Gate")})

    def test_line_ends_are_those_of_the_users_file(self):
        self.net.write_bytes(NET.encode().replace(b"\n", b"\r\n"))
        in_child(export, self.folder, False)
        self.fix()
        lines = self.net.read_bytes().splitlines(keepends=True)
        self.assertIn(b"class QuantizableDoor(Door):\r\n", lines)
        self.assertTrue(all(line.endswith(b"\r\n") and not line.endswith(b"\r\r\n") for line in lines))


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the hostile models of this folder: tests/hostile/make.py [FOLDER]. Needs PyTorch; the tests do not.

Each model is a harmless example of an attack on the machine that validates it. Models that write a file write `sprung`
in the working folder of the process that opens them."""

import pathlib
import sys
from typing import Tuple

import torch
from torch import Tensor, nn


class OnLoad(nn.Module):
    """The subclasses attack in __setstate__, which LibTorch runs while it loads the file."""

    def __init__(self):
        super().__init__()
        self.training = False

    def forward(self, x: Tensor) -> Tensor:
        return x + 1

    @torch.jit.export
    def __getstate__(self):
        return (self.training,)


class WritesOnLoad(OnLoad):
    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        self.training = state[0]
        torch.save(torch.ones(1), "sprung")


class PrintsOnLoad(OnLoad):
    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        self.training = state[0]
        for i in range(200000):
            print('{"schema_version": 1, "models": []}')


class LoopsOnLoad(OnLoad):
    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        self.training = state[0]
        while not state[0]:
            pass


class SpinsNativelyOnLoad(OnLoad):
    """One call of LibTorch that takes hours, during which no interpreter can interrupt it."""

    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        self.training = state[0]
        self.training = bool(torch.zeros(1, 1).expand(3000000, 3000000).sum() > 0)


class AllocatesOnLoad(OnLoad):
    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        self.training = state[0]
        parts = [torch.ones(1)]
        for i in range(4096):
            parts.append(torch.ones(64, 1024, 1024))
        self.training = bool(torch.stack(parts[1:]).sum() > 0)


class DoublesATextOnLoad(OnLoad):
    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        text = "x"
        for i in range(40):
            text = text + text
        self.training = len(text) > 0


class PrintsEscapesOnLoad(OnLoad):
    """Prints escapes that clear the screen, rename the window, and hide the text that follows."""

    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        self.training = state[0]
        print("\x1b[2J\x1b]0;sprung\x07\x1b[8m visible")


class CountsMemoryOnLoad(OnLoad):
    """Allocates blocks of 16 MiB and prints their number after each."""

    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        self.training = state[0]
        parts = [torch.ones(1)]
        for i in range(4096):
            parts.append(torch.ones(4, 1024, 1024))
            print(i + 1)
        self.training = len(parts) > 0


class WritesWhenRun(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        torch.save(x, "sprung")
        return x + 1


class ReadsWhenRun(nn.Module):
    """Maps a file of the machine into a tensor and puts its first byte into the error that it raises."""

    def forward(self, x: Tensor) -> Tensor:
        secret = torch.from_file("/etc/passwd", False, 16, dtype=torch.uint8)
        raise RuntimeError("read: " + str(int(secret[0])))
        return x


class MapsAFileWhenRun(nn.Module):
    """Creates a file with a shared mapping and writes to it through memory."""

    def forward(self, x: Tensor) -> Tensor:
        mapped = torch.from_file("sprung", True, 4)
        return mapped.copy_(x[0])


class CountsMemoryWhenRun(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        parts = [x]
        for i in range(4096):
            parts.append(torch.ones(4, 1024, 1024))
            print(i + 1)
        return parts[-1]


class LoopsWhenRun(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        while bool(x.sum() == x.sum()):
            x = x * 1
        return x


class SpinsNativelyWhenRun(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.zeros(1, 1).expand(3000000, 3000000).sum() + x


class AllocatesWhenRun(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        parts = [x]
        for i in range(4096):
            parts.append(torch.ones(64, 1024, 1024))
        return parts[-1]


class AllocatesAtOnce(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.ones(64, 1024, 1024, 1024).sum() + x


class ReadsBeyondATensor(nn.Module):
    """aten::as_strided beyond the end of the storage. LibTorch checks this, but nothing may rely on the check."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.as_strided(x, [1], [1], 1 << 40)


class KeywordAttribute(nn.Module):
    """No attack: PyTorch can save this model but not load it."""

    def __init__(self):
        super().__init__()
        setattr(self, "in", nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return self._modules["in"](x)


def calls_each_other_twice(depth: int) -> nn.Module:
    """f39 calls f38 twice, f38 calls f37 twice, and so on: 2**(depth - 1) additions once inlined."""
    methods = ["def f0(self, x: Tensor) -> Tensor:\n    return x + 1\n"]
    for i in range(1, depth):
        methods.append(f"def f{i}(self, x: Tensor) -> Tensor:\n    return self.f{i - 1}(self.f{i - 1}(x))\n")
    methods.append(f"def forward(self, x: Tensor) -> Tensor:\n    return self.f{depth - 1}(x)\n")
    module = torch.jit.ScriptModule()
    for method in methods:
        module.define(method)
    return module


class MarkupInSource(nn.Module):
    """Unless the page escapes them, its source lines and strings end the page's script and start another one."""

    def forward(self, x: Tensor) -> Tensor:
        mode = "</script><img src=x onerror=alert(1)>" + "<!--<script>" + "${alert(1)}" + "javascript:alert(1)"
        return torch.relu(x) if mode != "</script><img src=x onerror=alert(1)>" else x  # </script><script>alert(1)</script>


MODELS = [
    WritesOnLoad, PrintsOnLoad, PrintsEscapesOnLoad, LoopsOnLoad, SpinsNativelyOnLoad, AllocatesOnLoad, CountsMemoryOnLoad,
    DoublesATextOnLoad, WritesWhenRun, ReadsWhenRun, MapsAFileWhenRun, LoopsWhenRun, SpinsNativelyWhenRun,
    AllocatesWhenRun, CountsMemoryWhenRun, AllocatesAtOnce, ReadsBeyondATensor, MarkupInSource,
]


def file_name(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_") + ".pt"


def main() -> None:
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    for model in MODELS:
        torch.jit.script(model().eval()).save(str(folder / file_name(model.__name__)))
    torch.jit.trace(KeywordAttribute().eval(), torch.ones(1, 4)).save(str(folder / "keyword_attribute.pt"))
    calls_each_other_twice(40).save(str(folder / "inlining_bomb.pt"))
    torch.jit.script(nn.Sequential(nn.Linear(4, 4), nn.ReLU()).eval()).save(str(folder / "harmless.pt"))


if __name__ == "__main__":
    main()

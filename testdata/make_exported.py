#!/usr/bin/python3
"""Exports the models of testdata/exported with torch.export: make_exported.py OUT. Run it under PyTorch 2.6 (Debian 13)
and 2.14 (sid); files of the two differ, and the name of each kept file says which wrote it.

The files that are kept were made by these models as part of a larger script, which is why their Python lines carry other
numbers. They are packed again without the bytes of weights: the program reads neither weights nor pickles.
"""

import io
import pathlib
import sys
import zipfile

import torch
import torch.nn.functional as F
from torch import nn


class ReusedRelu(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.r = nn.Linear(8, 8), nn.Linear(8, 8), nn.ReLU(inplace=True)

    def forward(self, x): return self.r(self.b(self.r(self.a(x)) + x))


class TwoNames(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.ReLU()
        self.second, self.l = self.first, nn.Linear(8, 8)

    def forward(self, x): return self.second(self.l(self.first(x)))


class Cond(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, x):
        def t(x): return torch.relu(self.a(x))
        def f(x): return torch.sigmoid(self.b(x))
        return torch.cond(x.sum() > 0, t, f, (x,))


class DynArith(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(8, 8)

    def forward(self, x):
        n = x.shape[0] * 2 + 1
        return self.l(x) + torch.ones(n, 8).sum(), F.interpolate(x[None], size=n * 2)


class DecompSmall(nn.Module):
    def __init__(self):
        super().__init__()
        self.c, self.bn, self.r = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Hardswish()
        self.l, self.ln = nn.Linear(144, 5), nn.LayerNorm(5)

    def forward(self, x): return F.gelu(self.ln(self.l(self.r(self.bn(self.c(x))).flatten(1))))


class Bf16(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(8, 8).to(torch.bfloat16)

    def forward(self, x): return self.l(x) / float("inf")


class TrainBn(nn.Module):
    def __init__(self):
        super().__init__()
        self.c, self.bn, self.r, self.d = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.5)

    def forward(self, x): return self.d(self.r(self.bn(self.c(x))))


class DictIO(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, d): return {"p": self.a(d["rgb"]), "q": [self.b(d["bw"])]}


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.e, self.d = nn.Embedding(12, 8), nn.Linear(8, 12, bias=False)
        self.d.weight = self.e.weight

    def forward(self, i): return self.d(self.e(i))


class AutoCast(nn.Module):
    def __init__(self):
        super().__init__()
        self.l, self.k = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, x):
        with torch.no_grad(): y = self.l(x)
        with torch.autocast("cpu", torch.bfloat16): z = self.k(y)
        return y + z


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.r = nn.Linear(8, 8), nn.ReLU()
        self.s = nn.Sequential(nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 8))

    def forward(self, x): return self.r(self.s[1:](self.r(self.a(x)) + x))


class Odd(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = nn.ModuleDict({"a;b": nn.Linear(8, 8), "c,d": nn.Linear(8, 8), "e@1": nn.ReLU(), "e": nn.ReLU(),
                                "f(1": nn.Tanh(), "ü\n": nn.Linear(8, 8)})

    def forward(self, x):
        for m in self.d.values(): x = m(x)
        return x


class DropPath(nn.Module):
    def forward(self, x): return x


class QuotedLines(nn.Module):
    """What no node holds, and lines show: drop and norm run no op, sizes are folded; int() ends what a tracer records."""

    def __init__(self):
        super().__init__()
        self.qkv, self.layers = nn.Linear(8, 24), nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])
        self.norm, self.drop, self.once, self.other, self.heads = nn.Identity(), DropPath(), nn.Identity(), nn.Identity(), 2

    def forward(self, x):
        y = self.qkv(self.norm(x)); b, n, c = y.shape
        y = y.view(b, n, self.heads, c // self.heads).sum(2) / (b * n)
        y = y[:, :, : x.shape[2]] if self.training else self.once(y[:, :, : x.size(2)])
        z = y.reshape(b, int(n * 1), -1) if n > 1 else self.other(y)
        for layer in self.layers:
            z = z + self.drop(layer(z))
        return self.norm(z.flatten(1)[:, : n * 4 - 2])


ROWS = torch.rand(2, 8)
IMAGE = torch.rand(1, 3, 8, 8)
# name: model, its arguments, what else torch.export.export is told
CASES = {
    "reused_relu.nonstrict": (ReusedRelu(), (ROWS,), {"strict": False}),
    "reused_relu.strict": (ReusedRelu(), (ROWS,), {"strict": True}),
    "two_names.nonstrict": (TwoNames(), (ROWS,), {"strict": False}),
    "two_names.strict": (TwoNames(), (ROWS,), {"strict": True}),
    "cond.nonstrict": (Cond(), (ROWS,), {"strict": False}),
    "dyn_arith.nonstrict": (DynArith(), (torch.rand(4, 8),), {"strict": False, "dynamic_shapes": ({0: torch.export.Dim("n")},)}),
    "decomp_small.nonstrict.decomp": (DecompSmall(), (IMAGE,), {"strict": False}),
    "bf16.nonstrict": (Bf16(), (ROWS.to(torch.bfloat16),), {"strict": False}),
    "train_bn_dropout.nonstrict": (TrainBn(), (torch.rand(4, 3, 8, 8),), {"strict": False}),
    "dict_in_out.nonstrict": (DictIO(), ({"rgb": ROWS, "bw": torch.rand(2, 8)},), {"strict": False}),
    "tied.strict": (Tied(), (torch.randint(0, 12, (2, 5)),), {"strict": True}),
    "slice.strict": (M(), (ROWS,), {"strict": True}),
    "odd_names.nonstrict": (Odd(), (ROWS,), {"strict": False}),
    "quoted_lines.nonstrict": (QuotedLines(), (torch.rand(2, 3, 8),), {"strict": False}),
    "quoted_lines.strict": (QuotedLines(), (torch.rand(2, 3, 8),), {"strict": True}),
    "autocast_nograd.nonstrict": (AutoCast(), (ROWS,), {"strict": False}),
}


def packed_again(data, path):
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".json") or name.split("/")[-1] in ("archive_format", "archive_version", "version", "byteorder"):
                out.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    version = ".".join(torch.__version__.split(".")[:2])
    for name, (model, arguments, options) in CASES.items():
        model.train(name.startswith("train_"))
        program = torch.export.export(model, arguments, **options)
        if name.endswith(".decomp"):
            program = program.run_decompositions()
        buffer = io.BytesIO()
        torch.export.save(program, buffer)
        packed_again(buffer.getvalue(), out / f"{name}.{version}.pt2")
    if hasattr(torch.export, "pt2_archive"):
        from torch.export.pt2_archive._package import package_pt2
        path = out / f"two_models.{version}.pt2"
        programs = {"enc": (M(), (ROWS,)), "dec": (nn.Linear(8, 8), (ROWS,))}
        package_pt2(str(path), exported_programs={n: torch.export.export(m.eval(), a) for n, (m, a) in programs.items()})
        packed_again(path.read_bytes(), path)


if __name__ == "__main__":
    main()

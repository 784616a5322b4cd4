#!/usr/bin/python3
"""Writes kinds/: small models of the kinds that scripts/mutate.py damages beside those of make.py. Needs PyTorch 1.13.

What they have in common is what a loader does for each of them alone: packed weights of quantized layers, states of
scripted classes, constants of every type, bytecode of the lite interpreter, bundled inputs."""

import pathlib
import sys
import typing
import warnings

import torch
from torch import Tensor, nn


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 3, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRUCell(6, 2)

    def forward(self, x: Tensor) -> Tensor:
        out, _ = self.lstm(x)
        return self.gru(out[:, -1])


class Layers(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant = torch.quantization.QuantStub()
        self.conv = nn.Conv2d(1, 2, 3)
        self.relu = nn.ReLU()
        self.linear = nn.Linear(2, 2)
        self.dequant = torch.quantization.DeQuantStub()

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.conv(self.quant(x)))
        return self.dequant(self.linear(x.mean([2, 3])))


@torch.jit.script
class Scale:
    def __init__(self, factor: float):
        self.factor = factor
        self.seen: typing.List[int] = [1, 2]

    def apply(self, x: Tensor) -> Tensor:
        return x * self.factor + len(self.seen)


class WithClass(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = Scale(2.0)

    def forward(self, x: Tensor) -> Tensor:
        return self.scale.apply(x)


class Point(typing.NamedTuple):
    x: Tensor
    name: str


class Constants(nn.Module):
    names: typing.Final[typing.List[str]]

    def __init__(self):
        super().__init__()
        self.sizes: typing.Dict[str, int] = {"a": 1, "b": -3}
        self.names = ["one", "two"]
        self.table: typing.Dict[int, Tensor] = {3: torch.ones(2), -1: torch.zeros(2)}
        self.maybe: typing.Optional[float] = 1e300
        self.pairs: typing.List[typing.Tuple[str, bool]] = [("x", True), ("y", False)]

    def forward(self, x: Tensor) -> typing.Tuple[Point, typing.Dict[str, Tensor]]:
        for key, value in self.table.items():
            x = x + value * key
        if self.maybe is not None:
            x = x * self.maybe
        return Point(x, self.names[0]), {name: x + self.sizes["b"] for name in self.names}


def quantized():
    model = Layers().eval()
    model.qconfig = torch.quantization.get_default_qconfig("fbgemm")
    prepared = torch.quantization.prepare(model)
    prepared(torch.rand(1, 1, 6, 6))
    return torch.quantization.convert(prepared)


def main():
    warnings.filterwarnings("ignore")
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "kinds")
    folder.mkdir(exist_ok=True)
    torch.manual_seed(0)
    sequence, image, row = torch.rand(1, 5, 4), torch.rand(1, 1, 6, 6), torch.rand(1, 2)
    recurrent = Recurrent().eval()
    torch.jit.script(recurrent).save(folder / "lstm.scripted.pt")
    torch.jit.trace(recurrent, sequence).save(folder / "lstm.traced.pt")
    torch.jit.script(torch.quantization.quantize_dynamic(recurrent)).save(folder / "quantized_lstm.scripted.pt")
    torch.jit.script(quantized()).save(folder / "quantized.scripted.pt")
    torch.jit.trace(quantized(), image).save(folder / "quantized.traced.pt")
    torch.jit.script(WithClass()).save(folder / "scripted_class.scripted.pt")
    torch.jit.script(Constants().eval()).save(folder / "dict_attributes.scripted.pt")
    torch.jit.freeze(torch.jit.script(Constants().eval())).save(folder / "dict_constants.frozen.pt")
    torch.jit.script(Layers().eval())._save_for_lite_interpreter(str(folder / "lite.ptl"))
    from torch.utils import bundled_inputs
    bundled = torch.jit.script(WithClass().eval())
    bundled_inputs.augment_model_with_bundled_inputs(bundled, [(row,), (torch.zeros(1, 2).expand(1, 2),)])
    bundled._save_for_lite_interpreter(str(folder / "bundled.ptl"))
    bundled.save(folder / "bundled.scripted.pt")


if __name__ == "__main__":
    main()

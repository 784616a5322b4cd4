# SPDX-License-Identifier: Apache-2.0
"""Stands for AIMET's package of that name where it is not installed: the modules that the diffs of the tests use."""

import torch
from torch import Tensor, nn


class Add(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return x + y


class Multiply(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return x * y


class Divide(nn.Module):
    def forward(self, x: Tensor, y: float) -> Tensor:
        return torch.div(x, y)


class MatMul(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return torch.matmul(x, y)


class Concat(nn.Module):
    def __init__(self, axis: int = 0):
        super().__init__()
        self._axis = axis

    def forward(self, *x):
        return torch.cat(x, dim=self._axis)


def wrapped(name, function):
    def forward(self, *args, **kwargs):
        return function(*args, **kwargs)

    return type(name, (nn.Module,), {"__module__": __name__, "forward": forward})


Abs = wrapped("Abs", torch.abs)
DynamicLinear = wrapped("DynamicLinear", torch.nn.functional.linear)
Exponential = wrapped("Exponential", torch.exp)
Interpolate = wrapped("Interpolate", torch.nn.functional.interpolate)
Norm = wrapped("Norm", torch.norm)
Neg = wrapped("Neg", torch.neg)
Pow = wrapped("Pow", torch.pow)
Sqrt = wrapped("Sqrt", torch.sqrt)
Subtract = wrapped("Subtract", torch.sub)
AvgPool2d = wrapped("AvgPool2d", torch.nn.functional.avg_pool2d)
MaxPool2d = wrapped("MaxPool2d", torch.nn.functional.max_pool2d)
Greater = wrapped("Greater", torch.gt)
MaskedFill = wrapped("MaskedFill", torch.Tensor.masked_fill_)
Mean = wrapped("Mean", torch.mean)

# SPDX-License-Identifier: Apache-2.0
"""AIMET's modules that take another form than the op: each class with what it is about."""

import math

import torch as th
from torch import nn


class FillsMasked(nn.Module):
    "AIMET's module writes into its input: into what nothing else reads, and otherwise into a copy"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.register_buffer("mask", th.arange(8) > 3)

    def forward(self, x):
        y = self.fc(x) * math.sqrt(2)
        least = -th.finfo(y.dtype).max / 1e30
        y = y.masked_fill(self.mask, least)
        z = x.masked_fill(self.mask, 0.5)
        w = th.exp(z)
        w = th.masked_fill(w, self.mask, 2.0)
        z.masked_fill_(x > 0.5, 0.25)
        return (y + z).masked_fill(self.mask, 0.0) + w + x


class KeepsAName(nn.Module):
    "a list holds the tensor that would be written into"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x) + 1
        kept = [y] if self.training else []
        y = y.masked_fill(x > 0.5, 0.0)
        return y * (len(kept) + 1)


class Divided(nn.Module):
    "a number divided by a tensor runs two ops, and by a number none"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.scale = 4.0  # of a power of two, the reciprocal and the division round alike

    def forward(self, x):
        y = 0.5 * self.fc(x) * (1.0 / math.sqrt(8)) + 4
        n = 1.0 / th.sqrt(y * y)
        z = th.reciprocal(y) * (y + 6).reciprocal()
        k = self.scale / y
        return 2 * y * (1 / (1 + th.exp(-y))) + n + z + k


class Nothing(nn.Module):
    def forward(self, x):
        return th.tanh(x) if self.training else x


class RunsNothing(nn.Module):
    "a module that runs no op is called twice, in lines that a trace does not have"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.drop = Nothing()

    def forward(self, x):
        x = x + self.drop(self.fc(x))
        return x * self.drop(x)


class WritesWithoutName(nn.Module):
    "writes into results that have no name, and into names by functions of one tensor"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x).add_(1.5)
        y.tanh_()
        y = y.exp_()
        y.neg_()
        z = (y - x).mul_(x)
        return th.sigmoid(z).sub_(y)

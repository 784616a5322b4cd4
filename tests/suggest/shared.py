# SPDX-License-Identifier: Apache-2.0
"""One object that several places hold or call: each class with what it is about."""

import collections
import math

import torch as th
import torch.nn.functional as F
from torch import nn


class Swish(nn.Module):
    def __init__(self, beta=1.0):
        """Without a layer of its own."""
        super().__init__()
        self.beta = beta * math.e
        self.sizes = collections.OrderedDict

    def forward(self, x):
        return th.celu(x, self.beta)


class Unit(nn.Module):
    default_act = nn.SiLU()

    def __init__(self, width=8, act=True):
        super().__init__()
        self.fc = nn.Linear(8, width)
        self.act = self.default_act if act is True else act if isinstance(act, nn.Module) else nn.Identity()

    def forward(self, x):
        return self.act(self.fc(x))

    def forward_fused(self, x):
        return self.act(x)


class OfClass(nn.Module):
    "a class attribute is one object for all instances"

    def __init__(self):
        super().__init__()
        self.first = Unit()
        self.second = Unit()
        self.last = Unit(act=False)

    def forward(self, x):
        return self.last(self.second(self.first(x)))


class Residual(nn.Module):
    def __init__(self, act=nn.LeakyReLU(0.2)):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.actv = act

    def forward(self, x):
        return self.actv(self.fc(self.actv(x)))


class OfDefault(nn.Module):
    "a default argument is one object, too, and each instance calls it twice"

    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(Residual(), Residual())

    def forward(self, x):
        return self.blocks(x)


class InSequential(nn.Module):
    "an activation that occurs more than once in an nn.Sequential, and is also called"

    def __init__(self, act=None):
        super().__init__()
        self.relu = nn.ReLU()
        self.drop = nn.Dropout(0.1)
        last = nn.Tanh() if act is None else act
        self.net = nn.Sequential(nn.Linear(8, 8), self.relu, self.drop, nn.Linear(8, 8), self.relu, self.drop)
        self.more = nn.Sequential(last, nn.Linear(8, 8), last)

    def forward(self, x):
        x = self.net(x)
        return self.more(self.relu(x))


class OfOwnClass(nn.Module):
    "a class of the user's that __init__ makes of plain arguments alone"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.swish = Swish(beta=2.0)

    def forward(self, x):
        return self.swish(self.fc(self.swish(x)))


class TakesOut(nn.Module):
    "a constructor whose argument may not be evaluated twice: the second module is a copy of the first"

    def __init__(self, **options):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.act = nn.LeakyReLU(options.pop("slope", 0.3))

    def forward(self, x):
        return self.act(self.fc(self.act(x)))


class TakesDefault(nn.Module):
    "a module that the caller made"

    def __init__(self, act=nn.Hardtanh(-0.5, 0.5)):
        super().__init__()
        self.act = act

    def forward(self, x):
        x = self.act(x)
        return self.act(x.abs())


COUNTER = iter(range(100))


class Counts(nn.Module):
    def __init__(self):
        super().__init__()
        self.count = next(COUNTER)

    def forward(self, x):
        return th.celu(x, 1.0 + self.count)


class CallsOddly(nn.Module):
    "a class whose __init__ has an effect, which must not happen again"

    def __init__(self):
        super().__init__()
        self.counts = Counts()
        self.kind = None

    def forward(self, x):
        return self.counts(self.counts(x))


class Options:
    curve = "relu"
    slope = 0.2
    widths = {"relu": 8}


class ReadsOptions(nn.Module):
    "an attribute of another object that is an index, a number or an operand is no module of that name"

    def __init__(self, options=Options):
        super().__init__()
        self.fc = nn.Linear(options.widths[options.curve], int(options.slope * 40))
        self.curve = nn.LeakyReLU(options.slope) if options.curve == "relu" else nn.ReLU()
        self.slope = nn.Hardshrink(options.slope)

    def forward(self, x):
        x = self.curve(self.slope(x))
        return self.slope(self.curve(self.fc(x)))


class WritesAfterABranch(nn.Module):
    "a function in a branch adds no alias to what a later line writes into"

    def __init__(self, rate=0.1):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.rate = rate

    def forward(self, x):
        short = x
        x = self.fc(x)
        if self.rate > 0.0 and self.training:
            x = F.dropout(x, self.rate)
        x += short
        return x

# SPDX-License-Identifier: Apache-2.0
"""Methods and functions that one forward calls several times: each class with what it is about."""

import torch as th
import torch.nn.functional as F
from torch import nn


class CallsMethodTwice(nn.Module):
    "a method that is called more than once gets the modules of each call"

    def __init__(self, rate=0.1):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gc = nn.Linear(8, 8)
        self.rate = rate

    def _merge(self, x, y, relu=None):
        """Adds two maps."""
        y = F.relu(y) + x
        return F.dropout(y, self.rate, self.training)

    def forward(self, x):
        y = self._merge(x, self.fc(x))
        return self._merge(
            y,
            self.gc(y),
        )


class CallsItInDerived(CallsMethodTwice):
    "a class that derives from it calls it once more"

    def __init__(self):
        super().__init__(rate=0.2)
        self.hc = nn.Linear(8, 8)

    def forward(self, x):
        return self._merge(super().forward(x), self.hc(x))


class CallsMethodInItself(nn.Module):
    "the result of one call is passed to the next"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return self.squash(self.squash(self.fc(x)))

    def squash(
        self,
        x,
    ):
        return (x ** 2).mean(dim=-1, keepdim=True) * x


class CallsInLoops(nn.Module):
    "calls in loops by number and by element"

    def __init__(self, depth=2):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(8, 8) for _ in range(depth))
        self.more = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for i in range(len(self.layers)):
            x = weighted(self.layers[i](x), x)
        for layer in self.more:
            x = self.step(layer, x)
        return weighted(x, self.step(self.more[0], x[:, :8]))[:, :8]

    def step(self, layer, x):
        return th.softmax(x, dim=1) - x.mean()


class CallsItOnceElsewhere(nn.Module):
    "another class calls the function once"

    def forward(self, x):
        return weighted(x, x)


def weighted(x, gate):
    return th.sigmoid(gate) * x


class CallsInOneRound(nn.Module):
    "a function that one round of a loop calls"

    def __init__(self):
        super().__init__()
        self.kinds = ["max", "lse"]

    def forward(self, x):
        for kind in self.kinds:
            if kind == "lse":
                y = log_sum(x)
            else:
                y = x
        return y


def log_sum(x):
    return F.silu(x) * 2


class CallsMethodWithModule(nn.Module):
    "a method that is called twice, with a module that it calls twice"

    def __init__(self, slope=0.1):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gc = nn.Linear(8, 8)
        self.act = nn.LeakyReLU(slope)

    def mix(self, x, layer):
        act = self.act(layer(x))
        return self.act(act - 1)

    def forward(self, x):
        return self.mix(self.mix(x, self.fc), self.gc)


class CallsMethodInABranch(nn.Module):
    "the calls of the method are not all of one run"

    def __init__(self, twice=True):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.act = nn.ReLU()
        self.twice = twice

    def mix(self, x):
        return self.act(self.fc(x))

    def forward(self, x):
        x = self.mix(x)
        x = x if self.twice else self.mix(x)
        return th.tanh(x)


class CallsStaticMethods(nn.Module):
    "a static method gets its modules from each call, also from the only one"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    @staticmethod
    def _rotate(x):
        a, b = x.chunk(2, dim=-1)
        return th.cat((-b, a), dim=-1)

    @staticmethod
    def _once(
        x,
        slope=0.2,
    ):
        return F.leaky_relu(x, 0.2)

    def forward(self, x):
        return self._once(self._rotate(self.fc(x)) + self._rotate(x))


class CallsMethodsInMethods(nn.Module):
    "a method that a repeated method calls gets a module for each run"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gc = nn.Linear(8, 8)

    @staticmethod
    def turn(x):
        a, b = x.chunk(2, dim=-1)
        return th.cat((-b, a), dim=-1)

    def rotate(self, x):
        return x * 0.5 + self.turn(x) * 2

    def both(self, x, y):
        return self.rotate(x) - self.rotate(y)

    def forward(self, x):
        return self.both(self.both(x, self.fc(x)), self.gc(x))

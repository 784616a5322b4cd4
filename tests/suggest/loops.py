# SPDX-License-Identifier: Apache-2.0
"""Loops of forward in which an op needs a module for each round: each class with what it is about."""

import torch as th
import torch.nn.functional as F
from torch import nn


class LoopsOverLayers(nn.Module):
    "a loop over a list of modules that __init__ fills bit by bit"

    def __init__(self, depth=3):
        super().__init__()
        self.layers = nn.ModuleList()
        for _ in range(depth):
            self.layers.append(nn.Linear(8, 8))
        self.act = nn.SiLU()

    def forward(self, x):
        for layer in self.layers:
            x = F.gelu(self.act(layer(x))) + x
        return x


class LoopsByNumber(nn.Module):
    "loops that count their rounds"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])
        self.more = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for i in range(len(self.layers)):
            x = th.tanh(self.layers[i](x))
        for i, layer in enumerate(self.more):
            x = F.softplus(layer(x))
        for i in range(2):
            x = F.elu(x)
        return x


class LastRoundUnused(nn.Module):
    "what the last round computes for a next one is not listed"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        y = x
        for layer in self.layers:
            y = layer(x)
            x = F.hardswish(y)
        return y


class AllButTheLast(nn.Module):
    "conditions that leave out the last round"

    def __init__(self, depth=3):
        super().__init__()
        self.depth = depth
        self.layers = nn.ModuleList(nn.Linear(8, 8) for _ in range(depth))

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = F.relu(layer(x)) if i < self.depth - 1 else layer(x)
        for i, layer in enumerate(self.layers):
            if i == len(self.layers) - 1:
                x = x[:, :8]
            else:
                x = th.tanh(x)
        return x


class AllButTheFirst(nn.Module):
    "conditions and ranges that leave out the first round"

    def __init__(self, parts=4):
        super().__init__()
        self.count = parts - 1
        self.act = nn.ReLU()
        self.is_shallow = False

    def forward(self, x):
        parts = th.split(x, 2, 1)
        for i in range(self.count):
            if i == 0:
                part = parts[i]
            else:
                part = part + parts[i]
            part = self.act(part)
            if i >= 1 and not self.is_shallow:
                whole = th.cat((whole, part), 1)
            else:
                whole = part
        for i in range(1, self.count):
            whole = whole * parts[i][:, :1]
        return whole


class Backwards(nn.Module):
    "from the last to the first, into elements of a list"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        made = [layer(x) for layer in self.layers]
        for i in range(len(self.layers) - 1, 0, -1):
            made[i - 1] = made[i - 1] + F.silu(made[i])
        for i in range(2, -1, -1):
            x = th.sigmoid(made[i])
        for layer in reversed(self.layers):
            x = F.softplus(x)
        return x


class SeveralLists(nn.Module):
    "loops over several lists, over some of a list, over a dict"

    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(8) for _ in range(2))
        self.layers = nn.ModuleList(nn.Linear(8, 8) for _ in range(2))
        self.named = nn.ModuleDict({"a": nn.Linear(8, 8), "b": nn.Linear(8, 8)})

    def forward(self, x):
        for norm, layer in zip(self.norms, self.layers):
            x = layer(norm(x)) + x
        for name, layer in self.named.items():
            x = F.gelu(layer(x)) * x
        for i, _ in enumerate(zip(self.norms, self.layers)):
            x = F.elu(x)
        for part in self.layers[1:]:
            x = F.hardswish(x)
        return x


class Comprehensions(nn.Module):
    "comprehensions are loops too"

    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(8) for _ in range(2))
        self.layers = nn.ModuleList(nn.Linear(8, 8) for _ in range(2))
        self.named = nn.ModuleDict({"a": nn.Linear(8, 8)})
        self.act = nn.ReLU()

    def forward(self, x):
        made = [th.tanh(self.act(norm(x))) + x for norm in self.norms]
        both = th.cat([F.silu(layer(part)) for layer, part in zip(self.layers, made)], dim=1)
        counted = tuple(made[i] * both[:, :8] for i, _ in enumerate(self.layers))
        named = {name: F.gelu(layer(x)) for name, layer in self.named.items()}
        return [th.sigmoid(counted[i]) for i in range(1, 2)][0] * named["a"]


class CountsInParts(nn.Module):
    "downwards from a count that binds less tightly than the sum that takes its place"

    def __init__(self, depth=5):
        super().__init__()
        self.depth = depth
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        for i in range(self.depth >> 1, 0, -1):
            x = F.relu(self.fc(x) if i > 2 else x) + i
        return x


class LocalNames(nn.Module):
    "local names for numbers of rounds, and lists that one comprehension makes and a loop goes through"

    def __init__(self, depth=3):
        super().__init__()
        self.depth = depth
        self.laterals = nn.ModuleList(nn.Linear(8, 8) for _ in range(depth))
        self.tops = nn.ModuleList([nn.Linear(8, 8) for _ in range(depth)])

    def forward(self, x):
        depth = self.depth
        made = [layer(x) for layer in self.laterals]
        used = len(made)
        last = used - 1
        for i in range(last, 0, -1):
            made[i - 1] = made[i - 1] + F.silu(made[i])
        for i in range(depth):
            x = th.tanh(x)
        outs = [self.tops[i](made[i]) for i in range(used)]
        more = [part[:, :4] for _, part in zip(self.tops, made)]
        whole = [F.relu(part) for i, part in enumerate(made)]
        for i, part in enumerate(made):
            if i != last:
                x = F.elu(part) - x
        for part in whole:
            x = part * x
        return th.cat([*outs, *more], 1)[:, :8] + x


class WrittenOut(nn.Module):
    "loops over lists that are written out, with a counter, without one, and beside another list"

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(8, 8)
        self.b = nn.Linear(8, 8)

    def forward(self, x):
        parts = []
        for i, y in enumerate([self.a(x), self.b(x)]):
            parts.append(F.relu(y) + i)
        for y in (self.a.weight, self.b.weight):
            x = x * th.tanh(y[0])
        for y, scale in zip(parts, [1, 2]):
            x = x + F.softplus(y) * scale
        return th.cat([F.gelu(y) for y in [x, x, x]], 1)

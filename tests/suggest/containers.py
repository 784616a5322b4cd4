# SPDX-License-Identifier: Apache-2.0
"""Classes that derive from containers, whose elements a new module joins: each model with what it is about."""

from collections import OrderedDict

import torch as th
import torch.nn.functional as F
from torch import nn


class Pooled(nn.Sequential):
    def __init__(self, width):
        super(Pooled, self).__init__(
            nn.Linear(8, width),
            nn.Tanh(),
        )

    def forward(self, x):
        size = x.shape[-1:]
        for layer in self:
            x = layer(x)
        return F.interpolate(x.unsqueeze(0), size=size).squeeze(0) * 2


class Shrunk(nn.Sequential):
    def __init__(self, *layers):
        super().__init__(*layers)
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.ones_(m.bias)

    def forward(self, x):
        x = super().forward(x)
        return F.hardtanh(x, -0.5, 0.5)


class Dense(nn.ModuleDict):
    def __init__(self, depth):
        super().__init__()
        for i in range(depth):
            self.add_module("layer%d" % i, nn.Linear(8, 8))

    def forward(self, x):
        parts = [x]
        for name, layer in self.items():
            parts.append(layer(parts[-1]))
        return th.cat(parts, 1)


class Named(nn.Sequential):
    def __init__(self):
        super().__init__(OrderedDict([("add", nn.Linear(8, 8)), ("tanh", nn.Tanh())]))

    def forward(self, x):
        y = x
        for layer in self:
            y = layer(y)
        return y + x


class UsesContainers(nn.Module):
    "the loops leave the new element out"

    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([Pooled(4), Shrunk(nn.Linear(8, 8))])
        self.features = nn.Sequential()
        for i in range(2):
            block = Dense(2)
            self.features.add_module("block%d" % i, nn.Sequential(block, nn.Linear(24, 8)))
        self.named = Named()

    def forward(self, x):
        for branch in self.branches:
            x = branch(x)
        return self.named(self.features(x))

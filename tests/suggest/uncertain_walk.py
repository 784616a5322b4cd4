# SPDX-License-Identifier: Apache-2.0
"""Code that goes through the elements of a value that may be a container of this file."""

import torch.nn.functional as F
from torch import nn


class Walked(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(8, 8))

    def forward(self, x):
        for layer in self:
            x = layer(x)
        return F.relu(x)


class WalksIt(nn.Module):
    "the class is a container, and code may iterate over its elements"

    def __init__(self):
        super().__init__()
        self.walked = Walked()

    def forward(self, x):
        y = self.walked(x)
        for layer in self.walked:
            y = layer(y)
        return y

# SPDX-License-Identifier: Apache-2.0
"""Classes that derive from those of another file."""

import certain
import torch as th
from certain import HeadBase


class InheritsForward(HeadBase):
    "the line is in the base, which another file has"


class HasAnAttributeOfThatName(certain.HeadBase):
    "an attribute of the class that derives keeps its name"

    def __init__(self):
        super().__init__()
        self.relu = 2

    def tail(self, x):
        return x * self.relu


class HasAnInheritedInit(HeadBase):
    "what the class adds goes into its own __init__, and the base is a module"

    def __init__(self):
        super().__init__()
        self.scale = 3

    def tail(self, x):
        return x - self.scale


class NeverExported(certain.SeveralLines):
    mul = 3


class HasNoInit(certain.Widened):
    "the class gets an __init__ that passes on what the base takes"

    def forward(self, x):
        return th.mul(th.tanh(super().forward(x)), 2)


class HasNoInitEither(HasNoInit):
    "so does a class whose base gets one"

    def forward(self, x):
        return th.tanh(super().forward(x)) - 1

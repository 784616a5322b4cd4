"""What no diff is made for: each class with the reason, as the report gives it."""

import torch
import torch.nn.functional as F
from torch import nn


class InLoop(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        for _ in range(2):
            x = F.relu(self.fc(x))
        return x


class CalledInLoop(nn.Module):
    "the statement is not a simple one"

    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def forward(self, x):
        y = [self.relu(x[:, i:]) for i in range(2)]
        return y[0]


class Weights(nn.Module):
    "a second Linear has weights of its own, where this model uses the same ones again"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        x = self.fc(x)
        return self.fc(x)


class NoInit(nn.Module):
    "the class has no plain __init__ that calls super().__init__()"

    def forward(self, x):
        return torch.relu(x)


class InFunction(nn.Module):
    "the line is in no method of a class"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return activation(self.fc(x))


def activation(x):
    return torch.relu(x)


class Twice(nn.Module):
    "the op does not stand in the line as often as it runs"

    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self, x):
        return self.inner(self.inner(x))


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return F.relu(self.fc(x))


class Overwrites(nn.Module):
    "the op writes into a tensor that may be in use elsewhere, and the module leaves it as it is"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x)
        z = y[:, :4]
        y += x
        return self.fc(y), z


class HasAlias(nn.Module):
    "+= writes into a tensor that may have another name"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x)
        z = y
        y += x
        return z


class Shared(nn.Module):
    "the calls at this line need modules with different arguments"

    def __init__(self):
        super().__init__()
        self.first = Slope(0.1)
        self.second = Slope(0.2)

    def forward(self, x):
        return self.second(self.first(x))


class Slope(nn.Module):
    def __init__(self, slope: float):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.slope = slope

    def forward(self, x):
        return F.leaky_relu(self.fc(x), self.slope)


class Argument(nn.Module):
    "an argument of the call is no literal"

    def __init__(self):
        super().__init__()
        self.slope = 0.3

    def forward(self, x):
        return F.leaky_relu(x, self.slope)


class MadeElsewhere(nn.Module):
    "self.act is not made by a plain call of its class"

    def __init__(self, act=nn.ReLU()):
        super().__init__()
        self.act = act

    def forward(self, x):
        x = self.act(x)
        return self.act(x + 1)


class Container(nn.ModuleDict):
    "the class may be a container, which goes through its elements"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = x
        for layer in self.values():
            y = layer(y)
        return F.relu(y)


class GoesThroughChildren(nn.Module):
    "the class goes through its children, and would meet a new one"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = list(self.children())[-1](x)
        return torch.tanh(y)


class KeepsWeights(nn.Module):
    "the module has weights of its own: move those that the op was called with into it"

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(8, 8))

    def forward(self, x):
        return F.linear(x, self.weight)

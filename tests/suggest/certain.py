# SPDX-License-Identifier: Apache-2.0
"""Code that is not plain, and that an edit must get right all the same: each class with what it is about."""

import operator

import torch as th
import torch.nn.functional as F
from torch import nn


class Names(nn.Module):
    "names are those of the imports"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x)
        return operator.add(th.exp(input=y), th.Tensor.add(y, x))


class Reversed(nn.Module):
    "numbers come first, signs stand alone, keywords are passed on"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = 1 - self.fc(x)
        y = y ** 2
        return th.sub(-y, x, alpha=3)


class OneLine(nn.Module):
    "methods of one line, statements behind a semicolon"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8); self.k = 2

    def forward(self, x): return F.leaky_relu(self.fc(x), 0.1) + x


class LongSignature(nn.Module):
    "a signature over several lines, as black writes it"

    def __init__(
        self,
        width: int = 8,
    ) -> None:
        super().__init__()
        self.fc = nn.Linear(8, width)

    def forward(
        self,
        x: th.Tensor,
    ) -> th.Tensor:
        return F.relu(
            self.fc(x),
            inplace=True,
        )


class NestedReturn(nn.Module):
    "a return in a function within __init__"

    def __init__(self):
        super().__init__()

        def layer(n):
            return nn.Linear(8, n)

        self.fc = layer(8)

    def forward(self, x):
        return F.relu(self.fc(x))


class Shortcut(nn.Module):
    "an empty shortcut, and += behind a module that returns its input"

    def __init__(self, width=8):
        super().__init__()
        self.fc = nn.Sequential(nn.Linear(8, width), nn.Dropout(0.1))
        self.shortcut = nn.Sequential()
        if width != 8:
            self.shortcut = nn.Sequential(nn.Linear(8, width))

    def forward(self, x):
        out = self.fc(x)
        out += self.shortcut(x)
        return F.relu(out)


class Attribute(nn.Module):
    "an argument that __init__ fixes, another in each instance"

    def __init__(self, slope=0.3):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.slope = slope

    def forward(self, x):
        return F.leaky_relu(self.fc(x), self.slope)


class Attributes(nn.Module):
    "two instances of one class"

    def __init__(self):
        super().__init__()
        self.first = Attribute(0.1)
        self.second = Attribute(0.2)

    def forward(self, x):
        return self.second(self.first(x))


class GivenWeights(nn.Module):
    "the weights stay where they are"

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(th.rand(8, 8))

    def forward(self, x):
        return F.layer_norm(F.linear(x, self.weight), (8,))


class Base(nn.Module):
    def __init__(self):
        super().__init__()
        self.relu = True

    def finish(self, x):
        return th.flatten(x, 1) if self.relu is True else x


class Taken(Base):
    "the name that comes first is taken by the class that it derives from"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return self.finish(F.relu(self.fc(x)))


class CallsHelper(nn.Module):
    "the function is outside of the class"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return scaled(self.fc(x), x)


def scaled(x, y):
    return th.tanh(x) * y


class HandsItselfOver(nn.Module):
    "an earlier edit passes the module to the function already"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return squashed(self, self.fc(x))


def squashed(owner, x):
    return th.sigmoid(x)


class HeadBase(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return F.relu(self.fc(x)) + self.tail(x)

    def tail(self, x):
        return x


class SizesOfReshapes(nn.Module):
    "a reshape's -1 takes the place of arithmetic on sizes"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.heads = 2

    def forward(self, x):
        b, c = x.shape
        x = self.fc(x).reshape(b, self.heads, c // self.heads)
        each = c // 2  # of a head
        return shuffled(x).view(b, each * self.heads)


def shuffled(x):
    b, heads, c = x.size()
    x = x.transpose(1, 2)
    return th.reshape(x, (b, c * heads))


class WithoutInit(nn.Module):
    """a class without an __init__ gets one"""

    gain = 2

    @staticmethod
    def twice(x):
        return x

    # After the code before it.
    def forward(self, x):
        return F.relu(self.twice(x)) * (x - self.gain)


class OfOthers(nn.Module):
    "layers that take two tensors, and activations that are rare"

    def __init__(self):
        super().__init__()
        self.plain = Plain()

    def forward(self, x):
        y = F.hardshrink(self.plain(x), 0.3)
        y = F.threshold(y, 0.1, 20)
        return F.cosine_similarity(x, y, dim=-1).view(-1, 1) + F.pairwise_distance(x, y, keepdim=True) + F.softshrink(x)


class Plain(nn.Module):
    def forward(self, x):
        return F.alpha_dropout(x, 0.2, self.training) + 1


class WritesByMethod(nn.Module):
    "methods that write into a tensor that nothing else sees"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x)
        y.add_(x)
        y = y.mul_(2)
        return y


class SeveralLines(nn.Module):
    "a statement whose ops have lines of their own, and a walk by the name of a class"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.shortcut = nn.Sequential()
        for m in self.modules():
            classname = m.__class__.__name__
            if classname.find("Embedding") != -1:
                nn.init.ones_(m.weight)

    def forward(self, x):
        y = (self.shortcut(x) * 2 + self.fc(
            x) * 3) / (x * x + 4 + x.size(
                0) + 1)
        return y


class NotSeveralLines(nn.Module):
    def forward(self, x):
        return self.shortcut(x) if hasattr(self, "shortcut") else x


class CallsHelperTwice(nn.Module):
    "a function that is called more than once gets the modules of each call"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gc = nn.Linear(8, 8)

    def forward(self, x):
        return gated(self.gc(gated(self.fc(x), 2)), 1, last=True)


class CallsItOnce(nn.Module):
    "another class calls it once"

    def forward(self, x):
        return gated(x, 3)


def gated(
    x,
    sigmoid,
    last=False,
):
    y = th.sigmoid(x) * x + sigmoid
    if last:
        y = y - x
    return y


class CallsAWriterTwice(nn.Module):
    "a function that writes into what it made, called twice"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return grown(self.fc(grown(x)))


def grown(x):
    y = th.tanh(x)
    y += x
    y.mul_(2)
    return y


class PoolsAll(nn.Module):
    "pooling over all of a tensor, with any kernel that is its size"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x).view(2, 2, 2, 2)
        z = y.flatten(2)
        return (
            F.max_pool2d(y, y.size()[2:])
            + F.avg_pool2d(y, kernel_size=(y.size(2), y.size(-1)), stride=1)
            + F.max_pool1d(z, (z.shape[-1],)).unsqueeze(3)
        )


class Widened(nn.Module):
    "a base whose __init__ takes arguments"

    def __init__(self, width=8, *, scale=3.0):
        super().__init__()
        self.fc = nn.Linear(8, width)
        self.scale = scale

    def forward(self, x):
        return th.tanh(self.fc(x)) * self.scale


class CallsAttribute(nn.Module):
    "functions that __init__ keeps in attributes"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.gates = nn.ModuleList([nn.Linear(8, 8) for _ in range(2)])
        self.act = F.leaky_relu
        self.gate = th.sigmoid
        self.join = th.cat

    def forward(self, x):
        for layer in self.gates:
            x = self.gate(layer(x)) * x
        return self.join([self.act(self.fc(x), 0.2), x], dim=1)

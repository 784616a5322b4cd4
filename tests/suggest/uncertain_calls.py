# SPDX-License-Identifier: Apache-2.0
"""Methods that are called several times, and that no module is passed to: each class with the reason."""

import torch.nn.functional as F
from torch import nn


class TakesMethod(nn.Module):
    "the method h is used for more than calls"

    def forward(self, x):
        h = self.h
        return self.h(h(x))

    def h(self, x):
        return F.relu(x)


class CallsItself(nn.Module):
    "the method down calls itself"

    def forward(self, x):
        return self.down(x, 2)

    def down(self, x, n):
        return F.relu(self.down(x, n - 1)) if n > 0 else x


class Overridden(nn.Module):
    "the method act is defined more than once"

    def forward(self, x):
        return self.act(self.act(x))

    def act(self, x):
        return F.relu(x)


class Overrides(Overridden):
    def act(self, x):
        return F.elu(x)


class CalledByOthers(nn.Module):
    "the method embed may be called by more than `self`"

    def forward(self, x):
        return self.embed(self.embed(x))

    def embed(self, x):
        return F.relu(x)


def embedding(net, x):
    return net.embed(x)


class CalledByAnotherFile(nn.Module):
    "the method encode may be called from another file"

    def forward(self, x):
        return self.encode(self.encode(x))

    def encode(self, x):
        return F.relu(x)


class InWhile(nn.Module):
    "round is called in a loop"

    def forward(self, x):
        n = 0
        while n < 2:
            x = self.round(x)
            n += 1
        return x

    def round(self, x):
        return F.relu(x)


class InComprehension(nn.Module):
    "the method half is called in a comprehension or a lambda"

    def forward(self, x):
        return sum(self.half(part) for part in x.split(4, 1))[:, :4].sum(1)

    def half(self, x):
        return F.relu(x)


class Counts(nn.Module):
    def __init__(self):
        super().__init__()
        self.count = next(COUNTER)

    def forward(self, x):
        return F.relu(x)


COUNTER = iter(range(100))


class MakesOddly(nn.Module):
    "the effect of creating another Counts is not known"

    def __init__(self):
        super().__init__()
        self.counts = Counts()

    def forward(self, x):
        for i in range(2):
            x = self.counts(x)
        return x


class SharedAndChanged(nn.Module):
    "self.act is used for more than calls: a second module would not share those uses"

    def __init__(self):
        super().__init__()
        self.act = nn.LeakyReLU(0.1)
        self.net = nn.Sequential(nn.Linear(8, 8), self.act, nn.Linear(8, 8), self.act)

    def soften(self):
        self.act.negative_slope = 0.5

    def forward(self, x):
        return self.net(x)


class SharedInList(nn.Module):
    "self.net is no torch.nn.Sequential whose elements are written one by one"

    def __init__(self):
        super().__init__()
        act = nn.ReLU()
        self.net = nn.Sequential(*[nn.Linear(8, 8), act, nn.Linear(8, 8), act])

    def forward(self, x):
        return self.net(x)


class Unpacks(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        parts = [self.fc(x), x]
        for y in [x, *parts]:
            x = F.silu(y)
        return x


class CallsEachOther(nn.Module):
    "even runs 2 times in one forward, and each time needs a module of its own"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def even(self, x, n: int):
        x = F.relu(x)
        return x if n == 0 else self.odd(self.odd(x, n - 1), 0)

    def odd(self, x, n: int):
        return x - 1 if n == 0 else self.even(self.even(x, n - 1), 0)

    def forward(self, x):
        return self.even(self.even(self.fc(x), 1), 1)


class CallsInALoopOfARepeatedMethod(nn.Module):
    "outer makes the call in a loop, and runs several times"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def inner(self, x):
        return F.relu(x)

    def outer(self, x, n: int):
        for _ in range(n):
            x = self.inner(x)
        return x

    def forward(self, x):
        return self.outer(self.fc(x), 2) + self.outer(x, 3)

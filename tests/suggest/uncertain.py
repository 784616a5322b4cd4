# SPDX-License-Identifier: Apache-2.0
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
    "it is in a comprehension or a lambda, and runs once for each element"

    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def forward(self, x):
        y = [self.relu(part) for part in x.split(4, 1)]
        return y[0]


class SomeElements(nn.Module):
    "it is in a comprehension or a lambda, and runs once for each element"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        y = [F.relu(layer(x)) for i, layer in enumerate(self.layers) if i != 0]
        z = [F.relu(layer(part)) for part in y for layer in self.layers]
        return z[0]


class Weights(nn.Module):
    "a second Linear has its own weights, but this model uses the same weights again"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        x = self.fc(x)
        return self.fc(x)


class WithoutInit(nn.Module):
    def again(self, x):
        return x


class OddInit(WithoutInit):
    "the class has no plain __init__ that calls super().__init__()"

    def __init__(self):
        nn.Module.__init__(self)
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return torch.relu(x)


class InFunction(nn.Module):
    "the line is in the function activation, which not only methods of classes call"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return activation(self.fc(x))


def activation(x):
    return torch.relu(x)


DEFAULT = activation


class Twice(nn.Module):
    "a second Linear has its own weights, but this model uses the same weights again"

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
    "the op writes into a tensor that may be used elsewhere; the module does not change that tensor"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x)
        z = y[:, :4]
        y += x
        return self.fc(y), z


class FillsMasked(nn.Module):
    "AIMET's module writes into its input, whose shape is fixed: the mask must not broadcast it to a larger shape"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return self.fc(x)[:1].masked_fill(x > 0.5, 0.0) + x


class HasAlias(nn.Module):
    "the tensor that is written into may have another name"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x)
        z = y
        y += x
        return z


class Argument(nn.Module):
    "an argument of the call is not fixed in __init__"

    def __init__(self):
        super().__init__()
        self.slope = 0.3

    def forward(self, x):
        return F.leaky_relu(x, self.slope)

    def flatten(self):
        self.slope = 0.2


class EvaluatedTwice(nn.Module):
    "an argument of the constructor may not be evaluated twice"

    def __init__(self, **options):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.drop = nn.Dropout(options.pop("p", 0.5))

    def forward(self, x):
        for i in range(2):
            x = self.drop(self.fc(x) if x.shape[1] > 8 else x)
        return self.fc(x)


class ChangedLater(nn.Module):
    "self.act is used for more than calls: a second module would not share those uses"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.act = nn.LeakyReLU(0.1)

    def soften(self):
        self.act.negative_slope = 0.5

    def forward(self, x):
        return self.act(self.fc(self.act(x)))


class HasDerived(nn.Module):
    "Derived derives from the class and may not run its __init__"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return F.gelu(self.fc(x))


class Derived(HasDerived):
    def __init__(self):
        nn.Module.__init__(self)
        self.fc = nn.Linear(8, 4)


class WithDtype(nn.Module):
    "an argument of the call is no literal"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return torch.softmax(self.fc(x), dim=1, dtype=torch.float64)


class Sizes(nn.Module):
    "it computes with sizes, and more than a reshape needs the result: --unsafe-fixes puts int(...) around them"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        half = x.shape[1] // 2
        return self.fc(x)[:, :half]


class Drops(nn.Module):
    "it drops in evaluation too, and the module would not"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return F.dropout(self.fc(x), 0.0)


class MadeElsewhere(nn.Module):
    "self.act is not created by a plain call of its class"

    def __init__(self, act=nn.ReLU()):
        super().__init__()
        self.act = act

    def forward(self, x):
        for i in range(2):
            x = self.act(x)
        return x


class ContainerOfNames(nn.ModuleDict):
    "the class is a container, and code may iterate over its elements"

    def __init__(self):
        super().__init__({"fc": nn.Linear(8, 8)})

    def forward(self, x):
        y = x
        for layer in self.values():
            y = layer(y)
        return F.relu(y)


class ContainerByIndex(nn.Sequential):
    "the class is a container, and code may iterate over its elements"

    def __init__(self):
        super().__init__(nn.Linear(8, 8), nn.Linear(8, 8))

    def forward(self, x):
        return F.relu(self[-1](x))


class ContainerAsAWhole(nn.Sequential):
    "the class is a container, and code may iterate over its elements"

    def __init__(self):
        super().__init__(nn.Linear(8, 8), nn.Linear(8, 8))

    def forward(self, x):
        return F.relu(super().forward(x))


class ListOfModules(nn.ModuleList):
    "the class may be a container, which iterates over its elements"

    def __init__(self):
        super().__init__([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for layer in self:
            x = layer(x)
        return F.relu(x)


class ContainerThatDerives(nn.Sequential):
    "the class is a container, and code may iterate over its elements"

    def __init__(self):
        super().__init__(nn.Linear(8, 8))

    def forward(self, x):
        for layer in self:
            x = layer(x)
        return F.relu(x)


class DerivesFromContainer(ContainerThatDerives):
    pass


class GoesThroughChildren(nn.Module):
    "line N iterates over the children of a module and would reach the new one"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = list(self.children())[-1](x)
        return torch.tanh(y)


class KeepsWeights(nn.Module):
    "the module has its own weights: copy the weights that the op was called with into it"

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(2, 2, 3))

    def forward(self, x):
        return F.conv1d(x, self.weight)


class GrowsLater(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def deepen(self):
        self.layers.append(nn.Linear(8, 8))

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        return x


class LoopsOverSome(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for layer in self.layers[: x.shape[0]]:
            x = F.relu(layer(x))
        return x


class CountsByItself(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            i = 2 * i
            x = F.relu(layer(x)) * i
        return x


class EverySecondRound(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(4)])

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            if i % 2 == 0:
                x = F.relu(layer(x))
        return x


class TakesAllAsOne(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for pair in zip(self.layers, self.layers):
            x = F.relu(pair[0](x))
        return x


class MadeTooEarly(nn.Module):
    "the line is in a loop, and self.act is created before self.layers is complete"

    def __init__(self):
        super().__init__()
        self.act = nn.ReLU()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for layer in self.layers:
            x = self.act(layer(x))
        return x


class AddsIntoRounds(nn.Module):
    "it writes, in a loop, into a tensor that may have another name"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        kept = []
        for layer in self.layers:
            y = layer(x)
            y += x
            kept.append(y)
        return kept[0] * kept[1]


class SizesForMore(nn.Module):
    "it computes with sizes, and more than a reshape needs the result: --unsafe-fixes puts int(...) around them"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        x = self.fc(x)
        half = x.size(1) // 2
        return x.view(x.size(0), half, 2)[:, :half]


class TwoSizesOfOneReshape(nn.Module):
    "it computes with sizes, and only one size of a reshape can be -1: --unsafe-fixes puts int(...) around them"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        x = self.fc(x)
        b, c = x.shape
        return x.view(b // 2, 2, c // 4, 4)


class SizeBoundTwice(nn.Module):
    "it computes with sizes, and n is assigned more than once: --unsafe-fixes puts int(...) around them"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        x = self.fc(x)
        n = x.size(1) // 2
        x = x.view(x.size(0), n, 2)
        n = x.size(0)
        return x.view(n, 8)


class WritesIntoItsInput(nn.Module):
    "the tensor that is written into may have another name"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x)
        z = y
        y.add_(x)
        return y + z


class DerivedElsewhere(nn.Module):
    "Sub derives from the class and may not run its __init__"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return torch.relu(self.fc(x))


class WithoutSelf(nn.Module):
    "the line is in a method without self"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return self.halved(self.fc(x))

    @classmethod
    def halved(cls, x):
        return torch.tanh(x)


class CallsStaticByClass(nn.Module):
    "the method halved may be called by more than `self`"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return CallsStaticByClass.halved(self.fc(x))

    @staticmethod
    def halved(x):
        return torch.tanh(x)


class ListGrows(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        made = [layer(x) for layer in self.layers]
        made.append(x)
        for part in made:
            x = F.relu(part) + x
        return x


class ListIsHandedOn(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        made = [layer(x) for layer in self.layers]
        self.grow(made, x)
        for part in made:
            x = F.relu(part) + x
        return x

    def grow(self, parts, x):
        parts += [x]


class CountChanges(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        count = len(self.layers)
        count -= 1
        for i in range(count):
            x = F.relu(self.layers[i](x))
        return x


class CountIsConditional(nn.Module):
    "the line is in a loop"

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        if x.shape[0] > 1:
            count = len(self.layers)
        for i in range(count):
            x = F.relu(self.layers[i](x))
        return x


class CallsAnyFunction(nn.Module):
    "the line does not contain the op as often as it runs"

    def __init__(self, act=torch.relu):
        super().__init__()
        self.act = act

    def forward(self, x):
        return self.act(x)


class CallsAFunctionThatChanges(nn.Module):
    "the line does not contain the op as often as it runs"

    def __init__(self):
        super().__init__()
        self.act = torch.relu

    def harden(self):
        self.act = F.hardtanh

    def forward(self, x):
        return self.act(x)


class WritesThroughAView(nn.Module):
    "the op writes into a tensor that may be used elsewhere; the module does not change that tensor"

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        y = self.fc(x)
        z = y.view(-1).add_(1.0)
        return z.view(2, 8) * y

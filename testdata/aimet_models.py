"""Models for what AIMET 2 does with their modules; make_parity.py saves them in testdata/aimet.

Lines that move here move in the files when make_parity.py runs again.
"""

from typing import List

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Add(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return x + y


class AddTwice(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return torch.add(x, y, alpha=2)


class PlainGroupNorm(nn.GroupNorm):
    pass


class Swish(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(x)


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.factor = nn.Parameter(torch.rand(4, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.factor


class Stacked(nn.Module):
    def forward(self, tensors: List[Tensor], dim: int = 0) -> Tensor:
        return torch.cat(tensors, dim)


class Halves(nn.Module):
    def forward(self, x: Tensor):
        left, right = x.chunk(2, dim=1)
        return left, right


class OwnSequence(nn.Sequential):
    pass


class Block(nn.Module):
    """Has a child: it is looked into."""

    def __init__(self):
        super().__init__()
        self.add = Add()

    def forward(self, x: Tensor) -> Tensor:
        return self.add(x, x)


class Unregistered(nn.Module):
    """Leaves of classes that AIMET has no definition for, beside those that it has or leaves alone."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.norm = PlainGroupNorm(2, 4)
        self.shortcut = nn.Identity()
        self.layers = OwnSequence(nn.Conv2d(4, 4, 1), nn.ReLU())
        self.add = Add()
        self.block = Block()
        self.add_twice = AddTwice()
        self.scale = Scale()
        self.stacked = Stacked()
        self.halves = Halves()
        self.never = Swish()
        self.empty = nn.Sequential()
        self.fixed = nn.ParameterList([nn.Parameter(torch.rand(1))])

    def forward(self, image: Tensor) -> Tensor:
        x = self.norm(self.conv(image))
        x = self.add(self.layers(x), self.shortcut(x))
        x = self.add_twice(self.block(x), x)
        left, right = self.halves(self.scale(x))
        return self.stacked([left, right, left], 1)


class Registered(nn.Module):
    """What AIMET has a definition for: torch.nn's layers, called or not."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.act = nn.Hardswish()
        self.flat = nn.Flatten()
        self.fc = nn.Linear(16, 2)
        self.never = nn.GRU(2, 2)

    def forward(self, image: Tensor) -> Tensor:
        return self.fc(self.flat(self.act(self.norm(self.conv(image)))))


class Counted(nn.Module):
    """Nine ops: four of registered classes, two that move data, three without an encoding."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.add = Add()
        self.fc = nn.Linear(64, 10)
        self.act = nn.ReLU()
        self.weight = nn.Parameter(torch.rand(10, 10))

    def forward(self, image: Tensor) -> Tensor:
        x = F.relu(self.norm(self.conv(image)))
        x = self.add(x, x)
        x = x.permute(0, 2, 3, 1).flatten(1)
        x = self.act(self.fc(x))
        return F.linear(x, self.weight)


class Products(nn.Module):
    """Ops that multiply and accumulate, by shapes that tell their formulas apart."""

    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(4, 6, 2, stride=2, groups=2)
        self.grouped = nn.Conv1d(4, 6, 3, groups=2)
        self.rnn = nn.LSTM(3, 5, batch_first=True)

    def forward(self, image: Tensor, series: Tensor, steps: Tensor) -> Tensor:
        up = self.up(image)
        grouped = self.grouped(series)
        out, _ = self.rnn(steps)
        product = torch.matmul(out, out.transpose(1, 2))
        batched = torch.bmm(out, out.transpose(1, 2))
        return up.sum() + grouped.sum() + product.sum() + batched.sum()


def rows():
    """name -> (model, sample inputs, kinds of files)."""
    both, image = ("scripted", "traced"), (torch.rand(1, 3, 4, 4),)
    return {
        "unregistered": (Unregistered, image, both),
        "registered": (Registered, image, both),
        "counted": (Counted, image, both),
        "products": (Products, (torch.rand(1, 4, 5, 5), torch.rand(1, 4, 8), torch.rand(2, 7, 3)), both),
    }

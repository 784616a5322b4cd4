"""One small model for each rule of AIMET's model validator; make_parity.py saves them, parity/expected.json judges them.

Lines that move here move in the files when make_parity.py runs again.
"""

import math
from typing import Dict, List, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# --- Which functions AIMET tolerates ---


class AllModules(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 6, 3), nn.BatchNorm2d(6), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.drop = nn.Dropout(0.1)
        self.classify = nn.Linear(6, 3)

    def forward(self, image: Tensor) -> Tensor:
        return self.classify(self.drop(self.features(image)))


class FunctionalActivations(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        x = F.gelu(torch.sigmoid(self.inner(x)))
        x = F.leaky_relu(x.tanh(), 0.2)
        return F.log_softmax(F.silu(x), dim=1)


class Arithmetic(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        y = self.inner(x)
        y = y * x - 0.5
        y = (y + x) / 3
        y = 2 - y
        return torch.exp(-y) ** 2


class Comparisons(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        y = self.inner(x)
        chosen = torch.where(y >= x, y, x)
        same = chosen == y
        return chosen.masked_fill(same, 0.0).clamp(-1, 1)


class Tolerated(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        y = self.inner(x).view(2, 3, 6).permute(0, 2, 1).contiguous()
        y = y.transpose(1, 2).unsqueeze(1).squeeze(1)
        left, right = y[:, :, 1:5].chunk(2, dim=2)
        return left.flatten(1).mean(dim=1), right.reshape(2, -1).expand(2, 6).clone()


class JoinAndRearrange(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        first, second = torch.split(self.inner(x), 3, dim=1)
        both = torch.stack([torch.cat([first, second], dim=1), x], dim=0)
        above, below = both.unbind(0)
        return torch.flip(above, [1]) + below.repeat(1, 1)


class SizesAsNumbers(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Conv2d(3, 4, 1)

    def forward(self, image: Tensor) -> Tensor:
        y = self.inner(image)
        n, c, h, w = y.shape
        y = y.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous()
        return y.view(n, c, h * w)


class AttentionByHand(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(6, 6)
        self.key = nn.Linear(6, 6)
        self.weigh = nn.Softmax(dim=-1)

    def forward(self, x: Tensor) -> Tensor:
        score = self.query(x) @ self.key(x).transpose(-2, -1) / math.sqrt(6)
        return torch.matmul(self.weigh(score), x)


class TiedProjection(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 6)
        self.inner = nn.Linear(6, 6)

    def forward(self, ids: Tensor) -> Tensor:
        return F.linear(self.inner(self.words(ids)), self.words.weight)


class ListOfParameters(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Parameter(torch.rand(6, 6))
        self.second = nn.Parameter(torch.rand(6, 6))

    def forward(self, x: Tensor) -> Tensor:
        for weight in [self.first, self.second]:
            x = torch.matmul(x, weight)
        return x


class SeveralResults(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        y = self.inner(x)
        largest, where = y.max(dim=1)
        ordered, _ = torch.sort(y)
        return largest, where, ordered


class WritesIntoTensors(nn.Module):
    """y[:, 0] = tensor is select and copy, which are tolerated; y[:, 1] = number is fill, which is not."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        y = self.inner(x)
        y[:, 0] = x[:, 1]
        y[:, 1] = 0.0
        y += x
        return y


class PicksByIndex(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)
        self.register_buffer("order", torch.tensor([2, 0, 1]))

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x)[:, self.order][..., None].squeeze(-1)


class NobodyLooks(nn.Module):
    """The result of the functional ops is not used."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        y = self.inner(x)
        _ = torch.relu(y) * 2
        return y


# --- What counts as one op ---


class SquareLeaf(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.square(x)


class SwishLeaf(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(x)


class OwnLeaves(nn.Module):
    def __init__(self):
        super().__init__()
        self.square = SquareLeaf()
        self.swish = SwishLeaf()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        return self.swish(self.inner(self.square(x)))


class PlainLinear(nn.Linear):
    pass


class LinearThenRelu(nn.Linear):
    def forward(self, input: Tensor) -> Tensor:
        return F.relu(F.linear(input, self.weight, self.bias))


class Subclasses(nn.Module):
    def __init__(self):
        super().__init__()
        self.plain = PlainLinear(6, 6)
        self.extended = LinearThenRelu(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        return self.extended(self.plain(x))


class EmptyShortcut(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)
        self.shortcut = nn.Sequential()

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.inner(x), self.shortcut(x)], dim=1)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.memory = nn.LSTM(6, 5, batch_first=True)
        self.read = nn.Linear(5, 2)

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.memory(x)
        return self.read(states[:, -1])


# --- Who is called more than once ---


class Pair(nn.Module):
    """Two leaves of torch.nn."""

    def __init__(self):
        super().__init__()
        self.weigh = nn.Linear(6, 6)
        self.act = nn.Hardswish()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.weigh(x))


class OneActivationForAll(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = nn.ModuleList([nn.Linear(6, 6), nn.Linear(6, 6), nn.Linear(6, 6)])
        self.act = nn.GELU()

    def forward(self, x: Tensor) -> Tensor:
        for step in self.steps:
            x = self.act(step(x))
        return x


class SharedByKey(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict({"first": nn.Linear(6, 6), "act": nn.Tanh(), "last": nn.Linear(6, 6)})

    def forward(self, x: Tensor) -> Tensor:
        return self.parts["act"](self.parts["last"](self.parts["act"](self.parts["first"](x))))


class IdentityTwice(nn.Module):
    def __init__(self):
        super().__init__()
        self.same = nn.Identity()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        return self.same(self.inner(self.same(x)))


class SequenceTwice(nn.Module):
    def __init__(self):
        super().__init__()
        self.run = nn.Sequential(nn.Linear(6, 6), nn.Sigmoid())

    def forward(self, x: Tensor) -> Tensor:
        return self.run(self.run(x))


class PairTwice(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair = Pair()

    def forward(self, x: Tensor) -> Tensor:
        return self.pair(self.pair(x))


class PairUnderTwoNames(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair = Pair()
        self.again = self.pair

    def forward(self, x: Tensor) -> Tensor:
        return self.again(self.pair(x))


class OneOfTwoNames(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)
        self.other_name = self.inner

    def forward(self, x: Tensor) -> Tensor:
        return self.other_name(x)


class Grandchild(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair = Pair()

    def forward(self, x: Tensor) -> Tensor:
        return self.pair.act(self.pair(x))


class OwnLeafTwice(nn.Module):
    def __init__(self):
        super().__init__()
        self.swish = SwishLeaf()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        return self.swish(self.inner(self.swish(x)))


class Mood(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor, warm: bool) -> Tensor:
        y = self.inner(x)
        if warm:
            return torch.relu(y)
        return torch.sigmoid(y) + torch.tanh(y)


class SecondCallDiffers(nn.Module):
    """AIMET reads the graph of the first call for every call."""

    def __init__(self):
        super().__init__()
        self.mood = Mood()

    def forward(self, x: Tensor) -> Tensor:
        return self.mood(self.mood(x, True), False)


class ForwardByName(nn.Module):
    """self.inner.forward(x) runs no hook, and a tracer sees no call."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.inner.forward(x))


class NeverCalled(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)
        self.spare = Pair()
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x)


# --- Branches, inputs and outputs ---


class BranchOnData(nn.Module):
    def __init__(self):
        super().__init__()
        self.high = nn.Linear(6, 6)
        self.low = nn.Linear(6, 6)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        if bool(x.mean() > -1):
            return self.act(self.high(x))
        return torch.tanh(self.low(x))


class TakesPair(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Linear(6, 6)
        self.right = nn.Linear(6, 6)

    def forward(self, pair: Tuple[Tensor, Tensor]) -> Tuple[Tensor, Tensor]:
        return self.left(pair[0]), self.right(pair[1])


class HandsPairsOn(nn.Module):
    def __init__(self):
        super().__init__()
        self.inside = TakesPair()

    def forward(self, x: Tensor) -> List[Tensor]:
        left, right = self.inside((x, x))
        return [left, right]


class MaybeMasked(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)

    def forward(self, x: Tensor, scale: float = 1.0, mask: Optional[Tensor] = None) -> Tensor:
        y = self.inner(x)
        return y if mask is None else y * mask


class NoMask(nn.Module):
    def __init__(self):
        super().__init__()
        self.inside = MaybeMasked()

    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"y": self.inside(x, scale=2.0)}


class RootOnly(nn.Module):
    """The model itself is a leaf: AIMET reads the root node by node."""

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x) * 2


# --- What the versions of AIMET tell apart ---


class SpectralConv(nn.Module):
    """The parametrization is a leaf of torch.nn.utils.parametrizations: torch.nn is in the path of its class."""

    def __init__(self):
        super().__init__()
        self.inner = nn.utils.parametrizations.spectral_norm(nn.Conv2d(3, 4, 3))

    def forward(self, image: Tensor) -> Tensor:
        return self.inner(image)


class Gate(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(x)


Gate.__module__ = "mytorch.nn_layers"


class OwnLayerPackage(nn.Module):
    """A leaf in a package whose name holds torch.nn."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(6, 6)
        self.gate = Gate()

    def forward(self, x: Tensor) -> Tensor:
        return self.gate(self.inner(x))


def rows():
    """name -> (model, sample inputs)."""
    row, image, steps = (torch.rand(2, 6),), (torch.rand(1, 3, 5, 5),), (torch.rand(2, 4, 6),)
    special = {
        "all_modules": (AllModules, image),
        "sizes_as_numbers": (SizesAsNumbers, image),
        "spectral_conv": (SpectralConv, image),
        "tolerated": (Tolerated, (torch.rand(6, 6),)),
        "attention_by_hand": (AttentionByHand, steps),
        "recurrent": (Recurrent, steps),
        "tied_projection": (TiedProjection, (torch.arange(6).view(2, 3),)),
    }
    of_rows = {
        "functional_activations": FunctionalActivations,
        "arithmetic": Arithmetic,
        "comparisons": Comparisons,
        "join_and_rearrange": JoinAndRearrange,
        "list_of_parameters": ListOfParameters,
        "several_results": SeveralResults,
        "writes_into_tensors": WritesIntoTensors,
        "picks_by_index": PicksByIndex,
        "nobody_looks": NobodyLooks,
        "own_leaves": OwnLeaves,
        "own_layer_package": OwnLayerPackage,
        "subclasses": Subclasses,
        "empty_shortcut": EmptyShortcut,
        "one_activation_for_all": OneActivationForAll,
        "shared_by_key": SharedByKey,
        "identity_twice": IdentityTwice,
        "sequence_twice": SequenceTwice,
        "pair_twice": PairTwice,
        "pair_under_two_names": PairUnderTwoNames,
        "one_of_two_names": OneOfTwoNames,
        "grandchild": Grandchild,
        "own_leaf_twice": OwnLeafTwice,
        "second_call_differs": SecondCallDiffers,
        "forward_by_name": ForwardByName,
        "never_called": NeverCalled,
        "branch_on_data": BranchOnData,
        "hands_pairs_on": HandsPairsOn,
        "no_mask": NoMask,
        "root_only": RootOnly,
    }
    return {**special, **{name: (model, row) for name, model in of_rows.items()}}

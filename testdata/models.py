"""The models of testdata, one class for each situation that a file can hold; make.py saves them.
Sources are kept in the files: a line that moves here moves in the files when make.py runs again.
"""

import math
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# --- The two examples of AIMET's documentation, and each as it should be ---


class ReusedNodes(nn.Module):
    """relu1 is called twice."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, kernel_size=2, stride=2, padding=2, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.relu1 = nn.ReLU(inplace=True)
        self.relu2 = nn.ReLU(inplace=True)
        self.fc = nn.Linear(8 * 6 * 6, 10)

    def forward(self, x):
        x = self.conv1(x)
        x = self.relu1(x)
        x = self.bn1(x)
        x = self.relu1(x)
        x = x.view(x.size(0), -1)
        return self.fc(x)


class ReusedNodesRepaired(ReusedNodes):
    def forward(self, x):
        x = self.conv1(x)
        x = self.relu1(x)
        x = self.bn1(x)
        x = self.relu2(x)
        x = x.view(x.size(0), -1)
        return self.fc(x)


class FunctionalLinear(nn.Module):
    """The linear layer is a function: the ninth op, linear_8."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, kernel_size=2, stride=2, padding=2, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.relu1 = nn.ReLU(inplace=True)
        self.relu2 = nn.ReLU(inplace=True)

    def forward(self, x):
        x = self.conv1(x)
        x = self.relu1(x)
        x = self.bn1(x)
        x = self.relu2(x)
        x = x.view(x.size(0), -1)
        return F.linear(x, torch.randn(10, 8 * 6 * 6))


class FunctionalLinearRepaired(FunctionalLinear):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8 * 6 * 6, 10)

    def forward(self, x):
        x = self.conv1(x)
        x = self.relu1(x)
        x = self.bn1(x)
        x = self.relu2(x)
        x = x.view(x.size(0), -1)
        return self.fc(x)


# --- A small residual network in the usual style: one ReLU for the whole block, the sum as an operator ---


def conv3x3(planes_in: int, planes_out: int, stride: int = 1):
    return nn.Conv2d(planes_in, planes_out, kernel_size=3, stride=stride, padding=1, bias=False)


class BasicBlock(nn.Module):
    def __init__(self, planes_in: int, planes: int, stride: int = 1, downsample: Optional[nn.Module] = None):
        super().__init__()
        self.conv1 = conv3x3(planes_in, planes, stride)
        self.bn1 = nn.BatchNorm2d(planes)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = conv3x3(planes, planes)
        self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = downsample

    def forward(self, x: Tensor) -> Tensor:
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return self.relu(out)


class SmallResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, kernel_size=7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.layer1 = nn.Sequential(BasicBlock(16, 16), BasicBlock(16, 16))
        downsample = nn.Sequential(nn.Conv2d(16, 32, kernel_size=1, stride=2, bias=False), nn.BatchNorm2d(32))
        self.layer2 = nn.Sequential(BasicBlock(16, 32, 2, downsample), BasicBlock(32, 32))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(32, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer2(self.layer1(x))
        x = torch.flatten(self.avgpool(x), 1)
        return self.fc(x)


# --- Which module an op belongs to ---


class CalledInLoop(nn.Module):
    """One call site that runs three times."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(3):
            x = self.fc(x)
        return x


class ReluInModuleList(nn.Module):
    """layers.1 is called twice: in turn, and once more by its index."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8)])

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return self.layers[1](x)


class InModuleDict(nn.Module):
    def __init__(self):
        super().__init__()
        self.stages = nn.ModuleDict({"first": nn.Linear(8, 8), "act": nn.ReLU(), "last": nn.Linear(8, 4)})

    def forward(self, x: Tensor) -> Tensor:
        for stage in self.stages.values():
            x = stage(x)
        return x * 2


class Scale(nn.Module):
    """A module of the user's own, with two functional ops."""

    def __init__(self, factor: float):
        super().__init__()
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(x) * self.factor


class NestedSequential(nn.Module):
    def __init__(self):
        super().__init__()
        inner = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), Scale(0.5))
        self.net = nn.Sequential(inner, nn.Sequential(nn.Linear(8, 4), nn.Sequential(Scale(2.0))))

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


class SharedClass(nn.Module):
    """Four attributes of one class."""

    def __init__(self):
        super().__init__()
        self.a = Scale(1.0)
        self.b = Scale(2.0)
        self.c = nn.ModuleList([Scale(3.0), Scale(4.0)])

    def forward(self, x: Tensor) -> Tensor:
        x = self.b(self.a(x))
        for scale in self.c:
            x = scale(x)
        return x


class ContainerTwice(nn.Module):
    """A module that is no leaf is called twice, and so are its leaves and its functional ops."""

    def __init__(self):
        super().__init__()
        self.block = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), Scale(0.5))

    def forward(self, x: Tensor) -> Tensor:
        return self.block(self.block(x))


class Alias(nn.Module):
    """One object under two names, with parameters (fc, fc_again) and without (act, act_again)."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.act = nn.ReLU()
        self.fc_again = self.fc
        self.act_again = self.act

    def forward(self, x: Tensor) -> Tensor:
        return self.act_again(self.fc_again(self.act(self.fc(x))))


class Attention(nn.Module):
    """torch.nn modules that have modules inside."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm(x)
        y = x + self.attention(y, y, y, need_weights=False)[0]
        return self.fc(y)


# --- Code in other places than forward ---


def halve(x: Tensor) -> Tensor:
    return x / 2


def soften(x: Tensor) -> Tensor:
    return F.softmax(halve(x), dim=1)


class FreeFunctions(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        return soften(self.fc(halve(x)))


class OtherMethods(nn.Module):
    """forward calls methods of its own and of a submodule; predict is exported as well."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.encoder = Encoder()

    def head(self, x: Tensor) -> Tensor:
        return torch.sigmoid(self.fc(x))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.encoder.encode(x))

    @torch.jit.export
    def predict(self, x: Tensor) -> Tensor:
        return self.head(x) > 0.5


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        return F.elu(self.fc(x))


class NoForward(nn.Module):
    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        return x + 1

    @torch.jit.export
    def decode(self, x: Tensor) -> Tensor:
        return x - 1


# --- Control flow, and ops that yield nothing ---


class ControlFlow(nn.Module):
    """Modules and functional ops below an If and a Loop; the condition is an input."""

    def __init__(self):
        super().__init__()
        self.then_fc = nn.Linear(8, 8)
        self.else_fc = nn.Linear(8, 8)
        self.loop_fc = nn.Linear(8, 8)

    def forward(self, x: Tensor, wide: bool = True, steps: int = 2) -> Tensor:
        if wide:
            x = F.relu(self.then_fc(x))
        else:
            x = torch.tanh(self.else_fc(x))
        for _ in range(steps):
            x = F.elu(self.loop_fc(x))
        return x


class DataDependentBranch(nn.Module):
    """The values of the input decide which layer runs."""

    def __init__(self):
        super().__init__()
        self.positive = nn.Linear(8, 8)
        self.negative = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        if bool(x.sum() > 0):
            return self.positive(x)
        return self.negative(x)


class OpsWithoutOutputs(nn.Module):
    """print, a written attribute, a filled dict and a raise; and a batch norm, whose If only counts batches."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(8)
        self.calls = 0

    def forward(self, x: Tensor) -> Tensor:
        if x.dim() != 2:
            raise ValueError("expected two dimensions")
        self.calls += 1
        seen: Dict[str, Tensor] = {}
        seen["x"] = F.relu(x)
        print("calls so far:", self.calls)
        return self.bn(seen["x"])


# --- Inputs and outputs ---


class Point(NamedTuple):
    x: Tensor
    y: Tensor


class TupleIO(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, pair: Tuple[Tensor, Tensor]) -> Tuple[Tensor, Tensor]:
        return self.fc(pair[0]), self.fc(pair[1])


class ListIO(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, images: List[Tensor]) -> List[Tensor]:
        return [self.fc(image) for image in images]


class DictIO(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, batch: Dict[str, Tensor]) -> Dict[str, Tensor]:
        return {"out": self.fc(batch["image"]) + batch["bias"]}


class NamedTupleOut(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Point:
        return Point(self.fc(x), torch.relu(x))


class ManyInputs(nn.Module):
    """A name for each kind of argument: tensors of two dtypes, numbers, an optional one, and defaults."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(16, 8)

    def forward(
        self, image: Tensor, ids: Tensor, scale: float, mask: Optional[Tensor] = None, repeat: int = 1, double: bool = False
    ) -> Tensor:
        y = (image + self.embedding(ids)) * scale
        if mask is not None:
            y = y * mask
        if double:
            y = y + y
        return y.repeat(repeat, 1)


# --- Parameters, mode, and what is never called ---


class Trained(nn.Module):
    """Differs between training and evaluation."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.bn = nn.BatchNorm1d(8)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        return self.dropout(self.bn(self.fc(x)))


class SharedParameter(nn.Module):
    """The decoder's weight is the embedding's."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(16, 8)
        self.decoder = nn.Linear(8, 16, bias=False)
        self.decoder.weight = self.embedding.weight

    def forward(self, ids: Tensor) -> Tensor:
        return self.decoder(self.embedding(ids))


class UnusedModule(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.spare = nn.Sequential(nn.Linear(8, 8), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)


class Constants(nn.Module):
    """A tensor that is neither a parameter nor a buffer, and a plain number."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.mean = torch.tensor([0.485, 0.456, 0.406])
        self.factor: float = 4.0

    def forward(self, x: Tensor) -> Tensor:
        return self.fc((x - self.mean) / self.factor)


class RootMeanSquare(nn.Module):
    """torch.nn.RMSNorm and aten::rms_norm came with PyTorch 2.4."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.norm = nn.RMSNorm(8)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.fc(x))


# --- What goes wrong while a file is loaded or run ---


class RunsCodeOnLoad(nn.Module):
    """Loading the file prints: __setstate__ is code of the model."""

    def __init__(self):
        super().__init__()
        self.training = False

    def forward(self, x: Tensor) -> Tensor:
        return x + 1

    @torch.jit.export
    def __getstate__(self):
        return (self.training,)

    @torch.jit.export
    def __setstate__(self, state: Tuple[bool]):
        self.training = state[0]
        print("printed while the file was loaded")


class Raises(nn.Module):
    """Fits its schema and fails when it runs: eight columns meet four."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(x)
        return self.fc(x)


class NeverEnds(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        while bool(x.sum() == x.sum()):
            x = x * 1
        return x


class Hungry(nn.Module):
    """Asks for 64 GB and touches them."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.ones(16, 1024, 1024, 1024).sum() + x


# --- What only a later PyTorch can write ---


class PaddedLeft(nn.Module):
    """padding_side came with PyTorch 2.5: an argument that older versions of a known operator do not take."""

    def forward(self, x: Tensor) -> Tensor:
        return nn.utils.rnn.pad_sequence([x[0], x[1, 2:]], batch_first=True, padding_side="left")


class HashedInput(nn.Module):
    """torch.hash_tensor came after PyTorch 2.6."""

    def forward(self, x: Tensor) -> Tensor:
        return x + torch.hash_tensor(x).to(torch.float32)


class AlignedWindow(nn.Module):
    """align_to_window came after PyTorch 2.6."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.stft(x, 4, return_complex=True, center=False, align_to_window=True).abs()


# --- Parametrized layers ---


class Symmetric(nn.Module):
    def forward(self, weight: Tensor) -> Tensor:
        return weight.triu() + weight.triu(1).t()


class Halved(nn.Module):
    def forward(self, weight: Tensor) -> Tensor:
        return weight / 2


class OuterProduct(nn.Module):
    """Made of two tensors: PyTorch stores them as original0 and original1."""

    def forward(self, column: Tensor, row: Tensor) -> Tensor:
        return torch.matmul(column, row)

    def right_inverse(self, weight: Tensor):
        return weight[:, :1].clone(), weight[:1].clone()


class Parametrized(nn.Module):
    """torch.jit.script makes code of the parametrized layers that can only raise."""

    def __init__(self):
        super().__init__()
        self.chained = nn.Linear(8, 8)
        nn.utils.parametrize.register_parametrization(self.chained, "weight", Symmetric())
        nn.utils.parametrize.register_parametrization(self.chained, "weight", Halved())
        self.of_two = nn.Linear(8, 8)
        nn.utils.parametrize.register_parametrization(self.of_two, "weight", OuterProduct())

    def forward(self, x: Tensor) -> Tensor:
        return self.of_two(self.chained(x))


# --- Results that are kept in attributes ---


class KeepsInAttributes(nn.Module):
    """What is kept in `doubled` reaches the output; what is kept in `halved` reaches nothing."""

    def __init__(self):
        super().__init__()
        self.doubled = torch.zeros(1)
        self.halved = torch.zeros(1)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        self.doubled = x * 2
        self.halved = x / 2
        return self.relu(self.doubled)


# --- What a tracer sees of a line, and what it does not ---


class WritesThroughViews(nn.Module):
    """Each of them changes y."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        y.ravel().mul_(2.0)
        y.mT.sub_(1.0)
        y.as_strided((2, 2), (1, 1)).sigmoid_()
        y.broadcast_to(y.shape).exp_()
        y.hsplit(2)[0].tanh_()
        y.positive().cos_()
        torch.unsafe_chunk(y, 2)[1].neg_()
        y.clone().abs_()  # changes nothing that is seen
        return y


class WritesElsewhere(nn.Module):
    """Into out=, and into a buffer that nothing reads."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.register_buffer("count", torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        torch.mul(y, 2.0, out=y)
        self.count += 1
        return y


class PythonLists(nn.Module):
    """Lists of sizes and of tensors are joined by Python, not by an Add."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        shape = y.size()[:-1] + (2, 4)
        ys = [y.view(shape)]
        ys += [y.view(shape)]
        return torch.stack(ys)


class Halves(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        y = self.fc(x)
        return y.tanh(), (y.sin(), y.cos())


class UnusedResults(nn.Module):
    """Two of the three results of `halves` reach nothing, one of `both` and one of the list neither."""

    def __init__(self):
        super().__init__()
        self.halves = Halves()

    def both(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return x.exp(), x.log()

    def forward(self, x: Tensor) -> Tensor:
        _, (sine, _) = self.halves(x)
        kept, _ = self.both(sine)
        parts = [kept.abs(), kept.neg()]
        return parts[0]


class SizesAsNumbers(nn.Module):
    """math and int() take a plain number, and what made it is not in the trace; `rows // 2` and `rows - 1` are."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        rows = x.size(0)
        up = math.ceil(rows / 2)
        part = int(rows * 0.5)
        root = math.sqrt(float(rows + 7))
        last = len(x) - 1
        y = y[:up] * root + y[part:]
        return y[: rows // 2, last : last + 4] * (rows - 1)


class FunctionalConvolutions(nn.Module):
    """A tracer records aten::_convolution for each."""

    def __init__(self):
        super().__init__()
        self.kernel = nn.Parameter(torch.rand(3, 3, 3, 3))

    def forward(self, x: Tensor) -> Tensor:
        y = F.conv2d(x, self.kernel, padding=1)
        y = F.conv_transpose2d(y, self.kernel)
        return F.conv1d(y.flatten(2), self.kernel[:, :, 0])


class FirstCallSkipped(nn.Module):
    """The first call of `block` in the text does not run: AIMET reads the block by the second."""

    def __init__(self):
        super().__init__()
        self.block = FunctionalBlock()

    def forward(self, x: Tensor) -> Tensor:
        if x.size(0) > 100:
            x = self.block(x)
        return self.block(x)


class FunctionalBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.fc(x)) + 1.0


class TiedWeights(nn.Module):
    """Two modules, one tensor."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 3, 1, bias=False)
        self.second = nn.Conv2d(3, 3, 1, bias=False)
        self.second.weight = self.first.weight

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x))


class OneCallPerArm(nn.Module):
    """relu is called once, whichever way it goes, and norm twice in one arm."""

    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()
        self.norm = nn.LayerNorm(8)

    def forward(self, x: Tensor, mode: int = 0) -> Tensor:
        if mode == 1:
            return self.relu(self.norm(self.norm(x)))
        if mode == 2:
            return self.norm(self.relu(x))
        return self.relu(x)


class RemembersSizes(nn.Module):
    """A branch on a number that is kept beside a tensor is no branch on the values of that tensor."""

    last: int

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.last = 0
        self.state = torch.zeros(0)

    def forward(self, x: Tensor) -> Tensor:
        if self.last != x.shape[0]:
            self.last = x.shape[0]
        self.state = x
        return self.fc(x)


class NumberFirst(nn.Module):
    """LibTorch compiles a number on the left of an operator with functions of its own."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        y = 2 + y
        y = torch.relu(y)
        y = 2 + y
        y = 0.9 * y
        return x.shape[0] + y


class AskedBefore(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc, self.relu = nn.Linear(8, 8), nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        if torch.jit.is_scripting():
            return self.relu(self.fc(x))
        if self.training:
            x = torch.tanh(x)
        return F.relu(self.fc(x))


class AskedAfter(AskedBefore):
    def forward(self, x: Tensor) -> Tensor:
        x = self.fc(x)
        if not torch.jit.is_scripting():
            x = torch.sigmoid(x)
        else:
            x = self.relu(x)
        return x


class AskedForLess(AskedBefore):
    def forward(self, x: Tensor) -> Tensor:
        if torch.jit.is_scripting():
            x = self.relu(x)
        return self.fc(x)


class PythonArms(nn.Module):
    """A script holds one arm of `if torch.jit.is_scripting()`, and AIMET, which runs Python, sees the other one."""

    def __init__(self):
        super().__init__()
        self.before, self.after, self.less = AskedBefore(), AskedAfter(), AskedForLess()

    def forward(self, x: Tensor) -> Tensor:
        return self.less(self.after(self.before(x)))

# SPDX-License-Identifier: Apache-2.0
"""Models that take and return what the models of libraries do: dicts, flags, optional tensors, nested results."""

from typing import Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn


class Batch(nn.Module):
    """A dict in, a dict out, a number, a mask that was given and two arguments that may be left out."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(
        self,
        inputs: Dict[str, Tensor],
        scale: float,
        mask: Optional[Tensor] = None,
        labels: Optional[Dict[str, Tensor]] = None,
        use_cache: bool = False,
    ) -> Dict[str, Tensor]:
        x = self.fc(inputs["input_ids"]) * scale + inputs["0"]
        if mask is not None:
            x = x * mask
        return {"logits": x, "hidden": inputs["input_ids"]}


class Nested(nn.Module):
    """A dict of dicts in; a tensor, a dict, None and a list out."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(
        self, batch: Dict[str, Dict[str, Tensor]], other: Dict[str, Tensor]
    ) -> Tuple[Tensor, Dict[str, Tensor], Optional[Tensor], List[Tensor]]:
        left = self.fc(batch["left"]["x"])
        right = self.fc(batch["right"]["x"]) + other["x"]
        return left, {"right": right}, None, [left, right]


class AnyKeys(nn.Module):
    """The code names no key."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, batch: Dict[str, Tensor]) -> Dict[str, Tensor]:
        out: Dict[str, Tensor] = {}
        for key, value in batch.items():
            out[key + "_out"] = self.fc(value)
        return out


class Pair(nn.Module):
    """A dict and a tensor in, a dict out: what can be traced."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, pair: Dict[str, Tensor], bias: Tensor) -> Dict[str, Tensor]:
        return {"out": self.fc(pair["first"]) + torch.relu(pair["second"]) + bias}


class DictIO(nn.Module):
    """What testdata/exported/dict_in_out.* were made from."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, d):
        return {"p": self.a(d["rgb"]), "q": [self.b(d["bw"])]}

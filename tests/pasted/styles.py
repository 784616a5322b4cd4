# SPDX-License-Identifier: Apache-2.0
"""Models with inputs and outputs like those of libraries' models: dicts, flags, optional tensors, nested results."""

from typing import Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn


class Batch(nn.Module):
    """Takes a dict, a number, an optional mask and two arguments with defaults. Returns a dict."""

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
    """Takes a dict of dicts and a dict. Returns a tensor, a dict, None and a list."""

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
    """The code contains no key of its input dict."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, batch: Dict[str, Tensor]) -> Dict[str, Tensor]:
        out: Dict[str, Tensor] = {}
        for key, value in batch.items():
            out[key + "_out"] = self.fc(value)
        return out


class Pair(nn.Module):
    """Takes a dict and a tensor, returns a dict: this can be traced."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, pair: Dict[str, Tensor], bias: Tensor) -> Dict[str, Tensor]:
        return {"out": self.fc(pair["first"]) + torch.relu(pair["second"]) + bias}


class DictIO(nn.Module):
    """testdata/exported/dict_in_out.* were made from this model."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(self, d):
        return {"p": self.a(d["rgb"]), "q": [self.b(d["bw"])]}

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the list of the classes for which AIMET 2 has quantized definitions.

    scripts/make_aimet_classes.py REGISTRY.json            writes lib/check/aimet_classes.inc
    scripts/make_aimet_classes.py --check REGISTRY.json    exits 1 if the list differs from what would be written

REGISTRY.json contains the keys of QuantizationMixin.cls_to_qcls ("definitions") and of the legacy
FakeQuantizationMixin.cls_to_qcls ("legacy"), as module paths, and where they were read ("source"). The list omits
AIMET's own classes: QuantizationSimModel never raises for them.
"""

import argparse
import json
import pathlib
import sys
import textwrap

LIST = pathlib.Path(__file__).resolve().parent.parent / "lib" / "check" / "aimet_classes.inc"
# AIMET defines these if PyTorch has them (2.1 and later). A registry that was read with an older PyTorch lacks them.
WITH_NEWER_TORCH = [
    f"torch.nn.modules.padding.{name}"
    for name in ("CircularPad1d", "CircularPad2d", "CircularPad3d", "ZeroPad1d", "ZeroPad3d")
]


def text_of(registry):
    classes = {name for key in ("definitions", "legacy") for name in registry[key] if name.startswith("torch.")}
    lines = [f'"{name}",\n' for name in sorted(classes.union(WITH_NEWER_TORCH))]
    source = textwrap.fill(registry["source"] + ".", 117, initial_indent="// ", subsequent_indent="// ")
    return (
        "// The classes of PyTorch for which AIMET 2 has a quantized definition, sorted. Read from\n"
        f"{source}\n"
        "// Made by scripts/make_aimet_classes.py; included in an array of strings.\n" + "".join(lines)
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="compare only; exit 1 if the list is another")
    arguments.add_argument("registry", type=pathlib.Path)
    given = arguments.parse_args()
    text = text_of(json.loads(given.registry.read_text()))
    if not given.check:
        LIST.write_text(text)
    elif LIST.read_text() != text:
        print(f"{LIST} is not what {given.registry} gives; run {sys.argv[0]} {given.registry}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

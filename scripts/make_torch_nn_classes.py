#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the list of the module classes in torch.nn, so that the program can distinguish them from a user's classes.

    scripts/make_torch_nn_classes.py            adds the classes of the installed torch to the list
    scripts/make_torch_nn_classes.py --check    reports the classes of the installed torch that the list lacks

The list is the union over the PyTorch versions that this was run with; each line names the versions that have the
class. As AIMET (`type(module) in torch.nn.__dict__.values()`), this considers torch.nn.__dict__ only: a class that is
reachable only in torch.nn.modules, such as NonDynamicallyQuantizableLinear, is not in the list.
"""

import argparse
import pathlib
import re
import sys

LIST = pathlib.Path(__file__).resolve().parent.parent / "lib" / "model" / "torch_nn_classes.inc"
HEADER = """\
// The module classes in torch.nn.__dict__, by the names that TorchScript files carry, and the PyTorch versions that
// have them. Made by scripts/make_torch_nn_classes.py; included in an array of strings.
"""
LINE = re.compile(r'"(?P<name>[\w.]+)",  // (?P<versions>[\d. ]+)')


def read_list():
    if not LIST.exists():
        return {}
    return {m["name"]: set(m["versions"].split()) for m in map(LINE.fullmatch, LIST.read_text().splitlines()) if m}


def installed():
    import torch

    classes = {v for v in vars(torch.nn).values() if isinstance(v, type) and issubclass(v, torch.nn.Module)}
    names = {f"{c.__module__}.{c.__qualname__}" for c in classes}
    return ".".join(torch.__version__.split(".")[:2]), names


def by_number(version):
    return [int(part) for part in version.split(".")]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="compare only; exit 1 if the list lacks a class")
    check = arguments.parse_args().check

    known = read_list()
    version, names = installed()
    if check:
        missing = sorted(names - known.keys())
        for name in missing:
            print(f"{LIST}: torch {version} has {name}, the list does not; run {sys.argv[0]}", file=sys.stderr)
        return 1 if missing else 0

    for name in names:
        known.setdefault(name, set()).add(version)
    lines = [f'"{name}",  // {" ".join(sorted(known[name], key=by_number))}\n' for name in sorted(known)]
    LIST.write_text(HEADER + "".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())

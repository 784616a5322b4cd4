#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The PyTorch versions that added an operator or argument, for messages about files that LibTorch is too old for.

    newer_ops.py --list             prints the installed PyTorch's version, then each operator with its most arguments
    newer_ops.py LIST LIST...       prints the table lib/torch/newer_ops.inc, made from such lists, oldest first
    newer_ops.py --check FILE       compares FILE with the installed PyTorch; if they differ, prints how and exits 1

A row is {name, arguments, version}: `version` is the first listed version whose operator takes more than `arguments`
arguments; with -1, the first version that has the operator. Includes the compiler's own operators, whose names begin
with an underscore: files may contain them.
"""
import pathlib
import re
import sys

HEADER = "// Made by scripts/newer_ops.py from PyTorch {}; it documents the fields.\n"
ROW = re.compile(r'\{"([^"]+)", (-?\d+), "([^"]+)"\}')


def installed():
    """(version, {operator: its most arguments})"""
    import torch

    most = {}
    for schema in torch._C._jit_get_all_schemas():
        # Overloads that write to `out` take one more argument than the others, in every version.
        if schema.name.startswith("aten::") and not any(a.is_out for a in schema.arguments):
            most[schema.name] = max(most.get(schema.name, 0), len(schema.arguments))
    return ".".join(torch.__version__.split(".")[:2]), most


def read_list(path):
    lines = pathlib.Path(path).read_text().splitlines()
    return lines[0], {name: int(count) for name, count in (line.split() for line in lines[1:])}


def rows(versions):
    for (_, before), (version, after) in zip(versions, versions[1:]):
        for name, count in after.items():
            if count > before.get(name, -1):
                yield name, before.get(name, -1), version


def table(versions):
    lines = sorted(f'{{"{name}", {count}, "{version}"}},\n' for name, count, version in rows(versions))
    return HEADER.format(", ".join(version for version, _ in versions)) + "".join(lines)


def as_number(version):
    return [int(part) for part in version.split(".")]


def skip_unless_of(version, text):
    """Exits with 77 if the table was not made from this PyTorch version."""
    if version not in text.splitlines()[0].split("PyTorch ")[1].split(";")[0].split(", "):
        print(f"skipped: the table is not made from PyTorch {version}")
        sys.exit(77)


def differences(path):
    version, most = installed()
    text = pathlib.Path(path).read_text()
    skip_unless_of(version, text)
    for name, count, since in ROW.findall(text):
        has = most.get(name, -1) > int(count)
        if has != (as_number(version) >= as_number(since)):
            yield f"{name}: the table says {since}, PyTorch {version} has it: {has}"


def main(arguments):
    if arguments[:1] == ["--list"]:
        version, most = installed()
        print(version, *(f"{name} {count}" for name, count in sorted(most.items())), sep="\n")
    elif arguments[:1] == ["--check"]:
        found = list(differences(arguments[1]))
        print("\n".join(found) or "The table and the installed PyTorch agree.")
        return 1 if found else 0
    else:
        sys.stdout.write(table([read_list(path) for path in arguments]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

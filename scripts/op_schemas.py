#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The operators of ATen with their arguments, and which arguments an operator writes into or returns a view of.

    op_schemas.py --list             prints the installed PyTorch's version, then a row for each operator
    op_schemas.py LIST LIST...       prints the table lib/model/op_schemas.inc, made from such lists, newest last
    op_schemas.py --check FILE       compares FILE with the installed PyTorch; if they differ, prints how and exits 1

A row is {name, arguments, written, viewed}, over all overloads except those that write to `out`: the names of the
arguments in their order; of the arguments that the operator writes into ("(a!)"); and of the arguments that a result
is, views or contains ("(a)" on both sides). If versions differ, a row has the names of the newest version first, then
those that only older versions have.
"""
import pathlib
import re
import sys

from newer_ops import skip_unless_of

HEADER = "// Made by scripts/op_schemas.py from PyTorch {}; it documents the fields.\n"
ROW = re.compile(r'\{"([^"]+)", "([^"]*)", "([^"]*)", "([^"]*)"\}')
SETS = re.compile(r"\(([a-z|]+)(!?)")


def sets_of(text):
    """The alias sets in the text of a type: {"a"} for "Tensor(a!)[]"."""
    return {name for names, _ in SETS.findall(text) for name in names.split("|")}


def types_of(schema):
    """(arguments, results): the texts of "aten::f(TYPE name=..., *, TYPE name) -> RESULTS", without the "*"."""
    head, results = str(schema).rsplit(" -> ", 1)
    parts, depth, begin = [], 0, head.index("(") + 1
    for at in range(begin, len(head) - 1):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(head[at], 0)
        if head[at] == "," and depth == 0:
            parts.append(head[begin:at])
            begin = at + 1
    parts.append(head[begin:-1])
    return [part.strip() for part in parts if part.strip() not in ("", "*")], results


def merge(into, names):
    into.extend(name for name in names if name not in into)


def installed():
    """(version, {operator: (arguments, written, viewed)})"""
    import torch

    rows = {}
    for schema in sorted(torch._C._jit_get_all_schemas(), key=lambda schema: (schema.name, schema.overload_name)):
        if not schema.name.startswith("aten::") or any(argument.is_out for argument in schema.arguments):
            continue
        types, results = types_of(schema)
        result_sets = sets_of(results)
        row = rows.setdefault(schema.name, ([], [], []))
        merge(row[0], [argument.name for argument in schema.arguments])
        for argument, text in zip(schema.arguments, types):
            if argument.alias_info and argument.alias_info.is_write:
                merge(row[1], [argument.name])
            if sets_of(text) & result_sets:
                merge(row[2], [argument.name])
    return ".".join(torch.__version__.split(".")[:2]), rows


def text_of(name, row):
    return '{"%s", "%s", "%s", "%s"}' % (name, *(" ".join(names) for names in row))


def read_rows(text):
    return {name: tuple(names.split() for names in row) for name, *row in ROW.findall(text)}


def table(paths):
    merged, versions = {}, []
    for path in reversed(paths):
        version, _, text = pathlib.Path(path).read_text().partition("\n")
        versions.insert(0, version)
        for name, row in read_rows(text).items():
            for mine, more in zip(merged.setdefault(name, ([], [], [])), row):
                merge(mine, more)
    return HEADER.format(", ".join(versions)) + "".join(f"{text_of(*item)},\n" for item in sorted(merged.items()))


def differences(path):
    version, rows = installed()
    text = pathlib.Path(path).read_text()
    skip_unless_of(version, text)
    known = read_rows(text)
    for name, row in sorted(rows.items()):
        missing = [set(mine) - set(theirs) for mine, theirs in zip(row, known.get(name, ([], [], [])))]
        if name not in known or any(missing):
            yield f"{name}: PyTorch {version} has {text_of(name, row)}"


def main(arguments):
    if arguments[:1] == ["--list"]:
        version, rows = installed()
        print(version, *(text_of(*item) for item in sorted(rows.items())), sep="\n")
    elif arguments[:1] == ["--check"]:
        found = list(differences(arguments[1]))
        print("\n".join(found) or "The table and the installed PyTorch agree.")
        return 1 if found else 0
    else:
        sys.stdout.write(table(arguments))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

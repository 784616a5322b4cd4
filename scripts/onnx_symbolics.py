#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what the ONNX exporter of the installed PyTorch can convert: onnx_symbolics.py [--check] FILE

One row per operator and opset with a conversion function that differs from that of the opset before:

    {"aten::acos", 9, "v", 1, 1, "self"},
       name, opset, what each argument is parsed as (parse_args: v any value, i int, f float, b bool, s string, is/fs
       lists, t tensor, none; "" if the function parses by itself), fewest and most positional arguments (-1: any
       number), their names.

The most arguments are -2 if the function only reports that the opset does not support the operator. Importing
torchvision registers its operators; importing each opset module registers those of newer PyTorch. Run this with each
PyTorch whose exporter the check covers. FILE is checks/onnx/symbolics_X_Y.inc, which checks/onnx/symbolics.cpp
includes. --check compares with FILE and prints the difference.
"""
import argparse, difflib, importlib, importlib.util, inspect, pkgutil, sys, warnings

warnings.filterwarnings("ignore")
import torch, torch.onnx


def registry():
    """The exporter's registry, filled with everything that an export would find there."""
    home = "torch.onnx._internal.torchscript_exporter"  # since 2.9
    if importlib.util.find_spec(home) is None:
        home = "torch.onnx"
    package = importlib.import_module(home)
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith("symbolic_opset"):
            importlib.import_module(f"{home}.{module.name}")
    import torchvision
    if hasattr(torchvision.ops, "_register_onnx_ops"):
        register = torchvision.ops._register_onnx_ops
        getattr(register, "_register_custom_op", lambda: None)()  # torchvision before 0.15; later, the import registers
    place = home + ("._internal" if home == "torch.onnx" else "") + ".registration"
    return importlib.import_module(place).registry


def describe(function):
    """(descriptors, fewest, most, names) of a conversion function."""
    if "_block_list_in_opset" in getattr(function, "__qualname__", ""):
        return "", 0, -2, ""
    descriptors = ",".join(getattr(function, "_arg_descriptors", ()))
    try:
        parameters = list(inspect.signature(function).parameters.values())[1:]
    except (TypeError, ValueError):
        return descriptors, 0, -1, ""
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.name != "_outputs"]
    variadic = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    first = list(inspect.signature(function).parameters.values())[:1]
    variadic = variadic or bool(first and first[0].kind is first[0].VAR_POSITIONAL)
    fewest = sum(p.default is p.empty for p in positional)
    return descriptors, fewest, -1 if variadic else len(positional), ",".join(p.name for p in positional)


def rows():
    table = registry()
    for name in sorted(table.all_functions()):
        group = table.get_function_group(name)
        before = None
        for opset in sorted(group._functions):
            row = describe(group._functions[opset])
            same, before = row == before, row
            if not same:
                yield f'{{"{name}", {opset}, "{row[0]}", {row[1]}, {row[2]}, "{row[3]}"}},'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    version = ".".join(torch.__version__.split(".")[:2])
    text = [f"// Made by scripts/onnx_symbolics.py under PyTorch {version}; it documents the fields.\n"] + [r + "\n" for r in rows()]
    if not arguments.check:
        with open(arguments.file, "w") as out:
            out.writelines(text)
        return 0
    with open(arguments.file) as committed:
        difference = list(difflib.unified_diff(committed.readlines(), text, arguments.file, f"PyTorch {version}"))
    sys.stdout.writelines(difference)
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())

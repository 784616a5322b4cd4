#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes resnet50.pt2 and vit_b_16.pt2 for scripts/bench: bench_programs.py FOLDER.

If the installed torch has torch.export.save, exports the models and creates NAME.exported. Else writes programs with as
many ops, modules and bytes: they cost the reader the same time, but their reports say nothing about the real models.
"""

import json
import pathlib
import sys
import zipfile

# name: ops, modules with tensors, bytes of the JSON that PyTorch 2.14 writes (non-strict), bytes of weights
SIZES = {"resnet50": (175, 107, 414_000, 102_000_000), "vit_b_16": (431, 101, 928_000, 346_000_000)}


def exported(name, path):
    try:
        import torch
        import torchvision
        torch.export.save
    except (ImportError, AttributeError):
        return False
    model = torchvision.models.get_model_builder(name)(weights=None).eval()
    torch.export.save(torch.export.export(model, (torch.rand(1, 3, 224, 224),)), str(path))
    return True


def meta(*sizes):
    return {"dtype": 7, "sizes": [{"as_int": size} for size in sizes], "requires_grad": False,
            "device": {"type": "cpu", "index": None}, "strides": [{"as_int": 1} for _ in sizes],
            "storage_offset": {"as_int": 0}, "layout": 7}


def node(index, last, weight, padding):
    path = f"layer{index % 7}.{index % 11}.op{index}"
    return {"target": "torch.ops.aten.conv2d.default",
            "inputs": [{"name": n, "arg": {"as_tensor": {"name": v}}, "kind": 1} for n, v in (("input", last), ("weight", weight))],
            "outputs": [{"as_tensor": {"name": f"conv2d_{index}"}}],
            "metadata": {"stack_trace": f'File "/home/user/net.py", line {index}, in forward\n    x = self.op{index}(x){" " * padding}',
                         "nn_module_stack": f"L__self__,,net.Net;L__self__{path},{path},torch.nn.modules.conv.Conv2d",
                         "torch_fn": f"conv2d_{index};builtin_function_or_method.conv2d"},
            "is_hop_single_tensor_return": None, "name": f"conv2d_{index}"}


def program(ops, modules, padding):
    names = [f"layer{i % 7}.{i % 11}.op{i}" for i in range(ops)]
    weights = {f"p_{i}": f"{names[i % ops]}.weight" for i in range(modules)}
    nodes, last = [], "x"
    for i in range(ops):
        nodes.append(node(i, last, f"p_{i % modules}", padding))
        last = f"conv2d_{i}"
    values = {name: meta(64, 64, 3, 3) for name in [*weights, "x", *(f"conv2d_{i}" for i in range(ops))]}
    specs = [{"parameter": {"arg": {"name": v}, "parameter_name": n}} for v, n in weights.items()]
    return {"graph_module": {"graph": {"inputs": [{"as_tensor": {"name": n}} for n in [*weights, "x"]],
                                       "outputs": [{"as_tensor": {"name": last}}], "nodes": nodes, "tensor_values": values},
                             "signature": {"input_specs": [*specs, {"user_input": {"arg": {"as_tensor": {"name": "x"}}}}],
                                           "output_specs": [{"user_output": {"arg": {"as_tensor": {"name": last}}}}]},
                             "module_call_graph": [{"fqn": n} for n in ["", *names]]},
            "schema_version": {"major": 8, "minor": 20}, "verifiers": ["TRAINING"], "torch_version": "2.14.1"}


def stand_in(name, path):
    ops, modules, size, weights = SIZES[name]
    short = len(json.dumps(program(ops, modules, 0)))
    text = json.dumps(program(ops, modules, max(0, (size - short) // ops)))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/archive_format", "pt2")
        archive.writestr(f"{name}/models/model.json", text)
        archive.writestr(f"{name}/data/weights/weight_0", bytes(weights))


def main():
    folder = pathlib.Path(sys.argv[1])
    for name in SIZES:
        path = folder / f"{name}.pt2"
        if path.exists():
            continue
        if exported(name, path):
            (folder / f"{name}.exported").touch()
        else:
            stand_in(name, path)


if __name__ == "__main__":
    main()

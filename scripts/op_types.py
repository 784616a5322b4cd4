#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes testdata/op_types.txt: op_types.py [VERDICTS.json...]. Run with a Python that has torch and torchvision.

Lists each op type, by AIMET's name, that occurs in one model of each family of torchvision, traced and scripted (only
the scripted one contains branches that the sample does not take), or in the ops with missing modules of the verdict
files. Keeps the types that are in the file already. checks/replacement_rows.hpp must have a row for each type.
"""

import json
import pathlib
import sys
import warnings

TARGET = pathlib.Path(__file__).resolve().parent.parent / "testdata/op_types.txt"
CLASSIFIERS = """alexnet convnext_tiny densenet121 efficientnet_b0 efficientnet_v2_s googlenet inception_v3 maxvit_t mnasnet0_5
mobilenet_v2 mobilenet_v3_small regnet_x_400mf regnet_y_400mf resnet18 resnext50_32x4d shufflenet_v2_x0_5 squeezenet1_0 swin_t
swin_v2_t vgg11_bn vit_b_32""".split()
SEGMENTERS = "deeplabv3_mobilenet_v3_large fcn_resnet50 lraspp_mobilenet_v3_large".split()
DETECTORS = """fasterrcnn_mobilenet_v3_large_320_fpn fcos_resnet50_fpn keypointrcnn_resnet50_fpn maskrcnn_resnet50_fpn
retinanet_resnet50_fpn ssd300_vgg16 ssdlite320_mobilenet_v3_large""".split()
VIDEO = "mc3_18 mvit_v2_s r2plus1d_18 r3d_18 s3d".split()
# Operations on Python's containers, ops that a tracer stores as a constant, and ops that AIMET removes from its graph.
LEFT_OUT = set("""append as_tensor copy dict extend get insert items keys list pop reverse set_item tensor
Int t to detach values Identity""".split())
RENAMED = {"add": "Add", "cat": "Concat", "mul": "Mul", "div": "Div"}


def aimet_type(kind):
    name = kind.split("::")[-1].strip("_")
    return RENAMED.get(name, name)


def nodes(block):
    for node in block.nodes():
        yield node
        for inner in node.blocks():
            yield from nodes(inner)


def types_in(module):
    """The types of the ops that yield a tensor: an op on plain numbers in a scripted model is no op in a traced one."""
    for node in nodes(module.inlined_graph):
        if not node.kind().startswith("prim::") and any("Tensor" in str(out.type()) for out in node.outputs()):
            yield aimet_type(node.kind())


def flat(value):
    if isinstance(value, dict):
        value = list(value.values())
    return tuple(x for element in value for x in flat(element)) if isinstance(value, (list, tuple)) else (value,)


def forms(name, inputs):
    """The model, traced and scripted. The traced one returns flattened outputs, as the tracer requires."""
    import torch
    import torchvision

    class Flat(torch.nn.Module):
        def __init__(self, model):
            super().__init__()
            self.model = model

        def forward(self, *tensors):
            return flat(self.model(list(tensors)) if name in DETECTORS else self.model(*tensors))

    model = torchvision.models.get_model(name, weights=None, **({"weights_backbone": None} if name in SEGMENTERS + DETECTORS else {}))
    model.eval()
    with torch.no_grad():
        yield torch.jit.trace(Flat(model), inputs, check_trace=False, strict=False)
    yield torch.jit.script(model)


def write(types):
    TARGET.write_text("".join(f"{name}\n" for name in sorted(types - LEFT_OUT)))


def main(verdicts):
    import torch

    warnings.filterwarnings("ignore")
    torch.manual_seed(0)
    sizes = {name: (1, 3, 224, 224) for name in ("maxvit_t", "vit_b_32")}  # their input size is fixed
    sizes.update({name: (3, 96, 96) for name in DETECTORS} | {name: (1, 3, 16, 224, 224) for name in VIDEO})
    found = set(TARGET.read_text().split()) if TARGET.is_file() else set()
    for name in DETECTORS + SEGMENTERS + CLASSIFIERS + VIDEO:
        try:
            for module in forms(name, (torch.rand(sizes.get(name, (1, 3, 96, 96))),)):
                found.update(types_in(module))
        except Exception as error:
            print(f"{name}: {type(error).__name__}: {str(error).splitlines()[0]}", file=sys.stderr)
        write(found)
    for path in verdicts:
        for verdict in json.loads(pathlib.Path(path).read_text()).values():
            found.update(op["type"] for op in verdict.get("missing") or [])
    write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

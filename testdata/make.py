#!/usr/bin/python3
"""Writes the test files: testdata/make.py [GLOB...], with a Python that has torch (Debian: /usr/bin/python3).

With PyTorch 1.13, beside this file: NAME.scripted.pt and NAME.traced.pt for each of rows(), with NAME.inputs.json, its
sample inputs as an --input-spec file; in refused/, files that are no TorchScript or that cannot be read.
With another PyTorch, below from/VERSION: the files of newer_rows() as that version writes them.

Each file is written by a process of its own, so that its bytes depend on nothing but models.py, this script and the
version of torch; only the legacy pickles hold addresses of memory, and differ each time.
"""

import fnmatch
import io
import json
import os
import pathlib
import pickle
import re
import struct
import sys
import types
import warnings
import zipfile

HERE = "testdata"
BASE_VERSION = "1.13"


def as_spec(value):
    import torch

    if isinstance(value, torch.Tensor):
        spec = {"shape": list(value.shape), "dtype": str(value.dtype).replace("torch.", "")}
        if not value.is_floating_point() and value.dtype != torch.bool:
            spec["fill"] = {"randint": [int(value.min()), int(value.max()) + 1]}
        return spec
    if isinstance(value, dict):
        return {"dict": {key: as_spec(element) for key, element in value.items()}}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [as_spec(element) for element in value]}
    return {"value": value}


def rows():
    """name -> (model, sample inputs, which files)."""
    import models as m
    import torch
    from torch import rand

    image, row, ids = (rand(1, 3, 8, 8),), (rand(2, 8),), (torch.arange(6).view(2, 3),)
    both = ("scripted", "traced")
    return {
        "reused_nodes": (m.ReusedNodes, image, both),
        "reused_nodes_repaired": (m.ReusedNodesRepaired, image, both),
        "functional_linear": (m.FunctionalLinear, image, both),
        "functional_linear_repaired": (m.FunctionalLinearRepaired, image, both),
        "small_resnet": (m.SmallResNet, (rand(1, 3, 32, 32),), both),
        "parametrized": (m.Parametrized, row, both),
        "keeps_in_attributes": (m.KeepsInAttributes, row, both),
        "writes_through_views": (m.WritesThroughViews, row, both),
        "writes_elsewhere": (m.WritesElsewhere, row, both),
        "python_lists": (m.PythonLists, row, both),
        "unused_results": (m.UnusedResults, row, both),
        "sizes_as_numbers": (m.SizesAsNumbers, row, both),
        "functional_convolutions": (m.FunctionalConvolutions, image, both),
        "first_call_skipped": (m.FirstCallSkipped, row, both),
        "tied_weights": (m.TiedWeights, image, both),
        "one_call_per_arm": (m.OneCallPerArm, row, ("scripted",)),
        "remembers_sizes": (m.RemembersSizes, row, ("scripted",)),
        "number_first": (m.NumberFirst, row, ("scripted",)),
        "python_arms": (m.PythonArms, row, both),
        "called_in_loop": (m.CalledInLoop, row, both),
        "relu_in_module_list": (m.ReluInModuleList, row, both),
        "in_module_dict": (m.InModuleDict, row, both),
        "nested_sequential": (m.NestedSequential, row, both),
        "shared_class": (m.SharedClass, row, both),
        "container_twice": (m.ContainerTwice, row, both),
        "alias": (m.Alias, row, both),
        "attention": (m.Attention, (rand(1, 4, 8),), both),
        "free_functions": (m.FreeFunctions, row, both),
        "other_methods": (m.OtherMethods, row, both),
        "no_forward": (m.NoForward, row, ("scripted",)),
        "control_flow": (m.ControlFlow, row, both),
        "data_dependent_branch": (m.DataDependentBranch, row, both),
        "ops_without_outputs": (m.OpsWithoutOutputs, row, ("scripted",)),
        "tuple_io": (m.TupleIO, ((rand(2, 8), rand(1, 8)),), both),
        "list_io": (m.ListIO, ([rand(2, 8), rand(1, 8)],), both),
        "dict_io": (m.DictIO, ({"image": rand(2, 8), "bias": rand(8)},), both),
        "named_tuple_out": (m.NamedTupleOut, row, both),
        "many_inputs": (m.ManyInputs, (rand(2, 8), torch.tensor([3, 15]), 0.5), ("scripted",)),
        "trained": (m.Trained, row, ("scripted", "traced", "training.scripted", "training.traced")),
        "shared_parameter": (m.SharedParameter, ids, both),
        "unused_module": (m.UnusedModule, row, both),
        "constants": (m.Constants, (rand(1, 3),), both),
        "frozen": (m.ReusedNodes, image, ("frozen.scripted", "frozen.traced")),
        "mobile": (m.ReusedNodes, image, ("mobile.scripted", "mobile.traced")),
        "stripped": (m.ReusedNodes, image, ("stripped.scripted", "stripped.traced")),
        "plain_debug": (m.FunctionalLinear, image, ("plain_debug.scripted", "plain_debug.traced")),
        "runs_code_on_load": (m.RunsCodeOnLoad, row, ("scripted",)),
        "raises": (m.Raises, row, ("scripted",)),
        "never_ends": (m.NeverEnds, row, ("scripted",)),
        "hungry": (m.Hungry, row, ("scripted",)),
    }


def newer_rows():
    """What later versions of PyTorch write in other ways, or write at all."""
    import models as m
    import torch
    from torch import rand

    own = rows()
    files = {name: own[name] for name in ("reused_nodes", "functional_linear_repaired", "attention", "trained")}
    files["rms_norm"] = (m.RootMeanSquare, (rand(2, 8),), ("scripted", "traced"))
    files["with_inputs"] = (m.ReusedNodes, (rand(1, 3, 8, 8),), ("with_inputs.traced",))
    files["padded_left"] = (m.PaddedLeft, (rand(2, 8),), ("scripted", "traced"))
    if hasattr(torch, "hash_tensor"):
        files["hashed_input"] = (m.HashedInput, (rand(2, 8),), ("scripted", "traced"))
        files["aligned_window"] = (m.AlignedWindow, (rand(2, 8),), ("scripted", "traced"))
    files["exported"] = (m.ReusedNodes, (rand(1, 3, 8, 8),), ("exported",))
    return files


def compiled(model, inputs, kind):
    import torch

    model.train("training" in kind)
    if kind.endswith("scripted"):
        return torch.jit.script(model)
    stored = {"_store_inputs": True} if kind.startswith("with_inputs") else {}
    with torch.no_grad():
        return torch.jit.trace(model, inputs, check_trace=False, strict=False, **stored)


def write_model(folder, row, name, kind):
    import torch

    model, inputs, _ = row
    torch.manual_seed(0)
    if kind == "exported":
        path = f"{folder}/{name}.pt2"
        torch.export.save(torch.export.export(model().eval(), inputs), path)
        return path
    module = compiled(model(), inputs, kind)
    path = f"{folder}/{name}.{kind.split('.')[-1]}.pt" if kind.split(".")[0] == name else f"{folder}/{name}.{kind}.pt"
    if kind.startswith("mobile"):
        module._save_for_lite_interpreter(path)
    elif kind.startswith("frozen"):
        torch.jit.freeze(module).save(path)
    else:
        if kind.startswith("plain_debug"):  # as PyTorch did before 1.10: each source with its whole text
            torch._C._set_should_use_format_with_string_table(False)
        module.save(path)
    if kind.startswith("stripped"):
        rewrite(path, path, drop=r"\.debug_pkl$")
    return path


# --- Files made from the bytes of others ---


def rewrite(source, target, drop=None, edit=None, archive=None):
    """Copies a TorchScript zip: records that match `drop` left out, `edit(name, bytes)` applied to the others."""
    with zipfile.ZipFile(source) as old:
        records = [(info, old.read(info)) for info in old.infolist()]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for info, data in records:
            if drop and re.search(drop, info.filename):
                continue
            clean = zipfile.ZipInfo(info.filename)
            clean.compress_type = info.compress_type
            new.writestr(clean, edit(info.filename, data) if edit else data)
    pathlib.Path(target).write_bytes(buffer.getvalue())


def as_bytes(save):
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def scripted(model):
    import torch

    return as_bytes(lambda out: torch.jit.save(torch.jit.script(model.eval()), out))


def edited(model, edit):
    target = f"{HERE}/edited.tmp"
    rewrite(io.BytesIO(scripted(model)), target, drop=r"\.debug_pkl$", edit=edit)
    data = pathlib.Path(target).read_bytes()
    pathlib.Path(target).unlink()
    return data


def in_code(old, new):
    def edit(name, data):
        if not name.endswith(".py"):
            return data
        assert old in data, f"{name} does not hold {old}"
        return data.replace(old, new)

    return edit


def in_record(suffix, new):
    return lambda name, data: new if name.endswith(suffix) else data


def calls_that_explode():
    """Each of forty methods calls the one before it twice: 2^40 ops once they are inlined."""
    methods = ["  def f0(self: __torch__.models.Scale,\n    x: Tensor) -> Tensor:\n    return torch.tanh(x)\n"]
    for i in range(1, 40):
        methods.append(
            f"  def f{i}(self: __torch__.models.Scale,\n    x: Tensor) -> Tensor:\n"
            f"    return (self).f{i - 1}((self).f{i - 1}(x, ), )\n"
        )

    def edit(name, data):
        if not name.endswith(".py"):
            return data
        text = re.sub(r"    return .*\n", "    return (self).f39(x, )\n", data.decode().replace("    _0 = torch.tanh(x)\n", ""))
        return re.sub(r"    factor = self.factor\n", "", text).encode() + "".join(methods).encode()

    return edit


def safetensors():
    header = json.dumps({"weight": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(16)


def plain_zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("notes/readme.txt"), "no model here\n")
    return buffer.getvalue()


def onnx():
    import models
    import torch

    return as_bytes(lambda out: torch.onnx.export(models.Trained().eval(), (torch.rand(2, 8),), out))


LFS_POINTER = b"""version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 46830571
"""


def refused():
    """name -> its bytes."""
    import models as m
    import torch

    def saved(what, **how):
        return lambda: as_bytes(lambda out: torch.save(what(), out, **how))

    def state():
        return m.Trained().state_dict()

    return {
        "state_dict.pt": saved(state),
        "state_dict_legacy.pt": saved(state, _use_new_zipfile_serialization=False),
        "pickled_module.pt": saved(m.Trained),
        "pickled_module_legacy.pt": saved(m.Trained, _use_new_zipfile_serialization=False),
        "checkpoint.pt": saved(lambda: {"epoch": 3, "model": state(), "loss": 0.5}),
        "tensor.pt": saved(lambda: torch.arange(4)),
        "pickle.pt": lambda: pickle.dumps({"epoch": 3}, protocol=4),
        "onnx.pt": onnx,
        "safetensors.pt": safetensors,
        "lfs_pointer.pt": lambda: LFS_POINTER,
        "plain_zip.pt": plain_zip,
        "text.pt": lambda: b"This is not the model that you are looking for.\n",
        "html.pt": lambda: b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head></html>\n",
        "empty.pt": lambda: b"",
        "truncated.pt": lambda: (data := scripted(m.ReusedNodes()))[: len(data) * 2 // 3],
        "damaged_code.pt": lambda: edited(m.Scale(1.0), in_code(b"return", b"retrun")),
        "newer_version.pt": lambda: edited(m.Scale(1.0), in_record("/version", b"99\n")),
        "unknown_op.pt": lambda: edited(m.Scale(1.0), in_code(b"torch.tanh(", b"ops.mylib.fancy_tanh(")),
        "newer_op.pt": lambda: edited(m.Scale(1.0), in_code(b"torch.tanh(", b"torch.tanh_of_tomorrow(")),
        "call_explosion.pt": lambda: edited(m.Scale(1.0), calls_that_explode()),
    }


def write_refused(name):
    import torch

    torch.manual_seed(0)
    path = f"{HERE}/refused/{name}"
    pathlib.Path(path).write_bytes(refused()[name]())
    return path


# --- The run ---


def load_models():
    """Imports models.py under a relative name: the files carry it, and must not name this machine."""
    path = f"{HERE}/models.py"
    module = types.ModuleType("models")
    module.__file__ = path
    sys.modules["models"] = module
    exec(compile(pathlib.Path(path).read_text(), path, "exec"), module.__dict__)


def in_process(write, *what):
    child = os.fork()
    if child == 0:
        try:
            print(write(*what), flush=True)
            os._exit(0)
        except BaseException as error:
            print(f"{what[-2:]}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main(globs):
    import torch

    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    load_models()
    version = ".".join(torch.__version__.split(".")[:2])
    base = version == BASE_VERSION
    folder = HERE if base else f"{HERE}/from/{version}"
    if base:
        pathlib.Path(HERE, "refused").mkdir(exist_ok=True)
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)

    def wanted(name):
        return any(fnmatch.fnmatch(name, glob) for glob in globs)

    done = True
    for name, row in (rows() if base else newer_rows()).items():
        if wanted(name):
            spec = json.dumps({"inputs": [as_spec(value) for value in row[1]]}) + "\n"
            pathlib.Path(folder, f"{name}.inputs.json").write_text(spec)
            done = all([in_process(write_model, folder, row, name, kind) for kind in row[2]]) and done
    for name in refused() if base else ():
        if wanted(name):
            done = in_process(write_refused, name) and done
    return 0 if done else 1


if __name__ == "__main__":
    if "AIMET_TESTDATA_RELATIVE" not in os.environ:
        # A script named on the command line becomes an absolute path, and a trace would keep it.
        os.chdir(pathlib.Path(__file__).resolve().parent.parent)
        os.environ["AIMET_TESTDATA_RELATIVE"] = os.environ["PYTHONHASHSEED"] = "1"
        start = "exec(compile(open('testdata/make.py').read(), 'testdata/make.py', 'exec'))"
        os.execv(sys.executable, [sys.executable, "-c", start, *sys.argv[1:]])
    sys.exit(main(sys.argv[1:] or ["*"]))

#!/usr/bin/python3
"""Writes testdata/parity and testdata/aimet: make_parity.py [GLOB...], with a Python that has torch 1.13 (Debian 12:
/usr/bin/python3).

NAME.scripted.pt, NAME.traced.pt and NAME.inputs.json for each row of parity_models.py and aimet_models.py.
"""

import fnmatch
import json
import os
import pathlib
import sys
import types
import warnings


def load(name):
    """Imports a file of testdata under a relative name: the files carry it, and must not name this machine."""
    path = f"testdata/{name}.py"
    module = types.ModuleType(name)
    module.__file__ = path
    sys.modules[name] = module
    exec(compile(pathlib.Path(path).read_text(), path, "exec"), module.__dict__)
    return module


def write(make, folder, rows, globs):
    import torch

    torch.manual_seed(0)
    done = []
    for name, (model, inputs, kinds) in rows.items():
        if not any(fnmatch.fnmatch(name, glob) for glob in globs):
            continue
        spec = json.dumps({"inputs": [make.as_spec(value) for value in inputs]}) + "\n"
        pathlib.Path(folder, f"{name}.inputs.json").write_text(spec)
        done += [make.in_process(make.write_model, folder, (model, inputs, None), name, kind) for kind in kinds]
    return all(done)


def main(globs):
    import torch

    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    make = load("make")
    expected = json.loads(pathlib.Path("testdata/parity/expected.json").read_text())
    traced_only = {row["model"] for row in expected if "kinds" in row}
    parity = {
        name: (*row, ("traced",) if name in traced_only else ("scripted", "traced"))
        for name, row in load("parity_models").rows().items()
    }
    done = write(make, "testdata/parity", parity, globs)
    return 0 if write(make, "testdata/aimet", load("aimet_models").rows(), globs) and done else 1


if __name__ == "__main__":
    if "AIMET_TESTDATA_RELATIVE" not in os.environ:
        # A script named on the command line becomes an absolute path, and a trace would keep it.
        os.chdir(pathlib.Path(__file__).resolve().parent.parent)
        os.environ["AIMET_TESTDATA_RELATIVE"] = os.environ["PYTHONHASHSEED"] = "1"
        start = "exec(compile(open('testdata/make_parity.py').read(), 'testdata/make_parity.py', 'exec'))"
        os.execv(sys.executable, [sys.executable, "-c", start, *sys.argv[1:]])
    sys.exit(main(sys.argv[1:] or ["*"]))

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Validates a folder of models in one call and writes each report to its own file: answer_in_batch.py PROGRAM FOLDER
ANSWERS [FLAG...]. This starts LibTorch once instead of once per model. NAME.inputs.json in FOLDER contains the sample
inputs of NAME.*.pt. Writes one report per model to ANSWERS, and `program`, which takes the command line for one model
and prints its report; with --exclude-module it runs PROGRAM instead.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

SHIM = """#!/bin/sh
for word; do [ "$word" = --exclude-module ] && exec {program} "$@"; done
exec cat "$(dirname "$0")/$(basename "$1").json"
"""


def main(program, folder, answers, flags):
    models = sorted(folder.glob("*.pt"))
    config = {
        "inputs": [
            {"files": spec.name.removesuffix(".inputs.json") + ".*.pt", "input_spec": str(spec)}
            for spec in sorted(folder.glob("*.inputs.json"))
        ]
    }
    answers.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(config, file)
        file.flush()
        command = [program, *models, "--config", file.name, "--format", "jsonl", "-q", *flags]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in run.stdout:
            model = json.loads(line)
            (answers / f"{pathlib.Path(model['path']).name}.json").write_text(json.dumps({"models": [model]}))
        run.wait()
    shim = answers / "program"
    shim.write_text(SHIM.format(program=program))
    shim.chmod(0o755)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve(), *(pathlib.Path(arg).resolve() for arg in sys.argv[2:4]), sys.argv[4:])

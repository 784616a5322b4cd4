#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Validates .pt2 files with the exclusions of AIMET's verdicts: as_judged.py FILE... [FLAG...]. Takes the program's
command line for JSON. Passes --exclude-module for each module in the "exclude" of the model's verdict (AIMET's
layers_to_exclude). AIMET_VALIDATE names the program; AIMET_VERDICTS names the files of verdicts, separated by colons.
"""

import json
import os
import pathlib
import subprocess
import sys


def main(words):
    verdicts = {}
    for file in os.environ["AIMET_VERDICTS"].split(":"):
        verdicts.update(json.loads(pathlib.Path(file).read_text()))
    files = [word for word in words if word.endswith(".pt2")]
    flags = [word for word in words if word not in files]
    groups = {}
    for file in files:
        excluded = tuple(verdicts.get(pathlib.Path(file).stem, {}).get("exclude") or [])
        groups.setdefault(excluded, []).append(file)
    merged = None
    status = 0
    for excluded, group in groups.items():
        extra = [word for name in excluded for word in ("--exclude-module", name)]
        run = subprocess.run([os.environ["AIMET_VALIDATE"], *group, *flags, *extra], capture_output=True, text=True)
        sys.stderr.write(run.stderr)
        status = max(status, run.returncode)
        report = json.loads(run.stdout)
        if merged is None:
            merged = report
        else:
            merged["models"] += report["models"]
    print(json.dumps(merged))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

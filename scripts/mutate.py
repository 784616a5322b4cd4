#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damages model files in many ways and validates each of them.

    scripts/mutate.py                                 1,000 files
    scripts/mutate.py --count 20000 --jobs 8          some minutes
    scripts/mutate.py --count 8000 testdata/kinds/*   the kinds of files that a loader treats differently

Each file must yield a report within its deadline that can be parsed and contains no C++ backtrace, and each batch must
end with exit status 0, 1 or 2. Equal seeds give equal files. Files that broke a rule are kept in --keep."""

import argparse
import collections
import io
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile

from mutations import CAREFUL, edited

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCH = 100
FILE = re.compile(r".*?\.pt2?(?=:|$)")
START = 60  # seconds of allowance for LibTorch's start and for a busy machine


PARTS = {
    "pickle": lambda name: name.endswith("/data.pkl"),
    "code": lambda name: name.endswith(".py"),
    "debug": lambda name: name.endswith(".debug_pkl"),
    "constants": lambda name: name.endswith("/constants.pkl") or "/constants/" in name,
    "bytecode": lambda name: name.endswith("/bytecode.pkl"),
    "tensors": lambda name: "/data/" in name,
    "program": lambda name: name.endswith("serialized_exported_program.json") or "/models/" in name,
    "weights": lambda name: name.endswith("_weights_config.json"),
}


def zipped(contents):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data, method in contents:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info), info.compress_type) for info in archive.infolist()]


def mutate_record(rng, data, part):
    contents = unzipped(data)
    chosen = [i for i, (name, _, _) in enumerate(contents) if PARTS[part](name)]
    if not chosen:
        return edited(rng, data)
    at = rng.choice(chosen)
    name, old, method = contents[at]
    contents[at] = (name, edited(rng, old, CAREFUL.get(part)), method)
    return zipped(contents)


def mutate_contents(rng, data):
    """Removes, duplicates, swaps or renames records."""
    contents = unzipped(data)
    at, other = rng.randrange(len(contents)), rng.randrange(len(contents))
    kind = rng.randrange(4)
    if kind == 0:
        del contents[at]
    elif kind == 1:
        contents.append(contents[at])
    elif kind == 2:
        contents[at], contents[other] = ((contents[at][0],) + contents[other][1:], (contents[other][0],) + contents[at][1:])
    else:
        name = edited(rng, contents[at][0].encode()).decode("latin-1").replace("\0", "0") or "x"
        contents[at] = (name,) + contents[at][1:]
    return zipped(contents)


def mutate_directory(rng, data):
    """Damages the structure of the zip: local headers, directory, end records."""
    marks = [at for mark in (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07")
             for at in range(len(data)) if data.startswith(mark, at)]
    at = rng.choice(marks)
    return data[:at] + edited(rng, data[at:at + 56]).ljust(56, b"\0")[:56] + data[at + 56:]


def mutant(seed, index, sources):
    """(part, data): the part that is damaged, and the bytes of file number `index` of this seed."""
    rng = random.Random(f"{seed}/{index}")
    data = rng.choice(sources)
    part = rng.choice(list(PARTS) + ["contents", "directory", "anywhere"])
    if part in PARTS:
        return part, mutate_record(rng, data, part)
    if part == "contents":
        return part, mutate_contents(rng, data)
    return part, mutate_directory(rng, data) if part == "directory" else edited(rng, data)


def why_wrong(finished, took, files, limit):
    """(why, reports): the rule that the batch broke, or None; and the reports that could be parsed."""
    if finished.returncode not in (0, 1, 2):
        return f"exit status {finished.returncode}", []
    try:
        reports = [json.loads(line) for line in finished.stdout.splitlines()]
    except ValueError as error:
        return f"output that is not JSON: {error}", []
    named = [report["path"] for report in reports]
    if list(dict.fromkeys(FILE.match(path)[0] for path in named)) != [str(file) for file in files]:  # a package is several
        return f"{len(reports)} reports for {len(files)} files, or in another order", reports
    messages = [report["error"]["message"] for report in reports if report.get("error")]
    if any("frame #" in message or "Exception raised from" in message for message in messages):
        return "a C++ backtrace in a message", reports
    if took > limit:
        return f"{took:.0f} s, more than the {limit:.0f} s that the deadlines add up to", reports
    return None, reports


def validate(options, files):
    command = [str(options.program), *map(str, files), "--format", "jsonl", "--no-config", "--timeout", str(options.timeout),
               "--memory-limit", "2G", "--jobs", str(options.jobs), *(["--input-shape", options.input_shape] if options.input_shape else [])]
    limit = START + len(files) * options.timeout * 1.1 / options.jobs
    start = time.monotonic()
    try:
        finished = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=limit + START, check=False)
    except subprocess.TimeoutExpired:
        return "no end", []
    return why_wrong(finished, time.monotonic() - start, files, limit)


def blame(options, files):
    """Up to three files of a bad batch that break a rule when validated alone, each with the reason."""
    found = ((file, why) for file in files for why in [validate(options, [file])[0]] if why)
    return list(itertools.islice(found, 3))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=10, help="seconds that one file may take")
    parser.add_argument("--input-shape", help="run the models as well")
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/tools/aimet-validate")
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path("mutants"), help="folder for files that broke a rule")
    parser.add_argument("--only", type=int, help="write this one file to --keep and end")
    parser.add_argument("models", nargs="*", type=pathlib.Path, help="default: the small ones of testdata and testdata/kinds")
    return parser.parse_args()


def read_sources(options):
    folders = (("testdata", "*.pt"), ("testdata/kinds", "*.pt*"), ("testdata/exported", "*.pt2"))
    models = options.models or [model for folder, glob in folders for model in sorted((ROOT / folder).glob(glob))]
    sources = [model.read_bytes() for model in models if zipfile.is_zipfile(model) and (options.models or model.stat().st_size < 100_000)]
    if not sources:
        sys.exit("mutate.py: no model to start from; name one")
    return sources


def keep(options, file):
    options.keep.mkdir(parents=True, exist_ok=True)
    kept = options.keep / file.name
    kept.write_bytes(file.read_bytes())
    return kept


def run_campaign(options, sources, folder):
    outcomes, parts, slowest, broken = collections.Counter(), collections.Counter(), 0.0, 0
    for first in range(0, options.count, BATCH):
        files = []
        for index in range(first, min(first + BATCH, options.count)):
            part, data = mutant(options.seed, index, sources)
            parts[part] += 1
            files.append(folder / f"{options.seed}-{index}-{part}.pt")
            files[-1].write_bytes(data)
        start = time.monotonic()
        why, reports = validate(options, files)
        slowest = max(slowest, time.monotonic() - start)
        outcomes.update(report["error"]["kind"] if report.get("error") else report["status"] for report in reports)
        if why:
            print(f"files {first} to {first + len(files) - 1}: {why}")
            for file, reason in blame(options, files) or [(files[0], "together only: " + why)]:
                broken += 1
                print(f"  {reason}: {keep(options, file)}")
        for file in files:
            file.unlink()
    print(f"{options.count} files (seed {options.seed}), slowest batch of {BATCH}: {slowest:.1f} s")
    print("damaged: " + ", ".join(f"{name} {count}" for name, count in sorted(parts.items())))
    print("ended as: " + ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items())))
    print(f"{broken} broke a rule" if broken else "every file ended in a report within its deadline")
    return broken


def main():
    warnings.filterwarnings("ignore", message="Duplicate name")
    options = parse_arguments()
    sources = read_sources(options)
    if options.only is not None:
        part, data = mutant(options.seed, options.only, sources)
        options.keep.mkdir(parents=True, exist_ok=True)
        path = options.keep / f"{options.seed}-{options.only}-{part}.pt"
        path.write_bytes(data)
        print(path)
        return
    if not options.program.is_file():
        sys.exit(f"mutate.py: there is no program at {options.program}; build it, or give --program")
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(1 if run_campaign(options, sources, pathlib.Path(folder)) else 0)


if __name__ == "__main__":
    main()

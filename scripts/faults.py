#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts one fault at a time into the source and reports the faults that no test notices.

    scripts/faults.py                   all of faults.json; a fault in a header takes some minutes
    scripts/faults.py bidi core         those whose name contains one of the words

Works on a copy of the tracked files with its own build folder (--work, kept for the next run), so the working tree
stays unchanged. For each fault: replaces its text, builds the tests that it names, runs them. A fault whose tests still
pass survived. A fault whose text is no longer in the file must be updated. Run by hand, not in CI."""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def read_faults(words):
    faults = json.loads((ROOT / "scripts" / "faults.json").read_text())
    return [fault for fault in faults if not words or any(word in fault["name"] for word in words)]


def copied(work):
    """Copies the files that git tracks, so that a fault that is left behind does no harm. Returns the copy's folder."""
    tree = work / "tree"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        source, target = ROOT / name, tree / name
        if not source.is_file() or (target.is_file() and target.read_bytes() == source.read_bytes()):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    return tree


def quietly(*command):
    return subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def configured(tree, work, options):
    build = work / "build"
    done = quietly("cmake", "-S", tree, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DAIMET_UNITY=ON", *options)
    if done.returncode != 0:
        sys.exit(done.stdout.decode(errors="replace"))
    return build


def outcome_of(fault, tree, build):
    """Returns "noticed", or what is wrong: "SURVIVED", "gone: ...", "does not build: ..."."""
    file = tree / fault["file"]
    text = file.read_text()
    if text.count(fault["from"]) < 1:
        return "gone: its text is no longer in " + fault["file"]
    try:
        file.write_text(text.replace(fault["from"], fault["to"], 1))
        targets = [test + "_test" for test in fault["tests"]] if not fault.get("all") else []
        done = quietly("cmake", "--build", build, "-j2", *(["--target", *targets] if targets else []))
        if done.returncode != 0:
            return "does not build: " + done.stdout.decode(errors="replace")[-400:]
        tests = quietly("ctest", "--test-dir", build, "-R", "^(" + "|".join(fault["tests"]) + ")$", "--timeout", "600")
        if b"No tests were found" in tests.stdout:
            return "gone: there is no test " + ", ".join(fault["tests"])
        return "noticed" if tests.returncode != 0 else "SURVIVED"
    finally:
        file.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build" / "faults")
    parser.add_argument("--cmake", action="append", default=[], metavar="-DNAME=VALUE")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    tree = copied(options.work)
    build = configured(tree, options.work, options.cmake)
    outcomes = {}
    for fault in read_faults(options.words):
        outcomes[fault["name"]] = outcome_of(fault, tree, build)
        print(f"{fault['name']}: {outcomes[fault['name']]}", flush=True)
    wrong = [name for name, outcome in outcomes.items() if outcome != "noticed"]
    print(f"{len(outcomes) - len(wrong)} of {len(outcomes)} faults are noticed" + "".join(f"\n  not: {name}" for name in wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

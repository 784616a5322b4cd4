#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the includes between folders: check_layers.py [ROOT]. If any breaks a rule, prints them and exits 1.

Debian installs the headers of LibTorch and of all other libraries in /usr/include, so no build setting can hide them.
"""

import pathlib
import re
import sys

SOURCES = ("tools", "lib", "checks")
SUFFIXES = {".cpp", ".hpp", ".inc"}
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^>"]+)[>"]')

TORCH = r"(torch|ATen|c10|caffe2)/"
JSON = r"nlohmann/"
LOG = r"spdlog/"
COMMAND_LINE = r"CLI/"

# (regex of the files, regex of the includes that they must not have, the rule). Both match at the start of the path.
RULES = [
    (r"(?!lib/torch/)", TORCH, "only lib/torch includes LibTorch"),
    (r"(?!lib/report/|lib/inputs/|lib/worker/|lib/exported/|tools/)", JSON, "JSON stays in lib/report, lib/inputs, lib/worker, lib/exported and tools"),
    (r"(?!tools/)", LOG, "only tools log; lib says nothing and returns what it found"),
    (r"(?!tools/)", COMMAND_LINE, "only tools know the command line"),
    (r"lib/", r"tools/", "lib does not know the tools"),
    (r"lib/", r"checks/", "lib does not know the checks"),
    (r"checks/", r"(lib/(?!model/|check/)|tools/)", "a check sees lib/model and lib/check only"),
    (r"lib/model/", r"lib/(?!model/)", "lib/model includes nothing of ours"),
    (r"lib/check/", r"lib/(?!check/|model/)", "lib/check includes lib/model only"),
    (r"lib/inputs/", r"lib/(?!inputs/|model/)", "lib/inputs includes lib/model only"),
    (r"lib/file/", r"lib/(?!file/|model/)", "lib/file includes lib/model only"),
    (r"lib/exported/", r"lib/(?!exported/|edit/|file/|model/)", "lib/exported includes lib/edit, lib/file and lib/model only"),
    (r"lib/edit/", r"lib/(?!edit/)", "lib/edit knows Python text and nothing else of ours"),
    (r"lib/suggest/", r"lib/(?!suggest/|report/|check/|edit/|model/)", "lib/suggest makes edits of findings: it includes lib/check, lib/edit, lib/report and lib/model only"),
    (r"lib/report/", r"lib/(?!report/|check/|model/|inputs/strict_json)",
     "lib/report includes lib/check, lib/model and the JSON reader only"),
    (r"lib/api/", r"lib/(?!api/|report/|check/suggestion_text|model/)", "lib/api publishes reports; how they are made is not its business"),
    (r"lib/api/aimet_validate\.hpp", r".*/", "what is installed includes the standard library alone"),
    (r"(?!lib/api/)", r"lib/api/", "lib/api is for programs of others"),
    (r"lib/torch/", r"lib/(report|worker|check)/", "lib/torch writes facts down; it does not judge or report them"),
    (r"(lib|checks|tools)/", r"tests/", "nothing but a test includes a test"),
]

PRINTS = re.compile(r"std::(cout|cerr|clog)\s*<<|\b(printf|puts)\s*\(|\bfprintf\s*\(\s*std(out|err)")

# Sources that declare nothing for others: two programs, and what jemalloc reads at its start.
WITHOUT_HEADER = {"tools/main.cpp", "tools/generate.cpp", "tools/allocator.cpp"}

COMMENT = re.compile(r"(^|\s)//.*$")


def list_of_checks(root):
    """The headers of the checks: those that checks/list.cpp includes. Other headers in checks/ are shared by checks."""
    file = root / "checks" / "list.cpp"
    includes = map(INCLUDE.match, file.read_text().splitlines() if file.exists() else [])
    return {i[1] for i in includes if i and i[1].startswith("checks/")} - {"checks/list.hpp"}


def crossings(name, number, line, checks):
    if include := INCLUDE.match(line):
        target = include[1]
        for where, what, rule in RULES:
            if re.match(where, name) and re.match(what, target):
                yield f"{name}:{number}: {rule}; this includes {target}"
        own = pathlib.PurePath(name).stem == pathlib.PurePath(target).stem
        if name.startswith("checks/") and name != "checks/list.cpp" and target in checks and not own:
            yield f"{name}:{number}: a check does not know another; this includes {target}"
    elif name.startswith(("lib/", "checks/")) and PRINTS.search(COMMENT.sub("", line)):
        yield f"{name}:{number}: lib and checks print nothing; they return what they found"


def without_header(name, lines):
    """A source declares what others use in a header of its own name, which it includes first."""
    if not name.endswith(".cpp") or name in WITHOUT_HEADER:
        return
    own = name[: -len("cpp")] + "hpp"
    first = next((include[1] for include in map(INCLUDE.match, lines) if include), None)
    if first != own:
        yield f"{name}:1: a source has a header of its own name and includes it first; this lacks {own}"


def violations(root):
    checks = list_of_checks(root)
    files = (f for room in SOURCES for f in sorted((root / room).rglob("*")) if f.suffix in SUFFIXES)
    for file in files:
        name = file.relative_to(root).as_posix()
        lines = file.read_text().splitlines()
        yield from without_header(name, lines)
        for number, line in enumerate(lines, 1):
            yield from crossings(name, number, line, checks)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent)
    found = list(violations(root))
    print("\n".join(found) if found else "Every include stays within its walls.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

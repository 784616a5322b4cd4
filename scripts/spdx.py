#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Adds the SPDX line to each of our files that lacks it: spdx.py [--check] [ROOT]. scripts/format.sh runs it.

With --check, names the files that lack the line, and exits 1 if there are any.
"""

import os
import pathlib
import sys

LICENSE = "SPDX-License-Identifier: Apache-2.0"
COMMENTS = {".cpp": "//", ".hpp": "//", ".mjs": "//", ".py": "#", ".sh": "#", ".cmake": "#"}
BY_NAME = {"CMakeLists.txt": "#", "scripts/bench": "#", "scripts/packages": "#", ".ci/run": "#"}

# Saved models refer to lines of the files in testdata. Tests compare with the files in tests/approved. The fuzzers read
# the files in tests/fuzz/corpus as they are. The files in lib/report/html become part of each page.
NOT_HERE = {"build", ".git", "testdata", "tests/approved", "tests/fuzz/corpus", "lib/report/html"}


def files_of(root):
    for folder, folders, names in os.walk(root):
        place = pathlib.PurePath(os.path.relpath(folder, root))
        folders[:] = sorted(f for f in folders if (place / f).as_posix() not in NOT_HERE and f != "__pycache__")
        for name in sorted(names):
            path = (place / name).as_posix()
            comment = BY_NAME.get(path) or BY_NAME.get(name) or COMMENTS.get(pathlib.PurePath(name).suffix)
            if comment:
                yield path, f"{comment} {LICENSE}\n", comment


def with_line(text, line, comment):
    first, rest = "", text
    if text.startswith("#!"):
        end = text.index("\n") + 1
        first, rest = text[:end], text[end:]
    gap = "\n" if comment == "//" and rest.startswith("//") else ""  # keeps a comment about the file separate
    return first + line + gap + rest


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    check = len(arguments) < len(sys.argv) - 1
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).resolve().parent.parent)
    lacking = []
    for path, line, comment in files_of(root):
        text = (root / path).read_text(encoding="utf-8")
        if line in text.splitlines(keepends=True)[:2]:
            continue
        lacking.append(path)
        if not check:
            (root / path).write_text(with_line(text, line, comment), encoding="utf-8")
    if check and lacking:
        print("\n".join(f"{path}: its first line must be: {LICENSE}" for path in lacking))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

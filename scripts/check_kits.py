#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reports what is missing from each check's kit: check_kits.py [ROOT].

Each row in checks/list.cpp requires checks/ID.cpp and tests/ID_test.cpp (with _ for -), both listed in the CMake file
that builds them, the include of its header, a section `## ID` in checks/README.md with the five headings, and a line in
the table of README.md with its severity. Each section requires a row. The rows must be sorted. No part of a kit may
contain TODO. scripts/new_check.py writes such a kit.
"""

import pathlib
import re
import sys

HEADINGS = ["What it does", "Why it matters", "Known limits", "Example", "Fix"]


def sections(readme):
    parts = re.split(r"^## (.+)$", readme, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def body(section, heading):
    found = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^### |\Z)", section, flags=re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else None


def words_of(root, *files):
    """The words of the CMake files that match the globs, which include the names of all listed sources."""
    return {word for file in files for path in root.glob(file) for word in re.findall(r"[\w./]+", path.read_text())}


def lacks_of_code(root, row, severity, built, includes, table):
    name = row.replace("-", "_")
    for file in (f"checks/{name}.cpp", f"tests/{name}_test.cpp"):
        path = root / file
        if not path.is_file():
            yield f"{row}: {file} is missing"
        elif path.name not in built[path.parent.name]:
            yield f"{row}: no list of CMake builds {file}"
        elif "TODO" in path.read_text():
            yield f"{row}: {file} says TODO"
    if f"checks/{name}.hpp" not in includes:
        yield f"{row}: checks/list.cpp does not include checks/{name}.hpp"
    if table.get(row) != severity:
        yield f"{row}: the table of README.md has {table.get(row, 'no line for it')}, checks/list.cpp {severity}"


def lacks(root):
    text = (root / "checks/list.cpp").read_text()
    severities = dict(re.findall(r'^\s*\{"([a-z0-9-]+)",[^}]*?Severity::(\w+)', text, flags=re.MULTILINE))
    rows = list(severities)
    includes = set(re.findall(r'^#include "(.+)"', text, flags=re.MULTILINE))
    built = {"checks": words_of(root, "checks/CMakeLists.txt"), "tests": words_of(root, "tests/cmake/*.cmake")}
    # onnx_unsupported_test.cpp is its own program: aimet_test(onnx_unsupported ...).
    built["tests"] |= {f"{word}_test.cpp" for word in built["tests"]}
    table = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|note)\b", (root / "README.md").read_text(), flags=re.MULTILINE))
    documented = sections((root / "checks/README.md").read_text())
    if not rows:
        yield "checks/list.cpp: no rows were found"
    if rows != sorted(rows):
        yield f"checks/list.cpp: the rows are not sorted by id: {rows}"
    for row in rows:
        yield from lacks_of_code(root, row, severities[row], built, includes, table)
        if row not in documented:
            yield f"{row}: checks/README.md has no section '## {row}'"
            continue
        headings = re.findall(r"^### (.+)$", documented[row], flags=re.MULTILINE)
        if headings != HEADINGS:
            yield f"{row}: its section in checks/README.md must have the headings {HEADINGS}, and has {headings}"
        for heading in HEADINGS:
            if body(documented[row], heading) in ("", "TODO"):
                yield f"{row}: '{heading}' in checks/README.md is empty"
    for section in documented.keys() - rows:
        yield f"{section}: checks/README.md describes it, and checks/list.cpp has no such row"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent)
    found = list(lacks(root))
    print("\n".join(found) if found else "Every check has its kit.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

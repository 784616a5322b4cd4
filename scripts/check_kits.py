#!/usr/bin/python3
"""Names whatever a check's kit lacks: check_kits.py [ROOT].

A row in checks/list.cpp asks for checks/ID.cpp, tests/ID_test.cpp (with _ for -), and a section `## ID` in
checks/README.md with the five headings. And the other way round: no section without a row, and the rows are sorted.
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


def lacks(root):
    rows = re.findall(r'^\s*\{"([a-z0-9-]+)",', (root / "checks/list.cpp").read_text(), flags=re.MULTILINE)
    documented = sections((root / "checks/README.md").read_text())
    if not rows:
        yield "checks/list.cpp: no rows were found"
    if rows != sorted(rows):
        yield f"checks/list.cpp: the rows are not sorted by id: {rows}"
    for row in rows:
        name = row.replace("-", "_")
        for file in (f"checks/{name}.cpp", f"tests/{name}_test.cpp"):
            if not (root / file).is_file():
                yield f"{row}: {file} is missing"
        if row not in documented:
            yield f"{row}: checks/README.md has no section '## {row}'"
            continue
        headings = re.findall(r"^### (.+)$", documented[row], flags=re.MULTILINE)
        if headings != HEADINGS:
            yield f"{row}: its section in checks/README.md must have the headings {HEADINGS}, and has {headings}"
        for heading in HEADINGS:
            if body(documented[row], heading) == "":
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

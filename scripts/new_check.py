#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the kit of a new check. It builds, and its test fails until the check is written:

    new_check.py ID "SUMMARY" [--severity error|warning|note] [--root FOLDER]

ID is kebab-case and names the condition, such as reused-module. Writes checks/ID.hpp, checks/ID.cpp, tests/ID_test.cpp,
and adds the row in checks/list.cpp, the section in checks/README.md, the line in README.md's table and the two lines of
CMake. Writes nothing if any of this exists already.
"""

import argparse
import pathlib
import re
import sys

HEADER = """// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lib/check/check.hpp"

namespace aimet {{

// TODO: the rule's source (an AIMET file or document, a PyTorch header).
std::vector<Finding> {name}(const Model& model, const CheckOptions& options);

}}  // namespace aimet
"""

SOURCE = """// SPDX-License-Identifier: Apache-2.0
#include "checks/{name}.hpp"

namespace aimet {{

std::vector<Finding> {name}(const Model& /*model*/, const CheckOptions& /*options*/) {{
  std::vector<Finding> findings;
  return findings;
}}

}}  // namespace aimet
"""

TEST = """// SPDX-License-Identifier: Apache-2.0
#include "checks/{name}.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

TEST_CASE("{id}: TODO what it reports") {{
  ModelBuilder b;
  b.output(b.input("x", b.tensor()));
  const auto findings = {name}(b.build(), {{}});
  REQUIRE(findings.size() == 1);
}}

TEST_CASE("{id}: TODO what it does not report") {{
  ModelBuilder b;
  b.output(b.input("x", b.tensor()));
  CHECK({name}(b.build(), {{}}).empty());
}}
"""

SECTION = """## {id}

### What it does
TODO

### Why it matters
TODO

### Known limits
TODO

### Example
TODO

### Fix
TODO

"""


def insert_sorted(lines, new, is_member):
    """Inserts `new` before the first member that sorts after it, or after the last member if there is none."""
    members = [i for i, line in enumerate(lines) if is_member(line)]
    if not members:
        raise SystemExit(f"new_check.py: found no place for {new!r}")
    after = next((i for i in members if lines[i].strip() > new.strip()), None)
    lines.insert(members[-1] + 1 if after is None else after, new)


def with_row(text, id, name, summary, severity):
    head, rows = text.split("checks = {\n", 1)
    rows, tail = rows.split("  };\n", 1)
    found = re.findall(r"^      \{.*?\},\n(?=      \{|\Z)", rows, flags=re.MULTILINE | re.DOTALL)
    found.append(f'      {{"{id}", "{summary}", Severity::{severity}, Needs::nothing, {name}}},\n')
    found.sort(key=lambda row: row.split('"')[1])
    lines = head.splitlines(keepends=True)
    insert_sorted(lines, f'#include "checks/{name}.hpp"\n', lambda l: l.startswith('#include "checks/') and "list.hpp" not in l)
    return "".join(lines) + "checks = {\n" + "".join(found) + "  };\n" + tail


def with_section(text, id):
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    sections = parts[1:] + [SECTION.format(id=id)]
    sections = [section.rstrip("\n") + "\n\n" for section in sections]
    sections.sort(key=lambda section: section.split("\n", 1)[0])
    return parts[0] + "".join(sections).rstrip("\n") + "\n"


def with_table_row(text, id, summary, severity):
    lines = text.splitlines(keepends=True)
    insert_sorted(lines, f"| `{id}` | {severity} | {summary} |\n",
                  lambda l: re.match(r"\| `[a-z0-9-]+` \| (error|warning|note)", l))
    return "".join(lines)


def with_source(text, name):
    lines = text.splitlines(keepends=True)
    end = next(i for i, line in enumerate(lines) if re.match(r"  [\w/]+\.cpp\)", line))
    lines[end] = lines[end].replace(")", "")
    insert_sorted(lines, f"  {name}.cpp\n", lambda l: re.match(r"  [\w/]+\.cpp$", l.rstrip("\n")))
    last = max(i for i, line in enumerate(lines) if re.match(r"  [\w/]+\.cpp$", line.rstrip("\n")))
    lines[last] = lines[last].rstrip("\n") + ")\n"
    return "".join(lines)


def with_test(text, name):
    return text.replace("target_sources(checks_test PRIVATE\n", f"target_sources(checks_test PRIVATE\n  {name}_test.cpp\n", 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("id")
    parser.add_argument("summary")
    parser.add_argument("--severity", choices=["error", "warning", "note"], default="warning")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    options = parser.parse_args()
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", options.id):
        sys.exit(f"new_check.py: {options.id!r} is not kebab-case, such as reused-module")
    if '"' in options.summary or "\\" in options.summary or "|" in options.summary:
        sys.exit('new_check.py: the summary must be without ", \\ and |')
    id, name, root = options.id, options.id.replace("-", "_"), options.root
    new = {
        root / f"checks/{name}.hpp": HEADER,
        root / f"checks/{name}.cpp": SOURCE,
        root / f"tests/{name}_test.cpp": TEST,
    }
    there = [str(path.relative_to(root)) for path in new if path.exists()]
    if there or f'"{id}"' in (root / "checks/list.cpp").read_text():
        sys.exit(f"new_check.py: there is a check {id} already: {', '.join(there) or 'checks/list.cpp'}")
    changed = {
        root / "checks/list.cpp": lambda text: with_row(text, id, name, options.summary, options.severity),
        root / "checks/README.md": lambda text: with_section(text, id),
        root / "README.md": lambda text: with_table_row(text, id, options.summary, options.severity),
        root / "checks/CMakeLists.txt": lambda text: with_source(text, name),
        root / "tests/cmake/checks.cmake": lambda text: with_test(text, name),
    }
    texts = {path: change(path.read_text()) for path, change in changed.items()}
    texts.update({path: template.format(id=id, name=name) for path, template in new.items()})
    for path, text in texts.items():
        path.write_text(text)
        print(path.relative_to(root))
    print(f"\nNow write the rule and its cases, then: scripts/format.sh && scripts/build.sh dev && ctest --preset dev -R checks")


if __name__ == "__main__":
    main()

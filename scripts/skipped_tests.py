#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the skipped tests with their reasons: skipped_tests.py LASTTEST.LOG, where LASTTEST.LOG is ctest's log. A test
that is skipped as a whole exits with 77 and prints "skipped: REASON"; unittest -v prints the reason of a skipped
case."""

import collections
import pathlib
import re
import sys

TEST = re.compile(r"^\d+/\d+ Testing: (.*)$", re.M)
REASON = re.compile(r"^skipped: (.*)$|\.\.\. skipped ['\"](.*)['\"]$", re.M)


def main():
    parts = TEST.split(pathlib.Path(sys.argv[1]).read_text(errors="replace"))
    counts = collections.Counter((name, whole or case) for name, text in zip(parts[1::2], parts[2::2])
                                 for whole, case in REASON.findall(text))
    if counts:
        print("Skipped:")
    for (name, reason), count in sorted(counts.items()):
        print(f"  {name}: {reason}" + (f" ({count} cases)" if count > 1 else ""))


if __name__ == "__main__":
    main()

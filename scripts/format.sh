#!/bin/bash
# Formats our C++ with the project's .clang-format; with --check it only says what is not formatted, and fails.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"

mode=(-i)
if [[ ${1:-} == --check ]]; then mode=(--dry-run --Werror); fi
find . \( -path ./build -o -path ./.git \) -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
  xargs -0 clang-format --style=file "${mode[@]}"

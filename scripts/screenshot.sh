#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Writes the screenshot of the HTML page for README.md: screenshot.sh [FILE.png]. Requires what tests/browser requires.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
file=$(realpath -m -- "${1:-$root/docs/page.png}")
mkdir -p "$(dirname -- "$file")"
exec node "$root/tests/browser/pages.mjs" "$root/build/release/tools/aimet-validate" --screenshot "$file" \
  testdata/small_resnet.scripted.pt --input-spec testdata/small_resnet.inputs.json

#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and runs every test. Arguments go to ctest, such as: scripts/test.sh -R reused
# AIMET_PRESET chooses what to build: release (the default), dev, or asan. What was skipped is listed with its reason before
# ctest's summary, which comes last.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
preset=${AIMET_PRESET:-release}

"$root/scripts/install.sh" build test
"$root/scripts/build.sh" "$preset"
cd "$root"
log=build/$preset/Testing/Temporary/LastTest.log
rm -f "$log"
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT

# Passes on each line as it comes (Debian's awk would wait for more), and keeps those from the summary on.
hold_back_summary() {
  local line ended=0
  while IFS= read -r line; do
    if [[ $line =~ ^[0-9]+%\ tests\ passed ]]; then ended=1; fi
    if ((ended)); then printf '%s\n' "$line" >>"$summary"; else printf '%s\n' "$line"; fi
  done
}

# One more than there are processors: some tests wait most of their time.
status=0
ctest --preset "$preset" --parallel $(($(nproc) + 1)) "$@" | hold_back_summary || status=$?
if [[ -e $log ]]; then scripts/skipped_tests.py "$log"; fi
cat "$summary"
exit "$status"

#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs missing packages, builds, and runs every test. Arguments go to ctest, such as: scripts/test.sh -R reused
# AIMET_PRESET selects the build: release (the default), dev, or asan. Lists the skipped tests with their reasons before
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

# Prints each line as soon as it arrives (Debian's awk would buffer), and writes the lines from the summary on to
# $summary.
hold_back_summary() {
  local line ended=0
  while IFS= read -r line; do
    if [[ $line =~ ^[0-9]+%\ tests\ passed ]]; then ended=1; fi
    if ((ended)); then printf '%s\n' "$line" >>"$summary"; else printf '%s\n' "$line"; fi
  done
}

# One more job than there are processors: some tests mostly wait.
status=0
ctest --preset "$preset" --parallel $(($(nproc) + 1)) "$@" | hold_back_summary || status=$?
if [[ -e $log ]]; then scripts/skipped_tests.py "$log"; fi
cat "$summary"
exit "$status"

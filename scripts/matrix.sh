#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds and tests on releases of Debian: matrix.sh [12|13|sid]..., all three when none is named. Needs root.
# Each runs in a chroot that scripts/in_release.sh makes the first time and keeps. Prints one line for each; the whole
# output is in RELEASE.log beside the chroots. Exit status: 0 passed; 1 failed, or a compiler warned; 77 none failed,
# but for some no chroot could be made.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=${AIMET_CHROOTS:-/var/tmp/aimet-validate-chroots}

# The line for one release, from its log: what it was built with, and how that went.
summary() {
  local release=$1 result=$2 log=$3 torch compiler tests
  torch=$(chroot "$folder/$release" dpkg-query --show --showformat='${Version}' libtorch-dev 2>/dev/null || true)
  compiler=$(chroot "$folder/$release" g++ -dumpfullversion 2>/dev/null || true)
  tests=$(grep 'tests passed' "$log" | tail -n 1 || true)
  echo "Debian $release, LibTorch ${torch:-none}, g++ ${compiler:-none}: $result; ${tests:-no test was run}; $SECONDS s"
}

releases=("$@")
((${#releases[@]})) || releases=(12 13 sid)
mkdir -p "$folder"

status=0
for release in "${releases[@]}"; do
  log=$folder/$release.log
  SECONDS=0
  ended=0
  # A build from the start, which ccache makes quick: what is up to date prints no warnings.
  "$root/scripts/in_release.sh" "$release" sh -c 'rm -rf build && exec scripts/test.sh' >"$log" 2>&1 || ended=$?
  warnings=$(grep -cE '(:[0-9]+|ld): warning: ' "$log" || true)
  if ((ended == 77)); then
    echo "Debian $release: skipped. $(tail -n 1 "$log")"
    ((status)) || status=77
    continue
  fi
  result=passed
  if ((ended)); then
    result="FAILED, see $log (its end stands above)"
    tail -n 60 "$log" >&2
    status=1
  elif ((warnings)); then
    result="$warnings WARNINGS, see $log"
    status=1
  fi
  summary "$release" "$result" "$log"
done
exit "$status"

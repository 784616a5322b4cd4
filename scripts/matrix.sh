#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds and tests on releases of Debian: matrix.sh [12|13|sid]..., all three if none is named. Needs root.
# Each runs in a chroot that scripts/in_release.sh makes the first time and keeps. Prints one line per release; the
# whole output is in RELEASE.log next to the chroots. Exit status: 0 passed; 1 a release failed or a compiler warned; 77
# none failed, but for at least one release no chroot could be made.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=${AIMET_CHROOTS:-/var/tmp/aimet-validate-chroots}

# Prints the line for one release: the versions it was built with, the result, and the test summary from its log.
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
  # Builds from scratch, because files that are up to date print no warnings. ccache keeps this quick.
  "$root/scripts/in_release.sh" "$release" sh -c 'rm -rf build && exec scripts/test.sh' >"$log" 2>&1 || ended=$?
  warnings=$(grep -cE '(:[0-9]+|ld): warning: ' "$log" || true)
  if ((ended == 77)); then
    echo "Debian $release: skipped. $(tail -n 1 "$log")"
    ((status)) || status=77
    continue
  fi
  result=passed
  if ((ended)); then
    result="FAILED, see $log (its last lines are above)"
    tail -n 60 "$log" >&2
    status=1
  elif ((warnings)); then
    result="$warnings WARNINGS, see $log"
    status=1
  fi
  summary "$release" "$result" "$log"
done
exit "$status"

#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Fuzzes all code that parses untrusted data, each target for SECONDS (60 by default), as many at a time as there are
# processors: fuzz.sh [SECONDS [TARGET...]]. Exits 1 if a target broke. The inputs that broke it are in
# build/fuzz/found; copy them to tests/fuzz/corpus once the error is fixed. The inputs that the fuzzer keeps are in
# build/fuzz/corpus; the next run starts from them. AIMET_FUZZ_BUILD names a build folder other than build/fuzz, which
# must be built already.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
seconds=${1:-60}
shift || true
if [[ ! $seconds =~ ^[1-9][0-9]*$ ]]; then
  echo "fuzz.sh: SECONDS is a whole number, not '$seconds'" >&2
  exit 2
fi

cd "$root"
build=${AIMET_FUZZ_BUILD:-}
if [[ -z $build ]]; then
  scripts/install.sh build fuzz
  scripts/build.sh fuzz fuzzers
  build=build/fuzz
fi
targets=("$@")
if ((!${#targets[@]})); then mapfile -t targets < <(ls tests/fuzz/corpus); fi
mkdir -p "$build/found"

fuzz() {
  local target=$1 learnt=$build/corpus/$1 log=$build/$1.log options=()
  mkdir -p "$learnt"
  [[ -e tests/fuzz/$target.dict ]] && options+=("-dict=tests/fuzz/$target.dict")
  if "$build/tests/fuzz/fuzz_$target" "-max_total_time=$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=2048 \
    -print_final_stats=1 "-artifact_prefix=$build/found/$target-" "${options[@]}" "$learnt" "tests/fuzz/corpus/$target" \
    </dev/null >"$log" 2>&1; then
    printf '%-16s %10s inputs, nothing found\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
  else
    printf '%-16s BROKEN; the end of %s:\n' "$target" "$log"
    tail -n 40 "$log"
    return 1
  fi
}
export -f fuzz
export build seconds UBSAN_OPTIONS=print_stacktrace=1
printf '%s\n' "${targets[@]}" | xargs --max-procs="$(nproc)" --replace bash -c 'fuzz {}' || exit 1

#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Compares the program with the verdicts of AIMET, of the ONNX exporter and of PyTorch: compare.sh FOLDER. FOLDER
# contains any of parity/, parity-public/, onnx/, cases/, wild/, fix/ and pt2/; comparisons without their folder are
# skipped. Makes the models once, in build/corpus. Prints the counts; build/corpus/*.log lists the differences.
# AIMET_EXPORTERS selects exporters, such as "1.13@17 2.6@17" (default: all seven).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
shared=$(cd -- "$1" && pwd -P)
program=${AIMET_VALIDATE:-$root/build/release/tools/aimet-validate}
corpus=$root/build/corpus
python=/usr/bin/python3
# The folder of verdicts may be read-only.
export PYTHONDONTWRITEBYTECODE=1

# make_models NAME SCRIPTS ARGUMENT...: makes the models in build/corpus/NAME with SCRIPTS/make.py, once.
make_models() {
  if [[ -e $corpus/$1.made ]]; then return; fi
  mkdir -p "$corpus"
  "$python" "$shared/$2/make.py" "$corpus/$1" "${@:3}" 2>"$corpus/$1.make.log"
  touch "$corpus/$1.made"
}

# compare NAME MODELS SCRIPTS FLAG... -- ARGUMENT...: validates the models with the FLAGs in one call, and compares with
# SCRIPTS/compare.py ARGUMENT... Prints its counts. Its exit status is ignored: it is 1 if anything differs.
compare() {
  local name=$1 models=$2 scripts=$3 flags=()
  shift 3
  while [[ $1 != -- ]]; do
    flags+=("$1")
    shift
  done
  local answers=$corpus/answers/$name log=$corpus/$name.log
  rm -rf "$answers"
  "$root/scripts/answer_in_batch.py" "$program" "$corpus/$models" "$answers" "${flags[@]}"
  "$python" "$shared/$scripts/compare.py" "$answers/program" "$corpus/$models" "${@:2}" -v >"$log" || true
  tail -n 1 "$log"
}

# check NAME COMMAND...: runs a Python command that makes or has its models and validates them itself.
check() {
  local log=$corpus/$1.log
  mkdir -p "$corpus"
  "$python" "${@:2}" -v >"$log" 2>&1 || true
  echo "$1: $(tail -n 1 "$log")"
}

# together COMMAND...: runs the command lines, as many at a time as there are processors, and prints their outputs in
# the given order. In most, either Python waits for the program or the program waits for Python. xargs waits for them,
# because bash loses the exit status of a process once a later process has the same id.
together() {
  local outputs command number=0 numbered=() failed=0
  outputs=$(mktemp --directory)
  for command; do numbered+=("$outputs/$((++number))" "$command"); done
  printf '%s\0' "${numbered[@]}" |
    xargs --null --max-args=2 --max-procs="$(nproc)" bash -euo pipefail -c 'eval "$1" >"$0"' || failed=1
  for ((number = 1; number <= $#; ++number)); do cat "$outputs/$number"; done
  rm -rf "$outputs"
  return $failed
}
export root shared program corpus python
export -f make_models compare check

makers=() comparisons=()
for public in parity parity-public; do
  if [[ ! -d $shared/$public || ! -d $shared/parity ]]; then continue; fi
  makers+=("make_models $public parity --dir '$shared/$public'")
  for kind in traced scripted; do
    comparisons+=("compare $public-$kind $public parity --check reused-module --check missing-module -- \
      --dir '$shared/$public' --kind $kind")
  done
done
if [[ -d $shared/onnx ]]; then
  makers+=("make_models onnx onnx --no-torchvision")
  for exporter in ${AIMET_EXPORTERS:-1.13@9 1.13@13 1.13@17 2.6@17 2.6@20 2.14@17 2.14@20}; do
    torch=${exporter%@*} opset=${exporter#*@}
    comparisons+=("compare onnx-$exporter onnx onnx --check onnx-unsupported --torch-version $torch --opset $opset -- \
      --torch $torch --opset $opset")
  done
fi
if [[ -d $shared/cases ]]; then comparisons+=("check cases '$shared/cases/check.py' '$program' '$corpus/cases'"); fi
if [[ -d $shared/wild ]]; then comparisons+=("check wild '$shared/wild/check.py' '$program'"); fi
if [[ -d $shared/fix ]]; then
  comparisons+=("check fix '$shared/fix/fixrate.py' '$program' '$corpus/fix' --cases '$shared/fix/cases'")
fi
for exports in "$shared"/pt2/corpus/*/; do
  if [[ -d $exports && -d $shared/parity ]]; then
    verdicts=("$shared/parity/verdicts.json" "$shared/parity-public/verdicts.json")
    comparisons+=("AIMET_VALIDATE='$program' AIMET_VERDICTS='${verdicts[0]}:${verdicts[1]}' \
      check pt2-$(basename "$exports") '$shared/pt2/compare.py' '$root/scripts/as_judged.py' '$exports' \
      '${verdicts[0]}' '${verdicts[1]}'")
  fi
done
together "${makers[@]}"
together "${comparisons[@]}"

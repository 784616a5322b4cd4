#!/bin/bash
# Holds the program against the verdicts of AIMET and of the ONNX exporter: compare.sh FOLDER, which has parity/ and onnx/
# with make.py and compare.py. Makes the models once, below build/corpus. Prints the counts; where they differ is in
# build/corpus/*.log. AIMET_EXPORTERS chooses the exporters, such as "1.13@17 2.6@17" (default: 2.6@17).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
shared=$(cd -- "$1" && pwd -P)
program=${AIMET_VALIDATE:-$root/build/release/tools/aimet-validate}
corpus=$root/build/corpus
python=/usr/bin/python3
# The folder of verdicts may be read only.
export PYTHONDONTWRITEBYTECODE=1

make_models() {
  if [[ -e $corpus/$1.made ]]; then return; fi
  mkdir -p "$corpus"
  "$python" "$shared/$1/make.py" "$corpus/$1" "${@:2}" 2>"$corpus/$1.make.log"
  touch "$corpus/$1.made"
}

# compare.py exits 1 when anything differs: its counts are the answer here.
compare() {
  local name=$1 log
  shift
  log=$corpus/$name.log
  "$python" "$@" -v >"$log" || true
  tail -n 1 "$log"
}

if [[ -d $shared/parity ]]; then
  make_models parity
  compare parity-traced "$shared/parity/compare.py" "$program" "$corpus/parity" --kind traced &
  compare parity-scripted "$shared/parity/compare.py" "$program" "$corpus/parity" --kind scripted &
  wait
fi
if [[ -d $shared/onnx ]] && "$program" --list-checks | grep -q onnx-unsupported; then
  make_models onnx --no-torchvision
  for exporter in ${AIMET_EXPORTERS:-2.6@17}; do
    compare "onnx-$exporter" "$shared/onnx/compare.py" "$program" "$corpus/onnx" \
      --torch "${exporter%@*}" --opset "${exporter#*@}" &
  done
  wait
fi

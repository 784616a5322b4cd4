#!/bin/bash
# Holds the program against the verdicts of AIMET and of the ONNX exporter: compare.sh FOLDER, which has parity/ and onnx/
# with make.py and compare.py. Makes the models once, below build/corpus. Prints the counts; where they differ is in
# build/corpus/*.log. AIMET_EXPORTERS chooses among the exporters, such as "1.13@17 2.6@17" (default: all five).
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

# compare NAME MODELS FLAG... -- COMPARE.PY'S ARGUMENTS. The models are validated in one call; compare.py exits 1
# when anything differs: its counts are the answer here.
compare() {
  local name=$1 models=$2 flags=()
  shift 2
  while [[ $1 != -- ]]; do
    flags+=("$1")
    shift
  done
  local answers=$corpus/answers/$name log=$corpus/$name.log
  rm -rf "$answers"
  "$root/scripts/answer_in_batch.py" "$program" "$corpus/$models" "$answers" "${flags[@]}"
  "$python" "$shared/$models/compare.py" "$answers/program" "$corpus/$models" "${@:2}" -v >"$log" || true
  tail -n 1 "$log"
}

if [[ -d $shared/parity ]]; then
  make_models parity
  for kind in traced scripted; do
    compare "parity-$kind" parity --check reused-module --check missing-module -- --kind "$kind"
  done
fi
if [[ -d $shared/onnx ]]; then
  make_models onnx --no-torchvision
  for exporter in ${AIMET_EXPORTERS:-1.13@9 1.13@13 1.13@17 2.6@17 2.6@20}; do
    torch=${exporter%@*} opset=${exporter#*@}
    compare "onnx-$exporter" onnx --check onnx-unsupported --torch-version "$torch" --opset "$opset" -- \
      --torch "$torch" --opset "$opset"
  done
fi

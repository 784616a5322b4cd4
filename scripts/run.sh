#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs missing packages, builds the program, and runs it:
#   scripts/run.sh                    validates a small residual network of the project
# scripts/run.sh MODEL... [OPTION]  validates your models; passes all arguments on and returns the program's exit status
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)

"$root/scripts/install.sh" build
"$root/scripts/build.sh" release aimet-validate
program=$root/build/release/tools/aimet-validate

if (($#)); then
  exec "$program" "$@"
fi

cd "$root"
command=(testdata/small_resnet.traced.pt --input-shape 1,3,32,32)
printf '\n$ aimet-validate %s\n' "${command[*]}" >&2
status=0
"$program" "${command[@]}" || status=$?
case $status in
  1) printf '\nExit status 1: the model has findings, as it should: it is written the way that AIMET cannot take.\n' >&2 ;;
  *) exit "$status" ;;
esac

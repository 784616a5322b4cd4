#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Validates many models on several machines with GNU parallel, and prints one report on all of them:
#   over_ssh.sh LOGINS LIST [OPTION...] [-- REPORT_OPTION...]
# LOGINS are as for parallel --sshlogin (host1,user@host2,: ; the colon is this machine). LIST is a file with the names
# of model files, separated by NULs or newlines. OPTIONs go to aimet-validate on each machine (--static), REPORT_OPTIONs
# to the run that makes the report (--format). All machines must have the files at the same paths, and aimet-validate in
# PATH (or AIMET_VALIDATE names it). The exit status is that of aimet-validate. A model whose report is lost is an error
# in the report. AIMET_BATCH files (default 16) share one start of LibTorch.
set -euo pipefail

if (($# < 2)); then
  sed -n '2,/^set/{/^#/s/^# \?//p}' "$0" >&2
  exit 2
fi
logins=$1
list=$2
shift 2
program=${AIMET_VALIDATE:-aimet-validate}
options=()
while (($#)) && [[ $1 != -- ]]; do
  options+=("$1")
  shift
done
shift $(($# ? 1 : 0))  # the remaining arguments are REPORT_OPTIONs
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT

separator=(--delimiter '\n')
if [[ $(tr -dc '\0' <"$list" | wc -c) -gt 0 ]]; then separator=(--null); fi

# If a machine fails (ssh's exit status 255, a killed process), another retries its files. Exit status 1 (findings) and
# 2 (files that could not be validated) are results.
printf -v command '%q ' "$program" --quiet --format jsonl "${options[@]}" --
parallel --will-cite "${separator[@]}" --max-args "${AIMET_BATCH:-16}" --jobs 1 --sshlogin "$logins" --workdir "$PWD" \
  --retries 3 "$command {}; test \$? -le 2" <"$list" >"$reports/all.jsonl" || true

if [[ ! -s $reports/all.jsonl ]]; then  # all reports are lost
  rm "$reports/all.jsonl"
  echo '{"models": []}' >"$reports/all.json"
fi
"$program" --from-report "$reports"/all.json* --expect-files "$list" "$@"

#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Validates many models as a Slurm array, waits for it, and prints one report of all:
#   over_slurm.sh SHARDS LIST [OPTION...] [-- REPORT_OPTION...]
# LIST is a file of model files, separated by NULs or newlines; it is dealt into SHARDS lists, one for each task of the
# array. OPTIONs go to aimet-validate in each task (--static), REPORT_OPTIONs to the one that makes the report (--format);
# what sbatch is to know besides stands in SBATCH_* variables. The working folder must be one that all nodes see; the
# lists, logs and reports of the shards stay in a folder there when something was lost. AIMET_VALIDATE names the program,
# where it is not in PATH. Exit status as that of aimet-validate.
set -euo pipefail

if (($# < 2)); then
  sed -n '2,/^set/{/^#/s/^# \?//p}' "$0" >&2
  exit 2
fi
shards=$1
list=$(realpath -- "$2")
shift 2
program=${AIMET_VALIDATE:-aimet-validate}
options=()
while (($#)) && [[ $1 != -- ]]; do
  options+=("$1")
  shift
done
shift $(($# ? 1 : 0))  # what is left goes to the report
folder=$(mktemp -d "$PWD/aimet-validate.XXXXXX")

separator=$'\n'
if [[ $(tr -dc '\0' <"$list" | wc -c) -gt 0 ]]; then separator='\0'; fi
split --separator="$separator" --number="r/$shards" --numeric-suffixes=0 --suffix-length=6 "$list" "$folder/list."

# Written whole or not at all: what a killed task had begun is no report. Findings (1) and files that could not be
# validated (2) are answers; Slurm hears of anything else.
task=$folder/task
{
  echo '#!/bin/bash'
  printf 'shard=$(printf %%06d "$SLURM_ARRAY_TASK_ID")\n'
  printf 'cd %q || exit\n' "$PWD"
  printf 'test -s %q.$shard || exit 0\n' "$folder/list"
  printf '%q --quiet --format jsonl --output %q.$shard.jsonl --jobs "${SLURM_CPUS_PER_TASK:-1}" --files-from %q.$shard' \
    "$program" "$folder/report" "$folder/list"
  ((${#options[@]} == 0)) || printf ' %q' "${options[@]}"
  printf '\ntest $? -le 2\n'
} >"$task"
sbatch --wait --quiet --job-name aimet-validate --array "0-$((shards - 1))" --output "$folder/log.%a" "$task" ||
  echo "Slurm says that a task failed; its log is in $folder" >&2

echo '{"models": []}' >"$folder/report.none.json"  # so that there is one, when all are lost
status=0
"$program" --from-report "$folder"/report.*.json* --expect-files "$list" "$@" || status=$?
((status == 2)) || rm -rf "$folder"
exit "$status"

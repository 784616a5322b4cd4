#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Validates many models in a Slurm array, waits for it, and prints one report on all of them:
#   over_slurm.sh SHARDS LIST [OPTION...] [-- REPORT_OPTION...]
# LIST is a file with the names of model files, separated by NULs or newlines. It is split into SHARDS lists, one for
# each task of the array. OPTIONs go to aimet-validate in each task (--static), REPORT_OPTIONs to the run that makes the
# report (--format). Set SBATCH_* variables for other options of sbatch. All nodes must share the working folder. The
# lists, logs and reports of the shards stay in a folder there if the exit status is 2. AIMET_VALIDATE names the program
# if it is not in PATH. The exit status is that of aimet-validate.
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
shift $(($# ? 1 : 0))  # the remaining arguments are REPORT_OPTIONs
folder=$(mktemp -d "$PWD/aimet-validate.XXXXXX")

separator=$'\n'
if [[ $(tr -dc '\0' <"$list" | wc -c) -gt 0 ]]; then separator='\0'; fi
split --separator="$separator" --number="r/$shards" --numeric-suffixes=0 --suffix-length=6 "$list" "$folder/list."

# --output writes the report whole or not at all, so a killed task leaves no partial report. Exit status 1 (findings)
# and 2 (files that could not be validated) are results; any other status fails the Slurm task.
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

echo '{"models": []}' >"$folder/report.none.json"  # so that there is a report even if all tasks failed
status=0
"$program" --from-report "$folder"/report.*.json* --expect-files "$list" "$@" || status=$?
((status == 2)) || rm -rf "$folder"
exit "$status"

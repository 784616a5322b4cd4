#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Lints the script of the HTML page with eslint, which scripts/install_report_tools.sh installs. Exits 77 if eslint or
# node is missing.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
tools=${AIMET_REPORT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/aimet-validate/npm}
eslint=$tools/node_modules/eslint/bin/eslint.js
if [[ ! -e $eslint ]] || ! command -v node >/dev/null; then
  echo "skipped: eslint is not installed; scripts/install_report_tools.sh installs it"
  exit 77
fi
cd "$root/lib/report/html"
node "$eslint" --config eslint.config.mjs -- *.js

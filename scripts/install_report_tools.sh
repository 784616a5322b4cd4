#!/bin/sh
# Installs, from npm, the programs that two tests of the reports ask: Microsoft's SARIF validator and xunit-viewer.
# Without them those tests are skipped. The first argument, or AIMET_REPORT_TOOLS, says where to.
set -eu

tools=${1:-${AIMET_REPORT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/aimet-validate/npm}}
command -v npm >/dev/null || { echo "npm was not found. On Debian: apt-get install npm" >&2; exit 2; }

mkdir -p "$tools"
npm install --prefix "$tools" --no-audit --no-fund --loglevel=error \
  @microsoft/sarif-multitool-linux@5.7.0 xunit-viewer@10.6.1
# The package's own script does this, where npm lets scripts of packages run.
chmod u+x "$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
echo "Installed in $tools"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs from npm the library that lays out the graphs of the HTML page (dagre; without it, a build has no graphs),
# and tools for the tests of the reports: Microsoft's SARIF validator, xunit-viewer, playwright-core and eslint. Tests
# whose tool is missing are skipped. The first argument or AIMET_REPORT_TOOLS names the folder to install in.
set -eu

tools=${1:-${AIMET_REPORT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/aimet-validate/npm}}
command -v npm >/dev/null || { echo "npm was not found. On Debian: apt-get install npm" >&2; exit 2; }

mkdir -p "$tools"
install() { npm install --prefix "$tools" --no-audit --no-fund --loglevel=error "$@"; }
install @dagrejs/dagre@3.1.3  # first and alone, because the program needs it even if the others fail
install \
  @microsoft/sarif-multitool-linux@5.7.0 xunit-viewer@10.6.1 playwright-core@1.65.1 eslint@9
# The package's own install script does this too, but npm may not run the scripts of packages.
chmod u+x "$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
echo "Installed in $tools"

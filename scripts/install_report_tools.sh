#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs, from npm, the library that lays out the graphs of the HTML page (dagre; a build without it has no graphs), and
# what tests of the reports need: Microsoft's SARIF validator, xunit-viewer, playwright-core and eslint. Without them those
# tests are skipped. The first argument, or AIMET_REPORT_TOOLS, says where to.
set -eu

tools=${1:-${AIMET_REPORT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/aimet-validate/npm}}
command -v npm >/dev/null || { echo "npm was not found. On Debian: apt-get install npm" >&2; exit 2; }

mkdir -p "$tools"
install() { npm install --prefix "$tools" --no-audit --no-fund --loglevel=error "$@"; }
install @dagrejs/dagre@3.1.3  # the program needs it, so it does not wait for the others
install \
  @microsoft/sarif-multitool-linux@5.7.0 xunit-viewer@10.6.1 playwright-core@1.65.1 eslint@9
# The package's own script does this, where npm lets scripts of packages run.
chmod u+x "$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
echo "Installed in $tools"

#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs the missing Debian packages of scripts/packages for the given purposes: install.sh build|test|lint|matrix...
# Prints what it installs, and asks no questions. All output goes to stderr.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)

say() { printf '%s\n' "$*" >&2; }

if ! command -v dpkg-query >/dev/null; then
  say "This is no Debian: nothing is installed. CMake will name what is missing."
  exit 0
fi

missing=()
while read -r package purpose; do
  [[ " $* " == *" $purpose "* ]] || continue
  status=$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
  [[ $status == ?i* ]] || missing+=("$package")
done < <(sed 's/#.*//; /^[[:space:]]*$/d' "$here/packages")

((${#missing[@]})) || exit 0

if ((EUID != 0)); then
  say "These Debian packages are missing, and installing them needs root. Run this, then run me again:"
  say "  sudo apt-get install --no-install-recommends ${missing[*]}"
  exit 1
fi

say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
options=(--quiet --quiet --option Acquire::Retries=3 --option Dpkg::Use-Pty=0 --option DPkg::Lock::Timeout=300)
# An unrelated apt source (such as another vendor's) may be unreachable: only a failure of the install matters.
apt-get "${options[@]}" update </dev/null >&2 || say "apt-get update had problems; going on with what is known"
if ! apt-get "${options[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null >&2; then
  say "apt-get could not install ${missing[*]}; its reasons stand above."
  exit 1
fi

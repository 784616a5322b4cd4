#!/bin/bash
# Builds and tests on releases of Debian: matrix.sh [12|13|sid]..., all three when none is named. Needs root.
# Each runs in a chroot of its own, made by debootstrap the first time and kept in $AIMET_CHROOTS
# (default: /var/tmp/aimet-validate-chroots). Prints one line for each; the whole output is in RELEASE.log there.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=${AIMET_CHROOTS:-/var/tmp/aimet-validate-chroots}
mirror=${AIMET_MIRROR:-http://deb.debian.org/debian}
declare -A codename=([12]=bookworm [13]=trixie [sid]=sid)

make_chroot() {
  local chroot=$1 release=$2
  if [[ -e $chroot/.made ]]; then return; fi
  rm -rf --one-file-system "$chroot"
  debootstrap --variant=minbase "${codename[$release]}" "$chroot" "$mirror"
  # The date of a mirror that stands still expires: sid's after a week.
  echo 'Acquire::Check-Valid-Until "false";' >"$chroot/etc/apt/apt.conf.d/80-mirror"
  touch "$chroot/.made"
}

# The sources as they lie here, without what was built from them; what was built there stays.
copy_sources() {
  mkdir -p "$1"
  find "$1" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
  tar -C "$root" --exclude=./build --exclude=./.git -cf - . | tar -C "$1" -xf -
}

# Runs in a mount namespace of its own: what is mounted here vanishes with it.
run_release() {
  local chroot=$folder/$1
  make_chroot "$chroot" "$1"
  mount -t proc proc "$chroot/proc"
  mount --rbind /dev "$chroot/dev"
  copy_sources "$chroot/src"
  chroot "$chroot" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb \
    CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}" bash /src/scripts/test.sh
}

if [[ ${1:-} == --inside ]]; then
  run_release "$2"
  exit
fi

releases=("$@")
((${#releases[@]})) || releases=(12 13 sid)
for release in "${releases[@]}"; do
  if [[ -z ${codename[$release]:-} ]]; then
    echo "$release is no release that is known here; known are 12, 13 and sid" >&2
    exit 2
  fi
done
if ((EUID != 0)); then
  echo "Chroots need root: sudo scripts/matrix.sh ${releases[*]}" >&2
  exit 1
fi
"$root/scripts/install.sh" matrix
mkdir -p "$folder"

status=0
for release in "${releases[@]}"; do
  log=$folder/$release.log
  started=$SECONDS
  result=passed
  if ! unshare --mount --propagation private "$root/scripts/matrix.sh" --inside "$release" >"$log" 2>&1 </dev/null; then
    result="FAILED, see $log"
    status=1
  fi
  torch=$(chroot "$folder/$release" dpkg-query --show --showformat='${Version}' libtorch-dev 2>/dev/null || true)
  compiler=$(chroot "$folder/$release" g++ -dumpfullversion 2>/dev/null || true)
  tests=$(grep 'tests passed' "$log" | tail -n 1 || true)
  echo "Debian $release, LibTorch ${torch:-none}, g++ ${compiler:-none}: $result; ${tests:-no test was run}; $((SECONDS - started)) s"
done
exit "$status"

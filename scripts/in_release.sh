#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs a command in a release of Debian, in a copy of these sources: in_release.sh 12|13|sid COMMAND...  Needs root.
# The chroot is made by debootstrap the first time and kept in $AIMET_CHROOTS (default: /var/tmp/aimet-validate-chroots);
# the copy is its /src. Exit status 77, after one sentence, where this machine cannot have such a chroot; else the command's.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=${AIMET_CHROOTS:-/var/tmp/aimet-validate-chroots}
mirror=${AIMET_MIRROR:-http://deb.debian.org/debian}
declare -A codename=([12]=bookworm [13]=trixie [sid]=sid)

cannot() {
  echo "No chroot of Debian $release: $*" >&2
  exit 77
}

make_chroot() {
  if [[ -e $chroot/.made ]]; then return; fi
  ((EUID == 0)) || cannot "it needs root (sudo)"
  command -v debootstrap >/dev/null || "$root/scripts/install.sh" matrix || cannot "debootstrap is not installed"
  unshare --mount --propagation private true || cannot "this container may not mount"
  rm -rf --one-file-system "$chroot"
  mkdir -p "$folder"
  debootstrap --variant=minbase "${codename[$release]}" "$chroot" "$mirror" || cannot "debootstrap from $mirror failed"
  # The date of a mirror that stands still expires: sid's after a week.
  echo 'Acquire::Check-Valid-Until "false";' >"$chroot/etc/apt/apt.conf.d/80-mirror"
  # What can be made again need not be synced to the disk package by package.
  echo force-unsafe-io >"$chroot/etc/dpkg/dpkg.cfg.d/80-chroot"
  # No package may start its service in there.
  printf '#!/bin/sh\nexit 101\n' >"$chroot/usr/sbin/policy-rc.d"
  chmod 755 "$chroot/usr/sbin/policy-rc.d"
  touch "$chroot/.made"
}

# The sources as they lie here, without what was built from them; what was built there stays.
copy_sources() {
  mkdir -p "$1"
  find "$1" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
  tar -C "$root" --exclude=./build --exclude=./.git -cf - . | tar -C "$1" -xf -
}

# In a mount namespace of its own: what is mounted here vanishes with it.
run_inside() {
  mount -t proc proc "$chroot/proc"
  mount --rbind /dev "$chroot/dev"
  copy_sources "$chroot/src"
  exec chroot "$chroot" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb \
    CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}" \
    /bin/sh -c 'cd /src && exec "$@"' sh "$@"
}

if [[ ${1:-} == --inside ]]; then
  release=$2
  chroot=$folder/$release
  run_inside "${@:3}"
fi

release=${1:-none}
if [[ -z ${codename[$release]:-} ]]; then
  echo "$release is no release that is known here; known are 12, 13 and sid" >&2
  exit 2
fi
shift
chroot=$folder/$release
make_chroot </dev/null
((EUID == 0)) || cannot "it needs root (sudo)"
exec unshare --mount --propagation private "$root/scripts/in_release.sh" --inside "$release" "$@" </dev/null

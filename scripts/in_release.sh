#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs a command in a release of Debian, in a copy of these sources: in_release.sh 12|13|sid COMMAND...  Needs root.
# debootstrap makes the chroot the first time; it is kept in $AIMET_CHROOTS (default: /var/tmp/aimet-validate-chroots).
# The copy of the sources is its /src. If this machine cannot have such a chroot, prints why and exits 77; else the exit
# status is the command's.
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
  # The metadata of a mirror that is not updated expires: sid's after a week.
  echo 'Acquire::Check-Valid-Until "false";' >"$chroot/etc/apt/apt.conf.d/80-mirror"
  # A chroot can be made again, so dpkg need not sync each package to the disk.
  echo force-unsafe-io >"$chroot/etc/dpkg/dpkg.cfg.d/80-chroot"
  # Keeps packages from starting their services in the chroot.
  printf '#!/bin/sh\nexit 101\n' >"$chroot/usr/sbin/policy-rc.d"
  chmod 755 "$chroot/usr/sbin/policy-rc.d"
  touch "$chroot/.made"
}

# Copies the working tree without build and .git to the folder. Keeps the folder's own build.
copy_sources() {
  mkdir -p "$1"
  find "$1" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
  tar -C "$root" --exclude=./build --exclude=./.git -cf - . | tar -C "$1" -xf -
}

# Runs in its own mount namespace: these mounts vanish when it ends.
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

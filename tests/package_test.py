# SPDX-License-Identifier: Apache-2.0
"""The Debian packages that cpack makes: lintian's reports, and whether the installed files work.

Installs them in a chroot in an overlay over this system, so that nothing stays behind.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(2)).resolve()

from support.program import BAD, SOURCE, Test  # noqa: E402

OVERLAY = """
set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o lowerdir=/,upperdir="$1/upper",workdir="$1/work" "$1/root"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs tmpfs "$1/root/tmp"
"""
INSTALL = OVERLAY + """
mkdir "$1/root/tmp/it"
cp -r "$2"/*.deb "$3"/tests/example "$3/testdata/"*functional_linear* "$1/root/tmp/it"
exec chroot "$1/root" /bin/sh -ec '
  cd /tmp/it
  dpkg --install ./*.deb >&2
  aimet-validate --version
  aimet-validate --static --no-config --quiet --format jsonl "$@" || echo "status $?"
  man --path aimet-validate 2>/dev/null || ls /usr/share/man/man1/aimet-validate.1.gz
  cmake -S example -B example/build >&2
  cmake --build example/build >&2
  example/build/gate "$1" || echo "gate $?"
  dpkg --purge libaimet-validate-dev aimet-validate >&2
  test ! -e /usr/bin/aimet-validate
  ls -d /usr/lib/aimet-validate /usr/include/aimet_validate 2>/dev/null || echo gone
' sh functional_linear.traced.pt functional_linear_repaired.traced.pt
"""


def cannot_overlay():
    if os.geteuid() != 0:
        return "an overlay needs root"
    scratch = pathlib.Path("/var/tmp/aimet-overlay-trial")
    scratch.mkdir(exist_ok=True)
    trial = subprocess.run(["unshare", "--mount", "--propagation", "private", "sh", "-c", OVERLAY, "sh", str(scratch)],
                           capture_output=True, text=True)
    scratch.rmdir()
    return None if trial.returncode == 0 else f"no overlay can be mounted here: {trial.stderr.strip()}"


@unittest.skipUnless(shutil.which("dpkg-shlibdeps"), "dpkg-dev is not installed")
class Package(Test):
    @classmethod
    def setUpClass(cls):
        cls.packages = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.made = subprocess.run(["cpack", "-G", "DEB", "-B", cls.packages], cwd=BUILD, capture_output=True, text=True,
                                  env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})
        cls.files = {path.name.partition("_")[0]: path for path in cls.packages.glob("*.deb")}

    def setUp(self):
        super().setUp()
        self.assertEqual(self.made.returncode, 0, self.made.stdout + self.made.stderr)
        self.assertNotIn("Warning", self.made.stderr)

    def ask(self, *command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def test_contents_and_dependencies(self):
        self.assertEqual(sorted(self.files), ["aimet-validate", "libaimet-validate-dev"])
        depends = self.ask("dpkg-deb", "--field", self.files["aimet-validate"], "Depends")
        for package in (r"libtorch\d", r"libseccomp2", r"zlib1g", r"libstdc\+\+6"):
            self.assertRegex(depends, rf"\b{package}")
        version = self.ask("dpkg-deb", "--field", self.files["aimet-validate"], "Version").strip()
        self.assertEqual(self.ask("dpkg-deb", "--field", self.files["libaimet-validate-dev"], "Depends").strip(),
                         f"aimet-validate (= {version})")
        listed = self.ask("dpkg-deb", "--contents", self.files["aimet-validate"])
        for name in ("bin/aimet-validate", "share/man/man1/aimet-validate.1.gz", "share/doc/aimet-validate/copyright",
                     "share/doc/aimet-validate/changelog.gz", "share/doc/aimet-validate/changelog.Debian.gz"):
            self.assertIn(f" ./usr/{name}\n", listed)
        self.assertNotIn("usr/include", listed)
        self.assertEqual(set(re.findall(r"^\S+ (\S+)", listed, re.M)), {"root/root"})

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed")
    def test_lintian_finds_no_error(self):
        result = subprocess.run(["lintian", "--allow-root", *self.files.values()], capture_output=True, text=True)
        self.assertEqual([line for line in result.stdout.splitlines() if line.startswith("E:")], [], result.stdout)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_installed_in_a_chroot_it_validates_and_purged_it_is_gone(self):
        if reason := cannot_overlay():
            self.skipTest(reason)
        root = pathlib.Path("/var/tmp") / f"aimet-overlay-{os.getpid()}"
        root.mkdir()
        self.addCleanup(root.rmdir)
        result = subprocess.run(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", INSTALL, "sh", root, self.packages, SOURCE],
            capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        lines = result.stdout.splitlines()
        self.assertRegex(lines[0], r"^aimet-validate \d+\.\d+\.\d+ \(LibTorch ")
        self.assertIn('"status":"failed"', lines[1])
        self.assertIn('"status":"passed"', lines[2])
        self.assertEqual(lines[3:5], ["status 1", "/usr/share/man/man1/aimet-validate.1.gz"])
        self.assertEqual(lines[-3:], [f"{BAD}: traced, not executed, failed", "gate 1", "gone"])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""Builds and runs the program with a LibTorch in its own prefix, although the system has one too. The prefix has the
layout of pytorch.org's zip and of the torch folder of a Python environment.

The prefix contains the system's LibTorch, with the CMake files moved to their places in that layout. To compile all of
lib/torch would take minutes, so the test compiles one file and takes the other objects from this build.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(2)).resolve()
TORCH_CMAKE = pathlib.Path(sys.argv.pop(2)).resolve()  # the folder of TorchConfig.cmake

from support.program import BAD, SOURCE, TESTDATA, Test  # noqa: E402

COMPILED = "lib/torch/entry.cpp"
LAUNCHER = f"""#!/bin/sh
# A compiler launcher: takes an object from {BUILD} instead of compiling it.
for argument; do
  [ "$before" = -o ] && object=$argument
  [ "$before" = -c ] && source=$argument
  [ "$before" = -MF ] && dependencies=$argument
  before=$argument
done
if [ "$source" != "{SOURCE / COMPILED}" ] && [ -e "{BUILD}/$object" ]; then
  : >"$dependencies"
  exec cp "{BUILD}/$object" "$object"
fi
exec "$@"
"""


def lay_out(prefix):
    """Makes include/, lib/ and share/cmake/ in the prefix."""
    libraries = TORCH_CMAKE.parents[1]  # /usr/lib/x86_64-linux-gnu
    for name in ("torch", "ATen", "c10", "caffe2"):
        # Copies, because for a symbolic link to a system header GCC reports the target's path.
        shutil.copytree(pathlib.Path("/usr/include", name), prefix / "include" / name)
    (prefix / "lib").mkdir()
    for pattern in ("libtorch*.so*", "libc10*.so*"):
        for library in libraries.glob(pattern):
            (prefix / "lib" / library.name).symlink_to(library.resolve())
    for package in ("Torch", "Caffe2", "ATen"):
        folder = TORCH_CMAKE.parent / package
        for file in folder.rglob("*") if folder.exists() else ():
            target = prefix / "share" / "cmake" / file.relative_to(TORCH_CMAKE.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.is_file():
                text = file.read_text().replace("/../../../../", "/../../../")
                text = text.replace("${_IMPORT_PREFIX}/" + libraries.name, "${_IMPORT_PREFIX}/lib")
                target.write_text(text.replace("${_IMPORT_PREFIX}/../include", "${_IMPORT_PREFIX}/include"))


def unity():
    """The AIMET_UNITY of this build: the other build must have the same to use this build's objects."""
    return re.search(r"^AIMET_UNITY:\w+=(\w+)$", (BUILD / "CMakeCache.txt").read_text(), re.M)[1]


@unittest.skipUnless(str(TORCH_CMAKE).startswith("/usr/lib/"), "this build is not of the system's LibTorch")
class OtherLibTorch(Test):
    @classmethod
    def setUpClass(cls):
        cls.prefix = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory())).resolve() / "libtorch"
        lay_out(cls.prefix)

    def setUp(self):
        super().setUp()
        self.build = self.folder / "build"
        self.launcher = self.folder / "launcher"
        self.launcher.write_text(LAUNCHER)
        self.launcher.chmod(0o755)

    def quietly(self, *command):
        result = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout + result.stderr

    def configure(self, prefix_path):
        said = self.quietly("cmake", "-G", "Ninja", "-S", SOURCE, "-B", self.build, "-DCMAKE_BUILD_TYPE=Release",
                            "-DBUILD_TESTING=OFF", f"-DAIMET_UNITY={unity()}", f"-DCMAKE_PREFIX_PATH={prefix_path}",
                            f"-DCMAKE_CXX_COMPILER_LAUNCHER={self.launcher}")
        self.assertRegex(said, rf"LibTorch [0-9.]+ in {re.escape(str(self.prefix))}\n")
        rules = (self.build / "build.ninja").read_text()
        linked = re.search(r"\nbuild lib/torch/libaimet_torch\.so.*?\n\n", rules, re.S)[0]
        for name in re.findall(r"/\S*?/lib(?:torch|torch_cpu|c10)\.so", linked):
            self.assertTrue(name.startswith(f"{self.prefix}/lib/"), name)

    def test_a_folder_as_pytorch_org_has_it(self):
        self.configure(self.prefix)

    def test_what_python_says_is_the_prefix_path(self):
        self.configure(self.prefix / "share" / "cmake")
        self.quietly("cmake", "--build", self.build, "--target", "aimet-validate")

        included = self.quietly("ninja", "-C", self.build, "-t", "deps",
                                f"lib/torch/CMakeFiles/aimet_torch.dir/{pathlib.Path(COMPILED).name}.o")
        headers = {line.strip() for line in included.splitlines() if re.search("/include/(torch|ATen|c10)/", line)}
        self.assertGreater(len(headers), 100)
        self.assertEqual([name for name in headers if not name.startswith(f"{self.prefix}/include/")][:3], [])

        loaded = self.quietly("ldd", self.build / "lib" / "torch" / "libaimet_torch.so")
        for name in ("libtorch_cpu", "libc10"):
            self.assertRegex(loaded, rf"{name}\.so\S* => {re.escape(str(self.prefix))}/lib/")

        result = subprocess.run([self.build / "tools" / "aimet-validate", BAD, "--static", "--no-config", "--format", "json"],
                                cwd=TESTDATA, capture_output=True, text=True, env={**os.environ, "LD_LIBRARY_PATH": ""})
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(json.loads(result.stdout)["models"][0]["status"], "failed")


if __name__ == "__main__":
    unittest.main()

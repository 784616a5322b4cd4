# SPDX-License-Identifier: Apache-2.0
"""One file runs with all cores, up to eight. Files in parallel share them. The user's OpenMP settings override this."""

import os
import pathlib
import subprocess
import sys
import time
import unittest

from support.program import PROGRAM, Test  # noqa: E402

SOURCE = """
import torch

class Slow(torch.nn.Module):
    def forward(self, x):
        for _ in range(1000000):
            x = torch.relu(x + 1.0)
        return x
"""
CORES = len(os.sched_getaffinity(0))


def status(pid, field):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0


def workers_of(pid):
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if status(entry.name, "PPid") == pid:
                yield entry.name
        except OSError:
            pass


@unittest.skipIf(CORES < 2, "needs two cores")
class Threads(Test):
    def setUp(self):
        super().setUp()
        import torch

        (self.folder / "slow.py").write_text(SOURCE)
        sys.path.insert(0, str(self.folder))
        self.addCleanup(sys.path.remove, str(self.folder))
        self.addCleanup(sys.modules.pop, "slow")
        import slow

        torch.jit.script(slow.Slow()).save(str(self.folder / "slow.pt"))

    def threads(self, *arguments, environment=None):
        """The worker's number of threads while the model runs. Earlier, LibTorch has one thread more for a moment, when
        it is told how many to use."""
        run = subprocess.Popen([PROGRAM, "slow.pt", "--input-shape", "1000000", "--no-config", *arguments],
                               cwd=self.folder, env={**os.environ, **(environment or {})},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            computing_until = time.monotonic() + 60
            while time.monotonic() < computing_until and run.poll() is None:
                for worker in workers_of(run.pid):
                    try:
                        ticks = sum(map(int, pathlib.Path(f"/proc/{worker}/stat").read_text().split()[13:15]))
                        if ticks > 3 * os.sysconf("SC_CLK_TCK"):  # more than loading takes, so the model runs
                            return status(worker, "Threads")
                    except OSError:
                        continue
                time.sleep(0.02)
        finally:
            run.kill()
            run.wait()
        self.fail("the model was not seen to run")

    def test_one_file_has_all_cores(self):
        self.assertGreaterEqual(self.threads(), min(CORES, 8))

    def test_files_side_by_side_share_them(self):
        self.assertEqual(self.threads("--jobs", str(CORES)), 1)

    def test_what_the_user_asks_of_openmp_holds(self):
        self.assertEqual(self.threads(environment={"OMP_NUM_THREADS": "1"}), 1)


if __name__ == "__main__":
    unittest.main()

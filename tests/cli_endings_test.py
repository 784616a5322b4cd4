# SPDX-License-Identifier: Apache-2.0
"""Runs that end early: full disks, read-only folders, readers that close the pipe, and signals. They must leave no
partial file and no process, and end with the documented exit status."""

import ctypes
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from support.program import BAD, GOOD, PROGRAM, SOURCE, TESTDATA, Test, run  # noqa: E402

SPINS = str(SOURCE / "tests" / "hostile" / "spins_natively_on_load.pt")
HARMLESS = str(SOURCE / "tests" / "hostile" / "harmless.pt")


def descendants(pid):
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(child) for child in children.read_text().split()] if children.exists() else []
    return found + [deeper for child in found for deeper in descendants(child)]


def is_alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def without_landlock():
    """Makes Landlock's system calls fail as in a kernel without Landlock, for this process and its children."""
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    seccomp.seccomp_rule_add.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint]
    seccomp.seccomp_load.argtypes = [ctypes.c_void_p]
    context = seccomp.seccomp_init(0x7FFF0000)  # SCMP_ACT_ALLOW
    for number in (444, 445, 446):  # landlock_create_ruleset, landlock_add_rule, landlock_restrict_self
        seccomp.seccomp_rule_add(context, 0x00050000 | 38, number, 0)  # ENOSYS
    if seccomp.seccomp_load(context) != 0:
        os._exit(99)


class Disk(Test):
    def mounted(self, options):
        folder = self.folder / "disk"
        folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("a file system can be mounted by root only: " + done.stderr.decode().strip())
        self.addCleanup(subprocess.run, ["umount", str(folder)], check=True)
        return folder

    def test_a_full_disk_leaves_the_old_report_whole_and_no_half_one(self):
        disk = self.mounted("size=64k")
        old = disk / "report.json"
        old.write_text("old")
        (disk / "filler").write_bytes(bytes(60 * 1024 - 4096))
        result = run(*[BAD] * 40, "--static", "-q", "--format", "json", "--output", str(old))
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        self.assertIn("the disk is full", result.stderr)
        self.assertEqual(old.read_text(), "old")
        self.assertEqual(sorted(file.name for file in disk.iterdir()), ["filler", "report.json"])

    def test_a_full_disk_leaves_the_old_baseline_whole(self):
        disk = self.mounted("size=8k")
        old = disk / "baseline.json"
        old.write_text("old")
        (disk / "filler").write_bytes(bytes(4096))
        result = run(BAD, "--static", "-q", "--write-baseline", str(old))
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("the disk is full", result.stderr)
        self.assertEqual(old.read_text(), "old")
        self.assertEqual(sorted(file.name for file in disk.iterdir()), ["baseline.json", "filler"])

    def test_a_read_only_file_system_is_told(self):
        disk = self.mounted("ro,size=64k")
        result = run(GOOD, "--static", "-q", "--output", str(disk / "report.txt"))
        self.assertEqual(result.returncode, 2)
        self.assertIn("read-only", result.stderr)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_folder_without_permission_is_told(self):
        self.folder.chmod(0o500)
        result = run(GOOD, "--static", "-q", "--output", str(self.folder / "report.txt"))
        self.assertEqual(result.returncode, 2)
        self.assertIn("permission denied", result.stderr)


class Devices(Test):
    def test_a_config_that_leads_to_a_device_without_end_is_refused(self):
        (self.folder / ".aimet-validate.json").symlink_to("/dev/zero")
        self.refuses(str(TESTDATA / GOOD), "--static", says=[".aimet-validate.json", "is a device"], folder=self.folder)

    def test_what_is_no_file_is_refused_at_once_wherever_a_file_is_read(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for flag in ("--config", "--baseline", "--input-spec", "--files-from", "--from-report", "--op-library"):
            for path, kind in (pipe, "is a pipe"), (self.folder, "is a folder"), ("/dev/zero", "is a device"):
                with self.subTest((flag, kind)):
                    model = [] if flag in ("--files-from", "--from-report") else [str(TESTDATA / GOOD)]
                    self.refuses(*model, flag, str(path), "--static",
                                 says="is not a file" if flag == "--op-library" else kind, folder=self.folder)


class Readers(Test):
    def test_a_reader_that_leaves_before_the_end_leaves_no_worker_and_status_2(self):
        process = subprocess.Popen([PROGRAM, HARMLESS, SPINS, SPINS, SPINS, "--static", "--format", "jsonl", "--jobs", "2",
                                    "--timeout", "3", "--no-config"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdout.readline()
        workers = descendants(process.pid)
        process.stdout.close()
        self.assertEqual(process.wait(timeout=300), 2)
        self.assertFalse([worker for worker in workers if is_alive(worker)])


class Signals(Test):
    def end_by(self, number, *arguments):
        process = subprocess.Popen([PROGRAM, SPINS, SPINS, "--static", "--jobs", "2", "--no-config", "-q", *arguments],
                                   cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                                   preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))  # nohup ignores it
        self.assertTrue(wait_for(lambda: len(descendants(process.pid)) == 2), "no workers")
        workers = descendants(process.pid)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, -number)
        self.assertTrue(wait_for(lambda: not [worker for worker in workers if is_alive(worker)], 10), "a worker is left")
        return out

    def test_interrupted_and_terminated_it_leaves_nothing_and_dies_of_the_signal(self):
        report = self.folder / "report.json"
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                report.write_text("old")
                self.end_by(number, "--format", "json", "--output", str(report), "--write-baseline", "baseline.json")
                self.assertEqual(report.read_text(), "old")
                self.assertEqual([file.name for file in self.folder.iterdir()], ["report.json"])

    @unittest.skipUnless(shutil.which("cc"), "a C compiler is not installed")
    def test_a_library_that_takes_the_signals_for_itself_does_not_get_them(self):
        code, library = self.folder / "greedy.c", self.folder / "greedy.so"
        code.write_text("#include <signal.h>\n"
                        "__attribute__((constructor)) static void take(void) { signal(SIGHUP, SIG_IGN); }\n")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, code], check=True)
        self.end_by(signal.SIGHUP, "--op-library", str(library))

    @unittest.skipUnless(shutil.which("cc"), "a C compiler is not installed")
    def test_what_a_library_prints_while_it_is_loaded_is_no_part_of_the_report(self):
        code, library = self.folder / "talks.c", self.folder / "talks.so"
        code.write_text('#include <stdio.h>\n__attribute__((constructor)) static void talk(void) { puts("loaded"); }\n')
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, code], check=True)
        result = run(GOOD, "--static", "--format", "json", "--op-library", str(library))
        self.assertEqual(len(json.loads(result.stdout)["models"]), 1)
        self.assertIn("loaded", result.stderr)

    def test_killed_it_takes_its_workers_along(self):
        self.end_by(signal.SIGKILL)


class OldKernels(Test):
    def open(self, *arguments):
        return run(HARMLESS, "--static", "--no-config", *arguments, folder=TESTDATA, preexec_fn=without_landlock)

    def test_without_landlock_it_warns_goes_on_and_says_what_is_left(self):
        result = self.open("--format", "json")
        if result.returncode == 99:
            self.skipTest("libseccomp cannot be used from here")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("landlock", result.stderr.lower())
        self.assertNotIn('"landlock"', result.stdout)
        self.assertIn('"seccomp"', result.stdout)

    def test_without_landlock_the_required_sandbox_is_an_error(self):
        result = self.open("--require-sandbox")
        if result.returncode == 99:
            self.skipTest("libseccomp cannot be used from here")
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("landlock", result.stdout)
        self.assertIn("--require-sandbox", result.stdout)

    def test_switched_off_the_report_says_so(self):
        result = run(HARMLESS, "--static", "--no-config", "--no-sandbox", "--format", "json", folder=TESTDATA)
        self.assertIn('"confinement": [\n        "rlimits"\n      ]', result.stdout)

    def test_the_required_sandbox_is_there(self):
        result = run(HARMLESS, "--static", "--no-config", "--require-sandbox", "--format", "json", folder=TESTDATA)
        if result.returncode == 2 and "--require-sandbox" in result.stdout:
            self.skipTest("this system lacks part of the sandbox")
        self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    unittest.main()

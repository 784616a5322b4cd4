# SPDX-License-Identifier: Apache-2.0
"""Runs the program whose path is the first argument of the test, as a user would."""

import atexit
import functools
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import traceback
import unittest

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
SOURCE = pathlib.Path(__file__).resolve().parents[2]
TESTDATA = SOURCE / "testdata"
TIMEOUT = 300
# tests/support/started_program.cpp and its argument, separated by ":". If empty, every run starts the program.
STARTED_PROGRAM = os.environ.get("AIMET_STARTED_PROGRAM", "")

GOOD = "functional_linear_repaired.traced.pt"
BAD = "functional_linear.traced.pt"


# Prefixes of the environment variables that the program, the loader, LibTorch or the allocator reads at its start.
READ_AT_START = ("AIMET_VALIDATE_", "LD_", "OMP_", "GOMP_", "KMP_", "MKL_", "MALLOC_", "ASAN_", "UBSAN_")


def environment_of(changes):
    env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    env.update(changes or {})
    return env


def run(*arguments, folder=TESTDATA, text=True, environment=None, **more):
    """Runs the program in the folder and returns the finished process."""
    arguments = [os.fsdecode(argument) for argument in arguments]
    env = environment_of(environment)
    if can_be_forked(arguments, environment or {}, more):
        return forked(arguments, folder, env, text, **more)
    if text:
        more.update(encoding="utf-8", errors="surrogateescape")
    return subprocess.run([PROGRAM, *arguments], cwd=folder, env=env, stdout=more.pop("stdout", subprocess.PIPE),
                          stderr=subprocess.PIPE, timeout=TIMEOUT, **more)


def can_be_forked(arguments, environment, more):
    """Whether a fork after loading LibTorch behaves like a new process. Op libraries must load before LibTorch."""
    return bool(STARTED_PROGRAM) and not set(more) - {"stdout"} and \
        not any(name.startswith(READ_AT_START) for name in environment) and \
        not any(argument.startswith("--op-library") for argument in arguments)


class StartedProgram:
    """tests/support/started_program.cpp: loads LibTorch once and forks for each run."""

    def __init__(self):
        self.socket, theirs = socket.socketpair()
        self.socket.settimeout(TIMEOUT)
        self.process = subprocess.Popen([*STARTED_PROGRAM.split(os.pathsep)], stdin=theirs, stdout=subprocess.DEVNULL)
        self.lock = threading.Lock()
        theirs.close()
        atexit.register(self.end)

    def end(self):
        self.socket.close()
        self.process.wait()

    def run(self, command, folder, environment, descriptors):
        """Returns the exit status in subprocess's encoding."""
        variables = [f"{key}={value}" for key, value in environment.items()]
        strings = b"".join(os.fsencode(text) + b"\0" for text in [folder, *command, *variables])
        with self.lock:
            socket.send_fds(self.socket, [struct.pack("=II", len(strings), len(command))], descriptors)
            self.socket.sendall(strings)
            answer = self.socket.recv(4, socket.MSG_WAITALL)
        assert len(answer) == 4, f"started_program ended: {self.process.wait(TIMEOUT)}"
        return os.waitstatus_to_exitcode(struct.unpack("=i", answer)[0])


@functools.cache
def started_program():
    return StartedProgram()


def read_all(descriptor, chunks):
    while chunk := os.read(descriptor, 1 << 16):
        chunks.append(chunk)
    os.close(descriptor)


class Captured:
    """A pipe that a thread reads to its end."""

    def __init__(self):
        self.reader, self.writer = os.pipe()
        self.chunks = []
        self.thread = threading.Thread(target=read_all, args=(self.reader, self.chunks))
        self.thread.start()

    def result(self, text):
        os.close(self.writer)
        self.thread.join()
        result = b"".join(self.chunks)
        return result.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n") if text else result


def forked(arguments, folder, environment, text, stdout=subprocess.PIPE):
    out, err = Captured() if stdout == subprocess.PIPE else None, Captured()
    output = out.writer if out else stdout if isinstance(stdout, int) else stdout.fileno()
    command = [PROGRAM, *arguments]
    try:
        status = started_program().run(command, folder, environment, [0, output, err.writer])
    finally:
        said = [captured.result(text) if captured else None for captured in (out, err)]
    return subprocess.CompletedProcess(command, status, *said)


def in_child(function, *arguments):
    """Calls the function in a fork of this process: its imports do not stay, and PyTorch need not be loaded again."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            function(*arguments)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status == 0, f"{function.__name__} failed in a process of its own: {status}"


class Test(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name).resolve()

    def refuses(self, *arguments, says, **more):
        """Asserts a usage error: status 2, nothing on stdout, and one line with the program's name and `says`."""
        result = run(*arguments, **more)
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        self.assertTrue(result.stderr.startswith("aimet-validate: "), result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        for part in [says] if isinstance(says, str) else says:
            self.assertIn(part, result.stderr)

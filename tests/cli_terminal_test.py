# SPDX-License-Identifier: Apache-2.0
"""Output to a terminal: width, colour, and progress lines while a file takes long. A pipe gets none of these."""

import os
import pty
import re
import signal
import struct
import subprocess
import unicodedata
import unittest
from concurrent.futures import ThreadPoolExecutor

import fcntl
import termios

from support.program import BAD, PROGRAM, TESTDATA, Test

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
# Lines with names, paths or Python, which are not wrapped: only text with blanks and without code can be.
UNBROKEN = re.compile(r"-->|^ *\d* *\||__init__:|forward:")


def on_terminal(*arguments, columns=80, environment=None, folder=TESTDATA, until=None):
    """(status, output) of a run whose stdout and stderr are one terminal.

    `until` is a pattern: the run is terminated once its output matches.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    unwanted = ("NO_COLOR", "COLUMNS", "TERM")
    env = {key: value for key, value in os.environ.items() if key not in unwanted}
    env.update({"TERM": "xterm"} | (environment or {}))
    process = subprocess.Popen([PROGRAM, *arguments], cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    output = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # Linux reports so that the other end is closed
            break
        if not piece:
            break
        output += piece
        if until and re.search(until, output.decode(errors="replace")):
            process.terminate()
            until = None
    os.close(master)
    return process.wait(), output.decode().replace("\r\n", "\n")


def columns_of(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class Terminal(Test):
    def test_a_narrow_terminal_is_not_overrun(self):
        for columns in (40, 60, 100):
            _, text = on_terminal("small_resnet.traced.pt", BAD, "--static", "-q", columns=columns)
            for line in ESCAPE.sub("", text).splitlines():
                longest_word = max(map(len, line.split()), default=0)
                if not UNBROKEN.search(line) and longest_word < columns - 20:
                    self.assertLessEqual(columns_of(line), columns, line)

    def test_colour_is_for_terminals_that_want_it(self):
        self.assertRegex(on_terminal(BAD, "--static", "-q")[1], ESCAPE)
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertNotRegex(on_terminal(BAD, "--static", "-q", environment=environment)[1], ESCAPE)

    def test_help_fits_a_narrow_terminal(self):
        _, text = on_terminal("--help", columns=60)
        self.assertLessEqual(max(map(len, text.split("Examples:")[0].splitlines())), 60)

    def test_a_file_that_takes_long_is_reported_to_those_who_watch(self):
        never_ends = ("never_ends.scripted.pt", "--input-spec", "never_ends.inputs.json", "--timeout")
        line = r"Utils - INFO - Still at never_ends.scripted.pt after \d+ s \(loading and running it\)"
        slow = (*never_ends, "7")
        with ThreadPoolExecutor() as pool:
            # Ended by the line that it waits for, so that a busy machine only makes the test slower.
            watched = pool.submit(on_terminal, *never_ends, "120", until=line)
            others = [pool.submit(on_terminal, *slow, environment={"TERM": "dumb"}), pool.submit(on_terminal, *slow, "-q"),
                      pool.submit(on_terminal, *slow, "--format", "jsonl", environment={"TERM": ""})]
            piped = pool.submit(subprocess.run, [PROGRAM, *slow], cwd=TESTDATA, capture_output=True, text=True)
        status, text = watched.result()
        self.assertRegex(text, line)
        self.assertEqual(status, -signal.SIGTERM)
        for other in others:
            self.assertNotIn("Still at", other.result()[1])
        self.assertNotIn("Still at", piped.result().stderr)


class Pipe(Test):
    def test_a_reader_that_leaves_early_is_no_error_worth_a_message(self):
        command = f"'{PROGRAM}' {BAD} small_resnet.traced.pt --static -q | head -1"
        result = subprocess.run(["bash", "-c", command], cwd=TESTDATA, capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(result.stdout.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()

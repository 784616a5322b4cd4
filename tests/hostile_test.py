# SPDX-License-Identifier: Apache-2.0
"""Opens each model of tests/hostile and each malformed archive. The attack must fail and be reported."""

import json
import os
import pathlib
import resource
import shutil
import stat
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from hostile import archives  # noqa: E402
from support.program import SOURCE, TESTDATA, Test, run  # noqa: E402

HOSTILE = SOURCE / "tests" / "hostile"
HARMLESS = (HOSTILE / "harmless.pt").read_bytes()
TIMEOUT = 2  # for files that never end
PATIENCE = 60  # for all others: a busy machine may be slow
MEMORY = "512M"
SLACK = 30  # for the start of LibTorch on a busy machine
# Regardless of ASAN_OPTIONS, ASan's operator new ends the process instead of throwing std::bad_alloc, so the limit is
# reported as a crash.
THROWS_BAD_ALLOC = unittest.skipIf("address" in os.environ.get("AIMET_SANITIZE", ""),
                                   "AddressSanitizer ends a worker that has no memory left, instead of std::bad_alloc")


def nested(line, before, inside, after, depth=100000):
    return line % (before * depth + inside + after * depth)


class Hostile(Test):
    def open(self, path, *arguments, timeout=PATIENCE):
        """Validates the model, checks what must be true for every file, and returns the model's report."""
        start = time.monotonic()
        result = run(str(path), "--timeout", str(timeout), "--memory-limit", MEMORY, "--format", "json", "--no-config",
                     *arguments, folder=self.folder)
        self.assertLess(time.monotonic() - start, timeout * 1.1 + SLACK)
        self.assertIn(result.returncode, (0, 1, 2), result.stderr)
        report = json.loads(result.stdout)
        self.assertEqual(len(report["models"]), 1)
        self.assertFalse((self.folder / "sprung").exists(), "the trap has sprung")
        model = report["models"][0]
        self.assertEqual(model["status"] == "error", result.returncode == 2)
        return model

    def open_hostile(self, name, *arguments, **more):
        return self.open(HOSTILE / f"{name}.pt", *arguments, **more)

    def open_bytes(self, data):
        path = self.folder / "model.pt"
        path.write_bytes(data)
        return self.open(path, "--static")

    def refused(self, model, kind, *parts):
        self.assertIsNotNone(model["error"], model)
        self.assertEqual(model["error"]["kind"], kind, model["error"]["message"])
        for part in parts:
            self.assertIn(part, model["error"]["message"])

    def test_a_harmless_file_passes_and_says_what_confined_it(self):
        model = self.open_hostile("harmless", "--input-shape", "1,4")
        self.assertEqual((model["status"], model["mode"]), ("passed", "observed"), model)
        self.assertIn("rlimits", model["confinement"])

    def test_nothing_is_written_while_loading_or_running(self):
        self.open_hostile("writes_on_load", "--static")
        self.open_hostile("writes_when_run", "--input-shape", "1,4")
        self.open_hostile("maps_a_file_when_run", "--input-shape", "1,4")

    def test_the_writing_models_do_write_without_the_sandbox(self):
        for name in ("writes_on_load", "writes_when_run", "maps_a_file_when_run"):
            run(str(HOSTILE / f"{name}.pt"), "--no-sandbox", "--input-shape", "1,4", folder=self.folder)
            self.assertTrue((self.folder / "sprung").exists(), name)
            (self.folder / "sprung").unlink()

    def test_a_report_printed_by_the_model_is_not_taken_for_ours(self):
        model = self.open_hostile("prints_on_load", "--static")
        self.assertTrue(model["path"].endswith("prints_on_load.pt"))

    def test_what_the_model_prints_is_shown_when_asked_for_and_moves_no_cursor(self):
        path = str(HOSTILE / "prints_escapes_on_load.pt")
        for arguments, shown in ((), False), (("-v",), True):
            result = run(path, "--static", "--no-config", *arguments, folder=self.folder)
            self.assertEqual("visible" in result.stdout + result.stderr, shown)
            for character in "\x1b\x07":
                self.assertNotIn(character, result.stdout + result.stderr)

    def test_a_file_of_the_machine_cannot_be_read(self):
        model = self.open_hostile("reads_when_run", "--input-shape", "1,4")
        if not {"landlock", "seccomp"} & set(model["confinement"]):
            self.skipTest("this system has neither Landlock nor seccomp")
        self.refused(model, "run-failed", "/etc/passwd")
        self.assertNotIn("read: ", model["error"]["message"])

    def test_the_deadline_holds_in_the_interpreter_and_in_native_code(self):
        for name in ("loops_on_load", "spins_natively_on_load"):
            with self.subTest(name):
                self.refused(self.open_hostile(name, "--static", timeout=TIMEOUT), "limit", "2 s", "--timeout", "while loading")
        for name in ("loops_when_run", "spins_natively_when_run"):
            with self.subTest(name):
                self.refused(self.open_hostile(name, "--input-shape", "1,4", timeout=TIMEOUT), "limit", "--timeout", "while running")

    @THROWS_BAD_ALLOC
    def test_the_memory_limit_holds(self):
        for name in ("allocates_when_run", "allocates_at_once"):
            with self.subTest(name):
                answer = self.open_hostile(name, "--input-shape", "1,4")
                self.refused(answer, "limit", "512 MiB", "--memory-limit")

    def test_all_memory_taken_while_loading_is_an_error(self):
        for name in ("allocates_on_load", "doubles_a_text_on_load"):
            with self.subTest(name):
                self.assertEqual(self.open_hostile(name, "--static")["status"], "error")

    @THROWS_BAD_ALLOC
    def test_the_memory_limit_holds_within_a_tenth(self):
        for name, arguments in ("counts_memory_on_load", ["--static"]), ("counts_memory_when_run", ["--input-shape", "1,4"]):
            with self.subTest(name):
                model = self.open_hostile(name, *arguments)
                self.refused(model, "limit", "512 MiB", "--memory-limit")
                reached = 16 * int(model["output"].split()[-1])
                self.assertTrue(0.9 * 512 <= reached <= 1.1 * 512, f"{reached} MiB of 512 MiB")

    def ends_by_a_limit_without_a_run(self, *names):
        for name in names:
            with self.subTest(name):
                model = self.open_hostile(name, "--static", timeout=TIMEOUT)
                self.assertEqual(model["mode"], "static")
                self.assertIn((model["error"] or {}).get("kind"), (None, "limit"))

    def test_a_static_run_ends_by_the_deadline_too(self):
        self.ends_by_a_limit_without_a_run("spins_natively_when_run", "loops_when_run")

    @THROWS_BAD_ALLOC
    def test_a_static_run_ends_by_the_memory_limit_too(self):
        self.ends_by_a_limit_without_a_run("allocates_at_once")

    def test_an_inlining_bomb_is_refused(self):
        self.refused(self.open_hostile("inlining_bomb", "--static"), "limit")

    def test_a_name_that_is_a_word_of_python_is_told(self):
        self.refused(self.open_hostile("keyword_attribute", "--static"), "corrupt", "named 'in'", "Rename it")

    def test_reading_beyond_a_tensor_is_an_error(self):
        self.refused(self.open_hostile("reads_beyond_a_tensor", "--input-shape", "1,4"), "run-failed")

    def test_archives_that_lie_are_refused_at_once(self):
        bomb = archives.deflate_bomb(HARMLESS, 1 << 29)
        self.assertLess(len(bomb), 1 << 20)
        for name, data, kind, part in (
                ("deflate bomb", bomb, "limit", "bomb"),
                ("overlap", archives.overlapping(HARMLESS), "corrupt", "overlap"),
                ("out of range", archives.out_of_range(HARMLESS), "corrupt", "outside"),
                ("absurd count", archives.absurd_count(HARMLESS), "limit", "records"),
                ("deep pickle", archives.deep_pickle(HARMLESS, 1000000), "limit", "nested 1000001 deep"),
                ("deep brackets", archives.deep_code(HARMLESS, b"x = " + b"(" * 500000), "limit", "brackets"),
                ("deep blocks", archives.deep_code(HARMLESS, archives.deep_blocks(2000)), "limit", "blocks"),
                ("deeper blocks", archives.forward(HARMLESS, archives.deep_blocks(10000)), "limit", "blocks"),
                ("chained lists", archives.chained_lists(HARMLESS, 100000), "limit", "values are nested"),
                ("type in a pickle", archives.pickled_type(HARMLESS, 100000), "limit", "values are nested"),
                ("type in the code", archives.forward(HARMLESS, nested(b"y : %s = []", b"List[", b"int", b"]")), "limit",
                 "brackets")):
            with self.subTest(name):
                start = time.monotonic()
                self.refused(self.open_bytes(data), kind, part)
                self.assertLess(time.monotonic() - start, SLACK)

    def test_code_that_a_parser_recurses_into_is_refused_at_once(self):
        for line in (b"y = input" + b"+input" * 100000, b"y = " + b"-" * 100000 + b"1", b"y = " + b"not " * 100000 + b"True",
                     b"y = input" + b"**input" * 100000, b"y = input" + b".T" * 100000, b"y = input" + b".relu()" * 100000,
                     b"y = input" + b"[0]" * 100000, b"y = " + b"1 if True else " * 100000 + b"2", b"y = 1" + b" < 2" * 100000,
                     b"y = True" + b" and True" * 100000):
            with self.subTest(line[:30]):
                self.refused(self.open_bytes(archives.forward(HARMLESS, b"    " + line + b"\n")), "limit", "operators")
        self.refused(self.open_bytes(archives.forward(HARMLESS, archives.elifs(20000))), "limit", "blocks")

    def test_what_is_just_allowed_does_not_crash_libtorch(self):
        for line in (b"y = input" + b"+input" * 990, b"y = " + b"-" * 990 + b"1", b"y = input" + b".T" * 990,
                     b"y = " + b"1 if True else " * 490 + b"2", nested(b"y = %s", b"(", b"input", b")", 245)):
            with self.subTest(line[:30]):
                model = self.open_bytes(archives.forward(HARMLESS, b"    " + line + b"\n"))
                self.assertNotEqual((model["error"] or {}).get("kind"), "crash", model)
        model = self.open_bytes(archives.forward(HARMLESS, archives.elifs(240)))
        self.assertNotEqual((model["error"] or {}).get("kind"), "crash", model)

    def test_damaged_debug_information_counts_as_stripped_and_is_read_once(self):
        long = archives.forward(HARMLESS, b"    input = torch.sigmoid(torch.add(input, 1))\n" * 1000)
        record = next(content for name, content in archives.records(HARMLESS).items() if name.endswith("container.py.debug_pkl"))
        for damaged in b"\x80\x02(" + b"K\x01" * 1000000 + b"}", record.replace(b"FORMAT", b"FORMED"), record[:-5] + b"t\x87\x87.":
            with self.subTest(damaged[-30:]):
                model = self.open_bytes(archives.replaced(long, "container.py.debug_pkl", damaged))
                self.assertIsNone(model["error"], model)
                findings = [finding for check in model["checks"] for finding in check["findings"] if finding["op"]]
                self.assertGreaterEqual(len(findings), 2000)
                self.assertTrue(all(not finding["sources"] for finding in findings))

    def test_a_truncated_file_is_told_at_every_length(self):
        for part in (1, 100, len(HARMLESS) // 2, len(HARMLESS) - 1):
            with self.subTest(part):
                self.assertEqual(self.open_bytes(HARMLESS[:part])["status"], "error")

    def test_a_pipe_is_not_waited_for(self):
        path = self.folder / "model.pt"
        os.mkfifo(path)
        self.assertTrue(stat.S_ISFIFO(path.stat().st_mode))
        self.refused(self.open(path), "unreadable", "a pipe")

    def test_a_python_file_behind_a_link_out_of_the_folder_is_neither_shown_nor_edited(self):
        (self.folder / "testdata").mkdir()
        python = self.folder / "testdata" / "models.py"
        model = str(TESTDATA / "small_resnet.scripted.pt")
        arguments = [model, "--static", "--no-config", "--check", "missing-module", "--suggest", "diff"]
        shutil.copyfile(TESTDATA / "models.py", python)
        self.assertIn("+++ testdata/models.py", run(*arguments, folder=self.folder).stdout)
        python.unlink()
        python.symlink_to(TESTDATA / "models.py")
        linked = run(*arguments, folder=self.folder).stdout
        self.assertNotIn("+++", linked)
        self.assertNotIn("@@", linked)
        self.assertIn("link", linked)

    def test_a_trace_has_no_lines_of_files_elsewhere_shown(self):
        model = str(TESTDATA / "functional_linear.traced.pt")
        arguments = [model, "--static", "--no-config", "--check", "missing-module"]
        self.assertNotIn(" | ", run(*arguments, folder=self.folder).stdout)
        mapped = run(*arguments, "--path-map", f"testdata={TESTDATA}", folder=self.folder).stdout
        self.assertIn(" | ", mapped)

    def test_threads_are_placed_by_nobody(self):
        for placement in ({"OMP_PROC_BIND": "true"}, {"OMP_PLACES": "cores", "OMP_PROC_BIND": "close"}, {"GOMP_CPU_AFFINITY": "0"}):
            with self.subTest(placement):
                result = run(str(HOSTILE / "harmless.pt"), "--input-shape", "1,4", "--no-config", folder=self.folder,
                             environment={"OMP_NUM_THREADS": "4", **placement})
                self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_few_file_descriptors_are_told_as_that(self):
        for files in range(4, 24, 2):
            with self.subTest(files):
                result = run(str(HOSTILE / "harmless.pt"), "--static", "--no-config", folder=self.folder,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)))
                self.assertIn(result.returncode, (0, 2), result.stderr)
                said = (result.stdout + result.stderr).replace(str(HOSTILE), "")  # the folder's name contains the word
                self.assertNotIn("hostile", said)
                self.assertNotIn("damaged", result.stdout + result.stderr)

    def test_the_other_files_go_on(self):
        names = ["harmless", "loops_on_load", "harmless", "allocates_when_run", "harmless"]
        result = run(*[str(HOSTILE / f"{name}.pt") for name in names], "--timeout", "8", "--memory-limit", MEMORY,
                     "--input-shape", "1,4", "--jobs", "2", "--format", "jsonl", "--no-config", folder=self.folder)
        self.assertEqual(result.returncode, 2)
        statuses = [json.loads(line)["status"] for line in result.stdout.splitlines()]
        self.assertEqual(statuses, ["passed", "error", "passed", "error", "passed"])


if __name__ == "__main__":
    unittest.main()

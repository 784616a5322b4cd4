# SPDX-License-Identifier: Apache-2.0
"""The command line: options that print information, refused arguments, and what a run prints to stdout and stderr."""

import json
import os
import pathlib
import re
import subprocess
import unittest

from support.program import BAD, GOOD, PROGRAM, SOURCE, TESTDATA, Test, run


def check_ids():
    return [line.split()[0] for line in run("--list-checks").stdout.splitlines()]


class AnsweredAtOnce(Test):
    def test_help_names_every_flag_of_the_contract_and_ends_with_examples(self):
        help_text = run("--help").stdout
        for flag in ("--input-shape --input-spec --static --check --ignore --exclude-module --allow-op --aimet-version "
                     "--opset --torch-version --fail-on --format --output --list-checks --explain --version --help "
                     "--config --no-config --jobs --timeout --memory-limit --op-library -q -v --color").split():
            self.assertRegex(help_text, rf"(?m)^  (-\w, )?{flag}\b")
        self.assertIn("Examples:\n", help_text)

    def test_help_fits_the_width(self):
        for width in (60, 80, 100):
            options = run("--help", environment={"COLUMNS": str(width)}).stdout.split("Examples:")[0]
            self.assertLessEqual(max(map(len, options.splitlines())), width)

    def test_version_names_libtorch(self):
        self.assertRegex(run("--version").stdout, r"\Aaimet-validate \d+\.\d+\.\d+ \(LibTorch \d+\.\d+\.\d+.*\)\n\Z")

    def test_checks_are_listed_sorted_with_severity_and_summary(self):
        lines = run("--list-checks").stdout.splitlines()
        for line in lines:
            self.assertRegex(line, r"^[a-z0-9-]+ +(error|warning|note) +\S")
        self.assertEqual(check_ids(), sorted(check_ids()))
        self.assertIn("reused-module", check_ids())

    def test_every_check_explains_itself(self):
        readme = (SOURCE / "checks" / "README.md").read_text()
        for check in check_ids():
            result = run("--explain", check)
            self.assertEqual(result.returncode, 0)
            self.assertIn(check, result.stdout.splitlines()[0])
            self.assertIn(result.stdout.strip().splitlines()[-1], readme)

    def test_nothing_of_this_opens_libtorch(self):
        for arguments in (["--help"], ["--version"], ["--list-checks"], ["--explain", "reused-module"], ["--opset", "3"]):
            result = run(*arguments, environment={"LD_DEBUG": "files"})
            self.assertNotIn("libtorch", result.stderr)


class Refused(Test):
    def test_no_model(self):
        self.refuses(says="name a TorchScript file or a folder")

    def test_an_unknown_flag_with_the_nearest_one(self):
        self.refuses("--inptu-shape", "1", "x.pt", says=["no option --inptu-shape", "did you mean --input-shape?"])
        self.refuses("-z", "x.pt", says="no option -z")
        self.refuses("x.pt", "--opsett=3", says="did you mean --opset?")

    def test_an_unknown_check_with_the_nearest_one(self):
        for flag in ("--check", "--ignore", "--explain"):
            self.refuses(flag, "reused-modul", "x.pt", says=[flag, "did you mean reused-module?"])
        self.refuses("--check", "zz*", "x.pt", says="no check's id matches 'zz*'")

    def test_values_out_of_range(self):
        for flag, value, says in [
            ("--opset", "6", "'6' is not an ONNX opset from 7 to 20"),
            ("--opset", "21", "not an ONNX opset"),
            ("--opset", "17x", "not an ONNX opset"),
            ("--aimet-version", "1.12", "AIMET 1.12 is too old"),
            ("--aimet-version", "2", "'2' is not a version"),
            ("--aimet-version", "1.12.9", "AIMET 1.12.9 is too old"),
            ("--aimet-version", "2.32.x", "'2.32.x' is not a version such as 1.34 or 2.32.1"),
            ("--torch-version", "2.5", "did you mean 2.6?"),
            ("--fail-on", "err", "error, warning, never"),
            ("--format", "jsno", "did you mean json?"),
            ("--color", "red", "auto, always, never"),
            ("--max-ops", "-5", "'-5' is not a whole number above zero"),
            ("--max-ops", "99999999999999999999", "not a whole number"),
            ("--jobs", "0", "not a number from 1 to 1024"),
            ("--timeout", "0", "not a whole number of seconds"),
            ("--memory-limit", "4X", "'4X' is not a size such as 4G"),
            ("--memory-limit", "99999999T", "is not a size"),
            ("--path-map", "/a", "not of the form FROM=TO"),
            ("--input-shape", "1,x", "--input-shape"),
        ]:
            with self.subTest(flag=flag, value=value):
                self.refuses(flag, value, GOOD, says=[flag, says])

    def test_flags_that_exclude_each_other(self):
        for first, second in [
            (["--input-shape", "1"], ["--input-spec", "x"]),
            (["--config", "x"], ["--no-config"]),
            (["--require-sandbox"], ["--no-sandbox"]),
        ]:
            self.refuses(*first, *second, GOOD, says="excludes")

    def test_values_that_are_missing(self):
        self.refuses(GOOD, "--output", says="--output")
        self.refuses("--output=", GOOD, says="--output needs a value after the '='")

    def test_a_selection_that_leaves_nothing(self):
        self.refuses("--ignore", "*", GOOD, says="leave no check to run")

    def test_terminal_escapes_are_not_passed_on(self):
        self.refuses("--\x1b[31mred", says=r"\x1b[31mred")
        self.refuses("--check", "\x1b[31m", says=r"\x1b[31m")

    def test_missing_files_are_named(self):
        self.refuses("--input-spec", "nope.json", GOOD, says=["--input-spec: nope.json", "No such file"])
        self.refuses("--op-library", "./nope.so", GOOD, says=["--op-library", "nope.so"])
        self.refuses("--baseline", "nope.json", GOOD, says=["--baseline: nope.json", "No such file"])


class Run(Test):
    def test_exit_status_is_0_1_2_and_the_worst_wins(self):
        for files, status in [([GOOD], 0), ([GOOD, BAD], 1), ([GOOD, BAD, "refused/empty.pt"], 2), (["nope.pt"], 2)]:
            self.assertEqual(run(*files, "--static").returncode, status, files)

    def test_every_other_file_is_still_reported(self):
        result = run("nope.pt", BAD, "refused/empty.pt", GOOD, "--static", "--format", "json")
        models = json.loads(result.stdout)["models"]
        self.assertEqual([model["status"] for model in models], ["error", "failed", "error", "passed"])
        self.assertEqual(models[0]["error"]["kind"], "not-found")

    def test_inputs_are_fed_and_what_was_run_is_said(self):
        result = run(GOOD, "--input-spec", "functional_linear.inputs.json", "--format", "json")
        self.assertEqual(json.loads(result.stdout)["models"][0]["mode"], "observed")
        result = run(GOOD, "--input-spec", "functional_linear.inputs.json", "--static", "--format", "json")
        self.assertEqual(json.loads(result.stdout)["models"][0]["mode"], "static")

    def test_checks_are_announced_on_stderr_and_the_report_alone_is_on_stdout(self):
        result = run(BAD, "--static", "--format", "json", "--check", "reused-module")
        self.assertEqual(result.stderr, "Utils - INFO - Running validator check reused-module\n")
        json.loads(result.stdout)

    def test_with_several_files_it_is_said_which_one_a_check_is_for(self):
        result = run(BAD, GOOD, "--static", "--check", "reused-module", "--jobs", "1")
        self.assertEqual(result.stderr.splitlines(), [
            f"Utils - INFO - Validating {BAD}", "Utils - INFO - Running validator check reused-module",
            f"Utils - INFO - Validating {GOOD}", "Utils - INFO - Running validator check reused-module"])

    def test_quiet_announces_nothing(self):
        result = run(GOOD, "--static", "-q")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_check_and_ignore_are_globs(self):
        def ran(*flags):
            report = json.loads(run(GOOD, "--static", "--format", "json", "-q", *flags).stdout)
            return [check["id"] for check in report["models"][0]["checks"]]

        self.assertEqual(ran("--check", "reused-*"), ["reused-module"])
        self.assertNotIn("reused-module", ran("--ignore", "reused-*"))
        self.assertEqual(ran("--check", "*-module", "--ignore", "*used-*"), ["missing-module", "unregistered-module"])
        self.assertEqual(ran(), check_ids())

    def test_excluded_modules_and_allowed_ops_are_not_reported(self):
        self.assertEqual(run("small_resnet.traced.pt", "--static", "-q", "--check", "reused-module",
                             "--exclude-module", "layer[12].*").returncode, 0)
        self.assertEqual(run("small_resnet.traced.pt", "--static", "-q", "--check", "missing-module",
                             "--allow-op", "Add").returncode, 0)

    def test_fail_on_decides_the_status(self):
        self.assertEqual(run(BAD, "--static", "--fail-on", "never").returncode, 0)

    def test_output_goes_to_a_file_whole(self):
        file = self.folder / "report.json"
        result = run(BAD, "--static", "--format", "json", "--output", str(file))
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertEqual(json.loads(file.read_text())["summary"]["failed"], 1)
        self.refuses(BAD, "--static", "-q", "--output", str(self.folder / "no" / "report"), says="report")

    def test_colour_follows_the_flag_and_not_the_pipe(self):
        self.assertIn("\x1b[", run(BAD, "--static", "--color", "always").stdout)
        self.assertNotIn("\x1b[", run(BAD, "--static").stdout)

    def test_a_limit_that_is_reached_is_an_error_of_the_file(self):
        result = run("small_resnet.traced.pt", "--static", "--max-ops", "3", "--format", "json")
        self.assertEqual(result.returncode, 2)
        self.assertEqual(json.loads(result.stdout)["models"][0]["error"]["kind"], "limit")

    def test_a_timeout_is_an_error_of_the_file(self):
        result = run("never_ends.scripted.pt", "--input-spec", "never_ends.inputs.json", "--timeout", "2", "--format", "json")
        self.assertEqual(json.loads(result.stdout)["models"][0]["error"]["kind"], "limit")

    def test_equal_runs_give_equal_bytes(self):
        first, second = (run("small_resnet.traced.pt", BAD, GOOD, "--static", "--jobs", jobs).stdout for jobs in "13")
        self.assertEqual(first, second)


try:
    import torch
    import torchvision
except ImportError:
    torch = torchvision = None


@unittest.skipUnless(torchvision, "torchvision is not installed")
class OpLibrary(Test):
    def test_ops_of_a_library_are_known_once_it_is_named(self):
        class Boxes(torch.nn.Module):
            def forward(self, boxes, scores):
                return torchvision.ops.nms(boxes, scores, 0.5)

        model = str(self.folder / "boxes.pt")
        torch.jit.script(Boxes()).save(model)
        flags = ["--input-shape", "4,4", "--input-shape", "4", "--check", "missing-module", "--format", "json"]
        [without] = json.loads(run(model, *flags).stdout)["models"]
        self.assertEqual((without["status"], without["mode"]), ("failed", "static"))
        self.assertIn("torchvision::nms (--op-library)", without["static_reason"])
        library = next(pathlib.Path(torchvision.__file__).parent.glob("_C*.so"))
        [model_report] = json.loads(run(model, *flags, "--op-library", str(library)).stdout)["models"]
        self.assertEqual((model_report["status"], model_report["mode"]), ("failed", "observed"))


class Streams(Test):
    def test_a_reader_that_leaves_early_is_no_reason_to_complain(self):
        with open("/dev/null") as nothing:
            reader, writer = os.pipe()
            os.close(reader)
            process = subprocess.run([PROGRAM, BAD, "--static", "-q"], cwd=TESTDATA, stdin=nothing, stdout=writer,
                                     stderr=subprocess.PIPE, timeout=300)
            os.close(writer)
        self.assertEqual((process.returncode, process.stderr), (1, b""))

    def test_closed_streams_are_not_taken_by_files_of_the_program(self):
        for closed, status in [(">&-", 2), ("2>&-", 1), ("<&-", 1), (">&- 2>&- <&-", 2)]:
            result = subprocess.run(["sh", "-c", f'"$0" {BAD} --static {closed}', PROGRAM], cwd=TESTDATA,
                                    capture_output=True, text=True, timeout=300)
            self.assertEqual(result.returncode, status, closed)
            if closed == ">&-":
                self.assertIn("standard output cannot be written", result.stderr)

    def test_a_full_disk_is_told(self):
        with open("/dev/full", "w") as full:
            result = run(BAD, "--static", "-q", stdout=full)
        self.assertEqual(result.returncode, 2)
        self.assertIn("No space left on device", result.stderr)

    def test_a_terminal_gets_colour_and_its_width_unless_it_is_dumb_or_no_color_is_set(self):
        def on_terminal(**environment):
            controller, terminal = os.openpty()
            run(BAD, "--static", "-q", stdout=terminal, environment={"TERM": "xterm", **environment})
            os.close(terminal)
            seen = b""
            try:
                while chunk := os.read(controller, 65536):
                    seen += chunk
            except OSError:
                pass
            os.close(controller)
            return seen.decode()

        coloured = on_terminal(COLUMNS="60")
        self.assertIn("\x1b[", coloured)
        plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
        # Lines to be pasted are not wrapped.
        wrapped = [line for line in plain.replace("\r", "").splitlines() if "__init__:" not in line]
        self.assertLessEqual(max(map(len, wrapped)), 60)
        self.assertNotIn("\x1b[", on_terminal(NO_COLOR="1"))
        self.assertNotIn("\x1b[", on_terminal(TERM="dumb"))


class Hints(Test):
    def test_an_exclude_and_an_allowed_op_that_fit_nothing_are_told_and_change_no_status(self):
        flags = ("small_resnet.traced.pt", "--static", "--check", "missing-module", "--exclude-module", "layr2*",
                 "--allow-op", "Addd")
        result = run(*flags)
        self.assertEqual(result.returncode, 1)
        for hint in ("'layr2*' matches no module of the model; did you mean layer2?", "'Addd'", "did you mean Add?"):
            self.assertIn(hint, result.stdout)
        hints = json.loads(run(*flags, "--format", "json").stdout)["models"][0]["hints"]
        self.assertEqual(len(hints), 2)
        self.assertIn(hints[0], run(*flags, "--format", "sarif").stdout)
        known = run("small_resnet.traced.pt", "--static", "--exclude-module", "layer2*", "--allow-op", "softmax",
                    "--format", "json")
        self.assertEqual(json.loads(known.stdout)["models"][0]["hints"], [])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""--from-report: merges the reports of several runs, and loses no model and counts none twice."""

import json
import pathlib
import unittest

from support.program import BAD, GOOD, Test, run

FILES = [BAD, GOOD, "refused/empty.pt"]


class Reports(Test):
    def shard(self, name, files, form="jsonl"):
        path = self.folder / name
        run(*files, "--static", "-q", "--format", form, "--output", str(path))
        return str(path)

    def merged(self, *arguments):
        return run("--from-report", *arguments)

    def test_shards_in_any_order_give_what_one_run_gives(self):
        one = run(*FILES, "--static", "-q", "--format", "json")
        shards = [self.shard("c.jsonl", FILES[2:]), self.shard("a.json", FILES[:1], "json"), self.shard("b.jsonl", FILES[1:2])]
        for order in (shards, shards[::-1]):
            merged = self.merged(*order, "--format", "json")
            self.assertEqual(merged.returncode, one.returncode)
            first, second = json.loads(one.stdout), json.loads(merged.stdout)
            self.assertEqual((first["models"], first["summary"]), (second["models"], second["summary"]))

    def test_the_status_and_any_format_are_made_from_them(self):
        shard = self.shard("a.jsonl", FILES[:2])
        self.assertEqual(self.merged(shard).returncode, 1)
        self.assertEqual(self.merged(shard, "--fail-on", "never").returncode, 0)
        text = run(*FILES[:2], "--static", "-q").stdout
        self.assertEqual(self.merged(shard, "-q").stdout, text)
        self.assertIn('"2.1.0"', self.merged(shard, "--format", "sarif").stdout)
        self.assertIn("<testsuites", self.merged(shard, "--format", "junit").stdout)

    def test_a_doubled_shard_is_refused(self):
        shard = self.shard("a.jsonl", FILES[:1])
        self.refuses("--from-report", shard, shard, says=[BAD, "reported twice"])

    def test_a_lost_shard_is_an_error_of_its_files(self):
        shard = self.shard("a.jsonl", FILES[1:2])
        expected = self.folder / "expected"
        expected.write_text(f"{GOOD}\n{BAD}\n")
        result = self.merged(shard, "--expect-files", str(expected), "--format", "json")
        self.assertEqual(result.returncode, 2)
        lost = [model for model in json.loads(result.stdout)["models"] if model["status"] == "error"]
        self.assertEqual([model["path"] for model in lost], [BAD])
        expected.write_text(f"{GOOD}\n")
        self.assertEqual(self.merged(shard, "--expect-files", str(expected)).returncode, 0)

    def test_a_model_that_nobody_expects_is_refused(self):
        expected = self.folder / "expected"
        expected.write_text(f"{GOOD}\n")
        self.refuses("--from-report", self.shard("a.jsonl", FILES[:2]), "--expect-files", str(expected), says=[BAD, "not expected"])

    def test_a_shard_that_was_cut_short_is_refused_with_its_line(self):
        shard = self.folder / "torn.jsonl"
        whole = pathlib.Path(self.shard("a.jsonl", FILES[:2])).read_text()
        shard.write_text(whole[:-40])
        self.refuses("--from-report", str(shard), says=["torn.jsonl: line 2", "cut short"])

    def test_what_is_no_report_is_refused(self):
        other = self.folder / "other.json"
        for text in ("{}", "[1]", '{"models": 3}', '{"models": [{"path": "x"}]}', "hello"):
            other.write_text(text)
            self.refuses("--from-report", str(other), says="other.json")
        self.refuses("--from-report", "nope.json", says="No such file")

    def test_what_is_nested_empty_marked_or_goes_on_is_refused(self):
        report = pathlib.Path(self.shard("a.json", FILES[:1], "json")).read_text()
        line = pathlib.Path(self.shard("a.jsonl", FILES[:1])).read_text()
        other = self.folder / "other.json"
        for text, says in (("[" * 60000, "nested"), ('{"a":' * 60000, "nested"), ('{"models":' + "[" * 60000, "nested"),
                           ('{"models": [' + '{"a":' * 60000, "nested"), ("", "empty"), ("\n \n", "empty"),
                           ("\ufeff" + report, "byte order mark"), ("\ufeff" + line, "byte order mark"),
                           (report + "{}", "not valid JSON"), (report + "x", "not valid JSON"), (line.rstrip() + "x", "not valid JSON"),
                           (line + line.rstrip() + "x", "line 2"), (line.replace('"path"', '"path": "", "path"', 1), "twice")):
            with self.subTest(text[:20] + "..." + text[-20:]):
                other.write_text(text)
                self.refuses("--from-report", str(other), says=["other.json", says])

    def test_libtorch_is_not_opened(self):
        shard = self.shard("a.jsonl", FILES[:1])
        self.assertNotIn("libtorch", run("--from-report", shard, environment={"LD_DEBUG": "files"}).stderr)


if __name__ == "__main__":
    unittest.main()
